"""Records and arrays as bytes and back, for what goes to a process apart and what it answers.

A message is the length of its head, the head as JSON, then the arrays one after the other. Nothing
in it can run: who answers may have been taken over by the bytes that it was to read, so an answer
becomes a record only where each part has the type that the record asks for.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import math
import struct
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LENGTH = struct.Struct("<Q")
# Times and survival, pixels, marks for each pixel. No objects, no text, no structures.
_KINDS_OF_NUMBERS = ("float64", "float32", "int64", "uint8", "bool")
_ARRAY, _BYTES = "__array__", "__bytes__"


def packed(value: object) -> bytes:
    """A message that holds records, mappings, sequences, arrays, bytes, numbers and words.

    Raises:
        TypeError: a value of another type, or an array that holds no plain numbers.
    """
    parts: list[bytes] = []
    head = json.dumps(_plain(value, parts)).encode()
    return b"".join((_LENGTH.pack(len(head)), head, *parts))


def _plain(value: object, parts: list[bytes]) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, bytes):
        parts.append(value)
        return {_BYTES: len(value)}
    if isinstance(value, np.ndarray | np.generic):
        return _plain_array(np.asarray(value), parts)
    if dataclasses.is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one, parts) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_plain(one, parts) for one in value]
    raise TypeError(f"{type(value).__name__} can't be sent")


def _plain_array(array: NDArray[Any], parts: list[bytes]) -> object:
    if array.ndim == 0:
        return _plain(array.item(), parts)
    if array.dtype.name not in _KINDS_OF_NUMBERS:
        raise TypeError(f"an array of {array.dtype} can't be sent")
    parts.append(np.ascontiguousarray(array).tobytes())
    return {_ARRAY: [array.dtype.name, *array.shape]}


def unpacked(message: bytes) -> Any:
    """What a message holds: mappings, lists, arrays, bytes, numbers and words.

    Raises:
        ValueError: it is no message, or not a whole one.
    """
    view = memoryview(message)
    if len(view) < _LENGTH.size:
        raise ValueError("the message has no head")
    start = _LENGTH.size + _LENGTH.unpack_from(view)[0]
    if start > len(view):
        raise ValueError("the message's head is cut off")
    places = _Places(view, start)
    try:
        return _restored(json.loads(bytes(view[_LENGTH.size : start])), places)
    except (TypeError, OverflowError, RecursionError) as error:
        raise ValueError("the message's parts do not fit") from error


@dataclasses.dataclass(slots=True)
class _Places:
    """Where the next array begins."""

    message: memoryview
    at: int

    def take(self, length: int) -> memoryview:
        if not 0 <= length <= len(self.message) - self.at:
            raise ValueError("an array of the message is cut off")
        self.at += length
        return self.message[self.at - length : self.at]


def _restored(value: Any, places: _Places) -> Any:
    if isinstance(value, list):
        return [_restored(one, places) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {_BYTES}:
        return bytes(places.take(int(value[_BYTES])))
    if value.keys() != {_ARRAY}:
        return {name: _restored(one, places) for name, one in value.items()}
    kind, *shape = value[_ARRAY]
    if kind not in _KINDS_OF_NUMBERS or any(int(side) < 0 for side in shape):
        raise ValueError("an array of the message holds no plain numbers")
    length = math.prod(int(side) for side in shape) * np.dtype(kind).itemsize
    # A copy: it can be written to, and does not keep the whole message.
    return np.frombuffer(places.take(length), dtype=kind).reshape(shape).copy()


def rebuilt(kind: Any, value: Any) -> Any:
    """The record of type ``kind`` that unpacked values stand for.

    Knows data classes, enumerations, tuples, sequences, arrays, ``None`` and plain values.

    Raises:
        ValueError: a part is missing or has another type.
        DigitisingError: a record refuses its values.
    """
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        others = [part for part in parts if part is not type(None)]
        return None if value is None else rebuilt(others[0], value)
    if origin is np.ndarray:
        dtype = np.dtype(typing.get_args(parts[1])[0])
        return _of_type(np.ndarray, value, fits=getattr(value, "dtype", None) == dtype)
    if origin is not None:
        return _several(parts, value)
    if dataclasses.is_dataclass(kind):
        return _record(kind, value)
    if issubclass(kind, enum.Enum):
        return kind(value)
    # True is an int to Python, and 3 no float.
    fits = kind is bool or not isinstance(value, bool)
    return (
        float(value) if kind is float and type(value) is int else _of_type(kind, value, fits=fits)
    )


def _several(parts: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    """``tuple[A, B]`` in its order, ``tuple[A, ...]`` and ``Sequence[A]`` as many as there are."""
    values = _of_type(list, value)
    if parts[-1] is Ellipsis or len(parts) == 1:
        return tuple(rebuilt(parts[0], one) for one in values)
    return tuple(rebuilt(part, one) for part, one in zip(parts, values, strict=True))


def _record(kind: Any, value: Any) -> Any:
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    _of_type(dict, value, fits=isinstance(value, dict) and value.keys() == set(names))
    return kind(**{name: rebuilt(hints[name], value[name]) for name in names})


def _of_type(kind: type, value: Any, *, fits: bool = True) -> Any:
    if not (fits and isinstance(value, kind)):
        raise ValueError(f"a {kind.__name__} was expected")
    return value
