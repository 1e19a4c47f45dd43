"""Survival curves: interactive chart, all data cuts, subgroups, downloads."""

from __future__ import annotations

from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions, has_curve, survival_view
from tradeoff.drawing.forest import forest_chart, forest_view
from tradeoff.drawing.series import AxisRange
from tradeoff.drawing.survival import survival_svg
from tradeoff.findings.view import Findings
from tradeoff.papers import effects, tables
from tradeoff.screens import check, clock, controls, curves, downloads
from tradeoff.screens.page import Page
from tradeoff.trial.records import Trial
from tradeoff.words.curve import ROOM
from tradeoff.words.frame import TABLE_LABEL, file_name
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import gain_range_sentence, survival_not_at_a_time, survival_sentence

_AXES: Final = {
    AxisRange.WHOLE: "Whole follow-up",
    AxisRange.FIRST_24_MONTHS: "First 24 months",
    AxisRange.HALF: "50 to 100 %",
}
NO_RISK_TABLE: Final = (
    "No numbers at risk are shown: the curve is reconstructed from published figures, "
    "not from patients' data or a digitised figure."
)
_SUBGROUP_NOTE: Final = "Subgroups are shown, never weighed, and never drawn as icons or curves."


def show(page: Page) -> None:
    """The body of the page."""
    _chart(page)
    view = page.view()
    with st.container(key="card_cuts"):
        st.html(markup.table(effects.cuts_table(view)))
    _subgroups(view)


@st.fragment
def _chart(page: Page) -> None:
    """Month, framing and ways of drawing answer here; the rest of the page follows if it must."""
    page.follow_choices()
    view = page.view()
    with st.container(key="card_curve"):
        controls.month_slider(view)
        with st.container(horizontal=True, vertical_alignment="bottom", key="curve_options"):
            options = _options(smooth=_is_smooth(view))
        curves.chart(view, options, key="survival_curve")
        clock.let_go()
        said = survival_not_at_a_time(CLINICIAN, view)
        if (survival := view.survival) is not None:
            said = survival_sentence(CLINICIAN, view.trial, survival, view.choices.framing)
            said += f" {gain_range_sentence(CLINICIAN, survival, view.choices.framing)}"
        st.html(markup.paragraph(said))
        curves.notes(view, room=options.room)
        if _is_smooth(view) and has_curve(view):
            st.html(markup.paragraph(NO_RISK_TABLE, "note"))
        _downloads(view, options)
    page.refresh_links()


def _is_smooth(view: Findings) -> bool:
    """Whether the curve was calibrated: it has a reconstruction band and no numbers at risk."""
    place = (view.choices.cut, view.choices.endpoint)
    return view.trial.digitised_curve(*place) is None


def _options(*, smooth: bool) -> CurveOptions:
    axis = st.segmented_control(
        "Part of the curve",
        list(AxisRange),
        default=AxisRange.WHOLE,
        required=True,
        format_func=_AXES.__getitem__,
        key="axis",
        label_visibility="collapsed",
    )
    ranges = st.toggle("Ranges", value=True, key="ranges")
    room = smooth and st.toggle(ROOM, key="room")
    return CurveOptions(axis or AxisRange.WHOLE, ranges=ranges, room=room)


def _downloads(view: Findings, options: CurveOptions) -> None:
    visit = check.travelling_lines(view)
    drawn = survival_view(view, options, visit=visit)
    if drawn is not None:
        downloads.picture_and_table(
            file_name(view, "curves"),
            lambda: survival_svg(drawn, theme="light"),
            lambda: tables.travelling(tables.curve_table(view), view, visit),
        )


def _subgroups(view: Findings) -> None:
    forest = forest_view(view)
    with st.container(key="card_subgroups"):
        st.html(markup.heading("Subgroups", 2, "part"))
        table = tables.subgroup_table(view)
        if not table.rows:
            st.html(markup.paragraph("Subgroup results for this end point: not available."))
            return
        note = markup.paragraph(subgroup_note(view.trial), "note")
        if forest is None:
            st.html(markup.table(table) + note)
            return
        curves.plot(forest_chart(forest, theme=curves.theme()), key="forest")
        st.html(note + markup.details(TABLE_LABEL, markup.table(table)))


# --- words --------------------------------------------------------------------------------------


def subgroup_note(trial: Trial) -> str:
    """What must be known before subgroups are compared, of this trial's too."""
    own = trial.text.subgroups_note
    return _SUBGROUP_NOTE if own is None else f"{_SUBGROUP_NOTE} {own}"
