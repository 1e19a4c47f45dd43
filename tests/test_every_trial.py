"""Every page for every trial on the shelf, end point and framing: no fault, and words where due.

What a trial does not publish is "not available" and what cannot be weighed says so; nothing stands
as "None" or "nan". The visits are those of ``tests.screens.visits``, without a browser.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from tests.screens.visits import Opened
from tests.views import DATA, view
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.findings.agreement import report
from tradeoff.findings.choices import Framing, HarmSource, TypedCounts
from tradeoff.findings.places import Screen
from tradeoff.findings.provenance import Method
from tradeoff.findings.reconstructed import MarkedMonth, calibrated_ranges, read_month
from tradeoff.findings.survival import survival_findings
from tradeoff.findings.view import Findings, all_harms, can_be_weighed
from tradeoff.papers import effects, handout, tables
from tradeoff.papers.handout import Handout
from tradeoff.screens import guide, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.statistics.weighing import Obstacle
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.trial.records import RangeFrom, Trial
from tradeoff.words import numbers
from tradeoff.words.agreement import compared, consistency_result
from tradeoff.words.curve import curve_alt
from tradeoff.words.harm import NOT_ADJUSTED, harm_not_available
from tradeoff.words.naming import DEMONSTRATION
from tradeoff.words.provenance import provenance
from tradeoff.words.read_out import read_out
from tradeoff.words.say import ENGLISH, Say
from tradeoff.words.survival import medians_figure, medians_words, survival_numbers
from tradeoff.words.weighing import obstacle_sentence

IDS = trial_ids(DATA)
PANELLED = ("consultation", "survival_curves", "icon_arrays", "benefit_and_harm", "evidence")
#: What a number that is missing would look like if it slipped through.
SLIPPED = re.compile(r"\b(None|nan|NaN|inf|null|undefined)\b|\{\w*\}")


@cache
def shipped(trial_id: str) -> Trial:
    return load_trial(DATA / trial_id)


def places() -> Iterator[tuple[str, str, str]]:
    """Trial, end point and data cut: everything that holds a number."""
    for trial_id in IDS:
        trial = shipped(trial_id)
        for endpoint in trial.endpoints:
            for cut in trial.cuts_with(endpoint.id):
                yield trial_id, endpoint.id, cut.id


PLACES = list(places())
every_place = pytest.mark.parametrize("place", PLACES, ids="-".join)
every_page = pytest.mark.parametrize("page", list(PAGE_FILES))
every_framing = pytest.mark.parametrize("framing", [one.value for one in Framing])


def query(place: tuple[str, str, str], **more: str) -> dict[str, str]:
    return {**dict(zip(("trial", "endpoint", "cut"), place, strict=True)), **more}


def found(place: tuple[str, str, str], **changes: object) -> Findings:
    trial_id, endpoint, cut = place
    trial = shipped(trial_id)
    months = max(trial.landmark_months(cut, endpoint), default=None)
    return view(trial, **{"endpoint": endpoint, "cut": cut, "months": months, **changes})


def said(shown: Opened) -> str:
    """All words of the page, also those inside the pictures' alternative texts."""
    alts = " ".join(re.findall(r'alt="([^"]*)"', shown.html))
    return html.unescape(f"{shown.text} {alts}")


def nothing_slipped(text: str) -> None:
    hits = [text[max(0, hit.start() - 60) : hit.end() + 20] for hit in SLIPPED.finditer(text)]
    assert hits == []


# Every page --------------------------------------------------------------------------------


def test_the_trial_of_the_product_opens_first_and_others_stand_beside_it() -> None:
    assert IDS[0] == "e1910"
    assert len(IDS) >= 3


@every_page
@every_place
@every_framing
def test_every_page_opens(page: str, place: tuple[str, str, str], framing: str) -> None:
    shown = Opened(page, query(place, framing=framing))
    told = shipped(place[0]).demonstration and page != "patient_view"  # a patient's says it itself
    expected = [DEMONSTRATION] if told else []
    assert re.findall(r"<li>(.*?)</li>", shown.notice) == expected
    nothing_slipped(said(shown))
    assert shown.query.get("trial") == place[0]


@pytest.mark.parametrize("page", PANELLED)
@every_place
def test_the_panel_gives_a_gain_or_says_why_there_is_none(
    page: str, place: tuple[str, str, str]
) -> None:
    shown, now = Opened(page, query(place)), found(place)
    gain = html.unescape(shown.part("gain"))
    if now.survival is None:
        assert numbers.NOT_AVAILABLE in gain
        assert now.medians is None or medians_figure(ENGLISH, now.medians) in gain
    else:
        value = now.survival.gain
        assert numbers.signed_out_of_100(ENGLISH, value.estimate.value, value.decimals) in gain
    balance = html.unescape(shown.break_even)
    if now.weighing.balance_point is None:
        assert obstacle_sentence(ENGLISH, now) in balance
        assert "annot be weighed" in balance or "No break-even" in balance


@every_place
def test_where_nothing_can_be_weighed_no_slider_stands_and_a_preference_is_refused(
    place: tuple[str, str, str],
) -> None:
    shown, now = Opened("consultation", query(place, weight="40")), found(place)
    assert ('data-choice="weight"' in shown.html) == can_be_weighed(now)
    barred = now.weighing.obstacle is Obstacle.NOT_TO_BE_WEIGHED
    if now.trial.weighed_harm is None or now.survival is None or barred:
        assert "The preference was not used" in html.unescape(shown.notice)
    if now.trial.weighed_harm is None and now.trial.text.not_weighed:
        assert now.trial.text.not_weighed in said(shown)


@pytest.mark.parametrize("trial_id", IDS)
def test_a_harm_without_a_rate_is_not_available_and_never_zero(trial_id: str) -> None:
    trial = shipped(trial_id)
    now = view(trial)
    by_name = {row[0]: row for row in effects.effects_table(ENGLISH, now).rows}
    rows = {row[0]: row for row in tables.harms_table(ENGLISH, now).rows}
    assert len(rows) == len(trial.harms)
    for harm, counted in all_harms(now):
        row = rows[trial.text.harms[harm.id].short]
        assert (counted is None) == (row[3] == numbers.NOT_AVAILABLE)
        assert counted is not None or not re.search(r"\b0\b", " ".join(row[1:4]))
        if harm.weighed or trial.weighed_harm is None:
            effect = by_name[trial.text.harms[harm.id].name]
            assert (counted is None) == (effect[4] == numbers.NOT_AVAILABLE)
            assert counted is not None or not re.search(r"\b0\b", " ".join(effect[1:5]))
    if trial.weighed_harm is not None and now.harm is None:
        text = said(Opened("consultation", {"trial": trial_id}))
        assert harm_not_available(ENGLISH, trial) in text
        assert "does not mean that there were none" in text


@pytest.mark.parametrize("trial_id", IDS)
def test_harms_of_both_directions_stand_in_the_effects_table_in_one_wording(trial_id: str) -> None:
    now = view(shipped(trial_id))
    added = re.escape(now.trial.text.arms["experimental"].having)
    named = {text.name for text in now.trial.text.harms.values()}
    for row in effects.effects_table(ENGLISH, now).rows:
        if row[0] not in named or row[1] == numbers.NOT_AVAILABLE:
            continue
        assert re.fullmatch(
            rf"(higher|lower) {added}(; range [a-z ]+)?|the same in both arms", row[1]
        )


@pytest.mark.parametrize("trial_id", IDS)
def test_unequal_exposure_is_said_at_every_count(trial_id: str) -> None:
    now = view(shipped(trial_id))
    rows = {row[0]: " ".join(row) for row in effects.effects_table(ENGLISH, now).rows}
    for harm, counted in all_harms(now):
        row = rows.get(now.trial.text.harms[harm.id].name, "")
        marked = "Not adjusted for time on treatment" in row
        assert marked == (bool(row) and harm.exposure_differs and counted is not None)
    differs = any(harm.exposure_differs for harm in now.trial.harms)
    for brief in (False, True):
        caption = tables.harms_table(ENGLISH, now, brief=brief).caption
        assert (NOT_ADJUSTED in caption) == differs
    if differs:
        note = now.trial.text.harms_note
        assert note is not None
        assert note in said(Opened("benefit_and_harm", {"trial": trial_id}))


# Counts typed in ---------------------------------------------------------------------------


@every_place
def test_typed_counts_are_weighed_and_named_or_refused(place: tuple[str, str, str]) -> None:
    trial = shipped(place[0])
    counts = {"harm": "paper", "e1": "20", "n1": "100", "e0": "5", "n0": "100"}
    shown = Opened("consultation", query(place, weight="40", **counts))
    if trial.weighed_harm is None:
        assert "The counts were not used" in html.unescape(shown.notice)
        return
    assert "Counts typed in from the paper" in shown.part("harm")
    typed = TypedCounts(experimental=Count(20, 100), control=Count(5, 100))
    assert can_be_weighed(found(place, harm=HarmSource.PAPER, counts=typed))
    assert "events counted at 40 % each" in shown.result


# The patient's side ------------------------------------------------------------------------


@pytest.mark.parametrize("screen", list(Screen))
@every_place
def test_every_screen_of_the_patient_view_opens(
    place: tuple[str, str, str], screen: Screen
) -> None:
    at = {"screen": screen.value, "chances": "shown"}
    shown = Opened("patient_view", query(place) | at)
    nothing_slipped(said(shown))
    if shipped(place[0]).text.patient is None:
        assert re.search("no patient view|not available", said(shown))
        return
    if screen is Screen.BENEFIT and found(place).survival is None:
        assert "half" in said(shown)
        assert 'class="people"' not in shown.html


def hand_out(view: Findings) -> Handout:
    return handout.compose(
        view,
        Say(),
        not_for=False,
        link="http://here/",
        date=datetime.date(2026, 11, 22),
    )


@every_place
@every_framing
def test_the_hand_out_and_the_note_are_made(place: tuple[str, str, str], framing: str) -> None:
    now = found(place, framing=Framing(framing))
    if now.trial.text.patient is None:
        shown = Opened("consultation", query(place, framing=framing))
        assert "hand_out_a4" not in [one.key for one in shown.test.get("download_button")]
        return
    made = hand_out(now)
    page = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", handout.html(made), flags=re.S))
    nothing_slipped(page)
    pages = re.findall(rb"/Type\s*/Page\b", handout.pdf(made))
    assert len(pages) == 2
    assert bool(made.benefit.arrays) == (now.survival is not None)
    shown = Opened("consultation", query(place, framing=framing))
    note = next(text for text in shown.to_copy if "Decision: " in text)
    nothing_slipped(note)
    for cited in () if now.medians is None else (medians_words(ENGLISH, now.trial, now.medians),):
        assert (cited in note) == (now.survival is None)


# Medians and no survival at a fixed time: as no shipped trial is -----------------------------


def without_landmarks(trial: Trial) -> Trial:
    """TOWER as it was before its survival at 6 months was read: medians and a ratio alone."""
    return trial.model_copy(
        update={
            "landmarks": (),
            "defaults": trial.defaults.model_copy(update={"months": None}),
            "fingerprint": f"{trial.fingerprint} without landmarks",
        }
    )


@pytest.fixture
def medians_alone(monkeypatch: pytest.MonkeyPatch) -> Trial:
    """It stands on the shelf in TOWER's place."""
    shelved = store._open

    def opened(trial_id: str, language: str) -> store.Shelf:
        shelf = shelved(trial_id, language)
        if trial_id != "tower" or shelf.trial is None:
            return shelf
        return replace(shelf, trial=without_landmarks(shelf.trial))

    monkeypatch.setattr(store, "_open", opened)
    return without_landmarks(shipped("tower"))


@every_page
@every_framing
def test_every_page_opens_without_survival_at_a_fixed_time(
    medians_alone: Trial, page: str, framing: str
) -> None:
    shown = Opened(page, {"trial": medians_alone.id, "framing": framing})
    assert "<li>" not in shown.notice
    nothing_slipped(said(shown))


@pytest.mark.parametrize("page", PANELLED)
def test_the_panel_gives_medians_with_their_ranges_where_there_is_no_gain(
    medians_alone: Trial, page: str
) -> None:
    now = view(medians_alone)
    assert now.survival is None
    assert now.medians is not None
    shown = Opened(page, {"trial": medians_alone.id, "weight": "40"})
    gain = html.unescape(shown.part("gain"))
    assert numbers.NOT_AVAILABLE in gain
    assert medians_figure(ENGLISH, now.medians) == "7.7 (5.6 to 9.6) vs 4.0 (2.9 to 5.3) months"
    assert medians_figure(ENGLISH, now.medians) in gain
    assert obstacle_sentence(ENGLISH, now) in html.unescape(shown.break_even)
    assert "The preference was not used" in html.unescape(shown.notice)
    assert 'data-choice="weight"' not in shown.html


def test_a_curve_through_medians_is_drawn_with_them_and_marks_no_month(
    medians_alone: Trial,
) -> None:
    now = view(medians_alone)
    drawn = survival_view(ENGLISH, now, CurveOptions())
    assert drawn is not None
    assert drawn.marked_months is None
    points = drawn.arms.map(lambda one: (one.published[0].months, one.published[0].survival))
    assert points == Arms(control=(4.0, 0.5), experimental=(7.7, 0.5))
    assert "Nothing can be weighed" in curve_alt(ENGLISH, now)
    rows = tables.curve_table(ENGLISH, now).rows
    assert rows[-1][:3] == ("Median overall survival", "7.7 months", "4.0 months")


def test_a_patient_is_told_medians_in_words_and_shown_no_array(medians_alone: Trial) -> None:
    at = {"screen": Screen.BENEFIT.value, "chances": "shown"}
    shown = Opened("patient_view", {"trial": medians_alone.id} | at)
    assert "half" in said(shown)
    assert 'class="people"' not in shown.html


@every_framing
def test_the_hand_out_and_the_note_tell_medians(medians_alone: Trial, framing: str) -> None:
    now = view(medians_alone, framing=Framing(framing))
    assert now.medians is not None
    made = hand_out(now)
    assert made.benefit.arrays == ()
    assert len(re.findall(rb"/Type\s*/Page\b", handout.pdf(made))) == 2
    shown = Opened("consultation", {"trial": medians_alone.id, "framing": framing})
    note = next(text for text in shown.to_copy if "Decision: " in text)
    assert medians_words(ENGLISH, medians_alone, now.medians) in note
    nothing_slipped(note)


def test_the_guide_has_something_to_say_of_medians_and_asks_no_question(
    medians_alone: Trial,
) -> None:
    now = view(medians_alone)
    for lines in (
        guide.guide_curve(ENGLISH, now),
        guide.guide_people(ENGLISH, now),
        guide.guide_panel(ENGLISH, now),
    ):
        assert lines
        nothing_slipped(" ".join(lines))
    assert guide.guide_answers(ENGLISH, now) == {}


# The guide ---------------------------------------------------------------------------------


@every_place
def test_every_step_of_the_guide_has_something_to_say(place: tuple[str, str, str]) -> None:
    now = found(place)
    for lines in (
        guide.guide_curve(ENGLISH, now),
        guide.guide_people(ENGLISH, now),
        guide.guide_panel(ENGLISH, now),
    ):
        assert lines
        nothing_slipped(" ".join(lines))
    assert bool(guide.guide_answers(ENGLISH, now)) == (now.survival is not None)


# The numbers -------------------------------------------------------------------------------


@every_place
def test_a_landmarks_range_is_printed_or_says_how_it_was_calculated(
    place: tuple[str, str, str],
) -> None:
    now = found(place)
    if now.survival is None:
        return
    arms = (now.survival.control, now.survival.experimental)
    for role, arm in zip((Role.CONTROL, Role.EXPERIMENTAL), arms, strict=True):
        entry = now.trial.landmark(place[2], place[1], now.survival.months, role)
        assert entry is not None
        if entry.standard_error is not None:
            assert arm.range_method is Method.STANDARD_ERROR
        elif entry.range_from is RangeFrom.BINOMIAL:
            assert arm.range_method is Method.BINOMIAL
        elif entry.lower is None:
            assert arm.range_method in (Method.CALIBRATED_RANGE, Method.DIGITISED_RANGE)
        lines = provenance(ENGLISH, now.trial, arm, window="")
        how = next(line.description for line in lines if line.term == "Computed")
        assert ("calculated" in how) == arm.calculated_range


@every_place
@every_framing
def test_every_month_read_off_a_calibrated_curve_has_the_range_of_the_true_curve(
    place: tuple[str, str, str], framing: str
) -> None:
    """The read-out, at every month; each with a range of the difference.

    The shown range is never narrower than where the line alone may run, or what chance alone does.
    """
    trial_id, endpoint, cut = place
    trial = shipped(trial_id)
    curves = trial.curve(cut, endpoint)
    if curves is None or trial.digitised_curve(cut, endpoint) is not None:
        return
    ranges = calibrated_ranges(trial, curves)
    now = found(place, framing=Framing(framing)).choices
    died = now.framing is Framing.DIED
    for month in range(1, curves.horizon_months + 1):
        read = read_month(trial, cut, endpoint, month)
        said = read_out(ENGLISH, trial, now, month, read)
        for role in Role:
            limits = [
                100 * (1 - limit if died else limit) for limit in ranges.of(role)[month].limits
            ]
            low, high = map(int, said.parts[f"{role}_range"].split(" to "))
            assert [low, high] == pytest.approx(sorted(limits), abs=0.51)
            if month in trial.landmark_months(cut, endpoint):
                continue
            arm = curves.arm(role)
            narrow = (
                *(arm.reconstruction_lower[month], arm.reconstruction_upper[month]),
                *(arm.sampling_lower[month], arm.sampling_upper[month]),
            )
            shares = [100 * (1 - one if died else one) for one in narrow]
            assert low - 0.51 <= min(shares)
            assert high + 0.51 >= max(shares)
        assert isinstance(read, MarkedMonth) == (said.parts["standing"] == "reconstructed")
        assert isinstance(read, MarkedMonth) == (month not in trial.landmark_months(cut, endpoint))
        assert read is not None
        assert read.difference.estimate == ranges.difference[month]


@every_place
@every_framing
def test_the_read_out_of_a_landmark_says_what_is_said_of_it_elsewhere(
    place: tuple[str, str, str], framing: str
) -> None:
    """Whole people as in arrays and sentences, the source's ranges, and that it is published."""
    trial_id, endpoint, cut = place
    trial = shipped(trial_id)
    now = replace(found(place).choices, framing=Framing(framing))
    for month in trial.landmark_months(cut, endpoint):
        survival = survival_findings(trial, cut, endpoint, month)
        if survival is None:
            continue
        assert read_month(trial, cut, endpoint, month) == survival
        said = read_out(ENGLISH, trial, now, month, survival)
        numbers_said = tuple(said.parts[name] for name in ("control", "experimental", "change"))
        assert numbers_said == survival_numbers(ENGLISH, survival, now.framing, 0)
        cell = tables._landmark_row(ENGLISH, survival, now.framing)[-1]
        assert said.parts["standing"] == cell
        for role in Role:
            estimate = survival.of(role).estimate
            if estimate.has_range and now.framing is Framing.ALIVE:
                assert said.parts[f"{role}_range"] == numbers.range_out_of_100(ENGLISH, estimate)
        assert survival.whole_limits is not None
        for limit in survival.whole_limits:
            assert str(abs(limit)) in said.parts["change_range"]
        assert all(said.parts[name] in said.spoken for name in said.parts)


@every_place
def test_every_data_cut_is_compared_with_itself_and_tension_has_a_reason(
    place: tuple[str, str, str],
) -> None:
    trial_id, endpoint, cut = place
    lines = [one for one in report(shipped(trial_id))
             if (one.endpoint, one.data_cut) == (endpoint, cut)]  # fmt: skip
    assert lines
    assert [one for one in lines if not one.agrees and one.explanation is None] == []
    for one in lines:
        nothing_slipped(
            f"{compared(ENGLISH, shipped(trial_id), one)} {consistency_result(ENGLISH, one)}"
        )


@pytest.mark.parametrize("trial_id", IDS)
def test_no_page_speaks_of_another_trial(trial_id: str) -> None:
    """Words that belong to one trial come from its own text."""
    trial = shipped(trial_id)
    own = " ".join(re.findall(r"[\w-]+", str(trial.text.model_dump()) + str(trial.sources))).lower()
    foreign = ("age subgroup", "age group", "neuropsychiatric", "relapse-free", "children")
    for page in PAGE_FILES:
        text = said(Opened(page, {"trial": trial_id})).lower()
        for word in foreign:
            assert word not in text or word.replace("-", "-") in own or word in own, (page, word)
