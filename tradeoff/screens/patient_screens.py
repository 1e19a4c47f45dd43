"""The screens of the patient view, but for the chances and the check: what each says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.scene import SPACED, Scene, Text
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.papers.patient_course import calendars
from tradeoff.screens import handout_part, lettered, store
from tradeoff.screens.page import Page
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText, Site, Trial
from tradeoff.words.patient import calling, joined
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient.benefit import (
    benefit_sentences,
    benefit_source,
    follow_up,
    medians_sentences,
)
from tradeoff.words.patient.cards import picked
from tradeoff.words.patient.harm import (
    harm_sentences,
    harm_source,
    harm_status,
    harm_windows,
    harms_beside,
    told_harms,
)
from tradeoff.words.patient.treatment import treatment_lists
from tradeoff.words.say import Say


@dataclass(frozen=True, slots=True)
class Told:
    """One view in one language, and whether its chances were asked for."""

    page: Page
    view: Findings
    say: Say
    text: PatientText
    language: str
    looked: bool

    @property
    def trial(self) -> Trial:
        """The trial with its words in this language."""
        return self.view.trial

    def write(self, *parts: str, css: str = "") -> None:
        """Markup of this page, marked with its language."""
        name = f"patient {css}".strip()
        st.html(f'<div class="{name}" lang="{self.language}">{"".join(parts)}</div>')

    def paragraphs(self, *lines: str, css: str = "") -> None:
        """Paragraphs of plain text."""
        if lines:
            self.write(*(markup.paragraph(line) for line in lines), css=css)


def now(told: Told) -> None:
    """Where you are now: the illness, and the choice."""
    told.paragraphs(*told.text.condition)
    told.write(
        markup.paragraph(told.say("The choice"), "label"),
        markup.paragraph(told.text.decision),
        css="decides",
    )


def options(told: Told) -> None:
    """Both options point by point, side by side where there is room, at equal length."""
    say = told.say
    told.paragraphs(say("Both are real choices. You can take your time."))
    arms = {role: told.text.arms[role.value] for role in Role}
    parts = (
        (say("What it is"), {role: arm.describing for role, arm in arms.items()}),
        (say("Good points"), {role: arm.good for role, arm in arms.items()}),
        (say("Hard points"), {role: arm.hard for role, arm in arms.items()}),
    )
    for title, points in parts:
        cards = "".join(_card(role, arms[role].name, points[role]) for role in Role)
        told.write(markup.heading(title, 2), f'<div class="pair">{cards}</div>', css="aspect")


def _card(role: Role, name: str, points: Iterable[str]) -> str:
    return (
        f'<section class="card {role.value}">{markup.heading(name, 3)}{_points(points)}</section>'
    )


def _points(points: Iterable[str]) -> str:
    return markup.unordered(points, "points")


# --- what treatment is like --------------------------------------------------------------------


def treatment(told: Told) -> None:
    """What treatment is like: the calendar, then in words, one badge a list; when to call."""
    say = told.say
    _calendar(told)
    for one in treatment_lists(say, told.text, told.trial.facts):
        badge = markup.badge(one.badge, settled=one.settled)
        told.write(f"<p>{badge}</p>" if badge else "", markup.unordered(one.lines, "points wide"))
    told.paragraphs(say("Each hospital does things in its own way. Ask how it is done in yours."))
    _calling(told)


def _calendar(told: Told) -> None:
    """Both options' weeks at one size; what must be said beside both is said once."""
    both = calendars(told.say, told.text, told.trial)
    if not both:
        return
    figures = "".join(
        f"<figure>{markup.heading(one.name, 2)}"
        f'<div class="drawn" style="--drawn:{one.scene.width}/{_lower_edge(one.scene)}">'
        f"{lettered.picture(one.scene, css='calendar')}</div></figure>"
        for one in both
    )
    told.write(f'<div class="pair calendars">{figures}</div>')
    # The fuller calendar's come first: they say what a square is.
    fuller = sorted(both, key=lambda one: len(one.lines), reverse=True)
    told.paragraphs(*dict.fromkeys(line for one in fuller for line in one.lines), css="note")


def _lower_edge(scene: Scene) -> float:
    """Where a calendar ends: below its key, which is the last of it.

    One below the other on a telephone, the shorter one needs no room to be as high as the longer.
    """
    words = [one for one in scene.marks if isinstance(one, Text)]
    ends = (one.at.y + one.size * (SPACED * (len(one.lines) - 1) + 0.5) for one in words)
    return min(scene.height, max(ends, default=scene.height))


def _calling(told: Told) -> None:
    """When to call at once, and whom: as long a list for each option, side by side."""
    say, lists = told.say, calling.call_lists(told.text)
    if not lists:
        return
    told.write(markup.heading(calling.call_title(say), 2), css="part")
    told.write(_number_to_call(say, store.site()))
    told.paragraphs(calling.call_lead(say))
    cards = "".join(_card(one.role, one.name, one.lines) for one in lists)
    told.write(f'<div class="pair">{cards}</div>')


def _number_to_call(say: Say, site: Site) -> str:
    """The centre's number, dialled at a touch, or a line to write it on."""
    said = markup.escaped(calling.number_to_call(say, site.phone))
    if site.phone is None:
        return f'<p class="number">{said} <span class="tofill"></span></p>'
    told = said.replace(markup.escaped(site.phone), markup.telephone(site))
    return f'<p class="number">{told}</p>'


# --- what to ask, what to take along -----------------------------------------------------------


def not_looked(say: Say) -> str:
    """Said where a part needs numbers that the person did not ask to see."""
    return say("You have not looked at the chances. That is fine. You can do so any time.")


def questions(told: Told) -> None:
    """Questions to ask, to be taken along."""
    told.paragraphs(told.say("You may want to ask your care team:"))
    told.write(markup.unordered(told.text.questions, "points wide"))


def end(told: Told) -> None:
    """What was talked about, and the sheet to take home."""
    lines = summary(told.say, told.text, told.view, looked=told.looked)
    told.write(markup.unordered(lines, "points wide"))
    if not told.looked:
        told.paragraphs(told.say("The sheet to take home shows the chances too."))
    with st.container(key="patient_hand_out"):
        handout_part.show(told.page)
    sources = map(markup.paragraph, where_from(told.say, told.text, told.view))
    told.write(markup.details(told.say("Where do these numbers come from?"), *sources, css="about"))


def where_from(say: Say, text: PatientText, view: Findings) -> tuple[str, ...]:
    """Whom the numbers count, for how long, and in which report they stand."""
    found = view.survival or view.medians
    lines = [follow_up(say, view.trial, view.choices.cut)]
    if found is not None:
        lines.insert(0, benefit_source(say, view.trial, found))
    if view.harm is not None:
        lines.append(harm_windows(say, text, view.survival, view.harm))
    beside = [one for harms in harms_beside(text, view) for one in harms]
    counted = [view.harm, *beside] if view.harm is not None else told_harms(text, view)
    lines += [harm_source(say, view.trial, one) for one in counted if one is not None]
    return tuple(dict.fromkeys(lines))


def summary(say: Say, text: PatientText, view: Findings, *, looked: bool) -> tuple[str, ...]:
    """What was talked about; survival figures where they were asked for."""
    lines = [text.decision]
    if looked and view.survival is not None:
        lines.append(benefit_sentences(say, text, view.survival, Framing.ALIVE))
        died = benefit_sentences(say, text, view.survival, Framing.DIED)
        lines.append(joined(died, text.endpoints[view.survival.endpoint].caution))
    elif looked and view.medians is not None:
        lines.append(medians_sentences(say, text, view.medians))
    if looked and view.harm is not None:
        status = harm_status(say, text, view.harm)
        lines.append(joined(harm_sentences(say, text, view.harm), status))
    if not looked:
        lines.append(not_looked(say))
    cards = picked(say, view.choices.cards)
    lines += [] if cards is None else [cards]
    if view.choices.weight is not None:
        lines.append(preference_words.preference_stated(say, text, view))
    return tuple(lines)
