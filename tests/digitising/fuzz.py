"""Broken pictures, PDFs and files: each is read, or refused in words of the package's own errors.

``python -m tests.digitising.fuzz --seconds 60`` gives each target that long. A case that fails is
named by its number; ``--only trace --start 123`` begins there.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time as clock
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Final

import numpy as np
from PIL import Image

from tests.digitising.known import Known, Picture, given
from tests.uploads.reading import FILES, READERS, mutations
from tests.uploads.test_any_file import check
from tradeoff.digitising import Axes, DigitisingError, Pixel, apart, trace

#: No case may take longer, in seconds; a busy machine has more than one at once.
MOST_SECONDS: Final = 30.0
UPLOADS: Final = FILES.parent / "reference" / "uploads"

#: One case, from its own random state; whether it was read, not refused.
Case = Callable[[np.random.Generator], bool]


@dataclass
class Fuzzed:
    """What came of one target's cases."""

    cases: int = 0
    read: int = 0
    slowest: float = 0.0

    def __str__(self) -> str:
        return f"{self.cases:>6} cases, {self.read} read, slowest {self.slowest:.1f} s"


def fuzz(target: str, seconds: float, *, start: int = 0) -> Fuzzed:
    """Cases of a target until the seconds are over.

    Raises:
        AssertionError: one raised another error than the package's, or took too long.
    """
    case, told, end = TARGETS[target], Fuzzed(), clock.monotonic() + seconds
    for number in count(start):
        began = clock.monotonic()
        if began >= end:
            return told
        try:
            told.read += case(np.random.default_rng([number, zlib.crc32(target.encode())]))
        except Exception as fault:
            raise AssertionError(f"{target}, case {number}: {fault!r}") from fault
        took = clock.monotonic() - began
        assert took < MOST_SECONDS, f"{target}, case {number} took {took:.0f} s"
        told.cases += 1
        told.slowest = max(told.slowest, took)
    return told


def refusal(work: Callable[[], object]) -> bool:
    """Whether something was refused; a refusal is a sentence."""
    try:
        work()
    except DigitisingError as refused:
        words = str(refused)
        assert words.endswith((".", "?")), words
        assert all(line.isprintable() for line in words.splitlines()), words
        return True
    return False


# --- trace --------------------------------------------------------------------------------------


@cache
def small_figures() -> tuple[Known, ...]:
    """The given figures of up to 1,000 pixels' width: quicker to trace."""
    return tuple(figure for figure in given() if figure.picture.shape[1] <= 1000)


def broken_picture(hand: np.random.Generator) -> tuple[Known, Picture]:
    """A given figure, in many cases with something done to its pixels."""
    figure = small_figures()[int(hand.integers(len(small_figures())))]
    pixels = figure.picture.copy()
    height, width, _ = pixels.shape
    for _ in range(int(hand.integers(0, 4))):
        top, left = int(hand.integers(height)), int(hand.integers(width))
        part = pixels[top : top + int(hand.integers(1, height)), left : left + 300]
        match int(hand.integers(7)):
            case 0:
                part[:] = hand.integers(0, 256, 3)
            case 1:
                part[:] = hand.integers(0, 256, part.shape)
            case 2:
                part[:] = 255 - part
            case 3:
                pixels = np.roll(pixels, int(hand.integers(-300, 300)), axis=int(hand.integers(2)))
            case 4:
                pixels = pixels[:: int(hand.integers(1, 4)), :: int(hand.integers(1, 4))]
            case 5:
                pixels = pixels[top : top + 400, left : left + 400]
            case _:
                pixels = np.repeat(pixels, int(hand.integers(1, 3)), axis=int(hand.integers(2)))
        height, width, _ = pixels.shape
    return figure, np.ascontiguousarray(pixels)


def any_number(hand: np.random.Generator, near: float) -> float:
    """Near a number mostly; else anything that a float can be."""
    match int(hand.integers(12)):
        case 0:
            return float(hand.choice([np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324]))
        case 1:
            return float(hand.choice([0.0, -1.0, 1e-9, 1e9, 2**31, -(2**63)]))
        case 2 | 3:
            return near + float(hand.normal(0, 200))
        case _:
            return near + float(hand.uniform(-3, 3))


def traced(hand: np.random.Generator) -> bool:
    """Any picture, axes and picks: curves that keep their promises, or a refusal."""
    figure, pixels = broken_picture(hand)
    careless = hand.random() < 0.5

    def placed(at: float) -> float:
        return any_number(hand, at) if careless else at + float(hand.uniform(-3, 3))

    def value(at: float) -> float:
        return any_number(hand, at) if careless and hand.random() < 0.3 else at

    picks: list[list[Pixel]] = [
        [(placed(column), placed(row)) for _ in range(int(hand.integers(1, 4)))]
        for column, row in figure.picks
    ]
    if hand.random() < 0.1:
        picks = picks * int(hand.integers(0, 4)) + [[]] * int(hand.integers(0, 2))

    def work() -> None:
        x, y = (
            tuple((placed(at), value(v)) for at, v in (ends[0], ends[-1]))
            for ends in (figure.x, figure.y)
        )
        axes = Axes(x=(x[0], x[1]), y=(y[0], y[1]))
        for curve in trace(pixels, axes, picks):
            sound(curve.time, curve.survival)
            assert 0 <= curve.ink <= 1
            assert all(np.isfinite((flag.start, flag.end)).all() for flag in curve.flags)

    return not refusal(work)


def sound(time: np.ndarray, survival: np.ndarray) -> None:
    """Rising times from 0, survival from 0 to 1 that never rises."""
    assert time.shape == survival.shape
    assert time.size >= 2
    assert np.isfinite(time).all()
    assert time[0] >= 0
    assert (np.diff(time) >= 0).all()
    assert ((survival >= 0) & (survival <= 1)).all()
    assert (np.diff(survival) <= 0).all()


# --- bytes --------------------------------------------------------------------------------------


def mangled(content: bytes, hand: np.random.Generator, pieces: Sequence[bytes]) -> bytes:
    """Bytes changed, cut, doubled, moved; words of the format put in."""
    changed = bytearray(content)
    for _ in range(int(hand.integers(1, 12))):
        at = int(hand.integers(len(changed) + 1))
        match int(hand.integers(6)):
            case 0:
                changed[at:at] = pieces[int(hand.integers(len(pieces)))]
            case 1:
                del changed[at : at + int(hand.integers(1, 200))]
            case 2:
                changed[at : at + 1] = hand.bytes(1)
            case 3:
                changed[at:at] = changed[at : at + int(hand.integers(1, 2000))]
            case 4:
                digits = [one.start() for one in re.finditer(rb"\d", bytes(changed))]
                if digits:
                    where = digits[int(hand.integers(len(digits)))]
                    changed[where : where + 1] = str(int(hand.integers(10**9))).encode()
            case _:
                del changed[at + int(hand.integers(20000)) :]
    return bytes(changed)


STREAM: Final = re.compile(
    rb"(<<[^>]*)/Filter /FlateDecode([^>]*>>\s*stream\r?\n)(.*?)\nendstream", re.S
)
PDF_WORDS: Final = (
    *(b" q Q q q ", b" re W n ", b" S ", b" f ", b" 1 0 0 1 9e9 0 cm ", b"[3 2] 0 d "),
    *(b" -1 w ", b"/Rotate 90 ", b"/MediaBox [0 0 99999 1] ", b"/Encrypt << >> ", b"stream\n"),
    *(b"endobj\n", b"/Count 10000 ", b"/Kids [1 0 R] ", b"BT ", b"(12) Tj ", b" l l l m c h "),
)  # fmt: skip


@cache
def opened_pdfs() -> tuple[bytes, ...]:
    """The given PDFs with readable streams, so that a changed byte changes a path or a word."""
    return tuple(opened(figure.pdf) for figure in given() if figure.pdf)[::3]


def opened(pdf: bytes) -> bytes:
    """With its streams as they are before compression; the table of positions is wrong then."""

    def inflated(match: re.Match[bytes]) -> bytes:
        try:
            content = zlib.decompress(match[3])
        except zlib.error:
            return match[0]
        return match[1] + match[2] + content + b"\nendstream"

    return STREAM.sub(inflated, pdf)


def pdf_read(hand: np.random.Generator) -> bool:
    """Any PDF: figures that keep their promises, or a refusal."""
    from tradeoff.digitising import read_pdf

    pdfs = opened_pdfs()
    data = mangled(pdfs[int(hand.integers(len(pdfs)))], hand, PDF_WORDS)
    page = int(hand.choice([0, 0, 0, 0, 1, -1]))

    def work() -> None:
        for figure in read_pdf(data, page=page):
            for curve in figure.curves:
                sound(curve.time, curve.survival)
            for row in figure.at_risk or ():
                assert len(row.time) == len(row.n_at_risk)

    return not refusal(work)


PICTURE_WORDS: Final = (b"IHDR", b"\xff\xd9", b"\xff\xd8", b"IDAT", b"PLTE", b"\0" * 9, b"\xff" * 9)


@cache
def encodings() -> tuple[bytes, ...]:
    """One figure in every format that is read."""
    shown = Image.fromarray(small_figures()[0].picture).resize((320, 240))
    files = []
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"):
        file = io.BytesIO()
        shown.save(file, format=kind)
        files.append(file.getvalue())
    return tuple(files)


def picture_decoded(hand: np.random.Generator) -> bool:
    """Any picture's bytes: pixels, or a refusal."""
    files = encodings()
    data = mangled(files[int(hand.integers(len(files)))], hand, PICTURE_WORDS)

    def work() -> None:
        pixels = apart.picture(data)
        assert pixels.dtype == np.uint8
        assert pixels.ndim == 3
        assert pixels.shape[2] == 3

    return not refusal(work)


@cache
def tables() -> list[bytes]:
    """Files of every layout that is known."""
    paths = [*FILES.iterdir(), *(path for path in UPLOADS.iterdir() if path.suffix != ".md")]
    return [path.read_bytes() for path in sorted(paths)]


def table_read(hand: np.random.Generator) -> bool:
    """Any table to every reader: read as promised, or refused in words."""
    content = next(mutations(tables(), random.Random(int(hand.integers(2**31)))))
    for read in READERS:
        check(read, content)
    return True


TARGETS: Final[dict[str, Case]] = {
    "trace": traced,
    "pdf": pdf_read,
    "picture": picture_decoded,
    "uploads": table_read,
}


def main() -> int:
    """Fuzz, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.digitising.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--start", type=int, default=0)
    asked = parser.parse_args()
    for target in asked.only.split(","):
        told = fuzz(target, asked.seconds, start=asked.start)
        sys.stdout.write(f"{target:<8}{told}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
