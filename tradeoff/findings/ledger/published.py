"""Entries of what a trial published, table by table in the order of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tradeoff.findings.harm import HarmFindings, counted_harm
from tradeoff.findings.ledger.compared import excess, people, survival_in_arm
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
    printed,
    ranged,
    read,
    treated,
    with_p,
)
from tradeoff.findings.provenance import Citation, Method, randomised
from tradeoff.findings.reconstructed import restricted_means
from tradeoff.findings.subgroups import SubgroupFinding, subgroup_findings
from tradeoff.findings.survival import survival_findings
from tradeoff.statistics.intervals import Count, widest_proportion
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import (
    AdverseEvent,
    AtRisk,
    DataCut,
    Harm,
    HazardRatio,
    Interval,
    MedianSurvival,
    RestrictedMeanDifference,
    Status,
    Subgroup,
    Trial,
)

#: Subgroups' ratios are printed to two decimals; their records hold no other number of digits.
SUBGROUP_DECIMALS: Final = 2

Listed = DataCut | HazardRatio | RestrictedMeanDifference | MedianSurvival | AtRisk


@dataclass(frozen=True, slots=True)
class _Table:
    """Which fields of a table's records are an entry's value, its data cut and its time."""

    quantity: Quantity
    unit: Unit
    value: str
    data_cut: str = "data_cut"
    months: str = ""


#: Tables whose every record is one number of the randomised.
_TABLES: Final = {
    DataCut: _Table(Quantity.MEDIAN_FOLLOW_UP, Unit.MONTHS, "median_follow_up_months", "id"),
    HazardRatio: _Table(Quantity.HAZARD_RATIO, Unit.RATIO, "value"),
    RestrictedMeanDifference: _Table(
        Quantity.RESTRICTED_MEAN_DIFFERENCE, Unit.DAYS, "difference_days", months="horizon_months"
    ),
    MedianSurvival: _Table(Quantity.MEDIAN_SURVIVAL, Unit.MONTHS, "months", "analysis"),
    AtRisk: _Table(Quantity.AT_RISK, Unit.PATIENTS, "n_at_risk", months="months"),
}
_OF_MODEL: Final = {
    Quantity.HAZARD_RATIO: Quantity.HAZARD_RATIO_OF_MODEL,
    Quantity.MEDIAN_SURVIVAL: Quantity.MEDIAN_SURVIVAL_OF_MODEL,
}
#: What a record holds under the entry's own name.
_SAME: Final = ("endpoint", "arm", "reached", "events_control", "events_experimental")


def of_record(trial: Trial, record: Listed) -> Entry:
    """A published number: median follow-up, hazard ratio, restricted mean, median, at risk.

    Without a value where it is not stated, or for a median that was not reached. The analysis of a
    median is a data cut, or else the source whose own it is.
    """
    table = _TABLES[type(record)]
    value, cut = getattr(record, table.value), getattr(record, table.data_cut)
    model = getattr(record, "model", None)
    same: Fields = {name: getattr(record, name, None) for name in _SAME}
    if isinstance(record, Interval) and value is not None:
        same |= ranged(record.estimate(value), Method.PRINTED)
    if isinstance(record, HazardRatio | RestrictedMeanDifference):
        same |= with_p(record)
    return Entry(
        quantity=table.quantity if model is None else _OF_MODEL[table.quantity],
        value=in_months(value),
        unit=table.unit,
        decimals=getattr(record, "decimals", 0 if isinstance(record, AtRisk) else None),
        data_cut=cut if cut in trial.text.cuts else None,
        item=model,
        months=in_months(getattr(record, table.months, None)),
        **same,
        **among(randomised(trial), same["arm"]),
        **read(trial, record),
        **printed(record.status),
    )


def of_records(trial: Trial, records: Iterable[Listed]) -> Iterator[Entry]:
    """An entry for each record of a table whose records are numbers."""
    return (of_record(trial, record) for record in records)


def patients(trial: Trial) -> Iterator[Entry]:
    """Patients randomised to each arm, and those of them who were treated."""
    for role in SHOWN:
        arm = trial.arm(role)
        safety = Citation(trial.source(arm.safety_source), arm.safety_place, arm.safety_status)
        counted: Fields = {"unit": Unit.PATIENTS, "decimals": 0, "arm": role}
        yield Entry(
            quantity=Quantity.RANDOMISED,
            value=float(arm.n_randomised),
            **counted,
            **among(randomised(trial), role),
            **read(trial, arm),
            **printed(arm.status),
        )
        yield Entry(
            quantity=Quantity.TREATED,
            value=float(arm.n_safety),
            statuses=(arm.safety_status,),
            citations=(safety,),
            **counted,
            **treated(arm.n_safety),
            **printed(arm.safety_status),
        )


def landmarks(trial: Trial) -> Iterator[Entry]:
    """Every published survival at a time, 0 to 1, in the order of the file."""
    for record in trial.landmarks:
        both = survival_findings(trial, record.data_cut, record.endpoint, record.months)
        if both is not None:
            yield survival_in_arm(trial, both, record.arm)


def means_of_curves(trial: Trial) -> Iterator[Entry]:
    """Restricted means of the curves, with chance and reconstruction apart where one has both."""
    for cut in trial.data_cuts:
        for endpoint in trial.endpoints:
            yield from _means_of_curve(trial, cut.id, endpoint.id)


def _means_of_curve(trial: Trial, data_cut: str, endpoint: str) -> Iterator[Entry]:
    means = restricted_means(trial, data_cut, endpoint)
    if means is None:
        return
    parts = (
        (Role.EXPERIMENTAL, means.experimental, means.experimental_reconstruction),
        (Role.CONTROL, means.control, means.control_reconstruction),
        (None, means.difference, means.difference_reconstruction),
    )
    for role, estimate, room in parts:
        yield Entry(
            quantity=Quantity.RESTRICTED_MEAN if role else Quantity.RESTRICTED_MEAN_DIFFERENCE,
            value=estimate.value,
            unit=Unit.MONTHS,
            decimals=1,
            data_cut=data_cut,
            endpoint=endpoint,
            months=float(means.horizon_months),
            arm=role,
            reconstruction_lower=None if room is None else room.lower,
            reconstruction_upper=None if room is None else room.upper,
            statuses=(Status.RECONSTRUCTED,),
            citations=means.citations,
            method=means.method,
            **ranged(estimate, RangeOrigin.NORMAL),
            **among(randomised(trial), role),
        )


# --- subgroups ---------------------------------------------------------------------------------


def subgroups(trial: Trial) -> Iterator[Entry]:
    """Each subgroup's ratio, survival in each arm and follow-up, as far as they were reported."""
    for endpoint in trial.endpoints:
        for finding in subgroup_findings(trial, endpoint.id):
            yield from _of_subgroup(trial, finding)


def _of_subgroup(trial: Trial, finding: SubgroupFinding) -> Iterator[Entry]:
    group, ratio = finding.subgroup, finding.ratio
    yield Entry(
        quantity=Quantity.SUBGROUP_HAZARD_RATIO,
        value=None if ratio is None else ratio.value,
        unit=Unit.RATIO,
        decimals=SUBGROUP_DECIMALS,
        p_value=group.p_value,
        **ranged(ratio, finding.range_method),
        **_in_subgroup(trial, group, calculated=finding.range_method is Method.RATIO_FROM_P),
    )
    errors = Arms(group.standard_error_control, group.standard_error_experimental)
    survivals = Arms(finding.control, finding.experimental)
    for role in SHOWN:
        survival = survivals.of(role)
        if survival is not None:
            yield Entry(
                quantity=Quantity.SUBGROUP_SURVIVAL,
                value=survival.value,
                unit=Unit.PROPORTION,
                decimals=group.decimals,
                arm=role,
                months=in_months(group.months),
                standard_error=errors.of(role),
                **ranged(survival, Method.STANDARD_ERROR),
                **_in_subgroup(trial, group, role, calculated=survival.has_range),
            )
    if group.median_follow_up_months is not None:
        yield Entry(
            quantity=Quantity.SUBGROUP_FOLLOW_UP,
            value=group.median_follow_up_months,
            unit=Unit.MONTHS,
            decimals=1,
            **_in_subgroup(trial, group),
        )


def _in_subgroup(
    trial: Trial, group: Subgroup, role: Role | None = None, *, calculated: bool = False
) -> Fields:
    """Whom a subgroup's number counts, and how it is known."""
    people_in = Arms(group.n_control, group.n_experimental)
    both = {"n_experimental": group.n_experimental, "n_control": group.n_control}
    return {
        "subgroup": group.id,
        "data_cut": group.data_cut,
        "endpoint": group.endpoint,
        "whom": Whom.SUBGROUP,
        "n": group.n_total if role is None else people_in.of(role),
        **({} if role else both),
        **read(trial, group),
        "statuses": (group.status, Status.DERIVED) if calculated else (group.status,),
    }


# --- harms -------------------------------------------------------------------------------------


def harms_as_printed(trial: Trial) -> Iterator[Entry]:
    """Each harm in both arms, of their rows alone: nothing is searched that compares the arms."""
    for harm in trial.harms:
        for role in SHOWN:
            yield _harm_in_arm(trial, harm, role, None)


def harms(trial: Trial) -> Iterator[Entry]:
    """Each harm in both arms, their difference, and for the weighed harm whole people."""
    for harm in trial.harms:
        both = counted_harm(trial, harm)
        for role in SHOWN:
            yield _harm_in_arm(trial, harm, role, both)
        if both is not None:
            yield excess(both)
            if harm.weighed:
                yield from people(both)


def _harm_in_arm(trial: Trial, harm: Harm, role: Role, both: HarmFindings | None) -> Entry:
    """One arm's share of the treated with at least one event; no value where it is not at hand."""
    record = trial.adverse_event(harm.id, role)
    if record is None:
        nothing: Fields = {"unit": Unit.PROPORTION, "value": None, "decimals": None}
        return Entry(quantity=Quantity.HARM, harm=harm.id, arm=role, **nothing)
    own = _one_arm(record)
    if both is not None:
        own = found(both.of(role), role)
    return Entry(
        quantity=Quantity.HARM,
        harm=harm.id,
        events=None if record.count is None else record.count.events,
        total=record.total,
        percent=record.percentage,
        percent_by_grade=record.grades or None,
        **{**own, **read(trial, record)},
    )


def _one_arm(record: AdverseEvent) -> Fields:
    """An arm whose other arm has no rate: its own count, else the percentage as printed."""
    share, exact = record.proportion, record.count is not None
    estimate = None if share is None else widest_proportion(share, record.possible)
    return {
        "unit": Unit.PROPORTION,
        "value": share,
        "decimals": record.decimals,
        "arm": record.arm,
        **treated(record.total),
        **ranged(estimate, Method.WILSON if exact else Method.WILSON_WIDEST),
    }


def exposure_rates(trial: Trial) -> Iterator[Entry]:
    """Both arms' events per patient-year; P stands with the experimental arm's."""
    for record in trial.exposure_rates:
        for role in SHOWN:
            yield Entry(
                quantity=Quantity.EXPOSURE_RATE,
                value=record.of(role),
                unit=Unit.PER_PATIENT_YEAR,
                decimals=record.decimals,
                harm=record.harm,
                arm=role,
                **treated(trial.arm(role).n_safety),
                **(with_p(record) if role is Role.EXPERIMENTAL else {}),
                **read(trial, record),
                **printed(record.status),
            )


# --- elsewhere, facts --------------------------------------------------------------------------


def context(trial: Trial) -> Iterator[Entry]:
    """Rates elsewhere, and their studies' other arms: never this trial's rate, never weighed."""
    for rate in trial.context:
        of_study: Fields = {
            "unit": Unit.PROPORTION,
            "decimals": 0,
            "item": rate.id,
            "whom": Whom.ELSEWHERE,
            **read(trial, rate),
            **printed(rate.status),
        }
        share = None if rate.percent is None else rate.percent / 100
        yield Entry(
            quantity=Quantity.CONTEXT_RATE,
            percent=rate.percent,
            percent_upper=rate.percent_upper,
            **_counted(rate.events, rate.total, share),
            **of_study,
        )
        if rate.comparator_total is not None:
            yield Entry(
                quantity=Quantity.CONTEXT_COMPARATOR_RATE,
                **_counted(rate.comparator_events, rate.comparator_total),
                **of_study,
            )


def _counted(events: int | None, total: int | None, share: float | None = None) -> Fields:
    """The share as printed; without one, the count's own."""
    if share is None and events is not None and total is not None:
        share = Count(events, total).proportion
    return {"value": share, "events": events, "total": total, "n": total}


def facts(trial: Trial) -> Iterator[Entry]:
    """Each fact's number, or one for each arm."""
    for fact in trial.facts:
        for name, value in fact.figures.items():
            yield Entry(
                quantity=Quantity.FACT,
                value=value,
                unit=Unit.AS_WORDED,
                decimals=fact.decimals,
                item=fact.id,
                arm=None if name == "value" else Role(name),
                **read(trial, fact),
                **printed(fact.status),
            )
