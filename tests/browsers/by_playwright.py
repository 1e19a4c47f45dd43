"""Chromium under the same hand, so that the walk is one and the same in all three."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, ConsoleMessage, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browsers.driven import KEYS, Driven, RefusedError, call

NAMES: Final = {value: name for name, value in KEYS.items()}


class ByPlaywright(Driven):
    """A browser that Playwright drives."""

    def __init__(self, name: str, downloads: Path, page: Page) -> None:
        super().__init__(name, downloads)
        self._page = page
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        there = {"behavior": "allow", "downloadPath": str(downloads)}
        page.context.new_cdp_session(page).send("Page.setDownloadBehavior", there)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def ask(self, function: str, *given: Any) -> Any:
        try:
            return json.loads(self._page.evaluate(call(function, given)))
        except PlaywrightError as refused:
            raise RefusedError(refused.message) from refused

    def go(self, address: str) -> None:
        self._page.goto(address, wait_until="domcontentloaded")

    def reload(self) -> None:
        self._page.reload(wait_until="domcontentloaded")

    def back(self) -> None:
        self._page.go_back(wait_until="commit")

    def act(self, sources: list[dict[str, Any]]) -> None:
        mouse, keyboard = self._page.mouse, self._page.keyboard
        for action in (one for source in sources for one in source["actions"]):
            match action["type"]:
                case "pointerMove":
                    mouse.move(action["x"], action["y"])
                case "pointerDown":
                    mouse.down()
                case "pointerUp":
                    mouse.up()
                case "keyDown":
                    keyboard.press(NAMES.get(action["value"], action["value"]))

    def give(self, selector: str, file: Path) -> None:
        self._page.locator(selector).set_input_files(file)

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})


@contextmanager
def chromium_in(folder: Path, browser: Browser) -> Iterator[Driven]:
    """A page of the Chromium that runs for the other tests."""
    downloads = folder / "downloads"
    downloads.mkdir()
    context = browser.new_context(reduced_motion="reduce")
    try:
        yield ByPlaywright("chromium", downloads, context.new_page())
    finally:
        context.close()
