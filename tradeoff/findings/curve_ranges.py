"""The 95 % range of the true curve, month by month, where a curve was calibrated.

Two things are not known of such a curve: how it ran between the published numbers
(reconstruction), and how far chance moved what was observed (sampling). The calibration draws both
together; here its range is joined to what was published at the landmarks, so that no month next to
a landmark looks surer than the landmark itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import CalibratedArm, CalibratedCurves

LEVEL = 0.95
# Early on, where nearly all are alive, a limit may be kept as 1, which has no log(-log).
_EDGE = 1e-9
Landmarks = Mapping[int, Estimate]
"""Months with what was published or calculated there."""
_Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class CurveRanges(Arms[tuple[Estimate, ...]]):
    """Survival of both arms and their difference at each month from 0, with 95 % ranges.

    Survival is 0 to 1; the difference is experimental minus control. At a landmark that has a
    range each is the landmark's own.
    """

    difference: tuple[Estimate, ...]


def curve_ranges(
    curves: CalibratedCurves, landmarks: Arms[Landmarks], gain: Landmarks
) -> CurveRanges:
    """The ranges of both calibrated curves, joined to the landmarks' own where they have one."""
    arms = Arms.each(lambda role: _arm(curves.arm(role), _ranged(landmarks.of(role))))
    return CurveRanges(arms.control, arms.experimental, _difference(curves, _ranged(gain)))


def _ranged(landmarks: Landmarks) -> Landmarks:
    return {month: one for month, one in landmarks.items() if one.has_range}


def _arm(arm: CalibratedArm, landmarks: Landmarks) -> tuple[Estimate, ...]:
    rows = zip(arm.survival, arm.lower, arm.upper, strict=True)
    drawn = [Estimate(*row, LEVEL) for row in rows]
    joined = _joined(drawn, landmarks, _log_hazard, _survival)
    # Neither uncertainty alone is wider than both together.
    lower = map(min, joined.lower, arm.reconstruction_lower, arm.sampling_lower, arm.survival)
    upper = map(max, joined.upper, arm.reconstruction_upper, arm.sampling_upper, arm.survival)
    return _at_landmarks_their_own(arm.survival, lower, upper, landmarks)


def _difference(curves: CalibratedCurves, landmarks: Landmarks) -> tuple[Estimate, ...]:
    pairs = zip(curves.experimental.survival, curves.control.survival, strict=True)
    values = [experimental - control for experimental, control in pairs]
    rows = zip(values, curves.difference_lower, curves.difference_upper, strict=True)
    joined = _joined([Estimate(*row, LEVEL) for row in rows], landmarks, float, float)
    return _at_landmarks_their_own(values, joined.lower, joined.upper, landmarks)


def _at_landmarks_their_own(
    values: Iterable[float],
    lower: Iterable[float],
    upper: Iterable[float],
    landmarks: Landmarks,
) -> tuple[Estimate, ...]:
    rows = enumerate(zip(values, lower, upper, strict=True))
    return tuple(landmarks.get(month) or Estimate(*row, LEVEL) for month, row in rows)


def _log_hazard(survival: float) -> float:
    """Minus log(-log S), which rises with S and has no ends: there ranges are about even."""
    return -math.log(-math.log(min(max(survival, _EDGE), 1 - _EDGE)))


def _survival(log_hazard: float) -> float:
    return math.exp(-math.exp(-log_hazard))


@dataclass(frozen=True, slots=True)
class _Limits:
    """Of a range below and above a curve, or what stretches it, month by month."""

    lower: list[float]
    upper: list[float]


def _joined(
    drawn: Sequence[Estimate], landmarks: Landmarks, scale: _Scale, back: _Scale
) -> _Limits:
    """Drawn limits with their distances from the value stretched, on a scale.

    At entry all are alive and the range is a point.
    """
    factors = _factors(drawn, landmarks, scale)
    joined = _Limits([], [])
    for one, below, above in zip(drawn, factors.lower, factors.upper, strict=True):
        lower, upper = one.limits
        if lower < upper:
            middle = scale(one.value)
            lower = back(middle - below * (middle - scale(lower)))
            upper = back(middle + above * (scale(upper) - middle))
        joined.lower.append(lower)
        joined.upper.append(upper)
    return joined


def _factors(drawn: Sequence[Estimate], landmarks: Landmarks, scale: _Scale) -> _Limits:
    """For each month, what stretches the drawn range below and above the curve.

    At a landmark: to the landmark's own range. In between it changes evenly, from 1 at entry.
    """
    known = {0: (1.0, 1.0)}
    for month, landmark in sorted(landmarks.items()):
        if month < len(drawn):
            known[month] = _ratios(drawn[month], landmark, scale)
    known.setdefault(len(drawn) - 1, known[max(known)])
    return _Limits(
        *(_evenly({month: pair[side] for month, pair in known.items()}) for side in (0, 1))
    )


def _evenly(known: Mapping[int, float]) -> list[float]:
    """Month by month on a straight line from one known number to the next."""
    found = [known[0]]
    for (start, first), (end, second) in pairwise(sorted(known.items())):
        steps = range(1, end - start + 1)
        found += [first + step / (end - start) * (second - first) for step in steps]
    return found


def _ratios(drawn: Estimate, landmark: Estimate, scale: _Scale) -> tuple[float, float]:
    middle, own = scale(drawn.value), scale(landmark.value)
    (lower, upper), (low, high) = drawn.limits, landmark.limits
    return (
        (own - scale(low)) / (middle - scale(lower)),
        (scale(high) - own) / (scale(upper) - middle),
    )
