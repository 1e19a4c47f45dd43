"""What a user does on a page, and where things are: Streamlit keys become ``st-key-<key>``."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import pypdf
from playwright.sync_api import Locator

from tests.serving import OpenedPage

PAGES: Final = {
    "/": "Consultation",
    "/survival_curves": "Survival curves",
    "/icon_arrays": "Icon arrays",
    "/benefit_and_harm": "Benefit and harm",
    "/evidence": "Evidence",
}
PATIENT: Final = "/patient_view"
DECISION: Final = "Add blinatumomab to consolidation, or chemotherapy alone?"
#: What stands to be read before it is copied: the note, then the link.
COPIED: Final = ".st-key-copied textarea"
BENEFIT: Final = '[data-part="benefit"]'
HARM: Final = '[data-part="harm"]'
NOTICES: Final = '.banner[role="status"]'
SLIDER: Final = 'input[type="range"][data-choice="weight"]'
#: What is seen of the weighing: both figures, the break-even and what the preference implies.
WEIGHED: Final = "section.panel, .weighsaid, .weigheven"
#: The sentence that a preference implies.
IMPLIED: Final = ".weighsaid"
#: In the page; its pictures are SVG in their own address.
EVERYTHING: Final = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  // Emptied and hidden, a side bar may stay beside pages that have none, with words of its own.
  const side = app.querySelector('[data-testid="stSidebar"]');
  const gone = side && !side.checkVisibility() ? side : null;
  const all = (selector) => [...app.querySelectorAll(selector)].filter((e) => !gone?.contains(e));
  const drawn = all('img').map((e) => e.src).filter((src) => src.startsWith('data:image/svg'));
  return [
    app.textContent.replace(gone?.textContent ?? '', ''),
    ...all('textarea, input').map((e) => e.value),
    ...all('[alt], [aria-label], [title]').flatMap((e) =>
      ['alt', 'aria-label', 'title'].map((name) => e.getAttribute(name) || '')),
    ...drawn.map((src) => decodeURIComponent(src)),
  ].join(' ');
}
"""
#: In the page: the next Tab begins at the top, as on a page that has just been opened.
AT_THE_TOP: Final = """
() => {
  const top = document.createElement('button');
  document.body.prepend(top);
  top.focus();
  top.remove();
}
"""
PAPER: Final = "Counts typed in from the paper"
CENTRE: Final = "Counts of our own centre"
#: The first frame may have begun already.
FRAMES: Final = (
    "() => new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready)))"
)
#: How the panel's sources name E1910's published rate, until counts stand in its place.
TRIALS_OWN: Final = "The trial's figure: 23 % of 111 vs 5 % of 112"
FROM_PAPER: Final = {"e1": "26", "n1": "111", "e0": "6", "n0": "112", "asof": "2026-05"}


def choices(opened: OpenedPage) -> dict[str, str]:
    """The parameters in the address."""
    return dict(parse_qsl(urlsplit(opened.page.url).query))


def walk_to(opened: OpenedPage, path: str) -> None:
    """Click a page's name in the navigation."""
    opened.page.locator(".st-key-nav").get_by_role("link", name=PAGES[path], exact=True).click()
    opened.page.wait_for_url(re.compile(rf"//[^/]+{path}(\?.*)?$"))
    opened.settle()


def choose(opened: OpenedPage, key: str, option: str) -> None:
    """One button of a segmented control."""
    opened.page.locator(f".st-key-{key}").get_by_role("radio", name=option, exact=True).click()
    opened.settle()


def drawn(opened: OpenedPage) -> None:
    """Wait until the browser has drawn what was scrolled.

    The event of a scroll comes with the frame that shows it, and closes a list whose field was
    moved. On a busy machine frames come late: a list that a test opens before, as no hand could,
    would close again.
    """
    opened.page.evaluate(FRAMES)


def open_rates(opened: OpenedPage) -> None:
    """Open what stands behind the panel's "Other rate", unless it is open."""
    if not opened.page.locator(".st-key-harm").count():
        opened.page.locator(".st-key-weigh_more").get_by_role("button", name="Other rate").click()
        opened.page.locator(".st-key-harm").wait_for()


def sources(opened: OpenedPage) -> str:
    """What stands behind the panel's "Sources", read and closed again."""
    opened.page.locator(".st-key-weigh_more").get_by_role("button", name="Sources").click()
    shown = opened.page.locator(".onrequest")
    shown.wait_for()
    said = text_of(shown)
    opened.page.keyboard.press("Escape")
    shown.wait_for(state="detached")
    return said


def pick(opened: OpenedPage, key: str, option: str) -> None:
    """One entry of a list that opens."""
    if key == "harm":
        open_rates(opened)
    button = opened.page.locator(f".st-key-{key} button")
    button.scroll_into_view_if_needed()
    drawn(opened)
    button.click()
    opened.page.get_by_role("option", name=option, exact=True).click()
    opened.settle()


def type_into(opened: OpenedPage, field: str, text: str) -> None:
    """Fill one field for counts and leave it."""
    entry = opened.page.locator(f".st-key-{field} input")
    entry.fill(text)
    entry.press("Enter")
    opened.settle()


def type_counts(opened: OpenedPage, source: str, counts: dict[str, str]) -> None:
    """Choose a source of the harm rate and type its counts, as a user does."""
    pick(opened, "harm", source)
    for field, text in counts.items():
        type_into(opened, field, text)


def taken(opened: OpenedPage, key: str) -> bytes:
    """The file behind the button with this key, or one that begins so."""
    if not opened.page.locator(f'[class*="st-key-{key}"] button').count():
        open_other_forms(opened)
    with opened.page.expect_download() as waiting:
        opened.page.locator(f'[class*="st-key-{key}"] button').first.click()
    return Path(waiting.value.path()).read_bytes()


def open_other_forms(opened: OpenedPage) -> None:
    """The hand-out's other forms, where there are any that are not in sight."""
    button = opened.page.get_by_role("button", name="Other forms")
    if button.count() and not opened.page.locator(".st-key-hand_out_html").count():
        button.click()
        opened.page.locator(".st-key-hand_out_html button").wait_for()


def all_taken(opened: OpenedPage) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file that the page offers as it stands."""
    open_other_forms(opened)
    for button in opened.page.get_by_test_id("stDownloadButton").get_by_role("button").all():
        open_other_forms(opened)  # a press beside them closes them
        if button.is_visible():
            with opened.page.expect_download() as waiting:
                button.click()
            yield waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def note_and_link(opened: OpenedPage) -> tuple[str, str]:
    """What is copied at a press, as it can be read before."""
    note, link = (field.input_value() for field in opened.page.locator(COPIED).all())
    return note, link


def read_file(name: str, content: bytes) -> str:
    """All text of a file; of a picture made of points there is none."""
    match Path(name).suffix:
        case ".png":
            return ""
        case ".pdf":
            pages = pypdf.PdfReader(io.BytesIO(content)).pages
            return " ".join(" ".join(page.extract_text() for page in pages).split())
        case ".zip":
            with zipfile.ZipFile(io.BytesIO(content)) as held:
                return " ".join(read_file(one, held.read(one)) for one in held.namelist())
    return content.decode("utf-8-sig")


def patient_screens(opened: OpenedPage) -> Iterator[str]:
    """Every screen of the patient view, from its start on, the chances shown; its heading."""
    page = opened.page
    yield page.locator("h1.ask").inner_text()
    page.locator(".st-key-patient_to_now button").click()
    opened.settle()
    while True:
        if page.locator(".st-key-patient_look").count():
            page.locator(".st-key-patient_look button").click()
            opened.settle()
        yield page.locator("h1.ask").inner_text()
        if not page.locator(".st-key-patient_next").count():
            return
        page.locator(".st-key-patient_next button").click()
        opened.settle()


def shown_preference(opened: OpenedPage) -> str:
    """What the preference slider says that it stands at: "40", or "not set"."""
    said = opened.page.locator(SLIDER).get_attribute("aria-valuetext") or ""
    return said.partition(" of 100: ")[0]


def texts(place: Locator) -> list[str]:
    """All text of each match, whether or not it is folded away, with single spaces."""
    return [" ".join(text.split()) for text in place.all_text_contents()]


def text_of(place: Locator) -> str:
    """All text of all matches."""
    return " ".join(texts(place))


def everything_on(opened: OpenedPage) -> str:
    """All words of the page: folded away too, in fields, in alternative texts and in pictures."""
    return " ".join(str(opened.page.evaluate(EVERYTHING)).split())


def weighed(opened: OpenedPage) -> list[str]:
    """The side panel's figures."""
    return texts(opened.page.locator(WEIGHED))


def notices(opened: OpenedPage) -> str:
    """What the page says about choices that were not used or were changed."""
    return text_of(opened.page.locator(NOTICES))
