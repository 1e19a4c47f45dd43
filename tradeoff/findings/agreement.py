"""What a trial reported against what its other numbers give: agreement, or tension with a reason.

Each line holds the number as reported, the same quantity computed from other reported numbers,
the range within which the two agree, and where that range comes from. Most ranges come from
rounding: each printed number stands for all numbers that round to it, and the range is the most
that these can move the comparison. Numbers and identifiers only: the sentences are worded
elsewhere.

Agreement is no proof that numbers are right, and tension is no proof that they are wrong: another
test, another model or another kind of interval give it too. ``explanation`` names such a cause
where the numbers point to one.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tradeoff.statistics.intervals import (
    Estimate,
    cumulative_hazard_ratio,
    log_standard_error,
    normal_quantile,
)
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tradeoff.trial.records import (
        CalibratedCurves,
        DigitisedCurves,
        HazardRatio,
        Landmark,
        RestrictedMeanDifference,
        Subgroup,
        Trial,
    )

__all__ = [
    "CheckKind",
    "ConsistencyLine",
    "Explanation",
    "ToleranceReason",
    "report",
]


class CheckKind(StrEnum):
    """What is compared, named after the reported number."""

    RATIO_CENTRE = "ratio-centre"
    """The hazard ratio against the geometric mean of its limits."""
    P_VALUE = "p-value"
    """P against the one that the ratio and its interval imply."""
    EVENTS_STANDARD_ERROR = "events-standard-error"
    """SE of the log ratio from its interval against sqrt(1/d1 + 1/d0) from the events."""
    CUMULATIVE_HAZARD_RATIO = "cumulative-hazard-ratio"
    """The hazard ratio against log S1 / log S0 at a landmark."""
    MEDIAN_RATIO = "median-ratio"
    """The hazard ratio against the control's median over the experimental one's."""
    STANDARD_ERROR = "standard-error"
    """A printed standard error against the least one that so many people can have."""
    RESTRICTED_MEAN_CENTRE = "restricted-mean-centre"
    """A difference of restricted means against the middle of its limits."""
    RESTRICTED_MEAN_P_VALUE = "restricted-mean-p-value"
    """Its P against the one that the difference and its interval imply."""
    LANDMARK_CENTRE = "landmark-centre"
    """Survival against the log(-log) midpoint of its limits."""
    PERCENT = "percent"
    """A percentage against its count and total."""
    SUBGROUPS_SURVIVAL = "subgroups-survival"
    """An arm's survival against that of the groups that the trial is divided into by age."""
    SUBGROUPS_RATIO = "subgroups-ratio"
    """The hazard ratio against those groups' ratios, pooled."""
    CALIBRATED = "calibrated"
    """A published number against what the calibrated curve gives."""
    TENSION = "tension"
    """The hazard ratio against its prediction, in standard deviations; reported is 0."""
    REBUILT_HAZARD_RATIO = "rebuilt-hazard-ratio"
    """The hazard ratio against that of the pseudo-patients of a digitised figure."""
    REBUILT_LANDMARK = "rebuilt-landmark"
    """Survival against the curve rebuilt from a digitised figure."""


class ToleranceReason(StrEnum):
    """Where the range of agreement comes from."""

    ROUNDING = "rounding"
    """The printed digits of every number that enters."""
    REPORTED_INTERVAL = "reported-interval"
    """The hazard ratio's own interval: one month of a curve is a noisier estimate of it."""
    APPROXIMATION = "approximation"
    """The formula is approximate by about this much, beside rounding."""
    CALIBRATION = "calibration"
    """What the calibration itself counts as met."""
    LEAST = "least"
    """At least what there would be with everybody followed to that month, and rounding."""
    GROUPS = "groups"
    """Rounding of every number, and what censoring moves: Kaplan-Meier estimates do not average."""
    POOLED = "pooled"
    """The whole's own range: the model of the whole was stratified, the pooling is not."""
    REBUILT_RATIO = "rebuilt-ratio"
    """Rounding, and what a ratio loses on its way through a figure."""
    REBUILT_CURVE = "rebuilt-curve"
    """Rounding, and how far a hand may click beside the line."""


class Explanation(StrEnum):
    """What must be known with a line: a cause of tension, or why agreement says little."""

    OTHER_TEST = "other-test"
    """P and interval fall on the same side of no effect: another test, or a stratified one."""
    HAZARDS_NOT_PROPORTIONAL = "hazards-not-proportional"
    HAZARDS_NOT_CONSTANT = "hazards-not-constant"
    """Medians stand in the ratio of the hazards only where both hazards are constant."""
    PLAIN_INTERVAL = "plain-interval"
    """The limits lie symmetrically about survival itself."""
    LOG_INTERVAL = "log-interval"
    """The limits lie symmetrically about log survival."""
    OTHER_MODEL = "other-model"
    """The reported ratio may be stratified or adjusted; that of pseudo-patients cannot be."""
    FEW_EVENTS = "few-events"
    """So wide an interval comes from few events, of which other kinds of interval are lopsided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyLine:
    """One comparison; ``lower`` to ``upper`` is the range of ``recomputed`` that agrees.

    ``quantity`` names the published number of a calibrated curve, in the calibration's words.
    ``status`` is that of the reported number.
    """

    kind: CheckKind
    reported: float
    recomputed: float
    lower: float
    upper: float
    reason: ToleranceReason
    status: Status
    data_cut: str | None = None
    endpoint: str | None = None
    subgroup: str | None = None
    harm: str | None = None
    arm: Role | None = None
    months: int | None = None
    quantity: str | None = None
    explanation: Explanation | None = None

    @property
    def agrees(self) -> bool:
        """Whether the recomputed number lies in the range; otherwise there is tension."""
        slack = 1e-9 * max(1.0, abs(self.reported))
        return self.lower - slack <= self.recomputed <= self.upper + slack

    @property
    def tolerance(self) -> float:
        """The most that the two numbers may differ, on the wider side."""
        return max(self.upper - self.reported, self.reported - self.lower)


# sqrt(1/d1 + 1/d0) leaves out who was still at risk at each event: on the reference cases it lies
# 0 to 6 % below Cox's own standard error (tests/reference; most with heavy ties in tiny trials).
EVENTS_APPROXIMATION = 0.06
# The farthest that a rebuilt hazard ratio may lie from the true one, as a share of it: the target
# that the reconstruction is held to on the reference cases (tests/test_reconstruction.py).
REBUILT_RATIO_LOSS = 0.03
# A click lies beside the line by a pixel or two of a figure some hundred pixels high. With noisy
# clicks on the reference cases of 90 patients or more the rebuilt curve is at most this far off at
# their landmarks, except where fewer than 20 are at risk.
REBUILT_CURVE_LOSS = 0.02
# With fewer events in all, likelihood is visibly lopsided about the log ratio.
FEW_EVENTS = 20


# The whole's Kaplan-Meier estimate is not the groups' average where they were censored unevenly.
# Of reference cases of 200 people and more, cut in two at random, nine in ten move by less.
GROUPS_CENSORING = 0.005


def report(trial: Trial) -> tuple[ConsistencyLine, ...]:
    """Every comparison that a trial's numbers allow, those of a cut and end point together.

    What was not published is not compared: a trial without any such pair of numbers has no line.
    """
    lines = itertools.chain(
        _analyses(trial),
        itertools.chain.from_iterable(map(_subgroup, trial.subgroups)),
        _percentages(trial),
    )
    return tuple(lines)


def _analyses(trial: Trial) -> Iterator[ConsistencyLine]:
    for cut in trial.data_cuts:
        for endpoint in trial.endpoints:
            ratio = trial.hazard_ratio(cut.id, endpoint.id)
            if ratio is not None:
                yield from _hazard_ratio(ratio)
                yield from _events(ratio)
                yield from _landmark_ratios(trial, ratio)
                yield from _median_ratio(trial, ratio)
            yield from _age_groups(trial, cut.id, endpoint.id)
            yield from _landmark_centres(trial, cut.id, endpoint.id)
            yield from _restricted_mean(trial, cut.id, endpoint.id)
            curve = trial.curve(cut.id, endpoint.id)
            if curve is not None:
                yield from _calibrated(curve)
            rebuilt = trial.digitised_curve(cut.id, endpoint.id)
            if rebuilt is not None:
                yield from _rebuilt(trial, rebuilt, ratio)


# --- ratios ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Where:
    """What the lines of one ratio share."""

    endpoint: str
    status: Status
    data_cut: str | None = None
    subgroup: str | None = None

    def line(
        self,
        kind: CheckKind,
        reported: float,
        recomputed: float,
        within: tuple[float, float],
        *,
        reason: ToleranceReason = ToleranceReason.ROUNDING,
        explanation: Explanation | None = None,
        months: int | None = None,
    ) -> ConsistencyLine:
        """One comparison at this place."""
        return ConsistencyLine(
            kind=kind,
            reported=reported,
            recomputed=recomputed,
            lower=within[0],
            upper=within[1],
            reason=reason,
            status=self.status,
            data_cut=self.data_cut,
            endpoint=self.endpoint,
            subgroup=self.subgroup,
            months=months,
            explanation=explanation,
        )


def _hazard_ratio(ratio: HazardRatio) -> Iterator[ConsistencyLine]:
    where = _Where(ratio.endpoint, ratio.status, data_cut=ratio.data_cut)
    printed = ratio.estimate(ratio.value)
    yield from _ratio(
        where,
        printed,
        ratio.p_value,
        half_unit=_half_unit(ratio.decimals),
        below=ratio.p_value_below,
    )


def _ratio(
    where: _Where,
    ratio: Estimate,
    p_value: float | None,
    *,
    half_unit: float,
    below: bool = False,
) -> Iterator[ConsistencyLine]:
    if not _has_width(ratio, half_unit):
        return
    lower, upper = ratio.limits
    centre = math.sqrt(lower * upper)
    span = _span(lambda low, up: math.sqrt(low * up), (lower, upper), half_unit)
    within = _agreeing(centre, span, ratio.value, half_unit)
    few = not within[0] <= centre <= within[1] and _about_events(ratio) < FEW_EVENTS
    yield where.line(
        CheckKind.RATIO_CENTRE,
        ratio.value,
        centre,
        within,
        explanation=Explanation.FEW_EVENTS if few else None,
    )
    if p_value is not None:
        yield _p_value(where, ratio, p_value, half_unit=half_unit, below=below)


def _about_events(ratio: Estimate) -> float:
    """Events of both arms that a ratio's interval is about as wide as, with half in each arm."""
    return 4 / log_standard_error(ratio) ** 2


def _p_value(
    where: _Where, ratio: Estimate, p_value: float, *, half_unit: float, below: bool
) -> ConsistencyLine:
    def implied(value: float, lower: float, upper: float) -> float:
        standard_error = math.log(upper / lower) / (2 * normal_quantile(ratio.level))
        return math.erfc(abs(math.log(value)) / standard_error / math.sqrt(2))

    printed = (ratio.value, *ratio.limits)
    recomputed = implied(*printed)
    low, high = _span(implied, printed, half_unit)
    if abs(ratio.value - 1) <= half_unit:
        high = 1.0  # the ratio may be exactly 1, which no corner is
    lower, upper = _agreeing(recomputed, (low, high), p_value, _half_unit(_decimals_of(p_value)))
    if below:
        lower, upper = 0.0, p_value
    agrees = lower <= recomputed <= upper
    same_side = (p_value < 1 - ratio.level) == (recomputed < 1 - ratio.level)
    return where.line(
        CheckKind.P_VALUE,
        p_value,
        recomputed,
        (max(0.0, lower), min(1.0, upper)),
        explanation=Explanation.OTHER_TEST if not agrees and same_side else None,
    )


def _events(ratio: HazardRatio) -> Iterator[ConsistencyLine]:
    events, half_unit = (
        (ratio.events_experimental, ratio.events_control),
        _half_unit(ratio.decimals),
    )
    printed = ratio.estimate(ratio.value)
    if not _has_width(printed, half_unit) or events[0] is None or events[1] is None:
        return

    def reported_error(lower: float, upper: float) -> float:
        centre = math.sqrt(lower * upper)
        return log_standard_error(Estimate(centre, lower, upper, printed.level))

    recomputed = math.sqrt(1 / events[0] + 1 / events[1])
    reported = reported_error(*printed.limits)
    low, high = _span(reported_error, printed.limits, half_unit)
    slack = EVENTS_APPROXIMATION * reported
    yield _Where(ratio.endpoint, ratio.status, data_cut=ratio.data_cut).line(
        CheckKind.EVENTS_STANDARD_ERROR,
        reported,
        recomputed,
        (low - slack, high + slack),
        reason=ToleranceReason.APPROXIMATION,
    )


def _landmark_ratios(trial: Trial, ratio: HazardRatio) -> Iterator[ConsistencyLine]:
    where = _Where(ratio.endpoint, ratio.status, data_cut=ratio.data_cut)
    for months in trial.landmark_months(ratio.data_cut, ratio.endpoint):
        control, experimental = (
            trial.landmark(ratio.data_cut, ratio.endpoint, months, role)
            for role in (Role.CONTROL, Role.EXPERIMENTAL)
        )
        if control is not None and experimental is not None:
            survivals = experimental.survival, control.survival
            half_units = tuple(_half_unit(e.decimals) / 100 for e in (experimental, control))
            if ratio.lower is None:
                yield from _cumulative_rounded(where, ratio, survivals, half_units, months)
            yield from _cumulative(where, ratio.estimate(ratio.value), survivals, months)


def _cumulative_rounded(
    where: _Where,
    ratio: HazardRatio,
    survivals: tuple[float, float],
    half_units: tuple[float, ...],
    months: int,
) -> Iterator[ConsistencyLine]:
    """Without an interval of the ratio, rounding is the only yardstick."""
    pairs = [
        (survival - half, survival + half)
        for survival, half in zip(survivals, half_units, strict=True)
    ]
    if not all(low > 0 and high < 1 for low, high in pairs):
        return
    recomputed = cumulative_hazard_ratio(*survivals)
    found = [cumulative_hazard_ratio(*corner) for corner in itertools.product(*pairs)]
    span = (min(found), max(found))
    within = _agreeing(recomputed, span, ratio.value, _half_unit(ratio.decimals))
    outside = not within[0] <= recomputed <= within[1]
    yield where.line(
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        ratio.value,
        recomputed,
        within,
        explanation=Explanation.HAZARDS_NOT_PROPORTIONAL if outside else None,
        months=months,
    )


def _median_ratio(trial: Trial, ratio: HazardRatio) -> Iterator[ConsistencyLine]:
    """Only a rough check: medians stand in the ratio of hazards that are constant over time."""
    control, experimental = (
        trial.median(ratio.data_cut, ratio.endpoint, role)
        for role in (Role.CONTROL, Role.EXPERIMENTAL)
    )
    printed = ratio.estimate(ratio.value)
    if control is None or experimental is None or not printed.has_range:
        return
    if control.months is None or experimental.months is None:
        return
    recomputed = control.months / experimental.months
    outside = not printed.limits[0] <= recomputed <= printed.limits[1]
    yield _Where(ratio.endpoint, ratio.status, data_cut=ratio.data_cut).line(
        CheckKind.MEDIAN_RATIO,
        ratio.value,
        recomputed,
        printed.limits,
        reason=ToleranceReason.REPORTED_INTERVAL,
        explanation=Explanation.HAZARDS_NOT_CONSTANT if outside else None,
    )


def _cumulative(
    where: _Where, ratio: Estimate, survivals: tuple[float, float], months: int
) -> Iterator[ConsistencyLine]:
    # At S = 1 or 0 a log has nothing to say, and without an interval there is no yardstick.
    if not ratio.has_range or not all(0 < survival < 1 for survival in survivals):
        return
    recomputed = cumulative_hazard_ratio(*survivals)
    outside = not ratio.limits[0] <= recomputed <= ratio.limits[1]
    yield where.line(
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        ratio.value,
        recomputed,
        ratio.limits,
        reason=ToleranceReason.REPORTED_INTERVAL,
        explanation=Explanation.HAZARDS_NOT_PROPORTIONAL if outside else None,
        months=months,
    )


def _subgroup(subgroup: Subgroup) -> Iterator[ConsistencyLine]:
    if subgroup.hazard_ratio is None:
        return
    where = _Where(subgroup.endpoint, subgroup.status, subgroup=subgroup.id)
    ratio = subgroup.estimate(subgroup.hazard_ratio)
    # Subgroups' ratios are printed to two decimals, as the trial's own.
    yield from _ratio(where, ratio, subgroup.p_value, half_unit=_half_unit(2))
    survivals = subgroup.survival_experimental, subgroup.survival_control
    if survivals[0] is not None and survivals[1] is not None and subgroup.months:
        yield from _cumulative(where, ratio, (survivals[0], survivals[1]), subgroup.months)


# --- groups that make up the whole -------------------------------------------------------------


def _age_groups(trial: Trial, data_cut: str, endpoint: str) -> Iterator[ConsistencyLine]:
    """The groups that an age divides the trial into, put together again, against the whole."""
    named = {name for criterion in trial.criteria for name in criterion.subgroups}
    groups = [
        group
        for group in trial.subgroups
        if group.id in named and (group.data_cut, group.endpoint) == (data_cut, endpoint)
    ]
    if not groups or {group.id for group in groups} != named:
        return
    for role in Role:
        yield from _arm_of_groups(trial, groups, role)
    yield from _pooled_ratio(trial, groups)


def _arm_of_groups(trial: Trial, groups: list[Subgroup], role: Role) -> Iterator[ConsistencyLine]:
    """One arm's survival, the groups weighted by their people: all of the arm must be in them."""
    name = "control" if role is Role.CONTROL else "experimental"
    people = [getattr(group, f"n_{name}") for group in groups]
    survivals = [getattr(group, f"survival_{name}") for group in groups]
    months = {group.months for group in groups}
    month = months.pop()
    if None in (*people, *survivals, month) or months or month is None:
        return
    first = groups[0]
    landmark = trial.landmark(first.data_cut or "", first.endpoint, month, role)
    if landmark is None or sum(people) != trial.arm(role).n_randomised:
        return
    weighted = sum(n * s for n, s in zip(people, survivals, strict=True)) / sum(people)
    half = _half_unit(landmark.decimals) / 100 + max(_half_unit(g.decimals) for g in groups) / 100
    yield ConsistencyLine(
        kind=CheckKind.SUBGROUPS_SURVIVAL,
        reported=landmark.survival,
        recomputed=weighted,
        lower=landmark.survival - half - GROUPS_CENSORING,
        upper=landmark.survival + half + GROUPS_CENSORING,
        reason=ToleranceReason.GROUPS,
        status=landmark.status,
        data_cut=landmark.data_cut,
        endpoint=landmark.endpoint,
        arm=role,
        months=month,
    )


def _pooled_ratio(trial: Trial, groups: list[Subgroup]) -> Iterator[ConsistencyLine]:
    """The groups' ratios, weighted by their precision; the whole's own range is the yardstick."""
    first = groups[0]
    whole = trial.hazard_ratio(first.data_cut or "", first.endpoint)
    ratios = [group.estimate(group.hazard_ratio) for group in groups if group.hazard_ratio]
    ranged = whole is not None and whole.lower is not None and whole.upper is not None
    if whole is None or not ranged or len(ratios) < len(groups):
        return
    if not all(ratio.has_range for ratio in ratios):
        return
    weights = [log_standard_error(ratio) ** -2 for ratio in ratios]
    logs = (w * math.log(ratio.value) for w, ratio in zip(weights, ratios, strict=True))
    yield _Where(whole.endpoint, whole.status, data_cut=whole.data_cut).line(
        CheckKind.SUBGROUPS_RATIO,
        whole.value,
        math.exp(sum(logs) / sum(weights)),
        (whole.lower or 0.0, whole.upper or 0.0),
        reason=ToleranceReason.POOLED,
    )


# --- landmarks ---------------------------------------------------------------------------------


def _landmark_centres(trial: Trial, data_cut: str, endpoint: str) -> Iterator[ConsistencyLine]:
    for landmark in trial.landmarks:
        if (landmark.data_cut, landmark.endpoint) == (data_cut, endpoint):
            yield from _landmark_centre(landmark)
            yield from _least_error(landmark, trial.arm(landmark.arm).n_randomised)


def _landmark_centre(landmark: Landmark) -> Iterator[ConsistencyLine]:
    half_unit = _half_unit(landmark.decimals) / 100
    limits = landmark.lower, landmark.upper
    if limits[0] is None or limits[1] is None:
        return
    if limits[0] <= half_unit or limits[1] >= 1 - half_unit:
        return
    within = {
        name: _centre(middle, (limits[0], limits[1]), landmark.survival, half_unit)
        for name, middle in _MIDDLES.items()
    }
    recomputed, lower, upper = within[None]
    fitting = (name for name, (centre, low, up) in within.items() if low <= centre <= up)
    yield ConsistencyLine(
        kind=CheckKind.LANDMARK_CENTRE,
        reported=landmark.survival,
        recomputed=recomputed,
        lower=lower,
        upper=upper,
        reason=ToleranceReason.ROUNDING,
        status=landmark.status,
        data_cut=landmark.data_cut,
        endpoint=landmark.endpoint,
        arm=landmark.arm,
        months=landmark.months,
        explanation=next(fitting, None),
    )


def _least_error(landmark: Landmark, people: int) -> Iterator[ConsistencyLine]:
    """Censoring only widens: no standard error is below that of a plain proportion."""
    if landmark.standard_error is None:
        return
    half_unit = _half_unit(landmark.decimals) / 100
    yield ConsistencyLine(
        kind=CheckKind.STANDARD_ERROR,
        reported=landmark.standard_error,
        recomputed=math.sqrt(landmark.survival * (1 - landmark.survival) / people),
        lower=0.0,
        upper=landmark.standard_error + half_unit,
        reason=ToleranceReason.LEAST,
        status=landmark.status,
        data_cut=landmark.data_cut,
        endpoint=landmark.endpoint,
        arm=landmark.arm,
        months=landmark.months,
    )


def _restricted_mean(trial: Trial, data_cut: str, endpoint: str) -> Iterator[ConsistencyLine]:
    for entry in trial.restricted_means:
        printed = entry.estimate(entry.difference_days)
        if (entry.data_cut, entry.endpoint) != (data_cut, endpoint) or not printed.has_range:
            continue
        where = _Where(endpoint, entry.status, data_cut=data_cut)
        half_unit = _half_unit(entry.decimals)
        middle = _plain_middle(*printed.limits)
        span = _span(_plain_middle, printed.limits, half_unit)
        within = _agreeing(middle, span, printed.value, half_unit)
        yield where.line(CheckKind.RESTRICTED_MEAN_CENTRE, printed.value, middle, within)
        if entry.p_value is not None and printed.limits[1] - printed.limits[0] > 2 * half_unit:
            yield _mean_p_value(where, entry, printed, half_unit)


def _mean_p_value(
    where: _Where, entry: RestrictedMeanDifference, printed: Estimate, half_unit: float
) -> ConsistencyLine:
    def implied(value: float, lower: float, upper: float) -> float:
        standard_error = (upper - lower) / (2 * normal_quantile(printed.level))
        return math.erfc(abs(value) / standard_error / math.sqrt(2))

    p_value = entry.p_value or 0.0
    figures = (printed.value, *printed.limits)
    recomputed = implied(*figures)
    low, high = _span(implied, figures, half_unit)
    lower, upper = _agreeing(recomputed, (low, high), p_value, _half_unit(_decimals_of(p_value)))
    if entry.p_value_below:
        lower, upper = 0.0, p_value
    return where.line(
        CheckKind.RESTRICTED_MEAN_P_VALUE,
        p_value,
        recomputed,
        (max(0.0, lower), min(1.0, upper)),
    )


def _loglog_middle(lower: float, upper: float) -> float:
    # The mean of log(-log) is the log of the geometric mean of the two cumulative hazards.
    return math.exp(-math.sqrt(math.log(lower) * math.log(upper)))


def _plain_middle(lower: float, upper: float) -> float:
    return (lower + upper) / 2


def _log_middle(lower: float, upper: float) -> float:
    return math.sqrt(lower * upper)


# In the order in which a cause is looked for; the log(-log) interval needs no explanation.
_MIDDLES: dict[Explanation | None, Callable[[float, float], float]] = {
    None: _loglog_middle,
    Explanation.LOG_INTERVAL: _log_middle,
    Explanation.PLAIN_INTERVAL: _plain_middle,
}


def _centre(
    middle: Callable[[float, float], float],
    limits: tuple[float, float],
    survival: float,
    half_unit: float,
) -> tuple[float, float, float]:
    recomputed = middle(*limits)
    span = _span(middle, limits, half_unit)
    return recomputed, *_agreeing(recomputed, span, survival, half_unit)


# --- harms and curves --------------------------------------------------------------------------


def _percentages(trial: Trial) -> Iterator[ConsistencyLine]:
    for entry in trial.adverse_events:
        if entry.percentage is None or entry.count is None:
            continue
        half_unit = _half_unit(entry.decimals) * max(1, len(entry.grades))
        yield ConsistencyLine(
            kind=CheckKind.PERCENT,
            reported=entry.percentage,
            recomputed=100 * entry.count.proportion,
            lower=entry.percentage - half_unit,
            upper=entry.percentage + half_unit,
            reason=ToleranceReason.ROUNDING,
            status=entry.status,
            harm=entry.harm,
            arm=entry.arm,
        )


def _calibrated(curve: CalibratedCurves) -> Iterator[ConsistencyLine]:
    for check in curve.checks:
        yield ConsistencyLine(
            kind=CheckKind.CALIBRATED,
            reported=check.target,
            recomputed=check.achieved,
            lower=check.target - check.tolerance,
            upper=check.target + check.tolerance,
            reason=ToleranceReason.CALIBRATION,
            status=Status.RECONSTRUCTED,
            data_cut=curve.data_cut,
            endpoint=curve.endpoint,
            quantity=check.quantity,
        )
    yield ConsistencyLine(
        kind=CheckKind.TENSION,
        reported=0.0,
        recomputed=curve.tension,
        lower=-curve.tension_limit,
        upper=curve.tension_limit,
        reason=ToleranceReason.CALIBRATION,
        status=Status.RECONSTRUCTED,
        data_cut=curve.data_cut,
        endpoint=curve.endpoint,
    )


# --- curves rebuilt from a figure --------------------------------------------------------------


def _rebuilt(
    trial: Trial, curves: DigitisedCurves, ratio: HazardRatio | None
) -> Iterator[ConsistencyLine]:
    found = digitised.hazard_ratio(curves)
    if ratio is not None and found is not None:
        half_unit = _half_unit(ratio.decimals) + REBUILT_RATIO_LOSS * ratio.value
        line = _Where(ratio.endpoint, ratio.status, data_cut=ratio.data_cut).line(
            CheckKind.REBUILT_HAZARD_RATIO,
            ratio.value,
            found.value,
            (ratio.value - half_unit, ratio.value + half_unit),
            reason=ToleranceReason.REBUILT_RATIO,
        )
        explained = None if line.agrees else Explanation.OTHER_MODEL
        yield replace(line, explanation=explained)
    for landmark in trial.landmarks:
        if (landmark.data_cut, landmark.endpoint) == (curves.data_cut, curves.endpoint):
            yield from _rebuilt_landmark(curves, landmark)


def _rebuilt_landmark(curves: DigitisedCurves, landmark: Landmark) -> Iterator[ConsistencyLine]:
    read = digitised.on_curve(curves.arm(landmark.arm), landmark.months)
    if read is None:
        return
    half_unit = _half_unit(landmark.decimals) / 100 + REBUILT_CURVE_LOSS
    yield ConsistencyLine(
        kind=CheckKind.REBUILT_LANDMARK,
        reported=landmark.survival,
        recomputed=read.value,
        lower=landmark.survival - half_unit,
        upper=landmark.survival + half_unit,
        reason=ToleranceReason.REBUILT_CURVE,
        status=landmark.status,
        data_cut=landmark.data_cut,
        endpoint=landmark.endpoint,
        arm=landmark.arm,
        months=landmark.months,
    )


# --- rounding ----------------------------------------------------------------------------------


def _has_width(ratio: Estimate, half_unit: float) -> bool:
    """Whether an interval is there and wider than the rounding of its limits."""
    if not ratio.has_range:
        return False
    lower, upper = ratio.limits
    return lower > half_unit and upper - lower > 2 * half_unit


def _half_unit(decimals: int) -> float:
    """Half a unit of the last printed decimal place."""
    return 0.5 * 10.0**-decimals


def _decimals_of(number: float) -> int:
    """Decimal places as written; zeros at the end are lost, which only widens the tolerance."""
    text = f"{number:.12f}".rstrip("0")
    return len(text.split(".")[1])


def _span(
    quantity: Callable[..., float], printed: tuple[float, ...], half_unit: float
) -> tuple[float, float]:
    """Least and most of a quantity over everything that its printed numbers may stand for.

    Each quantity here rises or falls with each of its numbers, so the corners hold both ends.
    """
    corners = itertools.product(*((number - half_unit, number + half_unit) for number in printed))
    found = [quantity(*corner) for corner in corners]
    return min(found), max(found)


def _agreeing(
    recomputed: float, span: tuple[float, float], reported: float, half_unit: float
) -> tuple[float, float]:
    """Range of ``recomputed`` that agrees: what it may move by, and the reported one's rounding."""
    return (
        reported - half_unit - (span[1] - recomputed),
        reported + half_unit + (recomputed - span[0]),
    )
