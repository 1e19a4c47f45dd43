"""Consultation's cards in a browser: at one height, in their order, what opens never in the way."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.driving import BENEFIT, HARM
from tests.serving import OpenedPage

Open = Callable[..., OpenedPage]
CURVE = ".st-key-part_curve"
TRIALS = ("e1910", "aall1731", "tower", "demo-colon")
#: Each figure's side, and where its lines stand.
ALIKE = """
() => [...document.querySelectorAll('[data-part] :is(h2, figure, img.people, .told)')].map((e) => {
  const box = e.getBoundingClientRect();
  return [e.closest('[data-part]').dataset.part, e.tagName, Math.round(box.top),
          e.tagName === 'IMG' ? [Math.round(box.width), Math.round(box.height)] : 0];
})
"""


def top(opened: OpenedPage, part: str) -> float:
    box = opened.page.locator(part).bounding_box()
    assert box is not None
    return box["y"]


def test_benefit_and_harm_stand_side_by_side_alike(open_page: Open) -> None:
    opened = open_page(only_looks=True)
    for width, height in ((768, 1024), (1280, 720), (1920, 1080)):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.settle()
        assert top(opened, BENEFIT) == top(opened, HARM), width
        lines: dict[str, list[list[object]]] = {"benefit": [], "harm": []}
        for part, *line in opened.page.evaluate(ALIKE):
            lines[part].append(line)
        assert lines["benefit"] == lines["harm"], "headings, figures, arrays, sentences in a line"
        assert len(lines["harm"]) == 6
    opened.assert_no_errors()


def test_on_a_telephone_panel_line_benefit_harm_and_curve_follow_each_other(
    open_page: Open,
) -> None:
    opened = open_page(width=390, height=844, only_looks=True)
    for trial in TRIALS:
        opened.come_to(query={"trial": trial})
        tops = [top(opened, part) for part in (".flow", BENEFIT, HARM, CURVE)]
        assert tops == sorted(tops), trial
        assert len(set(tops)) == len(tops)
        assert opened.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_opens_covers_neither_its_own_line_nor_leaves_the_page(open_page: Open) -> None:
    opened = open_page()
    for width, height in ((1280, 720), (390, 844)):
        opened.page.set_viewport_size({"width": width, "height": height})
        opened.settle()
        lines = opened.page.locator("details.inline > summary")
        assert lines.count() >= 6
        for line in lines.all():
            line.click()
            over = line.locator("xpath=../*[contains(@class, 'over')]").bounding_box()
            assert over is not None
            assert over["x"] >= 0
            assert over["x"] + over["width"] <= width
            line.click()  # it is still in reach
            assert line.evaluate("(e) => !e.parentElement.open")
