"""A trial's folder with a user's own data in it, ready for an administrator to put under ``data/``.

Files in, files out, as names and texts: reading the shipped folder and making the archive are
others' work. The format is that of ``data/README.md``; what comes out loads like any trial.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT

from tradeoff.papers.files import csv_text
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.curves import curve_name
from tradeoff.trial.records import AdverseEvent, AtRisk, Provenance, Record, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tradeoff.trial.records import DigitisedCurves, LocalData, Trial

__all__ = ["folder_name", "packed"]

# Clicks on a printed figure are good to three or four digits; more only makes a file longer.
DECIMALS = 6
_LONGEST_NAME = 40


def folder_name(trial: Trial) -> str:
    """A name for the new folder: the trial's, then the label in small letters, digits and hyphens.

    Raises:
        ValueError: the trial holds no local data, so there is nothing to name it after.
    """
    if trial.local is None:
        raise ValueError(f"{trial.id} holds no data of a user's own. Bring some first.")
    plain = unicodedata.normalize("NFKD", trial.local.label).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower()) or ["own-data"]
    return f"{trial.id}-{'-'.join(words)}"[:_LONGEST_NAME].strip("-")


def packed(files: Mapping[str, str], trial: Trial, *, name: str) -> dict[str, str]:
    """The folder ``name``: the shipped ``files`` of the trial, with its local data written in.

    ``files`` maps a file's name inside the folder to its text. Numbers that the user did not
    bring, and their words, stay as they were, comments included.

    Raises:
        ValueError: the trial holds no local data.
    """
    local = trial.local
    if local is None:
        raise ValueError(f"{trial.id} holds no data of a user's own. Bring some first.")
    made = dict(files)
    made["trial.toml"] = _head(files["trial.toml"], trial, local, name=name)
    for file in files:
        if re.fullmatch(r"text\..+\.toml", file):
            made[file] = _renamed(files[file], local)
    if any(map(_is_own, trial.adverse_events)):
        shipped = files.get("adverse_events.csv", "")
        made["adverse_events.csv"] = _harms(shipped, trial.adverse_events)
    for curves in trial.digitised:
        _put_curves(made, curves)
    if trial.digitised:
        made["at_risk.csv"] = _table(AtRisk, _numbers_at_risk(trial))
    return made


def _head(text: str, trial: Trial, local: LocalData, *, name: str) -> str:
    """trial.toml under its new id, with the centre and every source that is new."""
    document = tomlkit.parse(text)
    document["id"] = name
    sources = document["sources"]
    assert isinstance(sources, AoT)  # the folder was loaded, so it has [[sources]]
    known = {str(source["id"]) for source in sources}
    for source in trial.sources:
        if source.id not in known:
            table = tomlkit.table()
            table.update({"id": source.id, "citation": _citation(local), "short": source.short})
            sources.append(table)
    centre = tomlkit.table()
    centre.update({"label": local.label, "as_of": local.as_of, "session": False})
    document["local"] = centre
    return tomlkit.dumps(document)


def _citation(local: LocalData) -> str:
    return (
        f"{local.label}, {local.as_of.isoformat()}: this centre's own data; not part of the "
        "trial's publication, and not randomised by the trial."
    )


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
    shipped = {
        (row["harm"], row["arm"]): row
        for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    }
    kept = [
        _cells(row) if _is_own(row) else shipped[row.harm, row.arm]
        for row in rows
        if _is_own(row) or (row.harm, row.arm) in shipped
    ]
    return _as_csv(AdverseEvent, kept)


def _put_curves(made: dict[str, str], curves: DigitisedCurves) -> None:
    """The clicks of both arms, in place of a calibrated curve."""
    for role in Role:
        arm = curves.arm(role)
        rows = zip(arm.curve_months, arm.curve_survival, strict=True)
        lines = [f"{_plain(time)},{_plain(survival)}\n" for time, survival in rows]
        made[f"curves/{curves.endpoint}-{role}.csv"] = "".join(("months,survival\n", *lines))
    made.pop(f"calibrated/{curve_name(curves.data_cut, curves.endpoint)}.json", None)


def _numbers_at_risk(trial: Trial) -> list[AtRisk]:
    """The table as shipped, with the rows of each rebuilt curve as they were used for it."""
    rebuilt = {(one.data_cut, one.endpoint) for one in trial.digitised}
    rows = [row for row in trial.at_risk if (row.data_cut, row.endpoint) not in rebuilt]
    for curves in trial.digitised:
        rows += (row for role in Role for row in _at_risk(curves, role))
    return rows


def _at_risk(curves: DigitisedCurves, role: Role) -> Iterable[AtRisk]:
    arm = curves.arm(role)
    where = curves.model_dump(include=set(Provenance.model_fields))
    for months, number in zip(arm.risk_months, arm.n_at_risk, strict=True):
        yield AtRisk(
            **where,
            data_cut=curves.data_cut,
            endpoint=curves.endpoint,
            arm=role,
            months=months,
            n_at_risk=number,
            total_events=arm.events_stated if months == arm.risk_months[0] else None,
        )


def _table(model: type[Record], rows: Iterable[Record]) -> str:
    """A table as CSV: a column for each field that some row fills."""
    return _as_csv(model, [_cells(row) for row in rows])


def _as_csv(model: type[Record], rows: Sequence[Mapping[str, str]]) -> str:
    columns = [name for name in model.model_fields if any(row.get(name) for row in rows)]
    cells = ([row.get(name) or "" for name in columns] for row in rows)
    return csv_text(columns, cells, line_end="\n")


def _cells(row: Record) -> dict[str, str]:
    filled = row.model_dump(mode="json", exclude={"confirmed"}, exclude_none=True)
    return {name: _cell(value) for name, value in filled.items()}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _plain(value) if isinstance(value, float) else str(value)


def _plain(number: float) -> str:
    """Digits and a point, without an exponent and without zeros at the end."""
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".") or "0"
