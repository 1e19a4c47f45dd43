"""The guide in a browser: by keyboard alone, skipped, called back, on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import serious_findings
from tests.serving import OpenedPage

STEPS = ("The chips", "The curve", "The people", "The panel", "Try it")
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


def fits(opened: OpenedPage, box: dict[str, Any] | None) -> bool:
    width = (opened.page.viewport_size or {"width": 0})["width"]
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width + 1


def assert_no_visit_is_met_by_it(opened: OpenedPage) -> None:
    """Its button is on the first screen."""
    assert dialog(opened.page).count() == 0
    box = opened.page.get_by_role("button", name="How to read this").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 720
    opened.assert_no_errors()


def test_no_visit_is_met_by_it_and_all_of_it_is_done_by_keyboard_alone(open_page: Open) -> None:
    opened = open_page(width=1280, height=720)
    page = opened.page
    assert_no_visit_is_met_by_it(opened)
    tab_to(page, "How to read this")
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
    assert "?" not in page.url
    opened.assert_no_errors()


def test_it_can_be_skipped_at_every_step_and_called_back(open_page: Open) -> None:
    page = open_page().page
    page.get_by_role("button", name="How to read this").click()
    for step in (0, 3):
        for place in range(step):
            at_step(page, STEPS[place])
            dialog(page).get_by_role("button", name="Next").click()
        at_step(page, STEPS[step])
        dialog(page).get_by_role("button", name="Skip the guide").click()
        expect(dialog(page)).to_have_count(0)
        page.get_by_role("button", name="How to read this").click()
        at_step(page, STEPS[0])


def test_escape_closes_it_for_good_and_gives_the_focus_back(open_page: Open) -> None:
    opened = open_page(width=1280, height=720, query={"months": 36})
    page = opened.page
    assert_no_visit_is_met_by_it(opened)
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


def test_axe_finds_nothing_serious_in_any_step(open_page: Open) -> None:
    opened = open_page(query={"months": 36})
    found = []
    opened.page.get_by_role("button", name="How to read this").click()
    for step in STEPS:
        at_step(opened.page, step)
        for scheme in ("light", "dark"):
            opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            opened.settle()
            at_step(opened.page, step)
            every = serious_findings(opened.page, colours_only=scheme == "dark")
            found += [f"{step}, {scheme}: {finding}" for finding in every]
        if step != STEPS[-1]:
            dialog(opened.page).get_by_role("button", name="Next").click()
    assert not found, "\n".join(found)


def test_it_fits_a_telephone(open_page: Open) -> None:
    opened = open_page(width=390, height=844)
    page = opened.page
    page.get_by_role("button", name="How to read this").click()
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
