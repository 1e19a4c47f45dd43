"""Pictures, tables and documents to take away: PNG, CSV that a spreadsheet opens safely, PDF.

The only reading from disk is that of the fonts (Source Sans Pro, SIL Open Font License) and the
templates beside this file. Words go to typst as data and never into its source.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradeoff.drawing import markup
from tradeoff.drawing.to_svg import data_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tradeoff.words.table import Table

FONTS = Path(__file__).with_name("fonts")
TEMPLATES = Path(__file__).with_name("templates")

_SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg")
"""
# Pixels of an SVG, as CSS has them and typst reads them, to the inch.
_PIXELS_PER_INCH = 96

# The first date that the format knows: an archive tells nothing of when it was made.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

# The last four are the same signs at full width, which some spreadsheets take for them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
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


def zipped(files: Mapping[str, str], *, folder: str) -> bytes:
    """A folder as a zip archive, made in memory; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return made.getvalue()


def pdf(template: str, data: str, *, date: datetime.date) -> bytes:
    """A packaged template filled with ``data`` (JSON): a tagged PDF that meets PDF/UA-1.

    The date stands for the time of making, so that the same data give the same bytes.

    Raises:
        ValueError: the document cannot be made; says what typst found.
    """
    import typst  # noqa: PLC0415

    made = datetime.datetime.combine(date, datetime.time(), tzinfo=datetime.UTC)
    try:
        document = typst.compile(
            (TEMPLATES / f"{template}.typ").read_bytes(),
            format="pdf",
            sys_inputs={template: data},
            font_paths=_shipped_fonts(),
            pdf_standards=["ua-1"],
            timestamp=made,
        )
    except RuntimeError as problem:
        raise ValueError(f"The document cannot be made: {problem}. Check its texts.") from problem
    return document


def web_page(template: str, **values: object) -> str:
    """A packaged template filled with ``values`` as one web page, its style sheet within.

    Every text is escaped by ``markup.escaped``, the one door for words into markup.
    """
    return str(_page_template(template).render(values))


@cache
def _page_template(name: str) -> Any:
    # Imported here: a session without a download need not pay for it.
    import jinja2  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    def safe(value: object) -> object:
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        return Markup(markup.escaped(value))

    pages = jinja2.Environment(autoescape=True, finalize=safe, undefined=jinja2.StrictUndefined)
    pages.filters["data_uri"] = data_uri
    lines = (TEMPLATES / f"{name}.html").read_text(encoding="utf-8").splitlines()
    style = (TEMPLATES / f"{name}.css").read_text(encoding="utf-8")
    styled = {"style_sheet": Markup(style)}
    return pages.from_string("".join(map(str.strip, lines)), globals=styled)


@cache
def _shipped_fonts() -> Any:
    """The fonts beside this file and no others; read once, never changed."""
    import typst  # noqa: PLC0415

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def table_csv(table: Table) -> str:
    """Header and rows as CSV with line ends of RFC 4180; the caption is for the file's name."""
    return csv_text(table.columns, table.rows)


def csv_text(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, line_end: str = "\r\n"
) -> str:
    """A header and rows as CSV: the one place where the program writes a table to take away.

    A cell that a spreadsheet would run as a formula gets a leading apostrophe; a plain number,
    negative ones too, stays a number.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow([defused(cell) for cell in columns])
    writer.writerows([[defused(cell) for cell in row] for row in rows])
    return text.getvalue()


def defused(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula.

    Reference:
        OWASP, CSV injection.
    """
    # A spreadsheet may trim blanks before it looks for a formula, so look past them too.
    starts = cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or cell.startswith(("\t", "\r"))
    return f"'{cell}" if starts and not _PLAIN_NUMBER.fullmatch(cell) else cell
