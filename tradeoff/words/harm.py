"""Harms in sentences, with badge, source and population."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tradeoff.findings.choices import HarmSource
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding
from tradeoff.findings.view import Findings, all_harms, harms_in_order
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import HarmText, Trial
from tradeoff.words import numbers
from tradeoff.words.frame import HARM_SOURCES
from tradeoff.words.naming import arm_words, grade
from tradeoff.words.provenance import (
    METHOD_WORDS,
    ProvenanceLine,
    confirmation,
    confirmed_by,
    own_counts,
    provenance,
    reference_class,
)
from tradeoff.words.say import Say, message
from tradeoff.words.survival import range_sentence


def harms_sentence(say: Say, view: Findings) -> str:
    """Which of the counted harms were more and which fewer, both ways worded alike.

    The weighed harm has a sentence of its own. Empty where no other harm was counted.
    """
    trial = view.trial
    counted = [found for harm, found in all_harms(view) if found and not harm.weighed]
    if not counted:
        return ""
    having = arm_words(trial, Role.EXPERIMENTAL).having
    sentences = [say("Harms, difference per 100 treated.")]
    higher, lower = (
        "; ".join(harm_change(say, trial, one) for one in counted if _settled(one) == way)
        for way in (1, -1)
    )
    if higher:
        sentences.append(say("Higher {having}: {harms}.", having=having, harms=higher))
    if lower:
        sentences.append(say("Lower {having}: {harms}.", having=having, harms=lower))
    open_ones = sum(_settled(one) == 0 for one in counted)
    if open_ones:
        sentences.append(
            say.many(
                "The range spans zero for {open} of {count} harm counted.",
                "The range spans zero for {open} of {count} harms counted.",
                len(counted),
                open=open_ones,
            )
        )
    return " ".join(sentences)


def harms_in_brief(say: Say, view: Findings) -> str:
    """How many other harms were more, fewer, or neither; empty where none was counted."""
    ways = [_settled(found) for harm, found in all_harms(view) if found and not harm.weighed]
    if not ways:
        return ""
    values = {
        "higher": ways.count(1),
        "lower": ways.count(-1),
        "open": ways.count(0),
        "having": arm_words(view.trial, Role.EXPERIMENTAL).having,
    }
    if view.harm is None:
        return say.many(
            "{count} harm counted: {higher} higher {having}, {lower} lower; the range of {open} "
            "spans zero.",
            "{count} harms counted: {higher} higher {having}, {lower} lower; the range of {open} "
            "spans zero.",
            len(ways),
            **values,
        )
    return say.many(
        "{count} other harm: {higher} higher {having}, {lower} lower; the range of {open} spans "
        "zero.",
        "{count} other harms: {higher} higher {having}, {lower} lower; the range of {open} spans "
        "zero.",
        len(ways),
        **values,
    )


def settled_harms(view: Findings) -> Iterator[HarmFindings]:
    """The harms whose range leaves zero out, from more to fewer; the weighed one is not among."""
    for harm, found in harms_in_order(view):
        if found is not None and not harm.weighed and _settled(found):
            yield found


def harm_change(say: Say, trial: Trial, found: HarmFindings) -> str:
    """One harm's difference with its range, named in short."""
    name, excess = trial.text.harms[found.harm.id].short, found.excess
    shown = numbers.signed_out_of_100(say, excess.estimate.value, excess.decimals)
    return (
        f"{numbers.uncapitalised(name)} ({shown}; "
        f"{numbers.range_out_of_100(say, excess.estimate, excess.decimals)})"
    )


def _settled(found: HarmFindings) -> int:
    """1 where the range lies above zero, -1 below, 0 where it spans it or is missing."""
    excess = found.excess.estimate
    if not excess.has_range or excess.spans_zero:
        return 0
    return 1 if excess.value > 0 else -1


def exposure_note(say: Say, harm: HarmFindings) -> str | None:
    """Said at a count where the arms were treated for unequal time."""
    typed = harm.source is not HarmSource.TRIAL
    return (
        None if typed or not harm.harm.exposure_differs else numbers.capitalised(say(NOT_ADJUSTED))
    )


def harms_notes(view: Findings) -> tuple[str, ...]:
    """What must be known before the arms' harms are compared."""
    own = view.trial.text.harms_note
    return () if own is None else (own,)


NOT_ADJUSTED: Final = message("not adjusted for time on treatment")

HARMS_TITLE: Final = message("All harms that were counted")


def harms_counted(say: Say, view: Findings) -> str:
    """Whom the harms count and what, with how the ranges came about."""
    trial = view.trial
    counted = [found for _, found in all_harms(view) if found is not None]
    if not counted:
        return harm_not_available(say, trial)
    first = counted[0]
    methods = (one.excess.range_method for one in counted)
    kinds = dict.fromkeys(say(METHOD_WORDS[one]) for one in methods if one is not None)
    return say(
        "{grade}, {window}; {people}; {methods}. A patient may stand in several rows: rows do not "
        "add up.",
        grade=numbers.capitalised(grade(say, first.harm)),
        window=trial.text.harms[first.harm.id].window,
        people=reference_class(say, trial, first.excess.population),
        methods="; ".join(kinds),
    )


def harm_words(trial: Trial) -> HarmText | None:
    """The weighed harm's words, ``None`` where the trial names none."""
    harm = trial.weighed_harm
    return None if harm is None else trial.text.harms[harm.id]


def harm_sentence(say: Say, trial: Trial, harm: HarmFindings, *, decimals: int = 0) -> str:
    """Harm among the treated, baseline first."""
    words = trial.text.harms[harm.harm.id]
    control, experimental, change = _harm_numbers(say, harm, decimals)
    return say(
        "Of 100 people treated, {control} {told} {window} {having}. {added}, {experimental} did: "
        "{change}.",
        control=control,
        told=words.having,
        window=words.window,
        having=arm_words(trial, Role.CONTROL).having,
        added=numbers.capitalised(arm_words(trial, Role.EXPERIMENTAL).having),
        experimental=experimental,
        change=change,
    )


def _harm_numbers(say: Say, harm: HarmFindings, decimals: int) -> tuple[str, str, str]:
    if not decimals:
        return numbers.whole_people(say, harm.people)
    return (
        numbers.out_of_100(say, harm.control.estimate.value, decimals),
        numbers.out_of_100(say, harm.experimental.estimate.value, decimals),
        numbers.exact_change(say, harm.excess.estimate.value, decimals),
    )


def harm_range_sentence(say: Say, harm: HarmFindings) -> str:
    """The range of the excess in whole people."""
    return range_sentence(
        say,
        harm.people.increment,
        harm.whole_limits,
        harm.excess.population.total,
        calculated=harm.excess.calculated_range,
    )


RATE_NOT_AVAILABLE: Final = f"{numbers.NOT_AVAILABLE}. This does not mean that there were none."


def harm_not_available(say: Say, trial: Trial) -> str:
    """Said where no rate of the weighed harm is at hand: not the same as zero."""
    words = harm_words(trial)
    if not trial.harms:
        return say("Harms: not available in these data. This does not mean that there were none.")
    if words is None:
        return say("No harm of this trial is weighed.")
    return say("{harm}: not available. This does not mean that there were none.", harm=words.name)


def badge(say: Say, trial: Trial, harm: HarmFindings, *, short: bool = False) -> str | None:
    """The badge that the harm and all computed from it carry; ``None`` where none is due.

    ``short`` leaves out document and place, where they stand beside it.
    """
    words = trial.text.harms[harm.harm.id]
    if harm.excess.unconfirmed:
        return say("Unconfirmed: {check}", check=words.confirm)
    if harm.counted_by is not None:
        return own_counts(say, harm.counted_by)
    if harm.source is HarmSource.TRIAL:
        if harm.confirmed is None:
            return None
        return confirmed_by(say, harm.confirmed) if short else confirmation(say, harm.confirmed)
    month = say("month not given") if harm.as_of is None else harm.as_of
    if harm.source is HarmSource.PAPER:
        return say("Counts typed in from the paper, {month}", month=month)
    return say("Own centre's counts, not randomised, {month}", month=month)


def cautions(say: Say, trial: Trial, harm: HarmFindings, *, short: bool = False) -> tuple[str, ...]:
    """All that must stand at a harm's figure: the badge, and that exposure was not adjusted for."""
    found = (badge(say, trial, harm, short=short), exposure_note(say, harm))
    return tuple(note for note in found if note is not None)


def harm_rates(say: Say, harm: HarmFindings) -> str:
    """Both arms' counts, or the percentages where the source prints those alone."""
    if harm.counted is not None:
        both = harm.counted.shown
        arms = [say("{events} of {total}", events=one.events, total=one.total) for one in both]
    else:
        people = harm.excess.population
        arms = [
            say(
                "{percent} of {total}",
                percent=numbers.percent(say, one.estimate.value, one.decimals),
                total=total,
            )
            for one, total in (
                (harm.experimental, people.experimental),
                (harm.control, people.control),
            )
        ]
    return say("{arms} treated", arms=numbers.versus(say, *arms))


def harm_counted(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """What a harm's figures count, and P where the trial's own figures stand with one."""
    own = trial.text.harms[harm.harm.id].counted or grade(say, harm.harm)
    p = harm.harm.p_value
    if harm.source is not HarmSource.TRIAL or harm.counted_by is not None or p is None:
        return own
    return f"{own}; {numbers.p_value(say, p, below=harm.harm.p_value_below)}"


def harm_origin(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """Where the rate comes from, with its counts or percentages."""
    whose = harm.counted_by
    origin = (
        say(HARM_SOURCES[harm.source])
        if whose is None
        else say("Counts of {counted_by}", counted_by=say.recorded(whose))
    )
    return f"{origin}: {harm_rates(say, harm)}; {harm_counted(say, trial, harm)}"


def excess_counts(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """What the difference counts, and where its rates come from."""
    return say(
        "More people with at least one. {harm_origin}", harm_origin=harm_origin(say, trial, harm)
    )


def harm_provenance(
    say: Say, trial: Trial, harm: HarmFindings, finding: Finding
) -> tuple[ProvenanceLine, ...]:
    """Where a harm's number comes from, and what is not known of it."""
    text = trial.text.harms[harm.harm.id]
    lines = provenance(say, trial, finding, window=text.window)
    if text.unknown is None or not harm.excess.population.of_trial:
        return lines
    return (*lines, ProvenanceLine(say("Not known"), text.unknown))


def harm_heading(trial: Trial, harm: HarmFindings) -> str:
    """The harm's heading with its window."""
    words = trial.text.harms[harm.harm.id]
    return f"{words.short}, {words.window}"


def harm_array_heading(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """The harm arrays' heading."""
    words = trial.text.harms[harm.harm.id]
    return say("{harm} {window}, out of 100", harm=words.short, window=words.window)
