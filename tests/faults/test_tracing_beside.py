"""While figures are traced, all other pages answer as they do without.

It wants the machine for itself, and a browser: `make test-faults` runs it.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.benchmarks.load import MOST_P95
from tests.browser.figures import bring, brought, click_curves, in_months, known, set_axes
from tests.browser.test_own_data import TAB
from tests.faults.visitor import visit
from tests.serving import OpenedPage, RunningApp

#: Presses, each of which has both curves traced anew.
TRACED = 8
#: The hand rests before the server hears of it, in milliseconds.
REST = 500


def answered(app: RunningApp, done: threading.Event) -> list[float]:
    """How long a page took each time that it was asked for, in milliseconds."""
    took = []
    with visit(app) as other:
        other.open("weight=40")
        while not done.wait(0.05):
            began = time.perf_counter()
            other.open(f"weight={40 + len(took) % 50}")
            took.append(1000 * (time.perf_counter() - began))
    return took


@pytest.mark.browser
@pytest.mark.minutes
def test_other_pages_answer_within_200_ms_while_a_figure_is_traced(
    open_page: Callable[..., OpenedPage], app: RunningApp
) -> None:
    figure, opened = known(), open_page("/evidence", query=TAB)
    bring(opened, figure.file)
    brought(opened)
    set_axes(opened, figure)
    in_months(opened)
    click_curves(opened, figure)
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(answered, app, done)
        for _ in range(TRACED):
            opened.page.locator(".figure-point").last.focus()
            opened.page.keyboard.press("ArrowRight")
            opened.page.wait_for_timeout(REST)
            opened.settle()
        done.set()
        took = asking.result()
    assert len(took) > 2 * TRACED
    assert statistics.quantiles(took, n=20)[-1] < MOST_P95, sorted(took)[-5:]
