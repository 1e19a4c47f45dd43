"""What was published of survival: landmarks, hazard ratio, medians, restricted means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

from tradeoff.findings.landmarks import is_weighed, landmarks_of
from tradeoff.findings.provenance import (
    Citation,
    Comparison,
    Finding,
    Method,
    Population,
    cited,
    difference_of,
    once,
    randomised,
)
from tradeoff.statistics.intervals import (
    Estimate,
    NumberNeededToTreat,
    difference_from_reported,
    gain_from_hazard_ratio,
    loglog_interval,
    number_needed_to_treat,
)
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    Landmark,
    MedianSurvival,
    RangeFrom,
    RestrictedMeanDifference,
    Status,
    Trial,
)


@dataclass(frozen=True, slots=True)
class SurvivalFindings(Comparison):
    """Both arms at one published landmark of one cut and end point."""

    endpoint: str
    data_cut: str
    months: int
    weighed: bool = True
    """False where the trial's data say that it is shown and not weighed."""

    @property
    def gain(self) -> Finding:
        """The difference in survival: positive where more are alive with the treatment."""
        return self.difference

    @property
    def number_needed(self) -> NumberNeededToTreat:
        """How many are treated for one more alive at this time."""
        return number_needed_to_treat(self.difference.estimate)


@dataclass(frozen=True, slots=True)
class MedianFindings(Arms[MedianSurvival]):
    """Both arms' median survival in one data cut's own analysis, reached or not."""

    endpoint: str
    data_cut: str
    citations: tuple[Citation, ...]
    population: Population


@dataclass(frozen=True, slots=True)
class PublishedRestrictedMean:
    """The difference of restricted means as printed, in days: never mixed with a reconstructed."""

    published: RestrictedMeanDifference
    estimate: Estimate
    citation: Citation


def survival_findings(
    trial: Trial, data_cut: str, endpoint: str, months: int
) -> SurvivalFindings | None:
    """Both arms at a published landmark with their difference; ``None`` where unpublished."""
    landmarks = landmarks_of(trial, data_cut, endpoint).get(months)
    if landmarks is None:
        return None
    arms = landmarks.map(partial(_landmark_finding, trial))
    estimates = arms.map(lambda arm: arm.estimate)
    return SurvivalFindings(
        control=arms.control,
        experimental=arms.experimental,
        difference=difference_of(arms, difference_from_reported(*estimates.shown), Method.MOVER),
        endpoint=endpoint,
        data_cut=data_cut,
        months=months,
        weighed=is_weighed(landmarks),
    )


def hazard_ratio_finding(trial: Trial, data_cut: str, endpoint: str) -> Finding | None:
    """The published hazard ratio, experimental against control; ``None`` where unpublished."""
    ratio = trial.hazard_ratio(data_cut, endpoint)
    if ratio is None:
        return None
    estimate = ratio.estimate(ratio.value)
    return Finding(
        estimate=estimate,
        decimals=ratio.decimals,
        statuses=(ratio.status,),
        method=Method.PRINTED,
        range_method=Method.PRINTED if estimate.has_range else None,
        citations=(cited(trial, ratio),),
        population=randomised(trial),
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
    medians = Arms.both(partial(trial.median, data_cut, endpoint))
    if medians is None:
        return None
    return MedianFindings(
        control=medians.control,
        experimental=medians.experimental,
        endpoint=endpoint,
        data_cut=data_cut,
        citations=once(*(cited(trial, median) for median in medians.shown)),
        population=randomised(trial),
    )


def published_restricted_mean(
    trial: Trial, data_cut: str, endpoint: str
) -> PublishedRestrictedMean | None:
    """The printed difference of restricted means, in days; ``None`` where unpublished."""
    for published in trial.restricted_means:
        if (published.data_cut, published.endpoint) == (data_cut, endpoint):
            estimate = published.estimate(published.difference_days)
            return PublishedRestrictedMean(published, estimate, cited(trial, published))
    return None


@dataclass(frozen=True, slots=True)
class _StandardError:
    """The standard error of a survival, 0 to 1, and where it is from."""

    value: float
    method: Method


def _landmark_finding(trial: Trial, landmark: Landmark) -> Finding:
    estimate, range_method = landmark.estimate(landmark.survival), None
    error = None if estimate.has_range else _standard_error(trial, landmark)
    if error is not None:
        estimate = loglog_interval(landmark.survival, error.value)
    if estimate.has_range:
        range_method = Method.PRINTED if error is None else error.method
    derived = () if range_method in (None, Method.PRINTED) else (Status.DERIVED,)
    return Finding(
        estimate=estimate,
        decimals=landmark.decimals,
        statuses=once(landmark.status, *derived),
        method=Method.PRINTED,
        range_method=range_method,
        citations=(cited(trial, landmark),),
        population=randomised(trial),
        months=landmark.months,
        data_cut=landmark.data_cut,
    )


def _standard_error(trial: Trial, landmark: Landmark) -> _StandardError | None:
    """The printed one, else one that is calculated from what the landmark names."""
    if landmark.standard_error is not None:
        return _StandardError(landmark.standard_error, Method.STANDARD_ERROR)
    if landmark.range_from is RangeFrom.BINOMIAL:
        people, survival = trial.arm(landmark.arm).n_randomised, landmark.survival
        return _StandardError(math.sqrt(survival * (1 - survival) / people), Method.BINOMIAL)
    rebuilt = trial.digitised_curve(landmark.data_cut, landmark.endpoint)
    curves = trial.curve(landmark.data_cut, landmark.endpoint)
    error, method = None, Method.CALIBRATED_RANGE
    if rebuilt is not None:
        read = digitised.on_curve(rebuilt.arm(landmark.arm), landmark.months)
        error, method = None if read is None else read.standard_error, Method.DIGITISED_RANGE
    elif curves is not None:
        error = curves.arm(landmark.arm).landmark_standard_errors.get(landmark.months)
    return None if error is None else _StandardError(error, method)
