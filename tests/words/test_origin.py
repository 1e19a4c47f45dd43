"""What must stand at a number: the badge, its source and method, whom it applies to."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.views import (
    PLACES,
    TYPED,
    at,
    e1910,
    harm,
    survival,
    view,
    with_unconfirmed_harm,
)
from tests.words.said import BADGE, CENTRE, PAPER, PLACE, said_of
from tradeoff.drawing import markup
from tradeoff.drawing.people import benefit_alt, difference_alt, harm_alt, harm_difference_alt
from tradeoff.drawing.probability import probability_alt
from tradeoff.findings.view import Findings
from tradeoff.screens import (
    age_forest,
    icon_arrays,
)
from tradeoff.screens.side_panel import on_request
from tradeoff.statistics.two_arms import Role
from tradeoff.words.applicability import age_lines
from tradeoff.words.curve import curve_alt
from tradeoff.words.harm import (
    badge,
    cautions,
    harm_counted,
    harm_origin,
    harm_provenance,
)
from tradeoff.words.provenance import provenance, survival_window
from tradeoff.words.say import ENGLISH
from tradeoff.words.sources import citation

# The badge ---------------------------------------------------------------------------------


def test_the_badge_says_unconfirmed_or_where_the_counts_come_from() -> None:
    undated = replace(TYPED, as_of=None)
    trial = with_unconfirmed_harm()
    for changes, said in (
        ({}, BADGE),
        (PAPER, "Counts typed in from the paper, 2026-05"),
        ({**PAPER, "counts": undated}, "Counts typed in from the paper, month not given"),
        (CENTRE, "Own centre's counts, not randomised, 2026-05"),
    ):
        assert badge(ENGLISH, trial, harm(view(trial, **changes))) == said


def test_a_published_rate_of_the_trial_needs_no_badge() -> None:
    assert badge(ENGLISH, e1910(), harm(view())) is None
    assert cautions(ENGLISH, e1910(), harm(view())) == ()


def test_where_the_badge_stood_the_rate_says_what_it_counts_its_p_and_its_source() -> None:
    assert markup.harm_standing(ENGLISH, e1910(), harm(view())) == (
        "Treatment-related, grade 3 or more, during consolidation; P < 0.001. "
        "Litzow et al., N Engl J Med 2024"
    )


def test_the_origin_of_the_rate_gives_percentages_where_no_count_is_printed_and_counts_else() -> (
    None
):
    counted = "treatment-related, grade 3 or more, during consolidation"
    assert harm_origin(ENGLISH, e1910(), harm(view())) == (
        f"The trial's figure: 23 % of 111 vs 5 % of 112 treated; {counted}; P < 0.001"
    )
    assert harm_origin(ENGLISH, e1910(), harm(view(**PAPER))) == (
        f"Counts typed in from the paper: 26 of 111 vs 6 of 112 treated; {counted}"
    )
    assert harm_origin(ENGLISH, e1910(), harm(view(**CENTRE))) == (
        f"Counts of our own centre: 26 of 111 vs 6 of 112 treated; {counted}"
    )
    origin = harm_origin(ENGLISH, e1910(), harm(view()))
    assert on_request.harm_note(ENGLISH, e1910(), harm(view())) == (
        f"More people with at least one. {origin}; range calculated"
    )


def test_the_trials_p_never_stands_at_counts_that_are_not_the_trials() -> None:
    for source in (PAPER, CENTRE):
        found = harm(view(**source))
        for said in (harm_origin(ENGLISH, e1910(), found), harm_counted(ENGLISH, e1910(), found),
                     on_request.harm_note(ENGLISH, e1910(), found)):  # fmt: skip
            assert "P <" not in said
            assert "P =" not in said


COUNTED = re.compile(r"\b(25|26) of 11[12]\b|\b6 of 112\b|inferred")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("weight", [None, 50])
def test_no_sentence_gives_a_count_that_the_paper_does_not_print(
    place: PLACE, weight: int | None
) -> None:
    """23 % of 111 is 25 or 26 people: neither is ever said."""
    shown = at(place, weight=weight)
    found = harm(shown)
    lines = harm_provenance(ENGLISH, e1910(), found, found.excess)
    for said in (*said_of(shown), *(line.description for line in lines)):
        assert not COUNTED.search(said), said


def alternatives(shown: Findings) -> dict[str, str]:
    """Every alternative text that shows the harm or something computed from it."""
    trial, found = shown.trial, harm(shown)
    return {
        "control": harm_alt(ENGLISH, trial, found, Role.CONTROL),
        "experimental": harm_alt(ENGLISH, trial, found, Role.EXPERIMENTAL),
        "difference": harm_difference_alt(ENGLISH, trial, found),
        "probability": probability_alt(ENGLISH, shown),
        "notes": " ".join(icon_arrays.array_notes(ENGLISH, shown)),
        "sheet": " ".join(icon_arrays.sheet_titles(ENGLISH, shown)),
    }


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("weight", [None, 60])
def test_every_alternative_text_with_the_harm_carries_the_badge(
    place: PLACE, weight: int | None
) -> None:
    endpoint, cut, months = place
    trial = with_unconfirmed_harm()
    changes = {"endpoint": endpoint, "cut": cut, "months": months, "weight": weight}
    for name, text in alternatives(view(trial, **changes)).items():
        assert BADGE in text, name
    for name, text in alternatives(view(trial, **changes, **CENTRE)).items():
        assert "nconfirmed" not in text, name
        assert "Own centre's counts, not randomised, 2026-05" in text, name
    for name, text in alternatives(at(place, weight=weight)).items():
        assert "nconfirmed" not in text, name  # published


def test_alternative_texts_of_survival_hold_no_badge_of_the_harm() -> None:
    shown = view(with_unconfirmed_harm())
    for text in (
        curve_alt(ENGLISH, shown),
        difference_alt(ENGLISH, e1910(), survival(shown)),
        *(benefit_alt(ENGLISH, e1910(), survival(shown), role) for role in Role),
    ):
        assert "nconfirmed" not in text


def test_alternative_texts_hold_the_numbers_of_the_picture() -> None:
    found = survival(view(cut="fda-primary"))
    text = benefit_alt(ENGLISH, e1910(), found, Role.EXPERIMENTAL)
    assert text.startswith(
        "100 people with blinatumomab added: 85 alive after 3 years, 15 had died."
    )
    assert "as few as 4 or as many as 28" in text
    text = harm_alt(ENGLISH, e1910(), harm(view()), Role.CONTROL)
    assert "5 had a serious neuropsychiatric event during consolidation, 95 had none." in text


# Provenance --------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_each_number_opens_to_source_status_cut_population_window_and_method(place: PLACE) -> None:
    found = survival(at(place))
    window = survival_window(ENGLISH, found)
    lines = {
        line.term: line.description
        for line in provenance(ENGLISH, e1910(), found.gain, window=window)
    }
    assert list(lines) == ["Source", "Status", "Data cut", "Population", "Window", "Computed"]
    assert lines["Population"] == "112 vs 112 randomised in E1910"
    assert lines["Window"] == f"at {place[2]} months after randomisation"
    assert "MOVER" in lines["Computed"]
    assert e1910().text.cuts[place[1]].name in lines["Data cut"]


def test_harm_opens_to_the_treated_and_its_status() -> None:
    found = harm(view())
    lines = {
        line.term: line.description
        for line in harm_provenance(ENGLISH, e1910(), found, found.excess)
    }
    assert list(lines) == ["Source", "Status", "Population", "Window", "Computed", "Not known"]
    assert lines["Population"] == "111 vs 112 treated in E1910"
    assert lines["Window"] == "during consolidation"
    assert lines["Status"] == "published, calculated"
    assert "Litzow et al., N Engl J Med 2024, authors' manuscript, Results" in lines["Source"]
    assert "the widest of Newcombe's" in lines["Computed"]
    assert "all counts that print as these percentages" in lines["Computed"]
    typed = harm(view(**PAPER))
    assert provenance(ENGLISH, e1910(), typed.excess, window="")[0].description == "typed in here"
    trial = with_unconfirmed_harm()
    open_one = harm(view(trial))
    statuses = {
        line.term: line.description
        for line in harm_provenance(ENGLISH, trial, open_one, open_one.excess)
    }
    assert "unconfirmed" in statuses["Status"]


def test_the_weighed_harm_says_what_is_not_known_of_it() -> None:
    found = harm(view())
    said = harm_provenance(ENGLISH, e1910(), found, found.excess)[-1]
    assert said.term == "Not known"
    assert "Which events make it up is not in the main text" in said.description
    assert "Headache and syncope" in said.description
    centre = harm(view(**CENTRE))
    of_centre = harm_provenance(ENGLISH, e1910(), centre, centre.excess)
    assert "Not known" not in [line.term for line in of_centre]


def test_a_relayed_source_says_who_relayed_it() -> None:
    cited = survival(view(cut="fda-primary")).control.citations[0]
    assert "as reported by HMP Oncology Learning Network" in citation(ENGLISH, cited)


# By age ----------------------------------------------------------------------------------

AGE_NOTE = (
    "Not powered for subgroups. The gain that is weighed is the whole trial's. "
    "Harm by age: not available."
)
AGE_LINES = {
    "os": (
        "Under 55 years (66 vs 65): 95 vs 70 (range not published) of 100 alive after 3 years; "
        "HR for death 0.16 (0.05 to 0.47).",
        "55 years and over (46 vs 47): 70 vs 65 (range not published) of 100 alive after "
        "3 years; HR for death 0.66 (0.33 to 1.35): the range holds both the whole trial's "
        "0.41 and no effect.",
    ),
    "rfs": (
        "Under 55 years (66 vs 65): 87 vs 70 (range not published) of 100 alive without relapse "
        "after 3 years; HR for relapse or death 0.31 (0.14 to 0.69).",
        "55 years and over (46 vs 47): 69 vs 57 (range not published) of 100 alive without "
        "relapse after 3 years; HR for relapse or death 0.74 (0.39 to 1.43): the range holds "
        "both the whole trial's 0.53 and no effect.",
    ),
}


@pytest.mark.parametrize("endpoint", list(AGE_LINES))
def test_both_age_groups_stand_in_a_line_each_with_what_must_be_known(endpoint: str) -> None:
    shown = view(endpoint=endpoint)
    assert age_lines(ENGLISH, shown) == (*AGE_LINES[endpoint], AGE_NOTE)


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_says_so_and_shows_no_other_cuts(cut: str) -> None:
    shown = view(cut=cut)
    name = e1910().text.cuts[cut].name
    said = f"By age: not available in {name}. {AGE_NOTE}"
    assert age_lines(ENGLISH, shown) == (said,)


@pytest.mark.parametrize("absent", ["under-55", "55-and-over"])
def test_one_age_group_is_never_told_without_the_other(absent: str) -> None:
    kept = tuple(
        group for group in e1910().subgroups if (group.id, group.data_cut) != (absent, "nejm")
    )
    alone = view(e1910().model_copy(update={"subgroups": kept}))
    assert age_forest.markup_of(ENGLISH, alone) == ""
    for said in age_lines(ENGLISH, alone):
        assert "By age: not available" in said
        assert "HR" not in said
        assert "years" not in said
