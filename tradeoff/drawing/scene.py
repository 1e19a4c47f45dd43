"""A picture laid out: what is drawn and where, before ``to_plotly`` or ``to_svg`` draws it.

A place is in units of the plot's axes and moved by pixels, so that a plot may grow and words stay
at their lines. A colour is the name of a field of ``Palette``. Marks are drawn in their order.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from tradeoff.drawing.palette import wrap, written_width

Numbers: TypeAlias = tuple[float, ...]
#: Left, top, right, bottom in pixels.
Rectangle: TypeAlias = tuple[float, float, float, float]
Across: TypeAlias = Literal["left", "center", "right"]
Upright: TypeAlias = Literal["top", "middle", "bottom", "baseline"]

LABEL, VALUE, SMALL = 14, 17, 13
#: Pixels from a line to the next, for a letter of one pixel: in a picture, and in a paragraph.
TALL, SPACED = 1.25, 1.35
RING = 5.5
SHADE = 0.16  # opacity of an area that is not hatched
_CAP = 3.5  # pixels of the stroke at the end of a range, to each side


@dataclass(frozen=True, slots=True)
class At:
    """A place in units of the axes, and pixels from there to the right and down.

    Along the axes that ``share`` names it is a share of the plot, from its lower left corner;
    ``picture`` are pixels from the picture's upper left corner.
    """

    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    share: Literal["", "x", "y", "xy", "picture"] = ""

    def moved(self, dx: float, dy: float) -> At:
        """So many pixels further to the right and down."""
        return replace(self, dx=self.dx + dx, dy=self.dy + dy)


@dataclass(frozen=True, slots=True)
class Plane:
    """The axes' ranges and the plot's rectangle in pixels.

    ``logarithmic``: along the horizontal axis equal ratios are equally far from each other.
    """

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    logarithmic: bool = False

    @property
    def right(self) -> float:
        """The right edge in pixels."""
        return self.left + self.width

    @property
    def floor(self) -> float:
        """The lower edge in pixels."""
        return self.top + self.height

    def px(self, x: float) -> float:
        """Pixels from the left."""
        start, end = self.x_range
        if self.logarithmic:
            x, start, end = math.log(x), math.log(start), math.log(end)
        return self.left + (x - start) / (end - start) * self.width

    def py(self, y: float) -> float:
        """Pixels from the top."""
        start, end = self.y_range
        return self.top + (end - y) / (end - start) * self.height

    def x_at(self, px: float) -> float:
        """What the horizontal axis says there."""
        (start, end), share = self.x_range, (px - self.left) / self.width
        if self.logarithmic:
            return float(start * (end / start) ** share)
        return start + share * (end - start)

    def pixels(self, at: At) -> tuple[float, float]:
        """A place in pixels from the upper left corner of the picture."""
        if at.share == "picture":
            return at.x + at.dx, at.y + at.dy
        x = self.left + at.x * self.width if "x" in at.share else self.px(at.x)
        y = self.floor - at.y * self.height if "y" in at.share else self.py(at.y)
        return x + at.dx, y + at.dy


#: For pictures whose marks are placed in pixels.
IN_PIXELS = Plane(0, 0, 1, 1, (0, 1), (1, 0))


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line's colour, width and dashes, in pixels; no dashes for one that is whole."""

    colour: str
    width: float
    dash: str = ""
    square: bool = False
    """Ends go half a width further, so that corners are whole."""


@dataclass(frozen=True, slots=True)
class Hatch:
    """Slanted strokes: pixels from one to the next, their width, where the first starts."""

    apart: float
    width: float
    start: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points, or a staircase; words for the pointer at each of them or none."""

    x: Numbers
    y: Numbers
    stroke: Stroke
    name: str
    role: str = ""
    steps: bool = False
    hover: tuple[str, ...] = ()

    def read(self, x: float) -> float:
        """Its height at a place; flat beyond its ends."""
        return read(self.x, self.y, x, steps=self.steps)

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Points to join by straight lines."""
        return _corners(self.x, self.y, steps=self.steps)


@dataclass(frozen=True, slots=True)
class Area:
    """What lies between two edges: shaded lightly, or hatched."""

    x: Numbers
    lower: Numbers
    upper: Numbers
    colour: str
    role: str
    layer: str
    steps: bool = False
    hatch: Hatch | None = None

    @property
    def outline(self) -> list[tuple[float, float]]:
        """Corners all around: the upper edge, and the lower one back."""
        upper, lower = (
            _corners(self.x, edge, steps=self.steps) for edge in (self.upper, self.lower)
        )
        return [*upper, *reversed(lower)]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A square, diamond or ring with its range across."""

    at: At
    lower: float | None
    upper: float | None
    symbol: Literal["square", "diamond", "circle-open"]
    size: float
    colour: str
    name: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line; ``below`` lies under the grid and all data."""

    start: At
    end: At
    stroke: Stroke
    name: str = ""
    below: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle between two corners, under everything else."""

    start: At
    end: At
    colour: str
    name: str = ""
    rounded: float = 0.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle with a fill, and a stroke or none."""

    at: At
    radius: float
    colour: str
    stroke: Stroke | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A shape of SVG's own path commands, in pixels; without a colour it is not filled."""

    commands: str
    colour: str = ""
    stroke: Stroke | None = None
    hatch: Hatch | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the scene's symbols with its upper left corner at a place in pixels."""

    symbol: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together, moved and scaled; ``data`` says what they are."""

    marks: tuple[Mark, ...]
    data: tuple[tuple[str, str], ...] = ()
    move: tuple[float, float] = (0, 0)
    scale: float = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of words at a place, which is an edge of theirs, their middle or a baseline.

    ``grounded``: on the surface's colour, so that nothing shines through.
    """

    lines: tuple[str, ...]
    at: At
    colour: str = "text"
    size: float = SMALL
    across: Across = "left"
    upright: Upright = "baseline"
    bold: bool = False
    grounded: bool = False

    def top(self, plane: Plane) -> float:
        """Pixels of the first line's upper edge."""
        share = {"top": 0.0, "middle": 0.5, "bottom": 1.0, "baseline": 1.0}[self.upright]
        return plane.pixels(self.at)[1] - share * self.size * TALL * len(self.lines)

    def box(self, plane: Plane) -> Rectangle:
        """Where it stands, rather too wide."""
        width = max(written_width(line, size=self.size, bold=self.bold) for line in self.lines)
        left = (
            plane.pixels(self.at)[0]
            - width * {"left": 0.0, "center": 0.5, "right": 1.0}[self.across]
        )
        top = self.top(plane)
        return left, top, left + width, top + self.size * TALL * len(self.lines)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its words; ``marked`` ones are bold."""

    at: float
    label: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks along an edge: with lines across the plot, or with short strokes outside."""

    side: Literal["x", "y"]
    ticks: tuple[Tick, ...] = ()
    grid: bool = False
    pointer: tuple[str, ...] = ()
    """Lines that head the pointer's words; ``%{x}`` stands for the place."""


Mark: TypeAlias = "Curve | Area | Ratio | Segment | Box | Ring | Path | Copy | Group | Text | Axis"


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture of so many pixels, with the words that say what it is.

    Args:
        symbols: what copies are copies of.
        shown: upper left corner and size of what is shown, where the picture has another size.
        stretched: as wide and as high as its frame, whatever that does to its shapes.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    plane: Plane = IN_PIXELS
    title: str = ""
    alt: str = ""
    symbols: tuple[tuple[str, tuple[Mark, ...]], ...] = ()
    shown: Rectangle | None = None
    stretched: bool = False


def read(xs: Numbers, ys: Numbers, x: float, *, steps: bool) -> float:
    """Value at a place: on the line between two points, or on the step; flat beyond the ends."""
    if x <= xs[0]:
        return ys[0]
    place = bisect.bisect_left(xs, x)
    if place == len(xs):
        return ys[-1]
    if steps:
        return ys[place] if x == xs[place] else ys[place - 1]
    share = (x - xs[place - 1]) / (xs[place] - xs[place - 1])
    return ys[place - 1] + share * (ys[place] - ys[place - 1])


def _corners(xs: Numbers, ys: Numbers, *, steps: bool) -> list[tuple[float, float]]:
    """The points, and for steps one more before each drop."""
    if not steps:
        return list(zip(xs, ys, strict=True))
    before = zip(xs[1:], ys, strict=False)
    after = zip(xs[1:], ys[1:], strict=True)
    drops = (point for pair in zip(before, after, strict=True) for point in pair)
    return [(xs[0], ys[0]), *drops]


def ranged(ring: Ring, lower: At | None, upper: At | None, stroke: Stroke) -> tuple[Mark, ...]:
    """A value with its range: a line with a short stroke at both ends, and the ring upon it."""
    if lower is None or upper is None:
        return (ring,)
    dx, dy = (_CAP, 0.0) if lower.x == upper.x else (0.0, _CAP)
    ends = (
        Segment(limit.moved(-dx, -dy), limit.moved(dx, dy), stroke, f"{ring.name} limit".strip())
        for limit in (lower, upper)
    )
    return (Segment(lower, upper, stroke, f"{ring.name} interval".strip()), *ends, ring)


def paragraph(
    words: str, left: float, top: float, *, width: float, size: float, colour: str = "text",
    bold: bool = False,
) -> tuple[Text, float]:  # fmt: skip
    """Words in lines of a width from an upper left corner in pixels, and where they end."""
    lines = wrap(words, width=width, size=size, bold=bold)
    text = Text(lines, At(left, top + size, share="picture"), colour, size, bold=bold)
    return text, top + len(lines) * size * SPACED


def notes(
    words: Sequence[str], left: float, top: float, *, width: float, size: float, gap: float
) -> tuple[tuple[Mark, ...], float]:
    """Paragraphs below one another, muted, and where the last of them ends."""
    texts: list[Mark] = []
    for note in words:
        text, top = paragraph(note, left, top, width=width, size=size, colour="muted")
        texts.append(text)
        top += gap
    return tuple(texts), top
