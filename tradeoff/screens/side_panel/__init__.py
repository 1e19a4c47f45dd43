"""The side panel: gain against harm as a picture, and a preference that is never preset."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.findings.view import Findings, can_be_weighed
from tradeoff.screens import check, components, look, store
from tradeoff.screens.page import Page
from tradeoff.screens.side_panel import figures, on_request
from tradeoff.screens.side_panel.line import in_a_line
from tradeoff.screens.side_panel.line import show as line
from tradeoff.words.applicability import outside_sentence
from tradeoff.words.say import Say

__all__ = ["in_a_line", "line", "show", "weigh"]


def show(say: Say, view: Findings) -> DeltaGenerator:
    """The panel in the sidebar; returns the place where ``weigh`` draws the preference.

    ``weigh`` comes last of all, when every part of the page that follows it has its place.
    """
    with st.sidebar, st.container(key="part_weigh"):
        st.html(f"<style>{look.part_style('side_panel')}</style>")
        st.html(figures.figures(say, view, outside=outside(say, view)))
        place = st.container(key="weighing")
        on_request.show(say, view)
    return place


@st.fragment
def weigh(page: Page) -> None:
    """The preference and what it implies, and all that follows it elsewhere on the page."""
    view = page.view()
    if can_be_weighed(view):
        made = store.weighed(page.say, view, outside=bool(outside(page.say, view)))
        components.choice(
            made.markup,
            made.answers,
            choice="weight",
            value=view.choices.weight,
            first=0,
            last=len(made.answers) - 1,
            key="weigh",
            unset=made.unset,
        )
    else:
        st.html(figures.not_weighed(page.say, view))
    page.draw_followers(view)
    page.refresh_links(view.choices)


def outside(say: Say, view: Findings) -> str:
    """Whom the trial's numbers do not describe, where the check says so; else empty."""
    assessment, _ = check.visit_lines(say, view)
    return outside_sentence(say, view, assessment)
