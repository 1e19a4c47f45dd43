"""Survival curves on a page: read-out, chart with the cross-hair over it, note, table."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.cross_hair import CrossHair, still_read_out
from tradeoff.drawing.curves import CurveOptions, has_curve
from tradeoff.drawing.to_plotly import FIGURE_CONFIG, Chart
from tradeoff.findings.view import Findings
from tradeoff.papers import tables
from tradeoff.screens import components, store
from tradeoff.screens.page import Page
from tradeoff.words.curve import curve_axis, curve_note, curve_note_short, digitised_cut
from tradeoff.words.read_out import read_out
from tradeoff.words.say import Say, message
from tradeoff.words.survival import no_curve, survival_not_at_a_time

#: Consultation's: what stands under the axis elsewhere is not on its one screen.
COMPACT: Final = CurveOptions(at_risk=False)


def theme() -> Literal["light", "dark"]:
    """The theme that the viewer sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def card(page: Page, options: CurveOptions = COMPACT, *, more: tuple[str, ...] = ()) -> None:
    """The curve as a part of a page: what it counts, read-out, chart, a line of note, the rest.

    Call it last, within the container that was kept for it: its fragment draws whatever follows
    the choices, which has to be there by then. The chart fills the height that the container has.
    ``more`` is said where the rest opens.
    """
    view = page.view()
    with st.container(key="part_curve", height="stretch"):
        st.html(markup.heading(curve_axis(page.say, view.trial, view.choices), 2, "part"))
        if store.cross_hair(page.say, view, options) is None:
            st.html(_still(page.say, view))
        stage = st.container(key=_stage(view, options), height="stretch")
        if has_curve(view):
            st.html(_notes(page.say, view, options, more))
    with stage:
        made = store.survival_chart(page.say, view, options, theme())
        if made is not None:
            plot(made, key="survival_curve", height="stretch")
        _read(page, options)


def plot(made: Chart, *, key: str, height: Literal["content", "stretch"] = "content") -> None:
    """A chart with its sentence as alternative text; its table is drawn beside it."""
    st.plotly_chart(
        made.figure, key=key, theme=None, config=FIGURE_CONFIG, alt=made.alt, height=height
    )


def _stage(view: Findings, options: CurveOptions) -> str:
    """The place of chart and cross-hair: higher where numbers at risk stand under the axis."""
    at_risk = options.at_risk and digitised_cut(view) is not None
    return "curve_stage_at_risk" if at_risk else "curve_stage"


@st.fragment
def _read(page: Page, options: CurveOptions) -> None:
    """The month that is read: the browser has every answer, the server hears where the hand rests.

    The chart stays as it is; links and notes elsewhere follow.
    """
    page.follow_choices()
    view = page.view()
    laid_over = store.cross_hair(page.say, view, options)
    if laid_over is not None:
        read_months(view, laid_over, laid_over.markup, key="cross_hair")
    page.draw_followers(view)
    page.refresh_links(view.choices)


def read_months(view: Findings, laid_over: CrossHair, made: str, *, key: str) -> None:
    """The cross-hair in its markup, at the month that is read."""
    components.choice(
        made,
        laid_over.answers,
        choice="months",
        value=laid_over.shown(view.choices.months),
        first=laid_over.first,
        last=laid_over.last,
        key=key,
        catches=laid_over.catches,
    )


def _still(say: Say, view: Findings) -> str:
    """What stands in the read-out's place where there are no months to read, in words."""
    survival, parts = view.survival, []
    if survival is not None:
        read = read_out(say, view.trial, view.choices, survival.months, survival)
        parts.append(still_read_out(say, read.parts))
    else:
        parts.append(markup.paragraph(survival_not_at_a_time(say, view), "read-out"))
    if not has_curve(view):
        parts.append(markup.paragraph(no_curve(say, view.trial, view.choices), "note"))
    return "".join(parts)


def _notes(say: Say, view: Findings, options: CurveOptions, more: tuple[str, ...]) -> str:
    """A line on how to read the curve; at one press all of it, and the curve as a table."""
    told = (curve_note(say, view, room=options.room), *more)
    rest = "".join(markup.paragraph(one, "note") for one in told)
    table = markup.table(tables.curve_table(say, view))
    short = markup.escaped(curve_note_short(say, view))
    return f'<div class="note">{short} {markup.over(say(MORE), rest, table)}</div>'


# --- words --------------------------------------------------------------------------------------

MORE: Final = message("Method and table")
