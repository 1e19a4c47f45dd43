"""Evidence in five tabs: numbers with their sources, agreement, method, what this is, own data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import streamlit as st

from tradeoff import __version__
from tradeoff.drawing import markup
from tradeoff.findings.places import Tab
from tradeoff.papers.evidence import calibration, checks, glossary, ipdas
from tradeoff.screens import evidence_numbers, own_data, state, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.screens.page import Page
from tradeoff.trial import reading as loading
from tradeoff.trial import self_check
from tradeoff.trial.records import Trial
from tradeoff.trial.self_check import SelfCheckLine
from tradeoff.trial.validated import EngineState
from tradeoff.words.say import Say, message
from tradeoff.words.table import Table

TABS: Final = {
    Tab.NUMBERS: message("Numbers"),
    Tab.AGREEMENT: message("Agreement"),
    Tab.METHOD: message("Method"),
    Tab.ABOUT: message("About"),
    Tab.DATA: message("Your data"),
}
CALIBRATION_TITLE: Final = message("How well the curves meet the published numbers")
NO_FULL_CHECK: Final = message("No full check of the engine is on record.")
DIGITISED_TITLE: Final = message("How well the rebuilt curves agree with the figure")
DIGITISED_NOTE: Final = message(
    "Somebody took the curves off a printed figure. With the numbers at risk printed under it, the "
    "program worked out pseudo-patients whose Kaplan-Meier curve is the one in the figure. "
    "They are not patient data: who was censored when between two numbers at risk isn't known."
)
IPDAS_NOTE: Final = message(
    "Assessed by the makers themselves against version 4 of the International Patient Decision "
    "Aid Standards, in our own words. Version 5 (BMJ 2026;393:e088116) has replaced it and has "
    "not been assessed here. An answer is yes only where the place exists in this program and "
    "this trial's data hold what the line asks for."
)
_SELF_CHECK: Final = "self_check"


@dataclass(frozen=True, slots=True)
class _Part:
    """One card: its key, its title and its contents."""

    key: str
    title: str
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    css: str = ""


def show(page: Page) -> None:
    """The body of the page: the tabs, and below them what the open one holds, and nothing else."""
    trial, choices = page.trial, page.view().choices
    st.segmented_control(
        page.say("Parts of the evidence"),
        list(TABS),
        format_func=lambda tab: page.say(TABS[tab]),
        required=True,
        label_visibility="collapsed",
        **state.bound("tab", choices),
    )
    if choices.tab is Tab.NUMBERS:
        evidence_numbers.show(page.say, trial)
    elif choices.tab is Tab.DATA:
        own_data.show(page)
    else:
        made = _PARTS[choices.tab]
        for part in store.kept(
            trial, ("evidence", choices.tab, page.say.language), lambda: made(page.say, trial)
        ):
            _card(page.say, part)


def _card(say: Say, part: _Part) -> None:
    notes = "".join(markup.paragraph(note, "note") for note in part.notes)
    opening = f'<div id="{part.key}">{markup.heading(part.title, 2, "part")}{notes}</div>'
    with st.container(key=f"card_{part.key}"):
        if part.key == _SELF_CHECK:
            _self_check(say, opening, part)
        else:
            st.html(opening + _tables(part, part.tables))


def _of_agreement(say: Say, trial: Trial) -> tuple[_Part, ...]:
    agreement = say(
        "Each number is compared with what the trial's other numbers give. Agreement doesn't "
        "prove that they are right, and tension doesn't prove that they are wrong."
    )
    checked = say(
        "Runs public reference cases in this running program. The expected values come from print "
        "or from other software and are never computed here."
    )
    return (
        _Part(
            "consistency",
            say("Do the published numbers go together?"),
            (agreement, checks.consistency_summary(say, trial)),
            checks.consistency_tables(say, trial),
            "wide compared",
        ),
        *_of_curves(say, trial),
        _Part(
            _SELF_CHECK,
            say("Does the program compute correctly here?"),
            (checked, engine_state(say, store.ENGINE_STATE)),
            css="wide check",
        ),
    )


def _of_curves(say: Say, trial: Trial) -> tuple[_Part, ...]:
    """Clicked and calibrated curves each where there are any; one of the two in any case."""
    curves, rebuilt = calibration.calibration(say, trial), calibration.digitised_fit(say, trial)
    met = say("This trial has no reconstructed curve.")
    if curves:
        met = say(
            "The curves are reconstructed: built to agree with these numbers, never patients' "
            "data. The time between published months isn't known, so meeting the numbers doesn't "
            "prove the shape."
        )
    clicked = _Part("digitised", say(DIGITISED_TITLE), (say(DIGITISED_NOTE),), rebuilt, "wide even")
    fitted = _Part("calibration", say(CALIBRATION_TITLE), (met,), curves, "wide even")
    return (*((clicked,) if rebuilt else ()), *((fitted,) if curves or not rebuilt else ()))


def _of_method(say: Say, trial: Trial) -> tuple[_Part, ...]:
    computed, terms = glossary.method(say, trial), glossary.glossary(say, trial)
    return (
        _Part("method", say("How the figures are computed"), tables=(computed,), css="pair single"),
        _Part("glossary", say("Glossary"), tables=(terms,), css="pair single"),
    )


def _of_program(say: Say, trial: Trial) -> tuple[_Part, ...]:
    reading = say(
        "Reading level of the English text for patients (Flesch-Kincaid grade): 6.5 at most as a "
        "whole, 8 at most on every screen."
    )
    return (
        _Part(
            "about",
            say("What this program is"),
            tables=(glossary.about(say, trial),),
            css="pair single",
        ),
        _Part(
            "ipdas",
            say("Held against the standards for patient decision aids (IPDAS)"),
            (say(IPDAS_NOTE), reading),
            (ipdas.ipdas(say, trial, pages=PAGE_FILES),),
            "wide lines single",
        ),
    )


_PARTS: Final[dict[Tab, Callable[[Say, Trial], tuple[_Part, ...]]]] = {
    Tab.AGREEMENT: _of_agreement,
    Tab.METHOD: _of_method,
    Tab.ABOUT: _of_program,
}


def _tables(part: _Part, tables: Iterable[Table]) -> str:
    """Tables of the same columns that follow one another, as one with a head that stays."""
    alike = (tuple(group) for _, group in groupby(tables, key=lambda table: table.columns))
    css = f"data {part.css}"
    return "".join(
        '<div class="evidence">'
        + (
            markup.table(group[0], css=css)
            if len(group) == 1
            else markup.grouped_table(part.title, group, css=f"{css} single")
        )
        + "</div>"
        for group in alike
    )


@st.fragment
def _self_check(say: Say, opening: str, part: _Part) -> None:
    st.html(opening)
    if st.button(say("Run the self-check"), key="run_selfcheck"):
        lines = self_check.run(*loading.reference_cases())
        said = markup.paragraph(self_check_summary(say, lines, __version__))
        tables = _tables(part, checks.self_check(say, lines))
        st.html(f'<div role="status">{said}</div>{tables}')


# --- words --------------------------------------------------------------------------------------


def self_check_summary(say: Say, lines: Sequence[SelfCheckLine], version: str) -> str:
    """How many cases agree, in which version."""
    agreeing = sum(line.agrees for line in lines)
    head = say(
        "{agreeing} of {lines} cases agree (program version {version}).",
        agreeing=agreeing,
        lines=len(lines),
        version=version,
    )
    if agreeing == len(lines):
        return head
    return say(
        "{head} Don't use the figures of this program until the others are explained.", head=head
    )


def engine_state(say: Say, engine: EngineState) -> str:
    """Whether what computes is still what was last checked in full, and when that was."""
    last = engine.last
    if last is None:
        return say(NO_FULL_CHECK)
    day = say.day(last.date)
    if engine.unchanged:
        return say(
            "Engine unchanged since its last full check, {day} ({tests:,} tests; "
            "checksum {checksum}).",
            day=day,
            tests=last.tests,
            checksum=engine.checksum[:12],
        )
    moved = "; ".join(
        say("{name} {then} then, {now} now", name=name, then=then, now=now)
        for name, then, now in engine.other_packages
    )
    if not moved:
        return say("Engine changed since its last full check, {day}.", day=day)
    return say(
        "Engine changed since its last full check, {day} ({packages}).", day=day, packages=moved
    )
