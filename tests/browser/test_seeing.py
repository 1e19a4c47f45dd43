"""Nothing is lost to who magnifies, spaces, forces colours, stills motion or walks by keys."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tests.browser.axe import serious_findings
from tests.browser.driving import FRAMES, PAGES, PATIENT
from tests.browser.measuring import assert_none, faults, watch
from tests.browser.test_accessibility import walked_by_tab
from tests.browser.test_one_screen import TRIALS
from tests.browser.test_tumour_board import BOARD
from tests.serving import OpenedPage, new_page
from tradeoff.drawing.icons import Mark, legend_svg
from tradeoff.drawing.palette import PALETTES
from tradeoff.findings.places import Screen, Tab

PLACES: Final[dict[str, tuple[str, dict[str, object]]]] = {
    **{path: (path, {"weight": 60}) for path in PAGES},
    BOARD: (BOARD, {"weight": 60}),
    **{f"tab {tab}": ("/evidence", {"tab": tab.value}) for tab in Tab if tab is not Tab.NUMBERS},
    **{
        f"screen {screen}": (PATIENT, {"screen": screen.value, "chances": "shown"})
        for screen in Screen
    },
}
#: 1280 by 720 at 400 % (reflow: 320 CSS pixels, WCAG 1.4.10) and 200 %, a tablet, and 4K.
ZOOMED: Final = ((320, 256), (640, 360), (768, 1024), (3840, 2160))
#: Where a page flows, and the one screen, which then grows and scrolls.
SPACED: Final = ((320, 568), (1000, 720), (1280, 720))
#: Pixels of an icon array of ten by ten in which its people are counted: seven for each.
COUNTED: Final = 70
#: WCAG 1.4.12, as a reader's own style sheet has it.
SPACING: Final = """
() => {
  const sheet = document.head.appendChild(document.createElement('style'));
  sheet.id = 'spaced';
  sheet.textContent = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`;
}
"""
#: In the page: what would move for longer than nobody sees, where no motion is asked for.
MOVING: Final = """
() => [...document.querySelectorAll('[data-testid="stApp"], [data-testid="stApp"] *')].flatMap(
  (e) => {
    const style = getComputedStyle(e);
    const longest = (of) => Math.max(...of.split(',').map(parseFloat));
    return longest(style.transitionDuration) > 0.0101 || style.animationName !== 'none'
      && longest(style.animationDuration) > 0.0101 ? [`moves: ${e.outerHTML.slice(0, 120)}`] : [];
  })
"""


def sized(opened: OpenedPage, width: int, height: int) -> list[str]:
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.page.wait_for_timeout(150)
    return faults(opened, parts=(), whole=False, everywhere=True)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_cut_or_covered_at_any_zoom_or_spacing_and_nothing_moves_unasked(
    open_page: Callable[..., OpenedPage], place: str
) -> None:
    path, query = PLACES[place]
    opened = open_page(path, query=query, only_looks=True)
    watch(opened)
    found: dict[Any, list[str]] = {"moving": opened.page.evaluate(MOVING)}
    for width, height in ZOOMED:
        found[width] = sized(opened, width, height)
    opened.page.evaluate(SPACING)
    try:
        for width, height in SPACED:
            found["spaced", width] = sized(opened, width, height)
    finally:
        opened.page.evaluate("() => document.getElementById('spaced').remove()")
    assert_none(found)


@pytest.mark.parametrize("path", ["/", BOARD])
def test_the_one_screen_grows_with_a_readers_spacing_in_every_trial_and_in_spanish(
    open_page: Callable[..., OpenedPage], path: str
) -> None:
    """No picture gives way to the words: it is still so large that its people are counted."""
    opened = open_page(path, query={"trial": TRIALS[0], "weight": 60})
    watch(opened)
    opened.page.evaluate(SPACING)
    found: dict[Any, list[str]] = {}
    for trial in TRIALS:
        for language in ("en", "es"):
            opened.come_to(path, query={"trial": trial, "weight": 60, "ui": language})
            found[trial, language] = sized(opened, 1280, 720)
            people = opened.page.locator("img.people >> visible=true")
            boxes = [one.bounding_box() for one in people.all()]
            assert boxes, "no picture is there"
            assert all(box and min(box["width"], box["height"]) > COUNTED for box in boxes), boxes
    assert_none(found)


#: One page of each kind: what can be pressed is alike on the others.
WALKED: Final = ("/", BOARD, "tab numbers", "screen now", "screen matters", "screen check")


@pytest.mark.parametrize("place", WALKED)
def test_in_forced_colours_the_focus_is_seen_and_never_behind_the_bar(
    open_page: Callable[..., OpenedPage], place: str
) -> None:
    path, query = PLACES[place] if place in PLACES else PLACES["/evidence"]
    opened = open_page(path, query=query, only_looks=True)
    opened.page.emulate_media(forced_colors="active")
    stops = walked_by_tab(opened)
    assert len(stops) > 4
    skip = "Skip to main content"
    wrong = [one for one in stops if not (one["changed"] and (one["seen"] or one["name"] == skip))]
    assert not wrong, wrong
    assert not [one for one in stops if one["covered"]], "the focus is behind what stands still"


@pytest.mark.parametrize(("path", "mark"), [("/survival_curves", ".stPlotlyChart"),
                                            ("/benefit_and_harm", ".plot"),
                                            ("/icon_arrays", "img.people")])  # fmt: skip
def test_in_forced_colours_a_picture_is_as_without_them(
    open_page: Callable[..., OpenedPage], path: str, mark: str
) -> None:
    """Its lines and marks keep their colours, its words theirs, and the ground that they need."""
    opened = open_page(path, only_looks=True)
    shown = opened.page.locator(f"{mark} >> visible=true").first
    shown.scroll_into_view_if_needed()
    for scheme in ("light", "dark"):
        opened.page.emulate_media(forced_colors="none", color_scheme=scheme)  # type: ignore[arg-type]
        opened.settle()
        before = shown.screenshot()
        opened.page.emulate_media(forced_colors="active")
        shades = Image.open(io.BytesIO(before)).convert("L").histogram()
        assert sum(map(bool, shades)) > 8, "nothing drawn"
        difference = ImageChops.difference(
            *(Image.open(io.BytesIO(one)).convert("L") for one in (before, shown.screenshot()))
        )
        changed = sum(difference.histogram()[24:]) / (difference.width * difference.height)
        assert changed < 0.01, f"{scheme}: {100 * changed:.1f} % of the picture changed"


#: In the dark, at 200 % and 400 % of 1280 by 720: words and what is pressed, on their ground.
MAGNIFIED: Final = ((640, 360), (320, 256))


@pytest.mark.parametrize("places", [list(PLACES)[0::2], list(PLACES)[1::2]], ids=["some", "others"])
def test_in_the_dark_every_page_keeps_its_contrast_at_200_and_400_percent(
    open_page: Callable[..., OpenedPage], places: list[str]
) -> None:
    opened = open_page(width=640, height=360, color_scheme="dark", only_looks=True)
    found = []
    for place in places:
        path, query = PLACES[place]
        opened.come_to(path, query=query)
        for width, height in MAGNIFIED:
            opened.page.set_viewport_size({"width": width, "height": height})
            opened.page.evaluate(FRAMES)
            said = serious_findings(opened.page, colours_only=True)
            found += [f"{place}, {width}: {finding}" for finding in said]
    assert not found, "\n".join(found)


def pixels_told(before: bytes, after: bytes, *, ratio: float) -> float:
    """How many pixels differ so much that it is seen without colour."""
    first, second = (luminance(one) for one in (before, after))
    lighter, darker = np.maximum(first, second), np.minimum(first, second)
    return float(((lighter + 0.05) / (darker + 0.05) >= ratio).sum())


def luminance(picture: bytes) -> np.ndarray:
    """Relative luminance of each pixel, as WCAG defines it: what is left without colour."""
    srgb = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ (0.2126, 0.7152, 0.0722))


#: People that stand in one array and mean different things.
SIDE_BY_SIDE: Final = (
    (Mark.ALIVE, Mark.GAIN, Mark.DIED, Mark.FEWER),
    (Mark.EVENT, Mark.EXTRA_EVENT, Mark.NO_EVENT, Mark.FEWER_EVENT),
    (Mark.NEUTRAL, Mark.GAIN, Mark.FEWER),
    (Mark.NEUTRAL, Mark.EXTRA_EVENT, Mark.FEWER_EVENT),
)
#: Of a person in 40 by 40 pixels so many tell it from another: the dot on a chest has 45.
LEAST_PIXELS: Final = 30
#: Each person has 3 : 1 on its ground (tests/drawing/test_palette.py); beside each other two
#: lightnesses are told apart at a glance from 2 : 1.
OF_NEIGHBOURS: Final = 2.0


def test_people_who_mean_different_things_are_told_apart_without_colour(chromium: Browser) -> None:
    with new_page(chromium) as page:
        for theme in PALETTES:
            shown = {}
            for mark in Mark:
                drawing = legend_svg(mark, width=40, theme=theme)
                ground = PALETTES[theme].surface
                page.set_content(f'<body style="margin:0;background:{ground}">{drawing}</body>')
                shown[mark] = page.locator("svg").screenshot()
            for together in SIDE_BY_SIDE:
                for one, other in itertools.combinations(together, 2):
                    told = pixels_told(shown[one], shown[other], ratio=OF_NEIGHBOURS)
                    assert told >= LEAST_PIXELS, (theme, one, other)


#: WCAG 2.4.13: what shows the focus differs by 3 : 1 from what is there without it.
OF_FOCUS: Final = 3.0
#: Of an outline of two pixels around what has the focus, so much at least: it may follow round
#: corners, or be the frame of a field.
LEAST_OUTLINE: Final = 0.75
#: Room around what has the focus for its outline, and as many stops as Consultation has.
AROUND, STOPS = 8, 36


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_in_the_picture_of_the_page(
    open_page: Callable[..., OpenedPage], scheme: str
) -> None:
    opened = open_page(color_scheme=scheme, query={"weight": 60})
    page, faint = opened.page, {}
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        held = page.evaluate_handle("() => document.activeElement").as_element()
        assert held is not None
        box = held.bounding_box()
        assert box is not None
        corner = {"x": max(0.0, box["x"] - AROUND), "y": max(0.0, box["y"] - AROUND)}
        clip = corner | {side: box[side] + 2 * AROUND for side in ("width", "height")}
        page.wait_for_timeout(50)
        focused = page.screenshot(clip=clip)  # type: ignore[arg-type]
        held.evaluate("(e) => e.blur()")
        page.wait_for_timeout(50)
        plain = page.screenshot(clip=clip)  # type: ignore[arg-type]
        outline = 2 * 2 * (box["width"] + box["height"])
        told = pixels_told(focused, plain, ratio=OF_FOCUS) / outline
        name = held.evaluate("(e) => (e.getAttribute('aria-label') || e.textContent).slice(0, 40)")
        if told < LEAST_OUTLINE:
            faint[name] = told
        held.evaluate("(e) => e.focus()")
    assert not faint
