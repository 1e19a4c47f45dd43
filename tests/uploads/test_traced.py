"""Curves traced from a figure take the form of those of a file."""

from __future__ import annotations

import numpy as np
import pytest

from tradeoff.uploads import MAX_SERIES, CurvePoints, UploadError, Verdict, traced_curves
from tradeoff.uploads.traced import TracedPoints

TIME, SURVIVAL = np.array([0.0, 3.5, 9.0]), np.array([1.0, 0.9, 0.85])


def test_traced_curves_are_as_those_of_a_file() -> None:
    upload = traced_curves(
        {"A": (TIME, SURVIVAL), " B\u202e arm": (TIME, SURVIVAL - 0.1)},
        file="figure.png",
        time_unit="months",
        notes=["traced"],
    )
    assert upload.series["A"] == CurvePoints((0.0, 3.5, 9.0), (1.0, 0.9, 0.85), (1, 2, 3))
    assert list(upload.series) == ["A", "B arm"]
    assert (upload.file, upload.time_unit, upload.notes) == ("figure.png", "months", ("traced",))
    assert upload.line_counts[Verdict.USED] == 6
    assert upload.lines == ()
    assert not upload.percent


def test_a_label_like_a_formula_is_marked() -> None:
    assert traced_curves({"=A": (TIME, SURVIVAL)}, file="f").formula_labels == ("=A",)


@pytest.mark.parametrize(
    ("curves", "said"),
    [
        ({}, "there are 0 curves. Pick 1 to 8 of them."),
        (
            {f"C{n}": (TIME, SURVIVAL) for n in range(MAX_SERIES + 1)},
            "there are 9 curves. Pick 1 to 8 of them.",
        ),
        (
            {"A": (TIME, SURVIVAL), "a ": (TIME, SURVIVAL)},
            "two curves have one name. Give each its own.",
        ),
        ({" ": (TIME, SURVIVAL)}, "the name of a curve has 0 characters. Give 1 to 60."),
        (
            {"MRN": (TIME, SURVIVAL)},
            "the name of a curve may identify a patient. Name it after its arm.",
        ),
        (
            {"A": (TIME[:1], SURVIVAL[:1])},
            '"A": a curve needs points at two times at least. Pick it again.',
        ),
        (
            {"A": (TIME - 1, SURVIVAL)},
            '"A": a time is not a number of 0 or more. Check the ticks of the time axis.',
        ),
        (
            {"A": (TIME, SURVIVAL * np.nan)},
            '"A": survival is not between 0 and 1. Check the ticks of the survival axis.',
        ),
    ],
)
def test_what_cannot_be_a_curve_is_refused(curves: dict[str, TracedPoints], said: str) -> None:
    with pytest.raises(UploadError) as caught:
        traced_curves(curves, file="f.png")
    assert [str(problem) for problem in caught.value.problems] == [f"f.png: {said}"]
