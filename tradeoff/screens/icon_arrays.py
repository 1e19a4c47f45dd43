"""Icon arrays: both arms and the difference, benefit and harm at one size."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

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
from tradeoff.words.say import Say
from tradeoff.words.sources import citation
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
        view = _with_shown_harm(page.say, view)
        decimals = st.toggle(page.say("One decimal"), key="decimals")
    with st.container(key="card_benefit"):
        arrays.benefit(page.say, view, difference=True)
        _sentence(page.say, view, decimals=decimals)
    with st.container(key="card_harm"):
        if view.trial.weighed_harm is not None and page.view().harm is None:
            st.html(markup.paragraph(harm_not_available(page.say, view.trial)))
        arrays.harm(page.say, view, difference=True)
        _harm_sentence(page.say, view, decimals=decimals)
    st.html(
        markup.details(page.say(TABLE_LABEL), markup.table(tables.arrays_table(page.say, view)))
    )
    _downloads(page.say, view)
    page.refresh_links()


def _with_shown_harm(say: Say, view: Findings) -> Findings:
    """The view with the harm that is to be drawn: any that was counted, where there are several."""
    counted = {harm.id: found for harm, found in all_harms(view) if found is not None}
    if (len(counted) < 2 and view.harm is not None) or not counted:
        return view
    chosen = st.selectbox(
        say("Harm shown"),
        list(counted),
        format_func=lambda one: view.trial.text.harms[one].name,
        key=f"shown_harm_{view.trial.id}",
        label_visibility="collapsed",
        width=340,
    )
    return replace(view, base=replace(view.base, harm=counted[chosen]))


def _sentence(say: Say, view: Findings, *, decimals: bool) -> None:
    survival, framing = view.survival, view.choices.framing
    if survival is not None:
        shown = survival.gain.decimals if decimals else 0
        sentence = survival_sentence(say, view.trial, survival, framing, decimals=shown)
        other = other_frame_sentence(say, view.trial, survival, framing)
        note = markup.paragraph(rounding_note(say, survival), "note") if decimals else ""
        st.html(f'<div class="lead">{markup.paragraph(f"{sentence} {other}")}</div>{note}')


def _harm_sentence(say: Say, view: Findings, *, decimals: bool) -> None:
    trial, harm = view.trial, view.harm
    if harm is not None:
        sentence = harm_sentence(say, trial, harm, decimals=harm.excess.decimals if decimals else 0)
        told = markup.paragraph(sentence, "", markup.harm_badge(say, trial, harm))
        st.html(f'<div class="lead">{told}</div>')


def _downloads(say: Say, view: Findings) -> None:
    visit = check.travelling_lines(say, view)
    if view.survival is not None or view.harm is not None:
        downloads.picture_and_table(
            say,
            file_name(view, "icons"),
            lambda: _sheet(say, view, visit),
            lambda: tables.travelling(say, tables.arrays_table(say, view), view, visit),
        )


def _sheet(say: Say, view: Findings, visit: tuple[str, ...]) -> str:
    """Benefit and harm, two by two, with all that has to travel with them."""
    trial, framing = view.trial, view.choices.framing
    pairs = [benefit_arrays(say, trial, view.survival, framing)] if view.survival else []
    pairs += [harm_arrays(say, trial, view.harm)] if view.harm else []
    titled = tuple(
        retitled(array, f"{array.title}: {title}")
        for pair, title in zip(pairs, sheet_titles(say, view), strict=True)
        for array in pair
    )
    return sheet_svg(
        titled, heading=picture_title(say, view), notes=(*array_notes(say, view), *visit)
    )


# --- words --------------------------------------------------------------------------------------


def sheet_titles(say: Say, view: Findings) -> tuple[str, ...]:
    """What each row of a downloaded sheet of icon arrays counts."""
    titles, trial = [], view.trial
    if view.survival is not None:
        titles.append(array_heading(say, trial, view.survival, view.choices.framing))
    if view.harm is not None:
        heading = harm_array_heading(say, trial, view.harm)
        titles.append(". ".join((heading, *cautions(say, trial, view.harm))))
    return tuple(titles)


def rounding_note(say: Say, survival: SurvivalFindings) -> str:
    """What rounding did to the shown people."""
    decimals = survival.gain.decimals
    if decimals == 0:
        return say(
            "The source gives whole percentages only, so no decimals can be shown: the true gain "
            "may lie up to 1 person higher or lower."
        )
    found = (survival.experimental, survival.control, survival.gain)
    experimental, control, gap = (
        numbers.out_of_100(say, one.estimate.value, decimals) for one in found
    )
    people = survival.people
    return say(
        "Unrounded {experimental} and {control}, a gap of {gap}. As whole people "
        "{shown_experimental} and {shown_control}: the gap is rounded first "
        "({increment}), then the pair nearest to both arms with that gap is "
        "taken.",
        experimental=experimental,
        control=control,
        gap=gap,
        shown_experimental=people.experimental,
        shown_control=people.control,
        increment=people.increment,
    )


def array_notes(say: Say, view: Findings) -> tuple[str, ...]:
    """What has to travel with downloaded icon arrays."""
    trial = view.trial
    notes = [f"{trial.text.population}.", *of_demonstration(say, trial)]
    if view.survival is not None:
        notes.append(
            say(
                "{gain_range_sentence} Source: {citation}.",
                gain_range_sentence=gain_range_sentence(say, view.survival, Framing.ALIVE),
                citation=citation(say, view.survival.experimental.citations[0]),
            )
        )
    if view.harm is not None:
        cited = "; ".join(map(partial(citation, say), view.harm.excess.citations))
        source = cited or harm_origin(say, trial, view.harm)
        ending = "".join(f" {note}." for note in cautions(say, trial, view.harm))
        notes.append(
            say(
                "{harm_range_sentence} Source: {source}.{ending}",
                harm_range_sentence=harm_range_sentence(say, view.harm),
                source=source,
                ending=ending,
            )
        )
    notes.append(
        say(
            "{intended_use} Data version {version}.",
            intended_use=say(INTENDED_USE),
            version=trial.version,
        )
    )
    return tuple(notes)
