"""Subgroups: shown beside the whole, never weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tradeoff.findings.provenance import Citation, Method, cited
from tradeoff.statistics.intervals import (
    Estimate,
    difference_from_reported,
    loglog_interval,
    ratio_from_p_value,
)
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import Subgroup, Trial

if TYPE_CHECKING:
    from tradeoff.findings.view import Findings


@dataclass(frozen=True, slots=True)
class SubgroupFinding(Arms[Estimate | None]):
    """One subgroup's ratio and survivals; an interval is derived from P or a standard error.

    Of each arm: survival at the subgroup's month, with the interval from a printed standard error.
    """

    gain: Estimate | None
    subgroup: Subgroup
    ratio: Estimate | None
    range_method: Method | None
    citation: Citation


def people_of(subgroup: Subgroup) -> Arms[int | None]:
    """How many of the subgroup were randomised to each arm."""
    return Arms(subgroup.n_control, subgroup.n_experimental)


def survival_of(subgroup: Subgroup) -> Arms[float | None]:
    """Each arm's survival at the subgroup's month, 0 to 1."""
    return Arms(subgroup.survival_control, subgroup.survival_experimental)


def groups_by_age(trial: Trial, data_cut: str, endpoint: str) -> tuple[Subgroup, ...]:
    """The groups that the trial's age criterion names, of one cut and end point.

    All of them or none: one age group never stands alone.
    """
    named = [name for criterion in trial.criteria for name in criterion.subgroups]
    place = (data_cut, endpoint)
    found = {one.id: one for one in trial.subgroups if (one.data_cut, one.endpoint) == place}
    return tuple(found[name] for name in named) if found.keys() >= set(named) else ()


def subgroup_findings(trial: Trial, endpoint: str) -> tuple[SubgroupFinding, ...]:
    """Subgroups of one end point, in the order of the file: shown, never weighed."""
    own = (subgroup for subgroup in trial.subgroups if subgroup.endpoint == endpoint)
    return tuple(_subgroup_finding(trial, subgroup) for subgroup in own)


def subgroups_of_cut(
    trial: Trial, data_cut: str, endpoint: str
) -> tuple[tuple[SubgroupFinding, ...], tuple[SubgroupFinding, ...]]:
    """Those of one data cut, and later reports, which belong to none: never mixed."""
    every = subgroup_findings(trial, endpoint)
    return (
        tuple(one for one in every if one.subgroup.data_cut == data_cut),
        tuple(one for one in every if one.subgroup.data_cut is None),
    )


def age_groups(view: Findings) -> tuple[SubgroupFinding, ...]:
    """The trial's age groups for the chosen cut and end point: all of them or none."""
    groups = groups_by_age(view.trial, view.choices.cut, view.choices.endpoint)
    return tuple(_subgroup_finding(view.trial, group) for group in groups)


def _subgroup_finding(trial: Trial, subgroup: Subgroup) -> SubgroupFinding:
    ratio, method = None, None
    if subgroup.hazard_ratio is not None:
        ratio = subgroup.estimate(subgroup.hazard_ratio)
        method = Method.PRINTED if ratio.has_range else None
        p_value = subgroup.p_value
        if not ratio.has_range and ratio.value != 1 and p_value is not None and 0 < p_value < 1:
            ratio = ratio_from_p_value(ratio.value, p_value)
            method = Method.RATIO_FROM_P
    survival = survival_of(subgroup)
    errors = Arms(subgroup.standard_error_control, subgroup.standard_error_experimental)
    arms = Arms.each(lambda role: _with_error(survival.of(role), errors.of(role)))
    both = Arms.both(arms.of)
    return SubgroupFinding(
        control=arms.control,
        experimental=arms.experimental,
        gain=None if both is None else difference_from_reported(*both.shown),
        subgroup=subgroup,
        ratio=ratio,
        range_method=method,
        citation=cited(trial, subgroup),
    )


def _with_error(survival: float | None, error: float | None) -> Estimate | None:
    """A survival with the interval that its printed standard error gives, if there is one."""
    return None if survival is None else loglog_interval(survival, error or 0.0)
