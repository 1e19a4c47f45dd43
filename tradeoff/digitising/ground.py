"""What a figure is printed on: the page, its panel, bands, and where they lie over each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import filters
from tradeoff.digitising.records import DigitisingError
from tradeoff.trial.told import told

Colours = NDArray[np.float32]

#: A square of this side with nothing printed in it is ground: wider than the lines of a figure.
_FLAT_SIDE = 9
#: How unlike the pixels of such a square may be, from a clean screenshot to a noisy scan.
_UNLIKE = (8.0, 16.0, 32.0, 64.0)
#: Less than this much ground, and the picture is a photograph or noise.
_LEAST_FLAT = 0.15
#: A colour that covers less of the plot than this is no ground, and more than these are no figure.
_LEAST_SHARE = 0.003
_MOST_GROUNDS = 8
#: Half the side of the square in which the commonest ground is a pixel's own.
_AROUND = 6


@dataclass(frozen=True, slots=True)
class Ground:
    """The colour under each pixel, (h, w, 3), the commonest of all, (3,), and the noise in it.

    ``noise`` is the largest difference between neighbours that still counts as flat, 0 to 255.
    """

    under: Colours
    page: Colours
    noise: float


def ground(pixels: Colours) -> Ground:
    """The ground of a plot, pixels (h, w, 3) from 0 to 255.

    Raises:
        DigitisingError: nothing is flat, so that this is no drawn figure.
    """
    flat, noise = _flat(pixels)
    modes = _modes(pixels, flat, noise)
    near = [filters.widest(np.abs(pixels - mode)) < noise + 10 for mode in modes]
    share = np.stack([_around(one.astype(np.float32)) for one in near])
    commonest = share.argmax(axis=0)
    under = np.empty_like(pixels)
    for index, (mode, own) in enumerate(zip(modes, near, strict=True)):
        here = commonest == index
        weight = share[index]
        for channel in range(3):
            mean = _around(np.where(own, pixels[..., channel], np.float32(0)))
            level = np.where(weight > 0.05, mean / np.maximum(weight, 0.05), mode[channel])
            under[..., channel][here] = level[here]
    return Ground(under, modes[0], noise)


def _around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return filters.mean(values, 2 * _AROUND + 1, 2 * _AROUND + 1)


def _flat(pixels: Colours) -> tuple[NDArray[np.bool_], float]:
    size = (_FLAT_SIDE, _FLAT_SIDE)
    spread = filters.largest(pixels, *size) - filters.smallest(pixels, *size)
    widest = filters.widest(spread)
    for unlike in _UNLIKE:
        flat: NDArray[np.bool_] = widest <= unlike
        if flat.mean() >= _LEAST_FLAT:
            return flat, unlike
    raise DigitisingError(
        told(
            "This picture has no even ground, as a printed figure has. Take a screenshot of the "
            "figure alone, or a sharper scan."
        )
    )


def _modes(pixels: Colours, flat: NDArray[np.bool_], noise: float) -> list[Colours]:
    left = pixels[flat]
    least = _LEAST_SHARE * flat.size
    modes: list[Colours] = []
    while left.shape[0] > least and len(modes) < _MOST_GROUNDS:
        code = (left.astype(np.int32) // 8) @ np.array([1024, 32, 1], dtype=np.int32)
        commonest = np.bincount(code).argmax()
        mode = left[code == commonest].mean(axis=0)
        own = filters.widest(np.abs(left - mode)) < noise + 6
        if own.sum() > least or not modes:
            modes.append(left[own].mean(axis=0))
        left = left[~own]
    return modes
