"""The break-even and the net gain, and why something can't be weighed."""

from __future__ import annotations

from functools import partial
from typing import Final

from tradeoff.findings.provenance import Finding
from tradeoff.findings.view import Findings, rounding_limits
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import Obstacle
from tradeoff.words import numbers
from tradeoff.words.harm import harm_words
from tradeoff.words.naming import arm_words, endpoint_of, endpoint_words
from tradeoff.words.numbers import Ranged
from tradeoff.words.say import Say, message

UNSET_HINT: Final = message("Ask the patient, then set it together.")

BREAK_EVEN_TITLE: Final = message("Break-even")


def anchor(say: Say, view: Findings) -> str:
    """The event that the harm is compared with: "dying within 3 years"."""
    months = view.choices.landmark
    when = say("the same time") if months is None else numbers.time(say, months)
    return endpoint_words(view.trial, view.choices).anchor.format(time=when)


# --- the break-even -----------------------------------------------------------------------------


def break_even(say: Say, view: Findings) -> Ranged | None:
    """The break-even and its range: "94 %", "29 % to above 100 %"; ``None`` where there is none."""
    point = view.weighing.balance_point
    if point is None:
        return None
    if not point.has_range:
        return Ranged(_of_100(say, point.value), say(numbers.RANGE_NOT_PUBLISHED))
    lower, upper = point.limits
    if lower > 1:
        return Ranged(_of_100(say, point.value), say("with its whole range"))
    return Ranged(
        _of_100(say, point.value), numbers.span(say, _of_100(say, lower), _of_100(say, upper))
    )


def break_even_figures(say: Say, view: Findings) -> str | None:
    """The same in one piece: "94 % (29 % to above 100 %)"."""
    point = break_even(say, view)
    return None if point is None else str(point)


def break_even_sentence(say: Say, view: Findings) -> str:
    """Beside the slider: the break-even with its range, or why there is none."""
    point, shown = view.weighing.balance_point, break_even(say, view)
    if point is None or shown is None:
        return obstacle_sentence(say, view)
    if point.value > 1:
        return say(
            "Break-even lies above 100 % ({range}): at the best estimate the gain is larger at "
            "every preference.",
            range=shown.range,
        )
    return say("Break-even {figures}: there gain and harm weigh the same.", figures=str(shown))


def break_even_reading(say: Say, view: Findings) -> str:
    """What the figure means where no slider stands beside it, or why there is none."""
    point, words = view.weighing.balance_point, harm_words(view.trial)
    if point is None:
        return obstacle_sentence(say, view)
    values = {"one": "" if words is None else words.one, "anchor": anchor(say, view)}
    if point.value > 1:
        return say(
            "At the best estimate the gain is larger at every preference: the two weigh the same "
            "where {one} is judged {times} times as bad as {anchor}.",
            times=say.number(point.value, decimals=2),
            **values,
        )
    return say(
        "Gain and harm weigh the same where {one} is judged {percent} as bad as {anchor}.",
        percent=numbers.percent(say, point.value),
        **values,
    )


def break_even_rounding(say: Say, view: Findings) -> str:
    """How far the printed figures' rounding alone may move it; empty where nothing is open."""
    limits = rounding_limits(view)
    if limits is None:
        return ""
    low, high = map(partial(numbers.percent, say), limits)
    return say(
        "The rounding of the printed figures alone leaves the break-even between {low} and {high}.",
        low=low,
        high=high,
    )


def _of_100(say: Say, preference: float) -> str:
    """A preference as a percentage; what lies past the end of the scale is not counted on."""
    return say("above 100 %") if preference > 1 else numbers.percent(say, preference)


# --- why nothing is weighed ---------------------------------------------------------------------


def cannot_be_weighed(say: Say, why: str) -> str:
    """Said where a trial's data bar its gain or its harms from being weighed."""
    return say("Cannot be weighed: {why}", why=why)


def obstacle_sentence(say: Say, view: Findings) -> str:
    """Why there is no break-even."""
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
        Obstacle.NO_RANGE: say("No break-even: a range is not available for both gain and harm."),
        Obstacle.GAIN_SPANS_ZERO: say(
            "No break-even: the range of the gain spans zero, so the data do not settle "
            "whether there is one."
        ),
        Obstacle.HARM_SPANS_ZERO: say(
            "No break-even: the range of the harm spans zero, so the data do not settle "
            "whether there is an excess."
        ),
        Obstacle.GAIN_NEGATIVE: say(
            "No break-even: survival was lower and harm higher {added}.", added=added
        ),
        Obstacle.HARM_NEGATIVE: say(
            "No break-even: survival was higher and harm lower {added}.", added=added
        ),
        Obstacle.BOTH_NEGATIVE: say(
            "No break-even: survival was lower and harm lower {added}.", added=added
        ),
    }.get(obstacle, "")


# --- the net gain -------------------------------------------------------------------------------


def net_gain_sentence(say: Say, view: Findings) -> str:
    """What a set preference implies, where no slider stands beside it."""
    weighing = view.weighing
    if weighing.preference is None:
        return say(UNSET_HINT)
    judged = say(
        "Judged {percent} as bad as {anchor}",
        percent=numbers.percent(say, weighing.preference),
        anchor=anchor(say, view),
    )
    net = net_figures(say, view)
    if net is None:
        return f"{judged}: {numbers.uncapitalised(obstacle_sentence(say, view))}"
    figure = say("net {net} per 100 ({range})", net=net.value, range=net.range)
    return f"{judged}, {figure}: {net_worked_out(say, view)}"


def net_figures(say: Say, view: Findings) -> Ranged | None:
    """The net gain per 100 and its range: "+10", "−3 to 22"; ``None`` where there is none."""
    net, survival, harm = view.weighing.net_gain, view.survival, view.harm
    if net is None or survival is None or harm is None:
        return None
    decimals = net_decimals(survival.gain, harm.excess)
    value = numbers.signed_out_of_100(say, net.value, decimals)
    return Ranged(value, numbers.range_out_of_100(say, net, decimals))


def net_worked_out(say: Say, view: Findings) -> str:
    """The sum behind the net gain, how often the gain was larger, and where zero lies."""
    return f"{worked_sum(say, view)}. {_settled(say, view)}".rstrip()


def net_decimals(gain: Finding, excess: Finding) -> int:
    """No more digits than the coarser of the two has."""
    return min(gain.decimals, excess.decimals)


def worked_sum(say: Say, view: Findings) -> str:
    """The sum behind the net gain: "17 fewer deaths, less 18 events counted at 40 % each"."""
    survival, harm, preference = view.survival, view.harm, view.weighing.preference
    if survival is None or harm is None or preference is None:
        return ""
    excess, gain = harm.excess, survival.gain.estimate.value
    size = numbers.out_of_100(say, abs(excess.estimate.value), excess.decimals)
    values = {"gain": _fewer(say, view), "percent": numbers.percent(say, preference), "size": size}
    if excess.estimate.value >= 0 and gain >= 0:
        return say("{gain}, less {size} events counted at {percent} each", **values)
    if excess.estimate.value >= 0:
        return say("{gain}, and {size} events counted at {percent} each", **values)
    if gain >= 0:
        return say("{gain}, and {size} fewer events counted at {percent} each", **values)
    return say("{gain}, against {size} fewer events counted at {percent} each", **values)


def _fewer(say: Say, view: Findings) -> str:
    """The gain as events of its end point: "17 fewer deaths"."""
    survival = view.survival
    if survival is None:
        return ""
    words, gain = endpoint_of(view.trial, survival), survival.gain
    size = numbers.out_of_100(say, abs(gain.estimate.value), gain.decimals)
    values = {"size": size, "events": words.event if size == "1" else words.events}
    if numbers.is_zero(size):
        return say("no difference in {events}", events=words.events)
    if gain.estimate.value < 0:
        return say("{size} more {events}", **values)
    return say("{size} fewer {events}", **values)


def _settled(say: Say, view: Findings) -> str:
    """How often the gain was larger, and whether the range holds zero: both in one breath."""
    share, net = view.weighing.probability_gain_larger, view.weighing.net_gain
    if net is None or not net.has_range:
        return ""
    zero = _zero(say, view, net)
    if share is None:
        return numbers.capitalised(zero)
    return say(
        "Gain larger in {share} of 100 simulations; {zero}", share=_share(say, share), zero=zero
    )


def _share(say: Say, share: float) -> str:
    """Simulations out of 100; nearly all are not all, and hardly any are not none."""
    shown = numbers.out_of_100(say, share)
    if shown == "100" and share < 1:
        return say("over 99")
    return say("fewer than 1") if shown == "0" and share > 0 else shown


def _zero(say: Say, view: Findings, net: Estimate) -> str:
    """Whether the range holds zero; a limit that prints as 0 and is not gets its word."""
    if net.spans_zero:
        return say("the range includes zero.")
    decimals = 0
    if view.survival is not None and view.harm is not None:
        decimals = net_decimals(view.survival.gain, view.harm.excess)
    nearest = min(net.limits, key=abs)
    if round(numbers.HUNDRED * nearest, decimals) == 0:
        return say("the range just excludes zero.")
    return say("the range excludes zero.")
