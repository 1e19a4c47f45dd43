"""Strokes across a straight line of a picture: the ticks of an axis, and the lines of a grid.

Everything is said for a horizontal axis with its labels below. ``turned`` lays a vertical axis so
that its labels are below too: columns are then rows of the picture, and rows run to the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Of 255: a grid of white on light grey differs by 20, the noise of a JPEG's flat areas by 6.
_CONTRAST = 10.0
# Ticks of figures 3,000 pixels wide are 5 pixels thick; an axis's own end is as thick at most.
_WIDEST = 8
# Where to look for ticks: so many pixels off the axis, so many high. Most ticks are longer, and the
# pixel beside an axis is blurred; in small pictures they are 2 pixels long in all.
_BANDS = ((1, 3), (0, 2))
# Of a plot's rows and an axis's columns so many are looked at: a line fills nearly all.
_LOOKED_AT = 256
#: An edge is looked at over so many pixels to each side.
EVEN = 7
# Strokes stand out of the noise by so many of its usual depths: few places do by chance.
_OUT_OF_NOISE = 5.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin stroke across an axis: its middle, and how far it differs from both its sides."""

    at: float
    strength: float


def turned(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with its left side below: (width, height, 3), without a copy."""
    return image.transpose(1, 0, 2)[::-1]


def differences(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a picture differs from the row below, (height - 1, width), along a few pixels each.

    Over these the noise of a scan evens out, and the ticks that interrupt an axis go under.
    """
    height, width = image.shape[:2]
    differ: NDArray[np.bool_] = np.zeros((max(0, height - 1), width), dtype=bool)
    for colour in range(3):
        part = np.pad(image[:, :, colour], ((0, 0), (EVEN + 1, EVEN)), mode="edge")
        sums = np.cumsum(part, axis=1, dtype=np.int32)
        means = sums[:, 2 * EVEN + 1 :] - sums[:, : -2 * EVEN - 1]
        differ |= np.abs(np.diff(means, axis=0)) > _CONTRAST * (2 * EVEN + 1)
    return differ


def edges(image: NDArray[np.uint8], rows: tuple[int, int], columns: tuple[int, int]) -> list[int]:
    """Rows above which a straight horizontal edge runs over most of the columns.

    A line has two, a coloured panel one. ``rows`` and ``columns`` say where to look.
    """
    first, last = max(1, rows[0]), min(len(image), rows[1])
    left, right = max(0, columns[0]), min(image.shape[1], columns[1])
    if last <= first or right <= left:
        return []
    looked_at = np.linspace(left, right - 1, min(right - left, _LOOKED_AT)).astype(int)
    part = image[first - 1 : last, looked_at].astype(np.int16)
    step = np.abs(np.median(np.diff(part, axis=0), axis=1)).max(axis=1)
    return [first + int(row) for row in np.flatnonzero(step > _CONTRAST)]


def ticks(image: NDArray[np.uint8], edge: int) -> tuple[list[Stroke], list[Stroke]]:
    """Strokes that leave a horizontal edge downwards, and those that leave it upwards."""
    return _best([image[edge + blur : edge + blur + long] for blur, long in _BANDS]), _best(
        [image[max(0, edge - blur - long) : max(0, edge - blur)] for blur, long in _BANDS]
    )


def _best(bands: Sequence[NDArray[np.uint8]]) -> list[Stroke]:
    """Of bands of several heights the strokes of the one that has most."""
    return max((strokes(band) for band in bands), key=len)


def lines(plot: NDArray[np.uint8]) -> list[Stroke]:
    """Vertical lines through most of a plot's height, and the sides of a coloured panel."""
    if not plot.size:
        return []
    rows = np.linspace(0, len(plot) - 1, min(len(plot), _LOOKED_AT)).astype(int)
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
    least = max(_CONTRAST, _OUT_OF_NOISE * float(np.median(depth)))
    inside = np.concatenate(([False], depth > least, [False]))
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
