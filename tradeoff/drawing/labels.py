"""Where words go in a plot of two curves: clear of lines, ranges, rings and each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tradeoff.drawing.palette import written_width
from tradeoff.drawing.scene import (
    LABEL,
    RING,
    SMALL,
    TALL,
    VALUE,
    Across,
    Area,
    At,
    Curve,
    Mark,
    Numbers,
    Plane,
    Rectangle,
    Segment,
    Text,
    Upright,
    read,
)
from tradeoff.drawing.series import SurvivalView
from tradeoff.findings.choices import Framing
from tradeoff.statistics.two_arms import Arms, Role

SAMPLE = 30  # pixels of line before a name in a corner
SAMPLE_GAP = 8  # pixels from there to its name
_USUAL = 720  # pixels of a plot on a wide screen
_GAP = 5  # clear pixels between a label and the nearest line
_AT_END = 14.0  # pixels from the values' month to them
_STEP = 16.0  # pixels between two places that are tried for a name
_CROSSING = 40  # pixels from its line that a name will rather go than cross the dotted line
_OVER_AXIS = 10  # pixels of the axis for what slides along it
_KEY_HEIGHT, _KEY_LINE, _KEY_PLACES = 42, 21, 9


@dataclass(frozen=True, slots=True)
class Point:
    """A published point as drawn: out of 100 in the framing, with its range or none."""

    role: Role
    at: At
    lower: float | None
    upper: float | None

    @property
    def value(self) -> float:
        """Its height."""
        return self.at.y


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn before words are placed."""

    view: SurvivalView
    plane: Plane
    curves: Arms[Curve]
    areas: tuple[Area, ...]
    points: tuple[Point, ...]

    def ordered(self, x: float) -> tuple[Curve, Curve]:
        """The upper and the lower curve; the experimental arm's is upper when they meet."""
        upper, lower = self.curves.shown
        return (lower, upper) if upper.read(x) < lower.read(x) else (upper, lower)

    def side(self, px: float, *, above: bool) -> Curve:
        """The curve that a name above (or below) all others there belongs to."""
        upper, lower = self.ordered(self.plane.x_at(px))
        return upper if above else lower

    def highest(self, left: float, right: float) -> float:
        """The greatest height of all that is drawn between two pixels."""
        return max(self._heights(left, right, lowest=False))

    def lowest(self, left: float, right: float) -> float:
        """The least height of all that is drawn between two pixels."""
        return min(self._heights(left, right, lowest=True))

    def _heights(self, left: float, right: float, *, lowest: bool) -> Iterator[float]:
        span = self.plane.x_at(left), self.plane.x_at(right)
        for xs, ys, steps in self._edges(lowest=lowest):
            yield from (read(xs, ys, x, steps=steps) for x in span)
            yield from (y for x, y in zip(xs, ys, strict=True) if span[0] < x < span[1])
        for point in self.points:
            if left - RING <= self.plane.px(point.at.x) + point.at.dx <= right + RING:
                yield (point.lower if lowest else point.upper) or point.value

    def _edges(self, *, lowest: bool) -> Iterator[tuple[Numbers, Numbers, bool]]:
        for curve in self.curves.shown:
            yield curve.x, curve.y, curve.steps
        for area in self.areas:
            yield area.x, area.lower if lowest else area.upper, area.steps

    def crossed(self, box: Rectangle) -> bool:
        """Whether the dotted line runs through a box or close by."""
        marked = self.view.marked if self.view.dotted else None
        if marked is None or box[3] <= self.plane.py(self.view.heights[1]):
            return False
        return box[0] - 6 < self.plane.px(marked) < box[2] + 6


def placed(ground: Ground) -> tuple[Mark, ...]:
    """The two values, the words for what is shaded, and the arms' names."""
    taken = (*_values(ground), *_beyond(ground))
    return (*taken, *_names(ground, taken))


def _values(ground: Ground) -> list[Text]:
    """The two values at their month."""
    marked, plane = ground.view.marked, ground.plane
    if marked is None:
        return []
    texts = []
    for curve, side in zip(ground.ordered(marked), (-1.0, 1.0), strict=True):
        words = ground.view.arms.of(Role(curve.role)).value_label
        height = curve.read(marked)
        if not words or not plane.y_range[0] <= height <= plane.y_range[1]:
            continue
        # Under a low line it would stand in the axis.
        low = plane.py(height) + _GAP + VALUE * TALL > plane.floor
        texts.append(_value(ground, words, At(marked, height), -1.0 if low else side, curve.role))
    return _apart(texts, plane) if marked >= ground.view.last_month else texts


def _value(ground: Ground, words: str, at: At, side: float, role: str) -> Text:
    """Right of the axis' end; before it on the side from which the line falls away."""
    across: Across = "left"
    upright: Upright = "middle"
    dy = 0.0
    if at.x < ground.view.last_month:
        dy = side * _GAP
        upright = "bottom" if side < 0 else "top"
        falls = ground.view.framing is Framing.ALIVE
        across = "left" if falls == (side < 0) else "right"
    at = at.moved(_AT_END if across == "left" else -_AT_END, dy)
    return Text((words,), at, role, VALUE, across, upright, bold=True)


def _apart(texts: list[Text], plane: Plane) -> list[Text]:
    """Two labels at one edge, moved apart until a line's height lies between their middles."""
    if len(texts) < 2:
        return texts
    first, second = (plane.py(text.at.y) for text in texts)
    short = max(0.0, VALUE * TALL + 0.5 - (second - first)) / 2
    # Near the floor both move up, so that the lower one keeps clear of the axis.
    up = max(0.0, second + short + VALUE * TALL / 2 - plane.floor)
    moves = (-short - up, short - up)
    return [replace(text, at=text.at.moved(0, dy)) for text, dy in zip(texts, moves, strict=True)]


def _beyond(ground: Ground) -> list[Text]:
    """Words for the shaded part, from the right edge, at the end of the plot that is free."""
    words = ground.view.beyond_label
    if ground.view.beyond is None or not words:
        return []
    plane, width = ground.plane, written_width(words, size=SMALL)
    lowest = ground.lowest(plane.right - width - 2 * _GAP, plane.right)
    low, high = plane.y_range
    free = plane.py(lowest) + SMALL * TALL + _GAP + _OVER_AXIS < plane.py(low)
    at = At(plane.x_range[1], low, -4, -_OVER_AXIS) if free else At(plane.x_range[1], high, -4, 4)
    upright: Upright = "bottom" if free else "top"
    return [Text((words,), at, "muted", SMALL, "right", upright)]


def _names(ground: Ground, taken: tuple[Text, ...]) -> list[Mark]:
    """The arms' names at their lines; where a name fits nowhere, both go into a free corner."""
    names: list[Mark] = []
    for above in (True, False):
        found = _best_name(ground, above=above, taken=taken)
        if found is None:
            return _key(ground, taken[: len(taken) - len(names)])
        names.append(found)
        taken = (*taken, found)
    return names


def _best_name(ground: Ground, *, above: bool, taken: tuple[Text, ...]) -> Text | None:
    """Over (or under) everything in its span, where that is nearest to its own line."""
    plane = ground.plane
    usual = replace(plane, width=max(plane.width, _USUAL))
    best: tuple[float, Text] | None = None
    start, end = plane.left + 4, plane.px(ground.view.last_month) - 6
    while start < end:
        curve = ground.side(start, above=above)
        text = _name(ground, curve, start, above=above)
        box = text.box(plane)
        if box[2] <= end and _clear(ground, curve, box, above=above, taken=taken):
            wide = text.box(usual)
            middle = curve.read(usual.x_at((wide[0] + wide[2]) / 2))
            away = abs(usual.py(middle) - (wide[1] + wide[3]) / 2)
            away += _CROSSING if ground.crossed(box) else 0
            if best is None or away < best[0] - 0.5:
                best = (away, text)
        start += _STEP
    return None if best is None else best[1]


def _name(ground: Ground, curve: Curve, left: float, *, above: bool) -> Text:
    """A curve's name from a pixel on."""
    plane, tall = ground.plane, LABEL * TALL
    right = left + written_width(curve.name, size=LABEL, bold=True)
    y = (ground.highest if above else ground.lowest)(left - 3, right + 3)
    dy = float(-_GAP if above else _GAP)
    # A grid line through the words makes them hard to read: go past it.
    for tick in ground.view.ticks:
        bottom = plane.py(y) + (dy if above else dy + tall)
        if bottom - tall - 1 < plane.py(tick) < bottom + 1:
            dy += plane.py(tick) + (-2 - bottom if above else 2 + tall - bottom)
    at = At(plane.x_at(left), y, 0, dy)
    return Text(
        (curve.name,), at, curve.role, LABEL, "left", "bottom" if above else "top", bold=True
    )


def _clear(
    ground: Ground, curve: Curve, box: Rectangle, *, above: bool, taken: tuple[Text, ...]
) -> bool:
    """Inside the plot, off other words, and its own line the nearest all along."""
    left, top, right, bottom = box
    plane = ground.plane
    if top < plane.top - 1 or bottom > plane.floor - 2:
        return False
    along = (left + (right - left) * part / 8 for part in range(1, 9))
    if any(ground.side(x, above=above) is not curve for x in along):
        return False
    return not any(_touch(box, other.box(plane)) for other in taken)


def _touch(first: Rectangle, second: Rectangle) -> bool:
    return (
        first[0] < second[2] + _GAP
        and second[0] < first[2] + _GAP
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _key(ground: Ground, taken: tuple[Text, ...]) -> list[Mark]:
    """Names with a piece of their line, the upper line's first, where there is most room."""
    plane, pair = ground.plane, ground.ordered(ground.view.last_month)
    names = max(written_width(curve.name, size=LABEL, bold=True) for curve in pair)
    left, top = _corner(ground, names + SAMPLE + SAMPLE_GAP, taken)
    corner = At(plane.x_at(left), ground.view.heights[1], 0, top - plane.py(ground.view.heights[1]))
    marks: list[Mark] = []
    for place, curve in enumerate(pair):
        at = corner.moved(0, _KEY_LINE * place)
        start = at.moved(0, LABEL * 0.66)
        marks += [
            Segment(start, start.moved(SAMPLE, 0), curve.stroke, f"key {curve.role}"),
            Text((curve.name,), at.moved(SAMPLE + SAMPLE_GAP, 0), curve.role, LABEL, "left", "top",
                 bold=True),
        ]  # fmt: skip
    return marks


def _corner(ground: Ground, wide: float, taken: tuple[Text, ...]) -> tuple[float, float]:
    """Left and top of the place with the most room, on either side of the plot."""
    plane, (low, high) = ground.plane, ground.view.heights
    first, last = plane.py(high) + 6, plane.py(low) - _KEY_HEIGHT - 6
    starts = (plane.left + 10, max(plane.left + 10, plane.px(ground.view.last_month) - wide - 4))
    choices = []
    for left in starts:
        for step in range(_KEY_PLACES):
            top = first + (last - first) * step / (_KEY_PLACES - 1)
            box = (left, top, left + wide, top + _KEY_HEIGHT)
            score = min(_room(ground, box), 3.0 * _GAP)
            score -= 100 if any(_touch(box, text.box(plane)) for text in taken) else 0
            score -= 2 if ground.crossed(box) else 0
            choices.append((score, left, top))
    _, left, top = max(choices, key=lambda choice: choice[0])
    return left, top


def _room(ground: Ground, box: Rectangle) -> float:
    """Pixels between a box and the nearest thing drawn over or under it; 0 where they meet."""
    left, upper, right, lower = box
    lowest = ground.plane.py(ground.lowest(left, right))
    highest = ground.plane.py(ground.highest(left, right))
    return max(0.0, highest - lower, upper - lowest)
