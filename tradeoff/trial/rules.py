"""Checks across the records of one trial: what no single row can know about itself.

Each check is a small function that yields one ``Problem`` for each fault. A check is left out
where a table that it needs could not be read, so that one fault is reported once.
"""

from __future__ import annotations

import itertools
import re
import string
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem, did_you_mean
from tradeoff.trial.records import (
    AdverseEvent,
    Arm,
    AtRisk,
    CalibrationAssumptions,
    ContextRate,
    Criterion,
    CriterionKind,
    CriterionText,
    DataCut,
    Defaults,
    Endpoint,
    ExposureRate,
    Fact,
    Harm,
    HazardRatio,
    Landmark,
    LocalData,
    MedianSurvival,
    Outcome,
    Record,
    RestrictedMeanDifference,
    Source,
    Status,
    Subgroup,
    TrialText,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["EACH_SIDE", "MOST_UNEQUAL", "Draft", "Placed", "cross_check"]

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record with the file and the place that it was read from."""

    record: R
    file: str
    place: str

    def problem(self, message: str) -> Problem:
        """A fault of this record."""
        return Problem(self.file, self.place, message)


@dataclass(frozen=True, slots=True)
class Draft:
    """A trial as far as it could be read; ``damaged`` names the tables that hold faults."""

    folder: str
    text_name: str
    defaults: Defaults | None = None
    local: LocalData | None = None
    calibration: CalibrationAssumptions | None = None
    sources: tuple[Placed[Source], ...] = ()
    arms: tuple[Placed[Arm], ...] = ()
    endpoints: tuple[Placed[Endpoint], ...] = ()
    data_cuts: tuple[Placed[DataCut], ...] = ()
    landmarks: tuple[Placed[Landmark], ...] = ()
    hazard_ratios: tuple[Placed[HazardRatio], ...] = ()
    medians: tuple[Placed[MedianSurvival], ...] = ()
    restricted_means: tuple[Placed[RestrictedMeanDifference], ...] = ()
    subgroups: tuple[Placed[Subgroup], ...] = ()
    harms: tuple[Placed[Harm], ...] = ()
    adverse_events: tuple[Placed[AdverseEvent], ...] = ()
    exposure_rates: tuple[Placed[ExposureRate], ...] = ()
    context: tuple[Placed[ContextRate], ...] = ()
    facts: tuple[Placed[Fact], ...] = ()
    at_risk: tuple[Placed[AtRisk], ...] = ()
    criteria: tuple[Placed[Criterion], ...] = ()
    text: TrialText | None = None
    drawn: frozenset[tuple[str, str]] = frozenset()
    """Pairs of data cut and end point whose curve was digitised."""
    damaged: frozenset[str] = field(default_factory=frozenset)

    @property
    def trial_file(self) -> str:
        """The file of the trial's own numbers."""
        return f"{self.folder}/trial.toml"

    @property
    def text_file(self) -> str:
        """The file of the trial's words."""
        return f"{self.folder}/{self.text_name}"

    def records(self) -> Iterator[Placed[Record]]:
        """Every record that stands in a table."""
        for table in _TABLES:
            yield from getattr(self, table)

    def ids(self, table: str) -> frozenset[str]:
        """The ids that a table defines."""
        return frozenset(placed.record.id for placed in getattr(self, table))

    def arm(self, role: Role) -> Arm | None:
        """The arm with this role, ``None`` where it is missing."""
        return next((arm.record for arm in self.arms if arm.record.role is role), None)

    def whole(self, *tables: str) -> bool:
        """Whether these tables were read without a fault."""
        return self.damaged.isdisjoint(tables)


_TABLES = (
    "sources",
    "arms",
    "endpoints",
    "data_cuts",
    "harms",
    "criteria",
    "landmarks",
    "hazard_ratios",
    "medians",
    "restricted_means",
    "subgroups",
    "adverse_events",
    "exposure_rates",
    "context",
    "facts",
    "at_risk",
)


def cross_check(draft: Draft) -> Iterator[Problem]:
    """Every fault that shows only when records are compared with one another."""
    for check in _CHECKS:
        yield from check(draft)


# --- ids and references ------------------------------------------------------------------------

# What makes a row of each table one of a kind.
_KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("id",),
    "arms": ("role",),
    "endpoints": ("id",),
    "data_cuts": ("id",),
    "harms": ("id",),
    "criteria": ("id",),
    "landmarks": ("data_cut", "endpoint", "months", "arm"),
    "hazard_ratios": ("data_cut", "endpoint", "model"),
    "medians": ("analysis", "endpoint", "arm", "model"),
    "restricted_means": ("data_cut", "endpoint"),
    "subgroups": ("id", "endpoint", "data_cut", "source"),
    "adverse_events": ("harm", "arm"),
    "exposure_rates": ("harm",),
    "context": ("id",),
    "facts": ("id",),
    "at_risk": ("data_cut", "endpoint", "arm", "months"),
}

# Which tables define what a field refers to.
_REFERENCES: dict[str, tuple[str, ...]] = {
    "source": ("sources",),
    "also": ("sources",),
    "safety_source": ("sources",),
    "data_cut": ("data_cuts",),
    "analysis": ("data_cuts", "sources"),
    "endpoint": ("endpoints",),
    "harm": ("harms",),
}
_TABLE_WORDS = {
    "sources": "source",
    "data_cuts": "data cut",
    "endpoints": "end point",
    "harms": "harm",
    "subgroups": "subgroup",
}


def _each_once(draft: Draft) -> Iterator[Problem]:
    for table, fields in _KEYS.items():
        first: dict[tuple[object, ...], Placed[Record]] = {}
        for placed in getattr(draft, table):
            key = tuple(getattr(placed.record, name) for name in fields)
            if key in first:
                given = zip(fields, key, strict=True)
                said = ", ".join(f"{name} {part}" for name, part in given if part is not None)
                yield placed.problem(
                    f"{said} stands in {first[key].place} already. Keep one of the two."
                )
            first.setdefault(key, placed)


def _known_references(draft: Draft) -> Iterator[Problem]:
    for placed in draft.records():
        for name, tables in _REFERENCES.items():
            wanted = getattr(placed.record, name, None)
            if wanted is not None and draft.whole(*tables):
                yield from _unknown(draft, placed.problem, name, wanted, tables)


def _unknown(
    draft: Draft,
    problem: Callable[[str], Problem],
    name: str,
    wanted: str,
    tables: tuple[str, ...],
) -> Iterator[Problem]:
    known = sorted(frozenset().union(*(draft.ids(table) for table in tables)))
    if wanted not in known:
        kind = " or ".join(_TABLE_WORDS[table] for table in tables)
        yield problem(
            f'{name} "{wanted}" is not a {kind} of this trial.{did_you_mean(wanted, known)} '
            f"Known: {', '.join(known) or 'none'}."
        )


def _nothing_local(draft: Draft) -> Iterator[Problem]:
    """Local numbers need somebody who stands for them: the folder's [local] table."""
    if draft.local is not None:
        return
    for placed in draft.records():
        for name in ("status", "safety_status"):
            if getattr(placed.record, name, None) is Status.LOCAL:
                yield placed.problem(
                    f"{name} is local, which is for a centre's own numbers. "
                    "Give the status that the source allows, or name the centre under [local]."
                )


# --- arms and defaults -------------------------------------------------------------------------


def _both_arms(draft: Draft) -> Iterator[Problem]:
    if not draft.whole("arms"):
        return
    roles = [arm.record.role for arm in draft.arms]
    for role in Role:
        if role not in roles:
            yield Problem(
                draft.trial_file, "arms", f"no arm has role {role}. Add it: each trial has two."
            )


def _treated_were_randomised(draft: Draft) -> Iterator[Problem]:
    for placed in draft.arms:
        arm = placed.record
        if arm.n_safety > arm.n_randomised:
            yield placed.problem(
                f"n_safety {arm.n_safety} exceeds n_randomised {arm.n_randomised}. "
                "Only those randomised can have been treated: correct one of the two."
            )


def _defaults_exist(draft: Draft) -> Iterator[Problem]:
    defaults = draft.defaults
    if defaults is None:
        return

    def problem(message: str) -> Problem:
        return Problem(draft.trial_file, "defaults", message)

    for name, table in (("data_cut", "data_cuts"), ("endpoint", "endpoints")):
        if draft.whole(table):
            yield from _unknown(draft, problem, name, getattr(defaults, name), (table,))
    if draft.whole("landmarks", "data_cuts", "endpoints"):
        yield from _default_landmark(draft, defaults, problem)


def _default_landmark(
    draft: Draft, defaults: Defaults, problem: Callable[[str], Problem]
) -> Iterator[Problem]:
    opened = (defaults.data_cut, defaults.endpoint)
    keys = {(e.record.data_cut, e.record.endpoint, e.record.months) for e in draft.landmarks}
    known = defaults.data_cut in draft.ids("data_cuts") and defaults.endpoint in draft.ids(
        "endpoints"
    )
    if known and defaults.months is None and not _anything_published(draft, opened):
        yield problem(
            f"nothing is published of {defaults.endpoint} in {defaults.data_cut}: no landmark, "
            "hazard ratio, median or curve. Open with an analysis that holds numbers."
        )
    landmarks = sorted(months for *place, months in keys if tuple(place) == opened)
    if known and defaults.months is None and landmarks:
        yield problem(
            f"months is missing, and {defaults.endpoint} in {defaults.data_cut} has a landmark at "
            f"{landmarks[-1]} months. Name the landmark to open with."
        )
    if known and defaults.months is not None and (*opened, defaults.months) not in keys:
        yield problem(
            f"no landmark of {defaults.endpoint} in {defaults.data_cut} at "
            f"{defaults.months} months stands in landmarks.csv. Choose one that does, or add it."
        )


def _anything_published(draft: Draft, opened: tuple[str, str]) -> bool:
    ratios = (e.record for e in draft.hazard_ratios if e.record.model is None)
    held = {(ratio.data_cut, ratio.endpoint) for ratio in ratios}
    medians = (e.record for e in draft.medians if e.record.model is None)
    held |= {(median.analysis, median.endpoint) for median in medians}
    held |= {(e.record.data_cut, e.record.endpoint) for e in draft.landmarks}
    held |= draft.drawn
    return opened in held or not draft.whole("hazard_ratios", "medians", "landmarks")


def _follow_up_is_known(draft: Draft) -> Iterator[Problem]:
    """A curve is calibrated with a cut's median follow-up: as stated, or as assumed."""
    assumed = draft.calibration
    if assumed is None or assumed.follow_up_months is not None:
        return
    ratios = (placed.record for placed in draft.hazard_ratios if placed.record.model is None)
    with_ratio = {ratio.data_cut for ratio in ratios}
    for placed in draft.data_cuts:
        cut = placed.record
        if cut.median_follow_up_months is None and cut.id in with_ratio:
            yield Problem(
                draft.trial_file,
                "calibration",
                f"follow_up_months is missing, and data cut {cut.id} states no median follow-up. "
                "Add what the curve is to assume.",
            )


# --- survival ----------------------------------------------------------------------------------


def _landmarks_of_both_arms(draft: Draft) -> Iterator[Problem]:
    if not draft.whole("landmarks"):
        return
    arms: dict[tuple[str, str, int], dict[Role, Placed[Landmark]]] = defaultdict(dict)
    for placed in draft.landmarks:
        e = placed.record
        arms[e.data_cut, e.endpoint, e.months][e.arm] = placed
    for (cut, endpoint, months), given in arms.items():
        for role in Role:
            if role not in given:
                yield next(iter(given.values())).problem(
                    f"{endpoint} in {cut} at {months} months is given for one arm only. "
                    f"Add the row of the {role} arm."
                )


def _survival_never_rises(draft: Draft) -> Iterator[Problem]:
    for series in _series(draft.landmarks):
        for before, after in itertools.pairwise(series):
            same_month = after.record.months == before.record.months
            if after.record.survival > before.record.survival and not same_month:
                yield after.problem(
                    f"survival rises from {before.record.survival} at {before.record.months} "
                    f"months to {after.record.survival} at {after.record.months} "
                    f"({after.record.arm}). Survival can only fall. "
                    f"Check this row and {before.place} against the source."
                )


def _at_risk_never_rises(draft: Draft) -> Iterator[Problem]:
    for series in _series(draft.at_risk):
        for before, after in itertools.pairwise(series):
            same_month = after.record.months == before.record.months
            if after.record.n_at_risk > before.record.n_at_risk and not same_month:
                yield after.problem(
                    f"n_at_risk rises from {before.record.n_at_risk} to "
                    f"{after.record.n_at_risk} ({after.record.arm}, {after.record.months:g} "
                    "months). Numbers at risk can only fall. Check the row against the figure."
                )


def _at_risk_were_randomised(draft: Draft) -> Iterator[Problem]:
    for placed in draft.at_risk:
        arm = draft.arm(placed.record.arm)
        if arm is not None and placed.record.n_at_risk > arm.n_randomised:
            yield placed.problem(
                f"n_at_risk {placed.record.n_at_risk} exceeds the {arm.n_randomised} randomised "
                f"({arm.role}, {placed.record.months:g} months). Check the row against the figure."
            )


TimedRecord = TypeVar("TimedRecord", Landmark, AtRisk)


def _series(rows: Iterable[Placed[TimedRecord]]) -> list[list[Placed[TimedRecord]]]:
    """The rows of each arm, cut and end point, in the order of time."""
    series: dict[tuple[str, str, Role], list[Placed[TimedRecord]]] = defaultdict(list)
    for placed in rows:
        entry = placed.record
        series[entry.data_cut, entry.endpoint, entry.arm].append(placed)
    return [sorted(one, key=lambda placed: placed.record.months) for one in series.values()]


# --- subgroups and harms -----------------------------------------------------------------------


def _subgroups_within_trial(draft: Draft) -> Iterator[Problem]:
    if not draft.whole("arms"):
        return
    control, experimental = draft.arm(Role.CONTROL), draft.arm(Role.EXPERIMENTAL)
    if control is None or experimental is None:
        return
    for placed in draft.subgroups:
        entry = placed.record
        total = control.n_randomised + experimental.n_randomised
        for name, given, limit in (
            ("n_total", entry.n_total, total),
            ("n_control", entry.n_control, control.n_randomised),
            ("n_experimental", entry.n_experimental, experimental.n_randomised),
        ):
            if given is not None and given > limit:
                yield placed.problem(
                    f"{name} {given} exceeds the {limit} randomised. "
                    "Check the row against the source."
                )


def _subgroup_survival_has_months(draft: Draft) -> Iterator[Problem]:
    for placed in draft.subgroups:
        entry = placed.record
        given = entry.survival_control is not None or entry.survival_experimental is not None
        if given and entry.months is None:
            yield placed.problem("survival is given without months. Say at which month it was.")


def _events_within_safety_population(draft: Draft) -> Iterator[Problem]:
    for placed in draft.adverse_events:
        entry, arm = placed.record, draft.arm(placed.record.arm)
        if arm is None:
            continue
        if entry.total > arm.n_safety:
            yield placed.problem(
                f"total {entry.total} exceeds n_safety {arm.n_safety} of the "
                f"{arm.role} arm in trial.toml. Harms are counted among those treated: "
                "correct one of the two."
            )
        if (entry.total_in_head or 0) > arm.n_randomised:
            yield placed.problem(
                f"total_in_head {entry.total_in_head} exceeds the {arm.n_randomised} randomised "
                f"({arm.role}). Check the head of the table."
            )


def _harms_of_both_arms(draft: Draft) -> Iterator[Problem]:
    if not draft.whole("adverse_events"):
        return
    arms: dict[str, dict[Role, Placed[AdverseEvent]]] = defaultdict(dict)
    for placed in draft.adverse_events:
        arms[placed.record.harm][placed.record.arm] = placed
    known = draft.ids("harms")
    for harm, given in arms.items():
        for role in Role:
            if harm in known and role not in given:
                yield next(iter(given.values())).problem(
                    f"{harm} is given for one arm only. Add the row of the {role} arm, "
                    "with events left empty where they are not available."
                )


def _weighed_or_not_in_both_arms(draft: Draft) -> Iterator[Problem]:
    """A landmark that is not weighed is so in both arms, and the words say why."""
    first: dict[tuple[str, str, int], Placed[Landmark]] = {}
    for placed in draft.landmarks:
        entry = placed.record
        other = first.setdefault((entry.data_cut, entry.endpoint, entry.months), placed)
        for name in ("weighed", "range_from"):
            if getattr(other.record, name) != getattr(entry, name):
                yield placed.problem(
                    f"{name} differs from {other.place}, the same landmark's other arm. "
                    "Give both arms the same."
                )
    if draft.text is None or draft.text.not_weighed is not None:
        return
    for placed in draft.landmarks:
        if not placed.record.weighed:
            yield Problem(
                draft.text_file,
                "",
                f"not_weighed is missing, and {placed.place} of landmarks.csv is not weighed. "
                "Say why it is not.",
            )
            return


def _one_harm_weighed(draft: Draft) -> Iterator[Problem]:
    weighed = [placed for placed in draft.harms if placed.record.weighed]
    for placed in weighed[1:]:
        yield placed.problem(
            f'weighed is true, but "{weighed[0].record.id}" is weighed already. '
            "Only one harm can be: set the others to false."
        )


# --- criteria ----------------------------------------------------------------------------------


def _age_groups_are_complete(draft: Draft) -> Iterator[Problem]:
    for placed in draft.criteria:
        entry = placed.record
        if bool(entry.subgroups) != (entry.subgroup_from is not None):
            yield placed.problem(
                f"subgroups is {', '.join(entry.subgroups) or 'absent'} and subgroup_from is "
                f"{'absent' if entry.subgroup_from is None else entry.subgroup_from}. "
                "Give both or neither."
            )
        if len(entry.subgroups) == 1:
            yield placed.problem(
                f"subgroups names {entry.subgroups[0]} alone. Name every group that the age "
                "divides the trial into: one is never shown without the others."
            )
        for name in entry.subgroups:
            if draft.whole("subgroups"):
                yield from _unknown(draft, placed.problem, "subgroups", name, ("subgroups",))


def _ages_in_order(draft: Draft) -> Iterator[Problem]:
    for placed in draft.criteria:
        low, high = placed.record.minimum, placed.record.maximum
        if low is not None and high is not None and low > high:
            yield placed.problem(f"minimum {low} exceeds maximum {high}. Give the lower age first.")


# --- words -------------------------------------------------------------------------------------

# Parts of the text file, the table whose ids they must word, and what one is called.
_WORDED = (
    ("arms", "arms", "arm"),
    ("endpoints", "endpoints", "end point"),
    ("harms", "harms", "harm"),
    ("cuts", "data_cuts", "data cut"),
    ("subgroups", "subgroups", "subgroup"),
    ("criteria", "criteria", "criterion"),
    ("context", "context", "context rate"),
    ("facts", "facts", "fact"),
)


def _everything_has_words(draft: Draft) -> Iterator[Problem]:
    if draft.text is None:
        return
    for part, table, kind in _WORDED:
        if draft.whole(table):
            ids = draft.ids(table) if table != "arms" else frozenset(str(role) for role in Role)
            yield from _same_ids(draft, part, kind, ids, frozenset(getattr(draft.text, part)))
    if draft.whole("facts"):
        groups = frozenset(placed.record.group for placed in draft.facts)
        given = frozenset(draft.text.fact_groups)
        yield from _same_ids(draft, "fact_groups", "group of facts", groups, given)
        for name in sorted(frozenset(draft.text.beside_harms) - groups):
            yield Problem(
                draft.text_file,
                "beside_harms",
                f'"{name}" is not a group of facts.{did_you_mean(name, groups)} '
                "Name a group of facts.csv.",
            )
    if draft.whole("hazard_ratios", "medians"):
        given = frozenset(draft.text.models)
        models = {placed.record.model for placed in draft.hazard_ratios}
        models |= {placed.record.model for placed in draft.medians}
        wanted = frozenset(model for model in models if model is not None)
        yield from _same_ids(draft, "models", "model", wanted, given)


def _same_ids(
    draft: Draft, part: str, kind: str, wanted: frozenset[str], given: frozenset[str]
) -> Iterator[Problem]:
    for name in sorted(wanted - given):
        yield Problem(
            draft.text_file, part, f'the {kind} "{name}" has no words. Add {part}.{name}.'
        )
    for name in sorted(given - wanted):
        yield Problem(
            draft.text_file,
            f"{part}.{name}",
            f'the trial has no {kind} "{name}".{did_you_mean(name, wanted - given)} '
            "Correct the id or take the words out.",
        )


def _criteria_have_consequences(draft: Draft) -> Iterator[Problem]:
    if draft.text is None or not draft.whole("criteria"):
        return
    for placed in draft.criteria:
        words = draft.text.criteria.get(placed.record.id)
        if words is not None:
            yield from _criterion_words(draft, placed.record, words)


def _criterion_words(draft: Draft, entry: Criterion, words: CriterionText) -> Iterator[Problem]:
    part = f"criteria.{entry.id}"
    for name in ("below", "above"):
        if entry.kind is CriterionKind.AGE and getattr(words, name) is None:
            yield Problem(
                draft.text_file, part, f"{name} is missing. Say what an age {name} it means."
            )
    options = f"{part}.options"
    wanted, given = frozenset(entry.options), frozenset(words.options)
    yield from _same_ids(draft, options, "answer", wanted, given)
    for name in sorted(wanted & given):
        if entry.options[name] is not Outcome.MET and words.options[name].consequence is None:
            yield Problem(
                draft.text_file,
                f"{options}.{name}",
                f"consequence is missing, and the answer is {entry.options[name]}. "
                "Say what follows from it.",
            )


def _practicalities_are_facts(draft: Draft) -> Iterator[Problem]:
    if draft.text is None or not draft.whole("facts"):
        return
    ids = draft.ids("facts")
    for name in draft.text.practicalities:
        if name not in ids:
            yield Problem(
                draft.text_file,
                "practicalities",
                f'"{name}" is not a fact of this trial.{did_you_mean(name, ids)} '
                "Name a fact of facts.csv.",
            )


def _facts_show_their_value(draft: Draft) -> Iterator[Problem]:
    if draft.text is None:
        return
    for placed in draft.facts:
        entry, words = placed.record, draft.text.facts.get(placed.record.id)
        if words is None:
            continue
        shown, where = _placeholders(words.text) & set(_OF_FACTS), f"facts.{entry.id}"
        for name in sorted(shown - entry.figures.keys()):
            yield Problem(
                draft.text_file,
                where,
                f"text has {{{name}}}, but facts.csv gives no {name}. "
                "Give it there or take it out.",
            )
        for name in sorted(entry.figures.keys() - shown):
            yield Problem(
                draft.text_file,
                where,
                f"text has no {{{name}}}, but facts.csv gives {entry.figures[name]:g}. "
                f"Put {{{name}}} where the number belongs.",
            )


#: What is filled into the sentence of a fact.
_OF_FACTS = ("value", "experimental", "control")


def _placeholders_are_known(draft: Draft) -> Iterator[Problem]:
    if draft.text is None:
        return
    allowed = {
        "endpoints": ("time",),
        "facts": _OF_FACTS,
    }
    for part, names in allowed.items():
        for key, words in getattr(draft.text, part).items():
            for name, text in words.model_dump(exclude_none=True).items():
                for found in sorted(_placeholders(text) - set(names)):
                    yield Problem(
                        draft.text_file,
                        f"{part}.{key}",
                        f"{name} has {{{found}}}. Only {{{names[0]}}} is filled in here.",
                    )


def _patient_words(draft: Draft) -> Iterator[Problem]:
    """Where a trial has plain words for patients, it has all of them."""
    patient = None if draft.text is None else draft.text.patient
    if patient is None:
        return
    roles = frozenset(str(role) for role in Role)
    yield from _same_ids(draft, "patient.arms", "arm", roles, frozenset(patient.arms))
    if draft.whole("endpoints"):
        ids, given = draft.ids("endpoints"), frozenset(patient.endpoints)
        yield from _same_ids(draft, "patient.endpoints", "end point", ids, given)
    if draft.whole("harms"):
        weighed = {placed.record.id for placed in draft.harms if placed.record.weighed}
        wanted = frozenset(weighed | (draft.ids("harms") & frozenset(patient.harms)))
        yield from _same_ids(draft, "patient.harms", "harm", wanted, frozenset(patient.harms))
        for part in ("shown_harms", "told_harms"):
            for name in getattr(patient, part):
                if name not in patient.harms:
                    yield Problem(
                        draft.text_file,
                        f"patient.{part}",
                        f'"{name}" has no plain words.{did_you_mean(name, patient.harms)} '
                        f"Add patient.harms.{name}, or take it out.",
                    )
    if draft.whole("facts"):
        for part in ("treatment", "told_facts"):
            yield from _patient_facts(draft, part, getattr(patient, part))


def _patient_facts(draft: Draft, part: str, told: dict[str, str]) -> Iterator[Problem]:
    """Each such line takes its number and status from a fact."""
    facts = {placed.record.id: placed.record for placed in draft.facts}
    for name, text in told.items():
        where = f"patient.{part}.{name}"
        if name not in facts:
            yield Problem(
                draft.text_file,
                where,
                f'"{name}" is not a fact of this trial.{did_you_mean(name, facts)} '
                "Name a fact of facts.csv, which gives the line its status.",
            )
            continue
        for missing in sorted((_placeholders(text) & set(_OF_FACTS)) - facts[name].figures.keys()):
            yield Problem(
                draft.text_file,
                where,
                f"the line has {{{missing}}}, but facts.csv gives no {missing}. "
                "Give it there or take it out.",
            )


# What is filled into the patient's words, by the part or the last part of their place; nothing
# elsewhere.
_PATIENT_PLACEHOLDERS = {
    "anchor": ("time",),
    "age": ("age",),
    "treatment": _OF_FACTS,
    "told_facts": _OF_FACTS,
}


def _patient_placeholders(draft: Draft) -> Iterator[Problem]:
    patient = None if draft.text is None else draft.text.patient
    if patient is None:
        return
    for where, text in _texts("patient", patient.model_dump()):
        parts = where.split(".")
        kind = parts[1] if parts[1] in ("treatment", "told_facts") else parts[-1]
        allowed = _PATIENT_PLACEHOLDERS.get(kind, ())
        for found in sorted(_placeholders(text) - set(allowed)):
            named = " and ".join(", ".join(f"{{{one}}}" for one in allowed).rsplit(", ", 1))
            verb = "is" if len(allowed) == 1 else "are"
            filled = f"Only {named} {verb}" if allowed else "Nothing is"
            yield Problem(
                draft.text_file, where, f"the text has {{{found}}}. {filled} filled in here."
            )


#: By how much the two options' texts may differ in words: the project's own measure of "equal".
MOST_UNEQUAL: Final = 0.15
#: Good and hard points that each option has at least.
EACH_SIDE: Final = 2
# Digits behind a letter belong to a name, such as CD19.
_NUMBER_IN_TEXT = re.compile(r"(?<![\w-])[0-9]+([.,][0-9]+)*")


def _patient_without_numbers(draft: Draft) -> Iterator[Problem]:
    """A number in a sentence would stay when the fact behind it changes."""
    patient = None if draft.text is None else draft.text.patient
    if patient is None:
        return
    for where, text in _texts("patient", patient.model_dump()):
        found = _NUMBER_IN_TEXT.search(text)
        if found is not None:
            fact = where.startswith(("patient.treatment.", "patient.told_facts."))
            remedy = (
                "Put {value} there: the fact gives the number."
                if fact
                else "Take it out: the program fills the trial's numbers in by itself."
            )
            yield Problem(
                draft.text_file,
                where,
                f"the text holds the number {found[0]}. {remedy}",
            )


def _patient_told_equally(draft: Draft) -> Iterator[Problem]:
    """Good and hard points of both options, and both at about the same length."""
    patient = None if draft.text is None else draft.text.patient
    if patient is None:
        return
    for role, arm in patient.arms.items():
        for side in ("good", "hard"):
            points = len(getattr(arm, side))
            if points < EACH_SIDE:
                yield Problem(
                    draft.text_file,
                    f"patient.arms.{role}",
                    f"{side} has {points} of at least {EACH_SIDE} points. Add what is missing: "
                    "each option has good and hard points.",
                )
    for parts in (("describing", "good", "hard"), ("call",)):
        lengths = {
            role: sum(len(text.split()) for part in parts for text in getattr(arm, part))
            for role, arm in patient.arms.items()
        }
        if lengths and min(lengths.values()) < (1 - MOST_UNEQUAL) * max(lengths.values()):
            counted = ", ".join(f"{role} {words} words" for role, words in sorted(lengths.items()))
            named = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
            yield Problem(
                draft.text_file,
                "patient.arms",
                f"the options are told at unequal length ({counted} in {named}). "
                f"Bring them within {100 * MOST_UNEQUAL:g} % of each other.",
            )


def _age_sentence_has_its_age(draft: Draft) -> Iterator[Problem]:
    patient = None if draft.text is None else draft.text.patient
    divided = any(placed.record.subgroup_from is not None for placed in draft.criteria)
    if patient is None or patient.age is None or divided or not draft.whole("criteria"):
        return
    if "age" in _placeholders(patient.age):
        yield Problem(
            draft.text_file,
            "patient.age",
            "the sentence has {age}, but no criterion of trial.toml has subgroup_from. "
            "Give it there or take {age} out.",
        )


def _anchors_have_their_time(draft: Draft) -> Iterator[Problem]:
    """A harm is held against an event within a span: the span is filled in."""
    if draft.text is None:
        return
    parts = {f"endpoints.{name}": text.anchor for name, text in draft.text.endpoints.items()}
    if draft.text.patient is not None:
        plain = draft.text.patient.endpoints.items()
        parts |= {f"patient.endpoints.{name}": text.anchor for name, text in plain}
    for where, anchor in parts.items():
        if not _placeholders(anchor) & {"time", ""}:
            yield Problem(
                draft.text_file,
                where,
                "anchor has no {time}. Put {time} where the span belongs, as in "
                '"dying within {time}".',
            )


def _texts(where: str, words: object) -> Iterator[tuple[str, str]]:
    """Every text below a part of the text file, with its place."""
    if isinstance(words, str):
        yield where, words
    elif isinstance(words, dict):
        for key, value in words.items():
            yield from _texts(f"{where}.{key}", value)
    elif isinstance(words, tuple):
        for value in words:
            yield from _texts(where, value)


def _placeholders(text: str) -> set[str]:
    """The names in braces; a brace that does not close counts as a nameless one."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {""}


_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    _each_once,
    _known_references,
    _nothing_local,
    _both_arms,
    _treated_were_randomised,
    _defaults_exist,
    _follow_up_is_known,
    _landmarks_of_both_arms,
    _survival_never_rises,
    _at_risk_never_rises,
    _at_risk_were_randomised,
    _subgroups_within_trial,
    _subgroup_survival_has_months,
    _events_within_safety_population,
    _harms_of_both_arms,
    _weighed_or_not_in_both_arms,
    _one_harm_weighed,
    _age_groups_are_complete,
    _ages_in_order,
    _everything_has_words,
    _criteria_have_consequences,
    _practicalities_are_facts,
    _facts_show_their_value,
    _placeholders_are_known,
    _patient_words,
    _patient_placeholders,
    _patient_without_numbers,
    _patient_told_equally,
    _age_sentence_has_its_age,
    _anchors_have_their_time,
)
