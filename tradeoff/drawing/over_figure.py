"""The rebuilt curves over a printed figure, and the place where they differ most, as SVG.

The picture itself lies below and is paled by the page's style, so that the lines are seen on any
ink. It is paper in both themes: the colours are those of the light one.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tradeoff.drawing.palette import LIGHT
from tradeoff.statistics.two_arms import Role

Corner = tuple[float, float]
"""Column and row of the picture."""

_LINE: Final = 2.5
_TRACED: Final = 1.2
#: Pixels of the hatching's period.
_HATCH: Final = 7
#: A name's height, as a share of the columns, and where along the lines it may stand.
_NAME: Final = 0.022
_NAMED: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class OverLine:
    """One arm's curve in the picture's pixels, and the boxes that want a second look.

    ``colour``: of its marks while it was set; ``name``: what stands beside the line.
    """

    role: Role
    name: str
    colour: str
    rebuilt: Sequence[Corner]
    traced: Sequence[Corner]
    doubtful: Sequence[tuple[float, float, float, float]] = ()
    """Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of the picture: its left upper corner, its size, and its PNG."""

    box: tuple[float, float, float, float]
    png: bytes


def over_figure(size: tuple[int, int], lines: Iterable[OverLine]) -> str:
    """Both rebuilt curves, doubtful spans hatched; clear elsewhere."""
    every = tuple(lines)
    drawn = [mark for line in every for mark in (*_hatched(line), _rebuilt(line))]
    return _svg((0, 0, *size), _PATTERN, *drawn, *_names(size, every))


def swatch(colour: str) -> str:
    """A short piece of an arm's line, to stand beside its name."""
    return _svg((0, 0, 24, 8), f'<path d="M0 4H24" stroke="{colour}" stroke-width="4"/>')


def detail(part: Detail, lines: Iterable[OverLine]) -> str:
    """A part of the picture with what was traced (thin) and rebuilt (thick) over it."""
    left, top, wide, high = part.box
    ground = (
        f'<image x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" opacity="0.5" '
        'preserveAspectRatio="none" '
        f'href="data:image/png;base64,{base64.b64encode(part.png).decode()}"/>'
    )
    drawn = [mark for line in lines for mark in (_rebuilt(line), _traced(line))]
    return _svg(part.box, ground, *drawn)


_PATTERN: Final = (
    f'<defs><pattern id="h" width="{_HATCH}" height="{_HATCH}" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    f'<path d="M0 0V{_HATCH}" stroke="{LIGHT.harm}" stroke-width="1.5"/></pattern></defs>'
)


def _hatched(line: OverLine) -> Iterable[str]:
    for left, top, wide, high in line.doubtful:
        yield (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
            f'fill="url(#h)" stroke="{LIGHT.harm}" stroke-width="1"/>'
        )


def _rebuilt(line: OverLine) -> str:
    return _line(line.rebuilt, line.colour, _LINE)


def _names(size: tuple[int, int], lines: Sequence[OverLine]) -> Iterable[str]:
    """Each name beside its line, where the lines are farthest apart: above it or below it."""
    drawn = [line for line in lines if line.rebuilt]
    if not drawn:
        return
    left = max(line.rebuilt[0][0] for line in drawn)
    right = min(line.rebuilt[-1][0] for line in drawn)
    places = [left + (right - left) * share for share in _NAMED]
    at = max(places, key=lambda column: _spread([_row(line, column) for line in drawn]))
    high = _NAME * size[0]
    for order, line in enumerate(sorted(drawn, key=lambda one: _row(one, at))):
        row = _row(line, at) + (-0.5 * high if order == 0 else order * 1.3 * high)
        yield (
            f'<text x="{at:.1f}" y="{row:.1f}" font-size="{high:.1f}" font-family="sans-serif" '
            f'font-weight="600" text-anchor="middle" fill="{line.colour}" stroke="#fff" '
            f'stroke-width="{high / 5:.1f}" paint-order="stroke">{escape(line.name)}</text>'
        )


def _row(line: OverLine, column: float) -> float:
    """Where a line runs at a column."""
    return next((row for at, row in line.rebuilt if at >= column), line.rebuilt[-1][1])


def _spread(rows: Sequence[float]) -> float:
    return max(rows) - min(rows)


def _traced(line: OverLine) -> str:
    return _line(line.traced, LIGHT.text, _TRACED)


def _line(corners: Sequence[Corner], colour: str, width: float) -> str:
    points = " ".join(f"{column:.1f},{row:.1f}" for column, row in corners)
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" '
        'vector-effect="non-scaling-stroke"/>'
    )


def _svg(box: tuple[float, float, float, float], *parts: str) -> str:
    left, top, wide, high = box
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {wide:g} {high:g}" '
        f'width="{wide:g}" height="{high:g}" preserveAspectRatio="none">{"".join(parts)}</svg>'
    )
