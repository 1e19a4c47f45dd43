"""The cheapest way of a falling curve through its evidence, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import filters
from tradeoff.digitising.ink import Mask, Shares
from tradeoff.digitising.records import Pixel

#: A column without ink costs this much, and less under what may hide the curve.
_BARE = 0.35
_HIDDEN = 0.12
#: A step costs this much, and this much more for each pixel of its riser without ink, up to a most.
_STEP = 0.6
_RISER = 0.55
_MOST_RISER = 16.0
_STEPS = ((_STEP,), (_STEP + _MOST_RISER,))
_NEVER = 1e6
#: A stroke down from the end of a curve is a step if it is longer, in pixels, and hardly goes up.
_LEAST_FALL = 8
#: A pixel with this much evidence belongs to a stroke.
_INKED = 0.4


@dataclass(frozen=True, slots=True)
class Path:
    """The row of a curve in each column from time 0 to its end, and what it cost."""

    rows: NDArray[np.intp]
    cost: float


def cheapest(
    evidence: Shares, hidden: Mask, *, start: float, anchors: Sequence[Pixel], within: float
) -> Path:
    """The path of least cost from the row ``start`` past all ``anchors``, each ``within`` pixels.

    Rows never rise. It ends in the cheapest column after the last anchor.
    """
    height, width = evidence.shape
    bare = np.where(hidden, _HIDDEN, _BARE)
    cell = (-evidence + (1 - evidence) * bare).astype(np.float64).T.copy()
    _hold(cell, anchors, within)
    risers = np.zeros((width, len(_STEPS), height))
    risers[:, 0] = _RISER * np.cumsum(1 - evidence, axis=0, dtype=np.float64).T
    index = np.arange(height)
    came = np.empty((width, height), dtype=np.int32)
    cost = np.where(np.abs(index + 0.5 - start) <= within, 0.0, _NEVER)
    best, final = np.empty(width), np.empty(width, dtype=np.intp)
    for column in range(width):
        cost, came[column] = _stepped(cost, risers[column], index)
        cost += cell[column]
        final[column] = cost.argmin()
        best[column] = cost[final[column]]
    last = int(np.clip(max(at[0] for at in anchors), 0, width - 1))
    end = last + int(best[last:].argmin())
    return Path(_back(came, end, int(final[end])), float(best[end]))


def fallen(path: Path, evidence: Shares, width: float) -> Path:
    """The path with the riser that hangs from its end: the last patient's event."""
    row, last = int(path.rows[-1]), path.rows.size - 1
    reach = int(np.ceil(width)) + 1
    columns = evidence[:, max(last - reach, 0) : last + reach + 1] > _INKED
    below = int(np.cumprod(columns[row:], axis=0).sum(axis=0).max())
    above = int(np.cumprod(columns[row::-1], axis=0).sum(axis=0).max())
    if below < max(_LEAST_FALL, 2 * width) or below < 3 * above:
        return path
    foot = row + below - 1 - int(width / 2)
    return Path(np.append(path.rows, foot)[: evidence.shape[1]], path.cost)


def covered(path: Path, shape: tuple[int, ...], width: float, *, beyond: int = 0) -> Mask:
    """The pixels that a path's line covers, its risers too, and ``beyond`` more to each side."""
    cover = np.zeros(shape, dtype=np.bool_)
    cover[path.rows, np.arange(path.rows.size)] = True
    for column in np.flatnonzero(np.diff(path.rows)) + 1:
        cover[path.rows[column - 1] : path.rows[column] + 1, column] = True
    side = 2 * (int(np.ceil(width / 2)) + beyond) + 1
    return filters.grown(cover, side, side)


def _stepped(
    cost: NDArray[np.float64], risers: NDArray[np.float64], index: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """For each row the cheapest way to it in this column: along, or down from a row above.

    Down costs what its riser lacks in ink, or the most of that, where nothing of it is counted.
    """
    above = cost - risers
    least = np.minimum.accumulate(above, axis=1)
    inked, lowest = np.maximum.accumulate(np.where(above == least, index, 0), axis=1)
    short, long = least + risers + _STEPS
    came = np.where(short <= long, inked, lowest)
    way = np.minimum(short, long)
    along = cost <= way
    return np.where(along, cost, way), np.where(along, index, came)


def _hold(cell: NDArray[np.float64], anchors: Sequence[Pixel], within: float) -> None:
    """Forbid what misses an anchor: to be below it before, or above it after."""
    width, height = cell.shape
    for column, row in anchors:
        before = int(np.clip(column - within, 0, width - 1))
        after = int(np.clip(column + within, 0, width - 1))
        cell[before, min(int(row + within) + 1, height) :] += _NEVER
        cell[after, : max(int(row - within), 0)] += _NEVER


def _back(came: NDArray[np.int32], end: int, row: int) -> NDArray[np.intp]:
    rows = np.empty(end + 1, dtype=np.intp)
    for column in range(end, -1, -1):
        rows[column] = row
        row = int(came[column, row])
    return rows
