"""The patient view's screen of what matters: cards to pick and put in order, then the preference.

Nothing is picked beforehand, and no card is larger than another. The cards lie in an order by
chance, which a visit keeps, so that none moves under the hand.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.places import Screen, ValueCard
from tradeoff.findings.preferences import PREFERENCES
from tradeoff.findings.view import Findings, can_be_weighed
from tradeoff.screens import state
from tradeoff.screens.patient_screens import Told, not_looked
from tradeoff.trial.records import PatientText
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient import screen_title
from tradeoff.words.patient.cards import card_words, cards_title, picked
from tradeoff.words.say import Say

_WEIGHTS = (None, *PREFERENCES)
_DEALT = "patient_cards_dealt"
_CARDS = "cards"


def matters(told: Told) -> None:
    """The cards; then the same preference as the side panel's, which may be skipped."""
    told.paragraphs(*cards_lead(told.say))
    _cards(told)
    _order(told)
    if can_be_weighed(told.view):
        _harder(told)


# --- the cards ---------------------------------------------------------------------------------


def cards_lead(say: Say) -> tuple[str, ...]:
    """How to pick, that nobody has to, and that no card stands for an option."""
    return (
        say(
            "Pick what matters most to you, and start with the first. Press a card again to put "
            "it back. You can leave this out."
        ),
        say("Some cards may speak for one option, and some for the other."),
    )


def _cards(told: Told) -> None:
    """All cards at one size, in the order by chance that they were dealt in.

    What was pressed is one value of the browser's, in the order of the presses: however quickly
    one comes after another, none is lost.
    """
    dealt = _dealt()
    st.pills(
        screen_title(told.say, Screen.MATTERS),
        dealt,
        selection_mode="multi",
        format_func=lambda card: card_words(told.say, card),
        label_visibility="collapsed",
        width="stretch",
        **state.bound(_CARDS, told.view.choices),
    )
    st.html(f"<style>{_places(dealt, told.view.choices.cards)}</style>")


def _dealt() -> tuple[ValueCard, ...]:
    """An order by chance, one for each visit; what no card names stays the last."""
    if _DEALT not in st.session_state:
        named = [card for card in ValueCard if card is not ValueCard.OTHER]
        shuffled = random.sample(named, k=len(named))
        st.session_state[_DEALT] = tuple(card.value for card in (*shuffled, ValueCard.OTHER))
    return tuple(map(ValueCard, st.session_state[_DEALT]))


def _places(dealt: Sequence[ValueCard], cards: Sequence[ValueCard]) -> str:
    """Each picked card's place on it: by its style, as its words are what the browser sends."""
    return "".join(
        f'.st-key-{_CARDS} button:nth-of-type({dealt.index(card) + 1})::after{{content:"{place}"}}'
        for place, card in enumerate(cards, start=1)
    )


def _order(told: Told) -> None:
    """What was picked, heard as it changes; from two cards on each can be moved up."""
    say, cards = told.say, told.view.choices.cards
    heard = markup.escaped(picked(say, cards) or "")
    told.write(f'<p role="status" class="unseen">{heard}</p>')
    if ValueCard.OTHER in cards:
        told.paragraphs(other_is_said(say))
    if len(cards) < 2:
        return
    told.write(markup.heading(cards_title(say), 2), css="part")
    with st.container(key="patient_order"):
        told.write(markup.paragraph(f"1. {card_words(say, cards[0])}"), css="first")
        for place, card in enumerate(cards[1:], start=2):
            st.button(
                move_up(say, place, card),
                key=f"patient_up_{place}",
                width="stretch",
                on_click=_raise,
                args=(place,),
            )
    st.button(say("Put all cards back"), key="patient_cards_back", on_click=_deal_anew)


def _raise(place: int) -> None:
    """Let the card at a place change places with the one before."""
    cards: list[ValueCard] = list(st.session_state[_CARDS])
    cards[place - 2 : place] = reversed(cards[place - 2 : place])
    state.choose(cards=tuple(cards))


def _deal_anew() -> None:
    """No card is picked, and they are shuffled: a start for whoever comes next."""
    st.session_state.pop(_DEALT, None)
    state.choose(cards=())


def other_is_said(say: Say) -> str:
    """What no card names is told to the care team: it is typed nowhere."""
    return say("Something else: tell your care team what it is. Nothing is typed here.")


def move_up(say: Say, place: int, card: ValueCard) -> str:
    """The button of a place: what stands there, and what a press does."""
    return say("{place}. {card} · **move up**", place=place, card=card_words(say, card))


# --- the preference ----------------------------------------------------------------------------


def _harder(told: Told) -> None:
    """The scale that compares with dying: closed at first, so that leaving it out is no step."""
    stated = told.view.choices.weight is not None
    label = harder_question(told.say, told.text, told.view)
    with st.expander(label, expanded=stated, key="patient_harder"):
        told.paragraphs(preference_words.preference_lead(told.say))
        _preference(told)


def harder_question(say: Say, text: PatientText, view: Findings) -> str:
    """What opens the scale: it says before what it compares with."""
    anchor = preference_words.anchor(say, text, view)
    return say("One harder question, about {anchor}. You can skip it.", anchor=anchor)


def _preference(told: Told) -> None:
    say, text, view = told.say, told.text, told.view
    stated = view.choices.weight is not None
    least, most = preference_words.preference_ends(say, text, view)
    st.select_slider(
        preference_words.preference_question(say, text, view),
        _WEIGHTS,
        format_func=lambda one: say("not set") if one is None else str(one),
        **state.bound("weight", view.choices),
    )
    told.write(markup.span(least, "least"), markup.span(most, "most"), css="ends")
    lines = [preference_words.preference_stated(say, text, view)]
    if stated and told.looked:
        lines.append(preference_words.net_result(say, text, view))
    elif stated:
        lines.append(not_looked(say))
    body = "".join(markup.paragraph(line) for line in lines)
    told.write(f'<div role="status">{body}</div>', css="result")
    if stated:
        clear = say("Clear my answer")
        st.button(clear, key="patient_clear", on_click=state.clear_preference)
