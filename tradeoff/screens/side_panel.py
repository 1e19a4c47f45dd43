"""The side panel: gain against harm, the break-even, and a preference that is never preset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tradeoff.drawing import markup
from tradeoff.drawing.bars import bar_svg, panel_scale
from tradeoff.drawing.probability import PREFERENCES
from tradeoff.drawing.to_svg import data_uri
from tradeoff.findings.choices import HarmSource, RefusalReason
from tradeoff.findings.harm import HarmFindings, counted_harm
from tradeoff.findings.provenance import Finding
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, all_harms, can_be_weighed
from tradeoff.screens import state
from tradeoff.screens.page import Page
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.frame import HARM_SOURCES, REFUSAL_WORDS, SOURCE_LABEL
from tradeoff.words.harm import (
    HARMS_TITLE,
    excess_counts,
    harm_heading,
    harm_not_available,
    harm_origin,
    harm_provenance,
    harm_words,
    harms_notes,
    harms_sentence,
)
from tradeoff.words.naming import arm_words, endpoint_of
from tradeoff.words.provenance import provenance, reference_class, survival_window
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    gain_heading,
    hazard_ratio_words,
    median_provenance,
    medians_figure,
    medians_name,
    medians_reading,
    medians_words,
    no_landmark,
)
from tradeoff.words.weighing import (
    BREAK_EVEN_TITLE,
    anchor,
    break_even_figures,
    break_even_sentence,
    net_gain_sentence,
    obstacle_sentence,
)

WEIGHING_TITLE: Final = "Weigh gain against harm"


def show(view: Findings) -> DeltaGenerator:
    """The panel in the sidebar; returns the place where ``weigh`` draws the preference.

    ``weigh`` comes last of all, when every part of the page that follows it has its place.
    """
    whom = f"Out of 100 people like those in {view.trial.text.name}"
    with st.sidebar:
        st.html(markup.heading(WEIGHING_TITLE, 2, "part") + markup.paragraph(whom, "note"))
        st.html(_gain(view))
        st.html(_harm(view))
        _harm_source(view)
        st.html(_balance(view))
        place = st.container()
        st.html(f'<div class="small">{markup.unordered(assumptions(view))}</div>')
    return place


def _part(title: str, *parts: str, css: str) -> str:
    """One part of the panel under its heading."""
    return markup.region(title, markup.heading(title, 3, "part"), *parts, css=f"panel {css}")


def _figure(value: str, rest: str) -> str:
    return f'<p class="figure">{markup.escaped(value)} <small>{markup.escaped(rest)}</small></p>'


def _per_100(finding: Finding) -> str:
    """The difference large, beside it whom it is out of and its range."""
    found, decimals = finding.estimate, finding.decimals
    room = f"per 100 ({numbers.range_out_of_100(found, decimals)})"
    return _figure(numbers.signed_out_of_100(found.value, decimals), room)


def _bar(view: Findings, finding: Finding, colour: Literal["gain", "harm"]) -> str:
    """The difference as a bar; gain and harm on one scale."""
    both = (view.survival and view.survival.gain, view.harm and view.harm.excess)
    scale = panel_scale(*(one.estimate for one in both if one))
    bar = bar_svg(finding.estimate, colour=colour, scale=scale)
    return markup.image(data_uri(bar), "", "bar")


def _gain(view: Findings) -> str:
    survival, trial = view.survival, view.trial
    if survival is None:
        return _medians(view)
    elsewhere = weighs_at(view)
    lines = provenance(trial, survival.gain, window=survival_window(survival))
    return _part(
        gain_heading(CLINICIAN, trial, survival),
        _per_100(survival.gain),
        _bar(view, survival.gain, "gain"),
        markup.paragraph(gain_note(trial, survival), "note"),
        "" if elsewhere is None else markup.paragraph(elsewhere, "note"),
        markup.provenance(SOURCE_LABEL, lines),
        css="gain",
    )


def _medians(view: Findings) -> str:
    """In the place of a gain: both medians, the hazard ratio, and that nothing is weighed."""
    trial, medians = view.trial, view.medians
    missing = markup.paragraph(no_landmark(CLINICIAN, trial, view.choices), "note")
    if medians is None:
        return markup.region(WEIGHING_TITLE, missing, css="panel gain")
    ratio = hazard_ratio_words(CLINICIAN, trial, view.choices, view.base.hazard_ratio)
    return _part(
        medians_name(CLINICIAN, trial, medians),
        _figure(medians_figure(CLINICIAN, medians), ""),
        markup.paragraph(f"{medians_reading(CLINICIAN, trial, medians)} {ratio}.", "note"),
        missing,
        markup.provenance(SOURCE_LABEL, median_provenance(CLINICIAN, trial, medians)),
        css="gain",
    )


def _harm(view: Findings) -> str:
    harm, trial = view.harm, view.trial
    if harm is None:
        missing = markup.paragraph(harm_not_available(CLINICIAN, trial))
        return markup.region(WEIGHING_TITLE, missing, _every_harm(view), css="panel harm")
    text = trial.text.harms[harm.harm.id]
    event = (markup.paragraph(one, "note") for one in (text.definition, text.recovery))
    return _part(
        harm_heading(trial, harm),
        _per_100(harm.excess),
        f"<p>{markup.harm_badge(trial, harm)}</p>",
        _bar(view, harm.excess, "harm"),
        markup.paragraph(harm_note(trial, harm), "note"),
        '<div class="onrequest">',
        markup.details("What such an event is", *event),
        markup.provenance(SOURCE_LABEL, harm_provenance(CLINICIAN, trial, harm, harm.excess)),
        "</div>",
        css="harm",
    )


def _every_harm(view: Findings) -> str:
    """The harms that were counted beside the weighed one, to be opened."""
    if not harms_sentence(CLINICIAN, view):
        return ""
    lines = markup.unordered((*harms_notes(view), *_harm_lines(view)))
    return markup.details(HARMS_TITLE, lines)


def _balance(view: Findings) -> str:
    title = " ".join(filter(None, (BREAK_EVEN_TITLE, break_even_figures(CLINICIAN, view))))
    return markup.region(
        BREAK_EVEN_TITLE,
        markup.heading(title, 3, "part"),
        markup.paragraph(
            break_even_sentence(CLINICIAN, view), "", markup.harm_badge(view.trial, view.harm)
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
        "Source of the harm rate",
        list(HarmSource),
        format_func=lambda one: harm_source(one, own),
        key="harm",
        on_change=state.on_harm_source,
    )
    if st.session_state["harm"] != HarmSource.TRIAL:
        _counts(view)


def _counts(view: Findings) -> None:
    faults = state.count_errors(view.trial)
    arms = Arms.each(lambda role: arm_words(view.trial, role).short)
    labels = {
        "e1": f"{arms.experimental}: patients with an event",
        "n1": f"{arms.experimental}: patients treated",
        "e0": f"{arms.control}: patients with an event",
        "n0": f"{arms.control}: patients treated",
        "asof": "Month of these counts (YYYY-MM)",
    }
    with st.container(key="counts"):
        for field, label in labels.items():
            state.seed(field, view.choices)
            st.text_input(label, key=field, max_chars=7, on_change=state.on_counts)
            if field in faults:
                st.html(markup.field_fault(count_refusal(faults[field])))
        if view.choices.harm != st.session_state["harm"] or faults:
            st.html(markup.paragraph(last_good_figures(view), "note"))


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
    st.select_slider(
        preference_question(view),
        (None, *PREFERENCES),
        format_func=preference_option,
        **state.bound("weight", view.choices),
    )
    unset = view.weighing.preference is None
    badge = "" if unset else markup.harm_badge(view.trial, view.harm)
    said = markup.paragraph(net_gain_sentence(CLINICIAN, view), "", badge)
    with st.container(key="panel_result"):
        st.html(f'<div class="panel" role="status">{said}</div>')


# --- words --------------------------------------------------------------------------------------


def count_refusal(reason: RefusalReason) -> str:
    """Said next to a field with typed counts."""
    return f"This {REFUSAL_WORDS[reason]}. Correct it here; the last good figures stay until then."


def preference_option(weight: int | None) -> str:
    """One position of the preference slider."""
    return "not set" if weight is None else str(weight)


def last_good_figures(view: Findings) -> str:
    """Said while typed counts are not complete or not right."""
    if view.harm is None:
        return f"Type all four counts. Until then the rate is {numbers.NOT_AVAILABLE}."
    origin = harm_origin(CLINICIAN, view.trial, view.harm)
    return f"Type all four counts. Until then the last good figures stay: {origin}."


def _harm_lines(view: Findings) -> Iterator[str]:
    """Every counted harm but the weighed one in a line each, both ways worded alike.

    The difference is per 100 treated, with its range.
    """
    trial = view.trial
    for harm, found in all_harms(view):
        name = trial.text.harms[harm.id].name
        if found is None:
            yield f"{name}: {numbers.NOT_AVAILABLE}."
        elif not harm.weighed:
            yield (
                f"{name}, per 100 treated: {numbers.with_range(found.experimental)} "
                f"{arm_words(trial, Role.EXPERIMENTAL).having}, "
                f"{numbers.with_range(found.control)} "
                f"{arm_words(trial, Role.CONTROL).having}; difference "
                f"{numbers.with_range(found.excess, signed=True)}."
            )


def harm_source(source: HarmSource, trial_rate: HarmFindings | None) -> str:
    """Where a harm rate comes from; the trial's names who confirmed it or stands in its place."""
    if source is HarmSource.TRIAL and trial_rate is not None:
        if trial_rate.counted_by is not None:
            return f"Counts of {trial_rate.counted_by}"
        if trial_rate.confirmed is not None and trial_rate.confirmed.confirmed is not None:
            return f"Trial, confirmed by {trial_rate.confirmed.confirmed.centre}"
    return HARM_SOURCES[source]


def gain_note(trial: Trial, survival: SurvivalFindings) -> str:
    """What the gain counts, among whom, from where, and how its range came about."""
    end = trial.text.endpoints[survival.endpoint]
    kind = "; range calculated" if survival.gain.calculated_range else ""
    source = survival.experimental.citations[0].source.short
    return (
        f"More {end.alive} at {survival.months} months; "
        f"{reference_class(trial, survival.gain.population)}{kind}. {source}"
    )


def harm_note(trial: Trial, harm: HarmFindings) -> str:
    """What the harm counts, among whom, and from where."""
    return f"{excess_counts(CLINICIAN, trial, harm)}; range calculated"


def weighs_at(view: Findings) -> str | None:
    """Said where the marked month is not the month that is weighed."""
    survival, months = view.survival, view.choices.months
    if survival is None or months is None or months == survival.months:
        return None
    return (
        f"Gain is weighed at {numbers.time(CLINICIAN, survival.months)}, the published "
        "landmark; the chosen month moves the mark on the curve."
    )


def preference_question(view: Findings) -> str:
    """The slider's label: both ends named."""
    told = harm_words(view.trial)
    one = "such a harm" if told is None else told.one
    return (
        f"How bad is {one}, from 0 = not bad at all to 100 = as bad as {anchor(CLINICIAN, view)}?"
    )


def windows_sentence(view: Findings) -> str:
    """Both windows of time, side by side."""
    told = harm_words(view.trial)
    if view.survival is None or told is None:
        return ""
    read = numbers.time(CLINICIAN, view.survival.months)
    return f"Gain is read at {read}, harm is counted {told.window}."


def assumptions(view: Findings) -> tuple[str, ...]:
    """What the weighing assumes, said in the panel."""
    lines = [
        "Shows what a stated preference implies; does not recommend.",
        "Benefit and harm are taken as independent.",
        windows_sentence(view),
        "A fatal harm may count twice.",
    ]
    if view.trial.weighed_harm is None:
        return harms_notes(view)
    if view.harm is not None and not view.harm.excess.population.of_trial:
        lines.append("The centre's counts are not randomised.")
    return tuple(line for line in lines if line)


def in_a_line(view: Findings) -> str:
    """Gain, harm and break-even in one line, for pages whose panel is closed."""
    parts = (_gain_in_a_line(view), _harm_in_a_line(view), _break_even_in_a_line(view))
    return " · ".join(part for part in parts if part)


def _gain_in_a_line(view: Findings) -> str:
    trial, survival, medians = view.trial, view.survival, view.medians
    if survival is not None:
        end, gain = endpoint_of(trial, survival), survival.gain
        shown = numbers.signed_out_of_100(gain.estimate.value, gain.decimals)
        room = numbers.range_out_of_100(gain.estimate, gain.decimals)
        time = numbers.time(CLINICIAN, survival.months)
        return f"Per 100: {shown} {end.alive} by {time} ({room})"
    if medians is None:
        return ""
    ratio = hazard_ratio_words(CLINICIAN, trial, view.choices, view.base.hazard_ratio)
    return f"{medians_words(CLINICIAN, trial, medians)} · {ratio}"


def _harm_in_a_line(view: Findings) -> str:
    if view.harm is None:
        return ""
    excess = view.harm.excess
    shown = numbers.signed_out_of_100(excess.estimate.value, excess.decimals)
    room = numbers.range_out_of_100(excess.estimate, excess.decimals)
    words = view.trial.text.harms[view.harm.harm.id]
    per = "" if view.survival is not None else "Per 100: "
    return f"{per}{shown} {numbers.uncapitalised(words.short)} {words.window} ({room})"


def _break_even_in_a_line(view: Findings) -> str:
    figures = break_even_figures(CLINICIAN, view)
    return obstacle_sentence(CLINICIAN, view) if figures is None else f"break-even {figures}"
