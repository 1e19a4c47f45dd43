"""The axes of a page: numbers in line, and the strokes of the ticks beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.pdf.drawn import Box, Drawn, Stroke, Word, covering

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
# How far beside and above curves their axes' numbers may stand, in points: of few events the
# curves lie at the foot of a whole figure.
_BESIDE, _ABOVE = 80.0, 300.0

_APART = "\N{NO-BREAK SPACE}"
_MINUS = re.compile(r"^[-\N{MINUS SIGN}\N{EN DASH}]")
_DECIMAL = re.compile(
    r"[-\N{MINUS SIGN}\N{EN DASH}]?"
    r"(\d{1,6}([.,\N{MIDDLE DOT}]\d{1,4})?|[.,\N{MIDDLE DOT}]\d{1,4})%?"
)
_THOUSANDS = re.compile(
    r"[-\N{MINUS SIGN}\N{EN DASH}]?"
    r"[1-9]\d{0,2}([.,'\N{RIGHT SINGLE QUOTATION MARK}\N{THIN SPACE}\N{NO-BREAK SPACE}]\d{3})+%?"
)
_WHOLE = re.compile(r"\d{1,6}")
# Of the letters' height: so near are the parts of one number that a space parts.
_ONE_NUMBER = 0.75


def number(text: str, *, thousands: bool = False) -> float | None:
    """A word as a number, a percentage without its sign; ``None`` where it is none.

    What may be thousands or decimals ("1,000", "1.250") is ``thousands`` where asked.
    """
    signed = _MINUS.sub("-", text.rstrip("%"))
    decimal = _DECIMAL.fullmatch(text)
    if _THOUSANDS.fullmatch(text) and (thousands or not decimal):
        return float(re.sub(r"[^-\d]", "", signed))
    return float(re.sub("[,\N{MIDDLE DOT}]", ".", signed)) if decimal else None


def whole(text: str) -> int | None:
    """A word as a whole number, with or without a sign between thousands."""
    is_one = _WHOLE.fullmatch(text) or (_THOUSANDS.fullmatch(text) and text[0].isdigit())
    return int(re.sub(r"\D", "", text)) if is_one and not text.endswith("%") else None


def with_thousands(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words of which those that are thousands of one number, parted by a space, are one."""
    found: list[Word] = []
    for word in words:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, word):
            text = f"{before.text}{_APART}{word.text}"
            found[-1] = Word(text, covering((before.box, word.box)), 0)
        else:
            found.append(word)
    return tuple(found)


def _goes_on(before: Word, word: Word) -> bool:
    text = re.fullmatch(rf"[1-9]\d{{0,2}}({_APART}\d{{3}})*", before.text)
    if before.turns or word.turns or not text or not re.fullmatch(r"\d{3}", word.text):
        return False
    near = 0 <= word.box[0] - before.box[2] <= _ONE_NUMBER * word.height
    return near and abs(word.middle[1] - before.middle[1]) <= _ONE_LINE * word.height


@dataclass(frozen=True, slots=True)
class Scale:
    """The labels of an axis in their order along it, with places made exact by their ticks.

    ``place + value · per_unit`` is where a value stands along the axis, ``exact`` where ticks say
    it and not the labels' middles. It is ``unclear`` where "1,000" may be a thousand or one.
    """

    words: tuple[Word, ...]
    values: tuple[float, ...]
    place: float
    per_unit: float
    exact: bool
    unclear: bool = False

    @property
    def box(self) -> Box:
        """Of all labels."""
        return covering(one.box for one in self.words)

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.place + value * self.per_unit

    @property
    def step(self) -> float:
        """How far the labels are apart."""
        return abs(self.at(self.values[1]) - self.at(self.values[0]))


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
        off = max(_LEAST_OFF_POINTS, _OFF_MIDDLE * min(one.height for one in left))
        values, fits, unclear = _read(left, places, along, off)
        if fits.sum() < _LEAST_TICKS:
            return
        chosen = sorted(np.flatnonzero(fits), key=lambda one: values[one])
        words = tuple(left[one] for one in chosen)
        yield replace(_scale(words, values[chosen], along, off, ticks), unclear=unclear)
        left = [one for one, used in zip(left, fits, strict=True) if not used]


def _read(
    words: Sequence[Word], places: NDArray[np.float64], along: int, off: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_], bool]:
    """Values, which of them are in proportion, and whether they might be a thousand times that.

    Of both readings the one that more labels fit. Where all fit both, how they are written tells.
    """
    readings = []
    for thousands in (False, True):
        values = np.array([number(one.text, thousands=thousands) or 0.0 for one in words])
        readings.append((values, _in_proportion(places, values if along == 0 else -values, off)))
    (decimal, fits), (thousand, also) = readings
    differ = decimal != thousand
    if fits.sum() != also.sum() or not (differ & (fits | also)).any():
        return (thousand, also, False) if also.sum() > fits.sum() else (decimal, fits, False)
    # Decimals are written alike ("0,000 1,500") or without noughts at their end: "0 1,500" is none.
    same, marked = ([words[int(at)].text for at in np.flatnonzero(one & fits)]
                    for one in (~differ, differ))  # fmt: skip
    if any(not one.rstrip("%").isdigit() for one in same):
        return decimal, fits, False
    noughts = any(one.rstrip("%").endswith("0") for one in marked)
    return thousand, also, not (same and noughts)


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
