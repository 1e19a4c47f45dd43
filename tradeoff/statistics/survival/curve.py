"""One arm's curve and what is read off it: survival, numbers at risk, medians, mean times."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from tradeoff.statistics.intervals import Estimate, normal_quantile
from tradeoff.statistics.read_only import Floats, Integers, ReadOnly
from tradeoff.statistics.survival.patients import (
    TOLERANCE,
    checked_times,
    flags,
    in_groups,
    tolerance,
)

CurveInterval = Literal["log-log", "log", "plain"]


@dataclass(frozen=True, slots=True, eq=False)
class KaplanMeierCurve(ReadOnly):
    """Survival (0 to 1) just after each distinct observed time, with its pointwise interval.

    All arrays have one entry per distinct time, censoring times included, and are read-only. The
    curve is 1 before the first time and undefined after the last.

    Args:
        time: distinct observed times, rising.
        survival: S(t), 0 to 1, never rising.
        standard_error: Greenwood's standard error of S(t); NaN where S is 0.
        lower: lower limit; NaN (not estimable) where S is 1 or 0.
        upper: upper limit; NaN (not estimable) where S is 1 or 0.
        n_at_risk: patients still observed just before t, those with time t included.
        n_events: events at t.
        n_censored: patients censored at t.
        n: patients in all.
        level: coverage of the interval at one time; it is no band for the whole curve.
        interval: the scale on which the interval is symmetric.
    """

    time: Floats
    survival: Floats
    standard_error: Floats
    lower: Floats
    upper: Floats
    n_at_risk: Integers
    n_events: Integers
    n_censored: Integers
    n: int
    level: float
    interval: CurveInterval


@dataclass(frozen=True, slots=True, eq=False)
class RiskTable(ReadOnly):
    """The table under a curve: at every tick at risk + events + censored = number of patients.

    ``n_at_risk`` counts times >= the tick, ``n_events`` and ``n_censored`` those before it (an
    event exactly at the tick is still at risk there). Arrays of one entry per tick, read-only.
    """

    time: Floats
    n_at_risk: Integers
    n_events: Integers
    n_censored: Integers


@dataclass(frozen=True, slots=True)
class MedianInterval:
    """Where the curve's lower and upper limit reach 0.5; ``None`` where they do not."""

    lower: float | None
    upper: float | None
    level: float


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    level: float = 0.95,
    interval: CurveInterval = "log-log",
) -> KaplanMeierCurve:
    """Probability of being event-free at each observed time, 0 to 1, with Greenwood's variance.

    Misleads where censoring goes with prognosis, and in its right tail, where few are at risk.
    The log and plain limits are cut off at 0 and 1, as R does; R's default is ``log``.

    Args:
        time: observed times, shape (n,), 0 or later.
        event: True for an event, False for a censoring, shape (n,).
        level: coverage of the pointwise interval.
        interval: ``log-log``, ``log`` or ``plain``.

    Raises:
        ValueError: empty or unequal arrays, a time that is negative or not finite, an event that
            is not true or false, an unknown interval, a level outside 0 to 1.

    Reference:
        Kaplan and Meier, JASA 1958;53:457; Borgan and Liestøl, Scand J Stat 1990;17:35.
    """
    if interval not in get_args(CurveInterval):
        choices = ", ".join(get_args(CurveInterval))
        raise ValueError(f"interval is {interval!r}. Choose one of {choices}.")
    times = checked_times(time)
    order, starts = in_groups(times)
    n_events = np.add.reduceat(flags("event", event, times.size)[order], starts, dtype=np.int64)
    n_at_risk = times.size - starts
    survival = np.cumprod((n_at_risk - n_events) / n_at_risk, dtype=np.float64)
    variance_of_log = np.cumsum(_greenwood(n_at_risk, n_events), dtype=np.float64)
    with np.errstate(invalid="ignore"):  # 0 times infinity at S = 0: not estimable, hence NaN
        standard_error = survival * np.sqrt(variance_of_log)
    lower, upper = pointwise_limits(survival, standard_error, level=level, interval=interval)
    return KaplanMeierCurve(
        time=times[order[starts]],
        survival=survival,
        standard_error=standard_error,
        lower=lower,
        upper=upper,
        n_at_risk=n_at_risk,
        n_events=n_events,
        n_censored=np.diff(starts, append=times.size) - n_events,
        n=times.size,
        level=level,
        interval=interval,
    )


def survival_at(curve: KaplanMeierCurve, time: float) -> Estimate:
    """S(time), 0 to 1, with the curve's interval and Greenwood's standard error.

    Where S is 1 or 0 there is no range. An interval at one time, chosen beforehand, is what the
    level promises; picking the time after seeing the curve misleads.

    Raises:
        ValueError: a time below 0 or past the last observation.
    """
    if not (time >= 0 and math.isfinite(time)):
        raise ValueError(f"survival_at: time is {time}. Give a finite number of 0 or more.")
    last = float(curve.time[-1])
    if time > last + tolerance(last):
        raise ValueError(
            f"survival_at: time {time:g} is past the last observation at {last:g}. "
            "A curve is never carried on: choose an earlier time."
        )
    row = int(np.searchsorted(curve.time, time + tolerance(last), side="right")) - 1
    if row < 0:
        return Estimate(1.0, None, None, curve.level, 0.0)
    value, lower = float(curve.survival[row]), float(curve.lower[row])
    error = float(curve.standard_error[row]) if value > 0 else None
    if math.isnan(lower):
        return Estimate(value, None, None, curve.level, error)
    return Estimate(value, lower, float(curve.upper[row]), curve.level, error)


def number_at_risk(curve: KaplanMeierCurve, time: float) -> int:
    """Patients with an observed time of ``time`` or later; 0 past the last observation.

    Raises:
        ValueError: a time that is negative or not a number.
    """
    return int(risk_table(curve, [time]).n_at_risk[0])


def risk_table(curve: KaplanMeierCurve, times: ArrayLike) -> RiskTable:
    """At risk, and events and censorings before, at each tick; the three sum to the patients.

    Args:
        curve: one arm's curve.
        times: ticks in the curve's unit, shape (k,), 0 or later, in any order.

    Raises:
        ValueError: no ticks, or one that is negative or not finite.

    Reference:
        Morris et al., BMJ Open 2019;9:e030215 (KMunicate).
    """
    ticks = checked_times(times, name="times").copy()
    before = np.searchsorted(curve.time, ticks - tolerance(curve.time[-1]), side="left")
    events, censored = (
        np.concatenate(([0], np.cumsum(counts)))[before]
        for counts in (curve.n_events, curve.n_censored)
    )
    return RiskTable(
        time=ticks,
        n_at_risk=curve.n - events - censored,
        n_events=events,
        n_censored=censored,
    )


def median_survival(curve: KaplanMeierCurve) -> float | None:
    """Smallest time with S <= 0.5, the middle of the step where S equals 0.5; ``None`` if never.

    Misleads where it lies in a flat or thin stretch of the curve: one event moves it far.
    """
    return _crossing(curve.time, curve.survival)


def median_survival_interval(curve: KaplanMeierCurve) -> MedianInterval:
    """Times at which the curve's limits reach 0.5 (Brookmeyer and Crowley), each may be ``None``.

    An upper limit of ``None`` says "not reached", not "infinite".

    Reference:
        Brookmeyer and Crowley, Biometrics 1982;38:29.
    """
    return MedianInterval(
        lower=_crossing(curve.time, curve.lower),
        upper=_crossing(curve.time, curve.upper),
        level=curve.level,
    )


def median_follow_up(time: ArrayLike, event: ArrayLike) -> float | None:
    """Median time under observation by the reverse Kaplan-Meier; ``None`` where not reached.

    It tells how long patients would have been watched had nobody had an event; the plain median
    of the observed times is shorter.

    Raises:
        ValueError: as `kaplan_meier`.

    Reference:
        Schemper and Smith, Control Clin Trials 1996;17:343.
    """
    times = checked_times(time)
    return median_survival(kaplan_meier(times, ~flags("event", event, times.size)))


def restricted_mean(curve: KaplanMeierCurve, *, horizon: float, level: float = 0.95) -> Estimate:
    """Mean event-free time up to ``horizon``: the area under the curve, in the curve's unit.

    No range where its standard error is 0 (nobody had an event, or all at one time). Says nothing
    about time after the horizon, so it is never to be quoted without it.

    Raises:
        ValueError: a horizon that is not above 0, or past the last time while somebody is still
            at risk of the event.

    Reference:
        Royston and Parmar, BMC Med Res Methodol 2013;13:152.
    """
    _check_horizon(curve, horizon, "the curve")
    edges = np.concatenate(([0.0], np.minimum(curve.time, horizon), [horizon]))
    areas = np.concatenate(([1.0], curve.survival)) * np.diff(edges)
    area_from = np.cumsum(areas[::-1])[::-1]
    # Where all at risk have the event no area is left, so that row (variance infinite) adds 0.
    terms = np.where(curve.survival > 0, _greenwood(curve.n_at_risk, curve.n_events), 0.0)
    error = math.sqrt(float(np.sum(area_from[1:] ** 2 * terms)))
    return _normal_estimate(float(area_from[0]), error, level)


def restricted_mean_difference(
    experimental: KaplanMeierCurve,
    control: KaplanMeierCurve,
    *,
    horizon: float,
    level: float = 0.95,
) -> Estimate:
    """Event-free time gained up to ``horizon``, experimental minus control, in the curves' unit.

    An arm without events before the horizon adds no variance: the interval is then too narrow.

    Raises:
        ValueError: as `restricted_mean`, for each arm.

    Reference:
        Royston and Parmar, BMC Med Res Methodol 2013;13:152.
    """
    _check_horizon(experimental, horizon, "the experimental arm")
    _check_horizon(control, horizon, "the control arm")
    first = restricted_mean(experimental, horizon=horizon, level=level)
    second = restricted_mean(control, horizon=horizon, level=level)
    error = math.hypot(first.standard_error or 0.0, second.standard_error or 0.0)
    return _normal_estimate(first.value - second.value, error, level)


def _greenwood(n_at_risk: Integers, n_events: Integers) -> Floats:
    """Variance that each time adds to log S: d / [n (n - d)], infinite where all at risk die."""
    terms: Floats = np.full(n_at_risk.shape, math.inf)
    left = n_at_risk - n_events
    np.divide(n_events, n_at_risk * left, out=terms, where=left > 0)
    return terms


def pointwise_limits(
    survival: Floats, standard_error: Floats, *, level: float, interval: CurveInterval = "log-log"
) -> tuple[Floats, Floats]:
    """Limits of survival (0 to 1) at each time from Greenwood's error; NaN where it is 0 or 1.

    Reference:
        Borgan and Liestøl, Scand J Stat 1990;17:35.
    """
    lower, upper = np.full((2, survival.size), math.nan)
    within = (survival > 0) & (survival < 1)
    s, reach = survival[within], normal_quantile(level) * standard_error[within]
    if interval == "log-log":
        shift = np.exp(reach / (s * -np.log(s)))
        lower[within], upper[within] = s**shift, s ** (1 / shift)
    elif interval == "log":
        factor = np.exp(reach / s)
        lower[within], upper[within] = s / factor, np.minimum(s * factor, 1.0)
    else:
        lower[within], upper[within] = np.maximum(s - reach, 0.0), np.minimum(s + reach, 1.0)
    return lower, upper


def _crossing(time: Floats, height: Floats) -> float | None:
    """First time at or below 0.5; R's rule ``minmin``, which skips what is not estimable."""
    reached = np.flatnonzero(height < 0.5 + TOLERANCE)
    if reached.size == 0:
        return None
    first = reached[0]
    later = reached[height[reached] < height[first]]
    if abs(height[first] - 0.5) < TOLERANCE and later.size > 0:
        return float((time[first] + time[later[0]]) / 2)
    return float(time[first])


def _normal_estimate(value: float, error: float, level: float) -> Estimate:
    if error == 0:
        return Estimate(value, None, None, level, error)
    reach = normal_quantile(level) * error
    return Estimate(value, value - reach, value + reach, level, error)


def _check_horizon(curve: KaplanMeierCurve, horizon: float, whose: str) -> None:
    if not (horizon > 0 and math.isfinite(horizon)):
        raise ValueError(f"horizon is {horizon}. Give a finite number above 0.")
    last = float(curve.time[-1])
    if horizon > last + tolerance(last) and curve.survival[-1] > 0:
        raise ValueError(
            f"horizon {horizon:g} is past the last time of {whose}, {last:g}, which is a "
            f"censoring (S = {curve.survival[-1]:.3g}). Choose a horizon of {last:g} or less."
        )
