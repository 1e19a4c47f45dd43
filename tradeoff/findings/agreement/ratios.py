"""Hazard ratios, and differences of means, against what else was printed with them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tradeoff.findings.agreement.lines import (
    Check,
    CheckKind,
    Compared,
    Explanation,
    Printed,
    ToleranceReason,
    beside,
    by_rounding,
    decimals_of,
    half_unit,
    inside,
    printed_share,
    span,
)
from tradeoff.findings.landmarks import landmarks_of
from tradeoff.findings.subgroups import groups_by_age, survival_of
from tradeoff.statistics.intervals import (
    Estimate,
    cumulative_hazard_ratio,
    log_standard_error,
    normal_quantile,
)
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial import digitised
from tradeoff.trial.records import HazardRatio, RestrictedMeanDifference, Subgroup, Trial

# sqrt(1/d1 + 1/d0) leaves out who was still at risk at each event: on the reference cases it lies
# 0 to 6 % below Cox's own standard error (tests/reference; most with heavy ties in tiny trials).
EVENTS_APPROXIMATION = 0.06
# With fewer events in all, likelihood is visibly lopsided about the log ratio.
FEW_EVENTS = 20
# Subgroups' ratios are printed to two decimals, as the trial's own.
SUBGROUP_DECIMALS = 2
# The farthest that a rebuilt hazard ratio may lie from the true one, as a share of it: the target
# that the reconstruction is held to on the reference cases, in
# tests/statistics/test_reconstruction.py.
REBUILT_RATIO_LOSS = 0.03


def plain_middle(lower: float, upper: float) -> float:
    """The middle of limits that lie symmetrically about the number itself."""
    return (lower + upper) / 2


def log_middle(lower: float, upper: float) -> float:
    """The middle of limits that lie symmetrically about its logarithm."""
    return math.sqrt(lower * upper)


@dataclass(frozen=True, slots=True)
class _Effect:
    """A printed effect of the treatment with its interval and P: a ratio, or a difference."""

    estimate: Estimate
    decimals: int
    p_value: float | None
    p_value_below: bool = False
    no_effect: float = 1.0
    """1 for a ratio, whose interval is symmetrical about its logarithm; 0 for a difference."""

    @property
    def value(self) -> Printed:
        """The point estimate as printed."""
        return Printed(self.estimate.value, half_unit(self.decimals))

    @property
    def limits(self) -> tuple[Printed, Printed] | None:
        """The interval; ``None`` where there is none wider than the rounding of its limits."""
        if not self.estimate.has_range:
            return None
        lower, upper = (replace(self.value, value=limit) for limit in self.estimate.limits)
        wide = lower.ends[1] < upper.ends[0] and (lower.ends[0] > 0 or not self.no_effect)
        return (lower, upper) if wide else None

    def distance(self, start: float, end: float) -> float:
        """How far one of its numbers lies above another, where its interval is symmetrical."""
        return math.log(end / start) if self.no_effect else end - start


_Printed = HazardRatio | RestrictedMeanDifference | Subgroup


def _effect(entry: _Printed) -> _Effect:
    """As printed; of subgroups those alone are asked that have a ratio."""
    if isinstance(entry, Subgroup):
        return _Effect(entry.estimate(entry.hazard_ratio or 1.0), SUBGROUP_DECIMALS, entry.p_value)
    printed = (entry.decimals, entry.p_value, entry.p_value_below)
    if isinstance(entry, HazardRatio):
        return _Effect(entry.estimate(entry.value), *printed)
    return _Effect(entry.estimate(entry.difference_days), *printed, no_effect=0.0)


def _centre(_: Trial, entry: _Printed) -> Iterator[Compared]:
    effect = _effect(entry)
    if effect.limits is not None:
        middle = log_middle if effect.no_effect else plain_middle
        yield by_rounding(effect.value, middle, *effect.limits)


def _few_events(_: Compared, entry: HazardRatio | Subgroup) -> Explanation | None:
    # Events of both arms that its interval is about as wide as, with half in each arm.
    events = 4 / log_standard_error(_effect(entry).estimate) ** 2
    return Explanation.FEW_EVENTS if events < FEW_EVENTS else None


def _p_value(_: Trial, entry: _Printed) -> Iterator[Compared]:
    """P against Wald's, from the effect and the width of its interval."""
    effect = _effect(entry)
    if effect.limits is None or effect.p_value is None:
        return
    errors = 2 * normal_quantile(effect.estimate.level)

    def implied(value: float, lower: float, upper: float) -> float:
        standard_error = effect.distance(lower, upper) / errors
        distance = abs(effect.distance(effect.no_effect, value))
        return math.erfc(distance / standard_error / math.sqrt(2))

    # There may be no effect at all, which no corner is.
    none = abs(effect.value.value - effect.no_effect) <= effect.value.half_unit
    reported = Printed(effect.p_value, half_unit(decimals_of(effect.p_value)))
    numbers = (effect.value, *effect.limits)
    found = by_rounding(reported, implied, *numbers, most=1.0 if none else None)
    within = (max(0.0, found.lower), min(1.0, found.upper))
    lower, upper = (0.0, effect.p_value) if effect.p_value_below else within
    yield replace(found, lower=lower, upper=upper)


def _other_test(found: Compared, entry: HazardRatio | Subgroup) -> Explanation | None:
    beyond = 1 - _effect(entry).estimate.level
    same_side = (found.reported < beyond) == (found.recomputed < beyond)
    return Explanation.OTHER_TEST if same_side else None


def _events(_: Trial, ratio: HazardRatio) -> Iterator[Compared]:
    events, effect = Arms.both(ratio.events), _effect(ratio)
    if effect.limits is None or events is None:
        return

    def reported_error(lower: float, upper: float) -> float:
        centre = log_middle(lower, upper)
        return log_standard_error(Estimate(centre, lower, upper, effect.estimate.level))

    reported = reported_error(*effect.estimate.limits)
    low, high = span(reported_error, *effect.limits)
    slack = EVENTS_APPROXIMATION * reported
    recomputed = math.sqrt(1 / events.experimental + 1 / events.control)
    yield Compared(reported, recomputed, low - slack, high + slack)


def _landmarks_by_rounding(trial: Trial, ratio: HazardRatio) -> Iterator[Compared]:
    """Without an interval of the ratio, rounding is the only yardstick."""
    effect = _effect(ratio)
    if effect.estimate.has_range:
        return
    for months, landmarks in landmarks_of(trial, ratio.data_cut, ratio.endpoint).items():
        survival = landmarks.map(lambda one: printed_share(one.survival, one.decimals)).shown
        if all(0 < end < 1 for one in survival for end in one.ends):
            found = by_rounding(effect.value, cumulative_hazard_ratio, *survival)
            yield replace(found, months=months)


def _landmarks(trial: Trial, ratio: HazardRatio) -> Iterator[Compared]:
    for months, landmarks in landmarks_of(trial, ratio.data_cut, ratio.endpoint).items():
        survival = landmarks.map(lambda one: one.survival)
        yield from _cumulative(_effect(ratio).estimate, survival, months)


def _survivals(_: Trial, subgroup: Subgroup) -> Iterator[Compared]:
    survival = Arms.both(survival_of(subgroup).of)
    if survival is not None and subgroup.months:
        yield from _cumulative(_effect(subgroup).estimate, survival, subgroup.months)


def _cumulative(ratio: Estimate, survival: Arms[float], months: int) -> Iterator[Compared]:
    # At S = 1 or 0 a log has nothing to say, and without an interval there is no yardstick.
    if ratio.has_range and all(0 < one < 1 for one in survival.shown):
        found = inside(ratio, cumulative_hazard_ratio(*survival.shown))
        yield replace(found, months=months)


def _medians(trial: Trial, ratio: HazardRatio) -> Iterator[Compared]:
    """Only a rough check: medians stand in the ratio of hazards that are constant over time."""
    medians = Arms.both(lambda role: trial.median(ratio.data_cut, ratio.endpoint, role))
    months = None if medians is None else Arms.both(lambda role: medians.of(role).months)
    if months is not None and ratio.lower is not None:
        yield inside(_effect(ratio).estimate, months.control / months.experimental)


def _pooled(trial: Trial, ratio: HazardRatio) -> Iterator[Compared]:
    """The age groups' ratios weighted by their precision; the whole's range is the yardstick."""
    whole, groups = _effect(ratio).estimate, groups_by_age(trial, ratio.data_cut, ratio.endpoint)
    ratios = [_effect(group).estimate for group in groups if group.hazard_ratio]
    if not ratios or len(ratios) < len(groups) or not all(o.has_range for o in (whole, *ratios)):
        return
    weights = [log_standard_error(one) ** -2 for one in ratios]
    logs = (w * math.log(one.value) for w, one in zip(weights, ratios, strict=True))
    yield inside(whole, math.exp(sum(logs) / sum(weights)))


def _rebuilt(trial: Trial, ratio: HazardRatio) -> Iterator[Compared]:
    curves = trial.digitised_curve(ratio.data_cut, ratio.endpoint)
    found = None if curves is None else digitised.hazard_ratio(curves)
    if found is not None:
        tolerance = half_unit(ratio.decimals) + REBUILT_RATIO_LOSS * ratio.value
        yield beside(ratio.value, found.value, tolerance)


_OF_INTERVAL = (
    Check(CheckKind.RATIO_CENTRE, ToleranceReason.ROUNDING, _centre, _few_events),
    Check(CheckKind.P_VALUE, ToleranceReason.ROUNDING, _p_value, _other_test),
)
OF_RATIO = (
    *_OF_INTERVAL,
    Check(CheckKind.EVENTS_STANDARD_ERROR, ToleranceReason.APPROXIMATION, _events),
    Check(
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        ToleranceReason.ROUNDING,
        _landmarks_by_rounding,
        Explanation.HAZARDS_NOT_PROPORTIONAL,
    ),
    Check(
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        ToleranceReason.REPORTED_INTERVAL,
        _landmarks,
        Explanation.HAZARDS_NOT_PROPORTIONAL,
    ),
    Check(
        CheckKind.MEDIAN_RATIO,
        ToleranceReason.REPORTED_INTERVAL,
        _medians,
        Explanation.HAZARDS_NOT_CONSTANT,
    ),
)
OF_SUBGROUP = (
    *_OF_INTERVAL,
    Check(
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        ToleranceReason.REPORTED_INTERVAL,
        _survivals,
        Explanation.HAZARDS_NOT_PROPORTIONAL,
    ),
)
POOLED = Check(CheckKind.SUBGROUPS_RATIO, ToleranceReason.POOLED, _pooled)
OF_MEAN = (
    Check(CheckKind.RESTRICTED_MEAN_CENTRE, ToleranceReason.ROUNDING, _centre),
    Check(CheckKind.RESTRICTED_MEAN_P_VALUE, ToleranceReason.ROUNDING, _p_value),
)
REBUILT_RATIO = Check(
    CheckKind.REBUILT_HAZARD_RATIO,
    ToleranceReason.REBUILT_RATIO,
    _rebuilt,
    Explanation.OTHER_MODEL,
)
