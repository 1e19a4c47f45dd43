"""Curves are proposed with their colour and a spot that lies on them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.digitising.known import Known, given
from tests.digitising.made_pictures import as_file
from tradeoff.digitising import Axes, ProposedCurve, apart, find_axes, find_curves, trace

KINDS = ("f01", "f03", "f04", "f08", "f13", "f18", "f23", "f32", "p01")
FIGURES = given(lambda name: name.startswith(KINDS))
# A click is meant to be so near; a trace takes it from there.
NEAR = 2.0


def on_curve(figure: Known, proposed: ProposedCurve) -> int | None:
    """The number of the curve that a proposal lies on."""
    column, row = proposed.pick
    time = figure.axes.time(np.array([column]))
    rows = [float(figure.axes.row(curve.at(time))[0]) for curve in figure.curves]
    off = np.abs(np.subtract(rows, row))
    return int(off.argmin()) if off.min() <= NEAR else None


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_curve_of_a_figure_is_proposed_with_a_spot_on_it(figure: Known) -> None:
    proposed = find_curves(figure.picture, figure.axes)
    assert {on_curve(figure, one) for one in proposed} == set(range(len(figure.curves)))


def test_the_highest_curve_comes_first_in_its_own_colour() -> None:
    (figure,) = (one for one in FIGURES if one.name.startswith("f01"))
    assert [one.colour for one in find_curves(figure.picture, figure.axes)] == [
        "#c8102e",
        "#1f4e9e",
    ]


def test_what_is_found_by_itself_can_be_traced_as_it_is() -> None:
    (figure,) = (one for one in FIGURES if one.name.startswith("f01"))
    found = apart.find(figure.encoded)
    assert found.size == figure.picture.shape[1::-1]
    assert found.axes == find_axes(figure.picture)
    assert found.axes is not None
    assert found.curves == find_curves(figure.picture, found.axes)
    curves = trace(figure.picture, found.axes, [[one.pick] for one in found.curves])
    assert all(curve.ink > 0.9 for curve in curves)


AXES = Axes(x=((60.5, 0.0), (560.5, 12.0)), y=((350.5, 0.0), (50.5, 1.0)))


def framed() -> np.ndarray:
    picture = np.full((400, 600, 3), 255, dtype=np.uint8)
    picture[350, 60:561] = picture[50:351, 60] = 0
    return picture


def test_a_figure_without_curves_proposes_none() -> None:
    assert find_curves(framed(), AXES) == ()


def test_noise_and_axes_outside_the_picture_propose_none(rng: np.random.Generator) -> None:
    noise = rng.integers(0, 256, (400, 600, 3), dtype=np.uint8)
    assert find_curves(noise, AXES) == ()
    away = Axes(x=((5000.0, 0.0), (9000.0, 12.0)), y=((350.0, 0.0), (50.0, 1.0)))
    assert find_curves(framed(), away) == ()


def test_a_picture_without_axes_is_found_to_have_none_and_no_curves() -> None:
    found = apart.find(as_file(np.full((400, 600, 3), 255, dtype=np.uint8)))
    assert (found.size, found.axes, found.curves) == ((600, 400), None, ())
