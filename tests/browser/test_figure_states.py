"""What a figure's page keeps, asks and says while it is worked on; what it never takes over."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.driving import text_of
from tests.browser.figures import (
    EVENTS,
    Known,
    at,
    bring,
    brought,
    click_curves,
    in_months,
    known,
    numbers,
    set_axes,
    stage,
)
from tests.browser.test_own_data import TAB, card
from tests.serving import OpenedPage

BLOCK = '[class*="st-key-own_figure_risk"] textarea'


def top(opened: OpenedPage) -> float:
    """How far below the card's head the picture lies."""
    place, room = stage(opened).bounding_box(), card(opened).bounding_box()
    assert place is not None
    assert room is not None
    return round(place["y"] - room["y"], 1)


def without_times(figure: Known) -> str:
    return "\n".join(figure.rows.splitlines()[1:])


def test_a_figure_of_one_trial_is_never_anothers(open_page: Callable[..., OpenedPage]) -> None:
    figure, opened = known(), open_page("/evidence", query=TAB)
    bring(opened, figure.file)
    brought(opened)
    field = opened.page.locator('[data-testid="stSelectbox"] input').first
    field.click()
    opened.page.get_by_role("option").nth(1).click()
    opened.settle()
    assert "trial=" in opened.page.url
    opened.page.get_by_role("tab", name="Your data").or_(
        opened.page.get_by_role("radio", name="Your data")
    ).first.click()
    opened.settle()
    assert "1 Figure" in text_of(card(opened))
    assert stage(opened).count() == 0
    assert figure.file.name not in text_of(card(opened))
    opened.assert_no_errors()


def test_a_click_that_misses_is_named_by_its_arm_and_takes_nothing_from_the_other(
    open_page: Callable[..., OpenedPage],
) -> None:
    figure, opened = known(), open_page("/evidence", query=TAB, width=1280, height=900)
    mouse = opened.page.mouse
    bring(opened, figure.file)
    brought(opened)
    assert "of the time axis and of the vertical axis marked “?”" in text_of(card(opened))
    before = top(opened)
    set_axes(opened, figure)
    assert "Choose what the time axis is counted in." in text_of(card(opened))
    assert top(opened) == before
    in_months(opened)
    mouse.click(*at(opened, figure, figure.picks["experimental"]))
    opened.settle()
    assert top(opened) == before
    width, height = figure.truth["size"]
    empty = width * 0.55, height * 0.6  # between the curves and the time axis
    mouse.click(*at(opened, figure, empty))
    opened.settle()
    said = text_of(card(opened).locator(".fieldfault").last)
    assert "Chemotherapy" in said
    assert "curve 2" not in said.lower()
    assert opened.page.locator(".figure-path").count() >= 1, "the other arm's trace stands"
    assert top(opened) == before
    opened.assert_no_errors()


def test_times_that_nobody_gave_are_asked_for(open_page: Callable[..., OpenedPage]) -> None:
    figure, opened = known(), open_page("/evidence", query=TAB)
    bring(opened, figure.file)
    brought(opened)
    set_axes(opened, figure)
    in_months(opened)
    click_curves(opened, figure)
    block = opened.page.locator(BLOCK)
    assert not [one for one in block.input_value() if one.isdigit()], "no time is guessed"
    numbers(opened, without_times(figure), {})
    said = text_of(card(opened))
    assert "Which times stand above the numbers?" in said
    assert card(opened).get_by_role("heading", name="4 Look").count() == 0
    assert opened.page.locator(".st-key-own_label").count() == 0, "no step is passed over"
    numbers(opened, figure.rows, EVENTS)
    assert "7 of 7" in text_of(card(opened))
    opened.assert_no_errors()
