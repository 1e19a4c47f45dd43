"""The rebuilt curves over the picture, their ratio and medians beside the published ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st
from streamlit.errors import StreamlitAPIException

from tradeoff.drawing import markup, to_svg
from tradeoff.drawing.over_figure import Detail, OverLine, detail, over_figure
from tradeoff.papers.evidence.beside_published import beside_published
from tradeoff.screens.components import staircase
from tradeoff.screens.own_data.fields import ARMS
from tradeoff.screens.own_data.figure import desk as desks
from tradeoff.screens.own_data.figure.curves import Followed
from tradeoff.screens.own_data.figure.desk import Rebuilt
from tradeoff.screens.own_data.figure.picture import cut_out
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.digitised import arm_curve
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, Trial
from tradeoff.words import figure as words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEEN: Final = "figure_seen"
#: What is shown around the largest difference, as shares of the picture's sides.
_WIDE, _HIGH = 0.22, 0.16
#: Of the curves' length: so far in time two steps are one, some three pixels of a figure.
_HAIR: Final = 0.004
#: Above and below a curve where a span is hatched, as a share of the picture's height.
_MARGIN: Final = 0.02


@dataclass(frozen=True, slots=True)
class _Steps:
    """A curve with steps, in the unit of the figure's axis."""

    time: Floats
    survival: Floats

    def at(self, time: Floats) -> Floats:
        place = np.searchsorted(self.time, time, side="right") - 1
        return self.survival[np.clip(place, 0, None)]


def look(trial: Trial, changed: Trial, followed: Followed, rebuilt: DigitisedCurves) -> None:
    """The picture with what was made of it, the table beside it, what was mended below."""
    curves = {role: _rebuilt(rebuilt.arm(role), followed) for role in ARMS}
    lines = [_line(role, curves[role], followed) for role in ARMS]
    for_picture, for_table = st.columns((3, 2))
    with for_picture, st.container(key=SEEN):
        st.image(followed.figure.shown, alt="", output_format="PNG")
        names = [trial.text.arms[role].short for role in ARMS]
        over = to_svg.data_uri(over_figure(followed.figure.size, lines))
        st.html(markup.image(over, words.look_alt(names)))
    with for_table, st.container(key="figure_beside"):
        st.html(markup.table(beside_published(changed, rebuilt)))
        st.html(_farthest(trial, followed, curves, lines))
    doubts = _said(trial, {role: rebuilt.arm(role).doubts for role in ARMS})
    mends = _said(trial, {role: rebuilt.arm(role).mends for role in ARMS})
    if doubts:
        body = markup.heading(words.DOES_NOT_FIT, 3) + markup.unordered(doubts)
        st.html(f'<div class="banner caution" role="status">{body}</div>')
    others = [one for one in mends if one not in doubts]
    note = markup.paragraph(words.LOOK_NOTE, "note")
    st.html(note + (markup.unordered(others) if others else ""))
    _lay_over(lines)


def _lay_over(lines: list[OverLine]) -> None:
    """The rebuilt curves over the picture above, too, which was drawn before they were known."""
    desk = desks.lying()
    if desk is None or desk.trace is None:
        return
    made = Rebuilt(desk.trace.basis, {line.role: tuple(line.rebuilt) for line in lines})
    if desk.rebuilt != made:
        desks.change(rebuilt=made)
        with suppress(StreamlitAPIException):  # where the whole page is drawn, the next time
            st.rerun(scope="fragment")


def _said(trial: Trial, of: Mapping[Role, tuple[str, ...]]) -> list[str]:
    return [f"{trial.text.arms[role].short}: {one}" for role in ARMS for one in of[role]]


def _rebuilt(arm: DigitisedArm, followed: Followed) -> _Steps:
    drawn, month = arm_curve(arm), followed.unit.months
    time = np.concatenate(([0.0], drawn.time / month))
    return _Steps(time, np.concatenate(([1.0], drawn.survival)))


def _line(role: Role, rebuilt: _Steps, followed: Followed) -> OverLine:
    traced = followed.curves[role]
    corners = staircase(followed.axes, traced.time, traced.survival)
    return OverLine(
        role=role,
        rebuilt=staircase(followed.axes, rebuilt.time, rebuilt.survival),
        traced=corners,
        doubtful=tuple(
            _box(followed, _Steps(traced.time, traced.survival), flag.start, flag.end)
            for flag in traced.flags
        ),
    )


def _box(
    followed: Followed, traced: _Steps, start: float, end: float
) -> tuple[float, float, float, float]:
    """Around the curve from one time to another."""
    columns = followed.axes.column(np.array([start, end]))
    rows = followed.axes.row(traced.at(np.array([start, end])))
    margin = _MARGIN * followed.figure.size[1]
    return (
        float(columns.min()),
        float(rows.min() - margin),
        float(np.ptp(columns)),
        float(np.ptp(rows) + 2 * margin),
    )


# --- where they differ most --------------------------------------------------------------------


def _farthest(
    trial: Trial, followed: Followed, curves: Mapping[Role, _Steps], lines: list[OverLine]
) -> str:
    """The part of the picture where trace and rebuilt curve are farthest apart, in words too."""
    found = [(*_largest(followed, role, curves[role]), role) for role in ARMS]
    apart, time, survival, role = max(found)
    at = (
        float(followed.axes.column(np.array([time]))[0]),
        float(followed.axes.row(np.array([survival]))[0]),
    )
    part = _part(followed, at)
    said = words.farthest(trial.text.arms[role].short, apart, time, followed.unit)
    return (
        '<div class="farthest">'
        + markup.image(to_svg.data_uri(detail(part, lines)), said)
        + markup.paragraph(said, "note")
        + "</div>"
    )


def _largest(followed: Followed, role: Role, rebuilt: _Steps) -> tuple[float, float, float]:
    """How far apart, when, and where on the trace: in the middle of each step of either.

    A step that is a hair early or late is no difference: the other curve may be anywhere that it
    is within that time.
    """
    traced = _Steps(followed.curves[role].time, followed.curves[role].survival)
    end = min(traced.time[-1], rebuilt.time[-1])
    edges = np.unique(np.concatenate((traced.time, rebuilt.time, [end])))
    middles = (edges[1:] + edges[:-1])[edges[1:] <= end] / 2
    hair = _HAIR * end
    high, low = rebuilt.at(middles - hair), rebuilt.at(middles + hair)
    one = traced.at(middles)
    apart = np.maximum(one - high, low - one)
    worst = int(np.argmax(apart))
    return max(0.0, float(apart[worst])), float(middles[worst]), float(one[worst])


def _part(followed: Followed, at: tuple[float, float]) -> Detail:
    """The picture around a place."""
    width, height = followed.figure.size
    wide, high = width * _WIDE, height * _HIGH
    left = min(max(0.0, at[0] - wide / 2), width - wide)
    top = min(max(0.0, at[1] - high / 2), height - high)
    png = cut_out(followed.figure, (left, top, left + wide, top + high))
    return Detail((left, top, wide, high), png)
