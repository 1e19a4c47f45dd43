"""What a figure gives to ``digitise``: curves with their names, and what has to be said of them."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tradeoff.commands.terminal import UsageError
from tradeoff.digitising import (
    Axes,
    Clicked,
    DigitisingError,
    PrintedCurve,
    PrintedFigure,
    PrintedRisk,
    TracedCurve,
    apart,
    page_count,
    read_pdf,
    render,
    strokes_clicked,
)
from tradeoff.trial.clicked import staircase
from tradeoff.trial.records import TimeUnit
from tradeoff.words import figure as words
from tradeoff.words import numbers
from tradeoff.words.say import ENGLISH

#: More pages than a paper has: a book's page has to be named.
_MOST_PAGES: Final = 60
#: Colours that hardly any journal prints.
_OVER: Final = ("#ff00ff", "#00e000", "#ff8000", "#00d0ff")


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve with its name: from each time on, survival from 0 to 1."""

    label: str
    time: NDArray[np.float64]
    survival: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Look:
    """The picture that was clicked on, and its axes in its pixels."""

    pixels: NDArray[np.uint8]
    axes: Axes


@dataclass(frozen=True, slots=True)
class Found:
    """What a figure gave, what has to be said of it, and where it can be looked at."""

    curves: tuple[Curve, ...]
    said: tuple[str, ...]
    look: Look | None = None
    clicked: Clicked | None = None
    unit: str | None = None
    at_risk: tuple[PrintedRisk, ...] | None = None


# --- a picture ---------------------------------------------------------------------------------


def of_picture(given: argparse.Namespace, content: bytes, clicked: Clicked) -> Found:
    """The curves that were clicked on, traced."""
    for option, value in (("--page", given.page), ("--label", given.label)):
        if value:
            raise UsageError(f"{option} is for a PDF; {given.figure} is a picture.")
    return _traced(content, apart.picture(content), clicked)


def _traced(content: bytes, pixels: NDArray[np.uint8], clicked: Clicked) -> Found:
    """What was clicked on a picture, whose file and whose pixels these are."""
    fitting = clicked.scaled(size_of(pixels))
    # A hand is a pixel off, and the tick's stroke is there.
    axes = apart.snap(content, fitting.axes)
    traced = apart.trace(content, axes, fitting.picks)
    named = tuple(zip((one.label for one in clicked.curves), traced, strict=True))
    return Found(
        curves=tuple(Curve(label, one.time, one.survival) for label, one in named),
        said=tuple(line for label, one in named for line in _about(label, one, clicked.unit)),
        look=Look(pixels, axes),
        clicked=fitting,
        unit=clicked.unit,
    )


def drawn_over(found: Found) -> bytes:
    """The picture with its curves over it, as PNG.

    Raises:
        UsageError: nothing was clicked on, so that there is no picture.
    """
    if found.look is None:
        raise UsageError("--look: nothing was clicked on, so there is no picture to draw over.")
    image, axes = Image.fromarray(found.look.pixels), found.look.axes
    drawing = ImageDraw.Draw(image)
    for number, curve in enumerate(found.curves):
        corners = staircase(curve.time.tolist(), curve.survival.tolist())
        line = np.column_stack([axes.column(corners[:, 0]), axes.row(corners[:, 1])])
        drawing.line(line.ravel().tolist(), fill=_OVER[number % len(_OVER)])
    return as_file(image)


def as_file(image: Image.Image) -> bytes:
    """The picture as PNG."""
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def size_of(pixels: NDArray[np.uint8]) -> tuple[int, int]:
    """Width and height of a picture."""
    height, width, _ = pixels.shape
    return width, height


def _about(label: str, curve: TracedCurve, unit: str | None) -> Iterator[str]:
    """What a trace is, and where it wants a second look."""
    yield (
        f"{label}: traced to {_end(curve.time, curve.survival, unit)}; ink of its colour under "
        f"{numbers.percent(ENGLISH, curve.ink)} of it."
    )
    for flag in curve.flags:
        known = None if unit is None else TimeUnit(unit)
        yield f"  Look at {words.doubt(ENGLISH, label, flag, known)}"


def _end(time: NDArray[np.float64], survival: NDArray[np.float64], unit: str | None) -> str:
    at = f"{time[-1]:.4g} {unit}" if unit else f"time {time[-1]:.4g}"
    return f"{at}, survival {survival[-1]:.3f} there, {len(time)} points"


# --- a PDF -------------------------------------------------------------------------------------


def of_pdf(given: argparse.Namespace, content: bytes, clicked: Clicked | None) -> Found:
    """Curves as they are drawn; where clicks are given, those that they name, or traced."""
    if clicked is not None:
        if given.label:
            raise UsageError(f"--label: the curves are called as in {given.clicked}.")
        return _on_page(content, clicked, page=given.page or clicked.page or 1)
    page, figure = _only_figure(given, content)
    curves = figure.curves
    if given.label and len(given.label) != len(curves):
        raise UsageError(
            f"--label: {len(given.label)} given, curves: {len(curves)}. Give one for each, in "
            "this order:\n" + "\n".join(_drawn(figure, _numbered(figure)))
        )
    labels = tuple(given.label) or _numbered(figure)
    where = f"{given.figure.name}, page {page + 1}: read from its lines, not traced."
    return _read(figure, curves, labels, said=(where, *_drawn(figure, labels)))


def _numbered(figure: PrintedFigure) -> tuple[str, ...]:
    return tuple(f"Curve {number}" for number in range(1, len(figure.curves) + 1))


def _drawn(figure: PrintedFigure, labels: Sequence[str]) -> Iterator[str]:
    """How to tell the curves of a figure by their look."""
    for label, one in zip(labels, figure.curves, strict=True):
        line = "dashed" if one.dash else "solid"
        yield f"{label}: {line}, {one.colour}, to {_end(one.time, one.survival, None)}."


def _read(
    figure: PrintedFigure,
    curves: Sequence[PrintedCurve],
    labels: Sequence[str],
    *,
    said: tuple[str, ...],
    clicked: Clicked | None = None,
) -> Found:
    named = zip(labels, curves, strict=True)
    return Found(
        curves=tuple(Curve(label, one.time, one.survival) for label, one in named),
        said=said,
        clicked=clicked,
        unit=None if clicked is None else clicked.unit,
        at_risk=figure.at_risk,
    )


def _only_figure(given: argparse.Namespace, content: bytes) -> tuple[int, PrintedFigure]:
    """The figure that is asked for, with its page from 0.

    Raises:
        DigitisingError: there is none.
        UsageError: there are several, and none of them is named.
    """
    found = list(_figures(content, given.page))
    if given.place is not None:
        found = [one for one in found if one[1] == given.place]
    if len(found) == 1:
        page, _, figure = found[0]
        return page, figure
    if not found:
        raise DigitisingError(
            "There is no such figure with curves drawn as lines. Look at the page and leave "
            "--figure out, or have the page traced: --propose with --page writes what to complete."
        )
    listed = "\n".join(
        f"  --page {page + 1} --figure {place}: {len(figure.curves)} curves"
        for page, place, figure in found
    )
    raise UsageError(f"{given.figure} holds several figures. Say which:\n{listed}")


def _figures(content: bytes, page: int | None) -> Iterator[tuple[int, int, PrintedFigure]]:
    """Page from 0, place on it from 1, and figure."""
    if page is not None:
        for place, figure in enumerate(read_pdf(content, page=page - 1), start=1):
            yield page - 1, place, figure
        return
    pages = page_count(content)
    if pages > _MOST_PAGES:
        raise UsageError(f"The PDF has {pages} pages. Name the figure's with --page.")
    refused = []
    for number in range(pages):
        try:
            figures = read_pdf(content, page=number)
        except DigitisingError as error:
            refused.append(str(error))
            continue
        for place, figure in enumerate(figures, start=1):
            yield number, place, figure
    if len(refused) == pages:
        said = refused[0] if pages == 1 else f"No curve drawn as lines on any of {pages} pages."
        raise DigitisingError(
            f"{said} To trace a page as a picture, write what to complete with --propose --page N."
        )


def _on_page(content: bytes, clicked: Clicked, *, page: int) -> Found:
    """What was clicked on a page: its own lines where they are under the clicks, else traced."""
    figures: tuple[PrintedFigure, ...] = ()
    try:
        figures = read_pdf(content, page=page - 1)
    except DigitisingError:
        if clicked.vector:
            raise
    named = strokes_clicked(figures, clicked)
    labels = [one.label for one in clicked.curves]
    if named is not None:
        figure, curves = named
        said = (f"Page {page}: read from its lines, not traced.",)
        named_by = replace(clicked, page=page, vector=True)
        return _read(figure, curves, labels, said=said, clicked=named_by)
    if clicked.vector:
        raise DigitisingError(
            f"On page {page} no curve is drawn as a line where the clicks are. Check page and "
            "axes, or take the line with vector out: then the page is traced as a picture."
        )
    pixels = render(content, page - 1, clicked.size[0])
    return _traced(as_file(Image.fromarray(pixels)), pixels, clicked)
