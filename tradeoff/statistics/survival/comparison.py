"""Two arms compared over all their follow-up: log-rank, Cox, proportional hazards."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tradeoff.statistics.intervals import Estimate, normal_quantile
from tradeoff.statistics.read_only import Floats, Integers
from tradeoff.statistics.survival.patients import checked_times, flags, in_groups

# Newton stops when the log hazard ratio moves less than this.
_NEWTON_STEP = 1e-12
# No finite maximum lies farther out: exp(50) outweighs every ratio of arms of up to 10^9 patients.
_LARGEST_LOG_RATIO = 50.0
_MOST_STEPS = 100


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
            f"risk and one of them went on ({table.events_by_arm}). Show the counts instead."
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

    @property
    def events_by_arm(self) -> str:
        control = int(self.n_events.sum()) - self.observed_experimental
        return f"{self.observed_experimental} events experimental, {control} control"


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
    times = checked_times(time)
    order, starts = in_groups(times)
    seen = flags("event", event, times.size)[order]
    treated = flags("experimental", experimental, times.size)[order]
    if treated.all() or not treated.any():
        raise ValueError(
            f"experimental: all {times.size} rows are {bool(treated[0])}. "
            "Give the patients of both arms."
        )
    n_events = np.add.reduceat(seen, starts, dtype=np.int64)
    keep = n_events > 0
    return _EventTable(
        n_at_risk=(times.size - starts)[keep],
        n_experimental=np.cumsum(treated[::-1], dtype=np.int64)[::-1][starts][keep],
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
    forced, possible = terms.control <= 0, terms.experimental > 0
    observed = terms.table.observed_experimental
    if not np.count_nonzero(forced) < observed < np.count_nonzero(possible):
        raise ValueError(
            "hazard ratio: not estimable, because one arm had no event while both were at risk "
            f"({terms.table.events_by_arm}): the likelihood rises without end. "
            "Show the counts or the log-rank test instead."
        )


def _elapsed(table: _EventTable) -> Floats:
    """1 - S(t-) of both arms together at each event time: 0 at the first."""
    # R takes the curve over all rows; rows without an event do not move it.
    steps = (table.n_at_risk - table.n_events) / table.n_at_risk
    return 1 - np.cumprod(np.append(1.0, steps))[:-1]


def _chi_square_p(statistic: float) -> float:
    return math.erfc(math.sqrt(statistic / 2))
