"""The catalogues of the program's patient-facing words: ``python -m tools.messages``.

Extracts all words into ``tradeoff/locale/tradeoff.pot``, brings each language's ``.po`` up to date
and compiles its ``.mo``. The files depend on the words alone (no date, no place, one order), so a
test makes them again and compares. A sentence whose English has changed keeps its old translation
marked as fuzzy: it is not compiled, English is shown, and the test fails until somebody has looked.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tradeoff.choices import Language

__all__ = [
    "DOMAIN",
    "LOCALE",
    "TEMPLATE",
    "catalogue_file",
    "compiled",
    "extracted",
    "languages",
    "updated",
    "written",
]

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = "tradeoff"
LOCALE = ROOT / "tradeoff" / "locale"
TEMPLATE = LOCALE / f"{DOMAIN}.pot"

_TEMPLATE_COMMENT = """\
# The program's patient-facing words in English. Made by `make messages`: do not edit.
"""
_COMMENT = """\
# Awaiting review by a clinical translator. Translate here, then run `make messages`.
# Words in braces are filled in by the program: keep every one of them as it is.
"""
_KEPT_HEADERS = (
    *("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
)


class _Undated(Catalog):
    """A catalogue whose header holds what a reader needs and nothing that changes by itself."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        kept = [one for one in super().mime_headers if one[0] in _KEPT_HEADERS]
        name, value = kept[-1]
        return [*kept[:-1], (name, f"{value}\n")]


def languages() -> tuple[str, ...]:
    """The languages that the code's own English is translated into."""
    return tuple(one.value for one in Language if one is not Language.ENGLISH)


def catalogue_file(language: str, suffix: str = "po") -> Path:
    """Where a language's words stand, as a translator's file or compiled."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def extracted() -> Catalog:
    """All words of the code, as a template."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    template = _Undated(header_comment=_TEMPLATE_COMMENT.rstrip(), fuzzy=False)
    for _, _, message, _, context in extract_from_dir(str(ROOT), methods, options):
        template.add(message, None, context=context)
    return template


def updated(language: str, template: Catalog) -> Catalog:
    """A language's words, with each new and each changed sentence of the template."""
    catalogue = _Undated(language, DOMAIN, header_comment=_COMMENT.rstrip(), fuzzy=False)
    path = catalogue_file(language)
    present = path.read_bytes() if path.is_file() else b""
    for message in read_po(io.BytesIO(present), locale=language, domain=DOMAIN):
        if message.id:
            catalogue[message.id] = message
    catalogue.update(template, update_header_comment=False)
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """A catalogue as the text of a ``.po`` or ``.pot`` file."""
    text = io.BytesIO()
    write_po(text, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return text.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the program reads it; what is fuzzy or missing is left out."""
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def main() -> None:
    """Write all catalogues anew, and say what is left to translate."""
    template = extracted()
    TEMPLATE.write_bytes(written(template))
    for language in languages():
        catalogue = updated(language, template)
        catalogue_file(language).parent.mkdir(parents=True, exist_ok=True)
        catalogue_file(language).write_bytes(written(catalogue))
        catalogue_file(language, "mo").write_bytes(compiled(catalogue))
        left = [one.id for one in catalogue if one.id and (one.fuzzy or not _complete(one.string))]
        print(f"{language}: {len(catalogue)} messages, {len(left)} to translate")
        for message in left:
            print(f"  {message!r}")


def _complete(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    main()
