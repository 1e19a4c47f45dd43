"""Small bars for the side panel: a difference per 100 with its range, on one scale for both.

Gain and harm share the scale, the height and the weight; each has its own colour and its own
pattern of shape, so that neither looks larger than it is.
"""

from __future__ import annotations

from typing import Literal

from tradeoff.drawing.palette import DARK, LIGHT, Palette
from tradeoff.statistics.intervals import Estimate

__all__ = ["bar_svg"]

_WIDTH, _HEIGHT = 260, 18


def bar_svg(
    difference: Estimate, *, colour: Literal["gain", "harm"], scale: tuple[float, float]
) -> str:
    """A bar from zero to the value with a whisker for its range; ``scale`` in people per 100."""
    low, high = scale

    def x(proportion: float) -> float:
        return _WIDTH * (100 * proportion - low) / (high - low)

    zero, end = x(0.0), x(difference.value)
    left, right = min(zero, end), max(zero, end)
    marks = [
        f'<rect class="track" x="0" y="4" width="{_WIDTH}" height="10" rx="2"/>',
        f'<rect class="bar" x="{left:.1f}" y="4" width="{right - left:.1f}" height="10" rx="2"/>',
        f'<path class="zero" d="M{zero:.1f} 0V18"/>',
    ]
    if difference.has_range:
        lower, upper = (x(limit) for limit in difference.limits)
        ends = f"M{lower:.1f} 5V13M{upper:.1f} 5V13"
        marks.append(f'<path class="range" d="M{lower:.1f} 9H{upper:.1f}{ends}"/>')
    light, dark = (_rules(palette, colour) for palette in (LIGHT, DARK))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 0 {_WIDTH + 2} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" preserveAspectRatio="none">'
        f"<style>{light}@media (prefers-color-scheme:dark){{{dark}}}</style>"
        f"{''.join(marks)}</svg>"
    )


def _rules(palette: Palette, colour: str) -> str:
    return (
        f".track{{fill:{palette.shade}}}.bar{{fill:{getattr(palette, colour)}}}"
        f".zero{{stroke:{palette.outline};stroke-width:1}}"
        f".range{{stroke:{palette.text};stroke-width:2;fill:none}}"
    )
