"""Strokes that a renderer put onto whole pixels, and how far off their place that is.

Matplotlib (Agg) draws what is level or upright so that it begins and ends with a pixel: a stroke an
odd number of pixels wide lies with its middle in that of a pixel, half a pixel to the right of and
below its place on average, an even one where two pixels meet, which is right on average. A curve
and the ticks of its axes differ by half a pixel where one is odd and one even.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: A stroke that was put onto whole pixels is off its place by so many of them at most.
ROUNDED = 1.3
#: Fewer strokes than this may lie alike by chance; of more, this share lies alike: a tick that
#: meets an axis, or a level under marks, lies elsewhere.
_LEAST = 4
_ALIKE = 0.65
#: So far from the middle or the edge of a pixel, in pixels, is still there.
_NEAR = 0.16


def off_place(middles: Floats) -> float | None:
    """How many pixels strokes drawn onto whole pixels lie off their places, 0 or 0.5.

    ``None`` where their middles, in pixels of the picture, do not lie alike.
    """
    if middles.size < _LEAST:
        return None
    edge = np.abs(middles - np.rint(middles)) < _NEAR
    middle = np.abs(middles - np.floor(middles) - 0.5) < _NEAR
    for off, alike in ((0.0, edge), (0.5, middle)):
        if alike.mean() >= _ALIKE:
            return off
    return None
