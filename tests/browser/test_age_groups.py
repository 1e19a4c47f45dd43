"""An age that was entered: both age groups for the clinician, nothing of it for the patient."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser.driving import (
    BENEFIT,
    PATIENT,
    all_taken,
    everything_on,
    patient_screens,
    read_file,
    text_of,
)
from tests.serving import OpenedPage

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


@pytest.mark.parametrize("age", [35, 62])
@pytest.mark.parametrize("endpoint", ["os", "rfs"])
def test_any_age_shows_both_age_groups_with_their_ranges_beside_the_headline(
    open_page: Callable[..., OpenedPage], age: int, endpoint: str
) -> None:
    opened = open_page(query={"endpoint": endpoint})
    assert opened.page.locator(GROUPS).count() == 0
    enter_age(opened, age)
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
    opened.assert_no_errors()


def test_both_groups_fit_a_telephone(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(width=390, height=844)
    enter_age(opened, 62)
    box = opened.page.locator(GROUPS).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert UNDER in text_of(opened.page.locator(GROUPS))
    assert OVER in text_of(opened.page.locator(GROUPS))


def told_to_patients(opened: OpenedPage) -> list[str]:
    """Every screen in both languages, with what can be taken home, word by word."""
    said = []
    for language in ("English", "Español"):
        opened.page.locator(".st-key-patient_language").get_by_role("radio", name=language).click()
        opened.settle()
        for _ in patient_screens(opened):
            said.append(without_order(opened))
        said += [read_file(*file) for file in all_taken(opened)]
        opened.page.locator(".st-key-patient_again button").click()
        opened.settle()
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
    assert said == told_to_patients(other)
    for screen in said:
        assert not re.search(r"Podoltsev|\bHR\b|\b0\.77\b", screen)
