"""From a digitised Kaplan-Meier curve and its numbers at risk: pseudo-patients of one arm.

Times are in one unit of the caller's choice and start at 0; ``event`` is True where the event was
seen. The numbers at risk, and with them the number of patients, are met exactly, the total of
events too where it is given; the curve is met as closely as whole patients allow, and the report
says how closely. Nothing here is a patient's datum: covariates, and who was censored when between
two ticks of the risk table, cannot be recovered.

The method differs from Guyot et al. (BMC Med Res Methodol 2012;12:9) in what is known to fail
there. Clicks are made to fall by isotonic regression, not by a running minimum. A clean staircase
is solved for whole patients: each drop is d/n. Else events stand where the cleaned curve crosses
half a step, the count of each risk interval is searched, and censorings are spread by a rule with
no loop to convergence. All searches are bounded, so it always ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from tradeoff.survival import kaplan_meier

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
Table = Literal["curve", "at_risk"]

# Clicks lie beside the line by a pixel or two: 2 % of the axis is more than any careful hand.
_JITTER = 0.02
# A click that the next two, or the last two, contradict by more than this is no point of a curve
# that can only fall. A true large step never comes back up, so no true step is lost by it.
_SPIKE = 0.05
# More clicks than this share to leave out, or a mean shift by smoothing beyond the next: the
# points are not one arm's curve.
_MOST_SPIKES = 0.1
_LARGEST_MEAN_SHIFT = 0.03
# A hand that traces a vertical drop goes back a little; farther back, it is another curve.
_BACKWARDS = 0.03
# Survival never lies below the share still at risk; beyond this the tables do not belong together.
_LARGEST_CONFLICT = 0.05
# A value above this is no probability with jitter; a column of them is in percent.
_PERCENT = 1.5
# Times closer than this share of the latest are one time (survival.py's ties are 1.5e-8).
_SAME_TIME = 1e-7
# Outside these limits of the latest time no unit of follow-up is meant.
_SHORTEST, _LONGEST = 1e-6, 1e9
# Decimals tried when guessing how a clean staircase was rounded, and slack of unrounded numbers.
_DECIMALS = range(3, 9)
_EXACT = 1e-9
# Rounding coarser than this share of one patient's step hides whole patients.
_RESOLVED = 0.25
# Partial solutions kept at each step, and pairs of (solution, number at risk) tried in all.
_WIDTH_STEPS, _WIDTH_INTERVALS, _MOST_PAIRS = 300, 12, 4_000_000
# Censoring within an interval goes as (share of its length)^power; 1 is even. Bounds and halvings
# of the search for the power that meets the total of events.
_POWERS, _HALVINGS = (1 / 16, 16.0), 9
# After the last tick patients are taken to leave at most this many times as fast as they were
# censored in any interval before; who is then left, leaves at the end (the day of analysis).
_FASTEST = 2.0
# More points than this in one gap between two clicks add nothing but time.
_MOST_FILLED = 200


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
        exact_steps: the drops were solved for whole patients, so the curve is met exactly.
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
    given = _checked(curve_time, curve_survival, risk_time, n_at_risk, total_events)
    notes: list[Mend] = []
    solved = _from_steps(given)
    time, event = _in_order(solved or _from_clicks(given, notes))
    report = _report(time, event, given, exact=solved is not None, notes=notes)
    return Reconstruction(_frozen(time), _frozen_flags(event), report)


# --- what is given, cleaned -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Clicks:
    """Clicks in order of time, with the rows in which they were given (from 0)."""

    time: Floats
    survival: Floats
    row: Integers


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """Clicks in order of time with falling survival, and the levels on which they stand."""

    time: Floats
    survival: Floats
    start: Floats
    end: Floats
    level: Floats
    weight: Floats
    n_given: int
    clicked: Floats
    mends: tuple[Mend, ...]

    @property
    def last(self) -> float:
        return float(self.time[-1])

    def at(self, times: Floats) -> Floats:
        """The cleaned curve carried forward; 1 before the first click."""
        row = np.searchsorted(self.time, times, side="right")
        return np.concatenate(([1.0], self.survival))[row]


@dataclass(frozen=True, slots=True, eq=False)
class _RiskRows:
    """Rows of the risk table, rising in time; ``open`` counts those with somebody at risk."""

    time: Floats
    n: Integers

    @property
    def open(self) -> int:
        return int(np.count_nonzero(self.n))


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

    def refuse(self, table: Table, rows: Integers | None, message: str) -> None:
        row = None if rows is None else int(rows[0]) + 1
        more = "" if rows is None or len(rows) < 2 else f" {_also(rows)}"
        self.problems.append(ReconstructionProblem(table, row, message + more))

    def mend(self, kind: str, row: int | None, message: str) -> None:
        self.mends.append(Mend(kind, row, message))

    def stop_if_any(self) -> None:
        if self.problems:
            raise ReconstructionError(self.problems)


def _also(rows: Integers) -> str:
    named = ", ".join(str(int(row) + 1) for row in rows[1:6])
    rest = f" and {len(rows) - 6} more" if len(rows) > 6 else ""
    return f"(Also row {named}{rest}.)"


def _checked(
    curve_time: ArrayLike,
    curve_survival: ArrayLike,
    risk_time: ArrayLike,
    n_at_risk: ArrayLike,
    total_events: int | None,
) -> _Given:
    found = _Findings([], [])
    clicks = _columns(found, "curve", ("time", curve_time), ("survival", curve_survival), least=2)
    rows = _columns(found, "at_risk", ("time", risk_time), ("n_at_risk", n_at_risk), least=1)
    clean = None if clicks is None else _clean_clicks(found, *clicks)
    table = None if rows is None else _clean_rows(found, *rows)
    if table is not None:
        _check_total(found, table, total_events)
    found.stop_if_any()
    assert clean is not None
    assert table is not None
    curve = _smoothed(found, clean, table)
    _check_together(found, curve, table)
    found.stop_if_any()
    return _Given(curve, table, None if total_events is None else int(total_events))


def _columns(
    found: _Findings,
    table: Table,
    first: tuple[str, ArrayLike],
    second: tuple[str, ArrayLike],
    *,
    least: int,
) -> tuple[Floats, Floats] | None:
    """Both columns as finite numbers of one length, or ``None`` and the reason among the found."""
    before = len(found.problems)
    columns = [_column(found, table, name, values) for name, values in (first, second)]
    a, b = columns
    if a is None or b is None:
        return None
    if a.size != b.size:
        message = f"{first[0]} has {a.size} rows and {second[0]} {b.size}."
        found.refuse(table, None, f"{message} Give one of each per row.")
    elif a.size < least:
        found.refuse(table, None, f"{a.size} rows. Give {least} or more.")
    return (a, b) if len(found.problems) == before else None


def _column(found: _Findings, table: Table, name: str, values: ArrayLike) -> Floats | None:
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        found.refuse(table, None, f"{name}: {error}. Give numbers, one per row.")
        return None
    if numbers.ndim != 1:
        found.refuse(table, None, f"{name} has shape {numbers.shape}. Give one number per row.")
        return None
    wrong = np.flatnonzero(~np.isfinite(numbers))
    if wrong.size:
        found.refuse(
            table, wrong, f"{name} is {numbers[wrong[0]]}. Give a number or leave the row out."
        )
        return None
    return numbers


# --- the clicks -------------------------------------------------------------------------------


def _clean_clicks(found: _Findings, time: Floats, survival: Floats) -> _Clicks | None:
    """Time, survival and row of each click, in order of time, within 0 to 1; or ``None``."""
    time, survival = _columns_the_right_way(found, time, survival)
    survival = _as_probability(found, survival)
    low = np.flatnonzero(time < 0)
    if low.size:
        found.refuse("curve", low, f"time is {time[low[0]]:g}. Time starts at 0: check the axis.")
    outside = np.flatnonzero((survival < -_JITTER) | (survival > 1 + _JITTER))
    if outside.size:
        message = f"survival is {survival[outside[0]]:g}. Survival lies between 0 and 1."
        hint = " Check the axis, and that the columns are not exchanged."
        found.refuse("curve", outside, message + hint)
    if low.size or outside.size:
        return None
    beyond = np.flatnonzero((survival < 0) | (survival > 1))
    if beyond.size:
        message = f"{beyond.size} clicks lay just outside 0 to 1, the first in row "
        found.mend("range", int(beyond[0]) + 1, f"{message}{beyond[0] + 1}; set to the limit.")
    latest = float(time.max())
    if not _SHORTEST <= latest <= _LONGEST:
        found.refuse("curve", None, f"the latest time is {latest:g}. Check its unit.")
        return None
    return _in_time_order(found, time, np.clip(survival, 0, 1))


def _columns_the_right_way(
    found: _Findings, time: Floats, survival: Floats
) -> tuple[Floats, Floats]:
    """Exchanged only where no other reading is possible: the times fall from 1 and stay in 0-1."""
    probability = time.min() >= -_JITTER and 1 - _SPIKE <= time[0] <= 1 + _JITTER
    falling = bool(np.all(np.diff(time) <= _SPIKE)) and time[-1] < time[0]
    rising = survival[0] <= survival[-1] and survival.max() > _PERCENT and survival.min() >= 0
    if not (probability and falling and rising and time.max() <= 1 + _JITTER):
        return time, survival
    message = "Time and survival were in each other's column; they were exchanged."
    found.mend("columns", None, message)
    return survival, time


def _as_probability(found: _Findings, survival: Floats) -> Floats:
    in_percent = np.count_nonzero(survival > _PERCENT) > survival.size / 2
    limit = 100 * _JITTER
    if not (in_percent and survival.min() >= -limit and survival.max() <= 100 + limit):
        return survival
    found.mend("percent", None, "Survival was in percent; it was divided by 100.")
    return survival / 100


def _in_time_order(found: _Findings, time: Floats, survival: Floats) -> _Clicks | None:
    row = np.arange(time.size)
    if time[0] > time[-1] and bool(np.all(np.diff(time) <= 0)):
        found.mend("order", None, "The curve was listed backwards; it was turned round.")
        time, survival, row = time[::-1], survival[::-1], row[::-1]
    back = np.maximum.accumulate(time) - time
    far = np.flatnonzero(back > _BACKWARDS * time.max())
    if far.size:
        at = int(far[0])
        message = f"time goes back from {np.max(time[:at]):g} to {time[at]:g}. "
        remedy = "Give the clicks of one arm only, in order of time."
        found.refuse("curve", row[far], message + remedy)
        return None
    if np.any(back > 0):
        at = int(row[int(np.argmax(back > 0))])
        count = int(np.count_nonzero(back > 0))
        message = f"{count} clicks went back in time a little, the first in row {at + 1}; sorted."
        found.mend("order", at + 1, message)
    order = np.lexsort((row, -survival, time)) if np.any(back > 0) else np.lexsort((row, time))
    return _Clicks(time[order], survival[order], row[order])


def _smoothed(found: _Findings, clean: _Clicks, table: _RiskRows) -> _Curve:
    """The clicks without spikes, falling, from (0, 1), with times on the ticks they touch."""
    time, survival, row = _snapped(clean.time, table.time), clean.survival, clean.row
    survival = _from_one(found, time, survival, row)
    keep = _without_spikes(found, time, survival, row, int(table.n[0]))
    time, survival, row = time[keep], survival[keep], row[keep]
    order = np.lexsort((-survival, time))
    time, survival, row = time[order], survival[order], row[order]
    fit = isotonic_regression(survival, increasing=False)
    smooth = np.clip(fit.x, 0, 1)
    _say_rises(found, survival, smooth, row)
    first = fit.blocks[:-1]
    last = fit.blocks[1:] - 1
    return _Curve(
        time=time,
        survival=smooth,
        start=time[first],
        end=time[last],
        level=smooth[first],
        weight=(last - first + 1).astype(np.float64),
        n_given=clean.time.size,
        clicked=survival,
        mends=tuple(found.mends),
    )


def _snapped(time: Floats, ticks: Floats) -> Floats:
    after = np.searchsorted(ticks, time).clip(0, ticks.size - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.where(ticks[after] - time <= time - ticks[before], ticks[after], ticks[before])
    return np.where(np.abs(time - nearest) <= _SAME_TIME * time[-1], nearest, time)


def _from_one(found: _Findings, time: Floats, survival: Floats, row: Integers) -> Floats:
    """Survival 1 at time 0, where jitter is all that keeps the curve from it."""
    at_zero = time == 0
    if not at_zero.any():
        message = f"The curve starts at time {time[0]:g}; the point (0, 1) was put before it."
        found.mend("start", int(row[0]) + 1, message)
        return survival
    first = float(survival[at_zero].max())
    if first < 1 - _SPIKE:
        message = f"survival at time 0 is {first:g}. It is 1 there: check axis and time origin."
        found.refuse("curve", row[:1], message)
    elif first < 1:
        message = f"Survival at time 0 was {first:g}; it was set to 1."
        found.mend("start", int(row[0]) + 1, message)
        return np.where(at_zero & (survival >= 1 - _SPIKE), 1.0, survival)
    return survival


def _without_spikes(
    found: _Findings, time: Floats, survival: Floats, row: Integers, n: int
) -> Flags:
    """Clicks that both neighbours on one side contradict, as no falling curve can."""
    keep = np.full(time.size, True)
    limit = max(_SPIKE, 1.5 / n)
    if time.size < 5:
        return keep
    pairs_max = np.maximum(survival[:-1], survival[1:])
    pairs_min = np.minimum(survival[:-1], survival[1:])
    keep[2:] &= survival[2:] <= pairs_max[:-1] + limit
    keep[:-2] &= survival[:-2] >= pairs_min[1:] - limit
    spikes = np.flatnonzero(~keep)
    if spikes.size > max(1, _MOST_SPIKES * time.size):
        message = f"survival rises to {survival[spikes[0]]:g} or falls and comes back. A survival "
        remedy = "curve only falls: give one arm's clicks, and survival, not its complement."
        found.refuse("curve", row[spikes], message + remedy)
        return np.full(time.size, True)
    for at in spikes:
        where = int(row[at]) + 1
        message = f"Row {where} (survival {survival[at]:g}) is contradicted by its neighbours "
        found.mend("spike", where, f"{message}and was left out.")
    return keep


def _say_rises(found: _Findings, survival: Floats, smooth: Floats, row: Integers) -> None:
    moved = np.abs(survival - smooth)
    at = int(np.argmax(moved))
    if float(moved.mean()) > _LARGEST_MEAN_SHIFT:
        message = f"survival {survival[at]:g} lies above earlier clicks. A survival curve only "
        remedy = "falls: give one arm's clicks, and survival, not its complement."
        found.refuse("curve", row[at : at + 1], message + remedy)
    elif moved[at] > 0:
        count = int(np.count_nonzero(np.diff(survival) > 0))
        message = f"Survival rose at {count} clicks; isotonic regression moved clicks by at most "
        found.mend("rise", int(row[at]) + 1, f"{message}{moved[at]:.3f} (row {row[at] + 1}).")


# --- the risk table ---------------------------------------------------------------------------


def _clean_rows(found: _Findings, time: Floats, n_at_risk: Floats) -> _RiskRows | None:
    before = len(found.problems)
    whole = np.round(n_at_risk)
    broken = np.flatnonzero((np.abs(n_at_risk - whole) > _EXACT) | (whole < 0) | (whole > _LONGEST))
    if broken.size:
        message = f"n_at_risk is {n_at_risk[broken[0]]:g}. Give a whole number of 0 or more."
        found.refuse("at_risk", broken, message)
    low = np.flatnonzero((time < 0) | (time > _LONGEST))
    if low.size:
        found.refuse("at_risk", low, f"time is {time[low[0]]:g}. Give a time of 0 or later.")
    if len(found.problems) > before:
        return None
    order = np.lexsort((-whole, time))
    if np.any(np.diff(time) < 0):
        at = int(np.argmax(np.diff(time) < 0)) + 2
        found.mend("order", at, f"The risk table was not in order of time (row {at}); sorted.")
    time, whole = time[order], whole[order]
    _check_falling(found, time, whole, order)
    if len(found.problems) > before:
        return None
    keep = np.concatenate(([True], np.diff(time) > 0))
    if not keep.all():
        at = int(order[int(np.argmin(keep))]) + 1
        found.mend("duplicate", at, f"Row {at} of the risk table repeats a time; left out.")
    return _RiskRows(time[keep], whole[keep].astype(np.int64))


def _check_falling(found: _Findings, time: Floats, n: Floats, row: Integers) -> None:
    if time[0] > 0:
        message = f"the first time is {time[0]:g}. Add the row for time 0: its number is the "
        found.refuse("at_risk", row[:1], f"{message}number of patients.")
    if n[0] < 1:
        found.refuse("at_risk", row[:1], f"n_at_risk starts at {n[0]:g}. Give the patients at 0.")
    rises = np.flatnonzero(np.diff(n) > 0)
    if rises.size:
        at = int(rises[0])
        message = f"n_at_risk rises from {n[at]:g} to {n[at + 1]:g}. Numbers at risk can only "
        found.refuse("at_risk", row[rises + 1], f"{message}fall. Check the row.")
    double = np.flatnonzero((np.diff(time) == 0) & (np.diff(n) != 0))
    if double.size:
        at = int(double[0])
        message = f"time {time[at]:g} has {n[at]:g} and {n[at + 1]:g} at risk. Give one number."
        found.refuse("at_risk", row[double + 1], message)


def _check_total(found: _Findings, table: _RiskRows, total_events: int | None) -> None:
    if total_events is None:
        return
    n = int(table.n[0])
    try:
        whole = int(total_events) == total_events and 0 <= total_events <= n
    except (TypeError, ValueError, OverflowError):
        whole = False
    if not whole:
        message = f"total_events is {total_events}, of {n} patients. Give a whole number from 0 "
        found.refuse("at_risk", None, f"{message}to {n}, or leave it out.")


def _check_together(found: _Findings, curve: _Curve, table: _RiskRows) -> None:
    """Survival at a tick cannot lie below the share of patients still at risk there."""
    share = table.n / table.n[0]
    # A drop at the tick may have been clicked a little before it.
    survival = curve.at(table.time - _JITTER * curve.last)
    limit = max(_LARGEST_CONFLICT, 1.5 / float(table.n[0]))
    wrong = np.flatnonzero((share - survival > limit) & (table.time <= curve.last))
    if wrong.size:
        at = int(wrong[0])
        message = f"at time {table.time[at]:g} {table.n[at]} of {table.n[0]} are at risk, but "
        cause = f"survival is {survival[at]:.3f}, which is less than that share. "
        remedy = "Check that curve and table are of one arm and in one unit of time."
        found.refuse("at_risk", wrong, message + cause + remedy)


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
    most_before_end: int

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
    ticks, n = table.time[: table.open], table.n[: table.open]
    end = max(curve.last, float(ticks[-1]))
    if table.open < table.time.size:
        empty = float(table.time[table.open])
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
    width = _MOST_PAIRS // (max(1, stairs.time.size) * (widest + 1))
    keep = np.argsort(beam.penalty, kind="stable")[: min(_WIDTH_STEPS, max(20, width))]
    lost = np.arange(1 if on_tick else widest + 1)[None, :, None]
    n = left[keep, None, None] - lost
    survival = beam.survival[keep, None, None]
    around = np.array([0] if stairs.exact else [0, -1, 1])
    d = np.rint((1 - stairs.level[i] / survival) * n) + around
    miss = survival * (1 - d / np.maximum(n, 1)) - stairs.level[i]
    fits = (d >= 1) & (n >= 1) & (n - d >= stairs.least_left(i)) & (np.abs(miss) <= stairs.slack)
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
    return _pruned(grown, stairs.total_events)


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


def _pruned(beam: _Beam, total_events: int | None) -> _Beam:
    """The best of those that agree in patients left, and in events where their total counts."""
    group = beam.left if total_events is None else beam.left * (_LONGEST + 1) + beam.events
    order = np.lexsort((beam.penalty, group))
    first = np.concatenate(([True], np.diff(group[order]) != 0)) if order.size else order
    return beam.rows(order[first.astype(bool)])


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
    most = round(stairs.most_before_end * share)
    censored.append(_spread(knots[-2], knots[-1], int(after[-1]), most_before_end=most))
    return _Patients(np.repeat(stairs.time, at_risk - left), np.concatenate(censored))


def _most_before_end(curve: _Curve, edges: Floats, n: Integers) -> int:
    """Censorings that may lie between the last tick and the end of follow-up."""
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
    """Censoring times from ``start`` to ``stop``; given a limit, the others are at the end."""
    inside = _inside(count, most_before_end)
    share = (np.arange(1, inside + 1) - 0.5) / max(inside, 1)
    times = start + (stop - start) * share ** (1 / power)
    return np.concatenate((times, np.full(count - inside, stop)))


def _inside(count: int, most_before_end: int | None) -> int:
    """Of so many censorings, those before the end: in the last interval never all of them."""
    return count if most_before_end is None else max(0, min(count - 1, most_before_end))


# --- clicks with jitter: events where the curve crosses half a step -----------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Interval:
    """One risk interval: its clicks' levels in order of time, and who is at risk at both ends."""

    start: float
    stop: float
    n_start: int
    n_stop: int
    most_before_end: int | None
    time: tuple[float, ...]
    level: tuple[float, ...]
    weight: tuple[float, ...]
    share: tuple[float, ...]

    @property
    def leaving(self) -> int:
        return self.n_start - self.n_stop


@dataclass(frozen=True, slots=True)
class _Walk:
    """Events at each level of an interval, survival after it, squared error over its clicks."""

    events: tuple[int, ...]
    count: int
    survival: float
    error: float


@dataclass(frozen=True, slots=True)
class _Path:
    """Partial solution over the first intervals."""

    walks: tuple[_Walk, ...]
    count: int
    survival: float
    error: float


def _from_clicks(given: _Given, notes: list[Mend]) -> _Patients:
    intervals, total_events = _intervals(given.curve, given.table), given.total_events
    power = 1.0 if total_events is None else _power_for(intervals, total_events)
    paths = _paths(intervals, power)
    if total_events is None:
        best = min(paths, key=lambda path: path.error)
    else:
        best = min(paths, key=lambda path: (abs(path.count - total_events), path.error))
    return _patients(intervals, best, power, total_events, notes)


def _intervals(curve: _Curve, table: _RiskRows) -> list[_Interval]:
    edges, n = _edges(curve, table)
    time, level, weight = _filled(curve, edges, n)
    time = np.minimum(time, edges[-1])
    row = np.minimum(np.searchsorted(edges, time, side="right") - 1, n.size - 2)
    bounds = np.searchsorted(row, np.arange(n.size))
    most = _most_before_end(curve, edges, n)
    intervals = []
    for j in range(n.size - 1):
        inside = slice(bounds[j], bounds[j + 1])
        length = edges[j + 1] - edges[j]
        share = (time[inside] - edges[j]) / length if length > 0 else np.ones(time[inside].size)
        columns = (time[inside], level[inside], weight[inside], share)
        intervals.append(
            _Interval(
                float(edges[j]),
                float(edges[j + 1]),
                int(n[j]),
                int(n[j + 1]),
                most if j == n.size - 2 else None,
                *(tuple(column.tolist()) for column in columns),
            )
        )
    return intervals


def _filled(curve: _Curve, edges: Floats, n: Integers) -> tuple[Floats, Floats, Floats]:
    """The levels, with points between two of them where more than one patient's step is missing."""
    before = np.concatenate(([1.0], curve.level))[:-1]
    since = np.concatenate(([0.0], curve.end))[:-1]
    at_risk = np.maximum(np.interp(curve.start, edges, n), 1.0)
    steps = np.rint((before - curve.level) * at_risk / np.maximum(before, _EXACT))
    steps = np.where(curve.start > since, np.clip(steps, 1, _MOST_FILLED), 1).astype(np.int64)
    block = np.repeat(np.arange(steps.size), steps)
    part = (np.arange(block.size) - np.repeat(np.cumsum(steps) - steps, steps) + 1) / steps[block]
    time = since[block] + (curve.start - since)[block] * part
    level = before[block] + (curve.level - before)[block] * part
    return time, level, np.where(part == 1, curve.weight[block], 0.0)


def _walk(interval: _Interval, survival: float, censored: int, wanted: int, power: float) -> _Walk:
    """Events wherever the level falls below half a step, up to the number wanted."""
    count, error = 0, 0.0
    events = []
    inside = _inside(censored, interval.most_before_end)
    for level, weight, share in zip(interval.level, interval.weight, interval.share, strict=True):
        gone = max(0, math.ceil(inside * share**power + 0.5) - 1)
        here = 0
        n = interval.n_start - gone - count
        while count < wanted and n > 0 and survival * (1 - 0.5 / n) >= level - _EXACT:
            survival *= 1 - 1 / n
            n -= 1
            count += 1
            here += 1
        events.append(here)
        error += weight * (survival - level) ** 2
    return _Walk(tuple(events), count, survival, error)


def _forced(interval: _Interval, survival: float, wanted: int, power: float) -> _Walk | None:
    """A walk with exactly the wanted events; what the curve does not ask for stands at its foot."""
    censored = interval.leaving - wanted
    walk = _walk(interval, survival, censored, wanted, power)
    if walk.count == wanted:
        return walk
    if not interval.level:
        return None
    foot = interval.level.index(interval.level[-1])
    events = list(walk.events)
    events[foot] += wanted - walk.count
    return _followed(interval, survival, tuple(events), power)


def _followed(interval: _Interval, survival: float, events: tuple[int, ...], power: float) -> _Walk:
    count, error = 0, 0.0
    inside = _inside(interval.leaving - sum(events), interval.most_before_end)
    for level, weight, share, here in zip(
        interval.level, interval.weight, interval.share, events, strict=True
    ):
        n = interval.n_start - max(0, math.ceil(inside * share**power + 0.5) - 1) - count
        survival *= 1 - here / max(n, here, 1)
        count += here
        error += weight * (survival - level) ** 2
    return _Walk(events, count, survival, error)


def _natural(interval: _Interval, survival: float, power: float) -> int:
    """The number of events that the curve asks for when the others who leave are censored."""
    low, high = 0, interval.leaving
    while low < high:
        middle = (low + high) // 2
        censored = interval.leaving - middle
        if _walk(interval, survival, censored, interval.leaving, power).count <= middle:
            high = middle
        else:
            low = middle + 1
    return low


def _paths(intervals: list[_Interval], power: float) -> list[_Path]:
    """The best solutions over all intervals, one for each total of events."""
    paths = [_Path((), 0, 1.0, 0.0)]
    for interval in intervals:
        grown: dict[int, _Path] = {}
        for path in paths:
            natural = _natural(interval, path.survival, power)
            for wanted in range(max(0, natural - 1), min(interval.leaving, natural + 1) + 1):
                walk = _forced(interval, path.survival, wanted, power)
                if walk is None:
                    continue
                longer = _Path(
                    (*path.walks, walk),
                    path.count + walk.count,
                    walk.survival,
                    path.error + walk.error,
                )
                rival = grown.get(longer.count)
                if rival is None or longer.error < rival.error:
                    grown[longer.count] = longer
        paths = sorted(grown.values(), key=lambda path: path.error)[:_WIDTH_INTERVALS]
    return paths


def _power_for(intervals: list[_Interval], total_events: int) -> float:
    """How late censoring must be, within the intervals, for the curve to need that many events."""
    low, high = (math.log(power) for power in _POWERS)
    best, least = 0.0, math.inf
    middle = 0.0
    for _ in range(_HALVINGS):
        excess = _asked_for(intervals, math.exp(middle)) - total_events
        if abs(excess) < least:
            best, least = middle, abs(excess)
        if excess == 0:
            break
        low, high = (low, middle) if excess > 0 else (middle, high)
        middle = (low + high) / 2
    return math.exp(best)


def _asked_for(intervals: list[_Interval], power: float) -> int:
    survival, count = 1.0, 0
    for interval in intervals:
        walk = _forced(interval, survival, _natural(interval, survival, power), power)
        if walk is not None:
            survival, count = walk.survival, count + walk.count
    return count


def _patients(
    intervals: list[_Interval],
    path: _Path,
    power: float,
    total_events: int | None,
    notes: list[Mend],
) -> _Patients:
    events: list[Floats] = []
    censored: list[Floats] = []
    for interval, walk in zip(intervals, path.walks, strict=True):
        count = interval.leaving - walk.count
        events.append(np.repeat(np.array(interval.time, dtype=np.float64), walk.events))
        censored.append(
            _spread(
                interval.start,
                interval.stop,
                count,
                power=power,
                most_before_end=interval.most_before_end,
            )
        )
    patients = _Patients(np.concatenate(events), np.concatenate(censored))
    if total_events is None or path.count == total_events:
        return patients
    message = f"The curve asks for {path.count} events, the given total is {total_events}; "
    notes.append(Mend("total_events", None, f"{message}the total was kept, the curve is off."))
    return _with_total(patients, total_events)


def _with_total(patients: _Patients, total_events: int) -> _Patients:
    """The same times with the total: a flag changed early moves the curve least."""
    events, censored = np.sort(patients.events), np.sort(patients.censored)
    more = total_events - events.size
    if more > 0:
        return _Patients(np.concatenate((events, censored[:more])), censored[more:])
    return _Patients(events[-more:], np.concatenate((censored, events[:-more])))


# --- the report -------------------------------------------------------------------------------


def _in_order(patients: _Patients) -> tuple[Floats, Flags]:
    time = np.concatenate((patients.events, patients.censored))
    event = np.arange(time.size) < patients.events.size
    order = np.lexsort((~event, time))
    return time[order], event[order]


def _report(
    time: Floats, event: Flags, given: _Given, *, exact: bool, notes: list[Mend]
) -> FitReport:
    curve, table = given.curve, given.table
    above, below = _found_curve(time, event, curve.time)
    error = np.maximum(0, np.maximum(below - curve.survival, curve.survival - above))
    moved = np.abs(curve.clicked - curve.survival)
    landmark = _landmark_errors(time, event, curve, table)
    at = int(np.argmax(error))
    return FitReport(
        n=time.size,
        n_events=int(event.sum()),
        n_censored=int(time.size - event.sum()),
        risk_time=_frozen(table.time),
        n_at_risk_given=_frozen_counts(table.n),
        n_at_risk_found=_frozen_counts(time.size - np.searchsorted(time, table.time)),
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
        integrated_error=_integrated_error(time, event, curve),
        mends=(*curve.mends, *_late_mends(curve, table), *notes, *_tension(landmark, table)),
    )


def _found_curve(time: Floats, event: Flags, times: Floats) -> tuple[Floats, Floats]:
    """The pseudo-patients' survival just before and at each of the times."""
    found = kaplan_meier(time, event)
    height = np.concatenate(([1.0], found.survival))
    slack = _SAME_TIME * time[-1]
    above = height[np.searchsorted(found.time, times - slack, side="left")]
    return above, height[np.searchsorted(found.time, times + slack, side="right")]


def _landmark_errors(time: Floats, event: Flags, curve: _Curve, table: _RiskRows) -> Floats:
    """Differences of survival at the ticks that the curve reaches."""
    ticks = table.time[table.time <= curve.last]
    _, survival = _found_curve(time, event, ticks)
    return np.abs(survival - curve.at(ticks))


def _integrated_error(time: Floats, event: Flags, curve: _Curve) -> float:
    grid = np.unique(np.concatenate(([0.0], curve.time, time[time <= curve.last])))
    _, survival = _found_curve(time, event, grid)
    apart = np.abs(survival - curve.at(grid))[:-1]
    return float(np.sum(apart * np.diff(grid)) / curve.last)


def _late_mends(curve: _Curve, table: _RiskRows) -> list[Mend]:
    last, latest = curve.last, float(table.time[table.open - 1])
    mends = []
    if last < latest:
        message = f"The curve ends at {last:g}, but {table.n[table.open - 1]} are at risk at "
        rest = f"{latest:g}: nobody was given an event after its end."
        mends.append(Mend("short_curve", table.open, message + rest))
    if table.open < table.time.size and last >= table.time[table.open]:
        message = f"The curve goes on to {last:g}, but nobody is at risk at "
        rest = f"{table.time[table.open]:g}: everybody left before that."
        mends.append(Mend("long_curve", table.open + 1, message + rest))
    return mends


def _tension(landmark: Floats, table: _RiskRows) -> list[Mend]:
    limit = max(_LARGEST_CONFLICT, 1.5 / float(table.n[0]))
    return [
        Mend(
            "tension",
            int(row) + 1,
            f"At {table.time[row]:g} the curve found is off by {landmark[row]:.3f}: curve and "
            "numbers at risk do not quite agree. Check the rows around it.",
        )
        for row in np.flatnonzero(landmark > limit)
    ]


def _frozen(values: Floats) -> Floats:
    values.setflags(write=False)
    return values


def _frozen_counts(values: Integers) -> Integers:
    values.setflags(write=False)
    return values


def _frozen_flags(values: Flags) -> Flags:
    values.setflags(write=False)
    return values
