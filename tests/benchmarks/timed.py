"""Times of many presses, what they may be, and how a table prints that."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """What a measure may take, in milliseconds, and beside the bare page."""

    p95: float = math.inf
    median: float = math.inf
    ratio: float = math.inf


class Timed:
    """What has times, in milliseconds."""

    __slots__ = ()
    times: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle time."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """The smallest time that 95 % of them did not exceed."""
        return sorted(self.times)[math.ceil(0.95 * len(self.times)) - 1]


def column(value: float) -> str:
    """A limit in a table; a dash where there is none."""
    return "–" if math.isinf(value) else f"{value:.0f}"
