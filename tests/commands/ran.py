"""Commands run by tests in their own process, and the files that they are run on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tradeoff.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
UPLOADS = Path(__file__).parents[1] / "upload_files"
COMMANDS = ("check", "calibrate", "summary", "export", "schema", "digitise", "reconstruct")

Capture = pytest.CaptureFixture[str]


def ended(arguments: list[str]) -> int:
    """The exit code, whether argparse ends the process or the command returns."""
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def flat(text: str) -> str:
    return " ".join(text.split())


ONE_CURVE = "time,survival\n0,1\n6,0.9\n12,0.8\n18,0.7\n"
ONE_ROW = "time,n\n0,100\n12,70\n18,50\n"


class Made:
    """Two files in a folder, and the command run on them."""

    def __init__(self, folder: Path, curve: str = ONE_CURVE, at_risk: str = ONE_ROW) -> None:
        self.curve, self.at_risk = folder / "curve.csv", folder / "at_risk.csv"
        self.curve.write_text(curve, encoding="utf-8")
        self.at_risk.write_text(at_risk, encoding="utf-8")

    def run(self, *options: str) -> int:
        return ended(["reconstruct", str(self.curve), str(self.at_risk), *options])


def several(folder: Path) -> Made:
    return Made(
        folder,
        (UPLOADS / "webplotdigitizer_several.csv").read_text(encoding="utf-8"),
        (UPLOADS / "at_risk_printed.csv").read_text(encoding="utf-8"),
    )


PAIRS = ("--pair", "Default Dataset=Control", "--pair", "Dataset 2=Experimental")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
