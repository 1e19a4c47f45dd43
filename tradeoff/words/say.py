"""One voice in one language: sentences by their English, numbers as that language writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Final


@dataclass(frozen=True, slots=True)
class Say:
    """Says messages from a gettext catalogue; what the catalogue lacks is said in English.

    A message is the English of a whole sentence, written where it is said: pieces put together
    cannot be translated. What stands in braces is filled in after it was translated.
    """

    catalogue: NullTranslations = field(default_factory=NullTranslations)
    decimal_mark: str = "."
    """A point in the Spanish of the shipped texts too, which is that of the Americas."""

    def __call__(self, message: str, /, **values: object) -> str:
        """A message in this language, with its values in place."""
        return self.catalogue.gettext(message).format(**values)

    def many(self, one: str, several: str, count: int, /, **values: object) -> str:
        """The form that this language has for such a number, which stands as ``{count}``."""
        return self.catalogue.ngettext(one, several, count).format(count=count, **values)

    def number(self, value: float, *, decimals: int | None = None) -> str:
        """A number with a true minus sign, never "−0"; without ``decimals`` as short as it is."""
        text = f"{value:g}" if decimals is None else f"{round(value, 9):.{decimals}f}"
        if float(text) == 0:
            text = text.lstrip("-")
        return text.replace("-", "−").replace(".", self.decimal_mark)


CLINICIAN: Final = Say()
"""The clinicians' voice: English until it has a catalogue of its own."""
