"""The program's words in other languages, as they lie in ``locale/``."""

from __future__ import annotations

import gettext
from pathlib import Path

_LOCALE = Path(__file__).with_name("locale")


def catalogue(language: str) -> gettext.NullTranslations:
    """The program's own patient-facing words in a language; English is what the code holds."""
    return gettext.translation("tradeoff", str(_LOCALE), [language], fallback=True)
