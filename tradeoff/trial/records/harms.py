"""Harms: what they are, and how many patients had one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from tradeoff.statistics.intervals import Count, counts_printing_as
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records.basis import (
    AnyRole,
    Confirmation,
    Decimals,
    Identifier,
    People,
    Percent,
    Probability,
    Provenance,
    Record,
    Text,
    Whole,
)


class Harm(Record):
    """A kind of adverse event that the trial counted in both arms."""

    id: Identifier
    grade: Text
    ctcae_version: Text | None = None
    weighed: bool = False
    """Whether the side panel weighs it; at most one harm of a trial."""
    exposure_differs: bool = False
    """Whether the arms were treated for unequal time: raw counts are then marked as not adjusted
    for time on treatment."""
    p_value: Probability | None = None
    """P of the comparison of both arms, as printed …"""
    p_value_below: bool = False
    """… and true where the source says "P < …"."""


class AdverseEvent(Provenance):
    """Patients of one arm's safety population with at least one event of a harm."""

    harm: Identifier
    arm: AnyRole
    events: Whole | None = None
    """``None`` where the source prints a percentage alone: the count is then never guessed."""
    total: People
    total_in_head: People | None = None
    """The denominator in the head of the source's table, where it is another one: which of the two
    the percentages are of is then open, and ranges take in both."""
    percent: Percent | None = None
    percent_grade_3: Percent | None = None
    """Where the source prints a percentage a grade in place of one: each patient stands in one
    grade, the worst, so that they add up."""
    percent_grade_4: Percent | None = None
    percent_grade_5: Percent | None = None
    decimals: Decimals = 0
    """Decimal places of the percentages in the source."""
    counts_inferred: bool = False
    """True where ``events`` was inferred from the percentage: then it is not used as a count."""
    confirmed: Confirmation | None = None
    """Set where a centre's own file or upload gave the count; never in a trial's table."""

    def faults(self) -> Iterator[str]:
        """A count within its total; a percentage or grades, as printed, that agree with it."""
        if self.events is not None and self.events > self.total:
            yield (
                f"events {self.events} exceed total {self.total}. "
                "A patient is counted once: correct one of the two"
            )
        yield from self._printed_faults()
        yield from self._agreement_faults()

    def _printed_faults(self) -> Iterator[str]:
        grades = self.grades
        if grades and self.percent is not None:
            yield "percent and percentages by grade are given. Keep the ones that the source prints"
        if len(grades) * self._half_unit + 100 < sum(grades):
            yield (
                f"the grades sum to {sum(grades):g} %, which is past 100. Each patient stands in "
                "one grade, the worst: check the row against the source"
            )
        for percent in (self.percent, *grades):
            if percent is not None and round(percent, self.decimals) != percent:
                yield (
                    f"percent {percent:g} has more decimal places than decimals "
                    f"{self.decimals}. Write the number as printed, or correct decimals"
                )

    def _agreement_faults(self) -> Iterator[str]:
        percentage, count = self.percentage, self.count
        if percentage is None:
            if self.counts_inferred:
                yield (
                    "counts_inferred is true, and no percentage is given. "
                    "Give the percentage that the source prints"
                )
        elif not self.possible:
            yield (
                f"no count of {self.total} prints as {percentage:g} %. "
                "Correct the percentage, its decimals or the total"
            )
        elif count is not None and not self.prints(count):
            yield (
                f"percent {percentage:g} and count {count.events} of {count.total} "
                f"({100 * count.events / count.total:.2f} %) do not agree. "
                "Correct one of them, or the decimals"
            )

    def prints(self, count: Count) -> bool:
        """Whether a count may print as the percentage, or as the percentages by grade.

        Each may differ from the exact one by half a unit of its last place. True without any.
        """
        if self.percentage is None:
            return True
        off = abs(100 * count.events / count.total - self.percentage)
        return off <= self._half_unit * max(1, len(self.grades)) + 1e-9

    @property
    def _half_unit(self) -> float:
        return 0.5 * 10.0**-self.decimals

    @property
    def grades(self) -> tuple[float, ...]:
        """The percentages by grade that are given, 0 to 100, grade 3 first."""
        by_grade = (self.percent_grade_3, self.percent_grade_4, self.percent_grade_5)
        return tuple(percent for percent in by_grade if percent is not None)

    @property
    def percentage(self) -> float | None:
        """The percentage as printed, or the sum of those by grade; ``None`` where none is."""
        return sum(self.grades) if self.grades else self.percent

    @property
    def count(self) -> Count | None:
        """Events out of total as the source gives them, ``None`` where it does not."""
        if self.events is None or self.counts_inferred:
            return None
        return Count(self.events, self.total)

    @property
    def possible(self) -> tuple[Count, ...]:
        """The count, or every count that prints as the percentages; empty where neither is given.

        Each is as likely as the others.
        """
        if self.count is not None:
            return (self.count,)
        if self.percentage is None:
            return ()
        percents = self.grades or (self.percentage,)
        totals = dict.fromkeys((self.total, self.total_in_head or self.total))
        return counts_printing_as(percents, decimals=self.decimals, totals=tuple(totals))

    @property
    def proportion(self) -> float | None:
        """Events over total, 0 to 1: of the count, else as printed."""
        if self.count is not None:
            return self.count.proportion
        return None if self.percentage is None else self.percentage / 100


class ExposureRate(Provenance):
    """Events of a harm per patient-year on treatment, both arms. Shown, never weighed."""

    harm: Identifier
    experimental: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    control: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    decimals: Decimals = 2
    p_value: Probability | None = None
    p_value_below: bool = False
    """True where the source says "P < …"."""

    def of(self, role: Role) -> float:
        """One arm's rate."""
        return Arms(self.control, self.experimental).of(role)
