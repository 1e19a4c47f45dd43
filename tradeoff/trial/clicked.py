"""What was clicked on the figure behind a folder's curves, held against the curves themselves.

``curves/<endpoint>.figure.toml`` lets another person trace the figure again. Nothing is computed
from it: the curves are those of the files beside it, and here it is told where the two part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.digitised import FOLDER
from tradeoff.trial.records import (
    ClickedFigure,
    ClickedLine,
    DigitisedCurves,
    SurvivalTick,
    TimeTick,
    TimeUnit,
)

#: A click further from its curve, as a share of the ticks' distance, is not on it: a hand's slip
#: and a page that lies a degree askew stay below.
FAR = 0.05
# What reads an axis by two ticks of it.
_Ticks = tuple[TimeTick, ...] | tuple[SurvivalTick, ...]


@dataclass(frozen=True, slots=True)
class Stray:
    """A click that does not lie on its arm's curve; ``other`` where it does lie on the other's."""

    role: Role
    months: float
    survival: float
    other: bool


def file_name(endpoint: str) -> str:
    """Where the clicks on an end point's figure stand in a trial's folder."""
    return f"{FOLDER}/{endpoint}.figure.toml"


def faults(figure: ClickedFigure) -> Iterator[str]:
    """What a folder asks of the file beyond any other: each arm once, by its role."""
    given, wanted = [line.label for line in figure.curves], list(map(str, Role))
    if sorted(given) != sorted(wanted):
        held = ", ".join(f'"{label}"' for label in given)
        yield (
            f"the curves are called {held}. In a trial's folder there are two, with the labels "
            f"{' and '.join(wanted)}: name them after the arms."
        )


def with_clicks(
    curves: Iterable[DigitisedCurves], figures: Mapping[str, ClickedFigure]
) -> tuple[DigitisedCurves, ...]:
    """Curves with what was clicked on their figure, by end point, where that is known."""
    return tuple(one.model_copy(update={"clicked": figures.get(one.endpoint)}) for one in curves)


def strays(curves: DigitisedCurves) -> tuple[Stray, ...]:
    """The clicks that do not lie on the curves; none where nothing is known of clicks."""
    figure = curves.clicked
    if figure is None:
        return ()
    months = (figure.unit or TimeUnit.MONTHS).months
    wide = months * abs(figure.axes.x[1].value - figure.axes.x[0].value)
    high = abs(figure.axes.y[1].value - figure.axes.y[0].value)
    scale = np.array([wide, high])
    drawn = {
        role: staircase(curves.arm(role).curve_months, curves.arm(role).curve_survival) / scale
        for role in Role
    }
    found = []
    for line in figure.curves:
        role = Role(line.label)
        (other,) = set(Role) - {role}
        for at in _read(figure, line, months):
            if distance(at / scale, drawn[role]) > FAR:
                swapped = distance(at / scale, drawn[other]) <= FAR
                found.append(Stray(role, float(at[0]), float(at[1]), swapped))
    return tuple(found)


def _read(figure: ClickedFigure, line: ClickedLine, months: float) -> NDArray[np.float64]:
    """The clicks as months and survival, a row each."""
    columns, rows = np.array(line.points, dtype=np.float64).T
    return np.column_stack([months * _on(figure.axes.x, columns), _on(figure.axes.y, rows)])


def _on(ticks: _Ticks, at: NDArray[np.float64]) -> NDArray[np.float64]:
    one, other = ticks
    return one.value + (at - one.pixel) * (other.value - one.value) / (other.pixel - one.pixel)


def staircase(time: Iterable[float], survival: Iterable[float]) -> NDArray[np.float64]:
    """The corners of a curve from (0, 1) on, a row each: flat from point to point, then down."""
    points = [(0.0, 1.0), *sorted(zip(time, survival, strict=True))]
    corners = [points[0]]
    for (_, above), (month, below) in pairwise(points):
        corners += [(month, above), (month, below)]
    return np.array(corners)


def distance(at: NDArray[np.float64], line: NDArray[np.float64]) -> float:
    """From a point to the nearest of a line's strokes, both on one scale."""
    start, along = line[:-1], np.diff(line, axis=0)
    length = np.maximum((along**2).sum(axis=1), np.finfo(np.float64).tiny)
    share = np.clip(((at - start) * along).sum(axis=1) / length, 0.0, 1.0)
    gap = at - (start + share[:, None] * along)
    return float(np.sqrt((gap**2).sum(axis=1).min()))
