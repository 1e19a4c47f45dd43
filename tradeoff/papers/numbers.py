"""Every number of a trial as a record of the exchange format.

The numbers come from the trial's records and from ``findings``, the words from ``words``: nothing
is computed here but the cutting of digits that binary fractions leave behind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tradeoff.findings.choices import HarmSource
from tradeoff.findings.harm import HarmFindings, counted_harm
from tradeoff.findings.provenance import Citation, Finding, Method, Population, cited, counted_by
from tradeoff.findings.reconstructed import RestrictedMeans, restricted_means
from tradeoff.findings.subgroups import SubgroupFinding, subgroup_findings
from tradeoff.findings.survival import SurvivalFindings, number_needed_from_ratio
from tradeoff.findings.view import Findings
from tradeoff.papers.schema import (
    ExportedCitation,
    ExportedConfirmation,
    ExportedNumber,
    Quantity,
    RangeOrigin,
    Unit,
    Whom,
)
from tradeoff.statistics.intervals import Count, Estimate, NumberNeededToTreat, widest_proportion
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import (
    AdverseEvent,
    ContextRate,
    ExposureRate,
    Fact,
    Harm,
    HazardRatio,
    Limits,
    MedianSurvival,
    Provenance,
    RestrictedMeanDifference,
    Status,
    Subgroup,
    Trial,
)
from tradeoff.words import harm as harm_said
from tradeoff.words import numbers as numbers_words
from tradeoff.words.curve import REBUILT_NOT_PATIENTS
from tradeoff.words.frame import LATER_REPORT
from tradeoff.words.harm import harm_heading, harm_words
from tradeoff.words.naming import (
    MEDIAN_FOLLOW_UP,
    OWN_ANALYSIS,
    PEOPLE_NOT_GIVEN,
    PER_PATIENT_YEAR,
    RANDOMISED,
    TREATED,
    WHOLE_FOLLOW_UP,
    arm_words,
    at_month,
    at_risk_number,
    fact_sentence,
    harm_in_arm,
    hazard_ratio_number,
    in_subgroup,
    median_number,
    number_needed_name,
    people_in_all,
    randomised,
    restricted_mean_window,
    survival_number,
    treated,
)
from tradeoff.words.provenance import (
    METHOD_WORDS,
    UNCONFIRMED_FACT,
    citation,
    computed,
    count_badge,
    reference_class,
    status_words,
    survival_window,
)
from tradeoff.words.survival import DIFFERENCE_TITLE, gain_heading
from tradeoff.words.weighing import BALANCE_TITLE, balance_sentence, cannot_be_weighed

__all__ = [
    "ARMS",
    "balance_point",
    "everybody",
    "excess",
    "gain",
    "hazard_ratio",
    "known",
    "known_from",
    "median",
    "number",
    "number_needed",
    "numbers",
    "printed",
    "read_in",
    "tidy",
    "whom",
]


CONTEXT_ONLY: Final = "Another study: context only, never weighed."
NEEDED_COMPUTED: Final = "one over the difference and over its limits"
NEEDED_FROM_RATIO_COMPUTED: Final = (
    "calculated from the hazard ratio and its range at the control's survival; assumes "
    "proportional hazards"
)
MEANS_COMPUTED: Final = "area under the reconstructed curve; range from its standard error"
PEOPLE_COMPUTED: Final = (
    "the gap is rounded first, then the pair of whole figures nearest to both arms is taken"
)
MEANS_METHOD_COMPUTED: Final = {
    Method.CALIBRATED_CURVE: MEANS_COMPUTED,
    Method.DIGITISED_CURVE: f"mean time to the horizon of the curve {REBUILT_NOT_PATIENTS}",
}
BALANCE_COMPUTED: Final = "gain divided by harm; range by simulation with one fixed seed"


#: Experimental first, as everywhere in the program.
ARMS: Final = (Role.EXPERIMENTAL, Role.CONTROL)
#: More digits than any figure means, fewer than trail behind a difference of binary fractions.
_DIGITS: Final = 12


def numbers(trial: Trial, shown: Sequence[Findings]) -> Iterator[ExportedNumber]:
    """Every number but those of curves; ``shown`` are the trial's views, one a landmark."""
    yield from _patients(trial)
    yield from _follow_up(trial)
    for view in shown:
        yield from _of_view(view)
    yield from _analyses(trial)
    for endpoint in trial.endpoints:
        for finding in subgroup_findings(trial, endpoint.id):
            yield from _of_subgroup(trial, finding)
    for harm in trial.harms:
        yield from _of_harm(trial, harm)
    for entry in trial.exposure_rates:
        yield from _exposure_rate(trial, entry)
    yield from _at_risk(trial)
    for rate in trial.context:
        yield from _of_context(trial, rate)
    for fact in trial.facts:
        yield from _of_fact(trial, fact)


def _analyses(trial: Trial) -> Iterator[ExportedNumber]:
    """Ratios, restricted means and medians of every data cut."""
    for ratio in trial.hazard_ratios:
        yield hazard_ratio(trial, ratio)
    for cut in trial.data_cuts:
        for endpoint in trial.endpoints:
            yield from _means(trial, cut.id, endpoint.id)
    for mean in trial.restricted_means:
        yield _published_mean(trial, mean)
    for one in trial.medians:
        yield median(trial, one)


# --- how it is known ---------------------------------------------------------------------------


def known(
    citations: Iterable[Citation],
    statuses: Sequence[Status],
    *,
    badge: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """Status, sources, badge and note of one entry; an unconfirmed one never lacks a badge."""
    unique, read = tuple(dict.fromkeys(statuses)), tuple(dict.fromkeys(citations))
    found = next((one.confirmed for one in read if one.confirmed is not None), None)
    if badge is None and Status.UNCONFIRMED in unique:
        badge = UNCONFIRMED_FACT
    return {
        "status": unique,
        "status_words": status_words(unique, read),
        "citations": tuple(map(_citation, read)),
        "confirmed": None if found is None else ExportedConfirmation(**found.model_dump()),
        "badge": badge,
        "note": note,
    }


def _citation(one: Citation) -> ExportedCitation:
    return ExportedCitation(
        source=one.source.id,
        place=one.place,
        status=one.status,
        also=None if one.also is None else one.also.id,
        words=citation(one),
    )


def read_in(
    trial: Trial, entry: Provenance, *, badge: str | None = None, note: str | None = None
) -> dict[str, Any]:
    """How something is known that stands in a document as it is."""
    return known((cited(trial, entry),), (entry.status,), badge=badge, note=note)


def known_from(
    finding: Finding, *, badge: str | None = None, note: str | None = None
) -> dict[str, Any]:
    """How a finding is known, with all that it inherits."""
    return known(finding.citations, finding.statuses, badge=badge, note=note)


def printed(status: Status) -> dict[str, Any]:
    """Method of a number that stands in its record; one that was derived says how in its place."""
    if status not in (Status.PUBLISHED, Status.REPORTED):
        return {}
    return {"method": Method.PRINTED, "computed": METHOD_WORDS[Method.PRINTED]}


def number(**fields: Any) -> ExportedNumber:
    """One record, its floating-point numbers cut to the digits that mean something."""
    cut: dict[str, Any] = {
        name: tidy(value) if isinstance(value, float) else value for name, value in fields.items()
    }
    return ExportedNumber(**cut)


def tidy(value: float) -> float:
    """0.17 for 0.16999999999999993."""
    return float(f"{value:.{_DIGITS}g}")


def _range(estimate: Estimate | None, method: Method | RangeOrigin | None) -> dict[str, Any]:
    if estimate is None or not estimate.has_range:
        return {}
    lower, upper = estimate.limits
    return {"lower": lower, "upper": upper, "level": estimate.level, "range_method": method}


def whom(trial: Trial, population: Population, role: Role | None = None) -> dict[str, Any]:
    """Whom a number counts: one arm, or both against each other."""
    kind = Whom.RANDOMISED if population.randomised else Whom.TREATED
    if not population.of_trial:
        kind = Whom.CENTRE
    if role is None:
        return {
            "population": reference_class(trial, population),
            "whom": kind,
            "n": population.total,
            "n_experimental": population.experimental,
            "n_control": population.control,
        }
    people = population.control if role is Role.CONTROL else population.experimental
    return {"population": arm_population(population, role), "whom": kind, "n": people}


def everybody(trial: Trial) -> Population:
    """All who were randomised."""
    control, experimental = (trial.arm(role).n_randomised for role in Role)
    return Population(randomised=True, experimental=experimental, control=control)


def _of_finding(trial: Trial, finding: Finding, role: Role | None = None) -> dict[str, Any]:
    """What a finding brings along, but for its name, unit, window and how it is known."""
    return {
        "value": finding.estimate.value,
        "decimals": finding.decimals,
        "data_cut": finding.data_cut,
        "months": None if finding.months is None else float(finding.months),
        "arm": role,
        "method": finding.method,
        "computed": computed(finding),
        **_range(finding.estimate, finding.range_method),
        **whom(trial, finding.population, role),
    }


# --- who took part -----------------------------------------------------------------------------


def _patients(trial: Trial) -> Iterator[ExportedNumber]:
    for role in ARMS:
        arm, name = trial.arm(role), arm_words(trial, role).name
        common = {
            "unit": Unit.PATIENTS,
            "decimals": 0,
            "arm": role,
            "window": numbers_words.NO_VALUE,
        }
        yield number(
            quantity=Quantity.RANDOMISED,
            label=f"{RANDOMISED}, {name}",
            value=float(arm.n_randomised),
            **common,
            **whom(trial, everybody(trial), role),
            **printed(arm.status),
            **read_in(trial, arm),
        )
        safety = Citation(trial.source(arm.safety_source), arm.safety_place, arm.safety_status)
        yield number(
            quantity=Quantity.TREATED,
            label=f"{TREATED}, {name}",
            value=float(arm.n_safety),
            **common,
            population=treated(arm.n_safety),
            whom=Whom.TREATED,
            n=arm.n_safety,
            **printed(arm.safety_status),
            **known((safety,), (arm.safety_status,)),
        )


def _follow_up(trial: Trial) -> Iterator[ExportedNumber]:
    for cut in trial.data_cuts:
        months = cut.median_follow_up_months
        yield number(
            quantity=Quantity.MEDIAN_FOLLOW_UP,
            label=f"{MEDIAN_FOLLOW_UP}, {trial.text.cuts[cut.id].name}",
            value=months,
            unit=Unit.MONTHS,
            decimals=None,
            data_cut=cut.id,
            window=WHOLE_FOLLOW_UP,
            **whom(trial, everybody(trial)),
            **printed(cut.status),
            **read_in(trial, cut, note=numbers_words.NOT_STATED if months is None else None),
        )


# --- survival ----------------------------------------------------------------------------------


def _of_view(view: Findings) -> Iterator[ExportedNumber]:
    """What is shown at one landmark: both arms, gain, NNT, whole people, balance point."""
    trial, survival = view.trial, view.survival
    if survival is None:
        return
    for role in ARMS:
        yield _survival(trial, survival, role)
    yield gain(trial, survival)
    yield number_needed(trial, survival)
    if view.base.hazard_ratio is not None:
        yield _needed_from_ratio(trial, survival, view.base.hazard_ratio)
    yield from _people(
        trial,
        survival,
        survival.gain,
        survival.gain_limits,
        endpoint=survival.endpoint,
        window=survival_window(survival),
        note=_caution(trial, survival.endpoint),
    )
    if trial.weighed_harm is not None:
        yield balance_point(view)


def _caution(trial: Trial, endpoint: str) -> str | None:
    """What must be known wherever a ratio or a landmark of an end point stands."""
    return trial.text.endpoints[endpoint].caution


def _joined(*notes: str | None) -> str | None:
    return "; ".join(note for note in notes if note) or None


def _survival(trial: Trial, survival: SurvivalFindings, role: Role) -> ExportedNumber:
    finding = survival.control if role is Role.CONTROL else survival.experimental
    entry = trial.landmark(survival.data_cut, survival.endpoint, survival.months, role)
    return number(
        quantity=Quantity.SURVIVAL,
        label=survival_number(trial, survival.endpoint, role),
        unit=Unit.PROPORTION,
        endpoint=survival.endpoint,
        window=survival_window(survival),
        standard_error=None if entry is None else entry.standard_error,
        **_of_finding(trial, finding, role),
        **known_from(finding, note=_caution(trial, survival.endpoint)),
    )


def gain(trial: Trial, survival: SurvivalFindings) -> ExportedNumber:
    """The difference in survival at a landmark, experimental minus control."""
    why = None if survival.weighed else trial.text.not_weighed
    barred = None if why is None else cannot_be_weighed(why)
    return number(
        quantity=Quantity.SURVIVAL_DIFFERENCE,
        label=gain_heading(trial, survival),
        unit=Unit.PROPORTION,
        endpoint=survival.endpoint,
        window=survival_window(survival),
        **_of_finding(trial, survival.gain),
        **known_from(survival.gain, note=_joined(_caution(trial, survival.endpoint), barred)),
    )


def number_needed(trial: Trial, survival: SurvivalFindings) -> ExportedNumber:
    """How many treated for one more free of the event at a landmark; negative is to harm."""
    return number(
        quantity=Quantity.NUMBER_NEEDED,
        label=number_needed_name(survival),
        computed=NEEDED_COMPUTED,
        **_of_needed(trial, survival, survival.number_needed, RangeOrigin.RECIPROCAL),
        **known_from(survival.gain, note=_caution(trial, survival.endpoint)),
    )


def _needed_from_ratio(trial: Trial, survival: SurvivalFindings, ratio: Finding) -> ExportedNumber:
    own = (survival.control, ratio)
    return number(
        quantity=Quantity.NUMBER_NEEDED_FROM_RATIO,
        label=needed_from_ratio_name(survival),
        computed=NEEDED_FROM_RATIO_COMPUTED,
        **_of_needed(
            trial, survival, number_needed_from_ratio(survival, ratio), RangeOrigin.FROM_RATIO
        ),
        **known(
            [one for finding in own for one in finding.citations],
            [*(status for finding in own for status in finding.statuses), Status.DERIVED],
            note=_caution(trial, survival.endpoint),
        ),
    )


def _of_needed(
    trial: Trial, survival: SurvivalFindings, needed: NumberNeededToTreat, method: RangeOrigin
) -> dict[str, Any]:
    ranged = needed.lower is not None or needed.upper is not None
    return {
        "value": needed.value,
        "unit": Unit.PATIENTS,
        "decimals": 1,
        "lower": needed.lower,
        "upper": needed.upper,
        "level": needed.level if ranged else None,
        "range_method": method if ranged else None,
        "through_infinity": needed.through_infinity,
        "endpoint": survival.endpoint,
        "data_cut": survival.data_cut,
        "months": float(survival.months),
        "window": survival_window(survival),
        **whom(trial, survival.gain.population),
    }


def hazard_ratio(trial: Trial, entry: HazardRatio) -> ExportedNumber:
    """A published hazard ratio, experimental against control."""
    return number(
        quantity=Quantity.HAZARD_RATIO if entry.model is None else Quantity.HAZARD_RATIO_OF_MODEL,
        label=hazard_ratio_number(trial, entry.endpoint, entry.model),
        value=entry.value,
        unit=Unit.RATIO,
        decimals=entry.decimals,
        data_cut=entry.data_cut,
        endpoint=entry.endpoint,
        item=entry.model,
        window=WHOLE_FOLLOW_UP,
        p_value=entry.p_value,
        p_value_below=entry.p_value_below if entry.p_value is not None else None,
        events_control=entry.events_control,
        events_experimental=entry.events_experimental,
        **_range(entry.estimate(entry.value), Method.PRINTED),
        **whom(trial, everybody(trial)),
        **printed(entry.status),
        **read_in(trial, entry, note=_caution(trial, entry.endpoint)),
    )


def median(trial: Trial, entry: MedianSurvival) -> ExportedNumber:
    """Its analysis is a data cut, or else the source whose own it is."""
    cut = trial.text.cuts.get(entry.analysis)
    return number(
        quantity=_MEDIAN if entry.model is None else Quantity.MEDIAN_SURVIVAL_OF_MODEL,
        label=median_number(trial, entry),
        value=entry.months,
        reached=entry.reached,
        unit=Unit.MONTHS,
        decimals=entry.decimals,
        data_cut=None if cut is None else entry.analysis,
        endpoint=entry.endpoint,
        item=entry.model,
        arm=entry.arm,
        window=OWN_ANALYSIS if cut is None else cut.name,
        **({} if entry.months is None else _range(entry.estimate(entry.months), Method.PRINTED)),
        **whom(trial, everybody(trial), entry.arm),
        **printed(entry.status),
        **read_in(trial, entry, note=None if entry.reached else numbers_words.NOT_REACHED),
    )


def _published_mean(trial: Trial, entry: RestrictedMeanDifference) -> ExportedNumber:
    months = entry.horizon_months
    return number(
        quantity=Quantity.RESTRICTED_MEAN_DIFFERENCE,
        label=restricted_mean_name(trial, entry.endpoint, None),
        value=entry.difference_days,
        unit=Unit.DAYS,
        decimals=entry.decimals,
        data_cut=entry.data_cut,
        endpoint=entry.endpoint,
        months=None if months is None else float(months),
        window=restricted_mean_window(months),
        p_value=entry.p_value,
        p_value_below=entry.p_value_below if entry.p_value is not None else None,
        **_range(entry.estimate(entry.difference_days), Method.PRINTED),
        **whom(trial, everybody(trial)),
        **printed(entry.status),
        **read_in(trial, entry),
    )


def _means(trial: Trial, data_cut: str, endpoint: str) -> Iterator[ExportedNumber]:
    """Restricted means of the curve, with chance and reconstruction apart where it has both."""
    means = restricted_means(trial, data_cut, endpoint)
    if means is None:
        return
    parts: tuple[tuple[Role | None, Estimate, Limits | None], ...] = (
        (Role.EXPERIMENTAL, means.experimental, means.experimental_reconstruction),
        (Role.CONTROL, means.control, means.control_reconstruction),
        (None, means.difference, means.difference_reconstruction),
    )
    for role, estimate, room in parts:
        yield number(
            quantity=Quantity.RESTRICTED_MEAN_DIFFERENCE if role is None else _MEAN,
            label=restricted_mean_name(trial, endpoint, role),
            value=estimate.value,
            **_of_mean(means, data_cut, endpoint),
            arm=role,
            reconstruction_lower=None if room is None else room.lower,
            reconstruction_upper=None if room is None else room.upper,
            **_range(estimate, RangeOrigin.NORMAL),
            **whom(trial, everybody(trial), role),
            **known(means.citations, (Status.RECONSTRUCTED,)),
        )


_MEAN = Quantity.RESTRICTED_MEAN
_MEDIAN = Quantity.MEDIAN_SURVIVAL


def _of_mean(means: RestrictedMeans, data_cut: str, endpoint: str) -> dict[str, Any]:
    return {
        "unit": Unit.MONTHS,
        "decimals": 1,
        "data_cut": data_cut,
        "endpoint": endpoint,
        "months": float(means.horizon_months),
        "window": restricted_mean_window(means.horizon_months),
        "method": means.method,
        "computed": MEANS_METHOD_COMPUTED[means.method],
    }


# --- subgroups ---------------------------------------------------------------------------------


def _of_subgroup(trial: Trial, finding: SubgroupFinding) -> Iterator[ExportedNumber]:
    group = finding.subgroup
    yield _subgroup_ratio(trial, finding)
    survivals = (
        (Role.EXPERIMENTAL, finding.experimental, group.standard_error_experimental),
        (Role.CONTROL, finding.control, group.standard_error_control),
    )
    for role, survival, error in survivals:
        if survival is not None:
            yield _subgroup_survival(trial, group, role, survival, error)
    if group.median_follow_up_months is not None:
        yield number(
            quantity=Quantity.SUBGROUP_FOLLOW_UP,
            label=in_subgroup(trial, group, MEDIAN_FOLLOW_UP),
            value=group.median_follow_up_months,
            unit=Unit.MONTHS,
            decimals=1,
            window=WHOLE_FOLLOW_UP,
            **_in_subgroup(trial, group),
        )


def _subgroup_ratio(trial: Trial, finding: SubgroupFinding) -> ExportedNumber:
    group, ratio = finding.subgroup, finding.ratio
    calculated = finding.range_method is Method.RATIO_FROM_P
    return number(
        quantity=Quantity.SUBGROUP_HAZARD_RATIO,
        label=in_subgroup(trial, group, hazard_ratio_number(trial, group.endpoint)),
        value=None if ratio is None else ratio.value,
        unit=Unit.RATIO,
        decimals=numbers_words.SUBGROUP_DECIMALS,
        window=WHOLE_FOLLOW_UP,
        p_value=group.p_value,
        computed=METHOD_WORDS[Method.RATIO_FROM_P] if calculated else None,
        **_range(ratio, finding.range_method),
        **_in_subgroup(trial, group, calculated=calculated, available=ratio is not None),
    )


def _subgroup_survival(
    trial: Trial, group: Subgroup, role: Role, survival: Estimate, error: float | None
) -> ExportedNumber:
    name = survival_number(trial, group.endpoint, role)
    method = Method.STANDARD_ERROR if survival.has_range else None
    return number(
        quantity=Quantity.SUBGROUP_SURVIVAL,
        label=in_subgroup(trial, group, name),
        value=survival.value,
        unit=Unit.PROPORTION,
        decimals=group.decimals,
        arm=role,
        months=None if group.months is None else float(group.months),
        window=numbers_words.NO_VALUE if group.months is None else at_month(group.months),
        standard_error=error,
        computed=None if method is None else METHOD_WORDS[method],
        **_range(survival, method),
        **_in_subgroup(trial, group, role, calculated=method is not None),
    )


def _in_subgroup(
    trial: Trial,
    group: Subgroup,
    role: Role | None = None,
    *,
    calculated: bool = False,
    available: bool = True,
) -> dict[str, Any]:
    """Whom a subgroup's number counts, and how it is known."""
    people = {Role.EXPERIMENTAL: group.n_experimental, Role.CONTROL: group.n_control}
    statuses = (group.status, Status.DERIVED) if calculated else (group.status,)
    both = {} if role else {"n_experimental": group.n_experimental, "n_control": group.n_control}
    return {
        "subgroup": group.id,
        "data_cut": group.data_cut,
        "endpoint": group.endpoint,
        "population": subgroup_population(trial, group, role),
        "whom": Whom.SUBGROUP,
        "n": group.n_total if role is None else people[role],
        **both,
        **known((cited(trial, group),), statuses, note=_subgroup_note(group, available)),
    }


def _subgroup_note(group: Subgroup, available: bool) -> str | None:
    later = None if group.data_cut is not None else LATER_REPORT
    return _joined(later, None if available else numbers_words.NOT_AVAILABLE)


# --- harms -------------------------------------------------------------------------------------


def _of_harm(trial: Trial, harm: Harm) -> Iterator[ExportedNumber]:
    """Both arms' counts, their difference, and for the weighed harm whole people."""
    both = counted_harm(trial, harm)
    for role in ARMS:
        yield _harm_in_arm(trial, harm, role, both)
    if both is None:
        return
    yield excess(trial, both)
    if harm.weighed:
        yield from _people(
            trial,
            both,
            both.excess,
            both.excess_limits,
            harm=harm.id,
            window=trial.text.harms[harm.id].window,
            badge=harm_said.badge(trial, both),
            note=_harm_note(trial, harm),
        )


def _harm_in_arm(trial: Trial, harm: Harm, role: Role, both: HarmFindings | None) -> ExportedNumber:
    entry = trial.adverse_event(harm.id, role)
    common = {
        "quantity": Quantity.HARM,
        "label": harm_in_arm(trial, harm.id, role),
        "unit": Unit.PROPORTION,
        "harm": harm.id,
        "window": trial.text.harms[harm.id].window,
    }
    if entry is None:
        missing = known((), (), note=numbers_words.NOT_AVAILABLE)
        return number(
            value=None,
            decimals=None,
            arm=role,
            population=numbers_words.NO_VALUE,
            whom=None,
            **common,
            **missing,
        )
    counted = {
        "events": None if entry.count is None else entry.count.events,
        "total": entry.total,
        "percent": entry.percentage,
        "percent_by_grade": entry.grades or None,
        **read_in(
            trial,
            entry,
            badge=count_badge(trial, entry),
            note=_harm_note(trial, harm),
        ),
    }
    if both is not None:
        own = both.control if role is Role.CONTROL else both.experimental
        return number(**common, **_of_finding(trial, own, role), **counted)
    return number(**common, **_one_arm(entry), **counted)


def _one_arm(entry: AdverseEvent) -> dict[str, Any]:
    """An arm whose other arm has no rate: its own count, else the percentage as printed."""
    share, exact = entry.proportion, entry.count is not None
    estimate = None if share is None else widest_proportion(share, entry.possible)
    return {
        "value": share,
        "decimals": entry.decimals,
        "arm": entry.arm,
        "population": treated(entry.total),
        "whom": Whom.TREATED,
        "n": entry.total,
        **_range(estimate, Method.WILSON if exact else Method.WILSON_WIDEST),
    }


def _exposure_rate(trial: Trial, entry: ExposureRate) -> Iterator[ExportedNumber]:
    """Both arms' events per patient-year; P stands with the experimental arm's."""
    for role in ARMS:
        below = entry.p_value_below if entry.p_value is not None else None
        p_value = {"p_value": entry.p_value, "p_value_below": below}
        yield number(
            quantity=Quantity.EXPOSURE_RATE,
            label=harm_in_arm(trial, entry.harm, role),
            value=entry.of(role),
            unit=Unit.PER_PATIENT_YEAR,
            decimals=entry.decimals,
            harm=entry.harm,
            arm=role,
            window=PER_PATIENT_YEAR,
            population=treated(trial.arm(role).n_safety),
            whom=Whom.TREATED,
            n=trial.arm(role).n_safety,
            **(p_value if role is Role.EXPERIMENTAL else {}),
            **printed(entry.status),
            **read_in(trial, entry),
        )


def _harm_note(trial: Trial, harm: Harm) -> str | None:
    """What must be known with a harm's numbers: what they count, unequal time on treatment."""
    text = trial.text.harms[harm.id]
    rows = (trial.adverse_event(harm.id, role) for role in ARMS)
    own = counted_by(trial, tuple(cited(trial, row) for row in rows if row is not None))
    unequal = trial.text.harms_note if harm.exposure_differs else None
    return _joined(text.counted, text.unknown if own is None else None, unequal)


def excess(trial: Trial, harm: HarmFindings) -> ExportedNumber:
    """The difference of a harm's rates, experimental minus control."""
    return number(
        quantity=Quantity.HARM_DIFFERENCE,
        label=harm_heading(trial, harm),
        unit=Unit.PROPORTION,
        harm=harm.harm.id,
        window=trial.text.harms[harm.harm.id].window,
        **_p_of(harm),
        **_of_finding(trial, harm.excess),
        **known_from(
            harm.excess, badge=harm_said.badge(trial, harm), note=_harm_note(trial, harm.harm)
        ),
    )


def _p_of(harm: HarmFindings) -> dict[str, Any]:
    """P of the trial's own comparison; counts typed in or brought have none."""
    p_value = harm.harm.p_value
    if p_value is None or harm.source is not HarmSource.TRIAL or harm.counted_by is not None:
        return {}
    return {"p_value": p_value, "p_value_below": harm.harm.p_value_below}


# --- whole people and the balance point --------------------------------------------------------


def _people(
    trial: Trial,
    both: SurvivalFindings | HarmFindings,
    difference: Finding,
    limits: tuple[int, int] | None,
    *,
    window: str,
    endpoint: str | None = None,
    harm: str | None = None,
    badge: str | None = None,
    note: str | None = None,
) -> Iterator[ExportedNumber]:
    """Both arms' whole people out of 100 and their gap, as the icon arrays show them."""
    shown = {Role.EXPERIMENTAL: both.people.experimental, Role.CONTROL: both.people.control}
    common = {
        "unit": Unit.PEOPLE_OF_100,
        "decimals": 0,
        "data_cut": difference.data_cut,
        "months": None if difference.months is None else float(difference.months),
        "endpoint": endpoint,
        "harm": harm,
        "window": window,
        "computed": PEOPLE_COMPUTED,
        **known_from(difference, badge=badge, note=note),
    }
    for role in ARMS:
        yield number(
            quantity=Quantity.PEOPLE,
            label=people_name(trial, role, endpoint=endpoint, harm=harm),
            value=float(shown[role]),
            arm=role,
            **common,
            **whom(trial, difference.population, role),
        )
    lower, upper = (None, None) if limits is None else map(float, limits)
    yield number(
        quantity=Quantity.PEOPLE_DIFFERENCE,
        label=people_name(trial, None, endpoint=endpoint, harm=harm),
        value=float(both.people.increment),
        lower=lower,
        upper=upper,
        level=None if limits is None else difference.estimate.level,
        range_method=None if limits is None else RangeOrigin.ROUNDED,
        **common,
        **whom(trial, difference.population),
    )


def balance_point(view: Findings) -> ExportedNumber:
    """Gain over harm with its range by simulation; no value where there is none, and why."""
    trial, weighing = view.trial, view.weighing
    point = weighing.balance_point
    parts = [
        part
        for part in (view.survival and view.survival.gain, view.harm and view.harm.excess)
        if part
    ]
    citations = [one for part in parts for one in part.citations]
    statuses = [status for part in parts for status in part.statuses]
    badge = None if view.harm is None else harm_said.badge(trial, view.harm)
    return number(
        quantity=Quantity.BALANCE_POINT,
        label=BALANCE_TITLE,
        value=None if point is None else point.value,
        unit=Unit.RATIO,
        decimals=2,
        data_cut=view.choices.cut,
        endpoint=view.choices.endpoint,
        harm=None if trial.weighed_harm is None else trial.weighed_harm.id,
        months=None if view.survival is None else float(view.survival.months),
        window=balance_window(view),
        population="; ".join(reference_class(trial, part.population) for part in parts)
        or numbers_words.NO_VALUE,
        whom=Whom.BOTH if len(parts) > 1 else None,
        computed=None if point is None else BALANCE_COMPUTED,
        **_finite(point),
        **known(citations, statuses, badge=badge, note=balance_sentence(view)),
    )


def _finite(point: Estimate | None) -> dict[str, Any]:
    return {
        name: limit if not isinstance(limit, float) or math.isfinite(limit) else None
        for name, limit in _range(point, RangeOrigin.SIMULATION).items()
    }


# --- at risk, elsewhere, facts -----------------------------------------------------------------


def _at_risk(trial: Trial) -> Iterator[ExportedNumber]:
    for entry in trial.at_risk:
        yield number(
            quantity=Quantity.AT_RISK,
            label=at_risk_number(trial, entry),
            value=float(entry.n_at_risk),
            unit=Unit.PATIENTS,
            decimals=0,
            data_cut=entry.data_cut,
            endpoint=entry.endpoint,
            arm=entry.arm,
            months=float(entry.months),
            window=at_month(entry.months),
            **whom(trial, everybody(trial), entry.arm),
            **printed(entry.status),
            **read_in(trial, entry),
        )


def _of_context(trial: Trial, rate: ContextRate) -> Iterator[ExportedNumber]:
    """A rate elsewhere, and its study's other arm: never this trial's rate, never weighed."""
    parts = (
        (Quantity.CONTEXT_RATE, rate.events, rate.total, rate.percent, rate.percent_upper),
        (
            Quantity.CONTEXT_COMPARATOR_RATE,
            *(rate.comparator_events, rate.comparator_total, None, None),
        ),
    )
    text = trial.text.context[rate.id]
    for quantity, events, total, percent, upper in parts:
        if quantity is Quantity.CONTEXT_COMPARATOR_RATE and total is None:
            continue
        yield number(
            quantity=quantity,
            label=f"{text.study}: {text.outcome}",
            value=_share(events, total, percent),
            unit=Unit.PROPORTION,
            decimals=0,
            item=rate.id,
            window=numbers_words.NO_VALUE,
            events=events,
            total=total,
            percent=percent,
            percent_upper=upper,
            population=text.population,
            whom=Whom.ELSEWHERE,
            n=total,
            **printed(rate.status),
            **read_in(trial, rate, note=CONTEXT_ONLY),
        )


def _share(events: int | None, total: int | None, percent: float | None) -> float | None:
    """The percentage as printed; without one, the count's own proportion."""
    if percent is not None:
        return percent / numbers_words.HUNDRED
    return None if events is None or total is None else Count(events, total).proportion


def _of_fact(trial: Trial, fact: Fact) -> Iterator[ExportedNumber]:
    """Its number, or one for each arm."""
    for name, value in fact.figures.items():
        yield number(
            quantity=Quantity.FACT,
            label=fact_sentence(trial, fact),
            value=value,
            unit=Unit.AS_WORDED,
            decimals=fact.decimals,
            item=fact.id,
            arm=None if name == "value" else Role(name),
            window=numbers_words.NO_VALUE,
            population=numbers_words.NO_VALUE,
            whom=None,
            **printed(fact.status),
            **read_in(trial, fact),
        )


# --- words --------------------------------------------------------------------------------------


def needed_from_ratio_name(survival: SurvivalFindings) -> str:
    """The name of the number needed to treat that a hazard ratio implies."""
    return f"{number_needed_name(survival)}, from the hazard ratio"


def arm_population(population: Population, role: Role) -> str:
    """Whom one arm's number counts."""
    people = population.control if role is Role.CONTROL else population.experimental
    counted = randomised(people, role=role) if population.randomised else treated(people)
    if population.of_trial:
        return counted
    whose = population.counted_by
    return f"{counted} in our own centre" if whose is None else f"{counted}, counted by {whose}"


def restricted_mean_name(trial: Trial, endpoint: str, role: Role | None) -> str:
    """The name of a restricted mean, or of the difference of two."""
    end = trial.text.endpoints[endpoint].name
    if role is None:
        return f"Difference of restricted means, {end}"
    return f"Restricted mean, {end}, {arm_words(trial, role).name}"


def subgroup_population(trial: Trial, group: Subgroup, role: Role | None) -> str:
    """Whom a subgroup's number counts."""
    name = trial.text.subgroups[group.id].name
    if role is not None:
        people = {Role.EXPERIMENTAL: group.n_experimental, Role.CONTROL: group.n_control}
        return f"{name}, {people[role] or PEOPLE_NOT_GIVEN}"
    return f"{name}, {PEOPLE_NOT_GIVEN if group.n_total is None else people_in_all(group.n_total)}"


def people_name(trial: Trial, role: Role | None, *, endpoint: str | None, harm: str | None) -> str:
    """The name of a figure of whole people out of 100."""
    text = trial.text
    what = text.harms[harm].short if harm is not None else text.endpoints[endpoint or ""].name
    whom = DIFFERENCE_TITLE.lower() if role is None else arm_words(trial, role).name
    return f"{what}, whole people out of 100, {whom}"


def balance_window(view: Findings) -> str:
    """Both windows of a balance point, as one phrase."""
    own = harm_words(view.trial)
    if view.survival is None or own is None:
        return numbers_words.NO_VALUE
    return f"gain read at {numbers_words.time(view.survival.months)}, harm counted {own.window}"
