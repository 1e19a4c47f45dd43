"""Reference cases run in this very program: what was expected, what was found, whether they agree.

The cases and their expected values come from outside (``trial/reference``, read by
``reading``); nothing expected is ever computed here. A case that fails to compute is a case that
does not agree, never an exception.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

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

Number = Annotated[float, Field(allow_inf_nan=False)]
Pair = tuple[int, int]
Triple = tuple[Number, Number, Number]
_LEVEL = 0.95

Decimals = Annotated[int, Field(ge=0, le=12)]
C = TypeVar("C", bound=Record)


class Computation(StrEnum):
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


class DifferenceCase(Record):
    """Events and total of two arms, with the limits of their difference."""

    experimental: Pair
    control: Pair
    lower: Number
    upper: Number


class ReportedCase(Record):
    """Value and limits of two arms, with those of their difference."""

    experimental: Triple
    control: Triple
    value: Number
    lower: Number
    upper: Number


class Cases(Record, Generic[C]):
    """Cases of one kind, all from one authority, with the decimals that it prints."""

    authority: Text
    decimals: Decimals
    cases: tuple[C, ...]


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
    wilson: Cases[ProportionCase]
    newcombe: Cases[DifferenceCase]
    mover: Cases[ReportedCase]
    survival: SurvivalCase


# --- running them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckLine:
    """One case: the numbers expected and found, in the same order.

    ``found`` is empty where nothing could be computed, and holds NaN for a number that is not
    estimable. ``decimals`` is that of the expected numbers as printed, ``None`` where they are
    given to full precision. ``at`` is a time in the case's own unit.
    """

    quantity: Computation
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


@dataclass(frozen=True, slots=True)
class _Question:
    """One case, with what answers it."""

    quantity: Computation
    subject: str
    expected: tuple[float, ...]
    compute: Callable[[], _Numbers]
    at: float | None = None


def run(cases: ReferenceCases, data: TwoArmData) -> tuple[SelfCheckLine, ...]:
    """Every case, computed now by the functions that the program itself uses."""
    survival = cases.survival
    questions = (
        *_arm(survival, data, survival.control, experimental=False),
        *_arm(survival, data, survival.experimental, experimental=True),
        *_comparison(survival, data),
    )
    return (
        *_printed(cases.wilson, _wilson),
        *_printed(cases.newcombe, _newcombe),
        *_printed(cases.mover, _mover),
        *_answered(
            questions,
            authority=f"{survival.authority}, {survival.name}",
            relative_tolerance=survival.relative_tolerance,
        ),
    )


def _printed(group: Cases[C], asked: Callable[[C], _Question]) -> Iterator[SelfCheckLine]:
    return _answered(map(asked, group.cases), authority=group.authority, decimals=group.decimals)


def _answered(questions: Iterable[_Question], **authority: Any) -> Iterator[SelfCheckLine]:
    for question in questions:
        yield SelfCheckLine(
            quantity=question.quantity,
            subject=question.subject,
            at=question.at,
            expected=question.expected,
            found=_computed(question.compute),
            **authority,
        )


def _computed(compute: Callable[[], _Numbers]) -> tuple[float, ...]:
    """The numbers, or none where the computation refuses or breaks down."""
    try:
        numbers = compute()
    except (ValueError, ArithmeticError):
        return ()
    return tuple(math.nan if number is None else float(number) for number in numbers)


def _wilson(case: ProportionCase) -> _Question:
    count = (case.events, case.total)
    return _Question(
        Computation.WILSON,
        _counted(count),
        (case.lower, case.upper),
        lambda: wilson_interval(Count(*count)).limits,
    )


def _newcombe(case: DifferenceCase) -> _Question:
    return _Question(
        Computation.NEWCOMBE,
        f"{_counted(case.experimental)} − {_counted(case.control)}",
        (case.lower, case.upper),
        lambda: risk_difference(Count(*case.experimental), Count(*case.control)).limits,
    )


def _mover(case: ReportedCase) -> _Question:
    def difference() -> Estimate:
        arms = (Estimate(*arm, _LEVEL) for arm in (case.experimental, case.control))
        return difference_from_reported(*arms)

    return _Question(
        Computation.MOVER,
        f"{_ranged(case.experimental)} − {_ranged(case.control)}",
        (case.value, case.lower, case.upper),
        lambda: _value_and_limits(difference()),
    )


def _arm(
    case: SurvivalCase, data: TwoArmData, arm: SurvivalArm, *, experimental: bool
) -> Iterator[_Question]:
    """What one arm's curve gives: survival, median, restricted mean."""
    name = case.experimental_name if experimental else case.control_name

    def curve() -> KaplanMeierCurve:
        return data.curve(experimental=experimental)

    def survival(point: SurvivalPoint) -> _Question:
        return _Question(
            Computation.KAPLAN_MEIER,
            name,
            (point.survival, point.lower, point.upper),
            lambda: _value_and_limits(survival_at(curve(), point.time)),
            point.time,
        )

    yield from map(survival, arm.km)
    yield _Question(Computation.MEDIAN, name, (arm.median,), lambda: (median_survival(curve()),))
    yield _Question(
        Computation.RESTRICTED_MEAN,
        name,
        (arm.restricted_mean, arm.restricted_mean_standard_error),
        lambda: _value_and_error(restricted_mean(curve(), horizon=case.horizon)),
        case.horizon,
    )


def _comparison(case: SurvivalCase, data: TwoArmData) -> Iterator[_Question]:
    """What compares both arms."""
    patients = data.time, data.event, data.experimental
    ratio = f"{case.experimental_name} / {case.control_name}"

    def mean_difference() -> Estimate:
        arms = (data.curve(experimental=True), data.curve(experimental=False))
        return restricted_mean_difference(*arms, horizon=case.horizon)

    def tested(test: Callable[..., LogRankTest | ProportionalHazardsTest]) -> _Numbers:
        result = test(*patients)
        return result.statistic, result.p_value

    def hazard_ratio() -> Estimate:
        return cox_hazard_ratio(*patients)

    yield _Question(
        Computation.RESTRICTED_MEAN_DIFFERENCE,
        f"{case.experimental_name} − {case.control_name}",
        case.restricted_mean_difference,
        lambda: _value_and_limits(mean_difference()),
        case.horizon,
    )
    yield _Question(Computation.LOG_RANK, ratio, case.log_rank, lambda: tested(log_rank))
    yield _Question(
        Computation.COX, ratio, case.hazard_ratio, lambda: _value_and_limits(hazard_ratio())
    )
    yield _Question(
        Computation.COX_STANDARD_ERROR,
        ratio,
        (case.log_hazard_ratio_standard_error,),
        lambda: (hazard_ratio().standard_error,),
    )
    yield _Question(
        Computation.PROPORTIONAL_HAZARDS,
        ratio,
        case.proportional_hazards,
        lambda: tested(proportional_hazards_test),
    )


def _value_and_limits(estimate: Estimate) -> _Numbers:
    return estimate.value, *estimate.limits


def _value_and_error(estimate: Estimate) -> _Numbers:
    return estimate.value, estimate.standard_error


def _counted(count: Pair) -> str:
    return f"{count[0]}/{count[1]}"


def _ranged(numbers: Triple) -> str:
    value, lower, upper = numbers
    return f"{value:g} ({lower:g} to {upper:g})"
