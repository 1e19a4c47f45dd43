"""The side panel in a real browser: its size, its picture under a hand, its state in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.browser.driving import FRAMES, IMPLIED, SLIDER, choices, text_of
from tests.serving import OpenedPage
from tests.views import PLACES, view
from tradeoff.drawing.weighed import weighed
from tradeoff.words.say import ENGLISH

PANEL: Final = ".st-key-part_weigh"
MOST_HEIGHT: Final = 640
COUNTS: Final = {"e1": "26", "n1": "111", "e0": "6", "n0": "112", "asof": "2026-05"}
OTHERS: Final[tuple[dict[str, str], ...]] = (
    {"trial": "tower"},
    {"trial": "tower", "endpoint": "efs"},
    {"trial": "aall1731"},
    {"trial": "demo-colon"},
)
#: In the page: height and width of the panel, the smallest letters in it, what sticks out.
SIZE: Final = """
(panel) => {
  const box = panel.getBoundingClientRect(), small = [], wide = [];
  for (const e of panel.querySelectorAll('*')) {
    if (!e.checkVisibility({ visibilityProperty: true })) continue;
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (own && parseFloat(getComputedStyle(e).fontSize) < 13) small.push(e.textContent);
    const at = e.getBoundingClientRect();
    if (own && (at.right > box.right + 1 || at.left < box.left - 1)) wide.push(e.textContent);
  }
  const bar = document.querySelector('[data-testid="stSidebar"]').getBoundingClientRect();
  return { height: box.height, bottom: box.bottom, bar: bar.width, small, wide };
}
"""
#: In the page: where the moving marks and the texts beside them are, at this very moment.
STATE: Final = """
() => {
  const middle = (selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.width ? (box.left + box.right) / 2 : null;
  };
  const edge = (selector) => document.querySelector(selector).getBoundingClientRect().left;
  return {
    net: middle('.row.net .point'), harm: edge('.row.harm .part'), full: edge('.row.harm .full'),
    zero: edge('.row.gain .whole'),
    said: document.querySelector('.weighsaid').textContent.trim(),
    spoken: document.querySelector('[data-choice="weight"]').getAttribute('aria-valuetext'),
  };
}
"""


def linked(place: tuple[str, str, int]) -> dict[str, str]:
    endpoint, cut, month = place
    return {"endpoint": endpoint, "cut": cut, "months": str(month)}


def size(opened: OpenedPage) -> dict[str, Any]:
    opened.page.locator(IMPLIED).wait_for()
    opened.page.evaluate(FRAMES)
    found: dict[str, Any] = opened.page.locator(PANEL).evaluate(SIZE)
    return found


def state(opened: OpenedPage) -> dict[str, Any]:
    found: dict[str, Any] = opened.page.evaluate(STATE)
    return found


def test_it_is_at_most_640_pixels_high_wherever_it_stands(
    open_page: Callable[..., OpenedPage],
) -> None:
    """At 300 pixels of width, nothing in it smaller than 13 pixels and nothing sticking out."""
    opened = open_page(only_looks=True)
    queries = [
        linked(place) | weight
        for place in PLACES
        for weight in ({}, {"weight": "0"}, {"weight": "100"})
    ]
    typed = {"harm": "centre", "weight": "40", **COUNTS}
    faults = []
    for query in (*queries, *OTHERS, typed, {**typed, "harm": "paper"}):
        opened.come_to(query=query)
        found = size(opened)
        assert found["bar"] == 300
        if found["height"] > MOST_HEIGHT or found["small"] or found["wide"]:
            faults.append((query, found))
    assert not faults, faults


def test_each_press_moves_the_picture_and_the_words_before_the_server_answers(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Marks go one way, the words are those that Python made for this very preference."""
    opened, made = open_page(query={"weight": "40"}), weighed(ENGLISH, view())
    opened.page.locator(SLIDER).focus()
    before = state(opened)
    for weight in range(41, 52):
        opened.page.keyboard.press("ArrowRight")
        now = state(opened)
        answer = made.answers[weight]
        assert now["said"] == f"{answer['net']} {answer['sum']}"
        assert now["spoken"] == answer["aria"]
        assert now["net"] < before["net"], "less is left"
        assert now["harm"] < before["harm"], "harm reaches further to the left"
        assert now["full"] == before["full"] <= now["harm"]
        before = now
    for key, weight in (("End", 100), ("PageDown", 90), ("Home", 0)):
        opened.page.keyboard.press(key)
        assert state(opened)["spoken"] == made.answers[weight]["aria"]
    opened.settle()
    assert choices(opened)["weight"] == "0"
    opened.assert_no_errors()


def test_the_marks_lie_where_the_numbers_are(open_page: Callable[..., OpenedPage]) -> None:
    """The net's diamond beside the gain's bar: 9.8 and 17 people from zero, on one axis."""
    opened = open_page(query={"weight": "40"}, only_looks=True)
    size(opened)
    found = state(opened)
    gain = opened.page.locator(".row.gain .whole").bounding_box()
    assert gain is not None
    a_person = gain["width"] / 17
    assert (found["net"] - found["zero"]) / a_person == pytest.approx(9.8, abs=0.15)
    assert (found["zero"] - found["harm"]) / a_person == pytest.approx(7.2, abs=0.15)
    assert (found["zero"] - found["full"]) / a_person == pytest.approx(18.0, abs=0.15)


def test_unset_gain_and_harm_stand_there_and_no_net_until_somebody_sets_it(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    size(opened)
    page = opened.page
    assert text_of(page.locator(IMPLIED)) == "Ask the patient, then set it together."
    assert page.locator(SLIDER).get_attribute("aria-valuetext") == "not set"
    for hidden in (".row.net .point", ".row.net .range", ".row.harm .part"):
        assert not page.locator(hidden).is_visible(), hidden
    for there in (".row.gain .whole", ".row.harm .full", ".row.harm .range"):
        assert page.locator(there).is_visible(), there
    clear = page.locator("[data-clear]")
    assert not clear.is_visible()
    page.locator(SLIDER).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".row.net .point").is_visible()
    clear.click()
    opened.settle()
    assert "weight" not in choices(opened)
    assert not page.locator(".row.net .point").is_visible()


def test_in_forced_colours_every_mark_keeps_a_border(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(query={"weight": "40"}, only_looks=True)
    for scheme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=scheme, forced_colors="active")  # type: ignore[arg-type]
        opened.settle()
        size(opened)
        assert_bordered(opened)


def assert_bordered(opened: OpenedPage) -> None:
    for mark in (".row.gain .whole", ".row.harm .full", ".row.harm .part", ".row.net .point"):
        seen = opened.page.locator(mark).evaluate(
            "(e) => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).borderTopWidth]"
        )
        assert seen[0] in ("solid", "dashed"), mark
        assert seen[1] != "0px", mark


def test_what_opens_is_closed_at_first_and_says_source_and_assumptions(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    size(opened)
    line = opened.page.locator(".st-key-weigh_more")
    assert not opened.page.locator(".onrequest").count()
    for name, said in (
        ("Sources", "111 vs 112 treated in E1910"),
        ("Assumptions", "taken as independent"),
        ("Event", "seizures"),
    ):
        line.get_by_role("button", name=name).click()
        opened.page.locator(".onrequest", has_text=said).wait_for()
        opened.page.keyboard.press("Escape")
    box = line.bounding_box()
    assert box is not None
    assert box["height"] < 30, "one line of words"


def test_on_a_telephone_a_press_of_the_line_opens_the_panel_again_and_again(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=390, height=844)
    page = opened.page
    for _ in range(2):
        page.locator("button.flow").click()
        page.locator(".weighhead").wait_for()
        page.wait_for_function(
            "() => document.querySelector('.weighhead').getBoundingClientRect().left >= 0"
        )
        page.locator('[data-testid="stSidebarCollapseButton"] button').click()
        page.wait_for_function(
            "() => document.querySelector('.weighhead').getBoundingClientRect().right <= 0"
        )
    opened.assert_no_errors()
