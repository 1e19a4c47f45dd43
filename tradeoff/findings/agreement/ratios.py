"""Hazard ratios, and differences of means, against what else was printed with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tradeoff.findings.agreement.lines import (
    Check,
    CheckKind,
    Compared,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
    inside,
)
from tradeoff.findings.agreement.rounding import (
    Printed,
    by_rounding,
    decimals_of,
    half_unit,
    printed_share,
    span,
)
from tradeoff.findings.landmarks import landmarks_of
from tradeoff.findings.subgroups import survival_of
from tradeoff.statistics.intervals import (
    Estimate,
    cumulative_hazard_ratio,
    log_standard_error,
    normal_quantile,
)
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import (
    HazardRatio,
    MedianSurvival,
    RestrictedMeanDifference,
    Subgroup,
    Trial,
)

# sqrt(1/d1 + 1/d0) leaves out who was still at risk at each event: on the reference cases it lies
# 0 to 6 % below Cox's own standard error (tests/reference; most with heavy ties in tiny trials).
EVENTS_APPROXIMATION = 0.06
# With fewer events in all, likelihood is visibly lopsided about the log ratio.
FEW_EVENTS = 20
# Subgroups' ratios are printed to two decimals, as the trial's own.
SUBGROUP_DECIMALS = 2


def plain_middle(lower: float, upper: float) -> float:
    """The middle of limits that lie symmetrically about the number itself."""
    return (lower + upper) / 2


def log_middle(lower: float, upper: float) -> float:
    """The middle of limits that lie symmetrically about its logarithm."""
    return math.sqrt(lower * upper)


def loglog_middle(lower: float, upper: float) -> float:
    """The middle of a survival's limits that lie symmetrically about its log(-log)."""
    # The mean of log(-log) is the log of the geometric mean of the two cumulative hazards.
    return math.exp(-math.sqrt(math.log(lower) * math.log(upper)))


@dataclass(frozen=True, slots=True)
class _Scale:
    """The scale on which an interval is symmetrical."""

    no_effect: float
    lowest: float
    middle: Callable[[float, float], float]
    distance: Callable[[float, float], float]


def _log_distance(start: float, end: float) -> float:
    return math.log(end / start)


def _plain_distance(start: float, end: float) -> float:
    return end - start


_LOGARITHMIC = _Scale(1.0, 0.0, log_middle, _log_distance)
_PLAIN = _Scale(0.0, -math.inf, plain_middle, _plain_distance)


@dataclass(frozen=True, slots=True)
class _Effect:
    """A printed effect of the treatment, and what was printed of it beside its interval."""

    estimate: Estimate
    decimals: int
    p_value: float | None
    p_value_below: bool = False
    scale: _Scale = _LOGARITHMIC

    def printed(self, number: float) -> Printed:
        """One of its numbers, as printed."""
        return Printed(number, half_unit(self.decimals))

    @property
    def value(self) -> Printed:
        """The point estimate."""
        return self.printed(self.estimate.value)

    @property
    def limits(self) -> tuple[Printed, Printed] | None:
        """The interval; ``None`` where there is none wider than the rounding of its limits."""
        if not self.estimate.has_range:
            return None
        lower, upper = map(self.printed, self.estimate.limits)
        wide = lower.ends[1] < upper.ends[0] and lower.ends[0] > self.scale.lowest
        return (lower, upper) if wide else None


def _centre(effect: _Effect) -> Compared | None:
    if effect.limits is None:
        return None
    return by_rounding(effect.value, effect.scale.middle, *effect.limits)


def _ratio_centre(ratio: _Effect) -> Compared | None:
    found = _centre(ratio)
    if found is None:
        return None
    # Events of both arms that its interval is about as wide as, with half in each arm.
    events = 4 / log_standard_error(ratio.estimate) ** 2
    return found.explained_by(Explanation.FEW_EVENTS if events < FEW_EVENTS else None)


def _p_value(effect: _Effect) -> Compared | None:
    """P against Wald's, from the effect and the width of its interval."""
    if effect.limits is None or effect.p_value is None:
        return None
    scale, level = effect.scale, effect.estimate.level

    def implied(value: float, lower: float, upper: float) -> float:
        standard_error = scale.distance(lower, upper) / (2 * normal_quantile(level))
        return math.erfc(
            abs(scale.distance(scale.no_effect, value)) / standard_error / math.sqrt(2)
        )

    # There may be no effect at all, which no corner is.
    most = 1.0 if effect.value.may_be(scale.no_effect) else None
    reported = Printed(effect.p_value, half_unit(decimals_of(effect.p_value)))
    found = by_rounding(reported, implied, effect.value, *effect.limits, most=most)
    if effect.p_value_below:
        return replace(found, lower=0.0, upper=effect.p_value)
    return replace(found, lower=max(0.0, found.lower), upper=min(1.0, found.upper))


def _ratio_p_value(ratio: _Effect) -> Compared | None:
    found = _p_value(ratio)
    if found is None:
        return None
    beyond = 1 - ratio.estimate.level
    same_side = (found.reported < beyond) == (found.recomputed < beyond)
    return found.explained_by(Explanation.OTHER_TEST if same_side else None)


def _events(ratio: _Effect, events: Arms[int] | None) -> Compared | None:
    if ratio.limits is None or events is None:
        return None

    def reported_error(lower: float, upper: float) -> float:
        centre = log_middle(lower, upper)
        return log_standard_error(Estimate(centre, lower, upper, ratio.estimate.level))

    reported = reported_error(*ratio.estimate.limits)
    low, high = span(reported_error, *ratio.limits)
    slack = EVENTS_APPROXIMATION * reported
    recomputed = math.sqrt(1 / events.experimental + 1 / events.control)
    return Compared(reported, recomputed, low - slack, high + slack)


def _medians(ratio: _Effect, medians: Arms[MedianSurvival] | None) -> Compared | None:
    """Only a rough check: medians stand in the ratio of hazards that are constant over time."""
    months = None if medians is None else Arms.both(lambda role: medians.of(role).months)
    if months is None or not ratio.estimate.has_range:
        return None
    found = inside(ratio.estimate, months.control / months.experimental)
    return found.explained_by(Explanation.HAZARDS_NOT_CONSTANT)


def _cumulative_by_rounding(ratio: _Effect, survival: Arms[Printed]) -> Compared | None:
    """Without an interval of the ratio, rounding is the only yardstick."""
    ends = (end for one in survival.shown for end in one.ends)
    if ratio.estimate.has_range or not all(0 < end < 1 for end in ends):
        return None
    found = by_rounding(ratio.value, cumulative_hazard_ratio, *survival.shown)
    return found.explained_by(Explanation.HAZARDS_NOT_PROPORTIONAL)


def _cumulative(ratio: _Effect, survival: Arms[Printed]) -> Compared | None:
    # At S = 1 or 0 a log has nothing to say, and without an interval there is no yardstick.
    values = [one.value for one in survival.shown]
    if not ratio.estimate.has_range or not all(0 < value < 1 for value in values):
        return None
    found = inside(ratio.estimate, cumulative_hazard_ratio(*values))
    return found.explained_by(Explanation.HAZARDS_NOT_PROPORTIONAL)


_OF_RATIO = (
    Check(CheckKind.RATIO_CENTRE, ToleranceReason.ROUNDING, _ratio_centre),
    Check(CheckKind.P_VALUE, ToleranceReason.ROUNDING, _ratio_p_value),
)
_OF_EVENTS = Check(CheckKind.EVENTS_STANDARD_ERROR, ToleranceReason.APPROXIMATION, _events)
_AT_MONTH = Check(CheckKind.CUMULATIVE_HAZARD_RATIO, ToleranceReason.REPORTED_INTERVAL, _cumulative)
_AT_MONTH_BY_ROUNDING = Check(
    CheckKind.CUMULATIVE_HAZARD_RATIO, ToleranceReason.ROUNDING, _cumulative_by_rounding
)
_OF_MEDIANS = Check(CheckKind.MEDIAN_RATIO, ToleranceReason.REPORTED_INTERVAL, _medians)
_OF_MEAN = (
    Check(CheckKind.RESTRICTED_MEAN_CENTRE, ToleranceReason.ROUNDING, _centre),
    Check(CheckKind.RESTRICTED_MEAN_P_VALUE, ToleranceReason.ROUNDING, _p_value),
)


def at_analysis(entry: HazardRatio | RestrictedMeanDifference) -> partial[ConsistencyLine]:
    """A line about one number of a data cut's analysis of an end point."""
    return partial(
        ConsistencyLine, status=entry.status, data_cut=entry.data_cut, endpoint=entry.endpoint
    )


def of_hazard_ratio(trial: Trial, ratio: HazardRatio) -> Iterator[ConsistencyLine]:
    """A cut's own ratio against its interval, P, events, landmarks and medians."""
    where, analysis = at_analysis(ratio), (ratio.data_cut, ratio.endpoint)
    effect = _Effect(
        ratio.estimate(ratio.value), ratio.decimals, ratio.p_value, ratio.p_value_below
    )
    for check in _OF_RATIO:
        yield from check.lines(where, effect)
    yield from _OF_EVENTS.lines(where, effect, Arms.both(ratio.events))
    for months, landmarks in landmarks_of(trial, *analysis).items():
        survival = landmarks.map(lambda one: printed_share(one.survival, one.decimals))
        for at_month in (_AT_MONTH_BY_ROUNDING, _AT_MONTH):
            yield from at_month.lines(partial(where, months=months), effect, survival)
    yield from _OF_MEDIANS.lines(where, effect, Arms.both(partial(trial.median, *analysis)))


def of_subgroup(subgroup: Subgroup) -> Iterator[ConsistencyLine]:
    """A subgroup's ratio against its interval, P and survivals."""
    if subgroup.hazard_ratio is None:
        return
    where = partial(
        ConsistencyLine,
        status=subgroup.status,
        endpoint=subgroup.endpoint,
        subgroup=subgroup.id,
    )
    estimate = subgroup.estimate(subgroup.hazard_ratio)
    effect = _Effect(estimate, SUBGROUP_DECIMALS, subgroup.p_value)
    for check in _OF_RATIO:
        yield from check.lines(where, effect)
    survival = Arms.both(survival_of(subgroup).of)
    if survival is not None and subgroup.months:
        printed = survival.map(lambda one: printed_share(one, subgroup.decimals))
        yield from _AT_MONTH.lines(partial(where, months=subgroup.months), effect, printed)


def of_restricted_mean(entry: RestrictedMeanDifference) -> Iterator[ConsistencyLine]:
    """A printed difference of restricted means against its interval and P."""
    effect = _Effect(
        entry.estimate(entry.difference_days),
        entry.decimals,
        entry.p_value,
        entry.p_value_below,
        _PLAIN,
    )
    for check in _OF_MEAN:
        yield from check.lines(at_analysis(entry), effect)
