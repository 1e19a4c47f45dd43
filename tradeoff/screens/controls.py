"""The row of choices and the applicability check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings import applicability
from tradeoff.findings.applicability import Answer, Assessment
from tradeoff.findings.choices import FIRST_MONTH, Choices, Framing
from tradeoff.findings.landmarks import last_month
from tradeoff.findings.view import Findings
from tradeoff.screens import guide, state, store
from tradeoff.trial.records import Criterion, CriterionKind, Trial
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.applicability import age_lines, applicability_summary
from tradeoff.words.frame import FRAMINGS
from tradeoff.words.say import CLINICIAN

ENDPOINT_LABEL: Final = "End point"
CUT_LABEL: Final = "Data cut"
MONTHS_LABEL: Final = "Month"
FRAMING_LABEL: Final = "Told as"
OLDEST_AGE: Final = 120
APPLICABILITY_NOTE: Final = (
    "Answers stay in this visit, are never stored and never part of a link. The age itself is "
    "used at once and not kept."
)
NOT_ASKED: Final = "Not asked yet"


LabelVisibility = Literal["visible", "collapsed"]
_ANSWERS = "_answers"


def show(view: Findings, *, months: bool) -> None:
    """End point, data cut, month and the applicability check, in one row that wraps."""
    with st.container(key="choices", horizontal=True, vertical_alignment="bottom", gap="small"):
        selectors(view, months=months)
        with st.container(key="read_and_check", width="content"):
            guide.button()
            _check(view)


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


def answers(trial: Trial) -> tuple[Answer, ...]:
    """What followed from this visit's answers, for this trial."""
    kept: dict[str, Answer] = st.session_state.get(_ANSWERS, {}).get(trial.id, {})
    return tuple(kept.values())


def visit_lines(view: Findings) -> tuple[Assessment, tuple[str, ...]]:
    """What the applicability check found in this visit, and its lines for banner and exports."""
    trial = view.trial
    assessment = applicability.assess(trial, answers(trial))
    found = (*assessment.not_met, *assessment.cautions, *assessment.unknown)
    lines = (answer.consequence for answer in found)
    return assessment, tuple(line for line in lines if line is not None)


def travelling_lines(view: Findings) -> tuple[str, ...]:
    """What every export of this visit says: what the check found, and whose own data are in it."""
    assessment, lines = visit_lines(view)
    ages = age_lines(CLINICIAN, view) if assessment.by_age else ()
    return (*own_words.in_use(view.trial), *lines, *ages)


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


# --- applicability -----------------------------------------------------------------------------


def _check(view: Findings) -> None:
    trial = view.trial
    if not trial.criteria:
        return
    assessment = applicability.assess(trial, answers(trial))
    with st.popover("Does the trial apply to this patient?", width="content"):
        st.html(
            markup.paragraph(trial.text.population, "subtitle")
            + markup.paragraph(APPLICABILITY_NOTE, "note")
        )
        for criterion in trial.criteria:
            _ask(trial, criterion)
        st.html(markup.paragraph(applicability_summary(CLINICIAN, assessment)))


def _ask(trial: Trial, criterion: Criterion) -> None:
    text = trial.text.criteria[criterion.id]
    key = f"criterion_{criterion.id}"
    if criterion.kind is CriterionKind.AGE:
        st.number_input(
            text.question,
            help=trial_requirement(text.requirement),
            value=None,
            min_value=0,
            max_value=OLDEST_AGE,
            step=1,
            placeholder=NOT_ASKED,
            key=key,
            on_change=_answer,
            args=(trial, criterion, key),
        )
        return
    st.selectbox(
        text.question,
        list(criterion.options),
        help=trial_requirement(text.requirement),
        index=None,
        format_func=lambda option: text.options[option].label,
        placeholder=_placeholder(trial, criterion),
        key=key,
        on_change=_answer,
        args=(trial, criterion, key),
    )


def _placeholder(trial: Trial, criterion: Criterion) -> str:
    """Widgets forget on another page what the visit still knows: say that it was answered."""
    known = {answer.criterion for answer in answers(trial)}
    return "Answered in this visit" if criterion.id in known else NOT_ASKED


def _answer(trial: Trial, criterion: Criterion, key: str) -> None:
    """Judge an answer and keep only what follows from it."""
    value = st.session_state.get(key)
    every = st.session_state.setdefault(_ANSWERS, {})
    kept = every.setdefault(trial.id, {})
    if value is None:
        kept.pop(criterion.id, None)
        return
    judge: Callable[[Trial, Criterion, object], Answer] = (
        applicability.judge_age  # type: ignore[assignment]
        if criterion.kind is CriterionKind.AGE
        else applicability.judge_option
    )
    kept[criterion.id] = judge(trial, criterion, value)


# --- words --------------------------------------------------------------------------------------


def month_option(months: int, landmarks: Sequence[int]) -> str:
    """A month in the list of months: published landmark or reconstructed."""
    kind = "published" if months in landmarks else numbers.RECONSTRUCTED
    return f"{numbers.time(CLINICIAN, months)} · {kind}"


def month_slider_label(landmarks: Sequence[int]) -> str:
    """The label of the slider of months."""
    published = ", ".join(str(month) for month in landmarks)
    return f"Month (published: {published}; all others are reconstructed)"


def trial_requirement(requirement: str) -> str:
    """What the trial asked for, beside a question of the check."""
    return f"In the trial: {requirement}."
