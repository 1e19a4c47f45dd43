"""What is said of a printed figure on its way to a curve: its pages, its doubts, its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tradeoff.digitising import Flag, FlagKind
from tradeoff.trial.records import TimeUnit
from tradeoff.trial.told import Told
from tradeoff.words import figure_marks, numbers
from tradeoff.words.say import Say, message

# --- the file -----------------------------------------------------------------------------------

FILE: Final = message("Figure")
FILE_NOTE: Final = message(
    "A picture (PNG, JPEG, WebP, GIF, BMP, TIFF), a screenshot, or the paper's PDF. A PDF whose "
    "curves are drawn as lines gives the most exact curve."
)
READING: Final = message("Reading the file …")
PAGE_WAITS: Final = message("Choose the page with the figure.")
ON_PAGE: Final = message("On this page")
AS_PICTURE: Final = message("The page as a picture")
NOT_READ: Final = message("This cannot be used")
FULL_PAGE_NOTE: Final = message(
    "No curves are drawn as lines on this page: it is shown as a picture, and traced."
)


def page_name(say: Say, page: int) -> str:
    """A page of a PDF, counted from 1."""
    return say("Page {page}", page=page + 1)


def figure_on_page(say: Say, place: int, of: int) -> str:
    """One of the figures in a page's own lines."""
    return (
        say("The figure's own lines")
        if of == 1
        else say("The own lines of figure {number}", number=place + 1)
    )


def as_left(say: Say, name: str) -> str:
    """Where the user comes back to a figure."""
    return say("{name}, as you left it. Choose another file to begin anew.", name=name)


# --- axes and curves ----------------------------------------------------------------------------

PICTURE_ALT: Final = message("The figure that was brought")
VERTICAL: Final = message("Vertical axis")
#: By whether the curves rise.
VERTICAL_AXES: Final[Mapping[bool, str]] = {
    False: message("Survival: the curves fall"),
    True: message("Those with the event: the curves rise"),
}
UNIT: Final = message("Time axis in")
UNIT_WAITS: Final = message("Choose what the time axis is counted in.")
AXES_WAIT: Final = message(
    "Put the four lines on ticks of the axes, and type the values printed there."
)
NO_AXES: Final = message(
    "No axes were found: put the four lines on ticks yourself, and type the values printed there. "
    "Or is this no figure? Then choose another file."
)
EXCHANGE: Final = message("Exchange the arms")
OTHER_CURVE: Final = message("Another curve")
NO_STROKE: Final = message("No curve lies there. Click on one of the curves.")
LOOK_HERE: Final = message(
    "Look at these spans (hatched). Where the line is wrong, click on the curve."
)


def ticks_wait(say: Say, unread: frozenset[str]) -> str:
    """Which axis's printed values nobody has given yet."""
    axes = {tick[:1] for tick in unread}
    if axes == {"x"}:
        return say(
            "Check the four lines, and give what is printed at those of the time axis marked “?”."
        )
    if axes == {"y"}:
        return say(
            "Check the four lines, and give what is printed at those of the vertical axis "
            "marked “?”."
        )
    return say(
        "Check the four lines, and give what is printed at those of the time axis and of the "
        "vertical axis marked “?”."
    )


def labels(say: Say, arm: str | None) -> dict[str, str]:
    """The words on the picture; the arm whose curve is clicked next is named."""
    return {**figure_marks.labels(say), "new": say(OTHER_CURVE) if arm is None else arm}


def in_units(say: Say, number: str, unit: TimeUnit) -> str:
    """A time of the figure, or a span, in the unit of its axis."""
    return say(_TIMES[unit], number=number)


_TIMES: Final = {
    TimeUnit.MONTHS: message("{number} months"),
    TimeUnit.YEARS: message("{number} years"),
    TimeUnit.WEEKS: message("{number} weeks"),
    TimeUnit.DAYS: message("{number} days"),
}


def proposed(say: Say, ink: str, upper: bool | None, end: float | None) -> str:
    """A curve that was found, where more than its colour is known: where it lies, how it ends."""
    lies = [] if upper is None else [say("upper") if upper else say("lower")]
    ends = [] if end is None else [say("ends at {end}", end=numbers.number(say, end, 2))]
    return ", ".join((*lies, ink, *ends)) if lies or ends else ""


def curve_waits(say: Say, arm: str) -> str:
    """Whose curve is not clicked yet."""
    return say("Click on the curve of {arm}.", arm=arm)


def refused(say: Say, arm: str, refusal: str, *, other: str | None = None) -> str:
    """Why an arm's curve was not traced: what traces counts curves, and knows no arm.

    ``other`` is the arm of the one other curve, where there is no third.
    """
    if not isinstance(refusal, Told) or _CURVE not in refusal.values:
        return f"{arm}: {say.told(refusal)}"
    names = {_CURVE: arm} if other is None else {_CURVE: arm, _OTHER: other}
    values = {name: names.get(name, value) for name, value in refusal.values.items()}
    return say.told(Told(refusal.message, values, refusal.several, refusal.number))


#: What a refusal calls the curve that it is about, and the one in its way.
_CURVE, _OTHER = "curve", "other"


def doubt(say: Say, arm: str, flag: Flag, unit: TimeUnit | None) -> str:
    """Why a span of a trace wants a second look."""
    where = numbers.span(say, numbers.number(say, flag.start, 1), numbers.number(say, flag.end, 1))
    if unit is not None:
        where = in_units(say, where, unit)
    return f"{arm}, {where}: {say(_DOUBTS[flag.kind])}"


_DOUBTS: Final = {
    FlagKind.FAINT: message("little of the curve's colour lies under the line."),
    FlagKind.GAP: message("no ink of the curve was found."),
    FlagKind.COINCIDES: message("it runs on the other curve."),
    FlagKind.CROWDED: message("letters or marks lie all along it. Is it a line?"),
}


def ends_early(say: Say, arm: str, time: float, unit: TimeUnit) -> str:
    """A curve that was traced too short for the numbers under it."""
    return say(
        "{arm}: the traced curve ends before {time}, where patients are "
        "still at risk. Click on its end.",
        arm=arm,
        time=in_units(say, say.number(time), unit),
    )


# --- numbers at risk ----------------------------------------------------------------------------

AT_RISK: Final = message("Numbers at risk")
AT_RISK_NOTE: Final = message(
    "As printed under the figure: type them, or copy the rows in the paper and paste them here."
)
AT_RISK_WAITS: Final = message("Type the numbers at risk of both arms.")
TIMES_WAIT: Final = message(
    "Which times stand above the numbers? Give them as the first line, beginning with 0."
)
AT_RISK_READ: Final = message("Read from the PDF: compare them with the figure.")
#: How messages call the block.
AT_RISK_BLOCK: Final = message("numbers at risk")


# --- the look -----------------------------------------------------------------------------------

DOES_NOT_FIT: Final = message("Curve and numbers do not fit together")
LOOK_NOTE: Final = message(
    "Lines: rebuilt from your figure (pseudo-patients, not patient data). Use it only where both "
    "lie on the printed curves."
)


def look_alt(say: Say, arms: Sequence[str]) -> str:
    """The picture with both rebuilt curves over it."""
    return say(
        "Your figure with the rebuilt curves of {one} and {other} drawn over it.",
        one=arms[0],
        other=arms[1],
    )


def farthest(say: Say, arm: str, apart: float, time: float, unit: TimeUnit) -> str:
    """Where trace and rebuilt curve differ most."""
    return say(
        "Largest difference of trace and rebuilt curve: {out_of_100} of 100 "
        "people, at {time} ({arm}).",
        out_of_100=numbers.out_of_100(say, apart, 1),
        time=in_units(say, numbers.number(say, time, 1), unit),
        arm=arm,
    )
