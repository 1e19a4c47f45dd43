"""Survival curves: percentages told from proportions, points beside an axis put onto it."""

from __future__ import annotations

import math

from tradeoff.trial.problems import shown
from tradeoff.trial.told import Told, told, told_later, told_many
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
    value=told("survival"),
    columns="time,survival",
    example="12.5,0.9",
    only=told("times and survival"),
    unclear=told(
        "no row holds two numbers that can be told apart. Give a row for "
        "each point, such as 12.5,0.9."
    ),
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
                told(
                    "{label} has points at one time only. A curve needs points at "
                    "two times at least.",
                    label=shown(label),
                ),
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
            told(
                "{curve} is in percent and {other} is in proportions. Write both the same way.",
                curve=shown(first[True]),
                other=shown(first[False]),
            ),
        )
    if False not in first:
        reading.notes.append(told("Survival is in percent: every value was divided by 100."))
    elif reading.percent_named:
        reading.notes.append(
            told("A heading says percent, but the values are proportions: not divided.")
        )
    return False not in first


def _is_survival(
    reading: Reading, label: str, points: list[Point], whole: int, *, several: bool
) -> bool:
    """Whether the values can be survival at all; said where they are something else."""
    of = f" ({cut(label)})" if several else ""
    if of_patients(points):
        reading.refuse(
            points[0].row,
            told(
                "the values are only 0 and 1, in turns{of}: this looks like data "
                "with one row for each patient, which are not taken here. Give "
                "{only} only.",
                of=of,
                only=reading.kind.only,
            ),
        )
    elif rises_throughout(points, whole):
        by_time = sorted(points, key=lambda point: point.time)
        reading.refuse(
            points[0].row,
            told(
                "the values rise from {first:g} to {last:g}{of}: this looks "
                "like cumulative incidence. Give {whole} minus it.",
                first=by_time[0].value,
                last=by_time[-1].value,
                of=of,
                whole=whole,
            ),
        )
    else:
        return True
    return False


def _refuse_several(reading: Reading, label: str, points: list[Point], *, several: bool) -> None:
    if of_several(points):
        of = f" ({cut(label)})" if several else ""
        reading.refuse(
            points[0].row,
            told(
                "survival goes up and down by turns with time{of}: these seem to "
                "be several curves in one. Name the arm of each row in a column, "
                "under a header such as arm,time,survival.",
                of=of,
            ),
        )


def _check_times(reading: Reading, points: list[Point]) -> None:
    last, left = max(point.time for point in points), 0
    for point in points:
        if point.time > LARGEST_TIME:
            reading.refuse(
                point.row,
                told(
                    "time is {time:g}. Give at most {largest_time:,}.",
                    time=point.time,
                    largest_time=LARGEST_TIME,
                ),
            )
        elif point.time < -_AXIS_SLACK * last:
            reading.refuse(
                point.row, told("time is {time:g}. Time cannot be below 0.", time=point.time)
            )
        elif point.time < 0:
            reading.mended[point.row].append(told("time {time:g} put onto 0", time=point.time))
            point.time, left = 0.0, left + 1
    if left:
        reading.notes.append(
            told_many(
                "{count} click lies left of the axis: time 0 is taken there.",
                "{count} clicks lie left of the axis: time 0 is taken there.",
                left,
            )
        )


def _check_survival(reading: Reading, points: list[Point], *, signs: bool, percent: bool) -> None:
    whole, later = 100 if percent else 1, -math.inf
    for point in sorted(points, key=lambda point: point.time, reverse=True):
        given = point.value
        later = max(later, given)
        faults = {
            told_later(
                "survival is {given:g} and has no % sign, other rows have one. Write all rows the "
                "same way."
            ): (signs and not point.signed),
            told_later("survival is {given:g}. Survival cannot be below 0."): given
            < -_AXIS_SLACK * whole,
            told_later("survival is {given:g}. A percentage is at most 100."): percent
            and given > whole * (1 + _AXIS_SLACK),
            told_later(
                "survival is {given:g}. Other rows are proportions. Give a number from 0 to 1, "
                "or all in percent."
            ): (given > whole * (1 + _AXIS_SLACK)),
            told_later(
                "survival is {given:g}, and {later:g} at a later time. "
                "Write all rows as percentages."
            ): (percent and not signs and given <= 1 and later > _RISE_PERCENT),
        }
        fault = next((words for words, found in faults.items() if found), None)
        if fault:
            reading.refuse(point.row, Told(fault, {"given": given, "later": later}))
        else:
            _settle(reading, point, whole)


def _settle(reading: Reading, point: Point, whole: int) -> None:
    """A proportion between 0 and 1."""
    given, kept = point.value, min(max(point.value, 0.0), float(whole))
    # Rounded to take away what only the division adds, as in 0.8540000000000001.
    point.value = kept if whole == 1 else round(kept / whole, 12)
    if kept != given:
        reading.mended[point.row].append(
            told("survival {given:g} put onto {kept:g}", given=given, kept=kept)
        )
