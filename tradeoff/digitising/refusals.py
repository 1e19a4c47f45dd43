"""A refusal as plain values and back, so that one made in a process apart can be translated.

Who sends it may have been taken over by the bytes that it was to read: only a message whose places
are plain names, with plain values and no more than a few sentences of text, is put together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any, Final

from tradeoff.trial.told import Told

#: No refusal of this room is longer, in any of its forms.
MOST_CHARACTERS: Final = 600
# How the numbers of a message are written: as they are, short, in thousands, with some decimals.
_FORMATS = re.compile(r"g|,|\.\df|")


def spelled(said: str) -> object:
    """What a refusal is made of: its message and values, or plain text as it is."""
    if not isinstance(said, Told):
        return str(said)
    values = {
        name: spelled(value) if isinstance(value, str) else value
        for name, value in said.values.items()
    }
    return {
        "message": said.message,
        "values": values,
        "several": said.several,
        "count": said.number,
    }


def put_together(parts: Any) -> str:
    """The refusal that was spelled so; text that is too long is cut off.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is no refusal.
    """
    if not isinstance(parts, Mapping):
        return str(parts)[:MOST_CHARACTERS]
    message, several, count = parts["message"], parts["several"], parts["count"]
    for form in (message,) if several is None else (message, several):
        _check_places(form)
    if type(count) is not int:
        raise ValueError("a refusal's number is no whole one")
    values = {name: _value(one) for name, one in parts["values"].items()}
    said = Told(message, values, several, count)
    return said if len(said) <= MOST_CHARACTERS else str(said)[:MOST_CHARACTERS]


def _check_places(message: str) -> None:
    """Nothing in a message reaches into its values, or makes more of them than they are."""
    if len(message) > MOST_CHARACTERS:
        raise ValueError("a refusal's message is too long")
    for _, name, form, conversion in Formatter().parse(message):
        plain = name is None or (name.isidentifier() and _FORMATS.fullmatch(form or ""))
        if not plain or conversion is not None:
            raise ValueError("a refusal's message has a place that is no plain name")


def _value(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    if isinstance(value, str | Mapping):
        return put_together(value)
    raise ValueError("a refusal's value is neither text nor a number")
