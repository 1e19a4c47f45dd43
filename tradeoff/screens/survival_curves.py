"""Survival curves: the large curve, every analysis beside it, subgroups, downloads."""

from __future__ import annotations

from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions, has_curve, survival_view
from tradeoff.drawing.forest import forest_chart, forest_view
from tradeoff.drawing.series import FIRST_MONTHS, AxisRange
from tradeoff.drawing.survival import survival_svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.papers import effects, tables
from tradeoff.screens import check, curves, downloads
from tradeoff.screens.page import Page
from tradeoff.trial.records import Trial
from tradeoff.words.curve import ROOM
from tradeoff.words.frame import TABLE_LABEL, file_name
from tradeoff.words.say import Say, message

NO_RISK_TABLE: Final = message(
    "No numbers at risk are shown: the curve is reconstructed from published figures, "
    "not from patients' data or a digitised figure."
)
ANALYSES: Final = message("The analyses, side by side")
_SUBGROUP_NOTE: Final = message(
    "Subgroups are shown, never weighed, and never drawn as icons or curves."
)


def show(page: Page) -> None:
    """The body of the page; the curve comes last, since all else follows the month that is read."""
    view = page.view()
    with st.container(key="curve_options", horizontal=True, vertical_alignment="center"):
        options = _options(page.say, view)
    with st.container(key="curve_and_analyses"):
        with st.container(key="card_curve", height="stretch"):
            large = st.container(key="large_curve", height="stretch")
            _downloads(page, options)
        _analyses(page.say, view)
    _subgroups(page.say, view)
    with large:
        curves.card(page, options, more=() if _digitised(view) else (page.say(NO_RISK_TABLE),))


def _digitised(view: Findings) -> bool:
    """Whether there are numbers at risk, and no reconstruction's room that a line may run in."""
    return view.trial.digitised_curve(view.choices.cut, view.choices.endpoint) is not None


def _options(say: Say, view: Findings) -> CurveOptions:
    drawn = survival_view(say, view, CurveOptions())
    short = drawn is None or drawn.last_month <= FIRST_MONTHS
    axis = st.segmented_control(
        say("Part of the curve"),
        [one for one in AxisRange if not (short and one is AxisRange.FIRST_24_MONTHS)],
        default=AxisRange.WHOLE,
        required=True,
        format_func=lambda one: axis_label(say, one, view.choices.framing),
        key="axis",
        label_visibility="collapsed",
    )
    ranges = st.toggle(say("Ranges"), value=True, key="ranges")
    room = not _digitised(view) and st.toggle(say(ROOM), key="room")
    return CurveOptions(axis or AxisRange.WHOLE, ranges=ranges, room=room)


def _analyses(say: Say, view: Findings) -> None:
    """What is asked for first of every data cut; all that is known of them at one press."""
    with st.container(key="card_cuts", height="stretch"):
        st.html(
            markup.heading(say(ANALYSES), 2, "part")
            + markup.table(effects.cuts_in_brief(say, view), css="data brief")
            + markup.details(say(EVERYTHING), markup.table(effects.cuts_table(say, view)))
        )


def _downloads(page: Page, options: CurveOptions) -> None:
    """Made when they are asked for, of the month that is read by then, which is dotted in them."""
    view = page.view()
    if not has_curve(view):
        return

    def picture() -> str:
        now = page.view()
        kept = CurveOptions(options.axis, ranges=options.ranges, room=options.room, dotted=True)
        drawn = survival_view(page.say, now, kept, visit=check.travelling_lines(page.say, now))
        assert drawn is not None, "has_curve says so"
        return survival_svg(drawn, theme="light")

    visit = check.travelling_lines(page.say, view)
    downloads.picture_and_table(
        page.say,
        file_name(view, "curves"),
        picture,
        lambda: tables.travelling(page.say, tables.curve_table(page.say, view), view, visit),
    )


def _subgroups(say: Say, view: Findings) -> None:
    forest = forest_view(say, view)
    with st.container(key="card_subgroups"):
        st.html(markup.heading(say("Subgroups"), 2, "part"))
        table = tables.subgroup_table(say, view)
        if not table.rows:
            st.html(markup.paragraph(say("Subgroup results for this end point: not available.")))
            return
        note = markup.paragraph(subgroup_note(say, view.trial), "note")
        if forest is None:
            st.html(markup.table(table) + note)
            return
        curves.plot(forest_chart(forest, theme=curves.theme()), key="forest")
        st.html(note + markup.details(say(TABLE_LABEL), markup.table(table)))


# --- words --------------------------------------------------------------------------------------

EVERYTHING: Final = message("All of each analysis, with sources")


def axis_label(say: Say, axis: AxisRange, framing: Framing) -> str:
    """What of the axes is shown, in the framing."""
    half = say("50 to 100 %") if framing is Framing.ALIVE else say("0 to 50 %")
    return {
        AxisRange.WHOLE: say("Whole follow-up"),
        AxisRange.FIRST_24_MONTHS: say("First 24 months"),
        AxisRange.HALF: half,
    }[axis]


def subgroup_note(say: Say, trial: Trial) -> str:
    """What must be known before subgroups are compared, of this trial's too."""
    own = trial.text.subgroups_note
    return say(_SUBGROUP_NOTE) if own is None else f"{say(_SUBGROUP_NOTE)} {own}"
