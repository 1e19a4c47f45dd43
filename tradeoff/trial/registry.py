"""Every table of a trial, declared once: where it stands, what its rows are, what holds of them.

Reading, checking, the manual's tests and whoever lists a trial's numbers walk this registry: a new
table is a record, a field of ``Trial``, an entry here and its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tradeoff.trial import course_rules
from tradeoff.trial import table_rules as rules
from tradeoff.trial.draft import Draft
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import (
    AdverseEvent,
    Arm,
    AtRisk,
    ContextRate,
    CourseStep,
    Criterion,
    Cycle,
    DataCut,
    Endpoint,
    ExposureRate,
    Fact,
    Harm,
    HazardRatio,
    Landmark,
    MedianSurvival,
    Record,
    RestrictedMeanDifference,
    Source,
    Subgroup,
    Trial,
)

#: Faults of one row beside the rest of the trial, in words.
RowRule = Callable[[Any, Draft], Iterator[str]]
#: Faults of a table's rows beside one another.
TableRule = Callable[[Draft], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``[[name]]`` in trial.toml where it is listed, else ``<name>.csv``."""

    name: str
    """As it is called in ``Trial`` too."""
    record: type[Record]
    called: str
    """One of its entries, in messages."""
    key: tuple[str, ...] = ("id",)
    """What makes an entry one of a kind."""
    listed: bool = False
    words: str | None = None
    """The part of the text file that words each entry."""
    together: tuple[TableRule, ...] = ()
    each: tuple[RowRule, ...] = ()

    @property
    def file(self) -> str:
        """Where it stands in a trial's folder."""
        return "trial.toml" if self.listed else f"{self.name}.csv"

    @property
    def required(self) -> bool:
        """Whether no trial can do without it."""
        return Trial.model_fields[self.name].is_required()


def columns_of(record: type[Record]) -> tuple[str, ...]:
    """What an entry of a table may hold: all but what the program sets itself."""
    return tuple(name for name in record.model_fields if name != "confirmed")


#: In the order in which they are read.
TABLES: Final = (
    Table("sources", Source, "source", listed=True),
    Table(
        "arms",
        Arm,
        "arm",
        ("role",),
        listed=True,
        words="arms",
        together=(rules.both_arms,),
        each=(rules.treated_were_randomised,),
    ),
    Table("endpoints", Endpoint, "end point", listed=True, words="endpoints"),
    Table("data_cuts", DataCut, "data cut", listed=True, words="cuts"),
    Table("harms", Harm, "harm", listed=True, words="harms", together=(rules.one_harm_weighed,)),
    Table(
        "criteria",
        Criterion,
        "criterion",
        listed=True,
        words="criteria",
        each=(rules.age_groups_are_complete, rules.ages_in_order, rules.elsewhere_is_there),
    ),
    Table("cycles", Cycle, "kind of cycle", listed=True, words="cycles"),
    Table(
        "landmarks",
        Landmark,
        "landmark",
        ("data_cut", "endpoint", "months", "arm"),
        together=(
            rules.landmarks_of_both_arms,
            rules.survival_never_rises,
            rules.weighed_or_not_in_both_arms,
        ),
    ),
    Table("hazard_ratios", HazardRatio, "hazard ratio", ("data_cut", "endpoint", "model")),
    Table("medians", MedianSurvival, "median", ("analysis", "endpoint", "arm", "model")),
    Table(
        "restricted_means",
        RestrictedMeanDifference,
        "difference in restricted mean survival",
        ("data_cut", "endpoint"),
    ),
    Table(
        "subgroups",
        Subgroup,
        "subgroup",
        ("id", "endpoint", "data_cut", "source"),
        words="subgroups",
        each=(rules.subgroups_within_trial, rules.subgroup_survival_has_months),
    ),
    Table(
        "adverse_events",
        AdverseEvent,
        "count of a harm",
        ("harm", "arm"),
        together=(rules.harms_of_both_arms,),
        each=(rules.events_within_safety_population,),
    ),
    Table("exposure_rates", ExposureRate, "rate per patient-year", ("harm",)),
    Table("context", ContextRate, "context rate", words="context"),
    Table(
        "course",
        CourseStep,
        "step of treatment",
        ("arm", "step"),
        together=(
            course_rules.course_of_both_arms,
            course_rules.steps_without_a_gap,
            course_rules.cycles_are_used,
        ),
    ),
    Table("facts", Fact, "fact", words="facts"),
    Table(
        "at_risk",
        AtRisk,
        "number at risk",
        ("data_cut", "endpoint", "arm", "months"),
        together=(rules.at_risk_never_rises,),
        each=(rules.at_risk_were_randomised,),
    ),
)
LISTS: Final = tuple(table for table in TABLES if table.listed)
SHEETS: Final = tuple(table for table in TABLES if not table.listed)

#: What a field of this name refers to the ids of, in whatever record it stands.
REFERENCES: Final[dict[str, tuple[type[Record], ...]]] = {
    "source": (Source,),
    "also": (Source,),
    "safety_source": (Source,),
    "pump_source": (Source,),
    "data_cut": (DataCut,),
    "analysis": (DataCut, Source),
    "endpoint": (Endpoint,),
    "harm": (Harm,),
    "cycle": (Cycle,),
    "subgroups": (Subgroup,),
}
