"""The program running, a Chromium, and pages that are watched while they are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.serving import (
    WITHOUT_OPTIMISING,
    OpenedPage,
    RunningApp,
    copy_project,
    launched_chromium,
    new_page,
    shown,
)
from tests.serving import start_app as start


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The program as it is, started once for all tests."""
    running = start(tmp_path_factory.mktemp("app"))
    yield running
    running.stop()


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[Callable[..., RunningApp]]:
    """Start more of them: ``start_app(project=…)`` for a changed copy, ``port=`` for a restart."""
    running: list[RunningApp] = []

    def start_one(**options: Any) -> RunningApp:
        running.append(start(tmp_path, **options))
        return running[-1]

    yield start_one
    for one in running:
        one.stop()


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of the program whose ``data/`` a test may change."""
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium for the session."""
    with launched_chromium(WITHOUT_OPTIMISING) as browser:
        yield browser


class Tab:
    """A page that tests use in turn: a new one would compile all scripts anew, for seconds.

    In between it rests at an address of the same site, without memory of what was; after a test
    that only looked it stays in the visit, and the next one that only looks goes on from there.
    """

    def __init__(self, browser: Browser, rest: str) -> None:
        self._browser, self._rest, self._open = browser, rest, ExitStack()
        self._page: Page | None = None
        self._visited: str | None = None

    @contextmanager
    def lent(
        self, app: RunningApp, path: str, *, only_looks: bool = False, **how: Any
    ) -> Iterator[OpenedPage]:
        going_on = only_looks and self._visited == app.url
        if self._visited is not None and not going_on:
            self._end(self._visited)
        if self._page is None:
            self._page, going_on = self._open.enter_context(new_page(self._browser)), False
        self._visited = app.url
        try:
            with shown(self._page, app, path, cold=not going_on, **how) as opened:
                yield opened
        except BaseException:
            only_looks = False
            raise
        finally:
            if not only_looks:
                self._end(app.url)

    def close(self) -> None:
        self._open.close()
        self._page = self._visited = None

    def _end(self, origin: str) -> None:
        self._visited = None
        try:
            if self._page is not None:
                self._forget(self._page, origin)
        except PlaywrightError:
            self.close()

    def _forget(self, page: Page, origin: str) -> None:
        page.goto(self._rest)
        page.mouse.move(-1, -1)
        page.context.clear_cookies()
        page.evaluate("() => sessionStorage.clear()")
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()


@pytest.fixture(scope="session")
def tabs(app: RunningApp, chromium: Browser) -> Iterator[Callable[[int], Tab]]:
    """For :func:`open_page`: the first that a test opens, the second and so on."""
    kept: list[Tab] = []

    def one(number: int) -> Tab:
        while len(kept) <= number:
            kept.append(Tab(chromium, f"{app.url}/healthz"))
        return kept[number]

    yield one
    for tab in kept:
        tab.close()


@pytest.fixture
def open_page(app: RunningApp, tabs: Callable[[int], Tab]) -> Iterator[Callable[..., OpenedPage]]:
    """Open pages of the program, or of ``app=``, each without memory of another.

    ``open_page("/evidence", width=768, height=1024, color_scheme="dark", query={"months": 24})``.
    ``only_looks=True`` is for a test that presses, types and opens nothing, and need not begin with
    an empty memory: its first page goes on in the visit of the one before it, where there is one.
    At the end of the test no page may have asked another host for anything, raised in script, or
    tried what the policy forbids,
    and no server may have printed a traceback while the test ran: an error inside a fragment is
    seen on no page.
    """
    pages: list[OpenedPage] = []
    printed: dict[Path, int] = {}
    main = app
    with ExitStack() as stack:

        def open_one(path: str = "/", *, app: RunningApp = main, **how: Any) -> OpenedPage:
            printed.setdefault(app.log, len(app.output()))
            lent = tabs(len(pages)).lent(app, path, **how)
            pages.append(stack.enter_context(lent))
            return pages[-1]

        yield open_one
    for opened in pages:
        opened.assert_no_foreign_requests()
        opened.assert_policy_kept()
        assert not opened.page_errors, opened.page_errors
    for log, seen in printed.items():
        said = log.read_text(encoding="utf-8", errors="replace")[seen:]
        if "Traceback" in said:
            first = said[said.index("Traceback") :]
            pytest.fail(f"the server printed a traceback:\n{first[:2500]}", pytrace=False)
