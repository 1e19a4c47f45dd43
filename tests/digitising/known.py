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
    """A figure with its truth: every tick as (pixel, value), a clear spot on each curve.

    ``until`` is the time at the plot's right edge, beyond which no curve is seen. The picture may
    be ``turned`` about its middle, in radians; ticks and picks are those before it was. Where the
    patients are known, ``log_hazard_ratio`` is theirs.
    """

    name: str
    encoded: bytes
    x: tuple[tuple[float, float], ...]
    y: tuple[tuple[float, float], ...]
    picks: tuple[Pixel, ...]
    risk_times: tuple[float, ...]
    n_at_risk: tuple[tuple[int, ...], ...]
    curves: tuple[TrueCurve, ...]
    until: float
    pdf: bytes | None = None
    turned: float = 0.0
    log_hazard_ratio: float | None = None

    @cached_property
    def picture(self) -> Picture:
        """The picture's pixels, shape (height, width, 3)."""
        with Image.open(io.BytesIO(self.encoded)) as opened:
            shown = opened.convert("RGBA")
            ground = Image.new("RGBA", shown.size, "white")
            return np.asarray(Image.alpha_composite(ground, shown).convert("RGB"))

    @property
    def axes(self) -> Axes:
        """The outermost ticks without any error of a hand, before the picture was turned."""
        return Axes(x=(self.x[0], self.x[-1]), y=(self.y[0], self.y[-1]))

    @property
    def ends(self) -> tuple[float, ...]:
        """Until when each curve is seen."""
        return tuple(min(curve.end, self.until) for curve in self.curves)

    def spot(self, time: float, survival: float) -> Pixel:
        """Where a point of the plot is in the picture."""
        row = self.axes.row(np.array([survival]))[0]
        return self._shown(float(self.axes.column(np.array([time]))[0]), float(row))

    def _shown(self, column: float, row: float) -> Pixel:
        if not self.turned:
            return column, row
        height, width, _ = self.picture.shape
        x, y = column - width / 2, row - height / 2
        cosine, sine = np.cos(self.turned), np.sin(self.turned)
        return float(width / 2 + cosine * x - sine * y), float(height / 2 + sine * x + cosine * y)

    def hand(self, seed: int = 0) -> np.random.Generator:
        """The same hand for the same figure and seed, whichever others are measured."""
        return np.random.default_rng([seed, zlib.crc32(self.name.encode())])

    def clicked(
        self, hand: np.random.Generator, *, tick: float = TICK_ERROR, pick: float = PICK_ERROR
    ) -> tuple[Axes, list[list[Pixel]]]:
        """The axes and the picks of one user, each off by up to so many pixels."""
        left, bottom = self.x[0][0], self.y[0][0]
        columns = [self._shown(self.x[end][0], bottom)[0] for end in (0, -1)]
        rows = [self._shown(left, self.y[end][0])[1] for end in (0, -1)]
        first, last, low, high = (place + hand.uniform(-tick, tick) for place in (*columns, *rows))
        axes = Axes(
            x=((first, self.x[0][1]), (last, self.x[-1][1])),
            y=((low, self.y[0][1]), (high, self.y[-1][1])),
        )
        return axes, [[off(self._shown(*spot), pick, hand)] for spot in self.picks]

    def scaled(self, factor: float) -> Known:
        """Ticks and picks in a picture that is ``factor`` times as large."""
        x, y = (tuple((at * factor, v) for at, v in ticks) for ticks in (self.x, self.y))
        picks = tuple((column * factor, row * factor) for column, row in self.picks)
        return replace(self, x=x, y=y, picks=picks)


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
    x = _pairs(told["cal"]["x"])
    right = Axes(x=(x[0], x[-1]), y=((0, 0), (1, 1))).time(np.array([told["box"][2]]))
    return Known(
        name=path.stem,
        encoded=path.with_name(told["file"]).read_bytes(),
        x=x,
        y=_pairs(told["cal"]["y"]),
        picks=_pairs(told["picks"]),
        risk_times=tuple(told["ticks"]),
        n_at_risk=tuple(tuple(row) for row in told["nrisk"]),
        curves=tuple(
            TrueCurve(np.asarray(one["t"], float), np.asarray(one["s"], float), float(one["end"]))
            for one in told["curves"]
        ),
        until=float(right[0]),
        pdf=pdf.read_bytes() if pdf.is_file() else None,
    )


def _pairs(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(one), float(other)) for one, other in rows)
