"""From PDFium's objects to strokes and words: in a process apart only."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from tradeoff.digitising.pdf.drawn import Area, Box, Drawn, Stroke, Word, around, covering, within
from tradeoff.digitising.records import DigitisingError
from tradeoff.trial.told import told

# A page of a paper has some thousands; maps and clouds of points have more, and no figure in them
# is found in reasonable time.
_MAX_OBJECTS = 40_000
_MAX_POINTS = 300_000
_MAX_LETTERS = 60_000
# Figures lie in one or two forms; a form in a form in a form … is a bomb.
_MAX_DEPTH = 8
# What is thinner is drawn as an area by programs that have no lines, and is a line to the eye.
_THIN_POINTS = 2.0
# Of the size of the letters: what parts two words, and what parts two pieces set one by one.
_GAP, _GAP_OF_PIECES = 0.2, 0.08
_OFF_THE_LINE, _BACK = 0.4, 0.5

_TOO_MUCH = told(
    "Too much is drawn on this page to look for curves in it. "
    "Let the page be shown as a picture, and click the curves."
)

_NO_SIZE = told("This page is damaged: it has no size. Take a screenshot of the figure.")

Matrix = NDArray[np.float64]


def drawn(page: pypdfium2.PdfPage) -> Drawn:
    """What a page shows.

    Raises:
        DigitisingError: more is drawn on it than can be looked through.
    """
    width, height = page.get_size()
    upright = _upright(page, width, height)
    walk = _Walk()
    walk.through(
        (page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject), upright, None, 0
    )
    return Drawn(
        width, height, tuple(walk.strokes), tuple(walk.areas), tuple(_words(page, upright))
    )


def _upright(page: pypdfium2.PdfPage, width: float, height: float) -> Matrix:
    """From the page's own coordinates to points from the upper left corner as it is shown."""
    left, bottom, right, top = page.get_bbox()
    if not (math.isfinite(right - left) and right > left and top > bottom):
        raise DigitisingError(_NO_SIZE)
    turns = page.get_rotation() // 90 % 4
    to_unit = np.array(((1 / (right - left), 0, 0), (0, -1 / (top - bottom), 0), (0, 0, 1)))
    to_unit[0, 2], to_unit[1, 2] = -left / (right - left), top / (top - bottom)
    quarter = np.array(((0.0, -1.0, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    turned = np.linalg.matrix_power(quarter, turns)
    whole: Matrix = np.diag((width, height, 1.0)) @ turned @ to_unit
    return whole


def _matrix(thing: Any) -> Matrix:
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, own):
        return np.eye(3)
    return np.array(((own.a, own.c, own.e), (own.b, own.d, own.f), (0.0, 0.0, 1.0)))


def _placed(points: NDArray[np.float64], matrix: Matrix) -> NDArray[np.float64]:
    moved: NDArray[np.float64] = points @ matrix[:2, :2].T + matrix[:2, 2]
    return moved


@dataclass
class _Walk:
    """Through a page's objects and the forms in them, no longer than a budget lasts."""

    strokes: list[Stroke] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    objects: int = 0
    points: int = 0

    def through(
        self,
        holder: tuple[Any, Callable[..., int], Callable[..., Any]],
        matrix: Matrix,
        clip: Box | None,
        depth: int,
    ) -> None:
        """``matrix`` and ``clip`` are those of what holds the objects."""
        held, count, get = holder
        for index in range(count(held)):
            self.objects += 1
            if self.objects > _MAX_OBJECTS:
                raise DigitisingError(_TOO_MUCH)
            thing = get(held, index)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(thing, matrix, clip)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                inside = (thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
                seen = within((clip, self._clip(thing, matrix)))
                self.through(inside, matrix @ _matrix(thing), seen, depth + 1)

    def _path(self, thing: Any, matrix: Matrix, clip: Box | None) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
        paint = _colour(thing, pdfium.FPDFPageObj_GetStrokeColor if stroke.value else _FILL)
        if paint is None or not (fill.value or stroke.value):
            return
        whole = matrix @ _matrix(thing)
        (a, c), (b, d) = whole[:2, :2].tolist()
        scale = math.sqrt(abs(a * d - b * c))
        count, get = pdfium.FPDFPath_CountSegments(thing), pdfium.FPDFPath_GetPathSegment
        self._spend(count)
        seen = within((clip, self._clip(thing, matrix)))
        runs = [_placed(points, whole) for points in _runs(thing, count, get)]
        runs = [one for one in runs if np.all(np.isfinite(one))]
        if stroke.value:
            width, dash = _pen(thing, scale)
            self.strokes += (Stroke(one, paint, width, dash, seen) for one in runs)
        elif runs:
            self.areas.append(Area(tuple(runs), paint, seen, len(self.strokes)))
            thin = (_thin(one) for one in runs)
            self.strokes += (Stroke(one[0], paint, one[1], (), seen) for one in thin if one)

    def _clip(self, thing: Any, matrix: Matrix) -> Box | None:
        """The box of what is left to be seen of an object by its own clips."""
        path = pdfium.FPDFPageObj_GetClipPath(thing)
        boxes = []
        for index in range(max(0, pdfium.FPDFClipPath_CountPaths(path)) if path else 0):
            count = pdfium.FPDFClipPath_CountPathSegments(path, index)
            self._spend(max(0, count))
            runs = _runs(
                path,
                count,
                lambda held, at, of=index: pdfium.FPDFClipPath_GetPathSegment(held, of, at),
            )
            points = [one for one in runs if len(one)]
            if points:
                boxes.append(around(_placed(np.concatenate(points), matrix)))
        return within(boxes)

    def _spend(self, points: int) -> None:
        self.points += points
        if self.points > _MAX_POINTS:
            raise DigitisingError(_TOO_MUCH)


def _runs(held: Any, count: int, get: Callable[..., Any]) -> Iterator[NDArray[np.float64]]:
    """The points of each part of a path, of a Bézier curve its ends and handles."""
    column, row = ctypes.c_float(), ctypes.c_float()
    run: list[tuple[float, float]] = []
    for index in range(count):
        segment = get(held, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, column, row):
            continue
        point = column.value, row.value
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(run) > 1:
                yield np.array(run)
            run = []
        run.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and run[0] != point:
            run.append(run[0])
    if len(run) > 1:
        yield np.array(run)


_FILL = pdfium.FPDFPageObj_GetFillColor


def _colour(thing: Any, get: Callable[..., int]) -> str | None:
    """As ``#rrggbb``; black where a pattern says it, ``None`` where nothing is to be seen."""
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not get(thing, red, green, blue, opaque):
        return "#000000"
    return f"#{red.value:02x}{green.value:02x}{blue.value:02x}" if opaque.value else None


def _pen(thing: Any, scale: float) -> tuple[float, tuple[float, ...]]:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(thing, width)
    count = pdfium.FPDFPageObj_GetDashCount(thing)
    lengths = (ctypes.c_float * max(1, min(count, 32)))()
    known = 0 < count <= 32 and pdfium.FPDFPageObj_GetDashArray(thing, lengths, count)
    dash = tuple(one * scale for one in lengths) if known else ()
    return width.value * scale, dash if any(dash) else ()


def _thin(line: NDArray[np.float64]) -> tuple[NDArray[np.float64], float] | None:
    """An area as thin as a line: its middle line and its width."""
    left, top, right, bottom = around(line)
    if len(line) > 5 or min(right - left, bottom - top) > _THIN_POINTS:
        return None
    if right - left < bottom - top:
        middle = (left + right) / 2
        return np.array(((middle, top), (middle, bottom))), right - left
    middle = (top + bottom) / 2
    return np.array(((left, middle), (right, middle))), bottom - top


@dataclass(frozen=True, slots=True)
class _Letter:
    """``box`` is that of its ink, ``room`` that of what it takes up in its line."""

    text: str
    box: Box
    room: Box
    turns: int
    piece: int

    @property
    def along(self) -> tuple[float, float, float]:
        """Where it starts and ends in the direction of reading, and its line across."""
        left, top, right, bottom = self.room
        ways = ((left, right, bottom), (-bottom, -top, right), (-right, -left, -top))
        return (*ways, (top, bottom, -left))[self.turns]

    @property
    def size(self) -> float:
        left, top, right, bottom = self.room
        return max(1.0, (right - left) if self.turns % 2 else (bottom - top))


def _words(page: pypdfium2.PdfPage, upright: Matrix) -> Iterator[Word]:
    """Letters are parted where the eye parts them, since spaces need not be in the file."""
    word: list[_Letter] = []
    for letter in _letters(page, upright):
        if letter is None or (word and _parted(word[-1], letter)):
            yield from _word(word)
            word = []
        if letter is not None:
            word.append(letter)
    yield from _word(word)


def _word(letters: list[_Letter]) -> Iterator[Word]:
    if letters:
        box = covering(one.box for one in letters)
        yield Word("".join(one.text for one in letters), box, letters[0].turns)


def _parted(one: _Letter, other: _Letter) -> bool:
    if one.turns != other.turns:
        return True
    start, end, line = one.along
    next_start, _, next_line = other.along
    size = max(one.size, other.size)
    apart = one.piece != other.piece
    # A name and the number beside it may touch.
    if apart and {one.text.isalpha(), other.text.isalpha()} == {True, False} == {
        one.text.isdigit(),
        other.text.isdigit(),
    }:
        return True
    return (
        next_start - end > (_GAP_OF_PIECES if apart else _GAP) * size
        or next_start < start - _BACK * size
        or abs(next_line - line) > _OFF_THE_LINE * size
    )


def _letters(page: pypdfium2.PdfPage, upright: Matrix) -> Iterator[_Letter | None]:
    """Each letter, ``None`` for what parts words."""
    held = page.get_textpage()
    count = pdfium.FPDFText_CountChars(held.raw)
    if count > _MAX_LETTERS:
        raise DigitisingError(_TOO_MUCH)
    for index in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(held.raw, index))
        box = _ink(held.raw, index) if letter.isprintable() and not letter.isspace() else None
        if box is None:
            yield None
            continue
        piece = pdfium.FPDFText_GetTextObject(held.raw, index)
        room = _room(held.raw, index)
        yield _Letter(
            letter,
            around(_placed(box, upright)),
            around(_placed(box if room is None else room, upright)),
            _turns(held.raw, index, upright),
            ctypes.cast(piece, ctypes.c_void_p).value or 0,
        )


def _turns(text: Any, index: int, upright: Matrix) -> int:
    angle = pdfium.FPDFText_GetCharAngle(text, index)
    if not math.isfinite(angle):
        return 0
    across, down = (upright[:2, :2] @ (math.cos(angle), -math.sin(angle))).tolist()
    return round(math.atan2(-down, across) / (math.pi / 2)) % 4


def _ink(text: Any, index: int) -> NDArray[np.float64] | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return None
    corners = np.array(((left.value, bottom.value), (right.value, top.value)))
    return corners if np.all(np.isfinite(corners)) else None


def _room(text: Any, index: int) -> NDArray[np.float64] | None:
    room = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, room):
        return None
    corners = np.array(((room.left, room.bottom), (room.right, room.top)))
    return corners if np.all(np.isfinite(corners)) else None
