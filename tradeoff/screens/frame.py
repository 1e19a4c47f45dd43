"""What is on every page: look, navigation, decision, choices, side panel, limits and dates."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import Refusal
from tradeoff.screens import controls, curves, guide, look, notices, side_panel, state
from tradeoff.screens.page import Page
from tradeoff.words.frame import INTENDED_USE, PRODUCT, page_title
from tradeoff.words.naming import footer, subtitle

# What the imports left behind never becomes garbage: frozen, no collection walks through it again,
# which takes some 70 ms each time.
gc.collect()
gc.freeze()

#: So long that it hardly ever comes; the browser's timers hold up to 24 of them.
_DAY = timedelta(days=1)


def show_page(name: str, body: Callable[[Page], None]) -> None:
    """The whole page: frame, body, frame."""
    page, refusals = _opened(name)
    if page is None:
        return
    view, trial = page.view(), page.trial
    st.html(
        markup.heading(trial.text.title, 1, "decision")
        + markup.paragraph(subtitle(trial, view.choices), "subtitle")
    )
    controls.show(view)
    guide.show(name, view)
    notices.show(view, refusals)
    preference = side_panel.show(view)
    badge = markup.harm_badge(trial, view.harm)
    line = markup.escaped(side_panel.in_a_line(view))
    st.html(f'<div class="flow"><span>{line}</span>{badge}</div>')
    body(page)
    limits = "".join(map(markup.paragraph, (INTENDED_USE, trial.text.not_for, footer(trial))))
    st.html(f'<div class="footer">{limits}</div>')
    with preference:
        side_panel.weigh(page)
    page.stands()


def show_plain_page(name: str, body: Callable[[Page], None], *, patient: bool = False) -> None:
    """A page without side panel, choices and footer: patient view and tumour board.

    Nothing is written to the sidebar, so it does not appear, and the user's other pages keep
    theirs as it was. The body shows limits and dates itself. What is said to clinicians (notices,
    whose data are in use, what the check found) never stands on a page for a ``patient``.
    """
    page, refusals = _opened(name)
    if page is None:
        return
    if not patient:
        notices.show(page.view(), refusals)
    body(page)
    page.stands()


def _opened(name: str) -> tuple[Page | None, tuple[Refusal, ...]]:
    """Look, navigation and choices; no page where the trial's data can't be used."""
    st.set_page_config(
        page_title=f"{page_title(name)} · {PRODUCT}",
        page_icon=look.ICON,
        layout="wide",
        initial_sidebar_state="auto",
    )
    scheme = f":root{{color-scheme:{curves.theme()}}}"  # for what hangs outside the page, too
    st.html(f"<style>{markup.colours()}{scheme}{_style(name)}</style>")
    state.enter(name)
    with st.container(key="nav"):
        navigation = st.container(key=f"at_{name}").empty()
    visit = state.read()
    if visit.trial is None:
        notices.broken(visit.shelf)
        return None, ()
    page = Page(visit.trial, navigation)
    _first_links(page)
    return page, visit.refusals


@st.fragment(run_every=_DAY)
def _first_links(page: Page) -> None:
    """The navigation at once, not only when the page's last fragment has run.

    Timed, because the browser asks for the whole page, when it comes back to a server, only where
    the page holds something timed. Without that, a page left open over a restart, or handed to
    another replica, would talk to fragments that the new server does not know.

    A fragment, because what fragments write outside themselves is wrapped,
    and a place that is written to in both ways loses its children in the browser now and then
    ("Cannot set a node at a delta path").
    """
    page.refresh_links()


@cache
def _style(page: str) -> str:
    return look.style_sheet(page)
