"""A table: the accessible form of a chart, and how rows of words are shown."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """The accessible form of a chart; cells are words, formatted by whoever wrote them."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Table '{self.caption}', row {place}: {len(row)} cells under "
                    f"{len(self.columns)} columns. Give every column a cell."
                )
