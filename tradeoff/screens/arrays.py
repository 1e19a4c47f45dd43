"""Icon arrays on a page: both arms at one size, the range hatched, harm in its own frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.icons import IconArray, legend_svg, svg
from tradeoff.drawing.people import (
    benefit_arrays,
    benefit_difference,
    harm_arrays,
    harm_difference,
    legend_marks,
)
from tradeoff.drawing.to_svg import data_uri
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.papers import tables
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import Trial
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
from tradeoff.words.naming import arm_words
from tradeoff.words.provenance import provenance, survival_window
from tradeoff.words.say import Say
from tradeoff.words.survival import (
    DIFFERENCE_TITLE,
    array_heading,
    gain_range_sentence,
    median_provenance,
    medians_words,
    survival_not_at_a_time,
)


def benefit(say: Say, view: Findings, *, difference: bool = False) -> None:
    """Benefit arrays of both arms; with ``difference`` a third array of those who make it."""
    with st.container(key="benefit_arrays"):
        survival, framing = view.survival, view.choices.framing
        if survival is None:
            st.html(_medians(say, view))
            return
        drawn = [*benefit_arrays(say, view.trial, survival, framing)]
        if difference:
            drawn.append(benefit_difference(say, view.trial, survival))
        people = survival.people if framing is Framing.ALIVE else survival.people.complement
        css = (Role.EXPERIMENTAL.value, Role.CONTROL.value, "gain")
        lines = provenance(
            say, view.trial, survival.experimental, window=survival_window(say, survival)
        )
        st.html(
            markup.heading(array_heading(say, view.trial, survival, framing), 2, "part")
            + _grid(say, view.trial, drawn, people, css)
            + markup.paragraph(gain_range_sentence(say, survival, framing), "note")
            + markup.provenance(say(SOURCE_LABEL), lines)
        )


def harm(say: Say, view: Findings, *, difference: bool = False) -> None:
    """Harm arrays of both arms, at the size of the benefit arrays, with the badge."""
    with st.container(key="harm_arrays"):
        trial, found = view.trial, view.harm
        if found is None:
            st.html(_every_harm(say, view))
            return
        drawn = [*harm_arrays(say, trial, found)]
        if difference:
            drawn.append(harm_difference(say, trial, found))
        st.html(
            markup.heading(harm_array_heading(say, trial, found), 2, "part")
            + f"<p>{markup.harm_cautions(say, trial, found)}</p>"
            + _grid(say, trial, drawn, found.people, ("harm",) * 3)
            + markup.paragraph(harm_range_sentence(say, found), "note")
            + markup.provenance(
                say(SOURCE_LABEL), harm_provenance(say, trial, found, found.experimental)
            )
        )


def _medians(say: Say, view: Findings) -> str:
    """What stands where no survival at a fixed time is published."""
    said = markup.paragraph(survival_not_at_a_time(say, view, ratio=False))
    if view.medians is None:
        return said
    title = markup.heading(medians_words(say, view.trial, view.medians), 2, "part")
    lines = median_provenance(say, view.trial, view.medians)
    return title + said + markup.provenance(say(SOURCE_LABEL), lines)


def _every_harm(say: Say, view: Findings) -> str:
    """That no rate can be drawn, and every other harm that was counted."""
    said = markup.paragraph(harm_not_available(say, view.trial))
    if not harms_sentence(say, view):
        return said
    notes = "".join(markup.paragraph(note, "note") for note in harms_notes(view))
    return said + markup.table(tables.harms_table(say, view, brief=True)) + notes


def _grid(
    say: Say, trial: Trial, drawn: Sequence[IconArray], people: WholePeople, css: Sequence[str]
) -> str:
    """Experimental, control, and where it is drawn their difference, side by side."""
    change = (str(abs(people.increment)), numbers.uncapitalised(say(DIFFERENCE_TITLE)))
    said = (*figures(trial, people).shown, change)
    shown = "".join(
        figure(array, *words, css=one) for array, words, one in zip(drawn, said, css, strict=False)
    )
    name = "arrays" if len(drawn) == len(Role) else "arrays three"
    return f'<div class="{name}">{shown}</div>{key(drawn[: len(Role)])}'


# --- what every way of laying them out is made of ----------------------------------------------


def figures(trial: Trial, people: WholePeople) -> Arms[tuple[str, str]]:
    """The figure and the words at each arm's hundred."""
    counts = Arms(people.control, people.experimental)
    return Arms.each(lambda role: (str(counts.of(role)), arm_words(trial, role).having))


def figure(array: IconArray, value: str, having: str, *, css: str) -> str:
    """A hundred people under their figure and what they have."""
    caption = f"<b>{markup.escaped(value)}</b>{markup.escaped(having)}"
    return f'<figure class="{css}"><figcaption>{caption}</figcaption>{picture(array)}</figure>'


def picture(array: IconArray, css: str = "people") -> str:
    """A hundred people with their sentence."""
    return markup.image(data_uri(svg(array)), array.alt, css)


def key(arrays: Iterable[IconArray]) -> str:
    """What the marks of these arrays mean, each once."""
    groups = legend_marks(*arrays)
    return markup.legend((data_uri(legend_svg(group.mark)), group.label) for group in groups)
