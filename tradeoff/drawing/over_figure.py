"""The rebuilt curves over a printed figure, and the place where they differ most, as SVG.

The picture itself lies below and is paled by the page's style, so that the lines are seen on any
ink. It is paper in both themes: the colours are those of the light one.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.drawing.palette import LIGHT
from tradeoff.statistics.two_arms import Role

Corner = tuple[float, float]
"""Column and row of the picture."""

_LINE: Final = 2.5
_TRACED: Final = 1.2
#: Pixels of the hatching's period, and of the margin above and below a doubtful span.
_HATCH: Final = 7


@dataclass(frozen=True, slots=True)
class OverLine:
    """One arm's curve in the picture's pixels, and the boxes that want a second look."""

    role: Role
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
    drawn = [mark for line in lines for mark in (*_hatched(line), _rebuilt(line))]
    return _svg((0, 0, *size), _PATTERN, *drawn)


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
    return _line(line.rebuilt, getattr(LIGHT, line.role.value), _LINE)


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
