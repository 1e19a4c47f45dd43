"""A tick that was clicked by hand moves onto the stroke that was meant."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import strokes
from tradeoff.digitising.records import Axes
from tradeoff.digitising.whole_pixels import ROUNDED, off_place

# How far a hand misses: 3 pixels, more where a picture of that size is shown made smaller.
_REACH_PIXELS = 4.0
_REACH_SHARE = 0.003
# An axis is up to so many pixels wider than the tick that was clicked on it.
_EDGE = 4
# Two of a line, twice that of a frame around a panel; below them are the rules of tables.
_MOST_EDGES = 8
# An axis of a figure has at most so many ticks, small ones between the labels among them.
_MOST_TICKS = 40
_LEAST_TICKS = 4

Ticks = tuple[tuple[float, float], tuple[float, float]]
#: How far ticks lie off their places, along each axis, where a renderer put them onto whole pixels.
Offs = tuple[float | None, float | None]


def snap(image: NDArray[np.uint8], axes: Axes) -> Axes:
    """The ticks of ``axes``, each moved onto the stroke in the picture that is nearest to it.

    A stroke is a tick of the axis, a line of a grid or the other axis, at most a few pixels away;
    where all ticks between are found too, at equal distances, their common line is taken, which is
    better than each alone. A tick with no stroke near it stays where it is. Values stay.

    Args:
        image: (height, width, 3), 0 to 255.
        axes: two ticks of each axis, in pixels of the picture.
    """
    return snapped(image, axes)[0]


def snapped(image: NDArray[np.uint8], axes: Axes) -> tuple[Axes, Offs]:
    """Like :func:`snap`, and how far the strokes lie off their places by their renderer."""
    x, x_off = _moved(image, axes.x, tuple(row for row, _ in axes.y))
    lying = strokes.turned(image)
    width = image.shape[1]
    y, y_off = _moved(lying, axes.y, tuple(width - column for column, _ in axes.x))
    return Axes(x=x, y=y), (x_off, y_off)


def _moved(
    image: NDArray[np.uint8], along: Ticks, across: Sequence[float]
) -> tuple[Ticks, float | None]:
    """Ticks along the horizontal axis; ``across`` are the rows of the other axis's ticks."""
    columns = [column for column, _ in along]
    groups = _strokes(image, (min(columns), max(columns)), (min(across), max(across)))
    reach = max(_REACH_PIXELS, _REACH_SHARE * image.shape[1])
    near = [[_near(group, column, reach) for column in columns] for group in groups]
    regular = (
        ends
        for group, (firsts, seconds) in zip(groups, near, strict=True)
        for pair in itertools.product(firsts, seconds)
        if (ends := _regular(group, pair))
    )
    alone = ((first[0], second[0], None) for first, second in near if first and second)
    every = [_near(np.concatenate(groups), column, reach) or [column] for column in columns]
    found = itertools.chain(regular, alone, [(every[0][0], every[1][0], None)])
    start, end, off = next(found)
    if start == end:
        return along, None
    return ((start, along[0][1]), (end, along[1][1])), off


def _strokes(
    image: NDArray[np.uint8], columns: tuple[float, float], rows: tuple[float, float]
) -> list[NDArray[np.float64]]:
    """Strokes below each edge from the lowest row on, above each, and across the plot."""
    top, bottom = (int(min(max(row, 0), len(image))) for row in rows)
    left, right = (int(min(max(column, 0), image.shape[1])) for column in columns)
    first = int(bottom - _REACH_PIXELS - _EDGE)
    edges = strokes.edges(image, (first, len(image)), (left, right))[:_MOST_EDGES]
    leaving = [strokes.ticks(image, edge) for edge in edges]
    below, above = ([both[side] for both in leaving] for side in (0, 1))
    groups = [*below, *above, strokes.lines(image[top:bottom])]
    return [np.array([stroke.at for stroke in group]) for group in groups]


def _near(places: NDArray[np.float64], column: float, reach: float) -> list[float]:
    """Strokes that may be meant, the nearest first."""
    near = places[np.abs(places - column) <= reach]
    return [float(place) for place in near[np.argsort(np.abs(near - column))]]


def _regular(
    places: NDArray[np.float64], ends: Sequence[float]
) -> tuple[float, float, float | None] | None:
    """Both ends as the line through all ticks between them has them, where these are regular.

    And how far all of them lie off their places.
    """
    for steps in range(_LEAST_TICKS - 1, _MOST_TICKS):
        expected = np.linspace(ends[0], ends[1], steps + 1)
        if not places.size or abs(ends[1] - ends[0]) / steps < 4 * ROUNDED:
            break
        away = places[None, :] - expected[:, None]
        nearest = away[np.arange(steps + 1), np.abs(away).argmin(axis=1)]
        if np.abs(nearest).max() <= ROUNDED:
            slope, start = np.polyfit(np.arange(steps + 1), expected + nearest, 1)
            off = off_place(expected + nearest)
            return float(start), float(start + slope * steps), off
    return None
