"""The program's own files: reference cases, the engine's texts and its last check."""

from __future__ import annotations

import csv
import importlib.metadata
import io
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from tradeoff.trial.self_check import ReferenceCases, TwoArmData
from tradeoff.trial.validated import ENGINE, PACKAGES, EngineState, FullCheck, engine_checksum

_PACKAGE = Path(__file__).resolve().parents[2]
_REFERENCE = _PACKAGE / "trial" / "reference"
FULL_CHECK = _REFERENCE / "validation.json"


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
