"""A few values, each kept for its key; the one not asked for longest makes room."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


class Kept:
    """Up to ``most`` values; may be asked by many threads at once.

    In place of ``st.cache_resource``, which works out a checksum of its keys in every call: a
    tenth of the time of an answer.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Hashable, object] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for this key; made now where it wasn't, or was let go.

        Nobody waits while another makes a value: two who ask at once for the same may both make it.
        """
        with self._lock:
            if key in self._values:
                value = self._values[key] = self._values.pop(key)
                return cast("T", value)
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._most:
                del self._values[next(iter(self._values))]
        return made

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> tuple[Hashable, ...]:
        """The keys, the one not asked for longest first."""
        with self._lock:
            return tuple(self._values)
