"""No word reaches a reader past the catalogues: everything in a language that nobody speaks.

The same in Spanish, where what a translator left in English would show, too.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest

from tests.screens.visits import forget
from tests.views import DATA
from tests.words import pseudo, records, walk
from tests.words.catalogues import LOCALE, TRANSLATED, forms, kept
from tests.words.pseudo import PSEUDO, unspoken, without
from tests.words.test_languages import ENGLISH_WORDS
from tradeoff.screens import store
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.words import catalogues
from tradeoff.words.catalogues import AWAITS_REVIEW, Voice

TRIALS: Final = trial_ids(DATA)
every_trial = pytest.mark.parametrize("trial", TRIALS)
every_translation = pytest.mark.parametrize("language", TRANSLATED)
#: What stands as it is in every language.
NAMES: Final = (
    *("English", "Español", PSEUDO.upper(), "ES"),  # what languages are called
    *("SVG", "PNG", "CSV", "JSON", "PDF", "HTML"),  # kinds of files
    "python -m tradeoff check data",  # a command, to be typed as it is
    "University of California eScholarship",  # where a manuscript lies
)
#: A user's own words: the files that the walk gives, what stands in them, the label.
OWN: Final = (
    *("example-curve.csv", "example-numbers-at-risk.csv", "example-counts.csv", "curve.csv"),
    *("curve.zip", "figure.png", "Qqq", "patient id", "abc", "time,survival"),
    *("Made-up event", "harm,arm,events,total", "months,", "experimental", "control"),
    "# Made up to show the form: data of no trial",
    "# Made up to show the form: data of no trial (events in all: experimental 24; co…",
)
#: Words of three letters and more: shorter messages are signs and units.
_LONG_WORD: Final = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture(scope="module", autouse=True)
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program speaks the language, and each trial has its words in it."""
    folder = tmp_path_factory.mktemp("pseudo")
    with pytest.MonkeyPatch.context() as patch:
        speaking = pseudo.speak(folder / "locale")
        for language in TRANSLATED:
            shutil.copytree(LOCALE / language, speaking / language)
        patch.setattr(catalogues, "_LOCALE", speaking)
        patch.setattr(store, "DATA", pseudo.tell(folder / "data", DATA))
        _forget()
        yield
    _forget()


def _forget() -> None:
    forget()
    store.languages.cache_clear()
    store.voice.cache_clear()


@cache
def met(language: str, trial: str) -> dict[str, list[str]]:
    """Each place that a reader of the language can come to; what is of no trial, once."""
    return walk.met(language, trial, everything=(language, trial) == (PSEUDO, TRIALS[0]))


def names(language: str, trial: str) -> tuple[str, ...]:
    """What may stand as it was written down: documents that have no other name in the language."""
    told = load_trial(store.DATA / trial, language=language)
    untranslated = records.names(told) - set(told.text.records)
    allowed = {*NAMES, *OWN, *records.identifiers(told), *untranslated}
    return tuple(sorted(allowed, key=len, reverse=True))


@every_trial
def test_every_word_comes_from_a_catalogue_or_the_trials_texts(trial: str) -> None:
    found = {
        place: words
        for place, texts in met(PSEUDO, trial).items()
        if (words := unspoken(texts, names(PSEUDO, trial)))
    }
    assert not found


def untranslated(language: str) -> frozenset[str]:
    """Messages that the language says in other words: none of them may be met in English."""
    return frozenset(
        source
        for voice in Voice
        for message in kept(language, voice.value)
        if message.id
        for source, told in zip(forms(message.id), forms(message.string), strict=False)
        if told != source and source not in NAMES and _LONG_WORD.search(source)
    )


def english_in(text: str, language: str, allowed: tuple[str, ...]) -> str:
    """A text that is English as it stands, or its first word that no Spanish sentence has."""
    if text.strip() in _untranslated(language):
        return text
    found = ENGLISH_WORDS.search(without(text, allowed))
    return "" if found is None else found[0]


_untranslated = cache(untranslated)


@every_trial
@every_translation
def test_no_english_is_met_in_a_translation(language: str, trial: str) -> None:
    allowed = names(language, trial)
    found = {
        (place, english): text
        for place, texts in met(language, trial).items()
        for text in texts
        if (english := english_in(text, language, allowed))
    }
    assert not found


@every_translation
@pytest.mark.parametrize("place", ["consultation", "tumour_board", "check", "start"])
def test_a_translation_says_that_it_awaits_review(language: str, place: str) -> None:
    """On each page, and where the check is open; on paper in the limits of the sheet."""
    said = store.voice(Voice.CLINICIAN, language)(AWAITS_REVIEW)
    assert any(said in text for text in met(language, "e1910")[place])
