"""What stands on the hand-out, in the patient's words, page by page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tradeoff.drawing.calendar import STRIP_WIDTH
from tradeoff.drawing.to_svg import to_svg
from tradeoff.findings.course import Planned, courses, pump_cited
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.places import Screen
from tradeoff.findings.provenance import Citation, cited
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings, all_harms, can_be_weighed, with_preference
from tradeoff.papers.handout import chances
from tradeoff.papers.handout.sheet import (
    Calendar,
    Calling,
    Course,
    Handout,
    LegendEntry,
    Matters,
    Option,
    Section,
    Treatment,
)
from tradeoff.papers.patient_course import CalendarTold, calendars
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText, Site, Trial
from tradeoff.words import numbers
from tradeoff.words import patient as plain_words
from tradeoff.words.patient import calling as calling_words
from tradeoff.words.patient import joined, screen_title
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient.cards import picked
from tradeoff.words.patient.harm import harms_beside
from tradeoff.words.patient.treatment import treatment_lists
from tradeoff.words.say import Say
from tradeoff.words.sources import documents_cited

_NO_SETTINGS: Final = Site()


def compose(
    view: Findings,
    say: Say,
    *,
    not_for: bool,
    link: str,
    date: datetime.date,
    site: Site = _NO_SETTINGS,
) -> Handout:
    """The hand-out of a view, in the language of ``say`` and of the trial's own words.

    Survival is read at the weighed landmark, whatever month is marked elsewhere. ``not_for``
    is true where a criterion of the applicability check is not met, ``link`` the address that
    opens the same view, ``site`` what the centre set: its name and whom to call.

    Raises:
        LookupError: the trial has no plain words.
    """
    text = plain_words.patient_text(view.trial)
    view = _at_landmark(view)
    trial = view.trial
    benefit, harm = chances.benefit(view, say, text), chances.harm(view, say, text)
    return Handout(
        language=view.choices.language,
        title=say("To take with you: {decision}", decision=text.decision),
        decision=text.decision,
        people=say(
            "This sheet shows what happened to {total} people in the {trial} trial.",
            total=trial.n_randomised,
            trial=trial.text.name,
        ),
        banner=plain_words.not_for(say) if not_for else None,
        options=tuple(_option(say, text, role) for role in Role),
        benefit=benefit,
        harm=harm,
        stripes=chances.stripes(say) if benefit.arrays or harm.arrays else None,
        beside=chances.beside(view, say, text),
        others=chances.others(view, say, text),
        sources=_sources(view, say, text),
        treatment=_treatment(view, say, text),
        calling=_calling(say, text, site),
        matters=_matters(view, say, text),
        questions_title=screen_title(say, Screen.QUESTIONS),
        questions=text.questions,
        notes_title=say("Your notes"),
        limits=_limits(view, say),
        link_label=say("Your care team can open the same numbers here:"),
        link=link,
        centre=site.name,
        footer=say(
            "{trial}. Made on {date}. {checked}",
            trial=trial.text.name,
            date=say.day(date),
            checked=plain_words.dates(say, trial),
        ),
        date=date,
    )


def _at_landmark(view: Findings) -> Findings:
    """The same view with the weighed landmark as the marked month: no month read off a curve."""
    months = view.choices.landmark
    if months == view.choices.months:
        return view
    return with_preference(view.trial, replace(view.choices, months=months), view.base)


def _option(say: Say, text: PatientText, role: Role) -> Option:
    arm, good, hard = text.arms[role.value], say("Good points"), say("Hard points")
    return Option(arm.name, good, arm.good, hard, arm.hard)


# --- the second page ---------------------------------------------------------------------------


def _treatment(view: Findings, say: Say, text: PatientText) -> Treatment:
    """Each option with what it is and its weeks; what is said beside both stands once."""
    told = calendars(say, text, view.trial)
    drawn = {one.role: _calendar(one) for one in told}
    key = told[0].key if told else ()
    arms = ((role, text.arms[role.value]) for role in Role)
    return Treatment(
        heading=screen_title(say, Screen.TREATMENT),
        courses=tuple(Course(arm.name, arm.describing, drawn.get(role)) for role, arm in arms),
        key=tuple(LegendEntry(to_svg(one, theme="print"), words) for one, words in key),
        lines=tuple(dict.fromkeys(line for one in reversed(told) for line in one.lines)),
        points=treatment_lists(say, text, view.trial.facts),
        sources=_treatment_sources(say, text, view.trial),
    )


def _calendar(told: CalendarTold) -> Calendar:
    strip = told.strip
    return Calendar(
        svg=to_svg(strip, theme="print"),
        narrow_svg=told.picture("print"),
        alt=told.alt,
        share=strip.width / STRIP_WIDTH,
        ratio=strip.height / strip.width,
    )


def _calling(say: Say, text: PatientText, site: Site) -> Calling | None:
    lists = calling_words.call_lists(text)
    if not lists:
        return None
    return Calling(
        heading=calling_words.call_title(say),
        lead=calling_words.call_lead(say),
        number=calling_words.number_to_call(say, site.phone),
        dialled=site.dialled,
        blank=site.phone is None,
        lists=lists,
    )


def _matters(view: Findings, say: Say, text: PatientText) -> Matters:
    """The cards that were picked, then the preference; unset, a line to mark it on paper."""
    cards = picked(say, view.choices.cards)
    scale = None
    if view.choices.weight is not None:
        stated = preference_words.preference_stated(say, text, view)
        lines = [cards, stated, preference_words.net_result(say, text, view)]
    elif can_be_weighed(view) and view.harm is not None:
        question = preference_words.preference_question(say, text, view)
        lines = [cards, joined(question, say("You can put a mark on this line."))]
        scale = preference_words.preference_ends(say, text, view)
    else:
        lines = [cards or preference_words.matters_open(say)]
    heading = screen_title(say, Screen.MATTERS)
    return Matters(heading, tuple(line for line in lines if line), scale)


def _limits(view: Findings, say: Say) -> Section:
    language = view.choices.language
    note = plain_words.language_note(say, language, shown=language)
    lines = (plain_words.limits_of_use(say), note)
    return Section(
        say("What this sheet can and can't tell you"), tuple(line for line in lines if line)
    )


# --- the sources at the foot -------------------------------------------------------------------


def _sources(view: Findings, say: Say, text: PatientText) -> Section:
    trial, found = view.trial, view.survival or view.medians
    harms = [found for _, found in all_harms(view) if found]
    if view.harm is not None:
        harms = [view.harm, *(one for beside in harms_beside(text, view) for one in beside)]
    lines = [say("In the words of the report: {population}.", population=trial.text.population)]
    documents: list[Citation] = []
    if found is not None:
        lines.append(_benefit_counted(found, view, say, text))
        documents += (found.gain if isinstance(found, SurvivalFindings) else found).citations
    if view.harm is not None:
        lines.append(_harm_counted(view.harm, say, text))
    lines.append(_worked_out(say, text, view.survival, harms))
    documents += [one for harm in harms for one in harm.excess.citations]
    documents += _facts_cited(trial, text.told_facts)
    if documents:
        lines.append(say("For your care team: {sources}.", sources=documents_cited(say, documents)))
    return _came_from(say, joined(*lines))


def _treatment_sources(say: Say, text: PatientText, trial: Trial) -> Section | None:
    """Where the calendars and the points on treatment come from; ``None`` without either.

    How each is known stands in words beside it.
    """
    planned = courses(trial)
    both = () if planned is None else planned.in_order
    pieces = [one for course in both for one in course.pieces]
    cycles = [one.cycle for one in pieces if isinstance(one, Planned)]
    pumps = (pump_cited(trial, one) for one in cycles)
    documents = [
        *(cited(trial, one.step) for one in pieces),
        *(cited(trial, one) for one in cycles),
        *(one for one in pumps if one is not None),
        *_facts_cited(trial, text.treatment),
    ]
    if not documents:
        return None
    told = "; ".join(dict.fromkeys(say.recorded(one.source.short) for one in documents))
    return _came_from(say, f"{told}.")


def _came_from(say: Say, told: str) -> Section:
    return Section(say("Where the numbers come from"), (told,))


def _facts_cited(trial: Trial, names: Iterable[str]) -> list[Citation]:
    """Where the facts come from that are told under these names."""
    known = {fact.id: fact for fact in trial.facts}
    return [cited(trial, known[name]) for name in names]


def _benefit_counted(
    found: SurvivalFindings | MedianFindings, view: Findings, say: Say, text: PatientText
) -> str:
    """How many people the benefit counts, and in which analysis."""
    counted = found.gain if isinstance(found, SurvivalFindings) else found
    return say(
        "{what}: {total} people, put into two groups by chance; analysis: {name}.",
        what=text.endpoints[view.choices.endpoint].name,
        total=counted.population.total,
        name=view.trial.text.cuts[view.choices.cut].name,
    )


def _harm_counted(harm: HarmFindings, say: Say, text: PatientText) -> str:
    """How many of the trial's people the weighed harm counts; of others, the badge tells."""
    if not harm.excess.population.of_trial:
        return ""
    return say(
        "{what}: {total} people treated.",
        what=text.harms[harm.harm.id].name,
        total=harm.excess.population.total,
    )


def _worked_out(
    say: Say, text: PatientText, survival: SurvivalFindings | None, harms: list[HarmFindings]
) -> str:
    """Whose the ranges of the differences are: ours, of all or of those that are named."""
    calculated = {text.harms[one.harm.id].name: one.excess.calculated_range for one in harms}
    if survival is not None:
        name = text.endpoints[survival.endpoint].name
        calculated = {name: survival.gain.calculated_range, **calculated}
    ours = [name for name, is_ours in calculated.items() if is_ours]
    if not ours:
        return ""
    if len(ours) == len(calculated):
        return say("We worked out the ranges of the differences. The report does not give them.")
    return say(
        "We worked out the range of the difference where the report does not give it: {names}.",
        names="; ".join([ours[0], *map(numbers.uncapitalised, ours[1:])]),
    )
