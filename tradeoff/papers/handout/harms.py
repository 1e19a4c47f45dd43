"""The hand-out's table of harms, and how a number of people is written with its range."""

from __future__ import annotations

from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding, whole
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words.patient import harm as harm_words
from tradeoff.words.patient import having
from tradeoff.words.say import Say
from tradeoff.words.table import Table

Limits = tuple[int, int] | None


def harms_table(view: Findings, say: Say, text: PatientText) -> Table | None:
    """Every harm that was counted and has plain words, of 100 treated; ``None`` without any."""
    return _table(say, text, harm_words.told_harms(text, view))


def _table(say: Say, text: PatientText, told: list[HarmFindings]) -> Table | None:
    rows = tuple(_row(one, say, text) for one in told)
    caption = say("Problems during treatment, of 100 people treated, with their range")
    arms = (numbers.capitalised(having(text, role)) for role in Role)
    columns = (say("Of 100 people"), *arms, say("Difference"))
    return Table(caption, columns, rows) if rows else None


def _row(harm: HarmFindings, say: Say, text: PatientText) -> tuple[str, ...]:
    """With what must travel with the rate."""
    words, status = harm_words.harm_text(text, harm), harm_words.harm_status(say, text, harm)
    return (
        numbers.capitalised(words.having if status is None else f"{words.having}. {status}"),
        with_range(say, harm.people.control, whole_limits(harm.control)),
        with_range(say, harm.people.experimental, whole_limits(harm.experimental)),
        change_told(say, harm.people, harm.whole_limits),
    )


def whole_limits(finding: Finding) -> Limits:
    """The range of an arm in whole people; ``None`` where none is published."""
    if not finding.estimate.has_range:
        return None
    lower, upper = finding.estimate.limits
    return whole(lower), whole(upper)


def range_told(say: Say, limits: Limits) -> str:
    """A range as it stands in brackets behind its number."""
    if limits is None:
        return say("range not in the report")
    return say("{lower} to {upper}", lower=limits[0], upper=limits[1])


def with_range(say: Say, people: int, limits: Limits) -> str:
    """A number of people with its range."""
    return f"{people} ({range_told(say, limits)})"


def change_told(say: Say, people: WholePeople, limits: Limits) -> str:
    """A difference in people with its range, which names each end's direction where they differ."""
    change = people.increment
    ranged = range_told(say, None) if limits is None else numbers.change_range(say, change, limits)
    return f"{numbers.more_or_fewer(say, change)} ({ranged})"
