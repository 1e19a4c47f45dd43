"""All harms of a trial as one picture: both arms, and the difference with its range.

Fewer lie to the left of zero and more to the right, worded alike. Laid out for a width: wide, each
harm is one line; narrow, its name stands over its numbers, and they over its mark.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tradeoff.drawing.palette import Theme, wrap, written_width
from tradeoff.drawing.scene import (
    LABEL,
    SMALL,
    Across,
    At,
    Box,
    Mark,
    Plane,
    Ring,
    Scene,
    Segment,
    Stroke,
    Text,
    notes,
    paragraph,
    ranged,
)
from tradeoff.drawing.to_svg import to_svg
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.view import Findings, all_harms, harms_in_order
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import Harm, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.harm import HARMS_TITLE, cautions, harms_counted
from tradeoff.words.naming import arm_words, of_demonstration, trial_name
from tradeoff.words.say import Say, message
from tradeoff.words.sources import STATUS_WORDS, citation

#: Widths in pixels for which a page draws it: a card on a desktop, on a tablet, on a telephone.
WIDE, MIDDLE, NARROW = 900, 720, 340
FEWER: Final = message("fewer")
MORE: Final = message("more")
CHANGE: Final = message("Difference (range)")

_WIDE_ROW, _NARROW_ROW = 19, 66
_MARGIN, _GAP = 12, 10
_LINE = 18
_HEAD = 46
_AXIS = 44
_DOT = 4.6
_ARMS_HEAD = 115  # pixels: a longer head of both arms stands in lines
_LEAST_PLOT = 130  # pixels: with fewer, words stand over marks and not beside them
_TICKS = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_TICKS = 5
_EDGE, _ZERO = Stroke("outline", 1), Stroke("outline", 1.2)


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

    plot: Plane
    """Its horizontal axis is the difference per 100."""
    width: int
    row: int
    arms: float
    """Where both arms' rates end; in a narrow picture they start there."""

    @property
    def narrow(self) -> bool:
        return self.row == _NARROW_ROW

    @property
    def change_end(self) -> float:
        return self.width - _MARGIN

    @property
    def arms_across(self) -> Across:
        return "left" if self.narrow else "right"

    @property
    def zero(self) -> float:
        return self.plot.px(0)


def harms_svg(view: HarmsView, *, theme: Theme = "light", width: int = WIDE) -> str:
    """The picture for paper."""
    return to_svg(harms_scene(view, width=width), theme=theme)


def harms_scene(view: HarmsView, *, width: int = WIDE) -> Scene:
    """The picture at a width in pixels."""
    inner = width - 2 * _MARGIN
    head: tuple[Mark, ...] = ()
    top = _MARGIN + 4.0
    if view.title:
        title, bottom = paragraph(view.title, _MARGIN, top, width=inner, size=17, bold=True)
        head, top = (title,), bottom + 2
    plan = _plan(view, width=width, top=top)
    rows = (
        mark
        for place, row in enumerate(view.rows)
        for mark in _row(row, plan, plan.plot.top + place * plan.row)
    )
    axis = wrap(view.axis, width=inner, size=SMALL)
    bottom = plan.plot.floor + _AXIS + _LINE * (len(axis) - 1)
    under, bottom = notes(view.notes, _MARGIN, bottom, width=inner, size=12.5, gap=2)
    marks = (*head, *_heads(view, plan), *_axis(axis, plan), *rows, *under)
    tall = math.ceil(bottom + _MARGIN)
    return Scene(width, tall, marks, title=view.title or view.axis, alt=view.alt)


def _plan(view: HarmsView, *, width: int, top: float) -> _Plan:
    """Columns as wide as their words; the picture takes what is left."""
    names = max(written_width(row.label, size=LABEL, bold=True) for row in view.rows)
    arms = _column(_arms_head(view), (row.arms for row in view.rows))
    change = _column((view.change,), (row.change for row in view.rows))
    if names + arms + change + 2 * _MARGIN + 5 * _GAP + _LEAST_PLOT > width:
        row, start = _NARROW_ROW, float(_MARGIN)
        left, right = _MARGIN + _DOT, width - _MARGIN - _DOT
        top += _LINE  # the columns' heads stand one over the other
    else:
        row, start = _WIDE_ROW, _MARGIN + names + _GAP + arms
        left, right = start + 2 * _GAP, width - _MARGIN - change - 2 * _GAP
    tall = row * len(view.rows)
    plot = Plane(left, top + _HEAD, right - left, tall, _span(view), (0, 1))
    return _Plan(plot, width, row, start)


def _column(head: tuple[str, ...], cells: Iterator[str]) -> float:
    """Pixels of the widest cell of a column, its head included."""
    wide = (written_width(cell, size=LABEL, bold=True) for cell in cells)
    return max(*(written_width(line, size=SMALL) for line in head), *wide)


def _arms_head(view: HarmsView) -> tuple[str, ...]:
    return wrap(view.arms, width=_ARMS_HEAD, size=SMALL)


def _span(view: HarmsView) -> tuple[float, float]:
    """From the lowest to the highest limit, zero and a little of both its sides included."""
    limits = [
        limit
        for row in view.rows
        for limit in (row.difference, row.lower, row.upper)
        if limit is not None
    ]
    return min([*limits, -5.0]) - 1, max([*limits, 5.0]) + 1


def _heads(view: HarmsView, plan: _Plan) -> Iterator[Mark]:
    """Over the rows: the columns' heads, and what both sides of zero mean."""
    base, heads = plan.plot.top - 12, _arms_head(view)
    first = second = base
    if plan.narrow:
        first, second, heads = base - 2 * _LINE, base - _LINE, (view.arms,)
    else:
        yield Segment(At(plan.zero, base + 8), At(plan.zero, plan.plot.floor), _ZERO)
    yield from _sides(view, plan, base)
    for down, line in enumerate(heads, start=1 - len(heads)):
        at = At(plan.arms, first + _LINE * down)
        yield Text((line,), at, "muted", across=plan.arms_across)
    yield Text((view.change,), At(plan.change_end, second), "muted", across="right")


def _sides(view: HarmsView, plan: _Plan, y: float) -> Iterator[Text]:
    """Beside zero; moved inwards where an edge is too near."""
    left, right = plan.plot.left, plan.plot.right
    words = f"← {view.fewer}", f"{view.more} →"
    fewer, more = (written_width(one, size=SMALL) for one in words)
    end = min(max(plan.zero - 6, left + fewer), right - more - 12)
    start = max(min(plan.zero + 6, right - more), end + 12)
    yield Text((words[0],), At(end, y), "muted", across="right")
    yield Text((words[1],), At(start, y), "muted")


def _axis(lines: tuple[str, ...], plan: _Plan) -> Iterator[Mark]:
    """The axis under the rows, with its title."""
    plot = plan.plot
    yield Segment(At(plot.left, plot.floor), At(plot.right, plot.floor), _EDGE)
    for tick in _ticks(plot.x_range):
        at = At(plot.px(tick), plot.floor)
        shown = f"+{tick:g}" if tick > 0 else f"{tick:g}".replace("-", "−")
        yield Segment(at, at.moved(0, 4), _EDGE)
        yield Text((shown,), at.moved(0, 18), "muted", across="center")
    half = _MARGIN / 2 + max(written_width(line, size=SMALL) for line in lines) / 2
    middle = min(max((plot.left + plot.right) / 2, half), plan.width - half)
    for place, line in enumerate(lines):
        at = At(middle, plot.floor + 36 + _LINE * place)
        yield Text((line,), at, "muted", across="center")


def _ticks(span: tuple[float, float]) -> list[float]:
    reach = span[1] - span[0]
    step = next((one for one in _TICKS if reach / one <= _MOST_TICKS + 1), _TICKS[-1])
    first = math.ceil(span[0] / step)
    return [float(step * place) for place in range(first, math.floor(span[1] / step) + 1)]


def _row(row: HarmRow, plan: _Plan, top: float) -> Iterator[Mark]:
    """A harm's ground where it is weighed, its words, the line at zero, and its mark."""
    base, bottom = top + LABEL + 4, top + plan.row
    numbers_at, middle, start = base, base - 5, top
    if plan.narrow:
        numbers_at, middle = base + _LINE, bottom - 14
        start = numbers_at + 5  # beside words, never through them
    if row.weighed:
        corner = At(plan.width - _MARGIN / 2, bottom)
        yield Box(At(_MARGIN / 2, top), corner, "shade", rounded=4)
    yield Text((row.label,), At(_MARGIN, base), size=LABEL, bold=row.weighed)
    yield Text((row.arms,), At(plan.arms, numbers_at), size=LABEL, across=plan.arms_across)
    yield Text((row.change,), At(plan.change_end, numbers_at), size=LABEL, across="right",
               bold=row.weighed)  # fmt: skip
    if plan.narrow or row.weighed:  # else the line from the heads on is seen
        yield Segment(At(plan.zero, start), At(plan.zero, bottom), _ZERO)
    if row.difference is not None:
        ring = Ring(At(plan.plot.px(row.difference), middle), _DOT, "harm")
        lower, upper = (
            None if limit is None else At(plan.plot.px(limit), middle)
            for limit in (row.lower, row.upper)
        )
        yield from ranged(ring, lower, upper, Stroke("harm", 1.8))


# --- from findings ------------------------------------------------------------------------------


def harms_view(say: Say, view: Findings, *, visit: tuple[str, ...] = ()) -> HarmsView | None:
    """Every harm, both arms and the difference; ``None`` where no harm has a rate."""
    trial = view.trial
    pairs = harms_in_order(view)
    if not any(found for _, found in pairs):
        return None
    arms = Arms.each(lambda role: arm_words(trial, role))
    return HarmsView(
        rows=tuple(_harm_row(say, trial, harm, found) for harm, found in pairs),
        alt=harms_alt(say, view),
        arms=numbers.versus(say, *arms.map(lambda arm: arm.short).shown),
        change=say(CHANGE),
        fewer=say(FEWER),
        more=say(MORE),
        axis=say(
            "Difference per 100 treated {having}, with its 95 % range",
            having=arms.experimental.having,
        ),
        title=f"{say(HARMS_TITLE)}, {trial_name(say, trial)}",
        notes=(*harms_picture_notes(say, view), *visit),
    )


def bare_harms(drawn: HarmsView) -> HarmsView:
    """The picture for a page, which has a heading and notes of its own."""
    return replace(drawn, title="", notes=())


def _harm_row(say: Say, trial: Trial, harm: Harm, found: HarmFindings | None) -> HarmRow:
    label = trial.text.harms[harm.id].short
    if found is None:
        return HarmRow(label, "", say(numbers.NOT_AVAILABLE), weighed=harm.weighed)
    if found.excess.unconfirmed:
        label = f"{label}, {say(STATUS_WORDS[Status.UNCONFIRMED])}"
    estimate = found.excess.estimate
    limits = estimate.limits if estimate.has_range else (None, None)
    arms = (found.experimental, found.control)
    rates = (numbers.out_of_100(say, one.estimate.value, one.decimals) for one in arms)
    lower, upper = (None if one is None else numbers.HUNDRED * one for one in limits)
    change = numbers.with_range(say, found.excess, signed=True)
    difference = numbers.HUNDRED * estimate.value
    told = numbers.versus(say, *rates)
    return HarmRow(label, told, change, difference, lower, upper, harm.weighed)


def harms_alt(say: Say, view: Findings) -> str:
    """The picture of all harms as a sentence."""
    counted = sum(found is not None for _, found in all_harms(view))
    # Named before: where a call stands among the values, the catalogues' tool misses the plural.
    name = trial_name(say, view.trial)
    return say.many(
        "{count} harm of {trial_name}, per 100 treated in both arms, with the difference and its "
        "range; the same figures stand in the table below.",
        "{count} harms of {trial_name}, per 100 treated in both arms, each with the difference and "
        "its range; the same figures stand in the table below.",
        counted,
        trial_name=name,
    )


def harms_picture_notes(say: Say, view: Findings) -> tuple[str, ...]:
    """What has to travel with the downloaded picture of all harms."""
    trial = view.trial
    counted = [found for _, found in all_harms(view) if found is not None]
    cited_in = dict.fromkeys(
        citation(say, one) for found in counted for one in found.excess.citations
    )
    marked = dict.fromkeys(note for found in counted for note in cautions(say, trial, found))
    return (
        f"{trial.text.population}. {harms_counted(say, view)}",
        *(f"{note}." for note in marked),
        *of_demonstration(say, trial),
        say("Source: {source}.", source="; ".join(cited_in)),
        say(
            "{intended_use} Data version {version}.",
            intended_use=say(INTENDED_USE),
            version=trial.version,
        ),
    )
