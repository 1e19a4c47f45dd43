"""Event counts: patients with a harm out of those counted, for each arm."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tradeoff.trial.problems import did_you_mean, shown
from tradeoff.uploads.files import Kind, Reading, RowError, opened
from tradeoff.uploads.headings import ARM_NAMES, is_percent, listed, plain
from tradeoff.uploads.layout import Block, one_block, skip_heads
from tradeoff.uploads.records import ArmCount, CountsUpload, EventCounts
from tradeoff.uploads.series import MAX_SERIES, cut, fit_label, label_of
from tradeoff.uploads.sheet import Row, split, whole

__all__ = ["MAX_HARMS", "read_event_counts"]

# A table of adverse events in a report has fewer rows.
MAX_HARMS = 200

_COUNTS = Kind(
    value="events",
    columns="harm,arm,events,total",
    example="control,5,100",
    only="counts",
    unclear="no row holds two numbers. Give columns such as harm,arm,events,total.",
)

_EVENT_NAMES = listed(
    "events, n events, number of events, event count, cases, affected, count, n affected, "
    "with event, patients with event, participants with event, number with event, "
    "n with event, number affected, patients affected"
)
_TOTAL_NAMES = listed(
    "total, totals, n, n total, patients, participants, denominator, n safety, "
    "safety population, treated, number of patients, number of participants, sample size, "
    "arm size"
)
_HARM_NAMES = listed(
    "harm, harms, ae, adverse event, term, toxicity, side effect, preferred term, "
    "adverse event term, event term, event name, adverse reaction"
)
# The events beside a harm, the harm beside events.
_LOOSE_NAMES = listed("event, adverse events")
_COLUMNS = {"harm": _HARM_NAMES, "arm": ARM_NAMES, "events": _EVENT_NAMES, "total": _TOTAL_NAMES}
_COUNT_OF = {
    **dict.fromkeys(_EVENT_NAMES | {"event"}, "events"),
    **dict.fromkeys(_TOTAL_NAMES, "total"),
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
    block, table = one_block(split(reading).rows), _Table()
    skip_heads(reading, block.heads)
    if not block.rows:
        reading.refuse_file("the file holds a header and no counts. Add the rows.")
    plan = _plan(reading, block)
    for row in block.rows:
        _read_row(reading, row, plan, table)
    reading.stop_if_refused()
    _check(reading, table)
    reading.stop_if_refused()
    harms = tuple(
        EventCounts(harm, {label: table.counts[key, arm] for arm, label in table.arms.items()})
        for key, harm in table.harms.items()
    )
    arms = tuple(table.arms.values())
    labels = (*arms, *(harm for harm in table.harms.values() if harm))
    return CountsUpload(**reading.told(labels), harms=harms, arms=arms)


# Columns -----------------------------------------------------------------------------------


def _plan(reading: Reading, block: Block) -> _Plan:
    heads = [head for head in block.heads if len(head.filled()) > 1]
    try:
        return _plan_by_names(heads[-1]) if heads else _plan_without_names(block)
    except RowError as error:
        reading.refuse((heads or block.rows[:1])[-1].number, *error.args)
        reading.stop()


def _plan_without_names(block: Block) -> _Plan:
    texts = [block.is_text(place) for place in range(block.width())]
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
    ]
    for places in columns.values():
        if len(places) > 1:
            same = " and ".join(shown(head.cells[place]) for place in places)
            words = "mean the same here. Keep one, or name them events and total."
            faults.append(f"columns {same} {words}")
    if faults:
        raise RowError(*faults)
    harm = next(iter(columns.pop("harm")), None)
    if wide and not any(columns.values()):
        return _Plan(harm, None, tuple(_pairs(wide)), head.width())
    missing = [column for column, places in columns.items() if not places]
    if missing or wide:
        words = f"Begin with a row such as {_COUNTS.columns}."
        raise RowError(f"column {shown((missing or ['arm'])[0])} is missing. {words}")
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
        arm = spelling.setdefault(arm.casefold(), arm)
        if count and (arm, count) not in wide:
            wide[arm, count] = place
        else:
            strange.append(place)
    return wide, strange


def _arm_and_count(cell: str) -> tuple[str, str]:
    """``events_control`` and ``Control (events)`` as ("control", "events"); the label as given."""
    words = re.sub(r"[\s_.:/()\[\]-]+", " ", cell).split()
    for at in range(len(words) - 1, 0, -1):
        front, back = " ".join(words[:at]), " ".join(words[at:])
        for count, arm in ((front, back), (back, front)):
            if count.casefold() in _COUNT_OF:
                return label_of(arm), _COUNT_OF[count.casefold()]
    return "", ""


def _pairs(wide: dict[tuple[str, str], int]) -> Iterator[tuple[str, int, int]]:
    """Each arm with its columns of events and total."""
    arms = dict.fromkeys(arm for arm, _ in wide)
    needed = ((arm, count) for arm in arms for count in ("events", "total"))
    absent = [f"{count}_{arm}" for arm, count in needed if (arm, count) not in wide]
    if absent:
        raise RowError(*(f"column {shown(name)} is missing. Add it." for name in absent))
    for arm in arms:
        yield arm, wide[arm, "events"], wide[arm, "total"]


# Rows --------------------------------------------------------------------------------------


def _read_row(reading: Reading, row: Row, plan: _Plan, table: _Table) -> None:
    harm = None if plan.harm is None else label_of(row.cell(plan.harm))
    if row.width() > plan.width:
        words = f"the row has {row.width()} cells, {plan.width} are expected."
        reading.refuse(row.number, f"{words} Put text that holds a separator in quotation marks.")
    elif harm == "":
        reading.refuse(row.number, "the harm has no name. Give one.")
    elif harm is None or fit_label(reading, row.number, harm):
        for given, events_at, total_at in plan.counts:
            arm = given if plan.arm is None else label_of(row.cell(plan.arm))
            if fit_label(reading, row.number, arm):
                with reading.refusing(row.number):
                    of = "" if plan.arm is not None else f" ({cut(arm)})"
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
    """Not too many harms and arms, and every harm with every arm."""
    if len(table.arms) > MAX_SERIES or len(table.harms) > MAX_HARMS:
        words = f"the file has {len(table.arms)} arms and {len(table.harms)} harms."
        reading.refuse_file(f"{words} Give at most {MAX_SERIES} arms and {MAX_HARMS} harms.")
    if len(table.arms) < 2:
        reading.refuse(0, "the file has one arm only. Give the counts of both arms.")
    for (key, harm), (arm, label) in itertools.product(table.harms.items(), table.arms.items()):
        if (key, arm) not in table.counts:
            row = next(count.row for (of, _), count in table.counts.items() if of == key)
            words = f"{shown(harm)} has" if harm else "the file has"
            reading.refuse(
                row,
                f"{words} no count for {shown(label)}. Give every arm, or take the harm out.",
            )
