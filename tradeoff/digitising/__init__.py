"""From a printed figure to its curves: pixels or a PDF in, times and survival out.

``trace`` follows curves through a picture from one click each; ``find_axes``, ``find_curves`` and
``snap`` propose what to click; ``read_pdf`` takes the curves out of vector graphics. Nothing is
written anywhere, no picture is kept, and ``DigitisingError`` is the only error.

Open to other rooms: what is named here.
"""

from tradeoff.digitising import apart
from tradeoff.digitising.axes_found import find_axes
from tradeoff.digitising.clicked import (
    Clicked,
    ClickedCurve,
    clicked_from,
    clicked_of,
    proposed,
    strokes_clicked,
)
from tradeoff.digitising.curves_found import find_curves
from tradeoff.digitising.pdf import leaves, page_count, read_pdf, render
from tradeoff.digitising.pictures import MAX_PICTURE_BYTES, picture
from tradeoff.digitising.records import (
    Axes,
    DigitisingError,
    Flag,
    FlagKind,
    Found,
    Leaf,
    Pixel,
    PrintedCurve,
    PrintedFigure,
    PrintedRisk,
    ProposedCurve,
    TracedCurve,
)
from tradeoff.digitising.snapping import snap
from tradeoff.digitising.tracing import trace

__all__ = [
    "MAX_PICTURE_BYTES",
    "Axes",
    "Clicked",
    "ClickedCurve",
    "DigitisingError",
    "Flag",
    "FlagKind",
    "Found",
    "Leaf",
    "Pixel",
    "PrintedCurve",
    "PrintedFigure",
    "PrintedRisk",
    "ProposedCurve",
    "TracedCurve",
    "apart",
    "clicked_from",
    "clicked_of",
    "find_axes",
    "find_curves",
    "leaves",
    "page_count",
    "picture",
    "proposed",
    "read_pdf",
    "render",
    "snap",
    "strokes_clicked",
    "trace",
]
