"""Reported against recomputed: tolerances that come from printed digits, and honest tension."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeoff.consistency import (
    CheckKind,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
    report,
)
from tradeoff.effects import Estimate, hazard_ratio_p_value, loglog_interval, normal_quantile
from tradeoff.loading import load_trial
from tradeoff.trial import (
    AdverseEvent,
    HazardRatio,
    Landmark,
    MedianSurvival,
    Record,
    RestrictedMeanDifference,
    Role,
    Trial,
)

MINIMAL = Path(__file__).parent / "bad_trials" / "minimal"
Z = normal_quantile(0.95)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return load_trial(MINIMAL)


def changed(record: Any, **values: object) -> Any:
    """The record with other values, checked as when it is read."""
    assert isinstance(record, Record)
    return type(record).model_validate({**record.model_dump(), **values})


def with_ratio(trial: Trial, **values: object) -> Trial:
    ratio: HazardRatio = changed(trial.hazard_ratios[0], **values)
    return trial.model_copy(update={"hazard_ratios": (ratio,)})


def with_landmark(trial: Trial, **values: object) -> Trial:
    """The control's landmark at 24 months with other values."""
    landmarks = [
        changed(entry, **values) if (entry.months, entry.arm) == (24, Role.CONTROL) else entry
        for entry in trial.landmarks
    ]
    return trial.model_copy(update={"landmarks": tuple(landmarks)})


def lines(trial: Trial, kind: CheckKind, **where: object) -> list[ConsistencyLine]:
    return [
        line
        for line in report(trial)
        if line.kind is kind and all(getattr(line, name) == v for name, v in where.items())
    ]


def line(trial: Trial, kind: CheckKind, **where: object) -> ConsistencyLine:
    (only,) = lines(trial, kind, **where)
    return only


def test_the_minimal_trial_agrees_with_itself(trial: Trial) -> None:
    assert [entry for entry in report(trial) if not entry.agrees] == []
    assert {entry.kind for entry in report(trial)} == {
        CheckKind.RATIO_CENTRE,
        CheckKind.P_VALUE,
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        CheckKind.LANDMARK_CENTRE,
        CheckKind.PERCENT,
    }


def test_every_line_has_a_range_about_its_reported_number_and_a_reason(trial: Trial) -> None:
    for entry in report(trial):
        assert entry.lower <= entry.reported <= entry.upper
        assert entry.tolerance > 0
        assert entry.reason in ToleranceReason
        assert entry.endpoint is not None or entry.harm is not None


# The ratio and its interval ----------------------------------------------------------------


def test_the_centre_of_an_interval_is_its_geometric_mean(trial: Trial) -> None:
    entry = line(trial, CheckKind.RATIO_CENTRE, data_cut="first")
    assert entry.recomputed == pytest.approx(math.sqrt(0.36 * 1.07))
    # 0.62 may be 0.615 to 0.625; 0.36 and 1.07 move the centre by what both roundings allow.
    low, high = math.sqrt(0.355 * 1.065), math.sqrt(0.365 * 1.075)
    assert entry.upper == pytest.approx(0.625 + entry.recomputed - low)
    assert entry.lower == pytest.approx(0.615 - (high - entry.recomputed))
    assert entry.reason is ToleranceReason.ROUNDING


@pytest.mark.parametrize(("value", "agrees"), [(0.60, False), (0.61, True), (0.66, False)])
def test_a_ratio_off_the_centre_of_its_interval_is_in_tension(
    trial: Trial, value: float, agrees: bool
) -> None:
    assert line(
        with_ratio(trial, value=value), CheckKind.RATIO_CENTRE, data_cut="first"
    ).agrees is (agrees)


@given(log_ratio=st.floats(-2, 1), error=st.floats(0.1, 0.6), decimals=st.integers(1, 3))
def test_what_was_printed_from_one_fit_is_never_in_tension(
    log_ratio: float, error: float, decimals: int
) -> None:
    """Rounding alone, at whatever digits, is no tension."""
    value, factor = math.exp(log_ratio), math.exp(Z * error)
    p_value = math.erfc(abs(log_ratio) / error / math.sqrt(2))
    printed = [round(number, decimals) for number in (value, value / factor, value * factor)]
    if not 0 < printed[1] <= printed[0] <= printed[2]:
        return
    trial = with_ratio(
        load_trial(MINIMAL),
        value=printed[0],
        lower=printed[1],
        upper=printed[2],
        decimals=decimals,
        p_value=round(p_value, 3),
    )
    for kind in (CheckKind.RATIO_CENTRE, CheckKind.P_VALUE):
        assert all(entry.agrees for entry in lines(trial, kind, data_cut="first"))


@given(survival=st.floats(0.1, 0.95), error=st.floats(0.01, 0.05), decimals=st.integers(0, 1))
def test_a_landmark_printed_with_its_loglog_interval_is_never_in_tension(
    survival: float, error: float, decimals: int
) -> None:
    whole = loglog_interval(survival, error)
    value, lower, upper = (round(x, decimals + 2) for x in (survival, *whole.limits))
    if not 0 < lower <= value <= upper < 1:
        return
    trial = with_landmark(
        load_trial(MINIMAL), survival=value, lower=lower, upper=upper, decimals=decimals
    )
    for entry in lines(trial, CheckKind.LANDMARK_CENTRE, arm=Role.CONTROL):
        assert entry.agrees
        assert entry.explanation is None


# P -----------------------------------------------------------------------------------------


def test_p_is_recomputed_by_wald_from_the_interval(trial: Trial) -> None:
    entry = line(trial, CheckKind.P_VALUE, data_cut="first")
    assert entry.recomputed == pytest.approx(hazard_ratio_p_value(Estimate(0.62, 0.36, 1.07, 0.95)))


def test_another_p_on_the_same_side_points_to_another_test(trial: Trial) -> None:
    entry = line(with_ratio(trial, p_value=0.30), CheckKind.P_VALUE, data_cut="first")
    assert not entry.agrees
    assert entry.explanation is Explanation.OTHER_TEST


def test_a_p_that_contradicts_its_interval_is_not_explained_away(trial: Trial) -> None:
    entry = line(with_ratio(trial, p_value=0.001), CheckKind.P_VALUE, data_cut="first")
    assert not entry.agrees
    assert entry.explanation is None


def test_no_p_no_line(trial: Trial) -> None:
    assert lines(with_ratio(trial, p_value=None), CheckKind.P_VALUE, data_cut="first") == []


# Events ------------------------------------------------------------------------------------


def test_events_give_the_width_of_the_interval(trial: Trial) -> None:
    known = with_ratio(trial, events_control=31, events_experimental=22)
    entry = line(known, CheckKind.EVENTS_STANDARD_ERROR)
    assert entry.reported == pytest.approx(math.log(1.07 / 0.36) / (2 * Z))
    assert entry.recomputed == pytest.approx(math.sqrt(1 / 31 + 1 / 22))
    assert entry.reason is ToleranceReason.APPROXIMATION
    assert entry.agrees


def test_too_few_events_for_so_narrow_an_interval_are_in_tension(trial: Trial) -> None:
    known = with_ratio(trial, events_control=12, events_experimental=9)
    assert not line(known, CheckKind.EVENTS_STANDARD_ERROR).agrees


def test_events_of_one_arm_alone_are_not_compared(trial: Trial) -> None:
    assert lines(with_ratio(trial, events_control=31), CheckKind.EVENTS_STANDARD_ERROR) == []


# Landmarks ---------------------------------------------------------------------------------


def test_the_ratio_of_cumulative_hazards_is_held_against_the_ratios_own_interval(
    trial: Trial,
) -> None:
    entry = line(trial, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first", months=24)
    assert entry.recomputed == pytest.approx(math.log(0.80) / math.log(0.70))
    assert (entry.lower, entry.upper) == (0.36, 1.07)
    assert entry.reason is ToleranceReason.REPORTED_INTERVAL


def test_a_landmark_outside_the_ratios_interval_points_to_hazards_not_proportional(
    trial: Trial,
) -> None:
    crossed = with_landmark(trial, survival=0.85, lower=None, upper=None, level=None)
    entry = line(crossed, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first", months=24)
    assert not entry.agrees
    assert entry.explanation is Explanation.HAZARDS_NOT_PROPORTIONAL


@pytest.mark.parametrize("survival", [1.0, 0.0])
def test_nobody_or_everybody_dead_gives_no_line_and_no_error(trial: Trial, survival: float) -> None:
    ended = with_landmark(trial, survival=survival, lower=None, upper=None, level=None)
    assert lines(ended, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first", months=24) == []


@pytest.mark.parametrize(
    ("limits", "explanation"),
    [
        ((0.600, 0.800), Explanation.PLAIN_INTERVAL),
        ((0.606, 0.809), Explanation.LOG_INTERVAL),
        ((0.650, 0.900), None),
    ],
)
def test_another_kind_of_interval_is_recognised(
    trial: Trial, limits: tuple[float, float], explanation: Explanation | None
) -> None:
    other = with_landmark(trial, lower=limits[0], upper=limits[1], decimals=1)
    entry = line(other, CheckKind.LANDMARK_CENTRE, arm=Role.CONTROL)
    assert not entry.agrees
    assert entry.explanation is explanation


# Harms -------------------------------------------------------------------------------------


def test_a_count_that_was_inferred_from_its_percentage_says_so(trial: Trial) -> None:
    inferred: tuple[AdverseEvent, ...] = tuple(
        changed(entry, counts_inferred=True) for entry in trial.adverse_events
    )
    told = trial.model_copy(update={"adverse_events": inferred})
    for entry in lines(told, CheckKind.PERCENT):
        assert entry.agrees
        assert entry.explanation is Explanation.COUNT_INFERRED


def test_a_trial_without_any_pair_of_numbers_has_no_line(trial: Trial) -> None:
    landmarks: tuple[Landmark, ...] = tuple(
        changed(entry, lower=None, upper=None, level=None) for entry in trial.landmarks
    )
    bare = trial.model_copy(
        update={
            "hazard_ratios": (),
            "subgroups": (),
            "adverse_events": (),
            "landmarks": landmarks,
        }
    )
    assert report(bare) == ()


# Medians, standard errors, restricted means ------------------------------------------------


def with_medians(trial: Trial, control: float, experimental: float) -> Trial:
    ratio = trial.hazard_ratios[0]
    months = {Role.CONTROL: control, Role.EXPERIMENTAL: experimental}
    provenance = {"source": ratio.source, "place": "text", "status": ratio.status}
    entries = [
        MedianSurvival(
            analysis=ratio.data_cut, endpoint=ratio.endpoint, arm=role, reached=True,
            months=months[role], **provenance,
        )
        for role in Role
    ]  # fmt: skip
    return trial.model_copy(update={"medians": tuple(entries)})


@pytest.mark.parametrize(("control", "agrees"), [(6.2, True), (3.0, False), (11.0, False)])
def test_medians_are_held_against_the_ratios_own_interval_and_tension_has_its_reason(
    trial: Trial, control: float, agrees: bool
) -> None:
    entry = line(with_medians(trial, control, 10.0), CheckKind.MEDIAN_RATIO)
    assert entry.recomputed == pytest.approx(control / 10)
    assert (entry.lower, entry.upper) == (0.36, 1.07)
    assert entry.agrees is agrees
    assert entry.explanation is (None if agrees else Explanation.HAZARDS_NOT_CONSTANT)


def test_a_ratio_without_interval_is_held_against_a_landmark_by_rounding_alone(
    trial: Trial,
) -> None:
    bare = with_ratio(trial, lower=None, upper=None, level=None)
    entries = lines(bare, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first")
    assert {entry.reason for entry in entries} == {ToleranceReason.ROUNDING}
    for entry in entries:
        assert entry.agrees or entry.explanation is Explanation.HAZARDS_NOT_PROPORTIONAL


@pytest.mark.parametrize(("error", "agrees"), [(0.08, True), (0.001, False)])
def test_a_printed_standard_error_is_not_below_that_of_a_plain_proportion(
    trial: Trial, error: float, agrees: bool
) -> None:
    printed = with_landmark(trial, lower=None, upper=None, level=None, standard_error=error)
    entry = line(printed, CheckKind.STANDARD_ERROR)
    people = printed.arm(Role.CONTROL).n_randomised
    survival = next(e.survival for e in printed.landmarks if e.standard_error is not None)
    assert entry.recomputed == pytest.approx(math.sqrt(survival * (1 - survival) / people))
    assert entry.agrees is agrees


def with_mean(trial: Trial, **values: object) -> Trial:
    ratio = trial.hazard_ratios[0]
    fields: dict[str, Any] = {
        **{"data_cut": ratio.data_cut, "endpoint": ratio.endpoint, "source": ratio.source},
        **{"place": "text", "status": ratio.status, "difference_days": 72.0},
        **{"lower": 36.0, "upper": 108.0, "level": 0.95, "p_value": 0.001},
        **{"p_value_below": True, **values},
    }
    mean = RestrictedMeanDifference.model_validate(fields)
    return trial.model_copy(update={"restricted_means": (mean,)})


def test_a_published_restricted_mean_is_held_against_its_own_interval_and_p(trial: Trial) -> None:
    agreeing = with_mean(trial)
    assert line(agreeing, CheckKind.RESTRICTED_MEAN_CENTRE).recomputed == pytest.approx(72)
    p_value = line(agreeing, CheckKind.RESTRICTED_MEAN_P_VALUE)
    assert p_value.recomputed == pytest.approx(math.erfc(72 * Z / 36 / math.sqrt(2)))
    assert p_value.agrees
    assert not line(with_mean(trial, lower=10.0), CheckKind.RESTRICTED_MEAN_CENTRE).agrees
    wide = with_mean(trial, lower=-6.0, upper=150.0)
    assert not line(wide, CheckKind.RESTRICTED_MEAN_P_VALUE).agrees
