"""What tests do on the least page with two ranges, :mod:`tests.browser.ranges_page`."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.serving import OpenedPage, RunningApp, copy_with_page

PAGE: Final = Path(__file__).with_name("ranges_page.py")
MONTHS, WEIGHT = (f'input[data-choice="{name}"]' for name in ("months", "weight"))


def with_ranges(folder: Path) -> Path:
    """A copy of the program whose first page is the one with two ranges."""
    return copy_with_page(folder, PAGE)


def said(opened: OpenedPage, name: str = "months") -> str:
    """The answer that stands beside a range."""
    return opened.page.locator(f'[data-answer="{name}"]').inner_text()


def press(opened: OpenedPage, *keys: str, on: str = MONTHS) -> None:
    """Press keys on a range."""
    opened.page.locator(on).focus()
    for key in keys:
        opened.page.keyboard.press(key)


def until(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether it holds within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def pasted(page: Page) -> str:
    """What the clipboard holds: our policy lets no script read it."""
    page.evaluate(
        "() => document.body.prepend(Object.assign(document.createElement('textarea'),"
        " { id: 'pasted' }))"
    )
    page.locator("#pasted").press("Control+V")
    text = page.locator("#pasted").input_value()
    page.evaluate("() => document.getElementById('pasted').remove()")
    return text


@contextmanager
def stopped(app: RunningApp) -> Iterator[None]:
    """The server stands still, with all its lines open."""
    os.kill(app.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(app.process.pid, signal.SIGCONT)
