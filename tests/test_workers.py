"""Workers share the tests so that a timed one runs alone and a browser comes last."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.workers import APART, TIMED, TOGETHER, TimedFirst

ROOT = Path(__file__).resolve().parents[1]
OTHERS = [f"tests/test_{file}.py::test_{number}" for file in "abcfgh" for number in range(4)]
#: As the collection sorts them: the first file has tests of both kinds.
BROWSER = [f"tests/browser/test_d.py::test_{number}" for number in range(6)]
BROWSER += [f"tests/test_a.py::test_in_a_browser_{number}" for number in range(4)]
WHOLE = [f"{TOGETHER[0]}::test_{number}" for number in range(9)]


@dataclass(eq=False)
class Worker:
    """Takes tests as pytest-xdist's own does: it begins one when it knows the next, or the end."""

    gateway = SimpleNamespace(id="popen")

    given: list[int] = field(default_factory=list)
    shutting_down: bool = False
    done: list[int] = field(default_factory=list)

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True

    def running(self) -> int | None:
        left = self.given[len(self.done) :]
        return left[0] if len(left) >= 2 or (left and self.shutting_down) else None


def run(tests: list[str], seed: int, workers: int = 2) -> list[tuple[list[str], list[list[str]]]]:
    """Each moment: what runs at once, and what each worker has been through."""
    config: Any = SimpleNamespace(option=SimpleNamespace(), getvalue=lambda _: ["popen"] * workers)
    scheduler, dice = TimedFirst(config), random.Random(seed)
    nodes: list[Any] = [Worker() for _ in range(workers)]
    for node in nodes:
        scheduler.add_node(node)
        scheduler.add_node_collection(node, tests)
    scheduler.schedule()
    moments = []
    while busy := [node for node in nodes if node.running() is not None]:
        now = [tests[node.given[len(node.done)]] for node in busy]
        node = dice.choice(busy)
        node.done.append(node.given[len(node.done)])
        scheduler.mark_test_complete(node, node.done[-1])
        moments.append((now, [[tests[i] for i in node.done] for node in nodes]))
    return moments


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize("rest", [OTHERS + BROWSER, BROWSER[:6], OTHERS[:1], []])
def test_what_is_timed_runs_alone_and_first_and_every_test_runs_once(
    rest: list[str], number: int
) -> None:
    tests = [f"{TIMED}test_{i % 2}.py::test_{i}" for i in range(number)] + rest
    for seed in range(20):
        moments = run(tests, seed)
        assert sorted(test for tests in moments[-1][1] for test in tests) == sorted(tests)
        for running, _ in moments[:number]:
            assert len(running) == 1
            assert running[0].startswith(TIMED)
        assert max(len(running) for running, _ in moments) >= min(len(rest), 2)


@pytest.mark.parametrize("seed", range(20))
def test_files_stay_whole_and_a_worker_that_opened_a_browser_stays_with_browsers(seed: int) -> None:
    for done in run(OTHERS + BROWSER, seed)[-1][1]:
        kinds = [test in BROWSER for test in done]
        assert kinds == sorted(kinds)
        of_files = [
            (test in BROWSER, test.partition("::")[0]) for test in done if APART not in test
        ]
        assert set(Counter(of_files).values()) <= {4}


@pytest.mark.parametrize("seed", range(20))
def test_what_has_a_server_of_its_own_is_one_workers(seed: int) -> None:
    every = run([*BROWSER[:6], *WHOLE, *BROWSER[6:]], seed)[-1][1]
    assert sorted(len([one for one in done if one in WHOLE]) for done in every) == [0, 9]


def test_the_folders_that_are_spoken_of_are_there() -> None:
    assert all((ROOT / file).is_file() for file in TOGETHER)
    for folder in (TIMED, APART):
        assert list((ROOT / folder).glob("test_*.py"))
