"""The row of chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import streamlit as st

from tradeoff.findings.choices import Analysis, Choices, Framing, analyses
from tradeoff.findings.view import Findings
from tradeoff.screens import state, store
from tradeoff.words import numbers
from tradeoff.words.say import CLINICIAN

ENDPOINT_LABEL: Final = "End point"
ANALYSIS_LABEL: Final = "Landmark and analysis"
FRAMING_LABEL: Final = "Told as"


T = TypeVar("T")


def chips(view: Findings) -> None:
    """End point, landmark with its analysis, alive or died: a chip each, the chosen one filled."""
    choices, endpoints = view.choices, view.trial.text.endpoints
    end = endpoints[choices.endpoint]
    framings = {Framing.ALIVE: end.alive_heading, Framing.DIED: end.died_heading}
    named = {one.id: endpoints[one.id].name for one in view.trial.endpoints}
    _pills(ENDPOINT_LABEL, named, **state.bound("endpoint", choices))
    state.seed("analysis", choices)
    _pills(ANALYSIS_LABEL, analysis_names(view), key="analysis", on_change=state.on_analysis)
    _pills(FRAMING_LABEL, framings, **state.bound("framing", choices))


def _pills(label: str, names: Mapping[T, str], **bound: Any) -> None:
    st.pills(
        label,
        list(names),
        required=True,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        **bound,
    )


def trials(choices: Choices) -> None:
    """Which trial, where there are several."""
    ids = store.trial_ids()
    if len(ids) < 2:
        return
    state.seed("trial", choices)
    st.selectbox(
        "Trial",
        ids,
        key="trial",
        label_visibility="collapsed",
        on_change=state.on_trial,
        format_func=store.trial_name,
        width=240,
    )


# --- words --------------------------------------------------------------------------------------


def analysis_names(view: Findings) -> dict[Analysis, str]:
    """Each landmark with the analysis that published it: "3 years · NEJM".

    By the analysis' short name, or by its name where two would read alike.
    """
    cuts = view.trial.text.cuts
    offered = analyses(view.trial, view.choices.endpoint)
    short = {one: _analysis_name(one, cuts[one.cut].short or cuts[one.cut].name) for one in offered}
    alike = Counter(short.values())
    return {
        one: name if alike[name] == 1 else _analysis_name(one, cuts[one.cut].name)
        for one, name in short.items()
    }


def _analysis_name(analysis: Analysis, cut: str) -> str:
    if analysis.landmark is None:
        return cut
    return f"{numbers.time(CLINICIAN, analysis.landmark)} · {cut}"
