"""Small bars for the side panel: a difference per 100 with its range, on one scale for both.

Gain and harm share the scale, the height and the weight; each has its own colour and its own
pattern of shape, so that neither looks larger than it is.
"""

from __future__ import annotations

from typing import Final, Literal

from tradeoff.drawing.scene import At, Box, Mark, Path, Scene, Segment, Stroke
from tradeoff.drawing.to_svg import px, to_svg
from tradeoff.statistics.intervals import Estimate
from tradeoff.words.numbers import HUNDRED

_WIDTH, _HEIGHT = 260, 18
# Gain and harm share one scale in the panel, 0 to 40 per 100, widened where a limit lies beyond.
_SCALE: Final = (0.0, 40.0)


def bar_svg(
    difference: Estimate, *, colour: Literal["gain", "harm"], scale: tuple[float, float]
) -> str:
    """A bar from zero to the value with a whisker for its range; ``scale`` in people per 100."""
    low, high = scale

    def x(proportion: float) -> float:
        return _WIDTH * (HUNDRED * proportion - low) / (high - low)

    zero, end = x(0.0), x(difference.value)
    marks: list[Mark] = [
        Box(At(0, 4), At(_WIDTH, 14), "shade", rounded=2),
        Box(At(zero, 4), At(end, 14), colour, rounded=2),
        Segment(At(zero, 0), At(zero, _HEIGHT), Stroke("outline", 1)),
    ]
    if difference.has_range:
        lower, upper = (px(x(limit)) for limit in difference.limits)
        whisker = f"M{lower} 9H{upper}M{lower} 5V13M{upper} 5V13"
        marks.append(Path(whisker, stroke=Stroke("text", 2)))
    shown = (-1, 0, _WIDTH + 2, _HEIGHT)
    scene = Scene(_WIDTH, _HEIGHT, tuple(marks), shown=shown, stretched=True)
    return to_svg(scene, theme="auto", ground=False)


def panel_scale(*differences: Estimate) -> tuple[float, float]:
    """One scale for both bars of the panel, in people per 100."""
    values = [
        limit for one in differences for limit in (one.limits if one.has_range else (one.value,))
    ]
    shown = [*_SCALE, *(HUNDRED * value for value in values)]
    return min(shown), max(shown)
