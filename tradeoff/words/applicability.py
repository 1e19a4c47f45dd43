"""Whether a trial's people are like this patient, and what is known by age."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.applicability import Assessment
from tradeoff.findings.subgroups import SubgroupFinding, age_groups
from tradeoff.findings.view import Findings
from tradeoff.words import numbers
from tradeoff.words.say import Say
from tradeoff.words.survival import subgroup_ratio


def applicability_summary(say: Say, assessment: Assessment) -> str:  # noqa: PLR0911 - one a case
    """How far the check has come and what it found."""
    missed = len(assessment.not_met)
    if missed == 1:
        return say("The trial does not apply: a criterion is not met.")
    if missed:
        return say("The trial does not apply: {count} criteria are not met.", count=missed)
    if not assessment.asked:
        return say("Not checked: these data hold no criteria of who was in the trial.")
    if assessment.unknown:
        return say("Whether the trial applies is open: something is not known yet.")
    if not assessment.complete:
        return say(
            "{answered} of {asked} questions answered.",
            answered=assessment.answered,
            asked=assessment.asked,
        )
    if assessment.cautions:
        return say("All criteria are answered; see the caution.")
    return say("All criteria are met: this patient is like those in the trial.")


def age_lines(say: Say, view: Findings) -> tuple[str, ...]:
    """Every age group of the chosen cut in a line each, and what must be known with them."""
    groups = age_groups(view)
    if not groups:
        cut = view.trial.text.cuts[view.choices.cut].name
        return (say("By age: not available in {cut}. {note}", cut=cut, note=AGE_NOTE),)
    return (*(age_line(say, view, group) for group in groups), AGE_NOTE)


def age_line(say: Say, view: Findings, found: SubgroupFinding, *, short: bool = False) -> str:
    """One age group's figures in a line."""
    trial, group = view.trial, found.subgroup
    end = trial.text.endpoints[group.endpoint]
    name = trial.text.subgroups[group.id].name
    if group.n_control:
        people = numbers.versus(str(group.n_experimental), str(group.n_control))
        name = f"{name} ({people})"
    parts = []
    if found.experimental is not None and found.control is not None and group.months is not None:
        arms = (found.experimental, found.control)
        shown = numbers.versus(*(numbers.out_of_100(one.value, group.decimals) for one in arms))
        if not (short or (found.gain is not None and found.gain.has_range)):
            shown = say("{arms} (range not published)", arms=shown)
        parts.append(
            say(
                "{arms} of 100 {alive} after {time}",
                arms=shown,
                alive=end.alive,
                time=numbers.time(say, group.months),
            )
        )
    if found.ratio is not None:
        ratio = say("HR for {event} {ratio}", event=end.event, ratio=subgroup_ratio(say, found))
        parts.append(ratio + ("" if short else _age_ratio_holds(say, view, found)))
    return f"{name}: {'; '.join(parts) or say('not available')}."


def _age_ratio_holds(say: Say, view: Findings, found: SubgroupFinding) -> str:
    """Said where a group's range leaves both the whole trial's ratio and no effect open."""
    whole_trial, ratio = view.base.hazard_ratio, found.ratio
    if whole_trial is None or ratio is None or not ratio.has_range:
        return ""
    lower, upper = ratio.limits
    overall = whole_trial.estimate.value
    if not (lower <= overall <= upper and lower <= 1 <= upper):
        return ""
    shown = numbers.number(overall, whole_trial.decimals)
    return say(": the range holds both the whole trial's {ratio} and no effect", ratio=shown)


AGE_TITLE: Final = "By age, as in the trial"

AGE_SHORT: Final = "Not powered for subgroups."

AGE_NOTE: Final = (
    f"{AGE_SHORT} The gain that is weighed is the whole trial's. "
    f"Harm by age: {numbers.NOT_AVAILABLE}."
)
