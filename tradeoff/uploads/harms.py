"""A table of harms by arm while it is read: counts added one by one, each checked."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from tradeoff.trial.problems import shown
from tradeoff.trial.told import told
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
            raise RowError(
                told(
                    "{of}{arm} stands in row {row} already. Keep one.",
                    of=of,
                    arm=shown(arm),
                    row=before.row,
                )
            )
        self.harms.setdefault(key[0], harm)
        self.arms.setdefault(key[1], arm)
        named = ", ".join(filter(None, (harm, arm)))
        return told(
            "{named}: {events} of {total}", named=named, events=count.events, total=count.total
        )

    def check(self, reading: Reading) -> None:
        """Stop unless every row could be read, and every harm has every arm; not too many."""
        reading.stop_if_refused()
        harms, arms, counts = self.harms, self.arms, self.counts
        if len(arms) > MAX_SERIES or len(harms) > MAX_HARMS:
            reading.refuse_file(
                told(
                    "the file has {arms} arms and {harms} harms. Give at most "
                    "{max_series} arms and {max_harms} harms.",
                    arms=len(arms),
                    harms=len(harms),
                    max_series=MAX_SERIES,
                    max_harms=MAX_HARMS,
                )
            )
        if len(arms) < 2:
            reading.refuse(0, told("the file has one arm only. Give the counts of both arms."))
        for key, arm in itertools.product(harms, arms):
            if (key, arm) not in counts:
                row = next(count.row for (of, _), count in counts.items() if of == key)
                reading.refuse(
                    row,
                    _no_count(harms[key], arms[arm]),
                )
        reading.stop_if_refused()


def _no_count(harm: str | None, arm: str) -> str:
    if harm is None:
        return told(
            "the file has no count for {arm}. Give every arm, or take the harm out.",
            arm=shown(arm),
        )
    return told(
        "{harm} has no count for {arm}. Give every arm, or take the harm out.",
        harm=shown(harm),
        arm=shown(arm),
    )


def fit_harm(reading: Reading, row: int, harm: str) -> bool:
    """Whether a harm has a name that can be shown; where it has not, the row is refused."""
    if harm:
        return fit_label(reading, row, harm)
    reading.refuse(row, told("the harm has no name. Give one."))
    return False


def arm_count(row: int, events: str, total: str, of: str) -> ArmCount:
    """Events, alone or as ``38 (28.4)`` or ``38/134``, and patients; a percentage is checked.

    Raises:
        RowError: no count, more events than patients, or a percentage that is not theirs.
    """
    printed = counted(events) or Counted(events, None, None, 0)
    if printed.total is not None and total == events:  # both stand in one cell
        total = printed.total
    n_total = whole(total, told("total{of}", of=of), least=1)
    n_events = whole(printed.events, told("events{of}", of=of))
    if n_events > n_total:
        raise RowError(
            told(
                "events is {n_events} and total is {n_total}{of}. There cannot "
                "be more patients with the harm than patients. Check the row.",
                n_events=n_events,
                n_total=n_total,
                of=of,
            )
        )
    if printed.total is not None and int(printed.total) != n_total:
        raise RowError(
            told(
                "{events} is out of {total}, the arm has {n_total} patients{of}. Check the row.",
                events=shown(events),
                total=printed.total,
                n_total=n_total,
                of=of,
            )
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
            told(
                "{events} of {total} are {true} %, but {percent:g} % is "
                "printed{of}. Check the row, and the number of patients of the "
                "arm.",
                events=events,
                total=total,
                true=f"{true:.{max(digits, 1)}f}",
                percent=percent,
                of=of,
            )
        )
