"""Published numbers of several kinds of trials, and fits of them, for the tests of calibration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tradeoff.statistics.calibration import (
    Assumptions,
    Calibration,
    LandmarkTarget,
    Published,
    calibrate,
)
from tradeoff.statistics.intervals import Estimate, loglog_interval
from tradeoff.statistics.two_arms import Arms

SEED = 1910
FEW = Assumptions(curves=60)
# Each row of this cohort stands for an even share of the probability, so nothing here is random.
COHORT = 20_000


def estimate(value: float, lower: float | None = None, upper: float | None = None) -> Estimate:
    return Estimate(value, lower, upper, 0.95)


def landmark(months: float, control: Estimate, experimental: Estimate) -> LandmarkTarget:
    return LandmarkTarget(control, experimental, months=months)


NEJM_OS = Published(
    n_randomised=Arms(112, 112),
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
NEJM_DEATHS = replace(NEJM_OS, events=Arms(40, 17))
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
    n_randomised=Arms(134, 271),
    landmarks=(),
    hazard_ratio=estimate(0.71, 0.55, 0.93),
    median_follow_up_months=11.7,
    medians=Arms(4.0, 7.7),
)
EARLY = replace(
    MEDIANS,
    landmarks=(landmark(6, estimate(0.12), estimate(0.31)),),
    hazard_ratio=estimate(0.55),
    medians=Arms(None, None),
)
# Few events, and a landmark beyond the median follow-up.
SLOW = replace(FEW, follow_up_half_width_months=25)
LATE = Published(
    n_randomised=Arms(722, 718),
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


def achieved(calibrated: Calibration) -> dict[str, float]:
    return {check.quantity: check.achieved for check in calibrated.checks}


def laid_out(hazard: np.ndarray, model: Calibration) -> tuple[np.ndarray, ...]:
    """Times and events of an even cohort: the inverse of survival, against uniform censoring."""
    rank = np.arange(COHORT)
    survival = (rank + 0.5) / COHORT
    cumulative = np.concatenate([[0.0], np.cumsum(hazard * np.diff(model.piece_edges))])
    failure = np.interp(-np.log(survival), cumulative, model.piece_edges, right=np.inf)
    # Multiples of the golden ratio fill the unit interval evenly whatever the order of survival.
    even = (rank * (np.sqrt(5) - 1) / 2) % 1
    censoring = model.follow_up_months + model.follow_up_half_width_months * (2 * even - 1)
    return np.minimum(failure, censoring), failure <= censoring
