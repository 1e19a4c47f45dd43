"""What the hand-out holds: every text, table and picture, before it is set on any paper."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tradeoff.words.patient.calling import CallList
from tradeoff.words.patient.treatment import TreatmentList
from tradeoff.words.table import Table


@dataclass(frozen=True, slots=True)
class Option:
    """The points of one option; both are told at equal length."""

    name: str
    good_title: str
    good: tuple[str, ...]
    hard_title: str
    hard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleArray:
    """A hundred people of one arm: the figure with its range, whom it counts, and the picture."""

    figure: str
    range: str
    caption: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One person of the arrays, or the stripes of the range, with its words."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Chance:
    """Benefit or harm: the same parts in the same order, drawn at the same size."""

    heading: str
    sentences: tuple[str, ...]
    arrays: tuple[PeopleArray, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    badge: str | None = None
    settled: bool = False
    """Whether the badge says that a centre has checked the rate: no caution any more."""
    table: Table | None = None
    """In place of arrays: every harm that was counted, where the weighed one has no rate."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One option: what it is, and its calendar where the trial has one."""

    name: str
    describing: tuple[str, ...]
    calendar: Calendar | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks of one option: a strip across a page, and narrow for a telephone."""

    svg: str
    narrow_svg: str
    alt: str
    share: float
    """The strip's width as part of the page's: both options stand at one scale."""
    ratio: float
    """The strip's height to its width."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What treatment is like: both options, then points, one list for each standing."""

    heading: str
    courses: tuple[Course, ...]
    key: tuple[LegendEntry, ...]
    """What the strips hold."""
    lines: tuple[str, ...]
    """What must be said beside the calendars."""
    points: tuple[TreatmentList, ...]
    sources: Section | None
    """At the foot of its page; ``None`` where nothing is told that has one."""


@dataclass(frozen=True, slots=True)
class Calling:
    """When to call at once, and the number or, where ``blank``, a line to write it on."""

    heading: str
    lead: str
    number: str
    dialled: str | None
    """What a telephone dials at a touch; ``None`` where the number is only to be read."""
    blank: bool
    lists: tuple[CallList, ...]


@dataclass(frozen=True, slots=True)
class Matters:
    """What was stated, or a line from one end to the other to mark it on paper."""

    heading: str
    sentences: tuple[str, ...]
    scale: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Handout:
    """Every text, table and picture of the hand-out, in reading order."""

    language: str
    title: str
    decision: str
    people: str
    banner: str | None
    options: tuple[Option, ...]
    benefit: Chance
    harm: Chance
    stripes: LegendEntry | None
    """What the stripes and the brackets mean; none where no range is known."""
    beside: tuple[str, ...]
    """What must be known with both chances."""
    others: tuple[str, ...]
    """Harms and facts told in few words: smaller than the rest where room is missing."""
    sources: Section
    treatment: Treatment
    calling: Calling | None
    matters: Matters
    questions_title: str
    questions: tuple[str, ...]
    notes_title: str
    limits: Section
    link_label: str
    link: str
    centre: str | None
    """The name of the centre that hands it out, where the centre set one."""
    footer: str
    date: datetime.date
