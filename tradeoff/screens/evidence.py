"""Evidence: every number with its source, consistency, self-check, model facts, glossary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from tradeoff import __version__
from tradeoff.drawing import markup
from tradeoff.papers import evidence_tables
from tradeoff.screens import downloads, own_data, store
from tradeoff.screens.frame import Page
from tradeoff.trial import reading as loading
from tradeoff.trial import self_check
from tradeoff.trial.records import Trial
from tradeoff.words import clinicians as words
from tradeoff.words import own_data as own_words
from tradeoff.words.table import Table

__all__ = ["show"]

_SELF_CHECK = "self-check"
_EXCHANGE = "exchange"

#: Columns in line from table to table, each with the room that its words need.
_STYLE = """
.contents a { color: var(--accent); font-size: 0.9375rem; }
.evidence { margin-top: 1.25rem; }
.evidence table.data { table-layout: fixed; }
.evidence table.data caption { font-size: 0.9375rem; font-weight: 600; color: var(--text);
  position: sticky; left: 0; max-width: calc(100vw - 4rem); }
.evidence table.data th, .evidence table.data td { overflow-wrap: break-word; }
.evidence table.wide { min-width: 46rem; }
.evidence table.numbers th:nth-child(1) { width: 24%; }
.evidence table.numbers th:nth-child(2) { width: 14%; }
.evidence table.numbers th:nth-child(3) { width: 16%; }
.evidence table.numbers th:nth-child(4) { width: 18%; }
.evidence table.compared th:nth-child(1) { width: 33%; }
.evidence table.compared th:nth-child(2), .evidence table.compared th:nth-child(3) { width: 13%; }
.evidence table.compared th:nth-child(4) { width: 24%; }
.evidence table.even th:nth-child(1) { width: 36%; }
.evidence table.check th:nth-child(1) { width: 40%; }
.evidence table.check th:nth-child(4) { width: 12%; }
.evidence table.sources th:nth-child(1) { width: 20%; }
.evidence table.sources th:nth-child(2) { width: 38%; }
.evidence table.lines th:nth-child(1) { width: 8%; }
.evidence table.lines th:nth-child(2) { width: 28%; }
.evidence table.lines th:nth-child(3) { width: 7%; }
.evidence table.lines th:nth-child(5) { width: 26%; }
.evidence table.lines th, .evidence table.lines td { min-width: 0; }
.evidence table.pair th:nth-child(1) { width: 24%; }
@media (max-width: 640px) { .evidence table.pair th:nth-child(1) { width: 7.5rem; } }
.evidence table.facts th:nth-child(1) { width: 52%; }
.evidence table.facts tbody th { font-weight: 400; }
.evidence table.single caption { position: absolute; width: 1px; height: 1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """One card: the place that a link on the page leads to, its title and its contents."""

    key: str
    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    css: str = ""


def show(page: Page) -> None:
    """The body of the page: a list of contents, then one card a question."""
    parts = _parts(page.trial)
    st.html(f"<style>{_STYLE}</style>")
    _contents(parts)
    for part in parts:
        with st.container(key=f"card_{part.key}"):
            if part.key == _SELF_CHECK:
                _self_check(part)
            elif part.key == _EXCHANGE:
                st.html(_opening(part))
                downloads.whole_trial(page.trial)
            else:
                st.html(_opening(part) + _tables(part.tables, part.css))
    own_data.show(page)


def _parts(trial: Trial) -> tuple[_Part, ...]:
    return store.kept(trial, "evidence", lambda: _made(trial))


def _made(trial: Trial) -> tuple[_Part, ...]:
    tables = evidence_tables
    curves, rebuilt = tables.calibration(trial), tables.digitised_fit(trial)
    compared = words.CONSISTENCY_NOTE, tables.consistency_summary(trial)
    listed = (*tables.refused_local(trial), *tables.numbers(trial))
    checked = words.SELF_CHECK_NOTE, words.engine_state(store.ENGINE_STATE)
    met = words.CALIBRATION_NOTE if curves else words.NO_CALIBRATION
    fitted = _Part("calibration", words.CALIBRATION_TITLE, (met,), curves, "wide even")
    clicked = _Part(
        "digitised", words.DIGITISED_TITLE, (words.DIGITISED_NOTE,), rebuilt, "wide even"
    )
    return (
        _Part("numbers", words.NUMBERS_TITLE, (), listed, "wide numbers"),
        _Part("statuses", words.STATUS_TITLE, (), (tables.statuses(),), "pair single"),
        _Part(
            "consistency",
            words.CONSISTENCY_TITLE,
            compared,
            tables.consistency_tables(trial),
            "wide compared",
        ),
        *((clicked,) if rebuilt else ()),
        *((fitted,) if curves or not rebuilt else ()),
        _Part(_SELF_CHECK, words.SELF_CHECK_TITLE, checked, (), "wide check"),
        _Part("model", words.MODEL_TITLE, (), (tables.model_facts(trial),), "pair single"),
        _Part(
            "ipdas",
            words.IPDAS_TITLE,
            (words.IPDAS_NOTE, words.IPDAS_READING),
            (tables.ipdas(trial),),
            "wide lines single",
        ),
        _Part("facts", words.FACTS_TITLE, (), tables.facts(trial), "facts"),
        _Part("sources", words.SOURCES_TITLE, (), (tables.sources(trial),), "wide sources single"),
        _Part(_EXCHANGE, words.EXCHANGE_TITLE, (words.EXCHANGE_NOTE,), ()),
        _Part("glossary", words.GLOSSARY_TITLE, (), (tables.glossary(trial),), "pair single"),
    )


def _contents(parts: Iterable[_Part]) -> None:
    """Links to the cards; ``target`` keeps them in this page: Streamlit would open another."""
    places = [(part.key, part.title) for part in parts] + [("own", own_words.TITLE)]
    links = "".join(
        f'<li><a href="#{key}" target="_self">{markup.escaped(title)}</a></li>'
        for key, title in places
    )
    label = markup.escaped(words.CONTENTS_TITLE)
    st.html(f'<nav class="contents" aria-label="{label}"><ul class="legend">{links}</ul></nav>')


def _opening(part: _Part) -> str:
    notes = "".join(markup.paragraph(note, "note") for note in part.notes)
    return f'<div id="{part.key}">{markup.heading(part.title, 2, "part")}{notes}</div>'


def _tables(tables: Iterable[Table], css: str) -> str:
    return "".join(
        f'<div class="evidence">{markup.table(table, css=f"data {css}")}</div>' for table in tables
    )


@st.fragment
def _self_check(part: _Part) -> None:
    st.html(_opening(part))
    if st.button(words.SELF_CHECK_BUTTON, key="run_selfcheck"):
        lines = self_check.run(*loading.reference_cases())
        said = markup.paragraph(words.self_check_summary(lines, __version__))
        tables = _tables(evidence_tables.self_check(lines), part.css)
        st.html(f'<div role="status">{said}</div>{tables}')
