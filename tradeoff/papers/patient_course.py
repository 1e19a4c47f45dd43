"""What treatment is like as a calendar in the patient's words: both options, at the same size."""

from __future__ import annotations

from dataclasses import dataclass

from tradeoff.drawing.calendar import (
    Calendar,
    Key,
    Span,
    calendar_scenes,
    key_scenes,
    strip_scenes,
)
from tradeoff.drawing.scene import Scene
from tradeoff.drawing.to_svg import AnyTheme, to_svg
from tradeoff.findings.course import Course, Piece, Planned, courses
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import PatientText, Status, Trial
from tradeoff.words.patient import joined
from tradeoff.words.say import Say


@dataclass(frozen=True, slots=True)
class CalendarTold:
    """One option's calendar, its sentence, and what must be said beside it."""

    role: Role
    name: str
    scene: Scene
    strip: Scene
    """The same across a page, without the key."""
    key: tuple[tuple[Scene, str], ...]
    """What both options' strips hold, each sample with its words."""
    lines: tuple[str, ...]

    @property
    def alt(self) -> str:
        """The whole picture in words."""
        return self.scene.alt

    def picture(self, theme: AnyTheme) -> str:
        """As SVG on a ground of its own, 340 pixels wide; all words of 16 pixels at least."""
        return to_svg(self.scene, theme=theme)


def calendars(say: Say, text: PatientText, trial: Trial) -> tuple[CalendarTold, ...]:
    """Both options' calendars, control first; none where the trial has no course."""
    found = courses(trial)
    if found is None:
        return ()
    told = found.map(
        lambda course: Calendar(
            tuple(_span(say, text, piece) for piece in course.pieces),
            calendar_key(say),
            text.arms[course.role.value].name,
            calendar_alt(say, text, course),
        )
    )
    scenes, strips = calendar_scenes(told.in_order), strip_scenes(told.in_order)
    key = key_scenes(told.in_order)
    return tuple(
        CalendarTold(course.role, calendar.title, scene, strip, key, calendar_lines(say, course))
        for course, calendar, scene, strip in zip(
            found.in_order, told.in_order, scenes, strips, strict=True
        )
    )


def _span(say: Say, text: PatientText, piece: Piece) -> Span:
    if isinstance(piece, Planned):
        heading = f"{piece.number} {text.cycles[piece.cycle.id].short}"
        return Span(heading, piece.cycle.weeks, piece.cycle.pump_days or 0)
    return Span(say("Break"), piece.weeks, foot=weeks_told(say, piece.weeks))


# --- words -------------------------------------------------------------------------------------


def weeks_told(say: Say, weeks: int) -> str:
    """So many weeks."""
    return say.many("{count} week", "{count} weeks", weeks)


def calendar_key(say: Say) -> Key:
    """What the squares and the blocks mean."""
    return Key(
        pump=say("a day with the pump"),
        free=say("a day with no pump"),
        unknown=say("Ask your care team how long."),
    )


def calendar_alt(say: Say, text: PatientText, course: Course) -> str:
    """One calendar in words, round by round."""
    name = text.arms[course.role.value].name
    rounds = (piece_told(say, text, piece) for piece in course.pieces)
    unknown = dict.fromkeys(
        text.cycles[one.cycle.id].name for one in course.cycles if one.cycle.weeks is None
    )
    asked = (say("How long is a round of {name}? Ask your care team.", name=one) for one in unknown)
    return joined(
        say("Calendar: {option}.", option=name), *rounds, *asked, *_travelling(say, course)
    )


def piece_told(say: Say, text: PatientText, piece: Piece) -> str:
    """One round or one break of the calendar in words."""
    if not isinstance(piece, Planned):
        return say("Then a break: {weeks}.", weeks=weeks_told(say, piece.weeks))
    told = {"number": piece.number, "name": text.cycles[piece.cycle.id].name}
    if piece.cycle.weeks is None:
        return say("Round {number}: {name}.", **told)
    told["weeks"] = weeks_told(say, piece.cycle.weeks)
    if piece.cycle.pump_days is None:
        return say("Round {number}: {name}, {weeks}.", **told)
    days = say.many("{count} day", "{count} days", piece.cycle.pump_days)
    return say("Round {number}: {name}, {weeks}, with the pump on {days}.", days=days, **told)


def calendar_lines(say: Say, course: Course) -> tuple[str, ...]:
    """What must be said beside a calendar: what is not known, and what has to be checked."""
    lines = _travelling(say, course)
    if any(one.cycle.weeks for one in course.cycles):
        return say("One square is one day. One row is one week."), *lines
    return lines


def _travelling(say: Say, course: Course) -> tuple[str, ...]:
    """What goes wherever a calendar goes, in words too."""
    breaks = say("There can be breaks that are not shown here. Ask your care team.")
    check = to_check(say, course)
    return (breaks,) if check is None else (breaks, check)


def to_check(say: Say, course: Course) -> str | None:
    """One line for order and days together where not all of it is read in the paper."""
    order, days = (
        any(one is not Status.PUBLISHED for one in statuses)
        for statuses in (course.order_statuses, course.day_statuses)
    )
    if order and days:
        return say(
            "The order of the rounds and the days in them still have to be checked with your care "
            "team."
        )
    if days:
        return say("The days in the rounds still have to be checked with your care team.")
    if order:
        return say("The order of the rounds still has to be checked with your care team.")
    return None
