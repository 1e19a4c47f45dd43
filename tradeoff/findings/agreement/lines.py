"""One comparison of a reported number with the same number computed from others.

A printed number stands for all numbers that round to it: that moves a comparison by so much.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Record, Status, Subgroup, Trial

R = TypeVar("R", bound=Record)


class CheckKind(StrEnum):
    """What is compared, named after the reported number."""

    RATIO_CENTRE = "ratio-centre"
    """The hazard ratio against the geometric mean of its limits."""
    P_VALUE = "p-value"
    """P against the one that the ratio and its interval imply."""
    EVENTS_STANDARD_ERROR = "events-standard-error"
    """SE of the log ratio from its interval against sqrt(1/d1 + 1/d0) from the events."""
    CUMULATIVE_HAZARD_RATIO = "cumulative-hazard-ratio"
    """The hazard ratio against log S1 / log S0 at a landmark."""
    MEDIAN_RATIO = "median-ratio"
    """The hazard ratio against the control's median over the experimental one's."""
    STANDARD_ERROR = "standard-error"
    """A printed standard error against the least one that so many people can have."""
    RESTRICTED_MEAN_CENTRE = "restricted-mean-centre"
    """A difference of restricted means against the middle of its limits."""
    RESTRICTED_MEAN_P_VALUE = "restricted-mean-p-value"
    """Its P against the one that the difference and its interval imply."""
    LANDMARK_CENTRE = "landmark-centre"
    """Survival against the log(-log) midpoint of its limits."""
    PERCENT = "percent"
    """A percentage against its count and total."""
    SUBGROUPS_SURVIVAL = "subgroups-survival"
    """An arm's survival against that of the groups that the trial is divided into by age."""
    SUBGROUPS_RATIO = "subgroups-ratio"
    """The hazard ratio against those groups' ratios, pooled."""
    CALIBRATED = "calibrated"
    """A published number against what the calibrated curve gives."""
    TENSION = "tension"
    """The hazard ratio against its prediction, in standard deviations; reported is 0."""
    REBUILT_HAZARD_RATIO = "rebuilt-hazard-ratio"
    """The hazard ratio against that of the pseudo-patients of a digitised figure."""
    REBUILT_LANDMARK = "rebuilt-landmark"
    """Survival against the curve rebuilt from a digitised figure."""


class ToleranceReason(StrEnum):
    """Where the range of agreement comes from."""

    ROUNDING = "rounding"
    """The printed digits of every number that enters."""
    REPORTED_INTERVAL = "reported-interval"
    """The hazard ratio's own interval: one month of a curve is a noisier estimate of it."""
    APPROXIMATION = "approximation"
    """The formula is approximate by about this much, beside rounding."""
    CALIBRATION = "calibration"
    """What the calibration itself counts as met."""
    LEAST = "least"
    """At least what there would be with everybody followed to that month, and rounding."""
    GROUPS = "groups"
    """Rounding of every number, and what censoring moves: Kaplan-Meier estimates do not average."""
    POOLED = "pooled"
    """The whole's own range: the model of the whole was stratified, the pooling is not."""
    REBUILT_RATIO = "rebuilt-ratio"
    """Rounding, and what a ratio loses on its way through a figure."""
    REBUILT_CURVE = "rebuilt-curve"
    """Rounding, and how far a hand may click beside the line."""


class Explanation(StrEnum):
    """What must be known with a line: a cause of tension, or why agreement says little."""

    OTHER_TEST = "other-test"
    """P and interval fall on the same side of no effect: another test, or a stratified one."""
    HAZARDS_NOT_PROPORTIONAL = "hazards-not-proportional"
    HAZARDS_NOT_CONSTANT = "hazards-not-constant"
    """Medians stand in the ratio of the hazards only where both hazards are constant."""
    PLAIN_INTERVAL = "plain-interval"
    """The limits lie symmetrically about survival itself."""
    LOG_INTERVAL = "log-interval"
    """The limits lie symmetrically about log survival."""
    OTHER_MODEL = "other-model"
    """The reported ratio may be stratified or adjusted; that of pseudo-patients cannot be."""
    FEW_EVENTS = "few-events"
    """So wide an interval comes from few events, of which other kinds of interval are lopsided."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A reported number, the same from other numbers, and the range of the latter that agrees."""

    reported: float
    recomputed: float
    lower: float
    upper: float
    months: int | None = None
    quantity: str | None = None

    @property
    def agrees(self) -> bool:
        """Whether the recomputed number lies in the range; otherwise there is tension."""
        slack = 1e-9 * max(1.0, abs(self.reported))
        return self.lower - slack <= self.recomputed <= self.upper + slack

    @property
    def tolerance(self) -> float:
        """The most that the two numbers may differ, on the wider side."""
        return max(self.upper - self.reported, self.reported - self.lower)


# --- tolerances --------------------------------------------------------------------------------


def beside(reported: float, recomputed: float, tolerance: float) -> Compared:
    """Agreement within as much on either side of the reported number."""
    return Compared(reported, recomputed, reported - tolerance, reported + tolerance)


def inside(reported: Estimate, recomputed: float) -> Compared:
    """Agreement anywhere in the reported number's own interval."""
    return Compared(reported.value, recomputed, *reported.limits)


def half_unit(decimals: int) -> float:
    """Half a unit of the last printed decimal place."""
    return 0.5 * 10.0**-decimals


def decimals_of(number: float) -> int:
    """Decimal places as written; zeros at the end are lost, which only widens the tolerance."""
    return len(f"{number:.12f}".rstrip("0").split(".")[1])


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, and how far the true one may lie on either side."""

    value: float
    half_unit: float

    @property
    def ends(self) -> tuple[float, float]:
        """Least and most that it may stand for."""
        return self.value - self.half_unit, self.value + self.half_unit


def printed_share(share: float, decimals: int) -> Printed:
    """A proportion, 0 to 1, that was printed as a percentage with so many decimals."""
    return Printed(share, half_unit(decimals) / 100)


def span(quantity: Callable[..., float], *numbers: Printed) -> tuple[float, float]:
    """Least and most of a quantity over everything that its printed numbers may stand for.

    Each quantity here rises or falls with each of its numbers, so the corners hold both ends.
    """
    found = [quantity(*corner) for corner in itertools.product(*(one.ends for one in numbers))]
    return min(found), max(found)


def by_rounding(
    reported: Printed, quantity: Callable[..., float], *numbers: Printed, most: float | None = None
) -> Compared:
    """Agreement within what the rounding of every number that enters allows.

    ``most`` is what the quantity may be at the most where no corner has it.
    """
    recomputed = quantity(*(one.value for one in numbers))
    low, high = span(quantity, *numbers)
    least, greatest = reported.ends
    return Compared(
        reported.value,
        recomputed,
        least - ((high if most is None else most) - recomputed),
        greatest + (recomputed - low),
    )


# --- lines -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyLine(Compared):
    """One comparison; ``lower`` to ``upper`` is the range of ``recomputed`` that agrees.

    ``quantity`` names the published number of a calibrated curve, in the calibration's words.
    ``status`` is that of the reported number.
    """

    kind: CheckKind
    reason: ToleranceReason
    status: Status
    data_cut: str | None = None
    endpoint: str | None = None
    subgroup: str | None = None
    harm: str | None = None
    arm: Role | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Check(Generic[R]):
    """What is compared, where the tolerance comes from, how, and what may explain tension."""

    kind: CheckKind
    reason: ToleranceReason
    compare: Callable[[Trial, R], Iterator[Compared]]
    """Gives nothing where the check does not apply: a number is not there, or says nothing."""
    cause: Explanation | Callable[[Compared, R], Explanation | None] | None = None

    def lines(self, trial: Trial, record: R) -> Iterator[ConsistencyLine]:
        """The comparisons of one record of the trial with the trial's other numbers."""
        for found in self.compare(trial, record):
            cause = self.cause(found, record) if callable(self.cause) else self.cause
            place = _place(record)
            yield ConsistencyLine(
                found.reported,
                found.recomputed,
                found.lower,
                found.upper,
                kind=self.kind,
                reason=self.reason,
                explanation=None if found.agrees else cause,
                quantity=found.quantity,
                **place if found.months is None else place | {"months": found.months},
            )


def _place(record: Record) -> dict[str, Any]:
    """Status and place of a record, as far as it has them."""
    if isinstance(record, Subgroup):
        return {"status": record.status, "endpoint": record.endpoint, "subgroup": record.id}
    names = {"status", "data_cut", "endpoint", "harm", "arm", "months"}
    held = {name: getattr(record, name) for name in names & type(record).model_fields.keys()}
    return {"status": Status.RECONSTRUCTED, **held}
