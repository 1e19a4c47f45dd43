"""The board's curve: a picture in several heights, of which the style sheet shows one.

The month is read on it as on every curve: the cross-hair lies over the picture, at the places of
the height that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.drawing.cross_hair import CrossHair, Frame, cross_hair
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.scene import Plane, Scene
from tradeoff.drawing.series import AxisRange, SurvivalView
from tradeoff.drawing.survival import survival_scene
from tradeoff.findings.view import Findings
from tradeoff.screens import curves, lettered, store
from tradeoff.screens.page import Page
from tradeoff.words.curve import curve_axis, curve_note_short
from tradeoff.words.say import Say
from tradeoff.words.survival import no_curve

# The curve is drawn in several heights at one width, and the style sheet shows the tallest that
# the screen has room for: letters keep their size, whatever stands above and below.
_WIDTH: Final = 340
HEIGHTS: Final = (350, 325, 300, 275, 250, 225, 200, 175)
#: The one of a narrow screen, which scrolls.
_NARROW: Final = 300
_MARGIN: Final = 4
#: Pixels that the axis' title would take: here it is the heading.
_UNTITLED: Final = 20


@dataclass(frozen=True, slots=True)
class BoardCurve:
    """The pictures of all heights, and what lies over the one that is shown, if months are read."""

    pictures: str
    laid_over: CrossHair | None


@st.fragment
def live(page: Page) -> None:
    """The curve with the month that is read, or that there is none; links follow the month."""
    page.follow_choices()
    view = page.view()
    drawn = _kept(page.say, view)
    laid_over = None if drawn is None else drawn.laid_over
    if laid_over is None:
        st.html(card(page.say, view, drawn))
    else:
        curves.read_months(view, laid_over, card(page.say, view, drawn), key="board_cross_hair")
    page.refresh_links(view.choices)


def card(say: Say, view: Findings, drawn: BoardCurve | None) -> str:
    """The curve with what it counts, read-out and note, or that there is none."""
    trial, choices = view.trial, view.choices
    title = f"{curve_axis(say, trial, choices)} · {trial.text.cuts[choices.cut].name}"
    if drawn is None:
        parts = [markup.paragraph(no_curve(say, trial, choices))]
    else:
        read_out = "" if drawn.laid_over is None else drawn.laid_over.read_out
        note = markup.paragraph(curve_note_short(say, view), "curve-note")
        parts = [read_out, drawn.pictures, note]
    css = "board board-part board-curve"
    return markup.region(title, markup.heading(title, 2), *parts, css=css, part="curve")


def _kept(say: Say, view: Findings) -> BoardCurve | None:
    return store.kept(
        view.trial, ("board", store.drawn_for(view.choices)), lambda: board_curve(say, view)
    )


def board_curve(say: Say, view: Findings) -> BoardCurve | None:
    """The curve in each of the heights; ``None`` where there is no curve."""
    bare = _bare(say, view)
    if bare is None:
        return None
    scenes = {height: _scene(bare, height) for height in HEIGHTS}
    planes = {height: data_plane(scene.plane, bare) for height, scene in scenes.items()}
    frames = {height: frame(scenes[height], planes[height]) for height in HEIGHTS}
    months = store.months_read(view)
    laid_over = cross_hair(say, view, bare, planes[_NARROW], frames[_NARROW], months)
    pictures = (lettered.picture(scene, css=f"high-{height}") for height, scene in scenes.items())
    over = "" if laid_over is None else laid_over.over
    return BoardCurve(
        f'<div class="board-picture"><div class="pictures" style="{_places(frames)}">'
        f"{''.join(pictures)}{over}</div></div>",
        laid_over,
    )


def drawn_at(say: Say, view: Findings, height: int) -> tuple[Scene, Plane]:
    """The picture in one of the heights, and where its values lie."""
    bare = _bare(say, view)
    if bare is None:
        raise LookupError("no curve is drawn of this analysis")
    scene = _scene(bare, height)
    return scene, data_plane(scene.plane, bare)


def _bare(say: Say, view: Findings) -> SurvivalView | None:
    """What is drawn: the whole axis in both frames, without the words that stand around it."""
    drawn = survival_view(say, view, CurveOptions(at_risk=False))
    if drawn is None:
        return None
    return replace(drawn, title="", y_title="", notes=(), axis=AxisRange.WHOLE)


def _scene(drawn: SurvivalView, height: int) -> Scene:
    inner = height - 2 * _MARGIN + _UNTITLED
    return survival_scene(drawn, width=_WIDTH, height=inner, margin=_MARGIN)


def data_plane(plane: Plane, drawn: SurvivalView) -> Plane:
    """The plot from the axis' lowest to its highest value.

    In it a value has the same share in every height; around it there is room for words and rings.
    """
    low, high = drawn.heights
    top = plane.py(high)
    return replace(plane, top=top, height=plane.py(low) - top, y_range=(low, high))


def frame(scene: Scene, plane: Plane) -> Frame:
    """From the picture's edges to that plane, in shares of the picture's width."""
    right, bottom = scene.width - plane.right, scene.height - plane.floor
    edges = (plane.left, plane.top, right, bottom)
    return Frame(*(f"{100 * edge / scene.width:.4f}cqw" for edge in edges))


def _places(frames: Mapping[int, Frame]) -> str:
    """Upper and lower edge of each height, for the style sheet that chooses among them."""
    return ";".join(
        f"--top-{height}:{one.top};--bottom-{height}:{one.bottom}" for height, one in frames.items()
    )
