"""The rebuilt curves over the picture, their ratio and medians beside the published ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st
from streamlit.errors import StreamlitAPIException

from tradeoff.digitising import Pixel
from tradeoff.drawing import markup, to_svg
from tradeoff.drawing.over_figure import Detail, OverLine, detail, over_figure, swatch
from tradeoff.papers.evidence.beside_published import beside_published
from tradeoff.screens.components import hatched, staircase
from tradeoff.screens.own_data.fields import ARMS
from tradeoff.screens.own_data.figure import desk as desks
from tradeoff.screens.own_data.figure.curves import Followed, doubtful, marks
from tradeoff.screens.own_data.figure.desk import Rebuilt
from tradeoff.screens.own_data.figure.picture import cut_out
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.digitised import arm_curve
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, Trial
from tradeoff.words import figure as words
from tradeoff.words.say import Say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEEN: Final = "figure_seen"
#: What is shown around the largest difference, as shares of the picture's sides.
_WIDE, _HIGH = 0.22, 0.16
#: It is higher where the curves are far apart: so many times as high as the difference.
_ROOM: Final = 1.6
#: Of the curves' length: so far in time two steps are one, some three pixels of a figure.
_HAIR: Final = 0.004


@dataclass(frozen=True, slots=True)
class _Steps:
    """A curve with steps, in the unit of the figure's axis."""

    time: Floats
    survival: Floats

    def at(self, time: Floats) -> Floats:
        place = np.searchsorted(self.time, time, side="right") - 1
        return self.survival[np.clip(place, 0, None)]


def look(
    say: Say, trial: Trial, changed: Trial, followed: Followed, rebuilt: DigitisedCurves
) -> None:
    """The picture with what was made of it, the table beside it, what was mended below."""
    curves = {role: _rebuilt(rebuilt.arm(role), followed) for role in ARMS}
    lines = [_line(trial, role, curves[role], followed) for role in ARMS]
    worst = _worst(followed, curves)
    for_picture, for_table = st.columns((3, 2))
    with for_picture, st.container(key=SEEN):
        st.image(followed.figure.shown, alt="", output_format="PNG")
        names = [trial.text.arms[role].short for role in ARMS]
        over = to_svg.data_uri(over_figure(followed.figure.size, lines))
        st.html(markup.image(over, words.look_alt(say, names)))
    with for_table, st.container(key="figure_beside"):
        st.html(markup.legend([(to_svg.data_uri(swatch(one.colour)), one.name) for one in lines]))
        st.html(markup.table(beside_published(say, changed, rebuilt)))
        st.html(_farthest(say, trial, followed, worst, lines))
    doubts = _said(say, trial, {role: rebuilt.arm(role).doubts for role in ARMS})
    mends = _said(say, trial, {role: rebuilt.arm(role).mends for role in ARMS})
    if doubts:
        body = markup.heading(say(words.DOES_NOT_FIT), 3) + markup.unordered(doubts)
        st.html(f'<div class="banner caution" role="status">{body}</div>')
    others = [one for one in mends if one not in doubts]
    note = markup.paragraph(say(words.LOOK_NOTE), "note")
    st.html(note + (markup.unordered(others) if others else ""))
    _lay_over(lines, worst.middle)


def _lay_over(lines: list[OverLine], farthest: Pixel) -> None:
    """The rebuilt curves over the picture above, too, which was drawn before they were known."""
    desk = desks.lying()
    if desk is None or desk.trace is None:
        return
    corners = {line.role: tuple(line.rebuilt) for line in lines}
    made = Rebuilt(desk.trace.basis, corners, farthest)
    if desk.rebuilt != made:
        desks.change(rebuilt=made)
        with suppress(StreamlitAPIException):  # where the whole page is drawn, the next time
            st.rerun(scope="fragment")


def _said(say: Say, trial: Trial, of: Mapping[Role, tuple[str, ...]]) -> list[str]:
    return [f"{trial.text.arms[role].short}: {say.told(one)}" for role in ARMS for one in of[role]]


def _rebuilt(arm: DigitisedArm, followed: Followed) -> _Steps:
    drawn, month = arm_curve(arm), followed.unit.months
    time = np.concatenate(([0.0], drawn.time / month))
    return _Steps(time, np.concatenate(([1.0], drawn.survival)))


def _line(trial: Trial, role: Role, rebuilt: _Steps, followed: Followed) -> OverLine:
    traced = followed.curves[role]
    corners = staircase(followed.axes, traced.time, traced.survival)
    return OverLine(
        role=role,
        name=trial.text.arms[role].short,
        colour=marks(followed.desk)[role],
        rebuilt=staircase(followed.axes, rebuilt.time, rebuilt.survival),
        traced=corners,
        doubtful=hatched(corners, doubtful(followed.axes, traced), followed.figure.size[1]),
    )


# --- where they differ most --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Worst:
    """Where an arm's trace and rebuilt curve are farthest apart; rows of the picture at the end."""

    apart: float
    time: float
    role: Role
    column: float
    rows: tuple[float, float]

    @property
    def middle(self) -> Pixel:
        """Between both curves."""
        return self.column, sum(self.rows) / 2


def _worst(followed: Followed, curves: Mapping[Role, _Steps]) -> _Worst:
    """The largest difference of both arms, found once for all that shows it."""
    found = {role: _largest(followed, role, curves[role]) for role in ARMS}
    role = max(ARMS, key=lambda one: found[one][0])
    apart, time, survival = found[role]
    there = curves[role].at(np.array([time]))
    high, low = followed.axes.row(np.array([survival, *there]))
    column = float(followed.axes.column(np.array([time]))[0])
    return _Worst(apart, time, role, column, (float(high), float(low)))


def _farthest(
    say: Say, trial: Trial, followed: Followed, worst: _Worst, lines: list[OverLine]
) -> str:
    """The part of the picture where trace and rebuilt curve are farthest apart, in words too."""
    part = _part(followed, worst)
    arm = trial.text.arms[worst.role].short
    said = words.farthest(say, arm, worst.apart, worst.time, followed.unit)
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


def _part(followed: Followed, worst: _Worst) -> Detail:
    """The picture around a place, both curves in it."""
    width, height = followed.figure.size
    (column, row), apart = worst.middle, abs(worst.rows[0] - worst.rows[1])
    high = min(height, max(height * _HIGH, apart * _ROOM))
    wide = min(width, high * width * _WIDE / (height * _HIGH))
    left = min(max(0.0, column - wide / 2), width - wide)
    top = min(max(0.0, row - high / 2), height - high)
    png = cut_out(followed.figure, (left, top, left + wide, top + high))
    return Detail((left, top, wide, high), png)
