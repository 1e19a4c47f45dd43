"""One number of a trial with all that must travel with it: range, status, source, population.

Percentages are probabilities, 0 to 1; differences are experimental minus control, so a positive
survival difference is a gain and a positive harm difference an excess.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.statistics.weighing import WholePeople, per_hundred
from tradeoff.trial.records import (
    AdverseEvent,
    Confirmation,
    Fact,
    Provenance,
    Source,
    Status,
    Trial,
)
from tradeoff.trial.told import Told

T = TypeVar("T")


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
class Population(Arms[int]):
    """Whom a number counts: the randomised for survival, the treated for harm."""

    randomised: bool
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
    months: int | None = None
    data_cut: str | None = None

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


@dataclass(frozen=True, slots=True)
class Comparison(Arms[Finding]):
    """Both arms' findings of one kind, and their difference, experimental minus control."""

    difference: Finding

    @property
    def people(self) -> WholePeople:
        """Both arms and their difference as whole people of 100."""
        return per_hundred(self.control.estimate.value, self.experimental.estimate.value)

    @property
    def whole_limits(self) -> tuple[int, int] | None:
        """Whole people of 100 at the limits of the difference; ``None`` without a range."""
        if not self.difference.estimate.has_range:
            return None
        lower, upper = self.difference.estimate.limits
        return whole(lower), whole(upper)


def difference_of(arms: Arms[Finding], estimate: Estimate, range_method: Method) -> Finding:
    """The difference of both arms, with all that it inherits from them."""
    experimental, control = arms.shown
    return replace(
        experimental,
        estimate=estimate,
        decimals=min(experimental.decimals, control.decimals),
        statuses=once(*experimental.statuses, *control.statuses, Status.DERIVED),
        method=Method.DIFFERENCE,
        range_method=range_method if estimate.has_range else None,
        citations=once(*experimental.citations, *control.citations),
    )


def once(*items: T) -> tuple[T, ...]:
    """Each item once, in the order of its first appearance."""
    return tuple(dict.fromkeys(items))


def randomised(trial: Trial) -> Population:
    """The patients whom survival counts."""
    return Population(
        control=trial.arm(Role.CONTROL).n_randomised,
        experimental=trial.arm(Role.EXPERIMENTAL).n_randomised,
        randomised=True,
    )


def whole(value: float) -> int:
    """A proportion or difference as whole people of 100, halves away from zero."""
    return per_hundred(0.0, value).increment if value >= 0 else -whole(-value)


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
        return Told("{label}, {day}", {"label": local.label, "day": local.as_of})
    return own[0].source.short
