"""Survival, gain, medians and hazard ratio in sentences."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.provenance import Finding, Method
from tradeoff.findings.subgroups import SubgroupFinding
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import MedianSurvival, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import WHOLE_FOLLOW_UP, arm_words, endpoint_words, gain_name, trial_name
from tradeoff.words.provenance import METHOD_WORDS, ProvenanceLine, citation, reference_class
from tradeoff.words.say import CLINICIAN


def no_curve(trial: Trial, choices: Choices) -> str:
    """Said where there is no curve to draw."""
    end = endpoint_words(trial, choices)
    cut = trial.text.cuts[choices.cut].name
    return f"Curve of {end.name.lower()} in {cut}: {numbers.NOT_AVAILABLE}."


def survival_sentence(
    trial: Trial, survival: SurvivalFindings, framing: Framing, *, decimals: int = 0
) -> str:
    """Baseline first, then the increment, in one frame."""
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = survival_numbers(survival, framing, decimals)
    verb = f"were {end.alive}" if framing is Framing.ALIVE else end.died
    echo = "were" if framing is Framing.ALIVE else "had"
    return (
        f"Of 100 {trial.text.people}, {control} {verb} after "
        f"{numbers.time(CLINICIAN, survival.months)} {arm_words(trial, Role.CONTROL).having}. "
        f"{numbers.capitalised(arm_words(trial, Role.EXPERIMENTAL).having)}, {experimental} "
        f"{echo}: "
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
    limits = survival.whole_limits
    if framing is Framing.DIED:
        change = -change
        limits = None if limits is None else (-limits[1], -limits[0])
    return range_sentence(
        change, limits, survival.gain.population.total, calculated=survival.gain.calculated_range
    )


def range_sentence(
    change: int, limits: tuple[int, int] | None, people: int, *, calculated: bool
) -> str:
    """The best estimate and its range in whole people, and why there is a range."""
    say = CLINICIAN
    best = numbers.more_or_fewer(say, change)
    if limits is None:
        return f"Our best estimate is {best}; {numbers.RANGE_NOT_PUBLISHED}."
    lower, upper = limits
    if lower >= 0 or upper <= 0:
        low, high = sorted((abs(lower), abs(upper)))
        room = f"it could be as few as {low} or as many as {high}"
    else:
        room = (
            f"it could be anywhere from {numbers.more_or_fewer(say, lower)} to "
            f"{numbers.more_or_fewer(say, upper)}"
        )
    note = " (range calculated)" if calculated else ""
    return f"Our best estimate is {best}; because {people} people took part, {room}{note}."


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
            numbers.out_of_100(control, decimals),
            numbers.out_of_100(experimental, decimals),
            numbers.exact_change(change, decimals),
        )
    people = survival.people
    if framing is Framing.ALIVE:
        return (
            str(people.control),
            str(people.experimental),
            numbers.more_or_fewer(CLINICIAN, people.increment),
        )
    return (
        str(numbers.HUNDRED - people.control),
        str(numbers.HUNDRED - people.experimental),
        numbers.more_or_fewer(CLINICIAN, -people.increment),
    )


def hazard_ratio_words(trial: Trial, choices: Choices, finding: Finding | None) -> str:
    """The hazard ratio with its event, range and P."""
    return hazard_ratio_in(trial, choices.cut, choices.endpoint, finding)


def hazard_ratio_in(trial: Trial, cut: str, endpoint: str, finding: Finding | None) -> str:
    """The hazard ratio of a data cut and end point with its event, range and P."""
    if finding is None:
        return f"Hazard ratio: {numbers.NOT_AVAILABLE}"
    end = trial.text.endpoints[endpoint]
    published = trial.hazard_ratio(cut, endpoint)
    shown = numbers.ratio_with_range(finding.estimate, finding.decimals)
    return f"Hazard ratio for {end.event} {shown}{numbers.with_p(published)}"


def no_landmark(trial: Trial, choices: Choices) -> str:
    """Said where a cut has no published survival at a fixed time."""
    end = endpoint_words(trial, choices)
    return (
        f"{end.name} at a fixed time: {numbers.NOT_AVAILABLE} in "
        f"{trial.text.cuts[choices.cut].name}. "
        "Nothing can be weighed."
    )


def median_months(entry: MedianSurvival) -> str:
    """One arm's median, or that it was not reached."""
    return (
        numbers.NOT_REACHED
        if entry.months is None
        else numbers.number(entry.months, entry.decimals)
    )


def median_value(entry: MedianSurvival) -> str:
    """One arm's median with its unit, or that it was not reached."""
    return numbers.NOT_REACHED if entry.months is None else f"{median_months(entry)} months"


def median_with_range(entry: MedianSurvival) -> str:
    """One arm's median with its range as printed, or that none was."""
    ranged = _beside_range(median_value(entry), entry)
    return ranged or f"{median_value(entry)}; {numbers.RANGE_NOT_PUBLISHED}"


def _beside_range(shown: str, entry: MedianSurvival) -> str:
    """A median as it is shown, with its range as printed; empty where none was."""
    if entry.lower is None or entry.upper is None:
        return ""
    limits = (numbers.number(limit, entry.decimals) for limit in (entry.lower, entry.upper))
    return f"{shown} ({numbers.span(*limits)})"


def medians_figure(medians: MedianFindings) -> str:
    """Both medians, experimental first: "7.7 vs 4.0 months"."""
    both = (medians.experimental, medians.control)
    months = ((median_months(one), one) for one in both)
    shown = numbers.versus(*(_beside_range(one, entry) or one for one, entry in months))
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
                f" {numbers.capitalised(having)} more than half were {end.alive}: "
                f"{numbers.NOT_REACHED}."
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
        figures = f"{figures}; {numbers.uncapitalised(shown)}"
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
    return printed if ranged else f"{printed}; {numbers.RANGE_NOT_PUBLISHED}"


def any_reached(medians: MedianFindings) -> bool:
    """Whether the median of either arm was reached."""
    return medians.control.reached or medians.experimental.reached


def gain_heading(trial: Trial, survival: SurvivalFindings) -> str:
    """The gain's heading with its window."""
    return f"{gain_name(trial, survival.endpoint)}, by {numbers.time(CLINICIAN, survival.months)}"


def array_heading(trial: Trial, survival: SurvivalFindings, framing: Framing) -> str:
    """The benefit arrays' heading."""
    end = trial.text.endpoints[survival.endpoint]
    word = end.alive_heading if framing is Framing.ALIVE else end.died_heading
    return f"{word} after {numbers.time(CLINICIAN, survival.months)}, out of 100"


def subgroup_ratio(finding: SubgroupFinding) -> str:
    """A subgroup's hazard ratio, or that there is none."""
    if finding.ratio is None:
        return numbers.NOT_AVAILABLE
    note = ", calculated from P" if finding.range_method is Method.RATIO_FROM_P else ""
    return f"{numbers.ratio_with_range(finding.ratio)}{note}"


DIFFERENCE_TITLE: Final = "The difference"


def picture_title(view: Findings) -> str:
    """Title of a downloaded picture: outcome, trial and data cut."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    return f"{end.name}, {trial_name(trial)}, {trial.text.cuts[choices.cut].name}"
