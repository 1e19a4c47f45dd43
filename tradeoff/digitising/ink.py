"""How much of a curve's own colour each pixel holds, and what may hide it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import filters
from tradeoff.digitising.ground import Colours, Ground
from tradeoff.digitising.records import DigitisingError, Pixel
from tradeoff.trial.told import told

Shares = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: How far from a click its line is looked for, and how fast a pixel's vote fades, in pixels.
_REACH = 7.0
_FADES = 2.2
#: Pixels whose colours differ by less are of one line; its edges are others.
_ALIKE = 30.0
#: The least difference from the ground that is ink, beyond the noise of the ground.
_LEAST = 30.0
#: Two colours whose directions from the ground agree better than this are one ink.
_SAME_DIRECTION = 0.95
#: An ink this near to what a stronger one gives as it fades is told from it by strength alone.
_ONE_RAY = 30.0
#: Colours nearer than this cannot be told apart: curves of one ink.
_SAME_INK = 40.0
#: A residual of this much is another colour; more is allowed where the ground is noisy.
_SIGMA = 32.0
_SIGMA_NOISY = 45.0
#: Half a mark of censoring is longer than this, half a line thinner, in pixels.
_MARK = 3.5
#: How much nearer another colour has to be to win a pixel.
_CLOSE = 7.0
#: A translucent band lets this much of a line under it through.
_THROUGH = 0.75
#: Ink so many times as strong as at the click is still the same: a click meets the edge of a line.
_STRONGER = 1.35
#: A ground this unlike the page is a band or a panel.
_BAND = 12
_BLACK = np.zeros(3, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Ink:
    """A curve's ink: ``share`` of each pixel, 0 to 1, and ``hidden`` where another lies over it."""

    share: Shares
    hidden: Mask


def colour_at(pixels: Colours, ground: Ground, at: Pixel, *, scale: float, curve: str) -> Colours:
    """The colour of the line at a click, (3,), by a vote of the pixels round it.

    Raises:
        DigitisingError: there is nothing but ground.
    """
    reach = int(np.ceil(_REACH * scale))
    column, row = int(at[0]), int(at[1])
    height, width = pixels.shape[:2]
    if not (0 <= column < width and 0 <= row < height):
        raise DigitisingError(
            told(
                "The click on {curve} is outside the plot. Click on the curve between the axes.",
                curve=curve,
            )
        )
    rows = np.arange(max(row - reach, 0), min(row + reach + 1, height))
    columns = np.arange(max(column - reach, 0), min(column + reach + 1, width))
    under = ground.under[np.ix_(rows, columns)]
    difference = pixels[np.ix_(rows, columns)] - under
    strength = np.linalg.norm(difference, axis=2)
    away = np.hypot(rows[:, None] + 0.5 - at[1], columns[None, :] + 0.5 - at[0]) / scale
    inked = strength > _LEAST + ground.noise
    vote = np.where(inked, np.exp(-0.5 * (away / _FADES) ** 2) * np.minimum(strength / 120, 1), 0)
    if not (inked & (away <= _REACH)).any():
        raise DigitisingError(
            told(
                "There is no line where {curve} was clicked. Click on a clear spot of the curve.",
                curve=curve,
            )
        )
    winner = _elected(difference, inked, vote * strength, ground.noise, round(_MARK * scale))
    strong = _carried_on(difference, strength, winner, vote)
    weight = (vote * strong)[..., None]
    mean = ((under + difference) * weight).sum(axis=(0, 1)) / weight.sum()
    return np.asarray(np.clip(mean, 0, 255), dtype=np.float32)


def _carried_on(
    difference: Colours, strength: Shares, winner: Mask, vote: NDArray[np.float64]
) -> Mask:
    """The pixels of full ink: the strongest of each column along the line, in most columns."""
    weight = (vote * winner)[..., None]
    mean = (difference * weight).sum(axis=(0, 1)) / weight.sum()
    along = (difference @ mean) / (np.maximum(strength, 1) * max(np.linalg.norm(mean), 1.0))
    own = filters.grown(winner, 3, 1) & (along > _SAME_DIRECTION)
    strongest = np.where(own, strength, 0).max(axis=0)
    full = np.median(strongest[strongest > 0])
    strong: Mask = own & (np.abs(strength - full) < _ALIKE)
    return strong if (vote * strong).sum() > 0 else winner


def _elected(
    difference: Colours, inked: Mask, vote: NDArray[np.float64], noise: float, mark: int
) -> Mask:
    """The pixels of the colour with most votes.

    A line fills a few rows from side to side, a mark of censoring a few columns: what is there
    and not ``mark`` rows above and below counts more.
    """
    at = np.argwhere(inked)
    own = difference[inked]
    apart = np.linalg.norm(own[:, None] - own[None, :], axis=2)
    alike = apart < _ALIKE + noise
    in_row = alike.astype(np.float32) @ np.eye(inked.shape[0], dtype=np.float32)[at[:, 0]]
    beside = np.pad(in_row, ((0, 0), (mark, mark)), mode="edge")
    uneven = (in_row - (beside[:, 2 * mark :] + beside[:, : -2 * mark]) / 2).max(axis=1)
    best = int(((alike @ vote[inked]) * np.maximum(uneven, 1)).argmax())
    winner = np.zeros_like(inked)
    winner[inked] = alike[best]
    return winner


def same_ink(one: Colours, other: Colours) -> bool:
    """Whether two colours cannot be told apart."""
    return float(np.linalg.norm(one - other)) < _SAME_INK


@dataclass(frozen=True, slots=True)
class _Model:
    """A colour as its difference from the page, its share of each pixel, and what is left there.

    Pixels are those that differ from their ground, one after the other.
    """

    colour: Colours
    full: Colours
    share: Shares
    residual: Shares


def inks(pixels: Colours, ground: Ground, colours: list[Colours], *, scale: float) -> list[Ink]:
    """The ink of each curve; ``scale`` is how many of these pixels are one of the picture."""
    difference = pixels - ground.under
    printed = filters.widest(np.abs(difference)) > min(ground.noise, _LEAST) / 2
    sigma = _SIGMA if ground.noise < 10 else _SIGMA_NOISY
    models = [
        _model(difference[printed], colour, ground.under[printed], ground.page)
        for colour in (*colours, _BLACK)
    ]
    ring = 2 * max(round(scale), 1) + 1
    made = []
    for own in models[:-1]:
        share = own.share * np.exp(-((own.residual / sigma) ** 2))
        ink = Ink(_spread(share, printed), np.zeros(printed.shape, dtype=np.bool_))
        for rival in models:
            if rival is not own and not same_ink(own.colour, rival.colour):
                ink = _against(ink, own, rival, printed, ring)
        made.append(ink)
    return made


def _spread(values: Shares, printed: Mask) -> Shares:
    """Values of the printed pixels in their places, 0 elsewhere."""
    spread = np.zeros(printed.shape, dtype=np.float32)
    spread[printed] = values
    return spread


def _model(difference: Colours, colour: Colours, under: Colours, page: Colours) -> _Model:
    """A colour over a band and under it, whichever fits better."""
    full = colour - page
    share, residual = _mixed(difference, colour - under)
    banded = filters.widest(np.abs(under - page)) > _BAND
    if banded.any():
        below = _mixed(difference, np.full_like(difference, _THROUGH * full))
        better = banded & (below[1] < residual)
        share, residual = np.where(better, below[0], share), np.where(better, below[1], residual)
    return _Model(colour, full, share, residual)


def _mixed(difference: Colours, full: Colours) -> tuple[Shares, Shares]:
    length = np.maximum(np.einsum("ij,ij->i", full, full), 1.0)
    share = np.einsum("ij,ij->i", difference, full) / length
    left = difference - np.clip(share, 0, _STRONGER)[:, None] * full
    return np.clip(share, 0, 1), np.sqrt(np.einsum("ij,ij->i", left, left))


def _aside(one: Colours, other: Colours) -> float:
    """How far the weaker of two inks lies from what the stronger gives as it fades."""
    weak, strong = sorted((one, other), key=lambda full: float(np.linalg.norm(full)))
    along = float(weak @ strong) / max(float(np.linalg.norm(strong)), 1.0)
    return float(np.sqrt(max(float(weak @ weak) - along**2, 0.0)))


def _against(ink: Ink, own: _Model, rival: _Model, printed: Mask, ring: int) -> Ink:
    """The ink without what a rival explains better, which may hide the curve."""
    mine, theirs = (float(np.linalg.norm(one.full)) for one in (own, rival))
    if _aside(own.full, rival.full) > _ONE_RAY:
        nearer = np.clip((own.residual - rival.residual) / _CLOSE, -30, 30)
        wins = 1 / (1 + np.exp(nearer))
        lost = np.zeros_like(printed)
        lost[printed] = (rival.share > 0.5) & (wins < 0.5)
        return Ink(ink.share * _spread(np.clip(2 * wins, 0, 1), printed), ink.hidden | lost)
    if mine > theirs:  # what the weaker one reaches cannot be told from the edge of this one
        floor = theirs / mine
        kept = np.clip((own.share - floor) / (1 - floor), 0, 1)
        return Ink(ink.share * _spread(kept, printed), ink.hidden)
    stronger = _spread(rival.share, printed) > (1 + mine / max(theirs, 1.0)) / 2
    stronger = filters.grown(stronger, ring, ring)
    return Ink(np.where(stronger, np.float32(0), ink.share), ink.hidden | stronger)
