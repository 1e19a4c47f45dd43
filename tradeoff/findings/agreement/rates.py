"""Survival at a time, percentages of harms and curves, against all else that is known of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from tradeoff.findings.agreement.lines import (
    Check,
    CheckKind,
    Compared,
    Explanation,
    ToleranceReason,
    beside,
    by_rounding,
    half_unit,
    printed_share,
)
from tradeoff.findings.agreement.ratios import log_middle, plain_middle
from tradeoff.findings.subgroups import groups_by_age, people_of, survival_of
from tradeoff.trial import digitised
from tradeoff.trial.records import AdverseEvent, CalibratedCurves, Landmark, Trial

# The whole's Kaplan-Meier estimate is not the groups' average where they were censored unevenly.
# Of reference cases of 200 people and more, cut in two at random, nine in ten move by less.
GROUPS_CENSORING = 0.005
# A click lies beside the line by a pixel or two of a figure some hundred pixels high. With noisy
# clicks on the reference cases of 90 patients or more the rebuilt curve is at most this far off at
# their landmarks, except where fewer than 20 are at risk.
REBUILT_CURVE_LOSS = 0.02


def loglog_middle(lower: float, upper: float) -> float:
    """The middle of a survival's limits that lie symmetrically about its log(-log)."""
    # The mean of log(-log) is the log of the geometric mean of the two cumulative hazards.
    return math.exp(-math.sqrt(math.log(lower) * math.log(upper)))


# In the order in which a cause is looked for.
_OTHER_MIDDLES: dict[Explanation, Callable[[float, float], float]] = {
    Explanation.LOG_INTERVAL: log_middle,
    Explanation.PLAIN_INTERVAL: plain_middle,
}


def _centre(landmark: Landmark, middle: Callable[[float, float], float]) -> Iterator[Compared]:
    if landmark.lower is None or landmark.upper is None:
        return
    survival, lower, upper = (
        printed_share(number, landmark.decimals)
        for number in (landmark.survival, landmark.lower, landmark.upper)
    )
    if lower.ends[0] > 0 and upper.ends[1] < 1:
        yield by_rounding(survival, middle, lower, upper)


def _loglog_centre(_: Trial, landmark: Landmark) -> Iterator[Compared]:
    return _centre(landmark, loglog_middle)


def _other_interval(_: Compared, landmark: Landmark) -> Explanation | None:
    kinds = _OTHER_MIDDLES.items()
    fitting = (kind for kind, middle in kinds for one in _centre(landmark, middle) if one.agrees)
    return next(fitting, None)


def _least_error(trial: Trial, landmark: Landmark) -> Iterator[Compared]:
    """Censoring only widens: no standard error is below that of a plain proportion."""
    survival, error = landmark.survival, landmark.standard_error
    if error is not None:
        least = math.sqrt(survival * (1 - survival) / trial.arm(landmark.arm).n_randomised)
        yield Compared(error, least, 0.0, printed_share(error, landmark.decimals).ends[1])


def _weighted(trial: Trial, landmark: Landmark) -> Iterator[Compared]:
    """The age groups weighted by their people: all of the arm must be in them."""
    groups = groups_by_age(trial, landmark.data_cut, landmark.endpoint)
    parts = [
        (people_of(group).of(landmark.arm), survival_of(group).of(landmark.arm))
        for group in groups
        if group.months == landmark.months
    ]
    given = [(people, share) for people, share in parts if people and share is not None]
    everybody = sum(people for people, _ in given)
    if len(given) < len(groups) or everybody != trial.arm(landmark.arm).n_randomised:
        return
    coarsest = min(group.decimals for group in groups)
    rounding = (half_unit(landmark.decimals) + half_unit(coarsest)) / 100
    weighted = sum(people * share for people, share in given) / everybody
    yield beside(landmark.survival, weighted, rounding + GROUPS_CENSORING)


def _rebuilt(trial: Trial, landmark: Landmark) -> Iterator[Compared]:
    curves = trial.digitised_curve(landmark.data_cut, landmark.endpoint)
    read = None if curves is None else digitised.on_curve(curves.arm(landmark.arm), landmark.months)
    if read is not None:
        rounding = printed_share(landmark.survival, landmark.decimals).half_unit
        yield beside(landmark.survival, read.value, rounding + REBUILT_CURVE_LOSS)


def _percent(_: Trial, entry: AdverseEvent) -> Iterator[Compared]:
    if entry.percentage is not None and entry.count is not None:
        tolerance = half_unit(entry.decimals) * max(1, len(entry.grades))
        yield beside(entry.percentage, 100 * entry.count.proportion, tolerance)


def _calibrated(_: Trial, curves: CalibratedCurves) -> Iterator[Compared]:
    for check in curves.checks:
        found = beside(check.target, check.achieved, check.tolerance)
        yield replace(found, quantity=check.quantity)


def _tension(_: Trial, curves: CalibratedCurves) -> Iterator[Compared]:
    yield beside(0.0, curves.tension, curves.tension_limit)


OF_LANDMARK = (
    Check(CheckKind.LANDMARK_CENTRE, ToleranceReason.ROUNDING, _loglog_centre, _other_interval),
    Check(CheckKind.STANDARD_ERROR, ToleranceReason.LEAST, _least_error),
)
WEIGHTED = Check(CheckKind.SUBGROUPS_SURVIVAL, ToleranceReason.GROUPS, _weighted)
REBUILT_LANDMARK = Check(CheckKind.REBUILT_LANDMARK, ToleranceReason.REBUILT_CURVE, _rebuilt)
OF_HARM = Check(CheckKind.PERCENT, ToleranceReason.ROUNDING, _percent)
OF_CALIBRATED = (
    Check(CheckKind.CALIBRATED, ToleranceReason.CALIBRATION, _calibrated),
    Check(CheckKind.TENSION, ToleranceReason.CALIBRATION, _tension),
)
