"""What must be seen together is seen together: Consultation in every view, without scrolling."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import count, product
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator

from tests.browser.driving import choices
from tests.browser.measuring import assert_none, boxes, faults, lengthen, watch
from tests.serving import OpenedPage, RunningApp, copy_project
from tests.views import view
from tests.words import pseudo
from tradeoff.findings.choices import parse
from tradeoff.findings.landmarks import landmarks_of
from tradeoff.findings.view import can_be_weighed
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial

DATA: Final = Path(__file__).resolve().parents[2] / "data"
TRIALS: Final = ("e1910", "tower", "aall1731", "demo-colon")
SIZES: Final = ((1280, 720), (1440, 900), (1920, 1080))
PREFERENCE: Final = 'input[type="range"][data-choice="weight"]'
#: Side bar and what it may take: panel at most 640 px at 300 px.
SIDE: Final = '[data-testid="stSidebar"]'
PANEL_WIDTH, PANEL_HEIGHT = 300, 640

Place = tuple[str, str, int]


@cache
def trial(name: str) -> Trial:
    return load_trial(DATA / name)


@cache
def places(name: str) -> dict[Place, bool]:
    """Every end point, analysis and landmark of a trial, and whether it can be weighed."""
    one = trial(name)
    return {
        (end.id, cut.id, month): can_be_weighed(
            view(one, endpoint=end.id, cut=cut.id, landmark=month, months=month)
        )
        for end in one.endpoints
        for cut in one.cuts_with(end.id)
        for month in landmarks_of(one, cut.id, end.id)
    }


def chips(opened: OpenedPage, key: str) -> Iterator[Locator]:
    """Press each chip of a row in turn; a row of one choice has none to press.

    They are counted anew each time: the row may still be that of the end point before.
    """
    row = opened.page.locator(f".st-key-{key}").get_by_role("radio")
    for number in count():
        if number and number >= row.count():
            return
        if row.count() and row.nth(number).get_attribute("aria-checked") != "true":
            row.nth(number).click()
            opened.settle(quiet_ms=100)
        yield row


def place_of(opened: OpenedPage, name: str) -> Place:
    """Where the address is; what it does not say is the trial's own."""
    chosen = parse({key: [value] for key, value in choices(opened).items()}, trial(name)).choices
    assert chosen.landmark is not None
    return chosen.endpoint, chosen.cut, chosen.landmark


def preferred(opened: OpenedPage) -> Iterator[int]:
    """Set 100, 0 and 50 with the keyboard; what the page shows follows without the server."""
    slider = opened.page.locator(PREFERENCE)
    slider.focus()
    for key, presses, value in (("End", 1, 100), ("Home", 1, 0), ("PageUp", 5, 50)):
        for _ in range(presses):
            opened.page.keyboard.press(key)
        assert slider.input_value() == str(value)
        yield value
    opened.page.wait_for_url("**weight=50**")
    opened.settle(quiet_ms=100)


def looked(opened: OpenedPage, sizes: Iterable[tuple[int, int]]) -> dict[int, list[str]]:
    """What is wrong at each size, by its width; the window is left at the smallest."""
    found = {}
    for width, height in sizes:
        opened.page.set_viewport_size({"width": width, "height": height})
        found[width] = faults(opened)
    opened.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    return found


@pytest.mark.parametrize("name", TRIALS)
def test_every_view_of_every_trial_stands_on_the_first_screen(
    open_page: Callable[..., OpenedPage], name: str
) -> None:
    """Every end point, landmark, framing; preference unset, 0, 50, 100; in one open page.

    Curve and people do not depend on the preference, and the panel has the same width at all
    sizes and the least height at 1280 × 720: there every preference is looked at in both
    framings, at the larger sizes the one set last.
    """
    width, height = SIZES[0]
    opened = open_page(width=width, height=height, query={"trial": name})
    watch(opened)
    found: dict[Any, list[str]] = {}
    visited = set()
    for _ in chips(opened, "endpoint"):
        for _ in chips(opened, "analysis"):
            visited.add(at := place_of(opened, name))
            for framing, _ in enumerate(chips(opened, "framing")):
                for size, wrong in looked(opened, SIZES).items():
                    found[at, framing, size] = wrong
                for value in preferred(opened) if places(name)[at] else ():
                    found[at, framing, value] = faults(opened)
            for size, wrong in looked(opened, SIZES[1:]).items():
                found[at, "last", size] = wrong
    assert visited == set(places(name))
    assert_none(found)


@pytest.mark.parametrize("weight", [None, 40])
def test_it_holds_with_every_text_a_third_longer(
    open_page: Callable[..., OpenedPage], weight: int | None
) -> None:
    query = {} if weight is None else {"weight": weight}
    opened = open_page(width=SIZES[0][0], height=SIZES[0][1], query=query)
    watch(opened)
    lengthen(opened)
    found: dict[Any, list[str]] = {}
    for width, height in SIZES:
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.page.wait_for_timeout(200)
        found[width, height] = faults(opened, whole=False)
    assert_none(found)


def test_it_holds_in_spanish(open_page: Callable[..., OpenedPage]) -> None:
    width, height = SIZES[0]
    opened = open_page(width=width, height=height, query={"ui": "es"}, only_looks=True)
    watch(opened)
    found: dict[Any, list[str]] = {}
    for name in TRIALS:
        for weight in ({}, {"weight": 40}):
            opened.come_to(query={"trial": name, "ui": "es"} | weight)
            for size, wrong in looked(opened, SIZES).items():
                found[name, *weight, size] = wrong
    assert_none(found)


def test_it_holds_in_a_language_that_nobody_speaks(
    open_page: Callable[..., OpenedPage], start_app: Callable[..., RunningApp], tmp_path: Path
) -> None:
    """Every message bracketed and a third longer: longer than any translation of the whole."""
    project = copy_project(tmp_path)
    pseudo.speak(project / "tradeoff" / "words" / "locale")
    shutil.rmtree(project / "data")
    pseudo.tell(project / "data", DATA)
    width, height = SIZES[0]
    spoken = {"ui": pseudo.PSEUDO}
    opened = open_page(app=start_app(project=project), width=width, height=height, query=spoken)
    found: dict[Any, list[str]] = {}
    for name, weight in product(TRIALS, ({}, {"weight": 40})):
        opened.come_to(query={"trial": name} | spoken | weight)
        watch(opened)
        assert "⟦" in opened.text()
        found[name, bool(weight)] = faults(opened, whole=False)
    assert_none(found)


def test_on_a_tablet_benefit_and_harm_stand_side_by_side_at_one_height(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=768, height=1024)
    for _ in chips(opened, "framing"):
        found = boxes(opened, ("benefit", "harm"))
        benefit, harm = found["benefit"], found["harm"]
        assert abs(benefit["top"] - harm["top"]) <= 1
        assert abs(benefit["height"] - harm["height"]) <= 1
        assert abs(benefit["width"] - harm["width"]) <= 1
        assert benefit["right"] <= harm["left"]
        assert benefit["bottom"] <= 1024
        watch(opened)
        assert not faults(opened, parts=("benefit", "harm"), whole=False)


def test_on_a_telephone_panel_line_benefit_harm_and_curve_follow_each_other(
    open_page: Callable[..., OpenedPage],
) -> None:
    """In the document too: it is the order in which a screen reader comes to them."""
    opened = open_page(width=390, height=844, only_looks=True)
    order = ("line", "benefit", "harm", "curve")
    found = opened.page.evaluate(
        """(names) => {
          const of = (name) => name === 'line' ? document.querySelector('.flow')
            : document.querySelector(`[data-part="${name}"], .st-key-part_${name}`);
          const every = names.map(of);
          return {
            tops: every.map((e) => e.getBoundingClientRect().top),
            follows: every.slice(1).map((e, i) => !!(every[i].compareDocumentPosition(e)
              & Node.DOCUMENT_POSITION_FOLLOWING)),
          };
        }""",
        list(order),
    )
    assert found["tops"] == sorted(found["tops"]), dict(zip(order, found["tops"], strict=True))
    assert all(found["follows"]), dict(zip(order[1:], found["follows"], strict=True))
    watch(opened)
    assert not faults(opened, parts=(), whole=False)


def test_the_panel_is_at_most_640_pixels_high_at_300_unset_and_set(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=1280, height=720)
    side = opened.page.locator(SIDE).bounding_box()
    assert side is not None
    assert side["width"] == PANEL_WIDTH
    heights = {"unset": panel_height(opened)}
    for value in preferred(opened):
        heights[str(value)] = panel_height(opened)
    assert max(heights.values()) <= PANEL_HEIGHT, heights


def panel_height(opened: OpenedPage) -> float:
    """From the upper edge of the panel's first text to the lower edge of its last."""
    height: float = opened.page.evaluate(
        """() => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector('[data-testid="stSidebarUserContent"]'));
          return range.getBoundingClientRect().height;
        }"""
    )
    return height
