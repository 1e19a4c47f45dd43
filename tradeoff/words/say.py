"""One voice in one language: sentences by their English, numbers as that language writes them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations
from typing import Final

from tradeoff.findings.choices import ORIGINAL
from tradeoff.trial.told import Told
from tradeoff.words.dates import DATES

#: Of a language with a decimal comma: no line breaks there.
_BETWEEN_THOUSANDS: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class _Written:
    """A number of a message that says itself how it is written, with the marks of a language."""

    number: float
    decimal_mark: str

    def __format__(self, form: str) -> str:
        text = format(self.number, form)
        if self.decimal_mark == ENGLISH.decimal_mark:
            return text
        return text.replace(",", _BETWEEN_THOUSANDS).replace(".", self.decimal_mark)


@dataclass(frozen=True, slots=True)
class Say:
    """Says messages from a gettext catalogue; what the catalogue lacks is said in English.

    A message is the English of a whole sentence, written where it is said: pieces put together
    cannot be translated. What stands in braces is filled in after it was translated.
    """

    catalogue: NullTranslations = field(default_factory=NullTranslations)
    language: str = ORIGINAL
    decimal_mark: str = "."
    records: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What stands in a trial's records in English, in this language: places, grades, notes."""

    def __call__(self, english: str, /, **values: object) -> str:
        """A message in this language, with its values in place."""
        return self.catalogue.gettext(english).format(**values)

    def many(self, one: str, several: str, count: int, /, **values: object) -> str:
        """The form that this language has for such a number, which stands as ``{count}``."""
        return self.catalogue.ngettext(one, several, count).format(count=count, **values)

    def told(self, text: str) -> str:
        """What a room without a voice has to say, such as a file's fault; plain text as it is."""
        if not isinstance(text, Told):
            return text
        values = {name: self._value(value) for name, value in text.values.items()}
        if text.several is None:
            return self(text.message, **values)
        return self.many(text.message, text.several, text.number, **values)

    def _value(self, value: object) -> object:
        if isinstance(value, datetime.date):
            return self.day(value)
        if isinstance(value, str):
            return self.told(value)
        return _Written(value, self.decimal_mark) if isinstance(value, int | float) else value

    def about(self, records: Mapping[str, str]) -> Say:
        """The same voice for a trial whose text file has these words for its records."""
        return replace(self, records=records)

    def recorded(self, text: str) -> str:
        """What a trial's records hold: a place in a document, its name, a grade, a note.

        As the trial's text file has it in this language, else as it was written down.
        """
        return self.told(self.records.get(text, text))

    def day(self, date: datetime.date) -> str:
        """A date in words: "22 November 2026"."""
        return self(DATES[date.month - 1], day=date.day, year=date.year)

    def number(self, value: float, *, decimals: int | None = None) -> str:
        """A number with a true minus sign, never "−0"; without ``decimals`` as short as it is."""
        text = f"{value:g}" if decimals is None else f"{round(value, 9):.{decimals}f}"
        if float(text) == 0:
            text = text.lstrip("-")
        return text.replace("-", "−").replace(".", self.decimal_mark)


def message(english: str, /) -> str:
    """Marks a message that stands apart from where it is said, such as in a table of them.

    The catalogues hold it; whoever reads it says it: ``say(TITLE)``.
    """
    return english


ENGLISH: Final = Say()
"""The English of the code: what machines, commands and keepers of data read."""
