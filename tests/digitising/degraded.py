"""Figures as they come after a screenshot, a copier, a scanner, a messenger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from tests.digitising.known import Known
from tests.digitising.made_figures import encoded

#: What a hand lays askew on a scanner, in degrees.
MOST_SKEW, LEAST_SKEW = 0.8, 0.3
NOISE: Final = 8.0


def half(figure: Known) -> Known:
    """Half as wide and high."""
    shown = Image.fromarray(figure.picture)
    small = shown.resize((shown.width // 2, shown.height // 2), Image.Resampling.LANCZOS)
    return _named(figure.scaled(small.width / shown.width), encoded(small), "half")


def jpeg(figure: Known) -> Known:
    """Strongly compressed."""
    return _named(figure, encoded(figure.picture, jpeg=35), "jpeg35")


def skewed(figure: Known) -> Known:
    """Turned a little on white."""
    hand = figure.hand(7)
    degrees = float(hand.uniform(LEAST_SKEW, MOST_SKEW) * hand.choice([-1, 1]))
    turned = Image.fromarray(figure.picture).rotate(
        -degrees, Image.Resampling.BICUBIC, fillcolor="white"
    )
    return replace(_named(figure, encoded(turned), "skew"), turned=float(np.radians(degrees)))


def grey(figure: Known) -> Known:
    """Without its colours."""
    return _named(figure, encoded(Image.fromarray(figure.picture).convert("L")), "grey")


def noisy(figure: Known) -> Known:
    """With a sensor's noise."""
    noise = figure.hand(8).normal(0, NOISE, figure.picture.shape)
    return _named(
        figure, encoded(np.clip(figure.picture + noise, 0, 255).astype(np.uint8)), "noise"
    )


def blurred(figure: Known) -> Known:
    """Out of focus by one pixel."""
    soft = Image.fromarray(figure.picture).filter(ImageFilter.GaussianBlur(1.0))
    return _named(figure, encoded(soft), "blur")


def dithered(figure: Known) -> Known:
    """As a GIF of 16 colours would show it."""
    few = Image.fromarray(figure.picture).quantize(16, dither=Image.Dither.FLOYDSTEINBERG)
    return _named(figure, encoded(few.convert("RGB")), "dither")


def _named(figure: Known, picture: bytes, ending: str) -> Known:
    return replace(figure, encoded=picture, name=f"{figure.name}+{ending}", pdf=None)


#: Those of the acceptance first.
DEGRADATIONS: Final[dict[str, Callable[[Known], Known]]] = {
    "half": half,
    "jpeg35": jpeg,
    "skew": skewed,
    "grey": grey,
    "noise": noisy,
    "blur": blurred,
    "dither": dithered,
}
