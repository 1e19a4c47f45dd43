"""One Chromium and one server for all that is timed in a file; gone before other tests come."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.serving import RunningApp, launched_chromium, temporary_app


@pytest.fixture(scope="module")
def timed_browser() -> Iterator[Browser]:
    """Not that of all tests: a worker would have Playwright's event loop from here on."""
    with launched_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def timed_app() -> Iterator[RunningApp]:
    """The program as it is."""
    with temporary_app() as app:
        yield app
