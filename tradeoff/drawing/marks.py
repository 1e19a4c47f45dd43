"""The marks of an SVG picture as text: words, lines, and numbers short enough for a screen."""

from __future__ import annotations

import html
import re

from tradeoff.drawing.palette import wrap

__all__ = ["dashes", "escaped", "label", "line", "px", "size_of", "words"]

_LETTER = 13
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


def words(
    text: str, left: float, top: float, width: float, colour: str, *, size: float,
    bold: bool = False,
) -> tuple[str, float]:  # fmt: skip
    """Wrapped words from an upper left corner, and where they end."""
    if not text:
        return "", top
    lines = wrap(text, width=width, size=size, bold=bold)
    drawn = "".join(
        label(one, left, top + size + place * size * 1.35, colour, bold=bold, size=size)
        for place, one in enumerate(lines)
    )
    return drawn, top + len(lines) * size * 1.35 + 2


def label(
    text: str, x: float, y: float, colour: str, *, anchor: str = "start", bold: bool = False,
    size: float = _LETTER,
) -> str:  # fmt: skip
    """Words on a baseline that starts, ends or has its middle at a point."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{px(x)}" y="{px(y)}" font-size="{size:g}" fill="{colour}" '
        f'text-anchor="{anchor}"{weight}>{escaped(text)}</text>'
    )


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
    *,
    dash: str = "",
) -> str:
    """A straight line between two points."""
    return (
        f'<path d="M{px(start[0])} {px(start[1])}L{px(end[0])} {px(end[1])}" stroke="{colour}" '
        f'stroke-width="{width:g}" fill="none"{dashes(dash)}/>'
    )


def dashes(dash: str) -> str:
    """The attribute of a dashed stroke; nothing for a solid one."""
    return f' stroke-dasharray="{dash}"' if dash else ""


def px(number: float) -> str:
    """A coordinate with as many digits as a screen can show."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def escaped(text: str) -> str:
    """Safe between tags; control characters, which XML refuses, become spaces."""
    return html.escape("".join(c if c.isprintable() else " " for c in text))


def size_of(picture: str) -> tuple[int, int]:
    """Width and height of an SVG made here, in pixels.

    Raises:
        ValueError: the picture does not say.
    """
    found = _SIZE.search(picture)
    if found is None:
        raise ValueError("The picture has no size. Draw it with survival_svg or harms_svg.")
    return int(found[1]), int(found[2])
