"""Reference cases run in this very program: what was expected, what was found, whether they agree.

The cases and their expected values come from outside (``tradeoff/reference``, read by
``loading``); nothing expected is ever computed here. A case that fails to compute is a case that
does not agree, never an exception.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from tradeoff.effects import (
    Count,
    Estimate,
    difference_from_reported,
    risk_difference,
    wilson_interval,
)
from tradeoff.survival import (
    KaplanMeierCurve,
    cox_hazard_ratio,
    kaplan_meier,
    log_rank,
    median_survival,
    proportional_hazards_test,
    restricted_mean,
    restricted_mean_difference,
    survival_at,
)
from tradeoff.trial import Record, Text

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

    ``found`` is empty where nothing could be computed. ``decimals`` is that of the expected
    numbers as printed, ``None`` where they are given to full precision.
    """

    quantity: Quantity
    subject: str
    at: float | None = None
    """Time or horizon of the quantity, in the case's unit."""
    expected: tuple[float, ...]
    found: tuple[float, ...]
    decimals: int | None
    relative_tolerance: float
    authority: str

    @property
    def agrees(self) -> bool:
        """Whether each number found is the expected one, to the digits that it was given with."""
        if len(self.found) != len(self.expected):
            return False
        return all(map(self._close, self.expected, self.found))

    def _close(self, expected: float, found: float) -> bool:
        half_unit = 0.0 if self.decimals is None else 0.5 * 10.0**-self.decimals
        slack = 1e-9  # a printed 5 at the end may have been rounded either way
        return math.isclose(
            expected,
            found,
            rel_tol=self.relative_tolerance,
            abs_tol=half_unit + slack if half_unit else slack * abs(expected),
        )


def run(cases: ReferenceCases, data: TwoArmData) -> tuple[SelfCheckLine, ...]:
    """Every case, computed now by the functions that the program itself uses."""
    return (
        *_proportions(cases.wilson),
        *_differences(cases.newcombe),
        *_reported(cases.mover),
        *_survival(cases.survival, data),
    )


def _computed(compute: Callable[[], tuple[float | None, ...]]) -> tuple[float, ...]:
    """The numbers, or none where the computation refuses or breaks down."""
    try:
        numbers = compute()
    except (ValueError, ArithmeticError):
        return ()
    return tuple(math.nan if number is None else float(number) for number in numbers)


def _proportions(group: ProportionCases) -> Iterator[SelfCheckLine]:
    for case in group.cases:
        count = case.events, case.total
        yield SelfCheckLine(
            quantity=Quantity.WILSON,
            subject=_counted(count),
            expected=(case.lower, case.upper),
            found=_computed(lambda pair=count: wilson_interval(Count(*pair)).limits),  # type: ignore[misc]
            decimals=group.decimals,
            relative_tolerance=0.0,
            authority=group.authority,
        )


def _differences(group: DifferenceCases) -> Iterator[SelfCheckLine]:
    for case in group.cases:
        yield SelfCheckLine(
            quantity=Quantity.NEWCOMBE,
            subject=f"{_counted(case.experimental)} − {_counted(case.control)}",
            expected=(case.lower, case.upper),
            found=_computed(lambda one=case: _newcombe(one)),  # type: ignore[misc]
            decimals=group.decimals,
            relative_tolerance=0.0,
            authority=group.authority,
        )


def _newcombe(case: DifferenceCase) -> tuple[float, float]:
    return risk_difference(Count(*case.experimental), Count(*case.control)).limits


def _reported(group: ReportedCases) -> Iterator[SelfCheckLine]:
    for case in group.cases:
        yield SelfCheckLine(
            quantity=Quantity.MOVER,
            subject=f"{_ranged(case.experimental)} − {_ranged(case.control)}",
            expected=(case.value, case.lower, case.upper),
            found=_computed(lambda one=case: _mover(one)),  # type: ignore[misc]
            decimals=group.decimals,
            relative_tolerance=0.0,
            authority=group.authority,
        )


def _mover(case: ReportedCase) -> tuple[float, ...]:
    arms = (Estimate(*arm, 0.95) for arm in (case.experimental, case.control))
    difference = difference_from_reported(*arms)
    return difference.value, *difference.limits


def _counted(count: Pair) -> str:
    return f"{count[0]}/{count[1]}"


def _ranged(numbers: Triple) -> str:
    value, lower, upper = numbers
    return f"{value:g} ({lower:g}, {upper:g})"
