"""The most probable curve that meets the published numbers, and a sample of others that do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tradeoff.statistics.calibration.expected import Expected, Layout, expect
from tradeoff.statistics.calibration.published import ROUNDING, CalibrationError
from tradeoff.statistics.calibration.targets import (
    HAZARD_RATIO_UNIT,
    SURVIVAL_SD,
    Target,
    checks,
    survival_targets,
)
from tradeoff.statistics.read_only import Floats
from tradeoff.statistics.two_arms import Role

# Fewer than this share of the sample meeting the published numbers is no sample of curves.
_LEAST_SHARE_KEPT = 0.5
_MOST_EVALUATIONS = 200  # a search takes 5 to 50; more means that it wanders
_SAMPLE_PRECISION = 1e-5  # of a sampled curve: its own scatter is far wider


@dataclass(frozen=True, slots=True)
class Tension:
    """How far the reported hazard ratio lies from what the other published numbers predict.

    ``standard_deviations`` is log(predicted / reported) over ``log_sd``, and so counts prior and
    sampling standard deviations together. ``log_sd`` holds the sd of the predicted log hazard
    ratio in a fit without the reported one and its interval, the rounding of the reported one, and
    ``sampling_log_sd``: how far chance alone sets the two apart. Both come from the same patients,
    and where hazards are proportional no estimate is more efficient than Cox's; then the variance
    of their difference is the difference of their variances (Hausman).

    With chance in it a curve is drawn through numbers that only chance has set apart. It meets
    each of them, as the trial's own Kaplan-Meier curve did: it stands for what was observed, and a
    bend that it needs for that is no sign that an effect changed with time. What the tension can
    still find is an error larger than chance: the sparser the follow-up, the larger. Close
    agreement proves no shape: it says only that the numbers go together. Published events are not
    among the other numbers: a ratio is hardly told from the counts that it was made of.
    """

    predicted_hazard_ratio: float
    reported_hazard_ratio: float
    sampling_log_sd: float
    log_sd: float
    standard_deviations: float
    limit: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters, what they make expected, and the residuals that they leave, with slopes."""

    parameters: Floats
    expected: Expected
    residuals: Floats
    slopes: Floats
    converged: bool = False

    @property
    def information(self) -> Floats:
        """Of the parameters: the inverse of their covariance."""
        return np.asarray(self.slopes.T @ self.slopes)


class Problem:
    """Prior and target residuals, each standard normal, as functions of the parameters."""

    def __init__(self, layout: Layout, targets: Iterable[Target]) -> None:
        numbers = np.array([(one.row, one.value, one.sd, one.power) for one in targets])
        self._rows = numbers[:, 0].astype(int)
        self._values, self._sds, self._powers = numbers[:, 1:].T
        self.layout, self.size = layout, layout.size + len(numbers)
        self._last: tuple[bytes, Fit] | None = None

    def at(self, parameters: Floats) -> Fit:
        """Kept from one call to the next: a search asks for residuals, then for their slopes."""
        key = parameters.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = (key, self._fit(parameters))
        return self._last[1]

    def _fit(self, parameters: Floats) -> Fit:
        """Distances from the prior, then of the expected from the published, with slopes."""
        (matrix, offset), expected = self.layout.prior, expect(self.layout, parameters)
        apart = (expected.quantities[self._rows] - self._values) / self._sds
        steep = self._powers * apart ** (self._powers - 1) / self._sds
        residuals = np.concatenate([matrix @ parameters - offset, apart**self._powers])
        slopes = np.vstack([matrix, expected.slopes[self._rows] * steep[:, None]])
        return Fit(parameters, expected, residuals, slopes)

    def optimise(
        self, start: Floats, *, shift: Floats | float = 0.0, precision: float = 1e-8
    ) -> Fit:
        """Least squares of the residuals minus ``shift``, from ``start``."""
        # Here and not above: the running program reads curves and never fits one.
        from scipy.optimize import least_squares  # noqa: PLC0415

        def residuals(parameters: Floats) -> Floats:
            return self.at(parameters).residuals - shift

        def slopes(parameters: Floats) -> Floats:
            return self.at(parameters).slopes

        found = least_squares(
            residuals,
            start,
            jac=slopes,
            method="lm",
            ftol=precision,
            xtol=precision,
            max_nfev=_MOST_EVALUATIONS,
        )
        return replace(self._fit(np.asarray(found.x)), converged=bool(found.success))


def sample(problem: Problem, best: Fit, rng: np.random.Generator) -> Floats:
    """Parameters of the sampled curves that meet every published number, one row each.

    Raises:
        CalibrationError: most of them do not.

    Reference:
        Bardsley, Solonen, Haario and Laine, SIAM J Sci Comput 2014;36:A1895 (randomise, then
        optimise; used here without its projection and density correction, so the sample and its
        band are approximate).
    """
    layout, kept = problem.layout, []
    asked = layout.assumptions.curves
    for shift in rng.standard_normal((asked, problem.size)):
        # The linearised answer is a start close by: a few steps then suffice.
        start = best.parameters + np.linalg.solve(best.information, best.slopes.T @ shift)
        fit = problem.optimise(start, shift=shift, precision=_SAMPLE_PRECISION)
        found = checks(layout, fit.expected.quantities, fit.parameters)
        if fit.converged and all(check.met for check in found):
            kept.append(fit.parameters)
    if len(kept) < _LEAST_SHARE_KEPT * asked:
        raise CalibrationError(
            f"sample: {len(kept)} of {asked} curves meet the published numbers, and at least "
            f"{_LEAST_SHARE_KEPT:.0%} must. The numbers hardly agree with one another: check that "
            "all are of one analysis and end point."
        )
    return np.array(kept)


def tension(layout: Layout) -> Tension:
    """The reported hazard ratio against a fit that has not seen it.

    Raises:
        CalibrationError: the two lie farther apart than the limit.

    Reference:
        Hausman, Econometrica 1978;46:1251 (chance between two estimates of the same patients, one
        of them efficient: the difference of their variances).
    """
    fit = Problem(layout, survival_targets(layout)).optimise(layout.start)
    slope = fit.expected.slopes[layout.ratio_row]
    predicted = float(fit.expected.quantities[layout.ratio_row])
    reported = layout.published.hazard_ratio.value
    prior_sd = math.sqrt(float(slope @ np.linalg.solve(fit.information, slope)))
    sampling_sd = _sampling_sd(layout, fit.expected)
    log_sd = math.hypot(prior_sd, ROUNDING * HAZARD_RATIO_UNIT / reported, sampling_sd)
    found = Tension(
        predicted_hazard_ratio=math.exp(predicted),
        reported_hazard_ratio=reported,
        sampling_log_sd=sampling_sd,
        log_sd=log_sd,
        standard_deviations=(predicted - math.log(reported)) / log_sd,
        limit=layout.assumptions.tension_limit,
    )
    if abs(found.standard_deviations) > found.limit:
        raise CalibrationError(
            f"hazard ratio: {reported:g} is reported, but the survivals predict "
            f"{found.predicted_hazard_ratio:.2f}: {abs(found.standard_deviations):.1f} "
            f"standard deviations apart, limit {found.limit:g}. Check that all are of one "
            "analysis and end point, and copied rightly; otherwise draw no curve."
        )
    return found


def _sampling_sd(layout: Layout, expected: Expected) -> float:
    """Sd by which chance sets the predicted and the reported log hazard ratio apart.

    The prediction's variance is that of the published survivals, carried on by its slope by each
    of them with follow-up as fitted; that of Cox's estimate, the efficient one, is taken off. Both
    are of one follow-up, the fitted one: it meets the published standard errors of survival, and a
    wrong interval of the reported ratio cannot loosen or tighten its own check.
    """
    rows = [layout.row("survival", point.arm, point.months) for point in layout.points]
    by_survival = expected.slopes[rows] / SURVIVAL_SD
    matrix, row = layout.prior[0], layout.ratio_row
    information = matrix.T @ matrix + by_survival.T @ by_survival
    by_point = by_survival @ np.linalg.solve(information, expected.slopes[row]) / SURVIVAL_SD
    variance = float(by_point @ _survival_covariance(layout, expected) @ by_point)
    return math.sqrt(max(0.0, variance - math.exp(expected.quantities[row + 1]) ** 2))


def _survival_covariance(layout: Layout, expected: Expected) -> Floats:
    """Greenwood's covariances of survival at the points: an arm carries on what befell it."""
    survival, log_error = (
        expected.quantities[[layout.row(of, point.arm, point.months) for point in layout.points]]
        for of in ("survival", "error")
    )
    total = (np.exp(log_error) / survival) ** 2
    experimental = [point.arm is Role.EXPERIMENTAL for point in layout.points]
    same_arm = np.equal.outer(experimental, experimental)
    return np.where(same_arm, np.minimum.outer(total, total), 0.0) * np.outer(survival, survival)
