"""The exchange format: what leaves the program for other software, as strict records.

One record a number, ``ExportedNumber``, in the JSON document and, flattened, as a row of the CSV:
value, unit and range never travel without status, source, population and window. Nothing here
computes or words anything: ``exchange`` fills these records. The shipped JSON schema is what they
emit; a change of any field changes ``SCHEMA_VERSION``.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field

from tradeoff.findings.provenance import Method
from tradeoff.trial.records import AnyRole, AnyStatus, Outcome, Record

__all__ = [
    "SCHEMA_ID",
    "SCHEMA_VERSION",
    "Exported",
    "ExportedAnswer",
    "ExportedArm",
    "ExportedCheck",
    "ExportedChoices",
    "ExportedCitation",
    "ExportedConfirmation",
    "ExportedContext",
    "ExportedCriterion",
    "ExportedCurve",
    "ExportedCurveArm",
    "ExportedCut",
    "ExportedDigitisedArm",
    "ExportedDigitisedCurve",
    "ExportedEndpoint",
    "ExportedFact",
    "ExportedHarm",
    "ExportedLocal",
    "ExportedNumber",
    "ExportedProgram",
    "ExportedProvenance",
    "ExportedReview",
    "ExportedSource",
    "ExportedStatus",
    "ExportedSubgroup",
    "ExportedSummary",
    "ExportedTexts",
    "ExportedTrial",
    "Quantity",
    "RangeOrigin",
    "SummaryLine",
    "SummaryView",
    "Unit",
    "Whom",
]

SCHEMA_ID: Final = "tradeoff-trial"
SCHEMA_VERSION: Final = "1.1"


class Quantity(StrEnum):
    """What a number is. Differences are experimental minus control, ratios the one over the other.

    Numbers of subgroups and of other studies have quantities of their own, so that a filter on one
    quantity never mixes them with the whole trial's.
    """

    RANDOMISED = "randomised"
    TREATED = "treated"
    MEDIAN_FOLLOW_UP = "median-follow-up"
    AT_RISK = "at-risk"
    SURVIVAL = "survival"
    SURVIVAL_DIFFERENCE = "survival-difference"
    NUMBER_NEEDED = "number-needed-to-treat"
    NUMBER_NEEDED_FROM_RATIO = "number-needed-from-hazard-ratio"
    HAZARD_RATIO = "hazard-ratio"
    HAZARD_RATIO_OF_MODEL = "hazard-ratio-of-model"
    """Of another analysis of the same cut, such as an adjusted one; `item` names it."""
    MEDIAN_SURVIVAL = "median-survival"
    MEDIAN_SURVIVAL_OF_MODEL = "median-survival-of-model"
    RESTRICTED_MEAN = "restricted-mean"
    RESTRICTED_MEAN_DIFFERENCE = "restricted-mean-difference"
    HARM = "harm"
    HARM_DIFFERENCE = "harm-difference"
    EXPOSURE_RATE = "exposure-rate"
    """Events per patient-year on treatment."""
    PEOPLE = "people-of-100"
    PEOPLE_DIFFERENCE = "people-of-100-difference"
    BALANCE_POINT = "balance-point"
    SUBGROUP_HAZARD_RATIO = "subgroup-hazard-ratio"
    SUBGROUP_SURVIVAL = "subgroup-survival"
    SUBGROUP_FOLLOW_UP = "subgroup-median-follow-up"
    CONTEXT_RATE = "context-rate"
    CONTEXT_COMPARATOR_RATE = "context-comparator-rate"
    FACT = "fact"
    CALIBRATED_SURVIVAL = "calibrated-survival"
    DIGITISED_SURVIVAL = "digitised-survival"


class Unit(StrEnum):
    """The unit of a value and of its limits."""

    PROPORTION = "proportion"
    """0 to 1, a difference of two of them -1 to 1."""
    RATIO = "ratio"
    MONTHS = "months"
    DAYS = "days"
    PATIENTS = "patients"
    PER_PATIENT_YEAR = "per-patient-year"
    PEOPLE_OF_100 = "people-of-100"
    """Whole people, rounded so that they add up."""
    AS_WORDED = "as-worded"
    """A fact's number: its label says what it counts."""


class RangeOrigin(StrEnum):
    """How a range came about, beyond the methods of single findings."""

    RECIPROCAL = "reciprocal"
    """One over the limits of the difference."""
    FROM_RATIO = "from-ratio"
    """The hazard ratio's limits at the control's survival."""
    ROUNDED = "rounded"
    """The limits of the difference as whole people."""
    SIMULATION = "simulation"
    """Quantiles of draws with one fixed seed."""
    NORMAL = "normal"
    """Value and standard error, normal."""
    LOG_LOG = "log-log"
    """Greenwood's log(-log) interval of a curve."""
    TRUE_CURVE = "true-curve"
    """Reconstruction and sampling of a calibrated curve drawn together."""


class Whom(StrEnum):
    """Whom a number counts. Survival counts the randomised, harm the treated."""

    RANDOMISED = "randomised"
    TREATED = "treated"
    BOTH = "randomised-and-treated"
    """Computed from a number of each kind."""
    CENTRE = "centre"
    """A centre's own patients: not the trial's, not randomised."""
    SUBGROUP = "subgroup"
    ELSEWHERE = "elsewhere"
    """Another study or a label: never this trial's patients."""


class Exported(Record):
    """Strict and frozen; the text under each field is its description in the JSON schema."""

    # A consumer may rely on every field being there: null is "not available", never left out.
    model_config = ConfigDict(
        use_attribute_docstrings=True, json_schema_serialization_defaults_required=True
    )


AnyMethod = Annotated[Method, Field(strict=False)]
AnyRangeOrigin = Annotated[RangeOrigin, Field(strict=False)]


class ExportedCitation(Exported):
    """A document that a number was read in."""

    source: str
    """Id of a document in `sources`."""
    place: str
    """Where in it."""
    status: AnyStatus
    """How the number is known from it."""
    also: str | None
    """Id of a second document that gives the same number."""
    words: str
    """Source, place and status as the program writes them."""


class ExportedConfirmation(Exported):
    """Who checked a number against its document for a centre's users, and when."""

    centre: str
    """The centre."""
    checked_by: str
    """A role or initials."""
    checked_on: datetime.date
    """The day."""


class ExportedProvenance(Exported):
    """How something is known, and from where."""

    status: tuple[AnyStatus, ...]
    """Its own status and those that it inherits; empty where nothing is available."""
    status_words: str
    """The same in words."""
    citations: tuple[ExportedCitation, ...]
    """Where it was read; of a computed number, where the numbers behind it were read."""
    confirmed: ExportedConfirmation | None
    """Who checked it for a centre; null where nobody did."""
    badge: str | None
    """Must be shown wherever the number is shown."""
    note: str | None
    """Anything else that a reader must know."""


class ExportedNumber(ExportedProvenance):
    """One number with its range, status, source, population and window; null is not available."""

    quantity: Annotated[Quantity, Field(strict=False)]
    """What it is."""
    label: str
    """What it is, in the program's words."""
    value: float | None
    """The number itself, unrounded where computed; null is not available, never zero."""
    reached: bool | None = None
    """False for a median that was not reached: `value` is null then."""
    unit: Annotated[Unit, Field(strict=False)]
    """Unit of value, limits and standard error."""
    decimals: int | None
    """Decimal places that the source allows: of the percentage for proportions."""
    data_cut: str | None = None
    """Id of the analysis. Numbers of two analyses are never mixed."""
    endpoint: str | None = None
    """Id of the end point."""
    harm: str | None = None
    """Id of the harm."""
    subgroup: str | None = None
    """Id of the subgroup."""
    item: str | None = None
    """Id of the fact, of the rate from elsewhere, or of the model of a ratio or median."""
    arm: AnyRole | None = None
    """The arm; null for a comparison of both."""
    months: float | None = None
    """Months after randomisation at which it is read, or up to which a mean runs."""
    window: str
    """Its time, in words."""
    lower: float | None = None
    """Lower limit."""
    upper: float | None = None
    """Upper limit."""
    level: float | None = None
    """Coverage of the limits, such as 0.95."""
    reconstruction_lower: float | None = None
    """Where a reconstructed curve may run, given the published numbers: lower end …"""
    reconstruction_upper: float | None = None
    """… and upper end."""
    through_infinity: bool | None = None
    """For a number needed to treat: its range runs from `lower` up through infinity to `upper`."""
    standard_error: float | None = None
    """As printed, where the source prints it in place of limits."""
    p_value: float | None = None
    """P as printed."""
    p_value_below: bool | None = None
    """True where the source says "P < …"."""
    events: int | None = None
    """Patients with at least one event."""
    total: int | None = None
    """Patients among whom the events were counted."""
    events_control: int | None = None
    """Events behind a hazard ratio, control arm …"""
    events_experimental: int | None = None
    """… and experimental arm."""
    percent: float | None = None
    """The percentage as printed, 0 to 100, or the sum of those by grade."""
    percent_by_grade: tuple[float, ...] | None = None
    """Where the source prints a percentage a grade: grade 3, 4 and 5."""
    percent_upper: float | None = None
    """Upper end where the source prints a span of percentages."""
    population: str
    """Whom it counts, in words."""
    whom: Annotated[Whom, Field(strict=False)] | None
    """Whom it counts; null for what counts nobody."""
    n: int | None = None
    """How many it counts."""
    n_experimental: int | None = None
    """For a comparison: those in the experimental arm …"""
    n_control: int | None = None
    """… and in the control arm."""
    method: AnyMethod | None = None
    """How the value came about; null where the program does not say."""
    range_method: AnyMethod | AnyRangeOrigin | None = None
    """How the range came about."""
    computed: str | None = None
    """Both in words."""


class ExportedCurveArm(Exported):
    """One arm of a calibrated curve: one entry a month in each list."""

    arm: AnyRole
    """The arm."""
    n: int
    """Patients randomised to it."""
    months: tuple[int, ...]
    """Months after randomisation."""
    survival: tuple[float, ...]
    """The curve, 0 to 1."""
    reconstruction_lower: tuple[float, ...]
    """Where the curve may run, given the published numbers: lower end …"""
    reconstruction_upper: tuple[float, ...]
    """… and upper end."""
    sampling_lower: tuple[float, ...]
    """How far chance may have moved the curve: lower limit …"""
    sampling_upper: tuple[float, ...]
    """… and upper limit."""
    lower: tuple[float, ...]
    """The 95 % range of the true curve, both together; at a landmark the landmark's own …"""
    upper: tuple[float, ...]
    """… and its upper limit."""


class ExportedCurve(ExportedProvenance):
    """Smooth curves that agree with the published numbers of one cut: never patient data."""

    data_cut: str
    """Id of the analysis."""
    endpoint: str
    """Id of the end point."""
    label: str
    """Which curve it is, in words."""
    population: str
    """Whom it counts, in words."""
    window: str
    """Its time, in words."""
    level: float
    """Coverage of the sampling band and of the reconstruction band, month by month."""
    arms: tuple[ExportedCurveArm, ...]
    """Both arms."""
    difference: tuple[float, ...]
    """Experimental minus control at each month …"""
    difference_lower: tuple[float, ...]
    """… the lower limit of its 95 % range …"""
    difference_upper: tuple[float, ...]
    """… and the upper one."""
    assumptions: dict[str, float]
    """What it assumes beyond the published numbers, by name."""
    tension: float
    """Prior standard deviations between the hazard ratio predicted and reported."""
    tension_limit: float
    """Beyond this the program does not show the curve."""
    curves_kept: int
    """Sampled curves that meet every number …"""
    curves_asked: int
    """… of so many."""


class ExportedDigitisedArm(Exported):
    """One arm rebuilt from a printed figure: steps of its curve, and the pseudo-patients."""

    arm: AnyRole
    """The arm."""
    n: int
    """Pseudo-patients."""
    months: tuple[float, ...]
    """Distinct times of the curve's steps and censorings."""
    survival: tuple[float, ...]
    """Kaplan-Meier survival just after each of them, 0 to 1."""
    lower: tuple[float | None, ...]
    """Lower limit (Greenwood, log(-log)); null where not estimable."""
    upper: tuple[float | None, ...]
    """Upper limit."""
    n_at_risk: tuple[int, ...]
    """Pseudo-patients at risk just before each time."""
    n_events: tuple[int, ...]
    """Events at each time."""
    n_censored: tuple[int, ...]
    """Censored at each time."""
    patient_months: tuple[float, ...]
    """Follow-up of each pseudo-patient …"""
    patient_event: tuple[bool, ...]
    """… and whether it ended in an event."""
    events_stated: int | None
    """Total events where the source gives them: then met exactly."""
    root_mean_square_error: float
    """Of the rebuilt curve against the clicks, in survival."""
    largest_error: float
    """Largest distance from a click, in survival."""
    mends: tuple[str, ...]
    """What was mended in clicks or risk table, in words."""


class ExportedDigitisedCurve(ExportedProvenance):
    """Both arms of one cut rebuilt from a printed figure: pseudo-patients, never patient data."""

    data_cut: str
    """Id of the analysis."""
    endpoint: str
    """Id of the end point."""
    label: str
    """Which curve it is, in words."""
    population: str
    """Whom it counts, in words."""
    window: str
    """Its time, in words."""
    level: float
    """Coverage of the limits, at one time."""
    arms: tuple[ExportedDigitisedArm, ...]
    """Both arms."""


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


class ExportedEndpoint(Exported):
    """An outcome over time."""

    id: str
    """Its id."""
    name: str
    """Its name."""
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


class ExportedCut(Exported):
    """One analysis of the trial; its follow-up stands in `numbers`."""

    id: str
    """Its id."""
    name: str
    """Its name."""
    analysis: str
    """Which analysis it is."""
    caveat: str | None
    """What must be known with its numbers."""


class ExportedHarm(Exported):
    """A kind of adverse event."""

    id: str
    """Its id."""
    name: str
    """Its name."""
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


class ExportedSubgroup(Exported):
    """A subgroup: shown, never weighed."""

    id: str
    """Its id."""
    name: str
    """Its name."""


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
    consequence: str | None
    """What follows where it is not simply met."""


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
    schema_version: Literal["1.1"]
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
    schema_version: Literal["1.1"]
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
