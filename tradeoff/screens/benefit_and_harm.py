"""Benefit and harm, for the clinician: all harms, effects, what treatment involves, weighing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.harms import (
    MIDDLE,
    NARROW,
    WIDE,
    HarmsView,
    bare_harms,
    harms_scene,
    harms_svg,
    harms_view,
)
from tradeoff.drawing.probability import ProbabilityView, probability_chart, with_set_preference
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import effects, tables
from tradeoff.papers.evidence import sources
from tradeoff.screens import check, curves, downloads, lettered, store
from tradeoff.screens.page import Page
from tradeoff.words import numbers
from tradeoff.words.frame import TABLE_LABEL, caveats, file_name
from tradeoff.words.harm import HARMS_TITLE, harm_not_available, harms_counted, harms_notes
from tradeoff.words.say import CLINICIAN
from tradeoff.words.weighing import obstacle_sentence

CONTEXT_NOTE: Final = (
    "Rates from other studies and from the label, each with its own population. They are never "
    "this trial's rate and never a source for weighing."
)


_WIDTHS = {"wide": WIDE, "middle": MIDDLE, "narrow": NARROW}


def show(page: Page) -> None:
    """The body of the page."""
    view = page.view()
    with st.container(key="card_harms"):
        _harms(view)
    with st.container(key="card_effects"):
        st.html(markup.table(effects.effects_table(view)) + markup.unordered(caveats(view)))
    if view.trial.text.beside_harms:
        with st.container(key="card_beside"):
            st.html("".join(map(markup.table, sources.facts_beside_harms(view.trial))))
    with st.container(key="card_probability"):
        st.html(markup.heading("How often the gain was larger, over all preferences", 2, "part"))
        page.follow_preference(_probability)
    if view.trial.context:
        with st.container(key="card_context"):
            st.html(
                markup.paragraph(CONTEXT_NOTE, "note")
                + markup.table(tables.context_table(view.trial))
            )


def _harms(view: Findings) -> None:
    """Every harm as one picture, what must be known with it, and the same as a table."""
    drawn = harms_view(view)
    title = markup.heading(HARMS_TITLE, 2, "part")
    if drawn is None:
        st.html(title + markup.paragraph(harm_not_available(CLINICIAN, view.trial)))
        return
    notes = dict.fromkeys((*harms_notes(view), harms_counted(CLINICIAN, view)))
    table = tables.harms_table(view)
    st.html(
        title
        + _pictures(drawn)
        + "".join(markup.paragraph(note, "note") for note in notes)
        + (f"<p>{markup.harm_cautions(view.trial, view.harm)}</p>" if view.harm else "")
        + _badges(view)
        + markup.details(TABLE_LABEL, markup.table(table))
    )
    visit = check.travelling_lines(view)
    downloads.picture_and_table(
        file_name(view, "harms"),
        lambda: harms_svg(harms_view(view, visit=visit) or drawn),
        lambda: tables.travelling(table, view, visit),
    )


def _badges(view: Findings) -> str:
    """What must stand at harms beside the weighed one, once each."""
    due = dict.fromkeys(
        markup.harm_badge(view.trial, found)
        for harm, found in all_harms(view)
        if found is not None and not harm.weighed
    )
    due.pop(markup.harm_badge(view.trial, view.harm), None)
    said = "".join(due)
    return f"<p>{said}</p>" if said else ""


def _pictures(drawn: HarmsView) -> str:
    """In each width: the style sheet shows the one that there is room for, the others to nobody."""
    theme, bare = curves.theme(), bare_harms(drawn)
    return "".join(
        lettered.picture(harms_scene(bare, width=width), theme=theme, css=f"harms {css}")
        for css, width in _WIDTHS.items()
    )


def _probability(view: Findings) -> None:
    """Drawn again with each new preference; the curves themselves are kept."""
    plain = store.probability(view)
    if plain is None:
        st.html(markup.paragraph(obstacle_sentence(CLINICIAN, view)))
        return
    made = probability_chart(with_set_preference(plain, view), theme=curves.theme())
    st.html(f"<p>{markup.harm_badge(view.trial, view.harm)}</p>")
    curves.plot(made, key="probability")
    table = tables.probability_table(plain.main, plain.others)
    st.html(
        markup.paragraph(correlation_note(_shares(plain)), "note")
        + markup.details(TABLE_LABEL, markup.table(table))
    )


def _shares(plain: ProbabilityView) -> list[tuple[float, float, float]]:
    low, high = plain.others
    return list(zip(low.probability, plain.main.probability, high.probability, strict=True))


# --- words --------------------------------------------------------------------------------------


def correlation_note(shares: Sequence[tuple[float, float, float]]) -> str:
    """What a correlation of gain and harm would change, at most, over all preferences."""
    most = max(max(abs(low - middle), abs(high - middle)) for low, middle, high in shares)
    return (
        "Gain and harm are taken as independent. If they were correlated by −0.3 or +0.3, the "
        f"number would change by at most {numbers.out_of_100(most)} of 100 simulations."
    )
