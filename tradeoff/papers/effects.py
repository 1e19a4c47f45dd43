"""Effects in a row each, and every data cut side by side: what a tumour board asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Citation, Finding
from tradeoff.findings.reconstructed import RestrictedMeans, restricted_means
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
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Harm, HazardRatio, Status, Trial
from tradeoff.words import harm as harm_words
from tradeoff.words import numbers, provenance
from tradeoff.words.curve import REBUILT_NOT_PATIENTS
from tradeoff.words.naming import WHOLE_FOLLOW_UP, arm_words, restricted_mean_window
from tradeoff.words.provenance import reference_class, status_words, survival_window
from tradeoff.words.say import Say, message
from tradeoff.words.sources import citation
from tradeoff.words.survival import hazard_ratio_in, median_with_range, medians_name
from tradeoff.words.table import Row, Table

T = TypeVar("T")

_ANALYSIS: Final = message("Analysis")
_SOURCE: Final = message("Source")
_NOTE: Final = message("Note")
_RESTRICTED_MEAN: Final = message("RMST difference")
_PRINTED_MEAN: Final = message("RMST difference, as published")
_NEEDED_FROM_RATIO: Final = message("NNT from the hazard ratio")
#: Of a cut, what stands with its sources on request.
_NOT_IN_BRIEF: Final = (
    *(_ANALYSIS, _NEEDED_FROM_RATIO, _RESTRICTED_MEAN, _PRINTED_MEAN, _SOURCE, _NOTE),
)
_SPANS_ZERO: Final = message("range spans zero")


def effects_table(say: Say, view: Findings) -> Table:
    """Effects in the European regulator's style: direction, rates, difference, strength, source."""
    trial, cut = view.trial, view.choices.cut
    experimental, control = Arms.each(lambda role: arm_words(trial, role).short).shown
    columns = (
        say("Effect"), say("Direction"),
        say("{arm}, per 100", arm=experimental), say("{arm}, per 100", arm=control),
        say("Difference per 100"), say("Window"), say("Strength"), say("Source"),
    )  # fmt: skip
    ends = (end.id for end in trial.endpoints)
    benefits = (
        _benefit_row(say, trial, cut, end) or _median_row(say, trial, cut, end) for end in ends
    )
    weighed = any(harm.weighed for harm in trial.harms)
    harms = (
        _harm_row(say, trial, harm, found)
        for harm, found in all_harms(view)
        if harm.weighed or not weighed
    )
    rows = (*(row for row in benefits if row is not None), *harms)
    return Table(say("Effects, benefits first, harms at the same detail"), columns, rows)


def _last_landmark(trial: Trial, cut: str, endpoint: str) -> SurvivalFindings | None:
    months = max(trial.landmark_months(cut, endpoint), default=None)
    return None if months is None else survival_findings(trial, cut, endpoint, months)


def figures(say: Say, both: SurvivalFindings | HarmFindings) -> tuple[str, str, str]:
    """Experimental, control and their difference, each with its range, as people of 100."""
    difference = numbers.with_range(say, both.difference, signed=True)
    return (*both.map(partial(numbers.with_range, say)).shown, difference)


def _benefit_row(say: Say, trial: Trial, cut: str, endpoint: str) -> Row | None:
    survival = _last_landmark(trial, cut, endpoint)
    if survival is None:
        return None
    people = reference_class(say, trial, survival.gain.population)
    return (
        trial.text.endpoints[endpoint].name,
        direction(say, trial, survival.gain.estimate),
        *figures(say, survival),
        f"{survival_window(say, survival)}; {trial.text.cuts[cut].name}; {people}",
        strength(say, survival.gain),
        citation(say, survival.experimental.citations[0]),
    )


def _median_row(say: Say, trial: Trial, cut: str, endpoint: str) -> Row | None:
    """Medians where no landmark stands: the ratio says which way, a difference there is none."""
    medians = median_findings(trial, cut, endpoint)
    ratio = hazard_ratio_finding(trial, cut, endpoint)
    if medians is None:
        return None
    people = reference_class(say, trial, medians.population)
    return (
        medians_name(say, trial, medians),
        hazard_ratio_in(say, trial, cut, endpoint, ratio),
        *medians.map(partial(median_with_range, say)).shown,
        say(numbers.NOT_AVAILABLE),
        f"{say(WHOLE_FOLLOW_UP)}; {trial.text.cuts[cut].name}; {people}",
        _said(say, ratio, partial(_ratio_strength, say)),
        citation(say, medians.citations[0]),
    )


def _harm_row(say: Say, trial: Trial, kind: Harm, harm: HarmFindings | None) -> Row:
    text, missing = trial.text.harms[kind.id], say(numbers.NOT_AVAILABLE)
    if harm is None:
        return (text.name, *(missing,) * 4, text.window, missing, missing)
    return (
        text.name,
        direction(say, trial, harm.excess.estimate),
        *figures(say, harm),
        f"{text.window}; {reference_class(say, trial, harm.excess.population)}",
        ". ".join((strength(say, harm.excess), *harm_words.cautions(say, trial, harm, short=True))),
        harm_source(say, trial, harm),
    )


def harm_source(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """The documents that a harm's rates were read in, or who counted."""
    cited = "; ".join(map(partial(citation, say), harm.excess.citations))
    return cited or harm_words.harm_origin(say, trial, harm)


# --- data cuts side by side --------------------------------------------------------------------


def cuts_table(say: Say, view: Findings) -> Table:
    """Every data cut of the end point side by side; each from its own numbers alone."""
    trial, endpoint = view.trial, view.choices.endpoint
    cuts = trial.cuts_with(endpoint)
    columns = ("", *(trial.text.cuts[cut.id].name for cut in cuts))
    parts = [_cut_cells(say, trial, cut.id, endpoint) for cut in cuts]
    names = dict.fromkeys(name for part in parts for name in part)
    missing = say(numbers.NOT_AVAILABLE)
    rows = tuple((name, *(part.get(name, missing) for part in parts)) for name in names)
    caption = say(
        "{name}: data cuts side by side, never mixed", name=trial.text.endpoints[endpoint].name
    )
    return Table(caption, columns, rows)


def cuts_in_brief(say: Say, view: Findings) -> Table:
    """What is asked for first of every data cut: of each what its own data say, never mixed."""
    whole = cuts_table(say, view)
    left_out = {say(_NOT_IN_BRIEF[at]) for at in range(len(_NOT_IN_BRIEF))}
    rows = [row for row in whole.rows if row[0] not in left_out]
    means = (
        _said(
            say,
            restricted_means(view.trial, cut.id, view.choices.endpoint),
            partial(_restricted_mean_brief, say),
        )
        for cut in view.trial.cuts_with(view.choices.endpoint)
    )
    return Table(whole.caption, whole.columns, (*rows, (say(_RESTRICTED_MEAN), *means)))


def _cut_cells(say: Say, trial: Trial, cut: str, endpoint: str) -> dict[str, str]:
    text, months = trial.text.cuts[cut], trial.data_cut(cut).median_follow_up_months
    survival = _last_landmark(trial, cut, endpoint)
    medians = median_findings(trial, cut, endpoint)
    ratio = hazard_ratio_finding(trial, cut, endpoint)
    printed_mean = published_restricted_mean(trial, cut, endpoint)
    names = Arms.each(lambda role: arm_words(trial, role).name).shown
    cells = {
        say(_ANALYSIS): text.analysis,
        say("Median follow-up"): say(numbers.NOT_STATED)
        if months is None
        else numbers.months(say, months),
        say("Landmark"): _said(
            say, survival, lambda both: say("{months} months", months=both.months)
        ),
        **dict.fromkeys(names, say(numbers.NOT_AVAILABLE)),
    }
    if survival is not None:
        cells |= zip(names, survival.map(partial(_survival_cell, say)).shown, strict=True)
    if medians is not None:
        named = (say("Median, {name}", name=name) for name in names)
        cells |= zip(named, medians.map(partial(median_with_range, say)).shown, strict=True)
    cells |= {
        say("Difference per 100"): _said(say, survival, partial(_gain_cell, say)),
        say("NNT at the landmark"): _said(
            say, survival, lambda both: numbers.number_needed(say, both.number_needed)
        ),
        say("Hazard ratio"): _said(
            say, ratio, lambda found: numbers.ratio_with_range(say, found.estimate, found.decimals)
        ),
        "P": _said(say, trial.hazard_ratio(cut, endpoint), partial(p_cell, say)),
        say(_NEEDED_FROM_RATIO): _needed_from_ratio(say, survival, ratio),
        say(_RESTRICTED_MEAN): _said(
            say, restricted_means(trial, cut, endpoint), partial(restricted_mean_words, say)
        ),
    }
    if printed_mean is not None:
        cells[say(_PRINTED_MEAN)] = _printed_mean(say, printed_mean)
    cited = "; ".join(map(partial(citation, say), _sources_of_cut(survival, medians, ratio)))
    cells[say(_SOURCE)] = cited or say(numbers.NOT_AVAILABLE)
    return {**cells, say(_NOTE): text.caveat or numbers.NO_VALUE}


def _said(say: Say, found: T | None, write: Callable[[T], str]) -> str:
    """What is found in words, or that it is not available."""
    return say(numbers.NOT_AVAILABLE) if found is None else write(found)


def _survival_cell(say: Say, finding: Finding) -> str:
    shown = numbers.with_range(say, finding)
    return f"{shown}, {say(numbers.RANGE_CALCULATED)}" if finding.calculated_range else shown


def _gain_cell(say: Say, survival: SurvivalFindings) -> str:
    return numbers.with_range(say, survival.gain, signed=True)


def p_cell(say: Say, published: HazardRatio) -> str:
    """P in a column that is headed so."""
    return p_number(say, published.p_value, below=published.p_value_below)


def p_number(say: Say, value: float | None, *, below: bool = False) -> str:
    """P as it was printed, without its letter where it is a number."""
    return numbers.p_value(say, value, below=below) if value is None or below else say.number(value)


def _sources_of_cut(
    survival: SurvivalFindings | None, medians: MedianFindings | None, ratio: Finding | None
) -> tuple[Citation, ...]:
    """Where landmark or medians come from, and the ratio where that is another document."""
    cited: dict[str, Citation] = {}
    if survival is None and medians is not None:
        cited |= {one.source.id: one for one in medians.citations}
    for finding in (None if survival is None else survival.experimental, ratio):
        if finding is not None:
            cited.setdefault(finding.citations[0].source.id, finding.citations[0])
    return tuple(cited.values())


def _needed_from_ratio(say: Say, survival: SurvivalFindings | None, ratio: Finding | None) -> str:
    """NNT from the hazard ratio; its range is that of the ratio, at the control's survival."""
    if survival is None or ratio is None:
        return say(numbers.NOT_AVAILABLE)
    needed = number_needed_from_ratio(survival, ratio)
    return say(
        "{needed} at {months} months (calculated from the ratio and its range; "
        "assumes proportional hazards)",
        needed=numbers.number_needed(say, needed),
        months=survival.months,
    )


def _printed_mean(say: Say, found: PublishedRestrictedMean) -> str:
    """The RMST difference as printed, in days, with P and up to when; beside the reconstructed."""
    published = found.published
    shown, ranged = numbers.ratio(say, found.estimate, published.decimals)
    p = numbers.p_value(say, published.p_value, below=published.p_value_below)
    window = restricted_mean_window(say, published.horizon_months)
    return say(
        "{shown} days ({ranged}), {p}; {window}; {citation}",
        shown=shown,
        ranged=ranged,
        p=p,
        window=window,
        citation=citation(say, found.citation),
    )


# --- words --------------------------------------------------------------------------------------


def _restricted_mean_brief(say: Say, means: RestrictedMeans) -> str:
    """The same without where the curves may run."""
    difference = numbers.ratio_with_range(say, means.difference, 1)
    return say(
        "{difference} months, to month {horizon_months}; {reconstructed}",
        difference=difference,
        horizon_months=means.horizon_months,
        reconstructed=say(numbers.RECONSTRUCTED),
    )


def restricted_mean_words(say: Say, means: RestrictedMeans) -> str:
    """The RMST difference with both bands, or how its curve was rebuilt."""
    difference = numbers.ratio_with_range(say, means.difference, 1)
    shown = say(
        "{difference} months to month {horizon_months}",
        difference=difference,
        horizon_months=means.horizon_months,
    )
    band = means.difference_reconstruction
    if band is None:
        return f"{shown} ({say(numbers.RECONSTRUCTED)}: {say(REBUILT_NOT_PATIENTS)})"
    room = numbers.span(say, *(numbers.number(say, one, 1) for one in (band.lower, band.upper)))
    return say("{shown} (reconstructed; where the curves may run: {room})", shown=shown, room=room)


def direction(say: Say, trial: Trial, difference: Estimate) -> str:
    """Which way an effect points, without judging it: both ways are worded alike."""
    if difference.value == 0:
        return say("the same in both arms")
    having = arm_words(trial, Role.EXPERIMENTAL).having
    if difference.value > 0:
        way = say("higher {having}", having=having)
    else:
        way = say("lower {having}", having=having)
    if not difference.has_range:
        return f"{way}; {say(numbers.RANGE_NOT_PUBLISHED)}"
    return f"{way}; {say(_SPANS_ZERO)}" if difference.spans_zero else way


def strength(say: Say, finding: Finding) -> str:
    """Strength of evidence, as far as the data can say it."""
    if not finding.estimate.has_range:
        return f"{_design(say, finding)}; {say(numbers.RANGE_NOT_PUBLISHED)}"
    spans = say(_SPANS_ZERO) if finding.estimate.spans_zero else say("range excludes zero")
    known = finding.statuses
    if finding.confirmed is not None:
        # Who confirmed it stands beside the strength, as a badge does.
        known = tuple(one for one in known if one is not Status.LOCAL)
    return f"{_design(say, finding)}; {spans}; {status_words(say, known, finding.citations)}"


def _ratio_strength(say: Say, ratio: Finding) -> str:
    """Strength of evidence of a hazard ratio: its range against 1."""
    against = say(numbers.RANGE_NOT_PUBLISHED)
    if ratio.estimate.has_range:
        lower, upper = ratio.estimate.limits
        against = say("range spans 1") if lower <= 1 <= upper else say("range excludes 1")
    return say(
        "one randomised trial; {against}; {statuses}",
        against=against,
        statuses=provenance.statuses(say, ratio),
    )


def _design(say: Say, finding: Finding) -> str:
    if not finding.population.of_trial:
        return say("counts of one centre, not randomised")
    typed = Status.LOCAL in finding.statuses and finding.confirmed is None
    return say("typed-in counts") if typed else say("one randomised trial")
