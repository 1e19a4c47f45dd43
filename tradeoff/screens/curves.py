"""Survival curves on a page: chart, note, table."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from tradeoff.drawing import figures, markup
from tradeoff.findings.views import Findings
from tradeoff.papers import pictures, tables
from tradeoff.screens import store
from tradeoff.words import clinicians as words

__all__ = ["chart", "notes", "plot", "theme"]


def theme() -> Literal["light", "dark"]:
    """The theme that the viewer sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(view: Findings, options: pictures.CurveOptions, *, key: str) -> None:
    """The curves, or that none can be drawn."""
    made = store.survival_chart(view, options, theme())
    if made is None:
        st.html(markup.paragraph(words.no_curve(view.trial, view.choices)))
        return
    plot(made, key=key)


def plot(made: figures.Chart, *, key: str) -> None:
    """A chart with its sentence as alternative text; its table is drawn beside it."""
    st.plotly_chart(made.figure, key=key, theme=None, config=figures.FIGURE_CONFIG, alt=made.alt)


def notes(view: Findings, *, room: bool = False) -> None:
    """How to read the curve, the marked month, and the curve as a table."""
    marked = view.marked
    if not pictures.has_curve(view):
        return
    parts = [markup.paragraph(words.curve_note(view, room=room), "note")]
    if marked is not None:
        sentence = words.marked_month_sentence(view.trial, view.choices, marked)
        parts.insert(0, markup.paragraph(sentence))
    parts.append(markup.details(words.TABLE_LABEL, markup.table(tables.curve_table(view))))
    st.html("".join(parts))
