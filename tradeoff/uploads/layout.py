"""Which rows are headings, and in which columns the numbers of each series stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tradeoff.trial.problems import did_you_mean, shown
from tradeoff.uploads.cells import Row, is_number, number
from tradeoff.uploads.files import Reading, RowError
from tradeoff.uploads.headings import (
    Column,
    column_of,
    identifies,
    is_percent,
    is_time,
    looks_personal,
    plain,
    unit_of,
)


@dataclass(slots=True)
class Block:
    """Rows of numbers with the headings above them."""

    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def is_filled(self, place: int) -> bool:
        """Whether a column holds anything."""
        return any(row.cell(place) for row in self.rows)

    def texts(self) -> list[bool]:
        """Which columns hold more texts than numbers, of as many as most rows have."""
        ((width, _),) = Counter(row.width() for row in self.rows).most_common(1)
        columns = [[row.cell(at) for row in self.rows if row.cell(at)] for at in range(width)]
        return [sum(map(is_number, cells)) * 2 < len(cells) for cells in columns]


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


def blocks(rows: list[Row], decimal: str) -> Iterator[Block]:
    """A new block begins at headings below numbers, and where time restarts after a gap."""
    block = Block()
    for row in rows:
        heads = _is_heading(row, block)
        if block.rows and (heads or _restarts(row, block.rows[-1], decimal)):
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
        reading.headings.setdefault(row.number, "names")


def _is_heading(row: Row, block: Block) -> bool:
    if block.rows and not row.after_gap and not is_time(row.first()):
        return False
    return row.is_words() or (not block.heads and len(row.filled()) > 1 and is_time(row.first()))


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
    heads, rows = block.heads, block.rows
    skip_heads(reading, heads)
    if not rows:
        if heads:
            reading.notes.append(
                f"Row {heads[-1].number} is a heading without numbers below it and is not used."
            )
        return None
    named = [at for at, head in enumerate(heads) if len(head.filled()) > 1 or _data_sets(head)]
    with reading.refusing((heads[named[-1]] if named else rows[0]).number):
        if not named:
            return _plan_without_names(reading, block)
        head, above = heads[named[-1]], heads[named[-1] - 1] if named[-1] else None
        return _Names(reading, block, head, above, [*map(column_of, head.cells)]).plan()
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
    return len(head.cells) > 1 and all(head.cells[::2]) and not any(head.cells[1::2])


def _plan_without_names(reading: Reading, block: Block) -> Plan:
    rows, kind, texts = block.rows, reading.kind, block.texts()
    if len(texts) == 2:
        return Plan((Pair(block.heads[-1].first() if block.heads else None, 0, 1),), 2)
    if len(texts) == 3 and texts.count(True) == 1:
        arm = texts.index(True)
        labels = Counter(row.cell(arm).casefold() for row in rows)
        if kind.column is Column.SURVIVAL or max(labels.values()) > 1:
            time, value = (place for place in range(3) if place != arm)
            return Plan((Pair(None, time, value),), 3, arm=arm)
    if words := split_by_comma(reading, rows):
        raise RowError(words)
    if kind.column is Column.AT_RISK and texts[:1] == [True] and not any(texts[1:]):
        raise RowError("the row of times is missing. Begin with a row such as Months,0,12,24.")
    raise RowError(
        f"the file has {len(texts)} columns and no header that says which is which. "
        f"Begin with a row such as {kind.columns} or arm,{kind.columns}."
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """The names above a block, what each says of its column, and the row above the names."""

    reading: Reading
    block: Block
    head: Row
    above: Row | None
    columns: list[Column]

    def plan(self) -> Plan:
        """Where the numbers stand by these names."""
        if unfit := tuple(self._unfit()):
            raise RowError(*unfit)
        cells, times = self.head.cells, self._places(Column.TIME)
        self.reading.units.update(unit for place in times if (unit := unit_of(cells[place])))
        self.reading.percent_named |= any(
            is_percent(name) and column is not Column.IGNORED
            for name, column in zip(cells, self.columns, strict=True)
        )
        if not times and _data_sets(self.head):
            pairs = tuple(Pair(cells[at], at, at + 1) for at in range(0, len(cells), 2))
            return Plan(pairs, 2 * len(pairs), head=self.head.number)
        return self._pairs(times) if len(times) > 1 else self._one_time()

    def _places(self, wanted: Column) -> list[int]:
        return [place for place, column in enumerate(self.columns) if column is wanted]

    def _shown(self, places: Iterable[int], joint: str = ", ") -> str:
        return joint.join(shown(self.head.cells[place]) for place in places)

    def _unfit(self) -> Iterator[str]:
        """Headings of another kind of data."""
        kind = self.reading.kind
        mistaken = kind.column not in self.columns and Column.VALUE not in self.columns
        for name, column in zip(self.head.cells, self.columns, strict=True):
            if column is Column.PATIENT:
                yield (
                    f"column {shown(name)} belongs to data with one row for each patient, which "
                    f"are not taken here. Give {kind.only} only."
                )
            elif column is Column.OPPOSITE:
                yield f"column {shown(name)} counts those with the event. Give {kind.only}."
            elif mistaken and column in _ANOTHER_KIND:
                yield (
                    f"column {shown(name)} looks like {_ANOTHER_KIND[column]}. "
                    "Upload it in the place for that."
                )

    def _pairs(self, times: list[int]) -> Plan:
        """A column of time and a column of values for each series."""
        paired = {*times, *(place + 1 for place in times)}
        if len(paired) < 2 * len(times) or Column.ARM in self.columns:
            raise RowError(
                f"columns {self._shown(times, ' and ')} are all times. Keep one of them."
            )
        alone = [
            f"column {self._shown([place]) if self.head.cell(place) else f'number {place + 1}'} "
            "belongs to no pair of time and value. Take it out."
            for place in range(self.head.width())
            if place not in paired and (self.head.cell(place) or self.block.is_filled(place))
        ]
        if alone:
            raise RowError(*alone)
        pairs = tuple(Pair(self._title(place), place, place + 1) for place in times)
        return Plan(pairs, max(self.head.width(), times[-1] + 2), head=self.head.number)

    def _title(self, place: int) -> str | None:
        """The name of a data set above its pair of columns, or of its values if it says more."""
        named = (self.above.cell(place) or self.above.cell(place + 1)) if self.above else ""
        own = self.head.cell(place + 1)
        return named or (own if column_of(own) is Column.OTHER else None)

    def _one_time(self) -> Plan:
        """One column of time, and one value, or a value for each series."""
        kind = self.reading.kind
        time, *values = self._time_and_values()
        exact = [at for at in values if self.columns[at] in (kind.column, Column.VALUE)]
        strange = [at for at in values if at not in exact]
        if exact and strange:
            raise RowError(
                f"column {self._shown(strange)} is not known beside {self._shown(exact[:1])}. "
                "Take it out, or name the column of each curve after its arm."
            )
        arm = next(iter(self._places(Column.ARM)), None)
        if arm is not None and len(values) > 1:
            raise RowError(
                f"columns {self._shown(values)} stand beside the arm. Keep one: {kind.value}."
            )
        labels: list[str | None] = [self.head.cells[place] for place in values]
        if exact and len(values) == 1:
            labels = [self.above.first() if self.above and len(self.above.filled()) == 1 else None]
        pairs = tuple(Pair(label, time, at) for label, at in zip(labels, values, strict=True))
        return Plan(pairs, self.head.width(), arm=arm, head=self.head.number)

    def _time_and_values(self) -> tuple[int, ...]:
        """The column of time, then those of values."""
        free, kind = self._free(), self.reading.kind
        time = next((place for place in free if self.columns[place] is Column.TIME), None)
        if time is None and len(free) == 2:
            time = next((at for at in free if self.columns[at] is Column.OTHER), free[0])
            self.reading.notes.append(
                f"No column is named as the time: {self._shown([time])} is read as the time."
            )
        if time is None:
            hints = filter(None, (did_you_mean(name, ["time"]) for name in self.head.filled()))
            raise RowError(f'no column is named "time". Name the column of times.{next(hints, "")}')
        if len(free) == 1:
            raise RowError(
                f"no column holds {kind.value}. Begin with a row such as {kind.columns}."
            )
        return (time, *(place for place in free if place != time))

    def _free(self) -> list[int]:
        """Columns that may be time or value; those left out are named in a note."""
        free, notes = [], self.reading.notes
        for place, column in enumerate(self.columns[: self.head.width()]):
            if column in (self.reading.kind.column, Column.TIME, Column.VALUE, Column.OTHER):
                free.append(place)
            elif column not in (Column.ARM, Column.BLANK):
                notes.append(f"The column {self._shown([place])} is not used.")
            elif column is Column.BLANK and self.block.is_filled(place):
                if place:
                    self.reading.refuse(
                        self.head.number,
                        f"column {place + 1} has no name. Name it or take it out.",
                    )
                else:
                    notes.append("The first column has no name and is not used.")
        return free


_ANOTHER_KIND = {
    Column.AT_RISK: "a table of numbers at risk",
    Column.SURVIVAL: "a survival curve",
}
