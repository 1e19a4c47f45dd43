"""Reads texts as a user's files, for the tests of uploads."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tradeoff.uploads import (
    AtRiskUpload,
    CountsUpload,
    CurveUpload,
    UploadError,
    read_at_risk,
    read_curve,
    read_event_counts,
)

FILES = Path(__file__).parents[1] / "upload_files"

Reader = Callable[[bytes, str], CurveUpload | AtRiskUpload | CountsUpload]
READERS: tuple[Reader, ...] = (read_curve, read_at_risk, read_event_counts)


def curve(text: str) -> CurveUpload:
    return read_curve(text.encode(), "curve.csv")


def risk(text: str) -> AtRiskUpload:
    return read_at_risk(text.encode(), "risk.csv")


def counts(text: str) -> CountsUpload:
    return read_event_counts(text.encode(), "counts.csv")


def of_file(name: str) -> CurveUpload:
    return read_curve((FILES / name).read_bytes(), name)


def refused(read: Reader, content: bytes | str) -> UploadError:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(UploadError) as caught:
        read(data, "f.csv")
    return caught.value


def words(read: Reader, content: bytes | str) -> list[str]:
    """Every problem without the name of the file."""
    return [str(problem).removeprefix("f.csv") for problem in refused(read, content).problems]


def mutations(seeds: list[bytes], chance: random.Random) -> Iterator[bytes]:
    """Valid files with bytes changed, cut, doubled and mixed."""
    pieces = [b",", b";", b"\t", b"\n", b"\r", b'"', b"%", b"\0", b"\xff", b"-", b"e9", b"1.234,5"]
    pieces += [
        b"time",
        b"arm",
        b"x",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"#",
        b"=",
        b" ",
        b",,,,",
        b"mrn",
    ]
    while True:
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content) + 1)
            match chance.randrange(5):
                case 0:
                    content[at:at] = chance.choice(pieces)
                case 1:
                    del content[at : at + chance.randint(1, 8)]
                case 2:
                    content[at : at + 1] = bytes([chance.randrange(256)])
                case 3:
                    content[at:at] = content[at : at + chance.randint(1, 60)]
                case _:
                    other = chance.choice(seeds)
                    content[at:] = other[chance.randrange(len(other)) :]
        yield bytes(content)
