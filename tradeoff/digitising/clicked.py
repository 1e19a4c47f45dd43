"""What was clicked on a printed figure, as a small file that a person can read and mend.

The command line takes it beside the picture; a folder that is taken away holds it, so that another
person can trace the same figure again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from tradeoff.digitising.records import (
    Axes,
    DigitisingError,
    Pixel,
    PrintedCurve,
    PrintedFigure,
    ProposedCurve,
)
from tradeoff.trial.clicked import distance, staircase
from tradeoff.trial.problems import validation_problems
from tradeoff.trial.reading import UnreadableError, toml_of
from tradeoff.trial.records import ClickedFigure

# Finer than any hand; more only makes a file longer.
_DECIMALS = 3
# A click this far from a line, as a share of the axes, does not name it.
_NEAR = 0.02


@dataclass(frozen=True, slots=True)
class ClickedCurve:
    """A curve's name and the clicks on it: the first picks it, the others are anchors."""

    label: str
    points: tuple[Pixel, ...]


@dataclass(frozen=True, slots=True)
class Clicked:
    """What was clicked on a picture of ``size`` (width, height), in its pixels.

    ``unit`` is what the times are counted in, ``None`` where it was not said. ``page`` counts from
    1 where the picture is a rendered page of a PDF; ``vector`` tells that the curves were not
    traced but are strokes of that page, which the clicks name.
    """

    size: tuple[int, int]
    axes: Axes
    curves: tuple[ClickedCurve, ...]
    unit: str | None = None
    page: int | None = None
    vector: bool = False

    @property
    def picks(self) -> tuple[tuple[Pixel, ...], ...]:
        """Each curve's clicks, as ``trace`` takes them."""
        return tuple(curve.points for curve in self.curves)

    def scaled(self, size: tuple[int, int]) -> Clicked:
        """The same clicks on the picture drawn at another size.

        Raises:
            DigitisingError: the other size has another shape, so it is another picture.
        """
        (width, height), (wide, high) = self.size, size
        factor = wide / width
        if abs(high - height * factor) > 1 + factor:
            raise DigitisingError(
                f"The clicks were made on {width} by {height} pixels; the picture has {wide} by "
                f"{high}, which is another shape. Give the picture that was clicked on."
            )
        curves = tuple(
            ClickedCurve(one.label, tuple((c * factor, r * factor) for c, r in one.points))
            for one in self.curves
        )
        return replace(self, size=size, axes=self.axes.scaled(factor), curves=curves)

    def record(self) -> ClickedFigure:
        """As a trial's folder holds it.

        Raises:
            DigitisingError: with every fault, such as a click outside the picture.
        """
        return _checked(self._table())

    def text(self, *, comment: str = "") -> str:
        """The file, as ``clicked_from`` reads it; ``comment`` goes above it, a line a line."""
        table = self._table()
        lines = [f"# {line}".rstrip() for line in comment.splitlines()]
        lines += [
            f"{name} = {json.dumps(table[name])}"
            for name in ("unit", "size", "page", "vector")
            if name in table
        ]
        lines += ["", "[axes]"]
        for name, ticks in table["axes"].items():
            shown = (f"{{ pixel = {one['pixel']!r}, value = {one['value']!r} }}" for one in ticks)
            lines.append(f"{name} = [{', '.join(shown)}]")
        for curve in table["curves"]:
            points = json.dumps([list(point) for point in curve["points"]])
            lines += ["", "[[curves]]", f"label = {_quoted(curve['label'])}", f"points = {points}"]
        return "\n".join(lines) + "\n"

    def _table(self) -> dict[str, Any]:
        """The file as a table, rounded; what was not said is left out."""
        head = {"unit": self.unit, "size": self.size, "page": self.page}
        return {
            **{name: value for name, value in head.items() if value is not None},
            **({"vector": True} if self.vector else {}),
            "axes": {"x": _ticks(self.axes.x), "y": _ticks(self.axes.y)},
            "curves": tuple(
                {
                    "label": one.label,
                    "points": tuple((_rounded(c), _rounded(r)) for c, r in one.points),
                }
                for one in self.curves
            ),
        }


def _ticks(ticks: Sequence[tuple[float, float]]) -> tuple[dict[str, float], ...]:
    return tuple({"pixel": _rounded(pixel), "value": float(value)} for pixel, value in ticks)


def _rounded(number: float) -> float:
    return round(float(number), _DECIMALS)


def _quoted(label: str) -> str:
    """A text of TOML; JSON's differs from it in one control character alone."""
    return json.dumps(label, ensure_ascii=False).replace("\x7f", "\\u007f")


def clicked_from(text: str) -> Clicked:
    """What a file says was clicked.

    Raises:
        DigitisingError: with every fault, a line each.
    """
    try:
        table = toml_of(text)
    except UnreadableError as error:
        raise DigitisingError(f"{error.place}: {error}" if error.place else str(error)) from error
    return clicked_of(_checked(table))


def clicked_of(record: ClickedFigure) -> Clicked:
    """What a trial's folder says was clicked."""
    unit = None if record.unit is None else str(record.unit)
    (a, b), (c, d) = record.axes.x, record.axes.y
    return Clicked(
        size=record.size,
        axes=Axes(
            x=((a.pixel, a.value), (b.pixel, b.value)), y=((c.pixel, c.value), (d.pixel, d.value))
        ),
        curves=tuple(ClickedCurve(one.label, one.points) for one in record.curves),
        unit=unit,
        page=record.page,
        vector=record.vector,
    )


def proposed(
    size: tuple[int, int],
    axes: Axes | None,
    curves: Sequence[ProposedCurve],
    *,
    page: int | None = None,
) -> str:
    """The file as far as a picture tells it: places are filled in, every value is left to type.

    As it is, ``clicked_from`` refuses it: what is printed at a tick cannot be read off a picture.
    """
    ticks: dict[str, tuple[float | None, ...]] = {"x": (None, None), "y": (None, None)}
    if axes is not None:
        ticks = {"x": _places(axes.x), "y": _places(axes.y)}
    lines = [
        "# What is printed on the figure: put a value in the place of each question mark.",
        "# Pixels count from the picture's upper left corner; look them up in any viewer.",
        '# unit = "months"  # of the time axis: months, years, weeks or days',
        f"size = {list(size)}",
        *(() if page is None else (f"page = {page}",)),
        "",
        "[axes]  # two ticks each: x column and time, y row and survival from 0 to 1",
    ]
    for name, places in ticks.items():
        shown = (f"{{ pixel = {_unknown(one)}, value = {_unknown(None)} }}" for one in places)
        lines.append(f"{name} = [{', '.join(shown)}]")
    for number, one in enumerate(curves, start=1):
        pick = json.dumps([[_rounded(place) for place in one.pick]])
        lines += ["", "[[curves]]", f'label = "Curve {number}"  # {one.colour}', f"points = {pick}"]
    if not curves:
        spot = f"[[{_unknown(None)}, {_unknown(None)}]]  # column and row of a clear spot on it"
        lines += ["", "[[curves]]", 'label = "Curve 1"', f"points = {spot}"]
    return "\n".join(lines) + "\n"


def _places(ticks: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    return tuple(_rounded(pixel) for pixel, _ in ticks)


def _unknown(place: float | None) -> str:
    return '"?"' if place is None else repr(place)


def strokes_clicked(
    figures: Sequence[PrintedFigure], clicked: Clicked
) -> tuple[PrintedFigure, tuple[PrintedCurve, ...]] | None:
    """The figure of a page that was clicked on, and the curve that each of the clicks names.

    Told by time and survival, whatever the size at which the page was shown. ``None`` where no
    figure has a curve of its own near every curve's clicks.
    """
    found = []
    for figure in figures:
        (_, start), (_, end) = figure.axes.x
        (_, low), (_, high) = figure.axes.y
        scale = np.array([abs(end - start), abs(high - low)])
        lines = [staircase(one.time.tolist(), one.survival.tolist()) for one in figure.curves]
        rows = [[_off(clicked.axes, one, line, scale) for line in lines] for one in clicked.picks]
        off = np.array(rows)
        nearest = off.argmin(axis=1)
        if off.min(axis=1).max() <= _NEAR and len(set(nearest.tolist())) == len(nearest):
            curves = tuple(figure.curves[place] for place in nearest)
            found.append((float(off.min(axis=1).max()), figure, curves))
    best = min(found, key=lambda one: one[0], default=None)
    return None if best is None else best[1:]


def _off(
    axes: Axes, points: Sequence[Pixel], line: NDArray[np.float64], scale: NDArray[np.float64]
) -> float:
    """How far the farthest of a curve's clicks lies beside a line, as a share of the axes."""
    columns, rows = np.array(points, dtype=np.float64).T
    at = np.column_stack([axes.time(columns), axes.survival(rows)])
    return max(distance(one / scale, line / scale) for one in at)


def _checked(table: dict[str, Any]) -> ClickedFigure:
    try:
        return ClickedFigure.model_validate(table)
    except ValidationError as error:
        found = validation_problems(error, ClickedFigure, file="", place="")
        said = (f"{one.place}: {one.message}" if one.place else one.message for one in found)
        raise DigitisingError("\n".join(dict.fromkeys(said))) from error
