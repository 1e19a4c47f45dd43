"""Survival curves where only landmarks or medians, a hazard ratio and a follow-up are published.

The shape of a curve between its published points is unknown. Each arm gets a hazard that is
constant on pieces of some months, with a prior that prefers smooth ones, and a trial with
staggered entry is laid over it. What such a trial would be expected to publish is compared with
what was published, and the curve is the most probable one that agrees. A sample of others that
agree as well shows how far it could run elsewhere (*reconstruction* band); how far chance alone
could have moved it is another question (*sampling* band). Both together tell where the true curve
may run (its *range*).

Headline numbers are never read off such a curve: they are the published ones. Matching them is no
proof either, since absurd inputs can be matched by contortion; so the *tension* between the hazard
ratio and the other numbers is reported, and refused above a limit.

References:
    Bardsley, Solonen, Haario and Laine, SIAM J Sci Comput 2014;36:A1895 (randomise, then
    optimise; used here without its projection and density correction, so the sample and its band
    are approximate).
    Hausman, Econometrica 1978;46:1251 (chance between two estimates of the same patients, one of
    them efficient: the difference of their variances; used for the tension).
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from tradeoff.statistics.intervals import (
    Estimate,
    log_standard_error,
    loglog_interval,
    loglog_standard_error,
    normal_quantile,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

__all__ = [
    "METHOD_VERSION",
    "Assumptions",
    "CalibratedCurve",
    "CalibratedModel",
    "Calibration",
    "CalibrationError",
    "Check",
    "LandmarkStandardError",
    "LandmarkTarget",
    "MedianTarget",
    "Published",
    "ReconstructedMean",
    "RestrictedMean",
    "Tension",
    "calibrate",
    "fingerprint_inputs",
]

ArmName = Literal["control", "experimental"]
ARMS: tuple[ArmName, ArmName] = ("control", "experimental")

# Part of every fingerprint: raise it with any change that moves a curve, so that old ones are
# refused as stale.
METHOD_VERSION = "1"

# --- Assumptions: what nobody published. Each can be changed by the caller. -----------------------

# Half a year: finer pieces cannot be told apart by one landmark, coarser ones show as corners.
# Where half of the patients die within such a piece, give the trial shorter ones.
PIECE_MONTHS = 6.0
# What the control's log hazard moves in half a year: its hazard is within a factor of 1.6 (one sd)
# or 2.7 (two) of the half-year before. Wider than the falls seen after the first two years of
# leukaemia trials, so that the shape is not decided by the prior. A shorter step has less, by the
# root of time: shorter pieces draw finer, and do not loosen the prior.
CONTROL_WALK_SD = 0.5
# The same for the log hazard ratio: effects drift more slowly than hazards do.
HAZARD_RATIO_WALK_SD = 0.3
# E1910 enrolled from 2013 to 2019, about six and a half years, so potential follow-up spans about
# 36 months either side of its median; give another trial its own.
FOLLOW_UP_HALF_WIDTH_MONTHS = 36.0
# Entry was not even over those years, and published landmark intervals tell how many were still
# watched, so the half width may move. Its prior is normal on the logit of half width over median,
# which keeps the first possible censoring after entry: one sd is about 29 to 40 months for E1910.
FOLLOW_UP_HALF_WIDTH_LOGIT_SD = 0.6
# Where no median follow-up is stated, the assumed one is good to about a season.
FOLLOW_UP_ASSUMED_SD = 3.0
# Enough for the 2.5th and 97.5th percentiles to settle within about a point of survival from one
# seed to another, at some seconds a fit.
CURVES = 800
# Three standard deviations: what chance and rounding do about once in 400 times. Above it the
# numbers more probably come from different analyses, or one was copied wrongly.
TENSION_LIMIT = 3.0

# --- Weak priors on the levels: wide enough to hold any trial that this program could meet. -------

# 1 % of patients a month, within a factor of about 50 either way.
_LOG_HAZARD_CENTRE, _LOG_HAZARD_SD = math.log(0.01), 2.0
# No effect, within a factor of about 7 either way.
_LOG_HAZARD_RATIO_SD = 1.0

# --- What was published: how sharply it is met, and what still counts as met. ---------------------

# A rounded number lies within half a unit of what was printed: sd a quarter of a unit.
_ROUNDING = 0.25
_HAZARD_RATIO_UNIT = 0.01  # hazard ratios and their limits are printed to two decimals
_FOLLOW_UP_UNIT = 1.0  # follow-up is printed in whole months
# Expected events are no whole numbers, and who was watched for how long is known by a model only:
# within one event all are alike. Up to this many away a count hardly pulls, beyond it does with the
# fifth power; a plain sd bends the early hazards for nothing but the last half of an event.
_EVENTS_WIDTH, _EVENTS_POWER = 1 - 0.15, 5  # not quite one event
# With events given, the width of the ratio's interval is told twice: by its limits, and by the
# events. The limits are of a stratified model as a rule, and then need not agree to their rounding.
_WIDTH_BESIDE_EVENTS = 2.0
# The total of events hangs on hazards after the last landmark, which nobody published: it may not
# say who was still watched at the landmark. There the spread of follow-up stays where it was put.
_HALF_WIDTH_LOGIT_SD_BESIDE_EVENTS = 0.2
# Landmarks and medians are pinned where they were printed, not anywhere in their rounding: a curve
# drawn through 85.4 % beside the words "85 %", or past the dot of a median, would look like a
# mistake.
_SURVIVAL_SD = 3e-4
_HALF = Estimate(0.5, None, None, 0.95)  # survival at a median, by what a median is
# Limits printed to 0.1 % leave the standard error of survival uncertain by about 1 %.
_GREENWOOD_LOG_SD = 0.01

SURVIVAL_TOLERANCE = 0.001  # a tenth of a point: below what any source prints, at medians too
HAZARD_RATIO_TOLERANCE = 0.01  # one unit of the last printed digit
HAZARD_RATIO_LIMIT_TOLERANCE = 0.02  # two units: both the ratio and its width are rounded
FOLLOW_UP_TOLERANCE = 0.5  # half a month: what rounding to whole months leaves open
EVENTS_TOLERANCE = 1.0  # one event: see _EVENTS_WIDTH
STANDARD_ERROR_TOLERANCE = 0.001  # moves a limit by 0.2 points

# Fewer than this share of the sample meeting the published numbers is no sample of curves.
_LEAST_SHARE_KEPT = 0.5

_LEVEL = 0.95
# Equally probable draws of chance, the limits' own quantiles among them: a range that chance alone
# makes is then its interval, whatever the number of sampled curves.
_QUANTILES = np.array([NormalDist().inv_cdf((place + 0.5) / 100) for place in range(100)])
_CELL_MONTHS = 0.5  # quadrature: integrals are good to about 1e-6
_LEAST_AT_RISK = 1e-6  # share still watched, kept off zero while searching
_MOST_EVALUATIONS = 200  # a search takes 5 to 50; more means that it wanders
_SAMPLE_PRECISION = 1e-5  # of a sampled curve: its own scatter is far wider
# 100 % a month: no trial's hazard, and low enough that no step of a search overflows.
_HIGHEST_LOG_HAZARD = 0.0


class CalibrationError(ValueError):
    """Published numbers from which no curve can honestly be drawn: where, what and what to do."""


@dataclass(frozen=True, slots=True)
class LandmarkTarget:
    """Published survival (0 to 1) of both arms at ``months``; the estimates may have no range."""

    months: float
    control: Estimate
    experimental: Estimate

    def of(self, arm: ArmName) -> Estimate:
        """The published survival of one arm."""
        return self.control if arm == "control" else self.experimental


@dataclass(frozen=True, slots=True)
class MedianTarget:
    """Published median survival of one arm: its curve is at one half in the month as printed."""

    arm: ArmName
    months: float


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that a fit may use of one data cut and end point, and nothing else.

    ``hazard_ratio`` is experimental against control; it may have no range.
    ``median_follow_up_months`` is ``None`` where the cut does not state one: then the assumptions
    must. ``medians`` are those that were reached, of either arm; without landmarks, of both.

    The two ``events`` are those of each arm over all follow-up; they are used where both are given.
    Some of them come after the curves' end. How many is decided by the hazard there, which no
    survival pins: it is then an assumption. Counts and a ratio that was rounded or stratified
    seldom agree to the last digit; the curves bend before their end too until they do.
    """

    n_control: int
    n_experimental: int
    landmarks: tuple[LandmarkTarget, ...]
    hazard_ratio: Estimate
    median_follow_up_months: float | None
    medians: tuple[MedianTarget, ...] = ()
    events_control: int | None = field(default=None, kw_only=True)
    events_experimental: int | None = field(default=None, kw_only=True)

    @property
    def events(self) -> tuple[int, int] | None:
        """Events of the control and the experimental arm; ``None`` unless both are given."""
        if self.events_control is None or self.events_experimental is None:
            return None
        return self.events_control, self.events_experimental

    @property
    def horizon_months(self) -> float:
        """Where the curves end: the last landmark, or the first whole month from a later median."""
        landmarks = (landmark.months for landmark in self.landmarks)
        medians = (math.ceil(median.months) for median in self.medians)
        return float(max((*landmarks, *medians)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a fit assumes beyond the published numbers; reasons stand at the defaults above.

    The two ``walk_sd`` are of six months, whatever the pieces.
    ``follow_up_months`` is used only where the cut states no median follow-up, and has no default:
    it belongs to one trial. ``curves`` is the size of the sample asked for.
    """

    piece_months: float = PIECE_MONTHS
    control_walk_sd: float = CONTROL_WALK_SD
    hazard_ratio_walk_sd: float = HAZARD_RATIO_WALK_SD
    follow_up_months: float | None = None
    follow_up_sd: float = FOLLOW_UP_ASSUMED_SD
    follow_up_half_width_months: float = FOLLOW_UP_HALF_WIDTH_MONTHS
    follow_up_half_width_logit_sd: float = FOLLOW_UP_HALF_WIDTH_LOGIT_SD
    curves: int = CURVES
    tension_limit: float = TENSION_LIMIT

    def beside_events(self) -> Assumptions:
        """What a fit assumes that is given events too: the span of follow-up is held."""
        return replace(self, follow_up_half_width_logit_sd=_HALF_WIDTH_LOGIT_SD_BESIDE_EVENTS)


@dataclass(frozen=True, slots=True, eq=False)
class CalibratedCurve:
    """Survival at each whole month from 0 to the horizon; every array read-only, 0 to 1.

    The reconstruction band holds the middle 95 % of the curves that meet the published numbers,
    month by month, and the curve itself. The sampling band is the log(-log) interval of the curve
    by Greenwood's formula with the numbers expected at risk. Neither contains the other.

    ``lower`` and ``upper`` are the range of the true curve, month by month: the middle 95 % of what
    every sampled curve, moved by chance as its own follow-up makes expected, could stand for. They
    hold both bands, and where the curve is pinned they are the sampling band.
    """

    months: Array
    survival: Array
    reconstruction_lower: Array
    reconstruction_upper: Array
    sampling_lower: Array
    sampling_upper: Array
    lower: Array
    upper: Array


@dataclass(frozen=True, slots=True)
class Check:
    """One published number, what the curve gives for it, and how far apart they may be."""

    quantity: str
    target: float
    achieved: float
    tolerance: float

    @property
    def met(self) -> bool:
        """Whether the two lie within the tolerance of each other."""
        return abs(self.achieved - self.target) <= self.tolerance


@dataclass(frozen=True, slots=True)
class LandmarkStandardError:
    """Greenwood standard error of survival that the fit expects at a landmark, per arm.

    For a landmark published without an interval: ``effects.loglog_interval(published value, SE)``,
    to be marked as derived.
    """

    months: float
    control: float
    experimental: float


@dataclass(frozen=True, slots=True)
class ReconstructedMean:
    """A mean in months: with its sampling interval, and with its reconstruction range."""

    sampling: Estimate
    reconstruction_lower: float
    reconstruction_upper: float


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """Mean survival time up to ``horizon_months``; the difference is experimental minus control."""

    horizon_months: float
    control: ReconstructedMean
    experimental: ReconstructedMean
    difference: ReconstructedMean


@dataclass(frozen=True, slots=True)
class Tension:
    """How far the reported hazard ratio lies from what the other published numbers predict.

    ``standard_deviations`` is log(predicted / reported) over ``log_sd``, and so counts prior and
    sampling standard deviations together. ``log_sd`` holds the sd of the predicted log hazard
    ratio in a fit without the reported one and its interval, the rounding of the reported one, and
    ``sampling_log_sd``: how far chance alone sets the two apart. Both come from the same patients,
    and where hazards are proportional no estimate is more efficient than Cox's; then the variance
    of their difference is the difference of their variances (Hausman).

    With chance in it a curve is drawn through numbers that only chance has set apart. It meets
    each of them, as the trial's own Kaplan-Meier curve did: it stands for what was observed, and a
    bend that it needs for that is no sign that an effect changed with time. What the tension can
    still find is an error larger than chance: the sparser the follow-up, the larger. Close
    agreement proves no shape: it says only that the numbers go together. Published events are not
    among the other numbers: a ratio is hardly told from the counts that it was made of.
    """

    predicted_hazard_ratio: float
    reported_hazard_ratio: float
    sampling_log_sd: float
    log_sd: float
    standard_deviations: float
    limit: float


@dataclass(frozen=True, slots=True, eq=False)
class CalibratedModel:
    """The most probable curve's own numbers: hazards per month on pieces, and the censoring.

    ``piece_edges`` has one entry more than the hazards. Potential follow-up is uniform from
    ``follow_up_months - follow_up_half_width_months`` to their sum.
    """

    piece_edges: Array
    control_hazard: Array
    experimental_hazard: Array
    follow_up_months: float
    follow_up_half_width_months: float


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Both curves of one data cut and end point, and how well they agree with what is published.

    ``difference_lower`` and ``difference_upper`` are the range of the true difference in survival,
    experimental minus control (-1 to 1), at each of the curves' months. Shape and chance are both
    in it: one sampled pair of curves gives both arms' shapes, chance is each arm's own.

    ``curves_kept`` of ``curves_asked`` sampled curves met every published number; the others
    were dropped. The expected events are the model's, not anybody's count.
    """

    control: CalibratedCurve
    experimental: CalibratedCurve
    difference_lower: Array
    difference_upper: Array
    checks: tuple[Check, ...]
    landmark_standard_errors: tuple[LandmarkStandardError, ...]
    expected_events_control: float
    expected_events_experimental: float
    restricted_mean: RestrictedMean
    tension: Tension
    curves_kept: int
    curves_asked: int
    model: CalibratedModel


def calibrate(
    published: Published, assumptions: Assumptions, *, rng: np.random.Generator
) -> Calibration:
    """Most probable curves of both arms with both bands, from one data cut's published numbers.

    Months throughout. The same generator state gives the same curves. Takes some seconds.
    Misleads where it is read as patient data: between what is published the smoothness prior
    speaks, and between one arm's last published point and the horizon little but the hazard ratio.

    Raises:
        CalibrationError: inputs that contradict one another or say too little, published numbers
            that cannot be met within their tolerances, or a tension above the stated limit.
    """
    _check_inputs(published, assumptions)
    layout = _Layout(published, assumptions)
    # Published events and all that goes with them have no part in the prediction: see Tension.
    eventless = replace(published, events_control=None, events_experimental=None)
    tension = _tension(_Layout(eventless, assumptions))
    problem = _Problem(layout, layout.targets)
    best = problem.optimise(layout.start)
    checks = tuple(_checks(layout, best))
    _refuse_unmet(checks)
    sample = _sample(layout, problem, best, rng)
    return _assemble(layout, best, sample, checks, tension, rng=rng)


def fingerprint_inputs(published: Published, assumptions: Assumptions) -> str:
    """SHA-256 (hex) of the numbers that a fit uses, its assumptions and ``METHOD_VERSION``.

    The same numbers give the same text whatever their type (43 or 43.0) or their order.
    """
    lines = [f"method {METHOD_VERSION}", *_canonical(published, assumptions)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _canonical(published: Published, assumptions: Assumptions) -> Iterator[str]:
    for arm in ARMS:
        yield f"n {arm} {_n_randomised(published, arm)}"
    for landmark in _in_order(published.landmarks):
        for arm in ARMS:
            yield f"survival {arm} {float(landmark.months)!r} {_numbers(landmark.of(arm))}"
    for median in _medians_in_order(published):
        yield f"median {median.arm} {float(median.months)!r}"
    yield f"hazard ratio {_numbers(published.hazard_ratio)}"
    # No line where there are none: a new kind of target makes no curve stale that has none of it.
    for arm, events in zip(ARMS, published.events or (), strict=False):
        yield f"events {arm} {events}"
    stated = published.median_follow_up_months
    if stated is not None:
        yield f"follow-up stated {float(stated)!r}"
    elif assumptions.follow_up_months is not None:
        assumed = (assumptions.follow_up_months, assumptions.follow_up_sd)
        yield f"follow-up assumed {float(assumed[0])!r} {float(assumed[1])!r}"
    for name in (
        "piece_months",
        "control_walk_sd",
        "hazard_ratio_walk_sd",
        "follow_up_half_width_months",
        "follow_up_half_width_logit_sd",
        "curves",
        "tension_limit",
    ):
        yield f"{name} {float(getattr(assumptions, name))!r}"


def _numbers(estimate: Estimate) -> str:
    level = (estimate.level,) if estimate.has_range else ()
    return " ".join(repr(float(number)) for number in (*_value_and_limits(estimate), *level))


# --- What the inputs must be ----------------------------------------------------------------------


def _check_inputs(published: Published, assumptions: Assumptions) -> None:
    _check_positive(assumptions)
    for arm in ARMS:
        n = _n_randomised(published, arm)
        if n < 1:
            raise CalibrationError(f"{arm}: {n} patients randomised. Give at least 1.")
    if min(_value_and_limits(published.hazard_ratio)) <= 0:
        raise CalibrationError(
            f"hazard ratio: {published.hazard_ratio.value} with lower limit "
            f"{published.hazard_ratio.lower}. Both must be above 0."
        )
    _check_medians(published)
    _check_events(published)
    for arm in ARMS:
        _check_points(published, arm)
    _check_follow_up(published, assumptions)


def _check_positive(assumptions: Assumptions) -> None:
    for name in assumptions.__slots__:
        number = getattr(assumptions, name)
        if number is not None and not (number > 0 and math.isfinite(number)):
            raise CalibrationError(f"assumptions: {name} is {number}. Give a number above 0.")


def _check_medians(published: Published) -> None:
    arms = [median.arm for median in published.medians]
    if len(set(arms)) < len(arms):
        raise CalibrationError("medians: one arm has two. Give each arm's once.")
    if not published.landmarks and len(arms) < len(ARMS):
        raise CalibrationError(
            "landmarks: none is published, nor the medians of both arms, so nothing pins either "
            "curve. A hazard ratio alone gives no curve: draw none, or give survival at one month "
            "at least."
        )


def _check_events(published: Published) -> None:
    for arm, events in zip(ARMS, published.events or (), strict=False):
        n = _n_randomised(published, arm)
        if not 1 <= events <= n:
            raise CalibrationError(
                f"{arm}: {events} events of {n} patients randomised. Give a count from 1 to {n}: "
                "patients with an event, each counted once."
            )


def _check_points(published: Published, arm: ArmName) -> None:
    months_before, survival_before = 0.0, 1.0
    own = [point for point in _points(published) if point.arm == arm]
    for point in sorted(own, key=lambda point: point.months):
        months, estimate = point.months, point.survival
        where = f"{arm}, {months:g} months"
        if not (months > months_before and math.isfinite(months)):
            before = "a landmark or median" if published.medians else "a landmark"
            raise CalibrationError(
                f"{where}: follows {before} at {months_before:g} months. "
                "Give each month once, above 0."
            )
        if not all(0 < number < 1 for number in _value_and_limits(estimate)):
            raise CalibrationError(
                f"{where}: survival {estimate.value} ({estimate.lower} to {estimate.upper}). "
                "Give numbers between 0 and 1, neither included: four in five is 0.8."
            )
        if estimate.value > survival_before:
            raise CalibrationError(
                f"{where}: survival is {estimate.value}, after {survival_before} at "
                f"{months_before:g} months. Survival can only fall. Check both against the source."
            )
        months_before, survival_before = months, estimate.value


def _check_follow_up(published: Published, assumptions: Assumptions) -> None:
    follow_up = _follow_up(published, assumptions)
    if follow_up is None:
        raise CalibrationError(
            "median follow-up: not stated, and none assumed. Give "
            "Assumptions.follow_up_months, and say on the page that it is an assumption."
        )
    if not (follow_up > 0 and math.isfinite(follow_up)):
        raise CalibrationError(f"median follow-up: {follow_up} months. Give a number above 0.")
    half_width = assumptions.follow_up_half_width_months
    if half_width >= follow_up:
        raise CalibrationError(
            f"follow-up: a half width of {half_width:g} months about a median of {follow_up:g} "
            "would censor before entry. Assume a half width below the median."
        )
    last = published.horizon_months
    if last >= follow_up + half_width:
        raise CalibrationError(
            f"curve to {last:g} months: the longest potential follow-up is "
            f"{follow_up + half_width:g} ({follow_up:g} + {half_width:g}). "
            "Check the median follow-up, or assume a longer enrolment."
        )


def _follow_up(published: Published, assumptions: Assumptions) -> float | None:
    stated = published.median_follow_up_months
    return assumptions.follow_up_months if stated is None else stated


def _value_and_limits(estimate: Estimate) -> tuple[float, ...]:
    return (estimate.value, *(estimate.limits if estimate.has_range else ()))


def _n_randomised(published: Published, arm: ArmName) -> int:
    return published.n_control if arm == "control" else published.n_experimental


def _in_order(landmarks: tuple[LandmarkTarget, ...]) -> list[LandmarkTarget]:
    return sorted(landmarks, key=lambda landmark: landmark.months)


def _medians_in_order(published: Published) -> list[MedianTarget]:
    return sorted(published.medians, key=lambda median: ARMS.index(median.arm))


@dataclass(frozen=True, slots=True)
class _Point:
    """A place that one arm's curve must pass: a landmark, or the half at a median."""

    arm: ArmName
    months: float
    survival: Estimate
    name: str


def _points(published: Published) -> list[_Point]:
    """Landmarks by month and arm, then medians: the order of targets and checks."""
    landmarks = [
        _Point(arm, landmark.months, landmark.of(arm), "survival")
        for landmark in _in_order(published.landmarks)
        for arm in ARMS
    ]
    medians = [
        _Point(median.arm, median.months, _HALF, "survival at the median")
        for median in _medians_in_order(published)
    ]
    return landmarks + medians


# --- The expected trial ---------------------------------------------------------------------------
#
# Parameters, in this order: the control's log hazard on each piece, the log hazard ratio on each
# piece, the logit of the half width of potential follow-up over its median, and that median.


@dataclass(frozen=True, slots=True)
class _Target:
    """One published number on the scale of the expected quantity at ``row``."""

    row: int
    value: float
    sd: float
    power: int = 1
    """Of the distance in ``sd``; odd. Above 1 the target hardly pulls within its ``sd``."""


class _Layout:
    """The grid, the prior and the targets of one fit: all that does not move with the parameters.

    Expected quantities have rows in this order: survival of the control then the experimental arm
    at each pinned month (of a landmark or of either arm's median), log Greenwood standard errors
    likewise, log hazard ratio, the log of its standard error, and each arm's events where they are
    published.
    """

    def __init__(self, published: Published, assumptions: Assumptions) -> None:
        self.published, self.assumptions = published, assumptions
        self.points = _points(published)
        self.pinned_months: Array = np.unique([float(point.months) for point in self.points])
        self.horizon = published.horizon_months
        # Of the curves: whole months, and a last landmark between two of them.
        self.months: Array = np.union1d(np.arange(math.floor(self.horizon) + 1.0), [self.horizon])
        self.follow_up = _follow_up(published, assumptions) or math.nan
        self.piece_edges = self._pieces()
        self.pieces = len(self.piece_edges) - 1
        self.size = 2 * self.pieces + 2
        # Pinned and whole months lie on cell edges, so that nothing is interpolated.
        whole = np.arange(0.0, self.piece_edges[-1], _CELL_MONTHS)
        edges = np.union1d(whole, np.union1d(self.piece_edges, self.pinned_months))
        self.edges: Array = edges.astype(float)
        self.widths: Array = np.diff(self.edges)
        self.middles: Array = (self.edges[:-1] + self.edges[1:]) / 2
        self.piece_of_cell = np.searchsorted(self.piece_edges, self.middles) - 1
        self.in_piece: Array = np.eye(self.pieces)[self.piece_of_cell]
        self.exposure_middles = self.exposure(self.middles)
        self.exposure_pinned = self.exposure(self.pinned_months)
        self.before_pinned: Array = (self.middles[None, :] < self.pinned_months[:, None]).astype(
            float
        )

    def _pieces(self) -> Array:
        """Edges of the pieces up to the longest follow-up that the search could reach."""
        piece = self.assumptions.piece_months
        return piece * np.arange(math.ceil(2 * self.follow_up / piece) + 1, dtype=np.float64)

    def exposure(self, months: Array) -> Array:
        """Time spent in each piece before each month (last piece open-ended): months x pieces."""
        spent = np.clip(months[:, None] - self.piece_edges[None, :-1], 0.0, None)
        spent[:, :-1] = np.minimum(spent[:, :-1], np.diff(self.piece_edges)[:-1])
        return spent

    def survival_row(self, months: float, arm: ArmName) -> int:
        """Row of an arm's expected survival at a pinned month."""
        place = int(np.searchsorted(self.pinned_months, months))
        return ARMS.index(arm) * len(self.pinned_months) + place

    def standard_error_row(self, months: float, arm: ArmName) -> int:
        """Row of an arm's log Greenwood standard error at a pinned month."""
        return 2 * len(self.pinned_months) + self.survival_row(months, arm)

    @property
    def hazard_ratio_row(self) -> int:
        """Row of the log hazard ratio; its log standard error has the next one."""
        return 4 * len(self.pinned_months)

    @property
    def events_rows(self) -> tuple[int, ...]:
        """Rows of the arms' expected events over all follow-up; none where no count is given."""
        if self.published.events is None:
            return ()
        return self.hazard_ratio_row + 2, self.hazard_ratio_row + 3

    @cached_property
    def prior(self) -> tuple[Array, Array]:
        """Prior residuals as ``matrix @ parameters - offset``, each standard normal."""
        assumptions, pieces = self.assumptions, self.pieces
        matrix, offset = np.zeros((self.size, self.size)), np.zeros(self.size)
        # Steps of one piece in units of six months' standard deviations.
        walk = np.diff(np.eye(pieces), axis=0) / math.sqrt(assumptions.piece_months / PIECE_MONTHS)
        matrix[0, 0] = 1 / _LOG_HAZARD_SD
        offset[0] = _LOG_HAZARD_CENTRE / _LOG_HAZARD_SD
        matrix[1:pieces, :pieces] = walk / assumptions.control_walk_sd
        matrix[pieces, pieces] = 1 / _LOG_HAZARD_RATIO_SD
        matrix[pieces + 1 : -2, pieces:-2] = walk / assumptions.hazard_ratio_walk_sd
        held = assumptions.beside_events() if self.published.events else assumptions
        matrix[-2, -2] = 1 / held.follow_up_half_width_logit_sd
        share = assumptions.follow_up_half_width_months / self.follow_up
        offset[-2] = matrix[-2, -2] * math.log(share / (1 - share))
        matrix[-1, -1] = 1 / self._follow_up_sd
        offset[-1] = matrix[-1, -1] * self.follow_up
        return matrix, offset

    @property
    def _follow_up_sd(self) -> float:
        # Independent staggered censoring makes the reverse Kaplan-Meier median the median of
        # potential follow-up itself, so a stated one is a target on that parameter.
        stated = self.published.median_follow_up_months is not None
        return _ROUNDING * _FOLLOW_UP_UNIT if stated else self.assumptions.follow_up_sd

    @property
    def start(self) -> Array:
        """Where a search starts: constant hazards through each arm's last point."""
        matrix, offset = self.prior
        start = np.asarray(np.linalg.solve(matrix, offset), dtype=np.float64)
        last = {point.arm: point for point in sorted(self.points, key=lambda point: point.months)}
        control, experimental = (
            math.log(-math.log(last[arm].survival.value) / last[arm].months) for arm in ARMS
        )
        start[: self.pieces] = control
        start[self.pieces : -2] = experimental - control
        return start

    @cached_property
    def targets(self) -> tuple[_Target, ...]:
        """Every published number that is met beside the follow-up."""
        return (*self.survival_targets, *self._hazard_ratio_targets(), *self._events_targets())

    @cached_property
    def survival_targets(self) -> tuple[_Target, ...]:
        """Survival at each point, and its standard error where an interval is published."""
        targets: list[_Target] = []
        for point in self.points:
            row, estimate = self.survival_row(point.months, point.arm), point.survival
            targets.append(_Target(row, estimate.value, _SURVIVAL_SD))
            if estimate.has_range:
                log_error = math.log(_greenwood_standard_error(estimate))
                row = self.standard_error_row(point.months, point.arm)
                targets.append(_Target(row, log_error, _GREENWOOD_LOG_SD))
        return tuple(targets)

    def _hazard_ratio_targets(self) -> Iterator[_Target]:
        ratio, row = self.published.hazard_ratio, self.hazard_ratio_row
        yield _Target(row, math.log(ratio.value), _ROUNDING * _HAZARD_RATIO_UNIT / ratio.value)
        if ratio.has_range:
            lower, upper = ratio.limits
            width = math.log(upper / lower)
            rounding = _ROUNDING * _HAZARD_RATIO_UNIT * math.hypot(1 / lower, 1 / upper)
            sd = rounding / width * (_WIDTH_BESIDE_EVENTS if self.published.events else 1.0)
            yield _Target(row + 1, math.log(log_standard_error(ratio)), sd)

    def _events_targets(self) -> Iterator[_Target]:
        for row, events in zip(self.events_rows, self.published.events or (), strict=True):
            yield _Target(row, float(events), _EVENTS_WIDTH, _EVENTS_POWER)

    def split(self, parameters: Array) -> tuple[Array, Array, Array, Array]:
        """Log hazards of control and experimental arm, half width and median of follow-up."""
        control = parameters[..., : self.pieces]
        experimental = control + parameters[..., self.pieces : -2]
        median = parameters[..., -1]
        return (
            np.minimum(control, _HIGHEST_LOG_HAZARD),
            np.minimum(experimental, _HIGHEST_LOG_HAZARD),
            median / (1 + np.exp(-parameters[..., -2])),
            median,
        )

    def survival(self, log_hazard: Array, months: Array) -> Array:
        """Survival at ``months`` (last axis) for one or many rows of log hazards."""
        survival: Array = np.exp(-np.exp(log_hazard) @ self.exposure(months).T)
        return survival


@dataclass(frozen=True, slots=True)
class _ExpectedArm:
    """One arm on the cells; slopes are by that arm's log hazards and by the two of follow-up."""

    cumulative: Array  # cumulative hazard at the cells' middles
    cumulative_slope: Array
    events: Array  # expected events in each cell
    events_slope: Array
    events_follow_up_slope: Array
    variance: Array  # each cell's part of Greenwood's sum
    variance_slope: Array
    variance_follow_up_slope: Array


def _watched(layout: _Layout, half_width: float, median: float) -> tuple[Array, Array]:
    """Share whose potential follow-up exceeds each cell's middle; slopes by logit and median."""
    share = (median + half_width - layout.middles) / (2 * half_width)
    inside = (share > 0) & (share < 1)
    middles = layout.middles[inside]
    slopes = np.zeros((len(share), 2))
    # The half width moves with both: by (1 - width/median) of itself, and in step with the median.
    slopes[inside, 0] = (middles - median) / (2 * half_width) * (1 - half_width / median)
    slopes[inside, 1] = middles / (2 * half_width * median)
    return np.clip(share, _LEAST_AT_RISK, 1.0), slopes


def _expect_arm(
    layout: _Layout, log_hazard: Array, watched: tuple[Array, Array], n: int
) -> _ExpectedArm:
    share, share_slope = watched
    hazard = np.exp(log_hazard)
    cumulative_slope = layout.exposure_middles * hazard
    cumulative = cumulative_slope.sum(axis=1)
    increment = hazard[layout.piece_of_cell] * layout.widths
    at_risk = n * np.exp(-cumulative) * share
    events, variance = increment * at_risk, increment / at_risk
    relative_slope = share_slope / share[:, None]
    return _ExpectedArm(
        cumulative=cumulative,
        cumulative_slope=cumulative_slope,
        events=events,
        events_slope=events[:, None] * (layout.in_piece - cumulative_slope),
        events_follow_up_slope=events[:, None] * relative_slope,
        variance=variance,
        variance_slope=variance[:, None] * (layout.in_piece + cumulative_slope),
        variance_follow_up_slope=-variance[:, None] * relative_slope,
    )


@dataclass(frozen=True, slots=True)
class _Expected:
    """Expected quantities, their slopes by the parameters, and each arm on the cells."""

    quantities: Array
    slopes: Array
    control: _ExpectedArm
    experimental: _ExpectedArm


def _expect(layout: _Layout, parameters: Array) -> _Expected:
    control_log, experimental_log, half_width, median = layout.split(parameters)
    watched = _watched(layout, float(half_width), float(median))
    control = _expect_arm(layout, control_log, watched, layout.published.n_control)
    experimental = _expect_arm(layout, experimental_log, watched, layout.published.n_experimental)
    blocks = [
        *_expect_pinned(layout, control, control_log, "control"),
        *_expect_pinned(layout, experimental, experimental_log, "experimental"),
    ]
    cox = _expect_cox(layout, control, experimental)
    # Survivals of both arms first, then their standard errors: the rows that _Layout states.
    ordered = [blocks[0], blocks[2], blocks[1], blocks[3], cox]
    if layout.events_rows:
        ordered.append(_expect_events(control, experimental))
    return _Expected(
        quantities=np.concatenate([values for values, _ in ordered]),
        slopes=np.vstack([slopes for _, slopes in ordered]),
        control=control,
        experimental=experimental,
    )


def _expect_pinned(
    layout: _Layout, arm: _ExpectedArm, log_hazard: Array, name: ArmName
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Survival and log Greenwood standard error of one arm at each pinned month, with slopes."""
    cumulative_slope = layout.exposure_pinned * np.exp(log_hazard)
    cumulative = cumulative_slope.sum(axis=1)
    survival = np.exp(-cumulative)
    total = layout.before_pinned @ arm.variance
    half = 1 / (2 * total[:, None])
    error_slope = half * (layout.before_pinned @ arm.variance_slope) - cumulative_slope
    follow_up_slope = half * (layout.before_pinned @ arm.variance_follow_up_slope)
    nothing = np.zeros_like(follow_up_slope)
    return (
        (survival, _lift(-survival[:, None] * cumulative_slope, nothing, name)),
        (np.log(total) / 2 - cumulative, _lift(error_slope, follow_up_slope, name)),
    )


def _lift(by_log_hazard: Array, by_follow_up: Array, arm: ArmName) -> Array:
    """Slopes by one arm's log hazards as slopes by all parameters."""
    by_ratio = by_log_hazard if arm == "experimental" else np.zeros_like(by_log_hazard)
    return np.concatenate([by_log_hazard, by_ratio, by_follow_up], axis=-1)


def _expect_cox(
    layout: _Layout, control: _ExpectedArm, experimental: _ExpectedArm
) -> tuple[Array, Array]:
    """Root of the population Cox score, and log of its expected standard error, with slopes."""
    offset = (
        math.log(layout.published.n_experimental / layout.published.n_control)
        + control.cumulative
        - experimental.cumulative
    )
    log_ratio = _score_root(offset, control.events, experimental.events)
    # Among those at risk, the share that is experimental, weighted by the ratio: censoring cancels.
    share, spread = _weighted_share(offset + log_ratio)
    information_by_cell = (control.events + experimental.events) * spread
    information = information_by_cell.sum()
    skew = information_by_cell * (1 - 2 * share)

    def slope(weights: tuple[Array, Array], by_offset: Array) -> Array:
        """Slope of sum(weights * events), where the weights move by the offset too."""
        moved = by_offset @ control.cumulative_slope
        follow_up = weights[0] @ control.events_follow_up_slope
        follow_up = follow_up + weights[1] @ experimental.events_follow_up_slope
        by_control = weights[0] @ control.events_slope + moved
        by_experimental = (
            weights[1] @ experimental.events_slope - by_offset @ experimental.cumulative_slope
        )
        return _lift(by_control, 0 * follow_up, "control") + _lift(
            by_experimental, follow_up, "experimental"
        )

    log_ratio_slope = slope((-share, 1 - share), -information_by_cell) / information
    information_slope = slope((spread, spread), skew) + skew.sum() * log_ratio_slope
    return (
        np.array([log_ratio, -math.log(information) / 2]),
        np.vstack([log_ratio_slope, -information_slope / (2 * information)]),
    )


def _expect_events(control: _ExpectedArm, experimental: _ExpectedArm) -> tuple[Array, Array]:
    """Events of both arms over all follow-up, with slopes."""
    arms = (control, experimental)
    slopes = [
        _lift(arm.events_slope.sum(axis=0), arm.events_follow_up_slope.sum(axis=0), name)
        for arm, name in zip(arms, ARMS, strict=True)
    ]
    return np.array([arm.events.sum() for arm in arms]), np.vstack(slopes)


def _weighted_share(log_odds: Array) -> tuple[Array, Array]:
    """Probability of the odds, and its product with its complement, both above zero."""
    share, complement = 1 / (1 + np.exp(-log_odds)), 1 / (1 + np.exp(log_odds))
    return share, share * complement


def _score_root(offset: Array, control_events: Array, experimental_events: Array) -> float:
    """Log hazard ratio at which the expected score is zero, by Newton from no effect."""
    events = control_events + experimental_events
    wanted, log_ratio = float(experimental_events.sum()), 0.0
    for _ in range(50):
        share, spread = _weighted_share(offset + log_ratio)
        step = (wanted - float(events @ share)) / float(events @ spread)
        # A bounded step keeps Newton from overshooting where the arms hardly overlap.
        log_ratio += max(-2.0, min(2.0, step))
        if abs(step) < 1e-12:
            break
    return log_ratio


# --- Search ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fit:
    """Parameters at an optimum, what they make expected, and the residuals' slopes there."""

    parameters: Array
    expected: _Expected
    slopes: Array
    converged: bool


class _Problem:
    """Prior and target residuals, each standard normal, as functions of the parameters."""

    def __init__(self, layout: _Layout, targets: tuple[_Target, ...]) -> None:
        self.layout = layout
        self.size = layout.size + len(targets)
        self._rows = [target.row for target in targets]
        self._values = np.array([target.value for target in targets])
        self._sds = np.array([target.sd for target in targets])
        self._powers = np.array([target.power for target in targets])
        self._last: tuple[bytes, _Expected] | None = None

    def expect(self, parameters: Array) -> _Expected:
        """Expected quantities, kept from one call to the next: residuals and slopes share them."""
        key = parameters.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = (key, _expect(self.layout, parameters))
        return self._last[1]

    def residuals(self, parameters: Array) -> Array:
        """Distance of the parameters from the prior, then of the expected from the published."""
        matrix, offset = self.layout.prior
        apart = self._apart(parameters)
        return np.concatenate([matrix @ parameters - offset, apart**self._powers])

    def _apart(self, parameters: Array) -> Array:
        """Distance of the expected from the published, in standard deviations."""
        quantities = self.expect(parameters).quantities[self._rows]
        return np.asarray((quantities - self._values) / self._sds)

    def slopes(self, parameters: Array) -> Array:
        """Slopes of the residuals by the parameters."""
        steep = self._powers * self._apart(parameters) ** (self._powers - 1) / self._sds
        by_target = self.expect(parameters).slopes[self._rows] * steep[:, None]
        return np.vstack([self.layout.prior[0], by_target])

    def optimise(
        self, start: Array, *, shift: Array | float = 0.0, precision: float = 1e-8
    ) -> _Fit:
        """Least squares of the residuals minus ``shift``, from ``start``."""
        # Here and not above: the running program reads curves and never fits one.
        from scipy.optimize import least_squares  # noqa: PLC0415

        def shifted(parameters: Array) -> Array:
            return self.residuals(parameters) - shift

        found = least_squares(
            shifted,
            start,
            jac=self.slopes,
            method="lm",
            ftol=precision,
            xtol=precision,
            max_nfev=_MOST_EVALUATIONS,
        )
        best = np.asarray(found.x, dtype=float)
        return _Fit(best, self.expect(best), self.slopes(best), bool(found.success))


def _tension(layout: _Layout) -> Tension:
    """The reported hazard ratio against a fit that has not seen it; refused above the limit."""
    fit = _Problem(layout, layout.survival_targets).optimise(layout.start)
    slope = fit.expected.slopes[layout.hazard_ratio_row]
    predicted = float(fit.expected.quantities[layout.hazard_ratio_row])
    reported = layout.published.hazard_ratio.value
    prior_sd = math.sqrt(float(slope @ np.linalg.solve(fit.slopes.T @ fit.slopes, slope)))
    sampling_sd = _sampling_sd(layout, fit.expected)
    log_sd = math.hypot(prior_sd, _ROUNDING * _HAZARD_RATIO_UNIT / reported, sampling_sd)
    tension = Tension(
        predicted_hazard_ratio=math.exp(predicted),
        reported_hazard_ratio=reported,
        sampling_log_sd=sampling_sd,
        log_sd=log_sd,
        standard_deviations=(predicted - math.log(reported)) / log_sd,
        limit=layout.assumptions.tension_limit,
    )
    if abs(tension.standard_deviations) > tension.limit:
        raise CalibrationError(
            f"hazard ratio: {reported:g} is reported, but the survivals predict "
            f"{tension.predicted_hazard_ratio:.2f}: {abs(tension.standard_deviations):.1f} "
            f"standard deviations apart, limit {tension.limit:g}. Check that all are of one "
            "analysis and end point, and copied rightly; otherwise draw no curve."
        )
    return tension


def _sampling_sd(layout: _Layout, expected: _Expected) -> float:
    """Sd by which chance sets the predicted and the reported log hazard ratio apart.

    The prediction's variance is that of the published survivals, carried on by its slope by each
    of them with follow-up as fitted; that of Cox's estimate, the efficient one, is taken off. Both
    are of one follow-up, the fitted one: it meets the published standard errors of survival, and a
    wrong interval of the reported ratio cannot loosen or tighten its own check.
    """
    rows = [layout.survival_row(point.months, point.arm) for point in layout.points]
    by_survival = expected.slopes[rows] / _SURVIVAL_SD
    matrix = layout.prior[0]
    information = matrix.T @ matrix + by_survival.T @ by_survival
    slope = expected.slopes[layout.hazard_ratio_row]
    by_point = by_survival @ np.linalg.solve(information, slope) / _SURVIVAL_SD
    variance = float(by_point @ _survival_covariance(layout, expected) @ by_point)
    log_error = math.exp(expected.quantities[layout.hazard_ratio_row + 1])
    return math.sqrt(max(0.0, variance - log_error**2))


def _survival_covariance(layout: _Layout, expected: _Expected) -> Array:
    """Greenwood's covariances of survival at the points: an arm carries on what befell it."""
    rows = [layout.survival_row(point.months, point.arm) for point in layout.points]
    error_rows = [layout.standard_error_row(point.months, point.arm) for point in layout.points]
    survival = expected.quantities[rows]
    total = (np.exp(expected.quantities[error_rows]) / survival) ** 2
    experimental = np.array([point.arm == "experimental" for point in layout.points])
    same_arm = np.equal.outer(experimental, experimental)
    covariance: Array = np.where(same_arm, np.minimum.outer(total, total), 0.0)
    return covariance * np.outer(survival, survival)


def _sample(layout: _Layout, problem: _Problem, best: _Fit, rng: np.random.Generator) -> Array:
    """Parameters of the sampled curves that meet every published number, one row each."""
    information = best.slopes.T @ best.slopes
    kept: list[Array] = []
    asked = layout.assumptions.curves
    for shift in rng.standard_normal((asked, problem.size)):
        # The linearised answer is a start close by: a few steps then suffice.
        start = best.parameters + np.linalg.solve(information, best.slopes.T @ shift)
        fit = problem.optimise(start, shift=shift, precision=_SAMPLE_PRECISION)
        if fit.converged and all(check.met for check in _checks(layout, fit)):
            kept.append(fit.parameters)
    if len(kept) < _LEAST_SHARE_KEPT * asked:
        raise CalibrationError(
            f"sample: {len(kept)} of {asked} curves meet the published numbers, and at least "
            f"{_LEAST_SHARE_KEPT:.0%} must. The numbers hardly agree with one another: check that "
            "all are of one analysis and end point."
        )
    return np.array(kept)


# --- Agreement with what is published -------------------------------------------------------------


def _checks(layout: _Layout, fit: _Fit) -> Iterator[Check]:
    for point in layout.points:
        yield from _check_point(layout, fit, point)
    yield from _check_hazard_ratio(layout, fit)
    yield from _check_counts(layout, fit)
    stated = layout.published.median_follow_up_months
    if stated is not None:
        achieved = float(fit.parameters[-1])
        yield Check("median follow-up, months", stated, achieved, FOLLOW_UP_TOLERANCE)


def _check_point(layout: _Layout, fit: _Fit, point: _Point) -> Iterator[Check]:
    estimate, where = point.survival, f"{point.arm}, {point.months:g} months"
    achieved = float(fit.expected.quantities[layout.survival_row(point.months, point.arm)])
    yield Check(f"{point.name}, {where}", estimate.value, achieved, SURVIVAL_TOLERANCE)
    if estimate.has_range:
        target = _greenwood_standard_error(estimate)
        error = _expected_standard_error(layout, fit, point.months, point.arm)
        yield Check(f"standard error of survival, {where}", target, error, STANDARD_ERROR_TOLERANCE)


def _check_hazard_ratio(layout: _Layout, fit: _Fit) -> Iterator[Check]:
    reported = layout.published.hazard_ratio
    row = layout.hazard_ratio_row
    log_ratio, log_error = fit.expected.quantities[row : row + 2]
    achieved = math.exp(log_ratio)
    yield Check("hazard ratio", reported.value, achieved, HAZARD_RATIO_TOLERANCE)
    if reported.has_range:
        lower, upper = reported.limits
        factor = math.exp(normal_quantile(reported.level) * math.exp(log_error))
        tolerance = HAZARD_RATIO_LIMIT_TOLERANCE
        yield Check("hazard ratio, lower limit", lower, achieved / factor, tolerance)
        yield Check("hazard ratio, upper limit", upper, achieved * factor, tolerance)


def _check_counts(layout: _Layout, fit: _Fit) -> Iterator[Check]:
    counts = layout.published.events or ()
    for arm, row, events in zip(ARMS, layout.events_rows, counts, strict=False):
        expected = float(fit.expected.quantities[row])
        yield Check(f"events, {arm}", float(events), expected, EVENTS_TOLERANCE)


def _refuse_unmet(checks: tuple[Check, ...]) -> None:
    unmet = [check for check in checks if not check.met]
    if unmet:
        said = "; ".join(
            f"{check.quantity}: published {check.target:g}, reached {check.achieved:.4g}, "
            f"tolerance {check.tolerance:g}"
            for check in unmet
        )
        raise CalibrationError(
            f"{said}. No curve meets all published numbers together: check them against the "
            "source, and that all are of one analysis and end point."
        )


def _expected_standard_error(layout: _Layout, fit: _Fit, months: float, arm: ArmName) -> float:
    return math.exp(fit.expected.quantities[layout.standard_error_row(months, arm)])


def _greenwood_standard_error(survival: Estimate) -> float:
    """Standard error of survival implied by its published log(-log) interval."""
    return loglog_standard_error(survival) * survival.value * abs(math.log(survival.value))


# --- The record -----------------------------------------------------------------------------------


def _assemble(
    layout: _Layout,
    best: _Fit,
    sample: Array,
    checks: tuple[Check, ...],
    tension: Tension,
    *,
    rng: np.random.Generator,
) -> Calibration:
    log_hazards = layout.split(best.parameters)[:2]
    sampled = layout.split(sample)[:2]
    arms = (best.expected.control, best.expected.experimental)
    drawn = _draw(layout, sample)
    control, experimental = (
        _curve(layout, own, arm, of_arm)
        for own, arm, of_arm in zip(log_hazards, arms, drawn, strict=True)
    )
    difference = _difference_range(drawn, experimental.survival - control.survival, rng)
    return Calibration(
        control=control,
        experimental=experimental,
        difference_lower=_frozen(difference[0]),
        difference_upper=_frozen(difference[1]),
        checks=checks,
        landmark_standard_errors=_landmark_standard_errors(layout, best),
        expected_events_control=float(arms[0].events.sum()),
        expected_events_experimental=float(arms[1].events.sum()),
        restricted_mean=_restricted_mean(layout, log_hazards, arms, sampled),
        tension=tension,
        curves_kept=len(sample),
        curves_asked=layout.assumptions.curves,
        model=_model(layout, best),
    )


def _curve(
    layout: _Layout, log_hazard: Array, arm: _ExpectedArm, drawn: _DrawnArm
) -> CalibratedCurve:
    survival = layout.survival(log_hazard, layout.months)
    lower, upper = _middle(drawn.survival)
    # Where the band is as thin as the rounding, the most probable curve may stand at its rim.
    reconstruction = np.minimum(lower, survival), np.maximum(upper, survival)
    sampling = _sampling_band(survival, _greenwood_sum(layout, arm))
    lower, upper = _range(drawn)
    return CalibratedCurve(
        months=_frozen(layout.months),
        survival=_frozen(survival),
        reconstruction_lower=_frozen(reconstruction[0]),
        reconstruction_upper=_frozen(reconstruction[1]),
        sampling_lower=_frozen(sampling[0]),
        sampling_upper=_frozen(sampling[1]),
        # What is known less well cannot have the narrower range: where it falls short, the few
        # sampled curves in a tail are why.
        lower=_frozen(np.minimum.reduce([lower, reconstruction[0], sampling[0]])),
        upper=_frozen(np.maximum.reduce([upper, reconstruction[1], sampling[1]])),
    )


def _middle(draws: Array) -> tuple[Array, Array]:
    """Limits of the middle 95 % of the draws, along the first axis."""
    tail = 50 * (1 - _LEVEL)
    lower, upper = np.percentile(draws, [tail, 100 - tail], axis=0)
    return lower, upper


def _greenwood_sum(layout: _Layout, arm: _ExpectedArm) -> Array:
    """Greenwood's sum up to each of the curves' months: the variance of log survival."""
    total = np.concatenate([[0.0], np.cumsum(arm.variance)])
    up_to: Array = total[np.searchsorted(layout.edges, layout.months)]
    return up_to


def _sampling_band(survival: Array, greenwood: Array) -> tuple[Array, Array]:
    """Log(-log) limits month by month; at entry, where all are alive, both are 1."""
    intervals = [
        loglog_interval(float(alive), float(error), level=_LEVEL)
        for alive, error in zip(survival, survival * np.sqrt(greenwood), strict=True)
    ]
    limits = [each.limits if each.has_range else (each.value, each.value) for each in intervals]
    lower, upper = np.array(limits).T
    return lower, upper


# --- Both uncertainties together ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _DrawnArm:
    """One arm's sampled curves, one row each, at the curves' months."""

    survival: Array
    error: Array  # sampling sd of log(-log survival) that the curve's own follow-up makes expected

    def true_survival(self, month: int, quantiles: Array) -> Array:
        """True survival where chance lifted the observed one by so much; curves x quantiles."""
        alive, error = self.survival[:, month, None], self.error[:, month, None]
        # A power of survival is a shift on the log(-log) scale; no loss at entry, where it is 1.
        survival: Array = alive ** np.exp(error * quantiles)
        return survival


def _draw(layout: _Layout, sample: Array) -> tuple[_DrawnArm, _DrawnArm]:
    """Control's and experimental arm's survival and sampling error under every sampled curve."""
    sums: tuple[list[Array], list[Array]] = ([], [])
    for control, experimental, half_width, median in zip(*layout.split(sample), strict=True):
        watched = _watched(layout, float(half_width), float(median))
        for own, log_hazard, arm in zip(sums, (control, experimental), ARMS, strict=True):
            n = _n_randomised(layout.published, arm)
            own.append(_greenwood_sum(layout, _expect_arm(layout, log_hazard, watched, n)))
    control, experimental = (
        _drawn_arm(layout.survival(log_hazard, layout.months), np.array(own))
        for log_hazard, own in zip(layout.split(sample)[:2], sums, strict=True)
    )
    return control, experimental


def _drawn_arm(survival: Array, greenwood: Array) -> _DrawnArm:
    loss = -np.log(survival)
    error = np.divide(np.sqrt(greenwood), loss, out=np.zeros_like(loss), where=loss > 0)
    return _DrawnArm(survival, error)


def _range(drawn: _DrawnArm) -> tuple[Array, Array]:
    """Limits of true survival over all sampled curves and quantiles of chance, month by month."""
    months = range(drawn.survival.shape[1])
    truths = (drawn.true_survival(month, _QUANTILES) for month in months)
    lower, upper = np.array([_middle(draws.ravel()) for draws in truths]).T
    return lower, upper


def _difference_range(
    drawn: tuple[_DrawnArm, _DrawnArm], difference: Array, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Limits of the true difference, experimental minus control; they hold the curves' own.

    Chance in one arm says nothing of the other's: under each sampled pair of curves the quantiles
    of one arm meet those of the other in an order of their own.
    """
    control, experimental = drawn
    others = rng.permuted(np.tile(_QUANTILES, (len(control.survival), 1)), axis=1)
    apart = (
        experimental.true_survival(month, others) - control.true_survival(month, _QUANTILES)
        for month in range(len(difference))
    )
    lower, upper = np.array([_middle(draws.ravel()) for draws in apart]).T
    return np.minimum(lower, difference), np.maximum(upper, difference)


def _landmark_standard_errors(layout: _Layout, best: _Fit) -> tuple[LandmarkStandardError, ...]:
    return tuple(
        LandmarkStandardError(
            months=landmark.months,
            control=_expected_standard_error(layout, best, landmark.months, "control"),
            experimental=_expected_standard_error(layout, best, landmark.months, "experimental"),
        )
        for landmark in _in_order(layout.published.landmarks)
    )


def _restricted_mean(
    layout: _Layout,
    log_hazards: tuple[Array, Array],
    arms: tuple[_ExpectedArm, _ExpectedArm],
    sampled: tuple[Array, Array],
) -> RestrictedMean:
    before = layout.middles < layout.horizon
    cells, widths = layout.middles[before], layout.widths[before]
    values, errors = [], []
    for log_hazard, arm in zip(log_hazards, arms, strict=True):
        alive = layout.survival(log_hazard, cells) * widths
        # Area still to come at each cell's middle: Royston and Parmar's weights.
        to_come = alive[::-1].cumsum()[::-1] - alive / 2
        values.append(float(alive.sum()))
        errors.append(math.sqrt(float(to_come**2 @ arm.variance[before])))
    drawn = [layout.survival(log_hazard, cells) @ widths for log_hazard in sampled]
    return RestrictedMean(
        horizon_months=layout.horizon,
        control=_mean(values[0], errors[0], drawn[0]),
        experimental=_mean(values[1], errors[1], drawn[1]),
        difference=_mean(values[1] - values[0], math.hypot(*errors), drawn[1] - drawn[0]),
    )


def _mean(value: float, error: float, drawn: Array) -> ReconstructedMean:
    half = normal_quantile(_LEVEL) * error
    tail = 50 * (1 - _LEVEL)
    lower, upper = np.percentile(drawn, [tail, 100 - tail])
    return ReconstructedMean(
        sampling=Estimate(value, value - half, value + half, _LEVEL, error),
        reconstruction_lower=min(float(lower), value),
        reconstruction_upper=max(float(upper), value),
    )


def _model(layout: _Layout, best: _Fit) -> CalibratedModel:
    control, experimental, half_width, median = layout.split(best.parameters)
    return CalibratedModel(
        piece_edges=_frozen(layout.piece_edges),
        control_hazard=_frozen(np.exp(control)),
        experimental_hazard=_frozen(np.exp(experimental)),
        follow_up_months=float(median),
        follow_up_half_width_months=float(half_width),
    )


def _frozen(array: Array) -> Array:
    copy = np.array(array, dtype=float)
    copy.setflags(write=False)
    return copy
