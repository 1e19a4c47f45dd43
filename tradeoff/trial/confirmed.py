"""What a centre adds to a trial: numbers that it checked in the documents themselves.

A pure overlay: a trial goes in and a new one comes out, with a fingerprint of its own. A
confirmation is still the trial's number, read in the named document by the centre. What a user
uploads is none: ``uploads.overlay`` puts that in its place, with the functions at the end.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.problems import Problem, TrialDataError, did_you_mean, sort_problems
from tradeoff.trial.records import (
    AdverseEvent,
    Confirmation,
    Fact,
    Identifier,
    Label,
    Record,
    Status,
    Trial,
    Whole,
)

#: Beside the trials' folders: a file for each trial that a centre confirmed numbers of.
LOCAL_FOLDER = "local"
#: The order of a harm's two rows, as in the shipped tables.
ROW_ORDER = (Role.EXPERIMENTAL, Role.CONTROL)
# What a printed row keeps beside a confirmed count.
_PERCENTAGES = {"percent", "percent_grade_3", "percent_grade_4", "percent_grade_5", "decimals"}
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

    @property
    def counts(self) -> Arms[LocalCount]:
        """Both arms' counts."""
        return Arms(self.control, self.experimental)


class LocalFact(Checked):
    """One fact's value or both arms' figures; none where it is a statement without a number."""

    id: Identifier
    value: float | None = None
    experimental: float | None = None
    control: float | None = None

    @property
    def figures(self) -> dict[str, float]:
        """Its numbers by the names that they have in the trial's table."""
        return self.model_dump(include={"value", "experimental", "control"}, exclude_none=True)


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


def with_confirmed(trial: Trial, own: LocalFile) -> Trial:
    """The trial with the numbers that a centre checked: status local, and who stands for them.

    They stay the trial's own numbers, with the document and the place in it: only the claim
    changes. A percentage printed in the document stays beside its confirmed count.

    Raises:
        TrialDataError: with every problem of the file; then nothing of it can be used.
    """
    if problems := sort_problems(_problems(trial, own)):
        raise TrialDataError(problems)
    events = trial.adverse_events
    for entry in own.adverse_events:
        rows = tuple(_confirmed_event(trial, own.centre, entry, role) for role in ROW_ORDER)
        events = with_harm_rows(events, rows)
    by_id = {entry.id: entry for entry in own.facts}
    facts = tuple(
        _confirmed_fact(fact, own.centre, by_id[fact.id]) if fact.id in by_id else fact
        for fact in trial.facts
    )
    return changed(trial, own, adverse_events=events, facts=facts)


def _confirmed_event(trial: Trial, centre: str, entry: LocalHarm, role: Role) -> AdverseEvent:
    printed, count = trial.adverse_event(entry.harm, role), entry.counts.of(role)
    kept = {} if printed is None else printed.model_dump(include=_PERCENTAGES)
    return AdverseEvent(
        harm=entry.harm,
        arm=role,
        events=count.events,
        total=count.total,
        **kept,
        **_claim(centre, entry),
    )


def _confirmed_fact(fact: Fact, centre: str, entry: LocalFact) -> Fact:
    decimals = max(fact.decimals, *map(_decimals, entry.figures.values()), 0)
    return fact.model_copy(
        update={**entry.figures, "decimals": decimals, "also": None, **_claim(centre, entry)}
    )


def _claim(centre: str, entry: Checked) -> dict[str, Any]:
    """Where a number was read, and who stands for it."""
    return {
        "source": entry.source,
        "place": entry.place,
        "status": Status.LOCAL,
        "confirmed": Confirmation(
            centre=centre, checked_by=entry.checked_by, checked_on=entry.checked_on
        ),
    }


def _decimals(value: float) -> int:
    """Decimal places as written, as many as can be shown."""
    return len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2])


# --- what is wrong with a file -----------------------------------------------------------------


def _problems(trial: Trial, own: LocalFile) -> Iterator[Problem]:
    """Every fault, entry by entry; an entry that comes twice is not read a second time."""
    entries: tuple[tuple[str, str, Sequence[LocalHarm | LocalFact]], ...] = (
        ("adverse_events", "harm", own.adverse_events),
        ("facts", "id", own.facts),
    )
    for table, key, listed in entries:
        first: dict[str, str] = {}
        for number, entry in enumerate(listed, start=1):
            place, name = f"{table} entry {number}", getattr(entry, key)
            before = first.setdefault(name, place)
            twice = [f"{key} {name} stands in {before} already. Keep one."]
            for message in twice if before != place else _faults(trial, entry):
                yield Problem(file_name(trial.id), place, message)


def _faults(trial: Trial, entry: LocalHarm | LocalFact) -> Iterator[str]:
    head, sources = f"{trial.id}/trial.toml", [source.id for source in trial.sources]
    if entry.source not in sources:
        yield unknown("source", entry.source, sources, where=head)
    if isinstance(entry, LocalFact):
        yield from _fact_faults(trial, entry)
        return
    harms = [harm.id for harm in trial.harms]
    if entry.harm not in harms:
        yield unknown("harm", entry.harm, harms, where=head)
        return
    for role in ROW_ORDER:
        yield from _count_faults(trial, entry, role)


def _count_faults(trial: Trial, entry: LocalHarm, role: Role) -> Iterator[str]:
    count, n_safety = entry.counts.of(role), trial.arm(role).n_safety
    if count.total > n_safety:
        yield (
            f"{role} total {count.total} exceeds n_safety {n_safety} in {trial.id}/trial.toml. "
            "Harms are counted among those treated: correct one of the two."
        )
    printed = trial.adverse_event(entry.harm, role)
    if printed is not None and not printed.prints(Count(count.events, count.total)):
        yield (
            f"{role} {count.events} of {count.total} is "
            f"{100 * count.events / count.total:.2f} %, but "
            f"{trial.id}/adverse_events.csv gives {printed.percentage:.{printed.decimals}f} % for "
            f"{entry.harm}. Check both against the document, and correct the one that is wrong."
        )


def _fact_faults(trial: Trial, entry: LocalFact) -> Iterator[str]:
    known, file = {fact.id: fact for fact in trial.facts}, f"{trial.id}/facts.csv"
    if entry.id not in known:
        yield unknown("fact", entry.id, known, where=file)
        return
    given, wanted = entry.figures, known[entry.id].figures
    for name in wanted:
        if name not in given:
            yield (
                f"{name} is missing, and {entry.id} has a number in the trial. "
                "Write the value that the document gives."
            )
    for name in sorted(given.keys() - wanted.keys()):
        yield (
            f"{name} is {given[name]:g}, but {entry.id} has no such number in {file}. Take it out."
        )


# --- for every overlay -------------------------------------------------------------------------


def unknown(kind: str, given: str, known: Iterable[str], *, where: str = "") -> str:
    """Words for an id that is not there; ``where`` is the file that holds those that are."""
    listed = sorted(known)
    ids = f"The ids stand in {where}." if where else f"Known: {', '.join(listed) or 'none'}."
    return f'the trial has no {kind} "{given}".{did_you_mean(given, listed)} {ids}'


def with_harm_rows(
    events: tuple[AdverseEvent, ...], rows: tuple[AdverseEvent, ...]
) -> tuple[AdverseEvent, ...]:
    """One harm's rows put in the place of those it had; at the end where there were none."""
    harm = rows[0].harm
    first = next((at for at, entry in enumerate(events) if entry.harm == harm), len(events))
    return (*events[:first], *rows, *(entry for entry in events[first:] if entry.harm != harm))


def changed(trial: Trial, *content: Record, **changes: object) -> Trial:
    """The trial with other rows and a fingerprint that no other content has."""
    checksum = hashlib.sha256(trial.fingerprint.encode())
    for record in content:
        checksum.update(b"\n" + record.model_dump_json().encode())
    return trial.model_copy(update={**changes, "fingerprint": checksum.hexdigest()})
