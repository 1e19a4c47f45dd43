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
#: So many columns without ink are more than a solid line has, with less evidence than this, which
#: then counts so much against it.
_LEAST_BARE = 12
_NO_INK = 0.3
_AGAINST = -2.5
#: What hides a line blurs it so far to each side, in rows and columns in all.
_FRINGE = (3, 9)


def in_style(evidence: Shares, hidden: Mask, inked: Mask, pick: float) -> Shares | None:
    """Evidence of a line as it is at its click; ``None`` where a first path through it is right.

    The gaps of a dashed line are filled. Where a solid line's path has gaps elsewhere, what has
    no ink speaks against it: it went over to a dashed line. ``inked`` tells of each column of that
    path whether ink was found, ``pick`` is the column of a click.
    """
    start = int(np.clip(pick - _NEAR, 0, inked.size))
    near = inked[start : int(pick + _NEAR)]
    if near.size and near.mean() <= _SOLID:
        return _bridged(evidence, near)
    if near.size == 0 or np.count_nonzero(~inked) < _LEAST_BARE:
        return None
    bare = (evidence < _NO_INK) & ~filters.grown(hidden, *_FRINGE)
    return np.where(bare, np.float32(_AGAINST), evidence)


def _bridged(evidence: Shares, near: Mask) -> Shares | None:
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
