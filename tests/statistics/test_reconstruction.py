"""Pseudo-patients from a curve: against R's patients, then invariants, bad input, hostile input."""

from __future__ import annotations

import csv
import json
import math
import time as clock
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradeoff.statistics.reconstruction import Reconstruction, ReconstructionError, reconstruct
from tradeoff.statistics.survival import cox_hazard_ratio, kaplan_meier, number_at_risk, survival_at

CASES = Path(__file__).parents[1] / "reference" / "cases"
ARMS = ("arm0", "arm1")
LARGE = ("veteran", "lung", "colon_os", "gbsg", "udca1", "sim_plateau224")
TINY = ("ovarian", "gehan", "aml")
CLEAN = ("exact", "steps")
NOISY = ("noisy1", "noisy2")
KINDS = (*CLEAN, *NOISY)
Floats = Any


# --- the reference cases ------------------------------------------------------------------------


@dataclass(frozen=True)
class Arm:
    """One arm as a reader of the paper has it, and what R says about its patients."""

    curves: dict[str, tuple[Floats, Floats]]
    risk_time: Floats
    n_at_risk: Floats
    expected: dict[str, Any]

    def rebuilt(self, kind: str, *, with_total: bool) -> Reconstruction:
        total = self.expected["events"] if with_total else None
        return reconstruct(*self.curves[kind], self.risk_time, self.n_at_risk, total_events=total)


def columns(case: str, table: str, value: str, arm: str) -> tuple[Floats, Floats]:
    with (CASES / f"{case}_{table}.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["arm"] == arm[-1]]
    return np.array([float(r["time"]) for r in rows]), np.array([float(r[value]) for r in rows])


@cache
def expected_of(case: str) -> dict[str, Any]:
    text = (CASES / f"{case}_expected.json").read_text(encoding="utf-8")
    answer: dict[str, Any] = json.loads(text)
    return answer


@cache
def arm_of(case: str, arm: str) -> Arm:
    curves = {kind: columns(case, f"curve_{kind}", "surv", arm) for kind in KINDS}
    return Arm(curves, *columns(case, "nrisk", "n_risk", arm), expected_of(case)["arms"][arm])


@cache
def rebuilt(case: str, kind: str, with_total: bool) -> tuple[Reconstruction, Reconstruction]:
    first, second = (arm_of(case, arm).rebuilt(kind, with_total=with_total) for arm in ARMS)
    return first, second


def hazard_ratio_error(case: str, kind: str, *, with_total: bool) -> float:
    arms = rebuilt(case, kind, with_total)
    ratio = cox_hazard_ratio(
        np.concatenate([arm.time for arm in arms]),
        np.concatenate([arm.event for arm in arms]),
        np.repeat([False, True], [arm.time.size for arm in arms]),
    )
    return abs(ratio.value / float(expected_of(case)["cox_efron"]["hr"]) - 1)


def landmark_errors(case: str, kind: str, *, with_total: bool) -> list[float]:
    errors = []
    for arm, found in zip(ARMS, rebuilt(case, kind, with_total), strict=True):
        curve = kaplan_meier(found.time, found.event)
        for row in expected_of(case)["arms"][arm]["km"]:
            if row["time"] <= found.time[-1]:
                errors.append(abs(survival_at(curve, row["time"]).value - row["surv"]))
    return errors


every_case = pytest.mark.parametrize("case", [*LARGE, *TINY])
every_kind = pytest.mark.parametrize("kind", KINDS)
with_and_without_total = pytest.mark.parametrize("with_total", [False, True])


@every_case
@every_kind
@with_and_without_total
def test_patients_and_numbers_at_risk_are_exactly_those_given(
    case: str, kind: str, with_total: bool
) -> None:
    for arm, found in zip(ARMS, rebuilt(case, kind, with_total), strict=True):
        given_arm = arm_of(case, arm)
        assert found.time.size == found.event.size == given_arm.expected["n"]
        at_risk = [int(np.sum(found.time >= tick)) for tick in given_arm.risk_time]
        assert at_risk == given_arm.n_at_risk.tolist()
        curve = kaplan_meier(found.time, found.event)
        assert [number_at_risk(curve, tick) for tick in given_arm.risk_time] == at_risk
        if with_total:
            assert int(found.event.sum()) == given_arm.expected["events"]


@pytest.mark.parametrize("case", LARGE)
@every_kind
@with_and_without_total
def test_the_hazard_ratio_is_off_by_three_percent_at_most(
    case: str, kind: str, with_total: bool
) -> None:
    assert hazard_ratio_error(case, kind, with_total=with_total) <= 0.03


@with_and_without_total
@pytest.mark.parametrize("kinds", [CLEAN, NOISY], ids=["clean", "noisy"])
def test_nine_hazard_ratios_in_ten_are_off_by_two_percent_at_most(
    kinds: tuple[str, ...], with_total: bool
) -> None:
    errors = [hazard_ratio_error(c, k, with_total=with_total) for c in LARGE for k in kinds]
    assert np.quantile(errors, 0.9) <= 0.02


@pytest.mark.parametrize("case", TINY)
@every_kind
@with_and_without_total
def test_in_tiny_trials_the_hazard_ratio_is_off_by_ten_percent_at_most(
    case: str, kind: str, with_total: bool
) -> None:
    assert hazard_ratio_error(case, kind, with_total=with_total) <= 0.10


@every_case
@pytest.mark.parametrize("kind", CLEAN)
@with_and_without_total
def test_landmarks_from_clean_steps_are_off_by_one_percentage_point_at_most(
    case: str, kind: str, with_total: bool
) -> None:
    assert max(landmark_errors(case, kind, with_total=with_total)) <= 0.01


@with_and_without_total
def test_landmarks_from_noisy_clicks_are_off_by_nine_thousandths_in_the_median(
    with_total: bool,
) -> None:
    errors = [e for c in LARGE for k in NOISY for e in landmark_errors(c, k, with_total=with_total)]
    assert float(np.median(errors)) <= 0.009


@every_case
@pytest.mark.parametrize("kind", CLEAN)
def test_a_clean_staircase_gives_back_every_event(case: str, kind: str) -> None:
    for arm, found in zip(ARMS, rebuilt(case, kind, True), strict=True):
        assert found.report.exact_steps
        assert found.report.largest_error < 1e-6
        assert found.report.n_events == arm_of(case, arm).expected["events"]


def test_a_trial_takes_a_second_at_most() -> None:
    for case in LARGE:
        for kind in KINDS:
            start = clock.process_time()
            for arm in ARMS:
                arm_of(case, arm).rebuilt(kind, with_total=True)
            assert clock.process_time() - start <= 1.0


# --- round trips --------------------------------------------------------------------------------

observed = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=2, max_size=80).filter(
    lambda rows: len({time for time, _ in rows}) > 1
)


@given(rows=observed, spacing=st.integers(3, 30), with_total=st.booleans())
@settings(max_examples=150)
def test_patients_to_curve_and_back_keep_curve_and_risk_table(
    rows: list[tuple[int, bool]], spacing: int, with_total: bool
) -> None:
    time, event = np.array([r[0] for r in rows], float), np.array([r[1] for r in rows])
    true = kaplan_meier(time, event)
    ticks = np.arange(0, 61, spacing)
    at_risk = [int(np.sum(time >= tick)) for tick in ticks]
    total = int(event.sum()) if with_total else None
    x, s = np.append(0, true.time), np.append(1, true.survival)
    found = reconstruct(x, s, ticks, at_risk, total_events=total)
    assert found.time.size == len(rows)
    assert [int(np.sum(found.time >= tick)) for tick in ticks] == at_risk
    if with_total:
        assert int(found.event.sum()) == total
    back = kaplan_meier(found.time, found.event)
    for tick, survival in zip(true.time, true.survival, strict=True):
        if tick <= found.time[-1]:
            assert survival_at(back, float(tick)).value == pytest.approx(survival, abs=1e-6)


# --- hostile input ------------------------------------------------------------------------------

any_number = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 1),
    st.floats(0, 100),
    st.integers(0, 200).map(float),
)
plausible = st.floats(0, 1)


@given(
    curve=st.lists(st.tuples(any_number, any_number), max_size=12),
    table=st.lists(st.tuples(any_number, any_number), max_size=6),
    total=st.none() | st.integers(-3, 300),
)
@settings(max_examples=300)
def test_arbitrary_numbers_are_refused_in_words_or_rebuilt(
    curve: list[tuple[float, float]], table: list[tuple[float, float]], total: int | None
) -> None:
    time, survival, ticks, n = ([r[i] for r in rows] for rows in (curve, table) for i in (0, 1))
    assert_refused_or_sound(time, survival, ticks, n, total)


@given(
    clicks=st.lists(st.tuples(st.floats(0, 50), plausible), min_size=2, max_size=40),
    falls=st.lists(st.integers(0, 40), min_size=1, max_size=8),
    spacing=st.floats(0.5, 20),
    total=st.none() | st.integers(0, 60),
)
@settings(max_examples=300)
def test_falling_clicks_and_any_risk_table_never_lose_or_invent_a_patient(
    clicks: list[tuple[float, float]], falls: list[int], spacing: float, total: int | None
) -> None:
    time, survival = sorted(c[0] for c in clicks), sorted((c[1] for c in clicks), reverse=True)
    n = np.cumsum(falls[::-1])[::-1]
    assert_refused_or_sound(time, survival, np.arange(n.size) * spacing, n, total)


def outcome(
    time: Any, survival: Any, ticks: Any, n: Any, total: int | None
) -> Reconstruction | ReconstructionError:
    try:
        return reconstruct(time, survival, ticks, n, total_events=total)
    except ReconstructionError as error:
        return error


def assert_refused_or_sound(
    time: Any, survival: Any, ticks: Any, n: Any, total: int | None
) -> None:
    found = outcome(time, survival, ticks, n, total)
    if isinstance(found, ReconstructionError):
        assert found.problems
        assert all(problem.message.endswith((".", ".)")) for problem in found.problems)
        return
    report = found.report
    assert found.time.size == report.n == report.n_at_risk_given[0]
    assert report.n_events + report.n_censored == report.n
    assert report.n_at_risk_found.tolist() == report.n_at_risk_given.tolist()
    assert np.all(np.diff(found.time) >= 0)
    assert np.all(found.time >= 0)
    if total is not None:
        assert report.n_events == total
    errors = (report.root_mean_square_error, report.landmark_error, report.integrated_error)
    assert all(math.isfinite(error) and 0 <= error <= 1 for error in errors)


@given(
    n=st.integers(1, 3000),
    end=st.floats(1, 1000),
    leave=st.floats(0, 1),
    total=st.none() | st.floats(0, 1),
)
@settings(max_examples=60)
def test_flat_tails_with_late_censoring_end_too(
    n: int, end: float, leave: float, total: float | None
) -> None:
    """Guyot's algorithm moves censorings for ever where nobody dies and many leave late."""
    at_risk = [n, round(n * (1 - leave)), round(n * (1 - leave))]
    events = None if total is None else round(total * n)
    start = clock.process_time()
    assert_refused_or_sound([0, end / 9, end], [1, 0.97, 0.97], [0, end / 3, end], at_risk, events)
    assert clock.process_time() - start < 5


@pytest.mark.parametrize("noise", [0.0, 0.003, 0.015])
@pytest.mark.parametrize("n", [60, 1500])
def test_ten_thousand_clicks_take_a_second_a_trial(n: int, noise: float) -> None:
    time, event, survival = simulated(n)
    x = np.sort(np.random.default_rng(3).uniform(0, time.max(), 10_000))
    jitter = np.random.default_rng(4).uniform(-noise, noise, x.size)
    ticks = np.arange(0, 61, 6)
    at_risk = [int(np.sum(time >= tick)) for tick in ticks]
    start = clock.process_time()
    found = reconstruct(x, survival(x) + jitter, ticks, at_risk, total_events=int(event.sum()))
    assert 2 * (clock.process_time() - start) <= 1.0
    assert found.report.n_at_risk_found.tolist() == at_risk
    assert found.report.n_events == event.sum()
    assert found.report.integrated_error < 0.01


def simulated(n: int) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(n)
    death, leave = rng.exponential(40, n), rng.uniform(20, 60, n)
    time, event = np.minimum(death, leave), death <= leave
    curve = kaplan_meier(time, event)
    return time, event, lambda x: np.append(1, curve.survival)[curve.time.searchsorted(x, "right")]


def test_ten_clicks_are_enough_for_a_rough_curve() -> None:
    arm = arm_of("lung", "arm0")
    x, s = (column[::13] for column in arm.curves["noisy1"])
    found = reconstruct(x, s, arm.risk_time, arm.n_at_risk)
    assert x.size == 10
    assert abs(found.report.n_events - arm.expected["events"]) <= 6
    assert found.report.landmark_error <= 0.01


def test_a_risk_interval_without_a_click_keeps_its_patients() -> None:
    found = reconstruct([0, 2, 30], [1, 0.9, 0.7], [0, 10, 20, 30], [50, 40, 30, 20])
    assert found.report.n_at_risk_found.tolist() == [50, 40, 30, 20]
    assert found.report.landmark_error < 0.02


def test_the_same_input_gives_the_same_patients() -> None:
    arm = arm_of("gbsg", "arm0")
    first, second = (arm.rebuilt("noisy1", with_total=True) for _ in range(2))
    assert np.array_equal(first.time, second.time)
    assert np.array_equal(first.event, second.event)


def test_input_stays_as_it_was_and_output_is_read_only() -> None:
    given_values = [np.array(v, float) for v in ([0, 5, 9], [1, 0.5, 0.2], [0, 3], [10, 4])]
    copies = [values.copy() for values in given_values]
    found = reconstruct(*given_values)
    assert all(np.array_equal(a, b) for a, b in zip(given_values, copies, strict=True))
    for array in (found.time, found.event, found.report.risk_time, found.report.n_at_risk_found):
        assert not array.flags.writeable


# --- clean staircases and totals ----------------------------------------------------------------


@pytest.mark.parametrize("decimals", [3, 4, 6])
@pytest.mark.parametrize("case", ["veteran", "lung", "udca1", "sim_plateau224"])
def test_a_rounded_staircase_is_met_within_its_rounding(case: str, decimals: int) -> None:
    for arm in (arm_of(case, name) for name in ARMS):
        x, s = arm.curves["steps"]
        found = reconstruct(x, np.round(s, decimals), arm.risk_time, arm.n_at_risk)
        assert found.report.exact_steps
        assert found.report.largest_error <= 0.76 * 10**-decimals
        assert abs(found.report.n_events - arm.expected["events"]) <= 2


def test_large_steps_are_kept_and_not_taken_for_outliers() -> None:
    found = reconstruct([0, 5, 5, 9], [1, 1, 0.25, 0.25], [0, 5, 9], [12, 12, 3])
    assert found.time[found.event].tolist() == [5.0] * 9
    assert not found.report.mends


def test_after_a_last_event_the_curve_ends_at_zero() -> None:
    arm = arm_of("veteran", "arm1")
    for kind in KINDS:
        assert arm.rebuilt(kind, with_total=False).event[-1]


def test_patients_left_at_the_end_of_a_flat_tail_are_censored_up_to_its_end() -> None:
    arm = arm_of("sim_plateau224", "arm1")
    for kind in KINDS:
        found = arm.rebuilt(kind, with_total=False)
        assert found.time[-1] == pytest.approx(arm.curves[kind][0][-1])
        assert not found.event[-1]


def test_a_total_that_the_curve_denies_is_kept_and_said() -> None:
    found = reconstruct([0, 100], [1, 1], [0, 50], [50, 40], total_events=5)
    assert found.report.n_events == 5
    assert [mend.kind for mend in found.report.mends] == ["total_events", "tension"]
    assert str(found.report.mends[0]) == (
        "The curve asks for about 0 events, the total given is 5; the total was kept, and the "
        "curve is off by that."
    )


@pytest.mark.parametrize("change", [-6, 6])
def test_a_total_moves_censoring_before_it_moves_the_curve(change: int) -> None:
    arm = arm_of("gbsg", "arm0")
    total = arm.expected["events"] + change
    found = reconstruct(*arm.curves["noisy1"], arm.risk_time, arm.n_at_risk, total_events=total)
    assert found.report.n_events == total
    assert found.report.integrated_error < 0.004


# --- what is mended -----------------------------------------------------------------------------

TIME = [0.0, 6, 12, 18, 24, 30, 36]
SURVIVAL = [1.0, 0.95, 0.88, 0.8, 0.74, 0.71, 0.7]
TICKS, AT_RISK = [0, 12, 24, 36], [100, 85, 60, 30]


def mended(time: Any, survival: Any, ticks: Any = TICKS, n: Any = AT_RISK) -> dict[str, str]:
    report = reconstruct(time, survival, ticks, n).report
    return {mend.kind: str(mend) for mend in report.mends}


def test_a_sound_curve_needs_no_mend() -> None:
    assert mended(TIME, SURVIVAL) == {}


def test_percent_is_divided_by_a_hundred_and_said() -> None:
    percent = [100 * s for s in SURVIVAL]
    assert mended(TIME, percent) == {"percent": "Survival was in percent; it was divided by 100."}
    assert np.array_equal(
        reconstruct(TIME, percent, TICKS, AT_RISK).time,
        reconstruct(TIME, SURVIVAL, TICKS, AT_RISK).time,
    )


def test_exchanged_columns_are_exchanged_back_and_said() -> None:
    words = "Time and survival stood in each other's column; exchanged."
    assert mended(SURVIVAL, TIME) == {"columns": words}


def test_a_curve_listed_backwards_is_turned_round_and_said() -> None:
    words = "The curve was listed backwards; it was turned round."
    assert mended(TIME[::-1], SURVIVAL[::-1]) == {"order": words}


def test_a_small_step_back_in_time_is_sorted_and_said() -> None:
    words = "1 click went back in time a little, first in row 4; it was sorted."
    assert mended([0, 6, 12, 11.8, *TIME[3:]], [1, 0.95, 0.88, 0.9, *SURVIVAL[3:]]) == {
        "order": words
    }


def test_a_small_rise_is_smoothed_and_said() -> None:
    words = "Survival rose once; isotonic regression moved clicks by 0.005 at most (row 6)."
    rising = [1, 0.95, 0.88, 0.8, 0.74, 0.70, 0.71]
    assert mended(TIME, rising) == {"rise": words}


def test_a_spike_is_left_out_and_said() -> None:
    words = "Row 4 (survival 0.3) is contradicted by the clicks beside it; left out."
    spiked = [1, 0.95, 0.88, 0.3, 0.74, 0.71, 0.7]
    assert mended(TIME, spiked) == {"spike": words}


def test_values_just_outside_0_to_1_are_set_to_the_limit_and_said() -> None:
    words = "1 click lay just outside 0 to 1, first in row 1; it was set to the limit."
    assert mended(TIME, [1.004, *SURVIVAL[1:]]) == {"range": words}


def test_a_curve_without_a_first_point_gets_it_and_says_so() -> None:
    words = "The curve starts at time 6; the point (0, 1) was put before it."
    assert mended(TIME[1:], SURVIVAL[1:]) == {"start": words}
    words = "Survival at time 0 was 0.99; it was set to 1."
    assert mended(TIME, [0.99, *SURVIVAL[1:]]) == {"start": words}


def test_a_risk_table_out_of_order_or_with_a_row_twice_is_mended_and_said() -> None:
    words = "The risk table went back in time in row 3; it was sorted."
    assert mended(TIME, SURVIVAL, [0, 24, 12, 36], [100, 60, 85, 30]) == {"order": words}
    words = "Row 3 of the risk table repeats a time; left out."
    assert mended(TIME, SURVIVAL, [0, 12, 12, 24, 36], [100, 85, 85, 60, 30]) == {
        "duplicate": words
    }


def test_a_risk_table_that_ends_elsewhere_than_the_curve_is_said() -> None:
    assert mended(TIME, SURVIVAL, [*TICKS, 48], [*AT_RISK, 5]) == {
        "short_curve": "The curve ends at 36, but 5 are at risk at 48; it was carried on flat."
    }
    assert mended(TIME, SURVIVAL, [*TICKS[:3], 30], [*AT_RISK[:3], 0]) == {
        "long_curve": "The curve goes on to 36, but nobody is at risk at 30; everybody left "
        "before that."
    }
    assert mended(TIME, SURVIVAL, TICKS[:2], AT_RISK[:2]) == {
        "short_table": "The risk table ends at 12, the curve at 36: who left when after its end "
        "is a guess. Check that the units agree."
    }


# --- what is refused ----------------------------------------------------------------------------


def refused(
    time: Any = TIME, survival: Any = SURVIVAL, ticks: Any = TICKS, n: Any = AT_RISK, **more: Any
) -> list[str]:
    with pytest.raises(ReconstructionError) as caught:
        reconstruct(time, survival, ticks, n, **more)
    return [str(problem) for problem in caught.value.problems]


def changed(values: list[Any], row: int, value: Any) -> list[Any]:
    return [value if i + 1 == row else other for i, other in enumerate(values)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            {"n": [100, 85, 90, 30]},
            "at_risk, row 3: n_at_risk rises from 85 to 90 (time 24). Numbers at risk can only "
            "fall: check the row.",
        ),
        (
            {"ticks": [], "n": []},
            "at_risk: it has 0 rows. Give 1 or more.",
        ),
        (
            {"ticks": [6, 12, 24, 36]},
            "at_risk, row 1: the first time is 6. Add the row of time 0, the number of patients.",
        ),
        (
            {"n": [100.5, 85, 60, 30]},
            "at_risk, row 1: n_at_risk is 100.5. Give a whole number of 0 or more.",
        ),
        (
            {"n": [100, 85, 60, -1]},
            "at_risk, row 4: n_at_risk is -1. Give a whole number of 0 or more.",
        ),
        (
            {"n": [0, 0, 0, 0]},
            "at_risk, row 1: n_at_risk starts at 0. Give the patients of one arm, at most 50000.",
        ),
        (
            {"ticks": [0, 12, 0, 12], "n": [100, 85, 99, 80]},
            "at_risk, row 3: time 0 has 100 and 99 at risk. Give one arm only. (Also row 4.)",
        ),
        (
            {"survival": changed(SURVIVAL, 3, math.nan)},
            "curve, row 3: survival is nan. Give a number, or leave the row out.",
        ),
        (
            {"time": changed(TIME, 7, math.inf)},
            "curve, row 7: time is inf. Give a number, or leave the row out.",
        ),
        (
            {"time": changed(TIME, 1, -1)},
            "curve, row 1: time is -1. Time starts at 0: check the axis.",
        ),
        (
            {"time": TIME[:5]},
            "curve: time has 5 rows and survival 7. Give one of each in every row.",
        ),
        (
            {"time": [], "survival": []},
            "curve: it has 0 rows. Give 2 or more.",
        ),
        (
            {"survival": changed(SURVIVAL, 3, 88)},
            "curve, row 3: survival is 88. Survival lies between 0 and 1: check the axis and the "
            "order of the columns.",
        ),
        (
            {"time": TIME * 2, "survival": SURVIVAL * 2},
            "curve, row 8: time goes back from 36 to 0. Give the clicks of one arm only, in order "
            "of time. (Also row 9, 10, 11, 12, 13.)",
        ),
        (
            {"survival": [1, 0.9, 0.7, 0.5, 0.4, 0.3, 0.2], "n": [100, 98, 95, 90]},
            "at_risk, row 2: at time 12: 98 of 100 are at risk, but survival is 0.900, less than "
            "that share. Check that curve and table are of one arm and in one unit of time, and "
            "what is printed on the vertical axis. (Also row 3, 4.)",
        ),
        (
            {"time": [t / 12 for t in TIME]},
            "at_risk, row 4: the curve ends at 3, but 30 are at risk at 36. Check that curve and "
            "table are of one arm and in one unit of time.",
        ),
        (
            {"total_events": 101},
            "at_risk: total_events is 101, of 100 patients. Give a whole number from 0 to 100, or "
            "none.",
        ),
        (
            {"total_events": 3.5},
            "at_risk: total_events is 3.5, of 100 patients. Give a whole number from 0 to 100, or "
            "none.",
        ),
        (
            {"time": changed(TIME, 2, "six")},
            "curve: time: could not convert string to float: 'six'. Give one number in every row.",
        ),
    ],
)
def test_each_fault_is_refused_with_row_and_remedy(arguments: dict[str, Any], words: str) -> None:
    assert refused(**arguments) == [words]


def test_the_complement_of_survival_is_refused() -> None:
    problems = refused(survival=[1 - s for s in SURVIVAL])
    assert problems[0] == (
        "curve, row 1: survival at time 0 is 0. It is 1 there: check the axis, and that it is "
        "survival, not its complement."
    )


def test_columns_exchanged_and_in_percent_or_backwards_are_refused_as_ambiguous() -> None:
    assert refused([1, 0.7, 0.3, 0], [0, 12, 24, 36])[0] == (
        "curve: time falls from 1 to 0 while survival rises: this is a curve with its columns "
        "exchanged, or one in percent listed backwards."
    )


def test_a_curve_that_rises_for_good_is_refused() -> None:
    problems = refused(survival=[1, 0.5, 0.52, 0.56, 0.63, 0.69, 0.7])
    assert any("one arm's clicks, and survival, not its complement" in p for p in problems)


def test_faults_of_both_tables_come_at_once_with_their_rows() -> None:
    with pytest.raises(ReconstructionError) as caught:
        reconstruct(changed(TIME, 4, math.nan), SURVIVAL, [3, 12, 24, 36], [100, 85, 90, 30])
    places = [(problem.table, problem.row) for problem in caught.value.problems]
    assert places == [("curve", 4), ("at_risk", 1), ("at_risk", 3)]
    assert str(caught.value).count("\n") == 2
