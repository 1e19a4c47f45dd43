"""Evidence: every number with its source, consistency, self-check, model facts, glossary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from tradeoff import __version__
from tradeoff.drawing import markup
from tradeoff.papers.evidence import calibration, checks, glossary, ipdas, published, sources
from tradeoff.screens import downloads, own_data, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.screens.page import Page
from tradeoff.trial import reading as loading
from tradeoff.trial import self_check
from tradeoff.trial.records import Trial
from tradeoff.trial.self_check import SelfCheckLine
from tradeoff.trial.validated import EngineState
from tradeoff.words import own_data as own_words
from tradeoff.words.table import Table

CALIBRATION_TITLE: Final = "How well the curves meet the published numbers"
NO_FULL_CHECK: Final = "No full check of the engine is on record."
DIGITISED_TITLE: Final = "How well the rebuilt curves agree with the figure"
DIGITISED_NOTE: Final = (
    "Somebody clicked along the curves of a printed figure. With the numbers at risk printed under "
    "it, the program worked out pseudo-patients whose Kaplan-Meier curve is the one clicked on. "
    "They are not patient data: who was censored when between two numbers at risk isn't known."
)
IPDAS_NOTE: Final = (
    "Assessed by the makers themselves against version 4 of the International Patient Decision "
    "Aid Standards, in our own words. Version 5 (BMJ 2026;393:e088116) has replaced it and has "
    "not been assessed here. An answer is yes only where the place exists in this program and "
    "this trial's data hold what the line asks for; the test named last is one of the program's "
    "own and checks it."
)


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
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    css: str = ""


def show(page: Page) -> None:
    """The body of the page: a list of contents, then one card a question."""
    parts = store.kept(page.trial, "evidence", lambda: _parts(page.trial))
    st.html(f"<style>{_STYLE}</style>")
    _contents(parts)
    for part in parts:
        with st.container(key=f"card_{part.key}"):
            notes = "".join(markup.paragraph(note, "note") for note in part.notes)
            opening = f'<div id="{part.key}">{markup.heading(part.title, 2, "part")}{notes}</div>'
            if part.key == _SELF_CHECK:
                _self_check(opening, part.css)
                continue
            st.html(opening + _tables(part.tables, part.css))
            if part.key == _EXCHANGE:
                downloads.whole_trial(page.trial)
    own_data.show(page)


def _parts(trial: Trial) -> tuple[_Part, ...]:
    return (*_of_numbers(trial), *_of_curves(trial), *_of_program(trial), *_of_trial(trial))


def _of_numbers(trial: Trial) -> tuple[_Part, ...]:
    agreement = (
        "Each number is compared with what the trial's other numbers give. Agreement doesn't "
        "prove that they are right, and tension doesn't prove that they are wrong."
    )
    return (
        _Part(
            "numbers",
            "Every number, with its source",
            tables=(*published.refused_local(trial), *published.numbers(trial)),
            css="wide numbers",
        ),
        _Part(
            "statuses", "How each number is known", tables=(sources.statuses(),), css="pair single"
        ),
        _Part(
            "consistency",
            "Do the published numbers go together?",
            (agreement, checks.consistency_summary(trial)),
            checks.consistency_tables(trial),
            "wide compared",
        ),
    )


def _of_curves(trial: Trial) -> tuple[_Part, ...]:
    """Clicked and calibrated curves each where there are any; one of the two in any case."""
    curves, rebuilt = calibration.calibration(trial), calibration.digitised_fit(trial)
    met = "This trial has no reconstructed curve."
    if curves:
        met = (
            "The curves are reconstructed: built to agree with these numbers, never patients' "
            "data. The time between published months isn't known, so meeting the numbers doesn't "
            "prove the shape."
        )
    clicked = _Part("digitised", DIGITISED_TITLE, (DIGITISED_NOTE,), rebuilt, "wide even")
    fitted = _Part("calibration", CALIBRATION_TITLE, (met,), curves, "wide even")
    return (*((clicked,) if rebuilt else ()), *((fitted,) if curves or not rebuilt else ()))


def _of_program(trial: Trial) -> tuple[_Part, ...]:
    checked = (
        "Runs public reference cases in this running program. The expected values come from print "
        "or from other software and are never computed here."
    )
    reading = (
        "Reading level of the English text for patients (Flesch-Kincaid grade, measured by a "
        "test): 6.5 at most as a whole, 8 at most on every screen."
    )
    return (
        _Part(
            _SELF_CHECK,
            "Does the program compute correctly here?",
            (checked, engine_state(store.ENGINE_STATE)),
            css="wide check",
        ),
        _Part(
            "model",
            "What this program is, and its limits",
            tables=(glossary.model_facts(trial),),
            css="pair single",
        ),
        _Part(
            "ipdas",
            "Held against the standards for patient decision aids (IPDAS)",
            (IPDAS_NOTE, reading),
            (ipdas.ipdas(trial, pages=PAGE_FILES),),
            "wide lines single",
        ),
    )


def _of_trial(trial: Trial) -> tuple[_Part, ...]:
    taken = (
        "Everything that is shown of this trial: each number with its range, status, source, "
        "population and window. What is unconfirmed, calculated or reconstructed says so in the "
        "files too. JSON is for programs, CSV for spreadsheets and statistics. Choices of this "
        "visit and counts typed in are not in them."
    )
    cited, words = sources.sources(trial), glossary.glossary(trial)
    return (
        _Part("facts", "Other facts about the trial", tables=sources.facts(trial), css="facts"),
        _Part("sources", "Sources", tables=(cited,), css="wide sources single"),
        _Part(_EXCHANGE, "Take these data with you", (taken,)),
        _Part("glossary", "Glossary", tables=(words,), css="pair single"),
    )


def _contents(parts: Iterable[_Part]) -> None:
    """Links to the cards; ``target`` keeps them in this page: Streamlit would open another."""
    places = [(part.key, part.title) for part in parts] + [("own", own_words.TITLE)]
    links = "".join(
        f'<li><a href="#{key}" target="_self">{markup.escaped(title)}</a></li>'
        for key, title in places
    )
    st.html(
        f'<nav class="contents" aria-label="On this page"><ul class="legend">{links}</ul></nav>'
    )


def _tables(tables: Iterable[Table], css: str) -> str:
    return "".join(
        f'<div class="evidence">{markup.table(table, css=f"data {css}")}</div>' for table in tables
    )


@st.fragment
def _self_check(opening: str, css: str) -> None:
    st.html(opening)
    if st.button("Run the self-check", key="run_selfcheck"):
        lines = self_check.run(*loading.reference_cases())
        said = markup.paragraph(self_check_summary(lines, __version__))
        st.html(f'<div role="status">{said}</div>{_tables(checks.self_check(lines), css)}')


# --- words --------------------------------------------------------------------------------------


def self_check_summary(lines: Sequence[SelfCheckLine], version: str) -> str:
    """How many cases agree, in which version."""
    agreeing = sum(line.agrees for line in lines)
    head = f"{agreeing} of {len(lines)} cases agree (program version {version})."
    if agreeing == len(lines):
        return head
    return f"{head} Don't use the figures of this program until the others are explained."


def engine_state(state: EngineState) -> str:
    """Whether what computes is still what was last checked in full, and when that was."""
    last = state.last
    if last is None:
        return NO_FULL_CHECK
    day = last.date.isoformat()
    if state.unchanged:
        return (
            f"Engine unchanged since its last full check, {day} ({last.tests:,} tests; "
            f"checksum {state.checksum[:12]})."
        )
    moved = "; ".join(f"{name} {then} then, {now} now" for name, then, now in state.other_packages)
    return f"Engine changed since its last full check, {day}{f' ({moved})' if moved else ''}."
