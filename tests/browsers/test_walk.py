"""The same walk in each browser: pages, choices, both ranges, files, board, a figure."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.browser.figures import FILE, Known, known
from tests.browser.measuring import LOOK, PART, PARTS
from tests.browser.measuring import SMALLEST_LETTERS as SMALLEST_ON_CONSULTATION
from tests.browser.test_cross_hair import OFF
from tests.browser.test_tumour_board import MEASURED, OVERLAPS, SIZES, SMALLEST_LETTERS
from tests.browsers.driven import Driven
from tests.serving import RunningApp
from tradeoff.screens.look import PAGE_FILES

pytestmark = pytest.mark.browser

DAILY: Final = ("consultation", "tumour_board", "patient_view")
MONTHS, WEIGHT = (f'input[data-choice="{name}"]' for name in ("months", "weight"))
READ_OUT: Final = '.read-out [data-slot="time"]'
SHOWN: Final = "() => !!document.querySelector('.cross-hair:not(.unsettled)')"
EXCEPTIONS: Final = '[data-testid="stException"], [data-testid="stAppError"]'
#: The one attempt that tests/serving.py lets be, too, in the words of each browser.
KNOWN: Final = re.compile(r"blocked WebAssembly \(script-src\)|WebAssembly.*'unsafe-eval'")
VALUE: Final = "(s) => document.querySelector(s).value"
#: In the page: the chip that is on, of a row of them.
CHOSEN: Final = """
(key) => document.querySelector(`.st-key-${key} [role="radio"][aria-checked="true"]`)
  ?.innerText.trim()
"""
#: In the page: marks what has this text, for a click on it.
NAMED: Final = """
(selector, text) => {
  document.querySelectorAll('[data-meant]').forEach((e) => delete e.dataset.meant);
  const found = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility()
    && (e.getAttribute('aria-label') ?? e.innerText).trim() === text);
  if (found.length) found[0].dataset.meant = 'yes';
  return found.length > 0;
}
"""
MEANT: Final = "[data-meant]"
BYTES: Final = 10_000
WAIT_SECONDS: Final = 30.0


@pytest.fixture
def opened(driven: Driven, app: RunningApp) -> Iterator[Driven]:
    """The browser at a wide window; no page may complain, and no answer be one of a fault."""
    seen = len(app.output())
    driven.resize(1280, 900)
    yield driven
    assert not [one for one in driven.complaints if not KNOWN.search(one)]
    assert not driven.count(EXCEPTIONS)
    said = app.output()[seen:]
    assert "Traceback" not in said
    faults = [line for line in said.splitlines() if status_of(line) >= 400]
    assert not faults


def status_of(line: str) -> int:
    try:
        return int(json.loads(line).get("status", 0))
    except ValueError:
        return 0


def address(app: RunningApp, page: str, **query: object) -> str:
    path = "" if page == "consultation" else page
    return f"{app.url}/{path}?{urlencode(query)}"


def choices(opened: Driven) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(opened.ask("() => location.href")).query))


def says(opened: Driven, **query: str) -> None:
    """Wait until the address has these choices."""
    opened.until(
        "(wanted) => { const now = new URLSearchParams(location.search);"
        " return Object.entries(wanted).every(([k, v]) => now.get(k) === v); }",
        query,
        seconds=WAIT_SECONDS,
    )


def click_named(opened: Driven, selector: str, text: str) -> None:
    opened.until(NAMED, selector, text, seconds=WAIT_SECONDS)
    opened.click(MEANT)


def opens_cold(opened: Driven, app: RunningApp, page: str) -> None:
    opened.open(address(app, page, weight=35))
    assert opened.text("h1"), page
    assert opened.ask("() => document.title").endswith("Gain and harm, side by side")
    assert choices(opened)["weight"] == "35"
    if page == "tumour_board":
        fits(opened, *SIZES[0])


def fits(opened: Driven, width: int, height: int) -> None:
    """The board is one screen, legible, without anything over another."""
    opened.resize(width, height)
    opened.settle()
    opened.until("() => !!document.querySelector('.plot-area')")
    found: dict[str, Any] = opened.ask(MEASURED)
    assert max(found["heights"]) <= height
    assert max(found["widths"]) <= width
    assert min(found["letters"])[0] >= SMALLEST_LETTERS, sorted(found["letters"])[:5]
    assert not found["outside"]
    assert not found["clipped"]
    assert found["plots"] == 1
    assert not opened.ask(OVERLAPS)


@pytest.mark.parametrize("page", DAILY)
def test_the_pages_of_a_conversation_open_cold_by_a_link_without_an_error(
    opened: Driven, app: RunningApp, page: str
) -> None:
    opens_cold(opened, app, page)


@pytest.mark.minutes
@pytest.mark.parametrize("page", [name for name in PAGE_FILES if name not in DAILY])
def test_every_other_page_opens_cold_by_a_link_without_an_error(
    opened: Driven, app: RunningApp, page: str
) -> None:
    opens_cold(opened, app, page)


@pytest.mark.minutes
def test_choices_are_kept_over_reload_another_page_and_back(
    opened: Driven, app: RunningApp
) -> None:
    opened.open(address(app, "consultation", weight=35))
    click_named(opened, '.st-key-framing [role="radio"]', "Died")
    opened.settle()
    made = choices(opened)
    assert len(made) > 1, "the framing is in the address"
    opened.reload()
    opened.settle()
    assert choices(opened) == made
    assert opened.ask(CHOSEN, "framing") == "Died"
    assert opened.ask(VALUE, WEIGHT) == "35"
    click_named(opened, ".st-key-nav a", "Survival curves")
    opened.until("() => location.pathname === '/survival_curves'")
    opened.settle()
    assert choices(opened)["weight"] == "35"
    opened.back()
    opened.until("() => location.pathname === '/'")
    opened.settle()
    assert choices(opened) == made
    assert opened.ask(CHOSEN, "framing") == "Died"


@pytest.mark.minutes
def test_the_cross_hair_answers_to_keys_and_to_a_pointer(opened: Driven, app: RunningApp) -> None:
    opened.open(address(app, "survival_curves", months=24))
    opened.until(SHOWN)
    opened.focus(MONTHS)
    for key, month in (("ArrowRight", 25), ("PageUp", 36), ("Home", 12), ("ArrowLeft", 12)):
        opened.press(key)
        assert opened.text(READ_OUT) == f"{month} months", key
    says(opened, months="12")
    left, top, width, height = opened.box(".surface")
    end = float(opened.ask("() => document.querySelector('.surface').dataset.end"))
    opened.move(left + width * 30 / end, top + height / 2)
    assert opened.text(READ_OUT) == "30 months"
    assert opened.ask(VALUE, MONTHS) == "12", "a pointer that only hovers sets nothing"
    opened.click_at(left + width * 18 / end, top + height / 2)
    assert opened.text(READ_OUT) == "18 months"
    says(opened, months="18")
    opened.settle()


@pytest.mark.minutes
def test_the_preference_answers_to_keys_and_to_a_pointer(opened: Driven, app: RunningApp) -> None:
    opened.open(address(app, "consultation", weight=35))
    opened.focus(WEIGHT)
    for key, value in (("ArrowRight", "36"), ("PageUp", "46"), ("Home", "0"), ("End", "100")):
        opened.press(key)
        assert opened.ask(VALUE, WEIGHT) == value, key
    before = opened.text(".weighsaid")
    says(opened, weight="100")
    left, top, width, height = opened.box(WEIGHT)
    opened.click_at(left + width / 2, top + height / 2)
    assert opened.ask(VALUE, WEIGHT) == "50"
    assert opened.text(".weighsaid") != before
    says(opened, weight="50")
    opened.settle()


@pytest.mark.minutes
def test_twenty_quick_presses_lose_none(opened: Driven, app: RunningApp) -> None:
    opened.open(address(app, "consultation", weight=35))
    opened.focus(WEIGHT)
    opened.press(*["ArrowRight"] * 20)
    assert opened.ask(VALUE, WEIGHT) == "55"
    says(opened, weight="55")
    opened.settle()
    assert opened.ask(VALUE, WEIGHT) == "55"


@pytest.mark.minutes
def test_the_hand_out_is_downloaded_at_one_press(opened: Driven, app: RunningApp) -> None:
    for one in opened.downloads.iterdir():
        one.unlink()
    opened.open(address(app, "consultation", weight=35))
    opened.click(".st-key-hand_out_a4 button")
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        came = [*opened.downloads.glob("*.pdf")]
        if came and came[0].stat().st_size > BYTES and came[0].read_bytes().rstrip().endswith(b"F"):
            break
        time.sleep(0.1)
    assert [one.name for one in came] == ["e1910-nejm-os-hand-out-a4.pdf"]
    assert came[0].read_bytes().startswith(b"%PDF-")


@pytest.mark.minutes
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_consultation_is_one_screen_and_its_cross_hair_stands_on_the_axis(
    opened: Driven, app: RunningApp, width: int, height: int
) -> None:
    opened.resize(width, height)
    opened.open(address(app, "consultation", weight=35, months=24))
    opened.ask(f"() => {{ {LOOK} }}")
    asked = {
        "parts": {name: PART.format(name) for name in PARTS},
        "smallest": SMALLEST_ON_CONSULTATION,
        "whole": True,
    }
    assert opened.ask("(asked) => window.__faults(asked)", asked) == []
    opened.until(SHOWN)
    off: dict[str, float] = opened.ask(OFF, 24)
    assert max(map(abs, off.values())) <= 1, off


@pytest.mark.minutes
def test_what_a_page_complains_of_is_heard(opened: Driven, app: RunningApp) -> None:
    """Or the walk would be green whatever happened."""
    opened.open(address(app, "patient_view"))
    opened.ask("() => { setTimeout(() => { throw new Error('thrown') }); console.error('told') }")
    opened.settle()
    heard = " ".join(opened.complaints)
    opened.complaints.clear()
    assert "thrown" in heard
    assert "told" in heard


@pytest.mark.minutes
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_board_is_one_screen(opened: Driven, app: RunningApp, width: int, height: int) -> None:
    opened.resize(width, height)
    opened.open(address(app, "tumour_board", weight=35))
    fits(opened, width, height)


@pytest.mark.minutes
def test_a_printed_figure_is_brought_its_axes_set_and_a_click_traces_a_curve(
    opened: Driven, app: RunningApp
) -> None:
    figure = known()
    opened.open(address(app, "evidence", tab="data"))
    opened.until("(s) => !!document.querySelector(s)", FILE)
    opened.give(FILE, figure.file)
    opened.until("() => !!document.querySelector('div.figure .figure-stage')")
    opened.settle()
    set_axes(opened, figure)
    choose_months(opened)
    for number, spot in enumerate(figure.picks.values(), start=1):
        left, top, width, _ = opened.box("div.figure .figure-stage")
        scale = width / figure.truth["size"][0]
        opened.click_at(left + spot[0] * scale, top + spot[1] * scale)
        opened.settle()
        assert opened.count(".figure-point") == number
    assert opened.count("polyline.figure-trace") >= 2, "both curves are drawn over the picture"


def set_axes(opened: Driven, figure: Known) -> None:
    """Those of the four ticks that do not stand there already, by their fields."""
    ticks = figure.truth["cal"]
    for axis, name in (("x", "Time"), ("y", "Survival")):
        for order, (place, value) in (("first", ticks[axis][0]), ("second", ticks[axis][-1])):
            for what, number in (("Pixel", round(place, 1)), ("Printed value", value)):
                label = f"{name}, {order} tick: {what}"
                opened.until(NAMED, "input", label, seconds=WAIT_SECONDS)
                stands = opened.ask(VALUE, MEANT)
                if not stands or abs(float(stands) - number) > 1:
                    opened.write(MEANT, f"{number:g}")


def choose_months(opened: Driven) -> None:
    unit = '[class*="st-key-own_figure_unit"] input[role="combobox"]'
    opened.click(unit)
    click_named(opened, '[role="option"]', "months")
    opened.settle()
