"""From the rows of a table to records: every cell in its place, every fault at its row."""

from __future__ import annotations

import functools
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from tradeoff.trial.draft import Placed
from tradeoff.trial.problems import (
    Problem,
    column_problems,
    number_wanted,
    shown,
    validation_problems,
)
from tradeoff.trial.reading.files import NumberedRows
from tradeoff.trial.records import CurvePoint, Record
from tradeoff.trial.registry import columns_of

R = TypeVar("R", bound=Record)

_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
# Digitisers write all digits that they have, and small numbers with an exponent.
_PLOTTED = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,20})?([eE][-+]?[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[R]):
    """A table of records: its file as messages name it, and words that are not offered in it."""

    record: type[R]
    file: str
    hidden: frozenset[str] = frozenset()

    def read(self, rows: NumberedRows) -> Iterator[Placed[R] | Problem]:
        """The records, each with its row, and what is wrong with the others."""
        _, header = rows[0]
        columns = columns_of(self.record)
        required = tuple(name for name in columns if _required(self.record, name))
        wrong = [
            Problem(self.file, "row 1", words)
            for words in column_problems(header, columns, required)
        ]
        yield from wrong
        for number, cells in () if wrong else rows[1:]:
            if len(cells) == len(header):
                yield from self._record(number, dict(zip(header, cells, strict=True)))
            else:
                yield Problem(
                    self.file,
                    f"row {number}",
                    f"the row has {len(cells)} cells, the header has {len(header)}. "
                    "Put text that holds a comma in quotation marks, or add what is missing.",
                )

    def _record(self, number: int, cells: Mapping[str, str]) -> Iterator[Placed[R] | Problem]:
        place = f"row {number}"
        given = {name: cell for name, cell in cells.items() if cell}
        checked = {name: _bad_cell(self.record, name, cell) for name, cell in given.items()}
        wrong = {name: words for name, words in checked.items() if words is not None}
        yield from (Problem(self.file, place, words) for words in wrong.values())
        try:
            record = self.record.model_validate_strings(given)
        except ValidationError as error:
            yield from validation_problems(
                error,
                self.record,
                file=self.file,
                place=place,
                skip=frozenset(wrong),
                missing="{name} is empty. Fill the cell.",
                hidden=self.hidden,
            )
        else:
            if not wrong:
                yield Placed(record, self.file, place, number)


def _required(record: type[Record], name: str) -> bool:
    return record.model_fields[name].is_required()


def _bad_cell(record: type[Record], name: str, cell: str) -> str | None:
    """What is wrong with the writing of a number or a yes-or-no, ``None`` where nothing is."""
    kinds = _kinds(record, name)
    if bool in kinds:
        wrong = cell not in ("true", "false")
        return f"{name} is {shown(cell)}. Give true or false." if wrong else None
    if float in kinds:
        written = _PLOTTED if record is CurvePoint else _NUMBER
    elif int in kinds:
        written = _WHOLE
    else:
        return None
    if written.fullmatch(cell):
        return None
    below = f"{name}_below"
    hint = number_wanted(
        name,
        cell,
        whole=float not in kinds,
        required=_required(record, name),
        below=below if below in record.model_fields else None,
    )
    return f"{name} is {shown(cell)}. {hint}"


@functools.cache
def _kinds(record: type[Record], name: str) -> frozenset[Any]:
    """The plain types of a field such as ``Annotated[float, …] | None``."""
    return frozenset(_plain_types(record.model_fields[name].annotation))


def _plain_types(annotation: Any) -> Iterator[Any]:
    inside = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        inside = inside[:1]
    for part in inside:
        yield from _plain_types(part)
    if not inside:
        yield annotation
