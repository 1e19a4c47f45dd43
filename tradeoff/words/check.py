"""What ``check`` says of a folder without a fault: tensions between its numbers, clicks mended.

A tension is no fault: the trial is shown with it, and the Evidence page says so too. It is where
somebody who has just typed the numbers should look first. Each line names the file that it is
about, as problems do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tradeoff.findings.agreement import CheckKind, ConsistencyLine, Explanation, report
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import clicked, digitised
from tradeoff.words import agreement, numbers
from tradeoff.words.agreement import (
    agrees_within,
    consistency_number,
    consistency_result,
    reported_number,
)
from tradeoff.words.curve import taken_from_figure
from tradeoff.words.say import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradeoff.trial.records import ClickedFigure, DigitisedArm, DigitisedCurves, Trial


@dataclass(frozen=True, slots=True)
class Judgement:
    """Sentences with their files: numbers that contradict one another, and what was mended."""

    tensions: tuple[str, ...]
    mends: tuple[str, ...]


def judge(trial: Trial) -> Judgement:
    """Every tension between a trial's numbers, and every click that was mended."""
    lines = [line for line in report(trial) if not line.agrees]
    tensions = [_tension(trial, line) for line in lines]
    mends: list[str] = []
    for curves in trial.digitised:
        tensions += _exchanged(trial, curves, lines)
        tensions += _strays(trial, curves)
        key = (curves.data_cut, curves.endpoint)
        off = any(one.kind in _REBUILT and (one.data_cut, one.endpoint) == key for one in lines)
        for role in Role:
            file = f"{trial.id}/{digitised.file_name(curves.endpoint, role)}"
            arm = curves.arm(role)
            tensions += [f"{file}: tension. {doubt}" for doubt in _doubts(arm, off=off)]
            mends += [f"{file}: mended. {one}" for one in arm.mends if one not in arm.doubts]
    return Judgement(tuple(tensions), tuple(mends))


def fit_lines(trial: Trial) -> tuple[str, ...]:
    """How well each arm's rebuilt curve agrees with the clicks; and where the clicks are from."""
    return tuple(line for curves in trial.digitised for line in _of_figure(curves))


def _of_figure(curves: DigitisedCurves) -> Iterator[str]:
    for role in Role:
        file = digitised.file_name(curves.endpoint, role)
        yield f"{file}, {curves.data_cut}: {_fit(curves.arm(role))}"
    if curves.clicked is not None:
        yield f"{clicked.file_name(curves.endpoint)}: {_taken(curves.clicked)}"


def _taken(figure: ClickedFigure) -> str:
    """How the curves came out of their figure."""
    page = "" if figure.page is None else f"page {figure.page}, "
    width, height = figure.size
    points = sum(len(line.points) for line in figure.curves)
    many = "1 click" if points == 1 else f"{points} clicks"
    taken = taken_from_figure(ENGLISH, figure)
    return f"{taken} ({page}{width} by {height} pixels, {many} on curves)."


def _fit(arm: DigitisedArm) -> str:
    patients, events = len(arm.event), sum(arm.event)
    stated = "" if arm.events_stated is None else f" ({arm.events_stated} stated)"
    usual, most = (
        numbers.out_of_100(ENGLISH, error, 2)
        for error in (arm.root_mean_square_error, arm.largest_error)
    )
    return (
        f"{len(arm.curve_months)} clicks, {patients} pseudo-patients, {events} events{stated}; "
        f"{usual} of 100 people beside the clicks (root mean square), {most} at most."
    )


# --- numbers against one another ---------------------------------------------------------------

_FILES = {
    CheckKind.LANDMARK_CENTRE: "landmarks.csv",
    CheckKind.REBUILT_LANDMARK: "landmarks.csv",
    CheckKind.STANDARD_ERROR: "landmarks.csv",
    CheckKind.PERCENT: "adverse_events.csv",
    CheckKind.SUBGROUPS_SURVIVAL: "subgroups.csv",
    CheckKind.SUBGROUPS_RATIO: "subgroups.csv",
    CheckKind.RESTRICTED_MEAN_CENTRE: "restricted_means.csv",
    CheckKind.RESTRICTED_MEAN_P_VALUE: "restricted_means.csv",
}
_REBUILT = (CheckKind.REBUILT_LANDMARK, CheckKind.REBUILT_HAZARD_RATIO)
#: Two ratios of which one is about 1 over the other differ in their logs' sum by no more.
_ABOUT_INVERSE = 0.05


def _tension(trial: Trial, line: ConsistencyLine) -> str:
    file = "subgroups.csv" if line.subgroup else _FILES.get(line.kind, "hazard_ratios.csv")
    where = "" if line.data_cut is None else f", {line.endpoint} in {line.data_cut}"
    given = reported_number(ENGLISH, trial, line)
    found = consistency_number(ENGLISH, line, line.recomputed)
    return (
        f"{trial.id}/{file}{where}: tension. {agreement.compared(ENGLISH, trial, line)}: "
        f"{given} is given, {found} found; {agrees_within(ENGLISH, line)} would agree. "
        f"{_cause(line)}"
    )


def _cause(line: ConsistencyLine) -> str:
    explained = consistency_result(ENGLISH, line).partition(". ")[2]
    if line.kind not in (CheckKind.REBUILT_HAZARD_RATIO, CheckKind.CUMULATIVE_HAZARD_RATIO):
        return explained
    product = math.log(line.reported * line.recomputed)
    if abs(product) < _ABOUT_INVERSE and abs(math.log(line.recomputed)) > _ABOUT_INVERSE:
        return "One is 1 over the other: a hazard ratio is experimental against control."
    if line.explanation is Explanation.OTHER_MODEL:
        return f"{explained} Else check ratio, curves and unit of time."
    return explained


def _exchanged(
    trial: Trial, curves: DigitisedCurves, lines: list[ConsistencyLine]
) -> Iterator[str]:
    """Said where every landmark fits the clicks of the other arm, and some miss their own."""
    key = (curves.data_cut, curves.endpoint)
    held = [one for one in report(trial) if (one.data_cut, one.endpoint) == key]
    compared = [line for line in held if line.kind is CheckKind.REBUILT_LANDMARK]
    missed = [line for line in compared if line in lines]
    other = {Role.CONTROL: curves.experimental, Role.EXPERIMENTAL: curves.control}
    if missed and all(line.arm and _on_clicks(other[line.arm], line) for line in compared):
        files = " and ".join(digitised.file_name(curves.endpoint, role) for role in Role)
        yield (
            f"{trial.id}/landmarks.csv, {curves.endpoint} in {curves.data_cut}: tension. Survival "
            f"fits the clicks on the other arm: {files} look exchanged."
        )


def _on_clicks(arm: DigitisedArm, line: ConsistencyLine) -> bool:
    """Whether the clicks pass through what a landmark gives."""
    clicked = digitised.clicked_at(arm, line.months or 0)
    return line.lower <= clicked <= line.upper


def _strays(trial: Trial, curves: DigitisedCurves) -> Iterator[str]:
    """Clicks on the figure that are not on the curves which are said to come from it."""
    file = f"{trial.id}/{clicked.file_name(curves.endpoint)}"
    for stray in clicked.strays(curves):
        alive = numbers.out_of_100(ENGLISH, stray.survival)
        at = f"{stray.months:.1f} months, {alive} of 100 people"
        cause = (
            "It is on the other arm's: the labels look exchanged."
            if stray.other
            else "Check axes and clicks, or trace the figure again."
        )
        yield (
            f"{file}: tension. A click on the {stray.role} curve ({at}) does not lie on "
            f"{digitised.file_name(curves.endpoint, stray.role)}. {cause}"
        )


# --- one arm's clicks --------------------------------------------------------------------------


def _doubts(arm: DigitisedArm, *, off: bool) -> Iterator[str]:
    """What does not fit in one arm, and the stretch without clicks that may be why."""
    yield from arm.doubts
    gap = digitised.unclicked(arm) if arm.doubts or off else None
    if gap is not None:
        (start, above), (end, below) = gap
        fall = numbers.out_of_100(ENGLISH, above - below)
        yield (
            f"There is no click between {start:.1f} and {end:.1f} months, where survival falls by "
            f"{fall} of 100 people. Click at the head and the foot of each step there."
        )
