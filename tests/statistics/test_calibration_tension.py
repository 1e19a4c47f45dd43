"""Tension between a hazard ratio and the other numbers, and numbers that no curve can meet."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.statistics.calibration_cuts import (
    EARLY,
    ENROLLED,
    FAST,
    FDA_LATER,
    FDA_PRIMARY,
    FEW,
    LATE,
    LATE_WITH_ERRORS,
    MEDIANS,
    NEJM_OS,
    NEJM_RFS,
    SEED,
    SLOW,
    estimate,
    fit,
    landmark,
)
from tradeoff.statistics.calibration import (
    Assumptions,
    CalibrationError,
    Published,
    search,
)
from tradeoff.statistics.calibration.expected import Layout
from tradeoff.statistics.calibration.search import Problem, tension
from tradeoff.statistics.calibration.targets import survival_targets
from tradeoff.statistics.survival import cox_hazard_ratio, kaplan_meier, survival_at
from tradeoff.statistics.two_arms import Arms


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


CONFUSED = Arms(7.7, 4.0)


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
    layout = Layout(published, assumptions)
    return tension(layout).sampling_log_sd


def proportional(n: int, months: float, survival: float, ratio: float) -> Published:
    """What a trial with constant hazards would publish, with as many patients in both arms."""
    return Published(
        n_randomised=Arms(n, n),
        landmarks=(landmark(months, estimate(survival), estimate(survival**ratio)),),
        hazard_ratio=estimate(ratio),
        median_follow_up_months=30,
    )


def simulated_distances(published: Published, half_width: float, trials: int) -> list[float]:
    """Log ratio of cumulative hazards at the landmark minus Cox's log ratio, trial by trial."""
    (target,), follow_up = published.landmarks, published.median_follow_up_months
    assert follow_up is not None
    rng = np.random.default_rng(SEED)
    arm = np.repeat([False, True], published.n_randomised.control)
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
    layout = Layout(replace(NEJM_OS, landmarks=landmarks), FEW)
    expected = Problem(layout, survival_targets(layout)).optimise(layout.start).expected
    covariance = search._survival_covariance(layout, expected)  # by month, then by arm
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
    counted = replace(NEJM_OS, events=Arms(control, experimental))
    said = rf"events, control: published {control}, reached [\d.]+, tolerance 1; .* No curve meets"
    with pytest.raises(CalibrationError, match=said):
        fit(counted, ENROLLED)


def test_landmarks_of_two_analyses_mixed_are_refused() -> None:
    both = (*FDA_PRIMARY.landmarks, *FDA_LATER.landmarks)
    with pytest.raises(CalibrationError, match="of one analysis"):
        fit(replace(FDA_LATER, landmarks=both))
