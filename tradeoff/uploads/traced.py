"""Curves that were traced from a printed figure, in the form of a file's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from tradeoff.trial.problems import Problem, shown
from tradeoff.uploads.headings import identifies
from tradeoff.uploads.records import CurvePoints, CurveUpload, UploadError, Verdict, formula_like
from tradeoff.uploads.series import MAX_LABEL_CHARACTERS, MAX_SERIES, label_of

TracedPoints = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Times in one unit and survival from 0 to 1, one of each for each point."""


def traced_curves(
    curves: Mapping[str, TracedPoints],
    *,
    file: str,
    time_unit: str | None = None,
    notes: Iterable[str] = (),
) -> CurveUpload:
    """Curves by label as ``read_curve`` gives those of a file.

    ``file`` is what messages call their figure, ``time_unit`` as in ``CurveUpload``. Points count
    from 1 in each curve, so that "row 3" of a message is the third. There are no lines to check:
    what was traced is looked at in the figure.

    Raises:
        UploadError: no curve, too many, or one whose label or numbers cannot be used.
    """
    kept = {label_of(label): points for label, points in curves.items()}
    problems = [Problem(file, "", words) for words in _faults(curves, kept)]
    if problems:
        raise UploadError(problems)
    series = {label: _points(*points) for label, points in kept.items()}
    n_points = sum(len(points.rows) for points in series.values())
    return CurveUpload(
        file=file,
        notes=tuple(notes),
        formula_labels=tuple(filter(formula_like, series)),
        lines=(),
        line_counts={verdict: n_points * (verdict is Verdict.USED) for verdict in Verdict},
        series=series,
        percent=False,
        time_unit=time_unit,
    )


def _faults(curves: Mapping[str, TracedPoints], kept: Mapping[str, TracedPoints]) -> Iterable[str]:
    if not 0 < len(curves) <= MAX_SERIES:
        yield f"there are {len(curves)} curves. Pick 1 to {MAX_SERIES} of them."
    if len({label.casefold() for label in kept}) < len(curves):
        yield "two curves have one name. Give each its own."
    for label, (time, survival) in kept.items():
        if not 0 < len(label) <= MAX_LABEL_CHARACTERS:
            yield (
                f"the name of a curve has {len(label)} characters. "
                f"Give 1 to {MAX_LABEL_CHARACTERS}."
            )
        elif identifies(label):
            yield "the name of a curve may identify a patient. Name it after its arm."
        elif fault := _fault(time, survival):
            yield f"{shown(label)}: {fault}"


def _fault(time: NDArray[np.float64], survival: NDArray[np.float64]) -> str:
    """What is wrong with a curve's numbers; empty where nothing is."""
    if time.shape != survival.shape or time.ndim != 1 or np.unique(time).size < 2:
        return "a curve needs points at two times at least. Pick it again."
    if not np.all(np.isfinite(time)) or time.min() < 0:
        return "a time is not a number of 0 or more. Check the ticks of the time axis."
    if not np.all((survival >= 0) & (survival <= 1)):
        return "survival is not between 0 and 1. Check the ticks of the survival axis."
    return ""


def _points(time: NDArray[np.float64], survival: NDArray[np.float64]) -> CurvePoints:
    rows = tuple(range(1, time.size + 1))
    return CurvePoints(tuple(time.tolist()), tuple(survival.tolist()), rows)
