"""From ink to evidence of a line: how wide it is, without areas, axes and grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradeoff.digitising import filters
from tradeoff.digitising.ink import Ink, Mask, Shares

#: What is straight over this share of the plot is an axis, a frame or a grid, not a curve.
_STRAIGHT = 0.93
#: A pixel with this much ink belongs to a line.
_INKED = 0.4
#: Full evidence, but for the strongest share; no line is thinner than this, in pixels.
_FULL = 0.82
_THINNEST = 0.75
#: An area is wider than this many lines.
_AREA = 5


@dataclass(frozen=True, slots=True)
class Line:
    """Evidence of a curve at each pixel, 0 to 1, and what may lie over it.

    ``share`` is the ink itself, ``width`` of the line in pixels.
    """

    evidence: Shares
    share: Shares
    hidden: Mask
    width: float


def line(ink: Ink, *, picked: list[int]) -> Line:
    """The evidence of a line in its ink; rows near the ``picked`` are never taken for a grid."""
    share = ink.share
    width = _width(share)
    across = max(round(width), 1)
    side = 2 * ((_AREA * across + 4) // 2) + 1
    lines = share - np.minimum(filters.opened(share, side, 1), filters.opened(share, 1, side))
    straight = _straight(lines, picked, across)
    lines = np.where(straight, np.float32(0), lines)
    evidence = filters.mean(lines, across, 1)
    if across % 2 == 0:  # an even window is off by half a pixel; the fuller of both
        evidence = np.maximum(evidence, np.roll(evidence, -1, axis=0))
    top = (
        float(np.quantile(evidence[evidence > _INKED / 2], _FULL)) if evidence.max() > 0.2 else 1.0
    )
    evidence = np.clip(evidence / max(top, 0.3), 0, 1)
    return Line(evidence, share, ink.hidden | straight, width)


def _width(share: Shares) -> float:
    """The height of most horizontal strokes: ink of a column in one run, the lower quarter."""
    inked = np.pad(share > _INKED, ((1, 1), (0, 0)))
    edges = np.diff(inked.astype(np.int8), axis=0)
    at, starts = np.nonzero(edges.T == 1)
    stops = np.nonzero(edges.T == -1)[1]
    if starts.size == 0:
        return 1.0
    runs = stops - starts
    total = np.cumsum(np.pad(share, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    height = share.shape[0]
    top, bottom = np.maximum(starts - 1, 0), np.minimum(stops + 1, height)
    mass = total[bottom, at] - total[top, at]
    return float(max(np.quantile(mass[runs <= np.quantile(runs, 0.5)], 0.5), _THINNEST))


def _straight(lines: Shares, picked: list[int], across: int) -> Mask:
    inked = lines > _INKED
    thick = filters.grown(inked, 3, 1)
    rows = thick.mean(axis=1) > _STRAIGHT
    for row in picked:
        rows[max(row - 3 - across, 0) : row + 4 + across] = False
    columns = filters.grown(inked, 1, 3).mean(axis=0) > _STRAIGHT
    return np.asarray(rows[:, None] | columns[None, :], dtype=np.bool_)
