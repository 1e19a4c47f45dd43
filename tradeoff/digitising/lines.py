"""From ink to evidence of a line: how wide it is, without areas, axes and grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tradeoff.digitising import filters
from tradeoff.digitising.ink import Ink, Mask, Shares
from tradeoff.digitising.records import Pixel

#: What is straight over this share of the plot is an axis, a frame or a grid, not a curve.
_STRAIGHT = 0.93
#: A pixel with this much ink belongs to a line.
_INKED = 0.4
#: Full evidence, but for the strongest share; no line is thinner than this, in pixels.
_FULL = 0.82
_THINNEST = 0.75
#: Most of its columns are higher than this share of them: marks and risers are.
_LOW = 0.3
#: Its width is measured so far from a click, to where the ink fades to this much.
_NEAR = 6
_EDGE = 0.1
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


def line(ink: Ink, *, picked: Sequence[Pixel], scale: float) -> Line:
    """The evidence of a line in its ink; rows near the ``picked`` are never taken for a grid."""
    share = ink.share
    width = _width(share, picked[0], scale)
    across = max(round(width), 1)
    side = 2 * ((_AREA * across + 4) // 2) + 1
    lines = share - np.minimum(filters.opened(share, side, 1), filters.opened(share, 1, side))
    straight = _straight(lines, [int(row) for _, row in picked], across)
    lines = np.where(straight, np.float32(0), lines)
    evidence = filters.mean(lines, across, 1)
    if across % 2 == 0:  # an even window is off by half a pixel; the fuller of both
        evidence = np.maximum(evidence, np.roll(evidence, -1, axis=0))
    top = (
        float(np.quantile(evidence[evidence > _INKED / 2], _FULL)) if evidence.max() > 0.2 else 1.0
    )
    evidence = np.clip(evidence / max(top, 0.3), 0, 1)
    return Line(evidence, share, ink.hidden | straight, width)


def _width(share: Shares, at: Pixel, scale: float) -> float:
    """How high the stroke is at a click: the ink of its columns, marks and risers left out."""
    reach = int(_NEAR * scale)
    column, row = int(at[0]), int(at[1])
    near = share[:, max(column - 4 * reach, 0) : column + 4 * reach + 1]
    rows = np.arange(max(row - reach, 0), min(row + reach + 1, share.shape[0]))
    away = np.abs(rows + 0.5 - at[1])[:, None] + np.where(near[rows] > _INKED, 0.0, np.inf)
    found = np.flatnonzero(np.isfinite(away.min(axis=0)))
    masses = []
    for one in found:
        first = last = int(rows[away[:, one].argmin()])
        while first > 0 and near[first - 1, one] > _EDGE:
            first -= 1
        while last < share.shape[0] - 1 and near[last + 1, one] > _EDGE:
            last += 1
        masses.append(float(near[first : last + 1, one].sum()))
    return max(float(np.quantile(masses, _LOW)), _THINNEST) if masses else _THINNEST


def _straight(lines: Shares, picked: list[int], across: int) -> Mask:
    inked = lines > _INKED
    thick = filters.grown(inked, 3, 1)
    rows = thick.mean(axis=1) > _STRAIGHT
    for row in picked:
        rows[max(row - 3 - across, 0) : row + 4 + across] = False
    columns = filters.grown(inked, 1, 3).mean(axis=0) > _STRAIGHT
    return np.asarray(rows[:, None] | columns[None, :], dtype=np.bool_)
