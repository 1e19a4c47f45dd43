"""In which language a visitor is refused: the address's own, else the browser's, else English.

What machines ask for carries neither, so that they are answered in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from starlette.types import Scope

from tradeoff.findings.choices import ORIGINAL, choose_ui
from tradeoff.server.requests import header
from tradeoff.words.catalogues import languages

#: Of an address, or of what a browser says of itself: as much as an honest one ever needs.
_MOST_READ: Final = 4096
#: A language and how much it is wanted, from 0 (not at all) to 1 (the same as nothing said).
_WANTED: Final = re.compile(
    r"\s*(?P<tag>[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,8})\s*"
    r"(?:;\s*q=(?P<weight>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*)?"
)


def language_of(scope: Scope) -> str:
    """One of the program's languages, whatever nonsense the request holds."""
    query = parse_qs(scope["query_string"][:_MOST_READ].decode("latin-1"))
    spoken = languages()
    by_tag = {language.lower(): language for language in spoken}
    return choose_ui(query, spoken, _accepted(header(scope, b"accept-language") or b"", by_tag))


def _accepted(header_value: bytes, spoken: Mapping[str, str]) -> str:
    """The one that the browser wants most among those spoken; of equals the first."""
    parts = header_value[:_MOST_READ].decode("latin-1").lower().split(",")
    found = filter(None, map(_WANTED.fullmatch, parts))
    wanted = [(float(one["weight"] or 1), _nearest(one["tag"], spoken)) for one in found]
    wanted.sort(key=lambda one: -one[0])
    return next((language for weight, language in wanted if weight and language), ORIGINAL)


def _nearest(tag: str, spoken: Mapping[str, str]) -> str:
    """A language by its tag or the beginning of it, "es" for "es-MX"; else nothing."""
    while tag and tag not in spoken:
        tag = tag.rpartition("-")[0]
    return spoken.get(tag, "")
