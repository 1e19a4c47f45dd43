"""Clicks and numbers at risk, put right where that is safe and refused where it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from tradeoff.statistics.read_only import Flags, Floats, Integers
from tradeoff.statistics.reconstruction.at_risk import EXACT, LONGEST, RiskRows, clean_rows
from tradeoff.statistics.reconstruction.records import (
    Findings,
    ReconstructionError,
    Table,
)
from tradeoff.statistics.reconstruction.sentences import Sentence, sentence, sentences

# Clicks lie beside the line by a pixel or two: 2 % of an axis is more than any careful hand.
JITTER = 0.02
# Jitter of a click and of its neighbour together; a true large step never comes back up.
_SPIKE = 0.05
# More spikes than this share, or a mean shift by smoothing beyond that: not one arm's curve.
_MOST_SPIKES, _LARGEST_MEAN_SHIFT = 0.1, 0.03
# A hand that traces a vertical drop goes back a little; farther back, it is another curve.
_BACKWARDS = 0.03
# A curve that ends before half of the risk table is in another unit of time.
LEAST_COVER = 0.5
# A value above this is no probability with jitter; a column of them is in percent.
_PERCENT = 1.5
# No trial's follow-up is shorter in any unit.
_SHORTEST = 1e-6
# Times closer than this share of the latest are one time (survival's ties are 1.5e-8).
SAME_TIME = 1e-7
# Points filled into one gap, a bound of the work.
_MOST_FILLED = 200


@dataclass(frozen=True, slots=True, eq=False)
class _Clicks:
    """Clicks in order of time, with the rows in which they were given (from 0)."""

    time: Floats
    survival: Floats
    row: Integers

    def rows(self, keep: Flags | Integers) -> _Clicks:
        return _Clicks(self.time[keep], self.survival[keep], self.row[keep])


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Clicks in order of time, as clicked and made to fall, and the line read from them."""

    time: Floats
    clicked: Floats
    survival: Floats
    line_time: Floats
    line_level: Floats
    n_given: int

    @property
    def last(self) -> float:
        """Time of the last click."""
        return float(self.time[-1])

    def at(self, times: Floats) -> Floats:
        """The line carried forward; 1 before its first point."""
        return np.append(1.0, self.line_level)[np.searchsorted(self.line_time, times, "right")]

    def unfilled(self) -> Curve:
        """The same with a line through the clicks only."""
        return replace(self, line_time=self.time, line_level=self.survival)


def cleaned(
    found: Findings, clicks: tuple[ArrayLike, ArrayLike], rows: tuple[ArrayLike, ArrayLike]
) -> tuple[Curve, RiskRows]:
    """One arm's curve and risk table, with what was mended among the findings.

    Raises:
        ReconstructionError: a table that cannot be mended, all of its problems at once.
    """
    columns = _columns(found, "curve", ("time", "survival"), clicks, least=2)
    ticks = _columns(found, "at_risk", ("time", "n_at_risk"), rows, least=1)
    clean = None if columns is None else _clean_clicks(found, *columns)
    table = None if ticks is None else clean_rows(found, *ticks)
    if clean is None or table is None:
        raise ReconstructionError(found.problems)
    curve = _smoothed(found, clean, table)
    if not found.problems:
        _check_together(found, curve, table)
    return curve, table


def _columns(
    found: Findings,
    table: Table,
    names: tuple[str, str],
    values: tuple[ArrayLike, ArrayLike],
    *,
    least: int,
) -> tuple[Floats, Floats] | None:
    """Both columns as finite numbers of one length, or ``None`` and the reasons among the found."""
    first, second = (
        _column(found, table, name, value) for name, value in zip(names, values, strict=True)
    )
    if not found.against(table):
        if first.size != second.size:
            found.refuse(
                table,
                sentence(
                    "{one} has {first} rows and {other} {second}. Give one of each in every row.",
                    one=names[0],
                    first=first.size,
                    other=names[1],
                    second=second.size,
                ),
            )
        elif first.size < least:
            said = sentence(
                "it has {given} rows. Give {least} or more.",
                given=first.size,
                least=least,
            )
            found.refuse(table, said)
    return None if found.against(table) else (first, second)


def _column(found: Findings, table: Table, name: str, values: ArrayLike) -> Floats:
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        said = sentence(
            "{column}: {error}. Give one number in every row.", column=name, error=str(error)
        )
        found.refuse(table, said)
        return np.empty(0)
    if numbers.ndim != 1:
        shape = str(numbers.shape)
        said = sentence(
            "{column} has shape {shape}. Give one number in every row.", column=name, shape=shape
        )
        found.refuse(table, said)
    else:
        said = sentence("{column} is {number}. Give a number, or leave the row out.", column=name)
        found.refuse_where(table, ~np.isfinite(numbers), said, number=numbers)
    return numbers


def _clean_clicks(found: Findings, time: Floats, survival: Floats) -> _Clicks | None:
    """Clicks in order of time, within 0 to 1; ``None`` where that cannot be."""
    time, survival = _the_right_way(found, time, survival)
    if _in_percent(survival):
        said = sentence("Survival was in percent; it was divided by 100.")
        found.mend("percent", None, said)
        survival = survival / 100
    said = sentence("time is {time:g}. Time starts at 0: check the axis.")
    found.refuse_where("curve", time < 0, said, time=time)
    found.refuse_where(
        "curve",
        (survival < -JITTER) | (survival > 1 + JITTER),
        sentence(
            "survival is {survival:g}. Survival lies between 0 and 1: check the axis and the order "
            "of the columns."
        ),
        survival=survival,
    )
    latest = float(time.max())
    if time.min() >= 0 and not _SHORTEST <= latest <= LONGEST:
        said = sentence("the latest time is {time:g}. Check the unit of time.", time=latest)
        found.refuse("curve", said)
    if found.against("curve"):
        return None
    beyond = np.flatnonzero((survival < 0) | (survival > 1))
    _mend_clicks(
        found,
        "range",
        beyond,
        sentences(
            "{count} click lay just outside 0 to 1, first in row {row}; it was set to the limit.",
            "{count} clicks lay just outside 0 to 1, first in row {row}; they were set to the "
            "limit.",
            beyond.size,
        ),
    )
    return _in_time_order(found, _Clicks(time, survival.clip(0, 1), np.arange(time.size)))


def _mend_clicks(found: Findings, kind: str, rows: Integers, said: Sentence) -> None:
    """One mend for all clicks with a fault, named after the first."""
    if rows.size:
        row = int(rows[0]) + 1
        found.mend(kind, row, replace(said, values={"row": row}))


def _the_right_way(found: Findings, time: Floats, survival: Floats) -> tuple[Floats, Floats]:
    """Columns exchanged where "time" can only be survival; else as given."""
    like_survival = abs(time[0] - 1) <= _SPIKE and -JITTER <= time.min() <= time[-1] < time[0]
    falls = time.max() <= 1 + JITTER and bool(np.all(np.diff(time) <= _SPIKE))
    like_time = survival.max() > _PERCENT and survival.min() >= 0 and survival[0] < survival[-1]
    rises = bool(np.all(np.diff(survival) >= -_BACKWARDS * survival.max()))
    if not (like_survival and falls and like_time and rises):
        return time, survival
    if time[-1] == 0:
        found.refuse(
            "curve",
            sentence(
                "time falls from 1 to 0 while survival rises: this is a curve with its columns "
                "exchanged, or one in percent listed backwards."
            ),
        )
        return time, survival
    said = sentence("Time and survival stood in each other's column; exchanged.")
    found.mend("columns", None, said)
    return survival, time


def _in_percent(survival: Floats) -> bool:
    most = np.count_nonzero(survival > _PERCENT) > survival.size / 2
    return bool(most and np.all(np.abs(survival - 50) <= 50 + 100 * JITTER))


def _in_time_order(found: Findings, clicks: _Clicks) -> _Clicks | None:
    if clicks.time[0] > clicks.time[-1] and bool(np.all(np.diff(clicks.time) <= 0)):
        said = sentence("The curve was listed backwards; it was turned round.")
        found.mend("order", None, said)
        clicks = clicks.rows(clicks.row[::-1])
    latest = np.maximum.accumulate(clicks.time)
    found.refuse_where(
        "curve",
        latest - clicks.time > _BACKWARDS * latest[-1],
        sentence(
            "time goes back from {before:g} to {now:g}. Give the clicks of one arm only, in order "
            "of time."
        ),
        before=latest,
        now=clicks.time,
        rows=clicks.row,
    )
    if found.against("curve"):
        return None
    back = clicks.row[clicks.time < latest]
    _mend_clicks(
        found,
        "order",
        back,
        sentences(
            "{count} click went back in time a little, first in row {row}; it was sorted.",
            "{count} clicks went back in time a little, first in row {row}; they were sorted.",
            back.size,
        ),
    )
    return clicks.rows(np.argsort(clicks.time, kind="stable"))


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
    totals, counts = np.array(pooled).T
    return np.repeat(totals / counts, counts.astype(np.int64))


def _smoothed(found: Findings, clicks: _Clicks, table: RiskRows) -> Curve:
    """The clicks without spikes, falling, from (0, 1), with times on the ticks they touch."""
    n_given = clicks.time.size
    time, survival = _snapped(clicks.time, table.time), _from_one(found, clicks)
    clicks = _Clicks(time, survival, clicks.row).rows(np.lexsort((-survival, time)))
    clicks = clicks.rows(_without_spikes(found, clicks, int(table.n[0])))
    smooth = _falling(clicks.survival).clip(0, 1)
    _say_rises(found, clicks, smooth)
    return Curve(clicks.time, clicks.survival, smooth, *_filled(clicks, smooth, table), n_given)


def _filled(clicks: _Clicks, smooth: Floats, table: RiskRows) -> tuple[Floats, Floats]:
    """The line: levels at their first clicks, even steps in a leap that takes several patients."""
    first = np.flatnonzero(np.diff(smooth, prepend=2.0) < 0)
    start, level = clicks.time[first], smooth[first]
    since = np.append(0.0, clicks.time[np.append(first[1:], smooth.size) - 1])[:-1]
    before = np.append(1.0, level)[:-1]
    at_risk = np.maximum(np.interp(start, table.time, table.n), 1.0)
    steps = np.rint((before - level) * at_risk / np.maximum(before, EXACT))
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
    return np.where(np.abs(time - nearest) <= SAME_TIME * time[-1], nearest, time)


def _from_one(found: Findings, clicks: _Clicks) -> Floats:
    """Survival with 1 at time 0, where jitter is all that keeps the curve from it."""
    at_zero, row = clicks.time == 0, int(clicks.row[0]) + 1
    highest = float(clicks.survival[at_zero].max(initial=-1))
    if not at_zero.any():
        found.mend(
            "start",
            row,
            sentence(
                "The curve starts at time {time:g}; the point (0, 1) was put before it.",
                time=float(clicks.time[0]),
            ),
        )
    elif highest < 1 - _SPIKE:
        found.refuse(
            "curve",
            sentence(
                "survival at time 0 is {survival:g}. It is 1 there: check the axis, and that it is "
                "survival, not its complement.",
                survival=highest,
            ),
            [row - 1],
        )
    elif highest < 1:
        said = sentence("Survival at time 0 was {survival:g}; it was set to 1.", survival=highest)
        found.mend("start", row, said)
        return np.where(at_zero & (clicks.survival == highest), 1.0, clicks.survival)
    return clicks.survival


def _without_spikes(found: Findings, clicks: _Clicks, n: int) -> Flags:
    """False for clicks that both neighbours on one side contradict, as no falling curve can."""
    survival, keep = clicks.survival, np.full(clicks.time.size, True)
    limit = max(_SPIKE, 1.5 / n)
    keep[2:] &= survival[2:] <= np.maximum(survival[:-2], survival[1:-1]) + limit
    keep[:-2] &= survival[:-2] >= np.minimum(survival[1:-1], survival[2:]) - limit
    if np.count_nonzero(~keep) > max(1, _MOST_SPIKES * keep.size):
        found.refuse_where(
            "curve",
            ~keep,
            sentence(
                "survival {survival:g} is contradicted by the clicks beside it. A survival curve "
                "only falls: give one arm's clicks, and survival, not its complement."
            ),
            survival=survival,
            rows=clicks.row,
        )
        return np.full(keep.size, True)
    for row, height in zip(clicks.row[~keep] + 1, survival[~keep], strict=True):
        found.mend(
            "spike",
            int(row),
            sentence(
                "Row {row} (survival {survival:g}) is contradicted by the clicks beside it; left "
                "out.",
                row=int(row),
                survival=float(height),
            ),
        )
    return keep


def _say_rises(found: Findings, clicks: _Clicks, smooth: Floats) -> None:
    moved = np.abs(clicks.survival - smooth)
    at = int(np.argmax(moved))
    row = int(clicks.row[at]) + 1
    if float(moved.mean()) > _LARGEST_MEAN_SHIFT:
        found.refuse(
            "curve",
            sentence(
                "survival {survival:g} does not fit a falling curve. Give one arm's clicks, and "
                "survival, not its complement.",
                survival=float(clicks.survival[at]),
            ),
            [row - 1],
        )
    elif moved[at] > EXACT:
        count = int(np.count_nonzero(np.diff(clicks.survival) > EXACT))
        said = sentences(
            "Survival rose once; isotonic regression moved clicks by {moved:.3f} at most (row "
            "{row}).",
            "Survival rose {count} times; isotonic regression moved clicks by {moved:.3f} at most "
            "(row {row}).",
            count,
            moved=float(moved[at]),
            row=row,
        )
        found.mend("rise", row, said)


def _check_together(found: Findings, curve: Curve, table: RiskRows) -> None:
    """Survival at a tick cannot lie below the share of patients still at risk there."""
    # A drop at the tick may have been clicked a little before it.
    survival = curve.unfilled().at(table.time - JITTER * curve.last)
    found.refuse_where(
        "at_risk",
        (table.n / table.n[0] - survival > table.conflict) & (table.time <= curve.last),
        sentence(
            "at time {time:g}: {n} of {of} are at risk, but survival is {survival:.3f}, less than "
            "that share. Check that curve and table are of one arm and in one unit of time, and "
            "what is printed on the vertical axis.",
            of=int(table.n[0]),
        ),
        time=table.time,
        n=table.n,
        survival=survival,
    )
    if curve.last < LEAST_COVER * table.latest:
        row = table.n_open - 1
        found.refuse(
            "at_risk",
            sentence(
                "the curve ends at {end:g}, but {n} are at risk at {time:g}. Check that curve and "
                "table are of one arm and in one unit of time.",
                end=curve.last,
                n=int(table.n[row]),
                time=table.latest,
            ),
            [row],
        )
