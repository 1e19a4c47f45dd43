"""Consultation: curve, benefit and harm on one screen, with the actions below them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import markup
from tradeoff.findings.view import Findings
from tradeoff.screens import age_forest, cards, check, curves, handout_part, store
from tradeoff.screens.page import Page
from tradeoff.words.applicability import AGE_TITLE, age_lines
from tradeoff.words.say import Say


def show(page: Page) -> None:
    """The cards: first in the document what the question is about, benefit and harm."""
    view = page.view()
    with st.container(key="cards"):
        with st.container(key="people"):
            st.html(_people(page.say, view))
        place = st.container(key="curve_place")
    page.last.append(lambda: _curve(page, place))
    if by_age := _by_age(page.say, view):
        st.html(by_age)


def _people(say: Say, view: Findings) -> str:
    """Both cards, kept: neither the preference nor the month that is read changes them."""
    return store.kept(
        view.trial, ("cards", store.drawn_for(view.choices)), lambda: cards.pair(say, view)
    )


def below(page: Page) -> None:
    """What is asked for only now and then."""
    handout_part.what_is_copied(page)


def _curve(page: Page, place: DeltaGenerator) -> None:
    with place:
        curves.card(page)


def actions(page: Page) -> None:
    """What is done with the view."""
    handout_part.actions(page)
    page.link_to("patient_view")


def _by_age(say: Say, view: Findings) -> str:
    """The trial's age groups, once an age was given: all of them."""
    assessment, _ = check.visit_lines(say, view)
    if not assessment.by_age:
        return ""
    lines = markup.unordered(age_lines(say, view))
    in_words = markup.heading(say(AGE_TITLE), 2, "part") + lines
    return age_forest.markup_of(say, view) or markup.region(say(AGE_TITLE), in_words, css="byage")
