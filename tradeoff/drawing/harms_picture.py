"""All harms of a trial as one picture: both arms, and the difference with its range.

Fewer lie to the left of zero and more to the right, worded alike. Laid out once for a width: wide,
each harm is one line; narrow, its name stands over its numbers, and they over its mark.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tradeoff.drawing import marks
from tradeoff.drawing.marks import px
from tradeoff.drawing.palette import EXPORT_FONTS, PALETTES, Palette, Theme, wrap, written_width
from tradeoff.words.table import Table

__all__ = ["MIDDLE", "NARROW", "WIDE", "HarmRow", "HarmsView", "harms_svg"]

#: Widths in pixels for which a page draws it: a card on a desktop, on a tablet, on a telephone.
WIDE = 900
MIDDLE = 720
NARROW = 340

_SMALL, _LETTER = 13, 14
_WIDE_ROW, _NARROW_ROW = 27, 66
_MARGIN, _GAP = 12, 10
_LINE = 18
_HEAD = 46
_AXIS = 44
_DOT = 4.6
_ARMS_HEAD = 115  # pixels: a longer head of both arms stands in lines
_LEAST_PLOT = 130  # pixels: with fewer, words stand over marks and not beside them
_TICKS = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One harm: its words, and the difference per 100 with its limits where they are known."""

    label: str
    arms: str
    change: str
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    weighed: bool = False


@dataclass(frozen=True, slots=True)
class HarmsView:
    """Rows from the top, and the words around them.

    ``arms`` and ``change`` head their columns; ``title`` and ``notes`` stand on the exported
    picture only.
    """

    rows: tuple[HarmRow, ...]
    alt: str
    table: Table
    arms: str
    change: str
    fewer: str
    more: str
    axis: str
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand, in pixels."""

    width: int
    row: int
    plot: tuple[float, float]
    arms: float
    """Where both arms' rates end; in a narrow picture they start there."""
    change_end: float
    top: float
    span: tuple[float, float]

    def px(self, per_hundred: float) -> float:
        (left, right), (low, high) = self.plot, self.span
        return left + (per_hundred - low) / (high - low) * (right - left)

    @property
    def narrow(self) -> bool:
        return self.row == _NARROW_ROW

    @property
    def arms_anchor(self) -> str:
        return "start" if self.narrow else "end"


def harms_svg(view: HarmsView, *, theme: Theme = "light", width: int = WIDE) -> str:
    """The picture at a width in pixels; no script, its words selectable where SVG is opened."""
    palette = PALETTES[theme]
    head, top = marks.words(
        view.title, _MARGIN, _MARGIN + 4, width - 2 * _MARGIN, palette.text, size=17, bold=True
    )
    plan = _plan(view, width=width, top=top)
    floor = plan.top + plan.row * len(view.rows)
    body = head + _ground(view, plan, palette, floor=floor)
    for place, row in enumerate(view.rows):
        body += _row(row, plan, palette, top=plan.top + place * plan.row)
    bottom = floor + _AXIS + _LINE * (len(_axis_lines(view, plan)) - 1)
    for note in view.notes:
        drawn, bottom = marks.words(
            note, _MARGIN, bottom, width - 2 * _MARGIN, palette.muted, size=12.5
        )
        body += drawn
    tall = math.ceil(bottom + _MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{tall}" '
        f'viewBox="0 0 {width} {tall}" role="img" font-family="{EXPORT_FONTS}">'
        f"<title>{marks.escaped(view.title or view.axis)}</title>"
        f"<desc>{marks.escaped(view.alt)}</desc>"
        f'<rect width="{width}" height="{tall}" fill="{palette.surface}"/>{body}</svg>'
    )


def _plan(view: HarmsView, *, width: int, top: float) -> _Plan:
    """Columns as wide as their words; the picture takes what is left."""
    names = max(written_width(row.label, size=_LETTER, bold=True) for row in view.rows)
    arms, change = (_column(view, name) for name in ("arms", "change"))
    right = width - _MARGIN
    beside = names + arms + change + 2 * _MARGIN + 5 * _GAP
    if beside + _LEAST_PLOT > width:
        plot = (_MARGIN + _DOT, right - _DOT)
        under = top + _HEAD + _LINE  # the columns' heads stand one over the other
        return _Plan(width, _NARROW_ROW, plot, _MARGIN, right, under, _span(view))
    arms_end = _MARGIN + names + _GAP + arms
    plot = (arms_end + 2 * _GAP, right - change - 2 * _GAP)
    return _Plan(width, _WIDE_ROW, plot, arms_end, right, top + _HEAD, _span(view))


def _column(view: HarmsView, name: str) -> float:
    """Pixels of the widest cell of a column, its head included."""
    cells = (written_width(getattr(row, name), size=_LETTER, bold=True) for row in view.rows)
    head = getattr(view, name)
    lines = _arms_head(view) if name == "arms" else (head,)
    return max(*(written_width(line, size=_SMALL) for line in lines), *cells)


def _arms_head(view: HarmsView) -> tuple[str, ...]:
    return wrap(view.arms, width=_ARMS_HEAD, size=_SMALL)


def _span(view: HarmsView) -> tuple[float, float]:
    """From the lowest to the highest limit, zero and a little of both its sides included."""
    limits = [
        limit
        for row in view.rows
        for limit in (row.difference, row.lower, row.upper)
        if limit is not None
    ]
    return min([*limits, -5.0]) - 1, max([*limits, 5.0]) + 1


def _ground(view: HarmsView, plan: _Plan, palette: Palette, *, floor: float) -> str:
    """Heads, what both sides of zero mean, zero itself, and the axis."""
    zero, (left, right) = plan.px(0), plan.plot
    drawn = (
        "" if plan.narrow else marks.line((zero, plan.top - 4), (zero, floor), palette.outline, 1.2)
    )
    for words, x, anchor in _sides(view, plan):
        drawn += marks.label(words, x, plan.top - 12, palette.muted, anchor=anchor, size=_SMALL)
    first, second = (plan.top - 12 - _LINE * up for up in ((2, 1) if plan.narrow else (0, 0)))
    heads = (view.arms,) if plan.narrow else _arms_head(view)
    drawn += "".join(
        marks.label(
            line, plan.arms, first - _LINE * below, palette.muted, anchor=plan.arms_anchor,
            size=_SMALL,
        )
        for line, below in zip(heads, reversed(range(len(heads))), strict=True)
    )  # fmt: skip
    drawn += marks.label(
        view.change, plan.change_end, second, palette.muted, anchor="end", size=_SMALL
    )
    drawn += marks.line((left, floor), (right, floor), palette.outline, 1)
    for tick in _ticks(plan.span):
        x = plan.px(tick)
        drawn += marks.line((x, floor), (x, floor + 4), palette.outline, 1)
        shown = f"+{tick:g}" if tick > 0 else f"{tick:g}".replace("-", "−")
        drawn += marks.label(shown, x, floor + 18, palette.muted, anchor="middle", size=_SMALL)
    lines = _axis_lines(view, plan)
    half = _MARGIN / 2 + max(written_width(one, size=_SMALL) for one in lines) / 2
    middle = min(max((left + right) / 2, half), plan.width - half)
    return drawn + "".join(
        marks.label(
            one, middle, floor + 36 + _LINE * place, palette.muted, anchor="middle", size=_SMALL
        )
        for place, one in enumerate(lines)
    )


def _sides(view: HarmsView, plan: _Plan) -> tuple[tuple[str, float, str], ...]:
    """What both sides of zero mean, beside it; moved inwards where an edge is too near."""
    zero, (left, right) = plan.px(0), plan.plot
    words = f"← {view.fewer}", f"{view.more} →"
    fewer, more = (written_width(one, size=_SMALL) for one in words)
    end = min(max(zero - 6, left + fewer), right - more - 12)
    start = max(min(zero + 6, right - more), end + 12)
    return (words[0], end, "end"), (words[1], start, "start")


def _axis_lines(view: HarmsView, plan: _Plan) -> tuple[str, ...]:
    return wrap(view.axis, width=plan.width - 2 * _MARGIN, size=_SMALL)


def _ticks(span: tuple[float, float]) -> list[float]:
    reach = span[1] - span[0]
    step = next((one for one in _TICKS if reach / one <= _MOST_TICKS + 1), _TICKS[-1])
    first = math.ceil(span[0] / step)
    return [float(step * place) for place in range(first, math.floor(span[1] / step) + 1)]


def _row(row: HarmRow, plan: _Plan, palette: Palette, *, top: float) -> str:
    base = top + _LETTER + 4
    numbers = base + _LINE if plan.narrow else base
    middle = top + plan.row - 14 if plan.narrow else base - 5
    ground = ""
    if row.weighed:
        ground = (
            f'<rect x="{px(_MARGIN / 2)}" y="{px(top)}" width="{px(plan.width - _MARGIN)}" '
            f'height="{plan.row}" rx="4" fill="{palette.shade}"/>'
        )
    drawn = ground + marks.label(
        row.label, _MARGIN, base, palette.text, bold=row.weighed, size=_LETTER
    )
    drawn += marks.label(
        row.arms, plan.arms, numbers, palette.text, anchor=plan.arms_anchor, size=_LETTER
    )
    drawn += marks.label(
        row.change, plan.change_end, numbers, palette.text, anchor="end", bold=row.weighed,
        size=_LETTER,
    )  # fmt: skip
    zero = plan.px(0)
    start = numbers + 5 if plan.narrow else top  # beside words, never through them
    drawn += marks.line((zero, start), (zero, top + plan.row), palette.outline, 1.2)
    return drawn + _dot(row, plan, palette, middle)


def _dot(row: HarmRow, plan: _Plan, palette: Palette, y: float) -> str:
    if row.difference is None:
        return ""
    x, colour = plan.px(row.difference), palette.harm
    drawn = ""
    if row.lower is not None and row.upper is not None:
        low, high = plan.px(row.lower), plan.px(row.upper)
        drawn = marks.line((low, y), (high, y), colour, 1.8)
        drawn += "".join(
            marks.line((end, y - 3.5), (end, y + 3.5), colour, 1.8) for end in (low, high)
        )
    return f'{drawn}<circle cx="{px(x)}" cy="{px(y)}" r="{_DOT}" fill="{colour}"/>'
