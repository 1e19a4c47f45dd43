"""Does the trial apply to this patient? A chip with the verdict; behind it a tap a question.

Answers live in the session only: never in the address, never in a log. Of an age nothing is kept
but what follows from it.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings import applicability
from tradeoff.findings.applicability import Answer, Assessment
from tradeoff.findings.choices import ORIGINAL
from tradeoff.findings.view import Findings
from tradeoff.screens import state
from tradeoff.trial.records import OLDEST_AGE, Criterion, CriterionKind, Outcome, Trial
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.applicability import (
    ALL_AS_IN_THE_TRIAL,
    age_lines,
    applicability_summary,
    attested_sentence,
    caution_sentences,
    elsewhere_names,
    elsewhere_sentence,
    found_lines,
    outside_sentences,
    requirement,
    short_name,
    verdict,
)
from tradeoff.words.catalogues import AWAITS_REVIEW
from tradeoff.words.say import Say, message

TITLE: Final = message("Does the trial apply?")
CLEAR: Final = message("Clear answers")
APPLICABILITY_NOTE: Final = message(
    "Answers stay in this visit: never stored, never part of a link. Of the age is kept only "
    "where it lies beside the trial's."
)

_ANSWERS = "_answers"
_OPEN_AT = "_check_open_at"
"""The page on which the check is open, so that it never opens by itself on another."""

_STYLE: Final = """
.st-key-check button { border-radius: 999px; min-height: 2.25rem; padding: 0.2rem 0.85rem; }
.st-key-check button p { font-size: 0.875rem; white-space: nowrap; }
.st-key-check_area { background: var(--surface); border: 1px solid var(--border);
  border-radius: 0.75rem; padding: 0.75rem 1rem; gap: 0.6rem !important; }
.checkfound { font-size: 0.9375rem; line-height: 1.4; color: var(--text); }
.checkfound h2 { font-size: 1.0625rem; font-weight: 600; margin: 0; padding: 0; }
.checkfound ul.plain { margin-top: 0.1rem; }
.checkfound ul.plain li { line-height: 1.35; margin: 0; }
.st-key-check_head { flex-wrap: nowrap !important; align-items: flex-start; }
.st-key-check_head > :first-child { flex: 1 1 auto; min-width: 0; }
.st-key-check_head button { min-height: 2rem; padding: 0.1rem 0.65rem; }
@media (max-width: 640px) { .st-key-check_head { flex-wrap: wrap !important; }
  .st-key-check_head > :first-child { flex-basis: 100%; } }
.st-key-check_questions { display: grid !important; gap: 0.5rem 1.5rem !important;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
.banner.applies { font-size: 0.875rem; line-height: 1.4; padding: 0.3rem 0.75rem; }
.banner.applies details, .banner.applies summary { display: inline; }
.banner.applies details p { font-size: inherit; margin-top: 0.2rem; }
"""


def chip(say: Say, view: Findings) -> None:
    """The verdict so far; a press opens the questions below the row, and closes them again."""
    if not view.trial.criteria:
        return
    st.html(f"<style>{_STYLE}</style>")
    if not _opened():
        st.session_state[_OPEN_AT] = None
    assessment, _ = visit_lines(say, view)
    st.button(chip_label(say, view, assessment, opened=_opened()), key="check", on_click=_toggle)


def area(say: Say, view: Findings) -> None:
    """What the answers come to, and the questions; nothing while the check is closed."""
    trial = view.trial
    if not (trial.criteria and _opened()):
        return
    with st.container(key="check_area"):
        with st.container(key="check_head", horizontal=True, gap="small"):
            st.html(_found(say, view))
            st.button(say(ALL_AS_IN_THE_TRIAL), key="check_all", on_click=_attest, args=(trial,))
            st.button(say(CLEAR), key="check_clear", on_click=_clear, args=(trial,))
        with st.container(key="check_questions"):
            for criterion in trial.criteria:
                _ask(say, view, criterion)
        st.html(_foot(say, view))


def line(say: Say, view: Findings) -> None:
    """Whom the trial's numbers do not describe, else what to be careful of; else nothing.

    The open check says it itself.
    """
    assessment, _ = visit_lines(say, view)
    if _opened() or not (assessment.outside or assessment.cautions):
        return
    outside = assessment.outside
    told = (outside_sentences if outside else caution_sentences)(say, view, assessment)
    elsewhere = _elsewhere(say, view, assessment.not_met if outside else assessment.cautions)
    css = "banner stop" if outside else "banner caution"
    said = markup.escaped(" ".join(told))
    st.html(f'<div class="{css} applies" role="status">{said}{elsewhere}</div>')


def answers(trial: Trial) -> tuple[Answer, ...]:
    """What followed from this visit's answers, for this trial."""
    return tuple(_kept(trial).values())


def visit_lines(say: Say, view: Findings) -> tuple[Assessment, tuple[str, ...]]:
    """What the check found in this visit, and a sentence for each thing that follows from it."""
    assessment = applicability.assess(view.trial, answers(view.trial))
    return assessment, found_lines(say, view, assessment)


def travelling_lines(say: Say, view: Findings) -> tuple[str, ...]:
    """What every export of this visit says: whose own data are in it, and what the check found.

    From the verdict over what follows from it to what was attested all at once.
    """
    assessment, lines = visit_lines(say, view)
    if assessment.answered:
        attested = attested_sentence(say, view, assessment)
        lines = (applicability_summary(say, view, assessment), *lines, attested)
    ages = age_lines(say, view) if assessment.by_age else ()
    return tuple(filter(None, (*own_words.in_use(say, view.trial), *lines, *ages)))


# --- what is kept ------------------------------------------------------------------------------


def _kept(trial: Trial) -> dict[str, Answer]:
    every: dict[str, dict[str, Answer]] = st.session_state.setdefault(_ANSWERS, {})
    return every.setdefault(trial.id, {})


def _opened() -> bool:
    return bool(st.session_state.get(_OPEN_AT) == state.page())


def _toggle() -> None:
    st.session_state[_OPEN_AT] = None if _opened() else state.page()


def _answer(trial: Trial, criterion: Criterion) -> None:
    """Judge an answer and keep only what follows from it."""
    value, kept = st.session_state.get(_key(criterion)), _kept(trial)
    if value is None:
        kept.pop(criterion.id, None)
    elif criterion.kind is CriterionKind.AGE:
        kept[criterion.id] = applicability.judge_age(criterion, value)
    else:
        kept[criterion.id] = applicability.judge_option(criterion, value)


def _attest(trial: Trial) -> None:
    """Every question answered as in the trial, and known to have been answered at once."""
    _clear(trial)
    for criterion in trial.criteria:
        answer = applicability.as_in_the_trial(criterion)
        _kept(trial)[criterion.id] = answer
        if criterion.kind is CriterionKind.CHOICE:
            st.session_state[_key(criterion)] = answer.choice


def _clear(trial: Trial) -> None:
    _kept(trial).clear()
    for criterion in trial.criteria:
        st.session_state[_key(criterion)] = None


def _key(criterion: Criterion) -> str:
    return f"criterion_{criterion.id}"


# --- what is drawn -----------------------------------------------------------------------------


def _found(say: Say, view: Findings) -> str:
    """The verdict first, then what follows from the answers."""
    assessment, lines = visit_lines(say, view)
    said = markup.unordered(lines) if lines else ""
    head = markup.heading(verdict(say, view, assessment) or say(TITLE), 2)
    return f'<div class="checkfound" role="status">{head}{said}</div>'


def _elsewhere(say: Say, view: Findings, given: tuple[Answer, ...]) -> str:
    """Other evidence by name; of whom it is and what it cannot tell opens on request."""
    names = elsewhere_names(say, view, given)
    if not names:
        return ""
    said = elsewhere_sentence(say, view, given)
    return f" {markup.details(names, markup.paragraph(said), css='elsewhere')}"


def _foot(say: Say, view: Findings) -> str:
    """What was attested all at once, and what becomes of the answers."""
    attested = attested_sentence(say, view, visit_lines(say, view)[0])
    notes = [attested, say(APPLICABILITY_NOTE)]
    if view.choices.ui != ORIGINAL:
        notes.append(say(AWAITS_REVIEW))
    return "".join(markup.paragraph(note, "note") for note in notes if note)


def _ask(say: Say, view: Findings, criterion: Criterion) -> None:
    trial, key = view.trial, _key(criterion)
    text, answer = trial.text.criteria[criterion.id], _kept(trial).get(criterion.id)
    told = trial_requirement(say, requirement(say, trial, criterion))
    if criterion.kind is CriterionKind.AGE:
        st.number_input(
            text.question,
            help=told,
            value=None,
            min_value=0,
            max_value=OLDEST_AGE,
            step=1,
            placeholder=age_placeholder(say, view, answer),
            key=key,
            on_change=_answer,
            args=(trial, criterion),
        )
        return
    if key not in st.session_state:  # widgets forget, closed or on another page: the visit does not
        st.session_state[key] = None if answer is None else answer.choice
    st.pills(
        text.question,
        list(criterion.options),
        help=told,
        format_func=lambda option: text.options[option].label,
        key=key,
        on_change=_answer,
        args=(trial, criterion),
    )


# --- words --------------------------------------------------------------------------------------


def chip_label(say: Say, view: Findings, assessment: Assessment, *, opened: bool) -> str:
    """The chip's words: the verdict, a tick where all criteria are met, and which way it opens."""
    said = verdict(say, view, assessment, short=True) or say(TITLE)
    met = assessment.complete and not (
        assessment.outside or assessment.cautions or assessment.unknown
    )
    return f"{'✓ ' if met else ''}{said} {'▴' if opened else '▾'}"


def trial_requirement(say: Say, asked: str) -> str:
    """What the trial asked for, beside a question of the check."""
    return say("In the trial: {asked}.", asked=asked)


def age_placeholder(say: Say, view: Findings, answer: Answer | None) -> str:
    """What is known of an age whose number is not kept."""
    if answer is None:
        return say("Years")
    if answer.outcome is Outcome.MET:
        return view.trial.text.criteria[answer.criterion].requirement
    return numbers.capitalised(short_name(say, view.trial, answer))
