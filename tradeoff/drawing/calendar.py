"""A course of treatment as a calendar: a square a day, a row a week, blocks of unknown length.

Cycles stand from left to right and from the top, as words do. A day on a pump is a filled square,
another day an empty one: greyscale loses nothing. A cycle whose length is not known is a block with
a dashed outline, always of one size: never a guess, never to scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.drawing.palette import wrap
from tradeoff.drawing.scene import SPACED, At, Group, Mark, Path, Scene, Stroke, Text
from tradeoff.trial.records import DAYS_A_WEEK

#: Pixels of the whole picture: a telephone's width, and half a page's.
WIDTH: Final = 340
_COLUMNS: Final = 3
_PITCH, _DAY = 14.5, 12
_COLUMN: Final = DAYS_A_WEEK * _PITCH - (_PITCH - _DAY)
_EDGE: Final = 8
_GAP: Final = (WIDTH - 2 * _EDGE - _COLUMNS * _COLUMN) / (_COLUMNS - 1)
_HEAD, _WORDS, _KEY, _BETWEEN = 24, 18, 17, 9
#: A strip across a page: at a page's width its letters come out at 9 points and more.
STRIP_COLUMNS, _STRIP_EDGE = 9, 1
STRIP_WIDTH: Final = 2 * _STRIP_EDGE + STRIP_COLUMNS * _COLUMN + (STRIP_COLUMNS - 1) * _GAP
#: Rows of a block whose length is not known: one size for all of them.
_BLOCK_ROWS: Final = 4
_SAMPLE, _KEY_WORDS = 22, 38
_LINE, _DASHED = Stroke("outline", 1.2), Stroke("outline", 1.6, "5 3.5")


@dataclass(frozen=True, slots=True)
class Span:
    """A cycle or a break: its heading, its weeks or ``None``, days on a pump from its first."""

    heading: str
    weeks: int | None
    pump_days: int = 0
    foot: str = ""
    """Under its days: how long a break lasts."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the squares and the block mean, where they are in the picture."""

    pump: str
    free: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """One option's calendar."""

    spans: tuple[Span, ...]
    key: Key
    title: str
    alt: str


def calendar_scenes(calendars: Sequence[Calendar]) -> tuple[Scene, ...]:
    """Each as a picture, all of one size: a frame makes no option look like more."""
    drawn = [_drawn(calendar) for calendar in calendars]
    height = max((bottom for _, bottom in drawn), default=0)
    return tuple(
        Scene(WIDTH, round(height), marks, title=calendar.title, alt=calendar.alt)
        for calendar, (marks, _) in zip(calendars, drawn, strict=True)
    )


def strip_scenes(calendars: Sequence[Calendar]) -> tuple[Scene, ...]:
    """The same across a page, at one scale and height, without the key: that stands once for all.

    A strip is as wide as its spans, ``STRIP_WIDTH`` at most: as wide as the page.
    """
    drawn = [_strip(calendar) for calendar in calendars]
    height = max((bottom for _, bottom in drawn), default=0)
    scenes = []
    for calendar, (marks, _) in zip(calendars, drawn, strict=True):
        columns = min(len(calendar.spans), STRIP_COLUMNS)
        width = round(STRIP_WIDTH - (STRIP_COLUMNS - columns) * (_COLUMN + _GAP))
        scenes.append(Scene(width, round(height), marks, title=calendar.title, alt=calendar.alt))
    return tuple(scenes)


def key_scenes(calendars: Sequence[Calendar]) -> tuple[tuple[Scene, str], ...]:
    """What is in any of the pictures, each as a small square picture with its words."""
    spans = tuple(span for calendar in calendars for span in calendar.spans)
    keys = _shown(spans, calendars[0].key) if calendars else ()
    side = _SAMPLE + 2
    shown = (_EDGE - 1, _EDGE - 1, side, side)
    return tuple(
        (Scene(side, side, (_sample(kind, _EDGE + (_SAMPLE - _DAY) / 2),), shown=shown), words)
        for kind, words in keys
    )


def _drawn(calendar: Calendar) -> tuple[tuple[Mark, ...], float]:
    """Rows of spans from the top, the key under them, and where that ends."""
    marks: list[Mark] = []
    top = float(_EDGE) - 4
    for start in range(0, len(calendar.spans), _COLUMNS):
        row = calendar.spans[start : start + _COLUMNS]
        marks += _row(row, _EDGE, top)
        top += _HEAD + max(map(_rows, row)) * _PITCH + _BETWEEN
    key, bottom = _keys(calendar, top)
    return (*marks, *key), bottom


def _strip(calendar: Calendar) -> tuple[tuple[Mark, ...], float]:
    """Rows of spans alone, and where they end."""
    marks: list[Mark] = []
    top = 0.0
    for start in range(0, len(calendar.spans), STRIP_COLUMNS):
        row = calendar.spans[start : start + STRIP_COLUMNS]
        marks += _row(row, _STRIP_EDGE, top, foot=_WORDS)
        top += _HEAD + max(map(_rows, row)) * _PITCH
    return tuple(marks), top


def _row(row: Sequence[Span], left: float, top: float, *, foot: float = _KEY) -> list[Mark]:
    """Spans side by side; ``foot`` is the size of the words under them."""
    marks: list[Mark] = []
    for span in row:
        marks += _span(span, left, top, foot=foot)
        left += _COLUMN + _GAP
    return marks


def _rows(span: Span) -> int:
    """Rows of squares, and room for the words under them."""
    return _BLOCK_ROWS if span.weeks is None else span.weeks + (2 if span.foot else 0)


def _span(span: Span, left: float, top: float, *, foot: float) -> list[Mark]:
    marks: list[Mark] = [_words((span.heading,), left, top, _WORDS, bold=True)]
    top += _HEAD
    if span.weeks is None:
        return [*marks, _block(left, top, _COLUMN, _BLOCK_ROWS * _PITCH - (_PITCH - _DAY))]
    for day in range(span.weeks * DAYS_A_WEEK):
        week, weekday = divmod(day, DAYS_A_WEEK)
        across, down = left + weekday * _PITCH, top + week * _PITCH
        marks.append(_square(across, down, pumped=day < span.pump_days))
    if span.foot:
        marks.append(_words((span.foot,), left, top + span.weeks * _PITCH, foot))
    return marks


def _square(left: float, top: float, *, pumped: bool) -> Mark:
    shape = f"M{left:g} {top:g}h{_DAY}v{_DAY}h-{_DAY}Z"
    return Group(
        (Path(shape, "experimental" if pumped else "surface", _LINE),),
        data=(("day", "pump" if pumped else "free"),),
    )


def _block(left: float, top: float, width: float, height: float) -> Mark:
    shape = f"M{left:g} {top:g}h{width:g}v{height:g}h-{width:g}Z"
    return Group((Path(shape, "shade", _DASHED),), data=(("cycle", "unknown"),))


def _keys(calendar: Calendar, top: float) -> tuple[list[Mark], float]:
    """What is in the picture, each with its words."""
    marks: list[Mark] = []
    for sample, words in _shown(calendar.spans, calendar.key):
        lines = wrap(words, width=WIDTH - _KEY_WORDS - 4, size=_KEY)
        marks += [_sample(sample, top + 4), _words(lines, _KEY_WORDS, top, _KEY)]
        top += len(lines) * _KEY * SPACED + 3
    return marks, top + 4


def _shown(spans: Sequence[Span], key: Key) -> tuple[tuple[str, str], ...]:
    """The kinds of sample that these spans hold, with their words."""
    free = any(span.weeks and span.pump_days < span.weeks * DAYS_A_WEEK for span in spans)
    kinds = (
        (any(span.pump_days for span in spans), "pump", key.pump),
        (free, "free", key.free),
        (any(span.weeks is None for span in spans), "unknown", key.unknown),
    )
    return tuple((kind, words) for shown, kind, words in kinds if shown)


def _sample(kind: str, top: float) -> Mark:
    if kind == "unknown":
        return _block(_EDGE, top, _SAMPLE, _DAY)
    return _square(_EDGE + (_SAMPLE - _DAY) / 2, top, pumped=kind == "pump")


def _words(
    lines: tuple[str, ...], left: float, top: float, size: float, *, bold: bool = False
) -> Text:
    return Text(lines, At(left, top + size, share="picture"), size=size, bold=bold)
