"""Calibrated curves of other kinds of trials: medians, several landmarks, few events."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.statistics.calibration_cuts import (
    EARLY,
    FAST,
    FEW,
    MEDIANS,
    NEJM_OS,
    OTHERS,
    achieved,
    estimate,
    fit,
    laid_out,
    landmark,
)
from tradeoff.statistics.calibration import Published
from tradeoff.statistics.survival import kaplan_meier, median_survival
from tradeoff.statistics.two_arms import Arms


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
    errors = calibrated.control.standard_errors
    assert sorted(errors) == list(months)
    assert all(errors[a] < errors[b] for a, b in pairwise(months))


def test_arms_of_unequal_size_and_high_hazards_are_met() -> None:
    # Two to one, most dead within the year, decimals in the follow-up: TOWER's kind of trial.
    published = Published(
        n_randomised=Arms(134, 271),
        landmarks=(landmark(12, estimate(0.23), estimate(0.34)),),
        hazard_ratio=estimate(0.73, 0.57, 0.94),
        median_follow_up_months=11.7,
    )
    calibrated = fit(published, replace(FEW, follow_up_half_width_months=9))
    assert all(check.met for check in calibrated.checks)
    errors = calibrated.map(lambda curve: curve.standard_errors[12])
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
    calibrated = fit(MEDIANS, FAST)
    for curve, months in zip(calibrated.in_order, MEDIANS.medians.in_order, strict=True):
        median = median_survival(kaplan_meier(*laid_out(curve.hazard, calibrated)))
        assert median == pytest.approx(months, abs=0.02)


def test_curve_of_medians_alone_ends_at_the_first_whole_month_from_the_later_one() -> None:
    calibrated = fit(MEDIANS, FAST)
    for curve in calibrated.in_order:
        assert curve.months.tolist() == list(range(9))
        assert curve.standard_errors == {}
    assert MEDIANS.horizon_months == 8


def test_the_later_of_landmark_and_median_ends_the_curve() -> None:
    with_early = replace(MEDIANS, landmarks=(landmark(6, estimate(0.42), estimate(0.54)),))
    assert with_early.horizon_months == 8
    assert (
        replace(with_early, landmarks=EARLY.landmarks, medians=Arms(None, None)).horizon_months == 6
    )
    at_a_month = Arms(4.0, 8.0)
    assert replace(MEDIANS, medians=at_a_month).horizon_months == 8


def test_landmarks_and_the_median_of_one_arm_are_met_together() -> None:
    published = replace(
        MEDIANS,
        landmarks=(landmark(12, estimate(0.23), estimate(0.34)),),
        medians=Arms(4.0, None),
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
