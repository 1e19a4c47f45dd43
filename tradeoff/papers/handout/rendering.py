"""The hand-out set on paper by typst, and as one web page by Jinja; neither words anything."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from typing import Any, Final, Literal

from tradeoff.papers import files
from tradeoff.papers.handout.sheet import Handout

Paper = Literal["a4", "us-letter"]


def pdf(handout: Handout, *, paper: Paper = "a4") -> bytes:
    """The hand-out as tagged PDF/UA-1 on two pages; the same hand-out gives the same bytes."""
    data = _writable({**asdict(handout), "paper": paper})
    data["date"] = [handout.date.year, handout.date.month, handout.date.day]
    return files.pdf("handout", json.dumps(data), date=handout.date)


def html(handout: Handout) -> str:
    """The hand-out as one self-contained file: no script, no request, for a telephone."""
    web = handout.link.startswith(("http://", "https://"))
    return files.web_page("handout", sheet=handout, followed=web)


# What both shipped fonts can write; a letter that they lack would stop a PDF/UA document.
_UNWRITABLE: Final = re.compile(
    "[^\n -~\u00a0-\u017e\u0218-\u021b\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f"
    "\u2012-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u202f\u2030\u2032\u2033\u2039"
    "\u203a\u20ac\u2122\u2190-\u2193\u2202\u2206\u2211\u2212\u2219\u221e\u2248\u2260\u2264\u2265"
    "\u25a0\u2610\u2611\u2713]"
)
_ALIKE: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2007": " ", "\u2009": " "})
# What needs no second look: nearly all of a picture's markup.
_RARE: Final = re.compile("[^ -~]")
# Longer than any word: broken into pieces, so that it stays on the page.
_LONG_WORD: Final = re.compile(r"\S{60,}")
_PIECE: Final = 40
#: Markup of our own and the address: their long runs are not words.
_NOT_BROKEN: Final = ("svg", "narrow_svg", "link")


def _writable(value: Any, *, broken: bool = True) -> Any:
    """All texts as the shipped fonts can write them."""
    if isinstance(value, dict):
        return {key: _writable(part, broken=key not in _NOT_BROKEN) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(part, broken=broken) for part in value]
    if not isinstance(value, str):
        return value
    text = written(value)
    return _LONG_WORD.sub(_in_pieces, text) if broken else text


def written(text: str) -> str:
    """Marks of direction and other invisible signs gone, a space or "?" for what can't be drawn."""
    composed = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return _RARE.sub(_sign, composed)


def _sign(rare: re.Match[str]) -> str:
    kind = unicodedata.category(rare[0])
    if kind == "Cf":
        return ""
    return " " if kind in ("Cc", "Zl", "Zp") else _UNWRITABLE.sub("?", rare[0])


def _in_pieces(word: re.Match[str]) -> str:
    """A long run with places where it may be broken: zero-width spaces."""
    run = word[0]
    return "\u200b".join(run[at : at + _PIECE] for at in range(0, len(run), _PIECE))
