"""Facts, documents and what each status means: what else Evidence says about a trial."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tradeoff.findings.provenance import cited
from tradeoff.papers.evidence.listing import Listed, listed
from tradeoff.papers.tables import context_table
from tradeoff.trial.records import Provenance, Source, Status, Trial
from tradeoff.words import numbers as numbers_words
from tradeoff.words.naming import fact_sentence
from tradeoff.words.provenance import LOCAL_STATUS, STATUS_MEANING
from tradeoff.words.say import Say, message
from tradeoff.words.sources import STATUS_WORDS, citation
from tradeoff.words.table import Row, Table

FACT_COLUMNS: Final = (message("Fact"), message("Source and status"))
SOURCE_COLUMNS: Final = (
    message("Source"),
    message("Document"),
    message("Identifiers"),
    message("Note"),
)

_Known = tuple[Row, tuple[Status]]


def facts(say: Say, trial: Trial) -> tuple[Listed, ...]:
    """Who was in the trial, and every other fact, a table a group."""
    asked = trial.text.criteria
    criteria = [_known(say, trial, entry, asked[entry.id].requirement) for entry in trial.criteria]
    groups = (_facts_of(say, trial, group) for group in trial.text.fact_groups)
    return listed(tuple(map(say, FACT_COLUMNS)), [(say("Who was in the trial"), criteria), *groups])


def facts_beside_harms(say: Say, trial: Trial) -> tuple[Listed, ...]:
    """The groups of facts that belong on the page of harms, in the trial's order."""
    groups = (_facts_of(say, trial, group) for group in trial.text.beside_harms)
    return listed(tuple(map(say, FACT_COLUMNS)), groups)


def _facts_of(say: Say, trial: Trial, group: str) -> tuple[str, Iterable[_Known]]:
    own = (entry for entry in trial.facts if entry.group == group)
    rows = [_known(say, trial, entry, fact_sentence(say, trial, entry)) for entry in own]
    return trial.text.fact_groups[group], rows


def _known(say: Say, trial: Trial, entry: Provenance, sentence: str) -> _Known:
    citation_of = cited(trial, entry)
    return (sentence, citation(say, citation_of)), (citation_of.status,)


def elsewhere(say: Say, trial: Trial) -> tuple[Listed, ...]:
    """Rates in other studies, as the page of harms shows them."""
    table = context_table(say, trial)
    known = ((cited(trial, rate).status,) for rate in trial.context)
    return listed(table.columns, [(table.caption, zip(table.rows, known, strict=True))])


def sources(say: Say, trial: Trial) -> tuple[Listed, ...]:
    """Every document, with its identifiers as text and who relayed it."""
    rows = (
        ((*map(say.recorded, (entry.short, entry.citation)), *_beside_it(say, entry)), ())
        for entry in trial.sources
    )
    return listed(
        tuple(map(say, SOURCE_COLUMNS)), [(say("Documents that the numbers were taken from"), rows)]
    )


def statuses(say: Say) -> Table:
    """The status words and what each of them means."""
    named = {**STATUS_WORDS, Status.LOCAL: LOCAL_STATUS}
    rows = tuple((say(named[status]), say(STATUS_MEANING[status])) for status in Status)
    return Table(
        say("The words in brackets behind each source"), (say("Status"), say("What it means")), rows
    )


# --- words --------------------------------------------------------------------------------------


def _beside_it(say: Say, source: Source) -> tuple[str, str]:
    return _identifiers(source), _source_note(say, source)


def _identifiers(source: Source) -> str:
    """A source's identifiers as text: nothing here is a link to another host."""
    named = (("doi", source.doi), ("PMID", source.pmid), ("PMCID", source.pmcid))
    return ", ".join(f"{name} {value}" for name, value in named if value) or numbers_words.NO_VALUE


def _source_note(say: Say, source: Source) -> str:
    """Who relayed a source, and what else must be known of it."""
    relayed = (
        ""
        if source.reported_by is None
        else say("As reported by {reported_by}.", reported_by=say.recorded(source.reported_by))
    )
    parts = (relayed, "" if source.note is None else say.recorded(source.note))
    return " ".join(filter(None, parts)) or numbers_words.NO_VALUE
