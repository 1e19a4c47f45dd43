"""What the pages are made of in files: the pages themselves, their style sheets, the icon."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_PAGES = _HERE.parents[1] / "pages"
ICON = str(_HERE / "icon.png")
#: Each page's file by the page's name, in the order of the links. A file in ``pages/`` is a page:
#: the number before its name, which no address shows, is its place.
PAGE_FILES = {
    "consultation": "app.py",
    **{path.stem.partition("_")[2]: f"pages/{path.name}" for path in sorted(_PAGES.glob("*.py"))},
}
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_SPARE = re.compile(r"\s*([{};!])\s*|(?<=[,:])\s+")
#: The pages with the cross-hair, whose look has a sheet of its own.
_WITH_CURVE = ("consultation", "survival_curves", "tumour_board")


def style_sheet(page: str) -> str:
    """The look of every page, and the page's own where it has one.

    Apart, because the browser tries each rule on each change: what one page needs would be paid
    for on all.
    """
    names = ("style", *(("curves",) if page in _WITH_CURVE else ()), "paper", page)
    sheets = [path for name in names if (path := _HERE / f"{name}.css").is_file()]
    return "\n".join(map(_without_comments, sheets))


@cache
def part_style(part: str) -> str:
    """The look of a part that stands on several pages."""
    return _without_comments(_HERE / f"{part}.css")


def _without_comments(sheet: Path) -> str:
    """A style sheet as it is sent: without what is for its reader alone."""
    return _SPARE.sub(r"\1", _COMMENT.sub("", sheet.read_text(encoding="utf-8")))
