"""The 95 % range of the true curve, month by month, where a curve was calibrated.

Two things are not known of such a curve: how it ran between the published numbers
(reconstruction), and how far chance moved what was observed (sampling). The calibration draws both
together; here its range is joined to what was published at the landmarks, so that no month next to
a landmark looks surer than the landmark itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tradeoff.statistics.intervals import Estimate

if TYPE_CHECKING:
    from tradeoff.trial.records import CalibratedArm, CalibratedCurves

__all__ = ["CurveRanges", "Landmarks", "curve_ranges"]

LEVEL = 0.95
# Early on, where nearly all are alive, a limit may be kept as 1, which has no log(-log).
_EDGE = 1e-9
Landmarks = Mapping[int, Estimate]
"""Months with what was published or calculated there."""


@dataclass(frozen=True, slots=True)
class CurveRanges:
    """Survival of both arms and their difference at each month from 0, with 95 % ranges.

    Survival is 0 to 1; the difference is experimental minus control. At a landmark that has a
    range each is the landmark's own.
    """

    control: tuple[Estimate, ...]
    experimental: tuple[Estimate, ...]
    difference: tuple[Estimate, ...]


def curve_ranges(
    curves: CalibratedCurves, *, control: Landmarks, experimental: Landmarks, gain: Landmarks
) -> CurveRanges:
    """The ranges of both calibrated curves, joined to the landmarks' own where they have one."""
    return CurveRanges(
        control=_arm(curves.control, _ranged(control)),
        experimental=_arm(curves.experimental, _ranged(experimental)),
        difference=_difference(curves, _ranged(gain)),
    )


def _ranged(landmarks: Landmarks) -> Landmarks:
    return {month: one for month, one in landmarks.items() if one.has_range}


def _arm(arm: CalibratedArm, landmarks: Landmarks) -> tuple[Estimate, ...]:
    rows = range(len(arm.months))
    drawn = [Estimate(arm.survival[row], arm.lower[row], arm.upper[row], LEVEL) for row in rows]
    below, above = _factors(drawn, landmarks, _log_hazard)
    found = []
    for row in rows:
        joined = _stretched(drawn[row], below[row], above[row], _log_hazard, _survival)
        # Neither uncertainty alone is wider than both together.
        value = arm.survival[row]
        lower = min(joined[0], arm.reconstruction_lower[row], arm.sampling_lower[row], value)
        upper = max(joined[1], arm.reconstruction_upper[row], arm.sampling_upper[row], value)
        found.append(landmarks.get(row) or Estimate(value, lower, upper, LEVEL))
    return tuple(found)


def _difference(curves: CalibratedCurves, landmarks: Landmarks) -> tuple[Estimate, ...]:
    pairs = zip(curves.experimental.survival, curves.control.survival, strict=True)
    limits = zip(curves.difference_lower, curves.difference_upper, strict=True)
    drawn = [
        Estimate(first - second, lower, upper, LEVEL)
        for (first, second), (lower, upper) in zip(pairs, limits, strict=True)
    ]
    below, above = _factors(drawn, landmarks, float)
    found = []
    for row, one in enumerate(drawn):
        lower, upper = _stretched(one, below[row], above[row], float, float)
        found.append(landmarks.get(row) or Estimate(one.value, lower, upper, LEVEL))
    return tuple(found)


def _log_hazard(survival: float) -> float:
    """Minus log(-log S), which rises with S and has no ends: there ranges are about even."""
    return -math.log(-math.log(min(max(survival, _EDGE), 1 - _EDGE)))


def _survival(log_hazard: float) -> float:
    return math.exp(-math.exp(-log_hazard))


def _stretched(
    drawn: Estimate, below: float, above: float, scale: _Scale, back: _Scale
) -> tuple[float, float]:
    """Limits with their distances from the value multiplied, on a scale; none where there is none.

    At entry all are alive and the range is a point.
    """
    lower, upper = drawn.limits
    if lower == upper:
        return lower, upper
    middle = scale(drawn.value)
    return (
        back(middle - below * (middle - scale(lower))),
        back(middle + above * (scale(upper) - middle)),
    )


def _factors(
    drawn: list[Estimate], landmarks: Landmarks, scale: _Scale
) -> tuple[list[float], list[float]]:
    """For each month, what stretches the drawn range below and above the curve.

    At a landmark: to the landmark's own range. In between it changes evenly, from 1 at entry.
    """
    known = {0: (1.0, 1.0)}
    for month, landmark in sorted(landmarks.items()):
        if month < len(drawn):
            known[month] = _ratios(drawn[month], landmark, scale)
    last = len(drawn) - 1
    known.setdefault(last, known[max(known)])
    below, above = [known[0][0]], [known[0][1]]
    for (start, first), (end, second) in pairwise(sorted(known.items())):
        for month in range(start + 1, end + 1):
            share = (month - start) / (end - start)
            below.append(first[0] + share * (second[0] - first[0]))
            above.append(first[1] + share * (second[1] - first[1]))
    return below, above


def _ratios(drawn: Estimate, landmark: Estimate, scale: _Scale) -> tuple[float, float]:
    middle, own = scale(drawn.value), scale(landmark.value)
    (lower, upper), (low, high) = drawn.limits, landmark.limits
    return (
        (own - scale(low)) / (middle - scale(lower)),
        (scale(high) - own) / (scale(upper) - middle),
    )


if TYPE_CHECKING:
    from collections.abc import Callable

    _Scale = Callable[[float], float]
