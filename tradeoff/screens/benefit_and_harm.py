"""Benefit and harm, for the clinician: all harms, what treatment involves, deaths, weighing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from tradeoff.drawing import course as course_bars
from tradeoff.drawing import markup
from tradeoff.drawing.harms import (
    MIDDLE,
    NARROW,
    WIDE,
    bare_harms,
    harms_scene,
    harms_svg,
    harms_view,
)
from tradeoff.drawing.probability import ProbabilityView, probability_chart, with_set_preference
from tradeoff.drawing.scene import Scene
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import beside_harms, effects, tables
from tradeoff.papers.evidence import sources
from tradeoff.screens import check, curves, downloads, lettered, store
from tradeoff.screens.page import Page
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.frame import TABLE_LABEL, file_name
from tradeoff.words.harm import HARMS_TITLE, harm_not_available, harms_counted, harms_notes
from tradeoff.words.say import Say, message
from tradeoff.words.table import Table
from tradeoff.words.weighing import obstacle_sentence


def show(page: Page) -> None:
    """The body of the page; what was said in the panel or above is folded."""
    view = page.view()
    with st.container(key="card_harms"):
        _harms(page.say, view)
    with st.container(key="below_harms"):
        _beside(page.say, view.trial)
        with st.container(key="card_probability"):
            st.html(markup.heading(page.say(PROBABILITY), 2, "part"))
            page.follow_preference(partial(_probability, page.say))
    with st.container(key="card_effects"):
        st.html(
            markup.details(
                page.say(EFFECTS), markup.table(effects.effects_table(page.say, view)), css="more"
            )
        )
    if view.trial.context:
        note = markup.paragraph(page.say(CONTEXT_NOTE), "note")
        rates = markup.table(tables.context_table(page.say, view.trial))
        with st.container(key="card_context"):
            st.html(markup.details(page.say(CONTEXT), note, rates, css="more"))


def _harms(say: Say, view: Findings) -> None:
    """Every harm as one picture, what must be known with it, and the same as a table."""
    drawn = harms_view(say, view)
    title = markup.heading(say(HARMS_TITLE), 2, "part")
    if drawn is None:
        st.html(title + markup.paragraph(harm_not_available(say, view.trial)))
        return
    notes = dict.fromkeys((*harms_notes(view), harms_counted(say, view)))
    table = tables.harms_table(say, view)
    bare = bare_harms(drawn)
    scenes = {css: harms_scene(bare, width=width) for css, width in _HARMS.items()}
    st.html(
        title
        + _pictures(scenes, "harms")
        + "".join(markup.paragraph(note, "note") for note in notes)
        + (f"<p>{markup.harm_cautions(say, view.trial, view.harm)}</p>" if view.harm else "")
        + _badges(say, view)
        + markup.details(say(TABLE_LABEL), markup.table(table))
    )
    visit = check.travelling_lines(say, view)
    downloads.picture_and_table(
        say,
        file_name(view, "harms"),
        lambda: harms_svg(harms_view(say, view, visit=visit) or drawn),
        lambda: tables.travelling(say, table, view, visit),
    )


def _badges(say: Say, view: Findings) -> str:
    """What must stand at harms beside the weighed one, once each."""
    due = dict.fromkeys(
        markup.harm_badge(say, view.trial, found)
        for harm, found in all_harms(view)
        if found is not None and not harm.weighed
    )
    due.pop(markup.harm_badge(say, view.trial, view.harm), None)
    said = "".join(due)
    return f"<p>{said}</p>" if said else ""


#: Pixels of a picture in each width: a card on a desktop, on a tablet, on a telephone.
_HARMS = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW}
_COURSE = {"wide": course_bars.WIDE, "narrow": course_bars.NARROW}


def _pictures(scenes: Mapping[str, Scene], css: str) -> str:
    """In each width: the style sheet shows the one that there is room for, the others to nobody."""
    return "".join(lettered.picture(scene, css=f"{css} {width}") for width, scene in scenes.items())


# --- what treatment involves, deaths by cause ----------------------------------------------------


def _beside(say: Say, trial: Trial) -> None:
    """The cycles as bars, and beside them what is counted of both arms; sentences on request."""
    drawn, told = course_bars.course_view(say, trial), sources.facts_beside_harms(say, trial)
    if drawn is not None:
        with st.container(key="card_course"):
            st.html(_course(say, trial, drawn))
    if told:
        with st.container(key="card_beside"):
            st.html(_counted(say, trial, told))


def _course(say: Say, trial: Trial, drawn: course_bars.CourseView) -> str:
    scenes = {
        css: course_bars.course_scene(say, drawn, width=width) for css, width in _COURSE.items()
    }
    table = beside_harms.course_table(say, trial)
    return (
        markup.heading(say(course_bars.COURSE_TITLE), 2, "part")
        + _pictures(scenes, "course")
        + ("" if table is None else markup.details(say(COURSE_TABLE), markup.table(table)))
    )


def _counted(say: Say, trial: Trial, told: tuple[Table, ...]) -> str:
    """What is counted of both arms; every fact as a sentence with its source, closed at first.

    Open where nothing is counted: there the sentences are all there is.
    """
    table, every = beside_harms.counted_table(say, trial), "".join(map(markup.table, told))
    if table is None:
        return every
    notes = (markup.paragraph(note, "note") for note in beside_harms.under_counted(say, trial))
    return (
        markup.heading(table.caption, 2, "part")
        + markup.table(table, css="data counted")
        + "".join(notes)
        + markup.details(say(FACTS), every)
    )


# --- weighing ------------------------------------------------------------------------------------


def _probability(say: Say, view: Findings) -> None:
    """Drawn again with each new preference; the curves themselves are kept."""
    plain = store.probability(say, view)
    if plain is None:
        st.html(markup.paragraph(obstacle_sentence(say, view)))
        return
    made = probability_chart(with_set_preference(say, plain, view), theme=curves.theme())
    table = tables.probability_table(say, plain.main, plain.others)
    with st.container(key="probability_and_notes"):
        with st.container(key="probability_stage"):
            curves.plot(made, key="probability", height="stretch")
        badge = markup.harm_badge(say, view.trial, view.harm)
        st.html(
            (f"<p>{badge}</p>" if badge else "")
            + markup.paragraph(correlation_note(say, _shares(plain)), "note")
            + markup.details(say(TABLE_LABEL), markup.table(table))
        )


def _shares(plain: ProbabilityView) -> list[tuple[float, float, float]]:
    low, high = plain.others
    return list(zip(low.probability, plain.main.probability, high.probability, strict=True))


# --- words --------------------------------------------------------------------------------------

PROBABILITY: Final = message("How often the gain was larger, over all preferences")
EFFECTS: Final = message("Effects as a table: direction, range, strength of evidence")
CONTEXT: Final = message("Rates elsewhere: context, never weighed")
CONTEXT_NOTE: Final = message(
    "Rates from other studies and from the label, each with its own population. They are never "
    "this trial's rate and never a source for weighing."
)
COURSE_TABLE: Final = message("Each cycle with its source")
FACTS: Final = message("In sentences, with their sources")


def correlation_note(say: Say, shares: Sequence[tuple[float, float, float]]) -> str:
    """What a correlation of gain and harm would change, at most, over all preferences."""
    most = max(max(abs(low - middle), abs(high - middle)) for low, middle, high in shares)
    return say(
        "Gain and harm are taken as independent. If they were correlated by −0.3 "
        "or +0.3, the number would change by at most {out_of_100} of 100 "
        "simulations.",
        out_of_100=numbers.out_of_100(say, most),
    )
