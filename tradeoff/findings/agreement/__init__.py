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

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from tradeoff.findings.agreement.lines import (
    Check,
    CheckKind,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
)
from tradeoff.findings.agreement.rates import (
    GROUPS_CENSORING,
    OF_CALIBRATED,
    OF_HARM,
    OF_LANDMARK,
    REBUILT_CURVE_LOSS,
    REBUILT_LANDMARK,
    WEIGHTED,
)
from tradeoff.findings.agreement.ratios import (
    EVENTS_APPROXIMATION,
    OF_MEAN,
    OF_RATIO,
    OF_SUBGROUP,
    POOLED,
    REBUILT_RATIO,
    REBUILT_RATIO_LOSS,
)
from tradeoff.trial.records import HazardRatio, Trial

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


def _own_ratios(trial: Trial) -> list[HazardRatio]:
    """Those of a cut's own analysis: of another model nothing else is known."""
    return [ratio for ratio in trial.hazard_ratios if ratio.model is None]


_Records = Callable[[Trial], Iterable[Any]]
# Which records are held against the trial's other numbers, and in which ways: those that belong to
# an analysis of an end point, in the order of the report …
_OF_ANALYSIS: tuple[tuple[_Records, tuple[Check[Any], ...]], ...] = (
    (_own_ratios, OF_RATIO),
    (lambda trial: sorted(trial.landmarks, key=attrgetter("arm")), (WEIGHTED,)),
    (_own_ratios, (POOLED,)),
    (lambda trial: trial.landmarks, OF_LANDMARK),
    (lambda trial: trial.restricted_means, OF_MEAN),
    (lambda trial: trial.curves, OF_CALIBRATED),
    (_own_ratios, (REBUILT_RATIO,)),
    (lambda trial: trial.landmarks, (REBUILT_LANDMARK,)),
)
# … and those that belong to the trial.
_OF_TRIAL: tuple[tuple[_Records, tuple[Check[Any], ...]], ...] = (
    (lambda trial: [one for one in trial.subgroups if one.hazard_ratio], OF_SUBGROUP),
    (lambda trial: trial.adverse_events, (OF_HARM,)),
)


def report(trial: Trial) -> tuple[ConsistencyLine, ...]:
    """Every comparison that a trial's numbers allow, those of a cut and end point together.

    What was not published is not compared: a trial without any such pair of numbers has no line.
    """
    return tuple(_lines(trial))


def _lines(trial: Trial) -> Iterator[ConsistencyLine]:
    for cut in trial.data_cuts:
        for endpoint in trial.endpoints:
            analysis = (cut.id, endpoint.id)
            for records, checks in _OF_ANALYSIS:
                own = (one for one in records(trial) if (one.data_cut, one.endpoint) == analysis)
                yield from _checked(trial, own, checks)
    for records, checks in _OF_TRIAL:
        yield from _checked(trial, records(trial), checks)


def _checked(
    trial: Trial, records: Iterable[Any], checks: tuple[Check[Any], ...]
) -> Iterator[ConsistencyLine]:
    for record in records:
        for check in checks:
            yield from check.lines(trial, record)
