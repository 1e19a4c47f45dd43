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
#: Both sides of a riser tell its column as alike as this where nothing else touches it; two steps
#: so many columns apart are told from each other.
_SIDES = 1.6
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
    fall = _median(centre[cut:]) - _median(centre[:cut])
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
    return _median(centre[clean] if clean.any() else centre)


def _median(values: Floats) -> float:
    """NumPy's own looks for missing values too, which takes longer than a few columns' median."""
    ordered = np.sort(values)
    return float(ordered[(ordered.size - 1) // 2] + ordered[ordered.size // 2]) / 2


def _risers(
    line: Line, columns: _Columns, start: int, levels: Floats, room: tuple[int, int]
) -> list[tuple[float, float]]:
    """Columns of the steps between two levels, and the level after each.

    The middle of the riser's ink, in parts where its rows say that a short landing lies between;
    of a low one the middle of the fall of the line's centre.
    """
    upper, lower = (float(level) for level in levels)
    rows = np.arange(int(np.ceil(upper - 0.5)) + 1, int(np.floor(lower - 0.5)) + 1)
    if rows.size == 0:
        rows = np.arange(int(np.ceil(upper - 0.5)), int(np.floor(lower - 0.5)) + 1)
    reach = int(np.ceil(line.width / 2)) + 2
    first = max(start - min(reach, max(room[0] // 2, 1)), 0)
    last = min(start + 1 + min(reach, max(room[1] // 2, 1)), line.share.shape[1])
    middle = _between_sides(line, rows, start, (first - reach, last + reach))
    seen = np.isfinite(middle)
    if seen.any():
        return _parts(rows[seen], middle[seen], lower)
    return [(_centred(line, columns, start, (upper, lower), (first, last)), lower)]


def _between_sides(
    line: Line, rows: NDArray[np.intp], start: int, reach: tuple[int, int]
) -> Floats:
    """The column of a riser in each row, ``nan`` where its sides do not tell the same.

    A pen as high as it is wide moves the right side of a falling staircase up and to the right by
    half its width and the left side down and to the left, however short the landings are.
    """
    half, height = line.width / 2, line.share.shape[0]
    first, last = max(reach[0], 0), min(reach[1], line.share.shape[1])
    sides = []
    for sign in (1, -1):
        at = np.floor(rows + 0.5 - sign * half).astype(np.intp)
        ink = line.share[np.clip(at, 0, height - 1), first:last]
        if sign < 0:
            ink = ink[:, ::-1]
        begin = start - first if sign > 0 else last - 1 - start
        sides.append([_side(one, begin) for one in ink])
    right = first + np.array(sides[0], dtype=np.float64) - half
    left = last - np.array(sides[1], dtype=np.float64) + half
    return np.where(np.abs(right - left) < _SIDES, (right + left) / 2, np.nan)


def _side(ink: NDArray[np.float32], begin: int) -> float:
    """Where a stroke's ink ends, in columns, that is nearest to ``begin``; ``nan`` if not here."""
    inked = np.flatnonzero(ink > 0.5)
    if inked.size == 0:
        return np.nan
    at = int(inked[np.abs(inked - begin).argmin()])
    while at + 1 < ink.size and ink[at + 1] > 0.5:
        at += 1
    if at + 1 >= ink.size:
        return np.nan
    return at + float(ink[at]) + float(ink[at + 1])


def _centred(
    line: Line,
    columns: _Columns,
    start: int,
    levels: tuple[float, float],
    window: tuple[int, int],
) -> float:
    """A riser's column by the middle of its ink, or of the fall of the line's centre."""
    (upper, lower), (first, last), half = levels, window, line.width / 2
    inner = np.arange(int(np.ceil(upper + half)), int(np.floor(lower - half)))
    if inner.size:
        ink = line.share[inner, first:last].astype(np.float64)
        total = ink.sum(axis=1)
        seen = total > 0.3
        middle = (ink @ (np.arange(first, last) + 0.5))[seen] / total[seen]
        return _median(middle) if seen.any() else float(start)
    centre = np.clip(columns.centre[first : min(last, columns.centre.size)], upper, lower)
    if centre.size == 0 or lower <= upper:
        return float(start)
    return float(first + ((lower - centre) / (lower - upper)).sum())


def _parts(rows: NDArray[np.intp], middle: Floats, lower: float) -> list[tuple[float, float]]:
    """A riser, down to ``lower``, in two where its lower rows lie later, and so on."""
    if rows.size > 1:
        count = np.arange(1, rows.size)
        total = np.cumsum(middle)
        later = (total[-1] - total[:-1]) / (rows.size - count) - total[:-1] / count
        cut = int((count * (rows.size - count) * later**2).argmax()) + 1
        if _median(middle[cut:]) - _median(middle[:cut]) > _LANDING:
            landing = float(rows[cut - 1] + rows[cut] + 1) / 2
            return [
                *_parts(rows[:cut], middle[:cut], landing),
                *_parts(rows[cut:], middle[cut:], lower),
            ]
    return [(_median(middle), lower)]
