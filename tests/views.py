"""Views of E1910 for tests: shipped as it is, and variants that no shipped trial has (yet)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from tradeoff.choices import Choices, TypedCounts, default_choices
from tradeoff.effects import Count
from tradeoff.findings import (
    SIMULATION_SEED,
    Base,
    Findings,
    base_findings,
    with_preference,
)
from tradeoff.loading import load_trial
from tradeoff.trial import AdverseEvent, Landmark, Role, Trial

DATA = Path(__file__).resolve().parents[1] / "data"

#: 26 of 111 and 6 of 112: the counts that the issue types in.
TYPED = TypedCounts(Count(26, 111), Count(6, 112), "2026-05")

#: Every published landmark of E1910: end point, data cut, month.
PLACES = (
    ("os", "nejm", 36),
    ("os", "fda-primary", 36),
    ("os", "fda-later", 60),
    ("rfs", "nejm", 36),
)

Limits = tuple[float, float, float]


@cache
def e1910() -> Trial:
    return load_trial(DATA / "e1910")


def chosen(trial: Trial | None = None, **changes: object) -> Choices:
    """The trial's default choices with these changes."""
    return replace(default_choices(trial or e1910()), **changes)  # type: ignore[arg-type]


def view(trial: Trial | None = None, **changes: object) -> Findings:
    """Every number of one view; fda-later opens at 60 months."""
    if changes.get("cut") == "fda-later":
        changes.setdefault("months", 60)
    choices = chosen(trial, **changes)
    if trial is not None:
        base = base_findings(trial, choices, rng=np.random.default_rng(SIMULATION_SEED))
        return with_preference(trial, choices, base)
    return with_preference(e1910(), choices, _shipped_base(replace(choices, weight=None)))


def at(place: tuple[str, str, int], **changes: object) -> Findings:
    """The shipped view at one of ``PLACES``."""
    endpoint, cut, months = place
    return view(endpoint=endpoint, cut=cut, **{"months": months, **changes})


@cache
def _shipped_base(choices: Choices) -> Base:
    return base_findings(e1910(), choices, rng=np.random.default_rng(SIMULATION_SEED))


def without_harm_counts() -> Trial:
    """Percentages of the harm but no counts."""
    return _events(lambda _: {"events": None})


def without_harm_rows() -> Trial:
    return e1910().model_copy(update={"adverse_events": ()})


def without_landmarks() -> Trial:
    return e1910().model_copy(update={"landmarks": ()})


def without_curves() -> Trial:
    return e1910().model_copy(update={"curves": ()})


def with_counts(experimental: Count, control: Count) -> Trial:
    """Other counts of the harm, still unconfirmed, without percentages."""
    counts = {Role.EXPERIMENTAL: experimental, Role.CONTROL: control}
    return _events(
        lambda event: {
            "events": counts[event.arm].events,
            "total": counts[event.arm].total,
            "percent": None,
        }
    )


def with_fewer_harms() -> Trial:
    """The arms' harm counts exchanged: fewer with the added treatment."""
    return with_counts(Count(6, 112), Count(26, 111))


def with_survival(experimental: Limits, control: Limits) -> Trial:
    """FDA's primary analysis with other survival at 36 months (value, lower, upper)."""
    limits = {Role.EXPERIMENTAL: experimental, Role.CONTROL: control}
    return e1910().model_copy(
        update={
            "landmarks": tuple(
                _landmark(entry, limits[entry.arm]) if entry.data_cut == "fda-primary" else entry
                for entry in e1910().landmarks
            )
        }
    )


def with_lower_survival() -> Trial:
    """FDA's two arms exchanged: survival lower with the added treatment."""
    return with_survival((0.690, 0.587, 0.772), (0.848, 0.763, 0.904))


def with_survival_spanning_zero() -> Trial:
    return with_survival((0.700, 0.600, 0.780), (0.690, 0.587, 0.772))


def _landmark(entry: Landmark, limits: Limits) -> Landmark:
    survival, lower, upper = limits
    return entry.model_copy(update={"survival": survival, "lower": lower, "upper": upper})


def _events(change: Callable[[AdverseEvent], dict[str, object]]) -> Trial:
    events = tuple(event.model_copy(update=change(event)) for event in e1910().adverse_events)
    return e1910().model_copy(update={"adverse_events": events})
