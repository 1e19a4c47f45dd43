"""Every page opens cold, by its own address, whole and without an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.browser.driving import DECISION, PAGES, text_of, walk_to
from tests.serving import OpenedPage
from tradeoff.screens.look import PAGE_FILES
from tradeoff.words import frame as frame_words
from tradeoff.words.say import ENGLISH


@pytest.mark.parametrize("name", PAGE_FILES)
def test_a_page_opens_cold_whole_and_asks_for_nothing_that_is_not_there(
    open_page: Callable[..., OpenedPage], name: str
) -> None:
    """The browser's console says each answer of a fault; it stays empty."""
    path = "/" if name == "consultation" else f"/{name}"
    opened = open_page(path, query={"weight": 35})
    asked = [urlsplit(one).path for one in opened.requests]
    assert asked.count("/_stcore/health") == asked.count("/_stcore/host-config") == 1
    assert not [one for one in asked if one.startswith(f"/{name}/")]
    opened.assert_no_errors()
    if path in PAGES:
        assert_decision_source_limits_and_dates(opened, path)


def assert_decision_source_limits_and_dates(opened: OpenedPage, path: str) -> None:
    """What every page of the clinician's says, with or without the side panel."""
    page = opened.page
    seen = text_of(page.get_by_test_id("stApp"))
    assert "Traceback" not in seen
    assert not re.search(r"\b\w+Error\b", seen)
    assert page.get_by_role("heading", level=1).all_inner_texts() == [DECISION]
    assert page.title() == f"{PAGES[path]} · Gain and harm, side by side"
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Litzow et al., N Engl J Med 2024" in text_of(page.get_by_test_id("stMain")), (
        "the page itself, without the side panel, names its source"
    )
    footer = text_of(page.locator(".footer"))
    assert "For use by a clinician with a patient." in footer
    assert "does not predict for one person and does not recommend" in footer
    assert "Not for people outside the trial's population" in footer
    day = r"(\d{4}-\d{2}|\d+ [A-Z][a-z]+ \d{4})"
    for dated in ("data version", "last review", "next review due"):
        assert re.search(rf"{dated} {day}", footer), f"no {dated}: {footer}"


def test_the_menu_has_light_dark_and_what_the_program_is_and_no_recording(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    page = opened.page
    assert page.evaluate("() => !!navigator.mediaDevices?.getDisplayMedia"), "it could record"
    page.get_by_role("button", name="Main menu").click()
    menu = page.get_by_role("menu", name="Main menu")
    every = menu.locator('[role^="menuitem"]').all_inner_texts()  # an icon's name, then its own
    assert [one.split()[-1] for one in every] == ["System", "Light", "Dark", "About"]
    for key, name in (("End", "About"), ("ArrowDown", "System"), ("ArrowUp", "About")):
        page.keyboard.press(key)
        assert page.evaluate("() => document.activeElement.innerText").split()[-1] == name
    page.keyboard.press("Enter")
    about = page.get_by_role("dialog")
    about.wait_for()
    assert frame_words.INTENDED_USE in text_of(about)
    page.keyboard.press("Escape")
    about.wait_for(state="detached")
    opened.assert_no_errors()


def test_the_navigation_holds_all_pages_and_marks_the_one_that_is_open(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    for path, name in PAGES.items():
        if path != "/":
            walk_to(opened, path)
        links = opened.page.locator(".st-key-nav").get_by_role("link")
        every = [frame_words.page_title(ENGLISH, name) for name in PAGE_FILES]
        assert links.all_inner_texts() == every
        weights = links.locator("p").evaluate_all(
            "(all) => all.map((p) => Number(getComputedStyle(p).fontWeight))"
        )
        marked = [one for one, weight in zip(every, weights, strict=True) if weight >= 700]
        assert marked == [name]


def test_a_page_that_does_not_exist_is_told_in_words_with_a_way_to_the_start(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    answer = opened.page.goto(f"{opened.app.url}/no_such_page")
    assert answer is not None
    assert answer.status == 404
    heading = opened.page.get_by_role("heading", level=1)
    assert heading.all_inner_texts() == ["There is no such page"]
    opened.page.get_by_role("link", name="Open the start page").click()
    opened.settle()
    assert heading.all_inner_texts() == [DECISION]
