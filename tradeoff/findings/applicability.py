"""Does the trial apply to this patient? Answers are judged on the spot and never stored.

What is kept of an answer is only what follows from it: an ``Answer`` holds the criterion, the
outcome and the words to show, and for age not the age itself but whether it lies below, within or
above the trial's limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tradeoff.trial.records import Criterion, Outcome, Trial


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from one answer."""

    criterion: str
    outcome: Outcome
    consequence: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All answers together: how many of the criteria, and what stands against or beside them."""

    answered: int
    asked: int
    not_met: tuple[Answer, ...]
    cautions: tuple[Answer, ...]
    unknown: tuple[Answer, ...]
    by_age: bool
    """Whether an age was given, whichever: then the trial's age groups stand at the headline."""

    @property
    def complete(self) -> bool:
        """Whether every question has an answer."""
        return self.answered == self.asked


def judge_age(trial: Trial, criterion: Criterion, age: int) -> Answer:
    """What an age in years means: met within the limits, both included."""
    words = trial.text.criteria[criterion.id]
    low, high = criterion.minimum or 0, criterion.maximum or 0
    if age < low:
        return Answer(criterion.id, Outcome.NOT_MET, words.below)
    if age > high:
        return Answer(criterion.id, Outcome.NOT_MET, words.above)
    return Answer(criterion.id, Outcome.MET)


def judge_option(trial: Trial, criterion: Criterion, option: str) -> Answer:
    """What a chosen option means.

    Raises:
        KeyError: an option that the criterion does not have.
    """
    words = trial.text.criteria[criterion.id].options[option]
    return Answer(criterion.id, criterion.options[option], words.consequence)


def assess(trial: Trial, answers: Iterable[Answer]) -> Assessment:
    """All answers of one visit together; unanswered criteria are left open, never assumed met."""
    given = {answer.criterion: answer for answer in answers}
    ordered = [given[c.id] for c in trial.criteria if c.id in given]

    def having(outcome: Outcome) -> tuple[Answer, ...]:
        return tuple(answer for answer in ordered if answer.outcome is outcome)

    return Assessment(
        answered=len(ordered),
        asked=len(trial.criteria),
        not_met=having(Outcome.NOT_MET),
        cautions=having(Outcome.CAUTION),
        unknown=having(Outcome.UNKNOWN),
        by_age=any(c.subgroups for c in trial.criteria if c.id in given),
    )
