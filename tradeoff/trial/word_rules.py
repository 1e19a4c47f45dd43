"""What holds of a trial's words beside its numbers: all are there, and none is about nothing.

The plain words for patients are told equally of both options, and hold no number.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Set
from typing import Final

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.draft import Draft
from tradeoff.trial.problems import Problem, did_you_mean
from tradeoff.trial.records import (
    Arm,
    Criterion,
    CriterionText,
    Cycle,
    Endpoint,
    Fact,
    Harm,
    HazardRatio,
    MedianSurvival,
    Outcome,
    PatientText,
    TrialText,
)
from tradeoff.trial.registry import TABLES

# The arms as the words name them.
_ROLES = frozenset(map(str, Role))
# What is filled into the sentence of a fact.
_OF_FACTS = ("value", "experimental", "control")
# What is filled into the sentences of a part of the text file.
_FILLED_IN = {"endpoints": ("time",), "facts": _OF_FACTS}
#: By how much the two options' texts may differ in words: the project's own measure of "equal".
MOST_UNEQUAL: Final = 0.15
#: Good and hard points that each option has at least.
EACH_SIDE: Final = 2
# Digits behind a letter belong to a name, such as CD19.
_NUMBER_IN_TEXT = re.compile(r"(?<![\w-])[0-9]+([.,][0-9]+)*")
# Parts whose lines are about facts, which give each line its number and status.
_ABOUT_FACTS = ("treatment", "told_facts")
# What is filled into other sentences, by the last part of their place; nothing elsewhere.
_FILLED_IN_PLAIN_WORDS = {"anchor": ("time",), "age": ("age",)}


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
            yield from _timeless_anchor(draft, f"endpoints.{name}", words.anchor)


def _unworded(draft: Draft, text: TrialText) -> Iterator[Problem]:
    for table in TABLES:
        if table.words is not None and draft.whole(table.record):
            wanted = _ROLES if table.record is Arm else draft.ids(table.record)
            yield from _same_ids(
                draft, table.words, table.called, wanted, getattr(text, table.words)
            )
    if draft.whole(Fact):
        groups = {fact.group for fact in draft.rows(Fact)}
        yield from _same_ids(draft, "fact_groups", "group of facts", groups, text.fact_groups)
        beside = sorted(set(text.beside_harms))
        yield from _unknown(draft, "beside_harms", beside, groups, "group of facts")
    if draft.whole(HazardRatio, MedianSurvival):
        models = {row.model for row in draft.rows(HazardRatio)}
        models |= {row.model for row in draft.rows(MedianSurvival)}
        wanted = frozenset(model for model in models if model is not None)
        yield from _same_ids(draft, "models", "model", wanted, text.models)


def _same_ids(
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
    yield from _near_ages_without_words(draft, entry, words)
    options = f"{part}.options"
    yield from _same_ids(draft, options, "answer", entry.options.keys(), words.options)
    for name in sorted(entry.options.keys() & words.options.keys()):
        if entry.options[name] is Outcome.CAUTION and words.options[name].consequence is None:
            yield draft.worded(
                f"{options}.{name}",
                "consequence is missing, and the answer is caution. Say what follows from it.",
            )


def _near_ages_without_words(
    draft: Draft, entry: Criterion, words: CriterionText
) -> Iterator[Problem]:
    """A near miss is a caution, and a caution says why."""
    for limit, key in (("near_minimum", "near_below"), ("near_maximum", "near_above")):
        given, told = getattr(entry, limit), getattr(words, key)
        if given is not None and told is None:
            yield draft.worded(
                f"criteria.{entry.id}",
                f"{key} is missing, and {limit} is {given}. Say what such an age means.",
            )
        if given is None and told is not None:
            yield draft.worded(
                f"criteria.{entry.id}",
                f"{key} is said, but trial.toml gives no {limit}. Give it there or take {key} out.",
            )


def _fact_faults(draft: Draft, text: TrialText) -> Iterator[Problem]:
    """A fact's sentence shows its numbers, and no others."""
    for entry in draft.rows(Fact):
        if entry.id not in text.facts:
            continue
        where, sentence = f"facts.{entry.id}", text.facts[entry.id].text
        for name in _without_number(sentence, entry):
            yield draft.worded(
                where,
                f"text has {{{name}}}, but facts.csv gives no {name}. "
                "Give it there or take it out.",
            )
        if text.facts[entry.id].label is not None and entry.control is None:
            yield draft.worded(
                where,
                "label is for numbers of both arms, and facts.csv gives none. "
                "Give experimental and control there, or take the label out.",
            )
        for name in sorted(entry.figures.keys() - _placeholders(sentence)):
            yield draft.worded(
                where,
                f"text has no {{{name}}}, but facts.csv gives {entry.figures[name]:g}. "
                f"Put {{{name}}} where the number belongs.",
            )


def _without_number(sentence: str, entry: Fact) -> list[str]:
    """Numbers of a fact that a sentence asks for and the fact does not have."""
    return sorted((_placeholders(sentence) & set(_OF_FACTS)) - entry.figures.keys())


def _unknown_placeholders(draft: Draft, text: TrialText) -> Iterator[Problem]:
    for part, names in _FILLED_IN.items():
        for key, words in getattr(text, part).items():
            for name, sentence in words.model_dump(exclude_none=True).items():
                for found in sorted(_placeholders(sentence) - set(names)):
                    yield draft.worded(
                        f"{part}.{key}",
                        f"{name} has {{{found}}}. Only {{{names[0]}}} is filled in here.",
                    )


def _timeless_anchor(draft: Draft, where: str, anchor: str) -> Iterator[Problem]:
    """A harm is held against an event within a span: the span is filled in."""
    if not _placeholders(anchor) & {"time", ""}:
        yield draft.worded(
            where,
            'anchor has no {time}. Put {time} where the span belongs, as in "dying within {time}".',
        )


def _placeholders(text: str) -> set[str]:
    """The names in braces; a brace that does not close counts as a nameless one."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {""}


# --- plain words for patients -------------------------------------------------------------------


def patient_faults(draft: Draft) -> Iterator[Problem]:
    """Every fault of the plain words, where the trial has some."""
    patient = None if draft.text is None else draft.text.patient
    if patient is not None:
        yield from _incomplete(draft, patient)
        texts = tuple(_texts("patient", patient.model_dump()))
        for where, text in texts:
            yield from _unfilled_in_plain_words(draft, where, text)
        for where, text in texts:
            yield from _number_in_text(draft, where, text)
        yield from _one_sided(draft, patient)
        yield from _unequal(draft, patient)
        yield from _age_without_its_number(draft, patient)
        for name, words in patient.endpoints.items():
            yield from _timeless_anchor(draft, f"patient.endpoints.{name}", words.anchor)


def _texts(where: str, words: object) -> Iterator[tuple[str, str]]:
    """Every text below a part of the text file, with its place."""
    if isinstance(words, str):
        yield where, words
    elif isinstance(words, dict):
        for key, value in words.items():
            yield from _texts(f"{where}.{key}", value)
    elif isinstance(words, tuple):
        for value in words:
            yield from _texts(where, value)


def _incomplete(draft: Draft, patient: PatientText) -> Iterator[Problem]:
    """Where a trial has plain words for patients, it has all of them."""
    yield from _same_ids(draft, "patient.arms", "arm", _ROLES, patient.arms)
    if draft.whole(Endpoint):
        yield from _same_ids(
            draft, "patient.endpoints", "end point", draft.ids(Endpoint), patient.endpoints
        )
    if draft.whole(Harm):
        weighed = {harm.id for harm in draft.rows(Harm) if harm.weighed}
        wanted = weighed | (draft.ids(Harm) & patient.harms.keys())
        yield from _same_ids(draft, "patient.harms", "harm", wanted, patient.harms)
        for part in ("shown_harms", "told_harms"):
            for name in getattr(patient, part):
                if name not in patient.harms:
                    yield draft.worded(
                        f"patient.{part}",
                        f'"{name}" has no plain words.{did_you_mean(name, patient.harms)} '
                        f"Add patient.harms.{name}, or take it out.",
                    )
    if draft.whole(Cycle):
        yield from _same_ids(
            draft, "patient.cycles", "kind of cycle", draft.ids(Cycle), patient.cycles
        )
    for part in _ABOUT_FACTS if draft.whole(Fact) else ():
        yield from _plain_fact_faults(draft, f"patient.{part}", getattr(patient, part))


def _plain_fact_faults(draft: Draft, part: str, told: dict[str, str]) -> Iterator[Problem]:
    """Each such line takes its number and status from a fact."""
    facts = {fact.id: fact for fact in draft.rows(Fact)}
    for name, text in told.items():
        where = f"{part}.{name}"
        if name not in facts:
            yield draft.worded(
                where,
                f'"{name}" is not a fact of this trial.{did_you_mean(name, facts)} '
                "Name a fact of facts.csv, which gives the line its status.",
            )
            continue
        for missing in _without_number(text, facts[name]):
            yield draft.worded(
                where,
                f"the line has {{{missing}}}, but facts.csv gives no {missing}. "
                "Give it there or take it out.",
            )


def _unfilled_in_plain_words(draft: Draft, where: str, text: str) -> Iterator[Problem]:
    parts = where.split(".")
    allowed = _OF_FACTS if parts[1] in _ABOUT_FACTS else _FILLED_IN_PLAIN_WORDS.get(parts[-1], ())
    for found in sorted(_placeholders(text) - set(allowed)):
        named = " and ".join(", ".join(f"{{{one}}}" for one in allowed).rsplit(", ", 1))
        verb = "is" if len(allowed) == 1 else "are"
        filled = f"Only {named} {verb}" if allowed else "Nothing is"
        yield draft.worded(where, f"the text has {{{found}}}. {filled} filled in here.")


def _number_in_text(draft: Draft, where: str, text: str) -> Iterator[Problem]:
    """A number in a sentence would stay when the fact behind it changes."""
    found = _NUMBER_IN_TEXT.search(text)
    if found is not None:
        remedy = (
            "Put {value} there: the fact gives the number."
            if where.startswith(tuple(f"patient.{part}." for part in _ABOUT_FACTS))
            else "Take it out: the program fills the trial's numbers in by itself."
        )
        yield draft.worded(where, f"the text holds the number {found[0]}. {remedy}")


def _one_sided(draft: Draft, patient: PatientText) -> Iterator[Problem]:
    """Good and hard points of both options."""
    for role, arm in patient.arms.items():
        for side, points in (("good", len(arm.good)), ("hard", len(arm.hard))):
            if points < EACH_SIDE:
                yield draft.worded(
                    f"patient.arms.{role}",
                    f"{side} has {points} of at least {EACH_SIDE} points. Add what is missing: "
                    "each option has good and hard points.",
                )


def _unequal(draft: Draft, patient: PatientText) -> Iterator[Problem]:
    """Both options are told at about the same length."""
    for named, parts in (
        ("describing, good and hard", ("describing", "good", "hard")),
        ("call", ("call",)),
    ):
        lengths = {
            role: sum(len(text.split()) for part in parts for text in getattr(arm, part))
            for role, arm in patient.arms.items()
        }
        if lengths and min(lengths.values()) < (1 - MOST_UNEQUAL) * max(lengths.values()):
            counted = ", ".join(f"{role} {words} words" for role, words in sorted(lengths.items()))
            yield draft.worded(
                "patient.arms",
                f"the options are told at unequal length ({counted} in {named}). "
                f"Bring them within {100 * MOST_UNEQUAL:g} % of each other.",
            )


def _age_without_its_number(draft: Draft, patient: PatientText) -> Iterator[Problem]:
    divided = any(entry.subgroup_from is not None for entry in draft.rows(Criterion))
    if patient.age is None or divided or not draft.whole(Criterion):
        return
    if "age" in _placeholders(patient.age):
        yield draft.worded(
            "patient.age",
            "the sentence has {age}, but no criterion of trial.toml has subgroup_from. "
            "Give it there or take {age} out.",
        )
