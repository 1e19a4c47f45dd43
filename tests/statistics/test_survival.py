"""Kaplan-Meier and what follows from it: against R's survival and survRM2, then invariants."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tradeoff.statistics.intervals import difference_from_reported
from tradeoff.statistics.survival import (
    KaplanMeierCurve,
    cox_hazard_ratio,
    kaplan_meier,
    log_rank,
    median_follow_up,
    median_survival,
    median_survival_interval,
    number_at_risk,
    proportional_hazards_test,
    restricted_mean,
    restricted_mean_difference,
    risk_table,
    survival_at,
)

REFERENCE = Path(__file__).parents[1] / "reference"
CASES = sorted(
    path.name.removesuffix("_expected.json")
    for path in (REFERENCE / "cases").glob("*_expected.json")
)
ARMS = ("arm0", "arm1")
# Some times in the CSVs have 10 digits only; the values agree to 3e-9 or better.
CLOSE = {"rel": 1e-6, "abs": 1e-9}


@dataclass(frozen=True)
class Case:
    """One public data set with what R says about it."""

    expected: dict[str, Any]
    time: np.ndarray
    event: np.ndarray
    experimental: np.ndarray
    at_risk: list[tuple[int, float, int]]

    def arm(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        rows = self.experimental == (name == "arm1")
        return self.time[rows], self.event[rows]

    def curve(self, name: str, interval: Any = "log-log") -> KaplanMeierCurve:
        return kaplan_meier(*self.arm(name), interval=interval)

    @property
    def patients(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.time, self.event, self.experimental


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def load(name: str) -> Case:
    folder = REFERENCE / "cases"
    patients = rows_of(folder / f"{name}_ipd.csv")
    return Case(
        expected=json.loads((folder / f"{name}_expected.json").read_text(encoding="utf-8")),
        time=np.array([float(row["time"]) for row in patients]),
        event=np.array([row["event"] == "1" for row in patients]),
        experimental=np.array([row["arm"] == "1" for row in patients]),
        at_risk=[
            (int(row["arm"]), float(row["time"]), int(row["n_risk"]))
            for row in rows_of(folder / f"{name}_nrisk.csv")
        ],
    )


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return load(request.param)


# --- one arm, against R -----------------------------------------------------------------------


def test_all_nine_reference_cases_are_there() -> None:
    assert len(CASES) == 9


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("interval", ["log-log", "log", "plain"])
def test_survival_error_and_limits_match_r_survfit(case: Case, arm: str, interval: str) -> None:
    curve, suffix = case.curve(arm, interval), interval.replace("-", "")
    for row in case.expected["arms"][arm]["km"]:
        found = survival_at(curve, row["time"])
        assert found.value == pytest.approx(row["surv"], **CLOSE)
        if 0 < row["surv"] < 1:
            assert found.standard_error == pytest.approx(row["se_greenwood"], **CLOSE)
            limits = row[f"lower_{suffix}"], row[f"upper_{suffix}"]
            assert found.limits == pytest.approx(limits, **CLOSE)
        else:
            assert not found.has_range


@pytest.mark.parametrize("arm", ARMS)
def test_numbers_at_risk_and_events_so_far_match_r(case: Case, arm: str) -> None:
    curve = case.curve(arm)
    assert curve.n == case.expected["arms"][arm]["n"]
    assert curve.n_events.sum() == case.expected["arms"][arm]["events"]
    for row in case.expected["arms"][arm]["km"]:
        assert number_at_risk(curve, row["time"]) == row["n_risk_ge_t"]
        until = curve.time <= row["time"] * (1 + 1e-9)
        assert curve.n_events[until].sum() == row["cum_events_le_t"]


def test_the_risk_table_matches_r_also_past_the_last_observation(case: Case) -> None:
    for arm, time, n_at_risk in case.at_risk:
        assert number_at_risk(case.curve(ARMS[arm]), time) == n_at_risk


@pytest.mark.parametrize("arm", ARMS)
def test_medians_their_limits_and_follow_up_match_r(case: Case, arm: str) -> None:
    expected, curve = case.expected["arms"][arm], case.curve(arm)
    limits = median_survival_interval(curve)
    found = {
        "median": median_survival(curve),
        "median_lower_loglog": limits.lower,
        "median_upper_loglog": limits.upper,
        "median_followup_reverse_km": median_follow_up(*case.arm(arm)),
    }
    for name, value in found.items():
        if expected[name] is None:
            assert value is None, name
        else:
            assert value == pytest.approx(expected[name], **CLOSE), name
    assert limits.level == 0.95


@pytest.mark.parametrize("arm", ARMS)
def test_restricted_mean_and_its_error_match_survrm2(case: Case, arm: str) -> None:
    expected = case.expected["arms"][arm]
    found = restricted_mean(case.curve(arm), horizon=case.expected["rmst"]["tau"])
    assert found.value == pytest.approx(expected["rmst"], **CLOSE)
    assert found.standard_error == pytest.approx(expected["rmst_se"], **CLOSE)


# --- two arms, against R ----------------------------------------------------------------------


def test_restricted_mean_difference_matches_survrm2(case: Case) -> None:
    expected = case.expected["rmst"]
    found = restricted_mean_difference(
        case.curve("arm1"), case.curve("arm0"), horizon=expected["tau"]
    )
    assert found.value == pytest.approx(expected["diff"], **CLOSE)
    assert found.limits == pytest.approx((expected["lower"], expected["upper"]), **CLOSE)
    assert found.standard_error is not None
    z = found.value / found.standard_error
    assert math.erfc(abs(z) / math.sqrt(2)) == pytest.approx(expected["p"], rel=1e-6)


def test_log_rank_matches_r_survdiff(case: Case) -> None:
    expected, found = case.expected["logrank"], log_rank(*case.patients)
    assert found.statistic == pytest.approx(expected["chi2"], rel=1e-6)
    assert found.p_value == pytest.approx(expected["p"], rel=1e-6)
    assert [found.observed_control, found.observed_experimental] == expected["observed"]
    assert (found.expected_control, found.expected_experimental) == pytest.approx(
        expected["expected"], rel=1e-6
    )


def test_hazard_ratio_matches_r_coxph_with_efrons_ties(case: Case) -> None:
    expected, found = case.expected["cox_efron"], cox_hazard_ratio(*case.patients)
    assert found.value == pytest.approx(expected["hr"], rel=1e-6)
    assert found.standard_error == pytest.approx(expected["se_log_hr"], rel=1e-6)
    assert found.limits == pytest.approx((expected["lower"], expected["upper"]), rel=1e-6)


def test_proportional_hazards_test_matches_r_cox_zph_km(case: Case) -> None:
    expected, found = case.expected["ph_test"]["km"], proportional_hazards_test(*case.patients)
    assert found.statistic == pytest.approx(expected["chi2"], rel=1e-6)
    assert found.p_value == pytest.approx(expected["p"], rel=1e-6)


@pytest.mark.parametrize(
    ("interval", "name"), [("log", "recomputed_log_ci"), ("log-log", "recomputed_loglog_ci")]
)
def test_mover_difference_matches_rifttables_documented_lung_example(
    interval: Any, name: str
) -> None:
    vectors = json.loads((REFERENCE / "vectors.json").read_text(encoding="utf-8"))
    curves = [load("lung").curve(arm, interval) for arm in reversed(ARMS)]
    found = difference_from_reported(*(survival_at(curve, 365.25) for curve in curves))
    expected = vectors["km_difference_mover_lung"][name]
    assert (found.value, *found.limits) == pytest.approx(expected, rel=1e-9)


def test_gehan_gives_the_textbook_log_rank_16_79_and_efron_beta_1_572() -> None:
    gehan = load("gehan")
    assert round(log_rank(*gehan.patients).statistic, 2) == 16.79
    assert round(-math.log(cox_hazard_ratio(*gehan.patients).value), 3) == 1.572


# --- ties, ends and small numbers -------------------------------------------------------------


def test_events_come_before_censorings_at_the_same_time() -> None:
    curve = kaplan_meier([2, 2, 5], [True, False, True])
    assert curve.survival.tolist() == pytest.approx([2 / 3, 0])
    assert curve.n_at_risk.tolist() == [3, 1]
    assert curve.n_censored.tolist() == [1, 0]


def test_ties_outlive_a_conversion_of_units() -> None:
    thirds = [0.1 + 0.2, 0.3]  # equal but for the last bit
    curve = kaplan_meier(thirds, [True, True])
    assert curve.n_events.tolist() == [2]
    assert survival_at(curve, 0.3).value == 0
    assert number_at_risk(curve, 0.1 + 0.2) == 2


def test_one_row_per_distinct_time_and_none_at_0_unless_somebody_was_seen_there() -> None:
    assert kaplan_meier([3, 1, 3], [1, 0, 1]).time.tolist() == [1, 3]
    assert kaplan_meier([0, 1], [1, 0]).time.tolist() == [0, 1]
    assert survival_at(kaplan_meier([0, 1], [1, 0]), 0).value == 0.5


@pytest.mark.parametrize("interval", ["log-log", "log", "plain"])
def test_a_single_patient_with_an_event_has_no_range(interval: Any) -> None:
    curve = kaplan_meier([4.0], [True], interval=interval)
    assert survival_at(curve, 4).value == 0
    assert not survival_at(curve, 4).has_range
    assert survival_at(curve, 4).standard_error is None
    assert median_survival(curve) == 4
    assert restricted_mean(curve, horizon=10).value == 4


@pytest.mark.parametrize("interval", ["log-log", "log", "plain"])
def test_without_events_survival_is_1_and_nothing_else_is_estimable(interval: Any) -> None:
    curve = kaplan_meier([4.0, 6.0, 6.0], [0, 0, 0], interval=interval)
    assert curve.survival.tolist() == [1, 1]
    assert np.isnan(curve.lower).all()
    assert np.isnan(curve.upper).all()
    assert survival_at(curve, 6) == survival_at(curve, 1)
    assert median_survival(curve) is None
    assert not restricted_mean(curve, horizon=6).has_range
    assert median_follow_up([4.0, 6.0, 6.0], [0, 0, 0]) == 6


def test_without_censoring_follow_up_is_not_reached() -> None:
    assert median_follow_up([1, 2, 3], [1, 1, 1]) is None


def test_the_median_is_the_middle_of_a_step_at_one_half() -> None:
    assert median_survival(kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1])) == 2.5
    assert median_survival(kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0])) == 2
    assert median_survival(kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0])) is None


def test_at_a_tick_an_event_of_that_time_is_still_at_risk() -> None:
    table = risk_table(kaplan_meier([1, 2, 2, 5], [1, 1, 0, 0]), [0, 2, 3, 9])
    assert table.n_at_risk.tolist() == [4, 3, 1, 0]
    assert table.n_events.tolist() == [0, 1, 2, 2]
    assert table.n_censored.tolist() == [0, 0, 1, 2]


def test_a_difference_has_no_range_where_an_arm_has_no_event_yet() -> None:
    early, late = kaplan_meier([1, 9], [1, 0]), kaplan_meier([5, 9], [1, 0])
    assert not difference_from_reported(survival_at(late, 2), survival_at(early, 2)).has_range


def test_curves_cannot_be_changed_by_who_reads_them() -> None:
    curve = kaplan_meier([1, 2], [1, 0])
    table = risk_table(curve, [0, 1])
    arrays = [getattr(curve, name) for name in ("time", "survival", "lower", "n_events")]
    for array in [*arrays, table.time, table.n_at_risk]:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_the_callers_arrays_stay_as_they_were() -> None:
    time, ticks = np.array([3.0, 1.0]), np.array([0.0, 2.0])
    risk_table(kaplan_meier(time, np.array([True, False])), ticks)
    assert time.tolist() == [3, 1]
    assert time.flags.writeable
    assert ticks.flags.writeable


def test_a_horizon_past_the_last_event_is_allowed_only_where_nobody_is_left() -> None:
    gone, left = kaplan_meier([1, 3], [0, 1]), kaplan_meier([1, 3], [1, 0])
    assert restricted_mean(gone, horizon=8).value == 3
    with pytest.raises(ValueError, match="horizon 8 is past the last time of the curve, 3"):
        restricted_mean(left, horizon=8)
    with pytest.raises(ValueError, match="of the control arm, 3"):
        restricted_mean_difference(gone, left, horizon=8)
    with pytest.raises(ValueError, match="of the experimental arm, 3"):
        restricted_mean_difference(left, gone, horizon=8)


# --- what must hold for all patients ----------------------------------------------------------

times = st.integers(0, 24).map(lambda quarter: quarter / 4)
arms = st.lists(st.tuples(times, st.booleans()), min_size=1, max_size=40)
trials = st.lists(st.tuples(times, st.booleans(), st.booleans()), min_size=2, max_size=40)
intervals = st.sampled_from(["log-log", "log", "plain"])


def columns(rows: list[tuple[Any, ...]]) -> list[np.ndarray]:
    return [np.array(column) for column in zip(*rows, strict=True)]


def estimable(compute: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return compute(*arguments)
    except ValueError:
        assume(False)


@given(arms, intervals)
@example([(0.0, True)], "log-log")
def test_survival_falls_from_1_to_0_within_its_limits(rows: list[Any], interval: Any) -> None:
    curve = kaplan_meier(*columns(rows), interval=interval)
    assert np.all(np.diff(curve.time) > 0)
    assert np.all(np.diff(np.concatenate(([1.0], curve.survival))) <= 0)
    assert np.all((curve.survival >= 0) & (curve.survival <= 1))
    within = (curve.survival > 0) & (curve.survival < 1)
    assert np.array_equal(within, np.isfinite(curve.lower))
    assert np.array_equal(within, np.isfinite(curve.upper))
    assert np.all(curve.lower[within] <= curve.survival[within])
    assert np.all(curve.survival[within] <= curve.upper[within])
    assert np.all((curve.lower[within] >= 0) & (curve.upper[within] <= 1))


@given(arms, st.lists(times, min_size=1, max_size=8))
def test_at_risk_events_and_censored_sum_to_n_at_every_tick(
    rows: list[Any], ticks: list[float]
) -> None:
    time, event = columns(rows)
    curve = kaplan_meier(time, event)
    table = risk_table(curve, ticks)
    assert np.all(table.n_at_risk + table.n_events + table.n_censored == len(rows))
    assert table.n_at_risk.tolist() == [np.count_nonzero(time >= tick) for tick in ticks]
    assert table.n_events.tolist() == [np.count_nonzero(event & (time < tick)) for tick in ticks]
    assert curve.n_events.sum() + curve.n_censored.sum() == len(rows) == curve.n


@given(st.lists(times, min_size=1, max_size=40))
def test_without_censoring_the_curve_is_the_share_still_event_free(observed: list[float]) -> None:
    curve, time = kaplan_meier(observed, [True] * len(observed)), np.array(observed)
    shares = [np.mean(time > moment) for moment in curve.time]
    assert curve.survival == pytest.approx(shares, abs=1e-12)
    p = curve.survival[:-1]
    assert curve.standard_error[:-1] == pytest.approx(np.sqrt(p * (1 - p) / time.size), abs=1e-12)
    horizon = max(observed) + 1
    assert restricted_mean(curve, horizon=horizon).value == pytest.approx(time.mean())


@given(arms, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Any], random: Any) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)
    first, second = kaplan_meier(*columns(rows)), kaplan_meier(*columns(shuffled))
    for name in ("time", "survival", "lower", "upper", "n_at_risk", "n_events", "n_censored"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


@given(trials, st.sampled_from([1 / 30.4375, 0.1, 12.0, 365.25]))
def test_the_unit_of_time_does_not_move_hazard_ratio_or_tests(
    rows: list[Any], factor: float
) -> None:
    time, event, experimental = columns(rows)
    for compute in (cox_hazard_ratio, log_rank, proportional_hazards_test):
        one = estimable(compute, time, event, experimental)
        other = compute(time * factor, event, experimental)
        for name in ("value", "standard_error", "statistic", "p_value"):
            if hasattr(one, name):
                assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-9)


@given(trials)
def test_changing_the_arms_inverts_the_hazard_ratio_and_keeps_the_tests(rows: list[Any]) -> None:
    time, event, experimental = columns(rows)
    one = estimable(cox_hazard_ratio, time, event, experimental)
    other = cox_hazard_ratio(time, event, ~experimental)
    assert math.log(other.value) == pytest.approx(-math.log(one.value), abs=1e-9)
    assert other.standard_error == pytest.approx(one.standard_error)
    test = estimable(log_rank, time, event, experimental)
    mirrored = log_rank(time, event, ~experimental)
    assert mirrored.statistic == pytest.approx(test.statistic, abs=1e-9)
    assert mirrored.expected_control == pytest.approx(test.expected_experimental)


@given(trials)
def test_the_hazard_ratio_is_finite_or_refused_never_at_its_bound(rows: list[Any]) -> None:
    found = estimable(cox_hazard_ratio, *columns(rows))
    assert abs(math.log(found.value)) < 20
    assert found.standard_error is not None
    assert 0 < found.standard_error < 100


@given(trials)
def test_log_rank_expects_as_many_events_as_it_observes(rows: list[Any]) -> None:
    time, event, experimental = columns(rows)
    test = estimable(log_rank, time, event, experimental)
    assert test.observed_experimental == np.count_nonzero(event & experimental)
    assert test.observed_control == np.count_nonzero(event & ~experimental)
    assert test.expected_experimental + test.expected_control == pytest.approx(event.sum())
    assert 0 <= test.p_value <= 1


@given(arms, arms, times)
def test_a_difference_changes_sign_with_the_arms_and_holds_its_value(
    first: list[Any], second: list[Any], time: float
) -> None:
    curves = [kaplan_meier(*columns(rows)) for rows in (first, second)]
    assume(time <= min(curve.time[-1] for curve in curves))
    survivals = [survival_at(curve, time) for curve in curves]
    one, other = difference_from_reported(*survivals), difference_from_reported(*survivals[::-1])
    assert other.value == -one.value
    if one.has_range:
        lower, upper = one.limits
        assert lower <= one.value <= upper
        assert other.limits == pytest.approx((-upper, -lower), abs=1e-12)


@given(arms)
def test_the_restricted_mean_lies_between_0_and_its_horizon(rows: list[Any]) -> None:
    curve = kaplan_meier(*columns(rows))
    horizon = float(curve.time[-1])
    assume(horizon > 0)
    assert 0 <= restricted_mean(curve, horizon=horizon).value <= horizon + 1e-12


# --- what is refused, and in which words ------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "event", "words"),
    [
        ([], [], "time: shape is"),
        ([[1, 2]], [[1, 0]], "time: shape is"),
        (3.0, True, "time: shape is"),
        (["soon"], [1], "time: .*Give numbers"),
        ([1, math.nan], [1, 0], r"time\[1\] is nan"),
        ([1, math.inf], [1, 0], r"time\[1\] is inf"),
        ([1, 2, -3], [1, 0, 1], r"time\[2\] is -3"),
        ([1, 2], [1], "event: shape is .*time has 2 rows"),
        ([1, 2], [1, 2], r"event\[1\] is 2\. .*recode"),
        ([1, 2], [1.0, math.nan], r"event\[1\] is nan"),
        ([1, 2], [True, None], r"event\[1\] is None"),
        ([1, 2], ["1", "0"], r"event\[0\] is 1"),
    ],
)
def test_impossible_patients_are_refused_with_their_row(time: Any, event: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        kaplan_meier(time, event)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"interval": "arcsine"}, "interval is 'arcsine'. Choose one of log-log, log, plain"),
        ({"level": 95}, "level is 95"),
    ],
)
def test_unknown_options_are_refused(options: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        kaplan_meier([1, 2], [1, 0], **options)


def test_a_curve_is_never_carried_past_its_last_observation() -> None:
    curve = kaplan_meier([1, 2], [1, 0])
    with pytest.raises(ValueError, match=r"time 2\.5 is past the last observation at 2"):
        survival_at(curve, 2.5)


@pytest.mark.parametrize("time", [-1, math.nan, math.inf])
def test_impossible_moments_are_refused(time: float) -> None:
    curve = kaplan_meier([1, 2], [1, 0])
    with pytest.raises(ValueError, match="time is"):
        survival_at(curve, time)
    with pytest.raises(ValueError, match=r"times\[0\] is"):
        number_at_risk(curve, time)
    with pytest.raises(ValueError, match="horizon is"):
        restricted_mean(curve, horizon=time)


@pytest.mark.parametrize("compute", [cox_hazard_ratio, proportional_hazards_test])
@pytest.mark.parametrize(
    ("event", "counts"),
    [
        ([0, 0, 1, 1], "2 events experimental, 0 control"),
        ([1, 1, 0, 0], "0 events experimental, 2 control"),
        ([0, 0, 0, 0], "0 events experimental, 0 control"),
        # The last event comes when only the experimental arm is left.
        ([1, 0, 0, 1], "1 events experimental, 1 control"),
    ],
)
def test_a_hazard_ratio_without_a_maximum_is_refused(
    compute: Any, event: list[int], counts: str
) -> None:
    with pytest.raises(ValueError, match=f"not estimable, because .*{counts}"):
        compute([1, 2, 3, 4], event, [False, False, True, True])


def test_a_trial_of_one_arm_is_refused() -> None:
    with pytest.raises(ValueError, match="experimental: all 2 rows are True"):
        log_rank([1, 2], [1, 1], [True, True])
    with pytest.raises(ValueError, match=r"experimental\[1\] is 2"):
        log_rank([1, 2], [1, 1], [1, 2])


def test_a_log_rank_test_without_common_events_is_refused() -> None:
    with pytest.raises(ValueError, match="log_rank: not estimable"):
        log_rank([1, 2, 3], [0, 0, 0], [True, False, True])


def test_the_proportional_hazards_test_needs_two_event_times() -> None:
    with pytest.raises(ValueError, match="one event time only"):
        proportional_hazards_test([1, 1, 2, 2], [1, 1, 0, 0], [True, False, True, False])
