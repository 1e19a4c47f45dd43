"""What is read off a curve: a month between landmarks, restricted means, the true curve's range.

All of it has the status reconstructed but the printed difference of restricted means, which stands
here so that the two are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

from tradeoff.findings.choices import Choices
from tradeoff.findings.curve_ranges import CurveRanges, curve_ranges
from tradeoff.findings.provenance import Citation, Finding, Method, cited, randomised
from tradeoff.findings.survival import survival_findings
from tradeoff.statistics.intervals import Estimate, difference_from_reported, normal_quantile
from tradeoff.statistics.survival import restricted_mean, restricted_mean_difference
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    CalibratedArm,
    CalibratedCurves,
    DigitisedCurves,
    Limits,
    Provenance,
    RestrictedMeanDifference,
    Status,
    Trial,
)


@dataclass(frozen=True, slots=True)
class MarkedMonth:
    """A month between landmarks, read off the curve: reconstructed, never weighed.

    The range of a calibrated curve is that of the true curve (reconstruction and sampling
    together), that of a digitised one the sampling range of its pseudo-patients.
    """

    months: int
    control: Finding
    experimental: Finding
    difference: Finding


@dataclass(frozen=True, slots=True)
class RestrictedMeans:
    """Mean survival time to a horizon, in months, from the curve that the trial has.

    A calibrated curve has a band of reconstruction beside that of sampling, a digitised one none.
    """

    horizon_months: int
    control: Estimate
    experimental: Estimate
    difference: Estimate
    control_reconstruction: Limits | None
    experimental_reconstruction: Limits | None
    difference_reconstruction: Limits | None
    citations: tuple[Citation, ...]
    method: Method = Method.CALIBRATED_CURVE


@dataclass(frozen=True, slots=True)
class PublishedRestrictedMean:
    """The difference of restricted means as printed, in days: never mixed with a reconstructed."""

    published: RestrictedMeanDifference
    estimate: Estimate
    citation: Citation


def marked_month(trial: Trial, choices: Choices, weighed: int | None) -> MarkedMonth | None:
    """The chosen month read off the curve, ``None`` where it is a landmark or has no curve."""
    if choices.months is None or choices.months == weighed:
        return None
    rebuilt = trial.digitised_curve(choices.cut, choices.endpoint)
    curves = rebuilt or trial.curve(choices.cut, choices.endpoint)
    if curves is None:
        return None
    if isinstance(curves, DigitisedCurves):
        return _read_off_digitised(trial, curves, choices.months)
    ranges = calibrated_ranges(trial, curves)
    month = choices.months
    control, experimental, difference = (
        _read_off(trial, trial.data_cut(curves.data_cut), curves, estimate, month)
        for estimate in (
            ranges.control[month], ranges.experimental[month], ranges.difference[month]
        )
    )  # fmt: skip
    return MarkedMonth(month, control, experimental, difference)


def calibrated_ranges(trial: Trial, curves: CalibratedCurves) -> CurveRanges:
    """The 95 % range of the true curves, month by month; at a landmark the landmark's own."""
    place = (curves.data_cut, curves.endpoint)
    found = {
        month: survival_findings(trial, *place, month) for month in trial.landmark_months(*place)
    }
    at = {month: one for month, one in found.items() if one is not None}
    return curve_ranges(
        curves,
        control={month: one.control.estimate for month, one in at.items()},
        experimental={month: one.experimental.estimate for month, one in at.items()},
        gain={month: one.gain.estimate for month, one in at.items()},
    )


def restricted_means(trial: Trial, data_cut: str, endpoint: str) -> RestrictedMeans | None:
    """Mean survival time to the curve's horizon, in months; status reconstructed."""
    rebuilt = trial.digitised_curve(data_cut, endpoint)
    if rebuilt is not None:
        return _rebuilt_means(trial, rebuilt)
    curves = trial.curve(data_cut, endpoint)
    if curves is None:
        return None
    difference = _normal_estimate(
        curves.restricted_mean_difference_months, curves.restricted_mean_difference_standard_error
    )
    return RestrictedMeans(
        horizon_months=curves.horizon_months,
        control=_restricted_mean(curves.control),
        experimental=_restricted_mean(curves.experimental),
        difference=difference,
        control_reconstruction=curves.control.restricted_mean_reconstruction,
        experimental_reconstruction=curves.experimental.restricted_mean_reconstruction,
        difference_reconstruction=curves.restricted_mean_difference_reconstruction,
        citations=(cited(trial, trial.data_cut(data_cut)),),
    )


def published_restricted_mean(
    trial: Trial, data_cut: str, endpoint: str
) -> PublishedRestrictedMean | None:
    """The printed difference of restricted means, in days; ``None`` where unpublished."""
    key = (data_cut, endpoint)
    found = (e for e in trial.restricted_means if (e.data_cut, e.endpoint) == key)
    published = next(found, None)
    if published is None:
        return None
    estimate = published.estimate(published.difference_days)
    return PublishedRestrictedMean(published, estimate, cited(trial, published))


def _read_off_digitised(trial: Trial, curves: DigitisedCurves, month: int) -> MarkedMonth | None:
    """Both arms' pseudo-patients at a month; ``None`` past the end of a curve."""
    control, experimental = (
        digitised.on_curve(curves.arm(role), month) for role in (Role.CONTROL, Role.EXPERIMENTAL)
    )
    if control is None or experimental is None:
        return None
    difference = difference_from_reported(experimental, control)
    read = (
        _read_off(trial, curves, curves, estimate, month)
        for estimate in (control, experimental, difference)
    )
    return MarkedMonth(month, *read)


def _read_off(
    trial: Trial,
    entry: Provenance,
    curves: DigitisedCurves | CalibratedCurves,
    estimate: Estimate,
    months: int,
) -> Finding:
    rebuilt = isinstance(curves, DigitisedCurves)
    method = Method.DIGITISED_CURVE if rebuilt else Method.CALIBRATED_CURVE
    return Finding(
        estimate=estimate,
        decimals=0,
        statuses=_curve_statuses(curves),
        method=method,
        range_method=method if estimate.has_range else None,
        citations=(cited(trial, entry),),
        population=randomised(trial),
        months=months,
        data_cut=curves.data_cut,
    )


def _curve_statuses(curves: DigitisedCurves | CalibratedCurves) -> tuple[Status, ...]:
    own = (curves.status,) if isinstance(curves, DigitisedCurves) else ()
    return tuple(dict.fromkeys((Status.RECONSTRUCTED, *own)))


def _rebuilt_means(trial: Trial, curves: DigitisedCurves) -> RestrictedMeans | None:
    """Mean survival of the pseudo-patients, up to where both arms are drawn and published."""
    last = max(trial.landmark_months(curves.data_cut, curves.endpoint), default=None)
    horizon = digitised.mean_horizon(curves, last)
    if horizon is None:
        return None
    control, experimental = map(digitised.arm_curve, (curves.control, curves.experimental))
    return RestrictedMeans(
        horizon_months=horizon,
        control=restricted_mean(control, horizon=horizon),
        experimental=restricted_mean(experimental, horizon=horizon),
        difference=restricted_mean_difference(experimental, control, horizon=horizon),
        control_reconstruction=None,
        experimental_reconstruction=None,
        difference_reconstruction=None,
        citations=(cited(trial, curves),),
        method=Method.DIGITISED_CURVE,
    )


def _restricted_mean(arm: CalibratedArm) -> Estimate:
    return _normal_estimate(arm.restricted_mean_months, arm.restricted_mean_standard_error)


def _normal_estimate(value: float, standard_error: float, *, level: float = 0.95) -> Estimate:
    half = normal_quantile(level) * standard_error
    return Estimate(value, value - half, value + half, level, standard_error)
