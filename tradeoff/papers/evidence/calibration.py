"""How well each curve meets what was published, and what it assumes beyond that."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from typing import Final

from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial import digitised
from tradeoff.trial.curves import stated_assumptions
from tradeoff.trial.records import (
    CalibratedCurves,
    CalibrationCheck,
    DigitisedArm,
    DigitisedCurves,
    Trial,
)
from tradeoff.words import numbers as numbers_words
from tradeoff.words.curve import calibration_caption, digitised_caption
from tradeoff.words.naming import analysis_compared, arm_words
from tradeoff.words.say import Say, message
from tradeoff.words.table import Row, Table, grouped

ASSUMPTIONS_CAPTION: Final = message("What each curve assumes beyond the published numbers")
MET: Final = message("met")
NOT_MET: Final = message("not met")
#: What the calibration calls a number: its kind, then the arm and the month where it has them.
_QUANTITY: Final = re.compile(
    rf"(?P<kind>.+?)(, (?P<arm>{'|'.join(Role)}))?(, (?P<months>[0-9.]+) months)?"
)
_QUANTITIES: Final = {
    "survival": message("Survival, {arm}, {months} months"),
    "survival at the median": message("Survival at the median, {arm}, {months} months"),
    "standard error of survival": message("Standard error of survival, {arm}, {months} months"),
    "events": message("Events, {arm}"),
    "hazard ratio": message("Hazard ratio"),
    "hazard ratio, lower limit": message("Hazard ratio, lower limit"),
    "hazard ratio, upper limit": message("Hazard ratio, upper limit"),
    "median follow-up, months": message("Median follow-up, months"),
}
ASSUMPTION_WORDS: Final = {
    "piece_months": message("Length of a piece of constant hazard, months"),
    "control_walk_sd": message("Change of the log hazard in six months, standard deviation"),
    "hazard_ratio_walk_sd": message(
        "Change of the log hazard ratio in six months, standard deviation"
    ),
    "follow_up_months": message("Median follow-up, months (assumed, not stated by this analysis)"),
    "follow_up_sd": message("Uncertainty of that follow-up, months"),
    "follow_up_half_width_months": message("Half the span of follow-up between patients, months"),
    "follow_up_half_width_logit_sd": message(
        "Uncertainty of that span (logit), standard deviation"
    ),
}
CURVE_STATED: Final = message("as published")
#: Rows of the fit report; the columns are the two arms.
DIGITISED_ROWS: Final = (
    message("Clicks on the curve"),
    message("Pseudo-patients: events, censored"),
    message("Events: rebuilt, and stated by the source"),
    message("Numbers at risk met exactly"),
    message("Distance from the clicks (root mean square; at most), of 100 people"),
    message("Mended in the clicks"),
)


def calibration(say: Say, trial: Trial) -> tuple[Table, ...]:
    """Each curve against the numbers that it was built from; assumptions; curves not shown."""
    met = (
        (calibration_caption(say, trial, curve), _calibration_rows(say, trial, curve))
        for curve in trial.curves
    )
    assumed = trial.curves and trial.calibration is not None
    refused = ((say.told(reason),) for reason in trial.refused_curves)
    return (
        *grouped(
            (
                say("Quantity"),
                say("Published"),
                say("Curve gives"),
                say("May differ by"),
                say("Result"),
            ),
            met,
        ),
        *((_assumptions(say, trial),) if assumed else ()),
        *grouped((say("Curve, and why"),), [(say("Curves that are not shown"), refused)]),
    )


def _calibration_rows(say: Say, trial: Trial, curve: CalibratedCurves) -> Iterator[Row]:
    for check in curve.checks:
        is_met = abs(check.achieved - check.target) <= check.tolerance
        name = calibration_quantity(say, trial, check.quantity)
        yield (name, *_calibration_numbers(say, check), say(MET if is_met else NOT_MET))
    yield (
        say("Tension of the hazard ratio with the other numbers"),
        numbers_words.NO_VALUE,
        say("{number} standard deviations", number=numbers_words.number(say, curve.tension, 1)),
        say.number(curve.tension_limit),
        say(MET if abs(curve.tension) <= curve.tension_limit else NOT_MET),
    )


def _assumptions(say: Say, trial: Trial) -> Table:
    """One column a curve: how it was sampled and what it assumes."""
    used = [
        stated_assumptions(trial, curve.data_cut, curve.endpoint, curves=curve.curves_asked)
        for curve in trial.curves
    ]
    named = [name for name in ASSUMPTION_WORDS if any(name in one for one in used)]
    rows = [
        (
            say(ASSUMPTION_WORDS[name]),
            *(say.number(one[name]) if name in one else say(CURVE_STATED) for one in used),
        )
        for name in named
    ]
    fitted = trial.calibration is None or trial.calibration.fit_ratio_interval
    width = say(MET) if fitted else say("not used: it would bend the curve")
    rows.append((say("Width of the hazard ratio's interval"), *(width for _ in trial.curves)))
    kept = (
        say(
            "{curves_kept} of {curves_asked}",
            curves_kept=curve.curves_kept,
            curves_asked=curve.curves_asked,
        )
        for curve in trial.curves
    )
    rows.append((say("Sampled curves that meet every number"), *kept))
    names = (analysis_compared(trial, c.data_cut, c.endpoint) for c in trial.curves)
    return Table(say(ASSUMPTIONS_CAPTION), (say("Assumption"), *names), tuple(rows))


def digitised_fit(say: Say, trial: Trial) -> tuple[Table, ...]:
    """Each curve that was rebuilt from a figure: how well it agrees with what was clicked on."""
    return tuple(fit_report(say, trial, curves) for curves in trial.digitised)


def fit_report(say: Say, trial: Trial, curves: DigitisedCurves) -> Table:
    """How well both arms' pseudo-patients agree with one figure."""
    names = Arms.each(lambda role: arm_words(trial, role).name)
    cells = Arms.each(lambda role: fit_cells(say, curves.arm(role)))
    rows = tuple(zip(map(say, DIGITISED_ROWS), *cells.shown, strict=True))
    return Table(digitised_caption(say, trial, curves), (say("Of the fit"), *names.shown), rows)


# --- words --------------------------------------------------------------------------------------


def calibration_quantity(say: Say, trial: Trial, quantity: str) -> str:
    """A quantity of the calibration with the arms' own names."""
    found = _QUANTITY.fullmatch(quantity)
    named = None if found is None else _QUANTITIES.get(found["kind"])
    if found is None or named is None:
        return numbers_words.capitalised(quantity)
    arm = "" if found["arm"] is None else arm_words(trial, Role(found["arm"])).short
    months = "" if found["months"] is None else say.number(float(found["months"]))
    return say(named, arm=arm, months=months)


def _calibration_numbers(say: Say, check: CalibrationCheck) -> tuple[str, str, str]:
    """Published, given by the curve, and how far apart they may be."""
    digits = 1 if check.target > 1 else 4 if check.target < 0.1 else 3
    published = say.number(round(check.target, digits))
    return published, numbers_words.number(say, check.achieved, digits), say.number(check.tolerance)


def fit_cells(say: Say, arm: DigitisedArm) -> Row:
    """How well one arm's pseudo-patients agree with its clicks and its numbers at risk."""
    events = sum(arm.event)
    stated = say(numbers_words.NOT_STATED) if arm.events_stated is None else str(arm.events_stated)
    errors = (arm.root_mean_square_error, arm.largest_error)
    return (
        str(len(arm.curve_months)),
        f"{len(arm.event)}: {events}, {len(arm.event) - events}",
        f"{events}; {stated}",
        at_risk_met(say, arm),
        "; ".join(numbers_words.out_of_100(say, error, 2) for error in errors),
        " ".join(map(say.told, arm.mends)) or say("nothing"),
    )


def at_risk_met(say: Say, arm: DigitisedArm) -> str:
    """How many of an arm's numbers at risk its pseudo-patients meet exactly."""
    met = sum(map(operator.eq, arm.n_at_risk, digitised.at_risk_found(arm)))
    return say("{met} of {n_at_risk}", met=met, n_at_risk=len(arm.n_at_risk))
