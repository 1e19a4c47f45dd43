"""One number as an entry of the ledger: no words, all that must travel with it.

An entry says what the number is, where in the trial it stands, whom it counts, how it is known and
how it came about. What it is called, its window and its method in words come from its quantity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Citation, Finding, Method, Population, cited
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import (
    ExposureRate,
    Harm,
    HazardRatio,
    Provenance,
    RestrictedMeanDifference,
    Status,
    Trial,
)

Fields = dict[str, Any]
HasP = HazardRatio | RestrictedMeanDifference | ExposureRate | Harm


class Quantity(StrEnum):
    """What a number is. Differences are experimental minus control, ratios the one over the other.

    Numbers of subgroups and of other studies have quantities of their own, so that a filter on one
    quantity never mixes them with the whole trial's.
    """

    RANDOMISED = "randomised"
    TREATED = "treated"
    MEDIAN_FOLLOW_UP = "median-follow-up"
    AT_RISK = "at-risk"
    SURVIVAL = "survival"
    SURVIVAL_DIFFERENCE = "survival-difference"
    NUMBER_NEEDED = "number-needed-to-treat"
    NUMBER_NEEDED_FROM_RATIO = "number-needed-from-hazard-ratio"
    HAZARD_RATIO = "hazard-ratio"
    HAZARD_RATIO_OF_MODEL = "hazard-ratio-of-model"
    """Of another analysis of the same cut, such as an adjusted one; `item` names it."""
    MEDIAN_SURVIVAL = "median-survival"
    MEDIAN_SURVIVAL_OF_MODEL = "median-survival-of-model"
    RESTRICTED_MEAN = "restricted-mean"
    RESTRICTED_MEAN_DIFFERENCE = "restricted-mean-difference"
    HARM = "harm"
    HARM_DIFFERENCE = "harm-difference"
    EXPOSURE_RATE = "exposure-rate"
    """Events per patient-year on treatment."""
    PEOPLE = "people-of-100"
    PEOPLE_DIFFERENCE = "people-of-100-difference"
    BALANCE_POINT = "balance-point"
    SUBGROUP_HAZARD_RATIO = "subgroup-hazard-ratio"
    SUBGROUP_SURVIVAL = "subgroup-survival"
    SUBGROUP_FOLLOW_UP = "subgroup-median-follow-up"
    CONTEXT_RATE = "context-rate"
    CONTEXT_COMPARATOR_RATE = "context-comparator-rate"
    FACT = "fact"
    CALIBRATED_SURVIVAL = "calibrated-survival"
    DIGITISED_SURVIVAL = "digitised-survival"


class Unit(StrEnum):
    """The unit of a value and of its limits."""

    PROPORTION = "proportion"
    """0 to 1, a difference of two of them -1 to 1."""
    RATIO = "ratio"
    MONTHS = "months"
    DAYS = "days"
    PATIENTS = "patients"
    PER_PATIENT_YEAR = "per-patient-year"
    PEOPLE_OF_100 = "people-of-100"
    """Whole people, rounded so that they add up."""
    AS_WORDED = "as-worded"
    """A fact's number: its label says what it counts."""


class RangeOrigin(StrEnum):
    """How a range came about, beyond the methods of single findings."""

    RECIPROCAL = "reciprocal"
    """One over the limits of the difference."""
    FROM_RATIO = "from-ratio"
    """The hazard ratio's limits at the control's survival."""
    ROUNDED = "rounded"
    """The limits of the difference as whole people."""
    SIMULATION = "simulation"
    """Quantiles of draws with one fixed seed."""
    NORMAL = "normal"
    """Value and standard error, normal."""
    LOG_LOG = "log-log"
    """Greenwood's log(-log) interval of a curve."""
    TRUE_CURVE = "true-curve"
    """Reconstruction and sampling of a calibrated curve drawn together."""


class Whom(StrEnum):
    """Whom a number counts. Survival counts the randomised, harm the treated."""

    RANDOMISED = "randomised"
    TREATED = "treated"
    BOTH = "randomised-and-treated"
    """Computed from a number of each kind."""
    CENTRE = "centre"
    """A centre's own patients: not the trial's, not randomised."""
    SUBGROUP = "subgroup"
    ELSEWHERE = "elsewhere"
    """Another study or a label: never this trial's patients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number; ``None`` is not available, never zero.

    ``value`` is unrounded where computed and ``decimals`` are those that the source allows, of the
    percentage for proportions. The fields are those of the exchange format, which describes each.
    """

    quantity: Quantity
    unit: Unit
    value: float | None
    decimals: int | None
    statuses: tuple[Status, ...] = ()
    citations: tuple[Citation, ...] = ()
    published: Provenance | None = None
    """The record that holds it, for a number that stands in one."""
    behind: SurvivalFindings | HarmFindings | Findings | None = None
    """What it was computed from: both arms, or for a balance point the whole view."""
    data_cut: str | None = None
    endpoint: str | None = None
    harm: str | None = None
    subgroup: str | None = None
    item: str | None = None
    arm: Role | None = None
    months: float | None = None
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    reconstruction_lower: float | None = None
    reconstruction_upper: float | None = None
    through_infinity: bool | None = None
    standard_error: float | None = None
    reached: bool | None = None
    p_value: float | None = None
    p_value_below: bool | None = None
    events: int | None = None
    total: int | None = None
    events_control: int | None = None
    events_experimental: int | None = None
    percent: float | None = None
    percent_by_grade: tuple[float, ...] | None = None
    percent_upper: float | None = None
    populations: tuple[Population, ...] = ()
    """The people in both arms: of gain and harm where it is computed from both."""
    whom: Whom | None = None
    n: int | None = None
    n_experimental: int | None = None
    n_control: int | None = None
    method: Method | None = None
    range_method: Method | RangeOrigin | None = None


# --- what entries share -----------------------------------------------------------------------


#: Experimental first, as everywhere in the program.
SHOWN: Final = Arms(*Role).shown


def among(population: Population, role: Role | None = None) -> Fields:
    """Whom a number counts: one arm, or both against each other."""
    kind = Whom.RANDOMISED if population.randomised else Whom.TREATED
    counted = {
        "populations": (population,),
        "whom": kind if population.of_trial else Whom.CENTRE,
        "n": population.total if role is None else population.of(role),
    }
    if role is None:
        counted |= {"n_experimental": population.experimental, "n_control": population.control}
    return counted


def treated(people: int) -> Fields:
    """Whom a harm counts: so many who were treated."""
    return {"whom": Whom.TREATED, "n": people}


def read(trial: Trial, record: Provenance) -> Fields:
    """How something is known that stands in a document as it is."""
    return {"published": record, "statuses": (record.status,), "citations": (cited(trial, record),)}


def printed(status: Status) -> Fields:
    """Method of a number that stands in its record; one that was derived says how in its place."""
    return {"method": Method.PRINTED} if status in (Status.PUBLISHED, Status.REPORTED) else {}


def ranged(estimate: Estimate | None, method: Method | RangeOrigin | None) -> Fields:
    """The limits, each where it is finite; nothing where there is no range."""
    if estimate is None or not estimate.has_range:
        return {}
    lower, upper = (limit if math.isfinite(limit) else None for limit in estimate.limits)
    return {"lower": lower, "upper": upper, "level": estimate.level, "range_method": method}


def found(finding: Finding, role: Role | None = None) -> Fields:
    """What a finding brings along, with the arm that it is of."""
    return {
        "unit": Unit.PROPORTION,
        "value": finding.estimate.value,
        "decimals": finding.decimals,
        "data_cut": finding.data_cut,
        "months": in_months(finding.months),
        "arm": role,
        "method": finding.method,
        "statuses": finding.statuses,
        "citations": finding.citations,
        **ranged(finding.estimate, finding.range_method),
        **among(finding.population, role),
    }


def in_months(months: float | None) -> float | None:
    """A time as the ledger has it: also half a month may be one."""
    return None if months is None else float(months)


def with_p(record: HasP) -> Fields:
    """P as printed, and whether the source says that it is below that; nothing without P."""
    if record.p_value is None:
        return {}
    return {"p_value": record.p_value, "p_value_below": record.p_value_below}
