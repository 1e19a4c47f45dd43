"""Where the numbers of a block stand: columns of time and value for each series."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tradeoff.uploads.cells import NOTHING, Row
from tradeoff.uploads.headings import Column, column_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A series: its label, if the headings give one, and the columns of time and value."""

    label: str | None
    time: int
    value: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a block's numbers stand; ``arm`` is the column that names the series."""

    pairs: tuple[Pair, ...]
    width: int
    arm: int | None = None
    head: int = 0  # the row of the headings, 0 without
    beside: bool = False  # whether columns stand beside the numbers, as libraries write them

    def absent(self, pair: Pair, row: Row) -> bool:
        """Whether a row has no point of one of several series, or none in a library's table."""
        if row.cell(pair.value) not in NOTHING:
            return False
        if len(self.pairs) == 1:
            return self.beside
        # One time for all of them, or columns of their own.
        return self.pairs[0].time == self.pairs[1].time or not row.cell(pair.time)


def named_pairs(head: Row, wanted: Column | None) -> tuple[Pair, ...]:
    """Pairs of columns such as ``Control x`` and ``Control y``; none in any other row."""
    names = [_axis_of(cell, wanted) for cell in head.cells[: head.width()]]
    pairs = []
    for at in range(0, len(names) - len(names) % 2, 2):
        (label, first), (other, second) = names[at : at + 2]
        if not label or label.casefold() != other.casefold() or {first, second} != {True, False}:
            return ()
        time, value = (at, at + 1) if first else (at + 1, at)
        pairs.append(Pair(label, time, value))
    return tuple(pairs) if 2 * len(pairs) == len(names) else ()


def _axis_of(name: str, wanted: Column | None) -> tuple[str, bool | None]:
    """A heading's label, and whether its last or first word is of time or of the value."""
    words = [word for word in re.split(r"[\s_.:-]+", name) if word]
    for word, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if words[1:] else ():
        column = column_of(word)
        if column in (Column.TIME, Column.VALUE, wanted):
            return " ".join(rest).strip("()[]"), column is Column.TIME
    return "", None
