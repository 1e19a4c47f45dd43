"""Both kinds of curves in the exchange format, and their points as numbers of the long table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tradeoff.findings.ledger.entry import Quantity, RangeOrigin, Unit
from tradeoff.findings.provenance import Method, cited, randomised
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.papers.exchange.filling import filled, known, read_in, tidied, tidy
from tradeoff.papers.exchange.number import (
    ExportedCurve,
    ExportedCurveArm,
    ExportedDigitisedArm,
    ExportedDigitisedCurve,
    ExportedNumber,
)
from tradeoff.papers.exchange.schema import ExportedTrial
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.read_only import Floats
from tradeoff.statistics.survival import kaplan_meier
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.curves import stated_assumptions
from tradeoff.trial.records import CalibratedCurves, DigitisedArm, DigitisedCurves, Status, Trial
from tradeoff.words.curve import calibration_caption, digitised_caption
from tradeoff.words.naming import WHOLE_FOLLOW_UP, at_month, restricted_mean_window
from tradeoff.words.provenance import reference_class
from tradeoff.words.say import ENGLISH

CURVE_COMPUTED: Final = (
    "smooth curve that agrees with the published numbers; range is that of the true curve, from "
    "draws of reconstruction and sampling together; the reconstruction band is where the curve "
    "may run"
)
DIGITISED_COMPUTED: Final = (
    "Kaplan-Meier estimate of pseudo-patients that agree with a printed figure; range is "
    "Greenwood's log(-log) interval"
)

#: Of both bands of a calibrated curve, month by month.
_BAND_LEVEL: Final = 0.95


def calibrated(trial: Trial, curve: CalibratedCurves) -> ExportedCurve:
    """A calibrated curve with the ranges that the pages show.

    It rests on its cut's numbers, and is reconstructed whatever they are.
    """
    ranges = calibrated_ranges(trial, curve)
    value, lower, upper = _lists(ranges.difference)
    of_cut = cited(trial, trial.data_cut(curve.data_cut))
    return filled(
        ExportedCurve,
        curve,
        label=calibration_caption(ENGLISH, trial, curve),
        population=reference_class(ENGLISH, trial, randomised(trial)),
        window=restricted_mean_window(ENGLISH, curve.horizon_months),
        level=_BAND_LEVEL,
        arms=(
            _calibrated_arm(trial, curve, Role.EXPERIMENTAL, ranges.experimental),
            _calibrated_arm(trial, curve, Role.CONTROL, ranges.control),
        ),
        difference=value,
        difference_lower=lower,
        difference_upper=upper,
        assumptions=stated_assumptions(
            trial, curve.data_cut, curve.endpoint, curves=curve.curves_asked
        ),
        **known((of_cut,), (Status.RECONSTRUCTED,), note=CURVE_COMPUTED),
    )


def _calibrated_arm(
    trial: Trial, curve: CalibratedCurves, role: Role, ranges: Sequence[Estimate]
) -> ExportedCurveArm:
    """One arm month by month, with the range that the pages show in the place of the drawn one."""
    _, lower, upper = _lists(ranges)
    people = trial.arm(role).n_randomised
    return filled(ExportedCurveArm, curve.arm(role), arm=role, n=people, lower=lower, upper=upper)


def _lists(estimates: Sequence[Estimate]) -> Iterator[tuple[float, ...]]:
    """Values, lower and upper limits of estimates that all have a range."""
    rows = ((one.value, *one.limits) for one in estimates)
    return (tuple(map(tidy, column)) for column in zip(*rows, strict=True))


def digitised(trial: Trial, curve: DigitisedCurves) -> ExportedDigitisedCurve:
    """A curve that was rebuilt from a printed figure, with its pseudo-patients."""
    people = Arms.each(lambda role: len(curve.arm(role).time)).shown
    return filled(
        ExportedDigitisedCurve,
        curve,
        label=digitised_caption(ENGLISH, trial, curve),
        population=pseudo_patients(*people),
        window=WHOLE_FOLLOW_UP,
        level=_BAND_LEVEL,
        arms=Arms.each(lambda role: _digitised_arm(curve.arm(role), role)).shown,
        **read_in(trial, curve, note=DIGITISED_COMPUTED),
    )


def _digitised_arm(arm: DigitisedArm, role: Role) -> ExportedDigitisedArm:
    steps = kaplan_meier(arm.time, arm.event, level=_BAND_LEVEL, interval="log-log")
    return filled(
        ExportedDigitisedArm,
        arm,
        arm=role,
        n=steps.n,
        months=tuple(map(tidy, steps.time.tolist())),
        survival=tuple(map(tidy, steps.survival.tolist())),
        lower=_estimable(steps.lower),
        upper=_estimable(steps.upper),
        n_at_risk=tuple(steps.n_at_risk.tolist()),
        n_events=tuple(steps.n_events.tolist()),
        n_censored=tuple(steps.n_censored.tolist()),
        patient_months=arm.time,
        patient_event=arm.event,
    )


def _estimable(limits: Floats) -> tuple[float | None, ...]:
    return tuple(tidy(limit) if math.isfinite(limit) else None for limit in limits.tolist())


# --- their points ------------------------------------------------------------------------------


def points(made: ExportedTrial) -> Iterator[ExportedNumber]:
    """Every point of every curve as a number, calibrated curves first."""
    curves: tuple[ExportedCurve | ExportedDigitisedCurve, ...]
    curves = (*made.calibrated_curves, *made.digitised_curves)
    for curve in curves:
        for arm in curve.arms:
            at = _CALIBRATED if isinstance(arm, ExportedCurveArm) else _DIGITISED
            shared = {**curve.model_dump(include=_OF_CURVE), "citations": curve.citations}
            shared |= {"confirmed": curve.confirmed, "arm": arm.arm, "n": arm.n, **at}
            for place, months in enumerate(arm.months):
                yield _point(arm, place, float(months), shared)


#: What every point of a curve shares with it, as it is.
_OF_CURVE: Final = set(ExportedCurve.model_fields) & set(ExportedNumber.model_fields) - {"window"}
_OF_POINT: Final = {"unit": Unit.PROPORTION, "decimals": 0, "whom": None}
_CALIBRATED: Final = {
    **_OF_POINT,
    "quantity": Quantity.CALIBRATED_SURVIVAL,
    "method": Method.CALIBRATED_CURVE,
    "computed": CURVE_COMPUTED,
}
_DIGITISED: Final = {
    **_OF_POINT,
    "quantity": Quantity.DIGITISED_SURVIVAL,
    "computed": DIGITISED_COMPUTED,
}


def _point(
    arm: ExportedCurveArm | ExportedDigitisedArm, place: int, months: float, shared: dict[str, Any]
) -> ExportedNumber:
    lower, room, origin = arm.lower[place], {}, RangeOrigin.LOG_LOG
    if isinstance(arm, ExportedCurveArm):
        room = {
            "reconstruction_lower": arm.reconstruction_lower[place],
            "reconstruction_upper": arm.reconstruction_upper[place],
        }
        origin = RangeOrigin.TRUE_CURVE
    return tidied(
        ExportedNumber,
        value=arm.survival[place],
        months=months,
        window=at_month(ENGLISH, months),
        lower=lower,
        upper=arm.upper[place],
        range_method=None if lower is None else origin,
        **room,
        **shared,
    )


def pseudo_patients(experimental: int, control: int) -> str:
    """Whom a curve counts that was rebuilt from a printed figure."""
    return f"{experimental} vs {control} pseudo-patients, never patients' data"
