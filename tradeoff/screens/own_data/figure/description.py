"""What the figure shows: end point, analysis, numbers at risk and events."""

from __future__ import annotations

import streamlit as st

from tradeoff.digitising import Clicked, ClickedCurve, DigitisingError
from tradeoff.drawing import markup
from tradeoff.screens.own_data import curve as shared
from tradeoff.screens.own_data.fields import ARMS, assigned, faults
from tradeoff.screens.own_data.figure import at_risk
from tradeoff.screens.own_data.figure.curves import Followed
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Trial
from tradeoff.uploads import AtRiskUpload, UploadError, traced_curves
from tradeoff.uploads.overlay import UploadedCurves, series_by_name
from tradeoff.words import figure as words
from tradeoff.words.say import Say


def described(say: Say, trial: Trial, followed: Followed) -> UploadedCurves | None:
    """The traced curves with what is printed beside them; nothing until that is enough."""
    for_endpoint, for_cut = st.columns(2)
    with for_endpoint:
        endpoint = shared.endpoint_field(say, trial)
    with for_cut:
        cut = shared.analysis_field(say, trial, endpoint)
    upload = at_risk.given(say, trial, followed)
    if upload is None:
        return None
    rows = _rows(say, trial, upload)
    starts = {role: upload.series[label].n_at_risk[0] for role, label in rows.items()}
    events = shared.events_fields(say, trial, cut, endpoint, starts)
    if not rows or len(events) < len(ARMS):
        return None
    early = at_risk.ends_early(followed, upload, rows)
    if early:
        said = [
            words.ends_early(say, trial.text.arms[role].short, time, followed.unit)
            for role, time in early.items()
        ]
        st.html(markup.unordered(said))
    labels = {role: trial.text.arms[role].short for role in Role}
    try:
        curve = traced_curves(
            {labels[role]: (one.time, one.survival) for role, one in followed.curves.items()},
            file=followed.desk.name,
            time_unit=str(followed.unit),
        )
        clicked = _clicked(followed, labels).record()
    except UploadError as error:
        faults(say, error.problems)
        return None
    except DigitisingError as error:
        st.html(markup.field_fault(say.told(error.said)))
        return None
    return UploadedCurves(
        curve, upload, labels, rows, followed.unit, cut, endpoint, events, clicked
    )


def _rows(say: Say, trial: Trial, upload: AtRiskUpload) -> dict[Role, str]:
    """Which row is which arm: told by its name, else asked."""
    known = series_by_name(tuple(upload.series), trial)
    if len(known) == len(ARMS):
        return known
    return assigned(say, trial, tuple(upload.series), say(words.AT_RISK), "figure_rows")


def _clicked(followed: Followed, labels: dict[Role, str]) -> Clicked:
    """What another person needs to trace the same figure again, on the whole page of a PDF."""
    figure, (left, top) = followed.figure, followed.figure.place
    (a, b), (c, d) = followed.axes.x
    (e, f), (g, h) = followed.axes.y
    axes = type(followed.axes)(x=((a + left, b), (c + left, d)), y=((e + top, f), (g + top, h)))
    return Clicked(
        size=figure.whole,
        axes=axes,
        curves=tuple(
            ClickedCurve(labels[role], tuple((column + left, row + top) for column, row in clicks))
            for role, clicks in followed.clicks.items()
        ),
        unit=str(followed.unit),
        page=None if figure.page is None else figure.page + 1,
        vector=figure.strokes is not None,
    )
