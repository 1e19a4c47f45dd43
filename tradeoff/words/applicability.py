"""Whether a trial's people are like this patient, and what is known by age."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tradeoff.findings.applicability import Answer, Assessment
from tradeoff.findings.subgroups import SubgroupFinding, age_groups
from tradeoff.findings.view import Findings
from tradeoff.trial.records import (
    AgeBand,
    ContextText,
    Criterion,
    CriterionKind,
    Outcome,
    Status,
    Trial,
)
from tradeoff.words import numbers
from tradeoff.words.frame import page_title
from tradeoff.words.provenance import UNCONFIRMED_FACT
from tradeoff.words.say import Say, message
from tradeoff.words.survival import subgroup_ratio

ALL_AS_IN_THE_TRIAL: Final = message("All as in the trial")


def verdict(say: Say, view: Findings, assessment: Assessment, *, short: bool = False) -> str:
    """What the check has found so far, in a few words; empty before anything was asked.

    ``short`` names the first of its points alone, for a chip: what stands against the trial
    before what is open, and what is open before how far it has come.
    """
    if not assessment.answered:
        return ""
    counted = {"answered": assessment.answered, "asked": assessment.asked}
    points = tuple(_points(say, view, assessment, short=short))
    if not assessment.complete and not assessment.outside:
        points = (*points, say("{answered} of {asked} asked", **counted))
    if not points:
        return say("Trial applies: {answered} of {asked}", **counted)
    return points[0] if short else " · ".join(points)


def _points(say: Say, view: Findings, assessment: Assessment, *, short: bool) -> Iterator[str]:
    if assessment.outside:
        what = _named(say, view, assessment.not_met, short=short)
        yield say("Outside the trial: {what}", what=what)
        return
    if assessment.cautions:
        what = _named(say, view, assessment.cautions, short=short)
        yield say("Caution: {what}", what=what)
    if assessment.unknown:
        what = numbers.capitalised(_named(say, view, assessment.unknown, short=short))
        yield say("{what} not known yet", what=what)


def applicability_summary(say: Say, view: Findings, assessment: Assessment) -> str:
    """The verdict as a sentence, whatever the check has come to."""
    if not assessment.asked:
        return say("Not checked: these data hold no criteria of who was in the trial.")
    if not assessment.answered:
        return say("Whether the trial applies was not asked.")
    return f"{verdict(say, view, assessment)}."


def outside_sentence(say: Say, view: Findings, assessment: Assessment) -> str:
    """Whom the trial's numbers do not describe; empty where every criterion may be met.

    Of its result and not of the trial, which may have enrolled them and not compared them; and of
    its numbers and not of the patient, since what a medicine is approved for may be wider.
    """
    people = [_whom(say, view, answer) for answer in assessment.not_met]
    if not people:
        return ""
    *others, last = people
    whom = last if not others else say("{these} or {those}", these=", ".join(others), those=last)
    return say(
        "{trial}'s result does not include {people}; its numbers do not describe them.",
        trial=view.trial.text.name,
        people=whom,
    )


def elsewhere_sentence(say: Say, view: Findings, answers: tuple[Answer, ...]) -> str:
    """What other evidence the trial's data hold for these answers, and of whom; may be empty."""
    told = [
        say("{study}, {population}", study=text.study, population=text.population)
        for text in _elsewhere(view, answers)
    ]
    if not told:
        return ""
    return say(
        "Other evidence: {studies} (see {page}).",
        studies="; ".join(dict.fromkeys(told)),
        page=page_title(say, "benefit_and_harm"),
    )


def elsewhere_names(say: Say, view: Findings, answers: tuple[Answer, ...]) -> str:
    """The other evidence by the names of its studies alone; may be empty."""
    names = dict.fromkeys(text.study for text in _elsewhere(view, answers))
    return say("Other evidence: {studies}", studies=", ".join(names)) if names else ""


def _elsewhere(view: Findings, answers: tuple[Answer, ...]) -> Iterator[ContextText]:
    for answer in answers:
        elsewhere = _criterion(view.trial, answer).elsewhere
        for rate in elsewhere.get(answer.choice or "", ()):
            yield view.trial.text.context[rate]


def found_lines(say: Say, view: Findings, assessment: Assessment) -> tuple[str, ...]:
    """All that follows from the answers, a sentence each: first what stands against the trial."""
    met = (answer for answer in assessment.given if answer.outcome is Outcome.MET)
    lines = (
        *outside_sentences(say, view, assessment),
        elsewhere_sentence(say, view, assessment.not_met),
        *caution_sentences(say, view, assessment),
        elsewhere_sentence(say, view, assessment.cautions),
        *_consequences(view, (*assessment.unknown, *met)),
    )
    return tuple(filter(None, lines))


def outside_sentences(say: Say, view: Findings, assessment: Assessment) -> tuple[str, ...]:
    """Whom the numbers do not describe, and what else follows; empty inside the trial."""
    if not assessment.outside:
        return ()
    outside = outside_sentence(say, view, assessment)
    return (outside, *_consequences(view, assessment.not_met))


def caution_sentences(say: Say, view: Findings, assessment: Assessment) -> tuple[str, ...]:
    """What to be careful of, a sentence each."""
    told = _consequences(view, assessment.cautions)
    return tuple(say("Caution: {what}", what=text) for text in told)


def attested_sentence(say: Say, view: Findings, assessment: Assessment) -> str:
    """Which criteria were attested all at once; empty where none was."""
    asked = [_criterion(view.trial, answer) for answer in assessment.attested]
    if not asked:
        return ""
    return say(
        "Attested with “{all_at_once}”: {criteria}.",
        all_at_once=say(ALL_AS_IN_THE_TRIAL),
        criteria="; ".join(requirement(say, view.trial, one) for one in asked),
    )


def requirement(say: Say, trial: Trial, criterion: Criterion) -> str:
    """What the trial asked for, with its badge where that is not confirmed."""
    asked = trial.text.criteria[criterion.id].requirement
    if criterion.status is not Status.UNCONFIRMED:
        return asked
    badge = numbers.uncapitalised(say(UNCONFIRMED_FACT))
    return say("{requirement} ({badge})", requirement=asked, badge=badge)


def _criterion(trial: Trial, answer: Answer) -> Criterion:
    return next(one for one in trial.criteria if one.id == answer.criterion)


def _named(say: Say, view: Findings, answers: tuple[Answer, ...], *, short: bool) -> str:
    """What the answers are about; ``short`` names the first and counts the others."""
    names = [short_name(say, view.trial, answer) for answer in answers]
    if short and len(names) > 1:
        return say("{first} and {others} more", first=names[0], others=len(names) - 1)
    return ", ".join(names)


def short_name(say: Say, trial: Trial, answer: Answer) -> str:
    """What an answer is about in a word or two; of an age, which side of the trial's it lies."""
    criterion, text = _criterion(trial, answer), trial.text.criteria[answer.criterion]
    if answer.choice in (AgeBand.BELOW, AgeBand.NEAR_BELOW):
        return say("age under {years}", years=criterion.minimum)
    if answer.choice in (AgeBand.ABOVE, AgeBand.NEAR_ABOVE):
        return say("age over {years}", years=criterion.maximum)
    return text.short or text.question.rstrip("?")


def _whom(say: Say, view: Findings, answer: Answer) -> str:
    trial = view.trial
    criterion, text = _criterion(trial, answer), trial.text.criteria[answer.criterion]
    if criterion.kind is CriterionKind.AGE:
        if answer.choice == AgeBand.BELOW:
            return say("people under {years} years", years=criterion.minimum)
        return say("people over {years} years", years=criterion.maximum)
    option = text.options[answer.choice or ""]
    return option.whom or say(
        "people with the answer “{answer}” to “{question}”",
        answer=option.label,
        question=text.question,
    )


def _consequences(view: Findings, answers: Iterable[Answer]) -> tuple[str, ...]:
    told = (_consequence(view.trial, answer) for answer in answers)
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))


def _consequence(trial: Trial, answer: Answer) -> str | None:
    text = trial.text.criteria[answer.criterion]
    bands = {
        AgeBand.BELOW: text.below,
        AgeBand.NEAR_BELOW: text.near_below,
        AgeBand.NEAR_ABOVE: text.near_above,
        AgeBand.ABOVE: text.above,
    }
    if answer.choice in text.options:
        return text.options[answer.choice].consequence
    return next((said for band, said in bands.items() if band == answer.choice), None)


def age_lines(say: Say, view: Findings) -> tuple[str, ...]:
    """Every age group of the chosen cut in a line each, and what must be known with them."""
    groups = age_groups(view)
    if not groups:
        cut = view.trial.text.cuts[view.choices.cut].name
        return (say("By age: not available in {cut}. {note}", cut=cut, note=say(AGE_NOTE)),)
    return (*(_age_line(say, view, group) for group in groups), say(AGE_NOTE))


def _age_line(say: Say, view: Findings, found: SubgroupFinding) -> str:
    """One age group's figures in a line."""
    trial, group = view.trial, found.subgroup
    end = trial.text.endpoints[group.endpoint]
    name = trial.text.subgroups[group.id].name
    if group.n_control:
        people = numbers.versus(say, str(group.n_experimental), str(group.n_control))
        name = f"{name} ({people})"
    parts = []
    if found.experimental is not None and found.control is not None and group.months is not None:
        arms = (found.experimental, found.control)
        shown = numbers.versus(
            say, *(numbers.out_of_100(say, one.value, group.decimals) for one in arms)
        )
        if found.gain is None or not found.gain.has_range:
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
        parts.append(_age_ratio(say, view, found, end.event))
    return f"{name}: {'; '.join(parts) or say(numbers.NOT_AVAILABLE)}."


def _age_ratio(say: Say, view: Findings, found: SubgroupFinding, event: str) -> str:
    """A group's ratio; whether its range leaves the whole trial's ratio and no effect open."""
    whole_trial, estimate = view.base.hazard_ratio, found.ratio
    ratio = subgroup_ratio(say, found)
    if whole_trial is not None and estimate is not None and estimate.has_range:
        lower, upper = estimate.limits
        overall = whole_trial.estimate.value
        if lower <= overall <= upper and lower <= 1 <= upper:
            return say(
                "HR for {event} {ratio}: the range holds both the whole trial's {overall} and no "
                "effect",
                event=event,
                ratio=ratio,
                overall=numbers.number(say, overall, whole_trial.decimals),
            )
    return say("HR for {event} {ratio}", event=event, ratio=ratio)


AGE_TITLE: Final = message("By age, as in the trial")

AGE_NOTE: Final = message(
    "Not powered for subgroups. The gain that is weighed is the whole trial's. "
    "Harm by age: not available."
)
