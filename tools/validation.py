"""What was required, what shows it, and how that went: ``VALIDATION.md``.

``make validation`` runs every test and then ``python -m tools.validation --junit REPORT --date
YYYY-MM-DD``, which writes the file from ``tests/requirements.toml``, the lines of the IPDAS
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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.locks import ROOT, locked
from tradeoff.papers.evidence_tables import IPDAS
from tradeoff.trial.reading import FULL_CHECK, engine_state
from tradeoff.trial.validated import EngineState, FullCheck
from tradeoff.words.ipdas import IPDAS_CRITERIA

__all__ = [
    "FILE",
    "REGISTRY",
    "Outcome",
    "Report",
    "Requirement",
    "collected",
    "refusals",
    "report",
    "requirements",
    "written",
]

FILE = ROOT / "VALIDATION.md"
REGISTRY = ROOT / "tests" / "requirements.toml"
_IPDAS = "IPDAS"
_IPDAS_TITLE = "Standards for patient decision aids (IPDAS, version 4)"


class Outcome(StrEnum):
    """How a test went, the worst first; a test with several examples goes as its worst."""

    FAILED = "failed"
    NOT_RUN = "not run"
    SKIPPED = "skipped"
    PASSED = "passed"


_WORST_FIRST = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is required, and the tests that show it, by their functions' names."""

    id: str
    group: str
    words: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A run of the tests: of which engine, and how each test function went."""

    engine: str
    outcomes: Mapping[str, Outcome]
    tests: int
    reasons: tuple[str, ...]
    """Why tests were skipped."""


def requirements() -> tuple[Requirement, ...]:
    """Those of the registry, then the lines of the self-assessment."""
    registry = tomllib.loads(REGISTRY.read_text(encoding="utf-8"))
    groups = registry["groups"]
    own = (
        Requirement(
            one["id"],
            groups[one["id"].rstrip("0123456789")],
            one["words"],
            tuple(one["tests"]),
        )
        for one in registry["requirements"]
    )
    standards = (
        Requirement(
            f"{_IPDAS}-{line.id}",
            _IPDAS_TITLE,
            IPDAS_CRITERIA[line.id][1],
            (line.test.partition(".")[2],),
        )
        for line in IPDAS
    )
    return (*own, *standards)


def collected() -> set[str]:
    """Every test function that pytest finds, without the examples in square brackets."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.partition("[")[0] for line in found.stdout.splitlines() if "::" in line}


def report(path: Path) -> Report:
    """Pytest's report in the form of JUnit."""
    suite = next(ET.parse(path).getroot().iter("testsuite"))
    kept = {one.get("name"): one.get("value") for one in suite.iter("property")}
    outcomes: dict[str, Outcome] = {}
    reasons = []
    cases = list(suite.iter("testcase"))
    for case in cases:
        name = _node(case)
        outcome, reason = _outcome(case)
        outcomes[name] = min(outcomes.get(name, outcome), outcome, key=_WORST_FIRST.index)
        if reason:
            reasons.append(f"`{name}`: {reason}")
    return Report(str(kept.get("engine", "")), outcomes, len(cases), tuple(dict.fromkeys(reasons)))


def refusals(run: Report | None, names: Iterable[str], state: EngineState) -> list[str]:
    """Why this run is no full check of this engine; nothing where it is one."""
    if run is None:
        return ["The tests were not run for this file."]
    left = sorted(set(names) - set(run.outcomes))
    failed = sorted(name for name, outcome in run.outcomes.items() if outcome is Outcome.FAILED)
    found = [f"`{name}` failed." for name in failed]
    if left:
        found.append(f"{len(left)} tests were not run, `{left[0]}` among them.")
    if run.engine != state.checksum:
        found.append("The engine was changed after the run.")
    return found


def written(
    run: Report | None, against: Iterable[str], state: EngineState, date: datetime.date | None
) -> str:
    """The file as it should stand; ``against`` is why this was no full check."""
    asked = requirements()
    groups = dict.fromkeys(one.group for one in asked)
    parts = [_head(run, list(against), state, date)]
    parts += [
        "\n".join((f"## {group}\n", *_rows([one for one in asked if one.group == group], run)))
        for group in groups
    ]
    if run is not None and run.reasons:
        parts.append("\n".join(("## Skipped\n", *(f"- {line}" for line in run.reasons))))
    parts.append("\n".join(("## Versions\n", *_versions())))
    return "\n\n".join(parts) + "\n"


def _head(
    run: Report | None, against: list[str], state: EngineState, date: datetime.date | None
) -> str:
    lines = [
        "# Validation",
        "",
        "Made by `make validation`: do not edit. Each requirement with the tests that show it.",
        "What is required stands in `tests/requirements.toml`.",
        "",
        f"- **Engine:** `{state.checksum}`",
        "  (SHA-256 over every module that numbers go through and the reference cases).",
    ]
    if run is not None and date is not None:
        passed = sum(outcome is Outcome.PASSED for outcome in run.outcomes.values())
        lines += [
            f"- **Run:** {date.isoformat()}, {run.tests:,} tests of {len(run.outcomes):,} kinds, "
            f"{passed:,} kinds passed."
        ]
    full = "a full check of this engine, without a failure." if not against else "no full check."
    lines += [f"- **Result:** {full}", *(f"  - {line}" for line in against)]
    return "\n".join(lines)


def _rows(asked: Iterable[Requirement], run: Report | None) -> Iterator[str]:
    yield "| id | required | shown by | result |"
    yield "| --- | --- | --- | --- |"
    for one in asked:
        tests = "<br>".join(f"`{test}`" for test in one.tests)
        yield f"| {one.id} | {one.words} | {tests} | {_result(one, run)} |"


def _result(one: Requirement, run: Report | None) -> str:
    outcomes = [_outcome_of(test, run) for test in one.tests]
    return min(outcomes, key=_WORST_FIRST.index).value


def _outcome_of(test: str, run: Report | None) -> Outcome:
    """How the tests of this name went, as the worst of them."""
    named = [] if run is None else [o for n, o in run.outcomes.items() if n.endswith(f"::{test}")]
    return min(named, key=_WORST_FIRST.index, default=Outcome.NOT_RUN)


def _versions() -> Iterator[str]:
    yield "| what | version |"
    yield "| --- | --- |"
    yield f"| Python | {platform.python_version()} |"
    for one in locked().values():
        if one.needed():
            yield f"| {one.name} | {importlib.metadata.version(one.name)} |"


def _node(case: ET.Element) -> str:
    """``tests.browser.test_a`` and ``test_x[1]`` are ``tests/browser/test_a.py::test_x``."""
    module = str(case.get("classname", "")).replace(".", "/")
    return f"{module}.py::{str(case.get('name', '')).partition('[')[0]}"


def _outcome(case: ET.Element) -> tuple[Outcome, str]:
    if case.find("failure") is not None or case.find("error") is not None:
        return Outcome.FAILED, ""
    skipped = case.find("skipped")
    if skipped is not None:
        return Outcome.SKIPPED, str(skipped.get("message", ""))
    return Outcome.PASSED, ""


def _record(run: Report, state: EngineState, date: datetime.date) -> str:
    check = FullCheck(
        date=date,
        engine=state.checksum,
        tests=run.tests,
        python=platform.python_version(),
        packages=dict(state.packages),
    )
    return check.model_dump_json(indent=1) + "\n"


def main() -> None:
    """Write the file, and after a full check its record; end with 1 where it was none."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--junit", type=Path, help="pytest's report of a full run")
    reader.add_argument("--date", type=datetime.date.fromisoformat, help="the day of that run")
    given = reader.parse_args()
    if (given.junit is None) != (given.date is None):
        reader.error("--junit and --date go together")
    names, state = collected(), engine_state()
    unknown = sorted({test for one in requirements() for test in one.tests} - names)
    if unknown:
        sys.exit("No such tests: " + ", ".join(unknown))
    run = None if given.junit is None else report(given.junit)
    against = refusals(run, names, state)
    FILE.write_text(written(run, against, state, given.date), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {len(requirements())} requirements")
    if run is not None and not against:
        FULL_CHECK.write_text(_record(run, state, given.date), encoding="utf-8", newline="\n")
        print(f"{FULL_CHECK.name}: {run.tests} tests, {given.date.isoformat()}")
    elif run is not None:
        sys.exit("No full check:\n" + "\n".join(against))


if __name__ == "__main__":
    main()
