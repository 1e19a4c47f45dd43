"""Points by the label of their curve or arm, gathered from the rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tradeoff.trial.problems import shown
from tradeoff.trial.told import Told, told, told_many
from tradeoff.uploads.blocks import Block
from tradeoff.uploads.cells import NOTHING, Row, number, whole
from tradeoff.uploads.files import Reading
from tradeoff.uploads.headings import Column, names_a_person
from tradeoff.uploads.layout import plan_of, split_by_comma
from tradeoff.uploads.plans import Pair, Plan

# Two arms are compared; a figure with sub-groups may show a few more curves in one file.
MAX_SERIES = 8
# As many as a legend and a chart can show.
MAX_LABEL_CHARACTERS = 60
# Beyond this no trial has a time, in any unit: only a slip of the keyboard.
LARGEST_TIME = 100_000

COMMAS_READ = told("Numbers have decimal commas: read as decimal points.")


@dataclass(slots=True)
class Point:
    """One point of a series; ``signed`` where the value had a sign of percent."""

    row: int
    time: float
    value: float
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The series of a file, by label without regard to capitals, in the file's order."""

    reading: Reading
    _labels: dict[str, str] = field(default_factory=dict)  # as first written
    # Those of a refused label are read for their problems, and never used.
    _points: dict[str, list[Point]] = field(default_factory=dict)

    def by_label(self) -> dict[str, list[Point]]:
        """Each label, as first written, with its points."""
        return {label: self._points[key] for key, label in self._labels.items()}

    def declared(self, label: str | None, row: int) -> list[Point]:
        """The points of a series that the headings announce, with its label or without."""
        if label is None:
            free = itertools.count(len(self._labels) + 1)
            numbered = (told("Series {number}", number=number) for number in free)
            label = next(name for name in numbered if name.casefold() not in self._points)
        elif label.casefold() in self._labels:
            self.reading.refuse(
                row, told("{label} stands twice. Give each curve its own name.", label=shown(label))
            )
            return []
        return self._of(label, row)

    def _of(self, label: str, row: int) -> list[Point]:
        """The points of the series that a row names, to be added to."""
        key = label.casefold()
        if key not in self._points:
            self._points[key] = []
            if fit_label(self.reading, row, label):
                self._labels[key] = label
                if len(self._labels) == MAX_SERIES + 1:
                    self.reading.refuse(
                        row,
                        told(
                            "the file has more than {max_series} series. Keep those to compare.",
                            max_series=MAX_SERIES,
                        ),
                    )
        return self._points[key]

    def gather(self, block: Block) -> None:
        """Put the points of a block into their series, noting every cell that cannot be read."""
        reading, plan = self.reading, plan_of(self.reading, block)
        if plan is None:
            return
        chosen: list[list[Point]] = []
        if plan.arm is None:
            head = plan.head or block.rows[0].number
            chosen = [self.declared(p.label and label_of(p.label), head) for p in plan.pairs]
        for row in block.rows:
            if row.width() > plan.width:
                reading.refuse(
                    row.number,
                    split_by_comma(reading, [row]) or _wide(row, plan),
                )
                continue
            if plan.arm is not None:
                chosen = [self._of(label_of(row.cell(plan.arm)), row.number)]
            for pair, points in zip(plan.pairs, chosen, strict=True):
                if self._absent(plan, pair, row):
                    continue
                with reading.refusing(row.number):
                    points.append(_point(reading, row, pair))

    def _absent(self, plan: Plan, pair: Pair, row: Row) -> bool:
        """Whether nothing is printed there; noted where the row says so."""
        cell = row.cell(pair.value)
        unprinted = self.reading.kind.column is Column.AT_RISK and cell in NOTHING
        absent = unprinted or plan.absent(pair, row)
        if absent and (cell or len(plan.pairs) == 1):
            self.reading.unprinted.append(row.number)
        return absent

    def drop_empty(self) -> None:
        """Leave out what has a name and no points; stop where nothing is left."""
        for key in [key for key in self._labels if not self._points[key]]:
            self.reading.notes.append(
                told("{label} has no points and is left out.", label=shown(self._labels.pop(key)))
            )
        if not self._labels:
            self.reading.stop_if_refused()
            self.reading.refuse_file(
                told(
                    "the file holds no numbers. Give rows such as {example}.",
                    example=self.reading.kind.example,
                )
            )

    def told(self, record: Callable[..., object]) -> dict[str, Any]:
        """The fields of an upload of series, and for every row what was read from it."""
        kind, units, found = self.reading.kind, self.reading.units, self.by_label()
        self.reading.say_unprinted()
        digits = ".0f" if kind.column is Column.AT_RISK else "g"
        for label, points in found.items():
            name = Told("{label}: ", {"label": label}) if len(found) > 1 else ""
            for point in points:
                self.reading.used[point.row].append(
                    told(
                        "{curve}time {time:g}, {quantity} {number}",
                        curve=name,
                        time=point.time,
                        quantity=kind.value,
                        number=Told(f"{{number:{digits}}}", {"number": point.value}),
                    )
                )
        return {
            **self.reading.told(found),
            "series": {
                label: record(*zip(*((p.time, p.value, p.row) for p in points), strict=True))
                for label, points in found.items()
            },
            "time_unit": next(iter(units)) if len(units) == 1 else None,
        }


def _wide(row: Row, plan: Plan) -> str:
    if plan.head:
        return told_many(
            "the row has {count} cell, the header has {expected}. Check the marks between the "
            "cells, and that no number is split by its decimal comma.",
            "the row has {count} cells, the header has {expected}. Check the marks between the "
            "cells, and that no number is split by its decimal comma.",
            row.width(),
            expected=plan.width,
        )
    return told_many(
        "the row has {count} cell, the others have {expected}. Check the marks between the "
        "cells, and that no number is split by its decimal comma.",
        "the row has {count} cells, the others have {expected}. Check the marks between the "
        "cells, and that no number is split by its decimal comma.",
        row.width(),
        expected=plan.width,
    )


def _point(reading: Reading, row: Row, pair: Pair) -> Point:
    time, cell, name = row.cell(pair.time), row.cell(pair.value), reading.kind.value
    point = Point(
        row.number,
        number(time, told("time"), reading.decimal),
        whole(cell, name)
        if reading.kind.column is Column.AT_RISK
        else number(cell.removesuffix("%").rstrip(), name, reading.decimal),
        signed=cell.endswith("%"),
    )
    if "," in time + cell:
        reading.mended[row.number].append(told("decimal comma read"))
        reading.notes.append(COMMAS_READ)
    return point


def fit_label(reading: Reading, row: int, label: str) -> bool:
    """Whether a label can be shown; where it cannot, the row is refused."""
    if not label:
        reading.refuse(row, told("the name of the arm is missing. Give one."))
    elif len(label) > MAX_LABEL_CHARACTERS:
        reading.refuse(
            row,
            told(
                "the label {label} has {length} characters. Give at most {max_label_characters}.",
                label=shown(label),
                length=len(label),
                max_label_characters=MAX_LABEL_CHARACTERS,
            ),
        )
    elif names_a_person(label):
        reading.refuse_patient(row, told("the label of this row"))
    else:
        return True
    return False


def label_of(cell: str) -> str:
    """A label of printable characters."""
    return " ".join("".join(char for char in cell if char.isprintable()).split())


def cut(label: str) -> str:
    """A label inside a message, cut where it is long, without quotation marks."""
    return shown(label).strip('"')
