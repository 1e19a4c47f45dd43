"""Compiles a catalogue in every language; the last step of ``make messages``.

Babel's own command takes "95 % range" for a place of Python's old ``%`` format and refuses it. Here
messages are filled in by their braces, which the tests compare.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(locale: Path, voice: str) -> None:
    """Write ``voice``'s compiled catalogues, and say how many messages have their words."""
    for source in sorted(locale.glob(f"*/LC_MESSAGES/{voice}.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        messages = [one for one in catalogue if one.id]
        translated = sum(bool(one.string) and not one.fuzzy for one in messages)
        print(f"{source.parts[-3]}, {voice}: {translated} of {len(messages)} messages translated")


if __name__ == "__main__":
    compile_catalogues(Path(sys.argv[1]), sys.argv[2])
