"""Reported against recomputed, in words."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.agreement import (
    EVENTS_APPROXIMATION,
    GROUPS_CENSORING,
    REBUILT_CURVE_LOSS,
    REBUILT_RATIO_LOSS,
    CheckKind,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
)
from tradeoff.findings.ledger.published import SUBGROUP_DECIMALS
from tradeoff.trial.records import AdverseEvent, HazardRatio, Landmark, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import arm_words
from tradeoff.words.provenance import UNCONFIRMED_FACT, count_badge, with_badge
from tradeoff.words.say import Say, message

AGREES: Final = message("agrees")

TENSION: Final = message("tension")

_COMPARED: Final = {
    CheckKind.RATIO_CENTRE: message("Hazard ratio with the middle of its range (geometric mean)"),
    CheckKind.P_VALUE: message("P with the one that ratio and range imply"),
    CheckKind.EVENTS_STANDARD_ERROR: (
        message(
            "Standard error of the log hazard ratio, from its range, with the one that the "
            "events give"
        )
    ),
    CheckKind.CUMULATIVE_HAZARD_RATIO: (
        message("Hazard ratio with the ratio of both arms' log survival at {months} months")
    ),
    CheckKind.MEDIAN_RATIO: message(
        "Hazard ratio with the ratio of the two medians (a rough check)"
    ),
    CheckKind.STANDARD_ERROR: (
        message("Standard error of survival at {months} months with the least possible one, {arm}")
    ),
    CheckKind.RESTRICTED_MEAN_CENTRE: (
        message("Difference of restricted means, in days, with the middle of its range")
    ),
    CheckKind.RESTRICTED_MEAN_P_VALUE: (
        message("P of the difference of restricted means with the one that its range implies")
    ),
    CheckKind.LANDMARK_CENTRE: (
        message("Survival at {months} months with the middle of its range (log(−log) scale), {arm}")
    ),
    CheckKind.PERCENT: message("{harm}, percentage with its count, {arm}"),
    CheckKind.SUBGROUPS_SURVIVAL: (
        message("Survival at {months} months with that of the age groups put together, {arm}")
    ),
    CheckKind.SUBGROUPS_RATIO: message(
        "Hazard ratio with those of the age groups, pooled by precision"
    ),
    CheckKind.CALIBRATED: message("{quantity}"),
    CheckKind.TENSION: message("Hazard ratio with its prediction, in standard deviations"),
    CheckKind.REBUILT_HAZARD_RATIO: (
        message("Hazard ratio with that of the pseudo-patients rebuilt from the digitised figure")
    ),
    CheckKind.REBUILT_LANDMARK: (
        message(
            "Survival at {months} months with the curve rebuilt from the digitised figure, {arm}"
        )
    ),
}

_TOLERANCE_WORDS: Final = {
    ToleranceReason.ROUNDING: message("rounding of what was printed"),
    ToleranceReason.REPORTED_INTERVAL: (
        message(
            "the ratio's own range, since one month of a curve or a median is a noisier "
            "estimate of it"
        )
    ),
    ToleranceReason.APPROXIMATION: (message("rounding, and a formula good to about {share}")),
    ToleranceReason.CALIBRATION: message("what the reconstruction counts as met"),
    ToleranceReason.LEAST: message(
        "no less than with everybody followed to that month, and rounding"
    ),
    ToleranceReason.GROUPS: (message("rounding, and {share} of survival for uneven censoring")),
    ToleranceReason.POOLED: message("the ratio's own range, since its model was stratified"),
    ToleranceReason.REBUILT_RATIO: (
        message("rounding, and {share} that a rebuilt ratio may be off")
    ),
    ToleranceReason.REBUILT_CURVE: (
        message("rounding, and {share} of survival that a hand may click beside the line")
    ),
}

#: What such words name, as a proportion, and its decimals.
_TOLERANCE_SHARES: Final = {
    ToleranceReason.APPROXIMATION: (EVENTS_APPROXIMATION, 0),
    ToleranceReason.GROUPS: (GROUPS_CENSORING, 1),
    ToleranceReason.REBUILT_RATIO: (REBUILT_RATIO_LOSS, 0),
    ToleranceReason.REBUILT_CURVE: (REBUILT_CURVE_LOSS, 0),
}

_EXPLANATION_WORDS: Final = {
    Explanation.OTHER_TEST: (
        message(
            "P and range fall on the same side of no effect: another test, or a stratified one, "
            "would explain it."
        )
    ),
    Explanation.HAZARDS_NOT_PROPORTIONAL: (
        message("A hazard ratio that changes with time would explain it.")
    ),
    Explanation.HAZARDS_NOT_CONSTANT: (
        message(
            "Medians stand in the ratio of the hazards only where both are constant over time. "
            "Curves that come together after the medians would explain it."
        )
    ),
    Explanation.PLAIN_INTERVAL: (
        message(
            "The range lies evenly about survival itself: another kind of interval would "
            "explain it."
        )
    ),
    Explanation.LOG_INTERVAL: (
        message(
            "The range lies evenly about the log of survival: another kind of interval would "
            "explain it."
        )
    ),
    Explanation.OTHER_MODEL: (
        message(
            "A ratio that was stratified or adjusted would explain it: that of pseudo-patients "
            "is not."
        )
    ),
    Explanation.FEW_EVENTS: (
        message(
            "So wide a range comes from few events: one that is not even about the log of the "
            "ratio "
            "would explain it, and so would a misprint in the report."
        )
    ),
}


def compared(say: Say, trial: Trial, line: ConsistencyLine) -> str:
    """What one line of the consistency report compares, with the badge where one is due."""
    text, note = _compared_numbers(say, trial, line), None
    if line.harm is not None and line.arm is not None:
        entry = trial.adverse_event(line.harm, line.arm)
        note = None if entry is None else count_badge(say, trial, entry)
    elif line.status is Status.UNCONFIRMED:
        note = say(UNCONFIRMED_FACT)
    return text if note is None else with_badge(text, note)


def _compared_numbers(say: Say, trial: Trial, line: ConsistencyLine) -> str:
    arm = "" if line.arm is None else arm_words(trial, line.arm).short
    harm = "" if line.harm is None else trial.text.harms[line.harm].short
    text = say(
        _COMPARED[line.kind], months=line.months, arm=arm, harm=harm, quantity=line.quantity or ""
    )
    if line.subgroup is None or line.endpoint is None:
        return text
    name = trial.text.subgroups[line.subgroup].name
    return f"{name}, {trial.text.endpoints[line.endpoint].short}: {text}"


_SURVIVALS: Final = (
    CheckKind.LANDMARK_CENTRE,
    CheckKind.REBUILT_LANDMARK,
    CheckKind.SUBGROUPS_SURVIVAL,
)


def consistency_number(say: Say, line: ConsistencyLine, value: float) -> str:
    """A number of the consistency report, with the digits that the comparison needs."""
    if line.kind in _SURVIVALS:
        return numbers.percent(say, value, 1)
    if line.kind is CheckKind.STANDARD_ERROR:
        return numbers.percent(say, value, 2)
    if line.kind is CheckKind.PERCENT:
        return numbers.percentage(say, value, 1)
    if line.kind in (CheckKind.P_VALUE, CheckKind.RESTRICTED_MEAN_P_VALUE):
        return numbers.number(say, value, 4)
    if line.kind is CheckKind.RESTRICTED_MEAN_CENTRE:
        return numbers.number(say, value, 1)
    return numbers.number(say, value, 3)


def reported_number(say: Say, trial: Trial, line: ConsistencyLine) -> str:
    """The reported number of a line with the digits that it was printed with."""
    if line.kind is CheckKind.P_VALUE:
        return say.number(line.reported)
    if line.kind in (CheckKind.RESTRICTED_MEAN_CENTRE, CheckKind.RESTRICTED_MEAN_P_VALUE):
        return _printed_mean(say, trial, line)
    if line.kind is CheckKind.EVENTS_STANDARD_ERROR:
        return numbers.number(say, line.reported, 3)
    decimals = _printed_decimals(trial, line)
    if line.kind in (*_SURVIVALS, CheckKind.STANDARD_ERROR):
        return numbers.percent(say, line.reported, decimals)
    shown = numbers.percentage if line.kind is CheckKind.PERCENT else numbers.number
    return shown(say, line.reported, decimals)


def _printed_mean(say: Say, trial: Trial, line: ConsistencyLine) -> str:
    key = (line.data_cut, line.endpoint)
    entry = next(e for e in trial.restricted_means if (e.data_cut, e.endpoint) == key)
    if line.kind is CheckKind.RESTRICTED_MEAN_CENTRE:
        return numbers.number(say, line.reported, entry.decimals)
    return f"{'< ' if entry.p_value_below else ''}{say.number(line.reported)}"


def _printed_decimals(trial: Trial, line: ConsistencyLine) -> int:
    entry: HazardRatio | Landmark | AdverseEvent | None = None
    if line.harm is not None and line.arm is not None:
        entry = trial.adverse_event(line.harm, line.arm)
    elif line.data_cut is not None and line.endpoint is not None:
        if line.arm is not None and line.months is not None:
            entry = trial.landmark(line.data_cut, line.endpoint, line.months, line.arm)
        else:
            entry = trial.hazard_ratio(line.data_cut, line.endpoint)
    return SUBGROUP_DECIMALS if entry is None else entry.decimals


def agrees_within(say: Say, line: ConsistencyLine) -> str:
    """The range in which the recomputed number agrees, and where it comes from."""
    low, high = (consistency_number(say, line, limit) for limit in (line.lower, line.upper))
    share, decimals = _TOLERANCE_SHARES.get(line.reason, (0.0, 0))
    why = say(_TOLERANCE_WORDS[line.reason], share=numbers.percent(say, share, decimals))
    return f"{numbers.span(say, low.removesuffix('%').rstrip(), high)} ({why})"


def consistency_result(say: Say, line: ConsistencyLine) -> str:
    """Agreement or tension, and what explains it."""
    said = numbers.capitalised(say(AGREES) if line.agrees else say(TENSION))
    if line.explanation is not None:
        return f"{said}. {say(_EXPLANATION_WORDS[line.explanation])}"
    if line.agrees:
        return said
    return say(
        "{said}. These numbers alone don't say why: check them against the source.", said=said
    )
