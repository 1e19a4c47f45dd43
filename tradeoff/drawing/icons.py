"""Icon arrays: a hundred people, ten by ten, as crisp SVG.

Always the whole hundred, grouped and never scattered, filled from the bottom row and from the
left, in the same order in both arms. A person's class shows in colour, in fill and in outline, and
where something is more or fewer, in a sign on the chest: greyscale loses nothing.

The range is a zone: the people between the lower and the upper limit stand on hatched ground with
an outline around all of them.

An SVG inside an ``<img>`` follows Streamlit's theme menu through ``prefers-color-scheme``: that is
theme ``auto``. Exports name their theme, ``print`` holds in black and white.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Literal
from urllib.parse import quote

from tradeoff.drawing.palette import EXPORT_FONTS, PALETTES, Palette, Theme, wrap

__all__ = [
    "Group",
    "IconArray",
    "IconTheme",
    "Mark",
    "data_uri",
    "difference_array",
    "legend_svg",
    "sheet_svg",
    "svg",
]

IconTheme = Literal["light", "dark", "print", "auto"]

PEOPLE = 100
_ROW = 10
_CELL = 20
_SIDE = _ROW * _CELL

# Head and shoulders in a cell of 20 by 20, feet at the bottom.
_PERSON = (
    '<circle cx="10" cy="5" r="3.1"/>'
    '<path d="M4 18.5V14.6A4.9 4.9 0 0 1 8.9 9.7H11.1A4.9 4.9 0 0 1 16 14.6V18.5Z"/>'
)
# A dot and not a plus: a pale cross on a chest reads as first aid.
_DOT = '<circle class="dot" cx="10" cy="14.2" r="1.9"/>'


class Mark(StrEnum):
    """What a person in the array stands for, and so how the person is drawn.

    ``FEWER``: counted with the control, not with the experimental treatment; the opposite of
    ``GAIN`` and of ``EXTRA_EVENT``. ``NEUTRAL``: not part of the difference.
    """

    ALIVE = "alive"
    GAIN = "gain"
    DIED = "died"
    EVENT = "event"
    EXTRA_EVENT = "extra-event"
    NO_EVENT = "no-event"
    FEWER = "fewer"
    FEWER_EVENT = "fewer-event"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class _Look:
    """Names of palette fields for fill and line; a dashed line; a dot on the chest."""

    fill: str
    line: str
    dashed: bool = False
    dotted: bool = False


_LOOKS = {
    Mark.ALIVE: _Look("alive", "alive"),
    Mark.GAIN: _Look("gain", "gain", dotted=True),
    Mark.DIED: _Look("died", "outline"),
    Mark.EVENT: _Look("event", "event"),
    Mark.EXTRA_EVENT: _Look("extra_event", "extra_event", dotted=True),
    Mark.NO_EVENT: _Look("neutral", "outline"),
    Mark.FEWER: _Look("surface", "control", dashed=True),
    Mark.FEWER_EVENT: _Look("surface", "harm", dashed=True),
    Mark.NEUTRAL: _Look("neutral", "outline"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """So many people of one class, with the words for them.

    Raises:
        ValueError: a count that is not a whole number of 0 or more.
    """

    mark: Mark
    count: int
    label: str

    def __post_init__(self) -> None:
        if isinstance(self.count, bool) or not isinstance(self.count, int) or self.count < 0:
            raise ValueError(
                f"Group '{self.label}': count is {self.count!r}. Give a whole number of 0 or more."
            )


@dataclass(frozen=True, slots=True)
class IconArray:
    """A hundred people in groups, in fill order.

    Args:
        groups: they sum to exactly 100.
        title: the heading; the SVG's own title too.
        alt: the whole picture in a sentence.
        uncertain: the range, as numbers of people counted from the start of the fill order:
            (73, 97) hatches persons 74 to 97.

    Raises:
        ValueError: groups that do not sum to 100, or limits that are not 0 to 100 in order.
    """

    groups: tuple[Group, ...]
    title: str
    alt: str
    uncertain: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        total = sum(group.count for group in self.groups)
        if total != PEOPLE:
            parts = " + ".join(str(group.count) for group in self.groups) or "no group"
            raise ValueError(
                f"Icon array '{self.title}': {parts} = {total} people. "
                f"Groups must sum to exactly {PEOPLE}."
            )
        if self.uncertain is not None:
            lower, upper = self.uncertain
            if not 0 <= lower <= upper <= PEOPLE:
                raise ValueError(
                    f"Icon array '{self.title}': range {lower} to {upper}. "
                    f"Give limits in order, from 0 to {PEOPLE}."
                )


def difference_array(
    difference: Group, rest: Group, *, title: str, alt: str, limits: tuple[int, int] | None = None
) -> IconArray:
    """Only the difference in colour, its range hatched, everybody else neutral.

    ``limits`` are numbers of people in the direction of the difference; a lower limit below 0
    (the range reaches to the other side) is drawn from 0, so the sentence must say it.
    """
    uncertain = None if limits is None else (max(0, limits[0]), max(0, limits[1]))
    return IconArray((difference, rest), title, alt, uncertain)


def svg(array: IconArray, *, width: int = 220, theme: IconTheme = "auto") -> str:
    """The array alone, square, ``width`` pixels at its natural size; crisp at any other."""
    marks = tuple(dict.fromkeys(group.mark for group in array.groups if group.count))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" '
        f'viewBox="-2 -2 {_SIDE + 4} {_SIDE + 4}" role="img">'
        f"<title>{_escaped(array.title)}</title><desc>{_escaped(array.alt)}</desc>"
        f"{_style(marks, theme)}{_definitions(marks)}{_people(array)}</svg>"
    )


def legend_svg(mark: Mark, *, width: int = 18, theme: IconTheme = "auto") -> str:
    """One person, for a legend in the text: an ``<img>`` with an empty alt beside its label."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" '
        f'viewBox="0 0 {_CELL} {_CELL}">{_style((mark,), theme)}{_person(mark)}</svg>'
    )


def sheet_svg(
    arrays: tuple[IconArray, ...],
    *,
    heading: str,
    notes: tuple[str, ...] = (),
    theme: Theme = "light",
    columns: int = 2,
) -> str:
    """Arrays side by side with heading, titles, legends and notes: one picture to take away."""
    palette = PALETTES[theme]
    marks = tuple(dict.fromkeys(g.mark for array in arrays for g in array.groups if g.count))
    panel, gap, margin = 300, 36, 28
    columns = max(1, min(columns, len(arrays)))
    width = margin * 2 + columns * panel + (columns - 1) * gap
    title = wrap(heading, width=width - 2 * margin, size=20, bold=True)
    body, top = _lines(title, margin, margin, size=20, colour=palette.text, bold=True)
    for start in range(0, len(arrays), columns):
        row = arrays[start : start + columns]
        head = max(len(wrap(array.title, width=panel, size=16, bold=True)) for array in row)
        bottoms = []
        for place, array in enumerate(row):
            x = margin + place * (panel + gap)
            drawn, bottom = _panel(array, x, top + 20, side=panel, head=head, palette=palette)
            body += drawn
            bottoms.append(bottom)
        top = max(bottoms)
    top += 14
    for note in notes:
        lines = wrap(note, width=width - 2 * margin, size=13)
        drawn, top = _lines(lines, margin, top, size=13, colour=palette.muted)
        body += drawn
    height = round(top + margin)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{EXPORT_FONTS}">'
        f"<title>{_escaped(heading)}</title>"
        f"<desc>{_escaped(' '.join(array.alt for array in arrays))}</desc>"
        f"{_style(marks, theme)}{_definitions(marks)}"
        f'<rect width="{width}" height="{height}" fill="{palette.surface}"/>{body}</svg>'
    )


def data_uri(picture: str) -> str:
    """The SVG for the ``src`` of an ``<img>``; percent-encoded, which is smaller than base64."""
    return "data:image/svg+xml," + quote(picture, safe=" /:=(),;.*+-")


def _panel(
    array: IconArray, left: float, top: float, *, side: float, head: int, palette: Palette
) -> tuple[str, float]:
    """One array with title and legend, and where it ends."""
    lines = wrap(array.title, width=side, size=16, bold=True)
    body, _ = _lines(lines, left, top, size=16, colour=palette.text, bold=True)
    top += head * 16 * 1.35 + 8
    body += f'<g transform="translate({left} {top:g}) scale({side / _SIDE:g})">{_people(array)}</g>'
    top += side + 12
    for group in array.groups:
        if not group.count:
            continue
        body += f'<g transform="translate({left} {top:g})">{_person(group.mark)}</g>'
        words = wrap(f"{group.count} {group.label}", width=side - 28, size=14)
        drawn, bottom = _lines(words, left + 28, top + 1, size=14, colour=palette.text)
        body += drawn
        top = max(bottom, top + 20) + 5
    return body, top


def _people(array: IconArray) -> str:
    """The zone of the range, and the hundred upon it, a ``<g>`` for each group."""
    ends = tuple(accumulate(group.count for group in array.groups))
    drawn = _zone(array.uncertain) if array.uncertain else ""
    for group, end in zip(array.groups, ends, strict=True):
        if group.count:
            uses = "".join(_use(group.mark, place) for place in range(end - group.count, end))
            drawn += f'<g data-mark="{group.mark}" data-count="{group.count}">{uses}</g>'
    return drawn


def _use(name: str, place: int) -> str:
    x, y = _corner(place)
    return f'<use href="#{name}" x="{x}" y="{y}"/>'


def _corner(place: int) -> tuple[int, int]:
    """Upper left corner of a person's cell: bottom row first, from the left."""
    row, column = divmod(place, _ROW)
    return column * _CELL, _SIDE - (row + 1) * _CELL


def _zone(limits: tuple[int, int]) -> str:
    """Hatched ground under the people between the limits, and one outline around them."""
    lower, upper = limits
    if lower == upper:
        return ""
    pieces = []
    for row in range(lower // _ROW, (upper - 1) // _ROW + 1):
        first, last = max(lower, row * _ROW), min(upper, (row + 1) * _ROW)
        x, y = _corner(first)
        pieces.append((x, y, (last - first) * _CELL))
    rects = "".join(f"M{x} {y}h{w}v{_CELL}h-{w}z" for x, y, w in pieces)
    halos = "".join(_use("halo", place) for place in range(lower, upper))
    return (
        f'<g data-range="{lower} {upper}"><path class="hatch" d="{rects}"/>{halos}'
        f'<path class="edge" d="{_contour(lower, upper)}"/></g>'
    )


def _contour(lower: int, upper: int) -> str:
    """Outline of the cells from ``lower`` to ``upper``: every edge with one such cell only."""
    inside = {_corner(place) for place in range(lower, upper)}
    edges = []
    for x, y in sorted(inside):
        for (dx, dy), (x1, y1, step) in {
            (0, -_CELL): (x, y, f"h{_CELL}"),
            (0, _CELL): (x, y + _CELL, f"h{_CELL}"),
            (-_CELL, 0): (x, y, f"v{_CELL}"),
            (_CELL, 0): (x + _CELL, y, f"v{_CELL}"),
        }.items():
            if (x + dx, y + dy) not in inside:
                edges.append(f"M{x1} {y1}{step}")
    return "".join(edges)


def _definitions(marks: tuple[Mark, ...]) -> str:
    people = "".join(f'<g id="{mark}">{_person(mark)}</g>' for mark in marks)
    return (
        '<defs><pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="stripe" d="M1 0V5"/></pattern>'
        f'<g id="halo" class="halo">{_PERSON}</g>{people}</defs>'
    )


def _person(mark: Mark) -> str:
    return f'<g class="{mark}">{_PERSON}</g>{_DOT if _LOOKS[mark].dotted else ""}'


def _style(marks: tuple[Mark, ...], theme: IconTheme) -> str:
    """Rules for the marks in use; with ``auto`` the dark ones follow the reader's scheme."""
    if theme != "auto":
        return f"<style>{_rules(marks, PALETTES[theme])}</style>"
    dark = _rules(marks, PALETTES["dark"])
    light = _rules(marks, PALETTES["light"])
    return f"<style>{light}@media(prefers-color-scheme:dark){{{dark}}}</style>"


def _rules(marks: tuple[Mark, ...], palette: Palette) -> str:
    rules = (
        f".stripe{{stroke:{palette.outline};stroke-width:1.1}}.hatch{{fill:url(#stripes)}}"
        f".edge{{stroke:{palette.text};stroke-width:1;fill:none;stroke-linecap:square}}"
        f".halo{{fill:{palette.surface};stroke:{palette.surface};stroke-width:3}}"
        f".dot{{fill:{palette.surface}}}"
    )
    for mark in marks:
        look = _LOOKS[mark]
        fill, line = getattr(palette, look.fill), getattr(palette, look.line)
        stroke = "1.3;stroke-dasharray:1.9 1.1" if look.dashed else "1"
        rules += f".{mark}{{fill:{fill};stroke:{line};stroke-width:{stroke}}}"
    return rules


def _lines(
    lines: tuple[str, ...],
    left: float,
    top: float,
    *,
    size: float,
    colour: str,
    bold: bool = False,
) -> tuple[str, float]:
    """Lines of text from an upper left corner, and where they end."""
    weight = ' font-weight="700"' if bold else ""
    drawn = "".join(
        f'<text x="{left:g}" y="{top + size + place * size * 1.35:g}" font-size="{size:g}" '
        f'fill="{colour}"{weight}>{_escaped(line)}</text>'
        for place, line in enumerate(lines)
    )
    return drawn, top + len(lines) * size * 1.35


def _escaped(words: str) -> str:
    """Safe between tags; control characters, which XML refuses, become spaces."""
    return html.escape("".join(c if c.isprintable() else " " for c in words))
