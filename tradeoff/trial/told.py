"""What a room without a voice has to say: the English, and what another language needs of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Told(str):
    """A sentence in English that remembers its message and values, so that it can be translated.

    It reads, compares and is stored as the English. A value may be a ``Told`` itself. Joining two
    of them with ``+`` or an f-string leaves plain English: join with a message.
    """

    __slots__ = ("message", "number", "several", "values")

    message: str
    values: Mapping[str, object]
    several: str | None
    number: int

    def __new__(
        cls,
        message: str,
        values: Mapping[str, object] | None = None,
        several: str | None = None,
        count: int = 0,
    ) -> Told:
        """The English of ``message``, or of ``several`` where the count is not 1."""
        filled = dict(values or {})
        if several is None:
            said = super().__new__(cls, message.format(**filled))
        else:
            form = message if count == 1 else several
            said = super().__new__(cls, form.format(count=count, **filled))
        said.message, said.values, said.several, said.number = message, filled, several, count
        return said

    def __reduce__(self) -> tuple[type[Told], tuple[str, Mapping[str, object], str | None, int]]:
        """Copies are made anew of the same parts."""
        return Told, (self.message, self.values, self.several, self.number)


def told(message: str, /, **values: object) -> Told:
    """A message with its values in place; the catalogues of the clinician's voice hold it."""
    return Told(message, values)


def told_many(one: str, several: str, count: int, /, **values: object) -> Told:
    """The form for such a number, which stands as ``{count}``."""
    return Told(one, values, several, count)


def told_later(message: str, /) -> str:
    """Marks a message whose values come later, where it is told: ``Told(message, values)``."""
    return message


def together(parts: Iterable[str], between: str) -> str:
    """What was told, one after the other, with a mark that every language has between them."""
    values = {f"part_{place}": part for place, part in enumerate(parts)}
    return Told(between.join(f"{{{name}}}" for name in values), values)
