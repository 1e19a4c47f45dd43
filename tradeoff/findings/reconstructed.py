"""What is read off a curve: a month between landmarks, mean survival, the true curve's range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from tradeoff.findings.choices import Choices, months_offered
from tradeoff.findings.curve_ranges import CurveRanges, Landmarks, curve_ranges
from tradeoff.findings.landmarks import last_month
from tradeoff.findings.provenance import (
    Citation,
    Comparison,
    Finding,
    Method,
    cited,
    once,
    randomised,
)
from tradeoff.findings.survival import SurvivalFindings, survival_findings
from tradeoff.statistics.intervals import Estimate, difference_from_reported, normal_quantile
from tradeoff.statistics.survival import (
    KaplanMeierCurve,
    restricted_mean,
    restricted_mean_difference,
    survival_at,
)
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    CalibratedArm,
    CalibratedCurves,
    DigitisedCurves,
    Limits,
    Provenance,
    Status,
    Trial,
)


@dataclass(frozen=True, slots=True)
class MarkedMonth(Comparison):
    """A month between landmarks, read off the curve: reconstructed, never weighed.

    The range of a calibrated curve is that of the true curve (reconstruction and sampling
    together), that of a digitised one the sampling range of its pseudo-patients.
    """

    months: int


@dataclass(frozen=True, slots=True)
class RestrictedMeans(Arms[Estimate]):
    """Mean survival time to a horizon, in months, from the curve that the trial has.

    A calibrated curve has a band of reconstruction beside that of sampling, a digitised one none.
    """

    difference: Estimate
    horizon_months: int
    citations: tuple[Citation, ...]
    method: Method
    control_reconstruction: Limits | None = None
    experimental_reconstruction: Limits | None = None
    difference_reconstruction: Limits | None = None


MonthRead: TypeAlias = SurvivalFindings | MarkedMonth
"""Both arms at a month with their difference: as published, or read off the curve."""


def marked_month(trial: Trial, choices: Choices) -> MarkedMonth | None:
    """The chosen month read off the curve, ``None`` where it is a landmark or has no curve."""
    month = choices.months
    if month is None:
        return None
    read = read_month(trial, choices.cut, choices.endpoint, month)
    return read if isinstance(read, MarkedMonth) else None


def read_month(trial: Trial, data_cut: str, endpoint: str, month: int) -> MonthRead | None:
    """Both arms and their difference at any month of one cut and end point.

    At a published landmark its own figures with its own range, else what the curve says;
    ``None`` where there is no curve, and past its end.
    """
    published = survival_findings(trial, data_cut, endpoint, month)
    return published or _off_curve(trial, data_cut, endpoint)(month)


def read_months(trial: Trial, data_cut: str, endpoint: str) -> dict[int, MonthRead | None]:
    """Every month that can be chosen, the curve's ranges worked out once.

    Empty without a landmark: then no month can be chosen.
    """
    months = months_offered(trial, data_cut, endpoint)
    read = _reader(trial, data_cut, endpoint)
    return {month: read(month) for month in months}


def _reader(trial: Trial, data_cut: str, endpoint: str) -> Callable[[int], MonthRead | None]:
    """Reads one month after another off the same curves."""
    off_curve = _off_curve(trial, data_cut, endpoint)

    def read(month: int) -> MonthRead | None:
        return survival_findings(trial, data_cut, endpoint, month) or off_curve(month)

    return read


def _off_curve(trial: Trial, data_cut: str, endpoint: str) -> Callable[[int], MarkedMonth | None]:
    rebuilt = trial.digitised_curve(data_cut, endpoint)
    if rebuilt is not None:
        drawn = Arms.each(lambda role: digitised.arm_curve(rebuilt.arm(role)))
        return partial(_off_digitised, trial, rebuilt, drawn)
    curves = trial.curve(data_cut, endpoint)
    if curves is None:
        return lambda _: None
    return partial(_off_calibrated, trial, curves, calibrated_ranges(trial, curves))


def calibrated_ranges(trial: Trial, curves: CalibratedCurves) -> CurveRanges:
    """The 95 % range of the true curves, month by month; at a landmark the landmark's own."""
    place = (curves.data_cut, curves.endpoint)
    months = trial.landmark_months(*place)
    found = [one for month in months if (one := survival_findings(trial, *place, month))]
    at: Arms[Landmarks] = Arms.each(
        lambda role: {one.months: one.of(role).estimate for one in found}
    )
    return curve_ranges(curves, at, {one.months: one.gain.estimate for one in found})


def restricted_means(trial: Trial, data_cut: str, endpoint: str) -> RestrictedMeans | None:
    """Mean survival time to the curve's horizon, in months; status reconstructed."""
    rebuilt = trial.digitised_curve(data_cut, endpoint)
    if rebuilt is not None:
        return _digitised_means(trial, rebuilt)
    curves = trial.curve(data_cut, endpoint)
    return None if curves is None else _calibrated_means(trial, curves)


def _digitised_means(trial: Trial, curves: DigitisedCurves) -> RestrictedMeans | None:
    """Of the pseudo-patients, up to where both arms are drawn and published."""
    last = last_month(trial, curves.data_cut, curves.endpoint)
    horizon = digitised.mean_horizon(curves, last)
    if horizon is None:
        return None
    drawn = Arms.each(lambda role: digitised.arm_curve(curves.arm(role)))
    return RestrictedMeans(
        control=restricted_mean(drawn.control, horizon=horizon),
        experimental=restricted_mean(drawn.experimental, horizon=horizon),
        difference=restricted_mean_difference(*drawn.shown, horizon=horizon),
        horizon_months=horizon,
        citations=(cited(trial, curves),),
        method=Method.DIGITISED_CURVE,
    )


def _calibrated_means(trial: Trial, curves: CalibratedCurves) -> RestrictedMeans:
    means = Arms.each(lambda role: _restricted_mean(curves.arm(role)))
    return RestrictedMeans(
        control=means.control,
        experimental=means.experimental,
        difference=_normal_estimate(
            curves.restricted_mean_difference_months,
            curves.restricted_mean_difference_standard_error,
        ),
        horizon_months=curves.horizon_months,
        citations=(cited(trial, trial.data_cut(curves.data_cut)),),
        method=Method.CALIBRATED_CURVE,
        control_reconstruction=curves.control.restricted_mean_reconstruction,
        experimental_reconstruction=curves.experimental.restricted_mean_reconstruction,
        difference_reconstruction=curves.restricted_mean_difference_reconstruction,
    )


def _restricted_mean(arm: CalibratedArm) -> Estimate:
    return _normal_estimate(arm.restricted_mean_months, arm.restricted_mean_standard_error)


def _normal_estimate(value: float, standard_error: float, *, level: float = 0.95) -> Estimate:
    half = normal_quantile(level) * standard_error
    return Estimate(value, value - half, value + half, level, standard_error)


def _off_digitised(
    trial: Trial, curves: DigitisedCurves, drawn: Arms[KaplanMeierCurve], month: int
) -> MarkedMonth | None:
    """Both arms' pseudo-patients at a month; ``None`` past the last of either arm."""
    if any(month > max(curves.arm(role).time) for role in Role):
        return None
    read = drawn.map(lambda curve: survival_at(curve, month))
    return _marked(trial, month, curves, read, difference_from_reported(*read.shown))


def _off_calibrated(
    trial: Trial, curves: CalibratedCurves, ranges: CurveRanges, month: int
) -> MarkedMonth | None:
    if month > curves.horizon_months:
        return None
    read = ranges.map(lambda months: months[month])
    return _marked(trial, month, curves, read, ranges.difference[month])


def _marked(
    trial: Trial,
    month: int,
    curves: DigitisedCurves | CalibratedCurves,
    read: Arms[Estimate],
    difference: Estimate,
) -> MarkedMonth:
    source: Provenance = trial.data_cut(curves.data_cut)
    own: tuple[Status, ...] = ()
    method = Method.CALIBRATED_CURVE
    if isinstance(curves, DigitisedCurves):
        source, own, method = curves, (curves.status,), Method.DIGITISED_CURVE

    def finding(estimate: Estimate) -> Finding:
        return Finding(
            estimate=estimate,
            decimals=0,
            statuses=once(Status.RECONSTRUCTED, *own),
            method=method,
            range_method=method if estimate.has_range else None,
            citations=(cited(trial, source),),
            population=randomised(trial),
            months=month,
            data_cut=curves.data_cut,
        )

    arms = read.map(finding)
    return MarkedMonth(arms.control, arms.experimental, finding(difference), month)
