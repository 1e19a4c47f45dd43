"""Clicks with jitter: events stand where the curve crosses half a patient's step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tradeoff.statistics.read_only import Floats
from tradeoff.statistics.reconstruction.at_risk import EXACT
from tradeoff.statistics.reconstruction.cleaning import Curve
from tradeoff.statistics.reconstruction.leaving import FollowUp, Patients, inside, spread
from tradeoff.statistics.reconstruction.records import Findings
from tradeoff.statistics.reconstruction.sentences import sentence

# Bounds of the work: counts tried in an interval, paths over the intervals, steps for all.
_MOST_COUNTS, _MOST_PATHS, _MOST_STEPS = 12, 12, 30_000
# Censorings within an interval go as (share of its length)^power: 1 is even, 2 late, 1/2 early.
# With a total of events powers of 2^(step/2) are tried, the first five always.
_POWER_STEPS, _ALWAYS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8), 2
# How they are weighed: error of a click that is not worth a difference, weight of the logarithm
# of the squared error, spread of log power. Chosen on 120 simulated and 26 public data sets.
_PIXEL, _WEIGHT, _SPREAD_OF_POWER = 0.001, 2.0, 0.5
# An event in a hundred may be moved to meet the total without a word: the clicks are not finer.
_NEAR_TOTAL = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class _Interval:
    """One risk interval: the curve's points in it, and who is at risk at both its ends.

    ``share`` is the part of the interval gone by at a point, ``weight`` the clicks on its level,
    ``foot`` the first point on the last level.
    """

    start: float
    stop: float
    n_start: int
    leaving: int
    most_before_end: int | None
    time: Floats
    points: tuple[tuple[float, float, float], ...]
    foot: int


@dataclass(frozen=True, slots=True)
class _Path:
    """A solution up to one interval, with its events at each point of that interval.

    ``count`` of events, ``survival`` and squared ``error`` over the clicks are those of the way
    from time 0. ``power`` is how censorings go within an interval.
    """

    power: float
    events: tuple[int, ...] = ()
    count: int = 0
    survival: float = 1.0
    error: float = 0.0
    previous: _Path | None = None

    def all_events(self) -> list[tuple[int, ...]]:
        """Events at each point of each interval."""
        path, found = self, []
        while path.previous is not None:
            found.append(path.events)
            path = path.previous
        return found[::-1]


def from_clicks(found: Findings, curve: Curve, follow_up: FollowUp, wanted: int | None) -> Patients:
    """Events and censorings that follow the curve; with a total, the likeliest that have it."""
    intervals = _intervals(curve, follow_up)
    if wanted is None:
        return _patients(intervals, _paths(intervals, 1.0)[0])
    ranked: list[tuple[tuple[int, float], _Path]] = []
    floor = curve.time.size * _PIXEL**2
    for step in _POWER_STEPS:
        if abs(step) > _ALWAYS:
            too_few = ranked[0][1].count < wanted
            if too_few != (step > 0) or any(off == 0 for (off, _), _ in ranked):
                continue
        power = 2.0 ** (step / 2)
        unlikely = (math.log(power) / _SPREAD_OF_POWER) ** 2
        for path in _paths(intervals, power):
            misfit = _WEIGHT * math.log(path.error + floor)
            ranked.append(((abs(path.count - wanted), misfit + unlikely), path))
    _, best = min(ranked, key=lambda candidate: candidate[0])
    if abs(best.count - wanted) > _NEAR_TOTAL * wanted:
        found.mend(
            "total_events",
            None,
            sentence(
                "The curve asks for about {events} events, the total given is {given}; the total "
                "was kept, and the curve is off by that.",
                events=ranked[0][1].count,
                given=wanted,
            ),
        )
    return _with_total(_patients(intervals, best), wanted)


def _intervals(curve: Curve, follow_up: FollowUp) -> list[_Interval]:
    edges, n = follow_up.edges, follow_up.n
    time, level, weight = _points(curve, edges)
    bounds = np.searchsorted(follow_up.interval(time), np.arange(n.size))
    intervals = []
    for j in range(n.size - 1):
        here = slice(bounds[j], bounds[j + 1])
        start, stop = float(edges[j]), float(edges[j + 1])
        share = (time[here] - start) / (stop - start) if stop > start else np.ones(time[here].size)
        columns = (column.tolist() for column in (level[here], weight[here], share))
        intervals.append(
            _Interval(
                start=start,
                stop=stop,
                n_start=int(n[j]),
                leaving=int(n[j] - n[j + 1]),
                most_before_end=follow_up.most_before_end if j == n.size - 2 else None,
                time=time[here],
                points=tuple(zip(*columns, strict=True)),
                foot=int(np.argmin(level[here])),
            )
        )
    return intervals


def _points(curve: Curve, edges: Floats) -> tuple[Floats, Floats, Floats]:
    """Times, levels and clicks of the line, carried forward to the ticks.

    An event for which there was no room before a tick stands at the tick.
    """
    times = np.append(edges[:-1], curve.line_time)
    levels = np.append(curve.at(edges[:-1]), curve.line_level)
    order = np.lexsort((-levels, times))
    times, levels = times[order], levels[order]
    weight = np.diff(np.searchsorted(curve.time, times), append=curve.time.size)
    return np.minimum(times, edges[-1]), levels, weight.astype(np.float64)


def _walk(interval: _Interval, path: _Path, wanted: int, *, forced: bool) -> _Path:
    """Events wherever the level falls below half a step, all others than those wanted censored.

    Forced to have just those wanted, it puts those that the curve does not ask for at its foot.
    """
    before_end = inside(interval.leaving - wanted, interval.most_before_end)
    most = wanted if forced else interval.leaving
    events, count, survival, error = [], 0, path.survival, 0.0
    for point, (level, weight, share) in enumerate(interval.points):
        gone = max(0, math.ceil(before_end * share**path.power + 0.5) - 1)
        n = interval.n_start - gone - count
        before, all_due = count, forced and point >= interval.foot
        while count < most and n > 0 and (all_due or survival * (1 - 0.5 / n) >= level - EXACT):
            survival *= 1 - 1 / n
            n -= 1
            count += 1
        events.append(count - before)
        error += weight * (survival - level) ** 2
    return _Path(path.power, tuple(events), path.count + count, survival, path.error + error, path)


def _counts(interval: _Interval, path: _Path) -> range:
    """Counts of events that agree with the curve when the others who leave are censored.

    More events leave fewer to censor, hence smaller steps and more events asked for: from below
    and from above the count moves one way only, so this ends.
    """
    ends = []
    for count, towards in ((0, max), (interval.leaving, min)):
        asked, last = count, -1
        while asked != last:
            last = asked
            asked = towards(last, sum(_walk(interval, path, last, forced=False).events))
        ends.append(asked)
    low, high = max(0, ends[0] - 1), min(interval.leaving, max(ends) + 1)
    return range(low, high + 1, 1 + (high - low) // _MOST_COUNTS)


def _paths(intervals: list[_Interval], power: float) -> list[_Path]:
    """The best solutions over all intervals, one for each number of events, the best first."""
    steps = intervals[0].n_start + sum(len(interval.points) for interval in intervals)
    width = max(1, min(_MOST_PATHS, _MOST_STEPS // steps))
    paths = [_Path(power)]
    for interval in intervals:
        grown: dict[int, _Path] = {}
        for path in paths:
            for wanted in _counts(interval, path):
                longer = _walk(interval, path, wanted, forced=True)
                rival = grown.get(longer.count)
                if rival is None or longer.error < rival.error:
                    grown[longer.count] = longer
        paths = sorted(grown.values(), key=lambda path: path.error)[:width]
    return paths


def _patients(intervals: list[_Interval], path: _Path) -> Patients:
    events, censored = [], []
    for interval, here in zip(intervals, path.all_events(), strict=True):
        events.append(np.repeat(interval.time, here))
        censored.append(
            spread(
                interval.start,
                interval.stop,
                interval.leaving - sum(here),
                power=path.power,
                most_before_end=interval.most_before_end,
            )
        )
    return Patients(np.concatenate(events), np.concatenate(censored))


def _with_total(patients: Patients, total_events: int) -> Patients:
    """The same times with the total; flags change evenly over time, so the shape stays."""
    more = total_events - patients.events.size
    pool = np.sort(patients.censored if more > 0 else patients.events)
    turned = np.zeros(pool.size, dtype=np.bool_)
    turned[np.arange(abs(more)) * pool.size // max(abs(more), 1)] = True
    if more > 0:
        return Patients(np.append(patients.events, pool[turned]), pool[~turned])
    return Patients(pool[~turned], np.append(patients.censored, pool[turned]))
