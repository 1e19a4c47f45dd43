"""What stands beside the harms: deaths by cause and the like, of both arms, and the course."""

from __future__ import annotations

from typing import Final

from tradeoff.findings.course import pump_cited
from tradeoff.findings.provenance import cited
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import CourseStep, Cycle, Fact, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import arm_words, fact_sentence
from tradeoff.words.provenance import UNCONFIRMED_FACT, confirmed_by
from tradeoff.words.say import Say, message
from tradeoff.words.sources import citation, status_word
from tradeoff.words.table import Row, Table


def counted_table(say: Say, trial: Trial) -> Table | None:
    """Facts beside the harms that count the randomised of both arms; ``None`` without any."""
    facts = _beside(trial)
    rows = tuple(
        (f"{label}{_known(say, trial, fact)}", *_figures(say, fact))
        for fact in facts
        if (label := _label(trial, fact))
    )
    if not rows:
        return None
    groups = dict.fromkeys(fact.group for fact in facts if _label(trial, fact))
    first, *others = (trial.text.fact_groups[group] for group in groups)
    caption = ", ".join((first, *map(numbers.uncapitalised, others)))
    heads = Arms.each(
        lambda role: say(
            "{short}, of {n_randomised}",
            short=arm_words(trial, role).short,
            n_randomised=trial.arm(role).n_randomised,
        )
    )
    return Table(caption, ("", *heads.shown), rows)


def under_counted(say: Say, trial: Trial) -> tuple[str, ...]:
    """What else the groups of such facts say, in sentences."""
    facts = _beside(trial)
    groups = {fact.group for fact in facts if _label(trial, fact)}
    left = (fact for fact in facts if fact.group in groups and not _label(trial, fact))
    return tuple(_with_status(say, trial, fact) for fact in left)


def _beside(trial: Trial) -> tuple[Fact, ...]:
    groups = trial.text.beside_harms
    return tuple(fact for group in groups for fact in trial.facts if fact.group == group)


def _label(trial: Trial, fact: Fact) -> str | None:
    return trial.text.facts[fact.id].label


def _figures(say: Say, fact: Fact) -> Row:
    """Both arms' numbers, experimental first."""
    both = (fact.experimental, fact.control)
    missing = say(numbers.NOT_AVAILABLE)
    return tuple(
        missing if one is None else numbers.number(say, one, fact.decimals) for one in both
    )


def _with_status(say: Say, trial: Trial, fact: Fact) -> str:
    sentence, known = fact_sentence(say, trial, fact), _known(say, trial, fact)
    return f"{sentence.removesuffix('.')}{known}." if known else sentence


def _known(say: Say, trial: Trial, fact: Fact) -> str:
    """How a fact is known, in words behind it; nothing where it was read in the document."""
    found = cited(trial, fact)
    if found.status is Status.PUBLISHED:
        return ""
    if found.confirmed is not None:
        return f" ({numbers.uncapitalised(confirmed_by(say, found))})"
    unconfirmed = found.status is Status.UNCONFIRMED
    words = numbers.uncapitalised(say(UNCONFIRMED_FACT)) if unconfirmed else status_word(say, found)
    return f" ({words})"


# --- the course ----------------------------------------------------------------------------------


def course_table(say: Say, trial: Trial) -> Table | None:
    """Every step of both arms, experimental first; ``None`` where no course is known."""
    if not trial.course:
        return None
    kinds = {cycle.id: cycle for cycle in trial.cycles}
    rows = (
        _step_row(say, trial, step, kinds[step.cycle])
        for role in Arms(*Role).shown
        for step in sorted(trial.course, key=lambda one: one.step)
        if step.arm is role
    )
    return Table(
        say(COURSE_CAPTION),
        tuple(say(COURSE_COLUMNS[at]) for at in range(len(COURSE_COLUMNS))),
        tuple(rows),
    )


def _step_row(say: Say, trial: Trial, step: CourseStep, cycle: Cycle) -> Row:
    """So many cycles of one kind, with where its length, pump days and order were read."""
    pump = pump_cited(trial, cycle)
    known = [citation(say, cited(trial, cycle))]
    if pump is not None:
        known.append(say("pump: {source}", source=citation(say, pump)))
    missing = say(numbers.NOT_AVAILABLE)
    return (
        arm_words(trial, step.arm).short,
        trial.text.cycles[cycle.id].name,
        str(step.cycles),
        missing if cycle.weeks is None else str(cycle.weeks),
        str(cycle.pump_days or 0),
        _between(say, step),
        "; ".join(known),
        citation(say, cited(trial, step)),
    )


def _between(say: Say, step: CourseStep) -> str:
    if step.cycles == 1:
        return numbers.NO_VALUE
    return say(numbers.NOT_AVAILABLE) if step.weeks_between is None else str(step.weeks_between)


# --- words --------------------------------------------------------------------------------------

COURSE_CAPTION: Final = message("Planned cycles in their order, each with its source")
COURSE_COLUMNS: Final = (
    *(
        message("Group"),
        message("Kind of cycle"),
        message("Cycles"),
        message("Weeks each"),
        message("Pump days each"),
        message("Weeks between"),
    ),
    *(message("Source of the cycle"), message("Source of the order")),
)
