"""Every page printed by the browser, on A4 and US letter: whole, light, without what is pressed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest
from playwright.sync_api import Page

from tests.installed import CHROMIUM, POPPLER
from tests.serving import LAUNCH_ARGUMENTS, OpenedPage, RunningApp, new_page, shown

#: Points in a sheet of each paper, upright, to the nearest whole one.
PAPERS: Final = {"A4": (596, 843), "Letter": (612, 792)}
WEIGHED: Final = ("Weigh gain against harm", "Break-even", "does not recommend")
SAFE: Final = ("predicts for nobody", "data version")
CURVE: Final = ("Months since randomisation", "Chemotherapy alone", *SAFE)
#: A centre's counts in the language with the longer words: as many sheets as else.
OWN: Final = "ui=es&harm=centre&e1=20&n1=111&e0=6&n0=112&asof=2026-05"
OWN_SAID: Final = ("Recuentos del propio centro, sin aleatorización, 2026-05", "29 de mayo de 2027")
#: The pages: address, most sheets, what must stand on them.
PAGES: Final = {
    "/": (1, ("Alive after 3 years", "Litzow", "36 months:", *WEIGHED, *CURVE)),
    "/survival_curves": (2, ("The analyses, side by side", "Under 55 years", *CURVE)),
    "/icon_arrays": (2, ("Serious neuropsychiatric events", "Computed", *SAFE)),
    "/benefit_and_harm": (3, ("All harms that were counted", "Deaths by cause", *SAFE)),
    "/evidence": (12, ("0.41, P = 0.002", "39047240", "JSON is for programs", *SAFE)),
    "/evidence?tab=agreement": (5, ("Do the published numbers go together?", *SAFE)),
    "/evidence?tab=method": (2, ("How the figures are computed", "Glossary", *SAFE)),
    "/evidence?tab=about": (2, ("What this program is", *SAFE)),
    "/evidence?tab=data": (1, ("Bring your own data", *SAFE)),
    "/patient_view": (1, ("Where you are now", "Questions to ask", "does not tell you what")),
    "/patient_view?lang=es&screen=options": (
        1,
        ("Sus dos opciones", "Lo difícil", "29 de mayo de 2027"),
    ),
    "/patient_view?screen=matters&cards=home": (1, ("Time at home", "Something else", "1")),
    f"/?{OWN}": (1, ("Vivas después de 3 años", "Fuente: introducido aquí", "neto", *OWN_SAID)),
    f"/benefit_and_harm?{OWN}": (3, ("Todos los daños", "87 −29 (−40 a −17)", *OWN_SAID)),
    f"/tumour_board?{OWN}": (1, ("Téngase en cuenta:", "más del 100 %", *OWN_SAID)),
    "/tumour_board": (1, ("Keep in mind:", "Break-even", "24", "data version")),
}
#: Those whose charts know the theme, for the dark one.
DRAWN: Final = ("/", "/survival_curves", "/benefit_and_harm", "/tumour_board")
PRINTED: Final = [*((one, "light") for one in PAGES), *((one, "dark") for one in DRAWN)]
PRESSED: Final = ("Download", "Hand-out (PDF)", "Other forms", "Copy note", "How to read this",
                  "Limits of use", "Does the trial apply?", "Method and table", "Search numbers",
                  "Other rate", "Paste a", "Care team: back", "Español", "127.0.0.1")  # fmt: skip
#: What a sheet of Evidence begins with: the head of a table that goes on, or the title of another.
HEADS: Final = (
    *("Number Value 95 % range", "Fact Source and status", "Source Document Identifiers"),
    "Study Population Outcome Rate",
)
BEGUN: Final = ("Other facts about", "Rates in other studies", "Documents")
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
#: Where the printer's page is before its first visit; what only looks goes on in the same one.
UNUSED: Final = "about:blank"


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


def on_paper(opened: OpenedPage, paper: str) -> bytes:
    """As a user prints: the paper is the printer's, its way round the page's."""
    opened.page.emulate_media(media="null")
    return opened.page.pdf(format=paper)


def words_of(printed: bytes) -> list[str]:
    """What can be read on each sheet, without the spaces: a browser places words, not those."""
    tool = Path(POPPLER.find_or_install()) / "pdftotext"
    read = subprocess.run([tool, "-raw", "-", "-"], input=printed, capture_output=True, check=True)
    return ["".join(sheet.split()) for sheet in read.stdout.decode().split("\f")[:-1]]


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize(("address", "scheme"), PRINTED)
def test_a_printed_page_is_whole_light_and_without_what_is_pressed(
    printer: Page, app: RunningApp, address: str, scheme: str
) -> None:
    path, _, query = address.partition("?")
    most, said = PAGES[address]
    width = 1280 if scheme == "light" else 1920
    chosen = f"trial=e1910&weight=60&{query}"
    how = {"query": chosen, "color_scheme": scheme, "width": width, "cold": printer.url == UNUSED}
    with shown(printer, app, path, **how) as opened:
        for paper, size in PAPERS.items():
            printed = on_paper(opened, paper)
            across = size[::-1] if path == "/tumour_board" else size
            for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages:
                assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == across
            words = words_of(printed)
            assert len(words) <= most, paper
            assert all(words), "no sheet is empty"
            whole = "".join(words)
            assert not [one for one in said if squeezed(one) not in whole], paper
            assert not [one for one in PRESSED if squeezed(one) in whole], paper
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
    heads = tuple(map(squeezed, HEADS))
    began = tuple(map(squeezed, BEGUN))
    with shown(printer, app, "/evidence", query="trial=e1910") as opened:
        for paper in PAPERS:
            _, *further, last = words_of(on_paper(opened, paper))
            assert sum(one.startswith(heads) for one in further) >= 6
            assert [one[:60] for one in further if not one.startswith((*heads, *began))] == []
            assert "dataversion" in last


def test_where_the_guide_is_open_it_is_what_is_printed(printer: Page, app: RunningApp) -> None:
    with shown(printer, app, "/", query="trial=e1910", color_scheme="dark") as opened:
        opened.page.get_by_role("button", name="How to read this").click()
        opened.page.locator(".guidestep").wait_for()
        opened.settle()
        for paper in PAPERS:
            (words,) = words_of(on_paper(opened, paper))
            assert squeezed("1 of") in words
            assert squeezed("Skip the guide") not in words
            assert squeezed("Weigh gain against harm") not in words
    printer.goto(UNUSED)  # nothing of this visit is left open
