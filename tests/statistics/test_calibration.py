"""Curves from published numbers alone: they meet those numbers, and say what they do not know.

Authorities: the published E1910 numbers themselves, and a large cohort laid out from the
calibrated hazards and censoring, analysed as patient data by ``tradeoff.statistics.survival``.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from tests.statistics.calibration_cuts import (
    COHORT,
    CUTS,
    ENROLLED,
    FAST,
    FDA_LATER,
    FEW,
    MEDIANS,
    NEJM_DEATHS,
    NEJM_OS,
    SEED,
    achieved,
    fit,
    laid_out,
)
from tradeoff.statistics.calibration import Assumptions, Calibration, Published
from tradeoff.statistics.calibration.curves import DrawnArm, difference_range, true_range
from tradeoff.statistics.calibration.expected import Layout, expect
from tradeoff.statistics.calibration.targets import (
    EVENTS_TOLERANCE,
    FOLLOW_UP_TOLERANCE,
    HAZARD_RATIO_LIMIT_TOLERANCE,
    HAZARD_RATIO_TOLERANCE,
    STANDARD_ERROR_TOLERANCE,
    SURVIVAL_TOLERANCE,
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
    restricted_mean,
    survival_at,
)
from tradeoff.statistics.two_arms import Arms, Role


@pytest.fixture(scope="module")
def fits() -> dict[str, Calibration]:
    return {name: fit(*inputs) for name, inputs in CUTS.items()}


@pytest.fixture(params=list(CUTS))
def cut(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fitted(cut: str, fits: dict[str, Calibration]) -> Calibration:
    return fits[cut]


# --- What is published is met ---------------------------------------------------------------------


def test_tolerances_are_the_stated_ones() -> None:
    assert (SURVIVAL_TOLERANCE, HAZARD_RATIO_TOLERANCE) == (0.001, 0.01)
    assert (HAZARD_RATIO_LIMIT_TOLERANCE, FOLLOW_UP_TOLERANCE) == (0.02, 0.5)
    assert EVENTS_TOLERANCE == 1


def test_every_published_number_is_met_within_its_tolerance(cut: str, fitted: Calibration) -> None:
    published, _ = CUTS[cut]
    ratio, found = published.hazard_ratio, achieved(fitted)
    for target in published.landmarks:
        for arm, curve in zip(Role, fitted.in_order, strict=True):
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
    for arm in Role:
        assert found[f"events, {arm}"] == calibrated.of(arm).expected_events
    others = set(achieved(fits["nejm OS"]))
    assert set(found) == others | {"events, control", "events, experimental"}
    assert all(check.met for check in calibrated.checks)


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
    published = CUTS[name][0].landmarks[0]
    errors = fits[name].map(lambda curve: curve.standard_errors[published.months])
    assert errors.control == pytest.approx(control, abs=STANDARD_ERROR_TOLERANCE)
    assert errors.experimental == pytest.approx(experimental, abs=STANDARD_ERROR_TOLERANCE)
    for arm in Role:
        derived = loglog_interval(published.of(arm).value, errors.of(arm))
        assert derived.limits == pytest.approx(published.of(arm).limits, abs=0.003)


def test_nejm_landmarks_without_interval_get_one_and_the_gain_runs_from_5_to_29(
    fits: dict[str, Calibration],
) -> None:
    errors = fits["nejm OS"].map(lambda curve: curve.standard_errors[36])
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
    implied = np.sqrt(sum(1 / curve.expected_events for curve in fitted.in_order))
    assert implied == pytest.approx(log_standard_error(CUTS[cut][0].hazard_ratio), rel=0.05)


# --- The curve and its two bands ------------------------------------------------------------------


def test_curve_runs_by_month_from_everybody_alive_to_the_last_landmark_and_only_falls(
    cut: str, fitted: Calibration
) -> None:
    last = CUTS[cut][0].landmarks[-1].months
    for curve in fitted.in_order:
        assert curve.months.tolist() == list(range(int(last) + 1))
        assert curve.survival[0] == 1
        assert np.all(np.diff(curve.survival) < 0)


def test_bands_hold_the_curve_and_have_no_gap(fitted: Calibration) -> None:
    for curve in fitted.in_order:
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
    for curve in fitted.in_order:
        width = curve.reconstruction_upper - curve.reconstruction_lower
        assert width[-1] < 2 * SURVIVAL_TOLERANCE
        assert width[12] > 0.03


# --- The range of the true curve ------------------------------------------------------------------


def test_range_holds_both_bands_at_every_month_and_is_wider_than_either(
    fitted: Calibration,
) -> None:
    for curve in fitted.in_order:
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
    for curve in fitted.in_order:
        assert curve.lower[-1] == pytest.approx(curve.sampling_lower[-1], abs=0.002)
        assert curve.upper[-1] == pytest.approx(curve.sampling_upper[-1], abs=0.002)


def test_range_does_not_jump_near_the_landmark(fitted: Calibration) -> None:
    for curve in fitted.in_order:
        for distance in (curve.survival - curve.lower, curve.upper - curve.survival):
            assert np.max(np.abs(np.diff(distance[-7:]))) <= 0.02


def test_nejm_range_at_12_months_is_about_as_worked_out_beforehand() -> None:
    # 73 to 96 and 84 to 99 in the design, without deaths; a sample of 200 moves by 2 points.
    control, experimental = fit(NEJM_OS, replace(ENROLLED, curves=200)).in_order
    assert (control.lower[12], control.upper[12]) == pytest.approx((0.73, 0.96), abs=0.025)
    assert (experimental.lower[12], experimental.upper[12]) == pytest.approx((0.84, 0.99), abs=0.02)


def test_range_of_the_difference_holds_it_and_is_the_landmarks_own_where_pinned(
    fitted: Calibration,
) -> None:
    control, experimental = fitted.in_order
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


def drawn(survival: np.ndarray, error: float) -> DrawnArm:
    """Sampled curves of one month: one row each."""
    column = survival[:, None]
    return DrawnArm(column, np.full_like(column, error))


EVEN = np.array([NormalDist().inv_cdf((place + 0.5) / 2000) for place in range(2000)])


def shapes(middle: float, sd: float) -> np.ndarray:
    """Survivals that are normal on the log(-log) scale about a middle one."""
    return np.asarray(middle ** np.exp(sd * EVEN))


@pytest.mark.parametrize(("shape", "chance"), [(0, 0.3), (0.3, 0), (0.3, 0.4), (0.1, 0.2)])
def test_range_adds_shape_and_chance_as_variances_where_both_are_normal(
    shape: float, chance: float
) -> None:
    lower, upper = true_range(drawn(shapes(0.85, shape), chance))
    # By hand: independent normals on the log(-log) scale; in steps of chance, a tenth of a point.
    sd = np.hypot(shape, chance)
    expected = loglog_interval(0.85, sd * 0.85 * -np.log(0.85))
    assert (lower[0], upper[0]) == pytest.approx(expected.limits, abs=0.0015)


def test_chance_is_each_arms_own_and_the_shape_is_both_arms() -> None:
    rng, nothing = np.random.default_rng(SEED), np.zeros(1)
    same = shapes(0.85, 0.5)
    pinned = Arms(drawn(same, 0), drawn(same, 0))
    lower, upper = difference_range(pinned, nothing, rng)
    assert lower[0] == upper[0] == 0

    chance = Arms.each(lambda _: drawn(np.full(2000, 0.85), 0.05))
    lower, upper = difference_range(chance, nothing, rng)
    # By the delta method: both arms' variances add up, none is taken off.
    half = 1.96 * np.sqrt(2) * 0.05 * 0.85 * -np.log(0.85)
    assert (lower[0], upper[0]) == pytest.approx((-half, half), rel=0.02)


# --- Means, samples, records ----------------------------------------------------------------------


def test_nejm_band_at_12_months_is_about_as_wide_as_worked_out_beforehand(
    fits: dict[str, Calibration],
) -> None:
    # 0.80 to 0.93 and 0.88 to 0.955 in the design; the percentiles of 60 curves move by 2 points.
    control, experimental = fits["nejm OS"].in_order
    assert control.reconstruction_lower[12] == pytest.approx(0.80, abs=0.04)
    assert control.reconstruction_upper[12] == pytest.approx(0.93, abs=0.04)
    assert experimental.reconstruction_lower[12] == pytest.approx(0.88, abs=0.04)
    assert experimental.reconstruction_upper[12] == pytest.approx(0.955, abs=0.04)


def test_sampling_band_at_the_landmark_is_the_interval_of_its_standard_error(
    fitted: Calibration,
) -> None:
    for curve in fitted.in_order:
        (error,) = curve.standard_errors.values()
        interval = loglog_interval(float(curve.survival[-1]), error)
        assert (curve.sampling_lower[-1], curve.sampling_upper[-1]) == pytest.approx(
            interval.limits, abs=1e-9
        )


def test_arrays_are_read_only(fitted: Calibration) -> None:
    records: tuple[Any, ...] = (*fitted.in_order, fitted)
    arrays = [getattr(record, field.name) for record in records for field in fields(record)]
    arrays = [array for array in arrays if isinstance(array, np.ndarray)]
    assert len(arrays) == 21
    assert not any(array.flags.writeable for array in arrays)


def test_restricted_mean_is_the_area_with_both_ranges(fitted: Calibration) -> None:
    for curve in fitted.in_order:
        mean = curve.restricted_mean
        area = np.trapezoid(curve.survival, curve.months)
        assert mean.sampling.value == pytest.approx(area, abs=0.01)
        assert mean.reconstruction_lower < mean.sampling.value < mean.reconstruction_upper
    means = fitted.map(lambda curve: curve.restricted_mean.sampling.value)
    gain = fitted.restricted_mean_difference.sampling
    assert gain.value == pytest.approx(means.experimental - means.control)
    assert gain.limits[0] < gain.value < gain.limits[1]


def test_curves_kept_are_counted(fitted: Calibration) -> None:
    assert fitted.curves_asked == 60
    assert 30 <= fitted.curves_kept <= 60


# --- Against patient data laid out from the model -------------------------------------------------


def test_large_cohort_from_the_model_gives_back_the_published_numbers(
    cut: str, fitted: Calibration
) -> None:
    published = CUTS[cut][0]
    target = published.landmarks[0]
    scale = np.sqrt(COHORT / 112)
    data = fitted.map(lambda curve: laid_out(curve.hazard, fitted))
    time, event = (np.concatenate(pair) for pair in zip(*data.in_order, strict=True))
    arm = np.repeat([False, True], COHORT)

    ratio = cox_hazard_ratio(time, event, arm)
    assert ratio.value == pytest.approx(published.hazard_ratio.value, abs=0.01)
    assert ratio.value == pytest.approx(achieved(fitted)["hazard ratio"], abs=0.001)
    assert log_standard_error(ratio) * scale == pytest.approx(
        log_standard_error(published.hazard_ratio), rel=0.03
    )
    assert median_follow_up(time, event) == pytest.approx(fitted.follow_up_months, abs=0.1)

    for role in Role:
        found, n = fitted.of(role), published.n_randomised.of(role)
        curve, mean = kaplan_meier(*data.of(role)), found.restricted_mean.sampling
        assert data.of(role)[1].mean() * n == pytest.approx(found.expected_events, abs=0.05)
        at_landmark = survival_at(curve, target.months)
        assert at_landmark.value == pytest.approx(target.of(role).value, abs=0.001)
        error = found.standard_errors[target.months]
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
    layout = Layout(published, assumptions)
    rng = np.random.default_rng(SEED)
    middle = layout.start + rng.normal(scale=0.2, size=layout.size)
    step = 1e-5
    differences = [
        expect(layout, middle + shift).quantities - expect(layout, middle - shift).quantities
        for shift in step * np.eye(layout.size)
    ]
    slopes = expect(layout, middle).slopes
    assert np.allclose(slopes, np.array(differences).T / (2 * step), atol=1e-8)


def test_tension_of_the_shipped_cuts_is_far_below_the_limit(fitted: Calibration) -> None:
    assert abs(fitted.tension.standard_deviations) < 1
    assert fitted.tension.limit == 3


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


def test_importing_the_module_does_not_load_scipy() -> None:
    code = "import sys, tradeoff.statistics.calibration; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
