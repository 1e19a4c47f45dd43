"""The tumour board in a browser: one screen, large letters, alike for benefit and harm."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from tests import views
from tests.browser.axe import serious_findings
from tests.installed import CHROMIUM
from tests.serving import LAUNCH_ARGUMENTS, OpenedPage, RunningApp, opened_page
from tradeoff.findings.choices import Framing
from tradeoff.findings.view import Findings
from tradeoff.screens.tumour_board import picture
from tradeoff.trial import reading as loading
from tradeoff.words.say import ENGLISH

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
SMALLEST_RANGE = 20

INK = "(e) => getComputedStyle(e).color"
LIGHT_INK = "rgb(23, 32, 43)"

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
  found.ranges = [...document.querySelectorAll('.board .range, .read-out [class$="_range"]')]
    .map((e) => [parseFloat(getComputedStyle(e).fontSize), e.textContent]);
  for (const e of document.querySelectorAll('.board .key'))
    found.keys.push([parseFloat(getComputedStyle(e).fontSize), e.textContent]);
  for (const e of document.querySelectorAll('.board img.people')) {
    const box = e.getBoundingClientRect();
    found.arrays.push([box.width, box.height, e.closest('.harm') !== null]);
  }
  found.plots = [...document.querySelectorAll('.board-picture .plot')].filter(seen).length;
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


def illegible(opened: OpenedPage, *, width: int, height: int, least: int = 90) -> list[str]:
    """What keeps the board from being one legible screen at this size."""
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.settle()
    opened.assert_no_errors()
    opened.page.locator(".plot-area").wait_for()
    found: dict[str, Any] = opened.page.evaluate(MEASURED)
    small = [one for one in found["letters"] if one[0] < SMALLEST_LETTERS]
    wrong = {
        "taller than the screen": max(found["heights"]) > height,
        "wider than the screen": max(found["widths"]) > width,
        f"small letters: {small[:5]}": small,
        f"key figures: {found['keys']}": len(found["keys"]) < 8
        or min(found["keys"])[0] < SMALLEST_KEY_FIGURE,
        f"ranges: {found['ranges']}": len(found["ranges"]) < 8
        or min(found["ranges"])[0] < SMALLEST_RANGE,
        f"outside: {found['outside']}": found["outside"],
        f"clipped: {found['clipped']}": found["clipped"],
        f"over each other: {(over := opened.page.evaluate(OVERLAPS))}": over,
        f"pictures of the curve: {found['plots']}": found["plots"] != 1,
        f"arrays: {found['arrays']}": not arrays_alike(found["arrays"], least=least),
    }
    return [what for what, so in wrong.items() if so]


def assert_one_legible_screen(
    opened: OpenedPage, *, width: int, height: int, least: int = 90
) -> None:
    assert not illegible(opened, width=width, height=height, least=least)


def arrays_alike(arrays: list[tuple[float, float, bool]], *, least: int = 90) -> bool:
    """Two of benefit and two of harm, square and of one size; the grid may round by a pixel."""
    sides = [side for width, height, _ in arrays for side in (width, height)]
    return (
        [harm for _, _, harm in arrays] == [False, False, True, True]
        and max(sides) - min(sides) <= 1
        and min(sides) >= least
    )


def assert_all_fit(opened: OpenedPage, queries: Iterable[dict[str, Any]]) -> None:
    """Each of these boards at each size, in one visit; all that is wrong is said."""
    found = {}
    for query in queries:
        opened.come_to(BOARD, query=query)
        for width, height in SIZES:
            found[str((query, width))] = illegible(opened, width=width, height=height)
    assert not {at: wrong for at, wrong in found.items() if wrong}


def test_every_end_point_and_cut_fits_on_one_screen(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(BOARD, only_looks=True)
    assert_all_fit(
        opened,
        [
            {"endpoint": endpoint, "cut": cut} | framing
            for endpoint, cut in PLACES
            for framing in ({}, {"framing": "died"})
        ],
    )


def test_typed_counts_a_preference_and_a_month_between_landmarks_fit_too(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(BOARD, color_scheme="dark", only_looks=True)
    assert_all_fit(
        opened,
        [{"endpoint": endpoint, "cut": cut, "months": 24, **TYPED} for endpoint, cut in PLACES],
    )


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
    for query in ({}, {"weight": 60, "months": 24}):
        assert_all_fit(opened, [query])
        assert f"Confirmed by {name}, 22 November 2026" in opened.text()


def test_the_words_of_another_language_fit_too(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(BOARD, query={"ui": "es"}, only_looks=True)
    assert_all_fit(
        opened,
        [{"endpoint": endpoint, "cut": cut, "ui": "es", "weight": 40} for endpoint, cut in PLACES],
    )


def test_a_notice_about_the_link_fits_too(open_page: Callable[..., OpenedPage]) -> None:
    query = {"cut": "fda-later", "unknown": 1, **TYPED}
    opened = open_page(BOARD, query=query, only_looks=True)
    for scheme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert_one_legible_screen(opened, width=1280, height=720)
        assert opened.page.locator(".banner").is_visible()


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
    page.locator(".board-rows").wait_for()
    opened.settle()
    assert_one_legible_screen(opened, width=1280, height=720)
    assert page.locator(".board-visit").is_visible()
    assert page.locator(".banner.stop, .banner.caution").first.is_hidden()


def answered(page: Page, settle: Callable[[], None]) -> None:
    """From Consultation to the board with an age and a criterion that is not met."""
    page.locator(".st-key-check button").click()
    settle()
    asked = page.locator(".st-key-criterion_mrd")
    asked.get_by_role("radio", name="0.01 % or above", exact=True).click()
    settle()
    field = page.locator(".st-key-criterion_age input")
    field.fill("62")
    field.press("Enter")
    settle()
    page.locator(".st-key-nav").get_by_role("link", name="Tumour board").click()
    page.locator(".board .plot-area").wait_for()


def test_the_age_groups_an_unmet_criterion_and_a_preference_fit_at_once(
    open_page: Callable[..., OpenedPage],
) -> None:
    """All that can stand on a board: the arrays may be a little smaller then."""
    opened = open_page("/", width=1280, height=720, query={"weight": 60})
    page = opened.page
    answered(page, opened.settle)
    for endpoint, framing in (("os", "alive"), ("rfs", "died")):
        # The answers belong to the visit: they are there on every board of it.
        query = {"weight": 60, "endpoint": endpoint, "framing": framing}
        opened.come_to(BOARD, query=query)
        for width, height in SIZES:
            least = 80 * height // 720
            assert_one_legible_screen(opened, width=width, height=height, least=least)
            assert page.locator(".board .ageforest .forest.wide").is_visible()
            assert page.locator(".board .ageforest .forest.narrow").is_hidden()
            assert page.locator(".board-weighing.outside").is_visible()
        assert not [str(one) for one in serious_findings(page)]


def pages_printed(page: Page) -> int:
    printed = page.pdf(prefer_css_page_size=True)
    read = pypdf.PdfReader(io.BytesIO(printed))
    box = read.pages[0].mediabox
    assert box.width > box.height, "landscape"
    return len(read.pages)


@contextmanager
def own_browser(beside: Browser, app: RunningApp) -> Iterator[OpenedPage]:
    """A browser of its own: one that has printed gives no page the focus any more."""
    own = beside.browser_type.launch(
        executable_path=CHROMIUM.find_or_install(), args=list(LAUNCH_ARGUMENTS)
    )
    try:
        with opened_page(own, app, query={"weight": 60, "months": 24}) as opened:
            yield opened
    finally:
        own.close()


def test_printed_it_is_one_landscape_page_with_all_figures_in_the_light_colours(
    chromium: Browser, app: RunningApp
) -> None:
    with own_browser(chromium, app) as opened:
        page = opened.page
        answered(page, opened.settle)
        for scheme in ("light", "dark"):
            page.emulate_media(media="screen", color_scheme=scheme)  # type: ignore[arg-type]
            opened.settle()
            on_screen = page.locator(".board h1").evaluate(INK)
            assert (on_screen == LIGHT_INK) is (scheme == "light")
            assert pages_printed(page) == 1
            page.emulate_media(media="print")
            assert_all_is_on_paper(page)


def assert_all_is_on_paper(page: Page) -> None:
    seen = page.evaluate(
        "() => [...document.querySelectorAll('.board .key, .read-out, .board h1, .of-trial')]"
        ".filter((e) => e.checkVisibility()).map((e) => e.textContent)"
    )
    for figure in ("85", "68", "+17", "23", "5", "+18", "94 %"):
        assert figure in seen
    assert any("24 months:" in one for one in seen)
    assert any("stopped early" in one for one in seen)
    assert page.locator(".board h1").evaluate(INK) == LIGHT_INK
    assert page.locator(".st-key-nav").is_hidden()
    assert page.locator(".board .ageforest .forest.wide").is_visible()
    assert page.locator(".board-visit.stop").is_visible()


# The curve ------------------------------------------------------------------------------------

PLACED = """
() => {
  const box = (e) => e.getBoundingClientRect().toJSON();
  const across = (e) => (box(e).left + box(e).right) / 2;
  const down = (e) => (box(e).top + box(e).bottom) / 2;
  const all = (css) => [...document.querySelectorAll(css)];
  const plot = all('.board-picture .plot').find((e) => e.checkVisibility());
  const input = document.querySelector('input[data-choice=months]');
  const tick = all('.plot span').find((e) => e.checkVisibility() && e.textContent === input.value);
  const thumb = 1.3 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const share = (input.value - input.min) / (input.max - input.min);
  return {
    line: across(document.querySelector('.at-month')),
    tick: across(tick),
    thumb: box(input).left + thumb / 2 + share * (box(input).width - thumb),
    dots: all('.dot.experimental, .dot.control').reverse().map((e) => [across(e), down(e)]),
    picture: box(plot.querySelector('img')),
    over: box(document.querySelector('.plot-area')),
    high: plot.className.match(/high-([0-9]+)/)[1],
  };
}
"""


@pytest.mark.parametrize("framing", list(Framing))
def test_line_thumb_and_dots_lie_upon_the_picture_within_a_pixel(
    open_page: Callable[..., OpenedPage], framing: Framing
) -> None:
    query = {"months": 24, "framing": framing.value}
    opened = open_page(BOARD, query=query, only_looks=True)
    opened.page.locator(".plot-area").wait_for()
    for width, height in (*SIZES, (3840, 2160), (1280, 800), (390, 844)):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.settle()
        placed = opened.page.evaluate(PLACED)
        found, drawn = upon_the_picture(placed, views.view(months=24, framing=framing), framing)
        assert found == pytest.approx(drawn, abs=1), (width, height)


def upon_the_picture(
    placed: dict[str, Any], view: Findings, framing: Framing
) -> tuple[dict[str, float], dict[str, float]]:
    """Where things stand on the screen, and where the picture has drawn them."""
    scene, plane = picture.drawn_at(ENGLISH, view, int(placed["high"]))
    image, unit = placed["picture"], placed["picture"]["width"] / scene.width
    found = {name: placed[name] for name in ("line", "thumb")} | {
        "height": image["height"],
        "top": placed["over"]["top"],
        "floor": placed["over"]["bottom"],
    }
    drawn = {
        "line": placed["tick"],
        "thumb": placed["line"],
        "height": scene.height * unit,
        "top": image["top"] + plane.top * unit,
        "floor": image["top"] + plane.floor * unit,
    }
    marked = view.marked
    assert marked is not None
    reads = {"experimental": marked.experimental, "control": marked.control}
    for (x, y), (arm, read) in zip(placed["dots"], reads.items(), strict=True):
        alive = read.estimate.value
        value = alive if framing is Framing.ALIVE else 1 - alive
        found |= {f"{arm} x": x, f"{arm} y": y}
        drawn |= {
            f"{arm} x": image["left"] + scene.plane.px(24) * unit,
            f"{arm} y": image["top"] + scene.plane.py(100 * value) * unit,
        }
    return found, drawn


def test_the_month_is_read_by_hover_click_drag_and_keys(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(BOARD, width=1280, height=720)
    opened.page.locator(".plot-area").wait_for()
    page, said = opened.page, opened.page.locator("[data-answer=curve] > span:first-child")
    surface = page.locator("[data-surface]").bounding_box()
    assert surface is not None
    rows = page.locator(".board-rows").inner_text()

    def at(month: float) -> tuple[float, float]:
        share = month / float(page.locator("[data-surface]").get_attribute("data-end") or 0)
        return surface["x"] + share * surface["width"], surface["y"] + surface["height"] / 2

    assert said.inner_text().startswith("36 months")
    page.mouse.move(*at(18))
    assert said.inner_text().startswith("18 months")
    page.mouse.move(5, 5)
    assert said.inner_text().startswith("36 months"), "hovering chooses nothing"
    page.mouse.move(*at(24))
    page.mouse.down()
    page.mouse.up()
    assert said.inner_text().startswith("24 months")
    page.mouse.down()
    page.mouse.move(*at(20))
    page.mouse.up()
    assert said.inner_text().startswith("20 months")
    page.mouse.move(*at(34.8))
    assert said.inner_text().startswith("36 months"), "a landmark catches"
    page.mouse.move(5, 5)
    for key, month in (("ArrowRight", 21), ("PageUp", 33), ("Home", 12), ("End", 36)):
        page.keyboard.press(key)
        assert said.inner_text().startswith(f"{month} months")
    page.keyboard.press("ArrowLeft")
    opened.settle()
    page.wait_for_url("**months=35**")
    assert page.locator(".board-rows").inner_text() == rows, "nothing else changes"
    links = page.locator(".st-key-nav a").evaluate_all("(all) => all.map((one) => one.href)")
    assert all("months=35" in link and "landmark=36" in link for link in links)


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


def test_axe_finds_nothing_serious(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(BOARD, query={"weight": 60}, only_looks=True)
    for scheme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        opened.settle()
        assert not [str(one) for one in serious_findings(opened.page)], scheme


def test_a_narrow_screen_stacks_and_does_not_scroll_sideways(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(BOARD, width=390, height=844, query=TYPED, only_looks=True)
    found = opened.page.evaluate(MEASURED)
    assert max(found["widths"]) <= 390
    assert not found["clipped"]
    assert arrays_alike(found["arrays"])
    assert not [str(one) for one in serious_findings(opened.page)]
