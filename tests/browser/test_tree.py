"""The accessibility tree is a specification: what a screen reader is given on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.announcing import LISTEN, heard, listen
from tests.browser.driving import AT_THE_TOP, PAGES, PATIENT, patient_screens, type_into
from tests.browser.measuring import assert_none
from tests.browser.ranges import MONTHS, WEIGHT
from tests.browser.tree import tree_of
from tests.browser.tree_rules import faults
from tests.serving import OpenedPage, RunningApp, new_page, shown

BOARD = "/tumour_board"
EVERY = (*PAGES, BOARD)
OPEN_ALL = "() => document.querySelectorAll('details').forEach((d) => d.open = true)"
SKIP = '[data-testid="stSkipToContent"]'
#: In the page: where the focus is: in the content, past the navigation, and what has it.
FOCUS = """
() => {
  const e = document.activeElement;
  return { tag: e.tagName, inside: !!e.closest('main') && !e.matches('main'),
    before: !!e.closest('[role=navigation]') };
}
"""


def test_the_tree_of_a_page_keeps_every_rule(open_page: Callable[..., OpenedPage]) -> None:
    """Side panel and navigation are landmarks with names, and the open page is marked.

    On a page come to from another, too, where Streamlit keeps what it had drawn.
    """
    opened = open_page(only_looks=True)
    found = {}
    for path in EVERY:
        opened.come_to(path, query={"weight": 40})
        tree = tree_of(opened.page)
        found[path] = faults(tree)
        if path in PAGES:
            assert [one.name for one in tree.all("complementary")] == ["Side panel"]
            (pages,) = tree.all("navigation")
            assert pages.name == "Pages"
            marked = [one for one in pages.walk() if one.attributes.get("aria-current") == "page"]
            assert [one.name for one in marked] == [PAGES[path]]
    assert_none(found)


def test_the_tree_keeps_every_rule_with_all_that_opens_opened(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    found = {}
    for path in EVERY:
        opened.come_to(path)
        opened.page.evaluate(OPEN_ALL)
        opened.settle()
        found[path] = faults(tree_of(opened.page))
    assert_none(found)


def test_the_tree_keeps_every_rule_on_every_screen_of_the_patient_view(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PATIENT)
    found = {}
    for heading in patient_screens(opened):
        if wrong := faults(tree_of(opened.page)):
            found[heading] = wrong
    assert found == {}


def test_the_tree_keeps_every_rule_with_other_trials(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(only_looks=True)
    found = {}
    for query in ("trial=tower", "trial=demo-colon", "lang=es"):
        opened.come_to(query=query)
        found[query] = faults(tree_of(opened.page))
    assert_none(found)


def test_the_skip_link_is_the_first_stop_and_lands_in_the_content(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    for path in (*EVERY, PATIENT):
        if path != "/":
            opened.come_to(path)
            opened.page.evaluate(AT_THE_TOP)
        opened.page.keyboard.press("Tab")
        first = opened.page.evaluate("() => document.activeElement.textContent")
        assert first == "Skip to the content", path
        opened.page.keyboard.press("Enter")
        landed = opened.page.evaluate(FOCUS)
        assert landed == {"tag": "H1", "inside": True, "before": False}, path
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate(FOCUS)["inside"], path


def test_a_page_says_its_reader_s_language(open_page: Callable[..., OpenedPage]) -> None:
    """The clinician's, and on the patient view the patient's; what differs there says so itself."""
    opened = open_page(query={"ui": "es", "lang": "en"})
    html, skip = (opened.page.locator(one) for one in ("html", SKIP))
    for path in EVERY:
        opened.come_to(path, query={"ui": "es", "lang": "en"})
        assert html.get_attribute("lang") == "es", path
        assert skip.get_attribute("lang") is None, path
    opened.come_to(PATIENT, query={"ui": "es", "lang": "en"})
    assert html.get_attribute("lang") == "en"
    assert skip.get_attribute("lang") == "es"
    switch = opened.page.locator(".st-key-patient_language")
    switch.get_by_role("radio", name="Español").click()
    opened.settle()
    assert html.get_attribute("lang") == "es"
    assert skip.get_attribute("lang") is None
    opened.come_to("/", query={"lang": "es"})
    assert html.get_attribute("lang") == "en", "the patient's language is not the clinician's"


def test_an_icon_array_is_one_picture_with_one_name_and_a_chart_too(
    open_page: Callable[..., OpenedPage],
) -> None:
    pictures = tree_of(open_page(only_looks=True).page).all("image", "img")
    assert len(pictures) == 5
    assert sum(one.name.startswith("100 people") for one in pictures) == 4
    assert sum(one.name.startswith("Curves of overall survival") for one in pictures) == 1
    assert not any(one.children for one in pictures)


def test_the_check_says_whether_it_is_open(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page()
    for expanded in (False, True):
        (button,) = [
            one for one in tree_of(opened.page).all("button") if one.name == "Does the trial apply?"
        ]
        assert button.states["expanded"] is expanded
        opened.page.locator(".st-key-check button").click()
        opened.settle()


# --- what is said without being asked ------------------------------------------------------------


@pytest.fixture
def listened(
    chromium: Browser, app: RunningApp
) -> Iterator[Callable[..., tuple[OpenedPage, list[str]]]]:
    """Open a page that is listened to; also gives what it said as it opened."""
    with new_page(chromium) as page:
        listen(page)

        def open_one(path: str = "/", query: str = "") -> tuple[OpenedPage, list[str]]:
            with shown(page, app, path, query=query) as opened:
                return opened, heard(page)

        yield open_one


@pytest.fixture
def listening(open_page: Callable[..., OpenedPage]) -> Callable[..., OpenedPage]:
    """Open a page that is listened to once it stands."""

    def open_one(query: str = "") -> OpenedPage:
        opened = open_page(query=query)
        opened.page.evaluate(LISTEN)
        opened.page.evaluate("() => document.documentElement.toggleAttribute('data-listened-to')")
        heard(opened.page)  # what stood there
        return opened

    return open_one


def test_nothing_is_said_twice_as_a_page_opens(
    listened: Callable[..., tuple[OpenedPage, list[str]]],
) -> None:
    """Cold, with all that it may have to note; and once more in the same visit, without."""
    every: list[str] = []
    for path in (*EVERY, PATIENT):
        opened, said = listened(path, "months=9999&weight=40")
        assert_said_once(path, said)
        every += said
        opened.come_to(path)
        assert_said_once(path, heard(opened.page))
    assert any("The month in the link lies outside" in one for one in every), "it was listened to"


def assert_said_once(path: str, said: list[str]) -> None:
    """And no alert, nor a range's words, that nobody asked for."""
    assert len(said) == len(set(said)), (path, said)
    assert not any(one.startswith(("alert: ", "value: ")) for one in said), (path, said)


def test_one_key_says_one_thing_and_a_key_that_changes_nothing_says_nothing(
    listening: Callable[..., OpenedPage],
) -> None:
    opened = listening()
    for field, query in ((MONTHS, "months=24"), (WEIGHT, "weight=40"), (WEIGHT, "")):
        opened.come_to(query=query)
        assert told_by(opened, field, "ArrowRight") == 1
        assert told_by(opened, field, "ArrowRight") == 1
        assert told_by(opened, field, "End") == 1
        assert told_by(opened, field, "End") == 0
        assert told_by(opened, field, "ArrowRight") == 0


def told_by(opened: OpenedPage, field: str, key: str) -> int:
    """How many things are said after one key on a range, until all has come to rest."""
    opened.page.locator(field).focus()
    heard(opened.page)
    opened.page.keyboard.press(key)
    opened.settle()
    said = heard(opened.page)
    assert all(one.startswith("value: ") for one in said), said
    return len(said)


def test_a_note_that_was_copied_is_said_once(listening: Callable[..., OpenedPage]) -> None:
    opened = listening()
    opened.page.get_by_role("button", name="Copy note").click()
    opened.settle()
    said = heard(opened.page)
    assert len(said) == 1
    assert "status: Copied" in said[0]


def test_a_fault_of_a_field_is_said_once(listening: Callable[..., OpenedPage]) -> None:
    opened = listening("harm=paper&e1=26&n1=111&e0=6&n0=112")
    opened.page.locator(".st-key-weigh_more").get_by_role("button", name="Other rate").click()
    opened.page.locator(".st-key-e1 input").wait_for()
    opened.settle()
    heard(opened.page)
    type_into(opened, "e1", "200")
    said = heard(opened.page)
    assert said == ["alert: This is more than the number treated. Correct it here."]


# --- the rules fail where a page is broken -------------------------------------------------------

#: An attribute that is set, or taken away, and the rule that has to see it.
BROKEN = {
    "a heading's level": (
        *("main h2", "aria-level", "4"),
        "one_first_heading_and_no_level_left_out",
    ),
    "a slider's name": (
        *("input[data-choice=months]", "aria-label", None),
        "every_control_is_named",
    ),
    "a slider's words": (
        *("input[data-choice=months]", "aria-valuetext", None),
        "every_control_is_named",
    ),
    "a picture's name": ("main img.people", "alt", None, "every_picture_is_one_sentence"),
    "the navigation's name": (
        *("[role=navigation]", "aria-label", None),
        "one_main_and_every_landmark_named_unless_it_is_alone",
    ),
    "a live region": (".copy", "aria-live", "polite", "live_regions_say_one_thing"),
}
#: In the page: sets an attribute of the first that is met, or takes it away; gives what it was.
SET = """
([selector, name, value]) => {
  const e = document.querySelector(selector), was = e.getAttribute(name);
  if (value === null) e.removeAttribute(name); else e.setAttribute(name, value);
  return was;
}
"""


def test_a_page_with_something_broken_breaks_its_rule(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    assert faults(tree_of(opened.page)) == []
    for broken, (selector, name, value, rule) in BROKEN.items():
        was = opened.page.evaluate(SET, [selector, name, value])
        seen = faults(tree_of(opened.page))
        assert [one.partition(":")[0] for one in seen] == [rule], broken
        opened.page.evaluate(SET, [selector, name, was])
    assert faults(tree_of(opened.page)) == []


def test_a_live_region_too_many_is_heard(listening: Callable[..., OpenedPage]) -> None:
    opened = listening("weight=40")
    opened.page.evaluate("() => document.querySelector('.weighsaid').setAttribute('role','status')")
    opened.page.locator(WEIGHT).focus()
    heard(opened.page)
    opened.page.keyboard.press("ArrowRight")
    opened.settle()
    assert len(heard(opened.page)) == 2
