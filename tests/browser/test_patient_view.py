"""The patient view in a real browser: by keyboard alone, by touch, on small windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import serious_findings
from tests.serving import OpenedPage, RunningApp

PATH = "/patient_view"
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.max(main.scrollWidth - main.clientWidth,
                  document.documentElement.scrollWidth - innerWidth);
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
  '.st-key-patient button, .st-key-patient [role="radio"], .st-key-patient label:has(input)'
)].filter(e => e.offsetParent || getComputedStyle(e).position === 'fixed')
  .map(e => [e.innerText, e.getBoundingClientRect()])
  .filter(([words, box]) => box.width && (box.width < 44 || box.height < 44))
  .map(([words, box]) => `${words} ${box.width} x ${box.height}`)"""
FOCUSED = "document.activeElement.closest('button')?.innerText ?? ''"
SMALL_TYPE = """() => [...document.querySelectorAll('.st-key-patient .patient *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18).map(e => e.innerText)"""


def heading(page: Page) -> str:
    return page.locator("h1.ask").inner_text()


def checked(opened: OpenedPage) -> None:
    """What holds on every screen."""
    opened.settle()
    page = opened.page
    assert page.evaluate(SIDEWAYS) <= 0, heading(page)
    assert page.evaluate(SMALL_TARGETS) == [], heading(page)
    assert page.evaluate(SMALL_TYPE) == [], heading(page)
    assert page.locator("[data-testid='stSidebar']").count() == 0
    opened.assert_no_errors()


def tab_to(page: Page, words: str) -> None:
    """Move by Tab until what has the focus says these words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED).split("\n"):
            return
    raise AssertionError(f"Tab never came to {words!r} on {heading(page)!r}")


def turn(opened: OpenedPage, words: str) -> None:
    tab_to(opened.page, words)
    opened.page.keyboard.press("Enter")
    checked(opened)


def scrolled(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop"))


def test_it_is_walked_from_start_to_hand_out_with_the_keyboard_alone(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PATH, width=768, height=1024)
    page = opened.page
    checked(opened)
    turn(opened, "Where you are now")
    seen = [heading(page)]
    for _ in range(3):
        turn(opened, "Next")
        seen.append(heading(page))
    turn(opened, "Show me")
    assert "68 were alive" in opened.text()
    turn(opened, "Next")
    seen.append(heading(page))
    turn(opened, "Next")
    seen.append(heading(page))
    page.locator(".st-key-patient_harder summary").focus()
    page.keyboard.press("Enter")
    page.locator(".st-key-weight input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    opened.settle()
    assert heading(page) == "What matters to you"  # arrows belong to the slider here
    assert "weight=2" in page.url
    turn(opened, "Next")
    seen.append(heading(page))
    turn(opened, "Next")
    seen.append(heading(page))
    turn(opened, "Next")
    seen.append(heading(page))
    assert seen == [
        *("Where you are now", "Your two options", "What treatment is like"),
        *("The chances: being alive", "The chances: serious harm", "What matters to you"),
        *("Questions to ask", "Did we explain it well?", "To take with you"),
    ]
    assert page.locator(".st-key-patient_hand_out").count() == 1


def test_a_new_screen_starts_at_its_top_and_arrow_keys_turn_pages(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PATH, width=390, height=844)
    page = opened.page
    page.locator(".st-key-patient_to_options button").click()
    opened.settle()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 9999")
    assert scrolled(page) > 100
    page.keyboard.press("ArrowRight")
    opened.settle()
    assert heading(page) == "What treatment is like"
    assert scrolled(page) == 0
    page.keyboard.press("ArrowLeft")
    opened.settle()
    assert heading(page) == "Your two options"


def test_an_arrow_key_on_the_language_turns_no_page(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(PATH, width=768, height=1024)
    page = opened.page
    page.locator(".st-key-patient_to_now button").click()
    opened.settle()
    page.locator(
        ".st-key-patient_language button, .st-key-patient_language [role=radio]"
    ).first.focus()
    page.keyboard.press("ArrowRight")
    opened.settle()
    assert page.locator(".progress p").inner_text().strip().startswith(("Step 1", "Paso 1"))


@pytest.fixture
def touched(app: RunningApp, chromium: Browser) -> Iterator[OpenedPage]:
    context = chromium.new_context(
        viewport={"width": 768, "height": 1024}, has_touch=True, reduced_motion="reduce"
    )
    opened = OpenedPage(context.new_page(), app)
    opened.page.on("pageerror", lambda error: opened.page_errors.append(str(error)))
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.goto(PATH)
    yield opened
    opened.assert_no_foreign_requests()
    context.close()


def test_it_is_walked_by_touch_on_a_tablet_held_upright(touched: OpenedPage) -> None:
    page = touched.page

    def tap(key: str) -> None:
        page.locator(f".st-key-patient_{key} button").tap()
        checked(touched)

    tap("to_benefit")
    assert "68" not in page.locator(".st-key-patient").inner_text()
    tap("look")
    page.locator(".st-key-framing").get_by_text("Had died").tap()
    touched.settle()
    assert "framing=died" in page.url
    sizes = {}
    for name in ("benefit", "harm"):
        boxes = page.locator("img.people").all()
        sizes[name] = [round(box.bounding_box()["width"]) for box in boxes]  # type: ignore[index]
        tap("next")
    # Of the benefit both options, of the harm too, and of what was less common as large.
    assert [len(sizes[name]) for name in ("benefit", "harm")] == [2, 4]
    assert len({*sizes["benefit"], *sizes["harm"]}) == 1
    for _ in range(3):
        tap("next")
    assert heading(page) == "To take with you"


# No colour depends on the width (tests/test_palette.py): each width, and each scheme.
@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(768, 1024, "light"), (390, 844, "dark"), (1280, 720, "light")]
)
def test_every_screen_fits_and_axe_finds_nothing_serious(
    open_page: Callable[..., OpenedPage], width: int, height: int, scheme: str
) -> None:
    opened = open_page(PATH, width=width, height=height, color_scheme=scheme, query={"weight": 40})
    page = opened.page
    checked(opened)
    found = [str(one) for one in serious_findings(page)]
    page.locator(".st-key-patient_to_now button").click()
    checked(opened)
    while page.locator(".st-key-patient_next").count():
        if page.locator(".st-key-patient_look").count():
            page.locator(".st-key-patient_look button").click()
            checked(opened)
        found += [f"{heading(page)}: {one}" for one in serious_findings(page)]
        page.locator(".st-key-patient_next button").click()
        checked(opened)
    found += [f"{heading(page)}: {one}" for one in serious_findings(page)]
    assert found == []


def test_the_preference_set_here_is_in_the_link_and_in_the_side_panel(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PATH, width=1280, height=900)
    page = opened.page
    page.locator(".st-key-patient_to_matters button").click()
    opened.settle()
    page.locator(".st-key-patient_harder summary").click()
    page.locator(".st-key-weight input[type=range]").focus()
    for _ in range(31):
        page.keyboard.press("ArrowRight")
    opened.settle()
    assert "weight=30" in page.url
    page.locator(".st-key-nav a", has_text="Consultation").click()
    page.locator("[data-testid='stSidebar'] .weighsaid").wait_for()
    opened.settle()
    assert "weight=30" in page.url
    panel = page.locator("[data-testid='stSidebar'] .weighsaid").inner_text()
    assert "counted at 30 % each" in panel
