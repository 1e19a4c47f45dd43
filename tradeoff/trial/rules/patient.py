"""What holds of the plain words for patients: all of them, told equally, and no number in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tradeoff.trial.draft import Draft
from tradeoff.trial.problems import Problem, did_you_mean
from tradeoff.trial.records import Criterion, Endpoint, Fact, Harm, PatientText
from tradeoff.trial.rules.words import (
    OF_FACTS,
    ROLES,
    placeholders,
    same_ids,
    timeless_anchor,
    without_number,
)

#: By how much the two options' texts may differ in words: the project's own measure of "equal".
MOST_UNEQUAL: Final = 0.15
#: Good and hard points that each option has at least.
EACH_SIDE: Final = 2
# Digits behind a letter belong to a name, such as CD19.
_NUMBER_IN_TEXT = re.compile(r"(?<![\w-])[0-9]+([.,][0-9]+)*")
# Parts whose lines are about facts, which give each line its number and status.
_ABOUT_FACTS = ("treatment", "told_facts")
# What is filled into other sentences, by the last part of their place; nothing elsewhere.
_FILLED_IN = {"anchor": ("time",), "age": ("age",)}


def patient_faults(draft: Draft) -> Iterator[Problem]:
    """Every fault of the plain words, where the trial has some."""
    patient = None if draft.text is None else draft.text.patient
    if patient is not None:
        yield from _incomplete(draft, patient)
        texts = tuple(_texts("patient", patient.model_dump()))
        for where, text in texts:
            yield from _unknown_placeholders(draft, where, text)
        for where, text in texts:
            yield from _number_in_text(draft, where, text)
        yield from _one_sided(draft, patient)
        yield from _unequal(draft, patient)
        yield from _age_without_its_number(draft, patient)
        for name, words in patient.endpoints.items():
            yield from timeless_anchor(draft, f"patient.endpoints.{name}", words.anchor)


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
    yield from same_ids(draft, "patient.arms", "arm", ROLES, patient.arms)
    if draft.whole(Endpoint):
        yield from same_ids(
            draft, "patient.endpoints", "end point", draft.ids(Endpoint), patient.endpoints
        )
    if draft.whole(Harm):
        weighed = {harm.id for harm in draft.rows(Harm) if harm.weighed}
        wanted = weighed | (draft.ids(Harm) & patient.harms.keys())
        yield from same_ids(draft, "patient.harms", "harm", wanted, patient.harms)
        for part in ("shown_harms", "told_harms"):
            for name in getattr(patient, part):
                if name not in patient.harms:
                    yield draft.worded(
                        f"patient.{part}",
                        f'"{name}" has no plain words.{did_you_mean(name, patient.harms)} '
                        f"Add patient.harms.{name}, or take it out.",
                    )
    for part in _ABOUT_FACTS if draft.whole(Fact) else ():
        yield from _fact_faults(draft, f"patient.{part}", getattr(patient, part))


def _fact_faults(draft: Draft, part: str, told: dict[str, str]) -> Iterator[Problem]:
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
        for missing in without_number(text, facts[name]):
            yield draft.worded(
                where,
                f"the line has {{{missing}}}, but facts.csv gives no {missing}. "
                "Give it there or take it out.",
            )


def _unknown_placeholders(draft: Draft, where: str, text: str) -> Iterator[Problem]:
    parts = where.split(".")
    allowed = OF_FACTS if parts[1] in _ABOUT_FACTS else _FILLED_IN.get(parts[-1], ())
    for found in sorted(placeholders(text) - set(allowed)):
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
    if "age" in placeholders(patient.age):
        yield draft.worded(
            "patient.age",
            "the sentence has {age}, but no criterion of trial.toml has subgroup_from. "
            "Give it there or take {age} out.",
        )
