"""A user's own curve, numbers at risk and event counts, read from bytes in memory.

``read_curve``, ``read_at_risk`` and ``read_event_counts`` take a CSV file's bytes: comma,
semicolon, tab or spaces between the cells, decimal point or comma, with or without a header, and
the exports of the usual plot digitisers. Every row gets a verdict, and what was mended is said. All
problems are found before any is reported, and ``UploadError`` is the only error. Nothing is written
anywhere, nothing is sorted or smoothed, and data of single patients are refused.
"""

from __future__ import annotations

import csv
import enum
import itertools
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, TypedDict

from tradeoff.problems import Problem, did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_HARMS",
    "MAX_LABEL_CHARACTERS",
    "MAX_ROWS",
    "MAX_SERIES",
    "ArmCount",
    "AtRiskUpload",
    "CountsUpload",
    "CurvePoints",
    "CurveUpload",
    "EventCounts",
    "Line",
    "RiskRows",
    "UploadError",
    "Verdict",
    "formula_like",
    "read_at_risk",
    "read_curve",
    "read_event_counts",
]

# A digitised curve has some kilobytes. This is where an upload stops, in the bytes of "2 MB".
MAX_FILE_BYTES = 2 * 1024 * 1024
# Ten times the points of the densest tracing of a figure; a reading stays well under a second.
MAX_ROWS = 20_000
# Two arms are compared; a figure with sub-groups may show a few more curves in one file.
MAX_SERIES = 8
# A table of adverse events in a report has fewer rows.
MAX_HARMS = 200
# No number, label or heading is longer: what is has lost its separators.
MAX_CELL_CHARACTERS = 200
# As many as a legend and a chart can show.
MAX_LABEL_CHARACTERS = 60
# Numbers at risk printed side by side under a figure stay below this.
MAX_CELLS = 100
# Enough for a row of that many numbers.
MAX_LINE_CHARACTERS = 5_000
# The line-by-line check and the list of problems stay readable; the counts are always complete.
MAX_LINES_SHOWN = 200
MAX_PROBLEMS = 50
# Longer lines are cut where they are shown.
_LINE_CHARACTERS = 80
_FILE_CHARACTERS = 60

# A click a few pixels beside an axis: up to this share of the axis a point is put onto it.
_AXIS_SLACK = 0.02
_TIME_SLACK = 0.01
# In a file of percentages nothing above this comes after a survival of 1 % or less.
_RISE_PERCENT = 5
# Beyond these no trial has a time, in any unit, or a count: only a slip of the keyboard.
_LARGEST_TIME = 100_000
_LARGEST_COUNT = 1_000_000
# Lines that are looked at to find the separator.
_SAMPLE = 300


class Verdict(enum.StrEnum):
    """What became of a row."""

    USED = "used"
    SKIPPED = "skipped"
    MENDED = "mended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number from 1, its text cut for display, the verdict and why."""

    row: int
    text: str
    verdict: Verdict
    message: str


class UploadError(Exception):
    """A file that cannot be used; ``problems`` holds all of them at once, fifty at most.

    ``lines`` and ``line_counts`` are the line-by-line check as far as it got; both are empty where
    the file holds what may identify a patient.
    """

    def __init__(
        self,
        problems: Iterable[Problem],
        lines: tuple[Line, ...] = (),
        line_counts: Mapping[Verdict, int] | None = None,
    ) -> None:
        self.problems = tuple(problems)
        self.lines = lines
        self.line_counts: Mapping[Verdict, int] = dict(line_counts or {})
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class CurvePoints:
    """One curve as digitised, in the file's order: times in the file's unit, survival 0 to 1.

    ``rows`` gives the row of the file for each point. Survival may still rise by a click's width:
    sorting and smoothing belong to the reconstruction.
    """

    time: tuple[float, ...]
    survival: tuple[float, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RiskRows:
    """Numbers at risk just before each time; times rise, the numbers never do."""

    time: tuple[float, ...]
    n_at_risk: tuple[int, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArmCount:
    """Patients with at least one event among those counted, 0 ≤ ``events`` ≤ ``total``."""

    events: int
    total: int
    row: int


@dataclass(frozen=True, slots=True)
class EventCounts:
    """One harm, ``None`` where the file names none, with the count of each arm by its label."""

    harm: str | None
    arms: Mapping[str, ArmCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    """What every reading tells besides its numbers.

    ``notes`` says what was done to the file as a whole; ``formula_labels`` are labels that a
    spreadsheet would run as a formula: show them as text, escape them in any export.
    """

    file: str
    notes: tuple[str, ...]
    formula_labels: tuple[str, ...]
    lines: tuple[Line, ...]
    line_counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveUpload(_Upload):
    """Curves by label, in the file's order.

    ``percent`` tells that values were divided by 100; ``time_unit`` is "months", "years", "weeks"
    or "days" where a heading says so. Times are never converted here.
    """

    series: Mapping[str, CurvePoints]
    percent: bool
    time_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRiskUpload(_Upload):
    """Numbers at risk by label, in the file's order; ``time_unit`` as for a curve."""

    series: Mapping[str, RiskRows]
    time_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsUpload(_Upload):
    """Event counts by harm; every harm has every one of ``arms``, labels as the file has them."""

    harms: tuple[EventCounts, ...]
    arms: tuple[str, ...]


def formula_like(label: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return unicodedata.normalize("NFKC", label[:1]) in ("=", "+", "-", "@", "\t", "\r")


def read_curve(content: bytes, name: str) -> CurveUpload:
    """The curves of a file: times as given, survival as proportions, nothing sorted.

    ``content`` are the file's bytes, ``name`` is what messages call it. Layouts: two columns with
    or without header; one time and several survival columns; pairs of columns for each data set;
    a column that names the arm; blocks with a header each.

    Raises:
        UploadError: with every problem of the file.
    """
    reading = _opened(content, name, _CURVE)
    sheet = _sheet(reading)
    series = _Gathered(reading)
    for block in _blocks(sheet):
        plan = _plan(reading, block)
        if plan is not None:
            _gather(reading, block, plan, series, _curve_point(sheet.decimal))
    percent = _checked_curves(reading, series)
    series.tell(lambda p: f"time {p.time:g}, survival {p.value:g}")
    reading.stop_if_refused()
    return CurveUpload(
        **reading.told(series.labels),
        series={
            label: CurvePoints(
                tuple(p.time for p in points),
                tuple(p.value for p in points),
                tuple(p.row for p in points),
            )
            for label, points in series.items()
        },
        percent=percent,
        time_unit=reading.time_unit(),
    )


def read_at_risk(content: bytes, name: str) -> AtRiskUpload:
    """Numbers at risk by label: whole, times rising, numbers never rising.

    Layouts: time and number; arm, time and number; one time and a column for each arm; and as
    printed under a figure, the times in the first row and an arm in each row below.

    Raises:
        UploadError: with every problem of the file.
    """
    reading = _opened(content, name, _RISK)
    sheet = _sheet(reading)
    series = _Gathered(reading)
    transposed = _transposed(sheet)
    if transposed is not None:
        _gather_transposed(reading, sheet, transposed, series)
    else:
        block = _one_block(sheet)
        plan = _plan(reading, block)
        if plan is not None:
            _gather(reading, block, plan, series, _risk_point(sheet.decimal))
    _check_risk(reading, series)
    series.tell(lambda p: f"time {p.time:g}, n_at_risk {p.value:.0f}")
    reading.stop_if_refused()
    return AtRiskUpload(
        **reading.told(series.labels),
        series={
            label: RiskRows(
                tuple(p.time for p in points),
                tuple(int(p.value) for p in points),
                tuple(p.row for p in points),
            )
            for label, points in series.items()
        },
        time_unit=reading.time_unit(),
    )


def read_event_counts(content: bytes, name: str) -> CountsUpload:
    """Event counts by harm and arm: whole, and no more events than patients.

    Layouts: a row for each harm and arm (``harm,arm,events,total``, the harm may be left out), or
    a row for each harm (``harm,events_experimental,total_experimental,…``).

    Raises:
        UploadError: with every problem of the file.
    """
    reading = _opened(content, name, _COUNTS)
    sheet = _sheet(reading)
    counted = list(_counted(reading, sheet))
    reading.stop_if_refused()
    harms, arms = _by_harm(reading, counted)
    reading.stop_if_refused()
    for row, texts in _grouped((one.row, str(one)) for one in counted).items():
        reading.use(row, "; ".join(texts))
    labels = (*arms, *(one.harm for one in harms if one.harm is not None))
    return CountsUpload(**reading.told(labels), harms=harms, arms=arms)


# --- what kind of file it is -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """The words for one kind of upload."""

    value: str  # how a message calls the number of a row
    columns: str  # a header that would be read
    example: str  # a row that would be read
    only: str  # what to give instead of patients' data


_CURVE = _Kind("survival", "time,survival", "12.5,0.9", "times and survival")
_RISK = _Kind("n_at_risk", "time,n_at_risk", "12,90", "times and numbers at risk")
_COUNTS = _Kind("events", "harm,arm,events,total", "control,5,100", "counts")


# --- one file while it is read -----------------------------------------------------------------


class _Told(TypedDict):
    """The fields that every upload has."""

    file: str
    notes: tuple[str, ...]
    formula_labels: tuple[str, ...]
    lines: tuple[Line, ...]
    line_counts: Mapping[Verdict, int]


@dataclass(slots=True)
class _Reading:
    """One file while it is read: its lines, what became of each, and its problems."""

    file: str
    kind: _Kind
    texts: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    verdicts: dict[int, tuple[Verdict, str]] = field(default_factory=dict)
    mends: dict[int, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    percent_named: bool = False
    private: bool = False

    def refuse(self, row: int, message: str) -> None:
        """Note a problem; row 0 is the file as a whole."""
        if (row, message) in self.problems[-1:]:
            return
        self.problems.append((row, message))
        if row:
            before = self.verdicts.get(row)
            first = before[1] + " " if before and before[0] is Verdict.REFUSED else ""
            self.verdicts[row] = (Verdict.REFUSED, first + message)

    def skip(self, row: int, message: str) -> None:
        """A row without numbers."""
        self.verdicts.setdefault(row, (Verdict.SKIPPED, message))

    def use(self, row: int, message: str) -> None:
        """A row that was read, with its mends."""
        mends = dict.fromkeys(self.mends.get(row, ()))
        verdict = Verdict.MENDED if mends else Verdict.USED
        why = f" ({'; '.join(mends)})" if mends else ""
        self.verdicts.setdefault(row, (verdict, message + why))

    def mend(self, row: int, message: str) -> None:
        """Say what was read otherwise than written."""
        self.mends.setdefault(row, []).append(message)

    def note(self, message: str) -> None:
        """Say once what was done to the file as a whole."""
        if message not in self.notes:
            self.notes.append(message)

    def stop(self) -> NoReturn:
        """Report every problem."""
        # Where a patient may be named, no other message repeats the file's words.
        told = [p for p in self.problems if not self.private or _IDENTIFIES in p[1]]
        found = sorted(told, key=lambda problem: problem[0])
        problems = [Problem(self.file, f"row {r}" if r else "", m) for r, m in found[:MAX_PROBLEMS]]
        if len(found) > MAX_PROBLEMS:
            more = f"{len(found) - MAX_PROBLEMS} more problems. Correct these first."
            problems.append(Problem(self.file, "", more))
        if self.private:
            raise UploadError(problems)
        raise UploadError(problems, self.lines("Not read: the file was refused."), self.counts())

    def stop_if_refused(self) -> None:
        """Report every problem, where there is one."""
        if self.problems:
            self.stop()

    def counts(self) -> dict[Verdict, int]:
        """How many rows got each verdict; those that were never reached count as skipped."""
        counts = Counter(verdict for verdict, _ in self.verdicts.values())
        counts[Verdict.SKIPPED] += len(self.texts) - len(self.verdicts)
        return {verdict: counts[verdict] for verdict in Verdict}

    def lines(self, unread: str) -> tuple[Line, ...]:
        """The rows to show: where there are too many, the refused ones and the first others."""
        refused = [row for row, (v, _) in self.verdicts.items() if v is Verdict.REFUSED]
        first = range(1, min(len(self.texts), MAX_LINES_SHOWN) + 1)
        rows = [*sorted(refused)[:MAX_LINES_SHOWN], *first]
        chosen = sorted(list(dict.fromkeys(rows))[:MAX_LINES_SHOWN])
        default = (Verdict.SKIPPED, unread)
        return tuple(
            Line(
                row, _clean(self.texts[row - 1], _LINE_CHARACTERS), *self.verdicts.get(row, default)
            )
            for row in chosen
        )

    def time_unit(self) -> str | None:
        """The unit that the headings of time agree on."""
        return next(iter(self.units)) if len(self.units) == 1 else None

    def told(self, labels: Iterable[str]) -> _Told:
        """The fields that every upload has."""
        formulas = tuple(label for label in labels if formula_like(label))
        for label in formulas:
            self.note(f"The label {shown(label)} looks like a formula. It is kept as text.")
        return _Told(
            file=self.file,
            notes=tuple(self.notes),
            formula_labels=formulas,
            lines=self.lines("no value in this row"),
            line_counts=self.counts(),
        )


_IDENTIFIES = "may identify a patient."


class _CellError(Exception):
    """Why a cell cannot be read; never leaves this module."""


def _clean(text: str, limit: int) -> str:
    """A text for display: printable, single spaces, cut where it is long."""
    spaced = " ".join(text[: 4 * limit].split())
    printable = "".join(char if char.isprintable() else "�" for char in spaced)
    return printable if len(printable) <= limit else printable[:limit] + "…"


# --- from bytes to text ------------------------------------------------------------------------

_PICTURE = "This is a picture; digitise the curve and give its points as CSV."
_PACKED = "This is a compressed file; unpack it and give the CSV file inside."
_PROJECT = "perhaps the project of a plot digitiser; export the points as CSV."
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook; save it as CSV."),
    (b"%PDF", "This is a PDF; digitise its figure and give the points as CSV."),
    *((magic, _PICTURE) for magic in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((magic, _PACKED) for magic in (b"\x1f\x8b", b"BZh9", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ")),
    (b"{\\rtf", "This is a document with formatting; save the table as CSV."),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PROJECT_TEXT = re.compile(r"\s*(?:(?P<json>\{|\[[\[{])|<[?!A-Za-z])")


def _opened(content: bytes, name: str, kind: _Kind) -> _Reading:
    """A file's lines; whatever is not the text of a table is refused by its name."""
    reading = _Reading(_clean(name, _FILE_CHARACTERS) or "file", kind)
    if len(content) > MAX_FILE_BYTES:
        _refuse_file(
            reading,
            f"the file has {len(content):,} bytes, the limit is {MAX_FILE_BYTES:,} (2 MB). "
            "Check that it is the right file, or give fewer points.",
        )
    foreign = _foreign(content)
    if foreign:
        _refuse_file(reading, foreign)
    text = _decoded(reading, content)
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    if not text.strip():
        _refuse_file(reading, f"the file is empty. Give rows such as {kind.example}.")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > MAX_ROWS:
        _refuse_file(
            reading,
            f"the file has {len(lines):,} rows, the limit is {MAX_ROWS:,}. Give fewer points.",
        )
    reading.texts = lines
    _check_lines(reading)
    return reading


def _refuse_file(reading: _Reading, message: str) -> NoReturn:
    reading.refuse(0, message)
    reading.stop()


def _foreign(content: bytes) -> str:
    """What a file is where it is no text, empty where it may be one."""
    if content.startswith(b"PK\x03\x04"):
        if b"xl/" in content:
            return "This is an Excel workbook; save it as CSV."
        if b"opendocument.spreadsheet" in content[:200]:
            return "This is an OpenDocument workbook; save it as CSV."
        return _PACKED
    if content[257:262] == b"ustar":
        return f"This is an archive, {_PROJECT}"
    return next((words for magic, words in _BEGINNINGS if content.startswith(magic)), "")


def _decoded(reading: _Reading, content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            _refuse_file(reading, 'the file is not whole text. Save it as "CSV UTF-8".')
        text = _windows(content)
        reading.note("The file is not UTF-8: read as Windows text (Latin-1). Check accents.")
    project = _PROJECT_TEXT.match(text[:1000])
    if project:
        what = "JSON" if project["json"] else "XML or a web page"
        _refuse_file(reading, f"This is {what}, {_PROJECT}")
    return text


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _check_lines(reading: _Reading) -> None:
    for row, line in enumerate(reading.texts, start=1):
        if _NO_TEXT.search(line):
            words = 'the row holds characters that are no text. Save the file as "CSV UTF-8".'
            reading.refuse(row, words)
            reading.stop()
        if len(line) > MAX_LINE_CHARACTERS:
            reading.refuse(
                row,
                f"the row has {len(line):,} characters, the limit is {MAX_LINE_CHARACTERS:,}. "
                "Put each point into a row of its own.",
            )
    reading.stop_if_refused()


# --- from text to cells ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row; ``after_gap`` where an empty row stands before it."""

    number: int
    cells: tuple[str, ...]
    after_gap: bool = False

    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]

    def first(self) -> str:
        return next((cell for cell in self.cells if cell), "")

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""

    def is_words(self) -> bool:
        """Whether no cell is a number."""
        return not any(_NUMERIC.fullmatch(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file as rows that hold something, with the marks that it uses."""

    rows: tuple[_Row, ...]
    separator: str
    decimal: str


_SEPARATORS = ("\t", ";", ",", " ")
_COMMENT = re.compile(r"\s*(?:#|//|!)\s*")
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<sign>[;,\t])\"?\s*", re.IGNORECASE)
_POINT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?")
_NUMERIC = re.compile(
    r"[+\-−]?(?:[0-9]+(?:\.[0-9]*)?|[0-9]*,[0-9]+|\.[0-9]+)(?:[eE][+-]?[0-9]+)? ?%?"
)
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,' ’][0-9]{3})+(?:[.,][0-9]+)?")
# Two numbers in one cell: the wrong separator.
_TWO_NUMBERS = re.compile(r"[0-9] ?[;\t ] ?[+-]?[0-9.,]")


def _sheet(reading: _Reading) -> _Sheet:
    """Split the lines by the separator under which most of them hold numbers."""
    separator = _separator(reading)
    rows = tuple(_rows(reading, separator))
    reading.stop_if_refused()
    if not rows:
        _refuse_file(reading, f"no row holds anything. Give rows such as {reading.kind.example}.")
    cells = [_unsigned(cell) for row in rows for cell in row.cells]
    points = sum("." in cell for cell in cells if _POINT.fullmatch(cell))
    commas = sum(1 for cell in cells if _COMMA.fullmatch(cell))
    return _Sheet(rows, separator, "," if commas > points else ".")


def _unsigned(cell: str) -> str:
    """A cell without the sign of percent, with a plain minus."""
    return cell.removesuffix("%").rstrip().replace("−", "-", 1)


def _separator(reading: _Reading) -> str:
    lines = [line for line in reading.texts if line.strip()]
    stated = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if stated:
        return stated["sign"]
    digits = (line for line in lines if any("0" <= char <= "9" for char in line))
    sample = list(itertools.islice(digits, _SAMPLE))
    scores = {sign: _score(sample, sign) for sign in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda sign: scores[sign])
    if not any(scores[best]):
        _refuse_file(
            reading,
            "no row holds two numbers that can be told apart. Give a row for each point, such as "
            f"{reading.kind.example}."
            if reading.kind is not _COUNTS
            else f"no row holds two numbers. Give columns such as {reading.kind.columns}.",
        )
    return best


def _score(lines: list[str], separator: str) -> tuple[int, int, int]:
    """How many lines hold two numbers and no cell of two, two numbers, a number and a text."""
    clean = numeric = mixed = 0
    for line in lines:
        cells = _split(line, separator) or ()
        numbers = [c for c in cells if _NUMERIC.fullmatch(c) or _THOUSANDS.fullmatch(c)]
        if len(numbers) > 1:
            numeric += 1
            clean += not any(_TWO_NUMBERS.search(cell) for cell in cells)
        mixed += len(numbers) == 1 and any(cell and cell not in numbers for cell in cells)
    return clean, numeric, mixed


def _split(line: str, separator: str) -> tuple[str, ...] | None:
    """The cells of a line with single spaces; ``None`` where quotation marks do not close."""
    source = line.strip() if separator == " " else line
    try:
        reader = csv.reader([source], delimiter=separator, strict=True, skipinitialspace=True)
        cells = [" ".join(cell.split()) for cell in next(reader)]
    except csv.Error:
        return None
    return tuple(_joined_words(cells) if separator == " " else cells)


def _joined_words(cells: list[str]) -> list[str]:
    """Between spaces, the words before the first number of a row are one label."""
    first = next((at for at, cell in enumerate(cells) if _NUMERIC.fullmatch(cell)), 0)
    return [" ".join(cells[:first]), *cells[first:]] if first > 1 else cells


def _rows(reading: _Reading, separator: str) -> Iterator[_Row]:
    gap = False
    remark: _Row | None = None
    for number, line in enumerate(reading.texts, start=1):
        if _SEPARATOR_LINE.fullmatch(line):
            reading.skip(number, "names the separator")
            continue
        comment = _COMMENT.match(line)
        cells = _checked_cells(reading, number, line[comment.end() if comment else 0 :], separator)
        if not any(cells):
            reading.skip(number, "comment" if comment else "empty row")
            gap = gap or not comment
            continue
        row = _Row(number, cells, after_gap=gap)
        if comment:
            reading.skip(number, "comment")
            remark = row
            continue
        # A header may stand in a comment, right above the numbers.
        if remark and not row.is_words() and _is_header_remark(remark):
            yield remark
        remark, gap = None, False
        yield row


def _is_header_remark(row: _Row) -> bool:
    return row.is_words() and len(row.filled()) > 1 and _is_time(row.first())


def _checked_cells(reading: _Reading, row: int, line: str, separator: str) -> tuple[str, ...]:
    cells = _split(line, separator)
    if cells is None:
        reading.refuse(row, "a quotation mark is not closed in this row. Correct the marks.")
        return ()
    if len(cells) > MAX_CELLS and any(cells[MAX_CELLS:]):
        reading.refuse(
            row, f"the row has {len(cells)} cells, the limit is {MAX_CELLS}. Take some out."
        )
    longest = max(map(len, cells), default=0)
    if longest > MAX_CELL_CHARACTERS:
        reading.refuse(
            row,
            f"a cell has {longest} characters, the limit is {MAX_CELL_CHARACTERS}. "
            "Check the marks between the cells.",
        )
    return cells


# --- from cells to numbers ---------------------------------------------------------------------

_WHOLE = re.compile(r"\+?([0-9]+)(?:[.,]0{1,2})?")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}"
    r"|[0-9]{1,2}[. /-]{1,2}[A-Za-z]{3}\b.*|[A-Za-z]{3}[. /-]{1,2}[0-9]{1,4}"
)
_NOT_FINITE = {"nan", "na", "n/a", "inf", "+inf", "-inf", "infinity", "-infinity", "#n/a", "null"}


def _number(cell: str, name: str, decimal: str) -> float:
    """A cell as a number; a wrong one is refused with what to do."""
    plain = cell.replace("−", "-", 1)
    if _POINT.fullmatch(plain) and not ("." in plain and decimal == ","):
        return _finite(float(plain), cell, name)
    if _COMMA.fullmatch(plain) and decimal == ",":
        return _finite(float(plain.replace(",", ".")), cell, name)
    raise _CellError(f"{_is(name, cell)} {_remedy(plain, decimal)}" if cell else _missing(name))


def _missing(name: str) -> str:
    return f"{name} is missing. Give a number, or take the row out."


def _is(name: str, cell: str) -> str:
    return f"{name} is {shown(cell)}."


def _finite(value: float, cell: str, name: str) -> float:
    if math.isfinite(value):
        return value
    raise _CellError(f"{_is(name, cell)} Give a finite number.")


def _remedy(plain: str, decimal: str) -> str:
    """What to do about a cell that is not a number of the file's kind."""
    other = "," if decimal == "." else "."
    if plain.lower() in _NOT_FINITE:
        return "Give a finite number, or take the row out."
    if _THOUSANDS.fullmatch(plain) and not _COMMA.fullmatch(plain) and not _POINT.fullmatch(plain):
        return "It holds a mark between thousands. Write the number without it."
    if _COMMA.fullmatch(plain) or _POINT.fullmatch(plain):
        return (
            f'Other numbers have "{decimal}" as the decimal mark, this one "{other}". '
            "Use one of them, and no mark between thousands."
        )
    if _DATE.fullmatch(plain):
        return "It is a date, which spreadsheets make of numbers. Give a number."
    if plain.endswith("%"):
        return "Give a number without a % sign."
    return "Give a number."


def _whole(cell: str, name: str, *, least: int = 0) -> int:
    """A cell as a whole number; thousands are refused, since 1.234 may be either."""
    found = _WHOLE.fullmatch(cell)
    if found and least <= int(found[1]) <= _LARGEST_COUNT:
        return int(found[1])
    if not cell:
        raise _CellError(f"{name} is missing. Give a whole number.")
    raise _CellError(f"{_is(name, cell)} {_whole_remedy(cell, least)}")


def _whole_remedy(cell: str, least: int) -> str:
    if _THOUSANDS.fullmatch(cell):
        return "Give a whole number without a mark between thousands."
    if cell.endswith("%"):
        return "Give the number of patients, not a percentage."
    if cell.endswith((")", "]")):
        return "Give only the whole number before the bracket."
    if _WHOLE.fullmatch(cell):
        return f"Give a whole number from {least} to {_LARGEST_COUNT:,}."
    if cell.startswith(("-", "−")):
        return f"Give a whole number of at least {least}."
    return "Give a whole number."


# --- what a heading means ----------------------------------------------------------------------


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(","))


class _Role(enum.Enum):
    TIME = enum.auto()
    SURVIVAL = enum.auto()
    AT_RISK = enum.auto()
    VALUE = enum.auto()  # the number of either kind of file
    ARM = enum.auto()
    IGNORED = enum.auto()
    PATIENT = enum.auto()  # one row for each patient
    OPPOSITE = enum.auto()  # counts those with the event
    BLANK = enum.auto()
    OTHER = enum.auto()


_UNITS = {
    **dict.fromkeys(("month", "months", "mo", "mos", "mon", "monate", "meses", "mois"), "months"),
    **dict.fromkeys(("year", "years", "yr", "yrs", "jahre", "anos", "ans"), "years"),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "wochen", "semanas"), "weeks"),
    **dict.fromkeys(("day", "days", "tage", "dias", "jours"), "days"),
}
_TIME_WORDS = {"time", "times", "t", "x", "zeit", "tiempo", "temps", "followup", *_UNITS}
_TIME_FILLERS = _listed(
    "since, from, after, in, of, the, to, start, study, follow, up, randomization, "
    "randomisation, enrolment, enrollment, registration, diagnosis, treatment, axis, seit, "
    "desde, random, assignment, allocation, transplantation, therapy, entry, onset, baseline, first"
)
_SURVIVAL_WORDS = _listed(
    "survival, surv, s, os, pfs, efs, dfs, rfs, lfs, probability, prob, proportion, fraction, "
    "percent, percentage, pct, alive, estimate, km, uberleben, supervivencia, "
    "sobrevida, survie"
)
_SURVIVAL_FILLERS = _listed(
    "overall, free, event, progression, relapse, recurrence, disease, failure, cumulative, "
    "cum, of, the, patients, rate, kaplan, meier, estimated, t, axis, y"
)
_VALUE_WORDS = {"y", "value", "values", "y value", "y axis"}
_RISK_WORDS = {"risk", "atrisk", "nrisk", "natrisk", "n", "no", "nr", "number", "numbers", "count"}
_RISK_FILLERS = {"at", "of", "patients", "participants", "subjects", "pts", "patient"}
_ARM_NAMES = _listed(
    "arm, arms, series, group, groups, dataset, data set, curve, treatment, trt, strata, "
    "stratum, label, line, cohort, gruppe, grupo, bras, brazo, curve name, series name, "
    "arm name, group name, dataset name, treatment arm, treatment group, study arm, legend"
)
_PATIENT_NAMES = _listed(
    "event, status, censored, censor, cens, censoring, death, died, dead, event status, "
    "vital status, os event, os status, pfs event, pfs status, efs event, delta, "
    "event indicator"
)
_IGNORED = re.compile(
    r"(?:(?:lower|upper|lo|hi|lcl|ucl|lci|uci|conf|ci|se|std|sd)(?: .*)?|index|row|point"
    r"|unnamed(?: [0-9]+)?|n event|n events|events|n censor|n censored|stderr)"
)
_IDENTIFIER = re.compile(
    r"(?:.*\b)?(?:mrn|dob|ssn|usubjid|subjid|birth ?(?:date|day)|date of (?:birth|death|admission)"
    r"|geburtsdatum|fecha de nacimiento|date de naissance|surname|forename|nachname|vorname"
    r"|(?:first|last|given|family|full|middle|maiden) ?names?|social security|medical record"
    r"|e ?mail|telephone|(?:phone|mobile) ?(?:no|nr|number)|post ?code|zip ?code|home address"
    r"|(?:patient|pat|pt|subject|participant|person|hospital|nhs|case|insurance|passport) ?"
    r"(?:id|ids|no|nr|num|number|name|names|code|initials|identifier|study id))(?:\b.*)?"
    r"|names?|ids?|pid|ptid|patient|subject|initials|identifier|address|phone|apellidos?|nombre"
)
_IDENTIFIER_LABEL = re.compile(
    r"\S+@\S+\.\S+|[0-9]{6,}|[0-9]{3}[ -][0-9]{2,3}[ -][0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}"
)


def _plain(name: str) -> str:
    """A heading in small letters without accents, brackets and signs."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    # "patientID" and "survTime" are two words; "S(t)" is one letter.
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}", " ", letters)
    words = re.sub(r"[\W_]+", " ", bare).strip()
    return words or re.sub(r"[\W_]+", " ", letters).strip()


def _words(name: str) -> set[str]:
    """The words of a heading; a number at the end, as in ``x1``, does not count."""
    return {word.rstrip("0123456789") or word for word in _plain(name).split()}


def _is_time(name: str) -> bool:
    words = _words(name)
    return bool(words & _TIME_WORDS) and words <= _TIME_WORDS | _TIME_FILLERS


def _is_percent(name: str) -> bool:
    return "%" in name or bool(_words(name) & {"percent", "percentage", "pct"})


def _role(name: str) -> _Role:
    plain, words = _plain(name), _words(name)
    if not name:
        return _Role.BLANK
    by_name = {
        _Role.ARM: plain in _ARM_NAMES,
        _Role.TIME: _is_time(name),
        _Role.PATIENT: plain in _PATIENT_NAMES,
        _Role.VALUE: plain in _VALUE_WORDS or words == {"y"},
        _Role.SURVIVAL: (
            (not plain and "%" in name)
            or (bool(words & _SURVIVAL_WORDS) and words <= _SURVIVAL_WORDS | _SURVIVAL_FILLERS)
        ),
        _Role.AT_RISK: bool(words & _RISK_WORDS) and words <= _RISK_WORDS | _RISK_FILLERS,
        _Role.IGNORED: _IGNORED.fullmatch(plain) is not None,
        _Role.OPPOSITE: bool(words & {"incidence", "hazard", "mortality"}),
    }
    return next((role for role, fits in by_name.items() if fits), _Role.OTHER)


def _refuse_identifier(reading: _Reading, row: int, what: str) -> None:
    reading.private = True
    reading.refuse(
        row,
        f"{what} {_IDENTIFIES} Data of single patients are not taken here. "
        f"Take it out and give {reading.kind.only} only.",
    )


def _check_headings(reading: _Reading, row: _Row) -> None:
    """Stop at headings that announce data of single patients."""
    for name in row.filled():
        if "risk" in _words(name):
            continue
        split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        if _IDENTIFIER.fullmatch(_plain(split)) or _IDENTIFIER.fullmatch(_plain(name)):
            _refuse_identifier(reading, row.number, f"column {shown(name)}")
        elif _IDENTIFIER_LABEL.fullmatch(name):
            _refuse_identifier(reading, row.number, "a heading")
    if reading.private:
        reading.stop()


# --- blocks and the plan of their columns ------------------------------------------------------


@dataclass(slots=True)
class _Block:
    """Rows of numbers with the headings above them."""

    heads: list[_Row] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A series: its label, if the headings give one, and the columns of time and value."""

    label: str | None
    time: int
    value: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a block's numbers stand; ``arm`` is the column that names the series."""

    pairs: tuple[_Pair, ...]
    width: int
    arm: int | None = None
    head: int = 0  # the row of the headings, 0 without


def _blocks(sheet: _Sheet) -> Iterator[_Block]:
    """A new block begins at headings below numbers, and where time restarts after a gap."""
    block = _Block()
    for row in sheet.rows:
        heads = _is_heading(row, block)
        if block.rows and (heads or _restarts(row, block.rows[-1], sheet.decimal)):
            yield block
            block = _Block()
        (block.heads if heads else block.rows).append(row)
    yield block


def _one_block(sheet: _Sheet) -> _Block:
    """Headings at the top only, and of words only."""
    block = _Block()
    for row in sheet.rows:
        heads = not block.rows and row.is_words()
        (block.heads if heads else block.rows).append(row)
    return block


def _is_heading(row: _Row, block: _Block) -> bool:
    if block.rows and not row.after_gap and not _is_time(row.first()):
        return False
    if row.is_words():
        return True
    return not block.heads and len(row.filled()) > 1 and _is_time(row.first())


def _restarts(row: _Row, last: _Row, decimal: str) -> bool:
    if not row.after_gap or len(row.filled()) != 2:
        return False
    try:
        return _number(row.first(), "", decimal) < _number(last.first(), "", decimal)
    except _CellError:
        return False


def _plan(reading: _Reading, block: _Block) -> _Plan | None:
    """Where the numbers of a block stand; ``None`` where it has none or a problem was noted."""
    for head in block.heads:
        _check_headings(reading, head)
        reading.skip(head.number, "header")
    if not block.rows:
        if block.heads:
            reading.note(f"Row {block.heads[-1].number} heads no numbers and is left out.")
        return None
    named = [head for head in block.heads if len(head.filled()) > 1 or _data_sets(head)]
    if not named:
        return _plan_without_names(reading, block)
    above = named[-2] if len(named) > 1 else None
    if len(block.heads) > 1 and above is None and block.heads[-1] is named[-1]:
        above = block.heads[-2]
    return _plan_by_names(reading, block, named[-1], above)


def _data_sets(head: _Row) -> bool:
    """Names of data sets above pairs of columns: a name, an empty cell, a name, and so on."""
    cells = head.cells
    width = len(cells) + len(cells) % 2
    return len(cells) > 1 and all(
        bool(head.cell(place)) == (place % 2 == 0) for place in range(width)
    )


def _plan_without_names(reading: _Reading, block: _Block) -> _Plan | None:
    widths = Counter(_width(row) for row in block.rows)
    width = widths.most_common(1)[0][0]
    first = block.rows[0]
    texts = [_mostly_text(block.rows, place) for place in range(width)]
    label = block.heads[-1].first() if block.heads else None
    if width == 2:
        return _Plan((_Pair(label, 0, 1),), 2)
    if width == 3 and texts.count(True) == 1:
        arm = texts.index(True)
        labels = Counter(row.cell(arm).casefold() for row in block.rows)
        if reading.kind is _CURVE or max(labels.values()) > 1:
            time, value = (place for place in range(width) if place != arm)
            return _Plan((_Pair(None, time, value),), width, arm=arm)
    if _comma_twice(block.rows) and not any(texts):
        reading.refuse(first.number, _two_readings(reading, first))
        return None
    if reading.kind is _RISK and texts[:1] == [True] and not any(texts[1:]):
        words = "the row of times is missing. Begin with a row such as Months,0,12,24."
        reading.refuse(first.number, words)
        return None
    reading.refuse(
        first.number,
        f"the file has {width} columns and no header that says which is which. "
        f"Begin with a row such as {reading.kind.columns} or arm,{reading.kind.columns}.",
    )
    return None


def _width(row: _Row) -> int:
    return max((place for place, cell in enumerate(row.cells, start=1) if cell), default=0)


def _mostly_text(rows: Sequence[_Row], place: int) -> bool:
    cells = [row.cell(place) for row in rows if row.cell(place)]
    return sum(1 for cell in cells if _NUMERIC.fullmatch(cell)) * 2 < len(cells)


def _comma_twice(rows: Sequence[_Row]) -> bool:
    """Only digits between the commas: some of them may be decimal commas."""
    return all(cell.isdecimal() for row in rows for cell in row.filled())


def _two_readings(reading: _Reading, row: _Row) -> str:
    text = reading.texts[row.number - 1].strip()
    return (
        f"{shown(text)} can be read in more than one way: a comma may stand between two numbers or "
        "inside one. Save the file with semicolons between the cells, or with decimal points."
    )


def _plan_by_names(
    reading: _Reading, block: _Block, head: _Row, above: _Row | None
) -> _Plan | None:
    roles = [_role(name) for name in head.cells]
    if _unfit(reading, head, roles):
        return None
    times = [place for place, role in enumerate(roles) if role is _Role.TIME]
    reading.units.update(unit for place in times if (unit := _unit(head.cells[place])))
    reading.percent_named |= any(
        _is_percent(name) and role is not _Role.IGNORED
        for name, role in zip(head.cells, roles, strict=True)
    )
    width = max(_width(head), *(place + 2 for place in times), 2) if times else _width(head)
    if not times and _data_sets(head):
        names = range(0, len(head.cells), 2)
        pairs = tuple(_Pair(head.cells[place], place, place + 1) for place in names)
        return _Plan(pairs, names[-1] + 2, head=head.number)
    if len(times) < 2:
        return _plan_of_columns(reading, block, head, above, roles)
    pairs = tuple(_pair(head, above, place, roles) for place in times)
    paired = {place for pair in pairs for place in (pair.time, pair.value)}
    if len(paired) < 2 * len(pairs) or _Role.ARM in roles:
        doubled = " and ".join(shown(head.cells[place]) for place in times)
        reading.refuse(head.number, f"columns {doubled} are all times. Keep one of them.")
        return None
    for place in set(range(_width(head))) - paired:
        if head.cells[place] or any(row.cell(place) for row in block.rows):
            name = shown(head.cells[place]) if head.cells[place] else f"number {place + 1}"
            words = f"column {name} belongs to no pair of time and value. Take it out."
            reading.refuse(head.number, words)
    return None if _refused(reading, head) else _Plan(pairs, width, head=head.number)


def _unit(name: str) -> str | None:
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKD", name).casefold())
    return next((_UNITS[word] for word in words if word in _UNITS), None)


def _unfit(reading: _Reading, head: _Row, roles: list[_Role]) -> bool:
    """Refuse headings of another kind of data."""
    wanted = _Role.SURVIVAL if reading.kind is _CURVE else _Role.AT_RISK
    other = _Role.AT_RISK if reading.kind is _CURVE else _Role.SURVIVAL
    other_words = "a table of numbers at risk" if reading.kind is _CURVE else "a survival curve"
    for name, role in zip(head.cells, roles, strict=True):
        if role is _Role.PATIENT:
            reading.refuse(
                head.number,
                f"column {shown(name)} belongs to data with one row for each patient, which are "
                f"not taken here. Give {reading.kind.only} only.",
            )
        elif role is _Role.OPPOSITE:
            reading.refuse(
                head.number,
                f"column {shown(name)} counts those with the event. Give {reading.kind.only}.",
            )
        elif role is other and wanted not in roles and _Role.VALUE not in roles:
            reading.refuse(
                head.number,
                f"column {shown(name)} looks like {other_words}. Upload it in the place for that.",
            )
    return _refused(reading, head)


def _refused(reading: _Reading, head: _Row) -> bool:
    return any(row == head.number for row, _ in reading.problems)


def _pair(head: _Row, above: _Row | None, place: int, roles: list[_Role]) -> _Pair:
    named = (above.cell(place) or above.cell(place + 1)) if above else ""
    own = head.cell(place + 1)
    role = roles[place + 1] if place + 1 < len(roles) else _Role.BLANK
    label = named or (own if role is _Role.OTHER else "")
    return _Pair(label or None, place, place + 1)


def _plan_of_columns(
    reading: _Reading, block: _Block, head: _Row, above: _Row | None, roles: list[_Role]
) -> _Plan | None:
    """One column of time, and one value, or a value for each series."""
    wanted = _Role.SURVIVAL if reading.kind is _CURVE else _Role.AT_RISK
    arm = roles.index(_Role.ARM) if _Role.ARM in roles else None
    free = _free_columns(reading, block, head, roles)
    time, values = _time_and_values(reading, head, roles, free)
    if time is None or not values:
        return None
    exact = [place for place in values if roles[place] in (wanted, _Role.VALUE)]
    strange = [place for place in values if place not in exact]
    if exact and strange:
        names = ", ".join(shown(head.cells[place]) for place in strange)
        reading.refuse(
            head.number,
            f"column {names} is not known beside {shown(head.cells[exact[0]])}. "
            "Take it out, or name the column of each curve after its arm.",
        )
        return None
    if arm is not None and len(values) > 1:
        names = ", ".join(shown(head.cells[place]) for place in values)
        reading.refuse(
            head.number, f"beside the arm stand {names}. Keep one: {reading.kind.value}."
        )
        return None
    title = above.first() if above and len(above.filled()) == 1 else None
    alone = len(values) == 1
    pairs = tuple(
        _Pair(title if place in exact and alone else head.cells[place], time, place)
        for place in values
    )
    return _Plan(pairs, _width(head), arm=arm, head=head.number)


def _free_columns(reading: _Reading, block: _Block, head: _Row, roles: list[_Role]) -> list[int]:
    """Columns that may be time or value; those left out are named in a note."""
    other = _Role.AT_RISK if reading.kind is _CURVE else _Role.SURVIVAL
    free = []
    for place in range(_width(head)):
        name, role = head.cells[place], roles[place]
        if role is _Role.BLANK:
            if place and any(row.cell(place) for row in block.rows):
                reading.refuse(
                    head.number, f"column {place + 1} has no name. Name it or take it out."
                )
            elif not place and any(row.cell(0) for row in block.rows):
                reading.note("The first column has no name and is not used.")
        elif role in (_Role.IGNORED, other):
            reading.note(f"The column {shown(name)} is not used.")
        elif role is not _Role.ARM:
            free.append(place)
    return free


def _time_and_values(
    reading: _Reading, head: _Row, roles: list[_Role], free: list[int]
) -> tuple[int | None, list[int]]:
    times = [place for place in free if roles[place] is _Role.TIME]
    values = [place for place in free if place not in times]
    if not times and len(values) == 2:
        known = [place for place in values if roles[place] is not _Role.OTHER]
        time = next((place for place in values if place not in known), values[0])
        names = shown(head.cells[time])
        reading.note(f"No column is named as the time: {names} is read as the time.")
        return time, [place for place in values if place != time]
    if not times:
        near = next((hint for n in head.filled() if (hint := did_you_mean(n, ["time"]))), "")
        reading.refuse(head.number, f'no column is named "time". Name the column of times.{near}')
        return None, []
    if not values:
        reading.refuse(
            head.number,
            f"no column holds {reading.kind.value}. "
            f"Begin with a row such as {reading.kind.columns}.",
        )
    return times[0], values


# --- from rows to series -----------------------------------------------------------------------


@dataclass(slots=True)
class _Point:
    """One point of a series; ``signed`` where the value had a sign of percent."""

    row: int
    time: float
    value: float
    signed: bool = False


class _Gathered:
    """The series of a file, by label without regard to capitals, in the file's order."""

    def __init__(self, reading: _Reading) -> None:
        self.reading = reading
        self._labels: dict[str, str] = {}
        self._points: dict[str, list[_Point]] = {}
        self._refused: set[str] = set()
        self._full = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels as first written."""
        return tuple(self._labels.values())

    def items(self) -> Iterator[tuple[str, list[_Point]]]:
        """Each label with its points."""
        for key, label in self._labels.items():
            yield label, self._points[key]

    def declare(self, label: str | None, row: int) -> str | None:
        """A series that the headings announce; its key, ``None`` where it is refused."""
        if label is None:
            number = len(self._labels) + 1
            while f"series {number}" in self._labels:
                number += 1
            label = f"Series {number}"
        elif label.casefold() in self._labels:
            self.reading.refuse(row, f"{shown(label)} stands twice. Give each curve its own name.")
            return None
        return self.key(label, row)

    def key(self, label: str, row: int) -> str | None:
        """The key of a series that a row names; ``None`` where it is refused."""
        key = label.casefold()
        if key in self._labels:
            return key
        if key in self._refused or not _fit_label(self.reading, row, label):
            self._refused.add(key)
            return None
        if len(self._labels) == MAX_SERIES:
            if not self._full:
                words = f"the file has more than {MAX_SERIES} series. Keep those to compare."
                self.reading.refuse(row, words)
            self._full = True
            return None
        self._labels[key] = label
        self._points[key] = []
        return key

    def add(self, key: str, point: _Point) -> None:
        """Put a point at the end of its series."""
        self._points[key].append(point)

    def drop_empty(self) -> None:
        """Leave out what has a name and no points; stop where nothing is left."""
        for key in [key for key, points in self._points.items() if not points]:
            self.reading.note(f"{shown(self._labels[key])} has no points and is left out.")
            del self._labels[key], self._points[key]
        if not self._labels:
            self.reading.stop_if_refused()
            words = f"the file holds no numbers. Give rows such as {self.reading.kind.example}."
            _refuse_file(self.reading, words)

    def tell(self, words: Callable[[_Point], str]) -> None:
        """Say for every row what was read from it."""
        several = len(self._labels) > 1
        told = _grouped(
            (point.row, f"{label}: {words(point)}" if several else words(point))
            for label, points in self.items()
            for point in points
        )
        for row, texts in told.items():
            self.reading.use(row, "; ".join(texts))


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = {}
    for row, text in pairs:
        groups.setdefault(row, []).append(text)
    return groups


def _fit_label(reading: _Reading, row: int, label: str) -> bool:
    if not label:
        reading.refuse(row, "the name of the arm is missing. Give one.")
        return False
    if len(label) > MAX_LABEL_CHARACTERS:
        reading.refuse(
            row,
            f"the label {shown(label)} has {len(label)} characters. "
            f"Give at most {MAX_LABEL_CHARACTERS}.",
        )
        return False
    if _IDENTIFIER_LABEL.fullmatch(label) or _IDENTIFIER.fullmatch(_plain(label)):
        _refuse_identifier(reading, row, "the label of this row")
        return False
    return True


def _label(cell: str) -> str:
    """A label of printable characters."""
    return " ".join("".join(char for char in cell if char.isprintable()).split())


def _gather(
    reading: _Reading,
    block: _Block,
    plan: _Plan,
    series: _Gathered,
    read: Callable[[_Reading, _Row, _Pair], _Point],
) -> None:
    """Put the points of a block into their series, noting every cell that cannot be read."""
    keys: list[str | None] = []
    if plan.arm is None:
        head = plan.head or block.rows[0].number
        keys = [series.declare(p.label and _label(p.label), head) for p in plan.pairs]
    for row in block.rows:
        if _width(row) > plan.width:
            reading.refuse(row.number, _too_wide(reading, row, plan))
            continue
        if plan.arm is not None:
            keys = [series.key(_label(row.cell(plan.arm)), row.number)]
        for pair, key in zip(plan.pairs, keys, strict=True):
            if len(plan.pairs) > 1 and _absent(plan, pair, row):
                continue
            try:
                point = read(reading, row, pair)
            except _CellError as error:
                reading.refuse(row.number, str(error))
                continue
            if key is not None:
                series.add(key, point)


def _absent(plan: _Plan, pair: _Pair, row: _Row) -> bool:
    """Whether a row has no point of a series: one time for all, or columns of their own."""
    if row.cell(pair.value):
        return False
    shared = sum(other.time == pair.time for other in plan.pairs) > 1
    return shared or not row.cell(pair.time)


def _too_wide(reading: _Reading, row: _Row, plan: _Plan) -> str:
    if _comma_twice([row]) and "," in reading.texts[row.number - 1]:
        return _two_readings(reading, row)
    others = "the header has" if plan.head else "the others have"
    return (
        f"the row has {_width(row)} cells, {others} {plan.width}. "
        "Check the marks between the cells, and that no number is split by its decimal comma."
    )


def _curve_point(decimal: str) -> Callable[[_Reading, _Row, _Pair], _Point]:
    def read(reading: _Reading, row: _Row, pair: _Pair) -> _Point:
        time = _number(row.cell(pair.time), "time", decimal)
        cell = row.cell(pair.value)
        signed = cell.endswith("%")
        plain = cell.removesuffix("%").rstrip() if signed else cell
        value = _number(plain, "survival", decimal)
        _note_comma(reading, row, pair)
        return _Point(row.number, time, value, signed)

    return read


def _risk_point(decimal: str) -> Callable[[_Reading, _Row, _Pair], _Point]:
    def read(reading: _Reading, row: _Row, pair: _Pair) -> _Point:
        time = _number(row.cell(pair.time), "time", decimal)
        value = _whole(row.cell(pair.value), "n_at_risk")
        _note_comma(reading, row, pair)
        return _Point(row.number, time, value)

    return read


def _note_comma(reading: _Reading, row: _Row, pair: _Pair) -> None:
    if "," in row.cell(pair.time) or "," in row.cell(pair.value):
        reading.mend(row.number, "decimal comma read")
        reading.note("Numbers have decimal commas: read as decimal points.")


# --- checks of curves --------------------------------------------------------------------------


def _checked_curves(reading: _Reading, series: _Gathered) -> bool:
    """Check every curve, put points beside an axis onto it; whether values were percentages."""
    series.drop_empty()
    whole = not reading.problems
    in_percent = {}
    for label, points in series.items():
        if whole and len({point.time for point in points}) < 2:
            reading.refuse(
                points[0].row,
                f"{shown(label)} has points at one time only. "
                "A curve needs points at two times at least.",
            )
        _check_times(reading, points)
        in_percent[label] = _in_percent(points)
        _check_survival(reading, points, percent=in_percent[label])
    if len(set(in_percent.values())) > 1:
        one = next(label for label, percent in in_percent.items() if percent)
        other = next(label for label, percent in in_percent.items() if not percent)
        reading.refuse(
            0,
            f"{shown(one)} is in percent and {shown(other)} is in proportions. "
            "Write both the same way.",
        )
    percent = all(in_percent.values())
    if percent:
        reading.note("Survival is in percent: every value was divided by 100.")
    elif reading.percent_named:
        reading.note("A heading says percent, but the values are proportions: not divided.")
    return percent


def _check_times(reading: _Reading, points: list[_Point]) -> None:
    last = max(point.time for point in points)
    for point in points:
        if point.time > _LARGEST_TIME:
            words = f"Give at most {_LARGEST_TIME:,}."
            reading.refuse(point.row, f"time is {point.time:g}. {words}")
        elif point.time < -_TIME_SLACK * last:
            reading.refuse(point.row, f"time is {point.time:g}. Time cannot be below 0.")
        elif point.time < 0:
            reading.mend(point.row, f"time {point.time:g} put onto 0")
            point.time = 0.0


def _in_percent(points: list[_Point]) -> bool:
    """Whether a curve's values are percentages: by their signs, else by most of them."""
    if any(point.signed for point in points):
        return True
    return sum(point.value > 1 + _AXIS_SLACK for point in points) * 2 > len(points)


def _check_survival(reading: _Reading, points: list[_Point], *, percent: bool) -> None:
    signs = any(point.signed for point in points)
    whole = 100 if percent else 1
    later = _largest_later(points)
    for point, rest in zip(points, later, strict=True):
        given = point.value
        if signs and not point.signed:
            words = "has no % sign, other rows have one. Write all rows the same way."
            reading.refuse(point.row, f"survival is {given:g} and {words}")
        elif given < -_AXIS_SLACK * whole:
            reading.refuse(point.row, f"survival is {given:g}. Survival cannot be below 0.")
        elif given > whole * (1 + _AXIS_SLACK):
            words = (
                "A percentage is at most 100."
                if percent
                else "Other rows are proportions. Give a number from 0 to 1, or all in percent."
            )
            reading.refuse(point.row, f"survival is {given:g}. {words}")
        elif percent and not signs and given <= 1 and rest > _RISE_PERCENT:
            reading.refuse(
                point.row,
                f"survival is {given:g}, and {rest:g} at a later time. "
                "Write all rows as percentages.",
            )
        else:
            _settle(reading, point, whole)


def _largest_later(points: list[_Point]) -> list[float]:
    """For each point the largest value at the same or a later time."""
    order = sorted(range(len(points)), key=lambda at: points[at].time, reverse=True)
    later = [0.0] * len(points)
    largest = -math.inf
    for at in order:
        largest = max(largest, points[at].value)
        later[at] = largest
    return later


def _settle(reading: _Reading, point: _Point, whole: int) -> None:
    """A proportion between 0 and 1."""
    given = point.value
    point.value = min(max(given, 0.0), float(whole))
    if whole != 1:
        # Rounded to take away what only the division adds, as in 0.8540000000000001.
        point.value = round(point.value / whole, 12)
        reading.mend(point.row, "divided by 100")
    if not 0 <= given <= whole:
        reading.mend(point.row, f"survival {given:g} put onto {min(max(given, 0), whole):g}")


# --- numbers at risk ---------------------------------------------------------------------------

# What is printed where nobody is followed so far: no number, and not a 0 either.
_NOTHING = {"", "-", "–", "—"}


def _transposed(sheet: _Sheet) -> int | None:
    """Where the row of times stands in a table as printed; ``None`` in any other layout."""
    rows = sheet.rows
    at = next((at for at, row in enumerate(rows) if not row.is_words()), None)
    if at is None or at + 1 >= len(rows):
        return None
    row, below = rows[at], rows[at + 1 :]
    head, rest = row.cell(0), [cell for cell in row.cells[1:] if cell]
    numbers = bool(rest) and all(_NUMERIC.fullmatch(cell) for cell in rest)
    if at and not _is_title(rows[at - 1]) and _role(head) is not _Role.TIME:
        return None
    if _NUMERIC.fullmatch(head):
        named = all(not _NUMERIC.fullmatch(one.cell(0)) for one in below if not one.is_words())
        return at if numbers and named else None
    titled = not head or _role(head) in (_Role.TIME, _Role.AT_RISK, _Role.ARM)
    return at if numbers and titled else None


def _is_title(row: _Row) -> bool:
    """One text, or words such as "No. at risk" where spaces stand between the cells."""
    return len(row.filled()) == 1 or _role(" ".join(row.filled())) is _Role.AT_RISK


def _gather_transposed(reading: _Reading, sheet: _Sheet, at: int, series: _Gathered) -> None:
    """Times in one row, then a row for each arm."""
    head = sheet.rows[at]
    for row in sheet.rows[:at]:
        _check_headings(reading, row)
        reading.skip(row.number, "header")
    shift = 1 if _NUMERIC.fullmatch(head.cell(0)) else 0
    cells = ("", *head.cells) if shift else head.cells
    if _is_time(cells[0]):
        reading.units.update(unit for unit in [_unit(cells[0])] if unit)
    times = _times_of_row(reading, head.number, cells, sheet.decimal)
    reading.skip(head.number, "times")
    for row in sheet.rows[at + 1 :]:
        if len(row.filled()) == 1 and not _NUMERIC.fullmatch(row.first()):
            reading.skip(row.number, "header")
            continue
        if _NUMERIC.fullmatch(row.cell(0)):
            reading.refuse(row.number, "the row begins with a number. Begin it with the arm.")
            continue
        key = series.declare(_label(row.cell(0)), row.number)
        if _width(row) > len(cells):
            reading.refuse(
                row.number,
                f"the row has {_width(row) - 1} numbers, the row of times has {len(times)}. "
                "Give one number for each time.",
            )
            continue
        for place, time in times.items():
            if row.cell(place) not in _NOTHING:
                point = _risk_of_cell(reading, row, place, time)
                if point is not None and key is not None:
                    series.add(key, point)


def _risk_of_cell(reading: _Reading, row: _Row, place: int, time: float) -> _Point | None:
    try:
        return _Point(row.number, time, _whole(row.cell(place), "n_at_risk"))
    except _CellError as error:
        reading.refuse(row.number, f"time {time:g}: {error}")
        return None


def _times_of_row(
    reading: _Reading, row: int, cells: tuple[str, ...], decimal: str
) -> dict[int, float]:
    times = {}
    for place, cell in enumerate(cells[1:], start=1):
        try:
            if cell:
                times[place] = _number(cell, "time", decimal)
                if "," in cell:
                    reading.note("Numbers have decimal commas: read as decimal points.")
        except _CellError as error:
            reading.refuse(row, str(error))
    return times


def _check_risk(reading: _Reading, series: _Gathered) -> None:
    series.drop_empty()
    for label, points in series.items():
        for point in points:
            if not 0 <= point.time <= _LARGEST_TIME:
                words = f"Give a time from 0 to {_LARGEST_TIME:,}."
                reading.refuse(point.row, f"time is {point.time:g}. {words}")
        for before, point in itertools.pairwise(points):
            if point.time <= before.time:
                reading.refuse(
                    point.row,
                    f"time goes from {before.time:g} to {point.time:g} ({_clip(label)}). "
                    "Put the rows in the order of time, each time once.",
                )
            elif point.value > before.value:
                reading.refuse(
                    point.row,
                    f"n_at_risk rises from {before.value:.0f} to {point.value:.0f} "
                    f"({_clip(label)}, time {point.time:g}). Numbers at risk can only fall. "
                    "Check the row against the figure.",
                )


def _clip(label: str) -> str:
    return shown(label).strip('"')


# --- event counts ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counted:
    """One count, with the harm and the arm that it belongs to."""

    row: int
    harm: str | None
    arm: str
    events: int
    total: int

    def __str__(self) -> str:
        of = f"{self.harm}, " if self.harm else ""
        return f"{of}{self.arm}: {self.events} of {self.total}"


@dataclass(frozen=True, slots=True)
class _CountPlan:
    """Columns of the harm, of the arm or its label, and of the two counts of each arm."""

    harm: int | None
    arm: int | None
    counts: tuple[tuple[str, int, int], ...]
    width: int


_HARM_NAMES = _listed(
    "harm, harms, ae, adverse event, term, toxicity, side effect, preferred term, "
    "adverse event term, event term, event name, adverse reaction"
)
_EVENT_NAMES = _listed(
    "events, n events, number of events, event count, cases, affected, count, n affected, "
    "with event, patients with event, participants with event, number with event, "
    "n with event, number affected, patients affected"
)
_TOTAL_NAMES = _listed(
    "total, totals, n, n total, patients, participants, denominator, n safety, "
    "safety population, treated, number of patients, number of participants, sample size, "
    "arm size"
)
_COUNT_OF = {
    **dict.fromkeys(_EVENT_NAMES | {"event"}, "events"),
    **dict.fromkeys(_TOTAL_NAMES, "total"),
}


def _counted(reading: _Reading, sheet: _Sheet) -> Iterator[_Counted]:
    block = _one_block(sheet)
    for head in block.heads:
        _check_headings(reading, head)
        reading.skip(head.number, "header")
    if not block.rows:
        _refuse_file(reading, "the file holds a header and no counts. Add the rows.")
    heads = [head for head in block.heads if len(head.filled()) > 1]
    plan = _count_plan(reading, heads[-1]) if heads else _count_plan_without_names(reading, block)
    if plan is None:
        return
    for row in block.rows:
        if _width(row) > plan.width:
            reading.refuse(
                row.number,
                f"the row has {_width(row)} cells, {plan.width} are expected. "
                "Put text that holds a separator in quotation marks.",
            )
            continue
        yield from _counted_row(reading, row, plan)


def _count_plan(reading: _Reading, head: _Row) -> _CountPlan | None:
    names = [_plain(cell) for cell in head.cells]
    events = [at for at, name in enumerate(names) if name in _EVENT_NAMES]
    loose = [at for at, name in enumerate(names) if name in ("event", "adverse events")]
    harms = [at for at, name in enumerate(names) if name in _HARM_NAMES]
    (harms if events else events).extend(loose)
    totals = [at for at, name in enumerate(names) if name in _TOTAL_NAMES]
    arms = [at for at, name in enumerate(names) if name in _ARM_NAMES]
    known = {*events, *harms, *totals, *arms}
    wide, strange = _wide_columns(head, names, known)
    for place in strange:
        listed = "harm, arm, events, total"
        reading.refuse(
            head.number,
            f"column {shown(head.cells[place])} is not known here."
            f"{did_you_mean(names[place], listed.split(', '))} Known here: {listed}; "
            "or events and total with the name of the arm, such as events_control.",
        )
    long = [harms, arms, events, totals]
    for places in long:
        if len(places) > 1:
            same = " and ".join(shown(head.cells[place]) for place in places)
            words = f"columns {same} mean the same here. Keep one, or name them events and total."
            reading.refuse(head.number, words)
    if reading.problems:
        return None
    harm = harms[0] if harms else None
    if wide and not (arms or events or totals):
        return _wide_plan(reading, head, wide, harm)
    missing = [n for n, at in zip(("arm", "events", "total"), long[1:], strict=True) if not at]
    if missing or wide:
        words = f"column {shown((missing or ['arm'])[0])} is missing. "
        reading.refuse(head.number, f"{words}Begin with a row such as {_COUNTS.columns}.")
        return None
    return _CountPlan(harm, arms[0], (("", events[0], totals[0]),), _width(head))


def _wide_columns(
    head: _Row, names: list[str], known: set[int]
) -> tuple[dict[tuple[str, str], int], list[int]]:
    """Columns such as ``events_control`` by arm and count, and those that are neither."""
    wide: dict[tuple[str, str], int] = {}
    spelling: dict[str, str] = {}
    strange = []
    for place, cell in enumerate(head.cells):
        if not cell or place in known:
            continue
        found = _count_and_arm(cell)
        if found:
            found = spelling.setdefault(found[0].casefold(), found[0]), found[1]
        if found and found not in wide:
            wide[found] = place
        elif not names[place] or _is_percent(cell):
            continue
        else:
            strange.append(place)
    return wide, strange


def _count_and_arm(cell: str) -> tuple[str, str] | None:
    """``events_control`` and ``Control (events)`` as ("control", "events"); the label as given."""
    words = re.sub(r"[\s_.:/()\[\]-]+", " ", cell).split()
    for cut in range(len(words) - 1, 0, -1):
        front, back = " ".join(words[:cut]), " ".join(words[cut:])
        if front.casefold() in _COUNT_OF:
            return _label(back), _COUNT_OF[front.casefold()]
        if back.casefold() in _COUNT_OF:
            return _label(front), _COUNT_OF[back.casefold()]
    return None


def _wide_plan(
    reading: _Reading, head: _Row, wide: dict[tuple[str, str], int], harm: int | None
) -> _CountPlan | None:
    counts = []
    for arm in dict.fromkeys(arm for arm, _ in wide):
        absent = next((name for name in ("events", "total") if (arm, name) not in wide), None)
        if absent:
            reading.refuse(head.number, f"column {shown(f'{absent}_{arm}')} is missing. Add it.")
        else:
            counts.append((arm, wide[arm, "events"], wide[arm, "total"]))
    return None if reading.problems else _CountPlan(harm, None, tuple(counts), _width(head))


def _count_plan_without_names(reading: _Reading, block: _Block) -> _CountPlan | None:
    first = block.rows[0]
    width = Counter(_width(row) for row in block.rows).most_common(1)[0][0]
    texts = [at for at in range(width) if _mostly_text(block.rows, at)]
    if texts == [0] and width == 3:
        return _CountPlan(None, 0, (("", 1, 2),), width)
    if texts == [0, 1] and width == 4:
        return _CountPlan(0, 1, (("", 2, 3),), width)
    reading.refuse(
        first.number,
        "nothing says which number belongs to which arm. Begin with a row such as "
        "arm,events,total or events_experimental,total_experimental,events_control,total_control.",
    )
    return None


def _counted_row(reading: _Reading, row: _Row, plan: _CountPlan) -> Iterator[_Counted]:
    harm = _label(row.cell(plan.harm)) if plan.harm is not None else None
    if harm is not None and not _fit_harm(reading, row.number, harm):
        return
    for given, events_at, total_at in plan.counts:
        arm = given if plan.arm is None else _label(row.cell(plan.arm))
        if not _fit_label(reading, row.number, arm):
            continue
        of = f" ({_clip(arm)})" if plan.arm is None else ""
        try:
            total = _whole(row.cell(total_at), f"total{of}", least=1)
            events = _whole(row.cell(events_at), f"events{of}")
        except _CellError as error:
            reading.refuse(row.number, str(error))
            continue
        if events > total:
            reading.refuse(
                row.number,
                f"events is {events} and total is {total}{of}. There cannot be more patients with "
                "the harm than patients. Check the row.",
            )
            continue
        yield _Counted(row.number, harm, arm, events, total)


def _fit_harm(reading: _Reading, row: int, harm: str) -> bool:
    if not harm:
        reading.refuse(row, "the harm has no name. Give one.")
        return False
    return _fit_label(reading, row, harm)


def _by_harm(
    reading: _Reading, counted: list[_Counted]
) -> tuple[tuple[EventCounts, ...], tuple[str, ...]]:
    """Group the counts by harm; every harm has every arm."""
    harms: dict[str, dict[str, _Counted]] = {}
    arms: dict[str, str] = {}
    for one in counted:
        arms.setdefault(one.arm.casefold(), one.arm)
        group = harms.setdefault((one.harm or "").casefold(), {})
        before = group.setdefault(one.arm.casefold(), one)
        if before is not one:
            of = f"{shown(one.harm)}, " if one.harm else ""
            words = f"{of}{shown(one.arm)} stands in row {before.row} already. Keep one."
            reading.refuse(one.row, words)
    _check_harms(reading, harms, arms)
    return tuple(
        EventCounts(
            next(iter(group.values())).harm,
            {
                label: ArmCount(group[arm].events, group[arm].total, group[arm].row)
                for arm, label in arms.items()
                if arm in group
            },
        )
        for group in harms.values()
    ), tuple(arms.values())


def _check_harms(
    reading: _Reading, harms: dict[str, dict[str, _Counted]], arms: dict[str, str]
) -> None:
    if len(arms) > MAX_SERIES or len(harms) > MAX_HARMS:
        reading.refuse(
            0,
            f"the file has {len(arms)} arms and {len(harms)} harms. "
            f"Give at most {MAX_SERIES} arms and {MAX_HARMS} harms.",
        )
        return
    if len(arms) < 2:
        reading.refuse(0, "the file has one arm only. Give the counts of both arms.")
    for group in harms.values():
        one = next(iter(group.values()))
        for arm, label in arms.items():
            if arm not in group:
                of = f"{shown(one.harm)} has" if one.harm else "the file has"
                words = f"{of} no count for {shown(label)}. Give every arm, or take the harm out."
                reading.refuse(one.row, words)
