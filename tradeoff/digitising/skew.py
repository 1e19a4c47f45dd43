"""A scan that lies askew: by how much, and put straight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.records import Axes, Pixel

#: No more than this is a careless scan, in radians; less than the least is not worth a new picture.
_MOST = 0.035
_LEAST = 0.0006
_COARSE, _FINE = 0.001, 0.0001
#: A difference of greys, 0 to 255, that is an edge; columns so far to both sides are alike there.
_EDGE = 12
_BESIDE = 3
#: So many times as level as it lies, or it is not turned; angles as good as this are the same.
_CLEARLY = 1.1
_TIED = 0.999
#: So many pixels of edges tell the angle as well as all.
_ENOUGH = 60_000
#: Rows that are put straight at once: places between pixels take many times a pixel's room.
_STRIP = 256


@dataclass(frozen=True, slots=True)
class Turn:
    """A picture's ``angle`` in radians, rows falling to the right, about the corner of its axes."""

    angle: float
    corner: Pixel

    def level(self, at: Pixel) -> Pixel:
        """Where a pixel of the picture is once it is straight."""
        (column, row), (left, bottom) = at, self.corner
        return column + self.angle * (row - bottom), row - self.angle * (column - left)

    def askew(self, at: Pixel) -> Pixel:
        """Where a pixel of the straight picture was before."""
        (column, row), (left, bottom) = at, self.corner
        return column - self.angle * (row - bottom), row + self.angle * (column - left)


def straightened(image: NDArray[np.uint8], axes: Axes) -> tuple[NDArray[np.uint8], Turn]:
    """The picture turned about the corner of its axes until its strokes are level, and how.

    Columns of ticks along the time axis and rows of ticks along the other stay where they are. The
    picture itself where it is level already.
    """
    angle = _angle(image, axes)
    column, row = min(place for place, _ in axes.x), max(place for place, _ in axes.y)
    if abs(angle) < _LEAST:
        return image, Turn(0.0, (column, row))
    height, width = image.shape[:2]
    along, down = np.arange(width) + 0.5 - column, np.arange(height) + 0.5 - row
    level = np.empty_like(image)
    for first in range(0, height, _STRIP):
        strip = slice(first, first + _STRIP)
        rows = np.arange(height)[strip, None] + angle * along[None, :]
        columns = np.arange(width)[None, :] - angle * down[strip, None]
        level[strip] = _sampled(image, rows, columns)
    return level, Turn(angle, (column, row))


def _angle(image: NDArray[np.uint8], axes: Axes) -> float:
    """Rise of the strokes' rows over their columns, where most of them fall into one row each."""
    (left, right), (top, bottom) = (
        sorted(int(np.clip(place, 0, size)) for place, _ in ticks)
        for ticks, size in ((axes.x, image.shape[1]), (axes.y, image.shape[0]))
    )
    margin = 20
    plot = image[max(top - margin, 0) : bottom + margin, left:right].mean(axis=2)
    if min(plot.shape) <= 2 * _BESIDE:
        return 0.0
    rows, columns = _level_edges(plot)
    if rows.size == 0:
        return 0.0
    middle = (right - left) / 2

    def gathered(angle: float) -> float:
        at = np.rint(rows - angle * (columns - middle)).astype(np.intp)
        return float((np.bincount(at - at.min(initial=0)).astype(np.float64) ** 2).sum())

    coarse = max(np.arange(-_MOST, _MOST + _COARSE, _COARSE), key=gathered)
    fine = np.arange(coarse - _COARSE, coarse + _COARSE, _FINE)
    counts = np.array([gathered(angle) for angle in fine])
    if counts.max() < _CLEARLY * gathered(0.0):
        return 0.0
    return float(fine[counts >= counts.max() * _TIED].mean())


def _level_edges(plot: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where a picture changes from row to row and not from column to column."""
    edge = np.zeros(plot.shape, dtype=np.bool_)
    edge[1:-1] = np.abs(plot[2:] - plot[:-2]) > _EDGE
    edge[:, _BESIDE:-_BESIDE] &= np.abs(plot[:, 2 * _BESIDE :] - plot[:, : -2 * _BESIDE]) < _EDGE
    rows, columns = np.nonzero(edge)
    every = rows.size // _ENOUGH + 1
    return rows[::every], columns[::every]


def _sampled(
    image: NDArray[np.uint8], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """The picture at places between its pixels."""
    height, width = image.shape[:2]
    rows, columns = np.clip(rows, 0, height - 1.001), np.clip(columns, 0, width - 1.001)
    above, before = rows.astype(np.intp), columns.astype(np.intp)
    lower, later = (
        (part - whole).astype(np.float32) for part, whole in ((rows, above), (columns, before))
    )
    made = np.empty((*rows.shape, image.shape[2]), dtype=np.uint8)
    for channel in range(image.shape[2]):
        one = image[..., channel]
        upper = one[above, before] * (1 - later) + one[above, before + 1] * later
        under = one[above + 1, before] * (1 - later) + one[above + 1, before + 1] * later
        made[..., channel] = np.rint(upper * (1 - lower) + under * lower)
    return made
