"""Subgroups: hazard ratios on a log axis, 1 marked.

Names stand over their intervals, so 320 pixels are enough. A row without an interval is a ring,
and a row without a ratio only its words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tradeoff.drawing.palette import wrap, written_width
from tradeoff.drawing.scene import (
    LABEL,
    SMALL,
    At,
    Axis,
    Mark,
    Plane,
    Ratio,
    Scene,
    Segment,
    Stroke,
    Text,
    Tick,
)
from tradeoff.drawing.survival import BOTTOM, NARROWEST, PLACE, floor, title_below
from tradeoff.drawing.to_plotly import Chart, to_plotly
from tradeoff.findings.choices import Choices
from tradeoff.findings.subgroups import SubgroupFinding, subgroups_of_cut
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.naming import arm_words, endpoint_words
from tradeoff.words.say import Say
from tradeoff.words.survival import subgroup_label, subgroup_ratio

TICKS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_MARGIN, _GAP = 8, 5
_ROW, _STACKED_ROW = 54, 74
_SIDE_LINE = 17


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
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    value_label: str = ""
    overall: bool = False
    head: bool = False

    def __post_init__(self) -> None:
        if any(not (x > 0 and math.isfinite(x)) for x in self.numbers):
            raise ValueError(f"Forest row '{self.label}': ratios must be above 0.")
        if (self.lower is None) != (self.upper is None) or (self.ratio is None and self.numbers):
            raise ValueError(f"Forest row '{self.label}': give both limits with a ratio, or none.")

    @property
    def numbers(self) -> list[float]:
        """Those that there are of ratio and limits."""
        return [x for x in (self.ratio, self.lower, self.upper) if x is not None]


@dataclass(frozen=True, slots=True)
class ForestView:
    """Rows from the top, and the words: axis title, and what each side of 1 means."""

    rows: tuple[ForestRow, ...]
    alt: str
    x_title: str
    below_one: str
    above_one: str


def forest_chart(view: ForestView, *, theme: Literal["light", "dark"]) -> Chart:
    """The ratios as a chart."""
    rows, sides = len(view.rows), _sides(view)
    row_height = _STACKED_ROW if _stacked(view) else _ROW
    over = 6 + _SIDE_LINE * max(map(len, sides))
    height = rows * row_height + over
    plane = Plane(
        _MARGIN, 8, NARROWEST - 2 * _MARGIN, height,
        ratio_range(view.rows), (0.45, rows + 0.55 + over / row_height), logarithmic=True,
    )  # fmt: skip
    marks = (*_ground(view, plane), *_sides_of_one(sides, rows + 0.5), *_rows(view))
    return to_plotly(
        Scene(NARROWEST, plane.floor + BOTTOM, marks, plane, alt=view.alt), theme=theme
    )


def ratio_range(rows: tuple[ForestRow, ...]) -> tuple[float, float]:
    """From the lowest to the highest limit with some room, 1 and both its sides included."""
    limits = [x for row in rows for x in row.numbers]
    low, high = min([*limits, 0.5]) / 1.25, max([*limits, 2.0]) * 1.25
    return max(low, TICKS[0]), min(high, TICKS[-1])


def ratio_ticks(plane: Plane) -> tuple[Tick, ...]:
    """Ratios that the axis names, as far as it runs."""
    low, high = plane.x_range
    return tuple(Tick(tick, f"{tick:g}") for tick in TICKS if low <= tick <= high)


def _sides(view: ForestView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each side of 1 means, in lines that half of a narrow screen has room for."""
    half = (NARROWEST - 2 * _MARGIN) / 2 - 8
    return (
        wrap(f"← {view.below_one}", width=half, size=SMALL),
        wrap(f"{view.above_one} →", width=half, size=SMALL),
    )


def _stacked(view: ForestView) -> bool:
    """Whether some name and its ratio need a line each at 320 pixels; then all rows get two."""
    room = NARROWEST - 2 * _MARGIN - 2 * _GAP
    return any(
        written_width(row.label, size=LABEL, bold=row.overall)
        + written_width(row.value_label, size=LABEL)
        > room
        for row in view.rows
    )


def _ground(view: ForestView, plane: Plane) -> Iterator[Mark]:
    """Axes, a line over each row, and the line at 1."""
    yield floor()
    yield Axis("y")
    yield Axis("x", ratio_ticks(plane))
    for line in range(len(view.rows), 0, -1):
        start, end = (At(x, line + 0.5, share="x") for x in (0, 1))
        yield Segment(start, end, Stroke("grid", 1), below=True)
    yield Segment(At(1, 0.45), At(1, len(view.rows) + 0.5), PLACE, "one", below=True)
    yield title_below(view.x_title)


def _sides_of_one(sides: tuple[tuple[str, ...], tuple[str, ...]], y: float) -> Iterator[Text]:
    below, above = sides
    yield Text(below, At(0, y, 2, -6, share="x"), "muted", upright="bottom")
    yield Text(above, At(1, y, -2, -6, share="x"), "muted", across="right", upright="bottom")


def _rows(view: ForestView) -> Iterator[Mark]:
    """Each row's name, its ratio in words, and its mark."""
    most = max((row.n or 1 for row in view.rows if not row.overall), default=1)
    stacked = _stacked(view)
    for row, place in zip(view.rows, range(len(view.rows), 0, -1), strict=True):
        start, end = (At(x, place + 0.5, share="x") for x in (0, 1))
        value_at = start.moved(2, 25) if stacked else end.moved(-2, 6)
        yield Text((row.label,), start.moved(2, 6), size=LABEL, upright="top",
                   bold=row.overall or row.head, grounded=True)  # fmt: skip
        yield Text((row.value_label,), value_at, size=LABEL, upright="top",
                   across="left" if stacked else "right", grounded=True)  # fmt: skip
        if row.ratio is not None:
            yield ratio_mark(row, At(row.ratio, place - 0.25), most)


def ratio_mark(row: ForestRow, at: At, most: int) -> Ratio:
    """A square as large as the subgroup, a diamond for everybody."""
    colour = "accent" if row.overall else "text"
    if row.lower is None:
        return Ratio(at, None, None, "circle-open", 10, colour, row.label)
    size = 17.0 if row.overall else 7 + 9 * math.sqrt(min(1.0, (row.n or 1) / most))
    symbol: Literal["diamond", "square"] = "diamond" if row.overall else "square"
    return Ratio(at, row.lower, row.upper, symbol, size, colour, row.label)


# --- from findings ------------------------------------------------------------------------------


def forest_view(say: Say, view: Findings) -> ForestView | None:
    """Hazard ratios of the whole trial and its subgroups; ``None`` where none of them has one.

    Those of the chosen cut stand first; later reports follow under a heading of their own.
    """
    trial, choices = view.trial, view.choices
    own, later = subgroups_of_cut(trial, choices.cut, choices.endpoint)
    if not any(finding.ratio for finding in (*own, *later)):
        return None
    rows = [*overall_row(say, view), *(subgroup_row(say, trial, finding) for finding in own)]
    if later:
        rows.append(ForestRow(say("Later reports: other analyses"), head=True))
        rows += [subgroup_row(say, trial, finding) for finding in later]
    return ForestView(
        rows=tuple(rows),
        alt=forest_alt(say, trial, choices),
        x_title=forest_axis(say, trial, choices),
        below_one=fewer_events(say, trial, choices, Role.EXPERIMENTAL),
        above_one=fewer_events(say, trial, choices, Role.CONTROL),
    )


def overall_row(say: Say, view: Findings) -> tuple[ForestRow, ...]:
    """The whole trial's ratio, where the analysis has one."""
    overall, trial = view.base.hazard_ratio, view.trial
    if overall is None:
        return ()
    experimental, control = Arms.each(lambda role: trial.arm(role).n_randomised).shown
    estimate, label = (
        overall.estimate,
        say(
            "All patients ({experimental} vs {control})", experimental=experimental, control=control
        ),
    )
    told = numbers.ratio_with_range(say, estimate, overall.decimals)
    limits = (estimate.lower, estimate.upper)
    return (ForestRow(label, estimate.value, *limits, trial.n_randomised, told, overall=True),)


def subgroup_row(say: Say, trial: Trial, finding: SubgroupFinding) -> ForestRow:
    """A subgroup's ratio, or its words alone."""
    ratio = finding.ratio
    return ForestRow(
        label=subgroup_label(say, trial, finding),
        ratio=None if ratio is None else ratio.value,
        lower=None if ratio is None else ratio.lower,
        upper=None if ratio is None else ratio.upper,
        n=finding.subgroup.n_total,
        value_label=subgroup_ratio(say, finding),
    )


def forest_axis(say: Say, trial: Trial, choices: Choices) -> str:
    """The axis of the forest plot."""
    return say("Hazard ratio for {event}, 95 % range", event=endpoint_words(trial, choices).event)


def forest_alt(say: Say, trial: Trial, choices: Choices) -> str:
    """The forest plot as a sentence."""
    return say(
        "Hazard ratios for {event} in all patients and in subgroups, each with "
        "its range; the same figures stand in the table below.",
        event=endpoint_words(trial, choices).event,
    )


def fewer_events(say: Say, trial: Trial, choices: Choices, role: Role) -> str:
    """What one side of a ratio of 1 means."""
    end = endpoint_words(trial, choices)
    return say(
        "lower hazard of {event} {having}", event=end.event, having=arm_words(trial, role).having
    )
