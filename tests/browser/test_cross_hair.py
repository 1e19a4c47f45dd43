"""The cross-hair lies where the axis has its month, whatever the screen, and hands move it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.ranges import MONTHS, press, until
from tests.serving import OpenedPage

#: In the page: how far the cross-hair is from what plotly drew, in pixels: its line from the tick
#: of the month, the range's thumb from the line, and the frame from the plot's.
OFF = """
(month) => {
  const across = (e) => { const r = e.getBoundingClientRect(); return (r.left + r.right) / 2; };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const tick = (at) => all('.main-svg .xtick text').find((e) => e.textContent === String(at));
  const line = across(document.querySelector('.at-month'));
  const plot = document.querySelector('.main-svg .bg, .nsewdrag').getBoundingClientRect();
  const area = document.querySelector('.plot-area').getBoundingClientRect();
  const input = document.querySelector('input[data-choice=months]');
  const box = input.getBoundingClientRect();
  const share = (input.value - input.min) / (input.max - input.min);
  const thumb = box.left + 10 + share * (box.width - 20);
  return {
    tick: line - across(tick(month)),
    thumb: thumb - line,
    left: area.left - plot.left, right: area.right - plot.right,
    top: area.top - plot.top, bottom: area.bottom - plot.bottom,
  };
}
"""
#: In the page: the middle of the ring that has the colour of an arm's dot.
RING = """
(role) => {
  const colour = getComputedStyle(document.querySelector(`.dot.${role}`)).backgroundColor;
  const [ring] = [...document.querySelectorAll('.main-svg .shapelayer path')].filter((e) =>
    getComputedStyle(e).stroke === colour && e.getAttribute('d').includes('A'));
  const r = ring.getBoundingClientRect();
  return [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
}
"""
SHOWN = "() => document.querySelector('.cross-hair:not(.unsettled)')"
PIXELS = "() => [innerWidth, devicePixelRatio]"
PAGES = ("/", "/survival_curves")
WINDOWS = ((320, 640), (390, 844), (768, 1024), (1280, 720), (1920, 1080), (3840, 2160))


def settled(opened: OpenedPage) -> None:
    opened.page.wait_for_function(SHOWN)


def off(opened: OpenedPage, month: int) -> dict[str, float]:
    settled(opened)
    found: dict[str, float] = opened.page.evaluate(OFF, month)
    return found


def read_out(opened: OpenedPage) -> str:
    return opened.page.locator('.read-out [data-slot="time"]').inner_text()


def test_cross_hair_and_axis_agree_within_a_pixel_at_every_width(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PAGES[0], query={"months": 24}, only_looks=True)
    for path in PAGES:
        opened.come_to(path, query={"months": 24})
        for width, height in WINDOWS:
            opened.page.set_viewport_size({"width": width, "height": height})
            opened.settle()
            found = off(opened, 24)
            assert max(map(abs, found.values())) <= 1, (path, width, found)
    with zoomed(opened):
        found = off(opened, 24)
        assert max(map(abs, found.values())) <= 1, ("200 % zoom", found)


@contextmanager
def zoomed(opened: OpenedPage) -> Iterator[None]:
    """A window of 1280 pixels at 200 % is one of 640 whose pixels are two of the screen's."""
    opened.page.set_viewport_size({"width": 640, "height": 360})
    session = opened.page.context.new_cdp_session(opened.page)
    pixels = {"width": 640, "height": 360, "mobile": False, "deviceScaleFactor": 2}
    session.send("Emulation.setDeviceMetricsOverride", pixels)
    opened.settle()
    assert opened.page.evaluate(PIXELS) == [640, 2]
    try:
        yield
    finally:  # else it would come back with the next address
        session.send("Emulation.clearDeviceMetricsOverride")
        session.detach()
        opened.page.set_viewport_size({"width": 1280, "height": 720})
    assert opened.page.evaluate(PIXELS) == [1280, 1]


def test_after_the_side_bar_moved_it_is_there_again_and_in_its_place(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/survival_curves", query={"months": 24})
    before = opened.page.locator(".plot-area").bounding_box()
    sidebar = opened.page.get_by_test_id("stSidebar")
    sidebar.hover()
    sidebar.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    assert until(lambda: opened.page.locator(".plot-area").bounding_box() != before)
    opened.settle()
    found = off(opened, 24)
    assert max(map(abs, found.values())) <= 1, found


def test_dots_stand_on_the_published_rings_at_a_landmark(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Rings whose ranges overlap make way by 3.5 pixels to the sides; up and down they agree."""
    query = {"cut": "fda-later", "months": 60}
    opened = open_page("/survival_curves", query=query, only_looks=True)
    settled(opened)
    for role in ("experimental", "control"):
        dot = opened.page.locator(f".dot.{role}").bounding_box()
        ring = opened.page.evaluate(RING, role)
        assert dot is not None
        assert dot["y"] + dot["height"] / 2 == pytest.approx(ring[1], abs=1)
        assert dot["x"] + dot["width"] / 2 == pytest.approx(ring[0], abs=4.5)


def test_keys_move_it_by_a_month_a_year_and_to_the_ends_and_no_landmark_holds_them(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Nor is the figure drawn again."""
    opened = open_page("/survival_curves", query={"months": 35})
    opened.page.evaluate("() => { document.querySelector('.main-svg').dataset.mine = 'yes'; }")
    for key, month in (
        ("ArrowRight", 36), ("ArrowLeft", 35), ("ArrowUp", 36), ("PageDown", 24), ("PageUp", 36),
        ("Home", 12), ("ArrowLeft", 12), ("End", 36), ("ArrowDown", 35),
    ):  # fmt: skip
        press(opened, key)
        assert read_out(opened) == f"{month} months"
    said = opened.page.locator(MONTHS).get_attribute("aria-valuetext") or ""
    assert said.startswith("35 months: of 100, ")
    opened.page.wait_for_url("**months=35**")
    opened.settle()
    assert opened.page.locator('.main-svg[data-mine="yes"]').count() == 1
    expect(opened.page.locator(MONTHS)).to_be_focused()
    assert "published" in text_at(opened, "ArrowRight")


def text_at(opened: OpenedPage, key: str) -> str:
    press(opened, key)
    return opened.page.locator('[data-answer="curve"] > span').first.inner_text()


def test_a_pointer_tries_a_month_and_a_click_sets_it_and_a_landmark_catches_both(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/survival_curves", query={"months": 24})
    settled(opened)
    page, box = opened.page, opened.page.locator(".surface").bounding_box()
    assert box is not None
    end = float(page.locator(".surface").get_attribute("data-end") or 0)

    def to(month: float) -> tuple[float, float]:
        return box["x"] + box["width"] * month / end, box["y"] + box["height"] / 2

    page.mouse.move(*to(30))
    assert read_out(opened) == "30 months"
    assert page.locator(MONTHS).input_value() == "24"
    page.mouse.move(*to(34.8))
    assert read_out(opened) == "36 months"
    page.mouse.move(10, 10)
    assert read_out(opened) == "24 months"
    page.mouse.click(*to(18))
    assert read_out(opened) == "18 months"
    opened.page.wait_for_url("**months=18**")
    expect(page.locator(MONTHS)).to_be_focused()


def test_with_half_an_axis_the_mark_stays_and_the_range_ends_with_it(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/survival_curves", query={"months": 30})
    opened.page.get_by_role("radio", name="First 24 months").click()
    opened.settle()
    found = off(opened, 24)
    assert max(map(abs, found.values())) <= 1, found
    assert read_out(opened) == "24 months"
    assert opened.page.locator(MONTHS).get_attribute("max") == "24"


def test_a_trial_with_one_month_says_it_and_has_no_range(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/survival_curves", query={"trial": "tower"}, only_looks=True)
    assert opened.page.locator(MONTHS).count() == 0
    assert opened.page.locator('[data-answer="curve"]').inner_text().startswith("6 months: 54 ")


def test_no_plot_is_flatter_than_one_to_two(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page("/survival_curves", only_looks=True)
    for trial in ("e1910", "demo-colon"):
        opened.come_to("/survival_curves", query={"trial": trial})
        for width, height in ((390, 844), (1280, 720), (1920, 1080), (3840, 2160)):
            opened.page.set_viewport_size({"width": width, "height": height})
            opened.settle()
            settled(opened)
            box: Any = opened.page.locator(".plot-area").bounding_box()
            assert box["height"] >= box["width"] / 2 - 12, (trial, width, box)
