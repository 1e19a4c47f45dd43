"""A curve of one's own: two files, what they show, and the curve drawn over the present one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup, preview
from tradeoff.papers.evidence import calibration
from tradeoff.papers.examples import Example
from tradeoff.screens import curves, session_data
from tradeoff.screens.own_data.fields import (
    ARMS,
    FileField,
    assigned,
    choice,
    faults,
    file,
    missing,
)
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import DigitisedCurves, TimeUnit, Trial
from tradeoff.uploads import AtRiskUpload, CurveUpload, read_at_risk, read_curve, units_disagree
from tradeoff.uploads.overlay import UploadedCurves, unit_named
from tradeoff.words import own_data as own_words
from tradeoff.words.say import Say, message
from tradeoff.words.table import Table

CURVE: Final = FileField(
    message("Curve"),
    "own_curve",
    message(
        "CSV of times and survival, both arms in one file, as WebPlotDigitizer, Engauge, "
        "DigitizeIt "
        "and others export them: with or without headings; comma, semicolon or tab; decimal "
        "point or "
        "comma."
    ),
    Example.CURVE,
)
AT_RISK: Final = FileField(
    message("Numbers at risk"),
    "own_risk",
    message(
        "CSV as printed under the figure: a row of times with a row for each arm, or the "
        "columns time, "
        "arm, number. The first time is 0."
    ),
    Example.AT_RISK,
)


def files(say: Say) -> tuple[CurveUpload, AtRiskUpload] | None:
    """Both files side by side; nothing until both can be used."""
    (for_curve, for_risk), below = st.columns(2), st.container()
    with for_curve:
        curve = file(say, CURVE, read_curve, below)
    with for_risk:
        risk = file(say, AT_RISK, read_at_risk, below)
    if curve is not None and risk is not None:
        if disagree := units_disagree(curve, risk):
            with below:
                faults(say, [disagree])
            return None
        return curve, risk
    if curve is not None and st.session_state.get(AT_RISK.key) is None:
        with for_risk:
            missing(say("Give the numbers at risk too: the curve alone is not enough."))
    if risk is not None and st.session_state.get(CURVE.key) is None:
        with for_curve:
            missing(say("Give the curve too: the numbers at risk alone are not enough."))
    return None


def described(
    say: Say, trial: Trial, given: tuple[CurveUpload, AtRiskUpload]
) -> UploadedCurves | None:
    """What both files show; nothing until every field that is needed is filled."""
    curve, risk = given
    for_endpoint, for_cut, for_unit = st.columns(3)
    with for_endpoint:
        endpoint = endpoint_field(say, trial)
    with for_cut:
        cut = analysis_field(say, trial, endpoint)
    with for_unit:
        named = unit_named(curve.time_unit, risk.time_unit)
        unit = choice(
            say,
            say("Time axis in"),
            list(TimeUnit),
            named=lambda one: own_words.unit(say, one),
            key="own_unit",
            waits=say("Choose the unit of the time axis."),
            at=named,
        )
    series = assigned(say, trial, tuple(curve.series), say("Curve"), "series")
    risk_series = assigned(say, trial, tuple(risk.series), say("Numbers at risk"), "risk")
    starts = {role: risk.series[label].n_at_risk[0] for role, label in risk_series.items()}
    events = events_fields(say, trial, cut, endpoint, starts)
    if unit is None or not series or not risk_series or len(events) < len(ARMS):
        return None
    return UploadedCurves(curve, risk, series, risk_series, unit, cut, endpoint, events)


def endpoint_field(say: Say, trial: Trial) -> str:
    """Which end point the curves show."""
    return st.selectbox(
        say("End point"),
        [one.id for one in trial.endpoints],
        format_func=lambda one: trial.text.endpoints[one].name,
        key="own_endpoint",
    )


def analysis_field(say: Say, trial: Trial, endpoint: str) -> str:
    """Which analysis they belong to."""
    return st.selectbox(
        say("Analysis"),
        [one.id for one in trial.cuts_with(endpoint)] or [one.id for one in trial.data_cuts],
        format_func=lambda one: trial.text.cuts[one].name,
        key=f"own_cut_{endpoint}",
    )


def events_fields(
    say: Say, trial: Trial, cut: str, endpoint: str, starts: dict[Role, int]
) -> dict[Role, int | None]:
    """Each arm's events in all, as the figure or its text prints them; an arm that waits is out."""
    ratio, given = trial.hazard_ratio(cut, endpoint), {}
    for place, role in zip(st.columns(len(ARMS)), ARMS, strict=True):
        known = None if ratio is None else ratio.events(role)
        with place:
            events = st.number_input(
                say("Events in all: {short} (optional)", short=trial.text.arms[role].short),
                min_value=0,
                max_value=trial.arm(role).n_randomised,
                value=None,
                step=1,
                placeholder="" if known is None else say("the trial's own: {known}", known=known),
                help=say(
                    "Where the figure or its text prints them. Left empty, the trial's own events "
                    "of this analysis are used, where it gives them."
                ),
                key=f"own_events_{role}",
            )
            fits = _events_fit(say, trial, role, events, known, starts.get(role))
        if fits:
            given[role] = events
    return given


def _events_fit(
    say: Say, trial: Trial, role: Role, events: int | None, known: int | None, start: int | None
) -> bool:
    """Whether a figure can hold so many events: those given, or the trial's own; said if not."""
    randomised = trial.arm(role).n_randomised
    if start is None or (start == randomised and events is None):
        return True
    if events is not None:
        if events > start:
            st.html(
                markup.field_fault(
                    say(
                        "Your figure starts with {start} people: give {start} at most.", start=start
                    )
                )
            )
        return events <= start
    if known is None:
        return True
    fits = known <= start
    values = {"start": start, "randomised": randomised, "known": known}
    missing(
        say(
            "Your figure starts with {start} people, the trial with {randomised}. Give your "
            "figure's events, or the trial's {known} are used.",
            **values,
        )
        if fits
        else say(
            "Your figure starts with {start} people, the trial with {randomised}. Give your "
            "figure's events: the trial's {known} are too many.",
            **values,
        )
    )
    return fits


def rebuilt(changed: Trial, content: UploadedCurves) -> DigitisedCurves:
    """The curves that were just put into the trial."""
    made = changed.digitised_curve(content.data_cut, content.endpoint)
    assert made is not None
    return made


def look(say: Say, trial: Trial, changed: Trial, content: UploadedCurves) -> None:
    """The rebuilt curves over those that are shown now, and how well they agree with the clicks."""
    curve = rebuilt(changed, content)
    made = preview.preview_chart(say, session_data.applied(trial), curve, theme=curves.theme())
    for_chart, for_table = st.columns((3, 2))
    with for_chart:
        curves.plot(made, key="own_preview")
    for_table.html(markup.table(_fit(say, changed, curve)))
    note = say(
        "Solid: rebuilt from your figure (pseudo-patients, not patient data). Points: your clicks. "
        "Dashed: shown now. Published numbers stay; a range that was not published is calculated "
        "from your curve."
    )
    mended = tuple(
        f"{trial.text.arms[role].short}: {say.told(mend)}"
        for role in ARMS
        for mend in curve.arm(role).mends
    )
    st.html(markup.paragraph(note, "note") + (markup.unordered(mended) if mended else ""))


def _fit(say: Say, trial: Trial, rebuilt: DigitisedCurves) -> Table:
    """The fit's numbers; what was mended is sentences, and stands in full width."""
    report = calibration.fit_report(say, trial, rebuilt)
    last = say(calibration.DIGITISED_ROWS[-1])
    return replace(report, rows=tuple(row for row in report.rows if row[0] != last))
