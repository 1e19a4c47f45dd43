"""A rebuilt curve's hazard ratio and medians beside those that the trial published."""

from __future__ import annotations

from typing import Final

from tradeoff.papers.evidence.calibration import at_risk_met
from tradeoff.statistics.survival import median_survival
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, Trial
from tradeoff.words import numbers
from tradeoff.words.say import Say, message
from tradeoff.words.table import Row, Table

CAPTION: Final = message("Beside what is published")
COLUMNS: Final = ("", message("Published"), message("From your figure"))
HAZARD_RATIO: Final = message("Hazard ratio")
_ARMS: Final = (Role.EXPERIMENTAL, Role.CONTROL)


def beside_published(say: Say, trial: Trial, curves: DigitisedCurves) -> Table:
    """Ratio and medians, then how the pseudo-patients meet the figure's own numbers."""
    names = {role: trial.text.arms[role].short for role in _ARMS}
    rows = (
        _ratio(say, trial, curves),
        *(_median(say, trial, curves, role, names[role]) for role in _ARMS),
        *(_met(say, curves.arm(role), names[role]) for role in _ARMS),
    )
    return Table(say(CAPTION), ("", *map(say, COLUMNS[1:])), rows)


def _ratio(say: Say, trial: Trial, curves: DigitisedCurves) -> Row:
    """As published: the analysis's own, never an adjusted one."""
    printed = trial.hazard_ratio(curves.data_cut, curves.endpoint)
    found = digitised.hazard_ratio(curves)
    return (
        say(HAZARD_RATIO),
        say(numbers.NOT_AVAILABLE)
        if printed is None
        else numbers.ratio_with_range(say, printed.estimate(printed.value), printed.decimals),
        say(numbers.NOT_ESTIMABLE) if found is None else numbers.ratio_with_range(say, found),
    )


def _median(say: Say, trial: Trial, curves: DigitisedCurves, role: Role, name: str) -> Row:
    printed = trial.median(curves.data_cut, curves.endpoint, role)
    found = median_survival(digitised.arm_curve(curves.arm(role)))
    if printed is None:
        published = say(numbers.NOT_AVAILABLE)
    else:
        published = _months(say, printed.months, printed.decimals)
    return say("Median, {name}", name=name), published, _months(say, found, 1)


def _months(say: Say, months: float | None, decimals: int) -> str:
    return say(numbers.NOT_REACHED) if months is None else numbers.months(say, months, decimals)


def _met(say: Say, arm: DigitisedArm, name: str) -> Row:
    return say("Numbers at risk met, {name}", name=name), numbers.NO_VALUE, at_risk_met(say, arm)
