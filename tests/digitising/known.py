"""Figures whose curves are known exactly: the given ones, and what a user would click on them."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tradeoff.digitising import Axes, Pixel

GIVEN = Path(__file__).resolve().parents[1] / "reference" / "figures"

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]

#: How far a hand is off, in pixels: at a tick along its axis, on a curve and at an anchor each way.
TICK_ERROR, PICK_ERROR, ANCHOR_ERROR = 1.0, 2.0, 1.0


@dataclass(frozen=True)
class TrueCurve:
    """What was drawn: survival from each time on, and where it ends."""

    time: Floats
    survival: Floats
    end: float

    def at(self, time: Floats) -> Floats:
        """Survival at times, just after a step where one falls on them."""
        return value_at(self.time, self.survival, time)


def value_at(time: Floats, survival: Floats, at: Floats) -> Floats:
    """Of a staircase: 1 before its first point, its last value beyond its end."""
    return np.append(1.0, survival)[np.searchsorted(time, np.asarray(at, float), "right")]


@dataclass(frozen=True)
class Known:
    """A figure with its truth: every tick as (pixel, value), a clear spot on each curve."""

    name: str
    encoded: bytes
    x: tuple[tuple[float, float], ...]
    y: tuple[tuple[float, float], ...]
    picks: tuple[Pixel, ...]
    risk_times: tuple[float, ...]
    n_at_risk: tuple[tuple[int, ...], ...]
    curves: tuple[TrueCurve, ...]
    pdf: bytes | None = None

    @cached_property
    def picture(self) -> Picture:
        """The picture's pixels, shape (height, width, 3)."""
        with Image.open(io.BytesIO(self.encoded)) as opened:
            shown = opened.convert("RGBA")
            ground = Image.new("RGBA", shown.size, "white")
            return np.asarray(Image.alpha_composite(ground, shown).convert("RGB"))

    @property
    def axes(self) -> Axes:
        """The outermost ticks without any error of a hand."""
        return Axes(x=(self.x[0], self.x[-1]), y=(self.y[0], self.y[-1]))

    def hand(self, seed: int = 0) -> np.random.Generator:
        """The same hand for the same figure and seed, whichever others are measured."""
        return np.random.default_rng([seed, zlib.crc32(self.name.encode())])

    def clicked(
        self, hand: np.random.Generator, *, tick: float = TICK_ERROR, pick: float = PICK_ERROR
    ) -> tuple[Axes, list[list[Pixel]]]:
        """The axes and the picks of one user, each off by up to so many pixels."""
        moved = [
            tuple(
                (place + hand.uniform(-tick, tick), value) for place, value in (ends[0], ends[-1])
            )
            for ends in (self.x, self.y)
        ]
        picks = [[off(spot, pick, hand)] for spot in self.picks]
        return Axes(x=moved[0], y=moved[1]), picks  # type: ignore[arg-type]

    def with_encoded(self, encoded: bytes, ending: str) -> Known:
        """The same figure as another picture of the same size."""
        return replace(self, encoded=encoded, name=f"{self.name}{ending}")


def off(spot: Pixel, most: float, hand: np.random.Generator) -> Pixel:
    """A click that misses its spot by up to so many pixels each way."""
    column, row = np.asarray(spot) + hand.uniform(-most, most, 2)
    return float(column), float(row)


def given(chosen: Callable[[str], object] = bool) -> tuple[Known, ...]:
    """The figures of tests/reference/figures whose name is chosen, in their order."""
    return tuple(_read(path) for path in sorted(GIVEN.glob("*.json")) if chosen(path.stem))


def _read(path: Path) -> Known:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    pdf = path.with_suffix(".pdf")
    return Known(
        name=path.stem,
        encoded=path.with_name(told["file"]).read_bytes(),
        x=_pairs(told["cal"]["x"]),
        y=_pairs(told["cal"]["y"]),
        picks=_pairs(told["picks"]),
        risk_times=tuple(told["ticks"]),
        n_at_risk=tuple(tuple(row) for row in told["nrisk"]),
        curves=tuple(
            TrueCurve(np.asarray(one["t"], float), np.asarray(one["s"], float), float(one["end"]))
            for one in told["curves"]
        ),
        pdf=pdf.read_bytes() if pdf.is_file() else None,
    )


def _pairs(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(one), float(other)) for one, other in rows)
