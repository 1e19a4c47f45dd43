"""Patient view: one idea a screen, with the way back and on always in the same place.

Where a reader is stays in the session and not in the URL: a link opens at the start. Survival
figures are shown to those alone who chose the chances and pressed "show me".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Language
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
from tradeoff.words.patient.benefit import benefit_title
from tradeoff.words.say import Say

# Each language in its own words: never translated.
LANGUAGE_NAMES = {Language.ENGLISH: "English", Language.SPANISH: "Español"}

_SCREEN = "patient_screen"
_LOOKED = "patient_looked"
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader is, and what lies before and after."""

    screen: Screen
    before: Screen
    after: Screen | None


def show(page: Page) -> None:
    """The body of the page."""
    told = _told(page)
    if told is None:
        say = store.patients_voice(page.view().choices.language)
        st.html(markup.paragraph(no_patient_text(say, page.trial), "patient"))
        return
    place = _place(told)
    with st.container(key="patient"):
        _bar(told, place)
        with st.container(key=f"patient_{place.screen.value}{'_open' if told.looked else ''}"):
            _top(told, place.screen)
            if check.visit_lines(told.view)[0].not_met:
                told.paragraphs(plain_words.not_for(told.say), css="decides")
            told.write(markup.heading(_title(told, place.screen), 1, "ask"))
            if place.screen is Screen.START:
                _topics(told)
            elif place.screen in (Screen.BENEFIT, Screen.HARM) and not told.looked:
                _gate(told)
            else:
                _BODIES[place.screen](told)
            _close(told)


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
        trial, shown = view.trial, Language.ENGLISH
    if trial.text.patient is None:
        return None
    looked = st.session_state.get(_LOOKED) == trial.id
    return Told(
        page=page,
        view=replace(view, trial=trial),
        say=store.patients_voice(shown),
        text=trial.text.patient,
        language=shown,
        looked=looked,
    )


# --- the way -----------------------------------------------------------------------------------


def _place(told: Told) -> _Place:
    """Without a look at the chances, the way leads past the harm."""
    screen = Screen(st.session_state.get(_SCREEN, Screen.START.value))
    order = [one for one in _ORDER if told.looked or one is not Screen.HARM]
    if screen not in order:
        screen = Screen.BENEFIT
    here = order.index(screen)
    after = order[here + 1] if here + 1 < len(order) else None
    return _Place(screen, order[max(0, here - 1)], after)


def _go(screen: Screen) -> None:
    st.session_state[_SCREEN] = screen.value


def _look(trial_id: str) -> None:
    st.session_state[_LOOKED] = trial_id


def _bar(told: Told, place: _Place) -> None:
    """Back, where one is, and on: first in the order of Tab, at the foot of the window."""
    if place.screen is Screen.START:
        return
    say, own = told.say, place.screen in _OWN_ARROWS
    with st.container(key="patient_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("Back"),
            key="patient_back",
            on_click=_go,
            args=(place.before,),
            shortcut=None if own else "Left",
        )
        st.html(_progress(told, place.screen))
        if place.after is None:
            again = say("All topics")
            st.button(again, key="patient_again", on_click=_go, args=(Screen.START,))
        else:
            st.button(
                say("Next"),
                key="patient_next",
                type="primary",
                on_click=_go,
                args=(place.after,),
                shortcut=None if own else "Right",
            )


def _progress(told: Told, screen: Screen) -> str:
    step, total = _ORDER.index(screen), len(_ORDER) - 1
    where = markup.escaped(told.say("Step {step} of {total}", step=step, total=total))
    title = markup.escaped(_title(told, screen))
    return (
        f'<div class="progress" lang="{told.language.value}">'
        f'<p role="status">{where}<span class="unseen">: {title}</span></p>'
        f'<progress max="{total}" value="{step}" aria-label="{where}">{where}</progress></div>'
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
                on_click=_go,
                args=(screen,),
            )


def _gate(told: Told) -> None:
    """No figure before it is asked for."""
    say = told.say
    told.paragraphs(*chances_lead(say, told.text.endpoints[told.view.choices.endpoint]))
    with st.container(key="patient_gate", horizontal=True, gap="small"):
        st.button(
            say("Show me"),
            key="patient_look",
            on_click=_look,
            args=(told.trial.id,),
        )
        st.button(
            say("Not now"),
            key="patient_skip",
            on_click=_go,
            args=(Screen.MATTERS,),
        )


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


# --- language, limits, dates -------------------------------------------------------------------


def _top(told: Told, screen: Screen) -> None:
    """The way to all topics, and the language."""
    with st.container(key="patient_top", horizontal=True, vertical_alignment="center"):
        if screen is not Screen.START:
            topics = told.say("All topics")
            st.button(
                topics, key="patient_all", type="tertiary", on_click=_go, args=(Screen.START,)
            )
        _language(told)
    note = plain_words.language_note(told.say, told.view.choices.language, shown=told.language)
    if note is not None:
        told.paragraphs(note, css="note")


def _language(told: Told) -> None:
    with st.container(key="patient_language", width="content"):
        st.segmented_control(
            told.say("Language"),
            list(Language),
            required=True,
            format_func=lambda one: LANGUAGE_NAMES[one],
            label_visibility="collapsed",
            **state.bound("lang", told.view.choices, "language"),
        )


def _close(told: Told) -> None:
    lines = (
        plain_words.limits_of_use(told.say),
        told.say("It is for people like those in the trial. Ask your care team if that fits here."),
        plain_words.dates(told.say, told.trial),
    )
    body = "".join(markup.paragraph(line) for line in lines)
    st.html(f'<div class="footer" lang="{told.language.value}">{body}</div>')


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
