"""The program running, a Chromium, and pages that are watched while they are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from scripts.serving import (
    OpenedPage,
    RunningApp,
    copy_project,
    launched_chromium,
    opened_page,
)
from scripts.serving import start_app as start


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
    with launched_chromium() as browser:
        yield browser


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, chromium: Browser
) -> Iterator[Callable[..., OpenedPage]]:
    """Open pages of the program, or of ``app=``, each in a profile of its own.

    ``open_page("/evidence", width=768, height=1024, color_scheme="dark", query={"months": 24})``.
    At the end of the test no page may have asked another host for anything, raised in script, or
    tried what the policy forbids,
    and no server may have printed a traceback while the test ran: an error inside a fragment is
    seen on no page.
    """
    pages: list[OpenedPage] = []
    printed: dict[Path, int] = {}
    with ExitStack() as stack:

        def open_one(path: str = "/", *, app: RunningApp | None = None, **how: Any) -> OpenedPage:
            running = app or request.getfixturevalue("app")
            printed.setdefault(running.log, len(running.output()))
            pages.append(stack.enter_context(opened_page(chromium, running, path, **how)))
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
