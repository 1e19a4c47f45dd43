"""The only reader and writer of ``data/``: list, load, validate, fingerprint.

A folder holds ``trial.toml``, ``text.<language>.toml``, tables as CSV, digitised and calibrated
curves; ``data/README.md`` is the manual. All problems of a folder are found before any is reported.
A calibrated curve that does not belong to the folder's numbers is refused, and the trial loads
without it; clicks on a printed figure that cannot be one are a problem as any other.
"""

from __future__ import annotations

import csv
import functools
import gettext
import hashlib
import importlib.metadata
import io
import itertools
import json
import math
import re
import shlex
import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.confirmed import (
    LOCAL_FOLDER,
    LocalFile,
    file_name,
    with_confirmed,
    with_refused,
)
from tradeoff.trial.curves import curve_name, curves_wanted, refusal
from tradeoff.trial.problems import (
    Problem,
    TrialDataError,
    column_problems,
    did_you_mean,
    number_wanted,
    shown,
    sort_problems,
    unknown_name,
    validation_problems,
)
from tradeoff.trial.records import (
    AdverseEvent,
    Arm,
    AtRisk,
    CalibratedArm,
    CalibratedCurves,
    CalibrationAssumptions,
    ContextRate,
    Criterion,
    CurvePoint,
    DataCut,
    Defaults,
    DigitisedCurves,
    Endpoint,
    ExposureRate,
    Fact,
    Harm,
    HazardRatio,
    Landmark,
    LocalData,
    MedianSurvival,
    Record,
    RestrictedMeanDifference,
    Review,
    Source,
    Status,
    Subgroup,
    Trial,
    TrialText,
)
from tradeoff.trial.rules import Draft, Placed, cross_check
from tradeoff.trial.self_check import ReferenceCases, TwoArmData
from tradeoff.trial.validated import ENGINE, PACKAGES, EngineState, FullCheck, engine_checksum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "Problem",
    "TrialDataError",
    "calibrate_command",
    "catalogue",
    "engine_state",
    "folder_stamp",
    "folder_texts",
    "load_trial",
    "reference_cases",
    "style_sheet",
    "text_languages",
    "trial_ids",
    "write_curves",
]

R = TypeVar("R", bound=Record)

# The largest file of a trial has a few kilobytes: more than this is something else.
MAX_FILE_BYTES = 1_000_000
# A figure traced click by click has some hundred points: more than this is something else.
MAX_POINTS = 20_000
# Beyond this a whole number is no count and no month of any trial, only a slip of the keyboard.
_LARGEST_WHOLE = 10**12

# The trials that the program shows stand beside the package.
_PACKAGE = Path(__file__).resolve().parents[1]
SHELF = _PACKAGE.parent / "data"
SHELF_FILE = "shelf.toml"
TRIAL_FILE = "trial.toml"
CURVES_FOLDER = "calibrated"

# Public cases of the self-check, part of the program and of no trial.
_LOCALE = _PACKAGE / "words" / "locale"
_INTERFACE = _PACKAGE / "screens"
ICON = str(_INTERFACE / "icon.png")
_REFERENCE = Path(__file__).with_name("reference")
FULL_CHECK = _REFERENCE / "validation.json"

# The lists of trial.toml, with the record of an entry; those without a default must be there.
_LISTS: dict[str, type[Record]] = {
    "sources": Source,
    "arms": Arm,
    "endpoints": Endpoint,
    "data_cuts": DataCut,
    "harms": Harm,
    "criteria": Criterion,
}
# The tables in CSV files of the same name.
_CSV_TABLES: dict[str, type[Record]] = {
    "landmarks": Landmark,
    "hazard_ratios": HazardRatio,
    "medians": MedianSurvival,
    "restricted_means": RestrictedMeanDifference,
    "subgroups": Subgroup,
    "adverse_events": AdverseEvent,
    "exposure_rates": ExposureRate,
    "context": ContextRate,
    "facts": Fact,
    "at_risk": AtRisk,
}


class _Head(Record):
    """The rest of trial.toml."""

    id: str
    version: str
    registration: str
    review: Review
    defaults: Defaults
    demonstration: bool = False
    local: LocalData | None = None
    calibration: CalibrationAssumptions | None = None


# Fields that the program sets itself: no column of a table.
_NO_COLUMNS = frozenset({"confirmed"})


def _columns(model: type[Record]) -> dict[str, FieldInfo]:
    """The fields of a record that a table has columns for."""
    return {name: one for name, one in model.model_fields.items() if name not in _NO_COLUMNS}


def trial_ids(folder: Path) -> tuple[str, ...]:
    """The sub-folders that hold a ``trial.toml``: the shelf's first one, then by name.

    Demonstrations of the format come last. Anything else in the folder is ignored.
    """
    if not folder.is_dir():
        return ()
    found = [one for one in folder.iterdir() if (one / TRIAL_FILE).is_file()]
    first = _first_trial(folder)
    order = {one.name: (_is_demonstration(one), one.name != first, one.name) for one in found}
    return tuple(sorted(order, key=lambda name: order[name]))


_DEMONSTRATION = re.compile(r"^demonstration *= *true\b", re.MULTILINE)


def _is_demonstration(folder: Path) -> bool:
    """Whether the folder says so; a file that cannot be read says nothing."""
    try:
        text = (folder / TRIAL_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _DEMONSTRATION.search(text) is not None


def catalogue(language: str) -> gettext.NullTranslations:
    """The program's own patient-facing words in a language; English is what the code holds."""
    return gettext.translation("tradeoff", str(_LOCALE), [language], fallback=True)


def style_sheet(page: str) -> str:
    """The look of every page, and the page's own where it has one.

    Apart, because the browser tries each rule on each change: what one page needs would be paid
    for on all.
    """
    own = _INTERFACE / f"{page}.css"
    sheets = [_INTERFACE / "style.css", *([own] if own.is_file() else [])]
    return "\n".join(one.read_text(encoding="utf-8") for one in sheets)


def _first_trial(folder: Path) -> str | None:
    """The trial that the shelf opens with; a shelf without a readable word opens by name."""
    try:
        shelf = tomllib.loads((folder / SHELF_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    first = shelf.get("first")
    return first if isinstance(first, str) else None


def load_trial(folder: Path, *, language: str = "en") -> Trial:
    """The trial in a folder, with its words in one language and what a centre confirmed of it.

    Raises:
        TrialDataError: with every problem of the folder.
    """
    text_name = f"text.{language}.toml"
    if not _TEXT_FILE.fullmatch(text_name):
        words = f"language is {shown(language)}. Give a code such as en or pt-BR."
        raise TrialDataError([Problem(folder.name, "", words)])
    reading = _Reading(folder)
    head = _read_head(reading)
    draft = _read_draft(reading, head, text_name)
    reading.problems.extend(cross_check(draft))
    rebuilt = digitised.rebuilt(draft, reading.clicks, faults=reading.problems)
    reading.problems.extend(rebuilt.problems)
    if reading.problems or head is None or draft.text is None:
        raise TrialDataError(sort_problems(reading.problems))
    trial = _assemble(head, draft, rebuilt.curves, fingerprint=_fingerprint(folder))
    curves, refused = _read_curves(folder, trial)
    trial = trial.model_copy(update={"curves": curves, "refused_curves": refused})
    return _with_confirmation(folder, trial)


def text_languages(folder: Path) -> tuple[str, ...]:
    """The languages that a trial's folder has words in."""
    names = (path.name for path in folder.glob("text.*.toml"))
    found = (name for name in names if _TEXT_FILE.fullmatch(name))
    return tuple(sorted(name.split(".")[1] for name in found))


def folder_stamp(folder: Path) -> str:
    """Changes when a file of the folder does, or a centre's file beside it.

    Names, sizes and times tell, without reading any.
    """
    lines = []
    for name, path in [*_files(folder), *_confirmation_files(folder)]:
        state = path.stat()
        lines.append(f"{name}\t{state.st_size}\t{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def folder_texts(folder: Path) -> dict[str, str]:
    """Every file of a trial's folder by its name inside it: what a copy of the folder holds.

    Raises:
        TrialDataError: a file that cannot be read as text.
    """
    texts = {}
    for name, path in _files(folder):
        text = _read_text(path)
        if isinstance(text, _Unreadable):
            raise TrialDataError([Problem(f"{folder.name}/{name}", text.place, text.message)])
        texts[name] = text
    return texts


def reference_cases() -> tuple[ReferenceCases, TwoArmData]:
    """The self-check's cases with their expected values, and the patients of the public data."""
    cases = ReferenceCases.model_validate_json((_REFERENCE / "cases.json").read_bytes())
    text = (_REFERENCE / f"{cases.survival.data}.csv").read_text(encoding="utf-8")
    rows = tuple(csv.DictReader(io.StringIO(text)))
    return cases, TwoArmData(
        time=tuple(float(row["time"]) for row in rows),
        event=tuple(row["event"] == "1" for row in rows),
        experimental=tuple(row["arm"] == "1" for row in rows),
    )


def engine_state() -> EngineState:
    """The engine's files and packages as they are now, and its last full check."""
    return EngineState(
        engine_checksum(dict(_engine_texts())),
        {name: importlib.metadata.version(name) for name in PACKAGES},
        _full_check(),
    )


def _engine_texts() -> Iterator[tuple[str, str]]:
    """Every module of the engine and every reference case, but not the record of the check."""
    modules = [path for room in ENGINE for path in (_PACKAGE / room).rglob("*.py")]
    cases = [path for path in _REFERENCE.iterdir() if path != FULL_CHECK and path.is_file()]
    for path in (*modules, *cases):
        yield path.relative_to(_PACKAGE).as_posix(), path.read_text(encoding="utf-8")


def _full_check() -> FullCheck | None:
    """The last one on record; a record that cannot be read is none."""
    try:
        return FullCheck.model_validate_json(FULL_CHECK.read_bytes())
    except (OSError, ValidationError):
        return None


def _fingerprint(folder: Path) -> str:
    checksum = hashlib.sha256()
    for name, path in _files(folder):
        try:
            content = path.read_bytes()
        except OSError as error:
            words = f"the file cannot be opened ({error.strerror}). Check its rights."
            raise TrialDataError([Problem(f"{folder.name}/{name}", "", words)]) from error
        checksum.update(f"{name}\t{len(content)}\n".encode())
        checksum.update(content)
    return checksum.hexdigest()


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Every file of a trial with its name inside the folder, hidden ones left out."""
    found = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    return sorted(
        (name, path)
        for name, path in found
        if path.is_file() and not any(part.startswith(".") for part in name.split("/"))
    )


def _assemble(
    head: _Head, draft: Draft, rebuilt: tuple[DigitisedCurves, ...], *, fingerprint: str
) -> Trial:
    tables: dict[str, Any] = {
        name: tuple(placed.record for placed in getattr(draft, name))
        for name in (*_LISTS, *_CSV_TABLES)
    }
    return Trial(
        id=head.id,
        version=head.version,
        registration=head.registration,
        review=head.review,
        defaults=head.defaults,
        demonstration=head.demonstration,
        local=head.local,
        calibration=head.calibration,
        text=typing.cast("TrialText", draft.text),
        digitised=rebuilt,
        fingerprint=fingerprint,
        **tables,
    )


# --- what a centre confirmed -------------------------------------------------------------------


def _confirmation_files(folder: Path) -> list[tuple[str, Path]]:
    """The centre's file of a trial, beside its folder, where there is one."""
    path = folder.parent / LOCAL_FOLDER / f"{folder.name}.toml"
    return [(f"../{file_name(folder.name)}", path)] if path.is_file() else []


def _with_confirmation(folder: Path, trial: Trial) -> Trial:
    """The trial with what a centre confirmed; as it was, and why, where its file is at fault."""
    for _, path in _confirmation_files(folder):
        reading = _Reading(path.parent)
        table = reading.toml(path.name)
        facts = None
        if table is not None:
            facts = _validated(reading, LocalFile, table, file=path.name, place="")
        if facts is not None:
            try:
                return with_confirmed(trial, facts)
            except TrialDataError as error:
                reading.problems.extend(error.problems)
        refused = tuple(str(problem) for problem in sort_problems(reading.problems))
        return with_refused(trial, refused)
    return trial


# --- reading a folder --------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """One folder while it is read: its problems, and the tables that have some."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)
    contents: dict[str, Any] = field(default_factory=dict)
    clicks: dict[tuple[str, Role], tuple[Placed[CurvePoint], ...] | None] = field(
        default_factory=dict
    )
    """The points of each file in ``curves/``; ``None`` where it could not be read."""

    @property
    def not_offered(self) -> frozenset[str]:
        """A centre's own numbers stand only in a folder that names the centre."""
        return frozenset() if "local" in self.contents else frozenset({str(Status.LOCAL)})

    def name(self, file: str) -> str:
        """A file's name as messages give it, relative to ``data/``."""
        return f"{self.folder.name}/{file}"

    def add(self, file: str, place: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.name(file), place, message))

    def text(self, file: str) -> str | None:
        """A file's text, ``None`` with a problem noted where it cannot be read."""
        text = _read_text(self.folder / file)
        if isinstance(text, _Unreadable):
            self.add(file, text.place, text.message)
            return None
        return text

    def toml(self, file: str) -> dict[str, Any] | None:
        """A TOML file as a table, lists as tuples; ``None`` with a problem noted."""
        text = self.text(file)
        if text is None:
            return None
        table = _parse_toml(text)
        if isinstance(table, _Unreadable):
            self.add(file, table.place, table.message)
            return None
        return table


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """Why a file cannot be read, and where in it."""

    message: str
    place: str = ""


def _read_text(path: Path) -> str | _Unreadable:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return _Unreadable(
                f"the file has {path.stat().st_size} bytes, the limit is {MAX_FILE_BYTES}. "
                "Check that it is the right file."
            )
        content = path.read_bytes()
    except FileNotFoundError:
        return _Unreadable("the file is missing. Add it: data/README.md says what it holds.")
    except OSError as error:
        return _Unreadable(f"the file cannot be opened ({error.strerror}). Check its rights.")
    return _decoded(content)


def _decoded(content: bytes) -> str | _Unreadable:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return _not_utf8(content) or _Unreadable(
            "the file is not UTF-8. Save it as UTF-8.", f"line {row}"
        )
    if "\0" in text:
        row = text.split("\0")[0].count("\n") + 1
        words = "the file holds zero bytes, which no text has. Save it anew."
        return _Unreadable(words, f"line {row}")
    if not text.strip():
        return _Unreadable("the file is empty. Fill it, or delete it where it is optional.")
    return text


# What other kinds of file begin with, and what to do about each.
_OTHER_FILES = {
    b"PK\x03\x04": "the file is a spreadsheet or another archive, whatever its name says. Save the "
    "sheet as CSV, in UTF-8.",
    b"\xff\xfe": "the file is UTF-16, which spreadsheets call Unicode text. Save it as UTF-8.",
    b"\xfe\xff": "the file is UTF-16, which spreadsheets call Unicode text. Save it as UTF-8.",
    b"\x89PNG": "the file is a picture, whatever its name says. Give the numbers as text.",
    b"%PDF": "the file is a PDF, whatever its name says. Give the numbers as text.",
}


def _not_utf8(content: bytes) -> _Unreadable | None:
    """What the file is instead, where its first bytes tell."""
    kinds = (words for start, words in _OTHER_FILES.items() if content.startswith(start))
    found = next(kinds, None)
    return None if found is None else _Unreadable(found)


_TOML_PLACE = re.compile(r"^(?P<what>.*) \(at (?P<place>.*)\)$", re.DOTALL)


def _parse_toml(text: str) -> dict[str, Any] | _Unreadable:
    try:
        return typing.cast("dict[str, Any]", _plain(tomllib.loads(text.replace("\r\n", "\n"))))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.match(str(error))
        what, place = (found["what"], found["place"]) if found else (str(error), "")
        return _Unreadable(f"not valid TOML: {what}. Correct the line.", place)
    except RecursionError:
        return _Unreadable("lists or tables stand too deep in one another. Take levels out.")
    except ValueError as error:
        return _Unreadable(f"not valid TOML: {error}. Correct the value.")


def _plain(value: Any) -> Any:
    """Lists as tuples, and no number that no trial can have."""
    if isinstance(value, dict):
        return {name: _plain(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return tuple(_plain(inside) for inside in value)
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        raise ValueError(f"a whole number is larger than {_LARGEST_WHOLE}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a number is {value}, which is not finite")
    return value


# --- trial.toml and the words ------------------------------------------------------------------


def _read_head(reading: _Reading) -> _Head | None:
    """The keys of trial.toml that are not lists; the lists are kept for ``_read_draft``."""
    table = reading.toml(TRIAL_FILE)
    if table is None:
        reading.damaged.update(_LISTS)
        return None
    reading.contents = table
    rest = {name: value for name, value in table.items() if name not in _LISTS}
    known = (*_Head.model_fields, *_LISTS)
    for name in sorted(rest.keys() - _Head.model_fields.keys()):
        reading.add(TRIAL_FILE, "", unknown_name(shown(name).strip('"'), known))
        del rest[name]
    head = _validated(reading, _Head, rest, file=TRIAL_FILE, place="")
    if head is not None and head.id != reading.folder.name:
        reading.add(
            TRIAL_FILE,
            "",
            f'id is "{head.id}", the folder is called "{reading.folder.name}". '
            "Give both the same name.",
        )
    return head


def _read_draft(reading: _Reading, head: _Head | None, text_name: str) -> Draft:
    if reading.folder.is_dir():
        _note_unknown_files(reading)
    tables: dict[str, Any] = {}
    for name, model in _LISTS.items():
        tables[name] = _read_list(reading, name, model)
    for name, model in _CSV_TABLES.items():
        tables[name] = _read_csv(reading, name, model)
    _read_clicks(reading, tables["endpoints"], tables["data_cuts"])
    text = reading.toml(text_name)
    words = None if text is None else _validated(reading, TrialText, text, file=text_name, place="")
    return Draft(
        folder=reading.folder.name,
        text_name=text_name,
        defaults=None if head is None else head.defaults,
        local=None if head is None else head.local,
        calibration=None if head is None else head.calibration,
        text=words,
        drawn=digitised.pairs(reading.clicks, tables["at_risk"]),
        damaged=frozenset(reading.damaged),
        **tables,
    )


_TEXT_FILE = re.compile(r"text\.[a-z]{2,3}(-[A-Za-z]{2,4})?\.toml")


def _note_unknown_files(reading: _Reading) -> None:
    """A file with a name that is slightly wrong would be passed over in silence."""
    known = {TRIAL_FILE, *(f"{name}.csv" for name in _CSV_TABLES)}
    for path in sorted(reading.folder.glob("*.*")):
        if path.suffix in (".csv", ".toml") and path.name not in known:
            if _TEXT_FILE.fullmatch(path.name):
                continue
            reading.add(
                path.name,
                "",
                f"the format has no file of this name.{_file_meant(path, known)} "
                "Rename it or take it out.",
            )


def _file_meant(path: Path, known: Iterable[str]) -> str:
    """A name that is close but for its ending, which all have in common."""
    stems = {name.removesuffix(path.suffix): name for name in known if name.endswith(path.suffix)}
    found = did_you_mean(path.stem, stems)
    return found.replace('"?', f'{path.suffix}"?')


def _read_list(reading: _Reading, name: str, model: type[R]) -> tuple[Placed[R], ...]:
    entries = reading.contents.get(name, ())
    required = Trial.model_fields[name].is_required()
    if name not in reading.contents and required and reading.contents:
        reading.add(TRIAL_FILE, "", f"{name} is missing. Add at least one [[{name}]] table.")
        reading.damaged.add(name)
    if not isinstance(entries, tuple):
        reading.add(
            TRIAL_FILE, "", f"{name} is {shown(entries)}. Write each entry under [[{name}]]."
        )
        reading.damaged.add(name)
        return ()
    placed = []
    for number, entry in enumerate(entries, start=1):
        place = f"{name} entry {number}"
        record = _validated(reading, model, entry, file=TRIAL_FILE, place=place)
        if record is None:
            reading.damaged.add(name)
        else:
            placed.append(Placed(record, reading.name(TRIAL_FILE), place))
    return tuple(placed)


def _validated(reading: _Reading, model: type[R], value: Any, *, file: str, place: str) -> R | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        reading.problems.extend(
            validation_problems(
                error,
                model,
                file=reading.name(file),
                place=place,
                hidden=reading.not_offered,
            )
        )
        return None


# --- CSV ---------------------------------------------------------------------------------------


def _read_csv(reading: _Reading, table: str, model: type[R]) -> tuple[Placed[R], ...]:
    file = f"{table}.csv"
    if not (reading.folder / file).exists():
        if Trial.model_fields[table].is_required():
            reading.add(file, "", "the file is missing. Add it: data/README.md says what it holds.")
            reading.damaged.add(table)
        return ()
    text = reading.text(file)
    hidden = reading.not_offered
    found = None if text is None else list(_csv_records(model, text, reading.name(file), hidden))
    if found is None:
        reading.damaged.add(table)
        return ()
    problems = [one for one in found if isinstance(one, Problem)]
    if problems:
        reading.problems.extend(problems)
        reading.damaged.add(table)
    return tuple(one for one in found if not isinstance(one, Problem))


def _csv_records(
    model: type[R], text: str, file: str, hidden: frozenset[str] = frozenset()
) -> Iterator[Placed[R] | Problem]:
    """The records of a table, each with its row; the header is row 1."""
    rows = _csv_rows(text)
    if isinstance(rows, _Unreadable):
        yield Problem(file, rows.place, rows.message)
        return
    header = [cell.strip() for cell in rows[0][1]]
    separator = _wrong_separator(header)
    if separator:
        yield Problem(
            file, "row 1", f"cells are separated by {separator}. Save the file with commas."
        )
        return
    wrong = list(_header_problems(model, header, file))
    yield from wrong
    if wrong:
        return
    for number, row in rows[1:]:
        place = f"row {number}"
        if len(row) != len(header):
            yield Problem(
                file,
                place,
                f"the row has {len(row)} cells, the header has {len(header)}. "
                "Put text that holds a comma in quotation marks, or add what is missing.",
            )
            continue
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        yield from _csv_record(model, cells, file=file, place=place, hidden=hidden)


def _wrong_separator(header: list[str]) -> str:
    """What spreadsheets of many countries put between cells, empty where it is a comma."""
    found = (words for sign, words in ((";", "semicolons"), ("\t", "tabs")) if sign in header[0])
    return next(found, "") if len(header) == 1 else ""


def _csv_rows(text: str) -> list[tuple[int, list[str]]] | _Unreadable:
    """Every row that holds something, with its number."""
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(cell.strip() for cell in row):
                rows.append((number, row))
    except csv.Error as error:
        return _Unreadable(
            f"not valid CSV: {error}. Check the quotation marks and commas.", f"row {number + 1}"
        )
    return rows or _Unreadable("no row holds anything. Begin with the names of the columns.")


def _header_problems(model: type[Record], header: list[str], file: str) -> Iterator[Problem]:
    columns = _columns(model)
    required = tuple(name for name, described in columns.items() if described.is_required())
    for words in column_problems(header, tuple(columns), required):
        yield Problem(file, "row 1", words)


def _csv_record(
    model: type[R],
    cells: Mapping[str, str],
    *,
    file: str,
    place: str,
    hidden: frozenset[str] = frozenset(),
) -> Iterator[Placed[R] | Problem]:
    given = {name: cell for name, cell in cells.items() if cell}
    wrong = {name: words for name, cell in given.items() if (words := _bad_cell(model, name, cell))}
    for words in wrong.values():
        yield Problem(file, place, words)
    try:
        record = model.model_validate_strings(given)
    except ValidationError as error:
        yield from validation_problems(
            error,
            model,
            file=file,
            place=place,
            skip=frozenset(wrong),
            missing="{name} is empty. Fill the cell.",
            hidden=hidden,
        )
        return
    if not wrong:
        yield Placed(record, file, place)


_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
# Digitisers write all digits that they have, and small numbers with an exponent.
_PLOTTED = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,20})?([eE][-+]?[0-9]{1,2})?")


def _bad_cell(model: type[Record], name: str, cell: str) -> str | None:
    """What is wrong with the writing of a number or a yes-or-no, ``None`` where nothing is."""
    kinds = _column_kinds(model, name)
    written = _PLOTTED if model is CurvePoint else _NUMBER
    if bool in kinds:
        right = cell in ("true", "false")
        return None if right else f"{name} is {shown(cell)}. Give true or false."
    number = (float in kinds and not written.fullmatch(cell)) or (
        float not in kinds and int in kinds and not _WHOLE.fullmatch(cell)
    )
    if not number:
        return None
    hint = number_wanted(
        name,
        cell,
        whole=float not in kinds,
        required=model.model_fields[name].is_required(),
        below=f"{name}_below" if f"{name}_below" in model.model_fields else None,
    )
    return f"{name} is {shown(cell)}. {hint}"


@functools.cache
def _column_kinds(model: type[Record], name: str) -> frozenset[Any]:
    return frozenset(_kinds(model.model_fields[name].annotation))


def _kinds(annotation: Any) -> set[Any]:
    """The plain types inside an annotation such as ``Annotated[float, …] | None``."""
    inside = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        return _kinds(inside[0])
    return set().union(*(_kinds(part) for part in inside)) if inside else {annotation}


# --- digitised curves --------------------------------------------------------------------------


def _read_clicks(
    reading: _Reading,
    endpoints: tuple[Placed[Endpoint], ...],
    cuts: tuple[Placed[DataCut], ...],
) -> None:
    """Every file in ``curves/``: clicks of one arm, or a name that the format does not know."""
    folder = reading.folder / digitised.FOLDER
    if not folder.is_dir():
        return
    known = {
        digitised.file_name(placed.record.id, role): (placed.record.id, role)
        for placed in endpoints
        for role in Role
    }
    for path in sorted(folder.iterdir()):
        name = f"{digitised.FOLDER}/{path.name}"
        if name in known:
            reading.clicks[known[name]] = _read_points(reading, name)
        elif known and not path.name.startswith(".") and "endpoints" not in reading.damaged:
            reading.add(
                name,
                "",
                f"the format has no file of this name.{did_you_mean(name, known)} Name it after "
                f"an end point and an arm, such as {next(iter(known))}, or take it out."
                f"{_cut_in_name(path, cuts)}",
            )


def _cut_in_name(path: Path, cuts: tuple[Placed[DataCut], ...]) -> str:
    """Where a curve's data cut is told, for somebody who put it into the file's name."""
    named = any(f"-{placed.record.id}-" in path.stem for placed in cuts)
    return " Its data cut is that of its rows in at_risk.csv." if named else ""


def _read_points(reading: _Reading, file: str) -> tuple[Placed[CurvePoint], ...] | None:
    text = reading.text(file)
    if text is None:
        return None
    points = sum(bool(line.strip()) for line in text.splitlines()) - 1
    if points > MAX_POINTS:
        reading.add(
            file,
            "",
            f"the file holds {points} points, the limit is {MAX_POINTS}. Give one arm's curve, "
            "clicked by hand or thinned out.",
        )
        return None
    found = list(_csv_records(CurvePoint, text, reading.name(file)))
    problems = [one for one in found if isinstance(one, Problem)]
    reading.problems.extend(problems)
    if problems:
        return None
    return tuple(one for one in found if not isinstance(one, Problem))


# --- calibrated curves -------------------------------------------------------------------------


class _CurveFile(Record):
    """What the file of a curve holds: the curves, how they were made, and a checksum of it all."""

    note: str
    content_checksum: str
    method_version: str
    seed: int
    assumptions: dict[str, float]
    curves: CalibratedCurves


class _RefusedError(Exception):
    """Why a curve's file cannot be used."""


def _read_curves(
    folder: Path, trial: Trial
) -> tuple[tuple[CalibratedCurves, ...], tuple[str, ...]]:
    """The curves that belong to the trial's numbers, and why the others are refused."""
    curves, refused = [], []
    for cut, endpoint in curves_wanted(trial):
        name = curve_name(cut, endpoint)
        try:
            curve = _read_curve(folder / CURVES_FOLDER, name, cut=cut, endpoint=endpoint)
            reason = refusal(trial, curve)
        except _RefusedError as error:
            reason = str(error)
        if reason is None:
            curves.append(curve)
        else:
            refused.append(f"{name}: {reason}. Run `{calibrate_command(trial.id)}`.")
    return tuple(curves), tuple(refused)


def calibrate_command(trial_id: str, folder: Path | None = None) -> str:
    """What makes a trial's curves anew, its folder named as on the shelf or as it was given."""
    where = f"data/{trial_id}" if folder is None else shlex.quote(folder.as_posix())
    return f"python -m tradeoff calibrate {where}"


def _read_curve(folder: Path, name: str, *, cut: str, endpoint: str) -> CalibratedCurves:
    path = folder / f"{name}.json"
    where = f"{CURVES_FOLDER}/{path.name}"
    if not path.is_file():
        raise _RefusedError("no curve has been calibrated yet")
    try:
        made = _CurveFile.model_validate_json(_or_refuse(_read_text(path), path))
    except ValidationError as error:
        raise _RefusedError(f"{where} is not what the command writes") from error
    if made.content_checksum != _content_checksum(made):
        raise _RefusedError(f"{where} was changed after the calibration")
    if (made.curves.data_cut, made.curves.endpoint) != (cut, endpoint):
        belongs = curve_name(made.curves.data_cut, made.curves.endpoint)
        raise _RefusedError(f"{where} belongs to {belongs}")
    fault = next(_curve_faults(made.curves), None)
    if fault is not None:
        raise _RefusedError(f"{where}{fault}")
    return made.curves


def _or_refuse(text: str | _Unreadable, path: Path) -> str:
    if isinstance(text, _Unreadable):
        where = f", {text.place}" if text.place else ""
        raise _RefusedError(f"{CURVES_FOLDER}/{path.name}{where}: {text.message.split('. ')[0]}")
    return text


def _curve_faults(curves: CalibratedCurves) -> Iterator[str]:
    """What cannot be right about curves, whoever wrote them; what follows a fault is unsure."""
    last = curves.horizon_months
    lacking = f" does not hold each month from 0 to {last}"
    if {len(curves.difference_lower), len(curves.difference_upper)} != {last + 1}:
        yield f"{lacking} (difference)"
    for role in Role:
        arm = curves.arm(role)
        lengths = {len(column) for column in (arm.months, *_by_month(arm))}
        if lengths != {last + 1} or arm.months != tuple(range(last + 1)):
            yield f"{lacking} ({role})"
        if arm.survival[0] != 1 or any(
            after > before for before, after in itertools.pairwise(arm.survival)
        ):
            yield f": survival does not start at 1, or rises ({role})"
        yield from (f": {fault} ({role})" for fault in _band_faults(arm))


def _by_month(arm: CalibratedArm) -> tuple[tuple[float, ...], ...]:
    """An arm's columns: the curve, both bands, the range."""
    reconstruction = (arm.reconstruction_lower, arm.reconstruction_upper)
    sampling = (arm.sampling_lower, arm.sampling_upper)
    return arm.survival, *reconstruction, *sampling, arm.lower, arm.upper


def _band_faults(arm: CalibratedArm) -> Iterator[str]:
    bands = {
        "reconstruction": (arm.reconstruction_lower, arm.reconstruction_upper),
        "sampling": (arm.sampling_lower, arm.sampling_upper),
    }
    for name, (lower, upper) in bands.items():
        if not _ordered(lower, arm.survival, upper):
            yield f"the {name} band does not hold the curve"
    for lower, upper in bands.values():
        if not _ordered(arm.lower, lower, upper, arm.upper):
            yield "the range does not hold both bands"


def _ordered(*columns: tuple[float, ...]) -> bool:
    """Whether each month's numbers only rise from column to column."""
    return all(list(row) == sorted(row) for row in zip(*columns, strict=True))


def write_curves(
    folder: Path,
    curves: CalibratedCurves,
    *,
    method_version: str,
    seed: int,
    assumptions: Mapping[str, float],
) -> Path:
    """Write one calibrated curve and how it was made as JSON; the file's path."""
    bare = _CurveFile(
        note=f"Written by `python -m tradeoff calibrate data/{folder.name}`. "
        "Not to be edited by hand.",
        content_checksum="",
        method_version=method_version,
        seed=seed,
        assumptions=dict(assumptions),
        curves=curves,
    )
    made = bare.model_copy(update={"content_checksum": _content_checksum(bare)})
    target = folder / CURVES_FOLDER
    target.mkdir(exist_ok=True)
    path = target / f"{curve_name(curves.data_cut, curves.endpoint)}.json"
    text = _laid_out(made.model_dump(mode="json"))
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return path


def _content_checksum(made: _CurveFile) -> str:
    """Checksum of what the file says, however its lines end and its numbers are written.

    A field that the file does not have is left out: a new one with a default breaks no old file.
    """
    content = made.model_dump(mode="json", exclude={"content_checksum"}, exclude_unset=True)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _laid_out(value: Any, margin: str = "") -> str:
    """JSON with a line for each member, and with each list or table of plain values on one."""
    members = value.values() if isinstance(value, dict) else value
    if not (isinstance(value, _NESTS) and any(isinstance(member, _NESTS) for member in members)):
        return json.dumps(value)
    inside = f"{margin}  "
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {_laid_out(one, inside)}" for key, one in value.items()]
    else:
        lines = [_laid_out(member, inside) for member in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inside}" + f",\n{inside}".join(lines) + f"\n{margin}{closing}"


_NESTS = (dict, list)
