"""The example files are taken by the program's own readers and fit every trial that is shipped."""

from __future__ import annotations

import datetime

import pytest

from tests.views import DATA
from tradeoff.papers import examples
from tradeoff.papers.examples import Example
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import LocalData, TimeUnit, Trial
from tradeoff.uploads import Verdict, read_at_risk, read_curve, read_event_counts
from tradeoff.uploads.overlay import (
    UploadedCounts,
    UploadedCurves,
    series_by_name,
    unit_named,
    with_uploaded_counts,
    with_uploaded_curves,
)

TRIALS = sorted(path.parent.name for path in DATA.glob("*/trial.toml"))
OWN = LocalData(label="Made up", as_of=datetime.date(2026, 11, 29), session=True)
MADE_UP = "# Made up to show the form: data of no trial"
# What the numbers at risk and the curve were made from.
EVENTS: dict[Role, int | None] = {Role.EXPERIMENTAL: 24, Role.CONTROL: 48}


def content(example: Example) -> bytes:
    return examples.text(example).encode()


@pytest.fixture(params=TRIALS)
def trial(request: pytest.FixtureRequest) -> Trial:
    return load_trial(DATA / request.param)


@pytest.mark.parametrize("example", list(Example))
def test_an_example_says_in_its_first_row_that_it_is_made_up(example: Example) -> None:
    assert examples.text(example).startswith(MADE_UP)
    assert MADE_UP not in examples.first_rows(example)


def test_every_row_below_is_a_heading_or_used_as_it_stands() -> None:
    for read, example in (
        (read_curve, Example.CURVE),
        (read_at_risk, Example.AT_RISK),
        (read_event_counts, Example.COUNTS),
    ):
        found = read(content(example), example)
        assert not found.notes
        assert found.line_counts[Verdict.HEADING] == found.line_counts[Verdict.SKIPPED] == 1
        assert not found.line_counts[Verdict.MENDED]


def test_the_curve_is_rebuilt_to_the_click_in_every_analysis_of_every_trial(trial: Trial) -> None:
    curve = read_curve(content(Example.CURVE), Example.CURVE)
    risk = read_at_risk(content(Example.AT_RISK), Example.AT_RISK)
    unit = unit_named(curve.time_unit, risk.time_unit)
    assert unit is TimeUnit.MONTHS
    series, rows = (series_by_name(tuple(one.series), trial) for one in (curve, risk))
    for endpoint in trial.endpoints:
        for cut in trial.cuts_with(endpoint.id):
            given = UploadedCurves(curve, risk, series, rows, unit, cut.id, endpoint.id, EVENTS)
            rebuilt = with_uploaded_curves(trial, OWN, given).digitised_curve(cut.id, endpoint.id)
            assert rebuilt is not None
            for role in Role:
                arm = rebuilt.arm(role)
                assert not arm.mends
                assert sum(arm.event) == EVENTS[role]
                assert arm.largest_error < 0.001


def test_the_counts_stand_in_the_place_of_any_harms(trial: Trial) -> None:
    upload = read_event_counts(content(Example.COUNTS), Example.COUNTS)
    arms = series_by_name(upload.arms, trial)
    for harm in trial.harms:
        one = UploadedCounts(upload, upload.harms[0], harm.id, arms)
        event = with_uploaded_counts(trial, OWN, one).adverse_event(harm.id, Role.EXPERIMENTAL)
        assert event is not None
        assert (event.events, event.total) == (20, 100)
