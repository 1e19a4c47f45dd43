"""What holds of a trial's words beside its numbers: all are there, and none is about nothing."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Set

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.draft import Draft
from tradeoff.trial.problems import Problem, did_you_mean
from tradeoff.trial.records import (
    Arm,
    Criterion,
    CriterionKind,
    CriterionText,
    Fact,
    HazardRatio,
    MedianSurvival,
    Outcome,
    TrialText,
)
from tradeoff.trial.registry import TABLES

#: The arms as the words name them.
ROLES = frozenset(map(str, Role))
#: What is filled into the sentence of a fact.
OF_FACTS = ("value", "experimental", "control")
# What is filled into the sentences of a part of the text file.
_FILLED_IN = {"endpoints": ("time",), "facts": OF_FACTS}


def word_faults(draft: Draft) -> Iterator[Problem]:
    """Every fault of the trial's words, but for those that patients read."""
    if draft.text is not None:
        yield from _unworded(draft, draft.text)
        yield from _criteria_faults(draft, draft.text)
        if draft.whole(Fact):
            known, told = draft.ids(Fact), draft.text.practicalities
            yield from _unknown(draft, "practicalities", told, known, "fact of this trial")
        yield from _fact_faults(draft, draft.text)
        yield from _unknown_placeholders(draft, draft.text)
        for name, words in draft.text.endpoints.items():
            yield from timeless_anchor(draft, f"endpoints.{name}", words.anchor)


def _unworded(draft: Draft, text: TrialText) -> Iterator[Problem]:
    for table in TABLES:
        if table.words is not None and draft.whole(table.record):
            wanted = ROLES if table.record is Arm else draft.ids(table.record)
            yield from same_ids(
                draft, table.words, table.called, wanted, getattr(text, table.words)
            )
    if draft.whole(Fact):
        groups = {fact.group for fact in draft.rows(Fact)}
        yield from same_ids(draft, "fact_groups", "group of facts", groups, text.fact_groups)
        beside = sorted(set(text.beside_harms))
        yield from _unknown(draft, "beside_harms", beside, groups, "group of facts")
    if draft.whole(HazardRatio, MedianSurvival):
        models = {row.model for row in draft.rows(HazardRatio)}
        models |= {row.model for row in draft.rows(MedianSurvival)}
        wanted = frozenset(model for model in models if model is not None)
        yield from same_ids(draft, "models", "model", wanted, text.models)


def same_ids(
    draft: Draft, part: str, kind: str, wanted: Set[str], words: Iterable[str]
) -> Iterator[Problem]:
    """Ids that a part of the text file lacks, and those that it has words of for nothing."""
    given = frozenset(words)
    for name in sorted(wanted - given):
        yield draft.worded(part, f'the {kind} "{name}" has no words. Add {part}.{name}.')
    for name in sorted(given - wanted):
        yield draft.worded(
            f"{part}.{name}",
            f'the trial has no {kind} "{name}".{did_you_mean(name, wanted - given)} '
            "Correct the id or take the words out.",
        )


def _unknown(
    draft: Draft, part: str, names: Iterable[str], known: Set[str], kind: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield draft.worded(
                part,
                f'"{name}" is not a {kind}.{did_you_mean(name, known)} '
                f"Name a {kind.split(maxsplit=1)[0]} of facts.csv.",
            )


def _criteria_faults(draft: Draft, text: TrialText) -> Iterator[Problem]:
    for entry in draft.rows(Criterion) if draft.whole(Criterion) else ():
        if entry.id in text.criteria:
            yield from _criterion_faults(draft, entry, text.criteria[entry.id])


def _criterion_faults(draft: Draft, entry: Criterion, words: CriterionText) -> Iterator[Problem]:
    part = f"criteria.{entry.id}"
    for name in ("below", "above"):
        if entry.kind is CriterionKind.AGE and getattr(words, name) is None:
            yield draft.worded(part, f"{name} is missing. Say what an age {name} it means.")
    options = f"{part}.options"
    yield from same_ids(draft, options, "answer", entry.options.keys(), words.options)
    for name in sorted(entry.options.keys() & words.options.keys()):
        if entry.options[name] is not Outcome.MET and words.options[name].consequence is None:
            yield draft.worded(
                f"{options}.{name}",
                f"consequence is missing, and the answer is {entry.options[name]}. "
                "Say what follows from it.",
            )


def _fact_faults(draft: Draft, text: TrialText) -> Iterator[Problem]:
    """A fact's sentence shows its numbers, and no others."""
    for entry in draft.rows(Fact):
        if entry.id not in text.facts:
            continue
        where, sentence = f"facts.{entry.id}", text.facts[entry.id].text
        for name in without_number(sentence, entry):
            yield draft.worded(
                where,
                f"text has {{{name}}}, but facts.csv gives no {name}. "
                "Give it there or take it out.",
            )
        for name in sorted(entry.figures.keys() - placeholders(sentence)):
            yield draft.worded(
                where,
                f"text has no {{{name}}}, but facts.csv gives {entry.figures[name]:g}. "
                f"Put {{{name}}} where the number belongs.",
            )


def without_number(sentence: str, entry: Fact) -> list[str]:
    """Numbers of a fact that a sentence asks for and the fact does not have."""
    return sorted((placeholders(sentence) & set(OF_FACTS)) - entry.figures.keys())


def _unknown_placeholders(draft: Draft, text: TrialText) -> Iterator[Problem]:
    for part, names in _FILLED_IN.items():
        for key, words in getattr(text, part).items():
            for name, sentence in words.model_dump(exclude_none=True).items():
                for found in sorted(placeholders(sentence) - set(names)):
                    yield draft.worded(
                        f"{part}.{key}",
                        f"{name} has {{{found}}}. Only {{{names[0]}}} is filled in here.",
                    )


def timeless_anchor(draft: Draft, where: str, anchor: str) -> Iterator[Problem]:
    """A harm is held against an event within a span: the span is filled in."""
    if not placeholders(anchor) & {"time", ""}:
        yield draft.worded(
            where,
            'anchor has no {time}. Put {time} where the span belongs, as in "dying within {time}".',
        )


def placeholders(text: str) -> set[str]:
    """The names in braces; a brace that does not close counts as a nameless one."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {""}
