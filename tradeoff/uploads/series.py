"""Points by the label of their curve or arm, gathered from the rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tradeoff.trial.problems import shown
from tradeoff.uploads.files import Reading
from tradeoff.uploads.headings import identifies
from tradeoff.uploads.layout import Block, Pair, plan_of, split_by_comma
from tradeoff.uploads.sheet import Row, number

__all__ = [
    "LARGEST_TIME",
    "MAX_LABEL_CHARACTERS",
    "MAX_SERIES",
    "Point",
    "Series",
    "cut",
    "fit_label",
    "gather",
    "label_of",
]

# Two arms are compared; a figure with sub-groups may show a few more curves in one file.
MAX_SERIES = 8
# As many as a legend and a chart can show.
MAX_LABEL_CHARACTERS = 60
# Beyond this no trial has a time, in any unit: only a slip of the keyboard.
LARGEST_TIME = 100_000


@dataclass(slots=True)
class Point:
    """One point of a series; ``signed`` where the value had a sign of percent."""

    row: int
    time: float
    value: float
    signed: bool = False


class Series:
    """The series of a file, by label without regard to capitals, in the file's order."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._labels: dict[str, str] = {}
        # Those of a refused label are read for their problems, and never used.
        self._points: dict[str, list[Point]] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels as first written."""
        return tuple(self._labels.values())

    def items(self) -> Iterator[tuple[str, list[Point]]]:
        """Each label with its points."""
        for key, label in self._labels.items():
            yield label, self._points[key]

    def declared(self, label: str | None, row: int) -> list[Point]:
        """The points of a series that the headings announce, with its label or without."""
        if label is None:
            numbered = (f"Series {n}" for n in itertools.count(len(self._labels) + 1))
            label = next(name for name in numbered if name.casefold() not in self._points)
        elif label.casefold() in self._labels:
            words = f"{shown(label)} stands twice. Give each curve its own name."
            self._reading.refuse(row, words)
            return []
        return self.of(label, row)

    def of(self, label: str, row: int) -> list[Point]:
        """The points of the series that a row names, to be added to."""
        key = label.casefold()
        if key not in self._points:
            self._points[key] = []
            if fit_label(self._reading, row, label):
                self._labels[key] = label
                if len(self._labels) == MAX_SERIES + 1:
                    words = f"the file has more than {MAX_SERIES} series. Keep those to compare."
                    self._reading.refuse(row, words)
        return self._points[key]

    def drop_empty(self) -> None:
        """Leave out what has a name and no points; stop where nothing is left."""
        for key in [key for key in self._labels if not self._points[key]]:
            words = f"{shown(self._labels.pop(key))} has no points and is left out."
            self._reading.notes.append(words)
        if not self._labels:
            self._reading.stop_if_refused()
            words = f"the file holds no numbers. Give rows such as {self._reading.kind.example}."
            self._reading.refuse_file(words)

    def tell(self, words: Callable[[Point], str]) -> None:
        """Say for every row what was read from it."""
        for label, points in self.items():
            name = f"{label}: " if len(self._labels) > 1 else ""
            for point in points:
                self._reading.used[point.row].append(name + words(point))


def gather(
    reading: Reading, block: Block, series: Series, decimal: str, value: Callable[[str], float]
) -> None:
    """Put the points of a block into their series, noting every cell that cannot be read."""
    plan = plan_of(reading, block)
    if plan is None:
        return
    chosen: list[list[Point]] = []
    if plan.arm is None:
        head = plan.head or block.rows[0].number
        chosen = [series.declared(p.label and label_of(p.label), head) for p in plan.pairs]
    for row in block.rows:
        if row.width() > plan.width:
            others = "the header has" if plan.head else "the others have"
            reading.refuse(
                row.number,
                split_by_comma(reading, [row])
                or f"the row has {row.width()} cells, {others} {plan.width}. Check the marks "
                "between the cells, and that no number is split by its decimal comma.",
            )
            continue
        if plan.arm is not None:
            chosen = [series.of(label_of(row.cell(plan.arm)), row.number)]
        for pair, points in zip(plan.pairs, chosen, strict=True):
            if not plan.absent(pair, row):
                with reading.refusing(row.number):
                    points.append(_point(reading, row, pair, decimal, value))


def _point(
    reading: Reading, row: Row, pair: Pair, decimal: str, value: Callable[[str], float]
) -> Point:
    time, cell = row.cell(pair.time), row.cell(pair.value)
    point = Point(row.number, number(time, "time", decimal), value(cell), cell.endswith("%"))
    if "," in time + cell:
        reading.mended[row.number].append("decimal comma read")
        reading.notes.append("Numbers have decimal commas: read as decimal points.")
    return point


def fit_label(reading: Reading, row: int, label: str) -> bool:
    """Whether a label can be shown; where it cannot, the row is refused."""
    if not label:
        reading.refuse(row, "the name of the arm is missing. Give one.")
    elif len(label) > MAX_LABEL_CHARACTERS:
        reading.refuse(
            row,
            f"the label {shown(label)} has {len(label)} characters. "
            f"Give at most {MAX_LABEL_CHARACTERS}.",
        )
    elif identifies(label):
        reading.refuse_patient(row, "the label of this row")
    else:
        return True
    return False


def label_of(cell: str) -> str:
    """A label of printable characters."""
    return " ".join("".join(char for char in cell if char.isprintable()).split())


def cut(label: str) -> str:
    """A label inside a message, cut where it is long, without quotation marks."""
    return shown(label).strip('"')
