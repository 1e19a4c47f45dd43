"""How a number is known: source, status, method, population, who confirmed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.findings.provenance import Citation, Finding, Method, Population, cited, counted_by
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.trial.records import AdverseEvent, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import harm_confirm
from tradeoff.words.say import Say

STATUS_WORDS: Final = {
    Status.PUBLISHED: "published",
    Status.REPORTED: "reported",
    Status.DERIVED: "calculated",
    Status.LOCAL: "typed in here",
    Status.RECONSTRUCTED: "reconstructed",
    Status.UNCONFIRMED: "unconfirmed",
}

STATUS_MEANING: Final = {
    Status.PUBLISHED: "Read in the primary document itself.",
    Status.REPORTED: "Read in somebody else's account of the primary document.",
    Status.DERIVED: "Computed by this program from published numbers.",
    Status.LOCAL: (
        "Typed in or brought by the user, or read in the named document by a centre that stands "
        "for it; with its date."
    ),
    Status.RECONSTRUCTED: "A curve built to agree with published numbers; never patient data.",
    Status.UNCONFIRMED: "Recalled, not yet checked against the document that would hold it.",
}

LOCAL_DATA: Final = "local data"

#: One status, three ways to it.
LOCAL_STATUS: Final = f"{STATUS_WORDS[Status.LOCAL]}, {LOCAL_DATA}, confirmed by a centre"

METHOD_WORDS: Final = {
    Method.PRINTED: "as printed in the source",
    Method.OWN_COUNTS: "from the counts as they were brought",
    Method.DIFFERENCE: "difference of the two arms, experimental minus control",
    Method.MOVER: "range by MOVER from the two arms' intervals (Zou and Donner 2008)",
    Method.NEWCOMBE: "range by Newcombe's hybrid score method (method 10, 1998)",
    Method.WILSON: "range by Wilson's score method",
    Method.STANDARD_ERROR: "range calculated from the printed standard error, log(-log) interval",
    Method.CALIBRATED_RANGE: (
        "range calculated: Greenwood log(-log) interval of the calibrated curve, "
        "since the source gives none"
    ),
    Method.BINOMIAL: (
        "range calculated from the number randomised (binomial, log(-log) interval), since the "
        "source gives none"
    ),
    Method.WILSON_WIDEST: (
        "range: the widest of Wilson's over all counts that print as this percentage"
    ),
    Method.NEWCOMBE_WIDEST: (
        "range: the widest of Newcombe's (method 10, 1998) over all counts that print as these "
        "percentages"
    ),
    Method.TYPED_COUNTS: "from the counts typed in here",
    Method.CALIBRATED_CURVE: (
        "read off the reconstructed curve; range is that of the true curve, from draws of "
        "reconstruction and sampling together"
    ),
    Method.DIGITISED_RANGE: (
        "range calculated: Greenwood log(-log) interval of the pseudo-patients rebuilt from the "
        "digitised figure, since the source gives none"
    ),
    Method.DIGITISED_CURVE: (
        "read off the curve rebuilt from the digitised figure: pseudo-patients, not patient data; "
        "range is their Greenwood log(-log) interval"
    ),
    Method.RATIO_FROM_P: "range calculated from the ratio and its P value",
}


def reference_class(say: Say, trial: Trial, population: Population) -> str:
    """Whom the denominator stands for."""
    kind = "randomised" if population.randomised else "treated"
    people = f"{population.experimental} vs {population.control} {kind}"
    if population.of_trial:
        return f"{people} in {trial.text.name}"
    if population.counted_by is None:
        return f"{people} in our own centre"
    return f"{people}, counted by {population.counted_by}"


FROM_STANDARD_ERROR: Final = "calculated from the printed standard error"


def confirmation(say: Say, one: Citation) -> str:
    """What stands in the badge's place once a centre has read the number in the document.

    Raises:
        LookupError: nobody confirmed it.
    """
    return f"{confirmed_by(say, one)} ({one.source.short}, {one.place})"


def confirmed_by(say: Say, one: Citation) -> str:
    """The same where document and place stand beside it: who confirmed a number, and when.

    Raises:
        LookupError: nobody confirmed it.
    """
    if one.confirmed is None:
        raise LookupError(f"{one.source.id}, {one.place}: nobody confirmed it")
    return f"Confirmed by {one.confirmed.centre}, {numbers.day(say, one.confirmed.checked_on)}"


def own_counts(say: Say, counted_by: str) -> str:
    """What stands at counts that are not the trial's: whose they are, and that they may differ."""
    return f"Counts of {counted_by}, not randomised"


def count_badge(say: Say, trial: Trial, entry: AdverseEvent) -> str | None:
    """The badge of one arm's count where all numbers are listed; ``None`` where none is due."""
    if entry.status is Status.UNCONFIRMED:
        return harm_confirm(trial, entry.harm)
    known = cited(trial, entry)
    whose = counted_by(trial, (known,))
    if whose is not None:
        return own_counts(say, whose)
    return None if known.confirmed is None else confirmed_by(say, known)


@dataclass(frozen=True, slots=True)
class ProvenanceLine:
    """One line of a number's provenance."""

    term: str
    description: str


def citation(say: Say, cited: Citation) -> str:
    """A source, the place in it, and the status in words."""
    also = "" if cited.also is None else f"; also {cited.also.short}"
    return f"{cited.source.short}, {cited.place} ({_known_from(say, cited)}){also}"


def documents_cited(say: Say, documents: Iterable[Citation]) -> str:
    """Each source once, with the places in it and the status of each."""
    gathered: dict[str, dict[str, None]] = {}
    for one in documents:
        gathered.setdefault(one.source.short, {})[place_cited(say, one)] = None
    return "; ".join(f"{source}: {', '.join(places)}" for source, places in gathered.items())


def place_cited(say: Say, cited: Citation) -> str:
    """The place in a source, with the status in words."""
    also = "" if cited.also is None else f"; also {cited.also.short}"
    return f"{cited.place} ({_known_from(say, cited)}{also})"


def _known_from(say: Say, cited: Citation) -> str:
    """The status in words; of a relayed number, by whom."""
    if cited.status is Status.REPORTED and cited.source.reported_by is not None:
        return f"as reported by {cited.source.reported_by}"
    return status_word(say, cited)


def status_word(say: Say, cited: Citation) -> str:
    """How a cited number is known; a confirmed one with who checked it and when."""
    if cited.status is not Status.LOCAL:
        return STATUS_WORDS[cited.status]
    found = cited.confirmed
    if found is None:
        return LOCAL_DATA
    return f"confirmed by {found.centre}, {found.checked_by}, {numbers.day(say, found.checked_on)}"


def statuses(say: Say, finding: Finding) -> str:
    """All statuses that a number carries, in words."""
    return status_words(say, finding.statuses, finding.citations)


def status_words(say: Say, carried: Sequence[Status], citations: Sequence[Citation] = ()) -> str:
    """Statuses in words, each once; a centre's own says who confirmed the cited number."""
    return ", ".join(_status_of(say, status, citations) for status in dict.fromkeys(carried))


def _status_of(say: Say, status: Status, citations: Sequence[Citation]) -> str:
    if status is not Status.LOCAL or not citations:
        return STATUS_WORDS[status]
    found = next((one.confirmed for one in citations if one.confirmed is not None), None)
    return LOCAL_DATA if found is None else f"confirmed by {found.centre}"


def provenance(
    say: Say, trial: Trial, finding: Finding, *, window: str
) -> tuple[ProvenanceLine, ...]:
    """Where a number comes from: source, place, status, cut, population, window, computation."""
    sources = "; ".join(citation(say, cited) for cited in finding.citations) or "typed in here"
    lines = [
        ProvenanceLine("Source", sources),
        ProvenanceLine("Status", statuses(say, finding)),
        *_confirmed_line(say, finding),
        ProvenanceLine("Population", reference_class(say, trial, finding.population)),
        ProvenanceLine("Window", window),
        ProvenanceLine("Computed", computed(say, finding.method, finding.range_method)),
    ]
    if finding.data_cut is not None:
        cut = trial.text.cuts[finding.data_cut]
        lines.insert(2, ProvenanceLine("Data cut", f"{cut.name}: {cut.analysis}"))
    return tuple(lines)


def _confirmed_line(say: Say, finding: Finding) -> tuple[ProvenanceLine, ...]:
    found = None if finding.confirmed is None else finding.confirmed.confirmed
    if found is None:
        return ()
    said = f"{found.centre}, {numbers.day(say, found.checked_on)}; checked by {found.checked_by}"
    return (ProvenanceLine("Confirmed by", said),)


def computed(say: Say, method: Method, range_method: Method | None) -> str:
    """How a value and its range came about."""
    how = METHOD_WORDS[method]
    if range_method is None:
        return f"{how}; {numbers.RANGE_NOT_PUBLISHED}"
    if range_method is method:
        return how
    return f"{how}; {METHOD_WORDS[range_method]}"


SURVIVAL_WINDOW: Final = "at {months} months after randomisation"


def survival_window(say: Say, survival: SurvivalFindings) -> str:
    """The survival figures' window."""
    return SURVIVAL_WINDOW.format(months=survival.months)


UNCONFIRMED_FACT: Final = "Unconfirmed: check against the source"


def with_badge(text: str, badge_words: str) -> str:
    """A number with its badge behind it."""
    return f"{text}. {badge_words}"
