"""What the pages are made of in files: the pages themselves, their style sheets, the icon."""

from __future__ import annotations

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


def style_sheet(page: str) -> str:
    """The look of every page, and the page's own where it has one.

    Apart, because the browser tries each rule on each change: what one page needs would be paid
    for on all.
    """
    sheets = [path for path in (_HERE / "style.css", _HERE / f"{page}.css") if path.is_file()]
    return "\n".join(one.read_text(encoding="utf-8") for one in sheets)
