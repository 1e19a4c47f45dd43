"""Numbers at risk, in columns or as printed under a figure."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from operator import lt

from tradeoff.trial.problems import shown
from tradeoff.trial.told import told
from tradeoff.uploads.blocks import Block, numbers_begin, one_block, skip_heads
from tradeoff.uploads.cells import NOTHING, Row, is_number, number, split, value_of, whole
from tradeoff.uploads.files import Kind, Reading, opened
from tradeoff.uploads.headings import Column, column_of, is_time, unit_of
from tradeoff.uploads.quantities import Quantity, counts_others, parted, quantity_of
from tradeoff.uploads.records import AtRiskUpload, RiskRows
from tradeoff.uploads.series import COMMAS_READ, LARGEST_TIME, Point, Series, cut, label_of

# As printed after each number: those censored so far, or the share of all.
_BRACKET = re.compile(r"(?<=[0-9]) ?[(\[][0-9.,]+ ?%?[)\]]$")
# Fewer may be a slip in one cell.
_FEW_BRACKETS = 3

_RISK = Kind(
    value=told("number at risk"),
    columns="time,n_at_risk",
    example="12,90",
    only=told("times and numbers at risk"),
    unclear=told(
        "no row holds two numbers that can be told apart. Give a row for each point, such as 12,90."
    ),
    column=Column.AT_RISK,
)


def read_at_risk(content: bytes, name: str) -> AtRiskUpload:
    """Numbers at risk by label: whole, times rising, numbers never rising.

    Layouts: time and number; arm, time and number; one time and a column for each arm; and as
    printed under a figure, the times in the first row and an arm in each row below, or under the
    name of each arm a row of those at risk beside others of the censored and of events. What is
    not printed, such as ``NA``, a dash or nothing, is left out and said.

    Raises:
        UploadError: with every problem of the file.
    """
    reading = opened(content, name, _RISK)
    rows, series = _without_brackets(reading, split(reading)), Series(reading)
    named_by_numbers = _row_of_numbered_arms(rows)
    printed = _row_of_times(rows) if named_by_numbers is None else None
    if named_by_numbers is not None:
        series.gather(Block(rows[: named_by_numbers + 1], rows[named_by_numbers + 1 :]))
    elif printed is None:
        series.gather(one_block(rows))
    else:
        _gather_printed(series, rows, printed)
    series.drop_empty()
    for label, points in series.by_label().items():
        _check(reading, cut(label), points)
    return AtRiskUpload(**series.told(RiskRows))


def _without_brackets(reading: Reading, rows: list[Row]) -> list[Row]:
    """Rows such as ``Control,150 (0),117 (3)`` without what stands in brackets in all of them."""
    some = [row for row in rows if not row.is_words() or any(map(_bracketed, row.cells))]
    first = bool(some) and not any(map(_bracketed, some[0].cells))  # the times, or no brackets
    if not some[first:] or not all(any(map(_bracketed, row.cells)) for row in some[first:]):
        return rows
    if sum(bool(_bracketed(cell)) for row in some for cell in row.cells) < _FEW_BRACKETS:
        return rows
    reading.notes.append(told("What stands in brackets after the numbers at risk is not used."))
    return [
        replace(row, cells=tuple(_BRACKET.sub("", c) if _bracketed(c) else c for c in row.cells))
        for row in rows
    ]


def _bracketed(cell: str) -> bool:
    return cell[:1].isdecimal() and _BRACKET.search(cell) is not None


def _row_of_numbered_arms(rows: list[Row]) -> int | None:
    """Where numbers name the arms above columns, such as ``time,1,2`` over 0,150,150.

    Times rise from 0 down the first column, and each of the others falls: as printed under a
    figure, ``Months,0,12`` over 1,150,117, they fall along the rows instead.
    """
    at = numbers_begin(rows)
    head, below = rows[at : at + 1], rows[at + 1 :]
    if not head or len(below) < 2 or not is_time(head[0].cell(0)):
        return None
    table = [[_figure(cell) for cell in row.cells[: head[0].width()]] for row in below]
    times, *others = itertools.zip_longest(*table)
    if not others or None in times or not all(itertools.starmap(lt, itertools.pairwise(times))):
        return None
    numbers = ([one for one in column if one is not None] for column in others)
    falling = all(a >= b for column in numbers for a, b in itertools.pairwise(column))
    return at if falling else None


def _figure(cell: str) -> float | None:
    return value_of(cell) if is_number(cell) else None


def _row_of_times(rows: list[Row]) -> int | None:
    """Where the row of times stands in a table as printed; ``None`` in any other layout."""
    at = numbers_begin(rows)
    if at + 1 >= len(rows):
        return None
    head, below = rows[at].cell(0), [row for row in rows[at + 1 :] if not row.is_words()]
    # Where two columns name the arm and what is counted, the times begin in the third.
    first = 1 + (not is_number(rows[at].cell(1)) and _name_twice(below))
    rest, column = [cell for cell in rows[at].cells[first:] if cell], column_of(head)
    titled = at == 0 or column is Column.TIME or _is_title(rows[at - 1])
    if is_number(head):
        named = not any(is_number(row.cell(0)) for row in below)
    else:
        named = column in (Column.BLANK, Column.TIME, Column.AT_RISK, Column.ARM)
    return at if rest and titled and all(map(is_number, rest)) and named else None


def _name_twice(rows: list[Row]) -> bool:
    """Whether each row has the name of an arm, which may stay empty, and of what it counts."""
    return bool(rows) and all(
        (quantity_of(row.cell(0)) or quantity_of(row.cell(1))) and not is_number(row.cell(1))
        for row in rows
    )


def _is_title(row: Row) -> bool:
    """One text, or words such as "No. at risk" where spaces stand between the cells."""
    return len(row.filled()) == 1 or column_of(" ".join(row.filled())) is Column.AT_RISK


def _gather_printed(series: Series, rows: list[Row], at: int) -> None:
    """Times in one row, then a row for each arm, or several."""
    reading, head = series.reading, rows[at]
    skip_heads(reading, rows[:at])
    # Where nothing stands above the arms, the times begin in their column.
    title, *cells = ("", *head.cells) if is_number(head.cell(0)) else head.cells
    if is_time(title) and (unit := unit_of(title)):
        reading.units.add(unit)
    if cells and not is_number(cells[0]):
        cells[0] = ""
    times = _times(reading, head.number, cells)
    reading.headings[head.number] = told("times")
    titles = [row.cells[0] for row in rows[:at] if len(row.filled()) == 1]
    naming = _Naming(rows[at + 1 :], titles[-1] if titles else "")
    for row in rows[at + 1 :]:
        if len(row.filled()) == 1 and not is_number(row.first()):
            reading.headings[row.number] = told("names")
            naming.under(row.first())
        elif is_number(row.cell(0)) and not naming.numbered:
            reading.refuse(row.number, told("the row begins with a number. Begin it with the arm."))
        elif row.width() > len(cells) + 1:
            reading.refuse(
                row.number,
                told(
                    "the row has {numbers} numbers, the row of times has {times}. Give "
                    "one number for each time.",
                    numbers=row.width() - 1,
                    times=len(times),
                ),
            )
        elif (label := naming.arm_of(row)) is None:
            reading.skipped[row.number] = told("does not count those at risk")
        else:
            _gather_arm(series, row, label, times)
    if naming.others:
        reading.notes.append(
            told(
                "Rows {rows} do not count those at risk and are not used.",
                rows=", ".join(map(shown, naming.others)),
            )
        )


class _Naming:
    """Whose a row is, by its own words and by the titles above it."""

    def __init__(self, rows: list[Row], title: str) -> None:
        texts = [cell for row in rows for cell in row.cells[:2] if cell and not is_number(cell)]
        self._stacked = counts_others([title, *texts])
        self._arm, self._counted = "", ""
        self._section: Quantity | None = None
        self.numbered = [row.cell(0) for row in rows] in (
            [str(n) for n in range(start, start + len(rows))] for start in (0, 1)
        )
        self.others: dict[str, None] = {}  # in order, each once
        if title:
            self.under(title)

    def under(self, title: str) -> None:
        """The rows below belong to an arm, or they count one thing for every arm."""
        quantity = quantity_of(title)
        self._section, self._counted = quantity, title
        self._arm = "" if quantity else title

    def arm_of(self, row: Row) -> str | None:
        """The arm of a row of those at risk; ``None`` for a row that counts others."""
        first, second = row.cell(0), row.cell(1)
        if not self._stacked:
            return first
        if second and not is_number(second) and second not in NOTHING:
            if quantity_of(first):
                first, second = second, first
            self._arm = first or self._arm
            first = second
        own, quantity = parted(first) if quantity_of(first) is None else ("", quantity_of(first))
        if (quantity or self._section) not in (None, Quantity.AT_RISK):
            self.others[first if quantity else self._counted] = None
            return None
        return own or self._arm or first


def _times(reading: Reading, row: int, cells: list[str]) -> dict[int, float]:
    """The times of a row by their column."""
    times = {}
    for place, cell in enumerate(cells, start=1):
        if cell:
            with reading.refusing(row):
                times[place] = number(cell, told("time"), reading.decimal)
                if "," in cell:
                    reading.notes.append(COMMAS_READ)
    return times


def _gather_arm(series: Series, row: Row, label: str, times: dict[int, float]) -> None:
    points = series.declared(label_of(label), row.number)
    for place, time in times.items():
        if row.cell(place) in NOTHING:
            series.reading.unprinted.append(row.number)
            continue
        with series.reading.refusing(row.number):
            value = whole(row.cell(place), told("time {time:g}: number at risk", time=time))
            points.append(Point(row.number, time, value))


def _check(reading: Reading, label: str, points: list[Point]) -> None:
    for point in points:
        if not 0 <= point.time <= LARGEST_TIME:
            reading.refuse(
                point.row,
                told(
                    "time is {time:g}. Give a time from 0 to {largest_time:,}.",
                    time=point.time,
                    largest_time=LARGEST_TIME,
                ),
            )
    for before, point in itertools.pairwise(points):
        if point.time <= before.time:
            reading.refuse(
                point.row,
                told(
                    "time goes from {time:g} to {later:g} ({label}). Put the rows "
                    "in the order of time, each time once.",
                    time=before.time,
                    later=point.time,
                    label=label,
                ),
            )
        elif point.value > before.value:
            reading.refuse(
                point.row,
                told(
                    "number at risk rises from {before:.0f} to {now:.0f} ({label}, time {time:g}). "
                    "Numbers at risk can only fall. Check the row against the figure.",
                    before=before.value,
                    now=point.value,
                    label=label,
                    time=point.time,
                ),
            )
