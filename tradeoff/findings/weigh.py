"""Gain and harm of one view, drawn together and weighed against each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding, once
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import Estimate
from tradeoff.trial.records import Trial

# One fixed seed, so that every page, replica and export shows the same simulated figures.
SIMULATION_SEED: Final = 20_240_725
# Five times the engine's default: the range's second digit no longer hangs on the seed.
SIMULATION_DRAWS: Final = 100_000


def joint_draws(
    survival: SurvivalFindings | None, harm: HarmFindings | None, rng: np.random.Generator
) -> balance.Draws | None:
    """Joint draws of gain and harm, ``None`` where either has no range or is not weighed."""
    if survival is None or harm is None or not survival.weighed:
        return None
    experimental, control = survival.shown
    if not (_can_be_drawn(experimental.estimate) and _can_be_drawn(control.estimate)):
        return None
    return balance.simulate(
        experimental.estimate,
        control.estimate,
        *harm.counts.shown,
        draws=SIMULATION_DRAWS,
        rng=rng,
        rounding=(rounding(experimental), rounding(control)),
    )


def rounding(arm: Finding) -> float:
    """Half a point where a source prints whole percentages; decimals leave nothing worth drawing.

    A tenth of a point is a hundredth of what chance alone leaves open in any trial here.
    """
    return 0.005 if arm.decimals == 0 else 0.0


def weighing_of(
    trial: Trial,
    survival: SurvivalFindings | None,
    harm: HarmFindings | None,
    draws: balance.Draws | None,
    preference: float | None = None,
) -> balance.Weighing:
    """Gain against harm with what both inherit; no balance point where the trial bars weighing."""
    parts = [part.difference for part in (survival, harm) if part is not None]
    weighed = survival is None or survival.weighed
    counted = trial.weighed_harm
    found = balance.weigh(
        None if survival is None else survival.gain.estimate,
        None if harm is None else harm.excess.estimate,
        draws=draws,
        preference=preference if weighed else None,
        gain_window="" if survival is None else f"{survival.months} months",
        harm_window="" if counted is None else trial.text.harms[counted.id].window,
        statuses=once(*(status for part in parts for status in part.statuses)),
    )
    if weighed:
        return found
    return replace(found, balance_point=None, obstacle=balance.Obstacle.NOT_TO_BE_WEIGHED)


def _can_be_drawn(survival: Estimate) -> bool:
    """Whether survival has limits with a log(-log): both strictly between 0 and 1."""
    return survival.has_range and all(0 < limit < 1 for limit in survival.limits)
