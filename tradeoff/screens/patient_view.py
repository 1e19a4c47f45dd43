"""Patient view: a shell of its own, one idea a screen, back and on always at the same place.

The address says where a reader is and whether the chances were asked for: Back, reload and a link
keep both. Survival figures are shown to those alone who chose the chances and pressed "show me".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypedDict

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import ORIGINAL
from tradeoff.findings.places import Screen
from tradeoff.screens import (
    check,
    patient_chances,
    patient_check,
    patient_matters,
    patient_screens,
    state,
    store,
)
from tradeoff.screens.page import Page
from tradeoff.screens.patient_screens import Told
from tradeoff.trial.records import PatientEndpointText, Trial
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import Voice
from tradeoff.words.patient.benefit import benefit_title
from tradeoff.words.say import Say

_ORDER = tuple(Screen)

_BODIES: dict[Screen, Callable[[Told], None]] = {
    Screen.NOW: patient_screens.now,
    Screen.OPTIONS: patient_screens.options,
    Screen.TREATMENT: patient_screens.treatment,
    Screen.BENEFIT: patient_chances.benefit,
    Screen.HARM: patient_chances.harm,
    Screen.MATTERS: patient_matters.matters,
    Screen.QUESTIONS: patient_screens.questions,
    Screen.CHECK: patient_check.check,
    Screen.END: patient_screens.end,
}
# Where arrow keys belong to a slider or to answers, they turn no page.
_OWN_ARROWS = (Screen.BENEFIT, Screen.MATTERS, Screen.CHECK)


class _Press(TypedDict):
    on_click: Callable[..., None]
    kwargs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader is, and what lies before and after."""

    screen: Screen
    before: Screen
    after: Screen | None


def show(page: Page) -> None:
    """The body of the page."""
    told = _told(page)
    with st.container(key="patient"):
        if told is None:
            say = store.voice(Voice.PATIENT, page.view().choices.language)
            _care_team(page, say)
            st.html(markup.paragraph(no_patient_text(say, page.trial), "patient"))
            return
        place = _place(told)
        _bar(told, place)
        with st.container(key=f"patient_{place.screen.value}{'_open' if told.looked else ''}"):
            _top(told, place.screen)
            if check.visit_lines(page.say, told.view)[0].not_met:
                told.paragraphs(plain_words.not_for(told.say), css="decides")
            told.write(markup.heading(_title(told, place.screen), 1, "ask"))
            if place.screen is Screen.START:
                _topics(told)
            elif place.screen in (Screen.BENEFIT, Screen.HARM) and not told.looked:
                _gate(told)
            else:
                _BODIES[place.screen](told)
            _close(told)


def language(page: Page) -> str:
    """The language that is read here: the chosen one, where the trial has words in it."""
    told = _told(page)
    return page.view().choices.language if told is None else told.language


def _told(page: Page) -> Told | None:
    """The view with its words in the chosen language; ``None`` without plain words.

    A demonstration is not offered to patients, whatever its folder holds.
    """
    view = page.view()
    if view.trial.demonstration:
        return None
    wanted = shown = view.choices.language
    trial = store.in_language(view.trial, wanted)
    if trial is None or trial.text.patient is None:
        trial, shown = store.in_language(view.trial, ORIGINAL) or view.trial, ORIGINAL
    if trial.text.patient is None:
        return None
    return Told(
        page=page,
        view=replace(view, trial=trial),
        say=store.voice(Voice.PATIENT, shown).about(trial.text.records),
        text=trial.text.patient,
        language=shown,
        looked=view.choices.looked,
    )


# --- the way -----------------------------------------------------------------------------------


def _place(told: Told) -> _Place:
    """Without a look at the chances, the way leads past the harm."""
    screen = told.view.choices.screen
    order = [one for one in _ORDER if told.looked or one is not Screen.HARM]
    if screen not in order:
        screen = Screen.BENEFIT
    here = order.index(screen)
    after = order[here + 1] if here + 1 < len(order) else None
    return _Place(screen, order[max(0, here - 1)], after)


def _to(screen: Screen) -> _Press:
    """A press that leads to a screen: into the address, so that the browser's Back leads here."""
    return {"on_click": state.choose, "kwargs": {"screen": screen}}


def _bar(told: Told, place: _Place) -> None:
    """Back, where one is, and on: first in the order of Tab, at the foot of the window."""
    if place.screen is Screen.START:
        return
    say, own = told.say, place.screen in _OWN_ARROWS
    with st.container(key="patient_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("Back"),
            key="patient_back",
            shortcut=None if own else "Left",
            **_to(place.before),
        )
        st.html(_progress(told, place.screen))
        if place.after is None:
            st.button(say("All topics"), key="patient_again", **_to(Screen.START))
        else:
            st.button(
                say("Next"),
                key="patient_next",
                type="primary",
                shortcut=None if own else "Right",
                **_to(place.after),
            )


def _progress(told: Told, screen: Screen) -> str:
    step, total = _ORDER.index(screen), len(_ORDER) - 1
    where = markup.escaped(told.say("Step {step} of {total}", step=step, total=total))
    title = markup.escaped(_title(told, screen))
    return (
        f'<div class="progress" lang="{told.language}">'
        f'<p role="status">{where}<span class="unseen">: {title}</span></p>'
        f'<progress max="{total}" value="{step}" aria-hidden="true"></progress></div>'
    )


def _title(told: Told, screen: Screen) -> str:
    """A screen's heading; that of the chances names what is counted."""
    if screen is Screen.BENEFIT:
        return benefit_title(told.say, told.text, told.view.choices.endpoint)
    return plain_words.screen_title(told.say, screen)


def _topics(told: Told) -> None:
    """What to talk about first: nothing is chosen for the reader."""
    told.paragraphs(told.text.decision, css="decides")
    chosen = [
        *(Screen.NOW, Screen.OPTIONS, Screen.TREATMENT, Screen.BENEFIT, Screen.MATTERS),
        Screen.QUESTIONS,
    ]
    with st.container(key="patient_topics"):
        for screen in chosen:
            st.button(
                told.say("The chances")
                if screen is Screen.BENEFIT
                else plain_words.screen_title(told.say, screen),
                key=f"patient_to_{screen.value}",
                width="stretch",
                **_to(screen),
            )


def _gate(told: Told) -> None:
    """No figure before it is asked for."""
    say = told.say
    told.paragraphs(*chances_lead(say, told.text.endpoints[told.view.choices.endpoint]))
    with st.container(key="patient_gate", horizontal=True, gap="small"):
        st.button(
            say("Show me"),
            key="patient_look",
            on_click=state.choose,
            kwargs={"screen": Screen.BENEFIT, "looked": True},
        )
        st.button(say("Not now"), key="patient_skip", **_to(Screen.MATTERS))


def chances_lead(say: Say, words: PatientEndpointText) -> tuple[str, ...]:
    """Before any survival figure: what would be shown, and that it can be left."""
    return (
        say(
            "This part shows how many people were {alive}, and how many {died}.",
            alive=words.alive,
            died=words.died,
        ),
        say("Then it shows how many had serious harm from treatment."),
        say("Some people want to see these numbers. Some do not. Both are fine."),
    )


# --- language, care team, limits, dates ----------------------------------------------------------


def _top(told: Told, screen: Screen) -> None:
    """The way to all topics, the care team's to its own pages, and the language.

    The last screen has the way to all topics where the others have the way on.
    """
    with st.container(key="patient_top", horizontal=True, vertical_alignment="center"):
        if screen not in (_ORDER[0], _ORDER[-1]):
            topics = told.say("All topics")
            st.button(topics, key="patient_all", type="tertiary", **_to(Screen.START))
        _care_team(told.page, told.say)
        _language(told)
    if told.language != told.view.choices.language:
        told.paragraphs(*_language_note(told), css="note")


def _language_note(told: Told) -> tuple[str, ...]:
    wanted = told.view.choices.language
    note = plain_words.language_note(told.say, wanted, shown=told.language)
    return () if note is None else (note,)


def _care_team(page: Page, say: Say) -> None:
    """The one way from here to the clinicians' pages."""
    with st.container(key="patient_care_team", width="content"):
        draw = page.link_to("consultation", say("Care team: back to the numbers"))
        draw(page.view().choices)


def _language(told: Told) -> None:
    with st.container(key="patient_language", width="content"):
        st.segmented_control(
            told.say("Language"),
            store.languages(),
            required=True,
            format_func=store.language_name,
            label_visibility="collapsed",
            **state.bound("lang", told.view.choices, "language"),
        )


def _close(told: Told) -> None:
    """Use, limits and dates, behind one line; before it the centre, and how a translation stands.

    That English is shown in a language's place is said at the top.
    """
    lines = (
        plain_words.limits_of_use(told.say),
        told.say("It is for people like those in the trial. Ask your care team if that fits here."),
        plain_words.dates(told.say, told.trial),
    )
    name = store.site().name
    above = markup.paragraph(name, "centre") if name is not None else ""
    if told.language == told.view.choices.language:
        above += "".join(map(markup.paragraph, _language_note(told)))
    folded = markup.details(closing_line(told.say), *map(markup.paragraph, lines), css="about")
    st.html(f'<div class="footer" lang="{told.language}">{above}{folded}</div>')


def closing_line(say: Say) -> str:
    """What opens the limits of use: the first of them."""
    return say("This is for a talk with your care team. What it can and can't tell you")


def no_patient_text(say: Say, trial: Trial) -> str:
    """Said where a trial has no plain words, or is not offered to patients."""
    name = trial.text.name
    if trial.demonstration:
        return say(
            "{trial} is a demonstration of how numbers are put in. It is not for patients, so "
            "there is no patient view and no sheet to take home.",
            trial=name,
        )
    return say(
        "The patient view is not available for {trial}: it has not been put into plain words yet.",
        trial=name,
    )
