"""The screens of the patient view, but for the chances and the check: what each says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Framing, Language
from tradeoff.findings.view import Findings
from tradeoff.screens import handout_part, store
from tradeoff.screens.page import Page
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words.patient import calling, joined
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient.benefit import benefit_sentences, medians_sentences
from tradeoff.words.patient.cards import picked
from tradeoff.words.patient.harm import harm_sentences, harm_status
from tradeoff.words.patient.treatment import treatment_lists
from tradeoff.words.say import Say


@dataclass(frozen=True, slots=True)
class Told:
    """One view in one language, and whether its chances were asked for."""

    page: Page
    view: Findings
    say: Say
    text: PatientText
    language: Language
    looked: bool

    @property
    def trial(self) -> Trial:
        """The trial with its words in this language."""
        return self.view.trial

    def write(self, *parts: str, css: str = "") -> None:
        """Markup of this page, marked with its language."""
        name = f"patient {css}".strip()
        st.html(f'<div class="{name}" lang="{self.language.value}">{"".join(parts)}</div>')

    def paragraphs(self, *lines: str, css: str = "") -> None:
        """Paragraphs of plain text."""
        if lines:
            self.write(*(markup.paragraph(line) for line in lines), css=css)


def now(told: Told) -> None:
    """Where you are now: the illness, and the choice."""
    told.paragraphs(*told.text.condition)
    told.write(
        markup.paragraph(told.say("The choice"), "label"),
        markup.paragraph(told.text.decision),
        css="decides",
    )


def options(told: Told) -> None:
    """Both options side by side, in the same order of points and at equal length."""
    told.paragraphs(told.say("Both are real choices. You can take your time."))
    told.write(f'<div class="pair">{"".join(_option(told, role) for role in Role)}</div>')


def _option(told: Told, role: Role) -> str:
    arm, say = told.text.arms[role.value], told.say
    parts = (
        (say("What it is"), arm.describing),
        (say("Good points"), arm.good),
        (say("Hard points"), arm.hard),
    )
    body = "".join(markup.heading(title, 3) + _points(points) for title, points in parts)
    return f'<section class="card {role.value}">{markup.heading(arm.name, 2)}{body}</section>'


def _points(points: Iterable[str]) -> str:
    return markup.unordered(points, "points")


# --- what treatment is like --------------------------------------------------------------------


def treatment(told: Told) -> None:
    """What treatment is like, one badge a list; then when to call at once."""
    say = told.say
    for one in treatment_lists(say, told.text, told.trial.facts):
        badge = markup.badge(one.badge, settled=one.settled)
        told.write(f"<p>{badge}</p>" if badge else "", markup.unordered(one.lines, "points wide"))
    told.paragraphs(say("Each hospital does things in its own way. Ask how it is done in yours."))
    _calling(told)


def _calling(told: Told) -> None:
    """When to call at once, and whom: as long a list for each option, side by side."""
    say, lists = told.say, calling.call_lists(told.text)
    if not lists:
        return
    told.write(markup.heading(calling.call_title(say), 2), css="part")
    told.write(_number_to_call(say, store.site().phone))
    told.paragraphs(calling.call_lead(say))
    cards = "".join(
        f'<section class="card {one.role.value}">{markup.heading(one.name, 3)}'
        f"{_points(one.lines)}</section>"
        for one in lists
    )
    told.write(f'<div class="pair">{cards}</div>')


def _number_to_call(say: Say, phone: str | None) -> str:
    """The ward's number, or a line to write it on."""
    told = markup.escaped(calling.number_to_call(say, phone))
    line = '<span class="tofill"></span>' if phone is None else ""
    return f'<p class="number">{told}{line}</p>'


# --- what to ask, what to take along -----------------------------------------------------------


def not_looked(say: Say) -> str:
    """Said where a part needs numbers that the person did not ask to see."""
    return say("You have not looked at the chances. That is fine. You can do so any time.")


def questions(told: Told) -> None:
    """Questions to ask, to be taken along."""
    told.paragraphs(told.say("You may want to ask your care team:"))
    told.write(markup.unordered(told.text.questions, "points wide"))


def end(told: Told) -> None:
    """What was talked about, and the sheet to take home."""
    lines = summary(told.say, told.text, told.view, looked=told.looked)
    told.write(markup.unordered(lines, "points wide"))
    if not told.looked:
        told.paragraphs(told.say("The sheet to take home shows the chances too."))
    with st.container(key="patient_hand_out"):
        handout_part.show(told.page)


def summary(say: Say, text: PatientText, view: Findings, *, looked: bool) -> tuple[str, ...]:
    """What was talked about; survival figures where they were asked for."""
    lines = [text.decision]
    if looked and view.survival is not None:
        lines.append(benefit_sentences(say, text, view.survival, Framing.ALIVE))
        died = benefit_sentences(say, text, view.survival, Framing.DIED)
        lines.append(joined(died, text.endpoints[view.survival.endpoint].caution))
    elif looked and view.medians is not None:
        lines.append(medians_sentences(say, text, view.medians))
    if looked and view.harm is not None:
        status = harm_status(say, text, view.harm)
        lines.append(joined(harm_sentences(say, text, view.harm), status))
    if not looked:
        lines.append(not_looked(say))
    cards = picked(say, view.choices.cards)
    lines += [] if cards is None else [cards]
    if view.choices.weight is not None:
        lines.append(preference_words.preference_stated(say, text, view))
    return tuple(lines)
