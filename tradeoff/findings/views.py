"""Every number of one view, each with what must travel with it: range, status, source, population.

Views read these records and compute nothing. Percentages are probabilities, 0 to 1; differences
are experimental minus control, so a positive survival difference is a gain and a positive harm
difference an excess.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from tradeoff.findings.choices import Choices, HarmSource, TypedCounts, weighed_month
from tradeoff.findings.curve_ranges import CurveRanges, curve_ranges
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import (
    Count,
    Estimate,
    NumberNeededToTreat,
    difference_from_reported,
    gain_from_hazard_ratio,
    loglog_interval,
    normal_quantile,
    number_needed_to_treat,
    ratio_from_p_value,
    widest_proportion,
    widest_risk_difference,
)
from tradeoff.statistics.survival import restricted_mean, restricted_mean_difference
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import (
    AdverseEvent,
    CalibratedArm,
    CalibratedCurves,
    Confirmation,
    DigitisedCurves,
    Fact,
    Harm,
    Landmark,
    Limits,
    MedianSurvival,
    Provenance,
    RangeFrom,
    RestrictedMeanDifference,
    Source,
    Status,
    Subgroup,
    Trial,
)

__all__ = [
    "SIMULATION_DRAWS",
    "SIMULATION_SEED",
    "Base",
    "Citation",
    "Finding",
    "Findings",
    "HarmFindings",
    "MarkedMonth",
    "MedianFindings",
    "Method",
    "Population",
    "PublishedRestrictedMean",
    "RestrictedMeans",
    "SubgroupFinding",
    "SurvivalFindings",
    "age_groups",
    "all_harms",
    "base_findings",
    "calibrated_ranges",
    "can_be_weighed",
    "cited",
    "counted_by",
    "counted_harm",
    "harm_findings",
    "hazard_ratio_finding",
    "median_findings",
    "number_needed_from_ratio",
    "published_restricted_mean",
    "restricted_means",
    "rounding_limits",
    "subgroup_findings",
    "subgroups_of_cut",
    "survival_findings",
    "whole",
    "with_preference",
]

# One fixed seed, so that every page, replica and export shows the same simulated figures.
SIMULATION_SEED: Final = 20_240_725
# Five times the engine's default: the range's second digit no longer hangs on the seed.
SIMULATION_DRAWS: Final = 100_000


class Method(StrEnum):
    """How a value or its range came about."""

    PRINTED = "printed"
    OWN_COUNTS = "own-counts"
    BINOMIAL = "binomial"
    WILSON_WIDEST = "wilson-widest"
    NEWCOMBE_WIDEST = "newcombe-widest"
    DIFFERENCE = "difference"
    MOVER = "mover"
    NEWCOMBE = "newcombe"
    WILSON = "wilson"
    STANDARD_ERROR = "standard-error"
    CALIBRATED_RANGE = "calibrated-range"
    TYPED_COUNTS = "typed-counts"
    CALIBRATED_CURVE = "calibrated-curve"
    DIGITISED_RANGE = "digitised-range"
    DIGITISED_CURVE = "digitised-curve"
    RATIO_FROM_P = "ratio-from-p"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, the place in it, and how the number is known from it."""

    source: Source
    place: str
    status: Status
    also: Source | None = None
    confirmed: Confirmation | None = None
    """Set where a centre read the number in that document itself."""


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a number counts: the randomised for survival, the treated for harm."""

    randomised: bool
    experimental: int
    control: int
    of_trial: bool = True
    """False for people whom the trial never saw: a centre's own …"""
    counted_by: str | None = None
    """… with who counted them and when, where that is known."""

    @property
    def total(self) -> int:
        """People in both arms."""
        return self.experimental + self.control


@dataclass(frozen=True, slots=True)
class Finding:
    """One number with its range, status, source, population and window.

    ``decimals`` are those of the percentage (or ratio) that may be shown; ``months`` is the time
    at which it is read, ``None`` for harms counted during treatment.
    """

    estimate: Estimate
    decimals: int
    statuses: tuple[Status, ...]
    method: Method
    range_method: Method | None
    citations: tuple[Citation, ...]
    population: Population
    months: int | None
    data_cut: str | None

    @property
    def unconfirmed(self) -> bool:
        """Whether it must carry the badge in words."""
        return Status.UNCONFIRMED in self.statuses

    @property
    def confirmed(self) -> Citation | None:
        """The document in which a centre read it, ``None`` where none confirmed it."""
        return next((one for one in self.citations if one.confirmed is not None), None)

    @property
    def calculated_range(self) -> bool:
        """Whether the range was calculated here rather than printed in the source."""
        return self.range_method not in (None, Method.PRINTED)


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
class HarmFindings:
    """Both arms' patients with at least one event of the weighed harm."""

    harm: Harm
    source: HarmSource
    as_of: str | None
    control: Finding
    experimental: Finding
    counts: tuple[tuple[Count, ...], tuple[Count, ...]]
    """Control, experimental: each arm's count, or every count that prints as its percentage."""
    excess: Finding
    people: balance.WholePeople
    excess_limits: tuple[int, int] | None

    @property
    def counted(self) -> tuple[Count, Count] | None:
        """Both arms' counts, control first; ``None`` where the source prints percentages alone."""
        if self.experimental.range_method is not Method.WILSON:
            return None
        (control, *_), (experimental, *_) = self.counts
        return control, experimental

    @property
    def confirmed(self) -> Citation | None:
        """The document in which a centre read the counts, ``None`` where none confirmed them."""
        return self.excess.confirmed

    @property
    def counted_by(self) -> str | None:
        """Who brought counts of their own in the trial's place, and when; ``None`` for no one."""
        return self.excess.population.counted_by


@dataclass(frozen=True, slots=True)
class MarkedMonth:
    """A month between landmarks, read off the curve: reconstructed, never weighed.

    The range of a calibrated curve is that of the true curve (reconstruction and sampling
    together), that of a digitised one the sampling range of its pseudo-patients.
    """

    months: int
    control: Finding
    experimental: Finding
    difference: Finding


@dataclass(frozen=True, slots=True)
class RestrictedMeans:
    """Mean survival time to a horizon, in months, from the curve that the trial has.

    A calibrated curve has a band of reconstruction beside that of sampling, a digitised one none.
    """

    horizon_months: int
    control: Estimate
    experimental: Estimate
    difference: Estimate
    control_reconstruction: Limits | None
    experimental_reconstruction: Limits | None
    difference_reconstruction: Limits | None
    citations: tuple[Citation, ...]
    method: Method = Method.CALIBRATED_CURVE


@dataclass(frozen=True, slots=True)
class MedianFindings:
    """Both arms' median survival in one data cut's own analysis, reached or not."""

    endpoint: str
    data_cut: str
    control: MedianSurvival
    experimental: MedianSurvival
    citations: tuple[Citation, ...]
    population: Population


@dataclass(frozen=True, slots=True)
class PublishedRestrictedMean:
    """The difference of restricted means as printed, in days: never mixed with a reconstructed."""

    published: RestrictedMeanDifference
    estimate: Estimate
    citation: Citation


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


@dataclass(frozen=True, slots=True)
class Base:
    """All that depends on neither preference nor framing nor the marked month: kept."""

    survival: SurvivalFindings | None
    harm: HarmFindings | None
    hazard_ratio: Finding | None
    medians: MedianFindings | None
    restricted_means: RestrictedMeans | None
    draws: balance.Draws | None
    weighing: balance.Weighing


@dataclass(frozen=True, slots=True)
class Findings:
    """Every number of one view."""

    trial: Trial
    choices: Choices
    base: Base
    weighing: balance.Weighing
    marked: MarkedMonth | None

    @property
    def survival(self) -> SurvivalFindings | None:
        """Both arms at the weighed landmark; ``None`` where none is published."""
        return self.base.survival

    @property
    def harm(self) -> HarmFindings | None:
        """The weighed harm; ``None`` where its rate is not available."""
        return self.base.harm

    @property
    def medians(self) -> MedianFindings | None:
        """Both arms' medians of this cut; ``None`` where they are not available."""
        return self.base.medians

    @property
    def unconfirmed(self) -> bool:
        """Whether anything weighed here rests on an unconfirmed number."""
        return self.harm is not None and self.harm.excess.unconfirmed


def base_findings(trial: Trial, choices: Choices, *, rng: np.random.Generator) -> Base:
    """Everything that depends on neither preference nor framing nor the marked month.

    ``rng`` is seeded with ``SIMULATION_SEED`` wherever figures are shown.
    """
    month = weighed_month(trial, choices)
    survival = (
        None if month is None else survival_findings(trial, choices.cut, choices.endpoint, month)
    )
    harm = harm_findings(trial, choices)
    draws = _draws(survival, harm, rng)
    return Base(
        survival=survival,
        harm=harm,
        hazard_ratio=hazard_ratio_finding(trial, choices.cut, choices.endpoint),
        medians=median_findings(trial, choices.cut, choices.endpoint),
        restricted_means=restricted_means(trial, choices.cut, choices.endpoint),
        draws=draws,
        weighing=_weigh(survival, harm, draws, None, harm_window=_harm_window(trial)),
    )


def with_preference(trial: Trial, choices: Choices, base: Base) -> Findings:
    """The view for these choices: the kept base, weighed with the preference if one is set."""
    weighing = base.weighing
    if choices.weight is not None:
        weighing = _weigh(
            base.survival,
            base.harm,
            base.draws,
            choices.weight / 100,
            harm_window=_harm_window(trial),
        )
    weighed = None if base.survival is None else base.survival.months
    return Findings(trial, choices, base, weighing, _marked_month(trial, choices, weighed))


def survival_findings(
    trial: Trial, data_cut: str, endpoint: str, months: int
) -> SurvivalFindings | None:
    """Both arms at a published landmark, their difference and NNT; ``None`` where unpublished."""
    control = _landmark_finding(trial, data_cut, endpoint, months, Role.CONTROL)
    experimental = _landmark_finding(trial, data_cut, endpoint, months, Role.EXPERIMENTAL)
    if control is None or experimental is None:
        return None
    difference = difference_from_reported(experimental.estimate, control.estimate)
    gain = _combined(experimental, control, difference, Method.MOVER)
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
        gain_limits=_whole_limits(difference),
    )


def harm_findings(trial: Trial, choices: Choices) -> HarmFindings | None:
    """The weighed harm from the chosen source; ``None`` where no count is available."""
    harm = trial.weighed_harm
    if harm is None:
        return None
    if choices.counts is not None:
        return _typed_harm(harm, choices.harm, choices.counts)
    return counted_harm(trial, harm)


def counted_harm(trial: Trial, harm: Harm) -> HarmFindings | None:
    """Any harm as the trial reports it, weighed or not; ``None`` where it gives no rate."""
    events = [trial.adverse_event(harm.id, role) for role in (Role.CONTROL, Role.EXPERIMENTAL)]
    control, experimental = events
    if control is None or experimental is None:
        return None
    if control.proportion is None or experimental.proportion is None:
        return None
    exact = control.count is not None and experimental.count is not None
    citations = tuple(dict.fromkeys(cited(trial, event) for event in (control, experimental)))
    whose = counted_by(trial, citations)
    return _harm_record(
        harm,
        (control.possible, experimental.possible),
        (control.proportion, experimental.proportion),
        source=HarmSource.TRIAL,
        as_of=None,
        citations=citations,
        decimals=1 if exact else min(control.decimals, experimental.decimals),
        method=Method.PRINTED if whose is None else Method.OWN_COUNTS,
        exact=exact,
        whose=whose,
    )


def counted_by(trial: Trial, citations: tuple[Citation, ...]) -> str | None:
    """Who counted for themselves, in a session or for a folder of their own, and when."""
    own = [one for one in citations if one.status is Status.LOCAL and one.confirmed is None]
    if not own:
        return None
    local = trial.local
    if local is not None and not local.session:
        return f"{local.label}, {local.as_of.isoformat()}"
    return own[0].source.short


def all_harms(view: Findings) -> tuple[tuple[Harm, HarmFindings | None], ...]:
    """Every harm of the trial in its order; the weighed one from the chosen source.

    ``None`` where no count is available, which is not the same as none.
    """
    weighed = view.trial.weighed_harm
    return tuple(
        (harm, view.harm if harm is weighed else counted_harm(view.trial, harm))
        for harm in view.trial.harms
    )


def can_be_weighed(view: Findings) -> bool:
    """Whether a gain at a published landmark and the rate of a harm are at hand, to be weighed."""
    weighing = view.weighing
    at_hand = weighing.gain is not None and weighing.harm is not None
    return at_hand and weighing.obstacle is not balance.Obstacle.NOT_TO_BE_WEIGHED


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
        population=_randomised(trial),
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
        population=_randomised(trial),
    )


def published_restricted_mean(
    trial: Trial, data_cut: str, endpoint: str
) -> PublishedRestrictedMean | None:
    """The printed difference of restricted means, in days; ``None`` where unpublished."""
    key = (data_cut, endpoint)
    found = (e for e in trial.restricted_means if (e.data_cut, e.endpoint) == key)
    published = next(found, None)
    if published is None:
        return None
    estimate = published.estimate(published.difference_days)
    return PublishedRestrictedMean(published, estimate, cited(trial, published))


def restricted_means(trial: Trial, data_cut: str, endpoint: str) -> RestrictedMeans | None:
    """Mean survival time to the curve's horizon, in months; status reconstructed."""
    rebuilt = trial.digitised_curve(data_cut, endpoint)
    if rebuilt is not None:
        return _rebuilt_means(trial, rebuilt)
    curves = trial.curve(data_cut, endpoint)
    if curves is None:
        return None
    difference = _normal_estimate(
        curves.restricted_mean_difference_months, curves.restricted_mean_difference_standard_error
    )
    return RestrictedMeans(
        horizon_months=curves.horizon_months,
        control=_restricted_mean(curves.control),
        experimental=_restricted_mean(curves.experimental),
        difference=difference,
        control_reconstruction=curves.control.restricted_mean_reconstruction,
        experimental_reconstruction=curves.experimental.restricted_mean_reconstruction,
        difference_reconstruction=curves.restricted_mean_difference_reconstruction,
        citations=(cited(trial, trial.data_cut(data_cut)),),
    )


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


def calibrated_ranges(trial: Trial, curves: CalibratedCurves) -> CurveRanges:
    """The 95 % range of the true curves, month by month; at a landmark the landmark's own."""
    place = (curves.data_cut, curves.endpoint)
    found = {
        month: survival_findings(trial, *place, month) for month in trial.landmark_months(*place)
    }
    at = {month: one for month, one in found.items() if one is not None}
    return curve_ranges(
        curves,
        control={month: one.control.estimate for month, one in at.items()},
        experimental={month: one.experimental.estimate for month, one in at.items()},
        gain={month: one.gain.estimate for month, one in at.items()},
    )


def whole(value: float) -> int:
    """A proportion or difference as whole people of 100, halves away from zero."""
    return balance.per_hundred(0.0, value).increment if value >= 0 else -whole(-value)


def cited(trial: Trial, entry: Provenance) -> Citation:
    """Where a number of the trial comes from, with who confirmed it."""
    also = None if entry.also is None else trial.source(entry.also)
    confirmed = entry.confirmed if isinstance(entry, AdverseEvent | Fact) else None
    return Citation(trial.source(entry.source), entry.place, entry.status, also, confirmed)


# --- the parts ---------------------------------------------------------------------------------


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
        population=_randomised(trial),
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


def _combined(
    experimental: Finding, control: Finding, difference: Estimate, range_method: Method
) -> Finding:
    """A difference with all that it inherits from its two parts."""
    inherited = dict.fromkeys((*experimental.statuses, *control.statuses, Status.DERIVED))
    citations = dict.fromkeys((*experimental.citations, *control.citations))
    return replace(
        experimental,
        estimate=difference,
        decimals=min(experimental.decimals, control.decimals),
        statuses=tuple(inherited),
        method=Method.DIFFERENCE,
        range_method=range_method if difference.has_range else None,
        citations=tuple(citations),
    )


def _typed_harm(harm: Harm, source: HarmSource, typed: TypedCounts) -> HarmFindings:
    return _harm_record(
        harm,
        ((typed.control,), (typed.experimental,)),
        (typed.control.proportion, typed.experimental.proportion),
        source=source,
        as_of=typed.as_of,
        citations=(),
        decimals=1,
        method=Method.TYPED_COUNTS,
    )


def _harm_record(
    harm: Harm,
    counts: tuple[tuple[Count, ...], tuple[Count, ...]],
    rates: tuple[float, float],
    *,
    source: HarmSource,
    as_of: str | None,
    citations: tuple[Citation, ...],
    decimals: int,
    method: Method,
    exact: bool = True,
    whose: str | None = None,
) -> HarmFindings:
    """Control first. ``rates`` are those shown; ``counts`` all that each may stand for.

    ``exact`` where the source gives counts, and not percentages alone.
    """
    of_trial = source is not HarmSource.CENTRE and whose is None
    typed = source is not HarmSource.TRIAL
    statuses = (Status.LOCAL,) if typed else tuple(dict.fromkeys(c.status for c in citations))
    control_total, total = (possible[0].total for possible in counts)
    arms = [
        Finding(
            estimate=widest_proportion(rate, possible),
            decimals=decimals,
            statuses=statuses,
            method=method,
            range_method=Method.WILSON if exact else Method.WILSON_WIDEST,
            citations=citations,
            population=Population(False, total, control_total, of_trial, whose),
            months=None,
            data_cut=None,
        )
        for rate, possible in zip(rates, counts, strict=True)
    ]
    difference = widest_risk_difference(rates[1] - rates[0], counts[1], counts[0])
    return HarmFindings(
        harm=harm,
        source=source,
        as_of=as_of,
        control=arms[0],
        experimental=arms[1],
        counts=counts,
        excess=_combined(
            arms[1],
            arms[0],
            difference,
            Method.NEWCOMBE if exact else Method.NEWCOMBE_WIDEST,
        ),
        people=balance.per_hundred(*rates),
        excess_limits=_whole_limits(difference),
    )


def _draws(
    survival: SurvivalFindings | None, harm: HarmFindings | None, rng: np.random.Generator
) -> balance.Draws | None:
    """Joint draws of gain and harm, ``None`` where either has no range or is not weighed."""
    if survival is None or harm is None or not survival.weighed:
        return None
    arms = (survival.experimental, survival.control)
    if not all(_can_be_drawn(arm.estimate) for arm in arms):
        return None
    control, experimental = harm.counts
    return balance.simulate(
        survival.experimental.estimate,
        survival.control.estimate,
        experimental,
        control,
        draws=SIMULATION_DRAWS,
        rng=rng,
        rounding=(_rounding(arms[0]), _rounding(arms[1])),
    )


def _rounding(arm: Finding) -> float:
    """Half a point where a source prints whole percentages; decimals leave nothing worth drawing.

    A tenth of a point is a hundredth of what chance alone leaves open in any trial here.
    """
    return 0.005 if arm.decimals == 0 else 0.0


def rounding_limits(view: Findings) -> tuple[float, float] | None:
    """Least and most that the balance point may be by rounding of the printed figures alone.

    ``None`` where there is no balance point, or where nothing printed leaves room.
    """
    survival, harm = view.survival, view.harm
    if survival is None or harm is None or view.weighing.balance_point is None:
        return None
    half = _rounding(survival.experimental) + _rounding(survival.control)
    control, experimental = ([one.proportion for one in counts] for counts in harm.counts)
    least = min(experimental) - max(control)
    most = max(experimental) - min(control)
    if (half == 0 and least == most) or least <= 0:
        return None
    gain = survival.gain.estimate.value
    return (gain - half) / most, (gain + half) / least


def _can_be_drawn(survival: Estimate) -> bool:
    """Whether survival has limits with a log(-log): both strictly between 0 and 1."""
    return survival.has_range and all(0 < limit < 1 for limit in survival.limits)


def _weigh(
    survival: SurvivalFindings | None,
    harm: HarmFindings | None,
    draws: balance.Draws | None,
    preference: float | None,
    *,
    harm_window: str,
) -> balance.Weighing:
    gain = None if survival is None else survival.gain
    excess = None if harm is None else harm.excess
    statuses = [status for part in (gain, excess) if part is not None for status in part.statuses]
    weighed = survival is None or survival.weighed
    found = balance.weigh(
        None if gain is None else gain.estimate,
        None if excess is None else excess.estimate,
        draws=draws,
        preference=preference if weighed else None,
        gain_window="" if survival is None else f"{survival.months} months",
        harm_window=harm_window,
        statuses=tuple(dict.fromkeys(statuses)),
    )
    if weighed:
        return found
    return replace(found, balance_point=None, obstacle=balance.Obstacle.NOT_TO_BE_WEIGHED)


def _harm_window(trial: Trial) -> str:
    harm = trial.weighed_harm
    return "" if harm is None else trial.text.harms[harm.id].window


def _marked_month(trial: Trial, choices: Choices, weighed: int | None) -> MarkedMonth | None:
    """The chosen month read off the curve, ``None`` where it is a landmark or has no curve."""
    if choices.months is None or choices.months == weighed:
        return None
    rebuilt = trial.digitised_curve(choices.cut, choices.endpoint)
    curves = rebuilt or trial.curve(choices.cut, choices.endpoint)
    if curves is None:
        return None
    if isinstance(curves, DigitisedCurves):
        return _read_off_digitised(trial, curves, choices.months)
    ranges = calibrated_ranges(trial, curves)
    month = choices.months
    control, experimental, difference = (
        _read_off(trial, trial.data_cut(curves.data_cut), curves, estimate, month)
        for estimate in (
            ranges.control[month], ranges.experimental[month], ranges.difference[month]
        )
    )  # fmt: skip
    return MarkedMonth(month, control, experimental, difference)


def _read_off_digitised(trial: Trial, curves: DigitisedCurves, month: int) -> MarkedMonth | None:
    """Both arms' pseudo-patients at a month; ``None`` past the end of a curve."""
    control, experimental = (
        digitised.on_curve(curves.arm(role), month) for role in (Role.CONTROL, Role.EXPERIMENTAL)
    )
    if control is None or experimental is None:
        return None
    difference = difference_from_reported(experimental, control)
    read = (
        _read_off(trial, curves, curves, estimate, month)
        for estimate in (control, experimental, difference)
    )
    return MarkedMonth(month, *read)


def _read_off(
    trial: Trial,
    entry: Provenance,
    curves: DigitisedCurves | CalibratedCurves,
    estimate: Estimate,
    months: int,
) -> Finding:
    rebuilt = isinstance(curves, DigitisedCurves)
    method = Method.DIGITISED_CURVE if rebuilt else Method.CALIBRATED_CURVE
    return Finding(
        estimate=estimate,
        decimals=0,
        statuses=_curve_statuses(curves),
        method=method,
        range_method=method if estimate.has_range else None,
        citations=(cited(trial, entry),),
        population=_randomised(trial),
        months=months,
        data_cut=curves.data_cut,
    )


def _curve_statuses(curves: DigitisedCurves | CalibratedCurves) -> tuple[Status, ...]:
    own = (curves.status,) if isinstance(curves, DigitisedCurves) else ()
    return tuple(dict.fromkeys((Status.RECONSTRUCTED, *own)))


def _rebuilt_means(trial: Trial, curves: DigitisedCurves) -> RestrictedMeans | None:
    """Mean survival of the pseudo-patients, up to where both arms are drawn and published."""
    last = max(trial.landmark_months(curves.data_cut, curves.endpoint), default=None)
    horizon = digitised.mean_horizon(curves, last)
    if horizon is None:
        return None
    control, experimental = map(digitised.arm_curve, (curves.control, curves.experimental))
    return RestrictedMeans(
        horizon_months=horizon,
        control=restricted_mean(control, horizon=horizon),
        experimental=restricted_mean(experimental, horizon=horizon),
        difference=restricted_mean_difference(experimental, control, horizon=horizon),
        control_reconstruction=None,
        experimental_reconstruction=None,
        difference_reconstruction=None,
        citations=(cited(trial, curves),),
        method=Method.DIGITISED_CURVE,
    )


def _restricted_mean(arm: CalibratedArm) -> Estimate:
    return _normal_estimate(arm.restricted_mean_months, arm.restricted_mean_standard_error)


def _normal_estimate(value: float, standard_error: float, *, level: float = 0.95) -> Estimate:
    half = normal_quantile(level) * standard_error
    return Estimate(value, value - half, value + half, level, standard_error)


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


def _randomised(trial: Trial) -> Population:
    return Population(
        randomised=True,
        experimental=trial.arm(Role.EXPERIMENTAL).n_randomised,
        control=trial.arm(Role.CONTROL).n_randomised,
    )


def _whole_limits(difference: Estimate) -> tuple[int, int] | None:
    if not difference.has_range:
        return None
    lower, upper = difference.limits
    return whole(lower), whole(upper)
