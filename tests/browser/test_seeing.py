"""Nothing is lost to who magnifies, spaces, forces colours, stills motion or walks by keys."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

import pytest
from PIL import Image, ImageChops

from tests.browser.driving import PAGES, PATIENT
from tests.browser.measuring import assert_none, faults, watch
from tests.browser.test_accessibility import walked_by_tab
from tests.browser.test_one_screen import TRIALS
from tests.browser.test_tumour_board import BOARD
from tests.serving import OpenedPage
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
