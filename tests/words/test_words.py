"""What the program says: the sentences that were agreed on, and words that it never uses."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tradeoff
from tests.views import (
    PLACES,
    TYPED,
    at,
    e1910,
    view,
    with_counts,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    with_unconfirmed_harm,
    without_curves,
    without_harm_rate,
    without_landmarks,
)
from tradeoff.drawing import markup
from tradeoff.findings.applicability import Answer, assess
from tradeoff.findings.choices import (
    PARAMETERS,
    Framing,
    HarmSource,
    Refusal,
    RefusalReason,
    changed,
    choose_trial,
    parse,
)
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.papers import pictures, tables
from tradeoff.screens import (
    consultation,
    controls,
    curves,
    frame,
    icon_arrays,
    side_panel,
    tumour_board,
)
from tradeoff.statistics.intervals import Count, Estimate, number_needed_to_treat
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Outcome, Trial
from tradeoff.words import numbers
from tradeoff.words.applicability import age_lines, applicability_summary
from tradeoff.words.curve import curve_alt, curve_axis
from tradeoff.words.frame import caveats
from tradeoff.words.harm import (
    badge,
    cautions,
    harm_counted,
    harm_heading,
    harm_not_available,
    harm_origin,
    harm_provenance,
    harm_range_sentence,
    harm_sentence,
    harms_counted,
    harms_sentence,
)
from tradeoff.words.naming import subtitle
from tradeoff.words.provenance import citation, provenance, survival_window
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    array_heading,
    gain_heading,
    gain_range_sentence,
    no_curve,
    no_landmark,
    other_frame_sentence,
    picture_title,
    survival_sentence,
)
from tradeoff.words.weighing import (
    anchor,
    balance_figures,
    balance_sentence,
    net_gain_sentence,
    obstacle_sentence,
)

PLACE = tuple[str, str, int]
ALIVE, DIED = Framing.ALIVE, Framing.DIED
BADGE = "Unconfirmed: check against the full paper"
PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


def survival(shown: Findings) -> SurvivalFindings:
    assert shown.survival is not None
    return shown.survival


def harm(shown: Findings) -> HarmFindings:
    assert shown.harm is not None
    return shown.harm


# Baseline, increment, other frame, range (rules 3 and 4) -----------------------------------


@pytest.mark.parametrize(
    ("place", "sentence", "other", "spread"),
    [
        (
            ("os", "fda-primary", 36),
            "69 were alive after 3 years with chemotherapy alone. With blinatumomab added, "
            "85 were: 16 more.",
            "So 31 had died with chemotherapy alone and 15 with blinatumomab added.",
            "Our best estimate is 16 more; because 224 people took part, it could be as few as 4 "
            "or as many as 28",
        ),
        (
            ("os", "fda-later", 60),
            "62 were alive after 5 years with chemotherapy alone. With blinatumomab added, "
            "82 were: 20 more.",
            "So 38 had died with chemotherapy alone and 18 with blinatumomab added.",
            "Our best estimate is 20 more; because 224 people took part, it could be as few as 8 "
            "or as many as 32",
        ),
        (
            ("os", "nejm", 36),
            "68 were alive after 3 years with chemotherapy alone. With blinatumomab added, "
            "85 were: 17 more.",
            "So 32 had died with chemotherapy alone and 15 with blinatumomab added.",
            "Our best estimate is 17 more; because 224 people took part, it could be as few as 5 "
            "or as many as 29",
        ),
        (
            ("rfs", "nejm", 36),
            "64 were alive without relapse after 3 years with chemotherapy alone. With "
            "blinatumomab added, 80 were: 16 more.",
            "So 36 had relapsed or died with chemotherapy alone and 20 with blinatumomab added.",
            "Our best estimate is 16 more; because 224 people took part, it could be as few as 3 "
            "or as many as 28",
        ),
    ],
)
def test_gain_is_told_baseline_first_then_the_other_frame_then_the_range(
    place: PLACE, sentence: str, other: str, spread: str
) -> None:
    found = survival(at(place))
    told = survival_sentence(e1910(), found, ALIVE)
    assert told == f"Of 100 people like those in the trial, {sentence}"
    assert other_frame_sentence(e1910(), found, ALIVE) == other
    assert gain_range_sentence(found, ALIVE) == f"{spread} (range calculated)."


def test_the_died_frame_tells_the_same_people_from_the_other_end() -> None:
    found = survival(view(cut="fda-primary"))
    assert survival_sentence(e1910(), found, DIED) == (
        "Of 100 people like those in the trial, 31 had died after 3 years with chemotherapy "
        "alone. With blinatumomab added, 15 had: 16 fewer."
    )
    assert other_frame_sentence(e1910(), found, DIED) == (
        "So 69 were alive with chemotherapy alone and 85 with blinatumomab added."
    )
    assert gain_range_sentence(found, DIED).startswith(
        "Our best estimate is 16 fewer; because 224 people took part, it could be as few as 4 or "
        "as many as 28"
    )


def test_relapse_counts_in_the_died_frame_of_relapse_free_survival() -> None:
    found = survival(view(endpoint="rfs"))
    told = survival_sentence(e1910(), found, DIED)
    assert "36 had relapsed or died after 3 years with chemotherapy alone" in told
    assert told.endswith("20 had: 16 fewer.")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_the_people_in_a_sentence_add_up(place: PLACE, framing: Framing) -> None:
    found = survival(at(place))
    told = survival_sentence(e1910(), found, framing)
    hundred, control, _, experimental, change = map(int, re.findall(r"\d+", told))
    assert hundred == 100
    assert abs(experimental - control) == change
    other = other_frame_sentence(e1910(), found, framing)
    other_control, other_experimental = map(int, re.findall(r"\d+", other))
    assert (control + other_control, experimental + other_experimental) == (100, 100)


def test_one_decimal_shows_the_sources_own_figures() -> None:
    found = survival(view(cut="fda-later"))
    told = survival_sentence(e1910(), found, ALIVE, decimals=1)
    assert "62.5 were alive" in told
    assert told.endswith("82.4 were: 19.9 more.")
    told = survival_sentence(e1910(), found, DIED, decimals=1)
    assert "37.5 had died" in told
    assert told.endswith("17.6 had: 19.9 fewer.")


def test_rounding_is_explained_or_refused_where_the_source_has_no_decimals() -> None:
    explained = icon_arrays.rounding_note(survival(view(cut="fda-later")))
    assert explained.startswith("Unrounded 82.4 and 62.5, a gap of 19.9. As whole people 82 and 62")
    assert "whole percentages only" in icon_arrays.rounding_note(survival(view()))


def test_harm_is_told_among_the_treated_with_range_and_window() -> None:
    assert harm_sentence(e1910(), harm(view())) == (
        "Of 100 people treated, 5 had a serious neuropsychiatric event during consolidation with "
        "chemotherapy alone. With blinatumomab added, 23 did: 18 more."
    )
    assert harm_range_sentence(harm(view())) == (
        "Our best estimate is 18 more; because 223 people took part, it could be as few as 8 or "
        "as many as 27 (range calculated)."
    )


def test_fewer_harms_are_told_as_fewer() -> None:
    found = harm(view(with_fewer_harms()))
    assert harm_sentence(e1910(), found).endswith("With blinatumomab added, 5 did: 18 fewer.")
    assert "18 fewer; because 223 people took part, it could be as few as 9 or as many as 27" in (
        harm_range_sentence(found)
    )


def test_lower_survival_is_told_as_fewer_alive_and_more_died() -> None:
    found = survival(view(with_lower_survival(), cut="fda-primary"))
    assert survival_sentence(e1910(), found, ALIVE).endswith("69 were: 16 fewer.")
    assert survival_sentence(e1910(), found, DIED).endswith("31 had: 16 more.")


def test_a_range_to_both_sides_of_zero_is_told_from_fewer_to_more() -> None:
    found = survival(view(with_survival_spanning_zero(), cut="fda-primary"))
    spread = "it could be anywhere from 12 fewer to 14 more"
    assert spread in gain_range_sentence(found, ALIVE)
    assert "it could be anywhere from 14 fewer to 12 more" in gain_range_sentence(found, DIED)


def test_an_unpublished_range_is_said_in_these_words() -> None:
    found = survival(view(without_curves()))
    expected = "Our best estimate is 17 more; range not published."
    assert gain_range_sentence(found, ALIVE) == expected
    assert numbers.with_range(found.gain) == "17 (range not published)"


def test_no_change_is_no_difference() -> None:
    found = harm(view(with_counts(Count(6, 112), Count(6, 112))))
    assert harm_sentence(e1910(), found).endswith("5 did: no difference.")
    assert harm_sentence(e1910(), found, decimals=1).endswith("5.4 did: no difference.")


def test_a_reconstructed_month_says_so_first_and_that_nothing_is_weighed_there() -> None:
    shown = view(months=30)
    assert shown.marked is not None
    told = curves.marked_month_sentence(e1910(), shown.choices, shown.marked)
    assert told.startswith("Reconstructed, not published: after 30 months")
    assert told.endswith("Nothing is weighed at this month.")
    for number in (shown.marked.control, shown.marked.experimental):
        assert numbers.with_range(number) in told
    change = numbers.with_range(shown.marked.difference, signed=True)
    assert f"difference {change}. In brackets the 95 % ranges." in told
    assert re.search(r"difference \+\d+ \(\d+ to \d+\)", told)
    assert side_panel.weighs_at(shown) is not None
    assert side_panel.weighs_at(view()) is None


def test_certainty_names_ratio_people_analysis_follow_up_and_what_is_unconfirmed() -> None:
    certain = (
        "Hazard ratio for death 0.41 (0.23 to 0.73), P = 0.002: one randomised trial of 224 "
        "people, third efficacy interim analysis, median follow-up 43 months."
    )
    assert consultation.certainty_sentence(view()) == certain
    unconfirmed = with_unconfirmed_harm()
    assert consultation.certainty_sentence(view(unconfirmed)) == (
        f"{certain} The harm rate is unconfirmed and still has to be checked."
    )
    assert "unconfirmed" not in consultation.certainty_sentence(view(unconfirmed, **PAPER))
    assert "median follow-up not stated" in consultation.certainty_sentence(view(cut="fda-primary"))


# Weighing ----------------------------------------------------------------------------------


def test_the_balance_point_in_words() -> None:
    assert balance_sentence(view()) == (
        "Gain and harm would be equal if one serious neuropsychiatric event were judged 94 % as "
        "bad as dying within 3 years; the data leave room for 29 % to more than as bad, rounding "
        "alone for 89 % to 105 %."
    )
    assert balance_figures(view()) == "0.94 (about 0.29 to 2.3)"
    assert balance_figures(view(cut="fda-primary")) == "0.88 (about 0.22 to 2.2)"


def test_rounding_is_not_spoken_of_where_it_leaves_nothing_open() -> None:
    shown = view(cut="fda-primary", **PAPER)
    assert balance_figures(shown) == "0.87 (about 0.22 to 2.1)"
    assert balance_sentence(shown).endswith("; the data leave room for 22 % to more than as bad.")


def test_a_balance_point_above_1_says_that_the_gain_is_larger_at_every_setting() -> None:
    shown = view(cut="fda-later", **PAPER)
    assert balance_figures(shown) == "1.10 (about 0.40 to 2.5)"
    assert balance_sentence(shown) == (
        "At the best estimate the gain is larger at every setting of the slider: the two would be "
        "equal if one serious neuropsychiatric event were judged 1.10 times as bad as dying "
        "within 5 years; the data leave room for 40 % to more than as bad."
    )


def test_the_anchor_follows_end_point_and_landmark() -> None:
    assert anchor(view(cut="fda-later")) == "dying within 5 years"
    assert anchor(view(endpoint="rfs")) == "relapse or death within 3 years"
    assert anchor(view(months=30)) == "dying within 3 years"


def test_the_question_names_both_ends_of_the_scale() -> None:
    assert side_panel.preference_question(view()) == (
        "How bad is one serious neuropsychiatric event, from 0 = not bad at all to 100 = as bad "
        "as dying within 3 years?"
    )


def test_a_preference_that_is_not_set_is_said_to_be_not_set() -> None:
    assert side_panel.preference_option(None) == "not set"
    assert side_panel.preference_option(0) == "0"
    told = net_gain_sentence(view())
    assert told.startswith("Not set.")
    assert not re.search(r"\d", told)


def test_net_gain_is_in_death_equivalents_with_range_and_simulations() -> None:
    told = net_gain_sentence(view(cut="fda-primary", weight=20, **PAPER))
    pattern = (
        r"Judged 20 % as bad as dying within 3 years: net gain \+12\.2 per 100 "
        r"\(0\.\d to 24\.\d\) in death-equivalents\. "
        r"In 9\d of 100 simulations the gain was larger\."
    )
    assert re.fullmatch(pattern, told)


def test_net_gain_of_relapse_free_survival_is_not_in_deaths() -> None:
    told = net_gain_sentence(view(endpoint="rfs", weight=20))
    assert " in relapse-or-death-equivalents." in told


@pytest.mark.parametrize("weight", range(0, 101, 5))
def test_where_the_net_gain_spans_zero_the_data_do_not_settle_it(weight: int) -> None:
    shown = view(cut="fda-primary", weight=weight)
    net = shown.weighing.net_gain
    assert net is not None
    told = net_gain_sentence(shown)
    assert ("the data do not settle this" in told) == net.spans_zero
    assert f"Judged {weight} % as bad" in told


def test_net_gain_shows_no_more_digits_than_the_coarser_of_gain_and_harm() -> None:
    """The trial's harm is known in whole percent, so tenths of the gain are no use."""
    assert re.search(r"net gain \+\d+ per 100", net_gain_sentence(view(weight=20)))
    unconfirmed = net_gain_sentence(view(cut="fda-primary", weight=20))
    assert re.search(r"net gain \+\d+ per 100", unconfirmed)


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (without_harm_rate, "Cannot be weighed: the rate of serious neuropsychiatric events is "
                              "not available."),
        (without_landmarks, "Cannot be weighed: survival at a fixed time is not available for "
                            "this data cut."),
        (without_curves, "No balance point: a range is not available for both gain and harm."),
        (with_fewer_harms, "No balance point: survival was higher and harm lower with "
         "blinatumomab added."),
    ],
)  # fmt: skip
def test_why_there_is_no_balance_point(trial: Callable[[], Trial], said: str) -> None:
    shown = view(trial(), weight=50)
    assert balance_figures(shown) is None
    assert balance_sentence(shown) == said


def test_a_gain_that_spans_zero_is_not_divided() -> None:
    shown = view(with_survival_spanning_zero(), cut="fda-primary", weight=50)
    assert balance_figures(shown) is None
    assert "the range of the gain spans zero" in balance_sentence(shown)
    assert "the data do not settle this" in net_gain_sentence(shown)


def test_an_unknown_harm_is_not_none() -> None:
    assert harm_not_available(e1910()) == (
        "Serious neuropsychiatric events (grade 3 or more): not available. This does not mean "
        "that there were none."
    )
    told = net_gain_sentence(view(without_harm_rate(), weight=50))
    assert "Cannot be weighed: the rate of serious neuropsychiatric events is not available" in told


def test_both_windows_and_the_assumptions_are_said_in_the_panel() -> None:
    said = " ".join(side_panel.assumptions(view()))
    for part in (
        "does not recommend",
        "independent",
        "Gain is read at 3 years, harm is counted during consolidation.",
        "A fatal harm may count twice.",
    ):
        assert part in said
    assert "not randomised" not in said
    assert "not randomised" in " ".join(side_panel.assumptions(view(**CENTRE)))


def test_the_line_for_a_closed_panel_holds_gain_harm_and_balance_with_ranges() -> None:
    assert frame.flow_line(view(cut="fda-primary", **PAPER)) == (
        "Survival gain, by 3 years: +15.8 (4.0 to 27.5) per 100 · Serious neuropsychiatric "
        "events, during consolidation: +18.1 (9.0 to 27.2) per 100 · "
        "balance point 0.87 (about 0.22 to 2.1)"
    )
    assert frame.flow_line(view()) == (
        "Survival gain, by 3 years: +17 (5 to 29) per 100 · Serious neuropsychiatric "
        "events, during consolidation: +18 (8 to 27) per 100 · "
        "balance point 0.94 (about 0.29 to 2.3)"
    )


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
        assert badge(trial, harm(view(trial, **changes))) == said


def test_a_published_rate_of_the_trial_needs_no_badge() -> None:
    assert badge(e1910(), harm(view())) is None
    assert cautions(e1910(), harm(view())) == ()


def test_where_the_badge_stood_the_rate_says_what_it_counts_its_p_and_its_source() -> None:
    assert markup.harm_standing(e1910(), harm(view())) == (
        "Treatment-related, grade 3 or more, during consolidation; P < 0.001. "
        "Litzow et al., N Engl J Med 2024"
    )


def test_the_origin_of_the_rate_gives_percentages_where_no_count_is_printed_and_counts_else() -> (
    None
):
    counted = "treatment-related, grade 3 or more, during consolidation"
    assert harm_origin(e1910(), harm(view())) == (
        f"The trial's figure: 23 % of 111 vs 5 % of 112 treated; {counted}; P < 0.001"
    )
    assert harm_origin(e1910(), harm(view(**PAPER))) == (
        f"Counts typed in from the paper: 26 of 111 vs 6 of 112 treated; {counted}"
    )
    assert harm_origin(e1910(), harm(view(**CENTRE))) == (
        f"Counts of our own centre: 26 of 111 vs 6 of 112 treated; {counted}"
    )
    assert side_panel.harm_note(e1910(), harm(view())) == (
        f"More people with at least one. {harm_origin(e1910(), harm(view()))}; range calculated"
    )


def test_the_trials_p_never_stands_at_counts_that_are_not_the_trials() -> None:
    for source in (PAPER, CENTRE):
        found = harm(view(**source))
        for said in (harm_origin(e1910(), found), harm_counted(e1910(), found),
                     side_panel.harm_note(e1910(), found)):  # fmt: skip
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
    lines = harm_provenance(e1910(), found, found.excess)
    for said in (*said_of(shown), *(line.description for line in lines)):
        assert not COUNTED.search(said), said


def alternatives(shown: Findings) -> dict[str, str]:
    """Every alternative text that shows the harm or something computed from it."""
    trial, found = shown.trial, harm(shown)
    return {
        "control": pictures.harm_alt(trial, found, Role.CONTROL),
        "experimental": pictures.harm_alt(trial, found, Role.EXPERIMENTAL),
        "difference": pictures.harm_difference_alt(trial, found),
        "probability": pictures.probability_alt(shown),
        "notes": " ".join(icon_arrays.array_notes(shown)),
        "sheet": " ".join(icon_arrays.sheet_titles(shown, ALIVE)),
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
        curve_alt(shown),
        pictures.difference_alt(e1910(), survival(shown)),
        *(pictures.benefit_alt(e1910(), survival(shown), role) for role in Role),
    ):
        assert "nconfirmed" not in text


def test_alternative_texts_hold_the_numbers_of_the_picture() -> None:
    found = survival(view(cut="fda-primary"))
    text = pictures.benefit_alt(e1910(), found, Role.EXPERIMENTAL)
    assert text.startswith(
        "100 people with blinatumomab added: 85 alive after 3 years, 15 had died."
    )
    assert "as few as 4 or as many as 28" in text
    text = pictures.harm_alt(e1910(), harm(view()), Role.CONTROL)
    assert "5 had a serious neuropsychiatric event during consolidation, 95 had none." in text


# Refusals ----------------------------------------------------------------------------------

HOSTILE = "<script>alert('zebra')</script>"
LINKS: list[dict[str, list[str]]] = [
    *({name: [HOSTILE]} for name in PARAMETERS if name not in ("e1", "n1", "e0", "n0", "asof")),
    *({name: [HOSTILE, HOSTILE]} for name in PARAMETERS),
    {"zebra": ["1"]},
    {"months": ["999"], "weight": ["999"]},
    {"endpoint": ["rfs"], "cut": ["fda-later"]},
    {"e1": ["1"]},
    *(
        {"harm": ["paper"], "e1": [a], "n1": [b], "e0": [c], "n0": [d], "asof": [e]}
        for a, b, c, d, e in (
            ("1", "0", "1", "5", "2026-05"), ("1", "5", "1", "0", "2026-05"),
            ("6", "5", "1", "5", "2026-05"), ("1", "5", "6", "5", "2026-05"),
            ("1", "999", "1", "5", "2026-05"), ("1", "5", "1", "999", "2026-05"),
            ("1", "5", "1", "5", HOSTILE),
            (HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
            ("999999", "999999", "999999", "999999", "2026-05"),
        )
    ),
    {"harm": ["centre"]},
]  # fmt: skip


def every_refusal() -> Iterator[tuple[Trial, Findings, Refusal]]:
    for trial in (e1910(), without_landmarks()):
        for query in (*LINKS, {"weight": ["50"]}):
            _, of_trial = choose_trial(query, ["e1910"], "e1910")
            parsed = parse(query, trial)
            moved = changed(replace(parsed.choices, weight=5), trial, endpoint="rfs")
            for refused in (*of_trial, *parsed.refusals, *moved.refusals):
                yield trial, parsed, refused  # type: ignore[misc]


def test_there_is_a_sentence_for_every_refusal_and_it_never_repeats_the_value() -> None:
    seen = set()
    for trial, parsed, refused in every_refusal():
        said = frame.refusal(trial, parsed.choices, refused)
        seen.add((refused.parameter, refused.reason))
        assert said.endswith((".", "!"))
        assert "zebra" not in said
        assert "<" not in said
        assert "999" not in said
        assert "None" not in said
    assert {reason for _, reason in seen} == set(RefusalReason)
    assert {parameter for parameter, _ in seen} == {*PARAMETERS, ""}


def test_a_refusal_says_what_is_shown_instead_and_which_values_fit() -> None:
    parsed = parse({"months": ["999"], "cut": ["fda-later"]}, e1910())
    (refused,) = parsed.refusals
    assert frame.refusal(e1910(), parsed.choices, refused) == (
        "The month in the link lies outside its range (12 to 60): 5 years are shown."
    )


def test_one_year_is_shown_and_two_are() -> None:
    refused = Refusal("months", RefusalReason.OUT_OF_RANGE, 12, 36)
    for months, said in ((12, "1 year is shown."), (13, "13 months are shown.")):
        choices = replace(view().choices, months=months)
        assert frame.refusal(e1910(), choices, refused).endswith(said)


@pytest.mark.parametrize(
    "reason",
    [
        RefusalReason.NOT_WHOLE,
        RefusalReason.OUT_OF_RANGE,
        RefusalReason.EVENTS_ABOVE_TOTAL,
        RefusalReason.NOBODY_TREATED,
        RefusalReason.MORE_THAN_RANDOMISED,
        RefusalReason.NOT_A_MONTH,
    ],
)
def test_a_fault_in_a_field_says_what_to_do_and_that_the_last_good_figures_stay(
    reason: RefusalReason,
) -> None:
    said = side_panel.count_refusal(reason)
    assert said.startswith("This ")
    assert "Correct it here" in said
    assert "last good figures" in said


# Numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (-3.25, 2, "−3.25"),
        (-0.0, 0, "0"),
        (-0.04, 1, "0.0"),
        (-0.4, 0, "0"),
        (0.1 + 0.2, 1, "0.3"),
        (100.0, 0, "100"),
    ],
)
def test_a_number_has_a_true_minus_and_zero_has_none(
    value: float, decimals: int, shown: str
) -> None:
    assert numbers.number(value, decimals) == shown


@given(
    st.floats(-1000, 1000, allow_nan=False) | st.floats(-0.01, 0.01, allow_nan=False),
    st.integers(0, 3),
)
def test_no_number_has_a_hyphen_for_minus_a_minus_zero_or_an_exponent(
    value: float, decimals: int
) -> None:
    shown = numbers.number(value, decimals)
    assert re.fullmatch(r"−?\d+" + (rf"\.\d{{{decimals}}}" if decimals else ""), shown)
    assert not re.fullmatch(r"−0(\.0*)?", shown)
    assert float(shown.replace("−", "-")) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-8)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.158, "+15.8"), (-0.158, "−15.8"), (0.0, "0.0"), (0.0004, "0.0"), (-0.0004, "0.0")],
)
def test_a_difference_has_its_sign_and_nothing_has_none(value: float, shown: str) -> None:
    assert numbers.signed_out_of_100(value, 1) == shown


@pytest.mark.parametrize(
    ("difference", "shown"),
    [
        (Estimate(0.158, 0.0399, 0.2752, 0.95), "6.3 (3.6 to 25)"),
        (Estimate(0.199, 0.0752, 0.3203, 0.95), "5.0 (3.1 to 13)"),
        (Estimate(0.0808, 0.04, 0.12, 0.95), "12.4 (8.3 to 25)"),
        (Estimate(0.05, -0.02, 0.12, 0.95), "20.0 (8.3 to infinity to 50 to harm)"),
        (Estimate(-0.05, -0.12, 0.02, 0.95), "20.0 to harm (50 to infinity to 8.3 to harm)"),
        (Estimate(-0.158, -0.2752, -0.0399, 0.95), "6.3 to harm (3.6 to 25)"),
        (Estimate(0.1, 0.0, 0.2, 0.95), "10.0 (5.0 to infinity)"),
        (Estimate(0.158, None, None, 0.95), "6.3 (range not published)"),
        (Estimate(0.0, -0.1, 0.1, 0.95), "not estimable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_number_needed_has_one_decimal_and_limits_of_10_and_more_are_whole(
    difference: Estimate, shown: str
) -> None:
    assert numbers.number_needed(number_needed_to_treat(difference)) == shown


def test_no_more_digits_than_the_source_has() -> None:
    """NEJM gives whole percentages, FDA one decimal; the trial's harm is in whole percent."""
    nejm, fda = view(), view(cut="fda-primary")
    for found in (
        survival(nejm).control,
        survival(nejm).gain,
        harm(fda).excess,
        harm(nejm).control,
    ):
        assert not re.search(r"\d\.\d", numbers.with_range(found))
    assert numbers.with_range(survival(fda).control) == "69.0 (58.7 to 77.2)"
    assert numbers.with_range(survival(fda).gain, signed=True) == "+15.8 (4.0 to 27.5)"


@pytest.mark.parametrize(
    ("months", "said"),
    [(12, "1 year"), (13, "13 months"), (24, "2 years"), (36, "3 years"), (30, "30 months")],
)
def test_whole_years_are_told_as_years(months: int, said: str) -> None:
    assert numbers.time(CLINICIAN, months) == said


def test_published_and_reconstructed_months_are_told_apart() -> None:
    assert controls.month_option(36, (36,)) == "3 years · published"
    assert controls.month_option(30, (36,)) == "30 months · reconstructed"


def test_a_ratio_without_range_and_p_say_so() -> None:
    assert (
        numbers.ratio_with_range(Estimate(0.77, None, None, 0.95)) == "0.77 (range not published)"
    )
    assert numbers.p_value(None) == "P not published"
    assert numbers.p_value(0.002) == "P = 0.002"


def test_the_died_range_mirrors_the_gain() -> None:
    assert tables.fewer_died(survival(view(cut="fda-primary"))) == "−15.8 (−27.5 to −4.0)"


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (0.1, 0.05, 0.2, "higher with blinatumomab added"),
        (-0.1, -0.2, -0.05, "lower with blinatumomab added"),
        (0.1, -0.1, 0.2, "higher with blinatumomab added; range spans zero"),
        (-0.1, None, None, "lower with blinatumomab added; range not published"),
        (0.0, -0.1, 0.1, "the same in both arms"),
    ],
)
def test_the_direction_of_an_effect_is_told_without_a_judgement(
    value: float, lower: float | None, upper: float | None, said: str
) -> None:
    assert tables.direction(e1910(), Estimate(value, lower, upper, 0.95)) == said


# Provenance --------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_each_number_opens_to_source_status_cut_population_window_and_method(place: PLACE) -> None:
    found = survival(at(place))
    window = survival_window(found)
    lines = {line.term: line.description for line in provenance(e1910(), found.gain, window=window)}
    assert list(lines) == ["Source", "Status", "Data cut", "Population", "Window", "Computed"]
    assert lines["Population"] == "112 vs 112 randomised in E1910"
    assert lines["Window"] == f"at {place[2]} months after randomisation"
    assert "MOVER" in lines["Computed"]
    assert e1910().text.cuts[place[1]].name in lines["Data cut"]


def test_harm_opens_to_the_treated_and_its_status() -> None:
    found = harm(view())
    lines = {line.term: line.description for line in harm_provenance(e1910(), found, found.excess)}
    assert list(lines) == ["Source", "Status", "Population", "Window", "Computed", "Not known"]
    assert lines["Population"] == "111 vs 112 treated in E1910"
    assert lines["Window"] == "during consolidation"
    assert lines["Status"] == "published, calculated"
    assert "Litzow et al., N Engl J Med 2024, authors' manuscript, Results" in lines["Source"]
    assert "the widest of Newcombe's" in lines["Computed"]
    assert "all counts that print as these percentages" in lines["Computed"]
    typed = harm(view(**PAPER))
    assert provenance(e1910(), typed.excess, window="")[0].description == "typed in here"
    trial = with_unconfirmed_harm()
    open_one = harm(view(trial))
    statuses = {
        line.term: line.description for line in harm_provenance(trial, open_one, open_one.excess)
    }
    assert "unconfirmed" in statuses["Status"]


def test_the_weighed_harm_says_what_is_not_known_of_it() -> None:
    found = harm(view())
    said = harm_provenance(e1910(), found, found.excess)[-1]
    assert said.term == "Not known"
    assert "Which events make it up is not in the main text" in said.description
    assert "Headache and syncope" in said.description
    centre = harm(view(**CENTRE))
    of_centre = harm_provenance(e1910(), centre, centre.excess)
    assert "Not known" not in [line.term for line in of_centre]


def test_a_relayed_source_says_who_relayed_it() -> None:
    cited = survival(view(cut="fda-primary")).control.citations[0]
    assert "as reported by HMP Oncology Learning Network" in citation(cited)


# Applicability -----------------------------------------------------------------------------


def answers(*outcomes: Outcome) -> list[Answer]:
    return [
        Answer(criterion.id, outcome)
        for criterion, outcome in zip(e1910().criteria, outcomes, strict=False)
    ]


@pytest.mark.parametrize(
    ("given_answers", "said"),
    [
        ((), "0 of 8 questions answered."),
        ((Outcome.MET,) * 8, "All criteria are met: this patient is like those in the trial."),
        ((Outcome.MET,) * 7, "7 of 8 questions answered."),
        ((*(Outcome.MET,) * 7, Outcome.CAUTION), "All criteria are answered; see the caution."),
        ((Outcome.NOT_MET,), "The trial does not apply: a criterion is not met."),
        ((Outcome.NOT_MET,) * 2, "The trial does not apply: 2 criteria are not met."),
        ((Outcome.UNKNOWN,), "Whether the trial applies is open: something is not known yet."),
    ],
)
def test_what_the_check_found(given_answers: tuple[Outcome, ...], said: str) -> None:
    assessment = assess(e1910(), answers(*given_answers))
    assert applicability_summary(assessment) == said


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
    assert age_lines(shown) == (*AGE_LINES[endpoint], AGE_NOTE)
    board = tumour_board.by_age(shown)
    assert board.startswith("By age, as in the trial: Under 55 years (66 vs 65): ")
    assert " 55 years and over (46 vs 47): " in board
    assert board.endswith(" Not powered for subgroups.")


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_says_so_and_shows_no_other_cuts(cut: str) -> None:
    shown = view(cut=cut)
    name = e1910().text.cuts[cut].name
    said = f"By age: not available in {name}. {AGE_NOTE}"
    assert age_lines(shown) == (said,)
    assert tumour_board.by_age(shown) == said


@pytest.mark.parametrize("absent", ["under-55", "55-and-over"])
def test_one_age_group_is_never_told_without_the_other(absent: str) -> None:
    kept = tuple(
        group for group in e1910().subgroups if (group.id, group.data_cut) != (absent, "nejm")
    )
    alone = view(e1910().model_copy(update={"subgroups": kept}))
    for said in (*age_lines(alone), tumour_board.by_age(alone)):
        assert "By age: not available" in said
        assert "HR" not in said
        assert "years" not in said


# Words that are never used -----------------------------------------------------------------

VERDICTS = re.compile(
    r"\b(favou?rs?|should|closer to|recommend\w*|certainty|certainly|rare(ly)?|only \d|"
    r"because of|lives saved|1 in \d+)\b",
    re.IGNORECASE,
)


def verdicts(text: str) -> list[str]:
    allowed = re.sub(r"does not recommend", "", text)
    return [match.group() for match in VERDICTS.finditer(allowed)]


def constants() -> Iterator[str]:
    """Every text of the code that speaks, docstrings left out."""
    rooms = ("words", "drawing", "papers", "screens", "commands", "server")
    package = Path(tradeoff.__file__).parent
    for path in (path for room in rooms for path in (package / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if text and id(node) not in docstrings and re.search(r"\W", node.value):
                yield node.value


def said_of(shown: Findings) -> Iterator[str]:
    """Every sentence of one view."""
    trial, choices = shown.trial, shown.choices
    of_view = (
        consultation.certainty_sentence,
        balance_sentence,
        obstacle_sentence,
        net_gain_sentence,
        side_panel.preference_question,
        side_panel.windows_sentence,
        frame.flow_line,
        anchor,
        curve_alt,
        pictures.probability_alt,
        pictures.preference_axis,
        picture_title,
        side_panel.last_good_figures,
    )
    yield from (sentence(shown) for sentence in of_view)
    for sentence in (
        caveats,
        side_panel.assumptions,
        pictures.picture_notes,
        icon_arrays.array_notes,
        age_lines,
        pictures.harms_picture_notes,
    ):
        yield from sentence(shown)
    for sentence in (
        tumour_board.by_age,
        harms_sentence,
        harms_counted,
        pictures.harms_alt,
    ):
        yield sentence(shown)
    yield balance_figures(shown) or ""
    yield side_panel.weighs_at(shown) or ""
    for sentence in (
        subtitle,
        no_landmark,
        no_curve,
        curve_axis,
        pictures.forest_axis,
        pictures.forest_alt,
    ):
        yield sentence(trial, choices)
    for role in Role:
        yield pictures.fewer_events(trial, choices, role)
    if shown.marked is not None:
        yield curves.marked_month_sentence(trial, choices, shown.marked)
    if shown.survival is not None:
        yield from _said_of_survival(trial, shown.survival)
    if shown.harm is not None:
        yield from _said_of_harm(trial, shown.harm)
    if shown.base.restricted_means is not None:
        yield tables.restricted_mean_words(shown.base.restricted_means)


def _said_of_survival(trial: Trial, found: SurvivalFindings) -> Iterator[str]:
    for framing in Framing:
        for decimals in (0, found.gain.decimals):
            yield survival_sentence(trial, found, framing, decimals=decimals)
        yield other_frame_sentence(trial, found, framing)
        yield gain_range_sentence(found, framing)
        yield array_heading(trial, found, framing)
    yield from (pictures.benefit_alt(trial, found, role) for role in Role)
    yield from pictures.benefit_legend(trial, found)
    yield pictures.difference_alt(trial, found)
    yield gain_heading(trial, found)
    yield side_panel.gain_note(trial, found)
    yield icon_arrays.rounding_note(found)
    yield tables.strength(found.gain)
    yield tables.direction(trial, found.gain.estimate)
    lines = provenance(trial, found.gain, window=survival_window(found))
    yield from (line.description for line in lines)


def _said_of_harm(trial: Trial, found: HarmFindings) -> Iterator[str]:
    for decimals in (0, found.excess.decimals):
        yield harm_sentence(trial, found, decimals=decimals)
    yield harm_range_sentence(found)
    yield harm_heading(trial, found)
    yield side_panel.harm_note(trial, found)
    yield harm_origin(trial, found)
    yield markup.harm_standing(trial, found)
    lines = harm_provenance(trial, found, found.excess)
    yield from (line.description for line in lines)
    yield badge(trial, found) or ""
    yield from pictures.harm_legend(trial, found)
    yield from (pictures.harm_alt(trial, found, role) for role in Role)
    yield pictures.harm_difference_alt(trial, found)
    yield tables.strength(found.excess)


def every_view() -> Iterator[Findings]:
    for place, weight, source in itertools.product(PLACES, (None, 0, 50, 94, 100), ({}, CENTRE)):
        yield at(place, weight=weight, **source)
    yield view(months=30, weight=50, framing=DIED, **PAPER)
    for trial in (
        *(without_harm_rate(), without_landmarks(), without_curves(), with_fewer_harms()),
        with_unconfirmed_harm(),
    ):
        yield view(trial, weight=50)
    for trial in (with_lower_survival(), with_survival_spanning_zero()):
        yield view(trial, cut="fda-primary", weight=100)


def test_no_sentence_of_any_view_holds_a_verdict() -> None:
    heard = 0
    for shown in every_view():
        for said in said_of(shown):
            heard += 1
            assert verdicts(said) == [], said
            assert "None" not in said
            assert "nan" not in said.split()
            assert "-0" not in said.replace("2026-05", "").replace("−", "-").split()
    assert heard > 1000


def test_no_text_of_the_program_holds_a_verdict() -> None:
    texts = list(constants())
    assert len(texts) > 300
    assert [text for text in texts if verdicts(text)] == []


def test_the_search_for_verdicts_finds_one() -> None:
    assert verdicts("This favours treatment; you should take it. With certainty.")
    assert verdicts("We recommend it") == ["recommend"]
    assert verdicts("It does not recommend. Sampling uncertainty.") == []


def test_no_word_of_one_trial_stands_in_the_program() -> None:
    """Words that belong to a trial are in its text file: another trial is a folder, no code."""
    of_one_trial = re.compile(
        r"E1910|blinatumomab|chemotherap|neuropsych|neurolog|leuk|lymph|\bMRD\b|\bFDA\b|\bNEJM\b|"
        r"relapse|remission|seizure|\bdeaths?\b|dying|BCR|CD19|consolidation",
        re.IGNORECASE,
    )
    assert [text for text in constants() if of_one_trial.search(text)] == []
