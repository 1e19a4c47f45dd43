"""The locks: every package with its version and the checksums of its files.

``python -m tools.locks`` (``make lock``) writes each ``requirements*.lock`` anew from the
``.txt`` beside it; what was locked stays as it was unless ``--upgrade`` is given. One lock serves
every platform: what belongs to one of them carries a marker. No index is named in a lock: pip takes
the files from wherever it is set to, and refuses one whose checksum is not here.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tools.tools import ToolsNotInReachError, tool

__all__ = [
    "LOCKS",
    "OLDEST_PYTHON",
    "ROOT",
    "Locked",
    "compile_command",
    "pins",
    "read_lock",
]

ROOT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = "3.11"
#: The run-time lock first: the tests' one is made to agree with it.
LOCKS = ("requirements", "requirements-dev", "requirements-tools")

_PINNED = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,.-]+\])?==(?P<version>[^\s;\\]+)")
_MARKER = re.compile(r";\s*(?P<marker>.*?)\s*\\?$")
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of a lock."""

    name: str
    version: str
    marker: str
    """Where it is needed; empty for everywhere."""
    hashes: tuple[str, ...]

    def needed(self, environment: Mapping[str, str] | None = None) -> bool:
        """Whether it is installed here, or in another environment."""
        return not self.marker or Marker(self.marker).evaluate(dict(environment or {}))


def read_lock(path: Path) -> dict[str, Locked]:
    """The packages of a lock by their canonical names."""
    text = path.read_text(encoding="utf-8")
    found = (_locked(block) for block in re.split(r"\n(?=\w)", text) if "==" in block)
    return {one.name: one for one in found}


def pins(path: Path) -> dict[str, str]:
    """The versions that a file of requirements asks for, those of files that it names too."""
    return dict(_pins(path))


def compile_command(name: str, *options: str) -> list[str]:
    """How a lock is made from the requirements of the same name."""
    constraint = () if name == LOCKS[0] else ("--constraint", f"{LOCKS[0]}.lock")
    return [
        *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON),
        *("--generate-hashes", "--custom-compile-command", "make lock", "--no-annotate"),
        *(() if name.endswith("tools") else constraint),
        *options,
        *(f"{name}.txt", "--output-file", f"{name}.lock"),
    ]


def main(options: list[str]) -> None:
    """Write every lock anew."""
    try:
        uv = tool("uv")
    except ToolsNotInReachError as problem:
        sys.exit(str(problem))
    for name in LOCKS:
        command = [str(uv), *compile_command(name, *options)[1:]]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            sys.exit(f"{name}.lock could not be made, see above. It is as it was.")
        print(f"{name}.lock: {len(read_lock(ROOT / f'{name}.lock'))} packages")


def _locked(block: str) -> Locked:
    head = next(line for line in block.splitlines() if "==" in line and not line.startswith("#"))
    pinned = _PINNED.match(head)
    if pinned is None:
        raise ValueError(f"{head!r} is no line of a lock")
    marker = _MARKER.search(head)
    return Locked(
        canonicalize_name(pinned["name"]),
        pinned["version"],
        marker["marker"] if marker else "",
        tuple(sorted(_HASH.findall(block))),
    )


def _pins(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from _pins(path.with_name(line.removeprefix("-r ").strip()))
        elif line.strip() and not line.startswith("#"):
            pinned = _PINNED.fullmatch(line.strip())
            if pinned is None:
                raise ValueError(f"{path.name}: {line!r} is not pinned to one version")
            yield canonicalize_name(pinned["name"]), pinned["version"]


if __name__ == "__main__":
    main(sys.argv[1:])
