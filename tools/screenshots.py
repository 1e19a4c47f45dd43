"""Take pictures of every page, for looking at them and judging them.

    make screenshots                                          1280 × 720, light and dark
    make screenshots ARGS="--size 768x1024 390x844 --whole"
    make screenshots ARGS="--page / --scheme dark --query months=24&weight=30"
    python -m tools.screenshots --readme                    docs/screenshot.png, with call-outs

``--whole`` makes the window as tall as the page's content before the picture is taken.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.serving import (
    ROOT,
    AppNotReadyError,
    OpenedPage,
    RunningApp,
    launched_chromium,
    opened_page,
    temporary_app,
)
from tradeoff.screens.look import PAGE_FILES

README_PICTURE = ROOT / "docs" / "screenshot.png"
SCHEMES = ("light", "dark")

#: The Consultation, which is the program's first page, and all others.
PAGES = ["/", *(f"/{name}" for name in [*PAGE_FILES][1:])]


@dataclass(frozen=True, slots=True)
class Callout:
    """A numbered mark on the README's picture: what it points at, and on which corner it sits."""

    selector: str
    words: str
    corner: str = "left"


#: In the order of the numbers; the README's list below the picture says the same words.
CALLOUTS = (
    Callout(".st-key-choices", "end point, landmark with its analysis, alive or died: a chip each"),
    Callout(".st-key-verdict", "does the trial apply? It opens in the page, verdict first",
            "right"),
    Callout(".st-key-part_curve", "survival: published rings, the reconstructed curve, the range "
            "of the true one; any month is read by hand or key"),
    Callout("[data-part=benefit]", "the same as whole people out of 100, the range hatched"),
    Callout("[data-part=harm]", "the harm at the same size, of those treated"),
    Callout(".st-key-part_weigh", "gain and harm per 100, each with its range", "right"),
    Callout(".st-key-weighing", "how bad one such event is judged to be, not set until somebody "
            "sets it, and what that implies", "right"),
    Callout(".st-key-weigh_more", "sources, another rate of the harm, assumptions", "right"),
    Callout(".st-key-actions", "hand-out, note and link, one press each"),
)  # fmt: skip
README_VIEW = {"width": 1280, "height": 720, "scale": 1.5, "query": "months=24&weight=40"}

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

#: How tall the window must be to show all of the page and of the side panel, within limits.
CONTENT_HEIGHT = """
() => Math.min(12000, Math.max(innerHeight, ...[
  'stMain', 'stSidebarContent', 'stAppViewContainer',
].map((name) => {
  const element = document.querySelector(`[data-testid="${name}"]`);
  return element && element.offsetParent !== null ? element.scrollHeight : 0;
})))
"""


def show_whole_page(opened: OpenedPage) -> None:
    """Make the window as tall as the content, twice: a wider look can change the layout."""
    for _ in range(2):
        height = int(opened.page.evaluate(CONTENT_HEIGHT))
        width = (opened.page.viewport_size or {"width": 1280})["width"]
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.settle()


def take(
    browser: Browser,
    app: RunningApp,
    path: str,
    *,
    size: str,
    scheme: str,
    given: argparse.Namespace,
) -> Path:
    """One picture of one page, named as ``survival_curves-1280x720-dark.png``."""
    width, height = (int(part) for part in size.split("x"))
    view = {"width": width, "height": height, "color_scheme": scheme, "query": given.query}
    page = path.strip("/") or "consultation"
    target = given.folder / f"{page}-{size}-{scheme}{'-whole' if given.whole else ''}.png"
    with opened_page(browser, app, path, scale=given.scale, **view) as opened:
        if given.whole:
            show_whole_page(opened)
        opened.page.screenshot(path=target)
        for error in opened.exceptions() + opened.page_errors:
            print(f"  {path}: {error[:300]}", file=sys.stderr)
    return target


def take_all(given: argparse.Namespace) -> None:
    """Every page in every size and scheme."""
    given.folder.mkdir(parents=True, exist_ok=True)
    with temporary_app() as app, launched_chromium() as browser:
        for path, size, scheme in product(given.page, given.size, given.scheme):
            try:
                print(take(browser, app, path, size=size, scheme=scheme, given=given))
            except AppNotReadyError as problem:
                print(f"  {path}: {problem}", file=sys.stderr)


def take_for_readme() -> None:
    """The Consultation with numbered marks; the words go to standard output for the README."""
    with (
        temporary_app() as app,
        launched_chromium() as browser,
        opened_page(browser, app, "/", **README_VIEW) as opened,
    ):
        for number, one in enumerate(CALLOUTS, start=1):
            if opened.page.evaluate(MARK, [one.selector, str(number), one.corner]):
                print(f"{number}. {one.words}")
            else:
                print(f"not on the picture: {one.selector}", file=sys.stderr)
        opened.page.screenshot(path=README_PICTURE)
    print(README_PICTURE)


def main() -> None:
    """Take what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    several = {"nargs": "+", "metavar": "ONE"}
    parser.add_argument("--readme", action="store_true", help="only the README's picture")
    parser.add_argument("--page", **several, default=PAGES, help="paths, such as /evidence")
    parser.add_argument("--size", **several, default=["1280x720"], help="such as 768x1024")
    parser.add_argument("--scheme", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--query", default="", help="URL parameters, such as months=24&weight=30")
    parser.add_argument("--scale", type=float, default=1, help="device pixels to a CSS pixel")
    parser.add_argument("--whole", action="store_true", help="the whole page, however tall")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "screenshots")
    given = parser.parse_args()
    if given.readme:
        take_for_readme()
    else:
        take_all(given)


if __name__ == "__main__":
    main()
