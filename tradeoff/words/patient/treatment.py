"""What treatment is like, in the trial's plain words: one list for each standing of its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tradeoff.trial.records import Fact, PatientText, Status
from tradeoff.words.patient import checked, with_figures
from tradeoff.words.say import Say


@dataclass(frozen=True, slots=True)
class TreatmentList:
    """Lines of one standing, and the badge that all of them carry, once over the list."""

    badge: str | None
    """``None`` where the lines were read in the trial's report itself."""
    settled: bool
    """Whether the badge says that a centre has checked them: no caution any more."""
    lines: tuple[str, ...]


def treatment_lists(
    say: Say, text: PatientText, facts: Sequence[Fact]
) -> tuple[TreatmentList, ...]:
    """Each line of the trial's text with its fact's number, gathered by the fact's status.

    What was read in the report comes first; else lists and lines keep the text's order.
    """
    known = {fact.id: fact for fact in facts}
    gathered: dict[tuple[str | None, bool], list[str]] = {(None, False): []}
    for name, line in text.treatment.items():
        fact = known[name]
        standing = (fact_badge(say, fact), fact.confirmed is not None)
        gathered.setdefault(standing, []).append(with_figures(line, fact))
    return tuple(
        TreatmentList(badge, settled, tuple(lines))
        for (badge, settled), lines in gathered.items()
        if lines
    )


def fact_badge(say: Say, fact: Fact) -> str | None:
    """How a line stands in words; ``None`` where it was read in the report itself."""
    if fact.confirmed is not None:
        return checked(say, fact.confirmed)
    unsure = say("Not from the trial's report, still to be checked: ask your care team")
    return {
        Status.REPORTED: unsure,
        Status.UNCONFIRMED: unsure,
        Status.LOCAL: say("From your own centre"),
        Status.DERIVED: say("Worked out from the plan"),
    }.get(fact.status)
