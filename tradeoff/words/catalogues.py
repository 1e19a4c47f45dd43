"""The program's words in other languages, as they lie in ``locale/``: a catalogue for each voice.

A language is there as soon as it has a patients' catalogue: nothing of it stands in code.
"""

from __future__ import annotations

import gettext
from enum import StrEnum
from pathlib import Path
from typing import Final

from tradeoff.findings.choices import ORIGINAL
from tradeoff.words.say import Say, message

_LOCALE = Path(__file__).with_name("locale")
#: To be translated into what the language calls itself.
OWN_NAME: Final = message("English")
#: What must be known of every translation so far.
AWAITS_REVIEW: Final = message("This translation is awaiting review by a clinical translator.")
#: To be translated into how the language writes one half: which mark it has before decimals.
_ONE_HALF = message("0.5")


class Voice(StrEnum):
    """Whom a catalogue's words are for."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    SERVER = "server"
    """Whoever a server has to refuse, or whose connection was lost."""


def languages() -> tuple[str, ...]:
    """The languages that the program speaks, its own first."""
    found = _LOCALE.glob(f"*/LC_MESSAGES/{Voice.PATIENT}.mo")
    return (ORIGINAL, *sorted(file.parts[-3] for file in found))


def voice(whose: Voice, language: str) -> Say:
    """A voice in a language; in English, which the code holds, where there is no catalogue."""
    catalogue = _catalogue(whose, language)
    return Say(catalogue, language, catalogue.gettext(_ONE_HALF)[1:-1])


def _catalogue(whose: Voice, language: str) -> gettext.NullTranslations:
    return gettext.translation(whose.value, str(_LOCALE), [language], fallback=True)
