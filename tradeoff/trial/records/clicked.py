"""What was clicked on a printed figure: enough for another person to trace it again."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from tradeoff.trial.records.basis import Label, Probability, Record

#: The most curves that one figure is read for, and the most clicks on one of them.
MAX_CLICKED_CURVES: Final = 8
MAX_CLICKS: Final = 40
# The largest side of a picture: a bound against slips, the reader of pictures has its own.
_LARGEST_SIDE: Final = 100_000
_DAYS_A_MONTH: Final = 365.25 / 12
_TICKS = 2

Place = tuple[float, float]
"""(column, row) from the picture's upper left corner."""
_Side = Annotated[int, Field(ge=1, le=_LARGEST_SIDE)]


class TimeUnit(StrEnum):
    """What the times of a figure are counted in."""

    MONTHS = "months"
    YEARS = "years"
    WEEKS = "weeks"
    DAYS = "days"

    @property
    def months(self) -> float:
        """One of it in months; a month has 30.4375 days."""
        return _IN_MONTHS[self]


_IN_MONTHS: Final = {
    TimeUnit.MONTHS: 1.0,
    TimeUnit.YEARS: 12.0,
    TimeUnit.WEEKS: 7 / _DAYS_A_MONTH,
    TimeUnit.DAYS: 1 / _DAYS_A_MONTH,
}


class TimeTick(Record):
    """A tick of the time axis: its column, and the time printed there."""

    pixel: float
    value: float


class SurvivalTick(Record):
    """A tick of the survival axis: its row, and the survival there."""

    pixel: float
    value: Probability


class ClickedAxes(Record):
    """Two ticks of each axis."""

    x: tuple[TimeTick, ...]
    y: tuple[SurvivalTick, ...]

    def faults(self) -> Iterator[str]:
        """Two ticks an axis, apart in place and in value."""
        for name, ticks in (("x", self.x), ("y", self.y)):
            if len(ticks) != _TICKS:
                yield f"{name} has {len(ticks)} ticks. Give two, far apart on the axis"
            elif ticks[0].pixel == ticks[1].pixel or ticks[0].value == ticks[1].value:
                yield (
                    f"both ticks of {name} are at one place or have one value. Give two that differ"
                )


class ClickedLine(Record):
    """One curve: its name, the click that picked it, and the anchors that the trace passes."""

    label: Label
    points: tuple[Place, ...]

    def faults(self) -> Iterator[str]:
        """A pick at least, and no more than a hand sets."""
        if not self.points:
            yield "points is empty. Give a clear spot on the curve, such as [[539.2, 292.6]]"
        if len(self.points) > MAX_CLICKS:
            yield f"points holds {len(self.points)} clicks. Give at most {MAX_CLICKS}"


class ClickedFigure(Record):
    """A picture's size, its axes, and what was clicked on each curve, all in its pixels.

    Where ``page`` is given (from 1), the picture is that page of a PDF, rendered at this size.
    ``vector``: the curves are the strokes of the page itself; the clicks tell which. Without
    ``unit`` the times count as months.
    """

    unit: Annotated[TimeUnit, Field(strict=False)] | None = None
    size: tuple[_Side, _Side]
    page: Annotated[int, Field(ge=1)] | None = None
    vector: bool = False
    axes: ClickedAxes
    curves: tuple[ClickedLine, ...]

    def faults(self) -> Iterator[str]:
        """Curves with names of their own, every click inside the picture."""
        if not 0 < len(self.curves) <= MAX_CLICKED_CURVES:
            yield f"curves holds {len(self.curves)}. Give 1 to {MAX_CLICKED_CURVES}"
        # Capitals tell no two curves apart, as in a table of them.
        names = [curve.label.casefold() for curve in self.curves]
        first = {name: self.curves[names.index(name)].label for name in names}
        for name, label in first.items():
            if names.count(name) > 1:
                yield f'{names.count(name)} curves are called "{label}". Name each differently'
        if self.vector and self.page is None:
            yield "vector is true, but page is missing. Say which page of the PDF it is, from 1"
        width, height = self.size
        places = [
            *(("x of axes", tick.pixel, 0.0) for tick in self.axes.x),
            *(("y of axes", 0.0, tick.pixel) for tick in self.axes.y),
            *((f'"{one.label}"', *point) for one in self.curves for point in one.points),
        ]
        outside = [
            f"{whose} ({column:g}, {row:g})"
            for whose, column, row in places
            if not (0 <= column <= width and 0 <= row <= height)
        ]
        if outside:
            yield (
                f"outside the picture of {width} by {height} pixels: {', '.join(outside)}. "
                "Give pixels of this picture"
            )
