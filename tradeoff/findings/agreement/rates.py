"""Survival at a time and percentages of harms, against interval, people and counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tradeoff.findings.agreement.lines import (
    Check,
    CheckKind,
    Compared,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
    beside,
    inside,
)
from tradeoff.findings.agreement.ratios import (
    at_analysis,
    log_middle,
    loglog_middle,
    plain_middle,
)
from tradeoff.findings.agreement.rounding import by_rounding, half_unit, printed_share
from tradeoff.findings.subgroups import groups_by_age, people_of, survival_of
from tradeoff.statistics.intervals import log_standard_error
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import AdverseEvent, HazardRatio, Landmark, Subgroup, Trial

# The whole's Kaplan-Meier estimate is not the groups' average where they were censored unevenly.
# Of reference cases of 200 people and more, cut in two at random, nine in ten move by less.
GROUPS_CENSORING = 0.005

# In the order in which a cause is looked for.
_OTHER_MIDDLES: dict[Explanation, Callable[[float, float], float]] = {
    Explanation.LOG_INTERVAL: log_middle,
    Explanation.PLAIN_INTERVAL: plain_middle,
}


# --- landmarks ---------------------------------------------------------------------------------


def _landmark_centre(landmark: Landmark) -> Compared | None:
    if landmark.lower is None or landmark.upper is None:
        return None
    survival, lower, upper = (
        printed_share(number, landmark.decimals)
        for number in (landmark.survival, landmark.lower, landmark.upper)
    )
    if lower.ends[0] <= 0 or upper.ends[1] >= 1:
        return None

    def held_against(middle: Callable[[float, float], float]) -> Compared:
        return by_rounding(survival, middle, lower, upper)

    other = (name for name, middle in _OTHER_MIDDLES.items() if held_against(middle).agrees)
    return held_against(loglog_middle).explained_by(next(other, None))


def _least_error(landmark: Landmark, people: int) -> Compared | None:
    """Censoring only widens: no standard error is below that of a plain proportion."""
    survival, error = landmark.survival, landmark.standard_error
    if error is None:
        return None
    least = math.sqrt(survival * (1 - survival) / people)
    return Compared(error, least, 0.0, printed_share(error, landmark.decimals).ends[1])


_CENTRE = Check(CheckKind.LANDMARK_CENTRE, ToleranceReason.ROUNDING, _landmark_centre)
_ERROR = Check(CheckKind.STANDARD_ERROR, ToleranceReason.LEAST, _least_error)


def at_landmark(landmark: Landmark) -> partial[ConsistencyLine]:
    """A line about one arm's survival at a month."""
    return partial(
        ConsistencyLine,
        status=landmark.status,
        data_cut=landmark.data_cut,
        endpoint=landmark.endpoint,
        arm=landmark.arm,
        months=landmark.months,
    )


def of_landmark(trial: Trial, landmark: Landmark) -> Iterator[ConsistencyLine]:
    """A landmark against its interval, or its standard error against its people."""
    where = at_landmark(landmark)
    yield from _CENTRE.lines(where, landmark)
    yield from _ERROR.lines(where, landmark, trial.arm(landmark.arm).n_randomised)


# --- groups that make up the whole -------------------------------------------------------------


def _weighted_survival(
    landmark: Landmark, people: int, groups: Sequence[Subgroup]
) -> Compared | None:
    """The groups weighted by their people: all of the arm must be in them."""
    counts = [people_of(group).of(landmark.arm) for group in groups]
    survival = [survival_of(group).of(landmark.arm) for group in groups]
    parts = [(n, s) for n, s in zip(counts, survival, strict=True) if n and s is not None]
    if len(parts) < len(groups) or sum(n for n, _ in parts) != people:
        return None
    weighted = sum(n * s for n, s in parts) / people
    coarsest = min(group.decimals for group in groups)
    rounding = (half_unit(landmark.decimals) + half_unit(coarsest)) / 100
    return beside(landmark.survival, weighted, rounding + GROUPS_CENSORING)


def _pooled_ratio(whole: HazardRatio, groups: Sequence[Subgroup]) -> Compared | None:
    """The groups' ratios weighted by their precision; the whole's own range is the yardstick."""
    reported = whole.estimate(whole.value)
    ratios = [group.estimate(group.hazard_ratio) for group in groups if group.hazard_ratio]
    if len(ratios) < len(groups) or not all(one.has_range for one in (reported, *ratios)):
        return None
    weights = [log_standard_error(ratio) ** -2 for ratio in ratios]
    logs = (w * math.log(ratio.value) for w, ratio in zip(weights, ratios, strict=True))
    return inside(reported, math.exp(sum(logs) / sum(weights)))


_WEIGHTED = Check(CheckKind.SUBGROUPS_SURVIVAL, ToleranceReason.GROUPS, _weighted_survival)
_POOLED = Check(CheckKind.SUBGROUPS_RATIO, ToleranceReason.POOLED, _pooled_ratio)


def of_age_groups(trial: Trial, data_cut: str, endpoint: str) -> Iterator[ConsistencyLine]:
    """The groups that an age divides the trial into, put together again, against the whole."""
    groups = groups_by_age(trial, data_cut, endpoint)
    months = {group.months for group in groups}
    for role in Role:
        month = next(iter(months)) if len(months) == 1 else None
        landmark = None if month is None else trial.landmark(data_cut, endpoint, month, role)
        if landmark is not None:
            people = trial.arm(role).n_randomised
            yield from _WEIGHTED.lines(at_landmark(landmark), landmark, people, groups)
    ratio = trial.hazard_ratio(data_cut, endpoint)
    if groups and ratio is not None:
        yield from _POOLED.lines(at_analysis(ratio), ratio, groups)


# --- harms -------------------------------------------------------------------------------------


def _percent(entry: AdverseEvent) -> Compared | None:
    if entry.percentage is None or entry.count is None:
        return None
    tolerance = half_unit(entry.decimals) * max(1, len(entry.grades))
    return beside(entry.percentage, 100 * entry.count.proportion, tolerance)


_PERCENT = Check(CheckKind.PERCENT, ToleranceReason.ROUNDING, _percent)


def of_harm(entry: AdverseEvent) -> Iterator[ConsistencyLine]:
    """An arm's percentage of a harm against its count."""
    where = partial(ConsistencyLine, status=entry.status, harm=entry.harm, arm=entry.arm)
    yield from _PERCENT.lines(where, entry)
