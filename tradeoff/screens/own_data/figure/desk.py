"""What lies on the desk: a user's figure and all that was set on it, in the session's memory.

Nothing of it is kept by a widget, so that it is still there when the user comes back from another
page; it goes with the session, with another figure, or when its file is taken away. Each trial has
a desk of its own: a figure of one is never taken for another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import streamlit as st

from tradeoff.statistics.two_arms import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tradeoff.digitising import Axes, Pixel, PrintedFigure, ProposedCurve, TracedCurve
    from tradeoff.screens.components import Tick

_KEY = "_own_figure"
# Whose desk is looked at.
_TRIAL = "_own_figure_trial"
# Time begins at 0: that alone is known of ticks that were found.
_FOUND: frozenset[Tick] = frozenset({"x2", "y1", "y2"})
_EVENTS = "own_events_"
# The fields beside the picture; those that name a picture by its mark are gone with it.
_FIELDS = (
    *("own_figure_unit_", "own_figure_risk_", "own_figure_rows_"),
    *("own_endpoint", "own_cut_", _EVENTS),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of one figure, and what was found on it, all in its pixels.

    ``content`` is the file that is traced; ``pixels`` are what the browser shows, ``shown`` the PNG
    of them. For a page of a PDF ``place`` is where the picture's upper left corner lies on the
    whole page as it was drawn, of the size ``whole``, and ``strokes`` are the figure in the page's
    own lines, if it has any.
    """

    mark: str
    content: bytes
    pixels: NDArray[np.uint8] = field(repr=False, compare=False)
    shown: bytes
    size: tuple[int, int]
    axes: Axes | None
    proposed: tuple[ProposedCurve, ...]
    page: int | None = None
    place: tuple[int, int] = (0, 0)
    whole: tuple[int, int] = (0, 0)
    strokes: PrintedFigure | None = None

    @property
    def unread(self) -> frozenset[Tick]:
        """Ticks whose values nobody has read: on a picture places are found, and no values."""
        return _FOUND if self.strokes is None and self.axes is not None else frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF: each page that is offered as a small PNG, and the figures that were read there."""

    content: bytes
    n_pages: int
    thumbnails: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Clicks:
    """The clicks on one curve, its ink, and which arm it is; ``None`` for a third curve."""

    points: tuple[Pixel, ...]
    role: Role | None
    colour: str


@dataclass(frozen=True, slots=True)
class Work:
    """What was set on one figure of a file, while another is looked at."""

    mark: str
    rising: bool
    axes: Axes | None
    unread: frozenset[Tick]
    curves: tuple[Clicks, ...]
    past: tuple[Clicks, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What was traced for these axes and clicks; by its place, why a curve was not."""

    basis: tuple[object, ...]
    curves: Mapping[int, TracedCurve]
    refused: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The corners of the curves that were rebuilt from a trace."""

    basis: tuple[object, ...]
    corners: Mapping[Role, tuple[Pixel, ...]]
    farthest: Pixel
    """Where they are farthest from what was traced."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One file, and how far its user has come with it."""

    file: str
    name: str
    refusal: str = ""
    document: Document | None = None
    page: int | None = None
    figures: tuple[Figure, ...] = ()
    chosen: int = 0
    rising: bool = False
    """Whether the curves show those with the event."""
    axes: Axes | None = None
    unread: frozenset[Tick] = frozenset()
    """Ticks whose values are not known yet; any number stands there then."""
    curves: tuple[Clicks, ...] = ()
    past: tuple[Clicks, ...] = ()
    """Curves that were taken away: where one comes back, it is the same arm's."""
    work: Mapping[tuple[int | None, int], Work] = field(default_factory=dict)
    """By page and place, what was set on the file's other figures; the latest last."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """What was chosen and typed beside the picture, by the fields' keys."""
    trace: Trace | None = field(default=None, repr=False)
    rebuilt: Rebuilt | None = field(default=None, repr=False)

    @property
    def figure(self) -> Figure | None:
        """The figure that is worked on."""
        return self.figures[self.chosen] if self.figures else None


def open_for(trial_id: str) -> None:
    """Look at this trial's desk from now on; what is beside another's figure goes with that."""
    state = st.session_state
    if state.get(_TRIAL, trial_id) != trial_id:
        _empty_events()
    state[_TRIAL] = trial_id


def _empty_events() -> None:
    """The events of one figure are never another's."""
    for key in [str(one) for one in st.session_state]:
        if key.startswith(_EVENTS):
            st.session_state[key] = None


def lying() -> Desk | None:
    """What lies there."""
    return st.session_state.get(_key())


def put(desk: Desk) -> None:
    """Lay this there, in place of what was."""
    st.session_state[_key()] = desk


def _key() -> str:
    return f"{_KEY}_{st.session_state.get(_TRIAL, '')}"


def change(**changes: object) -> None:
    """Change something of what lies there; nothing where nothing does."""
    desk = lying()
    if desk is not None:
        put(replace(desk, **changes))  # type: ignore[arg-type]


def fields_back() -> None:
    """Fill the fields as they were left: Streamlit forgets those that a page does not show."""
    desk = lying()
    state = st.session_state
    for key, value in desk.fields.items() if desk is not None else ():
        if state.get(key) is None:
            state[key] = value


def keep_fields() -> None:
    """Keep what was chosen and typed beside the picture."""
    desk, state = lying(), st.session_state
    if desk is None:
        return
    # Those that are not shown just now stay as they were.
    kept = {key: value for key, value in desk.fields.items() if key not in state}
    for key, value in state.items():
        if str(key).startswith(_FIELDS) and value is not None:
            kept[str(key)] = value
    change(fields=kept)


def clear() -> None:
    """Take it away: file, picture and all that was set on it."""
    st.session_state.pop(_key(), None)
    _empty_events()
