"""A trial while it is read: its records, each with the file and the place that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import Arm, Head, Record, TrialText

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record with the file and the place that it was read from."""

    record: R
    file: str
    place: str
    row: int = 0
    """Its row in a table, the header being the first; 0 elsewhere."""

    def problem(self, message: str) -> Problem:
        """A fault of this record."""
        return Problem(self.file, self.place, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A trial as far as it could be read: each table by the record that its rows are."""

    folder: str
    text_name: str
    head: Head | None = None
    tables: Mapping[type[Record], tuple[Placed[Any], ...]] = field(default_factory=dict)
    text: TrialText | None = None
    drawn: frozenset[tuple[str, str]] = frozenset()
    """Pairs of data cut and end point whose curve was digitised."""
    damaged: frozenset[type[Record]] = frozenset()
    """Whose tables hold faults."""

    @property
    def trial_file(self) -> str:
        """The file of the trial's own numbers."""
        return f"{self.folder}/trial.toml"

    def worded(self, place: str, message: str) -> Problem:
        """A fault of the trial's words."""
        return Problem(f"{self.folder}/{self.text_name}", place, message)

    def placed(self, record: type[R]) -> tuple[Placed[R], ...]:
        """The rows of a table with their places."""
        return self.tables.get(record, ())

    def rows(self, record: type[R]) -> Iterator[R]:
        """The rows of a table."""
        return (placed.record for placed in self.placed(record))

    def ids(self, record: type[Record]) -> frozenset[str]:
        """The ids that a table defines."""
        return frozenset(placed.record.id for placed in self.tables.get(record, ()))

    def arm(self, role: Role) -> Arm | None:
        """The arm with this role, ``None`` where it is missing."""
        return next((arm for arm in self.rows(Arm) if arm.role is role), None)

    def whole(self, *records: type[Record]) -> bool:
        """Whether these tables were read without a fault."""
        return self.damaged.isdisjoint(records)
