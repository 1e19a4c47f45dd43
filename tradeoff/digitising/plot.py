"""The plot within a picture: cut out, of a handy size, survival falling downwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.records import FARTHEST, Axes, DigitisingError, Pixel
from tradeoff.digitising.skew import Turn, straightened
from tradeoff.digitising.snapping import Offs, snapped
from tradeoff.digitising.whole_pixels import off_place
from tradeoff.trial.told import told

Colours = NDArray[np.float32]
Floats = NDArray[np.float64]

#: A wider plot is shrunk (time), one with a smaller side doubled (thin lines run into each other).
_WIDEST = 2000
_SMALLEST = 420
#: Pixels of the picture kept above the line of survival 1 and left of time 0: half a line's width.
_MARGIN = 6
#: How unlike the page a pixel of an axis is, 0 to 255, and how much of its length is seen.
_DARK = 60
_SEEN = 0.9
#: Columns or rows that are made larger or smaller at once: sums of all of them have no room.
_STRIP = 256
#: A hand's click on a curve, and the start of a curve at survival 1, are as exact as this, in
#: pixels of the picture.
WITHIN = 3.0
#: The least plot that holds a curve.
_LEAST_SIDE = 40


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot's pixels, (h, w, 3) from 0 to 255, and the axes in them.

    ``scale`` is how many of its pixels are one of the picture; ``left`` and ``top`` are where it
    lies there; ``mirrored`` where the picture's survival rises downwards, ``turn`` how it lay.
    ``off`` is how many pixels of the picture the ticks of each axis lie off their places.
    """

    pixels: Colours
    axes: Axes
    scale: float
    left: int
    top: int
    mirrored: bool
    height: int
    turn: Turn
    off: Offs

    @property
    def start(self) -> float:
        """The row of survival 1."""
        return float(self.axes.row(np.array(1.0)))

    @property
    def within(self) -> float:
        """How near a path passes a click and the start, in pixels of this plot."""
        return WITHIN * max(self.scale, 1.0)

    def pixel(self, at: Pixel) -> Pixel:
        """A pixel of the picture in this plot."""
        column, row = self.turn.level(at)
        row = self.height - row if self.mirrored else row
        return (column - self.left) * self.scale, (row - self.top) * self.scale

    def in_picture(self, at: Pixel) -> Pixel:
        """A pixel of this plot in the picture."""
        column, row = at[0] / self.scale + self.left, at[1] / self.scale + self.top
        row = self.height - row if self.mirrored else row
        return self.turn.askew((column, row))

    def shifted(self, levels: Floats) -> Pixel:
        """How far a curve lies off from the ticks, in columns and rows of this plot.

        ``levels`` are rows of its levels; not 0 where its renderer put strokes onto whole pixels.
        """
        off = off_place(levels / self.scale + self.top)
        if off is None or self.turn.angle:
            return 0.0, 0.0
        columns, rows = (0.0 if tick is None else off - tick for tick in self.off)
        return columns * self.scale, (-rows if self.mirrored else rows) * self.scale


def plot(image: NDArray[np.uint8], axes: Axes) -> Plot:
    """The plot of a picture (h, w, 3) between its axes, whose ticks are snapped to their strokes.

    Raises:
        DigitisingError: the picture is no array of pixels, or the axes leave no plot in it.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise DigitisingError(told("The picture is not an array of red, green and blue pixels."))
    height, width = image.shape[:2]
    if min(height, width) < _LEAST_SIDE:
        raise DigitisingError(told("This picture is too small for a figure. Take a larger one."))
    image, turn = straightened(image, axes)
    axes, off = snapped(image, axes)
    (first, lower), (second, upper) = axes.y
    mirrored = (second - first) / (upper - lower) > 0
    if mirrored:
        image = image[::-1]
        axes = Axes(x=axes.x, y=((height - first, lower), (height - second, upper)))
    left, top, right, bottom = _box(image, axes)
    cut = image[top:bottom, left:right].astype(np.float32)
    scale = _scale(cut)
    pixels = _resized(_resized(cut, scale, axis=0), scale, axis=1)
    (a, b), (c, d) = axes.x
    (e, f), (g, h) = axes.y
    shifted = Axes(x=((a - left, b), (c - left, d)), y=((e - top, f), (g - top, h)))
    return Plot(pixels, shifted.scaled(scale), scale, left, top, mirrored, height, turn, off)


def _box(image: NDArray[np.uint8], axes: Axes) -> tuple[int, int, int, int]:
    height, width = image.shape[:2]
    ends = np.array([axes.column(np.array(0.0)), axes.row(np.array(1.0)), axes.row(np.array(0.0))])
    if not np.all(np.abs(ends) < FARTHEST):
        raise DigitisingError(
            told(
                "The ticks are so near to each other that the plot lies outside of the picture. "
                "Take two that are farther apart."
            )
        )
    zero, one, floor = (float(end) for end in ends)
    top = max(int(one) - _MARGIN, 0)
    left = max(int(zero), 0)
    lowest = max(row for row, _ in axes.y)
    floor = min(floor, height - 1.0)
    right, bottom = _ends(image, axes, lowest, max(floor, lowest))
    bottom = min(bottom + _MARGIN, height)
    if right - left < _LEAST_SIDE or bottom - top < _LEAST_SIDE or left >= width or top >= height:
        raise DigitisingError(
            told(
                "Between the axes there is no plot in this picture. Set the ticks again: two along "
                "the time axis, two along the survival axis."
            )
        )
    return left, top, right, bottom


def _ends(image: NDArray[np.uint8], axes: Axes, lowest: float, floor: float) -> tuple[int, int]:
    """Where the time axis ends, and its row: the lowest line under both of its ticks."""
    height, width = image.shape[:2]
    one, other = sorted(min(max(int(column), 0), width - 1) for column, _ in axes.x)
    page = np.median(image[:: max(height // 64, 1), :: max(width // 64, 1)].reshape(-1, 3), axis=0)
    start, stop = max(int(lowest) - _MARGIN, 0), min(int(floor) + _MARGIN, height)
    dark = np.abs(image[start:stop].astype(np.int16) - page).max(axis=2) > _DARK
    lines = np.flatnonzero(dark[:, one : other + 1].mean(axis=1) > _SEEN)
    if lines.size == 0:
        return width, int(floor)
    row = int(lines[-1])
    gaps = np.flatnonzero(~dark[row, other:])
    end = other + (int(gaps[0]) if gaps.size else width - other)
    return max(end, other + 1), start + row


def _scale(cut: Colours) -> float:
    height, width = cut.shape[:2]
    if width > _WIDEST:
        return float(_WIDEST / width)
    return 2.0 if min(height, width) < _SMALLEST else 1.0


def _resized(pixels: Colours, scale: float, *, axis: int) -> Colours:
    if scale == 1:
        return pixels
    moved = np.moveaxis(pixels, axis, 0)
    resized = np.empty((round(moved.shape[0] * scale), *moved.shape[1:]), dtype=np.float32)
    for first in range(0, moved.shape[1], _STRIP):
        strip = slice(first, first + _STRIP)
        resized[:, strip] = _strip_resized(moved[:, strip], scale)
    return np.ascontiguousarray(np.moveaxis(resized, 0, axis))


def _strip_resized(moved: Colours, scale: float) -> Colours:
    """Along the first side."""
    size = moved.shape[0]
    made = round(size * scale)
    if scale > 1:
        at = np.clip((np.arange(made) + 0.5) / scale - 0.5, 0, size - 1)
        below = np.minimum(at.astype(np.intp), size - 2)
        share = (at - below).astype(np.float32)[:, None, None]
        made_of: Colours = moved[below] * (1 - share) + moved[below + 1] * share
    else:
        total = np.concatenate((np.zeros_like(moved[:1]), np.cumsum(moved, axis=0)))
        at = np.minimum(np.arange(made + 1) / scale, size)
        below = np.minimum(at.astype(np.intp), size - 1)
        share = (at - below).astype(np.float32)[:, None, None]
        edges = total[below] * (1 - share) + total[below + 1] * share
        made_of = np.diff(edges, axis=0) * np.float32(scale)
    return made_of
