"""One number of a trial with all that must travel with it: range, status, source, population.

Percentages are probabilities, 0 to 1; differences are experimental minus control, so a positive
survival difference is a gain and a positive harm difference an excess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import (
    AdverseEvent,
    Confirmation,
    Fact,
    Provenance,
    Source,
    Status,
    Trial,
)


class Method(StrEnum):
    """How a value or its range came about."""

    PRINTED = "printed"
    OWN_COUNTS = "own-counts"
    BINOMIAL = "binomial"
    WILSON_WIDEST = "wilson-widest"
    NEWCOMBE_WIDEST = "newcombe-widest"
    DIFFERENCE = "difference"
    MOVER = "mover"
    NEWCOMBE = "newcombe"
    WILSON = "wilson"
    STANDARD_ERROR = "standard-error"
    CALIBRATED_RANGE = "calibrated-range"
    TYPED_COUNTS = "typed-counts"
    CALIBRATED_CURVE = "calibrated-curve"
    DIGITISED_RANGE = "digitised-range"
    DIGITISED_CURVE = "digitised-curve"
    RATIO_FROM_P = "ratio-from-p"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, the place in it, and how the number is known from it."""

    source: Source
    place: str
    status: Status
    also: Source | None = None
    confirmed: Confirmation | None = None
    """Set where a centre read the number in that document itself."""


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a number counts: the randomised for survival, the treated for harm."""

    randomised: bool
    experimental: int
    control: int
    of_trial: bool = True
    """False for people whom the trial never saw: a centre's own …"""
    counted_by: str | None = None
    """… with who counted them and when, where that is known."""

    @property
    def total(self) -> int:
        """People in both arms."""
        return self.experimental + self.control


@dataclass(frozen=True, slots=True)
class Finding:
    """One number with its range, status, source, population and window.

    ``decimals`` are those of the percentage (or ratio) that may be shown; ``months`` is the time
    at which it is read, ``None`` for harms counted during treatment.
    """

    estimate: Estimate
    decimals: int
    statuses: tuple[Status, ...]
    method: Method
    range_method: Method | None
    citations: tuple[Citation, ...]
    population: Population
    months: int | None
    data_cut: str | None

    @property
    def unconfirmed(self) -> bool:
        """Whether it must carry the badge in words."""
        return Status.UNCONFIRMED in self.statuses

    @property
    def confirmed(self) -> Citation | None:
        """The document in which a centre read it, ``None`` where none confirmed it."""
        return next((one for one in self.citations if one.confirmed is not None), None)

    @property
    def calculated_range(self) -> bool:
        """Whether the range was calculated here rather than printed in the source."""
        return self.range_method not in (None, Method.PRINTED)


def cited(trial: Trial, entry: Provenance) -> Citation:
    """Where a number of the trial comes from, with who confirmed it."""
    also = None if entry.also is None else trial.source(entry.also)
    confirmed = entry.confirmed if isinstance(entry, AdverseEvent | Fact) else None
    return Citation(trial.source(entry.source), entry.place, entry.status, also, confirmed)


def counted_by(trial: Trial, citations: tuple[Citation, ...]) -> str | None:
    """Who counted for themselves, in a session or for a folder of their own, and when."""
    own = [one for one in citations if one.status is Status.LOCAL and one.confirmed is None]
    if not own:
        return None
    local = trial.local
    if local is not None and not local.session:
        return f"{local.label}, {local.as_of.isoformat()}"
    return own[0].source.short


def randomised(trial: Trial) -> Population:
    """The patients whom survival counts."""
    return Population(
        randomised=True,
        experimental=trial.arm(Role.EXPERIMENTAL).n_randomised,
        control=trial.arm(Role.CONTROL).n_randomised,
    )


def combined(
    experimental: Finding, control: Finding, difference: Estimate, range_method: Method
) -> Finding:
    """A difference with all that it inherits from its two parts."""
    inherited = dict.fromkeys((*experimental.statuses, *control.statuses, Status.DERIVED))
    citations = dict.fromkeys((*experimental.citations, *control.citations))
    return replace(
        experimental,
        estimate=difference,
        decimals=min(experimental.decimals, control.decimals),
        statuses=tuple(inherited),
        method=Method.DIFFERENCE,
        range_method=range_method if difference.has_range else None,
        citations=tuple(citations),
    )


def whole(value: float) -> int:
    """A proportion or difference as whole people of 100, halves away from zero."""
    return balance.per_hundred(0.0, value).increment if value >= 0 else -whole(-value)


def whole_limits(difference: Estimate) -> tuple[int, int] | None:
    """Whole people of 100 at both limits of a difference; ``None`` without a range."""
    if not difference.has_range:
        return None
    lower, upper = difference.limits
    return whole(lower), whole(upper)
