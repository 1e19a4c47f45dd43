"""Strokes across a straight line of a picture: the ticks of an axis, and the lines of a grid.

Everything is said for a horizontal axis with its labels below. ``turned`` lays a vertical axis so
that its labels are below too: columns are then rows of the picture, and rows run to the left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Of 255: a grid of white on light grey differs by 20, the noise of a JPEG's flat areas by 6.
_CONTRAST = 10.0
# Ticks of figures 3,000 pixels wide are 5 pixels thick; an axis's own end is as thick at most.
_WIDEST = 8
# Ticks are 3 pixels long in small figures, and blurred where they leave the axis.
_LONG = 3
_BLUR = 1
# A grid's line crosses all of these rows, a curve few.
_ROWS_LOOKED_AT = 96
# Of its columns an axis fills nearly all; what crosses it, and dashes of a grid, leave gaps.
_FULL = 0.6


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin stroke across an axis: its middle, and how far it differs from both its sides."""

    at: float
    strength: float


def turned(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with its left side below: (width, height, 3), without a copy."""
    return image.transpose(1, 0, 2)[::-1]


def edges(image: NDArray[np.uint8], rows: tuple[int, int], columns: tuple[int, int]) -> list[int]:
    """Rows above which a straight horizontal edge runs over most of the columns.

    A line has two, a coloured panel one. ``rows`` and ``columns`` say where to look.
    """
    first, last = max(1, rows[0]), min(len(image), rows[1])
    left, right = max(0, columns[0]), min(image.shape[1], columns[1])
    if last <= first or right <= left:
        return []
    part = image[first - 1 : last, left:right].astype(np.int16)
    differ = np.abs(np.diff(part, axis=0)).max(axis=2) > _CONTRAST
    return [first + int(row) for row in np.flatnonzero(differ.mean(axis=1) > _FULL)]


def ticks(image: NDArray[np.uint8], edge: int) -> tuple[list[Stroke], list[Stroke]]:
    """Strokes that leave a horizontal edge downwards, and those that leave it upwards."""
    below = image[edge + _BLUR : edge + _BLUR + _LONG]
    above = image[max(0, edge - _BLUR - _LONG) : max(0, edge - _BLUR)]
    return strokes(below), strokes(above)


def lines(plot: NDArray[np.uint8]) -> list[Stroke]:
    """Vertical lines through most of a plot's height, and the sides of a coloured panel."""
    if not plot.size:
        return []
    rows = np.linspace(0, len(plot) - 1, min(len(plot), _ROWS_LOOKED_AT)).astype(int)
    profile = np.median(plot[rows].astype(np.float64), axis=0)
    ground = _ground(profile)
    steps = np.abs(np.diff(ground, axis=0)).max(axis=1)
    sides = [Stroke(float(at + 1), float(steps[at])) for at in np.flatnonzero(steps > _CONTRAST)]
    return [*_thin(profile, ground), *sides]


def strokes(band: NDArray[np.uint8]) -> list[Stroke]:
    """Thin vertical strokes through all rows of a band, from left to right.

    Args:
        band: (rows, columns, 3), a few rows high, cut along an axis so that what stands in it
            besides strokes is even from left to right.

    Returns:
        Strokes with their middle in columns of the band; the first pixel's middle is 0.5.
    """
    if not band.size:
        return []
    profile = np.median(band.astype(np.float64), axis=0)
    return _thin(profile, _ground(profile))


def _thin(profile: NDArray[np.float64], ground: NDArray[np.float64]) -> list[Stroke]:
    # Of the three colours the one that tells most: a grid is white on blue as well as on grey.
    depth = np.abs(profile - ground).max(axis=1)
    inside = np.concatenate(([False], depth > _CONTRAST, [False]))
    starts, ends = np.flatnonzero(np.diff(inside)).reshape(-1, 2).T
    return [
        stroke
        for start, end in zip(starts, ends, strict=True)
        for stroke in _stroke(depth, int(start), int(end))
    ]


def _stroke(depth: NDArray[np.float64], start: int, end: int) -> list[Stroke]:
    """One stroke between columns, or none where it is too wide or goes out of the band."""
    if end - start > _WIDEST or start == 0 or end == depth.size:
        return []
    weights = depth[start - 1 : end + 1]
    middle = float((weights * (np.arange(start - 1, end + 1) + 0.5)).sum() / weights.sum())
    return [Stroke(middle, float(weights.max()))]


def _ground(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """What lies behind thin strokes: the median over a window that is wider than two of them."""
    reach = 2 * _WIDEST
    padded = np.pad(profile, ((reach, reach), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)
    ground: NDArray[np.float64] = np.median(windows, axis=-1)
    return ground
