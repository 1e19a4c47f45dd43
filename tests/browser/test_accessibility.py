"""Everybody can use the pages: by eye, by screen reader, by keyboard, at any width."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.browser.axe import serious_findings
from tests.browser.driving import AT_THE_TOP, PAGES, SLIDER, shown_preference, text_of, walk_to
from tests.serving import OpenedPage

SIZES = {1280: 720, 768: 1024, 390: 844}
FLOW = ".flow"
SIDEBAR = '[data-testid="stSidebar"]'
OPENS = '[data-testid="stExpandSidebarButton"]'


def close_sidebar(opened: OpenedPage) -> None:
    sidebar = opened.page.locator(SIDEBAR)
    sidebar.hover()
    sidebar.get_by_role("button", name="Collapse sidebar").click()
    opened.page.locator(OPENS).wait_for()
    opened.settle()


def stand(opened: OpenedPage, width: int, scheme: str) -> None:
    """Another width and scheme of the page that stands, as who turns a tablet at dusk has them."""
    opened.page.set_viewport_size({"width": width, "height": SIZES[width]})
    opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened.settle()


def broken_at(opened: OpenedPage, stands: Iterable[tuple[int, str]]) -> list[str]:
    """What axe finds on the page in each width and scheme.

    Where only the scheme is another than just before, the rules of colour alone can answer anew.
    """
    found, before = [], 0
    for width, scheme in stands:
        stand(opened, width, scheme)
        every = serious_findings(opened.page, colours_only=width == before)
        found += [f"{opened.page.url} {width} {scheme}: {finding}" for finding in every]
        before = width
    return found


# No colour depends on the width (tests/test_palette.py): each width, and each scheme both with the
# side panel and with the line that stands in for it.
def test_axe_finds_nothing_serious_on_any_page(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(only_looks=True)
    found = []
    for path in PAGES:
        opened.come_to(path)
        found += broken_at(opened, [(1280, "light"), (1280, "dark"), (390, "dark"), (768, "light")])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("trial", ["e1910", "tower", "aall1731"])
def test_axe_finds_nothing_serious_on_any_page_in_spanish(
    open_page: Callable[..., OpenedPage], trial: str
) -> None:
    opened = open_page(only_looks=True, query={"trial": trial, "ui": "es"})
    found = []
    for path in PAGES:
        opened.come_to(path, query={"trial": trial, "ui": "es"})
        assert opened.page.locator("html").get_attribute("lang") == "es"
        found += [f"{path}: {finding}" for finding in serious_findings(opened.page)]
    assert not found, "\n".join(found)


#: What answers a hand in the page, and the board, in the schemes and widths not looked at above or
#: with the board's own tests.
BOARD = "/tumour_board"
ANSWERING = {
    "/": [(768, "dark"), (390, "light")],
    "/survival_curves": [(768, "dark"), (390, "light")],
    BOARD: [(768, "light"), (768, "dark"), (390, "dark")],
}


def test_axe_finds_nothing_serious_where_a_preference_is_set(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(only_looks=True)
    found = []
    for path, stands in ANSWERING.items():
        opened.come_to(path, query={"weight": 60, "months": 24})
        found += broken_at(opened, stands)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_with_all_that_opens_opened(
    open_page: Callable[..., OpenedPage],
) -> None:
    query = {"harm": "paper", "e1": 26, "n1": 111, "e0": 6, "n0": 112, "weight": 40}
    opened = open_page(query=query)
    found = []
    for path in PAGES:
        if path != "/":
            opened.come_to(path, query=query)
        for scheme in ("light", "dark"):
            stand(opened, 1280, scheme)
            opened.page.evaluate(
                "() => document.querySelectorAll('details').forEach((d) => d.open = 1)"
            )
            every = serious_findings(opened.page, colours_only=scheme == "dark")
            found += [f"{path} {scheme}: {finding}" for finding in every]
    assert not found, "\n".join(found)


#: Each width in both schemes, one changed at a time.
EVERY_STAND = (
    *((1280, "light"), (1280, "dark")),
    *((768, "dark"), (768, "light")),
    *((390, "light"), (390, "dark")),
)


def test_axe_finds_nothing_serious_in_the_open_check_whatever_it_found(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    check = opened.page.locator(".st-key-check button")
    mrd = opened.page.locator(".st-key-criterion_mrd")
    presses = {
        "nothing asked": check,
        "all is met": opened.page.locator(".st-key-check_all button"),
        "outside": mrd.get_by_role("radio", name="0.01 % or above"),
        "outside, closed": check,
    }
    found = []
    for number, (state, pressed) in enumerate(presses.items()):
        pressed.click()  # on a wide screen and on a telephone in turn
        opened.settle()
        every = broken_at(opened, EVERY_STAND[:: -1 if number % 2 else 1])
        found += [f"{state}: {finding}" for finding in every]
    assert opened.page.locator(".banner.stop").is_visible()
    assert not found, "\n".join(found)


def test_every_picture_has_a_text_and_every_page_with_one_has_a_table(
    open_page: Callable[..., OpenedPage],
) -> None:
    query = {"endpoint": "rfs", "framing": "died", "weight": 40}
    opened = open_page(only_looks=True, query=query)
    expected = {"/": (4, 1), "/survival_curves": (0, 2), "/icon_arrays": (6, 0),
                "/benefit_and_harm": (0, 1), "/evidence": (0, 0)}  # fmt: skip
    for path in PAGES:
        opened.come_to(path, query=query)
        alts = opened.page.locator("img.people").evaluate_all("(all) => all.map((i) => i.alt)")
        names = opened.page.locator(".stPlotlyChart").evaluate_all(
            "(all) => all.map((e) => e.getAttribute('aria-label') || '')"
        )
        assert (len(alts), len(names)) == expected[path], path
        assert all(len(text.split()) > 8 for text in [*alts, *names]), (path, alts, names)
        assert len(set(alts)) == len(alts), "no two pictures have the same text"
        unnamed = opened.page.locator("img:not([alt])").count()
        assert not unnamed, f"{unnamed} pictures without alt on {path}"
        tables = opened.page.locator("table.data")
        if alts or names:
            assert tables.count(), f"no table on {path}"
        for number in range(tables.count()):
            table = tables.nth(number)
            assert table.locator("caption").count() == 1
            assert table.locator("thead th[scope=col]").count()
            assert table.locator("tbody tr").count(), text_of(table.locator("caption"))


def test_the_benefit_arrays_on_a_page_stand_beside_their_own_table(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Figures that the arrays draw are in a table of the same page, in both framings."""
    opened = open_page("/icon_arrays", only_looks=True)
    cells = text_of(opened.page.locator("table.data"))
    for figure in text_of(opened.page.locator("figcaption b")).split():
        assert figure in cells


def test_no_page_scrolls_sideways_at_320_pixels(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(width=320, height=568, only_looks=True)
    wide = []
    for path in PAGES:
        opened.come_to(path)
        wide += opened.page.evaluate(
            """(path) => {
              const main = document.querySelector('[data-testid="stMain"]');
              const found = [document.documentElement, main]
                .filter((e) => e.scrollWidth > e.clientWidth + 1)
                .map((e) => `${path}: ${e.tagName} ${e.scrollWidth} > ${e.clientWidth}`);
              if (!found.length) return [];
              const out = [...main.querySelectorAll('*')].filter((e) =>
                e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll'));
              return [...found, ...out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))];
            }""",
            path,
        )
    assert not wide, "\n".join(wide)


# --- keyboard ------------------------------------------------------------------------------------

#: In the page: how an element looks, with up to three boxes around it, since Streamlit hides its
#: inputs under a skin.
LOOKS = """
window.__looks = (e) => {
  const chain = [];
  for (let at = e; at && chain.length < 4; at = at.parentElement) {
    const s = getComputedStyle(at);
    chain.push([s.outlineStyle === 'none' ? '' : s.outlineStyle + s.outlineWidth + s.outlineColor,
      s.boxShadow, s.borderColor, s.backgroundColor].join('/'));
  }
  return chain.join('|');
};
window.__stops = [];
window.__still = document.head.appendChild(document.createElement('style'));
window.__still.textContent =
  '*, *::before, *::after { transition: none !important; animation: none !important; }';
"""

#: In the page: what has the focus and how it looks; null at the end of the round.
STOP = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body || window.__stops.some((stop) => stop.e === e)) return null;
  const key = e.closest('[class*="st-key-"]');
  const where = e.getBoundingClientRect();
  window.__stops.push({ e, focused: window.__looks(e) });
  const bar = document.querySelector('.st-key-patient_bar')?.getBoundingClientRect();
  return {
    covered: !!bar && !e.closest('.st-key-patient_bar') && e.tagName !== 'MAIN'
      && where.bottom > bar.top + 1 && where.top < bar.bottom,
    tag: e.tagName,
    name: (e.getAttribute('aria-label') || e.innerText || e.tagName).trim().slice(0, 60),
    place: key ? [...key.classList].find((c) => c.startsWith('st-key-')).slice(7) : '',
    side: !!e.closest('[data-testid="stSidebar"]'),
    seen: where.bottom > 0 && where.top < innerHeight,
  };
}
"""

#: In the page, once nothing has the focus: whether each stop looked different when it had.
CHANGED = "() => window.__stops.map((stop) => stop.focused !== window.__looks(stop.e))"


def walked_by_tab(opened: OpenedPage, most: int = 90) -> list[dict[str, object]]:
    """Everything that Tab reaches, in its order, until it starts again."""
    opened.page.evaluate(AT_THE_TOP)
    opened.page.evaluate(LOOKS)
    stops: list[dict[str, object]] = []
    for _ in range(most):
        opened.page.keyboard.press("Tab")
        opened.page.wait_for_timeout(30)
        stop = opened.page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    opened.page.evaluate("() => document.activeElement.blur()")
    opened.page.wait_for_timeout(200)
    for stop, changed in zip(stops, opened.page.evaluate(CHANGED), strict=True):
        stop["changed"] = changed
    opened.page.evaluate("() => window.__still.remove()")
    return stops


@pytest.mark.parametrize("path", ["/", "/survival_curves"])
def test_tab_reaches_navigation_choices_slider_and_details_and_shows_where_it_is(
    open_page: Callable[..., OpenedPage], path: str
) -> None:
    opened = open_page(path, only_looks=True)
    stops = walked_by_tab(opened)
    names = [str(stop["name"]) for stop in stops]
    for page in PAGES.values():
        assert page in names, f"{page} is not reached: {names}"
    places = {str(stop["place"]) for stop in stops}
    assert {"endpoint", "analysis", "framing", "check", "guide_open"} <= places, places
    for tag in ("INPUT", "BUTTON"):
        assert any(stop["tag"] == tag and stop["side"] for stop in stops), f"panel's {tag}"
    assert any(stop["tag"] == "SUMMARY" and not stop["side"] for stop in stops)
    assert any("Does the trial apply" in name for name in names)
    unseen = [stop for stop in stops if not stop["changed"]]
    assert not unseen, f"focus cannot be seen on {unseen}"
    outside = [
        stop for stop in stops if not stop["seen"] and stop["name"] != "Skip to main content"
    ]
    assert not outside, f"focus is out of view on {outside}"


def test_keys_alone_open_details_set_a_preference_and_change_the_framing(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    page = opened.page
    page.locator(".st-key-weigh_more").get_by_role("button", name="Sources").focus()
    page.keyboard.press("Enter")
    page.locator(".onrequest", has_text="Litzow").wait_for()
    page.keyboard.press("Escape")
    page.locator(SLIDER).focus()
    for key, value in (("End", "100"), ("ArrowLeft", "99"), ("Home", "0")):
        page.keyboard.press(key)
        opened.settle()
        assert shown_preference(opened) == value
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    opened.settle()
    assert shown_preference(opened) == "not set"
    page.locator('.st-key-framing [aria-checked="true"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    opened.settle()
    assert page.locator('.st-key-framing [aria-checked="true"]').inner_text() == "Died"
    assert "framing=died" in page.url


#: In the page: what can be pressed, is smaller than 24 by 24 and has another target within the
#: 24 by 24 around its middle (WCAG 2.5.8 lets a small target stand that has room). An input that
#: is hidden under a skin is measured by its skin.
SMALL = """
(path) => {
  const PRESSED = '[data-testid="stApp"] :is(button, a, summary, input, [role="radio"])';
  const EXCEPTED = 'p, li, .react-aria-ComboBox, [data-testid="stSidebar"][data-collapsed="true"]';
  const SKIN = 'label, [data-testid="stSlider"], [data-baseweb], [data-rac]';
  return [...document.querySelectorAll(PRESSED)]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(EXCEPTED)
      && e.tabIndex >= 0)
    .map((e) => e.matches('input') ? e.closest(SKIN) || e : e)
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1)
    .filter(([e, box], _, every) => (box.height < 23.5 || box.width < 23.5)
      && every.some(([other, near]) => other !== e && !e.contains(other) && !other.contains(e)
        && near.left < box.x + box.width / 2 + 12 && near.right > box.x + box.width / 2 - 12
        && near.top < box.y + box.height / 2 + 12 && near.bottom > box.y + box.height / 2 - 12))
    .map(([e, box]) => `${path}: ${box.width.toFixed(0)} x ${box.height.toFixed(0)} `
      + e.outerHTML.slice(0, 200));
}
"""


def test_targets_are_at_least_24_pixels(open_page: Callable[..., OpenedPage]) -> None:
    """WCAG 2.5.8; links inside a sentence and the browser's own parts are excepted."""
    opened = open_page(only_looks=True)
    small = []
    for path in PAGES:
        opened.come_to(path)
        for width in (1280, 390):
            stand(opened, width, "light")
            small += opened.page.evaluate(SMALL, f"{path} {width}")
    assert not small, "\n".join(small)


def test_the_pages_are_whole_with_and_without_motion(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(calm=False)
    opened.page.emulate_media(reduced_motion="reduce")
    endless = opened.page.evaluate(
        "() => document.getAnimations().filter((a) => a.playState === 'running'"
        " && a.effect.getComputedTiming().endTime === Infinity).length"
    )
    assert endless == 0
    opened.page.emulate_media(reduced_motion="no-preference")
    walk_to(opened, "/survival_curves")
    opened.assert_no_errors()


# --- what answers a hand -------------------------------------------------------------------------

RANGES = 'input[type="range"][data-choice]'
#: In the page: hides all words, so that only what is drawn is left to be compared.
NO_WORDS = """
() => { document.head.appendChild(document.createElement('style')).textContent =
  '.stApp, .stApp * { color: transparent !important; caret-color: transparent !important; }'
  + '*, *::before, *::after { transition: none !important; animation: none !important; }'; }
"""
#: In the page: how a chip is drawn, but for its letters.
DRAWN = """
(all) => all.map((e) => {
  const s = getComputedStyle(e);
  return [s.backgroundColor, s.borderColor, s.borderWidth, s.borderStyle, s.outline].join('/');
})
"""


def test_a_range_says_its_value_in_words(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(query={"months": 24})
    for path in ANSWERING:
        opened.come_to(path, query={"months": 24})
        ranges = opened.page.locator(RANGES)
        for one in ranges.all():
            said = one.get_attribute("aria-valuetext") or ""
            choice = one.get_attribute("data-choice")
            assert ("24 months" if choice == "months" else "not set") in said.lower(), (path, said)
            one.focus()
            opened.page.keyboard.press("ArrowRight")
            assert one.get_attribute("aria-valuetext") not in ("", said), (path, choice)
        opened.settle()
        choices = [one.get_attribute("data-choice") for one in ranges.all()]
        assert "months" in choices, f"{path}: the curve is there"
        live = opened.page.locator(
            '[data-answer="curve"] [aria-live], [data-answer="curve"][aria-live]'
        )
        assert not live.count(), f"{path}: the read-out would be spoken over the range's own words"


def test_forced_colours_show_what_is_chosen(open_page: Callable[..., OpenedPage]) -> None:
    """The chip that is chosen, and both sliders' places and marks, with no colour of ours left."""
    opened = open_page(query={"weight": 20, "months": 20})
    page = opened.page
    page.emulate_media(forced_colors="active")
    for key in ("endpoint", "analysis", "framing"):
        row = page.locator(f".st-key-{key}")
        chosen = row.locator('[role="radio"][aria-checked="true"]').evaluate_all(DRAWN)
        others = row.locator('[role="radio"][aria-checked="false"]').evaluate_all(DRAWN)
        assert chosen, key
        assert others, key
        assert not set(chosen) & set(others), f"{key}: the chosen chip looks like the others"
    page.evaluate(NO_WORDS)
    for choice, answer in (("weight", "panel"), ("months", "curve")):
        slider = page.locator(f'{RANGES}[data-choice="{choice}"]')
        slider.focus()
        seen = []
        for _ in range(2):
            picture = page.locator(f'[data-answer="{answer}"]').first
            seen.append((slider.screenshot(), picture.screenshot()))
            for _ in range(10):
                page.keyboard.press("ArrowRight")
        (thumb, marks), (moved_thumb, moved_marks) = seen
        assert thumb != moved_thumb, f"where the slider of {choice} stands cannot be seen"
        assert marks != moved_marks, f"what {choice} moves cannot be seen"


# --- narrow screens ------------------------------------------------------------------------------


def test_on_a_telephone_the_line_in_the_flow_shows_and_the_panel_opens_by_its_button(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=390, height=844)
    for path in reversed(PAGES):
        opened.come_to(path)
        line = opened.page.locator(FLOW)
        assert line.is_visible(), path
        for words in ("alive by 3 years", "+17", "neuropsychiatric", "+18", "break-even 94 %"):
            assert words in text_of(line)
    gain = opened.page.locator("section.panel.gain")
    before = gain.bounding_box()
    assert before is None or before["x"] + before["width"] <= 0, "the panel starts closed"
    opened.page.locator(FLOW).click()
    opened.settle()
    after = gain.bounding_box()
    assert after is not None
    assert 0 <= after["x"] < 390
    assert after["width"] > 200
    close_sidebar(opened)
    opened.page.locator(OPENS).click()
    opened.settle()
    assert not [str(finding) for finding in serious_findings(opened.page)]


def test_at_1280_pixels_the_line_in_the_flow_stands_in_for_a_closed_panel_only(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    assert not opened.page.locator(FLOW).is_visible()
    close_sidebar(opened)
    assert opened.page.locator(FLOW).is_visible()
    opened.page.locator(OPENS).click()
    opened.settle()
    assert not opened.page.locator(FLOW).is_visible()
