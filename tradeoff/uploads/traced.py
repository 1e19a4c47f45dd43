"""Curves that were traced from a printed figure, in the form of a file's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from tradeoff.trial.problems import Problem, shown
from tradeoff.trial.told import Told, told
from tradeoff.uploads.headings import names_a_person
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
    # Numbers are told with their label: only where every label can be shown.
    faults = [*label_faults(curves)] or [*_faults(kept)]
    problems = [Problem(file, "", words) for words in faults]
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


def label_faults(labels: Iterable[str]) -> Iterator[str]:
    """What is wrong with the names of one figure's curves, however they were given.

    As for a file: 1 to ``MAX_SERIES`` of them, each with a name of its own, capitals or not, of 1
    to ``MAX_LABEL_CHARACTERS``, that identifies nobody. No message repeats a name that may.
    """
    names = [label_of(label) for label in labels]
    if not 0 < len(names) <= MAX_SERIES:
        yield told(
            "there are {curves} curves. Pick 1 to {max_series} of them.",
            curves=len(names),
            max_series=MAX_SERIES,
        )
    if len({name.casefold() for name in names}) < len(names):
        yield told("two curves have one name. Give each its own.")
    for name in names:
        if not 0 < len(name) <= MAX_LABEL_CHARACTERS:
            yield (
                told(
                    "the name of a curve has {length} characters. "
                    "Give 1 to {max_label_characters}.",
                    length=len(name),
                    max_label_characters=MAX_LABEL_CHARACTERS,
                )
            )
        elif names_a_person(name):
            yield told("the name of a curve may identify a patient. Name it after its arm.")


def _faults(curves: Mapping[str, TracedPoints]) -> Iterator[str]:
    for label, (time, survival) in curves.items():
        if fault := _fault(time, survival):
            yield Told("{label}: {fault}", {"label": shown(label), "fault": fault})


def _fault(time: NDArray[np.float64], survival: NDArray[np.float64]) -> str:
    """What is wrong with a curve's numbers; empty where nothing is."""
    if time.shape != survival.shape or time.ndim != 1 or np.unique(time).size < 2:
        return told("a curve needs points at two times at least. Pick it again.")
    if not np.all(np.isfinite(time)) or time.min() < 0:
        return told("a time is not a number of 0 or more. Check the ticks of the time axis.")
    if not np.all((survival >= 0) & (survival <= 1)):
        return told("survival is not between 0 and 1. Check the ticks of the survival axis.")
    return ""


def _points(time: NDArray[np.float64], survival: NDArray[np.float64]) -> CurvePoints:
    rows = tuple(range(1, time.size + 1))
    return CurvePoints(tuple(time.tolist()), tuple(survival.tolist()), rows)
