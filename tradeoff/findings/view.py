"""Every number of one view.

Pages and papers read these records and compute nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradeoff.findings.choices import Choices
from tradeoff.findings.harm import HarmFindings, counted_harm, harm_findings
from tradeoff.findings.provenance import Finding
from tradeoff.findings.reconstructed import (
    MarkedMonth,
    RestrictedMeans,
    marked_month,
    restricted_means,
)
from tradeoff.findings.survival import (
    MedianFindings,
    SurvivalFindings,
    hazard_ratio_finding,
    median_findings,
    survival_findings,
)
from tradeoff.findings.weigh import joint_draws, rounding, weighing_of
from tradeoff.statistics import weighing as balance
from tradeoff.trial.records import Harm, Trial


@dataclass(frozen=True, slots=True)
class Base:
    """All that depends on neither preference nor framing nor the marked month: kept."""

    survival: SurvivalFindings | None
    harm: HarmFindings | None
    hazard_ratio: Finding | None
    medians: MedianFindings | None
    restricted_means: RestrictedMeans | None
    draws: balance.Draws | None
    weighing: balance.Weighing


@dataclass(frozen=True, slots=True)
class Findings:
    """Every number of one view."""

    trial: Trial
    choices: Choices
    base: Base
    weighing: balance.Weighing
    marked: MarkedMonth | None

    @property
    def survival(self) -> SurvivalFindings | None:
        """Both arms at the weighed landmark; ``None`` where none is published."""
        return self.base.survival

    @property
    def harm(self) -> HarmFindings | None:
        """The weighed harm; ``None`` where its rate is not available."""
        return self.base.harm

    @property
    def medians(self) -> MedianFindings | None:
        """Both arms' medians of this cut; ``None`` where they are not available."""
        return self.base.medians

    @property
    def unconfirmed(self) -> bool:
        """Whether anything weighed here rests on an unconfirmed number."""
        return self.harm is not None and self.harm.excess.unconfirmed


def base_findings(trial: Trial, choices: Choices, *, rng: np.random.Generator) -> Base:
    """Everything that depends on neither preference nor framing nor the marked month.

    ``rng`` is seeded with ``SIMULATION_SEED`` wherever figures are shown.
    """
    place, month = (trial, choices.cut, choices.endpoint), choices.landmark
    survival = None if month is None else survival_findings(*place, month)
    harm = harm_findings(trial, choices)
    draws = joint_draws(survival, harm, rng)
    return Base(
        survival=survival,
        harm=harm,
        hazard_ratio=hazard_ratio_finding(*place),
        medians=median_findings(*place),
        restricted_means=restricted_means(*place),
        draws=draws,
        weighing=weighing_of(trial, survival, harm, draws),
    )


def with_preference(trial: Trial, choices: Choices, base: Base) -> Findings:
    """The view for these choices: the kept base, weighed with the preference if one is set."""
    weighing = base.weighing
    if choices.weight is not None:
        preference = choices.weight / 100
        weighing = weighing_of(trial, base.survival, base.harm, base.draws, preference)
    return Findings(trial, choices, base, weighing, marked_month(trial, choices))


def all_harms(view: Findings) -> tuple[tuple[Harm, HarmFindings | None], ...]:
    """Every harm of the trial in its order; the weighed one from the chosen source.

    ``None`` where no count is available, which is not the same as none.
    """
    weighed = view.trial.weighed_harm
    return tuple(
        (harm, view.harm if harm is weighed else counted_harm(view.trial, harm))
        for harm in view.trial.harms
    )


def harms_in_order(view: Findings) -> tuple[tuple[Harm, HarmFindings | None], ...]:
    """Every harm, the weighed one first, then from more to fewer; what has no rate last."""

    def place(pair: tuple[Harm, HarmFindings | None]) -> tuple[bool, bool, float]:
        harm, found = pair
        change = 0.0 if found is None else found.excess.estimate.value
        return not harm.weighed, found is None, -round(change, 9)

    return tuple(sorted(all_harms(view), key=place))


def can_be_weighed(view: Findings) -> bool:
    """Whether a gain at a published landmark and the rate of a harm are at hand, to be weighed."""
    weighing = view.weighing
    at_hand = weighing.gain is not None and weighing.harm is not None
    return at_hand and weighing.obstacle is not balance.Obstacle.NOT_TO_BE_WEIGHED


def rounding_limits(view: Findings) -> tuple[float, float] | None:
    """Least and most that the balance point may be by rounding of the printed figures alone.

    ``None`` where there is no balance point, or where nothing printed leaves room.
    """
    survival, harm = view.survival, view.harm
    if survival is None or harm is None or view.weighing.balance_point is None:
        return None
    half = sum(map(rounding, survival.shown))
    rates = harm.counts.map(lambda possible: [count.proportion for count in possible])
    least = min(rates.experimental) - max(rates.control)
    most = max(rates.experimental) - min(rates.control)
    if (half == 0 and least == most) or least <= 0:
        return None
    gain = survival.gain.estimate.value
    return (gain - half) / most, (gain + half) / least
