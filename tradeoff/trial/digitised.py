"""Curves digitised from a printed figure: from clicks and numbers at risk to pseudo-patients.

``rebuilt`` takes a trial's draft with the clicks of its ``curves/`` folder and gives the records,
or every reason why there are none, each at the row of the file that it is about. The other
functions read the pseudo-patients' Kaplan-Meier curves. **Pseudo-patients are not patients**: their
times agree with the figure, but who was censored when between two numbers at risk, and everything
else about single people, cannot be known from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.reconstruction import (
    ReconstructionError,
    ReconstructionProblem,
    Sentence,
    reconstruct,
    renumbered,
)
from tradeoff.statistics.survival import (
    KaplanMeierCurve,
    RiskTable,
    cox_hazard_ratio,
    kaplan_meier,
    risk_table,
    survival_at,
)
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.draft import Draft, Placed
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import (
    AtRisk,
    CurvePoint,
    DigitisedArm,
    DigitisedCurves,
    HazardRatio,
    Status,
)
from tradeoff.trial.told import Told, together, told

ClickFiles = Mapping[tuple[str, Role], tuple[Placed[CurvePoint], ...] | None]
#: A file's name in messages, and the row of it that each data row stands in.
FileRows = tuple[str, Sequence[int]]
#: Months and survival, 0 to 1.
Click = tuple[float, float]

#: Coverage of the ranges that are read off: at one month, no band for the whole curve.
LEVEL = 0.95
#: The part of a trial's folder that holds the clicks.
FOLDER = "curves"


# Kinds of mend that no hand makes: clicks, numbers at risk and events contradict one another.
_DOUBTFUL = frozenset({"total_events", "tension", "long_curve", "short_table"})
# The last digit in which the reconstruction says how far it moved a click.
_NOTHING_MOVED = 0.0005


@dataclass(frozen=True, slots=True)
class Clicks:
    """One arm as it was read from a figure and from what is printed under it.

    ``points`` are (months, survival) in the order of the file. ``file_rows`` names the row of each
    in its file, for what is said about them; where it is empty they count from 1.
    """

    points: tuple[Click, ...]
    risk_months: tuple[float, ...]
    n_at_risk: tuple[int, ...]
    events: int | None = None
    file_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The curves of a folder, and what is wrong with those that could not be rebuilt."""

    curves: tuple[DigitisedCurves, ...] = ()
    problems: tuple[Problem, ...] = ()


# --- from clicks to a record -------------------------------------------------------------------


def rebuild_arm(clicks: Clicks) -> DigitisedArm:
    """One arm's pseudo-patients with how well they agree with the figure.

    Raises:
        ReconstructionError: where clicks and numbers at risk cannot be one arm's curve. Its rows
            count the data rows as given, from 1, not the rows of a file.
    """
    months, survival = zip(*clicks.points, strict=True) if clicks.points else ((), ())
    result = reconstruct(
        months, survival, clicks.risk_months, clicks.n_at_risk, total_events=clicks.events
    )
    report = result.report
    # Those that moved nothing that the shown digits could tell are not worth saying.
    moved = report.smoothing_largest > _NOTHING_MOVED
    mends = [
        (mend.kind, _in_file(mend.said, clicks.file_rows))
        for mend in report.mends
        if mend.kind != "rise" or moved
    ]
    used = _as_used(months, survival, {mend.kind for mend in report.mends})
    return DigitisedArm(
        curve_months=used[0],
        curve_survival=used[1],
        risk_months=clicks.risk_months,
        n_at_risk=clicks.n_at_risk,
        time=tuple(result.time.tolist()),
        event=tuple(result.event.tolist()),
        events_stated=clicks.events,
        root_mean_square_error=report.root_mean_square_error,
        largest_error=report.largest_error,
        mends=tuple(words for _, words in mends),
        doubts=tuple(words for kind, words in mends if kind in _DOUBTFUL),
    )


def _as_used(
    months: Sequence[float], survival: Sequence[float], mended: set[str]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The clicks in months and 0 to 1, as the reconstruction says that it read them."""
    if "columns" in mended:
        months, survival = survival, months
    scale = 100.0 if "percent" in mended else 1.0
    return tuple(months), tuple(min(1.0, max(0.0, one / scale)) for one in survival)


def _in_file(said: Sentence, file_rows: Sequence[int]) -> Told:
    """A sentence that counts data rows from 1, counting the rows of the file instead."""
    values = renumbered(said.values, dict(enumerate(file_rows, start=1)))
    return Told(said.message, values, said.several, said.count)


def at_row(
    found: ReconstructionProblem, whose: str, *, curve: FileRows, at_risk: FileRows
) -> Problem:
    """A fault of a figure at the row of the file that it is about; ``whose`` may be empty."""
    file, rows = curve if found.table == "curve" else at_risk
    inside = found.row is not None and 0 < found.row <= len(rows)
    place = told("row {row}", row=rows[(found.row or 1) - 1]) if inside else ""
    message = together((_in_file(one, rows) for one in found.said), " ")
    if whose:
        message = Told("{message} ({whose})", {"message": message, "whose": whose})
    return Problem(file, place, message)


# --- a folder's curves -------------------------------------------------------------------------


def file_name(endpoint: str, role: Role) -> str:
    """Where the clicks of one arm stand in a trial's folder."""
    return f"{FOLDER}/{endpoint}-{role}.csv"


def pairs(clicks: ClickFiles, at_risk: Iterable[Placed[AtRisk]]) -> frozenset[tuple[str, str]]:
    """The (cut, end point) pairs that the files in ``curves/`` are about."""
    endpoints = {endpoint for endpoint, _ in clicks}
    held = (placed.record for placed in at_risk)
    return frozenset((one.data_cut, one.endpoint) for one in held if one.endpoint in endpoints)


def rebuilt(draft: Draft, clicks: ClickFiles, *, faults: Iterable[Problem]) -> Rebuilt:
    """Both arms' curves of every end point whose clicks are given, or why there are none.

    ``clicks`` holds each file that is there: its points, or ``None`` where it could not be read.
    ``faults`` is what was found before: nothing is rebuilt from a file that holds a fault already,
    so that it is said once.
    """
    spoilt = {problem.file for problem in faults}
    found: list[DigitisedCurves | Problem] = []
    for endpoint in dict.fromkeys(endpoint for endpoint, _ in clicks):
        own = {role: points for (name, role), points in clicks.items() if name == endpoint}
        found += _Figure(draft, endpoint, own).rebuilt(spoilt)
    return Rebuilt(
        tuple(one for one in found if isinstance(one, DigitisedCurves)),
        tuple(one for one in found if isinstance(one, Problem)),
    )


@dataclass(frozen=True, slots=True)
class _Figure:
    """The two files of an end point, as far as they are there, beside the rest of the folder."""

    draft: Draft
    endpoint: str
    clicks: Mapping[Role, tuple[Placed[CurvePoint], ...] | None]

    def rebuilt(self, spoilt: set[str]) -> Iterator[DigitisedCurves | Problem]:
        """Both arms, or what is wrong with either; nothing where another fault stands before."""
        wanting = tuple(self._wanting())
        yield from wanting
        whole = self.draft.whole(AtRisk, HazardRatio)
        if wanting or not whole or spoilt & {self._at_risk_file, *map(self._file, Role)}:
            return
        wrong = [problem for role in Role for problem in self._wrong_events(role)]
        yield from wrong
        arms: dict[Role, DigitisedArm] = {}
        for role in Role if not wrong else ():
            try:
                arms[role] = rebuild_arm(self._clicks(role))
            except ReconstructionError as error:
                yield from (self._problem(role, one) for one in error.problems)
        if len(arms) == len(Role):
            yield self._record(arms)

    def _file(self, role: Role) -> str:
        """An arm's file as messages name it."""
        return f"{self.draft.folder}/{file_name(self.endpoint, role)}"

    @property
    def _at_risk_file(self) -> str:
        """The numbers at risk as messages name them."""
        return f"{self.draft.folder}/at_risk.csv"

    def _risk(self, role: Role) -> list[Placed[AtRisk]]:
        """The rows of the numbers at risk of one arm, in the order of time."""
        rows = (
            placed
            for placed in self.draft.placed(AtRisk)
            if (placed.record.endpoint, placed.record.arm) == (self.endpoint, role)
        )
        return sorted(rows, key=lambda placed: placed.record.months)

    def _cuts(self) -> list[str]:
        """The data cuts whose numbers at risk are given, in the order of the file."""
        rows = self.draft.rows(AtRisk)
        return list(dict.fromkeys(row.data_cut for row in rows if row.endpoint == self.endpoint))

    def _wanting(self) -> Iterator[Problem]:
        """What has to be there before anything can be rebuilt."""
        given = [role for role in Role if role in self.clicks]
        for role in Role:
            if role not in given:
                yield Problem(
                    self._file(given[0]),
                    "",
                    f"{file_name(self.endpoint, role)} is missing. Add it: a curve is shown only "
                    "beside that of the other arm.",
                )
        if not self.draft.whole(AtRisk):
            return
        for role in given:
            if not self._risk(role):
                yield Problem(
                    self._file(role),
                    "",
                    f"at_risk.csv holds no row of {self.endpoint} ({role}). A curve is rebuilt "
                    "only with the numbers at risk printed under it: add them.",
                )
        cuts = self._cuts()
        if len(cuts) > 1:
            yield Problem(
                self._file(given[0]),
                "",
                f"at_risk.csv gives {self.endpoint} in {len(cuts)} data cuts "
                f"({', '.join(cuts)}). A figure belongs to one analysis: keep the rows of "
                "the cut that it shows.",
            )

    def _clicks(self, role: Role) -> Clicks:
        points, risk = self.clicks.get(role) or (), self._risk(role)
        return Clicks(
            points=tuple((one.record.months, one.record.survival) for one in points),
            risk_months=tuple(one.record.months for one in risk),
            n_at_risk=tuple(one.record.n_at_risk for one in risk),
            events=self._events(role),
            file_rows=_rows(points),
        )

    def _ratio(self) -> Placed[HazardRatio] | None:
        """The hazard ratio of the same analysis: the cut's own, not an adjusted one."""
        key = (self._cuts()[0], self.endpoint, None)
        held = ((p, p.record) for p in self.draft.placed(HazardRatio))
        return next((p for p, e in held if (e.data_cut, e.endpoint, e.model) == key), None)

    def _totals(self, role: Role) -> list[Placed[AtRisk]]:
        """The rows that give the arm's events beside its numbers at risk."""
        return [row for row in self._risk(role) if row.record.total_events is not None]

    def _events(self, role: Role) -> int | None:
        """The arm's events as its figure gives them, else those behind the analysis's ratio."""
        totals, ratio = self._totals(role), self._ratio()
        if totals:
            return totals[0].record.total_events
        return None if ratio is None else ratio.record.events(role)

    def _wrong_events(self, role: Role) -> Iterator[Problem]:
        """Two totals of one arm, or more events than people whom the curve starts with."""
        totals = self._totals(role)
        for row in totals[1:]:
            if row.record.total_events != totals[0].record.total_events:
                yield row.problem(
                    f"total_events is {row.record.total_events}, {totals[0].place} gives "
                    f"{totals[0].record.total_events} ({self.endpoint}, {role}). Keep one of them."
                )
        events, people = self._events(role), self._risk(role)[0].record.n_at_risk
        placed: Placed[AtRisk] | Placed[HazardRatio] | None = totals[0] if totals else self._ratio()
        if placed is not None and events is not None and events > people:
            name = "total_events" if totals else f"events_{role}"
            yield placed.problem(
                f"{name} is {events}, but the figure's numbers at risk start at {people} "
                f"({self.endpoint}, {role}). Check both against the source."
            )

    def _problem(self, role: Role, found: ReconstructionProblem) -> Problem:
        """A fault of the figure, counting the rows of the file that it is about."""
        curve = self._file(role), _rows(self.clicks.get(role) or ())
        at_risk = self._at_risk_file, _rows(self._risk(role))
        whose = "" if found.table == "curve" else f"{self.endpoint}, {role}"
        return at_row(found, whose, curve=curve, at_risk=at_risk)

    def _record(self, arms: Mapping[Role, DigitisedArm]) -> DigitisedCurves:
        """The figure's provenance is that of the numbers printed under it."""
        entries = [placed.record for role in Role for placed in self._risk(role)]
        first, order = entries[0], list(Status)
        weakest = max((entry.status for entry in entries), key=order.index)
        return DigitisedCurves(
            data_cut=first.data_cut,
            endpoint=self.endpoint,
            control=arms[Role.CONTROL],
            experimental=arms[Role.EXPERIMENTAL],
            source=first.source,
            place=first.place,
            also=first.also,
            status=max(weakest, Status.RECONSTRUCTED, key=order.index),
        )


def _rows(table: Sequence[Placed[AtRisk] | Placed[CurvePoint]]) -> tuple[int, ...]:
    return tuple(placed.row for placed in table)


# --- what may be read off ----------------------------------------------------------------------


def arm_curve(arm: DigitisedArm, *, level: float = LEVEL) -> KaplanMeierCurve:
    """The pseudo-patients' Kaplan-Meier curve with Greenwood's log(-log) interval, in months."""
    return kaplan_meier(arm.time, arm.event, level=level)


def on_curve(arm: DigitisedArm, months: float) -> Estimate | None:
    """Survival at a month with its sampling range; ``None`` past the arm's last pseudo-patient.

    Reconstructed: the range is chance alone and leaves out how far the clicks lie off the line.
    """
    return None if months > max(arm.time) else survival_at(arm_curve(arm), months)


def risk_rows(arm: DigitisedArm, months: ArrayLike) -> RiskTable:
    """Pseudo-patients at risk, censored and with an event so far, at each month: they sum to N."""
    return risk_table(arm_curve(arm), months)


def at_risk_found(arm: DigitisedArm) -> tuple[int, ...]:
    """Pseudo-patients at risk at each month at which the figure prints a number."""
    return tuple(int(one) for one in risk_rows(arm, arm.risk_months).n_at_risk)


def hazard_ratio(curves: DigitisedCurves) -> Estimate | None:
    """Cox's ratio of the pseudo-patients, experimental against control; ``None`` without events.

    Never a headline: it stands beside the published ratio, to tell how well the curves agree.
    """
    control, experimental = curves.control, curves.experimental
    if not any(control.event) or not any(experimental.event):
        return None
    return cox_hazard_ratio(
        (*control.time, *experimental.time),
        (*control.event, *experimental.event),
        np.repeat([False, True], [len(control.time), len(experimental.time)]),
    )


def clicked_at(arm: DigitisedArm, months: float) -> float:
    """Survival at a month on a straight line from click to click; flat beyond the last."""
    order = np.argsort(arm.curve_months, kind="stable")
    clicks = np.take(arm.curve_months, order), np.take(arm.curve_survival, order)
    return float(np.interp(months, *clicks, left=1.0))


def unclicked(arm: DigitisedArm) -> tuple[Click, Click] | None:
    """The clicks beside the longest fall that nobody clicked along; ``None`` without such a one.

    It is a stretch longer than from one number at risk to the next, over which survival falls by
    more than one patient's step.
    """
    clicks = [(0.0, 1.0), *sorted(zip(arm.curve_months, arm.curve_survival, strict=True))]
    spacing = max(after - before for before, after in pairwise((0.0, *arm.risk_months)))
    step = 1 / len(arm.time)
    gaps = [
        (before, after)
        for before, after in pairwise(clicks)
        if after[0] - before[0] > spacing and before[1] - after[1] > step
    ]
    return max(gaps, key=lambda gap: gap[0][1] - gap[1][1], default=None)


def mean_horizon(curves: DigitisedCurves, last_landmark: int | None) -> int | None:
    """The month up to which mean survival times are given: both arms drawn, at most a landmark.

    ``None`` where the arms have no whole month in common.
    """
    drawn = math.floor(curves.horizon_months)
    horizon = drawn if last_landmark is None else min(drawn, last_landmark)
    return horizon if horizon > 0 else None
