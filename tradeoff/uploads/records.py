"""What a reading gives back: the numbers of a file, and what became of every row."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tradeoff.trial.problems import Problem


class Verdict(enum.StrEnum):
    """What became of a row."""

    USED = "used"
    MENDED = "mended"
    HEADING = "heading"  # names of columns or series, or the times above numbers at risk
    SKIPPED = "skipped"  # nothing to read: a comment, an empty row
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number from 1, its text cut for display, the verdict and why."""

    row: int
    text: str
    verdict: Verdict
    message: str


class UploadError(Exception):
    """A file that cannot be used; ``problems`` holds all of them at once, fifty at most.

    ``lines`` and ``line_counts`` are the line-by-line check as far as it got; both are empty where
    the file holds what may identify a patient.
    """

    def __init__(
        self,
        problems: Iterable[Problem],
        lines: tuple[Line, ...] = (),
        line_counts: Mapping[Verdict, int] | None = None,
    ) -> None:
        self.problems = tuple(problems)
        self.lines = lines
        self.line_counts: Mapping[Verdict, int] = dict(line_counts or {})
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class CurvePoints:
    """One curve as digitised, in the file's order: times in the file's unit, survival 0 to 1.

    ``rows`` gives the row of the file for each point. Survival may still rise by a click's width:
    sorting and smoothing belong to the reconstruction.
    """

    time: tuple[float, ...]
    survival: tuple[float, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RiskRows:
    """Numbers at risk just before each time; times rise, the numbers never do."""

    time: tuple[float, ...]
    n_at_risk: tuple[int, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArmCount:
    """Patients with at least one event among those counted, 0 ≤ ``events`` ≤ ``total``."""

    events: int
    total: int
    row: int


@dataclass(frozen=True, slots=True)
class EventCounts:
    """One harm, ``None`` where the file names none, with the count of each arm by its label."""

    harm: str | None
    arms: Mapping[str, ArmCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    """What every reading tells besides its numbers.

    ``notes`` says what was done to the file as a whole; ``formula_labels`` are labels that a
    spreadsheet would run as a formula: show them as text, escape them in any export.
    """

    file: str
    notes: tuple[str, ...]
    formula_labels: tuple[str, ...]
    lines: tuple[Line, ...]
    line_counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveUpload(_Upload):
    """Curves by label, in the file's order.

    ``percent`` tells that values were divided by 100; ``time_unit`` is "months", "years", "weeks"
    or "days" where a heading says so. Times are never converted here.
    """

    series: Mapping[str, CurvePoints]
    percent: bool
    time_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRiskUpload(_Upload):
    """Numbers at risk by label, in the file's order; ``time_unit`` as for a curve."""

    series: Mapping[str, RiskRows]
    time_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsUpload(_Upload):
    """Event counts by harm; every harm has every one of ``arms``, labels as the file has them."""

    harms: tuple[EventCounts, ...]
    arms: tuple[str, ...]


def formula_like(label: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return unicodedata.normalize("NFKC", label[:1]) in ("=", "+", "-", "@", "\t", "\r")
