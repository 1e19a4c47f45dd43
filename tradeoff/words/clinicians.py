"""Every sentence of the program's own, every number format, alt texts and the glossary.

Screens, alt texts, tables and downloads take their words from here, so that a number is worded in
one way. Words that belong to one trial come from its text file. Nothing here computes: it reads
``findings`` and writes English.
"""

from __future__ import annotations

import datetime
import math
import re
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
    Refusal,
    RefusalReason,
)
from tradeoff.findings.views import (
    Citation,
    Finding,
    Findings,
    HarmFindings,
    MarkedMonth,
    MedianFindings,
    Method,
    Population,
    PublishedRestrictedMean,
    RestrictedMeans,
    SubgroupFinding,
    SurvivalFindings,
    age_groups,
    all_harms,
    cited,
    counted_by,
    rounding_limits,
)
from tradeoff.statistics.intervals import Estimate, NumberNeededToTreat
from tradeoff.statistics.weighing import Obstacle
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    AdverseEvent,
    ArmText,
    AtRisk,
    CalibratedCurves,
    CalibrationCheck,
    Criterion,
    DigitisedArm,
    DigitisedCurves,
    EndpointText,
    ExposureRate,
    Fact,
    Harm,
    HarmText,
    HazardRatio,
    Landmark,
    MedianSurvival,
    Role,
    Source,
    Status,
    Subgroup,
    Trial,
)
from tradeoff.trial.self_check import Quantity, SelfCheckLine
from tradeoff.trial.validated import EngineState

__all__ = [
    "BEGAN_ANEW",
    "BOARD_NAME",
    "LOCAL_DATA",
    "LOCAL_REFUSED_CAPTION",
    "LOCAL_REFUSED_COLUMNS",
    "LOCAL_STATUS",
    "BoardFigure",
    "GuideAnswer",
    "ProvenanceLine",
    "SummaryWords",
    "age_lines",
    "agrees_within",
    "analysis_compared",
    "anchor",
    "applicability_summary",
    "arm_figure",
    "arm_population",
    "arm_words",
    "array_heading",
    "array_notes",
    "assumptions",
    "at_month",
    "at_risk_number",
    "badge",
    "balance_figures",
    "balance_sentence",
    "balance_window",
    "benefit_alt",
    "benefit_legend",
    "beyond_follow_up",
    "board_age",
    "board_arm_randomised",
    "board_arm_treated",
    "board_badge",
    "board_balance",
    "board_benefit_legend",
    "board_caveats",
    "board_curve_note",
    "board_excess",
    "board_gain",
    "board_harm",
    "board_harm_counted",
    "board_harm_legend",
    "board_harms_title",
    "board_hazard_ratio",
    "board_medians",
    "board_number_needed",
    "board_sources",
    "board_visit_lines",
    "both_arms_at",
    "calculated_from_p",
    "calibration_caption",
    "calibration_numbers",
    "calibration_quantity",
    "cannot_be_weighed",
    "capital",
    "cautions",
    "caveats",
    "certainty_sentence",
    "change_in_frame",
    "change_of_estimate",
    "citation",
    "compared",
    "computed",
    "confirmation",
    "confirmed_by",
    "consistency_number",
    "consistency_result",
    "consistency_summary",
    "correlation_label",
    "correlation_note",
    "count_and_percent",
    "count_badge",
    "count_labels",
    "count_refusal",
    "criterion_requirement",
    "curve_alt",
    "curve_axis",
    "curve_hover",
    "curve_hover_change",
    "curve_note",
    "curve_refused",
    "cut_caption",
    "day",
    "days",
    "difference_alt",
    "digitised_caption",
    "digitised_hover",
    "direction",
    "endpoint_of",
    "endpoint_words",
    "engine_state",
    "events_behind",
    "everybody",
    "exposure_note",
    "exposure_rates",
    "fact_sentence",
    "fewer_died",
    "fewer_events",
    "figure_source",
    "file_name",
    "fit_at_risk",
    "fit_error",
    "fit_events",
    "fit_mends",
    "fit_patients",
    "flow_line",
    "follow_up",
    "followed",
    "footer",
    "forest_alt",
    "forest_axis",
    "from_standard_error",
    "gain_heading",
    "gain_note",
    "gain_range_sentence",
    "grade",
    "guide_answer",
    "guide_answers",
    "guide_curve",
    "guide_heading",
    "guide_icons",
    "guide_panel",
    "guide_question",
    "harm_alt",
    "harm_array_heading",
    "harm_confirm",
    "harm_counted",
    "harm_difference_alt",
    "harm_heading",
    "harm_in_arm",
    "harm_legend",
    "harm_lines",
    "harm_not_available",
    "harm_note",
    "harm_origin",
    "harm_pair",
    "harm_provenance",
    "harm_range_sentence",
    "harm_rates",
    "harm_sentence",
    "harm_source",
    "harm_standing",
    "harm_words",
    "harms_alt",
    "harms_arms",
    "harms_axis",
    "harms_counted",
    "harms_differences",
    "harms_notes",
    "harms_picture_notes",
    "harms_sentence",
    "hazard_ratio_in",
    "hazard_ratio_number",
    "hazard_ratio_words",
    "identifiers",
    "in_subgroup",
    "ipdas_screen",
    "ipdas_test",
    "kept",
    "last_good_figures",
    "local_refused",
    "marked_month_sentence",
    "median_in_arm",
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
    "model_facts",
    "month_option",
    "month_slider_label",
    "months",
    "months_with_range",
    "needed_from_ratio_name",
    "net_gain_sentence",
    "no_curve",
    "no_landmark",
    "not_published_calculated",
    "number",
    "number_needed",
    "number_needed_name",
    "obstacle_sentence",
    "open_other",
    "other_frame_sentence",
    "other_level",
    "out_of_100",
    "own_counts",
    "p_value",
    "panel_subtitle",
    "people_in_all",
    "people_name",
    "per_100_with_range",
    "percent",
    "percent_span",
    "picture_notes",
    "picture_title",
    "preference_axis",
    "preference_option",
    "preference_question",
    "probability_alt",
    "provenance",
    "pseudo_patients",
    "published_restricted_mean_words",
    "randomised",
    "range_out_of_100",
    "ratio_strength",
    "ratio_with_range",
    "rebuilt_counts",
    "rebuilt_fit",
    "record_note",
    "reference_class",
    "refusal",
    "reported_number",
    "restricted_mean_name",
    "restricted_mean_number",
    "restricted_mean_window",
    "restricted_mean_words",
    "review_overdue",
    "reviewed",
    "rounding_note",
    "rows_read",
    "self_check_caption",
    "self_check_numbers",
    "self_check_summary",
    "self_check_what",
    "set_preference_label",
    "sheet_titles",
    "shown_instead",
    "signed_out_of_100",
    "source_note",
    "span",
    "standard_deviations",
    "standing",
    "status_word",
    "status_words",
    "statuses",
    "strength",
    "subgroup_note",
    "subgroup_population",
    "subgroup_ratio",
    "subgroup_survival",
    "subtitle",
    "summary_balance",
    "summary_gain",
    "summary_harm",
    "summary_hazard_ratio",
    "summary_known",
    "summary_median",
    "summary_number_needed",
    "summary_pairs",
    "summary_title",
    "summary_view_subtitle",
    "summary_view_title",
    "survival_not_at_a_time",
    "survival_number",
    "survival_sentence",
    "survival_window",
    "time",
    "treated",
    "trial_name",
    "trial_requirement",
    "versus",
    "weighs_at",
    "whom_and_when",
    "windows_sentence",
    "with_badge",
    "with_range",
]

HUNDRED: Final = 100
_MONTHS_A_YEAR: Final = 12

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


def months_with_range(estimate: Estimate) -> str:
    """A length of time in months with its range."""
    if not estimate.has_range:
        return f"{number(estimate.value, 1)} ({RANGE_NOT_PUBLISHED})"
    lower, upper = (number(limit, 1) for limit in estimate.limits)
    return f"{number(estimate.value, 1)} ({span(lower, upper)})"


def p_value(value: float | None, *, below: bool = False) -> str:
    """P as printed; ``below`` where the source says "P < …"."""
    return "P not published" if value is None else f"P {'<' if below else '='} {value:g}"


def time(months: int) -> str:
    """A span of time: whole years as years."""
    years, rest = divmod(months, _MONTHS_A_YEAR)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- standing words ----------------------------------------------------------------------------

RANGE_NOT_PUBLISHED: Final = "range not published"
NOT_AVAILABLE: Final = "not available"
NOT_ESTIMABLE: Final = "not estimable"
CALCULATED: Final = "calculated"
RECONSTRUCTED: Final = "reconstructed"
NOT_SET: Final = "not set"
UNSET_HINT: Final = (
    "Not set. Move the slider together with the patient to see what that judgement implies."
)
INTENDED_USE: Final = (
    "For use by a clinician with a patient. Shows what happened to groups in a trial; "
    "it does not predict for one person and does not recommend."
)
WEIGHING_TITLE: Final = "Weigh gain against harm"
BALANCE_TITLE: Final = "Balance point"
SOURCE_LABEL: Final = "Source and method"
TABLE_LABEL: Final = "The same as a table"

PRODUCT: Final = "Gain and harm, side by side"
NOTICE_TITLE: Final = "Please note"
BEGAN_ANEW: Final = (
    "The connection was lost and is back. All choices in the address are kept. All else has to be "
    "given again: files of your own, counts typed halfway, answers to the applicability check."
)
CAVEATS_TITLE: Final = "Keep in mind"
LINK_TITLE: Final = "Link to this view"
LINK_NOTE: Final = "Opens the same choices on any screen. It holds no patient data."
HOW_TO_COPY: Final = (
    "To copy: click in the field, select all of it (Ctrl+A; Cmd+A on a Mac; a long press on a "
    "tablet) and copy."
)
HARM_MEANING: Final = "What such an event is"
HARM_SOURCE_LABEL: Final = "Rate from"
TRIAL_LABEL: Final = "Trial"
ENDPOINT_LABEL: Final = "End point"
CUT_LABEL: Final = "Data cut"
MONTHS_LABEL: Final = "Month"
FRAMING_LABEL: Final = "Told as"
ANSWERED: Final = "Answered in this visit"
OLDEST_AGE: Final = 120
BROKEN_TITLE: Final = "This trial's data can't be used"
BROKEN_LEAD: Final = (
    "Nothing of it is shown, so that no wrong number is. The other trials stay usable. "
    "For the person who keeps the data:"
)
NO_TRIALS: Final = (
    "No trial was found. Put a trial's folder into the data folder; its README is the manual."
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


def review_overdue(trial: Trial) -> str:
    """Said when the next review's date has passed."""
    return (
        f"The review of these data was due on {trial.review.next.isoformat()} and is overdue: "
        "newer results or label changes may be missing."
    )


def month_option(months: int, landmarks: Sequence[int]) -> str:
    """A month in the list of months: published landmark or reconstructed."""
    kind = "published" if months in landmarks else RECONSTRUCTED
    return f"{time(months)} · {kind}"


_REFUSAL_WORDS: Final = {
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

_PARAMETER_WORDS: Final = {
    "trial": "The trial in the link",
    "cut": "The data cut in the link",
    "endpoint": "The end point in the link",
    "months": "The month in the link",
    "framing": "The framing in the link",
    "weight": "The preference in the link",
    "harm": "The source of the harm rate in the link",
    "e1": "The experimental arm's count in the link",
    "n1": "The experimental arm's number treated in the link",
    "e0": "The control arm's count in the link",
    "n0": "The control arm's number treated in the link",
    "asof": "The month of the counts in the link",
    "lang": "The language in the link",
}


def refusal(trial: Trial, choices: Choices, refused: Refusal) -> str:
    """What was not used and what stands in its place."""
    whole_sentences = {
        RefusalReason.ENDPOINT_NOT_IN_CUT: (
            f"{endpoint_words(trial, choices).name} was not in the chosen data cut: "
            f"{trial.text.cuts[choices.cut].name} is shown."
        ),
        RefusalReason.PREFERENCE_CLEARED: (
            "The preference was cleared: with another end point, data cut or month it means "
            "something else. Set it again."
        ),
        RefusalReason.COUNTS_UNUSED: (
            "The link held counts but names the trial's own rate as the source: "
            "the trial's figure is shown."
        ),
        RefusalReason.CANNOT_BE_WEIGHED: (
            f"{'The preference was' if refused.parameter == 'weight' else 'The counts were'} not "
            "used: nothing can be weighed for this end point and data cut."
        ),
    }
    if refused.reason in whole_sentences:
        return whole_sentences[refused.reason]
    if not refused.parameter:
        return "The link held parts that this program does not know. They were ignored."
    bounds = ""
    if refused.lowest is not None and refused.highest is not None:
        bounds = f" ({refused.lowest} to {refused.highest})"
    subject = _PARAMETER_WORDS[refused.parameter]
    shown = shown_instead(trial, choices, refused.parameter)
    return f"{subject} {_REFUSAL_WORDS[refused.reason]}{bounds}: {shown}."


def shown_instead(trial: Trial, choices: Choices, parameter: str) -> str:
    """What stands in the place of a refused value."""
    months = "no month" if choices.months is None else time(choices.months)
    return {
        "trial": f"{trial.text.name} is shown",
        "cut": f"{trial.text.cuts[choices.cut].name} is shown",
        "endpoint": f"{endpoint_words(trial, choices).name} is shown",
        "months": f"{months} {'is' if choices.months in (None, _MONTHS_A_YEAR) else 'are'} shown",
        "framing": f"“{FRAMINGS[choices.framing].lower()}” is shown",
        "weight": "the preference is not set",
        "asof": "the month is left open",
        "lang": "English is shown",
    }.get(parameter, "the trial's figure is shown")


def count_refusal(reason: RefusalReason) -> str:
    """Said next to a field with typed counts."""
    return f"This {_REFUSAL_WORDS[reason]}. Correct it here; the last good figures stay until then."


AXIS_LABEL: Final = "Part of the curve"
AXIS_RANGES: Final = {
    "whole": "Whole follow-up",
    "first-24-months": "First 24 months",
    "half": "50 to 100 %",
}
RANGES_LABEL: Final = "Ranges"
DECIMALS_LABEL: Final = "One decimal"
DOWNLOAD_SVG: Final = "Download SVG"
DOWNLOAD_PNG: Final = "Download PNG"
DOWNLOAD_CSV: Final = "Download CSV"
SUBGROUP_TITLE: Final = "Subgroups"
NO_SUBGROUPS: Final = "Subgroup results for this end point: not available."
PROBABILITY_TITLE: Final = "How often the gain was larger, over all preferences"
CONTEXT_NOTE: Final = (
    "Rates from other studies and from the label, each with its own population. They are never "
    "this trial's rate and never a source for weighing."
)


def file_name(view: Findings, what: str) -> str:
    """Name of a downloaded file: trial, cut and end point; nothing typed by a user."""
    choices = view.choices
    return f"{choices.trial}-{choices.cut}-{choices.endpoint}-{what}"


def sheet_titles(view: Findings, framing: Framing) -> tuple[str, ...]:
    """What each row of a downloaded sheet of icon arrays counts."""
    titles = []
    if view.survival is not None:
        titles.append(array_heading(view.trial, view.survival, framing))
    if view.harm is not None:
        title = harm_array_heading(view.trial, view.harm)
        notes = cautions(view.trial, view.harm)
        titles.append(". ".join((title, *notes)))
    return tuple(titles)


def correlation_note(shares: Sequence[tuple[float, float, float]]) -> str:
    """What a correlation of gain and harm would change, at most, over all preferences."""
    most = max(max(abs(low - middle), abs(high - middle)) for low, middle, high in shares)
    return (
        "Gain and harm are taken as independent. If they were correlated by −0.3 or +0.3, the "
        f"number would change by at most {out_of_100(most)} of 100 simulations."
    )


def open_other(name: str) -> str:
    """A link to another trial, named by its folder."""
    return f"Open {name}"


def curve_refused(reason: str) -> str:
    """Said where a curve on disk is not used."""
    return f"A curve is not shown. {reason}"


def no_curve(trial: Trial, choices: Choices) -> str:
    """Said where there is no curve to draw."""
    end = endpoint_words(trial, choices)
    cut = trial.text.cuts[choices.cut].name
    return f"Curve of {end.name.lower()} in {cut}: {NOT_AVAILABLE}."


def month_slider_label(landmarks: Sequence[int]) -> str:
    """The label of the slider of months."""
    published = ", ".join(str(month) for month in landmarks)
    return f"Month (published: {published}; all others are reconstructed)"


def preference_option(weight: int | None) -> str:
    """One position of the preference slider."""
    return NOT_SET if weight is None else str(weight)


def count_labels(trial: Trial) -> dict[str, str]:
    """Labels of the fields for typed counts."""
    experimental = arm_words(trial, Role.EXPERIMENTAL).short
    control = arm_words(trial, Role.CONTROL).short
    return {
        "e1": f"{experimental}: patients with an event",
        "n1": f"{experimental}: patients treated",
        "e0": f"{control}: patients with an event",
        "n0": f"{control}: patients treated",
        "asof": "Month of these counts (YYYY-MM)",
    }


def last_good_figures(view: Findings) -> str:
    """Said while typed counts are not complete or not right."""
    if view.harm is None:
        return f"Type all four counts. Until then the rate is {NOT_AVAILABLE}."
    origin = harm_origin(view.trial, view.harm)
    return f"Type all four counts. Until then the last good figures stay: {origin}."


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
    control, experimental, change = _survival_numbers(survival, framing, decimals)
    verb = f"were {end.alive}" if framing is Framing.ALIVE else end.died
    echo = "were" if framing is Framing.ALIVE else "had"
    return (
        f"Of 100 {trial.text.people}, {control} {verb} after {time(survival.months)} "
        f"{arm_words(trial, Role.CONTROL).having}. "
        f"{_capital(arm_words(trial, Role.EXPERIMENTAL).having)}, {experimental} {echo}: {change}."
    )


def other_frame_sentence(trial: Trial, survival: SurvivalFindings, framing: Framing) -> str:
    """The same two numbers in the other frame."""
    other = Framing.DIED if framing is Framing.ALIVE else Framing.ALIVE
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, _ = _survival_numbers(survival, other, 0)
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
        return f"Our best estimate is {_more_or_fewer(change)}; {RANGE_NOT_PUBLISHED}."
    lower, upper = limits
    if lower >= 0 or upper <= 0:
        low, high = sorted((abs(lower), abs(upper)))
        span_words = f"it could be as few as {low} or as many as {high}"
    else:
        span_words = f"it could be anywhere from {_more_or_fewer(lower)} to {_more_or_fewer(upper)}"
    note = " (range calculated)" if calculated else ""
    return (
        f"Our best estimate is {_more_or_fewer(change)}; because {people} people took part, "
        f"{span_words}{note}."
    )


def _more_or_fewer(change: int) -> str:
    if change == 0:
        return "no difference"
    return f"{abs(change)} {'more' if change > 0 else 'fewer'}"


def _exact_change(change: float, decimals: int) -> str:
    shown = out_of_100(abs(change), decimals)
    if float(shown) == 0:
        return "no difference"
    return f"{shown} {'more' if change > 0 else 'fewer'}"


def _survival_numbers(
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
        return str(people.control), str(people.experimental), _more_or_fewer(people.increment)
    return (
        str(HUNDRED - people.control),
        str(HUNDRED - people.experimental),
        _more_or_fewer(-people.increment),
    )


def marked_month_sentence(trial: Trial, choices: Choices, marked: MarkedMonth) -> str:
    """A month between landmarks: reconstructed, with its ranges, never weighed."""
    end = endpoint_words(trial, choices)
    curves = "the curves"
    if marked.control.method is Method.DIGITISED_CURVE:
        curves = f"the curves {REBUILT}"
    return (
        f"Reconstructed, not published: after {time(marked.months)} {curves} stand at "
        f"{with_range(marked.control)} of 100 {end.alive} {arm_words(trial, Role.CONTROL).having} "
        f"and {with_range(marked.experimental)} {arm_words(trial, Role.EXPERIMENTAL).having}: "
        f"difference {with_range(marked.difference, signed=True)}. "
        "In brackets the 95 % ranges. Nothing is weighed at this month."
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
    return f"Hazard ratio for {end.event} {shown}{_with_p(published)}"


def _with_p(published: HazardRatio | ExposureRate | None) -> str:
    """The printed P behind a number; empty where none was printed."""
    if published is None or published.p_value is None:
        return ""
    return f", {p_value(published.p_value, below=published.p_value_below)}"


def certainty_sentence(view: Findings) -> str:
    """The third sentence: how sure, from how many, followed how long, and what is unconfirmed."""
    trial, choices = view.trial, view.choices
    cut = trial.text.cuts[choices.cut]
    sentence = (
        f"{hazard_ratio_words(trial, choices, view.base.hazard_ratio)}: one randomised trial of "
        f"{trial.n_randomised} people, {cut.analysis}, {follow_up(trial, choices.cut)}."
    )
    if view.unconfirmed:
        sentence += " The harm rate is unconfirmed and still has to be checked."
    elif view.harm is not None:
        sentence += _harm_certainty(view.harm)
    return sentence


def _harm_certainty(harm: HarmFindings) -> str:
    if harm.counted_by is not None:
        return f" The harm rate is from the counts of {harm.counted_by}: not randomised."
    if harm.confirmed is not None:
        return f" The harm rate was {_lower(confirmed_by(harm.confirmed))}."
    return ""


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


def median_in_arm(trial: Trial, role: Role) -> str:
    """The name of one arm's median."""
    return f"Median, {arm_words(trial, role).name}"


def medians_figure(medians: MedianFindings) -> str:
    """Both medians, experimental first: "7.7 vs 4.0 months"."""
    both = (medians.experimental, medians.control)
    months = ((median_months(one), one) for one in both)
    shown = versus(*(_beside_range(one, entry) or one for one, entry in months))
    return f"{shown} months" if _any_reached(medians) else shown


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
            open_ones.append(f" {_capital(having)} more than half were {end.alive}: {NOT_REACHED}.")
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
        figures = f"{figures}; {_lower(shown)}"
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


def _any_reached(medians: MedianFindings) -> bool:
    return medians.control.reached or medians.experimental.reached


# --- harm --------------------------------------------------------------------------------------


def grade(harm: Harm) -> str:
    """A harm's grade: "grade 3 or more", or in the trial's own words."""
    return f"grade {harm.grade}" if harm.grade[:1].isdigit() else harm.grade


def harm_lines(view: Findings) -> tuple[str, ...]:
    """Every counted harm but the weighed one in a line each, both ways worded alike.

    The difference is per 100 treated, with its range.
    """
    trial = view.trial
    lines = []
    for harm, found in all_harms(view):
        name = trial.text.harms[harm.id].name
        if found is None:
            lines.append(f"{name}: {NOT_AVAILABLE}.")
        elif not harm.weighed:
            lines.append(
                f"{name}, per 100 treated: {with_range(found.experimental)} "
                f"{arm_words(trial, Role.EXPERIMENTAL).having}, {with_range(found.control)} "
                f"{arm_words(trial, Role.CONTROL).having}; difference "
                f"{with_range(found.excess, signed=True)}."
            )
    return tuple(lines)


def harms_differences(view: Findings) -> str:
    """The difference of every counted harm but the weighed one in one line; empty without any."""
    counted = [found for harm, found in all_harms(view) if found and not harm.weighed]
    if not counted:
        return ""
    told = "; ".join(_harm_change(view.trial, found) for found in counted)
    return f"Harms, difference per 100 treated: {told}."


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
        f"{word} {having}: {'; '.join(_harm_change(trial, found) for found in told)}."
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


def _harm_change(trial: Trial, found: HarmFindings) -> str:
    name, excess = trial.text.harms[found.harm.id].short, found.excess
    shown = signed_out_of_100(excess.estimate.value, excess.decimals)
    return f"{_lower(name)} ({shown}; {range_out_of_100(excess.estimate, excess.decimals)})"


def _settled(found: HarmFindings) -> int:
    """1 where the range lies above zero, -1 below, 0 where it spans it or is missing."""
    excess = found.excess.estimate
    if not excess.has_range or excess.spans_zero:
        return 0
    return 1 if excess.value > 0 else -1


def exposure_note(harm: HarmFindings) -> str | None:
    """Said at a count where the arms were treated for unequal time."""
    typed = harm.source is not HarmSource.TRIAL
    return None if typed or not harm.harm.exposure_differs else _capital(NOT_ADJUSTED)


def harms_notes(view: Findings) -> tuple[str, ...]:
    """What must be known before the arms' harms are compared."""
    own = view.trial.text.harms_note
    return () if own is None else (own,)


def subgroup_survival(finding: SubgroupFinding) -> str:
    """Both arms' survival at the subgroup's month, with what ranges there are, and the gain."""
    group = finding.subgroup
    if finding.experimental is None or finding.control is None:
        return NOT_AVAILABLE
    arms = (_percent_with_range(one, group.decimals) for one in (finding.experimental,
                                                                 finding.control))  # fmt: skip
    months = "" if group.months is None else f" at {group.months} months"
    shown = f"{versus(*arms)}{months}"
    if finding.gain is None or not finding.gain.has_range:
        return f"{shown}; {RANGE_NOT_PUBLISHED}"
    lower, upper = (out_of_100(limit, group.decimals) for limit in finding.gain.limits)
    gain = signed_out_of_100(finding.gain.value, group.decimals)
    return f"{shown}; difference {gain} ({span(lower, upper)}); ranges {FROM_STANDARD_ERROR}"


def _percent_with_range(estimate: Estimate, decimals: int) -> str:
    shown = percent(estimate.value, decimals)
    if not estimate.has_range:
        return shown
    return f"{shown} ({span(*(out_of_100(limit, decimals) for limit in estimate.limits))})"


FROM_STANDARD_ERROR: Final = "calculated from the printed standard error"
PEOPLE_UNKNOWN: Final = "number not given"
PUBLISHED_MEAN: Final = "RMST difference, as published"
HARMS_PER_100: Final = "Patients with at least one event, per 100 treated, with ranges"
NOT_ADJUSTED: Final = "not adjusted for time on treatment"
HARMS_TITLE: Final = "All harms that were counted"
FEWER, MORE = "fewer", "more"
CHANGE_HEAD: Final = "Difference (range)"
PER_YEAR_HEAD: Final = "Per patient-year (not weighed)"


def harms_arms(trial: Trial) -> str:
    """Over both arms' rates: "Blinatumomab vs Chemotherapy"."""
    roles = (Role.EXPERIMENTAL, Role.CONTROL)
    return versus(*(arm_words(trial, role).short for role in roles))


def harm_pair(harm: HarmFindings) -> str:
    """Both arms' rates per 100, experimental first."""
    arms = (harm.experimental, harm.control)
    return versus(*(out_of_100(one.estimate.value, one.decimals) for one in arms))


def harms_axis(trial: Trial) -> str:
    """The axis of the picture: both its sides are worded alike."""
    having = arm_words(trial, Role.EXPERIMENTAL).having
    return f"Difference per 100 treated {having}, with its 95 % range"


def harms_alt(view: Findings) -> str:
    """The picture of all harms as a sentence."""
    counted = sum(found is not None for _, found in all_harms(view))
    return (
        f"{counted} harms of {trial_name(view.trial)}, per 100 treated in both arms, each with the "
        "difference and its range; the same figures stand in the table below."
    )


def harms_picture_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with the downloaded picture of all harms."""
    trial = view.trial
    counted = [found for _, found in all_harms(view) if found is not None]
    cited_in = dict.fromkeys(citation(one) for found in counted for one in found.excess.citations)
    marked = dict.fromkeys(note for found in counted for note in cautions(trial, found))
    return (
        f"{trial.text.population}. {harms_counted(view)}",
        *(f"{note}." for note in marked),
        *_of_demonstration(trial),
        f"Source: {'; '.join(cited_in)}.",
        f"{INTENDED_USE} Data version {trial.version}.",
    )


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
        f"{_capital(grade(found.harm))}, {window}; "
        f"{reference_class(trial, found.excess.population)}; {'; '.join(kinds)}. "
        "A patient may stand in several rows: rows do not add up."
    )


def exposure_rates(trial: Trial, harm: str) -> str:
    """Both arms' events per patient-year, experimental first, with P; empty where not given."""
    entry = next((one for one in trial.exposure_rates if one.harm == harm), None)
    if entry is None:
        return ""
    rates = (number(one, entry.decimals) for one in (entry.experimental, entry.control))
    return f"{versus(*rates)}{_with_p(entry)}"


SHOWN_HARM_LABEL: Final = "Harm shown"


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
        f"{_capital(arm_words(trial, Role.EXPERIMENTAL).having)}, {experimental} did: {change}."
    )


def _harm_numbers(harm: HarmFindings, decimals: int) -> tuple[str, str, str]:
    if not decimals:
        people = harm.people
        return str(people.control), str(people.experimental), _more_or_fewer(people.increment)
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


def harm_standing(trial: Trial, harm: HarmFindings) -> str:
    """What stands at a rate that needs no badge: what it counts, P, and the source."""
    sources = dict.fromkeys(one.source.short for one in harm.excess.citations)
    return ". ".join((_capital(harm_counted(trial, harm)), *sources))


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


def harm_source(source: HarmSource, trial_rate: HarmFindings | None) -> str:
    """Where a harm rate comes from; the trial's names who confirmed it or stands in its place."""
    if source is not HarmSource.TRIAL or trial_rate is None:
        return HARM_SOURCES[source]
    if trial_rate.counted_by is not None:
        return f"Counts of {trial_rate.counted_by}"
    found = trial_rate.confirmed
    if found is None or found.confirmed is None:
        return HARM_SOURCES[source]
    return f"Trial, confirmed by {found.confirmed.centre}"


def count_badge(trial: Trial, entry: AdverseEvent) -> str | None:
    """The badge of one arm's count where all numbers are listed; ``None`` where none is due."""
    if entry.status is Status.UNCONFIRMED:
        return harm_confirm(trial, entry.harm)
    known = cited(trial, entry)
    whose = counted_by(trial, (known,))
    if whose is not None:
        return own_counts(whose)
    return None if known.confirmed is None else confirmed_by(known)


def local_refused(reasons: Sequence[str]) -> str:
    """Said where a centre's file of confirmations cannot be used: why, and how much more is."""
    more = f" {len(reasons) - 1} more: see {PAGES['evidence']}." if len(reasons) > 1 else ""
    return (
        "A centre's confirmation is not used: the trial's own figures stay, with their badge. "
        f"{reasons[0]}{more}"
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- the side panel ----------------------------------------------------------------------------


def panel_subtitle(trial: Trial) -> str:
    """Whom the panel's hundreds stand for."""
    return f"Out of 100 people like those in {trial.text.name}"


def gain_heading(trial: Trial, survival: SurvivalFindings) -> str:
    """The gain's heading with its window."""
    return f"{_gain_name(trial, survival.endpoint)}, by {time(survival.months)}"


def _gain_name(trial: Trial, endpoint: str) -> str:
    end = trial.text.endpoints[endpoint]
    return end.gain or f"Gain in {end.name.lower()}"


def harm_heading(trial: Trial, harm: HarmFindings) -> str:
    """The harm's heading with its window."""
    words = trial.text.harms[harm.harm.id]
    return f"{words.short}, {words.window}"


def per_100_with_range(finding: Finding) -> str:
    """The figure's own range line: "per 100 (4.0 to 27.5)"."""
    return f"per 100 ({range_out_of_100(finding.estimate, finding.decimals)})"


def gain_note(trial: Trial, survival: SurvivalFindings) -> str:
    """What the gain counts, among whom, from where, and how its range came about."""
    end = trial.text.endpoints[survival.endpoint]
    kind = "; range calculated" if survival.gain.calculated_range else ""
    source = survival.experimental.citations[0].source.short
    return (
        f"More {end.alive} at {survival.months} months; "
        f"{reference_class(trial, survival.gain.population)}{kind}. {source}"
    )


def harm_note(trial: Trial, harm: HarmFindings) -> str:
    """What the harm counts, among whom, and from where."""
    return f"More people with at least one. {harm_origin(trial, harm)}; range calculated"


def weighs_at(view: Findings) -> str | None:
    """Said where the marked month is not the month that is weighed."""
    survival, months = view.survival, view.choices.months
    if survival is None or months is None or months == survival.months:
        return None
    return (
        f"Gain is weighed at {time(survival.months)}, the published landmark; the chosen month "
        "moves the mark on the curve."
    )


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


def preference_question(view: Findings) -> str:
    """The slider's label: both ends named."""
    words = harm_words(view.trial)
    one = "such a harm" if words is None else words.one
    return f"How bad is {one}, from 0 = not bad at all to 100 = as bad as {anchor(view)}?"


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


def windows_sentence(view: Findings) -> str:
    """Both windows of time, side by side."""
    words = harm_words(view.trial)
    if view.survival is None or words is None:
        return ""
    return f"Gain is read at {time(view.survival.months)}, harm is counted {words.window}."


def assumptions(view: Findings) -> tuple[str, ...]:
    """What the weighing assumes, said in the panel."""
    lines = [
        "Shows what a stated preference implies; does not recommend.",
        "Benefit and harm are taken as independent.",
        windows_sentence(view),
        "A fatal harm may count twice.",
    ]
    if view.trial.weighed_harm is None:
        return harms_notes(view)
    if view.harm is not None and not view.harm.excess.population.of_trial:
        lines.append("The centre's counts are not randomised.")
    return tuple(line for line in lines if line)


def flow_line(view: Findings) -> str:
    """Gain, harm and balance point in one line, for pages whose panel is closed."""
    parts = []
    if view.survival is not None:
        gain = view.survival.gain
        parts.append(
            f"{gain_heading(view.trial, view.survival)}: {with_range(gain, signed=True)} per 100"
        )
    elif view.medians is not None:
        parts.append(medians_words(view.trial, view.medians))
        parts.append(hazard_ratio_words(view.trial, view.choices, view.base.hazard_ratio))
    if view.harm is not None:
        excess = view.harm.excess
        shown = with_range(excess, signed=True)
        parts.append(f"{harm_heading(view.trial, view.harm)}: {shown} per 100")
    figures = balance_figures(view)
    parts.append(obstacle_sentence(view) if figures is None else f"balance point {figures}")
    return " · ".join(parts)


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


def benefit_legend(trial: Trial, survival: SurvivalFindings) -> tuple[str, str, str]:
    """The three classes: as with control, the increment, and the rest."""
    end = trial.text.endpoints[survival.endpoint]
    control = arm_words(trial, Role.CONTROL)
    experimental = arm_words(trial, Role.EXPERIMENTAL)
    word = "more" if survival.people.increment >= 0 else "fewer"
    return (
        f"{end.alive} as {control.having}",
        f"{word} {end.alive} {experimental.having}",
        end.died,
    )


def harm_legend(trial: Trial, harm: HarmFindings) -> tuple[str, str, str]:
    """The three classes of the harm arrays."""
    words = trial.text.harms[harm.harm.id]
    control = arm_words(trial, Role.CONTROL)
    experimental = arm_words(trial, Role.EXPERIMENTAL)
    word = "more" if harm.people.increment >= 0 else "fewer"
    return (
        f"{words.having} as {control.having}",
        f"{word} who {words.having} {experimental.having}",
        words.not_having,
    )


def benefit_alt(trial: Trial, survival: SurvivalFindings, role: Role) -> str:
    """A benefit array as a sentence."""
    end = trial.text.endpoints[survival.endpoint]
    people = survival.people
    alive = people.control if role is Role.CONTROL else people.experimental
    sentence = (
        f"100 people {arm_words(trial, role).having}: {alive} {end.alive} after "
        f"{time(survival.months)}, {HUNDRED - alive} {end.died}."
    )
    if role is Role.EXPERIMENTAL:
        sentence += f" {gain_range_sentence(survival, Framing.ALIVE)}"
    return sentence


def harm_alt(trial: Trial, harm: HarmFindings, role: Role) -> str:
    """A harm array as a sentence, badge included."""
    words = trial.text.harms[harm.harm.id]
    people = harm.people
    affected = people.control if role is Role.CONTROL else people.experimental
    sentence = (
        f"100 people treated {arm_words(trial, role).having}: {affected} {words.having} "
        f"{words.window}, {HUNDRED - affected} {words.not_having}."
    )
    if role is Role.EXPERIMENTAL:
        sentence += f" {harm_range_sentence(harm)}"
    return " ".join((sentence, *(f"{note}." for note in cautions(trial, harm))))


def difference_alt(trial: Trial, survival: SurvivalFindings) -> str:
    """The difference array as a sentence."""
    end = trial.text.endpoints[survival.endpoint]
    return (
        f"100 people: {_more_or_fewer(survival.people.increment)} {end.alive} after "
        f"{time(survival.months)} {arm_words(trial, Role.EXPERIMENTAL).having}. "
        f"{gain_range_sentence(survival, Framing.ALIVE)}"
    )


def harm_difference_alt(trial: Trial, harm: HarmFindings) -> str:
    """The harm's difference array as a sentence, badge included."""
    words = trial.text.harms[harm.harm.id]
    sentence = (
        f"100 people treated: {_more_or_fewer(harm.people.increment)} who {words.having} "
        f"{words.window} {arm_words(trial, Role.EXPERIMENTAL).having}. {harm_range_sentence(harm)}"
    )
    return " ".join((sentence, *(f"{note}." for note in cautions(trial, harm))))


def curve_alt(view: Findings) -> str:
    """The survival curves as a sentence."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    made = REBUILT_NOT_PATIENTS if _digitised(view) else RECONSTRUCTED
    head = f"Curves of {end.name.lower()} in both arms of {trial_name(trial)}, {made}."
    if view.survival is None:
        return f"{head} {survival_not_at_a_time(view)}"
    sentence = survival_sentence(trial, view.survival, choices.framing)
    return f"{head} {sentence} {gain_range_sentence(view.survival, choices.framing)}"


def curve_hover(months: int, value: float, limits: tuple[float, float], change: str = "") -> str:
    """What stands beside the pointer on a curve: survival and its 95 % range, the difference."""
    low, high = sorted(limits)
    return (
        f"{time(months)}: {out_of_100(value)} of 100 "
        f"({span(out_of_100(low), out_of_100(high))}; {RECONSTRUCTED}){change}"
    )


def curve_hover_change(difference: Estimate) -> str:
    """The difference of both curves at the pointer's month, with its range."""
    shown = signed_out_of_100(difference.value)
    return f"; difference {shown} ({range_out_of_100(difference)})"


def curve_note(view: Findings, *, room: bool = False) -> str:
    """How to read the curve: what is published and what is reconstructed."""
    curves = _digitised(view)
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
NO_RISK_TABLE: Final = (
    "No numbers at risk are shown: the curve is reconstructed from published figures, "
    "not from patients' data or a digitised figure."
)


def beyond_follow_up(trial: Trial, cut: str) -> str:
    """Label of the part of the axis beyond the median follow-up."""
    return f"beyond {follow_up(trial, cut)}"


def probability_alt(view: Findings) -> str:
    """The probability curve as a sentence, badge included."""
    trial = view.trial
    words = harm_words(trial)
    one = "one such harm" if words is None else words.one
    sentence = (
        f"How often the gain was larger in 100 simulations, for {one} judged from not bad at all "
        f"to as bad as {anchor(view)}."
    )
    if view.weighing.probability_gain_larger is not None and view.choices.weight is not None:
        share = out_of_100(view.weighing.probability_gain_larger)
        sentence += f" At the set preference of {view.choices.weight}: {share} of 100."
    else:
        sentence += " No preference is set."
    note = None if view.harm is None else badge(trial, view.harm)
    return sentence if note is None else f"{sentence} {note}."


def rounding_note(survival: SurvivalFindings) -> str:
    """What rounding did to the shown people."""
    decimals = survival.gain.decimals
    if decimals == 0:
        return (
            "The source gives whole percentages only, so no decimals can be shown: the true gain "
            "may lie up to 1 person higher or lower."
        )
    control = out_of_100(survival.control.estimate.value, decimals)
    experimental = out_of_100(survival.experimental.estimate.value, decimals)
    people = survival.people
    return (
        f"Unrounded {experimental} and {control}, a gap of "
        f"{out_of_100(survival.gain.estimate.value, decimals)}. As whole people "
        f"{people.experimental} and {people.control}: the gap is rounded first "
        f"({people.increment}), then the pair nearest to both arms with that gap is taken."
    )


# --- applicability -----------------------------------------------------------------------------

APPLICABILITY_TITLE: Final = "Does the trial apply to this patient?"
APPLICABILITY_NOTE: Final = (
    "Answers stay in this visit, are never stored and never part of a link. The age itself is "
    "used at once and not kept."
)
NOT_ASKED: Final = "Not asked yet"


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


def trial_requirement(requirement: str) -> str:
    """What the trial asked for, beside a question of the check."""
    return f"In the trial: {requirement}."


def age_lines(view: Findings) -> tuple[str, ...]:
    """Every age group of the chosen cut in a line each, and what must be known with them."""
    groups = age_groups(view)
    if not groups:
        cut = view.trial.text.cuts[view.choices.cut].name
        return (f"By age: {NOT_AVAILABLE} in {cut}. {AGE_NOTE}",)
    return (*(_age_line(view, group) for group in groups), AGE_NOTE)


def board_age(view: Findings) -> str:
    """The same in one run, for a board: never one group without the others."""
    groups = age_groups(view)
    if not groups:
        return age_lines(view)[0]
    return (
        f"{AGE_TITLE}: {' '.join(_age_line(view, one, short=True) for one in groups)} {AGE_SHORT}"
    )


def _age_line(view: Findings, found: SubgroupFinding, *, short: bool = False) -> str:
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


def published_restricted_mean_words(found: PublishedRestrictedMean) -> str:
    """The RMST difference as printed, in days, with P and up to when."""
    published, estimate = found.published, found.estimate
    shown = number(estimate.value, published.decimals)
    limits = RANGE_NOT_PUBLISHED
    if estimate.has_range:
        limits = span(*(number(limit, published.decimals) for limit in estimate.limits))
    p = p_value(published.p_value, below=published.p_value_below)
    return f"{shown} days ({limits}), {p}; {restricted_mean_window(published.horizon_months)}"


def restricted_mean_words(means: RestrictedMeans) -> str:
    """The RMST difference with both bands, or how its curve was rebuilt."""
    shown = f"{months_with_range(means.difference)} months to month {means.horizon_months}"
    band = means.difference_reconstruction
    if band is None:
        return f"{shown} ({RECONSTRUCTED}: {REBUILT_NOT_PATIENTS})"
    return (
        f"{shown} (reconstructed; where the curves may run: "
        f"{span(number(band.lower, 1), number(band.upper, 1))})"
    )


# --- short labels of pictures and tables -------------------------------------------------------

DIFFERENCE_TITLE: Final = "The difference"
NO_DIFFERENCE: Final = "the same in both arms"
INDEPENDENT: Final = "Gain and harm independent"
PROBABILITY_AXIS: Final = "Gain larger, in how many of 100 simulations"
_SUBGROUP_NOTE: Final = "Subgroups are shown, never weighed, and never drawn as icons or curves."


def subgroup_note(trial: Trial) -> str:
    """What must be known before subgroups are compared, of this trial's too."""
    own = trial.text.subgroups_note
    return _SUBGROUP_NOTE if own is None else f"{_SUBGROUP_NOTE} {own}"


def endpoint_of(trial: Trial, survival: SurvivalFindings) -> EndpointText:
    """The words of the end point that these findings count."""
    return trial.text.endpoints[survival.endpoint]


LATER_REPORTS: Final = "Later reports: other analyses"
LATER_REPORT: Final = "later report"


def everybody(trial: Trial) -> str:
    """The whole trial's row in a forest plot."""
    experimental, control = (
        trial.arm(role).n_randomised for role in (Role.EXPERIMENTAL, Role.CONTROL)
    )
    return f"All patients ({experimental} vs {control})"


def forest_axis(trial: Trial, choices: Choices) -> str:
    """The axis of the forest plot."""
    return f"Hazard ratio for {endpoint_words(trial, choices).event}, 95 % range"


def forest_alt(trial: Trial, choices: Choices) -> str:
    """The forest plot as a sentence."""
    return (
        f"Hazard ratios for {endpoint_words(trial, choices).event} in all patients and in "
        "subgroups, each with its range; the same figures stand in the table below."
    )


def fewer_events(trial: Trial, choices: Choices, role: Role) -> str:
    """What one side of a ratio of 1 means."""
    end = endpoint_words(trial, choices)
    return f"lower hazard of {end.event} {arm_words(trial, role).having}"


def correlation_label(correlation: float) -> str:
    """A thin line of the probability chart."""
    return f"correlation {'+' if correlation > 0 else '−'}{abs(correlation):g}"


def preference_axis(view: Findings) -> str:
    """The axis of preferences, both ends named."""
    words = harm_words(view.trial)
    one = "one such harm" if words is None else words.one
    return f"How bad {one} is judged: 0 = not bad at all, 100 = as bad as {anchor(view)}"


def set_preference_label(weight: int) -> str:
    """The mark at the set preference."""
    return f"set: {weight}"


def direction(trial: Trial, difference: Estimate) -> str:
    """Which way an effect points, without judging it: both ways are worded alike."""
    if difference.value == 0:
        return "the same in both arms"
    higher = "higher" if difference.value > 0 else "lower"
    note = ""
    if not difference.has_range:
        note = f"; {RANGE_NOT_PUBLISHED}"
    elif difference.spans_zero:
        note = "; range spans zero"
    return f"{higher} {arm_words(trial, Role.EXPERIMENTAL).having}{note}"


def strength(finding: Finding) -> str:
    """Strength of evidence, as far as the data can say it."""
    design = _design(finding)
    if not finding.estimate.has_range:
        return f"{design}; {RANGE_NOT_PUBLISHED}"
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
        return f"one randomised trial; {RANGE_NOT_PUBLISHED}; {statuses(ratio)}"
    lower, upper = ratio.estimate.limits
    spans = "range spans 1" if lower <= 1 <= upper else "range excludes 1"
    return f"one randomised trial; {spans}; {statuses(ratio)}"


def fewer_died(survival: SurvivalFindings) -> str:
    """The gain told as the change in those who had the event."""
    return change_in_frame(survival.gain, Framing.DIED)


def change_in_frame(difference: Finding, framing: Framing) -> str:
    """A difference of survival with its range, as alive or as died."""
    return change_of_estimate(difference.estimate, framing, decimals=difference.decimals)


def change_of_estimate(difference: Estimate, framing: Framing, *, decimals: int = 0) -> str:
    """The same of an estimate that is no finding of its own."""
    sign = 1 if framing is Framing.ALIVE else -1
    shown = signed_out_of_100(sign * difference.value, decimals)
    if not difference.has_range:
        return f"{shown} ({RANGE_NOT_PUBLISHED})"
    lower, upper = sorted(sign * limit for limit in difference.limits)
    return f"{shown} ({span(out_of_100(lower, decimals), out_of_100(upper, decimals))})"


def picture_title(view: Findings) -> str:
    """Title of a downloaded picture: outcome, trial and data cut."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    return f"{end.name}, {trial_name(trial)}, {trial.text.cuts[choices.cut].name}"


def picture_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with a downloaded picture."""
    trial, choices = view.trial, view.choices
    notes = [
        f"{trial.text.population}. {trial.n_randomised} randomised; "
        f"{follow_up(trial, choices.cut)}.",
        *_of_demonstration(trial),
        curve_note(view),
    ]
    if view.survival is not None:
        notes.append(f"Source: {citation(view.survival.experimental.citations[0])}.")
    elif view.medians is not None:
        notes.append(f"Source: {citation(view.medians.citations[0])}.")
    notes.append(f"{INTENDED_USE} Data version {trial.version}.")
    return tuple(notes)


def array_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with downloaded icon arrays."""
    trial = view.trial
    notes = [f"{trial.text.population}.", *_of_demonstration(trial)]
    if view.survival is not None:
        notes.append(
            f"{gain_range_sentence(view.survival, Framing.ALIVE)} "
            f"Source: {citation(view.survival.experimental.citations[0])}."
        )
    if view.harm is not None:
        source = "; ".join(map(citation, view.harm.excess.citations)) or harm_origin(
            view.trial, view.harm
        )
        ending = "".join(f" {note}." for note in cautions(trial, view.harm))
        notes.append(f"{harm_range_sentence(view.harm)} Source: {source}.{ending}")
    notes.append(f"{INTENDED_USE} Data version {trial.version}.")
    return tuple(notes)


# --- tumour board ------------------------------------------------------------------------------

BOARD_DETAILS: Final = "Sources, methods and tables"
BOARD_SOURCES: Final = "Sources"
BOARD_NAME: Final = 34
"""Letters of a centre's name that the narrow column beside a board's arrays has room for."""
BOARD_LINES: Final = 240
"""Characters of the applicability check's findings that a board has room for."""


@dataclass(frozen=True, slots=True)
class BoardFigure:
    """A key figure of the board: label, figure, range, and how the range came about (or P)."""

    label: str
    value: str
    range: str
    note: str = ""


def board_gain(survival: SurvivalFindings, framing: Framing) -> BoardFigure:
    """The difference out of 100 in the framing, with its range."""
    gain = survival.gain.estimate
    sign = 1 if framing is Framing.ALIVE else -1
    limits = sorted(sign * limit for limit in gain.limits) if gain.has_range else []
    return _board_difference(survival.gain, sign * gain.value, limits)


def board_excess(harm: HarmFindings) -> BoardFigure:
    """The excess of the harm out of 100, with its range."""
    excess = harm.excess.estimate
    return _board_difference(
        harm.excess, excess.value, list(excess.limits) if excess.has_range else []
    )


def _board_difference(finding: Finding, value: float, limits: list[float]) -> BoardFigure:
    shown = signed_out_of_100(value, finding.decimals)
    if not limits:
        return BoardFigure("Difference", shown, RANGE_NOT_PUBLISHED)
    room = span(*(out_of_100(limit, finding.decimals) for limit in limits))
    return BoardFigure("Difference", shown, room, CALCULATED if finding.calculated_range else "")


def board_hazard_ratio(view: Findings) -> BoardFigure:
    """The hazard ratio with range and P."""
    finding = view.base.hazard_ratio
    if finding is None:
        return BoardFigure("Hazard ratio", NOT_AVAILABLE, "")
    choices = view.choices
    published = view.trial.hazard_ratio(choices.cut, choices.endpoint)
    value, rest = _split(ratio_with_range(finding.estimate, finding.decimals))
    p = p_value(None if published is None else published.p_value)
    return BoardFigure("Hazard ratio", value, rest, p)


def board_harm(trial: Trial, harm: Harm, found: HarmFindings | None) -> BoardFigure:
    """One harm of a board's list: both arms and the difference per 100 treated."""
    name = trial.text.harms[harm.id].short
    if found is None:
        return BoardFigure(name, NOT_AVAILABLE, "")
    arms = (str(people) for people in (found.people.experimental, found.people.control))
    return BoardFigure(name, with_range(found.excess, signed=True), versus(*arms))


def board_harms_title(view: Findings) -> str:
    """Over the board's list of harms: what is counted, and in which order the arms stand."""
    experimental, control = (
        arm_words(view.trial, role).short for role in (Role.EXPERIMENTAL, Role.CONTROL)
    )
    unequal = any(harm.exposure_differs for harm in view.trial.harms)
    ending = f"; {NOT_ADJUSTED}" if unequal else ""
    return f"Harms per 100 treated, {versus(experimental, control)}{ending}"


def board_medians(medians: MedianFindings) -> BoardFigure:
    """Both medians, where no survival at a fixed time is published."""
    shown = versus(median_months(medians.experimental), median_months(medians.control))
    unit = "months" if _any_reached(medians) else ""
    return BoardFigure("Median", shown, unit, RANGE_NOT_PUBLISHED)


def board_number_needed(survival: SurvivalFindings) -> BoardFigure:
    """NNT at its time, with its range."""
    value, rest = _split(number_needed(survival.number_needed))
    note = CALCULATED if survival.gain.calculated_range and rest else ""
    return BoardFigure(f"NNT, {time(survival.months)}", value, rest, note)


def _split(text: str) -> tuple[str, str]:
    """A figure and what stands in brackets behind it."""
    value, _, rest = text.partition(" (")
    return value, rest.removesuffix(")")


def board_balance(view: Findings) -> BoardFigure | None:
    """The balance point as a key figure; ``None`` where there is none."""
    figures = balance_figures(view)
    return None if figures is None else BoardFigure(BALANCE_TITLE, *_split(figures))


def board_arm_randomised(trial: Trial, role: Role) -> str:
    """How many people one arm's survival stands for."""
    return f"{trial.arm(role).n_randomised} randomised"


def board_arm_treated(harm: HarmFindings, role: Role) -> str:
    """One arm's count of the harm, or how many its percentage is of."""
    people = harm.excess.population
    total = people.control if role is Role.CONTROL else people.experimental
    if harm.counted is None:
        return f"of {total} treated"
    control, experimental = harm.counted
    events = (control if role is Role.CONTROL else experimental).events
    return f"{events} of {total} treated"


def board_badge(trial: Trial, harm: HarmFindings, *, narrow: bool = False) -> str | None:
    """The badge with no more letters than a board has room for; the document is in its sources.

    ``narrow`` is for the column beside the arrays: a long name is cut, and stands below in full.
    """
    if narrow and harm.counted_by is not None:
        return own_counts(_cut(harm.counted_by))
    found = None if harm.confirmed is None else harm.confirmed.confirmed
    if narrow and found is not None:
        return f"Confirmed by {_cut(found.centre)}"
    return badge(trial, harm, short=True)


def board_harm_counted(trial: Trial, harm: HarmFindings) -> str:
    """What a harm's figures count; where a badge stands in its column, the grade alone."""
    return harm_counted(trial, harm) if badge(trial, harm) is None else grade(harm.harm)


def _cut(name: str) -> str:
    return name if len(name) <= BOARD_NAME else f"{name[:BOARD_NAME].rstrip(' ,')}…"


def board_benefit_legend(
    trial: Trial, survival: SurvivalFindings, framing: Framing
) -> tuple[str, str, str]:
    """Alive, the increment, died: short words for the marks."""
    end = trial.text.endpoints[survival.endpoint]
    change = survival.people.increment
    shown = change if framing is Framing.ALIVE else -change
    return end.alive, _more_or_fewer(shown), end.died_heading.lower()


def board_harm_legend(harm: HarmFindings) -> tuple[str, str, str]:
    """With an event, the increment, without: short words for the marks."""
    return "event", _more_or_fewer(harm.people.increment), "no event"


def board_sources(view: Findings) -> str:
    """Where survival and harm come from, each with its status."""
    benefit = view.survival.experimental.citations if view.survival else ()
    benefit = view.medians.citations if view.medians and not view.survival else benefit
    ratio = view.base.hazard_ratio.citations if view.base.hazard_ratio else ()
    parts = [_board_source("Survival", tuple(dict.fromkeys((*benefit, *ratio))))]
    if view.harm is not None:
        typed = board_badge(view.trial, view.harm) or ""
        cited = view.harm.excess.citations
        parts.append(_board_source("Harm", cited) if cited else f"Harm: {typed}")
    elif counted := [found for _, found in all_harms(view) if found is not None]:
        sources = dict.fromkeys(one for found in counted for one in found.excess.citations)
        parts.append(_board_source("Harms", tuple(sources)))
    return f"{' · '.join(parts)}."


def _board_source(what: str, cited: tuple[Citation, ...]) -> str:
    # Who confirmed it stands at the figure itself.
    known = {one: "confirmed" if one.confirmed else status_word(one) for one in cited}
    named = dict.fromkeys(f"{one.source.short} ({known[one]})" for one in cited)
    return f"{what}: {'; '.join(named)}" if named else f"{what}: {NOT_AVAILABLE}"


def board_caveats(view: Findings) -> str:
    """The caveats in one run, and the level of all ranges."""
    level = "" if view.survival is None else percent(view.survival.gain.estimate.level)
    ranges = (f"Ranges: {level}; in the arrays hatched.",) if level else ()
    return " ".join((*caveats(view), *ranges))


def board_curve_note(view: Findings) -> str:
    """What is published and what reconstructed; the chosen month where it is no landmark."""
    note = "Rings: published. Lines and bands: reconstructed."
    if _digitised(view) is not None:
        note = (
            f"Rings: published. Steps and bands: {REBUILT_NOT_PATIENTS}. Numbers at risk: "
            f"{BOARD_DETAILS.lower()}."
        )
    marked, survival = view.marked, view.survival
    if marked is None or survival is None:
        return note
    arms = (
        _board_marked(one.estimate, view.choices.framing)
        for one in (marked.experimental, marked.control)
    )
    return f"{note} At {time(marked.months)}: {versus(*arms)}; all else at {time(survival.months)}."


def _board_marked(read: Estimate, framing: Framing) -> str:
    """A figure read off the curve with its range, in the framing."""
    values = (read.value, *(read.limits if read.has_range else ()))
    if framing is Framing.DIED:
        values = tuple(1 - value for value in values)
    value, *limits = values
    room = span(*(out_of_100(limit) for limit in sorted(limits))) if limits else ""
    return f"{out_of_100(value)} ({room or RANGE_NOT_PUBLISHED})"


def board_visit_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """What of the applicability check's findings a board has room for, and how many are left."""
    shown: list[str] = []
    for line in lines:
        if shown and sum(map(len, shown)) + len(line) > BOARD_LINES:
            break
        shown.append(line)
    left = len(lines) - len(shown)
    return (*shown, *((f"{left} more: see {PAGES['consultation']}.",) if left else ()))


# --- evidence ----------------------------------------------------------------------------------

CONTENTS_TITLE: Final = "On this page"
NUMBERS_TITLE: Final = "Every number, with its source"
STATUS_TITLE: Final = "How each number is known"
FACTS_TITLE: Final = "Other facts about the trial"
CONSISTENCY_TITLE: Final = "Do the published numbers go together?"
CONSISTENCY_NOTE: Final = (
    "Each number is compared with what the trial's other numbers give. Agreement doesn't prove "
    "that they are right, and tension doesn't prove that they are wrong."
)
CALIBRATION_TITLE: Final = "How well the curves meet the published numbers"
CALIBRATION_NOTE: Final = (
    "The curves are reconstructed: built to agree with these numbers, never patients' data. The "
    "time between published months isn't known, so meeting the numbers doesn't prove the shape."
)
NO_CALIBRATION: Final = "This trial has no reconstructed curve."
MODEL_TITLE: Final = "What this program is, and its limits"
SOURCES_TITLE: Final = "Sources"
GLOSSARY_TITLE: Final = "Glossary"
SELF_CHECK_TITLE: Final = "Does the program compute correctly here?"
SELF_CHECK_NOTE: Final = (
    "Runs public reference cases in this running program. The expected values come from print or "
    "from other software and are never computed here."
)
SELF_CHECK_BUTTON: Final = "Run the self-check"
NO_FULL_CHECK: Final = "No full check of the engine is on record."

RANGE_95: Final = "95 % range"
COUNT_NOT_ESTIMATE: Final = "a count"
NO_VALUE: Final = "–"
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
PER_PATIENT_YEAR: Final = "events per patient-year on treatment"
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

MEDIAN_FOLLOW_UP: Final = "Median follow-up"
NOT_STATED: Final = "not stated"
NOT_REACHED: Final = "not reached"
WHOLE_FOLLOW_UP: Final = "over the whole follow-up"
OWN_ANALYSIS: Final = "in an analysis of its own"
RANDOMISED: Final = "Randomised"
TREATED: Final = "Treated, and so counted for harms"
AGREES: Final = "agrees"
DOES_NOT_AGREE: Final = "does not agree"
TENSION: Final = "tension"
MET: Final = "met"
NOT_MET: Final = "not met"


def months(value: float, decimals: int = 0) -> str:
    """A length of time with no more digits than the source has; a half month is not hidden."""
    shown = decimals if value == round(value, decimals) else decimals + 1
    return f"{number(value, shown)} months"


def fact_sentence(trial: Trial, fact: Fact) -> str:
    """A fact with its number in place."""
    shown = {name: number(value, fact.decimals) for name, value in fact.figures.items()}
    return trial.text.facts[fact.id].text.format(**shown)


def cut_caption(trial: Trial, cut: str) -> str:
    """A data cut's table of numbers."""
    return f"{trial.text.cuts[cut].name}: {trial.text.cuts[cut].analysis}"


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


def restricted_mean_number(trial: Trial, endpoint: str) -> str:
    """The name of a published difference of restricted means."""
    name = trial.text.endpoints[endpoint].name.lower()
    return f"Difference of restricted mean survival times, {name}"


def days(value: float, decimals: int = 0) -> str:
    """A length of time in days."""
    return f"{number(value, decimals)} days"


def from_standard_error(shown: str, error: str | None = None) -> str:
    """A range that was calculated from a printed standard error, and that error."""
    ending = "" if error is None else f" (± {error})"
    return f"{RANGE_NOT_PUBLISHED}; {shown}, {FROM_STANDARD_ERROR}{ending}"


def not_published_calculated(shown: str) -> str:
    """The range of a number that was published without one, calculated here."""
    return f"{RANGE_NOT_PUBLISHED}; {CALCULATED}: {shown}"


def percent_span(lower: float, upper: float, decimals: int) -> str:
    """A range of a proportion as percentages, the sign once."""
    return f"{out_of_100(lower, decimals)} to {percent(upper, decimals)}"


def other_level(level: float) -> str:
    """Said behind a range whose level is not the one that the column's head names."""
    return f" ({percent(level)} range)"


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


def events_behind(experimental: int, control: int) -> str:
    """Events behind a hazard ratio."""
    return f"{experimental} vs {control} events"


def count_and_percent(entry: AdverseEvent) -> str:
    """A harm's count and percentage, as far as they are at hand, with the grades behind it."""
    count, printed = entry.count, entry.percentage
    shown = None if printed is None else f"{number(printed, entry.decimals)} %"
    if count is None:
        totals = dict.fromkeys((entry.total, entry.total_in_head or entry.total))
        of = " or ".join(map(str, totals))
        return NOT_AVAILABLE if shown is None else f"{shown} of {of}{_by_grade(entry)}"
    counted = f"{count.events} of {count.total}"
    return counted if shown is None else f"{counted}, {shown}{_by_grade(entry)}"


def _by_grade(entry: AdverseEvent) -> str:
    if not entry.grades:
        return ""
    graded = zip((3, 4, 5), (entry.percent_grade_3, entry.percent_grade_4, entry.percent_grade_5),
                 strict=True)  # fmt: skip
    told = (f"{g}: {number(p, entry.decimals)}" for g, p in graded if p is not None)
    return f" (grade {', '.join(told)} %)"


#: Subgroups' ratios are printed to two decimals; their records hold no other number of digits.
SUBGROUP_DECIMALS: Final = 2


def in_subgroup(trial: Trial, subgroup: Subgroup, what: str) -> str:
    """The name of a subgroup's number."""
    return f"{trial.text.subgroups[subgroup.id].name}: {what}"


def both_arms_at(trial: Trial, endpoint: str, months: int | None) -> str:
    """The name of a pair of survivals, experimental first."""
    name = trial.text.endpoints[endpoint].name
    return name if months is None else f"{name} {at_month(months)}"


PEOPLE_NOT_GIVEN: Final = "number of people not given in the source at hand"


def people_in_all(people: int) -> str:
    """A subgroup whose split is not published."""
    return f"{people} in all"


def followed(months: float) -> str:
    """The follow-up that a subgroup's report states."""
    return f"median follow-up {number(months, 1)} months"


def versus(experimental: str, control: str) -> str:
    """Two arms side by side, experimental first."""
    return f"{experimental} vs {control}"


def harm_in_arm(trial: Trial, harm: str, role: Role) -> str:
    """The name of one arm's harm."""
    return f"{trial.text.harms[harm].name}, {arm_words(trial, role).name}"


def at_risk_number(trial: Trial, entry: AtRisk) -> str:
    """The name of a number at risk."""
    return survival_number(trial, entry.endpoint, entry.arm)


def calculated_from_p(lower: str, upper: str) -> str:
    """The range of a subgroup's ratio, calculated because only P was reported."""
    return f"{not_published_calculated(span(lower, upper))} (from P)"


def harm_confirm(trial: Trial, harm: str) -> str:
    """The badge of a harm's unconfirmed number, in words."""
    return f"Unconfirmed: {trial.text.harms[harm].confirm}"


UNCONFIRMED_FACT: Final = "Unconfirmed: check against the source"


def with_badge(text: str, badge_words: str) -> str:
    """A number with its badge behind it."""
    return f"{text}. {badge_words}"


def criterion_requirement(trial: Trial, criterion: Criterion) -> str:
    """What the trial asked for."""
    return trial.text.criteria[criterion.id].requirement


def identifiers(source: Source) -> str:
    """A source's identifiers as text: nothing here is a link to another host."""
    named = (("doi", source.doi), ("PMID", source.pmid), ("PMCID", source.pmcid))
    return ", ".join(f"{name} {value}" for name, value in named if value) or NO_VALUE


def source_note(source: Source) -> str:
    """Who relayed a source, and what else must be known of it."""
    relayed = "" if source.reported_by is None else f"As reported by {source.reported_by}."
    return " ".join(part for part in (relayed, source.note) if part) or NO_VALUE


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
    said = _capital(AGREES if line.agrees else TENSION)
    if line.explanation is not None:
        return f"{said}. {_EXPLANATION_WORDS[line.explanation]}"
    if line.agrees:
        return said
    return f"{said}. These numbers alone don't say why: check them against the source."


def consistency_summary(agreeing: int, compared_in_all: int) -> str:
    """How many comparisons agree, before the tables that show each of them."""
    if not compared_in_all:
        return "The published numbers allow no comparison."
    return f"{agreeing} of {compared_in_all} comparisons agree."


def analysis_compared(trial: Trial, cut: str, endpoint: str) -> str:
    """The data cut and end point of a group of comparisons or of a curve."""
    return f"{trial.text.endpoints[endpoint].name}, {trial.text.cuts[cut].name}"


def calibration_caption(trial: Trial, curve: CalibratedCurves) -> str:
    """A curve's table: what it is and that it is reconstructed."""
    return f"{analysis_compared(trial, curve.data_cut, curve.endpoint)} ({RECONSTRUCTED})"


_ROLE_NAMED: Final = {role: re.compile(rf", {role.value}(?=,|$)") for role in Role}


def calibration_quantity(trial: Trial, quantity: str) -> str:
    """A quantity of the calibration with the arms' own names."""
    for role in Role:
        quantity = _ROLE_NAMED[role].sub(f", {arm_words(trial, role).short}", quantity)
    return _capital(quantity)


def calibration_numbers(check: CalibrationCheck) -> tuple[str, str, str]:
    """Published, given by the curve, and how far apart they may be."""
    digits = 1 if check.target > 1 else 4 if check.target < 0.1 else 3
    published = f"{round(check.target, digits):g}"
    return published, number(check.achieved, digits), f"{check.tolerance:g}"


TENSION_LABEL: Final = "Tension of the hazard ratio with the other numbers"
CURVES_KEPT_LABEL: Final = "Sampled curves that meet every number"


def standard_deviations(value: float) -> str:
    """A tension with its unit."""
    return f"{number(value, 1)} standard deviations"


def kept(curve: CalibratedCurves) -> str:
    """How many of the sampled curves were kept."""
    return f"{curve.curves_kept} of {curve.curves_asked}"


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
        return span(*shown)
    if len(shown) == 3:
        return f"{shown[0]} ({span(*shown[1:])})"
    return ", ".join(shown)


def _self_check_number(value: float, decimals: int | None) -> str:
    if not math.isfinite(value):
        return NOT_ESTIMABLE
    return f"{value:.6g}".replace("-", "−") if decimals is None else number(value, decimals)


def self_check_summary(lines: Sequence[SelfCheckLine], version: str) -> str:
    """How many cases agree, in which version."""
    agreeing = sum(line.agrees for line in lines)
    head = f"{agreeing} of {len(lines)} cases agree (program version {version})."
    if agreeing == len(lines):
        return head
    return f"{head} Don't use the figures of this program until the others are explained."


def engine_state(state: EngineState) -> str:
    """Whether what computes is still what was last checked in full, and when that was."""
    last = state.last
    if last is None:
        return NO_FULL_CHECK
    day = last.date.isoformat()
    if state.unchanged:
        return (
            f"Engine unchanged since its last full check, {day} ({last.tests:,} tests; "
            f"checksum {state.checksum[:12]})."
        )
    moved = "; ".join(f"{name} {then} then, {now} now" for name, then, now in state.other_packages)
    return f"Engine changed since its last full check, {day}{f' ({moved})' if moved else ''}."


def model_facts(trial: Trial, version: str) -> tuple[tuple[str, str], ...]:
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


# --- digitised curves --------------------------------------------------------------------------

REBUILT: Final = "rebuilt from the digitised figure"
PSEUDO_PATIENTS: Final = "pseudo-patients, not patient data"
REBUILT_NOT_PATIENTS: Final = f"{REBUILT}: {PSEUDO_PATIENTS}"
#: After the month over the pointer's words.
REBUILT_MONTHS: Final = f"months, {REBUILT_NOT_PATIENTS}"
RISK_TITLE: Final = "Pseudo-patients at risk, censored, with events"
RISK_LABELS: Final = ("at risk", "cens.", "events")
#: Columns of the risk table beside the curve, each with the arm's name.
AT_RISK_CENSORED_EVENTS: Final = "at risk, censored, events: {arm}"
DIGITISED_TITLE: Final = "How well the rebuilt curves agree with the figure"
DIGITISED_NOTE: Final = (
    "Somebody clicked along the curves of a printed figure. With the numbers at risk printed under "
    "it, the program worked out pseudo-patients whose Kaplan-Meier curve is the one clicked on. "
    "They are not patient data: who was censored when between two numbers at risk isn't known."
)
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


def _digitised(view: Findings) -> DigitisedCurves | None:
    return view.trial.digitised_curve(view.choices.cut, view.choices.endpoint)


def _digitised_note(view: Findings, curves: DigitisedCurves) -> str:
    rings = "" if view.survival is None else "Rings: published, with their 95 % range. "
    return f"{rings}{_digitised_lines(curves)} Figure: {figure_source(view.trial, curves)}."


def _digitised_lines(curves: DigitisedCurves) -> str:
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


def digitised_hover(arm: str, value: float, limits: tuple[float, float] | None) -> str:
    """What stands beside the pointer on a rebuilt curve, under the month and what the curve is."""
    room = NOT_ESTIMABLE
    if limits is not None:
        room = span(*(out_of_100(limit) for limit in sorted(limits)))
    return f"{arm}: {out_of_100(value)} of 100 ({room})"


def digitised_caption(trial: Trial, curves: DigitisedCurves) -> str:
    """A rebuilt curve's fit report: of which analysis and which figure."""
    where = analysis_compared(trial, curves.data_cut, curves.endpoint)
    status = "" if curves.status is Status.RECONSTRUCTED else f", {STATUS_WORDS[curves.status]}"
    return f"{where} ({REBUILT}{status}): {figure_source(trial, curves)}"


def fit_patients(arm: DigitisedArm) -> str:
    """How many pseudo-patients there are, with events and censored."""
    events = sum(arm.event)
    return f"{len(arm.event)}: {events}, {len(arm.event) - events}"


def fit_events(arm: DigitisedArm) -> str:
    """Events found against those that the source states."""
    stated = NOT_STATED if arm.events_stated is None else str(arm.events_stated)
    return f"{sum(arm.event)}; {stated}"


def fit_at_risk(met: int, given: int) -> str:
    """How many of the numbers at risk are met exactly."""
    return f"{met} of {given}"


def fit_error(arm: DigitisedArm) -> str:
    """How far the rebuilt curve lies from the clicks."""
    usual, most = (out_of_100(e, 2) for e in (arm.root_mean_square_error, arm.largest_error))
    return f"{usual}; {most}"


def fit_mends(arm: DigitisedArm) -> str:
    """What was mended in the clicks before the curve was rebuilt."""
    return " ".join(arm.mends) or NOTHING_MENDED


# --- demonstrations ----------------------------------------------------------------------------

DEMONSTRATION: Final = (
    "A demonstration of the data format, not for any decision and not offered to patients."
)
HAND_OUT_DEMONSTRATION: Final = (
    f"Hand-out: {NOT_AVAILABLE}. This is a demonstration of the data format and is not offered to "
    "patients."
)


def trial_name(trial: Trial) -> str:
    """The trial's name; a demonstration says that it is one."""
    return f"{trial.text.name} (demonstration)" if trial.demonstration else trial.text.name


def _of_demonstration(trial: Trial) -> tuple[str, ...]:
    return (DEMONSTRATION,) if trial.demonstration else ()


# --- guide -------------------------------------------------------------------------------------

GUIDE_BUTTON: Final = "How to read this"
GUIDE_OFFER: Final = "New here? 90 seconds: how to read the curve, the icons and the panel."
GUIDE_START: Final = "Start the guide"
GUIDE_NOT_NOW: Final = "Not now"
GUIDE_TITLE: Final = "How to read this"
GUIDE_BACK: Final = "Back"
GUIDE_NEXT: Final = "Next"
GUIDE_SKIP: Final = "Skip the guide"
GUIDE_DONE: Final = "Done"
GUIDE_CHOOSE: Final = "Choose an answer. Nobody sees it and nothing is kept."
GUIDE_NO_QUESTION: Final = (
    "There is no question here: this data cut has no published survival at a fixed time. "
    "Choose another end point or data cut if there is one, then open the guide again."
)
_GUIDE_STEPS: Final = ("The curve", "The icons", "The panel", "Try it")


def guide_heading(step: int, steps: int) -> str:
    """A step's title and how far the reader has come."""
    return f"{step} of {steps}: {_GUIDE_STEPS[step - 1]}"


def guide_curve(view: Findings) -> tuple[str, ...]:
    """How to read the curve: published rings, a reconstructed line, where follow-up ends."""
    trial, choices = view.trial, view.choices
    curves = _digitised(view)
    if curves is not None:
        return (
            "Rings are published figures; the bar through a ring is its 95 % range.",
            _digitised_lines(curves),
            "Gain is read and weighed at a ring, never between rings.",
        )
    if trial.curve(choices.cut, choices.endpoint) is None:
        return (no_curve(trial, choices),)
    if view.survival is None:
        return (
            curve_note(view),
            survival_not_at_a_time(view),
            f"How long people were followed: {follow_up(trial, choices.cut)}. What lies beyond it "
            "rests on few people.",
        )
    return (
        "Rings are published figures; the bar through a ring is its 95 % range.",
        "Line and shaded band are reconstructed, to agree with what was published. The band is "
        "where the curve may run. They are not patients' data.",
        "Gain is read and weighed at a ring, never between rings.",
        f"How long people were followed: {follow_up(trial, choices.cut)}. What lies beyond it "
        "rests on few people.",
    )


def guide_icons(view: Findings) -> tuple[str, ...]:
    """How to read the icons: always a whole hundred, the range hatched."""
    if view.survival is None:
        return (survival_not_at_a_time(view),)
    lines = [
        "Each square is a whole 100 people who had the same treatment, filled in the same order, "
        "so that two squares can be compared.",
    ]
    if view.survival.gain_limits is not None:
        limits = gain_range_sentence(view.survival, view.choices.framing)
        lines.append(f"Hatched: the range of the difference. {limits}")
    lines.append(
        "Harm has squares of the same size, in a colour of its own. Survival counts everybody "
        "randomised, harm everybody treated."
    )
    return tuple(lines)


def guide_panel(view: Findings) -> tuple[str, ...]:
    """How to read the panel: gain, harm, balance point, a preference not set, the badge."""
    lines = ["The panel stands beside the page; on a narrow screen the arrow at the top opens it."]
    if view.survival is not None:
        gain = view.survival.gain
        lines.append(
            f"{gain_heading(view.trial, view.survival)}: {with_range(gain, signed=True)} per 100. "
            "In brackets the 95 % range."
        )
    else:
        lines.append(survival_not_at_a_time(view))
    if view.trial.weighed_harm is None:
        return (
            *lines,
            harm_not_available(view.trial),
            harms_sentence(view),
            balance_sentence(view),
        )
    if view.harm is None:
        lines.append(harm_not_available(view.trial))
    else:
        shown = with_range(view.harm.excess, signed=True)
        lines.append(f"{harm_heading(view.trial, view.harm)}: {shown} per 100.")
    figures = balance_figures(view)
    shown = "" if figures is None else f" {figures}"
    lines.append(f"{BALANCE_TITLE}{shown}. {balance_sentence(view)}")
    lines.append(
        "The preference is not set until somebody moves the slider, together with the patient. "
        "Then the panel shows what that judgement implies; it does not recommend."
    )
    if view.harm is not None and badge(view.trial, view.harm) is not None:
        lines.append(
            "This badge stands at a figure that needs a caution, and at all that is computed "
            "from it:"
            if view.harm.confirmed is None
            else "These words stand at a figure that a centre has confirmed, and at all that is "
            "computed from it:"
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class GuideAnswer:
    """One answer to the practice question, and what is said to it."""

    people: int
    right: bool
    feedback: str


def guide_answer(answer: GuideAnswer) -> str:
    """An answer as it is offered."""
    return f"{answer.people} of 100"


def guide_question(view: Findings) -> str:
    """The practice question; empty where there is no published survival to ask about."""
    survival, trial = view.survival, view.trial
    if survival is None:
        return ""
    end = trial.text.endpoints[survival.endpoint]
    alive = view.choices.framing is Framing.ALIVE
    more = (survival.people.increment >= 0) is alive
    return (
        f"Of 100 {trial.text.people}, how many {'more' if more else 'fewer'} "
        f"{f'were {end.alive}' if alive else end.died} after {time(survival.months)} "
        f"{arm_words(trial, Role.EXPERIMENTAL).having} than "
        f"{arm_words(trial, Role.CONTROL).having}?"
    )


def guide_answers(view: Findings) -> tuple[GuideAnswer, ...]:
    """The answers in rising order: the difference, and the figures it is mixed up with."""
    survival, trial, framing = view.survival, view.trial, view.choices.framing
    if survival is None:
        return ()
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = _survival_numbers(survival, framing, 0)
    told = (f"were {end.alive}", end.died)
    here, there = told if framing is Framing.ALIVE else told[::-1]
    having = {role: arm_words(trial, role).having for role in Role}
    difference = f"The question asks for the difference between {experimental} and {control}: "
    mixed_up = {
        int(experimental): f"all who {here} {having[Role.EXPERIMENTAL]}",
        int(control): f"all who {here} {having[Role.CONTROL]}",
        HUNDRED - int(experimental): f"all who {there} {having[Role.EXPERIMENTAL]}",
    }
    answers = {
        people: GuideAnswer(
            people, False, f"Easily mixed up: {people} is {who}. {difference}{change}."
        )
        for people, who in mixed_up.items()
    }
    right = abs(survival.people.increment)
    sentence = survival_sentence(trial, survival, framing)
    said = f"That's it. {sentence} {gain_range_sentence(survival, framing)}"
    answers[right] = GuideAnswer(right, True, said)
    return tuple(answers[people] for people in sorted(answers))


# --- note for the record -----------------------------------------------------------------------

RECORD_TITLE: Final = "Note for the record"
RECORD_NOTE: Final = (
    "Plain text to copy into the patient's record. It names nobody: add who, when and what was "
    "decided there."
)
HAND_OUT_TITLE: Final = "Hand-out"
HAND_OUT_NOTE: Final = (
    "Two pages in plain words with these numbers, the preference if one is set, and room for notes."
)
HAND_OUT_BUTTONS: Final = ("PDF, A4", "PDF, US letter", "Web page (HTML)")
HAND_OUT_ENGLISH: Final = "No plain words in the chosen language: the hand-out is in English."
HAND_OUT_NOT_AVAILABLE: Final = (
    f"Hand-out: {NOT_AVAILABLE}. This trial's words are not put into plain words yet."
)


def record_note(
    view: Findings, *, applicability: Assessment, visit: Sequence[str], link: str, made: str
) -> str:
    """About a dozen lines for the patient's record: no identifier, every figure with its range."""
    trial, choices = view.trial, view.choices
    cut = trial.text.cuts[choices.cut]
    lines = [
        *_of_demonstration(trial),
        f"Talked over: {trial.text.decision}",
        f"Trial: {trial.text.name} ({trial.registration}), {cut.name}, {cut.analysis}; "
        f"{follow_up(trial, choices.cut)}; {trial.n_randomised} randomised.",
        f"Population: {trial.text.population}.",
        f"Applicability: {' '.join((applicability_summary(applicability), *visit))}",
        _record_survival(view),
        f"{hazard_ratio_words(trial, choices, view.base.hazard_ratio)}.",
        *_record_harm(view),
        _record_balance(view),
        _record_preference(view),
        f"Limits: {INTENDED_USE}",
        f"Source: {_record_sources(view)}.",
        f"Data version {trial.version}, last review {trial.review.last.isoformat()}; "
        f"note made on {made}.",
        f"Same view: {link}",
    ]
    return "\n".join(lines)


def _record_survival(view: Findings) -> str:
    trial, survival = view.trial, view.survival
    if survival is None:
        return survival_not_at_a_time(view, ratio=False)
    end, people = endpoint_of(trial, survival), survival.people
    control, experimental = arm_words(trial, Role.CONTROL), arm_words(trial, Role.EXPERIMENTAL)
    note = " (range calculated)" if survival.gain.calculated_range else ""
    return (
        f"{end.name} at {survival.months} months, of 100: {with_range(survival.control)} "
        f"{control.having}, {with_range(survival.experimental)} {experimental.having}; difference "
        f"{with_range(survival.gain, signed=True)}{note}. As whole people {people.control} and "
        f"{people.experimental} {end.alive}, {HUNDRED - people.control} and "
        f"{HUNDRED - people.experimental} {end.died}."
    )


def _record_harm(view: Findings) -> tuple[str, ...]:
    trial, harm = view.trial, view.harm
    if harm is None:
        others = (harms_differences(view), *harms_notes(view))
        return tuple(line for line in (harm_not_available(trial), *others) if line)
    text = trial.text.harms[harm.harm.id]
    control, experimental = arm_words(trial, Role.CONTROL), arm_words(trial, Role.EXPERIMENTAL)
    return (
        f"{text.name} {text.window}, of 100 treated: {with_range(harm.control)} {control.having}, "
        f"{with_range(harm.experimental)} {experimental.having}; difference "
        f"{with_range(harm.excess, signed=True)}. {harm_origin(trial, harm)}.",
        f"Status of the harm rate: {badge(trial, harm) or statuses(harm.excess)}.",
    )


def _record_balance(view: Findings) -> str:
    figures = balance_figures(view)
    note = None if view.harm is None else badge(view.trial, view.harm)
    ending = "" if note is None else f" {note}."
    if figures is None:
        return obstacle_sentence(view)
    return f"{BALANCE_TITLE} {figures}. {balance_sentence(view)}{ending}"


def _record_preference(view: Findings) -> str:
    if view.weighing.preference is None:
        return "Preference: not stated."
    note = None if view.harm is None else badge(view.trial, view.harm)
    ending = "" if note is None else f" {note}."
    return f"Preference, stated: {net_gain_sentence(view)}{ending}"


def _record_sources(view: Findings) -> str:
    cited = [] if view.survival is None else list(view.survival.gain.citations)
    if view.survival is None and view.medians is not None:
        cited += view.medians.citations
    told = all_harms(view) if view.harm is None else [(view.harm.harm, view.harm)]
    cited += [one for _, found in told if found is not None for one in found.excess.citations]
    return "; ".join(dict.fromkeys(map(citation, cited))) or NOT_AVAILABLE


# --- ipdas -------------------------------------------------------------------------------------

IPDAS_TITLE: Final = "Held against the standards for patient decision aids (IPDAS)"
IPDAS_CAPTION: Final = "Self-assessment, line by line"
IPDAS_NOTE: Final = (
    "Assessed by the makers themselves against version 4 of the International Patient Decision "
    "Aid Standards, in our own words. Version 5 (BMJ 2026;393:e088116) has replaced it and has "
    "not been assessed here. An answer is yes only where the place exists in this program and "
    "this trial's data hold what the line asks for; the test named last is one of the program's "
    "own and checks it."
)
IPDAS_READING: Final = (
    "Reading level of the English text for patients (Flesch-Kincaid grade, measured by a test): "
    "6.5 at most as a whole, 8 at most on every screen."
)
IPDAS_COLUMNS: Final = ("Line", "What is asked for", "Met", "Where", "Checked by")
IPDAS_MET: Final = {True: "yes", False: "no"}
IPDAS_NO_PLACE: Final = "no such place"
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


def ipdas_screen(title: str) -> str:
    """A screen of the patient view as a place."""
    return f"{PAGES['patient_view']}: {title}"


def ipdas_test(test: str) -> str:
    """A test's name as the sentence that it is, with the module that holds it."""
    module, _, name = test.partition(".")
    return f"{_capital(name.removeprefix('test_').replace('_', ' '))} ({module})"


# --- exchange ----------------------------------------------------------------------------------

EXCHANGE_TITLE: Final = "Take these data with you"
EXCHANGE_NOTE: Final = (
    "Everything that is shown of this trial: each number with its range, status, source, "
    "population and window. What is unconfirmed, calculated or reconstructed says so in the files "
    "too. JSON is for programs, CSV for spreadsheets and statistics. Choices of this visit and "
    "counts typed in are not in them."
)
EXCHANGE_JSON: Final = "Download JSON"
EXCHANGE_CSV: Final = "Download CSV"

CONTEXT_ONLY: Final = "Another study: context only, never weighed."
NEEDED_COMPUTED: Final = "one over the difference and over its limits"
NEEDED_FROM_RATIO_COMPUTED: Final = (
    "calculated from the hazard ratio and its range at the control's survival; assumes "
    "proportional hazards"
)
MEANS_COMPUTED: Final = "area under the reconstructed curve; range from its standard error"
PEOPLE_COMPUTED: Final = (
    "the gap is rounded first, then the pair of whole figures nearest to both arms is taken"
)
MEANS_METHOD_COMPUTED: Final = {
    Method.CALIBRATED_CURVE: MEANS_COMPUTED,
    Method.DIGITISED_CURVE: f"mean time to the horizon of the curve {REBUILT_NOT_PATIENTS}",
}
BALANCE_COMPUTED: Final = "gain divided by harm; range by simulation with one fixed seed"
CURVE_COMPUTED: Final = (
    "smooth curve that agrees with the published numbers; range is that of the true curve, from "
    "draws of reconstruction and sampling together; the reconstruction band is where the curve "
    "may run"
)
DIGITISED_COMPUTED: Final = (
    "Kaplan-Meier estimate of pseudo-patients that agree with a printed figure; range is "
    "Greenwood's log(-log) interval"
)


def number_needed_name(survival: SurvivalFindings) -> str:
    """The name of a number needed to treat, with its time."""
    return f"Number needed to treat, by {time(survival.months)}"


def needed_from_ratio_name(survival: SurvivalFindings) -> str:
    """The name of the number needed to treat that a hazard ratio implies."""
    return f"{number_needed_name(survival)}, from the hazard ratio"


def median_number(trial: Trial, entry: MedianSurvival) -> str:
    """The name of a median."""
    return f"Median, {median_of_model(trial, entry)}"


def arm_population(population: Population, role: Role) -> str:
    """Whom one arm's number counts."""
    people = population.control if role is Role.CONTROL else population.experimental
    counted = randomised(people, role=role) if population.randomised else treated(people)
    if population.of_trial:
        return counted
    whose = population.counted_by
    return f"{counted} in our own centre" if whose is None else f"{counted}, counted by {whose}"


def restricted_mean_name(trial: Trial, endpoint: str, role: Role | None) -> str:
    """The name of a restricted mean, or of the difference of two."""
    end = trial.text.endpoints[endpoint].name
    if role is None:
        return f"Difference of restricted means, {end}"
    return f"Restricted mean, {end}, {arm_words(trial, role).name}"


def restricted_mean_window(months: int | None) -> str:
    """Up to when a restricted mean runs."""
    return "horizon not stated" if months is None else f"to month {months}"


def subgroup_population(trial: Trial, group: Subgroup, role: Role | None) -> str:
    """Whom a subgroup's number counts."""
    name = trial.text.subgroups[group.id].name
    if role is not None:
        people = {Role.EXPERIMENTAL: group.n_experimental, Role.CONTROL: group.n_control}
        return f"{name}, {people[role] or PEOPLE_NOT_GIVEN}"
    return f"{name}, {PEOPLE_NOT_GIVEN if group.n_total is None else people_in_all(group.n_total)}"


def people_name(trial: Trial, role: Role | None, *, endpoint: str | None, harm: str | None) -> str:
    """The name of a figure of whole people out of 100."""
    text = trial.text
    what = text.harms[harm].short if harm is not None else text.endpoints[endpoint or ""].name
    whom = DIFFERENCE_TITLE.lower() if role is None else arm_words(trial, role).name
    return f"{what}, whole people out of 100, {whom}"


def pseudo_patients(experimental: int, control: int) -> str:
    """Whom a curve counts that was rebuilt from a printed figure."""
    return f"{experimental} vs {control} pseudo-patients, never patients' data"


def standing(*, demonstration: bool, label: str | None, as_of: str | None) -> tuple[str, ...]:
    """What must be said before all figures of some trials."""
    lines = [DEMONSTRATION] if demonstration else []
    if label is not None:
        lines.append(f"Local data: {label}, {as_of}.")
    return tuple(lines)


# --- the summary on the command line -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """One figure of the side panel in words."""

    name: str
    said: str
    notes: tuple[str, ...] = ()


def summary_title(trial: Trial) -> str:
    """The trial, its register and its patients."""
    return (
        f"{trial.text.name} ({trial.registration}), {trial.n_randomised} randomised, "
        f"data version {trial.version}"
    )


def summary_view_title(trial: Trial, choices: Choices) -> str:
    """End point, landmark and analysis."""
    end = endpoint_words(trial, choices).name
    when = "" if choices.months is None else f" at {time(choices.months)}"
    return f"{end}{when}, {trial.text.cuts[choices.cut].name}"


def summary_view_subtitle(trial: Trial, choices: Choices) -> str:
    """The analysis and how long it followed."""
    return f"{_capital(trial.text.cuts[choices.cut].analysis)}; {follow_up(trial, choices.cut)}"


def balance_window(view: Findings) -> str:
    """Both windows of a balance point, as one phrase."""
    own = harm_words(view.trial)
    if view.survival is None or own is None:
        return NO_VALUE
    return f"gain read at {time(view.survival.months)}, harm counted {own.window}"


def summary_pairs(trial: Trial) -> str:
    """Which arm comes first wherever two are named."""
    first, second = (arm_words(trial, role).name for role in (Role.EXPERIMENTAL, Role.CONTROL))
    return f"In pairs and differences: {first} vs {second}."


SUMMARY_OPENS: Final = " (what the program opens with)"


def reviewed(last: datetime.date, following: datetime.date) -> str:
    """When the data were checked, and when that is due again."""
    return f"Last review {last.isoformat()}; next due {following.isoformat()}."


def summary_known(status: str, cited: str) -> str:
    """How a figure is known, and from where."""
    return f"Status: {status}. Source: {cited}."


def capital(text: str) -> str:
    """A sentence from a phrase."""
    return _capital(text)


def summary_gain(view: Findings) -> SummaryWords:
    """The gain as the panel says it."""
    survival = view.survival
    if survival is None:
        return SummaryWords(
            _gain_name(view.trial, view.choices.endpoint), no_landmark(view.trial, view.choices)
        )
    shown = f"{with_range(survival.gain, signed=True)} per 100"
    arms = versus(*(with_range(arm) for arm in (survival.experimental, survival.control)))
    alive = endpoint_of(view.trial, survival).alive
    more = f"More {alive} at {survival.months} months: {arms} per 100."
    return SummaryWords(gain_heading(view.trial, survival), shown, (more,))


def summary_number_needed(view: Findings) -> SummaryWords:
    """The number needed to treat with its time."""
    if view.survival is None:
        return SummaryWords("Number needed to treat", NOT_AVAILABLE)
    survival = view.survival
    return SummaryWords(number_needed_name(survival), number_needed(survival.number_needed))


def summary_hazard_ratio(view: Findings) -> SummaryWords:
    """The hazard ratio with its event, range and P."""
    name = hazard_ratio_number(view.trial, view.choices.endpoint)
    shown = hazard_ratio_words(view.trial, view.choices, view.base.hazard_ratio)
    said = NOT_AVAILABLE if view.base.hazard_ratio is None else shown.removeprefix(f"{name} ")
    return SummaryWords(name, said)


def summary_harm(view: Findings) -> SummaryWords:
    """The weighed harm as the panel says it."""
    if view.harm is None:
        own, said = harm_words(view.trial), harm_not_available(view.trial)
        if own is None:
            return SummaryWords("Harm", said)
        return SummaryWords(own.name, said.removeprefix(f"{own.name}: "))
    shown = f"{with_range(view.harm.excess, signed=True)} per 100"
    notes = (f"More people with at least one. {harm_origin(view.trial, view.harm)}.",)
    return SummaryWords(harm_heading(view.trial, view.harm), shown, notes)


def summary_median(trial: Trial, entry: MedianSurvival) -> SummaryWords:
    """One arm's median, or that it was not reached."""
    said = NOT_REACHED if entry.months is None else median_with_range(entry)
    return SummaryWords(median_number(trial, entry), said)


def summary_balance(view: Findings) -> SummaryWords:
    """The balance point as the panel says it, or why there is none."""
    figures = balance_figures(view)
    if figures is None:
        return SummaryWords(BALANCE_TITLE, obstacle_sentence(view))
    return SummaryWords(BALANCE_TITLE, figures, (balance_sentence(view),))


# --- pseudo-patients on the command line -------------------------------------------------------

PSEUDO_PATIENTS_NOTE: Final = (
    "These are pseudo-patients that agree with the figure, not patients: nothing about a single "
    "person, a covariate or a subgroup can be known from them."
)


def rebuilt_counts(label: str, patients: int, events: int, censored: int) -> str:
    """How many pseudo-patients stand for one curve."""
    return f"{label}: {patients} pseudo-patients, {events} events, {censored} censored."


def rows_read(rows: int) -> str:
    """How much of a file was read."""
    return "1 row read" if rows == 1 else f"{rows} rows read"


def rebuilt_fit(
    *,
    root_mean_square: float,
    largest: float,
    at: float,
    unit: str | None,
    exact: bool,
    met: bool,
) -> str:
    """How far the rebuilt curve lies from the digitised one, in points of 100."""
    how = "Solved for whole patients" if exact else "Rebuilt from clicks"
    where = f"at time {at:.4g}" if unit is None else f"at {at:.4g} {unit}"
    risk = "are met" if met else "are not all met"
    return (
        f"  {how}; survival out of 100 differs from the digitised points by "
        f"{out_of_100(root_mean_square, 2)} (root mean square) and by {out_of_100(largest, 2)} at "
        f"most ({where}). Numbers at risk {risk}."
    )
