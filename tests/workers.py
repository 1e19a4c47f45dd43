"""How the workers of pytest-xdist share the tests: what is timed first and alone, browsers last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

__all__ = ["TimedFirst"]

#: What is timed: nothing else may run beside it.
TIMED = "tests/benchmarks/"
#: Each test opens pages of its own, so any worker may take the next one.
APART = "tests/browser/"
#: But for these: each worker with one of their tests would start a server, or a browser, of
#: theirs, which costs as much as five pages. None is among the last: a long one there would leave
#: the others idle.
TOGETHER = tuple(
    f"{APART}test_{name}.py"
    for name in ("badge", "broken_data", "components", "figure", "instruments", "paper", "pasting")
)


class TimedFirst(LoadScopeScheduling):
    """One worker runs what is timed while the others wait; then each takes the next file.

    Of most browser tests each takes the next test. The order is that of the collection: a worker
    in which a browser was opened never goes back to other tests.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def schedule(self) -> None:
        self._units = dict(_units(next(iter(self.registered_collections.values()))))
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self._units[nodeid]

    def _timing(self) -> WorkerController | None:
        """The worker that has something timed before it."""
        for node, units in self.assigned_work.items():
            if not all(units.get(TIMED, {}).values()):
                return node
        return None

    def _assign_work_unit(self, node: WorkerController) -> None:
        if self._timing() in (None, node):
            super()._assign_work_unit(node)

    def mark_test_complete(
        self, node: WorkerController, item_index: int, duration: float = 0
    ) -> None:
        was = self._timing()
        super().mark_test_complete(node, item_index, duration)
        if was is not None and self._timing() is None:
            waiting = [one for one in self.nodes if one is not node]
            # Twice: a worker begins a test only when it knows the one after it.
            for one in waiting * 2:
                self._reschedule(one)


def _units(tests: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each test with what it is handed out with; a file whose browser tests come later is two."""
    for number, (file, part) in enumerate(groupby(tests, lambda test: test.partition("::")[0])):
        for test in part:
            alone = test.startswith(APART) and file not in TOGETHER
            apart = test if alone else f"{number}. {file}"
            yield test, TIMED if test.startswith(TIMED) else apart
