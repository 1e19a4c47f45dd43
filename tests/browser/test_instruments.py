"""The instruments see what they are there to see, tried on the bare page."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.browser.axe import serious_findings
from tests.running import Tab
from tests.serving import OpenedPage, RunningApp, start_app

BARE_PAGE = "tests/browser/bare_page.py"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    running = start_app(tmp_path_factory.mktemp("bare"), script=BARE_PAGE)
    yield running
    running.stop()


def test_a_settled_page_shows_what_its_script_wrote(
    open_page: Callable[..., OpenedPage], bare: RunningApp
) -> None:
    opened = open_page(app=bare)
    assert opened.page.locator(".st-key-bare_number").inner_text().split() == ["Number", "0"]
    opened.assert_no_errors()


def test_a_page_is_not_settled_before_the_program_has_answered(
    open_page: Callable[..., OpenedPage], bare: RunningApp
) -> None:
    opened = open_page(app=bare)
    process = bare.process.pid
    os.kill(process, signal.SIGSTOP)
    goes_on = threading.Timer(1.5, os.kill, (process, signal.SIGCONT))
    goes_on.start()
    opened.page.locator('.st-key-bare_slider input[type="range"]').press("ArrowRight")
    opened.settle()
    goes_on.join()
    assert opened.page.locator(".st-key-bare_number").inner_text().split() == ["Number", "1"]


def test_a_request_and_a_web_socket_to_another_host_are_seen(
    open_page: Callable[..., OpenedPage], bare: RunningApp
) -> None:
    opened = open_page(app=bare)
    opened.assert_no_foreign_requests()
    opened.page.evaluate("() => fetch('http://example.org/').catch(() => null)")
    opened.page.evaluate("() => { new WebSocket('ws://example.org/') }")
    opened.page.wait_for_timeout(200)
    assert opened.foreign_requests() == ["http://example.org/", "ws://example.org/"]
    opened.requests.clear()  # the fixture would fail this test for them, as it should others


def test_an_error_in_the_page_is_kept(
    open_page: Callable[..., OpenedPage], bare: RunningApp
) -> None:
    opened = open_page(app=bare)
    opened.page.evaluate("() => console.error('a complaint')")
    with pytest.raises(AssertionError, match="a complaint"):
        opened.assert_no_errors()


def test_axe_finds_a_picture_without_a_text(
    open_page: Callable[..., OpenedPage], bare: RunningApp
) -> None:
    opened = open_page(app=bare)
    before = serious_findings(opened.page)
    opened.page.get_by_test_id("stMain").evaluate("(main) => main.append(new Image(10, 10))")
    added = {finding.rule for finding in serious_findings(opened.page)}
    assert "image-alt" in added - {finding.rule for finding in before}


@pytest.fixture
def tab(tabs: Callable[[int], Tab]) -> Tab:
    return tabs(0)


def test_a_page_knows_nothing_of_the_test_before_it(tab: Tab, app: RunningApp) -> None:
    with tab.lent(app, "/patient_view", width=390, color_scheme="dark") as opened:
        opened.page.evaluate(
            "() => { localStorage.x = 1; sessionStorage.x = 1; document.cookie = 'x=1'; }"
        )
    with tab.lent(app, "/patient_view") as opened:
        assert opened.page.evaluate(
            "() => [localStorage.x, sessionStorage.x, document.cookie.includes('x=1'), innerWidth,"
            " matchMedia('(prefers-color-scheme: dark)').matches]"
        ) == [None, None, False, 1280, False]


def test_a_page_that_a_test_has_closed_is_opened_anew_for_the_next(
    tab: Tab, app: RunningApp
) -> None:
    with tab.lent(app, "/patient_view") as opened:
        opened.page.close()
    with tab.lent(app, "/patient_view") as opened:
        opened.assert_no_errors()


def test_who_only_looks_goes_on_in_a_visit_and_whoever_does_more_begins_one(
    tab: Tab, app: RunningApp
) -> None:
    """What the address says is shown either way."""
    marks = []
    for only_looks, query in ((True, {}), (True, {"ui": "es"}), (False, {}), (True, {})):
        with tab.lent(app, "/patient_view", only_looks=only_looks, query=query) as opened:
            marks.append(opened.page.evaluate("() => window.__visit ?? null"))
            opened.page.evaluate("() => { window.__visit = 1; }")
            spanish = "¿De qué le gustaría hablar primero?" in opened.text()
            assert spanish is ("ui" in query)
    assert marks == [None, 1, None, None]
