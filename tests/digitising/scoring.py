"""How near traced curves come to the drawn ones, whichever function traces them.

``python -m tests.digitising.scoring`` traces the given figures as a user would who clicks two
ticks an axis (1 px off at most) and one spot a curve (2 px), and prints a line a figure and the
figures of acceptance. Words after it choose figures by their names' beginnings; ``--set like``
(or ``hard``, ``rising``) takes figures that are made, ``--degrade half`` (or another one of
degraded.py) degrades them first.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time as clock
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from tests.digitising.degraded import DEGRADATIONS
from tests.digitising.known import (
    ANCHOR_ERROR,
    Floats,
    Known,
    Picture,
    TrueCurve,
    given,
    off,
    value_at,
)
from tests.digitising.made_figures import SETS, made
from tests.digitising.made_trials import log_hazard_ratio
from tradeoff.digitising import Axes, DigitisingError, Pixel
from tradeoff.statistics.reconstruction import ReconstructionError, reconstruct


class Curve(Protocol):
    """A ``TracedCurve`` or a ``PrintedCurve``."""

    @property
    def time(self) -> Floats: ...
    @property
    def survival(self) -> Floats: ...


Tracer = Callable[[Picture, Axes, Sequence[Sequence[Pixel]]], Sequence[Curve]]

#: A landmark on a step may be read on either side of it, within so many pixels of time: a tick may
#: be clicked one off, and a step lies somewhere in its pixel.
LANDMARK_PIXELS = 1.5
ANCHORS = 3
#: Of a figure that is near enough every landmark is nearer than this.
NEAR = 0.01

T = TypeVar("T")


@dataclass(frozen=True)
class Score:
    """Of one figure: errors at its landmarks, mean error of each curve, of the log hazard ratio.

    ``fault`` is what was raised instead; the errors are then infinite.
    """

    name: str
    landmarks: tuple[float, ...]
    mean_errors: tuple[float, ...]
    log_hazard_ratio: float
    seconds: float
    flags: tuple[str, ...] = ()
    fault: str = ""

    @property
    def largest(self) -> float:
        """The largest landmark error."""
        return max(self.landmarks, default=0.0)

    @property
    def near(self) -> bool:
        """Whether every landmark is near enough."""
        return self.largest < NEAR

    def __str__(self) -> str:
        means = " ".join(f"{error:.4f}" for error in self.mean_errors)
        ending = self.fault or " ".join(self.flags)
        return (
            f"{self.name:<34}{np.median(self.landmarks):>7.4f}{self.largest:>7.4f}  {means:<21}"
            f"{self.log_hazard_ratio:>8.4f}{self.seconds:>6.1f}  {ending}"
        )


HEAD = f"{'figure':<34}{'median':>7}{'max':>7}  {'mean |dS|':<21}{'dlogHR':>8}{'s':>6}"


def landmark_errors(figure: Known, number: int, curve: Curve) -> list[float]:
    """At the printed ticks after 0 up to the drawn end."""
    true, end = figure.curves[number], figure.ends[number]
    (left, first), (right, last) = figure.x[0], figure.x[-1]
    slack = LANDMARK_PIXELS * abs((last - first) / (right - left))
    at = np.array([t for _, t in figure.x if 0 < t <= end - slack])
    read = value_at(curve.time, curve.survival, at)
    low, high = true.at(at + slack), true.at(at - slack)
    return [float(error) for error in np.maximum(0, np.maximum(low - read, read - high))]


def mean_error(true: TrueCurve, curve: Curve, end: float) -> float:
    """The area between both, as far as the true one is seen, by its length."""
    inner = np.concatenate((true.time, curve.time))
    edges = np.unique(np.concatenate(([0, end], inner[(inner > 0) & (inner < end)])))
    apart = np.abs(true.at(edges[:-1]) - value_at(curve.time, curve.survival, edges[:-1]))
    return float(np.sum(apart * np.diff(edges)) / end)


def cut(time: Floats, survival: Floats, end: float) -> tuple[Floats, Floats]:
    """A staircase as far as it is seen."""
    if time[-1] <= end:
        return time, survival
    shown = time < end
    return np.append(time[shown], end), np.append(survival[shown], survival[shown][-1])


def rebuilt(figure: Known, curves: Iterable[tuple[Floats, Floats]]) -> float:
    """Log of the hazard ratio of patients rebuilt with the printed numbers at risk."""
    arms = [
        reconstruct(*cut(time, survival, figure.until), figure.risk_times, numbers)
        for (time, survival), numbers in zip(curves, figure.n_at_risk, strict=True)
    ]
    return log_hazard_ratio([(arm.time, arm.event) for arm in arms])


def true_log_ratio(figure: Known) -> float:
    """Of the patients where they are known, else rebuilt from the drawn curves."""
    if figure.log_hazard_ratio is not None:
        return figure.log_hazard_ratio
    drawn = figure.curves
    return rebuilt(
        figure,
        [(np.append(c.time, c.end), np.append(c.survival, c.survival[-1])) for c in drawn],
    )


def compared(figure: Known, curves: Sequence[Curve], seconds: float) -> Score:
    """Curves in the figure's own order beside the drawn ones."""
    try:
        ratio = rebuilt(figure, [(c.time, c.survival) for c in curves])
        off_by, fault = abs(ratio - true_log_ratio(figure)), ""
    except ReconstructionError as refused:
        off_by, fault = np.inf, f"not rebuilt: {refused}"
    return Score(
        figure.name,
        tuple(e for n, curve in enumerate(curves) for e in landmark_errors(figure, n, curve)),
        tuple(map(mean_error, figure.curves, curves, figure.ends)),
        float(off_by),
        seconds,
        tuple(f"{n}:{f.kind}" for n, c in enumerate(curves) for f in getattr(c, "flags", ())),
        fault,
    )


def failed(figure: Known, seconds: float, fault: str) -> Score:
    """No curve where there was one."""
    worst = (np.inf,) * len(figure.curves)
    return Score(figure.name, worst, worst, np.inf, seconds, fault=fault)


def traced(figure: Known, trace: Tracer, *, seed: int = 0, anchors: int = 0) -> Score:
    """One figure as one user would have it traced, with so many anchors a curve set afterwards."""
    hand = figure.hand(seed)
    axes, picks = figure.clicked(hand)
    began = clock.process_time()
    try:
        curves = trace(figure.picture, axes, picks)
        seconds = clock.process_time() - began
        for _ in range(anchors):
            if not anchored(figure, curves, picks, hand):
                break
            curves = trace(figure.picture, axes, picks)
    except DigitisingError as refused:
        return failed(figure, clock.process_time() - began, str(refused))
    return compared(figure, curves, seconds)


#: From so far on, in survival, a user sees that the trace is not on the curve.
SEEN = 0.005


def anchored(
    figure: Known, curves: Sequence[Curve], picks: list[list[Pixel]], hand: np.random.Generator
) -> bool:
    """Add an anchor where each trace is farthest off, as a user sees it; whether any was added.

    What is one column wide is no stretch: a step lies somewhere in its pixel.
    """
    added = False
    seen = zip(figure.curves, curves, figure.ends, picks, strict=True)
    for true, curve, end, clicks in seen:
        at = np.linspace(0, end, int(figure.axes.column(np.array([end]))[0] - figure.x[0][0]))
        apart = np.abs(true.at(at) - value_at(curve.time, curve.survival, at))
        near = np.minimum(apart[:-1], apart[1:])
        if near.max(initial=0) > SEEN:
            time = float(at[near.argmax()])
            spot = figure.spot(time, float(true.at(np.array([time]))[0]))
            clicks.append(off(spot, ANCHOR_ERROR, hand))
            added = True
    return added


# --- the figures of acceptance ------------------------------------------------------------------

#: What is measured, and the most it may be (the least, where it is a share).
LIMITS = {
    "landmark error, median": 0.002,
    "landmark error, p90": 0.005,
    "figures with max < .01": 0.90,
    "mean |dS|, p90": 0.006,
    "dlogHR, median": 0.01,
    "dlogHR, p90": 0.03,
    "seconds, median": 2.0,
    "seconds, max": 5.0,
}
AT_LEAST = {"figures with max < .01"}


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """The figures of acceptance, by the names of ``LIMITS``."""
    landmarks = np.concatenate([score.landmarks for score in scores])
    means = np.concatenate([score.mean_errors for score in scores])
    ratios = np.array([score.log_hazard_ratio for score in scores])
    seconds = np.array([score.seconds for score in scores])
    values = (
        *(_quantile(landmarks, 0.5), _quantile(landmarks, 0.9)),
        np.mean([score.near for score in scores]),
        *(_quantile(means, 0.9), _quantile(ratios, 0.5), _quantile(ratios, 0.9)),
        *(np.median(seconds), seconds.max()),
    )
    return {name: float(value) for name, value in zip(LIMITS, values, strict=True)}


def _quantile(values: Floats, share: float) -> float:
    """Of values some of which may be infinite."""
    return float(np.quantile(values, share, method="higher"))


def within(name: str, value: float) -> bool:
    """Whether a figure of acceptance is within its limit."""
    return value >= LIMITS[name] if name in AT_LEAST else value <= LIMITS[name]


def line(name: str, value: float, limit: float, *, at_least: bool = False) -> str:
    """A measured figure beside its limit, marked where it misses it."""
    missed = value < limit if at_least else value > limit
    sign = ">=" if at_least else "<="
    return f"{name:<26}{value:>9.5f} {sign} {limit:<7g}{' MISSED' if missed else ''}"


def summary_lines(scores: Sequence[Score]) -> list[str]:
    """The figures of acceptance beside their limits."""
    return [
        line(name, value, LIMITS[name], at_least=name in AT_LEAST)
        for name, value in summary(scores).items()
    ]


def tracer(named: str) -> Tracer:
    """``package.module:function`` as a function."""
    module, _, function = named.partition(":")
    found: Tracer = getattr(importlib.import_module(module), function)
    return found


def asks_for_figures(parser: argparse.ArgumentParser) -> None:
    """The options that say which figures are scored."""
    parser.add_argument("figures", nargs="*", help="beginnings of names; all without any")
    parser.add_argument("--set", default="given", choices=("given", *SETS))
    parser.add_argument("--count", type=int, default=24, help="of figures that are made")


def figures_of(asked: argparse.Namespace) -> list[Known]:
    """The figures that were asked for."""
    figures = given() if asked.set == "given" else made(asked.set, asked.count)
    begin = tuple(asked.figures) or ("",)
    return [figure for figure in figures if figure.name.startswith(begin)]


def printed_as_they_come(scores: Iterable[T]) -> list[T]:
    """All scores, each printed as soon as it is there."""
    kept = []
    for score in scores:
        kept.append(score)
        sys.stdout.write(f"{score}\n")
        sys.stdout.flush()
    return kept


def main() -> int:
    """Trace, and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.digitising.scoring", description=__doc__)
    asks_for_figures(parser)
    parser.add_argument("--trace", default="tradeoff.digitising:trace", help="module:function")
    parser.add_argument("--seed", type=int, default=0, help="another hand")
    parser.add_argument("--anchors", type=int, default=0, help=f"set afterwards ({ANCHORS})")
    parser.add_argument("--degrade", choices=tuple(DEGRADATIONS))
    asked = parser.parse_args()
    trace = tracer(asked.trace)
    figures = map(DEGRADATIONS.get(asked.degrade, lambda known: known), figures_of(asked))
    sys.stdout.write(f"{HEAD}\n")
    scores = printed_as_they_come(
        traced(figure, trace, seed=asked.seed, anchors=asked.anchors) for figure in figures
    )
    sys.stdout.write("\n".join(summary_lines(scores)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
