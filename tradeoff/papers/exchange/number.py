"""The exchange format: one record a number, and those of curves, strict and described.

``ExportedNumber`` stands in the JSON document and, flattened, as a row of the CSV: value, unit and
range never travel without status, source, population and window.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from tradeoff.findings.ledger.entry import Quantity, RangeOrigin, Unit, Whom
from tradeoff.findings.provenance import Method
from tradeoff.trial.records import AnyRole, AnyStatus, Record


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


class ExportedBothArms(ExportedProvenance):
    """What a curve of either kind is."""

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


class ExportedCurve(ExportedBothArms):
    """Smooth curves that agree with the published numbers of one cut: never patient data."""

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


class ExportedDigitisedCurve(ExportedBothArms):
    """Both arms of one cut rebuilt from a printed figure: pseudo-patients, never patient data."""

    level: float
    """Coverage of the limits, at one time."""
    arms: tuple[ExportedDigitisedArm, ...]
    """Both arms."""
