"""Every page printed by the browser, on A4 and US letter: whole, light, without what is pressed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pypdf
import pytest
from playwright.sync_api import Page

from tests.installed import CHROMIUM
from tests.serving import LAUNCH_ARGUMENTS, OpenedPage, RunningApp, new_page, shown

#: Points in a sheet of each paper, upright, to the nearest whole one.
PAPERS: Final = {"A4": (596, 843), "Letter": (612, 792)}
#: The pages: address, most sheets, what must stand on them.
WEIGHED: Final = ("Weigh gain against harm", "Break even", "does not recommend")
SAFE: Final = ("predicts for nobody", "data version")
PAGES: Final = {
    "/": (1, ("Alive after 3 years", "Litzow", "36 months:", *WEIGHED, *SAFE)),
    "/survival_curves": (2, ("Alive, out of 100", "The analyses, side by side", *SAFE)),
    "/icon_arrays": (2, ("the difference", "Computed", *SAFE)),
    "/benefit_and_harm": (3, ("All harms that were counted", "Deaths by cause", *SAFE)),
    "/evidence": (12, ("0.41, P = 0.002", "39047240", "JSON is for programs", *SAFE)),
    "/evidence?tab=agreement": (5, ("Do the published numbers go together?", *SAFE)),
    "/evidence?tab=method": (2, ("How the figures are computed", "Glossary", *SAFE)),
    "/evidence?tab=about": (2, ("What this program is", *SAFE)),
    "/evidence?tab=data": (1, ("Bring your own data", *SAFE)),
    "/patient_view": (1, ("Where you are now", "Questions to ask", "not tell you what to")),
    "/tumour_board": (1, ("Keep in mind:", "Break even", "data version")),
}
PRESSED: Final = ("Download", "Hand-out (PDF)", "Other forms", "Copy note", "How to read this",
                  "Limits of use", "Survival curves", "Does the trial apply?", "Method and table",
                  "Other rate", "Clear", "Search numbers", "Care team: back", "Español")  # fmt: skip
#: In the page, as on paper: boxes of words and pictures that reach over the sheet's right edge.
TOO_WIDE: Final = """
() => [...document.querySelectorAll('.stApp :is(p, td, th, h1, h2, h3, img, li, dd, .main-svg)')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 2
      && e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.tagName + ' ' + e.textContent.slice(0, 40))
"""
#: A chart's lines in the colours that they have on paper.
INK: Final = """
() => [...document.querySelectorAll('.main-svg :is(text, .js-line)')]
  .map((e) => [getComputedStyle(e).fill, getComputedStyle(e).stroke].join())
"""
LIGHT_INK: Final = "rgb(11, 92, 171)"
DARK_INK: Final = "rgb(116, 182, 245)"


@pytest.fixture(scope="module")
def printer(chromium: Any, app: RunningApp) -> Iterator[Page]:
    """A browser of its own: one that has printed gives no page the focus any more."""
    own = chromium.browser_type.launch(
        executable_path=CHROMIUM.find_or_install(), args=list(LAUNCH_ARGUMENTS)
    )
    try:
        with new_page(own) as page:
            yield page
    finally:
        own.close()


def on_paper(opened: OpenedPage, paper: str) -> list[pypdf.PageObject]:
    opened.page.emulate_media(media="null")
    return list(pypdf.PdfReader(io.BytesIO(opened.page.pdf(format=paper))).pages)


def words_of(sheets: list[pypdf.PageObject]) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in sheets]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", list(PAGES))
def test_a_printed_page_is_whole_upright_and_without_what_is_pressed(
    printer: Page, app: RunningApp, address: str, scheme: str
) -> None:
    path, _, query = address.partition("?")
    most, said = PAGES[address]
    width = 1280 if scheme == "light" else 1920
    chosen = f"trial=e1910&weight=60&{query}"
    with shown(printer, app, path, query=chosen, color_scheme=scheme, width=width) as opened:
        for paper, size in PAPERS.items():
            sheets = on_paper(opened, paper)
            assert len(sheets) <= most, (paper, len(sheets))
            across = size[::-1] if path == "/tumour_board" else size
            for sheet in sheets:
                assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == across
            words = words_of(sheets)
            assert all(words), "no sheet is empty"
            whole = " ".join(words)
            assert not [one for one in said if one not in whole], paper
            assert not [one for one in PRESSED if one in whole], paper
            assert "http://127.0.0.1" not in whole, "addresses of links are not printed"
        opened.page.set_viewport_size({"width": 718, "height": 1040})
        opened.page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        opened.settle()
        assert opened.page.evaluate(TOO_WIDE) == []
        ink = " ".join(opened.page.evaluate(INK))
        assert DARK_INK not in ink
        assert (LIGHT_INK in ink) == (path in ("/", "/survival_curves"))
        ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
        assert opened.page.evaluate(ground) == "rgba(0, 0, 0, 0)"


def test_a_table_that_goes_on_has_its_head_on_every_sheet(printer: Page, app: RunningApp) -> None:
    with shown(printer, app, "/evidence", query="trial=e1910") as opened:
        words = words_of(on_paper(opened, "A4"))
    heads = [
        "Number Value 95 % range" in one or "Fact Source" in one or "Documents" in one
        or "Rates in other studies" in one or "Study" in one or "Source" in one
        for one in words
    ]  # fmt: skip
    assert "Number Value 95 % range" in words[0]
    assert "Number Value 95 % range" in words[1]
    assert all(heads)
