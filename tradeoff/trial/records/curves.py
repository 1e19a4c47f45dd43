"""Curves: calibrated to what was published, or digitised from a printed figure."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records.basis import (
    Identifier,
    Positive,
    Probability,
    Provenance,
    Record,
    Text,
    ToldText,
    Whole,
)
from tradeoff.trial.records.clicked import ClickedFigure


class CalibrationCheck(Record):
    """One published number against what the calibrated curve gives back."""

    quantity: Text
    target: float
    achieved: float
    tolerance: Positive


class Limits(Record):
    """A lower and an upper limit of something whose value stands elsewhere."""

    lower: float
    upper: float


class CalibratedArm(Record):
    """One arm's smooth curve, month by month, with its two bands and the true curve's range."""

    months: tuple[int, ...]
    survival: tuple[Probability, ...]
    reconstruction_lower: tuple[Probability, ...]
    reconstruction_upper: tuple[Probability, ...]
    sampling_lower: tuple[Probability, ...]
    sampling_upper: tuple[Probability, ...]
    lower: tuple[Probability, ...]
    """Where the true curve may run, given both what is published and chance: holds both bands …"""
    upper: tuple[Probability, ...]
    """… month by month."""
    landmark_standard_errors: dict[int, Positive]
    """Greenwood's standard error of S at each landmark month."""
    restricted_mean_months: Positive
    restricted_mean_standard_error: Positive
    restricted_mean_reconstruction: Limits


class CalibratedCurves(Record):
    """Both arms' curves of one cut and end point, built to agree with its published numbers."""

    data_cut: Identifier
    endpoint: Identifier
    inputs_checksum: Text
    horizon_months: Annotated[int, Field(ge=1)]
    control: CalibratedArm
    experimental: CalibratedArm
    difference_lower: tuple[float, ...]
    """Range of the true difference in survival, experimental minus control, at each month …"""
    difference_upper: tuple[float, ...]
    """… of the curves: what differs between the shapes of both arms, and each arm's chance."""
    restricted_mean_difference_months: float
    restricted_mean_difference_standard_error: Positive
    restricted_mean_difference_reconstruction: Limits
    checks: tuple[CalibrationCheck, ...]
    tension: float
    """Prior and sampling standard deviations between the HR predicted from the other numbers and
    the reported one."""
    tension_limit: Positive
    curves_kept: Whole
    curves_asked: Whole

    def arm(self, role: Role) -> CalibratedArm:
        """The arm's curve."""
        return Arms(self.control, self.experimental).of(role)


# --- digitised curves --------------------------------------------------------------------------


class CurvePoint(Record):
    """One click on a printed curve, as the digitiser gave it: what is mended is mended later."""

    months: float
    survival: float


class DigitisedArm(Record):
    """One arm's clicks on a printed curve, and the pseudo-patients that agree with them."""

    curve_months: tuple[float, ...]
    """The clicks, as they were used: survival from 0 to 1 …"""
    curve_survival: tuple[Probability, ...]
    risk_months: tuple[float, ...]
    n_at_risk: tuple[Whole, ...]
    time: tuple[float, ...]
    """Months of follow-up of each pseudo-patient …"""
    event: tuple[bool, ...]
    """… and whether it ended in an event."""
    events_stated: Whole | None = None
    """Total events of the arm where the source gives them: then met exactly."""
    root_mean_square_error: float
    """Of the rebuilt curve against the clicks, in survival (0 to 1)."""
    largest_error: float
    """Mostly one misplaced step edge."""
    mends: tuple[ToldText, ...] = ()
    """What was mended in the clicks or the table, or does not fit, in words …"""
    doubts: tuple[ToldText, ...] = ()
    """… and those of them that point to a slip rather than to an unsteady hand."""


class DigitisedCurves(Provenance):
    """Both arms of one cut and end point, rebuilt from a printed figure: never patient data.

    Source and place are those of the figure; the status is ``reconstructed``, ``unconfirmed``
    where its numbers at risk are, or ``local`` where a user of the program brought them.
    """

    data_cut: Identifier
    endpoint: Identifier
    control: DigitisedArm
    experimental: DigitisedArm
    clicked: ClickedFigure | None = None
    """What was clicked on the figure, where it was traced by this program; labels are roles."""

    def arm(self, role: Role) -> DigitisedArm:
        """The arm's pseudo-patients."""
        return Arms(self.control, self.experimental).of(role)

    @property
    def horizon_months(self) -> float:
        """The last time up to which both arms are drawn, in months."""
        return min(max(self.control.time), max(self.experimental.time))
