"""What is said of a printed figure under the hand: its ticks, its curves, what was done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from string import Formatter
from typing import Final

from tradeoff.words.say import Say, message

#: By name, as the browser asks for them; what stands in braces is filled there.
LABELS: Final[Mapping[str, str]] = {
    "figure": message("The figure, its axes and its curves"),
    # axes
    "axes": message("Axes"),
    "axes_note": message("Put each line on a tick and say what is printed there."),
    "x1": message("Time, first tick"),
    "x2": message("Time, second tick"),
    "y1": message("Survival, first tick"),
    "y2": message("Survival, second tick"),
    "y1_rising": message("With the event, first tick"),
    "y2_rising": message("With the event, second tick"),
    "value": message("Printed value"),
    "pixel": message("Pixel"),
    "field": message("{tick}: {what}"),
    "tick_said": message("{printed} at pixel {pixel}"),
    "no_value": message("No value yet"),
    "printed": message("Printed there:"),
    "printed_whole": message("0 – 1"),
    "printed_percent": message("0 – 100 %"),
    "no_number": message("{field}: “{typed}” is not a number that can stand there."),
    "same": message(
        "Both ticks of an axis are at one place or have one value. Give two that differ."
    ),
    # curves
    "curves": message("Curves"),
    "curves_note": (
        message(
            "Click once on each curve. Where its trace goes wrong, choose the curve and click "
            "where it "
            "really runs."
        )
    ),
    "new": message("A new curve"),
    "curve": message("Curve {n}"),
    "point": message("{name}, point {n}"),
    "point_said": message("time {time}, {survival}; column {column}, row {row}"),
    "point_bare": message("column {column}, row {row}"),
    "add_point": message("Add a point to {name}"),
    "add_curve": message("Add a curve in the middle"),
    "remove": message("Remove {name}"),
    "propose": message("Curve found in the picture, {n}: {ink}"),
    # the picture
    "undo": message("Undo"),
    "redo": message("Redo"),
    "zoom_in": message("Zoom in"),
    "zoom_out": message("Zoom out"),
    "whole": message("Whole"),
    "farthest": message("Largest difference"),
    "marks": message("Marks"),
    "traced": message("Traced"),
    "rebuilt": message("Rebuilt"),
    "doubtful": message("Uncertain"),
    # what was done
    "set": message("{name}: point {n} set."),
    "removed": message("{name} removed."),
    "point_removed": message("{name}: point {n} removed."),
    "undone": message("Undone."),
    "redone": message("Done again."),
    "full": message("No room for more: at most {curves} curves and {points} points on each."),
    "waiting": message("Tracing …"),
    "answered": message("Traced."),
    # pasting
    "paste": message("Paste a screenshot: Ctrl+V or ⌘V"),
    "paste_touch": message("Paste a screenshot: press and hold here, then Paste"),
    "pasted": message("Pasted."),
    "paste_empty": message("The clipboard holds no picture. Copy one, or choose a file."),
}


def labels(say: Say) -> dict[str, str]:
    """All of them in the reader's language, what the browser fills in still in braces."""
    return {name: say(label, **_unfilled(label)) for name, label in LABELS.items()}


def _unfilled(label: str) -> dict[str, str]:
    return {name: f"{{{name}}}" for _, name, _, _ in Formatter().parse(label) if name}


#: Of inks as figures have them, each by a colour that everybody calls so.
_COLOURS: Final = {
    message("black"): (0, 0, 0),
    message("dark grey"): (80, 80, 80),
    message("grey"): (150, 150, 150),
    message("red"): (214, 39, 40),
    message("dark red"): (140, 21, 21),
    message("pink"): (240, 110, 170),
    message("orange"): (250, 130, 20),
    message("brown"): (140, 86, 60),
    message("yellow"): (235, 200, 30),
    message("green"): (44, 150, 44),
    message("light green"): (130, 200, 110),
    message("turquoise"): (20, 180, 180),
    message("light blue"): (110, 175, 230),
    message("blue"): (31, 110, 200),
    message("dark blue"): (10, 40, 110),
    message("purple"): (130, 70, 170),
}


def colour_name(say: Say, colour: str) -> str:
    """What a colour, ``#rrggbb``, is called."""
    ink = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    nearest = min(_COLOURS, key=lambda name: math.dist(_COLOURS[name], ink))
    return say(nearest)
