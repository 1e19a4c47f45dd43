"""How often the gain was larger, over all preferences: neutral, since no side is good or bad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, cycle
from typing import Final, Literal

import numpy as np

from tradeoff.drawing.labels import SAMPLE
from tradeoff.drawing.scene import (
    RING,
    VALUE,
    At,
    Axis,
    Curve,
    Mark,
    Numbers,
    Plane,
    Ring,
    Scene,
    Segment,
    Stroke,
    Text,
    Tick,
)
from tradeoff.drawing.survival import (
    BOTTOM,
    EDGE,
    FIGURE_HEIGHT,
    LEFT,
    NARROWEST,
    PLACE,
    TOP,
    floor,
    title_above,
    title_below,
    title_room,
)
from tradeoff.drawing.to_plotly import Chart, to_plotly
from tradeoff.findings.preferences import PREFERENCES
from tradeoff.findings.view import Findings
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.statistics.weighing import Draws, correlated, probability_curve
from tradeoff.words import numbers
from tradeoff.words.harm import badge, harm_words
from tradeoff.words.say import Say
from tradeoff.words.weighing import anchor

# "What a correlation of ±0.3 would change" (statistics.md, section 2; product.md).
CORRELATIONS: Final = (-0.3, 0.3)


_RIGHT = 20
_MAIN = Stroke("text", 2.6)
_THIN = tuple(Stroke("muted", 1.4, dash) for dash in ("7 4", "2 3", "9 3 2 3"))
_KEY_LINE, _TITLE_LINE = 20, 18
_TICKS = tuple(Tick(tick, f"{tick}") for tick in (0, 25, 50, 75, 100))


@dataclass(frozen=True, slots=True)
class ProbabilityLine:
    """Probability, 0 to 1, at each preference, with its name; words for the pointer or none."""

    label: str
    probability: Numbers
    hover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProbabilityView:
    """The probability that the gain is larger, for preferences 0 to 100.

    Args:
        preferences: 0 (not bad at all) to 100 (as bad as the anchor event), increasing.
        main: with gain and harm independent.
        others: thin lines, for example correlations of -0.3 and +0.3.
        set_preference: the one that was set, or ``None``: then nothing is marked.
        set_label: written at the marked point.
    """

    preferences: Numbers
    main: ProbabilityLine
    alt: str
    x_title: str
    y_title: str
    others: tuple[ProbabilityLine, ...] = ()
    set_preference: float | None = None
    set_label: str = ""

    def __post_init__(self) -> None:
        for line in (self.main, *self.others):
            if len(line.probability) != len(self.preferences):
                raise ValueError(
                    f"Probability line '{line.label}': {len(line.probability)} entries for "
                    f"{len(self.preferences)} preferences. Give one for each preference."
                )


def probability_chart(view: ProbabilityView, *, theme: Literal["light", "dark"]) -> Chart:
    """Probability over all preferences."""
    lines = (view.main, *view.others)
    above = title_room(view.y_title)
    key = len(lines) * _KEY_LINE + 14
    title = title_below(view.x_title, width=NARROWEST - 16)
    below = BOTTOM + _TITLE_LINE * (len(title.lines) - 1)
    plane = Plane(
        LEFT, above + key, NARROWEST - LEFT - _RIGHT, FIGURE_HEIGHT - TOP - BOTTOM - key,
        (0, 101.5), (0, 103),
    )  # fmt: skip
    curves = [
        Curve(view.preferences, tuple(100 * p for p in line.probability), stroke, line.label,
              hover=line.hover)
        for line, stroke in zip(lines, chain((_MAIN,), cycle(_THIN)), strict=False)
    ]  # fmt: skip
    marks = (
        floor(),
        Axis("y", _TICKS, grid=True),
        Axis("x", _TICKS, pointer=("%{x:.0f}",)),
        *curves,
        *_key(curves, above + key - 12),
        *_set_point(view, curves[0]),
        title_above(view.y_title, EDGE - LEFT, 8, width=NARROWEST - 8),
        title,
    )
    return to_plotly(Scene(NARROWEST, plane.floor + below, marks, plane, alt=view.alt), theme=theme)


def _key(curves: list[Curve], up: int) -> Iterator[Mark]:
    """Pieces of line over the plot; the lines themselves run too close together for names."""
    for place, curve in enumerate(curves):
        start = At(0, 1, 4 - LEFT, _KEY_LINE * place - up, share="xy")
        yield Segment(start, start.moved(SAMPLE, 0), curve.stroke)
        yield Text((curve.name,), start.moved(SAMPLE + 10, 0), upright="middle")


def _set_point(view: ProbabilityView, main: Curve) -> Iterator[Mark]:
    """A ring at the preference that was set; words towards the middle, off the falling line."""
    x = view.set_preference
    if x is None:
        return
    at = At(x, main.y[min(range(len(main.x)), key=lambda place: abs(main.x[place] - x))])
    yield Segment(At(x, 0), At(x, 100), PLACE, "set-preference", below=True)
    yield Ring(at, RING, "surface", Stroke("text", 2.4), "set-point")
    if view.set_label:
        # High up the words would stand in the axis' title: there they go under the line.
        left = x > 50 or (x > 20 and at.y > 80)
        low = left and at.y > 30
        yield Text(
            (view.set_label,), at.moved(-14 if left else 14, 8 if low else -8), "text", VALUE,
            "right" if left else "left", "top" if low else "bottom", bold=True,
        )  # fmt: skip


# --- from findings ------------------------------------------------------------------------------


def probability_view(say: Say, view: Findings) -> ProbabilityView | None:
    """How often the gain was larger, over all preferences; ``None`` where nothing was simulated."""
    draws = view.base.draws
    if draws is None:
        return None
    others = []
    for correlation in CORRELATIONS:
        rng = np.random.default_rng(SIMULATION_SEED)
        moved = correlated(draws, correlation, rng=rng)
        size = f"{'+' if correlation > 0 else ''}{say.number(correlation)}"
        label = say("correlation {size}", size=size)
        others.append(_line(label, moved))
    plain = ProbabilityView(
        preferences=tuple(float(weight) for weight in PREFERENCES),
        main=_line(say("Gain and harm independent"), draws),
        alt="",
        x_title=preference_axis(say, view),
        y_title=say("Gain larger, in how many of 100 simulations"),
        others=tuple(others),
    )
    return with_set_preference(say, plain, view)


def with_set_preference(say: Say, plain: ProbabilityView, view: Findings) -> ProbabilityView:
    """The same curve with the set preference marked, or none."""
    weight = view.choices.weight
    label = "" if weight is None else say("set: {weight}", weight=weight)
    return replace(plain, alt=probability_alt(say, view), set_preference=weight, set_label=label)


def _line(label: str, draws: Draws) -> ProbabilityLine:
    shares = probability_curve(draws, np.array(PREFERENCES) / numbers.HUNDRED)
    return ProbabilityLine(label, tuple(float(share) for share in shares))


def probability_alt(say: Say, view: Findings) -> str:
    """The probability curve as a sentence, badge included."""
    trial = view.trial
    sentence = say(
        "How often the gain was larger in 100 simulations, for {one_harm} judged "
        "from not bad at all to as bad as {anchor}.",
        one_harm=_one_harm(say, view),
        anchor=anchor(say, view),
    )
    if view.weighing.probability_gain_larger is not None and view.choices.weight is not None:
        share = numbers.out_of_100(say, view.weighing.probability_gain_larger)
        weight = view.choices.weight
        at_weight = say(
            "At the set preference of {weight}: {share} of 100.", weight=weight, share=share
        )
    else:
        at_weight = say("No preference is set.")
    note = None if view.harm is None else badge(say, trial, view.harm)
    return " ".join((sentence, at_weight, *(() if note is None else (f"{note}.",))))


def preference_axis(say: Say, view: Findings) -> str:
    """The axis of preferences, both ends named."""
    judged = say("How bad {one_harm} is judged", one_harm=_one_harm(say, view))
    return say(
        "{judged}: 0 = not bad at all, 100 = as bad as {anchor}",
        judged=judged,
        anchor=anchor(say, view),
    )


def _one_harm(say: Say, view: Findings) -> str:
    told = harm_words(view.trial)
    return say("one such harm") if told is None else told.one
