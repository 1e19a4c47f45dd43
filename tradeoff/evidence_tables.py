"""The tables of the Evidence page: every number of a trial with its source, and how it was checked.

Rows of words; the numbers come from the trial's records and from the layers that compute them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from tradeoff import __version__, consistency, words
from tradeoff.calibrated import stated_assumptions
from tradeoff.consistency import CheckKind, ConsistencyLine
from tradeoff.effects import Estimate, wilson_interval
from tradeoff.figures import Table
from tradeoff.findings import Citation, Method, subgroup_findings, survival_findings
from tradeoff.self_check import SelfCheckLine
from tradeoff.trial import (
    AdverseEvent,
    Arm,
    CalibratedCurves,
    CalibrationCheck,
    HazardRatio,
    Interval,
    Landmark,
    MedianSurvival,
    Provenance,
    Role,
    Status,
    Subgroup,
    Trial,
)

__all__ = [
    "calibration",
    "consistency_summary",
    "consistency_tables",
    "facts",
    "glossary",
    "model_facts",
    "numbers",
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
        (words.AT_RISK_CAPTION, _at_risk(trial)),
    ]
    return _tables(words.NUMBER_COLUMNS, groups)


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
        ratio = trial.hazard_ratio(*key)
        if ratio is not None:
            yield _hazard_ratio(trial, ratio)


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
    return _calculated(finding.estimate, entry.decimals)


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
        words.hazard_ratio_number(trial, entry.endpoint),
        value if entry.p_value is None else f"{value}, {words.p_value(entry.p_value)}",
        _published_range(entry, entry.decimals),
        words.whom_and_when(whom, words.WHOLE_FOLLOW_UP),
        _source(trial, entry),
    )


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
        words.survival_number(trial, entry.endpoint, entry.arm),
        words.NOT_REACHED if entry.months is None else words.months(entry.months, entry.decimals),
        words.RANGE_NOT_PUBLISHED,
        words.whom_and_when(whom, words.OWN_ANALYSIS if cut is None else cut.name),
        _source(trial, entry),
    )


def _subgroups(trial: Trial) -> Iterator[Row]:
    for endpoint in trial.endpoints:
        for finding in subgroup_findings(trial, endpoint.id):
            group = finding.subgroup
            yield _subgroup_ratio(trial, group, finding.ratio, finding.range_method)
            if group.survival_experimental is not None and group.survival_control is not None:
                yield _subgroup_survival(
                    trial, group, group.survival_experimental, group.survival_control
                )


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
        words.whom_and_when(_subgroup_people(group), _subgroup_follow_up(group)),
        _source(trial, group),
    )


def _subgroup_survival(trial: Trial, group: Subgroup, experimental: float, control: float) -> Row:
    name = words.both_arms_at(trial, group.endpoint, group.months)
    return (
        words.in_subgroup(trial, group, name),
        words.versus(words.percent(experimental), words.percent(control)),
        words.RANGE_NOT_PUBLISHED,
        _subgroup_people(group),
        _source(trial, group),
    )


def _subgroup_people(group: Subgroup) -> str:
    if group.n_experimental is None or group.n_control is None:
        return words.people_in_all(group.n_total)
    return words.versus(str(group.n_experimental), str(group.n_control))


def _subgroup_follow_up(group: Subgroup) -> str:
    if group.median_follow_up_months is None:
        return words.WHOLE_FOLLOW_UP
    return words.followed(group.median_follow_up_months)


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
    count = entry.count
    shown = None if entry.percent is None else words.percent(entry.percent / 100, entry.decimals)
    decimals = 1 if shown is None else entry.decimals
    value = words.count_and_percent(
        entry.events, entry.total, shown, inferred=entry.counts_inferred
    )
    if entry.status is Status.UNCONFIRMED:
        value = words.with_badge(value, words.harm_confirm(trial, entry.harm))
    return (
        name,
        value,
        words.RANGE_NOT_PUBLISHED
        if count is None
        else _calculated(wilson_interval(count), decimals),
        words.whom_and_when(words.treated(entry.total), trial.text.harms[entry.harm].window),
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


def _cited(trial: Trial, entry: Provenance) -> Citation:
    also = None if entry.also is None else trial.source(entry.also)
    return Citation(trial.source(entry.source), entry.place, entry.status, also)


def _source(trial: Trial, entry: Provenance) -> str:
    return words.citation(_cited(trial, entry))


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
    for group, name in trial.text.fact_groups.items():
        own = [entry for entry in trial.facts if entry.group == group]
        groups.append(
            (name, [(words.fact_sentence(trial, entry), _source(trial, entry)) for entry in own])
        )
    return _tables(words.FACT_COLUMNS, groups)


def sources(trial: Trial) -> Table:
    """Every document, with its identifiers as text and who relayed it."""
    rows = tuple(
        (entry.short, entry.citation, words.identifiers(entry), words.source_note(entry))
        for entry in trial.sources
    )
    return Table(words.SOURCES_CAPTION, words.SOURCE_COLUMNS, rows)


def statuses() -> Table:
    """The status words and what each of them means."""
    rows = tuple((words.STATUS_WORDS[status], words.STATUS_MEANING[status]) for status in Status)
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
        stated_assumptions(trial, curve.data_cut, curves=curve.curves_asked)
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
    rows.append((words.CURVES_KEPT_LABEL, *(words.kept(curve) for curve in trial.curves)))
    names = (words.analysis_compared(trial, c.data_cut, c.endpoint) for c in trial.curves)
    return Table(words.ASSUMPTIONS_CAPTION, (words.CURVE_ASSUMPTION, *names), tuple(rows))


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
