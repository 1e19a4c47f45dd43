"""From a user's files to what the program can use in one session, or every reason why not.

``uploads`` reads the files; here their series are given to the arms, times become months, numbers
are held against the trial, and the overlay is made. Nothing is guessed in silence: an arm whose
series cannot be told by its name is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tradeoff.statistics.intervals import Count
from tradeoff.statistics.reconstruction import ReconstructionError, ReconstructionProblem
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.confirmed import with_counts, with_digitised
from tradeoff.trial.digitised import Clicks, rebuild_arm
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, LocalData, Status, Trial
from tradeoff.uploads import (
    AtRiskUpload,
    CountsUpload,
    CurvePoints,
    CurveUpload,
    EventCounts,
    RiskRows,
    UploadError,
)

__all__ = [
    "BroughtCounts",
    "BroughtCurves",
    "TimeUnit",
    "series_by_name",
    "unit_named",
    "with_brought_counts",
    "with_brought_curves",
]

# Clicks are good to three or four digits; what is kept is what a downloaded folder holds.
_DECIMALS: Final = 6
# The format's longest time (data/README.md); no curve of a trial runs longer.
_LONGEST_MONTHS: Final = 600.0
_DAYS_A_MONTH: Final = 365.25 / 12


class TimeUnit(StrEnum):
    """What the times of an upload are counted in."""

    MONTHS = "months"
    YEARS = "years"
    WEEKS = "weeks"
    DAYS = "days"

    @property
    def months(self) -> float:
        """One of it in months; a month has 30.4375 days."""
        in_days = {TimeUnit.WEEKS: 7.0, TimeUnit.DAYS: 1.0}
        if self in in_days:
            return in_days[self] / _DAYS_A_MONTH
        return 12.0 if self is TimeUnit.YEARS else 1.0


@dataclass(frozen=True, slots=True)
class BroughtCurves:
    """A curve file and its risk table, with what the user said about them.

    ``series`` and ``risk_series`` name the arms' labels in the two files; ``events`` are the total
    events of the arms, ``None`` where the figure does not print them: then those behind the
    trial's own ratio of that analysis count, where it gives them, as in a trial's folder.
    """

    curve: CurveUpload
    at_risk: AtRiskUpload
    series: Mapping[Role, str]
    risk_series: Mapping[Role, str]
    unit: TimeUnit
    data_cut: str
    endpoint: str
    events: Mapping[Role, int | None]


@dataclass(frozen=True, slots=True)
class BroughtCounts:
    """A file of event counts, which of its harms is meant, and which label is which arm."""

    upload: CountsUpload
    entry: EventCounts
    harm: str
    arms: Mapping[Role, str]


def series_by_name(labels: tuple[str, ...], trial: Trial) -> dict[Role, str]:
    """The label of each arm where its words tell it: by role, or by a name of the trial's arms.

    An arm that no label names, or more than one, is left out: the user has to say.
    """
    found = {}
    for role in Role:
        fitting = [label for label in labels if role in _roles_named(label, trial)]
        if len(fitting) == 1 and len(_roles_named(fitting[0], trial)) == 1:
            found[role] = fitting[0]
    return found


def _roles_named(label: str, trial: Trial) -> set[Role]:
    plain = _plain(label)
    return {
        role
        for role in Role
        if plain in {_plain(name) for name in _names(trial, role)} or str(role) in plain.split()
    }


def _names(trial: Trial, role: Role) -> tuple[str, ...]:
    words = trial.text.arms[str(role)]
    return (str(role), words.name, words.short)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def unit_named(*named: str | None) -> TimeUnit | None:
    """The unit that the files' headings name, ``None`` where none does or they differ."""
    units = {TimeUnit(one) for one in named if one is not None}
    return units.pop() if len(units) == 1 else None


# --- curves ------------------------------------------------------------------------------------


def with_brought_curves(
    trial: Trial, local: LocalData, brought: BroughtCurves
) -> tuple[Trial, DigitisedCurves]:
    """The trial with the curves rebuilt from an upload, and those curves.

    Raises:
        UploadError: with every problem, at the row of the user's file that it is about.
    """
    problems = list(_unassigned(brought))
    if problems:
        raise UploadError(problems)
    arms: dict[Role, DigitisedArm] = {}
    for role in Role:
        problems += _beyond(trial, brought, role)
        try:
            arms[role] = rebuild_arm(_clicks(trial, brought, role))
        except ReconstructionError as error:
            problems += [_at_row(brought, role, one) for one in error.problems]
    if problems:
        raise UploadError(problems)
    curves = DigitisedCurves(
        data_cut=brought.data_cut,
        endpoint=brought.endpoint,
        control=arms[Role.CONTROL],
        experimental=arms[Role.EXPERIMENTAL],
        source=trial.data_cut(brought.data_cut).source,
        place=f"curve digitised by {local.label}",
        status=Status.RECONSTRUCTED,
    )
    changed = with_digitised(trial, local, curves)
    kept = changed.digitised_curve(brought.data_cut, brought.endpoint)
    assert kept is not None
    return changed, kept


def _unassigned(brought: BroughtCurves) -> Iterator[Problem]:
    """Each arm needs a series of its own in both files."""
    for file, series, known in (
        (brought.curve.file, brought.series, brought.curve.series),
        (brought.at_risk.file, brought.risk_series, brought.at_risk.series),
    ):
        for role in Role:
            if series.get(role) not in known:
                yield Problem(file, "", f"no series is chosen for the {role} arm. Choose one.")
        if len(set(series.values())) < len(series):
            yield Problem(file, "", "both arms have the same series. Choose one for each arm.")


def _beyond(trial: Trial, brought: BroughtCurves, role: Role) -> Iterator[Problem]:
    """What the trial's own numbers rule out."""
    risk, n_randomised = _risk(brought, role), trial.arm(role).n_randomised
    for row, number in zip(risk.rows, risk.n_at_risk, strict=True):
        if number > n_randomised:
            yield Problem(
                brought.at_risk.file,
                f"row {row}",
                f"n_at_risk {number} exceeds the {n_randomised} randomised ({role}). "
                "Check the row against the figure, and which series is which arm.",
            )
            break
    points = brought.curve.series[brought.series[role]]
    for row, time in zip(points.rows, points.time, strict=True):
        if time * brought.unit.months > _LONGEST_MONTHS:
            yield Problem(
                brought.curve.file,
                f"row {row}",
                f"time is {time:g} {brought.unit}, more than {_LONGEST_MONTHS:g} months. "
                "Choose the unit that the figure's axis has.",
            )
            break


def _clicks(trial: Trial, brought: BroughtCurves, role: Role) -> Clicks:
    points: CurvePoints = brought.curve.series[brought.series[role]]
    ratio = trial.hazard_ratio(brought.data_cut, brought.endpoint)
    stated = brought.events.get(role)
    if stated is None and ratio is not None:
        stated = ratio.events(role)
    risk = _risk(brought, role)
    return Clicks(
        points=tuple(
            (_months(time, brought.unit), round(survival, _DECIMALS))
            for time, survival in zip(points.time, points.survival, strict=True)
        ),
        risk_months=tuple(_months(time, brought.unit) for time in risk.time),
        n_at_risk=risk.n_at_risk,
        events=stated,
        file_rows=points.rows,
    )


def _risk(brought: BroughtCurves, role: Role) -> RiskRows:
    return brought.at_risk.series[brought.risk_series[role]]


def _months(time: float, unit: TimeUnit) -> float:
    return round(time * unit.months, _DECIMALS)


def _at_row(brought: BroughtCurves, role: Role, found: ReconstructionProblem) -> Problem:
    """A fault of the figure at the row of the file that the user brought."""
    if found.table == "curve":
        file, rows = brought.curve.file, brought.curve.series[brought.series[role]].rows
    else:
        file, rows = brought.at_risk.file, _risk(brought, role).rows
    inside = found.row is not None and 0 < found.row <= len(rows)
    place = f"row {rows[(found.row or 1) - 1]}" if inside else ""
    return Problem(file, place, f"{found.message} ({role})")


# --- counts ------------------------------------------------------------------------------------


def with_brought_counts(trial: Trial, local: LocalData, brought: BroughtCounts) -> Trial:
    """The trial with one harm's counts replaced by those of an upload, named and not randomised.

    Raises:
        UploadError: an arm has no count.
    """
    problems = [
        Problem(brought.upload.file, "", f"no column is chosen for the {role} arm. Choose one.")
        for role in Role
        if brought.arms.get(role) not in brought.entry.arms
    ]
    if not problems and len(set(brought.arms.values())) < len(Role):
        problems.append(
            Problem(brought.upload.file, "", "both arms have the same counts. Choose one for each.")
        )
    if problems:
        raise UploadError(problems)
    counts = {role: brought.entry.arms[brought.arms[role]] for role in Role}
    control, experimental = (
        Count(counts[role].events, counts[role].total) for role in (Role.CONTROL, Role.EXPERIMENTAL)
    )
    return with_counts(trial, local, harm=brought.harm, experimental=experimental, control=control)
