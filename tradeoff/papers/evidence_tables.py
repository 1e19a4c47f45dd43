"""The tables of the Evidence page: every number of a trial with its source, and how it was checked.

Rows of words; the numbers come from the trial's records and from the layers that compute them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff import __version__
from tradeoff.findings import agreement as consistency
from tradeoff.findings.agreement import CheckKind, ConsistencyLine
from tradeoff.findings.choices import Choices, default_choices
from tradeoff.findings.harm import harm_findings
from tradeoff.findings.ledger.published import SUBGROUP_DECIMALS
from tradeoff.findings.provenance import Citation, Method, cited
from tradeoff.findings.subgroups import SubgroupFinding, subgroup_findings
from tradeoff.findings.survival import (
    PublishedRestrictedMean,
    SurvivalFindings,
    published_restricted_mean,
    survival_findings,
)
from tradeoff.statistics.intervals import Estimate, widest_proportion
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.curves import stated_assumptions
from tradeoff.trial.records import (
    AdverseEvent,
    Arm,
    CalibratedCurves,
    CalibrationCheck,
    Criterion,
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
    Source,
    Status,
    Subgroup,
    Trial,
)
from tradeoff.trial.rules.patient import EACH_SIDE, MOST_UNEQUAL
from tradeoff.trial.self_check import Quantity, SelfCheckLine
from tradeoff.words import agreement
from tradeoff.words import numbers as numbers_words
from tradeoff.words.agreement import (
    AGREES,
    agrees_within,
    consistency_number,
    consistency_result,
    reported_number,
)
from tradeoff.words.curve import calibration_caption, digitised_caption
from tradeoff.words.frame import INTENDED_USE, LATER_REPORT, PAGES
from tradeoff.words.ipdas import IPDAS_CRITERIA
from tradeoff.words.naming import (
    MEDIAN_FOLLOW_UP,
    OWN_ANALYSIS,
    PEOPLE_NOT_GIVEN,
    PER_PATIENT_YEAR,
    RANDOMISED,
    TREATED,
    WHOLE_FOLLOW_UP,
    analysis_compared,
    arm_words,
    at_month,
    at_risk_number,
    fact_sentence,
    harm_in_arm,
    hazard_ratio_number,
    in_subgroup,
    median_of_model,
    people_in_all,
    randomised,
    restricted_mean_window,
    survival_number,
    treated,
    whom_and_when,
)
from tradeoff.words.patient import Screen, screen_title
from tradeoff.words.provenance import (
    FROM_STANDARD_ERROR,
    LOCAL_STATUS,
    STATUS_MEANING,
    STATUS_WORDS,
    citation,
    count_badge,
    with_badge,
)
from tradeoff.words.say import CLINICIAN
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


RANGE_95: Final = "95 % range"
COUNT_NOT_ESTIMATE: Final = "a count"
NUMBER_COLUMNS: Final = ("Number", "Value", RANGE_95, "Among whom, and when", "Source and status")
FACT_COLUMNS: Final = ("Fact", "Source and status")
SOURCE_COLUMNS: Final = ("Source", "Document", "Identifiers", "Note")
STATUS_COLUMNS: Final = ("Status", "What it means")
MODEL_COLUMNS: Final = ("Question", "Answer")
GLOSSARY_COLUMNS: Final = ("Term", "Meaning")
CONSISTENCY_COLUMNS: Final = ("Compared", "Reported", "Recomputed", "Agrees within", "Result")
CALIBRATION_COLUMNS: Final = ("Quantity", "Published", "Curve gives", "May differ by", "Result")
SELF_CHECK_COLUMNS: Final = ("Computed", "Expected", "Found", "Result")
ARMS_CAPTION: Final = "Patients in each arm"
MEDIANS_CAPTION: Final = "Median survival, each from the analysis named beside it"
SUBGROUPS_CAPTION: Final = "Subgroups, each from its own report: shown, never weighed"
HARMS_CAPTION: Final = "Harms: patients with at least one event, of those treated"
EXPOSURE_CAPTION: Final = "Harms per patient-year on treatment: shown, never weighed"
AT_RISK_CAPTION: Final = "Numbers at risk, as printed under a figure"
CRITERIA_CAPTION: Final = "Who was in the trial"
SOURCES_CAPTION: Final = "Documents that the numbers were taken from"
STATUS_CAPTION: Final = "The words in brackets behind each source"
MODEL_CAPTION: Final = "Purpose, method and limits"
GLOSSARY_CAPTION: Final = "Terms of the program and of the trial"
SUBGROUPS_COMPARED: Final = "Subgroups"
HARMS_COMPARED: Final = "Harms"
ASSUMPTIONS_CAPTION: Final = "What each curve assumes beyond the published numbers"
REFUSED_CAPTION: Final = "Curves that are not shown"
REFUSED_COLUMNS: Final = ("Curve, and why",)
LOCAL_REFUSED_CAPTION: Final = "A centre's confirmations that are not used"
LOCAL_REFUSED_COLUMNS: Final = ("What is wrong, and what to do",)
DOES_NOT_AGREE: Final = "does not agree"
MET: Final = "met"
NOT_MET: Final = "not met"
_ROLE_NAMED: Final = {role: re.compile(rf", {role.value}(?=,|$)") for role in Role}
TENSION_LABEL: Final = "Tension of the hazard ratio with the other numbers"
CURVES_KEPT_LABEL: Final = "Sampled curves that meet every number"
ASSUMPTION_WORDS: Final = {
    "piece_months": "Length of a piece of constant hazard, months",
    "control_walk_sd": "Change of the log hazard in six months, standard deviation",
    "hazard_ratio_walk_sd": "Change of the log hazard ratio in six months, standard deviation",
    "follow_up_months": "Median follow-up, months (assumed, not stated by this analysis)",
    "follow_up_sd": "Uncertainty of that follow-up, months",
    "follow_up_half_width_months": "Half the span of follow-up between patients, months",
    "follow_up_half_width_logit_sd": "Uncertainty of that span (logit), standard deviation",
}
RATIO_WIDTH: Final = "Width of the hazard ratio's interval"
RATIO_WIDTH_FITTED: Final = {True: "met", False: "not used: it would bend the curve"}
CURVE_ASSUMPTION: Final = "Assumption"
CURVE_STATED: Final = "as published"
SELF_CHECK_QUANTITIES: Final = {
    Quantity.WILSON: "Wilson interval of {subject}",
    Quantity.NEWCOMBE: "Newcombe interval of {subject}",
    Quantity.MOVER: "Difference and MOVER interval of {subject}",
    Quantity.KAPLAN_MEIER: "Kaplan-Meier survival at {at}, log(−log) interval, {subject}",
    Quantity.MEDIAN: "Median, {subject}",
    Quantity.RESTRICTED_MEAN: "Restricted mean to {at} and its standard error, {subject}",
    Quantity.RESTRICTED_MEAN_DIFFERENCE: (
        "Difference of restricted means to {at} and its interval, {subject}"
    ),
    Quantity.LOG_RANK: "Log-rank chi-square and P, {subject}",
    Quantity.COX: "Cox hazard ratio (Efron) and its interval, {subject}",
    Quantity.COX_STANDARD_ERROR: "Standard error of the log hazard ratio, {subject}",
    Quantity.PROPORTIONAL_HAZARDS: "Proportional hazards, chi-square and P, {subject}",
}
_METHOD_SURVIVAL: Final = (
    "The published numbers themselves. The difference is experimental minus control, its range by "
    "MOVER from both arms' ranges (Zou and Donner 2008); a range that was not published is "
    "calculated from the reconstructed curve and says so."
)
_METHOD_CURVES: Final = (
    "Where no coordinates were published: smooth curves built to agree with the published "
    "numbers of one data cut, with a band for where else they may run. Nothing is weighed off them."
)
_METHOD_DIGITISED: Final = (
    "Kaplan-Meier curves of pseudo-patients, whose times agree with the clicks on the printed "
    "figure and exactly with the numbers at risk under it. They are not patient data. Nothing is "
    "weighed off them."
)
_METHOD_HARM: Final = (
    "Patients with at least one event, of those treated. Ranges by Wilson for one arm and by "
    "Newcombe (method 10) for the difference."
)
_METHOD_WEIGHING: Final = (
    "Net gain is the gain less the harm times the stated preference, its range in closed form. "
    "The balance point's range and how often the gain is larger come from simulation with one "
    "fixed seed, gain and harm taken as independent."
)
_LIMITS: Final = (
    "Subgroups are never weighed. The program knows nothing of the patient in the room."
)
GLOSSARY: Final = {
    "Hazard ratio (HR)": "How fast the event came in one arm compared with the other, averaged "
    "over the time followed. Below 1: slower in the experimental arm.",
    "95 % range": "An interval made by a method that covers the true value in 95 of 100 "
    "repetitions of the trial.",
    "NNT": "Number needed to treat: how many people would have to have the experimental arm's "
    "treatment for one more to be without the event at the stated time. Always with its time.",
    "RMST": "Restricted mean survival time: the mean time lived within a stated number of months, "
    "the area under the curve.",
    "Landmark": "A fixed time, such as 36 months, at which survival was published.",
    "Data cut": "One analysis of a trial, with the patients and the time known then. Numbers of "
    "two cuts are never mixed.",
    "Reconstructed": "Built by this program to agree with published numbers. Not patient data.",
    "Pseudo-patients": "Times and events worked out so that they agree with a printed curve and "
    "the numbers at risk under it. They are not the data of any patient.",
    "Balance point": "How bad one harm would have to be judged, compared with the anchor event, "
    "for gain and harm to be equal.",
    "Net gain": "The gain less the harm, the harm counted at the stated preference; in "
    "equivalents of the anchor event per 100 people.",
    "Confirmed": "Read by a centre in the document that holds it; the centre stands for it, with a "
    "date. It stays the trial's number.",
    "Unconfirmed": "Recalled but not yet checked against the document that would hold it.",
}
#: Rows of the fit report; the columns are the two arms.
DIGITISED_ROWS: Final = {
    "clicks": "Clicks on the curve",
    "patients": "Pseudo-patients: events, censored",
    "events": "Events: rebuilt, and stated by the source",
    "at-risk": "Numbers at risk met exactly",
    "error": "Distance from the clicks (root mean square; at most), of 100 people",
    "mends": "Mended in the clicks",
}
DIGITISED_FIT: Final = "Of the fit"
NOTHING_MENDED: Final = "nothing"
IPDAS_CAPTION: Final = "Self-assessment, line by line"
IPDAS_COLUMNS: Final = ("Line", "What is asked for", "Met", "Where", "Checked by")
IPDAS_MET: Final = {True: "yes", False: "no"}
IPDAS_NO_PLACE: Final = "no such place"


Row = tuple[str, ...]

#: Checks of the curves: they have a table of their own.
_OF_CURVES = (CheckKind.CALIBRATED, CheckKind.TENSION)
_USUAL_LEVEL = 0.95


# --- every number ------------------------------------------------------------------------------


def numbers(trial: Trial) -> tuple[Table, ...]:
    """Every published number: value, range, population and window, source and status."""
    groups = [
        (ARMS_CAPTION, _arms(trial)),
        *((cut_caption(trial, cut.id), _cut(trial, cut.id)) for cut in trial.data_cuts),
        (MEDIANS_CAPTION, (_median(trial, entry) for entry in trial.medians)),
        (SUBGROUPS_CAPTION, _subgroups(trial)),
        (HARMS_CAPTION, _harms(trial)),
        (EXPOSURE_CAPTION, _exposure_rates(trial)),
        (AT_RISK_CAPTION, _at_risk(trial)),
    ]
    return _tables(NUMBER_COLUMNS, groups)


def refused_local(trial: Trial) -> tuple[Table, ...]:
    """Why a centre's confirmations are not used, a row a fault; nothing where none is at fault."""
    rows = tuple((reason,) for reason in trial.refused_local)
    caption, columns = LOCAL_REFUSED_CAPTION, LOCAL_REFUSED_COLUMNS
    return (Table(caption, columns, rows),) if rows else ()


def _tables(columns: Row, groups: Iterable[tuple[str, Iterable[Row]]]) -> tuple[Table, ...]:
    """A table for each group that has rows."""
    filled = ((caption, tuple(rows)) for caption, rows in groups)
    return tuple(Table(caption, columns, rows) for caption, rows in filled if rows)


def _arms(trial: Trial) -> Iterator[Row]:
    for role in reversed(Role):
        arm = trial.arm(role)
        name = arm_words(trial, role).name
        yield (
            f"{RANDOMISED}, {name}",
            str(arm.n_randomised),
            COUNT_NOT_ESTIMATE,
            numbers_words.NO_VALUE,
            _source(trial, arm),
        )
        yield (
            f"{TREATED}, {name}",
            str(arm.n_safety),
            COUNT_NOT_ESTIMATE,
            numbers_words.NO_VALUE,
            _safety_source(trial, arm),
        )


def _cut(trial: Trial, cut_id: str) -> Iterator[Row]:
    cut = trial.data_cut(cut_id)
    months = cut.median_follow_up_months
    yield (
        MEDIAN_FOLLOW_UP,
        numbers_words.NOT_STATED if months is None else numbers_words.months(months),
        numbers_words.NO_VALUE if months is None else numbers_words.RANGE_NOT_PUBLISHED,
        randomised(trial.n_randomised),
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
    value = days(entry.difference_days, entry.decimals)
    window = restricted_mean_window(entry.horizon_months)
    p_value = numbers_words.p_value(entry.p_value, below=entry.p_value_below)
    return (
        restricted_mean_number(trial, entry.endpoint),
        value if entry.p_value is None else f"{value}, {p_value}",
        _published_range(entry, entry.decimals),
        whom_and_when(randomised(trial.n_randomised), window),
        _source(trial, entry),
    )


def _landmark(trial: Trial, entry: Landmark) -> Row:
    whom = randomised(trial.arm(entry.arm).n_randomised, role=entry.arm)
    return (
        survival_number(trial, entry.endpoint, entry.arm),
        numbers_words.percent(entry.survival, entry.decimals),
        _landmark_range(trial, entry),
        whom_and_when(whom, at_month(entry.months)),
        _source(trial, entry),
    )


def _landmark_range(trial: Trial, entry: Landmark) -> str:
    if entry.lower is not None and entry.upper is not None:
        return percent_span(entry.lower, entry.upper, entry.decimals) + _level(entry)
    both = survival_findings(trial, entry.data_cut, entry.endpoint, entry.months)
    if both is None:
        return numbers_words.RANGE_NOT_PUBLISHED
    finding = both.control if entry.arm is Role.CONTROL else both.experimental
    if finding.range_method is not Method.STANDARD_ERROR or entry.standard_error is None:
        return _calculated(finding.estimate, entry.decimals)
    shown = percent_span(*finding.estimate.limits, entry.decimals)
    return from_standard_error(shown, numbers_words.percent(entry.standard_error, entry.decimals))


def _calculated(estimate: Estimate, decimals: int) -> str:
    """A range of a proportion that was not published: calculated, or said to be missing."""
    if not estimate.has_range:
        return numbers_words.RANGE_NOT_PUBLISHED
    return not_published_calculated(percent_span(*estimate.limits, decimals))


def _hazard_ratio(trial: Trial, entry: HazardRatio) -> Row:
    value = numbers_words.number(entry.value, entry.decimals)
    whom = randomised(trial.n_randomised)
    if entry.events_experimental is not None and entry.events_control is not None:
        events = events_behind(entry.events_experimental, entry.events_control)
        whom = whom_and_when(whom, events)
    return (
        hazard_ratio_number(trial, entry.endpoint, entry.model),
        _with_p(value, entry),
        _published_range(entry, entry.decimals),
        whom_and_when(whom, WHOLE_FOLLOW_UP),
        _source(trial, entry),
    )


def _with_p(value: str, entry: HazardRatio | ExposureRate) -> str:
    if entry.p_value is None:
        return value
    return f"{value}, {numbers_words.p_value(entry.p_value, below=entry.p_value_below)}"


def _published_range(entry: Interval, decimals: int) -> str:
    if entry.lower is None or entry.upper is None:
        return numbers_words.RANGE_NOT_PUBLISHED
    low, high = (numbers_words.number(limit, decimals) for limit in (entry.lower, entry.upper))
    return numbers_words.span(low, high) + _level(entry)


def _level(entry: Interval) -> str:
    usual = entry.level is None or entry.level == _USUAL_LEVEL
    return "" if usual else other_level(entry.level or _USUAL_LEVEL)


def _median(trial: Trial, entry: MedianSurvival) -> Row:
    cut = trial.text.cuts.get(entry.analysis)
    whom = randomised(trial.arm(entry.arm).n_randomised, role=entry.arm)
    return (
        median_of_model(trial, entry),
        numbers_words.NOT_REACHED
        if entry.months is None
        else numbers_words.months(entry.months, entry.decimals),
        _published_range(entry, entry.decimals),
        whom_and_when(whom, OWN_ANALYSIS if cut is None else cut.name),
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
    p_value = None if group.p_value is None else numbers_words.p_value(group.p_value)
    value = (
        numbers_words.NOT_AVAILABLE
        if ratio is None
        else numbers_words.number(ratio.value, SUBGROUP_DECIMALS)
    )
    if ratio is None:
        shown = numbers_words.RANGE_NOT_PUBLISHED
    elif method is Method.RATIO_FROM_P:
        shown = calculated_from_p(
            *(numbers_words.number(limit, SUBGROUP_DECIMALS) for limit in ratio.limits)
        )
    else:
        shown = _published_range(group, SUBGROUP_DECIMALS)
    return (
        in_subgroup(trial, group, hazard_ratio_number(trial, group.endpoint)),
        value if p_value is None else f"{value}, {p_value}",
        shown,
        whom_and_when(_subgroup_people(group), _subgroup_when(trial, group)),
        _source(trial, group),
    )


def _subgroup_survival(trial: Trial, finding: SubgroupFinding) -> Row:
    group = finding.subgroup
    name = both_arms_at(trial, group.endpoint, group.months)
    arms = [one for one in (finding.experimental, finding.control) if one is not None]
    shown = numbers_words.RANGE_NOT_PUBLISHED
    if all(one.has_range for one in arms):
        ranges = (percent_span(*one.limits, group.decimals) for one in arms)
        shown = from_standard_error(numbers_words.versus(*ranges))
    return (
        in_subgroup(trial, group, name),
        numbers_words.versus(*(numbers_words.percent(one.value, group.decimals) for one in arms)),
        shown,
        whom_and_when(_subgroup_people(group), _subgroup_when(trial, group)),
        _source(trial, group),
    )


def _subgroup_people(group: Subgroup) -> str:
    if group.n_total is None:
        return PEOPLE_NOT_GIVEN
    if group.n_experimental is None or group.n_control is None:
        return people_in_all(group.n_total)
    return numbers_words.versus(str(group.n_experimental), str(group.n_control))


def _subgroup_when(trial: Trial, group: Subgroup) -> str:
    """The data cut that it belongs to, or that it is a later report, and its follow-up."""
    cut = group.data_cut
    analysis = LATER_REPORT if cut is None else trial.text.cuts[cut].name
    months = group.median_follow_up_months
    followed = WHOLE_FOLLOW_UP if months is None else _followed_words(months)
    return whom_and_when(analysis, followed)


def _harms(trial: Trial) -> Iterator[Row]:
    for harm in trial.harms:
        for role in reversed(Role):
            entry = trial.adverse_event(harm.id, role)
            name = harm_in_arm(trial, harm.id, role)
            yield _not_available(name) if entry is None else _harm(trial, entry, name)


def _not_available(name: str) -> Row:
    empty = numbers_words.NO_VALUE
    return (name, numbers_words.NOT_AVAILABLE, empty, empty, empty)


def _harm(trial: Trial, entry: AdverseEvent, name: str) -> Row:
    value = count_and_percent(entry)
    note = count_badge(trial, entry)
    if note is not None:
        value = with_badge(value, note)
    return (
        name,
        value,
        _harm_range(entry),
        whom_and_when(treated(entry.total), trial.text.harms[entry.harm].window),
        _source(trial, entry),
    )


def _harm_range(entry: AdverseEvent) -> str:
    if entry.proportion is None:
        return numbers_words.RANGE_NOT_PUBLISHED
    decimals = entry.decimals if entry.count is None or entry.percentage is not None else 1
    return _calculated(widest_proportion(entry.proportion, entry.possible), decimals)


def _exposure_rates(trial: Trial) -> Iterator[Row]:
    """Events per patient-year on treatment: beside the counts, never weighed."""
    for entry in trial.exposure_rates:
        rates = (numbers_words.number(entry.of(role), entry.decimals) for role in _ROLES)
        yield (
            trial.text.harms[entry.harm].name,
            _with_p(numbers_words.versus(*rates), entry),
            numbers_words.RANGE_NOT_PUBLISHED,
            PER_PATIENT_YEAR,
            _source(trial, entry),
        )


def _at_risk(trial: Trial) -> Iterator[Row]:
    for entry in trial.at_risk:
        yield (
            at_risk_number(trial, entry),
            str(entry.n_at_risk),
            COUNT_NOT_ESTIMATE,
            whom_and_when(trial.text.cuts[entry.data_cut].name, at_month(entry.months)),
            _source(trial, entry),
        )


def _source(trial: Trial, entry: Provenance) -> str:
    return citation(cited(trial, entry))


def _safety_source(trial: Trial, arm: Arm) -> str:
    return citation(Citation(trial.source(arm.safety_source), arm.safety_place, arm.safety_status))


# --- facts, sources, words ---------------------------------------------------------------------


def facts(trial: Trial) -> tuple[Table, ...]:
    """Who was in the trial, and every other fact, a table a group."""
    groups: list[tuple[str, Iterable[Row]]] = [
        (
            CRITERIA_CAPTION,
            (
                (criterion_requirement(trial, entry), _source(trial, entry))
                for entry in trial.criteria
            ),
        )
    ]
    groups += [_facts_of(trial, group) for group in trial.text.fact_groups]
    return _tables(FACT_COLUMNS, groups)


def facts_beside_harms(trial: Trial) -> tuple[Table, ...]:
    """The groups of facts that belong on the page of harms, in the trial's order."""
    groups = (_facts_of(trial, group) for group in trial.text.beside_harms)
    return _tables(FACT_COLUMNS, groups)


def _facts_of(trial: Trial, group: str) -> tuple[str, Iterable[Row]]:
    own = (entry for entry in trial.facts if entry.group == group)
    rows = [(fact_sentence(trial, entry), _source(trial, entry)) for entry in own]
    return trial.text.fact_groups[group], rows


def sources(trial: Trial) -> Table:
    """Every document, with its identifiers as text and who relayed it."""
    rows = tuple(
        (entry.short, entry.citation, identifiers(entry), source_note(entry))
        for entry in trial.sources
    )
    return Table(SOURCES_CAPTION, SOURCE_COLUMNS, rows)


def statuses() -> Table:
    """The status words and what each of them means."""
    named = {**STATUS_WORDS, Status.LOCAL: LOCAL_STATUS}
    rows = tuple((named[status], STATUS_MEANING[status]) for status in Status)
    return Table(STATUS_CAPTION, STATUS_COLUMNS, rows)


def model_facts(trial: Trial) -> Table:
    """What the program is for, how it computes, where it ends, and which version it is."""
    rows = _model_fact_words(trial, __version__)
    return Table(MODEL_CAPTION, MODEL_COLUMNS, rows)


def glossary(trial: Trial) -> Table:
    """The program's terms and the trial's, in the order of the alphabet."""
    terms = [*GLOSSARY.items()]
    terms += [(entry.term, entry.meaning) for entry in trial.text.glossary.values()]
    rows = tuple(sorted(terms, key=lambda row: row[0].casefold()))
    return Table(GLOSSARY_CAPTION, GLOSSARY_COLUMNS, rows)


# --- consistency and calibration ---------------------------------------------------------------


def consistency_tables(trial: Trial) -> tuple[Table, ...]:
    """Reported against recomputed, a table for each analysis, the subgroups and the harms."""
    compared = itertools.groupby(_compared(trial), key=lambda line: _compared_in(trial, line))
    groups = [
        (caption, [_consistency_row(trial, line) for line in group]) for caption, group in compared
    ]
    return _tables(CONSISTENCY_COLUMNS, groups)


def consistency_summary(trial: Trial) -> str:
    """How many of the comparisons agree."""
    lines = _compared(trial)
    return _consistency_words(sum(line.agrees for line in lines), len(lines))


def _compared(trial: Trial) -> list[ConsistencyLine]:
    return [line for line in consistency.report(trial) if line.kind not in _OF_CURVES]


def _compared_in(trial: Trial, line: ConsistencyLine) -> str:
    if line.harm is not None:
        return HARMS_COMPARED
    if line.data_cut is None or line.endpoint is None:
        return SUBGROUPS_COMPARED
    return analysis_compared(trial, line.data_cut, line.endpoint)


def _consistency_row(trial: Trial, line: ConsistencyLine) -> Row:
    return (
        agreement.compared(trial, line),
        reported_number(trial, line),
        consistency_number(line, line.recomputed),
        agrees_within(line),
        consistency_result(line),
    )


def calibration(trial: Trial) -> tuple[Table, ...]:
    """Each curve against the numbers that it was built from; assumptions; curves not shown."""
    groups: list[tuple[str, Iterable[Row]]] = [
        (calibration_caption(trial, curve), _calibration_rows(trial, curve))
        for curve in trial.curves
    ]
    tables = [*_tables(CALIBRATION_COLUMNS, groups)]
    if trial.curves and trial.calibration is not None:
        tables.append(_assumptions(trial))
    if trial.refused_curves:
        rows = tuple((reason,) for reason in trial.refused_curves)
        tables.append(Table(REFUSED_CAPTION, REFUSED_COLUMNS, rows))
    return tuple(tables)


def _calibration_rows(trial: Trial, curve: CalibratedCurves) -> Iterator[Row]:
    for check in curve.checks:
        yield (
            calibration_quantity(trial, check.quantity),
            *calibration_numbers(check),
            _met(_is_met(check)),
        )
    yield (
        TENSION_LABEL,
        numbers_words.NO_VALUE,
        standard_deviations(curve.tension),
        f"{curve.tension_limit:g}",
        _met(abs(curve.tension) <= curve.tension_limit),
    )


def _is_met(check: CalibrationCheck) -> bool:
    return abs(check.achieved - check.target) <= check.tolerance


def _met(met: bool) -> str:
    return MET if met else NOT_MET


def _assumptions(trial: Trial) -> Table:
    """One column a curve: how it was sampled and what it assumes."""
    used = [
        stated_assumptions(trial, curve.data_cut, curve.endpoint, curves=curve.curves_asked)
        for curve in trial.curves
    ]
    named = [name for name in ASSUMPTION_WORDS if any(name in one for one in used)]
    rows = [
        (
            ASSUMPTION_WORDS[name],
            *(f"{one[name]:g}" if name in one else CURVE_STATED for one in used),
        )
        for name in named
    ]
    fitted = trial.calibration is None or trial.calibration.fit_ratio_interval
    rows.append((RATIO_WIDTH, *(RATIO_WIDTH_FITTED[fitted] for _ in trial.curves)))
    rows.append((CURVES_KEPT_LABEL, *(kept(curve) for curve in trial.curves)))
    names = (analysis_compared(trial, c.data_cut, c.endpoint) for c in trial.curves)
    return Table(ASSUMPTIONS_CAPTION, (CURVE_ASSUMPTION, *names), tuple(rows))


def digitised_fit(trial: Trial) -> tuple[Table, ...]:
    """Each curve that was rebuilt from a figure: how well it agrees with what was clicked on."""
    return tuple(fit_report(trial, curves) for curves in trial.digitised)


def fit_report(trial: Trial, curves: DigitisedCurves) -> Table:
    """How well both arms' pseudo-patients agree with one figure."""
    return Table(
        digitised_caption(trial, curves),
        (DIGITISED_FIT, *(arm_words(trial, role).name for role in _ROLES)),
        tuple(
            (DIGITISED_ROWS[row], *(cell(curves.arm(role)) for role in _ROLES))
            for row, cell in _FIT.items()
        ),
    )


_ROLES: Final = (Role.EXPERIMENTAL, Role.CONTROL)


def _at_risk_met(arm: DigitisedArm) -> str:
    pairs = zip(arm.n_at_risk, digitised.at_risk_found(arm), strict=True)
    return fit_at_risk(sum(given == found for given, found in pairs), len(arm.n_at_risk))


# --- self-check --------------------------------------------------------------------------------


def self_check(lines: Sequence[SelfCheckLine]) -> tuple[Table, ...]:
    """Expected against found, a table for each authority that the expected values come from."""
    groups = [
        (self_check_caption(authority), [_self_check_row(line) for line in group])
        for authority, group in itertools.groupby(lines, key=lambda line: line.authority)
    ]
    return _tables(SELF_CHECK_COLUMNS, groups)


def _self_check_row(line: SelfCheckLine) -> Row:
    return (
        self_check_what(line),
        self_check_numbers(line, line.expected),
        self_check_numbers(line, line.found),
        AGREES if line.agrees else DOES_NOT_AGREE,
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


def ipdas(trial: Trial, *, pages: Collection[str] = tuple(PAGES)) -> Table:
    """The self-assessment: yes only where every place exists and the data hold what is asked."""
    return Table(
        IPDAS_CAPTION,
        IPDAS_COLUMNS,
        tuple(_ipdas_row(trial, line, pages) for line in IPDAS),
    )


def _ipdas_row(trial: Trial, line: IpdasLine, pages: Collection[str]) -> Row:
    there = [_page_of(place) in pages for place in line.places]
    name, criterion = IPDAS_CRITERIA[line.id]
    where = [
        _place_name(place) if exists else IPDAS_NO_PLACE
        for place, exists in zip(line.places, there, strict=True)
    ]
    met = IPDAS_MET[all(there) and line.held(trial)]
    return (name, criterion, met, "; ".join(dict.fromkeys(where)), ipdas_test(line.test))


def _page_of(place: str | Screen) -> str:
    return "patient_view" if isinstance(place, Screen) else place


def _place_name(place: str | Screen) -> str:
    if isinstance(place, Screen):
        return ipdas_screen(screen_title(CLINICIAN, place))
    return PAGES[place]


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
    return all(
        row[-1] != numbers_words.NO_VALUE or row[1] == numbers_words.NOT_AVAILABLE for row in rows
    )


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


# --- words --------------------------------------------------------------------------------------


def cut_caption(trial: Trial, cut: str) -> str:
    """A data cut's table of numbers."""
    return f"{trial.text.cuts[cut].name}: {trial.text.cuts[cut].analysis}"


def restricted_mean_number(trial: Trial, endpoint: str) -> str:
    """The name of a published difference of restricted means."""
    name = trial.text.endpoints[endpoint].name.lower()
    return f"Difference of restricted mean survival times, {name}"


def days(value: float, decimals: int = 0) -> str:
    """A length of time in days."""
    return f"{numbers_words.number(value, decimals)} days"


def from_standard_error(shown: str, error: str | None = None) -> str:
    """A range that was calculated from a printed standard error, and that error."""
    ending = "" if error is None else f" (± {error})"
    return f"{numbers_words.RANGE_NOT_PUBLISHED}; {shown}, {FROM_STANDARD_ERROR}{ending}"


def not_published_calculated(shown: str) -> str:
    """The range of a number that was published without one, calculated here."""
    return f"{numbers_words.RANGE_NOT_PUBLISHED}; {numbers_words.CALCULATED}: {shown}"


def percent_span(lower: float, upper: float, decimals: int) -> str:
    """A range of a proportion as percentages, the sign once."""
    return (
        f"{numbers_words.out_of_100(lower, decimals)} to {numbers_words.percent(upper, decimals)}"
    )


def other_level(level: float) -> str:
    """Said behind a range whose level is not the one that the column's head names."""
    return f" ({numbers_words.percent(level)} range)"


def events_behind(experimental: int, control: int) -> str:
    """Events behind a hazard ratio."""
    return f"{experimental} vs {control} events"


def count_and_percent(entry: AdverseEvent) -> str:
    """A harm's count and percentage, as far as they are at hand, with the grades behind it."""
    count, printed = entry.count, entry.percentage
    shown = None if printed is None else f"{numbers_words.number(printed, entry.decimals)} %"
    if count is None:
        totals = dict.fromkeys((entry.total, entry.total_in_head or entry.total))
        of = " or ".join(map(str, totals))
        return (
            numbers_words.NOT_AVAILABLE if shown is None else f"{shown} of {of}{_by_grade(entry)}"
        )
    counted = f"{count.events} of {count.total}"
    return counted if shown is None else f"{counted}, {shown}{_by_grade(entry)}"


def _by_grade(entry: AdverseEvent) -> str:
    if not entry.grades:
        return ""
    graded = zip((3, 4, 5), (entry.percent_grade_3, entry.percent_grade_4, entry.percent_grade_5),
                 strict=True)  # fmt: skip
    told = (f"{g}: {numbers_words.number(p, entry.decimals)}" for g, p in graded if p is not None)
    return f" (grade {', '.join(told)} %)"


def both_arms_at(trial: Trial, endpoint: str, months: int | None) -> str:
    """The name of a pair of survivals, experimental first."""
    name = trial.text.endpoints[endpoint].name
    return name if months is None else f"{name} {at_month(months)}"


def _followed_words(months: float) -> str:
    """The follow-up that a subgroup's report states."""
    return f"median follow-up {numbers_words.number(months, 1)} months"


def calculated_from_p(lower: str, upper: str) -> str:
    """The range of a subgroup's ratio, calculated because only P was reported."""
    return f"{not_published_calculated(numbers_words.span(lower, upper))} (from P)"


def criterion_requirement(trial: Trial, criterion: Criterion) -> str:
    """What the trial asked for."""
    return trial.text.criteria[criterion.id].requirement


def identifiers(source: Source) -> str:
    """A source's identifiers as text: nothing here is a link to another host."""
    named = (("doi", source.doi), ("PMID", source.pmid), ("PMCID", source.pmcid))
    return ", ".join(f"{name} {value}" for name, value in named if value) or numbers_words.NO_VALUE


def source_note(source: Source) -> str:
    """Who relayed a source, and what else must be known of it."""
    relayed = "" if source.reported_by is None else f"As reported by {source.reported_by}."
    return " ".join(part for part in (relayed, source.note) if part) or numbers_words.NO_VALUE


def _consistency_words(agreeing: int, compared_in_all: int) -> str:
    """How many comparisons agree, before the tables that show each of them."""
    if not compared_in_all:
        return "The published numbers allow no comparison."
    return f"{agreeing} of {compared_in_all} comparisons agree."


def calibration_quantity(trial: Trial, quantity: str) -> str:
    """A quantity of the calibration with the arms' own names."""
    for role in Role:
        quantity = _ROLE_NAMED[role].sub(f", {arm_words(trial, role).short}", quantity)
    return numbers_words.capitalised(quantity)


def calibration_numbers(check: CalibrationCheck) -> tuple[str, str, str]:
    """Published, given by the curve, and how far apart they may be."""
    digits = 1 if check.target > 1 else 4 if check.target < 0.1 else 3
    published = f"{round(check.target, digits):g}"
    return published, numbers_words.number(check.achieved, digits), f"{check.tolerance:g}"


def standard_deviations(value: float) -> str:
    """A tension with its unit."""
    return f"{numbers_words.number(value, 1)} standard deviations"


def kept(curve: CalibratedCurves) -> str:
    """How many of the sampled curves were kept."""
    return f"{curve.curves_kept} of {curve.curves_asked}"


def self_check_what(line: SelfCheckLine) -> str:
    """What one case of the self-check computes."""
    at = "" if line.at is None else f"{line.at:g}"
    return SELF_CHECK_QUANTITIES[line.quantity].format(subject=line.subject, at=at)


def self_check_caption(authority: str) -> str:
    """Where the expected values of a group of cases come from."""
    return f"Expected values: {authority}"


def self_check_numbers(line: SelfCheckLine, values: Sequence[float]) -> str:
    """Numbers expected or found, to the digits that the expected ones were given with."""
    shown = [_self_check_number(value, line.decimals) for value in values]
    if not shown:
        return "nothing could be computed"
    if line.quantity in (Quantity.WILSON, Quantity.NEWCOMBE) and len(shown) == 2:
        return numbers_words.span(*shown)
    if len(shown) == 3:
        return f"{shown[0]} ({numbers_words.span(*shown[1:])})"
    return ", ".join(shown)


def _self_check_number(value: float, decimals: int | None) -> str:
    if not math.isfinite(value):
        return numbers_words.NOT_ESTIMABLE
    return (
        f"{value:.6g}".replace("-", "−")
        if decimals is None
        else numbers_words.number(value, decimals)
    )


def _model_fact_words(trial: Trial, version: str) -> tuple[tuple[str, str], ...]:
    """What the program is for, what it does and where it ends: question and answer."""
    text, review = trial.text, trial.review
    return (
        ("Purpose", f"To talk over one decision between clinician and patient: {text.decision}"),
        ("Population", f"{text.population}."),
        ("Outside its scope", text.not_for),
        ("Condition of use", INTENDED_USE),
        ("Survival and hazard ratio", _METHOD_SURVIVAL),
        ("Curves", _METHOD_DIGITISED if trial.digitised and not trial.curves else _METHOD_CURVES),
        ("Harm", _METHOD_HARM),
        ("Weighing", _METHOD_WEIGHING),
        ("Limits", " ".join((*text.caveats, _LIMITS))),
        ("Version", f"Data {trial.version}; program {version}."),
        (
            "Review",
            f"Last review {review.last.isoformat()}; next due {review.next.isoformat()}.",
        ),
        ("Updates", text.update_policy),
        ("Funding of the trial", text.funding),
        ("Language", "English."),
    )


def fit_patients(arm: DigitisedArm) -> str:
    """How many pseudo-patients there are, with events and censored."""
    events = sum(arm.event)
    return f"{len(arm.event)}: {events}, {len(arm.event) - events}"


def fit_events(arm: DigitisedArm) -> str:
    """Events found against those that the source states."""
    stated = numbers_words.NOT_STATED if arm.events_stated is None else str(arm.events_stated)
    return f"{sum(arm.event)}; {stated}"


def fit_at_risk(met: int, given: int) -> str:
    """How many of the numbers at risk are met exactly."""
    return f"{met} of {given}"


def fit_error(arm: DigitisedArm) -> str:
    """How far the rebuilt curve lies from the clicks."""
    usual, most = (
        numbers_words.out_of_100(e, 2) for e in (arm.root_mean_square_error, arm.largest_error)
    )
    return f"{usual}; {most}"


def fit_mends(arm: DigitisedArm) -> str:
    """What was mended in the clicks before the curve was rebuilt."""
    return " ".join(arm.mends) or NOTHING_MENDED


def ipdas_screen(title: str) -> str:
    """A screen of the patient view as a place."""
    return f"{PAGES['patient_view']}: {title}"


def ipdas_test(test: str) -> str:
    """A test's name as the sentence that it is, with the module that holds it."""
    module, _, name = test.partition(".")
    return f"{numbers_words.capitalised(name.removeprefix('test_').replace('_', ' '))} ({module})"


_FIT: Final[dict[str, Callable[[DigitisedArm], str]]] = {
    "clicks": lambda arm: str(len(arm.curve_months)),
    "patients": fit_patients,
    "events": fit_events,
    "at-risk": _at_risk_met,
    "error": fit_error,
    "mends": fit_mends,
}
