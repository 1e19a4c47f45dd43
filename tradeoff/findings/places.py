"""Where a reader is, and what a patient picked: the names that the address knows them by.

Without an import from elsewhere, so that words, papers and screens can all name them.
"""

from __future__ import annotations

from enum import StrEnum


class Tab(StrEnum):
    """The tabs of Evidence, in their order."""

    NUMBERS = "numbers"
    AGREEMENT = "agreement"
    METHOD = "method"
    ABOUT = "about"
    DATA = "data"


class Screen(StrEnum):
    """The screens of the patient view, in their order."""

    START = "start"
    NOW = "now"
    OPTIONS = "options"
    TREATMENT = "treatment"
    BENEFIT = "benefit"
    HARM = "harm"
    MATTERS = "matters"
    QUESTIONS = "questions"
    CHECK = "check"
    END = "end"


class ValueCard(StrEnum):
    """What may matter to a patient: cards to pick and put in order."""

    LONGER = "longer"
    AWAY = "away"
    INFECTIONS = "infections"
    HOME = "home"
    GIVEN = "given"
    LENGTH = "length"
    DAILY = "daily"
    CLEAR = "clear"
    OTHER = "other"
    """Something else: spoken, never typed."""
