"""Entries of both arms against each other: gain, numbers needed, whole people, break-even."""

from __future__ import annotations

from collections.abc import Iterator

from tradeoff.findings.choices import HarmSource
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.ledger.entry import (
    SHOWN,
    Entry,
    Fields,
    Quantity,
    RangeOrigin,
    Unit,
    Whom,
    among,
    found,
    in_months,
    ranged,
    with_p,
)
from tradeoff.findings.provenance import Finding
from tradeoff.findings.survival import SurvivalFindings, number_needed_from_ratio
from tradeoff.findings.view import Findings
from tradeoff.statistics.intervals import NumberNeededToTreat
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Status, Trial


def of_view(view: Findings) -> Iterator[Entry]:
    """What is shown at one landmark: both arms, gain, NNT, whole people, break-even."""
    survival, ratio = view.survival, view.base.hazard_ratio
    if survival is None:
        return
    for role in SHOWN:
        yield survival_in_arm(view.trial, survival, role)
    yield gain(survival)
    yield number_needed(survival)
    if ratio is not None:
        yield _number_needed_from_ratio(survival, ratio)
    yield from people(survival)
    if view.trial.weighed_harm is not None:
        yield balance_point(view)


def survival_in_arm(trial: Trial, both: SurvivalFindings, role: Role) -> Entry:
    """One arm's survival at a published landmark, 0 to 1."""
    record = trial.landmark(both.data_cut, both.endpoint, both.months, role)
    return Entry(
        quantity=Quantity.SURVIVAL,
        endpoint=both.endpoint,
        standard_error=None if record is None else record.standard_error,
        published=record,
        **found(both.of(role), role),
    )


def gain(both: SurvivalFindings) -> Entry:
    """The difference in survival at a landmark, experimental minus control."""
    return Entry(quantity=Quantity.SURVIVAL_DIFFERENCE, **_place(both), **found(both.gain))


def number_needed(both: SurvivalFindings) -> Entry:
    """How many treated for one more free of the event at a landmark; negative is to harm."""
    return Entry(
        quantity=Quantity.NUMBER_NEEDED,
        statuses=both.gain.statuses,
        citations=both.gain.citations,
        **_needed(both, both.number_needed, RangeOrigin.RECIPROCAL),
    )


def _number_needed_from_ratio(both: SurvivalFindings, ratio: Finding) -> Entry:
    return Entry(
        quantity=Quantity.NUMBER_NEEDED_FROM_RATIO,
        statuses=(*both.control.statuses, *ratio.statuses, Status.DERIVED),
        citations=(*both.control.citations, *ratio.citations),
        **_needed(both, number_needed_from_ratio(both, ratio), RangeOrigin.FROM_RATIO),
    )


def _needed(both: SurvivalFindings, needed: NumberNeededToTreat, method: RangeOrigin) -> Fields:
    is_ranged = needed.lower is not None or needed.upper is not None
    return {
        "unit": Unit.PATIENTS,
        "value": needed.value,
        "decimals": 1,
        "lower": needed.lower,
        "upper": needed.upper,
        "level": needed.level if is_ranged else None,
        "range_method": method if is_ranged else None,
        "through_infinity": needed.through_infinity,
        "endpoint": both.endpoint,
        "data_cut": both.data_cut,
        "months": float(both.months),
        **among(both.gain.population),
    }


def excess(both: HarmFindings) -> Entry:
    """The difference of a harm's rates, experimental minus control, with P of the trial's own."""
    own = both.source is HarmSource.TRIAL and both.counted_by is None
    p = with_p(both.harm) if own else {}
    return Entry(quantity=Quantity.HARM_DIFFERENCE, **p, **_place(both), **found(both.excess))


def _place(both: SurvivalFindings | HarmFindings) -> Fields:
    if isinstance(both, SurvivalFindings):
        return {"behind": both, "endpoint": both.endpoint}
    return {"behind": both, "harm": both.harm.id}


def people(both: SurvivalFindings | HarmFindings) -> Iterator[Entry]:
    """Both arms' whole people out of 100 and their gap, as the icon arrays show them."""
    difference, limits = both.difference, both.whole_limits
    shown = both.people
    shared = {
        **_place(both),
        "unit": Unit.PEOPLE_OF_100,
        "decimals": 0,
        "data_cut": difference.data_cut,
        "months": in_months(difference.months),
        "statuses": difference.statuses,
        "citations": difference.citations,
    }
    for role, value in zip(SHOWN, (shown.experimental, shown.control), strict=True):
        own: Fields = {**shared, **among(difference.population, role)}
        yield Entry(quantity=Quantity.PEOPLE, value=float(value), arm=role, **own)
    if limits is not None:
        shared |= {
            "lower": float(limits[0]),
            "upper": float(limits[1]),
            "level": difference.estimate.level,
            "range_method": RangeOrigin.ROUNDED,
        }
    own = {**shared, **among(difference.population)}
    yield Entry(quantity=Quantity.PEOPLE_DIFFERENCE, value=float(shown.increment), **own)


def balance_point(view: Findings) -> Entry:
    """Gain over harm with its range by simulation; no value where there is none."""
    point, harm, survival = view.weighing.balance_point, view.trial.weighed_harm, view.survival
    parts = [one for one in (survival and survival.gain, view.harm and view.harm.excess) if one]
    return Entry(
        quantity=Quantity.BALANCE_POINT,
        behind=view,
        value=None if point is None else point.value,
        unit=Unit.RATIO,
        decimals=2,
        data_cut=view.choices.cut,
        endpoint=view.choices.endpoint,
        harm=None if harm is None else harm.id,
        months=None if survival is None else float(survival.months),
        populations=tuple(part.population for part in parts),
        whom=Whom.BOTH if len(parts) > 1 else None,
        statuses=tuple(status for part in parts for status in part.statuses),
        citations=tuple(one for part in parts for one in part.citations),
        **ranged(point, RangeOrigin.SIMULATION),
    )
