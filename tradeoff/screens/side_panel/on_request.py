"""What opens at the panel: sources, another rate of the harm, assumptions, what an event is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import HarmSource, RefusalReason
from tradeoff.findings.harm import HarmFindings, counted_harm
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, all_harms, can_be_weighed
from tradeoff.screens import state
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.frame import COUNT_REFUSALS, HARM_SOURCES
from tradeoff.words.harm import (
    HARMS_TITLE,
    excess_counts,
    harm_heading,
    harm_origin,
    harm_provenance,
    harm_words,
    harms_notes,
    harms_sentence,
)
from tradeoff.words.naming import arm_words
from tradeoff.words.provenance import provenance, reference_class, survival_window
from tradeoff.words.say import Say, message
from tradeoff.words.survival import gain_heading, median_provenance, medians_name
from tradeoff.words.weighing import break_even_rounding

SOURCES: Final = message("Sources")
OTHER_RATE: Final = message("Other rate")
ASSUMPTIONS: Final = message("Assumptions")
EVENT: Final = message("Event")
ALL_HARMS: Final = message("All harms")
RATE_LABEL: Final = message("Source of the harm rate")
EVENT_TITLE: Final = message("What such an event is")
NO_ADVICE: Final = message("Shows what a stated preference implies; does not recommend.")


def show(say: Say, view: Findings) -> None:
    """One line of words that open, and below it that the panel does not recommend."""
    with st.container(key="weigh_more", horizontal=True, gap="small"):
        _opening(say(SOURCES), sources(say, view))
        if view.trial.weighed_harm is not None:
            with st.popover(say(OTHER_RATE), type="tertiary"):
                _harm_source(say, view)
        if can_be_weighed(view):
            _opening(say(ASSUMPTIONS), markup.unordered(assumptions(say, view)))
        _opening(
            *(
                (say(EVENT), event(say, view))
                if view.harm
                else (say(ALL_HARMS), every_harm(say, view))
            )
        )
    st.html(markup.paragraph(say(NO_ADVICE), "note"))


def _opening(label: str, opened: str) -> None:
    if opened:
        with st.popover(label, type="tertiary"):
            st.html(f'<div class="onrequest">{opened}</div>')


# --- where the harm rate comes from ------------------------------------------------------------


def _harm_source(say: Say, view: Findings) -> None:
    harm = view.trial.weighed_harm
    if harm is None:
        return
    own = counted_harm(view.trial, harm)
    state.seed("harm", view.choices)
    st.selectbox(
        say(RATE_LABEL),
        list(HarmSource),
        format_func=lambda one: harm_source(say, one, own),
        key="harm",
        on_change=state.on_harm_source,
    )
    if st.session_state["harm"] != HarmSource.TRIAL:
        _counts(say, view)


def _counts(say: Say, view: Findings) -> None:
    faults = state.count_errors(view.trial)
    arms = Arms.each(lambda role: arm_words(view.trial, role).short)
    labels = {
        "e1": say("{experimental}: patients with an event", experimental=arms.experimental),
        "n1": say("{experimental}: patients treated", experimental=arms.experimental),
        "e0": say("{control}: patients with an event", control=arms.control),
        "n0": say("{control}: patients treated", control=arms.control),
        "asof": say("Month of these counts (YYYY-MM)"),
    }
    with st.container(key="counts"):
        for field, label in labels.items():
            state.seed(field, view.choices)
            st.text_input(label, key=field, max_chars=7, on_change=state.on_counts)
            if field in faults:
                st.html(markup.field_fault(count_refusal(say, faults[field])))
        if view.choices.harm != st.session_state["harm"] or faults:
            st.html(markup.paragraph(last_good_figures(say, view), "note"))


# --- what is opened -----------------------------------------------------------------------------


def sources(say: Say, view: Findings) -> str:
    """Source, place, population, window and method of each figure."""
    trial, survival, harm, medians = view.trial, view.survival, view.harm, view.medians
    parts = []
    if survival is not None:
        lines = provenance(say, trial, survival.gain, window=survival_window(say, survival))
        parts += [_sourced(gain_heading(say, trial, survival), gain_note(say, trial, survival))]
        parts += [markup.terms(lines)]
    elif medians is not None:
        parts += [markup.heading(medians_name(say, trial, medians), 3, "part")]
        parts += [markup.terms(median_provenance(say, trial, medians))]
    if harm is not None:
        parts += [_sourced(harm_heading(trial, harm), harm_note(say, trial, harm))]
        parts += [markup.harm_badge(say, trial, harm)]
        parts += [markup.terms(harm_provenance(say, trial, harm, harm.excess))]
    return "".join(parts)


def _sourced(heading: str, note: str) -> str:
    return markup.heading(heading, 3, "part") + markup.paragraph(note, "note")


def event(say: Say, view: Findings) -> str:
    """What such an event is, and how people recover from it."""
    words = harm_words(view.trial)
    if words is None:
        return ""
    told = "".join(map(markup.paragraph, (words.definition, words.recovery)))
    return markup.heading(say(EVENT_TITLE), 3, "part") + told


def every_harm(say: Say, view: Findings) -> str:
    """The harms that were counted where none of them is weighed; empty without any."""
    if not harms_sentence(say, view):
        return ""
    lines = markup.unordered((*harms_notes(view), *_harm_lines(say, view)))
    return markup.heading(say(HARMS_TITLE), 3, "part") + lines


# --- words --------------------------------------------------------------------------------------


def count_refusal(say: Say, reason: RefusalReason) -> str:
    """Said next to a field with typed counts; what stays until then is said once, below."""
    return say(COUNT_REFUSALS[reason])


def last_good_figures(say: Say, view: Findings) -> str:
    """Said while typed counts are not complete or not right."""
    if view.harm is None:
        return say(
            "Type all four counts. Until then the rate is {not_available}.",
            not_available=say(numbers.NOT_AVAILABLE),
        )
    origin = harm_origin(say, view.trial, view.harm)
    return say(
        "Type all four counts. Until then the last good figures stay: {origin}.", origin=origin
    )


def harm_source(say: Say, source: HarmSource, trial_rate: HarmFindings | None) -> str:
    """Where a harm rate comes from; the trial's names who confirmed it or stands in its place."""
    if source is HarmSource.TRIAL and trial_rate is not None:
        if trial_rate.counted_by is not None:
            return say("Counts of {counted_by}", counted_by=say.recorded(trial_rate.counted_by))
        if trial_rate.confirmed is not None and trial_rate.confirmed.confirmed is not None:
            return say("Trial, confirmed by {centre}", centre=trial_rate.confirmed.confirmed.centre)
    return say(HARM_SOURCES[source])


def gain_note(say: Say, trial: Trial, survival: SurvivalFindings) -> str:
    """What the gain counts, among whom, from where, and how its range came about."""
    end = trial.text.endpoints[survival.endpoint]
    values = {
        "alive": end.alive,
        "months": survival.months,
        "people": reference_class(say, trial, survival.gain.population),
        "source": say.recorded(survival.experimental.citations[0].source.short),
    }
    if survival.gain.calculated_range:
        return say(
            "More {alive} at {months} months; {people}; range calculated. {source}", **values
        )
    return say("More {alive} at {months} months; {people}. {source}", **values)


def harm_note(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """What the harm counts, among whom, and from where."""
    return say("{excess_counts}; range calculated", excess_counts=excess_counts(say, trial, harm))


def windows_sentence(say: Say, view: Findings) -> str:
    """Both windows of time, side by side."""
    told = harm_words(view.trial)
    if view.survival is None or told is None:
        return ""
    read = numbers.time(say, view.survival.months)
    return say("Gain is read at {read}, harm is counted {window}.", read=read, window=told.window)


def assumptions(say: Say, view: Findings) -> tuple[str, ...]:
    """What the weighing assumes, and how far the rounding of printed figures alone moves it."""
    lines = [
        say("Benefit and harm are taken as independent."),
        windows_sentence(say, view),
        say("A fatal harm may count twice."),
        break_even_rounding(say, view),
    ]
    if view.harm is not None and not view.harm.excess.population.of_trial:
        lines.append(say("The centre's counts are not randomised."))
    return tuple(filter(None, lines))


def _harm_lines(say: Say, view: Findings) -> Iterator[str]:
    """Every counted harm but the weighed one in a line each, both ways worded alike.

    The difference is per 100 treated, with its range.
    """
    trial = view.trial
    for harm, found in all_harms(view):
        name = trial.text.harms[harm.id].name
        if found is None:
            yield f"{name}: {say(numbers.NOT_AVAILABLE)}."
        elif not harm.weighed:
            yield (
                say(
                    "{harm}, per 100 treated: {first} {having_first}, {second} "
                    "{having_second}; difference {difference}.",
                    harm=name,
                    first=numbers.with_range(say, found.experimental),
                    having_first=arm_words(trial, Role.EXPERIMENTAL).having,
                    second=numbers.with_range(say, found.control),
                    having_second=arm_words(trial, Role.CONTROL).having,
                    difference=numbers.with_range(say, found.excess, signed=True),
                )
            )
