"""What a month on the curve says: both arms, their difference, how they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.provenance import Finding, Method, once
from tradeoff.findings.reconstructed import MarkedMonth, MonthRead
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import EndpointText, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import arm_words, endpoint_words
from tradeoff.words.say import Say
from tradeoff.words.sources import STATUS_WORDS, status_word

#: What the words of a read-out are called, in their order.
PARTS: Final = (
    "time", "experimental", "experimental_range", "control", "control_range", "change",
    "change_range", "standing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadOut:
    """One month in words: the parts of its line, and all of it for who hears and does not see."""

    parts: Mapping[str, str]
    spoken: str


def read_out(
    say: Say, trial: Trial, choices: Choices, month: int, read: MonthRead | None
) -> ReadOut:
    """A month in the words of the chosen end point and framing."""
    time = say.many("{count} month", "{count} months", month)
    if read is None:
        spoken = say("{time}: not available, the curve ends before.", time=time)
        return ReadOut({"time": time, **dict.fromkeys(PARTS[1:], numbers.NO_VALUE)}, spoken)
    framing = choices.framing
    people = read.people if framing is Framing.ALIVE else read.people.complement
    control, experimental, change = numbers.whole_people(say, people)
    parts = {
        "time": time,
        "experimental": experimental,
        "experimental_range": _arm_range(say, read.experimental, framing),
        "control": control,
        "control_range": _arm_range(say, read.control, framing),
        "change": change,
        "change_range": _change_range(say, read, framing),
        "standing": _standing(say, read),
    }
    return ReadOut(parts, _spoken(say, trial, endpoint_words(trial, choices), framing, parts))


def read_out_line(say: Say, parts: Mapping[str, str]) -> str:
    """The parts in one line: words, or markup that holds a place for each."""
    return say(
        "{time}: {experimental} ({experimental_range}) vs {control} ({control_range}): {change} "
        "({change_range}) · {standing}",
        **parts,
    )


def _spoken(
    say: Say, trial: Trial, end: EndpointText, framing: Framing, parts: Mapping[str, str]
) -> str:
    values = {
        "having": arm_words(trial, Role.EXPERIMENTAL).having,
        "alone": arm_words(trial, Role.CONTROL).having,
        **parts,
    }
    if framing is Framing.ALIVE:
        return say(
            "{time}: of 100, {experimental} ({experimental_range}) {alive} {having}, {control} "
            "({control_range}) {alone}: {change} ({change_range}), {standing}",
            alive=end.alive,
            **values,
        )
    return say(
        "{time}: of 100, {experimental} ({experimental_range}) {died} {having}, {control} "
        "({control_range}) {alone}: {change} ({change_range}), {standing}",
        died=end.died,
        **values,
    )


def _arm_range(say: Say, finding: Finding, framing: Framing) -> str:
    estimate = finding.estimate
    if not estimate.has_range:
        drawn = finding.method is Method.DIGITISED_CURVE
        return say(numbers.NOT_ESTIMABLE) if drawn else say(numbers.RANGE_NOT_PUBLISHED)
    limits = estimate.limits
    if framing is Framing.DIED:
        limits = (1 - limits[1], 1 - limits[0])
    return numbers.span(say, *map(partial(numbers.out_of_100, say), limits))


def _change_range(say: Say, read: MonthRead, framing: Framing) -> str:
    """As people that the change before it names."""
    limits = read.whole_limits
    if limits is None:
        drawn = isinstance(read, MarkedMonth)
        return say(numbers.NOT_ESTIMABLE) if drawn else say(numbers.RANGE_NOT_PUBLISHED)
    framed = limits if framing is Framing.ALIVE else (-limits[1], -limits[0])
    return numbers.change_range(say, read.people.increment, framed)


def _standing(say: Say, read: MonthRead) -> str:
    """How a month is known: as the source printed it, or read off a curve."""
    if isinstance(read, MarkedMonth):
        known = once(*read.control.statuses, *read.experimental.statuses)
        shown = [one for one in known if one in (Status.RECONSTRUCTED, Status.UNCONFIRMED)]
        return ", ".join(say(STATUS_WORDS[one]) for one in shown)
    words = once(*(status_word(say, one.citations[0]) for one in read.shown))
    calculated = any(one.calculated_range for one in read.shown)
    return ", ".join((*words, *((say(numbers.RANGE_CALCULATED),) if calculated else ())))
