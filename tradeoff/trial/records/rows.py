"""The rows of the tables: each a published number with its source, place and status."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from tradeoff.statistics.intervals import Count, counts_printing_as
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records.basis import (
    AnyRole,
    Confirmation,
    Decimals,
    Identifier,
    Interval,
    Months,
    People,
    Percent,
    Positive,
    Probability,
    Provenance,
    StandardError,
    Whole,
)


class RangeFrom(StrEnum):
    """What a landmark's range is calculated from where the source prints none."""

    CURVE = "curve"
    """The curve that the trial has, with the censoring that it expects."""
    BINOMIAL = "binomial"
    """The number randomised, for a landmark that all were followed to: no shape is assumed."""


class Landmark(Interval, Provenance):
    """Survival of one arm at one published time of one data cut."""

    data_cut: Identifier
    endpoint: Identifier
    months: Annotated[int, Field(ge=1, le=600)]
    arm: AnyRole
    survival: Probability
    decimals: Decimals
    """Decimal places of the percentage in the source: no more are ever shown."""
    standard_error: StandardError | None = None
    """Where the source prints "± SE" in place of an interval; a probability, as ``survival`` is."""
    range_from: Annotated[RangeFrom, Field(strict=False)] = RangeFrom.CURVE
    weighed: bool = True
    """False where it is shown and not weighed: the trial's words say why (``not_weighed``)."""

    def faults(self) -> Iterator[str]:
        """An interval around it or a standard error, as probabilities."""
        yield from super().faults()
        yield from self._leaves_out(self.survival, "survival")
        if self.standard_error is not None and self.lower is not None:
            yield "an interval and a standard_error are given. Keep the one that the source prints"
        for limit in (self.lower, self.upper):
            if limit is not None and not 0 <= limit <= 1:
                yield f"limit {limit} is not a probability. Write 0.5 for 50 %"


class HazardRatio(Interval, Provenance):
    """Experimental against control hazard of one end point in one data cut."""

    data_cut: Identifier
    endpoint: Identifier
    value: Positive
    decimals: Decimals = 2
    p_value: Probability | None = None
    p_value_below: bool = False
    """True where the source says "P < …"."""
    model: Identifier | None = None
    """Another analysis of the same cut, such as an adjusted one; ``None`` for the cut's own."""
    events_control: People | None = None
    """Events behind the ratio, where the source gives them by arm …"""
    events_experimental: People | None = None
    """… in both arms; used to check the interval's width."""

    def faults(self) -> Iterator[str]:
        """An interval of ratios around it."""
        yield from super().faults()
        yield from self._is_no_ratio(self.value)

    def events(self, role: Role) -> int | None:
        """The events of one arm behind the ratio."""
        return Arms(self.events_control, self.events_experimental).of(role)


class MedianSurvival(Interval, Provenance):
    """Median survival of one arm in an analysis; ``months`` is ``None`` where not reached."""

    analysis: Identifier
    """A data cut's id, or the id of the source whose own analysis it is."""
    endpoint: Identifier
    arm: AnyRole
    reached: bool
    months: Positive | None = None
    decimals: Decimals = 1
    model: Identifier | None = None
    """Another analysis of the same cut; ``None`` for the cut's own."""

    def faults(self) -> Iterator[str]:
        """Months where it was reached, and there alone, with an interval around them."""
        yield from super().faults()
        if self.reached != (self.months is not None):
            yield (
                f"reached is {str(self.reached).lower()} and months is "
                f"{'absent' if self.months is None else self.months}. "
                "Give months where the median was reached, and only there"
            )
        yield from self._leaves_out(self.months, "median")


class RestrictedMeanDifference(Interval, Provenance):
    """Experimental minus control restricted mean survival time, as published, in days."""

    data_cut: Identifier
    endpoint: Identifier
    difference_days: float
    horizon_months: Months | None = None
    """``None`` where the source at hand does not say up to when."""
    p_value: Probability | None = None
    p_value_below: bool = False
    """True where the source says "P < …"."""
    decimals: Decimals = 0

    def faults(self) -> Iterator[str]:
        """An interval around it."""
        yield from super().faults()
        yield from self._leaves_out(self.difference_days, "difference")


class Subgroup(Interval, Provenance):
    """One subgroup's result for one end point. Shown, never weighed."""

    id: Identifier
    endpoint: Identifier
    data_cut: Identifier | None = None
    """The analysis that it belongs to; ``None`` for a report of its own, made at another time."""
    n_total: People | None = None
    """``None`` where the source at hand does not say how many they were."""
    n_control: People | None = None
    n_experimental: People | None = None
    median_follow_up_months: Positive | None = None
    hazard_ratio: Positive | None = None
    p_value: Probability | None = None
    months: Months | None = None
    survival_control: Probability | None = None
    survival_experimental: Probability | None = None
    standard_error_control: StandardError | None = None
    standard_error_experimental: StandardError | None = None
    decimals: Decimals = 0
    """Decimal places of the percentages in the source."""

    def faults(self) -> Iterator[str]:
        """An interval around the ratio, and as many people as both arms have."""
        yield from super().faults()
        yield from self._is_no_ratio(self.hazard_ratio)
        if self.n_control is None or self.n_experimental is None or self.n_total is None:
            return
        total = self.n_control + self.n_experimental
        if total != self.n_total:
            yield (
                f"n_control {self.n_control} and n_experimental {self.n_experimental} "
                f"make {total}, but n_total is {self.n_total}. Correct one of the three"
            )


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


class ContextRate(Provenance):
    """A rate in another study or in a label: context, never weighed."""

    id: Identifier
    events: Whole | None = None
    total: People | None = None
    percent: Percent | None = None
    percent_upper: Percent | None = None
    """Where the source gives a span of percentages, its upper end."""
    comparator_events: Whole | None = None
    comparator_total: People | None = None

    def faults(self) -> Iterator[str]:
        """Counts within their totals, and a span of percentages that rises."""
        pairs = (
            (self.events, self.total, "events"),
            (self.comparator_events, self.comparator_total, "comparator_events"),
        )
        for events, total, name in pairs:
            if events is not None and total is not None and events > total:
                yield f"{name} {events} exceed the total {total}. Correct one of them"
        if (self.percent_upper or 100) < (self.percent or 0):
            yield (
                f"percent_upper {self.percent_upper} is below percent {self.percent}. "
                "Give the lower end first"
            )


class Fact(Provenance):
    """Any other fact: flow, baseline, regimen, label. Its sentence stands in the text file."""

    id: Identifier
    group: Identifier
    value: float | None = None
    """``None`` for a statement without a figure …"""
    experimental: float | None = None
    """… and for a fact that has a figure for each arm: this one …"""
    control: float | None = None
    """… and this one."""
    decimals: Decimals = 0
    confirmed: Confirmation | None = None
    """Set where a centre's own file gave the value; never in a trial's table."""

    def faults(self) -> Iterator[str]:
        """A value, or figures of both arms, or neither."""
        if (self.experimental is None) != (self.control is None):
            yield "a figure is given for one arm only. Give both arms', or one value"
        if self.value is not None and self.control is not None:
            yield "a value and figures of the arms are given. Keep one kind"

    @property
    def figures(self) -> dict[str, float]:
        """Its numbers by the names that stand for them in its sentence."""
        return self.model_dump(include={"value", "experimental", "control"}, exclude_none=True)


class AtRisk(Provenance):
    """Number at risk just before a time, as printed under a figure."""

    data_cut: Identifier
    endpoint: Identifier
    arm: AnyRole
    months: Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)]
    n_at_risk: Whole
    total_events: Whole | None = None
    """Events of the arm up to the curve's end, where the figure or its text gives them; on any
    one row of the arm."""
