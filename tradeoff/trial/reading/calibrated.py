"""Calibrated curves on disk: one JSON file each, refused where it does not belong to the trial."""

from __future__ import annotations

import hashlib
import itertools
import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.curves import curve_name, curves_wanted, refusal
from tradeoff.trial.reading.files import UnreadableError, text_of
from tradeoff.trial.records import CalibratedArm, CalibratedCurves, Record, Trial
from tradeoff.trial.told import told

CURVES_FOLDER = "calibrated"


class CurveFile(Record):
    """What the file of a curve holds: the curves, how they were made, and a checksum of it all."""

    note: str
    content_checksum: str
    method_version: str
    seed: int
    assumptions: dict[str, float]
    curves: CalibratedCurves

    def checksum(self) -> str:
        """Checksum of what the file says, however its lines end and its numbers are written.

        A field that the file does not have is left out: a new one with a default breaks no old one.
        """
        content = self.model_dump(mode="json", exclude={"content_checksum"}, exclude_unset=True)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FolderCurves:
    """The curves that belong to a trial's numbers, and why the others are refused."""

    kept: tuple[CalibratedCurves, ...]
    refused: tuple[str, ...]


class _RefusedError(Exception):
    """Why a curve's file cannot be used."""


def read_curves(folder: Path, trial: Trial) -> FolderCurves:
    """Every curve that the trial's numbers allow, from its file or refused."""
    kept, refused = [], []
    for cut, endpoint in curves_wanted(trial):
        try:
            kept.append(_read_curve(folder, trial, data_cut=cut, endpoint=endpoint))
        except _RefusedError as error:
            refused.append(
                told(
                    "{curve}: {reason}. Run `{command}`.",
                    curve=curve_name(cut, endpoint),
                    reason=error.args[0],
                    command=calibrate_command(trial.id),
                )
            )
    return FolderCurves(tuple(kept), tuple(refused))


def calibrate_command(trial_id: str, folder: Path | None = None) -> str:
    """What makes a trial's curves anew, its folder named as on the shelf or as it was given."""
    where = f"data/{trial_id}" if folder is None else shlex.quote(folder.as_posix())
    return f"python -m tradeoff calibrate {where}"


def _read_curve(folder: Path, trial: Trial, *, data_cut: str, endpoint: str) -> CalibratedCurves:
    where = f"{CURVES_FOLDER}/{curve_name(data_cut, endpoint)}.json"
    path = folder / where
    if not path.is_file():
        raise _RefusedError(told("no curve has been calibrated yet"))
    try:
        made = CurveFile.model_validate_json(text_of(path))
    except UnreadableError as error:
        place = f", {error.place}" if error.place else ""
        raise _RefusedError(f"{where}{place}: {error.fact}") from error
    except ValidationError as error:
        raise _RefusedError(told("{file} is not what the command writes", file=where)) from error
    if made.content_checksum != made.checksum():
        raise _RefusedError(told("{file} was changed after the calibration", file=where))
    curves = made.curves
    if (curves.data_cut, curves.endpoint) != (data_cut, endpoint):
        belongs = curve_name(curves.data_cut, curves.endpoint)
        raise _RefusedError(told("{file} belongs to {curve}", file=where, curve=belongs))
    for fault in _curve_faults(curves):
        raise _RefusedError(f"{where}{fault}")
    reason = refusal(trial, curves)
    if reason is not None:
        raise _RefusedError(reason)
    return curves


def _curve_faults(curves: CalibratedCurves) -> Iterator[str]:
    """What cannot be right about curves, whoever wrote them; what follows a fault is unsure."""
    last = curves.horizon_months
    lacking = f" does not hold each month from 0 to {last}"
    if {len(curves.difference_lower), len(curves.difference_upper)} != {last + 1}:
        yield f"{lacking} (difference)"
    for role in Role:
        yield from (f"{fault} ({role})" for fault in _arm_faults(curves.arm(role), last, lacking))


def _arm_faults(arm: CalibratedArm, last: int, lacking: str) -> Iterator[str]:
    bands = {
        "reconstruction": (arm.reconstruction_lower, arm.reconstruction_upper),
        "sampling": (arm.sampling_lower, arm.sampling_upper),
    }
    columns = (arm.survival, *itertools.chain(*bands.values()), arm.lower, arm.upper)
    if arm.months != tuple(range(last + 1)) or set(map(len, columns)) != {last + 1}:
        yield lacking
    if arm.survival[0] != 1 or list(arm.survival) != sorted(arm.survival, reverse=True):
        yield ": survival does not start at 1, or rises"
    for name, (lower, upper) in bands.items():
        if not _ordered(lower, arm.survival, upper):
            yield f": the {name} band does not hold the curve"
    for lower, upper in bands.values():
        if not _ordered(arm.lower, lower, upper, arm.upper):
            yield ": the range does not hold both bands"


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
    bare = CurveFile(
        note=f"Written by `python -m tradeoff calibrate data/{folder.name}`. "
        "Not to be edited by hand.",
        content_checksum="",
        method_version=method_version,
        seed=seed,
        assumptions=dict(assumptions),
        curves=curves,
    )
    made = bare.model_copy(update={"content_checksum": bare.checksum()})
    path = folder / CURVES_FOLDER / f"{curve_name(curves.data_cut, curves.endpoint)}.json"
    path.parent.mkdir(exist_ok=True)
    text = _laid_out(made.model_dump(mode="json"))
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return path


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
