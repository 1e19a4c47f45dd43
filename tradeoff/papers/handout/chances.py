"""The hand-out's chances: pictures, both frames in words, and every number with its range."""

from __future__ import annotations

from dataclasses import replace

from tradeoff.drawing.icons import Mark, legend_svg, svg
from tradeoff.drawing.palette import PRINT
from tradeoff.drawing.people import legend_marks
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.places import Screen
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.papers import patient_arrays
from tradeoff.papers.handout.harms import (
    Limits,
    change_told,
    harms_table,
    range_told,
    whole_limits,
    with_range,
)
from tradeoff.papers.handout.sheet import Chance, LegendEntry, PeopleArray
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import harm as harm_words
from tradeoff.words.patient import (
    having,
    how_far_off,
    joined,
    screen_title,
    told_facts,
)
from tradeoff.words.say import Say


def benefit(view: Findings, say: Say, text: PatientText) -> Chance:
    """Who was alive at the landmark; by when half had the event where that alone is known."""
    survival, framing = view.survival, view.choices.framing
    caution = _known(text.endpoints[view.choices.endpoint].caution)
    if survival is None:
        name = benefit_words.benefit_title(say, text, view.choices.endpoint)
        return Chance(name, (*_medians(view, say, text), *caution))
    arms = patient_arrays.benefit(say, text, view.trial, survival, framing)
    limits = [_framed(one, framing) for one in _arm_limits(survival)]
    return Chance(
        heading=benefit_words.benefit_heading(say, text, survival, framing),
        sentences=(
            joined(
                benefit_words.benefit_sentences(say, text, survival, framing),
                _how_far_off(say, survival, framing),
            ),
            other_frame(say, text, survival, framing),
            *caution,
        ),
        arrays=_arrays(say, arms, limits),
        legend=_legend(say, text, arms, rest=text.endpoints[survival.endpoint].died),
    )


def harm(view: Findings, say: Say, text: PatientText) -> Chance:
    """Who had the weighed harm; every harm as a table where that one has no rate."""
    found = view.harm
    if found is None:
        return _every_harm(view, say, text)
    arms = patient_arrays.harm(say, text, view.trial, found)
    return Chance(
        heading=harm_words.harm_heading(say, text, found),
        sentences=(
            joined(
                harm_words.harm_sentences(say, text, found),
                how_far_off(
                    say,
                    found.people.increment,
                    found.whole_limits,
                    found.excess.population.total,
                ),
            ),
            without_harm(say, text, found),
        ),
        arrays=_arrays(say, arms, _arm_limits(found)),
        legend=_legend(say, text, arms, rest=harm_words.harm_text(text, found).not_having),
        badge=harm_words.harm_status(say, text, found),
        settled=found.confirmed is not None,
    )


def _every_harm(view: Findings, say: Say, text: PatientText) -> Chance:
    table = harms_table(view, say, text)
    title = screen_title(say, Screen.HARM)
    if table is None:
        return Chance(title, (harm_words.harm_not_available(say),))
    lines = _known(
        harm_words.harm_missing(say, text, view),
        text.harms_note,
        *harm_words.harm_notes(say, text, view),
        *told_facts(text, view.trial),
    )
    return Chance(title, lines, table=table)


def _medians(view: Findings, say: Say, text: PatientText) -> tuple[str, ...]:
    """What stands where no survival at a fixed time is published."""
    if view.medians is None:
        return (benefit_words.survival_not_available(say),)
    return (
        benefit_words.medians_sentences(say, text, view.medians),
        benefit_words.medians_range(say, text, view.medians),
    )


def _how_far_off(say: Say, survival: SurvivalFindings, framing: Framing) -> str:
    """The range of the gain; that we worked it out stands at the foot."""
    change = benefit_words.framed(survival, framing).increment
    limits = benefit_words.framed_limits(survival, framing)
    return how_far_off(say, change, limits, survival.gain.population.total)


def _arm_limits(found: SurvivalFindings | HarmFindings) -> list[Limits]:
    return [whole_limits(one) for one in (found.control, found.experimental)]


def _framed(limits: Limits, framing: Framing) -> Limits:
    """The same range told from the other end where the frame is that of those who died."""
    if limits is None or framing is Framing.ALIVE:
        return limits
    return numbers.HUNDRED - limits[1], numbers.HUNDRED - limits[0]


# --- pictures ----------------------------------------------------------------------------------


def _arrays(
    say: Say, arms: tuple[patient_arrays.ArmTold, ...], limits: list[Limits]
) -> tuple[PeopleArray, ...]:
    return tuple(
        PeopleArray(
            figure=str(arm.people),
            range=range_told(say, ranged),
            caption=arm.having,
            svg=svg(replace(arm.array, title=arm.having), theme="print"),
            alt=arm.array.alt,
        )
        for arm, ranged in zip(arms, limits, strict=True)
    )


def _legend(
    say: Say, text: PatientText, arms: tuple[patient_arrays.ArmTold, ...], *, rest: str
) -> tuple[LegendEntry, ...]:
    """Each class of people in few words: the heading over them says what is counted."""
    return tuple(
        LegendEntry(legend_svg(group.mark, theme="print"), class_words(say, text, group.mark, rest))
        for group in legend_marks(*(arm.array for arm in reversed(arms)))
    )


def stripes_svg() -> str:
    """The hatched ground of the range, as small as a person of the legend."""
    line, ground = PRINT.outline, PRINT.surface
    strokes = "".join(f"M{x} 20L{x + 20} 0" for x in range(-15, 20, 5))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 20 20">'
        f'<rect x="1" y="1" width="18" height="18" fill="{ground}" stroke="{PRINT.text}"/>'
        f'<path d="{strokes}" stroke="{line}" fill="none"/></svg>'
    )


# --- words -------------------------------------------------------------------------------------


def stripes(say: Say) -> LegendEntry:
    """What shows the range, in every picture and behind every number: said once."""
    told = say("Stripes, and numbers in brackets: how far off our best guess could be.")
    return LegendEntry(stripes_svg(), told)


def class_words(say: Say, text: PatientText, mark: Mark, rest: str) -> str:
    """A class of people under its heading; ``rest`` are those whom the heading does not count."""
    control, experimental = (having(text, role) for role in Role)
    shared = say("as {having}", having=control)
    more, fewer = (
        say("more {having}", having=experimental),
        say("fewer {having}", having=experimental),
    )
    return {
        **{Mark.ALIVE: shared, Mark.GAIN: more, Mark.FEWER: fewer},
        **{Mark.EVENT: shared, Mark.EXTRA_EVENT: more, Mark.FEWER_EVENT: fewer},
    }.get(mark, rest)


def other_frame(say: Say, text: PatientText, survival: SurvivalFindings, framing: Framing) -> str:
    """The same people told from the other end, with the range of each number."""
    other = Framing.DIED if framing is Framing.ALIVE else Framing.ALIVE
    told = benefit_words.outcome(text, survival.endpoint, other)
    limits = [_framed(one, other) for one in _arm_limits(survival)]
    both = _both(say, text, benefit_words.framed(survival, other), limits)
    if other is Framing.ALIVE:
        return say(
            "So {control} were {told} {having}, and {experimental} {added}.", told=told, **both
        )
    return say("So {control} {told} {having}, and {experimental} {added}.", told=told, **both)


def without_harm(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """Those who did not have such an event, with the range of each number."""
    limits = [_framed(one, Framing.DIED) for one in _arm_limits(harm)]
    both = _both(say, text, harm.people.complement, limits)
    told = harm_words.harm_text(text, harm).not_having
    return say("So {control} {told} {having}, and {experimental} {added}.", told=told, **both)


def _both(say: Say, text: PatientText, people: WholePeople, limits: list[Limits]) -> dict[str, str]:
    return {
        "control": with_range(say, people.control, limits[0]),
        "having": having(text, Role.CONTROL),
        "experimental": with_range(say, people.experimental, limits[1]),
        "added": having(text, Role.EXPERIMENTAL),
    }


def beside(view: Findings, say: Say, text: PatientText) -> tuple[str, ...]:
    """What must be known with the numbers: on age, what the harm is, other harms at its side."""
    age = benefit_words.age(view.trial, text)
    if view.harm is None:
        return _known(age)
    shown, _ = harm_words.harms_beside(text, view)
    told = (harm_counted(say, text, one) for one in shown)
    return _known(age, harm_meaning(say, text, view.harm), *told)


def others(view: Findings, say: Say, text: PatientText) -> tuple[str, ...]:
    """Harms told in few words, then facts; none where every harm stands in a table."""
    if view.harm is None:
        return ()
    _, told = harm_words.harms_beside(text, view)
    alike: dict[tuple[str, bool], list[HarmFindings]] = {}
    for one in told:
        window = harm_words.harm_text(text, one).window
        alike.setdefault((window, harm_words.unsure(one)), []).append(one)
    lines = (_counted_alike(say, text, found) for found in alike.values())
    return (*lines, *told_facts(text, view.trial))


def _counted_alike(say: Say, text: PatientText, harms: list[HarmFindings]) -> str:
    """Harms of one window, all of them so that nobody can tell a difference, or none."""
    counted = say(
        "Of 100 people {having}, and of 100 {added}, {window}: {harms}.",
        having=having(text, Role.CONTROL),
        added=having(text, Role.EXPERIMENTAL),
        window=harm_words.harm_text(text, harms[0]).window,
        harms="; ".join(_counted_in_brief(say, text, one) for one in harms),
    )
    unsure = harm_words.too_few(say) if harm_words.unsure(harms[0]) else ""
    return joined(counted, unsure, *(_noted(say, text, one) for one in harms))


def _counted_in_brief(say: Say, text: PatientText, harm: HarmFindings) -> str:
    control, experimental = _arm_limits(harm)
    return say(
        "{what}, {control} and {experimental}, {change}",
        what=harm_words.harm_text(text, harm).one,
        control=with_range(say, harm.people.control, control),
        experimental=with_range(say, harm.people.experimental, experimental),
        change=change_told(say, harm.people, harm.whole_limits),
    )


def _noted(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """What must travel with one of several harms, by its name; empty where nothing must."""
    words = harm_words.harm_text(text, harm)
    noted = joined(words.note, harm_words.harm_status(say, text, harm))
    return noted and say("{name}: {meaning}", name=words.name, meaning=noted)


def harm_counted(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """Another harm in one sentence: both options and the difference, each with its range."""
    words = harm_words.harm_text(text, harm)
    control, experimental = _arm_limits(harm)
    counted = say(
        "{what} {window}: {control} of 100 people {having}, {experimental} {added}; {change}.",
        what=numbers.capitalised(words.one),
        window=words.window,
        control=with_range(say, harm.people.control, control),
        having=having(text, Role.CONTROL),
        experimental=with_range(say, harm.people.experimental, experimental),
        added=having(text, Role.EXPERIMENTAL),
        change=change_told(say, harm.people, harm.whole_limits),
    )
    return joined(counted, words.note, harm_words.harm_status(say, text, harm))


def _known(*sentences: str | None) -> tuple[str, ...]:
    """The sentences that there are."""
    return tuple(sentence for sentence in sentences if sentence)


def harm_meaning(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """What the counted harm is, and what is known of getting over it."""
    words = harm_words.harm_text(text, harm)
    meaning = say("{name}: {meaning}", name=words.name, meaning=words.meaning)
    return joined(meaning, words.note, words.recovery)
