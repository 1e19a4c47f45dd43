"""Frozen records of what a trial published: each number with its source, place and status.

The records are what ``data/<trial>/`` holds, one class a file or table; ``data/README.md`` is the
manual of the format. They know nothing of files: ``loading`` reads them. Units stand in the names,
probabilities are bare 0 to 1, percentages as printed stand in fields named ``percent``.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tradeoff.statistics.intervals import Count, Estimate, counts_printing_as
from tradeoff.statistics.two_arms import Role

__all__ = [
    "AdverseEvent",
    "Arm",
    "ArmText",
    "AtRisk",
    "CalibratedArm",
    "CalibratedCurves",
    "CalibrationAssumptions",
    "CalibrationCheck",
    "Confirmation",
    "ContextRate",
    "ContextText",
    "Criterion",
    "CriterionKind",
    "CriterionText",
    "CurvePoint",
    "CutText",
    "DataCut",
    "Defaults",
    "DigitisedArm",
    "DigitisedCurves",
    "Endpoint",
    "EndpointText",
    "ExposureRate",
    "Fact",
    "FactText",
    "GlossaryText",
    "Harm",
    "HarmText",
    "HazardRatio",
    "Interval",
    "Landmark",
    "Limits",
    "LocalData",
    "MedianSurvival",
    "OptionText",
    "Outcome",
    "PatientArmText",
    "PatientEndpointText",
    "PatientHarmText",
    "PatientText",
    "Provenance",
    "RangeFrom",
    "Record",
    "RestrictedMeanDifference",
    "Review",
    "Source",
    "Status",
    "Subgroup",
    "SubgroupText",
    "Trial",
    "TrialText",
]

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Label = Annotated[
    str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Months = Annotated[int, Field(ge=0, le=600)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=0)]
Decimals = Annotated[int, Field(ge=0, le=3)]


class Status(StrEnum):
    """How a number is known, from the strongest to the weakest claim."""

    PUBLISHED = "published"
    REPORTED = "reported"
    DERIVED = "derived"
    LOCAL = "local"
    RECONSTRUCTED = "reconstructed"
    UNCONFIRMED = "unconfirmed"


class Record(BaseModel):
    """Strict, frozen, and without room for a key that the format does not know."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


AnyStatus = Annotated[Status, Field(strict=False)]
AnyRole = Annotated[Role, Field(strict=False)]


class Provenance(Record):
    """Where a number comes from: the source's id, the place in it, and the status."""

    source: Identifier
    place: Text
    status: AnyStatus
    also: Identifier | None = None
    """A second source that gives the same number."""


class Confirmation(Record):
    """Who checked a number against its document for a centre's users, and when."""

    centre: Label
    checked_by: Label
    """A role or initials, never a patient."""
    checked_on: datetime.date


class Interval(Record):
    """Limits and their level, all three or none."""

    lower: float | None = None
    upper: float | None = None
    level: Annotated[float, Field(gt=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        given = [name for name in ("lower", "upper", "level") if getattr(self, name) is not None]
        if given and len(given) < len(("lower", "upper", "level")):
            raise ValueError(
                f"of lower, upper and level only {' and '.join(given)} given. "
                "Give all three, or none where the source has no interval"
            )
        return self

    def estimate(self, value: float, *, default_level: float = 0.95) -> Estimate:
        """The value with these limits, ``None`` where the source has none."""
        level = default_level if self.level is None else self.level
        return Estimate(value, self.lower, self.upper, level)

    def check_contains(self, value: float, name: str) -> None:
        """Raise ``ValueError`` where the limits do not contain the value."""
        if self.lower is None or self.upper is None:
            return
        if not self.lower <= value <= self.upper:
            raise ValueError(
                f"{name} {value} lies outside its interval {self.lower} to {self.upper}. "
                "Check the three numbers against the source"
            )

    def check_ratio(self, value: float) -> None:
        """Raise ``ValueError`` where a hazard ratio's limits are impossible or leave it out."""
        if self.lower is not None and self.lower <= 0:
            raise ValueError(f"lower {self.lower} is no hazard ratio. Give a number above 0")
        self.check_contains(value, "hazard ratio")


# --- what was published ------------------------------------------------------------------------


class Source(Record):
    """A document that numbers were taken from."""

    id: Identifier
    citation: Text
    short: Text
    reported_by: Text | None = None
    """Who relayed it, for ``reported`` numbers: shown as "as reported by …"."""
    doi: Text | None = None
    pmid: Text | None = None
    pmcid: Text | None = None
    note: Text | None = None


class Review(Record):
    """When the data were last checked against their sources, and when that is due again."""

    last: datetime.date
    next: datetime.date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.next <= self.last:
            raise ValueError(
                f"next review {self.next} is not after the last one {self.last}. "
                "Set the date by which the data are to be checked again"
            )
        return self


class Arm(Provenance):
    """How many were randomised, and how many were treated and so counted for harms."""

    role: AnyRole
    n_randomised: Annotated[int, Field(ge=1)]
    n_safety: Annotated[int, Field(ge=1)]
    safety_source: Identifier
    safety_place: Text
    safety_status: AnyStatus


class Endpoint(Record):
    """An outcome over time, such as overall survival."""

    id: Identifier
    primary: bool


class DataCut(Provenance):
    """One analysis of the trial. Numbers of two cuts are never mixed."""

    id: Identifier
    median_follow_up_months: Positive | None = None
    """``None`` where this analysis does not state it."""


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
    standard_error: Annotated[float, Field(gt=0, lt=0.5, allow_inf_nan=False)] | None = None
    """Where the source prints "± SE" in place of an interval; a probability, as ``survival`` is."""
    range_from: Annotated[RangeFrom, Field(strict=False)] = RangeFrom.CURVE
    weighed: bool = True
    """False where it is shown and not weighed: the trial's words say why (``not_weighed``)."""

    @model_validator(mode="after")
    def _contains(self) -> Self:
        self.check_contains(self.survival, "survival")
        if self.standard_error is not None and self.lower is not None:
            raise ValueError(
                "an interval and a standard_error are given. Keep the one that the source prints"
            )
        for limit in (self.lower, self.upper):
            if limit is not None and not 0 <= limit <= 1:
                raise ValueError(f"limit {limit} is not a probability. Write 0.5 for 50 %")
        return self


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
    events_control: Annotated[int, Field(ge=1)] | None = None
    """Events behind the ratio, where the source gives them by arm …"""
    events_experimental: Annotated[int, Field(ge=1)] | None = None
    """… in both arms; used to check the interval's width."""

    @model_validator(mode="after")
    def _contains(self) -> Self:
        self.check_ratio(self.value)
        return self

    def events(self, role: Role) -> int | None:
        """The events of one arm behind the ratio."""
        return self.events_control if role is Role.CONTROL else self.events_experimental


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

    @model_validator(mode="after")
    def _reached_has_months(self) -> Self:
        if self.reached != (self.months is not None):
            raise ValueError(
                f"reached is {str(self.reached).lower()} and months is "
                f"{'absent' if self.months is None else self.months}. "
                "Give months where the median was reached, and only there"
            )
        if self.months is not None:
            self.check_contains(self.months, "median")
        return self


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

    @model_validator(mode="after")
    def _contains(self) -> Self:
        self.check_contains(self.difference_days, "difference")
        return self


class Subgroup(Interval, Provenance):
    """One subgroup's result for one end point. Shown, never weighed."""

    id: Identifier
    endpoint: Identifier
    data_cut: Identifier | None = None
    """The analysis that it belongs to; ``None`` for a report of its own, made at another time."""
    n_total: Annotated[int, Field(ge=1)] | None = None
    """``None`` where the source at hand does not say how many they were."""
    n_control: Annotated[int, Field(ge=1)] | None = None
    n_experimental: Annotated[int, Field(ge=1)] | None = None
    median_follow_up_months: Positive | None = None
    hazard_ratio: Positive | None = None
    p_value: Probability | None = None
    months: Months | None = None
    survival_control: Probability | None = None
    survival_experimental: Probability | None = None
    standard_error_control: Annotated[float, Field(gt=0, lt=0.5)] | None = None
    standard_error_experimental: Annotated[float, Field(gt=0, lt=0.5)] | None = None
    decimals: Decimals = 0
    """Decimal places of the percentages in the source."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.hazard_ratio is not None:
            self.check_ratio(self.hazard_ratio)
        counted = None not in (self.n_control, self.n_experimental, self.n_total)
        if self.n_control is not None and self.n_experimental is not None and counted:
            total = self.n_control + self.n_experimental
            if total != self.n_total:
                raise ValueError(
                    f"n_control {self.n_control} and n_experimental {self.n_experimental} "
                    f"make {total}, but n_total is {self.n_total}. Correct one of the three"
                )
        return self


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


_GRADES = ("percent_grade_3", "percent_grade_4", "percent_grade_5")


class AdverseEvent(Provenance):
    """Patients of one arm's safety population with at least one event of a harm."""

    harm: Identifier
    arm: AnyRole
    events: Whole | None = None
    """``None`` where the source prints a percentage alone: the count is then never guessed."""
    total: Annotated[int, Field(ge=1)]
    total_in_head: Annotated[int, Field(ge=1)] | None = None
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

    @model_validator(mode="after")
    def _count_within(self) -> Self:
        if self.events is not None and self.events > self.total:
            raise ValueError(
                f"events {self.events} exceed total {self.total}. "
                "A patient is counted once: correct one of the two"
            )
        return self

    @model_validator(mode="after")
    def _percent_or_grades(self) -> Self:
        grades = self.grades
        if grades and self.percent is not None:
            raise ValueError(
                "percent and percentages by grade are given. Keep the ones that the source prints"
            )
        if len(grades) * self._half_unit + 100 < sum(grades):
            raise ValueError(
                f"the grades sum to {sum(grades):g} %, which is past 100. Each patient stands in "
                "one grade, the worst: check the row against the source"
            )
        for percent in (self.percent, *grades):
            if percent is not None and round(percent, self.decimals) != percent:
                raise ValueError(
                    f"percent {percent:g} has more decimal places than decimals "
                    f"{self.decimals}. Write the number as printed, or correct decimals"
                )
        return self

    @model_validator(mode="after")
    def _prints_so(self) -> Self:
        if self.percentage is None:
            if self.counts_inferred:
                raise ValueError(
                    "counts_inferred is true, and no percentage is given. "
                    "Give the percentage that the source prints"
                )
            return self
        if self.events is None or self.counts_inferred:
            if not self.possible:
                raise ValueError(
                    f"no count of {self.total} prints as {self.percentage:g} %. "
                    "Correct the percentage, its decimals or the total"
                )
            return self
        share = 100 * self.events / self.total
        # A printed percentage may differ from the exact share by half a unit of its last place.
        if abs(share - self.percentage) > self._half_unit * max(1, len(self.grades)) + 1e-9:
            raise ValueError(
                f"percent {self.percentage:g} and count {self.events} of {self.total} "
                f"({share:.2f} %) do not agree. Correct one of them, or the decimals"
            )
        return self

    @property
    def _half_unit(self) -> float:
        return 0.5 * 10.0**-self.decimals

    @property
    def grades(self) -> tuple[float, ...]:
        """The percentages by grade that are given, 0 to 100, grade 3 first."""
        given = (getattr(self, name) for name in _GRADES)
        return tuple(percent for percent in given if percent is not None)

    @property
    def percentage(self) -> float | None:
        """The percentage as printed, or the sum of those by grade; ``None`` where none is."""
        return sum(self.grades) if self.grades else self.percent

    @property
    def count(self) -> Count | None:
        """Events out of total as the source gives them, ``None`` where it does not."""
        counted = self.events is not None and not self.counts_inferred
        return Count(self.events or 0, self.total) if counted else None

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
        return self.control if role is Role.CONTROL else self.experimental


class ContextRate(Provenance):
    """A rate in another study or in a label: context, never weighed."""

    id: Identifier
    events: Whole | None = None
    total: Annotated[int, Field(ge=1)] | None = None
    percent: Percent | None = None
    percent_upper: Percent | None = None
    """Where the source gives a span of percentages, its upper end."""
    comparator_events: Whole | None = None
    comparator_total: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _within(self) -> Self:
        pairs = (
            (self.events, self.total, "events"),
            (self.comparator_events, self.comparator_total, "comparator_events"),
        )
        for events, total, name in pairs:
            if events is not None and total is not None and events > total:
                raise ValueError(f"{name} {events} exceed the total {total}. Correct one of them")
        if (self.percent_upper or 100) < (self.percent or 0):
            raise ValueError(
                f"percent_upper {self.percent_upper} is below percent {self.percent}. "
                "Give the lower end first"
            )
        return self


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

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.experimental is None) != (self.control is None):
            raise ValueError("a figure is given for one arm only. Give both arms', or one value")
        if self.value is not None and self.control is not None:
            raise ValueError("a value and figures of the arms are given. Keep one kind")
        return self

    @property
    def figures(self) -> dict[str, float]:
        """Its numbers by the names that stand for them in its sentence."""
        named = {name: getattr(self, name) for name in ("value", "experimental", "control")}
        return {name: number for name, number in named.items() if number is not None}


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


class Outcome(StrEnum):
    """What an answer in the applicability check means."""

    MET = "met"
    NOT_MET = "not-met"
    CAUTION = "caution"
    UNKNOWN = "unknown"


class CriterionKind(StrEnum):
    """How a criterion is asked."""

    AGE = "age"
    CHOICE = "choice"


class Criterion(Provenance):
    """One question of the applicability check, and what each answer means."""

    id: Identifier
    kind: Annotated[CriterionKind, Field(strict=False)]
    minimum: Whole | None = None
    maximum: Whole | None = None
    subgroups: tuple[Identifier, ...] = ()
    """For an age criterion: the subgroups that stand beside the headline once an age was given,
    always all of them …"""
    subgroup_from: Whole | None = None
    """… and the age that divides them, in years."""
    options: dict[Identifier, Annotated[Outcome, Field(strict=False)]] = {}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is CriterionKind.AGE and (self.minimum is None or self.maximum is None):
            raise ValueError("an age criterion needs minimum and maximum. Add both, in years")
        if self.kind is CriterionKind.CHOICE and not self.options:
            raise ValueError("a choice criterion needs options. Add each answer with its outcome")
        return self


class Defaults(Record):
    """What the program opens with."""

    data_cut: Identifier
    endpoint: Identifier
    months: Annotated[int, Field(ge=1)] | None = None
    """``None`` where that cut publishes no landmark of that end point."""


class CalibrationAssumptions(Record):
    """What the calibrated curves assume beyond the published numbers; shown on Evidence."""

    follow_up_months: Positive | None = None
    """Median follow-up where a cut does not state one; needed only for such a cut."""
    follow_up_half_width_months: Positive
    """Half the span of potential follow-up, from the enrolment years."""
    seed: Whole
    fit_ratio_interval: bool = True
    """Whether the width of the hazard ratio's interval is a target: false where follow-up is too
    short beside the landmark for it to tell more than that a curve would have to bend."""
    piece_months: Positive | None = None
    """Length of the pieces of constant hazard, where the method's own does not fit the disease."""


# --- the trial's words -------------------------------------------------------------------------


class ArmText(Record):
    """Words for one arm."""

    name: Text
    short: Text
    having: Text
    """As in "alive after 3 years ‹with chemotherapy alone›"."""
    describing: Text
    """What the option consists of."""


class EndpointText(Record):
    """Words for one end point; ``{time}`` stands for "3 years"."""

    name: Text
    short: Text
    alive: Text
    alive_heading: Text
    died: Text
    died_heading: Text
    event: Text
    """As in "hazard ratio for ‹death›"."""
    anchor: Text
    """As in "‹dying within {time}›"."""
    equivalent: Text
    """As in "per 100, in ‹death-equivalents›"."""
    gain: Text | None = None
    """As in "‹Survival gain›, by 3 years"; where absent the end point's name is said."""
    caution: Text | None = None
    """What must be known wherever its ratio or a landmark stands."""


class HarmText(Record):
    """Words for one harm."""

    name: Text
    short: Text
    one: Text
    having: Text
    """As in "‹had a serious neuropsychiatric event›"."""
    not_having: Text
    window: Text
    definition: Text
    recovery: Text
    confirm: Text
    """Where an unconfirmed rate of it is to be checked."""
    counted: Text | None = None
    """What its counts are of, beside the number: "treatment-related, grade 3 or more"."""
    unknown: Text | None = None
    """What is not known of it, at its source."""


class CutText(Record):
    """Words for one data cut."""

    name: Text
    analysis: Text
    caveat: Text | None = None


class OptionText(Record):
    """Words for one answer, and for what follows from it where it is not simply met."""

    label: Text
    consequence: Text | None = None


class CriterionText(Record):
    """Words for one question of the applicability check."""

    question: Text
    requirement: Text
    below: Text | None = None
    above: Text | None = None
    options: dict[Identifier, OptionText] = {}


class SubgroupText(Record):
    """Words for one subgroup."""

    name: Text


class ContextText(Record):
    """Words for one rate from elsewhere."""

    study: Text
    population: Text
    outcome: Text


class FactText(Record):
    """The sentence of a fact; ``{value}`` stands for its number, or those of the two arms."""

    text: Text


class PatientArmText(Record):
    """One option in plain words; both options are told at equal length."""

    name: Text
    having: Text
    """As in "‹with chemotherapy alone›, 68 were alive"."""
    describing: tuple[Text, ...]
    good: tuple[Text, ...]
    hard: tuple[Text, ...]
    call: tuple[Text, ...] = ()
    """When to call at once: as long a list for both options."""


class PatientEndpointText(Record):
    """One end point in plain words; ``{time}`` stands for "3 years"."""

    name: Text
    alive: Text
    died: Text
    anchor: Text
    caution: Text | None = None
    """What must be known with its numbers."""


class PatientHarmText(Record):
    """One harm in plain words."""

    name: Text
    one: Text
    having: Text
    not_having: Text
    window: Text
    meaning: Text
    recovery: Text
    unconfirmed: Text
    """Said wherever an unconfirmed rate of it is shown to a patient."""
    note: Text | None = None
    """What the report does not say of it, or must be known with it."""


class PatientText(Record):
    """The trial in plain words, for the patient view and the hand-out."""

    decision: Text
    people: Text
    condition: tuple[Text, ...]
    arms: dict[Identifier, PatientArmText]
    endpoints: dict[Identifier, PatientEndpointText]
    harms: dict[Identifier, PatientHarmText] = {}
    treatment: dict[Identifier, Text] = {}
    """What treatment is like: a fact's id with its plain sentence, in order."""
    questions: tuple[Text, ...] = ()
    harms_note: Text | None = None
    """What must be known before the options' harms are compared."""
    shown_harms: tuple[Identifier, ...] = ()
    """Harms told after the weighed one with arrays of their own, in order …"""
    told_harms: tuple[Identifier, ...] = ()
    """… and those told in a sentence after them."""
    told_facts: dict[Identifier, Text] = {}
    """Facts told with the harms: a fact's id with its plain sentence, in order."""
    age: Text | None = None
    """On age, the same for everybody; ``{age}`` is the age that divides the trial's groups."""


class GlossaryText(Record):
    """A term of this trial and its meaning."""

    term: Text
    meaning: Text


class TrialText(Record):
    """Every word that belongs to one trial, in one language."""

    name: Text
    title: Text
    decision: Text
    population: Text
    population_short: Text
    people: Text
    """As in "Of 100 ‹people like those in the trial›"."""
    condition: Text
    not_for: Text
    funding: Text
    update_policy: Text
    arms: dict[Identifier, ArmText]
    endpoints: dict[Identifier, EndpointText]
    harms: dict[Identifier, HarmText] = {}
    cuts: dict[Identifier, CutText]
    subgroups: dict[Identifier, SubgroupText] = {}
    criteria: dict[Identifier, CriterionText] = {}
    context: dict[Identifier, ContextText] = {}
    facts: dict[Identifier, FactText] = {}
    fact_groups: dict[Identifier, Text] = {}
    glossary: dict[Identifier, GlossaryText] = {}
    models: dict[Identifier, Text] = {}
    """Other analyses of a cut, as in "Hazard ratio for death, ‹adjusted for …›"."""
    beside_harms: tuple[Identifier, ...] = ()
    """Groups of facts that stand on the page of harms, in order."""
    not_weighed: Text | None = None
    """Why this trial's benefit and harm are not weighed, where they are not."""
    harms_note: Text | None = None
    """What must be known before the arms' counts of harms are compared."""
    subgroups_note: Text | None = None
    """What must be known before the subgroups are compared."""
    caveats: tuple[Text, ...] = ()
    practicalities: tuple[Identifier, ...] = ()
    """Ids of the facts that say what treatment is like, in order."""
    questions: tuple[Text, ...] = ()
    patient: PatientText | None = None
    """``None`` where the trial has no plain words yet: the patient view then says so."""


# --- calibrated curves -------------------------------------------------------------------------


class CalibrationCheck(Record):
    """One published number against what the calibrated curve gives back."""

    quantity: Text
    target: float
    achieved: float
    tolerance: Positive


class Limits(Record):
    """A lower and an upper limit of something whose value stands elsewhere."""

    lower: float
    upper: float


class CalibratedArm(Record):
    """One arm's smooth curve, month by month, with its two bands and the true curve's range."""

    months: tuple[int, ...]
    survival: tuple[Probability, ...]
    reconstruction_lower: tuple[Probability, ...]
    reconstruction_upper: tuple[Probability, ...]
    sampling_lower: tuple[Probability, ...]
    sampling_upper: tuple[Probability, ...]
    lower: tuple[Probability, ...]
    """Where the true curve may run, given both what is published and chance: holds both bands …"""
    upper: tuple[Probability, ...]
    """… month by month."""
    landmark_standard_errors: dict[int, Positive]
    """Greenwood's standard error of S at each landmark month."""
    restricted_mean_months: Positive
    restricted_mean_standard_error: Positive
    restricted_mean_reconstruction: Limits


class CalibratedCurves(Record):
    """Both arms' curves of one cut and end point, built to agree with its published numbers."""

    data_cut: Identifier
    endpoint: Identifier
    inputs_checksum: Text
    horizon_months: Annotated[int, Field(ge=1)]
    control: CalibratedArm
    experimental: CalibratedArm
    difference_lower: tuple[float, ...]
    """Range of the true difference in survival, experimental minus control, at each month …"""
    difference_upper: tuple[float, ...]
    """… of the curves: what differs between the shapes of both arms, and each arm's chance."""
    restricted_mean_difference_months: float
    restricted_mean_difference_standard_error: Positive
    restricted_mean_difference_reconstruction: Limits
    checks: tuple[CalibrationCheck, ...]
    tension: float
    """Prior and sampling standard deviations between the HR predicted from the other numbers and
    the reported one."""
    tension_limit: Positive
    curves_kept: Whole
    curves_asked: Whole

    def arm(self, role: Role) -> CalibratedArm:
        """The arm's curve."""
        return self.control if role is Role.CONTROL else self.experimental


# --- digitised curves --------------------------------------------------------------------------


class CurvePoint(Record):
    """One click on a printed curve, as the digitiser gave it: what is mended is mended later."""

    months: float
    survival: float


class DigitisedArm(Record):
    """One arm's clicks on a printed curve, and the pseudo-patients that agree with them."""

    curve_months: tuple[float, ...]
    """The clicks, as they were used: survival from 0 to 1 …"""
    curve_survival: tuple[Probability, ...]
    risk_months: tuple[float, ...]
    n_at_risk: tuple[Whole, ...]
    time: tuple[float, ...]
    """Months of follow-up of each pseudo-patient …"""
    event: tuple[bool, ...]
    """… and whether it ended in an event."""
    events_stated: Whole | None = None
    """Total events of the arm where the source gives them: then met exactly."""
    root_mean_square_error: float
    """Of the rebuilt curve against the clicks, in survival (0 to 1)."""
    largest_error: float
    """Mostly one misplaced step edge."""
    mends: tuple[Text, ...] = ()
    """What was mended in the clicks or the table, or does not fit, in words …"""
    doubts: tuple[Text, ...] = ()
    """… and those of them that point to a slip rather than to an unsteady hand."""


class DigitisedCurves(Provenance):
    """Both arms of one cut and end point, rebuilt from a printed figure: never patient data.

    Source and place are those of the figure; the status is ``reconstructed``, ``unconfirmed``
    where its numbers at risk are, or ``local`` where a user of the program brought them.
    """

    data_cut: Identifier
    endpoint: Identifier
    control: DigitisedArm
    experimental: DigitisedArm

    def arm(self, role: Role) -> DigitisedArm:
        """The arm's pseudo-patients."""
        return self.control if role is Role.CONTROL else self.experimental

    @property
    def horizon_months(self) -> float:
        """The last time up to which both arms are drawn, in months."""
        return min(max(self.control.time), max(self.experimental.time))


class LocalData(Record):
    """What a centre or a user put in beside the trial's own data: named wherever it is used."""

    label: Label
    as_of: datetime.date
    session: bool
    """True for an upload that lives in one session's memory only."""


# --- the whole ---------------------------------------------------------------------------------


class Trial(Record):
    """One trial: a folder of data and no code."""

    id: Identifier
    version: Text
    registration: Text
    review: Review
    defaults: Defaults
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
    calibration: CalibrationAssumptions | None = None
    demonstration: bool = False
    """Made to show the format: marked as such everywhere and not offered to patients."""
    restricted_means: tuple[RestrictedMeanDifference, ...] = ()
    local: LocalData | None = None
    text: TrialText
    digitised: tuple[DigitisedCurves, ...] = ()
    curves: tuple[CalibratedCurves, ...] = ()
    refused_curves: tuple[Text, ...] = ()
    """Why a curve on disk is not used: stale or missing, in words."""
    refused_local: tuple[Text, ...] = ()
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
        held |= {entry.analysis for entry in self.medians if entry.endpoint == endpoint}
        held |= {entry.data_cut for entry in self.digitised if entry.endpoint == endpoint}
        return tuple(cut for cut in self.data_cuts if cut.id in held)

    def landmark_months(self, data_cut: str, endpoint: str) -> tuple[int, ...]:
        """Months with a published landmark in both arms, rising."""
        months = [
            {
                entry.months
                for entry in self.landmarks
                if (entry.data_cut, entry.endpoint, entry.arm) == (data_cut, endpoint, role)
            }
            for role in Role
        ]
        return tuple(sorted(set.intersection(*months)))

    def landmark(self, data_cut: str, endpoint: str, months: int, role: Role) -> Landmark | None:
        """The published landmark, ``None`` where there is none."""
        key = (data_cut, endpoint, months, role)
        return next(
            (e for e in self.landmarks if (e.data_cut, e.endpoint, e.months, e.arm) == key), None
        )

    def hazard_ratio(self, data_cut: str, endpoint: str) -> HazardRatio | None:
        """The published hazard ratio of the cut's own analysis, ``None`` where there is none."""
        key = (data_cut, endpoint, None)
        return next(
            (e for e in self.hazard_ratios if (e.data_cut, e.endpoint, e.model) == key), None
        )

    def curve(self, data_cut: str, endpoint: str) -> CalibratedCurves | None:
        """The calibrated curves, ``None`` where there are none."""
        key = (data_cut, endpoint)
        return next((e for e in self.curves if (e.data_cut, e.endpoint) == key), None)

    def digitised_curve(self, data_cut: str, endpoint: str) -> DigitisedCurves | None:
        """The curves rebuilt from a printed figure, ``None`` where there are none."""
        key = (data_cut, endpoint)
        return next((e for e in self.digitised if (e.data_cut, e.endpoint) == key), None)

    def median(self, data_cut: str, endpoint: str, role: Role) -> MedianSurvival | None:
        """The median of a data cut's own analysis, ``None`` where it is not available."""
        key = (data_cut, endpoint, role, None)
        return next(
            (e for e in self.medians if (e.analysis, e.endpoint, e.arm, e.model) == key), None
        )

    def adverse_event(self, harm: str, role: Role) -> AdverseEvent | None:
        """The count of a harm in an arm, ``None`` where it is not available."""
        return next((e for e in self.adverse_events if (e.harm, e.arm) == (harm, role)), None)

    @property
    def weighed_harm(self) -> Harm | None:
        """The harm that the side panel weighs, ``None`` where the trial names none."""
        return next((harm for harm in self.harms if harm.weighed), None)

    @property
    def n_randomised(self) -> int:
        """Patients randomised, both arms."""
        return sum(arm.n_randomised for arm in self.arms)
