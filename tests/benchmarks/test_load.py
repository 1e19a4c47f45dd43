"""Acceptance: open pages that one core holds, beside the framework's defaults, and their memory."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.benchmarks import load
from tests.benchmarks.test_interface_speed import SLACK


@pytest.mark.browser
@pytest.mark.slow
def test_a_core_holds_a_hundred_pages_and_two_hundred_fit_into_the_memory() -> None:
    sessions = int(load.LEAST_SESSIONS / SLACK)
    program = load.climb(replace(load.PROGRAM, steps=(sessions,)))
    under_load = program.steps[0]
    assert under_load.p95 < load.MOST_P95 * SLACK, under_load
    assert program.many <= load.MOST_MEMORY, program.many
    # Every session went through its presses: none was answered for another, none left out.
    assert len(under_load.times) == sessions * load.MEASURED_SECONDS


@pytest.mark.browser
@pytest.mark.slow
def test_the_same_page_with_the_frameworks_defaults_does_not_hold_a_quarter_of_them() -> None:
    quarter = int(load.LEAST_SESSIONS / load.LEAST_RATIO)
    with load.served(load.DEFAULTS) as (app, conversation):
        one = asyncio.run(load.by_itself(app, conversation))
    # Each presses once a second: they would need more than all of the core's time. How many it
    # does hold, make bench climbs to.
    assert quarter * one.cost > 1000 * load.BEAT_SECONDS, one.cost
