"""How much of a curve's own colour each pixel holds, and what may hide it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import filters
from tradeoff.digitising.ground import Colours, Ground
from tradeoff.digitising.records import DigitisingError, Pixel

Shares = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from a click its line is looked for, and how fast a pixel's vote fades, in pixels.
_REACH = 7.0
_FADES = 2.2
#: Full ink is the strongest but for this share of the votes: edges are weaker, dots on it stronger.
_FULL = 0.86
#: The least difference from the ground that is ink, beyond the noise of the ground.
_LEAST = 30.0
#: Two colours whose directions from the ground agree better than this are one ink.
_SAME_DIRECTION = 0.95
#: Colours nearer than this cannot be told apart: curves of one ink.
_SAME_INK = 40.0
#: A residual of this much is another colour; more is allowed where the ground is noisy.
_SIGMA = 32.0
_SIGMA_NOISY = 45.0
#: How much nearer another colour has to be to win a pixel.
_CLOSE = 7.0
#: A translucent band lets this much of a line under it through.
_THROUGH = 0.75
_BLACK = np.zeros(3, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Ink:
    """A curve's ink: ``share`` of each pixel, 0 to 1, and ``hidden`` where another lies over it."""

    share: Shares
    hidden: Mask


def colour_at(pixels: Colours, ground: Ground, at: Pixel, *, scale: float, name: str) -> Colours:
    """The colour of the line at a click, (3,), by a vote of the pixels round it.

    Raises:
        DigitisingError: there is nothing but ground.
    """
    reach = int(np.ceil(_REACH * scale))
    column, row = int(at[0]), int(at[1])
    height, width = pixels.shape[:2]
    if not (0 <= column < width and 0 <= row < height):
        raise DigitisingError(
            f"The click on {name} is outside the plot. Click on the curve between the axes."
        )
    rows = slice(max(row - reach, 0), row + reach + 1)
    columns = slice(max(column - reach, 0), column + reach + 1)
    difference = (pixels[rows, columns] - ground.under[rows, columns]).reshape(-1, 3)
    under = ground.under[rows, columns].reshape(-1, 3)
    grid = np.mgrid[rows.start : min(rows.stop, height), columns.start : min(columns.stop, width)]
    away = np.hypot(grid[0] + 0.5 - at[1], grid[1] + 0.5 - at[0]).ravel() / scale
    strength = np.linalg.norm(difference, axis=1)
    inked = (strength > _LEAST + ground.noise) & (away <= _REACH)
    if not inked.any():
        raise DigitisingError(
            f"There is no line where {name} was clicked. Click on a clear spot of the curve."
        )
    vote = np.exp(-0.5 * (away[inked] / _FADES) ** 2) * np.minimum(strength[inked] / 120, 1)
    direction = difference[inked] / strength[inked][:, None]
    alike = direction @ direction.T > _SAME_DIRECTION
    winner = alike[int((alike @ vote).argmax())]
    full = _quantile(strength[inked][winner], vote[winner], _FULL)
    best = winner & (np.abs(strength[inked] - full) < 25)
    weight = (vote * best)[:, None]
    mean = (difference[inked] * weight).sum(axis=0) / weight.sum()
    base = (under[inked] * weight).sum(axis=0) / weight.sum()
    return np.asarray(np.clip(base + mean, 0, 255), dtype=np.float32)


def _quantile(values: NDArray[np.float32], weight: NDArray[np.float64], share: float) -> float:
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return float(values[order][min(np.searchsorted(total, share * total[-1]), order.size - 1)])


def same_ink(one: Colours, other: Colours) -> bool:
    """Whether two colours cannot be told apart."""
    return float(np.linalg.norm(one - other)) < _SAME_INK


def inks(pixels: Colours, ground: Ground, colours: list[Colours]) -> list[Ink]:
    """The ink of each curve."""
    difference = pixels - ground.under
    sigma = _SIGMA if ground.noise < 10 else _SIGMA_NOISY
    models = [_model(difference, colour, ground) for colour in (*colours, _BLACK)]
    made = []
    for index, colour in enumerate(colours):
        alpha, residual = models[index]
        share = alpha * np.exp(-((residual / sigma) ** 2))
        hidden = np.zeros(share.shape, dtype=np.bool_)
        for other, rival in enumerate((*colours, _BLACK)):
            if other == index or same_ink(colour, rival):
                continue
            share, hidden = _against(
                share, hidden, (alpha, residual), models[other], (colour, rival, ground.page)
            )
        made.append(Ink(np.asarray(share, dtype=np.float32), hidden))
    return made


def _model(difference: Colours, colour: Colours, ground: Ground) -> tuple[Shares, Shares]:
    """How much of a colour lies on each pixel, over a band or under it, and what is left."""
    over = _mixed(difference, colour - ground.under)
    under = _mixed(difference, np.full_like(difference, _THROUGH * (colour - ground.page)))
    banded = np.abs(ground.under - ground.page).max(axis=2) > 12
    better = banded & (under[1] < over[1])
    return np.where(better, under[0], over[0]), np.where(better, under[1], over[1])


def _mixed(difference: Colours, full: Colours) -> tuple[Shares, Shares]:
    length = np.maximum((full * full).sum(axis=2), 1.0)
    alpha = np.clip((difference * full).sum(axis=2) / length, 0, 1)
    residual = np.linalg.norm(difference - alpha[..., None] * full, axis=2)
    return alpha, residual


def _against(
    share: Shares,
    hidden: Mask,
    own: tuple[Shares, Shares],
    rival: tuple[Shares, Shares],
    colours: tuple[Colours, Colours, Colours],
) -> tuple[Shares, Mask]:
    colour, other, page = colours
    mine, theirs = colour - page, other - page
    cosine = float(mine @ theirs) / max(float(np.linalg.norm(mine) * np.linalg.norm(theirs)), 1.0)
    if cosine < _SAME_DIRECTION:
        wins = 1 / (1 + np.exp(np.clip((own[1] - rival[1]) / _CLOSE, -30, 30)))
        strong = (rival[0] > 0.5) & (wins < 0.5)
        return share * np.clip(2 * wins, 0, 1), hidden | strong
    ratio = float(np.linalg.norm(mine)) / max(float(np.linalg.norm(theirs)), 1.0)
    if ratio > 1:  # this one is the stronger: what the weaker reaches is not told from its edge
        floor = 1 / ratio
        return share * np.clip((own[0] - floor) / (1 - floor), 0, 1), hidden
    strong = filters.grown(rival[0] > (1 + ratio) / 2, 3, 3)
    return np.where(strong, np.float32(0), share), hidden | strong
