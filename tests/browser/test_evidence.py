"""Evidence in a browser: no tab is high, heads stay, keys lead through the tabs, and Back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.browser.axe import serious_findings
from tests.browser.driving import choices, choose, text_of
from tests.serving import OpenedPage
from tradeoff.findings.places import Tab
from tradeoff.screens.evidence import TABS
from tradeoff.trial.reading import trial_ids

DATA: Final = Path(__file__).resolve().parents[2] / "data"
#: Four screens at 1280 × 720.
HIGHEST: Final = 2900
HEIGHT: Final = "document.querySelector('[data-testid=stMain]').scrollHeight"
WIDER: Final = """
() => {
  const main = document.querySelector('[data-testid=stMain]');
  return main.scrollWidth - main.clientWidth;
}
"""
#: Of each long table, scrolled to the middle of its first group: name, whether it can be focused,
#: how far the head lies below the region's upper edge, the head's height, and how far the group's
#: own heading lies below the head.
HEADS: Final = """
() => [...document.querySelectorAll('.evidence .scroll')]
  .filter((region) => region.scrollHeight > region.clientHeight + 200)
  .map((region) => {
    const first = region.querySelector('tbody');
    region.scrollTop = first.offsetTop + first.offsetHeight / 2;
    const top = region.getBoundingClientRect().top;
    const head = region.querySelector('thead th').getBoundingClientRect();
    const group = first.querySelector('tr.group th');
    const under = group ? group.getBoundingClientRect().top - head.bottom : 0;
    const named = region.getAttribute('role') === 'region' && region.getAttribute('aria-label');
    return [named, region.tabIndex, head.top - top, head.height, under];
  })
"""


def test_no_tab_of_any_trial_is_higher_than_four_screens(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence", width=1280, height=720)
    high, wide = {}, {}
    for trial_id in trial_ids(DATA):
        opened.come_to("/evidence", query={"trial": trial_id})
        for which, name in TABS.items():
            choose(opened, "tab", name)
            if which is Tab.AGREEMENT:
                opened.page.get_by_role("button", name="Run the self-check").click()
                opened.page.get_by_text("cases agree (program version").wait_for()
                opened.settle()
            high[trial_id, name] = opened.page.evaluate(HEIGHT)
            wide[trial_id, name] = opened.page.evaluate(WIDER)
    assert {at: height for at, height in high.items() if height > HIGHEST} == {}, high
    assert {at: width for at, width in wide.items() if width > 0} == {}


def test_heads_and_groups_stay_while_rows_are_scrolled_by_pointer_or_keys(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence", only_looks=True, width=1280, height=720)
    long = 0
    for tab in (Tab.AGREEMENT, Tab.ABOUT, Tab.NUMBERS):
        opened.come_to("/evidence", query={"tab": tab.value})
        for named, tab_index, below, height, under in opened.page.evaluate(HEADS):
            long += 1
            assert named
            assert tab_index == 0, named
            assert 0 <= below <= 2, named
            assert height < 50, f"{named}: the head is one line"
            assert abs(under) <= 2, f"{named}: the group's name stays under the head"
    assert long >= 5
    region = opened.page.locator(".st-key-card_numbers > * .evidence .scroll").last
    region.focus()
    opened.page.keyboard.press("End")
    opened.page.wait_for_function("(e) => e.scrollTop > 1000", arg=region.element_handle())


def test_keys_lead_through_the_tabs_and_back_leads_back(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence", query={"weight": 40})
    page, seen = opened.page, []
    page.locator(".st-key-tab").get_by_role("radio", name="Numbers", exact=True).focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        opened.settle()
        seen.append((choices(opened)["tab"], page.evaluate("document.activeElement.textContent")))
    assert seen == [(which.value, name) for which, name in TABS.items()][1:]
    assert choices(opened)["weight"] == "40"
    page.go_back()
    opened.settle()
    assert choices(opened)["tab"] == "about"
    checked = page.locator('.st-key-tab [role="radio"][aria-checked="true"]')
    assert text_of(checked) == "About"
    assert page.locator(".st-key-card_about").count() == 1
    page.reload()
    opened.settle()
    assert page.locator(".st-key-card_about").count() == 1
    opened.assert_no_errors()


def test_a_number_is_found_while_it_is_typed(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page("/evidence", width=1280, height=720)
    page = opened.page
    page.get_by_role("searchbox", name="Search numbers, facts and documents").press_sequentially(
        "hr 0.41", delay=30
    )
    page.get_by_text("Shown: 1 of").wait_for()
    opened.settle()
    row = page.locator(".st-key-card_numbers tr", has_text="0.41, P = 0.002")
    assert "N Engl J Med" in text_of(row)
    place = row.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] <= 720, "number and source without scrolling"
    assert "0.41" not in page.url
    opened.assert_no_errors()


def test_axe_finds_nothing_serious_on_any_tab(open_page: Callable[..., OpenedPage]) -> None:
    """On a desktop and a telephone; the first tab is among all pages (test_accessibility)."""
    opened = open_page("/evidence", only_looks=True)
    found = []
    for tab in [tab for tab in TABS if tab is not Tab.NUMBERS]:
        opened.come_to("/evidence", query={"tab": tab.value})
        for width, scheme in ((1280, "light"), (390, "dark")):
            opened.page.set_viewport_size({"width": width, "height": 844})
            opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            opened.settle()
            found += [f"{tab} {width}: {finding}" for finding in serious_findings(opened.page)]
            assert opened.page.evaluate(WIDER) <= 0, (tab, width)
    assert not found, "\n".join(found)


def test_on_a_telephone_a_numbers_row_is_read_without_scrolling_sideways(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Each row as a block of its own; it stays a row of a table for who listens to it."""
    opened = open_page("/evidence", only_looks=True, width=390, height=844)
    table = opened.page.get_by_role("table", name="Every number, with its source")
    hidden = table.locator("xpath=..").evaluate("(e) => e.scrollWidth - e.clientWidth")
    assert hidden <= 1
    row = table.get_by_role("row", name="0.41, P = 0.002")
    cells = [text_of(cell) for cell in row.get_by_role("cell").all()]
    assert cells[:2] == ["0.41, P = 0.002", "0.23 to 0.73"]
    assert "N Engl J Med" in cells[-1]
    narrow = row.locator("th, td").evaluate_all("(all) => all.map((e) => e.clientWidth)")
    assert min(narrow) > 60
    assert narrow[0] > 300, "the name has the whole line"


def test_on_paper_every_row_of_the_open_tab_is_printed_from_edge_to_edge(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Its words on each sheet: test_paper."""
    opened = open_page("/evidence", only_looks=True, width=720, height=1000)
    opened.page.emulate_media(media="print")
    hidden: list[str] = opened.page.locator(".evidence .scroll").evaluate_all(
        """(all) => all.filter((e) => e.getClientRects().length
            && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2))
          .map((e) => e.getAttribute('aria-label'))"""
    )
    assert hidden == []
    pressed = opened.page.locator(".st-key-tab, [data-testid=stSidebar]")
    assert not pressed.locator("visible=true").count()
