"""Cards of what matters in a real browser: by keys alone, by touch, each as large as the others."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page

from tests.browser import driving
from tests.browser.axe import serious_findings
from tests.serving import OpenedPage, RunningApp, new_page, shown
from tradeoff.findings.places import ValueCard
from tradeoff.words.patient.cards import card_words
from tradeoff.words.say import ENGLISH

PATH = "/patient_view"
CARDS = ".st-key-cards button"
FOCUSED = "document.activeElement.innerText"
SIZES = """(buttons) => [...new Set(buttons.map((e) => {
  const box = e.getBoundingClientRect();
  return `${Math.round(box.width)} x ${Math.round(box.height)}`;
}))]"""
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.max(main.scrollWidth - main.clientWidth,
                  document.documentElement.scrollWidth - innerWidth);
}"""


def at_matters(opened: OpenedPage) -> None:
    opened.page.locator(".st-key-patient_to_matters button").click()
    opened.page.locator(CARDS).first.wait_for()
    opened.settle()


def focus(page: Page, key: str) -> None:
    """Come to a part by Tab."""
    there = f"document.activeElement.closest('.st-key-{key}') !== null"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"Tab never came to {key}")


def on_card(page: Page, words: str) -> None:
    """Come to a card by arrow keys."""
    for _ in range(len(ValueCard)):
        if page.evaluate(FOCUSED) == words:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no arrow came to {words}")


def pressed(page: Page) -> list[str]:
    return page.locator(f'{CARDS}[aria-pressed="true"]').all_inner_texts()


def test_cards_are_picked_moved_and_kept_with_the_keyboard_alone(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PATH, width=768, height=1024)
    page = opened.page
    at_matters(opened)
    lie = page.locator(CARDS).all_inner_texts()
    assert pressed(page) == []
    focus(page, "cards")
    assert page.evaluate(FOCUSED) == lie[0]
    for key, words in (("Space", "Time at home"), ("Enter", "Thinking clearly")):
        while page.evaluate(FOCUSED) != lie[0]:
            page.keyboard.press("ArrowLeft")
        on_card(page, words)
        page.keyboard.press(key)
        opened.settle()
        assert page.evaluate(FOCUSED) == words
    page.locator(".st-key-patient_up_2").wait_for()
    focus(page, "patient_up_2")
    page.keyboard.press("Enter")
    page.locator(".st-key-patient_up_2", has_text="Time at home").wait_for()
    assert page.evaluate(FOCUSED) == "2. Time at home · move up"
    opened.settle()
    assert driving.choices(opened)["cards"] == "clear,home"
    for named in ("Thinking clearly 1", "Time at home 2"):  # as a screen reader has them
        card = page.get_by_role("toolbar", name="What matters to you").get_by_role(
            "button", name=named, exact=True, pressed=True
        )
        assert card.count() == 1, named
    assert page.locator(CARDS).all_inner_texts() == lie
    page.go_back()
    page.locator(".st-key-patient_up_2", has_text="Thinking clearly").wait_for()
    page.go_forward()
    page.locator(".st-key-patient_up_2", has_text="Time at home").wait_for()
    assert sorted(pressed(page)) == ["Thinking clearly", "Time at home"]
    assert [str(one) for one in serious_findings(page)] == []
    opened.assert_no_errors()


def test_presses_close_upon_each_other_lose_none(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(PATH, width=1280, height=720)
    at_matters(opened)
    opened.page.evaluate(
        """() => [0, 8, 3, 5].forEach((card, at) => setTimeout(() =>
          document.querySelectorAll(".st-key-cards button")[card].click(), 30 * at))"""
    )
    opened.page.locator(".st-key-patient_up_4").wait_for()
    opened.settle()
    lie = opened.page.locator(CARDS).all_inner_texts()
    words = {card_words(ENGLISH, card): card.value for card in ValueCard}
    picked = [words[lie[card]] for card in (0, 8, 3, 5)]
    assert driving.choices(opened)["cards"].split(",") == picked


def test_by_touch_every_card_is_as_large_as_the_others_and_a_finger(
    app: RunningApp, chromium: Browser
) -> None:
    with (
        new_page(chromium, has_touch=True) as page,
        shown(page, app, PATH, width=390, height=844) as opened,
    ):
        for language in ("en", "es"):
            opened.come_to(PATH, query={"lang": language})
            page.set_viewport_size({"width": 390, "height": 844})
            at_matters(opened)
            for width, height in ((390, 844), (768, 1024), (1280, 720)):
                page.set_viewport_size({"width": width, "height": height})
                opened.settle()
                (size,) = page.locator(CARDS).evaluate_all(SIZES)
                assert min(map(int, size.split(" x "))) >= 44, language
                assert page.evaluate(SIDEWAYS) <= 0
            for card in (8, 0):
                before = page.url
                page.locator(CARDS).nth(card).tap()
                page.wait_for_url(lambda url, before=before: url != before)
                opened.settle()
            assert driving.choices(opened)["cards"].startswith("other,")
            (size,) = page.locator(CARDS).evaluate_all(SIZES)
            box = page.locator(".st-key-patient_up_2 button").bounding_box()
            assert box is not None
            assert box["height"] >= 44
