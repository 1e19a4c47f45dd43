"""Checks across the records of one trial: what no single row can know about itself.

Each check is a small function that yields one fault after another. A check is left out where a
table that it needs could not be read, so that one fault is reported once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tradeoff.trial.draft import Draft, Placed
from tradeoff.trial.problems import Problem, did_you_mean
from tradeoff.trial.records import (
    DataCut,
    Defaults,
    Endpoint,
    HazardRatio,
    Landmark,
    MedianSurvival,
    Record,
    Status,
)
from tradeoff.trial.registry import REFERENCES, TABLES, Table
from tradeoff.trial.word_rules import patient_faults, word_faults

_CALLED = {table.record: table.called for table in TABLES}


def cross_check(draft: Draft) -> Iterator[Problem]:
    """Every fault that shows only when records are compared with one another."""
    for table in TABLES:
        yield from _each_once(draft, table)
    for placed in _all_placed(draft):
        yield from _unknown_references(draft, placed)
    for placed in _all_placed(draft):
        yield from _local_without_a_centre(draft, placed)
    yield from _default_faults(draft)
    yield from _unknown_follow_up(draft)
    for table in TABLES:
        yield from _table_faults(draft, table)
    yield from word_faults(draft)
    yield from patient_faults(draft)


def _all_placed(draft: Draft) -> Iterator[Placed[Record]]:
    yield from chain.from_iterable(draft.placed(table.record) for table in TABLES)
    if draft.head is not None:
        yield Placed(draft.head.defaults, draft.trial_file, "defaults")


def _table_faults(draft: Draft, table: Table) -> Iterator[Problem]:
    for check in table.together:
        yield from check(draft)
    for rule in table.each:
        for placed in draft.placed(table.record):
            yield from map(placed.problem, rule(placed.record, draft))


# --- ids and references ------------------------------------------------------------------------


def _each_once(draft: Draft, table: Table) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Placed[Record]] = {}
    for placed in draft.placed(table.record):
        key = tuple(getattr(placed.record, name) for name in table.key)
        if key in first:
            said = ", ".join(
                f"{name} {part}"
                for name, part in zip(table.key, key, strict=True)
                if part is not None
            )
            yield placed.problem(
                f"{said} stands in {first[key].place} already. Keep one of the two."
            )
        first.setdefault(key, placed)


def _unknown_references(draft: Draft, placed: Placed[Record]) -> Iterator[Problem]:
    for field, tables in REFERENCES.items():
        given = getattr(placed.record, field, None)
        if not given or not draft.whole(*tables):
            continue
        known = sorted(frozenset().union(*map(draft.ids, tables)))
        for name in (given,) if isinstance(given, str) else given:
            if name not in known:
                kind = " or ".join(_CALLED[table] for table in tables)
                yield placed.problem(
                    f'{field} "{name}" is not a {kind} of this trial.{did_you_mean(name, known)} '
                    f"Known: {', '.join(known) or 'none'}."
                )


def _local_without_a_centre(draft: Draft, placed: Placed[Record]) -> Iterator[Problem]:
    """Local numbers need somebody who stands for them: the folder's [local] table."""
    if draft.head is not None and draft.head.local is not None:
        return
    for name in ("status", "safety_status", "pump_status"):
        if getattr(placed.record, name, None) is Status.LOCAL:
            yield placed.problem(
                f"{name} is local, which is for a centre's own numbers. "
                "Give the status that the source allows, or name the centre under [local]."
            )


# --- what the program opens with, and assumes --------------------------------------------------


def _default_faults(draft: Draft) -> Iterator[Problem]:
    if draft.head is None or not draft.whole(Landmark, DataCut, Endpoint):
        return
    defaults = draft.head.defaults
    if defaults.data_cut in draft.ids(DataCut) and defaults.endpoint in draft.ids(Endpoint):
        for message in _default_landmark(draft, defaults):
            yield Problem(draft.trial_file, "defaults", message)


def _default_landmark(draft: Draft, defaults: Defaults) -> Iterator[str]:
    place = (defaults.data_cut, defaults.endpoint)
    named = f"{defaults.endpoint} in {defaults.data_cut}"
    landmarks = {e.months for e in draft.rows(Landmark) if (e.data_cut, e.endpoint) == place}
    if defaults.months is not None:
        if defaults.months not in landmarks:
            yield (
                f"no landmark of {named} at {defaults.months} months stands in landmarks.csv. "
                "Choose one that does, or add it."
            )
        return
    if not _anything_published(draft, place):
        yield (
            f"nothing is published of {named}: no landmark, "
            "hazard ratio, median or curve. Open with an analysis that holds numbers."
        )
    if landmarks:
        yield (
            f"months is missing, and {named} has a landmark at "
            f"{max(landmarks)} months. Name the landmark to open with."
        )


def _anything_published(draft: Draft, place: tuple[str, str]) -> bool:
    ratios, medians = draft.rows(HazardRatio), draft.rows(MedianSurvival)
    held = {(e.data_cut, e.endpoint) for e in ratios if e.model is None}
    held |= {(e.analysis, e.endpoint) for e in medians if e.model is None}
    held |= {(e.data_cut, e.endpoint) for e in draft.rows(Landmark)}
    held |= draft.drawn
    return place in held or not draft.whole(HazardRatio, MedianSurvival, Landmark)


def _unknown_follow_up(draft: Draft) -> Iterator[Problem]:
    """A curve is calibrated with a cut's median follow-up: as stated, or as assumed."""
    assumed = None if draft.head is None else draft.head.calibration
    if assumed is None or assumed.follow_up_months is not None:
        return
    with_ratio = {ratio.data_cut for ratio in draft.rows(HazardRatio) if ratio.model is None}
    for cut in draft.rows(DataCut):
        if cut.median_follow_up_months is None and cut.id in with_ratio:
            yield Problem(
                draft.trial_file,
                "calibration",
                f"follow_up_months is missing, and data cut {cut.id} states no median follow-up. "
                "Add what the curve is to assume.",
            )
