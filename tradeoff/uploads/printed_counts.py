"""A table of adverse events as a paper prints it: ``38 (28.4)`` under ``Drug X (N=134)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tradeoff.trial.problems import shown
from tradeoff.trial.told import told
from tradeoff.uploads.blocks import skip_heads
from tradeoff.uploads.cells import NOTHING, Row, counted, is_number
from tradeoff.uploads.files import Reading
from tradeoff.uploads.harms import Table, arm_count, check_percent, fit_harm
from tradeoff.uploads.headings import is_percent, listed, plain
from tradeoff.uploads.records import ArmCount
from tradeoff.uploads.series import cut, fit_label, label_of

# The size of an arm in its heading.
_SIZE = re.compile(
    r"[\s,;:]*[(\[]?\s*\bn\s*=\s*(?P<n>[0-9][0-9,. ]*[0-9]|[0-9])\s*[)\]]?", re.IGNORECASE
)
# What stands under an arm's name: how its numbers are given.
_GIVEN_AS = listed(
    "n, no, number, patients, n of patients, no of patients, events, affected, affected at risk, "
    "subjects affected, subjects affected exposed, participants affected, percent, pct"
)
_SIZES = listed(
    "n, no of patients, number of patients, patients, total, participants, subjects, n total, "
    "number of participants, number of subjects, safety population, patients treated, treated, "
    "denominator, at risk, patients at risk, subjects at risk, all patients, n patients"
)


@dataclass(slots=True)
class _Arm:
    """An arm's columns of counts and of percentages, and its patients where the table says so."""

    label: str
    count: int
    percent: int | None = None
    size: str = ""


def is_printed(rows: list[Row], others: frozenset[str]) -> bool:
    """Whether arms stand side by side, with sizes in their headings or counts with brackets.

    ``others`` are names of columns that only the other layouts have.
    """
    heads, body = _parts(rows)
    names = {plain(cell) for row in heads for cell in row.cells}
    if names & others or not heads or not body:
        return False
    sized = any(_SIZE.search(cell) for row in heads for cell in row.cells[1:])
    return sized or any(map(is_full, body))


def is_full(row: Row) -> bool:
    """Whether a cell holds more than a number: a count with its percentage or its total."""
    return any(not is_number(cell) and counted(cell) for cell in row.cells)


def _parts(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Headings, then the rows from the first that counts."""
    at = next((at for at, row in enumerate(rows) if any(map(counted, row.cells[1:]))), len(rows))
    return rows[:at], rows[at:]


def read_printed(reading: Reading, rows: list[Row], table: Table) -> None:
    """Put every count of such a table into ``table``, noting every row that cannot be read."""
    heads, body = _parts(rows)
    skip_heads(reading, heads)
    named = [row for row in heads if len(row.filled()) > 1]
    harm, arms = _columns(reading, named, body)
    body = _sizes_taken(reading, body, arms)
    for arm in arms:
        if not arm.size and not all("/" in row.cell(arm.count) for row in body):
            reading.refuse(
                named[-1].number if named else body[0].number,
                told(
                    "the number of patients of {label} is missing. Write it into the "
                    'heading, as in "{bare} (N=134)".',
                    label=shown(arm.label),
                    bare=cut(arm.label),
                ),
            )
    reading.stop_if_refused()
    for row in body:
        _read_row(reading, row, harm, arms, table)


def _columns(reading: Reading, heads: list[Row], body: list[Row]) -> tuple[int, list[_Arm]]:
    """The column of harms and those of the arms, by headings that may take several rows."""
    width = max(row.width() for row in (*heads, *body))
    titles = [_title(heads, place) for place in range(width)]
    counts = [place for place in range(1, width) if _holds_counts(body, place)]
    harm = min(counts, default=1) - 1
    arms: dict[str, _Arm] = {}
    sized = any(titles[place][1] for place in counts)
    for place in counts:
        label, size, last = titles[place]
        known = arms.get(label.casefold())
        if known is None and label and (size or not sized):
            arms[label.casefold()] = _Arm(label, place, size=size)
        elif known is not None and known.percent is None and is_percent(last):
            known.percent = place
        else:
            _leave_out(reading, heads, place)
    for place in range(width):
        if place != harm and place not in counts and any(row.cell(place) for row in body):
            _leave_out(reading, heads, place)
    return harm, [*arms.values()]


def _holds_counts(body: list[Row], place: int) -> bool:
    cells = [row.cell(place) for row in body if row.cell(place) not in NOTHING]
    good = sum(bool(counted(cell)) or is_number(cell) for cell in cells)
    return good * 2 > len(cells)


def _title(heads: list[Row], place: int) -> tuple[str, str, str]:
    """An arm's label above a column, the size in it, and how its numbers are given."""
    parts = [*filter(None, (_over(row, place) for row in heads))]
    found = next(filter(None, map(_SIZE.search, parts)), None)
    size = re.sub(r"[,. ]", "", found["n"]) if found else ""
    bare = [_SIZE.sub(" ", part).strip(" ,;:") for part in parts]
    last = bare[-1] if bare else ""
    return label_of(" ".join(_without_how(part) for part in bare)), size, last


def _over(row: Row, place: int) -> str:
    """A heading over a column, or the one left of it that spans several."""
    spans = any(_SIZE.search(cell) for cell in row.cells)
    cells = [cell for cell in row.cells[1 : place + 1] if cell] if spans and place else []
    return row.cell(place) or (cells[-1] if cells else "")


def _without_how(part: str) -> str:
    """``Drug X, n (%)`` as "Drug X"; nothing of a heading that only says how numbers are given."""
    bare = re.sub(r"[\s,;:]*(?:\bno?\.?|\bpercent)?\s*[(\[]?\s*%\s*[)\]]?\s*$|[\s,;:]+n$", "", part)
    return "" if plain(bare) in _GIVEN_AS or not plain(bare) else bare.strip(" ,;:")


def _leave_out(reading: Reading, heads: list[Row], place: int) -> None:
    name = next(filter(None, (row.cell(place) for row in reversed(heads))), "")
    what = shown(name) if name else told("number {number}", number=place + 1)
    reading.leave_out(what)


def _sizes_taken(reading: Reading, body: list[Row], arms: list[_Arm]) -> list[Row]:
    """The rows without the one that gives the arms' patients, where there is one."""
    first = body[0]
    cells = [first.cell(arm.count).removeprefix("N=") for arm in arms]
    if plain(first.first()) not in _SIZES or not all(map(str.isdecimal, cells)):
        return body
    for arm, size in zip(arms, cells, strict=True):
        arm.size = arm.size or size
    reading.headings[first.number] = told("patients")
    return body[1:]


def _read_row(reading: Reading, row: Row, harm_at: int, arms: list[_Arm], table: Table) -> None:
    harm, cells = label_of(row.cell(harm_at)), [row.cell(arm.count) for arm in arms]
    if all(cell in NOTHING for cell in cells):
        reading.headings[row.number] = told("names")
    elif any(cell in NOTHING for cell in cells):
        # Of one arm only: the harm cannot be compared.
        reading.unprinted.append(row.number)
    elif fit_harm(reading, row.number, harm):
        for arm, count in _counts(reading, row, arms):
            if fit_label(reading, row.number, arm.label):
                with reading.refusing(row.number):
                    reading.used[row.number].append(table.add(harm, arm.label, count))


def _counts(reading: Reading, row: Row, arms: list[_Arm]) -> Iterator[tuple[_Arm, ArmCount]]:
    for arm in arms:
        with reading.refusing(row.number):
            cell, of = row.cell(arm.count), f" ({cut(arm.label)})"
            count = arm_count(row.number, cell, arm.size or cell, of)
            if arm.percent is not None:
                _check_beside(row.cell(arm.percent), count, of)
            yield arm, count


def _check_beside(cell: str, count: ArmCount, of: str) -> None:
    """Hold a percentage in a column of its own against the count."""
    bare = cell.strip("()[] ").removesuffix("%").strip().replace(",", ".")
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", bare):
        digits = len(bare.partition(".")[2])
        check_percent(float(bare), digits, count.events, count.total, of)
