"""Weighing gain against harm: the published break-evens, the rules, and whole people."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeoff.statistics.intervals import (
    Count,
    Estimate,
    difference_from_reported,
    linear_combination,
    loglog_interval,
    risk_difference,
)
from tradeoff.statistics.weighing import (
    Draws,
    Obstacle,
    Weighing,
    WholePeople,
    correlated,
    per_hundred,
    probability_curve,
    simulate,
    weigh,
)

SEED = 1910
HARMS = Count(26, 111), Count(6, 112)
EXCESS = risk_difference(*HARMS)
WINDOWS = {"gain_window": "at 36 months", "harm_window": "during treatment"}


def reported(value: float, lower: float | None = None, upper: float | None = None) -> Estimate:
    return Estimate(value, lower, upper, 0.95)


CUTS = {
    "fda-primary": (reported(0.848, 0.763, 0.904), reported(0.690, 0.587, 0.772)),
    "fda-later": (reported(0.824, 0.737, 0.884), reported(0.625, 0.520, 0.713)),
    "nejm": (loglog_interval(0.85, 0.035), loglog_interval(0.68, 0.047)),
}
GAIN = difference_from_reported(*CUTS["fda-primary"])


def drawn(cut: str = "fda-primary", draws: int = 20_000, seed: int = SEED) -> Draws:
    return simulate(*CUTS[cut], *HARMS, draws=draws, rng=np.random.default_rng(seed))


DRAWS = drawn()


def weighed(
    gain: Estimate | None = GAIN,
    harm: Estimate | None = EXCESS,
    *,
    draws: Draws | None = DRAWS,
    **options: Any,
) -> Weighing:
    return weigh(gain, harm, draws=draws, **WINDOWS, **options)


# --- what the panel must say for E1910 --------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "value", "lower", "upper"),
    [
        ("fda-primary", 0.87, 0.22, 2.1),
        ("fda-later", 1.10, 0.40, 2.5),
        ("nejm", 0.94, 0.28, 2.2),
    ],
)
def test_balance_points_of_e1910(cut: str, value: float, lower: float, upper: float) -> None:
    gain = difference_from_reported(*CUTS[cut])
    point = weighed(gain, draws=drawn(cut)).balance_point
    assert point is not None
    assert round(point.value, 2) == value
    assert [round(point.limits[0], 2), round(point.limits[1], 1)] == [lower, upper]


@pytest.mark.parametrize("cut", CUTS)
def test_the_drawn_gain_has_the_range_of_the_closed_form(cut: str) -> None:
    gain, draws = difference_from_reported(*CUTS[cut]), drawn(cut)
    assert np.median(draws.gain) == pytest.approx(gain.value, abs=0.002)
    assert np.quantile(draws.gain, [0.025, 0.975]) == pytest.approx(gain.limits, abs=0.003)


def test_the_drawn_harm_has_nearly_newcombes_range() -> None:
    assert np.quantile(DRAWS.harm, [0.025, 0.975]) == pytest.approx(EXCESS.limits, abs=0.01)


# --- percentages without counts, and whole percentages ----------------------------------------

POSSIBLE = (Count(25, 111), Count(26, 111))


def simulated(harm: object = POSSIBLE, **options: Any) -> Draws:
    given: dict[str, Any] = {"draws": 20_000, "rng": np.random.default_rng(SEED), **options}
    return simulate(*CUTS["nejm"], harm, HARMS[1], **given)  # type: ignore[arg-type]


def test_an_exact_count_draws_the_same_numbers_as_before_percentages_were_taken() -> None:
    """Value by value: the formulas of the docstring, drawn in their order from one seed."""
    rng = np.random.default_rng(SEED)
    arms = []
    for survival in CUTS["nejm"]:
        low, high = (math.log(-math.log(limit)) for limit in survival.limits)
        error = (low - high) / (2 * 1.959963984540054)
        points = rng.normal(math.log(-math.log(survival.value)), error, 20_000)
        arms.append(np.exp(-np.exp(points)))
    gain = arms[0] - arms[1]
    harms = [rng.beta(c.events + 0.5, c.total - c.events + 0.5, 20_000) for c in HARMS]
    for found in (simulated(HARMS[0]), simulated([HARMS[0]]), simulated((HARMS[0],))):
        assert found.gain == pytest.approx(gain, abs=1e-12)
        assert np.array_equal(found.harm, harms[0] - harms[1])


def test_no_rounding_draws_nothing_more() -> None:
    plain, none = simulated(), simulated(rounding=(0.0, 0.0))
    assert np.array_equal(plain.gain, none.gain)
    assert np.array_equal(plain.harm, none.harm)


def test_of_several_counts_each_is_drawn_equally_often() -> None:
    """Two counts so far apart that every draw says which it came from."""
    far = (Count(100_000, 1_000_000), Count(500_000, 1_000_000), Count(900_000, 1_000_000))
    draws = simulate(
        *CUTS["nejm"], far, Count(0, 10_000_000), draws=30_000, rng=np.random.default_rng(SEED)
    )
    near = [int(np.sum(np.abs(draws.harm - middle) < 0.01)) for middle in (0.1, 0.5, 0.9)]
    assert sum(near) == 30_000
    assert near == pytest.approx([10_000] * 3, abs=4 * math.sqrt(30_000 * 2 / 9))


def test_both_arms_may_have_several_counts_and_are_drawn_apart_from_each_other() -> None:
    far = (Count(1_000_000, 10_000_000), Count(9_000_000, 10_000_000))
    draws = simulate(*CUTS["nejm"], far, far, draws=20_000, rng=np.random.default_rng(SEED))
    shares = [float(np.mean(np.abs(draws.harm - middle) < 0.01)) for middle in (-0.8, 0.0, 0.8)]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=0.015)


def test_several_counts_widen_the_drawn_harm_and_keep_it_within_the_widest_of_newcombes() -> None:
    low, high = np.quantile(simulated(draws=200_000).harm, [0.025, 0.975])
    ranges = [risk_difference(count, HARMS[1]).limits for count in POSSIBLE]
    assert low == pytest.approx(min(lower for lower, _ in ranges), abs=0.01)
    assert high == pytest.approx(max(upper for _, upper in ranges), abs=0.01)


def test_the_rounding_of_whole_percentages_is_drawn_evenly_on_both_sides() -> None:
    plain, rounded = simulated(), simulated(rounding=(0.005, 0.0))
    moved = rounded.gain - plain.gain
    assert np.abs(moved).max() <= 0.005
    assert np.quantile(moved, [0.1, 0.5, 0.9]) == pytest.approx([-0.004, 0, 0.004], abs=2e-4)
    assert np.array_equal(rounded.harm, plain.harm)
    both = simulated(rounding=(0.005, 0.005)).gain - plain.gain
    assert 0.0095 < np.abs(both).max() <= 0.01
    assert np.std(both) == pytest.approx(0.01 / math.sqrt(6), rel=0.02)  # a triangle


def test_survival_is_drawn_around_the_published_value_not_around_the_middle_of_its_limits() -> None:
    skewed = reported(0.9, 0.6, 0.92), reported(0.9, 0.6, 0.92)
    draws = simulate(*skewed, *HARMS, rng=np.random.default_rng(SEED))
    assert np.median(draws.gain) == pytest.approx(0, abs=0.004)


def test_the_net_gain_is_the_closed_form_and_the_probability_the_share_of_draws() -> None:
    result = weighed(preference=0.5)
    assert result.net_gain == linear_combination(GAIN, EXCESS, weight=0.5)
    share = float(np.mean(DRAWS.gain > 0.5 * DRAWS.harm))
    assert result.probability_gain_larger == share == pytest.approx(0.86, abs=0.005)


def test_the_same_seed_shows_the_same_everywhere_and_another_nearly_the_same() -> None:
    again, other = drawn(), drawn(seed=SEED + 1)
    assert np.array_equal(again.gain, DRAWS.gain)
    assert np.array_equal(again.harm, DRAWS.harm)
    assert weighed(draws=again) == weighed()
    first, second = weighed().balance_point, weighed(draws=other).balance_point
    assert first is not None
    assert second is not None
    assert second.limits == pytest.approx(first.limits, rel=0.04)


# --- the rules of weighing --------------------------------------------------------------------


def test_nothing_is_weighed_before_a_preference_is_set() -> None:
    result = weighed()
    assert result.preference is None
    assert result.net_gain is None
    assert result.probability_gain_larger is None
    assert result.balance_point is not None
    assert result.obstacle is None


def test_windows_and_statuses_go_where_the_figures_go() -> None:
    result = weighed(statuses=("unconfirmed", "derived"))
    assert (result.gain_window, result.harm_window) == ("at 36 months", "during treatment")
    assert result.statuses == ("unconfirmed", "derived")
    assert (result.gain, result.harm) == (GAIN, EXCESS)


PLUS, MINUS, ACROSS = (
    reported(0.1, 0.05, 0.15),
    reported(-0.1, -0.15, -0.05),
    reported(0, -0.1, 0.1),
)
POINT_ONLY = reported(0.1)


@pytest.mark.parametrize(
    ("gain", "harm", "obstacle"),
    [
        (None, PLUS, Obstacle.GAIN_NOT_AVAILABLE),
        (None, None, Obstacle.GAIN_NOT_AVAILABLE),
        (PLUS, None, Obstacle.HARM_NOT_AVAILABLE),
        (POINT_ONLY, PLUS, Obstacle.NO_RANGE),
        (PLUS, POINT_ONLY, Obstacle.NO_RANGE),
        (ACROSS, PLUS, Obstacle.GAIN_SPANS_ZERO),
        (ACROSS, ACROSS, Obstacle.GAIN_SPANS_ZERO),
        (PLUS, ACROSS, Obstacle.HARM_SPANS_ZERO),
        (MINUS, ACROSS, Obstacle.HARM_SPANS_ZERO),
        (PLUS, reported(0.1, 0.0, 0.2), Obstacle.HARM_SPANS_ZERO),
        (MINUS, PLUS, Obstacle.GAIN_NEGATIVE),
        (PLUS, MINUS, Obstacle.HARM_NEGATIVE),
        (MINUS, MINUS, Obstacle.BOTH_NEGATIVE),
    ],
)
def test_an_obstacle_is_named_and_the_net_gain_kept_where_it_can_be_had(
    gain: Estimate | None, harm: Estimate | None, obstacle: Obstacle
) -> None:
    result = weighed(gain, harm, preference=0.5)
    assert result.obstacle is obstacle
    assert result.balance_point is None
    both = gain is not None and harm is not None
    assert (result.net_gain is not None) == both
    assert (result.probability_gain_larger is not None) == both
    if gain is not None and harm is not None:
        assert result.net_gain == linear_combination(gain, harm, weight=0.5)


def test_without_draws_there_is_a_net_gain_but_neither_ratio_nor_probability() -> None:
    result = weighed(draws=None, preference=1)
    assert result.obstacle is Obstacle.NO_RANGE
    assert result.net_gain == difference_from_reported(GAIN, EXCESS)
    assert result.probability_gain_larger is None


def test_without_a_range_the_net_gain_is_a_point() -> None:
    net_gain = weighed(reported(0.17), EXCESS, draws=None, preference=0.5).net_gain
    assert net_gain is not None
    assert not net_gain.has_range


def test_every_obstacle_explains_itself_in_one_word_of_code() -> None:
    assert [str(obstacle) for obstacle in Obstacle] == [o.name.lower() for o in Obstacle]


def test_no_ratio_where_the_simulation_does_not_rule_out_that_there_is_no_excess() -> None:
    harm = np.linspace(-0.05, 0.95, 1000)  # 5 % of the draws show no excess
    result = weighed(PLUS, PLUS, draws=Draws(gain=np.full(1000, 0.1), harm=harm))
    assert result.obstacle is Obstacle.HARM_SPANS_ZERO


def test_a_draw_without_gain_counts_as_a_balance_point_of_zero() -> None:
    draws = Draws(gain=np.array([-0.1, 0.1, 0.2]), harm=np.array([0.1, 0.1, 0.1]))
    assert draws.balance_limits(0.95) == (0.0, 2.0)


def test_the_range_of_the_balance_point_holds_it_also_at_the_edge_of_the_table() -> None:
    # All against none: Jeffreys' prior draws every excess below the observed 1.
    gain = difference_from_reported(reported(0.6, 0.599, 0.601), reported(0.5, 0.499, 0.501))
    harms = Count(3, 3), Count(0, 3)
    draws = simulate(
        reported(0.6, 0.599, 0.601),
        reported(0.5, 0.499, 0.501),
        *harms,
        rng=np.random.default_rng(SEED),
    )
    point = weighed(gain, risk_difference(*harms), draws=draws).balance_point
    assert point is not None
    assert point.limits[0] <= point.value <= point.limits[1]


def test_zero_cells_can_be_simulated() -> None:
    draws = simulate(*CUTS["nejm"], Count(0, 111), Count(0, 112), rng=np.random.default_rng(SEED))
    assert np.isfinite(draws.harm).all()
    assert np.mean(draws.harm > 0) == pytest.approx(0.5, abs=0.02)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_probability_never_rises_with_the_preference(first: float, second: float) -> None:
    low, high = sorted((first, second))
    positive = Draws(gain=DRAWS.gain, harm=np.abs(DRAWS.harm))
    assert positive.probability_gain_larger(low) >= positive.probability_gain_larger(high)


def test_the_probability_curve_says_what_the_panel_says() -> None:
    preferences = np.linspace(0, 1, 21)
    curve = probability_curve(DRAWS, preferences)
    panel = [weighed(preference=float(w)).probability_gain_larger for w in preferences]
    assert curve.tolist() == panel
    assert curve[0] == np.mean(DRAWS.gain > 0)


# --- what a correlation would change ----------------------------------------------------------


def rank_correlation(draws: Draws) -> float:
    ranks = [np.argsort(np.argsort(values)) for values in (draws.gain, draws.harm)]
    return float(np.corrcoef(ranks)[0, 1])


@pytest.mark.parametrize("correlation", [-1, -0.3, 0, 0.3, 1])
def test_a_correlation_pairs_anew_and_keeps_both_margins(correlation: float) -> None:
    pairs = correlated(DRAWS, correlation, rng=np.random.default_rng(SEED))
    assert np.array_equal(np.sort(pairs.gain), np.sort(DRAWS.gain))
    assert np.array_equal(np.sort(pairs.harm), np.sort(DRAWS.harm))
    assert rank_correlation(pairs) == pytest.approx(correlation, abs=0.02)


def test_gain_that_comes_with_harm_narrows_the_range_of_the_net_gain() -> None:
    def spread(correlation: float) -> float:
        pairs = correlated(DRAWS, correlation, rng=np.random.default_rng(SEED))
        return float(np.std(pairs.gain - pairs.harm))

    assert spread(0.3) < spread(0) < spread(-0.3)


# --- whole people -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "experimental", "whole"),
    [
        (0.625, 0.824, (62, 82, 20)),  # gap 19.9
        (0.690, 0.848, (69, 85, 16)),  # gap 15.8
        (0.68, 0.85, (68, 85, 17)),
        (0.64, 0.80, (64, 80, 16)),
        (0.824, 0.625, (82, 62, -20)),
        (0.5, 0.5, (50, 50, 0)),
        (0.0, 1.0, (0, 100, 100)),
        (0.0, 0.005, (0, 1, 1)),  # half a person, away from zero
        (0.005, 0.0, (1, 0, -1)),
        (0.625, 0.625, (63, 63, 0)),
        (1.0, 1.0, (100, 100, 0)),
        (0.1, 0.135, (10, 14, 4)),  # 3.5000000000000004 in floating point
        (0.55, 0.585, (55, 59, 4)),  # 3.499999999999992 in floating point
    ],
)
def test_whole_people_add_up(
    control: float, experimental: float, whole: tuple[int, int, int]
) -> None:
    assert per_hundred(control, experimental) == WholePeople(*whole)


def test_the_other_frame_is_100_minus_never_rounded_on_its_own() -> None:
    assert per_hundred(0.690, 0.848).complement == WholePeople(31, 15, -16)


@given(st.floats(0, 1), st.floats(0, 1))
def test_whole_people_add_up_stay_within_100_and_near_the_truth(
    control: float, experimental: float
) -> None:
    people = per_hundred(control, experimental)
    assert people.control + people.increment == people.experimental
    assert 0 <= people.control <= 100
    assert 0 <= people.experimental <= 100
    assert abs(people.increment - 100 * (experimental - control)) <= 0.5 + 1e-8
    assert abs(people.control - 100 * control) <= 0.75 + 1e-8
    assert abs(people.experimental - 100 * experimental) <= 0.75 + 1e-8
    assert people.complement.complement == people


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_no_other_pair_with_the_rounded_gap_is_nearer(control: int, experimental: int) -> None:
    people = per_hundred(control / 1000, experimental / 1000)

    def distance(lower: int) -> int:  # in squared tenths of a person, exact
        upper = lower + people.increment
        return (10 * lower - control) ** 2 + (10 * upper - experimental) ** 2

    assert distance(people.control) == min(distance(lower) for lower in range(101))


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_changing_the_arms_turns_the_increment_round(control: int, experimental: int) -> None:
    there = per_hundred(control / 1000, experimental / 1000)
    back = per_hundred(experimental / 1000, control / 1000)
    assert back == WholePeople(there.experimental, there.control, -there.increment)


# --- what is refused, and in which words ------------------------------------------------------


@pytest.mark.parametrize(
    ("experimental", "words"),
    [
        (reported(0.85), r"survival in the experimental arm \(0.85\) has no range"),
        (reported(1.0, 0.9, 1.0), "experimental arm is 1.0 .*both excluded"),
        (reported(0.98, 0.9, 1.0), "between 0 and 1, both excluded"),
    ],
)
def test_survival_that_cannot_be_drawn_is_refused(experimental: Estimate, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        simulate(experimental, CUTS["nejm"][1], *HARMS, rng=np.random.default_rng(SEED))


@pytest.mark.parametrize("preference", [-0.1, 1.1, math.nan, math.inf])
def test_a_preference_lies_between_0_and_1(preference: float) -> None:
    with pytest.raises(ValueError, match="preference is"):
        weighed(preference=preference)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: drawn(draws=0), "draws is 0"),
        (lambda: simulated(()), "no count of a harm"),
        (lambda: Draws(gain=np.array([]), harm=np.array([])), "two rows of one length"),
        (lambda: Draws(gain=np.zeros(2), harm=np.zeros(3)), "two rows of one length"),
        (lambda: probability_curve(DRAWS, [0.5, -1]), "preferences: one is negative"),
        (lambda: correlated(DRAWS, 1.5, rng=np.random.default_rng(SEED)), "correlation is 1.5"),
        (lambda: per_hundred(0.5, 1.2), "experimental is 1.2"),
        (lambda: per_hundred(math.nan, 0.5), "control is nan"),
        (
            lambda: weighed(GAIN, Estimate(0.1, 0.05, 0.15, 0.9), preference=0.5),
            "levels differ",
        ),
    ],
)
def test_impossible_input_is_refused(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_draws_and_weighings_cannot_be_changed_by_who_reads_them() -> None:
    source = np.array([0.1, 0.2])
    draws = Draws(gain=source, harm=source)
    with pytest.raises(ValueError, match="read-only"):
        draws.gain[0] = 1
    source[0] = 9  # the caller's array is the caller's
    assert draws.gain[0] == 0.1
    with pytest.raises(dataclasses.FrozenInstanceError):
        weighed().preference = 1  # type: ignore[misc]
