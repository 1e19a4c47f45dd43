"""What a figure's curves may be: for each curve-like line its colour and a clear spot on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import filters
from tradeoff.digitising.doubts import ink_under
from tradeoff.digitising.ground import Colours, Ground, ground
from tradeoff.digitising.ink import Mask, Shares, inks
from tradeoff.digitising.lines import Line, line
from tradeoff.digitising.path import Path, cheapest, covered
from tradeoff.digitising.pictures import smaller
from tradeoff.digitising.plot import Plot, plot
from tradeoff.digitising.records import Axes, DigitisingError, Pixel, ProposedCurve
from tradeoff.trial.records import MAX_CLICKED_CURVES

# Larger pictures are looked at smaller: a spot and a colour need no more.
_LARGEST_SIDE = 2_000
# Inks that are looked through, and curves of one ink: solid, dashed and dotted black.
_MOST_INKS = 6
_MOST_OF_ONE_INK = 3
# Of a difference of 442 between black and white so much is ink: less is a band or a grid.
_INKED = 90.0
# Colours nearer to each other are one ink, with its edges.
_ONE_INK = 70.0
# An ink of a curve is found in at least so many of the plot's columns.
_LEAST_COLUMNS = 0.15
# A curve runs over at least so much of the time axis, with ink under so much of it, in so many
# steps; what runs beside a found one over more than a half is its edge.
_LEAST_LENGTH = 0.2
_LEAST_INK = 0.43
_LEAST_STEPS = 3
_MOST_BESIDE = 0.5
_BESIDE = 3.0
# A fall by more than so much of the survival axis has its riser.
_LEAP = 0.12
# A clear spot has nothing else so near, and lies on a level as long, up to a most.
_CLEAR = 8
_LONG_LEVEL = 30


@dataclass(frozen=True, slots=True)
class _Found:
    colour: Colours
    line: Line
    path: Path


def find_curves(image: NDArray[np.uint8], axes: Axes) -> tuple[ProposedCurve, ...]:
    """At most eight curve-like lines of a figure, from the highest to the lowest.

    Proposals to choose from: confidence limits drawn as lines are curve-like too, and two curves
    of one colour that cross may be taken for each other. Empty where nothing falls from survival
    1 at time 0 (in a picture of those with the event: rises from it).

    Args:
        image: (height, width, 3), 0 to 255.
        axes: two ticks of each axis, in pixels of the picture.
    """
    small, factor = smaller(image, _LARGEST_SIDE)
    try:
        drawn = plot(small, axes.scaled(1 / factor))
        under = ground(drawn.pixels)
    except DigitisingError:
        return ()
    strength = np.linalg.norm(drawn.pixels - under.under, axis=2)
    found = _found(drawn, under, _colours(drawn.pixels, under, strength))
    found = sorted(found, key=lambda one: float(one.path.rows.mean()))
    # Rows grow downwards where survival falls; in a mirrored plot the highest comes last.
    highest = (found[::-1] if drawn.mirrored else found)[:MAX_CLICKED_CURVES]
    spots = [(one.colour, drawn.in_picture(_spot(one, strength))) for one in highest]
    return tuple(
        ProposedCurve(_hexadecimal(colour), (column * factor, row * factor))
        for colour, (column, row) in spots
    )


def _colours(
    pixels: Colours, under: Ground, strength: NDArray[np.float32]
) -> list[tuple[Colours, Pixel]]:
    """The inks of a plot and a place on a line of each; at its middle a line is strongest."""
    width = strength.shape[1]
    core = (strength >= filters.largest(strength, 3, 3) * 0.95) & (strength > _INKED + under.noise)
    at = np.flatnonzero(core)
    left = pixels[core]
    colours: list[tuple[Colours, Pixel]] = []
    while left.shape[0] and len(colours) < _MOST_INKS:
        code = (left.astype(np.int32) // 16) @ np.array([256, 16, 1], dtype=np.int32)
        commonest = left[code == np.bincount(code).argmax()].mean(axis=0)
        own = np.linalg.norm(left - commonest, axis=1) < _ONE_INK
        if own.sum() < max(1.0, _LEAST_COLUMNS * width):
            break
        if np.unique(at[own] % width).size >= _LEAST_COLUMNS * width:
            colours.append((commonest, _on_a_level(at[own], width)))
        left, at = left[~own], at[~own]
    return colours


def _on_a_level(at: NDArray[np.intp], width: int) -> Pixel:
    """The middle of a long run of neighbours in a row, but of no axis; ``at`` counts by rows."""
    runs = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
    levels = [run for run in runs if run.size < width / 2] or runs
    longest = max(levels, key=lambda run: min(run.size, _LONG_LEVEL))
    row, column = divmod(int(longest[longest.size // 2]), width)
    return column + 0.5, row + 0.5


def _found(drawn: Plot, under: Ground, spots: list[tuple[Colours, Pixel]]) -> list[_Found]:
    found: list[_Found] = []
    made = inks(drawn.pixels, under, [colour for colour, _ in spots], scale=drawn.scale)
    for (colour, spot), ink in zip(spots, made, strict=True):
        one = line(ink, picked=[spot, (0.5, drawn.start)], scale=drawn.scale)
        for path in _paths(one, drawn.start, drawn.within):
            if not _beside(path, [other.path for other in found]):
                found.append(_Found(colour, one, path))
    return found


def _paths(one: Line, start: float, within: float) -> Iterator[Path]:
    """Falling lines of one ink, the fullest first, without the ink of those before."""
    taken = np.zeros(one.evidence.shape, dtype=np.bool_)
    for _ in range(_MOST_OF_ONE_INK):
        evidence = np.where(taken, np.float32(0), one.evidence)
        path = cheapest(
            evidence, one.hidden | taken, start=start, anchors=[(0.5, start)], within=within
        )
        path = replace(path, rows=path.rows[: _leap(path, evidence)])
        bare = Line(evidence, one.share, one.hidden, one.width)
        if not _like_a_curve(path, ink_under(bare, path.rows), evidence):
            return
        yield path
        taken |= covered(path, evidence.shape, one.width, beyond=1)


def _like_a_curve(path: Path, inked: Mask, evidence: Shares) -> bool:
    return bool(
        path.rows.size >= _LEAST_LENGTH * evidence.shape[1]
        and inked.mean() >= _LEAST_INK
        and np.count_nonzero(np.diff(path.rows)) >= _LEAST_STEPS
    )


def _leap(path: Path, evidence: Shares) -> int | None:
    """The column in which it falls far where no riser is: to words, or to a legend."""
    far = np.flatnonzero(np.diff(path.rows) > _LEAP * evidence.shape[0]) + 1
    for column in far:
        between = slice(path.rows[column - 1], path.rows[column])
        riser = evidence[between, column - 1 : column + 2].max(axis=1)
        if riser.mean() < _LEAST_INK:
            return int(column)
    return None


def _beside(path: Path, others: Sequence[Path]) -> bool:
    for other in others:
        both = min(path.rows.size, other.rows.size)
        near = np.abs(path.rows[:both] - other.rows[:both]) <= _BESIDE
        if near.mean() > _MOST_BESIDE:
            return True
    return False


def _spot(one: _Found, strength: NDArray[np.float32]) -> Pixel:
    """On a long level, with its ink and with no other near."""
    rows = one.path.rows
    inked = ink_under(one.line, rows)
    columns = np.arange(rows.size)
    around = strength > _INKED / 2
    height = around.shape[0]
    own = int(np.ceil(one.line.width / 2)) + 2
    crowd = np.zeros(rows.size)
    for offset in (*range(-_CLEAR - own, -own), *range(own + 1, own + _CLEAR + 1)):
        crowd += around[np.clip(rows + offset, 0, height - 1), columns]
    edges = np.flatnonzero(np.diff(rows, prepend=-1, append=-1))
    level = np.searchsorted(edges, columns, side="right")
    lengths = np.minimum(columns - edges[level - 1], edges[level] - columns)
    worth = np.minimum(lengths, _LONG_LEVEL / 2) - 2 * crowd + np.where(inked, 0, -100)
    # Of several as good the middle one: curves run together at their start.
    best = np.flatnonzero(worth >= worth.max() - 1)
    column = int(best[best.size // 2])
    return column + 0.5, _middle(one.line.share, int(rows[column]), column, own)


def _middle(share: Shares, row: int, column: int, reach: int) -> float:
    first = max(row - reach, 0)
    weights = share[first : row + reach + 1, column].astype(np.float64)
    if weights.sum() <= 0:
        return row + 0.5
    places = np.arange(first, first + weights.size) + 0.5
    return float((weights * places).sum() / weights.sum())


def _hexadecimal(colour: Colours) -> str:
    return "#" + "".join(f"{round(float(part)):02x}" for part in np.clip(colour, 0, 255))
