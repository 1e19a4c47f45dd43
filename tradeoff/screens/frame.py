"""What is on every page: look, navigation, decision, choices, side panel, limits and dates."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import markup
from tradeoff.findings.choices import Choices, Refusal, RefusalReason, to_query, weighed_month
from tradeoff.findings.view import Findings, with_preference
from tradeoff.screens import (
    clock,
    controls,
    curves,
    guide,
    look,
    session_data,
    side_panel,
    state,
    store,
)
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.applicability import applicability_summary
from tradeoff.words.frame import FRAMINGS, INTENDED_USE, PAGES, PRODUCT, REFUSAL_WORDS
from tradeoff.words.harm import harm_heading
from tradeoff.words.naming import DEMONSTRATION, endpoint_words, footer, subtitle
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import gain_heading, hazard_ratio_words, medians_words
from tradeoff.words.weighing import balance_figures, obstacle_sentence

NOTICE_TITLE: Final = "Please note"
BEGAN_ANEW: Final = (
    "The connection was lost and is back. All choices in the address are kept. All else has to be "
    "given again: files of your own, counts typed halfway, answers to the applicability check."
)
BROKEN_LEAD: Final = (
    "Nothing of it is shown, so that no wrong number is. The other trials stay usable. "
    "For the person who keeps the data:"
)
NO_TRIALS: Final = (
    "No trial was found. Put a trial's folder into the data folder; its README is the manual."
)
_PARAMETER_WORDS: Final = {
    "trial": "The trial in the link",
    "cut": "The data cut in the link",
    "endpoint": "The end point in the link",
    "months": "The month in the link",
    "framing": "The framing in the link",
    "weight": "The preference in the link",
    "harm": "The source of the harm rate in the link",
    "e1": "The experimental arm's count in the link",
    "n1": "The experimental arm's number treated in the link",
    "e0": "The control arm's count in the link",
    "n0": "The control arm's number treated in the link",
    "asof": "The month of the counts in the link",
    "lang": "The language in the link",
}


_FILES = {
    "consultation": "app.py",
    "survival_curves": "pages/survival_curves.py",
    "icon_arrays": "pages/icon_arrays.py",
    "benefit_and_harm": "pages/benefit_and_harm.py",
    "patient_view": "pages/patient_view.py",
    "tumour_board": "pages/tumour_board.py",
    "evidence": "pages/evidence.py",
}


#: So long that it hardly ever comes; the browser's timers hold up to 24 of them.
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Page:
    """An opened page: its name, its trial, and how to get the findings of this very moment.

    ``live`` is false while the whole page is drawn and true afterwards, when only fragments run:
    then what lies outside a fragment but depends on it is drawn again, and only then.
    """

    name: str
    trial: Trial
    navigation: DeltaGenerator
    followers: list[Callable[[Findings], None]] = field(default_factory=list)
    """What takes up each new preference, in the body or for a press of a button later."""
    live: bool = False
    drawn: tuple[object, ...] = ()
    """What the parts outside the body's fragments were drawn for."""

    def view(self) -> Findings:
        """The findings for the choices that the URL holds now (a fragment may be later)."""
        visit = state.read()
        choices = visit.choices
        if choices is None:
            raise LookupError("the trial's data changed while the page was open")
        return with_preference(self.trial, choices, store.findings_base(self.trial, choices))

    def follow_choices(self) -> None:
        """Draw the whole page anew where a fragment's change reaches beyond the fragment.

        That is so when the preference was cleared, something has to be said, or the month has
        come to or left the published landmark, where the panel weighs.
        """
        if self.live and self.drawn != _reach(state.read()):
            st.rerun()

    def follow_preference(self, part: Callable[[Findings], None]) -> None:
        """Keep a place here for a part that is drawn again whenever the preference changes.

        The preference's fragment draws it, in the full run too: a fragment may write to a place
        outside itself only where it wrote in the last full run.
        """
        slot = st.empty()

        def drawn(view: Findings) -> None:
            with slot.container():
                part(view)

        self.followers.append(drawn)

    def follow_with_markup(self, made: Callable[[Findings], str]) -> None:
        """The same for a part that is one piece of HTML: a message less with each press."""
        slot = st.empty()

        def drawn(view: Findings) -> None:
            slot.html(made(view))

        self.followers.append(drawn)

    def draw_followers(self, view: Findings) -> None:
        """Called by the preference's fragment, in every run."""
        for follower in self.followers:
            follower(view)

    def refresh_links(self, choices: Choices | None = None) -> None:
        """Draw what carries the choices elsewhere; called by each fragment, in every run.

        A fragment that has read the choices gives them along.
        """
        choices = choices or state.read().choices
        if choices is not None:
            _navigation(self.navigation, choices)


def show_page(name: str, body: Callable[[Page], None], *, months: bool = True) -> None:
    """The whole page: frame, body, frame. ``months`` draws the list of months in the choices."""
    page, visit = _opened(name)
    if page is None:
        return
    view = page.view()
    _header(view)
    controls.show(view, months=months)
    guide.show(name, view)
    _notices(view, visit)
    _own_data(view)
    _banner(view)
    preference = side_panel.show(view)
    _flow_line(view)
    body(page)
    _close(view)
    with preference:
        side_panel.weigh(page)
    _drawn(page)


def show_plain_page(name: str, body: Callable[[Page], None], *, patient: bool = False) -> None:
    """A page without side panel, choices and footer: patient view and tumour board.

    Nothing is written to the sidebar, so it does not appear, and the user's other pages keep
    theirs as it was. The body shows limits and dates itself. What is said to clinicians (notices,
    whose data are in use, what the check found) never stands on a page for a ``patient``.
    """
    page, visit = _opened(name)
    if page is None:
        return
    view = page.view()
    if not patient:
        _notices(view, visit)
        _own_data(view)
        _banner(view)
    body(page)
    _drawn(page)


def _opened(name: str) -> tuple[Page | None, state.Visit]:
    """Look, navigation and choices; no page where the trial's data can't be used."""
    st.set_page_config(
        page_title=f"{PAGES[name]} · {PRODUCT}",
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
    if visit.trial is None or visit.choices is None:
        _broken(visit)
        return None, visit
    page = Page(name, visit.trial, navigation)
    _first_links(page)
    return page, visit


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


def _drawn(page: Page) -> None:
    """The whole page stands: from now on only fragments run."""
    page.drawn = _reach(state.read())
    page.live = True


def _reach(visit: state.Visit) -> tuple[object, ...]:
    """What of the choices shows outside the fragment that holds month and framing."""
    choices, trial = visit.choices, visit.trial
    if choices is None or trial is None:
        return ()
    at_landmark = choices.months == weighed_month(trial, choices)
    place = (choices.cut, choices.endpoint, weighed_month(trial, choices), at_landmark)
    return (*place, visit.refusals)


# What the imports left behind never becomes garbage: frozen, no collection walks through it again,
# which takes some 70 ms each time.
gc.collect()
gc.freeze()


@cache
def _style(page: str) -> str:
    return look.style_sheet(page)


def _navigation(slot: DeltaGenerator, choices: Choices) -> None:
    query = to_query(choices)
    with slot.container(horizontal=True, gap="small"):
        for name, title in PAGES.items():
            st.page_link(_FILES[name], label=title, query_params=query)


def _header(view: Findings) -> None:
    trial = view.trial
    st.html(
        markup.heading(trial.text.title, 1, "decision")
        + markup.paragraph(subtitle(trial, view.choices), "subtitle")
    )


def _notices(view: Findings, visit: state.Visit) -> None:
    lines = [DEMONSTRATION] if view.trial.demonstration else []
    if state.began_anew():
        lines.append(BEGAN_ANEW)
    lines += dict.fromkeys(refusal(view.trial, view.choices, one) for one in visit.refusals)
    lines += [curve_refused(text) for text in view.trial.refused_curves]
    if view.trial.refused_local:
        lines.append(local_refused(view.trial.refused_local))
    if clock.today() > view.trial.review.next:
        lines.append(review_overdue(view.trial))
    if lines:
        _said(NOTICE_TITLE, lines, "banner")


def _said(title: str, lines: Iterable[str], css: str) -> None:
    body = markup.heading(title, 2) + markup.unordered(lines)
    st.html(f'<div class="{css}" role="status">{body}</div>')


def _banner(view: Findings) -> None:
    """What the applicability check found, on every page of this visit."""
    assessment, lines = controls.visit_lines(view)
    if lines:
        css = "banner stop" if assessment.not_met else "banner caution"
        _said(applicability_summary(assessment), lines, css)


def _own_data(view: Findings) -> None:
    """Whose data stand in this session's figures beside the trial's own."""
    if session_data.dropped(view.trial.id):
        _said(NOTICE_TITLE, (own_words.DROPPED,), "banner")
    lines = own_words.in_use(view.trial)
    if lines:
        _said(own_words.BANNER_TITLE, lines, "banner own")


def _flow_line(view: Findings) -> None:
    note = markup.harm_badge(view.trial, view.harm)
    text = markup.escaped(flow_line(view))
    st.html(f'<div class="flow"><span>{text}</span>{note}</div>')


def _broken(visit: state.Visit) -> None:
    """A trial whose data can't be used: what is wrong, and the way to the others."""
    st.html(markup.heading("This trial's data can't be used", 1, "decision"))
    if not visit.shelf.problems:
        st.html(markup.paragraph(NO_TRIALS))
        return
    st.html(markup.paragraph(BROKEN_LEAD) + markup.unordered(visit.shelf.problems))
    others = [name for name in store.trial_ids() if name != visit.shelf.id]
    for name in others:
        # A button and not a link: a link to the page that is open leaves the address as it was.
        st.button(
            open_other(name),
            key=f"open_{name}",
            on_click=st.query_params.from_dict,
            args=({"trial": name},),
        )


def _close(view: Findings) -> None:
    trial = view.trial
    st.html(
        '<div class="footer">'
        + markup.paragraph(INTENDED_USE)
        + markup.paragraph(trial.text.not_for)
        + markup.paragraph(footer(trial))
        + "</div>"
    )


# --- words --------------------------------------------------------------------------------------


def review_overdue(trial: Trial) -> str:
    """Said when the next review's date has passed."""
    return (
        f"The review of these data was due on {trial.review.next.isoformat()} and is overdue: "
        "newer results or label changes may be missing."
    )


def refusal(trial: Trial, choices: Choices, refused: Refusal) -> str:
    """What was not used and what stands in its place."""
    whole_sentences = {
        RefusalReason.ENDPOINT_NOT_IN_CUT: (
            f"{endpoint_words(trial, choices).name} was not in the chosen data cut: "
            f"{trial.text.cuts[choices.cut].name} is shown."
        ),
        RefusalReason.PREFERENCE_CLEARED: (
            "The preference was cleared: with another end point, data cut or month it means "
            "something else. Set it again."
        ),
        RefusalReason.COUNTS_UNUSED: (
            "The link held counts but names the trial's own rate as the source: "
            "the trial's figure is shown."
        ),
        RefusalReason.CANNOT_BE_WEIGHED: (
            f"{'The preference was' if refused.parameter == 'weight' else 'The counts were'} not "
            "used: nothing can be weighed for this end point and data cut."
        ),
    }
    if refused.reason in whole_sentences:
        return whole_sentences[refused.reason]
    if not refused.parameter:
        return "The link held parts that this program does not know. They were ignored."
    bounds = ""
    if refused.lowest is not None and refused.highest is not None:
        bounds = f" ({refused.lowest} to {refused.highest})"
    subject = _PARAMETER_WORDS[refused.parameter]
    shown = shown_instead(trial, choices, refused.parameter)
    return f"{subject} {REFUSAL_WORDS[refused.reason]}{bounds}: {shown}."


def shown_instead(trial: Trial, choices: Choices, parameter: str) -> str:
    """What stands in the place of a refused value."""
    months = "no month" if choices.months is None else numbers.time(CLINICIAN, choices.months)
    return {
        "trial": f"{trial.text.name} is shown",
        "cut": f"{trial.text.cuts[choices.cut].name} is shown",
        "endpoint": f"{endpoint_words(trial, choices).name} is shown",
        "months": (
            f"{months} {'is' if choices.months in (None, numbers.MONTHS_A_YEAR) else 'are'} shown"
        ),
        "framing": f"“{FRAMINGS[choices.framing].lower()}” is shown",
        "weight": "the preference is not set",
        "asof": "the month is left open",
        "lang": "English is shown",
    }.get(parameter, "the trial's figure is shown")


def open_other(name: str) -> str:
    """A link to another trial, named by its folder."""
    return f"Open {name}"


def curve_refused(reason: str) -> str:
    """Said where a curve on disk is not used."""
    return f"A curve is not shown. {reason}"


def local_refused(reasons: Sequence[str]) -> str:
    """Said where a centre's file of confirmations cannot be used: why, and how much more is."""
    more = f" {len(reasons) - 1} more: see {PAGES['evidence']}." if len(reasons) > 1 else ""
    return (
        "A centre's confirmation is not used: the trial's own figures stay, with their badge. "
        f"{reasons[0]}{more}"
    )


def flow_line(view: Findings) -> str:
    """Gain, harm and balance point in one line, for pages whose panel is closed."""
    parts = []
    if view.survival is not None:
        gain = view.survival.gain
        parts.append(
            f"{gain_heading(view.trial, view.survival)}: "
            f"{numbers.with_range(gain, signed=True)} per 100"
        )
    elif view.medians is not None:
        parts.append(medians_words(view.trial, view.medians))
        parts.append(hazard_ratio_words(view.trial, view.choices, view.base.hazard_ratio))
    if view.harm is not None:
        excess = view.harm.excess
        shown = numbers.with_range(excess, signed=True)
        parts.append(f"{harm_heading(view.trial, view.harm)}: {shown} per 100")
    figures = balance_figures(view)
    parts.append(obstacle_sentence(view) if figures is None else f"balance point {figures}")
    return " · ".join(parts)
