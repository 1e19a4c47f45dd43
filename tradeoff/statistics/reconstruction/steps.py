"""A clean staircase, rounded or not: whole patients whose drops are each d / n."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradeoff.statistics.read_only import Floats, Integers
from tradeoff.statistics.reconstruction.at_risk import EXACT
from tradeoff.statistics.reconstruction.cleaning import Curve
from tradeoff.statistics.reconstruction.leaving import FollowUp, Patients, spread

# Decimals tried when guessing how the staircase was rounded.
_DECIMALS = range(3, 9)
# Rounding coarser than this share of one patient's step hides whole patients.
_RESOLVED = 0.25
# A kept solution stands for others that differ by part of the slack, so that much more is let pass.
_WIDE = 1.5
# Bounds of the work: partial solutions, and all pairs of those with a number at risk.
_MOST_ROWS, _MOST_PAIRS = 300, 1_500_000


@dataclass(frozen=True, slots=True, eq=False)
class _Staircase:
    """Drops (time, survival after) with the ticks that frame them."""

    time: Floats
    level: Floats
    interval: Integers
    slack: float
    total_events: int | None
    follow_up: FollowUp

    @property
    def exact(self) -> bool:
        return self.slack <= 2 * EXACT

    def least_left(self, i: int) -> int:
        """At risk after drop ``i``: the next tick's number and one for each drop until then."""
        j = self.interval[i]
        return int(
            self.follow_up.n[j + 1] + np.searchsorted(self.interval, j, side="right") - i - 1
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Beam:
    """Partial solutions up to one drop: before and after it, with their penalties."""

    at_risk: Integers
    left: Integers
    survival: Floats
    events: Integers
    penalty: Floats
    parent: Integers

    def rows(self, keep: Integers) -> _Beam:
        return _Beam(*(getattr(self, name)[keep] for name in self.__slots__))


def from_steps(curve: Curve, follow_up: FollowUp, total_events: int | None) -> Patients | None:
    """Whole patients that make exactly the given drops, or ``None`` where there are none."""
    slack = _slack(curve, int(follow_up.n[0]))
    if slack is None:
        return None
    time, level = _drops(curve, slack)
    if time.size and time[-1] > follow_up.edges[-1]:
        return None
    stairs = _Staircase(time, level, follow_up.interval(time), slack, total_events, follow_up)
    n, none = follow_up.n[:1], np.zeros(1, dtype=np.int64)
    beams = [_Beam(n, n, np.ones(1), none, np.zeros(1), none)]
    for i in range(time.size):
        beams.append(_one_drop(beams[-1], i, stairs))
        if beams[-1].left.size == 0:
            return None
    last = beams[-1]
    right = last.events == (last.events if total_events is None else total_events)
    if not right.any():
        return None
    likeliest = np.argmin(np.where(right, last.penalty, np.inf))
    return _placed(stairs, *_traced(beams[1:], int(likeliest)))


def _slack(curve: Curve, n: int) -> float | None:
    """Half a unit of the last decimal of a staircase without jitter; ``None`` where too coarse."""
    if np.any(np.abs(curve.clicked - curve.survival) > EXACT):
        return None
    for decimals in _DECIMALS:
        if np.all(np.abs(curve.clicked - np.round(curve.clicked, decimals)) < EXACT / 100):
            slack = 0.5 * 10.0**-decimals + EXACT
            return slack if slack <= _RESOLVED / n else None
    return EXACT


def _drops(curve: Curve, slack: float) -> tuple[Floats, Floats]:
    """Times at which the curve falls, and its level after each."""
    last = np.diff(curve.time, append=np.inf) > 0
    time, level = curve.time[last], curve.survival[last]
    falls = np.diff(level, prepend=1.0) < -slack
    return time[falls], level[falls]


def _one_drop(beam: _Beam, i: int, stairs: _Staircase) -> _Beam:
    """All continuations of the partial solutions over drop ``i``, the likeliest kept."""
    on_tick = stairs.time[i] == stairs.follow_up.edges[stairs.interval[i]]
    left, expected = _on_the_way(beam, i, stairs)
    widest = max(0, int(left.max()) - stairs.least_left(i))
    if not stairs.exact:
        widest = min(widest, 30 + int(4 * expected.max()))
    pairs = _MOST_PAIRS // stairs.time.size
    widest = min(widest, pairs)
    keep = np.argsort(beam.penalty, kind="stable")[: min(_MOST_ROWS, 1 + pairs // (widest + 1))]
    lost = np.arange(1 if on_tick else widest + 1)[None, :, None]
    n = left[keep, None, None] - lost
    survival = beam.survival[keep, None, None]
    around = np.array([0] if stairs.exact else [0, -1, 1])
    d = np.rint((1 - stairs.level[i] / survival) * n) + around
    miss = survival * (1 - d / np.maximum(n, 1)) - stairs.level[i]
    fits = (
        (d >= 1)
        & (n >= 1)
        & (n - d >= stairs.least_left(i))
        & (np.abs(miss) <= _WIDE * stairs.slack)
    )
    row, gone, _ = kept = np.nonzero(fits)
    died = d[kept].astype(np.int64)
    at_risk = left[keep][row] - gone
    surprise = (gone - expected[keep][row]) ** 2 / (expected[keep][row] + 1)
    grown = _Beam(
        at_risk=at_risk,
        left=at_risk - died,
        survival=stairs.level[i] + miss[kept],
        events=beam.events[keep][row] + died,
        penalty=beam.penalty[keep][row] + surprise + 0.3 * (miss[kept] / stairs.slack) ** 2,
        parent=keep[row],
    )
    return _pruned(grown, np.rint(2 * miss[kept] / stairs.slack), stairs.total_events)


def _on_the_way(beam: _Beam, i: int, stairs: _Staircase) -> tuple[Integers, Floats]:
    """At risk at the last drop or tick, and censorings expected from there to drop ``i``."""
    j, edges, n = stairs.interval[i], stairs.follow_up.edges, stairs.follow_up.n
    since, until, stop = edges[j], edges[j + 1], n[j + 1]
    left = np.minimum(beam.left, n[j])
    if i:
        since = max(since, stairs.time[i - 1])
    last = stairs.level[np.searchsorted(stairs.interval, j, side="right") - 1]
    dying = (1 - last / np.maximum(beam.survival, EXACT)) * (left + stop) / 2
    leaving = np.maximum(left - stop - dying, 0)
    share = (stairs.time[i] - since) / (until - since) if until > since else 1.0
    return left, leaving * share


def _pruned(beam: _Beam, miss: Floats, total_events: int | None) -> _Beam:
    """The best of those alike in patients left, in miss, and in events where they are counted."""
    events = np.zeros_like(beam.events) if total_events is None else beam.events
    order = np.lexsort((beam.penalty, miss, events, beam.left))
    alike = np.stack((beam.left, events, miss), axis=1)[order]
    return beam.rows(order[np.any(np.diff(alike, axis=0, prepend=-9) != 0, axis=1)])


def _traced(beams: list[_Beam], row: int) -> tuple[Integers, Integers]:
    """Patients at risk at and left after each drop of the solution that ends in ``row``."""
    at_risk, left = np.zeros((2, len(beams)), dtype=np.int64)
    for i in reversed(range(len(beams))):
        at_risk[i], left[i] = beams[i].at_risk[row], beams[i].left[row]
        row = int(beams[i].parent[row])
    return at_risk, left


def _placed(stairs: _Staircase, at_risk: Integers, left: Integers) -> Patients:
    """Events at their drops, censorings evenly between the drops and ticks that bound them."""
    edges, n = stairs.follow_up.edges, stairs.follow_up.n[:-1]
    between = ~np.isin(edges[:-1], stairs.time)
    times = np.append(stairs.time, edges[:-1][between])
    order = np.argsort(times, kind="stable")
    before, after = (np.append(one, n[between])[order] for one in (at_risk, left))
    knots = np.append(times[order], edges[-1])
    censored = [
        spread(knots[k], knots[k + 1], int(after[k] - before[k + 1])) for k in range(knots.size - 2)
    ]
    length, most = edges[-1] - edges[-2], stairs.follow_up.most_before_end
    if most is not None:
        most = round(most * ((knots[-1] - knots[-2]) / length)) if length > 0 else 0
    censored.append(spread(knots[-2], knots[-1], int(after[-1]), most_before_end=most))
    return Patients(np.repeat(stairs.time, at_risk - left), np.concatenate(censored))
