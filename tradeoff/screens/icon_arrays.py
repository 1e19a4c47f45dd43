"""Icon arrays: both arms and the difference, benefit and harm at one size."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.icons import sheet_svg
from tradeoff.drawing.people import benefit_arrays, harm_arrays, retitled
from tradeoff.findings.choices import Framing
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import tables
from tradeoff.screens import arrays, check, downloads
from tradeoff.screens.page import Page
from tradeoff.words import numbers
from tradeoff.words.frame import INTENDED_USE, TABLE_LABEL, file_name
from tradeoff.words.harm import (
    cautions,
    harm_array_heading,
    harm_not_available,
    harm_origin,
    harm_range_sentence,
    harm_sentence,
)
from tradeoff.words.naming import of_demonstration
from tradeoff.words.provenance import citation
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import (
    array_heading,
    gain_range_sentence,
    other_frame_sentence,
    picture_title,
    survival_sentence,
)


@st.fragment
def show(page: Page) -> None:
    """The body of the page."""
    view = page.view()
    with st.container(key="array_options", horizontal=True, vertical_alignment="center"):
        view = _with_shown_harm(view)
        decimals = st.toggle("One decimal", key="decimals")
    with st.container(key="card_benefit"):
        arrays.benefit(view, difference=True)
        _sentence(view, decimals=decimals)
    with st.container(key="card_harm"):
        if view.trial.weighed_harm is not None and page.view().harm is None:
            st.html(markup.paragraph(harm_not_available(CLINICIAN, view.trial)))
        arrays.harm(view, difference=True)
        _harm_sentence(view, decimals=decimals)
    st.html(markup.details(TABLE_LABEL, markup.table(tables.arrays_table(view))))
    _downloads(view)
    page.refresh_links()


def _with_shown_harm(view: Findings) -> Findings:
    """The view with the harm that is to be drawn: any that was counted, where there are several."""
    counted = {harm.id: found for harm, found in all_harms(view) if found is not None}
    if (len(counted) < 2 and view.harm is not None) or not counted:
        return view
    chosen = st.selectbox(
        "Harm shown",
        list(counted),
        format_func=lambda one: view.trial.text.harms[one].name,
        key=f"shown_harm_{view.trial.id}",
        label_visibility="collapsed",
        width=340,
    )
    return replace(view, base=replace(view.base, harm=counted[chosen]))


def _sentence(view: Findings, *, decimals: bool) -> None:
    survival, framing = view.survival, view.choices.framing
    if survival is not None:
        shown = survival.gain.decimals if decimals else 0
        sentence = survival_sentence(CLINICIAN, view.trial, survival, framing, decimals=shown)
        other = other_frame_sentence(CLINICIAN, view.trial, survival, framing)
        note = markup.paragraph(rounding_note(survival), "note") if decimals else ""
        st.html(f'<div class="lead">{markup.paragraph(f"{sentence} {other}")}</div>{note}')


def _harm_sentence(view: Findings, *, decimals: bool) -> None:
    trial, harm = view.trial, view.harm
    if harm is not None:
        sentence = harm_sentence(
            CLINICIAN, trial, harm, decimals=harm.excess.decimals if decimals else 0
        )
        told = markup.paragraph(sentence, "", markup.harm_badge(trial, harm))
        st.html(f'<div class="lead">{told}</div>')


def _downloads(view: Findings) -> None:
    visit = check.travelling_lines(view)
    if view.survival is not None or view.harm is not None:
        downloads.picture_and_table(
            file_name(view, "icons"),
            lambda: _sheet(view, visit),
            lambda: tables.travelling(tables.arrays_table(view), view, visit),
        )


def _sheet(view: Findings, visit: tuple[str, ...]) -> str:
    """Benefit and harm, two by two, with all that has to travel with them."""
    trial, framing = view.trial, view.choices.framing
    pairs = [benefit_arrays(trial, view.survival, framing)] if view.survival else []
    pairs += [harm_arrays(trial, view.harm)] if view.harm else []
    titled = tuple(
        retitled(array, f"{array.title}: {title}")
        for pair, title in zip(pairs, sheet_titles(view), strict=True)
        for array in pair
    )
    return sheet_svg(titled, heading=picture_title(view), notes=(*array_notes(view), *visit))


# --- words --------------------------------------------------------------------------------------


def sheet_titles(view: Findings) -> tuple[str, ...]:
    """What each row of a downloaded sheet of icon arrays counts."""
    titles, trial = [], view.trial
    if view.survival is not None:
        titles.append(array_heading(CLINICIAN, trial, view.survival, view.choices.framing))
    if view.harm is not None:
        heading = harm_array_heading(CLINICIAN, trial, view.harm)
        titles.append(". ".join((heading, *cautions(CLINICIAN, trial, view.harm))))
    return tuple(titles)


def rounding_note(survival: SurvivalFindings) -> str:
    """What rounding did to the shown people."""
    decimals = survival.gain.decimals
    if decimals == 0:
        return (
            "The source gives whole percentages only, so no decimals can be shown: the true gain "
            "may lie up to 1 person higher or lower."
        )
    found = (survival.experimental, survival.control, survival.gain)
    experimental, control, gap = (numbers.out_of_100(one.estimate.value, decimals) for one in found)
    people = survival.people
    return (
        f"Unrounded {experimental} and {control}, a gap of {gap}. As whole people "
        f"{people.experimental} and {people.control}: the gap is rounded first "
        f"({people.increment}), then the pair nearest to both arms with that gap is taken."
    )


def array_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with downloaded icon arrays."""
    trial = view.trial
    notes = [f"{trial.text.population}.", *of_demonstration(trial)]
    if view.survival is not None:
        notes.append(
            f"{gain_range_sentence(CLINICIAN, view.survival, Framing.ALIVE)} "
            f"Source: {citation(view.survival.experimental.citations[0])}."
        )
    if view.harm is not None:
        cited = "; ".join(map(citation, view.harm.excess.citations))
        source = cited or harm_origin(CLINICIAN, trial, view.harm)
        ending = "".join(f" {note}." for note in cautions(CLINICIAN, trial, view.harm))
        notes.append(f"{harm_range_sentence(CLINICIAN, view.harm)} Source: {source}.{ending}")
    notes.append(f"{INTENDED_USE} Data version {trial.version}.")
    return tuple(notes)
