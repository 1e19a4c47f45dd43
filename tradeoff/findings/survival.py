"""What was published of survival: landmarks of both arms, hazard ratio, medians."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tradeoff.findings.provenance import (
    Citation,
    Finding,
    Method,
    Population,
    cited,
    combined,
    randomised,
    whole_limits,
)
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import (
    NumberNeededToTreat,
    difference_from_reported,
    gain_from_hazard_ratio,
    loglog_interval,
    number_needed_to_treat,
)
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import Landmark, MedianSurvival, RangeFrom, Status, Trial


@dataclass(frozen=True, slots=True)
class SurvivalFindings:
    """Both arms at one published landmark of one cut and end point."""

    endpoint: str
    data_cut: str
    months: int
    control: Finding
    experimental: Finding
    gain: Finding
    number_needed: NumberNeededToTreat
    people: balance.WholePeople
    gain_limits: tuple[int, int] | None
    """Whole people per 100 at the limits of the gain."""
    weighed: bool = True
    """False where the trial's data say that it is shown and not weighed."""


@dataclass(frozen=True, slots=True)
class MedianFindings:
    """Both arms' median survival in one data cut's own analysis, reached or not."""

    endpoint: str
    data_cut: str
    control: MedianSurvival
    experimental: MedianSurvival
    citations: tuple[Citation, ...]
    population: Population


def survival_findings(
    trial: Trial, data_cut: str, endpoint: str, months: int
) -> SurvivalFindings | None:
    """Both arms at a published landmark, their difference and NNT; ``None`` where unpublished."""
    control = _landmark_finding(trial, data_cut, endpoint, months, Role.CONTROL)
    experimental = _landmark_finding(trial, data_cut, endpoint, months, Role.EXPERIMENTAL)
    if control is None or experimental is None:
        return None
    difference = difference_from_reported(experimental.estimate, control.estimate)
    gain = combined(experimental, control, difference, Method.MOVER)
    return SurvivalFindings(
        endpoint=endpoint,
        data_cut=data_cut,
        months=months,
        control=control,
        experimental=experimental,
        gain=gain,
        number_needed=number_needed_to_treat(difference),
        weighed=_is_weighed(trial, data_cut, endpoint, months),
        people=balance.per_hundred(control.estimate.value, experimental.estimate.value),
        gain_limits=whole_limits(difference),
    )


def hazard_ratio_finding(trial: Trial, data_cut: str, endpoint: str) -> Finding | None:
    """The published hazard ratio, experimental against control; ``None`` where unpublished."""
    ratio = trial.hazard_ratio(data_cut, endpoint)
    if ratio is None:
        return None
    has_range = ratio.lower is not None
    return Finding(
        estimate=ratio.estimate(ratio.value),
        decimals=ratio.decimals,
        statuses=(ratio.status,),
        method=Method.PRINTED,
        range_method=Method.PRINTED if has_range else None,
        citations=(cited(trial, ratio),),
        population=randomised(trial),
        months=None,
        data_cut=data_cut,
    )


def number_needed_from_ratio(survival: SurvivalFindings, ratio: Finding) -> NumberNeededToTreat:
    """NNT that the hazard ratio implies at the control's survival; its range is the ratio's.

    Assumes proportional hazards and takes the control's survival as known.
    """
    return number_needed_to_treat(
        gain_from_hazard_ratio(survival.control.estimate.value, ratio.estimate)
    )


def median_findings(trial: Trial, data_cut: str, endpoint: str) -> MedianFindings | None:
    """Both arms' medians of a cut's own analysis; ``None`` where one of them is not available."""
    control, experimental = (trial.median(data_cut, endpoint, role) for role in Role)
    if control is None or experimental is None:
        return None
    found = dict.fromkeys(cited(trial, entry) for entry in (experimental, control))
    return MedianFindings(
        endpoint=endpoint,
        data_cut=data_cut,
        control=control,
        experimental=experimental,
        citations=tuple(found),
        population=randomised(trial),
    )


def _landmark_finding(
    trial: Trial, data_cut: str, endpoint: str, months: int, role: Role
) -> Finding | None:
    landmark = trial.landmark(data_cut, endpoint, months, role)
    if landmark is None:
        return None
    estimate = landmark.estimate(landmark.survival)
    range_method = Method.PRINTED if estimate.has_range else None
    statuses: tuple[Status, ...] = (landmark.status,)
    error, how = _standard_error(trial, landmark)
    if range_method is None and error is not None:
        estimate = loglog_interval(landmark.survival, error)
        if estimate.has_range:
            range_method = how
            statuses = tuple(dict.fromkeys((landmark.status, Status.DERIVED)))
    return Finding(
        estimate=estimate,
        decimals=landmark.decimals,
        statuses=statuses,
        method=Method.PRINTED,
        range_method=range_method,
        citations=(cited(trial, landmark),),
        population=randomised(trial),
        months=months,
        data_cut=data_cut,
    )


def _is_weighed(trial: Trial, data_cut: str, endpoint: str, months: int) -> bool:
    both = (trial.landmark(data_cut, endpoint, months, role) for role in Role)
    return all(landmark is None or landmark.weighed for landmark in both)


def _standard_error(trial: Trial, landmark: Landmark) -> tuple[float | None, Method]:
    """The printed standard error, else one that is calculated; what it is of."""
    if landmark.standard_error is not None:
        return landmark.standard_error, Method.STANDARD_ERROR
    if landmark.range_from is RangeFrom.BINOMIAL:
        people, survival = trial.arm(landmark.arm).n_randomised, landmark.survival
        return math.sqrt(survival * (1 - survival) / people), Method.BINOMIAL
    rebuilt = trial.digitised_curve(landmark.data_cut, landmark.endpoint)
    if rebuilt is not None:
        read = digitised.on_curve(rebuilt.arm(landmark.arm), landmark.months)
        return None if read is None else read.standard_error, Method.DIGITISED_RANGE
    curves = trial.curve(landmark.data_cut, landmark.endpoint)
    if curves is None:
        return None, Method.CALIBRATED_RANGE
    errors = curves.arm(landmark.arm).landmark_standard_errors
    return errors.get(landmark.months), Method.CALIBRATED_RANGE
