"""When to call at once, and whom: said alike on the screen and on the hand-out."""

from __future__ import annotations

from dataclasses import dataclass

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText
from tradeoff.words.say import Say


@dataclass(frozen=True, slots=True)
class CallList:
    """One option's list of what to call for at once."""

    role: Role
    name: str
    lines: tuple[str, ...]


def call_lists(text: PatientText) -> tuple[CallList, ...]:
    """As long a list for each option, the baseline first; empty where the trial has none."""
    arms = ((role, text.arms[role.value]) for role in Role)
    lists = tuple(CallList(role, arm.name, arm.call) for role, arm in arms)
    return lists if any(one.lines for one in lists) else ()


def call_title(say: Say) -> str:
    """The heading over the lists."""
    return say("When to call at once")


def call_lead(say: Say) -> str:
    """That the lists are to be gone through together."""
    return say("Go through this list with your care team.")


def number_to_call(say: Say, phone: str | None) -> str:
    """The centre's number; without one, whose line it is to fill in (the line is drawn after it).

    ``phone`` as the centre wrote it in its settings.
    """
    if phone is not None:
        return say("Call this number, day or night: {phone}", phone=phone)
    return say("Number to call, day or night (your care team fills this in):")
