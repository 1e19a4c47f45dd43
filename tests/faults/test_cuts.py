"""The server is started anew, hangs, or the line to it is cut, while somebody is in the middle."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.driving import (
    SLIDER,
    choices,
    notices,
    pick,
    shown_preference,
    text_of,
    type_into,
    walk_to,
    weighed,
)
from tests.browser.test_choices_in_url import CHOSEN, reconnected
from tests.browser.test_own_data import LABEL, TAB, USE, bring_counts, name_it, press
from tests.faults.relay import Relay, relayed
from tests.serving import OpenedPage, RunningApp, opened_page
from tests.serving import start_app as start
from tradeoff.screens.notices import BEGAN_ANEW

PAPER = {name: value for name, value in CHOSEN.items() if name in ("cut", "framing", "weight")}
DRAFT = "7"
RARE = pytest.mark.minutes
#: The state of the connection, as Streamlit writes it on the page.
STATE = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"


@dataclass(frozen=True)
class Amid:
    """Somebody with data of their own in use, and counts typed halfway."""

    app: RunningApp
    relay: Relay
    opened: OpenedPage


@contextmanager
def in_the_middle(chromium: Browser, folder: Path) -> Iterator[Amid]:
    """A server, a line to it and a page through that; looked over at the end as every page is."""
    app = start(folder)
    try:
        with (
            relayed(app) as (relay, through),
            opened_page(chromium, through, "/evidence", query={**PAPER, **TAB}) as page,
        ):
            bring_counts(page)
            name_it(page, LABEL)
            press(page, USE)
            walk_to(page, "/")
            pick(page, "harm", "Counts of our own centre")
            type_into(page, "e1", DRAFT)
            assert LABEL in " ".join(weighed(page))
            yield Amid(app, relay, page)
            page.assert_no_foreign_requests()
            page.assert_policy_kept()
            assert not page.page_errors, page.page_errors
            assert "Traceback" not in app.output()
    finally:
        app.stop()


class Kept:
    """One visit for all tests after which it is as it was: that it is, is what they are about."""

    def __init__(self, chromium: Browser, folder: Path) -> None:
        self._how, self._open, self._now = (chromium, folder), ExitStack(), list[Amid]()

    def one(self) -> Amid:
        if not self._now:
            self._now.append(self._open.enter_context(in_the_middle(*self._how)))
        return self._now[0]

    def end(self) -> None:
        self._now.clear()
        self._open.close()


@pytest.fixture(scope="module")
def kept(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    visit = Kept(chromium, tmp_path_factory.mktemp("amid"))
    yield visit
    visit.end()


def assert_nothing_lost(opened: OpenedPage, panel: list[str]) -> None:
    """The session is the same: what it held, and what was typed halfway, is there."""
    assert weighed(opened) == panel
    assert LABEL in " ".join(panel)
    assert opened.page.locator(".st-key-e1 input").input_value() == DRAFT
    assert BEGAN_ANEW not in notices(opened)
    assert_a_press_is_weighed(opened)


def assert_a_press_is_weighed(opened: OpenedPage) -> None:
    before = shown_preference(opened)
    opened.page.locator(SLIDER).press("ArrowRight")
    opened.settle()
    shown = shown_preference(opened)
    assert shown != before
    assert f"counted at {shown} % each" in text_of(opened.page.locator(".weighsaid"))
    assert choices(opened)["weight"] == shown


def wait_for_state(opened: OpenedPage, is_connected: bool) -> None:
    sign = "===" if is_connected else "!=="
    opened.page.wait_for_function(f"() => {STATE} {sign} 'CONNECTED'", timeout=45_000)


@pytest.mark.parametrize("seconds", [0, pytest.param(10, marks=RARE)])
def test_a_line_that_was_cut_and_mended_loses_nothing(kept: Kept, seconds: float) -> None:
    relay, opened = kept.one().relay, kept.one().opened
    panel = weighed(opened)
    relay.cut()
    wait_for_state(opened, False)
    opened.page.wait_for_timeout(seconds * 1000)
    relay.mend()
    wait_for_state(opened, True)
    opened.settle()
    assert_nothing_lost(opened, panel)


def hung(app: RunningApp, relay: Relay) -> tuple[Callable[[], None], Callable[[], None]]:
    process = app.process.pid
    return (
        lambda: os.kill(process, signal.SIGSTOP),
        lambda: os.kill(process, signal.SIGCONT),
    )


def held_up(app: RunningApp, relay: Relay) -> tuple[Callable[[], None], Callable[[], None]]:
    return relay.hold, relay.let_go


@pytest.mark.parametrize("fault", [hung, pytest.param(held_up, marks=RARE)])
def test_what_is_done_while_the_server_hangs_or_the_line_is_held_up_is_done_afterwards(
    kept: Kept,
    fault: Callable[[RunningApp, Relay], tuple[Callable[[], None], Callable[[], None]]],
) -> None:
    amid = kept.one()
    opened, (begin, end) = amid.opened, fault(amid.app, amid.relay)
    moved = str(int(shown_preference(opened)) + 3)
    began = time.monotonic()
    begin()
    try:
        for _ in range(3):
            opened.page.locator(SLIDER).press("ArrowRight")
        assert shown_preference(opened) == moved
        opened.page.wait_for_timeout(5000 - 1000 * (time.monotonic() - began))
    finally:
        end()
    written = f"() => location.search.includes('weight={moved}')"
    opened.page.wait_for_function(written, timeout=30_000)
    opened.settle()
    assert_nothing_lost(opened, weighed(opened))


@pytest.mark.parametrize("how", [pytest.param(signal.SIGTERM, marks=RARE), signal.SIGKILL])
def test_a_server_that_was_started_anew_says_what_has_to_be_given_again_and_keeps_the_rest(
    kept: Kept, start_app: Callable[..., RunningApp], how: int
) -> None:
    first, opened = kept.one().app, kept.one().opened
    chosen = {name: choices(opened)[name] for name in PAPER}
    loaded = opened.page.evaluate("performance.timeOrigin")
    first.process.send_signal(how)
    first.process.wait(15)
    start_app(port=first.port)
    reconnected(opened)
    assert opened.page.evaluate("performance.timeOrigin") == loaded, "it was not loaded anew"
    assert BEGAN_ANEW in notices(opened)
    assert LABEL not in opened.text(), "nothing is shown under a name whose data are gone"
    assert {name: choices(opened)[name] for name in PAPER} == chosen
    assert_a_press_is_weighed(opened)
    walk_to(opened, "/icon_arrays")
    assert BEGAN_ANEW not in notices(opened)
    assert {name: choices(opened)[name] for name in PAPER if name != "weight"} == {
        "cut": "fda-primary", "framing": "died",
    }  # fmt: skip
    kept.end()
