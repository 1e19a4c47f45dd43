"""What the hand-out holds: every text, table and picture, before it is set on any paper."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tradeoff.words.table import Table


@dataclass(frozen=True, slots=True)
class Option:
    """One of the two options; both are told at equal length."""

    name: str
    describing: tuple[str, ...]
    good_title: str
    good: tuple[str, ...]
    hard_title: str
    hard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """The survival curves with how to read them; ``ratio`` is height to width."""

    heading: str
    svg: str
    alt: str
    ratio: float
    note: str


@dataclass(frozen=True, slots=True)
class PeopleArray:
    """A hundred people of one arm: the figure, whom it counts, and the picture."""

    figure: str
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


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matters:
    """The preference that was stated, or a line from one end to the other to mark it on paper."""

    heading: str
    sentences: tuple[str, ...]
    scale: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Handout:
    """Every text, table and picture of the hand-out."""

    language: str
    title: str
    decision: str
    people: tuple[str, ...]
    banner: str | None
    options_title: str
    options: tuple[Option, ...]
    curve: Curve | None
    chances_title: str
    benefit: Chance
    harm: Chance
    explained: tuple[str, ...]
    table: Table | None
    matters: Matters
    questions_title: str
    questions: tuple[str, ...]
    notes_title: str
    limits: Section
    sources: Section
    link_label: str
    link: str
    footer: str
    date: datetime.date
