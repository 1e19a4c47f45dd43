"""Visits as the server runs them, without the browser, and what the tests of pages share."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.views import PLACES
from tradeoff.screens import store
from tradeoff.screens.look import PAGE_FILES

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
PAGES = ("consultation", "survival_curves", "icon_arrays", "benefit_and_harm", "evidence")
Place = tuple[str, str, str]
#: End point, cut and month as they stand in a link.
LINKED: tuple[Place, ...] = tuple((endpoint, cut, str(month)) for endpoint, cut, month in PLACES)
BADGE = "Unconfirmed: check against the full paper"
TYPED = {"harm": "paper", "e1": "26", "n1": "111", "e0": "6", "n0": "112", "asof": "2026-05"}
COUNTS = {"e1": "26", "n1": "111", "e0": "6", "n0": "112"}

every_page = pytest.mark.parametrize("page", PAGES)
every_place = pytest.mark.parametrize("place", LINKED, ids="-".join)


class Opened:
    """One visit in a browser tab, without the browser."""

    def __init__(self, page: str, query: dict[str, Any]) -> None:
        self.test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            self.test.query_params[name] = value
        if page == "consultation":
            self.run()
        else:
            self.go(page)

    def run(self) -> Opened:
        self.test.run()
        assert not self.test.exception, [found.value for found in self.test.exception]
        return self

    def go(self, page: str) -> Opened:
        self.test.switch_page(PAGE_FILES[page])
        return self.run()

    def choose(self, kind: str, key: str, value: object) -> Opened:
        (widget,) = (one for one in self.test.get(kind) if one.key == key)
        widget.set_value(value)
        return self.run()

    def type(self, **fields: str) -> Opened:
        for key, value in fields.items():
            self.choose("text_input", key, value)
        return self

    @property
    def blocks(self) -> list[str]:
        return [element.proto.body for element in self.test.get("html")]

    @property
    def html(self) -> str:
        return "\n".join(block for block in self.blocks if not block.startswith("<style>"))

    @property
    def to_copy(self) -> list[str]:
        """What stands in fields to copy it from: the note, the link."""
        fields = re.findall(r"<textarea[^>]*>(.*?)</textarea>", self.html, re.DOTALL)
        return [html.unescape(field) for field in fields]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html))

    @property
    def query(self) -> dict[str, str]:
        """The URL's parameters (AppTest gives a list for one that was set from outside)."""
        return {
            name: value if isinstance(value, str) else value[-1]
            for name, value in self.test.query_params.items()
        }

    @property
    def notice(self) -> str:
        found = re.search(r'<div class="banner" role="status">.*?</div>', self.html, re.DOTALL)
        return "" if found is None else found.group()

    def part(self, css: str) -> str:
        """A named region of the side panel."""
        (found,) = (b for b in self.blocks if b.startswith(f'<section class="panel {css}"'))
        return found

    @property
    def result(self) -> str:
        (found,) = (b for b in self.blocks if b.startswith('<div class="panel" role="status">'))
        return found

    @property
    def faults(self) -> list[str]:
        return re.findall(r'<p class="fieldfault" role="alert">(.*?)</p>', self.html)


def opened(page: str = "consultation", **query: Any) -> Opened:
    return Opened(page, query)


def forget() -> None:
    store._ids.cache_clear()
    store._stamp.cache_clear()
    store._read.cache_clear()
