"""From a digitised Kaplan-Meier curve and its numbers at risk: pseudo-patients of one arm.

Times are in one unit of the caller's choice and start at 0; ``event`` is True where the event was
seen. The numbers at risk, and with them the number of patients, are met exactly, the total of
events too where it is given; the curve is met as closely as whole patients allow, and the report
says how closely. Nothing here is a patient's datum: covariates, and who was censored when between
two ticks of the risk table, cannot be recovered.

The method differs from Guyot et al. (BMC Med Res Methodol 2012;12:9) in what fails there. Clicks
are made to fall by isotonic regression, not by a running minimum, which would pull them down. A
clean staircase, rounded or not, is solved for whole patients: each of its drops is d/n. Else
events stand where the cleaned curve crosses half a patient's step, and the number of events of
each risk interval is searched for the smallest squared error over all clicks. Censorings are
spread evenly over an interval. Two things move them: a total of events that the curve can only
meet with earlier or later censoring, and a last interval from which more leave than the pace of
the others explains; those leave at its end. Every search is bounded, so it always ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tradeoff.statistics.survival import kaplan_meier

__all__ = [
    "FitReport",
    "Mend",
    "Reconstruction",
    "ReconstructionError",
    "ReconstructionProblem",
    "reconstruct",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Array = TypeVar("Array", Floats, Integers, Flags)
Table = Literal["curve", "at_risk"]

# Clicks lie beside the line by a pixel or two: 2 % of an axis is more than any careful hand.
_JITTER = 0.02
# Jitter of a click and of its neighbour together; a true large step never comes back up.
_SPIKE = 0.05
# More spikes than this share, or a mean shift by smoothing beyond that: not one arm's curve.
_MOST_SPIKES, _LARGEST_MEAN_SHIFT = 0.1, 0.03
# A hand that traces a vertical drop goes back a little; farther back, it is another curve.
_BACKWARDS = 0.03
# Differences of survival beyond this are no jitter: curve and table contradict each other.
_CONFLICT = 0.05
# A curve that ends before half of the risk table is in another unit of time.
_LEAST_COVER = 0.5
# A value above this is no probability with jitter; a column of them is in percent.
_PERCENT = 1.5
# Times closer than this share of the latest are one time (survival.py's ties are 1.5e-8).
_SAME_TIME = 1e-7
# No trial's follow-up lies outside these numbers in any unit, and no arm is larger.
_SHORTEST, _LONGEST, _MOST_PATIENTS = 1e-6, 1e9, 50_000
# Decimals tried when guessing how a clean staircase was rounded, and slack of unrounded numbers.
_DECIMALS, _EXACT = range(3, 9), 1e-9
# Rounding coarser than this share of one patient's step hides whole patients.
_RESOLVED = 0.25
# A kept solution stands for others that differ by part of the slack, so that much more is let pass.
_WIDE = 1.5
# Bounds of the work: partial solutions of a staircase, all pairs of those with a number at risk,
# points filled into one gap, counts tried in an interval, paths over the intervals, steps for all.
_MOST_ROWS, _MOST_PAIRS, _MOST_FILLED = 300, 1_500_000, 200
_MOST_COUNTS, _MOST_PATHS, _MOST_STEPS = 12, 12, 30_000
# Censorings within an interval go as (share of its length)^power: 1 is even, 2 late, 1/2 early.
# With a total of events powers of 2^(step/2) are tried, the first five always.
_POWER_STEPS, _ALWAYS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8), 2
# How they are weighed: error of a click that is not worth a difference, weight of the logarithm
# of the squared error, spread of log power. Chosen on 120 simulated and 26 public data sets.
_PIXEL, _WEIGHT, _SPREAD_OF_POWER = 0.001, 2.0, 0.5
# An event in a hundred may be moved to meet the total without a word: the clicks are not finer.
_NEAR_TOTAL = 0.01
# After the last tick patients are taken to leave at most this many times as fast as they were
# censored in any interval before; who is left then leaves at the end, the day of the analysis.
_FASTEST = 2.0


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing put right in what was given: kind, data row as given (from 1), plain sentence."""

    kind: str
    row: int | None
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class ReconstructionProblem:
    """One fault: ``table`` is "curve" or "at_risk", ``row`` counts data rows from 1."""

    table: Table
    row: int | None
    message: str

    def __str__(self) -> str:
        where = self.table if self.row is None else f"{self.table}, row {self.row}"
        return f"{where}: {self.message}"


class ReconstructionError(ValueError):
    """The tables cannot be one arm's curve; ``problems`` holds all that was found at once."""

    def __init__(self, problems: list[ReconstructionProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, eq=False)
class FitReport:
    """How well the pseudo-patients' Kaplan-Meier curve meets what was given.

    Errors are differences of survival (0 to 1), never negative, against the clicks after
    cleaning. At a drop the nearer of both sides counts. ``largest_error`` is mostly one misplaced
    step edge: judge by the landmark and the integrated error.

    Args:
        n: patients.
        n_events: events.
        n_censored: patients censored.
        risk_time: ticks of the risk table.
        n_at_risk_given: numbers at risk as given.
        n_at_risk_found: numbers of pseudo-patients with a time of the tick or later.
        total_events_given: as given, or ``None``.
        n_clicks: clicks given.
        n_clicks_used: those left after spikes were left out.
        exact_steps: the drops were solved for whole patients; the curve is met to its rounding.
        smoothing_largest: farthest that isotonic regression moved a click.
        smoothing_mean: mean of those moves.
        root_mean_square_error: over the clicks.
        mean_absolute_error: over the clicks.
        largest_error: over the clicks.
        largest_error_time: where that is.
        landmark_error: largest difference at the ticks of the risk table.
        integrated_error: area between both curves over the length of the curve.
        mends: what was put right or does not fit, in words.
    """

    n: int
    n_events: int
    n_censored: int
    risk_time: Floats
    n_at_risk_given: Integers
    n_at_risk_found: Integers
    total_events_given: int | None
    n_clicks: int
    n_clicks_used: int
    exact_steps: bool
    smoothing_largest: float
    smoothing_mean: float
    root_mean_square_error: float
    mean_absolute_error: float
    largest_error: float
    largest_error_time: float
    landmark_error: float
    integrated_error: float
    mends: tuple[Mend, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reconstruction:
    """Pseudo-patients of one arm, rising in time, read-only; ``report`` says how well they fit.

    Args:
        time: observed times, shape (n,).
        event: True for an event, False for a censoring, shape (n,).
        report: the fit.
    """

    time: Floats
    event: Flags
    report: FitReport


def reconstruct(
    curve_time: ArrayLike,
    curve_survival: ArrayLike,
    risk_time: ArrayLike,
    n_at_risk: ArrayLike,
    *,
    total_events: int | None = None,
) -> Reconstruction:
    """Times and events of one arm whose curve and numbers at risk are those given.

    Small faults are mended and named in ``report.mends``: survival in percent, columns exchanged,
    a curve listed backwards, small rises, single spikes, values just outside 0 to 1, no point at
    time 0. Misleads where few are at risk, where the risk table is coarse and censoring uneven in
    it, and for any question about single patients or subgroups. Same input, same output.

    Args:
        curve_time: times of the clicks, shape (k,), k of 2 or more.
        curve_survival: survival just after each time, 0 to 1, shape (k,); at a drop both ends
            may be given with one time.
        risk_time: ticks of the risk table, shape (m,), from 0.
        n_at_risk: patients with an observed time of the tick or later, shape (m,); the first
            is the number of patients.
        total_events: events in the whole arm, if published.

    Raises:
        ReconstructionError: what cannot be mended safely, all of it at once.

    Reference:
        Guyot et al., BMC Med Res Methodol 2012;12:9; Barlow et al., Statistical Inference under
        Order Restrictions, 1972 (isotonic regression).
    """
    found = _Findings([], [])
    curve, table = _checked(found, (curve_time, curve_survival), (risk_time, n_at_risk))
    given = _Given(curve, table, _checked_total(found, int(table.n[0]), total_events))
    found.stop_if_any()
    solved = _from_steps(given)
    if solved:
        given = replace(given, curve=curve.unfilled())
    time, event = _in_order(solved or _from_clicks(found, given))
    report = _report(found, time, event, given, exact=solved is not None)
    return Reconstruction(_frozen(time), _frozen(event), report)


# --- what is given, cleaned -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Clicks:
    """Clicks in order of time, with the rows in which they were given (from 0)."""

    time: Floats
    survival: Floats
    row: Integers

    def rows(self, keep: Flags | Integers) -> _Clicks:
        return _Clicks(self.time[keep], self.survival[keep], self.row[keep])


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """Clicks in order of time, as clicked and made to fall, and the line read from them."""

    time: Floats
    clicked: Floats
    survival: Floats
    line_time: Floats
    line_level: Floats
    n_given: int

    @property
    def last(self) -> float:
        return float(self.time[-1])

    def at(self, times: Floats) -> Floats:
        """The line carried forward; 1 before its first point."""
        return np.append(1.0, self.line_level)[np.searchsorted(self.line_time, times, "right")]

    def unfilled(self) -> _Curve:
        """The same with a line through the clicks only."""
        return replace(self, line_time=self.time, line_level=self.survival)


@dataclass(frozen=True, slots=True, eq=False)
class _RiskRows:
    """Rows of the risk table, rising in time; ``n_open`` of them with somebody at risk."""

    time: Floats
    n: Integers

    @property
    def n_open(self) -> int:
        return int(np.count_nonzero(self.n))

    @property
    def latest(self) -> float:
        """Last tick with somebody at risk."""
        return float(self.time[self.n_open - 1])

    @property
    def conflict(self) -> float:
        """Difference of survival that neither jitter nor a misplaced patient explains."""
        return max(_CONFLICT, 1.5 / float(self.n[0]))


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """One arm as the methods take it."""

    curve: _Curve
    table: _RiskRows
    total_events: int | None


@dataclass(slots=True)
class _Findings:
    """Problems and mends as they come up."""

    problems: list[ReconstructionProblem]
    mends: list[Mend]

    def refuse(self, table: Table, message: str, rows: Integers | None = None) -> None:
        """One problem for all rows of one kind; it is named after the first."""
        row = None if rows is None else int(rows[0]) + 1
        others = [] if rows is None else [str(other + 1) for other in rows[1:6].tolist()]
        more = f" (Also row {', '.join(others)}" if others else ""
        if rows is not None and rows.size > 6:
            more += f" and {rows.size - 6} more"
        message += f"{more}.)" if more else ""
        self.problems.append(ReconstructionProblem(table, row, message))

    def mend(self, kind: str, row: int | None, message: str) -> None:
        self.mends.append(Mend(kind, row, message))

    def stop_if_any(self) -> None:
        if self.problems:
            raise ReconstructionError(self.problems)


def _checked(
    found: _Findings, clicks: tuple[ArrayLike, ArrayLike], rows: tuple[ArrayLike, ArrayLike]
) -> tuple[_Curve, _RiskRows]:
    columns = _columns(found, "curve", ("time", "survival"), clicks, least=2)
    ticks = _columns(found, "at_risk", ("time", "n_at_risk"), rows, least=1)
    clean = None if columns is None else _clean_clicks(found, *columns)
    table = None if ticks is None else _clean_rows(found, *ticks)
    if clean is None or table is None:
        raise ReconstructionError(found.problems)
    curve = _smoothed(found, clean, table)
    if not found.problems:
        _check_together(found, curve, table)
    return curve, table


def _columns(
    found: _Findings,
    table: Table,
    names: tuple[str, str],
    values: tuple[ArrayLike, ArrayLike],
    *,
    least: int,
) -> tuple[Floats, Floats] | None:
    """Both columns as finite numbers of one length, or ``None`` and the reasons among the found."""
    before = len(found.problems)
    first, second = (
        _column(found, table, name, value) for name, value in zip(names, values, strict=True)
    )
    if first is None or second is None:
        return None
    if first.size != second.size:
        counts = f"{names[0]} has {first.size} rows and {names[1]} {second.size}"
        found.refuse(table, f"{counts}. Give one of each in every row.")
    elif first.size < least:
        found.refuse(table, f"it has {first.size} rows. Give {least} or more.")
    return (first, second) if len(found.problems) == before else None


def _column(found: _Findings, table: Table, name: str, values: ArrayLike) -> Floats | None:
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        found.refuse(table, f"{name}: {error}. Give one number in every row.")
        return None
    if numbers.ndim != 1:
        found.refuse(table, f"{name} has shape {numbers.shape}. Give one number in every row.")
        return None
    wrong = np.flatnonzero(~np.isfinite(numbers))
    if wrong.size:
        remedy = "Give a number, or leave the row out."
        found.refuse(table, f"{name} is {numbers[wrong[0]]}. {remedy}", wrong)
        return None
    return numbers


def _clean_clicks(found: _Findings, time: Floats, survival: Floats) -> _Clicks | None:
    """Clicks in order of time, within 0 to 1; ``None`` where that cannot be."""
    before = len(found.problems)
    time, survival = _the_right_way(found, time, survival)
    if _in_percent(survival):
        found.mend("percent", None, "Survival was in percent; it was divided by 100.")
        survival = survival / 100
    early = np.flatnonzero(time < 0)
    if early.size:
        message = f"time is {time[early[0]]:g}. Time starts at 0: check the axis."
        found.refuse("curve", message, early)
    outside = np.flatnonzero((survival < -_JITTER) | (survival > 1 + _JITTER))
    if outside.size:
        remedy = "Survival lies between 0 and 1: check the axis and the order of the columns."
        found.refuse("curve", f"survival is {survival[outside[0]]:g}. {remedy}", outside)
    latest = float(time.max())
    if not (early.size or _SHORTEST <= latest <= _LONGEST):
        found.refuse("curve", f"the latest time is {latest:g}. Check the unit of time.")
    if len(found.problems) > before:
        return None
    beyond = np.flatnonzero((survival < 0) | (survival > 1))
    if beyond.size:
        what, they = _clicks_in_words(beyond.size)
        where = f"{what} lay just outside 0 to 1, first in row {beyond[0] + 1}"
        found.mend("range", int(beyond[0]) + 1, f"{where}; {they} set to the limit.")
    return _in_time_order(found, _Clicks(time, survival.clip(0, 1), np.arange(time.size)))


def _the_right_way(found: _Findings, time: Floats, survival: Floats) -> tuple[Floats, Floats]:
    """Columns exchanged where "time" can only be survival; else as given."""
    like_survival = abs(time[0] - 1) <= _SPIKE and -_JITTER <= time.min() <= time[-1] < time[0]
    falls = time.max() <= 1 + _JITTER and bool(np.all(np.diff(time) <= _SPIKE))
    like_time = survival.max() > _PERCENT and survival.min() >= 0 and survival[0] < survival[-1]
    rises = bool(np.all(np.diff(survival) >= -_BACKWARDS * survival.max()))
    if not (like_survival and falls and like_time and rises):
        return time, survival
    if time[-1] == 0:
        remedy = "is a curve with its columns exchanged, or one in percent listed backwards."
        found.refuse("curve", f"time falls from 1 to 0 while survival rises: this {remedy}")
        return time, survival
    found.mend("columns", None, "Time and survival stood in each other's column; exchanged.")
    return survival, time


def _in_percent(survival: Floats) -> bool:
    most = np.count_nonzero(survival > _PERCENT) > survival.size / 2
    return bool(most and np.all(np.abs(survival - 50) <= 50 + 100 * _JITTER))


def _in_time_order(found: _Findings, clicks: _Clicks) -> _Clicks | None:
    if clicks.time[0] > clicks.time[-1] and bool(np.all(np.diff(clicks.time) <= 0)):
        found.mend("order", None, "The curve was listed backwards; it was turned round.")
        clicks = clicks.rows(clicks.row[::-1])
    latest = np.maximum.accumulate(clicks.time)
    back = np.flatnonzero(clicks.time < latest)
    far = np.flatnonzero(latest - clicks.time > _BACKWARDS * latest[-1])
    if far.size:
        at = far[0]
        message = f"time goes back from {latest[at]:g} to {clicks.time[at]:g}. Give the clicks of "
        found.refuse("curve", f"{message}one arm only, in order of time.", clicks.row[far])
        return None
    if back.size:
        row = int(clicks.row[back[0]]) + 1
        what, they = _clicks_in_words(back.size)
        where = f"{what} went back in time a little, first in row {row}"
        found.mend("order", row, f"{where}; {they} sorted.")
    return clicks.rows(np.argsort(clicks.time, kind="stable"))


def _clicks_in_words(count: int) -> tuple[str, str]:
    """How many clicks, and what is said of them in the past."""
    return ("1 click", "it was") if count == 1 else (f"{count} clicks", "they were")


def _falling(values: Floats) -> Floats:
    """Isotonic regression, falling: neighbours that rise are pooled to their mean.

    Not scipy's, though it gives the same: that one takes a second to import, and this module is
    needed whenever a trial with a digitised curve is read.
    """
    pooled: list[tuple[float, int]] = []
    for value in values.tolist():
        total, count = value, 1
        while pooled and total * pooled[-1][1] > pooled[-1][0] * count:
            before, many = pooled.pop()
            total, count = total + before, count + many
        pooled.append((total, count))
    means = [total / count for total, count in pooled]
    return np.repeat(np.array(means, dtype=np.float64), [count for _, count in pooled])


def _smoothed(found: _Findings, clicks: _Clicks, table: _RiskRows) -> _Curve:
    """The clicks without spikes, falling, from (0, 1), with times on the ticks they touch."""
    n_given = clicks.time.size
    time = _snapped(clicks.time, table.time)
    survival = _from_one(found, clicks)
    clicks = _Clicks(time, survival, clicks.row)
    clicks = clicks.rows(np.lexsort((-survival, time)))
    clicks = clicks.rows(_without_spikes(found, clicks, int(table.n[0])))
    smooth = _falling(clicks.survival).clip(0, 1)
    _say_rises(found, clicks, smooth)
    line = _filled(clicks, smooth, table)
    return _Curve(clicks.time, clicks.survival, smooth, *line, n_given)


def _filled(clicks: _Clicks, smooth: Floats, table: _RiskRows) -> tuple[Floats, Floats]:
    """The line: levels at their first clicks, even steps in a leap that takes several patients."""
    first = np.flatnonzero(np.diff(smooth, prepend=2.0) < 0)
    start, level = clicks.time[first], smooth[first]
    since = np.append(0.0, clicks.time[np.append(first[1:], smooth.size) - 1])[:-1]
    before = np.append(1.0, level)[:-1]
    at_risk = np.maximum(np.interp(start, table.time, table.n), 1.0)
    steps = np.rint((before - level) * at_risk / np.maximum(before, _EXACT))
    steps = np.where(start > since, steps.clip(1, _MOST_FILLED), 1).astype(np.int64)
    part = np.arange(1, steps.sum() + 1) - np.repeat(np.cumsum(steps) - steps, steps)
    block = np.repeat(np.arange(steps.size), steps)
    share = part / steps[block]
    time = since[block] + (start - since)[block] * share
    return time, before[block] + (level - before)[block] * share


def _snapped(time: Floats, ticks: Floats) -> Floats:
    """Times within rounding of a tick are that tick: an event there is still at risk."""
    after = np.searchsorted(ticks, time).clip(0, ticks.size - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.where(ticks[after] - time <= time - ticks[before], ticks[after], ticks[before])
    return np.where(np.abs(time - nearest) <= _SAME_TIME * time[-1], nearest, time)


def _from_one(found: _Findings, clicks: _Clicks) -> Floats:
    """Survival with 1 at time 0, where jitter is all that keeps the curve from it."""
    at_zero = clicks.time == 0
    row = int(clicks.row[0]) + 1
    if not at_zero.any():
        message = (
            f"The curve starts at time {clicks.time[0]:g}; the point (0, 1) was put before it."
        )
        found.mend("start", row, message)
        return clicks.survival
    highest = float(clicks.survival[at_zero].max())
    if highest < 1 - _SPIKE:
        message = (
            f"survival at time 0 is {highest:g}. It is 1 there: check the axis, and that it is "
        )
        found.refuse("curve", f"{message}survival, not its complement.", clicks.row[:1])
    elif highest < 1:
        found.mend("start", row, f"Survival at time 0 was {highest:g}; it was set to 1.")
        return np.where(at_zero & (clicks.survival == highest), 1.0, clicks.survival)
    return clicks.survival


def _without_spikes(found: _Findings, clicks: _Clicks, n: int) -> Flags:
    """False for clicks that both neighbours on one side contradict, as no falling curve can."""
    survival, keep = clicks.survival, np.full(clicks.time.size, True)
    limit = max(_SPIKE, 1.5 / n)
    keep[2:] &= survival[2:] <= np.maximum(survival[:-2], survival[1:-1]) + limit
    keep[:-2] &= survival[:-2] >= np.minimum(survival[1:-1], survival[2:]) - limit
    spikes = np.flatnonzero(~keep)
    if spikes.size > max(1, _MOST_SPIKES * keep.size):
        message = f"survival {survival[spikes[0]]:g} is contradicted by the clicks beside it. A "
        remedy = (
            "survival curve only falls: give one arm's clicks, and survival, not its complement."
        )
        found.refuse("curve", message + remedy, clicks.row[spikes])
        return np.full(keep.size, True)
    for row, height in zip(clicks.row[spikes] + 1, survival[spikes], strict=True):
        message = (
            f"Row {row} (survival {height:g}) is contradicted by the clicks beside it; left out."
        )
        found.mend("spike", int(row), message)
    return keep


def _say_rises(found: _Findings, clicks: _Clicks, smooth: Floats) -> None:
    moved = np.abs(clicks.survival - smooth)
    at = int(np.argmax(moved))
    row = int(clicks.row[at]) + 1
    if float(moved.mean()) > _LARGEST_MEAN_SHIFT:
        message = f"survival {clicks.survival[at]:g} does not fit a falling curve. Give one arm's "
        remedy = "clicks, and survival, not its complement."
        found.refuse("curve", message + remedy, clicks.row[at : at + 1])
    elif moved[at] > _EXACT:
        count = int(np.count_nonzero(np.diff(clicks.survival) > _EXACT))
        often = "once" if count == 1 else f"{count} times"
        message = f"Survival rose {often}; isotonic regression moved clicks by {moved[at]:.3f} "
        found.mend("rise", row, f"{message}at most (row {row}).")


def _clean_rows(found: _Findings, time: Floats, n_at_risk: Floats) -> _RiskRows | None:
    before = len(found.problems)
    whole = np.round(n_at_risk)
    broken = np.flatnonzero((np.abs(n_at_risk - whole) > _EXACT) | (whole < 0))
    if broken.size:
        message = f"n_at_risk is {n_at_risk[broken[0]]:g}. Give a whole number of 0 or more."
        found.refuse("at_risk", message, broken)
    outside = np.flatnonzero((time < 0) | (time > _LONGEST))
    if outside.size:
        message = f"time is {time[outside[0]]:g}. Give a time of 0 or later, in the curve's unit."
        found.refuse("at_risk", message, outside)
    if len(found.problems) > before:
        return None
    row = np.lexsort((-whole, time))
    back = np.flatnonzero(np.diff(time) < 0)
    if back.size:
        at = int(back[0]) + 2
        found.mend("order", at, f"The risk table went back in time in row {at}; it was sorted.")
    time, whole = time[row], whole[row]
    _check_falling(found, time, whole, row)
    if len(found.problems) > before:
        return None
    keep = np.concatenate(([True], np.diff(time) > 0))
    if not keep.all():
        at = int(row[int(np.argmin(keep))]) + 1
        found.mend("duplicate", at, f"Row {at} of the risk table repeats a time; left out.")
    return _RiskRows(time[keep], whole[keep].astype(np.int64))


def _check_falling(found: _Findings, time: Floats, n: Floats, row: Integers) -> None:
    if time[0] > 0:
        message = f"the first time is {time[0]:g}. Add the row of time 0, the number of patients."
        found.refuse("at_risk", message, row[:1])
    if not 1 <= n[0] <= _MOST_PATIENTS:
        message = f"n_at_risk starts at {n[0]:g}. Give the patients of one arm, at most "
        found.refuse("at_risk", f"{message}{_MOST_PATIENTS}.", row[:1])
    double = np.flatnonzero((np.diff(time) == 0) & (np.diff(n) != 0))
    if double.size:
        at = double[0]
        message = f"time {time[at]:g} has {n[at]:g} and {n[at + 1]:g} at risk. Give one arm only."
        found.refuse("at_risk", message, row[double + 1])
    rises = np.flatnonzero(np.diff(n) > 0)
    if rises.size:
        at = rises[0]
        message = (
            f"n_at_risk rises from {n[at]:g} to {n[at + 1]:g} (time {time[at + 1]:g}). Numbers "
        )
        found.refuse("at_risk", f"{message}at risk can only fall: check the row.", row[rises + 1])


def _checked_total(found: _Findings, n: int, total_events: int | None) -> int | None:
    if total_events is None:
        return None
    try:
        whole = int(total_events)
    except (TypeError, ValueError, OverflowError):
        whole = -1
    if whole != total_events or not 0 <= whole <= n:
        message = f"total_events is {total_events}, of {n} patients. Give a whole number from 0 "
        found.refuse("at_risk", f"{message}to {n}, or none.")
    return whole


def _check_together(found: _Findings, curve: _Curve, table: _RiskRows) -> None:
    """Survival at a tick cannot lie below the share of patients still at risk there."""
    share = table.n / table.n[0]
    # A drop at the tick may have been clicked a little before it.
    survival = curve.unfilled().at(table.time - _JITTER * curve.last)
    wrong = np.flatnonzero((share - survival > table.conflict) & (table.time <= curve.last))
    unit = "Check that curve and table are of one arm and in one unit of time."
    if wrong.size:
        at = wrong[0]
        message = f"at time {table.time[at]:g} {table.n[at]} of {table.n[0]} are at risk, but "
        cause = f"survival is {survival[at]:.3f}, less than that share. "
        found.refuse("at_risk", message + cause + unit, wrong)
    if curve.last < _LEAST_COVER * table.latest:
        message = (
            f"the curve ends at {curve.last:g}, but {table.n[table.n_open - 1]} are at risk at "
        )
        rows = np.array([table.n_open - 1])
        found.refuse("at_risk", f"{message}{table.latest:g}. {unit}", rows)


# --- a clean staircase: each drop is d / n ------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Patients:
    """Event and censoring times, in any order."""

    events: Floats
    censored: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Staircase:
    """Drops (time, survival after) with the ticks that frame them."""

    time: Floats
    level: Floats
    interval: Integers
    edges: Floats
    n: Integers
    slack: float
    total_events: int | None
    most_before_end: int | None

    @property
    def exact(self) -> bool:
        return self.slack <= 2 * _EXACT

    def least_left(self, i: int) -> int:
        """At risk after drop ``i``: the next tick's number and one for each drop until then."""
        j = self.interval[i]
        return int(self.n[j + 1] + np.searchsorted(self.interval, j, side="right") - i - 1)


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
        columns = (self.at_risk, self.left, self.survival, self.events, self.penalty, self.parent)
        return _Beam(*(column[keep] for column in columns))  # type: ignore[arg-type]


def _from_steps(given: _Given) -> _Patients | None:
    """Whole patients that make exactly the given drops, or ``None`` where there are none."""
    curve, table, total_events = given.curve, given.table, given.total_events
    slack = _slack(curve, int(table.n[0]))
    if slack is None:
        return None
    time, level = _drops(curve, slack)
    edges, n = _edges(curve, table)
    if time.size and time[-1] > edges[-1]:
        return None
    interval = np.minimum(np.searchsorted(edges, time, side="right") - 1, n.size - 2)
    most = _most_before_end(curve, edges, n)
    stairs = _Staircase(time, level, interval, edges, n, slack, total_events, most)
    beam = _Beam(n[:1], n[:1], np.ones(1), np.array([0]), np.zeros(1), np.array([0]))
    history = []
    for i in range(time.size):
        beam = _one_drop(beam, i, stairs)
        if beam.left.size == 0:
            return None
        history.append(beam)
    right = beam.events == (beam.events if total_events is None else total_events)
    if not right.any():
        return None
    return _placed(stairs, _traced(history, int(np.argmin(np.where(right, beam.penalty, np.inf)))))


def _slack(curve: _Curve, n: int) -> float | None:
    """Half a unit of the last decimal of a staircase without jitter; ``None`` where too coarse."""
    if np.any(np.abs(curve.clicked - curve.survival) > _EXACT):
        return None
    for decimals in _DECIMALS:
        if np.all(np.abs(curve.clicked - np.round(curve.clicked, decimals)) < _EXACT / 100):
            slack = 0.5 * 10.0**-decimals + _EXACT
            return slack if slack <= _RESOLVED / n else None
    return _EXACT


def _drops(curve: _Curve, slack: float) -> tuple[Floats, Floats]:
    """Times at which the curve falls, and its level after each."""
    last = np.concatenate((np.diff(curve.time) > 0, [True]))
    time, level = curve.time[last], curve.survival[last]
    falls = np.concatenate(([1.0], level))[:-1] - level > slack
    return time[falls], level[falls]


def _edges(curve: _Curve, table: _RiskRows) -> tuple[Floats, Integers]:
    """Ticks with somebody at risk and the end of follow-up, with the numbers at risk there."""
    ticks, n = table.time[: table.n_open], table.n[: table.n_open]
    end = max(curve.last, float(ticks[-1]))
    if table.n_open < table.time.size:
        empty = float(table.time[table.n_open])
        # Nobody is at risk at that tick, so everybody left before it.
        end = end if end < empty else float(ticks[-1] + (empty - ticks[-1]) * 0.999)
    return np.append(ticks, end), np.append(n, 0)


def _one_drop(beam: _Beam, i: int, stairs: _Staircase) -> _Beam:
    """All continuations of the partial solutions over drop ``i``, the likeliest kept."""
    on_tick = stairs.time[i] == stairs.edges[stairs.interval[i]]
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
    j = stairs.interval[i]
    since, until = stairs.edges[j], stairs.edges[j + 1]
    left = np.minimum(beam.left, stairs.n[j])
    if i:
        since = max(since, stairs.time[i - 1])
    last = stairs.level[np.searchsorted(stairs.interval, j, side="right") - 1]
    stop = stairs.n[j + 1]
    dying = (1 - last / np.maximum(beam.survival, _EXACT)) * (left + stop) / 2
    leaving = np.maximum(left - stop - dying, 0)
    share = (stairs.time[i] - since) / (until - since) if until > since else 1.0
    return left, leaving * share


def _pruned(beam: _Beam, miss: Floats, total_events: int | None) -> _Beam:
    """The best of those alike in patients left, in miss, and in events where they are counted."""
    events = np.zeros_like(beam.events) if total_events is None else beam.events
    order = np.lexsort((beam.penalty, miss, events, beam.left))
    alike = np.stack((beam.left, events, miss), axis=1)[order]
    return beam.rows(order[np.any(np.diff(alike, axis=0, prepend=-9) != 0, axis=1)])


def _traced(history: list[_Beam], row: int) -> tuple[Integers, Integers]:
    """Patients at risk at and left after each drop of the solution that ends in ``row``."""
    at_risk, left = [], []
    for beam in reversed(history):
        at_risk.append(int(beam.at_risk[row]))
        left.append(int(beam.left[row]))
        row = int(beam.parent[row])
    return np.array(at_risk[::-1], dtype=np.int64), np.array(left[::-1], dtype=np.int64)


def _placed(stairs: _Staircase, solution: tuple[Integers, Integers]) -> _Patients:
    """Events at their drops, censorings evenly between the drops and ticks that bound them."""
    at_risk, left = solution
    between = ~np.isin(stairs.edges[:-1], stairs.time)
    times = np.concatenate((stairs.time, stairs.edges[:-1][between]))
    order = np.argsort(times, kind="stable")
    before = np.concatenate((at_risk, stairs.n[:-1][between]))[order]
    after = np.concatenate((left, stairs.n[:-1][between]))[order]
    knots = np.append(times[order], stairs.edges[-1])
    censored = [
        _spread(knots[k], knots[k + 1], int(after[k] - before[k + 1]))
        for k in range(knots.size - 2)
    ]
    length = stairs.edges[-1] - stairs.edges[-2]
    share = (knots[-1] - knots[-2]) / length if length > 0 else 0.0
    most = None if stairs.most_before_end is None else round(stairs.most_before_end * share)
    censored.append(_spread(knots[-2], knots[-1], int(after[-1]), most_before_end=most))
    return _Patients(np.repeat(stairs.time, at_risk - left), np.concatenate(censored))


def _most_before_end(curve: _Curve, edges: Floats, n: Integers) -> int | None:
    """Censorings that may lie between the last tick and the end; ``None``: all do."""
    if curve.survival[-1] <= _JITTER:  # the last to leave had an event
        return None
    # A table that stops a whole tick or more before the curve does not show the fastest.
    if edges.size < 3 or edges[-1] - edges[-2] > edges[-2] - edges[-3]:
        return int(n[0])
    survival = curve.at(edges[:-1])
    died = (1 - survival[1:] / np.maximum(survival[:-1], _EXACT)) * (n[:-2] + n[1:-1]) / 2
    rate = float(np.max((n[:-2] - n[1:-1] - died) / np.diff(edges[:-1])))
    return int(min(n[0], math.ceil(_FASTEST * max(rate, 0.0) * (edges[-1] - edges[-2]))))


def _spread(
    start: float,
    stop: float,
    count: int,
    *,
    power: float = 1.0,
    most_before_end: int | None = None,
) -> Floats:
    """Censoring times from ``start`` to ``stop``; those beyond a limit are at its end."""
    inside = _inside(count, most_before_end)
    share = (np.arange(1, inside + 1) - 0.5) / max(inside, 1)
    times = start + (stop - start) * share ** (1 / power)
    return np.concatenate((times, np.full(count - inside, stop)))


def _inside(count: int, most_before_end: int | None) -> int:
    """Of so many censorings, those before the end: where it is the curve's, never all of them."""
    return count if most_before_end is None else max(0, min(count - 1, most_before_end))


# --- clicks with jitter: events where the curve crosses half a step -----------------------------


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
    from time 0; in a walk over one interval, of that interval, but for survival.
    """

    events: tuple[int, ...]
    count: int
    survival: float
    error: float
    previous: _Path | None = None

    def all_events(self) -> list[tuple[int, ...]]:
        """Events at each point of each interval."""
        path, found = self, []
        while path.previous is not None:
            found.append(path.events)
            path = path.previous
        return found[::-1]


def _from_clicks(found: _Findings, given: _Given) -> _Patients:
    """Events and censorings that follow the curve; with a total, the likeliest that have it."""
    intervals, wanted = _intervals(given.curve, given.table), given.total_events
    if wanted is None:
        return _patients(intervals, _paths(intervals, 1.0)[0], 1.0)
    ranked: list[tuple[tuple[int, float], float, _Path]] = []
    floor = given.curve.time.size * _PIXEL**2
    for step in _POWER_STEPS:
        off = min((rank[0] for rank, _, _ in ranked), default=1)
        too_few = bool(ranked) and ranked[0][2].count < wanted
        if abs(step) > _ALWAYS and (off == 0 or too_few != (step > 0)):
            continue
        power = 2.0 ** (step / 2)
        unlikely = (math.log(power) / _SPREAD_OF_POWER) ** 2
        for path in _paths(intervals, power):
            misfit = _WEIGHT * math.log(path.error + floor)
            ranked.append(((abs(path.count - wanted), misfit + unlikely), power, path))
    _, power, best = min(ranked, key=lambda candidate: candidate[0])
    patients = _patients(intervals, best, power)
    if abs(best.count - wanted) <= _NEAR_TOTAL * wanted:
        return _with_total(patients, wanted)
    asked = ranked[0][2].count
    message = (
        f"The curve asks for about {asked} events, the total given is {wanted}; the total was "
    )
    found.mend("total_events", None, f"{message}kept, and the curve is off by that.")
    return _with_total(patients, wanted)


def _intervals(curve: _Curve, table: _RiskRows) -> list[_Interval]:
    edges, n = _edges(curve, table)
    time, level, weight = _points(curve, edges)
    row = np.minimum(np.searchsorted(edges, time, side="right") - 1, n.size - 2)
    bounds = np.searchsorted(row, np.arange(n.size))
    most = _most_before_end(curve, edges, n)
    intervals = []
    for j in range(n.size - 1):
        here = slice(bounds[j], bounds[j + 1])
        start, stop = float(edges[j]), float(edges[j + 1])
        share = (time[here] - start) / (stop - start) if stop > start else np.ones(time[here].size)
        columns = (level[here].tolist(), weight[here].tolist(), share.tolist())
        intervals.append(
            _Interval(
                start=start,
                stop=stop,
                n_start=int(n[j]),
                leaving=int(n[j] - n[j + 1]),
                most_before_end=most if j == n.size - 2 else None,
                time=time[here],
                points=tuple(zip(*columns, strict=True)),
                foot=int(np.argmin(level[here])),
            )
        )
    return intervals


def _points(curve: _Curve, edges: Floats) -> tuple[Floats, Floats, Floats]:
    """Times, levels and clicks of the line, carried forward to the ticks.

    An event for which there was no room before a tick stands at the tick.
    """
    times = np.append(edges[:-1], curve.line_time)
    levels = np.append(curve.at(edges[:-1]), curve.line_level)
    order = np.lexsort((-levels, times))
    times, levels = times[order], levels[order]
    weight = np.diff(np.searchsorted(curve.time, times), append=curve.time.size)
    return np.minimum(times, edges[-1]), levels, weight.astype(np.float64)


def _walk(
    interval: _Interval, survival: float, censored: int, wanted: int, power: float, *, forced: bool
) -> _Path:
    """Events wherever the level falls below half a step, at most those wanted.

    Forced to have them all, it puts those that the curve does not ask for at its foot.
    """
    inside = _inside(censored, interval.most_before_end)
    events, count, error = [], 0, 0.0
    for point, (level, weight, share) in enumerate(interval.points):
        gone = max(0, math.ceil(inside * share**power + 0.5) - 1)
        n = interval.n_start - gone - count
        before, all_due = count, forced and point >= interval.foot
        while count < wanted and n > 0 and (all_due or survival * (1 - 0.5 / n) >= level - _EXACT):
            survival *= 1 - 1 / n
            n -= 1
            count += 1
        events.append(count - before)
        error += weight * (survival - level) ** 2
    return _Path(tuple(events), count, survival, error)


def _counts(interval: _Interval, survival: float, power: float) -> range:
    """Counts of events that agree with the curve when the others who leave are censored.

    More events leave fewer to censor, hence smaller steps and more events asked for: from below
    and from above the count moves one way only, so this ends.
    """
    ends = []
    for count in (0, interval.leaving):
        asked, last = count, -1
        while asked != last:
            last = asked
            censored = interval.leaving - last
            walk = _walk(interval, survival, censored, interval.leaving, power, forced=False)
            asked = max(last, walk.count) if count == 0 else min(last, walk.count)
        ends.append(asked)
    low, high = max(0, ends[0] - 1), min(interval.leaving, max(ends) + 1)
    return range(low, high + 1, 1 + (high - low) // _MOST_COUNTS)


def _paths(intervals: list[_Interval], power: float) -> list[_Path]:
    """The best solutions over all intervals, one for each number of events, the best first."""
    steps = intervals[0].n_start + sum(len(interval.points) for interval in intervals)
    width = max(1, min(_MOST_PATHS, _MOST_STEPS // steps))
    paths = [_Path((), 0, 1.0, 0.0)]
    for interval in intervals:
        grown: dict[int, _Path] = {}
        for path in paths:
            for wanted in _counts(interval, path.survival, power):
                censored = interval.leaving - wanted
                walk = _walk(interval, path.survival, censored, wanted, power, forced=True)
                count, error = path.count + walk.count, path.error + walk.error
                longer = _Path(walk.events, count, walk.survival, error, path)
                rival = grown.get(longer.count)
                if rival is None or longer.error < rival.error:
                    grown[longer.count] = longer
        paths = sorted(grown.values(), key=lambda path: path.error)[:width]
    return paths


def _patients(intervals: list[_Interval], path: _Path, power: float) -> _Patients:
    events, censored = [], []
    for interval, here in zip(intervals, path.all_events(), strict=True):
        events.append(np.repeat(interval.time, here))
        count, most = interval.leaving - sum(here), interval.most_before_end
        censored.append(
            _spread(interval.start, interval.stop, count, power=power, most_before_end=most)
        )
    return _Patients(np.concatenate(events), np.concatenate(censored))


def _with_total(patients: _Patients, total_events: int) -> _Patients:
    """The same times with the total; flags change evenly over time, so the shape stays."""
    more = total_events - patients.events.size
    pool = np.sort(patients.censored if more > 0 else patients.events)
    turned = np.zeros(pool.size, dtype=np.bool_)
    turned[np.arange(abs(more)) * pool.size // max(abs(more), 1)] = True
    if more > 0:
        return _Patients(np.append(patients.events, pool[turned]), pool[~turned])
    return _Patients(pool[~turned], np.append(patients.censored, pool[turned]))


# --- the report -------------------------------------------------------------------------------


def _in_order(patients: _Patients) -> tuple[Floats, Flags]:
    time = np.concatenate((patients.events, patients.censored))
    event = np.arange(time.size) < patients.events.size
    order = np.lexsort((~event, time))
    return time[order], event[order]


def _report(
    found: _Findings, time: Floats, event: Flags, given: _Given, *, exact: bool
) -> FitReport:
    curve, table = given.curve, given.table
    above, below = _survival_around(time, event, curve.time)
    error = np.maximum(0, np.maximum(below - curve.survival, curve.survival - above))
    moved = np.abs(curve.clicked - curve.survival)
    landmark = _landmark_errors(time, event, curve, table)
    integrated = _integrated_error(time, event, curve)
    _say_what_does_not_fit(found, curve, table, landmark, integrated)
    at = int(np.argmax(error))
    return FitReport(
        n=time.size,
        n_events=int(event.sum()),
        n_censored=int(time.size - event.sum()),
        risk_time=_frozen(table.time),
        n_at_risk_given=_frozen(table.n),
        n_at_risk_found=_frozen(time.size - np.searchsorted(time, table.time)),
        total_events_given=given.total_events,
        n_clicks=curve.n_given,
        n_clicks_used=curve.time.size,
        exact_steps=exact,
        smoothing_largest=float(moved.max()),
        smoothing_mean=float(moved.mean()),
        root_mean_square_error=math.sqrt(float(np.mean(error**2))),
        mean_absolute_error=float(error.mean()),
        largest_error=float(error[at]),
        largest_error_time=float(curve.time[at]),
        landmark_error=float(landmark.max()),
        integrated_error=integrated,
        mends=tuple(found.mends),
    )


def _survival_around(time: Floats, event: Flags, times: Floats) -> tuple[Floats, Floats]:
    """The pseudo-patients' survival just before and at each of the times."""
    found = kaplan_meier(time, event)
    height = np.append(1.0, found.survival)
    slack = _SAME_TIME * time[-1]
    above = height[np.searchsorted(found.time, times - slack, side="left")]
    return above, height[np.searchsorted(found.time, times + slack, side="right")]


def _landmark_errors(time: Floats, event: Flags, curve: _Curve, table: _RiskRows) -> Floats:
    """Differences of survival at the ticks that the curve reaches."""
    ticks = table.time[table.time <= curve.last]
    _, survival = _survival_around(time, event, ticks)
    return np.abs(survival - curve.at(ticks))


def _integrated_error(time: Floats, event: Flags, curve: _Curve) -> float:
    grid = np.unique(np.concatenate(([0.0], curve.time, time[time <= curve.last])))
    _, survival = _survival_around(time, event, grid)
    return float(np.sum(np.abs(survival - curve.at(grid))[:-1] * np.diff(grid)) / curve.last)


def _say_what_does_not_fit(
    found: _Findings, curve: _Curve, table: _RiskRows, landmark: Floats, integrated: float
) -> None:
    last, latest, row = curve.last, table.latest, table.n_open
    if last < latest:
        message = f"The curve ends at {last:g}, but {table.n[row - 1]} are at risk at {latest:g}; "
        found.mend("short_curve", row, f"{message}it was carried on flat.")
    if row < table.time.size and last >= table.time[row]:
        message = f"The curve goes on to {last:g}, but nobody is at risk at {table.time[row]:g}; "
        found.mend("long_curve", row + 1, f"{message}everybody left before that.")
    if latest < _LEAST_COVER * last:
        message = f"The risk table ends at {latest:g}, the curve at {last:g}: who left when after "
        found.mend("short_table", row, f"{message}its end is a guess. Check that the units agree.")
    at = int(np.argmax(landmark))
    if landmark[at] > table.conflict or integrated > table.conflict:
        message = (
            f"At the numbers at risk the curve found is off by up to {landmark[at]:.3f}, at "
            f"{table.time[at]:g}, and over its whole length by {integrated:.3f} on average: "
        )
        remedy = "check curve, numbers at risk and total of events."
        found.mend("tension", at + 1, message + remedy)


def _frozen(values: Array) -> Array:
    values.setflags(write=False)
    return values
