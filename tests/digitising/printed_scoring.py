"""How near curves read from vector graphics come to the drawn ones, and whether tables are right.

``python -m tests.digitising.printed_scoring`` reads the PDFs of the given figures; ``--set like``
those of figures that are made.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np

from tests.digitising.known import Known
from tests.digitising.scoring import (
    Curve,
    Score,
    asks_for_figures,
    compared,
    failed,
    figures_of,
    line,
    mean_error,
    printed_as_they_come,
)
from tradeoff.digitising import DigitisingError, PrintedFigure, read_pdf

Reader = Callable[[bytes], Sequence[PrintedFigure]]

RIGHT, REFUSED, WRONG = "right", "refused", "wrong"


@dataclass(frozen=True)
class PrintedScore:
    """What of a figure's PDF was read: its curves' score, and ``table`` right, refused or wrong."""

    score: Score
    table: str

    def __str__(self) -> str:
        return f"{self.score}  table {self.table}"


def printed(figure: Known, read: Reader) -> PrintedScore:
    """The figure of the page that is nearest, its curves in the drawn ones' order."""
    assert figure.pdf is not None
    began = _processor()
    try:
        found = read(figure.pdf)
    except DigitisingError as refused:
        return PrintedScore(failed(figure, _processor() - began, str(refused)), REFUSED)
    seconds = _processor() - began
    fitting = [one for one in found if len(one.curves) >= len(figure.curves)]
    if not fitting:
        counts = [len(one.curves) for one in found]
        return PrintedScore(failed(figure, seconds, f"curves of figures: {counts}"), REFUSED)
    chosen = min(fitting, key=lambda one: _apart(figure, nearest(figure, one.curves)))
    score = compared(figure, nearest(figure, chosen.curves), seconds)
    return PrintedScore(score, table_of(figure, chosen))


def _processor() -> float:
    """Seconds of the processor, those of processes apart too: others' work is not counted."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def nearest(figure: Known, curves: Sequence[Curve]) -> Sequence[Curve]:
    """Those that are the drawn ones, in their order: lines of confidence may be read too."""
    return min(permutations(curves, len(figure.curves)), key=lambda some: _apart(figure, some))


def _apart(figure: Known, curves: Sequence[Curve]) -> float:
    return sum(map(mean_error, figure.curves, curves, figure.ends))


def table_of(figure: Known, read: PrintedFigure) -> str:
    """Every number at its time, or none at all."""
    if read.at_risk is None:
        return REFUSED
    rows = {row.n_at_risk for row in read.at_risk}
    times = {row.time for row in read.at_risk}
    same = rows == set(figure.n_at_risk) and all(
        len(row) == len(figure.risk_times) and np.allclose(row, figure.risk_times) for row in times
    )
    return RIGHT if same else WRONG


#: What is measured, and the most it may be.
LIMITS: Final = {
    "mean |dS|, max": 0.0005,
    "dlogHR, p90": 0.01,
    "tables wrong": 0.0,
    "seconds, max": 5.0,
}


def summary(scores: Sequence[PrintedScore]) -> dict[str, float]:
    """The figures of acceptance, by the names of ``LIMITS``, and how many tables were read."""
    curves = [one.score for one in scores]
    ratios = np.array([one.log_hazard_ratio for one in curves])
    values = (
        max(error for one in curves for error in one.mean_errors),
        float(np.quantile(ratios, 0.9, method="higher")),
        float(sum(one.table == WRONG for one in scores)),
        max(one.seconds for one in curves),
    )
    return dict(zip(LIMITS, values, strict=True))


def summary_lines(scores: Sequence[PrintedScore]) -> list[str]:
    """The figures of acceptance beside their limits."""
    lines = [line(name, value, LIMITS[name]) for name, value in summary(scores).items()]
    read = sum(one.table == RIGHT for one in scores)
    return [*lines, f"tables right in {read} of {len(scores)}"]


def main() -> int:
    """Read, and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.digitising.printed_scoring")
    asks_for_figures(parser)
    asked = parser.parse_args()
    figures = (figure for figure in figures_of(asked) if figure.pdf)
    scores = printed_as_they_come(printed(figure, read_pdf) for figure in figures)
    sys.stdout.write("\n".join(summary_lines(scores)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
