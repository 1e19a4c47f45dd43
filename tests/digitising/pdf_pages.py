"""PDFs written by hand, so that a test says how a figure is drawn: in one path, step by step, …"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Steps = Sequence[tuple[float, float]]
#: Falls; the last point is where the curve ends.
CONTROL: Steps = ((0, 1), (4, 0.9), (9, 0.75), (15, 0.6), (24, 0.42), (33, 0.3), (50, 0.3))
TREATED: Steps = ((0, 1), (6, 0.95), (12, 0.9), (20, 0.8), (30, 0.71), (42, 0.66), (58, 0.66))
AT_RISK = ((100, 71, 52, 30, 14, 0), (102, 90, 78, 60, 41, 20))
TICKS = (0, 12, 24, 36, 48, 60)


def polyline(points: Iterable[tuple[float, float]], end: str = "S") -> str:
    """One path through points."""
    (x, y), *others = points
    return " ".join((f"{x:.3f} {y:.3f} m", *(f"{a:.3f} {b:.3f} l" for a, b in others), end)) + "\n"


def word(text: str, x: float, y: float, *, size: float = 8, turned: bool = False) -> str:
    """A word whose middle is at x (or, turned left, at y), on a line."""
    wide = size * 0.5 * len(text)
    place = f"0 1 -1 0 {x} {y - wide / 2}" if turned else f"1 0 0 1 {x - wide / 2} {y}"
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {place} Tm ({escaped}) Tj ET\n"


@dataclass(frozen=True)
class Panel:
    """A figure on a page: where its axes are, what is printed at them, and how curves are drawn."""

    left: float = 80
    bottom: float = 200
    wide: float = 300
    high: float = 200
    low: float = 0.0
    top: float = 1.0
    percent: bool = False
    ticks: bool = True
    table: Sequence[Sequence[int]] | None = AT_RISK
    label: Callable[[float], str] | None = None
    across: Callable[[float], str] = "{:g}".format
    curves: Sequence[tuple[str, Steps]] = (("0 0 1", CONTROL), ("1 0 0", TREATED))
    draw: Callable[[list[tuple[float, float]]], str] = polyline
    more: Callable[[Panel], str] = field(default=lambda _: "")
    events: bool = False

    def place(self, time: float, survival: float) -> tuple[float, float]:
        """Where a point of a curve lies on the page, from its lower left corner."""
        share = 1 - survival if self.events else survival
        return (
            self.left + self.wide * time / TICKS[-1],
            self.bottom + self.high * (share - self.low) / (self.top - self.low),
        )

    def corners(self, steps: Steps) -> list[tuple[float, float]]:
        """The foot and the head of each step."""
        found = [self.place(*steps[0])]
        for (_, before), (time, survival) in pairwise(steps):
            found += [self.place(time, before), self.place(time, survival)]
        return found

    def written(self) -> str:
        """All of it as a page's content."""
        right, top = self.left + self.wide, self.bottom + self.high
        parts = ["0 0 0 RG 0.8 w\n", polyline([(self.left, top), (self.left, self.bottom)])]
        parts.append(polyline([(self.left, self.bottom), (right, self.bottom)]))
        parts += [self._tick_across(time) for time in TICKS]
        parts += [self._tick_down(share / 10) for share in range(0, 11, 2)]
        for colour, steps in self.curves:
            parts.append(f"{colour} RG 1.2 w\n{self.draw(self.corners(steps))}")
        for line, row in enumerate(self.table or ()):
            at = self.bottom - 50 - 12 * line
            parts.append(word(f"Arm {line}", self.left - 50, at))
            columns = (self.place(time, 1)[0] for time in TICKS)
            parts += [word(str(n), x, at) for n, x in zip(row, columns, strict=False)]
        return "".join(parts) + self.more(self)

    def _tick_across(self, time: float) -> str:
        x = self.place(time, 1)[0]
        tick = polyline([(x, self.bottom), (x, self.bottom - 3)]) if self.ticks else ""
        return tick + word(self.across(time), x, self.bottom - 14)

    def _tick_down(self, share: float) -> str:
        value = self.low + share * (self.top - self.low)
        y = self.bottom + self.high * share
        label = self.label or ((lambda v: f"{100 * v:g}") if self.percent else (lambda v: f"{v:g}"))
        tick = polyline([(self.left, y), (self.left - 3, y)]) if self.ticks else ""
        return tick + word(label(value), self.left - 14, y - 2.8)


@dataclass(frozen=True)
class Page:
    """A page: its content, and what its dictionary says beside."""

    content: str
    extra: str = ""
    box: str = "[0 0 500 500]"
    forms: Sequence[tuple[str, str]] = ()


def pdf(*pages: Page) -> bytes:
    """A file of these pages; a form has its dictionary's words and its content."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _FONT]
    kids = []
    for page in pages:
        names = ""
        for number, (extra, content) in enumerate(page.forms):
            head = f"/Type/XObject/Subtype/Form/BBox[-9999 -9999 9999 9999]{extra}"
            objects.append(stream(content, head + "/Resources<</Font<</F1 3 0 R>>>>"))
            names += f"/X{number} {len(objects)} 0 R"
        objects.append(stream(page.content))
        resources = f"/Resources<</Font<</F1 3 0 R>>/XObject<<{names}>>>>"
        told = f"/Contents {len(objects)} 0 R/MediaBox{page.box}{resources}{page.extra}"
        objects.append(f"<</Type/Page/Parent 2 0 R{told}>>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return assembled(objects)


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stream(content: str, head: str = "") -> bytes:
    """A stream, packed."""
    packed = zlib.compress(content.encode("latin-1"))
    told = f"<<{head}/Length {len(packed)}/Filter/FlateDecode>>"
    return told.encode() + b"\nstream\n" + packed + b"\nendstream"


def assembled(objects: Sequence[bytes]) -> bytes:
    """A file of objects numbered from 1."""
    written, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + held + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(written)}\n%%EOF"
    return written + (head + tail).encode()
