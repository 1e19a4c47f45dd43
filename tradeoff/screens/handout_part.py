"""The hand-out's buttons and the note for the record, each made when it is asked for.

A download runs outside the page's own run, so what it needs is gathered here beforehand: the view,
its words and its address. That costs next to nothing and is gathered anew with each preference;
the document itself is made by the press of a button.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Language
from tradeoff.findings.view import Findings
from tradeoff.papers import handout, record_note
from tradeoff.papers.handout import Handout
from tradeoff.screens import check, clock, downloads, state, store
from tradeoff.screens.page import Page
from tradeoff.words import numbers
from tradeoff.words.frame import HOW_TO_COPY, file_name
from tradeoff.words.say import Say

HAND_OUT_DEMONSTRATION: Final = (
    f"Hand-out: {numbers.NOT_AVAILABLE}. This is a demonstration of the data format and is not "
    "offered to "
    "patients."
)
RECORD_TITLE: Final = "Note for the record"


@dataclass(slots=True)
class _Order:
    """What a hand-out is made of when its button is pressed; follows the preference."""

    view: Findings
    say: Say
    not_for: bool
    link: str
    date: datetime.date

    def composed(self) -> Handout:
        """The hand-out as of now."""
        return handout.compose(
            self.view, self.say, not_for=self.not_for, link=self.link, date=self.date
        )


def show(page: Page) -> None:
    """For the patient: what the sheet is, and its buttons, in the patient's language."""
    order = _followed(page)
    if order is None:
        return
    say = order.say
    lead = say("Two pages to take home. They hold these numbers, and room for your notes.")
    a4, letter = (
        say("Sheet as PDF, {paper}", paper=paper) for paper in (say("A4"), say("US letter"))
    )
    with st.container(key="hand_out"):
        st.html(
            f'<div class="patient" lang="{order.view.choices.language.value}">'
            f"{markup.paragraph(lead)}</div>"
        )
        _buttons(order, (a4, letter, say("Sheet as web page")))


def card(page: Page) -> None:
    """For the clinician: the same buttons with a heading, or that there is no hand-out."""
    with st.container(key="card_hand_out"):
        st.html(markup.heading("Hand-out", 2, "part"))
        order = _followed(page)
        if order is None:
            why = (
                f"Hand-out: {numbers.NOT_AVAILABLE}. This trial's words are not put into plain "
                "words yet."
            )
            why = HAND_OUT_DEMONSTRATION if page.trial.demonstration else why
            st.html(markup.paragraph(why, "note"))
            return
        what = (
            "Two pages in plain words with these numbers, the preference if one is set, and room "
            "for notes."
        )
        st.html(markup.paragraph(what, "note"))
        if order.view.choices.language is not page.view().choices.language:
            english = "No plain words in the chosen language: the hand-out is in English."
            st.html(markup.paragraph(english, "note"))
        _buttons(order, ("PDF, A4", "PDF, US letter", "Web page (HTML)"))


def note(page: Page) -> None:
    """The note for the record, ready to copy; follows the preference."""
    applicability, _ = check.visit_lines(page.view())
    visit = check.travelling_lines(page.view())
    made = clock.today()

    def written(view: Findings) -> str:
        text = record_note.note(
            view, applicability=applicability, visit=visit, link=state.link(view.choices), date=made
        )
        return markup.to_copy(RECORD_TITLE, text)

    with st.container(key="card_record"):
        what = (
            "Plain text to copy into the patient's record. It names nobody: add who, when and "
            f"what was decided there. {HOW_TO_COPY}"
        )
        st.html(markup.heading(RECORD_TITLE, 2, "part") + markup.paragraph(what, "note"))
        page.follow_with_markup(written)


def _followed(page: Page) -> _Order | None:
    """What the buttons need, kept up to date with the preference; ``None`` without plain words."""
    view = _in_words(page.view())
    if view is None:
        return None
    order = _Order(
        view=view,
        say=store.patients_voice(view.choices.language),
        not_for=bool(check.visit_lines(view)[0].not_met),
        link=state.link(page.view().choices),
        date=clock.today(),
    )

    def follow(changed: Findings) -> None:
        order.view = _in_words(changed) or order.view
        order.link = state.link(changed.choices)

    page.followers.append(follow)
    return order


def _in_words(view: Findings) -> Findings | None:
    """The view with the trial's words in the chosen language, else in English, else ``None``.

    A demonstration has no words for patients, whatever its folder holds.
    """
    if view.trial.demonstration:
        return None
    for language in dict.fromkeys((view.choices.language, Language.ENGLISH)):
        trial = store.in_language(view.trial, language)
        if trial is not None and trial.text.patient is not None:
            return replace(view, trial=trial, choices=replace(view.choices, language=language))
    return None


def _buttons(order: _Order, labels: tuple[str, str, str]) -> None:
    """Three buttons side by side; nothing is made before one is pressed."""
    name = file_name(order.view, "hand-out")
    made: dict[str, tuple[str, downloads.Make]] = {
        "a4": (f"{name}-a4.pdf", lambda: handout.pdf(order.composed(), paper="a4")),
        "us_letter": (
            f"{name}-us-letter.pdf",
            lambda: handout.pdf(order.composed(), paper="us-letter"),
        ),
        "html": (f"{name}.html", lambda: handout.html(order.composed())),
    }
    with st.container(horizontal=True, key="downloads_hand_out"):
        for label, (key, (file, make)) in zip(labels, made.items(), strict=True):
            downloads.button(label, file, make, key=f"hand_out_{key}")
