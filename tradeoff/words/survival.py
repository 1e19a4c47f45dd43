"""Survival, gain, medians and hazard ratio in sentences."""

from __future__ import annotations

from functools import partial
from typing import Final

from tradeoff.findings.choices import Choices, Framing
from tradeoff.findings.provenance import Finding, Method
from tradeoff.findings.subgroups import SubgroupFinding
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import MedianSurvival, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import (
    WHOLE_FOLLOW_UP,
    arm_words,
    endpoint_words,
    gain_name,
    subgroup_people,
    trial_name,
)
from tradeoff.words.provenance import METHOD_WORDS, ProvenanceLine, reference_class
from tradeoff.words.say import Say, message
from tradeoff.words.sources import citation


def no_curve(say: Say, trial: Trial, choices: Choices) -> str:
    """Said where there is no curve to draw."""
    end = endpoint_words(trial, choices).name.lower()
    cut = trial.text.cuts[choices.cut].name
    return say("Curve of {end} in {cut}: not available.", end=end, cut=cut)


def survival_sentence(
    say: Say, trial: Trial, survival: SurvivalFindings, framing: Framing, *, decimals: int = 0
) -> str:
    """Baseline first, then the increment, in one frame."""
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, change = survival_numbers(say, survival, framing, decimals)
    values = {
        "people": trial.text.people,
        "control": control,
        "time": numbers.time(say, survival.months),
        "having": arm_words(trial, Role.CONTROL).having,
        "added": numbers.capitalised(arm_words(trial, Role.EXPERIMENTAL).having),
        "experimental": experimental,
        "change": change,
    }
    if framing is Framing.ALIVE:
        return say(
            "Of 100 {people}, {control} were {alive} after {time} {having}. {added}, "
            "{experimental} were: {change}.",
            alive=end.alive,
            **values,
        )
    return say(
        "Of 100 {people}, {control} {died} after {time} {having}. {added}, {experimental} had: "
        "{change}.",
        died=end.died,
        **values,
    )


def other_frame_sentence(
    say: Say, trial: Trial, survival: SurvivalFindings, framing: Framing
) -> str:
    """The same two numbers in the other frame."""
    other = Framing.DIED if framing is Framing.ALIVE else Framing.ALIVE
    end = trial.text.endpoints[survival.endpoint]
    control, experimental, _ = survival_numbers(say, survival, other, 0)
    values = {
        "control": control,
        "having": arm_words(trial, Role.CONTROL).having,
        "experimental": experimental,
        "added": arm_words(trial, Role.EXPERIMENTAL).having,
    }
    if other is Framing.DIED:
        return say(
            "So {control} {died} {having} and {experimental} {added}.", died=end.died, **values
        )
    return say(
        "So {control} were {alive} {having} and {experimental} {added}.", alive=end.alive, **values
    )


def gain_range_sentence(say: Say, survival: SurvivalFindings, framing: Framing) -> str:
    """The range in whole people, and why there is one."""
    change = survival.people.increment
    limits = survival.whole_limits
    if framing is Framing.DIED:
        change = -change
        limits = None if limits is None else (-limits[1], -limits[0])
    return range_sentence(
        say,
        change,
        limits,
        survival.gain.population.total,
        calculated=survival.gain.calculated_range,
    )


def range_sentence(
    say: Say, change: int, limits: tuple[int, int] | None, people: int, *, calculated: bool
) -> str:
    """The best estimate and its range in whole people, and why there is a range."""
    best = numbers.more_or_fewer(say, change)
    if limits is None:
        return say("Our best estimate is {best}; range not published.", best=best)
    lower, upper = limits
    values: dict[str, object] = {"best": best, "people": people}
    if lower >= 0 or upper <= 0:
        values["low"], values["high"] = sorted((abs(lower), abs(upper)))
        room = say(
            "Our best estimate is {best}; because {people} people took part, it could be as few "
            "as {low} or as many as {high}",
            **values,
        )
    else:
        values["least"], values["most"] = (numbers.more_or_fewer(say, one) for one in limits)
        room = say(
            "Our best estimate is {best}; because {people} people took part, it could be anywhere "
            "from {least} to {most}",
            **values,
        )
    return say("{sentence} (range calculated).", sentence=room) if calculated else f"{room}."


def survival_numbers(
    say: Say, survival: SurvivalFindings, framing: Framing, decimals: int
) -> tuple[str, str, str]:
    """Control, experimental and the change, as shown."""
    alive = framing is Framing.ALIVE
    if not decimals:
        return numbers.whole_people(say, survival.people if alive else survival.people.complement)
    control, experimental = survival.control.estimate.value, survival.experimental.estimate.value
    change = survival.gain.estimate.value
    if not alive:
        control, experimental, change = 1 - control, 1 - experimental, -change
    return (
        numbers.out_of_100(say, control, decimals),
        numbers.out_of_100(say, experimental, decimals),
        numbers.exact_change(say, change, decimals),
    )


def hazard_ratio_words(say: Say, trial: Trial, choices: Choices, finding: Finding | None) -> str:
    """The hazard ratio with its event, range and P."""
    return hazard_ratio_in(say, trial, choices.cut, choices.endpoint, finding)


def hazard_ratio_in(
    say: Say, trial: Trial, cut: str, endpoint: str, finding: Finding | None
) -> str:
    """The hazard ratio of a data cut and end point with its event, range and P."""
    if finding is None:
        return say("Hazard ratio: not available")
    shown = numbers.ratio_with_range(say, finding.estimate, finding.decimals)
    event = trial.text.endpoints[endpoint].event
    ratio = say("Hazard ratio for {event} {ratio}", event=event, ratio=shown)
    return f"{ratio}{numbers.with_p(say, trial.hazard_ratio(cut, endpoint))}"


def no_landmark(say: Say, trial: Trial, choices: Choices) -> str:
    """Said where a cut has no published survival at a fixed time."""
    return say(
        "{end} at a fixed time: not available in {cut}. Nothing can be weighed.",
        end=endpoint_words(trial, choices).name,
        cut=trial.text.cuts[choices.cut].name,
    )


def median_months(say: Say, entry: MedianSurvival) -> str:
    """One arm's median, or that it was not reached."""
    if entry.months is None:
        return say("not reached")
    return say.number(entry.months, decimals=entry.decimals)


def median_value(say: Say, entry: MedianSurvival) -> str:
    """One arm's median with its unit, or that it was not reached."""
    shown = median_months(say, entry)
    return shown if entry.months is None else say("{number} months", number=shown)


def median_with_range(say: Say, entry: MedianSurvival) -> str:
    """One arm's median with its range as printed, or that none was."""
    value = median_value(say, entry)
    return _beside_range(say, value, entry) or say("{median}; range not published", median=value)


def _beside_range(say: Say, shown: str, entry: MedianSurvival) -> str:
    """A median as it is shown, with its range as printed; empty where none was."""
    if entry.lower is None or entry.upper is None:
        return ""
    limits = (numbers.number(say, limit, entry.decimals) for limit in (entry.lower, entry.upper))
    return f"{shown} ({numbers.span(say, *limits)})"


def medians_figure(say: Say, medians: MedianFindings) -> str:
    """Both medians, experimental first: "7.7 vs 4.0 months"."""
    both = (medians.experimental, medians.control)
    months = ((median_months(say, one), one) for one in both)
    shown = numbers.versus(say, *(_beside_range(say, one, entry) or one for one, entry in months))
    return say("{number} months", number=shown) if any_reached(medians) else shown


def medians_name(say: Say, trial: Trial, medians: MedianFindings) -> str:
    """The name of the two figures: "Median overall survival"."""
    return say("Median {outcome}", outcome=trial.text.endpoints[medians.endpoint].name.lower())


def medians_words(say: Say, trial: Trial, medians: MedianFindings) -> str:
    """Name and figures in one: "Median overall survival 7.7 vs 4.0 months"."""
    return f"{medians_name(say, trial, medians)} {medians_figure(say, medians)}"


def medians_reading(say: Say, trial: Trial, medians: MedianFindings) -> str:
    """What a median says: half of the people by then; nothing where it was not reached."""
    end = trial.text.endpoints[medians.endpoint]
    both = [
        (entry, arm_words(trial, entry.arm).having)
        for entry in (medians.control, medians.experimental)
    ]
    reached = [
        say("by {months} months {having}", months=median_months(say, entry), having=having)
        for entry, having in both
        if entry.months is not None
    ]
    sentences = [
        say(
            "{having} more than half were {alive}: not reached.",
            having=numbers.capitalised(having),
            alive=end.alive,
        )
        for entry, having in both
        if entry.months is None
    ]
    if reached:
        when = (
            reached[0]
            if len(reached) == 1
            else say("{one} and {other}", one=reached[0], other=reached[1])
        )
        half = say(
            "Of {people}, half {died} {when}.", people=trial.text.people, died=end.died, when=when
        )
        sentences = [half, *sentences]
    return " ".join(sentences)


def medians_sentence(say: Say, view: Findings, *, ratio: bool = True) -> str:
    """The reading, the two medians, the hazard ratio: what stands where a landmark would.

    Without ``ratio`` where the hazard ratio stands in a sentence of its own.
    """
    trial, medians = view.trial, view.medians
    if medians is None:
        return no_landmark(say, trial, view.choices)
    figures = medians_words(say, trial, medians)
    if ratio:
        shown = hazard_ratio_words(say, trial, view.choices, view.base.hazard_ratio)
        figures = f"{figures}; {numbers.uncapitalised(shown)}"
    return f"{medians_reading(say, trial, medians)} {figures}."


def survival_not_at_a_time(say: Say, view: Findings, *, ratio: bool = True) -> str:
    """What is said of survival where no landmark is published: medians, or that there are none."""
    missing = no_landmark(say, view.trial, view.choices)
    return (
        missing if view.medians is None else f"{medians_sentence(say, view, ratio=ratio)} {missing}"
    )


def median_provenance(
    say: Say, trial: Trial, medians: MedianFindings
) -> tuple[ProvenanceLine, ...]:
    """Where the two medians come from."""
    cut = trial.text.cuts[medians.data_cut]
    ranged = medians.control.lower is not None and medians.experimental.lower is not None
    printed = say(METHOD_WORDS[Method.PRINTED])
    if not ranged:
        printed = say("{method}; range not published", method=printed)
    return (
        ProvenanceLine(say("Source"), "; ".join(map(partial(citation, say), medians.citations))),
        ProvenanceLine(say("Data cut"), f"{cut.name}: {cut.analysis}"),
        ProvenanceLine(say("Population"), reference_class(say, trial, medians.population)),
        ProvenanceLine(say("Window"), say(WHOLE_FOLLOW_UP)),
        ProvenanceLine(say("Computed"), printed),
    )


def any_reached(medians: MedianFindings) -> bool:
    """Whether the median of either arm was reached."""
    return medians.control.reached or medians.experimental.reached


def gain_heading(say: Say, trial: Trial, survival: SurvivalFindings) -> str:
    """The gain's heading with its window."""
    gain = gain_name(say, trial, survival.endpoint)
    return say("{gain}, by {time}", gain=gain, time=numbers.time(say, survival.months))


def outcome_heading(say: Say, trial: Trial, survival: SurvivalFindings, framing: Framing) -> str:
    """What is counted, in one frame, and when: "Alive after 3 years"."""
    end = trial.text.endpoints[survival.endpoint]
    word = end.alive_heading if framing is Framing.ALIVE else end.died_heading
    return say("{outcome} after {time}", outcome=word, time=numbers.time(say, survival.months))


def array_heading(say: Say, trial: Trial, survival: SurvivalFindings, framing: Framing) -> str:
    """The benefit arrays' heading."""
    end = trial.text.endpoints[survival.endpoint]
    word = end.alive_heading if framing is Framing.ALIVE else end.died_heading
    time = numbers.time(say, survival.months)
    return say("{outcome} after {time}, out of 100", outcome=word, time=time)


def subgroup_label(say: Say, trial: Trial, finding: SubgroupFinding) -> str:
    """A subgroup with its numbers."""
    people = subgroup_people(say, finding.subgroup, say("number not given"))
    return f"{trial.text.subgroups[finding.subgroup.id].name} ({people})"


def subgroup_ratio(say: Say, finding: SubgroupFinding) -> str:
    """A subgroup's hazard ratio, or that there is none."""
    if finding.ratio is None:
        return say("not available")
    shown = numbers.ratio_with_range(say, finding.ratio)
    if finding.range_method is Method.RATIO_FROM_P:
        return say("{ratio}, calculated from P", ratio=shown)
    return shown


DIFFERENCE_TITLE: Final = message("The difference")


def picture_title(say: Say, view: Findings) -> str:
    """Title of a downloaded picture: outcome, trial and data cut."""
    trial, choices = view.trial, view.choices
    end = endpoint_words(trial, choices)
    return f"{end.name}, {trial_name(say, trial)}, {trial.text.cuts[choices.cut].name}"
