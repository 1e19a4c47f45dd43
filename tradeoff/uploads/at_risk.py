"""Numbers at risk, in columns or as printed under a figure."""

from __future__ import annotations

import itertools

from tradeoff.uploads.cells import Row, is_number, number, split, whole
from tradeoff.uploads.files import Kind, Reading, opened
from tradeoff.uploads.headings import Column, column_of, is_time, unit_of
from tradeoff.uploads.layout import one_block, skip_heads
from tradeoff.uploads.records import AtRiskUpload, RiskRows
from tradeoff.uploads.series import COMMAS_READ, LARGEST_TIME, Point, Series, cut, label_of

# What is printed where nobody is followed so far: no number, and not a 0 either.
_NOTHING = {"", "-", "–", "—"}

_RISK = Kind(
    value="number at risk",
    columns="time,n_at_risk",
    example="12,90",
    only="times and numbers at risk",
    unclear="no row holds two numbers that can be told apart. "
    "Give a row for each point, such as 12,90.",
    column=Column.AT_RISK,
)


def read_at_risk(content: bytes, name: str) -> AtRiskUpload:
    """Numbers at risk by label: whole, times rising, numbers never rising.

    Layouts: time and number; arm, time and number; one time and a column for each arm; and as
    printed under a figure, the times in the first row and an arm in each row below.

    Raises:
        UploadError: with every problem of the file.
    """
    reading = opened(content, name, _RISK)
    rows, series = split(reading), Series(reading)
    printed = _row_of_times(rows)
    if printed is None:
        series.gather(one_block(rows))
    else:
        _gather_printed(series, rows, printed)
    series.drop_empty()
    for label, points in series.by_label().items():
        _check(reading, cut(label), points)
    return AtRiskUpload(**series.told(RiskRows))


def _row_of_times(rows: list[Row]) -> int | None:
    """Where the row of times stands in a table as printed; ``None`` in any other layout."""
    at = next((at for at, row in enumerate(rows) if not row.is_words()), len(rows))
    if at + 1 >= len(rows):
        return None
    head, rest = rows[at].cell(0), [cell for cell in rows[at].cells[1:] if cell]
    column = column_of(head)
    titled = at == 0 or column is Column.TIME or _is_title(rows[at - 1])
    if is_number(head):
        named = not any(is_number(row.cell(0)) for row in rows[at + 1 :] if not row.is_words())
    else:
        named = column in (Column.BLANK, Column.TIME, Column.AT_RISK, Column.ARM)
    return at if rest and titled and all(map(is_number, rest)) and named else None


def _is_title(row: Row) -> bool:
    """One text, or words such as "No. at risk" where spaces stand between the cells."""
    return len(row.filled()) == 1 or column_of(" ".join(row.filled())) is Column.AT_RISK


def _gather_printed(series: Series, rows: list[Row], at: int) -> None:
    """Times in one row, then a row for each arm."""
    reading, head = series.reading, rows[at]
    skip_heads(reading, rows[:at])
    # Where nothing stands above the arms, the times begin in their column.
    title, *cells = ("", *head.cells) if is_number(head.cell(0)) else head.cells
    if is_time(title) and (unit := unit_of(title)):
        reading.units.add(unit)
    times = _times(reading, head.number, cells)
    reading.headings[head.number] = "times"
    for row in rows[at + 1 :]:
        if len(row.filled()) == 1 and not is_number(row.first()):
            reading.headings[row.number] = "names"
        elif is_number(row.cell(0)):
            reading.refuse(row.number, "the row begins with a number. Begin it with the arm.")
        elif row.width() > len(cells) + 1:
            reading.refuse(
                row.number,
                f"the row has {row.width() - 1} numbers, the row of times has {len(times)}. "
                "Give one number for each time.",
            )
        else:
            _gather_arm(series, row, times)


def _times(reading: Reading, row: int, cells: list[str]) -> dict[int, float]:
    """The times of a row by their column."""
    times = {}
    for place, cell in enumerate(cells, start=1):
        if cell:
            with reading.refusing(row):
                times[place] = number(cell, "time", reading.decimal)
                if "," in cell:
                    reading.notes.append(COMMAS_READ)
    return times


def _gather_arm(series: Series, row: Row, times: dict[int, float]) -> None:
    points = series.declared(label_of(row.cell(0)), row.number)
    for place, time in times.items():
        if row.cell(place) not in _NOTHING:
            with series.reading.refusing(row.number):
                value = whole(row.cell(place), f"time {time:g}: {_RISK.value}")
                points.append(Point(row.number, time, value))


def _check(reading: Reading, label: str, points: list[Point]) -> None:
    for point in points:
        if not 0 <= point.time <= LARGEST_TIME:
            reading.refuse(
                point.row, f"time is {point.time:g}. Give a time from 0 to {LARGEST_TIME:,}."
            )
    for before, point in itertools.pairwise(points):
        if point.time <= before.time:
            reading.refuse(
                point.row,
                f"time goes from {before.time:g} to {point.time:g} ({label}). "
                "Put the rows in the order of time, each time once.",
            )
        elif point.value > before.value:
            reading.refuse(
                point.row,
                f"{_RISK.value} rises from {before.value:.0f} to {point.value:.0f} "
                f"({label}, time {point.time:g}). Numbers at risk can only fall. "
                "Check the row against the figure.",
            )
