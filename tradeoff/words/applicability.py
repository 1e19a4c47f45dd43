"""Whether a trial's people are like this patient, and what is known by age."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.applicability import Assessment
from tradeoff.findings.subgroups import SubgroupFinding, age_groups
from tradeoff.findings.view import Findings
from tradeoff.words import numbers
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import subgroup_ratio


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
        return (f"By age: {numbers.NOT_AVAILABLE} in {cut}. {AGE_NOTE}",)
    return (*(age_line(view, group) for group in groups), AGE_NOTE)


def age_line(view: Findings, found: SubgroupFinding, *, short: bool = False) -> str:
    """One age group's figures in a line."""
    trial, group = view.trial, found.subgroup
    end = trial.text.endpoints[group.endpoint]
    people = f" ({numbers.versus(str(group.n_experimental), str(group.n_control))})"
    name = trial.text.subgroups[group.id].name + (people if group.n_control else "")
    parts = []
    if found.experimental is not None and found.control is not None and group.months is not None:
        arms = (numbers.out_of_100(one.value, group.decimals) for one in (found.experimental,
                                                                  found.control))  # fmt: skip
        known = short or (found.gain is not None and found.gain.has_range)
        shown = numbers.versus(*arms) + ("" if known else f" ({numbers.RANGE_NOT_PUBLISHED})")
        parts.append(f"{shown} of 100 {end.alive} after {numbers.time(CLINICIAN, group.months)}")
    if found.ratio is not None:
        holds = "" if short else _age_ratio_holds(view, found)
        parts.append(f"HR for {end.event} {subgroup_ratio(found)}{holds}")
    return f"{name}: {'; '.join(parts) or numbers.NOT_AVAILABLE}."


def _age_ratio_holds(view: Findings, found: SubgroupFinding) -> str:
    """Said where a group's range leaves both the whole trial's ratio and no effect open."""
    whole_trial, ratio = view.base.hazard_ratio, found.ratio
    if whole_trial is None or ratio is None or not ratio.has_range:
        return ""
    lower, upper = ratio.limits
    overall = whole_trial.estimate.value
    if not (lower <= overall <= upper and lower <= 1 <= upper):
        return ""
    shown = numbers.number(overall, whole_trial.decimals)
    return f": the range holds both the whole trial's {shown} and no effect"


AGE_TITLE: Final = "By age, as in the trial"

AGE_SHORT: Final = "Not powered for subgroups."

AGE_NOTE: Final = (
    f"{AGE_SHORT} The gain that is weighed is the whole trial's. "
    f"Harm by age: {numbers.NOT_AVAILABLE}."
)
