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

from tradeoff.reconstruction import Reconstruction, ReconstructionError, reconstruct
from tradeoff.survival import cox_hazard_ratio, kaplan_meier, number_at_risk, survival_at

CASES = Path(__file__).parent / "reference" / "cases"
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
            start = clock.perf_counter()
            for arm in ARMS:
                arm_of(case, arm).rebuilt(kind, with_total=True)
            assert clock.perf_counter() - start <= 1.0


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
