"""Gain against harm: the balance point, the net gain, and whole people out of 100.

``gain`` is the absolute difference in survival and ``harm`` the absolute excess of a harm, both
*experimental minus control*: a positive gain is good, a positive harm is bad. ``preference`` is
how bad one such harm is judged to be, from 0 (not bad at all) to 1 (as bad as the event that
survival counts). Gain and harm are taken as independent; `correlated` shows what if not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from tradeoff.statistics.intervals import (
    Count,
    Estimate,
    linear_combination,
    loglog_standard_error,
)
from tradeoff.statistics.read_only import Floats

# Jeffreys prior of a proportion: half an event and half a non-event added.
_JEFFREYS = 0.5
# Percentages from decimals carry noise near the 14th digit; no source states nine.
_DIGITS_BEFORE_ROUNDING = 9


@dataclass(frozen=True, eq=False)
class Draws:
    """Simulated pairs of gain and harm, each -1 to 1; read-only copies of one length.

    Raises:
        ValueError: arrays that are empty, not in one dimension or of unequal length.
    """

    gain: Floats
    harm: Floats

    def __post_init__(self) -> None:
        for name in ("gain", "harm"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        if self.gain.ndim != 1 or self.gain.size == 0 or self.gain.shape != self.harm.shape:
            raise ValueError(
                f"Draws: gain has shape {self.gain.shape}, harm {self.harm.shape}. "
                "Give two rows of one length."
            )

    def probability_gain_larger(self, preference: float) -> float:
        """Share of draws with gain > preference * harm, 0 to 1."""
        return np.count_nonzero(self.gain > preference * self.harm) / self.gain.size

    def balance_limits(self, level: float) -> tuple[float, float]:
        """Quantiles of the preference below which the gain is larger; 0 or more, perhaps infinite.

        A draw without gain has balance point 0 (larger at no preference), a draw with gain and
        without excess of harm infinity (larger at every preference).
        """
        last, tail = self.gain.size - 1, (1 - level) / 2
        points = self._sorted_balance_points
        return float(points[math.floor(tail * last)]), float(points[math.ceil((1 - tail) * last)])

    @cached_property
    def _sorted_balance_points(self) -> Floats:
        # Kept: the panel asks at every key press, and the answer does not depend on the preference.
        points: Floats = np.full(self.gain.shape, math.inf)
        np.divide(self.gain, self.harm, out=points, where=self.harm > 0)
        return np.sort(np.where(self.gain > 0, points, 0.0))


class Obstacle(StrEnum):
    """Why there is no balance point."""

    GAIN_NOT_AVAILABLE = "gain_not_available"
    """No landmark of this cut and end point is published."""
    HARM_NOT_AVAILABLE = "harm_not_available"
    """No counts of this harm: not the same as none."""
    NO_RANGE = "no_range"
    """Gain or harm has no interval, or nothing was simulated."""
    GAIN_SPANS_ZERO = "gain_spans_zero"
    """The data do not settle whether there is a gain."""
    HARM_SPANS_ZERO = "harm_spans_zero"
    """The data do not settle whether there is an excess of harm."""
    GAIN_NEGATIVE = "gain_negative"
    """Survival lower and harm higher with the treatment: nothing speaks for it here."""
    HARM_NEGATIVE = "harm_negative"
    """Survival higher and harm lower with the treatment: nothing has to be given up."""
    BOTH_NEGATIVE = "both_negative"
    """Survival lower and harm lower: the exchange runs the other way round."""
    NOT_TO_BE_WEIGHED = "not_to_be_weighed"
    """Both are at hand, and the trial's data say why they do not weigh against each other."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """Everything that the panel says about one gain and one harm; it holds no verdict.

    Args:
        gain: absolute difference in survival, or ``None`` where not available.
        harm: absolute excess of the harm, or ``None`` where not available.
        balance_point: preference at which gain and harm are equal, gain / harm, with its range by
            simulation; may exceed 1. ``None`` where there is an ``obstacle``.
        net_gain: gain - preference * harm, in equivalents of the event that survival counts;
            ``None`` before a preference is set, or where gain or harm is not available.
        probability_gain_larger: share of simulations with gain > preference * harm; a statement
            about simulations, not the certainty of one person's benefit.
        preference: as set by the user, never preset.
        gain_window: the time that the gain is read at, in words.
        harm_window: the time that harms were counted in, in words.
        statuses: what the figures inherit from their sources.
        obstacle: why there is no balance point, else ``None``.
    """

    gain: Estimate | None
    harm: Estimate | None
    balance_point: Estimate | None
    net_gain: Estimate | None
    probability_gain_larger: float | None
    preference: float | None
    gain_window: str
    harm_window: str
    statuses: tuple[str, ...]
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class WholePeople:
    """Whole people out of 100, with control + increment = experimental.

    ``increment`` is negative where the experimental arm has fewer.
    """

    control: int
    experimental: int
    increment: int

    @property
    def complement(self) -> WholePeople:
        """The other frame: those out of 100 who are not counted here (died, where alive is)."""
        return WholePeople(100 - self.control, 100 - self.experimental, -self.increment)


def simulate(
    experimental: Estimate,
    control: Estimate,
    experimental_harm: Count | Sequence[Count],
    control_harm: Count | Sequence[Count],
    *,
    draws: int = 20_000,
    rng: np.random.Generator,
    rounding: tuple[float, float] = (0.0, 0.0),
) -> Draws:
    """Pairs of gain (survival difference) and harm (excess), experimental minus control.

    Survival: log(-log S) normal around the published S, with the standard error that its interval
    implies. Harm: Beta(x + 1/2, n - x + 1/2) in each arm; where only a percentage is printed, one
    of the counts that print so is drawn first, each as likely as the others. The four are drawn
    independently. Drawing a hazard ratio and the same trial's control survival instead would make
    the gain's interval too narrow, for they are correlated.

    Args:
        experimental: survival with its interval, between 0 and 1.
        control: survival with its interval, between 0 and 1.
        experimental_harm: patients with the harm, out of those counted; several where the source
            leaves them open.
        control_harm: the same of the control arm.
        draws: how many pairs.
        rng: the caller's generator: one fixed seed makes every page show the same.
        rounding: by how much each printed survival, experimental then control, may differ from
            the true one, as a proportion: half a point for whole percentages. Drawn evenly.

    Raises:
        ValueError: a survival estimate without range, or with a value or limit that is not
            strictly between 0 and 1; fewer than 1 draw; no count.
    """
    if draws < 1:
        raise ValueError(f"simulate: draws is {draws}. Give a whole number of 1 or more.")
    gain = _draw_survival(experimental, "experimental", draws, rng)
    gain -= _draw_survival(control, "control", draws, rng)
    harm = _draw_proportion(experimental_harm, draws, rng)
    harm -= _draw_proportion(control_harm, draws, rng)
    for half in rounding:
        if half:
            gain += rng.uniform(-half, half, draws)
    return Draws(gain=gain, harm=harm)


def weigh(
    gain: Estimate | None,
    harm: Estimate | None,
    *,
    draws: Draws | None,
    preference: float | None = None,
    gain_window: str,
    harm_window: str,
    statuses: tuple[str, ...] = (),
) -> Weighing:
    """Balance point, net gain and probability of one gain and one harm.

    There is a balance point only where gain and excess of harm both lie above zero with their
    whole range. The net gain comes from the two intervals in closed form (MOVER), not from draws.

    Args:
        gain: survival difference, experimental minus control, or ``None``.
        harm: excess of harm, experimental minus control, or ``None``.
        draws: simulated from the same two; ``None`` where nothing could be simulated.
        preference: 0 to 1, or ``None`` before the user set one.
        gain_window: the time that the gain is read at, in words.
        harm_window: the time that harms were counted in, in words.
        statuses: what the figures inherit from their sources.

    Raises:
        ValueError: a preference outside 0 to 1, or intervals of different level.

    Reference:
        Zou and Donner, Stat Med 2008;27:1693.
    """
    if preference is not None and not 0 <= preference <= 1:
        raise ValueError(
            f"preference is {preference}. Give a number from 0 (not bad at all) to 1 (as bad as "
            "the event that survival counts), or None before one is set."
        )
    balance_point, obstacle = _balance_point(gain, harm, draws)
    net_gain, probability = None, None
    if gain is not None and harm is not None and preference is not None:
        net_gain = linear_combination(gain, harm, weight=preference)
        probability = draws.probability_gain_larger(preference) if draws is not None else None
    return Weighing(
        gain=gain,
        harm=harm,
        balance_point=balance_point,
        net_gain=net_gain,
        probability_gain_larger=probability,
        preference=preference,
        gain_window=gain_window,
        harm_window=harm_window,
        statuses=statuses,
        obstacle=obstacle,
    )


def probability_curve(draws: Draws, preferences: Sequence[float] | Floats) -> Floats:
    """Share of draws in which the gain is larger, 0 to 1, at each preference, shape (k,).

    Raises:
        ValueError: a preference that is negative or not finite.
    """
    wanted = np.asarray(preferences, dtype=np.float64)
    if not np.all((wanted >= 0) & (wanted < math.inf)):
        raise ValueError("preferences: one is negative or not finite. Give numbers from 0 to 1.")
    return np.array([draws.probability_gain_larger(float(weight)) for weight in wanted])


def correlated(draws: Draws, correlation: float, *, rng: np.random.Generator) -> Draws:
    """The same gains and the same harms, paired anew to a rank correlation of -1 to 1.

    Above 0, a trial with a larger gain also has more harm. Only the pairing changes, so both
    margins stay what they were. The rank correlation is met but for chance (about 0.007 with
    20,000 draws).

    Raises:
        ValueError: a correlation outside -1 to 1.

    Reference:
        Iman and Conover, Commun Stat B 1982;11:311.
    """
    if not -1 <= correlation <= 1:
        raise ValueError(f"correlation is {correlation}. Give a number from -1 to 1.")
    # Pearson's correlation of two normal scores whose rank correlation is the one asked for.
    pearson = 2 * math.sin(math.pi * correlation / 6)
    scores, noise = rng.standard_normal((2, draws.gain.size))
    partner = pearson * scores + math.sqrt(max(0.0, 1 - pearson**2)) * noise
    # The place of each number in a sorted row: its rank, from 0.
    gain_ranks, harm_ranks = (row.argsort().argsort() for row in (scores, partner))
    return Draws(gain=np.sort(draws.gain)[gain_ranks], harm=np.sort(draws.harm)[harm_ranks])


def per_hundred(control: float, experimental: float) -> WholePeople:
    """Two proportions (0 to 1) as whole people out of 100 that add up.

    The gap is the true gap, rounded; the pair is the one with that gap nearest to both arms (least
    squares). Halves are rounded away from zero. So a whole figure may differ by 1 from its arm's
    own rounding: 0.625 and 0.824 give 62 and 82, gap 20.

    Raises:
        ValueError: a proportion outside 0 to 1.
    """
    for name, proportion in (("control", control), ("experimental", experimental)):
        if not 0 <= proportion <= 1:
            raise ValueError(f"per_hundred: {name} is {proportion}. Give a number from 0 to 1.")
    increment = _rounded(100 * (experimental - control))
    # Least squares: both arms are then off by the same amount, half of what the gap was rounded by.
    lower = _rounded((100 * (control + experimental) - increment) / 2)
    return WholePeople(control=lower, experimental=lower + increment, increment=increment)


def _draw_survival(survival: Estimate, arm: str, draws: int, rng: np.random.Generator) -> Floats:
    if not survival.has_range:
        raise ValueError(
            f"simulate: survival in the {arm} arm ({survival.value}) has no range, so nothing can "
            "be drawn. Give its interval, or weigh without simulation."
        )
    lower, upper = survival.limits
    if not 0 < lower <= survival.value <= upper < 1:
        raise ValueError(
            f"simulate: survival in the {arm} arm is {survival.value} ({lower} to {upper}). Value "
            "and limits must lie between 0 and 1, both excluded."
        )
    centre = math.log(-math.log(survival.value))
    return np.exp(-np.exp(rng.normal(centre, loglog_standard_error(survival), draws)))


def _draw_proportion(
    counts: Count | Sequence[Count], draws: int, rng: np.random.Generator
) -> Floats:
    possible = (counts,) if isinstance(counts, Count) else tuple(counts)
    if not possible:
        raise ValueError("simulate: no count of a harm. Give one at least, or weigh without it.")
    events, totals = np.array([(count.events, count.total) for count in possible], float).T
    if len(possible) > 1:
        chosen = rng.integers(len(possible), size=draws)
        events, totals = events[chosen], totals[chosen]
    return rng.beta(events + _JEFFREYS, totals - events + _JEFFREYS, draws)


def _balance_point(
    gain: Estimate | None, harm: Estimate | None, draws: Draws | None
) -> tuple[Estimate | None, Obstacle | None]:
    if gain is None:
        return None, Obstacle.GAIN_NOT_AVAILABLE
    if harm is None:
        return None, Obstacle.HARM_NOT_AVAILABLE
    if draws is None or not (gain.has_range and harm.has_range):
        return None, Obstacle.NO_RANGE
    obstacle = _sign_obstacle(gain, harm)
    if obstacle is not None:
        return None, obstacle
    lower, upper = draws.balance_limits(gain.level)
    if math.isinf(upper):
        # Harm's interval just leaves out zero, the simulation does not: no ratio, all the same.
        return None, Obstacle.HARM_SPANS_ZERO
    value = gain.value / harm.value
    # Near 0 of n or n of n the prior draws the harm inwards; the range then still holds the value.
    return Estimate(value, min(lower, value), max(upper, value), gain.level), None


def _sign_obstacle(gain: Estimate, harm: Estimate) -> Obstacle | None:
    if gain.spans_zero:
        return Obstacle.GAIN_SPANS_ZERO
    if harm.spans_zero:
        return Obstacle.HARM_SPANS_ZERO
    return {
        (False, False): Obstacle.BOTH_NEGATIVE,
        (False, True): Obstacle.GAIN_NEGATIVE,
        (True, False): Obstacle.HARM_NEGATIVE,
        (True, True): None,
    }[gain.value > 0, harm.value > 0]


def _rounded(number: float) -> int:
    """Nearest whole number, halves away from zero, deaf to floating-point noise."""
    size = math.floor(round(abs(number), _DIGITS_BEFORE_ROUNDING) + 0.5)
    return size if number >= 0 else -size
