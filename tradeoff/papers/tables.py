"""The tables beside the charts and those that stand alone: rows of words, nothing computed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from tradeoff.drawing.probability import ProbabilityLine
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding, Method, cited
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.subgroups import SubgroupFinding, subgroups_of_cut
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, harms_in_order
from tradeoff.papers.effects import figures, harm_source, p_number
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.survival import survival_at
from tradeoff.statistics.two_arms import Arms
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    CalibratedArm,
    CalibratedCurves,
    ContextRate,
    DigitisedCurves,
    Trial,
)
from tradeoff.words import harm as harm_words
from tradeoff.words import numbers, provenance
from tradeoff.words.curve import REBUILT, REBUILT_NOT_PATIENTS, ROOM, curve_axis, figure_source
from tradeoff.words.frame import INTENDED_USE, LATER_REPORT
from tradeoff.words.harm import NOT_ADJUSTED, badge
from tradeoff.words.naming import arm_words, endpoint_words, of_demonstration, trial_name
from tradeoff.words.provenance import FROM_STANDARD_ERROR, with_badge
from tradeoff.words.say import Say
from tradeoff.words.sources import STATUS_WORDS, citation, status_word
from tradeoff.words.survival import median_value, medians_name, subgroup_label, subgroup_ratio
from tradeoff.words.table import Row, Table

_EVERY_MONTHS: Final = 6
# A curve that ends within a year is told month by month.
_SHORT_MONTHS: Final = 12


def curve_table(say: Say, view: Findings) -> Table:
    """The curve every six months, a short one monthly: each arm with its band, numbers at risk."""
    trial, choices = view.trial, view.choices
    rebuilt = trial.digitised_curve(choices.cut, choices.endpoint)
    if rebuilt is not None:
        return _rebuilt_table(say, view, rebuilt)
    curves = trial.curve(choices.cut, choices.endpoint)
    names = Arms.each(lambda role: arm_words(trial, role).name).shown
    columns = (
        say("Months"),
        *names,
        say("Difference"),
        *(f"{say(ROOM)}: {name}" for name in names),
        say("Status"),
    )
    rows = [] if curves is None else list(_calibrated_rows(say, view, curves))
    empty = numbers.NO_VALUE
    if view.survival is not None:
        month, *arms, status = _landmark_row(say, view.survival, choices.framing)
        change = change_in_frame(say, view.survival.gain, choices.framing)
        rows.append((month, *arms, change, empty, empty, status))
    elif view.medians is not None:
        status = say(STATUS_WORDS[view.medians.citations[0].status])
        both = view.medians.map(partial(median_value, say)).shown
        rows.append((medians_name(say, trial, view.medians), *both, empty, empty, empty, status))
    caption = say(
        "{curve_axis}; in brackets the 95 % range of the true curve",
        curve_axis=curve_axis(say, trial, choices),
    )
    return Table(caption, columns, tuple(rows))


def _calibrated_rows(say: Say, view: Findings, curves: CalibratedCurves) -> Iterator[Row]:
    ranges, framing = calibrated_ranges(view.trial, curves), view.choices.framing
    step = _EVERY_MONTHS if curves.horizon_months >= _SHORT_MONTHS else 1
    for month in range(0, curves.horizon_months + 1, step):
        yield (
            str(month),
            _cell(say, ranges.experimental[month], framing),
            _cell(say, ranges.control[month], framing),
            change_of_estimate(say, ranges.difference[month], framing),
            _room(say, curves.experimental, month, framing),
            _room(say, curves.control, month, framing),
            say(numbers.RECONSTRUCTED),
        )


def _rebuilt_table(say: Say, view: Findings, curves: DigitisedCurves) -> Table:
    """The pseudo-patients every six months: survival with its range, and the table under it."""
    trial, framing = view.trial, view.choices.framing
    months = range(0, math.floor(curves.horizon_months) + 1, _EVERY_MONTHS)
    names = Arms.each(lambda role: arm_words(trial, role).name).shown
    arms = Arms.each(curves.arm)
    steps = arms.map(digitised.arm_curve).shown
    at_risk = arms.map(lambda arm: digitised.risk_rows(arm, months)).shown
    counted = [zip(one.n_at_risk, one.n_censored, one.n_events, strict=True) for one in at_risk]
    rows = [
        (
            str(month),
            *(
                _cell(say, survival_at(one, month), framing, say(numbers.NOT_ESTIMABLE))
                for one in steps
            ),
            *(", ".join(map(str, next(one))) for one in counted),
            say(REBUILT),
        )
        for month in months
    ]
    if view.survival is not None:
        month, *both, status = _landmark_row(say, view.survival, framing)
        rows.append((month, *both, numbers.NO_VALUE, numbers.NO_VALUE, status))
    caption = say(
        "{curve_axis}; in brackets the 95 % range. {figure_source}, {rebuilt_not_patients}",
        curve_axis=curve_axis(say, trial, view.choices),
        figure_source=figure_source(say, trial, curves),
        rebuilt_not_patients=say(REBUILT_NOT_PATIENTS),
    )
    under = (say("at risk, censored, events: {name}", name=name) for name in names)
    return Table(caption, (say("Months"), *names, *under, say("Status")), tuple(rows))


# --- harms, people, subgroups, elsewhere ---------------------------------------------------------


def harms_table(say: Say, view: Findings, *, brief: bool = False) -> Table:
    """Every harm in a row: both arms and the difference per 100 treated, both ways alike.

    ``brief`` for a narrow card: rates per patient-year and sources stand on the page of harms.
    """
    trial = view.trial
    names = Arms.each(lambda role: arm_words(trial, role).short).shown
    columns = [say("Harm"), *names, say("Difference")]
    rows = [[trial.text.harms[harm.id].short, *_harm_cells(say, trial, found)]
            for harm, found in harms_in_order(view)]  # fmt: skip
    if trial.exposure_rates and not brief:
        columns.append(say("Per patient-year (not weighed)"))
        for row, (harm, _) in zip(rows, harms_in_order(view), strict=True):
            row.append(_exposure_rates(say, trial, harm.id))
    if not brief:
        columns.append(say("Source"))
        for row, (_, found) in zip(rows, harms_in_order(view), strict=True):
            row.append(numbers.NO_VALUE if found is None else harm_source(say, trial, found))
    caption = say("Patients with at least one event, per 100 treated, with ranges")
    if any(harm.exposure_differs for harm in trial.harms):
        caption = f"{caption}; {say(NOT_ADJUSTED)}"
    return Table(caption, tuple(columns), tuple(map(tuple, rows)))


def _harm_cells(say: Say, trial: Trial, found: HarmFindings | None) -> tuple[str, str, str]:
    if found is None:
        return (say(numbers.NOT_AVAILABLE),) * 3
    experimental, control, change = figures(say, found)
    note = badge(say, trial, found)
    return experimental, control, change if note is None else with_badge(change, note)


def arrays_table(say: Say, view: Findings) -> Table:
    """Both arms' whole people, benefit and harm."""
    trial, survival, harm, rows = view.trial, view.survival, view.harm, []
    names = Arms.each(lambda role: arm_words(trial, role).name).shown
    if survival is not None:
        end, statuses = (
            trial.text.endpoints[survival.endpoint],
            provenance.statuses(say, survival.gain),
        )
        when = say("after {time}", time=numbers.time(say, survival.months))
        died = survival.people.complement
        alive_change, died_change = (
            change_in_frame(say, survival.gain, frame) for frame in Framing
        )
        rows += [
            (f"{end.alive_heading} {when}", *_people(survival.people), alive_change, statuses),
            (f"{end.died_heading} {when}", *_people(died), died_change, statuses),
        ]
    if harm is not None:
        text = trial.text.harms[harm.harm.id]
        said = ". ".join(harm_words.cautions(say, trial, harm)) or provenance.statuses(
            say, harm.excess
        )
        change = numbers.with_range(say, harm.excess, signed=True)
        rows.append((f"{text.short} {text.window}", *_people(harm.people), change, said))
    columns = (say("Out of 100"), *names, say("Difference (range)"), say("Status"))
    return Table(say("Whole people out of 100"), columns, tuple(rows))


def _people(whole: WholePeople) -> tuple[str, str]:
    return str(whole.experimental), str(whole.control)


def travelling(say: Say, table: Table, view: Findings, visit: tuple[str, ...]) -> Table:
    """The table as it leaves the program: each row with trial, cut, population, source, limits."""
    trial = view.trial
    if view.survival is not None:
        sources = view.survival.experimental.citations[:1]
    else:
        sources = () if view.medians is None else view.medians.citations[:1]
    version = say("Data version {version}.", version=trial.version)
    notes = (*of_demonstration(say, trial), say(INTENDED_USE), version, *visit)
    last = (
        trial_name(say, trial),
        trial.text.cuts[view.choices.cut].name,
        trial.text.population,
        "; ".join(map(partial(citation, say), sources)),
        " ".join(notes),
    )
    columns = (
        *table.columns,
        say("Trial"),
        say("Data cut"),
        say("Population"),
        say("Survival from"),
        say("Limits"),
    )
    return Table(table.caption, columns, tuple((*row, *last) for row in table.rows))


def subgroup_table(say: Say, view: Findings) -> Table:
    """Subgroups of the chosen cut, then later reports, each with its own source; never weighed."""
    trial, choices = view.trial, view.choices
    own, later = subgroups_of_cut(trial, choices.cut, choices.endpoint)
    cut = trial.text.cuts[choices.cut].name
    rows = [_subgroup_row(say, trial, finding, cut) for finding in own]
    rows += [_subgroup_row(say, trial, finding, say(LATER_REPORT)) for finding in later]
    return Table(
        say(
            "{name} in subgroups, each from its own report",
            name=endpoint_words(trial, choices).name,
        ),
        (
            say("Subgroup"),
            say("Data cut"),
            say("Hazard ratio"),
            "P",
            say("Survival"),
            say("Source"),
        ),
        tuple(rows),
    )


def _subgroup_row(say: Say, trial: Trial, finding: SubgroupFinding, analysis: str) -> Row:
    return (
        subgroup_label(say, trial, finding),
        analysis,
        subgroup_ratio(say, finding),
        p_number(say, finding.subgroup.p_value),
        _subgroup_survival(say, finding),
        citation(say, finding.citation),
    )


def context_table(say: Say, trial: Trial) -> Table:
    """Rates elsewhere: context, never this trial's rate, never weighed."""
    words, rows = trial.text.context, []
    for rate in trial.context:
        text, source = words[rate.id], citation(say, cited(trial, rate))
        rows.append((text.study, text.population, text.outcome, _context_rate(say, rate), source))
    caption = say("Rates in other studies: context only, never weighed")
    return Table(
        caption,
        (say("Study"), say("Population"), say("Outcome"), say("Rate"), say("Source")),
        tuple(rows),
    )


def _context_rate(say: Say, rate: ContextRate) -> str:
    parts = []
    if rate.percent is not None:
        shown = numbers.number(say, rate.percent)
        if rate.percent_upper is not None:
            shown = numbers.span(say, shown, numbers.number(say, rate.percent_upper))
        parts.append(say("{number} %", number=shown))
    if rate.events is not None and rate.total is not None:
        parts.append(say("{events} of {total}", events=rate.events, total=rate.total))
    elif rate.total is not None:
        parts.append(f"n = {rate.total}")
    shown = "; ".join(parts)
    if rate.comparator_events is not None and rate.comparator_total is not None:
        beside = say(
            "{events} of {total}", events=rate.comparator_events, total=rate.comparator_total
        )
        shown = numbers.versus(say, shown, beside)
    return f"{shown} ({say(numbers.RANGE_NOT_PUBLISHED)})"


def probability_table(
    say: Say, main: ProbabilityLine, others: tuple[ProbabilityLine, ...]
) -> Table:
    """The probability curve at every tenth preference."""
    lines = (main, *others)
    rows = tuple(
        (str(weight), *(numbers.out_of_100(say, line.probability[weight]) for line in lines))
        for weight in range(0, len(main.probability), 10)
    )
    return Table(
        say("In how many of 100 simulations the gain was larger"),
        (say("Preference (0 to 100)"), *(line.label for line in lines)),
        rows,
    )


# --- words --------------------------------------------------------------------------------------


def _subgroup_survival(say: Say, finding: SubgroupFinding) -> str:
    """Both arms' survival at the subgroup's month, with what ranges there are, and the gain."""
    both, group = finding.complete(), finding.subgroup
    if both is None:
        return say(numbers.NOT_AVAILABLE)
    arms = numbers.versus(
        say, *(_percent_with_range(say, one, group.decimals) for one in both.shown)
    )
    shown = (
        arms
        if group.months is None
        else say("{arms} at {months} months", arms=arms, months=group.months)
    )
    if finding.gain is None or not finding.gain.has_range:
        return f"{shown}; {say(numbers.RANGE_NOT_PUBLISHED)}"
    gain = numbers.signed_out_of_100(say, finding.gain.value, group.decimals)
    ranged = numbers.range_out_of_100(say, finding.gain, group.decimals)
    return say(
        "{shown}; difference {gain} ({ranged}); ranges {from_standard_error}",
        shown=shown,
        gain=gain,
        ranged=ranged,
        from_standard_error=say(FROM_STANDARD_ERROR),
    )


def _percent_with_range(say: Say, estimate: Estimate, decimals: int) -> str:
    shown = numbers.percent(say, estimate.value, decimals)
    if not estimate.has_range:
        return shown
    return f"{shown} ({numbers.range_out_of_100(say, estimate, decimals)})"


def _exposure_rates(say: Say, trial: Trial, harm: str) -> str:
    """Both arms' events per patient-year, experimental first, with P, as far as they are given."""
    entry = next((one for one in trial.exposure_rates if one.harm == harm), None)
    if entry is None:
        return numbers.NO_VALUE
    rates = (
        numbers.number(say, one, entry.decimals) for one in (entry.experimental, entry.control)
    )
    return f"{numbers.versus(say, *rates)}{numbers.with_p(say, entry)}"


def _landmark_row(say: Say, survival: SurvivalFindings, framing: Framing) -> Row:
    missing = say(numbers.RANGE_NOT_PUBLISHED)
    cells = (_cell(say, one.estimate, framing, missing, one.decimals) for one in survival.shown)
    note = status_word(say, survival.control.citations[0])
    if survival.gain.calculated_range and survival.control.range_method is not Method.PRINTED:
        note += f", {say(numbers.RANGE_CALCULATED)}"
    return (str(survival.months), *cells, note)


def _cell(
    say: Say,
    survival: Estimate,
    framing: Framing,
    missing: str = numbers.RANGE_NOT_PUBLISHED,
    decimals: int = 0,
) -> str:
    told = _in_frame(survival, framing, whole=1)
    ranged = numbers.range_out_of_100(say, told, decimals) if told.has_range else missing
    return f"{numbers.out_of_100(say, told.value, decimals)} ({ranged})"


def _room(say: Say, arm: CalibratedArm, month: int, framing: Framing) -> str:
    """Where the curve may run, given the published numbers."""
    room = (arm.reconstruction_lower[month], arm.reconstruction_upper[month])
    if framing is Framing.DIED:
        room = (1 - room[1], 1 - room[0])
    return numbers.span(say, *map(partial(numbers.out_of_100, say), room))


def _in_frame(alive: Estimate, framing: Framing, *, whole: float) -> Estimate:
    """The same as died: the rest of ``whole``, which is 1, of a difference 0."""
    if framing is Framing.ALIVE:
        return alive
    if not alive.has_range:
        return replace(alive, value=whole - alive.value)
    lower, upper = alive.limits
    return replace(alive, value=whole - alive.value, lower=whole - upper, upper=whole - lower)


def change_in_frame(say: Say, difference: Finding, framing: Framing) -> str:
    """A difference of survival with its range, as alive or as died."""
    return change_of_estimate(say, difference.estimate, framing, decimals=difference.decimals)


def change_of_estimate(
    say: Say, difference: Estimate, framing: Framing, *, decimals: int = 0
) -> str:
    """The same of an estimate that is no finding of its own."""
    told = _in_frame(difference, framing, whole=0)
    shown = numbers.signed_out_of_100(say, told.value, decimals)
    return f"{shown} ({numbers.range_out_of_100(say, told, decimals)})"
