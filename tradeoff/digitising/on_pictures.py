"""What a process apart does with a picture's file: decode it, then find, snap or trace."""

from __future__ import annotations

from collections.abc import Sequence

from tradeoff.digitising import axes_found, curves_found, snapping, tracing
from tradeoff.digitising.pictures import picture
from tradeoff.digitising.records import Axes, Found, Pixel, TracedCurve


def find(data: bytes) -> Found:
    """What ``find_axes`` and, between these, ``find_curves`` find in the picture's pixels."""
    image = picture(data)
    axes = axes_found.find_axes(image)
    curves = () if axes is None else curves_found.find_curves(image, axes)
    return Found((image.shape[1], image.shape[0]), axes, curves)


def snap(data: bytes, axes: Axes) -> Axes:
    """As ``snapping.snap`` on the picture's pixels."""
    return snapping.snap(picture(data), axes)


def trace(data: bytes, axes: Axes, picks: Sequence[Sequence[Pixel]]) -> tuple[TracedCurve, ...]:
    """As ``tracing.trace`` on the picture's pixels."""
    return tracing.trace(picture(data), axes, picks)
