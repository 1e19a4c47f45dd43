"""Mount a printed figure whose ticks and curves a hand sets; take up what was set."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from tradeoff.digitising import Axes, DigitisingError, Pixel, ProposedCurve
from tradeoff.screens import look
from tradeoff.screens.components.mounting import registered
from tradeoff.words.figure_marks import colour_name
from tradeoff.words.say import Say

Tick = Literal["x1", "x2", "y1", "y2"]
"""One of the four ticks: of the axis of time or of survival, the first or the second."""

_TICKS: Final[tuple[Tick, ...]] = ("x1", "x2", "y1", "y2")
#: More curves no figure holds that anybody reads; more anchors than this no curve needs.
MOST_CURVES: Final = 8
MOST_POINTS: Final = 40
#: A staircase is drawn to a hundredth of a pixel: no eye sees less at sixteen times the size.
_DECIMALS: Final = 2
#: So far above and below a curve its doubtful spans are hatched, as a share of the rows.
_HATCHED: Final = 0.02
#: Of what a tick may say; the longest follow-up in days stays far below.
_LARGEST: Final = 1e7
_PAIR: Final = 2
#: Of the marks on a picture, as the style sheet has them; all of them stand out on white.
MARKS: Final = (
    *("#c4007a", "#00713f", "#6a3bd1", "#a24b00"),
    *("#00708f", "#5b6200", "#b3261e", "#33475b"),
)
#: Colours that are nearer than this, of the 441 between black and white, are taken for one.
_ALIKE: Final = 90.0


@dataclass(frozen=True, slots=True)
class FigureCurve:
    """A curve as it stands on the picture, all of it in the picture's pixels.

    Args:
        points: what was clicked: the pick, then anchors.
        colour: its ink as ``#rrggbb``, shown as a swatch; its marks have a colour of their own.
        name: what it is called in the list and by each of its points; "Curve 1" where empty.
        path: the corners of what was traced; ``None`` until it is.
        rebuilt: the corners of the curve rebuilt from it; ``None`` until it is.
        doubtful: the columns from and to which the trace wants a second look.
        refused: whether no line can be followed from these points: the next click on the picture
            takes the place of the last of them.
        mark: the colour of its marks, one of ``mark_colours``; the next that is free where empty.
    """

    points: tuple[Pixel, ...]
    colour: str
    name: str
    path: Sequence[Pixel] | None = None
    rebuilt: Sequence[Pixel] | None = None
    doubtful: tuple[tuple[float, float], ...] = ()
    refused: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """All that stands on the picture: both axes if they are whole, and each curve's points.

    ``unread``: ticks at which nobody has said yet what is printed; any number stands there in
    ``axes``.
    """

    axes: Axes | None
    curves: tuple[tuple[Pixel, ...], ...]
    unread: frozenset[Tick] = frozenset()


def figure(
    say: Say,
    *,
    follows: str,
    size: tuple[int, int],
    axes: Axes | None,
    labels: Mapping[str, str],
    curves: Sequence[FigureCurve],
    proposed: Sequence[ProposedCurve],
    percent: bool,
    key: str,
    on_place: Callable[[Placed], None],
    rising: bool = False,
    unread: frozenset[Tick] = frozenset(),
    farthest: Pixel | None = None,
    called: Sequence[str] = (),
) -> None:
    """The picture with handles on its ticks and points on its curves.

    All that the hand does is shown within a frame; when it rests, ``on_place`` gets the whole of
    what stands, before the page's script runs again. Streamlit keeps nothing of it: what is passed
    here the next time is what stands then, unless the hand has gone on meanwhile.

    Args:
        say: the clinician's voice.
        follows: selects the ``<img>`` of an ``st.image`` on the page, which shows the same picture,
            as fine as it is given (``width=`` its columns, or Streamlit makes it smaller). It is
            drawn here in its place, and should not be seen there.
        size: columns and rows of the picture.
        axes: what stands; ``None`` lets the user begin with four lines and no times.
        labels: every word that the browser shows, by its name.
        curves: what stands, in the order in which they come back.
        proposed: curves that may be chosen by their colour.
        percent: whether survival is printed from 0 to 100.
        key: of the component; another for another picture, or its steps could be undone on this.
        on_place: told what the hand has set, in the order of ``curves``.
        rising: whether those with the event are shown: values are then one minus survival.
        unread: ticks whose values nobody has read: their fields are empty, and whatever ``axes``
            holds there is never shown.
        farthest: where trace and rebuilt curve differ most, to be gone to.
        called: what each of ``proposed`` is called, as "upper, grey, ends at 0.41"; by its ink
            alone where empty.
    """
    st.html(f"<style>{look.part_style('figure')}</style>")
    data = {
        "part": "figure",
        "key": key,
        "follows": follows,
        "size": size,
        "axes": None if axes is None else _sent_axes(axes, unread),
        "labels": dict(labels),
        "curves": [_sent(say, one, size) for one in curves[:MOST_CURVES]],
        "proposed": [
            _found(say, one, called[place] if place < len(called) else "")
            for place, one in enumerate(proposed[:MOST_CURVES])
        ],
        "percent": percent,
        "rising": rising,
        "marks": _marks([*(one.colour for one in curves), *(one.colour for one in proposed)]),
        "farthest": farthest,
        "made": st.session_state.get(_made(key), 0),
        "most": [MOST_CURVES, MOST_POINTS],
    }
    registered()(key=key, data=[data], on_place_change=lambda: _take_up(key, size, axes, on_place))


def paste(*, into: str, labels: Mapping[str, str], key: str) -> None:
    """A place to paste a screenshot, which then goes the way of a file that was chosen.

    While it is shown, a picture may be pasted anywhere on the page.

    Args:
        into: the key of the ``st.file_uploader``, or of a container that holds only one.
        labels: ``paste`` names the place, ``paste_touch`` where there are fingers only,
            ``paste_empty`` is said where the clipboard holds no picture, ``pasted`` where it did.
        key: of the component.
    """
    st.html(f"<style>{look.part_style('figure')}</style>")
    said = {name: labels[name] for name in ("paste", "paste_touch", "paste_empty", "pasted")}
    registered()(key=key, data=[{"part": "paste", "into": into, "labels": said}])


def mark_colours(inks: Sequence[str]) -> tuple[str, ...]:
    """The colours of marks on a figure with these inks, those first that no curve is printed in."""
    return tuple(MARKS[place] for place in _marks(inks))


def staircase(
    axes: Axes, time: NDArray[np.float64], survival: NDArray[np.float64]
) -> tuple[Pixel, ...]:
    """The corners of a curve on its picture; ``survival`` holds from each of ``time`` on."""
    columns, rows = axes.column(time), axes.row(survival)
    corners = zip(np.repeat(columns, 2)[1:], np.repeat(rows, 2)[:-1], strict=True)
    return tuple((float(column), float(row)) for column, row in corners)


def hatched(
    path: Sequence[Pixel], doubtful: Sequence[tuple[float, float]], height: int
) -> list[tuple[float, float, float, float]]:
    """Left, top, width, height of what is hatched: each doubtful span, as far as its curve goes.

    Args:
        path: the curve's corners; nothing is hatched where there are none.
        doubtful: the columns from and to which the trace wants a second look.
        height: rows of the picture.
    """
    if not path:
        return []
    columns, rows = np.asarray(path, dtype=np.float64).T
    margin = _HATCHED * height
    boxes = []
    for start, end in doubtful:
        within = rows[(columns >= start) & (columns <= end)]
        edges = np.interp((start, end), columns, rows)
        top, bottom = min(*edges, *within) - margin, max(*edges, *within) + margin
        boxes.append((float(start), float(top), float(end - start), float(bottom - top)))
    return boxes


# --- what is sent ------------------------------------------------------------------------------


def _found(say: Say, curve: ProposedCurve, name: str) -> dict[str, object]:
    ink = colour_name(say, curve.colour)
    return {"pick": curve.pick, "colour": curve.colour, "ink": ink, "name": name}


def _sent_axes(axes: Axes, unread: frozenset[Tick]) -> dict[str, object]:
    ticks = [
        (place, None if name in unread else value)
        for name, (place, value) in zip(_TICKS, (*axes.x, *axes.y), strict=True)
    ]
    return {"x": ticks[:_PAIR], "y": ticks[_PAIR:]}


def _marks(inks: Sequence[str]) -> list[int]:
    """The colours of marks by their places, those first that are no ink of the figure.

    Or the mark of one arm would have the colour in which the other is printed.
    """
    near = [any(_apart(mark, ink) < _ALIKE for ink in inks) for mark in MARKS]
    return sorted(range(len(MARKS)), key=lambda place: near[place])


def _apart(colour: str, other: str) -> float:
    one, two = (
        [int(text[place : place + 2], 16) for place in (1, 3, 5)] for text in (colour, other)
    )
    return math.dist(one, two)


def _sent(say: Say, curve: FigureCurve, size: tuple[int, int]) -> dict[str, object]:
    return {
        "points": curve.points,
        "colour": curve.colour,
        "ink": colour_name(say, curve.colour),
        "name": curve.name,
        "path": _drawn(curve.path),
        "rebuilt": _drawn(curve.rebuilt),
        "doubtful": hatched(curve.path or (), curve.doubtful, size[1]),
        "refused": curve.refused,
        "mark": MARKS.index(curve.mark) if curve.mark else None,
    }


def _drawn(corners: Sequence[Pixel] | None) -> str | None:
    """As SVG writes the points of a line."""
    if not corners:
        return None
    rounded = ((round(column, _DECIMALS), round(row, _DECIMALS)) for column, row in corners)
    return " ".join(f"{column:g},{row:g}" for column, row in rounded)


# --- what comes back ---------------------------------------------------------------------------


class _NonsenseError(Exception):
    """No page of ours sends this."""


def _made(key: str) -> str:
    return f"_{key}_made"


def _take_up(
    key: str, size: tuple[int, int], before: Axes | None, on_place: Callable[[Placed], None]
) -> None:
    """Nothing that a browser sent is trusted; what makes no sense is passed over and answered."""
    message = st.session_state[key].get("place")
    if not isinstance(message, dict):
        return
    made = message.get("made")
    if isinstance(made, int) and not isinstance(made, bool) and 0 < made < _LARGEST:
        st.session_state[_made(key)] = made
    try:
        sent, unread = _filled(message.get("axes"), before)
        placed = Placed(_axes(sent, size), _curves(message.get("curves"), size), unread)
    except _NonsenseError:
        return
    on_place(placed)


def _filled(sent: object, before: Axes | None) -> tuple[object, frozenset[Tick]]:
    """Axes with a number at each tick, and at which of them nobody has said it yet.

    Where nothing was there before, they are no axes so far.
    """
    if not isinstance(sent, dict):
        return sent, frozenset()
    pairs = [list(_list(one)) for axis in ("x", "y") for one in _list(sent.get(axis))]
    missing = [place for place, one in enumerate(pairs) if one[1:] == [None]]
    if not missing:
        return sent, frozenset()
    if before is None or len(pairs) != len(_TICKS):
        return None, frozenset()
    for place, (_, value) in enumerate((*before.x, *before.y)):
        if place in missing:
            pairs[place][1] = value
    for place in missing:
        # What was said at the other tick may be what stood here: any other number will do.
        if pairs[place][1] == pairs[place ^ 1][1]:
            pairs[place][1] = 0.0 if pairs[place ^ 1][1] else 1.0
    return {"x": pairs[:_PAIR], "y": pairs[_PAIR:]}, frozenset(_TICKS[one] for one in missing)


def _list(sent: object) -> list[object]:
    if not isinstance(sent, list):
        raise _NonsenseError
    return sent


def _axes(sent: object, size: tuple[int, int]) -> Axes | None:
    if sent is None:
        return None
    if not isinstance(sent, dict):
        raise _NonsenseError
    try:
        return Axes(x=_ticks(sent.get("x"), size[0]), y=_ticks(sent.get("y"), size[1]))
    except DigitisingError:
        return None  # ticks at one place, on their way to another


def _ticks(sent: object, length: int) -> tuple[tuple[float, float], tuple[float, float]]:
    pairs = _pairs(sent, most=_PAIR)
    if len(pairs) < _PAIR:
        raise _NonsenseError
    one, other = pairs
    for place, value in (one, other):
        if not 0 <= place <= length or abs(value) > _LARGEST:
            raise _NonsenseError
    return one, other


def _curves(sent: object, size: tuple[int, int]) -> tuple[tuple[Pixel, ...], ...]:
    if not isinstance(sent, list) or len(sent) > MOST_CURVES:
        raise _NonsenseError
    return tuple(_points(one, size) for one in sent)


def _points(sent: object, size: tuple[int, int]) -> tuple[Pixel, ...]:
    points = _pairs(sent.get("points") if isinstance(sent, dict) else None, most=MOST_POINTS)
    for column, row in points:
        if not (0 <= column <= size[0] and 0 <= row <= size[1]):
            raise _NonsenseError
    return points


def _pairs(sent: object, *, most: int) -> tuple[Pixel, ...]:
    """Pairs of finite numbers, at least one."""
    if not isinstance(sent, list) or not 1 <= len(sent) <= most:
        raise _NonsenseError
    return tuple(_pair(one) for one in sent)


def _pair(sent: object) -> Pixel:
    if not isinstance(sent, list) or len(sent) != _PAIR:
        raise _NonsenseError
    column, row = (_number(one) for one in sent)
    return column, row


def _number(sent: object) -> float:
    if isinstance(sent, bool) or not isinstance(sent, int | float):
        raise _NonsenseError
    if (isinstance(sent, float) and not math.isfinite(sent)) or abs(sent) > _LARGEST:
        raise _NonsenseError
    return float(sent)
