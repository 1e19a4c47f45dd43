"""The planned course of treatment in the exchange format: kinds of cycle, and their order."""

from __future__ import annotations

from tradeoff.findings.course import pump_cited
from tradeoff.papers.exchange.filling import filled, known, read_in
from tradeoff.papers.exchange.number import ExportedProvenance
from tradeoff.trial.records import AnyRole, Cycle, Trial


class ExportedPump(ExportedProvenance):
    """Continuous infusion in a cycle."""

    days: int
    """Days from its first, one after the other."""


class ExportedCycle(ExportedProvenance):
    """One kind of cycle; its provenance is that of its length."""

    id: str
    """As in `cycle`."""
    name: str
    """Its name."""
    weeks: int | None
    """How long it lasts; null is not available."""
    pump: ExportedPump | None
    """Days on a pump; null without one."""


class ExportedStep(ExportedProvenance):
    """So many cycles of one kind after one another; its provenance is that of their order."""

    arm: AnyRole
    """The arm."""
    step: int
    """Its place in the arm's order, from 1."""
    cycle: str
    """Id of the kind of cycle."""
    cycles: int
    """How many."""
    weeks_between: int | None
    """Weeks without treatment between two of them; null is not available."""


def exported_cycles(trial: Trial) -> tuple[ExportedCycle, ...]:
    """Every kind of cycle, in the order of the file."""
    return tuple(
        filled(
            ExportedCycle,
            cycle,
            trial.text.cycles[cycle.id],
            pump=_pump(trial, cycle),
            **read_in(trial, cycle),
        )
        for cycle in trial.cycles
    )


def _pump(trial: Trial, cycle: Cycle) -> ExportedPump | None:
    cited = pump_cited(trial, cycle)
    if cited is None or cycle.pump_days is None:
        return None
    return ExportedPump(days=cycle.pump_days, **known((cited,), (cited.status,)))


def exported_course(trial: Trial) -> tuple[ExportedStep, ...]:
    """Every step of both arms, in the order of the file."""
    return tuple(filled(ExportedStep, step, **read_in(trial, step)) for step in trial.course)
