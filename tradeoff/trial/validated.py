"""Whether the engine is still the one that was last checked in full.

The engine is every module that numbers go through, from the records to the findings of one view,
with the reference cases beside them. Its checksum is taken over their texts, whatever the line
ends of a checkout; the packages that it computes with are held against those of the check too.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from tradeoff.trial.records import Record, Text

#: The rooms that make it up, in their order.
ENGINE: Final = ("statistics", "trial", "uploads", "digitising", "findings")
#: What it computes and checks with.
PACKAGES: Final = ("numpy", "pydantic", "scipy")


class FullCheck(Record):
    """What `make validation` writes after a full run of the tests without a failure."""

    date: datetime.date
    engine: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    tests: Annotated[int, Field(gt=0)]
    python: Text
    packages: dict[str, Text]


@dataclass(frozen=True, slots=True)
class EngineState:
    """The engine as it runs, beside its last full check; none where none is on record."""

    checksum: str
    packages: Mapping[str, str]
    last: FullCheck | None

    @property
    def unchanged(self) -> bool:
        """Whether this very engine, with these packages, went through the last full check."""
        last = self.last
        return last is not None and last.engine == self.checksum and not self.other_packages

    @property
    def other_packages(self) -> tuple[tuple[str, str, str], ...]:
        """Packages of another version than at the check: name, version then, version now."""
        then = {} if self.last is None else self.last.packages
        return tuple(
            (name, then[name], now)
            for name, now in self.packages.items()
            if name in then and then[name] != now
        )


def engine_checksum(texts: Mapping[str, str]) -> str:
    """SHA-256 over every file by its name, in the order of names, with plain line ends."""
    checksum = hashlib.sha256()
    for name in sorted(texts):
        content = texts[name].replace("\r\n", "\n").encode()
        checksum.update(f"{name}\t{len(content)}\n".encode())
        checksum.update(content)
    return checksum.hexdigest()
