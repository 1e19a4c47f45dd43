"""Event counts: patients with a harm out of those counted, for each arm."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tradeoff.trial.problems import did_you_mean, shown
from tradeoff.uploads.cells import Row, split, whole
from tradeoff.uploads.files import Kind, Reading, RowError, opened
from tradeoff.uploads.headings import ARM_NAMES, is_percent, listed, plain
from tradeoff.uploads.layout import one_block, skip_heads
from tradeoff.uploads.records import ArmCount, CountsUpload, EventCounts
from tradeoff.uploads.series import MAX_SERIES, cut, fit_label, label_of

# A table of adverse events in a report has fewer rows.
MAX_HARMS = 200

_COUNTS = Kind(
    value="events",
    columns="harm,arm,events,total",
    example="control,5,100",
    only="counts",
    unclear="no row holds two numbers. Give columns such as harm,arm,events,total.",
)

# What the columns are called.
_COLUMNS = {
    "harm": listed(
        "harm, harms, ae, adverse event, term, toxicity, side effect, preferred term, "
        "adverse event term, event term, event name, adverse reaction"
    ),
    "arm": ARM_NAMES,
    "events": listed(
        "events, n events, number of events, event count, cases, affected, count, n affected, "
        "with event, patients with event, participants with event, number with event, "
        "n with event, number affected, patients affected"
    ),
    "total": listed(
        "total, totals, n, n total, patients, participants, denominator, n safety, "
        "safety population, treated, number of patients, number of participants, sample size, "
        "arm size"
    ),
}
# The events beside a harm, the harm beside events.
_LOOSE_NAMES = listed("event, adverse events")
# What stands beside the name of an arm in a column of its own.
_COUNT_OF = {
    "event": "events",
    **{name: count for count in ("events", "total") for name in _COLUMNS[count]},
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """Columns of the harm, of the arm or its label, and of the two counts of each arm."""

    harm: int | None
    arm: int | None
    counts: tuple[tuple[str, int, int], ...]
    width: int


@dataclass(frozen=True, slots=True)
class _Table:
    """Harms, arms and counts without regard to capitals; names as first written."""

    harms: dict[str, str | None] = field(default_factory=dict)
    arms: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, str], ArmCount] = field(default_factory=dict)


def read_event_counts(content: bytes, name: str) -> CountsUpload:
    """Event counts by harm and arm: whole, and no more events than patients.

    Layouts: a row for each harm and arm (``harm,arm,events,total``, the harm may be left out), or
    a row for each harm (``harm,events_experimental,total_experimental,…``).

    Raises:
        UploadError: with every problem of the file.
    """
    reading = opened(content, name, _COUNTS)
    block, table = one_block(split(reading)), _Table()
    skip_heads(reading, block.heads)
    if not block.rows:
        reading.refuse_file("the file holds a header and no counts. Add the rows.")
    heads = [head for head in block.heads if len(head.filled()) > 1]
    with reading.refusing((heads or block.rows[:1])[-1].number):
        plan = _plan_by_names(heads[-1]) if heads else _plan_without_names(block.texts())
    reading.stop_if_refused()
    for row in block.rows:
        _read_row(reading, row, plan, table)
    _check(reading, table)
    arms = tuple(table.arms.values())
    return CountsUpload(
        **reading.told((*arms, *filter(None, table.harms.values()))),
        harms=tuple(
            EventCounts(harm, {label: table.counts[key, arm] for arm, label in table.arms.items()})
            for key, harm in table.harms.items()
        ),
        arms=arms,
    )


# Columns -----------------------------------------------------------------------------------


def _plan_without_names(texts: list[bool]) -> _Plan:
    if texts == [True, False, False]:
        return _Plan(None, 0, (("", 1, 2),), 3)
    if texts == [True, True, False, False]:
        return _Plan(0, 1, (("", 2, 3),), 4)
    raise RowError(
        "nothing says which number belongs to which arm. Begin with a row such as "
        "arm,events,total or events_experimental,total_experimental,events_control,total_control."
    )


def _plan_by_names(head: Row) -> _Plan:
    names = [plain(cell) for cell in head.cells]
    columns = {
        column: [place for place, name in enumerate(names) if name in known]
        for column, known in _COLUMNS.items()
    }
    loose = [place for place, name in enumerate(names) if name in _LOOSE_NAMES]
    columns["harm" if columns["events"] else "events"] += loose
    wide, strange = _wide_columns(head, {place for found in columns.values() for place in found})
    faults = [
        f"column {shown(head.cells[place])} is not known here."
        f"{did_you_mean(names[place], _COLUMNS)} Known here: {', '.join(_COLUMNS)}; "
        "or events and total with the name of the arm, such as events_control."
        for place in strange
    ] + [
        f"columns {' and '.join(shown(head.cells[place]) for place in places)} mean the same here. "
        "Keep one, or name them events and total."
        for places in columns.values()
        if len(places) > 1
    ]
    if faults:
        raise RowError(*faults)
    harm = next(iter(columns.pop("harm")), None)
    if wide and not any(columns.values()):
        return _Plan(harm, None, tuple(_pairs(wide)), head.width())
    missing = [column for column, places in columns.items() if not places] or ["arm"] * bool(wide)
    if missing:
        raise RowError(
            f"column {shown(missing[0])} is missing. Begin with a row such as {_COUNTS.columns}."
        )
    arm, events, total = (places[0] for places in columns.values())
    return _Plan(harm, arm, (("", events, total),), head.width())


def _wide_columns(head: Row, known: set[int]) -> tuple[dict[tuple[str, str], int], list[int]]:
    """Columns such as ``events_control`` by arm and count, and those that are neither."""
    wide: dict[tuple[str, str], int] = {}
    spelling: dict[str, str] = {}
    strange = []
    for place, cell in enumerate(head.cells):
        if place in known or not plain(cell) or is_percent(cell):
            continue
        arm, count = _arm_and_count(cell)
        column = spelling.setdefault(arm.casefold(), arm), count
        if not count or column in wide:
            strange.append(place)
        wide.setdefault(column, place)
    return wide, strange


def _arm_and_count(cell: str) -> tuple[str, str]:
    """``events_control`` and ``Control (events)`` as ("control", "events"); the label as given."""
    words = [word for word in re.split(r"[\s_.:/()\[\]-]+", cell) if word]
    for at in range(len(words) - 1, 0, -1):
        front, back = " ".join(words[:at]), " ".join(words[at:])
        for count, arm in ((front, back), (back, front)):
            if count.casefold() in _COUNT_OF:
                return label_of(arm), _COUNT_OF[count.casefold()]
    return "", ""


def _pairs(wide: dict[tuple[str, str], int]) -> Iterator[tuple[str, int, int]]:
    """Each arm with its columns of events and total."""
    arms = dict.fromkeys(arm for arm, _ in wide)
    needed = itertools.product(arms, ("events", "total"))
    absent = [f"{count}_{arm}" for arm, count in needed if (arm, count) not in wide]
    if absent:
        raise RowError(*(f"column {shown(name)} is missing. Add it." for name in absent))
    for arm in arms:
        yield arm, wide[arm, "events"], wide[arm, "total"]


# Rows --------------------------------------------------------------------------------------


def _read_row(reading: Reading, row: Row, plan: _Plan, table: _Table) -> None:
    harm = None if plan.harm is None else label_of(row.cell(plan.harm))
    if row.width() > plan.width:
        reading.refuse(
            row.number,
            f"the row has {row.width()} cells, {plan.width} are expected. "
            "Put text that holds a separator in quotation marks.",
        )
    elif harm == "":
        reading.refuse(row.number, "the harm has no name. Give one.")
    elif harm is None or fit_label(reading, row.number, harm):
        for given, events_at, total_at in plan.counts:
            arm = given if plan.arm is None else label_of(row.cell(plan.arm))
            of = f" ({cut(arm)})" if plan.arm is None else ""
            if fit_label(reading, row.number, arm):
                with reading.refusing(row.number):
                    count = _count(row, events_at, total_at, of)
                    reading.used[row.number].append(_added(table, harm, arm, count))


def _count(row: Row, events_at: int, total_at: int, of: str) -> ArmCount:
    total = whole(row.cell(total_at), f"total{of}", least=1)
    events = whole(row.cell(events_at), f"events{of}")
    if events > total:
        raise RowError(
            f"events is {events} and total is {total}{of}. There cannot be more patients with "
            "the harm than patients. Check the row."
        )
    return ArmCount(events, total, row.number)


def _added(table: _Table, harm: str | None, arm: str, count: ArmCount) -> str:
    """Put a count into the table; says what was read."""
    key = (harm or "").casefold(), arm.casefold()
    before = table.counts.setdefault(key, count)
    if before is not count:
        of = f"{shown(harm)}, " if harm else ""
        raise RowError(f"{of}{shown(arm)} stands in row {before.row} already. Keep one.")
    table.harms.setdefault(key[0], harm)
    table.arms.setdefault(key[1], arm)
    return f"{harm or ''}{', ' if harm else ''}{arm}: {count.events} of {count.total}"


def _check(reading: Reading, table: _Table) -> None:
    """Stop unless every row could be read, and every harm has every arm; not too many of both."""
    reading.stop_if_refused()
    harms, arms, counts = table.harms, table.arms, table.counts
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
