"""Trials for figures that are drawn here: simulated ones, and the public data of the references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.digitising.known import Floats
from tradeoff.statistics.survival import cox_hazard_ratio

CASES = Path(__file__).resolve().parents[1] / "reference" / "cases"

#: Days of a month: times of a trial are whole days.
DAYS: Final = 365.25 / 12

#: Reference case -> what its times are divided by, last tick, distance of ticks.
REAL: Final = {
    "veteran": (DAYS, 36, 6),
    "lung": (DAYS, 36, 6),
    "colon_os": (1, 108, 12),
    "ovarian": (1, 1200, 200),
    "gbsg": (1, 84, 12),
    "gehan": (1, 36, 6),
    "aml": (1, 160, 40),
    "udca1": (1, 5, 1),
    "sim_plateau224": (1, 72, 12),
}
KINDS: Final = ("proportional", "delayed", "crossing", "cured", "high", "close")


@dataclass(frozen=True)
class Arm:
    """Observed times of one arm's patients, and whether the event was seen then."""

    time: Floats
    event: NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """Two arms, control first, and the time axis that their figure has."""

    arms: tuple[Arm, Arm]
    last: float
    spacing: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where the time axis and the table have their ticks."""
        return tuple(float(t) for t in np.arange(0, self.last + self.spacing / 2, self.spacing))


def log_hazard_ratio(arms: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> float:
    """Of two arms as times and events, control first."""
    treated = np.repeat([False, True], [time.size for time, _ in arms])
    times, events = (np.concatenate(column) for column in zip(*arms, strict=True))
    return float(np.log(cox_hazard_ratio(times, events, treated).value))


def real(case: str) -> Trial:
    """A reference case."""
    divisor, last, spacing = REAL[case]
    rows = np.loadtxt(CASES / f"{case}_ipd.csv", delimiter=",", skiprows=1)
    control, experimental = (
        Arm(rows[rows[:, 2] == arm, 0] / divisor, rows[rows[:, 2] == arm, 1] == 1) for arm in (0, 1)
    )
    return Trial((control, experimental), last, spacing)


def simulated(kind: str, hand: np.random.Generator) -> Trial:
    """One of ``KINDS``, of 60 to 700 patients an arm, whole days, some censored throughout."""
    last, spacing = hand.choice([(60, 12), (36, 6), (48, 12), (24, 4), (120, 24)])
    n = int(np.exp(hand.uniform(np.log(60), np.log(700))))
    arms = []
    for experimental in (False, True):
        size = max(20, n + int(hand.integers(-6, 7)))
        died = last * _waiting(kind, experimental, size, hand)
        left = np.minimum(
            last * hand.uniform(0.35, 1.05, size), last * 6 * hand.exponential(1, size)
        )
        time = np.maximum(1, np.ceil(np.minimum(died, left) * DAYS)) / DAYS
        arms.append(Arm(time, died <= left))
    return Trial((arms[0], arms[1]), float(last), float(spacing))


def _waiting(kind: str, experimental: bool, size: int, hand: np.random.Generator) -> Floats:
    """Times to the event as shares of the axis."""
    unit = hand.exponential(1, size)
    ratio = hand.uniform(0.5, 0.8) if experimental else 1.0
    if kind == "delayed":
        early, rate = 0.2, 1.8
        late = early + (unit - rate * early) / (rate * ratio)
        return np.where(unit < rate * early, unit / rate, late)
    if kind == "crossing":
        shape, scale = (0.7, 0.65) if experimental else (1.3, 0.5)
        return scale * unit ** (1 / shape)
    if kind == "cured":
        cured = hand.random(size) < (0.5 if experimental else 0.35)
        return np.where(cured, np.inf, 0.25 * unit / ratio)
    rate = {"proportional": 1.6, "high": 0.15, "close": 1.4}[kind]
    return unit / (rate * (0.93 if kind == "close" and experimental else ratio))
