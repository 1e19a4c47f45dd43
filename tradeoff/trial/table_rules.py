"""What holds of a table's rows beside one another, and beside the trial's other numbers.

A check of one row yields the words of its faults, one of a whole table yields problems. Which
table has which checks stands in ``registry``.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TypeVar

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.draft import Draft, Placed
from tradeoff.trial.problems import Problem, did_you_mean
from tradeoff.trial.records import (
    AdverseEvent,
    Arm,
    AtRisk,
    ContextRate,
    Criterion,
    Harm,
    Landmark,
    Outcome,
    Subgroup,
)

# --- arms --------------------------------------------------------------------------------------


def both_arms(draft: Draft) -> Iterator[Problem]:
    """Each trial has a control and an experimental arm."""
    if not draft.whole(Arm):
        return
    for role in Role:
        if draft.arm(role) is None:
            yield Problem(
                draft.trial_file, "arms", f"no arm has role {role}. Add it: each trial has two."
            )


def treated_were_randomised(arm: Arm, _: Draft) -> Iterator[str]:
    """Nobody was treated who was not randomised."""
    if arm.n_safety > arm.n_randomised:
        yield (
            f"n_safety {arm.n_safety} exceeds n_randomised {arm.n_randomised}. "
            "Only those randomised can have been treated: correct one of the two."
        )


# --- survival ----------------------------------------------------------------------------------


def landmarks_of_both_arms(draft: Draft) -> Iterator[Problem]:
    """A landmark is given for both arms."""
    for placed, missing in _without_one_arm(draft, Landmark, _landmark):
        cut, endpoint, months = _landmark(placed.record)
        yield placed.problem(
            f"{endpoint} in {cut} at {months} months is given for one arm only. "
            f"Add the row of the {missing} arm."
        )


ArmRecord = TypeVar("ArmRecord", Landmark, AdverseEvent)


def _without_one_arm(
    draft: Draft, record: type[ArmRecord], key: Callable[[ArmRecord], object]
) -> Iterator[tuple[Placed[ArmRecord], Role]]:
    """A row of everything that is given for one arm only, with the arm that is missing."""
    given: dict[object, dict[Role, Placed[ArmRecord]]] = defaultdict(dict)
    for placed in draft.placed(record) if draft.whole(record) else ():
        given[key(placed.record)][placed.record.arm] = placed
    for arms in given.values():
        for role in Role:
            if role not in arms:
                yield next(iter(arms.values())), role


def _landmark(entry: Landmark) -> tuple[str, str, int]:
    return entry.data_cut, entry.endpoint, entry.months


def survival_never_rises(draft: Draft) -> Iterator[Problem]:
    """From landmark to landmark of an arm."""
    for placed, before, after in _in_time(draft, Landmark):
        if after.survival > before.record.survival:
            yield placed.problem(
                f"survival rises from {before.record.survival} at {before.record.months} "
                f"months to {after.survival} at {after.months} "
                f"({after.arm}). Survival can only fall. "
                f"Check this row and {before.place} against the source."
            )


def at_risk_never_rises(draft: Draft) -> Iterator[Problem]:
    """From one number at risk of an arm to the next."""
    for placed, before, after in _in_time(draft, AtRisk):
        if after.n_at_risk > before.record.n_at_risk:
            yield placed.problem(
                f"n_at_risk rises from {before.record.n_at_risk} to "
                f"{after.n_at_risk} ({after.arm}, {after.months:g} "
                "months). Numbers at risk can only fall. Check the row against the figure."
            )


TimedRecord = TypeVar("TimedRecord", Landmark, AtRisk)


def _in_time(
    draft: Draft, record: type[TimedRecord]
) -> Iterator[tuple[Placed[TimedRecord], Placed[TimedRecord], TimedRecord]]:
    """Each row with the one before it of the same arm, cut and end point, at another time."""
    series: dict[tuple[str, str, Role], list[Placed[TimedRecord]]] = defaultdict(list)
    for placed in draft.placed(record):
        entry = placed.record
        series[entry.data_cut, entry.endpoint, entry.arm].append(placed)
    for rows in series.values():
        rows.sort(key=lambda placed: placed.record.months)
        for before, after in itertools.pairwise(rows):
            if before.record.months != after.record.months:
                yield after, before, after.record


def at_risk_were_randomised(entry: AtRisk, draft: Draft) -> Iterator[str]:
    """No more are at risk than were randomised."""
    arm = draft.arm(entry.arm)
    if arm is not None and entry.n_at_risk > arm.n_randomised:
        yield (
            f"n_at_risk {entry.n_at_risk} exceeds the {arm.n_randomised} randomised "
            f"({arm.role}, {entry.months:g} months). Check the row against the figure."
        )


def weighed_or_not_in_both_arms(draft: Draft) -> Iterator[Problem]:
    """A landmark that is not weighed is so in both arms, and the words say why."""
    first: dict[tuple[str, str, int], Placed[Landmark]] = {}
    for placed in draft.placed(Landmark):
        other = first.setdefault(_landmark(placed.record), placed)
        for name in ("weighed", "range_from"):
            if getattr(other.record, name) != getattr(placed.record, name):
                yield placed.problem(
                    f"{name} differs from {other.place}, the same landmark's other arm. "
                    "Give both arms the same."
                )
    unweighed = (placed for placed in draft.placed(Landmark) if not placed.record.weighed)
    shown = next(unweighed, None)
    if shown is not None and draft.text is not None and draft.text.not_weighed is None:
        yield draft.worded(
            "",
            f"not_weighed is missing, and {shown.place} of landmarks.csv is not weighed. "
            "Say why it is not.",
        )


# --- subgroups and harms -----------------------------------------------------------------------


def subgroups_within_trial(entry: Subgroup, draft: Draft) -> Iterator[str]:
    """No subgroup is larger than the trial, or than its arm."""
    control, experimental = draft.arm(Role.CONTROL), draft.arm(Role.EXPERIMENTAL)
    if control is None or experimental is None or not draft.whole(Arm):
        return
    for name, given, limit in (
        ("n_total", entry.n_total, control.n_randomised + experimental.n_randomised),
        ("n_control", entry.n_control, control.n_randomised),
        ("n_experimental", entry.n_experimental, experimental.n_randomised),
    ):
        if given is not None and given > limit:
            yield (
                f"{name} {given} exceeds the {limit} randomised. Check the row against the source."
            )


def subgroup_survival_has_months(entry: Subgroup, _: Draft) -> Iterator[str]:
    """Survival is at a time."""
    given = entry.survival_control is not None or entry.survival_experimental is not None
    if given and entry.months is None:
        yield "survival is given without months. Say at which month it was."


def events_within_safety_population(entry: AdverseEvent, draft: Draft) -> Iterator[str]:
    """Harms are counted among those treated."""
    arm = draft.arm(entry.arm)
    if arm is None:
        return
    if entry.total > arm.n_safety:
        yield (
            f"total {entry.total} exceeds n_safety {arm.n_safety} of the "
            f"{arm.role} arm in trial.toml. Harms are counted among those treated: "
            "correct one of the two."
        )
    if (entry.total_in_head or 0) > arm.n_randomised:
        yield (
            f"total_in_head {entry.total_in_head} exceeds the {arm.n_randomised} randomised "
            f"({arm.role}). Check the head of the table."
        )


def harms_of_both_arms(draft: Draft) -> Iterator[Problem]:
    """A harm has a row for each arm."""
    known = draft.ids(Harm)
    for placed, missing in _without_one_arm(draft, AdverseEvent, lambda entry: entry.harm):
        if placed.record.harm in known:
            yield placed.problem(
                f"{placed.record.harm} is given for one arm only. Add the row of the {missing} "
                "arm, with events left empty where they are not available."
            )


def one_harm_weighed(draft: Draft) -> Iterator[Problem]:
    """At most one harm of a trial is weighed."""
    weighed = [placed for placed in draft.placed(Harm) if placed.record.weighed]
    for placed in weighed[1:]:
        yield placed.problem(
            f'weighed is true, but "{weighed[0].record.id}" is weighed already. '
            "Only one harm can be: set the others to false."
        )


# --- criteria ----------------------------------------------------------------------------------


def age_groups_are_complete(entry: Criterion, _: Draft) -> Iterator[str]:
    """Subgroups beside the age that divides them, and all of them."""
    if bool(entry.subgroups) != (entry.subgroup_from is not None):
        yield (
            f"subgroups is {', '.join(entry.subgroups) or 'absent'} and subgroup_from is "
            f"{'absent' if entry.subgroup_from is None else entry.subgroup_from}. "
            "Give both or neither."
        )
    if len(entry.subgroups) == 1:
        yield (
            f"subgroups names {entry.subgroups[0]} alone. Name every group that the age "
            "divides the trial into: one is never shown without the others."
        )


def ages_in_order(entry: Criterion, _: Draft) -> Iterator[str]:
    """From the near misses below over the trial's own ages to those above."""
    low, high = entry.minimum, entry.maximum
    if low is not None and high is not None and low > high:
        yield f"minimum {low} exceeds maximum {high}. Give the lower age first."
    near_low, near_high = entry.near_minimum, entry.near_maximum
    if low is not None and near_low is not None and near_low >= low:
        yield (
            f"near_minimum {near_low} is not below minimum {low}. "
            "Give the youngest age that counts as a near miss."
        )
    if high is not None and near_high is not None and near_high <= high:
        yield (
            f"near_maximum {near_high} is not above maximum {high}. "
            "Give the oldest age that counts as a near miss."
        )


def elsewhere_is_there(entry: Criterion, draft: Draft) -> Iterator[str]:
    """Rates elsewhere stand beside an answer that keeps the trial's own numbers from applying."""
    open_to = (Outcome.NOT_MET, Outcome.CAUTION)
    answers = sorted(one for one, outcome in entry.outcomes.items() if outcome in open_to)
    for answer, named in entry.elsewhere.items():
        if answer not in answers:
            yield (
                f'elsewhere names "{answer}", which is no answer that is not-met or caution.'
                f"{did_you_mean(answer, answers)} Known: {', '.join(answers) or 'none'}."
            )
        if not draft.whole(ContextRate):
            continue
        known = sorted(draft.ids(ContextRate))
        for name in named:
            if name not in known:
                yield (
                    f'elsewhere "{name}" is not a context rate of this trial.'
                    f"{did_you_mean(name, known)} Known: {', '.join(known) or 'none'}."
                )
