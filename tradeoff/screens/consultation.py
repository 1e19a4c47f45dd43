"""Consultation: the answer in three sentences, curves and arrays side by side."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import markup
from tradeoff.drawing.curves import CurveOptions
from tradeoff.findings.view import Findings
from tradeoff.screens import arrays, check, clock, curves, handout_part, state
from tradeoff.screens.page import Page
from tradeoff.words import numbers
from tradeoff.words.applicability import AGE_TITLE, age_lines
from tradeoff.words.frame import CAVEATS_TITLE, HOW_TO_COPY, caveats
from tradeoff.words.harm import (
    harm_not_available,
    harm_range_sentence,
    harm_sentence,
    harms_notes,
    harms_sentence,
)
from tradeoff.words.naming import follow_up
from tradeoff.words.provenance import confirmed_by
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    gain_range_sentence,
    hazard_ratio_words,
    other_frame_sentence,
    survival_not_at_a_time,
    survival_sentence,
)

LINK_TITLE: Final = "Link to this view"


def show(page: Page) -> None:
    """The body of the page: framing changes sentences, arrays and curve, in one fragment."""
    lead = st.empty()
    left, right = st.columns([10, 9], gap="small")
    with left:
        card = st.container(key="card_curve").empty()
        lines = markup.unordered(caveats(page.view()))
        with st.container(key="card_caveats"):
            st.html(markup.heading(CAVEATS_TITLE, 2, "part") + lines)
    with right:
        framed = st.container(key="card_arrays")
    left, right = st.columns([10, 9], gap="small")
    with left:
        handout_part.note(page)
    with right:
        handout_part.card(page)
        with st.container(key="card_link"):
            page.follow_with_markup(_link)
    with framed:
        _framed(page, lead, card)


@st.fragment
def _framed(page: Page, lead: DeltaGenerator, card: DeltaGenerator) -> None:
    """The arrays come first: they answer while the rest, last of all note and link, is drawn."""
    view = page.view()
    arrays.benefit(view)
    arrays.harm(view)
    clock.let_go()
    lead.html(_answer(view))
    with card.container():
        curves.chart(view, CurveOptions(), key="consultation_curve")
        curves.notes(view)
    page.draw_followers(view)
    page.refresh_links()


def _answer(view: Findings) -> str:
    trial, survival, framing = view.trial, view.survival, view.choices.framing
    gain = survival_not_at_a_time(CLINICIAN, view, ratio=False)
    if survival is not None:
        gain = (
            f"{survival_sentence(CLINICIAN, trial, survival, framing)} "
            f"{other_frame_sentence(CLINICIAN, trial, survival, framing)} "
            f"{gain_range_sentence(CLINICIAN, survival, framing)}"
        )
    harm = harm_not_available(CLINICIAN, trial)
    if view.harm is not None:
        harm = (
            f"{harm_sentence(CLINICIAN, trial, view.harm)} "
            f"{harm_range_sentence(CLINICIAN, view.harm)}"
        )
    parts = [
        markup.paragraph(gain),
        markup.paragraph(harm, "", markup.harm_badge(trial, view.harm)),
    ]
    if others := harms_sentence(CLINICIAN, view):
        parts.append(markup.paragraph(" ".join((others, *harms_notes(view)))))
    parts.append(markup.paragraph(certainty_sentence(view)))
    return f'<div class="lead">{"".join(parts)}</div>{_by_age(view)}'


def _by_age(view: Findings) -> str:
    """The trial's age groups beside the headline, once an age was given: all of them."""
    assessment, _ = check.visit_lines(view)
    if not assessment.by_age:
        return ""
    body = markup.heading(AGE_TITLE, 2, "part") + markup.unordered(age_lines(CLINICIAN, view))
    return markup.region(AGE_TITLE, body, css="byage")


def _link(view: Findings) -> str:
    """The link that reopens this view, ready to copy."""
    what = f"Opens the same choices on any screen. It holds no patient data. {HOW_TO_COPY}"
    return (
        markup.heading(LINK_TITLE, 2, "part")
        + markup.paragraph(what, "note")
        + markup.to_copy(LINK_TITLE, state.link(view.choices))
    )


# --- words --------------------------------------------------------------------------------------


def certainty_sentence(view: Findings) -> str:
    """The third sentence: how sure, from how many, followed how long, and what is unconfirmed."""
    trial, choices = view.trial, view.choices
    cut = trial.text.cuts[choices.cut]
    sentence = (
        f"{hazard_ratio_words(CLINICIAN, trial, choices, view.base.hazard_ratio)}: one randomised "
        "trial of "
        f"{trial.n_randomised} people, {cut.analysis}, {follow_up(trial, choices.cut)}."
    )
    return sentence + _harm_certainty(view)


def _harm_certainty(view: Findings) -> str:
    harm = view.harm
    if view.unconfirmed:
        return " The harm rate is unconfirmed and still has to be checked."
    if harm is not None and harm.counted_by is not None:
        return f" The harm rate is from the counts of {harm.counted_by}: not randomised."
    if harm is not None and harm.confirmed is not None:
        return f" The harm rate was {numbers.uncapitalised(confirmed_by(harm.confirmed))}."
    return ""
