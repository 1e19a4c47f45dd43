"""The hand-out's buttons and the note for the record, each made when it is asked for.

A download runs outside the page's own run, so what it needs is gathered here beforehand: the view,
its words and its address. That costs next to nothing and is gathered anew with each preference;
the document itself is made by the press of a button.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import ORIGINAL
from tradeoff.findings.view import Findings
from tradeoff.papers import handout, record_note
from tradeoff.papers.handout import Handout
from tradeoff.screens import check, clock, components, downloads, state, store
from tradeoff.screens.page import Page
from tradeoff.trial.records import Site, Trial
from tradeoff.words.catalogues import Voice
from tradeoff.words.frame import file_name
from tradeoff.words.say import Say, message

HAND_OUT_DEMONSTRATION: Final = message(
    "Hand-out: not available. A demonstration is not offered to patients."
)
NO_PLAIN_WORDS: Final = message(
    "Hand-out: not available. This trial is not put into plain words yet."
)
ENGLISH_HAND_OUT: Final = message(
    "No plain words in the chosen language: the hand-out is in English."
)
COPY_NOTE: Final = message("Copy note")
COPY_LINK: Final = message("Copy link")
COPIED: Final = message("Copied.")
COPIED_TITLE: Final = message("Note and link as copied")
RECORD_TITLE: Final = message("Note for the record, without a name")
LINK_TITLE: Final = message("Link to this view, without patient data")
_NOTE_FIELD: Final = "thenote"
_LINK_FIELD: Final = "thelink"
_OTHER_FORMS: Final = {"us_letter": message("PDF, US letter"), "html": message("Web page (HTML)")}


@dataclass(slots=True)
class _Order:
    """What a hand-out is made of when its button is pressed; follows the preference."""

    view: Findings
    say: Say
    not_for: bool
    link: str
    date: datetime.date
    site: Site

    def composed(self) -> Handout:
        """The hand-out as of now."""
        return handout.compose(
            self.view,
            self.say,
            not_for=self.not_for,
            link=self.link,
            date=self.date,
            site=self.site,
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
            f'<div class="patient" lang="{order.view.choices.language}">'
            f"{markup.paragraph(lead)}</div>"
        )
        web_page = say("Sheet as web page")
        _buttons(order, {"a4": a4, "us_letter": letter, "html": web_page})


def actions(page: Page) -> None:
    """For the clinician: the sheet at one press, its other forms, the note and the link."""
    order = _followed(page)
    if order is None:
        with st.popover(page.say("No hand-out"), width="content"):
            st.html(markup.paragraph(no_hand_out(page.say, page.trial)))
    else:
        forms = _forms(order)
        file, make = forms["a4"]
        downloads.button(page.say("Hand-out (PDF)"), file, make, key="hand_out_a4", primary=True)
        with st.popover(page.say("Other forms"), width="content"):
            if order.view.choices.language != page.view().choices.language:
                st.html(markup.paragraph(page.say(ENGLISH_HAND_OUT), "note"))
            for key in _OTHER_FORMS:
                downloads.button(page.say(_OTHER_FORMS[key]), *forms[key], key=f"hand_out_{key}")
    _to_copy(page.say)


def _to_copy(say: Say) -> None:
    """Note and link at one press, as they stand in the fields that follow what a hand moves."""
    components.copy(say, say(COPY_NOTE), _NOTE_FIELD, done=say(COPIED), key="copy_note")
    components.copy(say, say(COPY_LINK), _LINK_FIELD, done=say(COPIED), key="copy_link")


def what_is_copied(page: Page) -> None:
    """Both texts, to be read before; the buttons copy them from here."""
    note = _note(page)
    with st.expander(page.say(COPIED_TITLE)), st.container(key="copied"):
        page.follow_with_markup(
            lambda view: (
                markup.to_copy(page.say(RECORD_TITLE), note(view), _NOTE_FIELD)
                + markup.to_copy(page.say(LINK_TITLE), state.link(view.choices), _LINK_FIELD)
            )
        )


def _note(page: Page) -> Callable[[Findings], str]:
    """What writes the note for a view, with what this visit's check found."""
    applicability, _ = check.visit_lines(page.say, page.view())
    visit = check.travelling_lines(page.say, page.view())
    made = clock.today()
    return lambda view: record_note.note(
        page.say,
        view,
        applicability=applicability,
        visit=visit,
        link=state.link(view.choices),
        date=made,
    )


def _followed(page: Page) -> _Order | None:
    """What the buttons need, kept up to date with the preference; ``None`` without plain words."""
    view = _in_words(page.view())
    if view is None:
        return None
    order = _Order(
        view=view,
        say=store.voice(Voice.PATIENT, view.choices.language).about(view.trial.text.records),
        not_for=bool(check.visit_lines(page.say, view)[0].not_met),
        link=state.link(page.view().choices),
        date=clock.today(),
        site=store.site(),
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
    for language in dict.fromkeys((view.choices.language, ORIGINAL)):
        trial = store.in_language(view.trial, language)
        if trial is not None and trial.text.patient is not None:
            return replace(view, trial=trial, choices=replace(view.choices, language=language))
    return None


def _buttons(order: _Order, labels: Mapping[str, str]) -> None:
    """A button a form, side by side; nothing is made before one is pressed."""
    forms = _forms(order)
    with st.container(horizontal=True, key="downloads_hand_out"):
        for key, label in labels.items():
            downloads.button(label, *forms[key], key=f"hand_out_{key}")


def _forms(order: _Order) -> dict[str, tuple[str, downloads.Make]]:
    """Each form's file and what makes it."""
    name = file_name(order.view, "hand-out")
    return {
        "a4": (f"{name}-a4.pdf", lambda: handout.pdf(order.composed(), paper="a4")),
        "us_letter": (
            f"{name}-us-letter.pdf",
            lambda: handout.pdf(order.composed(), paper="us-letter"),
        ),
        "html": (f"{name}.html", lambda: handout.html(order.composed())),
    }


# --- words --------------------------------------------------------------------------------------


def no_hand_out(say: Say, trial: Trial) -> str:
    """Why there is no hand-out."""
    if trial.demonstration:
        return say(HAND_OUT_DEMONSTRATION)
    return say(NO_PLAIN_WORDS)
