"""From findings to the curves of both arms: calibrated, or rebuilt from a digitised figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from tradeoff.drawing.series import AxisRange, Band, PublishedPoint, RiskLine, Series, SurvivalView
from tradeoff.findings.choices import Framing
from tradeoff.findings.curve_ranges import CurveRanges
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.survival import survival_findings
from tradeoff.findings.view import Findings
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.survival import KaplanMeierCurve, survival_at
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial import digitised
from tradeoff.trial.records import CalibratedArm, DigitisedArm, DigitisedCurves
from tradeoff.words import naming, numbers
from tradeoff.words.curve import (
    MONTHS_AXIS,
    REBUILT_NOT_PATIENTS,
    curve_alt,
    curve_axis,
    curve_note,
)
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.naming import arm_words, of_demonstration
from tradeoff.words.provenance import citation
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import picture_title

#: After the month over the pointer's words.
REBUILT_MONTHS: Final = f"months, {REBUILT_NOT_PATIENTS}"
RISK_TITLE: Final = "Pseudo-patients at risk, censored, with events"
RISK_LABELS: Final = ("at risk", "cens.", "events")


@dataclass(frozen=True, slots=True)
class CurveOptions:
    """How the curves are drawn."""

    axis: AxisRange = AxisRange.WHOLE
    ranges: bool = True
    """The 95 % ranges: of the curves, shaded, and of the published landmarks."""
    room: bool = False
    """Where a reconstructed curve may run, given the published numbers."""


def has_curve(view: Findings) -> bool:
    """Whether there are curves to draw: rebuilt from a figure, or through a landmark or median."""
    place = (view.choices.cut, view.choices.endpoint)
    if view.trial.digitised_curve(*place) is not None:
        return True
    pinned = view.choices.months is not None or view.medians is not None
    return pinned and view.trial.curve(*place) is not None


def survival_view(
    view: Findings, options: CurveOptions, *, visit: tuple[str, ...] = ()
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
        alt=curve_alt(CLINICIAN, view),
        x_title=MONTHS_AXIS,
        y_title=curve_axis(CLINICIAN, trial, choices),
        months_word="" if rebuilt is None else REBUILT_MONTHS,
        marked_months=choices.months,
        median_follow_up_months=trial.data_cut(choices.cut).median_follow_up_months,
        beyond_label=f"beyond {naming.follow_up(trial, choices.cut)}",
        framing=choices.framing,
        axis=options.axis,
        show_band=options.ranges,
        show_room=options.room,
        at_risk=None if rebuilt is None else _risk_table(rebuilt),
        at_risk_title="" if rebuilt is None else RISK_TITLE,
        title=picture_title(view),
        notes=(*picture_notes(view), *visit),
    )


def lowest_drawn(drawn: SurvivalView) -> float:
    """The least survival, 0 to 1, of all lines, bands and published ranges of a picture."""
    found: list[float] = []
    for series in drawn.arms.shown:
        bands = (series.band, series.room if drawn.show_room else None)
        found += series.survival
        found += [low for band in bands if band is not None for low in band.lower]
        found += [p.survival if p.lower is None else p.lower for p in series.published]
    return min(found)


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
    hovered = range(math.floor(curve.time[last]) + 1)
    return Series(
        label=arm_words(view.trial, role).name,
        months=(0.0, *(float(curve.time[row]) for row in rows)),
        survival=(1.0, *(float(curve.survival[row]) for row in rows)),
        value_label=_value_label(view, role),
        hover=tuple(_rebuilt_hover(view, role, curve, month) for month in hovered),
        hover_months=tuple(map(float, hovered)),
        band=Band(tuple(map(float, lower)), tuple(map(float, upper))),
        published=_published(view, role, ranges=options.ranges),
        steps=True,
    )


def _smooth(
    view: Findings, role: Role, arm: CalibratedArm, ranges: CurveRanges, options: CurveOptions
) -> Series:
    own = ranges.of(role)
    # The upper line's words stand last over the pointer: there the difference follows both.
    changes = ranges.difference if role is Role.CONTROL else (None,) * len(own)
    lower, upper = zip(*(one.limits for one in own), strict=True)
    return Series(
        label=arm_words(view.trial, role).name,
        months=tuple(map(float, arm.months)),
        survival=arm.survival,
        value_label=_value_label(view, role),
        hover=tuple(
            _hover(month, read, change, view.choices.framing)
            for month, read, change in zip(arm.months, own, changes, strict=True)
        ),
        band=Band(lower, upper),
        room=Band(arm.reconstruction_lower, arm.reconstruction_upper),
        published=_published(view, role, ranges=options.ranges),
    )


def _value_label(view: Findings, role: Role) -> str:
    """The figure at the marked month: whole people that add up, or read off the curve."""
    died, marked = view.choices.framing is Framing.DIED, view.marked
    if marked is not None:
        value = marked.of(role).estimate.value
        return numbers.out_of_100(1 - value if died else value)
    if view.survival is None or view.survival.months != view.choices.months:
        return ""
    people = view.survival.people
    alive = Arms(people.control, people.experimental).of(role)
    return str(numbers.HUNDRED - alive if died else alive)


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


def _risk_table(curves: DigitisedCurves) -> Arms[tuple[RiskLine, ...]]:
    """At risk, censored and with events at every whole month."""
    arms = Arms.each(curves.arm)
    months = np.arange(math.floor(max(max(arm.time) for arm in arms.shown)) + 1)

    def lines(arm: DigitisedArm) -> tuple[RiskLine, ...]:
        table = digitised.risk_rows(arm, months)
        counted = (table.n_at_risk, table.n_censored, table.n_events)
        return tuple(
            RiskLine(label, tuple((float(m), str(n)) for m, n in zip(months, counts, strict=True)))
            for label, counts in zip(RISK_LABELS, counted, strict=True)
        )

    return arms.map(lines)


# --- words --------------------------------------------------------------------------------------


def _hover(month: int, read: Estimate, change: Estimate | None, framing: Framing) -> str:
    """What stands beside the pointer on a curve: survival and its range, the difference."""
    died = framing is Framing.DIED
    value, limits = (_died(read.value, read.limits)) if died else (read.value, read.limits)
    told = ""
    if change is not None and month:
        told = curve_hover_change(_mirrored(change) if died else change)
    return curve_hover(month, value, limits, told)


def _died(value: float, limits: tuple[float, float]) -> tuple[float, tuple[float, float]]:
    return 1 - value, (1 - limits[1], 1 - limits[0])


def _mirrored(difference: Estimate) -> Estimate:
    """The difference told as died."""
    lower, upper = difference.limits
    return Estimate(-difference.value, -upper, -lower, difference.level)


def _rebuilt_hover(view: Findings, role: Role, curve: KaplanMeierCurve, month: int) -> str:
    read = survival_at(curve, month)
    value, limits = read.value, read.limits if read.has_range else None
    if view.choices.framing is Framing.DIED:
        value, limits = 1 - value, limits and _died(value, limits)[1]
    return digitised_hover(arm_words(view.trial, role).name, value, limits)


def curve_hover(month: int, value: float, limits: tuple[float, float], change: str = "") -> str:
    """What stands beside the pointer on a curve: survival and its 95 % range, the difference."""
    low, high = sorted(limits)
    return (
        f"{numbers.time(CLINICIAN, month)}: {numbers.out_of_100(value)} of 100 "
        f"({numbers.span(numbers.out_of_100(low), numbers.out_of_100(high))}; "
        f"{numbers.RECONSTRUCTED}){change}"
    )


def curve_hover_change(difference: Estimate) -> str:
    """The difference of both curves at the pointer's month, with its range."""
    shown = numbers.signed_out_of_100(difference.value)
    return f"; difference {shown} ({numbers.range_out_of_100(difference)})"


def digitised_hover(arm: str, value: float, limits: tuple[float, float] | None) -> str:
    """What stands beside the pointer on a rebuilt curve, under the month and what the curve is."""
    room = numbers.NOT_ESTIMABLE
    if limits is not None:
        room = numbers.span(*map(numbers.out_of_100, sorted(limits)))
    return f"{arm}: {numbers.out_of_100(value)} of 100 ({room})"


def picture_notes(view: Findings) -> tuple[str, ...]:
    """What has to travel with a downloaded picture."""
    trial, choices = view.trial, view.choices
    notes = [
        f"{trial.text.population}. {trial.n_randomised} randomised; "
        f"{naming.follow_up(trial, choices.cut)}.",
        *of_demonstration(trial),
        curve_note(CLINICIAN, view),
    ]
    cited = view.medians if view.survival is None else view.survival.experimental
    if cited is not None:
        notes.append(f"Source: {citation(cited.citations[0])}.")
    notes.append(f"{INTENDED_USE} Data version {trial.version}.")
    return tuple(notes)
