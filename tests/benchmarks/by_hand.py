"""How long from a key press to the painted answer of what a hand moves, whatever the server does.

    make bench ARGS="--only interface"       with all other measures of the interface

Two sliders answer in the page, from what the server computed before: the month that is read on the
curve (cross-hair and read-out), and the preference (picture and sentence). The clock is the page's
own: from the time stamp of the key press to the first task after the frame that shows the new words
and the new place of the marks. A press that changes only one of the two counts as infinitely slow.

The same is measured while the server is stopped. Of twenty quick presses none may be lost, the
address must say the last within a second, and the server may run at most twice.
"""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.benchmarks.timed import Limit, Timed, column
from tests.serving import OpenedPage, RunningApp, new_page, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, WebSocket

PRESSES: Final = 60
#: Between presses, in turn: while the one before is still to be told, and after it was answered.
PAUSES: Final = (0.04, 0.04, 0.3)
#: No answer within this: there will be none.
PATIENCE_MS: Final = 1000
#: So long the server is stopped, and the answers must come as before.
STOPPED_SECONDS: Final = 2.0

BURST_PRESSES: Final = 20
BURST_SECONDS: Final = 0.030
#: The address says the last of the quick presses after so long.
WRITTEN_SECONDS: Final = 1.0
MOST_RUNS: Final = 2

#: In the page: when a key was pressed on the slider, and when its answer had been painted.
WATCH: Final = """
([choice, answer]) => {
  const slider = document.querySelector(`input[type="range"][data-choice="${choice}"]`);
  const found = () => document.querySelector(`[data-answer="${answer}"]`);
  const words = () => found().textContent;
  const marks = () => {
    const round = [...found().querySelectorAll('[style]'), found()];
    for (let at = found(); at && !at.matches('[data-testid]'); at = at.parentElement)
      round.push(at);
    return round.map((e) => e.getAttribute('style')).join('|');
  };
  const hand = window.__hand = { pressed: null, painted: null };
  let before = [words(), marks()];
  slider.addEventListener('keydown', (event) => {
    before = [words(), marks()];
    hand.painted = null;
    hand.pressed = event.timeStamp;
  }, true);
  const afterFrame = (then) => requestAnimationFrame(() => {
    const task = new MessageChannel();
    task.port1.onmessage = then;
    task.port2.postMessage(0);
  });
  new MutationObserver(() => afterFrame(() => {
    if (hand.painted === null && words() !== before[0] && marks() !== before[1])
      hand.painted = performance.now();
  })).observe(document.body,
    { subtree: true, childList: true, characterData: true, attributes: true });
}
"""

#: In the page: the milliseconds from press to painted answer, or null where none came.
RESULT: Final = """
(patience) => new Promise((resolve) => {
  const look = () => {
    const { pressed, painted } = window.__hand;
    if (painted !== null) resolve(painted - pressed);
    else if (pressed !== null && performance.now() - pressed > patience) resolve(null);
    else setTimeout(look, 5);
  };
  look();
})
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A slider, what it answers, and where it begins."""

    name: str
    choice: str
    answer: str
    path: str
    query: Mapping[str, int]

    @property
    def slider(self) -> str:
        """The selector of its range input."""
        return f'input[type="range"][data-choice="{self.choice}"]'


MONTH: Final = Moved("month to cross-hair, read-out", "months", "curve", "/", {"months": 35})
PREFERENCE: Final = Moved("preference to picture, sentence", "weight", "panel", "/", {"weight": 20})
MOVED: Final = (MONTH, PREFERENCE)
BY_HAND: Final = Limit(p95=50, median=34)


@dataclass(frozen=True, slots=True)
class Answered(Timed):
    """The presses of one slider; times in milliseconds."""

    name: str
    times: tuple[float, ...]
    limit: Limit = BY_HAND

    @property
    def kept(self) -> bool:
        """Whether both limits were kept."""
        return self.p95 <= self.limit.p95 and self.median <= self.limit.median

    def __str__(self) -> str:
        return (
            f"{self.name:<48}{self.median:>8.1f}{self.p95:>8.1f}"
            f"{column(self.limit.median):>9}{column(self.limit.p95):>6}  "
            f"{'kept' if self.kept else 'MISSED'}"
        )


@dataclass(frozen=True, slots=True)
class Burst:
    """Quick presses: steps that the slider moved, when the address said so, runs of the server."""

    name: str
    moved: int
    written_seconds: float
    runs: int

    @property
    def kept(self) -> bool:
        """Whether no press was lost, the address was quick and the server was spared."""
        return (
            self.moved == BURST_PRESSES
            and self.written_seconds <= WRITTEN_SECONDS
            and 1 <= self.runs <= MOST_RUNS
        )

    def __str__(self) -> str:
        return (
            f"{self.name}: {BURST_PRESSES} presses {BURST_SECONDS * 1000:.0f} ms apart moved "
            f"{self.moved} steps; in the address after {self.written_seconds:.2f} s, "
            f"{self.runs} runs of the server  {'kept' if self.kept else 'MISSED'}"
        )


HEAD: Final = (
    f"{'ms from press to painted answer':<48}{'median':>8}{'p95':>8}{'limits:':>9}{'p95':>6}"
)


def answered(page: OpenedPage, moved: Moved, *, presses: int = PRESSES) -> Answered:
    """Press a slider so many times, to and fro, while the server answers as it does."""
    pressing = _pressing(page, moved)
    return Answered(moved.name, tuple(next(pressing) for _ in range(presses)))


def answered_without_server(page: OpenedPage, moved: Moved) -> Answered:
    """The same while the server's process is stopped; afterwards the address says the last."""
    pressing = _pressing(page, moved)
    next(pressing)
    with _stopped(page.app):
        until = time.monotonic() + STOPPED_SECONDS
        times = []
        while time.monotonic() < until:
            times.append(next(pressing))
    _written(page, moved, seconds=10)
    return Answered(f"{moved.name}, server stopped", tuple(times))


def burst(browser: Browser, app: RunningApp, moved: Moved) -> Burst:
    """Press quickly in one direction, and wait until the address says where the slider is."""
    asked: list[BackMsg] = []
    with opened(browser, app, moved, asked) as page:
        slider = page.page.locator(moved.slider)
        start = int(slider.input_value())
        asked.clear()
        slider.focus()
        begun = time.perf_counter()
        for number in range(BURST_PRESSES):
            time.sleep(max(0.0, begun + number * BURST_SECONDS - time.perf_counter()))
            page.page.keyboard.press(_key(moved))
        took = _written(page, moved, seconds=5)
        page.settle(quiet_ms=700)
        value = int(slider.input_value())
        in_address = _address(page, moved)
        steps = abs(value - start) if in_address == value else 0
        return Burst(moved.name, steps, took, len(asked))


def run(browser: Browser, app: RunningApp, *, rounds: int) -> Iterator[Answered | Burst]:
    """Every measure of every slider, again where a limit was missed: the machine is shared."""
    for moved in MOVED:
        for measure in (answered, answered_without_server):
            yield best(partial(_freshly, measure, browser, app, moved), rounds)
        yield best(partial(burst, browser, app, moved), rounds)


def _freshly(
    measure: Callable[[OpenedPage, Moved], Answered],
    browser: Browser,
    app: RunningApp,
    moved: Moved,
) -> Answered:
    with opened(browser, app, moved) as page:
        return measure(page, moved)


def best(measure: Callable[[], Answered | Burst], rounds: int) -> Answered | Burst:
    """The first that kept its limits, or the last of so many."""
    found = measure()
    for _ in range(rounds - 1):
        if found.kept:
            break
        found = measure()
    return found


@contextmanager
def opened(
    browser: Browser, app: RunningApp, moved: Moved, asked: list[BackMsg] | None = None
) -> Iterator[OpenedPage]:
    """The slider's page, watched; ``asked`` keeps each time that it asks the server to run."""
    with new_page(browser) as page:
        if asked is not None:
            page.on("websocket", lambda socket: _keep_runs(socket, asked))
        with shown(page, app, moved.path, query=moved.query, calm=False) as one:
            page.locator(moved.slider).wait_for()
            page.evaluate(WATCH, [moved.choice, moved.answer])
            yield one


def _keep_runs(socket: WebSocket, asked: list[BackMsg]) -> None:
    def keep(frame: bytes | str) -> None:
        message = BackMsg.FromString(frame) if isinstance(frame, bytes) else BackMsg()
        if message.HasField("rerun_script"):
            asked.append(message)

    socket.on("framesent", keep)


def _pressing(opened: OpenedPage, moved: Moved) -> Iterator[float]:
    """The time of one press after the other, ten steps up, ten steps down."""
    slider = opened.page.locator(moved.slider)
    slider.focus()
    number = 0
    while True:
        opened.page.evaluate("() => { window.__hand.pressed = window.__hand.painted = null; }")
        opened.page.keyboard.press("ArrowLeft" if number // 10 % 2 == 0 else "ArrowRight")
        took: Any = opened.page.evaluate(RESULT, PATIENCE_MS)
        yield math.inf if took is None else float(took)
        time.sleep(PAUSES[number % len(PAUSES)])
        number += 1


def _key(moved: Moved) -> str:
    return "ArrowLeft" if moved.choice == "months" else "ArrowRight"


@contextmanager
def _stopped(app: RunningApp) -> Iterator[None]:
    os.kill(app.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(app.process.pid, signal.SIGCONT)


def _written(opened: OpenedPage, moved: Moved, *, seconds: float) -> float:
    """Wait until the address says what the slider says; how long it took, or infinitely."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        value = int(opened.page.locator(moved.slider).input_value())
        if _address(opened, moved) == value:
            return time.perf_counter() - begun
        time.sleep(0.02)
    return math.inf


def _address(opened: OpenedPage, moved: Moved) -> int | None:
    search = str(opened.page.evaluate("() => location.search"))
    written = parse_qs(urlsplit(search).query).get(moved.choice)
    return int(written[0]) if written else None
