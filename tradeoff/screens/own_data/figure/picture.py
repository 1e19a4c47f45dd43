"""From a file or a page's figure to what is traced and what the browser shows."""

from __future__ import annotations

import io
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from tradeoff.digitising import (
    Axes,
    DigitisingError,
    Found,
    Pixel,
    PrintedCurve,
    PrintedFigure,
    ProposedCurve,
    apart,
    leaves,
    render,
)
from tradeoff.screens.own_data.figure.desk import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Columns of what the browser shows: Streamlit makes a wider picture smaller, and coarser, itself.
_WIDEST_SHOWN: Final = 1460
#: Columns of a page as it is drawn: some 240 for an inch of a printed page, enough to trace a
#: figure that takes half of its width.
_PAGE_WIDTH: Final = 2000
#: Around the axes' box, as shares of its sides: the axes' words, and the numbers at risk below it.
_BESIDE, _ABOVE, _BELOW = 0.2, 0.08, 0.45
#: Pixels around a click within which its ink is looked for, and the ground that it lies on.
_NEAR, _WITH_GROUND = 4, 24
#: Behind the picture's end, where no browser looks: with it, a picture's address cannot be told
#: from the picture, as Streamlit would otherwise make it.
_SALT: Final = 16


def of_picture(content: bytes) -> Figure:
    """A picture's file: the axes and curves that are found on it.

    Raises:
        DigitisingError: it is no picture that can be read.
    """
    pixels, found = apart.picture(content), _found(content)
    height, width = pixels.shape[:2]
    shown = _shown(pixels)
    return Figure(
        mark=_mark(),
        content=content,
        pixels=shown,
        shown=for_browser(shown),
        size=(width, height),
        axes=None if found is None else found.axes,
        proposed=() if found is None else found.curves,
        whole=(width, height),
    )


def _found(content: bytes) -> Found | None:
    """What is found on the picture; nothing where that would take too long: it is set by hand."""
    with suppress(DigitisingError):
        return apart.find(content)
    return None


def of_page(document: bytes, page: int) -> Figure:
    """A page as a picture.

    Raises:
        DigitisingError: the page cannot be drawn.
    """
    pixels = render(document, page, _PAGE_WIDTH)
    return replace(of_picture(_png(pixels)), page=page)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part of a page as it was drawn: pixels a point, and its upper left corner in pixels."""

    scale: float
    left: int
    top: int

    def axes(self, axes: Axes) -> Axes:
        """Axes in points of the page, in pixels of this part."""
        scaled = axes.scaled(self.scale)
        (a, b), (c, d) = scaled.x
        (e, f), (g, h) = scaled.y
        return Axes(
            x=((a - self.left, b), (c - self.left, d)), y=((e - self.top, f), (g - self.top, h))
        )


def of_strokes(document: bytes, page: int, figures: tuple[PrintedFigure, ...]) -> list[Figure]:
    """Each figure in a page's own lines, with what stands around it.

    Raises:
        DigitisingError: the page cannot be drawn.
    """
    (leaf,) = leaves(document, first=page, most=1, width=_PAGE_WIDTH)
    scale = leaf.picture.shape[1] / leaf.width if leaf.width else 1.0
    return [_of_strokes(leaf.picture, scale, page, figure) for figure in figures]


def _of_strokes(drawn: NDArray[np.uint8], scale: float, page: int, figure: PrintedFigure) -> Figure:
    pixels = np.rot90(drawn, -figure.turns)
    height, width = pixels.shape[:2]
    left, top, right, bottom = (side * scale for side in figure.box)
    wide, high = right - left, bottom - top
    cut = _Cut(scale, max(0, int(left - _BESIDE * wide)), max(0, int(top - _ABOVE * high)))
    end = min(width, int(right + _ABOVE * wide)), min(height, int(bottom + _BELOW * high))
    part = np.ascontiguousarray(pixels[cut.top : end[1], cut.left : end[0]])
    axes, shown = cut.axes(figure.axes), _shown(part)
    return Figure(
        mark=_mark(),
        content=b"",
        pixels=shown,
        shown=for_browser(shown),
        size=(part.shape[1], part.shape[0]),
        axes=axes,
        proposed=tuple(_proposed(axes, one) for one in figure.curves),
        page=page,
        place=(cut.left, cut.top),
        whole=(width, height),
        strokes=figure,
    )


def _proposed(axes: Axes, curve: PrintedCurve) -> ProposedCurve:
    """The middle of the curve's longest step, where no other is likely to lie."""
    longest = int(np.argmax(np.diff(curve.time)))
    middle = curve.time[longest : longest + 2].mean(keepdims=True)
    at = float(axes.column(middle)[0]), float(axes.row(curve.survival[longest : longest + 1])[0])
    return ProposedCurve(curve.colour, at)


def ink_at(figure: Figure, at: Pixel) -> str:
    """The colour of what is drawn at a click, as ``#rrggbb``: the furthest from the ground."""
    ground = np.median(_around(figure, at, _WITH_GROUND), axis=0)
    near = _around(figure, at, _NEAR)
    inked = near[int(np.argmax(np.abs(near - ground).sum(axis=1)))]
    return "#" + bytes(inked.astype(np.uint8)).hex()


def _around(figure: Figure, at: Pixel, reach: float) -> NDArray[np.float64]:
    """The colours around a place, one a row."""
    column, row = at
    box = (column - reach, row - reach, column + reach, row + reach)
    return _part(figure, box).reshape(-1, 3).astype(np.float64)


def cut_out(figure: Figure, box: tuple[float, float, float, float]) -> bytes:
    """A part of what is shown as PNG; ``box``: left, top, right, bottom in the picture's pixels."""
    return _png(_part(figure, box))


def _part(figure: Figure, box: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    """The pixels of what is shown within a box of the picture, one of them at least."""
    high, wide = figure.pixels.shape[:2]
    across, down = wide / figure.size[0], high / figure.size[1]
    left, top, right, bottom = box
    start = min(max(0, int(left * across)), wide - 1), min(max(0, int(top * down)), high - 1)
    end = max(start[0] + 1, round(right * across)), max(start[1] + 1, round(bottom * down))
    return figure.pixels[start[1] : end[1], start[0] : end[0]]


def _mark() -> str:
    return secrets.token_hex(4)


def _shown(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture as wide as the browser shows it."""
    height, width = pixels.shape[:2]
    if width <= _WIDEST_SHOWN:
        return pixels
    from PIL import Image  # noqa: PLC0415 - a twentieth of a second that no other page needs

    size = _WIDEST_SHOWN, round(height * _WIDEST_SHOWN / width)
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def for_browser(pixels: NDArray[np.uint8]) -> bytes:
    """A picture as PNG, at an address of its own."""
    return _png(pixels) + secrets.token_bytes(_SALT)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    from PIL import Image  # noqa: PLC0415 - a twentieth of a second that no other page needs

    made = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(made, "PNG", compress_level=6)
    return made.getvalue()
