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
from tradeoff.words.say import Say

UNSET_HINT: Final = (
    "Not set. Move the slider together with the patient to see what that judgement implies."
)

BALANCE_TITLE: Final = "Balance point"


def anchor(say: Say, view: Findings) -> str:
    """The event that the harm is compared with: "dying within 3 years"."""
    months = view.survival.months if view.survival is not None else view.choices.months
    when = say("the same time") if months is None else numbers.time(say, months)
    return endpoint_words(view.trial, view.choices).anchor.format(time=when)


def balance_figures(say: Say, view: Findings) -> str | None:
    """The balance point as figures: "0.87 (about 0.22 to 2.1)"."""
    point = balance_point(say, view)
    return None if point is None else str(point)


def balance_point(say: Say, view: Findings) -> Ranged | None:
    """The balance point and its range; ``None`` where there is none."""
    point = view.weighing.balance_point
    if point is None:
        return None
    shown = say.number(point.value, decimals=2)
    if not point.has_range:
        return Ranged(shown, numbers.RANGE_NOT_PUBLISHED)
    lower, upper = point.limits
    low = numbers.two_figures(lower)
    if math.isinf(upper):
        return Ranged(shown, say("about {low} to no upper limit", low=low))
    return Ranged(shown, say("about {low} to {high}", low=low, high=numbers.two_figures(upper)))


def balance_sentence(say: Say, view: Findings) -> str:
    """The balance point in words, or why there is none."""
    point = view.weighing.balance_point
    if point is None:
        return obstacle_sentence(say, view)
    words = harm_words(view.trial)
    values = {
        "one": "" if words is None else words.one,
        "anchor": anchor(say, view),
        "room": _balance_room(say, point) + _balance_rounding(say, view),
    }
    if point.value > 1:
        return say(
            "At the best estimate the gain is larger at every setting of the slider: the two would "
            "be equal if {one} were judged {times} times as bad as {anchor}{room}.",
            times=say.number(point.value, decimals=2),
            **values,
        )
    return say(
        "Gain and harm would be equal if {one} were judged {percent} as bad as {anchor}{room}.",
        percent=numbers.percent(point.value),
        **values,
    )


def _balance_room(say: Say, point: Estimate) -> str:
    """What the data leave open, as an ending of the sentence."""
    if not point.has_range:
        return ""
    lower, upper = point.limits
    if lower > 1:
        low = say.number(lower, decimals=1)
        return say("; the data leave room for {low} times to more than as bad", low=low)
    low = numbers.percent(lower)
    if upper > 1:
        return say("; the data leave room for {low} to more than as bad", low=low)
    return say("; the data leave room for {low} to {high}", low=low, high=numbers.percent(upper))


def _balance_rounding(say: Say, view: Findings) -> str:
    """How far the printed figures' rounding alone may move it."""
    limits = rounding_limits(view)
    if limits is None:
        return ""
    low, high = map(numbers.percent, limits)
    return say(", rounding alone for {low} to {high}", low=low, high=high)


def cannot_be_weighed(say: Say, why: str) -> str:
    """Said where a trial's data bar its gain or its harms from being weighed."""
    return say("Cannot be weighed: {why}", why=why)


def obstacle_sentence(say: Say, view: Findings) -> str:
    """Why there is no balance point."""
    trial, obstacle = view.trial, view.weighing.obstacle or Obstacle.NO_RANGE
    words = harm_words(trial)
    barred = obstacle is Obstacle.NOT_TO_BE_WEIGHED
    if (words is None or barred) and trial.text.not_weighed is not None:
        return cannot_be_weighed(say, trial.text.not_weighed)
    harm = say("the harm") if words is None else words.short.lower()
    added = arm_words(trial, Role.EXPERIMENTAL).having
    return {
        Obstacle.GAIN_NOT_AVAILABLE: say(
            "Cannot be weighed: survival at a fixed time is not available for this data cut."
        ),
        Obstacle.HARM_NOT_AVAILABLE: say(
            "Cannot be weighed: the rate of {harm} is not available.", harm=harm
        ),
        Obstacle.NO_RANGE: say(
            "No balance point: a range is not available for both gain and harm."
        ),
        Obstacle.GAIN_SPANS_ZERO: say(
            "No balance point: the range of the gain spans zero, so the data do not settle "
            "whether there is one."
        ),
        Obstacle.HARM_SPANS_ZERO: say(
            "No balance point: the range of the harm spans zero, so the data do not settle "
            "whether there is an excess."
        ),
        Obstacle.GAIN_NEGATIVE: say(
            "No balance point: survival was lower and harm higher {added}.", added=added
        ),
        Obstacle.HARM_NEGATIVE: say(
            "No balance point: survival was higher and harm lower {added}.", added=added
        ),
        Obstacle.BOTH_NEGATIVE: say(
            "No balance point: survival was lower and harm lower {added}.", added=added
        ),
    }.get(obstacle, "")


def net_gain_sentence(say: Say, view: Findings) -> str:
    """What a set preference implies, with range, probability and both windows."""
    weighing, survival = view.weighing, view.survival
    if weighing.preference is None:
        return UNSET_HINT
    judged = say(
        "Judged {percent} as bad as {anchor}",
        percent=numbers.percent(weighing.preference),
        anchor=anchor(say, view),
    )
    net = weighing.net_gain
    if net is None or survival is None or view.harm is None:
        return f"{judged}: {obstacle_sentence(say, view)}"
    decimals = min(survival.gain.decimals, view.harm.excess.decimals)
    sentences = [
        say(
            "{judged}: net gain {gain} per 100 ({range}) in {unit}.",
            judged=judged,
            gain=numbers.signed_out_of_100(net.value, decimals),
            range=numbers.range_out_of_100(net, decimals),
            unit=endpoint_words(view.trial, view.choices).equivalent,
        )
    ]
    if weighing.probability_gain_larger is not None:
        share = numbers.out_of_100(weighing.probability_gain_larger)
        sentences.append(say("In {share} of 100 simulations the gain was larger.", share=share))
    if net.has_range and net.spans_zero:
        sentences.append(say("The range spans zero: the data do not settle this."))
    return " ".join(sentences)
