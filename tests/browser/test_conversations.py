"""Ten conversations as they are held, end to end, with every press counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.driving import choices, read_file, text_of
from tests.browser.test_broken_data import BROKEN, rewrite
from tests.serving import OpenedPage, RunningApp, new_page, shown

PREFERENCE: Final = 'input[type="range"][data-choice="weight"]'
PANEL: Final = '[data-answer="panel"]'
READ_OUT: Final = '[data-answer="curve"]'
BENEFIT: Final = ':is([data-part="benefit"], .st-key-part_benefit)'
HARM: Final = ':is([data-part="harm"], .st-key-part_harm)'
#: From a cold start to the sheet in the hand.
MOST_ACTIONS: Final = 6

#: In the page: whether the middle of a thing is on the screen and nothing lies over it.
REACHED: Final = """
(e) => {
  const box = e.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !!at && (e.contains(at) || at.contains(e));
}
"""


class Hand:
    """Somebody at the screen: each press, tap, typed field and scroll is an action."""

    def __init__(self, opened: OpenedPage) -> None:
        self.opened, self.actions, self.scrolls = opened, 0, 0

    def press(self, place: Locator, *, tap: bool = False) -> None:
        """Click or tap what is seen; what must be scrolled to first costs a scroll."""
        place = place.first
        expect(place).to_be_visible()
        if not place.evaluate(REACHED):
            self.scrolls += 1
            place.scroll_into_view_if_needed()
        self.actions += 1
        before = self.opened.page.url
        place.tap() if tap else place.click()
        if tap:  # of which the browser makes a click in its own time
            self.opened.page.wait_for_url(lambda url: url != before)
        self.opened.settle(quiet_ms=120)

    def key(self, name: str, times: int = 1) -> None:
        """One key, held or pressed again: one action."""
        self.actions += 1
        for _ in range(times):
            self.opened.page.keyboard.press(name)
        self.opened.settle(quiet_ms=250)

    def type(self, field: Locator, text: str) -> None:
        """Click into a field, type, leave it by Enter: one action."""
        self.actions += 1
        if not field.evaluate(REACHED):
            self.scrolls += 1
        field.click()
        field.press_sequentially(text)
        field.press("Enter")
        self.opened.settle(quiet_ms=120)

    def chip(self, key: str, name: str, *, tap: bool = False) -> None:
        """One chip of a row."""
        row = self.opened.page.locator(f".st-key-{key}")
        self.press(row.get_by_role("radio", name=name, exact=True), tap=tap)

    def button(self, name: str | re.Pattern[str]) -> None:
        """A button or what opens, by its words."""
        self.press(self.opened.page.get_by_test_id("stMain").get_by_role("button", name=name))

    def page_link(self, name: str) -> None:
        """A page of the navigation."""
        self.press(self.opened.page.locator(".st-key-nav").get_by_role("link", name=name))
        self.opened.settle()

    def sheet(self, button: Locator) -> str:
        """Press what gives a file, and read the file."""
        self.actions += 1
        if not button.evaluate(REACHED):
            self.scrolls += 1
        with self.opened.page.expect_download() as waiting:
            button.click()
        return read_file(waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes())

    def prefer(self, percent: int) -> None:
        """The preference with the keyboard, from where it was not set."""
        self.opened.page.locator(PREFERENCE).focus()
        self.key("Home")
        self.key("ArrowRight", percent)


def pasted(opened: OpenedPage) -> str:
    """What lies in the clipboard, put into a field of another window by the keyboard."""
    page = opened.page.context.new_page()
    try:
        page.set_content("<textarea autofocus></textarea>")
        page.locator("textarea").focus()
        page.keyboard.press("ControlOrMeta+V")
        return page.locator("textarea").input_value()
    finally:
        page.close()


@pytest.fixture
def hand(open_page: Callable[..., OpenedPage]) -> Callable[..., Hand]:
    """Somebody in front of a page that was opened cold."""
    return lambda *path, **how: Hand(open_page(*path, **how))


def test_1_a_tumour_board_asks_about_five_years(hand: Callable[..., Hand]) -> None:
    """Two presses, and both groups' figures at 60 months stand large on the board."""
    board = hand()
    board.page_link("Tumour board")
    board.chip("analysis", "5 years · FDA")
    assert choices(board.opened)["cut"] == "fda-later"
    said = text_of(board.opened.page.locator(".board"))
    assert "5 years" in said
    assert "82" in said
    assert "62" in said
    assert (board.actions, board.scrolls) == (2, 0)
    board.opened.assert_no_errors()


def test_2_a_patient_is_62_and_both_age_groups_are_shown(hand: Callable[..., Hand]) -> None:
    clinician = hand()
    page = clinician.opened.page
    clinician.press(page.locator(".st-key-check").get_by_role("button"))
    clinician.type(page.locator(".st-key-criterion_age input"), "62")
    seen = text_of(page.get_by_test_id("stMain"))
    assert "Under 55 years" in seen
    assert "55 years and over" in seen
    address = urlsplit(clinician.opened.page.url)
    assert "62" not in address.path + address.query, "an age is in no link"
    assert clinician.actions <= 3
    clinician.opened.assert_no_errors()


def test_3_a_patient_is_mrd_positive_and_the_numbers_do_not_describe_them(
    hand: Callable[..., Hand],
) -> None:
    """Outside the trial it says so on every page, names other evidence, and the panel greys."""
    clinician = hand()
    page = clinician.opened.page
    clinician.press(page.locator(".st-key-check").get_by_role("button"))
    clinician.chip("criterion_mrd", "0.01 % or above")
    assert page.locator(".outside").count()
    for name in ("Consultation", "Survival curves", "Icon arrays"):
        if name != "Consultation":
            clinician.page_link(name)
        seen = text_of(page.get_by_test_id("stApp"))
        assert "BLAST" in seen
        assert "do not describe" in seen
        assert "not for this patient" not in seen
    clinician.opened.assert_no_errors()


def test_4_a_centre_types_its_own_counts_and_weighs_with_them(hand: Callable[..., Hand]) -> None:
    centre = hand()
    page = centre.opened.page
    assert "+18" in text_of(page.get_by_test_id("stSidebar"))
    centre.press(page.get_by_test_id("stSidebar").get_by_text("other rate"))
    centre.press(page.locator(".st-key-harm button"))
    centre.press(page.get_by_role("option", name="Counts of our own centre"))
    for field, text in {"e1": "3", "n1": "40", "e0": "1", "n0": "50"}.items():
        centre.type(page.locator(f".st-key-{field} input"), text)
    seen = text_of(page.get_by_test_id("stSidebar"))
    assert "+18" not in seen
    assert "+5" in seen, "3 of 40 against 1 of 50"
    assert "not randomised" in seen
    centre.prefer(40)
    assert "40 %" in text_of(page.locator(PANEL))
    assert {"e1": "3", "n1": "40", "e0": "1", "n0": "50"}.items() <= choices(centre.opened).items()
    centre.opened.assert_no_errors()


def test_5_the_question_is_about_relapse_and_the_frames_say_so(hand: Callable[..., Hand]) -> None:
    clinician = hand()
    page = clinician.opened.page
    clinician.chip("endpoint", "Relapse-free survival")
    frames = page.locator(".st-key-framing").get_by_role("radio").all_inner_texts()
    assert frames == ["Free of relapse", "Relapsed or died"]
    assert "80" in text_of(page.locator(BENEFIT))
    clinician.chip("framing", "Relapsed or died")
    assert "20" in text_of(page.locator(BENEFIT))
    assert (clinician.actions, clinician.scrolls) == (2, 0)
    clinician.opened.assert_no_errors()


def test_6_a_patient_holds_the_tablet_with_the_clinician_beside(
    chromium: Browser, app: RunningApp
) -> None:
    """Everything by touch, to the chances in the patient's own words."""
    with (
        new_page(chromium, has_touch=True) as page,
        shown(page, app, width=768, height=1024) as opened,
    ):
        both = Hand(opened)
        both.chip("framing", "Died", tap=True)
        assert "32" in text_of(page.locator(BENEFIT))
        link = page.locator(".st-key-nav").get_by_role("link", name="Patient view")
        both.press(link, tap=True)
        page.locator("h1.ask").wait_for()
        both.press(page.locator(".st-key-patient_to_now button"), tap=True)
        while not page.locator(".st-key-patient_look").count():
            both.press(page.locator(".st-key-patient_next button"), tap=True)
        both.press(page.locator(".st-key-patient_look button"), tap=True)
        assert "68 were alive" in opened.text()
        opened.assert_no_errors()


def test_7_a_preference_is_weighed_and_the_copied_note_is_pasted(
    hand: Callable[..., Hand],
) -> None:
    clinician = hand()
    page = clinician.opened.page
    clinician.prefer(40)
    assert "40 %" in text_of(page.locator(PANEL))
    clinician.button("Copy note")
    assert "Copied" in clinician.opened.text()
    note = pasted(clinician.opened)
    assert "40 %" in note
    assert "E1910" in note
    assert page.url.partition("?")[2] in note, "the note holds the link that reopens the view"
    assert clinician.actions <= 3
    assert clinician.scrolls == 0


def test_8_a_link_is_copied_sent_to_a_colleague_and_opened(
    hand: Callable[..., Hand], open_page: Callable[..., OpenedPage]
) -> None:
    clinician = hand()
    clinician.chip("framing", "Died")
    clinician.prefer(30)
    clinician.button("Copy link")
    colleague = open_page()
    colleague.page.goto(pasted(clinician.opened))
    colleague.settle()
    assert choices(colleague) == choices(clinician.opened)
    for part in (BENEFIT, HARM, PANEL):
        there = text_of(colleague.page.locator(part))
        assert there == text_of(clinician.opened.page.locator(part))
    assert "30 %" in text_of(colleague.page.locator(PANEL))


def test_9_another_trials_folder_is_broken_and_the_conversation_goes_on(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    rewrite(
        project_copy / "data/tower/landmarks.csv",
        lambda table: table.replace("control", "kontrol", 1),
    )
    clinician = Hand(open_page(app=start_app(project=project_copy)))
    page = clinician.opened.page
    clinician.prefer(40)
    assert "40 %" in text_of(page.locator(PANEL))
    sheet = clinician.sheet(page.locator(".st-key-hand_out_a4 button"))
    assert "85" in sheet
    assert BROKEN not in clinician.opened.text()
    clinician.opened.come_to(query={"trial": "tower"})
    seen = clinician.opened.text()
    assert BROKEN in seen
    assert "tower/landmarks.csv" in seen


def test_10_a_patient_who_speaks_spanish_takes_the_sheet_home(hand: Callable[..., Hand]) -> None:
    """From a cold start, and without a scroll; in English it is the first press."""
    clinician = hand()
    page = clinician.opened.page
    english = clinician.sheet(page.locator(".st-key-hand_out_a4 button"))
    assert "alive" in english
    assert (clinician.actions, clinician.scrolls) == (1, 0)
    clinician.opened.goto()
    clinician.actions = 0
    clinician.press(page.locator(".st-key-languages button").first)
    clinician.press(page.locator(".st-key-lang button"))
    clinician.press(page.get_by_role("option", name=re.compile("ES|Español")))
    spanish = clinician.sheet(page.locator(".st-key-hand_out_a4 button"))
    assert "vivas" in spanish
    assert clinician.actions <= MOST_ACTIONS
    assert clinician.scrolls == 0
