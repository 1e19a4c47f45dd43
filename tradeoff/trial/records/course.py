"""The course of treatment: what kinds of cycle there are, and in which order an arm gets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from tradeoff.trial.records.basis import AnyRole, AnyStatus, Identifier, Provenance, Text

DAYS_A_WEEK: Final = 7

#: More are no cycle of a treatment but a slip; pictures draw each week and each cycle.
Weeks = Annotated[int, Field(ge=1, le=26)]
Cycles = Annotated[int, Field(ge=1, le=24)]


class Cycle(Provenance):
    """One kind of cycle: its length, and the days from its start on which a pump runs."""

    id: Identifier
    weeks: Weeks | None = None
    """``None`` where the sources do not say: then it is never guessed, nor drawn to scale."""
    pump_days: Annotated[int, Field(ge=1)] | None = None
    """Days of continuous infusion, one after the other from day 1; ``None`` without a pump."""
    pump_source: Identifier | None = None
    pump_place: Text | None = None
    pump_status: AnyStatus | None = None

    def faults(self) -> Iterator[str]:
        """Pump days with their source, within the weeks of the cycle."""
        named = ("pump_days", "pump_source", "pump_place", "pump_status")
        given = [name for name in named if getattr(self, name) is not None]
        if 0 < len(given) < len(named):
            missing = " and ".join(name for name in named if name not in given)
            yield f"{' and '.join(given)} given, {missing} not. Give all four, or none"
        elif self.pump_days is not None and self.weeks is None:
            yield "pump_days is given without weeks. Say how many weeks the cycle lasts"
        elif self.pump_days is not None and self.pump_days > DAYS_A_WEEK * (self.weeks or 0):
            yield (
                f"pump_days {self.pump_days} exceed the {DAYS_A_WEEK * (self.weeks or 0)} days of "
                f"{self.weeks} weeks. Correct one of them"
            )


class CourseStep(Provenance):
    """So many cycles of one kind after one another; its provenance is that of their order."""

    arm: AnyRole
    step: Annotated[int, Field(ge=1)]
    cycle: Identifier
    cycles: Cycles
    weeks_between: Weeks | None = None
    """Weeks without treatment between two of them; ``None`` where the sources do not say."""

    def faults(self) -> Iterator[str]:
        """Weeks between cycles where there is more than one."""
        if self.weeks_between is not None and self.cycles == 1:
            yield (
                f"weeks_between is {self.weeks_between}, and there is one cycle. "
                "Leave it empty, or correct cycles"
            )
