"""Axes and curves on the picture: what a hand sets, what is traced from it, what is doubtful."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import streamlit as st

from tradeoff.digitising import Axes, DigitisingError, Pixel, TracedCurve, apart
from tradeoff.drawing import markup
from tradeoff.screens import components
from tradeoff.screens.components import FigureCurve, Placed
from tradeoff.screens.own_data.fields import ARMS, choice, missing
from tradeoff.screens.own_data.figure import desk as desks
from tradeoff.screens.own_data.figure.desk import Clicks, Desk, Figure, Trace
from tradeoff.screens.own_data.figure.picture import ink_at
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import TimeUnit, Trial
from tradeoff.words import figure as words
from tradeoff.words import figure_marks
from tradeoff.words import own_data as own_words
from tradeoff.words.say import Say

PICTURE: Final = "figure_picture"
#: A click this near is the same one as before.
_SAME: Final = 1.0
#: Of curves that were taken away: more than anybody takes back.
_REMEMBERED: Final = 40
#: So much of the picture's height may lie between a click and a printed curve that it names.
_NEAR: Final = 0.05


@dataclass(frozen=True, slots=True)
class Followed:
    """Both arms' curves as they were traced, on which axes, in which unit."""

    desk: Desk
    figure: Figure
    axes: Axes
    unit: TimeUnit
    curves: Mapping[Role, TracedCurve]
    clicks: Mapping[Role, tuple[Pixel, ...]]


def followed(say: Say, trial: Trial) -> Followed | None:
    """The picture under the hand; nothing until both arms' curves are traced."""
    for_axis, for_unit = st.columns(2)
    with for_axis:
        _axis(say)
    with for_unit:
        unit = choice(
            say,
            say(words.UNIT),
            list(TimeUnit),
            key=_key("unit"),
            at=_unit(),
            named=lambda one: own_words.unit(say, one),
        )
    desk = desks.lying()
    assert desk is not None
    figure = desk.figure
    assert figure is not None
    trace = _traced(say, desk, figure)
    _picture(say, trial, desk, figure, trace)
    # Below the picture, which then never moves under the hand.
    if trace.refused:
        _refused(say, trial, desk, trace)
    elif waits := _waits(say, trial, desk, unit):
        missing(waits)
    found = {
        clicks.role: (trace.curves[place], clicks.points)
        for place, clicks in enumerate(desk.curves)
        if clicks.role is not None and place in trace.curves
    }
    _doubts(say, trial, {role: one for role, (one, _) in found.items()}, unit)
    if desk.axes is None or desk.unread or unit is None or len(found) < len(ARMS):
        return None
    return Followed(
        desk=desk,
        figure=figure,
        axes=desk.axes,
        unit=unit,
        curves={role: one for role, (one, _) in found.items()},
        clicks={role: points for role, (_, points) in found.items()},
    )


def _refused(say: Say, trial: Trial, desk: Desk, trace: Trace) -> None:
    for place, refusal in trace.refused.items():
        names = [_name(say, trial, one) for one in desk.curves]
        arm = names.pop(place)
        other = names[0] if len(names) == 1 else None
        st.html(markup.field_fault(words.refused(say, arm, refusal, other=other)))


def _key(name: str) -> str:
    """Of a field that belongs to one picture."""
    desk = desks.lying()
    assert desk is not None
    assert desk.figure is not None
    return f"own_figure_{name}_{desk.figure.mark}"


# --- the axes ----------------------------------------------------------------------------------


def _axis(say: Say) -> None:
    """Whether the curves fall or rise; the ticks keep what is printed there."""
    desk = desks.lying()
    assert desk is not None
    key = _key("axis")
    st.session_state[key] = desk.rising
    st.selectbox(
        say(words.VERTICAL),
        [False, True],
        format_func=lambda rising: say(words.VERTICAL_AXES[rising]),
        key=key,
        on_change=lambda: _turned(rising=st.session_state[key]),
    )


def _turned(*, rising: bool) -> None:
    desk = desks.lying()
    if desk is None or desk.rising == rising:
        return
    axes = desk.axes
    if axes is not None:
        (one, low), (other, high) = axes.y
        axes = Axes(x=axes.x, y=((one, 1 - low), (other, 1 - high)))
    desks.change(rising=rising, axes=axes)


def _unit() -> TimeUnit | None:
    """The unit that was chosen before, when the user comes back to the picture."""
    return st.session_state.get(_key("unit"))


# --- what the hand has set ---------------------------------------------------------------------


def _take_up(placed: Placed) -> None:
    """What stands on the picture now; an arm keeps its curve, whichever other goes or comes."""
    desk = desks.lying()
    if desk is None:
        return
    curves = _with_arms(placed.curves, desk)
    gone = [one for one in (*desk.curves, *desk.past) if _known(one.points, curves) is None]
    desks.change(past=tuple(gone[:_REMEMBERED]))
    desks.change(axes=placed.axes, unread=placed.unread, curves=curves)


def _with_arms(curves: Sequence[tuple[Pixel, ...]], desk: Desk) -> tuple[Clicks, ...]:
    """A curve keeps its arm by its first click; the others get the arms that are free, in order."""
    known = [_known(points, desk.curves) for points in curves]
    free = [role for role in ARMS if role not in [one.role for one in known if one is not None]]
    made = []
    for points, one in zip(curves, known, strict=True):
        if one is not None:
            made.append(replace(one, points=points))
        else:
            before = _known(points, desk.past)
            if before is not None and before.role in free:
                role: Role | None = before.role
            else:
                role = free[0] if free else None
            free = [other for other in free if other != role]
            made.append(Clicks(points, role, ink_at(desk.figure, points[0]) if desk.figure else ""))
    return tuple(made)


def _known(points: tuple[Pixel, ...], before: Sequence[Clicks]) -> Clicks | None:
    """The curve that these clicks belonged to before."""
    same = (one for one in before if math.dist(one.points[0], points[0]) < _SAME)
    return next(same, None)


def _exchange() -> None:
    """Each arm gets the other's curve."""
    desk = desks.lying()
    if desk is not None:
        other = {Role.EXPERIMENTAL: Role.CONTROL, Role.CONTROL: Role.EXPERIMENTAL, None: None}
        curves = tuple(replace(one, role=other[one.role]) for one in desk.curves)
        past = tuple(replace(one, role=other[one.role]) for one in desk.past)
        desks.change(curves=curves, past=past)


# --- tracing -----------------------------------------------------------------------------------


def _traced(say: Say, desk: Desk, figure: Figure) -> Trace:
    """What these axes and clicks give; asked for once."""
    basis = (figure.mark, desk.axes, desk.unread, tuple(one.points for one in desk.curves))
    if desk.trace is not None and desk.trace.basis == basis:
        return desk.trace
    trace = Trace(basis, {})
    if desk.axes is not None and not desk.unread and desk.curves:
        trace = _follow(say, figure, desk.axes, basis, _known_curves(desk, basis))
    desks.change(trace=trace)
    return trace


_Picks = tuple[tuple[Pixel, ...], ...]


def _known_curves(desk: Desk, basis: tuple[object, ...]) -> dict[tuple[Pixel, ...], TracedCurve]:
    """What was traced before from the same clicks, on the same axes."""
    before = desk.trace
    if before is None or before.basis[:-1] != basis[:-1]:
        return {}
    picks: _Picks = before.basis[-1]  # type: ignore[assignment]
    return {picks[place]: curve for place, curve in before.curves.items()}


def _follow(
    say: Say,
    figure: Figure,
    axes: Axes,
    basis: tuple[object, ...],
    known: Mapping[tuple[Pixel, ...], TracedCurve],
) -> Trace:
    """All curves together; where that is refused, those without the one that misses."""
    picks: _Picks = basis[-1]  # type: ignore[assignment]
    try:
        return Trace(basis, dict(enumerate(_curves(say, figure, axes, picks))))
    except DigitisingError as error:
        together = error.said
    curves = {place: known[points] for place, points in enumerate(picks) if points in known}
    anew = [place for place in range(len(picks)) if place not in curves]
    refused = {}
    for place in anew if len(anew) > 1 else ():
        try:
            (curves[place],) = _curves(say, figure, axes, (picks[place],))
        except DigitisingError as error:
            refused[place] = error.said
    if not refused:  # each alone can be followed: the one that came last takes the other's line
        last = (anew or [len(picks) - 1])[-1]
        curves.pop(last, None)
        refused[last] = together
    return Trace(basis, curves, refused)


def _curves(say: Say, figure: Figure, axes: Axes, picks: _Picks) -> Sequence[TracedCurve]:
    if figure.strokes is not None:
        return [_stroke(say, figure, axes, points[0]) for points in picks]
    traced: Sequence[TracedCurve] = apart.trace(figure.content, axes, picks)
    return traced


def _stroke(say: Say, figure: Figure, axes: Axes, pick: Pixel) -> TracedCurve:
    """The curve of the page's own lines that a click names.

    Raises:
        DigitisingError: there is none near it.
    """
    assert figure.strokes is not None
    assert figure.axes is not None
    column, row = pick
    at = figure.axes.time(np.array([column]))
    rows = [
        float(figure.axes.row(one.survival[np.searchsorted(one.time, at, "right") - 1])[0])
        for one in figure.strokes.curves
    ]
    place = min(range(len(rows)), key=lambda one: abs(rows[one] - row))
    if abs(rows[place] - row) > _NEAR * figure.size[1]:
        raise DigitisingError(say(words.NO_STROKE))
    curve = figure.strokes.curves[place]
    return TracedCurve(
        time=np.maximum(axes.time(figure.axes.column(curve.time)), 0.0),
        survival=np.clip(axes.survival(figure.axes.row(curve.survival)), 0.0, 1.0),
        flags=(),
        ink=1.0,
    )


# --- what is shown -----------------------------------------------------------------------------


def _picture(say: Say, trial: Trial, desk: Desk, figure: Figure, trace: Trace) -> None:
    """The picture with everything that stands on it."""
    with st.container(key=PICTURE):
        st.image(figure.shown, alt=say(words.PICTURE_ALT), output_format="PNG")
    components.figure(
        say,
        follows=f".st-key-{PICTURE} img",
        size=figure.size,
        axes=desk.axes,
        labels=words.labels(say, _next_arm(trial, desk)),
        curves=[
            replace(
                _on_picture(
                    say, trial, desk, clicks, trace.curves.get(place), _rebuilt(desk, trace, clicks)
                ),
                refused=place in trace.refused,
                mark="" if clicks.role is None else marks(desk)[clicks.role],
            )
            for place, clicks in enumerate(desk.curves)
        ],
        farthest=_farthest(desk, trace),
        proposed=figure.proposed,
        called=_called(say, figure),
        percent=False,
        rising=desk.rising,
        unread=desk.unread,
        key=_key("hand"),
        on_place=_take_up,
    )
    if all(role in {one.role for one in desk.curves} for role in ARMS):
        st.button(say(words.EXCHANGE), key=_key("exchange"), on_click=_exchange)


def _called(say: Say, figure: Figure) -> list[str]:
    """What each proposed curve is called, by where it lies as far as that is known."""
    curves = () if figure.strokes is None else figure.strokes.curves
    ends: list[float | None] = [float(one.survival[-1]) for one in curves]
    ends = ends or [None] * len(figure.proposed)
    picks = [one.pick for one in figure.proposed]
    return [
        words.proposed(say, figure_marks.colour_name(say, one.colour), _upper(picks, place), end)
        for place, (one, end) in enumerate(zip(figure.proposed, ends, strict=True))
    ]


def _upper(picks: Sequence[Pixel], place: int) -> bool | None:
    """Whether the curve of this pick is the upper one of two; ``None`` where it cannot be told.

    Curves fall: one with a spot higher than another's, and further on, is the upper one.
    """
    if len(picks) != len(ARMS):
        return None
    (column, row), (other, its_row) = picks[place], picks[1 - place]
    if row < its_row and column >= other:
        return True
    return False if row > its_row and column <= other else None


def marks(desk: Desk) -> Mapping[Role, str]:
    """The colour of each arm's marks, on the picture and wherever it is told from the other."""
    figure = desk.figure
    proposed = () if figure is None else figure.proposed
    inks = [*(one.colour for one in desk.curves), *(one.colour for one in proposed)]
    return dict(zip(ARMS, components.mark_colours(inks), strict=False))


def _farthest(desk: Desk, trace: Trace) -> Pixel | None:
    made = desk.rebuilt
    return made.farthest if made is not None and made.basis == trace.basis else None


def _rebuilt(desk: Desk, trace: Trace, clicks: Clicks) -> tuple[Pixel, ...] | None:
    """The curve that was rebuilt from this very trace."""
    if desk.rebuilt is None or desk.rebuilt.basis != trace.basis or clicks.role is None:
        return None
    return desk.rebuilt.corners.get(clicks.role)


def _on_picture(
    say: Say,
    trial: Trial,
    desk: Desk,
    clicks: Clicks,
    traced: TracedCurve | None,
    rebuilt: tuple[Pixel, ...] | None,
) -> FigureCurve:
    name = _name(say, trial, clicks)
    if traced is None or desk.axes is None:
        return FigureCurve(clicks.points, clicks.colour, name)
    return FigureCurve(
        clicks.points,
        clicks.colour,
        name,
        path=components.staircase(desk.axes, traced.time, traced.survival),
        rebuilt=rebuilt,
        doubtful=doubtful(desk.axes, traced),
    )


def doubtful(axes: Axes, traced: TracedCurve) -> tuple[tuple[float, float], ...]:
    """The columns from and to which a trace wants a second look."""
    spans = [axes.column(np.array([flag.start, flag.end])) for flag in traced.flags]
    return tuple((float(min(span)), float(max(span))) for span in spans)


def _name(say: Say, trial: Trial, clicks: Clicks) -> str:
    return say(words.OTHER_CURVE) if clicks.role is None else trial.text.arms[clicks.role].short


def _next_arm(trial: Trial, desk: Desk) -> str | None:
    """The arm whose curve is clicked next."""
    taken = {one.role for one in desk.curves}
    return next((trial.text.arms[role].name for role in ARMS if role not in taken), None)


def _waits(say: Say, trial: Trial, desk: Desk, unit: TimeUnit | None) -> str:
    """What the picture waits for first; empty where all is there."""
    if desk.axes is None:
        found = desk.figure is not None and desk.figure.axes is not None
        return say(words.AXES_WAIT) if found else say(words.NO_AXES)
    if desk.unread:
        return words.ticks_wait(say, desk.unread)
    if unit is None:
        return say(words.UNIT_WAITS)
    arm = _next_arm(trial, desk)
    return "" if arm is None else words.curve_waits(say, arm)


def _doubts(
    say: Say, trial: Trial, curves: Mapping[Role, TracedCurve], unit: TimeUnit | None
) -> None:
    said = [
        words.doubt(say, trial.text.arms[role].short, flag, unit)
        for role in ARMS
        if role in curves
        for flag in curves[role].flags
    ]
    if said:
        st.html(markup.paragraph(say(words.LOOK_HERE), "note") + markup.unordered(said))
