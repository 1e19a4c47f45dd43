"""Records of the exchange format from what holds their fields; the words come from ``wording``."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from tradeoff.findings.ledger.entry import Entry
from tradeoff.findings.provenance import Citation, cited
from tradeoff.papers import wording
from tradeoff.papers.exchange.number import (
    Exported,
    ExportedCitation,
    ExportedConfirmation,
    ExportedNumber,
)
from tradeoff.trial.records import Provenance, Status, Trial
from tradeoff.words.provenance import UNCONFIRMED_FACT, status_words
from tradeoff.words.say import ENGLISH
from tradeoff.words.sources import citation

R = TypeVar("R", bound=Exported)


def filled(record: type[R], *sources: Any, **more: Any) -> R:
    """The record, each field from the last source that has one of its name, or as it is given."""
    return record(**_held(record, sources, more))


def tidied(record: type[R], *sources: Any, **more: Any) -> R:
    """The same with its floating-point numbers cut to the digits that mean something."""
    held = _held(record, sources, more)
    cut = {name: tidy(value) for name, value in held.items() if isinstance(value, float)}
    return record(**{**held, **cut})


def _held(record: type[R], sources: Iterable[Any], more: dict[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for source in sources:
        held |= {name: getattr(source, name) for name in _shared(record, source.__class__)}
    return {**held, **more}


@cache
def _shared(record: type[Exported], source: Hashable) -> tuple[str, ...]:
    """Fields of the record that the source has too."""
    names = {*getattr(source, "model_fields", ()), *dir(source)}
    return tuple(name for name in record.model_fields if name in names)


def exported(trial: Trial, entry: Entry) -> ExportedNumber:
    """An entry of the ledger with its words."""
    words = wording.words(ENGLISH, trial, entry)
    badge, note = words.pop("badge"), words.pop("note")
    held = known(entry.citations, entry.statuses, badge=badge, note=note)
    return tidied(ExportedNumber, entry, **words, **held)


def known(
    citations: Iterable[Citation],
    statuses: Sequence[Status],
    *,
    badge: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    """Status, sources, badge and note of one entry; an unconfirmed one never lacks a badge."""
    unique, read = tuple(dict.fromkeys(statuses)), tuple(dict.fromkeys(citations))
    found = next((one.confirmed for one in read if one.confirmed is not None), None)
    if badge is None and Status.UNCONFIRMED in unique:
        badge = UNCONFIRMED_FACT
    return {
        "status": unique,
        "status_words": status_words(ENGLISH, unique, read),
        "citations": tuple(map(_citation, read)),
        "confirmed": None if found is None else filled(ExportedConfirmation, found),
        "badge": badge,
        "note": note,
    }


def _citation(one: Citation) -> ExportedCitation:
    also = None if one.also is None else one.also.id
    return filled(
        ExportedCitation, one, source=one.source.id, also=also, words=citation(ENGLISH, one)
    )


def read_in(trial: Trial, record: Provenance, *, note: str | None = None) -> dict[str, Any]:
    """How something is known that stands in a document as it is."""
    return known((cited(trial, record),), (record.status,), note=note)


def tidy(value: Any) -> Any:
    """0.17 for 0.16999999999999993; what is no such number stays as it is."""
    # More digits than any figure means, fewer than trail behind a difference of binary fractions.
    return float(f"{value:.12g}") if isinstance(value, float) else value
