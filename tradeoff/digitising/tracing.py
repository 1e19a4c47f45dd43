"""Curves followed through a picture, each from one click."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import filters
from tradeoff.digitising.dashes import in_style
from tradeoff.digitising.doubts import doubts, ink_under
from tradeoff.digitising.ground import Colours, ground
from tradeoff.digitising.ink import colour_at, inks, same_ink
from tradeoff.digitising.levels import Steps, steps
from tradeoff.digitising.lines import Line, line
from tradeoff.digitising.path import Path, cheapest, covered, fallen
from tradeoff.digitising.pictures import smaller
from tradeoff.digitising.plot import WITHIN, Plot, plot
from tradeoff.digitising.records import FARTHEST, Axes, DigitisingError, Pixel, TracedCurve
from tradeoff.trial.records import MAX_CLICKED_CURVES, MAX_CLICKS
from tradeoff.trial.told import Told, told

#: More curves than this of one ink are traced in the order in which they were clicked.
_MOST_ORDERED = 3
#: Dashes are compared over so many pixels; a column whose dashes are others costs so much.
_DASHES = 61
_CHANGED = 0.5
#: A last step of so many pixels that ends so near to the time axis ends on it.
_LAST_FALL = 8
_AXIS = 2
#: A larger picture is made smaller at once: its plot would be, after it had taken the memory.
_LARGEST_SIDE = 4000
#: A path over less ink than this follows no line: words and swatches give 8 to 14 %, a line of
#: dots that are a quarter as long as their gaps 21 %.
_NOTHING = 0.15
#: On one level over more than this share of the plot, after a fall from the start, there is an
#: axis or a grid's line and no curve.
_ALL_ACROSS = 0.9

Picks = Sequence[Sequence[Pixel]]


def trace(image: NDArray[np.uint8], axes: Axes, picks: Picks) -> tuple[TracedCurve, ...]:
    """Survival over time along each picked curve of a picture.

    Misleads where a curve is hidden or two of one colour cross: ``flags`` tell of most of it, the
    trace over the picture of the rest. Another click on a curve is an anchor that its path passes.

    Args:
        image: red, green and blue from 0 to 255, shape (height, width, 3).
        axes: two ticks of each axis, in pixels of the picture.
        picks: for each curve its pixels (column, row): a clear spot, then anchors.

    Raises:
        DigitisingError: the picture is no figure, or a click is on no line.

    Reference:
        How exact: tests/benchmarks/figures.py, whose table `make bench` prints.
    """
    _check(picks)
    # What is no picture is refused with the plot.
    if image.ndim == 3:
        image, factor = smaller(image, _LARGEST_SIDE)
        axes = axes.scaled(1 / factor)
        picks = [[(column / factor, row / factor) for column, row in curve] for curve in picks]
    drawn = plot(image, axes)
    points = [[drawn.pixel(at) for at in curve] for curve in picks]
    _check_falling(points, drawn.within)
    lines = _lines(drawn, points)
    paths = _paths(drawn, lines, points)
    curves = tuple(
        _curve(drawn, one, path, [other.rows for other in paths if other is not path])
        for (_, one), path in zip(lines, paths, strict=True)
    )
    for number, (curve, path) in enumerate(zip(curves, paths, strict=True), start=1):
        if curve.ink < _NOTHING:
            raise DigitisingError(_unled(number, points, paths))
        if _is_straight(path, lines[number - 1][1].width):
            raise DigitisingError(
                told(
                    "{curve} follows an axis or a line of the grid. Click on the curve itself.",
                    curve=_first(number),
                )
            )
    return curves


def _first(number: int) -> Told:
    """A curve at the start of a sentence; who knows its name puts that in its place."""
    return told("Curve {number}", number=number)


def _within(number: int) -> Told:
    """A curve within a sentence."""
    return told("curve {number}", number=number)


def _unled(number: int, points: list[list[Pixel]], paths: list[Path]) -> Told:
    """Why no path leads through a click: it is on another's line, or on none that falls."""
    column, row = points[number - 1][0]
    for other, path in enumerate(paths, start=1):
        at = int(np.clip(column, 0, path.rows.size - 1))
        if other != number and abs(path.rows[at] - row) < 2 * WITHIN:
            return told(
                "{curve} was clicked on the line of {other}. Click on another line, or take one "
                "of the two away.",
                curve=_first(number),
                other=_within(other),
            )
    return told(
        "No falling line leads through the click on {curve}. Click on the curve itself; if it "
        "rises, the figure shows those with the event: set its axis so.",
        curve=_within(number),
    )


def _is_straight(path: Path, width: float) -> bool:
    """Whether a path falls once at its start and then keeps to one level all across."""
    level = float(np.median(path.rows))
    on_level = np.abs(path.rows - level) <= max(width, 1.5)
    return float(on_level.mean()) > _ALL_ACROSS and level - path.rows[0] > _LAST_FALL


def _check(picks: Picks) -> None:
    if not 0 < len(picks) <= MAX_CLICKED_CURVES:
        raise DigitisingError(
            told("Click on each curve of the figure, 1 to {most} of them.", most=MAX_CLICKED_CURVES)
        )
    for number, curve in enumerate(picks, start=1):
        if not 0 < len(curve) <= MAX_CLICKS:
            raise DigitisingError(
                told(
                    "{curve}: set 1 to {most} points on it.", curve=_first(number), most=MAX_CLICKS
                )
            )
        if not np.all(np.abs(np.asarray(curve, dtype=np.float64)) < FARTHEST):
            raise DigitisingError(
                told(
                    "{curve}: a point is not a number of a picture's pixel. Set it again.",
                    curve=_first(number),
                )
            )


def _check_falling(points: Sequence[Sequence[Pixel]], within: float) -> None:
    """Refuse two points of which the later is higher by more than a hand misses."""
    for number, curve in enumerate(points, start=1):
        for (one, early), (other, late) in permutations(enumerate(curve, start=1), 2):
            if late[0] - early[0] >= 2 * within and early[1] - late[1] > 2 * within + 1:
                raise DigitisingError(
                    told(
                        "{curve}: points {first} and {second} cannot lie on one falling line. "
                        "Take one of them away.",
                        curve=_first(number),
                        first=min(one, other),
                        second=max(one, other),
                    )
                )


def _lines(drawn: Plot, points: list[list[Pixel]]) -> list[tuple[Colours, Line]]:
    """Colour and evidence of each curve."""
    under = ground(drawn.pixels)
    colours = [
        colour_at(drawn.pixels, under, curve[0], scale=drawn.scale, curve=_within(number))
        for number, curve in enumerate(points, start=1)
    ]
    found = inks(drawn.pixels, under, colours, scale=drawn.scale)
    return [
        (colour, line(ink, picked=picked, scale=drawn.scale))
        for colour, ink, picked in zip(colours, found, points, strict=True)
    ]


def _paths(drawn: Plot, lines: list[tuple[Colours, Line]], points: list[list[Pixel]]) -> list[Path]:
    """The best path of each curve; curves of one ink hide each other, in the best order."""
    paths: dict[int, Path] = {}
    left = list(range(len(lines)))
    while left:
        group = [one for one in left if same_ink(lines[one][0], lines[left[0]][0])]
        left = [one for one in left if one not in group]
        orders = [tuple(group)]
        if len(group) <= _MOST_ORDERED:
            orders = list(permutations(group))
        tried = [_in_order(drawn, lines, points, order) for order in orders]
        costs = [
            sum(_cost(lines[at][1], path, points[at][0]) for at, path in one.items())
            for one in tried
        ]
        paths.update(tried[int(np.argmin(costs))])
    return [paths[index] for index in range(len(lines))]


def _in_order(
    drawn: Plot,
    lines: list[tuple[Colours, Line]],
    points: list[list[Pixel]],
    order: tuple[int, ...],
) -> dict[int, Path]:
    taken = np.zeros(lines[0][1].hidden.shape, dtype=np.bool_)
    paths: dict[int, Path] = {}
    for index in order:
        one = lines[index][1]
        evidence = np.where(taken, np.float32(0), one.evidence)
        anchors, within = points[index], drawn.within
        hidden = one.hidden | taken
        path = cheapest(evidence, hidden, start=drawn.start, anchors=anchors, within=within)
        known = ink_under(one, path.rows) | hidden[path.rows, np.arange(path.rows.size)]
        styled = in_style(evidence, hidden, known, anchors[0][0])
        if styled is not None:
            path = cheapest(styled, hidden, start=drawn.start, anchors=anchors, within=within)
        paths[index] = fallen(path, evidence, one.width)
        taken |= covered(paths[index], taken.shape, one.width)
    return paths


def _cost(one: Line, path: Path, pick: Pixel) -> float:
    """What a path cost, and more where its dashes are not those at the pick: it left its curve."""
    inked = ink_under(one, path.rows).astype(np.float32)[None, :]
    local = filters.mean(inked, 1, _DASHES)[0]
    picked = local[int(np.clip(pick[0], 0, local.size - 1))]
    return path.cost + _CHANGED * float(np.abs(local - picked).sum())


def _curve(drawn: Plot, one: Line, path: Path, others: list[NDArray[np.intp]]) -> TracedCurve:
    found = steps(one, path.rows)
    inked = ink_under(one, path.rows)
    flags = doubts(one, path.rows, others, drawn.axes)
    time, survival = _values(drawn, found, one.width)
    return TracedCurve(time, survival, tuple(flags), float(inked.mean()))


def _values(
    drawn: Plot, found: Steps, width: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times and survival of the steps, the first at time 0, and the end."""
    columns, rows = drawn.shifted(found.clear)
    time = drawn.axes.time(np.append(found.column, found.end) - columns)
    time[0] = 0.0
    row = np.append(found.row, found.row[-1]) - rows
    top, floor = (float(drawn.axes.row(np.array(value))) for value in (1.0, 0.0))
    near = max(width / 2, 1.0) + 0.5
    row = np.where(np.abs(row - top) < near, np.where(np.arange(row.size) == 0, top, row), row)
    row = np.where(np.abs(row - floor) < near, floor, row)
    if found.row.size > 1 and found.row[-1] - found.row[-2] > _LAST_FALL:
        beside = np.abs(row - floor) < 2 * near + _AXIS
        row[-2:] = np.where(beside[-2:], floor, row[-2:])
    survival = np.clip(drawn.axes.survival(row), 0.0, 1.0)
    return np.maximum.accumulate(np.maximum(time, 0.0)), np.minimum.accumulate(survival)
