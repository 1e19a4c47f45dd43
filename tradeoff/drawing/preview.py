"""The picture of an upload before it is used: clicks and rebuilt curve over what is shown now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import plotly.graph_objects as go

from tradeoff.drawing.palette import PALETTES, SCREEN_FONTS
from tradeoff.drawing.to_plotly import Chart
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.digitised import arm_curve
from tradeoff.words import numbers
from tradeoff.words import own_data as own_words
from tradeoff.words.curve import MONTHS_AXIS
from tradeoff.words.say import Say

if TYPE_CHECKING:
    from tradeoff.drawing.palette import Palette
    from tradeoff.trial.records import DigitisedArm, DigitisedCurves, Trial

_HEIGHT = 420
_TICK_MONTHS = 12
_TICK_PEOPLE = 25
# Months and survival, 0 to 1.
Points = tuple[tuple[float, ...], tuple[float, ...]]
Kind = Literal["present", "rebuilt", "clicks"]
_DASHES: dict[Kind, str] = {"present": "dash", "rebuilt": "solid", "clicks": "solid"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line or cloud of points: months and survival out of 100."""

    label: str
    role: Role
    kind: Kind
    months: tuple[float, ...]
    of_hundred: tuple[float, ...]
    steps: bool


def comparison(say: Say, trial: Trial, curves: DigitisedCurves) -> tuple[Line, ...]:
    """For each arm what is shown now, the clicks, and the curve rebuilt from them."""
    lines = []
    for role in (Role.EXPERIMENTAL, Role.CONTROL):
        arm, name = curves.arm(role), trial.text.arms[str(role)].short
        present = _present(trial, curves, role)
        if present is not None:
            label = own_words.line_label(name, say(own_words.PRESENT))
            lines.append(_line(label, role, "present", present[0], steps=present[1]))
        label = own_words.line_label(name, say(own_words.CLICKS))
        lines.append(_line(label, role, "clicks", (arm.curve_months, arm.curve_survival)))
        label = own_words.line_label(name, say(own_words.BROUGHT))
        lines.append(_line(label, role, "rebuilt", _staircase(arm), steps=True))
    return tuple(lines)


def _present(trial: Trial, curves: DigitisedCurves, role: Role) -> tuple[Points, bool] | None:
    """The curve that stands on the page now, and whether it has steps: rebuilt or calibrated."""
    place = (curves.data_cut, curves.endpoint)
    rebuilt, calibrated = trial.digitised_curve(*place), trial.curve(*place)
    if rebuilt is not None:
        return _staircase(rebuilt.arm(role)), True
    if calibrated is not None:
        arm = calibrated.arm(role)
        return (tuple(map(float, arm.months)), arm.survival), False
    return None


def _staircase(arm: DigitisedArm) -> Points:
    drawn = arm_curve(arm)
    return (0.0, *map(float, drawn.time)), (1.0, *map(float, drawn.survival))


def _line(label: str, role: Role, kind: Kind, points: Points, *, steps: bool = False) -> Line:
    months, survival = points
    return Line(label, role, kind, months, tuple(numbers.HUNDRED * one for one in survival), steps)


def preview_chart(
    say: Say, trial: Trial, curves: DigitisedCurves, *, theme: Literal["light", "dark"]
) -> Chart:
    """The comparison as a chart; the clicks are small points, what is shown now is dashed."""
    palette = PALETTES[theme]
    lines = comparison(say, trial, curves)
    figure = go.Figure([_trace(line, palette) for line in lines])
    grid = {"gridcolor": palette.grid, "linecolor": palette.grid, "zeroline": False}
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 44, "r": 12, "t": 12, "b": 48},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": SCREEN_FONTS, "color": palette.text, "size": 14},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        dragmode=False,
        hovermode="closest",
        xaxis={**grid, "title": {"text": say(MONTHS_AXIS), "font": {"size": 14}},
               "rangemode": "tozero", "fixedrange": True, "dtick": _TICK_MONTHS},
        yaxis={**grid, "range": [0, numbers.HUNDRED + 2], "fixedrange": True,
               "dtick": _TICK_PEOPLE},
    )  # fmt: skip
    alt = own_words.preview_alt(say, trial, curves)
    return Chart(figure, alt)


def _trace(line: Line, palette: Palette) -> go.Scatter:
    colour = getattr(palette, line.role.value)
    points = line.kind == "clicks"
    return go.Scatter(
        x=line.months,
        y=line.of_hundred,
        name=line.label,
        mode="markers" if points else "lines",
        line={
            "color": colour,
            "dash": _DASHES[line.kind],
            "width": 2.5 if line.kind == "rebuilt" else 1.5,
            "shape": "hv" if line.steps else "linear",
        },
        marker={"color": colour, "size": 4, "opacity": 0.55},
        meta={"role": line.role.value, "layer": line.kind},
    )
