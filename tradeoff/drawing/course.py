"""Both arms' planned cycles as bars: known weeks to scale, unknown ones as blocks of one size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from typing import Final

from tradeoff.drawing.palette import wrap
from tradeoff.drawing.scene import LABEL, SMALL, SPACED, At, Mark, Path, Scene, Segment, Stroke
from tradeoff.drawing.scene import Text as Words
from tradeoff.findings.course import Course, Piece, Planned, courses
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import Cycle, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import arm_words, trial_name
from tradeoff.words.say import Say, message
from tradeoff.words.sources import STATUS_WORDS

#: Widths in pixels for which a page draws it: beside something else, and on a telephone.
WIDE, NARROW = 410, 320
COURSE_TITLE: Final = message("What treatment involves")

_MARGIN, _HEIGHT, _HEAD, _UNDER, _BETWEEN = 2, 32, 42, 24, 16
#: In weeks: a block whose length is not known, and what parts a cycle from the next.
_BLOCK, _APART = 3.0, 0.35
_SAMPLE, _KEY = 26, 36
_EDGE, _DASHED = Stroke("outline", 1.2), Stroke("outline", 1.6, "5 3.5")


@dataclass(frozen=True, slots=True)
class Bar:
    """One arm's cycles in order, under its name and what they come to."""

    heading: str
    counted: str
    pieces: tuple[Piece, ...]

    @property
    def order_open(self) -> bool:
        """Whether the order of some cycle is not read in the paper."""
        return any(one.step.status is not Status.PUBLISHED for one in self.pieces)


@dataclass(frozen=True, slots=True)
class CourseView:
    """Both arms' bars, and the words of what is in them."""

    bars: tuple[Bar, ...]
    keys: tuple[tuple[Cycle, str], ...]
    notes: tuple[str, ...]
    alt: str
    title: str


def course_scene(say: Say, view: CourseView, *, width: int = WIDE) -> Scene:
    """The picture at a width in pixels; every bar on one scale."""
    longest = max(sum(map(_weeks, bar.pieces)) for bar in view.bars)
    unit = (width - 2 * _MARGIN) / longest
    marks: list[Mark] = []
    top = 0.0
    for bar in view.bars:
        heads, top = _heads(bar, top, width)
        marks += [*heads, *_bar(say, bar, top, unit)]
        top += _HEIGHT + (_UNDER if bar.order_open else 0) + _BETWEEN
    key, bottom = _legend(view, top, width)
    return Scene(width, round(bottom + 4), (*marks, *key), title=view.title, alt=view.alt)


def _weeks(piece: Piece) -> float:
    """How wide a piece is drawn, in weeks."""
    if not isinstance(piece, Planned):
        return float(piece.weeks)
    return _APART + (_BLOCK if piece.cycle.weeks is None else piece.cycle.weeks)


def _bar(say: Say, bar: Bar, top: float, unit: float) -> Iterator[Mark]:
    left = float(_MARGIN)
    placed: list[tuple[Piece, float, float]] = []
    for piece in bar.pieces:
        wide = _weeks(piece) * unit
        placed.append((piece, left, left + wide))
        left += wide
    for piece, start, end in placed:
        if isinstance(piece, Planned):
            yield from _cycle(piece, start, end - _APART * unit, top)
    for reported, run in groupby(placed, key=lambda one: one[0].step.status):
        pieces = list(run)
        if reported is not Status.PUBLISHED:
            end = pieces[-1][2] - _APART * unit
            yield from _bracket(say, pieces[0][1], end, top + _HEIGHT, say(STATUS_WORDS[reported]))


def _cycle(piece: Planned, left: float, right: float, top: float) -> tuple[Mark, Mark]:
    shape, colour = _block(piece.cycle, left, right, top, _HEIGHT)
    at = At((left + right) / 2, top + _HEIGHT / 2 + 5, share="picture")
    return shape, Words((f"{piece.number}",), at, colour, LABEL, across="center", bold=True)


def _block(cycle: Cycle, left: float, right: float, top: float, height: float) -> tuple[Mark, str]:
    """A cycle's shape, and the colour of words upon it: filled with a pump, dashed if unknown."""
    corners = f"M{left:.2f} {top:g}h{right - left:.2f}v{height:g}h-{right - left:.2f}Z"
    if cycle.weeks is None:
        return Path(corners, "shade", _DASHED), "text"
    if cycle.pump_days is None:
        return Path(corners, "surface", _EDGE), "text"
    return Path(corners, "experimental", _EDGE), "surface"


def _bracket(say: Say, left: float, right: float, top: float, status: str) -> Iterator[Mark]:
    """Under cycles whose order is not published: a line with the status in words."""
    line, y = Stroke("muted", 1.2), top + 5
    start, end = At(left, y, share="picture"), At(right, y, share="picture")
    yield Segment(start, end, line)
    yield from (Segment(one.moved(0, -3), one, line) for one in (start, end))
    middle = At((left + right) / 2, y + SMALL + 2, share="picture")
    yield Words((order_told(say, status),), middle, "muted", SMALL, across="center")


def _legend(view: CourseView, top: float, width: int) -> tuple[list[Mark], float]:
    """Each kind of cycle with its words, then what is not known."""
    marks: list[Mark] = []
    for cycle, words in view.keys:
        lines = wrap(words, width=width - _KEY - _MARGIN, size=SMALL)
        shape, _ = _block(cycle, _MARGIN, _MARGIN + _SAMPLE, top + 3, 13)
        marks += [shape, _lines(lines, _KEY, top)]
        top += len(lines) * SMALL * SPACED + 4
    for words in view.notes:
        lines = wrap(words, width=width - 2 * _MARGIN, size=SMALL)
        marks.append(_lines(lines, _MARGIN, top, colour="muted"))
        top += len(lines) * SMALL * SPACED + 2
    return marks, top


def _heads(bar: Bar, top: float, width: int) -> tuple[tuple[Mark, Mark], float]:
    """The arm's name over what its cycles come to, and where the bar begins below them."""
    name = At(_MARGIN, top + LABEL + 2, share="picture")
    lines = wrap(bar.counted, width=width - 2 * _MARGIN, size=SMALL)
    heads = (
        Words((bar.heading,), name, size=LABEL, bold=True),
        Words(lines, name.moved(0, SMALL * SPACED), "muted", SMALL),
    )
    return heads, top + _HEAD + (len(lines) - 1) * SMALL * SPACED


def _lines(lines: Sequence[str], left: float, top: float, *, colour: str = "text") -> Words:
    return Words(tuple(lines), At(left, top + SMALL, share="picture"), colour)


# --- from findings -------------------------------------------------------------------------------


def course_view(say: Say, trial: Trial) -> CourseView | None:
    """Both arms' courses, experimental first; ``None`` where the trial has none."""
    found = courses(trial)
    if found is None:
        return None
    names = Arms.each(lambda role: arm_words(trial, role).name)
    bars = found.map(
        lambda one: Bar(names.of(one.role), numbers.capitalised(counted(say, one)), one.pieces)
    )
    keys = tuple((cycle, cycle_told(say, trial, cycle)) for cycle in trial.cycles)
    notes = breaks_told(say, found)
    arms = (course_told(say, trial, one) for one in found.shown)
    return CourseView(
        bars=bars.shown,
        keys=keys,
        notes=notes,
        alt=" ".join((*arms, *(f"{words}." for _, words in keys), *notes)),
        title=f"{say(COURSE_TITLE)}, {trial_name(say, trial)}",
    )


# --- words --------------------------------------------------------------------------------------


def counted(say: Say, course: Course) -> str:
    """How many cycles an arm has, and its days on a pump with what they are computed from."""
    cycles = say.many("{count} cycle", "{count} cycles", len(course.cycles))
    if not course.pump_days:
        return say("{cycles}, no pump", cycles=cycles)
    planned = say.many("{count} planned pump day", "{count} planned pump days", course.pump_days)
    return f"{cycles}, {planned} ({_computed_from(say, course.pump_statuses)})"


def _computed_from(say: Say, statuses: Sequence[Status]) -> str:
    words = _joined(
        say,
        [
            say(_LOCAL) if one is Status.LOCAL else say(STATUS_WORDS[one])
            for one in statuses
            if one is not Status.PUBLISHED
        ],
    )
    return say("calculated from {words} days", words=words) if words else say(numbers.CALCULATED)


#: The status as an adjective: "typed in here" is none.
_LOCAL: Final = message("local")


def cycle_told(say: Say, trial: Trial, cycle: Cycle) -> str:
    """One kind of cycle: its length, and how many days of it a pump runs."""
    name = trial.text.cycles[cycle.id].name
    if cycle.weeks is None:
        return say(
            "{name}: length {not_available}, not to scale",
            name=name,
            not_available=say(numbers.NOT_AVAILABLE),
        )
    length = f"{name}: {_weeks_told(say, cycle.weeks)}{_known(say, cycle.status)}"
    if cycle.pump_days is None or cycle.pump_status is None:
        return length
    days = say.many("{count} day", "{count} days", cycle.pump_days)
    return say(
        "{length}, pump on {days}{known}",
        length=length,
        days=days,
        known=_known(say, cycle.pump_status),
    )


def breaks_told(say: Say, found: Arms[Course]) -> tuple[str, ...]:
    """What is known of the time between cycles, and that the rest is not."""
    steps = [piece for one in found.shown for piece in one.pieces if not isinstance(piece, Planned)]
    known = dict.fromkeys(
        f"{_weeks_told(say, one.weeks)}{_known(say, one.step.status)}" for one in steps
    )
    if not known:
        return (
            say("Time between cycles: {not_available}.", not_available=say(numbers.NOT_AVAILABLE)),
        )
    weeks = _joined(say, known)
    return (
        say.many(
            "The gap is {weeks} without treatment; other gaps: not available.",
            "The gaps are {weeks} without treatment; other gaps: not available.",
            len(known),
            weeks=weeks,
        ),
    )


def _joined(say: Say, parts: Iterable[str]) -> str:
    """Parts of a sentence with "and" between them; empty without any."""
    first, *others = (*parts,) or ("",)
    return reduce(lambda said, one: say("{one} and {other}", one=said, other=one), others, first)


def order_told(say: Say, status: str) -> str:
    """Under cycles whose order is not read in the paper."""
    return say("order {status}", status=status)


def course_told(say: Say, trial: Trial, course: Course) -> str:
    """One arm's course as a sentence, steps of one kind together."""
    said = []
    for step, run in groupby(course.cycles, key=lambda one: one.step):
        many, name = len(list(run)), trial.text.cycles[step.cycle].name.lower()
        told = say("{many} of {name}", many=many, name=name)
        if step.weeks_between is not None:
            weeks = _weeks_told(say, step.weeks_between)
            told = say("{many} of {name}, {weeks} apart", many=many, name=name, weeks=weeks)
        order = order_told(say, say(STATUS_WORDS[step.status]))
        said.append(told if step.status is Status.PUBLISHED else f"{told} ({order})")
    steps = reduce(lambda first, one: say("{first}, then {next}", first=first, next=one), said)
    return f"{arm_words(trial, course.role).name}, {counted(say, course)}: {steps}."


def _weeks_told(say: Say, weeks: int) -> str:
    return say.many("{count} week", "{count} weeks", weeks)


def _known(say: Say, status: Status) -> str:
    """The status in words behind a number, nothing where it was read in the paper."""
    return "" if status is Status.PUBLISHED else f" ({say(STATUS_WORDS[status])})"
