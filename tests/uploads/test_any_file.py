"""Nothing but ``UploadError`` is raised, and every file takes bounded time."""

from __future__ import annotations

import os
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.uploads.reading import (
    FILES,
    READERS,
    Reader,
    curve,
    mutations,
)
from tradeoff.uploads import (
    AtRiskUpload,
    CountsUpload,
    CurveUpload,
    UploadError,
    Verdict,
)

#: Longer with FUZZ_SECONDS=60.
FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
#: The slowest file allowed, the largest wide table, takes about a second; a busy machine more.
SECONDS_A_FILE = 10


def read_or_refusal(
    read: Reader, content: bytes, name: str
) -> CurveUpload | AtRiskUpload | CountsUpload | UploadError:
    try:
        return read(content, name)
    except UploadError as error:
        return error


def check(read: Reader, content: bytes, name: str = "f.csv") -> None:
    """A file is read, or refused in words; what is read keeps its promises."""
    upload = read_or_refusal(read, content, name)
    if isinstance(upload, UploadError):
        assert upload.problems
        assert all(problem.message.endswith((".", "?")) for problem in upload.problems)
        assert all(str(problem).isprintable() for problem in upload.problems)
        return
    assert upload.line_counts[Verdict.REFUSED] == 0
    if isinstance(upload, CurveUpload):
        for points in upload.series.values():
            assert len(points.time) == len(points.survival) == len(points.rows) > 1
            assert all(0 <= value <= 1 for value in points.survival)
            assert all(0 <= value < float("inf") for value in points.time)
    elif isinstance(upload, AtRiskUpload):
        for numbers in upload.series.values():
            assert list(numbers.time) == sorted(set(numbers.time))
            assert list(numbers.n_at_risk) == sorted(numbers.n_at_risk, reverse=True)
    else:
        for harm in upload.harms:
            assert tuple(harm.arms) == upload.arms
            assert all(0 <= one.events <= one.total for one in harm.arms.values())


@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    for read in READERS:
        check(read, content)


@given(
    rows=st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("0", "1", "12,5", "0.9", "95 %", "-1", "1e999", "NaN", "1.234,5", "", "'"),
                    *("time", "x", "y", "arm", "survival", "n", "events", "total", "harm", "A"),
                    *('"', "#", "=", "sep=;", "events_A", "total_A", "Months", "−3", "٣", "½"),
                ]
            ),
            max_size=6,
        ),
        max_size=8,
    ),
    separator=st.sampled_from([",", ";", "\t", " ", ", "]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-32"]),
)
def test_any_table_is_read_or_refused_in_words(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    content = "\n".join(separator.join(row) for row in rows).encode(encoding)
    for read in READERS:
        check(read, content)


@given(
    points=st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 1)),
        min_size=2,
        max_size=30,
        unique_by=lambda point: point[0],
    ),
    separator=st.sampled_from([";", "\t"]),
    decimal=st.sampled_from([".", ","]),
)
def test_what_is_written_is_what_is_read(
    points: list[tuple[float, float]], separator: str, decimal: str
) -> None:
    times, values = sorted(time for time, _ in points), sorted((s for _, s in points), reverse=True)
    points = list(zip(times, values, strict=True))
    rows = [f"{time!r}{separator}{survival!r}" for time, survival in points]
    text = "time" + separator + "survival\n" + "\n".join(rows).replace(".", decimal)
    read = curve(text).series["Series 1"]
    assert read.time == tuple(time for time, _ in points)
    assert read.survival == pytest.approx([survival for _, survival in points], abs=1e-12)


def test_mutated_files_raise_nothing_else_and_take_bounded_time() -> None:
    folders = (FILES, FILES.parent / "reference" / "uploads")
    paths = (path for folder in folders for path in sorted(folder.iterdir()))
    seeds = [path.read_bytes() for path in paths if path.suffix in (".csv", ".txt")]
    end = time.process_time() + FUZZ_SECONDS
    for content in mutations(seeds, random.Random(20260101)):
        for read in READERS:
            start = time.process_time()
            check(read, content)
            assert time.process_time() - start < SECONDS_A_FILE
        if time.process_time() > end:
            break


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "content",
    [
        b"x,A,B,C,D,E,F,G,H\n" + b"".join(b"%d" % n + b",0.953" * 8 + b"\n" for n in range(19999)),
        (b"," * 4999 + b"\n") * 400,
        (b'"' * 4999 + b"\n") * 400,
        (b"1 " * 2400 + b"\n") * 400,
        b"arm,t,s\n" + b"".join(b"%s %d,%d,1\n" % (b"patien " * 7, n, n) for n in range(19999)),
        b"# 1,2,3\n" * 20000,
        b"1,1\n\n" * 10000,
    ],
    ids=["wide", "commas", "quotes", "spaces", "labels", "comments", "gaps"],
)
def test_the_largest_files_take_bounded_time(read: Reader, content: bytes) -> None:
    start = time.process_time()
    check(read, content)
    assert time.process_time() - start < SECONDS_A_FILE
