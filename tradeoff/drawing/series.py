"""What a survival figure shows: numbers and words; the only sentences here are in errors.

Probabilities come in 0 to 1 and are drawn out of 100.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tradeoff.drawing.scene import Numbers
from tradeoff.findings.choices import Framing
from tradeoff.statistics.two_arms import Arms

#: Where the axis ends that shows the first of the follow-up alone.
FIRST_MONTHS: Final = 24.0


class AxisRange(StrEnum):
    """What the axes show; ``HALF`` is 50 to 100 alive, and so 0 to 50 died."""

    WHOLE = "whole"
    FIRST_24_MONTHS = "first-24-months"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Band:
    """Lower and upper survival, 0 to 1, one of each for every month of its series."""

    lower: Numbers
    upper: Numbers


@dataclass(frozen=True, slots=True)
class PublishedPoint:
    """Survival as published at a landmark, with its interval where there is one."""

    months: float
    survival: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A line of numbers under the axis: a short name, and (months, words) wherever a tick may be.

    Only what stands at a tick is drawn.
    """

    label: str
    cells: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One arm: survival 0 to 1 at ``months``, increasing from 0.

    Args:
        label: written at the line.
        value_label: written where values stand, for example "85"; whole people are made elsewhere.
        band: its 95 % range, shaded.
        room: where the line may run given what was published, hatched.
        steps: a Kaplan-Meier staircase; else points are joined.

    Raises:
        ValueError: lengths that differ, fewer than two months, or survival outside 0 to 1.
    """

    label: str
    months: Numbers
    survival: Numbers
    value_label: str = ""
    band: Band | None = None
    room: Band | None = None
    published: tuple[PublishedPoint, ...] = ()
    steps: bool = False

    def __post_init__(self) -> None:
        where = f"Series '{self.label}'"
        if len(self.months) < 2 or any(
            a >= b for a, b in zip(self.months, self.months[1:], strict=False)
        ):
            raise ValueError(f"{where}: give two or more months, each after the last.")
        for name, column in self._columns():
            if len(column) != len(self.months):
                raise ValueError(
                    f"{where}: {len(column)} entries of {name} for {len(self.months)} months. "
                    "Give one for each."
                )
        if not all(0 <= s <= 1 for s in self.survival):
            raise ValueError(f"{where}: survival must lie between 0 and 1.")

    def _columns(self) -> Iterator[tuple[str, Numbers]]:
        """What needs an entry for each month."""
        yield "survival", self.survival
        for name, band in (("band", self.band), ("room", self.room)):
            if band is not None:
                yield f"{name}.lower", band.lower
                yield f"{name}.upper", band.upper


@dataclass(frozen=True, slots=True)
class SurvivalView:
    """Everything a survival figure shows, words included.

    Args:
        y_title: says what is counted in this framing and, where it does, that the axis is cut.
        marked_months: where the values stand, which are the series' ``value_label`` …
        dotted: … with a dotted line there, and its month bold on the axis.
        median_follow_up_months: the axis beyond it is shaded and labelled ``beyond_label``.
        at_risk: lines under the axis where they are known, ``at_risk_title`` above them.
        title, notes: written on the exported picture only: population, source, limits of use.
    """

    arms: Arms[Series]
    alt: str
    x_title: str
    y_title: str
    marked_months: float | None = None
    dotted: bool = False
    median_follow_up_months: float | None = None
    beyond_label: str = ""
    framing: Framing = Framing.ALIVE
    axis: AxisRange = AxisRange.WHOLE
    show_band: bool = True
    show_room: bool = False
    at_risk: Arms[tuple[RiskLine, ...]] | None = None
    at_risk_title: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def last_month(self) -> float:
        """Where the axis ends."""
        end = max(series.months[-1] for series in self.arms.shown)
        return min(end, FIRST_MONTHS) if self.axis is AxisRange.FIRST_24_MONTHS else end

    @property
    def heights(self) -> tuple[int, int]:
        """Where the upright axis starts and ends, out of 100."""
        if self.axis is not AxisRange.HALF:
            return 0, 100
        return (50, 100) if self.framing is Framing.ALIVE else (0, 50)

    @property
    def ticks(self) -> tuple[int, ...]:
        """Those of the upright axis."""
        low, high = self.heights
        return tuple(range(low, high + 1, 25 if high - low == 100 else 10))

    @property
    def marked(self) -> float | None:
        """The month of the values, where the axis reaches it."""
        months = self.marked_months
        return None if months is None or months > self.last_month else months

    @property
    def beyond(self) -> float | None:
        """Where median follow-up ends, if that is on the axis."""
        median = self.median_follow_up_months
        return None if median is None or median >= self.last_month else median

    def drawn(self, survival: Numbers) -> Numbers:
        """Out of 100, in the framing."""
        if self.framing is Framing.ALIVE:
            return tuple(100 * s for s in survival)
        return tuple(100 * (1 - s) for s in survival)
