"""From a trial's records to a calibration's inputs, and from its result to records.

The calibration knows estimates and months, the records know cuts, end points and sources: this is
the place where they meet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from tradeoff.statistics.calibration import (
    CURVES,
    PIECE_MONTHS,
    SURVIVAL_TOLERANCE,
    Assumptions,
    LandmarkTarget,
    Published,
    fingerprint_inputs,
)
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import (
    CalibratedArm,
    CalibratedCurves,
    CalibrationCheck,
    HazardRatio,
    Landmark,
    Limits,
    Trial,
)
from tradeoff.trial.told import told

if TYPE_CHECKING:
    from tradeoff.statistics.calibration import Calibration, ReconstructedMean
    from tradeoff.statistics.read_only import Floats

# What the files keep: a millionth of survival is a hundred times finer than any source prints.
_DECIMALS = 6
_HALF = 0.5
# What a fit assumes where its cut states no follow-up.
_FOLLOW_UP_ASSUMED = ("follow_up_months", "follow_up_sd")


def curve_name(data_cut: str, endpoint: str) -> str:
    """The name of a curve's file and of the curve in messages, for example ``os-later``."""
    return f"{endpoint}-{data_cut}"


def curves_wanted(trial: Trial) -> tuple[tuple[str, str], ...]:
    """The (cut, end point) pairs that get a calibrated curve: a ratio, and both curves pinned.

    A landmark of both arms pins them, or a reached median of both. A pair whose curve was digitised
    gets none, and neither does any of a trial without a calibration table.
    """
    if trial.calibration is None:
        return ()
    pairs = ((cut.id, endpoint.id) for cut in trial.data_cuts for endpoint in trial.endpoints)
    return tuple(
        (cut, endpoint)
        for cut, endpoint in pairs
        if _can_be_calibrated(trial, cut, endpoint) and not trial.digitised_curve(cut, endpoint)
    )


def _can_be_calibrated(trial: Trial, data_cut: str, endpoint: str) -> bool:
    medians = _medians(trial, data_cut, endpoint).complete()
    pinned = trial.landmark_months(data_cut, endpoint) or medians
    return bool(trial.hazard_ratio(data_cut, endpoint) and pinned)


def _medians(trial: Trial, data_cut: str, endpoint: str) -> Arms[float | None]:
    """This cut's medians: of both arms, or of one arm up to the last landmark of both.

    One arm's median beyond it would draw the other arm's curve on with nothing published there.
    Medians of a source's own analysis belong to no cut, those of another model to no curve.
    """
    entries = Arms.each(lambda role: trial.median(data_cut, endpoint, role))
    reached = entries.map(lambda entry: None if entry is None else entry.months)
    if reached.complete() is not None:
        return reached
    last = max(trial.landmark_months(data_cut, endpoint), default=0)
    return reached.map(lambda months: months if months is not None and months <= last else None)


def published_inputs(trial: Trial, data_cut: str, endpoint: str) -> Published:
    """The numbers of one cut and end point that a fit may use, and no others.

    Raises:
        ValueError: where the cut has no hazard ratio, or neither a landmark nor a reached median
            of both arms.
    """
    ratio = trial.hazard_ratio(data_cut, endpoint)
    if ratio is None or not _can_be_calibrated(trial, data_cut, endpoint):
        raise ValueError(
            f"{curve_name(data_cut, endpoint)}: no hazard ratio with a landmark or a reached "
            "median of both arms. A curve needs both: ask curves_wanted first."
        )
    months = trial.landmark_months(data_cut, endpoint)
    return Published(
        n_randomised=Arms.each(lambda role: trial.arm(role).n_randomised),
        landmarks=tuple(_target(trial, data_cut, endpoint, month) for month in months),
        hazard_ratio=_ratio(trial, ratio),
        median_follow_up_months=trial.data_cut(data_cut).median_follow_up_months,
        medians=_medians(trial, data_cut, endpoint),
        events=Arms.both(ratio.events),
    )


def _ratio(trial: Trial, ratio: HazardRatio) -> Estimate:
    """The ratio with its interval, or without where the trial says that its width is no target."""
    if trial.calibration is None or trial.calibration.fit_ratio_interval:
        return ratio.estimate(ratio.value)
    return Estimate(ratio.value, None, None, ratio.estimate(ratio.value).level)


def _target(trial: Trial, data_cut: str, endpoint: str, months: int) -> LandmarkTarget:
    """Both arms at one landmark, with the intervals that were published.

    A landmark's ``standard_error`` is no target. Where a source prints "± SE" it may be Greenwood's
    or Peto's, which looks only at those still at risk at the landmark and can be 1.4 times as
    large. Taken for Greenwood's it has the fit press the whole follow-up together, and the events
    into the last months.
    """
    control = trial.landmark(data_cut, endpoint, months, Role.CONTROL)
    experimental = trial.landmark(data_cut, endpoint, months, Role.EXPERIMENTAL)
    # landmark_months names months that both arms have.
    assert isinstance(control, Landmark)
    assert isinstance(experimental, Landmark)
    return LandmarkTarget(
        control.estimate(control.survival),
        experimental.estimate(experimental.survival),
        months=months,
    )


def assumptions(trial: Trial, *, curves: int = CURVES) -> Assumptions:
    """What the trial's calibration table assumes, and the method's own for the rest.

    Raises:
        ValueError: where the trial has no calibration table.
    """
    if trial.calibration is None:
        raise ValueError(f"{trial.id} has no [calibration] table. Add it to trial.toml.")
    return Assumptions(
        piece_months=trial.calibration.piece_months or PIECE_MONTHS,
        follow_up_months=trial.calibration.follow_up_months,
        follow_up_half_width_months=trial.calibration.follow_up_half_width_months,
        curves=curves,
    )


def stated_assumptions(
    trial: Trial, data_cut: str, endpoint: str, *, curves: int = CURVES
) -> dict[str, float]:
    """The assumptions that a curve's fit used, by name; a stated follow-up needs none."""
    assumed, ratio = assumptions(trial, curves=curves), trial.hazard_ratio(data_cut, endpoint)
    if ratio is not None and None not in map(ratio.events, Role):
        assumed = assumed.beside_events()
    used = asdict(assumed)
    if trial.data_cut(data_cut).median_follow_up_months is not None:
        used = {name: v for name, v in used.items() if name not in _FOLLOW_UP_ASSUMED}
    return {name: value for name, value in used.items() if value is not None}


def inputs_checksum(trial: Trial, data_cut: str, endpoint: str, *, curves: int = CURVES) -> str:
    """Checksum of the numbers that a fit of this curve uses; not of files or citations."""
    return fingerprint_inputs(
        published_inputs(trial, data_cut, endpoint), assumptions(trial, curves=curves)
    )


def refusal(trial: Trial, curve: CalibratedCurves) -> str | None:
    """Why a recorded curve must not be shown with this trial, ``None`` where it may."""
    asked = max(1, curve.curves_asked)
    now = inputs_checksum(trial, curve.data_cut, curve.endpoint, curves=asked)
    if curve.inputs_checksum != now:
        return told("the curve was calibrated from other numbers than the trial now holds")
    published = published_inputs(trial, curve.data_cut, curve.endpoint)
    return next(_unmet(published, curve), None)


def _unmet(published: Published, curve: CalibratedCurves) -> Iterator[str]:
    """What of the published numbers the curve does not give back."""
    if abs(curve.tension) > curve.tension_limit:
        yield told(
            "the hazard ratio lies {tension:.1f} prior and sampling standard deviations from what "
            "the other numbers predict, above the limit of {limit:g}",
            tension=abs(curve.tension),
            limit=curve.tension_limit,
        )
    for check in curve.checks:
        if abs(check.achieved - check.target) > check.tolerance:
            yield told(
                "the curve does not meet its numbers: {quantity} is {reached:.4g}, published "
                "{published:g}",
                quantity=check.quantity,
                reached=check.achieved,
                published=check.target,
            )
    if curve.horizon_months != published.horizon_months:
        yield told(
            "the curve ends at {end} months, the published numbers at {last:g}",
            end=curve.horizon_months,
            last=published.horizon_months,
        )
    for role in Role:
        yield from _unmet_landmarks(published, role, curve.arm(role).survival)
    for role in Role:
        yield from _unmet_median(published, role, curve.arm(role).survival)


def _unmet_landmarks(published: Published, role: Role, survival: Sequence[float]) -> Iterator[str]:
    for landmark in published.landmarks:
        wanted, drawn = landmark.of(role).value, survival[round(landmark.months)]
        if abs(drawn - wanted) > SURVIVAL_TOLERANCE:
            yield told(
                "the curve gives survival {drawn:.4f} at {months:g} months ({arm}), published is "
                "{published:g}",
                drawn=drawn,
                months=landmark.months,
                arm=str(role),
                published=wanted,
            )


def _unmet_median(published: Published, role: Role, survival: Sequence[float]) -> Iterator[str]:
    """The record knows whole months: it must fall through one half in the month of the median."""
    months = published.medians.of(role)
    if months is None:
        return
    before, after = survival[math.floor(months)], survival[math.ceil(months)]
    if before < _HALF - SURVIVAL_TOLERANCE or after > _HALF + SURVIVAL_TOLERANCE:
        yield told(
            "the curve does not give one half at {months:g} months ({arm}), the published median",
            months=months,
            arm=str(role),
        )


def to_record(
    calibration: Calibration, trial: Trial, *, data_cut: str, endpoint: str
) -> CalibratedCurves:
    """A calibration's result as the record that is kept, rounded to six decimals."""
    gain, asked = calibration.restricted_mean_difference, calibration.curves_asked
    return CalibratedCurves(
        data_cut=data_cut,
        endpoint=endpoint,
        inputs_checksum=inputs_checksum(trial, data_cut, endpoint, curves=asked),
        horizon_months=round(calibration.control.months[-1]),
        control=_arm(calibration, Role.CONTROL),
        experimental=_arm(calibration, Role.EXPERIMENTAL),
        difference_lower=_all_rounded(calibration.difference_lower),
        difference_upper=_all_rounded(calibration.difference_upper),
        restricted_mean_difference_months=_rounded(gain.sampling.value),
        restricted_mean_difference_standard_error=_error(gain),
        restricted_mean_difference_reconstruction=_limits(gain),
        checks=tuple(
            CalibrationCheck(
                quantity=check.quantity,
                target=_rounded(check.target),
                achieved=_rounded(check.achieved),
                tolerance=check.tolerance,
            )
            for check in calibration.checks
        ),
        tension=_rounded(calibration.tension.standard_deviations),
        tension_limit=calibration.tension.limit,
        curves_kept=calibration.curves_kept,
        curves_asked=asked,
    )


def _arm(calibration: Calibration, role: Role) -> CalibratedArm:
    curve = calibration.of(role)
    mean = curve.restricted_mean
    columns = {column: _all_rounded(getattr(curve, column)) for column in _CURVE_COLUMNS}
    errors = {round(months): _rounded(error) for months, error in curve.standard_errors.items()}
    return CalibratedArm(
        months=tuple(round(month) for month in curve.months),
        **columns,
        landmark_standard_errors=errors,
        restricted_mean_months=_rounded(mean.sampling.value),
        restricted_mean_standard_error=_error(mean),
        restricted_mean_reconstruction=_limits(mean),
    )


_CURVE_COLUMNS = (
    "survival",
    "reconstruction_lower",
    "reconstruction_upper",
    "sampling_lower",
    "sampling_upper",
    "lower",
    "upper",
)


def _error(mean: ReconstructedMean) -> float:
    return _rounded(mean.sampling.standard_error or 0.0)


def _limits(mean: ReconstructedMean) -> Limits:
    return Limits(
        lower=_rounded(mean.reconstruction_lower), upper=_rounded(mean.reconstruction_upper)
    )


def _rounded(number: float) -> float:
    return round(float(number), _DECIMALS)


def _all_rounded(numbers: Floats) -> tuple[float, ...]:
    return tuple(_rounded(number) for number in numbers)
