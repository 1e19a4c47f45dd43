"""The screens of the patient view: what each says, in plain words, with its pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from gettext import NullTranslations

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Framing, Language
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.view import Findings, all_harms, can_be_weighed
from tradeoff.papers import handout, pictures
from tradeoff.screens import handout_part, patient_arrays, state
from tradeoff.screens.frame import Page
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words import patient as plain_words
from tradeoff.words.patient import TeachBack

_WEIGHTS = (None, *pictures.PREFERENCES)


@dataclass(frozen=True, slots=True)
class Told:
    """One view in one language, and whether its chances were asked for."""

    page: Page
    view: Findings
    say: NullTranslations
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
        markup.paragraph(plain_words.decision_label(told.say), "label"),
        markup.paragraph(told.text.decision),
        css="decides",
    )


def options(told: Told) -> None:
    """Both options side by side, in the same order of points and at equal length."""
    told.paragraphs(plain_words.option_lead(told.say))
    cards = "".join(_option(told, role) for role in (Role.CONTROL, Role.EXPERIMENTAL))
    told.write(f'<div class="pair">{cards}</div>')


def _option(told: Told, role: Role) -> str:
    words, say = plain_words.arm_text(told.text, role), told.say
    parts = (
        (plain_words.what_it_is_heading(say), words.describing),
        (plain_words.good_heading(say), words.good),
        (plain_words.hard_heading(say), words.hard),
    )
    body = "".join(markup.heading(title, 3) + _points(points) for title, points in parts)
    return f'<section class="card {role.value}">{markup.heading(words.name, 2)}{body}</section>'


def _points(points: Iterable[str]) -> str:
    return markup.unordered(points, "points")


def treatment(told: Told) -> None:
    """What treatment is like: each line with its badge where one is due."""
    told.paragraphs(plain_words.treatment_lead(told.say))
    lines = plain_words.treatment_lines(told.say, told.text, told.trial.facts)
    items = "".join(
        f"<li>{markup.escaped(line.text)} {markup.badge(line.badge, settled=line.settled)}</li>"
        for line in lines
    )
    told.write(f'<ul class="points wide">{items}</ul>')
    if any(arm.call for arm in told.text.arms.values()):
        _calling(told)


def _calling(told: Told) -> None:
    """When to call at once: as long a list for each option, side by side."""
    told.write(markup.heading(plain_words.calling_heading(told.say), 2), css="part")
    told.paragraphs(plain_words.calling_lead(told.say))
    arms = ((role, plain_words.arm_text(told.text, role)) for role in Role)
    cards = "".join(
        f'<section class="card {role.value}">{markup.heading(arm.name, 3)}{_points(arm.call)}'
        "</section>"
        for role, arm in arms
    )
    told.write(f'<div class="pair">{cards}</div>')


# --- the chances -------------------------------------------------------------------------------


def benefit(told: Told) -> None:
    """Who was alive: baseline first, both frames, the range, the source."""
    say, text, view = told.say, told.text, told.view
    survival = view.survival
    if survival is None:
        _medians(told)
        return
    framing = view.choices.framing
    told.paragraphs(
        *(
            plain_words.benefit_sentences(say, text, survival, one)
            for one in (Framing.ALIVE, Framing.DIED)
        ),
        css="chances",
    )
    _framing(told, survival.endpoint)
    told.write(
        markup.heading(plain_words.benefit_heading(say, text, survival, framing), 2),
        patient_arrays.benefit(say, told.trial, survival, framing),
    )
    told.paragraphs(
        plain_words.benefit_range(say, survival, framing), *_beside_benefit(told, survival.endpoint)
    )
    told.paragraphs(
        plain_words.benefit_source(say, told.trial, survival),
        plain_words.follow_up(say, told.trial, survival.data_cut),
        css="note",
    )


def _beside_benefit(told: Told, endpoint: str) -> tuple[str, ...]:
    """What must be known with the numbers, and on age: the same for everybody."""
    lines = (plain_words.caution(told.text, endpoint), plain_words.age(told.trial, told.text))
    return tuple(line for line in lines if line)


def _medians(told: Told) -> None:
    """By when half of the people had the event, where no survival at a fixed time is published."""
    say, view, medians = told.say, told.view, told.view.medians
    if medians is None:
        told.paragraphs(plain_words.survival_not_available(say))
        return
    told.paragraphs(plain_words.medians_sentences(say, told.text, medians), css="chances")
    told.paragraphs(
        plain_words.medians_range(say, told.text, medians),
        *_beside_benefit(told, medians.endpoint),
    )
    told.paragraphs(
        plain_words.medians_source(say, told.trial, medians),
        plain_words.follow_up(say, told.trial, view.choices.cut),
        css="note",
    )


def _framing(told: Told, endpoint: str) -> None:
    st.segmented_control(
        plain_words.framing_label(told.say),
        list(Framing),
        required=True,
        format_func=lambda one: plain_words.framing_words(told.text, endpoint, one),
        **state.bound("framing", told.view.choices),
    )


def harm(told: Told) -> None:
    """Who had serious harm, at the same size, with what must travel with the rate."""
    say, text, view = told.say, told.text, told.view
    found = view.harm
    if found is None:
        _every_harm(told)
        return
    words = plain_words.harm_text(text, found)
    told.paragraphs(words.meaning)
    told.paragraphs(
        plain_words.harm_sentences(say, text, found),
        plain_words.harm_sentences(say, text, found, without=True),
        css="chances",
    )
    _array_of(told, found)
    note = () if words.note is None else (words.note,)
    told.paragraphs(plain_words.harm_range(say, found), *note, words.recovery)
    beside = _beside_harm(told)
    sources = [plain_words.harm_source(say, told.trial, one) for one in (found, *beside)]
    told.paragraphs(
        plain_words.harm_windows(say, text, view.survival, found),
        *dict.fromkeys(sources),
        css="note",
    )


def _beside_harm(told: Told) -> tuple[HarmFindings, ...]:
    """Other harms at the same size, then those told in a sentence, then facts; the harms told."""
    say, text = told.say, told.text
    shown, others = plain_words.harms_beside(text, told.view)
    for one in shown:
        words = plain_words.harm_text(text, one)
        told.write(markup.heading(words.name, 2), css="part")
        told.paragraphs(words.meaning)
        told.paragraphs(
            plain_words.harm_noted(say, text, one),
            plain_words.harm_sentences(say, text, one, without=True),
            css="chances",
        )
        _array_of(told, one)
        told.paragraphs(plain_words.harm_sure(say, one))
    lines = (
        *(plain_words.harm_told(say, text, one) for one in others),
        plain_words.harms_worked_out(say, others),
        *plain_words.told_facts(text, told.trial),
    )
    if any(lines):
        told.write(markup.heading(plain_words.others_heading(say), 2), css="part")
    told.paragraphs(*(line for line in lines if line))
    return (*shown, *others)


def _array_of(told: Told, found: HarmFindings) -> None:
    """The arrays of one harm, with what must travel with its rate above them."""
    status = plain_words.harm_status(told.say, told.text, found)
    settled = found.confirmed is not None
    told.write(f"<p>{markup.badge(status, settled=settled)}</p>" if status else "")
    told.write(
        markup.heading(plain_words.harm_heading(told.say, told.text, found), 2),
        patient_arrays.harm(told.say, told.trial, found),
    )


def _every_harm(told: Told) -> None:
    """That the weighed harm has no rate, and all the harms that were counted, as numbers."""
    say, text = told.say, told.text
    table = handout.harms_table(told.view, say, text)
    if table is None:
        told.paragraphs(plain_words.harm_not_available(say))
        return
    missing = plain_words.harm_missing(say, text, told.view)
    lines = (missing, plain_words.harms_lead(say), text.harms_note or "")
    told.paragraphs(*(line for line in lines if line))
    told.write(markup.table(table))
    told.paragraphs(
        *plain_words.harm_notes(say, text, told.view), *plain_words.told_facts(text, told.trial)
    )
    sources = [found for _, found in all_harms(told.view) if found is not None]
    told.paragraphs(plain_words.harm_source(say, told.trial, sources[0]), css="note")


# --- what matters, what to ask -----------------------------------------------------------------


def matters(told: Told) -> None:
    """The preference: the same one as the side panel's, unset until somebody sets it."""
    if not can_be_weighed(told.view):
        told.paragraphs(plain_words.matters_open(told.say))
        return
    told.paragraphs(plain_words.preference_lead(told.say))
    _preference(told)


def _preference(told: Told) -> None:
    say, view = told.say, told.view
    least, most = plain_words.preference_ends(say, told.text, view)
    st.select_slider(
        plain_words.preference_question(say, told.text, view),
        _WEIGHTS,
        format_func=lambda one: plain_words.preference_option(say, one),
        **state.bound("weight", view.choices),
    )
    told.write(markup.span(least, "least"), markup.span(most, "most"), css="ends")
    lines = [plain_words.preference_stated(say, told.text, view)]
    if view.choices.weight is not None:
        implied = plain_words.net_result if told.looked else None
        lines.append(implied(say, told.text, view) if implied else plain_words.not_looked(say))
    body = "".join(markup.paragraph(line) for line in lines)
    told.write(f'<div role="status">{body}</div>', css="result")
    if view.choices.weight is not None:
        clear = plain_words.clear_preference(say)
        st.button(clear, key="patient_clear", on_click=state.clear_preference)


def questions(told: Told) -> None:
    """Questions to ask, to be taken along."""
    told.paragraphs(plain_words.questions_lead(told.say))
    told.write(markup.unordered(told.text.questions, "points wide"))


# --- did we explain it well --------------------------------------------------------------------


def check(told: Told) -> None:
    """Two questions about the shown numbers; nothing is asked of those who did not look."""
    say, view = told.say, told.view
    asked = plain_words.teach_back_questions(say, told.text, view.survival, view.harm)
    if view.survival is None and view.medians is not None:
        asked = (*plain_words.teach_back_median(say, told.text, view.medians), *asked)
    if not told.looked or not asked:
        nothing = plain_words.nothing_to_ask if told.looked else plain_words.not_looked
        told.paragraphs(nothing(say))
        return
    told.paragraphs(plain_words.teach_back_lead(say))
    for question in asked:
        _ask(told, question)


def _ask(told: Told, asked: TeachBack) -> None:
    with st.container(key=f"patient_ask_{asked.id}"):
        chosen = st.radio(
            asked.question,
            asked.options,
            index=None,
            format_func=str,
            key=f"patient_answer_{asked.id}",
            horizontal=True,
        )
        if chosen is not None:
            reply = plain_words.teach_back_reply(told.say, asked, chosen)
            told.write(f'<div role="status">{markup.paragraph(reply)}</div>', css="result")


def end(told: Told) -> None:
    """What was talked about, and the sheet to take home."""
    say = told.say
    told.write(
        markup.unordered(
            plain_words.summary(say, told.text, told.view, looked=told.looked), "points wide"
        )
    )
    if not told.looked:
        told.paragraphs(plain_words.hand_out_note(say))
    with st.container(key="patient_hand_out"):
        handout_part.show(told.page)
