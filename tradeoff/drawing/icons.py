"""Icon arrays: a hundred people, ten by ten, as crisp SVG.

Always the whole hundred, grouped and never scattered, filled from the bottom row and from the
left, in the same order in both arms. A person's class shows in colour, in fill and in outline, and
where something is more or fewer, in a sign on the chest: greyscale loses nothing.

The range is a zone: the people between the lower and the upper limit stand on hatched ground with
an outline around all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from tradeoff.drawing import scene
from tradeoff.drawing.palette import Theme, wrap
from tradeoff.drawing.scene import At, Copy, Hatch, Path, Ring, Scene, Stroke, paragraph
from tradeoff.drawing.to_svg import AnyTheme, to_svg

PEOPLE = 100
_ROW = 10
_CELL = 20
_SIDE = _ROW * _CELL
# A sheet of several: pixels around it, of an array, between two; size of their titles.
_EDGE, _PANEL, _BETWEEN, _TITLE = 28, 300, 36, 16
_HALO = "halo"

# Head and shoulders in a cell of 20 by 20, feet at the bottom.
_SHOULDERS = "M4 18.5V14.6A4.9 4.9 0 0 1 8.9 9.7H11.1A4.9 4.9 0 0 1 16 14.6V18.5Z"
_STRIPES = Hatch(5, 1.1, 1)


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
    """Colours of fill and line; a dashed line; a dot on the chest."""

    fill: str
    line: str
    dashed: bool = False
    dotted: bool = False

    @property
    def stroke(self) -> Stroke:
        """The line around a person."""
        return Stroke(self.line, 1.3, "1.9 1.1") if self.dashed else Stroke(self.line, 1)


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


def svg(array: IconArray, *, width: int = 220, theme: AnyTheme = "auto") -> str:
    """The array alone, square, ``width`` pixels at its natural size; crisp at any other."""
    picture = Scene(
        width, width, tuple(_people(array)), title=array.title, alt=array.alt,
        symbols=_symbols((array,)), shown=(-2, -2, _SIDE + 4, _SIDE + 4),
    )  # fmt: skip
    return to_svg(picture, theme=theme, ground=False)


def legend_svg(mark: Mark, *, width: int = 18, theme: AnyTheme = "auto") -> str:
    """One person, for a legend in the text: an ``<img>`` with an empty alt beside its label."""
    picture = Scene(width, width, _person(_LOOKS[mark]), shown=(0, 0, _CELL, _CELL))
    return to_svg(picture, theme=theme, ground=False)


def sheet_svg(
    arrays: tuple[IconArray, ...],
    *,
    heading: str,
    notes: tuple[str, ...] = (),
    theme: Theme = "light",
    columns: int = 2,
) -> str:
    """Arrays side by side with heading, titles, legends and notes: one picture to take away."""
    columns = max(1, min(columns, len(arrays)))
    width = _EDGE * 2 + columns * _PANEL + (columns - 1) * _BETWEEN
    inner = width - 2 * _EDGE
    title, top = paragraph(heading, _EDGE, _EDGE, width=inner, size=20, bold=True)
    marks: list[scene.Mark] = [title]
    for start in range(0, len(arrays), columns):
        row = arrays[start : start + columns]
        head = max(len(_title_lines(array)) for array in row)
        panels = [
            _panel(array, _EDGE + place * (_PANEL + _BETWEEN), top + 20, head)
            for place, array in enumerate(row)
        ]
        marks += [mark for panel, _ in panels for mark in panel]
        top = max(bottom for _, bottom in panels)
    under, top = scene.notes(notes, _EDGE, top + 14, width=inner, size=13, gap=0)
    picture = Scene(
        width, round(top + _EDGE), (*marks, *under), title=heading,
        alt=" ".join(array.alt for array in arrays), symbols=_symbols(arrays),
    )  # fmt: skip
    return to_svg(picture, theme=theme)


def _title_lines(array: IconArray) -> tuple[str, ...]:
    return wrap(array.title, width=_PANEL, size=_TITLE, bold=True)


def _panel(array: IconArray, left: float, top: float, head: int) -> tuple[list[scene.Mark], float]:
    """One array with title and legend, and where it ends; ``head`` lines are kept for titles."""
    title, _ = paragraph(array.title, left, top, width=_PANEL, size=_TITLE, bold=True)
    top += head * _TITLE * scene.SPACED + 8
    people = scene.Group(tuple(_people(array)), move=(left, top), scale=_PANEL / _SIDE)
    marks: list[scene.Mark] = [title, people]
    top += _PANEL + 12
    for group in array.groups:
        if group.count:
            marks.append(scene.Group(_person(_LOOKS[group.mark]), move=(left, top)))
            words, bottom = paragraph(
                f"{group.count} {group.label}", left + 28, top + 1, width=_PANEL - 28, size=14
            )
            marks.append(words)
            top = max(bottom, top + 20) + 5
    return marks, top


def _people(array: IconArray) -> Iterator[scene.Mark]:
    """The zone of the range, and the hundred upon it in their groups."""
    if array.uncertain is not None and array.uncertain[0] < array.uncertain[1]:
        yield _zone(*array.uncertain)
    for group, end in zip(array.groups, accumulate(g.count for g in array.groups), strict=True):
        if group.count:
            data = (("mark", group.mark), ("count", f"{group.count}"))
            yield scene.Group(_copies(group.mark, end - group.count, end), data)


def _copies(symbol: str, first: int, end: int) -> tuple[Copy, ...]:
    return tuple(Copy(symbol, *_corner(place)) for place in range(first, end))


def _corner(place: int) -> tuple[int, int]:
    """Upper left corner of a person's cell: bottom row first, from the left."""
    row, column = divmod(place, _ROW)
    return column * _CELL, _SIDE - (row + 1) * _CELL


def _zone(lower: int, upper: int) -> scene.Group:
    """Hatched ground under the people between the limits, and one outline around them."""
    rects = ""
    for row in range(lower // _ROW, (upper - 1) // _ROW + 1):
        first, last = max(lower, row * _ROW), min(upper, (row + 1) * _ROW)
        x, y = _corner(first)
        wide = (last - first) * _CELL
        rects += f"M{x} {y}h{wide}v{_CELL}h-{wide}z"
    marks: tuple[scene.Mark, ...] = (
        Path(rects, "outline", hatch=_STRIPES),
        *_copies(_HALO, lower, upper),
        Path(_contour(lower, upper), stroke=Stroke("text", 1, square=True)),
    )
    return scene.Group(marks, (("range", f"{lower} {upper}"),))


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


def _symbols(arrays: tuple[IconArray, ...]) -> tuple[tuple[str, tuple[scene.Mark, ...]], ...]:
    """The people of all marks in use, and the light behind those on the zone."""
    marks = dict.fromkeys(g.mark for array in arrays for g in array.groups if g.count)
    halo = (_HALO, _figure("surface", Stroke("surface", 3)))
    return (halo, *((mark, _person(_LOOKS[mark])) for mark in marks))


def _person(look: _Look) -> tuple[scene.Mark, ...]:
    # A dot and not a plus: a pale cross on a chest reads as first aid.
    dot = (Ring(At(10, 14.2), 1.9, "surface"),) if look.dotted else ()
    return (*_figure(look.fill, look.stroke), *dot)


def _figure(fill: str, stroke: Stroke) -> tuple[scene.Mark, ...]:
    return Ring(At(10, 5), 3.1, fill, stroke), Path(_SHOULDERS, fill, stroke)
