"""Whether a table with codes beside its numbers has one row for each patient.

Libraries write the number with an event, or its code, beside an estimate. So does who joins an
estimate to the data it was made from: then every row is a patient, and must not be taken.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from tradeoff.uploads.blocks import Block
from tradeoff.uploads.cells import NOTHING, is_number, value_of

# As many codes as a status has, the third for another cause or for lost, as numbers up to 2.
_FEWEST, _MOST, _HIGHEST = 2, 3, 2
# Numbers at risk fall by one for each row at so many of the times, where a row is a patient.
_ALMOST_ALL = 0.75


@dataclass(frozen=True, slots=True)
class _At:
    """The rows at one time: their codes, and the number after them or before them."""

    codes: frozenset[str]
    rows: int
    first: float
    last: float


def of_patients(block: Block, code: int, time: int, value: int) -> bool:
    """Whether a column of codes beside survival may tell what became of each row's patient.

    It counts instead where it reaches above codes, or where survival falls in rows of each code
    alone: a censored patient lets it as it is. ``code``, ``time``, ``value``: places of columns.
    """
    codes = _codes(block, code)
    if not codes:
        return False
    falling = {
        next(iter(now.codes))
        for before, now in itertools.pairwise(_by_time(block, code, time, value))
        if now.first < before.last and len(now.codes) == 1
    }
    counted = codes - {"0"} if "2" in codes else codes
    return not counted <= falling


def _codes(block: Block, place: int) -> frozenset[str]:
    """The two or three codes of a column, none of any other."""
    told = frozenset(cell.casefold() for cell in block.column(place) if cell not in NOTHING)
    counts = any(value_of(cell) > _HIGHEST for cell in told if is_number(cell))
    return frozenset() if counts or not _FEWEST <= len(told) <= _MOST else told


def one_a_row(block: Block, code: int, time: int, at_risk: int) -> bool:
    """Whether beside codes the number at risk falls by one for each row, ties together."""
    if not _codes(block, code):
        return False
    groups = _by_time(block, time, time, at_risk)
    one = [
        before.last - now.first in (1, before.rows) for before, now in itertools.pairwise(groups)
    ]
    return bool(one) and sum(one) >= _ALMOST_ALL * len(one)


def _by_time(block: Block, code: int, time: int, value: int) -> list[_At]:
    groups = []
    rows = [row for row in block.rows if is_number(row.cell(value))]
    for _, same in itertools.groupby(rows, key=lambda row: row.cell(time)):
        here = list(same)
        values = [value_of(row.cell(value)) for row in here]
        codes = frozenset(row.cell(code).casefold() for row in here)
        groups.append(_At(codes, len(here), values[0], values[-1]))
    return groups
