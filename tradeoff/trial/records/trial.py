"""The whole trial, and where each of its numbers is found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records.basis import Record, Text
from tradeoff.trial.records.curves import CalibratedCurves, DigitisedCurves
from tradeoff.trial.records.design import (
    Arm,
    Criterion,
    DataCut,
    Endpoint,
    Harm,
    Head,
    Source,
)
from tradeoff.trial.records.rows import (
    AdverseEvent,
    AtRisk,
    ContextRate,
    ExposureRate,
    Fact,
    HazardRatio,
    Landmark,
    MedianSurvival,
    RestrictedMeanDifference,
    Subgroup,
)
from tradeoff.trial.records.texts import TrialText

R = TypeVar("R", bound=Record)


class Trial(Head):
    """One trial: a folder of data and no code."""

    sources: tuple[Source, ...]
    arms: tuple[Arm, ...]
    endpoints: tuple[Endpoint, ...]
    data_cuts: tuple[DataCut, ...]
    landmarks: tuple[Landmark, ...] = ()
    hazard_ratios: tuple[HazardRatio, ...] = ()
    medians: tuple[MedianSurvival, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    harms: tuple[Harm, ...] = ()
    adverse_events: tuple[AdverseEvent, ...] = ()
    exposure_rates: tuple[ExposureRate, ...] = ()
    context: tuple[ContextRate, ...] = ()
    facts: tuple[Fact, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    restricted_means: tuple[RestrictedMeanDifference, ...] = ()
    text: TrialText
    digitised: tuple[DigitisedCurves, ...] = ()
    curves: tuple[CalibratedCurves, ...] = ()
    refused_curves: tuple[Text, ...] = ()
    """Why a curve on disk is not used: stale or missing, in words."""
    refused_local: tuple[Text, ...] = ()
    """Why a centre's confirmation on disk is not used, in words: the shipped numbers stay."""
    fingerprint: Text
    """Checksum of all files that this record was read from."""

    def source(self, source_id: str) -> Source:
        """The source with this id."""
        return next(source for source in self.sources if source.id == source_id)

    def arm(self, role: Role) -> Arm:
        """The arm with this role."""
        return next(arm for arm in self.arms if arm.role is role)

    def data_cut(self, cut_id: str) -> DataCut:
        """The data cut with this id."""
        return next(cut for cut in self.data_cuts if cut.id == cut_id)

    def cuts_with(self, endpoint: str) -> tuple[DataCut, ...]:
        """The data cuts that hold this end point, in the order of the file."""
        held = {entry.data_cut for entry in self.landmarks if entry.endpoint == endpoint}
        held |= {entry.data_cut for entry in self.hazard_ratios if entry.endpoint == endpoint}
        held |= {entry.data_cut for entry in self.digitised if entry.endpoint == endpoint}
        held |= {entry.analysis for entry in self.medians if entry.endpoint == endpoint}
        return tuple(cut for cut in self.data_cuts if cut.id in held)

    def landmark_months(self, data_cut: str, endpoint: str) -> tuple[int, ...]:
        """Months with a published landmark in both arms, rising."""
        both = Arms.each(
            lambda role: {
                entry.months
                for entry in self.landmarks
                if (entry.data_cut, entry.endpoint, entry.arm) == (data_cut, endpoint, role)
            }
        )
        return tuple(sorted(both.control & both.experimental))

    def landmark(self, data_cut: str, endpoint: str, months: int, role: Role) -> Landmark | None:
        """The published landmark, ``None`` where there is none."""
        return _found(self.landmarks, data_cut=data_cut, endpoint=endpoint, months=months, arm=role)

    def hazard_ratio(self, data_cut: str, endpoint: str) -> HazardRatio | None:
        """The published hazard ratio of the cut's own analysis, ``None`` where there is none."""
        return _found(self.hazard_ratios, data_cut=data_cut, endpoint=endpoint, model=None)

    def curve(self, data_cut: str, endpoint: str) -> CalibratedCurves | None:
        """The calibrated curves, ``None`` where there are none."""
        return _found(self.curves, data_cut=data_cut, endpoint=endpoint)

    def digitised_curve(self, data_cut: str, endpoint: str) -> DigitisedCurves | None:
        """The curves rebuilt from a printed figure, ``None`` where there are none."""
        return _found(self.digitised, data_cut=data_cut, endpoint=endpoint)

    def median(self, data_cut: str, endpoint: str, role: Role) -> MedianSurvival | None:
        """The median of a data cut's own analysis, ``None`` where it is not available."""
        return _found(self.medians, analysis=data_cut, endpoint=endpoint, arm=role, model=None)

    def adverse_event(self, harm: str, role: Role) -> AdverseEvent | None:
        """The count of a harm in an arm, ``None`` where it is not available."""
        return _found(self.adverse_events, harm=harm, arm=role)

    @property
    def weighed_harm(self) -> Harm | None:
        """The harm that the side panel weighs, ``None`` where the trial names none."""
        return _found(self.harms, weighed=True)

    @property
    def n_randomised(self) -> int:
        """Patients randomised, both arms."""
        return sum(arm.n_randomised for arm in self.arms)


def _found(rows: Iterable[R], **wanted: object) -> R | None:
    """The first row whose fields hold these values, ``None`` where there is none."""
    fits = (row for row in rows if all(getattr(row, key) == wanted[key] for key in wanted))
    return next(fits, None)
