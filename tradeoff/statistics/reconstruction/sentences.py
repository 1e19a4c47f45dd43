"""What is said of a figure's clicks and numbers, with the values apart from the words.

The English is the message; who shows it in another language translates that and fills it in. Values
named ``row`` and ``rows`` count data rows from 1: who knows the file counts its rows instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message with places in braces, what fills them, and its form where the count is not 1."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    several: str | None = None
    count: int = 0

    def __str__(self) -> str:
        """The English."""
        if self.several is None or self.count == 1:
            return self.message.format(count=self.count, **self.values)
        return self.several.format(count=self.count, **self.values)


def sentence(message: str, /, **values: object) -> Sentence:
    """A message and its values."""
    return Sentence(message, values)


def sentences(one: str, several: str, count: int, /, **values: object) -> Sentence:
    """Two forms of a message, of which the count decides; it stands as ``{count}``."""
    return Sentence(one, values, several, count)


def listed(rows: list[int]) -> str:
    """Several rows as a value of a sentence."""
    return _BETWEEN.join(map(str, rows))


def renumbered(values: Mapping[str, object], file_rows: Mapping[int, int]) -> dict[str, object]:
    """A sentence's values with the rows of a file in place of the data rows."""
    found = dict(values)
    if isinstance(row := found.get("row"), int):
        found["row"] = file_rows.get(row, row)
    if isinstance(rows := found.get("rows"), str):
        found["rows"] = listed([file_rows.get(one, one) for one in map(int, rows.split(_BETWEEN))])
    return found


_BETWEEN = ", "
