"""What is clicked on a printed figure, and what is read from it."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.trial.told import told, told_later

Pixel = tuple[float, float]
"""(column, row) from a picture's upper left corner; the first pixel's centre is (0.5, 0.5)."""


#: No picture has more pixels a side.
FARTHEST = 1e6
# No time axis has larger numbers; nearer to each other than this, two ticks are one. Within these
# bounds nothing that is computed from them overflows.
_LARGEST, _APART, _UNLIKE = 1e9, 1e-3, 1e-6
_COLOUR = re.compile(r"#[0-9a-f]{6}")
# Nobody counts more people in one trial.
_MOST_PEOPLE = 10**9


class DigitisingError(Exception):
    """Why a picture or a PDF cannot be read, and what to do, in a sentence or two for its user."""

    @property
    def said(self) -> str:
        """The sentence, as it can be said in other languages."""
        said: str = self.args[0]
        return said


@dataclass(frozen=True, slots=True)
class Axes:
    """Two ticks of each axis: ``x`` as (column, time), ``y`` as (row, survival from 0 to 1).

    Both axes are linear. In a picture that shows those with the event, survival rises downwards:
    ``y`` then gives one minus what is printed. In a PDF, points of the page from its upper left
    corner stand in place of pixels.

    Raises:
        DigitisingError: two ticks of one axis coincide, or a number is not finite or far beyond
            any picture's or axis'.
    """

    x: tuple[tuple[float, float], tuple[float, float]]
    y: tuple[tuple[float, float], tuple[float, float]]

    def __post_init__(self) -> None:
        for name, ticks in (
            (told_later("time axis"), self.x),
            (told_later("survival axis"), self.y),
        ):
            (one, first), (other, second) = ticks
            places, values = np.abs((one, other)), np.abs((first, second))
            if not np.all(np.isfinite((one, first, other, second))):
                raise DigitisingError(
                    told("A tick of the {axis} is not a number. Set it again.", axis=told(name))
                )
            if max(places) > FARTHEST or max(values) > _LARGEST:
                raise DigitisingError(
                    told("A tick of the {axis} is far away. Set it again.", axis=told(name))
                )
            if abs(one - other) < _APART or abs(first - second) < _UNLIKE:
                raise DigitisingError(
                    told(
                        "Both ticks of the {axis} are at one place or have one value. "
                        "Give two that differ.",
                        axis=told(name),
                    )
                )

    def time(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """Time at columns of the picture."""
        return _between(column, *self.x)

    def survival(self, row: NDArray[np.float64]) -> NDArray[np.float64]:
        """Survival at rows of the picture, beyond 0 and 1 too."""
        return _between(row, *self.y)

    def column(self, time: NDArray[np.float64]) -> NDArray[np.float64]:
        """Columns of the picture at times."""
        return _between(time, *(_turned(tick) for tick in self.x))

    def row(self, survival: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of the picture at values of survival."""
        return _between(survival, *(_turned(tick) for tick in self.y))

    def scaled(self, factor: float) -> Axes:
        """The same ticks in a picture that is ``factor`` times as large."""
        (a, b), (c, d) = self.x
        (e, f), (g, h) = self.y
        return Axes(x=((a * factor, b), (c * factor, d)), y=((e * factor, f), (g * factor, h)))


def _turned(tick: tuple[float, float]) -> tuple[float, float]:
    return tick[1], tick[0]


def _between(
    at: NDArray[np.float64], one: tuple[float, float], other: tuple[float, float]
) -> NDArray[np.float64]:
    (place, value), (far, end) = one, other
    return value + (np.asarray(at, dtype=np.float64) - place) * (end - value) / (far - place)


def checked_pixels(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture, if it is one: (height, width, 3), neither side empty.

    Raises:
        DigitisingError: it has another shape.
    """
    fits = image.ndim == 3 and image.shape[2] == 3 and min(image.shape) > 0
    _demand(fits and max(image.shape) <= FARTHEST, told_later("pixels"))
    return image


def _demand(holds: object, what: str) -> None:
    """Whatever read them, by mistake or misled: no such values are believed."""
    if not holds:
        raise DigitisingError(
            told(
                "The {what} that were read cannot be right. Take a screenshot of the figure alone, "
                "and try again.",
                what=told(what),
            )
        )


def _within(values: Iterable[float] | NDArray[np.float64], least: float, most: float) -> bool:
    """Whether all are numbers from ``least`` to ``most``."""
    array = np.asarray(values, dtype=np.float64)
    return bool(np.all((array >= least) & (array <= most)))


def _check_staircase(time: NDArray[np.float64], survival: NDArray[np.float64]) -> None:
    shaped = time.ndim == 1 and time.shape == survival.shape and time.size > 0
    _demand(
        shaped and _within(time, -_LARGEST, _LARGEST) and _within(survival, 0, 1),
        told_later("points"),
    )
    _demand(np.all(np.diff(time) >= 0) and np.all(np.diff(survival) <= 0), told_later("points"))


class FlagKind(enum.StrEnum):
    """Why a traced curve wants a second look."""

    FAINT = "faint"  # ink under less than 45 % of the path
    GAP = "gap"  # no ink over more than 6 % of the time axis
    CROWDED = "crowded"  # its ink all around the path too, which hardly anywhere stands alone
    COINCIDES = "coincides"  # over 70 % of the path with another traced curve


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt about a traced curve, from ``start`` to ``end`` in the unit of the time axis."""

    kind: FlagKind
    start: float
    end: float

    def __post_init__(self) -> None:
        _demand(_within((self.start, self.end), -_LARGEST, _LARGEST), told_later("doubtful spans"))


@dataclass(frozen=True, slots=True)
class TracedCurve:
    """A curve as it was traced: ``survival`` (0 to 1) from each of ``time`` on, and its end.

    One point for each step, the first at time 0 with the survival there, the last where the curve
    ends. Times rise in the unit of the axis, survival never does. ``ink`` is the share of the path
    (0 to 1) under which the curve's own colour was found.

    Raises:
        DigitisingError: points that are no such curve.
    """

    time: NDArray[np.float64]
    survival: NDArray[np.float64]
    flags: tuple[Flag, ...]
    ink: float

    def __post_init__(self) -> None:
        _check_staircase(self.time, self.survival)
        _demand(_within((self.ink,), 0, 1), told_later("shares of ink"))


@dataclass(frozen=True, slots=True)
class ProposedCurve:
    """A curve that a picture seems to hold: its colour as ``#rrggbb``, and a clear spot on it.

    Raises:
        DigitisingError: no such colour, or a spot in no picture.
    """

    colour: str
    pick: Pixel

    def __post_init__(self) -> None:
        _demand(_COLOUR.fullmatch(self.colour), told_later("colours"))
        _demand(_within(self.pick, 0, FARTHEST), told_later("places of curves"))


@dataclass(frozen=True, slots=True)
class Found:
    """What a picture shows by itself: its width and height in pixels, its axes, its curves.

    ``axes`` is ``None`` where no ticks are found; the curves are proposals to choose from.

    Raises:
        DigitisingError: the picture has no size, or a curve is outside of it.
    """

    size: tuple[int, int]
    axes: Axes | None
    curves: tuple[ProposedCurve, ...]

    def __post_init__(self) -> None:
        _demand(_within(self.size, 1, FARTHEST), told_later("sides of the picture"))
        width, height = self.size
        for column, row in (one.pick for one in self.curves):
            _demand(column <= width and row <= height, told_later("places of curves"))


@dataclass(frozen=True, slots=True)
class PrintedCurve:
    """A curve of vector graphics, points as in ``TracedCurve``; survival to four decimals.

    ``colour`` is ``#rrggbb``, ``dash`` the lengths of its dashes in points, empty where solid.

    Raises:
        DigitisingError: points that are no such curve, or no such colour.
    """

    time: NDArray[np.float64]
    survival: NDArray[np.float64]
    colour: str
    dash: tuple[float, ...]

    def __post_init__(self) -> None:
        _check_staircase(self.time, self.survival)
        _demand(_COLOUR.fullmatch(self.colour), told_later("colours"))
        _demand(_within(self.dash, 0, _LARGEST), told_later("dashes"))


@dataclass(frozen=True, slots=True)
class PrintedRisk:
    """A row of the numbers at risk under a figure: its words, times as printed, numbers.

    Raises:
        DigitisingError: not a number of people for each time.
    """

    label: str
    time: tuple[float, ...]
    n_at_risk: tuple[int, ...]

    def __post_init__(self) -> None:
        _demand(len(self.time) == len(self.n_at_risk), told_later("numbers at risk"))
        _demand(_within(self.time, -_LARGEST, _LARGEST), told_later("times of the numbers at risk"))
        _demand(_within(self.n_at_risk, 0, _MOST_PEOPLE), told_later("numbers at risk"))


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure in vector graphics on a page.

    ``box`` is left, top, right, bottom in points from the page's upper left corner, ``axes`` two
    ticks of each axis in these points, ``at_risk`` the table under it, ``None`` where there is
    none or where it does not fit. Where the figure lies on its side, ``turns`` says by how many
    quarters the page is turned right for it to stand upright, and all places are those on it then.

    Raises:
        DigitisingError: a box that is none, or another number of quarters than 0 to 3.
    """

    curves: tuple[PrintedCurve, ...]
    at_risk: tuple[PrintedRisk, ...] | None
    box: tuple[float, float, float, float]
    axes: Axes
    turns: int = 0

    def __post_init__(self) -> None:
        _demand(_within(self.box, -FARTHEST, FARTHEST), told_later("edges of the figure"))
        _demand(0 <= self.turns < 4, told_later("turns of the page"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a PDF as a small picture (height, width, 3), and its sides in points.

    Raises:
        DigitisingError: no picture, or sides that are none.
    """

    picture: NDArray[np.uint8]
    width: float
    height: float

    def __post_init__(self) -> None:
        checked_pixels(self.picture)
        _demand(_within((self.width, self.height), 0, FARTHEST), told_later("sides of the page"))
