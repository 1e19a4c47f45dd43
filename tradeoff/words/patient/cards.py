"""What may matter to a patient, as cards: each holds for every trial and names no option."""

from __future__ import annotations

from collections.abc import Sequence

from tradeoff.findings.places import ValueCard
from tradeoff.words.numbers import uncapitalised
from tradeoff.words.say import Say


def card_words(say: Say, card: ValueCard) -> str:
    """A card in a few words: something to care about, never a side of the choice."""
    return {
        ValueCard.LONGER: say("Living as long as possible"),
        ValueCard.AWAY: say("Keeping the illness away"),
        ValueCard.INFECTIONS: say("Avoiding infections and hospital"),
        ValueCard.HOME: say("Time at home"),
        ValueCard.GIVEN: say("How treatment is given"),
        ValueCard.LENGTH: say("How long treatment takes"),
        ValueCard.DAILY: say("Driving, work or school"),
        ValueCard.CLEAR: say("Thinking clearly"),
        ValueCard.OTHER: say("Something else"),
    }[card]


def cards_title(say: Say) -> str:
    """Above the cards that were picked."""
    return say("What matters most to you, in order")


def picked(say: Say, cards: Sequence[ValueCard]) -> str | None:
    """The cards that were picked, in one sentence; ``None`` where none was."""
    if not cards:
        return None
    if len(cards) == 1:
        return say("What matters most to you: {card}.", card=listed(say, cards))
    return say("What matters most to you, in this order: {cards}.", cards=listed(say, cards))


def listed(say: Say, cards: Sequence[ValueCard]) -> str:
    """The cards within a sentence, in their order; empty without any."""
    return "; ".join(uncapitalised(card_words(say, card)) for card in cards)
