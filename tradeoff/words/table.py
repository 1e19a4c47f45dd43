"""A table: the accessible form of a chart, and how rows of words are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The accessible form of a chart; cells are words, formatted by whoever wrote them."""

    caption: str
    columns: Row
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Table '{self.caption}', row {place}: {len(row)} cells under "
                    f"{len(self.columns)} columns. Give every column a cell."
                )


def grouped(columns: Row, groups: Iterable[tuple[str, Iterable[Row]]]) -> tuple[Table, ...]:
    """A table for each group that has rows, under its caption."""
    filled = ((caption, tuple(rows)) for caption, rows in groups)
    return tuple(Table(caption, columns, rows) for caption, rows in filled if rows)
