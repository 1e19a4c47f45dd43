"""A tick that a hand missed by a few pixels lies on its stroke afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from tests.digitising.known import Known, given
from tradeoff.digitising import Axes, snap

FIGURES = given(lambda name: name[:3] in ("f01", "f08", "f13", "f18", "f28", "f34", "p02", "p04"))
WHITE = np.full((300, 400, 3), 255, dtype=np.uint8)
AXES = Axes(x=((50.5, 0.0), (350.5, 12.0)), y=((250.5, 0.0), (50.5, 1.0)))


def ends(axes: Axes) -> np.ndarray:
    return np.array([tick[0] for tick in (*axes.x, *axes.y)])


def missed(axes: Axes, by: tuple[float, float, float, float]) -> Axes:
    (a, b), (c, d) = axes.x
    (e, f), (g, h) = axes.y
    return Axes(x=((a + by[0], b), (c + by[1], d)), y=((e + by[2], f), (g + by[3], h)))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("by", [(1.0, -1.0, 1.0, -1.0), (-3.0, 3.0, 2.0, -3.0)])
def test_ticks_come_back_to_within_a_pixel(
    figure: Known, by: tuple[float, float, float, float]
) -> None:
    snapped = snap(figure.picture, missed(figure.axes, by))
    assert np.abs(ends(snapped) - ends(figure.axes)).max() < 1
    assert [tick[1] for tick in snapped.x] == [tick[1] for tick in figure.axes.x]
    assert [tick[1] for tick in snapped.y] == [tick[1] for tick in figure.axes.y]


def test_two_ticks_that_are_not_the_outermost_come_back_too() -> None:
    (figure,) = given(lambda name: name.startswith("f01"))
    inner = Axes(x=(figure.x[1], figure.x[4]), y=(figure.y[1], figure.y[2]))
    snapped = snap(figure.picture, missed(inner, (2.0, -2.0, 2.0, 2.0)))
    assert np.abs(ends(snapped) - ends(inner)).max() < 1


def test_given_in_the_other_order_they_stay_in_it() -> None:
    (figure,) = given(lambda name: name.startswith("f01"))
    axes = Axes(x=figure.axes.x[::-1], y=figure.axes.y[::-1])
    snapped = snap(figure.picture, missed(axes, (1.0, 1.0, -1.0, 1.0)))
    assert np.abs(ends(snapped) - ends(axes)).max() < 1


def test_where_there_is_no_stroke_a_tick_stays() -> None:
    assert snap(WHITE, AXES) == AXES


def test_noise_leaves_ticks_where_they_are_or_near(rng: np.random.Generator) -> None:
    noise = rng.integers(0, 256, WHITE.shape, dtype=np.uint8)
    assert np.abs(ends(snap(noise, AXES)) - ends(AXES)).max() <= 4


@pytest.mark.parametrize(
    "axes",
    [
        Axes(x=((-500.0, 0.0), (9000.0, 1.0)), y=((1e6, 0.0), (-1e6, 1.0))),
        Axes(x=((50.5, 0.0), (50.6, 1.0)), y=((10.0, 0.0), (10.1, 1.0))),
        Axes(x=((0.0, 0.0), (400.0, 1.0)), y=((300.0, 0.0), (0.0, 1.0))),
    ],
)
def test_ticks_anywhere_are_no_fault(axes: Axes) -> None:
    picture = WHITE.copy()
    picture[250, 20:380] = 0
    picture[20:280, 50] = 0
    assert isinstance(snap(picture, axes), Axes)


def test_one_of_two_strokes_at_one_place_is_not_taken_for_both_ticks() -> None:
    picture = WHITE.copy()
    picture[250, 20:380] = 0
    picture[251:258, 101] = 0
    axes = Axes(x=((99.5, 0.0), (103.5, 12.0)), y=AXES.y)
    assert snap(picture, axes).x == axes.x
