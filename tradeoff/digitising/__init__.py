"""From a printed figure to its curves: pixels or a PDF in, times and survival out.

``trace`` follows curves through a picture from one click each; ``find_axes``, ``find_curves`` and
``snap`` propose what to click; ``read_pdf`` takes the curves out of vector graphics. Nothing is
written anywhere, no picture is kept, and ``DigitisingError`` is the only error.

Open to other rooms: what is named here.
"""

from tradeoff.digitising.clicked import Clicked, ClickedCurve, clicked_from, clicked_of
from tradeoff.digitising.records import (
    Axes,
    DigitisingError,
    Flag,
    FlagKind,
    Pixel,
    PrintedCurve,
    PrintedFigure,
    PrintedRisk,
    ProposedCurve,
    TracedCurve,
)

__all__ = [
    "Axes",
    "Clicked",
    "ClickedCurve",
    "DigitisingError",
    "Flag",
    "FlagKind",
    "Pixel",
    "PrintedCurve",
    "PrintedFigure",
    "PrintedRisk",
    "ProposedCurve",
    "TracedCurve",
    "clicked_from",
    "clicked_of",
]
