"""Reported against recomputed, and the program's own reference cases: expected against found."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

from tradeoff.findings import agreement as consistency
from tradeoff.findings.agreement import CheckKind, ConsistencyLine
from tradeoff.trial.records import Trial
from tradeoff.trial.self_check import Computation, SelfCheckLine
from tradeoff.words import agreement
from tradeoff.words import numbers as numbers_words
from tradeoff.words.agreement import (
    AGREES,
    agrees_within,
    consistency_number,
    consistency_result,
    reported_number,
)
from tradeoff.words.naming import analysis_compared
from tradeoff.words.say import Say, message
from tradeoff.words.table import Row, Table, grouped

DOES_NOT_AGREE: Final = message("does not agree")
SELF_CHECK_QUANTITIES: Final = {
    Computation.WILSON: message("Wilson interval of {subject}"),
    Computation.NEWCOMBE: message("Newcombe interval of {subject}"),
    Computation.MOVER: message("Difference and MOVER interval of {subject}"),
    Computation.KAPLAN_MEIER: message(
        "Kaplan-Meier survival at {at}, log(−log) interval, {subject}"
    ),
    Computation.MEDIAN: message("Median, {subject}"),
    Computation.RESTRICTED_MEAN: message(
        "Restricted mean to {at} and its standard error, {subject}"
    ),
    Computation.RESTRICTED_MEAN_DIFFERENCE: (
        message("Difference of restricted means to {at} and its interval, {subject}")
    ),
    Computation.LOG_RANK: message("Log-rank chi-square and P, {subject}"),
    Computation.COX: message("Cox hazard ratio (Efron) and its interval, {subject}"),
    Computation.COX_STANDARD_ERROR: message("Standard error of the log hazard ratio, {subject}"),
    Computation.PROPORTIONAL_HAZARDS: message("Proportional hazards, chi-square and P, {subject}"),
}
#: Checks of the curves: they have a table of their own.
_OF_CURVES = (CheckKind.CALIBRATED, CheckKind.TENSION)


def consistency_tables(say: Say, trial: Trial) -> tuple[Table, ...]:
    """Reported against recomputed, a table for each analysis, the subgroups and the harms."""
    compared = itertools.groupby(_compared(trial), key=lambda line: _compared_in(say, trial, line))
    groups = [
        (caption, [_consistency_row(say, trial, line) for line in group])
        for caption, group in compared
    ]
    return grouped(
        (say("Compared"), say("Reported"), say("Recomputed"), say("Agrees within"), say("Result")),
        groups,
    )


def consistency_summary(say: Say, trial: Trial) -> str:
    """How many of the comparisons agree, and which do not."""
    lines = _compared(trial)
    tense = (agreement.compared(say, trial, line) for line in lines if not line.agrees)
    return _consistency_words(say, len(lines), tuple(tense))


def _compared(trial: Trial) -> list[ConsistencyLine]:
    return [line for line in consistency.report(trial) if line.kind not in _OF_CURVES]


def _compared_in(say: Say, trial: Trial, line: ConsistencyLine) -> str:
    if line.harm is not None:
        return say("Harms")
    if line.data_cut is None or line.endpoint is None:
        return say("Subgroups")
    return analysis_compared(trial, line.data_cut, line.endpoint)


def _consistency_row(say: Say, trial: Trial, line: ConsistencyLine) -> Row:
    return (
        agreement.compared(say, trial, line),
        reported_number(say, trial, line),
        consistency_number(say, line, line.recomputed),
        agrees_within(say, line),
        consistency_result(say, line),
    )


def self_check(say: Say, lines: Sequence[SelfCheckLine]) -> tuple[Table, ...]:
    """Expected against found, a table for each authority that the expected values come from."""
    groups = [
        (self_check_caption(say, authority), [_self_check_row(say, line) for line in group])
        for authority, group in itertools.groupby(lines, key=lambda line: line.authority)
    ]
    return grouped((say("Computed"), say("Expected"), say("Found"), say("Result")), groups)


def _self_check_row(say: Say, line: SelfCheckLine) -> Row:
    return (
        self_check_what(say, line),
        self_check_numbers(say, line, line.expected),
        self_check_numbers(say, line, line.found),
        say(AGREES if line.agrees else DOES_NOT_AGREE),
    )


# --- words --------------------------------------------------------------------------------------


def _consistency_words(say: Say, compared_in_all: int, tense: Sequence[str]) -> str:
    """How many comparisons agree and which do not, before the tables that show each of them."""
    if not compared_in_all:
        return say("The published numbers allow no comparison.")
    agree = say(
        "{agreeing} of {compared} comparisons agree.",
        agreeing=compared_in_all - len(tense),
        compared=compared_in_all,
    )
    if not tense:
        return agree
    others = say("In tension: {numbers}.", numbers="; ".join(tense))
    return f"{agree} {others}"


def self_check_what(say: Say, line: SelfCheckLine) -> str:
    """What one case of the self-check computes."""
    at = "" if line.at is None else say.number(line.at)
    return say(SELF_CHECK_QUANTITIES[line.quantity], subject=line.subject, at=at)


def self_check_caption(say: Say, authority: str) -> str:
    """Where the expected values of a group of cases come from."""
    return say("Expected values: {authority}", authority=authority)


def self_check_numbers(say: Say, line: SelfCheckLine, values: Sequence[float]) -> str:
    """Numbers expected or found, to the digits that the expected ones were given with."""
    shown = [_self_check_number(say, value, line.decimals) for value in values]
    if not shown:
        return say("nothing could be computed")
    if line.quantity in (Computation.WILSON, Computation.NEWCOMBE) and len(shown) == 2:
        return numbers_words.span(say, *shown)
    if len(shown) == 3:
        return f"{shown[0]} ({numbers_words.span(say, *shown[1:])})"
    return ", ".join(shown)


def _self_check_number(say: Say, value: float, decimals: int | None) -> str:
    if not math.isfinite(value):
        return say(numbers_words.NOT_ESTIMABLE)
    return say.number(value) if decimals is None else numbers_words.number(say, value, decimals)
