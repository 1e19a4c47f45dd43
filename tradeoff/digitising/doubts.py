"""What a person should look at in a traced curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.ink import Mask, Shares
from tradeoff.digitising.lines import Line
from tradeoff.digitising.records import Axes, Flag, FlagKind

#: Under less ink than this share of its path a curve is doubtful.
_FAINT = 0.45
#: Where its ink fills more than this share of what is up to so many pixels beyond the line, and the
#: line stands alone in less than this share of its columns, a path leads through text. Measured on
#: the given and made figures (at most .05, or at least .67) and on pages of text.
_CROWDED = 0.06
_AROUND = 15
_ALONE = 0.65
#: A stretch without ink is doubtful from this share of the time axis on.
_GAP = 0.06
#: Two curves that run together over more than this share of the shorter are perhaps one.
_TOGETHER = 0.7
#: So much evidence is ink.
_INKED = 0.4

Rows = NDArray[np.intp]


def ink_under(line: Line, rows: Rows) -> Mask:
    """In which columns of a path the curve's own ink is found."""
    columns = np.arange(rows.size)
    height = line.evidence.shape[0]
    near = [np.clip(rows + offset, 0, height - 1) for offset in (-1, 0, 1)]
    evidence: Shares = np.max([line.evidence[row, columns] for row in near], axis=0)
    return np.asarray(evidence > _INKED, dtype=np.bool_)


def doubts(line: Line, rows: Rows, others: Sequence[Rows], axes: Axes) -> list[Flag]:
    """The flags of the path that was traced on a line; ``others`` were traced beside it."""
    inked, across = ink_under(line, rows), line.evidence.shape[1]
    flags = []
    if inked.mean() < _FAINT:
        flags.append(_flag(FlagKind.FAINT, 0, rows.size, axes))
    edges = np.flatnonzero(np.diff(np.pad(inked, 1, constant_values=True).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first > _GAP * across:
            flags.append(_flag(FlagKind.GAP, int(first), int(last), axes))
    if _crowded(line, rows, inked):
        flags.append(_flag(FlagKind.CROWDED, 0, rows.size, axes))
    for other in others:
        shorter = min(other.size, rows.size)
        together = np.abs(other[:shorter] - rows[:shorter]) <= max(line.width, 1.5)
        if together.mean() > _TOGETHER:
            at = np.flatnonzero(together)
            flags.append(_flag(FlagKind.COINCIDES, int(at[0]), int(at[-1]) + 1, axes))
    return flags


def _crowded(line: Line, rows: Rows, inked: Mask) -> bool:
    """Whether a path leads through letters: ink above and below it, and hardly ever alone."""
    beyond = int(np.ceil(line.width)) + 1
    around = [
        _beside(line, rows, sign * (beyond + away))
        for away in range(1, _AROUND + 1)
        for sign in (-1, 1)
    ]
    alone = ~_beside(line, rows, -beyond) & ~_beside(line, rows, beyond) & inked
    return bool(np.mean(around) > _CROWDED and alone.sum() < _ALONE * inked.sum())


def _beside(line: Line, rows: Rows, away: int) -> Mask:
    """In which columns there is ink so many rows away from a path."""
    height = line.share.shape[0]
    at = np.clip(rows + away, 0, height - 1)
    return np.asarray(line.share[at, np.arange(rows.size)] > _INKED, dtype=np.bool_)


def _flag(kind: FlagKind, first: int, last: int, axes: Axes) -> Flag:
    start, end = (float(axes.time(np.array(float(column)))) for column in (first, last))
    return Flag(kind, max(start, 0.0), end)
