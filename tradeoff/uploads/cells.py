"""From lines to rows of cells, and from a cell to the number that it holds."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tradeoff.trial.problems import shown
from tradeoff.trial.told import Told, told, told_later
from tradeoff.uploads.files import Reading, RowError
from tradeoff.uploads.headings import is_time

# No number, label or heading is longer: what is has lost its separators.
_MAX_CELL_CHARACTERS = 200
# Numbers at risk printed side by side under a figure stay below this.
_MAX_CELLS = 100
# Lines that are looked at to find the separator.
_SAMPLE = 300

_SEPARATORS = ("\t", ";", ",", "|", " ")
_COMMENT = re.compile(r"\s*(?:#|//|!)\s*")
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(?P<sign>[;,\t|])\"?\s*", re.IGNORECASE)
# A line drawn under headings, and the kinds of columns as R prints them there.
_RULE = re.compile(r"[\s|+:=_-]*-{3}[\s|+:=_-]*")
# ``38 (28.4)`` between spaces is one cell.
_BEFORE_BRACKET = re.compile(r"(?<=[0-9]) (?=[(\[][0-9.,]+ ?%?[)\]])")
_KINDS = re.compile(r"\s*(?:<[a-z]{3,4}>\s*)+")
# Headings of several words where spaces stand between the cells: a library's limits of a range.
_LIMITS = (
    (re.compile(r"\b(lower|upper) ([0-9.]+%) CI\b", re.IGNORECASE), r"\1_\2_CI"),
    (re.compile(r"\[[0-9.]+% Conf\. Int\S*\]", re.IGNORECASE), "lower upper"),
)
# Where nothing was printed, in the words of figures, libraries and spreadsheets.
NOTHING = frozenset(
    (
        *("", "-", "–", "—", ".", "..", "...", "…", "*", "NA", "N/A", "n/a", "na", "NaN", "nan"),
        *("#N/A", "n.a.", "NR", "NE", "null", "NULL", "None", "none", "k.A.", "ND", "nd"),
    )
)
# Two numbers in one cell: the wrong separator.
_TWO_NUMBERS = re.compile(r"[0-9] ?[;\t ] ?[+-]?[0-9.,]")

# Beyond this no trial has a count: only a slip of the keyboard.
_LARGEST_COUNT = 1_000_000

_PLAIN = r"[+\-−]?(?:[0-9]+\.?|[0-9]*[.,][0-9]+)(?:[eE][+\-−]?[0-9]+)?"
_NUMBER = re.compile(_PLAIN)
_NUMBER_OR_PERCENT = re.compile(rf"{_PLAIN} ?%?")
_COUNT = re.compile(
    r"(?P<events>[0-9]+)(?: ?/ ?(?P<total>[0-9]+))?"
    r"(?: ?[(\[] ?(?P<percent>[0-9]+(?P<rest>[.,][0-9]+)?|-|–) ?%? ?[)\]])?"
)
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,' ’][0-9]{3})+(?:[.,][0-9]+)?")
_WHOLE = re.compile(r"\+?([0-9]+)(?:[.,]0{1,2})?")
# What to do about a cell that is no number, by what it looks like: the first that fits.
_Remedies = tuple[tuple[str | re.Pattern[str], str], ...]
_FOR_A_NUMBER: _Remedies = (
    ("", told_later("Give a number, or take the row out.")),
    (
        r"(?i:nan|#?n/?a|null|[+\-−]?inf(?:inity)?)",
        told_later("Give a finite number, or take the row out."),
    ),
    (
        _NUMBER,
        told_later(
            'Other numbers have "{decimal}" as the decimal mark, this one "{other}". '
            "Use one of them, and no mark between thousands."
        ),
    ),
    (_THOUSANDS, told_later("It holds a mark between thousands. Write the number without it.")),
    (
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}"
        r"|[0-9]{1,2}[. /-]{1,2}[A-Za-z]{3}\b.*|[A-Za-z]{3}[. /-]{1,2}[0-9]{1,4}",
        told_later("It is a date, which spreadsheets make of numbers. Give a number."),
    ),
    (r".*%", told_later("Give a number without a % sign.")),
    (r".*", told_later("Give a number.")),
)
_FOR_A_WHOLE_NUMBER: _Remedies = (
    ("", told_later("Give a whole number.")),
    (_THOUSANDS, told_later("Give a whole number without a mark between thousands.")),
    (r".*%", told_later("Give the number of patients, not a percentage.")),
    (r".*[)\]]", told_later("Give only the whole number before the bracket.")),
    (_WHOLE, told_later("Give a whole number from {least} to {largest:,}.")),
    (r"[-−].*", told_later("Give a whole number of at least {least}.")),
    (r".*", told_later("Give a whole number.")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; ``after_gap`` where an empty row stands before it."""

    number: int
    cells: tuple[str, ...]
    after_gap: bool = False

    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]

    def first(self) -> str:
        """The first cell that holds something."""
        return next((cell for cell in self.cells if cell), "")

    def cell(self, place: int) -> str:
        """The cell at a place, empty where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else ""

    def width(self) -> int:
        """How many cells there are up to the last that holds something."""
        return max((place for place, cell in enumerate(self.cells, start=1) if cell), default=0)

    def is_words(self) -> bool:
        """Whether no cell is a number."""
        return not any(map(is_number, self.cells))

    def is_header(self) -> bool:
        """Whether it names columns, the time first."""
        return self.is_words() and len(self.filled()) > 1 and is_time(self.first())


def is_number(cell: str) -> bool:
    """Whether a cell is a number or a percentage, with a decimal point or comma."""
    return _NUMBER_OR_PERCENT.fullmatch(cell) is not None


def value_of(cell: str) -> float:
    """The number of a cell that is one; of a percentage what stands before its sign."""
    return float(cell.rstrip("% ").replace("−", "-").replace(",", "."))


def number(cell: str, name: str, decimal: str) -> float:
    """A cell as a number; a wrong one is refused with what to do."""
    other = "," if decimal == "." else "."
    if not _NUMBER.fullmatch(cell) or other in cell:
        raise _refusal(cell, name, _FOR_A_NUMBER, decimal=decimal, other=other)
    value = value_of(cell)
    if not math.isfinite(value):
        raise RowError(told("{name} is {cell}. Give a finite number.", name=name, cell=shown(cell)))
    return value


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell such as ``14/134 (10.4 %)``; ``digits`` are those after the percentage's point."""

    events: str
    total: str | None
    percent: float | None
    digits: int


def counted(cell: str) -> Counted | None:
    """The count that a table of adverse events prints in one cell; ``None`` where it is none."""
    found = _COUNT.fullmatch(cell)
    if found is None:
        return None
    percent, rest = found["percent"], found["rest"] or "."
    value = float(percent.replace(",", ".")) if percent and percent[0].isdecimal() else None
    return Counted(found["events"], found["total"], value, len(rest) - 1)


def whole(cell: str, name: str, *, least: int = 0) -> int:
    """A cell as a whole number; thousands are refused, since 1.234 may be either."""
    found = _WHOLE.fullmatch(cell)
    if not found or not least <= int(found[1]) <= _LARGEST_COUNT:
        raise _refusal(cell, name, _FOR_A_WHOLE_NUMBER, least=least, largest=_LARGEST_COUNT)
    return int(found[1])


def _refusal(cell: str, name: str, remedies: _Remedies, **marks: object) -> RowError:
    remedy = next(words for look, words in remedies if re.fullmatch(look, cell))
    words = Told(remedy, marks)
    if not cell:
        return RowError(told("{name} is missing. {remedy}", name=name, remedy=words))
    return RowError(told("{name} is {cell}. {remedy}", name=name, cell=shown(cell), remedy=words))


def split(reading: Reading) -> list[Row]:
    """Split the lines by the separator under which most of them hold numbers.

    The rows that hold something; ``reading.decimal`` becomes the mark of most of their numbers.
    """
    separator = _separator(reading)
    rows = list(_rows(reading, separator))
    reading.stop_if_refused()
    if not rows:
        reading.refuse_file(
            told(
                "no row holds anything. Give rows such as {example}.", example=reading.kind.example
            )
        )
    widths = Counter(row.width() for row in rows if not row.is_words())
    if widths:
        width, _ = widths.most_common(1)[0]
        rows = [_names_apart(reading, row, width, separator) for row in rows]
    numbers = [cell for row in rows for cell in row.cells if is_number(cell)]
    commas, points = (sum(mark in cell for cell in numbers) for mark in ",.")
    reading.decimal = "," if commas > points else "."
    return rows


def _names_apart(reading: Reading, row: Row, width: int, separator: str) -> Row:
    """A row of names, split by a mark of its own where the numbers below have another."""
    if width < 2 or len(row.cells) > 1 or not row.is_words():
        return row
    line = _COMMENT.sub("", reading.texts[row.number - 1], count=1)
    for sign in _SEPARATORS:
        cells = _split(line, sign) or () if sign != separator else ()
        # Where R writes the numbers of rows, they have no name.
        if len(cells) in (width - 1, width) and len(cells) > 1 and any(map(is_time, cells)):
            return Row(row.number, cells, row.after_gap)
    return row


def _separator(reading: Reading) -> str:
    stated = _SEPARATOR_LINE.fullmatch(next(line for line in reading.texts if line.strip()))
    if stated:
        return stated["sign"]
    digits = (line for line in reading.texts if re.search("[0-9]", line))
    sample = tuple(itertools.islice(digits, _SAMPLE))
    scores = {sign: _score(sample, sign) for sign in _SEPARATORS}
    best = max(scores, key=lambda sign: scores[sign])
    if not any(scores[best]):
        reading.refuse_file(reading.kind.unclear)
    return best


def _score(lines: Iterable[str], separator: str) -> tuple[int, int]:
    """How many lines hold two numbers and no cell of two, and how many a number beside others."""
    clean = some = 0
    for line in lines:
        cells = _split(line, separator) or ()
        numbers = [cell for cell in cells if _is_numeric(cell)]
        clean += len(numbers) > 1 and not any(map(_TWO_NUMBERS.search, cells))
        some += bool(numbers) and sum(map(bool, cells)) > 1
    return clean, some


def _is_numeric(cell: str) -> bool:
    return bool(is_number(cell) or _THOUSANDS.fullmatch(cell) or _COUNT.fullmatch(cell))


def _prepared(line: str, separator: str) -> str:
    """A line in which the separator stands between cells only."""
    if separator == " ":
        for look, words in _LIMITS:
            line = look.sub(words, line)
        return _BEFORE_BRACKET.sub("", line.replace("\t", " ").strip())
    if separator == "|" and re.fullmatch(r"\s*\|.*\|\s*", line):
        return line.strip()[1:-1]
    return line


def _split(line: str, separator: str) -> tuple[str, ...] | None:
    """The cells of a line with single spaces; ``None`` where quotation marks do not close."""
    lines = [_prepared(line, separator)]
    try:
        (row,) = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    except csv.Error:
        return None
    cells = [" ".join(cell.split()) for cell in row]
    # Between spaces, the words before the first number of a row are one label.
    first = next((at for at, cell in enumerate(cells) if _is_numeric(cell)), 0)
    if separator == " " and first:
        cells[:first] = [" ".join(cells[:first])]
    return tuple(cells)


def _rows(reading: Reading, separator: str) -> Iterator[Row]:
    gap, remark = False, None
    for number, line in enumerate(reading.texts, start=1):
        if _SEPARATOR_LINE.fullmatch(line):
            reading.skipped[number] = told("names the separator")
            continue
        if _RULE.fullmatch(line) or _KINDS.fullmatch(line):
            reading.skipped[number] = told("a line below headings")
            continue
        comment = _COMMENT.match(line)
        cells = _checked_cells(reading, number, line[comment.end() if comment else 0 :], separator)
        row = Row(number, cells, after_gap=gap)
        if comment:
            reading.skipped[number] = told("comment")
            remark = row if any(cells) else remark
        elif not any(cells):
            reading.skipped[number] = told("empty row")
            gap = True
        else:
            # A header may stand in a comment, right above the numbers.
            if remark and remark.is_header() and not row.is_words():
                yield remark
            remark, gap = None, False
            yield row


def _checked_cells(reading: Reading, row: int, line: str, separator: str) -> tuple[str, ...]:
    cells = _split(line, separator)
    if cells is None:
        reading.refuse(row, told("a quotation mark is not closed in this row. Correct the marks."))
        return ()
    if any(cells[_MAX_CELLS:]):
        reading.refuse(
            row,
            told(
                "the row has {cells} cells, the limit is {max_cells}. Take some out.",
                cells=len(cells),
                max_cells=_MAX_CELLS,
            ),
        )
    longest = max(map(len, cells), default=0)
    if longest > _MAX_CELL_CHARACTERS:
        reading.refuse(
            row,
            told(
                "a cell has {longest} characters, the limit is "
                "{max_cell_characters}. Check the marks between the cells.",
                longest=longest,
                max_cell_characters=_MAX_CELL_CHARACTERS,
            ),
        )
    return cells
