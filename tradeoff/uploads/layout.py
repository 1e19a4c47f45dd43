"""Which rows are headings, and in which columns the numbers of each series stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tradeoff.trial.problems import did_you_mean, shown
from tradeoff.uploads.files import Reading, RowError
from tradeoff.uploads.headings import (
    Role,
    identifies,
    is_percent,
    is_time,
    looks_personal,
    plain,
    role_of,
    unit_of,
)
from tradeoff.uploads.sheet import Row, Sheet, is_number, number

__all__ = [
    "Block",
    "Pair",
    "Plan",
    "blocks",
    "one_block",
    "plan_of",
    "skip_heads",
    "split_by_comma",
]


@dataclass(slots=True)
class Block:
    """Rows of numbers with the headings above them."""

    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def width(self) -> int:
        """How many cells most rows have."""
        return Counter(row.width() for row in self.rows).most_common(1)[0][0]

    def is_filled(self, place: int) -> bool:
        """Whether a column holds anything."""
        return any(row.cell(place) for row in self.rows)

    def is_text(self, place: int) -> bool:
        """Whether a column holds more texts than numbers."""
        cells = [row.cell(place) for row in self.rows if row.cell(place)]
        return sum(map(is_number, cells)) * 2 < len(cells)


@dataclass(frozen=True, slots=True)
class Pair:
    """A series: its label, if the headings give one, and the columns of time and value."""

    label: str | None
    time: int
    value: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a block's numbers stand; ``arm`` is the column that names the series."""

    pairs: tuple[Pair, ...]
    width: int
    arm: int | None = None
    head: int = 0  # the row of the headings, 0 without

    def absent(self, pair: Pair, row: Row) -> bool:
        """Whether a row has no point of one of several series."""
        if len(self.pairs) == 1 or row.cell(pair.value):
            return False
        # One time for all of them, or columns of their own.
        return self.pairs[0].time == self.pairs[1].time or not row.cell(pair.time)


# Blocks of rows ----------------------------------------------------------------------------


def blocks(sheet: Sheet) -> Iterator[Block]:
    """A new block begins at headings below numbers, and where time restarts after a gap."""
    block = Block()
    for row in sheet.rows:
        heads = _is_heading(row, block)
        if block.rows and (heads or _restarts(row, block.rows[-1], sheet.decimal)):
            yield block
            block = Block()
        (block.heads if heads else block.rows).append(row)
    yield block


def one_block(rows: list[Row]) -> Block:
    """Headings at the top only, and of words only."""
    first = next((at for at, row in enumerate(rows) if not row.is_words()), len(rows))
    return Block(rows[:first], rows[first:])


def skip_heads(reading: Reading, heads: Iterable[Row]) -> None:
    """Pass over headings; stop at those that announce data of single patients."""
    for row in heads:
        for name in row.filled():
            if identifies(name) and "risk" not in plain(name).split():
                what = "a heading" if looks_personal(name) else f"column {shown(name)}"
                reading.refuse_patient(row.number, what)
        if reading.private:
            reading.stop()
        reading.skipped.setdefault(row.number, "header")


def _is_heading(row: Row, block: Block) -> bool:
    if block.rows and not row.after_gap and not is_time(row.first()):
        return False
    if row.is_words():
        return True
    return not block.heads and len(row.filled()) > 1 and is_time(row.first())


def _restarts(row: Row, last: Row, decimal: str) -> bool:
    if not row.after_gap or len(row.filled()) != 2:
        return False
    try:
        return number(row.first(), "", decimal) < number(last.first(), "", decimal)
    except RowError:
        return False


# The columns of a block --------------------------------------------------------------------


def plan_of(reading: Reading, block: Block) -> Plan | None:
    """Where the numbers of a block stand; ``None`` where a problem was noted, or there are none."""
    skip_heads(reading, block.heads)
    if not block.rows:
        if block.heads:
            row = block.heads[-1].number
            reading.notes.append(f"Row {row} heads no numbers and is left out.")
        return None
    named = [
        at for at, head in enumerate(block.heads) if len(head.filled()) > 1 or _data_sets(head)
    ]
    head = block.heads[named[-1]] if named else None
    above = block.heads[named[-1] - 1] if named and named[-1] else None
    with reading.refusing((head or block.rows[0]).number):
        if head:
            return _plan_by_names(reading, block, head, above)
        return _plan_without_names(reading, block)
    return None


def split_by_comma(reading: Reading, rows: list[Row]) -> str:
    """Words where only digits stand between the commas, since some may be decimal commas."""
    text = reading.texts[rows[0].number - 1].strip()
    if "," not in text or not all(cell.isdecimal() for row in rows for cell in row.filled()):
        return ""
    return (
        f"{shown(text)} can be read in more than one way: a comma may stand between two numbers or "
        "inside one. Save the file with semicolons between the cells, or with decimal points."
    )


def _data_sets(head: Row) -> bool:
    """Names of data sets above pairs of columns: a name, an empty cell, a name, and so on."""
    places = enumerate(head.cells)
    return len(head.cells) > 1 and all(bool(cell) == (place % 2 == 0) for place, cell in places)


def _plan_without_names(reading: Reading, block: Block) -> Plan:
    rows, kind = block.rows, reading.kind
    width = block.width()
    texts = [block.is_text(place) for place in range(width)]
    if width == 2:
        return Plan((Pair(block.heads[-1].first() if block.heads else None, 0, 1),), 2)
    if width == 3 and texts.count(True) == 1:
        arm = texts.index(True)
        labels = Counter(row.cell(arm).casefold() for row in rows)
        if kind.role is Role.SURVIVAL or max(labels.values()) > 1:
            time, value = (place for place in range(width) if place != arm)
            return Plan((Pair(None, time, value),), width, arm=arm)
    if words := split_by_comma(reading, rows):
        raise RowError(words)
    if kind.role is Role.AT_RISK and texts[:1] == [True] and not any(texts[1:]):
        raise RowError("the row of times is missing. Begin with a row such as Months,0,12,24.")
    raise RowError(
        f"the file has {width} columns and no header that says which is which. "
        f"Begin with a row such as {kind.columns} or arm,{kind.columns}."
    )


def _plan_by_names(reading: Reading, block: Block, head: Row, above: Row | None) -> Plan:
    cells, roles = head.cells, [role_of(name) for name in head.cells]
    unfit = list(_unfit(reading, head, roles))
    if unfit:
        raise RowError(*unfit)
    times = [place for place, role in enumerate(roles) if role is Role.TIME]
    reading.units.update(unit for place in times if (unit := unit_of(cells[place])))
    reading.percent_named |= any(
        is_percent(name) and role is not Role.IGNORED
        for name, role in zip(cells, roles, strict=True)
    )
    if not times and _data_sets(head):
        names = range(0, len(cells), 2)
        pairs = tuple(Pair(cells[place], place, place + 1) for place in names)
        return Plan(pairs, names[-1] + 2, head=head.number)
    if len(times) > 1:
        return _plan_of_pairs(block, head, above, roles)
    return _plan_of_columns(reading, block, head, above, roles)


def _unfit(reading: Reading, head: Row, roles: list[Role]) -> Iterator[str]:
    """Headings of another kind of data."""
    kind = reading.kind
    mistaken = kind.role not in roles and Role.VALUE not in roles
    for name, role in zip(head.cells, roles, strict=True):
        if role is Role.PATIENT:
            yield (
                f"column {shown(name)} belongs to data with one row for each patient, which are "
                f"not taken here. Give {kind.only} only."
            )
        elif role is Role.OPPOSITE:
            yield f"column {shown(name)} counts those with the event. Give {kind.only}."
        elif mistaken and role in (Role.SURVIVAL, Role.AT_RISK):
            words = "a table of numbers at risk" if role is Role.AT_RISK else "a survival curve"
            yield f"column {shown(name)} looks like {words}. Upload it in the place for that."


def _plan_of_pairs(block: Block, head: Row, above: Row | None, roles: list[Role]) -> Plan:
    """A column of time and a column of values for each series."""
    times = [place for place, role in enumerate(roles) if role is Role.TIME]
    paired = {*times, *(place + 1 for place in times)}
    if len(paired) < 2 * len(times) or Role.ARM in roles:
        doubled = " and ".join(shown(head.cells[place]) for place in times)
        raise RowError(f"columns {doubled} are all times. Keep one of them.")
    alone = [
        shown(head.cells[place]) if head.cells[place] else f"number {place + 1}"
        for place in range(head.width())
        if place not in paired and (head.cell(place) or block.is_filled(place))
    ]
    if alone:
        words = "belongs to no pair of time and value. Take it out."
        raise RowError(*(f"column {name} {words}" for name in alone))
    pairs = tuple(Pair(_title(head, above, place), place, place + 1) for place in times)
    return Plan(pairs, max(head.width(), times[-1] + 2), head=head.number)


def _title(head: Row, above: Row | None, place: int) -> str | None:
    """The name of a data set above its pair of columns, or of its values if it says more."""
    named = (above.cell(place) or above.cell(place + 1)) if above else ""
    own = head.cell(place + 1)
    return named or (own if role_of(own) is Role.OTHER else None)


def _plan_of_columns(
    reading: Reading, block: Block, head: Row, above: Row | None, roles: list[Role]
) -> Plan:
    """One column of time, and one value, or a value for each series."""
    cells, kind = head.cells, reading.kind
    time, values = _time_and_values(reading, block, head, roles)
    exact = [place for place in values if roles[place] in (kind.role, Role.VALUE)]
    strange = [place for place in values if place not in exact]
    if exact and strange:
        names = ", ".join(shown(cells[place]) for place in strange)
        raise RowError(
            f"column {names} is not known beside {shown(cells[exact[0]])}. "
            "Take it out, or name the column of each curve after its arm."
        )
    arm = roles.index(Role.ARM) if Role.ARM in roles else None
    if arm is not None and len(values) > 1:
        names = ", ".join(shown(cells[place]) for place in values)
        raise RowError(f"beside the arm stand {names}. Keep one: {kind.value}.")
    pairs = tuple(Pair(cells[place], time, place) for place in values)
    if exact and len(values) == 1:
        title = above.first() if above and len(above.filled()) == 1 else None
        pairs = (Pair(title, time, values[0]),)
    return Plan(pairs, head.width(), arm=arm, head=head.number)


def _time_and_values(
    reading: Reading, block: Block, head: Row, roles: list[Role]
) -> tuple[int, list[int]]:
    free = _free_columns(reading, block, head, roles)
    time = next((place for place in free if roles[place] is Role.TIME), None)
    if time is None and len(free) == 2:
        time = next((place for place in free if roles[place] is Role.OTHER), free[0])
        name = shown(head.cells[time])
        reading.notes.append(f"No column is named as the time: {name} is read as the time.")
    if time is None:
        near = next((hint for n in head.filled() if (hint := did_you_mean(n, ["time"]))), "")
        raise RowError(f'no column is named "time". Name the column of times.{near}')
    values = [place for place in free if place != time]
    if not values:
        kind = reading.kind
        raise RowError(f"no column holds {kind.value}. Begin with a row such as {kind.columns}.")
    return time, values


def _free_columns(reading: Reading, block: Block, head: Row, roles: list[Role]) -> list[int]:
    """Columns that may be time or value; those left out are named in a note."""
    used = (reading.kind.role, Role.TIME, Role.VALUE, Role.OTHER)
    free = []
    for place, role in enumerate(roles[: head.width()]):
        if role is Role.BLANK:
            if place and block.is_filled(place):
                words = f"column {place + 1} has no name. Name it or take it out."
                reading.refuse(head.number, words)
            elif block.is_filled(place):
                reading.notes.append("The first column has no name and is not used.")
        elif role in used:
            free.append(place)
        elif role is not Role.ARM:
            reading.notes.append(f"The column {shown(head.cells[place])} is not used.")
    return free
