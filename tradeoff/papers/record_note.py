"""The note for the patient's record: plain text to copy, without any identifier."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from tradeoff.findings.applicability import Assessment
from tradeoff.findings.view import Findings, all_harms
from tradeoff.statistics.two_arms import Role
from tradeoff.words import numbers
from tradeoff.words.applicability import applicability_summary
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.harm import (
    badge,
    harm_change,
    harm_not_available,
    harm_origin,
    harms_notes,
)
from tradeoff.words.naming import arm_words, endpoint_of, follow_up, of_demonstration
from tradeoff.words.patient.cards import listed as picked_cards
from tradeoff.words.provenance import statuses
from tradeoff.words.say import Say
from tradeoff.words.sources import citation
from tradeoff.words.survival import hazard_ratio_words, survival_not_at_a_time
from tradeoff.words.weighing import (
    BREAK_EVEN_TITLE,
    break_even_figures,
    break_even_reading,
    net_gain_sentence,
    obstacle_sentence,
)


def note(
    say: Say,
    view: Findings,
    *,
    applicability: Assessment,
    visit: Sequence[str],
    link: str,
    date: datetime.date,
) -> str:
    """About a dozen lines for the patient's record: no identifier, every figure with its range."""
    trial, choices = view.trial, view.choices
    cut = trial.text.cuts[choices.cut]
    lines = [
        *of_demonstration(say, trial),
        say("Decision: {decision}", decision=trial.text.decision),
        say(
            "Trial: {trial} ({registration}), {cut}, {analysis}; {follow_up}; "
            "{n_randomised} randomised.",
            trial=trial.text.name,
            registration=trial.registration,
            cut=cut.name,
            analysis=cut.analysis,
            follow_up=follow_up(say, trial, choices.cut),
            n_randomised=trial.n_randomised,
        ),
        say("Population: {population}.", population=trial.text.population),
        say(
            "Applicability: {found}",
            found=" ".join((*_unasked(say, view, applicability), *visit)),
        ),
        _survival(say, view),
        f"{hazard_ratio_words(say, trial, choices, view.base.hazard_ratio)}.",
        *_harm(say, view),
        _break_even(say, view),
        *_cards(say, view),
        _preference(say, view),
        say("Limits: {limits}", limits=say(INTENDED_USE)),
        say("Source: {source}.", source=_sources(say, view)),
        say(
            "Data version {version}, last review {last}; note made on {date}.",
            version=trial.version,
            last=say.day(trial.review.last),
            date=say.day(date),
        ),
        say("Same view: {link}", link=link),
    ]
    return "\n".join(lines)


def _unasked(say: Say, view: Findings, applicability: Assessment) -> tuple[str, ...]:
    """That nothing was asked; what was found is among the lines of the visit."""
    if applicability.answered:
        return ()
    return (applicability_summary(say, view, applicability),)


def _survival(say: Say, view: Findings) -> str:
    trial, survival = view.trial, view.survival
    if survival is None:
        return survival_not_at_a_time(say, view, ratio=False)
    end, people = endpoint_of(trial, survival), survival.people
    control, experimental = (arm_words(trial, role).having for role in Role)
    change = numbers.with_range(say, survival.gain, signed=True)
    if survival.gain.calculated_range:
        change = say("{change} (range calculated)", change=change)
    return say(
        "{endpoint} at {months} months, of 100: {first} {having_first}, "
        "{second} {having_second}; difference {change}. "
        "As whole people {alive_first} and {alive_second} {alive}, {died_first} "
        "and {died_second} {died}.",
        endpoint=end.name,
        months=survival.months,
        first=numbers.with_range(say, survival.control),
        having_first=control,
        second=numbers.with_range(say, survival.experimental),
        having_second=experimental,
        change=change,
        alive_first=people.control,
        alive_second=people.experimental,
        alive=end.alive,
        died_first=people.complement.control,
        died_second=people.complement.experimental,
        died=end.died,
    )


def _harm(say: Say, view: Findings) -> tuple[str, ...]:
    trial, harm = view.trial, view.harm
    if harm is None:
        lines = (harm_not_available(say, trial), _differences(say, view), *harms_notes(view))
        return tuple(line for line in lines if line)
    text = trial.text.harms[harm.harm.id]
    control, experimental = (arm_words(trial, role).having for role in Role)
    return (
        say(
            "{harm} {window}, of 100 treated: {first} {having_first}, {second} "
            "{having_second}; difference {difference}. {origin}.",
            harm=text.name,
            window=text.window,
            first=numbers.with_range(say, harm.control),
            having_first=control,
            second=numbers.with_range(say, harm.experimental),
            having_second=experimental,
            difference=numbers.with_range(say, harm.excess, signed=True),
            origin=harm_origin(say, trial, harm),
        ),
        say(
            "Status of the harm rate: {status}.",
            status=badge(say, trial, harm) or statuses(say, harm.excess),
        ),
    )


def _differences(say: Say, view: Findings) -> str:
    """The difference of every counted harm but the weighed one in one line; empty without any."""
    counted = [found for harm, found in all_harms(view) if found and not harm.weighed]
    told = "; ".join(harm_change(say, view.trial, found) for found in counted)
    return told and say("Harms, difference per 100 treated: {told}.", told=told)


def _break_even(say: Say, view: Findings) -> str:
    figures = break_even_figures(say, view)
    if figures is None:
        return obstacle_sentence(say, view)
    return f"{say(BREAK_EVEN_TITLE)} {figures}. {break_even_reading(say, view)}{_badge(say, view)}"


def _cards(say: Say, view: Findings) -> tuple[str, ...]:
    """What the patient picked, in the order given to it; nothing where no card was picked."""
    told = picked_cards(say, view.choices.cards)
    return (
        (say("Picked by the patient, the first matters most: {told}.", told=told),) if told else ()
    )


def _preference(say: Say, view: Findings) -> str:
    if view.weighing.preference is None:
        return say("Preference: not stated.")
    stated = say("Preference, stated: {sentence}", sentence=net_gain_sentence(say, view))
    return f"{stated}{_badge(say, view)}"


def _badge(say: Say, view: Findings) -> str:
    """The harm's badge as an ending of what is computed from its rate; empty where none is due."""
    due = None if view.harm is None else badge(say, view.trial, view.harm)
    return "" if due is None else f" {due}."


def _sources(say: Say, view: Findings) -> str:
    cited = [] if view.survival is None else list(view.survival.gain.citations)
    if view.survival is None and view.medians is not None:
        cited += view.medians.citations
    told = all_harms(view) if view.harm is None else [(view.harm.harm, view.harm)]
    cited += [one for _, found in told if found is not None for one in found.excess.citations]
    return "; ".join(dict.fromkeys(map(partial(citation, say), cited))) or say(
        numbers.NOT_AVAILABLE
    )
