"""An age that was entered: both age groups for the clinician, nothing of it for the patient."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

from tests.browser.driving import (
    BENEFIT,
    PATIENT,
    all_taken,
    choices,
    everything_on,
    read_file,
    text_of,
)
from tests.serving import OpenedPage
from tradeoff.findings.places import Screen

GROUPS = ".byage"
UNDER, OVER = "Under 55 years", "55 years and over"
RANGE = re.compile(r"\d \(\d+\.\d+ to \d+\.\d+\)")


def enter_age(opened: OpenedPage, age: int) -> None:
    """As somebody does it: open the check, type, close it."""
    opened.page.locator(".st-key-check button").click()
    opened.settle()
    field = opened.page.locator(".st-key-criterion_age input")
    field.fill(str(age))
    field.press("Enter")
    opened.settle()
    opened.page.locator(".st-key-check button").click()
    opened.settle()


def test_any_age_shows_both_age_groups_with_their_ranges_beside_the_headline_and_on_a_telephone(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    for age, endpoints in ((35, ("os", "rfs")), (62, ("rfs", "os"))):
        opened.come_to(query={"endpoint": endpoints[0]})
        assert opened.page.locator(GROUPS).count() == (0 if age == 35 else 1)
        enter_age(opened, age)
        assert_both_groups(opened)
        opened.come_to(query={"endpoint": endpoints[1]})
        assert_both_groups(opened)
    opened.page.set_viewport_size({"width": 390, "height": 844})
    opened.settle()
    box = opened.page.locator(GROUPS).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert UNDER in text_of(opened.page.locator(GROUPS))
    assert OVER in text_of(opened.page.locator(GROUPS))
    opened.assert_no_errors()


def assert_both_groups(opened: OpenedPage) -> None:
    """Below the headline, each with its range or the words that none was published."""
    groups = opened.page.locator(GROUPS)
    assert groups.is_visible()
    told = groups.locator("img").first.get_attribute("alt") or ""
    for name in ("All patients", UNDER, OVER):
        assert RANGE.search(told.partition(name)[2]), told
    assert "Not powered for subgroups" in text_of(groups)
    assert "range not published" in text_of(groups), "of the rates no interval was printed"
    benefit = opened.page.locator(BENEFIT)
    tops = [box["y"] for one in (benefit, groups) if (box := one.bounding_box()) is not None]
    assert tops == sorted(tops), "below the headline"


def told_to_patients(opened: OpenedPage) -> list[str]:
    """Every screen in both languages, with what can be taken home, word by word."""
    said, now = [], choices(opened)
    for language, screen in product(("en", "es"), Screen):
        shown = {"lang": language, "screen": screen.value, "chances": "shown"}
        opened.come_to(PATIENT, query=now | shown)
        said.append(without_order(opened))
        if screen is Screen.END:
            said += [read_file(*file) for file in all_taken(opened)]
    return said


def without_order(opened: OpenedPage) -> str:
    """All words; the cards, which each visit deals anew, in an order of their own."""
    cards = opened.page.locator(".st-key-cards button").all_inner_texts()
    said = everything_on(opened)
    for card in cards:
        assert card in said
        said = said.replace(card, "", 1)
    return " ".join([said, *sorted(cards)])


def test_an_age_that_was_entered_changes_no_word_on_any_screen_for_patients(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    enter_age(opened, 62)
    assert opened.page.locator(GROUPS).count() == 1
    opened.page.locator(".st-key-nav").get_by_role("link", name="Patient view").click()
    opened.page.wait_for_url(f"**{PATIENT}?**")
    opened.page.get_by_test_id("stSidebar").wait_for(state="hidden")
    opened.settle()
    said = told_to_patients(opened)
    other = open_page(PATIENT, query=opened.page.url.partition("?")[2].replace("lang=es", ""))
    assert len(said) == 2 * (10 + 3)
    assert len(set(said)) == len(said), "each screen is one of its own"
    assert said == told_to_patients(other)
    for screen in said:
        assert not re.search(r"Podoltsev|\bHR\b|\b0\.77\b", screen)
