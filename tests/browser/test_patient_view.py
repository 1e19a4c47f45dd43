"""The patient view in a real browser: by keys and by touch, on small windows, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.axe import serious_findings
from tests.serving import OpenedPage, RunningApp, new_page, shown
from tests.words.test_plain_words import FORBIDDEN
from tradeoff.findings.places import Screen, ValueCard
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.words.catalogues import Voice, voice
from tradeoff.words.patient.cards import card_words

PATH = "/patient_view"
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.max(main.scrollWidth - main.clientWidth,
                  document.documentElement.scrollWidth - innerWidth);
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
  '.st-key-patient button, .st-key-patient a, .st-key-patient [role="radio"],'
  + '.st-key-patient label:has(input), .st-key-patient summary'
)].filter(e => e.offsetParent || getComputedStyle(e).position === 'fixed')
  .map(e => [e.innerText, e.getBoundingClientRect()])
  .filter(([words, box]) => box.width && (box.width < 44 || box.height < 44))
  .map(([words, box]) => `${words} ${box.width} x ${box.height}`)"""
SMALL_TYPE = """() => [...document.querySelectorAll('.st-key-patient *')]
  .filter(e => e.checkVisibility() &&
    !e.closest('.plot, .unseen, progress, [data-testid=stIconMaterial]'))
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18).map(e => e.innerText)"""
#: In the page: words of a calendar that are not over their picture, or are cut with its empty room.
ASTRAY = """() => [...document.querySelectorAll('.calendars .drawn')].flatMap((drawn) => {
  const whole = drawn.querySelector('img').getBoundingClientRect();
  const over = drawn.querySelector('.plot').getBoundingClientRect();
  const edge = drawn.getBoundingClientRect().bottom;
  return [...drawn.querySelectorAll('span')].filter((word) =>
    Math.abs(whole.height - over.height) > 1 || word.getBoundingClientRect().bottom > edge)
    .map((word) => word.innerText);
})"""
#: Where the main point of a screen stands: whole, between the top of the window and the bar.
POINT = {
    Screen.START: ".st-key-patient_to_questions button",
    Screen.NOW: ".patient.decides >> nth=-1",
    Screen.OPTIONS: ".patient .card.experimental >> nth=0",
    Screen.TREATMENT: ".calendars figure >> nth=0",
    Screen.BENEFIT: "img.people >> nth=1",
    Screen.HARM: "img.people >> nth=1",
    Screen.MATTERS: ".st-key-cards button >> nth=3",
    Screen.QUESTIONS: "ul.points li >> nth=3",
    Screen.CHECK: "[role=radiogroup] >> nth=0",
    Screen.END: "ul.points li >> nth=1",
}
#: What no patient reads in Spanish; of English the list is that of the sentences' own tests.
SPANISH_FORBIDDEN = re.compile(
    r"hazard|cociente|eficacia|tolerad|consolidación|efecto adverso|\bNNT\b|aleatoriz|estadístic",
    re.IGNORECASE,
)
DECIMAL = re.compile(r"\d[.,]\d")


@dataclass
class Walker:
    """Somebody who walks the patient view, by keys alone or by touch alone."""

    opened: OpenedPage
    touch: bool
    forbidden: re.Pattern[str]
    faults: list[str] = field(default_factory=list)
    bars: set[tuple[float, ...]] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.opened.page

    def press(self, key: str) -> None:
        """A button: tapped, or come to by Tab and pressed by Enter. Each leads elsewhere."""
        target, before = (
            self.page.locator(f".st-key-patient_{key} :is(button, a)").first,
            self.page.url,
        )
        if self.touch:
            target.tap()
        else:
            self.tab_to(target)
            self.page.keyboard.press("Enter")
        self.led_from(before)

    def pick(self, card: ValueCard) -> None:
        """A card: tapped, or come to by Tab and arrows and pressed by Space."""
        before = self.page.url
        words = card_words(voice(Voice.PATIENT, self.address.get("lang", "en")), card)
        target = self.page.locator(".st-key-cards").get_by_role("button", name=words)
        if self.touch:
            target.tap()
        else:
            while not self.page.evaluate("document.activeElement.closest('.st-key-cards')"):
                self.page.keyboard.press("Tab")
            for key in ("ArrowLeft", "ArrowRight"):
                for _ in ValueCard:
                    if not target.evaluate("(e) => e === document.activeElement"):
                        self.page.keyboard.press(key)
            self.page.keyboard.press("Space")
        self.led_from(before)

    def led_from(self, address: str) -> None:
        """Wait: of a tap the browser makes a click in its own time, on a busy machine late."""
        self.page.wait_for_url(lambda url: url != address)
        self.opened.settle()

    def tab_to(self, target: Locator) -> None:
        for _ in range(60):
            if target.evaluate("(e) => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {target} on {self.heading}")

    @property
    def heading(self) -> str:
        return self.page.locator("h1.ask").inner_text()

    @property
    def screen(self) -> Screen:
        """Where the address says that the patient is."""
        return Screen(self.address.get("screen", "start"))

    @property
    def address(self) -> dict[str, str]:
        return {name: one[0] for name, one in parse_qs(urlsplit(self.page.url).query).items()}

    @property
    def words(self) -> str:
        return self.page.locator(".st-key-patient").inner_text()

    def look(self) -> None:
        """What holds on every screen."""
        page, at, said = self.page, self.screen, self.words
        found = [str(one) for one in serious_findings(page)]
        found += page.evaluate(SMALL_TARGETS) + page.evaluate(SMALL_TYPE) + page.evaluate(ASTRAY)
        found += ["scrolls sideways"] * (page.evaluate(SIDEWAYS) > 0)
        found += ["a side bar"] * page.get_by_test_id("stSidebar").is_visible()
        found += ["clinicians' pages"] * (page.get_by_test_id("stPageLink").count() != 1)
        found += [f"clinicians' word {one[0]!r}" for one in self.forbidden.finditer(said)]
        found += [f"decimal {one[0]!r}" for one in DECIMAL.finditer(said)]
        found += [f"source {one!r}" for one in sources() if one in said]
        self.faults += [f"{at.value}: {one}" for one in found]
        self.opened.assert_no_errors()
        assert page.locator(".st-key-patient_language [role=radio]").count() == 2
        if at is Screen.START:
            return
        back = page.locator(".st-key-patient_back button").bounding_box()
        on = page.locator(".st-key-patient_next button, .st-key-patient_again button")
        onward = on.bounding_box()
        assert back is not None
        assert onward is not None
        self.bars.add((back["x"], back["y"], onward["x"] + onward["width"], onward["y"]))

    def main_point_is_seen(self) -> None:
        box = self.page.locator(POINT[self.screen]).bounding_box()
        edge = self.page.evaluate(
            "document.querySelector('.st-key-patient_bar')?.getBoundingClientRect().top"
            " ?? innerHeight"
        )
        assert box is not None, self.screen
        if not 0 <= box["y"] <= box["y"] + box["height"] <= edge:
            self.faults.append(f"{self.screen.value}: its main point is not in sight: {box}")

    def reload(self) -> None:
        """A reload keeps screen, figures, answers to what matters, and language."""
        address, said = self.address, self.settled_words()
        self.page.reload()
        self.opened.settle()
        assert (self.address, self.settled_words()) == (address, said)

    def back_and_forth(self, before: str) -> None:
        """The browser's Back leads to the screen before, and its Forward here again."""
        here = self.heading
        self.page.go_back()
        self.page.locator("h1.ask", has_text=before).wait_for()
        self.opened.settle()
        assert self.heading == before
        self.page.go_forward()
        self.page.locator("h1.ask", has_text=here).wait_for()
        self.opened.settle()

    def settled_words(self) -> list[str]:
        """All words, in an order of their own: cards are dealt anew with each visit."""
        return sorted(line for line in self.words.splitlines() if line.strip())


def sources() -> list[str]:
    trial = load_trial(SHELF / "e1910")
    return [trial.text.name, *(one.short for one in trial.sources)]


@pytest.fixture
def walker(
    request: pytest.FixtureRequest,
    app: RunningApp,
    chromium: Browser,
    open_page: Callable[..., OpenedPage],
) -> Iterator[Walker]:
    touch, language, width, height, scheme = request.param
    how = {"width": width, "height": height, "color_scheme": scheme}
    how |= {"query": {"lang": language} if language != "en" else ""}
    forbidden = FORBIDDEN if language == "en" else SPANISH_FORBIDDEN
    if not touch:
        yield Walker(open_page(PATH, **how), touch, forbidden)
        return
    with new_page(chromium, has_touch=True) as page, shown(page, app, PATH, **how) as opened:
        yield Walker(opened, touch, forbidden)
        opened.assert_no_foreign_requests()


@pytest.mark.parametrize(
    "walker",
    [(False, "en", 768, 1024, "light"), (True, "es", 390, 844, "dark")],
    ids=["keys", "touch"],
    indirect=True,
)
def test_it_is_walked_to_its_end_with_back_and_reload_at_every_screen(walker: Walker) -> None:
    """By keys alone on a tablet in English, by touch alone on a telephone in Spanish."""
    walker.look()
    walker.main_point_is_seen()
    before, seen = walker.heading, [walker.screen]
    walker.press("to_now")
    while True:
        seen.append(walker.screen)
        if walker.screen is Screen.BENEFIT:
            assert not re.search(r"\b(68|85|32|15)\b", walker.words)
            walker.look()
            walker.press("look")
            assert {"68", "85"} <= set(re.findall(r"\d+", walker.words))
        elif walker.screen is Screen.MATTERS:
            walker.pick(ValueCard.LONGER)
            walker.pick(ValueCard.HOME)
        walker.look()
        walker.main_point_is_seen()
        walker.reload()
        if walker.screen not in (Screen.BENEFIT, Screen.MATTERS):  # there a press lies between
            walker.back_and_forth(before)
        if walker.screen is Screen.END:
            break
        before = walker.heading
        walker.press("next")
    assert seen == list(Screen)
    assert len(walker.bars) == 1, "back and next stand elsewhere"
    assert walker.address["cards"] == "longer,home"
    assert walker.address["chances"] == "shown"
    walker.press("back")
    assert walker.screen is Screen.CHECK
    walker.press("care_team")
    walker.page.locator("h1.decision").wait_for()
    assert walker.address["cards"] == "longer,home"
    assert not walker.faults, "\n".join(walker.faults)


def test_a_new_screen_starts_at_its_top_and_arrow_keys_turn_pages(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(PATH, width=390, height=844, query={"screen": "options"})
    page = opened.page
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    page.evaluate(f"{scrolled} = 9999")
    assert page.evaluate(scrolled) > 100
    page.keyboard.press("ArrowRight")
    opened.settle()
    assert page.locator("h1.ask").inner_text() == "What treatment is like"
    assert page.evaluate(scrolled) == 0
    page.keyboard.press("ArrowLeft")
    opened.settle()
    assert page.locator("h1.ask").inner_text() == "Your two options"
    language = ".st-key-patient_language :is(button, [role=radio])"
    page.locator(language).first.focus()
    page.keyboard.press("ArrowRight")  # on the language it chooses a language
    opened.settle()
    assert page.locator(".progress p").inner_text().strip().startswith(("Step 2", "Paso 2"))


def test_the_frame_and_the_preference_set_here_are_those_of_the_whole_program(
    open_page: Callable[..., OpenedPage],
) -> None:
    query = {"screen": "benefit", "chances": "shown", "weight": "30"}
    opened = open_page(PATH, width=1280, height=900, query=query)
    page = opened.page
    page.locator(".st-key-framing").get_by_text("Had died").click()
    opened.settle()
    assert "framing=died" in page.url
    sizes = []
    for _ in ("benefit", "harm"):
        sizes.append(
            [round(one.bounding_box()["width"]) for one in page.locator("img.people").all()]
        )  # type: ignore[index]
        page.locator(".st-key-patient_next button").click()
        opened.settle()
    # Of the benefit both options, of the harm too, and of what was less common as large.
    assert [len(one) for one in sizes] == [2, 4]
    assert len({*sizes[0], *sizes[1]}) == 1
    page.locator(".st-key-weight input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    opened.settle()
    assert "weight=31" in page.url
    page.locator(".st-key-patient_care_team a").click()
    page.locator("[data-testid='stSidebar'] .weighsaid").wait_for()
    opened.settle()
    panel = page.locator("[data-testid='stSidebar'] .weighsaid").inner_text()
    assert "counted at 31 % each" in panel
    opens_for_the_next_patient(opened)


def opens_for_the_next_patient(opened: OpenedPage) -> None:
    """Back in the browser leads to the screen that was left; the link to the start, no figures."""
    page = opened.page
    page.go_back()
    page.locator("h1.ask", has_text="What matters to you").wait_for()
    assert "chances=shown" in page.url
    page.go_forward()
    page.locator("h1.decision").wait_for()
    opened.settle()
    page.locator(".st-key-nav").get_by_role("link", name="Patient view").click()
    page.locator("h1.ask", has_text="What would you like to talk about first?").wait_for()
    opened.settle()
    assert not re.search(r"[?&](screen|chances)=", page.url)


def test_no_side_bar_stays_where_somebody_goes_quickly_from_the_clinicians_page(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Emptied, it stood there now and then: white, and a fifth of the window wide."""
    opened = open_page(width=1280, height=720)
    page = opened.page
    page.locator(".st-key-nav").get_by_role("link", name="Patient view").click()
    page.locator("h1.ask").wait_for()
    opened.settle()
    assert not page.get_by_test_id("stSidebar").is_visible()
    left = page.get_by_test_id("stMain").bounding_box()
    assert left is not None
    assert left["x"] == 0
    page.locator(".st-key-patient_care_team a").click()
    page.locator("[data-testid='stSidebar'] .weighsaid").wait_for()
