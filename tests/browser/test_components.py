"""The ranges in a real browser, and what goes on between them and the server.

On the least page with two of them (``ranges_page``), which stands in the place of ``app.py`` behind
the program's own server: its policy, its gate, its compression.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import choices
from tests.browser.ranges import MONTHS, WEIGHT, pasted, press, said, stopped, until, with_ranges
from tests.faults.relay import relayed
from tests.serving import OpenedPage, RunningApp, new_page, opened_page, shown
from tests.serving import start_app as start

SURFACE = ".surface-months"
REST = 0.15
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_ranges(tmp_path_factory.mktemp("ranges"))


@pytest.fixture(scope="module")
def ranges(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    running = start(tmp_path_factory.mktemp("running"), project=project)
    yield running
    running.stop()


@pytest.fixture
def opened(ranges: RunningApp, open_page: Callable[..., OpenedPage]) -> OpenedPage:
    return open_page(app=ranges, query={"months": "30"})


def runs(opened: OpenedPage) -> int:
    return int(opened.page.locator(".runs").inner_text())


def told(opened: OpenedPage) -> str:
    return opened.page.locator(".told").inner_text()


def address_says(opened: OpenedPage, seconds: float = 5.0, **wanted: str) -> bool:
    def holds() -> bool:
        opened.page.evaluate("() => 0")  # lets events come in
        return wanted.items() <= choices(opened).items()

    return until(holds, seconds)


def connected(opened: OpenedPage) -> None:
    opened.page.wait_for_selector(
        '[data-testid="stApp"][data-test-connection-state="CONNECTED"]', timeout=30_000
    )


# Answers within a frame --------------------------------------------------------------------


def test_twenty_presses_thirty_milliseconds_apart_lose_none_and_run_the_server_twice_at_most(
    opened: OpenedPage,
) -> None:
    before = runs(opened)
    opened.page.locator(WEIGHT).focus()
    start = time.perf_counter()
    for number in range(20):
        time.sleep(max(0.0, start + number * 0.030 - time.perf_counter()))
        opened.page.keyboard.press("ArrowRight")
    assert said(opened, "weight") == "weight 19"
    assert address_says(opened, 1.0, weight="19")
    opened.settle()
    assert said(opened, "weight") == "weight 19"
    assert "weight=19" in told(opened)
    assert runs(opened) - before <= 2


# Keys and pointers -------------------------------------------------------------------------


def test_everything_can_be_done_by_keys_and_is_said_in_words(opened: OpenedPage) -> None:
    month, weight = opened.page.locator(MONTHS), opened.page.locator(WEIGHT)
    for key, stands in (
        *(("ArrowLeft", 29), ("ArrowDown", 28), ("ArrowRight", 29), ("ArrowUp", 30)),
        *(("PageDown", 18), ("PageUp", 30), ("PageUp", 36), ("Home", 12), ("End", 36)),
        ("ArrowLeft", 35),  # a landmark catches no key
    ):
        press(opened, key)
        assert month.get_attribute("aria-valuetext") == f"{stands} months", key
        assert said(opened) == f"month {stands}"
    root = opened.page.locator(".choice", has=weight)
    assert weight.get_attribute("aria-valuetext") == "not set"
    expect(root).to_have_class(re.compile("unset"))
    for key, text in (("ArrowRight", "weight 0"), ("PageUp", "weight 10"), ("End", "weight 100")):
        press(opened, key, on=WEIGHT)
        assert said(opened, "weight") == text
    expect(root).not_to_have_class(re.compile("unset"))
    opened.page.get_by_role("button", name="Clear weight").click()
    assert said(opened, "weight") == "not set"
    expect(weight).to_be_focused()
    opened.settle()
    assert "weight" not in choices(opened)


def at_month(page: Page, month: float) -> tuple[float, float]:
    """The point of the surface above a month: it begins at 0 and ends at 36."""
    box = page.locator(SURFACE).bounding_box()
    assert box
    return box["x"] + box["width"] * month / 36, box["y"] + box["height"] / 2


def test_hovering_shows_the_answer_on_trial_and_leaves_the_range_alone(opened: OpenedPage) -> None:
    page = opened.page
    root = page.locator(".choice", has=page.locator(MONTHS))
    page.mouse.move(*at_month(page, 18))
    assert said(opened) == "month 18"
    expect(root).to_have_class(re.compile("trial"))
    assert page.locator(MONTHS).input_value() == "30"
    assert page.locator(MONTHS).get_attribute("aria-valuetext") == "30 months"
    assert root.evaluate("(one) => one.style.getPropertyValue('--x')") == "18"
    page.mouse.move(*at_month(page, 2))
    assert said(opened) == "month 12"  # the first that can be chosen
    page.mouse.move(5, 5)
    assert said(opened) == "month 30"
    expect(root).not_to_have_class(re.compile("trial"))
    time.sleep(2 * REST)
    assert choices(opened)["months"] == "30"


def test_a_click_and_a_drag_set_and_a_landmark_catches_within_a_month(opened: OpenedPage) -> None:
    page = opened.page
    page.mouse.click(*at_month(page, 25))
    assert said(opened) == "month 24"
    assert page.locator(MONTHS).input_value() == "24"
    expect(page.locator(MONTHS)).to_be_focused()
    assert address_says(opened, months="24")
    page.mouse.move(*at_month(page, 24))
    page.mouse.down()
    for month in (22, 20, 16, 14):
        page.mouse.move(*at_month(page, month))
        assert said(opened) == f"month {month}"
    page.mouse.up()
    assert address_says(opened, months="14")
    opened.settle()
    assert said(opened) == "month 14"


def test_the_range_itself_is_dragged_and_a_press_where_its_thumb_stands_sets(
    opened: OpenedPage,
) -> None:
    page = opened.page
    box = page.locator(WEIGHT).bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + 4, y)
    assert said(opened, "weight") == "weight 0"
    assert address_says(opened, weight="0")
    page.mouse.move(box["x"] + 8, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, y, steps=5)
    assert said(opened, "weight") == "weight 50"
    page.mouse.move(box["x"] + box["width"] / 2, y + 300, steps=5)
    page.mouse.up()  # off the range
    assert address_says(opened, weight="50")
    opened.settle()
    press(opened, "ArrowRight", on=WEIGHT)
    assert said(opened, "weight") == "weight 51"


@contextmanager
def touching(chromium: Browser, app: RunningApp) -> Iterator[tuple[OpenedPage, Any]]:
    """A telephone, and what presses a finger on it."""
    with (
        new_page(chromium, has_touch=True, is_mobile=True) as page,
        shown(page, app, width=390, height=844, query={"months": "30"}) as opened,
    ):
        session = page.context.new_cdp_session(page)

        def finger(kind: str, x: float = 0, y: float = 0) -> None:
            points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        yield opened, finger


def test_a_finger_sets_with_a_tap_or_a_drag_along_and_scrolls_with_any_other(
    chromium: Browser, ranges: RunningApp
) -> None:
    with touching(chromium, ranges) as (opened, finger):
        page = opened.page
        for place in (SURFACE, MONTHS):
            opened.come_to(query={"months": "30"})
            x, y = touched(page, place)
            finger("touchStart", x, y)
            for step in range(1, 20):
                finger("touchMove", x, y - 10 * step)
            finger("touchEnd")
            assert until(lambda: page.evaluate(SCROLLED) > 50), "the page did not scroll"
            time.sleep(2 * REST)
            assert said(opened) == "month 30"
            assert choices(opened)["months"] == "30"
            page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
            x, y = touched(page, place)
            page.touchscreen.tap(x, y)
            assert until(lambda: said(opened) != "month 30")
            tapped = said(opened)
            assert address_says(opened, months=tapped.removeprefix("month "))
            finger("touchStart", x, y)
            for step in range(1, 8):
                finger("touchMove", x - 15 * step, y)
            finger("touchEnd")
            dragged = said(opened)
            assert int(dragged.removeprefix("month ")) < int(tapped.removeprefix("month "))
            assert address_says(opened, months=dragged.removeprefix("month "))


def touched(page: Page, place: str) -> tuple[float, float]:
    box = page.locator(place).bounding_box()
    assert box
    return box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2


def lead_to(page: Page, cut: str) -> None:
    """The address of another cut, and the page drawn for it, as a link would do."""
    page.evaluate(
        """(cut) => {
          const to = new URL(location);
          to.searchParams.set('cut', cut);
          history.pushState({}, '', to);
          dispatchEvent(new PopStateEvent('popstate'));
        }""",
        cut,
    )


#: In the page: presses of keys on whatever has the focus, too quick for a hand to rest, until a
#: while after the range was made anew; how many, and what the range shows then. The first press
#: sets 0, and then 1 and 0 by turns.
PRESSED = """
() => new Promise((done) => {
  let pressed = 0, left = 5;
  const timer = setInterval(() => {
    const key = pressed % 2 ? 'ArrowRight' : 'ArrowLeft';
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    pressed += 1;
    if (document.querySelector('[data-seen]') || (left -= 1)) return;
    clearInterval(timer);
    done([pressed, document.querySelector('[data-answer="weight"]').textContent]);
  }, 20);
})
"""


def test_new_markup_keeps_the_focus_and_what_is_not_answered(
    opened: OpenedPage, ranges: RunningApp
) -> None:
    page = opened.page
    page.locator(WEIGHT).evaluate("(one) => { one.dataset.seen = 'yes' }")
    page.locator(WEIGHT).focus()
    with stopped(ranges):
        lead_to(page, "fda-later")
    pressed, shown = page.evaluate(PRESSED)
    stands = str((pressed - 1) % 2)
    assert shown == f"weight {stands}"
    expect(page.locator(WEIGHT)).to_be_focused()
    opened.settle()
    assert said(opened, "weight") == shown
    assert (choices(opened)["weight"], choices(opened)["cut"]) == (stands, "fda-later")


def test_a_preference_that_was_set_for_another_cut_is_not_taken_over(
    opened: OpenedPage, ranges: RunningApp
) -> None:
    with stopped(ranges):
        lead_to(opened.page, "fda-later")
        press(opened, "ArrowRight", on=WEIGHT)
        assert said(opened, "weight") == "weight 0"
        time.sleep(2 * REST)
    assert until(lambda: said(opened, "weight") == "not set")
    opened.settle()
    assert "weight" not in choices(opened)
    assert choices(opened)["cut"] == "fda-later"


# Between browser and server ----------------------------------------------------------------


def test_what_is_chosen_while_the_server_is_stopped_is_taken_up_when_it_goes_on(
    ranges: RunningApp, opened: OpenedPage
) -> None:
    before = runs(opened)
    with stopped(ranges):
        press(opened, "ArrowLeft", "ArrowLeft")
        time.sleep(2 * REST)
        press(opened, "ArrowRight", "ArrowRight", on=WEIGHT)
        time.sleep(2.0)
        assert (said(opened), said(opened, "weight")) == ("month 28", "weight 1")
    assert address_says(opened, months="28", weight="1")
    opened.settle()
    assert (said(opened), said(opened, "weight")) == ("month 28", "weight 1")
    assert "months=28" in told(opened)
    assert "weight=1" in told(opened)
    assert runs(opened) - before <= 6  # both fragments, the whole page once
    opened.assert_no_errors()


def test_an_answer_to_an_earlier_choice_never_moves_the_thumb(
    ranges: RunningApp, opened: OpenedPage
) -> None:
    opened.page.evaluate(
        """(answer) => {
          const place = document.querySelector(answer);
          window.__moved = [];
          new MutationObserver(() => window.__moved.push(place.textContent))
            .observe(place, { childList: true, characterData: true, subtree: true });
        }""",
        '[data-answer="months"]',
    )
    for _ in range(3):
        press(opened, "ArrowLeft")
        time.sleep(REST + 0.03)  # the answer comes while the next press is made
    opened.settle()
    moved = opened.page.evaluate("() => window.__moved")
    assert moved == ["month 29", "month 28", "month 27"]


def start_again(app: RunningApp, project: Path) -> None:
    """On its port, once it has ended: the next tests go on with it."""
    app.process.wait()
    app.process = start(app.log.parent, project=project, port=app.port).process


def test_a_choice_outlives_a_restart_of_the_server(
    project: Path, ranges: RunningApp, opened: OpenedPage
) -> None:
    with stopped(ranges):
        press(opened, "ArrowLeft")
        time.sleep(2 * REST)  # on its way to a server that will never read it
        ranges.process.kill()
    ranges.process.wait()
    press(opened, "ArrowRight", on=WEIGHT)  # while there is none
    time.sleep(2 * REST)
    start_again(ranges, project)
    connected(opened)
    assert address_says(opened, 10.0, months="29", weight="0")
    opened.settle()
    assert (said(opened), said(opened, "weight")) == ("month 29", "weight 0")


def test_a_choice_that_was_answered_is_not_applied_again_by_another_server(
    project: Path, ranges: RunningApp, opened: OpenedPage
) -> None:
    press(opened, "ArrowLeft")
    opened.settle()
    opened.page.go_back()
    opened.settle()
    assert said(opened) == "month 30"
    ranges.stop()
    start_again(ranges, project)
    connected(opened)
    opened.settle()
    time.sleep(1)
    assert said(opened) == "month 30"
    assert choices(opened)["months"] == "30"


def test_a_choice_outlives_a_line_that_is_cut(ranges: RunningApp, chromium: Browser) -> None:
    with relayed(ranges) as (line, app), opened_page(chromium, app, query={"months": "30"}) as one:
        line.hold()
        press(one, "ArrowLeft")
        time.sleep(2 * REST)  # sent, and on the line
        line.cut()
        line.let_go()
        press(one, "ArrowRight", on=WEIGHT)
        time.sleep(2 * REST)
        line.mend()
        connected(one)
        assert address_says(one, 10.0, months="29", weight="0")
        one.settle()
        assert (said(one), said(one, "weight")) == ("month 29", "weight 0")


def test_two_tabs_go_their_own_ways(
    ranges: RunningApp, open_page: Callable[..., OpenedPage]
) -> None:
    one = open_page(app=ranges, query={"months": "30"})
    with new_page_beside(one) as other:
        press(one, "ArrowLeft")
        press(other, "ArrowRight", "ArrowRight")
        assert address_says(one, months="29")
        assert address_says(other, months="32")
        one.settle()
        other.settle()
        assert (said(one), said(other)) == ("month 29", "month 32")


@contextmanager
def new_page_beside(opened: OpenedPage) -> Iterator[OpenedPage]:
    """Another tab of the same browser profile."""
    page = opened.page.context.new_page()
    try:
        with shown(page, opened.app, query={"months": "30"}) as other:
            yield other
    finally:
        page.close()


# What carries the choices away -------------------------------------------------------------


@pytest.mark.parametrize("server", ["running", "stopped"])
def test_a_link_clicked_at_once_after_a_press_carries_it(
    ranges: RunningApp, opened: OpenedPage, server: str
) -> None:
    link = opened.page.get_by_role("link", name="Carry on")
    if server == "stopped":
        with stopped(ranges):
            press(opened, "ArrowLeft")
            link.click(no_wait_after=True)
            time.sleep(1)
            assert "/evidence" not in opened.page.url
    else:
        press(opened, "ArrowLeft")
        link.click(no_wait_after=True)
    opened.page.wait_for_url(re.compile("/evidence"))
    opened.settle()
    assert choices(opened)["months"] == "29"


def test_a_link_clicked_while_the_page_is_still_drawn_for_a_choice_carries_it(
    opened: OpenedPage,
) -> None:
    press(opened, "ArrowRight", on=WEIGHT)
    assert address_says(opened, weight="0")  # answered; the link is drawn later
    assert "weight=" not in told(opened)
    opened.page.get_by_role("link", name="Carry on").click(no_wait_after=True)
    opened.page.wait_for_url(re.compile("/evidence"))
    assert choices(opened)["weight"] == "0"


def test_a_download_and_a_copy_at_once_after_a_press_hold_it(opened: OpenedPage) -> None:
    page = opened.page
    press(opened, "ArrowLeft")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == "month 29"
    press(opened, "ArrowLeft")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".copy [role=status]")).to_have_text("Copied.")
    assert pasted(page) == "month 28"


def test_back_at_once_after_a_press_takes_it_back(opened: OpenedPage) -> None:
    press(opened, "ArrowLeft")
    assert address_says(opened, months="29")
    opened.settle()
    press(opened, "ArrowLeft")
    opened.page.go_back()
    opened.settle()
    time.sleep(2 * REST)
    assert said(opened) == "month 30"
    assert choices(opened)["months"] == "30"
    opened.page.go_forward()
    opened.settle()
    assert said(opened) == "month 29"


def test_back_while_a_choice_is_under_way_takes_it_back(
    ranges: RunningApp, opened: OpenedPage
) -> None:
    press(opened, "ArrowLeft")
    assert address_says(opened, months="29")
    opened.settle()
    with stopped(ranges):
        press(opened, "ArrowLeft")
        time.sleep(2 * REST)
        opened.page.evaluate("() => history.back()")
        time.sleep(0.2)
    assert until(lambda: address_says(opened, 0.1, months="30") and said(opened) == "month 30")
    opened.settle()
    time.sleep(0.5)
    assert said(opened) == "month 30"
    assert choices(opened)["months"] == "30"
    assert "months=30" in told(opened)


# Copying -----------------------------------------------------------------------------------


#: In the page: what a browser has that does not copy for pages that come by http.
WITHOUT_CLIPBOARD = "() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }); }"


def test_copying_works_without_the_clipboard_of_secure_pages(opened: OpenedPage) -> None:
    page = opened.page
    page.evaluate(WITHOUT_CLIPBOARD)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".copy [role=status]")).to_have_text("Copied.")
    expect(page.get_by_role("button", name="Copy")).to_be_focused()
    expect(page.locator(".copy [role=status]")).to_have_text("", timeout=6000)
    assert pasted(page) == "month 30"


def test_where_a_browser_refuses_the_text_is_shown_and_selected(opened: OpenedPage) -> None:
    page = opened.page
    page.evaluate(WITHOUT_CLIPBOARD)
    page.evaluate("() => { Document.prototype.execCommand = () => false; }")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".copy [role=status]")).to_contain_text("Ctrl+C")
    expect(page.locator(".copy textarea")).to_be_focused()
    selected = "() => document.querySelector('.copy textarea').selectionEnd"
    assert page.evaluate(selected) == len("month 30")
    page.locator(WEIGHT).focus()
    expect(page.locator(".copy textarea")).to_be_hidden()
    expect(page.locator(".copy [role=status]")).to_have_text("")


# Where it is found -------------------------------------------------------------------------


def test_the_ranges_answer_where_streamlit_runs_the_page_itself(
    project: Path, chromium: Browser, tmp_path: Path
) -> None:
    running = start(tmp_path, project=project, script="app.py")
    try:
        with opened_page(chromium, running, query={"months": "30"}) as one:
            press(one, "ArrowLeft")
            assert address_says(one, months="29")
    finally:
        running.stop()
