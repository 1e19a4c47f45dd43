"""Calibrated and digitised curves against the published numbers that they must give back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tradeoff.findings.agreement.lines import (
    Check,
    CheckKind,
    Compared,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
    beside,
)
from tradeoff.findings.agreement.rates import at_landmark
from tradeoff.findings.agreement.ratios import at_analysis
from tradeoff.findings.agreement.rounding import half_unit, printed_share
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    CalibratedCurves,
    CalibrationCheck,
    DigitisedCurves,
    HazardRatio,
    Landmark,
    Status,
    Trial,
)

# The farthest that a rebuilt hazard ratio may lie from the true one, as a share of it: the target
# that the reconstruction is held to on the reference cases, in
# tests/statistics/test_reconstruction.py.
REBUILT_RATIO_LOSS = 0.03
# A click lies beside the line by a pixel or two of a figure some hundred pixels high. With noisy
# clicks on the reference cases of 90 patients or more the rebuilt curve is at most this far off at
# their landmarks, except where fewer than 20 are at risk.
REBUILT_CURVE_LOSS = 0.02


def _calibrated(check: CalibrationCheck) -> Compared:
    return beside(check.target, check.achieved, check.tolerance)


def _tension(curves: CalibratedCurves) -> Compared:
    return beside(0.0, curves.tension, curves.tension_limit)


def _rebuilt_ratio(ratio: HazardRatio, curves: DigitisedCurves) -> Compared | None:
    found = digitised.hazard_ratio(curves)
    if found is None:
        return None
    tolerance = half_unit(ratio.decimals) + REBUILT_RATIO_LOSS * ratio.value
    return beside(ratio.value, found.value, tolerance).explained_by(Explanation.OTHER_MODEL)


def _rebuilt_landmark(landmark: Landmark, curves: DigitisedCurves) -> Compared | None:
    read = digitised.on_curve(curves.arm(landmark.arm), landmark.months)
    if read is None:
        return None
    rounding = printed_share(landmark.survival, landmark.decimals).half_unit
    return beside(landmark.survival, read.value, rounding + REBUILT_CURVE_LOSS)


_CALIBRATED = Check(CheckKind.CALIBRATED, ToleranceReason.CALIBRATION, _calibrated)
_TENSION = Check(CheckKind.TENSION, ToleranceReason.CALIBRATION, _tension)
_RATIO = Check(CheckKind.REBUILT_HAZARD_RATIO, ToleranceReason.REBUILT_RATIO, _rebuilt_ratio)
_LANDMARK = Check(CheckKind.REBUILT_LANDMARK, ToleranceReason.REBUILT_CURVE, _rebuilt_landmark)


def of_calibrated(curves: CalibratedCurves) -> Iterator[ConsistencyLine]:
    """Each number that the calibration had to meet, and the ratio beside its prediction."""
    where = partial(
        ConsistencyLine,
        status=Status.RECONSTRUCTED,
        data_cut=curves.data_cut,
        endpoint=curves.endpoint,
    )
    for check in curves.checks:
        yield from _CALIBRATED.lines(partial(where, quantity=check.quantity), check)
    yield from _TENSION.lines(where, curves)


def of_digitised(trial: Trial, curves: DigitisedCurves) -> Iterator[ConsistencyLine]:
    """The published ratio and survivals against those of the pseudo-patients."""
    analysis = (curves.data_cut, curves.endpoint)
    ratio = trial.hazard_ratio(*analysis)
    if ratio is not None:
        yield from _RATIO.lines(at_analysis(ratio), ratio, curves)
    for landmark in trial.landmarks:
        if (landmark.data_cut, landmark.endpoint) == analysis:
            yield from _LANDMARK.lines(at_landmark(landmark), landmark, curves)
