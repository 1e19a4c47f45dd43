"""How a number is known: source, status, method, population, who confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.findings.provenance import Citation, Finding, Method, Population, cited, counted_by
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.trial.records import AdverseEvent, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.naming import harm_confirm
from tradeoff.words.say import Say, message
from tradeoff.words.sources import LOCAL_DATA, STATUS_WORDS, citation, document

STATUS_MEANING: Final = {
    Status.PUBLISHED: message("Read in the primary document itself."),
    Status.REPORTED: message("Read in somebody else's account of the primary document."),
    Status.DERIVED: message("Computed by this program from published numbers."),
    Status.LOCAL: (
        message(
            "Typed in or brought by the user, or read in the named document by a centre that "
            "stands "
            "for it; with its date."
        )
    ),
    Status.RECONSTRUCTED: message(
        "A curve built to agree with published numbers; never patient data."
    ),
    Status.UNCONFIRMED: message(
        "Recalled, not yet checked against the document that would hold it."
    ),
}


#: One status, three ways to it.
LOCAL_STATUS: Final = message("typed in here, local data, confirmed by a centre")

METHOD_WORDS: Final = {
    Method.PRINTED: message("as printed in the source"),
    Method.OWN_COUNTS: message("from the counts as they were brought"),
    Method.DIFFERENCE: message("difference of the two arms, experimental minus control"),
    Method.MOVER: message("range by MOVER from the two arms' intervals (Zou and Donner 2008)"),
    Method.NEWCOMBE: message("range by Newcombe's hybrid score method (method 10, 1998)"),
    Method.WILSON: message("range by Wilson's score method"),
    Method.STANDARD_ERROR: message(
        "range calculated from the printed standard error, log(-log) interval"
    ),
    Method.CALIBRATED_RANGE: (
        message(
            "range calculated: Greenwood log(-log) interval of the calibrated curve, "
            "since the source gives none"
        )
    ),
    Method.BINOMIAL: (
        message(
            "range calculated from the number randomised (binomial, log(-log) interval), since the "
            "source gives none"
        )
    ),
    Method.WILSON_WIDEST: (
        message("range: the widest of Wilson's over all counts that print as this percentage")
    ),
    Method.NEWCOMBE_WIDEST: (
        message(
            "range: the widest of Newcombe's (method 10, 1998) over all counts that print as these "
            "percentages"
        )
    ),
    Method.TYPED_COUNTS: message("from the counts typed in here"),
    Method.CALIBRATED_CURVE: (
        message(
            "read off the reconstructed curve; range is that of the true curve, from draws of "
            "reconstruction and sampling together"
        )
    ),
    Method.DIGITISED_RANGE: (
        message(
            "range calculated: Greenwood log(-log) interval of the pseudo-patients rebuilt "
            "from the "
            "digitised figure, since the source gives none"
        )
    ),
    Method.DIGITISED_CURVE: (
        message(
            "read off the curve rebuilt from the digitised figure: pseudo-patients, not "
            "patient data; "
            "range is their Greenwood log(-log) interval"
        )
    ),
    Method.RATIO_FROM_P: message("range calculated from the ratio and its P value"),
}


def reference_class(say: Say, trial: Trial, population: Population) -> str:
    """Whom the denominator stands for."""
    people = people_compared(say, population)
    if population.of_trial:
        return say("{people} in {name}", people=people, name=trial.text.name)
    if population.counted_by is None:
        return say("{people} in our own centre", people=people)
    whose = say.recorded(population.counted_by)
    return say("{people}, counted by {counted_by}", people=people, counted_by=whose)


def people_compared(say: Say, population: Population) -> str:
    """A denominator of both arms, experimental first."""
    both = numbers.versus(say, str(population.experimental), str(population.control))
    if population.randomised:
        return say("{people} randomised", people=both)
    return say("{people} treated", people=both)


FROM_STANDARD_ERROR: Final = message("calculated from the printed standard error")


def confirmation(say: Say, one: Citation) -> str:
    """What stands in the badge's place once a centre has read the number in the document.

    Raises:
        LookupError: nobody confirmed it.
    """
    return f"{confirmed_by(say, one)} ({document(say, one)})"


def confirmed_by(say: Say, one: Citation) -> str:
    """The same where document and place stand beside it: who confirmed a number, and when.

    Raises:
        LookupError: nobody confirmed it.
    """
    if one.confirmed is None:
        raise LookupError(f"{one.source.id}, {one.place}: nobody confirmed it")
    return say(
        "Confirmed by {centre}, {day}",
        centre=one.confirmed.centre,
        day=say.day(one.confirmed.checked_on),
    )


def own_counts(say: Say, counted_by: str) -> str:
    """What stands at counts that are not the trial's: whose they are, and that they may differ."""
    return say("Counts of {counted_by}, not randomised", counted_by=say.recorded(counted_by))


def count_badge(say: Say, trial: Trial, entry: AdverseEvent) -> str | None:
    """The badge of one arm's count where all numbers are listed; ``None`` where none is due."""
    if entry.status is Status.UNCONFIRMED:
        return harm_confirm(say, trial, entry.harm)
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


def statuses(say: Say, finding: Finding) -> str:
    """All statuses that a number carries, in words."""
    return status_words(say, finding.statuses, finding.citations)


def status_words(say: Say, carried: Sequence[Status], citations: Sequence[Citation] = ()) -> str:
    """Statuses in words, each once; a centre's own says who confirmed the cited number."""
    return ", ".join(_status_of(say, status, citations) for status in dict.fromkeys(carried))


def _status_of(say: Say, status: Status, citations: Sequence[Citation]) -> str:
    if status is not Status.LOCAL or not citations:
        return say(STATUS_WORDS[status])
    found = next((one.confirmed for one in citations if one.confirmed is not None), None)
    return say(LOCAL_DATA) if found is None else say("confirmed by {centre}", centre=found.centre)


def provenance(
    say: Say, trial: Trial, finding: Finding, *, window: str
) -> tuple[ProvenanceLine, ...]:
    """Where a number comes from: source, place, status, cut, population, window, computation."""
    sources = "; ".join(citation(say, cited) for cited in finding.citations) or say("typed in here")
    lines = [
        ProvenanceLine(say("Source"), sources),
        ProvenanceLine(say("Status"), statuses(say, finding)),
        *_confirmed_line(say, finding),
        ProvenanceLine(say("Population"), reference_class(say, trial, finding.population)),
        ProvenanceLine(say("Window"), window),
        ProvenanceLine(say("Computed"), computed(say, finding.method, finding.range_method)),
    ]
    if finding.data_cut is not None:
        cut = trial.text.cuts[finding.data_cut]
        lines.insert(2, ProvenanceLine(say("Data cut"), f"{cut.name}: {cut.analysis}"))
    return tuple(lines)


def _confirmed_line(say: Say, finding: Finding) -> tuple[ProvenanceLine, ...]:
    found = None if finding.confirmed is None else finding.confirmed.confirmed
    if found is None:
        return ()
    said = say(
        "{centre}, {day}; checked by {checked_by}",
        centre=found.centre,
        day=say.day(found.checked_on),
        checked_by=found.checked_by,
    )
    return (ProvenanceLine(say("Confirmed by"), said),)


def computed(say: Say, method: Method, range_method: Method | None) -> str:
    """How a value and its range came about."""
    how = say(METHOD_WORDS[method])
    if range_method is None:
        return f"{how}; {say(numbers.RANGE_NOT_PUBLISHED)}"
    if range_method is method:
        return how
    return f"{how}; {say(METHOD_WORDS[range_method])}"


SURVIVAL_WINDOW: Final = message("at {months} months after randomisation")


def survival_window(say: Say, survival: SurvivalFindings) -> str:
    """The survival figures' window."""
    return say(SURVIVAL_WINDOW, months=survival.months)


UNCONFIRMED_FACT: Final = message("Unconfirmed: check against the source")


def with_badge(text: str, badge_words: str) -> str:
    """A number with its badge behind it."""
    return f"{text}. {badge_words}"
