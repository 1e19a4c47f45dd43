"""From one row per patient: Kaplan-Meier, median, restricted mean, log-rank, Cox.

Every function takes times in one unit of the caller's choice and answers in that unit. ``event``
is True where the event was seen and False where the patient was censored (CDISC's CNSR is the
reverse); ``experimental`` is True in the experimental arm. Differences are *experimental minus
control*, ratios *experimental over control*. At equal times events come before censorings. Times
closer to each other than 1.5e-8 of the latest one count as equal, so that a tie outlives a
conversion of units; R's ``survival`` does the same (``timefix``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradeoff.statistics.intervals import Estimate, difference_from_reported, normal_quantile

__all__ = [
    "CurveInterval",
    "DifferenceInterval",
    "KaplanMeierCurve",
    "LogRankTest",
    "MedianInterval",
    "ProportionalHazardsTest",
    "RiskTable",
    "cox_hazard_ratio",
    "kaplan_meier",
    "log_rank",
    "median_follow_up",
    "median_survival",
    "median_survival_interval",
    "number_at_risk",
    "proportional_hazards_test",
    "restricted_mean",
    "restricted_mean_difference",
    "risk_table",
    "survival_at",
    "survival_difference",
]

CurveInterval = Literal["log-log", "log", "plain"]
DifferenceInterval = Literal["mover", "wald"]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Array = TypeVar("Array", Floats, Integers)

# R's survival calls times, and a curve and 0.5, equal within the square root of machine precision.
_TOLERANCE = math.sqrt(np.finfo(np.float64).eps)
# Newton stops when the log hazard ratio moves less than this.
_NEWTON_STEP = 1e-12
# No finite maximum lies farther out: exp(50) outweighs every ratio of arms of up to 10^9 patients.
_LARGEST_LOG_RATIO = 50.0
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True, eq=False)
class KaplanMeierCurve:
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
class RiskTable:
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


@dataclass(frozen=True, slots=True)
class LogRankTest:
    """Log-rank chi-square (1 degree of freedom), two-sided P, observed and expected events."""

    statistic: float
    p_value: float
    observed_experimental: int
    expected_experimental: float
    observed_control: int
    expected_control: float


@dataclass(frozen=True, slots=True)
class ProportionalHazardsTest:
    """Chi-square (1 degree of freedom) and P of a hazard ratio that changes with time."""

    statistic: float
    p_value: float


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
    _check_choice("interval", interval, get_args(CurveInterval))
    times = _times(time)
    order, starts = _group(times)
    seen = _flags("event", event, times.size)[order]
    n_events = np.add.reduceat(seen, starts, dtype=np.int64)
    n_at_risk = times.size - starts
    survival = np.cumprod((n_at_risk - n_events) / n_at_risk, dtype=np.float64)
    variance_of_log = np.cumsum(_greenwood(n_at_risk, n_events), dtype=np.float64)
    with np.errstate(invalid="ignore"):  # 0 times infinity at S = 0: not estimable, hence NaN
        standard_error = survival * np.sqrt(variance_of_log)
    lower, upper = pointwise_limits(survival, standard_error, normal_quantile(level), interval)
    return KaplanMeierCurve(
        time=_frozen(times[order[starts]]),
        survival=_frozen(survival),
        standard_error=_frozen(standard_error),
        lower=_frozen(lower),
        upper=_frozen(upper),
        n_at_risk=_frozen(n_at_risk),
        n_events=_frozen(n_events),
        n_censored=_frozen(np.diff(starts, append=times.size) - n_events),
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
    row = _rows_until(curve, _checked_time(curve, time, "survival_at")) - 1
    if row < 0:
        return Estimate(1.0, None, None, curve.level, 0.0)
    value = float(curve.survival[row])
    error = float(curve.standard_error[row]) if value > 0 else None
    if math.isnan(curve.lower[row]):
        return Estimate(value, None, None, curve.level, error)
    return Estimate(value, float(curve.lower[row]), float(curve.upper[row]), curve.level, error)


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
    ticks = _times(times, name="times")
    before = np.searchsorted(curve.time, ticks - _tolerance(curve.time[-1]), side="left")
    events, censored = (
        np.concatenate(([0], np.cumsum(counts)))[before]
        for counts in (curve.n_events, curve.n_censored)
    )
    return RiskTable(
        time=_frozen(ticks.copy()),
        n_at_risk=_frozen(curve.n - events - censored),
        n_events=_frozen(events),
        n_censored=_frozen(censored),
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
    times = _times(time)
    return median_survival(kaplan_meier(times, ~_flags("event", event, times.size)))


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
    return _normal_estimate(first.value - second.value, _joint_error(first, second), level)


def survival_difference(
    experimental: KaplanMeierCurve,
    control: KaplanMeierCurve,
    *,
    time: float,
    interval: DifferenceInterval = "mover",
) -> Estimate:
    """S(time) experimental minus control, -1 to 1; positive: more event-free if experimental.

    ``mover`` combines the two curves' own limits: no range where one arm has none. ``wald`` is
    symmetric from Greenwood's errors; it may leave -1 to 1, and an arm in which S is still 1 adds
    no variance to it, so it is too narrow there.

    Raises:
        ValueError: curves of different level, an unknown interval, a time below 0 or past the
            last observation of an arm.

    Reference:
        Zou and Donner, Stat Med 2008;27:1693.
    """
    _check_choice("interval", interval, get_args(DifferenceInterval))
    first, second = survival_at(experimental, time), survival_at(control, time)
    mover = difference_from_reported(first, second)
    if interval == "mover":
        return mover
    return _normal_estimate(mover.value, _joint_error(first, second), mover.level)


def log_rank(time: ArrayLike, event: ArrayLike, experimental: ArrayLike) -> LogRankTest:
    """Log-rank test of equal hazards; fewer observed than expected events: the arm does better.

    Has little power where curves cross.

    Args:
        time: observed times of both arms, shape (n,).
        event: True for an event, shape (n,).
        experimental: True in the experimental arm, shape (n,).

    Raises:
        ValueError: as `kaplan_meier`; an empty arm; no event while both arms are at risk
            and somebody goes on without one.

    Reference:
        Mantel, Cancer Chemother Rep 1966;50:163; R ``survdiff``.
    """
    table = _event_table(time, event, experimental)
    n, d = table.n_at_risk, table.n_events
    share = table.n_experimental / n
    variance = float(np.sum(d * share * (1 - share) * (n - d) / np.maximum(n - 1, 1)))
    if variance <= 0:
        raise ValueError(
            "log_rank: not estimable, because no event happened while both arms had patients at "
            f"risk and one of them went on ({_events_by_arm(table)}). Show the counts instead."
        )
    expected = float(np.sum(d * share))
    observed, total = table.observed_experimental, int(d.sum())
    statistic = (observed - expected) ** 2 / variance
    return LogRankTest(
        statistic=statistic,
        p_value=_chi_square_p(statistic),
        observed_experimental=observed,
        expected_experimental=expected,
        observed_control=total - observed,
        expected_control=total - expected,
    )


def cox_hazard_ratio(
    time: ArrayLike, event: ArrayLike, experimental: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Hazard experimental over control; below 1: fewer events per time if experimental.

    Ties by Efron's method, interval by Wald on the logarithm; ``standard_error`` is that of the
    logarithm. Misleads where hazards are not proportional: it is then an average that depends on
    the length of follow-up (see `proportional_hazards_test`).

    Args:
        time: observed times of both arms, shape (n,).
        event: True for an event, shape (n,).
        experimental: True in the experimental arm, shape (n,).
        level: coverage of the interval.

    Raises:
        ValueError: as `log_rank`; not estimable, because the likelihood has no maximum, for
            example where an arm has no event.

    Reference:
        Cox, J R Stat Soc B 1972;34:187; Efron, JASA 1977;72:557; R ``coxph``.
    """
    terms = _efron_terms(_event_table(time, event, experimental))
    log_ratio = _log_hazard_ratio(terms)
    share = terms.share(log_ratio)
    error = 1 / math.sqrt(float(np.sum(share * (1 - share))))
    reach = normal_quantile(level) * error
    limits = math.exp(log_ratio - reach), math.exp(log_ratio + reach)
    return Estimate(math.exp(log_ratio), *limits, level, error)


def proportional_hazards_test(
    time: ArrayLike, event: ArrayLike, experimental: ArrayLike
) -> ProportionalHazardsTest:
    """Score test of a log hazard ratio that moves with 1 - S(t-), the pooled Kaplan-Meier.

    A small P speaks against proportional hazards; a large one does not prove them, least of all
    with few events.

    Args:
        time: observed times of both arms, shape (n,).
        event: True for an event, shape (n,).
        experimental: True in the experimental arm, shape (n,).

    Raises:
        ValueError: as `cox_hazard_ratio`; all events at one time.

    Reference:
        Grambsch and Therneau, Biometrika 1994;81:515; R ``cox.zph(transform = "km")``, 3.x.
    """
    table = _event_table(time, event, experimental)
    terms = _efron_terms(table)
    share = terms.share(_log_hazard_ratio(terms))
    elapsed = _elapsed(table)[terms.row]
    weight = share * (1 - share)
    score = float(np.sum(_elapsed(table) * table.d_experimental) - np.sum(elapsed * share))
    centred = elapsed - np.sum(elapsed * weight) / np.sum(weight)
    variance = float(np.sum(weight * centred**2))
    # Rounding leaves about 1e-32 where all weight lies at one time.
    if variance <= 1e-20 * float(np.sum(weight)):
        raise ValueError(
            "proportional_hazards_test: not estimable, because the arms are compared at one "
            "event time only. Show the hazard ratio without this check."
        )
    statistic = score**2 / variance
    return ProportionalHazardsTest(statistic=statistic, p_value=_chi_square_p(statistic))


# --- two arms ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _EventTable:
    """Both arms at each distinct time with an event, rising in time."""

    n_at_risk: Integers
    n_experimental: Integers
    n_events: Integers
    d_experimental: Integers

    @property
    def observed_experimental(self) -> int:
        return int(self.d_experimental.sum())


@dataclass(frozen=True, slots=True, eq=False)
class _EfronTerms:
    """One entry per event: the weights of both arms at risk, as Efron spreads tied events."""

    row: Integers
    experimental: Floats
    control: Floats
    table: _EventTable

    def share(self, log_ratio: float) -> Floats:
        """Probability that the event falls in the experimental arm, shape (events,)."""
        weighted = self.experimental * math.exp(log_ratio)
        return weighted / (weighted + self.control)


def _event_table(time: ArrayLike, event: ArrayLike, experimental: ArrayLike) -> _EventTable:
    times = _times(time)
    order, starts = _group(times)
    seen = _flags("event", event, times.size)[order]
    treated = _flags("experimental", experimental, times.size)[order]
    if treated.all() or not treated.any():
        raise ValueError(
            f"experimental: all {times.size} rows are {bool(treated[0])}. "
            "Give the patients of both arms."
        )
    earlier = np.concatenate(([0], np.cumsum(treated, dtype=np.int64)))
    n_events = np.add.reduceat(seen, starts, dtype=np.int64)
    keep = n_events > 0
    return _EventTable(
        n_at_risk=(times.size - starts)[keep],
        n_experimental=(earlier[-1] - earlier[starts])[keep],
        n_events=n_events[keep],
        d_experimental=np.add.reduceat(seen & treated, starts, dtype=np.int64)[keep],
    )


def _efron_terms(table: _EventTable) -> _EfronTerms:
    d = table.n_events
    row = np.repeat(np.arange(d.size), d)
    taken: Floats = (np.arange(row.size) - np.repeat(np.cumsum(d) - d, d)) / d[row]
    n_control: Integers = table.n_at_risk - table.n_experimental
    d_control: Integers = d - table.d_experimental
    return _EfronTerms(
        row=row,
        experimental=table.n_experimental[row] - taken * table.d_experimental[row],
        control=n_control[row] - taken * d_control[row],
        table=table,
    )


def _log_hazard_ratio(terms: _EfronTerms) -> float:
    """Root of the score, which falls as the log ratio rises: Newton, kept within a bracket."""
    _check_maximum(terms)
    observed = terms.table.observed_experimental
    low, high, log_ratio = -_LARGEST_LOG_RATIO, _LARGEST_LOG_RATIO, 0.0
    for _ in range(_MOST_STEPS):
        share = terms.share(log_ratio)
        score, information = observed - float(share.sum()), float(np.sum(share * (1 - share)))
        low, high = (log_ratio, high) if score > 0 else (low, log_ratio)
        candidate = log_ratio + score / information if information > 0 else math.inf
        if abs(candidate - log_ratio) <= _NEWTON_STEP:
            return candidate
        log_ratio = candidate if low < candidate < high else (low + high) / 2
    return log_ratio


def _check_maximum(terms: _EfronTerms) -> None:
    """The likelihood has a maximum where both arms had events while the other was at risk."""
    forced = int(np.count_nonzero(terms.control <= 0))
    possible = int(np.count_nonzero(terms.experimental > 0))
    if forced < terms.table.observed_experimental < possible:
        return
    raise ValueError(
        "hazard ratio: not estimable, because one arm had no event while both were at risk "
        f"({_events_by_arm(terms.table)}): the likelihood rises without end. "
        "Show the counts or the log-rank test instead."
    )


def _events_by_arm(table: _EventTable) -> str:
    observed = table.observed_experimental
    return f"{observed} events experimental, {int(table.n_events.sum()) - observed} control"


def _elapsed(table: _EventTable) -> Floats:
    """1 - S(t-) of both arms together at each event time: 0 at the first."""
    steps = (table.n_at_risk - table.n_events) / table.n_at_risk
    # R takes the curve over all rows; rows without an event do not move it.
    return 1 - np.concatenate(([1.0], np.cumprod(steps)))[:-1]


def _chi_square_p(statistic: float) -> float:
    return math.erfc(math.sqrt(statistic / 2))


# --- one arm ----------------------------------------------------------------------------------


def _group(times: Floats) -> tuple[Integers, Integers]:
    """Order of the rows by time, and where in that order each distinct time starts."""
    order = np.argsort(times, kind="stable")
    ordered = times[order]
    apart = np.diff(ordered) > _tolerance(ordered[-1])
    return order, np.concatenate(([0], np.flatnonzero(apart) + 1))


def _greenwood(n_at_risk: Integers, n_events: Integers) -> Floats:
    """Variance that each time adds to log S: d / [n (n - d)], infinite where all at risk die."""
    terms: Floats = np.full(n_at_risk.shape, math.inf)
    left = n_at_risk - n_events
    np.divide(n_events, n_at_risk * left, out=terms, where=left > 0)
    return terms


def pointwise_limits(
    survival: Floats, standard_error: Floats, z: float, interval: CurveInterval
) -> tuple[Floats, Floats]:
    """Limits of survival (0 to 1) ``z`` standard errors either side; NaN where it is 0 or 1."""
    lower, upper = np.full((2, survival.size), math.nan)
    within = (survival > 0) & (survival < 1)
    s, reach = survival[within], z * standard_error[within]
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
    reached = np.flatnonzero(height < 0.5 + _TOLERANCE)
    if reached.size == 0:
        return None
    first = reached[0]
    later = reached[height[reached] < height[first]]
    if abs(height[first] - 0.5) < _TOLERANCE and later.size > 0:
        return float((time[first] + time[later[0]]) / 2)
    return float(time[first])


def _rows_until(curve: KaplanMeierCurve, time: float) -> int:
    return int(np.searchsorted(curve.time, time + _tolerance(curve.time[-1]), side="right"))


def _normal_estimate(value: float, error: float | None, level: float) -> Estimate:
    if not error:
        return Estimate(value, None, None, level, error)
    reach = normal_quantile(level) * error
    return Estimate(value, value - reach, value + reach, level, error)


def _joint_error(first: Estimate, second: Estimate) -> float | None:
    if first.standard_error is None or second.standard_error is None:
        return None
    return math.hypot(first.standard_error, second.standard_error)


# --- checks -----------------------------------------------------------------------------------


def _times(values: ArrayLike, *, name: str = "time") -> Floats:
    try:
        times = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}. Give numbers of 0 or more.") from error
    if times.ndim != 1 or times.size == 0:
        raise ValueError(f"{name}: shape is {times.shape}. Give one row of at least one number.")
    if not 0 <= times.min() <= times.max() < math.inf:  # NaN fails every comparison
        row = int(np.flatnonzero(~((times >= 0) & (times < math.inf)))[0])
        raise ValueError(
            f"{name}[{row}] is {times[row]}. Give finite numbers of 0 or more; leave out "
            "patients whose time is unknown, and say how many."
        )
    return times


def _flags(name: str, values: ArrayLike, n: int) -> Flags:
    flags = np.asarray(values)
    if flags.shape != (n,):
        raise ValueError(
            f"{name}: shape is {flags.shape}, but time has {n} rows. Give one per patient."
        )
    if flags.dtype != np.bool_:
        wrong = np.flatnonzero(~((flags == 0) | (flags == 1)))
        if wrong.size > 0:
            raise ValueError(
                f"{name}[{wrong[0]}] is {flags[wrong[0]]}. Give True or False (1 or 0) in every "
                "row; some files code events as 2 and censorings as 1: recode those first."
            )
        flags = flags == 1
    return flags


def _checked_time(curve: KaplanMeierCurve, time: float, where: str) -> float:
    if not (time >= 0 and math.isfinite(time)):
        raise ValueError(f"{where}: time is {time}. Give a finite number of 0 or more.")
    last = float(curve.time[-1])
    if time > last + _tolerance(last):
        raise ValueError(
            f"{where}: time {time:g} is past the last observation at {last:g}. "
            "A curve is never carried on: choose an earlier time."
        )
    return time


def _check_horizon(curve: KaplanMeierCurve, horizon: float, whose: str) -> None:
    if not (horizon > 0 and math.isfinite(horizon)):
        raise ValueError(f"horizon is {horizon}. Give a finite number above 0.")
    last = float(curve.time[-1])
    if horizon > last + _tolerance(last) and curve.survival[-1] > 0:
        raise ValueError(
            f"horizon {horizon:g} is past the last time of {whose}, {last:g}, which is a "
            f"censoring (S = {curve.survival[-1]:.3g}). Choose a horizon of {last:g} or less."
        )


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{name} is {value!r}. Choose one of {', '.join(choices)}.")


def _tolerance(latest: float) -> float:
    return _TOLERANCE * float(latest)


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array
