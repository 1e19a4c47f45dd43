"""Proportions, differences, numbers needed to treat, and intervals recovered from reports.

Differences are *experimental minus control*. Whether a positive difference is good depends on
what is counted: of survival it is a gain, of harms an excess. Probabilities are bare, 0 to 1.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A point estimate with its interval; the sign and unit are those of the quantity it holds.

    Args:
        value: the point estimate.
        lower: lower limit, or ``None`` where no range exists.
        upper: upper limit, or ``None`` where no range exists.
        level: coverage of the interval, for example 0.95.
        standard_error: where the method has one; of the logarithm for hazard ratios.

    Raises:
        ValueError: one limit without the other, limits that do not contain the value,
            a number that is not finite, or a level outside 0 to 1.
    """

    value: float
    lower: float | None
    upper: float | None
    level: float
    standard_error: float | None = None

    def __post_init__(self) -> None:
        _check_level(self.level)
        for name in ("value", "lower", "upper", "standard_error"):
            number = getattr(self, name)
            if number is not None and not math.isfinite(number):
                raise ValueError(f"Estimate: {name} is {number}. Give a finite number.")
        if (self.lower is None) != (self.upper is None):
            raise ValueError(
                f"Estimate: lower is {self.lower} and upper is {self.upper}. "
                "Give both limits or neither."
            )
        if self.lower is not None and self.upper is not None:
            # Rounding in the last place must not refuse a limit that equals the value.
            slack = 1e-12 * max(1.0, abs(self.value))
            if not self.lower - slack <= self.value <= self.upper + slack:
                raise ValueError(
                    f"Estimate: {self.value} lies outside its interval "
                    f"{self.lower} to {self.upper}. Check the three numbers."
                )

    @property
    def has_range(self) -> bool:
        """Whether an interval exists."""
        return self.lower is not None

    @property
    def limits(self) -> tuple[float, float]:
        """Both limits.

        Raises:
            ValueError: where no range exists.
        """
        if self.lower is None or self.upper is None:
            raise ValueError(f"Estimate {self.value} has no range. Ask has_range first.")
        return self.lower, self.upper

    @property
    def spans_zero(self) -> bool:
        """Whether zero lies within the interval, its limits included.

        Raises:
            ValueError: where no range exists.
        """
        lower, upper = self.limits
        return lower <= 0 <= upper


@dataclass(frozen=True, slots=True)
class Count:
    """Patients with at least one event, out of those counted.

    Raises:
        ValueError: a number that is not whole, a total below 1, events below 0 or above the total.
    """

    events: int
    total: int

    def __post_init__(self) -> None:
        for name, number in (("events", self.events), ("total", self.total)):
            if isinstance(number, bool) or not hasattr(number, "__index__"):
                raise ValueError(f"Count: {name} is {number!r}. Give a whole number.")
        if self.total < 1:
            raise ValueError(f"Count: total is {self.total}. Give at least 1 patient.")
        if not 0 <= self.events <= self.total:
            raise ValueError(
                f"Count: {self.events} events of {self.total} patients. "
                f"Events must lie between 0 and {self.total}."
            )

    @property
    def proportion(self) -> float:
        """Events over total, 0 to 1."""
        return self.events / self.total


@dataclass(frozen=True, slots=True)
class NumberNeededToTreat:
    """How many treated for one more outcome: positive on the difference's positive side.

    ``value`` is 1/d, ``lower`` is 1/U and ``upper`` is 1/L for a difference d with limits L to U,
    signed and unrounded; ``None`` where the divisor is 0 or no range exists. Where
    ``through_infinity`` is true, L to U spans zero and the range runs from ``lower`` (above 0) up
    through infinity to ``upper`` (below 0): never show it as a plain range.
    """

    value: float | None
    lower: float | None
    upper: float | None
    through_infinity: bool
    level: float


def normal_quantile(level: float) -> float:
    """Two-sided standard normal quantile: 1.959964 at level 0.95."""
    _check_level(level)
    return _NORMAL.inv_cdf(0.5 + level / 2)


def wilson_interval(count: Count, *, level: float = 0.95) -> Estimate:
    """Proportion with Wilson's score interval, 0 to 1, without continuity correction.

    Zero cells work: 0 of n starts at exactly 0, n of n ends at exactly 1.

    Reference:
        Wilson, JASA 1927;22:209; Newcombe, Stat Med 1998;17:857 (method 3).
    """
    z = normal_quantile(level)
    n, p = count.total, count.proportion
    centre = (2 * n * p + z * z) / (2 * (n + z * z))
    half = z * math.sqrt(z * z + 4 * n * p * (1 - p)) / (2 * (n + z * z))
    lower = 0.0 if count.events == 0 else max(0.0, centre - half)
    upper = 1.0 if count.events == n else min(1.0, centre + half)
    return Estimate(p, lower, upper, level)


def risk_difference(experimental: Count, control: Count, *, level: float = 0.95) -> Estimate:
    """Experimental minus control proportion with Newcombe's hybrid score interval, -1 to 1.

    Misleads where follow-up or exposure differ between the arms: counts know nothing of time.

    Reference:
        Newcombe, Stat Med 1998;17:873 (method 10).
    """
    return difference_from_reported(
        wilson_interval(experimental, level=level), wilson_interval(control, level=level)
    )


def counts_printing_as(
    percents: Sequence[float], *, decimals: int, totals: Sequence[int]
) -> tuple[Count, ...]:
    """Every count that a source may have printed as these percentages, by total, rising.

    Printed is half up, to ``decimals`` places. Several percentages are those of classes of which
    each patient is in one at most, such as the worst grade: each class has its own count, and the
    counts returned are their sums. ``totals`` are the denominators that are possible. Empty where
    no count prints so.
    """
    sums = {
        (total, sum(events))
        for total in totals
        for events in itertools.product(
            *(_events_printing_as(one, decimals, total) for one in percents)
        )
    }
    return tuple(Count(events, total) for total, events in sorted(sums) if events <= total)


@functools.lru_cache(maxsize=1024)
def _events_printing_as(percent: float, decimals: int, total: int) -> tuple[int, ...]:
    unit = 10**decimals
    # Whole numbers throughout: 100 * events / total is at times a hair below the half it stands on.
    return tuple(
        events
        for events in range(total + 1)
        if (2 * 100 * unit * events + total) // (2 * total) == round(percent * unit)
    )


def widest_proportion(value: float, counts: Sequence[Count], *, level: float = 0.95) -> Estimate:
    """A printed proportion (0 to 1) with the widest of Wilson's limits over all possible counts.

    Raises:
        ValueError: no count.
    """
    return _widest(value, [wilson_interval(count, level=level) for count in counts], level)


def widest_risk_difference(
    value: float,
    experimental: Sequence[Count],
    control: Sequence[Count],
    *,
    level: float = 0.95,
) -> Estimate:
    """A difference of printed proportions, experimental minus control, -1 to 1.

    Its limits are the widest of Newcombe's over all pairs of possible counts: what is known of the
    trial lies in one of them.

    Raises:
        ValueError: no count in an arm.

    Reference:
        Newcombe, Stat Med 1998;17:873 (method 10), over the counts that print as the percentages.
    """
    pairs = itertools.product(experimental, control)
    return _widest(value, [risk_difference(*pair, level=level) for pair in pairs], level)


def _widest(value: float, ranges: Sequence[Estimate], level: float) -> Estimate:
    if not ranges:
        raise ValueError(f"no count prints as {100 * value:g} %. Check percentage and totals.")
    limits = [one.limits for one in ranges]
    # A sum of rounded percentages may lie beside every count: the range holds it all the same.
    lower, upper = min(value, *(low for low, _ in limits)), max(value, *(up for _, up in limits))
    return Estimate(value, lower, upper, level)


def difference_from_reported(experimental: Estimate, control: Estimate) -> Estimate:
    """Experimental minus control by MOVER, from two estimates with their own intervals.

    L = d - sqrt((S1 - l1)^2 + (u0 - S0)^2) and U = d + sqrt((u1 - S1)^2 + (S0 - l0)^2).
    Where an input has no range the difference has none either.

    Raises:
        ValueError: the two levels differ.

    Reference:
        Zou and Donner, Stat Med 2008;27:1693.
    """
    return linear_combination(experimental, control, weight=1.0)


def linear_combination(first: Estimate, second: Estimate, *, weight: float) -> Estimate:
    """``first - weight * second`` of two independent estimates, by MOVER.

    The limits of ``weight * second`` are the scaled limits of ``second``; ``weight`` is 0 or more.

    Raises:
        ValueError: a negative weight, or levels that differ.

    Reference:
        Zou and Donner, Stat Med 2008;27:1693.
    """
    if not (weight >= 0 and math.isfinite(weight)):
        raise ValueError(f"weight is {weight}. Give a finite number of 0 or more.")
    level = _one_level(first, second)
    value = first.value - weight * second.value
    if not (first.has_range and second.has_range):
        return Estimate(value, None, None, level)
    (lower_1, upper_1), (lower_2, upper_2) = first.limits, second.limits
    return Estimate(
        value,
        value - math.hypot(first.value - lower_1, weight * (upper_2 - second.value)),
        value + math.hypot(upper_1 - first.value, weight * (second.value - lower_2)),
        level,
    )


def number_needed_to_treat(difference: Estimate) -> NumberNeededToTreat:
    """One over an absolute difference, signed and unrounded; always state its time with it.

    Reference:
        Altman, BMJ 1998;317:1309; Altman and Andersen, BMJ 1999;319:1492.
    """
    return NumberNeededToTreat(
        value=_reciprocal(difference.value),
        lower=_reciprocal(difference.upper),
        upper=_reciprocal(difference.lower),
        through_infinity=difference.has_range and difference.spans_zero,
        level=difference.level,
    )


def gain_from_hazard_ratio(control_survival: float, ratio: Estimate) -> Estimate:
    """S_c^HR - S_c with the ratio's limits, at a control survival taken as known.

    Positive where HR is below 1. Needs proportional hazards; misleads where they are not, and its
    range leaves out the control's own uncertainty.

    Reference:
        Altman and Andersen, BMJ 1999;319:1492.
    """
    value = _gain_at(control_survival, ratio.value)
    if not ratio.has_range:
        return Estimate(value, None, None, ratio.level)
    lower, upper = (_gain_at(control_survival, limit) for limit in ratio.limits)
    return Estimate(value, upper, lower, ratio.level)


def log_standard_error(ratio: Estimate) -> float:
    """Standard error of log(ratio) implied by a reported interval: (log u - log l) / 2z.

    Raises:
        ValueError: no range, or a lower limit that is not above 0.
    """
    lower, upper = ratio.limits
    if lower <= 0:
        raise ValueError(f"ratio: lower limit is {lower}. A ratio's limits lie above 0.")
    return (math.log(upper) - math.log(lower)) / (2 * normal_quantile(ratio.level))


def hazard_ratio_p_value(ratio: Estimate) -> float:
    """Two-sided P of log(ratio) = 0 implied by a reported ratio and its interval (Wald)."""
    return math.erfc(abs(math.log(ratio.value)) / log_standard_error(ratio) / math.sqrt(2))


def ratio_from_p_value(value: float, p_value: float, *, level: float = 0.95) -> Estimate:
    """Ratio with the interval that its two-sided P value implies; the SE is of log(ratio).

    Misleads where P comes from another test than Wald's on the log ratio (a stratified log-rank
    test, say), and where ratio or P are rounded coarsely: the limits are approximate.

    Raises:
        ValueError: a ratio of 1 or not above 0, or a P value not between 0 and 1.

    Reference:
        Altman and Bland, BMJ 2011;343:d2090.
    """
    if not (value > 0 and math.isfinite(value)) or value == 1:
        raise ValueError(f"ratio is {value}. Give a number above 0 other than 1.")
    if not 0 < p_value < 1:
        raise ValueError(f"P is {p_value}. Give a number between 0 and 1, neither included.")
    return _ratio(value, abs(math.log(value)) / normal_quantile(1 - p_value), level=level)


def ratio_of_ratios(first: Estimate, second: Estimate) -> Estimate:
    """``first / second`` of two independent ratios; the SE is of the logarithm.

    Misleads where the two share patients, or where they were compared because they differed.

    Raises:
        ValueError: a ratio without a range, or levels that differ.

    Reference:
        Altman and Bland, BMJ 2003;326:219.
    """
    level = _one_level(first, second)
    standard_error = math.hypot(log_standard_error(first), log_standard_error(second))
    return _ratio(first.value / second.value, standard_error, level=level)


def cumulative_hazard_ratio(experimental_survival: float, control_survival: float) -> float:
    """Ratio log S1 / log S0 at one time: equals the hazard ratio where hazards are proportional.

    Raises:
        ValueError: a survival that is not between 0 and 1, neither included.
    """
    for survival in (experimental_survival, control_survival):
        if not 0 < survival < 1:
            raise ValueError(
                f"survival is {survival}. Give a number between 0 and 1, neither included."
            )
    return math.log(experimental_survival) / math.log(control_survival)


def loglog_standard_error(survival: Estimate) -> float:
    """Standard error of log(-log S) implied by a reported log(-log) interval.

    Misleads where the reported interval is of another type: compare the interval's midpoint on
    the log(-log) scale with S first (``consistency`` does).

    Raises:
        ValueError: no range, or a limit that is not strictly between 0 and 1.
    """
    high, low = map(_complementary_log_log, survival.limits)
    return (high - low) / (2 * normal_quantile(survival.level))


def loglog_interval(survival: float, standard_error: float, *, level: float = 0.95) -> Estimate:
    """Survival with its log(-log) interval from Greenwood's standard error of S.

    Where S is 0 or 1, or its standard error is 0, the interval is not estimable: no range.

    Reference:
        Borgan and Liestøl, Scand J Stat 1990;17:35.
    """
    if not 0 < survival < 1 or standard_error == 0:
        return Estimate(survival, None, None, level, standard_error)
    shift = normal_quantile(level) * standard_error / (survival * abs(math.log(survival)))
    return Estimate(
        survival,
        survival ** math.exp(shift),
        survival ** math.exp(-shift),
        level,
        standard_error,
    )


def _ratio(value: float, standard_error: float, *, level: float) -> Estimate:
    factor = math.exp(normal_quantile(level) * standard_error)
    return Estimate(value, value / factor, value * factor, level, standard_error)


def _gain_at(control_survival: float, hazard_ratio: float) -> float:
    return float(control_survival**hazard_ratio) - control_survival


def _complementary_log_log(survival: float) -> float:
    if not 0 < survival < 1:
        raise ValueError(
            f"survival limit is {survival}. The log(-log) scale takes numbers between 0 and 1, "
            "both excluded: this interval is of another type."
        )
    return math.log(-math.log(survival))


def _one_level(first: Estimate, second: Estimate) -> float:
    if first.level != second.level:
        raise ValueError(
            f"levels differ: {first.level} and {second.level}. Combine intervals of one level."
        )
    return first.level


def _reciprocal(number: float | None) -> float | None:
    return None if number is None or number == 0 else 1 / number


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level is {level}. Give a number between 0 and 1, for example 0.95.")
