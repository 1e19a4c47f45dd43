"""Benefit and harm, for the clinician: effects table, probability over preferences, context."""

from __future__ import annotations

import streamlit as st

from tradeoff import figures, markup, pictures, tables, words
from tradeoff.findings import Findings
from tradeoff.interface import curves, store
from tradeoff.interface.frame import Page

__all__ = ["show"]


def show(page: Page) -> None:
    """The body of the page."""
    view = page.view()
    with st.container(key="card_effects"):
        st.html(markup.table(tables.effects_table(view)))
        note = markup.harm_badge(view.trial, view.harm)
        lines = dict.fromkeys((*words.harms_notes(view), *words.caveats(view)))
        st.html(f"<p>{note}</p>" + markup.unordered(lines))
    with st.container(key="card_probability"):
        st.html(markup.heading(words.PROBABILITY_TITLE, 2, "part"))
        page.follow_preference(_probability)
    if view.trial.context:
        with st.container(key="card_context"):
            st.html(
                markup.paragraph(words.CONTEXT_NOTE, "note")
                + markup.table(tables.context_table(view.trial))
            )


def _probability(view: Findings) -> None:
    """Drawn again with each new preference; the curves themselves are kept."""
    plain = store.probability(view)
    if plain is None:
        st.html(markup.paragraph(words.obstacle_sentence(view)))
        return
    made = figures.probability_chart(
        pictures.with_set_preference(plain, view), theme=curves.theme()
    )
    st.html(f"<p>{markup.harm_badge(view.trial, view.harm)}</p>")
    curves.plot(made, key="probability")
    st.html(
        markup.paragraph(words.correlation_note(_shares(plain)), "note")
        + markup.details(words.TABLE_LABEL, markup.table(plain.table))
    )


def _shares(plain: figures.ProbabilityView) -> list[tuple[float, float, float]]:
    low, high = plain.others
    return list(zip(low.probability, plain.main.probability, high.probability, strict=True))
