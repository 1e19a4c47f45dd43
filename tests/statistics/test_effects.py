"""Proportions, differences, NNT, recovered intervals: against printed tables and arithmetic."""

from __future__ import annotations

import json
import math
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeoff.statistics.intervals import (
    Count,
    Estimate,
    counts_printing_as,
    difference_from_reported,
    gain_from_hazard_ratio,
    hazard_ratio_p_value,
    linear_combination,
    log_standard_error,
    loglog_interval,
    loglog_standard_error,
    normal_quantile,
    number_needed_to_treat,
    risk_difference,
    widest_proportion,
    widest_risk_difference,
    wilson_interval,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "reference" / "vectors.json").read_text(encoding="utf-8")
)


def reported(value: float, lower: float | None = None, upper: float | None = None) -> Estimate:
    return Estimate(value, lower, upper, 0.95)


# The three analyses of E1910: value, lower, upper.
FDA_36 = reported(0.848, 0.763, 0.904), reported(0.690, 0.587, 0.772)
FDA_60 = reported(0.824, 0.737, 0.884), reported(0.625, 0.520, 0.713)


# --- against printed tables -------------------------------------------------------------------


def test_the_normal_quantile_is_1_959964_at_95_percent() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=5e-7)


@pytest.mark.parametrize("case", VECTORS["wilson"]["cases"], ids=lambda c: f"{c['x']}-of-{c['n']}")
def test_wilson_interval_matches_newcombe_1998_method_3(case: dict[str, float]) -> None:
    interval = wilson_interval(Count(int(case["x"]), int(case["n"])))
    assert tuple(round(limit, 10) for limit in interval.limits) == (case["lower"], case["upper"])


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (Count(81, 263), "0.2553 0.3662"),
        (Count(15, 148), "0.0624 0.1605"),
        (Count(0, 20), "0.0000 0.1611"),
        (Count(1, 29), "0.0061 0.1718"),
    ],
)
def test_wilson_interval_prints_as_newcombe_1998_table_1(count: Count, printed: str) -> None:
    assert "{:.4f} {:.4f}".format(*wilson_interval(count).limits) == printed


@pytest.mark.parametrize(("arms", "printed"), VECTORS["newcombe"]["published_4dp"].items())
def test_risk_difference_matches_newcombe_1998_table_2(arms: str, printed: list[float]) -> None:
    first, second = (Count(*map(int, arm.split("/"))) for arm in arms.split("-"))
    assert [round(limit, 4) for limit in risk_difference(first, second).limits] == printed


@pytest.mark.parametrize(
    "case", VECTORS["newcombe"]["cases"], ids=lambda c: f"{c['x1']}/{c['n1']}-{c['x2']}/{c['n2']}"
)
def test_risk_difference_matches_newcombes_method_10_to_ten_digits(case: dict[str, float]) -> None:
    difference = risk_difference(
        Count(int(case["x1"]), int(case["n1"])), Count(int(case["x2"]), int(case["n2"]))
    )
    found = difference.value, *difference.limits
    assert found == pytest.approx((case["diff"], case["lower"], case["upper"]), abs=6e-11)


@pytest.mark.parametrize(
    "case", VECTORS["nnt_from_hr"]["cases"], ids=lambda c: f"S={c['S_c']}-HR={c['hr']}"
)
def test_nnt_from_a_hazard_ratio_matches_altman_and_andersen(case: dict[str, float]) -> None:
    ratio = Estimate(case["hr"], None, None, 0.95)
    needed = number_needed_to_treat(gain_from_hazard_ratio(case["S_c"], ratio))
    assert needed.value == pytest.approx(case["nnt"], rel=1e-9)


@pytest.mark.parametrize("arm", ["blin_3y", "chemo_3y", "blin_5y", "chemo_5y"])
def test_standard_error_is_recovered_from_the_fda_intervals(arm: str) -> None:
    case = VECTORS["recover_se_from_ci"]["cases"][arm]
    error = loglog_standard_error(reported(case["S"], case["lower"], case["upper"]))
    assert error == pytest.approx(case["se_loglog"], rel=1e-9)
    assert error * case["S"] * -math.log(case["S"]) == pytest.approx(case["se_S"], rel=1e-9)


@pytest.mark.parametrize("arm", [*FDA_36, *FDA_60], ids=lambda e: str(e.value))
def test_the_fda_intervals_are_log_log_ones(arm: Estimate) -> None:
    error = loglog_standard_error(arm) * arm.value * -math.log(arm.value)
    # 0.001: the last digit that the announcement prints.
    assert loglog_interval(arm.value, error).limits == pytest.approx(arm.limits, abs=0.001)


@pytest.mark.parametrize("name", VECTORS["hr_consistency"]["cases"])
def test_reported_hazard_ratios_imply_their_standard_error_and_p(name: str) -> None:
    case = VECTORS["hr_consistency"]["cases"][name]
    ratio = reported(case["hr"], case["lower"], case["upper"])
    assert log_standard_error(ratio) == pytest.approx(case["se"], rel=1e-9)
    assert hazard_ratio_p_value(ratio) == pytest.approx(case["p_two_sided"], rel=1e-9)


@pytest.mark.parametrize(("index", "arms"), [(0, FDA_36), (1, FDA_60)], ids=["36", "60"])
def test_mover_and_its_nnt_match_the_reference(index: int, arms: tuple[Estimate, Estimate]) -> None:
    case = VECTORS["nnt_from_difference"]["cases"][index]
    difference = difference_from_reported(*arms)
    assert difference.value == pytest.approx(case["diff"], rel=1e-12)
    assert difference.limits == pytest.approx(case["mover"], rel=1e-9)
    needed = number_needed_to_treat(difference)
    printed = f"NNTB {needed.value:.1f} ({needed.lower:.1f} to {needed.upper:.1f})"
    assert printed == case["nnt_mover"]


@pytest.mark.parametrize("index", [2, 3], ids=["pbc", "altman-1998"])
def test_nnt_of_a_difference_that_spans_zero_runs_through_infinity(index: int) -> None:
    case = VECTORS["nnt_from_difference"]["cases"][index]
    needed = number_needed_to_treat(reported(case["diff"], *case["wald"]))
    assert needed.through_infinity
    assert needed.value is not None
    assert needed.lower is not None
    assert needed.upper is not None
    printed = (
        f"NNTB {needed.value:.1f} (NNTH {-needed.upper:.1f} to inf to NNTB {needed.lower:.1f})"
    )
    assert printed == case["nnt_wald"]


# --- the arithmetic that E1910's published numbers must reproduce -----------------------------


@pytest.mark.parametrize(
    ("arms", "gain", "needed"),
    [
        (FDA_36, "15.8 (4.0 to 27.5)", "6.3 (3.6 to 25)"),
        (FDA_60, "19.9 (7.5 to 32.0)", "5.0 (3.1 to 13.3)"),
    ],
    ids=["36 months", "60 months"],
)
def test_e1910_gain_and_nnt(arms: tuple[Estimate, Estimate], gain: str, needed: str) -> None:
    difference = difference_from_reported(*arms)
    lower, upper = difference.limits
    assert f"{100 * difference.value:.1f} ({100 * lower:.1f} to {100 * upper:.1f})" == gain
    nnt = number_needed_to_treat(difference)
    assert nnt.value is not None
    assert nnt.upper is not None
    furthest = f"{nnt.upper:.1f}" if "." in needed.split("to")[1] else f"{nnt.upper:.0f}"
    assert f"{nnt.value:.1f} ({nnt.lower:.1f} to {furthest})" == needed


@pytest.mark.parametrize(
    ("ratio", "error"),
    [
        (reported(0.41, 0.23, 0.73), 0.295),
        (reported(0.42, 0.24, 0.75), 0.291),
        (reported(0.44, 0.25, 0.76), 0.284),
        (reported(0.53, 0.32, 0.87), 0.255),
    ],
    ids=["NEJM", "FDA primary", "FDA later", "RFS"],
)
def test_e1910_standard_errors_of_the_log_hazard_ratios(ratio: Estimate, error: float) -> None:
    assert round(log_standard_error(ratio), 3) == error


@pytest.mark.parametrize(
    ("experimental", "control", "ratio"),
    [(0.85, 0.68, 0.42), (0.848, 0.690, 0.44), (0.824, 0.625, 0.41), (0.80, 0.64, 0.50)],
)
def test_e1910_ratios_of_cumulative_hazards(
    experimental: float, control: float, ratio: float
) -> None:
    assert round(math.log(experimental) / math.log(control), 2) == ratio


def test_e1910_neuropsychiatric_excess_is_18_points_8_to_27_over_every_count_that_prints_so() -> (
    None
):
    treated = counts_printing_as([23], decimals=0, totals=[111])
    control = counts_printing_as([5], decimals=0, totals=[112])
    excess = widest_risk_difference(0.18, treated, control)
    assert [round(100 * x, 1) for x in (excess.value, *excess.limits)] == [18.0, 8.2, 27.2]


# --- counts behind printed percentages --------------------------------------------------------


@pytest.mark.parametrize(
    ("percents", "decimals", "totals", "events"),
    [
        ([23], 0, [111], {111: [25, 26]}),
        ([5], 0, [112], {112: [6]}),
        ([58], 0, [111], {111: [64]}),
        ([8.2], 1, [147], {147: [12]}),
        ([0], 0, [111], {111: [0]}),
        ([100], 0, [3], {3: [3]}),
        ([50], 0, [3], {}),
        ([50.0], 1, [1000], {1000: [500]}),
        # Two totals are possible: the one in the head of the table, and those who were treated.
        ([23], 0, [111, 112], {111: [25, 26], 112: [26]}),
    ],
    ids=str,
)
def test_every_count_that_prints_as_a_percentage_is_found(
    percents: list[float], decimals: int, totals: list[int], events: dict[int, list[int]]
) -> None:
    found = counts_printing_as(percents, decimals=decimals, totals=totals)
    assert found == tuple(Count(n, total) for total in events for n in events[total])


def test_half_a_unit_is_printed_upwards_and_not_to_the_even_digit() -> None:
    """1 of 8 is 12.5 %: printed as 13. 1 of 16 is 6.25 %: printed as 6.3 with one decimal."""
    assert counts_printing_as([13], decimals=0, totals=[8]) == (Count(1, 8),)
    assert counts_printing_as([12], decimals=0, totals=[8]) == ()
    assert counts_printing_as([6.3], decimals=1, totals=[16]) == (Count(1, 16),)
    assert counts_printing_as([6.2], decimals=1, totals=[16]) == ()


def test_classes_of_which_a_patient_is_in_one_at_most_add_up() -> None:
    """Febrile neutropenia of E1910's Table 2: 16 % of 111 are 18 people, 1 % is one, 0 % none."""
    assert counts_printing_as([3, 0, 0], decimals=0, totals=[111]) == (Count(3, 111),)
    assert counts_printing_as([16, 1, 0], decimals=0, totals=[111]) == (Count(19, 111),)
    # 23 % of 111 are 25 or 26 people, of 112 they are 26; 1 % is one person of either.
    both = counts_printing_as([23, 1], decimals=0, totals=[111, 112])
    assert both == (Count(26, 111), Count(27, 111), Count(27, 112))


def test_a_sum_of_classes_never_exceeds_everybody() -> None:
    """50 and 50 % of 111 may each be 55 or 56; 56 and 56 would be one patient too many."""
    found = counts_printing_as([50, 50], decimals=0, totals=[111])
    assert [count.events for count in found] == [110, 111]


def printed(count: Count, decimals: int) -> float:
    share = Decimal(100 * count.events) / Decimal(count.total)
    return float(share.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


@given(
    st.integers(1, 400).flatmap(lambda n: st.integers(0, n).map(lambda x: Count(x, n))),
    st.integers(0, 2),
)
def test_the_counts_found_are_all_that_print_so_and_no_others(count: Count, decimals: int) -> None:
    percent = printed(count, decimals)
    found = counts_printing_as([percent], decimals=decimals, totals=[count.total])
    assert found == tuple(
        one
        for one in (Count(events, count.total) for events in range(count.total + 1))
        if printed(one, decimals) == percent
    )
    assert count in found


@given(
    st.integers(3, 120).flatmap(
        lambda n: st.tuples(
            *(st.integers(0, n // 3) for _ in range(3)), st.just(n), st.integers(0, 1)
        )
    )
)
def test_the_true_number_of_patients_is_always_among_the_sums(
    drawn: tuple[int, int, int, int, int],
) -> None:
    *classes, total, decimals = drawn
    percents = [printed(Count(events, total), decimals) for events in classes]
    found = counts_printing_as(percents, decimals=decimals, totals=[total])
    assert Count(sum(classes), total) in found


def test_the_widest_range_of_one_exact_count_is_its_own() -> None:
    assert widest_proportion(26 / 111, [Count(26, 111)]) == wilson_interval(Count(26, 111))
    value = 26 / 111 - 6 / 112
    assert widest_risk_difference(value, [Count(26, 111)], [Count(6, 112)]) == risk_difference(
        Count(26, 111), Count(6, 112)
    )


def test_the_widest_range_holds_that_of_every_pair_of_counts() -> None:
    treated, control = [Count(n, 111) for n in (22, 23)], [Count(n, 112) for n in (38, 39, 40)]
    widest = widest_risk_difference(-0.16, treated, control)
    ranges = [risk_difference(one, other).limits for one in treated for other in control]
    assert widest.limits == (min(low for low, _ in ranges), max(up for _, up in ranges))
    assert widest.value == -0.16


def test_a_sum_of_rounded_percentages_beside_every_count_still_lies_in_its_range() -> None:
    """However far beside: what is shown is never outside the range that is shown with it."""
    found = widest_proportion(0.9, [Count(1, 300)])
    assert found.limits[0] < 1 / 300
    assert found.limits[1] == 0.9


# --- what must hold for all numbers -----------------------------------------------------------

counts = st.integers(1, 400).flatmap(
    lambda total: st.integers(0, total).map(lambda events: Count(events, total))
)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    lower, value, upper = sorted(draw(st.tuples(*[st.floats(-1, 1)] * 3)))
    return reported(value, lower, upper)


@given(counts)
def test_wilson_limits_lie_within_0_and_1_and_hold_the_proportion(count: Count) -> None:
    lower, upper = wilson_interval(count).limits
    assert 0 <= lower <= count.proportion + 1e-12
    assert count.proportion - 1e-12 <= upper <= 1


@given(counts)
def test_wilson_mirrors_when_events_and_non_events_change_places(count: Count) -> None:
    lower, upper = wilson_interval(count).limits
    mirrored = wilson_interval(Count(count.total - count.events, count.total))
    assert mirrored.limits == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(counts, counts)
def test_risk_difference_changes_sign_when_arms_change_places(first: Count, second: Count) -> None:
    lower, upper = risk_difference(first, second).limits
    assert -1 - 1e-12 <= lower <= upper <= 1 + 1e-12
    assert risk_difference(second, first).limits == pytest.approx((-upper, -lower), abs=1e-12)


@given(estimates(), estimates(), st.floats(0, 2))
def test_mover_limits_contain_the_value(first: Estimate, second: Estimate, weight: float) -> None:
    combined = linear_combination(first, second, weight=weight)
    lower, upper = combined.limits
    assert lower <= combined.value <= upper
    assert combined.value == first.value - weight * second.value


@given(estimates(), estimates())
def test_weight_0_leaves_the_first_and_weight_1_is_the_difference(
    first: Estimate, second: Estimate
) -> None:
    alone = linear_combination(first, second, weight=0)
    assert alone.limits == pytest.approx(first.limits, abs=1e-12)
    assert linear_combination(first, second, weight=1) == difference_from_reported(first, second)


@given(st.floats(0.001, 0.999), st.floats(0.01, 2))
def test_a_log_log_interval_gives_its_standard_error_back(survival: float, error: float) -> None:
    greenwood = error * survival * -math.log(survival)
    interval = loglog_interval(survival, greenwood)
    lower, upper = interval.limits
    if lower > 1e-12 and upper < 1 - 1e-9:  # nearer to the ends the digits run out
        assert loglog_standard_error(interval) == pytest.approx(error, rel=1e-5)


# --- where no range exists, none is made up ---------------------------------------------------


def test_a_difference_of_an_estimate_without_range_has_no_range() -> None:
    assert difference_from_reported(reported(0.85), FDA_36[1]) == reported(0.85 - 0.690)


@pytest.mark.parametrize(("survival", "error"), [(1.0, 0.0), (0.0, 0.0), (0.9, 0.0)])
def test_a_log_log_interval_is_not_estimable_at_0_and_1_and_without_error(
    survival: float, error: float
) -> None:
    assert not loglog_interval(survival, error).has_range


def test_there_is_no_nnt_for_no_difference() -> None:
    needed = number_needed_to_treat(reported(0.0, -0.1, 0.2))
    assert (needed.value, needed.lower, needed.upper) == (None, 5.0, -10.0)
    assert needed.through_infinity


def test_there_is_no_nnt_for_a_hazard_ratio_of_1() -> None:
    gain = gain_from_hazard_ratio(0.7, Estimate(1.0, None, None, 0.95))
    assert number_needed_to_treat(gain).value is None


def test_a_limit_of_exactly_zero_leaves_that_side_of_the_nnt_open() -> None:
    needed = number_needed_to_treat(reported(0.1, 0.0, 0.2))
    assert needed.upper is None
    assert needed.through_infinity


# --- what is refused, and in which words ------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: reported(math.nan), "value is nan"),
        (lambda: reported(0.5, -math.inf, 0.9), "lower is -inf"),
        (lambda: reported(0.5, 0.4, math.nan), "upper is nan"),
        (lambda: Estimate(0.5, None, None, 0.95, math.nan), "standard_error is nan"),
        (lambda: reported(0.5, 0.4), "both limits or neither"),
        (lambda: reported(0.5, 0.6, 0.7), "outside its interval"),
        (lambda: Estimate(0.5, 0.4, 0.6, 95), "level is 95"),
        (lambda: Count(5, 0), "at least 1 patient"),
        (lambda: Count(6, 5), "between 0 and 5"),
        (lambda: Count(-1, 5), "between 0 and 5"),
        (lambda: Count(True, 5), "events is True"),
        (lambda: Count(2.5, 5), "events is 2.5"),  # type: ignore[arg-type]
        (lambda: reported(0.5).limits, "has no range"),
        (lambda: widest_proportion(0.23, []), "no count prints as 23 %"),
        (lambda: widest_risk_difference(0.18, [], [Count(6, 112)]), "no count prints as 18 %"),
        (lambda: widest_risk_difference(0.18, [Count(6, 112)], []), "no count prints as 18 %"),
        (lambda: linear_combination(*FDA_36, weight=-1), "weight is -1"),
        (lambda: linear_combination(*FDA_36, weight=math.nan), "weight is nan"),
        (
            lambda: difference_from_reported(FDA_36[0], Estimate(0.6, 0.5, 0.7, 0.9)),
            "levels differ: 0.95 and 0.9",
        ),
        (lambda: log_standard_error(reported(0.5, 0.0, 1.0)), "lower limit is 0.0"),
        (lambda: loglog_standard_error(reported(0.98, 0.9, 1.0)), "survival limit is 1.0"),
    ],
)
def test_impossible_numbers_are_refused_with_the_number_named(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()
