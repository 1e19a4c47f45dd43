"""In which columns the numbers of each series stand, by the headings above them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tradeoff.trial.problems import did_you_mean, shown
from tradeoff.trial.told import told
from tradeoff.uploads.blocks import Block, skip_heads
from tradeoff.uploads.cells import Row, is_number, value_of
from tradeoff.uploads.files import Reading, RowError
from tradeoff.uploads.headings import (
    Column,
    column_of,
    is_of_estimates,
    is_percent,
    is_personal,
    is_row_number,
    is_side,
    plain,
    unit_of,
)
from tradeoff.uploads.patients import of_patients, one_a_row
from tradeoff.uploads.plans import Pair, Plan, named_pairs
from tradeoff.uploads.quantities import Quantity, counts_others, parted

_ENTERING = ("total", "beg total", "begin", "left")
# Where survival starts, as a proportion or in percent.
_WHOLE = ((0.9, 1.02), (90, 102))
# As many arms as a column of codes may tell apart.
_MOST_ARMS = 8


_ANOTHER_KIND = {
    Column.AT_RISK: told("a table of numbers at risk"),
    Column.SURVIVAL: told("a survival curve"),
}


# The columns of a block --------------------------------------------------------------------


def plan_of(reading: Reading, block: Block) -> Plan | None:
    """Where the numbers of a block stand; ``None`` where a problem was noted, or there are none."""
    block = _with_row_names(reading, block)
    heads, rows = block.heads, block.rows
    skip_heads(reading, heads, block)
    if not rows:
        if heads:
            reading.notes.append(
                told(
                    "Row {number} is a heading without numbers below it and is not used.",
                    number=heads[-1].number,
                )
            )
        return None
    named = [at for at, head in enumerate(heads) if len(head.filled()) > 1 or _data_sets(head)]
    with reading.refusing((heads[named[-1]] if named else rows[0]).number):
        if not named:
            return _plan_without_names(reading, block)
        head, above = heads[named[-1]], heads[named[-1] - 1] if named[-1] else None
        return _Names(reading, block, head, above, [*map(column_of, head.cells)]).plan()
    return None


def _with_row_names(reading: Reading, block: Block) -> Block:
    """The block with an empty cell above numbers of rows that have no heading, as R writes them."""
    if not block.heads or len(block.rows) < 2:
        return block
    *above, head = block.heads
    wider = {row.width() for row in block.rows} == {len(head.cells) + 1}
    if not wider or not block.numbers_rows(0) or split_by_comma(reading, block.rows):
        return block
    return Block([*above, Row(head.number, ("", *head.cells), head.after_gap)], block.rows)


def split_by_comma(reading: Reading, rows: list[Row]) -> str:
    """Words where only digits stand between the commas, since some may be decimal commas."""
    text = reading.texts[rows[0].number - 1].strip()
    if "," not in text or not all(cell.isdecimal() for row in rows for cell in row.filled()):
        return ""
    return told(
        "{row} can be read in more than one way: a comma may stand between two numbers or inside "
        "one. Save the file with semicolons between the cells, or with decimal points.",
        row=shown(text),
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
            # Else the texts are of patients: all the rows make one curve.
            if len(labels) == 1 or not block.is_one_curve(time, value):
                return Plan((Pair(None, time, value),), 3, arm=arm)
    if words := split_by_comma(reading, rows):
        raise RowError(words)
    if kind.column is Column.AT_RISK and texts[:1] == [True] and not any(texts[1:]):
        raise RowError(
            told("the row of times is missing. Begin with a row such as Months,0,12,24.")
        )
    raise RowError(
        told(
            "the file has {texts} columns and no header that says which is "
            "which. Begin with a row such as {columns} or arm,{columns}.",
            texts=len(texts),
            columns=kind.columns,
        )
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
        self._settle()
        if unfit := tuple(self._unfit()):
            raise RowError(*unfit)
        cells, times = self.head.cells, self._places(Column.TIME)
        if pairs := named_pairs(self.head, self.reading.kind.column):
            return Plan(pairs, 2 * len(pairs), head=self.head.number)
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

    def _shown(self, places: Iterable[int]) -> str:
        return ", ".join(shown(self.head.cells[place]) for place in places)

    def _settle(self) -> None:
        """What a name says of its column, where the numbers below say otherwise."""
        names = [plain(name) for name in self.head.cells]
        if "fail" in names or "failed" in names:  # those who enter an interval, beside its events
            for place in (at for at, name in enumerate(names) if name in _ENTERING):
                self.columns[place] = Column.AT_RISK
        exact = self._places(self._wanted())
        for place in self._places(Column.ARM):
            if not exact and not self.block.is_text(place) and not self._codes(place):
                self.columns[place] = Column.OTHER
        # A library's table: its other columns are no data of single patients.
        if estimates := [place for place in exact if self._is_estimate(place)]:
            for place in (*self._places(Column.PATIENT), *self._places(Column.OPPOSITE)):
                if not self._of_patients(place, estimates):
                    self.columns[place] = Column.IGNORED
        if self._first_is_time():
            self.columns[0] = Column.TIME
            self.reading.notes.append(told("The first column has no name: it is read as the time."))
        if self._places(Column.TIME):
            for place, name in enumerate(self.head.cells):
                known = self.columns[place] in (Column.TIME, Column.SURVIVAL, Column.VALUE)
                if is_row_number(name) and not known and self.block.numbers_rows(place):
                    self.columns[place] = Column.IGNORED if name else Column.BLANK

    def _first_is_time(self) -> bool:
        """Whether numbers from 0 on stand below no name, where no column is named as the time."""
        if self._places(Column.TIME) or self.columns[0] is not Column.BLANK:
            return False
        cells = [row.cell(0) for row in self.block.rows]
        numeric = all(map(is_number, cells)) and value_of(cells[0]) == 0
        return numeric and not self.block.numbers_rows(0)

    def _is_estimate(self, place: int) -> bool:
        """Whether a column can only be an estimate or a number at risk, and no patients' times."""
        highest = max(map(value_of, filter(is_number, self.block.column(place))), default=0)
        whole = any(low <= highest <= high for low, high in _WHOLE)
        return self.block.falls(place) and (whole or self._wanted() is Column.AT_RISK)

    def _of_patients(self, place: int, estimates: list[int]) -> bool:
        """Whether the codes of a column are those of one patient a row, joined to an estimate."""
        if self.columns[place] is not Column.PATIENT or self._of_library(estimates):
            return False
        told = one_a_row if self._wanted() is Column.AT_RISK else of_patients
        times = self._places(Column.TIME)
        return any(told(self.block, place, times[0] if times else at, at) for at in estimates)

    def _of_library(self, estimates: list[int]) -> bool:
        """Whether limits, errors or another estimate stand beside, as libraries write them."""
        return any(
            is_of_estimates(name)
            or (column in (Column.AT_RISK, Column.SURVIVAL) and self.block.falls(place))
            for place, (name, column) in enumerate(zip(self.head.cells, self.columns, strict=True))
            if place not in estimates
        )

    def _wanted(self) -> Column:
        return self.reading.kind.column or Column.VALUE

    def _codes(self, place: int) -> bool:
        """Whether a column holds a few whole numbers, each for a curve whose times begin anew."""
        cells, times = self.block.column(place), self._places(Column.TIME)
        runs = [cell for cell, _ in itertools.groupby(cells)]
        if not times or not all(map(str.isdecimal, cells)) or not 1 < len(runs) <= _MOST_ARMS:
            return False
        starts = [
            (row.cell(times[0]), before.cell(times[0]))
            for before, row in itertools.pairwise(self.block.rows)
            if row.cell(place) != before.cell(place)
        ]
        return len(set(runs)) == len(runs) and all(
            is_number(a) and is_number(b) and value_of(a) < value_of(b) for a, b in starts
        )

    def _unfit(self) -> Iterator[str]:
        """Headings of another kind of data."""
        kind = self.reading.kind
        mistaken = kind.column not in self.columns and Column.VALUE not in self.columns
        for name, column in zip(self.head.cells, self.columns, strict=True):
            if column is Column.PATIENT:
                yield (
                    told(
                        "column {name} belongs to data with one row for each patient, "
                        "which are not taken here. Give {only} only.",
                        name=shown(name),
                        only=kind.only,
                    )
                )
            elif column is Column.OPPOSITE:
                yield (
                    told(
                        "column {name} counts those with the event, like cumulative "
                        "incidence. Give {only}: 100 (or 1) minus it.",
                        name=shown(name),
                        only=kind.only,
                    )
                )
            elif mistaken and column in _ANOTHER_KIND:
                yield (
                    told(
                        "column {name} looks like {another_kind}. Upload it in the place for that.",
                        name=shown(name),
                        another_kind=_ANOTHER_KIND[column],
                    )
                )

    def _pairs(self, times: list[int]) -> Plan:
        """A column of time and a column of values for each series."""
        paired = {*times, *(place + 1 for place in times)}
        if len(paired) < 2 * len(times) or Column.ARM in self.columns:
            raise RowError(
                told(
                    "columns {times} are all times. Keep one of them.",
                    times=self._shown(times),
                )
            )
        alone = [
            told(
                "column {column} belongs to no pair of time and value. Take it out.",
                column=self._shown([place])
                if self.head.cell(place)
                else told("number {number}", number=place + 1),
            )
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
        kind, arm = self.reading.kind, self._arm()
        time, *values = self._time_and_values()
        exact = [at for at in values if self.columns[at] in (kind.column, Column.VALUE)]
        strange = [at for at in values if at not in exact]
        if exact and strange:
            arm, strange = self._beside(arm, strange, exact)
        if exact and strange:
            if personal := [at for at in strange if is_personal(self.head.cells[at])]:
                raise RowError(
                    told(
                        "column {personal} describes patients and is not read as the "
                        'arm. Take it out, or name it "arm" if it names the curves.',
                        personal=self._shown(personal),
                    )
                )
            raise RowError(
                told(
                    "column {strange} is not known beside {exact}. Take it out, or "
                    "name the column of each curve after its arm.",
                    strange=self._shown(strange),
                    exact=self._shown(exact[:1]),
                )
            )
        values = exact or strange
        if arm is not None and len(values) > 1:
            raise RowError(
                told(
                    "columns {columns} stand beside the arm. Keep one: {quantity}.",
                    columns=self._shown(values),
                    quantity=kind.value,
                )
            )
        labels: list[str | None] = [self.head.cells[place] for place in values]
        if exact and len(values) == 1:
            labels = [self.above.first() if self.above and len(self.above.filled()) == 1 else None]
        elif kind.column is Column.AT_RISK:
            values, labels = self._at_risk_alone(values)
        pairs = tuple(Pair(label, time, at) for label, at in zip(labels, values, strict=True))
        beside = self.head.width() > 1 + len(values) + (arm is not None)
        return Plan(pairs, self.head.width(), arm=arm, head=self.head.number, beside=beside)

    def _arm(self) -> int | None:
        """The column that names the arm: of several the one that tells the most apart."""
        arms = self._places(Column.ARM)
        chosen = max(arms, key=lambda at: len(set(self.block.column(at))), default=None)
        self._leave_out(at for at in arms if at != chosen)
        return chosen

    def _beside(
        self, arm: int | None, strange: list[int], values: list[int]
    ) -> tuple[int | None, list[int]]:
        """Of columns beside one that is named as the number: that of the arm, and the unknown."""
        names = self.head.cells
        unknown = [at for at in strange if not is_side(names[at])]
        if arm is None:
            tells = (at for at in unknown if self._tells_arms(at, values))
            arm = next(tells, None)
        sides = [at for at in strange if at not in unknown or self._follows(at, arm)]
        self._leave_out(at for at in sides if at != arm)
        return arm, [at for at in unknown if at not in sides and at != arm]

    def _tells_arms(self, place: int, values: list[int]) -> bool:
        several = 1 < len(set(self.block.column(place))) <= _MOST_ARMS
        if not several or is_personal(self.head.cells[place]):
            return False
        return self._codes(place) or self._texts_again(place, values)

    def _texts_again(self, place: int, values: list[int]) -> bool:
        """Whether a column holds texts, none of them once only, that part the numbers.

        They do not where all rows, in the order of the file, are one falling curve already.
        """
        counts = Counter(self.block.column(place))
        time = next(iter(self._places(Column.TIME)), place)
        one = any(self.block.is_one_curve(time, value) for value in values)
        return self.block.is_text(place) and min(counts.values()) > 1 and not one

    def _follows(self, place: int, arm: int | None) -> bool:
        """Whether a column says the same in every row of an arm, or texts in every row at all."""
        arms = ["" if arm is None else row.cell(arm) for row in self.block.rows]
        own = {(of, row.cell(place)) for of, row in zip(arms, self.block.rows, strict=True)}
        told = arm is not None or self.block.is_text(place)
        return told and len(own) <= len(set(arms))

    def _at_risk_alone(self, values: list[int]) -> tuple[list[int], list[str | None]]:
        """Of columns such as ``Control at risk`` and ``Control censored`` those at risk."""
        names = [self.head.cells[at] for at in values]
        if not counts_others(names):
            return values, [*names]
        told = {at: parted(name) for at, name in zip(values, names, strict=True)}
        kept = [at for at in values if told[at][1] in (None, Quantity.AT_RISK)]
        self._leave_out(at for at in values if at not in kept)
        return kept, [told[at][0] for at in kept]

    def _leave_out(self, places: Iterable[int]) -> None:
        for at in places:
            self.reading.leave_out(self._shown([at]))

    def _time_and_values(self) -> tuple[int, ...]:
        """The column of time, then those of values."""
        free, kind = self._free(), self.reading.kind
        time = next((place for place in free if self.columns[place] is Column.TIME), None)
        if time is None and len(free) == 2:
            time = next((at for at in free if self.columns[at] is Column.OTHER), free[0])
            self.reading.notes.append(
                told(
                    "No column is named as the time: {shown} is read as the time.",
                    shown=self._shown([time]),
                )
            )
        if time is None:
            hints = filter(None, (did_you_mean(name, ["time"]) for name in self.head.filled()))
            raise RowError(
                told(
                    'no column is named "time". Name the column of times.{hints}',
                    hints=next(hints, ""),
                )
            )
        if len(free) == 1:
            raise RowError(
                told(
                    "no column holds {quantity}. Begin with a row such as {columns}.",
                    quantity=kind.value,
                    columns=kind.columns,
                )
            )
        return (time, *(place for place in free if place != time))

    def _free(self) -> list[int]:
        """Columns that may be time or value; those left out are named in a note."""
        free, notes = [], self.reading.notes
        for place, column in enumerate(self.columns[: self.head.width()]):
            if column in (self.reading.kind.column, Column.TIME, Column.VALUE, Column.OTHER):
                free.append(place)
            elif column not in (Column.ARM, Column.BLANK):
                self._leave_out([place])
            elif column is Column.BLANK and self.block.is_filled(place):
                if place:
                    self.reading.refuse(
                        self.head.number,
                        told(
                            "column {place} has no name. Name it or take it out.", place=place + 1
                        ),
                    )
                else:
                    notes.append(told("The first column has no name and is not used."))
        return free
