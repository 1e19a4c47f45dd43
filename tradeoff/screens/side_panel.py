"""The side panel: gain against harm, the balance point, and a preference that is never preset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import bars, markup
from tradeoff.drawing.icons import data_uri
from tradeoff.findings.choices import HarmSource
from tradeoff.findings.views import Findings, can_be_weighed, counted_harm
from tradeoff.papers import pictures
from tradeoff.screens import state
from tradeoff.words import clinicians as words

if TYPE_CHECKING:
    from tradeoff.screens.frame import Page

__all__ = ["show", "weigh"]

_WEIGHTS = (None, *pictures.PREFERENCES)


def show(view: Findings) -> DeltaGenerator:
    """The panel in the sidebar; returns the place where ``weigh`` draws the preference.

    ``weigh`` comes last of all, when every part of the page that follows it has its place.
    """
    with st.sidebar:
        st.html(
            markup.heading(words.WEIGHING_TITLE, 2, "part")
            + markup.paragraph(words.panel_subtitle(view.trial), "note")
        )
        st.html(_gain(view))
        st.html(_harm(view))
        _harm_source(view)
        st.html(_balance(view))
        place = st.container()
        st.html('<div class="small">' + markup.unordered(words.assumptions(view)) + "</div>")
    return place


def _scale(view: Findings) -> tuple[float, float]:
    parts = (view.survival and view.survival.gain, view.harm and view.harm.excess)
    return pictures.panel_scale(*(part.estimate for part in parts if part))


def _gain(view: Findings) -> str:
    survival, trial = view.survival, view.trial
    if survival is None:
        return _medians(view)
    gain = survival.gain
    elsewhere = words.weighs_at(view)
    title = words.gain_heading(trial, survival)
    window = words.survival_window(survival)
    return markup.region(
        title,
        markup.heading(title, 3, "part"),
        _figure(words.signed_out_of_100(gain.estimate.value, gain.decimals),
                words.per_100_with_range(gain)),
        markup.image(data_uri(bars.bar_svg(gain.estimate, colour="gain", scale=_scale(view))),
                     "", "bar"),
        markup.paragraph(words.gain_note(trial, survival), "note"),
        "" if elsewhere is None else markup.paragraph(elsewhere, "note"),
        markup.provenance(words.SOURCE_LABEL, words.provenance(trial, gain, window=window)),
        css="panel gain",
    )  # fmt: skip


def _medians(view: Findings) -> str:
    """In the place of a gain: both medians, the hazard ratio, and that nothing is weighed."""
    trial, medians = view.trial, view.medians
    missing = markup.paragraph(words.no_landmark(trial, view.choices), "note")
    if medians is None:
        return markup.region(words.WEIGHING_TITLE, missing, css="panel gain")
    title = words.medians_name(trial, medians)
    ratio = words.hazard_ratio_words(trial, view.choices, view.base.hazard_ratio)
    return markup.region(
        title,
        markup.heading(title, 3, "part"),
        _figure(words.medians_figure(medians), ""),
        markup.paragraph(f"{words.medians_reading(trial, medians)} {ratio}.", "note"),
        missing,
        markup.provenance(words.SOURCE_LABEL, words.median_provenance(trial, medians)),
        css="panel gain",
    )


def _harm(view: Findings) -> str:
    harm, trial = view.harm, view.trial
    if harm is None:
        return markup.region(
            words.WEIGHING_TITLE,
            markup.paragraph(words.harm_not_available(trial)),
            _every_harm(view),
            css="panel harm",
        )
    excess = harm.excess
    title = words.harm_heading(trial, harm)
    text = trial.text.harms[harm.harm.id]
    return markup.region(
        title,
        markup.heading(title, 3, "part"),
        _figure(words.signed_out_of_100(excess.estimate.value, excess.decimals),
                words.per_100_with_range(excess)),
        f"<p>{markup.harm_badge(trial, harm)}</p>",
        markup.image(data_uri(bars.bar_svg(excess.estimate, colour="harm", scale=_scale(view))),
                     "", "bar"),
        markup.paragraph(words.harm_note(trial, harm), "note"),
        '<div class="onrequest">',
        markup.details(words.HARM_MEANING, markup.paragraph(text.definition, "note"),
                       markup.paragraph(text.recovery, "note")),
        markup.provenance(words.SOURCE_LABEL, words.harm_provenance(trial, harm, excess)),
        "</div>",
        css="panel harm",
    )  # fmt: skip


def _every_harm(view: Findings) -> str:
    """The harms that were counted beside the weighed one, to be opened."""
    if not words.harms_sentence(view):
        return ""
    lines = markup.unordered((*words.harms_notes(view), *words.harm_lines(view)))
    return markup.details(words.HARMS_TITLE, lines)


def _figure(value: str, rest: str) -> str:
    return f'<p class="figure">{markup.escaped(value)} <small>{markup.escaped(rest)}</small></p>'


def _balance(view: Findings) -> str:
    figures = words.balance_figures(view)
    title = words.BALANCE_TITLE if figures is None else f"{words.BALANCE_TITLE} {figures}"
    return markup.region(
        words.BALANCE_TITLE,
        markup.heading(title, 3, "part"),
        markup.paragraph(
            words.balance_sentence(view), "", markup.harm_badge(view.trial, view.harm)
        ),
        css="panel balance",
    )


# --- where the harm rate comes from ------------------------------------------------------------


def _harm_source(view: Findings) -> None:
    harm = view.trial.weighed_harm
    if harm is None:
        return
    own = counted_harm(view.trial, harm)
    state.seed("harm", view.choices)
    st.selectbox(
        words.HARM_SOURCE_LABEL,
        list(HarmSource),
        format_func=lambda one: words.harm_source(one, own),
        key="harm",
        on_change=state.on_harm_source,
    )
    if st.session_state["harm"] != HarmSource.TRIAL:
        _counts(view)


def _counts(view: Findings) -> None:
    faults = state.count_errors(view.trial)
    with st.container(key="counts"):
        for field, label in words.count_labels(view.trial).items():
            state.seed(field, view.choices)
            st.text_input(label, key=field, max_chars=7, on_change=state.on_counts)
            if field in faults:
                text = markup.escaped(words.count_refusal(faults[field]))
                st.html(f'<p class="fieldfault" role="alert">{text}</p>')
        if view.choices.harm != st.session_state["harm"] or faults:
            st.html(markup.paragraph(words.last_good_figures(view), "note"))


# --- the preference ----------------------------------------------------------------------------


@st.fragment
def weigh(page: Page) -> None:
    """The preference and what it implies, and all that follows it elsewhere on the page."""
    view = page.view()
    if can_be_weighed(view):
        _preference(view)
    page.draw_followers(view)
    page.refresh_links(view.choices)


def _preference(view: Findings) -> None:
    state.seed("weight", view.choices)
    st.select_slider(
        words.preference_question(view),
        _WEIGHTS,
        format_func=words.preference_option,
        key="weight",
        on_change=state.on_widget,
        args=("weight", "weight"),
    )
    with st.container(key="panel_result"):
        st.html(_result(view))


def _result(view: Findings) -> str:
    unset = view.weighing.preference is None
    shown = "" if unset else markup.harm_badge(view.trial, view.harm)
    return (
        '<div class="panel" role="status">'
        + markup.paragraph(words.net_gain_sentence(view), "", shown)
        + "</div>"
    )
