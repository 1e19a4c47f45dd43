"""Curves from a PDF whose figures are vector graphics: exact to the numbers in it.

A page's strokes, areas and words are taken from PDFium (``walk``), staircases are told from other
strokes (``stairs``; ``outlines`` where lines are drawn as areas), axes are numbers in line with
their ticks (``scales``), and what stands in whole numbers under the labels of time is the table of
the numbers at risk (``risk``). PDFium reads bytes from outside and is not made for threads: all of
it happens in a process apart, and this module only asks for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import apart
from tradeoff.digitising.records import Leaf, PrintedFigure, checked_pixels


def read_pdf(data: bytes, *, page: int = 0) -> tuple[PrintedFigure, ...]:
    """The figures of survival curves on a page of a PDF, from the top down; the first page is 0.

    Of each curve survival (0 to 1, falling) over time in the unit that is printed; where events
    rise it is one minus what is printed. A curve is given to where it is drawn, also beyond the
    frame that cuts it off. Numbers at risk are those printed, or ``None`` where there is no row
    for each curve that fits. Places are points from the page's upper left corner; where a figure
    lies on its side, of the page turned so that it stands upright.

    Of a curve whose dashes are drawn one by one as areas, a step that a gap hides is put in the
    middle of the gap: it is as exact as a trace. Curves without numbers at their axes, and numbers
    that are drawn and not written are not read: ``render`` the page and trace it. Curves that are
    limits of confidence are left out, known by their steps, which are those of the curve between
    them. What else is a staircase over two axes (an empirical distribution, say) is taken for a
    curve where one of them starts with all patients and the axis counts shares or percent: it
    reaches 1 or 100, or a word or sign beside it says so.

    Raises:
        DigitisingError: no PDF, locked, damaged or too large, no such page, too much drawn on it,
            a limit of time or memory, no curve that could be read, or axes whose numbers may be
            shares or percent, thousands or decimals.
    """
    figures: tuple[PrintedFigure, ...] = apart.call(
        "read_pdf", data, gives=tuple[PrintedFigure, ...], page=page
    )
    return figures


def page_count(data: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        DigitisingError: no PDF, locked, damaged or too large.
    """
    count: int = apart.call("page_count", data, gives=int)
    return count


def render(data: bytes, page: int, width: int) -> NDArray[np.uint8]:
    """A page of a PDF as a picture ``width`` pixels wide: (height, width, 3); the first is 0.

    A point of the page is ``width`` by its own width in pixels; 200 to 300 dots an inch, for A4
    1,650 to 2,480 pixels, are as exact as tracing is.

    Raises:
        DigitisingError: no PDF, locked, damaged or too large, no such page, or too many pixels.
    """
    pixels: NDArray[np.uint8] = apart.call(
        "render", data, gives=NDArray[np.uint8], page=page, width=width
    )
    return checked_pixels(pixels)


def leaves(data: bytes, *, first: int = 0, most: int, width: int) -> tuple[Leaf, ...]:
    """Pages of a PDF to choose from: ``most`` from ``first`` on, each ``width`` pixels wide.

    A page that cannot be drawn is a blank one of no size.

    Raises:
        DigitisingError: no PDF, locked, damaged or too large, or a limit of time or memory.
    """
    found: tuple[Leaf, ...] = apart.call(
        "leaves", data, gives=tuple[Leaf, ...], first=first, most=most, width=width
    )
    return found
