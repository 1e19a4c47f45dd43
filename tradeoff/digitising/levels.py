"""From a path of whole pixels to the steps of its curve, finer than a pixel."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.ink import Mask
from tradeoff.digitising.lines import Line

Floats = NDArray[np.float64]

#: Levels less than this apart, in pixels, are one.
_ONE_LEVEL = 0.35
#: The least columns for a level of its own within a row of pixels.
_LEAST_COLUMNS = 3
#: Rows of a riser in which it is alone hold so much ink, in widths of the line; two steps so many
#: columns apart are told from each other.
_ALONE = (0.5, 1.4)
_LANDING = 1.2
#: With so many columns in which the line is alone a level is known to a tenth of a pixel.
_SEEN_WELL = 6


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows of the levels and the columns where each begins, in pixels, and where the last ends.

    ``clear`` are rows of levels that are seen well.
    """

    column: Floats
    row: Floats
    end: float
    clear: Floats


@dataclass(frozen=True, slots=True)
class _Columns:
    """The centre of the ink in each column of a path, and where that is the line alone."""

    centre: Floats
    clean: Mask


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Columns of one level: where it starts, and from ``first`` to before ``last`` its own."""

    starts: int
    first: int
    last: int


def steps(line: Line, rows: NDArray[np.intp]) -> Steps:
    """The steps of a path through a line's ink."""
    columns = _columns(line, rows)
    starts, levels = _segments(columns, rows, line.width)
    last = np.append(starts[1:], rows.size)
    seen = np.array([columns.clean[a:b].sum() for a, b in zip(starts, last, strict=True)])
    at, row = [0.0], [float(levels[0])]
    for index in range(1, starts.size):
        room = (int(starts[index] - starts[index - 1]), int(last[index] - starts[index]))
        between = levels[index - 1 : index + 1]
        for column, level in _risers(line, columns, int(starts[index]), between, room):
            at.append(column)
            row.append(level)
    seen_well = levels[seen >= _SEEN_WELL]
    return Steps(np.maximum.accumulate(np.array(at)), np.array(row), float(rows.size), seen_well)


def _columns(line: Line, rows: NDArray[np.intp]) -> _Columns:
    """Centres of ink, each in a window about the line; clean where nothing else is near."""
    share = line.share
    reach = int(np.ceil(line.width / 2)) + 1
    far = reach + 3
    padded = np.pad(share, ((far, far), (0, 0)))
    offsets = np.arange(-far, far + 1)
    window = padded[rows[None, :] + far + offsets[:, None], np.arange(rows.size)[None, :]]
    near = np.abs(offsets) <= reach
    inside = window[near].sum(axis=0, dtype=np.float64)
    outside = window[~near].sum(axis=0, dtype=np.float64)
    middle = (window[near] * offsets[near, None]).sum(axis=0, dtype=np.float64)
    centre = rows + 0.5 + middle / np.maximum(inside, 1e-6)
    usual = float(np.median(inside[inside > 0.3])) if (inside > 0.3).any() else 1.0
    clean = (inside > 0.6 * usual) & (inside < 1.3 * usual) & (outside < 0.3 * usual)
    return _Columns(np.where(inside > 0.2, centre, rows + 0.5), clean)


def _segments(
    columns: _Columns, rows: NDArray[np.intp], width: float
) -> tuple[NDArray[np.intp], Floats]:
    """First column and level of each stretch, levels falling by what can be seen."""
    edges = np.flatnonzero(np.diff(rows)) + 1
    bounds = [0, *(int(edge) for edge in edges), rows.size]
    found: list[_Stretch] = []
    for first, last in itertools.pairwise(bounds):
        found.extend(_split(columns, first, last))
    return _joined(columns, _without_risers(columns, found, width))


def _without_risers(columns: _Columns, stretches: list[_Stretch], width: float) -> list[_Stretch]:
    """Without what is a landing within one riser: a few columns, none with the line alone."""
    kept = [stretches[0]]
    skipped: list[_Stretch] = []
    for one in stretches[1:]:
        within = one.last - one.first <= width and not columns.clean[one.first : one.last].any()
        if within and one is not stretches[-1]:
            skipped.append(one)
            continue
        if skipped and skipped[-1].last - skipped[0].first <= width + 1:
            middle = (skipped[0].first + skipped[-1].last) // 2
            kept.append(replace(one, starts=middle))
        else:
            kept.extend((*skipped, one))
        skipped = []
    return kept


def _split(columns: _Columns, first: int, last: int) -> list[_Stretch]:
    """A stretch in two where its ink falls within one row of pixels, and so on."""
    at = np.flatnonzero(columns.clean[first:last]) + first
    if at.size < 2 * _LEAST_COLUMNS:
        return [_Stretch(first, first, last)]
    centre = columns.centre[at]
    count = np.arange(1, at.size)
    total = np.cumsum(centre)
    before = total[:-1] / count
    after = (total[-1] - total[:-1]) / (at.size - count)
    gain = count * (at.size - count) * (after - before) ** 2
    gain[: _LEAST_COLUMNS - 1] = gain[at.size - _LEAST_COLUMNS :] = 0
    cut = int(gain.argmax()) + 1
    fall = float(np.median(centre[cut:]) - np.median(centre[:cut]))
    if fall < _ONE_LEVEL:
        return [_Stretch(first, first, last)]
    middle = int(at[cut])
    return [*_split(columns, first, middle), *_split(columns, middle, last)]


def _joined(columns: _Columns, stretches: list[_Stretch]) -> tuple[NDArray[np.intp], Floats]:
    kept: list[_Stretch] = []
    levels: list[float] = []
    for one in stretches:
        level = _level(columns, one.first, one.last)
        if kept and level - levels[-1] < _ONE_LEVEL:
            kept[-1] = replace(kept[-1], last=one.last)
            joined = _level(columns, kept[-1].first, one.last)
            levels[-1] = max(joined, levels[-2] if len(levels) > 1 else -np.inf)
        else:
            kept.append(one)
            levels.append(level)
    return np.array([one.starts for one in kept], dtype=np.intp), np.array(levels)


def _level(columns: _Columns, first: int, last: int) -> float:
    centre, clean = columns.centre[first:last], columns.clean[first:last]
    return float(np.median(centre[clean] if clean.any() else centre))


def _risers(
    line: Line, columns: _Columns, start: int, levels: Floats, room: tuple[int, int]
) -> list[tuple[float, float]]:
    """Columns of the steps between two levels, and the level after each.

    The middle of the riser's ink, in parts where its rows say that a short landing lies between;
    of a low one the middle of the fall of the line's centre.
    """
    upper, lower = (float(level) for level in levels)
    half = line.width / 2
    inner = np.arange(int(np.ceil(upper + half)), int(np.floor(lower - half)))
    reach = int(np.ceil(half)) + 2
    first = max(start - min(reach, max(room[0] // 2, 1)), 0)
    last = min(start + 1 + min(reach, max(room[1] // 2, 1)), line.share.shape[1])
    if inner.size:
        ink = line.share[inner, first:last].astype(np.float64)
        total = ink.sum(axis=1)
        middle = (ink @ (np.arange(first, last) + 0.5)) / np.maximum(total, 1e-6)
        alone = (total > _ALONE[0] * line.width) & (total < _ALONE[1] * line.width)
        if alone.any():
            return _parts(inner[alone], middle[alone], lower)
        seen = total > 0.3
        return [(float(np.median(middle[seen])) if seen.any() else float(start), lower)]
    centre = np.clip(columns.centre[first : min(last, columns.centre.size)], upper, lower)
    if centre.size == 0 or lower <= upper:
        return [(float(start), lower)]
    return [(float(first + ((lower - centre) / (lower - upper)).sum()), lower)]


def _parts(rows: NDArray[np.intp], middle: Floats, lower: float) -> list[tuple[float, float]]:
    """A riser, down to ``lower``, in two where its lower rows lie later, and so on."""
    if rows.size > 1:
        count = np.arange(1, rows.size)
        total = np.cumsum(middle)
        later = (total[-1] - total[:-1]) / (rows.size - count) - total[:-1] / count
        cut = int((count * (rows.size - count) * later**2).argmax()) + 1
        if np.median(middle[cut:]) - np.median(middle[:cut]) > _LANDING:
            landing = float(rows[cut - 1] + rows[cut] + 1) / 2
            return [
                *_parts(rows[:cut], middle[:cut], landing),
                *_parts(rows[cut:], middle[cut:], lower),
            ]
    return [(float(np.median(middle)), lower)]
