"""The chance of being alive, as patients read it: at a fixed time, or by when half had the event.

Each sentence tells the baseline first, then the increment, in one frame.
"""

from __future__ import annotations

import math

from tradeoff.findings.choices import Framing
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words import numbers
from tradeoff.words.patient import (
    change_sentence,
    having,
    joined,
    range_sentences,
    whole_months,
)
from tradeoff.words.say import Say


def benefit_title(say: Say, text: PatientText, endpoint: str) -> str:
    """The heading of the screen on the end point that is told."""
    what = numbers.uncapitalised(text.endpoints[endpoint].name)
    return say("The chances: {what}", what=what)


def outcome(text: PatientText, endpoint: str, framing: Framing) -> str:
    """What is told in a frame: "alive", "had died"."""
    words = text.endpoints[endpoint]
    return words.alive if framing is Framing.ALIVE else words.died


def framed(survival: SurvivalFindings, framing: Framing) -> WholePeople:
    """The whole people who are told in a frame."""
    return survival.people if framing is Framing.ALIVE else survival.people.complement


def framed_limits(survival: SurvivalFindings, framing: Framing) -> tuple[int, int] | None:
    """The range of the change in a frame, in whole people; ``None`` without a range."""
    limits = survival.whole_limits
    if limits is None or framing is Framing.ALIVE:
        return limits
    return -limits[1], -limits[0]


def benefit_heading(
    say: Say, text: PatientText, survival: SurvivalFindings, framing: Framing
) -> str:
    """The heading over the benefit arrays, with the time."""
    told = outcome(text, survival.endpoint, framing)
    time = numbers.time(say, survival.months)
    return say("Out of 100 people: {told} after {time}", told=told, time=time)


def benefit_sentences(
    say: Say, text: PatientText, survival: SurvivalFindings, framing: Framing
) -> str:
    """Baseline first, then the other option, then how many more or fewer, in one frame."""
    people = framed(survival, framing)
    told = outcome(text, survival.endpoint, framing)
    first = {
        "people": text.people,
        "count": people.control,
        "told": told,
        "time": numbers.time(say, survival.months),
        "having": having(text, Role.CONTROL),
    }
    then = {
        "having": numbers.capitalised(having(text, Role.EXPERIMENTAL)),
        "count": people.experimental,
        "told": told,
    }
    if framing is Framing.ALIVE:
        both = (
            say("Of 100 {people}, {count} were {told} after {time} {having}.", **first),
            say("{having}, {count} were {told}.", **then),
        )
    else:
        both = (
            say("Of 100 {people}, {count} {told} after {time} {having}.", **first),
            say("{having}, {count} {told}.", **then),
        )
    return joined(*both, change_sentence(say, people))


def benefit_range(say: Say, survival: SurvivalFindings, framing: Framing = Framing.ALIVE) -> str:
    """The range of the gain in whole people, and why there is one."""
    gain, limits = survival.gain, framed_limits(survival, framing)
    change = framed(survival, framing).increment
    people = gain.population.total
    return range_sentences(say, change, limits, people, calculated=gain.calculated_range)


def benefit_source(say: Say, trial: Trial, found: SurvivalFindings | MedianFindings) -> str:
    """Whom the figures count, and where they were read."""
    counted = found.gain if isinstance(found, SurvivalFindings) else found
    return say(
        "These numbers come from the {trial} trial. {total} people were put into two groups "
        "by chance. Source: {sources}.",
        trial=trial.text.name,
        total=counted.population.total,
        sources=say.recorded(counted.citations[0].source.short),
    )


def follow_up(say: Say, trial: Trial, cut: str) -> str:
    """How long people were followed, or that it is not stated."""
    months = trial.data_cut(cut).median_follow_up_months
    if months is None:
        return say("The report does not say for how long people were followed.")
    return say(
        "Half of the people were followed for {months} months or more.", months=math.floor(months)
    )


def age(trial: Trial, text: PatientText) -> str:
    """On age: the same sentence for everybody, whoever asks; empty where the trial has none."""
    divided = (one.subgroup_from for one in trial.criteria if one.subgroup_from is not None)
    return "" if text.age is None else text.age.format(age=next(divided, ""))


def beside_benefit(trial: Trial, text: PatientText, endpoint: str) -> tuple[str, ...]:
    """What must be known with the numbers, and on age: the same for everybody."""
    lines = (text.endpoints[endpoint].caution, age(trial, text))
    return tuple(line for line in lines if line)


def survival_not_available(say: Say) -> str:
    """Said where no survival at a fixed time was published."""
    return say(
        "For this trial, we do not have numbers on how many people were alive at a fixed time. "
        "Please ask your care team what is known."
    )


def medians_sentences(say: Say, text: PatientText, medians: MedianFindings) -> str:
    """By when half of the people had the event, with each option; baseline first."""
    words = text.endpoints[medians.endpoint]
    both = (medians.control, medians.experimental)
    reached = [
        say(
            "Of {people}, half {told} by about {months} months {having}.",
            people=text.people,
            told=words.died,
            months=whole_months(one.months),
            having=having(text, one.arm),
        )
        for one in both
        if one.months is not None
    ]
    still = [
        say(
            "{having}, more than half were still {told} when the report was made.",
            having=numbers.capitalised(having(text, one.arm)),
            told=words.alive,
        )
        for one in both
        if one.months is None
    ]
    other = "" if still else say("The other half were still {told} then.", told=words.alive)
    return joined(*reached, *still, other)


def medians_range(say: Say, text: PatientText, medians: MedianFindings) -> str:
    """How far off the times could be, or that the report does not say so."""
    ranged = [
        say(
            "{having}, the time could be anywhere from about {lower} to about {upper} months.",
            having=numbers.capitalised(having(text, one.arm)),
            lower=whole_months(one.lower),
            upper=whole_months(one.upper),
        )
        for one in (medians.control, medians.experimental)
        if one.lower is not None and one.upper is not None
    ]
    return joined(*ranged) or say("The report does not say how far off these times could be.")
