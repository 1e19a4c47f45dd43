"""Example files of what a user may bring: made up, said so in their first row, of no trial.

They are kept as files, not made from a trial, so that none can pass for that trial's own.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_SHOWN: Final = 3


class Example(StrEnum):
    """The example of each kind of file, by its name."""

    CURVE = "example-curve.csv"
    AT_RISK = "example-numbers-at-risk.csv"
    COUNTS = "example-counts.csv"


@cache
def text(example: Example) -> str:
    """The file as it is downloaded."""
    return (_HERE / example).read_text(encoding="utf-8")


def first_rows(example: Example) -> str:
    """The form at a glance: the headings and the first numbers."""
    rows = [row for row in text(example).splitlines() if not row.startswith("#")]
    return "\n".join(rows[:_SHOWN])
