"""Does the trial apply to this patient? One question a criterion; answers stay in the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings import applicability
from tradeoff.findings.applicability import Answer, Assessment
from tradeoff.findings.view import Findings
from tradeoff.trial.records import Criterion, CriterionKind, Trial
from tradeoff.words import own_data as own_words
from tradeoff.words.applicability import age_lines, applicability_summary
from tradeoff.words.say import CLINICIAN

OLDEST_AGE: Final = 120
APPLICABILITY_NOTE: Final = (
    "Answers stay in this visit, are never stored and never part of a link. The age itself is "
    "used at once and not kept."
)
NOT_ASKED: Final = "Not asked yet"

_ANSWERS = "_answers"


def show(view: Findings) -> None:
    """The questions behind a button, and what follows from the answers so far."""
    trial = view.trial
    if not trial.criteria:
        return
    assessment = applicability.assess(trial, answers(trial))
    with st.popover("Does the trial apply to this patient?", width="content"):
        st.html(
            markup.paragraph(trial.text.population, "subtitle")
            + markup.paragraph(APPLICABILITY_NOTE, "note")
        )
        for criterion in trial.criteria:
            _ask(trial, criterion)
        st.html(markup.paragraph(applicability_summary(CLINICIAN, assessment)))


def answers(trial: Trial) -> tuple[Answer, ...]:
    """What followed from this visit's answers, for this trial."""
    kept: dict[str, Answer] = st.session_state.get(_ANSWERS, {}).get(trial.id, {})
    return tuple(kept.values())


def visit_lines(view: Findings) -> tuple[Assessment, tuple[str, ...]]:
    """What the applicability check found in this visit, and its lines for banner and exports."""
    trial = view.trial
    assessment = applicability.assess(trial, answers(trial))
    found = (*assessment.not_met, *assessment.cautions, *assessment.unknown)
    lines = (answer.consequence for answer in found)
    return assessment, tuple(line for line in lines if line is not None)


def travelling_lines(view: Findings) -> tuple[str, ...]:
    """What every export of this visit says: what the check found, and whose own data are in it."""
    assessment, lines = visit_lines(view)
    ages = age_lines(CLINICIAN, view) if assessment.by_age else ()
    return (*own_words.in_use(view.trial), *lines, *ages)


def _ask(trial: Trial, criterion: Criterion) -> None:
    text = trial.text.criteria[criterion.id]
    key = f"criterion_{criterion.id}"
    if criterion.kind is CriterionKind.AGE:
        st.number_input(
            text.question,
            help=trial_requirement(text.requirement),
            value=None,
            min_value=0,
            max_value=OLDEST_AGE,
            step=1,
            placeholder=NOT_ASKED,
            key=key,
            on_change=_answer,
            args=(trial, criterion, key),
        )
        return
    st.selectbox(
        text.question,
        list(criterion.options),
        help=trial_requirement(text.requirement),
        index=None,
        format_func=lambda option: text.options[option].label,
        placeholder=_placeholder(trial, criterion),
        key=key,
        on_change=_answer,
        args=(trial, criterion, key),
    )


def _placeholder(trial: Trial, criterion: Criterion) -> str:
    """Widgets forget on another page what the visit still knows: say that it was answered."""
    known = {answer.criterion for answer in answers(trial)}
    return "Answered in this visit" if criterion.id in known else NOT_ASKED


def _answer(trial: Trial, criterion: Criterion, key: str) -> None:
    """Judge an answer and keep only what follows from it."""
    value = st.session_state.get(key)
    every = st.session_state.setdefault(_ANSWERS, {})
    kept = every.setdefault(trial.id, {})
    if value is None:
        kept.pop(criterion.id, None)
        return
    judge: Callable[[Trial, Criterion, object], Answer] = (
        applicability.judge_age  # type: ignore[assignment]
        if criterion.kind is CriterionKind.AGE
        else applicability.judge_option
    )
    kept[criterion.id] = judge(trial, criterion, value)


# --- words --------------------------------------------------------------------------------------


def trial_requirement(requirement: str) -> str:
    """What the trial asked for, beside a question of the check."""
    return f"In the trial: {requirement}."
