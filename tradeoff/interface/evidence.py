"""Evidence: every number with its source, consistency, self-check, model facts, glossary."""

from __future__ import annotations

import streamlit as st

from tradeoff import evidence_tables, markup, words
from tradeoff.interface import store
from tradeoff.interface.frame import Page

__all__ = ["show"]


def show(page: Page) -> None:
    """The body of the page: tables, one card a question."""
    view = page.view()
    trial = view.trial
    _card("numbers", words.NUMBERS_TITLE, *map(markup.table, evidence_tables.numbers(trial)))
    _card("facts", words.FACTS_TITLE, *map(markup.table, evidence_tables.facts(trial)))
    _card(
        "consistency",
        words.CONSISTENCY_TITLE,
        markup.paragraph(words.CONSISTENCY_NOTE, "note"),
        markup.table(store.consistency_table(trial)),
    )
    _card(
        "calibration",
        words.CALIBRATION_TITLE,
        markup.paragraph(words.CALIBRATION_NOTE, "note"),
        *map(markup.table, evidence_tables.calibration(trial)),
    )
    _self_check()
    _card("model", words.MODEL_TITLE, markup.table(evidence_tables.model_facts(trial)))
    _card("sources", words.SOURCES_TITLE, markup.table(evidence_tables.sources(trial)))
    _card("glossary", words.GLOSSARY_TITLE, markup.table(evidence_tables.glossary(trial)))


def _card(key: str, title: str, *parts: str) -> None:
    with st.container(key=f"card_{key}"):
        st.html(markup.heading(title, 2, "part") + "".join(parts))


@st.fragment
def _self_check() -> None:
    with st.container(key="card_selfcheck"):
        st.html(
            markup.heading(words.SELF_CHECK_TITLE, 2, "part")
            + markup.paragraph(words.SELF_CHECK_NOTE, "note")
        )
        if st.button(words.SELF_CHECK_BUTTON, key="run_selfcheck"):
            st.html(markup.table(store.self_check_table()))
