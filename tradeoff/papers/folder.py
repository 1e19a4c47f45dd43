"""A trial's folder with a user's own data in it, ready for an administrator to put under ``data/``.

Files in, files out, as names and texts: reading the shipped folder and making the archive are
others' work. The format is that of ``data/README.md``; what comes out loads like any trial.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import tomlkit
from tomlkit.items import AoT

from tradeoff.digitising import clicked_of
from tradeoff.papers.files import csv_text
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import clicked
from tradeoff.trial.curves import curve_name
from tradeoff.trial.digitised import file_name
from tradeoff.trial.records import (
    AdverseEvent,
    AtRisk,
    ClickedFigure,
    DigitisedCurves,
    LocalData,
    Provenance,
    Record,
    Status,
    Trial,
)

# Clicks on a printed figure are good to three or four digits; more only makes a file longer.
_DECIMALS = 6
_LONGEST_NAME = 40
_TRACED = (
    "What was clicked on the printed figure: two ticks of each axis, and on each arm's curve a\n"
    "clear spot, then anchors that the trace passes. The curves were traced from it."
)
_READ = (
    "Which curves of the printed figure these are: two ticks of each axis, and a spot on each\n"
    "arm's curve. The curves are the strokes of the PDF itself, nothing was traced."
)
_NO_PICTURE = (
    "The picture is not kept. With it at hand: python -m tradeoff digitise <picture or PDF> <this>"
)


def folder_name(trial: Trial) -> str:
    """A name for the new folder: the trial's, then the label in small letters, digits and hyphens.

    Raises:
        ValueError: the trial holds no local data, so there is nothing to name it after.
    """
    label = unicodedata.normalize("NFKD", _local(trial).label)
    plain = label.encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["own-data"]
    return f"{trial.id}-{'-'.join(words)}"[:_LONGEST_NAME].strip("-")


def _local(trial: Trial) -> LocalData:
    if trial.local is None:
        raise ValueError(f"{trial.id} holds no data of a user's own. Bring some first.")
    return trial.local


def packed(files: Mapping[str, str], trial: Trial, *, name: str) -> dict[str, str]:
    """The folder ``name``: the shipped ``files`` of the trial, with its local data written in.

    ``files`` maps a file's name inside the folder to its text. Numbers that the user did not
    bring, and their words, stay as they were, comments included.

    Raises:
        ValueError: the trial holds no local data.
    """
    local, made = _local(trial), dict(files)
    made["trial.toml"] = _head(files["trial.toml"], trial, local, name=name)
    for file in files:
        if re.fullmatch(r"text\..+\.toml", file):
            made[file] = _renamed(files[file], local)
    if any(map(_is_own, trial.adverse_events)):
        made["adverse_events.csv"] = _harms(
            files.get("adverse_events.csv", ""), trial.adverse_events
        )
    for curves in trial.digitised:
        # The clicks of both arms, in place of a calibrated curve.
        made |= {file_name(curves.endpoint, role): _clicks(curves, role) for role in Role}
        # A figure that was clicked on before shows no curve of another digitiser.
        made.pop(clicked.file_name(curves.endpoint), None)
        if curves.clicked is not None:
            made[clicked.file_name(curves.endpoint)] = figure_text(curves.clicked)
        made.pop(f"calibrated/{curve_name(curves.data_cut, curves.endpoint)}.json", None)
    if trial.digitised:
        made["at_risk.csv"] = _as_csv(AtRisk, [_cells(row) for row in _numbers_at_risk(trial)])
    return made


def _head(text: str, trial: Trial, local: LocalData, *, name: str) -> str:
    """trial.toml under its new id, with the centre and every source that is new."""
    document = tomlkit.parse(text)
    document["id"] = name
    sources = document["sources"]
    assert isinstance(sources, AoT)  # the folder was loaded, so it has [[sources]]
    known = {str(source["id"]) for source in sources}
    citation = (
        f"{local.label}, {local.as_of}: this centre's own data; not part of the trial's "
        "publication; its counts are not randomised by the trial."
    )
    for source in trial.sources:
        if source.id not in known:
            new = {"id": source.id, "citation": citation, "short": source.short}
            sources.append(tomlkit.item(new))
    document["local"] = {"label": local.label, "as_of": local.as_of, "session": False}
    return tomlkit.dumps(document)


def _renamed(text: str, local: LocalData) -> str:
    """The words, with a name that tells the folder from the trial that it was made from."""
    document = tomlkit.parse(text)
    document["name"] = f"{document['name']} ({local.label})"
    return tomlkit.dumps(document)


def _is_own(row: AdverseEvent) -> bool:
    """Whether the user counted it: a number that a centre confirmed is still the trial's."""
    return row.status is Status.LOCAL and row.confirmed is None


def _harms(text: str, rows: Iterable[AdverseEvent]) -> str:
    """The table with the user's own rows in it, and all others as they were shipped."""
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    shipped = {(row["harm"], row["arm"]): row for row in table}
    return _as_csv(
        AdverseEvent,
        [
            _cells(row) if _is_own(row) else shipped[row.harm, row.arm]
            for row in rows
            if _is_own(row) or (row.harm, row.arm) in shipped
        ],
    )


def _clicks(curves: DigitisedCurves, role: Role) -> str:
    arm = curves.arm(role)
    points = zip(map(_cell, arm.curve_months), map(_cell, arm.curve_survival), strict=True)
    return csv_text(("months", "survival"), points, line_end="\n")


def figure_text(figure: ClickedFigure) -> str:
    """The axes and the clicks, for another person to trace the same figure."""
    how = _READ if figure.vector else _TRACED
    return clicked_of(figure).text(comment=f"{how}\n{_NO_PICTURE}")


def _numbers_at_risk(trial: Trial) -> Iterator[AtRisk]:
    """The table as shipped, with the rows of each rebuilt curve as they were used for it."""
    rebuilt = {(one.data_cut, one.endpoint) for one in trial.digitised}
    yield from (row for row in trial.at_risk if (row.data_cut, row.endpoint) not in rebuilt)
    for curves in trial.digitised:
        for role in Role:
            yield from _at_risk(curves, role)


def _at_risk(curves: DigitisedCurves, role: Role) -> Iterator[AtRisk]:
    arm = curves.arm(role)
    where = curves.model_dump(include={*Provenance.model_fields, "data_cut", "endpoint"})
    for months, number in zip(arm.risk_months, arm.n_at_risk, strict=True):
        yield AtRisk(
            **where,
            arm=role,
            months=months,
            n_at_risk=number,
            total_events=arm.events_stated if months == arm.risk_months[0] else None,
        )


def _as_csv(model: type[Record], rows: Sequence[Mapping[str, str]]) -> str:
    """A table as CSV: a column for each field that some row fills."""
    columns = [name for name in model.model_fields if any(row.get(name) for row in rows)]
    cells = ([row.get(name) or "" for name in columns] for row in rows)
    return csv_text(columns, cells, line_end="\n")


def _cells(row: Record) -> dict[str, str]:
    filled = row.model_dump(mode="json", exclude={"confirmed"}, exclude_none=True)
    return {name: _cell(value) for name, value in filled.items()}


def _cell(value: object) -> str:
    """A number is digits and a point, without an exponent and without zeros at the end."""
    if isinstance(value, float):
        return f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".") or "0"
    return str(value).lower() if isinstance(value, bool) else str(value)
