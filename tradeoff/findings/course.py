"""The planned course of treatment: each cycle and each known break of an arm, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tradeoff.findings.provenance import Citation
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import CourseStep, Cycle, Status, Trial


@dataclass(frozen=True, slots=True)
class Planned:
    """One cycle: which of the arm's it is from 1, its kind, and the step that puts it there."""

    number: int
    cycle: Cycle
    step: CourseStep


@dataclass(frozen=True, slots=True)
class Break:
    """So many weeks without treatment between two cycles."""

    weeks: int
    step: CourseStep


Piece = Planned | Break


@dataclass(frozen=True, slots=True)
class Course:
    """One arm's course."""

    role: Role
    pieces: tuple[Piece, ...]

    @property
    def cycles(self) -> tuple[Planned, ...]:
        """The cycles alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Planned))

    @property
    def pump_days(self) -> int:
        """Planned days on a pump over all cycles; 0 without a pump."""
        return sum(one.cycle.pump_days or 0 for one in self.cycles)

    @property
    def order_statuses(self) -> tuple[Status, ...]:
        """How the order of the cycles is known, each status once."""
        return tuple(dict.fromkeys(one.step.status for one in self.cycles))

    @property
    def pump_statuses(self) -> tuple[Status, ...]:
        """How the days on a pump are known, each status once; none without a pump."""
        known = (one.cycle.pump_status for one in self.cycles if one.cycle.pump_days)
        return tuple(dict.fromkeys(one for one in known if one is not None))

    @property
    def day_statuses(self) -> tuple[Status, ...]:
        """How all days that can be told are known, each status once: lengths, and pump days."""
        lengths = (one.cycle.status for one in self.cycles if one.cycle.weeks is not None)
        return tuple(dict.fromkeys((*lengths, *self.pump_statuses)))


def courses(trial: Trial) -> Arms[Course] | None:
    """Both arms' courses, ``None`` where the trial has none."""
    if not trial.course:
        return None
    return Arms.each(lambda role: Course(role, tuple(_pieces(trial, role))))


def _pieces(trial: Trial, role: Role) -> Iterator[Piece]:
    kinds = {cycle.id: cycle for cycle in trial.cycles}
    steps = sorted((one for one in trial.course if one.arm is role), key=lambda one: one.step)
    number = 0
    for step in steps:
        for place in range(step.cycles):
            if place and step.weeks_between is not None:
                yield Break(step.weeks_between, step)
            number += 1
            yield Planned(number, kinds[step.cycle], step)


def pump_cited(trial: Trial, cycle: Cycle) -> Citation | None:
    """Where a cycle's days on a pump come from, ``None`` without a pump."""
    source, place, status = cycle.pump_source, cycle.pump_place, cycle.pump_status
    if source is None or place is None or status is None:
        return None
    return Citation(trial.source(source), place, status)
