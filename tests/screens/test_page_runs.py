"""Pages as the server runs them: no exception, the badge at every figure, faults in words.

``AppTest`` runs the whole page after each action, never a fragment alone: what a fragment redraws
by itself is for the tests in a browser.
"""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.screens.visits import (
    BADGE,
    COUNTS,
    MINIMAL,
    PAGES,
    TYPED,
    Opened,
    Place,
    every_page,
    every_place,
    opened,
)
from tests.views import newcomers_shelf
from tradeoff.findings.choices import PARAMETERS, Analysis, Framing, HarmSource
from tradeoff.screens import clock
from tradeoff.screens.look import PAGE_FILES


def place_query(place: Place) -> dict[str, str]:
    return dict(zip(("endpoint", "cut", "months"), place, strict=True))


# Every page, every view --------------------------------------------------------------------


@every_page
def test_every_page_opens_cold_at_the_default_view(page: str) -> None:
    shown = opened(page)
    assert "Add blinatumomab to consolidation, or chemotherapy alone?" in shown.html
    assert "median follow-up 43 months" in shown.html
    assert shown.notice == ""
    assert "Ask the patient, then set it together." in shown.result
    assert "+17" in shown.part("gain")


@every_page
@every_place
def test_every_page_runs_for_every_end_point_and_cut(page: str, place: Place) -> None:
    shown = opened(page, **place_query(place), framing="died", weight="50")
    assert shown.notice == ""
    assert "events counted at 50 % each" in shown.result
    assert "None" not in shown.text.split()


@every_page
def test_every_page_runs_at_a_reconstructed_month(page: str) -> None:
    shown = opened(page, cut="fda-later", months="30")
    assert "+19.9" in shown.part("gain")


@every_page
def test_every_page_names_use_limits_date_and_source(page: str) -> None:
    text = opened(page).text
    for said in (
        "For use by a clinician with a patient.",
        "does not predict for one person and does not recommend",
        "Not for people outside the trial",
        "data version 2026-11c",
        "last review 29 November 2026",
        "next review due 29 May 2027",
        "Litzow et al., N Engl J Med 2024",
    ):
        assert said in text


@every_page
def test_the_panel_has_range_population_window_and_source_at_each_figure(page: str) -> None:
    shown = opened(page, cut="fda-primary")
    gain, harm = shown.part("gain"), shown.part("harm")
    for said in ("+15.8", "alive (4.0 to 27.5)", "by 3 years", "112 vs 112 randomised in E1910",
                 "at 36 months after randomisation", "FDA announcement, 14 June 2024"):  # fmt: skip
        assert said in gain
    for said in ("+18", "with one or more (8 to 27)", "during consolidation",
                 "111 vs 112 treated in E1910", "23 % of 111 vs 5 % of 112", "P &lt; 0.001",
                 "Litzow et al., N Engl J Med 2024", "Headache and syncope"):  # fmt: skip
        assert said in harm
    assert "88 % (22 % to above 100 %)" in shown.break_even
    assert "seizures" in shown.opening("Event")
    assert "Per 100 people like those in E1910" in shown.html


@every_page
def test_links_to_the_other_pages_carry_the_choices(page: str) -> None:
    query = {"cut": "fda-later", "months": "48", "framing": "died", "weight": "70", **TYPED}
    place = {"trial": "e1910", "endpoint": "os", "landmark": "60"}
    links = opened(page, **query).test.get("page_link")
    assert len({link.proto.page for link in links}) == len(PAGE_FILES)
    for link in links:
        carried = dict(parse_qsl(link.proto.query_string))
        assert carried == {**place, **query}


@every_page
def test_the_next_patient_starts_at_the_start_and_sees_no_chances_yet(page: str) -> None:
    """The other pages' links keep the place: they are the same clinician's."""
    place = {"screen": "harm", "chances": "shown", "tab": "method"}
    links = opened(page, cards="home", weight="40", **place).test.get("page_link")
    to_patients = 0
    for link in links:
        carried = dict(parse_qsl(link.proto.query_string))
        assert (carried["cards"], carried["weight"]) == ("home", "40")
        patients = link.proto.page == "patient_view"
        assert place.items() <= carried.items() or patients
        assert not patients or not place.keys() & carried.keys()
        to_patients += patients
    assert to_patients == (2 if page == "consultation" else 1)


@pytest.mark.parametrize("cut", ["nejm", "fda-primary", "fda-later"])
def test_the_caveat_beside_the_answer_is_that_of_the_shown_cut(cut: str) -> None:
    said = {
        "nejm": "These figures come from an interim analysis.",
        "fda-primary": "median follow-up is not stated",
        "fda-later": "60 months lies beyond this analysis",
    }
    text = opened(cut=cut).text
    assert [name for name, words in said.items() if words in text] == [cut]


def test_the_link_to_this_view_reopens_it() -> None:
    query = {"trial": "e1910", "cut": "fda-later", "endpoint": "os", "landmark": "60",
             "months": "48", "framing": "died", "weight": "70", **TYPED}  # fmt: skip
    note, link = opened(**query).to_copy
    assert link in note
    assert dict(parse_qsl(link.partition("?")[2])) == query


# The badge ---------------------------------------------------------------------------------

#: The trial's harm, its excess, and what is computed from it.
HARM_FIGURE = re.compile(
    r"\+18 \(8 to 27\)|\+18 (<|serious)|18 more|23 (had|did)|5 had a serious|23 % of 111|"
    r"[Bb]reak-even (\d|above|lies)|judged \d+ %|[Nn]et [+−]\d|Gain larger in"
)


def with_harm_figures(shown: Opened) -> list[str]:
    return [b for b in shown.blocks if HARM_FIGURE.search(b) and "Preference (0 to" not in b]


@every_page
@every_place
@pytest.mark.parametrize("weight", [{}, {"weight": "60"}], ids=["unset", "set"])
def test_every_block_with_a_figure_from_the_unconfirmed_rate_has_the_badge(
    unconfirmed: Path, page: str, place: Place, weight: dict[str, str]
) -> None:
    """E1910 as it was while its rate was only recalled: everything else as it is shipped."""
    assert unconfirmed.is_dir()
    figures = with_harm_figures(opened(page, **place_query(place), **weight))
    assert len(figures) >= 3
    for block in figures:
        assert BADGE in block, block[:300]


@every_page
@every_place
@pytest.mark.parametrize("weight", [{}, {"weight": "60"}], ids=["unset", "set"])
def test_no_block_with_a_figure_from_the_published_rate_has_a_badge(
    page: str, place: Place, weight: dict[str, str]
) -> None:
    shown = opened(page, **place_query(place), **weight)
    figures = with_harm_figures(shown)
    assert len(figures) >= 3
    for block in figures:
        assert 'class="badge"' not in block, block[:300]
    assert BADGE not in shown.html
    assert not re.search(r"counts? inferred", shown.text)
    assert not re.search(r"\b(25|26) of 11[12]\b", shown.text)


#: The newcomer's harm: 18 % of 147 against 6 % of 146.
NEWCOMERS_FIGURE = re.compile(
    r"\+12 (\(4 to 20\)|severe)|18 (had|did)|6 had severe|18 % of 147|few as 4 or as many as 20|"
    r"[Bb]reak-even (\d|above|lies)|judged \d+ %|[Nn]et [+−]\d|Gain larger in"
)
NEWCOMERS_BADGE = "Unconfirmed: Table S6 of the final report"


@every_page
@pytest.mark.parametrize(
    "place",
    [
        ("os", "final", "36"),
        ("os", "interim", "24"),
        ("pfs", "final", "36"),
        ("pfs", "interim", "24"),
    ],
    ids="-".join,
)
def test_a_newcomers_unconfirmed_rate_has_the_badge_wherever_it_reaches(
    shelf: Path, page: str, place: Place
) -> None:
    newcomers_shelf(shelf)
    shown = opened(page, **place_query(place), weight="60")
    figures = [b for b in shown.blocks
               if NEWCOMERS_FIGURE.search(b) and "Preference (0 to" not in b]  # fmt: skip
    assert len(figures) >= 3
    for block in figures:
        assert NEWCOMERS_BADGE in block, block[:300]


@every_page
def test_counts_from_the_paper_take_the_badge_away_and_are_named(
    unconfirmed: Path, page: str
) -> None:
    assert unconfirmed.is_dir()
    shown = opened(page, cut="fda-primary", weight="60", **TYPED)
    named = "Counts typed in from the paper, 2026-05"
    for part in (shown.part("harm"), shown.break_even):
        assert named in part
        assert "nconfirmed" not in part
    assert named in shown.result
    assert "+18.1" in shown.part("harm")
    if page != "evidence":  # Evidence lists what the trial's own data hold
        assert BADGE not in shown.html


@every_page
def test_a_centres_counts_are_marked_as_not_randomised(page: str) -> None:
    shown = opened(page, **{**TYPED, "harm": "centre"})
    assert "Own centre&#x27;s counts, not randomised, 2026-05" in shown.part("harm")
    assert "counts are not randomised" in shown.html


# Nonsense ----------------------------------------------------------------------------------

SCRIPT = "<script>zebra()</script>"


@every_page
@pytest.mark.parametrize("value", [SCRIPT, "zebra" * 5_000, "NaN", "-1", ["1", "2"]],
                         ids=["script", "25-kB", "nan", "negative", "duplicated"])  # fmt: skip
def test_nonsense_in_every_parameter_gives_the_default_and_a_visible_word(
    page: str, value: str | list[str]
) -> None:
    shown = opened(page, **dict.fromkeys(PARAMETERS, value), zebra="1")
    assert "+17" in shown.part("gain")
    assert "Ask the patient, then set it together." in shown.result
    for said in ("trial", "analysis", "end point", "month", "frame", "preference",
                 "source of the harm rate"):  # fmt: skip
        assert f"The {said} in the link" in shown.notice
    assert "parts that this program does not know" in shown.notice
    assert "zebra" not in shown.html
    assert all(len(block) < 50_000 or "<table" in block or "<style>" in block or "<svg" in block
               or "data:image" in block for block in shown.blocks)  # fmt: skip


@pytest.mark.parametrize("value", [SCRIPT, "zebra" * 20_000], ids=["script", "100-kB"])
@pytest.mark.parametrize(
    "name", ["trial", "cut", "endpoint", "months", "framing", "weight", "harm"]
)
def test_nonsense_in_one_parameter_leaves_the_others(name: str, value: str) -> None:
    query = {"cut": "fda-primary", "framing": "died", "weight": "60", "months": "36", name: value}
    shown = opened(**query)
    assert shown.notice.count("<li>") == 1
    assert ("+15.8" in shown.part("gain")) == (name != "cut")
    assert ("counted at 60 % each" in shown.result) == (name != "weight")
    assert "zebra" not in shown.html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"e1": "112"}, "more events than people treated"),
        ({"n1": "113"}, "more people than the trial randomised"),
        ({"n0": "0", "e0": "0"}, "nobody treated"),
        ({"e1": "1.5"}, "not a whole number"),
    ],
)
def test_contradictory_counts_in_a_link_fall_back_to_the_trial(
    unconfirmed: Path, change: dict[str, str], said: str
) -> None:
    assert unconfirmed.is_dir()
    shown = opened(**{**TYPED, **change})
    assert said in shown.notice
    assert BADGE in shown.part("harm")
    assert "The trial&#x27;s figure: 23 % of 111 vs 5 % of 112" in shown.part("harm")


# Counts typed in ---------------------------------------------------------------------------


def test_counts_are_used_once_all_four_are_typed_and_then_named(unconfirmed: Path) -> None:
    assert unconfirmed.is_dir()
    shown = opened(cut="fda-primary").choose("selectbox", "harm", HarmSource.PAPER)
    assert BADGE in shown.part("harm")
    assert "Type all four counts." in shown.html
    for field, value in list(COUNTS.items())[:3]:
        shown.type(**{field: value})
        assert BADGE in shown.part("harm")
        assert "e1" not in shown.query
    shown.type(n0="112")
    assert {name: shown.query[name] for name in COUNTS} == COUNTS
    assert shown.query["harm"] == "paper"
    assert "asof" not in shown.query
    assert BADGE not in shown.html
    assert "Counts typed in from the paper, month not given" in shown.part("harm")
    assert "+18.1" in shown.part("harm")
    shown.type(asof="2026-05")
    assert shown.query["asof"] == "2026-05"
    assert "Counts typed in from the paper, 2026-05" in shown.break_even


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("e1", "200", "more than the number treated"),
        ("e1", "abc", "not a whole number"),
        ("e0", "-3", "not a whole number"),
        ("e0", "1.5", "not a whole number"),
        ("n1", "0", "nobody treated"),
        ("n0", "113", "more than the trial randomised"),
        ("asof", "May 26", "not written as year and month"),
    ],
)
def test_a_fault_stands_next_to_its_field_and_the_last_good_figures_stay(
    field: str, value: str, said: str
) -> None:
    shown = opened(cut="fda-primary", **TYPED)
    before = shown.query
    shown.type(**{field: value})
    (fault,) = shown.faults
    assert said in fault
    assert shown.query == before
    assert "+18.1" in shown.part("harm")
    assert "the last good figures stay: Counts typed in from the paper: 26 of 111" in shown.html
    order = list(shown.test.sidebar)
    place = next(i for i, one in enumerate(order) if getattr(one, "key", None) == field)
    assert "fieldfault" in order[place + 1].proto.body
    shown.type(**{field: TYPED[field]})
    assert shown.faults == []


def test_counts_of_one_source_are_never_taken_for_anothers() -> None:
    shown = opened(cut="fda-primary", **TYPED).choose("selectbox", "harm", HarmSource.CENTRE)
    assert [field.value for field in shown.test.text_input] == [""] * 5
    assert "Counts typed in from the paper" in shown.part("harm")
    shown.type(e1="3", n1="300", e0="1", n0="280")
    assert shown.query["harm"] == "centre"
    assert "Own centre&#x27;s counts, not randomised" in shown.part("harm")


def test_back_to_the_trials_figure_brings_the_badge_back(unconfirmed: Path) -> None:
    assert unconfirmed.is_dir()
    shown = opened(**TYPED).choose("selectbox", "harm", HarmSource.TRIAL)
    assert not {*COUNTS, "asof"} & shown.query.keys()
    assert BADGE in shown.part("harm")
    assert not shown.test.text_input


# The preference ----------------------------------------------------------------------------


def test_nothing_is_preset_and_setting_shows_the_net_gain_with_the_badge(
    unconfirmed: Path,
) -> None:
    assert unconfirmed.is_dir()
    shown = opened(cut="fda-primary")
    assert shown.weight is None
    assert "weight" not in shown.query
    assert "Net" not in shown.result
    shown.prefer(50)
    assert shown.query["weight"] == "50"
    assert "Net +7 (" in shown.result
    assert "15.8 fewer deaths, less 18 events counted at 50 % each" in shown.result
    assert BADGE in shown.result


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("button_group", "endpoint", "rfs"),
        ("button_group", "analysis", Analysis("fda-primary", 36)),
    ],
)
def test_another_end_point_or_analysis_clears_the_preference_with_a_word(
    kind: str, key: str, value: object
) -> None:
    shown = opened(weight="50").choose(kind, key, value)
    assert "weight" not in shown.query
    assert "The preference was cleared" in shown.notice
    assert "Ask the patient, then set it together." in shown.result
    assert shown.weight is None


def test_the_other_framing_keeps_the_preference_and_tells_the_same_people() -> None:
    shown = opened(weight="50")
    assert "68 were alive after 3 years" in shown.text
    shown.choose("button_group", "framing", Framing.DIED)
    assert shown.query["weight"] == "50"
    assert shown.query["framing"] == "died"
    assert "32 had died after 3 years" in shown.text


def test_choices_go_with_the_visit_to_the_other_pages() -> None:
    shown = opened(cut="fda-later", weight="40")
    for page in PAGES[1:]:
        shown.go(page)
        assert shown.query == {"cut": "fda-later", "weight": "40"}
        assert "counted at 40 % each" in shown.result
        assert "+19.9" in shown.part("gain")


@pytest.mark.parametrize("page", PAGES[1:])
def test_the_controls_of_the_next_page_stand_where_the_link_says(page: str) -> None:
    query = {"cut": "fda-later", "weight": "40", "framing": "died", **TYPED}
    shown = opened(**query).go(page)
    (chosen,) = (one for one in shown.test.get("button_group") if one.key == "analysis")
    assert chosen.value == Analysis("fda-later", 60)
    assert shown.weight == 40
    assert shown.test.selectbox(key="harm").value == HarmSource.PAPER
    fields = [name for name in TYPED if name != "harm"]
    assert {name: shown.test.text_input(key=name).value for name in fields} == {
        name: TYPED[name] for name in fields
    }


def test_choosing_relapse_free_survival_in_a_cut_without_it_says_so() -> None:
    shown = opened(cut="fda-later").choose("button_group", "endpoint", "rfs")
    assert (shown.query["cut"], shown.query["months"]) == ("nejm", "36")
    assert "Relapse-free survival was not part of the chosen analysis" in shown.notice
    assert "Gain in relapse-free survival, by 3 years" in shown.part("gain")


# Trials that are broken, other, overdue ----------------------------------------------------


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@every_page
def test_a_broken_trial_shows_its_faults_in_words_and_no_number(data: Path, page: str) -> None:
    spoil(data / "e1910", "adverse_events.csv", "experimental,111,,23,", "experimental,111,,126,")
    spoil(data / "e1910", "landmarks.csv", "0.848,0.763,0.904", "0.948,0.763,0.904")
    shown = opened(page)
    assert "This trial&#x27;s data can&#x27;t be used" in shown.html
    assert "adverse_events.csv" in shown.html
    assert "126" in shown.html
    assert "landmarks.csv" in shown.html
    for absent in ("Traceback", "per 100", "pydantic", "ValidationError"):
        assert absent not in shown.html
    assert not shown.test.get("bidi_component")


def test_the_other_trial_stays_usable_beside_a_broken_one(data: Path) -> None:
    spoil(data / "e1910", "trial.toml", 'id = "e1910"', "id = e1910")
    shutil.copytree(MINIMAL, data / "minimal")
    shown = opened(trial="e1910")
    assert "trial.toml, line" in shown.html
    shown.test.button(key="open_minimal").click().run()
    assert shown.query == {"trial": "minimal"}
    assert "can&#x27;t be used" not in opened(trial="minimal").html


@every_page
def test_a_trial_without_curves_subgroups_or_context_runs_on_every_page(
    data: Path, page: str
) -> None:
    shutil.copytree(MINIMAL, data / "minimal")
    shown = opened(page, trial="minimal")
    assert shown.notice == "" or "curve" in shown.notice
    assert "E1910" not in shown.html
    assert "linatumomab" not in shown.html


def test_a_stale_curve_is_left_out_with_a_word_and_the_published_numbers_stay(data: Path) -> None:
    ratio = "nejm,os,,0.41,{},0.73".format
    spoil(data / "e1910", "hazard_ratios.csv", ratio("0.23"), ratio("0.24"))
    shown = opened()
    assert "A curve is not shown." in shown.notice
    assert "+17" in shown.part("gain")
    assert "range not published" in shown.part("gain")
    assert not shown.test.get("plotly_chart")


@every_page
def test_a_landmark_that_is_not_to_be_weighed_is_shown_with_the_reason_and_no_slider(
    data: Path, page: str
) -> None:
    """The gain and the harm stand with their ranges; nothing puts them on one scale."""
    path = data / "e1910" / "landmarks.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    marked = [f"{row},{'false' if row.startswith('nejm,os') else 'true'}" for row in rows]
    path.write_text("\n".join([f"{head},weighed", *marked]) + "\n", encoding="utf-8")
    why = "the two arms were treated for unequal time."
    for text in (data / "e1910").glob("text.*.toml"):
        spoil(data / "e1910", text.name, "\nname = ", f'\nnot_weighed = "{why}"\nname = ')
    shown = opened(page, weight="40")
    assert "The preference was not used" in shown.notice
    for link in shown.test.get("page_link"):
        assert "weight" not in link.proto.query_string
    assert 'data-choice="weight"' not in shown.html
    assert "+17" in shown.part("gain")
    assert "alive (5 to 29)" in shown.part("gain")
    assert "with one or more (8 to 27)" in shown.part("harm")
    assert f"Cannot be weighed: {why}" in shown.break_even
    for weighed in ("Break-even 9", "Judged", "events counted at", "Gain larger in"):
        assert weighed not in shown.html
    other = opened(page, cut="fda-primary", weight="40")
    assert "counted at 40 % each" in other.result


@pytest.mark.usefixtures("shelf")
def test_without_any_trial_the_page_says_what_to_do() -> None:
    assert "No trial was found." in opened().html


@pytest.mark.parametrize(("day", "overdue"), [((2027, 5, 29), False), ((2027, 5, 30), True)])
def test_an_overdue_review_is_said(
    monkeypatch: pytest.MonkeyPatch, day: tuple[int, int, int], overdue: bool
) -> None:
    monkeypatch.setattr(clock, "today", lambda: datetime.date(*day))
    assert ("was due on 29 May 2027 and is overdue" in opened().notice) == overdue
