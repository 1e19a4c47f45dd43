"""The patient view's check that it was explained well: questions made from the shown numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.screens.patient_screens import Told, not_looked
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words.patient import having, joined, whole_months
from tradeoff.words.patient.benefit import benefit_sentences, medians_sentences
from tradeoff.words.patient.harm import harm_sentences, harm_status, harm_text
from tradeoff.words.say import Say

# What a median means, asked with the whole and with nobody beside the half.
_HALF = numbers.HUNDRED // 2
_MEDIAN_ANSWERS = (0, _HALF, numbers.HUNDRED)
_KEPT = "patient_answers"
_Place: TypeAlias = tuple[str, str, tuple[int, ...], int]
"""Which question of which trial, with the numbers that it asks for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the shown numbers, its answers in order, and the right one explained."""

    id: str
    text: str
    options: tuple[int, ...]
    answer: int
    explained: str


def check(told: Told) -> None:
    """Two questions about the shown numbers; nothing is asked of those who did not look."""
    say = told.say
    asked = questions(say, told.text, told.view)
    if not told.looked:
        told.paragraphs(not_looked(say))
    elif not asked:
        told.paragraphs(say("There is no question here. Tell your care team in your own words."))
    else:
        told.paragraphs(
            say(
                "This is not a test of you. It shows whether we have explained it well. You can "
                "skip it."
            )
        )
        for question in asked:
            _ask(told, question)


def _ask(told: Told, asked: Question) -> None:
    key, place = (
        f"patient_answer_{asked.id}",
        (told.trial.id, asked.id, asked.options, asked.answer),
    )
    if st.session_state.get(key) != _answers().get(place):
        st.session_state[key] = _answers().get(place)
    with st.container(key=f"patient_ask_{asked.id}"):
        chosen = st.radio(
            asked.text,
            asked.options,
            index=None,
            format_func=str,
            key=key,
            horizontal=True,
            on_change=_keep,
            args=(key, place),
        )
        if chosen is not None:
            said = markup.paragraph(reply(told.say, asked, chosen))
            told.write(f'<div role="status">{said}</div>', css="result")


def _answers() -> dict[_Place, int | None]:
    """What was answered in this visit: a screen that is left takes its widgets with it.

    Never in the address: what somebody did not understand is nobody else's.
    """
    kept: dict[_Place, int | None] = st.session_state.setdefault(_KEPT, {})
    return kept


def _keep(key: str, place: _Place) -> None:
    _answers()[place] = st.session_state[key]


# --- the questions -----------------------------------------------------------------------------


def questions(say: Say, text: PatientText, view: Findings) -> tuple[Question, ...]:
    """At most two: on survival, or on the medians in its place, and on harm."""
    asked = []
    if view.survival is not None:
        asked.append(_about_benefit(say, text, view.survival))
    elif view.medians is not None:
        asked += _about_median(say, text, view.medians)
    if view.harm is not None:
        asked.append(_about_harm(say, text, view.harm))
    return tuple(asked)


def _about_benefit(say: Say, text: PatientText, survival: SurvivalFindings) -> Question:
    people, words = survival.people, text.endpoints[survival.endpoint]
    size = abs(people.increment)
    values = {
        "told": words.alive,
        "time": numbers.time(say, survival.months),
        "having": having(text, Role.EXPERIMENTAL),
    }
    if people.increment >= 0:
        asked = say("Of 100 people, how many more were {told} after {time} {having}?", **values)
    else:
        asked = say("Of 100 people, how many fewer were {told} after {time} {having}?", **values)
    explained = benefit_sentences(say, text, survival, Framing.ALIVE)
    return Question(
        id="benefit",
        text=asked,
        options=_options(size, people.control, people.experimental),
        answer=size,
        explained=joined(explained, words.caution),
    )


def _about_median(say: Say, text: PatientText, medians: MedianFindings) -> tuple[Question, ...]:
    """One question about what a median means, where one was reached."""
    entry = next((e for e in (medians.experimental, medians.control) if e.months), None)
    if entry is None or entry.months is None:
        return ()
    asked = say(
        "Of 100 people, about how many {told} by {months} months {having}?",
        told=text.endpoints[medians.endpoint].died,
        months=whole_months(entry.months),
        having=having(text, entry.arm),
    )
    explained = medians_sentences(say, text, medians)
    return (Question("median", asked, _MEDIAN_ANSWERS, _HALF, explained),)


def _about_harm(say: Say, text: PatientText, harm: HarmFindings) -> Question:
    people, words = harm.people, harm_text(text, harm)
    return Question(
        id="harm",
        text=say(
            "Of 100 people treated {having}, how many {told} {window}?",
            having=having(text, Role.EXPERIMENTAL),
            told=words.having,
            window=words.window,
        ),
        options=_options(people.control, people.experimental, people.complement.experimental),
        answer=people.experimental,
        explained=joined(harm_sentences(say, text, harm), harm_status(say, text, harm)),
    )


def _options(*people: int) -> tuple[int, ...]:
    return tuple(sorted(set(people)))


def reply(say: Say, asked: Question, chosen: int) -> str:
    """The answer, kind whatever was chosen."""
    if chosen == asked.answer:
        kind = say("Yes, it is {answer}.", answer=asked.answer)
    else:
        kind = say(
            "Thank you. These numbers are easy to mix up. It is {answer}. Let us look at it "
            "once more together.",
            answer=asked.answer,
        )
    return joined(kind, asked.explained)
