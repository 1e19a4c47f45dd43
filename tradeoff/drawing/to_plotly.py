"""Draws a scene as a plotly figure, which grows with the page and answers the pointer.

Draw it with ``st.plotly_chart(chart.figure, config=FIGURE_CONFIG, theme=None, alt=chart.alt,
key=…)``: Streamlit's own plotly theme would override colours and margins.
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import plotly.graph_objects as go

from tradeoff.drawing import scene as laid_out
from tradeoff.drawing.palette import PALETTES, SCREEN_FONTS, Palette, translucent

FIGURE_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
    "responsive": True,
}
Shape: TypeAlias = laid_out.Segment | laid_out.Box | laid_out.Ring

#: Plotly sets words this far within an annotation's edge: one of padding and one of border.
_PAD = 2
_CLEAR = "rgba(0,0,0,0)"
_TEMPLATE = go.layout.Template()


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure and its sentence; a table stands beside it."""

    figure: go.Figure
    alt: str


def to_plotly(scene: laid_out.Scene, *, theme: Literal["light", "dark"]) -> Chart:
    """The scene as a chart.

    Without any template: plotly's default is global, and importing Streamlit changes it. The layout
    goes in whole: ``update_layout`` afterwards takes twice as long as all the rest.
    """
    palette, plane = PALETTES[theme], scene.plane
    font = {"family": SCREEN_FONTS, "size": laid_out.LABEL, "color": palette.text}
    marks = scene.marks
    axes = [mark for mark in marks if isinstance(mark, laid_out.Axis)]
    layout = go.Layout(
        template=_TEMPLATE,
        height=scene.height,
        margin={"l": plane.left, "r": scene.width - plane.right, "t": plane.top,
                "b": scene.height - plane.floor, "pad": 0, "autoexpand": False},
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        font=font,
        showlegend=False,
        dragmode=False,
        hovermode="x unified" if any(axis.pointer for axis in axes) else False,
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.outline, "font": font,
                    "align": "left", "namelength": -1},
        shapes=[_shape(m, palette) for m in marks if isinstance(m, Shape)],
        annotations=[_annotation(m, palette) for m in marks if isinstance(m, laid_out.Text)],
        **{f"{axis.side}axis": _axis(axis, plane, palette) for axis in axes},
    )  # fmt: skip
    return Chart(go.Figure(_traces(marks, palette), layout), scene.alt)


def _traces(marks: tuple[laid_out.Mark, ...], palette: Palette) -> list[go.Scatter]:
    """Areas under lines, and the line that is drawn last first, as the pointer lists them."""
    curves = [mark for mark in marks if isinstance(mark, laid_out.Curve)]
    traces = [_area(mark, palette) for mark in marks if isinstance(mark, laid_out.Area)]
    traces += [_curve(mark, place, palette) for place, mark in reversed(list(enumerate(curves)))]
    return traces + [_ratio(mark, palette) for mark in marks if isinstance(mark, laid_out.Ratio)]


def _area(mark: laid_out.Area, palette: Palette) -> go.Scatter:
    colour = getattr(palette, mark.colour)
    fill: dict[str, Any] = {"fillcolor": translucent(colour, laid_out.SHADE)}
    if mark.hatch is not None:
        pattern = {"shape": "/", "size": mark.hatch.apart, "solidity": 0.25, "fgcolor": colour,
                   "bgcolor": _CLEAR, "fillmode": "replace"}  # fmt: skip
        fill = {"fillcolor": colour, "fillpattern": pattern}
    return go.Scatter(
        x=[x for x, _ in mark.outline],
        y=[y for _, y in mark.outline],
        fill="toself",
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
        meta={"role": mark.role, "layer": mark.layer},
        **fill,
    )


def _curve(mark: laid_out.Curve, place: int, palette: Palette) -> go.Scatter:
    line = {"dash": "solid", **_stroke(mark.stroke, palette)}
    if mark.steps:
        line["shape"] = "hv"
    return go.Scatter(
        x=mark.x,
        y=mark.y,
        name=_plain(mark.name),
        meta={"role": mark.role, "layer": "line"} if mark.role else None,
        zorder=place or None,
        mode="lines",
        line=line,
        **_pointer(mark.hover),
    )


def _pointer(words: tuple[str, ...]) -> dict[str, Any]:
    if not words:
        return {"hoverinfo": "skip"}
    return {"text": [_plain(w) for w in words], "hovertemplate": "%{text}<extra></extra>"}


def _ratio(mark: laid_out.Ratio, palette: Palette) -> go.Scatter:
    x, colour = mark.at.x, getattr(palette, mark.colour)
    return go.Scatter(
        x=[x],
        y=[mark.at.y],
        mode="markers",
        name=_plain(mark.name),
        hoverinfo="skip",
        marker={"symbol": mark.symbol, "size": mark.size, "color": colour,
                "line": {"width": 2 if mark.symbol == "circle-open" else 0}},
        error_x={"type": "data", "symmetric": False, "array": [(mark.upper or x) - x],
                 "arrayminus": [x - (mark.lower or x)], "color": colour, "thickness": 1.8,
                 "width": 4, "visible": mark.lower is not None},
    )  # fmt: skip


def _stroke(stroke: laid_out.Stroke, palette: Palette) -> dict[str, Any]:
    dash = {"dash": ",".join(f"{n}px" for n in stroke.dash.split())} if stroke.dash else {}
    return {"color": getattr(palette, stroke.colour), "width": stroke.width, **dash}


def _shape(mark: Shape, palette: Palette) -> dict[str, Any]:
    if isinstance(mark, laid_out.Segment):
        line = {"type": "line", "line": _stroke(mark.stroke, palette)}
        below = {"layer": "below"} if mark.below else {}
        return {**line, "name": mark.name, **below, **_ends(mark.start, mark.end)}
    fill = {"name": mark.name, "fillcolor": getattr(palette, mark.colour)}
    if isinstance(mark, laid_out.Box):
        ends = _ends(mark.start, mark.end)
        return {"type": "rect", **fill, "layer": "below", "line": {"width": 0}, **ends}
    edge = {"width": 0} if mark.stroke is None else _stroke(mark.stroke, palette)
    radius = mark.radius
    ends = _ends(mark.at.moved(-radius, radius), mark.at.moved(radius, -radius))
    return {"type": "circle", **fill, "line": edge, **ends}


def _ends(start: laid_out.At, end: laid_out.At) -> dict[str, Any]:
    """Both corners, along each axis in pixels from one place, or in the axis' units."""
    ends: dict[str, Any] = {}
    for axis, towards in (("x", 1), ("y", -1)):
        pair = [(getattr(at, axis), towards * getattr(at, f"d{axis}")) for at in (start, end)]
        if any(moved for _, moved in pair):
            ends |= {f"{axis}sizemode": "pixel", f"{axis}anchor": pair[0][0]}
            pair = [(moved, 0.0) for _, moved in pair]
        ends |= {f"{axis}0": pair[0][0], f"{axis}1": pair[1][0]}
        if axis in start.share:
            ends[f"{axis}ref"] = "paper"
    return ends


def _annotation(text: laid_out.Text, palette: Palette) -> dict[str, Any]:
    words, at = "<br>".join(map(_plain, text.lines)), text.at
    pads = {"left": -_PAD, "right": _PAD, "top": _PAD, "bottom": -_PAD}
    shifts = {
        "xshift": at.dx + pads.get(text.across, 0),
        "yshift": pads.get(text.upright, 0) - at.dy,
    }
    return {
        "text": f"<b>{words}</b>" if text.bold else words,
        "x": at.x,
        "y": at.y,
        **{f"{axis}ref": "paper" for axis in at.share},
        **{name: shift for name, shift in shifts.items() if shift},
        "xanchor": text.across,
        "yanchor": text.upright,
        "showarrow": False,
        "font": {"size": text.size, "color": getattr(palette, text.colour)},
        **({"align": text.across} if len(text.lines) > 1 else {}),
        **({"bgcolor": palette.surface} if text.grounded else {}),
    }


def _axis(axis: laid_out.Axis, plane: laid_out.Plane, palette: Palette) -> dict[str, Any]:
    ends = plane.x_range if axis.side == "x" else plane.y_range
    logarithmic = axis.side == "x" and plane.logarithmic
    drawn: dict[str, Any] = {
        "fixedrange": True,
        "automargin": False,
        "showgrid": axis.grid,
        "gridcolor": palette.grid,
        "zeroline": False,
        "ticks": "outside" if axis.side == "x" else "",
        "ticklen": 4,
        "tickwidth": 1,
        "tickcolor": palette.outline,
        "tickfont": {"size": laid_out.SMALL, "color": palette.muted},
        "showspikes": False,
        "range": list(map(math.log10, ends)) if logarithmic else list(ends),
        "tickvals": [tick.at for tick in axis.ticks],
    }
    if logarithmic:
        drawn["type"] = "log"
    if not axis.ticks:
        drawn["showticklabels"] = False
    if logarithmic or any(tick.marked for tick in axis.ticks):
        labels = [(_plain(tick.label), tick.marked) for tick in axis.ticks]
        drawn["ticktext"] = [f"<b>{label}</b>" if marked else label for label, marked in labels]
    if axis.pointer:
        drawn["unifiedhovertitle"] = {"text": f"<b>{'<br>'.join(map(_plain, axis.pointer))}</b>"}
    return drawn


def _plain(words: str) -> str:
    """Plotly reads a little HTML in text: escaped, words stay words."""
    return html.escape(words, quote=False)
