"""How exact traced and printed curves are: the figures of acceptance, on given and made figures.

More of each, and what others reach: ``make bench ARGS="--only figures"``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from tests.benchmarks import figures as bench
from tests.digitising import printed_scoring
from tests.digitising.degraded import DEGRADATIONS
from tests.digitising.known import Known, given
from tests.digitising.made_figures import made
from tests.digitising.scoring import (
    HEAD,
    LIMITS,
    Score,
    compared,
    summary,
    traced,
    within,
)
from tradeoff.digitising import TracedCurve, read_pdf, trace

pytestmark = pytest.mark.slow

#: So few of each that all take about a minute of one core.
MADE = 10
#: 97 % of so few leave room for one; two have a level of four pixels' width that no anchor finds.
ANCHORED_HERE = 0.95
DEGRADED = ("f01", "f13", "f36")


@cache
def scores() -> tuple[Score, ...]:
    """The given figures and some like them: a 90th percentile of ten would be one figure."""
    return tuple(traced(figure, trace) for figure in (*given(), *made("like", MADE)))


def told(lines: Sequence[object]) -> str:
    return "\n".join((HEAD, *map(str, lines)))


@pytest.mark.parametrize("measure", LIMITS)
def test_figures_are_traced_within_the_limits(measure: str) -> None:
    assert within(measure, summary(scores())[measure]), told(scores())


def test_three_anchors_a_curve_bring_nearly_every_figure_below_a_hundredth() -> None:
    figures = (*given(), *made("like", MADE))
    both = bench.anchored(figures, scores())
    share = summary(both)["figures with max < .01"]
    assert share >= ANCHORED_HERE, told(both)


@pytest.mark.parametrize("degrade", bench.ASKED)
def test_degraded_pictures_are_read_nearly_as_well(degrade: str) -> None:
    some = [DEGRADATIONS[degrade](figure) for figure in given(lambda name: name[:3] in DEGRADED)]
    found = bench.scores_of(some)
    assert summary(found)["landmark error, median"] <= bench.MOST_DEGRADED, told(found)


@cache
def printed_scores() -> tuple[printed_scoring.PrintedScore, ...]:
    some = [*given()[:36:3], *made("like", MADE)[:4]]
    return tuple(printed_scoring.printed(figure, read_pdf) for figure in some)


@pytest.mark.parametrize("measure", printed_scoring.LIMITS)
def test_vector_graphics_are_read_within_the_limits(measure: str) -> None:
    found = printed_scoring.summary(printed_scores())[measure]
    assert found <= printed_scoring.LIMITS[measure], told(printed_scores())


@pytest.mark.minutes
@pytest.mark.timeout(bench.FIGURES * 30)
def test_memory_is_flat_over_two_hundred_figures() -> None:
    first, last = bench.memory(bench.FIGURES)
    assert last - first <= bench.MOST_GROWTH, (first, last)


def test_memory_is_flat_over_a_few_figures() -> None:
    first, last = bench.memory(4)
    assert last - first <= bench.MOST_GROWTH, (first, last)


# --- what measures ------------------------------------------------------------------------------


def as_drawn(figure: Known, *, lower: float = 0.0) -> list[TracedCurve]:
    return [
        TracedCurve(
            np.append(curve.time, curve.end),
            np.append(curve.survival, curve.survival[-1]) - lower,
            (),
            1.0,
        )
        for curve in figure.curves
    ]


def test_the_drawn_curves_themselves_have_no_error() -> None:
    for figure in given(lambda name: name.startswith(("f01", "f12", "f22"))):
        score = compared(figure, as_drawn(figure), 0)
        assert score.largest == 0
        assert max(score.mean_errors) < 1e-12
        assert score.log_hazard_ratio < 1e-9


def test_a_curve_that_lies_too_low_is_off_by_that() -> None:
    figure = given(lambda name: name.startswith("f12"))[0]
    score = compared(figure, as_drawn(figure, lower=0.01), 0)
    # A landmark is read where it is best within a pixel or two of time: beside a step, nearer.
    assert max(score.landmarks) == pytest.approx(0.01)
    assert np.median(score.landmarks) == pytest.approx(0.01)
    assert score.mean_errors == pytest.approx((0.01, 0.01))


@pytest.mark.parametrize("degrade", DEGRADATIONS)
def test_a_degraded_figure_keeps_its_ticks_and_picks_in_place(degrade: str) -> None:
    whole = given(lambda name: name.startswith("f36"))[0]
    figure = DEGRADATIONS[degrade](whole)
    axes, picks = figure.clicked(figure.hand(), tick=0, pick=0)
    factor = figure.picture.shape[1] / whole.picture.shape[1]
    slack = 12 if figure.turned else 0.01
    assert axes.x[1][0] == pytest.approx(whole.axes.x[1][0] * factor, abs=slack)
    for ((column, row),) in picks:
        near = figure.picture[int(row) - 3 : int(row) + 4, int(column) - 3 : int(column) + 4]
        assert near.min() < 150, "a pick lies on its curve"
