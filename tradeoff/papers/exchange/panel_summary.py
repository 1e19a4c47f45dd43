"""The side panel's figures of every view: as they are said, and as numbers of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from tradeoff.findings.ledger.compared import balance_point, excess, gain, number_needed
from tradeoff.findings.ledger.entry import Entry
from tradeoff.findings.ledger.published import of_record
from tradeoff.findings.view import Findings
from tradeoff.papers import wording
from tradeoff.papers.exchange.filling import exported, filled
from tradeoff.papers.exchange.schema import (
    SCHEMA_VERSION,
    ExportedLocal,
    ExportedReview,
    ExportedSummary,
    SummaryLine,
    SummaryView,
)
from tradeoff.papers.exchange.trial_document import chosen, made_by
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import LocalData, Trial
from tradeoff.words import numbers
from tradeoff.words.frame import INTENDED_USE, caveats
from tradeoff.words.harm import RATE_NOT_AVAILABLE, excess_counts, harm_not_available, harm_words
from tradeoff.words.naming import (
    DEMONSTRATION,
    arm_words,
    endpoint_of,
    endpoint_words,
    follow_up,
    gain_name,
)
from tradeoff.words.say import ENGLISH
from tradeoff.words.survival import median_with_range, no_landmark
from tradeoff.words.weighing import (
    break_even_figures,
    break_even_reading,
    break_even_rounding,
    obstacle_sentence,
)


def summary(trial: Trial, shown: Sequence[Findings], *, program: str) -> ExportedSummary:
    """The side panel's figures of every view, no preference set; ``shown`` are the ``views``."""
    first, second = Arms.each(lambda role: arm_words(trial, role).name).shown
    return filled(
        ExportedSummary,
        trial,
        trial.text,
        schema_id="tradeoff-summary",
        schema_version=SCHEMA_VERSION,
        program=made_by(program),
        trial=trial.id,
        title=f"{trial.text.name} ({trial.registration}), {trial.n_randomised} randomised, "
        f"data version {trial.version}",
        intended_use=INTENDED_USE,
        pairs=f"In pairs and differences: {first} vs {second}.",
        standing=standing_words(trial.local, demonstration=trial.demonstration),
        review=filled(ExportedReview, trial.review),
        views=tuple(_view(view, opens=view is shown[0]) for view in shown),
    )


def standing_words(
    local: LocalData | ExportedLocal | None, *, demonstration: bool
) -> tuple[str, ...]:
    """What must be said before all figures of some trials."""
    lines = [DEMONSTRATION] if demonstration else []
    if local is not None:
        lines.append(f"Local data: {local.label}, {local.as_of.isoformat()}.")
    return tuple(lines)


def _view(view: Findings, *, opens: bool) -> SummaryView:
    trial, choices = view.trial, view.choices
    month = choices.landmark
    when = "" if month is None else f" at {numbers.time(ENGLISH, month)}"
    cut = trial.text.cuts[choices.cut]
    return SummaryView(
        choices=chosen(choices),
        opens=opens,
        title=f"{endpoint_words(trial, choices).name}{when}, {cut.name}",
        subtitle=f"{numbers.capitalised(cut.analysis)}; {follow_up(ENGLISH, trial, choices.cut)}",
        lines=(*_survival(view), *_ratio(view), *_medians(view), _harm(view), _break_even(view)),
        caveats=caveats(view),
    )


def _line(trial: Trial, entry: Entry, said: str, *notes: str) -> SummaryLine:
    named, number = wording.name(ENGLISH, trial, entry), exported(trial, entry)
    return SummaryLine(name=named, said=said, notes=notes, number=number)


def _not_there(name: str, said: str) -> SummaryLine:
    return SummaryLine(name=name, said=said, notes=(), number=None)


def _survival(view: Findings) -> Iterator[SummaryLine]:
    """Gain and number needed to treat, or that neither is available."""
    trial, survival = view.trial, view.survival
    if survival is None:
        missing = no_landmark(ENGLISH, trial, view.choices)
        yield _not_there(gain_name(ENGLISH, trial, view.choices.endpoint), missing)
        yield _not_there("Number needed to treat", numbers.NOT_AVAILABLE)
        return
    arms = numbers.versus(
        ENGLISH,
        *map(partial(numbers.with_range, ENGLISH), (survival.experimental, survival.control)),
    )
    alive = endpoint_of(trial, survival).alive
    yield _line(
        trial,
        gain(survival),
        f"{numbers.with_range(ENGLISH, survival.gain, signed=True)} per 100",
        f"More {alive} at {survival.months} months: {arms} per 100.",
    )
    needed = numbers.number_needed(ENGLISH, survival.number_needed)
    yield _line(trial, number_needed(survival), needed)


def _ratio(view: Findings) -> Iterator[SummaryLine]:
    trial, ratio, place = view.trial, view.base.hazard_ratio, view.choices
    published = trial.hazard_ratio(place.cut, place.endpoint)
    if ratio is None or published is None:
        event = endpoint_words(trial, place).event
        yield _not_there(f"Hazard ratio for {event}", numbers.NOT_AVAILABLE)
        return
    shown = numbers.ratio_with_range(ENGLISH, ratio.estimate, ratio.decimals)
    yield _line(trial, of_record(trial, published), f"{shown}{numbers.with_p(ENGLISH, published)}")


def _medians(view: Findings) -> Iterator[SummaryLine]:
    """Both arms' medians where the analysis has them."""
    if view.medians is not None:
        for one in (view.medians.experimental, view.medians.control):
            said = numbers.NOT_REACHED if one.months is None else median_with_range(ENGLISH, one)
            yield _line(view.trial, of_record(view.trial, one), said)


def _harm(view: Findings) -> SummaryLine:
    trial, harm, own = view.trial, view.harm, harm_words(view.trial)
    if harm is None:
        said = harm_not_available(ENGLISH, trial) if own is None else RATE_NOT_AVAILABLE
        return _not_there("Harm" if own is None else own.name, said)
    return _line(
        trial,
        excess(harm),
        f"{numbers.with_range(ENGLISH, harm.excess, signed=True)} per 100",
        f"{excess_counts(ENGLISH, trial, harm)}.",
    )


def _break_even(view: Findings) -> SummaryLine:
    figures, entry = break_even_figures(ENGLISH, view), balance_point(view)
    if figures is None:
        return _line(view.trial, entry, obstacle_sentence(ENGLISH, view))
    notes = (break_even_reading(ENGLISH, view), break_even_rounding(ENGLISH, view))
    return _line(view.trial, entry, figures, *filter(None, notes))
