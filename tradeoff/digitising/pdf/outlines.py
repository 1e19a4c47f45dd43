"""Lines that are drawn as areas: dashes, one by one, of programs that have no dashed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.pdf.drawn import Area, Stroke

# A line's area has upright and level sides, but for rounding; letters and marks have others.
_STRAIGHT = 0.05
_STRAIGHT_SHARE = 0.95
# In points. What is thicker is a band or a bar.
_THICKEST = 3.0
# Of a line's width: what is as high as the line is thick is a level.
_AS_THICK = 0.1
# Between its steps a line is level; of many small steps less is seen.
_LEVEL_SHARE = 0.4
# An area with more sides is a drawing, and takes long to look through.
_MOST_SIDES = 6_000
_LEAST_SIDES = 8
_LEAST_WIDTH = 25.0


def lines(areas: Sequence[Area]) -> Iterator[tuple[int, Stroke]]:
    """Lines in areas that were filled one after the other in one colour, with their places.

    Where a gap between two dashes hides a step, it is taken to be in the middle of the gap.
    """
    for (colour, clip), run in groupby(areas, key=lambda one: (one.colour, one.clip)):
        held = list(run)
        rings = [ring for one in held for ring in one.rings]
        found = _line(rings)
        if found is not None:
            points, width, dash = found
            yield held[0].place, Stroke(points, colour, width, dash, clip)


def _line(
    rings: list[NDArray[np.float64]],
) -> tuple[NDArray[np.float64], float, tuple[float, ...]] | None:
    """The middle of a line, how thick it is, and how long dashes and gaps usually are."""
    sides = np.concatenate([np.stack((one, np.roll(one, -1, axis=0)), axis=1) for one in rings])
    if not _LEAST_SIDES <= len(sides) <= _MOST_SIDES or np.ptp(sides[:, :, 0]) < _LEAST_WIDTH:
        return None
    across, down = np.abs(sides[:, 1] - sides[:, 0]).T
    straight = np.minimum(across, down) <= _STRAIGHT
    if (across + down)[straight].sum() < _STRAIGHT_SHARE * (across + down).sum():
        return None
    level = sides[straight & (across > _STRAIGHT)]
    edges, tops, bottoms = _columns(level)
    high, wide = bottoms - tops, np.diff(edges)
    covered = np.isfinite(high)
    if not covered.any():
        return None
    thick = _usual(high[covered], wide[covered])
    flat = covered & (np.abs(high - thick) <= _AS_THICK * thick)
    if not 0 < thick <= _THICKEST or wide[flat].sum() < _LEVEL_SHARE * wide[covered].sum():
        return None
    points = _middle(edges, tops, bottoms, flat)
    return points, thick, _dashes(edges, covered)


def _columns(
    level: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Between which columns nothing changes, and from where to where is filled there.

    Not a number where nothing is, or more than one stretch.
    """
    edges = np.unique(np.round(level[:, :, 0], 3))
    middles = (edges[:-1] + edges[1:]) / 2
    rows = level[:, :, 1].mean(axis=1)
    order = np.argsort(rows, kind="stable")
    starts, ends, rows = level[order, 0, 0], level[order, 1, 0], rows[order]
    tops, bottoms = np.full(len(middles), np.nan), np.full(len(middles), np.nan)
    for index, middle in enumerate(middles):
        hit = np.flatnonzero(
            (np.minimum(starts, ends) < middle) & (middle < np.maximum(starts, ends))
        )
        if not len(hit):
            continue
        around = np.cumsum(np.sign(ends[hit] - starts[hit]))
        gaps = np.flatnonzero(around[:-1] == 0)
        if not np.any(rows[hit][gaps + 1] - rows[hit][gaps] > _STRAIGHT):
            tops[index], bottoms[index] = rows[hit[0]], rows[hit[-1]]
    return edges, tops, bottoms


def _usual(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The median, each value as often as its weight says."""
    order = np.argsort(values)
    heaped = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heaped, heaped[-1] / 2)])


def _middle(
    edges: NDArray[np.float64],
    tops: NDArray[np.float64],
    bottoms: NDArray[np.float64],
    flat: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """From level to level; a step stands in the middle of what is higher between two."""
    at = np.flatnonzero(flat)
    rows = (tops + bottoms) / 2
    points = [(float(edges[at[0]]), float(rows[at[0]]))]
    for one, other in pairwise(at):
        if abs(rows[other] - rows[one]) <= _STRAIGHT:
            continue
        high = one + 1 + np.flatnonzero(np.isfinite(tops[one + 1 : other]))
        between = (
            (edges[high[0]], edges[high[-1] + 1]) if len(high) else (edges[one + 1], edges[other])
        )
        column = float(sum(between)) / 2
        points += [(column, float(rows[one])), (column, float(rows[other]))]
    last, row = int(at[-1]), float(rows[at[-1]])
    points.append((float(edges[last + 1]), row))
    after = last + 1 + np.flatnonzero(np.isfinite(tops[last + 1 :]))
    if len(after):
        # It ends with a step: the end of a line is cut off square.
        column = float(edges[after[0]] + edges[after[-1] + 1]) / 2
        ends = (float(tops[after].min()), float(bottoms[after].max()))
        points += [(column, row), (column, max(ends, key=lambda end: abs(end - row)))]
    return np.array(points)


def _dashes(edges: NDArray[np.float64], covered: NDArray[np.bool_]) -> tuple[float, ...]:
    """How long a dash and a gap usually are; nothing where there is no gap."""
    lengths: dict[bool, list[float]] = {True: [], False: []}
    for is_covered, run in groupby(range(len(covered)), key=lambda one: bool(covered[one])):
        columns = list(run)
        lengths[is_covered].append(float(edges[columns[-1] + 1] - edges[columns[0]]))
    if not lengths[False]:
        return ()
    return tuple(round(float(np.median(lengths[way])), 2) for way in (True, False))
