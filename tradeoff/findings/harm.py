"""Patients with at least one event of a harm in both arms: the trial's, or typed counts."""

from __future__ import annotations

from dataclasses import dataclass

from tradeoff.findings.choices import Choices, HarmSource
from tradeoff.findings.provenance import (
    Citation,
    Comparison,
    Finding,
    Method,
    Population,
    cited,
    counted_by,
    difference_of,
    once,
)
from tradeoff.statistics.intervals import Count, widest_proportion, widest_risk_difference
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import Harm, Status, Trial


@dataclass(frozen=True, slots=True)
class HarmFindings(Comparison):
    """Both arms' patients with at least one event of a harm."""

    harm: Harm
    source: HarmSource
    as_of: str | None
    counts: Arms[tuple[Count, ...]]
    """Each arm's count, or every count that prints as its percentage."""

    @property
    def excess(self) -> Finding:
        """The difference: positive where more have the harm with the treatment."""
        return self.difference

    @property
    def counted(self) -> Arms[Count] | None:
        """Both arms' counts; ``None`` where the source prints percentages alone."""
        exact = self.experimental.range_method is Method.WILSON
        return self.counts.map(lambda possible: possible[0]) if exact else None

    @property
    def confirmed(self) -> Citation | None:
        """The document in which a centre read the counts, ``None`` where none confirmed them."""
        return self.difference.confirmed

    @property
    def counted_by(self) -> str | None:
        """Who brought counts of their own in the trial's place, and when; ``None`` for no one."""
        return self.difference.population.counted_by


def harm_findings(trial: Trial, choices: Choices) -> HarmFindings | None:
    """The weighed harm from the chosen source; ``None`` where no count is available."""
    harm, typed = trial.weighed_harm, choices.counts
    if harm is None:
        return None
    if typed is None:
        return counted_harm(trial, harm)
    return _harm_findings(
        harm,
        typed.map(lambda count: (count,)),
        typed.map(lambda count: count.proportion),
        source=choices.harm,
        as_of=typed.as_of,
        decimals=1,
        method=Method.TYPED_COUNTS,
    )


def counted_harm(trial: Trial, harm: Harm) -> HarmFindings | None:
    """Any harm as the trial reports it, weighed or not; ``None`` where it gives no rate."""
    events = Arms.both(lambda role: trial.adverse_event(harm.id, role))
    rates = None if events is None else Arms.both(lambda role: events.of(role).proportion)
    if events is None or rates is None:
        return None
    exact = all(event.count is not None for event in events.shown)
    citations = once(cited(trial, events.control), cited(trial, events.experimental))
    whose = counted_by(trial, citations)
    return _harm_findings(
        harm,
        events.map(lambda event: event.possible),
        rates,
        citations=citations,
        decimals=1 if exact else min(event.decimals for event in events.shown),
        method=Method.PRINTED if whose is None else Method.OWN_COUNTS,
        exact=exact,
        whose=whose,
    )


def _harm_findings(
    harm: Harm,
    counts: Arms[tuple[Count, ...]],
    rates: Arms[float],
    *,
    source: HarmSource = HarmSource.TRIAL,
    as_of: str | None = None,
    citations: tuple[Citation, ...] = (),
    decimals: int,
    method: Method,
    exact: bool = True,
    whose: str | None = None,
) -> HarmFindings:
    """``rates`` are those shown; ``counts`` all that each may stand for.

    ``exact`` where the source gives counts, and not percentages alone.
    """
    totals = counts.map(lambda possible: possible[0].total)
    of_trial = source is not HarmSource.CENTRE and whose is None
    population = Population(totals.control, totals.experimental, False, of_trial, whose)
    typed = () if source is HarmSource.TRIAL else (Status.LOCAL,)

    def finding(role: Role) -> Finding:
        return Finding(
            estimate=widest_proportion(rates.of(role), counts.of(role)),
            decimals=decimals,
            statuses=once(*typed, *(citation.status for citation in citations)),
            method=method,
            range_method=Method.WILSON if exact else Method.WILSON_WIDEST,
            citations=citations,
            population=population,
        )

    arms = Arms.each(finding)
    difference = widest_risk_difference(rates.experimental - rates.control, *counts.shown)
    range_method = Method.NEWCOMBE if exact else Method.NEWCOMBE_WIDEST
    return HarmFindings(
        control=arms.control,
        experimental=arms.experimental,
        difference=difference_of(arms, difference, range_method),
        harm=harm,
        source=source,
        as_of=as_of,
        counts=counts,
    )
