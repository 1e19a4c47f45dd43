"""What is said of a printed figure under the hand: its ticks, its curves, what was done."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from tradeoff.words.say import Say

#: By name, as the browser asks for them; what stands in braces is filled there.
LABELS: Final[Mapping[str, str]] = {
    "figure": "The figure, its axes and its curves",
    # axes
    "axes": "Axes",
    "axes_note": "Put each line on a tick and say what is printed there.",
    "x1": "Time, first tick",
    "x2": "Time, second tick",
    "y1": "Survival, first tick",
    "y2": "Survival, second tick",
    "y1_rising": "With the event, first tick",
    "y2_rising": "With the event, second tick",
    "value": "Printed value",
    "pixel": "Pixel",
    "field": "{tick}: {what}",
    "tick_said": "{value} at pixel {pixel}",
    "no_value": "No value yet",
    "printed": "Printed there:",
    "printed_whole": "0 – 1",
    "printed_percent": "0 – 100 %",
    "no_number": "{field}: “{text}” is not a number that can stand there.",
    "same": "Both ticks of an axis are at one place or have one value. Give two that differ.",
    # curves
    "curves": "Curves",
    "curves_note": (
        "Click once on each curve. Where its trace goes wrong, choose the curve and click where it "
        "really runs."
    ),
    "new": "A new curve",
    "curve": "Curve {n}",
    "point": "{name}, point {n}",
    "point_said": "time {time}, {survival}; column {column}, row {row}",
    "point_bare": "column {column}, row {row}",
    "add_point": "Add a point to {name}",
    "add_curve": "Add a curve in the middle",
    "remove": "Remove {name}",
    "propose": "Curve found in the picture, {n}: {ink}",
    # the picture
    "undo": "Undo",
    "redo": "Redo",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "whole": "Whole",
    "farthest": "Largest difference",
    "marks": "Marks",
    "traced": "Traced",
    "rebuilt": "Rebuilt",
    "doubtful": "Uncertain",
    # what was done
    "set": "{name}: point {n} set.",
    "removed": "{name} removed.",
    "point_removed": "{name}: point {n} removed.",
    "undone": "Undone.",
    "redone": "Done again.",
    "full": "No room for more: at most {curves} curves and {points} points on each.",
    "waiting": "Tracing …",
    "answered": "Traced.",
    # pasting
    "paste": "Paste a screenshot: Ctrl+V or ⌘V",
    "paste_touch": "Paste a screenshot: press and hold here, then Paste",
    "pasted": "Pasted.",
    "paste_empty": "The clipboard holds no picture. Copy one, or choose a file.",
}


#: Of inks as figures have them, each by a colour that everybody calls so.
_COLOURS: Final = {
    "black": (0, 0, 0),
    "dark grey": (80, 80, 80),
    "grey": (150, 150, 150),
    "red": (214, 39, 40),
    "dark red": (140, 21, 21),
    "pink": (240, 110, 170),
    "orange": (250, 130, 20),
    "brown": (140, 86, 60),
    "yellow": (235, 200, 30),
    "green": (44, 150, 44),
    "light green": (130, 200, 110),
    "turquoise": (20, 180, 180),
    "light blue": (110, 175, 230),
    "blue": (31, 110, 200),
    "dark blue": (10, 40, 110),
    "purple": (130, 70, 170),
}


def colour_name(say: Say, colour: str) -> str:
    """What a colour, ``#rrggbb``, is called."""
    ink = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return min(_COLOURS, key=lambda name: math.dist(_COLOURS[name], ink))
