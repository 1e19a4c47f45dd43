"""From a digitised Kaplan-Meier curve and its numbers at risk: pseudo-patients of one arm.

Times are in one unit of the caller's choice and start at 0; ``event`` is True where the event was
seen. The numbers at risk, and with them the number of patients, are met exactly, the total of
events too where it is given; the curve is met as closely as whole patients allow, and the report
says how closely. Nothing here is a patient's datum: covariates, and who was censored when between
two ticks of the risk table, cannot be recovered.

The method differs from Guyot et al. (BMC Med Res Methodol 2012;12:9) in what fails there. Clicks
are made to fall by isotonic regression, not by a running minimum, which would pull them down. A
clean staircase, rounded or not, is solved for whole patients: each of its drops is d/n. Else
events stand where the cleaned curve crosses half a patient's step, and the number of events of
each risk interval is searched for the smallest squared error over all clicks. Censorings are
spread evenly over an interval. Two things move them: a total of events that the curve can only
meet with earlier or later censoring, and a last interval from which more leave than the pace of
the others explains; those leave at its end. Every search is bounded, so it always ends.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tradeoff.statistics.read_only import Flags, Floats
from tradeoff.statistics.reconstruction.at_risk import checked_total
from tradeoff.statistics.reconstruction.cleaning import cleaned
from tradeoff.statistics.reconstruction.crossings import from_clicks
from tradeoff.statistics.reconstruction.leaving import FollowUp, Patients
from tradeoff.statistics.reconstruction.records import (
    Findings,
    FitReport,
    Mend,
    Reconstruction,
    ReconstructionError,
    ReconstructionProblem,
)
from tradeoff.statistics.reconstruction.report import report
from tradeoff.statistics.reconstruction.sentences import Sentence, renumbered, sentence
from tradeoff.statistics.reconstruction.steps import from_steps

__all__ = [
    "FitReport",
    "Mend",
    "Reconstruction",
    "ReconstructionError",
    "ReconstructionProblem",
    "Sentence",
    "reconstruct",
    "renumbered",
    "sentence",
]


def reconstruct(
    curve_time: ArrayLike,
    curve_survival: ArrayLike,
    risk_time: ArrayLike,
    n_at_risk: ArrayLike,
    *,
    total_events: int | None = None,
) -> Reconstruction:
    """Times and events of one arm whose curve and numbers at risk are those given.

    Small faults are mended and named in ``report.mends``: survival in percent, columns exchanged,
    a curve listed backwards, small rises, single spikes, values just outside 0 to 1, no point at
    time 0. Misleads where few are at risk, where the risk table is coarse and censoring uneven in
    it, and for any question about single patients or subgroups. Same input, same output.

    Args:
        curve_time: times of the clicks, shape (k,), k of 2 or more.
        curve_survival: survival just after each time, 0 to 1, shape (k,); at a drop both ends
            may be given with one time.
        risk_time: ticks of the risk table, shape (m,), from 0.
        n_at_risk: patients with an observed time of the tick or later, shape (m,); the first
            is the number of patients.
        total_events: events in the whole arm, if published.

    Raises:
        ReconstructionError: what cannot be mended safely, all of it at once.

    Reference:
        Guyot et al., BMC Med Res Methodol 2012;12:9; Barlow et al., Statistical Inference under
        Order Restrictions, 1972 (isotonic regression).
    """
    found = Findings()
    curve, table = cleaned(found, (curve_time, curve_survival), (risk_time, n_at_risk))
    total = checked_total(found, int(table.n[0]), total_events)
    found.stop_if_any()
    follow_up = FollowUp.of(curve, table)
    solved = from_steps(curve, follow_up, total)
    patients = _in_order(solved or from_clicks(found, curve, follow_up, total))
    drawn = curve.unfilled() if solved else curve
    fit = report(found, patients, drawn, table, total_events=total, exact=solved is not None)
    return Reconstruction(*patients, fit)


def _in_order(patients: Patients) -> tuple[Floats, Flags]:
    time = np.concatenate((patients.events, patients.censored))
    event = np.arange(time.size) < patients.events.size
    order = np.lexsort((~event, time))
    return time[order], event[order]
