"""Curves from published numbers alone: they meet those numbers, and say what they do not know.

Authorities: the published E1910 numbers themselves, and a large cohort laid out from the
calibrated hazards and censoring, analysed as patient data by ``tradeoff.statistics.survival``.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from tradeoff.statistics import calibration
from tradeoff.statistics.calibration import (
    ARMS,
    EVENTS_TOLERANCE,
    FOLLOW_UP_TOLERANCE,
    HAZARD_RATIO_LIMIT_TOLERANCE,
    HAZARD_RATIO_TOLERANCE,
    STANDARD_ERROR_TOLERANCE,
    SURVIVAL_TOLERANCE,
    Assumptions,
    Calibration,
    CalibrationError,
    LandmarkTarget,
    MedianTarget,
    Published,
    calibrate,
    fingerprint_inputs,
)
from tradeoff.statistics.intervals import (
    Estimate,
    difference_from_reported,
    log_standard_error,
    loglog_interval,
)
from tradeoff.statistics.survival import (
    cox_hazard_ratio,
    kaplan_meier,
    median_follow_up,
    median_survival,
    restricted_mean,
    survival_at,
)

SEED = 1910
FEW = Assumptions(curves=60)
# Each row of this cohort stands for an even share of the probability, so nothing here is random.
COHORT = 20_000


def estimate(value: float, lower: float | None = None, upper: float | None = None) -> Estimate:
    return Estimate(value, lower, upper, 0.95)


def landmark(months: float, control: Estimate, experimental: Estimate) -> LandmarkTarget:
    return LandmarkTarget(months, control, experimental)


NEJM_OS = Published(
    n_control=112,
    n_experimental=112,
    landmarks=(landmark(36, estimate(0.68), estimate(0.85)),),
    hazard_ratio=estimate(0.41, 0.23, 0.73),
    median_follow_up_months=43,
)
NEJM_RFS = replace(
    NEJM_OS,
    landmarks=(landmark(36, estimate(0.64), estimate(0.80)),),
    hazard_ratio=estimate(0.53, 0.32, 0.87),
)
FDA_PRIMARY = replace(
    NEJM_OS,
    landmarks=(landmark(36, estimate(0.690, 0.587, 0.772), estimate(0.848, 0.763, 0.904)),),
    hazard_ratio=estimate(0.42, 0.24, 0.75),
    median_follow_up_months=None,
)
FDA_LATER = replace(
    NEJM_OS,
    landmarks=(landmark(60, estimate(0.625, 0.520, 0.713), estimate(0.824, 0.737, 0.884)),),
    hazard_ratio=estimate(0.44, 0.25, 0.76),
    median_follow_up_months=54,
)
# Deaths over all follow-up, as the paper gives them.
NEJM_DEATHS = replace(NEJM_OS, events_control=40, events_experimental=17)
ENROLLED = replace(FEW, follow_up_half_width_months=25)
CUTS = {
    "nejm OS": (NEJM_OS, FEW),
    "nejm OS with deaths": (NEJM_DEATHS, ENROLLED),
    "nejm RFS": (NEJM_RFS, FEW),
    # The other report's analysis of about that time: an assumption.
    "fda-primary OS": (FDA_PRIMARY, replace(FEW, follow_up_months=43)),
    "fda-later OS": (FDA_LATER, FEW),
}


# A disease that moves in months: medians and a ratio, and an end point with one early landmark.
FAST = replace(FEW, piece_months=1, follow_up_half_width_months=10)
MEDIANS = Published(
    n_control=134,
    n_experimental=271,
    landmarks=(),
    hazard_ratio=estimate(0.71, 0.55, 0.93),
    median_follow_up_months=11.7,
    medians=(MedianTarget("control", 4.0), MedianTarget("experimental", 7.7)),
)
EARLY = replace(
    MEDIANS,
    landmarks=(landmark(6, estimate(0.12), estimate(0.31)),),
    hazard_ratio=estimate(0.55),
    medians=(),
)
# Few events, and a landmark beyond the median follow-up.
SLOW = replace(FEW, follow_up_half_width_months=25)
LATE = Published(
    n_control=722,
    n_experimental=718,
    landmarks=(landmark(36, estimate(0.879), estimate(0.960)),),
    hazard_ratio=estimate(0.39, 0.24, 0.64),
    median_follow_up_months=30,
)
LATE_WITH_ERRORS = replace(
    LATE, landmarks=(landmark(36, loglog_interval(0.879, 0.021), loglog_interval(0.960, 0.012)),)
)
OTHERS = {
    "medians": (MEDIANS, FAST),
    "early landmark, ratio without interval": (EARLY, FAST),
    "late landmark": (LATE, SLOW),
    "late landmark with standard errors": (LATE_WITH_ERRORS, SLOW),
}


def fit(published: Published, assumptions: Assumptions = FEW, *, seed: int = SEED) -> Calibration:
    return calibrate(published, assumptions, rng=np.random.default_rng(seed))


@pytest.fixture(scope="module")
def fits() -> dict[str, Calibration]:
    return {name: fit(*inputs) for name, inputs in CUTS.items()}


@pytest.fixture(params=list(CUTS))
def cut(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fitted(cut: str, fits: dict[str, Calibration]) -> Calibration:
    return fits[cut]


def curves(calibrated: Calibration) -> tuple[calibration.CalibratedCurve, ...]:
    return calibrated.control, calibrated.experimental


def achieved(calibrated: Calibration) -> dict[str, float]:
    return {check.quantity: check.achieved for check in calibrated.checks}


# --- What is published is met ---------------------------------------------------------------------


def test_tolerances_are_the_stated_ones() -> None:
    assert (SURVIVAL_TOLERANCE, HAZARD_RATIO_TOLERANCE) == (0.001, 0.01)
    assert (HAZARD_RATIO_LIMIT_TOLERANCE, FOLLOW_UP_TOLERANCE) == (0.02, 0.5)
    assert EVENTS_TOLERANCE == 1


def test_every_published_number_is_met_within_its_tolerance(cut: str, fitted: Calibration) -> None:
    published, _ = CUTS[cut]
    ratio, found = published.hazard_ratio, achieved(fitted)
    for target in published.landmarks:
        for arm, curve in zip(ARMS, curves(fitted), strict=True):
            value = target.of(arm).value
            assert found[f"survival, {arm}, {target.months:g} months"] == pytest.approx(
                value, abs=0.001
            )
            assert curve.survival[int(target.months)] == pytest.approx(value, abs=0.001)
    assert found["hazard ratio"] == pytest.approx(ratio.value, abs=0.01)
    assert found["hazard ratio, lower limit"] == pytest.approx(ratio.lower, abs=0.02)
    assert found["hazard ratio, upper limit"] == pytest.approx(ratio.upper, abs=0.02)
    assert all(check.met for check in fitted.checks)


def test_stated_follow_up_is_met_and_an_assumed_one_is_no_check(
    fits: dict[str, Calibration],
) -> None:
    name = "median follow-up, months"
    assert achieved(fits["nejm OS"])[name] == pytest.approx(43, abs=0.5)
    assert achieved(fits["fda-later OS"])[name] == pytest.approx(54, abs=0.5)
    assert name not in achieved(fits["fda-primary OS"])


def test_deaths_are_met_within_one_each_beside_all_other_numbers(
    fits: dict[str, Calibration],
) -> None:
    calibrated = fits["nejm OS with deaths"]
    found = achieved(calibrated)
    assert found["events, control"] == pytest.approx(40, abs=1)
    assert found["events, experimental"] == pytest.approx(17, abs=1)
    assert found["events, control"] == calibrated.expected_events_control
    assert found["events, experimental"] == calibrated.expected_events_experimental
    others = set(achieved(fits["nejm OS"]))
    assert set(found) == others | {"events, control", "events, experimental"}
    assert all(check.met for check in calibrated.checks)


@pytest.mark.parametrize(
    "one", [replace(NEJM_OS, events_control=20), replace(NEJM_OS, events_experimental=20)]
)
def test_deaths_of_one_arm_alone_are_not_used(one: Published) -> None:
    assert one.events is None
    assert fingerprint_inputs(one, FEW) == fingerprint_inputs(NEJM_OS, FEW)
    assert achieved(fit(one)) == achieved(fit(NEJM_OS))


def test_deaths_do_not_move_the_tension_of_the_ratio_that_was_made_from_them() -> None:
    with_deaths, without = fit(NEJM_DEATHS, ENROLLED), fit(NEJM_OS, ENROLLED)
    assert with_deaths.tension == without.tension


@pytest.mark.parametrize(
    ("name", "control", "experimental"),
    [("fda-primary OS", 0.0472, 0.0352), ("fda-later OS", 0.0494, 0.0369)],
)
def test_published_landmark_intervals_are_met(
    fits: dict[str, Calibration], name: str, control: float, experimental: float
) -> None:
    (errors,) = fits[name].landmark_standard_errors
    assert errors.control == pytest.approx(control, abs=STANDARD_ERROR_TOLERANCE)
    assert errors.experimental == pytest.approx(experimental, abs=STANDARD_ERROR_TOLERANCE)
    published = CUTS[name][0].landmarks[0]
    for arm, error in zip(ARMS, (errors.control, errors.experimental), strict=True):
        derived = loglog_interval(published.of(arm).value, error)
        assert derived.limits == pytest.approx(published.of(arm).limits, abs=0.003)


def test_nejm_landmarks_without_interval_get_one_and_the_gain_runs_from_5_to_29(
    fits: dict[str, Calibration],
) -> None:
    (errors,) = fits["nejm OS"].landmark_standard_errors
    assert errors.experimental == pytest.approx(0.035, abs=0.003)
    assert errors.control == pytest.approx(0.047, abs=0.003)
    gain = difference_from_reported(
        loglog_interval(0.85, errors.experimental), loglog_interval(0.68, errors.control)
    )
    assert [round(100 * number) for number in (gain.value, *gain.limits)] == [17, 5, 29]


def test_expected_deaths_agree_with_the_width_of_the_published_interval(
    cut: str, fitted: Calibration
) -> None:
    # 1/d0 + 1/d1 is the variance of log HR only about HR 1: a rough authority, hence 5 %.
    deaths = (fitted.expected_events_control, fitted.expected_events_experimental)
    implied = np.sqrt(sum(1 / number for number in deaths))
    assert implied == pytest.approx(log_standard_error(CUTS[cut][0].hazard_ratio), rel=0.05)


# --- The curve and its two bands ------------------------------------------------------------------


def test_curve_runs_by_month_from_everybody_alive_to_the_last_landmark_and_only_falls(
    cut: str, fitted: Calibration
) -> None:
    last = CUTS[cut][0].landmarks[-1].months
    for curve in curves(fitted):
        assert curve.months.tolist() == list(range(int(last) + 1))
        assert curve.survival[0] == 1
        assert np.all(np.diff(curve.survival) < 0)


def test_bands_hold_the_curve_and_have_no_gap(fitted: Calibration) -> None:
    for curve in curves(fitted):
        for lower, upper in (
            (curve.reconstruction_lower, curve.reconstruction_upper),
            (curve.sampling_lower, curve.sampling_upper),
        ):
            assert np.all((lower <= curve.survival) & (curve.survival <= upper))
            assert np.all((lower >= 0) & (upper <= 1))
            assert lower[0] == upper[0] == 1
            assert np.all(upper[1:] > lower[1:])


def test_reconstruction_band_is_pinned_at_the_landmark_and_open_before(
    fitted: Calibration,
) -> None:
    for curve in curves(fitted):
        width = curve.reconstruction_upper - curve.reconstruction_lower
        assert width[-1] < 2 * SURVIVAL_TOLERANCE
        assert width[12] > 0.03


# --- The range of the true curve ------------------------------------------------------------------


def test_range_holds_both_bands_at_every_month_and_is_wider_than_either(
    fitted: Calibration,
) -> None:
    for curve in curves(fitted):
        for lower, upper in (
            (curve.reconstruction_lower, curve.reconstruction_upper),
            (curve.sampling_lower, curve.sampling_upper),
        ):
            assert np.all((curve.lower <= lower) & (upper <= curve.upper))
            width = (curve.upper - curve.lower) / (upper - lower + (lower == upper))
            assert width[12] > 1.1
        assert curve.lower[0] == curve.upper[0] == 1
        assert np.all((curve.lower >= 0) & (curve.upper <= 1))


def test_range_is_the_landmarks_own_where_the_curve_is_pinned(fitted: Calibration) -> None:
    for curve in curves(fitted):
        assert curve.lower[-1] == pytest.approx(curve.sampling_lower[-1], abs=0.002)
        assert curve.upper[-1] == pytest.approx(curve.sampling_upper[-1], abs=0.002)


def test_range_does_not_jump_near_the_landmark(fitted: Calibration) -> None:
    for curve in curves(fitted):
        for distance in (curve.survival - curve.lower, curve.upper - curve.survival):
            assert np.max(np.abs(np.diff(distance[-7:]))) <= 0.02


def test_nejm_range_at_12_months_is_about_as_worked_out_beforehand() -> None:
    # 73 to 96 and 84 to 99 in the design, without deaths; a sample of 200 moves by 2 points.
    control, experimental = curves(fit(NEJM_OS, replace(ENROLLED, curves=200)))
    assert (control.lower[12], control.upper[12]) == pytest.approx((0.73, 0.96), abs=0.025)
    assert (experimental.lower[12], experimental.upper[12]) == pytest.approx((0.84, 0.99), abs=0.02)


def test_range_of_the_difference_holds_it_and_is_the_landmarks_own_where_pinned(
    fitted: Calibration,
) -> None:
    control, experimental = curves(fitted)
    gain = experimental.survival - control.survival
    lower, upper = fitted.difference_lower, fitted.difference_upper
    assert lower.shape == upper.shape == gain.shape
    assert np.all((lower <= gain) & (gain <= upper))
    assert lower[0] == upper[0] == 0
    at_landmark = difference_from_reported(
        *(
            Estimate(float(c.survival[-1]), float(c.lower[-1]), float(c.upper[-1]), 0.95)
            for c in (experimental, control)
        )
    )
    assert (lower[-1], upper[-1]) == pytest.approx(at_landmark.limits, abs=0.005)


def drawn(survival: np.ndarray, error: float) -> calibration._DrawnArm:
    """Sampled curves of one month: one row each."""
    column = survival[:, None]
    return calibration._DrawnArm(column, np.full_like(column, error))


EVEN = np.array([NormalDist().inv_cdf((place + 0.5) / 2000) for place in range(2000)])


def shapes(middle: float, sd: float) -> np.ndarray:
    """Survivals that are normal on the log(-log) scale about a middle one."""
    return np.asarray(middle ** np.exp(sd * EVEN))


@pytest.mark.parametrize(("shape", "chance"), [(0, 0.3), (0.3, 0), (0.3, 0.4), (0.1, 0.2)])
def test_range_adds_shape_and_chance_as_variances_where_both_are_normal(
    shape: float, chance: float
) -> None:
    lower, upper = calibration._range(drawn(shapes(0.85, shape), chance))
    # By hand: independent normals on the log(-log) scale; in steps of chance, a tenth of a point.
    sd = np.hypot(shape, chance)
    expected = loglog_interval(0.85, sd * 0.85 * -np.log(0.85))
    assert (lower[0], upper[0]) == pytest.approx(expected.limits, abs=0.0015)


def test_chance_is_each_arms_own_and_the_shape_is_both_arms() -> None:
    rng, nothing = np.random.default_rng(SEED), np.zeros(1)
    same = shapes(0.85, 0.5)
    pinned = drawn(same, 0), drawn(same, 0)
    lower, upper = calibration._difference_range(pinned, nothing, rng)
    assert lower[0] == upper[0] == 0

    chance = drawn(np.full(2000, 0.85), 0.05), drawn(np.full(2000, 0.85), 0.05)
    lower, upper = calibration._difference_range(chance, nothing, rng)
    # By the delta method: both arms' variances add up, none is taken off.
    half = 1.96 * np.sqrt(2) * 0.05 * 0.85 * -np.log(0.85)
    assert (lower[0], upper[0]) == pytest.approx((-half, half), rel=0.02)


# --- Means, samples, records ----------------------------------------------------------------------


def test_nejm_band_at_12_months_is_about_as_wide_as_worked_out_beforehand(
    fits: dict[str, Calibration],
) -> None:
    # 0.80 to 0.93 and 0.88 to 0.955 in the design; the percentiles of 60 curves move by 2 points.
    control, experimental = curves(fits["nejm OS"])
    assert control.reconstruction_lower[12] == pytest.approx(0.80, abs=0.04)
    assert control.reconstruction_upper[12] == pytest.approx(0.93, abs=0.04)
    assert experimental.reconstruction_lower[12] == pytest.approx(0.88, abs=0.04)
    assert experimental.reconstruction_upper[12] == pytest.approx(0.955, abs=0.04)


def test_sampling_band_at_the_landmark_is_the_interval_of_its_standard_error(
    fitted: Calibration,
) -> None:
    (errors,) = fitted.landmark_standard_errors
    for curve, error in zip(curves(fitted), (errors.control, errors.experimental), strict=True):
        interval = loglog_interval(float(curve.survival[-1]), error)
        assert (curve.sampling_lower[-1], curve.sampling_upper[-1]) == pytest.approx(
            interval.limits, abs=1e-9
        )


def test_arrays_are_read_only(fitted: Calibration) -> None:
    records: tuple[Any, ...] = (*curves(fitted), fitted.model, fitted)
    arrays = [getattr(record, field.name) for record in records for field in fields(record)]
    arrays = [array for array in arrays if isinstance(array, np.ndarray)]
    assert len(arrays) == 21
    assert not any(array.flags.writeable for array in arrays)


def test_restricted_mean_is_the_area_with_both_ranges(fitted: Calibration) -> None:
    means = fitted.restricted_mean
    for curve, mean in zip(curves(fitted), (means.control, means.experimental), strict=True):
        area = np.trapezoid(curve.survival, curve.months)
        assert mean.sampling.value == pytest.approx(area, abs=0.01)
        assert mean.reconstruction_lower < mean.sampling.value < mean.reconstruction_upper
    gain = means.difference.sampling
    assert gain.value == pytest.approx(
        means.experimental.sampling.value - means.control.sampling.value
    )
    assert gain.limits[0] < gain.value < gain.limits[1]
    assert means.horizon_months == fitted.control.months[-1]


def test_curves_kept_are_counted(fitted: Calibration) -> None:
    assert fitted.curves_asked == 60
    assert 30 <= fitted.curves_kept <= 60


# --- Against patient data laid out from the model -------------------------------------------------


def laid_out(hazard: np.ndarray, model: calibration.CalibratedModel) -> tuple[np.ndarray, ...]:
    """Times and events of an even cohort: the inverse of survival, against uniform censoring."""
    rank = np.arange(COHORT)
    survival = (rank + 0.5) / COHORT
    cumulative = np.concatenate([[0.0], np.cumsum(hazard * np.diff(model.piece_edges))])
    failure = np.interp(-np.log(survival), cumulative, model.piece_edges, right=np.inf)
    # Multiples of the golden ratio fill the unit interval evenly whatever the order of survival.
    even = (rank * (np.sqrt(5) - 1) / 2) % 1
    censoring = model.follow_up_months + model.follow_up_half_width_months * (2 * even - 1)
    return np.minimum(failure, censoring), failure <= censoring


def test_large_cohort_from_the_model_gives_back_the_published_numbers(
    cut: str, fitted: Calibration
) -> None:
    published, model = CUTS[cut][0], fitted.model
    target = published.landmarks[0]
    (errors,) = fitted.landmark_standard_errors
    scale = np.sqrt(COHORT / 112)
    control = laid_out(model.control_hazard, model)
    experimental = laid_out(model.experimental_hazard, model)
    time, event = (np.concatenate(pair) for pair in zip(control, experimental, strict=True))
    arm = np.repeat([False, True], COHORT)

    ratio = cox_hazard_ratio(time, event, arm)
    assert ratio.value == pytest.approx(published.hazard_ratio.value, abs=0.01)
    assert ratio.value == pytest.approx(achieved(fitted)["hazard ratio"], abs=0.001)
    assert log_standard_error(ratio) * scale == pytest.approx(
        log_standard_error(published.hazard_ratio), rel=0.03
    )
    assert median_follow_up(time, event) == pytest.approx(model.follow_up_months, abs=0.1)
    for data, n, expected in (
        (control, published.n_control, fitted.expected_events_control),
        (experimental, published.n_experimental, fitted.expected_events_experimental),
    ):
        assert data[1].mean() * n == pytest.approx(expected, abs=0.05)

    means = fitted.restricted_mean
    for data, value, error, mean in (
        (control, target.control.value, errors.control, means.control.sampling),
        (experimental, target.experimental.value, errors.experimental, means.experimental.sampling),
    ):
        curve = kaplan_meier(*data)
        at_landmark = survival_at(curve, target.months)
        assert at_landmark.value == pytest.approx(value, abs=0.001)
        assert at_landmark.standard_error * scale == pytest.approx(error, rel=0.01)
        area = restricted_mean(curve, horizon=target.months)
        assert area.value == pytest.approx(mean.value, abs=0.01)
        assert area.standard_error * scale == pytest.approx(mean.standard_error, rel=0.01)


@pytest.mark.parametrize(
    ("published", "assumptions"), [(FDA_LATER, FEW), (MEDIANS, FAST), (NEJM_DEATHS, FEW)]
)
def test_slopes_of_the_expected_quantities_match_finite_differences(
    published: Published, assumptions: Assumptions
) -> None:
    layout = calibration._Layout(published, assumptions)
    rng = np.random.default_rng(SEED)
    middle = layout.start + rng.normal(scale=0.2, size=layout.size)
    step = 1e-5
    differences = [
        calibration._expect(layout, middle + shift).quantities
        - calibration._expect(layout, middle - shift).quantities
        for shift in step * np.eye(layout.size)
    ]
    slopes = calibration._expect(layout, middle).slopes
    assert np.allclose(slopes, np.array(differences).T / (2 * step), atol=1e-8)


# --- Other trials ---------------------------------------------------------------------------------


def test_several_landmarks_pin_the_curve_at_each() -> None:
    months = (12, 24, 36)
    control, experimental = (0.87, 0.75, 0.68), (0.93, 0.88, 0.85)
    landmarks = [
        landmark(*each[:1], *map(estimate, each[1:]))
        for each in zip(months, control, experimental, strict=True)
    ]
    # Out of order on purpose: the months, not the place in the file, tell which comes first.
    calibrated = fit(replace(NEJM_OS, landmarks=tuple(reversed(landmarks))))
    assert calibrated.control.survival[list(months)] == pytest.approx(control, abs=0.001)
    assert calibrated.experimental.survival[list(months)] == pytest.approx(experimental, abs=0.001)
    errors = calibrated.landmark_standard_errors
    assert [each.months for each in errors] == list(months)
    assert all(a.control < b.control for a, b in pairwise(errors))


def test_arms_of_unequal_size_and_high_hazards_are_met() -> None:
    # Two to one, most dead within the year, decimals in the follow-up: TOWER's kind of trial.
    published = Published(
        n_control=134,
        n_experimental=271,
        landmarks=(landmark(12, estimate(0.23), estimate(0.34)),),
        hazard_ratio=estimate(0.73, 0.57, 0.94),
        median_follow_up_months=11.7,
    )
    calibrated = fit(published, replace(FEW, follow_up_half_width_months=9))
    assert all(check.met for check in calibrated.checks)
    errors = calibrated.landmark_standard_errors[0]
    assert errors.experimental < errors.control


@pytest.mark.parametrize("name", list(OTHERS))
def test_numbers_of_other_kinds_of_trials_are_met_without_undue_tension(name: str) -> None:
    published, assumptions = OTHERS[name]
    calibrated = fit(published, assumptions)
    assert all(check.met for check in calibrated.checks)
    assert achieved(calibrated)["hazard ratio"] == pytest.approx(
        published.hazard_ratio.value, abs=0.01
    )
    assert abs(calibrated.tension.standard_deviations) < 2
    assert ("hazard ratio, upper limit" in achieved(calibrated)) == (
        published.hazard_ratio.has_range
    )


def test_each_curve_is_at_one_half_where_its_median_was_printed() -> None:
    calibrated = fit(MEDIANS, FAST)
    found = achieved(calibrated)
    assert found["survival at the median, control, 4 months"] == pytest.approx(0.5, abs=0.001)
    assert found["survival at the median, experimental, 7.7 months"] == pytest.approx(0.5, abs=1e-3)
    assert calibrated.control.survival[4] == pytest.approx(0.5, abs=0.001)
    # A straight line between the drawn months passes the printed median too.
    drawn = np.interp(7.7, calibrated.experimental.months, calibrated.experimental.survival)
    assert drawn == pytest.approx(0.5, abs=0.001)


def test_large_cohort_from_the_model_has_the_published_medians() -> None:
    model = fit(MEDIANS, FAST).model
    for hazard, months in ((model.control_hazard, 4.0), (model.experimental_hazard, 7.7)):
        median = median_survival(kaplan_meier(*laid_out(hazard, model)))
        assert median == pytest.approx(months, abs=0.02)


def test_curve_of_medians_alone_ends_at_the_first_whole_month_from_the_later_one() -> None:
    calibrated = fit(MEDIANS, FAST)
    for curve in curves(calibrated):
        assert curve.months.tolist() == list(range(9))
    assert calibrated.restricted_mean.horizon_months == MEDIANS.horizon_months == 8
    assert calibrated.landmark_standard_errors == ()


def test_the_later_of_landmark_and_median_ends_the_curve() -> None:
    with_early = replace(MEDIANS, landmarks=(landmark(6, estimate(0.42), estimate(0.54)),))
    assert with_early.horizon_months == 8
    assert replace(with_early, landmarks=EARLY.landmarks, medians=()).horizon_months == 6
    at_a_month = (MedianTarget("control", 4.0), MedianTarget("experimental", 8.0))
    assert replace(MEDIANS, medians=at_a_month).horizon_months == 8


def test_landmarks_and_the_median_of_one_arm_are_met_together() -> None:
    published = replace(
        MEDIANS,
        landmarks=(landmark(12, estimate(0.23), estimate(0.34)),),
        medians=(MedianTarget("control", 4.0),),
    )
    calibrated = fit(published, FAST)
    assert calibrated.control.survival[[4, 12]] == pytest.approx([0.5, 0.23], abs=0.001)
    assert calibrated.experimental.survival[12] == pytest.approx(0.34, abs=0.001)


def test_landmark_between_whole_months_ends_the_curve() -> None:
    published = replace(NEJM_OS, landmarks=(landmark(30.5, estimate(0.70), estimate(0.86)),))
    curve = fit(published).control
    assert curve.months[-2:].tolist() == [30, 30.5]
    assert curve.survival[-1] == pytest.approx(0.70, abs=0.001)


def test_one_arm_without_interval_and_hazard_ratio_without_limits_are_used_as_they_are() -> None:
    mixed = landmark(36, estimate(0.690, 0.587, 0.772), estimate(0.848))
    calibrated = fit(replace(NEJM_OS, landmarks=(mixed,), hazard_ratio=estimate(0.42)))
    found = achieved(calibrated)
    assert "standard error of survival, control, 36 months" in found
    assert "standard error of survival, experimental, 36 months" not in found
    assert "hazard ratio, lower limit" not in found


# --- Tension, and what is refused -----------------------------------------------------------------


def test_tension_of_the_shipped_cuts_is_far_below_the_limit(fitted: Calibration) -> None:
    assert abs(fitted.tension.standard_deviations) < 1
    assert fitted.tension.limit == 3


def test_tension_grows_as_the_hazard_ratio_leaves_what_the_landmarks_predict() -> None:
    tensions = [
        abs(fit(replace(NEJM_OS, hazard_ratio=estimate(ratio))).tension.standard_deviations)
        for ratio in (0.42, 0.48, 0.54)
    ]
    assert all(a < b for a, b in pairwise(tensions))


def test_hazard_ratio_that_contradicts_the_landmarks_is_refused() -> None:
    contradictory = replace(NEJM_OS, hazard_ratio=estimate(0.9, 0.5, 1.62))
    with pytest.raises(
        CalibrationError, match=r"0\.9 is reported, but the survivals predict 0\.42: .* limit 3\."
    ):
        fit(contradictory)


def test_limit_of_tension_is_the_callers() -> None:
    with pytest.raises(CalibrationError, match=r"limit 0\.1\."):
        fit(NEJM_RFS, replace(FEW, tension_limit=0.1))


def turned(published: Published) -> Published:
    """The same numbers with the arms confused."""
    (target,) = published.landmarks
    return replace(published, landmarks=(landmark(36, target.experimental, target.control),))


CONFUSED = (MedianTarget("control", 7.7), MedianTarget("experimental", 4.0))


@pytest.mark.parametrize(
    ("published", "assumptions"),
    [
        (replace(MEDIANS, medians=CONFUSED), FAST),
        (replace(EARLY, landmarks=(landmark(6, estimate(0.31), estimate(0.12)),)), FAST),
        (replace(EARLY, hazard_ratio=estimate(0.85)), FAST),
        (turned(LATE), SLOW),
        (turned(LATE_WITH_ERRORS), SLOW),
        (replace(LATE, hazard_ratio=estimate(0.93, 0.57, 1.53)), SLOW),
        (replace(LATE_WITH_ERRORS, hazard_ratio=estimate(0.93, 0.57, 1.53)), SLOW),
        (turned(NEJM_OS), FEW),
        (replace(NEJM_OS, landmarks=(landmark(36, estimate(0.68), estimate(0.58)),)), FEW),
    ],
)
def test_numbers_copied_wrongly_are_refused_though_chance_has_its_part(
    published: Published, assumptions: Assumptions
) -> None:
    with pytest.raises(
        CalibrationError, match=r"is reported, but the survivals predict .* limit 3"
    ):
        fit(published, assumptions)


def sampling_sd(published: Published, assumptions: Assumptions) -> float:
    layout = calibration._Layout(published, assumptions)
    return calibration._tension(layout).sampling_log_sd


def proportional(n: int, months: float, survival: float, ratio: float) -> Published:
    """What a trial with constant hazards would publish, with as many patients in both arms."""
    return Published(
        n_control=n,
        n_experimental=n,
        landmarks=(landmark(months, estimate(survival), estimate(survival**ratio)),),
        hazard_ratio=estimate(ratio),
        median_follow_up_months=30,
    )


def simulated_distances(published: Published, half_width: float, trials: int) -> list[float]:
    """Log ratio of cumulative hazards at the landmark minus Cox's log ratio, trial by trial."""
    (target,), follow_up = published.landmarks, published.median_follow_up_months
    assert follow_up is not None
    rng = np.random.default_rng(SEED)
    arm = np.repeat([False, True], published.n_control)
    survival = np.where(arm, target.experimental.value, target.control.value)
    distances = []
    for _ in range(trials):
        failure = rng.exponential(-target.months / np.log(survival))
        censoring = rng.uniform(follow_up - half_width, follow_up + half_width, len(arm))
        time, event = np.minimum(failure, censoring), failure <= censoring
        control, experimental = (
            survival_at(kaplan_meier(time[arm == own], event[arm == own]), target.months).value
            for own in (False, True)
        )
        at_landmark = np.log(np.log(experimental) / np.log(control))
        distances.append(at_landmark - np.log(cox_hazard_ratio(time, event, arm).value))
    return distances


@pytest.mark.parametrize(
    ("published", "half_width"),
    [
        (proportional(720, 36, 0.88, 0.32), 20),
        (proportional(200, 30, 0.68, 0.41), 25),
        (proportional(150, 12, 0.50, 0.60), 20),
    ],
)
def test_chance_in_the_tension_is_what_simulated_trials_show(
    published: Published, half_width: float
) -> None:
    shown = np.std(simulated_distances(published, half_width, 400))
    assumed = replace(FEW, follow_up_half_width_months=half_width)
    # Three standard errors of a standard deviation from 400 trials, and 5 % for the theory.
    assert sampling_sd(published, assumed) == pytest.approx(shown, rel=0.16)


def test_published_standard_errors_at_a_landmark_decide_how_much_chance_the_tension_allows() -> (
    None
):
    # By hand: standard errors of log(-log S) from 0.021 and 0.012, less Cox's of about 0.235.
    by_hand = np.sqrt(0.185**2 + 0.306**2 - 0.235**2)
    assert sampling_sd(LATE_WITH_ERRORS, SLOW) == pytest.approx(by_hand, rel=0.05)
    assert sampling_sd(LATE, SLOW) < by_hand / 2


def test_a_later_landmark_of_an_arm_carries_the_chance_of_the_earlier_one() -> None:
    early, late = (0.82, 0.92), (0.68, 0.85)
    landmarks = (landmark(18, *map(estimate, early)), landmark(36, *map(estimate, late)))
    layout = calibration._Layout(replace(NEJM_OS, landmarks=landmarks), FEW)
    expected = calibration._Problem(layout, layout.survival_targets).optimise(layout.start).expected
    covariance = calibration._survival_covariance(layout, expected)  # by month, then by arm
    assert covariance[0, 2] == pytest.approx(covariance[0, 0] * late[0] / early[0], rel=1e-3)
    assert covariance[1, 3] == pytest.approx(covariance[1, 1] * late[1] / early[1], rel=1e-3)
    assert covariance[0, 1] == covariance[0, 3] == covariance[1, 2] == 0
    assert np.all(np.linalg.eigvalsh(covariance) > 0)


def test_reported_interval_does_not_move_the_tension_that_checks_it() -> None:
    wide, narrow, none = (
        fit(replace(NEJM_OS, hazard_ratio=ratio)).tension
        for ratio in (estimate(0.41, 0.23, 0.73), estimate(0.41, 0.24, 0.71), estimate(0.41))
    )
    assert wide == narrow == none


def test_shorter_pieces_draw_finer_and_do_not_loosen_the_prior() -> None:
    tensions = [fit(MEDIANS, replace(FAST, piece_months=piece)).tension for piece in (1, 1.5, 2, 3)]
    log_sds = [tension.log_sd for tension in tensions]
    assert max(log_sds) < 1.2 * min(log_sds)


def test_interval_too_narrow_for_the_patients_is_refused_with_both_values() -> None:
    with pytest.raises(CalibrationError, match=r"lower limit: published 0\.35, reached 0\.3"):
        fit(replace(NEJM_OS, hazard_ratio=estimate(0.41, 0.35, 0.48)))


@pytest.mark.parametrize(("control", "experimental"), [(100, 17), (40, 80), (30, 17)])
def test_deaths_that_no_curve_through_the_landmarks_can_have_are_refused_with_both_values(
    control: int, experimental: int
) -> None:
    counted = replace(NEJM_OS, events_control=control, events_experimental=experimental)
    said = rf"events, control: published {control}, reached [\d.]+, tolerance 1; .* No curve meets"
    with pytest.raises(CalibrationError, match=said):
        fit(counted, ENROLLED)


def test_landmarks_of_two_analyses_mixed_are_refused() -> None:
    both = (*FDA_PRIMARY.landmarks, *FDA_LATER.landmarks)
    with pytest.raises(CalibrationError, match="of one analysis"):
        fit(replace(FDA_LATER, landmarks=both))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"landmarks": ()}, "landmarks: none is published"),
        (
            {"landmarks": (landmark(36, estimate(68), estimate(0.85)),)},
            r"control, 36 months: survival 68 .* four in five is 0\.8",
        ),
        (
            {"landmarks": (landmark(36, estimate(0.68), estimate(1.0)),)},
            "experimental, 36 months: survival 1.0",
        ),
        (
            {
                "landmarks": (
                    landmark(24, estimate(0.7), estimate(0.85)),
                    landmark(36, estimate(0.72), estimate(0.85)),
                )
            },
            r"control, 36 months: survival is 0\.72, after 0\.7 at 24 months",
        ),
        ({"landmarks": NEJM_OS.landmarks * 2}, "follows a landmark at 36 months"),
        (
            {"landmarks": (landmark(90, estimate(0.68), estimate(0.85)),)},
            "the longest potential follow-up is 79",
        ),
        ({"hazard_ratio": estimate(-0.41)}, "hazard ratio: -0.41"),
        ({"hazard_ratio": estimate(0.41, 0, 0.73)}, "with lower limit 0"),
        (
            {"landmarks": (landmark(36, estimate(0.68, 0, 0.8), estimate(0.85)),)},
            r"survival 0.68 \(0 to 0.8\)",
        ),
        ({"n_control": 0}, "control: 0 patients"),
        (
            {"events_control": 0, "events_experimental": 17},
            "control: 0 events of 112 patients randomised. Give a count from 1 to 112",
        ),
        (
            {"events_control": 40, "events_experimental": 113},
            "experimental: 113 events of 112 patients randomised",
        ),
        ({"median_follow_up_months": None}, "not stated, and none assumed"),
        ({"median_follow_up_months": -1}, "-1 months"),
        ({"median_follow_up_months": 20}, "would censor before entry"),
    ],
)
def test_absurd_inputs_are_refused_with_the_place_and_what_to_do(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(CalibrationError, match=said):
        fit(replace(NEJM_OS, **change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"medians": MEDIANS.medians[:1]}, "none is published, nor the medians of both arms"),
        ({"medians": (*MEDIANS.medians, *CONFUSED)}, "one arm has two"),
        (
            {"landmarks": EARLY.landmarks},
            r"experimental, 7\.7 months: survival is 0\.5, after 0\.31 at 6 months",
        ),
        (
            {"landmarks": (landmark(4, estimate(0.5), estimate(0.6)),)},
            "control, 4 months: follows a landmark or median at 4 months",
        ),
        (
            {"medians": (MedianTarget("control", 4.0), MedianTarget("experimental", 21.5))},
            r"curve to 22 months: the longest potential follow-up is 21\.7",
        ),
        (
            {"medians": (MedianTarget("control", 0.0), MedianTarget("experimental", 7.7))},
            "above 0",
        ),
    ],
)
def test_absurd_medians_are_refused_with_the_place_and_what_to_do(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(CalibrationError, match=said):
        fit(replace(MEDIANS, **change), FAST)


def test_assumption_that_is_not_above_zero_is_refused_by_name() -> None:
    with pytest.raises(CalibrationError, match="control_walk_sd is 0"):
        fit(NEJM_OS, replace(FEW, control_walk_sd=0))


# --- Same inputs, same curve ----------------------------------------------------------------------


def test_same_seed_gives_the_same_curve_and_another_seed_another_band(
    fits: dict[str, Calibration],
) -> None:
    first, again, other = fits["nejm OS"], fit(NEJM_OS), fit(NEJM_OS, seed=SEED + 1)
    for field in fields(first.control):
        assert np.array_equal(
            getattr(first.control, field.name), getattr(again.control, field.name)
        )
    assert np.array_equal(first.difference_lower, again.difference_lower)
    assert np.array_equal(first.difference_upper, again.difference_upper)
    assert np.array_equal(first.control.survival, other.control.survival)
    assert not np.array_equal(
        first.control.reconstruction_lower, other.control.reconstruction_lower
    )


def changed_inputs() -> list[tuple[Published, Assumptions]]:
    primary, assumed = FDA_PRIMARY, replace(FEW, follow_up_months=43)
    target, ratio = primary.landmarks[0], primary.hazard_ratio

    def with_landmark(**change: Any) -> Published:
        return replace(primary, landmarks=(replace(target, **change),))

    published = [
        primary,
        replace(primary, n_control=111),
        replace(primary, n_experimental=111),
        replace(primary, n_control=111, n_experimental=113),
        with_landmark(months=35),
        with_landmark(control=replace(target.control, value=0.691)),
        with_landmark(control=replace(target.control, lower=0.588)),
        with_landmark(experimental=replace(target.experimental, upper=0.905)),
        with_landmark(experimental=estimate(0.848)),
        with_landmark(control=target.experimental, experimental=target.control),
        replace(primary, landmarks=(*primary.landmarks, *FDA_LATER.landmarks)),
        replace(primary, hazard_ratio=replace(ratio, value=0.43)),
        replace(primary, hazard_ratio=replace(ratio, upper=0.76)),
        replace(primary, hazard_ratio=replace(ratio, level=0.9)),
        replace(primary, median_follow_up_months=43),
        replace(primary, events_control=40, events_experimental=17),
        replace(primary, events_control=41, events_experimental=17),
        replace(primary, events_control=40, events_experimental=18),
        replace(primary, medians=(MedianTarget("control", 71.4),)),
        replace(primary, medians=(MedianTarget("control", 71.5),)),
        replace(primary, medians=(MedianTarget("experimental", 71.4),)),
    ]
    numbers = [field.name for field in fields(Assumptions)]
    assumptions = [replace(assumed, **{name: getattr(assumed, name) + 1}) for name in numbers]
    return [(each, assumed) for each in published] + [(primary, each) for each in assumptions]


def test_fingerprint_changes_with_any_number_that_the_fit_uses() -> None:
    fingerprints = [fingerprint_inputs(*inputs) for inputs in changed_inputs()]
    assert len(set(fingerprints)) == len(fingerprints)
    assert all(len(each) == 64 for each in fingerprints)


def test_fingerprint_without_medians_or_deaths_is_the_one_from_before_there_were_any() -> None:
    # Of a file shipped before: a new kind of target makes no curve stale that has none of it.
    assumed = Assumptions(follow_up_half_width_months=25)
    assert fingerprint_inputs(NEJM_OS, assumed).startswith("995a6b2dee1003caa87104e381261e2e")


def test_fingerprint_changes_with_the_method(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_inputs(NEJM_OS, FEW)
    monkeypatch.setattr(calibration, "METHOD_VERSION", "another")
    assert fingerprint_inputs(NEJM_OS, FEW) != before


def test_fingerprint_does_not_change_with_what_the_fit_does_not_use() -> None:
    both = replace(FDA_LATER, landmarks=(*FDA_PRIMARY.landmarks, *FDA_LATER.landmarks))
    turned = replace(both, landmarks=tuple(reversed(both.landmarks)))
    assert fingerprint_inputs(both, FEW) == fingerprint_inputs(turned, FEW)
    medians = replace(MEDIANS, medians=tuple(reversed(MEDIANS.medians)))
    assert fingerprint_inputs(MEDIANS, FAST) == fingerprint_inputs(medians, FAST)

    # A stated follow-up leaves the assumed one unused; 43 and 43.0 are one number.
    stated = replace(NEJM_OS, median_follow_up_months=43.0)
    assumed = replace(FEW, follow_up_months=50, follow_up_sd=9)
    assert fingerprint_inputs(NEJM_OS, FEW) == fingerprint_inputs(stated, assumed)

    ratio = replace(NEJM_OS.hazard_ratio, standard_error=0.295)
    assert fingerprint_inputs(replace(NEJM_OS, hazard_ratio=ratio), FEW) == fingerprint_inputs(
        NEJM_OS, FEW
    )


def test_importing_the_module_does_not_load_scipy() -> None:
    code = "import sys, tradeoff.statistics.calibration; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_public_names_are_what_the_module_says() -> None:
    assert all(hasattr(calibration, name) for name in calibration.__all__)
    public = {
        name
        for name, thing in vars(calibration).items()
        if not name.startswith("_")
        and getattr(thing, "__module__", "") == "tradeoff.statistics.calibration"
    }
    assert public == set(calibration.__all__) - {"METHOD_VERSION"}
