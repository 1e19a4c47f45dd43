"""What a process apart does with a picture's file: decode it, then snap its ticks or trace."""

from __future__ import annotations

from collections.abc import Sequence

from tradeoff.digitising import snapping, tracing
from tradeoff.digitising.pictures import picture
from tradeoff.digitising.records import Axes, Pixel, TracedCurve


def snap(data: bytes, axes: Axes) -> Axes:
    """As ``snapping.snap`` on the picture's pixels."""
    return snapping.snap(picture(data), axes)


def trace(data: bytes, axes: Axes, picks: Sequence[Sequence[Pixel]]) -> tuple[TracedCurve, ...]:
    """As ``tracing.trace`` on the picture's pixels."""
    return tracing.trace(picture(data), axes, picks)
