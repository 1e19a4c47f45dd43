"""A table of harms by arm while it is read: counts added one by one, each checked."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from tradeoff.trial.problems import shown
from tradeoff.uploads.cells import Counted, counted, whole
from tradeoff.uploads.files import Reading, RowError
from tradeoff.uploads.records import ArmCount
from tradeoff.uploads.series import MAX_SERIES, fit_label

# A table of adverse events in a report has fewer rows.
MAX_HARMS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """Harms, arms and counts without regard to capitals; names as first written."""

    harms: dict[str, str | None] = field(default_factory=dict)
    arms: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, str], ArmCount] = field(default_factory=dict)

    def add(self, harm: str | None, arm: str, count: ArmCount) -> str:
        """Put a count into the table; says what was read.

        Raises:
            RowError: it stands there already.
        """
        key = (harm or "").casefold(), arm.casefold()
        before = self.counts.setdefault(key, count)
        if before is not count:
            of = f"{shown(harm)}, " if harm else ""
            raise RowError(f"{of}{shown(arm)} stands in row {before.row} already. Keep one.")
        self.harms.setdefault(key[0], harm)
        self.arms.setdefault(key[1], arm)
        return f"{harm or ''}{', ' if harm else ''}{arm}: {count.events} of {count.total}"

    def check(self, reading: Reading) -> None:
        """Stop unless every row could be read, and every harm has every arm; not too many."""
        reading.stop_if_refused()
        harms, arms, counts = self.harms, self.arms, self.counts
        if len(arms) > MAX_SERIES or len(harms) > MAX_HARMS:
            reading.refuse_file(
                f"the file has {len(arms)} arms and {len(harms)} harms. "
                f"Give at most {MAX_SERIES} arms and {MAX_HARMS} harms."
            )
        if len(arms) < 2:
            reading.refuse(0, "the file has one arm only. Give the counts of both arms.")
        for key, arm in itertools.product(harms, arms):
            if (key, arm) not in counts:
                row = next(count.row for (of, _), count in counts.items() if of == key)
                reading.refuse(
                    row,
                    f"{shown(harms[key]) if harms[key] else 'the file'} has no count for "
                    f"{shown(arms[arm])}. Give every arm, or take the harm out.",
                )
        reading.stop_if_refused()


def fit_harm(reading: Reading, row: int, harm: str) -> bool:
    """Whether a harm has a name that can be shown; where it has not, the row is refused."""
    if harm:
        return fit_label(reading, row, harm)
    reading.refuse(row, "the harm has no name. Give one.")
    return False


def arm_count(row: int, events: str, total: str, of: str) -> ArmCount:
    """Events, alone or as ``38 (28.4)`` or ``38/134``, and patients; a percentage is checked.

    Raises:
        RowError: no count, more events than patients, or a percentage that is not theirs.
    """
    printed = counted(events) or Counted(events, None, None, 0)
    if printed.total is not None and total == events:  # both stand in one cell
        total = printed.total
    n_total = whole(total, f"total{of}", least=1)
    n_events = whole(printed.events, f"events{of}")
    if n_events > n_total:
        raise RowError(
            f"events is {n_events} and total is {n_total}{of}. There cannot be more patients with "
            "the harm than patients. Check the row."
        )
    if printed.total is not None and int(printed.total) != n_total:
        raise RowError(
            f"{shown(events)} is out of {printed.total}, the arm has {n_total} patients{of}. "
            "Check the row."
        )
    if printed.percent is not None:
        check_percent(printed.percent, printed.digits, n_events, n_total, of)
    return ArmCount(n_events, n_total, row)


def check_percent(percent: float, digits: int, events: int, total: int, of: str) -> None:
    """Hold a printed percentage against its count, rounded or cut at its last digit.

    Raises:
        RowError: it is another.
    """
    true, last = 100 * events / total, 10.0**-digits
    if not (abs(percent - true) <= last / 2 + 1e-9 or 0 <= true - percent < last):
        raise RowError(
            f"{events} of {total} are {true:.{max(digits, 1)}f} %, but {percent:g} % is "
            f"printed{of}. Check the row, and the number of patients of the arm."
        )
