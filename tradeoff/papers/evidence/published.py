"""Every published number on Evidence: value, range, among whom and when, source and status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Final

from tradeoff.findings.ledger.entry import Entry, Quantity, Unit
from tradeoff.findings.ledger.published import (
    exposure_rates,
    harms_as_printed,
    landmarks,
    of_records,
    patients,
    subgroups,
)
from tradeoff.findings.provenance import Method
from tradeoff.papers import wording
from tradeoff.papers.evidence.listing import Listed, listed
from tradeoff.trial.records import AdverseEvent, Status, Trial
from tradeoff.words import numbers as numbers_words
from tradeoff.words.provenance import FROM_STANDARD_ERROR, count_badge, with_badge
from tradeoff.words.say import Say, message
from tradeoff.words.sources import citation
from tradeoff.words.table import Row, Table, grouped

COUNT_NOT_ESTIMATE: Final = message("a count")
NUMBER_COLUMNS: Final = (
    *(message("Number"), message("Value"), message("95 % range")),
    *(message("Among whom, and when"), message("Source and status")),
)
ARMS_CAPTION: Final = message("Patients in each arm")
MEDIANS_CAPTION: Final = message("Median survival, each from the analysis named beside it")
SUBGROUPS_CAPTION: Final = message("Subgroups, each from its own report: shown, never weighed")
HARMS_CAPTION: Final = message("Harms: patients with at least one event, of those treated")
EXPOSURE_CAPTION: Final = message("Harms per patient-year on treatment: shown, never weighed")
LOCAL_REFUSED_CAPTION: Final = message("A centre's confirmations that are not used")

#: Numbers of both arms that stand in one row.
_IN_PAIRS: Final = (Quantity.SUBGROUP_SURVIVAL, Quantity.EXPOSURE_RATE)
_USUAL_LEVEL: Final = 0.95


def numbers(say: Say, trial: Trial) -> tuple[Listed, ...]:
    """Every published number: value, range, population and window, source and status."""
    groups = ((caption, _rows(say, trial, entries)) for caption, entries in in_tables(say, trial))
    return listed(tuple(map(say, NUMBER_COLUMNS)), groups)


def in_tables(say: Say, trial: Trial) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Entries of the ledger that Evidence lists, under the caption of their table."""
    yield say(ARMS_CAPTION), tuple(patients(trial))
    of_cuts = _of_cuts(trial)
    for cut in trial.data_cuts:
        yield cut_caption(trial, cut.id), tuple(one for one in of_cuts if one.data_cut == cut.id)
    yield say(MEDIANS_CAPTION), tuple(of_records(trial, trial.medians))
    yield say(SUBGROUPS_CAPTION), tuple(subgroups(trial))
    yield say(HARMS_CAPTION), tuple(harms_as_printed(trial))
    yield say(EXPOSURE_CAPTION), tuple(exposure_rates(trial))
    yield say("Numbers at risk, as printed under a figure"), tuple(of_records(trial, trial.at_risk))


def refused_local(say: Say, trial: Trial) -> tuple[Table, ...]:
    """Why a centre's confirmations are not used, a row a fault; nothing where none is at fault."""
    rows = ((say.told(reason),) for reason in trial.refused_local)
    return grouped((say("What is wrong, and what to do"),), [(say(LOCAL_REFUSED_CAPTION), rows)])


def _of_cuts(trial: Trial) -> tuple[Entry, ...]:
    """Follow-up first, then each end point: landmarks, ratios, restricted means."""
    every = (
        *of_records(trial, trial.data_cuts),
        *landmarks(trial),
        *of_records(trial, trial.hazard_ratios),
        *of_records(trial, trial.restricted_means),
    )
    place = [None, *(endpoint.id for endpoint in trial.endpoints)]
    return tuple(sorted(every, key=lambda one: place.index(one.endpoint)))


def _rows(say: Say, trial: Trial, entries: tuple[Entry, ...]) -> Iterator[tuple[Row, set[Status]]]:
    for _, together in groupby(entries, key=_row_of):
        arms = tuple(together)
        whole = arms[0].quantity is not Quantity.SUBGROUP_SURVIVAL or len(arms) > 1
        if whole and arms[0].quantity is not Quantity.SUBGROUP_FOLLOW_UP:
            cited = chain.from_iterable(one.citations for one in arms)
            yield _row(say, trial, arms), {one.status for one in cited}


def _row_of(entry: Entry) -> tuple[Quantity, int]:
    """The same for numbers that stand in one row: both arms of one record."""
    return entry.quantity, id(entry.published if entry.quantity in _IN_PAIRS else entry)


def _row(say: Say, trial: Trial, arms: tuple[Entry, ...]) -> Row:
    first, empty = arms[0], numbers_words.NO_VALUE
    name, among = wording.in_evidence(say, trial, first)
    if not first.citations:
        return (name, say(numbers_words.NOT_AVAILABLE), empty, empty, empty)
    value = _beside(say, [_value(say, trial, one) for one in arms])
    if first.p_value is not None:
        value += (
            f", {numbers_words.p_value(say, first.p_value, below=first.p_value_below or False)}"
        )
    return (
        name,
        value,
        _range(say, arms),
        among,
        "; ".join(map(partial(citation, say), first.citations)),
    )


# --- words --------------------------------------------------------------------------------------


def cut_caption(trial: Trial, cut: str) -> str:
    """A data cut's table of numbers."""
    return f"{trial.text.cuts[cut].name}: {trial.text.cuts[cut].analysis}"


def _beside(say: Say, of_arms: Sequence[str]) -> str:
    """One arm's words, or both arms' beside each other."""
    return numbers_words.versus(say, *of_arms) if len(of_arms) > 1 else of_arms[0]


def _value(say: Say, trial: Trial, entry: Entry) -> str:
    if isinstance(entry.published, AdverseEvent):
        badge, value = (
            count_badge(say, trial, entry.published),
            _count_and_percent(say, entry.published),
        )
        return value if badge is None else with_badge(value, badge)
    if entry.value is None:
        return say(wording.MISSING[entry.quantity])
    decimals = entry.decimals or 0
    if entry.unit is Unit.PROPORTION:
        return numbers_words.percent(say, entry.value, decimals)
    if entry.unit is Unit.MONTHS:
        return numbers_words.months(say, entry.value, decimals)
    shown = numbers_words.number(say, entry.value, decimals)
    return say("{shown} days", shown=shown) if entry.unit is Unit.DAYS else shown


def _range(say: Say, arms: tuple[Entry, ...]) -> str:
    """The range as published, or how it was calculated, or that there is none."""
    first = arms[0]
    if first.unit is Unit.PATIENTS:
        return say(COUNT_NOT_ESTIMATE)
    if first.quantity is Quantity.MEDIAN_FOLLOW_UP and first.value is None:
        return numbers_words.NO_VALUE
    missing = say(numbers_words.RANGE_NOT_PUBLISHED)
    spans = [_span(say, one, one.lower, one.upper) for one in arms
             if one.lower is not None and one.upper is not None]  # fmt: skip
    if len(spans) < len(arms):
        return missing
    shown = _beside(say, spans)
    if first.range_method is Method.PRINTED:
        level = first.level or _USUAL_LEVEL
        usual = level == _USUAL_LEVEL
        return (
            shown
            if usual
            else say(
                "{shown} ({level} range)", shown=shown, level=numbers_words.percent(say, level)
            )
        )
    if first.range_method is Method.STANDARD_ERROR:
        printed = f" (± {_error(say, first)})" if len(arms) == 1 else ""
        return f"{missing}; {shown}, {say(FROM_STANDARD_ERROR)}{printed}"
    if first.range_method is Method.RATIO_FROM_P:
        shown = say("{range} (from P)", range=shown)
    return f"{missing}; {say(numbers_words.CALCULATED)}: {shown}"


def _error(say: Say, entry: Entry) -> str:
    return numbers_words.percent(say, entry.standard_error or 0, entry.decimals or 0)


def _span(say: Say, entry: Entry, lower: float, upper: float) -> str:
    decimals, record = entry.decimals or 0, entry.published
    if isinstance(record, AdverseEvent):
        printed = record.count is None or record.percentage is not None
        decimals = record.decimals if printed else 1
    if entry.unit is Unit.PROPORTION:
        low = numbers_words.out_of_100(say, lower, decimals)
        return numbers_words.span(say, low, numbers_words.percent(say, upper, decimals))
    return numbers_words.span(
        say, *(numbers_words.number(say, one, decimals) for one in (lower, upper))
    )


def _count_and_percent(say: Say, entry: AdverseEvent) -> str:
    """A harm's count and percentage, as far as they are at hand, with the grades behind it."""
    count, printed = entry.count, entry.percentage
    shown = None
    if printed is not None:
        shown = numbers_words.percentage(say, printed, entry.decimals)
    if count is None:
        totals = dict.fromkeys((entry.total, entry.total_in_head or entry.total))
        of = say("{one} or {other}", one=entry.total, other=entry.total_in_head)
        of = of if len(totals) > 1 else str(entry.total)
        return (
            say(numbers_words.NOT_AVAILABLE)
            if shown is None
            else say(
                "{shown} of {of}{by_grade}", shown=shown, of=of, by_grade=_by_grade(say, entry)
            )
        )
    counted = say("{events} of {total}", events=count.events, total=count.total)
    return counted if shown is None else f"{counted}, {shown}{_by_grade(say, entry)}"


def _by_grade(say: Say, entry: AdverseEvent) -> str:
    if not entry.grades:
        return ""
    graded = zip((3, 4, 5), (entry.percent_grade_3, entry.percent_grade_4, entry.percent_grade_5),
                 strict=True)  # fmt: skip
    told = (
        f"{g}: {numbers_words.number(say, p, entry.decimals)}" for g, p in graded if p is not None
    )
    grades = say("grade {grades} %", grades=", ".join(told))
    return f" ({grades})"
