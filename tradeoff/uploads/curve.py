"""Survival curves: percentages told from proportions, points beside an axis put onto it."""

from __future__ import annotations

import math

from tradeoff.trial.problems import shown
from tradeoff.uploads.blocks import blocks
from tradeoff.uploads.cells import split
from tradeoff.uploads.clicks import in_order, of_patients, of_several, rises_throughout
from tradeoff.uploads.files import Kind, Reading, opened
from tradeoff.uploads.headings import Column
from tradeoff.uploads.records import CurvePoints, CurveUpload
from tradeoff.uploads.series import LARGEST_TIME, Point, Series, cut

# A click a few pixels beside an axis: up to this share of the axis a point is put onto it,
# for times as for survival.
_AXIS_SLACK = 0.02
# In a file of percentages nothing above this comes after a survival of 1 % or less.
_RISE_PERCENT = 5

_CURVE = Kind(
    value="survival",
    columns="time,survival",
    example="12.5,0.9",
    only="times and survival",
    unclear="no row holds two numbers that can be told apart. "
    "Give a row for each point, such as 12.5,0.9.",
    column=Column.SURVIVAL,
)


def read_curve(content: bytes, name: str) -> CurveUpload:
    """The curves of a file: times as given, survival as proportions, nothing smoothed.

    ``content`` are the file's bytes, ``name`` is what messages call it. Layouts: two columns with
    or without header; one time and several survival columns; pairs of columns for each data set;
    a column that names the arm; blocks with a header each. Columns that libraries write beside
    these are named and left out. Clicks stay in their order but where time goes back: a shaking
    hand's times are held, forgotten clicks are sorted in, and both is said.

    Raises:
        UploadError: with every problem of the file.
    """
    reading = opened(content, name, _CURVE)
    rows, series = split(reading), Series(reading)
    for block in blocks(rows, reading.decimal):
        series.gather(block)
    series.drop_empty()
    percent = _checked(reading, series.by_label())
    return CurveUpload(**series.told(CurvePoints), percent=percent)


def _checked(reading: Reading, series: dict[str, list[Point]]) -> bool:
    """Check every curve and scale its values; whether they were percentages."""
    complete = not reading.refused
    first: dict[bool, str] = {}
    for label, points in series.items():
        if complete and len({point.time for point in points}) < 2:
            reading.refuse(
                points[0].row,
                f"{shown(label)} has points at one time only. "
                "A curve needs points at two times at least.",
            )
        signs = any(point.signed for point in points)
        percent = signs or sum(p.value > 1 + _AXIS_SLACK for p in points) * 2 > len(points)
        first.setdefault(percent, label)
        _check_times(reading, points)
        if _is_survival(reading, label, points, 100 if percent else 1, several=len(series) > 1):
            _check_survival(reading, points, signs=signs, percent=percent)
        if not reading.refused:
            in_order(reading, label, points)
            _refuse_several(reading, label, points, several=len(series) > 1)
    if len(first) > 1:
        reading.refuse(
            0,
            f"{shown(first[True])} is in percent and {shown(first[False])} is in proportions. "
            "Write both the same way.",
        )
    if False not in first:
        reading.notes.append("Survival is in percent: every value was divided by 100.")
    elif reading.percent_named:
        reading.notes.append("A heading says percent, but the values are proportions: not divided.")
    return False not in first


def _is_survival(
    reading: Reading, label: str, points: list[Point], whole: int, *, several: bool
) -> bool:
    """Whether the values can be survival at all; said where they are something else."""
    of = f" ({cut(label)})" if several else ""
    if of_patients(points):
        reading.refuse(
            points[0].row,
            f"the values are only 0 and 1, in turns{of}: this looks like data with one row for "
            f"each patient, which are not taken here. Give {reading.kind.only} only.",
        )
    elif rises_throughout(points, whole):
        by_time = sorted(points, key=lambda point: point.time)
        reading.refuse(
            points[0].row,
            f"the values rise from {by_time[0].value:g} to {by_time[-1].value:g}{of}: this looks "
            f"like cumulative incidence. Give {whole} minus it.",
        )
    else:
        return True
    return False


def _refuse_several(reading: Reading, label: str, points: list[Point], *, several: bool) -> None:
    if of_several(points):
        of = f" ({cut(label)})" if several else ""
        reading.refuse(
            points[0].row,
            f"survival goes up and down by turns with time{of}: these seem to be several curves "
            "in one. Name the arm of each row in a column, under a header such as "
            "arm,time,survival.",
        )


def _check_times(reading: Reading, points: list[Point]) -> None:
    last, left = max(point.time for point in points), 0
    for point in points:
        if point.time > LARGEST_TIME:
            reading.refuse(point.row, f"time is {point.time:g}. Give at most {LARGEST_TIME:,}.")
        elif point.time < -_AXIS_SLACK * last:
            reading.refuse(point.row, f"time is {point.time:g}. Time cannot be below 0.")
        elif point.time < 0:
            reading.mended[point.row].append(f"time {point.time:g} put onto 0")
            point.time, left = 0.0, left + 1
    if left:
        clicks = "1 click lies" if left == 1 else f"{left} clicks lie"
        reading.notes.append(f"{clicks} left of the axis: time 0 is taken there.")


def _check_survival(reading: Reading, points: list[Point], *, signs: bool, percent: bool) -> None:
    whole, later = 100 if percent else 1, -math.inf
    for point in sorted(points, key=lambda point: point.time, reverse=True):
        given = point.value
        later = max(later, given)
        faults = {
            " and has no % sign, other rows have one. Write all rows the same way.": (
                signs and not point.signed
            ),
            ". Survival cannot be below 0.": given < -_AXIS_SLACK * whole,
            ". A percentage is at most 100.": percent and given > whole * (1 + _AXIS_SLACK),
            ". Other rows are proportions. Give a number from 0 to 1, or all in percent.": (
                given > whole * (1 + _AXIS_SLACK)
            ),
            ", and {later:g} at a later time. Write all rows as percentages.": (
                percent and not signs and given <= 1 and later > _RISE_PERCENT
            ),
        }
        fault = next((words for words, found in faults.items() if found), None)
        if fault:
            reading.refuse(point.row, f"survival is {given:g}{fault.format(later=later)}")
        else:
            _settle(reading, point, whole)


def _settle(reading: Reading, point: Point, whole: int) -> None:
    """A proportion between 0 and 1."""
    given, kept = point.value, min(max(point.value, 0.0), float(whole))
    # Rounded to take away what only the division adds, as in 0.8540000000000001.
    point.value = kept if whole == 1 else round(kept / whole, 12)
    if kept != given:
        reading.mended[point.row].append(f"survival {given:g} put onto {kept:g}")
