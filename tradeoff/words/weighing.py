"""The balance point and the net gain, and why something can't be weighed."""

from __future__ import annotations

import math
from typing import Final

from tradeoff.findings.view import Findings, rounding_limits
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import Obstacle
from tradeoff.words import numbers
from tradeoff.words.harm import harm_words
from tradeoff.words.naming import arm_words, endpoint_words
from tradeoff.words.numbers import Ranged
from tradeoff.words.say import CLINICIAN

UNSET_HINT: Final = (
    "Not set. Move the slider together with the patient to see what that judgement implies."
)

BALANCE_TITLE: Final = "Balance point"


def anchor(view: Findings) -> str:
    """The event that the harm is compared with: "dying within 3 years"."""
    months = view.survival.months if view.survival is not None else view.choices.months
    when = "the same time" if months is None else numbers.time(CLINICIAN, months)
    return endpoint_words(view.trial, view.choices).anchor.format(time=when)


def balance_figures(view: Findings) -> str | None:
    """The balance point as figures: "0.87 (about 0.22 to 2.1)"."""
    point = balance_point(view)
    return None if point is None else str(point)


def balance_point(view: Findings) -> Ranged | None:
    """The balance point and its range; ``None`` where there is none."""
    point = view.weighing.balance_point
    if point is None:
        return None
    shown = numbers.number(point.value, 2)
    if not point.has_range:
        return Ranged(shown, numbers.RANGE_NOT_PUBLISHED)
    lower, upper = point.limits
    high = "no upper limit" if math.isinf(upper) else numbers.two_figures(upper)
    return Ranged(shown, f"about {numbers.span(numbers.two_figures(lower), high)}")


def balance_sentence(view: Findings) -> str:
    """The balance point in words, or why there is none."""
    point = view.weighing.balance_point
    if point is None:
        return obstacle_sentence(view)
    words = harm_words(view.trial)
    one = "" if words is None else words.one
    room = _balance_room(point) + _balance_rounding(view)
    if point.value > 1:
        return (
            "At the best estimate the gain is larger at every setting of the slider: the two would "
            f"be equal if {one} were judged {numbers.number(point.value, 2)} times as bad as "
            f"{anchor(view)}{room}."
        )
    return (
        f"Gain and harm would be equal if {one} were judged {numbers.percent(point.value)} as "
        "bad as "
        f"{anchor(view)}{room}."
    )


def _balance_room(point: Estimate) -> str:
    if not point.has_range:
        return ""
    lower, upper = point.limits
    low = numbers.percent(lower) if lower <= 1 else f"{numbers.number(lower, 1)} times"
    high = numbers.percent(upper) if upper <= 1 else "more than as bad"
    return f"; the data leave room for {low} to {high}"


def _balance_rounding(view: Findings) -> str:
    """How far the printed figures' rounding alone may move it."""
    limits = rounding_limits(view)
    return (
        ""
        if limits is None
        else f", rounding alone for {numbers.span(*map(numbers.percent, limits))}"
    )


def cannot_be_weighed(why: str) -> str:
    """Said where a trial's data bar its gain or its harms from being weighed."""
    return f"Cannot be weighed: {why}"


def obstacle_sentence(view: Findings) -> str:
    """Why there is no balance point."""
    trial = view.trial
    words = harm_words(trial)
    barred = view.weighing.obstacle is Obstacle.NOT_TO_BE_WEIGHED
    if (words is None or barred) and trial.text.not_weighed is not None:
        return cannot_be_weighed(trial.text.not_weighed)
    harm_name = "the harm" if words is None else words.short.lower()
    added = arm_words(trial, Role.EXPERIMENTAL).having
    return {
        Obstacle.GAIN_NOT_AVAILABLE: (
            "Cannot be weighed: survival at a fixed time is not available for this data cut."
        ),
        Obstacle.HARM_NOT_AVAILABLE: (
            f"Cannot be weighed: the rate of {harm_name} is not available."
        ),
        Obstacle.NO_RANGE: "No balance point: a range is not available for both gain and harm.",
        Obstacle.GAIN_SPANS_ZERO: (
            "No balance point: the range of the gain spans zero, so the data do not settle "
            "whether there is one."
        ),
        Obstacle.HARM_SPANS_ZERO: (
            "No balance point: the range of the harm spans zero, so the data do not settle "
            "whether there is an excess."
        ),
        Obstacle.GAIN_NEGATIVE: (f"No balance point: survival was lower and harm higher {added}."),
        Obstacle.HARM_NEGATIVE: (f"No balance point: survival was higher and harm lower {added}."),
        Obstacle.BOTH_NEGATIVE: (f"No balance point: survival was lower and harm lower {added}."),
    }.get(view.weighing.obstacle or Obstacle.NO_RANGE, "")


def net_gain_sentence(view: Findings) -> str:
    """What a set preference implies, with range, probability and both windows."""
    weighing, survival = view.weighing, view.survival
    if weighing.preference is None:
        return UNSET_HINT
    judged = f"Judged {numbers.percent(weighing.preference)} as bad as {anchor(view)}"
    net = weighing.net_gain
    if net is None or survival is None or view.harm is None:
        return f"{judged}: {obstacle_sentence(view)}"
    decimals = min(survival.gain.decimals, view.harm.excess.decimals)
    end = endpoint_words(view.trial, view.choices)
    shown = numbers.signed_out_of_100(net.value, decimals)
    sentence = (
        f"{judged}: net gain {shown} per 100 "
        f"({numbers.range_out_of_100(net, decimals)}) in {end.equivalent}."
    )
    if weighing.probability_gain_larger is not None:
        share = numbers.out_of_100(weighing.probability_gain_larger)
        sentence += f" In {share} of 100 simulations the gain was larger."
    if net.has_range and net.spans_zero:
        sentence += " The range spans zero: the data do not settle this."
    return sentence
