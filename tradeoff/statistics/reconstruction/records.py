"""What a reconstruction gives, and what it found wrong on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from tradeoff.statistics.read_only import Flags, Floats, Integers, ReadOnly
from tradeoff.statistics.reconstruction.sentences import Sentence, listed, sentence, sentences

Table = Literal["curve", "at_risk"]

# Of many rows with one fault, so many more are named beside the first.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing put right in what was given: kind, data row as given (from 1), plain sentence."""

    kind: str
    row: int | None
    said: Sentence

    def __str__(self) -> str:
        return str(self.said)


@dataclass(frozen=True, slots=True)
class ReconstructionProblem:
    """One fault: ``table`` is "curve" or "at_risk", ``row`` counts data rows from 1.

    ``said`` is one sentence or two, the second about further rows.
    """

    table: Table
    row: int | None
    said: tuple[Sentence, ...]

    @property
    def message(self) -> str:
        """The English."""
        return " ".join(map(str, self.said))

    def __str__(self) -> str:
        where = self.table if self.row is None else f"{self.table}, row {self.row}"
        return f"{where}: {self.message}"


class ReconstructionError(ValueError):
    """The tables cannot be one arm's curve; ``problems`` holds all that was found at once."""

    def __init__(self, problems: list[ReconstructionProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, eq=False)
class FitReport(ReadOnly):
    """How well the pseudo-patients' Kaplan-Meier curve meets what was given.

    Errors are differences of survival (0 to 1), never negative, against the clicks after
    cleaning. At a drop the nearer of both sides counts. ``largest_error`` is mostly one misplaced
    step edge: judge by the landmark and the integrated error.

    Args:
        n: patients.
        n_events: events.
        n_censored: patients censored.
        risk_time: ticks of the risk table.
        n_at_risk_given: numbers at risk as given.
        n_at_risk_found: numbers of pseudo-patients with a time of the tick or later.
        total_events_given: as given, or ``None``.
        n_clicks: clicks given.
        n_clicks_used: those left after spikes were left out.
        exact_steps: the drops were solved for whole patients; the curve is met to its rounding.
        smoothing_largest: farthest that isotonic regression moved a click.
        smoothing_mean: mean of those moves.
        root_mean_square_error: over the clicks.
        mean_absolute_error: over the clicks.
        largest_error: over the clicks.
        largest_error_time: where that is.
        landmark_error: largest difference at the ticks of the risk table.
        integrated_error: area between both curves over the length of the curve.
        mends: what was put right or does not fit, in words.
    """

    n: int
    n_events: int
    n_censored: int
    risk_time: Floats
    n_at_risk_given: Integers
    n_at_risk_found: Integers
    total_events_given: int | None
    n_clicks: int
    n_clicks_used: int
    exact_steps: bool
    smoothing_largest: float
    smoothing_mean: float
    root_mean_square_error: float
    mean_absolute_error: float
    largest_error: float
    largest_error_time: float
    landmark_error: float
    integrated_error: float
    mends: tuple[Mend, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reconstruction(ReadOnly):
    """Pseudo-patients of one arm, rising in time, read-only; ``report`` says how well they fit.

    Args:
        time: observed times, shape (n,).
        event: True for an event, False for a censoring, shape (n,).
        report: the fit.
    """

    time: Floats
    event: Flags
    report: FitReport


@dataclass(slots=True)
class Findings:
    """Problems and mends as they come up."""

    problems: list[ReconstructionProblem] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)

    def refuse(self, table: Table, said: Sentence, rows: Sequence[int] = ()) -> None:
        """One problem for all rows (from 0) of one kind; it is named after the first."""
        numbers = [row + 1 for row in rows]
        first = next(iter(numbers), None)
        self.problems.append(ReconstructionProblem(table, first, (said, *_also(numbers[1:]))))

    def refuse_where(
        self,
        table: Table,
        wrong: Flags,
        said: Sentence,
        *,
        rows: Integers | None = None,
        **columns: Floats | Integers,
    ) -> None:
        """One problem for all rows that are wrong, its message filled with the first's numbers."""
        at = np.flatnonzero(wrong)
        if at.size:
            first = {name: column[at[0]].item() for name, column in columns.items()}
            filled = replace(said, values={**said.values, **first})
            self.refuse(table, filled, (at if rows is None else rows[at]).tolist())

    def against(self, table: Table) -> bool:
        """Whether a table was refused."""
        return any(problem.table == table for problem in self.problems)

    def mend(self, kind: str, row: int | None, said: Sentence) -> None:
        """One thing that was put right; the row counts from 1."""
        self.mends.append(Mend(kind, row, said))

    def stop_if_any(self) -> None:
        """End with all problems at once.

        Raises:
            ReconstructionError: where there is one.
        """
        if self.problems:
            raise ReconstructionError(self.problems)


def _also(rows: list[int]) -> tuple[Sentence, ...]:
    """Which rows have the same fault, too."""
    if not rows:
        return ()
    named = listed(rows[:_MOST_NAMED])
    if len(rows) <= _MOST_NAMED:
        return (sentence("(Also row {rows}.)", rows=named),)
    more = len(rows) - _MOST_NAMED
    return (
        sentences(
            "(Also row {rows} and {count} more.)",
            "(Also row {rows} and {count} more.)",
            more,
            rows=named,
        ),
    )
