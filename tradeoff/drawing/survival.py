"""Survival in both arms: curves with their ranges, published points, and numbers at risk.

Where a label goes is worked out for the narrowest screen and the smallest height: what is clear of
the lines there is clear of them wherever the plot is wider or higher. The margins around the plot
are fixed pixels, so that whatever lies over the figure finds a month by its share of the plot.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tradeoff.drawing import labels
from tradeoff.drawing.palette import Theme, wrap, written_width
from tradeoff.drawing.scene import (
    RING,
    SMALL,
    Area,
    At,
    Axis,
    Box,
    Curve,
    Hatch,
    Mark,
    Numbers,
    Plane,
    Ring,
    Scene,
    Segment,
    Stroke,
    Text,
    Tick,
    notes,
    paragraph,
    ranged,
)
from tradeoff.drawing.series import Band, PublishedPoint, RiskLine, SurvivalView
from tradeoff.drawing.to_plotly import Chart, to_plotly
from tradeoff.drawing.to_svg import to_svg
from tradeoff.findings.choices import Framing
from tradeoff.statistics.two_arms import Arms, Role

#: Of the figure on screen, which grows from there, without the numbers at risk.
FIGURE_HEIGHT = 300
NARROWEST = 320  # WCAG 1.4.10: nothing is lost at 320 CSS pixels
#: Pixels from the figure's edges to the plot, whatever the figure's size.
LEFT, RIGHT, TOP, BOTTOM = 34, 32, 10, 48
# The risk table's lines are named at the left of their numbers, so the plot makes room for that.
_LEFT_WITH_RISK = 56
# On paper the values at the axis' end have more room, and the upright axis' title stands above.
_PAPER_RIGHT, _PAPER_LEFT, _PAPER_BOTTOM = 44, 36, 50
EDGE = 6  # pixels from a figure's left edge to its titles
_PAST = 1 + 15 / NARROWEST  # the axis runs past its last month, or rings there were cut

_RISK_LINE = 19
_TICK_GAP = 24  # pixels between two labels under the axis …
_CELL, _CELL_GAP = 12, 3  # … size of the risk table's numbers, and clear pixels between two
_ABOVE = 24  # room for a label over the highest line
_SIDEWAYS = 3.5  # pixels that a published point makes way for its twin
_SLACK = 0.02  # survival between two ranges that are told apart without making way
_HATCH = Hatch(7, 1.6, 0)
_LINES = Arms(Stroke("control", 2.6, "8 5"), Stroke("experimental", 2.6))


@dataclass(frozen=True, slots=True)
class _Around:
    """Where titles and the risk table stand around a plot, in pixels."""

    start: float
    """Their left edge, from the picture's."""
    wide: float
    title: float
    """From the plot up to the upright axis' title."""
    axis: float
    """From the plot down to the other's."""
    risk: float
    """From the plot down to the risk table."""


def survival_chart(view: SurvivalView, *, theme: Literal["light", "dark"]) -> Chart:
    """Both arms with published points as rings, their ranges, and where the curve may run.

    What is counted stands over the figure as its heading, so the upright axis has no title here.
    """
    bare = replace(view, y_title="")
    plane = screen_plane(bare)
    marks = _marks(bare, plane, _Around(EDGE, NARROWEST - 8, 8, 27, 54))
    return to_plotly(Scene(NARROWEST, figure_height(view), marks, plane, alt=view.alt), theme=theme)


def figure_height(view: SurvivalView) -> int:
    """The figure's smallest height in pixels; a higher frame gives all that is more to the plot."""
    return FIGURE_HEIGHT + _risk_height(view)


def screen_plane(view: SurvivalView) -> Plane:
    """The plot of the smallest figure on screen; its margins are those of every size."""
    left = _left(view)
    width, height = NARROWEST - left - RIGHT, FIGURE_HEIGHT - TOP - BOTTOM
    return _plane(view, width=width, height=height, left=left, top=TOP)


def survival_svg(
    view: SurvivalView,
    *,
    theme: Theme = "light",
    width: int = 900,
    height: int = 540,
    margin: int = 24,
) -> str:
    """The same picture for downloads and paper: same record, same layout, no script."""
    return to_svg(survival_scene(view, width=width, height=height, margin=margin), theme=theme)


def survival_scene(
    view: SurvivalView, *, width: int = 900, height: int = 540, margin: int = 24
) -> Scene:
    """The picture for paper, its title and notes with it.

    ``height`` is that of plot and axes; the title, the risk table and the notes come on top.
    """
    inner = width - 2 * margin
    head: tuple[Mark, ...] = ()
    plot_top = margin + (20.0 if view.y_title else 0.0)
    if view.title:
        title, bottom = paragraph(view.title, margin, margin, width=inner, size=19, bold=True)
        head, plot_top = (title,), bottom + 32
    left = margin + (_LEFT_WITH_RISK - 2 if view.at_risk else _PAPER_LEFT)
    wide, high = margin + inner - left - _PAPER_RIGHT, height - 24 - _PAPER_BOTTOM
    plane = _plane(view, width=wide, height=high, left=left, top=plot_top)
    marks = _marks(view, plane, _Around(margin, math.inf, 3.49, 25.26, 53.26))
    under, bottom = notes(
        view.notes, margin, plane.floor + _PAPER_BOTTOM + _risk_height(view) + 4,
        width=inner, size=12.5, gap=2,
    )  # fmt: skip
    tall = math.ceil(bottom + min(20, margin))
    placed = (*head, *marks, *under)
    return Scene(width, tall, placed, plane, view.title or view.y_title, view.alt)


def _left(view: SurvivalView) -> int:
    """Pixels for the axis' numbers, and for the names of the risk table's lines."""
    return _LEFT_WITH_RISK if view.at_risk else LEFT


def _plane(view: SurvivalView, *, width: float, height: float, left: float, top: float) -> Plane:
    """The plot's rectangle; the axes run a little past their last tick, so that rings are whole."""
    low, high = view.heights
    pixel = (high - low) / (height - _ABOVE)
    # A ring on the floor would be cut in half: let the axis run a little below it.
    cut = any(point.value - low < (RING + 2) * pixel for point in _published(view))
    ends = low - 8 * pixel if cut else low, high + _ABOVE * pixel
    return Plane(left, top, width, height, (0.0, view.last_month * _PAST), ends)


def _marks(view: SurvivalView, plane: Plane, around: _Around) -> tuple[Mark, ...]:
    """All that stands in the plot and around it, from the bottom up."""
    areas, curves = Arms.each(lambda role: _areas(view, role)), Arms.each(lambda r: _curve(view, r))
    both = (*areas.control, *areas.experimental)
    ground = labels.Ground(view, plane, curves, both, _published(view))
    drawn: tuple[Mark, ...] = (
        *areas.control, curves.control, *areas.experimental, curves.experimental
    )  # fmt: skip
    rings = (mark for point in ground.points for mark in _ring(point))
    ticks = _x_ticks(view, plane)
    risk = _risk_table(view, plane, around, frozenset(tick.at for tick in ticks))
    return (
        *_axes(view, plane, around, ticks),
        *drawn,
        *rings,
        *labels.placed(ground),
        *risk,
    )


def _axes(
    view: SurvivalView, plane: Plane, around: _Around, ticks: tuple[Tick, ...]
) -> Iterator[Mark]:
    """Shade beyond the follow-up, both axes with their titles, and the marked month's line."""
    if view.beyond is not None:
        corner = At(plane.x_range[1], 1, share="y")
        yield Box(At(view.beyond, 0, share="y"), corner, "shade", "beyond-follow-up")
    yield Axis("y", tuple(Tick(tick, f"{tick}") for tick in view.ticks), grid=True)
    yield floor()
    yield Axis("x", ticks)
    if view.dotted and view.marked is not None:
        ends = At(view.marked, plane.y_range[0]), At(view.marked, view.heights[1])
        yield Segment(*ends, PLACE, "marked-month", below=True)
    if view.y_title:
        yield title_above(view.y_title, around.start - plane.left, around.title, width=around.wide)
    yield title_below(view.x_title, around.axis)


#: The stroke of a line that marks a place and is no datum.
PLACE = Stroke("muted", 1.4, "2 3")


def floor() -> Segment:
    """The horizontal axis' line, not plotly's: its 7.1 drew that as an empty path here."""
    return Segment(
        At(0, 0, share="xy"), At(1, 0, share="xy"), Stroke("outline", 1), "floor", below=True
    )


def title_above(words: str, dx: float, up: float, *, width: float) -> Text:
    """The upright axis' title, level, over the axis: nobody turns their head."""
    lines = wrap(words, width=width, size=SMALL)
    return Text(lines, At(0, 1, dx, -up, share="xy"), "muted", upright="bottom")


def title_room(words: str) -> int:
    """Pixels over a plot: for one line of title, or as many as 320 pixels need."""
    return TOP + 17 * (len(wrap(words, width=NARROWEST - 8, size=SMALL)) - 1)


def title_below(words: str, down: float = 27, *, width: float | None = None) -> Text:
    """The horizontal axis' title; in lines of a width where the plot may be narrower than it."""
    lines = (words,) if width is None else wrap(words, width=width, size=SMALL)
    at = At(0.5, 0, 0, down, share="xy")
    return Text(lines, at, "muted", across="center", upright="top")


def _x_ticks(view: SurvivalView, plane: Plane) -> tuple[Tick, ...]:
    """Every 6 or 12 months, 2 of a short curve; the month of the values for ticks near to it."""
    end, marked = view.last_month, view.marked
    gap = float(_TICK_GAP)
    steps = (2,) if end < 12 else (6,) if end <= 36 else (12, 24, 36)
    step = steps[0]
    if view.at_risk:
        gap = _widest_cell(view.at_risk) + _CELL_GAP
        step = next((one for one in steps if plane.px(one) - plane.px(0) >= gap), steps[-1])
    months = [float(month) for month in range(0, int(end) + 1, step)]
    if marked is not None:
        apart = (month for month in months if abs(plane.px(month) - plane.px(marked)) > gap)
        months = sorted((*apart, marked))
    return tuple(Tick(month, f"{month:g}", view.dotted and month == marked) for month in months)


def _widest_cell(at_risk: Arms[tuple[RiskLine, ...]]) -> float:
    """Pixels of the widest number in the risk table."""
    cells = (cell for lines in at_risk.shown for line in lines for _, cell in line.cells)
    return max((written_width(cell, size=_CELL) for cell in cells), default=0.0)


def _areas(view: SurvivalView, role: Role) -> tuple[Area, ...]:
    """The ranges that are shown: what is known of the curve shaded, where it may run hatched."""
    series = view.arms.of(role)
    shown = (
        ("band", series.band if view.show_band else None, None),
        ("room", series.room if view.show_room else None, _HATCH),
    )
    return tuple(
        Area(series.months, *_edges(view, band), role, role, layer, series.steps, hatch)
        for layer, band, hatch in shown
        if band is not None
    )


def _edges(view: SurvivalView, band: Band) -> tuple[Numbers, Numbers]:
    """Lower and upper edge as drawn: in the other framing they change places."""
    first, second = view.drawn(band.lower), view.drawn(band.upper)
    return (first, second) if view.framing is Framing.ALIVE else (second, first)


def _curve(view: SurvivalView, role: Role) -> Curve:
    series = view.arms.of(role)
    return Curve(
        series.months, view.drawn(series.survival), _LINES.of(role), series.label, role,
        series.steps,
    )  # fmt: skip


def _published(view: SurvivalView) -> tuple[labels.Point, ...]:
    """Published points within the axes; pairs whose intervals overlap stand side by side."""
    (low, high), drawn = view.heights, []
    for role, other, side in (
        (Role.CONTROL, Role.EXPERIMENTAL, -_SIDEWAYS),
        (Role.EXPERIMENTAL, Role.CONTROL, _SIDEWAYS),
    ):
        for point in view.arms.of(role).published:
            (value,) = view.drawn((point.survival,))
            if point.months > view.last_month or not low <= value <= high:
                continue
            twins = (p for p in view.arms.of(other).published if p.months == point.months)
            dx = side if any(_overlap(point, twin) for twin in twins) else 0.0
            lower = upper = None
            if point.lower is not None and point.upper is not None:
                lower, upper = sorted(view.drawn((point.lower, point.upper)))
                lower, upper = max(low, lower), min(high, upper)
            drawn.append(labels.Point(role, At(point.months, value, dx), lower, upper))
    return tuple(drawn)


def _overlap(first: PublishedPoint, second: PublishedPoint) -> bool:
    """Whether intervals (or else points) touch, with room for the caps."""
    return (first.lower or first.survival) <= (second.upper or second.survival) + _SLACK and (
        second.lower or second.survival
    ) <= (first.upper or first.survival) + _SLACK


def _ring(point: labels.Point) -> tuple[Mark, ...]:
    ring = Ring(
        point.at, RING, "surface", Stroke(point.role, 2.4),
        f"published {point.role} {point.at.x:g}",
    )  # fmt: skip
    lower, upper = (
        None if limit is None else At(point.at.x, limit, point.at.dx)
        for limit in (point.lower, point.upper)
    )
    return ranged(ring, lower, upper, Stroke(point.role, 1.8))


def _risk_height(view: SurvivalView) -> int:
    """Pixels of the risk table: a title, and for each arm its name and its lines of numbers."""
    lines = sum(1 for _ in _risk_lines(view))
    return 10 + _RISK_LINE * lines if lines else 0


def _risk_lines(view: SurvivalView) -> Iterator[tuple[str, str, tuple[tuple[float, str], ...]]]:
    """Each line under the axis from the top: words, their colour, and numbers under ticks."""
    if view.at_risk is None:
        return
    if view.at_risk_title:
        for words in wrap(view.at_risk_title, width=NARROWEST - 8, size=SMALL):
            yield words, "muted", ()
    for role in (Role.EXPERIMENTAL, Role.CONTROL):
        yield view.arms.of(role).label, role, ()
        for line in view.at_risk.of(role):
            yield line.label, "muted", line.cells


def _risk_table(
    view: SurvivalView, plane: Plane, around: _Around, ticks: frozenset[float]
) -> Iterator[Text]:
    for place, (words, colour, cells) in enumerate(_risk_lines(view)):
        down = around.risk + place * _RISK_LINE
        if words:
            at = At(0, 0, around.start - plane.left, down, share="xy")
            yield Text((words,), at, colour, upright="top", bold=colour in list(Role))
        for month, count in cells:
            if month in ticks:
                at = At(month, 0, 0, down, share="y")
                yield Text((count,), at, size=_CELL, across="center", upright="top")
