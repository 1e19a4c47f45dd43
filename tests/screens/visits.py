"""Visits as the server runs them, without the browser, and what the tests of pages share."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.choosing import as_filled, choice_data, set_choice
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
        """Every piece of HTML on the page; of our components as a browser fills them."""
        parts = [json.loads(one.proto.json)[0] for one in self.test.get("bidi_component")]
        filled = [as_filled(part) for part in parts if "markup" in part]
        return [element.proto.body for element in self.test.get("html")] + filled

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
        """Gain or harm in the side panel, with the sources that open there."""
        return self._only(rf'<section class="panel {css}".*?</section>') + self.opening("Sources")

    def opening(self, label: str) -> str:
        """What a word below the panel opens; empty where it does not stand there."""
        found = [one for one in self.test.get("popover") if one.proto.popover.label == label]
        return "".join(block.proto.body for one in found for block in one.get("html"))

    @property
    def break_even(self) -> str:
        """The break-even with what it carries, or why nothing can be weighed."""
        return self._only(r'<p class="weigheven.*|<section class="weighing".*?</section>')

    @property
    def result(self) -> str:
        """What the preference implies, with what it carries."""
        return self._only(r'<p class="weighsaid"><b>.*')

    def _only(self, pattern: str) -> str:
        found = [m.group() for b in self.blocks for m in re.finditer(pattern, b, re.DOTALL)]
        (one,) = found
        return one

    @property
    def weight(self) -> int | None:
        """The preference that the panel's slider stands at."""
        value: int | None = choice_data(self.test, "weight")["value"]
        return value

    def prefer(self, weight: int | None) -> Opened:
        """A hand on the panel's slider, at rest."""
        set_choice(self.test, "weight", weight)
        assert not self.test.exception, [found.value for found in self.test.exception]
        return self

    @property
    def faults(self) -> list[str]:
        return re.findall(r'<p class="fieldfault" role="alert">(.*?)</p>', self.html)


def opened(page: str = "consultation", **query: Any) -> Opened:
    return Opened(page, query)


def forget() -> None:
    store._ids.cache_clear()
    store._site.cache_clear()
    store._stamp.cache_clear()
    store._read.cache_clear()
