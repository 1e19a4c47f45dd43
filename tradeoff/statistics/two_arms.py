"""The two arms of a comparison, and what there is of each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Role(StrEnum):
    """The two arms by what they do in a comparison: experimental minus control."""

    CONTROL = "control"
    EXPERIMENTAL = "experimental"


@dataclass(frozen=True, slots=True)
class Arms(Generic[T]):
    """The same thing of both arms: in place of pairs whose order somebody has to remember."""

    control: T
    experimental: T

    @classmethod
    def each(cls, made: Callable[[Role], T]) -> Arms[T]:
        """What ``made`` gives for each of the two roles, control first."""
        return Arms(made(Role.CONTROL), made(Role.EXPERIMENTAL))

    @staticmethod
    def both(made: Callable[[Role], U | None]) -> Arms[U] | None:
        """What ``made`` gives for each of the two roles, ``None`` where one of them has nothing."""
        return Arms.each(made).complete()

    def of(self, role: Role) -> T:
        """That of one arm."""
        return self.control if role is Role.CONTROL else self.experimental

    def map(self, changed: Callable[[T], U]) -> Arms[U]:
        """The same of both arms, each changed in the same way."""
        return Arms(changed(self.control), changed(self.experimental))

    def complete(self: Arms[U | None]) -> Arms[U] | None:
        """The same where both arms have it, else ``None``."""
        if self.control is None or self.experimental is None:
            return None
        return Arms(self.control, self.experimental)

    @property
    def in_order(self) -> tuple[T, T]:
        """Control first, the order of ``Role``: for what is laid out in rows and columns."""
        return self.control, self.experimental

    @property
    def shown(self) -> tuple[T, T]:
        """Experimental first, as everywhere that two numbers stand beside each other."""
        return self.experimental, self.control
