"""Does the trial apply to this patient? Answers are judged on the spot and never stored.

What is kept of an answer is only what follows from it: for an age not the age itself but whether
it lies below, near, within or above the trial's limits.
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
    choice: str | None = None
    """The option, or the band that an age lies in; ``None`` where several are as in the trial and
    none of them was named."""
    attested: bool = False
    """Whether it was given for all criteria at once, "all as in the trial"."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All answers together: how many of the criteria, and what stands against or beside them."""

    given: tuple[Answer, ...]
    """In the order of the questions."""
    asked: int
    by_age: bool
    """Whether an age was given, whichever: then the trial's age groups stand at the headline."""

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return len(self.given)

    @property
    def complete(self) -> bool:
        """Whether every question has an answer."""
        return self.answered == self.asked

    @property
    def outside(self) -> bool:
        """Whether a criterion is not met: the trial's numbers do not describe such people."""
        return bool(self.not_met)

    @property
    def not_met(self) -> tuple[Answer, ...]:
        """Answers that lie outside the trial."""
        return self._having(Outcome.NOT_MET)

    @property
    def cautions(self) -> tuple[Answer, ...]:
        """Near misses, and whom the trial is believed to have left out."""
        return self._having(Outcome.CAUTION)

    @property
    def unknown(self) -> tuple[Answer, ...]:
        """What has yet to be found out."""
        return self._having(Outcome.UNKNOWN)

    @property
    def attested(self) -> tuple[Answer, ...]:
        """What was given for all criteria at once, and not changed since."""
        return tuple(answer for answer in self.given if answer.attested)

    def _having(self, outcome: Outcome) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.given if answer.outcome is outcome)


def judge_age(criterion: Criterion, age: int) -> Answer:
    """What an age in years means: met within the limits, a caution near them."""
    band = criterion.band(age)
    return Answer(criterion.id, criterion.outcomes[band], band)


def judge_option(criterion: Criterion, option: str) -> Answer:
    """What a chosen option means.

    Raises:
        KeyError: an option that the criterion does not have.
    """
    return Answer(criterion.id, criterion.options[option], option)


def as_in_the_trial(criterion: Criterion) -> Answer:
    """A criterion attested as met; which answer it was is said only where one alone is met."""
    met = [one for one, outcome in criterion.outcomes.items() if outcome is Outcome.MET]
    return Answer(criterion.id, Outcome.MET, met[0] if len(met) == 1 else None, attested=True)


def assess(trial: Trial, answers: Iterable[Answer]) -> Assessment:
    """All answers of one visit together; unanswered criteria are left open, never assumed met."""
    by_criterion = {answer.criterion: answer for answer in answers}
    given = tuple(by_criterion[c.id] for c in trial.criteria if c.id in by_criterion)
    return Assessment(
        given=given,
        asked=len(trial.criteria),
        by_age=any(c.subgroups for c in trial.criteria if c.id in by_criterion),
    )
