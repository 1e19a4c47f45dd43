"""Acceptance: the page answers within the limits, in a browser, beside a bare Streamlit page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.benchmarks import by_hand, interface_speed
from tests.benchmarks.timed import Limit
from tests.serving import RunningApp

#: Continuous integration runs on a shared machine, where a neighbour's load alone doubles a time:
#: there the limits are doubled, so that it still tells a slow page. `make test` and `make bench`
#: on a quiet machine judge the limits themselves.
SLACK = 2.0 if os.environ.get("CI") else 1.0

#: Of each measure; `make bench` takes more of them.
PRESSES = 20
#: By hand the strict limits are for `make bench`: here a neighbour's burst of work, which puts one
#: frame in twenty late, does not count as a fault; an answer of the server's would.
BY_HAND = Limit(p95=150, median=75)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_page_answers_within_the_limits(
    timed_browser: Browser, timed_app: RunningApp, tmp_path: Path
) -> None:
    with interface_speed.bare_running(tmp_path) as bare:
        best = interface_speed.best_of(timed_browser, timed_app, bare, presses=PRESSES)
    text = interface_speed.table(best)
    for one in best:
        assert one.p95 <= one.limit.p95 * SLACK, text
        assert one.median <= one.limit.median * SLACK, text
        assert one.ratio <= one.limit.ratio * SLACK, text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("moved", by_hand.MOVED, ids=lambda moved: moved.choice)
def test_what_a_hand_moves_answers_in_the_page_and_loses_no_press(
    timed_browser: Browser, timed_app: RunningApp, moved: by_hand.Moved
) -> None:
    with by_hand.opened(timed_browser, timed_app, moved) as page:
        with_server = by_hand.answered(page, moved, presses=PRESSES)
        stopped = by_hand.answered_without_server(page, moved)
    quick = by_hand.best(lambda: by_hand.burst(timed_browser, timed_app, moved), rounds=3)
    for one in (with_server, stopped):
        assert one.p95 <= BY_HAND.p95 * SLACK, one
        assert one.median <= BY_HAND.median * SLACK, one
    assert quick.kept, quick
