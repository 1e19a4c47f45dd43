"""Gain, harm and what they weigh in sentences: those that were agreed on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.views import (
    PLACES,
    at,
    e1910,
    harm,
    survival,
    view,
    with_counts,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    without_curves,
    without_harm_rate,
    without_landmarks,
)
from tests.words.said import ALIVE, CENTRE, DIED, PAPER, PLACE
from tradeoff.drawing.weighed import weighed
from tradeoff.findings.choices import (
    Framing,
)
from tradeoff.findings.reconstructed import read_month
from tradeoff.findings.view import Findings
from tradeoff.screens import (
    cards,
    icon_arrays,
    side_panel,
)
from tradeoff.screens.side_panel import on_request
from tradeoff.statistics.intervals import Count
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.harm import (
    harm_not_available,
    harm_range_sentence,
    harm_sentence,
    harms_in_brief,
)
from tradeoff.words.read_out import read_out
from tradeoff.words.say import ENGLISH
from tradeoff.words.survival import (
    gain_range_sentence,
    other_frame_sentence,
    survival_sentence,
)
from tradeoff.words.weighing import (
    anchor,
    break_even_figures,
    break_even_reading,
    break_even_rounding,
    break_even_sentence,
    net_gain_sentence,
    worked_sum,
)

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
    told = survival_sentence(ENGLISH, e1910(), found, ALIVE)
    assert told == f"Of 100 people like those in the trial, {sentence}"
    assert other_frame_sentence(ENGLISH, e1910(), found, ALIVE) == other
    assert gain_range_sentence(ENGLISH, found, ALIVE) == f"{spread} (range calculated)."


def test_the_died_frame_tells_the_same_people_from_the_other_end() -> None:
    found = survival(view(cut="fda-primary"))
    assert survival_sentence(ENGLISH, e1910(), found, DIED) == (
        "Of 100 people like those in the trial, 31 had died after 3 years with chemotherapy "
        "alone. With blinatumomab added, 15 had: 16 fewer."
    )
    assert other_frame_sentence(ENGLISH, e1910(), found, DIED) == (
        "So 69 were alive with chemotherapy alone and 85 with blinatumomab added."
    )
    assert gain_range_sentence(ENGLISH, found, DIED).startswith(
        "Our best estimate is 16 fewer; because 224 people took part, it could be as few as 4 or "
        "as many as 28"
    )


def test_relapse_counts_in_the_died_frame_of_relapse_free_survival() -> None:
    found = survival(view(endpoint="rfs"))
    told = survival_sentence(ENGLISH, e1910(), found, DIED)
    assert "36 had relapsed or died after 3 years with chemotherapy alone" in told
    assert told.endswith("20 had: 16 fewer.")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_the_people_in_a_sentence_add_up(place: PLACE, framing: Framing) -> None:
    found = survival(at(place))
    told = survival_sentence(ENGLISH, e1910(), found, framing)
    hundred, control, _, experimental, change = map(int, re.findall(r"\d+", told))
    assert hundred == 100
    assert abs(experimental - control) == change
    other = other_frame_sentence(ENGLISH, e1910(), found, framing)
    other_control, other_experimental = map(int, re.findall(r"\d+", other))
    assert (control + other_control, experimental + other_experimental) == (100, 100)


def test_one_decimal_shows_the_sources_own_figures() -> None:
    found = survival(view(cut="fda-later"))
    told = survival_sentence(ENGLISH, e1910(), found, ALIVE, decimals=1)
    assert "62.5 were alive" in told
    assert told.endswith("82.4 were: 19.9 more.")
    told = survival_sentence(ENGLISH, e1910(), found, DIED, decimals=1)
    assert "37.5 had died" in told
    assert told.endswith("17.6 had: 19.9 fewer.")


def test_rounding_is_explained_or_refused_where_the_source_has_no_decimals() -> None:
    explained = icon_arrays.rounding_note(ENGLISH, survival(view(cut="fda-later")))
    assert explained.startswith("Unrounded 82.4 and 62.5, a gap of 19.9. As whole people 82 and 62")
    assert "whole percentages only" in icon_arrays.rounding_note(ENGLISH, survival(view()))


def test_harm_is_told_among_the_treated_with_range_and_window() -> None:
    assert harm_sentence(ENGLISH, e1910(), harm(view())) == (
        "Of 100 people treated, 5 had a serious neuropsychiatric event during consolidation with "
        "chemotherapy alone. With blinatumomab added, 23 did: 18 more."
    )
    assert harm_range_sentence(ENGLISH, harm(view())) == (
        "Our best estimate is 18 more; because 223 people took part, it could be as few as 8 or "
        "as many as 27 (range calculated)."
    )


def test_fewer_harms_are_told_as_fewer() -> None:
    found = harm(view(with_fewer_harms()))
    assert harm_sentence(ENGLISH, e1910(), found).endswith(
        "With blinatumomab added, 5 did: 18 fewer."
    )
    assert "18 fewer; because 223 people took part, it could be as few as 9 or as many as 27" in (
        harm_range_sentence(ENGLISH, found)
    )


def test_lower_survival_is_told_as_fewer_alive_and_more_died() -> None:
    found = survival(view(with_lower_survival(), cut="fda-primary"))
    assert survival_sentence(ENGLISH, e1910(), found, ALIVE).endswith("69 were: 16 fewer.")
    assert survival_sentence(ENGLISH, e1910(), found, DIED).endswith("31 had: 16 more.")


def test_a_range_to_both_sides_of_zero_is_told_from_fewer_to_more() -> None:
    found = survival(view(with_survival_spanning_zero(), cut="fda-primary"))
    spread = "it could be anywhere from 12 fewer to 14 more"
    assert spread in gain_range_sentence(ENGLISH, found, ALIVE)
    assert "it could be anywhere from 14 fewer to 12 more" in gain_range_sentence(
        ENGLISH, found, DIED
    )


def test_an_unpublished_range_is_said_in_these_words() -> None:
    found = survival(view(without_curves()))
    expected = "Our best estimate is 17 more; range not published."
    assert gain_range_sentence(ENGLISH, found, ALIVE) == expected
    assert numbers.with_range(ENGLISH, found.gain) == "17 (range not published)"


def test_no_change_is_no_difference() -> None:
    found = harm(view(with_counts(Count(6, 112), Count(6, 112))))
    assert harm_sentence(ENGLISH, e1910(), found).endswith("5 did: no difference.")
    assert harm_sentence(ENGLISH, e1910(), found, decimals=1).endswith("5.4 did: no difference.")


def test_a_month_off_the_curve_says_so_and_a_landmark_that_it_is_published() -> None:
    choices = view().choices
    said = {
        month: read_out(ENGLISH, e1910(), choices, month, read_month(e1910(), "nejm", "os", month))
        for month in (30, 36)
    }
    assert said[30].parts["standing"] == "reconstructed"
    assert said[36].parts["standing"] == "published, range calculated"
    assert said[30].spoken.endswith(", reconstructed")
    assert said[30].spoken.startswith("30 months: of 100, ")
    assert re.search(r": \d+ more \(\d+ to \d+\), reconstructed$", said[30].spoken)


def plain(marked: str) -> str:
    return marked.replace("**", "")


def test_a_card_says_the_baseline_the_increment_with_its_range_and_the_other_frame() -> None:
    found = survival(view())
    assert plain(cards.survival_told(ENGLISH, view(), found)) == (
        "Of 100 people like those in the trial, 68 were alive after 3 years with chemotherapy "
        "alone, 85 with blinatumomab added: 17 more (5 to 29). So 32 and 15 had died."
    )
    assert plain(cards.survival_told(ENGLISH, view(framing=DIED), found)) == (
        "Of 100 people like those in the trial, 32 had died after 3 years with chemotherapy "
        "alone, 15 with blinatumomab added: 17 fewer (5 to 29). So 68 and 85 were alive."
    )
    assert plain(cards.harm_told(ENGLISH, e1910(), harm(view()))) == (
        "Of 100 people treated, 5 had a serious neuropsychiatric event during consolidation with "
        "chemotherapy alone, 23 with blinatumomab added: 18 more (8 to 27). 95 and 77 had none."
    )


@pytest.mark.parametrize(
    ("change", "limits", "said"),
    [
        (17, (5, 29), "17 more (5 to 29)"),
        (-17, (-29, -5), "17 fewer (5 to 29)"),
        (3, (-4, 9), "3 more (4 fewer to 9 more)"),
        (0, (-4, 4), "no difference (4 fewer to 4 more)"),
        (2, None, "2 more (range not published)"),
    ],
)
def test_a_change_stands_with_its_range_in_the_direction_of_the_change(
    change: int, limits: tuple[int, int] | None, said: str
) -> None:
    assert plain(cards.change_told(ENGLISH, change, limits)) == said


def test_the_ratio_the_number_needed_and_the_other_harms_in_a_line_each() -> None:
    assert cards.ratio_told(ENGLISH, view()) == "HR for death 0.41 (0.23 to 0.73), P = 0.002"
    assert cards.needed_told(ENGLISH, survival(view())) == "NNT 5.9 (3.5 to 19)"
    assert harms_in_brief(ENGLISH, view()) == (
        "19 other harms: 0 higher with blinatumomab added, 5 lower; the range of 14 spans zero."
    )


# Weighing ----------------------------------------------------------------------------------


def test_the_break_even_in_words() -> None:
    assert break_even_sentence(ENGLISH, view()) == (
        "Break-even 94 % (29 % to above 100 %): there gain and harm weigh the same."
    )
    assert break_even_reading(ENGLISH, view()) == (
        "Gain and harm weigh the same where one serious neuropsychiatric event is judged 94 % as "
        "bad as dying within 3 years."
    )
    assert break_even_figures(ENGLISH, view()) == "94 % (29 % to above 100 %)"
    shown = break_even_figures(ENGLISH, view(cut="fda-primary"))
    assert shown == "88 % (22 % to above 100 %)"


def test_rounding_is_told_apart_and_only_where_it_leaves_something_open() -> None:
    assert break_even_rounding(ENGLISH, view()) == (
        "The rounding of the printed figures alone leaves the break-even between 89 % and 105 %."
    )
    assert break_even_rounding(ENGLISH, view(cut="fda-primary", **PAPER)) == ""


def test_a_break_even_above_100_percent_says_that_the_gain_is_larger_at_every_preference() -> None:
    shown = view(cut="fda-later", **PAPER)
    assert break_even_figures(ENGLISH, shown) == "above 100 % (40 % to above 100 %)"
    assert break_even_sentence(ENGLISH, shown) == (
        "Break-even lies above 100 % (40 % to above 100 %): at the best estimate the gain is "
        "larger at every preference."
    )
    assert break_even_reading(ENGLISH, shown) == (
        "At the best estimate the gain is larger at every preference: the two weigh the same "
        "where one serious neuropsychiatric event is judged 1.10 times as bad as dying within "
        "5 years."
    )


def test_the_anchor_follows_end_point_and_landmark() -> None:
    assert anchor(ENGLISH, view(cut="fda-later")) == "dying within 5 years"
    assert anchor(ENGLISH, view(endpoint="rfs")) == "relapse or death within 3 years"
    assert anchor(ENGLISH, view(months=30)) == "dying within 3 years"


def test_a_preference_that_is_not_set_is_asked_for_without_a_number() -> None:
    assert net_gain_sentence(ENGLISH, view()) == "Ask the patient, then set it together."


def test_the_net_gain_is_worked_out_with_its_range_and_simulations_and_zero_in_one_breath() -> None:
    assert net_said(view(weight=40)) == (
        "Net +10 (−3 to 22): 17 fewer deaths, less 18 events counted at 40 % each. "
        "Gain larger in 95 of 100 simulations; the range includes zero."
    )
    assert net_gain_sentence(ENGLISH, view(cut="fda-primary", weight=20, **PAPER)) == (
        "Judged 20 % as bad as dying within 3 years, net +12.2 per 100 (0.2 to 24.0): 15.8 fewer "
        "deaths, less 18.1 events counted at 20 % each. "
        "Gain larger in 98 of 100 simulations; the range excludes zero."
    )


def test_net_gain_of_relapse_free_survival_is_not_in_deaths() -> None:
    told = net_gain_sentence(ENGLISH, view(endpoint="rfs", weight=20))
    assert "16 fewer relapses or deaths, less 18 events counted at 20 % each." in told


@pytest.mark.parametrize("weight", range(0, 101, 5))
def test_the_probability_is_never_said_without_where_zero_lies(weight: int) -> None:
    shown = view(cut="fda-primary", weight=weight)
    net = shown.weighing.net_gain
    assert net is not None
    told = net_gain_sentence(ENGLISH, shown)
    zero = "range includes zero" if net.spans_zero else r"range (just )?excludes zero"
    assert re.search(rf"Gain larger in .+ of 100 simulations; the {zero}\.$", told)
    assert f"Judged {weight} % as bad" in told


def net_said(shown: Findings) -> str:
    """The sentence beside the slider, as the panel answers at this preference."""
    answer = weighed(ENGLISH, shown).answers[shown.choices.weight or 0]
    return f"{answer['net']} {answer['sum']}"


def test_nearly_all_simulations_are_not_all() -> None:
    assert "in over 99 of 100 simulations" in net_said(view(weight=0))
    lower = view(with_lower_survival(), cut="fda-primary", weight=20)
    assert "in fewer than 1 of 100 simulations" in net_said(lower)


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (e1910, "15.8 fewer deaths, less 18 events counted at 50 % each"),
        (with_lower_survival, "15.8 more deaths, and 18 events counted at 50 % each"),
        (with_fewer_harms, "15.8 fewer deaths, and 18.1 fewer events counted at 50 % each"),
        (lambda: with_lower_survival(with_fewer_harms()),
         "15.8 more deaths, against 18.1 fewer events counted at 50 % each"),
    ],
)  # fmt: skip
def test_the_sum_adds_and_takes_away_in_its_words(trial: Callable[[], Trial], said: str) -> None:
    shown = view(trial(), cut="fda-primary", weight=50)
    assert worked_sum(ENGLISH, shown) == said


def test_net_gain_shows_no_more_digits_than_the_coarser_of_gain_and_harm() -> None:
    """The trial's harm is known in whole percent, so tenths of the gain are no use."""
    for cut in ("nejm", "fda-primary"):
        assert re.match(r"Net \+\d+ \(", net_said(view(cut=cut, weight=20)))


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (without_harm_rate, "Cannot be weighed: the rate of serious neuropsychiatric events is "
                              "not available."),
        (without_landmarks, "Cannot be weighed: survival at a fixed time is not available for "
                            "this data cut."),
        (without_curves, "No break-even: a range is not available for both gain and harm."),
        (with_fewer_harms, "No break-even: survival was higher and harm lower with "
         "blinatumomab added."),
    ],
)  # fmt: skip
def test_why_there_is_no_balance_point(trial: Callable[[], Trial], said: str) -> None:
    shown = view(trial(), weight=50)
    assert break_even_figures(ENGLISH, shown) is None
    assert break_even_reading(ENGLISH, shown) == said


def test_a_gain_that_spans_zero_is_not_divided() -> None:
    shown = view(with_survival_spanning_zero(), cut="fda-primary", weight=50)
    assert break_even_figures(ENGLISH, shown) is None
    assert "the range of the gain spans zero" in break_even_reading(ENGLISH, shown)
    assert net_gain_sentence(ENGLISH, shown).endswith("; the range includes zero.")


def test_an_unknown_harm_is_not_none() -> None:
    assert harm_not_available(ENGLISH, e1910()) == (
        "Serious neuropsychiatric events (grade 3 or more): not available. This does not mean "
        "that there were none."
    )
    told = net_gain_sentence(ENGLISH, view(without_harm_rate(), weight=50))
    assert "cannot be weighed: the rate of serious neuropsychiatric events is not available" in told


def test_both_windows_and_the_assumptions_are_said_in_the_panel() -> None:
    said = " ".join(on_request.assumptions(ENGLISH, view()))
    for part in (
        "independent",
        "Gain is read at 3 years, harm is counted during consolidation.",
        "A fatal harm may count twice.",
        "The rounding of the printed figures alone",
    ):
        assert part in said
    assert "not randomised" not in said
    assert "not randomised" in " ".join(on_request.assumptions(ENGLISH, view(**CENTRE)))


def test_the_line_for_a_closed_panel_holds_gain_harm_and_break_even_with_ranges() -> None:
    assert side_panel.in_a_line(ENGLISH, view(cut="fda-primary", **PAPER)) == (
        "Per 100: +15.8 alive by 3 years (4.0 to 27.5) · +18.1 serious neuropsychiatric events "
        "during consolidation (9.0 to 27.2) · break-even 87 % (22 % to above 100 %)"
    )
    assert side_panel.in_a_line(ENGLISH, view()) == (
        "Per 100: +17 alive by 3 years (5 to 29) · +18 serious neuropsychiatric events "
        "during consolidation (8 to 27) · break-even 94 % (29 % to above 100 %)"
    )
