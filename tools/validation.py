"""What was required, what shows it, and how that went: ``VALIDATION.md``.

``make validation`` runs every test and then ``python -m tools.validation REPORT``, which writes the
file from ``tests/requirements.toml``, the lines of the IPDAS
self-assessment and pytest's own report. Where that was a full run of this very engine without a
failure, it also writes the record by which the Evidence page tells whether the engine has changed
since (``tradeoff/trial/reference/validation.json``). Without a report it lists what would be shown.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import platform
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from tools.locks import ROOT, locked
from tools.markdown import table
from tradeoff.papers.evidence.ipdas import IPDAS
from tradeoff.trial.reading import FULL_CHECK, engine_state
from tradeoff.trial.validated import EngineState, FullCheck

FILE = ROOT / "VALIDATION.md"


class Outcome(IntEnum):
    """How a test went, the worst first; a test with several examples goes as its worst."""

    FAILED = 0
    NOT_RUN = 1
    SKIPPED = 2
    PASSED = 3


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is required, and the tests that show it, by their functions' names."""

    id: str
    group: str
    words: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A run of the tests: of which engine, and how each test function went; empty for no run."""

    engine: str = ""
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    tests: int = 0
    reasons: tuple[str, ...] = ()
    """Why tests were skipped."""
    date: datetime.date | None = None


def requirements() -> tuple[Requirement, ...]:
    """Those of the registry, then the lines of the self-assessment."""
    registry = tomllib.loads((ROOT / "tests" / "requirements.toml").read_text(encoding="utf-8"))
    own = (
        Requirement(
            one["id"],
            registry["groups"][one["id"].rstrip("0123456789")],
            one["words"],
            tuple(one["tests"]),
        )
        for one in registry["requirements"]
    )
    standards = (
        Requirement(
            f"IPDAS-{line.id}",
            "Standards for patient decision aids (IPDAS, version 4)",
            line.asks,
            (registry["ipdas"][line.id],),
        )
        for line in IPDAS
    )
    return (*own, *standards)


def collected() -> set[str]:
    """Every test function that pytest finds, without the examples in square brackets."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {_bare(line) for line in found.stdout.splitlines() if "::" in line}


def report(path: Path) -> Report:
    """Pytest's report in the form of JUnit."""
    suite = next(ET.parse(path).getroot().iter("testsuite"))
    kept = {one.get("name"): one.get("value", "") for one in suite.iter("property")}
    cases = [(_node(case), case) for case in suite.iter("testcase")]
    outcomes = _worst((name, _outcome(case)) for name, case in cases)
    reasons = (
        f"`{name}`: {one.get('message')}" for name, case in cases for one in case.iter("skipped")
    )
    return Report(
        kept.get("engine", ""),
        outcomes,
        len(cases),
        tuple(dict.fromkeys(reasons)),
        datetime.datetime.fromisoformat(suite.attrib["timestamp"]).date(),
    )


def refusals(run: Report, names: Iterable[str], state: EngineState) -> list[str]:
    """Why this run is no full check of this engine; nothing where it is one."""
    if not run.tests:
        return ["The tests were not run for this file."]
    left = sorted(set(names) - set(run.outcomes))
    failed = sorted(name for name, outcome in run.outcomes.items() if outcome is Outcome.FAILED)
    found = [f"`{name}` failed." for name in failed]
    if left:
        found.append(f"{len(left)} tests were not run, `{left[0]}` among them.")
    if run.engine != state.checksum:
        found.append("The engine was changed after the run.")
    return found


def written(run: Report, against: list[str], state: EngineState) -> str:
    """The file as it should stand; ``against`` is why this was no full check."""
    went = _worst((_function(node), outcome) for node, outcome in run.outcomes.items())
    groups: dict[str, list[tuple[str, ...]]] = {}
    for one in requirements():
        tests = "<br>".join(f"`{test}`" for test in one.tests)
        worst = min(went.get(test, Outcome.NOT_RUN) for test in one.tests)
        row = (one.id, one.words, tests, worst.name.lower().replace("_", " "))
        groups.setdefault(one.group, []).append(row)
    head = ("id", "required", "shown by", "result")
    parts = {group: table(head, rows) for group, rows in groups.items()}
    if run.reasons:
        parts["Skipped"] = "\n".join(f"- {line}" for line in run.reasons)
    parts["Versions"] = table(("what", "version"), _versions())
    sections = (f"## {title}\n\n{text}" for title, text in parts.items())
    return "\n\n".join((_head(run, against, state), *sections)) + "\n"


def _head(run: Report, against: list[str], state: EngineState) -> str:
    passed = sum(outcome is Outcome.PASSED for outcome in run.outcomes.values())
    ran = (
        f"- **Run:** {run.date}, {run.tests:,} tests of {len(run.outcomes):,} kinds, "
        f"{passed:,} kinds passed."
    )
    full = "a full check of this engine, without a failure." if not against else "no full check."
    lines = (
        "# Validation",
        "",
        "Made by `make validation`: do not edit. Each requirement with the tests that show it.",
        "What is required stands in `tests/requirements.toml`.",
        "",
        f"- **Engine:** `{state.checksum}`",
        "  (SHA-256 over every module that numbers go through and the reference cases).",
        *([ran] if run.tests else []),
        f"- **Result:** {full}",
        *(f"  - {line}" for line in against),
    )
    return "\n".join(lines)


def _worst(told: Iterable[tuple[str, Outcome]]) -> dict[str, Outcome]:
    """How the worst of each name went."""
    found: dict[str, Outcome] = {}
    for name, outcome in told:
        found[name] = min(found.get(name, outcome), outcome)
    return found


def _versions() -> list[tuple[str, str]]:
    here = [one.name for one in locked().values() if one.needed()]
    found = ((name, importlib.metadata.version(name)) for name in here)
    return [("Python", platform.python_version()), *found]


def _node(case: ET.Element) -> str:
    """``tests.browser.test_a`` and ``test_x[1]`` are ``tests/browser/test_a.py::test_x``."""
    module = case.get("classname", "").replace(".", "/")
    return f"{module}.py::{_bare(case.get('name', ''))}"


def _function(node: str) -> str:
    return node.rpartition("::")[2]


def _bare(name: str) -> str:
    """A test's name without its example in square brackets."""
    return name.partition("[")[0]


def _outcome(case: ET.Element) -> Outcome:
    told = {part.tag for part in case}
    if told & {"failure", "error"}:
        return Outcome.FAILED
    return Outcome.SKIPPED if "skipped" in told else Outcome.PASSED


def _record(run: Report, state: EngineState) -> str:
    check = FullCheck.model_validate(
        {
            "date": run.date,
            "engine": state.checksum,
            "tests": run.tests,
            "python": platform.python_version(),
            "packages": dict(state.packages),
        }
    )
    return check.model_dump_json(indent=1) + "\n"


def main() -> None:
    """Write the file, and after a full check its record; end with 1 where it was none."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("report", nargs="?", type=Path, help="pytest's report of a full run")
    given = reader.parse_args()
    names, state = collected(), engine_state()
    asked = {test for one in requirements() for test in one.tests}
    if unknown := sorted(asked - set(map(_function, names))):
        sys.exit("No such tests: " + ", ".join(unknown))
    run = report(given.report) if given.report else Report()
    against = refusals(run, names, state)
    FILE.write_text(written(run, against, state), encoding="utf-8", newline="\n")
    if against:
        sys.exit("No full check:\n" + "\n".join(against))
    FULL_CHECK.write_text(_record(run, state), encoding="utf-8", newline="\n")
    print(f"A full check: {run.tests} tests, {run.date}")


if __name__ == "__main__":
    main()
