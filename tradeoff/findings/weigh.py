"""Gain and harm of one view, drawn together and weighed against each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import Estimate

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
    arms = (survival.experimental, survival.control)
    if not all(_can_be_drawn(arm.estimate) for arm in arms):
        return None
    control, experimental = harm.counts
    return balance.simulate(
        survival.experimental.estimate,
        survival.control.estimate,
        experimental,
        control,
        draws=SIMULATION_DRAWS,
        rng=rng,
        rounding=(rounding(arms[0]), rounding(arms[1])),
    )


def rounding(arm: Finding) -> float:
    """Half a point where a source prints whole percentages; decimals leave nothing worth drawing.

    A tenth of a point is a hundredth of what chance alone leaves open in any trial here.
    """
    return 0.005 if arm.decimals == 0 else 0.0


def weighing_of(
    survival: SurvivalFindings | None,
    harm: HarmFindings | None,
    draws: balance.Draws | None,
    preference: float | None,
    *,
    harm_window: str,
) -> balance.Weighing:
    """Gain against harm with what both inherit; no balance point where the trial bars weighing."""
    gain = None if survival is None else survival.gain
    excess = None if harm is None else harm.excess
    statuses = [status for part in (gain, excess) if part is not None for status in part.statuses]
    weighed = survival is None or survival.weighed
    found = balance.weigh(
        None if gain is None else gain.estimate,
        None if excess is None else excess.estimate,
        draws=draws,
        preference=preference if weighed else None,
        gain_window="" if survival is None else f"{survival.months} months",
        harm_window=harm_window,
        statuses=tuple(dict.fromkeys(statuses)),
    )
    if weighed:
        return found
    return replace(found, balance_point=None, obstacle=balance.Obstacle.NOT_TO_BE_WEIGHED)


def _can_be_drawn(survival: Estimate) -> bool:
    """Whether survival has limits with a log(-log): both strictly between 0 and 1."""
    return survival.has_range and all(0 < limit < 1 for limit in survival.limits)
