"""Icon arrays on a page: both arms at one size, the range hatched, harm in its own frame."""

from __future__ import annotations

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.icons import IconArray, data_uri, legend_svg, svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.papers import pictures, tables
from tradeoff.statistics.two_arms import Role
from tradeoff.words import numbers
from tradeoff.words.frame import SOURCE_LABEL
from tradeoff.words.harm import (
    harm_array_heading,
    harm_not_available,
    harm_provenance,
    harm_range_sentence,
    harms_notes,
    harms_sentence,
)
from tradeoff.words.naming import arm_figure
from tradeoff.words.provenance import provenance, survival_window
from tradeoff.words.survival import (
    DIFFERENCE_TITLE,
    array_heading,
    gain_range_sentence,
    median_provenance,
    medians_words,
    survival_not_at_a_time,
)


def benefit(view: Findings, *, difference: bool = False) -> None:
    """Benefit arrays of both arms; with ``difference`` a third array of those who make it."""
    with st.container(key="benefit_arrays"):
        if view.survival is None:
            st.html(_medians(view))
            return
        trial, survival, framing = view.trial, view.survival, view.choices.framing
        people = survival.people
        shown = (people.experimental, people.control)
        if framing is Framing.DIED:
            shown = (numbers.HUNDRED - shown[0], numbers.HUNDRED - shown[1])
        pair = pictures.benefit_arrays(trial, survival, framing)
        extra = pictures.benefit_difference(trial, survival) if difference else None
        st.html(
            markup.heading(array_heading(trial, survival, framing), 2, "part")
            + _grid(view, pair, shown, extra, str(abs(people.increment)), harmful=False)
            + markup.paragraph(gain_range_sentence(survival, framing), "note")
            + markup.provenance(
                SOURCE_LABEL,
                provenance(trial, survival.experimental, window=survival_window(survival)),
            )
        )


def harm(view: Findings, *, difference: bool = False) -> None:
    """Harm arrays of both arms, at the size of the benefit arrays, with the badge."""
    with st.container(key="harm_arrays"):
        if view.harm is None:
            st.html(_every_harm(view))
            return
        trial, found = view.trial, view.harm
        people = found.people
        pair = pictures.harm_arrays(trial, found)
        extra = pictures.harm_difference(trial, found) if difference else None
        shown = (people.experimental, people.control)
        st.html(
            markup.heading(harm_array_heading(trial, found), 2, "part")
            + f"<p>{markup.harm_cautions(trial, found)}</p>"
            + _grid(view, pair, shown, extra, str(abs(people.increment)), harmful=True)
            + markup.paragraph(harm_range_sentence(found), "note")
            + markup.provenance(SOURCE_LABEL, harm_provenance(trial, found, found.experimental))
        )


def _medians(view: Findings) -> str:
    """What stands where no survival at a fixed time is published."""
    said = markup.paragraph(survival_not_at_a_time(view, ratio=False))
    if view.medians is None:
        return said
    title = markup.heading(medians_words(view.trial, view.medians), 2, "part")
    lines = median_provenance(view.trial, view.medians)
    return title + said + markup.provenance(SOURCE_LABEL, lines)


def _every_harm(view: Findings) -> str:
    """That no rate can be drawn, and every other harm that was counted."""
    said = markup.paragraph(harm_not_available(view.trial))
    if not harms_sentence(view):
        return said
    notes = "".join(markup.paragraph(note, "note") for note in harms_notes(view))
    return said + markup.table(tables.harms_table(view, brief=True)) + notes


def _grid(
    view: Findings,
    pair: tuple[IconArray, IconArray],
    shown: tuple[int, int],
    extra: IconArray | None,
    change: str,
    *,
    harmful: bool,
) -> str:
    arms = (Role.EXPERIMENTAL, Role.CONTROL)
    figures = [
        _figure(
            array,
            *arm_figure(view.trial, role, people),
            css="harm" if harmful else role.value,
        )
        for array, role, people in zip(pair, arms, shown, strict=True)
    ]
    if extra is not None:
        figures.append(_figure(extra, change, DIFFERENCE_TITLE.lower(),
                               css="harm" if harmful else "gain"))  # fmt: skip
    groups = pictures.legend_marks(*pair)
    entries = [(data_uri(legend_svg(group.mark)), group.label) for group in groups]
    css = "arrays three" if extra is not None else "arrays"
    return f'<div class="{css}">{"".join(figures)}</div>{markup.legend(entries)}'


def _figure(array: IconArray, value: str, having: str, *, css: str) -> str:
    caption = f"<b>{markup.escaped(value)}</b>{markup.escaped(having)}"
    picture = markup.image(data_uri(svg(array)), array.alt, "people")
    return f'<figure class="{css}"><figcaption>{caption}</figcaption>{picture}</figure>'
