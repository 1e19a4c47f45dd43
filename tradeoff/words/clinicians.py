"""Every sentence of the program's own, every number format, alt texts and the glossary.

Screens, alt texts, tables and downloads take their words from here, so that a number is worded in
one way. Words that belong to one trial come from its text file. Nothing here computes: it reads
``findings`` and writes English.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
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
from tradeoff.findings.applicability import Assessment
from tradeoff.findings.choices import (
    Choices,
    Framing,
    HarmSource,
    RefusalReason,
)
from tradeoff.findings.views import (
    Citation,
    Finding,
    Findings,
    HarmFindings,
    MedianFindings,
    Method,
    Population,
    SubgroupFinding,
    SurvivalFindings,
    age_groups,
    all_harms,
    cited,
    counted_by,
    rounding_limits,
)
from tradeoff.statistics.intervals import Estimate, NumberNeededToTreat
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import Obstacle
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    AdverseEvent,
    ArmText,
    AtRisk,
    CalibratedCurves,
    DigitisedCurves,
    EndpointText,
    ExposureRate,
    Fact,
    Harm,
    HarmText,
    HazardRatio,
    Landmark,
    MedianSurvival,
    Status,
    Subgroup,
    Trial,
)

__all__ = [
    "LOCAL_DATA",
    "LOCAL_STATUS",
    "ProvenanceLine",
    "age_lines",
    "agrees_within",
    "analysis_compared",
    "anchor",
    "applicability_summary",
    "arm_figure",
    "arm_words",
    "array_heading",
    "at_month",
    "at_risk_number",
    "badge",
    "balance_figures",
    "balance_sentence",
    "calibration_caption",
    "cannot_be_weighed",
    "cautions",
    "caveats",
    "citation",
    "compared",
    "computed",
    "confirmation",
    "confirmed_by",
    "consistency_number",
    "consistency_result",
    "count_badge",
    "curve_alt",
    "curve_axis",
    "curve_note",
    "day",
    "digitised_caption",
    "endpoint_of",
    "endpoint_words",
    "exposure_note",
    "fact_sentence",
    "figure_source",
    "file_name",
    "follow_up",
    "footer",
    "gain_heading",
    "gain_range_sentence",
    "grade",
    "harm_array_heading",
    "harm_confirm",
    "harm_counted",
    "harm_heading",
    "harm_in_arm",
    "harm_not_available",
    "harm_origin",
    "harm_provenance",
    "harm_range_sentence",
    "harm_rates",
    "harm_sentence",
    "harm_words",
    "harms_counted",
    "harms_notes",
    "harms_sentence",
    "hazard_ratio_in",
    "hazard_ratio_number",
    "hazard_ratio_words",
    "in_subgroup",
    "median_months",
    "median_number",
    "median_of_model",
    "median_provenance",
    "median_value",
    "median_with_range",
    "medians_figure",
    "medians_name",
    "medians_reading",
    "medians_sentence",
    "medians_words",
    "months",
    "net_gain_sentence",
    "no_curve",
    "no_landmark",
    "number",
    "number_needed",
    "number_needed_name",
    "obstacle_sentence",
    "other_frame_sentence",
    "out_of_100",
    "own_counts",
    "p_value",
    "people_in_all",
    "percent",
    "picture_title",
    "provenance",
    "randomised",
    "range_out_of_100",
    "ratio_with_range",
    "reference_class",
    "reported_number",
    "restricted_mean_window",
    "signed_out_of_100",
    "span",
    "status_word",
    "status_words",
    "statuses",
    "subgroup_ratio",
    "subtitle",
    "survival_not_at_a_time",
    "survival_number",
    "survival_sentence",
    "survival_window",
    "time",
    "treated",
    "trial_name",
    "versus",
    "whom_and_when",
    "with_badge",
    "with_range",
]

HUNDRED: Final = 100
MONTHS_A_YEAR: Final = 12

# --- numbers -----------------------------------------------------------------------------------


def number(value: float, decimals: int = 0) -> str:
    """A number with a true minus sign; never "−0"."""
    text = f"{round(value, 9):.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def out_of_100(proportion: float, decimals: int = 0) -> str:
    """A proportion as people of 100."""
    return number(HUNDRED * proportion, decimals)


def signed_out_of_100(difference: float, decimals: int = 0) -> str:
    """A difference as people of 100 with its sign."""
    text = out_of_100(difference, decimals)
    return text if difference <= 0 or float(text) == 0 else f"+{text}"


def percent(proportion: float, decimals: int = 0) -> str:
    """A proportion as a percentage."""
    return f"{out_of_100(proportion, decimals)} %"


def span(lower: str, upper: str) -> str:
    """A range in words."""
    return f"{lower} to {upper}"


def range_out_of_100(estimate: Estimate, decimals: int = 0) -> str:
    """The range as people of 100, or that there is none."""
    if not estimate.has_range:
        return RANGE_NOT_PUBLISHED
    lower, upper = estimate.limits
    return span(out_of_100(lower, decimals), out_of_100(upper, decimals))


def with_range(finding: Finding, *, signed: bool = False) -> str:
    """Value and range as people of 100, with the source's decimals."""
    value = finding.estimate.value
    shown = (signed_out_of_100 if signed else out_of_100)(value, finding.decimals)
    return f"{shown} ({range_out_of_100(finding.estimate, finding.decimals)})"


def ratio_with_range(estimate: Estimate, decimals: int = 2) -> str:
    """A ratio with its range."""
    if not estimate.has_range:
        return f"{number(estimate.value, decimals)} ({RANGE_NOT_PUBLISHED})"
    lower, upper = (number(limit, decimals) for limit in estimate.limits)
    return f"{number(estimate.value, decimals)} ({span(lower, upper)})"


def p_value(value: float | None, *, below: bool = False) -> str:
    """P as printed; ``below`` where the source says "P < …"."""
    return "P not published" if value is None else f"P {'<' if below else '='} {value:g}"


def time(months: int) -> str:
    """A span of time: whole years as years."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    if rest:
        return f"{months} months"
    return "1 year" if years == 1 else f"{years} years"


def number_needed(needed: NumberNeededToTreat) -> str:
    """NNT with one decimal, limits of 10 and more whole; through infinity where that is so."""
    if needed.value is None:
        return NOT_ESTIMABLE
    value = f"{number(abs(needed.value), 1)}{'' if needed.value > 0 else ' to harm'}"
    if needed.lower is None and needed.upper is None:
        return f"{value} ({RANGE_NOT_PUBLISHED})"
    if needed.through_infinity:
        ends = (_needed(needed.lower), _needed(needed.upper))
        middle = () if "infinity" in ends else ("infinity",)
        return f"{value} ({' to '.join((ends[0], *middle, ends[1]))})"
    lower, upper = sorted((abs(needed.lower or 0), abs(needed.upper or 0)))
    return f"{value} ({span(_needed(lower), _needed(upper))})"


def _needed(limit: float | None) -> str:
    if limit is None:
        return "infinity"
    size = abs(limit)
    text = number(size, 0 if size >= 10 else 1)
    return text if limit > 0 else f"{text} to harm"


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- standing words ----------------------------------------------------------------------------

RANGE_NOT_PUBLISHED: Final = "range not published"
NOT_AVAILABLE: Final = "not available"
NOT_ESTIMABLE: Final = "not estimable"
CALCULATED: Final = "calculated"
RECONSTRUCTED: Final = "reconstructed"
UNSET_HINT: Final = (
    "Not set. Move the slider together with the patient to see what that judgement implies."
)
INTENDED_USE: Final = (
    "For use by a clinician with a patient. Shows what happened to groups in a trial; "
    "it does not predict for one person and does not recommend."
)
BALANCE_TITLE: Final = "Balance point"
SOURCE_LABEL: Final = "Source and method"
TABLE_LABEL: Final = "The same as a table"

PRODUCT: Final = "Gain and harm, side by side"
CAVEATS_TITLE: Final = "Keep in mind"
HOW_TO_COPY: Final = (
    "To copy: click in the field, select all of it (Ctrl+A; Cmd+A on a Mac; a long press on a "
    "tablet) and copy."
)

PAGES: Final = {
    "consultation": "Consultation",
    "survival_curves": "Survival curves",
    "icon_arrays": "Icon arrays",
    "benefit_and_harm": "Benefit and harm",
    "patient_view": "Patient view",
    "tumour_board": "Tumour board",
    "evidence": "Evidence",
}

STATUS_WORDS: Final = {
    Status.PUBLISHED: "published",
    Status.REPORTED: "reported",
    Status.DERIVED: "calculated",
    Status.LOCAL: "typed in here",
    Status.RECONSTRUCTED: "reconstructed",
    Status.UNCONFIRMED: "unconfirmed",
}

STATUS_MEANING: Final = {
    Status.PUBLISHED: "Read in the primary document itself.",
    Status.REPORTED: "Read in somebody else's account of the primary document.",
    Status.DERIVED: "Computed by this program from published numbers.",
    Status.LOCAL: (
        "Typed in or brought by the user, or read in the named document by a centre that stands "
        "for it; with its date."
    ),
    Status.RECONSTRUCTED: "A curve built to agree with published numbers; never patient data.",
    Status.UNCONFIRMED: "Recalled, not yet checked against the document that would hold it.",
}

LOCAL_DATA: Final = "local data"
#: One status, three ways to it.
LOCAL_STATUS: Final = f"{STATUS_WORDS[Status.LOCAL]}, {LOCAL_DATA}, confirmed by a centre"

METHOD_WORDS: Final = {
    Method.PRINTED: "as printed in the source",
    Method.OWN_COUNTS: "from the counts as they were brought",
    Method.DIFFERENCE: "difference of the two arms, experimental minus control",
    Method.MOVER: "range by MOVER from the two arms' intervals (Zou and Donner 2008)",
    Method.NEWCOMBE: "range by Newcombe's hybrid score method (method 10, 1998)",
    Method.WILSON: "range by Wilson's score method",
    Method.STANDARD_ERROR: "range calculated from the printed standard error, log(-log) interval",
    Method.CALIBRATED_RANGE: (
        "range calculated: Greenwood log(-log) interval of the calibrated curve, "
        "since the source gives none"
    ),
    Method.BINOMIAL: (
        "range calculated from the number randomised (binomial, log(-log) interval), since the "
        "source gives none"
    ),
    Method.WILSON_WIDEST: (
        "range: the widest of Wilson's over all counts that print as this percentage"
    ),
    Method.NEWCOMBE_WIDEST: (
        "range: the widest of Newcombe's (method 10, 1998) over all counts that print as these "
        "percentages"
    ),
    Method.TYPED_COUNTS: "from the counts typed in here",
    Method.CALIBRATED_CURVE: (
        "read off the reconstructed curve; range is that of the true curve, from draws of "
        "reconstruction and sampling together"
    ),
    Method.DIGITISED_RANGE: (
        "range calculated: Greenwood log(-log) interval of the pseudo-patients rebuilt from the "
        "digitised figure, since the source gives none"
    ),
    Method.DIGITISED_CURVE: (
        "read off the curve rebuilt from the digitised figure: pseudo-patients, not patient data; "
        "range is their Greenwood log(-log) interval"
    ),
    Method.RATIO_FROM_P: "range calculated from the ratio and its P value",
}

HARM_SOURCES: Final = {
    HarmSource.TRIAL: "The trial's figure",
    HarmSource.PAPER: "Counts typed in from the paper",
    HarmSource.CENTRE: "Counts of our own centre",
}

FRAMINGS: Final = {Framing.ALIVE: "Alive", Framing.DIED: "Died"}


# --- the frame ---------------------------------------------------------------------------------


def subtitle(trial: Trial, choices: Choices) -> str:
    """Population, trial, numbers and follow-up: the line under the decision."""
    return (
        f"{trial.text.population_short} · {trial.text.name}, "
        f"{trial.n_randomised} randomised · {follow_up(trial, choices.cut)}"
    )


def follow_up(trial: Trial, cut: str) -> str:
    """Median follow-up of a data cut, or that it is not stated."""
    months = trial.data_cut(cut).median_follow_up_months
    if months is None:
        return "median follow-up not stated"
    return f"median follow-up {number(months, 0 if months == round(months) else 1)} months"


def endpoint_words(trial: Trial, choices: Choices) -> EndpointText:
    """The chosen end point's words."""
    return trial.text.endpoints[choices.endpoint]


def arm_words(trial: Trial, role: Role) -> ArmText:
    """One arm's words."""
    return trial.text.arms[role.value]


def footer(trial: Trial) -> str:
    """Data version and review dates."""
    review = trial.review
    return (
        f"{trial.text.name} ({trial.registration}) · data version {trial.version} · "
        f"last review {review.last.isoformat()} · next review due {review.next.isoformat()}"
    )


REFUSAL_WORDS: Final = {
    RefusalReason.UNKNOWN: "is not one that this trial has",
    RefusalReason.REPEATED: "stands in the link more than once",
    RefusalReason.NOT_WHOLE: "is not a whole number",
    RefusalReason.OUT_OF_RANGE: "lies outside its range",
    RefusalReason.NOT_A_MONTH: "is not a month written as year and month, such as 2026-05",
    RefusalReason.COUNTS_MISSING: "is incomplete: all four counts are needed",
    RefusalReason.EVENTS_ABOVE_TOTAL: "has more events than people treated",
    RefusalReason.NOBODY_TREATED: "has nobody treated: at least 1 is needed",
    RefusalReason.MORE_THAN_RANDOMISED: "counts more people than the trial randomised to that arm",
}


def file_name(view: Findings, what: str) -> str:
    """Name of a downloaded file: trial, cut and end point; nothing typed by a user."""
    choices = view.choices
    return f"{choices.trial}-{choices.cut}-{choices.endpoint}-{what}"


def no_curve(trial: Trial, choices: Choices) -> str:
    """Said where there is no curve to draw."""
    end = endpoint_words(trial, choices)
    cut = trial.text.cuts[choices.cut].name
    return f"Curve of {end.name.lower()} in {cut}: {NOT_AVAILABLE}."


# --- survival ----------------------------------------------------------------------------------


def reference_class(trial: Trial, population: Population) -> str:
    """Whom the denominator stands for."""
    kind = "randomised" if population.randomised else "treated"
    people = f"{population.experimental} vs {population.control} {kind}"
    if population.of_trial:
        return f"{people} in {trial.text.name}"
    if population.counted_by is None:
        return f"{people} in our own centre"
    return f"{people}, counted by {population.counted_by}"


def survival_sentence(
    trial: Trial, survival: SurvivalFindings, framing: Framing, *, decimals: int = 0
) -> str:
    """Baseline first, then the increment, in one frame."""
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = survival_numbers(survival, framing, decimals)
    verb = f"were {end.alive}" if framing is Framing.ALIVE else end.died
    echo = "were" if framing is Framing.ALIVE else "had"
    return (
        f"Of 100 {trial.text.people}, {control} {verb} after {time(survival.months)} "
        f"{arm_words(trial, Role.CONTROL).having}. "
        f"{capitalised(arm_words(trial, Role.EXPERIMENTAL).having)}, {experimental} {echo}: "
        f"{change}."
    )


def other_frame_sentence(trial: Trial, survival: SurvivalFindings, framing: Framing) -> str:
    """The same two numbers in the other frame."""
    other = Framing.DIED if framing is Framing.ALIVE else Framing.ALIVE
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, _ = survival_numbers(survival, other, 0)
    verb = end.died if other is Framing.DIED else f"were {end.alive}"
    return (
        f"So {control} {verb} {arm_words(trial, Role.CONTROL).having} "
        f"and {experimental} {arm_words(trial, Role.EXPERIMENTAL).having}."
    )


def gain_range_sentence(survival: SurvivalFindings, framing: Framing) -> str:
    """The range in whole people, and why there is one."""
    change = survival.people.increment
    limits = survival.gain_limits
    if framing is Framing.DIED:
        change = -change
        limits = None if limits is None else (-limits[1], -limits[0])
    return _range_sentence(
        change, limits, survival.gain.population.total, calculated=survival.gain.calculated_range
    )


def _range_sentence(
    change: int, limits: tuple[int, int] | None, people: int, *, calculated: bool
) -> str:
    if limits is None:
        return f"Our best estimate is {more_or_fewer(change)}; {RANGE_NOT_PUBLISHED}."
    lower, upper = limits
    if lower >= 0 or upper <= 0:
        low, high = sorted((abs(lower), abs(upper)))
        span_words = f"it could be as few as {low} or as many as {high}"
    else:
        span_words = f"it could be anywhere from {more_or_fewer(lower)} to {more_or_fewer(upper)}"
    note = " (range calculated)" if calculated else ""
    return (
        f"Our best estimate is {more_or_fewer(change)}; because {people} people took part, "
        f"{span_words}{note}."
    )


def more_or_fewer(change: int) -> str:
    if change == 0:
        return "no difference"
    return f"{abs(change)} {'more' if change > 0 else 'fewer'}"


def _exact_change(change: float, decimals: int) -> str:
    shown = out_of_100(abs(change), decimals)
    if float(shown) == 0:
        return "no difference"
    return f"{shown} {'more' if change > 0 else 'fewer'}"


def survival_numbers(
    survival: SurvivalFindings, framing: Framing, decimals: int
) -> tuple[str, str, str]:
    """Control, experimental and the change, as shown."""
    if decimals:
        control = survival.control.estimate.value
        experimental = survival.experimental.estimate.value
        change = survival.gain.estimate.value
        if framing is Framing.DIED:
            control, experimental, change = 1 - control, 1 - experimental, -change
        return (
            out_of_100(control, decimals),
            out_of_100(experimental, decimals),
            _exact_change(change, decimals),
        )
    people = survival.people
    if framing is Framing.ALIVE:
        return str(people.control), str(people.experimental), more_or_fewer(people.increment)
    return (
        str(HUNDRED - people.control),
        str(HUNDRED - people.experimental),
        more_or_fewer(-people.increment),
    )


def hazard_ratio_words(trial: Trial, choices: Choices, finding: Finding | None) -> str:
    """The hazard ratio with its event, range and P."""
    return hazard_ratio_in(trial, choices.cut, choices.endpoint, finding)


def hazard_ratio_in(trial: Trial, cut: str, endpoint: str, finding: Finding | None) -> str:
    """The hazard ratio of a data cut and end point with its event, range and P."""
    if finding is None:
        return f"Hazard ratio: {NOT_AVAILABLE}"
    end = trial.text.endpoints[endpoint]
    published = trial.hazard_ratio(cut, endpoint)
    shown = ratio_with_range(finding.estimate, finding.decimals)
    return f"Hazard ratio for {end.event} {shown}{with_p(published)}"


def with_p(published: HazardRatio | ExposureRate | None) -> str:
    """The printed P behind a number; empty where none was printed."""
    if published is None or published.p_value is None:
        return ""
    return f", {p_value(published.p_value, below=published.p_value_below)}"


def caveats(view: Findings) -> tuple[str, ...]:
    """What belongs beside the result: the end point's, the cut's, then the trial's."""
    text = view.trial.text
    own = (text.endpoints[view.choices.endpoint].caution, text.cuts[view.choices.cut].caveat)
    return tuple(dict.fromkeys((*(one for one in own if one is not None), *text.caveats)))


def no_landmark(trial: Trial, choices: Choices) -> str:
    """Said where a cut has no published survival at a fixed time."""
    end = endpoint_words(trial, choices)
    return (
        f"{end.name} at a fixed time: {NOT_AVAILABLE} in {trial.text.cuts[choices.cut].name}. "
        "Nothing can be weighed."
    )


# --- medians, where no survival at a fixed time is published ------------------------------------


def median_months(entry: MedianSurvival) -> str:
    """One arm's median, or that it was not reached."""
    return NOT_REACHED if entry.months is None else number(entry.months, entry.decimals)


def median_value(entry: MedianSurvival) -> str:
    """One arm's median with its unit, or that it was not reached."""
    return NOT_REACHED if entry.months is None else f"{median_months(entry)} months"


def median_with_range(entry: MedianSurvival) -> str:
    """One arm's median with its range as printed, or that none was."""
    ranged = _beside_range(median_value(entry), entry)
    return ranged or f"{median_value(entry)}; {RANGE_NOT_PUBLISHED}"


def _beside_range(shown: str, entry: MedianSurvival) -> str:
    """A median as it is shown, with its range as printed; empty where none was."""
    if entry.lower is None or entry.upper is None:
        return ""
    limits = (number(limit, entry.decimals) for limit in (entry.lower, entry.upper))
    return f"{shown} ({span(*limits)})"


def medians_figure(medians: MedianFindings) -> str:
    """Both medians, experimental first: "7.7 vs 4.0 months"."""
    both = (medians.experimental, medians.control)
    months = ((median_months(one), one) for one in both)
    shown = versus(*(_beside_range(one, entry) or one for one, entry in months))
    return f"{shown} months" if any_reached(medians) else shown


def medians_name(trial: Trial, medians: MedianFindings) -> str:
    """The name of the two figures: "Median overall survival"."""
    return f"Median {trial.text.endpoints[medians.endpoint].name.lower()}"


def medians_words(trial: Trial, medians: MedianFindings) -> str:
    """Name and figures in one: "Median overall survival 7.7 vs 4.0 months"."""
    return f"{medians_name(trial, medians)} {medians_figure(medians)}"


def medians_reading(trial: Trial, medians: MedianFindings) -> str:
    """What a median says: half of the people by then; nothing where it was not reached."""
    end = trial.text.endpoints[medians.endpoint]
    reached, open_ones = [], []
    for entry in (medians.control, medians.experimental):
        having = arm_words(trial, entry.arm).having
        if entry.months is None:
            open_ones.append(
                f" {capitalised(having)} more than half were {end.alive}: {NOT_REACHED}."
            )
        else:
            reached.append(f"by {median_months(entry)} months {having}")
    if not reached:
        return "".join(open_ones).lstrip()
    people = trial.text.people
    return f"Of {people}, half {end.died} {' and '.join(reached)}.{''.join(open_ones)}"


def medians_sentence(view: Findings, *, ratio: bool = True) -> str:
    """The reading, the two medians, the hazard ratio: what stands where a landmark would.

    Without ``ratio`` where the hazard ratio stands in a sentence of its own.
    """
    trial, medians = view.trial, view.medians
    if medians is None:
        return no_landmark(trial, view.choices)
    figures = medians_words(trial, medians)
    if ratio:
        shown = hazard_ratio_words(trial, view.choices, view.base.hazard_ratio)
        figures = f"{figures}; {uncapitalised(shown)}"
    return f"{medians_reading(trial, medians)} {figures}."


def survival_not_at_a_time(view: Findings, *, ratio: bool = True) -> str:
    """What is said of survival where no landmark is published: medians, or that there are none."""
    missing = no_landmark(view.trial, view.choices)
    return missing if view.medians is None else f"{medians_sentence(view, ratio=ratio)} {missing}"


def median_provenance(trial: Trial, medians: MedianFindings) -> tuple[ProvenanceLine, ...]:
    """Where the two medians come from."""
    cut = trial.text.cuts[medians.data_cut]
    return (
        ProvenanceLine("Source", "; ".join(map(citation, medians.citations))),
        ProvenanceLine("Data cut", f"{cut.name}: {cut.analysis}"),
        ProvenanceLine("Population", reference_class(trial, medians.population)),
        ProvenanceLine("Window", WHOLE_FOLLOW_UP),
        ProvenanceLine("Computed", _medians_computed(medians)),
    )


def _medians_computed(medians: MedianFindings) -> str:
    ranged = medians.control.lower is not None and medians.experimental.lower is not None
    printed = METHOD_WORDS[Method.PRINTED]
    return printed if ranged else f"{printed}; {RANGE_NOT_PUBLISHED}"


def any_reached(medians: MedianFindings) -> bool:
    return medians.control.reached or medians.experimental.reached


# --- harm --------------------------------------------------------------------------------------


def grade(harm: Harm) -> str:
    """A harm's grade: "grade 3 or more", or in the trial's own words."""
    return f"grade {harm.grade}" if harm.grade[:1].isdigit() else harm.grade


def harms_sentence(view: Findings) -> str:
    """Which of the counted harms were more and which fewer, both ways worded alike.

    The weighed harm has a sentence of its own. Empty where no other harm was counted.
    """
    trial = view.trial
    counted = [found for harm, found in all_harms(view) if found and not harm.weighed]
    if not counted:
        return ""
    having = arm_words(trial, Role.EXPERIMENTAL).having
    parts = [
        f"{word} {having}: {'; '.join(harm_change(trial, found) for found in told)}."
        for word, told in (
            ("Higher", [one for one in counted if _settled(one) > 0]),
            ("Lower", [one for one in counted if _settled(one) < 0]),
        )
        if told
    ]
    open_ones = sum(_settled(one) == 0 for one in counted)
    if open_ones:
        parts.append(f"The range spans zero for {open_ones} of {len(counted)} harms counted.")
    return f"Harms, difference per 100 treated. {' '.join(parts)}"


def harm_change(trial: Trial, found: HarmFindings) -> str:
    name, excess = trial.text.harms[found.harm.id].short, found.excess
    shown = signed_out_of_100(excess.estimate.value, excess.decimals)
    return f"{uncapitalised(name)} ({shown}; {range_out_of_100(excess.estimate, excess.decimals)})"


def _settled(found: HarmFindings) -> int:
    """1 where the range lies above zero, -1 below, 0 where it spans it or is missing."""
    excess = found.excess.estimate
    if not excess.has_range or excess.spans_zero:
        return 0
    return 1 if excess.value > 0 else -1


def exposure_note(harm: HarmFindings) -> str | None:
    """Said at a count where the arms were treated for unequal time."""
    typed = harm.source is not HarmSource.TRIAL
    return None if typed or not harm.harm.exposure_differs else capitalised(NOT_ADJUSTED)


def harms_notes(view: Findings) -> tuple[str, ...]:
    """What must be known before the arms' harms are compared."""
    own = view.trial.text.harms_note
    return () if own is None else (own,)


FROM_STANDARD_ERROR: Final = "calculated from the printed standard error"
NOT_ADJUSTED: Final = "not adjusted for time on treatment"
HARMS_TITLE: Final = "All harms that were counted"
FEWER, MORE = "fewer", "more"


def harms_counted(view: Findings) -> str:
    """Whom the harms count and what, with how the ranges came about."""
    trial = view.trial
    found = next((one for _, one in all_harms(view) if one is not None), None)
    if found is None:
        return harm_not_available(trial)
    window = trial.text.harms[found.harm.id].window
    kinds = dict.fromkeys(METHOD_WORDS[one.excess.range_method] for _, one in all_harms(view)
                          if one is not None and one.excess.range_method is not None)  # fmt: skip
    return (
        f"{capitalised(grade(found.harm))}, {window}; "
        f"{reference_class(trial, found.excess.population)}; {'; '.join(kinds)}. "
        "A patient may stand in several rows: rows do not add up."
    )


def harm_words(trial: Trial) -> HarmText | None:
    """The weighed harm's words, ``None`` where the trial names none."""
    harm = trial.weighed_harm
    return None if harm is None else trial.text.harms[harm.id]


def harm_sentence(trial: Trial, harm: HarmFindings, *, decimals: int = 0) -> str:
    """Harm among the treated, baseline first."""
    words = trial.text.harms[harm.harm.id]
    control, experimental, change = _harm_numbers(harm, decimals)
    return (
        f"Of 100 people treated, {control} {words.having} {words.window} "
        f"{arm_words(trial, Role.CONTROL).having}. "
        f"{capitalised(arm_words(trial, Role.EXPERIMENTAL).having)}, {experimental} did: {change}."
    )


def _harm_numbers(harm: HarmFindings, decimals: int) -> tuple[str, str, str]:
    if not decimals:
        people = harm.people
        return str(people.control), str(people.experimental), more_or_fewer(people.increment)
    change = harm.excess.estimate.value
    return (
        out_of_100(harm.control.estimate.value, decimals),
        out_of_100(harm.experimental.estimate.value, decimals),
        _exact_change(change, decimals),
    )


def harm_range_sentence(harm: HarmFindings) -> str:
    """The range of the excess in whole people."""
    return _range_sentence(
        harm.people.increment,
        harm.excess_limits,
        harm.excess.population.total,
        calculated=harm.excess.calculated_range,
    )


def harm_not_available(trial: Trial) -> str:
    """Said where no rate of the weighed harm is at hand: not the same as zero."""
    words = harm_words(trial)
    if not trial.harms:
        return f"Harms: {NOT_AVAILABLE} in these data. This does not mean that there were none."
    if words is None:
        return "No harm of this trial is weighed."
    return f"{words.name}: {NOT_AVAILABLE}. This does not mean that there were none."


def badge(trial: Trial, harm: HarmFindings, *, short: bool = False) -> str | None:
    """The badge that the harm and all computed from it carry; ``None`` where none is due.

    ``short`` leaves out document and place, where they stand beside it.
    """
    words = trial.text.harms[harm.harm.id]
    if harm.excess.unconfirmed:
        return f"Unconfirmed: {words.confirm}"
    if harm.counted_by is not None:
        return own_counts(harm.counted_by)
    if harm.source is HarmSource.TRIAL and harm.confirmed is not None:
        return confirmed_by(harm.confirmed) if short else confirmation(harm.confirmed)
    if harm.source is HarmSource.TRIAL:
        return None
    month = "month not given" if harm.as_of is None else harm.as_of
    if harm.source is HarmSource.PAPER:
        return f"Counts typed in from the paper, {month}"
    return f"Own centre's counts, not randomised, {month}"


def cautions(trial: Trial, harm: HarmFindings, *, short: bool = False) -> tuple[str, ...]:
    """All that must stand at a harm's figure: the badge, and that exposure was not adjusted for."""
    found = (badge(trial, harm, short=short), exposure_note(harm))
    return tuple(note for note in found if note is not None)


def harm_rates(harm: HarmFindings) -> str:
    """Both arms' counts, or the percentages where the source prints those alone."""
    if harm.counted is not None:
        control, experimental = harm.counted
        arms = (f"{one.events} of {one.total}" for one in (experimental, control))
    else:
        findings, people = (harm.experimental, harm.control), harm.excess.population
        totals = (people.experimental, people.control)
        arms = (
            f"{percent(one.estimate.value, one.decimals)} of {total}"
            for one, total in zip(findings, totals, strict=True)
        )
    return f"{versus(*arms)} treated"


def harm_counted(trial: Trial, harm: HarmFindings) -> str:
    """What a harm's figures count, and P where the trial's own figures stand with one."""
    own = trial.text.harms[harm.harm.id].counted or grade(harm.harm)
    p = harm.harm.p_value
    if harm.source is not HarmSource.TRIAL or harm.counted_by is not None or p is None:
        return own
    return f"{own}; {p_value(p, below=harm.harm.p_value_below)}"


def harm_origin(trial: Trial, harm: HarmFindings) -> str:
    """Where the rate comes from, with its counts or percentages."""
    whose = harm.counted_by
    origin = HARM_SOURCES[harm.source] if whose is None else f"Counts of {whose}"
    return f"{origin}: {harm_rates(harm)}; {harm_counted(trial, harm)}"


def harm_provenance(
    trial: Trial, harm: HarmFindings, finding: Finding
) -> tuple[ProvenanceLine, ...]:
    """Where a harm's number comes from, and what is not known of it."""
    text = trial.text.harms[harm.harm.id]
    lines = provenance(trial, finding, window=text.window)
    if text.unknown is None or not harm.excess.population.of_trial:
        return lines
    return (*lines, ProvenanceLine("Not known", text.unknown))


# --- numbers that a centre confirmed or brought ------------------------------------------------

_MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def day(date: datetime.date) -> str:
    """A date in words: "22 November 2026"."""
    return f"{date.day} {_MONTH_NAMES[date.month - 1]} {date.year}"


def confirmation(one: Citation) -> str:
    """What stands in the badge's place once a centre has read the number in the document.

    Raises:
        LookupError: nobody confirmed it.
    """
    return f"{confirmed_by(one)} ({one.source.short}, {one.place})"


def confirmed_by(one: Citation) -> str:
    """The same where document and place stand beside it: who confirmed a number, and when.

    Raises:
        LookupError: nobody confirmed it.
    """
    if one.confirmed is None:
        raise LookupError(f"{one.source.id}, {one.place}: nobody confirmed it")
    return f"Confirmed by {one.confirmed.centre}, {day(one.confirmed.checked_on)}"


def own_counts(counted_by: str) -> str:
    """What stands at counts that are not the trial's: whose they are, and that they may differ."""
    return f"Counts of {counted_by}, not randomised"


def count_badge(trial: Trial, entry: AdverseEvent) -> str | None:
    """The badge of one arm's count where all numbers are listed; ``None`` where none is due."""
    if entry.status is Status.UNCONFIRMED:
        return harm_confirm(trial, entry.harm)
    known = cited(trial, entry)
    whose = counted_by(trial, (known,))
    if whose is not None:
        return own_counts(whose)
    return None if known.confirmed is None else confirmed_by(known)


def uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- the side panel ----------------------------------------------------------------------------


def gain_heading(trial: Trial, survival: SurvivalFindings) -> str:
    """The gain's heading with its window."""
    return f"{gain_name(trial, survival.endpoint)}, by {time(survival.months)}"


def gain_name(trial: Trial, endpoint: str) -> str:
    end = trial.text.endpoints[endpoint]
    return end.gain or f"Gain in {end.name.lower()}"


def harm_heading(trial: Trial, harm: HarmFindings) -> str:
    """The harm's heading with its window."""
    words = trial.text.harms[harm.harm.id]
    return f"{words.short}, {words.window}"


def anchor(view: Findings) -> str:
    """The event that the harm is compared with: "dying within 3 years"."""
    months = view.survival.months if view.survival is not None else view.choices.months
    when = "the same time" if months is None else time(months)
    return endpoint_words(view.trial, view.choices).anchor.format(time=when)


def balance_figures(view: Findings) -> str | None:
    """The balance point as figures: "0.87 (about 0.22 to 2.1)"."""
    point = view.weighing.balance_point
    if point is None:
        return None
    if not point.has_range:
        return f"{number(point.value, 2)} ({RANGE_NOT_PUBLISHED})"
    lower, upper = point.limits
    high = "no upper limit" if math.isinf(upper) else _two_figures(upper)
    return f"{number(point.value, 2)} (about {span(_two_figures(lower), high)})"


def _two_figures(value: float) -> str:
    return number(value, 2 if value < 1 else 1)


def balance_sentence(view: Findings) -> str:
    """The balance point in words, or why there is none."""
    point = view.weighing.balance_point
    if point is None:
        return obstacle_sentence(view)
    words = harm_words(view.trial)
    one = "" if words is None else words.one
    room = _balance_room(point) + _balance_rounding(view)
    if point.value > 1:
        return (
            "At the best estimate the gain is larger at every setting of the slider: the two would "
            f"be equal if {one} were judged {number(point.value, 2)} times as bad as "
            f"{anchor(view)}{room}."
        )
    return (
        f"Gain and harm would be equal if {one} were judged {percent(point.value)} as bad as "
        f"{anchor(view)}{room}."
    )


def _balance_room(point: Estimate) -> str:
    if not point.has_range:
        return ""
    lower, upper = point.limits
    low = percent(lower) if lower <= 1 else f"{number(lower, 1)} times"
    high = percent(upper) if upper <= 1 else "more than as bad"
    return f"; the data leave room for {low} to {high}"


def _balance_rounding(view: Findings) -> str:
    """How far the printed figures' rounding alone may move it."""
    limits = rounding_limits(view)
    return "" if limits is None else f", rounding alone for {span(*map(percent, limits))}"


def cannot_be_weighed(why: str) -> str:
    """Said where a trial's data bar its gain or its harms from being weighed."""
    return f"Cannot be weighed: {why}"


def obstacle_sentence(view: Findings) -> str:
    """Why there is no balance point."""
    trial = view.trial
    words = harm_words(trial)
    barred = view.weighing.obstacle is Obstacle.NOT_TO_BE_WEIGHED
    if (words is None or barred) and trial.text.not_weighed is not None:
        return cannot_be_weighed(trial.text.not_weighed)
    harm_name = "the harm" if words is None else words.short.lower()
    added = arm_words(trial, Role.EXPERIMENTAL).having
    return {
        Obstacle.GAIN_NOT_AVAILABLE: (
            "Cannot be weighed: survival at a fixed time is not available for this data cut."
        ),
        Obstacle.HARM_NOT_AVAILABLE: (
            f"Cannot be weighed: the rate of {harm_name} is not available."
        ),
        Obstacle.NO_RANGE: "No balance point: a range is not available for both gain and harm.",
        Obstacle.GAIN_SPANS_ZERO: (
            "No balance point: the range of the gain spans zero, so the data do not settle "
            "whether there is one."
        ),
        Obstacle.HARM_SPANS_ZERO: (
            "No balance point: the range of the harm spans zero, so the data do not settle "
            "whether there is an excess."
        ),
        Obstacle.GAIN_NEGATIVE: (f"No balance point: survival was lower and harm higher {added}."),
        Obstacle.HARM_NEGATIVE: (f"No balance point: survival was higher and harm lower {added}."),
        Obstacle.BOTH_NEGATIVE: (f"No balance point: survival was lower and harm lower {added}."),
    }.get(view.weighing.obstacle or Obstacle.NO_RANGE, "")


def net_gain_sentence(view: Findings) -> str:
    """What a set preference implies, with range, probability and both windows."""
    weighing, survival = view.weighing, view.survival
    if weighing.preference is None:
        return UNSET_HINT
    judged = f"Judged {percent(weighing.preference)} as bad as {anchor(view)}"
    net = weighing.net_gain
    if net is None or survival is None or view.harm is None:
        return f"{judged}: {obstacle_sentence(view)}"
    decimals = min(survival.gain.decimals, view.harm.excess.decimals)
    end = endpoint_words(view.trial, view.choices)
    shown = signed_out_of_100(net.value, decimals)
    sentence = (
        f"{judged}: net gain {shown} per 100 "
        f"({range_out_of_100(net, decimals)}) in {end.equivalent}."
    )
    if weighing.probability_gain_larger is not None:
        share = out_of_100(weighing.probability_gain_larger)
        sentence += f" In {share} of 100 simulations the gain was larger."
    if net.has_range and net.spans_zero:
        sentence += " The range spans zero: the data do not settle this."
    return sentence


# --- provenance --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProvenanceLine:
    """One line of a number's provenance."""

    term: str
    description: str


def citation(cited: Citation) -> str:
    """A source, the place in it, and the status in words."""
    source = cited.source
    status = status_word(cited)
    if cited.status is Status.REPORTED and source.reported_by is not None:
        status = f"as reported by {source.reported_by}"
    also = "" if cited.also is None else f"; also {cited.also.short}"
    return f"{source.short}, {cited.place} ({status}){also}"


def status_word(cited: Citation) -> str:
    """How a cited number is known; a confirmed one with who checked it and when."""
    if cited.status is not Status.LOCAL:
        return STATUS_WORDS[cited.status]
    found = cited.confirmed
    if found is None:
        return LOCAL_DATA
    return f"confirmed by {found.centre}, {found.checked_by}, {day(found.checked_on)}"


def statuses(finding: Finding) -> str:
    """All statuses that a number carries, in words."""
    return status_words(finding.statuses, finding.citations)


def status_words(carried: Sequence[Status], citations: Sequence[Citation] = ()) -> str:
    """Statuses in words, each once; a centre's own says who confirmed the cited number."""
    return ", ".join(_status_of(status, citations) for status in dict.fromkeys(carried))


def _status_of(status: Status, citations: Sequence[Citation]) -> str:
    if status is not Status.LOCAL or not citations:
        return STATUS_WORDS[status]
    found = next((one.confirmed for one in citations if one.confirmed is not None), None)
    return LOCAL_DATA if found is None else f"confirmed by {found.centre}"


def provenance(trial: Trial, finding: Finding, *, window: str) -> tuple[ProvenanceLine, ...]:
    """Where a number comes from: source, place, status, cut, population, window, computation."""
    sources = "; ".join(citation(cited) for cited in finding.citations) or "typed in here"
    lines = [
        ProvenanceLine("Source", sources),
        ProvenanceLine("Status", statuses(finding)),
        *_confirmed_line(finding),
        ProvenanceLine("Population", reference_class(trial, finding.population)),
        ProvenanceLine("Window", window),
        ProvenanceLine("Computed", computed(finding)),
    ]
    if finding.data_cut is not None:
        cut = trial.text.cuts[finding.data_cut]
        lines.insert(2, ProvenanceLine("Data cut", f"{cut.name}: {cut.analysis}"))
    return tuple(lines)


def _confirmed_line(finding: Finding) -> tuple[ProvenanceLine, ...]:
    found = None if finding.confirmed is None else finding.confirmed.confirmed
    if found is None:
        return ()
    said = f"{found.centre}, {day(found.checked_on)}; checked by {found.checked_by}"
    return (ProvenanceLine("Confirmed by", said),)


def computed(finding: Finding) -> str:
    """How a value and its range came about."""
    how = METHOD_WORDS[finding.method]
    if finding.range_method is None:
        return f"{how}; {RANGE_NOT_PUBLISHED}"
    if finding.range_method is finding.method:
        return how
    return f"{how}; {METHOD_WORDS[finding.range_method]}"


def survival_window(survival: SurvivalFindings) -> str:
    """The survival figures' window."""
    return f"at {survival.months} months after randomisation"


# --- pictures ----------------------------------------------------------------------------------


def array_heading(trial: Trial, survival: SurvivalFindings, framing: Framing) -> str:
    """The benefit arrays' heading."""
    end = trial.text.endpoints[survival.endpoint]
    word = end.alive_heading if framing is Framing.ALIVE else end.died_heading
    return f"{word} after {time(survival.months)}, out of 100"


def harm_array_heading(trial: Trial, harm: HarmFindings) -> str:
    """The harm arrays' heading."""
    words = trial.text.harms[harm.harm.id]
    return f"{words.short} {words.window}, out of 100"


def arm_figure(trial: Trial, role: Role, people: int) -> tuple[str, str]:
    """The figure and the words above one array."""
    return str(people), arm_words(trial, role).having


def curve_alt(view: Findings) -> str:
    """The survival curves as a sentence."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    made = REBUILT_NOT_PATIENTS if digitised_cut(view) else RECONSTRUCTED
    head = f"Curves of {end.name.lower()} in both arms of {trial_name(trial)}, {made}."
    if view.survival is None:
        return f"{head} {survival_not_at_a_time(view)}"
    sentence = survival_sentence(trial, view.survival, choices.framing)
    return f"{head} {sentence} {gain_range_sentence(view.survival, choices.framing)}"


def curve_note(view: Findings, *, room: bool = False) -> str:
    """How to read the curve: what is published and what is reconstructed."""
    curves = digitised_cut(view)
    if curves is not None:
        return _digitised_note(view, curves)
    rings = "Rings: published, with their 95 % range."
    if view.survival is None:
        rings = "Rings: published medians, each at half of its arm."
    note = (
        f"{rings} Line: reconstructed from published figures. Shaded: the 95 % range of the true "
        "curve, reconstruction and chance together."
    )
    if room:
        note += f" {ROOM_NOTE}"
    return note


def curve_axis(trial: Trial, choices: Choices) -> str:
    """The vertical axis of the curves."""
    end = endpoint_words(trial, choices)
    word = end.alive_heading if choices.framing is Framing.ALIVE else end.died_heading
    return f"{word}, out of 100"


ROOM: Final = "Where the line may run"
ROOM_NOTE: Final = "Hatched: where the line may run, given the published numbers."
MONTHS_AXIS: Final = "Months since randomisation"


# --- applicability -----------------------------------------------------------------------------


def applicability_summary(assessment: Assessment) -> str:
    """How far the check has come and what it found."""
    if assessment.not_met:
        return (
            "The trial does not apply: a criterion is not met. "
            if len(assessment.not_met) == 1
            else f"The trial does not apply: {len(assessment.not_met)} criteria are not met. "
        ).strip()
    if not assessment.asked:
        return "Not checked: these data hold no criteria of who was in the trial."
    if assessment.unknown:
        return "Whether the trial applies is open: something is not known yet."
    if assessment.complete:
        if assessment.cautions:
            return "All criteria are answered; see the caution."
        return "All criteria are met: this patient is like those in the trial."
    return f"{assessment.answered} of {assessment.asked} questions answered."


def age_lines(view: Findings) -> tuple[str, ...]:
    """Every age group of the chosen cut in a line each, and what must be known with them."""
    groups = age_groups(view)
    if not groups:
        cut = view.trial.text.cuts[view.choices.cut].name
        return (f"By age: {NOT_AVAILABLE} in {cut}. {AGE_NOTE}",)
    return (*(age_line(view, group) for group in groups), AGE_NOTE)


def age_line(view: Findings, found: SubgroupFinding, *, short: bool = False) -> str:
    trial, group = view.trial, found.subgroup
    end = trial.text.endpoints[group.endpoint]
    people = f" ({versus(str(group.n_experimental), str(group.n_control))})"
    name = trial.text.subgroups[group.id].name + (people if group.n_control else "")
    parts = []
    if found.experimental is not None and found.control is not None and group.months is not None:
        arms = (out_of_100(one.value, group.decimals) for one in (found.experimental,
                                                                  found.control))  # fmt: skip
        known = short or (found.gain is not None and found.gain.has_range)
        shown = versus(*arms) + ("" if known else f" ({RANGE_NOT_PUBLISHED})")
        parts.append(f"{shown} of 100 {end.alive} after {time(group.months)}")
    if found.ratio is not None:
        holds = "" if short else _age_ratio_holds(view, found)
        parts.append(f"HR for {end.event} {subgroup_ratio(found)}{holds}")
    return f"{name}: {'; '.join(parts) or NOT_AVAILABLE}."


def _age_ratio_holds(view: Findings, found: SubgroupFinding) -> str:
    """Said where a group's range leaves both the whole trial's ratio and no effect open."""
    whole_trial, ratio = view.base.hazard_ratio, found.ratio
    if whole_trial is None or ratio is None or not ratio.has_range:
        return ""
    lower, upper = ratio.limits
    overall = whole_trial.estimate.value
    if not (lower <= overall <= upper and lower <= 1 <= upper):
        return ""
    shown = number(overall, whole_trial.decimals)
    return f": the range holds both the whole trial's {shown} and no effect"


AGE_TITLE: Final = "By age, as in the trial"
AGE_SHORT: Final = "Not powered for subgroups."
AGE_NOTE: Final = (
    f"{AGE_SHORT} The gain that is weighed is the whole trial's. Harm by age: {NOT_AVAILABLE}."
)


def subgroup_ratio(finding: SubgroupFinding) -> str:
    """A subgroup's hazard ratio, or that there is none."""
    if finding.ratio is None:
        return NOT_AVAILABLE
    note = ", calculated from P" if finding.range_method is Method.RATIO_FROM_P else ""
    return f"{ratio_with_range(finding.ratio)}{note}"


# --- restricted means and subgroups ------------------------------------------------------------


# --- short labels of pictures and tables -------------------------------------------------------

DIFFERENCE_TITLE: Final = "The difference"


def endpoint_of(trial: Trial, survival: SurvivalFindings) -> EndpointText:
    """The words of the end point that these findings count."""
    return trial.text.endpoints[survival.endpoint]


LATER_REPORT: Final = "later report"


def picture_title(view: Findings) -> str:
    """Title of a downloaded picture: outcome, trial and data cut."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    return f"{end.name}, {trial_name(trial)}, {trial.text.cuts[choices.cut].name}"


# --- tumour board ------------------------------------------------------------------------------


# --- evidence ----------------------------------------------------------------------------------


NO_VALUE: Final = "–"

PER_PATIENT_YEAR: Final = "events per patient-year on treatment"

MEDIAN_FOLLOW_UP: Final = "Median follow-up"
NOT_STATED: Final = "not stated"
NOT_REACHED: Final = "not reached"
WHOLE_FOLLOW_UP: Final = "over the whole follow-up"
OWN_ANALYSIS: Final = "in an analysis of its own"
RANDOMISED: Final = "Randomised"
TREATED: Final = "Treated, and so counted for harms"
AGREES: Final = "agrees"
TENSION: Final = "tension"


def months(value: float, decimals: int = 0) -> str:
    """A length of time with no more digits than the source has; a half month is not hidden."""
    shown = decimals if value == round(value, decimals) else decimals + 1
    return f"{number(value, shown)} months"


def fact_sentence(trial: Trial, fact: Fact) -> str:
    """A fact with its number in place."""
    shown = {name: number(value, fact.decimals) for name, value in fact.figures.items()}
    return trial.text.facts[fact.id].text.format(**shown)


def survival_number(trial: Trial, endpoint: str, role: Role) -> str:
    """The name of one arm's survival at a landmark."""
    return f"{trial.text.endpoints[endpoint].name}, {arm_words(trial, role).name}"


def median_of_model(trial: Trial, entry: MedianSurvival) -> str:
    """The name of one arm's median: the cut's own, or that of another model."""
    name = survival_number(trial, entry.endpoint, entry.arm)
    return name if entry.model is None else f"{name}, {trial.text.models[entry.model]}"


def hazard_ratio_number(trial: Trial, endpoint: str, model: str | None = None) -> str:
    """The name of a hazard ratio: the cut's own, or that of another model."""
    name = f"Hazard ratio for {trial.text.endpoints[endpoint].event}"
    return name if model is None else f"{name}, {trial.text.models[model]}"


def randomised(people: int, *, role: Role | None = None) -> str:
    """A denominator of people randomised, in one arm or in both."""
    return f"{people} randomised" if role is not None else f"all {people} randomised"


def treated(people: int) -> str:
    """A denominator of people treated."""
    return f"{people} treated"


def whom_and_when(whom: str, when: str) -> str:
    """Population and window of a number."""
    return f"{whom}; {when}"


def at_month(months: float) -> str:
    """The window of a number that is read at a month."""
    return f"at {months:g} months"


#: Subgroups' ratios are printed to two decimals; their records hold no other number of digits.
SUBGROUP_DECIMALS: Final = 2


def in_subgroup(trial: Trial, subgroup: Subgroup, what: str) -> str:
    """The name of a subgroup's number."""
    return f"{trial.text.subgroups[subgroup.id].name}: {what}"


PEOPLE_NOT_GIVEN: Final = "number of people not given in the source at hand"


def people_in_all(people: int) -> str:
    """A subgroup whose split is not published."""
    return f"{people} in all"


def versus(experimental: str, control: str) -> str:
    """Two arms side by side, experimental first."""
    return f"{experimental} vs {control}"


def harm_in_arm(trial: Trial, harm: str, role: Role) -> str:
    """The name of one arm's harm."""
    return f"{trial.text.harms[harm].name}, {arm_words(trial, role).name}"


def at_risk_number(trial: Trial, entry: AtRisk) -> str:
    """The name of a number at risk."""
    return survival_number(trial, entry.endpoint, entry.arm)


def harm_confirm(trial: Trial, harm: str) -> str:
    """The badge of a harm's unconfirmed number, in words."""
    return f"Unconfirmed: {trial.text.harms[harm].confirm}"


UNCONFIRMED_FACT: Final = "Unconfirmed: check against the source"


def with_badge(text: str, badge_words: str) -> str:
    """A number with its badge behind it."""
    return f"{text}. {badge_words}"


_COMPARED: Final = {
    CheckKind.RATIO_CENTRE: "Hazard ratio with the middle of its range (geometric mean)",
    CheckKind.P_VALUE: "P with the one that ratio and range imply",
    CheckKind.EVENTS_STANDARD_ERROR: (
        "Standard error of the log hazard ratio, from its range, with the one that the events give"
    ),
    CheckKind.CUMULATIVE_HAZARD_RATIO: (
        "Hazard ratio with the ratio of both arms' log survival at {months} months"
    ),
    CheckKind.MEDIAN_RATIO: "Hazard ratio with the ratio of the two medians (a rough check)",
    CheckKind.STANDARD_ERROR: (
        "Standard error of survival at {months} months with the least possible one, {arm}"
    ),
    CheckKind.RESTRICTED_MEAN_CENTRE: (
        "Difference of restricted means, in days, with the middle of its range"
    ),
    CheckKind.RESTRICTED_MEAN_P_VALUE: (
        "P of the difference of restricted means with the one that its range implies"
    ),
    CheckKind.LANDMARK_CENTRE: (
        "Survival at {months} months with the middle of its range (log(−log) scale), {arm}"
    ),
    CheckKind.PERCENT: "{harm}, percentage with its count, {arm}",
    CheckKind.SUBGROUPS_SURVIVAL: (
        "Survival at {months} months with that of the age groups put together, {arm}"
    ),
    CheckKind.SUBGROUPS_RATIO: "Hazard ratio with those of the age groups, pooled by precision",
    CheckKind.CALIBRATED: "{quantity}",
    CheckKind.TENSION: "Hazard ratio with its prediction, in standard deviations",
    CheckKind.REBUILT_HAZARD_RATIO: (
        "Hazard ratio with that of the pseudo-patients rebuilt from the digitised figure"
    ),
    CheckKind.REBUILT_LANDMARK: (
        "Survival at {months} months with the curve rebuilt from the digitised figure, {arm}"
    ),
}

_TOLERANCE_WORDS: Final = {
    ToleranceReason.ROUNDING: "rounding of what was printed",
    ToleranceReason.REPORTED_INTERVAL: (
        "the ratio's own range, since one month of a curve or a median is a noisier estimate of it"
    ),
    ToleranceReason.APPROXIMATION: (
        f"rounding, and a formula good to about {percent(EVENTS_APPROXIMATION)}"
    ),
    ToleranceReason.CALIBRATION: "what the reconstruction counts as met",
    ToleranceReason.LEAST: "no less than with everybody followed to that month, and rounding",
    ToleranceReason.GROUPS: (
        f"rounding, and {percent(GROUPS_CENSORING, 1)} of survival for uneven censoring"
    ),
    ToleranceReason.POOLED: "the ratio's own range, since its model was stratified",
    ToleranceReason.REBUILT_RATIO: (
        f"rounding, and {percent(REBUILT_RATIO_LOSS)} that a rebuilt ratio may be off"
    ),
    ToleranceReason.REBUILT_CURVE: (
        f"rounding, and {percent(REBUILT_CURVE_LOSS)} of survival that a hand may click beside "
        "the line"
    ),
}

_EXPLANATION_WORDS: Final = {
    Explanation.OTHER_TEST: (
        "P and range fall on the same side of no effect: another test, or a stratified one, "
        "would explain it."
    ),
    Explanation.HAZARDS_NOT_PROPORTIONAL: (
        "A hazard ratio that changes with time would explain it."
    ),
    Explanation.HAZARDS_NOT_CONSTANT: (
        "Medians stand in the ratio of the hazards only where both are constant over time. "
        "Curves that come together after the medians would explain it."
    ),
    Explanation.PLAIN_INTERVAL: (
        "The range lies evenly about survival itself: another kind of interval would explain it."
    ),
    Explanation.LOG_INTERVAL: (
        "The range lies evenly about the log of survival: another kind of interval would "
        "explain it."
    ),
    Explanation.OTHER_MODEL: (
        "A ratio that was stratified or adjusted would explain it: that of pseudo-patients is not."
    ),
    Explanation.FEW_EVENTS: (
        "So wide a range comes from few events: one that is not even about the log of the ratio "
        "would explain it, and so would a misprint in the report."
    ),
}


def compared(trial: Trial, line: ConsistencyLine) -> str:
    """What one line of the consistency report compares, with the badge where one is due."""
    text, note = _compared_numbers(trial, line), None
    if line.harm is not None and line.arm is not None:
        entry = trial.adverse_event(line.harm, line.arm)
        note = None if entry is None else count_badge(trial, entry)
    elif line.status is Status.UNCONFIRMED:
        note = UNCONFIRMED_FACT
    return text if note is None else with_badge(text, note)


def _compared_numbers(trial: Trial, line: ConsistencyLine) -> str:
    arm = "" if line.arm is None else arm_words(trial, line.arm).short
    harm = "" if line.harm is None else trial.text.harms[line.harm].short
    text = _COMPARED[line.kind].format(
        months=line.months, arm=arm, harm=harm, quantity=line.quantity or ""
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


def consistency_number(line: ConsistencyLine, value: float) -> str:
    """A number of the consistency report, with the digits that the comparison needs."""
    if line.kind in _SURVIVALS:
        return percent(value, 1)
    if line.kind is CheckKind.STANDARD_ERROR:
        return percent(value, 2)
    if line.kind is CheckKind.PERCENT:
        return f"{number(value, 1)} %"
    if line.kind in (CheckKind.P_VALUE, CheckKind.RESTRICTED_MEAN_P_VALUE):
        return number(value, 4)
    if line.kind is CheckKind.RESTRICTED_MEAN_CENTRE:
        return number(value, 1)
    return number(value, 3)


def reported_number(trial: Trial, line: ConsistencyLine) -> str:
    """The reported number of a line with the digits that it was printed with."""
    if line.kind is CheckKind.P_VALUE:
        return f"{line.reported:g}"
    if line.kind in (CheckKind.RESTRICTED_MEAN_CENTRE, CheckKind.RESTRICTED_MEAN_P_VALUE):
        return _printed_mean(trial, line)
    if line.kind is CheckKind.EVENTS_STANDARD_ERROR:
        return number(line.reported, 3)
    decimals = _printed_decimals(trial, line)
    if line.kind in (*_SURVIVALS, CheckKind.STANDARD_ERROR):
        return percent(line.reported, decimals)
    shown = number(line.reported, decimals)
    return f"{shown} %" if line.kind is CheckKind.PERCENT else shown


def _printed_mean(trial: Trial, line: ConsistencyLine) -> str:
    key = (line.data_cut, line.endpoint)
    entry = next(e for e in trial.restricted_means if (e.data_cut, e.endpoint) == key)
    if line.kind is CheckKind.RESTRICTED_MEAN_CENTRE:
        return number(line.reported, entry.decimals)
    return f"{'< ' if entry.p_value_below else ''}{line.reported:g}"


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


def agrees_within(line: ConsistencyLine) -> str:
    """The range in which the recomputed number agrees, and where it comes from."""
    low, high = (consistency_number(line, limit) for limit in (line.lower, line.upper))
    return f"{span(low.removesuffix(' %'), high)} ({_TOLERANCE_WORDS[line.reason]})"


def consistency_result(line: ConsistencyLine) -> str:
    """Agreement or tension, and what explains it."""
    said = capitalised(AGREES if line.agrees else TENSION)
    if line.explanation is not None:
        return f"{said}. {_EXPLANATION_WORDS[line.explanation]}"
    if line.agrees:
        return said
    return f"{said}. These numbers alone don't say why: check them against the source."


def analysis_compared(trial: Trial, cut: str, endpoint: str) -> str:
    """The data cut and end point of a group of comparisons or of a curve."""
    return f"{trial.text.endpoints[endpoint].name}, {trial.text.cuts[cut].name}"


def calibration_caption(trial: Trial, curve: CalibratedCurves) -> str:
    """A curve's table: what it is and that it is reconstructed."""
    return f"{analysis_compared(trial, curve.data_cut, curve.endpoint)} ({RECONSTRUCTED})"


# --- digitised curves --------------------------------------------------------------------------

REBUILT: Final = "rebuilt from the digitised figure"
PSEUDO_PATIENTS: Final = "pseudo-patients, not patient data"
REBUILT_NOT_PATIENTS: Final = f"{REBUILT}: {PSEUDO_PATIENTS}"


def digitised_cut(view: Findings) -> DigitisedCurves | None:
    return view.trial.digitised_curve(view.choices.cut, view.choices.endpoint)


def _digitised_note(view: Findings, curves: DigitisedCurves) -> str:
    rings = "" if view.survival is None else "Rings: published, with their 95 % range. "
    return f"{rings}{digitised_lines(curves)} Figure: {figure_source(view.trial, curves)}."


def digitised_lines(curves: DigitisedCurves) -> str:
    level = percent(digitised.LEVEL)
    drawn = "Steps: the Kaplan-Meier curve"
    if curves.status is Status.UNCONFIRMED:
        drawn = "Unconfirmed: check against the figure. Steps: the Kaplan-Meier curve"
    return (
        f"{drawn} {REBUILT_NOT_PATIENTS}. Shaded: its {level} range, pointwise "
        "(Greenwood, log(−log))."
    )


def figure_source(trial: Trial, curves: DigitisedCurves) -> str:
    """The document and the figure that was clicked on."""
    source = trial.source(curves.source)
    also = "" if curves.also is None else f"; also {trial.source(curves.also).short}"
    return f"{source.short}, {curves.place}{also}"


def digitised_caption(trial: Trial, curves: DigitisedCurves) -> str:
    """A rebuilt curve's fit report: of which analysis and which figure."""
    where = analysis_compared(trial, curves.data_cut, curves.endpoint)
    status = "" if curves.status is Status.RECONSTRUCTED else f", {STATUS_WORDS[curves.status]}"
    return f"{where} ({REBUILT}{status}): {figure_source(trial, curves)}"


# --- demonstrations ----------------------------------------------------------------------------

DEMONSTRATION: Final = (
    "A demonstration of the data format, not for any decision and not offered to patients."
)


def trial_name(trial: Trial) -> str:
    """The trial's name; a demonstration says that it is one."""
    return f"{trial.text.name} (demonstration)" if trial.demonstration else trial.text.name


def of_demonstration(trial: Trial) -> tuple[str, ...]:
    return (DEMONSTRATION,) if trial.demonstration else ()


# --- guide -------------------------------------------------------------------------------------


# --- note for the record -----------------------------------------------------------------------


# --- ipdas -------------------------------------------------------------------------------------

_IPDAS_QUALITY: Final = "Quality"

#: Each line of the standards: its name, and what it asks for.
IPDAS_CRITERIA: Final = {
    "q1": ("Q1", "The condition is described."),
    "q2": ("Q2", "The decision to be made is stated."),
    "q3": ("Q3", "The options are described."),
    "q4": ("Q4", "The good sides of each option are described."),
    "q5": ("Q5", "The hard sides of each option are described."),
    "q6": ("Q6", "What it is like to live with each option is described."),
    "c1": ("C1", "Good and hard sides are shown in equal detail."),
    "c2": ("C2", "The evidence used is cited."),
    "c3": ("C3", "The date of the content is given."),
    "c4": ("C4", "It is said how and when the content is updated."),
    "c5": ("C5", "It is said how uncertain the figures are."),
    "c6": ("C6", "It is said who paid."),
    "class": (_IPDAS_QUALITY, "Figures name the people that they stand for."),
    "frequencies": (_IPDAS_QUALITY, "Chances are told as people out of a whole group."),
    "period": (_IPDAS_QUALITY, "Figures name their period of time."),
    "denominator": (_IPDAS_QUALITY, "Options are compared with the same denominator."),
    "uncertainty": (_IPDAS_QUALITY, "The uncertainty around a figure is shown beside it."),
    "views": (_IPDAS_QUALITY, "The same chances are shown in several ways."),
    "frames": (_IPDAS_QUALITY, "Chances are told from both ends."),
    "course": (_IPDAS_QUALITY, "What happens without further treatment is told."),
    "comparison": (_IPDAS_QUALITY, "The options can be compared side by side."),
    "values": (_IPDAS_QUALITY, "Patients are asked what matters to them."),
    "steps": (_IPDAS_QUALITY, "Guidance comes in steps."),
    "questions": (_IPDAS_QUALITY, "There are questions to ask the clinician."),
    "readability": (_IPDAS_QUALITY, "The reading level is measured and stated."),
}


# --- exchange ----------------------------------------------------------------------------------


def number_needed_name(survival: SurvivalFindings) -> str:
    """The name of a number needed to treat, with its time."""
    return f"Number needed to treat, by {time(survival.months)}"


def median_number(trial: Trial, entry: MedianSurvival) -> str:
    """The name of a median."""
    return f"Median, {median_of_model(trial, entry)}"


def restricted_mean_window(months: int | None) -> str:
    """Up to when a restricted mean runs."""
    return "horizon not stated" if months is None else f"to month {months}"


# --- the summary on the command line -----------------------------------------------------------


# --- pseudo-patients on the command line -------------------------------------------------------
