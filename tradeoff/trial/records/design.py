"""How a trial was made: what ``trial.toml`` holds, but for its id and version."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from tradeoff.trial.records.basis import (
    AnyRole,
    AnyStatus,
    Identifier,
    Label,
    People,
    Positive,
    Provenance,
    Record,
    Text,
    Whole,
)


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

    def faults(self) -> Iterator[str]:
        """The next review comes after the last."""
        if self.next <= self.last:
            yield (
                f"next review {self.next} is not after the last one {self.last}. "
                "Set the date by which the data are to be checked again"
            )


class Arm(Provenance):
    """How many were randomised, and how many were treated and so counted for harms."""

    role: AnyRole
    n_randomised: People
    n_safety: People
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


class AgeBand(StrEnum):
    """Where an age lies beside a trial's limits: all that is kept of it."""

    BELOW = "below"
    NEAR_BELOW = "near-below"
    WITHIN = "within"
    NEAR_ABOVE = "near-above"
    ABOVE = "above"


#: The oldest age that can be typed, in years.
OLDEST_AGE: Final = 120


class Criterion(Provenance):
    """One question of the applicability check, and what each answer means."""

    id: Identifier
    kind: Annotated[CriterionKind, Field(strict=False)]
    minimum: Whole | None = None
    maximum: Whole | None = None
    near_minimum: Whole | None = None
    """Ages from here up to the youngest, and from the oldest …"""
    near_maximum: Whole | None = None
    """… up to here, are a near miss: a caution. Left out: every other age is not met."""
    subgroups: tuple[Identifier, ...] = ()
    """For an age criterion: the subgroups that stand beside the headline once an age was given,
    always all of them …"""
    subgroup_from: Whole | None = None
    """… and the age that divides them, in years."""
    options: dict[Identifier, Annotated[Outcome, Field(strict=False)]] = {}  # noqa: RUF012 (it is copied)
    elsewhere: dict[Identifier, tuple[Identifier, ...]] = {}  # noqa: RUF012 (it is copied)
    """For an answer that is not met or a caution: the rates elsewhere that are named with it."""

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Each answer that can be given, with what it means; for an age, each band."""
        if self.kind is CriterionKind.CHOICE:
            return dict(self.options)
        bands = {self.band(age) for age in range(OLDEST_AGE + 1)}
        return {band.value: _OF_BANDS[band] for band in AgeBand if band in bands}

    def band(self, age: int) -> AgeBand:
        """Where an age in years lies; all limits are included."""
        youngest, oldest = self.minimum or 0, self.maximum or 0
        if youngest <= age <= oldest:
            return AgeBand.WITHIN
        if age < youngest:
            near = self.near_minimum is not None and age >= self.near_minimum
            return AgeBand.NEAR_BELOW if near else AgeBand.BELOW
        near = self.near_maximum is not None and age <= self.near_maximum
        return AgeBand.NEAR_ABOVE if near else AgeBand.ABOVE

    def faults(self) -> Iterator[str]:
        """Each kind of criterion has what it asks with."""
        if self.kind is CriterionKind.AGE and None in (self.minimum, self.maximum):
            yield "an age criterion needs minimum and maximum. Add both, in years"
        if self.kind is CriterionKind.CHOICE and not self.options:
            yield "a choice criterion needs options. Add each answer with its outcome"


_OF_BANDS: Final = {
    AgeBand.BELOW: Outcome.NOT_MET,
    AgeBand.NEAR_BELOW: Outcome.CAUTION,
    AgeBand.WITHIN: Outcome.MET,
    AgeBand.NEAR_ABOVE: Outcome.CAUTION,
    AgeBand.ABOVE: Outcome.NOT_MET,
}


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


class LocalData(Record):
    """What a centre or a user put in beside the trial's own data: named wherever it is used."""

    label: Label
    as_of: datetime.date
    session: bool
    """True for an upload that lives in one session's memory only."""


class Head(Record):
    """The keys of ``trial.toml`` that are no list of entries."""

    id: str
    """Told where it is not the folder's name, before anything else is asked of it."""
    version: Text
    registration: Text
    review: Review
    defaults: Defaults
    demonstration: bool = False
    """Made to show the format: marked as such everywhere and not offered to patients."""
    local: LocalData | None = None
    calibration: CalibrationAssumptions | None = None
