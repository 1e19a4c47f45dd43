"""Colours and lettering: one place for screens, figures, icons and exports.

Three grounds: ``LIGHT`` and ``DARK`` for the screen, ``PRINT`` for paper that may be copied in
black and white. Survival and harm never share a colour. No colour carries a meaning alone: lines
differ in dash, people in fill, outline and sign (see ``icons``).

Thresholds are those of WCAG 2.2: text 4.5 : 1 (1.4.3), marks 3 : 1 (1.4.11), on ``background`` and
on ``surface``. Decoration that says nothing (grid lines, card borders) is exempt there and here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark", "print"]

# Streamlit's "sans-serif" is the Source Sans in its own wheel: the same face on every machine,
# with no network. Figures name it first, so that they agree with the page around them.
SCREEN_FONTS = "'Source Sans', 'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif"
# Exports are set in the copy that ships beside this file.
EXPORT_FONTS = "'Source Sans Pro', 'Source Sans 3', 'Source Sans', system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, each as ``#rrggbb``, named for what they stand for.

    ``alive`` and ``event`` are the people both arms share; ``gain`` and ``extra_event`` those of
    the difference, always further from the ground in luminance, so that greyscale tells them apart.
    ``primary`` is Streamlit's: it writes small text in it, and draws white ticks upon it.
    """

    background: str
    surface: str
    text: str
    muted: str
    border: str
    grid: str
    outline: str
    shade: str
    accent: str
    primary: str
    focus: str
    experimental: str
    control: str
    alive: str
    gain: str
    died: str
    event: str
    harm: str
    extra_event: str
    neutral: str
    badge_ground: str
    badge_text: str
    badge_border: str


LIGHT = Palette(
    background="#f7f9fb",
    surface="#ffffff",
    text="#17202b",
    muted="#4c5b6b",
    border="#d5dde5",
    grid="#dfe5eb",
    outline="#66737f",
    shade="#eef1f5",
    accent="#0b5cab",
    primary="#0b5cab",
    focus="#0b5cab",
    experimental="#0b5cab",
    control="#7a5522",
    alive="#6093c9",
    gain="#00695c",
    died="#ffffff",
    event="#b97399",
    harm="#8a2a80",
    extra_event="#7a1f70",
    neutral="#e6eaee",
    badge_ground="#fff3d1",
    badge_text="#5c4300",
    badge_border="#b07d00",
)

DARK = Palette(
    background="#0f161d",
    surface="#17202a",
    text="#eef2f6",
    muted="#b3bfcb",
    border="#334250",
    grid="#2c3945",
    outline="#8896a5",
    shade="#1f2a35",
    accent="#74b6f5",
    primary="#4494e4",
    focus="#9ccbfa",
    experimental="#74b6f5",
    control="#e2b265",
    alive="#4a7fb5",
    gain="#5fe0c8",
    died="#17202a",
    event="#a9608a",
    harm="#db7fc2",
    extra_event="#ebb3ef",
    neutral="#2b3743",
    badge_ground="#fff3d1",
    badge_text="#5c4300",
    badge_border="#e0a92e",
)

PRINT = Palette(
    background="#ffffff",
    surface="#ffffff",
    text="#000000",
    muted="#404040",
    border="#b8b8b8",
    grid="#dedede",
    outline="#595959",
    shade="#f0f0f0",
    accent="#000000",
    primary="#000000",
    focus="#000000",
    experimental="#000000",
    control="#4d4d4d",
    alive="#8f8f8f",
    gain="#000000",
    died="#ffffff",
    event="#8f8f8f",
    harm="#000000",
    extra_event="#000000",
    neutral="#ffffff",
    badge_ground="#ffffff",
    badge_text="#000000",
    badge_border="#000000",
)

PALETTES: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK, "print": PRINT}

# Five more hues for charts with other series, after those that have a meaning.
_MORE_LIGHT = ("#4c5b6b", "#946000", "#3f6f9f", "#5a4aa8", "#3d7a37")
_MORE_DARK = ("#b3bfcb", "#f0cf7a", "#9cc0e0", "#b9aef5", "#9ed48f")


def chart_colours(theme: Literal["light", "dark"]) -> tuple[str, ...]:
    """Ten colours for Streamlit's ``chartCategoricalColors``; the two arms come first."""
    palette = PALETTES[theme]
    named = (palette.experimental, palette.control, palette.gain, palette.harm, palette.alive)
    return named + (_MORE_LIGHT if theme == "light" else _MORE_DARK)


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21, whichever comes first."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def translucent(colour: str, opacity: float) -> str:
    """``rgba(…)`` of a ``#rrggbb`` colour; opacity 0 to 1."""
    red, green, blue = _channels(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


# Widths in em by kind of letter, of Arial and a little more: wider than Source Sans, so that a
# label placed by them has room with a fallback face too.
_NARROW, _WIDE = frozenset("iljtfrI.,:;|!'’()[] -–·"), frozenset("mwMWOQGCD%@+=×≥≤−–—")


def written_width(text: str, *, size: float, bold: bool = False) -> float:
    """About how wide a line of text is, in the unit of ``size``: rather too wide."""
    ems = sum(0.32 if c in _NARROW else 0.8 if c in _WIDE else 0.55 for c in text)
    return ems * size * (1.06 if bold else 1.0)


def wrap(text: str, *, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Lines of at most ``width``, broken at spaces; a longer word stands alone and sticks out."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and written_width(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"colour is {colour!r}. Give six hexadecimal digits, such as #0b5cab.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
