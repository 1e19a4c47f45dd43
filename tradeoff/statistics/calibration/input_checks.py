"""What published numbers and assumptions must be before a curve is sought."""

from __future__ import annotations

import math
from dataclasses import asdict

from tradeoff.statistics.calibration.published import (
    NONE_REACHED,
    Assumptions,
    CalibrationError,
    Published,
    value_and_limits,
)
from tradeoff.statistics.two_arms import Role


def check_inputs(published: Published, assumptions: Assumptions) -> None:
    """Refuse the first thing from which no curve can be drawn.

    Raises:
        CalibrationError: the place, what stands there, and what to do.
    """
    for name, number in asdict(assumptions).items():
        _require(
            number is None or 0 < number < math.inf,
            f"assumptions: {name} is {number}. Give a number above 0.",
        )
    for arm in Role:
        n = published.n_randomised.of(arm)
        _require(n >= 1, f"{arm}: {n} patients randomised. Give at least 1.")
    _require(
        min(value_and_limits(published.hazard_ratio)) > 0,
        f"hazard ratio: {published.hazard_ratio.value} with lower limit "
        f"{published.hazard_ratio.lower}. Both must be above 0.",
    )
    _require(
        bool(published.landmarks) or published.medians.complete() is not None,
        "landmarks: none is published, nor the medians of both arms, so nothing pins either "
        "curve. A hazard ratio alone gives no curve: draw none, or give survival at one month "
        "at least.",
    )
    for arm in Role:
        _check_events(published, arm)
    for arm in Role:
        _check_points(published, arm)
    _check_follow_up(published, assumptions)


def _require(fulfilled: bool, otherwise: str) -> None:
    if not fulfilled:
        raise CalibrationError(otherwise)


def _check_events(published: Published, arm: Role) -> None:
    if published.events is not None:
        events, n = published.events.of(arm), published.n_randomised.of(arm)
        _require(
            1 <= events <= n,
            f"{arm}: {events} events of {n} patients randomised. Give a count from 1 to {n}: "
            "patients with an event, each counted once.",
        )


def _check_points(published: Published, arm: Role) -> None:
    before = "a landmark" if published.medians == NONE_REACHED else "a landmark or median"
    months_before, survival_before = 0.0, 1.0
    own = [point for point in published.points if point.arm is arm]
    for point in sorted(own, key=lambda point: point.months):
        months, estimate = point.months, point.survival
        where = f"{arm}, {months:g} months"
        _require(
            months_before < months < math.inf,
            f"{where}: follows {before} at {months_before:g} months. "
            "Give each month once, above 0.",
        )
        _require(
            all(0 < number < 1 for number in value_and_limits(estimate)),
            f"{where}: survival {estimate.value} ({estimate.lower} to {estimate.upper}). "
            "Give numbers between 0 and 1, neither included: four in five is 0.8.",
        )
        _require(
            estimate.value <= survival_before,
            f"{where}: survival is {estimate.value}, after {survival_before} at "
            f"{months_before:g} months. Survival can only fall. Check both against the source.",
        )
        months_before, survival_before = months, estimate.value


def _check_follow_up(published: Published, assumptions: Assumptions) -> None:
    follow_up, last = assumptions.median_follow_up(published), published.horizon_months
    half_width = assumptions.follow_up_half_width_months
    if follow_up is None:
        raise CalibrationError(
            "median follow-up: not stated, and none assumed. Give "
            "Assumptions.follow_up_months, and say on the page that it is an assumption."
        )
    _require(
        0 < follow_up < math.inf,
        f"median follow-up: {follow_up} months. Give a number above 0.",
    )
    _require(
        half_width < follow_up,
        f"follow-up: a half width of {half_width:g} months about a median of {follow_up:g} "
        "would censor before entry. Assume a half width below the median.",
    )
    _require(
        last < follow_up + half_width,
        f"curve to {last:g} months: the longest potential follow-up is "
        f"{follow_up + half_width:g} ({follow_up:g} + {half_width:g}). "
        "Check the median follow-up, or assume a longer enrolment.",
    )
