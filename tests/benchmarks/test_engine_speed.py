"""The engine's speed: one Kaplan-Meier, one weighing, one press of the preference key.

The limits are the design's. They are asserted on the fastest round: other work on the machine can
only slow a round down, so the minimum is the best witness of what the code itself costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tradeoff.statistics.intervals import Count, Estimate, difference_from_reported, risk_difference
from tradeoff.statistics.survival import cox_hazard_ratio, kaplan_meier
from tradeoff.statistics.weighing import Draws, Weighing, probability_curve, simulate, weigh

MILLISECOND = 1e-3
PATIENTS = 224
DRAWS = 20_000

EXPERIMENTAL = Estimate(0.848, 0.763, 0.904, 0.95)
CONTROL = Estimate(0.690, 0.587, 0.772, 0.95)
HARMS = Count(26, 111), Count(6, 112)


def patients() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1910)
    time = np.round(rng.uniform(0.1, 74, PATIENTS), 1)
    return time, rng.random(PATIENTS) < 0.25, np.arange(PATIENTS) < PATIENTS // 2


def drawn() -> Draws:
    rng = np.random.default_rng(1910)
    return simulate(EXPERIMENTAL, CONTROL, *HARMS, draws=DRAWS, rng=rng)


def weighed(draws: Draws) -> Weighing:
    return weigh(
        difference_from_reported(EXPERIMENTAL, CONTROL),
        risk_difference(*HARMS),
        draws=draws,
        preference=0.5,
        gain_window="at 36 months",
        harm_window="during treatment",
    )


def assert_at_most(
    limit: float, benchmark: BenchmarkFixture, work: Callable[..., Any], *arguments: Any
) -> None:
    benchmark(work, *arguments)
    if benchmark.stats is None:  # --benchmark-disable: the work was still run once
        pytest.skip("benchmarks are disabled, nothing was timed")
    assert benchmark.stats.stats.min <= limit


def test_one_kaplan_meier_of_224_rows_takes_at_most_0_15_ms(benchmark: BenchmarkFixture) -> None:
    time, event, _ = patients()
    assert_at_most(0.15 * MILLISECOND, benchmark, kaplan_meier, time, event)


def test_one_hazard_ratio_of_224_rows_takes_at_most_0_5_ms(benchmark: BenchmarkFixture) -> None:
    assert_at_most(0.5 * MILLISECOND, benchmark, cox_hazard_ratio, *patients())


def test_simulating_and_weighing_20_000_draws_takes_at_most_10_ms(
    benchmark: BenchmarkFixture,
) -> None:
    assert_at_most(10 * MILLISECOND, benchmark, lambda: weighed(drawn()))


def test_weighing_given_draws_takes_at_most_1_ms(benchmark: BenchmarkFixture) -> None:
    draws = drawn()
    weighed(draws)  # sorts the break-evens once
    assert_at_most(1 * MILLISECOND, benchmark, weighed, draws)


def test_the_probability_at_101_preferences_takes_at_most_10_ms(
    benchmark: BenchmarkFixture,
) -> None:
    assert_at_most(10 * MILLISECOND, benchmark, probability_curve, drawn(), np.linspace(0, 1, 101))
