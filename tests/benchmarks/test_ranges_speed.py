"""From the press of a key on a range until the frame with its answer is painted.

On the least page with two ranges; the pages that have them are measured beside it. The limits are
the issue's: 60 presses, half of them within 34 ms, nineteen of twenty within 50 ms, whatever the
server does.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.benchmarks.test_interface_speed import SLACK
from tests.browser.ranges import MONTHS, WEIGHT, press, stopped, with_ranges
from tests.serving import OpenedPage, RunningApp, opened_page, start_app

PRESSES: Final = 60
MEDIAN, NEARLY_ALL = 34, 50
#: The machine is shared: one of three rounds has to keep the limits.
ROUNDS: Final = 3
KEYS: Final = ("ArrowRight", "ArrowRight", "ArrowLeft")
#: In the page: from each press of a key until the frame that shows its answer is painted.
WATCH: Final = """
(answer) => {
  const said = () => document.querySelector(answer).textContent;
  addEventListener('keydown', (event) => {
    const before = said();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.__painted.push(
        said() === before ? Infinity : performance.now() - event.timeStamp);
      port2.postMessage(0);
    });
  }, true);
}
"""


pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def ranges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    folder = tmp_path_factory.mktemp("ranges")
    running = start_app(folder, project=with_ranges(folder))
    yield running
    running.stop()


@pytest.mark.parametrize(("name", "on"), [("months", MONTHS), ("weight", WEIGHT)])
def test_a_press_is_painted_within_two_frames_whatever_the_server_does(
    ranges: RunningApp, timed_browser: Browser, name: str, on: str
) -> None:
    with opened_page(timed_browser, ranges, calm=False) as opened:
        opened.page.evaluate(WATCH, f'[data-answer="{name}"]')
        for server, how in (("running", nullcontext), ("stopped", lambda: stopped(ranges))):
            assert_quick(opened, how, on=on, told=f"{name}, server {server}")


def assert_quick(
    opened: OpenedPage, how: Callable[[], AbstractContextManager[None]], *, on: str, told: str
) -> None:
    found = []
    for _ in range(ROUNDS):
        press(opened, "Home", on=on)
        opened.settle()
        with how():
            found.append(painted(opened))
        opened.settle()
        middle, late = statistics.median(found[-1]), found[-1][PRESSES * 95 // 100 - 1]
        sys.stdout.write(f"{told}: median {middle:.0f}, 95th {late:.0f} ms\n")
        if middle <= MEDIAN * SLACK and late <= NEARLY_ALL * SLACK:
            return
    pytest.fail(f"{told}, milliseconds, of {PRESSES} presses: {found}")


def painted(opened: OpenedPage) -> list[float]:
    """Milliseconds of each press, the quickest first; those never painted are last."""
    opened.page.evaluate("() => { window.__painted = [] }")
    for number in range(PRESSES):
        opened.page.keyboard.press(KEYS[number % len(KEYS)])
        time.sleep(0.033)
    times = list(opened.page.evaluate("() => window.__painted"))
    return sorted([*times, *[math.inf] * (PRESSES - len(times))])
