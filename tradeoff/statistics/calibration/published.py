"""What a fit may use of one data cut and end point, and what it assumes beyond that."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Arms, Role

# Part of every fingerprint: raise it with any change that moves a curve, so that old ones are
# refused as stale.
METHOD_VERSION = "1"

# Half a year: finer pieces cannot be told apart by one landmark, coarser ones show as corners.
# Where half of the patients die within such a piece, give the trial shorter ones.
PIECE_MONTHS = 6.0
# The total of events hangs on hazards after the last landmark, which nobody published: it may not
# say who was still watched at the landmark. There the spread of follow-up stays where it was put.
_HALF_WIDTH_LOGIT_SD_BESIDE_EVENTS = 0.2
# Enough for the 2.5th and 97.5th percentiles to settle within about a point of survival from one
# seed to another, at some seconds a fit.
CURVES = 800
# Three standard deviations: what chance and rounding do about once in 400 times. Above it the
# numbers more probably come from different analyses, or one was copied wrongly.
TENSION_LIMIT = 3.0

# A rounded number lies within half a unit of what was printed: sd a quarter of a unit.
ROUNDING = 0.25

_HALF = Estimate(0.5, None, None, 0.95)  # survival at a median, by what a median is


NONE_REACHED: Arms[float | None] = Arms(None, None)


class CalibrationError(ValueError):
    """Published numbers from which no curve can honestly be drawn: where, what and what to do."""


@dataclass(frozen=True, slots=True)
class LandmarkTarget(Arms[Estimate]):
    """Published survival (0 to 1) of both arms at ``months``; the estimates may have no range."""

    months: float = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Point:
    """A place that one arm's curve must pass: a landmark, or the half at a median."""

    arm: Role
    months: float
    survival: Estimate
    at_median: bool


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that a fit may use of one data cut and end point, and nothing else.

    ``hazard_ratio`` is experimental against control; it may have no range.
    ``median_follow_up_months`` is ``None`` where the cut does not state one: then the assumptions
    must. ``medians`` are median survivals in months where they were reached: an arm's curve is at
    one half in the month as printed. Without landmarks both arms' are needed.

    ``events`` are those of each arm over all follow-up, ``None`` unless both are known. Some of
    them come after the curves' end. How many is decided by the hazard there, which no survival
    pins: it is then an assumption. Counts and a ratio that was rounded or stratified seldom agree
    to the last digit; the curves bend before their end too until they do.
    """

    n_randomised: Arms[int]
    landmarks: tuple[LandmarkTarget, ...]
    hazard_ratio: Estimate
    median_follow_up_months: float | None
    medians: Arms[float | None] = NONE_REACHED
    events: Arms[int] | None = None

    @property
    def points(self) -> list[Point]:
        """Landmarks by month and arm, then medians: the order of targets and checks."""
        landmarks = sorted(self.landmarks, key=lambda landmark: landmark.months)
        medians = zip(Role, self.medians.in_order, strict=True)
        return [
            *(
                Point(arm, at.months, at.of(arm), at_median=False)
                for at in landmarks
                for arm in Role
            ),
            *(Point(arm, at, _HALF, at_median=True) for arm, at in medians if at is not None),
        ]

    @property
    def horizon_months(self) -> float:
        """Where the curves end: the last landmark, or the first whole month from a later median."""
        ends = (math.ceil(at.months) if at.at_median else at.months for at in self.points)
        return float(max(ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a fit assumes beyond the published numbers: what nobody published.

    ``follow_up_months`` is used only where the cut states no median follow-up, and has no default:
    it belongs to one trial. ``curves`` is the size of the sample asked for.
    """

    piece_months: float = PIECE_MONTHS
    # What the control's log hazard moves in half a year, whatever the pieces: its hazard is within
    # a factor of 1.6 (one sd) or 2.7 (two) of the half-year before. Wider than the falls seen after
    # the first two years of leukaemia trials, so that the shape is not decided by the prior. A
    # shorter step has less, by the root of time: shorter pieces draw finer, and do not loosen the
    # prior.
    control_walk_sd: float = 0.5
    # The same for the log hazard ratio: effects drift more slowly than hazards do.
    hazard_ratio_walk_sd: float = 0.3
    follow_up_months: float | None = None
    # Where no median follow-up is stated, the assumed one is good to about a season.
    follow_up_sd: float = 3.0
    # E1910 enrolled from 2013 to 2019, about six and a half years, so potential follow-up spans
    # about 36 months either side of its median; give another trial its own.
    follow_up_half_width_months: float = 36.0
    # Entry was not even over those years, and published landmark intervals tell how many were still
    # watched, so the half width may move. Its prior is normal on the logit of half width over
    # median, which keeps the first possible censoring after entry: one sd is about 29 to 40 months
    # for E1910.
    follow_up_half_width_logit_sd: float = 0.6
    curves: int = CURVES
    tension_limit: float = TENSION_LIMIT

    def beside_events(self) -> Assumptions:
        """What a fit assumes that is given events too: the span of follow-up is held."""
        return replace(self, follow_up_half_width_logit_sd=_HALF_WIDTH_LOGIT_SD_BESIDE_EVENTS)

    def median_follow_up(self, published: Published) -> float | None:
        """Months of median follow-up, as stated or else as assumed."""
        stated = published.median_follow_up_months
        return self.follow_up_months if stated is None else stated


def value_and_limits(estimate: Estimate) -> tuple[float, ...]:
    """One number, or three where there is a range."""
    return (estimate.value, *(estimate.limits if estimate.has_range else ()))


def fingerprint_inputs(published: Published, assumptions: Assumptions) -> str:
    """SHA-256 (hex) of the numbers that a fit uses, its assumptions and ``METHOD_VERSION``.

    The same numbers give the same text whatever their type (43 or 43.0) or their order.
    """
    text = "\n".join(_canonical(published, assumptions))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(published: Published, assumptions: Assumptions) -> list[str]:
    events, follow_up = published.events, ("follow_up_months", "follow_up_sd")
    used = {name: of for name, of in asdict(assumptions).items() if name not in follow_up}
    return [
        f"method {METHOD_VERSION}",
        *(f"n {arm} {published.n_randomised.of(arm)}" for arm in Role),
        *(
            f"median {at.arm} {_exact(at.months)}"
            if at.at_median
            else f"survival {at.arm} {_exact(at.months)} {_exact_estimate(at.survival)}"
            for at in published.points
        ),
        f"hazard ratio {_exact_estimate(published.hazard_ratio)}",
        # No line where there are none: a new kind of target makes no curve stale that has none.
        *(f"events {arm} {events.of(arm)}" for arm in Role if events is not None),
        *_canonical_follow_up(published, assumptions),
        *(f"{name} {_exact(number)}" for name, number in used.items()),
    ]


def _canonical_follow_up(published: Published, assumptions: Assumptions) -> Iterator[str]:
    if published.median_follow_up_months is not None:
        yield f"follow-up stated {_exact(published.median_follow_up_months)}"
    elif assumptions.follow_up_months is not None:
        yield f"follow-up assumed {_exact(assumptions.follow_up_months, assumptions.follow_up_sd)}"


def _exact(*numbers: float) -> str:
    return " ".join(repr(float(number)) for number in numbers)


def _exact_estimate(estimate: Estimate) -> str:
    level = (estimate.level,) if estimate.has_range else ()
    return _exact(*value_and_limits(estimate), *level)
