"""Which strokes of a page are staircases, as Kaplan-Meier curves are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.pdf.drawn import Box, Stroke, within

# In points, a third of a millimetre is three quarters of one: what is less off is straight.
_STRAIGHT = 0.25
_STRAIGHT_SHARE = 0.9
# Two ends are one where numbers are written with two decimals, and scaled.
_TOUCH = 0.1
# Going back by less is the rounding of numbers, or a line's end that is drawn square.
_BACK = 0.3
# Less than this is no step: a tenth of a thousandth of a usual axis.
_NO_STEP = 0.02
# A curve has some width; keys of legends and ticks have not.
_LEAST_WIDTH = 25.0
# Of 255: lighter than this is the paper's colour.
_PAPER = 240


@dataclass(frozen=True, slots=True, eq=False)
class Stairs:
    """A line that runs right and, at ``risers``, up or down; both ways only if it ``wavers``.

    From ``risers[i]`` on it is at row ``levels[i]``; the first riser is where it starts, and it
    ends at ``end``, also where a frame cuts off what is seen of it. ``stroke`` says how it looks.
    """

    risers: NDArray[np.float64]
    levels: NDArray[np.float64]
    end: float
    stroke: Stroke
    wavers: bool

    @property
    def box(self) -> Box:
        """Of what is seen of it."""
        top, bottom = float(self.levels.min()), float(self.levels.max())
        whole = float(self.risers[0]), top, self.end, bottom
        return within((whole, self.stroke.clip)) or whole

    @property
    def falls(self) -> bool:
        """On the page: rows count downwards."""
        return bool(self.levels[-1] > self.levels[0])

    def at(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """The row at columns, at a riser that after it."""
        place = np.searchsorted(self.risers, column, side="right") - 1
        rows: NDArray[np.float64] = self.levels[np.clip(place, 0, len(self.levels) - 1)]
        return rows


def staircases(strokes: Iterable[Stroke]) -> tuple[Stairs, ...]:
    """All staircases in the order in which they are drawn, what is drawn twice once."""
    found: list[Stairs] = []
    inked = [one for one in strokes if not _is_paper(one.colour)]
    for _, stroke in sorted(joined(inked), key=lambda one: one[0]):
        stairs = _stairs(stroke)
        if stairs is None:
            continue
        # The later one lies on top: it is what is seen.
        found = [one for one in found if not _same(one, stairs)]
        found.append(stairs)
    return tuple(found)


def _is_paper(colour: str) -> bool:
    """White lines are grids on grey, or the rim round a curve."""
    return all(int(colour[at : at + 2], 16) >= _PAPER for at in (1, 3, 5))


def joined(strokes: Sequence[Stroke]) -> Iterator[tuple[int, Stroke]]:
    """Strokes of one style that go on at each other's end, as one; with the place of its first.

    Programs that draw a curve step by step do it in order, so a stroke is joined to the one before
    it in its style; what is left in pieces is joined where just one piece goes on.
    """
    styles: dict[object, list[tuple[int, Stroke]]] = defaultdict(list)
    for index, stroke in enumerate(strokes):
        styles[stroke.style].append((index, stroke))
    for alike in styles.values():
        yield from _goes_on(_in_order(alike))


def _in_order(strokes: list[tuple[int, Stroke]]) -> list[tuple[int, Stroke]]:
    runs: list[list[NDArray[np.float64]]] = []
    firsts: list[tuple[int, Stroke]] = []
    ends = np.array([(one.points[0], one.points[-1]) for _, one in strokes])
    # Of each stroke and the one before it: whether any two of their ends touch.
    apart = np.abs(ends[1:, :, None] - ends[:-1, None]).max(axis=-1).min(axis=(1, 2))
    near = [False, *(apart <= _TOUCH).tolist()]
    for (index, stroke), is_near in zip(strokes, near, strict=True):
        points = stroke.points
        if is_near:
            last = runs[-1][-1]
            if _touch(last[-1], points[-1]) and not _touch(last[-1], points[0]):
                points = points[::-1]
            elif len(runs[-1]) == 1 and _touch(last[0], points[0]):
                runs[-1] = [last[::-1]]
                last = runs[-1][-1]
            if _touch(last[-1], points[0]) and _one_way(np.concatenate((last, points))):
                runs[-1].append(points)
                continue
        runs.append([points])
        firsts.append((index, stroke))
    return [
        (index, replace(one, points=np.concatenate(run)))
        for (index, one), run in zip(firsts, runs, strict=True)
    ]


def _goes_on(pieces: list[tuple[int, Stroke]]) -> Iterator[tuple[int, Stroke]]:
    """Pieces that were not drawn in order, joined from the left where there is no choice."""
    ways = [(index, one, len(one.points) == 2 or _one_way(one.points)) for index, one in pieces]
    yield from ((index, one) for index, one, one_way in ways if not one_way)
    rightwards = [
        (index, one if one.points[0, 0] <= one.points[-1, 0] else _backwards(one))
        for index, one, one_way in ways
        if one_way
    ]
    rightwards.sort(key=lambda one: (one[1].points[0, 0], one[1].points[-1, 0]))
    starts = np.array([one.points[0] for _, one in rightwards]).reshape(-1, 2)
    taken: set[int] = set()
    for place, (index, piece) in enumerate(rightwards):
        if place in taken:
            continue
        taken.add(place)
        parts = [piece.points]
        while (after := _next(parts, rightwards, starts, taken)) is not None:
            taken.add(after)
            parts.append(rightwards[after][1].points)
        yield index, replace(piece, points=np.concatenate(parts)) if len(parts) > 1 else piece


def _backwards(stroke: Stroke) -> Stroke:
    return replace(stroke, points=stroke.points[::-1])


def _next(
    parts: list[NDArray[np.float64]],
    pieces: list[tuple[int, Stroke]],
    starts: NDArray[np.float64],
    taken: set[int],
) -> int | None:
    """The one piece that starts where the parts end."""
    end = parts[-1][-1]
    first, last = np.searchsorted(starts[:, 0], (end[0] - _TOUCH, end[0] + _TOUCH))
    near = first + np.flatnonzero(np.abs(starts[first:last, 1] - end[1]) <= _TOUCH)
    if not len(near):
        return None
    tail = np.concatenate(parts[-2:])[-4:]
    fits = [
        int(one)
        for one in near
        if one not in taken and _one_way(np.concatenate((tail, pieces[one][1].points)))
    ]
    return fits[0] if len(fits) == 1 else None


def _touch(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(np.max(np.abs(one - other)) <= _TOUCH)


def _one_way(points: NDArray[np.float64]) -> bool:
    """To one side and up or down, but for rounding; marks across the line do not count."""
    bare = points if len(points) < 4 else _without_marks(points)
    return _one_sided(bare[:, 0]) and _one_sided(bare[:, 1])


def _one_sided(places: NDArray[np.float64]) -> bool:
    """Only more, or only less, but for rounding."""
    moves = np.diff(places)
    return min(float(moves.max()), -float(moves.min())) <= _BACK


def _without_marks(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moves up and down in one column, and right and left in one row, taken together."""
    kept: list[list[float]] = []
    for column, row in points.tolist():
        if len(kept) > 1:
            (a, b), (c, d) = kept[-2:]
            upright = max(a, c, column) - min(a, c, column) <= _NO_STEP / 2
            if upright or max(b, d, row) - min(b, d, row) <= _NO_STEP / 2:
                kept.pop()
        kept.append([column, row])
    return np.array(kept)


def _stairs(stroke: Stroke) -> Stairs | None:
    if len(stroke.points) < 3 or np.ptp(stroke.points[:, 0]) < _LEAST_WIDTH:
        return None
    points = _without_marks(stroke.points)
    if not _one_sided(points[:, 0]):
        return None
    points = points if points[0, 0] <= points[-1, 0] else points[::-1]
    moves = np.abs(np.diff(points, axis=0))
    straight = moves.min(axis=1) <= _STRAIGHT
    if float(moves[straight].sum()) < _STRAIGHT_SHARE * float(moves.sum()):
        return None
    risers, levels = _steps(points)
    if len(levels) <= 1:
        return None
    wavers = not _one_sided(points[:, 1])
    stairs = Stairs(risers, levels, float(points[-1, 0]), stroke, wavers)
    left, top, right, bottom = stairs.box
    seen = right - left >= _LEAST_WIDTH and top <= bottom
    enough = len(levels) > 2 or risers[1] - risers[0] > _LEAST_WIDTH
    return stairs if seen and enough else None


def _steps(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the row changes and to what; a slope is a step in its middle."""
    risers, levels = [float(points[0, 0])], [float(points[0, 1])]
    for (column, _), (after, row) in pairwise(points):
        if abs(row - levels[-1]) <= _NO_STEP:
            continue
        place = float(column + after) / 2
        if place - risers[-1] <= _NO_STEP and len(levels) > 1:
            levels[-1] = float(row)
        else:
            risers.append(max(place, risers[-1]))
            levels.append(float(row))
    return np.array(risers), np.array(levels)


def _same(one: Stairs, other: Stairs) -> bool:
    return len(one.levels) == len(other.levels) and bool(
        np.all(np.abs(one.levels - other.levels) <= _BACK)
        and np.all(np.abs(one.risers - other.risers) <= _BACK)
    )
