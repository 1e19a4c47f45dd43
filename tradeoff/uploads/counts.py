"""Event counts: patients with a harm out of those counted, for each arm."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tradeoff.trial.problems import did_you_mean, shown
from tradeoff.trial.told import Told, told
from tradeoff.uploads.blocks import Block, skip_heads
from tradeoff.uploads.cells import Row, split
from tradeoff.uploads.files import Kind, Reading, RowError, opened
from tradeoff.uploads.harms import Table, arm_count, fit_harm
from tradeoff.uploads.headings import ARM_NAMES, is_percent, listed, plain, spaced
from tradeoff.uploads.printed_counts import is_full, is_printed, read_printed
from tradeoff.uploads.records import CountsUpload, EventCounts
from tradeoff.uploads.series import cut, fit_label, label_of

_COUNTS = Kind(
    value=told("events"),
    columns="harm,arm,events,total",
    example="control,5,100",
    only=told("counts"),
    unclear=told("no row holds two numbers. Give columns such as harm,arm,events,total."),
)

# What the columns are called.
_COLUMNS = {
    "harm": listed(
        "harm, harms, ae, adverse event, term, toxicity, side effect, preferred term, "
        "adverse event term, event term, event name, adverse reaction, adverse event name, pt, "
        "term name, meddra term, meddra preferred term, reaction, nebenwirkung, "
        "unerwunschtes ereignis, evento adverso, effet indesirable, evenement indesirable"
    ),
    "arm": ARM_NAMES
    | listed("group title, arm group, reporting group, arm title, arm group title, group name"),
    "events": listed(
        "events, n events, number of events, event count, cases, affected, count, n affected, "
        "with event, patients with event, participants with event, number with event, "
        "n with event, number affected, patients affected, subjects affected, "
        "participants affected, num affected, num subjects affected, n subjects affected, "
        "subjects with event, number of subjects affected, number of participants affected, "
        "affected at risk, participants affected at risk, subjects affected exposed, "
        "subjects affected at risk, affected exposed"
    ),
    "total": listed(
        "total, totals, n, n total, patients, participants, denominator, n safety, "
        "safety population, treated, number of patients, number of participants, sample size, "
        "arm size, subjects, subjects at risk, participants at risk, patients at risk, at risk, "
        "number at risk, num at risk, n at risk, num subjects at risk, number of subjects at risk, "
        "number of participants at risk, subjects exposed, exposed, subjects total, "
        "n randomised, n treated"
    ),
}
# The events beside a harm, the harm beside events.
_LOOSE_NAMES = listed("event, adverse events")
# What registries write beside these. Events may be counted there too, not patients with one.
_BESIDE = listed(
    "organ system, organ system class, system organ class, soc, event type, vocab, vocabulary, "
    "source vocabulary, assessment, assessment type, notes, description, time frame, "
    "frequency threshold, nct id, id, result group id, ctgov group code, group id, group code, "
    "ctgov group id, default vocab, default assessment, num events, occurrences, "
    "occurrences all, p, p value, risk difference, risk ratio, relative risk, rate, index"
)
# The one to take where several mean the events: patients, not their events.
_OF_PATIENTS = ("affected", "with")
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


def read_event_counts(content: bytes, name: str) -> CountsUpload:
    """Event counts by harm and arm: whole, and no more events than patients.

    Layouts: a row for each harm and arm (``harm,arm,events,total``, the harm may be left out), or
    a row for each harm (``harm,events_experimental,total_experimental,…``), or as a paper prints
    it, ``38 (28.4)`` under ``Drug X (N=134)``. A percentage is held against its count.

    Raises:
        UploadError: with every problem of the file.
    """
    reading = opened(content, name, _COUNTS)
    rows, table = split(reading), Table()
    if is_printed(rows, frozenset().union(*(_COLUMNS[one] for one in ("arm", "events")))):
        read_printed(reading, rows, table)
        return _told(reading, table)
    at = next((at for at, row in enumerate(rows) if not row.is_words() or is_full(row)), len(rows))
    block = Block(rows[:at], rows[at:])
    skip_heads(reading, block.heads, block)
    if not block.rows:
        reading.refuse_file(told("the file holds a header and no counts. Add the rows."))
    heads = [head for head in block.heads if len(head.filled()) > 1]
    with reading.refusing((heads or block.rows[:1])[-1].number):
        plan = _plan_by_names(reading, heads[-1]) if heads else _plan_without_names(block.texts())
    reading.stop_if_refused()
    for row in block.rows:
        _read_row(reading, row, plan, table)
    return _told(reading, table)


def _told(reading: Reading, table: Table) -> CountsUpload:
    table.check(reading)
    reading.say_unprinted()
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
        told(
            "nothing says which number belongs to which arm. Begin with a "
            "row such as arm,events,total or "
            "events_experimental,total_experimental,events_control,total_control."
        )
    )


def _plan_by_names(reading: Reading, head: Row) -> _Plan:
    names = [_plain(cell) for cell in head.cells]
    columns = {
        column: [place for place, name in enumerate(names) if name in known]
        for column, known in _COLUMNS.items()
    }
    beside = {place for place, name in enumerate(names) if name in _BESIDE}
    beside |= _prefer_patients(head, columns)
    loose = [place for place, name in enumerate(names) if name in _LOOSE_NAMES]
    columns["harm" if columns["events"] else "events"] += loose
    known = {place for found in columns.values() for place in found}
    beside -= known
    for place in sorted(beside):
        reading.leave_out(shown(head.cells[place]))
    wide, strange = _wide_columns(head, known | beside)
    faults = _faults(head, columns, strange)
    if faults:
        raise RowError(*faults)
    harm = next(iter(columns.pop("harm")), None)
    if wide and not any(columns.values()):
        return _Plan(harm, None, tuple(_pairs(wide)), head.width())
    missing = [column for column, places in columns.items() if not places] or ["arm"] * bool(wide)
    if missing:
        raise RowError(
            told(
                "column {missing} is missing. Begin with a row such as {columns}.",
                missing=shown(missing[0]),
                columns=_COUNTS.columns,
            )
        )
    arm, events, total = (places[0] for places in columns.values())
    return _Plan(harm, arm, (("", events, total),), head.width())


def _faults(head: Row, columns: dict[str, list[int]], strange: list[int]) -> list[Told]:
    """Names that nobody knows, and names that mean one column."""
    return [
        told(
            "column {column} is not known here.{meant} Known here: {known}; or events and total "
            "with the name of the arm, such as events_control.",
            column=shown(head.cells[place]),
            meant=did_you_mean(_plain(head.cells[place]), _COLUMNS),
            known=", ".join(_COLUMNS),
        )
        for place in strange
    ] + [
        told(
            "columns {columns} mean the same here. Keep one, or name them events and total.",
            columns=", ".join(shown(head.cells[place]) for place in places),
        )
        for places in columns.values()
        if len(places) > 1
    ]


def _plain(name: str) -> str:
    """A heading in small letters; "numAffected" is two words."""
    return plain(spaced(name))


def _prefer_patients(head: Row, columns: dict[str, list[int]]) -> set[int]:
    """Of several columns of events that of patients stays; the others are given back."""
    events = columns["events"]
    patients = [at for at in events if set(_plain(head.cells[at]).split()) & {*_OF_PATIENTS}]
    if len(events) > 1 and len(patients) == 1:
        columns["events"] = patients
    # Both numbers in one cell, such as 14/134.
    both = {"risk", "exposed"} & {w for at in patients for w in _plain(head.cells[at]).split()}
    if both and not columns["total"]:
        columns["total"] = patients
    return {*events} - {*columns["events"]}


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
        raise RowError(
            *(told("column {name} is missing. Add it.", name=shown(name)) for name in absent)
        )
    for arm in arms:
        yield arm, wide[arm, "events"], wide[arm, "total"]


# Rows --------------------------------------------------------------------------------------


def _read_row(reading: Reading, row: Row, plan: _Plan, table: Table) -> None:
    harm = None if plan.harm is None else label_of(row.cell(plan.harm))
    if row.width() > plan.width:
        reading.refuse(
            row.number,
            told(
                "the row has {width} cells, {expected} are expected. Put text "
                "that holds a separator in quotation marks.",
                width=row.width(),
                expected=plan.width,
            ),
        )
    elif harm is None or fit_harm(reading, row.number, harm):
        for given, events_at, total_at in plan.counts:
            arm = given if plan.arm is None else label_of(row.cell(plan.arm))
            of = f" ({cut(arm)})" if plan.arm is None else ""
            if fit_label(reading, row.number, arm):
                with reading.refusing(row.number):
                    count = arm_count(row.number, row.cell(events_at), row.cell(total_at), of)
                    reading.used[row.number].append(table.add(harm, arm, count))
