"""Lines in dashes or dots: how long their gaps are, and evidence that goes on over them."""

from __future__ import annotations

import numpy as np

from tradeoff.digitising import filters
from tradeoff.digitising.ink import Mask, Shares

#: So far from a click its line's dashes are looked at, in columns.
_NEAR = 90
#: A line with less ink than this, in this many gaps at least, is dashed.
_SOLID = 0.93
_LEAST_GAPS = 3
#: A longer gap, in columns, is no dash's.
_LONGEST = 30
#: What a gap between dashes counts beside their ink.
_BRIDGED = 0.75


def bridges(evidence: Shares, inked: Mask, pick: float) -> Shares | None:
    """Evidence with the gaps of a dashed line filled; ``None`` where the line is solid.

    ``inked`` tells of each column of a path along it whether ink was found, ``pick`` is the column
    of a click.
    """
    start = int(np.clip(pick - _NEAR, 0, inked.size))
    near = inked[start : int(pick + _NEAR)]
    if near.size == 0 or near.mean() > _SOLID:
        return None
    edges = np.flatnonzero(np.diff(near.astype(np.int8)))
    opening = edges[near[edges]]
    closing = edges[~near[edges]]
    closing = closing[closing > opening[0]] if opening.size else closing[:0]
    gaps = closing - opening[: closing.size]
    gaps = gaps[gaps <= _LONGEST]
    if gaps.size < _LEAST_GAPS:
        return None
    side = 2 * (int(np.quantile(gaps, 0.75)) // 2 + 1) + 1
    closed: Shares = filters.smallest(filters.largest(evidence, 1, side), 1, side)
    bridged: Shares = np.maximum(evidence, np.float32(_BRIDGED) * closed)
    return bridged
