"""What a centre adds to a trial: numbers that it checked, and its own, brought into one session.

Pure overlays: each function takes a trial and gives a new one, with a fingerprint of its own. A
confirmation is still the trial's number, read in the named document by the centre; counts and
curves of an upload are the user's own, were not randomised by the trial, and never leave the
session that brought them.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem, TrialDataError, did_you_mean, sort_problems
from tradeoff.trial.records import (
    AdverseEvent,
    Confirmation,
    DigitisedCurves,
    Fact,
    Identifier,
    Label,
    LocalData,
    Record,
    Source,
    Status,
    Trial,
    Whole,
)

__all__ = [
    "LOCAL_FOLDER",
    "LOCAL_SOURCE",
    "Checked",
    "LocalCount",
    "LocalFact",
    "LocalFile",
    "LocalHarm",
    "file_name",
    "with_confirmed",
    "with_counts",
    "with_digitised",
    "with_refused",
]

#: Beside the trials' folders: a file for each trial that a centre confirmed numbers of.
LOCAL_FOLDER = "local"
#: Id of the source that stands for an upload; a number follows where a trial has it already.
LOCAL_SOURCE = "local"
# The order of a harm's two rows, as in the shipped tables.
_ROW_ORDER = (Role.EXPERIMENTAL, Role.CONTROL)
# What a printed row keeps beside a confirmed count.
_PERCENTAGES = {
    *("percent", "percent_grade_3", "percent_grade_4", "percent_grade_5", "decimals"),
}
# What the format allows at most for decimal places.
_MOST_DECIMALS = 3


#: Short enough to stand in a badge.
Place = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class LocalCount(Record):
    """Patients of one arm with at least one event, of those treated."""

    events: Whole
    total: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.events > self.total:
            raise ValueError(
                f"events {self.events} exceed total {self.total}. "
                "A patient is counted once: correct one of the two"
            )
        return self


class Checked(Record):
    """Where a number was read, by whom and when."""

    source: Identifier
    place: Place
    checked_by: Label
    """A role or initials, never a patient."""
    checked_on: datetime.date


class LocalHarm(Checked):
    """Both arms' counts of one harm, as the document prints them."""

    harm: Identifier
    experimental: LocalCount
    control: LocalCount

    def count(self, role: Role) -> LocalCount:
        """One arm's count."""
        return self.control if role is Role.CONTROL else self.experimental


class LocalFact(Checked):
    """One fact's value or both arms' figures; none where it is a statement without a number."""

    id: Identifier
    value: float | None = None
    experimental: float | None = None
    control: float | None = None

    @property
    def figures(self) -> dict[str, float]:
        """Its numbers by the names that they have in the trial's table."""
        named = {name: getattr(self, name) for name in ("value", "experimental", "control")}
        return {name: number for name, number in named.items() if number is not None}


class LocalFile(Record):
    """``data/local/<trial>.toml``: what one centre checked in the documents themselves."""

    centre: Label
    adverse_events: tuple[LocalHarm, ...] = ()
    facts: tuple[LocalFact, ...] = ()


def with_refused(trial: Trial, reasons: tuple[str, ...]) -> Trial:
    """The trial with its own numbers, and why a centre's file is not used."""
    checksum = hashlib.sha256("\n".join((trial.fingerprint, *reasons)).encode())
    return trial.model_copy(update={"refused_local": reasons, "fingerprint": checksum.hexdigest()})


def file_name(trial_id: str) -> str:
    """The confirmation's name as messages give it, relative to ``data/``."""
    return f"{LOCAL_FOLDER}/{trial_id}.toml"


# --- a centre's confirmation -------------------------------------------------------------------


def with_confirmed(trial: Trial, facts: LocalFile) -> Trial:
    """The trial with the numbers that a centre checked: status local, and who stands for them.

    They stay the trial's own numbers, with the document and the place in it: only the claim
    changes. A percentage printed in the document stays beside its confirmed count.

    Raises:
        TrialDataError: with every problem of the file; then nothing of it can be used.
    """
    problems = sort_problems((*_harm_problems(trial, facts), *_fact_problems(trial, facts)))
    if problems:
        raise TrialDataError(problems)
    events = trial.adverse_events
    for entry in facts.adverse_events:
        rows = tuple(_confirmed_event(trial, facts.centre, entry, role) for role in _ROW_ORDER)
        events = _replaced(events, entry.harm, rows)
    own = {entry.id: entry for entry in facts.facts}
    return _changed(
        trial,
        facts,
        adverse_events=events,
        facts=tuple(
            _confirmed_fact(fact, facts.centre, own[fact.id]) if fact.id in own else fact
            for fact in trial.facts
        ),
    )


def _confirmed_event(trial: Trial, centre: str, entry: LocalHarm, role: Role) -> AdverseEvent:
    printed = trial.adverse_event(entry.harm, role)
    count = entry.count(role)
    kept = {} if printed is None else printed.model_dump(include=_PERCENTAGES)
    return AdverseEvent(
        harm=entry.harm,
        arm=role,
        events=count.events,
        total=count.total,
        **kept,
        source=entry.source,
        place=entry.place,
        status=Status.LOCAL,
        confirmed=_confirmation(centre, entry),
    )


def _confirmed_fact(fact: Fact, centre: str, entry: LocalFact) -> Fact:
    return fact.model_copy(
        update={
            **entry.figures,
            "decimals": max(fact.decimals, *map(_decimals, entry.figures.values()), 0),
            "source": entry.source,
            "place": entry.place,
            "also": None,
            "status": Status.LOCAL,
            "confirmed": _confirmation(centre, entry),
        }
    )


def _confirmation(centre: str, entry: Checked) -> Confirmation:
    return Confirmation(centre=centre, checked_by=entry.checked_by, checked_on=entry.checked_on)


def _decimals(value: float) -> int:
    """Decimal places as written, as many as can be shown."""
    return len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2])


def _harm_problems(trial: Trial, facts: LocalFile) -> Iterator[Problem]:
    known, file = [harm.id for harm in trial.harms], f"{trial.id}/trial.toml"
    first: dict[str, str] = {}
    for number, entry in enumerate(facts.adverse_events, start=1):
        where = f"adverse_events entry {number}"
        if entry.harm in first:
            yield _problem(
                trial, where, f"harm {entry.harm} stands in {first[entry.harm]} already. Keep one."
            )
            continue
        first[entry.harm] = where
        yield from _source_problem(trial, where, entry)
        if entry.harm not in known:
            yield _problem(trial, where, _unknown("harm", entry.harm, known, where=file))
            continue
        for role in _ROW_ORDER:
            yield from _count_problems(trial, where, entry, role)


def _count_problems(trial: Trial, where: str, entry: LocalHarm, role: Role) -> Iterator[Problem]:
    count, arm = entry.count(role), trial.arm(role)
    if count.total > arm.n_safety:
        yield _problem(
            trial,
            where,
            f"{role} total {count.total} exceeds n_safety {arm.n_safety} in "
            f"{trial.id}/trial.toml. Harms are counted among those treated: "
            "correct one of the two.",
        )
    printed = trial.adverse_event(entry.harm, role)
    if printed is None or printed.percentage is None:
        return
    share = 100 * count.events / count.total
    # Each printed percentage may differ from the exact share by half a unit of its last place.
    parts = max(1, len(printed.grades))
    if abs(share - printed.percentage) > parts * 0.5 * 10**-printed.decimals + 1e-9:
        yield _problem(
            trial,
            where,
            f"{role} {count.events} of {count.total} is {share:.2f} %, but "
            f"{trial.id}/adverse_events.csv gives {printed.percentage:.{printed.decimals}f} % for "
            f"{entry.harm}. Check both against the document, and correct the one that is wrong.",
        )


def _fact_problems(trial: Trial, facts: LocalFile) -> Iterator[Problem]:
    known = {fact.id: fact for fact in trial.facts}
    first: dict[str, str] = {}
    for number, entry in enumerate(facts.facts, start=1):
        where = f"facts entry {number}"
        if entry.id in first:
            yield _problem(
                trial, where, f"id {entry.id} stands in {first[entry.id]} already. Keep one."
            )
            continue
        first[entry.id] = where
        yield from _source_problem(trial, where, entry)
        if entry.id not in known:
            yield _problem(
                trial, where, _unknown("fact", entry.id, known, where=f"{trial.id}/facts.csv")
            )
            continue
        wanted = known[entry.id].figures.keys()
        for name in [one for one in known[entry.id].figures if one not in entry.figures]:
            yield _problem(
                trial,
                where,
                f"{name} is missing, and {entry.id} has a number in the trial. "
                "Write the value that the document gives.",
            )
        for name in sorted(entry.figures.keys() - wanted):
            yield _problem(
                trial,
                where,
                f"{name} is {entry.figures[name]:g}, but {entry.id} has no such number in "
                f"{trial.id}/facts.csv. Take it out.",
            )


def _source_problem(trial: Trial, where: str, entry: Checked) -> Iterator[Problem]:
    known = [source.id for source in trial.sources]
    if entry.source not in known:
        yield _problem(
            trial, where, _unknown("source", entry.source, known, where=f"{trial.id}/trial.toml")
        )


def _unknown(kind: str, given: str, known: Iterable[str], *, where: str = "") -> str:
    """Words for an id that is not there; ``where`` is the file that holds those that are."""
    listed = sorted(known)
    ids = f"The ids stand in {where}." if where else f"Known: {', '.join(listed) or 'none'}."
    return f'the trial has no {kind} "{given}".{did_you_mean(given, listed)} {ids}'


def _problem(trial: Trial, where: str, message: str) -> Problem:
    return Problem(file_name(trial.id), where, message)


# --- what a user brings into a session ---------------------------------------------------------


def with_counts(
    trial: Trial, local: LocalData, *, harm: str, experimental: Count, control: Count
) -> Trial:
    """The trial with a user's own counts in the place of one harm's, named and not randomised.

    Raises:
        TrialDataError: the trial has no such harm.
    """
    known = [entry.id for entry in trial.harms]
    if harm not in known:
        raise TrialDataError([Problem(local.label, "", _unknown("harm", harm, known))])
    source, sources = _with_source(trial, local)
    rows = tuple(
        AdverseEvent(
            harm=harm,
            arm=role,
            events=count.events,
            total=count.total,
            source=source.id,
            place="counts of adverse events",
            status=Status.LOCAL,
        )
        for role, count in zip(_ROW_ORDER, (experimental, control), strict=True)
    )
    events = _replaced(trial.adverse_events, harm, rows)
    return _changed(trial, local, *rows, sources=sources, adverse_events=events, local=local)


def with_digitised(trial: Trial, local: LocalData, curves: DigitisedCurves) -> Trial:
    """The trial with a user's digitised curve in the place of one cut's and end point's.

    The curve's place stays; where its source is one of the trial's documents, it stays beside the
    user as the figure that was clicked on.

    Raises:
        TrialDataError: the trial has no such data cut or end point.
    """
    problems = [
        Problem(local.label, "", _unknown(kind, given, known))
        for kind, given, known in (
            ("data cut", curves.data_cut, [cut.id for cut in trial.data_cuts]),
            ("end point", curves.endpoint, [endpoint.id for endpoint in trial.endpoints]),
        )
        if given not in known
    ]
    if problems:
        raise TrialDataError(problems)
    figure = next((one.id for one in trial.sources if one.id == curves.source), None)
    source, sources = _with_source(trial, local)
    own = curves.model_copy(update={"source": source.id, "also": figure, "status": Status.LOCAL})
    place = (curves.data_cut, curves.endpoint)
    kept = tuple(one for one in trial.digitised if (one.data_cut, one.endpoint) != place)
    return _changed(trial, local, own, sources=sources, digitised=(*kept, own), local=local)


def _with_source(trial: Trial, local: LocalData) -> tuple[Source, tuple[Source, ...]]:
    """The source that stands for an upload, and the trial's sources with it among them."""
    for number in range(1, len(trial.sources) + 2):
        source = _source(local, LOCAL_SOURCE if number == 1 else f"{LOCAL_SOURCE}-{number}")
        if source in trial.sources:
            return source, trial.sources
        if source.id not in {one.id for one in trial.sources}:
            return source, (*trial.sources, source)
    raise AssertionError("one id more than there are sources is free")


def _source(local: LocalData, source_id: str) -> Source:
    named = f"{local.label}, {local.as_of.isoformat()}"
    return Source(
        id=source_id,
        citation=(
            f"{named}: brought into this session by its user; "
            "not part of the trial's publication, and not randomised by the trial."
        ),
        short=named,
    )


# --- what both share ---------------------------------------------------------------------------


def _replaced(
    events: tuple[AdverseEvent, ...], harm: str, rows: tuple[AdverseEvent, ...]
) -> tuple[AdverseEvent, ...]:
    """The rows of a harm replaced in their place; at the end where there were none."""
    places = [place for place, entry in enumerate(events) if entry.harm == harm]
    first = places[0] if places else len(events)
    before, after = events[:first], events[first:]
    return (*before, *rows, *(entry for entry in after if entry.harm != harm))


def _changed(trial: Trial, *content: Record, **changes: object) -> Trial:
    """The trial with other rows and a fingerprint that no other content has."""
    checksum = hashlib.sha256(trial.fingerprint.encode())
    for record in content:
        checksum.update(b"\n")
        checksum.update(record.model_dump_json().encode())
    return trial.model_copy(update={**changes, "fingerprint": checksum.hexdigest()})
