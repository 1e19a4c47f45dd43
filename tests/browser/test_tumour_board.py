"""The tumour board in a browser: one screen, large letters, alike for benefit and harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import serious_findings
from tests.serving import OpenedPage, RunningApp
from tradeoff.trial import reading as loading

ROOT = Path(__file__).resolve().parents[2]
TRIAL = loading.load_trial(ROOT / "data" / "e1910")
PLACES = [(end.id, cut.id) for end in TRIAL.endpoints for cut in TRIAL.cuts_with(end.id)]
SIZES = [(1280, 720), (1920, 1080)]
TYPED = {
    "harm": "centre", "e1": 20, "n1": 111, "e0": 6, "n0": 112, "asof": "2026-05", "weight": 60,
}  # fmt: skip
BOARD = "/tumour_board"
LOCAL_FILE = """\
centre = "University Hospital with a Long Name, Haematology and Boards"

[[adverse_events]]
harm = "neuropsychiatric"
source = "nejm-2024"
place = "Table S11"
checked_by = "KL"
checked_on = 2026-11-22
experimental = { events = 26, total = 111 }
control = { events = 6, total = 112 }
"""

SMALLEST_LETTERS = 16
SMALLEST_KEY_FIGURE = 28

MEASURED = """
() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const found = { heights: [document.documentElement.scrollHeight, main.scrollHeight],
                  widths: [document.documentElement.scrollWidth, main.scrollWidth],
                  letters: [], keys: [], outside: [], clipped: [], arrays: [], plots: 0 };
  const seen = (e) => e.checkVisibility() && !e.closest('.board-details:not([open]) .board-panel');
  for (const e of document.querySelectorAll('.stApp *')) {
    if (!seen(e)) continue;
    const own = [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own.length && e.tagName !== 'INPUT') continue;
    const said = String(e.value ?? e.textContent).trim().slice(0, 40);
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (own.length || said) found.letters.push([size, said]);
    for (const node of own) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      // Half a pixel of rounding, and what a line's box has over its letters.
      const slack = size * 0.25 + 0.5;
      const card = e.closest('.board-curve, .board-row-body, .board-row, .board-weighing');
      const within = card ? card.getBoundingClientRect()
                          : { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
      if (box.left < within.left - 1 || box.right > within.right + 1 ||
          box.top < within.top - slack || box.bottom > within.bottom + slack)
        found.outside.push(said);
    }
  }
  for (const e of document.querySelectorAll('.board, .board *')) {
    if (!seen(e) || getComputedStyle(e).display === 'inline') continue;
    if (e.scrollWidth > e.clientWidth + 1) found.clipped.push(e.className + ' ' + e.tagName);
  }
  for (const e of document.querySelectorAll('.board .key'))
    found.keys.push([parseFloat(getComputedStyle(e).fontSize), e.textContent]);
  for (const e of document.querySelectorAll('.board img.people')) {
    const box = e.getBoundingClientRect();
    found.arrays.push([box.width, box.height, e.closest('.harm') !== null]);
  }
  found.plots = [...document.querySelectorAll('.board .plot')].filter(seen).length;
  return found;
}
"""

OVERLAPS = """
() => {
  const boxes = [...document.querySelectorAll('.board-row figcaption > *, .board-row .people, ' +
    '.board-stats li > *, .board-stats > .badge, .board-stats > p, .board-row h2, ' +
    '.board-legend, .board-point > *, .board-weighing > p, .board-foot > *, .board-head > *, ' +
    '.board-curve > *, .st-key-board_choices, .st-key-nav, .banner, .board-visit')]
    .filter((e) => e.checkVisibility()).map((e) => [e, e.getBoundingClientRect()]);
  const found = [];
  for (const [i, [a, p]] of boxes.entries())
    for (const [b, q] of boxes.slice(i + 1)) {
      const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
      const tall = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (wide > 2 && tall > 2 && !a.contains(b) && !b.contains(a))
        found.push(a.textContent.slice(0, 30) + ' | ' + b.textContent.slice(0, 30));
    }
  return found;
}
"""


def assert_one_legible_screen(opened: OpenedPage, *, width: int, height: int) -> None:
    opened.assert_no_errors()
    found: dict[str, Any] = opened.page.evaluate(MEASURED)
    assert max(found["heights"]) <= height
    assert max(found["widths"]) <= width
    assert min(found["letters"])[0] >= SMALLEST_LETTERS, sorted(found["letters"])[:5]
    assert len(found["keys"]) >= 8
    assert min(found["keys"])[0] >= SMALLEST_KEY_FIGURE
    assert not found["outside"]
    assert not found["clipped"]
    assert not opened.page.evaluate(OVERLAPS)
    assert found["plots"] == 1
    assert_arrays_alike(found["arrays"])


def assert_arrays_alike(arrays: list[tuple[float, float, bool]]) -> None:
    """Two of benefit and two of harm, square and of one size; the grid may round by a pixel."""
    assert [harm for _, _, harm in arrays] == [False, False, True, True]
    sides = [side for width, height, _ in arrays for side in (width, height)]
    assert max(sides) - min(sides) <= 1
    assert min(sides) >= 90


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(("endpoint", "cut"), PLACES)
def test_every_end_point_and_cut_fits_on_one_screen(
    open_page: Callable[..., OpenedPage], width: int, height: int, endpoint: str, cut: str
) -> None:
    query: dict[str, Any] = {"endpoint": endpoint, "cut": cut}
    opened = open_page(BOARD, width=width, height=height, query=query)
    assert_one_legible_screen(opened, width=width, height=height)
    opened.goto(BOARD, query=query | {"framing": "died"})
    assert_one_legible_screen(opened, width=width, height=height)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize(("endpoint", "cut"), PLACES)
def test_typed_counts_a_preference_and_a_month_between_landmarks_fit_too(
    open_page: Callable[..., OpenedPage], width: int, height: int, endpoint: str, cut: str
) -> None:
    query = {"endpoint": endpoint, "cut": cut, "months": 24, **TYPED}
    opened = open_page(BOARD, width=width, height=height, color_scheme="dark", query=query)
    assert_one_legible_screen(opened, width=width, height=height)


def test_the_words_of_a_centre_with_the_longest_name_fit_too(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    local = project_copy / "data/local/e1910.toml"
    local.parent.mkdir(exist_ok=True)
    local.write_text(LOCAL_FILE, encoding="utf-8")
    name = LOCAL_FILE.split('"')[1]
    opened = open_page(BOARD, app=start_app(project=project_copy))
    for width, height in SIZES:
        opened.page.set_viewport_size({"width": width, "height": height})
        for weight in ({}, {"weight": 60, "months": 24}):
            opened.goto(BOARD, query=weight)
            assert f"Confirmed by {name}, 22 November 2026" in opened.text()
            assert_one_legible_screen(opened, width=width, height=height)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notice_about_the_link_fits_too(
    open_page: Callable[..., OpenedPage], scheme: str
) -> None:
    query = {"cut": "fda-later", "unknown": 1, **TYPED}
    opened = open_page(BOARD, width=1280, height=720, color_scheme=scheme, query=query)
    assert opened.page.locator(".banner").is_visible()
    assert_one_legible_screen(opened, width=1280, height=720)


def test_what_the_applicability_check_found_fits_too(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/", width=1280, height=720, query={"weight": 60, "cut": "fda-later"})
    page = opened.page
    page.locator(".st-key-check button").click()
    opened.settle()
    answers = {"mrd": "0.01 % or above", "cns-history": "Yes", "bcr-abl1": "Positive"}
    for question, answer in answers.items():
        asked = page.locator(f".st-key-criterion_{question}")
        asked.get_by_role("radio", name=answer, exact=True).click()
        opened.settle()
    page.locator(".st-key-nav").get_by_role("link", name="Tumour board").click()
    page.locator(".board").wait_for()
    opened.settle()
    assert page.locator(".board-visit").is_visible()
    assert page.locator(".banner.stop, .banner.caution").first.is_hidden()
    assert_one_legible_screen(opened, width=1280, height=720)


def test_the_keyboard_alone_changes_end_point_cut_month_and_framing(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(BOARD, width=1280, height=720)
    page = opened.page

    def reach(key: str) -> None:
        page.evaluate("() => document.activeElement.blur()")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(f"() => document.activeElement.closest('.st-key-{key}') !== null"):
                return
        raise AssertionError(f"Tab never came to {key}")

    def chose(key: str, *presses: str) -> str:
        reach(key)
        for press in presses:
            page.keyboard.press(press)
            page.wait_for_timeout(120)
        opened.settle()
        return page.url

    assert "cut=fda-primary" in chose("analysis", "ArrowRight", "Space")
    assert "framing=died" in chose("framing", "ArrowRight", "Space")
    assert "endpoint=rfs" in chose("endpoint", "ArrowRight", "Space")
    assert "Relapsed or died" in opened.text()
    page.reload()
    opened.settle()
    assert "Relapsed or died" in opened.text()


def test_sources_and_tables_open_over_the_board_by_keyboard(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(BOARD, width=1280, height=720)
    opened.page.locator(".board-details summary").focus()
    opened.page.keyboard.press("Enter")
    panel = opened.page.locator(".board-panel")
    assert panel.is_visible()
    assert panel.locator("table").count() == 3
    assert max(opened.page.evaluate(MEASURED)["heights"]) <= 720


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Callable[..., OpenedPage], scheme: str) -> None:
    opened = open_page(BOARD, width=1280, height=720, color_scheme=scheme, query={"weight": 60})
    assert not [str(one) for one in serious_findings(opened.page)]


def test_a_narrow_screen_stacks_and_does_not_scroll_sideways(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(BOARD, width=390, height=844, query=TYPED)
    found = opened.page.evaluate(MEASURED)
    assert max(found["widths"]) <= 390
    assert not found["clipped"]
    assert_arrays_alike(found["arrays"])
    assert not [str(one) for one in serious_findings(opened.page)]
