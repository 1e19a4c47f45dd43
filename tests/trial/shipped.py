"""What the tests of the shipped trials share: how one is read, and its published numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradeoff.statistics.intervals import (
    Estimate,
    difference_from_reported,
)
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.trial.records import Fact, Status, Trial

DATA = Path(__file__).resolve().parents[2] / "data"
CONTROL, EXPERIMENTAL = Role.CONTROL, Role.EXPERIMENTAL
PUBLISHED, REPORTED = Status.PUBLISHED, Status.REPORTED
DERIVED, UNCONFIRMED = Status.DERIVED, Status.UNCONFIRMED

every_trial = pytest.mark.parametrize("trial_id", trial_ids(DATA))


def shipped(trial_id: str) -> Trial:
    return load_trial(DATA / trial_id)


def reported(trial: Trial, cut: str, endpoint: str, months: int, role: Role) -> Estimate:
    landmark = trial.landmark(cut, endpoint, months, role)
    assert landmark is not None
    return landmark.estimate(landmark.survival)


def gain(trial: Trial, cut: str, months: int) -> Estimate:
    """Survival gain in points of a hundred."""
    difference = difference_from_reported(
        reported(trial, cut, "os", months, EXPERIMENTAL),
        reported(trial, cut, "os", months, CONTROL),
    )
    lower, upper = difference.limits
    return Estimate(100 * difference.value, 100 * lower, 100 * upper, difference.level)


def figures_of(fact: Fact) -> object:
    if fact.value is not None:
        return fact.value
    return None if fact.control is None else (fact.experimental, fact.control)
