"""Rows that are looked up: by words, and by how what stands in them is known."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tradeoff.trial.records import Status, Trial
from tradeoff.words.say import Say, message
from tradeoff.words.table import Row, Table

#: What a clinician types for what the rows write out; a trial's own short names come beside it.
_SHORT: Final = {
    message("hazard ratio"): "hr",
    message("restricted mean"): "rmst",
    message("median follow-up"): "fu",
}
#: Signs that a keyboard has another form of.
_TYPED: Final = str.maketrans(
    {"−": "-", "–": "-", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "}
)
_WHOLE_WORDS_UP_TO: Final = 3


@dataclass(frozen=True, slots=True)
class Listed(Table):
    """A table whose rows can be looked up."""

    known: tuple[frozenset[Status], ...]
    """For each row, how what stands in it is known; empty where nothing is at hand."""


def listed(
    columns: Row, groups: Iterable[tuple[str, Iterable[tuple[Row, Iterable[Status]]]]]
) -> tuple[Listed, ...]:
    """A table for each group that has rows, under its caption."""
    filled = ((caption, tuple(rows)) for caption, rows in groups)
    return tuple(_table(caption, columns, rows) for caption, rows in filled if rows)


def _table(caption: str, columns: Row, rows: tuple[tuple[Row, Iterable[Status]], ...]) -> Listed:
    cells, known = (row for row, _ in rows), (frozenset(statuses) for _, statuses in rows)
    return Listed(caption, columns, tuple(cells), tuple(known))


def narrowed(
    say: Say, trial: Trial, tables: Iterable[Listed], words: str, status: Status | None = None
) -> tuple[Listed, ...]:
    """The rows that hold every one of the words and are known so; any status where it is ``None``.

    A row is found by the caption above it too, and by short names: "OS", "HR". A figure is found
    from its first digit on: "0.4" finds 0.41, and 17 is not found in 2017.
    """
    asked, short = tuple(map(_pattern, _plain(words).split())), _short_names(say, trial)
    left = (_kept(table, asked, short, status) for table in tables)
    return tuple(table for table in left if table.rows)


def _kept(
    table: Listed,
    asked: tuple[re.Pattern[str], ...],
    short: dict[str, str],
    status: Status | None,
) -> Listed:
    rows = [
        (row, known)
        for row, known in zip(table.rows, table.known, strict=True)
        if (status is None or status in known)
        and all(word.search(_searched(table.caption, row, short)) for word in asked)
    ]
    return _table(table.caption, table.columns, tuple(rows))


def _searched(caption: str, row: Row, short: dict[str, str]) -> str:
    """All that a row is found by."""
    text = _plain(" ".join((caption, *row)))
    return " ".join((text, *(name for long, name in short.items() if long in text)))


def _short_names(say: Say, trial: Trial) -> dict[str, str]:
    ends = trial.text.endpoints.values()
    general = {_plain(say(long)): short for long, short in _SHORT.items()}
    return general | {_plain(end.name): _plain(end.short) for end in ends}


def _plain(text: str) -> str:
    """Text without capitals, accents and signs that hardly anybody types; "85 %" as "85%"."""
    apart = unicodedata.normalize("NFKD", text.translate(_TYPED)).casefold()
    if not apart.isascii():
        apart = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.sub(r"(?<=\d) %", "%", apart)


def _pattern(word: str) -> re.Pattern[str]:
    """A word as it is looked for: short ones and figures from their beginning on."""
    start = r"(?<!\d)(?<!\d[.,])" if word[0].isdigit() else ""
    if word.isalpha() and len(word) <= _WHOLE_WORDS_UP_TO:
        start = r"\b"
    return re.compile(start + re.escape(word))


def counted(tables: Iterable[Listed]) -> Counter[Status]:
    """How many rows are known in each way."""
    return Counter(status for table in tables for known in table.known for status in known)


def rows_in(tables: Iterable[Table]) -> int:
    """How many rows the tables hold together."""
    return sum(len(table.rows) for table in tables)
