"""The row of choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from tradeoff.findings.choices import FIRST_MONTH, Choices, Framing
from tradeoff.findings.landmarks import last_month
from tradeoff.findings.view import Findings
from tradeoff.screens import check, guide, state, store
from tradeoff.words import numbers
from tradeoff.words.frame import FRAMINGS
from tradeoff.words.say import CLINICIAN

ENDPOINT_LABEL: Final = "End point"
CUT_LABEL: Final = "Data cut"
MONTHS_LABEL: Final = "Month"
FRAMING_LABEL: Final = "Told as"


LabelVisibility = Literal["visible", "collapsed"]


def show(view: Findings, *, months: bool) -> None:
    """End point, data cut, month and the applicability check, in one row that wraps."""
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom", gap="small"):
        selectors(view, months=months)
        with st.container(key="read_and_check", width="content"):
            guide.button()
            check.show(view)


def selectors(view: Findings, *, months: bool = True, labels: bool = True) -> None:
    """Trial, end point, data cut and month; without ``labels`` what they hold names them."""
    seen: LabelVisibility = "visible" if labels else "collapsed"
    _trials(view.choices, seen=seen)
    _endpoints(view, seen=seen)
    _cuts(view, seen=seen)
    if months:
        _months(view, seen=seen)


def framing(choices: Choices) -> None:
    """Alive or died: both frames one action away."""
    st.segmented_control(
        FRAMING_LABEL,
        list(Framing),
        required=True,
        format_func=lambda one: FRAMINGS[one],
        label_visibility="collapsed",
        **state.bound("framing", choices),
    )


def month_slider(view: Findings) -> None:
    """Every month from the first to the cut's last published landmark."""
    trial, choices = view.trial, view.choices
    last = last_month(trial, choices.cut, choices.endpoint)
    if last is None or last <= FIRST_MONTH:
        return
    landmarks = trial.landmark_months(choices.cut, choices.endpoint)
    st.slider(
        month_slider_label(landmarks),
        FIRST_MONTH,
        last,
        **state.bound("months", choices),
    )


def _trials(choices: Choices, *, seen: LabelVisibility) -> None:
    ids = store.trial_ids()
    if len(ids) < 2:
        return
    state.seed("trial", choices)
    st.selectbox(
        "Trial",
        ids,
        key="trial",
        label_visibility=seen,
        on_change=state.on_trial,
        format_func=store.trial_name,
        width=_width(240, seen),
    )


def _endpoints(view: Findings, *, seen: LabelVisibility) -> None:
    trial = view.trial
    st.segmented_control(
        ENDPOINT_LABEL,
        [endpoint.id for endpoint in trial.endpoints],
        required=True,
        format_func=lambda one: trial.text.endpoints[one].name,
        label_visibility=seen,
        **state.bound("endpoint", view.choices),
    )


def _cuts(view: Findings, *, seen: LabelVisibility) -> None:
    trial = view.trial
    st.selectbox(
        CUT_LABEL,
        [cut.id for cut in trial.cuts_with(view.choices.endpoint)],
        format_func=lambda one: trial.text.cuts[one].name,
        label_visibility=seen,
        **state.bound("cut", view.choices),
        width=_width(150, seen),
    )


def _months(view: Findings, *, seen: LabelVisibility) -> None:
    trial, choices = view.trial, view.choices
    last = last_month(trial, choices.cut, choices.endpoint)
    if last is None:
        return
    landmarks = trial.landmark_months(choices.cut, choices.endpoint)
    others = [month for month in range(FIRST_MONTH, last + 1) if month not in landmarks]
    st.selectbox(
        MONTHS_LABEL,
        [*landmarks, *others],
        format_func=lambda month: month_option(month, landmarks),
        label_visibility=seen,
        **state.bound("month_list", choices, "months"),
        width=_width(200, seen),
    )


def _width(pixels: int, seen: LabelVisibility) -> int | Literal["stretch"]:
    """Under its label a list has its own width; without one the page's style says it."""
    return pixels if seen == "visible" else "stretch"


# --- words --------------------------------------------------------------------------------------


def month_option(months: int, landmarks: Sequence[int]) -> str:
    """A month in the list of months: published landmark or reconstructed."""
    kind = "published" if months in landmarks else numbers.RECONSTRUCTED
    return f"{numbers.time(CLINICIAN, months)} · {kind}"


def month_slider_label(landmarks: Sequence[int]) -> str:
    """The label of the slider of months."""
    published = ", ".join(str(month) for month in landmarks)
    return f"Month (published: {published}; all others are reconstructed)"
