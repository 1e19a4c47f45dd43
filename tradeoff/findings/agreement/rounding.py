"""A printed number stands for all numbers that round to it: how far that moves a comparison."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from tradeoff.findings.agreement.lines import Compared


def half_unit(decimals: int) -> float:
    """Half a unit of the last printed decimal place."""
    return 0.5 * 10.0**-decimals


def decimals_of(number: float) -> int:
    """Decimal places as written; zeros at the end are lost, which only widens the tolerance."""
    return len(f"{number:.12f}".rstrip("0").split(".")[1])


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, and how far the true one may lie on either side."""

    value: float
    half_unit: float

    @property
    def ends(self) -> tuple[float, float]:
        """Least and most that it may stand for."""
        return self.value - self.half_unit, self.value + self.half_unit

    def may_be(self, number: float) -> bool:
        """Whether it may stand for this number."""
        return abs(self.value - number) <= self.half_unit


def printed_share(share: float, decimals: int) -> Printed:
    """A proportion, 0 to 1, that was printed as a percentage with so many decimals."""
    return Printed(share, half_unit(decimals) / 100)


def span(quantity: Callable[..., float], *numbers: Printed) -> tuple[float, float]:
    """Least and most of a quantity over everything that its printed numbers may stand for.

    Each quantity here rises or falls with each of its numbers, so the corners hold both ends.
    """
    found = [quantity(*corner) for corner in itertools.product(*(one.ends for one in numbers))]
    return min(found), max(found)


def by_rounding(
    reported: Printed, quantity: Callable[..., float], *numbers: Printed, most: float | None = None
) -> Compared:
    """Agreement within what the rounding of every number that enters allows.

    ``most`` is what the quantity may be at the most where no corner has it.
    """
    recomputed = quantity(*(one.value for one in numbers))
    low, high = span(quantity, *numbers)
    least, greatest = reported.ends
    return Compared(
        reported.value,
        recomputed,
        least - ((high if most is None else most) - recomputed),
        greatest + (recomputed - low),
    )
