"""What every record is made of: its types, the status and source of a number, its interval."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.told import Told

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def _remembering(value: Any, checked: ValidatorFunctionWrapHandler) -> Any:
    """The text that was checked; one that remembers its message stays as it is."""
    plain = checked(str(value) if isinstance(value, Told) else value)
    return value if isinstance(value, Told) else plain


ToldText = Annotated[Text, WrapValidator(_remembering)]
"""A text of the program's own, which other languages can say."""
Label = Annotated[
    str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Months = Annotated[int, Field(ge=0, le=600)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=0)]
People = Annotated[int, Field(ge=1)]
Decimals = Annotated[int, Field(ge=0, le=3)]
StandardError = Annotated[float, Field(gt=0, lt=0.5, allow_inf_nan=False)]


class Status(StrEnum):
    """How a number is known, from the strongest to the weakest claim."""

    PUBLISHED = "published"
    REPORTED = "reported"
    DERIVED = "derived"
    LOCAL = "local"
    RECONSTRUCTED = "reconstructed"
    UNCONFIRMED = "unconfirmed"


AnyStatus = Annotated[Status, Field(strict=False)]
AnyRole = Annotated[Role, Field(strict=False)]


class Record(BaseModel):
    """Strict, frozen, and without room for a key that the format does not know."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    def faults(self) -> Iterator[str]:
        """What cannot be right about the record by itself, each with its remedy."""
        yield from ()

    @model_validator(mode="after")
    def _without_fault(self) -> Self:
        """Of several faults the first is told: the others often follow from it."""
        for fault in self.faults():
            raise ValueError(fault)
        return self


class Provenance(Record):
    """Where a number comes from: the source's id, the place in it, and the status."""

    source: Identifier
    place: Text
    status: AnyStatus
    also: Identifier | None = None
    """A second source that gives the same number."""


class Confirmation(Record):
    """Who checked a number against its document for a centre's users, and when."""

    centre: Label
    checked_by: Label
    """A role or initials, never a patient."""
    checked_on: datetime.date


class Interval(Record):
    """Limits and their level, all three or none."""

    lower: float | None = None
    upper: float | None = None
    level: Annotated[float, Field(gt=0, lt=1)] | None = None

    def faults(self) -> Iterator[str]:
        """All three or none."""
        limits = {"lower": self.lower, "upper": self.upper, "level": self.level}
        given = [name for name, number in limits.items() if number is not None]
        if 0 < len(given) < len(limits):
            yield (
                f"of lower, upper and level only {' and '.join(given)} given. "
                "Give all three, or none where the source has no interval"
            )

    def estimate(self, value: float, *, default_level: float = 0.95) -> Estimate:
        """The value with these limits, ``None`` where the source has none."""
        return Estimate(value, self.lower, self.upper, self.level or default_level)

    def _leaves_out(self, value: float | None, name: str) -> Iterator[str]:
        if value is None or self.lower is None or self.upper is None:
            return
        if not self.lower <= value <= self.upper:
            yield (
                f"{name} {value} lies outside its interval {self.lower} to {self.upper}. "
                "Check the three numbers against the source"
            )

    def _is_no_ratio(self, value: float | None) -> Iterator[str]:
        if value is not None and self.lower is not None and self.lower <= 0:
            yield f"lower {self.lower} is no hazard ratio. Give a number above 0"
        yield from self._leaves_out(value, "hazard ratio")
