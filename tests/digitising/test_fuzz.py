"""Whatever is given, nothing but the package's own errors is raised; tests/digitising/fuzz.py."""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.digitising.fuzz import TARGETS, fuzz, refusal, sound
from tests.digitising.known import Known
from tests.digitising.known import given as given_figures
from tradeoff.digitising import Axes, trace

#: For each target; longer with FUZZ_SECONDS=60.
FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))

PLACES = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-50, 700)
TICKS = st.tuples(st.tuples(PLACES, PLACES), st.tuples(PLACES, PLACES))


@pytest.mark.slow
@pytest.mark.timeout(int(FUZZ_SECONDS) + 120)
@pytest.mark.parametrize("target", TARGETS)
def test_what_is_broken_is_read_or_refused_in_words(target: str) -> None:
    assert fuzz(target, FUZZ_SECONDS).cases > 0


@cache
def smallest() -> Known:
    return min(given_figures(), key=lambda figure: figure.picture.size)


@settings(max_examples=30)
@given(
    x=st.none() | TICKS,
    y=st.none() | TICKS,
    picks=st.lists(st.lists(st.tuples(PLACES, PLACES), max_size=3), max_size=3),
)
def test_any_clicks_give_sound_curves_or_a_refusal(
    x: tuple[tuple[float, float], tuple[float, float]] | None,
    y: tuple[tuple[float, float], tuple[float, float]] | None,
    picks: list[list[tuple[float, float]]],
) -> None:
    figure = smallest()

    def work() -> None:
        axes = Axes(x=x or figure.axes.x, y=y or figure.axes.y)
        for curve in trace(figure.picture, axes, picks):
            sound(curve.time, curve.survival)

    refusal(work)


@pytest.mark.parametrize("numbers", [1e7, -1e7, 1e300])
def test_ticks_beyond_any_picture_are_refused(numbers: float) -> None:
    figure = smallest()
    (_, first), last = figure.axes.x
    assert refusal(lambda: Axes(x=((numbers, first), last), y=figure.axes.y))
