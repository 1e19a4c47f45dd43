"""The ledger: every number of a trial and of its views, each listed once, without a word.

Evidence, the exchange format and the command line's summary are views of these entries. Nothing is
computed here that ``findings`` and the trial's records do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tradeoff.findings.ledger.compared import of_view
from tradeoff.findings.ledger.entry import Entry
from tradeoff.findings.ledger.published import (
    context,
    exposure_rates,
    facts,
    harms,
    means_of_curves,
    of_records,
    patients,
    subgroups,
)
from tradeoff.findings.view import Findings
from tradeoff.trial.records import Trial


def entries(trial: Trial, shown: Iterable[Findings]) -> Iterator[Entry]:
    """Every number but those of curves; ``shown`` are the trial's views, one a landmark."""
    return chain(
        patients(trial),
        of_records(trial, trial.data_cuts),
        *map(of_view, shown),
        of_records(trial, trial.hazard_ratios),
        means_of_curves(trial),
        of_records(trial, trial.restricted_means),
        of_records(trial, trial.medians),
        subgroups(trial),
        harms(trial),
        exposure_rates(trial),
        of_records(trial, trial.at_risk),
        context(trial),
        facts(trial),
    )
