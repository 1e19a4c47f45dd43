"""Opening a PDF, counting and rendering its pages, with PDFium: in a process apart only."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from tradeoff.digitising.pictures import MAX_PICTURE_BYTES
from tradeoff.digitising.records import DigitisingError, Leaf
from tradeoff.trial.told import told

MAX_PDF_BYTES = MAX_PICTURE_BYTES
"""A paper that is larger holds photographs, and its figure's page is enough."""

# Of a rendered page: 300 dots an inch of A3 are 17 million pixels, and nothing is read more finely.
_MAX_PIXELS = 20_000_000
_MAX_SIDE = 8_000
_WHITE = 255
# A page's box may say anything; PDF's own limit is 200 inches.
_MAX_POINTS = 14_400.0

_NOT_A_PDF = told(
    "This is no PDF, or it is damaged. Open it in a reader and print it to a new PDF, "
    "or take a screenshot of the figure."
)
_LOCKED = told(
    "This PDF asks for a password. Open it in a reader and print the figure's page to a new PDF, "
    "or take a screenshot of the figure."
)


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document.

    Raises:
        DigitisingError: it is too large, locked, damaged, or no PDF.
    """
    if len(data) > MAX_PDF_BYTES:
        raise DigitisingError(
            told(
                "This PDF has {size:.0f} MB, and {most} are read. Save the page with the figure "
                "as a PDF of its own.",
                size=len(data) / 1024**2,
                most=MAX_PDF_BYTES // 1024**2,
            )
        )
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise DigitisingError(_LOCKED if locked else _NOT_A_PDF) from error
    if not len(document):
        raise DigitisingError(_NOT_A_PDF)
    return document


def count(data: bytes) -> int:
    """How many pages there are; errors as of ``opened``."""
    return len(opened(data))


def loaded(data: bytes, page: int) -> pypdfium2.PdfPage:
    """A page, the first is 0.

    Raises:
        DigitisingError: as of ``opened``; there is no such page, or it is damaged or without size.
    """
    return _page(opened(data), page)


def _page(document: pypdfium2.PdfDocument, page: int) -> pypdfium2.PdfPage:
    if not 0 <= page < len(document):
        raise DigitisingError(
            told(
                "There is no page {page}: this PDF has {pages}. Choose one of them.",
                page=page + 1,
                pages=len(document),
            )
        )
    try:
        found = document[page]
    except pypdfium2.PdfiumError as error:
        raise DigitisingError(
            told("Page {page} is damaged. Take a screenshot of the figure.", page=page + 1)
        ) from error
    width, height = found.get_size()
    if not (1.0 <= width <= _MAX_POINTS and 1.0 <= height <= _MAX_POINTS):
        raise DigitisingError(
            told(
                "Page {page} measures {width:.0f} by {height:.0f} points, which no paper does. "
                "Take a screenshot of the figure.",
                page=page + 1,
                width=width,
                height=height,
            )
        )
    return found


def rendered(data: bytes, page: int, width: int) -> NDArray[np.uint8]:
    """A page on white as pixels (height, width, 3); errors as of ``loaded``.

    Raises:
        DigitisingError: it would have too many pixels, too.
    """
    return _drawn(loaded(data, page), page, width)


def leaves(data: bytes, *, first: int, most: int, width: int) -> tuple[Leaf, ...]:
    """Pages from ``first`` on, ``most`` of them, each as a picture ``width`` pixels wide.

    A page that cannot be drawn is blank, and without size.

    Raises:
        DigitisingError: as of ``opened``.
    """
    document = opened(data)
    return tuple(
        _leaf(document, page, width) for page in range(first, min(first + most, len(document)))
    )


def _leaf(document: pypdfium2.PdfDocument, page: int, width: int) -> Leaf:
    try:
        found = _page(document, page)
        return Leaf(_drawn(found, page, width), *found.get_size())
    except DigitisingError:
        return Leaf(np.full((width, width, 3), _WHITE, dtype=np.uint8), 0.0, 0.0)


def _drawn(shown: pypdfium2.PdfPage, page: int, width: int) -> NDArray[np.uint8]:
    across, down = shown.get_size()
    height = max(1, round(down * width / across)) if width > 0 else 0
    if not (0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE and width * height <= _MAX_PIXELS):
        raise DigitisingError(
            told(
                "Page {page} at a width of {width} pixels is {height} high; {most} million pixels "
                "are shown at most. Choose a smaller width.",
                page=page + 1,
                width=width,
                height=height,
                most=_MAX_PIXELS // 1_000_000,
            )
        )
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((_WHITE, _WHITE, _WHITE, _WHITE), 0, 0, width, height)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap.raw, shown.raw, 0, 0, width, height, 0, flags)
    return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
