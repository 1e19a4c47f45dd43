"""The trial's age groups beside the whole trial: ratios on a log axis, survival in words.

All groups together, never one alone, and never without the whole trial, whose gain is weighed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tradeoff.drawing.forest import (
    ForestRow,
    forest_axis,
    overall_row,
    ratio_mark,
    ratio_range,
    ratio_ticks,
    subgroup_row,
)
from tradeoff.drawing.palette import written_width
from tradeoff.drawing.scene import SMALL, At, Axis, Mark, Plane, Scene, Segment, Stroke, Text
from tradeoff.drawing.survival import PLACE, floor
from tradeoff.findings.choices import Framing
from tradeoff.findings.subgroups import SubgroupFinding, age_groups
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Arms
from tradeoff.words import numbers
from tradeoff.words.naming import endpoint_words
from tradeoff.words.say import Say
from tradeoff.words.survival import survival_numbers

_GAP, _EDGE = 12, 4  # pixels between two columns, and to the picture's edges
_PLOT = 190  # pixels of the axis where words stand beside it
_ROW, _LINE, _MARK = 17, 17, 20  # a row in one line; a line of words, and the mark under it
_AXIS = 23  # under the axis, for its numbers
_END = 14  # from a narrow picture's words in to the axis' ends, for half of its numbers
_WHOLE = Stroke("accent", 1.4, "6 3")


@dataclass(frozen=True, slots=True)
class AgeRow:
    """A group, or the whole trial: its ratio, and both arms' survival in words where published."""

    ratio: ForestRow
    arms: str


@dataclass(frozen=True, slots=True)
class AgeForest:
    """The whole trial first, then its age groups in their order; the axis' title; the sentence."""

    rows: tuple[AgeRow, ...]
    axis: str
    alt: str


def age_forest(say: Say, view: Findings) -> AgeForest | None:
    """The age groups of the chosen cut and end point; ``None`` where it has none."""
    groups = age_groups(view)
    if not groups:
        return None
    whole = (AgeRow(row, _whole_trial(say, view)) for row in overall_row(say, view))
    ages = (AgeRow(subgroup_row(say, view.trial, one), _survival(say, view, one)) for one in groups)
    rows, axis = (*whole, *ages), forest_axis(say, view.trial, view.choices)
    told = "; ".join(f"{row.ratio.label}: {_figures(row)}" for row in rows)
    return AgeForest(rows, axis, say("{axis}, on a log axis. {told}.", axis=axis, told=told))


def age_forest_scene(forest: AgeForest, *, wide: bool) -> Scene:
    """Its words beside the marks in one line a row, or over them for a narrow place."""
    return _beside(forest) if wide else _stacked(forest)


# --- layout -------------------------------------------------------------------------------------


def _beside(forest: AgeForest) -> Scene:
    names, arms, values = map(max, zip(*map(_widths, forest.rows), strict=True))
    left = _EDGE + names + _GAP + arms + _GAP
    plane = _plane(forest, left, _EDGE, _PLOT, _ROW * len(forest.rows))
    wide = math.ceil(plane.right + _GAP + values + _EDGE)
    starts = (_EDGE, _EDGE + names + _GAP, plane.right + _GAP)
    words = (
        _text(said, At(start, _middle(plane, place), share="picture"), row)
        for place, row in enumerate(forest.rows)
        for start, said in zip(starts, _words(row), strict=True)
    )
    title = At(left - 2 * _GAP, plane.floor + _AXIS - 4, share="picture")
    under = Text((forest.axis,), title, "muted", across="right")
    marks = (*_ground(forest, plane), *_marks(forest, plane, down=0.5), *words, under)
    return Scene(wide, plane.floor + _AXIS, marks, plane, alt=forest.alt)


def _stacked(forest: AgeForest) -> Scene:
    rows, tall = list(map(_widths, forest.rows)), 2 * _LINE + _MARK
    heads = (max(name + _GAP + value, arms) for name, arms, value in rows)
    width = math.ceil(max(written_width(forest.axis, size=SMALL), *heads))
    left, wide = _EDGE + _END, width - 2 * _END
    plane = _plane(forest, left, _EDGE, wide, tall * len(forest.rows))
    down = 1 - _MARK / 2 / tall
    marks = (
        *_ground(forest, plane, share=_MARK / tall),
        *_marks(forest, plane, down=down),
        *_over(forest, plane, _EDGE, _EDGE + width),
    )
    return Scene(width + 2 * _EDGE, plane.floor + _AXIS + _LINE, marks, plane, alt=forest.alt)


def _plane(forest: AgeForest, left: float, top: float, width: float, height: float) -> Plane:
    rows = tuple(row.ratio for row in forest.rows)
    heights = (0.0, float(len(rows)))
    return Plane(left, top, width, height, ratio_range(rows), heights, logarithmic=True)


def _ground(forest: AgeForest, plane: Plane, *, share: float = 1.0) -> Iterator[Mark]:
    """The axis, the line at 1, and the whole trial's ratio through the rows' lower ``share``."""
    yield floor()
    yield Axis("x", ratio_ticks(plane))
    whole = next((row.ratio.ratio for row in forest.rows if row.ratio.overall), None)
    for place in range(len(forest.rows)):
        for ratio, stroke in ((1.0, PLACE), (whole, _WHOLE)):
            if ratio is not None:
                yield Segment(At(ratio, place + share), At(ratio, place), stroke, below=True)


def _marks(forest: AgeForest, plane: Plane, *, down: float) -> Iterator[Mark]:
    most = max((row.ratio.n or 1 for row in forest.rows if not row.ratio.overall), default=1)
    for place, row in enumerate(forest.rows):
        if row.ratio.ratio is not None:
            at = At(row.ratio.ratio, plane.y_range[1] - place - down)
            yield ratio_mark(row.ratio, at, most)


def _over(forest: AgeForest, plane: Plane, left: float, right: float) -> Iterator[Mark]:
    """Name and ratio over both arms' survival, over the mark; under all the axis' title."""
    for place, row in enumerate(forest.rows):
        first = plane.top + place * plane.height / len(forest.rows) + _LINE - 4
        name, arms, value = _words(row)
        yield _text(name, At(left, first, share="picture"), row)
        at = At(right, first, share="picture")
        yield Text((value,), at, across="right", bold=row.ratio.overall)
        yield _text(arms, At(left, first + _LINE, share="picture"), row)
    at = At(left, plane.floor + _AXIS + _LINE - 5, share="picture")
    yield Text((forest.axis,), at, "muted")


def _middle(plane: Plane, place: int) -> float:
    """The baseline of a row's words."""
    return plane.top + (place + 0.5) * _ROW + SMALL * 0.33


def _text(words: str, at: At, row: AgeRow) -> Text:
    return Text((words,), at, bold=row.ratio.overall)


def _widths(row: AgeRow) -> tuple[float, ...]:
    """Pixels of a row's name, survivals and ratio."""
    bold = row.ratio.overall
    return tuple(written_width(words, size=SMALL, bold=bold) for words in _words(row))


# --- words --------------------------------------------------------------------------------------


def _words(row: AgeRow) -> tuple[str, str, str]:
    return row.ratio.label, row.arms, row.ratio.value_label


def _figures(row: AgeRow) -> str:
    """A row's figures for the sentence: survival where published, and the ratio."""
    return f"{row.arms}; {row.ratio.value_label}" if row.arms else row.ratio.value_label


def _whole_trial(say: Say, view: Findings) -> str:
    """Both arms at the landmark, in whole people that add up."""
    if view.survival is None:
        return ""
    control, experimental, _ = survival_numbers(say, view.survival, view.choices.framing, 0)
    return _outcome(say, view, numbers.versus(say, experimental, control), view.survival.months)


def _survival(say: Say, view: Findings, found: SubgroupFinding) -> str:
    """Both arms of a group in the framing, where the source prints them."""
    both, months = Arms.both(found.of), found.subgroup.months
    if both is None or months is None:
        return ""
    died, decimals = view.choices.framing is Framing.DIED, found.subgroup.decimals
    values = both.map(lambda one: 1 - one.value if died else one.value)
    shown = values.map(lambda value: numbers.out_of_100(say, value, decimals))
    return _outcome(say, view, numbers.versus(say, *shown.shown), months)


def _outcome(say: Say, view: Findings, arms: str, months: int) -> str:
    """What the two figures count, and when."""
    end, time = endpoint_words(view.trial, view.choices), numbers.time(say, months)
    if view.choices.framing is Framing.DIED:
        return say("{arms} of 100 {died} after {time}", arms=arms, died=end.died, time=time)
    return say("{arms} of 100 {alive} after {time}", arms=arms, alive=end.alive, time=time)
