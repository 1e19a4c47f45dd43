"""Of several curves, the one that cannot be traced is refused, and no other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tradeoff.digitising import Axes, DigitisingError, Pixel, TracedCurve
from tradeoff.screens.own_data.figure import curves
from tradeoff.screens.own_data.figure.desk import Figure
from tradeoff.trial.told import told
from tradeoff.words import figure as words
from tradeoff.words.say import ENGLISH, Say

AXES = Axes(x=((0.0, 0.0), (100.0, 12.0)), y=((100.0, 0.0), (0.0, 1.0)))
FIGURE = Figure("mark", b"", np.zeros((1, 1, 3), np.uint8), b"", (100, 100), AXES, ())
MISS = "There is no line where curve {n} was clicked."
GOOD, OTHER, BAD = ((10.0, 10.0),), ((20.0, 20.0),), ((5.0, 90.0),)
CURVE = TracedCurve(np.array([0.0, 1.0]), np.array([1.0, 0.5]), (), 1.0)
Picks = tuple[tuple[Pixel, ...], ...]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Picks]:
    """What the tracer was asked; it misses ``BAD``, and no two curves that are one."""
    calls: list[Picks] = []

    def traced(_: Say, __: Figure, ___: Axes, picks: Picks) -> Sequence[TracedCurve]:
        calls.append(picks)
        for number, one in enumerate(picks, start=1):
            if one == BAD or one in picks[: number - 1]:
                raise DigitisingError(MISS.format(n=number))
        return [CURVE for _ in picks]

    monkeypatch.setattr(curves, "_curves", traced)
    return calls


def test_the_curve_that_was_traced_before_stays_and_is_not_traced_again(asked: list[Picks]) -> None:
    trace = curves._follow(ENGLISH, FIGURE, AXES, ("mark", AXES, (GOOD, BAD)), {GOOD: CURVE})
    assert trace.curves == {0: CURVE}
    assert trace.refused == {1: MISS.format(n=2)}
    assert len(asked) == 1


def test_of_two_new_curves_the_one_that_misses_is_refused(asked: list[Picks]) -> None:
    trace = curves._follow(ENGLISH, FIGURE, AXES, ("mark", AXES, (BAD, OTHER)), {})
    assert set(trace.curves) == {1}
    assert set(trace.refused) == {0}


def test_two_clicks_on_one_line_leave_it_to_the_first(asked: list[Picks]) -> None:
    trace = curves._follow(ENGLISH, FIGURE, AXES, ("mark", AXES, (GOOD, GOOD)), {})
    assert set(trace.curves) == {0}
    assert set(trace.refused) == {1}


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            told(
                "There is no line where {curve} was clicked.",
                curve=told("curve {number}", number=2),
            ),
            "There is no line where Dara was clicked.",
        ),
        (
            told("{curve}: set 1 to {most} points on it.", curve="Curve 1", most=40),
            "Dara: set 1 to 40 points on it.",
        ),
        (
            told("{curve} was clicked on the line of {other}.", curve="Curve 1", other="curve 2"),
            "Dara was clicked on the line of control.",
        ),
        ("No curve lies there.", "Dara: No curve lies there."),
    ],
)
def test_a_refusal_names_the_arm_and_no_number_of_a_curve(refusal: str, said: str) -> None:
    assert words.refused(ENGLISH, "Dara", refusal, other="control") == said


def test_of_two_curves_the_upper_one_is_told_where_that_is_sure() -> None:
    upper, lower = (50.0, 20.0), (40.0, 60.0)
    assert [curves._upper([upper, lower], place) for place in (0, 1)] == [True, False]
    early = (10.0, 20.0)  # further left a lower curve, too, may be as high
    assert [curves._upper([early, lower], place) for place in (0, 1)] == [None, None]
    assert words.proposed(ENGLISH, "red", True, 0.414) == "upper, red, ends at 0.41"
    assert not words.proposed(ENGLISH, "blue", None, None)
