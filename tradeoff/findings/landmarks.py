"""Published landmarks of both arms: which there are, which is nearest, and which is weighed."""

from __future__ import annotations

from functools import partial

from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import Landmark, Trial


def landmarks_of(trial: Trial, data_cut: str, endpoint: str) -> dict[int, Arms[Landmark]]:
    """Both arms' landmarks by their month, rising; a month with one arm's alone is left out."""
    at = partial(trial.landmark, data_cut, endpoint)
    months = trial.landmark_months(data_cut, endpoint)
    found = {month: Arms.both(partial(at, month)) for month in months}
    return {month: both for month, both in found.items() if both is not None}


def last_month(trial: Trial, data_cut: str, endpoint: str) -> int | None:
    """The cut's last published landmark: no later month is ever offered. ``None`` without one."""
    return max(trial.landmark_months(data_cut, endpoint), default=None)


def default_month(trial: Trial, data_cut: str, endpoint: str) -> int | None:
    """The trial's default month where the cut has that landmark, else the cut's last landmark."""
    wanted = trial.defaults.months
    published = trial.landmark_months(data_cut, endpoint)
    return wanted if wanted in published else last_month(trial, data_cut, endpoint)


def nearest_month(trial: Trial, data_cut: str, endpoint: str, months: int | None) -> int | None:
    """The published landmark nearest to a month, the earlier of two; ``None`` without one."""
    if months is None:
        return None
    published = trial.landmark_months(data_cut, endpoint)
    return min(published, key=lambda month: (abs(month - months), month), default=None)


def is_weighed(landmarks: Arms[Landmark]) -> bool:
    """Whether the trial's data let a landmark be weighed, and not only shown."""
    return all(landmark.weighed for landmark in landmarks.shown)
