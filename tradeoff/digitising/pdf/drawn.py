"""What is drawn on a page of a PDF: strokes, and words with their places.

All places are points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """A line drawn in one go: ``points`` of shape (n, 2), where it is cut off, how it looks."""

    points: NDArray[np.float64]
    colour: str
    width: float
    dash: tuple[float, ...]
    clip: Box | None

    @property
    def style(self) -> tuple[str, float, tuple[float, ...]]:
        """What the strokes of one curve have in common; a hundredth of a point is no difference."""
        return self.colour, round(self.width, 2), tuple(round(one, 2) for one in self.dash)


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """What is filled in one go: its ``rings`` of points, after how many strokes it is drawn."""

    rings: tuple[NDArray[np.float64], ...]
    colour: str
    clip: Box | None
    place: int


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a gap: their ``box``, and how many quarter turns they are turned left."""

    text: str
    box: Box
    turns: int

    @property
    def middle(self) -> tuple[float, float]:
        """Column and row of its middle."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2

    @property
    def height(self) -> float:
        """Of the letters, not of their line's way up the page."""
        left, top, right, bottom = self.box
        return (right - left) if self.turns % 2 else (bottom - top)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page: its size, strokes and areas in the order in which they are drawn, and words."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    areas: tuple[Area, ...]
    words: tuple[Word, ...]

    def turned(self, turns: int) -> Drawn:
        """The page turned right by quarters, so that words turned left by as many stand upright."""
        turns %= 4
        if not turns:
            return self
        size = (self.width, self.height) if turns == 2 else (self.height, self.width)
        return Drawn(
            *size,
            tuple(
                replace(
                    one,
                    points=self._moved(one.points, turns),
                    clip=one.clip and self._moved_box(one.clip, turns),
                )
                for one in self.strokes
            ),
            tuple(
                replace(
                    one,
                    rings=tuple(self._moved(ring, turns) for ring in one.rings),
                    clip=one.clip and self._moved_box(one.clip, turns),
                )
                for one in self.areas
            ),
            tuple(
                Word(one.text, self._moved_box(one.box, turns), (one.turns - turns) % 4)
                for one in self.words
            ),
        )

    def _moved(self, points: NDArray[np.float64], turns: int) -> NDArray[np.float64]:
        column, row = points[:, 0], points[:, 1]
        width, height = self.width, self.height
        pairs = ((column, row), (height - row, column), (width - column, height - row))
        return np.column_stack((*pairs, (row, width - column))[turns])

    def _moved_box(self, box: Box, turns: int) -> Box:
        left, top, right, bottom = box
        return around(self._moved(np.array(((left, top), (right, bottom))), turns))


def around(points: NDArray[np.float64]) -> Box:
    """The box round some points."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def covering(boxes: Iterable[Box]) -> Box:
    """The box round some boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def within(boxes: Iterable[Box | None]) -> Box | None:
    """What several clips leave to be seen, ``None`` where there is no clip."""
    known = [one for one in boxes if one is not None]
    if not known:
        return None
    left, top, right, bottom = zip(*known, strict=True)
    return max(left), max(top), min(right), min(bottom)
