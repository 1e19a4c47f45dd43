"""A file while it is read: from bytes to lines, what became of each, and every problem."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NoReturn

from tradeoff.trial.problems import Problem, shown
from tradeoff.trial.told import Told, together, told, told_many
from tradeoff.uploads.headings import Column
from tradeoff.uploads.records import Line, UploadError, Verdict, formula_like

# A digitised curve has some kilobytes. This is where an upload stops, in the bytes of "2 MB".
MAX_FILE_BYTES = 2 * 1024 * 1024
# Ten times the points of the densest tracing of a figure; a reading stays well under a second.
MAX_ROWS = 20_000
# Enough for a row of as many numbers as are printed side by side under a figure.
_MAX_LINE_CHARACTERS = 5_000

# What a file is that is no text, by its first bytes: the first that fits.
_FOREIGN = tuple(
    (re.compile(beginning, re.DOTALL), words)
    for beginning, words in (
        (rb"PK\x03\x04.*xl/", told("This is an Excel workbook; save it as CSV.")),
        (
            rb"PK\x03\x04.{,172}opendocument\.spreadsheet",
            told("This is an OpenDocument workbook; save it as CSV."),
        ),
        (
            rb"PK\x03\x04|\x1f\x8b|BZh9|7z\xbc\xaf|Rar!|\xfd7zXZ",
            told("This is a compressed file; unpack it and give the CSV file inside."),
        ),
        (
            rb".{257}ustar",
            told(
                "This is an archive, perhaps the project of a plot digitiser; export the points "
                "as CSV."
            ),
        ),
        (rb"\xd0\xcf\x11\xe0", told("This is an old Excel workbook; save it as CSV.")),
        (
            rb"%PDF",
            told(
                'This is a PDF; give it as "A printed figure" (command: digitise), or its '
                "points as CSV."
            ),
        ),
        (
            rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|BM.{4}\0{4}|.{4}ftyp(?:heic|avif)",
            told(
                'This is a picture; give it as "A printed figure" (command: digitise), or its '
                "points as CSV."
            ),
        ),
        (
            rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg",
            told(
                'This is a drawing; give it as "A printed figure" (command: digitise), or its '
                "points as CSV."
            ),
        ),
        (rb"\{\\rtf", told("This is a document with formatting; save the table as CSV.")),
    )
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
# With what is left of bytes that mean nothing in the Windows text.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\udc80-\udcff]")
# Headings have few lines. One ends with its quotation mark, before another cell or the line's end.
_MOST_LINES_OF_A_CELL = 5
_CLOSES = re.compile(r'[^"]*"\s*(?:[,;\t|]|$)')
_PROJECT_TEXT = re.compile(r"\s*(?:(?P<json>\{|\[[\[{])|<[?!A-Za-z])")

# The line-by-line check and the list of problems stay readable; the counts are always complete.
_MAX_LINES_SHOWN = 200
_MAX_PROBLEMS = 50
# Longer texts are cut where they are shown.
_LINE_CHARACTERS = 80
_FILE_CHARACTERS = 60

_IDENTIFIES = "may identify a patient."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What one kind of file holds, in the words of its messages."""

    value: str  # how a message calls the number of a row
    columns: str  # a header that would be read
    example: str  # a row that would be read
    only: str  # what to give instead of patients' data
    unclear: str  # why no mark between the cells was found
    column: Column | None = None  # that of the number


class RowError(Exception):
    """Why a row cannot be used, each argument a message; it never leaves this package."""


# What is said of each row, by its number.
_OfRows = defaultdict[int, list[str]]
_of_rows = partial(_OfRows, list)


@dataclass(slots=True)
class Reading:
    """One file while it is read: what became of each row, by its number, from 1.

    ``headings`` say what the numbers are, ``skipped`` are rows with nothing to read; ``used`` says
    what was read, ``mended`` what was read otherwise than written, ``refused`` what is wrong,
    where row 0 is the file as a whole.
    """

    file: str
    kind: Kind
    texts: list[str] = field(default_factory=list)
    decimal: str = "."  # the mark of most numbers
    notes: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    percent_named: bool = False
    unprinted: list[int] = field(default_factory=list)  # rows in which a number is not given
    headings: dict[int, str] = field(default_factory=dict)
    skipped: dict[int, str] = field(default_factory=dict)
    used: _OfRows = field(default_factory=_of_rows)
    mended: _OfRows = field(default_factory=_of_rows)
    refused: _OfRows = field(default_factory=_of_rows)
    private: bool = False

    def refuse(self, row: int, *messages: str) -> None:
        """Note problems; row 0 is the file as a whole."""
        self.refused[row] += [one for one in messages if one not in self.refused[row][-1:]]

    @contextmanager
    def refusing(self, row: int) -> Iterator[None]:
        """Refuse a row where it cannot be used, and go on."""
        try:
            yield
        except RowError as error:
            self.refuse(row, *error.args)

    def leave_out(self, column: str) -> None:
        """Note a column that is not used, by its name as it is shown or by its number."""
        self.notes.append(told("The column {column} is not used.", column=column))

    def say_unprinted(self) -> None:
        """Note the rows that say that nothing was printed there."""
        rows = sorted(set(self.unprinted))
        if rows:
            first, *more = rows
            self.notes.append(
                told(
                    "Not printed, and left out: row {row} and {more} more.",
                    row=first,
                    more=len(more),
                )
                if more
                else told("Not printed, and left out: row {row}.", row=first)
            )

    def refuse_file(self, message: str) -> NoReturn:
        """Stop at a problem of the file as a whole."""
        self.refuse(0, message)
        self.stop()

    def refuse_patient(self, row: int, what: str) -> None:
        """Note what may identify a patient; from here on no message repeats the file's words."""
        self.private = True
        self.refuse(
            row,
            told(
                "{what} may identify a patient. Data of single patients are not taken here. "
                "Take it out and give {only} only.",
                what=what,
                only=self.kind.only,
            ),
        )

    def stop(self) -> NoReturn:
        """Report every problem."""
        found = [
            Problem(self.file, told("row {row}", row=row) if row else "", message)
            for row, messages in sorted(self.refused.items())
            for message in messages
            if not self.private or _IDENTIFIES in message
        ]
        if len(found) > _MAX_PROBLEMS:
            more = told_many(
                "{count} more problem. Correct these first.",
                "{count} more problems. Correct these first.",
                len(found) - _MAX_PROBLEMS,
            )
            found[_MAX_PROBLEMS:] = [Problem(self.file, "", more)]
        checked = () if self.private else self._checked(told("Not read: the file was refused."))
        raise UploadError(found, *checked)

    def stop_if_refused(self) -> None:
        """Report every problem, where there is one."""
        if self.refused:
            self.stop()

    def told(self, labels: Iterable[str]) -> dict[str, Any]:
        """The fields that every upload has; every problem is reported first."""
        self.stop_if_refused()
        formulas = tuple(label for label in labels if formula_like(label))
        for label in formulas:
            self.notes.append(
                told(
                    "The label {label} looks like a formula. It is kept as text.",
                    label=shown(label),
                )
            )
        lines, counts = self._checked(told("no value in this row"))
        return {
            "file": self.file,
            "notes": tuple(dict.fromkeys(self.notes)),
            "formula_labels": formulas,
            "lines": lines,
            "line_counts": counts,
        }

    def _checked(self, unread: str) -> tuple[tuple[Line, ...], dict[Verdict, int]]:
        """The rows to show, the refused ones and the first others, and the counts of all."""
        verdicts = {row: self._verdict(row, unread) for row in range(1, len(self.texts) + 1)}
        counts = Counter(verdict for verdict, _ in verdicts.values())
        first = sorted(verdicts, key=lambda row: row not in self.refused)[:_MAX_LINES_SHOWN]
        lines = tuple(
            Line(row, _clean(self.texts[row - 1], _LINE_CHARACTERS), *verdicts[row])
            for row in sorted(first)
        )
        return lines, {verdict: counts[verdict] for verdict in Verdict}

    def _verdict(self, row: int, unread: str) -> tuple[Verdict, str]:
        if row in self.refused:
            return Verdict.REFUSED, together(self.refused[row], " ")
        if row in self.headings:
            return Verdict.HEADING, self.headings[row]
        if row in self.skipped or row not in self.used:
            left = told("not printed") if row in self.unprinted else unread
            return Verdict.SKIPPED, self.skipped.get(row, left)
        used, mends = together(self.used[row], "; "), dict.fromkeys(self.mended.get(row, ()))
        if not mends:
            return Verdict.USED, used
        return Verdict.MENDED, Told(
            "{used} ({mends})", {"used": used, "mends": together(mends, "; ")}
        )


def _clean(text: str, limit: int) -> str:
    """A text for display: printable, single spaces, cut where it is long."""
    printable = "".join(
        char if char.isprintable() else "�" for char in " ".join(text[: 4 * limit].split())
    )
    return printable if len(printable) <= limit else printable[:limit] + "…"


def opened(content: bytes, name: str, kind: Kind) -> Reading:
    """A file's lines; whatever is not the text of a table is refused."""
    reading = Reading(_clean(name, _FILE_CHARACTERS) or "file", kind)
    if len(content) > MAX_FILE_BYTES:
        reading.refuse_file(
            told(
                "the file has {bytes:,} bytes, the limit is {limit:,} "
                "(2 MB). Check that it is the right file, or give fewer points.",
                bytes=len(content),
                limit=MAX_FILE_BYTES,
            ),
        )
    for beginning, words in _FOREIGN:
        if beginning.match(content):
            reading.refuse_file(words)
    text = _decoded(reading, content).replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    if not text.strip():
        reading.refuse_file(
            told("the file is empty. Give rows such as {example}.", example=kind.example)
        )
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > MAX_ROWS:
        reading.refuse_file(
            told(
                "the file has {lines:,} rows, the limit is {max_rows:,}. Give fewer points.",
                lines=len(lines),
                max_rows=MAX_ROWS,
            )
        )
    reading.texts = lines
    _check_lines(reading)
    _join_quoted(reading)
    return reading


def _decoded(reading: Reading, content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            reading.refuse_file(told('the file is not whole text. Save it as "CSV UTF-8".'))
        text = content.decode("cp1252", errors="surrogateescape")
        reading.notes.append(
            told("The file is not UTF-8: read as Windows text (Latin-1). Check accents.")
        )
    project = _PROJECT_TEXT.match(text[:1000])
    if project:
        reading.refuse_file(
            told("This is JSON, perhaps the project of a plot digitiser; export the points as CSV.")
            if project["json"]
            else told(
                "This is XML or a web page, perhaps the project of a plot digitiser; export the "
                "points as CSV."
            )
        )
    return text


def _check_lines(reading: Reading) -> None:
    for row, line in enumerate(reading.texts, start=1):
        if _NO_TEXT.search(line):
            reading.refuse(
                row,
                told('the row holds characters that are not text. Save the file as "CSV UTF-8".'),
            )
            reading.stop()
        if len(line) > _MAX_LINE_CHARACTERS:
            reading.refuse(
                row,
                told(
                    "the row has {line:,} characters, the limit is "
                    "{max_line_characters:,}. Put each point into a row of its own.",
                    line=len(line),
                    max_line_characters=_MAX_LINE_CHARACTERS,
                ),
            )
    reading.stop_if_refused()


def _join_quoted(reading: Reading) -> None:
    """Put a quoted cell that goes over several lines into the first of them."""
    texts, row = reading.texts, 0
    while row < len(texts):
        last = _end_of_quoted(texts, row)
        for part in range(row + 1, last + 1):
            texts[row] = f"{texts[row].rstrip()} {texts[part].lstrip()}"
            texts[part] = ""
            reading.skipped[part + 1] = told("read with row {row}", row=row + 1)
        row = last + 1


def _end_of_quoted(texts: list[str], row: int) -> int:
    """The line in which a cell that is opened in ``row`` is closed; ``row`` where none is."""
    if texts[row].count('"') % 2 == 0:
        return row
    for last in range(row + 1, min(row + _MOST_LINES_OF_A_CELL, len(texts))):
        if texts[last].count('"') % 2:
            # A cell ends at a separator; another opens where a quotation mark follows one.
            return last if _CLOSES.match(texts[last]) else row
    return row
