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

from collections.abc import Iterator

from tradeoff.findings.agreement.curves import (
    REBUILT_CURVE_LOSS,
    REBUILT_RATIO_LOSS,
    of_calibrated,
    of_digitised,
)
from tradeoff.findings.agreement.lines import (
    CheckKind,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
)
from tradeoff.findings.agreement.rates import (
    GROUPS_CENSORING,
    of_age_groups,
    of_harm,
    of_landmark,
)
from tradeoff.findings.agreement.ratios import (
    EVENTS_APPROXIMATION,
    of_hazard_ratio,
    of_restricted_mean,
    of_subgroup,
)
from tradeoff.trial.records import Trial

__all__ = [
    "EVENTS_APPROXIMATION",
    "GROUPS_CENSORING",
    "REBUILT_CURVE_LOSS",
    "REBUILT_RATIO_LOSS",
    "CheckKind",
    "ConsistencyLine",
    "Explanation",
    "ToleranceReason",
    "report",
]


def report(trial: Trial) -> tuple[ConsistencyLine, ...]:
    """Every comparison that a trial's numbers allow, those of a cut and end point together.

    What was not published is not compared: a trial without any such pair of numbers has no line.
    """
    return tuple(_lines(trial))


def _lines(trial: Trial) -> Iterator[ConsistencyLine]:
    for cut in trial.data_cuts:
        for endpoint in trial.endpoints:
            yield from _of_analysis(trial, cut.id, endpoint.id)
    for subgroup in trial.subgroups:
        yield from of_subgroup(subgroup)
    for entry in trial.adverse_events:
        yield from of_harm(entry)


def _of_analysis(trial: Trial, data_cut: str, endpoint: str) -> Iterator[ConsistencyLine]:
    analysis = (data_cut, endpoint)
    ratio = trial.hazard_ratio(*analysis)
    if ratio is not None:
        yield from of_hazard_ratio(trial, ratio)
    yield from of_age_groups(trial, *analysis)
    for landmark in trial.landmarks:
        if (landmark.data_cut, landmark.endpoint) == analysis:
            yield from of_landmark(trial, landmark)
    for mean in trial.restricted_means:
        if (mean.data_cut, mean.endpoint) == analysis:
            yield from of_restricted_mean(mean)
    curves = trial.curve(*analysis)
    if curves is not None:
        yield from of_calibrated(curves)
    rebuilt = trial.digitised_curve(*analysis)
    if rebuilt is not None:
        yield from of_digitised(trial, rebuilt)
