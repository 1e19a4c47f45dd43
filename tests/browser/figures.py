"""A printed figure under a test's hand: brought, its ticks and curves set, its numbers typed."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Locator

from tests.browser.driving import drawn
from tests.browser.test_own_data import answer
from tests.serving import OpenedPage

FIGURES: Final = Path(__file__).resolve().parents[1] / "reference" / "figures"
#: The least page with a figure.
FIGURE_PAGE: Final = Path(__file__).with_name("figure_page.py")
#: 112 patients in each arm and 72 months, as in E1910; simulated.
PLATEAU: Final = "f36_plateau_overlap"
#: Of the arms that were simulated, experimental first.
EVENTS: Final = {"experimental": 12, "control": 37}
FILE: Final = ".st-key-own_figure input[type=file]"
#: A screenshot in the clipboard, as the browser hands it to the page.
PASTE: Final = """
(content) => {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
  const event = new ClipboardEvent('paste', { clipboardData: given, bubbles: true });
  document.body.dispatchEvent(event);
}
"""


@dataclass(frozen=True)
class Known:
    """A reference figure: its file, and what is true of it."""

    file: Path
    truth: dict[str, Any]

    @property
    def picks(self) -> dict[str, tuple[float, float]]:
        """A clear spot on each arm's curve; the control arm was drawn first."""
        control, experimental = map(tuple, self.truth["picks"])
        return {"experimental": experimental, "control": control}

    @property
    def rows(self) -> str:
        """The numbers under it as a user copies them."""
        control, experimental = self.truth["nrisk"]
        times = [f"{time:g}" for time in self.truth["ticks"]]
        table = (("Months", *times), ("Blinatumomab", *experimental), ("Chemotherapy", *control))
        return "\n".join(", ".join(map(str, row)) for row in table)


def known(name: str = PLATEAU) -> Known:
    truth = json.loads((FIGURES / f"{name}.json").read_text("utf-8"))
    return Known(FIGURES / truth["file"], truth)


def stage(opened: OpenedPage) -> Locator:
    """The picture with all that stands on it."""
    return opened.page.locator("div.figure .figure-stage").first


def paste(opened: OpenedPage, content: bytes) -> None:
    with opened.page.expect_response("**/_stcore/upload_file/**"):
        opened.page.evaluate(PASTE, base64.b64encode(content).decode())
    brought(opened)


def bring(opened: OpenedPage, file: Path) -> None:
    with opened.page.expect_response("**/_stcore/upload_file/**"):
        opened.page.locator(FILE).set_input_files(file)
    opened.settle()


def brought(opened: OpenedPage) -> None:
    stage(opened).wait_for()
    opened.settle()


def at(opened: OpenedPage, figure: Known, spot: tuple[float, float]) -> tuple[float, float]:
    """A spot of the picture on the screen."""
    place = stage(opened)
    place.scroll_into_view_if_needed()
    drawn(opened)
    box = place.bounding_box()
    assert box is not None
    scale = box["width"] / figure.truth["size"][0]
    return box["x"] + spot[0] * scale, box["y"] + spot[1] * scale


def typed(opened: OpenedPage, field: str, text: str) -> None:
    """A field of the picture by its name."""
    entry = opened.page.get_by_label(field, exact=True)
    entry.fill(text)
    entry.press("Enter")
    opened.settle()


def set_axes(opened: OpenedPage, figure: Known) -> None:
    """All four ticks by their fields, those that do not stand there already."""
    ticks = figure.truth["cal"]
    for axis, name in (("x", "Time"), ("y", "Survival")):
        for order, (place, value) in (("first", ticks[axis][0]), ("second", ticks[axis][-1])):
            for what, number in (("Pixel", round(place, 1)), ("Printed value", value)):
                field = f"{name}, {order} tick: {what}"
                stands = opened.page.get_by_label(field, exact=True).input_value()
                if not stands or abs(float(stands) - number) > 1:
                    typed(opened, field, f"{number:g}")


def click_curves(opened: OpenedPage, figure: Known) -> None:
    """A click on each arm's curve, experimental first."""
    for spot in figure.picks.values():
        opened.page.mouse.click(*at(opened, figure, spot))
        opened.settle()


def in_months(opened: OpenedPage) -> None:
    answer(opened, "own_figure_unit", "months")


def numbers(opened: OpenedPage, rows: str, events: dict[str, int]) -> None:
    """Numbers at risk and events in all."""
    block = opened.page.locator('[class*="st-key-own_figure_risk"] textarea')
    block.fill(rows)
    block.press("Control+Enter")
    opened.settle()
    for role, count in events.items():
        entry = opened.page.locator(f".st-key-own_events_{role} input")
        entry.fill(str(count))
        entry.press("Enter")
        opened.settle()
