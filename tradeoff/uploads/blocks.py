"""Blocks of rows: the headings above numbers, and what a column of them holds."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tradeoff.trial.problems import shown
from tradeoff.trial.told import told
from tradeoff.uploads.cells import Row, is_number, number, value_of
from tradeoff.uploads.files import Reading, RowError
from tradeoff.uploads.headings import identifies, is_row_number, is_time, looks_personal, plain

# Rows are counted with fewer digits.
_FEW_DIGITS = re.compile(r"[0-9]{1,6}")
# A curve begins near its highest number; more restarts than curves are no curves.
_NEARLY_ALL, _MOST_RESTARTS = 0.9, 8
# An event is coded by two numbers, of which the larger is 1 or 2.
_CODES = 2


@dataclass(slots=True)
class Block:
    """Rows of numbers with the headings above them."""

    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def is_filled(self, place: int) -> bool:
        """Whether a column holds anything."""
        return any(row.cell(place) for row in self.rows)

    def column(self, place: int) -> list[str]:
        """The cells of a column that hold something."""
        return [row.cell(place) for row in self.rows if row.cell(place)]

    def is_text(self, place: int) -> bool:
        """Whether a column holds more texts than numbers."""
        cells = self.column(place)
        return sum(map(is_number, cells)) * 2 < len(cells)

    def numbers_rows(self, place: int) -> bool:
        """Whether a column counts the rows from 0 or 1 on, anew for each of a few curves."""
        cells = [row.cell(place) for row in self.rows]
        if len(cells) < 2 or not all(map(_FEW_DIGITS.fullmatch, cells)):
            return False
        values = [int(cell) for cell in cells]
        first, restarts = values[0], values.count(values[0]) - 1
        steps = all(b in (a + 1, first) for a, b in itertools.pairwise(values))
        # Two arms by turns count to two.
        return first <= 1 and steps and max(values) > first + bool(restarts)

    def falls(self, place: int) -> bool:
        """Whether the numbers of a column fall, but where one of a few curves begins anew."""
        values = self._numbers(place)
        starts = [b for a, b in itertools.pairwise(values) if b > a]
        high = _NEARLY_ALL * max(values, default=0)
        few = len(starts) < _MOST_RESTARTS and all(b >= high for b in starts)
        # Codes such as 0 and 1 may fall too.
        return few and (len(set(values)) > _CODES or max(values, default=0) > _CODES)

    def is_one_curve(self, time: int, value: int) -> bool:
        """Whether all down the rows time never goes back and the number never rises."""
        times, values = self._numbers(time), self._numbers(value)
        forward = all(a <= b for a, b in itertools.pairwise(times))
        return forward and all(a >= b for a, b in itertools.pairwise(values))

    def _numbers(self, place: int) -> list[float]:
        return [value_of(cell) for cell in self.column(place) if is_number(cell)]

    def texts(self) -> list[bool]:
        """Which columns hold more texts than numbers, of as many as most rows have."""
        ((width, _),) = Counter(row.width() for row in self.rows).most_common(1)
        return [self.is_text(at) for at in range(width)]


def blocks(rows: list[Row], decimal: str) -> Iterator[Block]:
    """A new block begins at headings below numbers, and where time restarts after a gap."""
    block = Block()
    for row in rows:
        heads = _is_heading(row, block)
        if block.rows and (heads or _restarts(row, block.rows[-1], decimal)):
            yield block
            block = Block()
        (block.heads if heads else block.rows).append(row)
    yield block


def numbers_begin(rows: list[Row]) -> int:
    """The place of the first row that holds a number; behind the last where none does."""
    return next((at for at, row in enumerate(rows) if not row.is_words()), len(rows))


def one_block(rows: list[Row]) -> Block:
    """Headings at the top only, and of words only."""
    first = numbers_begin(rows)
    return Block(rows[:first], rows[first:])


def skip_heads(reading: Reading, heads: Iterable[Row], block: Block | None = None) -> None:
    """Pass over headings; stop at those that announce data of single patients.

    Numbers that only count the rows of the block below are nobody's.
    """
    for row in heads:
        for place, name in enumerate(row.cells):
            counts = is_row_number(name) and block is not None and block.numbers_rows(place)
            if identifies(name) and "risk" not in plain(name).split() and not counts:
                what = told("a heading")
                if not looks_personal(name):
                    what = told("column {name}", name=shown(name))
                reading.refuse_patient(row.number, what)
        if reading.private:
            reading.stop()
        reading.headings.setdefault(row.number, told("names"))


def _is_heading(row: Row, block: Block) -> bool:
    named = is_time(row.first()) or (row.is_words() and any(map(is_time, row.filled())))
    if block.rows and not row.after_gap and not named:
        return False
    return row.is_words() or (not block.heads and len(row.filled()) > 1 and is_time(row.first()))


def _restarts(row: Row, last: Row, decimal: str) -> bool:
    if not row.after_gap or len(row.filled()) != 2:
        return False
    try:
        return number(row.first(), "", decimal) < number(last.first(), "", decimal)
    except RowError:
        return False
