"""From findings to the curves of both arms: calibrated, or rebuilt from a digitised figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from tradeoff.drawing.series import AxisRange, Band, PublishedPoint, RiskLine, Series, SurvivalView
from tradeoff.findings.choices import Framing
from tradeoff.findings.curve_ranges import CurveRanges
from tradeoff.findings.provenance import Comparison
from tradeoff.findings.reconstructed import calibrated_ranges, read_month
from tradeoff.findings.survival import survival_findings
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial import digitised
from tradeoff.trial.records import CalibratedArm, DigitisedArm, DigitisedCurves
from tradeoff.words import naming
from tradeoff.words.curve import MONTHS_AXIS, curve_alt, curve_axis, curve_note
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.naming import arm_words, of_demonstration
from tradeoff.words.say import Say, message
from tradeoff.words.sources import citation
from tradeoff.words.survival import picture_title

RISK_TITLE: Final = message("Pseudo-patients at risk, censored, with events")
RISK_LABELS: Final = (message("at risk"), message("cens."), message("events"))


@dataclass(frozen=True, slots=True)
class CurveOptions:
    """How the curves are drawn."""

    axis: AxisRange = AxisRange.WHOLE
    ranges: bool = True
    """The 95 % ranges: of the curves, shaded, and of the published landmarks."""
    room: bool = False
    """Where a reconstructed curve may run, given the published numbers."""
    at_risk: bool = True
    """Numbers at risk, censored and with events under the axis, where they are known."""
    dotted: bool = False
    """The month that is read, as a dotted line; else the values stand at the landmark's rings."""


def has_curve(view: Findings) -> bool:
    """Whether there are curves to draw: rebuilt from a figure, or through a landmark or median."""
    place = (view.choices.cut, view.choices.endpoint)
    if view.trial.digitised_curve(*place) is not None:
        return True
    pinned = view.survival is not None or view.medians is not None
    return pinned and view.trial.curve(*place) is not None


def survival_view(
    say: Say, view: Findings, options: CurveOptions, *, visit: tuple[str, ...] = ()
) -> SurvivalView | None:
    """The curves of the chosen cut and end point; ``None`` where there is no curve to draw.

    ``visit`` holds what the applicability check found: it travels with an exported picture. Where
    a figure was digitised, its pseudo-patients' steps and numbers at risk take the curves' place.
    """
    if not has_curve(view):
        return None
    trial, choices = view.trial, view.choices
    rebuilt = trial.digitised_curve(choices.cut, choices.endpoint)
    return SurvivalView(
        arms=_arms(view, rebuilt, options),
        alt=curve_alt(say, view),
        x_title=say(MONTHS_AXIS),
        y_title=curve_axis(say, trial, choices),
        marked_months=_values_at(view, options),
        dotted=options.dotted,
        median_follow_up_months=trial.data_cut(choices.cut).median_follow_up_months,
        beyond_label=say("beyond {follow_up}", follow_up=naming.follow_up(say, trial, choices.cut)),
        framing=choices.framing,
        axis=options.axis,
        show_band=options.ranges,
        show_room=options.room,
        at_risk=_risk_table(say, rebuilt) if rebuilt is not None and options.at_risk else None,
        at_risk_title="" if rebuilt is None else say(RISK_TITLE),
        title=picture_title(say, view),
        notes=(*picture_notes(say, view), *visit),
    )


def _arms(view: Findings, rebuilt: DigitisedCurves | None, options: CurveOptions) -> Arms[Series]:
    if rebuilt is not None:
        return Arms.each(lambda role: _rebuilt(view, role, rebuilt.arm(role), options))
    curves = view.trial.curve(view.choices.cut, view.choices.endpoint)
    assert curves is not None, "has_curve says so"
    ranges = calibrated_ranges(view.trial, curves)
    return Arms.each(lambda role: _smooth(view, role, curves.arm(role), ranges, options))


def _rebuilt(view: Findings, role: Role, arm: DigitisedArm, options: CurveOptions) -> Series:
    """The pseudo-patients' Kaplan-Meier curve up to the last of them.

    Their censorings carry no marks: when somebody was censored between two numbers at risk is not
    known, and a mark would say that it is.
    """
    curve = digitised.arm_curve(arm)
    last = len(curve.time) - 1
    drops = (row for row, events in enumerate(curve.n_events) if events and curve.time[row] > 0)
    rows = list(dict.fromkeys((*drops, last)))
    # At survival 1 or 0 the range is not estimable and no surface is drawn.
    limits = (
        (curve.survival[row],) * 2
        if math.isnan(curve.lower[row])
        else (curve.lower[row], curve.upper[row])
        for row in rows
    )
    lower, upper = zip((1.0, 1.0), *limits, strict=True)
    return Series(
        label=arm_words(view.trial, role).name,
        months=(0.0, *(float(curve.time[row]) for row in rows)),
        survival=(1.0, *(float(curve.survival[row]) for row in rows)),
        value_label=_value_label(view, role, options),
        band=Band(tuple(map(float, lower)), tuple(map(float, upper))),
        published=_published(view, role, ranges=options.ranges),
        steps=True,
    )


def _smooth(
    view: Findings, role: Role, arm: CalibratedArm, ranges: CurveRanges, options: CurveOptions
) -> Series:
    own = ranges.of(role)
    lower, upper = zip(*(one.limits for one in own), strict=True)
    return Series(
        label=arm_words(view.trial, role).name,
        months=tuple(map(float, arm.months)),
        survival=arm.survival,
        value_label=_value_label(view, role, options),
        band=Band(lower, upper),
        room=Band(arm.reconstruction_lower, arm.reconstruction_upper),
        published=_published(view, role, ranges=options.ranges),
    )


def _values_at(view: Findings, options: CurveOptions) -> int | None:
    """The month of the values: that of the arrays, or with a dotted line the one that is read."""
    if options.dotted:
        return view.choices.months
    return None if view.survival is None else view.survival.months


def _value_label(view: Findings, role: Role, options: CurveOptions) -> str:
    """The figure at the values' month: whole people that add up."""
    choices = view.choices
    at: Comparison | None = view.survival
    if options.dotted and choices.months is not None:
        at = read_month(view.trial, choices.cut, choices.endpoint, choices.months)
    if at is None:
        return ""
    people = at.people if choices.framing is Framing.ALIVE else at.people.complement
    return str(Arms(people.control, people.experimental).of(role))


def _published(view: Findings, role: Role, *, ranges: bool) -> tuple[PublishedPoint, ...]:
    """Every published landmark of the cut and end point with its range, else the median."""
    trial, place = view.trial, (view.choices.cut, view.choices.endpoint)
    points = []
    for months in trial.landmark_months(*place):
        survival = survival_findings(trial, *place, months)
        if survival is not None:
            estimate = survival.of(role).estimate
            limits = estimate.limits if ranges and estimate.has_range else ()
            points.append(PublishedPoint(months, estimate.value, *limits))
    if not points and view.medians is not None:
        # The arm's median, where half have had the event, if it was reached.
        median = view.medians.of(role).months
        points = [] if median is None else [PublishedPoint(median, 1 / 2)]
    return tuple(points)


def _risk_table(say: Say, curves: DigitisedCurves) -> Arms[tuple[RiskLine, ...]]:
    """At risk, censored and with events at every whole month."""
    arms = Arms.each(curves.arm)
    months = np.arange(math.floor(max(max(arm.time) for arm in arms.shown)) + 1)

    def lines(arm: DigitisedArm) -> tuple[RiskLine, ...]:
        table = digitised.risk_rows(arm, months)
        counted = (table.n_at_risk, table.n_censored, table.n_events)
        return tuple(
            RiskLine(
                say(RISK_LABELS[at]),
                tuple((float(m), str(n)) for m, n in zip(months, counts, strict=True)),
            )
            for at, counts in enumerate(counted)
        )

    return arms.map(lines)


# --- words --------------------------------------------------------------------------------------


def picture_notes(say: Say, view: Findings) -> tuple[str, ...]:
    """What has to travel with a downloaded picture."""
    trial, choices = view.trial, view.choices
    notes = [
        say(
            "{population}. {n_randomised} randomised; {follow_up}.",
            population=trial.text.population,
            n_randomised=trial.n_randomised,
            follow_up=naming.follow_up(say, trial, choices.cut),
        ),
        *of_demonstration(say, trial),
        curve_note(say, view),
    ]
    cited = view.medians if view.survival is None else view.survival.experimental
    if cited is not None:
        notes.append(say("Source: {source}.", source=citation(say, cited.citations[0])))
    notes.append(
        say(
            "{intended_use} Data version {version}.",
            intended_use=say(INTENDED_USE),
            version=trial.version,
        )
    )
    return tuple(notes)
