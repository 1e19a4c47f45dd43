"""From what is drawn on a page to its figures: curves with their axes and numbers at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.pdf import document, walk
from tradeoff.digitising.pdf.drawn import Box, Drawn, Stroke, covering
from tradeoff.digitising.pdf.outlines import lines
from tradeoff.digitising.pdf.risk import at_risk
from tradeoff.digitising.pdf.scales import Scale, scales_across, scales_down, with_thousands
from tradeoff.digitising.pdf.shares import UnclearError, whole
from tradeoff.digitising.pdf.stairs import Stairs, staircases
from tradeoff.digitising.records import Axes, DigitisingError, PrintedCurve, PrintedFigure
from tradeoff.trial.told import told, told_later

# So that the smallest steps of a trial with thousands of patients stay, and the noise of numbers
# written with two or three decimals goes.
_DECIMALS = 4
# Of an axis: how far beyond its ends a curve may lie, and how late it may start.
_BEYOND_TIME, _BEYOND_SURVIVAL = 0.25, 0.02
_LATE = 0.3
# Of an axis: a step nearer than this to the start or the end of a line may be a corner of a frame.
_CORNER = 0.02
# Of the axis of time: what is nearer than this to time 0 starts there.
_AT_START = 0.01
# Where there are no ticks the labels' middles are a little off, and a curve starts at 1.
_LABEL_OFF = 0.015
# Of a curve's steps: limits of confidence have theirs where the curve has them.
_SHARED_STEPS = 0.75
_SAME_PLACE = 0.3
_ABOVE_OR_BELOW = 0.95
_MOST_CURVES = 40

_THOUSANDS = told_later(
    "The numbers at an axis, {first} to {last}, may be thousands or have decimals: that can't be "
    "told."
)
_NO_START = told("No curve over the axes that were found starts at time 0 with all patients.")
_UNCLEAR = told_later(
    "Page {page}: {reason} Let the page be shown as a picture, click the curves, and type what "
    "the numbers at the axes are."
)
_NOTHING = told_later(
    "Page {page} holds no curve as vector graphics that could be read with its axes. "
    "Choose another page, or let the page be shown as a picture and click the curves."
)


def figures(data: bytes, page: int = 0) -> tuple[PrintedFigure, ...]:
    """The figures of a page, from the top down and from left to right.

    A figure that lies on its side is turned upright; its places are then those on the page turned.

    Raises:
        DigitisingError: no page, too much on it, or no curve that can be read.
    """
    shown = walk.drawn(document.loaded(data, page))
    ways = sorted({0, *(one.turns for one in shown.words)})
    reasons: list[str] = []
    for turns in ways:
        found = _figures(shown.turned(turns), reasons)
        if found:
            return tuple(replace(one, turns=turns) for one in found)
    if reasons:
        raise DigitisingError(told(_UNCLEAR, page=page + 1, reason=reasons[0]))
    raise DigitisingError(told(_NOTHING, page=page + 1))


def _figures(page: Drawn, reasons: list[str]) -> tuple[PrintedFigure, ...]:
    """Adds to ``reasons`` why there is no figure over axes that were found."""
    page = replace(page, words=with_thousands(page.words))
    stairs = staircases(_with_lines(page))
    if not stairs:
        return ()
    whole = covering(one.box for one in stairs)
    across, down = scales_across(page, whole), scales_down(page, whole)
    panels: dict[tuple[int, int], list[Stairs]] = {}
    for one in stairs:
        pair = _scales_of(one, across, down)
        if pair is not None:
            panels.setdefault(pair, []).append(one)
    found = []
    for (x, y), held in panels.items():
        try:
            found.append(_figure(page, across[x], down[y], held))
        except UnclearError as unclear:
            reasons.append(unclear.said)
    return _in_order([one for one in found if one is not None])


def _in_order(found: list[PrintedFigure]) -> tuple[PrintedFigure, ...]:
    """Row by row: what starts above another one's middle stands in its row."""
    rows: list[list[PrintedFigure]] = []
    for figure in sorted(found, key=lambda one: one.box[1]):
        first = rows[-1][0].box if rows else None
        if first is None or figure.box[1] > (first[1] + first[3]) / 2:
            rows.append([])
        rows[-1].append(figure)
    return tuple(one for row in rows for one in sorted(row, key=lambda one: one.box[0]))


def _with_lines(page: Drawn) -> list[Stroke]:
    """Strokes and the lines that are drawn as areas, in the order in which they are drawn."""
    strokes = list(enumerate(page.strokes))
    return [one for _, one in sorted((*lines(page.areas), *strokes), key=lambda one: one[0])]


def _scales_of(
    one: Stairs, across: Sequence[Scale], down: Sequence[Scale]
) -> tuple[int, int] | None:
    """The nearest axis below a curve and the nearest at its left, that reach as far as it does."""
    left, top, right, bottom = one.box
    below = [
        (scale.box[1] - bottom, index)
        for index, scale in enumerate(across)
        if scale.box[1] > bottom - 2 and _spans(scale, left, right, _BEYOND_TIME)
    ]
    beside = [
        (left - scale.box[2], index)
        for index, scale in enumerate(down)
        if scale.box[2] < left + 2 and _spans(scale, top, bottom, _BEYOND_SURVIVAL)
    ]
    return (min(below)[1], min(beside)[1]) if below and beside else None


def _spans(scale: Scale, start: float, end: float, beyond: float) -> bool:
    """Whether an axis, drawn on by a label's distance at most, holds what lies between."""
    ends = sorted((scale.at(scale.values[0]), scale.at(scale.values[-1])))
    more = scale.step + beyond * (ends[1] - ends[0])
    inside = end - start > 0.1 * (ends[1] - ends[0]) or beyond != _BEYOND_TIME
    return inside and ends[0] - more <= start and end <= ends[1] + more


def _figure(page: Drawn, across: Scale, down: Scale, held: list[Stairs]) -> PrintedFigure | None:
    """``None`` where the lines are no curves of survival or of events.

    Raises:
        UnclearError: what the axes count can't be told.
    """
    ways = [one.falls for one in held if not one.wavers]
    rising = sum(ways) * 2 < len(ways)
    alike = [one for one in held if one.falls != rising and not _is_frame(one, across)]
    if not alike:
        return None
    axes = _axes(across, down, rising, whole(_clear(down), page.words))
    _clear(across)
    curves = [one for one in alike if _plausible(one, axes, across)]
    curves = _without_limits(curves[:_MOST_CURVES])
    if not curves:
        return None
    first = max(float(axes.survival(one.levels)[0]) for one in curves)
    if first < 1 - _BEYOND_SURVIVAL - (0 if down.exact else _LABEL_OFF):
        raise UnclearError(_NO_START)
    axes = _exact(axes, across, down, curves)
    return PrintedFigure(
        curves=tuple(_curve(one, axes) for one in curves),
        at_risk=at_risk(page.words, across, len(curves)),
        box=_box(across, down, curves),
        axes=axes,
    )


def _clear(scale: Scale) -> Scale:
    if scale.unclear:
        first, last = scale.words[0].text, scale.words[-1].text
        raise UnclearError(told(_THOUSANDS, first=first, last=last))
    return scale


def _axes(across: Scale, down: Scale, rising: bool, total: float) -> Axes:
    """Survival is one minus what is printed where the curves rise."""
    low, high = down.values[0], down.values[-1]
    shares = [1 - one / total if rising else one / total for one in (low, high)]
    first, last = across.values[0], across.values[-1]
    return Axes(
        x=((across.at(first), first), (across.at(last), last)),
        y=((down.at(low), shares[0]), (down.at(high), shares[1])),
    )


def _is_frame(one: Stairs, across: Scale) -> bool:
    """Axes drawn in one line step at their ends alone."""
    span = abs(across.at(across.values[-1]) - across.at(min(0.0, across.values[0])))
    near = np.minimum(one.risers[1:] - one.risers[0], one.end - one.risers[1:]) < _CORNER * span
    return bool(near.all())


def _plausible(one: Stairs, axes: Axes, across: Scale) -> bool:
    """A share from 0 to 1 that starts at time 0, or with all patients near it."""
    survival = axes.survival(one.levels)
    time = axes.time(one.risers)
    span = across.values[-1] - min(0.0, across.values[0])
    inside = survival.max() <= 1 + _BEYOND_SURVIVAL and survival.min() >= -_BEYOND_SURVIVAL
    at_one = survival[0] >= 1 - _BEYOND_SURVIVAL
    off = _AT_START if across.exact else _LABEL_OFF
    starts = time[0] <= (_LATE if at_one else off) * span
    # Lines to a median start at a half.
    to_median = len(one.levels) == 2 and not at_one
    return bool(inside and starts and not to_median)


def _without_limits(curves: list[Stairs]) -> list[Stairs]:
    """Without limits of confidence: two lines of one look that step where the one between does.

    An upper limit may rise again, as no curve does.
    """
    limits: set[int] = set()
    for curve in curves:
        others = [one for one in curves if one is not curve and id(one) not in limits]
        beside = [one for one in others if _steps_with(one, curve)]
        for one, other in combinations(beside, 2):
            if one.stroke.style == other.stroke.style and _between(curve, one, other):
                limits |= {id(one), id(other)}
    return [one for one in curves if id(one) not in limits and not one.wavers]


def _steps_with(limit: Stairs, curve: Stairs) -> bool:
    steps = limit.risers[1:]
    near = np.abs(steps[:, None] - curve.risers[None, 1:]).min(axis=1) <= _SAME_PLACE
    return bool(near.mean() >= _SHARED_STEPS)


def _between(curve: Stairs, one: Stairs, other: Stairs) -> bool:
    columns = curve.risers[1:] + _SAME_PLACE
    columns = columns[columns < min(curve.end, one.end, other.end)]
    if not len(columns):
        return False
    row = curve.at(columns)
    above, below = (
        np.minimum(one.at(columns), other.at(columns)),
        np.maximum(one.at(columns), other.at(columns)),
    )
    inside = (above <= row + _SAME_PLACE) & (row <= below + _SAME_PLACE)
    return bool(inside.mean() >= _ABOVE_OR_BELOW)


def _exact(axes: Axes, across: Scale, down: Scale, curves: Sequence[Stairs]) -> Axes:
    """Moved by what labels without ticks are off: curves start at time 0 and survival 1."""
    x, y = axes.x, axes.y
    if not across.exact:
        off = _off(axes.time(np.array([one.risers[0] for one in curves])), abs(x[1][1] - x[0][1]))
        x = ((x[0][0], x[0][1] - off), (x[1][0], x[1][1] - off))
    if not down.exact:
        off = _off(axes.survival(np.array([one.levels[0] for one in curves])) - 1, 1.0)
        y = ((y[0][0], y[0][1] - off), (y[1][0], y[1][1] - off))
    return Axes(x=x, y=y)


def _off(starts: NDArray[np.float64], span: float) -> float:
    """How far all curves start from where they should, 0 where they do not agree about it."""
    off = float(np.median(starts))
    agree = np.ptp(starts) <= 10**-_DECIMALS * span
    return off if agree and abs(off) <= _LABEL_OFF * span else 0.0


def _curve(one: Stairs, axes: Axes) -> PrintedCurve:
    # Adding 0 makes 0 of -0.
    read = np.round(np.clip(axes.survival(one.levels), 0.0, 1.0), _DECIMALS) + 0.0
    survival: NDArray[np.float64] = np.minimum.accumulate(read)
    time = axes.time(one.risers)
    span = abs(axes.x[1][1] - axes.x[0][1])
    if abs(time[0]) <= _AT_START * span:
        time[0] = 0.0
    elif time[0] > 0 and survival[0] >= 1 - _BEYOND_SURVIVAL:
        # Drawn from the first event on.
        time[0] = 0.0
    time = np.maximum.accumulate(np.maximum(time, 0.0))
    last = np.append(np.diff(time) > 0, True)
    time, survival = time[last], survival[last]
    steps = np.concatenate(((True,), np.diff(survival) < 0))
    time, survival = time[steps], survival[steps]
    end = float(axes.time(np.array(one.end)))
    if end > time[-1]:
        time, survival = np.append(time, end), np.append(survival, survival[-1])
    style = one.stroke
    return PrintedCurve(time, survival, style.colour, tuple(round(d, 3) for d in style.dash))


def _box(across: Scale, down: Scale, curves: Sequence[Stairs]) -> Box:
    """What the axes and the curves take up."""
    columns = [across.at(one) for one in (across.values[0], across.values[-1])]
    rows = [down.at(one) for one in (down.values[0], down.values[-1])]
    left, top, right, bottom = covering(one.box for one in curves)
    return min(left, *columns), min(top, *rows), max(right, *columns), max(bottom, *rows)
