"""Views of E1910 for tests: shipped as it is, and variants that no shipped trial has (yet).

E1910's harm is published. What must carry the badge is tried on ``with_unconfirmed_harm()``, and
where a whole shelf is needed, on the newcomer's trial without its centre's file.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from tradeoff.findings.choices import Choices, TypedCounts, default_choices
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.landmarks import nearest_month
from tradeoff.findings.provenance import Finding
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Base, Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.statistics.intervals import Count, Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import AdverseEvent, Landmark, Status, Trial

DATA = Path(__file__).resolve().parents[1] / "data"
NEWCOMER = Path(__file__).resolve().parent / "newcomer"

#: 26 of 111 and 6 of 112: the counts that the issue types in.
TYPED = TypedCounts(experimental=Count(26, 111), control=Count(6, 112), as_of="2026-05")

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
    """The trial's default choices with these changes; the landmark is that nearest to the month."""
    trial = trial or e1910()
    choices: Choices = replace(default_choices(trial), **changes)  # type: ignore[arg-type]
    if "landmark" in changes:
        return choices
    nearest = nearest_month(trial, choices.cut, choices.endpoint, choices.months)
    return replace(choices, landmark=nearest)


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


@cache
def newcomer() -> Trial:
    """QUARTZ with its centre's file: counts that a centre confirmed take the unconfirmed place."""
    return load_trial(NEWCOMER / "quartz")


def newcomers_shelf(folder: Path, *, demonstration: bool = False) -> Path:
    """The newcomer's trial alone in a folder of trials, its harm unconfirmed: no centre's file.

    Its neuropathy rate is printed as whole percentages, without counts.
    """
    trial = Path(shutil.copytree(NEWCOMER / "quartz", folder / "quartz")) / "trial.toml"
    if not demonstration:
        text = trial.read_text(encoding="utf-8")
        trial.write_text(text.replace("demonstration = true\n", ""), encoding="utf-8")
    return folder


def with_unconfirmed_harm(trial: Trial | None = None) -> Trial:
    """The weighed harm's rate, recalled but not yet checked: what must carry the badge."""
    return _events(lambda _: {"status": Status.UNCONFIRMED}, trial)


def without_harm_rate() -> Trial:
    """Both arms' rows of the weighed harm, with neither count nor percentage."""
    return _events(lambda _: {"events": None, "percent": None})


def without_harm_rows() -> Trial:
    return e1910().model_copy(update={"adverse_events": ()})


def without_landmarks() -> Trial:
    return e1910().model_copy(update={"landmarks": ()})


def without_curves() -> Trial:
    return e1910().model_copy(update={"curves": ()})


def with_counts(experimental: Count, control: Count) -> Trial:
    """The weighed harm counted, as no shipped trial has it: counts in the place of percentages."""
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


def with_survival(experimental: Limits, control: Limits, trial: Trial | None = None) -> Trial:
    """FDA's primary analysis with other survival at 36 months (value, lower, upper)."""
    limits = {Role.EXPERIMENTAL: experimental, Role.CONTROL: control}
    changed = trial or e1910()
    return changed.model_copy(
        update={
            "landmarks": tuple(
                _landmark(entry, limits[entry.arm]) if entry.data_cut == "fda-primary" else entry
                for entry in changed.landmarks
            )
        }
    )


def with_lower_survival(trial: Trial | None = None) -> Trial:
    """FDA's two arms exchanged: survival lower with the added treatment."""
    return with_survival((0.690, 0.587, 0.772), (0.848, 0.763, 0.904), trial)


def with_survival_spanning_zero() -> Trial:
    return with_survival((0.700, 0.600, 0.780), (0.690, 0.587, 0.772))


def _landmark(entry: Landmark, limits: Limits) -> Landmark:
    survival, lower, upper = limits
    return entry.model_copy(update={"survival": survival, "lower": lower, "upper": upper})


def _events(
    change: Callable[[AdverseEvent], dict[str, object]], trial: Trial | None = None
) -> Trial:
    """A trial whose weighed harm's rows are changed, and no other harm's."""
    changed = trial or e1910()
    weighed = changed.weighed_harm
    assert weighed is not None
    events = tuple(
        event.model_copy(update=change(event)) if event.harm == weighed.id else event
        for event in changed.adverse_events
    )
    return changed.model_copy(update={"adverse_events": events})


def survival(shown: Findings) -> SurvivalFindings:
    assert shown.survival is not None
    return shown.survival


def harm(shown: Findings) -> HarmFindings:
    assert shown.harm is not None
    return shown.harm


def gain(shown: Findings) -> Finding:
    """The gain of a view that has one."""
    return survival(shown).gain


def excess(shown: Findings) -> Finding:
    """The excess of a view that has one."""
    return harm(shown).excess


def points(estimate: Estimate) -> tuple[float, float, float]:
    """Value and limits in points of a hundred, to one decimal."""
    lower, upper = estimate.limits
    return round(100 * estimate.value, 1), round(100 * lower, 1), round(100 * upper, 1)
