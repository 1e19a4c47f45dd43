"""The hand-out as a web page in Chromium; its buttons and the note on the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious_findings
from tests.browser.driving import COPIED, SLIDER, note_and_link, open_other_forms
from tests.papers.test_handout import PAPER_COUNTS, SITE, a_view, hand_out, made
from tests.serving import OpenedPage
from tradeoff.papers import handout
from tradeoff.trial.reading import SHELF, load_trial

FOCUSED = "() => document.activeElement.textContent"
#: Whether a criterion of the check is not met, and the choices.
VIEWS: tuple[tuple[bool, dict[str, Any]], ...] = (
    (False, {}),
    (False, {"endpoint": "rfs", "weight": 40, **PAPER_COUNTS}),
    (True, {"endpoint": "rfs", "weight": 40}),
)


@pytest.fixture(params=VIEWS, ids=["plain", "counts", "banner"])
def opened_file(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path
) -> Iterator[tuple[Page, list[str]]]:
    """The page opened from disk, as a patient would, with all that it asked for."""
    not_for, query = request.param
    path = tmp_path / "hand-out.html"
    path.write_text(handout.html(hand_out(not_for=not_for, **query)), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 768, "height": 1024})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    yield page, asked
    context.close()


def test_printed_it_has_the_strips_and_a_page_for_each_half_and_asks_for_nothing(
    opened_file: tuple[Page, list[str]],
) -> None:
    """Two pages are the PDF's: here the letters keep their size, whatever the browser's fonts."""
    page, asked = opened_file
    for paper in ("A4", "Letter"):
        printed = page.pdf(format=paper, print_background=False)
        texts = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(printed)).pages]
        assert 2 <= len(texts) <= 4, paper
        (second,) = (number for number, said in enumerate(texts) if HALF in said)
        assert texts[second].lstrip().startswith(HALF), paper
    page.emulate_media(media="print")
    assert [one.is_visible() for one in page.locator(".strip, .calendar").all()] == [
        *(False, True),
        *(False, True),
    ]
    assert page.evaluate(SMALLEST_LETTER) >= 9 * 96 / 72
    assert [url for url in asked if not url.startswith("data:")] == [page.url]


#: What the second half begins with.
HALF = "What treatment is like"
#: The size in pixels of the smallest letters that are shown.
SMALLEST_LETTER = """() => Math.min(...[...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.mark.parametrize("trial", ["e1910", "tower"])
def test_on_a_telephone_every_letter_has_16_pixels_and_nothing_runs_over(
    chromium: Browser, tmp_path: Path, trial: str
) -> None:
    """TOWER has a table: there each row is a block, its numbers under their columns' names."""
    path = tmp_path / "hand-out.html"
    view = a_view(load_trial(SHELF / trial))
    path.write_text(handout.html(made(view, not_for=True, site=SITE)), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALLEST_LETTER) >= 16
    for one in page.locator("p, li, figcaption, h1, h2, h3, td").all():
        box = one.bounding_box()
        assert box is None or box["x"] + box["width"] <= 390, one.inner_text()
    context.close()


def test_axe_finds_nothing_serious(chromium: Browser) -> None:
    # Set as content: the file's own policy lets no script in, not even that of the test.
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    for not_for, query in VIEWS:
        page.set_content(handout.html(hand_out(not_for=not_for, **query)))
        assert not serious_findings(page)
    context.close()


def test_benefit_and_harm_arrays_are_drawn_at_the_same_size(
    opened_file: tuple[Page, list[str]],
) -> None:
    page = opened_file[0]
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 1024})
        boxes = [image.bounding_box() for image in page.locator(".arrays img").all()]
        sizes = {(round(box["width"]), round(box["height"])) for box in boxes if box}
        assert len(boxes) == 4
        assert len(sizes) == 1, sizes
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def downloaded(opened: OpenedPage, key: str) -> tuple[str, bytes]:
    if key != "a4":
        open_other_forms(opened)
    with opened.page.expect_download() as waiting:
        opened.page.locator(f".st-key-hand_out_{key} button").click()
    path = waiting.value.path()
    return waiting.value.suggested_filename, Path(path).read_bytes()


def test_the_buttons_make_the_hand_out_of_the_view(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(query={"weight": 35, "endpoint": "rfs"})
    name, document = downloaded(opened, "a4")
    assert name == "e1910-nejm-rfs-hand-out-a4.pdf"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)
    assert "You chose 35" in " ".join(text.split())
    name, document = downloaded(opened, "us_letter")
    assert round(float(pypdf.PdfReader(io.BytesIO(document)).pages[0].mediabox.width)) == 612
    name, document = downloaded(opened, "html")
    assert name == "e1910-nejm-rfs-hand-out.html"
    assert "weight=35" in document.decode()
    opened.assert_no_errors()


def test_the_note_opens_this_view(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(query={"weight": 35})
    note, _ = note_and_link(opened)
    assert "Judged 35 %" in note
    assert "weight=35" in note.splitlines()[-1]


def test_note_link_and_hand_out_follow_the_preference(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    opened.page.locator(SLIDER).focus()
    for _ in range(5):
        opened.page.keyboard.press("ArrowRight")
    opened.settle()
    note, link = note_and_link(opened)
    assert "Judged 4 %" in note
    assert "weight=4" in link
    assert "You chose 4 " in downloaded(opened, "html")[1].decode()


def test_keys_alone_copy_the_whole_text_and_change_none_of_it(
    open_page: Callable[..., OpenedPage],
) -> None:
    page = open_page(query={"weight": 35}, width=320).page
    page.get_by_test_id("stExpander").locator("summary").focus()
    page.keyboard.press("Enter")
    page.evaluate(
        "() => addEventListener('copy', () => { window.__copied = `${getSelection()}`; })"
    )
    for field in page.locator(COPIED).all():
        text = field.input_value()
        assert "weight=35" in text
        field.focus()
        for keys in ("x", "Control+a", "Control+c", "Delete"):
            page.keyboard.press(keys)
        assert page.evaluate("() => window.__copied") == text
        assert field.input_value() == text
        shown = "(e) => e.scrollHeight <= e.clientHeight && e.scrollWidth <= innerWidth"
        assert field.evaluate(shown), "part of the text is out of sight"


def test_one_press_copies_all_of_it_and_says_so_over_plain_http_too(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(query={"weight": 35})
    page, texts = opened.page, note_and_link(opened)
    assert texts[0] != texts[1]
    page.evaluate("() => document.body.append(document.createElement('textarea'))")
    pasted = page.locator("body > textarea")
    for place, what in enumerate(("note", "link", "note", "link")):
        if place == 2:  # as over plain http
            page.evaluate(
                "() => Object.defineProperty(navigator, 'clipboard', { value: undefined })"
            )
        said = page.locator(f'[class*="st-key-copy_{what}"] [role=status]')
        said.evaluate("(e) => { e.textContent = ''; }")
        page.get_by_role("button", name=f"Copy {what}", exact=True).click()
        expect(said).to_have_text("Copied.")
        assert page.evaluate(FOCUSED) == f"Copy {what}", "the focus stays at the button"
        pasted.fill("")
        pasted.press("Control+v")
        assert pasted.input_value() == texts[what == "link"]
    opened.assert_no_errors()


def test_the_hand_out_is_taken_at_one_press_from_a_cold_start(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(width=1280, height=720)
    button = opened.page.get_by_role("button", name="Hand-out (PDF)")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 720, "on the first screen"
    with opened.page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == "e1910-nejm-os-hand-out-a4.pdf"
