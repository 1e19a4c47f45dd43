"""What the note for the record says of the cards that a patient picked."""

from __future__ import annotations

import datetime

from tests import views
from tradeoff.findings import applicability
from tradeoff.findings.places import ValueCard
from tradeoff.papers import record_note
from tradeoff.words.say import ENGLISH


def a_note(*cards: ValueCard) -> list[str]:
    view = views.view(cards=cards)
    return record_note.note(
        ENGLISH,
        view,
        applicability=applicability.assess(view.trial, ()),
        visit=(),
        link="https://hospital.example/",
        date=datetime.date(2026, 11, 29),
    ).splitlines()


def test_the_note_names_the_picked_cards_in_their_order_beside_the_preference() -> None:
    lines = a_note(ValueCard.HOME, ValueCard.OTHER, ValueCard.LONGER)
    told = (
        "Picked by the patient, the first matters most: time at home; something else; living as "
        "long as possible."
    )
    assert told in lines
    assert lines[lines.index(told) + 1] == "Preference: not stated."


def test_without_a_card_the_note_is_what_it_was() -> None:
    assert not any("Picked" in line for line in a_note())
    assert len(a_note()) == len(a_note(ValueCard.CLEAR)) - 1
