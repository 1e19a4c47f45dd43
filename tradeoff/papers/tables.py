"""The tables beside the charts and those that stand alone: rows of words, nothing computed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from tradeoff.drawing.figures import ProbabilityLine
from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Citation, Finding, Method
from tradeoff.findings.reconstructed import RestrictedMeans, calibrated_ranges, restricted_means
from tradeoff.findings.subgroups import SubgroupFinding, subgroups_of_cut
from tradeoff.findings.survival import (
    MedianFindings,
    PublishedRestrictedMean,
    SurvivalFindings,
    hazard_ratio_finding,
    median_findings,
    number_needed_from_ratio,
    published_restricted_mean,
    survival_findings,
)
from tradeoff.findings.view import Findings, all_harms
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.survival import survival_at
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    CalibratedArm,
    CalibratedCurves,
    ContextRate,
    DigitisedArm,
    DigitisedCurves,
    Harm,
    Status,
    Trial,
)
from tradeoff.words import harm as harm_words
from tradeoff.words import numbers, provenance
from tradeoff.words.curve import REBUILT, REBUILT_NOT_PATIENTS, ROOM, curve_axis, figure_source
from tradeoff.words.frame import INTENDED_USE, LATER_REPORT
from tradeoff.words.harm import NOT_ADJUSTED, badge, harm_origin
from tradeoff.words.naming import (
    DEMONSTRATION,
    WHOLE_FOLLOW_UP,
    arm_words,
    endpoint_words,
    follow_up,
    restricted_mean_window,
    trial_name,
)
from tradeoff.words.provenance import (
    FROM_STANDARD_ERROR,
    STATUS_WORDS,
    citation,
    reference_class,
    status_word,
    status_words,
    survival_window,
    with_badge,
)
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    hazard_ratio_in,
    median_value,
    median_with_range,
    medians_name,
    subgroup_ratio,
)
from tradeoff.words.table import Table

__all__ = [
    "arrays_table",
    "context_table",
    "curve_table",
    "cuts_table",
    "effects_table",
    "harms_in_order",
    "harms_table",
    "probability_table",
    "subgroup_label",
    "subgroup_table",
    "travelling",
]


PEOPLE_UNKNOWN: Final = "number not given"
PUBLISHED_MEAN: Final = "RMST difference, as published"
HARMS_PER_100: Final = "Patients with at least one event, per 100 treated, with ranges"
PER_YEAR_HEAD: Final = "Per patient-year (not weighed)"
#: Columns of the risk table beside the curve, each with the arm's name.
AT_RISK_CENSORED_EVENTS: Final = "at risk, censored, events: {arm}"


_EVERY_MONTHS: Final = 6
# A curve that ends within a year is told month by month.
_SHORT_MONTHS: Final = 12
_EVERY_PREFERENCE: Final = 10


def curve_table(view: Findings) -> Table:
    """The curve every six months, a short one monthly: each arm with its band, numbers at risk."""
    trial, choices = view.trial, view.choices
    rebuilt = trial.digitised_curve(choices.cut, choices.endpoint)
    if rebuilt is not None:
        return _rebuilt_table(view, rebuilt)
    curves = trial.curve(choices.cut, choices.endpoint)
    names = tuple(arm_words(trial, role).name for role in _ARMS)
    columns = ("Months", *names, "Difference", *(f"{ROOM}: {n}" for n in names), "Status")
    rows = [] if curves is None else list(_calibrated_rows(trial, curves, choices))
    empty = (numbers.NO_VALUE, numbers.NO_VALUE)
    if view.survival is not None:
        month, *arms, status = _landmark_row(view.survival, choices)
        change = change_in_frame(view.survival.gain, choices.framing)
        rows.append((month, *arms, change, *empty, status))
    elif view.medians is not None:
        medians = view.medians
        name, status = medians_name(CLINICIAN, trial, medians), medians.citations[0].status
        both = (
            median_value(CLINICIAN, medians.experimental),
            median_value(CLINICIAN, medians.control),
        )
        rows.append((name, *both, numbers.NO_VALUE, *empty, STATUS_WORDS[status]))
    caption = (
        f"{curve_axis(CLINICIAN, trial, choices)}; in brackets the 95 % range of the true curve"
    )
    return Table(caption, columns, tuple(rows))


def _calibrated_rows(
    trial: Trial, curves: CalibratedCurves, choices: Choices
) -> Iterator[tuple[str, ...]]:
    ranges = calibrated_ranges(trial, curves)
    step = _EVERY_MONTHS if curves.horizon_months >= _SHORT_MONTHS else 1
    for month in range(0, curves.horizon_months + 1, step):
        yield (
            str(month),
            _curve_cell(ranges.experimental[month], choices),
            _curve_cell(ranges.control[month], choices),
            change_of_estimate(ranges.difference[month], choices.framing),
            _room_cell(curves.experimental, month, choices),
            _room_cell(curves.control, month, choices),
            numbers.RECONSTRUCTED,
        )


def _rebuilt_table(view: Findings, curves: DigitisedCurves) -> Table:
    """The pseudo-patients every six months: survival with its range, and the table under it."""
    trial, choices = view.trial, view.choices
    names = tuple(arm_words(trial, role).name for role in _ARMS)
    counted = tuple(AT_RISK_CENSORED_EVENTS.format(arm=name) for name in names)
    months = range(0, math.floor(curves.horizon_months) + 1, _EVERY_MONTHS)
    columns = [_rebuilt_column(curves.arm(role), months, choices) for role in _ARMS]
    columns += [_risk_column(curves.arm(role), months) for role in _ARMS]
    rows = [
        (str(month), *(column[place] for column in columns), REBUILT)
        for place, month in enumerate(months)
    ]
    if view.survival is not None:
        month, experimental, control, status = _landmark_row(view.survival, choices)
        empty = (numbers.NO_VALUE, numbers.NO_VALUE)
        rows.append((month, experimental, control, *empty, status))
    caption = (
        f"{curve_axis(CLINICIAN, trial, choices)}; in brackets the 95 % range. "
        f"{figure_source(CLINICIAN, trial, curves)}, {REBUILT_NOT_PATIENTS}"
    )
    return Table(caption, ("Months", *names, *counted, "Status"), tuple(rows))


_ARMS: Final = (Role.EXPERIMENTAL, Role.CONTROL)


def _rebuilt_column(arm: DigitisedArm, months: range, choices: Choices) -> list[str]:
    curve, cells = digitised.arm_curve(arm), []
    for month in months:
        read = survival_at(curve, month)
        value, limits = read.value, read.limits if read.has_range else None
        if choices.framing is Framing.DIED:
            value, limits = 1 - value, limits and (1 - limits[1], 1 - limits[0])
        room = numbers.NOT_ESTIMABLE
        if limits is not None:
            room = numbers.span(*map(numbers.out_of_100, limits))
        cells.append(f"{numbers.out_of_100(value)} ({room})")
    return cells


def _risk_column(arm: DigitisedArm, months: range) -> list[str]:
    table = digitised.risk_rows(arm, months)
    counted = (table.n_at_risk, table.n_censored, table.n_events)
    return [", ".join(map(str, row)) for row in zip(*counted, strict=True)]


def _curve_cell(read: Estimate, choices: Choices) -> str:
    value, limits = read.value, read.limits
    if choices.framing is Framing.DIED:
        value, limits = 1 - value, (1 - limits[1], 1 - limits[0])
    return f"{numbers.out_of_100(value)} ({numbers.span(*map(numbers.out_of_100, limits))})"


def _room_cell(arm: CalibratedArm, month: int, choices: Choices) -> str:
    """Where the curve may run, given the published numbers."""
    room = (arm.reconstruction_lower[month], arm.reconstruction_upper[month])
    if choices.framing is Framing.DIED:
        room = (1 - room[1], 1 - room[0])
    return numbers.span(*map(numbers.out_of_100, room))


def _landmark_row(survival: SurvivalFindings, choices: Choices) -> tuple[str, str, str, str]:
    cells = []
    for finding in (survival.experimental, survival.control):
        estimate = finding.estimate
        value = estimate.value
        limits = estimate.limits if estimate.has_range else None
        if choices.framing is Framing.DIED:
            value = 1 - value
            limits = None if limits is None else (1 - limits[1], 1 - limits[0])
        shown = numbers.out_of_100(value, finding.decimals)
        if limits is None:
            cells.append(f"{shown} ({numbers.RANGE_NOT_PUBLISHED})")
        else:
            low, high = (numbers.out_of_100(limit, finding.decimals) for limit in limits)
            cells.append(f"{shown} ({numbers.span(low, high)})")
    note = status_word(survival.control.citations[0])
    if survival.gain.calculated_range and survival.control.range_method is not Method.PRINTED:
        note += ", range calculated"
    return (str(survival.months), cells[0], cells[1], note)


def cuts_table(view: Findings) -> Table:
    """Every data cut of the end point side by side; each from its own numbers alone."""
    trial, endpoint = view.trial, view.choices.endpoint
    cuts = trial.cuts_with(endpoint)
    columns = ("", *(trial.text.cuts[cut.id].name for cut in cuts))
    parts = [_cut_cells(trial, cut.id, endpoint) for cut in cuts]
    names = tuple(dict.fromkeys(name for part in parts for name in part))
    missing = numbers.NOT_AVAILABLE
    rows = tuple((name, *(part.get(name, missing) for part in parts)) for name in names)
    caption = f"{trial.text.endpoints[endpoint].name}: data cuts side by side, never mixed"
    return Table(caption, columns, rows)


def _cut_cells(trial: Trial, cut: str, endpoint: str) -> dict[str, str]:
    months = max(trial.landmark_months(cut, endpoint), default=None)
    survival = None if months is None else survival_findings(trial, cut, endpoint, months)
    ratio = hazard_ratio_finding(trial, cut, endpoint)
    published = trial.hazard_ratio(cut, endpoint)
    means = restricted_means(trial, cut, endpoint)
    missing = numbers.NOT_AVAILABLE
    p_value = missing
    if published is not None:
        p_value = numbers.p_value(published.p_value, below=published.p_value_below)
    cells = {
        "Analysis": trial.text.cuts[cut].analysis,
        "Median follow-up": follow_up(trial, cut).removeprefix("median follow-up "),
        "Landmark": missing if months is None else f"{months} months",
        **_arm_cells(trial, survival),
        **_median_cells(trial, cut, endpoint),
        "Difference per 100": (
            missing if survival is None else numbers.with_range(survival.gain, signed=True)
        ),
        "NNT at the landmark": (
            missing if survival is None else numbers.number_needed(survival.number_needed)
        ),
        "Hazard ratio": (
            missing if ratio is None else numbers.ratio_with_range(ratio.estimate, ratio.decimals)
        ),
        "P": p_value.removeprefix("P = "),
        "NNT from the hazard ratio": _needed_from_ratio(survival, ratio),
        "RMST difference": (
            numbers.NOT_AVAILABLE if means is None else restricted_mean_words(means)
        ),
        **_published_mean_cells(trial, cut, endpoint),
        "Source": _cut_sources(survival, median_findings(trial, cut, endpoint), ratio),
    }
    cells["Note"] = trial.text.cuts[cut].caveat or numbers.NO_VALUE
    return cells


def _median_cells(trial: Trial, cut: str, endpoint: str) -> dict[str, str]:
    """Both medians, where this cut has them."""
    medians = median_findings(trial, cut, endpoint)
    if medians is None:
        return {}
    pairs = ((Role.EXPERIMENTAL, medians.experimental), (Role.CONTROL, medians.control))
    return {
        median_in_arm(trial, role): median_with_range(CLINICIAN, entry) for role, entry in pairs
    }


def _published_mean_cells(trial: Trial, cut: str, endpoint: str) -> dict[str, str]:
    """The printed difference of restricted means beside the reconstructed one, never mixed."""
    found = published_restricted_mean(trial, cut, endpoint)
    if found is None:
        return {}
    shown = published_restricted_mean_words(found)
    return {PUBLISHED_MEAN: f"{shown}; {citation(found.citation)}"}


def _cut_sources(
    survival: SurvivalFindings | None, medians: MedianFindings | None, ratio: Finding | None
) -> str:
    """Where landmark or medians come from, and the ratio where that is another document."""
    cited: dict[str, Citation] = {}
    if survival is None and medians is not None:
        cited |= {one.source.id: one for one in medians.citations}
    for finding in (None if survival is None else survival.experimental, ratio):
        if finding is not None:
            cited.setdefault(finding.citations[0].source.id, finding.citations[0])
    return "; ".join(map(citation, cited.values())) or numbers.NOT_AVAILABLE


def _arm_cells(trial: Trial, survival: SurvivalFindings | None) -> dict[str, str]:
    control, experimental = (arm_words(trial, role).name for role in Role)
    if survival is None:
        return {experimental: numbers.NOT_AVAILABLE, control: numbers.NOT_AVAILABLE}
    cells = {}
    for name, finding in ((experimental, survival.experimental), (control, survival.control)):
        note = ", range calculated" if finding.calculated_range else ""
        cells[name] = f"{numbers.with_range(finding)}{note}"
    return cells


def _needed_from_ratio(survival: SurvivalFindings | None, ratio: Finding | None) -> str:
    """NNT from the hazard ratio; its range is that of the ratio, at the control's survival."""
    if survival is None or ratio is None:
        return numbers.NOT_AVAILABLE
    needed = number_needed_from_ratio(survival, ratio)
    return (
        f"{numbers.number_needed(needed)} at {survival.months} months "
        "(calculated from the ratio and its range; assumes proportional hazards)"
    )


def effects_table(view: Findings) -> Table:
    """Effects in the European regulator's style: direction, rates, difference, strength, source."""
    trial, choices = view.trial, view.choices
    control, experimental = (arm_words(trial, role).short for role in Role)
    columns = (
        "Effect", "Direction", f"{experimental}, per 100", f"{control}, per 100",
        "Difference per 100", "Window", "Strength", "Source",
    )  # fmt: skip
    rows = []
    for endpoint in trial.endpoints:
        cut = choices.cut
        row = _benefit_row(trial, cut, endpoint.id) or _median_row(trial, cut, endpoint.id)
        if row is not None:
            rows.append(row)
    weighed = any(harm.weighed for harm in trial.harms)
    rows += [
        _harm_row(trial, harm, found)
        for harm, found in all_harms(view)
        if harm.weighed or not weighed
    ]
    return Table("Effects, benefits first, harms at the same detail", columns, tuple(rows))


def _benefit_row(trial: Trial, cut: str, endpoint: str) -> tuple[str, ...] | None:
    months = max(trial.landmark_months(cut, endpoint), default=None)
    survival = None if months is None else survival_findings(trial, cut, endpoint, months)
    if survival is None:
        return None
    return (
        trial.text.endpoints[endpoint].name,
        direction(trial, survival.gain.estimate),
        numbers.with_range(survival.experimental),
        numbers.with_range(survival.control),
        numbers.with_range(survival.gain, signed=True),
        f"{survival_window(survival)}; {trial.text.cuts[cut].name}; "
        f"{reference_class(trial, survival.gain.population)}",
        strength(survival.gain),
        citation(survival.experimental.citations[0]),
    )


def _median_row(trial: Trial, cut: str, endpoint: str) -> tuple[str, ...] | None:
    """Medians where no landmark stands: the ratio says which way, a difference there is none."""
    medians, ratio = (
        median_findings(trial, cut, endpoint),
        hazard_ratio_finding(trial, cut, endpoint),
    )
    if medians is None:
        return None
    population = reference_class(trial, medians.population)
    window = f"{WHOLE_FOLLOW_UP}; {trial.text.cuts[cut].name}; {population}"
    return (
        medians_name(CLINICIAN, trial, medians),
        hazard_ratio_in(CLINICIAN, trial, cut, endpoint, ratio),
        median_with_range(CLINICIAN, medians.experimental),
        median_with_range(CLINICIAN, medians.control),
        numbers.NOT_AVAILABLE,
        window,
        numbers.NOT_AVAILABLE if ratio is None else ratio_strength(ratio),
        citation(medians.citations[0]),
    )


def _harm_row(trial: Trial, kind: Harm, harm: HarmFindings | None) -> tuple[str, ...]:
    text = trial.text.harms[kind.id]
    if harm is None:
        missing = numbers.NOT_AVAILABLE
        return (text.name, missing, missing, missing, missing, text.window, missing, missing)
    cautions = harm_words.cautions(CLINICIAN, trial, harm, short=True)
    shown = ". ".join((strength(harm.excess), *cautions))
    return (
        text.name,
        direction(trial, harm.excess.estimate),
        numbers.with_range(harm.experimental),
        numbers.with_range(harm.control),
        numbers.with_range(harm.excess, signed=True),
        f"{text.window}; {reference_class(trial, harm.excess.population)}",
        shown,
        "; ".join(map(citation, harm.excess.citations)) or harm_origin(CLINICIAN, trial, harm),
    )


def harms_in_order(view: Findings) -> tuple[tuple[Harm, HarmFindings | None], ...]:
    """Every harm, the weighed one first, then from more to fewer; what has no rate last."""

    def place(pair: tuple[Harm, HarmFindings | None]) -> tuple[bool, bool, float]:
        harm, found = pair
        change = 0.0 if found is None else found.excess.estimate.value
        return not harm.weighed, found is None, -round(change, 9)

    return tuple(sorted(all_harms(view), key=place))


def harms_table(view: Findings, *, brief: bool = False) -> Table:
    """Every harm in a row: both arms and the difference per 100 treated, both ways alike.

    ``brief`` for a narrow card: rates per patient-year and sources stand on the page of harms.
    """
    trial = view.trial
    control, experimental = (arm_words(trial, role).short for role in Role)
    per_year = (PER_YEAR_HEAD,) if trial.exposure_rates and not brief else ()
    sources = () if brief else ("Source",)
    rows = tuple(
        (
            trial.text.harms[harm.id].short,
            *_harm_cells(trial, found),
            *(exposure_rates(trial, harm.id) or numbers.NO_VALUE for _ in per_year),
            *(_harm_source(trial, found) for _ in sources),
        )
        for harm, found in harms_in_order(view)
    )
    notes = [NOT_ADJUSTED] if any(harm.exposure_differs for harm in trial.harms) else []
    caption = "; ".join((HARMS_PER_100, *notes))
    columns = ("Harm", experimental, control, "Difference", *per_year, *sources)
    return Table(caption, columns, rows)


def _harm_source(trial: Trial, found: HarmFindings | None) -> str:
    if found is None:
        return numbers.NO_VALUE
    return "; ".join(map(citation, found.excess.citations)) or harm_origin(CLINICIAN, trial, found)


def _harm_cells(trial: Trial, found: HarmFindings | None) -> tuple[str, str, str]:
    if found is None:
        return (numbers.NOT_AVAILABLE,) * 3
    note = badge(CLINICIAN, trial, found)
    change = numbers.with_range(found.excess, signed=True)
    return (
        numbers.with_range(found.experimental),
        numbers.with_range(found.control),
        change if note is None else with_badge(change, note),
    )


def arrays_table(view: Findings) -> Table:
    """Both arms' whole people, benefit and harm."""
    trial, harm = view.trial, view.harm
    control, experimental = (arm_words(trial, role).name for role in Role)
    columns = ("Out of 100", experimental, control, "Difference (range)", "Status")
    rows = []
    if view.survival is not None:
        survival = view.survival
        end = trial.text.endpoints[survival.endpoint]
        people = survival.people
        when = f"after {numbers.time(CLINICIAN, survival.months)}"
        change = numbers.with_range(survival.gain, signed=True)
        statuses = provenance.statuses(survival.gain)
        rows.append(
            (f"{end.alive_heading} {when}", str(people.experimental), str(people.control), change,
             statuses)
        )  # fmt: skip
        died = (numbers.HUNDRED - people.experimental, numbers.HUNDRED - people.control)
        rows.append(
            (f"{end.died_heading} {when}", str(died[0]), str(died[1]), fewer_died(survival),
             statuses)
        )  # fmt: skip
    if harm is not None:
        text = trial.text.harms[harm.harm.id]
        rows.append(
            (
                f"{text.short} {text.window}",
                str(harm.people.experimental),
                str(harm.people.control),
                numbers.with_range(harm.excess, signed=True),
                ". ".join(harm_words.cautions(CLINICIAN, trial, harm))
                or provenance.statuses(harm.excess),
            )
        )
    return Table("Whole people out of 100", columns, tuple(rows))


def travelling(table: Table, view: Findings, visit: tuple[str, ...]) -> Table:
    """The table as it leaves the program: each row with trial, cut, population, source, limits."""
    trial = view.trial
    sources = [] if view.survival is None else [view.survival.experimental.citations[0]]
    if view.survival is None and view.medians is not None:
        sources = [view.medians.citations[0]]
    marked = (DEMONSTRATION,) if trial.demonstration else ()
    notes = (*marked, INTENDED_USE, f"Data version {trial.version}.", *visit)
    last = (
        trial_name(trial),
        trial.text.cuts[view.choices.cut].name,
        trial.text.population,
        "; ".join(map(citation, sources)),
        " ".join(notes),
    )
    columns = (*table.columns, "Trial", "Data cut", "Population", "Survival from", "Limits")
    return Table(table.caption, columns, tuple((*row, *last) for row in table.rows))


def subgroup_label(trial: Trial, finding: SubgroupFinding) -> str:
    """A subgroup with its numbers."""
    group = finding.subgroup
    split = (
        f"{group.n_experimental} vs {group.n_control}"
        if group.n_experimental is not None and group.n_control is not None
        else PEOPLE_UNKNOWN
        if group.n_total is None
        else f"{group.n_total} in all"
    )
    return f"{trial.text.subgroups[group.id].name} ({split})"


def subgroup_table(view: Findings) -> Table:
    """Subgroups of the chosen cut, then later reports, each with its own source; never weighed."""
    trial, choices = view.trial, view.choices
    own, later = subgroups_of_cut(trial, choices.cut, choices.endpoint)
    cut = trial.text.cuts[choices.cut].name
    rows = [_subgroup_row(trial, finding, cut) for finding in own]
    rows += [_subgroup_row(trial, finding, LATER_REPORT) for finding in later]
    return Table(
        f"{endpoint_words(trial, choices).name} in subgroups, each from its own report",
        ("Subgroup", "Data cut", "Hazard ratio", "P", "Survival", "Source"),
        tuple(rows),
    )


def _subgroup_row(trial: Trial, finding: SubgroupFinding, analysis: str) -> tuple[str, ...]:
    return (
        subgroup_label(trial, finding),
        analysis,
        subgroup_ratio(CLINICIAN, finding),
        numbers.p_value(finding.subgroup.p_value).removeprefix("P = "),
        subgroup_survival(finding),
        citation(finding.citation),
    )


def context_table(trial: Trial) -> Table:
    """Rates elsewhere: context, never this trial's rate, never weighed."""
    rows = tuple(
        (
            trial.text.context[rate.id].study,
            trial.text.context[rate.id].population,
            trial.text.context[rate.id].outcome,
            _context_rate(rate),
            citation(_context_citation(trial, rate)),
        )
        for rate in trial.context
    )
    return Table(
        "Rates in other studies: context only, never weighed",
        ("Study", "Population", "Outcome", "Rate", "Source"),
        rows,
    )


def _context_rate(rate: ContextRate) -> str:
    parts = []
    if rate.percent is not None:
        upper = "" if rate.percent_upper is None else f" to {numbers.number(rate.percent_upper)}"
        parts.append(f"{numbers.number(rate.percent)}{upper} %")
    if rate.events is not None and rate.total is not None:
        parts.append(f"{rate.events} of {rate.total}")
    elif rate.total is not None:
        parts.append(f"n = {rate.total}")
    shown = "; ".join(parts)
    if rate.comparator_events is not None and rate.comparator_total is not None:
        shown += f" vs {rate.comparator_events} of {rate.comparator_total}"
    return f"{shown} ({numbers.RANGE_NOT_PUBLISHED})"


def _context_citation(trial: Trial, rate: ContextRate) -> Citation:
    return Citation(trial.source(rate.source), rate.place, rate.status)


def probability_table(main: ProbabilityLine, others: tuple[ProbabilityLine, ...]) -> Table:
    """The probability curve at every tenth preference."""
    lines = (main, *others)
    rows = tuple(
        (str(weight), *(numbers.out_of_100(line.probability[weight]) for line in lines))
        for weight in range(0, len(main.probability), _EVERY_PREFERENCE)
    )
    return Table(
        "In how many of 100 simulations the gain was larger",
        ("Preference (0 to 100)", *(line.label for line in lines)),
        rows,
    )


# --- words --------------------------------------------------------------------------------------


def months_with_range(estimate: Estimate) -> str:
    """A length of time in months with its range."""
    if not estimate.has_range:
        return f"{numbers.number(estimate.value, 1)} ({numbers.RANGE_NOT_PUBLISHED})"
    lower, upper = (numbers.number(limit, 1) for limit in estimate.limits)
    return f"{numbers.number(estimate.value, 1)} ({numbers.span(lower, upper)})"


def median_in_arm(trial: Trial, role: Role) -> str:
    """The name of one arm's median."""
    return f"Median, {arm_words(trial, role).name}"


def subgroup_survival(finding: SubgroupFinding) -> str:
    """Both arms' survival at the subgroup's month, with what ranges there are, and the gain."""
    group = finding.subgroup
    if finding.experimental is None or finding.control is None:
        return numbers.NOT_AVAILABLE
    arms = (_percent_with_range(one, group.decimals) for one in (finding.experimental,
                                                                 finding.control))  # fmt: skip
    months = "" if group.months is None else f" at {group.months} months"
    shown = f"{numbers.versus(*arms)}{months}"
    if finding.gain is None or not finding.gain.has_range:
        return f"{shown}; {numbers.RANGE_NOT_PUBLISHED}"
    lower, upper = (numbers.out_of_100(limit, group.decimals) for limit in finding.gain.limits)
    gain = numbers.signed_out_of_100(finding.gain.value, group.decimals)
    return (
        f"{shown}; difference {gain} ({numbers.span(lower, upper)}); ranges {FROM_STANDARD_ERROR}"
    )


def _percent_with_range(estimate: Estimate, decimals: int) -> str:
    shown = numbers.percent(estimate.value, decimals)
    if not estimate.has_range:
        return shown
    limits = (numbers.out_of_100(limit, decimals) for limit in estimate.limits)
    return f"{shown} ({numbers.span(*limits)})"


def exposure_rates(trial: Trial, harm: str) -> str:
    """Both arms' events per patient-year, experimental first, with P; empty where not given."""
    entry = next((one for one in trial.exposure_rates if one.harm == harm), None)
    if entry is None:
        return ""
    rates = (numbers.number(one, entry.decimals) for one in (entry.experimental, entry.control))
    return f"{numbers.versus(*rates)}{numbers.with_p(entry)}"


def published_restricted_mean_words(found: PublishedRestrictedMean) -> str:
    """The RMST difference as printed, in days, with P and up to when."""
    published, estimate = found.published, found.estimate
    shown = numbers.number(estimate.value, published.decimals)
    limits = numbers.RANGE_NOT_PUBLISHED
    if estimate.has_range:
        limits = numbers.span(
            *(numbers.number(limit, published.decimals) for limit in estimate.limits)
        )
    p = numbers.p_value(published.p_value, below=published.p_value_below)
    return f"{shown} days ({limits}), {p}; {restricted_mean_window(published.horizon_months)}"


def restricted_mean_words(means: RestrictedMeans) -> str:
    """The RMST difference with both bands, or how its curve was rebuilt."""
    shown = f"{months_with_range(means.difference)} months to month {means.horizon_months}"
    band = means.difference_reconstruction
    if band is None:
        return f"{shown} ({numbers.RECONSTRUCTED}: {REBUILT_NOT_PATIENTS})"
    return (
        f"{shown} (reconstructed; where the curves may run: "
        f"{numbers.span(numbers.number(band.lower, 1), numbers.number(band.upper, 1))})"
    )


def direction(trial: Trial, difference: Estimate) -> str:
    """Which way an effect points, without judging it: both ways are worded alike."""
    if difference.value == 0:
        return "the same in both arms"
    higher = "higher" if difference.value > 0 else "lower"
    note = ""
    if not difference.has_range:
        note = f"; {numbers.RANGE_NOT_PUBLISHED}"
    elif difference.spans_zero:
        note = "; range spans zero"
    return f"{higher} {arm_words(trial, Role.EXPERIMENTAL).having}{note}"


def strength(finding: Finding) -> str:
    """Strength of evidence, as far as the data can say it."""
    design = _design(finding)
    if not finding.estimate.has_range:
        return f"{design}; {numbers.RANGE_NOT_PUBLISHED}"
    spans = "range spans zero" if finding.estimate.spans_zero else "range excludes zero"
    known = finding.statuses
    if (
        finding.confirmed is not None
    ):  # who confirmed it stands beside the strength, as a badge does
        known = tuple(one for one in known if one is not Status.LOCAL)
    return f"{design}; {spans}; {status_words(known, finding.citations)}"


def _design(finding: Finding) -> str:
    if not finding.population.of_trial:
        return "counts of one centre, not randomised"
    typed = Status.LOCAL in finding.statuses and finding.confirmed is None
    return "typed-in counts" if typed else "one randomised trial"


def ratio_strength(ratio: Finding) -> str:
    """Strength of evidence of a hazard ratio: its range against 1."""
    if not ratio.estimate.has_range:
        return f"one randomised trial; {numbers.RANGE_NOT_PUBLISHED}; {provenance.statuses(ratio)}"
    lower, upper = ratio.estimate.limits
    spans = "range spans 1" if lower <= 1 <= upper else "range excludes 1"
    return f"one randomised trial; {spans}; {provenance.statuses(ratio)}"


def fewer_died(survival: SurvivalFindings) -> str:
    """The gain told as the change in those who had the event."""
    return change_in_frame(survival.gain, Framing.DIED)


def change_in_frame(difference: Finding, framing: Framing) -> str:
    """A difference of survival with its range, as alive or as died."""
    return change_of_estimate(difference.estimate, framing, decimals=difference.decimals)


def change_of_estimate(difference: Estimate, framing: Framing, *, decimals: int = 0) -> str:
    """The same of an estimate that is no finding of its own."""
    sign = 1 if framing is Framing.ALIVE else -1
    shown = numbers.signed_out_of_100(sign * difference.value, decimals)
    if not difference.has_range:
        return f"{shown} ({numbers.RANGE_NOT_PUBLISHED})"
    lower, upper = sorted(sign * limit for limit in difference.limits)
    limits = (numbers.out_of_100(limit, decimals) for limit in (lower, upper))
    return f"{shown} ({numbers.span(*limits)})"
