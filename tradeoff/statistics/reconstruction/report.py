"""How well the pseudo-patients' curve meets what was given."""

from __future__ import annotations

import math

import numpy as np

from tradeoff.statistics.read_only import Flags, Floats
from tradeoff.statistics.reconstruction.at_risk import RiskRows
from tradeoff.statistics.reconstruction.cleaning import LEAST_COVER, SAME_TIME, Curve
from tradeoff.statistics.reconstruction.records import Findings, FitReport
from tradeoff.statistics.reconstruction.sentences import sentence
from tradeoff.statistics.survival import kaplan_meier


def report(
    found: Findings,
    patients: tuple[Floats, Flags],
    curve: Curve,
    table: RiskRows,
    *,
    total_events: int | None,
    exact: bool,
) -> FitReport:
    """The fit, with all mends; what does not fit is found here."""
    time, event = patients
    above, below = _survival_around(time, event, curve.time)
    error = np.maximum(0, np.maximum(below - curve.survival, curve.survival - above))
    moved = np.abs(curve.clicked - curve.survival)
    landmark = _landmark_errors(time, event, curve, table)
    integrated = _integrated_error(time, event, curve)
    _say_what_does_not_fit(found, curve, table, landmark, integrated)
    at = int(np.argmax(error))
    return FitReport(
        n=time.size,
        n_events=int(event.sum()),
        n_censored=int(time.size - event.sum()),
        risk_time=table.time,
        n_at_risk_given=table.n,
        n_at_risk_found=time.size - np.searchsorted(time, table.time),
        total_events_given=total_events,
        n_clicks=curve.n_given,
        n_clicks_used=curve.time.size,
        exact_steps=exact,
        smoothing_largest=float(moved.max()),
        smoothing_mean=float(moved.mean()),
        root_mean_square_error=math.sqrt(float(np.mean(error**2))),
        mean_absolute_error=float(error.mean()),
        largest_error=float(error[at]),
        largest_error_time=float(curve.time[at]),
        landmark_error=float(landmark.max()),
        integrated_error=integrated,
        mends=tuple(found.mends),
    )


def _survival_around(time: Floats, event: Flags, times: Floats) -> tuple[Floats, Floats]:
    """The pseudo-patients' survival just before and at each of the times."""
    found = kaplan_meier(time, event)
    height = np.append(1.0, found.survival)
    slack = SAME_TIME * time[-1]
    above = height[np.searchsorted(found.time, times - slack, side="left")]
    return above, height[np.searchsorted(found.time, times + slack, side="right")]


def _landmark_errors(time: Floats, event: Flags, curve: Curve, table: RiskRows) -> Floats:
    """Differences of survival at the ticks that the curve reaches."""
    ticks = table.time[table.time <= curve.last]
    _, survival = _survival_around(time, event, ticks)
    return np.abs(survival - curve.at(ticks))


def _integrated_error(time: Floats, event: Flags, curve: Curve) -> float:
    grid = np.unique(np.concatenate(([0.0], curve.time, time[time <= curve.last])))
    _, survival = _survival_around(time, event, grid)
    return float(np.sum(np.abs(survival - curve.at(grid))[:-1] * np.diff(grid)) / curve.last)


def _say_what_does_not_fit(
    found: Findings, curve: Curve, table: RiskRows, landmark: Floats, integrated: float
) -> None:
    _say_which_is_longer(found, curve, table)
    at = int(np.argmax(landmark))
    if landmark[at] > table.conflict or integrated > table.conflict:
        found.mend(
            "tension",
            at + 1,
            sentence(
                "At the numbers at risk the curve found is off by up to {most:.3f}, at {time:g}, "
                "and over its whole length by {mean:.3f} on average: check curve, numbers at risk "
                "and total of events.",
                most=float(landmark[at]),
                time=float(table.time[at]),
                mean=integrated,
            ),
        )


def _say_which_is_longer(found: Findings, curve: Curve, table: RiskRows) -> None:
    last, latest, row = curve.last, table.latest, table.n_open
    if last < latest:
        found.mend(
            "short_curve",
            row,
            sentence(
                "The curve ends at {end:g}, but {n} are at risk at {time:g}; it was carried on "
                "flat.",
                end=last,
                n=int(table.n[row - 1]),
                time=latest,
            ),
        )
    if row < table.time.size and last >= table.time[row]:
        found.mend(
            "long_curve",
            row + 1,
            sentence(
                "The curve goes on to {end:g}, but nobody is at risk at {time:g}; everybody left "
                "before that.",
                end=last,
                time=float(table.time[row]),
            ),
        )
    if latest < LEAST_COVER * last:
        found.mend(
            "short_table",
            row,
            sentence(
                "The risk table ends at {time:g}, the curve at {end:g}: who left when after its "
                "end is a guess. Check that the units agree.",
                time=latest,
                end=last,
            ),
        )
