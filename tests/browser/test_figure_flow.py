"""From a printed figure to every page: by mouse, by touch, by keys alone, and in nobody else's."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator
from pypdf import PdfWriter

from tests.browser.axe import serious_findings
from tests.browser.driving import PAGES, notices, text_of, walk_to
from tests.browser.figures import (
    EVENTS,
    FIGURES,
    PLATEAU,
    Known,
    at,
    bring,
    brought,
    in_months,
    known,
    numbers,
    paste,
    set_axes,
    stage,
)
from tests.browser.test_own_data import LABEL, TAB, USE, card, name_it, press
from tests.serving import OpenedPage, RunningApp, shown
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.digitised import arm_curve
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial

#: Where the simulated trial's curves lie, and how far a trace may be off.
NEAR = 0.01


def assert_as_drawn(trial: Trial, figure: Known) -> None:
    """Both arms' curves of a trial are those of the figure."""
    curves = trial.digitised_curve("nejm", "os")
    assert curves is not None
    for drawn_curve, role in zip(
        figure.truth["curves"], (Role.CONTROL, Role.EXPERIMENTAL), strict=True
    ):
        rebuilt = arm_curve(curves.arm(role))
        months = np.arange(3.0, 70.0, 3.0)
        place = np.searchsorted(drawn_curve["t"], months, side="right") - 1
        found = np.searchsorted(rebuilt.time, months, side="right") - 1
        true, made = np.array(drawn_curve["s"])[place], rebuilt.survival[found]
        assert np.mean(np.abs(true - made)) < NEAR, role


def taken_away(opened: OpenedPage, folder: Path) -> Trial:
    """The folder that the page hands out, loaded as a trial."""
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Download as a trial folder (zip)").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    names = archive.namelist()
    assert not [name for name in names if name.endswith((".png", ".jpg", ".pdf"))], "no picture"
    assert [name for name in names if name.endswith(".toml") and "/curves/" in name]
    archive.extractall(folder)
    return load_trial(folder / "e1910-nordklinik")


def assert_used(opened: OpenedPage) -> None:
    """The staircase stands on every page, and is named."""
    for path in PAGES:
        walk_to(opened, path)
        assert LABEL in notices(opened), path
        assert LABEL not in opened.page.url
    walk_to(opened, "/")
    assert "Steps: pseudo-patients" in opened.text()
    walk_to(opened, "/survival_curves")
    assert "at risk" in opened.text()


def test_a_figure_is_pasted_traced_mended_used_seen_taken_away_and_loaded_again_by_mouse(
    open_page: Callable[..., OpenedPage], app: RunningApp, tmp_path: Path
) -> None:
    seen, figure = len(app.output()), known()
    opened = open_page("/evidence", query=TAB, width=1280, height=900)
    mouse = opened.page.mouse
    paste(opened, figure.file.read_bytes())
    assert "of the time axis and of the vertical axis marked “?”" in text_of(card(opened))
    # An axis is dragged off its tick and back near it; the trace snaps to the tick itself.
    handle = opened.page.get_by_role("slider", name="Time, second tick")
    box = handle.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(*middle)
    mouse.down()
    mouse.move(middle[0] - 40, middle[1], steps=4)
    mouse.move(middle[0] + 0.4, middle[1], steps=4)
    mouse.up()
    opened.settle()
    set_axes(opened, figure)
    in_months(opened)
    assert "Click on the curve of Blinatumomab + chemotherapy." in text_of(card(opened))
    mouse.click(*at(opened, figure, figure.picks["experimental"]))
    opened.settle()
    assert "Click on the curve of Chemotherapy alone." in text_of(card(opened))
    mouse.click(*at(opened, figure, figure.picks["control"]))
    opened.settle()
    # One anchor further along the curve that is chosen.
    control = figure.truth["picks2"][0][-1]
    mouse.click(*at(opened, figure, tuple(control)))
    opened.settle()
    assert opened.page.locator(".figure-point").count() == 3
    numbers(opened, figure.rows, EVENTS)
    said = text_of(card(opened))
    assert "7 of 7" in said
    assert "0.41 (0.23 to 0.73)" in said, "the published ratio stands beside the rebuilt one"
    assert "Largest difference of trace and rebuilt curve" in said
    name_it(opened, LABEL)
    press(opened, USE)
    assert_used(opened)
    walk_to(opened, "/evidence")
    assert "as you left it" in text_of(card(opened))
    stage(opened).wait_for()
    assert opened.page.locator(".figure-point").count() == 3
    assert "7 of 7" in text_of(card(opened)), "the numbers are still there"
    assert_as_drawn(taken_away(opened, tmp_path), figure)
    opened.assert_no_errors()
    said = app.output()[seen:]
    for trace in (LABEL, "image.png", figure.file.name, "Blinatumomab", "points"):
        assert trace not in said, trace


@pytest.fixture
def touched(chromium: Browser, app: RunningApp) -> OpenedPage:
    """A tablet held upright: a screen that knows fingers only."""
    context = chromium.new_context(has_touch=True, is_mobile=True)
    try:
        with shown(context.new_page(), app, "/evidence", query=TAB, width=768, height=1024) as one:
            yield one
    finally:
        context.close()


def test_a_figure_is_traced_and_used_by_touch_on_a_tablet(touched: OpenedPage) -> None:
    figure, touch = known(), touched.page.touchscreen
    bring(touched, figure.file)
    brought(touched)
    set_axes(touched, figure)
    in_months(touched)
    for role in ("experimental", "control"):
        touch.tap(*at(touched, figure, figure.picks[role]))
        touched.settle()
    numbers(touched, figure.rows, EVENTS)
    assert "7 of 7" in text_of(card(touched))
    name_it(touched, LABEL)
    touched.page.get_by_role("button", name=USE, exact=True).tap()
    touched.settle()
    assert f"traced with this program by {LABEL}" in notices(touched)
    width = touched.page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 768
    touched.assert_no_errors()


def test_a_figure_is_traced_and_used_by_keys_alone(open_page: Callable[..., OpenedPage]) -> None:
    figure = known()
    opened = open_page("/evidence", query=TAB)
    keys = opened.page.keyboard
    bring(opened, figure.file)
    brought(opened)
    set_axes(opened, figure)
    in_months(opened)
    handle = opened.page.get_by_role("slider", name="Survival, first tick")
    handle.focus()
    before = handle.get_attribute("aria-valuetext")
    keys.press("ArrowUp")
    assert handle.get_attribute("aria-valuetext") != before
    keys.press("ArrowDown")
    opened.settle()
    for colour in ("red", "blue"):
        swatch(opened, colour).focus()
        keys.press("Enter")
        opened.settle()
    point = opened.page.locator(".figure-point").last
    point.focus()
    keys.press("ArrowRight")
    opened.settle()
    numbers(opened, figure.rows, EVENTS)
    assert "7 of 7" in text_of(card(opened))
    name_it(opened, LABEL)
    use = opened.page.get_by_role("button", name=USE, exact=True)
    use.focus()
    keys.press("Enter")
    opened.settle()
    assert LABEL in notices(opened)
    opened.assert_no_errors()


def swatch(opened: OpenedPage, colour: str) -> Locator:
    """The button of a curve that was found, by its ink."""
    named = opened.page.get_by_role("button", name=re.compile(rf": .*\b{colour}\b"))
    return opened.page.locator(".figure-swatch").and_(named)


def pictures(opened: OpenedPage) -> list[str]:
    """Addresses of the pictures that the page shows from the server."""
    found: list[str] = opened.page.evaluate(
        "() => [...document.images].map((one) => one.src).filter((one) => one.includes('/media/'))"
    )
    return found


def test_two_sessions_never_see_each_others_picture(
    open_page: Callable[..., OpenedPage],
) -> None:
    figure = known()
    north, south = open_page("/evidence", query=TAB), open_page("/evidence", query=TAB)
    for opened in (north, south):
        bring(opened, figure.file)
        brought(opened)
    one, other = pictures(north), pictures(south)
    assert one
    assert other
    assert not {*one} & {*other}, "the same picture has an address of its own in each session"
    digest = hashlib.sha256(figure.file.read_bytes()).hexdigest()
    assert not [address for address in one if digest[:16] in address]
    fresh = open_page("/evidence", query=TAB)
    assert not pictures(fresh)
    assert stage(fresh).count() == 0
    north.page.locator(".st-key-own_figure").get_by_role("button", name="Remove").first.click()
    north.settle()
    assert stage(north).count() == 0
    assert stage(south).count() == 1
    north.assert_no_errors()


def paper(folder: Path) -> Path:
    """A PDF of three pages; the second is the figure."""
    pages = PdfWriter()
    for name in ("f24_median_lines_text", PLATEAU, "f02_lancet_ticks_bar"):
        pages.append(FIGURES / f"{name}.pdf")
    pages.write(folder / "paper.pdf")
    return folder / "paper.pdf"


def test_of_a_paper_the_page_is_chosen_and_its_own_lines_and_numbers_are_read(
    open_page: Callable[..., OpenedPage], tmp_path: Path
) -> None:
    figure, opened = known(), open_page("/evidence", query=TAB)
    bring(opened, paper(tmp_path))
    assert "Choose the page with the figure." in text_of(card(opened))
    assert opened.page.locator(".st-key-figure_pages img").count() == 3
    press(opened, "Page 2")
    brought(opened)
    assert opened.page.get_by_label("Time, second tick: Printed value").input_value() == "72"
    in_months(opened)
    for colour in ("red", "blue"):
        swatch(opened, colour).click()
        opened.settle()
    block = opened.page.locator('[class*="st-key-own_figure_risk"] textarea').input_value()
    assert block.splitlines()[1:] == [
        "Chemotherapy, 112, 100, 76, 56, 35, 22, 5", "Blinatumomab, 112, 105, 89, 68, 39, 21, 2",
    ]  # fmt: skip
    numbers(opened, block, EVENTS)
    assert "7 of 7" in text_of(card(opened))
    name_it(opened, LABEL)
    press(opened, USE)
    assert f"read from a PDF with this program by {LABEL}" in notices(opened)
    assert_as_drawn(taken_away(opened, tmp_path), figure)
    press(opened, "Page 3")
    brought(opened)
    assert opened.page.locator(".figure-point").count() == 0, "another page begins anew"
    press(opened, "Page 2")
    brought(opened)
    assert opened.page.locator(".figure-point").count() == 2, "and the one before is as it was"
    opened.assert_no_errors()


NO_FIGURES = (
    ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "read"),
    ("empty.png", b"", "empty"),
    ("paper.pdf", b"%PDF-1.7\n" + bytes(300), "PDF"),
)


def test_a_file_that_is_no_figure_is_refused_in_words_and_another_is_taken_clean_for_axe(
    open_page: Callable[..., OpenedPage], tmp_path: Path
) -> None:
    opened = open_page("/evidence", query=TAB)
    banner = opened.page.locator('.st-key-card_own .banner[role="alert"]')
    for name, content, said in NO_FIGURES:
        file = tmp_path / name
        file.write_bytes(content)
        bring(opened, file)
        assert said in text_of(banner), name
    bring(opened, known().file)
    brought(opened)
    assert banner.count() == 0
    for scheme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        opened.settle()
        assert not serious_findings(opened.page, colours_only=scheme == "dark"), scheme
    opened.assert_no_errors()
