"""Take pictures of every page, for looking at them and judging them.

    make screenshots                                          1280 × 720, light and dark
    make screenshots ARGS="--size 768x1024 --size 390x844 --whole"
    make screenshots ARGS="--page / --scheme dark --query months=24&weight=30"
    python -m tools.screenshots --readme                    docs/screenshot.png, with call-outs

``--whole`` makes the window as tall as the page's content before the picture is taken.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.serving import (
    ROOT,
    AppNotReadyError,
    OpenedPage,
    launched_chromium,
    opened_page,
    temporary_app,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.serving import RunningApp

FOLDER = ROOT / "build" / "screenshots"
README_PICTURE = ROOT / "docs" / "screenshot.png"
SIZES = ("1280x720",)
SCHEMES = ("light", "dark")
TALLEST = 12_000

#: Every page in reading order, with the file that it comes from.
PAGES = {
    "/": "app.py",
    "/survival_curves": "pages/survival_curves.py",
    "/icon_arrays": "pages/icon_arrays.py",
    "/benefit_and_harm": "pages/benefit_and_harm.py",
    "/patient_view": "pages/patient_view.py",
    "/tumour_board": "pages/tumour_board.py",
    "/evidence": "pages/evidence.py",
}


@dataclass(frozen=True, slots=True)
class Callout:
    """A numbered mark on the README's picture: what it points at, and on which corner it sits."""

    selector: str
    words: str
    corner: str = "left"


#: In the order of the numbers; the README's list below the picture says the same words.
CALLOUTS = (
    Callout(".lead", "the answer in three sentences: gain, harm, how sure"),
    Callout(".st-key-choices button[data-testid='stPopoverButton']",
            "does the trial apply to this patient?", "right"),
    Callout(".st-key-card_curve", "survival: published rings with their ranges, "
            "the reconstructed curve and the range of the true one"),
    Callout(".st-key-benefit_arrays", "the same as whole people out of 100, the range hatched"),
    Callout(".panel.gain", "gain per 100, with range, population, window and source", "right"),
    Callout(".panel.harm", "harm per 100, with what it counts, P and source", "right"),
    Callout('[data-testid="stSidebar"] .st-key-harm', "where the harm rate comes from", "right"),
    Callout(".panel.balance", "the balance point, with its range", "right"),
    Callout(".st-key-weight", "the patient's preference, not set until somebody sets it", "right"),
)  # fmt: skip
README_VIEW = {"width": 1280, "height": 1060, "scale": 1.5}
README_QUERY = "months=36"  # a link with choices: no offer of the guide

#: Draw one mark; false where nothing visible matches.
MARK = """
([selector, label, corner]) => {
  const target = [...document.querySelectorAll(selector)].find((e) => e.offsetParent !== null);
  const box = target?.getBoundingClientRect();
  if (!box || box.top > innerHeight || box.bottom < 0) return false;
  const mark = document.createElement('div');
  mark.className = 'readme-mark';
  mark.textContent = label;
  const left = corner === 'right' ? box.right - 2 : box.left - 27;
  Object.assign(mark.style, {
    position: 'fixed', zIndex: 1000000, width: '28px', height: '28px', borderRadius: '50%',
    left: `${Math.min(Math.max(left, 2), innerWidth - 32)}px`,
    top: `${Math.min(Math.max(box.top - 8, 2), innerHeight - 32)}px`,
    background: '#111827', color: '#ffffff', border: '2px solid #ffffff', boxSizing: 'border-box',
    font: '600 15px/24px system-ui, sans-serif', textAlign: 'center',
  });
  document.body.append(mark);
  return true;
}
"""

#: How tall the window must be to show all of the page and of the side panel.
CONTENT_HEIGHT = """
() => Math.max(...['stMain', 'stSidebarContent', 'stAppViewContainer'].map((name) => {
  const element = document.querySelector(`[data-testid="${name}"]`);
  return element && element.offsetParent !== null ? element.scrollHeight : 0;
}), innerHeight)
"""


def existing_pages() -> list[str]:
    """Paths of the pages whose files are there."""
    return [path for path, file in PAGES.items() if (ROOT / file).is_file()]


def show_whole_page(opened: OpenedPage) -> None:
    """Make the window as tall as the content, twice: a wider look can change the layout."""
    for _ in range(2):
        height = min(int(opened.page.evaluate(CONTENT_HEIGHT)), TALLEST)
        width = (opened.page.viewport_size or {"width": 1280})["width"]
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.settle()


def name_of(path: str, size: str, scheme: str, *, whole: bool) -> str:
    """``survival_curves-1280x720-dark.png``."""
    page = path.strip("/") or "consultation"
    return f"{page}-{size}-{scheme}{'-whole' if whole else ''}.png"


def take(
    browser: Browser,
    app: RunningApp,
    path: str,
    *,
    size: str,
    scheme: str,
    given: argparse.Namespace,
) -> Path:
    """One picture of one page."""
    width, height = (int(part) for part in size.split("x"))
    view = {"width": width, "height": height, "color_scheme": scheme, "query": given.query}
    with opened_page(browser, app, path, scale=given.scale, **view) as opened:
        if given.whole:
            show_whole_page(opened)
        target = given.folder / name_of(path, size, scheme, whole=given.whole)
        opened.page.screenshot(path=target)
        for error in opened.exceptions() + opened.page_errors:
            print(f"  {path}: {error[:300]}", file=sys.stderr)
    return target


def take_all(given: argparse.Namespace) -> None:
    """Every page in every size and scheme."""
    given.folder.mkdir(parents=True, exist_ok=True)
    with temporary_app() as app, launched_chromium() as browser:
        for path in given.page or existing_pages():
            for size in given.size or SIZES:
                for scheme in given.scheme or SCHEMES:
                    try:
                        print(take(browser, app, path, size=size, scheme=scheme, given=given))
                    except AppNotReadyError as problem:
                        print(f"  {path}: {problem}", file=sys.stderr)


def take_for_readme() -> None:
    """The Consultation with numbered marks; the words go to standard output for the README."""
    README_PICTURE.parent.mkdir(exist_ok=True)
    with (
        temporary_app() as app,
        launched_chromium() as browser,
        opened_page(browser, app, "/", query=README_QUERY, **README_VIEW) as opened,
    ):
        number = 0
        for callout in CALLOUTS:
            label = str(number + 1)
            if opened.page.evaluate(MARK, [callout.selector, label, callout.corner]):
                number += 1
                print(f"{number}. {callout.words}")
            else:
                print(f"not on the picture: {callout.selector}", file=sys.stderr)
        opened.page.screenshot(path=README_PICTURE)
    print(README_PICTURE)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readme", action="store_true", help="only the README's picture")
    parser.add_argument("--page", action="append", help="a path, such as /evidence; repeatable")
    parser.add_argument("--size", action="append", help="such as 768x1024; repeatable")
    parser.add_argument("--scheme", action="append", choices=SCHEMES)
    parser.add_argument("--query", default="", help="URL parameters, such as months=24&weight=30")
    parser.add_argument("--scale", type=float, default=1, help="device pixels to a CSS pixel")
    parser.add_argument("--whole", action="store_true", help="the whole page, however tall")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    if given.readme:
        take_for_readme()
    else:
        take_all(given)
