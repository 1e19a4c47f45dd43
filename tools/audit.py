"""Are there known holes in what is locked? ``python -m tools.audit`` (``make audit``).

Asks pip-audit about every package of both locks. Ends with 1 where an advisory names one of them.
Ends with 0 where there is none, and where nobody could be asked: then it says that nothing was
audited. pip-audit itself calls a package fine that its service has never heard of, and a mirror
of an index may know no advisories at all; so what was skipped is counted and said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.locks import LOCKS, ROOT
from tools.packages import locked
from tools.tools import ToolsNotInReachError, tool

__all__ = ["Advice", "asked", "report"]

LOCK = ROOT / f"{LOCKS[1]}.lock"
#: Where advisories are kept; the second is asked when the first does not answer.
SERVICES = ("pypi", "osv")
_SECONDS = 120
_NOT_AUDITED = "NOT AUDITED: {why} Run `make audit` again where the network is open."


@dataclass(frozen=True, slots=True)
class Advice:
    """What the service said."""

    known: tuple[str, ...]
    """Packages that it knows."""
    skipped: tuple[str, ...]
    found: tuple[str, ...]
    """One line for each advisory."""


def asked(answer: Mapping[str, Any]) -> Advice:
    """pip-audit's answer in JSON, read with care for what it left out."""
    known, skipped, found = [], [], []
    for one in answer["dependencies"]:
        (skipped if "skip_reason" in one else known).append(one["name"])
        for hole in one.get("vulns", ()):
            names = ", ".join((hole["id"], *hole.get("aliases", ())))
            mended = ", ".join(hole.get("fix_versions", ())) or "no version yet"
            found.append(f"{one['name']} {one['version']}: {names}; mended in {mended}")
    return Advice(tuple(known), tuple(skipped), tuple(found))


def report(advice: Advice | None, running: frozenset[str]) -> tuple[str, int]:
    """What to print and how to end; no advice where nobody answered."""
    if advice is None:
        return _NOT_AUDITED.format(why="no advisory service can be reached from here."), 0
    if advice.found:
        lines = [f"  {line}{_where(line, running)}" for line in advice.found]
        return "\n".join((f"{len(lines)} known holes:", *lines)), 1
    if not advice.known:
        why = f"the advisory service in reach knows none of the {len(advice.skipped)} packages."
        return _NOT_AUDITED.format(why=why), 0
    said = f"No known holes in {len(advice.known)} packages."
    if advice.skipped:
        said += f" Not audited, the service does not know them: {', '.join(advice.skipped)}."
    return said, 0


def _where(line: str, running: frozenset[str]) -> str:
    return "" if line.partition(" ")[0] in running else " (tests only)"


def _answer(command: Path, service: str) -> Advice | None:
    options = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "15")
    full = [str(command), *options, "-f", "json", "-s", service, "-r", str(LOCK)]
    try:
        done = subprocess.run(
            full,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        return asked(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return None


def _first_answer(command: Path) -> Advice | None:
    """That of the first service that knows any of the packages, or else of any that answered."""
    ignorant = None
    for service in SERVICES:
        advice = _answer(command, service)
        if advice is not None and advice.known:
            return advice
        ignorant = ignorant or advice
    return ignorant


def main() -> int:
    """Ask, print, and say how to end."""
    try:
        command = tool("pip-audit")
    except ToolsNotInReachError as problem:
        print(_NOT_AUDITED.format(why=f"pip-audit is not here. {problem}"))
        return 0
    text, code = report(_first_answer(command), frozenset(locked()))
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
