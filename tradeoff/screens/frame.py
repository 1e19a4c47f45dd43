"""What is on every page: look, navigation, decision, choices, side panel, limits and dates."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import markup
from tradeoff.findings.choices import ORIGINAL, Choices, Refusal
from tradeoff.findings.view import Findings
from tradeoff.screens import (
    check,
    components,
    controls,
    curves,
    guide,
    look,
    notices,
    side_panel,
    state,
    store,
)
from tradeoff.screens.page import Page
from tradeoff.trial.records import Site, Trial
from tradeoff.words.catalogues import AWAITS_REVIEW, Voice
from tradeoff.words.frame import CAVEATS_TITLE, INTENDED_USE, PRODUCT, caveats, page_title
from tradeoff.words.naming import footer, subtitle
from tradeoff.words.say import Say, message

# What the imports left behind never becomes garbage: frozen, no collection walks through it again,
# which takes some 70 ms each time.
gc.collect()
gc.freeze()

#: So long that it hardly ever comes; the browser's timers hold up to 24 of them.
_DAY = timedelta(days=1)
LIMITS_TITLE: Final = message("Limits of use")
CALL_AT_ONCE: Final = message("Patients of this centre are given this number to call at once:")
#: What a screen reader calls the list of pages, the side panel and the link past both.
PAGES: Final = message("Pages")
SIDE_PANEL: Final = message("Side panel")
SKIP: Final = message("Skip to the content")
LANGUAGES: Final = message("Languages")
#: The clinician's language, then the patient's: by the names of the choices.
LANGUAGE_LABELS: Final = {
    "ui": message("Your language"),
    "lang": message("Language of patient view and hand-out"),
}


def show_page(
    name: str,
    body: Callable[[Page], None],
    *,
    actions: Callable[[Page], None] | None = None,
    below: Callable[[Page], None] | None = None,
) -> None:
    """The whole page: frame, body, row of ``actions``, and ``below`` it what is seldom asked for.

    What a hand moves is drawn last, when all that follows it has its place.
    """
    _look(name)
    with st.container(key="screen"):
        with st.container(key="nav", horizontal=True, vertical_alignment="center"):
            navigation = st.container(key=f"at_{name}").empty()
            corner = st.container(key="corner", horizontal=True, width="content")
        page, refusals = _opened(navigation)
        if page is None:
            return
        _outline(page.say, name, page.say.language)
        with corner:
            _corner(page.say, page.view())
        preference = _head(name, page, refusals)
        body(page)
        _foot(page, actions)
    if below is not None:
        below(page)
    with preference:
        side_panel.weigh(page)
    page.close()


def _head(name: str, page: Page, refusals: Iterable[Refusal]) -> DeltaGenerator:
    """Decision, population, chips, what has to be said; returns the preference's place."""
    view, trial = page.view(), page.trial
    st.html(
        markup.heading(trial.text.title, 1, "decision")
        + markup.paragraph(subtitle(page.say, trial, view.choices), "subtitle")
    )
    with st.container(key="choices", horizontal=True, vertical_alignment="center"):
        controls.chips(page.say, view)
        with st.container(key="verdict", width="content"):
            check.chip(page.say, view)
    check.area(page.say, view)
    guide.show(page.say, name, view)
    notices.show(page.say, view, refusals)
    preference = side_panel.show(page.say, view)
    side_panel.line(page.say, view)
    return preference


def _corner(say: Say, view: Findings) -> None:
    """Which trial, and the language of what is for patients, each where there are several."""
    controls.trials(say, view.choices)
    offered, choices = store.languages(), view.choices
    if len(offered) > 1:
        with st.popover(_spoken(choices), width="content", key="languages"):
            for key, field in (("ui", "ui"), ("lang", "language")):
                st.selectbox(
                    say(LANGUAGE_LABELS[key]),
                    offered,
                    format_func=store.language_name,
                    **state.bound(key, choices, field),
                )


def _spoken(choices: Choices) -> str:
    """The clinician's language, and the patient's where that is another one."""
    return " · ".join(dict.fromkeys((choices.ui.upper(), choices.language.upper())))


def _foot(page: Page, actions: Callable[[Page], None] | None) -> None:
    """The row of actions, with use and dates in a line; what is longer opens over the page."""
    with st.container(key="actions", horizontal=True, vertical_alignment="center", gap="small"):
        if actions is not None:
            actions(page)
        guide.button(page.say)
        st.html(_limits(page.say, page.view()), width="stretch")


def _limits(say: Say, view: Findings) -> str:
    trial, site = view.trial, store.site()
    limits = "".join(
        map(markup.paragraph, (say(INTENDED_USE), trial.text.not_for, footer(say, trial)))
    )
    if view.choices.ui != ORIGINAL:
        limits += markup.paragraph(say(AWAITS_REVIEW))
    limits += _call_at_once(say, site)
    said = " · ".join(filter(None, (site.name, use_and_review(say, trial))))
    opened = (
        markup.over(say(LIMITS_TITLE), limits),
        markup.over(say(CAVEATS_TITLE), markup.unordered(caveats(view))),
    )
    return f'<div class="footer note">{markup.BETWEEN.join((markup.escaped(said), *opened))}</div>'


def _call_at_once(say: Say, site: Site) -> str:
    """What patients of this centre are told to call; nothing where the centre set no number."""
    if site.phone is None:
        return ""
    return f"<p>{markup.escaped(say(CALL_AT_ONCE))} {markup.telephone(site)}</p>"


def show_plain_page(
    name: str, body: Callable[[Page], None], *, patient: Callable[[Page], str] | None = None
) -> None:
    """A page without side panel, choices and footer: patient view and tumour board.

    Nothing is written to the sidebar, so it does not appear, and the user's other pages keep
    theirs as it was. The body shows limits and dates itself. What is said to clinicians (notices,
    whose data are in use, what the check found) never stands on a page for a ``patient``, nor do
    the clinicians' pages: its body has a way of its own back to them. Such a page is in a language
    of its own, which ``patient`` finds.
    """
    _look(name)
    with st.container(key="apart" if patient is not None else "nav"):
        navigation = st.container(key=f"at_{name}").empty()
    page, refusals = _opened(navigation, leads_to=tuple(look.PAGE_FILES) if patient is None else ())
    if page is None:
        return
    _outline(page.say, name, page.say.language if patient is None else patient(page))
    if patient is None:
        notices.show(page.say, page.view(), refusals)
    body(page)
    page.stands()


def _look(name: str) -> None:
    """Title, icon and style of a page; its widgets are new ones."""
    say = store.voice(Voice.CLINICIAN, state.ui())
    st.set_page_config(
        page_title=f"{page_title(say, name)} · {say(PRODUCT)}",
        page_icon=look.ICON,
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"About": f"{say(PRODUCT)}\n\n{say(INTENDED_USE)}"},
    )
    scheme = f":root{{color-scheme:{curves.theme()}}}"  # for what hangs outside the page, too
    paper = markup.dark_on_paper() if curves.theme() == "dark" else ""
    st.html(f"<style>{markup.colours()}{scheme}{_style(name)}{paper}</style>")
    state.enter(name)


def _outline(say: Say, name: str, language: str) -> None:
    """The page's language, and what its parts are called where nothing is seen of it."""
    said = {
        "language": language,
        "spoken": say.language,
        "navigation": say(PAGES),
        "panel": say(SIDE_PANEL),
        "skip": say(SKIP),
        "languages": say(LANGUAGES),
        "open": page_title(say, name),
    }
    components.outline(said, key="outline")


def _opened(
    navigation: DeltaGenerator, leads_to: tuple[str, ...] = tuple(look.PAGE_FILES)
) -> tuple[Page | None, tuple[Refusal, ...]]:
    """Navigation and choices; no page where the trial's data can't be used."""
    visit = state.read()
    say = store.voice(Voice.CLINICIAN, visit.ui)
    if visit.trial is None:
        notices.broken(say, visit.shelf)
        return None, ()
    page = Page(visit.trial, say.about(visit.trial.text.records), navigation, leads_to=leads_to)
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


# --- words --------------------------------------------------------------------------------------


def use_and_review(say: Say, trial: Trial) -> str:
    """What the program is for, and how old its data are, in a line."""
    return say(
        "For a clinician with a patient; predicts for nobody. Reviewed {last} · "
        "{name} {registration}",
        last=say.day(trial.review.last),
        name=trial.text.name,
        registration=trial.registration,
    )
