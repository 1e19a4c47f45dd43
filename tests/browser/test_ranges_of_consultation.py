"""The protocol of the ranges where users meet it: on Consultation, with all that follows them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.driving import IMPLIED, choices, text_of
from tests.browser.ranges import MONTHS, WEIGHT, pasted, press, stopped, until
from tests.serving import OpenedPage, RunningApp

REST = 0.15
#: In the page, at once: a month on, a preference set, and Back before either was sent.
PRESSED_AND_BACK = """([months, weight]) => {
  const press = (range, key) => document.querySelector(range)
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  press(months, 'ArrowLeft');
  press(weight, 'ArrowRight');
  history.back();
}"""


def spoken(opened: OpenedPage, on: str) -> str:
    return opened.page.locator(on).get_attribute("aria-valuetext") or ""


def address_says(opened: OpenedPage, seconds: float = 5.0, **wanted: str) -> bool:
    def holds() -> bool:
        opened.page.evaluate("() => 0")  # lets events come in
        return wanted.items() <= choices(opened).items()

    return until(holds, seconds)


@pytest.mark.parametrize(("name", "on", "key"), [
    ("months", MONTHS, "ArrowLeft"), ("weight", WEIGHT, "ArrowRight"),
])  # fmt: skip
def test_twenty_presses_on_a_range_of_consultation_reach_the_address_within_a_second(
    open_page: Callable[..., OpenedPage], name: str, on: str, key: str
) -> None:
    opened = open_page(query={"months": "36", "weight": "10"})
    opened.page.locator(on).focus()
    start = time.perf_counter()
    for number in range(20):
        time.sleep(max(0.0, start + number * 0.030 - time.perf_counter()))
        opened.page.keyboard.press(key)
    stands = {"months": "16", "weight": "30"}[name]
    shown = spoken(opened, on)
    assert shown.startswith(stands)
    assert address_says(opened, 1.0, **{name: stands})
    opened.settle()
    assert spoken(opened, on) == shown
    weight = choices(opened)["weight"]
    assert f"counted at {weight} % each" in text_of(opened.page.locator(IMPLIED))
    opened.assert_no_errors()


def test_month_and_preference_moved_while_the_server_stands_still_are_both_taken_up(
    open_page: Callable[..., OpenedPage], start_app: Callable[..., RunningApp]
) -> None:
    running = start_app()
    opened = open_page(app=running)
    with stopped(running):
        press(opened, "ArrowLeft")
        time.sleep(2 * REST)
        press(opened, "ArrowRight", "PageUp", on=WEIGHT)
        time.sleep(2 * REST)
    assert address_says(opened, months="35", weight="10")
    opened.settle()
    assert spoken(opened, MONTHS).startswith("35 ")
    assert spoken(opened, WEIGHT).startswith("10 ")
    with stopped(running):
        press(opened, "ArrowLeft")
        time.sleep(2 * REST)
        running.process.kill()
    running.process.wait()
    press(opened, "ArrowRight", on=WEIGHT)
    start_app(port=running.port)
    assert address_says(opened, 30.0, months="34", weight="11")
    opened.settle()
    assert spoken(opened, MONTHS).startswith("34 ")
    assert spoken(opened, WEIGHT).startswith("11 ")
    opened.page.get_by_role("link", name="Icon arrays", exact=True).click()
    opened.page.wait_for_url(re.compile("/icon_arrays"))
    assert choices(opened)["months"] == "34"
    assert choices(opened)["weight"] == "11"


def test_link_note_file_and_page_taken_at_once_after_a_press_hold_it(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(query={"weight": "10"})
    page = opened.page
    press(opened, "ArrowRight", on=WEIGHT)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".copy.said", has_text="Copy link")).to_be_visible()
    assert dict(parse_qsl(urlsplit(pasted(page)).query))["weight"] == "11"
    press(opened, "ArrowRight", on=WEIGHT)
    page.get_by_role("button", name="Copy note").click()
    expect(page.locator(".copy.said", has_text="Copy note")).to_be_visible()
    assert "12 %" in pasted(page)
    press(opened, "ArrowRight", on=WEIGHT)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hand-out (PDF)").click()
    assert Path(waiting.value.path()).read_bytes()[:5] == b"%PDF-"
    assert choices(opened)["weight"] == "13"
    press(opened, "ArrowLeft")
    page.get_by_role("link", name="Survival curves", exact=True).click()
    page.wait_for_url(re.compile("/survival_curves"))
    opened.settle()
    assert choices(opened)["months"] == "35"
    assert spoken(opened, MONTHS).startswith("35 ")
    opened.assert_no_errors()


def test_back_at_once_after_a_press_shows_the_view_before(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    press(opened, "ArrowLeft")
    assert address_says(opened, months="35")
    opened.settle()
    opened.page.evaluate(PRESSED_AND_BACK, [MONTHS, WEIGHT])
    opened.page.wait_for_url(lambda url: "months=35" not in url)
    opened.settle()
    time.sleep(2 * REST)
    assert spoken(opened, MONTHS).startswith("36 ")
    assert "weight" not in choices(opened)
    assert choices(opened).get("months", "36") == "36"
