"""Curves followed through pictures: refusals, mirrors, flags. How exact: test_accuracy."""

from __future__ import annotations

import contextlib
import itertools

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.digitising.known import Picture, given
from tradeoff.digitising import Axes, DigitisingError, trace
from tradeoff.digitising.skew import straightened

WIDE, HIGH = 700, 500
AXES = Axes(x=((50.0, 0.0), (650.0, 60.0)), y=((450.0, 0.0), (50.0, 1.0)))
BLUE = (20, 60, 180)
#: (column, row) at which a step begins, from the upper left corner of the plot.
STEPS = ((50, 50), (150, 130), (300, 210), (420, 290), (650, 290))


def white() -> Picture:
    return np.full((HIGH, WIDE, 3), 255, dtype=np.uint8)


def with_axes(picture: Picture) -> Picture:
    picture[50:452, 49:51] = 0
    picture[449:451, 49:651] = 0
    return picture


def staircase(picture: Picture, colour: tuple[int, int, int] = BLUE) -> Picture:
    """Horizontal and vertical strokes of two pixels, their middles at the steps."""
    for (left, row), (right, lower) in itertools.pairwise(STEPS):
        picture[row - 1 : row + 1, left - 1 : right + 1] = colour
        picture[row - 1 : lower + 1, right - 1 : right + 1] = colour
    return picture


def test_a_staircase_is_read_to_a_tenth_of_a_pixel() -> None:
    (curve,) = trace(staircase(with_axes(white())), AXES, [[(220.0, 131.5)]])
    np.testing.assert_allclose(curve.time, [0, 10, 25, 37, 60], atol=0.11)
    np.testing.assert_allclose(curve.survival, [1, 0.8, 0.6, 0.4, 0.4], atol=0.1 / 400)
    assert curve.flags == ()
    assert curve.ink == pytest.approx(1, abs=0.02)


def test_a_figure_of_those_with_the_event_is_read_as_survival() -> None:
    upside = np.ascontiguousarray(staircase(with_axes(white()))[::-1])
    axes = Axes(x=AXES.x, y=((HIGH - 450.0, 0.0), (HIGH - 50.0, 1.0)))
    (mirrored,) = trace(upside, axes, [[(220.0, HIGH - 131.5)]])
    (curve,) = trace(staircase(with_axes(white())), AXES, [[(220.0, 131.5)]])
    np.testing.assert_allclose(mirrored.survival, curve.survival, atol=1e-6)
    np.testing.assert_allclose(mirrored.time, curve.time, atol=1e-6)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (with_axes(white()), "no line"),
        (np.zeros((0, 0, 3), dtype=np.uint8), "too small"),
        (np.zeros((HIGH, WIDE), dtype=np.uint8), "not an array"),
        (np.random.default_rng(1).integers(0, 256, (HIGH, WIDE, 3), dtype=np.uint8), "even ground"),
    ],
    ids=["nothing clicked", "empty", "no colours", "noise"],
)
def test_what_is_no_figure_is_refused(picture: Picture, said: str) -> None:
    with pytest.raises(DigitisingError, match=said):
        trace(picture, AXES, [[(220.0, 131.5)]])


@pytest.mark.parametrize(
    ("picks", "said"),
    [
        ([], "Click on each curve"),
        ([[]], "set 1 to"),
        ([[(float("nan"), 3.0)]], "not a number"),
        ([[(10.0, 10.0)]], "outside the plot"),
        ([[(220.0, 131.0), (400.0, 60.0)]], "points 1 and 2 cannot lie on one falling line"),
        ([[(500.0, 289.0), (350.0, 211.0), (220.0, 290.0)]], "points 2 and 3 cannot lie"),
    ],
)
def test_clicks_that_cannot_be_meant_are_refused(
    picks: list[list[tuple[float, float]]], said: str
) -> None:
    with pytest.raises(DigitisingError, match=said):
        trace(staircase(with_axes(white())), AXES, picks)


@pytest.mark.parametrize("column", [120.0, 300.0, 600.0])
def test_a_click_on_the_time_axis_or_the_grid_is_no_curve(column: float) -> None:
    figure = staircase(with_axes(white()))
    figure[369:371, 51:650] = 0
    for row in (450.0, 370.0):
        with pytest.raises(DigitisingError, match=r"axis or a line of the grid|no line"):
            trace(figure, AXES, [[(column, row)]])


def test_a_gap_is_measured_by_the_plot_and_not_by_the_ticks_that_were_clicked() -> None:
    figure = staircase(with_axes(white()))
    figure[120:140, 160:184] = 255  # 24 of 600 columns
    near = Axes(x=((50.0, 0.0), (170.0, 12.0)), y=AXES.y)
    (curve,) = trace(figure, near, [[(350.0, 209.5)]])
    assert curve.flags == ()


def page_of_text(size: int) -> Picture:
    page = Image.new("RGB", (WIDE, HIGH), "white")
    words = "survival of patients in either group after the end of treatment "
    for number, top in enumerate(range(0, HIGH, size + size // 4)):
        line = (words[number:] + words * 3)[:90]
        ImageDraw.Draw(page).text((0, top), line, fill="black", font=ImageFont.load_default(size))
    return np.asarray(page)


@pytest.mark.parametrize("size", [14, 24])
def test_a_page_of_text_gives_no_curve_in_silence(size: int) -> None:
    """Of some pages; in others a path finds letters enough, and the picture has to show it."""
    picture = page_of_text(size)
    dark = np.argwhere(picture[200:300, 100:600].min(axis=2) < 60)
    for row, column in dark[:: len(dark) // 4]:
        with contextlib.suppress(DigitisingError):
            (curve,) = trace(picture, AXES, [[(column + 100.5, row + 200.5)]])
            assert curve.flags


def test_the_same_curve_picked_twice_is_flagged() -> None:
    picture = staircase(with_axes(white()))
    curves = trace(picture, AXES, [[(220.0, 131.5)], [(500.0, 289.0)]])
    assert any(flag.kind == "coincides" for curve in curves for flag in curve.flags)


def test_an_anchor_leads_the_trace_back_to_its_curve() -> None:
    (figure,) = given(lambda name: name.startswith("f01"))
    first, second = figure.picks
    plain = trace(figure.picture, figure.axes, [[first], [second]])
    row = float(figure.axes.row(figure.curves[0].at(np.array([80.0])))[0])
    column = float(figure.axes.column(np.array([80.0]))[0])
    anchored = trace(figure.picture, figure.axes, [[first, (column, row)], [second]])
    np.testing.assert_allclose(plain[0].survival, anchored[0].survival, atol=0.002)


def test_a_scan_that_lies_askew_is_put_straight() -> None:
    level = staircase(with_axes(white()))
    turned = np.asarray(
        Image.fromarray(level).rotate(0.6, Image.Resampling.BICUBIC, center=(50, 450),
                                      fillcolor="white")
    )  # fmt: skip
    turn = straightened(turned, AXES)[1]
    assert turn.angle == pytest.approx(-np.radians(0.6), abs=0.0015)
    (curve,) = trace(turned, AXES, [[(220.0, 129.5)]])
    np.testing.assert_allclose(curve.survival[[0, -1]], [1, 0.4], atol=0.004)
    assert straightened(level, AXES)[0] is level


def test_a_last_step_to_the_time_axis_is_seen() -> None:
    picture = staircase(with_axes(white()))
    picture[289:450, 569:571] = BLUE
    picture[100:449, 571:] = 255
    (curve,) = trace(picture, AXES, [[(220.0, 131.5)]])
    assert curve.survival[-1] == 0
    assert curve.time[-2] == pytest.approx(52, abs=0.2)


@pytest.mark.parametrize("dashed", [0, 1])
def test_a_dashed_curve_keeps_off_a_solid_one_of_its_colour(dashed: int) -> None:
    picture = with_axes(white())
    solid = ((50, 50), (250, 200), (650, 380), (650, 380))
    broken = ((50, 50), (120, 150), (400, 260), (650, 260))
    for number, corners in enumerate((solid, broken)):
        for (left, row), (right, lower) in itertools.pairwise(corners):
            across, down = np.arange(left, right), np.arange(row, lower)
            if number == 1:
                across, down = across[across % 10 < 6], down[down % 10 < 6]
            picture[row - 1 : row + 1, across] = 0
            picture[np.ix_(down, [right - 1, right])] = 0
    clicks = [[(450.0, 200.0)], [(300.0, 150.0)]]
    curves = trace(picture, AXES, clicks if dashed else clicks[::-1])
    line, dashes = curves if dashed else curves[::-1]
    at = np.searchsorted(dashes.time, [10.0, 50.0], side="right") - 1
    np.testing.assert_allclose(dashes.survival[at], [0.75, 0.475], atol=0.003)
    at = np.searchsorted(line.time, [10.0, 50.0], side="right") - 1
    np.testing.assert_allclose(line.survival[at], [1.0, 0.625], atol=0.003)


def test_a_line_of_sparse_dots_is_followed_and_flagged() -> None:
    picture, dotted = with_axes(white()), staircase(white())
    dots = np.add.outer(np.arange(HIGH), np.arange(WIDE)) % 10 < 2
    picture[dots & (dotted != 255).any(axis=2)] = BLUE
    (curve,) = trace(picture, AXES, [[(222.0, 131.0)]])
    assert curve.survival[-1] == pytest.approx(0.4, abs=0.005)
    assert "faint" in [flag.kind for flag in curve.flags]


def test_a_click_on_a_word_is_on_no_line() -> None:
    picture = staircase(with_axes(white()))
    for column in range(480, 520, 8):
        picture[105:117, column : column + 4] = (200, 0, 0)
    with pytest.raises(DigitisingError, match="No falling line leads through the click on curve 1"):
        trace(picture, AXES, [[(498.0, 111.0)]])


def test_a_line_that_rises_is_no_survival() -> None:
    picture = white()
    for column in range(60, 640):
        row = 440 - column // 2
        picture[row - 1 : row + 1, column] = BLUE
    with pytest.raises(DigitisingError, match="No falling line"):
        trace(with_axes(picture), AXES, [[(300.0, 290.0)]])
