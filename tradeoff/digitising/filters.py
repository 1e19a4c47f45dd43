"""Means and extremes in a rectangle about each pixel; beyond the edge its last pixel goes on.

Not SciPy's, which give the same: their import takes as long as tracing a curve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]


def mean(values: Values, rows: int, columns: int) -> Values:
    """Means over ``rows`` by ``columns``, the odd pixel of an even side above or left."""
    return _mean(_mean(values, rows, 0), columns, 1)


def largest(values: Values, rows: int, columns: int) -> Values:
    """Maxima over ``rows`` by ``columns``, both odd."""
    return _extreme(_extreme(values, rows, 0, np.maximum), columns, 1, np.maximum)


def smallest(values: Values, rows: int, columns: int) -> Values:
    """Minima over ``rows`` by ``columns``, both odd."""
    return _extreme(_extreme(values, rows, 0, np.minimum), columns, 1, np.minimum)


def widest(values: NDArray[Any]) -> NDArray[Any]:
    """The largest of each pixel's three colours: NumPy's own maximum over them takes ten times."""
    red, green, blue = np.moveaxis(values, -1, 0)
    largest: NDArray[Any] = np.maximum(np.maximum(red, green), blue)
    return largest


def opened(values: Values, rows: int, columns: int) -> Values:
    """What is at least ``rows`` by ``columns`` large, both odd: a grey opening."""
    return largest(smallest(values, rows, columns), rows, columns)


def grown(mask: Mask, rows: int, columns: int) -> Mask:
    """True within ``rows`` by ``columns`` of what is True, both odd."""
    return largest(mask.astype(np.float32), rows, columns) > 0


def _padded(values: Values, side: int, axis: int) -> Values:
    width = [(0, 0)] * values.ndim
    width[axis] = (side // 2, side - 1 - side // 2)
    return np.pad(values, width, mode="edge")


def _mean(values: Values, side: int, axis: int) -> Values:
    if side <= 1:
        return values
    total = np.cumsum(_padded(values, side, axis), axis=axis, dtype=np.float64)
    total = np.moveaxis(total, axis, 0)
    summed = total[side - 1 :].copy()
    summed[1:] -= total[:-side]
    return np.moveaxis((summed / side).astype(np.float32), 0, axis)


def _extreme(
    values: Values, side: int, axis: int, better: Callable[[Values, Values], Values]
) -> Values:
    """By doubling: the extreme of 2k pixels is that of two neighbouring extremes of k."""
    if side <= 1:
        return values
    found = np.moveaxis(_padded(values, side, axis), axis, 0)
    reach = 1
    while reach < side:
        step = min(reach, side - reach)
        found = better(found[:-step], found[step:])
        reach += step
    return np.moveaxis(found, 0, axis)
