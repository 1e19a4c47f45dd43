"""The guide in a browser: by keyboard alone, skipped, called back, on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import serious_findings
from tests.serving import OpenedPage

OFFER = ".st-key-guide_offer"
STEPS = ("The curve", "The icons", "The panel", "Try it")
#: What the offer may take of the first screen, in pixels.
TALLEST_OFFER = 60
TALLEST_OFFER_NARROW = 130
MANY_TABS = 80

Open = Callable[..., OpenedPage]

FOCUSED = "() => document.activeElement.innerText?.trim() || document.activeElement.ariaLabel"


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def tab_to(page: Page, words: str) -> None:
    """Walk with the tabulator until the focus is on the control with these words."""
    for _ in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == words:
            return
    raise AssertionError(f"{words!r} can't be reached by keyboard")


def at_step(page: Page, step: str) -> None:
    title = f"{STEPS.index(step) + 1} of {len(STEPS)}: {step}"
    expect(dialog(page).get_by_role("heading", name=title)).to_be_visible()


def added_findings(page: Page, known: set[str]) -> list[str]:
    """What the offer and the guide add to what the page has without them."""
    return [str(finding) for finding in serious_findings(page) if finding.where not in known]


def fits(opened: OpenedPage, box: dict[str, Any] | None) -> bool:
    width = (opened.page.viewport_size or {"width": 0})["width"]
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width + 1


def test_it_is_offered_small_and_never_opens_by_itself(open_page: Open) -> None:
    opened = open_page()
    box = opened.page.locator(OFFER).bounding_box()
    assert box is not None
    assert box["height"] <= TALLEST_OFFER
    assert dialog(opened.page).count() == 0
    opened.assert_no_errors()


def test_a_link_with_choices_shows_no_offer(open_page: Open) -> None:
    opened = open_page(query={"months": 24})
    assert opened.page.locator(OFFER).count() == 0
    assert opened.page.get_by_role("button", name="How to read this").is_visible()


def test_all_of_it_by_keyboard_alone(open_page: Open) -> None:
    opened = open_page()
    page = opened.page
    tab_to(page, "Start the guide")
    page.keyboard.press("Enter")
    for step in STEPS[:-1]:
        at_step(page, step)
        tab_to(page, "Next")
        page.keyboard.press("Enter")
    at_step(page, STEPS[-1])
    radios = dialog(page).get_by_role("radio")
    page.keyboard.press("Tab")
    for _ in range(MANY_TABS):
        if page.evaluate("() => document.activeElement.type") == "radio":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(dialog(page).get_by_text("The question asks for the difference")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(dialog(page).get_by_text("That's it.")).to_be_visible()
    assert radios.nth(1).is_checked()
    tab_to(page, "Done")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    opened.settle()
    assert page.locator(OFFER).count() == 0
    assert "?" not in page.url
    opened.assert_no_errors()


@pytest.mark.parametrize("step", [0, 1, 2])
def test_it_can_be_skipped_at_every_step_and_called_back(open_page: Open, step: int) -> None:
    page = open_page().page
    page.get_by_role("button", name="Start the guide").click()
    for place in range(step):
        at_step(page, STEPS[place])
        dialog(page).get_by_role("button", name="Next").click()
    at_step(page, STEPS[step])
    dialog(page).get_by_role("button", name="Skip the guide").click()
    expect(dialog(page)).to_have_count(0)
    expect(page.locator(OFFER)).to_have_count(0)
    page.get_by_role("button", name="How to read this").click()
    at_step(page, STEPS[0])


def test_escape_closes_it_for_good_and_gives_the_focus_back(open_page: Open) -> None:
    opened = open_page(query={"months": 36})
    page = opened.page
    tab_to(page, "How to read this")
    page.keyboard.press("Enter")
    at_step(page, STEPS[0])
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    opened.settle()
    assert page.evaluate(FOCUSED) == "How to read this"
    page.get_by_text("Relapse-free survival", exact=True).click()
    opened.settle()
    assert dialog(page).count() == 0


def test_not_now_is_remembered_through_other_pages_and_back(open_page: Open) -> None:
    opened = open_page()
    page = opened.page
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(OFFER)).to_have_count(0)
    page.get_by_role("link", name="Icon arrays").click()
    expect(page.locator(".st-key-at_icon_arrays")).to_have_count(1)
    page.go_back()
    expect(page.locator(".st-key-at_consultation")).to_have_count(1)
    opened.settle()
    assert page.locator(OFFER).count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_step(open_page: Open, scheme: str) -> None:
    opened = open_page(color_scheme=scheme, query={"months": 36})
    known = {finding.where for finding in serious_findings(opened.page)}
    opened.goto()
    assert not added_findings(opened.page, known)
    opened.page.get_by_role("button", name="Start the guide").click()
    for step in STEPS:
        at_step(opened.page, step)
        opened.settle()
        assert not added_findings(opened.page, known), step
        if step != STEPS[-1]:
            dialog(opened.page).get_by_role("button", name="Next").click()


def test_it_fits_a_telephone(open_page: Open) -> None:
    opened = open_page(width=390, height=844)
    page = opened.page
    box = page.locator(OFFER).bounding_box()
    assert box is not None
    assert fits(opened, dict(box))
    assert box["height"] <= TALLEST_OFFER_NARROW
    page.get_by_role("button", name="Start the guide").click()
    for step in STEPS:
        at_step(page, step)
        opened.settle()
        shown = dialog(page).bounding_box()
        assert fits(opened, None if shown is None else dict(shown))
        wider = dialog(page).evaluate("(box) => box.scrollWidth > box.clientWidth + 1")
        assert not wider, step
        if step != STEPS[-1]:
            dialog(page).get_by_role("button", name="Next").click()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
