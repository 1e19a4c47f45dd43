"""What is said of a printed figure on its way to a curve: its pages, its doubts, its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tradeoff.digitising import Flag, FlagKind
from tradeoff.trial.records import TimeUnit
from tradeoff.words import figure_marks, numbers
from tradeoff.words.say import Say

# --- the file -----------------------------------------------------------------------------------

FILE: Final = "Figure"
FILE_NOTE: Final = (
    "A picture (PNG, JPEG, WebP, GIF, BMP, TIFF), a screenshot, or the paper's PDF. A PDF whose "
    "curves are drawn as lines gives the most exact curve."
)
READING: Final = "Reading the file …"
PAGE_WAITS: Final = "Choose the page with the figure."
ON_PAGE: Final = "On this page"
AS_PICTURE: Final = "The page as a picture"
NOT_READ: Final = "This cannot be used"
FULL_PAGE_NOTE: Final = (
    "No curves are drawn as lines on this page: it is shown as a picture, and traced."
)


def page_name(say: Say, page: int) -> str:
    """A page of a PDF, counted from 1."""
    return f"Page {page + 1}"


def figure_on_page(say: Say, place: int, of: int) -> str:
    """One of the figures in a page's own lines."""
    return "The figure's own lines" if of == 1 else f"The own lines of figure {place + 1}"


def as_left(say: Say, name: str) -> str:
    """Where the user comes back to a figure."""
    return f"{name}, as you left it. Choose another file to begin anew."


# --- axes and curves ----------------------------------------------------------------------------

PICTURE_ALT: Final = "The figure that was brought"
VERTICAL: Final = "Vertical axis"
#: By whether the curves rise.
VERTICAL_AXES: Final[Mapping[bool, str]] = {
    False: "Survival: the curves fall",
    True: "Those with the event: the curves rise",
}
UNIT: Final = "Time axis in"
UNIT_WAITS: Final = "Choose what the time axis is counted in."
AXES_WAIT: Final = "Put the four lines on ticks of the axes, and type the values printed there."
NO_AXES: Final = (
    "No axes were found: put the four lines on ticks yourself, and type the values printed there. "
    "Or is this no figure? Then choose another file."
)
EXCHANGE: Final = "Exchange the arms"
OTHER_CURVE: Final = "Another curve"
NO_STROKE: Final = "No curve lies there. Click on one of the curves."
LOOK_HERE: Final = "Look at these spans (hatched). Where the line is wrong, click on the curve."


def ticks_wait(say: Say, unread: frozenset[str]) -> str:
    """Which axis's printed values nobody has given yet."""
    axis = " and of the ".join(
        name
        for start, name in (("x", "time axis"), ("y", "vertical axis"))
        if any(tick.startswith(start) for tick in unread)
    )
    return f"Check the four lines, and give what is printed at those of the {axis} marked “?”."


def labels(say: Say, arm: str | None) -> dict[str, str]:
    """The words on the picture; the arm whose curve is clicked next is named."""
    return {**figure_marks.LABELS, "new": OTHER_CURVE if arm is None else arm}


def proposed(say: Say, ink: str, upper: bool | None, end: float | None) -> str:
    """A curve that was found, where more than its colour is known: where it lies, how it ends."""
    lies = {True: ["upper"], False: ["lower"], None: []}[upper]
    ends = [] if end is None else [f"ends at {end:.2f}"]
    return ", ".join((*lies, ink, *ends)) if lies or ends else ""


def curve_waits(say: Say, arm: str) -> str:
    """Whose curve is not clicked yet."""
    return f"Click on the curve of {arm}."


def refused(arm: str, refusal: str) -> str:
    """Why an arm's curve was not traced: what traces counts curves, and knows no arm."""
    said, named = _COUNTED.subn(arm, refusal)
    return said if named else f"{arm}: {refusal}"


_COUNTED: Final = re.compile(r"\b[Cc]urve \d+\b")


def doubt(say: Say, arm: str, flag: Flag, unit: TimeUnit | None) -> str:
    """Why a span of a trace wants a second look."""
    where = numbers.span(say, f"{flag.start:.1f}", f"{flag.end:.1f}")
    return f"{arm}, {where}{'' if unit is None else f' {unit}'}: {_DOUBTS[flag.kind]}"


_DOUBTS: Final = {
    FlagKind.FAINT: "little of the curve's colour lies under the line.",
    FlagKind.GAP: "no ink of the curve was found.",
    FlagKind.COINCIDES: "it runs on the other curve.",
    FlagKind.CROWDED: "letters or marks lie all along it. Is it a line?",
}


def ends_early(say: Say, arm: str, time: float, unit: TimeUnit) -> str:
    """A curve that was traced too short for the numbers under it."""
    return (
        f"{arm}: the traced curve ends before {time:g} {unit}, where patients are still at risk. "
        "Click on its end."
    )


# --- numbers at risk ----------------------------------------------------------------------------

AT_RISK: Final = "Numbers at risk"
AT_RISK_NOTE: Final = (
    "As printed under the figure: type them, or copy the rows in the paper and paste them here."
)
AT_RISK_WAITS: Final = "Type the numbers at risk of both arms."
TIMES_WAIT: Final = (
    "Which times stand above the numbers? Give them as the first line, beginning with 0."
)
AT_RISK_READ: Final = "Read from the PDF: compare them with the figure."
#: How messages call the block.
AT_RISK_BLOCK: Final = "numbers at risk"


# --- the look -----------------------------------------------------------------------------------

DOES_NOT_FIT: Final = "Curve and numbers do not fit together"
LOOK_NOTE: Final = (
    "Lines: rebuilt from your figure (pseudo-patients, not patient data). Use it only where both "
    "lie on the printed curves."
)


def look_alt(say: Say, arms: Sequence[str]) -> str:
    """The picture with both rebuilt curves over it."""
    return f"Your figure with the rebuilt curves of {' and '.join(arms)} drawn over it."


def farthest(say: Say, arm: str, apart: float, time: float, unit: TimeUnit) -> str:
    """Where trace and rebuilt curve differ most."""
    return (
        f"Largest difference of trace and rebuilt curve: {numbers.out_of_100(say, apart, 1)} of "
        f"100 people, at {time:.1f} {unit} ({arm})."
    )
