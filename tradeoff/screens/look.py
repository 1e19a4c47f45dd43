"""The look of the pages: the style sheets and the icon that lie beside this file."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
ICON = str(_HERE / "icon.png")


def style_sheet(page: str) -> str:
    """The look of every page, and the page's own where it has one.

    Apart, because the browser tries each rule on each change: what one page needs would be paid
    for on all.
    """
    sheets = [path for path in (_HERE / "style.css", _HERE / f"{page}.css") if path.is_file()]
    return "\n".join(one.read_text(encoding="utf-8") for one in sheets)
