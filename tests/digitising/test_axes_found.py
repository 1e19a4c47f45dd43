"""Ticks are found where a person would see them, and nowhere where there is no figure."""

from __future__ import annotations

import numpy as np
import pytest

from tests.digitising.degraded import skewed
from tests.digitising.known import Known, given
from tradeoff.digitising import Axes, find_axes

FIGURES = given()
NEAR = 1.5


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_the_outermost_ticks_of_a_figure_are_found(figure: Known) -> None:
    axes = find_axes(figure.picture)
    assert axes is not None
    found = [tick[0] for tick in (*axes.x, *axes.y)]
    true = [tick[0] for tick in (*figure.axes.x, *figure.axes.y)]
    assert np.abs(np.subtract(found, true)).max() < NEAR
    assert axes.y[1][1] == 1
    assert axes.x[0][1] == 0


def test_an_axis_of_six_tenths_is_proposed_to_start_at_forty_per_cent() -> None:
    (figure,) = (one for one in FIGURES if one.name.startswith("f11"))
    axes = find_axes(figure.picture)
    assert axes is not None
    assert axes.y[0][1] == figure.axes.y[0][1] == pytest.approx(0.4)


def blank() -> np.ndarray:
    return np.full((400, 600, 3), 255, dtype=np.uint8)


def test_an_empty_picture_has_no_axes() -> None:
    assert find_axes(blank()) is None


def test_a_frame_without_ticks_has_no_axes() -> None:
    framed = blank()
    framed[[50, 350], 80:560] = 0
    framed[50:351, [80, 560]] = 0
    assert find_axes(framed) is None


def test_noise_has_no_axes(rng: np.random.Generator) -> None:
    assert find_axes(rng.integers(0, 256, (500, 700, 3), dtype=np.uint8)) is None


def test_a_photograph_has_no_axes() -> None:
    rows, columns = np.mgrid[:600, :800] / 60
    soft = 127 + 60 * np.sin(rows * columns / 7) + 60 * np.cos(rows - columns)
    assert find_axes(np.repeat(soft[:, :, None], 3, axis=2).astype(np.uint8)) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 1, 3), (20, 20, 3)])
def test_a_sliver_has_no_axes(shape: tuple[int, ...]) -> None:
    assert find_axes(np.zeros(shape, dtype=np.uint8)) is None


def test_the_axes_of_a_scan_that_lies_askew_are_found_too() -> None:
    (figure,) = (skewed(one) for one in FIGURES if one.name.startswith("f01"))
    axes = find_axes(figure.picture)
    assert axes is not None
    straight = Axes(x=(figure.x[0], figure.x[-1]), y=(figure.y[0], figure.y[-1]))
    ticks = [figure.spot(value, straight.y[0][1])[0] for _, value in straight.x]
    ticks += [figure.spot(straight.x[0][1], value)[1] for _, value in straight.y]
    found = [tick[0] for tick in (*axes.x, *axes.y)]
    assert np.abs(np.subtract(found, ticks)).max() < NEAR


def test_a_strip_has_no_axes() -> None:
    assert find_axes(np.full((60, 500_000, 3), 255, dtype=np.uint8)) is None
