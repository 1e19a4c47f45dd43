"""The catalogues of each voice, the patients' first, as the tests read them."""

from __future__ import annotations

import re
import string
from collections import Counter
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tradeoff.findings.choices import ORIGINAL
from tradeoff.words.catalogues import languages

LOCALE = Path(__file__).resolve().parents[2] / "tradeoff" / "words" / "locale"
TRANSLATED = tuple(one for one in languages() if one is not ORIGINAL)


def numbers(text: str, language: str = ORIGINAL) -> Counter[str]:
    """The numbers in a text, each as often as it stands there, written as in English.

    A comma before three digits parts thousands in English, and is a decimal comma elsewhere.
    """
    parting = "[,\u00a0\u202f]" if language == ORIGINAL else "[\u00a0\u202f]"
    joined = re.sub(f"(?<=[0-9]){parting}(?=[0-9]{{3}}(?![0-9]))", "", text)
    pointed = re.sub("(?<=[0-9]),(?=[0-9])", ".", joined)
    return Counter(re.findall(r"−?[0-9]+(?:\.[0-9]+)?", pointed))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def forms(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A message or its plural forms."""
    return (value,) if isinstance(value, str) else tuple(value)


def kept(language: str, whose: str = "patient") -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / f"{whose}.po").open("rb") as file:
        return read_po(file, locale=language)


def template(whose: str) -> list[Message]:
    """What translators are given of a voice."""
    with (LOCALE / f"{whose}.pot").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def entries(language: str) -> list[Message]:
    return [message for message in kept(language) if message.id]


def message(start: str) -> str:
    """The one English message that begins so: a sentence that stands beside its only user."""
    found = {one for entry in entries(TRANSLATED[0]) for one in forms(entry.id)[:1]
             if one.startswith(start)}  # fmt: skip
    (only,) = sorted(found, key=len)[:1] if start in found else found
    return only
