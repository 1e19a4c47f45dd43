"""Reading grade by textstat, with syllables counted here.

textstat looks words up in a dictionary that it downloads, and the network is off in tests. Its own
way for words that the dictionary lacks, hyphenation points, finds too few syllables. The rule here
counts groups of vowels and finds rather too many, so that a text is never called too easy.
"""

from __future__ import annotations

import importlib
import re

import pytest
import textstat

VOWELS = re.compile(r"[aeiouyáéíóúü]+")
#: Two vowels that are spoken apart.
HIATUS = re.compile(r"ia(?!l\b|lly\b|n\b)|iou(?!s)|io(?!n)|eo(?!p)|ua(?=l|t)|uou|iu|ie(?=t)|aei")
SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzg])es$"
    r"|(?<=[^aeiouy])e(?=(?:ly|ful|ment|less)$)"
)
FIXED = {"leukaemia": 4, "trial": 2, "trials": 2, "people": 2, "serious": 3, "area": 3, "being": 2}


def syllables(word: str) -> int:
    word = re.sub(r"[^a-záéíóúü]", "", word.lower())
    if word in FIXED:
        return FIXED[word]
    spoken = SILENT.sub("", word)
    return max(1, len(VOWELS.findall(spoken)) + len(HIATUS.findall(spoken)))


class _Spoken:
    """Looks like the dictionary: a word's sounds, the vowels of them marked with a digit."""

    def __getitem__(self, word: str) -> list[list[str]]:
        return [["V1"] * syllables(word)]


@pytest.fixture(autouse=True)
def syllables_counted_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imported by name into the tests that ask for a grade."""
    module = importlib.import_module("textstat.backend.counts._count_syllables")
    monkeypatch.setattr(module, "get_cmudict", lambda _: _Spoken())


def grade(text: str) -> float:
    """Flesch-Kincaid grade."""
    return float(textstat.flesch_kincaid_grade(text))
