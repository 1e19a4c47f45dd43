"""Charts, each with its sentence and its table: survival, subgroups, probability.

A figure reads a plain record of numbers and of words that were written elsewhere; the only
sentences here are in errors. Probabilities come in 0 to 1 and are drawn out of 100.

Where a label goes is worked out once (``_lay_out``), for the narrowest screen: plots have a fixed
height, so what is clear of the lines at 320 pixels is clear of them at every greater width. The
plotly figure and the SVG for exports both draw that layout.
"""

from __future__ import annotations

import bisect
import html
import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

import plotly.graph_objects as go

from tradeoff.drawing import marks
from tradeoff.drawing.marks import px
from tradeoff.drawing.palette import (
    EXPORT_FONTS,
    PALETTES,
    SCREEN_FONTS,
    Palette,
    Theme,
    translucent,
    wrap,
    written_width,
)
from tradeoff.findings.choices import Framing
from tradeoff.statistics.two_arms import Role
from tradeoff.words.table import Table

__all__ = [
    "FIGURE_CONFIG",
    "FIGURE_HEIGHT",
    "AxisRange",
    "Band",
    "Chart",
    "ForestRow",
    "ForestView",
    "Framing",
    "PlacedText",
    "ProbabilityLine",
    "ProbabilityView",
    "PublishedPoint",
    "RiskLine",
    "RiskRow",
    "Series",
    "SurvivalView",
    "Table",
    "forest_chart",
    "lettering",
    "probability_chart",
    "survival_chart",
    "survival_svg",
]

FIGURE_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
    "responsive": True,
}
FIGURE_HEIGHT = 400
_NARROWEST = 320  # WCAG 1.4.10: nothing is lost at 320 CSS pixels
_USUAL = 720
_PAST = 1 + 15 / _NARROWEST  # the axis runs past its last month, or rings there were cut

_LABEL, _VALUE, _SMALL = 14, 17, 13
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 46, 30, 50
_RISK_LINE = 19
# The risk table's lines are named at the left of their numbers, so the plot makes room for that.
_LEFT_WITH_RISK = 56
_TICK_GAP = 24  # pixels between two labels under the axis …
_CELL, _CELL_GAP = 12, 3  # … size of the risk table's numbers, and clear pixels between two
_RING = 5.5
_ABOVE = 24  # room for a label over the highest line
_GAP = 5  # clear pixels between a label and the nearest line
_HATCH = 7  # pixels between two strokes of a hatched band
_DASHES = {"experimental": "", "control": "8 5"}


class AxisRange(StrEnum):
    """What the axes show; ``HALF`` is 50 to 100 alive, and so 0 to 50 died."""

    WHOLE = "whole"
    FIRST_24_MONTHS = "first-24-months"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure, its sentence and its table."""

    figure: go.Figure
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Band:
    """Lower and upper survival, 0 to 1, one of each for every month of its series."""

    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PublishedPoint:
    """Survival as published at a landmark, with its interval where there is one."""

    months: float
    survival: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A line of numbers under the axis: a short name, and (months, words) wherever a tick may be.

    Only what stands at a tick is drawn.
    """

    label: str
    cells: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One arm's part of the risk table: its name over its lines."""

    label: str
    role: Role
    lines: tuple[RiskLine, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One arm: survival 0 to 1 at ``months``, increasing from 0.

    Args:
        label: written at the line.
        value_label: written at the marked month, for example "85"; whole people are made elsewhere.
        hover: for each month the words shown by the pointer, or nothing.
        hover_months: the months of ``hover`` where they are not those of the line.
        band: its 95 % range, shaded.
        room: where the line may run given what was published, hatched.
        steps: a Kaplan-Meier staircase; else points are joined.

    Raises:
        ValueError: lengths that differ, fewer than two months, or survival outside 0 to 1.
    """

    label: str
    role: Role
    months: tuple[float, ...]
    survival: tuple[float, ...]
    value_label: str = ""
    hover: tuple[str, ...] = ()
    band: Band | None = None
    room: Band | None = None
    published: tuple[PublishedPoint, ...] = ()
    steps: bool = False
    hover_months: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        wanted = len(self.months)
        if wanted < 2 or any(a >= b for a, b in zip(self.months, self.months[1:], strict=False)):
            raise ValueError(
                f"Series '{self.label}': give two or more months, each after the last."
            )
        columns: dict[str, tuple[object, ...]] = {"survival": self.survival}
        if self.hover and not self.hover_months:
            columns["hover"] = self.hover
        for name, band in (("band", self.band), ("room", self.room)):
            if band is not None:
                columns |= {f"{name}.lower": band.lower, f"{name}.upper": band.upper}
        for name, column in columns.items():
            if len(column) != wanted:
                raise ValueError(
                    f"Series '{self.label}': {len(column)} entries of {name} for {wanted} months. "
                    "Give one for each month."
                )
        if self.hover_months and len(self.hover) != len(self.hover_months):
            raise ValueError(
                f"Series '{self.label}': {len(self.hover)} entries of hover for "
                f"{len(self.hover_months)} hover months. Give one for each."
            )
        if not all(0 <= s <= 1 for s in self.survival):
            raise ValueError(f"Series '{self.label}': survival must lie between 0 and 1.")


@dataclass(frozen=True, slots=True)
class SurvivalView:
    """Everything a survival figure shows, words included.

    Args:
        y_title: says what is counted in this framing and, where it does, that the axis is cut.
        months_word: after the month over the pointer's words.
        marked_months: where the dotted line stands; its values are the series' ``value_label``.
        median_follow_up_months: the axis beyond it is shaded and labelled ``beyond_label``.
        at_risk: rows under the axis where they are known, ``at_risk_title`` above them.
        title, notes: written on the exported picture only: population, source, limits of use.
    """

    control: Series
    experimental: Series
    alt: str
    table: Table
    x_title: str
    y_title: str
    months_word: str = ""
    marked_months: float | None = None
    median_follow_up_months: float | None = None
    beyond_label: str = ""
    framing: Framing = Framing.ALIVE
    axis: AxisRange = AxisRange.WHOLE
    show_band: bool = True
    show_room: bool = False
    at_risk: tuple[RiskRow, ...] = ()
    at_risk_title: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for series, role in ((self.control, Role.CONTROL), (self.experimental, Role.EXPERIMENTAL)):
            if series.role is not role:
                raise ValueError(
                    f"Survival view: '{series.label}' has the role {series.role} where {role} "
                    "belongs. Swap the two series."
                )

    @property
    def series(self) -> tuple[Series, Series]:
        """Control first, so that the experimental arm is drawn over it."""
        return self.control, self.experimental


# --- Layout: what both renderers draw ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """Words at a point of the axes, moved by pixels; anchors as in SVG and plotly's words."""

    words: str
    x: float
    y: float
    dx: float
    dy: float  # downwards
    across: Literal["left", "center", "right"]
    upright: Literal["top", "middle", "bottom"]
    colour: str  # a field of Palette
    size: float
    bold: bool = False
    sample: Role | None = None  # a piece of this arm's line goes before the words

    def box(self, plane: _Plane) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in pixels."""
        width = written_width(self.words, size=self.size, bold=self.bold)
        tall = self.size * 1.25
        x = plane.px(self.x) + self.dx
        y = plane.py(self.y) + self.dy
        left = x - {"left": 0.0, "center": width / 2, "right": width}[self.across]
        top = y - {"top": 0.0, "middle": tall / 2, "bottom": tall}[self.upright]
        return left, top, left + width, top + tall


@dataclass(frozen=True, slots=True)
class _Plane:
    """The axes' ranges and the plot's rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def px(self, months: float) -> float:
        start, end = self.x_range
        return self.left + (months - start) / (end - start) * self.width

    def py(self, hundred: float) -> float:
        start, end = self.y_range
        return self.top + (end - hundred) / (end - start) * self.height

    def months(self, px: float) -> float:
        start, end = self.x_range
        return start + (px - self.left) / self.width * (end - start)

    def resized(self, width: float) -> _Plane:
        return _Plane(self.left, self.top, width, self.height, self.x_range, self.y_range)


@dataclass(frozen=True, slots=True)
class _Whisker:
    """A published point as drawn: out of 100 in the framing, and moved sideways by pixels."""

    role: Role
    months: float
    value: float
    lower: float | None
    upper: float | None
    dx: float


@dataclass(frozen=True, slots=True)
class _Layout:
    plane: _Plane
    x_ticks: tuple[tuple[float, bool], ...]  # months, marked
    y_ticks: tuple[int, ...]
    whiskers: tuple[_Whisker, ...]
    texts: tuple[_Text, ...]


def _lay_out(view: SurvivalView, plane: _Plane) -> _Layout:
    """Everything whose place has to be found, clear of everything else at this width and above."""
    whiskers = _whiskers(view)
    texts = [*_values(view, plane), *_beyond(view, plane)]
    texts += _names(view, plane, tuple(texts))
    return _Layout(plane, _x_ticks(view, plane), _y_ticks(view), whiskers, tuple(texts))


def _plane(view: SurvivalView, *, width: float, height: float, left: float, top: float) -> _Plane:
    """The plot's rectangle; the axes run a little past their last tick, so that rings are whole."""
    end = _last_month(view)
    low, high = _y_ends(view)
    pixel = (high - low) / (height - _ABOVE)
    above = _ABOVE * pixel
    # A ring on the floor would be cut in half: let the axis run a little below it.
    if any(mark.value - low < (_RING + 2) * pixel for mark in _whiskers(view)):
        return _Plane(left, top, width, height, (0.0, end * _PAST), (low - 8 * pixel, high + above))
    return _Plane(left, top, width, height, (0.0, end * _PAST), (low, high + above))


def _last_month(view: SurvivalView) -> float:
    end = max(series.months[-1] for series in view.series)
    return min(end, 24.0) if view.axis is AxisRange.FIRST_24_MONTHS else end


def _y_ends(view: SurvivalView) -> tuple[float, float]:
    if view.axis is not AxisRange.HALF:
        return 0.0, 100.0
    return (50.0, 100.0) if view.framing is Framing.ALIVE else (0.0, 50.0)


def _y_ticks(view: SurvivalView) -> tuple[int, ...]:
    low, high = (int(end) for end in _y_ends(view))
    return tuple(range(low, high + 1, 25 if high - low == 100 else 10))


def _x_ticks(view: SurvivalView, plane: _Plane) -> tuple[tuple[float, bool], ...]:
    """Every 6 or 12 months, 2 of a short curve; the marked month for ticks too near to it."""
    end = _last_month(view)
    gap = _widest_cell(view) + _CELL_GAP if view.at_risk else float(_TICK_GAP)
    steps = (2,) if end < 12 else (6,) if end <= 36 else (12, 24, 36)
    room = (step for step in steps if plane.px(step) - plane.px(0) >= gap)
    step = next(room, steps[-1]) if view.at_risk else steps[0]
    marked = view.marked_months
    ticks = [(float(month), False) for month in range(0, int(end) + 1, step)]
    if marked is not None and marked <= end:
        ticks = [t for t in ticks if abs(plane.px(t[0]) - plane.px(marked)) > gap]
        ticks.append((marked, True))
    return tuple(sorted(ticks))


def _widest_cell(view: SurvivalView) -> float:
    """Pixels of the widest number in the risk table."""
    words = (cell for row in view.at_risk for line in row.lines for _, cell in line.cells)
    return max((written_width(word, size=_CELL) for word in words), default=0.0)


def _left(view: SurvivalView) -> int:
    """Room left of the plot: for the axis' numbers, and for the names of the risk table's lines."""
    return _LEFT_WITH_RISK if view.at_risk else _LEFT


def _drawn(view: SurvivalView, survival: float) -> float:
    """Out of 100, in the framing."""
    return 100 * (survival if view.framing is Framing.ALIVE else 1 - survival)


def _edges(view: SurvivalView, band: Band) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Lower and upper edge as drawn: in the other framing they change places."""
    first = tuple(_drawn(view, s) for s in band.lower)
    second = tuple(_drawn(view, s) for s in band.upper)
    return (first, second) if view.framing is Framing.ALIVE else (second, first)


def _bands(view: SurvivalView, series: Series) -> tuple[Band, ...]:
    return tuple(band for band, _ in _layers(view, series))


def _layers(view: SurvivalView, series: Series) -> tuple[tuple[Band, str], ...]:
    """The bands that are drawn, with the names of their layers."""
    shown = (
        (series.band if view.show_band else None, "band"),
        (series.room if view.show_room else None, "room"),
    )
    return tuple((band, layer) for band, layer in shown if band is not None)


def _at(series: Series, values: tuple[float, ...], month: float) -> float:
    """Value at a month: joined points, or the step's; flat beyond the ends."""
    months = series.months
    if month <= months[0]:
        return values[0]
    place = bisect.bisect_left(months, month)
    if place == len(months):
        return values[-1]
    if series.steps:
        return values[place] if month == months[place] else values[place - 1]
    share = (month - months[place - 1]) / (months[place] - months[place - 1])
    return values[place - 1] + share * (values[place] - values[place - 1])


def _line_at(view: SurvivalView, series: Series, month: float) -> float:
    return _drawn(view, _at(series, series.survival, month))


def _ordered(view: SurvivalView, month: float) -> tuple[Series, Series]:
    """The upper and the lower line at a month; the experimental arm is upper when they meet."""
    upper, lower = view.experimental, view.control
    if _line_at(view, upper, month) < _line_at(view, lower, month):
        upper, lower = lower, upper
    return upper, lower


def _whiskers(view: SurvivalView) -> tuple[_Whisker, ...]:
    """Published points within the axes; pairs whose intervals overlap stand side by side."""
    low, high = _y_ends(view)
    drawn = []
    for series, other in (view.series, view.series[::-1]):
        for point in series.published:
            value = _drawn(view, point.survival)
            if point.months > _last_month(view) or not low <= value <= high:
                continue
            twin = next((p for p in other.published if p.months == point.months), None)
            side = 1.0 if series.role is Role.EXPERIMENTAL else -1.0
            ends = sorted(_drawn(view, s) for s in (point.lower, point.upper) if s is not None)
            lower, upper = ends if len(ends) == 2 else (None, None)
            drawn.append(
                _Whisker(
                    series.role,
                    point.months,
                    value,
                    None if lower is None else max(low, lower),
                    None if upper is None else min(high, upper),
                    3.5 * side if twin is not None and _overlap(point, twin) else 0.0,
                )
            )
    return tuple(drawn)


def _overlap(first: PublishedPoint, second: PublishedPoint) -> bool:
    """Whether intervals (or else points) touch, with room for the caps."""
    slack = 0.02
    return (first.lower or first.survival) <= (second.upper or second.survival) + slack and (
        second.lower or second.survival
    ) <= (first.upper or first.survival) + slack


def _values(view: SurvivalView, plane: _Plane) -> list[_Text]:
    """The two numbers at the marked month."""
    marked = view.marked_months
    if marked is None or marked > _last_month(view):
        return []
    upper, lower = _ordered(view, marked)
    at_end = marked >= _last_month(view)
    texts = []
    for series, side in ((upper, -1.0), (lower, 1.0)):
        height = _line_at(view, series, marked)
        if not series.value_label or not plane.y_range[0] <= height <= plane.y_range[1]:
            continue
        # Under a low line it would stand in the axis.
        low = plane.py(height) + _GAP + _VALUE * 1.25 > plane.top + plane.height
        dy, across, upright = _beside(view, -1.0 if low else side, at_end=at_end)
        texts.append(
            _Text(
                series.value_label, marked, height, 14.0 if across == "left" else -14.0, dy,
                across, upright, series.role.value, _VALUE, bold=True,
            )
        )  # fmt: skip
    return _apart(texts, plane) if at_end else texts


def _beside(
    view: SurvivalView, side: float, *, at_end: bool
) -> tuple[float, Literal["left", "right"], Literal["top", "middle", "bottom"]]:
    """Right of the axis' end; before it on the side from which the line falls away."""
    if at_end:
        return 0.0, "left", "middle"
    falls = view.framing is Framing.ALIVE
    across: Literal["left", "right"] = "left" if falls == (side < 0) else "right"
    return side * _GAP, across, "bottom" if side < 0 else "top"


def _apart(texts: list[_Text], plane: _Plane) -> list[_Text]:
    """Two labels at one edge, moved apart until a line's height lies between their middles."""
    if len(texts) < 2:
        return texts
    distance = plane.py(texts[1].y) - plane.py(texts[0].y)
    short = max(0.0, _VALUE * 1.25 + 0.5 - distance) / 2
    # Near the floor both move up, so that the lower one keeps clear of the axis.
    below = plane.py(texts[1].y) + short + _VALUE * 0.625 - plane.top - plane.height
    up = max(0.0, below)
    return [replace(texts[0], dy=-short - up), replace(texts[1], dy=short - up)]


def _beyond(view: SurvivalView, plane: _Plane) -> list[_Text]:
    """Words for the shaded part, from the right edge, at the end of the plot that is free."""
    median = view.median_follow_up_months
    if median is None or median >= _last_month(view) or not view.beyond_label:
        return []
    right = plane.x_range[1]
    width = written_width(view.beyond_label, size=_SMALL)
    floor = min(
        _extreme(view, plane, plane.px(right) - width - 2 * _GAP, plane.px(right), lowest=True)
    )
    low, high = plane.y_range
    if plane.py(floor) + _SMALL * 1.25 + 2 * _GAP < plane.py(low):
        return [_Text(view.beyond_label, right, low, -4, -4, "right", "bottom", "muted", _SMALL)]
    return [_Text(view.beyond_label, right, high, -4, 4, "right", "top", "muted", _SMALL)]


def _extreme(
    view: SurvivalView, plane: _Plane, left: float, right: float, *, lowest: bool
) -> list[float]:
    """Heights, out of 100, of all that is drawn between two pixels: lowest or highest edges."""
    heights = []
    for series in view.series:
        edges = [tuple(_drawn(view, s) for s in series.survival)]
        edges += [_edges(view, band)[0 if lowest else 1] for band in _bands(view, series)]
        span = [plane.months(left), plane.months(right)]
        inner = [month for month in series.months if span[0] < month < span[1]]
        heights += [_at(series, edge, m) for edge in edges for m in (*span, *inner)]
    for mark in _whiskers(view):
        if left - _RING <= plane.px(mark.months) + mark.dx <= right + _RING:
            heights.append((mark.lower if lowest else mark.upper) or mark.value)
    return heights


def _names(view: SurvivalView, plane: _Plane, taken: tuple[_Text, ...]) -> list[_Text]:
    """The arms' names at their lines; where a name fits nowhere, both go into a free corner."""
    names: list[_Text] = []
    for above in (True, False):
        found = _best_name(view, plane, above=above, taken=(*taken, *names))
        if found is None:
            return _key(view, plane, taken)
        names.append(found)
    return names


def _best_name(
    view: SurvivalView, plane: _Plane, *, above: bool, taken: tuple[_Text, ...]
) -> _Text | None:
    """Over (or under) everything in its span, where that is nearest to its own line."""
    usual = plane.resized(max(plane.width, _USUAL))
    best: tuple[float, _Text] | None = None
    end = plane.px(_last_month(view)) - 6
    step = 16.0
    start = plane.left + 4
    while start < end:
        text = _name_at(view, plane, start, above=above)
        box = text.box(plane)
        if box[2] <= end and _clear(view, plane, text, above=above, taken=taken):
            series = _ordered(view, plane.months(start))[0 if above else 1]
            wide = text.box(usual)
            middle = usual.months((wide[0] + wide[2]) / 2)
            away = abs(usual.py(_line_at(view, series, middle)) - (wide[1] + wide[3]) / 2)
            away += _CROSSING if _crosses(view, plane, box) else 0
            if best is None or away < best[0] - 0.5:
                best = (away, text)
        start += step
    return None if best is None else best[1]


_CROSSING = 40  # pixels from its line that a name will rather go than cross the marked month


def _crosses(view: SurvivalView, plane: _Plane, box: tuple[float, float, float, float]) -> bool:
    """Whether the marked month's line runs through a box or close by."""
    marked = view.marked_months
    if marked is None or marked > _last_month(view) or box[3] <= plane.py(_y_ends(view)[1]):
        return False
    return box[0] - 6 < plane.px(marked) < box[2] + 6


def _name_at(view: SurvivalView, plane: _Plane, left: float, *, above: bool) -> _Text:
    series = _ordered(view, plane.months(left))[0 if above else 1]
    width = written_width(series.label, size=_LABEL, bold=True)
    edge = _extreme(view, plane, left - 3, left + width + 3, lowest=not above)
    y = max(edge) if above else min(edge)
    tall = _LABEL * 1.25
    # A grid line through the words makes them hard to read: go past it.
    dy = float(-_GAP if above else _GAP)
    for tick in _y_ticks(view):
        bottom = plane.py(y) + (dy if above else dy + tall)
        if bottom - tall - 1 < plane.py(tick) < bottom + 1:
            past = -2 - bottom if above else 2 + tall - bottom
            dy += plane.py(tick) + past
    return _Text(
        series.label, plane.months(left), y, 0.0, dy, "left", "bottom" if above else "top",
        series.role.value, _LABEL, bold=True,
    )  # fmt: skip


def _clear(
    view: SurvivalView, plane: _Plane, text: _Text, *, above: bool, taken: tuple[_Text, ...]
) -> bool:
    """Inside the plot, off other words, and its own line the nearest all along."""
    left, top, right, bottom = box = text.box(plane)
    if top < plane.top - 1 or bottom > plane.top + plane.height - 2:
        return False
    own = _ordered(view, plane.months(left))[0 if above else 1]
    if any(
        _ordered(view, plane.months(x))[0 if above else 1] is not own
        for x in (left + (right - left) * part / 8 for part in range(1, 9))
    ):
        return False
    return not any(_touch(box, other.box(plane)) for other in taken)


def _touch(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> bool:
    return (
        first[0] < second[2] + _GAP
        and second[0] < first[2] + _GAP
        and first[1] < second[3]
        and second[1] < first[3]
    )


_SAMPLE = 30  # pixels of line before a name in the corner
_KEY_HEIGHT = 42


def _key(view: SurvivalView, plane: _Plane, taken: tuple[_Text, ...]) -> list[_Text]:
    """Names with a piece of their line, the upper line's first, where there is most room."""
    wide = max(written_width(s.label, size=_LABEL, bold=True) for s in view.series) + _SAMPLE + 8
    low, high = _y_ends(view)
    first, last = plane.py(high) + 6, plane.py(low) - _KEY_HEIGHT - 6
    starts = (plane.left + 10, max(plane.left + 10, plane.px(_last_month(view)) - wide - 4))
    choices = []
    for left in starts:
        for step in range(9):
            top = first + (last - first) * step / 8
            box = (left, top, left + wide, top + _KEY_HEIGHT)
            score = min(_room(view, plane, box), 3.0 * _GAP)
            score -= 100 if any(_touch(box, text.box(plane)) for text in taken) else 0
            score -= 2 if _crosses(view, plane, box) else 0
            choices.append((score, left, top))
    _, left, top = max(choices, key=lambda choice: choice[0])
    pair = _ordered(view, _last_month(view))
    month = plane.months(left)
    return [
        _Text(
            series.label, month, high, _SAMPLE + 8, top - plane.py(high) + 21 * place, "left",
            "top", series.role.value, _LABEL, bold=True, sample=series.role,
        )
        for place, series in enumerate(pair)
    ]  # fmt: skip


def _room(view: SurvivalView, plane: _Plane, box: tuple[float, float, float, float]) -> float:
    """Pixels between a box and the nearest thing drawn over or under it; 0 where they meet."""
    left, upper, right, lower = box
    lowest = plane.py(min(_extreme(view, plane, left, right, lowest=True)))
    highest = plane.py(max(_extreme(view, plane, left, right, lowest=False)))
    return max(0.0, highest - lower, upper - lowest)


# --- Survival as a plotly figure --------------------------------------------------------------


def survival_chart(view: SurvivalView, *, theme: Literal["light", "dark"]) -> Chart:
    """Both arms with published points as rings, the range of the true curve, and where it may run.

    Draw it with ``st.plotly_chart(chart.figure, config=FIGURE_CONFIG, theme=None, alt=chart.alt,
    key=…)``: Streamlit's own plotly theme would override colours and margins.
    """
    palette = PALETTES[theme]
    risk, above, left = _risk_height(view), _top(view.y_title) - _TOP, _left(view)
    size = {"width": _NARROWEST - left - _RIGHT, "height": FIGURE_HEIGHT - _TOP - _BOTTOM}
    plane = _plane(view, **size, left=left, top=_TOP)
    layout = _lay_out(view, plane)
    figure = _figure(
        _traces(view, palette),
        **_base_layout(
            palette,
            height=FIGURE_HEIGHT + risk + above,
            bottom=_BOTTOM + risk,
            left=left,
            top=_TOP + above,
        ),
        hovermode="x unified",
        xaxis={
            **_axis(palette, grid=False),
            "range": list(plane.x_range),
            "tickvals": [month for month, _ in layout.x_ticks],
            "ticktext": [f"<b>{m:g}</b>" if bold else f"{m:g}" for m, bold in layout.x_ticks],
            "unifiedhovertitle": {"text": _pointer_title(view)},
        },
        yaxis={
            **_axis(palette),
            "range": list(plane.y_range),
            "tickvals": list(layout.y_ticks),
        },
        shapes=_shapes(view, layout, palette),
        annotations=[
            *(_annotation(text, palette) for text in layout.texts),
            _title_above(view.y_title, palette, left=left),
            _title_below(view.x_title, palette),
            *_risk_annotations(view, layout, palette),
        ],
    )
    return Chart(figure, view.alt, view.table)


def _pointer_title(view: SurvivalView) -> str:
    """The month over the pointer's words, in lines that a narrow screen has room for."""
    lines = wrap(view.months_word, width=_NARROWEST - 60, size=_LABEL, bold=True)
    return f"<b>%{{x}} {'<br>'.join(map(_plain, lines))}</b>"


def _traces(view: SurvivalView, palette: Palette) -> list[go.Scatter]:
    traces = [trace for series in view.series for trace in _range_traces(view, series, palette)]
    # The pointer lists lines in this order; zorder draws the experimental arm on top all the same.
    upper_first = view.series[::-1]
    traces += [_line_trace(view, series, palette) for series in upper_first]
    traces += [_hover_trace(view, one, palette) for one in upper_first if one.hover_months]
    return traces


def _figure(traces: list[go.Scatter], **layout: Any) -> go.Figure:
    """Without any template: plotly's default is global, and importing Streamlit changes it.

    The layout goes in whole: ``update_layout`` afterwards takes twice as long as all the rest.
    """
    return go.Figure(traces, go.Layout(template=go.layout.Template(), **layout))


def _base_layout(
    palette: Palette,
    *,
    height: int,
    bottom: int,
    left: int = _LEFT,
    right: int = _RIGHT,
    top: int = _TOP,
) -> dict[str, Any]:
    """What every figure shares."""
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": SCREEN_FONTS, "size": _LABEL, "color": palette.text},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": palette.surface,
            "bordercolor": palette.outline,
            "font": {"family": SCREEN_FONTS, "size": _LABEL, "color": palette.text},
            "align": "left",
            "namelength": -1,
        },
    }


def _axis(palette: Palette, *, grid: bool = True) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "automargin": False,
        "showgrid": grid,
        "gridcolor": palette.grid,
        "zeroline": False,
        "showline": False,
        "ticks": "" if grid else "outside",
        "ticklen": 4,
        "tickwidth": 1,
        "tickcolor": palette.outline,
        "tickfont": {"size": _SMALL, "color": palette.muted},
        "showspikes": False,
    }


def _line_trace(view: SurvivalView, series: Series, palette: Palette) -> go.Scatter:
    colour = getattr(palette, series.role.value)
    hover: dict[str, Any] = {"hoverinfo": "skip"}
    if series.hover and not series.hover_months:
        words = [_plain(line) for line in series.hover]
        hover = {"text": words, "hovertemplate": "%{text}<extra></extra>"}
    return go.Scatter(
        x=series.months,
        y=[_drawn(view, s) for s in series.survival],
        name=_plain(series.label),
        meta={"role": series.role.value, "layer": "line"},
        zorder=2 if series.role is Role.EXPERIMENTAL else 1,
        mode="lines",
        line={
            "color": colour,
            "width": 2.6,
            "dash": "solid" if series.role is Role.EXPERIMENTAL else "8px,5px",
            "shape": "hv" if series.steps else "linear",
        },
        **hover,
    )


def _hover_trace(view: SurvivalView, series: Series, palette: Palette) -> go.Scatter:
    """Points that only the pointer sees, at months of their own."""
    return go.Scatter(
        x=series.hover_months,
        y=[_line_at(view, series, month) for month in series.hover_months],
        name=_plain(series.label),
        meta={"role": series.role.value, "layer": "hover"},
        mode="markers",
        marker={"color": getattr(palette, series.role.value), "size": 8, "opacity": 0},
        text=[_plain(line) for line in series.hover],
        hovertemplate="%{text}<extra></extra>",
    )


def _range_traces(view: SurvivalView, series: Series, palette: Palette) -> list[go.Scatter]:
    """Each band as a filled shape: the 95 % range plain, where the line may run hatched."""
    colour = getattr(palette, series.role.value)
    return [
        _filled(view, series, band, layer, _fill(colour, layer))
        for band, layer in _layers(view, series)
    ]


def _filled(
    view: SurvivalView, series: Series, band: Band, layer: str, fill: dict[str, Any]
) -> go.Scatter:
    lower, upper = _edges(view, band)
    xs, top = _stairs(series, upper)
    _, floor = _stairs(series, lower)
    return go.Scatter(
        x=(*xs, *reversed(xs)),
        y=(*top, *reversed(floor)),
        fill="toself",
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
        meta={"role": series.role.value, "layer": layer},
        **fill,
    )


def _fill(colour: str, layer: str) -> dict[str, Any]:
    if layer == "band":
        return {"fillcolor": translucent(colour, 0.16)}
    pattern = {"shape": "/", "size": _HATCH, "solidity": 0.25, "fgcolor": colour,
               "bgcolor": "rgba(0,0,0,0)", "fillmode": "replace"}  # fmt: skip
    return {"fillcolor": colour, "fillpattern": pattern}


def _stairs(
    series: Series, values: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Corner points: those given, or for steps one more before each drop."""
    if not series.steps:
        return series.months, values
    xs, ys = [series.months[0]], [values[0]]
    for place in range(1, len(values)):
        xs += [series.months[place], series.months[place]]
        ys += [values[place - 1], values[place]]
    return tuple(xs), tuple(ys)


def _shapes(view: SurvivalView, layout: _Layout, palette: Palette) -> list[dict[str, Any]]:
    """Shade, marked month, rings with whiskers, and pieces of line in the corner key."""
    shapes = [_floor(palette)]
    plane, median = layout.plane, view.median_follow_up_months
    if median is not None and median < _last_month(view):
        shapes.append(
            {"type": "rect", "name": "beyond-follow-up", "layer": "below", "yref": "paper",
             "x0": median, "x1": plane.x_range[1], "y0": 0, "y1": 1,
             "fillcolor": palette.shade, "line": {"width": 0}}
        )  # fmt: skip
    if view.marked_months is not None and view.marked_months <= _last_month(view):
        shapes.append(
            {"type": "line", "name": "marked-month", "layer": "below",
             "x0": view.marked_months, "x1": view.marked_months,
             "y0": plane.y_range[0], "y1": _y_ends(view)[1],
             "line": _dots(palette)}
        )  # fmt: skip
    for mark in layout.whiskers:
        shapes += _whisker_shapes(mark, palette)
    for text in layout.texts:
        if text.sample is not None:
            shapes.append(_sample_shape(text, palette))
    return shapes


def _floor(palette: Palette) -> dict[str, Any]:
    """The horizontal axis' line, as a shape: plotly 7.1 drew its own as an empty path here."""
    return {
        "type": "line", "name": "floor", "layer": "below", "xref": "paper", "yref": "paper",
        "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": {"color": palette.outline, "width": 1},
    }  # fmt: skip


def _dots(palette: Palette) -> dict[str, Any]:
    """The stroke of a line that marks a place and is no datum."""
    return {"color": palette.muted, "width": 1.4, "dash": "2px,3px"}


def _whisker_shapes(mark: _Whisker, palette: Palette) -> list[dict[str, Any]]:
    colour = getattr(palette, mark.role.value)
    at = {"xsizemode": "pixel", "xanchor": mark.months, "layer": "above"}
    line = {"color": colour, "width": 1.8}
    name = f"published {mark.role} {mark.months:g}"
    shapes: list[dict[str, Any]] = []
    if mark.lower is not None and mark.upper is not None:
        shapes.append(
            {**at, "type": "line", "name": f"{name} interval", "line": line,
             "x0": mark.dx, "x1": mark.dx, "y0": mark.lower, "y1": mark.upper}
        )  # fmt: skip
        shapes += [
            {**at, "type": "line", "name": f"{name} limit", "line": line,
             "x0": mark.dx - 3.5, "x1": mark.dx + 3.5, "y0": limit, "y1": limit}
            for limit in (mark.lower, mark.upper)
        ]  # fmt: skip
    shapes.append(
        {**at, "type": "circle", "name": name, "ysizemode": "pixel", "yanchor": mark.value,
         "x0": mark.dx - _RING, "x1": mark.dx + _RING, "y0": -_RING, "y1": _RING,
         "fillcolor": palette.surface, "line": {"color": colour, "width": 2.4}}
    )  # fmt: skip
    return shapes


def _sample_shape(text: _Text, palette: Palette) -> dict[str, Any]:
    middle = -(text.dy + text.size * 0.66)
    return {
        "type": "line", "name": f"key {text.sample}", "xsizemode": "pixel", "ysizemode": "pixel",
        "xanchor": text.x, "yanchor": text.y, "x0": 0, "x1": _SAMPLE, "y0": middle, "y1": middle,
        "line": {"color": getattr(palette, text.colour), "width": 2.6,
                 "dash": "8px,5px" if text.sample is Role.CONTROL else "solid"},
    }  # fmt: skip


def _annotation(text: _Text, palette: Palette) -> dict[str, Any]:
    words = _plain(text.words)
    return {
        "text": f"<b>{words}</b>" if text.bold else words,
        "x": text.x,
        "y": text.y,
        "xshift": text.dx,
        "yshift": -text.dy,
        "xanchor": text.across,
        "yanchor": text.upright,
        "align": "left",
        "borderpad": 0,
        "borderwidth": 0,
        "showarrow": False,
        "font": {"size": text.size, "color": getattr(palette, text.colour)},
    }


def _title_above(words: str, palette: Palette, *, left: int = _LEFT) -> dict[str, Any]:
    """The vertical axis' title, level, over the axis: nobody turns their head."""
    return {
        "text": "<br>".join(map(_plain, _title_lines(words))), "align": "left",
        "xref": "paper", "yref": "paper", "x": 0, "y": 1,
        "xanchor": "left", "yanchor": "bottom", "xshift": 4 - left, "yshift": 6,
        "showarrow": False, "font": {"size": _SMALL, "color": palette.muted},
    }  # fmt: skip


def _title_lines(words: str) -> tuple[str, ...]:
    return wrap(words, width=_NARROWEST - 8, size=_SMALL)


def _top(words: str) -> int:
    """Margin over the plot: one line of title, or as many as 320 pixels need."""
    return _TOP + 17 * (len(_title_lines(words)) - 1)


def _title_below(words: str, palette: Palette) -> dict[str, Any]:
    return {
        "text": _plain(words), "xref": "paper", "yref": "paper", "x": 0.5, "y": 0,
        "xanchor": "center", "yanchor": "top", "yshift": -25, "showarrow": False,
        "font": {"size": _SMALL, "color": palette.muted},
    }  # fmt: skip


def _risk_height(view: SurvivalView) -> int:
    """Pixels of the risk table: a title, and for each arm its name and its lines of numbers."""
    if not view.at_risk:
        return 0
    return 10 + _RISK_LINE * len(_risk_lines(view))


@dataclass(frozen=True, slots=True)
class _RiskText:
    """One line under the axis: words from the left edge, and numbers under their ticks."""

    words: str
    colour: str
    cells: tuple[tuple[float, str], ...] = ()


def _risk_lines(view: SurvivalView) -> list[_RiskText]:
    """Each line under the axis, from the top."""
    lines = []
    if view.at_risk and view.at_risk_title:
        titles = wrap(view.at_risk_title, width=_NARROWEST - 8, size=_SMALL)
        lines += [_RiskText(words, "muted") for words in titles]
    for row in view.at_risk:
        lines.append(_RiskText(row.label, row.role.value))
        lines += [_RiskText(line.label, "muted", line.cells) for line in row.lines]
    return lines


def _under_ticks(line: _RiskText, layout: _Layout) -> list[tuple[float, str]]:
    ticks = {month for month, _ in layout.x_ticks}
    return [(month, words) for month, words in line.cells if month in ticks]


def _risk_annotations(
    view: SurvivalView, layout: _Layout, palette: Palette
) -> list[dict[str, Any]]:
    annotations: list[dict[str, Any]] = []
    for place, line in enumerate(_risk_lines(view)):
        shared = {
            "yref": "paper", "y": 0, "yanchor": "top", "yshift": -52 - place * _RISK_LINE,
            "showarrow": False,
        }  # fmt: skip
        font = {"size": _SMALL, "color": getattr(palette, line.colour)}
        if line.words:
            words = _plain(line.words)
            bold = line.colour in {role.value for role in Role}
            annotations.append(
                {**shared, "text": f"<b>{words}</b>" if bold else words, "font": font,
                 "xref": "paper", "x": 0, "xanchor": "left", "xshift": 4 - _left(view)}
            )  # fmt: skip
        numbers = {"size": _CELL, "color": palette.text}
        annotations += [
            {**shared, "text": _plain(count), "x": month, "xanchor": "center", "font": numbers}
            for month, count in _under_ticks(line, layout)
        ]
    return annotations


def _plain(words: str) -> str:
    """Plotly reads a little HTML in text: escaped, words stay words."""
    return html.escape(words, quote=False)


# --- Survival as SVG --------------------------------------------------------------------------


def survival_svg(
    view: SurvivalView,
    *,
    theme: Theme = "light",
    width: int = 900,
    height: int = 540,
    margin: int = 24,
) -> str:
    """The same picture for downloads and paper: same record, same layout, no script.

    ``height`` is that of plot and axes; the title, the risk table and the notes come on top.
    """
    palette = PALETTES[theme]
    inner = width - 2 * margin
    head, top = marks.words(view.title, margin, margin, inner, palette.text, size=19, bold=True)
    plot_top = top + (10 if view.title else 0) + 20
    plane = _plane(
        view,
        width=inner - (_left(view) - 2) - 44,
        height=height - 24 - _BOTTOM,
        left=margin + _left(view) - 2,
        top=plot_top,
    )
    layout = _lay_out(view, plane)
    floor = plot_top + plane.height
    body = head + _svg_axes(view, layout, palette)
    body += "".join(_svg_series(view, series, plane, palette) for series in view.series)
    body += "".join(_svg_whisker(mark, plane, palette) for mark in layout.whiskers)
    body += "".join(_svg_text(text, plane, palette) for text in layout.texts)
    body += _svg_risk(view, layout, palette, left=margin)
    bottom = floor + _BOTTOM + _risk_height(view) + 4
    for note in view.notes:
        drawn, bottom = marks.words(note, margin, bottom, inner, palette.muted, size=12.5)
        body += drawn
    tall = math.ceil(bottom + min(20, margin))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{tall}" '
        f'viewBox="0 0 {width} {tall}" role="img" font-family="{EXPORT_FONTS}">'
        f"<title>{marks.escaped(view.title or view.y_title)}</title>"
        f"<desc>{marks.escaped(view.alt)}</desc>"
        f'<defs><clipPath id="plot"><rect x="{px(plane.left)}" y="{px(plane.top)}" '
        f'width="{px(plane.width)}" height="{px(plane.height)}"/></clipPath>'
        f"{_svg_hatches(view, palette)}</defs>"
        f'<rect width="{width}" height="{tall}" fill="{palette.surface}"/>{body}</svg>'
    )


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Words of a picture: where their baseline starts, ends or has its middle; size in pixels."""

    words: str
    x: float
    y: float
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"]
    bold: bool


_LETTERED = re.compile(
    r'<text x="(?P<x>[^"]+)" y="(?P<y>[^"]+)" font-size="(?P<size>[^"]+)" fill="(?P<colour>[^"]+)" '
    r'text-anchor="(?P<anchor>[^"]+)"(?P<bold> font-weight="700")?>(?P<words>[^<]*)</text>'
)


def _placed(found: re.Match[str]) -> PlacedText:
    anchors: dict[str, Literal["start", "middle", "end"]] = {"middle": "middle", "end": "end"}
    return PlacedText(
        words=html.unescape(found["words"]),
        x=float(found["x"]),
        y=float(found["y"]),
        size=float(found["size"]),
        colour=found["colour"],
        anchor=anchors.get(found["anchor"], "start"),
        bold=found["bold"] is not None,
    )


def lettering(picture: str) -> tuple[str, tuple[PlacedText, ...]]:
    """A picture of ``survival_svg`` without its words, and the words with their places.

    For a page that sets them itself: an SVG in an ``<img>`` cannot load the page's font, in which
    everything was measured.
    """
    placed = tuple(map(_placed, _LETTERED.finditer(picture)))
    return _LETTERED.sub("", picture), placed


def _svg_axes(view: SurvivalView, layout: _Layout, palette: Palette) -> str:
    plane, floor = layout.plane, layout.plane.top + layout.plane.height
    right = plane.left + plane.width
    drawn = ""
    median = view.median_follow_up_months
    if median is not None and median < _last_month(view):
        start = plane.px(median)
        drawn += (
            f'<rect x="{px(start)}" y="{px(plane.top)}" width="{px(right - start)}" '
            f'height="{px(plane.height)}" fill="{palette.shade}"/>'
        )
    for tick in layout.y_ticks:
        y = plane.py(tick)
        drawn += marks.line((plane.left, y), (right, y), palette.grid, 1)
        drawn += marks.label(str(tick), plane.left - 8, y + 4.5, palette.muted, anchor="end")
    drawn += marks.line((plane.left, floor), (right, floor), palette.outline, 1)
    for month, marked in layout.x_ticks:
        x = plane.px(month)
        drawn += marks.line((x, floor), (x, floor + 4), palette.outline, 1)
        drawn += marks.label(
            f"{month:g}", x, floor + 19, palette.text if marked else palette.muted,
            anchor="middle", bold=marked,
        )  # fmt: skip
    if view.marked_months is not None and view.marked_months <= _last_month(view):
        x = plane.px(view.marked_months)
        top = plane.py(_y_ends(view)[1])
        drawn += marks.line((x, top), (x, floor), palette.muted, 1.4, dash="2 3")
    title_left = plane.left - _left(view) + 2
    drawn += marks.label(view.y_title, title_left, plane.top - 7, palette.muted)
    middle = plane.left + plane.width / 2
    return drawn + marks.label(view.x_title, middle, floor + 38, palette.muted, anchor="middle")


def _svg_series(view: SurvivalView, series: Series, plane: _Plane, palette: Palette) -> str:
    colour = getattr(palette, series.role.value)
    drawn = ""
    for band, layer in _layers(view, series):
        lower, upper = _edges(view, band)
        path = _svg_path(series, upper, plane) + " L" + _svg_path(series, lower, plane, back=True)
        hatched = f"url(#hatch-{series.role})"
        fill = f'"{colour}" fill-opacity="0.16"' if layer == "band" else f'"{hatched}"'
        drawn += f'<path d="M{path}Z" fill={fill} data-layer="{layer}" data-role="{series.role}"/>'
    line = tuple(_drawn(view, s) for s in series.survival)
    dash = _DASHES[series.role.value]
    drawn += (
        f'<path d="M{_svg_path(series, line, plane)}" fill="none" stroke="{colour}" '
        f'stroke-width="2.6" stroke-linejoin="round"{marks.dashes(dash)} '
        f'data-layer="line" data-role="{series.role}"/>'
    )
    return f'<g clip-path="url(#plot)">{drawn}</g>'


def _svg_hatches(view: SurvivalView, palette: Palette) -> str:
    """The strokes that fill where a line may run, one pattern an arm where they are shown."""
    return "".join(
        f'<pattern id="hatch-{series.role}" width="{_HATCH}" height="{_HATCH}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V{_HATCH}" '
        f'stroke="{getattr(palette, series.role.value)}" stroke-width="1.6"/></pattern>'
        for series in view.series
        if view.show_room and series.room is not None
    )


def _svg_path(
    series: Series, values: tuple[float, ...], plane: _Plane, *, back: bool = False
) -> str:
    xs, ys = _stairs(series, values)
    points = [f"{px(plane.px(x))} {px(plane.py(y))}" for x, y in zip(xs, ys, strict=True)]
    return " L".join(reversed(points) if back else points)


def _svg_whisker(mark: _Whisker, plane: _Plane, palette: Palette) -> str:
    colour = getattr(palette, mark.role.value)
    x = plane.px(mark.months) + mark.dx
    drawn = ""
    if mark.lower is not None and mark.upper is not None:
        low, high = plane.py(mark.lower), plane.py(mark.upper)
        drawn += marks.line((x, low), (x, high), colour, 1.8)
        drawn += "".join(marks.line((x - 3.5, y), (x + 3.5, y), colour, 1.8) for y in (low, high))
    return drawn + (
        f'<circle cx="{px(x)}" cy="{px(plane.py(mark.value))}" r="{_RING}" '
        f'fill="{palette.surface}" stroke="{colour}" stroke-width="2.4" '
        f'data-layer="published" data-role="{mark.role}"/>'
    )


def _svg_text(text: _Text, plane: _Plane, palette: Palette) -> str:
    x = plane.px(text.x) + text.dx
    top = text.box(plane)[1]
    colour = getattr(palette, text.colour)
    anchor = {"left": "start", "center": "middle", "right": "end"}[text.across]
    drawn = marks.label(
        text.words, x, top + text.size * 0.98, colour,
        anchor=anchor, bold=text.bold, size=text.size,
    )  # fmt: skip
    if text.sample is not None:
        y = top + text.size * 0.66
        start = x - _SAMPLE - 8
        dash = _DASHES[text.sample.value]
        drawn += marks.line((start, y), (start + _SAMPLE, y), colour, 2.6, dash=dash)
    return drawn


def _svg_risk(view: SurvivalView, layout: _Layout, palette: Palette, *, left: float) -> str:
    drawn, plane = "", layout.plane
    top = plane.top + plane.height + 66
    for place, line in enumerate(_risk_lines(view)):
        y = top + place * _RISK_LINE
        if line.words:
            bold = line.colour in {role.value for role in Role}
            drawn += marks.label(line.words, left, y, getattr(palette, line.colour), bold=bold)
        for month, count in _under_ticks(line, layout):
            x = plane.px(month)
            drawn += marks.label(count, x, y, palette.text, anchor="middle", size=_CELL)
    return drawn


# --- Subgroups --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One subgroup's ratio.

    Args:
        label: the subgroup, with its numbers.
        ratio: hazard ratio, above 0; ``None`` where it is not available.
        value_label: the ratio with its interval in words, or the words for what is missing.
        n: people, for the size of the square.
        overall: everybody; drawn as a diamond.
        head: a heading over the rows that follow, without a ratio.

    Raises:
        ValueError: a ratio or limit that is not above 0, or limits without a ratio.
    """

    label: str
    ratio: float | None
    lower: float | None
    upper: float | None
    n: int | None
    value_label: str
    overall: bool = False
    head: bool = False

    def __post_init__(self) -> None:
        numbers = [x for x in (self.ratio, self.lower, self.upper) if x is not None]
        if any(not (x > 0 and math.isfinite(x)) for x in numbers):
            raise ValueError(f"Forest row '{self.label}': ratios must be above 0.")
        if (self.lower is None) != (self.upper is None) or (self.ratio is None and numbers):
            raise ValueError(f"Forest row '{self.label}': give both limits with a ratio, or none.")


@dataclass(frozen=True, slots=True)
class ForestView:
    """Rows from the top, and the words: axis title, and what each side of 1 means."""

    rows: tuple[ForestRow, ...]
    alt: str
    table: Table
    x_title: str
    below_one: str
    above_one: str


_RATIO_TICKS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_FOREST_MARGIN = 8
_ROW_HEIGHT, _STACKED_HEIGHT = 54, 74
_SIDE_LINE = 17


def forest_chart(view: ForestView, *, theme: Literal["light", "dark"]) -> Chart:
    """Ratios on a log axis, 1 marked; names stand over their intervals, so 320 pixels are enough.

    A row without an interval is a ring, and a row without a ratio only its words.
    """
    palette = PALETTES[theme]
    rows = len(view.rows)
    start, end = _ratio_range(view.rows)
    most = max((row.n or 1 for row in view.rows if not row.overall), default=1)
    row_height = _STACKED_HEIGHT if _stacked(view) else _ROW_HEIGHT
    sides = _sides_height(view)
    plot = rows * row_height + sides
    figure = _figure(
        [
            _forest_trace(row, rows - place, most, palette)
            for place, row in enumerate(view.rows)
            if row.ratio is not None
        ],
        **_base_layout(
            palette,
            height=plot + _TOP + _BOTTOM - 22,
            bottom=_BOTTOM,
            left=_FOREST_MARGIN,
            right=_FOREST_MARGIN,
            top=8,
        ),
        hovermode=False,
        xaxis={
            **_axis(palette, grid=False),
            "type": "log",
            "range": [math.log10(start), math.log10(end)],
            "tickvals": [tick for tick in _RATIO_TICKS if start <= tick <= end],
            "ticktext": [f"{tick:g}" for tick in _RATIO_TICKS if start <= tick <= end],
        },
        yaxis={
            **_axis(palette),
            "range": [0.45, rows + 0.55 + sides / row_height],
            "showticklabels": False,
            "showgrid": False,
        },
        shapes=_forest_shapes(view, rows, palette),
        annotations=_forest_words(view, rows, palette),
    )
    return Chart(figure, view.alt, view.table)


def _sides(view: ForestView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each side of 1 means, in lines that half of a narrow screen has room for."""
    half = (_NARROWEST - 2 * _FOREST_MARGIN) / 2 - 8
    return (
        wrap(f"← {view.below_one}", width=half, size=_SMALL),
        wrap(f"{view.above_one} →", width=half, size=_SMALL),
    )


def _sides_height(view: ForestView) -> int:
    return 6 + _SIDE_LINE * max(map(len, _sides(view)))


def _stacked(view: ForestView) -> bool:
    """Whether some name and its ratio need a line each at 320 pixels; then all rows get two."""
    room = _NARROWEST - 2 * _FOREST_MARGIN - 2 * _GAP
    return any(
        written_width(row.label, size=_LABEL, bold=row.overall)
        + written_width(row.value_label, size=_LABEL)
        > room
        for row in view.rows
    )


def _ratio_range(rows: tuple[ForestRow, ...]) -> tuple[float, float]:
    """From the lowest to the highest limit with some room, 1 and both its sides included."""
    limits = [x for r in rows for x in (r.ratio, r.lower, r.upper) if x is not None]
    low, high = min([*limits, 0.5]) / 1.25, max([*limits, 2.0]) * 1.25
    return max(low, _RATIO_TICKS[0]), min(high, _RATIO_TICKS[-1])


def _forest_trace(row: ForestRow, place: int, most: int, palette: Palette) -> go.Scatter:
    ratio = row.ratio or 1.0
    ranged = row.lower is not None and row.upper is not None
    symbol = "diamond" if row.overall else "square"
    size = 17.0 if row.overall else 7 + 9 * math.sqrt(min(1.0, (row.n or 1) / most))
    return go.Scatter(
        x=[ratio],
        y=[place - 0.25],
        mode="markers",
        name=_plain(row.label),
        hoverinfo="skip",
        marker={
            "symbol": symbol if ranged else "circle-open",
            "size": size if ranged else 10,
            "color": palette.accent if row.overall else palette.text,
            "line": {"width": 0 if ranged else 2},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(row.upper or ratio) - ratio],
            "arrayminus": [ratio - (row.lower or ratio)],
            "color": palette.accent if row.overall else palette.text,
            "thickness": 1.8,
            "width": 4,
            "visible": ranged,
        },
    )


def _forest_shapes(view: ForestView, rows: int, palette: Palette) -> list[dict[str, Any]]:
    lines = [
        {"type": "line", "layer": "below", "xref": "paper", "x0": 0, "x1": 1,
         "y0": rows - place + 0.5, "y1": rows - place + 0.5,
         "line": {"color": palette.grid, "width": 1}}
        for place in range(len(view.rows))
    ]  # fmt: skip
    one = {"type": "line", "name": "one", "layer": "below", "x0": 1, "x1": 1, "y0": 0.45,
           "y1": rows + 0.5, "line": _dots(palette)}  # fmt: skip
    return [_floor(palette), *lines, one]


def _forest_words(view: ForestView, rows: int, palette: Palette) -> list[dict[str, Any]]:
    words: list[dict[str, Any]] = []
    stacked = _stacked(view)
    value_at = (
        {"x": 0, "xanchor": "left", "yshift": -23} if stacked else {"x": 1, "xanchor": "right"}
    )
    for place, row in enumerate(view.rows):
        bold = row.overall or row.head
        name = f"<b>{_plain(row.label)}</b>" if bold else _plain(row.label)
        shared = {"xref": "paper", "y": rows - place + 0.5, "yanchor": "top", "yshift": -4,
                  "showarrow": False, "bgcolor": palette.surface, "borderpad": 1,
                  "font": {"size": _LABEL, "color": palette.text}}  # fmt: skip
        words += [
            {**shared, "text": name, "x": 0, "xanchor": "left"},
            {**shared, "text": _plain(row.value_label), **value_at},
        ]
    side = {"xref": "paper", "y": rows + 0.5, "yanchor": "bottom", "yshift": 4, "showarrow": False,
            "font": {"size": _SMALL, "color": palette.muted}}  # fmt: skip
    for lines, x, edge in zip(_sides(view), (0, 1), ("left", "right"), strict=True):
        words.append({**side, "text": "<br>".join(map(_plain, lines)), "x": x, "xanchor": edge,
                      "align": edge})  # fmt: skip
    return [*words, _title_below(view.x_title, palette)]


# --- Probability over all preferences ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProbabilityLine:
    """Probability, 0 to 1, at each preference, with its name; words for the pointer or none."""

    label: str
    probability: tuple[float, ...]
    hover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProbabilityView:
    """The probability that the gain is larger, for preferences 0 to 100.

    Args:
        preferences: 0 (not bad at all) to 100 (as bad as the anchor event), increasing.
        main: with gain and harm independent.
        others: thin lines, for example correlations of -0.3 and +0.3.
        set_preference: the one that was set, or ``None``: then nothing is marked.
        set_label: written at the marked point.
    """

    preferences: tuple[float, ...]
    main: ProbabilityLine
    alt: str
    table: Table
    x_title: str
    y_title: str
    others: tuple[ProbabilityLine, ...] = ()
    set_preference: float | None = None
    set_label: str = ""

    def __post_init__(self) -> None:
        for line in (self.main, *self.others):
            if len(line.probability) != len(self.preferences):
                raise ValueError(
                    f"Probability line '{line.label}': {len(line.probability)} entries for "
                    f"{len(self.preferences)} preferences. Give one for each preference."
                )


_THIN_DASHES = ("7px,4px", "2px,3px", "9px,3px,2px,3px")


def probability_chart(view: ProbabilityView, *, theme: Literal["light", "dark"]) -> Chart:
    """Probability over all preferences; neutral colours, since no side of it is good or bad."""
    palette = PALETTES[theme]
    lines = (view.main, *view.others)
    above = _top(view.y_title)
    key = len(lines) * 20 + 8
    height = FIGURE_HEIGHT + above - _TOP
    figure = _figure(
        [_probability_trace(view, n, palette) for n in range(len(lines))],
        **_base_layout(palette, height=height, bottom=_BOTTOM, right=20, top=above + key),
        hovermode="x unified",
        xaxis={**_axis(palette, grid=False), "range": [0, 101.5], "tickvals": [0, 25, 50, 75, 100],
               "unifiedhovertitle": {"text": "<b>%{x:.0f}</b>"}},
        yaxis={**_axis(palette), "range": [0, 103], "tickvals": [0, 25, 50, 75, 100]},
        shapes=[
            _floor(palette),
            *_probability_key_lines(lines, above + key - 12, palette),
            *_set_shapes(view, palette),
        ],
        annotations=[
            *_probability_key_words(lines, above + key - 12, palette),
            *_set_words(view, palette),
            _title_above(view.y_title, palette),
            _title_below(view.x_title, palette),
        ],
    )  # fmt: skip
    return Chart(figure, view.alt, view.table)


def _stroke(place: int, palette: Palette) -> dict[str, Any]:
    if place == 0:
        return {"color": palette.text, "width": 2.6, "dash": "solid"}
    dash = _THIN_DASHES[(place - 1) % len(_THIN_DASHES)]
    return {"color": palette.muted, "width": 1.4, "dash": dash}


def _probability_trace(view: ProbabilityView, place: int, palette: Palette) -> go.Scatter:
    line = (view.main, *view.others)[place]
    hover: dict[str, Any] = {"hoverinfo": "skip"}
    if line.hover:
        hover = {"text": [_plain(w) for w in line.hover], "hovertemplate": "%{text}<extra></extra>"}
    return go.Scatter(
        x=view.preferences,
        y=[100 * p for p in line.probability],
        mode="lines",
        name=_plain(line.label),
        line=_stroke(place, palette),
        **hover,
    )


def _probability_key_lines(
    lines: tuple[ProbabilityLine, ...], top: int, palette: Palette
) -> list[dict[str, Any]]:
    """Pieces of line over the plot; the lines themselves run too close together for names."""
    shapes = []
    for place in range(len(lines)):
        y = top - 20 * place
        shapes.append(
            {"type": "line", "xref": "paper", "yref": "paper", "xsizemode": "pixel",
             "ysizemode": "pixel", "xanchor": 0, "yanchor": 1, "x0": 4 - _LEFT,
             "x1": 4 - _LEFT + _SAMPLE, "y0": y, "y1": y, "line": _stroke(place, palette)}
        )  # fmt: skip
    return shapes


def _probability_key_words(
    lines: tuple[ProbabilityLine, ...], top: int, palette: Palette
) -> list[dict[str, Any]]:
    return [
        {"text": _plain(line.label), "xref": "paper", "yref": "paper", "x": 0, "y": 1,
         "xanchor": "left", "yanchor": "middle", "xshift": 12 - _LEFT + _SAMPLE,
         "yshift": top - 20 * place, "showarrow": False,
         "font": {"size": _SMALL, "color": palette.text}}
        for place, line in enumerate(lines)
    ]  # fmt: skip


def _set_point(view: ProbabilityView) -> tuple[float, float] | None:
    """The preference that was set and its probability out of 100."""
    if view.set_preference is None:
        return None
    place = min(
        range(len(view.preferences)),
        key=lambda n: abs(view.preferences[n] - (view.set_preference or 0.0)),
    )
    return view.set_preference, 100 * view.main.probability[place]


def _set_shapes(view: ProbabilityView, palette: Palette) -> list[dict[str, Any]]:
    point = _set_point(view)
    if point is None:
        return []
    x, y = point
    return [
        {"type": "line", "name": "set-preference", "layer": "below", "x0": x, "x1": x, "y0": 0,
         "y1": 100, "line": _dots(palette)},
        {"type": "circle", "name": "set-point", "xsizemode": "pixel", "ysizemode": "pixel",
         "xanchor": x, "yanchor": y, "x0": -_RING, "x1": _RING, "y0": -_RING, "y1": _RING,
         "fillcolor": palette.surface, "line": {"color": palette.text, "width": 2.4}},
    ]  # fmt: skip


def _set_words(view: ProbabilityView, palette: Palette) -> list[dict[str, Any]]:
    """At the ring, towards the middle of the plot and away from the line, which never rises."""
    point = _set_point(view)
    if point is None or not view.set_label:
        return []
    x, y = point
    left = x > 50
    low = left if y > 30 else False
    return [
        {"text": f"<b>{_plain(view.set_label)}</b>", "x": x, "y": y, "showarrow": False,
         "xanchor": "right" if left else "left", "xshift": -12 if left else 12,
         "yanchor": "top" if low else "bottom", "yshift": -6 if low else 6,
         "font": {"size": _VALUE, "color": palette.text}}
    ]  # fmt: skip
