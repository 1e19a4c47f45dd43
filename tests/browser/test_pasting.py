"""A picture is pasted into a page in a real browser, and goes the way of a file that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.figures import FIGURE_PAGE
from tests.browser.ranges import until
from tests.serving import OpenedPage, RunningApp, copy_with_page
from tests.serving import start_app as start

#: In the page: a picture is copied, as by whatever takes a screenshot.
COPIED = """
async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 30, height: 20 });
  canvas.getContext('2d').fillRect(0, 0, 30, 20);
  const picture = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}
"""
#: In the page: a picture is pasted where the focus is, as a browser tells of it.
PASTED = """
async ([width, type]) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height: 20 });
  canvas.getContext('2d').fillRect(0, 0, width, 20);
  const carried = new DataTransfer();
  if (type === 'text/plain') carried.setData(type, 'words');
  else {
    const blob = await new Promise((done) => canvas.toBlob(done, type));
    carried.items.add(new File([blob], 'image.png', { type }));
  }
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture(scope="module")
def pasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    project = copy_with_page(tmp_path_factory.mktemp("pasting"), FIGURE_PAGE)
    running = start(tmp_path_factory.mktemp("running"), project=project)
    yield running
    running.stop()


@pytest.fixture
def opened(pasting: RunningApp, open_page: Callable[..., OpenedPage]) -> OpenedPage:
    return open_page(app=pasting, width=1280, height=900, query={"figure": "none"})


def test_a_picture_is_pasted_anywhere_on_the_page_into_the_field_for_files(
    opened: OpenedPage,
) -> None:
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPIED)
    page.mouse.click(5, 5)
    page.keyboard.press("Control+v")
    expect(page.locator(".given")).to_contain_text("image.png", timeout=10_000)
    page.context.clear_permissions()
    first = page.locator(".given").inner_text()
    page.get_by_role("textbox", name="Another field").focus()
    page.evaluate(PASTED, [300, "image/png"])  # takes the place of the first
    assert until(lambda: page.locator(".given").inner_text() != first)
    expect(page.locator(".paste [role=status]")).to_have_text("Pasted.")


def test_the_place_to_paste_has_its_look_before_there_is_a_figure(
    opened: OpenedPage,
) -> None:
    page = opened.page
    place = page.get_by_role("textbox", name="Paste a screenshot: Ctrl+V or ⌘V")
    expect(place).to_have_css("border-top-style", "dashed")
    expect(page.locator(".figure-room")).to_have_count(0)


def test_words_are_not_taken_for_a_picture_and_go_where_they_should(opened: OpenedPage) -> None:
    page = opened.page
    place = page.get_by_role("textbox", name="Paste a screenshot: Ctrl+V or ⌘V")
    place.focus()
    page.evaluate(PASTED, [30, "text/plain"])
    expect(page.locator(".paste [role=status]")).to_contain_text("holds no picture")
    page.keyboard.type("words")
    expect(place).to_have_text("Paste a screenshot: Ctrl+V or ⌘V")
    page.evaluate("() => document.querySelector('.paste [role=status]').textContent = ''")
    page.get_by_role("textbox", name="Another field").focus()
    page.evaluate(PASTED, [30, "text/plain"])
    expect(page.locator(".paste [role=status]")).to_have_text("")
    expect(page.locator(".given")).to_have_count(0)
