"""The tables of the Evidence page: every number of a trial with its source, and how it was checked.

Rows of words; the numbers come from the trial's records and from the layers that compute them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Final

from tradeoff import __version__
from tradeoff.findings import agreement as consistency
from tradeoff.findings.agreement import CheckKind, ConsistencyLine
from tradeoff.findings.choices import Choices, default_choices
from tradeoff.findings.views import (
    Citation,
    Method,
    PublishedRestrictedMean,
    SubgroupFinding,
    SurvivalFindings,
    cited,
    harm_findings,
    published_restricted_mean,
    subgroup_findings,
    survival_findings,
)
from tradeoff.statistics.intervals import Estimate, widest_proportion
from tradeoff.trial import digitised
from tradeoff.trial.curves import stated_assumptions
from tradeoff.trial.records import (
    AdverseEvent,
    Arm,
    CalibratedCurves,
    CalibrationCheck,
    DigitisedArm,
    DigitisedCurves,
    ExposureRate,
    HazardRatio,
    Interval,
    Landmark,
    MedianSurvival,
    PatientArmText,
    PatientText,
    Provenance,
    Role,
    Status,
    Subgroup,
    Trial,
)
from tradeoff.trial.rules import EACH_SIDE, MOST_UNEQUAL
from tradeoff.trial.self_check import SelfCheckLine
from tradeoff.words import clinicians as words
from tradeoff.words import patient as plain_words
from tradeoff.words.patient import Screen
from tradeoff.words.table import Table

__all__ = [
    "IPDAS",
    "MOST_UNEQUAL",
    "IpdasLine",
    "calibration",
    "consistency_summary",
    "consistency_tables",
    "digitised_fit",
    "facts",
    "facts_beside_harms",
    "fit_report",
    "glossary",
    "ipdas",
    "model_facts",
    "numbers",
    "refused_local",
    "self_check",
    "sources",
    "statuses",
]

Row = tuple[str, ...]

#: Checks of the curves: they have a table of their own.
_OF_CURVES = (CheckKind.CALIBRATED, CheckKind.TENSION)
_USUAL_LEVEL = 0.95


# --- every number ------------------------------------------------------------------------------


def numbers(trial: Trial) -> tuple[Table, ...]:
    """Every published number: value, range, population and window, source and status."""
    groups = [
        (words.ARMS_CAPTION, _arms(trial)),
        *((words.cut_caption(trial, cut.id), _cut(trial, cut.id)) for cut in trial.data_cuts),
        (words.MEDIANS_CAPTION, (_median(trial, entry) for entry in trial.medians)),
        (words.SUBGROUPS_CAPTION, _subgroups(trial)),
        (words.HARMS_CAPTION, _harms(trial)),
        (words.EXPOSURE_CAPTION, _exposure_rates(trial)),
        (words.AT_RISK_CAPTION, _at_risk(trial)),
    ]
    return _tables(words.NUMBER_COLUMNS, groups)


def refused_local(trial: Trial) -> tuple[Table, ...]:
    """Why a centre's confirmations are not used, a row a fault; nothing where none is at fault."""
    rows = tuple((reason,) for reason in trial.refused_local)
    caption, columns = words.LOCAL_REFUSED_CAPTION, words.LOCAL_REFUSED_COLUMNS
    return (Table(caption, columns, rows),) if rows else ()


def _tables(columns: Row, groups: Iterable[tuple[str, Iterable[Row]]]) -> tuple[Table, ...]:
    """A table for each group that has rows."""
    filled = ((caption, tuple(rows)) for caption, rows in groups)
    return tuple(Table(caption, columns, rows) for caption, rows in filled if rows)


def _arms(trial: Trial) -> Iterator[Row]:
    for role in reversed(Role):
        arm = trial.arm(role)
        name = words.arm_words(trial, role).name
        yield (
            f"{words.RANDOMISED}, {name}",
            str(arm.n_randomised),
            words.COUNT_NOT_ESTIMATE,
            words.NO_VALUE,
            _source(trial, arm),
        )
        yield (
            f"{words.TREATED}, {name}",
            str(arm.n_safety),
            words.COUNT_NOT_ESTIMATE,
            words.NO_VALUE,
            _safety_source(trial, arm),
        )


def _cut(trial: Trial, cut_id: str) -> Iterator[Row]:
    cut = trial.data_cut(cut_id)
    months = cut.median_follow_up_months
    yield (
        words.MEDIAN_FOLLOW_UP,
        words.NOT_STATED if months is None else words.months(months),
        words.NO_VALUE if months is None else words.RANGE_NOT_PUBLISHED,
        words.randomised(trial.n_randomised),
        _source(trial, cut),
    )
    for endpoint in trial.endpoints:
        key = (cut_id, endpoint.id)
        for entry in trial.landmarks:
            if (entry.data_cut, entry.endpoint) == key:
                yield _landmark(trial, entry)
        for ratio in trial.hazard_ratios:
            if (ratio.data_cut, ratio.endpoint) == key:
                yield _hazard_ratio(trial, ratio)
        mean = published_restricted_mean(trial, *key)
        if mean is not None:
            yield _restricted_mean(trial, mean)


def _restricted_mean(trial: Trial, found: PublishedRestrictedMean) -> Row:
    entry = found.published
    value = words.days(entry.difference_days, entry.decimals)
    window = words.restricted_mean_window(entry.horizon_months)
    p_value = words.p_value(entry.p_value, below=entry.p_value_below)
    return (
        words.restricted_mean_number(trial, entry.endpoint),
        value if entry.p_value is None else f"{value}, {p_value}",
        _published_range(entry, entry.decimals),
        words.whom_and_when(words.randomised(trial.n_randomised), window),
        _source(trial, entry),
    )


def _landmark(trial: Trial, entry: Landmark) -> Row:
    whom = words.randomised(trial.arm(entry.arm).n_randomised, role=entry.arm)
    return (
        words.survival_number(trial, entry.endpoint, entry.arm),
        words.percent(entry.survival, entry.decimals),
        _landmark_range(trial, entry),
        words.whom_and_when(whom, words.at_month(entry.months)),
        _source(trial, entry),
    )


def _landmark_range(trial: Trial, entry: Landmark) -> str:
    if entry.lower is not None and entry.upper is not None:
        return words.percent_span(entry.lower, entry.upper, entry.decimals) + _level(entry)
    both = survival_findings(trial, entry.data_cut, entry.endpoint, entry.months)
    if both is None:
        return words.RANGE_NOT_PUBLISHED
    finding = both.control if entry.arm is Role.CONTROL else both.experimental
    if finding.range_method is not Method.STANDARD_ERROR or entry.standard_error is None:
        return _calculated(finding.estimate, entry.decimals)
    shown = words.percent_span(*finding.estimate.limits, entry.decimals)
    return words.from_standard_error(shown, words.percent(entry.standard_error, entry.decimals))


def _calculated(estimate: Estimate, decimals: int) -> str:
    """A range of a proportion that was not published: calculated, or said to be missing."""
    if not estimate.has_range:
        return words.RANGE_NOT_PUBLISHED
    return words.not_published_calculated(words.percent_span(*estimate.limits, decimals))


def _hazard_ratio(trial: Trial, entry: HazardRatio) -> Row:
    value = words.number(entry.value, entry.decimals)
    whom = words.randomised(trial.n_randomised)
    if entry.events_experimental is not None and entry.events_control is not None:
        events = words.events_behind(entry.events_experimental, entry.events_control)
        whom = words.whom_and_when(whom, events)
    return (
        words.hazard_ratio_number(trial, entry.endpoint, entry.model),
        _with_p(value, entry),
        _published_range(entry, entry.decimals),
        words.whom_and_when(whom, words.WHOLE_FOLLOW_UP),
        _source(trial, entry),
    )


def _with_p(value: str, entry: HazardRatio | ExposureRate) -> str:
    if entry.p_value is None:
        return value
    return f"{value}, {words.p_value(entry.p_value, below=entry.p_value_below)}"


def _published_range(entry: Interval, decimals: int) -> str:
    if entry.lower is None or entry.upper is None:
        return words.RANGE_NOT_PUBLISHED
    low, high = (words.number(limit, decimals) for limit in (entry.lower, entry.upper))
    return words.span(low, high) + _level(entry)


def _level(entry: Interval) -> str:
    usual = entry.level is None or entry.level == _USUAL_LEVEL
    return "" if usual else words.other_level(entry.level or _USUAL_LEVEL)


def _median(trial: Trial, entry: MedianSurvival) -> Row:
    cut = trial.text.cuts.get(entry.analysis)
    whom = words.randomised(trial.arm(entry.arm).n_randomised, role=entry.arm)
    return (
        words.median_of_model(trial, entry),
        words.NOT_REACHED if entry.months is None else words.months(entry.months, entry.decimals),
        _published_range(entry, entry.decimals),
        words.whom_and_when(whom, words.OWN_ANALYSIS if cut is None else cut.name),
        _source(trial, entry),
    )


def _subgroups(trial: Trial) -> Iterator[Row]:
    for endpoint in trial.endpoints:
        for finding in subgroup_findings(trial, endpoint.id):
            group = finding.subgroup
            yield _subgroup_ratio(trial, group, finding.ratio, finding.range_method)
            if group.survival_experimental is not None and group.survival_control is not None:
                yield _subgroup_survival(trial, finding)


def _subgroup_ratio(
    trial: Trial, group: Subgroup, ratio: Estimate | None, method: Method | None
) -> Row:
    p_value = None if group.p_value is None else words.p_value(group.p_value)
    value = (
        words.NOT_AVAILABLE if ratio is None else words.number(ratio.value, words.SUBGROUP_DECIMALS)
    )
    if ratio is None:
        shown = words.RANGE_NOT_PUBLISHED
    elif method is Method.RATIO_FROM_P:
        shown = words.calculated_from_p(
            *(words.number(limit, words.SUBGROUP_DECIMALS) for limit in ratio.limits)
        )
    else:
        shown = _published_range(group, words.SUBGROUP_DECIMALS)
    return (
        words.in_subgroup(trial, group, words.hazard_ratio_number(trial, group.endpoint)),
        value if p_value is None else f"{value}, {p_value}",
        shown,
        words.whom_and_when(_subgroup_people(group), _subgroup_when(trial, group)),
        _source(trial, group),
    )


def _subgroup_survival(trial: Trial, finding: SubgroupFinding) -> Row:
    group = finding.subgroup
    name = words.both_arms_at(trial, group.endpoint, group.months)
    arms = [one for one in (finding.experimental, finding.control) if one is not None]
    shown = words.RANGE_NOT_PUBLISHED
    if all(one.has_range for one in arms):
        ranges = (words.percent_span(*one.limits, group.decimals) for one in arms)
        shown = words.from_standard_error(words.versus(*ranges))
    return (
        words.in_subgroup(trial, group, name),
        words.versus(*(words.percent(one.value, group.decimals) for one in arms)),
        shown,
        words.whom_and_when(_subgroup_people(group), _subgroup_when(trial, group)),
        _source(trial, group),
    )


def _subgroup_people(group: Subgroup) -> str:
    if group.n_total is None:
        return words.PEOPLE_NOT_GIVEN
    if group.n_experimental is None or group.n_control is None:
        return words.people_in_all(group.n_total)
    return words.versus(str(group.n_experimental), str(group.n_control))


def _subgroup_when(trial: Trial, group: Subgroup) -> str:
    """The data cut that it belongs to, or that it is a later report, and its follow-up."""
    cut = group.data_cut
    analysis = words.LATER_REPORT if cut is None else trial.text.cuts[cut].name
    months = group.median_follow_up_months
    followed = words.WHOLE_FOLLOW_UP if months is None else words.followed(months)
    return words.whom_and_when(analysis, followed)


def _harms(trial: Trial) -> Iterator[Row]:
    for harm in trial.harms:
        for role in reversed(Role):
            entry = trial.adverse_event(harm.id, role)
            name = words.harm_in_arm(trial, harm.id, role)
            yield _not_available(name) if entry is None else _harm(trial, entry, name)


def _not_available(name: str) -> Row:
    empty = words.NO_VALUE
    return (name, words.NOT_AVAILABLE, empty, empty, empty)


def _harm(trial: Trial, entry: AdverseEvent, name: str) -> Row:
    value = words.count_and_percent(entry)
    note = words.count_badge(trial, entry)
    if note is not None:
        value = words.with_badge(value, note)
    return (
        name,
        value,
        _harm_range(entry),
        words.whom_and_when(words.treated(entry.total), trial.text.harms[entry.harm].window),
        _source(trial, entry),
    )


def _harm_range(entry: AdverseEvent) -> str:
    if entry.proportion is None:
        return words.RANGE_NOT_PUBLISHED
    decimals = entry.decimals if entry.count is None or entry.percentage is not None else 1
    return _calculated(widest_proportion(entry.proportion, entry.possible), decimals)


def _exposure_rates(trial: Trial) -> Iterator[Row]:
    """Events per patient-year on treatment: beside the counts, never weighed."""
    for entry in trial.exposure_rates:
        rates = (words.number(entry.of(role), entry.decimals) for role in _ROLES)
        yield (
            trial.text.harms[entry.harm].name,
            _with_p(words.versus(*rates), entry),
            words.RANGE_NOT_PUBLISHED,
            words.PER_PATIENT_YEAR,
            _source(trial, entry),
        )


def _at_risk(trial: Trial) -> Iterator[Row]:
    for entry in trial.at_risk:
        yield (
            words.at_risk_number(trial, entry),
            str(entry.n_at_risk),
            words.COUNT_NOT_ESTIMATE,
            words.whom_and_when(trial.text.cuts[entry.data_cut].name, words.at_month(entry.months)),
            _source(trial, entry),
        )


def _source(trial: Trial, entry: Provenance) -> str:
    return words.citation(cited(trial, entry))


def _safety_source(trial: Trial, arm: Arm) -> str:
    return words.citation(
        Citation(trial.source(arm.safety_source), arm.safety_place, arm.safety_status)
    )


# --- facts, sources, words ---------------------------------------------------------------------


def facts(trial: Trial) -> tuple[Table, ...]:
    """Who was in the trial, and every other fact, a table a group."""
    groups: list[tuple[str, Iterable[Row]]] = [
        (
            words.CRITERIA_CAPTION,
            (
                (words.criterion_requirement(trial, entry), _source(trial, entry))
                for entry in trial.criteria
            ),
        )
    ]
    groups += [_facts_of(trial, group) for group in trial.text.fact_groups]
    return _tables(words.FACT_COLUMNS, groups)


def facts_beside_harms(trial: Trial) -> tuple[Table, ...]:
    """The groups of facts that belong on the page of harms, in the trial's order."""
    groups = (_facts_of(trial, group) for group in trial.text.beside_harms)
    return _tables(words.FACT_COLUMNS, groups)


def _facts_of(trial: Trial, group: str) -> tuple[str, Iterable[Row]]:
    own = (entry for entry in trial.facts if entry.group == group)
    rows = [(words.fact_sentence(trial, entry), _source(trial, entry)) for entry in own]
    return trial.text.fact_groups[group], rows


def sources(trial: Trial) -> Table:
    """Every document, with its identifiers as text and who relayed it."""
    rows = tuple(
        (entry.short, entry.citation, words.identifiers(entry), words.source_note(entry))
        for entry in trial.sources
    )
    return Table(words.SOURCES_CAPTION, words.SOURCE_COLUMNS, rows)


def statuses() -> Table:
    """The status words and what each of them means."""
    named = {**words.STATUS_WORDS, Status.LOCAL: words.LOCAL_STATUS}
    rows = tuple((named[status], words.STATUS_MEANING[status]) for status in Status)
    return Table(words.STATUS_CAPTION, words.STATUS_COLUMNS, rows)


def model_facts(trial: Trial) -> Table:
    """What the program is for, how it computes, where it ends, and which version it is."""
    rows = words.model_facts(trial, __version__)
    return Table(words.MODEL_CAPTION, words.MODEL_COLUMNS, rows)


def glossary(trial: Trial) -> Table:
    """The program's terms and the trial's, in the order of the alphabet."""
    terms = [*words.GLOSSARY.items()]
    terms += [(entry.term, entry.meaning) for entry in trial.text.glossary.values()]
    rows = tuple(sorted(terms, key=lambda row: row[0].casefold()))
    return Table(words.GLOSSARY_CAPTION, words.GLOSSARY_COLUMNS, rows)


# --- consistency and calibration ---------------------------------------------------------------


def consistency_tables(trial: Trial) -> tuple[Table, ...]:
    """Reported against recomputed, a table for each analysis, the subgroups and the harms."""
    compared = itertools.groupby(_compared(trial), key=lambda line: _compared_in(trial, line))
    groups = [
        (caption, [_consistency_row(trial, line) for line in group]) for caption, group in compared
    ]
    return _tables(words.CONSISTENCY_COLUMNS, groups)


def consistency_summary(trial: Trial) -> str:
    """How many of the comparisons agree."""
    lines = _compared(trial)
    return words.consistency_summary(sum(line.agrees for line in lines), len(lines))


def _compared(trial: Trial) -> list[ConsistencyLine]:
    return [line for line in consistency.report(trial) if line.kind not in _OF_CURVES]


def _compared_in(trial: Trial, line: ConsistencyLine) -> str:
    if line.harm is not None:
        return words.HARMS_COMPARED
    if line.data_cut is None or line.endpoint is None:
        return words.SUBGROUPS_COMPARED
    return words.analysis_compared(trial, line.data_cut, line.endpoint)


def _consistency_row(trial: Trial, line: ConsistencyLine) -> Row:
    return (
        words.compared(trial, line),
        words.reported_number(trial, line),
        words.consistency_number(line, line.recomputed),
        words.agrees_within(line),
        words.consistency_result(line),
    )


def calibration(trial: Trial) -> tuple[Table, ...]:
    """Each curve against the numbers that it was built from; assumptions; curves not shown."""
    groups: list[tuple[str, Iterable[Row]]] = [
        (words.calibration_caption(trial, curve), _calibration_rows(trial, curve))
        for curve in trial.curves
    ]
    tables = [*_tables(words.CALIBRATION_COLUMNS, groups)]
    if trial.curves and trial.calibration is not None:
        tables.append(_assumptions(trial))
    if trial.refused_curves:
        rows = tuple((reason,) for reason in trial.refused_curves)
        tables.append(Table(words.REFUSED_CAPTION, words.REFUSED_COLUMNS, rows))
    return tuple(tables)


def _calibration_rows(trial: Trial, curve: CalibratedCurves) -> Iterator[Row]:
    for check in curve.checks:
        yield (
            words.calibration_quantity(trial, check.quantity),
            *words.calibration_numbers(check),
            _met(_is_met(check)),
        )
    yield (
        words.TENSION_LABEL,
        words.NO_VALUE,
        words.standard_deviations(curve.tension),
        f"{curve.tension_limit:g}",
        _met(abs(curve.tension) <= curve.tension_limit),
    )


def _is_met(check: CalibrationCheck) -> bool:
    return abs(check.achieved - check.target) <= check.tolerance


def _met(met: bool) -> str:
    return words.MET if met else words.NOT_MET


def _assumptions(trial: Trial) -> Table:
    """One column a curve: how it was sampled and what it assumes."""
    used = [
        stated_assumptions(trial, curve.data_cut, curve.endpoint, curves=curve.curves_asked)
        for curve in trial.curves
    ]
    named = [name for name in words.ASSUMPTION_WORDS if any(name in one for one in used)]
    rows = [
        (
            words.ASSUMPTION_WORDS[name],
            *(f"{one[name]:g}" if name in one else words.CURVE_STATED for one in used),
        )
        for name in named
    ]
    fitted = trial.calibration is None or trial.calibration.fit_ratio_interval
    rows.append((words.RATIO_WIDTH, *(words.RATIO_WIDTH_FITTED[fitted] for _ in trial.curves)))
    rows.append((words.CURVES_KEPT_LABEL, *(words.kept(curve) for curve in trial.curves)))
    names = (words.analysis_compared(trial, c.data_cut, c.endpoint) for c in trial.curves)
    return Table(words.ASSUMPTIONS_CAPTION, (words.CURVE_ASSUMPTION, *names), tuple(rows))


def digitised_fit(trial: Trial) -> tuple[Table, ...]:
    """Each curve that was rebuilt from a figure: how well it agrees with what was clicked on."""
    return tuple(fit_report(trial, curves) for curves in trial.digitised)


def fit_report(trial: Trial, curves: DigitisedCurves) -> Table:
    """How well both arms' pseudo-patients agree with one figure."""
    return Table(
        words.digitised_caption(trial, curves),
        (words.DIGITISED_FIT, *(words.arm_words(trial, role).name for role in _ROLES)),
        tuple(
            (words.DIGITISED_ROWS[row], *(cell(curves.arm(role)) for role in _ROLES))
            for row, cell in _FIT.items()
        ),
    )


_ROLES: Final = (Role.EXPERIMENTAL, Role.CONTROL)


def _at_risk_met(arm: DigitisedArm) -> str:
    pairs = zip(arm.n_at_risk, digitised.at_risk_found(arm), strict=True)
    return words.fit_at_risk(sum(given == found for given, found in pairs), len(arm.n_at_risk))


_FIT: Final[dict[str, Callable[[DigitisedArm], str]]] = {
    "clicks": lambda arm: str(len(arm.curve_months)),
    "patients": words.fit_patients,
    "events": words.fit_events,
    "at-risk": _at_risk_met,
    "error": words.fit_error,
    "mends": words.fit_mends,
}


# --- self-check --------------------------------------------------------------------------------


def self_check(lines: Sequence[SelfCheckLine]) -> tuple[Table, ...]:
    """Expected against found, a table for each authority that the expected values come from."""
    groups = [
        (words.self_check_caption(authority), [_self_check_row(line) for line in group])
        for authority, group in itertools.groupby(lines, key=lambda line: line.authority)
    ]
    return _tables(words.SELF_CHECK_COLUMNS, groups)


def _self_check_row(line: SelfCheckLine) -> Row:
    return (
        words.self_check_what(line),
        words.self_check_numbers(line, line.expected),
        words.self_check_numbers(line, line.found),
        words.AGREES if line.agrees else words.DOES_NOT_AGREE,
    )


# --- the standards for decision aids -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IpdasLine:
    """One line: the places that meet it, the test that shows it, what the data must hold."""

    id: str
    places: tuple[str | Screen, ...]
    """Pages by their name, or screens of the patient view."""
    test: str
    """Module and name of a test."""
    held: Callable[[Trial], bool]


def ipdas(trial: Trial, *, pages: Collection[str] = tuple(words.PAGES)) -> Table:
    """The self-assessment: yes only where every place exists and the data hold what is asked."""
    return Table(
        words.IPDAS_CAPTION,
        words.IPDAS_COLUMNS,
        tuple(_ipdas_row(trial, line, pages) for line in IPDAS),
    )


def _ipdas_row(trial: Trial, line: IpdasLine, pages: Collection[str]) -> Row:
    there = [_page_of(place) in pages for place in line.places]
    name, criterion = words.IPDAS_CRITERIA[line.id]
    where = [
        _place_name(place) if exists else words.IPDAS_NO_PLACE
        for place, exists in zip(line.places, there, strict=True)
    ]
    met = words.IPDAS_MET[all(there) and line.held(trial)]
    return (name, criterion, met, "; ".join(dict.fromkeys(where)), words.ipdas_test(line.test))


def _page_of(place: str | Screen) -> str:
    return "patient_view" if isinstance(place, Screen) else place


def _place_name(place: str | Screen) -> str:
    if isinstance(place, Screen):
        return words.ipdas_screen(plain_words.screen_title(NullTranslations(), place))
    return words.PAGES[place]


def _patient(ask: Callable[[PatientText], object]) -> Callable[[Trial], bool]:
    """A question to the trial's plain words; no where it has none."""
    return lambda trial: trial.text.patient is not None and bool(ask(trial.text.patient))


def _each_arm(ask: Callable[[PatientArmText], object]) -> Callable[[Trial], bool]:
    """A question to both options' plain words."""
    roles = tuple(role.value for role in Role)
    return _patient(lambda text: all(role in text.arms and ask(text.arms[role]) for role in roles))


def _equally_told(trial: Trial) -> bool:
    """As many good as hard sides in each option, and two options of about the same length."""
    same = _each_arm(lambda arm: len(arm.good) == len(arm.hard))
    if trial.text.patient is None or not same(trial):
        return False
    arms = trial.text.patient.arms.values()
    lengths = [
        sum(len(text.split()) for text in (*arm.describing, *arm.good, *arm.hard)) for arm in arms
    ]
    return min(lengths) >= (1 - MOST_UNEQUAL) * max(lengths)


def _opening(trial: Trial) -> tuple[Choices, SurvivalFindings | None]:
    """What the program opens with."""
    choices = default_choices(trial)
    if choices.months is None:
        return choices, None
    return choices, survival_findings(trial, choices.cut, choices.endpoint, choices.months)


def _survival_told(trial: Trial) -> bool:
    return _opening(trial)[1] is not None


def _harm_told(trial: Trial) -> bool:
    return harm_findings(trial, default_choices(trial)) is not None


def _both_told(trial: Trial) -> bool:
    return _survival_told(trial) and _harm_told(trial)


def _ranges_told(trial: Trial) -> bool:
    choices, survival = _opening(trial)
    harm = harm_findings(trial, choices)
    return (
        survival is not None
        and survival.gain.estimate.has_range
        and (harm is None or harm.excess.estimate.has_range)
    )


def _sources_told(trial: Trial) -> bool:
    """Every number that is at hand stands with a source."""
    rows = [row for table in numbers(trial) for row in table.rows]
    return all(row[-1] != words.NO_VALUE or row[1] == words.NOT_AVAILABLE for row in rows)


def _several_views(trial: Trial) -> bool:
    choices, survival = _opening(trial)
    place = (choices.cut, choices.endpoint)
    curve = trial.digitised_curve(*place) or trial.curve(*place)
    return survival is not None and curve is not None


def _frames_told(trial: Trial) -> bool:
    return all(text.alive and text.died for text in trial.text.endpoints.values())


def _can_be_weighed(trial: Trial) -> bool:
    harm = trial.weighed_harm
    return harm is not None and _patient(lambda text: harm.id in text.harms)(trial)


_EVIDENCE: Final = "test_evidence_tables"
_FACTS_TEST: Final = f"{_EVIDENCE}.test_the_model_facts_name_versions_dates_funding_and_policy"
_SOURCES_TEST: Final = (
    f"{_EVIDENCE}.test_every_landmark_stands_in_its_cuts_table_with_source_and_status"
)
_RANGES_TEST: Final = f"{_EVIDENCE}.test_every_number_has_a_range_or_says_that_there_is_none"
_READING_TEST: Final = "test_plain_words.test_every_screen_reads_at_grade_8_and_the_whole_at_6_5"
_TOLD: Final = "test_ipdas.test_"
_SIDES_TEST: Final = f"{_TOLD}good_and_hard_sides_of_both_options_are_told"
_NAMED_TEST: Final = f"{_TOLD}chances_name_their_people_and_their_time"
_PAGES_OF_CHANCES: Final = ("consultation", "icon_arrays", Screen.BENEFIT, Screen.HARM)

IPDAS: Final = (
    IpdasLine(
        "q1", (Screen.NOW,), _TOLD + "the_condition_is_told", _patient(lambda text: text.condition)
    ),
    IpdasLine(
        "q2",
        ("consultation", Screen.START),
        _TOLD + "the_decision_stands_first",
        lambda trial: bool(trial.text.decision),
    ),
    IpdasLine(
        "q3",
        (Screen.OPTIONS,),
        _TOLD + "both_options_are_told_on_one_screen",
        _each_arm(lambda arm: arm.describing),
    ),
    IpdasLine(
        "q4", (Screen.OPTIONS,), _SIDES_TEST, _each_arm(lambda arm: len(arm.good) >= EACH_SIDE)
    ),
    IpdasLine(
        "q5", (Screen.OPTIONS,), _SIDES_TEST, _each_arm(lambda arm: len(arm.hard) >= EACH_SIDE)
    ),
    IpdasLine(
        "q6",
        (Screen.TREATMENT,),
        _TOLD + "what_treatment_is_like_is_told",
        _patient(lambda text: text.treatment),
    ),
    IpdasLine(
        "c1",
        ("icon_arrays", Screen.OPTIONS),
        "test_equal_prominence.test_both_options_are_told_in_as_many_words",
        _equally_told,
    ),
    IpdasLine("c2", ("evidence",), _SOURCES_TEST, _sources_told),
    IpdasLine("c3", ("evidence",), _FACTS_TEST, lambda trial: bool(trial.version)),
    IpdasLine("c4", ("evidence",), _FACTS_TEST, lambda trial: bool(trial.text.update_policy)),
    IpdasLine("c5", ("consultation", "evidence"), _RANGES_TEST, _ranges_told),
    IpdasLine("c6", ("evidence",), _FACTS_TEST, lambda trial: bool(trial.text.funding)),
    IpdasLine("class", _PAGES_OF_CHANCES, _NAMED_TEST, lambda trial: bool(trial.text.people)),
    IpdasLine(
        "frequencies",
        _PAGES_OF_CHANCES,
        "test_icons.test_groups_must_sum_to_exactly_100",
        _survival_told,
    ),
    IpdasLine("period", _PAGES_OF_CHANCES, _NAMED_TEST, _both_told),
    IpdasLine(
        "denominator",
        _PAGES_OF_CHANCES,
        "test_equal_prominence.test_every_array_has_the_same_size_and_the_same_hundred",
        _both_told,
    ),
    IpdasLine(
        "uncertainty",
        _PAGES_OF_CHANCES,
        "test_icons.test_the_range_is_a_hatched_zone_with_one_outline",
        _ranges_told,
    ),
    IpdasLine(
        "views",
        ("survival_curves", "icon_arrays"),
        _TOLD + "the_same_chances_are_a_curve_and_people",
        _several_views,
    ),
    IpdasLine(
        "frames",
        _PAGES_OF_CHANCES,
        "test_balance.test_the_other_frame_is_100_minus_never_rounded_on_its_own",
        _frames_told,
    ),
    IpdasLine(
        "course",
        (Screen.NOW,),
        _TOLD + "the_condition_is_told",
        _patient(lambda text: text.condition),
    ),
    IpdasLine(
        "comparison",
        ("icon_arrays", Screen.OPTIONS),
        _TOLD + "both_options_are_told_on_one_screen",
        _survival_told,
    ),
    IpdasLine(
        "values",
        ("consultation", Screen.MATTERS),
        _TOLD + "the_preference_is_asked_for_and_not_preset",
        _can_be_weighed,
    ),
    IpdasLine(
        "steps",
        ("patient_view",),
        _TOLD + "guidance_leads_through_every_screen_step_by_step",
        _patient(lambda text: text.decision),
    ),
    IpdasLine(
        "questions",
        (Screen.QUESTIONS,),
        _TOLD + "the_questions_to_ask_are_told",
        _patient(lambda text: text.questions),
    ),
    IpdasLine(
        "readability", ("patient_view",), _READING_TEST, _patient(lambda text: text.decision)
    ),
)
