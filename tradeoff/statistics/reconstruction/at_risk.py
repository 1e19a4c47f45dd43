"""The numbers at risk: rows of the table under the curve, put right or refused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradeoff.statistics.read_only import Floats, Integers
from tradeoff.statistics.reconstruction.records import Findings
from tradeoff.statistics.reconstruction.sentences import sentence

# Differences of survival beyond this are no jitter: curve and table contradict each other.
_CONFLICT = 0.05
# No trial's follow-up is longer in any unit, and no arm is larger.
LONGEST, _MOST_PATIENTS = 1e9, 50_000
# Numbers that were not rounded agree within this.
EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class RiskRows:
    """Rows of the risk table, rising in time."""

    time: Floats
    n: Integers

    @property
    def n_open(self) -> int:
        """How many rows have somebody at risk."""
        return int(np.count_nonzero(self.n))

    @property
    def latest(self) -> float:
        """Last tick with somebody at risk."""
        return float(self.time[self.n_open - 1])

    @property
    def conflict(self) -> float:
        """Difference of survival that neither jitter nor a misplaced patient explains."""
        return max(_CONFLICT, 1.5 / float(self.n[0]))


def clean_rows(found: Findings, time: Floats, n_at_risk: Floats) -> RiskRows | None:
    """Rows rising in time and never in number; ``None`` where that cannot be."""
    whole = np.round(n_at_risk)
    found.refuse_where(
        "at_risk",
        (np.abs(n_at_risk - whole) > EXACT) | (whole < 0),
        sentence("n_at_risk is {n:g}. Give a whole number of 0 or more."),
        n=n_at_risk,
    )
    found.refuse_where(
        "at_risk",
        (time < 0) | (time > LONGEST),
        sentence("time is {time:g}. Give a time of 0 or later, in the curve's unit."),
        time=time,
    )
    if found.against("at_risk"):
        return None
    row = np.lexsort((-whole, time))
    back = np.flatnonzero(np.diff(time) < 0)
    if back.size:
        at = int(back[0]) + 2
        said = sentence("The risk table went back in time in row {row}; it was sorted.", row=at)
        found.mend("order", at, said)
    time, whole = time[row], whole[row]
    _check_falling(found, time, whole, row)
    if found.against("at_risk"):
        return None
    keep = np.diff(time, prepend=-1.0) > 0
    if not keep.all():
        at = int(row[int(np.argmin(keep))]) + 1
        said = sentence("Row {row} of the risk table repeats a time; left out.", row=at)
        found.mend("duplicate", at, said)
    return RiskRows(time[keep], whole[keep].astype(np.int64))


def _check_falling(found: Findings, time: Floats, n: Floats, row: Integers) -> None:
    found.refuse_where(
        "at_risk",
        time[:1] > 0,
        sentence("the first time is {time:g}. Add the row of time 0, the number of patients."),
        time=time,
        rows=row,
    )
    found.refuse_where(
        "at_risk",
        (n[:1] < 1) | (n[:1] > _MOST_PATIENTS),
        sentence(
            "n_at_risk starts at {n:g}. Give the patients of one arm, at most {most}.",
            most=_MOST_PATIENTS,
        ),
        n=n,
        rows=row,
    )
    found.refuse_where(
        "at_risk",
        (np.diff(time) == 0) & (np.diff(n) != 0),
        sentence("time {time:g} has {first:g} and {second:g} at risk. Give one arm only."),
        time=time,
        first=n,
        second=n[1:],
        rows=row[1:],
    )
    found.refuse_where(
        "at_risk",
        np.diff(n) > 0,
        sentence(
            "n_at_risk rises from {before:g} to {now:g} (time {time:g}). Numbers at risk can only "
            "fall: check the row."
        ),
        before=n,
        now=n[1:],
        time=time[1:],
        rows=row[1:],
    )


def checked_total(found: Findings, n: int, total_events: int | None) -> int | None:
    """The total of events as a whole number; refused where the arm cannot have as many."""
    if total_events is None:
        return None
    try:
        whole = int(total_events)
    except (TypeError, ValueError, OverflowError):
        whole = -1
    if whole != total_events or not 0 <= whole <= n:
        found.refuse(
            "at_risk",
            sentence(
                "total_events is {given}, of {n} patients. Give a whole number from 0 to {n}, or "
                "none.",
                given=total_events,
                n=n,
            ),
        )
    return whole
