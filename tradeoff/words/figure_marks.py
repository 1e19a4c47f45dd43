"""What is said of a printed figure under the hand: its ticks, its curves, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
    "same": "Both ticks of an axis are at one place or have one value. Give two that differ.",
    # curves
    "curves": "Curves",
    "curves_note": (
        "Click once on each curve. Where its trace goes wrong, choose the curve and click where it "
        "really runs."
    ),
    "curves_by_keys": "By colour",
    "new": "A new curve",
    "curve": "Curve {n}",
    "points": "{n} points",
    "point": "{name}, point {n}",
    "point_said": "time {time}, {survival}; column {column}, row {row}",
    "point_bare": "column {column}, row {row}",
    "add_point": "Add a point to {name}",
    "remove": "Remove {name}",
    "propose": "Curve of this colour, {colour}",
    # the picture
    "undo": "Undo",
    "redo": "Redo",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "whole": "Whole picture",
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
    "pasted": "Pasted.",
    "paste_empty": "The clipboard holds no picture. Copy one, or choose a file.",
}
