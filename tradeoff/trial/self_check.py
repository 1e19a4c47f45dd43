"""Reference cases run in this very program: what was expected, what was found, whether they agree.

The cases and their expected values come from outside (``tradeoff/reference``, read by
``loading``); nothing expected is ever computed here. A case that fails to compute is a case that
does not agree, never an exception.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Annotated

from pydantic import Field

from tradeoff.statistics.intervals import (
    Count,
    Estimate,
    difference_from_reported,
    risk_difference,
    wilson_interval,
)
from tradeoff.statistics.survival import (
    KaplanMeierCurve,
    LogRankTest,
    ProportionalHazardsTest,
    cox_hazard_ratio,
    kaplan_meier,
    log_rank,
    median_survival,
    proportional_hazards_test,
    restricted_mean,
    restricted_mean_difference,
    survival_at,
)
from tradeoff.trial.records import Record, Text

__all__ = [
    "DifferenceCase",
    "DifferenceCases",
    "ProportionCase",
    "ProportionCases",
    "Quantity",
    "ReferenceCases",
    "ReportedCase",
    "ReportedCases",
    "SelfCheckLine",
    "SurvivalArm",
    "SurvivalCase",
    "SurvivalPoint",
    "TwoArmData",
    "run",
]

Number = Annotated[float, Field(allow_inf_nan=False)]
Pair = tuple[int, int]
Triple = tuple[Number, Number, Number]
_LEVEL = 0.95

Decimals = Annotated[int, Field(ge=0, le=12)]


class Quantity(StrEnum):
    """What is computed, and by which method."""

    WILSON = "wilson"
    NEWCOMBE = "newcombe"
    MOVER = "mover"
    KAPLAN_MEIER = "kaplan-meier"
    MEDIAN = "median"
    RESTRICTED_MEAN = "restricted-mean"
    RESTRICTED_MEAN_DIFFERENCE = "restricted-mean-difference"
    LOG_RANK = "log-rank"
    COX = "cox"
    COX_STANDARD_ERROR = "cox-standard-error"
    PROPORTIONAL_HAZARDS = "proportional-hazards"


# --- the cases, as they lie in the package -----------------------------------------------------


class ProportionCase(Record):
    """Events of a total, with the interval's limits."""

    events: int
    total: int
    lower: Number
    upper: Number


class ProportionCases(Record):
    """Intervals of proportions, all from one authority."""

    authority: Text
    decimals: Decimals
    cases: tuple[ProportionCase, ...]


class DifferenceCase(Record):
    """Events and total of two arms, with the limits of their difference."""

    experimental: Pair
    control: Pair
    lower: Number
    upper: Number


class DifferenceCases(Record):
    """Intervals of differences of counts, all from one authority."""

    authority: Text
    decimals: Decimals
    cases: tuple[DifferenceCase, ...]


class ReportedCase(Record):
    """Value and limits of two arms, with those of their difference."""

    experimental: Triple
    control: Triple
    value: Number
    lower: Number
    upper: Number


class ReportedCases(Record):
    """Differences of reported estimates, all from one authority."""

    authority: Text
    decimals: Decimals
    cases: tuple[ReportedCase, ...]


class SurvivalPoint(Record):
    """Survival at a time with its log(-log) limits."""

    time: Number
    survival: Number
    lower: Number
    upper: Number


class SurvivalArm(Record):
    """What one arm's patients give."""

    km: tuple[SurvivalPoint, ...]
    median: Number
    restricted_mean: Number
    restricted_mean_standard_error: Number


class SurvivalCase(Record):
    """A public data set, with what another program computes from it."""

    authority: Text
    relative_tolerance: Annotated[float, Field(gt=0, lt=1)]
    data: Text
    name: Text
    control_name: Text
    experimental_name: Text
    control: SurvivalArm
    experimental: SurvivalArm
    horizon: Number
    restricted_mean_difference: Triple
    hazard_ratio: Triple
    log_hazard_ratio_standard_error: Number
    log_rank: tuple[Number, Number]
    proportional_hazards: tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class TwoArmData:
    """Patients of a public data set: time, event, and whether of the experimental arm."""

    time: tuple[float, ...]
    event: tuple[bool, ...]
    experimental: tuple[bool, ...]

    def curve(self, *, experimental: bool) -> KaplanMeierCurve:
        """Kaplan-Meier of one arm."""
        rows = [row for row, arm in enumerate(self.experimental) if arm is experimental]
        return kaplan_meier([self.time[row] for row in rows], [self.event[row] for row in rows])


class ReferenceCases(Record):
    """Every case of the package; ``provenance`` says where the expected values come from."""

    provenance: Text
    wilson: ProportionCases
    newcombe: DifferenceCases
    mover: ReportedCases
    survival: SurvivalCase


# --- running them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckLine:
    """One case: the numbers expected and found, in the same order.

    ``found`` is empty where nothing could be computed, and holds NaN for a number that is not
    estimable. ``decimals`` is that of the expected numbers as printed, ``None`` where they are
    given to full precision. ``at`` is a time in the case's own unit.
    """

    quantity: Quantity
    subject: str
    expected: tuple[float, ...]
    found: tuple[float, ...]
    authority: str
    decimals: int | None = None
    relative_tolerance: float = 0.0
    at: float | None = None

    @property
    def agrees(self) -> bool:
        """Whether each number found is the expected one, to the digits that it was given with."""
        return len(self.found) == len(self.expected) and all(
            map(self._close, self.expected, self.found)
        )

    def _close(self, expected: float, found: float) -> bool:
        # A number printed to four decimals stands for all that round to it; a final 5 may have
        # been rounded either way.
        half_unit = 0.0 if self.decimals is None else 0.5 * 10.0**-self.decimals + 1e-9
        return math.isclose(expected, found, rel_tol=self.relative_tolerance, abs_tol=half_unit)


_Numbers = tuple[float | None, ...]


def run(cases: ReferenceCases, data: TwoArmData) -> tuple[SelfCheckLine, ...]:
    """Every case, computed now by the functions that the program itself uses."""
    return (
        *_proportions(cases.wilson),
        *_differences(cases.newcombe),
        *_reported(cases.mover),
        *_survival(cases.survival, data),
    )


def _computed(compute: Callable[[], _Numbers]) -> tuple[float, ...]:
    """The numbers, or none where the computation refuses or breaks down."""
    try:
        numbers = compute()
    except (ValueError, ArithmeticError):
        return ()
    return tuple(math.nan if number is None else float(number) for number in numbers)


def _proportions(group: ProportionCases) -> Iterator[SelfCheckLine]:
    for case in group.cases:
        yield SelfCheckLine(
            quantity=Quantity.WILSON,
            subject=_counted((case.events, case.total)),
            expected=(case.lower, case.upper),
            found=_computed(partial(_wilson, case)),
            authority=group.authority,
            decimals=group.decimals,
        )


def _wilson(case: ProportionCase) -> _Numbers:
    return wilson_interval(Count(case.events, case.total)).limits


def _differences(group: DifferenceCases) -> Iterator[SelfCheckLine]:
    for case in group.cases:
        yield SelfCheckLine(
            quantity=Quantity.NEWCOMBE,
            subject=f"{_counted(case.experimental)} − {_counted(case.control)}",
            expected=(case.lower, case.upper),
            found=_computed(partial(_newcombe, case)),
            authority=group.authority,
            decimals=group.decimals,
        )


def _newcombe(case: DifferenceCase) -> _Numbers:
    return risk_difference(Count(*case.experimental), Count(*case.control)).limits


def _reported(group: ReportedCases) -> Iterator[SelfCheckLine]:
    for case in group.cases:
        yield SelfCheckLine(
            quantity=Quantity.MOVER,
            subject=f"{_ranged(case.experimental)} − {_ranged(case.control)}",
            expected=(case.value, case.lower, case.upper),
            found=_computed(partial(_mover, case)),
            authority=group.authority,
            decimals=group.decimals,
        )


def _mover(case: ReportedCase) -> _Numbers:
    experimental, control = (Estimate(*arm, _LEVEL) for arm in (case.experimental, case.control))
    return _value_and_limits(difference_from_reported(experimental, control))


def _survival(case: SurvivalCase, data: TwoArmData) -> Iterator[SelfCheckLine]:
    """Both arms' curves, then what compares them."""
    questions = (
        *_arm(case, data, case.control, experimental=False),
        *_arm(case, data, case.experimental, experimental=True),
        *_comparison(case, data),
    )
    for question in questions:
        yield SelfCheckLine(
            quantity=question.quantity,
            subject=question.subject,
            at=question.at,
            expected=question.expected,
            found=_computed(question.compute),
            authority=f"{case.authority}, {case.name}",
            relative_tolerance=case.relative_tolerance,
        )


@dataclass(frozen=True, slots=True)
class _Question:
    quantity: Quantity
    subject: str
    at: float | None
    expected: tuple[float, ...]
    compute: Callable[[], _Numbers]


def _arm(
    case: SurvivalCase, data: TwoArmData, arm: SurvivalArm, *, experimental: bool
) -> Iterator[_Question]:
    name = case.experimental_name if experimental else case.control_name

    def curve() -> KaplanMeierCurve:
        return data.curve(experimental=experimental)

    for point in arm.km:
        yield _Question(
            Quantity.KAPLAN_MEIER,
            name,
            point.time,
            (point.survival, point.lower, point.upper),
            lambda time=point.time: _value_and_limits(survival_at(curve(), time)),  # type: ignore[misc]
        )
    yield _Question(Quantity.MEDIAN, name, None, (arm.median,), lambda: (median_survival(curve()),))
    yield _Question(
        Quantity.RESTRICTED_MEAN,
        name,
        case.horizon,
        (arm.restricted_mean, arm.restricted_mean_standard_error),
        lambda: _value_and_error(restricted_mean(curve(), horizon=case.horizon)),
    )


def _comparison(case: SurvivalCase, data: TwoArmData) -> Iterator[_Question]:
    patients = data.time, data.event, data.experimental
    both = f"{case.experimental_name} − {case.control_name}"
    ratio = f"{case.experimental_name} / {case.control_name}"

    def mean_difference() -> _Numbers:
        arms = (data.curve(experimental=True), data.curve(experimental=False))
        return _value_and_limits(restricted_mean_difference(*arms, horizon=case.horizon))

    def tested(test: Callable[..., LogRankTest | ProportionalHazardsTest]) -> _Numbers:
        result = test(*patients)
        return result.statistic, result.p_value

    def hazard_ratio() -> Estimate:
        return cox_hazard_ratio(*patients)

    yield _Question(
        Quantity.RESTRICTED_MEAN_DIFFERENCE,
        both,
        case.horizon,
        case.restricted_mean_difference,
        mean_difference,
    )
    yield _Question(Quantity.LOG_RANK, ratio, None, case.log_rank, lambda: tested(log_rank))
    yield _Question(
        Quantity.COX, ratio, None, case.hazard_ratio, lambda: _value_and_limits(hazard_ratio())
    )
    error = (case.log_hazard_ratio_standard_error,)
    yield _Question(
        Quantity.COX_STANDARD_ERROR, ratio, None, error, lambda: (hazard_ratio().standard_error,)
    )
    yield _Question(
        Quantity.PROPORTIONAL_HAZARDS,
        ratio,
        None,
        case.proportional_hazards,
        lambda: tested(proportional_hazards_test),
    )


def _value_and_limits(estimate: Estimate) -> _Numbers:
    return estimate.value, *estimate.limits


def _value_and_error(estimate: Estimate) -> _Numbers:
    return estimate.value, estimate.standard_error


def _counted(count: Sequence[int]) -> str:
    return f"{count[0]}/{count[1]}"


def _ranged(numbers: Triple) -> str:
    value, lower, upper = numbers
    return f"{value:g} ({lower:g} to {upper:g})"
