"""Survival curves on a page: chart, note, table."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions, has_curve
from tradeoff.drawing.to_plotly import FIGURE_CONFIG, Chart
from tradeoff.findings.choices import Choices
from tradeoff.findings.provenance import Method
from tradeoff.findings.reconstructed import MarkedMonth
from tradeoff.findings.view import Findings
from tradeoff.papers import tables
from tradeoff.screens import store
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.curve import REBUILT, curve_note
from tradeoff.words.frame import TABLE_LABEL
from tradeoff.words.naming import arm_words, endpoint_words
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import no_curve


def theme() -> Literal["light", "dark"]:
    """The theme that the viewer sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(view: Findings, options: CurveOptions, *, key: str) -> None:
    """The curves, or that none can be drawn."""
    made = store.survival_chart(view, options, theme())
    if made is None:
        st.html(markup.paragraph(no_curve(CLINICIAN, view.trial, view.choices)))
        return
    plot(made, key=key)


def plot(made: Chart, *, key: str) -> None:
    """A chart with its sentence as alternative text; its table is drawn beside it."""
    st.plotly_chart(made.figure, key=key, theme=None, config=FIGURE_CONFIG, alt=made.alt)


def notes(view: Findings, *, room: bool = False) -> None:
    """How to read the curve, the marked month, and the curve as a table."""
    marked = view.marked
    if not has_curve(view):
        return
    parts = [markup.paragraph(curve_note(CLINICIAN, view, room=room), "note")]
    if marked is not None:
        sentence = marked_month_sentence(view.trial, view.choices, marked)
        parts.insert(0, markup.paragraph(sentence))
    parts.append(markup.details(TABLE_LABEL, markup.table(tables.curve_table(view))))
    st.html("".join(parts))


# --- words --------------------------------------------------------------------------------------


def marked_month_sentence(trial: Trial, choices: Choices, marked: MarkedMonth) -> str:
    """A month between landmarks: reconstructed, with its ranges, never weighed."""
    end = endpoint_words(trial, choices)
    curves = "the curves"
    if marked.control.method is Method.DIGITISED_CURVE:
        curves = f"the curves {REBUILT}"
    return (
        f"Reconstructed, not published: after {numbers.time(CLINICIAN, marked.months)} "
        f"{curves} stand at "
        f"{numbers.with_range(marked.control)} of 100 {end.alive} "
        f"{arm_words(trial, Role.CONTROL).having} "
        f"and {numbers.with_range(marked.experimental)} "
        f"{arm_words(trial, Role.EXPERIMENTAL).having}: "
        f"difference {numbers.with_range(marked.difference, signed=True)}. "
        "In brackets the 95 % ranges. Nothing is weighed at this month."
    )
