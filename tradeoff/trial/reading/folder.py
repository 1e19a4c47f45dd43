"""One trial's folder: read whole, checked whole, and every fault of it told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from tradeoff.statistics.two_arms import Role
from tradeoff.trial import clicked, digitised
from tradeoff.trial.confirmed import LocalFile, with_confirmed, with_refused
from tradeoff.trial.draft import Draft, Placed
from tradeoff.trial.problems import (
    Problem,
    TrialDataError,
    did_you_mean,
    shown,
    sort_problems,
    unknown_name,
    validation_problems,
)
from tradeoff.trial.reading.calibrated import read_curves
from tradeoff.trial.reading.files import (
    NumberedRows,
    UnreadableError,
    csv_of,
    text_of,
    toml_of,
)
from tradeoff.trial.reading.rows import Sheet
from tradeoff.trial.reading.shelf import TEXT_FILE, TRIAL_FILE, confirmation_files, fingerprint
from tradeoff.trial.records import (
    AtRisk,
    ClickedFigure,
    CurvePoint,
    DataCut,
    Endpoint,
    Head,
    Record,
    Status,
    Trial,
    TrialText,
)
from tradeoff.trial.registry import LISTS, TABLES, Table
from tradeoff.trial.rules import cross_check

R = TypeVar("R", bound=Record)
T = TypeVar("T")

# A figure traced click by click has some hundred points: more than this is something else.
MAX_POINTS = 20_000


def load_trial(folder: Path, *, language: str = "en") -> Trial:
    """The trial in a folder, with its words in one language and what a centre confirmed of it.

    Raises:
        TrialDataError: with every problem of the folder.
    """
    text_name = f"text.{language}.toml"
    if not TEXT_FILE.fullmatch(text_name):
        message = f"language is {shown(language)}. Give a code such as en or pt-BR."
        raise TrialDataError([Problem(folder.name, "", message)])
    reading = _Reading(folder)
    draft = _read_draft(reading, text_name)
    reading.problems.extend(cross_check(draft))
    rebuilt = digitised.rebuilt(draft, reading.clicks, faults=reading.problems)
    reading.problems.extend(rebuilt.problems)
    if reading.problems or draft.head is None or draft.text is None:
        raise TrialDataError(sort_problems(reading.problems))
    content = {
        **dict(draft.head),
        **{table.name: tuple(draft.rows(table.record)) for table in TABLES},
        "text": draft.text,
        "digitised": clicked.with_clicks(rebuilt.curves, reading.figures),
        "fingerprint": fingerprint(folder),
    }
    trial = reading.validated(Trial, content, TRIAL_FILE)
    if trial is None:
        raise TrialDataError(reading.problems)
    curves = read_curves(folder, trial)
    trial = trial.model_copy(update={"curves": curves.kept, "refused_curves": curves.refused})
    return _with_confirmation(folder, trial)


def _with_confirmation(folder: Path, trial: Trial) -> Trial:
    """The trial with what a centre confirmed; as it was, and why, where its file is at fault."""
    for _, path in confirmation_files(folder):
        reading = _Reading(path.parent)
        facts = reading.toml(LocalFile, path.name)
        if facts is not None:
            try:
                return with_confirmed(trial, facts)
            except TrialDataError as error:
                reading.problems.extend(error.problems)
        return with_refused(trial, tuple(map(str, sort_problems(reading.problems))))
    return trial


@dataclass(slots=True)
class _Reading:
    """One folder while it is read: its problems, and the tables that have some."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    damaged: set[type[Record]] = field(default_factory=set)
    contents: dict[str, Any] = field(default_factory=dict)
    """What trial.toml holds."""
    clicks: dict[tuple[str, Role], tuple[Placed[CurvePoint], ...]] = field(default_factory=dict)
    """The points of each file in ``curves/`` …"""
    figures: dict[str, ClickedFigure] = field(default_factory=dict)
    """… and what was clicked on the figure of an end point."""

    @property
    def hidden(self) -> frozenset[str]:
        """A centre's own numbers stand only in a folder that names the centre."""
        return frozenset() if "local" in self.contents else frozenset({str(Status.LOCAL)})

    def name(self, file: str) -> str:
        """A file's name as messages give it, relative to ``data/``."""
        return f"{self.folder.name}/{file}"

    def add(self, file: str, message: str, place: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(self.name(file), place, message))

    def read(self, file: str, understood: Callable[[str], T]) -> T | None:
        """What a file says, ``None`` with a problem noted where it cannot be read."""
        try:
            return understood(text_of(self.folder / file))
        except UnreadableError as error:
            self.add(file, str(error), error.place)
            return None

    def validated(self, record: type[R], value: Any, file: str, place: str = "") -> R | None:
        """A table of TOML as a record, ``None`` with every fault noted."""
        try:
            return record.model_validate(value)
        except ValidationError as error:
            self.problems += validation_problems(
                error, record, file=self.name(file), place=place, hidden=self.hidden
            )
            return None

    def toml(self, record: type[R], file: str) -> R | None:
        """A file of TOML as a record, ``None`` with every fault noted."""
        table = self.read(file, toml_of)
        return None if table is None else self.validated(record, table, file)

    def sheet(
        self, record: type[R], file: str, understood: Callable[[str], NumberedRows] = csv_of
    ) -> tuple[Placed[R], ...]:
        """The rows of a table that hold no fault; those of the others are noted."""
        rows = self.read(file, understood)
        found = Sheet(record, self.name(file), self.hidden).read(rows) if rows else ()
        placed: list[Placed[R]] = []
        for one in found:
            if isinstance(one, Problem):
                self.problems.append(one)
            else:
                placed.append(one)
        return tuple(placed)


def _read_draft(reading: _Reading, text_name: str) -> Draft:
    contents = reading.read(TRIAL_FILE, toml_of)
    reading.contents = contents or {}
    head = None if contents is None else _read_head(reading)
    if reading.folder.is_dir():
        _note_unknown_files(reading)
    tables: dict[type[Record], tuple[Placed[Any], ...]] = {}
    for table in TABLES:
        before = len(reading.problems)
        read = _read_list if table.listed else _read_sheet
        tables[table.record] = read(reading, table)
        if len(reading.problems) > before or (table.listed and contents is None):
            reading.damaged.add(table.record)
    _read_clicks(reading, tables[Endpoint], tables[DataCut])
    return Draft(
        folder=reading.folder.name,
        text_name=text_name,
        head=head,
        tables=tables,
        text=reading.toml(TrialText, text_name),
        drawn=digitised.pairs(reading.clicks, tables[AtRisk]),
        damaged=frozenset(reading.damaged),
    )


def _read_head(reading: _Reading) -> Head | None:
    lists = tuple(table.name for table in LISTS)
    given = {name: value for name, value in reading.contents.items() if name not in lists}
    for name in sorted(given.keys() - Head.model_fields.keys()):
        label = shown(name).strip('"')
        reading.add(TRIAL_FILE, unknown_name(label, (*Head.model_fields, *lists)))
        del given[name]
    head = reading.validated(Head, given, TRIAL_FILE)
    if head is not None and head.id != reading.folder.name:
        reading.add(
            TRIAL_FILE,
            f'id is "{head.id}", the folder is called "{reading.folder.name}". '
            "Give both the same name.",
        )
    return head


def _read_list(reading: _Reading, table: Table) -> tuple[Placed[Record], ...]:
    name, entries = table.name, reading.contents.get(table.name, ())
    placed = []
    if not isinstance(entries, tuple):
        reading.add(TRIAL_FILE, f"{name} is {shown(entries)}. Write each entry under [[{name}]].")
    elif name not in reading.contents and table.required and reading.contents:
        reading.add(TRIAL_FILE, f"{name} is missing. Add at least one [[{name}]] table.")
    else:
        for number, entry in enumerate(entries, start=1):
            place = f"{name} entry {number}"
            record = reading.validated(table.record, entry, TRIAL_FILE, place)
            if record is not None:
                placed.append(Placed(record, reading.name(TRIAL_FILE), place))
    return tuple(placed)


def _read_sheet(reading: _Reading, table: Table) -> tuple[Placed[Record], ...]:
    there = (reading.folder / table.file).exists()
    return reading.sheet(table.record, table.file) if there else ()


# --- names of files ----------------------------------------------------------------------------


def _note_unknown_files(reading: _Reading) -> None:
    """A file with a name that is slightly wrong would be passed over in silence."""
    known = {table.file for table in TABLES}
    for path in sorted(reading.folder.glob("*.*")):
        if path.suffix not in (".csv", ".toml") or path.name in known:
            continue
        if not TEXT_FILE.fullmatch(path.name):
            reading.add(
                path.name,
                f"the format has no file of this name.{_file_meant(path, known)} "
                "Rename it or take it out.",
            )


def _file_meant(path: Path, known: Iterable[str]) -> str:
    """A name that is close but for its ending, which all have in common."""
    stems = {name.removesuffix(path.suffix): name for name in known if name.endswith(path.suffix)}
    return did_you_mean(path.stem, stems).replace('"?', f'{path.suffix}"?')


# --- digitised curves --------------------------------------------------------------------------


def _read_clicks(
    reading: _Reading,
    endpoints: tuple[Placed[Endpoint], ...],
    cuts: tuple[Placed[DataCut], ...],
) -> None:
    """Every file in ``curves/``: clicks of one arm, or a name that the format does not know."""
    folder = reading.folder / digitised.FOLDER
    known = {
        digitised.file_name(placed.record.id, role): (placed.record.id, role)
        for placed in endpoints
        for role in Role
    }
    figures = {clicked.file_name(placed.record.id): placed.record.id for placed in endpoints}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = f"{digitised.FOLDER}/{path.name}"
        if name in figures:
            _read_figure(reading, name, figures[name])
        elif name in known:
            reading.clicks[known[name]] = reading.sheet(CurvePoint, name, _points_of)
        elif known and not path.name.startswith(".") and Endpoint not in reading.damaged:
            meant = did_you_mean(name, figures if path.suffix == ".toml" else known)
            reading.add(
                name,
                f"the format has no file of this name.{meant} Name it after an end point and an "
                f"arm, such as {next(iter(known))}, or take it out."
                + " Its data cut is that of its rows in at_risk.csv."
                * _names_a_cut(path, cuts),
            )
    _note_lone_figures(reading)


def _read_figure(reading: _Reading, name: str, endpoint: str) -> None:
    """What was clicked on a figure: not computed with, but for another person to trace it again."""
    figure = reading.toml(ClickedFigure, name)
    wrong = () if figure is None else tuple(clicked.faults(figure))
    for message in wrong:
        reading.add(name, message)
    if figure is not None and not wrong:
        reading.figures[endpoint] = figure


def _note_lone_figures(reading: _Reading) -> None:
    drawn = {endpoint for endpoint, _ in reading.clicks}
    for endpoint in [one for one in reading.figures if one not in drawn]:
        wanted = " and ".join(digitised.file_name(endpoint, role) for role in Role)
        reading.add(
            clicked.file_name(endpoint),
            f"it says what was clicked, but no curve is beside it. Add {wanted}, or take it out.",
        )


def _names_a_cut(path: Path, cuts: tuple[Placed[DataCut], ...]) -> bool:
    """Whether somebody put a curve's data cut into the file's name."""
    return any(f"-{placed.record.id}-" in path.stem for placed in cuts)


def _points_of(text: str) -> NumberedRows:
    points = sum(bool(line.strip()) for line in text.splitlines()) - 1
    if points > MAX_POINTS:
        raise UnreadableError(
            f"the file holds {points} points, the limit is {MAX_POINTS}",
            "Give one arm's curve, clicked by hand or thinned out.",
        )
    return csv_of(text)
