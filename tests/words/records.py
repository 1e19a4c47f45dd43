"""What a trial's records say in English: what each language has words for, and what names it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from tradeoff.trial.records import Trial


def said(trial: Trial) -> set[str]:
    """Places in documents, grades in words, who relayed, notes: to be had in every language."""
    found = {harm.grade for harm in trial.harms if not harm.grade[:1].isdigit()}
    for source in trial.sources:
        found |= {one for one in (source.reported_by, source.note) if one is not None}
    return found | set(_places(trial))


def _places(trial: Trial) -> Iterator[str]:
    for rows in (getattr(trial, name) for name in type(trial).model_fields):
        for row in rows if isinstance(rows, tuple) else (rows,):
            for name in type(row).model_fields if isinstance(row, BaseModel) else ():
                if name.endswith("place") and (place := getattr(row, name)) is not None:
                    yield place


def names(trial: Trial) -> set[str]:
    """Documents by their short names and in full: what is no name can be had in every language."""
    return {one for source in trial.sources for one in (source.short, source.citation)}


def identifiers(trial: Trial) -> set[str]:
    """Under which trial and documents are found in registers."""
    found = {trial.registration, "doi", "PMID", "PMCID"}
    for source in trial.sources:
        found |= {one for one in (source.doi, source.pmcid) if one is not None}
    return found
