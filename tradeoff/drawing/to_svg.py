"""Draws a scene as SVG: no script, words selectable, colours of a theme or of the reader's scheme.

An SVG inside an ``<img>`` follows Streamlit's theme menu through ``prefers-color-scheme``: that is
theme ``auto``. Exports name their theme, ``print`` holds in black and white.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from tradeoff.drawing import scene as laid_out
from tradeoff.drawing.palette import DARK, EXPORT_FONTS, LIGHT, PALETTES, Theme

Anchor: TypeAlias = Literal["start", "middle", "end"]
AnyTheme: TypeAlias = Theme | Literal["auto"]

_ANCHORS: dict[str, Anchor] = {"left": "start", "center": "middle", "right": "end"}
_BASELINE = 0.98  # of a letter's size, from a line's upper edge
_CAP, _BARB = 4, 5  # pixels of the strokes at the ends of a ratio's range: up, and back


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Words of a picture: where their baseline starts, ends or has its middle; size in pixels."""

    words: str
    x: float
    y: float
    size: float
    colour: str
    anchor: Anchor
    bold: bool

    def __str__(self) -> str:
        weight = ' font-weight="700"' if self.bold else ""
        return (
            f'<text x="{px(self.x)}" y="{px(self.y)}" font-size="{self.size:g}" '
            f'fill="{self.colour}" text-anchor="{self.anchor}"{weight}>{escaped(self.words)}</text>'
        )


def to_svg(scene: laid_out.Scene, *, theme: AnyTheme = "light", ground: bool = True) -> str:
    """The scene as text; ``ground``: on the surface's colour, its words in the exports' font."""
    return _drawn(scene, _Pen(scene.plane, theme), ground=ground)


def lettering(
    scene: laid_out.Scene, *, theme: AnyTheme = "light"
) -> tuple[str, tuple[PlacedText, ...]]:
    """The picture without its words, and the words with their places.

    For a page that sets them itself: an SVG in an ``<img>`` cannot load the page's font, in which
    everything was measured.
    """
    pen = _Pen(scene.plane, theme, apart=True)
    return _drawn(scene, pen, ground=True), tuple(pen.placed)


def _drawn(scene: laid_out.Scene, pen: _Pen, *, ground: bool) -> str:
    wide, tall = px(scene.width), px(scene.height)
    body = pen.all(scene.marks)
    kept = "".join(f'<g id="{name}">{pen.all(marks)}</g>' for name, marks in scene.symbols)
    attributes, told = "", ""
    if scene.title and not pen.apart:  # the page that sets the words tells the picture, too
        told = f"<title>{escaped(scene.title)}</title><desc>{escaped(scene.alt)}</desc>"
        attributes = ' role="img"'
    if ground:
        attributes += "" if pen.apart else f' font-family="{EXPORT_FONTS}"'
        body = f'<rect width="{wide}" height="{tall}" fill="{pen.ink("surface")}"/>{body}'
    if scene.stretched:
        attributes += ' preserveAspectRatio="none"'
    box = " ".join(map(px, scene.shown or (0, 0, scene.width, scene.height)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" '
        f'viewBox="{box}"{attributes}>{told}{pen.style()}{pen.definitions(kept)}{body}</svg>'
    )


class _Pen:
    """Draws marks upon a plane, and keeps what has to be said once for the picture.

    ``apart``: words are placed and not drawn.
    """

    def __init__(self, plane: laid_out.Plane, theme: AnyTheme, *, apart: bool = False) -> None:
        self.plane = plane
        self.theme = theme
        self.apart = apart
        self.inks: dict[str, None] = {}
        self.once: dict[str, str] = {}
        self.placed: list[PlacedText] = []

    def ink(self, colour: str) -> str:
        """A palette's colour, or a variable that follows the reader's scheme."""
        if self.theme != "auto":
            return str(getattr(PALETTES[self.theme], colour))
        self.inks[colour] = None
        return f"var(--{colour})"

    def style(self) -> str:
        """The colours of both schemes, where the reader's is followed."""
        if not self.inks:
            return ""
        light, dark = (
            ";".join(f"--{ink}:{getattr(palette, ink)}" for ink in self.inks)
            for palette in (LIGHT, DARK)
        )
        dark_too = f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
        return f"<style>:root{{{light}}}{dark_too}</style>"

    def definitions(self, more: str) -> str:
        """What marks refer to."""
        kept = "".join(self.once.values()) + more
        return f"<defs>{kept}</defs>" if kept else ""

    def all(self, marks: Iterable[laid_out.Mark]) -> str:
        """Marks one over the other."""
        return "".join(_DRAWN[type(mark)](self, mark) for mark in marks)

    def stroke(self, stroke: laid_out.Stroke | None) -> str:
        """The attributes of a stroke."""
        if stroke is None:
            return ""
        dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
        dash += ' stroke-linecap="square"' if stroke.square else ""
        return f' stroke="{self.ink(stroke.colour)}" stroke-width="{stroke.width:g}"{dash}'

    def fill(self, colour: str, hatch: laid_out.Hatch | None = None) -> str:
        """The attribute of a whole or hatched surface."""
        if hatch is None:
            return f'fill="{self.ink(colour) if colour else "none"}"'
        self.once[colour] = (
            f'<pattern id="hatch-{colour}" width="{hatch.apart}" height="{hatch.apart}" '
            f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<path d="M{hatch.start} 0V{hatch.apart}" stroke="{self.ink(colour)}" '
            f'stroke-width="{hatch.width}"/></pattern>'
        )
        return f'fill="url(#hatch-{colour})"'

    def clipped(self) -> str:
        """The attribute of what ends with the plot."""
        plane = self.plane
        self.once["plot"] = (
            f'<clipPath id="plot"><rect x="{px(plane.left)}" y="{px(plane.top)}" '
            f'width="{px(plane.width)}" height="{px(plane.height)}"/></clipPath>'
        )
        return 'clip-path="url(#plot)"'

    def through(self, points: list[tuple[float, float]]) -> str:
        """Path commands from point to point."""
        across, up = self.plane.px, self.plane.py
        return "M" + " L".join(f"{px(across(x))} {px(up(y))}" for x, y in points)

    def curve(self, mark: laid_out.Curve) -> str:
        return (
            f'<path d="{self.through(mark.corners)}" fill="none"{self.stroke(mark.stroke)} '
            f'stroke-linejoin="round" {self.clipped()} data-layer="line" data-role="{mark.role}"/>'
        )

    def area(self, mark: laid_out.Area) -> str:
        shade = f' fill-opacity="{laid_out.SHADE}"' if mark.hatch is None else ""
        return (
            f'<path d="{self.through(mark.outline)}Z" {self.fill(mark.colour, mark.hatch)}{shade} '
            f'{self.clipped()} data-layer="{mark.layer}" data-role="{mark.role}"/>'
        )

    def segment(self, mark: laid_out.Segment) -> str:
        # Dashes start at the upper or left end.
        (x0, y0), (x1, y1) = sorted(map(self.plane.pixels, (mark.start, mark.end)))
        ends = f"M{px(x0)} {px(y0)}L{px(x1)} {px(y1)}"
        return f'<path d="{ends}"{self.stroke(mark.stroke)}/>'

    def box(self, mark: laid_out.Box) -> str:
        (x0, y0), (x1, y1) = self.plane.pixels(mark.start), self.plane.pixels(mark.end)
        rounded = f' rx="{mark.rounded:g}"' if mark.rounded else ""
        return (
            f'<rect x="{px(min(x0, x1))}" y="{px(min(y0, y1))}" width="{px(abs(x1 - x0))}" '
            f'height="{px(abs(y1 - y0))}"{rounded} {self.fill(mark.colour)}/>'
        )

    def ring(self, mark: laid_out.Ring) -> str:
        x, y = self.plane.pixels(mark.at)
        name = f' data-name="{mark.name}"' if mark.name else ""
        circle = f'<circle cx="{px(x)}" cy="{px(y)}" r="{mark.radius}"'
        return f"{circle} {self.fill(mark.colour)}{self.stroke(mark.stroke)}{name}/>"

    def ratio(self, mark: laid_out.Ratio) -> str:
        return self.all((*_reach(mark, self.plane), _symbol(mark, self.plane)))

    def path(self, mark: laid_out.Path) -> str:
        fill = self.fill(mark.colour, mark.hatch)
        return f'<path d="{mark.commands}" {fill}{self.stroke(mark.stroke)}/>'

    def copy(self, mark: laid_out.Copy) -> str:
        return f'<use href="#{mark.symbol}" x="{mark.x:g}" y="{mark.y:g}"/>'

    def group(self, mark: laid_out.Group) -> str:
        told = "".join(f' data-{name}="{value}"' for name, value in mark.data)
        if mark.move != (0, 0):
            x, y = mark.move
            scale = "" if mark.scale == 1 else f" scale({mark.scale:g})"
            told += f' transform="translate({x:g} {y:g}){scale}"'
        return f"<g{told}>{self.all(mark.marks)}</g>"

    def text(self, mark: laid_out.Text) -> str:
        x, y = self.plane.pixels(mark.at)
        if mark.upright != "baseline":
            y = mark.top(self.plane) + mark.size * _BASELINE
        step = mark.size * laid_out.SPACED
        colour, anchor = self.ink(mark.colour), _ANCHORS[mark.across]
        placed = [
            PlacedText(
                line, round(x, 2), round(y + place * step, 2), mark.size, colour, anchor, mark.bold
            )
            for place, line in enumerate(mark.lines)
        ]
        if self.apart:
            self.placed += placed
        return "" if self.apart else "".join(map(str, placed))

    def axis(self, mark: laid_out.Axis) -> str:
        return self.all(part for tick in mark.ticks for part in _tick(mark, tick))


def _tick(axis: laid_out.Axis, tick: laid_out.Tick) -> tuple[laid_out.Mark, laid_out.Mark]:
    """A tick's line and words: across the plot with its words before it, or under the plot."""
    words, at, segment = (tick.label,), laid_out.At, laid_out.Segment
    if axis.side == "y":
        start, end = at(0, tick.at, share="x"), at(1, tick.at, share="x")
        label = laid_out.Text(words, start.moved(-8, 4.5), "muted", across="right")
        return segment(start, end, laid_out.Stroke("grid", 1)), label
    start, colour = at(tick.at, 0, share="y"), "text" if tick.marked else "muted"
    label = laid_out.Text(words, start.moved(0, 19), colour, across="center", bold=tick.marked)
    return segment(start, start.moved(0, 4), laid_out.Stroke("outline", 1)), label


def _reach(mark: laid_out.Ratio, plane: laid_out.Plane) -> tuple[laid_out.Path, ...]:
    """The range across, as far as the axis runs; nothing where there is none."""
    if mark.lower is None or mark.upper is None:
        return ()
    (low, high), y = plane.x_range, plane.pixels(mark.at)[1]
    left, right = plane.px(max(mark.lower, low)), plane.px(min(mark.upper, high))
    start = _range_end(left, y, _BARB if mark.lower < low else 0)
    end = _range_end(right, y, -_BARB if mark.upper > high else 0)
    line = f"M{px(left)} {px(y)}H{px(right)}{start}{end}"
    return (laid_out.Path(line, stroke=laid_out.Stroke(mark.colour, 1.8)),)


def _range_end(x: float, y: float, barb: float) -> str:
    """A stroke across; an arrowhead whose barbs are so many pixels further to the right."""
    return f"M{px(x + barb)} {px(y - _CAP)}L{px(x)} {px(y)}L{px(x + barb)} {px(y + _CAP)}"


def _symbol(mark: laid_out.Ratio, plane: laid_out.Plane) -> laid_out.Mark:
    """A square or a diamond of its size; a ring where no range is known."""
    half = mark.size / 2
    if mark.symbol == "circle-open":
        return laid_out.Ring(mark.at, half, "surface", laid_out.Stroke(mark.colour, 2))
    x, y = plane.pixels(mark.at)
    edge = f"h{px(mark.size)}v{px(mark.size)}h{px(-mark.size)}Z"
    outline = f"M{px(x - half)} {px(y - half)}{edge}"
    if mark.symbol == "diamond":
        corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        outline = "M" + " L".join(f"{px(across)} {px(down)}" for across, down in corners) + "Z"
    return laid_out.Path(outline, mark.colour)


_DRAWN: dict[type, Callable[[_Pen, Any], str]] = {
    laid_out.Curve: _Pen.curve,
    laid_out.Area: _Pen.area,
    laid_out.Segment: _Pen.segment,
    laid_out.Box: _Pen.box,
    laid_out.Ring: _Pen.ring,
    laid_out.Ratio: _Pen.ratio,
    laid_out.Path: _Pen.path,
    laid_out.Copy: _Pen.copy,
    laid_out.Group: _Pen.group,
    laid_out.Text: _Pen.text,
    laid_out.Axis: _Pen.axis,
}


def px(number: float) -> str:
    """A coordinate with as many digits as a screen can show."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def escaped(text: str) -> str:
    """Safe between tags; control characters, which XML refuses, become spaces."""
    return html.escape("".join(c if c.isprintable() else " " for c in text))


def data_uri(picture: str) -> str:
    """The SVG for the ``src`` of an ``<img>``; percent-encoded, which is smaller than base64."""
    return "data:image/svg+xml," + quote(picture, safe=" /:=(),;.*+-")
