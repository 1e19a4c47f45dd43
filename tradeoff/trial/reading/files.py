"""What a file holds: text, TOML or rows of CSV, or why it cannot be read."""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from pathlib import Path
from typing import Any

# The largest file of a trial has a few kilobytes: more than this is something else.
MAX_FILE_BYTES = 1_000_000
# Beyond this a whole number is no count and no month of any trial, only a slip of the keyboard.
_LARGEST_WHOLE = 10**12
# What other kinds of file begin with, and what to do about each.
_UTF_16 = ("the file is UTF-16, which spreadsheets call Unicode text", "Save it as UTF-8.")
_OTHER_FILES = {
    b"PK\x03\x04": (
        "the file is a spreadsheet or another archive, whatever its name says",
        "Save the sheet as CSV, in UTF-8.",
    ),
    b"\xff\xfe": _UTF_16,
    b"\xfe\xff": _UTF_16,
    b"\x89PNG": ("the file is a picture, whatever its name says", "Give the numbers as text."),
    b"%PDF": ("the file is a PDF, whatever its name says", "Give the numbers as text."),
}
_TOML_PLACE = re.compile(r"^(?P<what>.*) \(at (?P<place>.*)\)$", re.DOTALL)
_WRONG_SEPARATORS = {";": "semicolons", "\t": "tabs"}

#: The rows of a table that hold something, each with its number.
NumberedRows = list[tuple[int, list[str]]]


class UnreadableError(Exception):
    """Why a file cannot be read, what to do about it, and where in the file it is."""

    def __init__(self, fact: str, remedy: str, place: str = "") -> None:
        super().__init__(f"{fact}. {remedy}")
        self.fact, self.place = fact, place


def text_of(path: Path, *, at_most: int = MAX_FILE_BYTES) -> str:
    """A file's text.

    Raises:
        UnreadableError: it is not there, too large, empty, or no text.
    """
    try:
        size = path.stat().st_size
        if size > at_most:
            raise UnreadableError(
                f"the file has {size} bytes, the limit is {at_most}",
                "Check that it is the right file.",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(
            "the file is missing", "Add it: data/README.md says what it holds."
        ) from error
    except OSError as error:
        raise UnreadableError(
            f"the file cannot be opened ({error.strerror})", "Check its rights."
        ) from error
    return _decoded(content)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        for start, words in _OTHER_FILES.items():
            if content.startswith(start):
                raise UnreadableError(*words) from error
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableError(
            "the file is not UTF-8", "Save it as UTF-8.", f"line {line}"
        ) from error
    before, zero, _ = text.partition("\0")
    if zero:
        line = before.count("\n") + 1
        raise UnreadableError(
            "the file holds zero bytes, which no text has", "Save it anew.", f"line {line}"
        )
    if not text.strip():
        raise UnreadableError("the file is empty", "Fill it, or delete it where it is optional.")
    return text


def toml_of(text: str, *, as_written: bool = False) -> dict[str, Any]:
    """A TOML file as a table, lists as tuples; ``as_written`` takes it with whatever values.

    Raises:
        UnreadableError: it is not TOML, or holds numbers that no trial can have.
    """
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
        return table if as_written else {name: _plain(value) for name, value in table.items()}
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.match(str(error))
        what, place = found.group("what", "place") if found else (str(error), "")
        raise UnreadableError(f"not valid TOML: {what}", "Correct the line.", place) from error
    except RecursionError as error:
        raise UnreadableError(
            "lists or tables stand too deep in one another", "Take levels out."
        ) from error
    except ValueError as error:
        raise UnreadableError(f"not valid TOML: {error}", "Correct the value.") from error


def _plain(value: Any) -> Any:
    """Lists as tuples, and no number that no trial can have."""
    if isinstance(value, dict):
        return {name: _plain(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        raise ValueError(f"a whole number is larger than {_LARGEST_WHOLE}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a number is {value}, which is not finite")
    return value


def csv_of(text: str) -> NumberedRows:
    """The rows of a table, the names of its columns first; cells without spaces around them.

    Raises:
        UnreadableError: it is not CSV with commas, or no row holds anything.
    """
    rows, number = [], 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((number, cells))
    except csv.Error as error:
        raise UnreadableError(
            f"not valid CSV: {error}",
            "Check the quotation marks and commas.",
            f"row {number + 1}",
        ) from error
    if not rows:
        raise UnreadableError("no row holds anything", "Begin with the names of the columns.")
    _, header = rows[0]
    for sign, name in _WRONG_SEPARATORS.items():
        if len(header) == 1 and sign in header[0]:
            raise UnreadableError(
                f"cells are separated by {name}", "Save the file with commas.", "row 1"
            )
    return rows
