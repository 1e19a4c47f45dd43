"""Patients with at least one event of a harm in both arms: the trial's, or typed counts."""

from __future__ import annotations

from dataclasses import dataclass

from tradeoff.findings.choices import Choices, HarmSource, TypedCounts
from tradeoff.findings.provenance import (
    Citation,
    Finding,
    Method,
    Population,
    cited,
    combined,
    counted_by,
    whole_limits,
)
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import Count, widest_proportion, widest_risk_difference
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Harm, Status, Trial


@dataclass(frozen=True, slots=True)
class HarmFindings:
    """Both arms' patients with at least one event of the weighed harm."""

    harm: Harm
    source: HarmSource
    as_of: str | None
    control: Finding
    experimental: Finding
    counts: tuple[tuple[Count, ...], tuple[Count, ...]]
    """Control, experimental: each arm's count, or every count that prints as its percentage."""
    excess: Finding
    people: balance.WholePeople
    excess_limits: tuple[int, int] | None

    @property
    def counted(self) -> tuple[Count, Count] | None:
        """Both arms' counts, control first; ``None`` where the source prints percentages alone."""
        if self.experimental.range_method is not Method.WILSON:
            return None
        (control, *_), (experimental, *_) = self.counts
        return control, experimental

    @property
    def confirmed(self) -> Citation | None:
        """The document in which a centre read the counts, ``None`` where none confirmed them."""
        return self.excess.confirmed

    @property
    def counted_by(self) -> str | None:
        """Who brought counts of their own in the trial's place, and when; ``None`` for no one."""
        return self.excess.population.counted_by


def harm_findings(trial: Trial, choices: Choices) -> HarmFindings | None:
    """The weighed harm from the chosen source; ``None`` where no count is available."""
    harm = trial.weighed_harm
    if harm is None:
        return None
    if choices.counts is not None:
        return _typed_harm(harm, choices.harm, choices.counts)
    return counted_harm(trial, harm)


def counted_harm(trial: Trial, harm: Harm) -> HarmFindings | None:
    """Any harm as the trial reports it, weighed or not; ``None`` where it gives no rate."""
    events = [trial.adverse_event(harm.id, role) for role in (Role.CONTROL, Role.EXPERIMENTAL)]
    control, experimental = events
    if control is None or experimental is None:
        return None
    if control.proportion is None or experimental.proportion is None:
        return None
    exact = control.count is not None and experimental.count is not None
    citations = tuple(dict.fromkeys(cited(trial, event) for event in (control, experimental)))
    whose = counted_by(trial, citations)
    return _harm_record(
        harm,
        (control.possible, experimental.possible),
        (control.proportion, experimental.proportion),
        source=HarmSource.TRIAL,
        as_of=None,
        citations=citations,
        decimals=1 if exact else min(control.decimals, experimental.decimals),
        method=Method.PRINTED if whose is None else Method.OWN_COUNTS,
        exact=exact,
        whose=whose,
    )


def _typed_harm(harm: Harm, source: HarmSource, typed: TypedCounts) -> HarmFindings:
    return _harm_record(
        harm,
        ((typed.control,), (typed.experimental,)),
        (typed.control.proportion, typed.experimental.proportion),
        source=source,
        as_of=typed.as_of,
        citations=(),
        decimals=1,
        method=Method.TYPED_COUNTS,
    )


def _harm_record(
    harm: Harm,
    counts: tuple[tuple[Count, ...], tuple[Count, ...]],
    rates: tuple[float, float],
    *,
    source: HarmSource,
    as_of: str | None,
    citations: tuple[Citation, ...],
    decimals: int,
    method: Method,
    exact: bool = True,
    whose: str | None = None,
) -> HarmFindings:
    """Control first. ``rates`` are those shown; ``counts`` all that each may stand for.

    ``exact`` where the source gives counts, and not percentages alone.
    """
    of_trial = source is not HarmSource.CENTRE and whose is None
    typed = source is not HarmSource.TRIAL
    statuses = (Status.LOCAL,) if typed else tuple(dict.fromkeys(c.status for c in citations))
    control_total, total = (possible[0].total for possible in counts)
    arms = [
        Finding(
            estimate=widest_proportion(rate, possible),
            decimals=decimals,
            statuses=statuses,
            method=method,
            range_method=Method.WILSON if exact else Method.WILSON_WIDEST,
            citations=citations,
            population=Population(False, total, control_total, of_trial, whose),
            months=None,
            data_cut=None,
        )
        for rate, possible in zip(rates, counts, strict=True)
    ]
    difference = widest_risk_difference(rates[1] - rates[0], counts[1], counts[0])
    return HarmFindings(
        harm=harm,
        source=source,
        as_of=as_of,
        control=arms[0],
        experimental=arms[1],
        counts=counts,
        excess=combined(
            arms[1],
            arms[0],
            difference,
            Method.NEWCOMBE if exact else Method.NEWCOMBE_WIDEST,
        ),
        people=balance.per_hundred(*rates),
        excess_limits=whole_limits(difference),
    )
