"""The axes of a figure, found by themselves: two lines at a right angle with regular ticks.

Said for the horizontal axis; the vertical one is looked for in the picture laid on its side
(``strokes.turned``), so that both have their labels below.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import strokes
from tradeoff.digitising.pictures import smaller
from tradeoff.digitising.records import Axes
from tradeoff.digitising.skew import straightened
from tradeoff.digitising.snapping import snap
from tradeoff.digitising.whole_pixels import ROUNDED

# Larger pictures are looked at smaller: axes are as many pixels thicker there.
_LARGEST_SIDE = 2_400
# Three ticks at their least distance, twice: a strip that is left of a smaller picture holds none.
_LEAST_SIDE = 50
# An axis or a line of a grid, in parts of the picture's side: half a panel of a figure of two.
_LONG = 0.25
# Both edges of one line lie so near to each other.
_THICK = 6
# Lines that are looked at, the longest first; a grid has two dozen.
_MOST_LINES = 40
# Ticks are at least so far apart, and at most so many strokes are looked through for them.
_LEAST_STEP = 12.0
_MOST_STROKES = 70
# The last tick may be hidden in a corner of the frame, or in the side of a panel, so near to it.
_AT_CORNER = 2.5
# 0, 50 and 100 % is the least that an axis of survival is printed with.
_LEAST_TICKS = 3
# Of the line that they stand on, ticks span at least half.
_LEAST_SPAN = 0.5
# An axis stands at most so far off the other's first tick, in parts of that one's length.
_MARGIN = 0.12
# Strokes by chance between two ticks.
_MOST_BETWEEN = 6
# Series that are tried together with those of the other axis.
_MOST_SERIES = 24

# Steps from the lowest to the highest tick that divide 0 to 1 as people do; by other numbers of
# steps the axis starts higher, and its steps are tenths.
_WHOLE = (2, 4, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight line across: the rows above and below which its edges run, and its columns."""

    top: int
    bottom: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Series:
    """Regular ticks along an axis: the first, the last, how many steps.

    ``foot`` is where they stand: the row of the axis, or of the lower end of a grid's lines.
    ``worth`` grows with the part of the picture that they span.
    """

    first: float
    last: float
    steps: int
    foot: float
    worth: float


def find_axes(image: NDArray[np.uint8]) -> Axes | None:
    """The axes of the figure in a picture, or ``None`` where no regular ticks are found.

    The ticks are the outermost of a regular series, of an axis or of a grid. What is printed at
    them is not read, the values are proposals to be corrected: survival from 0 to 1, or from where
    it starts if its steps are tenths; for time the number of the tick, from 0.

    Args:
        image: (height, width, 3), 0 to 255.
    """
    small, factor = smaller(image, _LARGEST_SIDE)
    height, width = small.shape[:2]
    if min(height, width) < _LEAST_SIDE:
        return None
    whole = Axes(x=((0.0, 0.0), (float(width), 1.0)), y=((float(height), 0.0), (0.0, 1.0)))
    level, turn = straightened(small, whole)
    found = _found(level)
    if found is None:
        return None
    x, y = found
    corner = width - y.foot
    columns = [turn.askew((column, x.foot))[0] for column in (x.first, x.last)]
    rows = [turn.askew((corner, row))[1] for row in (y.last, y.first)]
    low = 0.0 if y.steps in _WHOLE else max(0.0, round(1 - y.steps / 10, 1))
    axes = Axes(
        x=((columns[0], 0.0), (columns[1], float(x.steps))), y=((rows[0], low), (rows[1], 1.0))
    )
    return axes if factor == 1 else snap(image, axes.scaled(factor))


def _found(image: NDArray[np.uint8]) -> tuple[_Series, _Series] | None:
    """The ticks along the horizontal and the vertical axis that span most and fit each other."""
    lying = strokes.turned(image)
    width = image.shape[1]
    across, upright = _lines(image), _lines(lying)
    # A line that stands on the one axis is a line across for the other.
    standing = [_Line(width - one.bottom, width - one.top, one.start, one.end) for one in upright]
    over = [_Line(one.top, one.bottom, width - one.end, width - one.start) for one in across]
    pairs = itertools.product(_series(image, across, standing), _series(lying, upright, over))
    fitting = [(x, y) for x, y in pairs if _fit(x, y, width)]
    return max(fitting, key=lambda pair: pair[0].worth + pair[1].worth, default=None)


def _fit(x: _Series, y: _Series, width: int) -> bool:
    """Whether each stands at the other's first tick, or a little before it."""
    below = x.foot - y.last
    before = x.first - (width - y.foot)
    most = (_MARGIN * (y.last - y.first), _MARGIN * (x.last - x.first))
    return all(-_THICK <= off <= limit for off, limit in zip((below, before), most, strict=True))


def _lines(image: NDArray[np.uint8]) -> list[_Line]:
    """Straight lines and edges over a good part of the picture's width, the longest first."""
    differ = strokes.differences(image)
    width = differ.shape[1]
    apart = np.pad(differ, ((0, 0), (1, 1))).ravel()
    starts, ends = np.flatnonzero(np.diff(apart)).reshape(-1, 2).T
    long = ends - starts >= _LONG * width
    size = width + 2
    found = [
        _ended(image, int(start) // size + 1, int(start) % size, int(end) % size)
        for start, end in zip(starts[long], ends[long], strict=True)
    ]
    lines = [_one_line(group) for group in _grouped(found)]
    return sorted(lines, key=lambda line: line.start - line.end)[:_MOST_LINES]


def _ended(image: NDArray[np.uint8], row: int, start: int, end: int) -> tuple[int, int, int]:
    """An edge (row, start, end) that ends where it does, not where evening it out left its ends."""
    first = max(0, start - strokes.EVEN)
    both = image[row - 1 : row + 1, first : end + strokes.EVEN].astype(np.int16)
    differ = np.abs(both[1] - both[0]).max(axis=1)
    inside = np.flatnonzero(2 * differ > np.median(differ))
    if not inside.size:
        return row, start, end
    return row, first + int(inside[0]), first + int(inside[-1]) + 1


def _grouped(edges: Iterable[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Edges (row, start, end) that are those of one line."""
    group: list[tuple[int, int, int]] = []
    for edge in edges:
        if group and edge[0] - group[0][0] > _THICK:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _one_line(group: Sequence[tuple[int, int, int]]) -> _Line:
    rows, starts, ends = zip(*group, strict=True)
    return _Line(min(rows), max(rows), min(starts), max(ends))


def _series(
    image: NDArray[np.uint8], lines: Sequence[_Line], grid: Sequence[_Line]
) -> list[_Series]:
    """Regular ticks on each line, and regular lines of the grid; those that span most first."""
    found = []
    size = image.shape[1]
    for line in lines:
        for places in _leaving(image, line):
            found += _regular(places, (line.start, line.end), foot=line.bottom, size=size)
    if grid and lines:
        places = sorted((one.top + one.bottom) / 2 for one in grid)
        ends = float(np.median([one.start for one in lines])), max(one.end for one in lines)
        foot = float(np.median([one.end for one in grid]))
        found += _regular(places, ends, foot=foot, size=size)
    return sorted(found, key=lambda series: -series.worth)[:_MOST_SERIES]


def _leaving(image: NDArray[np.uint8], line: _Line) -> Iterator[list[float]]:
    """Strokes that leave a line downwards, and those that leave it upwards."""
    below, above = strokes.ticks(image, line.bottom)[0], strokes.ticks(image, line.top)[1]
    for group in (below, above):
        near = (line.start - strokes.EVEN, line.end + strokes.EVEN)
        places = sorted(stroke.at for stroke in group if near[0] <= stroke.at <= near[1])
        if _LEAST_TICKS <= len(places) <= _MOST_STROKES:
            yield places


def _regular(
    places: Sequence[float], ends: tuple[float, float], *, foot: float, size: int
) -> list[_Series]:
    """The longest series of places at equal distances, if it is long enough.

    ``ends`` are those of the line on which the ticks stand: a tick at a corner of the frame
    can't be told from it.
    """
    least = _LEAST_SPAN * (ends[1] - ends[0])
    runs = [
        run
        for start, other in itertools.combinations(range(len(places)), 2)
        if places[other] - places[start] >= _LEAST_STEP and other - start <= _MOST_BETWEEN
        for run in [_run(places, places[start], places[other])]
        if len(run) >= _LEAST_TICKS and run[-1] - run[0] >= least
    ]
    if not runs:
        return []
    best = max(runs, key=lambda run: (round((run[-1] - run[0]) / _LEAST_STEP), len(run)))
    step = (best[-1] - best[0]) / (len(best) - 1)
    marks = [*places, *ends]
    best = [float(at) for at in np.polyval(np.polyfit(range(len(best)), best, 1), range(len(best)))]
    if min(abs(best[0] - step - mark) for mark in marks) <= _AT_CORNER:
        best = [best[0] - step, *best]
    if min(abs(best[-1] + step - mark) for mark in marks) <= _AT_CORNER:
        best = [*best, best[-1] + step]
    worth = (best[-1] - best[0]) / size
    return [_Series(best[0], best[-1], len(best) - 1, foot, worth)]


def _run(places: Sequence[float], first: float, second: float) -> list[float]:
    """Places one step after the other, each near to where those before it say."""
    run = [first, second]
    while True:
        expected = run[-1] + (run[-1] - first) / (len(run) - 1)
        at = bisect.bisect_left(places, expected)
        near = min(places[max(0, at - 1) : at + 1], key=lambda place: abs(place - expected))
        if abs(near - expected) > ROUNDED:
            return run
        run.append(near)
