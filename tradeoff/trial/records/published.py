"""What was published: the rows of the tables, and the trial that holds them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import Field

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
    Record,
    StandardError,
    Text,
    ToldText,
    Whole,
)
from tradeoff.trial.records.course import CourseStep, Cycle
from tradeoff.trial.records.curves import CalibratedCurves, DigitisedCurves
from tradeoff.trial.records.design import (
    Arm,
    Criterion,
    DataCut,
    Endpoint,
    Head,
    Source,
)
from tradeoff.trial.records.harms import AdverseEvent, ExposureRate, Harm
from tradeoff.trial.records.texts import TrialText

R = TypeVar("R", bound=Record)


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


# --- the whole ---------------------------------------------------------------------------------


class Trial(Head):
    """One trial: a folder of data and no code."""

    id: Identifier
    sources: tuple[Source, ...]
    arms: tuple[Arm, ...]
    endpoints: tuple[Endpoint, ...]
    data_cuts: tuple[DataCut, ...]
    landmarks: tuple[Landmark, ...] = ()
    hazard_ratios: tuple[HazardRatio, ...] = ()
    medians: tuple[MedianSurvival, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    harms: tuple[Harm, ...] = ()
    adverse_events: tuple[AdverseEvent, ...] = ()
    exposure_rates: tuple[ExposureRate, ...] = ()
    context: tuple[ContextRate, ...] = ()
    facts: tuple[Fact, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    course: tuple[CourseStep, ...] = ()
    restricted_means: tuple[RestrictedMeanDifference, ...] = ()
    text: TrialText
    digitised: tuple[DigitisedCurves, ...] = ()
    curves: tuple[CalibratedCurves, ...] = ()
    refused_curves: tuple[ToldText, ...] = ()
    """Why a curve on disk is not used: stale or missing, in words."""
    refused_local: tuple[ToldText, ...] = ()
    """Why a centre's confirmation on disk is not used, in words: the shipped numbers stay."""
    fingerprint: Text
    """Checksum of all files that this record was read from."""

    def source(self, source_id: str) -> Source:
        """The source with this id."""
        return next(source for source in self.sources if source.id == source_id)

    def arm(self, role: Role) -> Arm:
        """The arm with this role."""
        return next(arm for arm in self.arms if arm.role is role)

    def data_cut(self, cut_id: str) -> DataCut:
        """The data cut with this id."""
        return next(cut for cut in self.data_cuts if cut.id == cut_id)

    def cuts_with(self, endpoint: str) -> tuple[DataCut, ...]:
        """The data cuts that hold this end point, in the order of the file."""
        held = {entry.data_cut for entry in self.landmarks if entry.endpoint == endpoint}
        held |= {entry.data_cut for entry in self.hazard_ratios if entry.endpoint == endpoint}
        held |= {entry.data_cut for entry in self.digitised if entry.endpoint == endpoint}
        held |= {entry.analysis for entry in self.medians if entry.endpoint == endpoint}
        return tuple(cut for cut in self.data_cuts if cut.id in held)

    def landmark_months(self, data_cut: str, endpoint: str) -> tuple[int, ...]:
        """Months with a published landmark in both arms, rising."""
        both = Arms.each(
            lambda role: {
                entry.months
                for entry in self.landmarks
                if (entry.data_cut, entry.endpoint, entry.arm) == (data_cut, endpoint, role)
            }
        )
        return tuple(sorted(both.control & both.experimental))

    def landmark(self, data_cut: str, endpoint: str, months: int, role: Role) -> Landmark | None:
        """The published landmark, ``None`` where there is none."""
        return _found(self.landmarks, data_cut=data_cut, endpoint=endpoint, months=months, arm=role)

    def hazard_ratio(self, data_cut: str, endpoint: str) -> HazardRatio | None:
        """The published hazard ratio of the cut's own analysis, ``None`` where there is none."""
        return _found(self.hazard_ratios, data_cut=data_cut, endpoint=endpoint, model=None)

    def curve(self, data_cut: str, endpoint: str) -> CalibratedCurves | None:
        """The calibrated curves, ``None`` where there are none."""
        return _found(self.curves, data_cut=data_cut, endpoint=endpoint)

    def digitised_curve(self, data_cut: str, endpoint: str) -> DigitisedCurves | None:
        """The curves rebuilt from a printed figure, ``None`` where there are none."""
        return _found(self.digitised, data_cut=data_cut, endpoint=endpoint)

    def median(self, data_cut: str, endpoint: str, role: Role) -> MedianSurvival | None:
        """The median of a data cut's own analysis, ``None`` where it is not available."""
        return _found(self.medians, analysis=data_cut, endpoint=endpoint, arm=role, model=None)

    def adverse_event(self, harm: str, role: Role) -> AdverseEvent | None:
        """The count of a harm in an arm, ``None`` where it is not available."""
        return _found(self.adverse_events, harm=harm, arm=role)

    @property
    def weighed_harm(self) -> Harm | None:
        """The harm that the side panel weighs, ``None`` where the trial names none."""
        return _found(self.harms, weighed=True)

    @property
    def n_randomised(self) -> int:
        """Patients randomised, both arms."""
        return sum(arm.n_randomised for arm in self.arms)


def _found(rows: Iterable[R], **wanted: object) -> R | None:
    """The first row whose fields hold these values, ``None`` where there is none."""
    fits = (row for row in rows if all(getattr(row, key) == wanted[key] for key in wanted))
    return next(fits, None)
