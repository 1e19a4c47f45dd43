"""The axes of a page: numbers in line, and the strokes of the ticks beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.pdf.drawn import Box, Drawn, Stroke, Word, around

# Two numbers are in line with any scale.
_LEAST_TICKS = 3
# Of the letters' height: how far a label's middle may be from its tick.
_OFF_MIDDLE = 0.35
_LEAST_OFF_POINTS = 1.0
# Of the letters' height: what stands in one line, or at one edge.
_ONE_LINE = 0.3
# More numbers than this in one line are a table's.
_MOST_NUMBERS = 60
# Two strokes have one extent, and a tick stands upright, within rounding.
_ROUNDING = 0.3
# A tick fits the others or is another stroke.
_OFF_TICK = 0.35
_SHORTEST_TICK = 0.75
_TICK_POINTS = 3
# How far beside and above curves their axes' numbers may stand, in points.
_BESIDE, _ABOVE = 80.0, 160.0

_NUMBER = re.compile(
    r"[-\N{MINUS SIGN}\N{EN DASH}]?"
    r"(\d{1,6}([.,\N{MIDDLE DOT}]\d{1,4})?|[.,\N{MIDDLE DOT}]\d{1,4})%?"
)
_WHOLE = re.compile(r"\d{1,6}|\d{1,3}([,\N{THIN SPACE}\N{NO-BREAK SPACE}]\d{3})+")


def number(text: str) -> float | None:
    """A word as a number, a percentage without its sign; ``None`` where it is none."""
    if not _NUMBER.fullmatch(text):
        return None
    plain = re.sub("[,\N{MIDDLE DOT}]", ".", text.rstrip("%"))
    return float(re.sub("[\N{MINUS SIGN}\N{EN DASH}]", "-", plain))


def whole(text: str) -> int | None:
    """A word as a whole number, with or without a sign between thousands."""
    return int(re.sub(r"\D", "", text)) if _WHOLE.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Scale:
    """The labels of an axis in their order along it, with places made exact by their ticks.

    ``place + value · per_unit`` is where a value stands along the axis, ``exact`` where ticks say
    it and not the labels' middles.
    """

    words: tuple[Word, ...]
    values: tuple[float, ...]
    place: float
    per_unit: float
    exact: bool

    @property
    def box(self) -> Box:
        """Of all labels."""
        return around(np.array([corner for one in self.words for corner in _corners(one)]))

    @property
    def percent(self) -> bool:
        """Written in percent: with the sign, or with numbers that no share reaches."""
        return any(one.text.endswith("%") for one in self.words) or max(self.values) > 1.5

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.place + value * self.per_unit

    @property
    def step(self) -> float:
        """How far the labels are apart."""
        return abs(self.at(self.values[1]) - self.at(self.values[0]))


def _corners(word: Word) -> tuple[tuple[float, float], tuple[float, float]]:
    left, top, right, bottom = word.box
    return (left, top), (right, bottom)


def scales_across(page: Drawn, curves: Box) -> list[Scale]:
    """What may be axes of time of curves in a box: numbers in one line that rise to the right."""
    left, top, right, _ = curves
    numbers = [
        one
        for one in _numbers(page.words)
        if one.middle[1] > top and left - _BESIDE <= one.middle[0] <= right + _BESIDE
    ]
    ticks = _upright_to(page.strokes, 0)
    return _distinct(
        scale
        for line in _lines(numbers, [one.box[3] for one in numbers])
        for scale in _scales(line, 0, ticks)
    )


def scales_down(page: Drawn, curves: Box) -> list[Scale]:
    """What may be axes of survival: numbers under each other that rise upwards."""
    _, top, right, bottom = curves
    numbers = [
        one
        for one in _numbers(page.words)
        if one.middle[0] < right and top - _ABOVE <= one.middle[1] <= bottom + _ABOVE
    ]
    ticks = _upright_to(page.strokes, 1)
    edges = ([one.box[2], one.box[0], one.middle[0]] for one in numbers)
    return _distinct(
        scale
        for places in zip(*edges, strict=True)
        for line in _lines(numbers, places)
        for scale in _scales(line, 1, ticks)
    )


def _numbers(words: Iterable[Word]) -> list[Word]:
    return [one for one in words if number(one.text) is not None and one.height > 0]


def _lines(words: Sequence[Word], places: Sequence[float]) -> Iterator[list[Word]]:
    """Groups of words that are at one place with one of them."""
    at = np.array(places)
    heights = np.array([one.height for one in words])
    seen: set[bytes] = set()
    for place, height in zip(at, heights, strict=True):
        near = np.abs(at - place) <= _ONE_LINE * height
        if near.sum() >= _LEAST_TICKS and near.tobytes() not in seen:
            seen.add(near.tobytes())
            yield [one for one, is_near in zip(words, near, strict=True) if is_near]


def _distinct(scales: Iterable[Scale]) -> list[Scale]:
    """Without those whose words are all in another one."""
    found = sorted(scales, key=lambda one: -len(one.words))
    kept: list[tuple[set[int], Scale]] = []
    for scale in found:
        names = set(map(id, scale.words))
        if not any(names <= others for others, _ in kept):
            kept.append((names, scale))
    return [scale for _, scale in kept]


def _scales(line: list[Word], along: int, ticks: NDArray[np.float64]) -> Iterator[Scale]:
    """The largest set of numbers in proportion to their places, then that of the others."""
    left = line if len(line) <= _MOST_NUMBERS else []
    while len(left) >= _LEAST_TICKS:
        places = np.array([one.middle[along] for one in left])
        values = np.array([number(one.text) or 0.0 for one in left])
        off = max(_LEAST_OFF_POINTS, _OFF_MIDDLE * min(one.height for one in left))
        fits = _in_proportion(places, values if along == 0 else -values, off)
        if fits.sum() < _LEAST_TICKS:
            return
        chosen = sorted(np.flatnonzero(fits), key=lambda one: values[one])
        words = tuple(left[one] for one in chosen)
        yield _scale(words, values[chosen], along, off, ticks)
        left = [one for one, used in zip(left, fits, strict=True) if not used]


def _in_proportion(
    places: NDArray[np.float64], values: NDArray[np.float64], off: float
) -> NDArray[np.bool_]:
    """The largest set in which value rises with place."""
    apart = places[None, :] - places[:, None]
    more = values[None, :] - values[:, None]
    one, other = np.nonzero((apart > 2 * off) & (more > 0))
    if not len(one):
        return np.zeros(len(places), dtype=bool)
    slope = (apart[one, other] / more[one, other])[:, None]
    expected = places[one][:, None] + (values[None, :] - values[one][:, None]) * slope
    fits = np.abs(expected - places) <= off
    best: NDArray[np.bool_] = fits[np.argmax(fits.sum(axis=1))]
    return best


def _scale(
    words: tuple[Word, ...],
    values: NDArray[np.float64],
    along: int,
    off: float,
    ticks: NDArray[np.float64],
) -> Scale:
    places = np.array([one.middle[along] for one in words])
    snapped = _ticks(words, places, along, off, ticks)
    known = np.isfinite(snapped)
    per_unit, place = np.polyfit(values, places, 1)
    exact = False
    if known.sum() >= 2:
        fit = np.polyfit(values[known], snapped[known], 1)
        exact = bool(np.max(np.abs(np.polyval(fit, values[known]) - snapped[known])) <= _OFF_TICK)
        per_unit, place = fit if exact else (per_unit, place)
    return Scale(words, tuple(values.tolist()), float(place), float(per_unit), exact)


def _ticks(
    words: Sequence[Word],
    places: NDArray[np.float64],
    along: int,
    off: float,
    across: NDArray[np.float64],
) -> NDArray[np.float64]:
    """For each label the place of its tick, of those strokes across the axis that are alike.

    Marks on curves stand at any height; ticks and lines of a grid have one extent for all labels,
    and the ones that most labels have are taken, of equals the nearest to the labels.
    """
    side = 1 - along
    near = np.abs(across[:, :1] - places) <= 2 * off
    across = across[near.any(axis=1)]
    near = np.abs(across[:, :1] - places) <= 2 * off
    edge = min(one.box[1] for one in words) if side else max(one.box[2] for one in words)
    best, rank = np.full(len(places), np.nan), (0, -np.inf)
    for extent in np.unique(np.round(across[:, 1:], 1), axis=0):
        alike = np.all(np.abs(across[:, 1:] - extent) <= _ROUNDING, axis=1)
        some = near[alike]
        hits = some.any(axis=0)
        how = (int(hits.sum()), -float(np.min(np.abs(extent - edge))))
        if how > rank:
            distance = np.where(some, np.abs(across[alike, :1] - places), np.inf)
            nearest = across[alike, 0][np.argmin(distance, axis=0)]
            best, rank = np.where(hits, nearest, np.nan), how
    return best


def _upright_to(strokes: Iterable[Stroke], along: int) -> NDArray[np.float64]:
    """Of straight strokes across an axis: place along it, and from where to where across."""
    ends = np.array([one.points[[0, -1]] for one in strokes if len(one.points) <= _TICK_POINTS])
    low, high = (way(ends.reshape(-1, 2, 2), axis=1) for way in (np.min, np.max))
    side = 1 - along
    ticks = ((high - low)[:, along] <= _ROUNDING / 2) & ((high - low)[:, side] >= _SHORTEST_TICK)
    middle = (low[:, along] + high[:, along]) / 2
    found: NDArray[np.float64] = np.column_stack((middle, low[:, side], high[:, side]))[ticks]
    return found
