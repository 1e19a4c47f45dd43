"""Who leaves when: the intervals of the risk table, and censorings spread over them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tradeoff.statistics.read_only import Floats, Integers
from tradeoff.statistics.reconstruction.at_risk import EXACT, RiskRows
from tradeoff.statistics.reconstruction.cleaning import JITTER, Curve

# After the last tick patients are taken to leave at most this many times as fast as they were
# censored in any interval before; who is left then leaves at the end, the day of the analysis.
_FASTEST = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Patients:
    """Event and censoring times, in any order."""

    events: Floats
    censored: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """Intervals from each tick with somebody at risk to the next, the last to the end.

    ``edges`` are these ticks and the end, ``n`` the numbers at risk there, 0 at the end.
    ``most_before_end`` is how many censorings may lie between the last tick and the end; all do
    where it is ``None``.
    """

    edges: Floats
    n: Integers
    most_before_end: int | None

    @classmethod
    def of(cls, curve: Curve, table: RiskRows) -> FollowUp:
        """That of one arm's curve and risk table."""
        ticks, n = table.time[: table.n_open], np.append(table.n[: table.n_open], 0)
        end = max(curve.last, table.latest)
        if table.n_open < table.time.size and end >= (empty := float(table.time[table.n_open])):
            # Nobody is at risk at that tick, so everybody left before it.
            end = table.latest + (empty - table.latest) * 0.999
        edges = np.append(ticks, end)
        return cls(edges, n, _most_before_end(curve, edges, n))

    def interval(self, time: Floats) -> Integers:
        """The interval, from 0, in which each time lies."""
        return np.minimum(np.searchsorted(self.edges, time, side="right") - 1, self.n.size - 2)


def _most_before_end(curve: Curve, edges: Floats, n: Integers) -> int | None:
    """Censorings that may lie between the last tick and the end; ``None``: all do."""
    if curve.survival[-1] <= JITTER:  # the last to leave had an event
        return None
    # A table that stops a whole tick or more before the curve does not show the fastest.
    if edges.size < 3 or edges[-1] - edges[-2] > edges[-2] - edges[-3]:
        return int(n[0])
    survival = curve.at(edges[:-1])
    died = (1 - survival[1:] / np.maximum(survival[:-1], EXACT)) * (n[:-2] + n[1:-1]) / 2
    rate = float(np.max((n[:-2] - n[1:-1] - died) / np.diff(edges[:-1])))
    return int(min(n[0], math.ceil(_FASTEST * max(rate, 0.0) * (edges[-1] - edges[-2]))))


def spread(
    start: float,
    stop: float,
    count: int,
    *,
    power: float = 1.0,
    most_before_end: int | None = None,
) -> Floats:
    """Censoring times from ``start`` to ``stop``; those beyond a limit are at its end."""
    before = inside(count, most_before_end)
    share = (np.arange(1, before + 1) - 0.5) / max(before, 1)
    times = start + (stop - start) * share ** (1 / power)
    return np.concatenate((times, np.full(count - before, stop)))


def inside(count: int, most_before_end: int | None) -> int:
    """Of so many censorings, those before the end: where it is the curve's, never all of them."""
    return count if most_before_end is None else max(0, min(count - 1, most_before_end))
