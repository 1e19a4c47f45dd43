"""A printed figure under the hand in a real browser: by mouse, by finger and by keys alone.

On the least page with one (``figure_page``), which stands in the place of ``app.py`` behind the
program's own server.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.axe import serious_findings
from tests.browser.figures import FIGURE_PAGE
from tests.browser.ranges import stopped, until
from tests.serving import OpenedPage, RunningApp, copy_with_page, shown
from tests.serving import start_app as start

WIDTH = 600  # of the page's picture, in its pixels
ON_ONE, ON_OTHER = (285.5, 130.5), (235.5, 190.5)  # clear spots on its curves
REST = 0.3
TICKS = ("Time, first tick", "Time, second tick", "Survival, first tick", "Survival, second tick")


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    project = copy_with_page(tmp_path_factory.mktemp("figure"), FIGURE_PAGE)
    running = start(tmp_path_factory.mktemp("running"), project=project)
    yield running
    running.stop()


@pytest.fixture
def begin(
    figures: RunningApp, open_page: Callable[..., OpenedPage], request: pytest.FixtureRequest
) -> Iterator[Callable[..., OpenedPage]]:
    """Come to the page, in the visit of the test before: its figure is another test's no more."""
    begun: list[OpenedPage] = []

    def one(**asked: str) -> OpenedPage:
        query = {"test": request.node.name, **asked}
        how: dict[str, Any] = {"only_looks": True, "width": 1280, "height": 900}
        begun.append(ready(open_page(app=figures, query=query, **how)))
        return begun[-1]

    yield one
    for opened in begun:  # the hand is off, and the server has been told all
        opened.page.mouse.up()
        opened.page.mouse.move(-1, -1)
        opened.page.evaluate("() => document.activeElement.blur()")
        opened.page.wait_for_timeout(2000 * REST)
        opened.settle()


@pytest.fixture
def opened(begin: Callable[..., OpenedPage]) -> OpenedPage:
    return begin()


def ready(one: OpenedPage) -> OpenedPage:
    one.page.locator(".figure-sheet image[href]").wait_for(state="attached")
    return one


def spot(one: OpenedPage, column: float, row: float) -> tuple[float, float]:
    """Where a place of the picture is on the page, while the whole of it is shown."""
    box = one.page.locator(".figure-sheet").bounding_box()
    assert box
    scale = box["width"] / WIDTH
    return box["x"] + column * scale, box["y"] + row * scale


def click(one: OpenedPage, place: tuple[float, float]) -> None:
    one.page.mouse.click(*spot(one, *place))


def told(one: OpenedPage) -> dict[str, Any]:
    return dict(json.loads(one.page.locator(".told").inner_text()))


def first(said: dict[str, Any]) -> list[list[float]]:
    """The first curve's points, once there are any."""
    return list(said["curves"][0]) if said["curves"] else []


def comes(one: OpenedPage, holds: Callable[[dict[str, Any]], bool]) -> bool:
    return until(lambda: holds(told(one)))


def slider(one: OpenedPage, name: str) -> Locator:
    return one.page.get_by_role("slider", name=name, exact=True)


def field(one: OpenedPage, tick: str, what: str) -> Locator:
    return one.page.get_by_role("textbox", name=f"{tick}: {what}", exact=True)


def button(one: OpenedPage, name: str) -> Locator:
    return one.page.get_by_role("button", name=name, exact=True)


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def near(points: list[list[float]], *wanted: tuple[float, float]) -> bool:
    """Whether points are where they were clicked, to a pixel."""
    return len(points) == len(wanted) and all(
        abs(one - other) < 1
        for point, want in zip(points, wanted, strict=True)
        for one, other in zip(point, want, strict=True)
    )


# Ticks -------------------------------------------------------------------------------------


def test_a_tick_is_dragged_within_a_frame_and_the_server_hears_of_it_at_its_end(
    opened: OpenedPage,
) -> None:
    page = opened.page
    grip = slider(opened, TICKS[1])
    x, y = centre(grip)
    scale = spot(opened, 1, 0)[0] - spot(opened, 0, 0)[0]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40 * scale, y + 5, steps=4)
    assert abs(float(field(opened, TICKS[1], "Pixel").input_value()) - 520.5) < 0.2
    expect(page.locator(".figure-loupe")).to_be_visible()
    assert told(opened)["told"] == 0
    page.mouse.up()
    assert comes(opened, lambda one: abs(one["axes"]["x"][1][0] - 520.5) < 0.2)
    assert told(opened)["axes"]["x"][1][1] == 50
    assert told(opened)["told"] == 1


def test_a_line_is_taken_beyond_the_axis_too(opened: OpenedPage) -> None:
    page = opened.page
    page.mouse.move(*spot(opened, 560.5, 380))
    page.mouse.down()
    page.mouse.move(*spot(opened, 540.5, 380), steps=3)
    page.mouse.up()
    page.mouse.move(*spot(opened, 20, 40.5))
    page.mouse.down()
    page.mouse.move(*spot(opened, 20, 50.5), steps=3)
    page.mouse.up()
    assert comes(opened, lambda one: abs(one["axes"]["y"][1][0] - 50.5) < 0.2)
    assert abs(told(opened)["axes"]["x"][1][0] - 540.5) < 0.2
    assert told(opened)["curves"] == []


def test_ticks_are_moved_by_keys_and_say_where_they_stand(opened: OpenedPage) -> None:
    page = opened.page
    for name, key, stands in (
        *((TICKS[1], "ArrowLeft", "559.5"), (TICKS[1], "Shift+ArrowRight", "569.5")),
        *((TICKS[1], "ArrowDown", "568.5"), (TICKS[1], "ArrowUp", "569.5")),
        *((TICKS[3], "ArrowUp", "39.5"), (TICKS[3], "Shift+ArrowDown", "49.5")),
    ):
        slider(opened, name).focus()
        page.keyboard.press(key)
        expect(slider(opened, name)).to_have_attribute("aria-valuenow", stands)
        said = "1" if name == TICKS[3] else "50"
        expect(slider(opened, name)).to_have_attribute(
            "aria-valuetext", f"{said} at pixel {stands}"
        )
        expect(field(opened, name, "Pixel")).to_have_value(stands)
    expect(page.locator(".figure-loupe")).to_be_visible()
    assert comes(opened, lambda one: one["axes"]["y"][1] == [49.5, 1.0])


def test_twenty_presses_thirty_milliseconds_apart_lose_none_and_tell_the_server_twice_at_most(
    opened: OpenedPage,
) -> None:
    slider(opened, TICKS[0]).focus()
    begun = time.perf_counter()
    for number in range(20):
        time.sleep(max(0.0, begun + number * 0.030 - time.perf_counter()))
        opened.page.keyboard.press("ArrowRight")
    expect(slider(opened, TICKS[0])).to_have_attribute("aria-valuenow", "80.5")
    assert comes(opened, lambda one: one["axes"]["x"][0] == [80.5, 0.0])
    opened.settle()
    expect(slider(opened, TICKS[0])).to_have_attribute("aria-valuenow", "80.5")
    assert told(opened)["told"] <= 2


#: In the page: how long each of thirty presses takes, to the frame that shows it; ms.
TAKEN = """
async () => {
  const taken = [];
  for (let press = 0; press < 30; press += 1) {
    const key = press % 2 ? 'ArrowLeft' : 'ArrowRight';
    const begun = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    taken.push(performance.now() - begun);
    await new Promise((shown) => requestAnimationFrame(shown));
  }
  return taken.sort((one, other) => one - other);
}
"""


def test_a_press_is_worked_off_long_before_the_next_frame(opened: OpenedPage) -> None:
    click(opened, ON_ONE)
    expect(opened.page.locator("polyline.figure-path")).to_have_count(1)
    slider(opened, "Curve 1, point 1").focus()
    assert opened.page.evaluate(TAKEN)[15] < 8  # half a frame, at the median


def test_numbers_are_typed_as_they_are_printed(opened: OpenedPage) -> None:
    field(opened, TICKS[1], "Printed value").fill("60,5")
    expect(slider(opened, TICKS[1])).to_have_text("60.5")
    field(opened, TICKS[1], "Pixel").fill("550")
    expect(slider(opened, TICKS[1])).to_have_attribute("aria-valuenow", "550")
    field(opened, TICKS[2], "Printed value").fill("40")  # per cent, then: so is the other
    expect(slider(opened, TICKS[3])).to_have_text("100")
    expect(slider(opened, TICKS[2])).to_have_attribute("aria-valuetext", "40 % at pixel 340.5")
    opened.page.keyboard.press("Enter")
    assert comes(opened, lambda one: one["axes"]["y"] == [[340.5, 0.4], [40.5, 1.0]])
    assert told(opened)["axes"]["x"][1] == [550, 60.5]
    wrong = field(opened, TICKS[3], "Printed value")
    wrong.fill("1o0")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    opened.page.keyboard.press("Tab")
    expect(wrong).to_have_value("1o0")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile("“1o0” is not a number"))
    expect(slider(opened, TICKS[3])).to_have_text("100")  # what stands
    wrong.fill("100")
    expect(wrong).to_have_attribute("aria-invalid", "false")
    expect(opened.page.locator(".figure-fault")).to_be_hidden()


def test_a_field_that_holds_no_number_shows_what_the_hand_sets_next(opened: OpenedPage) -> None:
    wrong = field(opened, TICKS[1], "Pixel")
    wrong.fill("abc")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator(".figure-fault")).to_contain_text("“abc” is not a number")
    slider(opened, TICKS[1]).focus()
    expect(wrong).to_have_value("abc")
    opened.page.keyboard.press("ArrowLeft")
    expect(wrong).to_have_value("559.5")
    expect(wrong).to_have_attribute("aria-invalid", "false")
    expect(opened.page.locator(".figure-fault")).to_be_hidden()


def test_the_sign_of_per_cent_is_believed_and_pixels_have_one_decimal(opened: OpenedPage) -> None:
    field(opened, TICKS[2], "Printed value").fill("1 %")
    field(opened, TICKS[3], "Pixel").fill("41.2345")
    opened.page.keyboard.press("Tab")
    assert comes(opened, lambda one: one["axes"]["y"] == [[340.5, 0.01], [41.2345, 1.0]])
    expect(slider(opened, TICKS[3])).to_have_text("100")
    expect(field(opened, TICKS[3], "Pixel")).to_have_value("41.2")
    expect(slider(opened, TICKS[3])).to_have_attribute("aria-valuetext", "100 % at pixel 41.2")


def test_there_are_no_axes_before_all_four_values_are_given(
    begin: Callable[..., OpenedPage],
) -> None:
    one = begin(axes="unknown")
    expect(slider(one, TICKS[0])).to_have_text("0")
    expect(slider(one, TICKS[1])).to_have_attribute("aria-valuetext", re.compile("No value yet"))
    click(one, ON_ONE)
    assert comes(one, lambda said: len(said["curves"]) == 1)
    assert told(one)["axes"] is None
    field(one, TICKS[1], "Printed value").fill("48")
    button(one, "0 – 1").click()
    assert comes(one, lambda said: said["axes"] is not None)
    assert [value for _, value in told(one)["axes"]["x"]] == [0, 48]
    field(one, TICKS[1], "Printed value").fill("0")
    expect(one.page.locator(".figure [role=status]")).to_contain_text("Give two that differ")


def test_values_that_nobody_has_read_are_asked_for_and_given_at_one_press(
    begin: Callable[..., OpenedPage],
) -> None:
    one = begin(unread="y")
    for name in TICKS[1:]:
        expect(slider(one, name)).to_have_text("?")
        expect(field(one, name, "Printed value")).to_have_value("")
    click(one, ON_ONE)
    assert comes(one, lambda said: said["unread"] == ["x2", "y1", "y2"])
    field(one, TICKS[2], "Printed value").fill("40")
    expect(button(one, "0 – 1")).to_have_count(0)
    assert comes(one, lambda said: said["unread"] == ["x2", "y2"])
    button(one, "Undo").click()
    assert comes(one, lambda said: said["unread"] == ["x2", "y1", "y2"])
    button(one, "0 – 100 %").focus()
    one.page.keyboard.press("Enter")
    expect(field(one, TICKS[1], "Printed value")).to_be_focused()  # it waits yet
    expect(slider(one, TICKS[3])).to_have_text("100")
    assert comes(one, lambda said: said["unread"] == ["x2"])
    assert told(one)["axes"]["y"] == [[340.5, 0.0], [40.5, 1.0]]
    one.page.keyboard.type("60")
    one.page.keyboard.press("Enter")
    assert comes(one, lambda said: said["unread"] == [])


# Curves ------------------------------------------------------------------------------------


def test_two_clicks_are_two_curves_and_the_next_is_an_anchor_of_the_chosen_one(
    opened: OpenedPage,
) -> None:
    click(opened, ON_ONE)
    click(opened, ON_OTHER)
    assert comes(opened, lambda one: len(one["curves"]) == 2)
    click(opened, (460, 190.5))
    opened.page.get_by_role("radio", name="Curve 1").check()
    click(opened, (400, 195))
    assert comes(opened, lambda one: len(first(one)) == 2)
    one, other = told(opened)["curves"]
    assert near(one, ON_ONE, (400, 195))
    assert near(other, ON_OTHER, (460, 190.5))
    expect(slider(opened, "Curve 1, point 2")).to_be_focused()
    said = re.compile(r"^time 3\d(\.\d+)?, 0\.\d+; column (399|400)(\.\d)?, row 19\d")
    expect(slider(opened, "Curve 1, point 2")).to_have_attribute("aria-valuetext", said)


def test_a_pick_that_meets_no_curve_is_replaced_by_the_next_click(opened: OpenedPage) -> None:
    click(opened, (300.5, 335.5))
    assert comes(opened, lambda one: near(first(one), (300.5, 335.5)))
    opened.settle()
    expect(opened.page.get_by_role("radio", name="Curve 1")).to_be_checked()
    click(opened, ON_ONE)
    assert comes(opened, lambda one: near(first(one), ON_ONE))
    opened.settle()
    click(opened, (400.5, 335.5))
    assert comes(opened, lambda one: len(one["curves"]) == 2)
    opened.settle()
    expect(opened.page.locator("polyline.figure-path")).to_have_count(1)  # the other has its trace
    click(opened, ON_OTHER)
    assert comes(opened, lambda one: near(one["curves"][1], ON_OTHER))
    assert near(first(told(opened)), ON_ONE)
    opened.settle()
    button(opened, "Undo").click()
    assert comes(opened, lambda one: near(one["curves"][1], (400.5, 335.5)))


def test_a_point_is_moved_by_hand_and_by_keys_and_removed(opened: OpenedPage) -> None:
    page = opened.page
    click(opened, ON_ONE)
    point = slider(opened, "Curve 1, point 1")
    expect(point).to_be_focused()
    for key in ("ArrowDown", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert comes(opened, lambda one: near(first(one), (275.5, 131.5)))
    page.mouse.move(*centre(point))
    page.mouse.down()
    page.mouse.move(*spot(opened, 300.5, 140.5), steps=4)
    page.mouse.up()
    assert comes(opened, lambda one: near(first(one), (300.5, 140.5)))
    page.keyboard.press("Delete")
    expect(point).to_have_count(0)
    assert comes(opened, lambda one: one["curves"] == [])
    expect(slider(opened, TICKS[0])).to_be_focused()


def test_every_step_can_be_taken_back_and_done_again(opened: OpenedPage) -> None:
    page = opened.page
    expect(button(opened, "Undo")).to_have_attribute("aria-disabled", "true")
    slider(opened, TICKS[1]).focus()
    page.keyboard.press("Shift+ArrowLeft")
    click(opened, ON_ONE)
    click(opened, ON_OTHER)
    page.keyboard.press("Delete")
    button(opened, "Undo").click()
    expect(slider(opened, "Curve 2, point 1")).to_have_count(1)
    expect(page.locator(".figure [role=status]")).to_have_text("Undone.")
    expect(button(opened, "Undo")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(slider(opened, "Curve 1, point 1")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(slider(opened, TICKS[1])).to_have_attribute("aria-valuenow", "560.5")
    expect(button(opened, "Undo")).to_have_attribute("aria-disabled", "true")
    assert comes(opened, lambda one: one["curves"] == [] and one["axes"]["x"][1][0] == 560.5)
    for _ in range(3):
        button(opened, "Redo").click()
    assert comes(opened, lambda one: len(one["curves"]) == 2 and one["axes"]["x"][1][0] == 550.5)


def test_a_removed_curve_leaves_the_other_its_colour_and_its_trace(opened: OpenedPage) -> None:
    page = opened.page
    click(opened, ON_ONE)
    click(opened, ON_OTHER)
    expect(page.locator("polyline.figure-path")).to_have_count(2)
    colour = "(one) => getComputedStyle(one).stroke"
    before = page.locator("polyline.figure-path").nth(1).evaluate(colour)
    button(opened, "Remove Curve 1").click()
    expect(page.locator("polyline.figure-path")).to_have_count(1)
    assert page.locator("polyline.figure-path").evaluate(colour) == before
    assert comes(opened, lambda one: len(one["curves"]) == 1)
    opened.settle()
    assert page.locator("polyline.figure-path").evaluate(colour) == before


def test_a_trace_stays_with_its_curve_while_its_point_is_moved(
    begin: Callable[..., OpenedPage],
) -> None:
    one = begin(slow="1")
    click(one, ON_ONE)
    expect(one.page.locator(".figure")).to_have_class(re.compile("waiting"))
    expect(one.page.locator("polyline.figure-path")).to_have_count(1, timeout=10_000)
    expect(one.page.locator(".figure")).not_to_have_class(re.compile("waiting"))
    expect(one.page.locator(".figure [role=status]")).to_have_text("Traced.")
    for _ in range(4):
        one.page.keyboard.press("ArrowDown")
    expect(one.page.locator("polyline.figure-path")).to_have_count(1)
    expect(one.page.locator(".figure")).to_have_class(re.compile("waiting"))
    time.sleep(REST + 0.3)
    one.page.keyboard.press("ArrowDown")  # while the server traces
    assert until(lambda: near(first(told(one)), (ON_ONE[0], ON_ONE[1] + 5)), 10)
    one.settle()
    expect(slider(one, "Curve 1, point 1")).to_have_attribute(
        "aria-valuetext", re.compile(r"row 13[45]")
    )


def test_doubts_are_hatched_and_the_largest_difference_is_gone_to(opened: OpenedPage) -> None:
    page = opened.page
    click(opened, ON_ONE)
    click(opened, ON_OTHER)
    expect(page.locator("rect.figure-doubtful")).to_have_count(1)
    expect(page.locator("polyline.figure-rebuilt")).to_have_count(2)
    expect(page.locator(".figure-key")).to_have_text("TracedRebuiltUncertain")
    expect(page.locator(".figure-swatch")).to_have_count(0)  # both lie on a trace
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".figure-swatch")).to_have_count(0)
    button(opened, "Largest difference").click()
    box = str(page.locator(".figure-sheet").get_attribute("viewBox")).split()
    assert float(box[2]) == WIDTH / 8
    button(opened, "Marks").click()
    expect(page.locator("polyline.figure-path").first).to_be_hidden()
    expect(button(opened, "Marks")).to_have_attribute("aria-pressed", "false")
    button(opened, "Whole").click()
    assert page.locator(".figure-sheet").get_attribute("viewBox") == "0 0 600 400"


def test_nearer_a_drag_moves_the_picture_and_a_click_meets_the_pixel_under_it(
    opened: OpenedPage,
) -> None:
    page = opened.page
    for _ in range(2):
        button(opened, "Zoom in").click()
    page.mouse.move(*spot(opened, 300, 200))
    page.mouse.down()
    page.mouse.move(*spot(opened, 340, 220), steps=4)
    page.mouse.up()
    x, y, width, _ = map(float, str(page.locator(".figure-sheet").get_attribute("viewBox")).split())
    assert (width, round(x), round(y)) == (150, 215, 145)
    click(opened, (300, 200))
    assert comes(opened, lambda one: near(first(one), (x + 75, y + 50)))


# By keys alone, by finger ------------------------------------------------------------------


def test_while_a_pick_is_waited_for_a_point_nearby_is_in_nobodys_way(opened: OpenedPage) -> None:
    click(opened, ON_ONE)
    click(opened, (ON_ONE[0] + 8, ON_ONE[1] + 6))
    assert comes(opened, lambda one: len(one["curves"]) == 2)
    one, other = told(opened)["curves"]
    assert near(one, ON_ONE)
    assert near(other, (ON_ONE[0] + 8, ON_ONE[1] + 6))
    opened.page.get_by_role("radio", name="A new curve").check()
    opened.page.mouse.dblclick(*spot(opened, *ON_ONE))  # on the very point: none is set
    expect(opened.page.get_by_role("radio", name="A new curve")).to_be_checked()
    opened.page.get_by_role("radio", name="Curve 2").check()
    click(opened, ON_ONE)  # nothing is waited for: the point's curve is chosen
    expect(opened.page.get_by_role("radio", name="Curve 1")).to_be_checked()
    assert len(told(opened)["curves"]) == 2
    click(opened, (ON_ONE[0] - 15, ON_ONE[1]))  # beside it: a point of its own
    assert comes(opened, lambda one: len(first(one)) == 2)


def test_steps_can_be_taken_back_where_the_page_is_made_anew(
    begin: Callable[..., OpenedPage],
) -> None:
    one = begin(moves="yes")
    one.page.evaluate("() => (document.querySelector('.figure-room').first = true)")
    click(one, ON_ONE)
    assert comes(one, lambda said: len(said["curves"]) == 1)
    one.settle()
    anew = "() => !document.querySelector('.figure-room').first"
    assert until(lambda: bool(one.page.evaluate(anew))), "its part is still the first"
    click(one, ON_OTHER)
    assert comes(one, lambda said: len(said["curves"]) == 2)
    for left in (1, 0):
        button(one, "Undo").click()
        assert comes(one, lambda said, left=left: len(said["curves"]) == left)  # type: ignore[misc]


def test_lines_of_ticks_cross_no_printed_number(opened: OpenedPage) -> None:
    ends = "(one) => ['x1', 'x2', 'y1', 'y2'].map((end) => Number(one.getAttribute(end)))"
    lines = [one.evaluate(ends) for one in opened.page.locator(".figure-sheet .figure-tick").all()]
    assert len(lines) == 4
    assert all(340.5 < bottom < 350 for *_, bottom in lines[:2])
    assert all(50 < left < 60.5 for left, *_ in lines[2:])


def test_the_loupe_leaves_the_ticks_number_free_and_goes_when_the_hand_does(
    opened: OpenedPage,
) -> None:
    page, loupe = opened.page, opened.page.locator(".figure-loupe")
    for name, place in ((TICKS[0], (60, 355)), (TICKS[1], (560, 355)), (TICKS[2], (45, 340))):
        slider(opened, name).focus()
        page.keyboard.press("ArrowRight")
        expect(loupe).to_be_visible()
        box, (x, y) = loupe.bounding_box(), spot(opened, *place)
        assert box
        within = box["x"] <= x <= box["x"] + box["width"]
        assert not (within and box["y"] <= y <= box["y"] + box["height"]), name
    page.mouse.move(*centre(button(opened, "Undo")))
    expect(loupe).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(loupe).to_be_visible()
    expect(loupe).to_be_hidden(timeout=6_000)


def test_curves_that_were_found_are_called_by_where_they_lie(
    begin: Callable[..., OpenedPage],
) -> None:
    one = begin(called="yes")
    expect(button(one, "Curve found in the picture, 2: lower, red, ends at 0.2")).to_have_text(
        "lower, red, ends at 0.2"
    )
    assert not (found := serious_findings(one.page)), "\n".join(map(str, found))


def test_everything_can_be_done_by_keys_alone(opened: OpenedPage) -> None:
    page = opened.page
    page.locator(".figure-swatch").first.focus()
    expect(page.locator(".figure-loupe")).to_be_visible()
    page.keyboard.press("Enter")
    expect(slider(opened, "Curve 1, point 1")).to_be_focused()
    page.locator(".figure-swatch").first.focus()
    page.keyboard.press("Space")
    assert comes(opened, lambda one: one["curves"] == [[[285.5, 130.5]], [[235.5, 190.5]]])
    expect(page.locator(".figure-swatch")).to_have_count(0)
    page.get_by_role("radio", name="Curve 2").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Curve 1")).to_be_checked()
    page.keyboard.press("Tab")
    expect(button(opened, "Add a point to Curve 1")).to_be_focused()
    page.keyboard.press("Enter")
    added = slider(opened, "Curve 1, point 2")
    expect(added).to_be_focused()
    expect(added).to_have_attribute("aria-valuetext", re.compile("row 130.5"))  # on its trace
    page.keyboard.press("Delete")
    expect(slider(opened, "Curve 1, point 1")).to_be_focused()
    button(opened, "Add a curve in the middle").focus()
    page.keyboard.press("Enter")
    expect(slider(opened, "Curve 3, point 1")).to_be_focused()


@contextmanager
def touching(chromium: Browser, app: RunningApp, width: int) -> Iterator[tuple[OpenedPage, Any]]:
    """A tablet or a telephone, and what presses a finger on it."""
    context = chromium.new_context(has_touch=True, is_mobile=True)
    try:
        page = context.new_page()
        with shown(page, app, width=width, height=1024) as one:
            session = context.new_cdp_session(page)

            def finger(kind: str, x: float = 0, y: float = 0) -> None:
                points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

            yield ready(one), finger
    finally:
        context.close()


@pytest.mark.parametrize("width", [390, 768])
def test_a_finger_sets_drags_and_scrolls(
    chromium: Browser, figures: RunningApp, width: int
) -> None:
    with touching(chromium, figures, width) as (one, finger):
        page = one.page
        page.touchscreen.tap(*spot(one, *ON_ONE))
        assert comes(one, lambda said: len(said["curves"]) == 1)
        assert near(told(one)["curves"][0], ON_ONE)
        x, y = centre(slider(one, TICKS[1]))
        finger("touchStart", x, y)
        for step in range(1, 8):
            finger("touchMove", x - 5 * step, y)
        expect(page.locator(".figure-loupe")).to_be_visible()
        finger("touchEnd")
        expect(page.locator(".figure-loupe")).to_be_hidden()
        assert comes(one, lambda said: said["axes"]["x"][1][0] < 550)
        x, y = spot(one, 300, 300)
        finger("touchStart", x, y)
        for step in range(1, 20):
            finger("touchMove", x, y - 10 * step)
        finger("touchEnd")
        scrolled = "() => document.querySelector('[data-testid=stMain]').scrollTop"
        assert until(lambda: page.evaluate(scrolled) > 50), "the page did not scroll"
        time.sleep(2 * REST)
        assert len(told(one)["curves"]) == 1


def test_two_picks_close_together_are_two_on_a_telephone(
    chromium: Browser, figures: RunningApp
) -> None:
    with touching(chromium, figures, 390) as (one, _):
        x, y = spot(one, *ON_ONE)
        one.page.touchscreen.tap(x, y)
        one.page.touchscreen.tap(x, y + 15)
        assert comes(one, lambda said: len(said["curves"]) == 2)
        room = one.page.get_by_role("textbox", name="Paste a screenshot: press and hold here")
        expect(room).to_have_count(1)


LOOKED_AT = (
    *((1280, "light", "none"), (768, "dark", "none")),
    *((390, "dark", "active"), (320, "light", "none")),
)


def test_nothing_is_wrong_for_readers_of_screens_and_nothing_is_cut_off(
    opened: OpenedPage,
) -> None:
    page = opened.page
    click(opened, ON_ONE)
    expect(page.locator("polyline.figure-path")).to_have_count(1)
    found = []
    for width, scheme, forced in LOOKED_AT:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
        opened.settle()
        found += [f"{width} {scheme}: {one}" for one in serious_findings(page)]
        wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, width
        room = page.locator(".figure-room").bounding_box()
        assert room
        for handle in page.get_by_role("slider").all():
            box = handle.bounding_box()
            assert box
            right = box["x"] + box["width"]
            assert room["x"] - 1 <= box["x"] < right <= room["x"] + room["width"] + 1, width
    assert not found, "\n".join(found)


# Between browser and server ----------------------------------------------------------------


def test_what_is_set_while_the_server_is_stopped_is_taken_up_when_it_goes_on(
    figures: RunningApp, opened: OpenedPage
) -> None:
    with stopped(figures):
        click(opened, ON_ONE)
        time.sleep(2 * REST)
        click(opened, ON_OTHER)
        opened.page.keyboard.press("ArrowDown")
        time.sleep(1)
    assert comes(opened, lambda one: len(one["curves"]) == 2)
    opened.settle()
    one, other = told(opened)["curves"]
    assert near(one, ON_ONE)
    assert near(other, (ON_OTHER[0], ON_OTHER[1] + 1))
    opened.assert_no_errors()
