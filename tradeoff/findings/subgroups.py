"""Subgroups: shown beside the whole, never weighed."""

from __future__ import annotations

from dataclasses import dataclass

from tradeoff.findings.provenance import Citation, Method, cited
from tradeoff.findings.view import Findings
from tradeoff.statistics.intervals import (
    Estimate,
    difference_from_reported,
    loglog_interval,
    ratio_from_p_value,
)
from tradeoff.trial.records import Subgroup, Trial


@dataclass(frozen=True, slots=True)
class SubgroupFinding:
    """One subgroup's ratio and survivals; an interval is derived from P or a standard error."""

    subgroup: Subgroup
    ratio: Estimate | None
    range_method: Method | None
    citation: Citation
    control: Estimate | None = None
    experimental: Estimate | None = None
    """Survival at the subgroup's month, with the interval from a printed standard error."""
    gain: Estimate | None = None


def subgroup_findings(trial: Trial, endpoint: str) -> tuple[SubgroupFinding, ...]:
    """Subgroups of one end point, in the order of the file: shown, never weighed."""
    return tuple(
        _subgroup_finding(trial, subgroup)
        for subgroup in trial.subgroups
        if subgroup.endpoint == endpoint
    )


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
    """The groups that the trial's age criterion names, of the chosen cut and end point.

    All of them or none: one age group never stands alone.
    """
    named = [name for criterion in view.trial.criteria for name in criterion.subgroups]
    own, _ = subgroups_of_cut(view.trial, view.choices.cut, view.choices.endpoint)
    found = {one.subgroup.id: one for one in own}
    return tuple(found[name] for name in named) if found.keys() >= set(named) else ()


def _subgroup_finding(trial: Trial, subgroup: Subgroup) -> SubgroupFinding:
    ratio, method = None, None
    if subgroup.hazard_ratio is not None:
        ratio = subgroup.estimate(subgroup.hazard_ratio)
        method = Method.PRINTED if ratio.has_range else None
        p_value = subgroup.p_value
        if not ratio.has_range and ratio.value != 1 and p_value is not None and 0 < p_value < 1:
            ratio = ratio_from_p_value(ratio.value, p_value)
            method = Method.RATIO_FROM_P
    control = _with_error(subgroup.survival_control, subgroup.standard_error_control)
    experimental = _with_error(subgroup.survival_experimental, subgroup.standard_error_experimental)
    gain = None
    if control is not None and experimental is not None:
        gain = difference_from_reported(experimental, control)
    source = cited(trial, subgroup)
    return SubgroupFinding(subgroup, ratio, method, source, control, experimental, gain)


def _with_error(survival: float | None, error: float | None) -> Estimate | None:
    """A survival with the interval that its printed standard error gives, if there is one."""
    if survival is None:
        return None
    return loglog_interval(survival, 0.0 if error is None else error)
