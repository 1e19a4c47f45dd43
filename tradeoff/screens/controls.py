"""The row of chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, TypeVar

import streamlit as st

from tradeoff.findings.choices import Analysis, Choices, Framing, analyses
from tradeoff.findings.view import Findings
from tradeoff.screens import state, store
from tradeoff.words import numbers
from tradeoff.words.say import Say, message

ENDPOINT_LABEL: Final = message("End point")
ANALYSIS_LABEL: Final = message("Landmark and analysis")
FRAMING_LABEL: Final = message("Told as")


T = TypeVar("T")


def chips(say: Say, view: Findings) -> None:
    """End point, landmark with its analysis, alive or died: a chip each, the chosen one filled."""
    choices, framings = view.choices, _framings(view)
    _pills(say(ENDPOINT_LABEL), _endpoints(view), **state.bound("endpoint", choices))
    state.seed("analysis", choices)
    _pills(
        say(ANALYSIS_LABEL), analysis_names(say, view), key="analysis", on_change=state.on_analysis
    )
    _pills(say(FRAMING_LABEL), framings, **state.bound("framing", choices))


def chip_names(say: Say, view: Findings) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """The chips' names, a row each, and which of them are chosen."""
    choices = view.choices
    rows: tuple[tuple[Mapping[Any, str], object], ...] = (
        (_endpoints(view), choices.endpoint),
        (analysis_names(say, view), Analysis(choices.cut, choices.landmark)),
        (_framings(view), choices.framing),
    )
    return tuple(tuple((name, one == at) for one, name in row.items()) for row, at in rows)


def _pills(label: str, names: Mapping[T, str], **bound: Any) -> None:
    st.pills(
        label,
        list(names),
        required=True,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        **bound,
    )


def trials(say: Say, choices: Choices) -> None:
    """Which trial, where there are several."""
    ids = store.trial_ids()
    if len(ids) < 2:
        return
    state.seed("trial", choices)
    st.selectbox(
        say("Trial"),
        ids,
        key="trial",
        label_visibility="collapsed",
        on_change=state.on_trial,
        format_func=partial(store.trial_name, say),
        width=240,
    )


# --- words --------------------------------------------------------------------------------------


def _endpoints(view: Findings) -> dict[str, str]:
    return {one.id: view.trial.text.endpoints[one.id].name for one in view.trial.endpoints}


def _framings(view: Findings) -> dict[Framing, str]:
    end = view.trial.text.endpoints[view.choices.endpoint]
    return {Framing.ALIVE: end.alive_heading, Framing.DIED: end.died_heading}


def analysis_names(say: Say, view: Findings) -> dict[Analysis, str]:
    """Each landmark with the analysis that published it: "3 years · NEJM".

    By the analysis' short name, or by its name where two would read alike.
    """
    cuts = view.trial.text.cuts
    offered = analyses(view.trial, view.choices.endpoint)
    short = {
        one: _analysis_name(say, one, cuts[one.cut].short or cuts[one.cut].name) for one in offered
    }
    alike = Counter(short.values())
    return {
        one: name if alike[name] == 1 else _analysis_name(say, one, cuts[one.cut].name)
        for one, name in short.items()
    }


def _analysis_name(say: Say, analysis: Analysis, cut: str) -> str:
    if analysis.landmark is None:
        return cut
    return f"{numbers.time(say, analysis.landmark)} · {cut}"
