"""Both arms' curves with their bands and means: what a calibration gives."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from tradeoff.statistics.calibration.expected import (
    ExpectedArm,
    Layout,
    expect_arms,
    follow_up,
)
from tradeoff.statistics.calibration.search import Fit, Tension
from tradeoff.statistics.calibration.targets import Check
from tradeoff.statistics.intervals import Estimate, normal_quantile
from tradeoff.statistics.read_only import Floats, ReadOnly
from tradeoff.statistics.survival import pointwise_limits
from tradeoff.statistics.two_arms import Arms, Role

_LEVEL = 0.95
_TAILS = np.array([50 * (1 - _LEVEL), 50 * (1 + _LEVEL)])  # in percent
# Equally probable draws of chance, the limits' own quantiles among them: a range that chance alone
# makes is then its interval, whatever the number of sampled curves.
_QUANTILES = np.array([NormalDist().inv_cdf((place + 0.5) / 100) for place in range(100)])


@dataclass(frozen=True, slots=True)
class ReconstructedMean:
    """A mean in months: with its sampling interval, and with its reconstruction range."""

    sampling: Estimate
    reconstruction_lower: float
    reconstruction_upper: float


@dataclass(frozen=True, slots=True, eq=False)
class CalibratedCurve(ReadOnly):
    """Survival at each whole month from 0 to the horizon; every array read-only, 0 to 1.

    The reconstruction band holds the middle 95 % of the curves that meet the published numbers,
    month by month, and the curve itself. The sampling band is the log(-log) interval of the curve
    by Greenwood's formula with the numbers expected at risk. Neither contains the other.

    ``lower`` and ``upper`` are the range of the true curve, month by month: the middle 95 % of what
    every sampled curve, moved by chance as its own follow-up makes expected, could stand for. They
    hold both bands, and where the curve is pinned they are the sampling band.

    ``restricted_mean`` is mean survival time up to the last month. ``standard_errors`` are
    Greenwood's, as the fit expects them at each landmark, by month; for a landmark published
    without an interval: ``intervals.loglog_interval(published value, SE)``, to be marked as
    derived. ``expected_events`` over all follow-up are the model's, not anybody's count.
    ``hazard`` is the model's own, per month, on each piece.
    """

    months: Floats
    survival: Floats
    reconstruction_lower: Floats
    reconstruction_upper: Floats
    sampling_lower: Floats
    sampling_upper: Floats
    lower: Floats
    upper: Floats
    restricted_mean: ReconstructedMean
    standard_errors: dict[float, float]
    expected_events: float
    hazard: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Calibration(Arms[CalibratedCurve], ReadOnly):
    """Both curves of one data cut and end point, and how well they agree with what is published.

    ``difference_lower`` and ``difference_upper`` are the range of the true difference in survival,
    experimental minus control (-1 to 1), at each of the curves' months. Shape and chance are both
    in it: one sampled pair of curves gives both arms' shapes, chance is each arm's own. The
    difference of the restricted means has the same sign.

    ``curves_kept`` of ``curves_asked`` sampled curves met every published number; the others
    were dropped. ``piece_edges`` are those of the hazards, one more than these. Potential
    follow-up is uniform from ``follow_up_months - follow_up_half_width_months`` to their sum.
    """

    difference_lower: Floats
    difference_upper: Floats
    restricted_mean_difference: ReconstructedMean
    checks: tuple[Check, ...]
    tension: Tension
    curves_kept: int
    curves_asked: int
    piece_edges: Floats
    follow_up_months: float
    follow_up_half_width_months: float


def assemble(
    layout: Layout,
    best: Fit,
    sample: Floats,
    *,
    checked: tuple[Check, ...],
    tension: Tension,
    rng: np.random.Generator,
) -> Calibration:
    """The most probable curves with all that the sample says about them."""
    drawn = draw(layout, sample)
    # Mean survival time under every sampled curve.
    areas = layout.log_hazards(sample).map(lambda one: _alive(layout, one).sum(axis=-1))
    curves = Arms.each(lambda arm: _curve(layout, best, arm, drawn.of(arm), areas.of(arm)))
    control, experimental = curves.in_order
    lower, upper = difference_range(drawn, experimental.survival - control.survival, rng)
    half_width, median = follow_up(best.parameters)
    return Calibration(
        control=control,
        experimental=experimental,
        difference_lower=lower,
        difference_upper=upper,
        restricted_mean_difference=_mean_difference(curves, areas),
        checks=checked,
        tension=tension,
        curves_kept=len(sample),
        curves_asked=layout.assumptions.curves,
        piece_edges=layout.piece_edges,
        follow_up_months=median,
        follow_up_half_width_months=half_width,
    )


def _curve(layout: Layout, best: Fit, arm: Role, drawn: DrawnArm, areas: Floats) -> CalibratedCurve:
    expected, quantities = best.expected.arms.of(arm), best.expected.quantities
    log_hazard = layout.log_hazards(best.parameters).of(arm)
    survival = layout.survival(log_hazard, layout.months)
    # Where the band is as thin as the rounding, the most probable curve may stand at its rim.
    reconstruction = _holding(_middle(drawn.survival), survival)
    errors = survival * np.sqrt(_greenwood_sum(layout, expected))
    limits = pointwise_limits(survival, errors, level=_LEVEL)
    sampling = np.where(np.isnan(limits), survival, limits)  # at entry all are alive
    # What is known less well cannot have the narrower range: where it falls short, the few
    # sampled curves in a tail are why.
    lower, upper = _holding(true_range(drawn), *reconstruction, *sampling)
    return CalibratedCurve(
        months=layout.months,
        survival=survival,
        reconstruction_lower=reconstruction[0],
        reconstruction_upper=reconstruction[1],
        sampling_lower=sampling[0],
        sampling_upper=sampling[1],
        lower=lower,
        upper=upper,
        restricted_mean=_mean(layout, log_hazard, expected, areas),
        standard_errors={
            landmark.months: math.exp(quantities[layout.row("error", arm, landmark.months)])
            for landmark in layout.published.landmarks
        },
        expected_events=float(expected.events.values.sum()),
        hazard=np.exp(log_hazard),
    )


def _middle(draws: Floats) -> Floats:
    """Lower and upper limit of the middle 95 % of the draws, along the first axis."""
    return np.asarray(np.percentile(draws, _TAILS, axis=0))


def _holding(band: Floats, *others: Floats) -> Floats:
    """The band, as much wider as it takes to hold the others."""
    return np.array([np.min([band[0], *others], axis=0), np.max([band[1], *others], axis=0)])


def _greenwood_sum(layout: Layout, arm: ExpectedArm) -> Floats:
    """Greenwood's sum up to each of the curves' months: the variance of log survival."""
    total = np.concatenate([[0.0], np.cumsum(arm.variance.values)])
    return np.asarray(total[np.searchsorted(layout.edges, layout.months)])


# --- Both uncertainties together ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrawnArm:
    """One arm's sampled curves, one row each, at the curves' months."""

    survival: Floats
    error: Floats  # sampling sd of log(-log survival) that the curve's own follow-up makes expected

    def true_survival(self, month: int, quantiles: Floats) -> Floats:
        """True survival where chance lifted the observed one by so much; curves x quantiles."""
        alive, error = self.survival[:, month, None], self.error[:, month, None]
        # A power of survival is a shift on the log(-log) scale; no loss at entry, where it is 1.
        return np.asarray(alive ** np.exp(error * quantiles))


def draw(layout: Layout, sample: Floats) -> Arms[DrawnArm]:
    """Survival and sampling error under every sampled curve."""
    sums = [expect_arms(layout, row).map(lambda arm: _greenwood_sum(layout, arm)) for row in sample]

    def of_arm(arm: Role) -> DrawnArm:
        survival = layout.survival(layout.log_hazards(sample).of(arm), layout.months)
        loss, log_error = -np.log(survival), np.sqrt([one.of(arm) for one in sums])
        error = np.divide(log_error, loss, out=np.zeros_like(loss), where=loss > 0)
        return DrawnArm(survival, error)

    return Arms.each(of_arm)


def true_range(drawn: DrawnArm) -> Floats:
    """Limits of true survival over all sampled curves and quantiles of chance, month by month."""
    return _month_by_month(lambda month: drawn.true_survival(month, _QUANTILES), drawn)


def _month_by_month(draws_in: Callable[[int], Floats], drawn: DrawnArm) -> Floats:
    n_months = drawn.survival.shape[1]
    return np.array([_middle(draws_in(month).ravel()) for month in range(n_months)]).T


def difference_range(drawn: Arms[DrawnArm], difference: Floats, rng: np.random.Generator) -> Floats:
    """Limits of the true difference, experimental minus control; they hold the curves' own.

    Chance in one arm says nothing of the other's: under each sampled pair of curves the quantiles
    of one arm meet those of the other in an order of their own.
    """
    control, experimental = drawn.in_order
    others = rng.permuted(np.tile(_QUANTILES, (len(control.survival), 1)), axis=1)

    def apart(month: int) -> Floats:
        return experimental.true_survival(month, others) - control.true_survival(month, _QUANTILES)

    return _holding(_month_by_month(apart, control), difference)


# --- Mean survival times --------------------------------------------------------------------------


def _alive(layout: Layout, log_hazard: Floats) -> Floats:
    """Person-months in each cell up to the horizon, a patient randomised."""
    before = layout.middles < layout.horizon
    return layout.survival(log_hazard, layout.middles[before]) * layout.widths[before]


def _mean(layout: Layout, log_hazard: Floats, arm: ExpectedArm, areas: Floats) -> ReconstructedMean:
    alive = _alive(layout, log_hazard)
    # Area still to come at each cell's middle: Royston and Parmar's weights.
    to_come = alive[::-1].cumsum()[::-1] - alive / 2
    error = math.sqrt(float(to_come**2 @ arm.variance.values[: len(alive)]))
    return _reconstructed(float(alive.sum()), error, areas)


def _mean_difference(curves: Arms[CalibratedCurve], areas: Arms[Floats]) -> ReconstructedMean:
    means = curves.map(lambda curve: curve.restricted_mean.sampling)
    error = math.hypot(*(mean.standard_error or 0.0 for mean in means.in_order))
    gain = means.experimental.value - means.control.value
    return _reconstructed(gain, error, areas.experimental - areas.control)


def _reconstructed(value: float, error: float, drawn: Floats) -> ReconstructedMean:
    half = normal_quantile(_LEVEL) * error
    lower, upper = _holding(_middle(drawn), np.array(value))
    sampling = Estimate(value, value - half, value + half, _LEVEL, error)
    return ReconstructedMean(sampling, float(lower), float(upper))
