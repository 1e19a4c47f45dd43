"""Reading the locks: every package with its version and its files' checksums (`make lock`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
#: The run-time lock first: the tests' one is made to agree with it.
LOCKS = ("requirements", "requirements-dev", "requirements-tools")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of a lock."""

    name: str
    version: str
    marker: Marker | None = None
    """Where it is needed; none for everywhere."""
    hashes: tuple[str, ...] = ()

    def needed(self, environment: dict[str, str] | None = None) -> bool:
        """Whether it is installed here, or in another environment."""
        return self.marker is None or self.marker.evaluate(environment)


def read_lock(path: Path) -> dict[str, Locked]:
    """The packages of a lock by their canonical names."""
    blocks = re.split(r"^(?=\w)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {one.name: one for one in map(_locked, blocks)}


def locked(name: str = LOCKS[0]) -> dict[str, Locked]:
    """What a lock of the project names."""
    return read_lock(ROOT / f"{name}.lock")


def pins(path: Path) -> dict[str, str]:
    """The versions that a file of requirements asks for, those of files that it names too."""
    return {one.name: one.version for one in _pins(path)}


def _pins(path: Path) -> Iterator[Locked]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from _pins(path.with_name(line.removeprefix("-r ").strip()))
        elif line.strip() and not line.startswith("#"):
            yield _locked(line)


def _locked(block: str) -> Locked:
    asked, *hashes = re.split(r"\s+\\\n\s+--hash=sha256:", block.strip())
    one = Requirement(asked)
    if [exactly.operator for exactly in one.specifier] != ["=="]:
        raise ValueError(f"{asked!r} is not pinned to one version")
    (exactly,) = one.specifier
    return Locked(canonicalize_name(one.name), exactly.version, one.marker, tuple(sorted(hashes)))
