"""The least page with a printed figure on it; stands in the place of `app.py`.

What the hand sets is kept in the session as the program does, and written out, so that a test can
read it. A stand-in for tracing: each curve's path goes straight through its points.
"""

from __future__ import annotations

import io
import json
import time
from contextlib import nullcontext

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw

from tradeoff.digitising import Axes, ProposedCurve
from tradeoff.drawing import markup
from tradeoff.screens import components, state
from tradeoff.screens.components import FigureCurve, Placed
from tradeoff.screens.look import style_sheet
from tradeoff.words import figure_marks
from tradeoff.words.say import ENGLISH

SIZE = (600, 400)
LEFT, RIGHT, TOP, BOTTOM = 60.5, 560.5, 40.5, 340.5
AXES = Axes(x=((LEFT, 0.0), (RIGHT, 50.0)), y=((BOTTOM, 0.0), (TOP, 1.0)))
CURVES = (("#0b5cab", (60, 40, 210, 40, 210, 130, 360, 130, 360, 190, 560, 190)),
          ("#d62728", (60, 40, 160, 40, 160, 190, 310, 190, 310, 280, 560, 280)))  # fmt: skip
PROPOSED = (ProposedCurve("#0b5cab", (285.5, 130.5)), ProposedCurve("#d62728", (235.5, 190.5)))

CALLED = ("upper, blue, ends at 0.5", "lower, red, ends at 0.2")


def picture() -> bytes:
    drawn = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(drawn)
    pen.line((60, 40, 60, 340, 560, 340), fill="black", width=1)
    for place in range(60, 561, 100):
        pen.line((place, 340, place, 346), fill="black")
    for place in range(40, 341, 60):
        pen.line((54, place, 60, place), fill="black")
    for colour, corners in CURVES:
        pen.line(corners, fill=colour, width=2)
    held = io.BytesIO()
    drawn.save(held, "PNG")
    return held.getvalue()


def keep(placed: Placed) -> None:
    st.session_state["placed"] = placed
    st.session_state["told"] = st.session_state.get("told", 0) + 1


def curve(place: int, points: tuple[tuple[float, float], ...], axes: Axes | None) -> FigureCurve:
    if axes is None or refused(points):
        return FigureCurve(points, "#808080", "", refused=refused(points))
    ordered = np.array(sorted(points))
    columns = np.concatenate(([LEFT], ordered[:, 0], [RIGHT]))
    rows = np.concatenate(([TOP], ordered[:, 1], [ordered[-1, 1]]))
    path = components.staircase(AXES, AXES.time(columns), AXES.survival(rows))
    rebuilt = tuple((column, row + 4.0) for column, row in path)
    doubtful = ((300.0, 400.0),) if place else ()
    return FigureCurve(points, PROPOSED[place % 2].colour, "", path, rebuilt, doubtful)


def refused(points: tuple[tuple[float, float], ...]) -> bool:
    """Low in the picture, no line can be followed."""
    return points[-1][1] > BOTTOM - 20


def begun() -> dict[str, str]:
    """What the address asked for, which it forgets; with another test's name all begins anew."""
    query, known = dict(st.query_params), st.session_state.get("asked")
    if known is None or query.get("test") not in (None, known.get("test")):
        for kept in ("placed", "told"):
            st.session_state.pop(kept, None)
        st.session_state["asked"] = known = query
    return known


st.set_page_config(layout="wide")
state.enter("figure")
if state.read().choices is None:
    st.stop()
scheme = st.context.theme.type or "light"
asked = begun()
st.html(f"<style>{markup.colours()}:root{{color-scheme:{scheme}}}{style_sheet('evidence')}</style>")
with st.sidebar:
    st.text_input("Another field", key="another")


@st.fragment
def part() -> None:
    # Once there is a curve it stands elsewhere, so that its part is made anew.
    moved = asked.get("moves") == "yes" and "placed" in st.session_state
    with st.container() if moved and st.session_state["placed"].curves else nullcontext():
        stand()


def stand() -> None:
    known = asked.get("axes") != "unknown"
    unread = {"y": frozenset(("x2", "y1", "y2"))}.get(asked.get("unread"), frozenset())
    placed = st.session_state.setdefault("placed", Placed(AXES if known else None, (), unread))
    time.sleep(float(asked.get("slow", 0)))
    with st.container(key="printed"):
        st.image(picture(), width=SIZE[0])
    components.figure(ENGLISH,
        follows=".st-key-printed img", size=SIZE, axes=placed.axes, labels=figure_marks.LABELS,
        curves=[curve(i, one, placed.axes) for i, one in enumerate(placed.curves)],
        proposed=PROPOSED, percent=asked.get("percent") == "yes",
        key=f"figure_{asked.get('test')}",
        on_place=keep, called=CALLED if asked.get("called") == "yes" else (),
        unread=placed.unread, farthest=(355.0, 130.0) if placed.curves else None,
    )  # fmt: skip
    axes = None if placed.axes is None else {"x": placed.axes.x, "y": placed.axes.y}
    said = json.dumps(
        {
            "axes": axes,
            "curves": placed.curves,
            "told": st.session_state.get("told", 0),
            "unread": sorted(placed.unread),
        }
    )
    st.html(f'<p class="told">{said}</p>')


@st.fragment
def pasting() -> None:
    components.paste(into="given", labels=figure_marks.LABELS, key="pasting")
    given = st.file_uploader("A picture", ["png", "jpg"], key="given")
    if given is not None:
        st.html(f'<p class="given">{given.name} {len(given.getvalue())}</p>')


if asked.get("figure") != "none":
    part()
pasting()
st.html('<div style="height: 1200px"></div>')
