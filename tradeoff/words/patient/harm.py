"""The chance of harm, as patients read it, with what must travel with each rate."""

from __future__ import annotations

from tradeoff.findings.choices import HarmSource
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, all_harms
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientHarmText, PatientText, Trial
from tradeoff.words import numbers
from tradeoff.words.patient import change_sentence, checked, having, joined, range_sentences
from tradeoff.words.say import Say


def harm_text(text: PatientText, harm: HarmFindings) -> PatientHarmText:
    """A harm's plain words."""
    return text.harms[harm.harm.id]


def harm_heading(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """The heading over the harm arrays, with the window."""
    words = harm_text(text, harm)
    return say("Out of 100 people: {told} {window}", told=words.having, window=words.window)


def harm_sentences(
    say: Say, text: PatientText, harm: HarmFindings, *, without: bool = False
) -> str:
    """Baseline first, then the other option; ``without`` tells of those who had no such event."""
    words = harm_text(text, harm)
    people = harm.people.complement if without else harm.people
    first = say(
        "Of 100 people treated, {count} {told} {window} {having}.",
        count=people.control,
        told=words.not_having if without else words.having,
        window=words.window,
        having=having(text, Role.CONTROL),
    )
    then = say(
        "{having}, it was {count}.",
        having=numbers.capitalised(having(text, Role.EXPERIMENTAL)),
        count=people.experimental,
    )
    return joined(first, then, change_sentence(say, people))


def harm_range(say: Say, harm: HarmFindings) -> str:
    """The range of the excess in whole people, and why there is one."""
    change, excess = harm.people.increment, harm.excess
    people = excess.population.total
    calculated = excess.calculated_range
    return range_sentences(say, change, harm.whole_limits, people, calculated=calculated)


def harm_status(say: Say, text: PatientText, harm: HarmFindings) -> str | None:
    """What must travel with the rate: still to be checked, or typed in and from where."""
    if harm.excess.unconfirmed:
        return harm_text(text, harm).unconfirmed
    if harm.counted_by is not None:
        return say(
            "These numbers are from {label}. People there were not put into groups by chance "
            "(not randomised), so this is not a fair comparison.",
            label=say.recorded(harm.counted_by),
        )
    if harm.source is HarmSource.TRIAL:
        found = harm.confirmed
        if found is None or found.confirmed is None:
            return None
        return checked(say, found.confirmed)
    month = say("month not given") if harm.as_of is None else harm.as_of
    if harm.source is HarmSource.PAPER:
        return say(
            "Your care team typed in these numbers from the full report ({month}).", month=month
        )
    return say(
        "These numbers are your own centre's ({month}). People there were not put into groups "
        "by chance (not randomised), so this is not a fair comparison.",
        month=month,
    )


def harm_source(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """Whom the harm figures count, and where they come from."""
    population = harm.excess.population
    if not population.of_trial:
        return say("These numbers count the {total} people treated.", total=population.total)
    counted = say(
        "These numbers count the {total} people of the {trial} trial who started treatment.",
        total=population.total,
        trial=trial.text.name,
    )
    documents = (say.recorded(cited.source.short) for cited in harm.excess.citations)
    sources = "; ".join(dict.fromkeys(documents))
    return joined(counted, sources and say("Source: {sources}.", sources=sources))


def harms_beside(text: PatientText, view: Findings) -> tuple[list[HarmFindings], ...]:
    """The harms after the weighed one: those with arrays of their own, those told in a sentence."""
    found = {harm.id: one for harm, one in all_harms(view) if one is not None}
    return tuple(
        [found[name] for name in names if name in found]
        for names in (text.shown_harms, text.told_harms)
    )


def unsure(harm: HarmFindings) -> bool:
    """Whether nobody can tell that there is a difference."""
    return harm.excess.estimate.has_range and harm.excess.estimate.spans_zero


def too_few(say: Say) -> str:
    """Said where nobody can tell."""
    return say("Too few people took part to tell a difference.")


def told_harms(text: PatientText, view: Findings) -> list[HarmFindings]:
    """Every harm that was counted and has plain words."""
    return [found for harm, found in all_harms(view) if found and harm.id in text.harms]


def harm_notes(say: Say, text: PatientText, view: Findings) -> tuple[str, ...]:
    """What must be known with single harms of a table, by their names."""
    told = (harm_text(text, one) for one in told_harms(text, view))
    return tuple(
        say("{name}: {meaning}", name=words.name, meaning=words.note)
        for words in told
        if words.note
    )


def harm_windows(
    say: Say, text: PatientText, survival: SurvivalFindings | None, harm: HarmFindings
) -> str:
    """That gain and harm are counted over different times."""
    window = harm_text(text, harm).window
    if survival is None:
        return say("These problems were counted {window}.", window=window)
    return say(
        "These problems were counted {window}. The number of people {told} was counted at {time}.",
        window=window,
        told=text.endpoints[survival.endpoint].alive,
        time=numbers.time(say, survival.months),
    )


def harm_not_available(say: Say) -> str:
    """Said where no rate of the weighed harm is at hand: not the same as none."""
    return say(
        "We do not have numbers on serious harm for this trial. This does not mean that there "
        "was none. Please ask your care team."
    )


def harm_missing(say: Say, text: PatientText, view: Findings) -> str:
    """Said where the weighed harm has no rate: not the same as none."""
    weighed = view.trial.weighed_harm
    if weighed is None:
        return ""
    return say(
        "{name}: we do not have numbers from this trial. This does not mean that there were none. "
        "Please ask your care team.",
        name=text.harms[weighed.id].name,
    )


def harms_lead(say: Say) -> str:
    """Before the table of all the harms: nothing that was counted is left out."""
    return say("The table shows the problems that were counted, for both options.")
