"""What a process apart does with a picture's file: decode it, then snap its ticks."""

from __future__ import annotations

from tradeoff.digitising import snapping
from tradeoff.digitising.pictures import picture
from tradeoff.digitising.records import Axes


def snap(data: bytes, axes: Axes) -> Axes:
    """As ``snapping.snap`` on the picture's pixels."""
    return snapping.snap(picture(data), axes)
