"""Intervals recovered from a ratio and its P, and ratios compared: against worked examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeoff.statistics.intervals import (
    Estimate,
    cumulative_hazard_ratio,
    hazard_ratio_p_value,
    ratio_from_p_value,
    ratio_of_ratios,
)


def test_ratio_from_p_value_matches_the_exact_normal_form_of_altman_and_bland_2011() -> None:
    # Altman and Bland, BMJ 2011;343:d2090: risk ratio 0.81, P = 0.13, printed 0.62 to 1.06.
    ratio = ratio_from_p_value(0.81, 0.13)
    assert ratio.lower == pytest.approx(0.62, abs=0.005)
    assert ratio.upper == pytest.approx(1.06, abs=0.005)


def test_ratio_of_ratios_matches_altman_and_bland_2003() -> None:
    # BMJ 2003;326:219: relative risks 0.67 (0.46 to 0.98) and 0.88 (0.71 to 1.08): 0.76
    # (0.49 to 1.17).
    ratio = ratio_of_ratios(Estimate(0.67, 0.46, 0.98, 0.95), Estimate(0.88, 0.71, 1.08, 0.95))
    assert ratio.value == pytest.approx(0.76, abs=0.005)
    assert ratio.lower == pytest.approx(0.49, abs=0.01)
    assert ratio.upper == pytest.approx(1.17, abs=0.01)


@given(
    value=st.floats(0.05, 20).filter(lambda number: abs(math.log(number)) > 0.01),
    p_value=st.floats(1e-6, 0.95),
    level=st.sampled_from([0.8, 0.95, 0.99]),
)
def test_the_p_value_that_gave_an_interval_comes_back_from_it(
    value: float, p_value: float, level: float
) -> None:
    ratio = ratio_from_p_value(value, p_value, level=level)
    assert hazard_ratio_p_value(ratio) == pytest.approx(p_value, rel=1e-6)


def test_a_p_value_below_one_minus_the_level_excludes_no_effect() -> None:
    assert (
        (ratio_from_p_value(0.7, 0.04).upper or 0) < 1 < (ratio_from_p_value(0.7, 0.06).upper or 0)
    )


def test_a_ratio_against_itself_is_one_and_symmetric_on_the_log_scale() -> None:
    own = Estimate(0.5, 0.25, 1.0, 0.95)
    ratio = ratio_of_ratios(own, own)
    assert ratio.value == 1
    lower, upper = ratio.limits
    assert lower * upper == pytest.approx(1)


def test_cumulative_hazard_ratio_is_the_hazard_ratio_of_proportional_hazards() -> None:
    assert cumulative_hazard_ratio(0.7**0.4, 0.7) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("value", "p_value"), [(1, 0.5), (0, 0.5), (math.inf, 0.5), (0.5, 0), (0.5, 1)]
)
def test_a_ratio_without_a_recoverable_interval_is_refused(value: float, p_value: float) -> None:
    with pytest.raises(ValueError, match="Give a number"):
        ratio_from_p_value(value, p_value)


def test_ratios_of_different_levels_are_not_combined() -> None:
    with pytest.raises(ValueError, match="levels differ"):
        ratio_of_ratios(Estimate(0.5, 0.25, 1.0, 0.95), Estimate(0.5, 0.25, 1.0, 0.9))


@pytest.mark.parametrize("survival", [0, 1, -0.1, math.nan])
def test_no_cumulative_hazard_ratio_without_deaths_or_survivors(survival: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        cumulative_hazard_ratio(0.5, survival)
