"""From findings to icon arrays: a hundred people in each arm, benefit and harm in one way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tradeoff.drawing.icons import Group, IconArray, Mark, difference_array
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Comparison
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.harm import cautions, harm_range_sentence
from tradeoff.words.naming import arm_words
from tradeoff.words.say import Say
from tradeoff.words.survival import DIFFERENCE_TITLE, gain_range_sentence


@dataclass(frozen=True, slots=True)
class _Marks:
    """How people of one outcome are drawn: those in both arms, more, fewer, and all others."""

    shared: Mark
    more: Mark
    fewer: Mark
    rest: Mark

    def changed(self, increment: int) -> Mark:
        """Those who make the difference."""
        return self.more if increment >= 0 else self.fewer


_BENEFIT = _Marks(Mark.ALIVE, Mark.GAIN, Mark.FEWER, Mark.DIED)
_HARM = _Marks(Mark.EVENT, Mark.EXTRA_EVENT, Mark.FEWER_EVENT, Mark.NO_EVENT)


def benefit_arrays(
    say: Say, trial: Trial, survival: SurvivalFindings, framing: Framing
) -> tuple[IconArray, IconArray]:
    """Experimental and control arm: alive in the same fill order, the increment in its own class.

    With ``died`` the same people are told from the other end: those who died fill first.
    """
    legend, alone = (
        benefit_legend(say, trial, survival),
        trial.text.endpoints[survival.endpoint].alive,
    )
    alts = Arms.each(lambda role: benefit_alt(say, trial, survival, role))
    arrays = _arrays(trial, survival, _BENEFIT, legend=legend, alone=alone, alts=alts)
    return (arrays if framing is Framing.ALIVE else arrays.map(_from_the_other_end)).shown


def harm_arrays(say: Say, trial: Trial, harm: HarmFindings) -> tuple[IconArray, IconArray]:
    """Experimental and control arm: with the event first, then those without."""
    legend, alone = harm_legend(say, trial, harm), trial.text.harms[harm.harm.id].having
    alts = Arms.each(lambda role: harm_alt(say, trial, harm, role))
    return _arrays(trial, harm, _HARM, legend=legend, alone=alone, alts=alts).shown


def _arrays(
    trial: Trial,
    found: Comparison,
    marks: _Marks,
    *,
    legend: tuple[str, str, str],
    alone: str,
    alts: Arms[str],
) -> Arms[IconArray]:
    """Both arms; the people between the limits of the difference are the experimental arm's."""
    people, (shared, changed, rest) = found.people, legend
    fewest, most = sorted((people.control, people.experimental))
    experimental = (
        Group(marks.shared, fewest, shared),
        Group(marks.changed(people.increment), most - fewest, changed),
        Group(marks.rest, numbers.HUNDRED - most, rest),
    )
    control = (
        Group(marks.shared, people.control, alone),
        Group(marks.rest, numbers.HUNDRED - people.control, rest),
    )
    zone = None
    if found.whole_limits is not None:
        reached = (people.control + limit for limit in found.whole_limits)
        low, high = (max(0, min(one, numbers.HUNDRED)) for one in reached)
        zone = low, high
    names = Arms.each(lambda role: arm_words(trial, role).name)
    return Arms(
        IconArray(control, names.control, alts.control),
        IconArray(experimental, names.experimental, alts.experimental, zone),
    )


def _from_the_other_end(array: IconArray) -> IconArray:
    """The same hundred with the last group first, and the range counted from there."""
    zone = array.uncertain
    mirrored = None if zone is None else (numbers.HUNDRED - zone[1], numbers.HUNDRED - zone[0])
    return replace(array, groups=array.groups[::-1], uncertain=mirrored)


def benefit_difference(say: Say, trial: Trial, survival: SurvivalFindings) -> IconArray:
    """Only those who make the difference, its range hatched."""
    _, words, _ = benefit_legend(say, trial, survival)
    return _difference(say, survival, _BENEFIT, words, difference_alt(say, trial, survival))


def harm_difference(say: Say, trial: Trial, harm: HarmFindings) -> IconArray:
    """Only those who make the excess, its range hatched."""
    _, words, _ = harm_legend(say, trial, harm)
    return _difference(say, harm, _HARM, words, harm_difference_alt(say, trial, harm))


def _difference(say: Say, found: Comparison, marks: _Marks, words: str, alt: str) -> IconArray:
    change, limits = found.people.increment, found.whole_limits
    if limits is not None and change < 0:
        limits = -limits[1], -limits[0]  # in the direction of the change
    return difference_array(
        Group(marks.changed(change), abs(change), words),
        Group(Mark.NEUTRAL, numbers.HUNDRED - abs(change), say("the same in both arms")),
        title=say(DIFFERENCE_TITLE),
        alt=alt,
        limits=limits,
    )


def retitled(array: IconArray, title: str) -> IconArray:
    """The same array under another title."""
    return replace(array, title=title)


def legend_marks(*arrays: IconArray) -> tuple[Group, ...]:
    """Each class once, in the order of first use; empty classes left out."""
    seen: dict[Mark, Group] = {}
    for array in arrays:
        for group in array.groups:
            if group.count:
                seen.setdefault(group.mark, group)
    return tuple(seen.values())


# --- words --------------------------------------------------------------------------------------


def benefit_legend(say: Say, trial: Trial, survival: SurvivalFindings) -> tuple[str, str, str]:
    """The three classes: as with control, the increment, and the rest."""
    end = trial.text.endpoints[survival.endpoint]
    experimental, control = Arms.each(lambda role: arm_words(trial, role).having).shown
    told = {"alive": end.alive, "having": experimental}
    if survival.people.increment >= 0:
        changed = say("more {alive} {having}", **told)
    else:
        changed = say("fewer {alive} {having}", **told)
    return (
        say("{alive} as {control}", alive=end.alive, control=control),
        changed,
        end.died,
    )


def harm_legend(say: Say, trial: Trial, harm: HarmFindings) -> tuple[str, str, str]:
    """The three classes of the harm arrays."""
    told = trial.text.harms[harm.harm.id]
    experimental, control = Arms.each(lambda role: arm_words(trial, role).having).shown
    values = {"having": told.having, "experimental": experimental}
    if harm.people.increment >= 0:
        changed = say("more who {having} {experimental}", **values)
    else:
        changed = say("fewer who {having} {experimental}", **values)
    return (
        say("{having} as {control}", having=told.having, control=control),
        changed,
        told.not_having,
    )


def benefit_alt(say: Say, trial: Trial, survival: SurvivalFindings, role: Role) -> str:
    """A benefit array as a sentence."""
    end, people = trial.text.endpoints[survival.endpoint], survival.people
    alive = Arms(people.control, people.experimental).of(role)
    sentence = say(
        "100 people {having}: {n_alive} {alive} after {time}, {n_died} {died}.",
        having=arm_words(trial, role).having,
        n_alive=alive,
        alive=end.alive,
        time=numbers.time(say, survival.months),
        n_died=numbers.HUNDRED - alive,
        died=end.died,
    )
    if role is Role.EXPERIMENTAL:
        sentence += f" {gain_range_sentence(say, survival, Framing.ALIVE)}"
    return sentence


def harm_alt(say: Say, trial: Trial, harm: HarmFindings, role: Role) -> str:
    """A harm array as a sentence, badge included."""
    told, people = trial.text.harms[harm.harm.id], harm.people
    affected = Arms(people.control, people.experimental).of(role)
    sentence = say(
        "100 people treated {treated}: {n_having} {having} {window}, {n_not_having} {not_having}.",
        treated=arm_words(trial, role).having,
        n_having=affected,
        having=told.having,
        window=told.window,
        n_not_having=numbers.HUNDRED - affected,
        not_having=told.not_having,
    )
    if role is Role.EXPERIMENTAL:
        sentence += f" {harm_range_sentence(say, harm)}"
    return " ".join((sentence, *(f"{note}." for note in cautions(say, trial, harm))))


def difference_alt(say: Say, trial: Trial, survival: SurvivalFindings) -> str:
    """The difference array as a sentence."""
    end = trial.text.endpoints[survival.endpoint]
    return say(
        "100 people: {more_or_fewer} {alive} after {time} {having}. {gain_range_sentence}",
        more_or_fewer=numbers.more_or_fewer(say, survival.people.increment),
        alive=end.alive,
        time=numbers.time(say, survival.months),
        having=arm_words(trial, Role.EXPERIMENTAL).having,
        gain_range_sentence=gain_range_sentence(say, survival, Framing.ALIVE),
    )


def harm_difference_alt(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """The harm's difference array as a sentence, badge included."""
    told = trial.text.harms[harm.harm.id]
    sentence = say(
        "100 people treated: {more_or_fewer} who {having} {window} {treated}. "
        "{harm_range_sentence}",
        more_or_fewer=numbers.more_or_fewer(say, harm.people.increment),
        having=told.having,
        window=told.window,
        treated=arm_words(trial, Role.EXPERIMENTAL).having,
        harm_range_sentence=harm_range_sentence(say, harm),
    )
    return " ".join((sentence, *(f"{note}." for note in cautions(say, trial, harm))))
