"""The exchange format: the whole of a trial and its summary, as strict and described records.

Nothing here computes or words anything. The shipped JSON schema is what these records emit; a
change of any field changes ``SCHEMA_VERSION``.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field

from tradeoff.papers.exchange.course import ExportedCycle, ExportedStep
from tradeoff.papers.exchange.number import (
    Exported,
    ExportedCurve,
    ExportedDigitisedCurve,
    ExportedNumber,
    ExportedProvenance,
)
from tradeoff.trial.records import AnyRole, AnyStatus, Outcome

SCHEMA_VERSION: Final = "1.3"


class ExportedCheck(Exported):
    """One comparison of a reported number with what the trial's other numbers give."""

    kind: str
    """Id of the comparison."""
    label: str
    """What is compared, in words."""
    data_cut: str | None
    """Id of the analysis."""
    endpoint: str | None
    """Id of the end point."""
    subgroup: str | None
    """Id of the subgroup."""
    harm: str | None
    """Id of the harm."""
    arm: AnyRole | None
    """The arm."""
    reported: float
    """As reported; 0 for a tension."""
    recomputed: float
    """From the trial's other numbers."""
    lower: float
    """Agrees from here …"""
    upper: float
    """… to here."""
    agrees: bool
    """Whether it does."""
    status: AnyStatus
    """Status of the reported number."""
    result: str
    """The result in words."""


class ExportedSource(Exported):
    """A document."""

    id: str
    """Its id."""
    citation: str
    """Full reference."""
    short: str
    """Short reference."""
    reported_by: str | None
    """Who relayed it."""
    doi: str | None
    """Digital object identifier."""
    pmid: str | None
    """PubMed id."""
    pmcid: str | None
    """PubMed Central id."""
    note: str | None
    """What a reader must know of it."""


class ExportedStatus(Exported):
    """One word for how a number is known."""

    id: AnyStatus
    """As in `status`."""
    words: str
    """As shown."""
    meaning: str
    """What it means."""


class ExportedArm(Exported):
    """One arm; its numbers of patients stand in `numbers`."""

    role: AnyRole
    """What it does in a comparison."""
    name: str
    """Its name."""
    short: str
    """Its short name."""
    describing: str
    """What it consists of."""


class ExportedNamed(Exported):
    """What has an id and a name."""

    id: str
    """Its id."""
    name: str
    """Its name."""


class ExportedEndpoint(ExportedNamed):
    """An outcome over time."""

    short: str
    """Its short name."""
    primary: bool
    """Whether it is the trial's primary one."""
    event: str
    """What its survival is free of."""
    anchor: str
    """What a harm is compared with; `{time}` stands for a span of time."""
    caution: str | None
    """What must be known with its ratios and its survival at landmarks."""


class ExportedCut(ExportedNamed):
    """One analysis of the trial; its follow-up stands in `numbers`."""

    analysis: str
    """Which analysis it is."""
    caveat: str | None
    """What must be known with its numbers."""


class ExportedHarm(ExportedNamed):
    """A kind of adverse event."""

    grade: str
    """Grades counted."""
    ctcae_version: str | None
    """Version of the grading."""
    weighed: bool
    """Whether the side panel weighs it."""
    exposure_differs: bool
    """Whether the arms were treated for unequal time: counts are not adjusted for it."""
    window: str
    """When it was counted."""
    definition: str
    """What it is."""
    recovery: str
    """What is known of recovery."""


class ExportedSubgroup(ExportedNamed):
    """A subgroup: shown, never weighed."""


class ExportedContext(Exported):
    """What a rate from elsewhere is a rate of: context, never weighed."""

    id: str
    """As in `item`."""
    study: str
    """The study or label."""
    population: str
    """Its patients."""
    outcome: str
    """What was counted."""


class ExportedFact(ExportedProvenance):
    """Any other fact as a sentence; its number, where it has one, stands in `numbers` too."""

    id: str
    """As in `item`."""
    group: str
    """Id of its group."""
    group_words: str
    """Heading of its group."""
    text: str
    """The sentence, its number in place."""


class ExportedAnswer(Exported):
    """An answer to a question of the applicability check."""

    id: str
    """Its id."""
    label: str
    """As shown."""
    outcome: Annotated[Outcome, Field(strict=False)]
    """What it means."""
    whom: str | None
    """Whom the trial's numbers do not describe where it is not met, in words of its own."""
    consequence: str | None
    """What follows from it, in words."""


class ExportedCriterion(ExportedProvenance):
    """One question of the applicability check."""

    id: str
    """Its id."""
    question: str
    """The question."""
    requirement: str
    """What the trial asked for."""
    minimum: int | None
    """Youngest age, years."""
    maximum: int | None
    """Oldest age, years."""
    near_minimum: int | None
    """Youngest age that is a near miss, a caution, years."""
    near_maximum: int | None
    """Oldest age that is a near miss, a caution, years."""
    answers: tuple[ExportedAnswer, ...]
    """The answers, where it is a choice."""


class ExportedTexts(Exported):
    """Words that are shown with the numbers."""

    title: str
    """Title of the trial."""
    decision: str
    """The decision that it informs."""
    population: str
    """Who took part."""
    condition: str
    """The condition."""
    not_for: str
    """For whom it does not speak."""
    intended_use: str
    """What the program is for."""
    caveats: tuple[str, ...]
    """What must be kept in mind."""
    not_weighed: str | None
    """Why benefit and harm are not weighed, where they are not."""
    harms_note: str | None
    """What must be known before harms are compared."""
    subgroups_note: str | None
    """What must be known before subgroups are compared."""
    funding: str
    """Who paid for the trial."""
    update_policy: str
    """How and when the data are updated."""


class ExportedReview(Exported):
    """When the data were checked against their sources."""

    last: datetime.date
    """Last time."""
    next: datetime.date
    """When it is due again."""


class ExportedLocal(Exported):
    """What a centre or a user put in beside the trial's own data."""

    label: str
    """Who."""
    as_of: datetime.date
    """When."""
    session: bool
    """True for an upload that lived in one session's memory only."""


class ExportedProgram(Exported):
    """What wrote the document."""

    name: str
    """Its name."""
    version: str
    """Its version."""


class ExportedChoices(Exported):
    """What the program opens with."""

    data_cut: str
    """Id of the analysis."""
    endpoint: str
    """Id of the end point."""
    months: int | None
    """Month of the published landmark; null where there is none."""


def _with_dialect(schema: dict[str, Any]) -> None:
    """Names the dialect and the format, so that a validator needs no other knowledge."""
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$id"] = f"urn:{schema['title'].lower()}:{SCHEMA_VERSION}"


class ExportedTrial(Exported):
    """Everything that the program shows of one trial."""

    model_config = ConfigDict(title="tradeoff-trial", json_schema_extra=_with_dialect)

    schema_id: Literal["tradeoff-trial"]
    """Name of this format."""
    schema_version: Literal["1.3"]
    """Version of this format; any change of a field changes it."""
    program: ExportedProgram
    """What wrote the document."""
    made_on: datetime.date
    """The day on which it was written."""
    trial: str
    """The trial's id."""
    name: str
    """The trial's name."""
    version: str
    """Version of its data."""
    registration: str
    """Its number in a register."""
    fingerprint: str
    """Checksum of all files that the data were read from."""
    demonstration: bool
    """True where the data only show the format: not a trial."""
    local: ExportedLocal | None
    """Whose data these are, where they are a centre's or a user's own."""
    review: ExportedReview
    """When the data were checked."""
    opens_with: ExportedChoices
    """What the program opens with."""
    texts: ExportedTexts
    """Words that are shown with the numbers."""
    statuses: tuple[ExportedStatus, ...]
    """The words for how a number is known."""
    sources: tuple[ExportedSource, ...]
    """All documents."""
    arms: tuple[ExportedArm, ...]
    """Both arms."""
    endpoints: tuple[ExportedEndpoint, ...]
    """All end points."""
    data_cuts: tuple[ExportedCut, ...]
    """All analyses."""
    harms: tuple[ExportedHarm, ...]
    """All harms."""
    subgroups: tuple[ExportedSubgroup, ...]
    """All subgroups."""
    context: tuple[ExportedContext, ...]
    """What the rates from elsewhere are rates of."""
    criteria: tuple[ExportedCriterion, ...]
    """The questions of the applicability check."""
    cycles: tuple[ExportedCycle, ...]
    """Kinds of cycle in the planned course of treatment."""
    course: tuple[ExportedStep, ...]
    """That course: the order of cycles in both arms; empty is not available."""
    facts: tuple[ExportedFact, ...]
    """All other facts, as sentences."""
    numbers: tuple[ExportedNumber, ...]
    """Every number, one entry each; those of curves stand in the next two."""
    calibrated_curves: tuple[ExportedCurve, ...]
    """Curves built from published numbers."""
    digitised_curves: tuple[ExportedDigitisedCurve, ...]
    """Curves rebuilt from printed figures."""
    refused_curves: tuple[str, ...]
    """Why a curve is not shown, in words."""
    refused_local: tuple[str, ...]
    """Why a centre's confirmation is not used, in words."""
    checks: tuple[ExportedCheck, ...]
    """Reported numbers against what the others give."""


class SummaryLine(Exported):
    """One figure of the side panel as it is said, and as a number."""

    name: str
    """What it is."""
    said: str
    """Value and range in the program's words, or that it is not available."""
    notes: tuple[str, ...]
    """What stands beside it in the panel."""
    number: ExportedNumber | None
    """The same for software; null where it is not available."""


class SummaryView(Exported):
    """The figures of the side panel for one end point, analysis and landmark."""

    choices: ExportedChoices
    """Which."""
    opens: bool
    """Whether the program opens with it."""
    title: str
    """Which, in words."""
    subtitle: str
    """Analysis and follow-up."""
    lines: tuple[SummaryLine, ...]
    """The figures."""
    caveats: tuple[str, ...]
    """What must be kept in mind."""


class ExportedSummary(Exported):
    """The figures of the side panel for every published landmark, no preference set."""

    model_config = ConfigDict(title="tradeoff-summary", json_schema_extra=_with_dialect)

    schema_id: Literal["tradeoff-summary"]
    """Name of this format."""
    schema_version: Literal["1.3"]
    """Version of this format."""
    program: ExportedProgram
    """What wrote it."""
    trial: str
    """The trial's id."""
    name: str
    """The trial's name."""
    version: str
    """Version of its data."""
    title: str
    """The trial and its population, in words."""
    decision: str
    """The decision that it informs."""
    intended_use: str
    """What the program is for."""
    pairs: str
    """Which arm comes first wherever two are named."""
    standing: tuple[str, ...]
    """What must be said before all figures: a demonstration, a centre's own data."""
    review: ExportedReview
    """When the data were checked."""
    views: tuple[SummaryView, ...]
    """One for each end point, analysis and landmark; the first is the one that the program opens
    with."""
