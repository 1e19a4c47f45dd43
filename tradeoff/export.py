"""Pictures and tables to take away: PNG from an SVG, CSV that a spreadsheet opens safely.

The only reading from disk is that of the fonts beside this file (Source Sans Pro, SIL Open Font
License). Words go to typst as data and never into its source.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradeoff.figures import Table

__all__ = ["FONTS", "png", "table_csv"]

FONTS = Path(__file__).with_name("fonts")

_SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg")
"""
# Pixels of an SVG, as CSS has them and typst reads them, to the inch.
_PIXELS_PER_INCH = 96

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def png(picture: str, *, scale: float = 2) -> bytes:
    """The SVG as PNG, ``scale`` pixels for each of its own; letters in the shipped fonts only.

    Raises:
        ValueError: the SVG cannot be drawn; says what the renderer found.
    """
    # Imported here: 44 ms that a session without a download need not spend.
    import typst  # noqa: PLC0415

    try:
        drawn = typst.compile(
            _SOURCE,
            format="png",
            ppi=_PIXELS_PER_INCH * scale,
            sys_inputs={"picture": picture},
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
        )
    except RuntimeError as problem:
        raise ValueError(f"The picture cannot be drawn: {problem}. Check the SVG.") from problem
    return drawn


def table_csv(table: Table) -> str:
    """Header and rows as CSV with line ends of RFC 4180; the caption is for the file's name.

    A cell that a spreadsheet would run as a formula gets a leading apostrophe; a plain number,
    negative ones too, stays a number.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_defused(cell) for cell in table.columns])
    writer.writerows([[_defused(cell) for cell in row] for row in table.rows])
    return text.getvalue()


def _defused(cell: str) -> str:
    # A spreadsheet may trim blanks before it looks for a formula, so look past them too.
    starts = cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or cell.startswith(("\t", "\r"))
    return f"'{cell}" if starts and not _PLAIN_NUMBER.fullmatch(cell) else cell
