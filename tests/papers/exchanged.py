"""Documents of the exchange format for tests, of every trial and held against the schema."""

from __future__ import annotations

import csv
import datetime
import io
import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from tests.views import (
    DATA,
    e1910,
)
from tradeoff.findings.ledger.entry import Quantity
from tradeoff.papers import exchange
from tradeoff.papers.exchange import ExportedSummary, ExportedTrial
from tradeoff.papers.exchange.number import ExportedNumber
from tradeoff.trial import reading as loading
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import (
    DigitisedArm,
    DigitisedCurves,
    Status,
    Trial,
)

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
MANUAL = (DATA / "README.md").read_text(encoding="utf-8")
SCHEMAS = {
    "docs/export.schema.json": ExportedTrial,
    "docs/summary.schema.json": ExportedSummary,
}
DAY = datetime.date(2026, 11, 22)
BADGE = "Unconfirmed: check against the full paper"
FOLDERS = (*(DATA / trial for trial in loading.trial_ids(DATA)), MINIMAL)


def exported_of(trial: Trial) -> ExportedTrial:
    return exchange.document(trial, exchange.views(trial), program="9.9", made_on=DAY)


@cache
def shipped(folder: Path) -> tuple[Trial, ExportedTrial]:
    trial = load_trial(folder)
    return trial, exported_of(trial)


def validator(path: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def faults(record: ExportedTrial | ExportedSummary, path: str) -> list[str]:
    found = validator(path).iter_errors(json.loads(exchange.json_text(record)))
    return [f"{error.json_path}: {error.message}" for error in found]


def some(made: ExportedTrial, quantity: Quantity, **about: object) -> list[ExportedNumber]:
    return [
        one
        for one in made.numbers
        if one.quantity is quantity and all(getattr(one, key) == v for key, v in about.items())
    ]


def only(made: ExportedTrial, quantity: Quantity, **about: object) -> ExportedNumber:
    (one,) = some(made, quantity, **about)
    return one


every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def with_digitised() -> Trial:
    arm = DigitisedArm(
        curve_months=(0.0, 5.0, 10.0),
        curve_survival=(1.0, 0.75, 0.5),
        risk_months=(0.0,),
        n_at_risk=(4,),
        time=(5.0, 8.0, 10.0, 12.0),
        event=(True, False, True, False),
        root_mean_square_error=0.01,
        largest_error=0.02,
        mends=("A click was moved.",),
    )
    curves = DigitisedCurves(
        data_cut="nejm", endpoint="os", source="nejm-2024", place="Figure 1",
        status=Status.RECONSTRUCTED, control=arm, experimental=arm,
    )  # fmt: skip
    return e1910().model_copy(update={"digitised": (curves,)})


def read_back(made: ExportedTrial) -> list[dict[str, str]]:
    text = exchange.table_text(made)
    return list(csv.DictReader(io.StringIO(text, newline="")))
