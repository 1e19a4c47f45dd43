"""The applicability check with keys alone, and what of it is in sight on one screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.serving import OpenedPage

CHIP = ".st-key-check button"
AREA = ".st-key-check_area"
#: Tab goes no further than this to come to the chip.
FARTHEST = 60

FOCUSED = """() => {
  const one = document.activeElement, keyed = one.closest("[class*=st-key-criterion_]");
  const key = keyed && keyed.className.match(/st-key-criterion_(\\S+)/)[1];
  return {key, role: one.getAttribute("role"), tag: one.tagName, text: one.innerText};
}"""


def reach(opened: OpenedPage, wanted: Callable[[dict[str, str]], bool]) -> None:
    for _ in range(FARTHEST):
        if wanted(opened.page.evaluate(FOCUSED)):
            return
        opened.page.keyboard.press("Tab")
    raise AssertionError("Tab never came there")


def said(opened: OpenedPage) -> str:
    return opened.page.locator(CHIP).inner_text().strip()


def press(opened: OpenedPage, *keys: str) -> None:
    for key in keys:
        opened.page.keyboard.press(key)
    opened.settle()


def test_the_check_is_opened_answered_taken_back_and_closed_with_keys_alone(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=1280, height=720)
    reach(opened, lambda at: at["text"].startswith("Does the trial apply?"))
    press(opened, "Enter")
    assert opened.page.locator(AREA).is_visible()
    at = opened.page.evaluate(FOCUSED)
    assert at["text"].startswith("Does the trial apply?"), "the chip keeps the focus"
    reach(opened, lambda at: at["key"] == "age" and at["tag"] == "INPUT")
    press(opened, "2", "5", "Enter")
    assert said(opened) == "Caution: age under 30 ▴"
    reach(opened, lambda at: at["key"] == "mrd" and at["role"] == "radio")
    press(opened, "ArrowRight", "Space")
    assert said(opened) == "Outside the trial: MRD ▴"
    assert opened.page.evaluate(FOCUSED)["key"] == "mrd", "the answer keeps the focus"
    press(opened, "Space")
    assert said(opened) == "Caution: age under 30 ▴"
    opened.page.locator(CHIP).focus()
    press(opened, "Enter")
    assert opened.page.locator(AREA).count() == 0
    opened.assert_no_errors()


def answer(opened: OpenedPage, question: str, words: str) -> None:
    asked = opened.page.locator(f".st-key-criterion_{question}")
    asked.get_by_role("radio", name=words, exact=True).click()
    opened.settle()


def test_verdict_and_all_questions_are_in_sight_on_one_screen(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=1280, height=720)
    opened.page.locator(CHIP).click()
    opened.settle()
    assert_in_sight(opened)
    opened.page.locator(".st-key-check_all button").click()
    opened.settle()
    assert said(opened) == "✓ Trial applies: 8 of 8 ▴"
    assert_in_sight(opened)
    answer(opened, "mrd", "0.01 % or above")
    answer(opened, "cns-history", "Yes")
    assert said(opened).startswith("Outside the trial")
    assert_in_sight(opened)


def assert_in_sight(opened: OpenedPage) -> None:
    parts = opened.page.locator(f"{CHIP}, .checkfound, [class*='st-key-criterion_']")
    boxes = [one.bounding_box() for one in parts.all()]
    assert len(boxes) == 2 + 8
    for box in boxes:
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
        assert box["x"] + box["width"] <= 1280


def test_what_was_found_takes_nothing_of_the_curve(
    open_page: Callable[..., OpenedPage],
) -> None:
    """The line above the cards and the age groups below them: the curve keeps axis and range."""
    opened = open_page(width=1280, height=720)
    chip = opened.page.locator(CHIP)
    chip.click()
    opened.settle()
    answer(opened, "mrd", "0.01 % or above")
    chip.click()
    opened.settle()
    assert_the_curve_is_whole(opened)
    chip.click()
    opened.settle()
    answer(opened, "mrd", "0.01 % or above")  # taken back
    for age in ("45", "25"):
        field = opened.page.locator(".st-key-criterion_age input")
        field.fill(age)
        field.press("Enter")
        opened.settle()
        chip.click()
        opened.settle()
        assert_the_curve_is_whole(opened)
        chip.click()
        opened.settle()


def assert_the_curve_is_whole(opened: OpenedPage) -> None:
    card = opened.page.locator(".st-key-part_curve")
    month = card.locator('input[type=range][data-choice="months"]').bounding_box()
    box = card.bounding_box()
    assert box is not None
    assert month is not None
    assert month["y"] + month["height"] <= box["y"] + box["height"]
    assert card.evaluate("(one) => one.scrollHeight - one.clientHeight") <= 1


def test_the_open_check_needs_no_sideways_scroll(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(width=390, height=844)
    opened.page.locator(CHIP).click()
    opened.settle()
    opened.page.locator(".st-key-check_all button").click()
    for width, height in ((390, 844), (768, 1024), (1920, 1080)):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.settle()
        assert said(opened) == "✓ Trial applies: 8 of 8 ▴"
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        for one in opened.page.locator(f"{AREA} button, {AREA} input").all():
            box = one.bounding_box()
            assert box is None or box["x"] + box["width"] <= width


def test_the_answers_are_in_no_address_and_the_age_is_gone_with_its_field(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=1280, height=720)
    address = opened.page.url
    opened.page.locator(CHIP).click()
    opened.settle()
    field = opened.page.locator(".st-key-criterion_age input")
    field.fill("63")
    field.press("Enter")
    opened.settle()
    for _ in range(2):
        opened.page.locator(CHIP).click()
        opened.settle()
    assert field.input_value() == ""
    assert field.get_attribute("placeholder") == "30 to 70 years"
    assert said(opened) == "1 of 8 asked ▴"
    assert opened.page.url == address
