"""Gain, harm at a preference, and what is left of both: one picture, given for every preference.

Markup that stands still, and for each preference where its moving marks are (CSS custom properties,
percentages of the width) and what it says. Everything is computed and worded here, so that a
browser only chooses among the answers.

One axis holds for all preferences: people per 100, harm to the left of zero and gain to the right.
Marks are borders as well as fills: forced colours take fills away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.drawing import markup
from tradeoff.findings.preferences import at_every_preference
from tradeoff.findings.view import Findings
from tradeoff.statistics.intervals import Estimate
from tradeoff.words import numbers
from tradeoff.words.numbers import HUNDRED
from tradeoff.words.say import Say, message
from tradeoff.words.weighing import (
    UNSET_HINT,
    anchor,
    break_even_sentence,
    net_figures,
    net_worked_out,
)

# People per 100 to each side of zero, and in what steps the axis widens where a limit lies beyond.
_NARROWEST: Final = 30
_STEP: Final = 10
# A round number of people within the axis, at about two thirds of it.
_TICKS: Final = ((30, 20), (40, 30), (60, 40), (80, 50), (100, 80))
# What a row's name takes of the width, by letter: 13 px letters in 260 px.
_LETTER: Final = 2.6

QUESTION: Final = message("How bad is one such event?")
NOT_BAD: Final = message("not bad at all")
CLEAR: Final = message("Clear")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The panel's slider, picture and sentence for one view, whatever the preference."""

    markup: str
    answers: tuple[dict[str, str], ...]
    """For each preference: custom properties (``--…``), texts of slots, and ``aria``."""
    unset: dict[str, str]
    """The same while no preference is set: gain and harm stand there, and no net."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """People per 100 to each side of zero."""

    reach: int

    def place(self, people: float) -> float:
        """Where a proportion lies, as a percentage of the picture's width."""
        return round(50 + 50 * HUNDRED * people / self.reach, 2)

    def placed(self, people: float) -> str:
        """The same as a custom property has it."""
        return f"{self.place(people):g}"


def weighed(say: Say, view: Findings, *, badge: str = "", css: str = "") -> Weighed:
    """Slider, picture and sentence; ``badge`` is markup that what follows from the harm carries.

    Raises:
        ValueError: gain or harm is not at hand (see ``can_be_weighed``).
    """
    gain, harm = view.weighing.gain, view.weighing.harm
    if gain is None or harm is None:
        raise ValueError("weighed: gain or harm is not at hand. Ask can_be_weighed first.")
    views = at_every_preference(view)
    axis, picture = _picture(say, gain, harm, views)
    answered = f'<div data-answer="panel">{picture}{_SAID}</div>'
    return Weighed(
        markup=f'<div class="weighing {css}">{_question(say, view)}{answered}'
        f"{_break_even(say, view)}{badge}</div>",
        answers=tuple(_answer(say, axis, one, harm) for one in views),
        unset={
            **_harm_marks(axis, harm, 1.0),
            "factor": say("harm"),
            "sum": say(UNSET_HINT),
            "aria": say("not set"),
        },
    )


def still(say: Say, view: Findings) -> str:
    """The picture alone while no preference is set, for where nothing moves.

    Raises:
        ValueError: gain or harm is not at hand (see ``can_be_weighed``).
    """
    gain, harm = view.weighing.gain, view.weighing.harm
    if gain is None or harm is None:
        raise ValueError("still: gain or harm is not at hand. Ask can_be_weighed first.")
    axis, picture = _picture(say, gain, harm, at_every_preference(view))
    places = ";".join(f"{name}:{at}" for name, at in _harm_marks(axis, harm, 1.0).items())
    harmed = markup.escaped(say("harm"))
    named = picture.replace(_FACTOR, f"<span>{harmed}</span>")
    return f'<div class="weighing unset" style="{places}">{named}</div>'


def _picture(
    say: Say, gain: Estimate, harm: Estimate, views: Sequence[Findings]
) -> tuple[_Axis, str]:
    """Rows and scale on the axis that holds all of them."""
    nets = [one.weighing.net_gain for one in views if one.weighing.net_gain is not None]
    axis = _axis(_ends(one) for one in (gain, harm, *nets))
    rows = "".join(_rows(say, axis, gain, harm, nets))
    return axis, f'<div class="weighpicture" aria-hidden="true">{rows}{_scale(say, axis)}</div>'


# --- what moves ---------------------------------------------------------------------------------


def _answer(say: Say, axis: _Axis, view: Findings, harm: Estimate) -> dict[str, str]:
    """Marks and words at the preference of this view."""
    weight, net = view.choices.weight or 0, net_figures(say, view)
    return {
        **_harm_marks(axis, harm, weight / HUNDRED),
        **_net_marks(axis, view.weighing.net_gain),
        "factor": say("harm × {weight} %", weight=weight),
        "net": say("Net {net}:", net=str(net)),
        "sum": net_worked_out(say, view),
        "aria": say("{weight} of 100: net {net}", weight=weight, net=str(net)),
    }


def _harm_marks(axis: _Axis, harm: Estimate, share: float) -> dict[str, str]:
    """Where a share of the harm and its range lie: harm to the left, less harm to the right."""
    lower, upper = _ends(harm)
    return {
        "--harm-at": axis.placed(-share * harm.value),
        "--harm-low": axis.placed(-share * upper),
        "--harm-high": axis.placed(-share * lower),
    }


def _net_marks(axis: _Axis, net: Estimate | None) -> dict[str, str]:
    if net is None:
        return {}
    lower, upper = map(axis.placed, _ends(net))
    return {"--net-at": axis.placed(net.value), "--net-low": lower, "--net-high": upper}


# --- what stands --------------------------------------------------------------------------------


#: The sentence: what moves in it is filled in.
_SAID: Final = '<p class="weighsaid"><b data-slot="net"></b> <span data-slot="sum"></span></p>'
_FACTOR: Final = '<span data-slot="factor"></span>'
_RANGE: Final = '<i class="range"></i>'


def _question(say: Say, view: Findings) -> str:
    """The slider under its question, both ends named, the break-even ticked on its track."""
    point, tick = view.weighing.balance_point, ""
    if point is not None and point.value <= 1:
        tick = f'<i class="tick" style="--at:{point.value:.3f}"></i>'
    worst = say("as bad as {anchor}", anchor=anchor(say, view))
    return (
        f'<div class="weighhead"><label for="weigh-range">{markup.escaped(say(QUESTION))}</label>'
        f'<button type="button" data-clear>{markup.escaped(say(CLEAR))}</button></div>'
        f'<div class="weighrange">{tick}<input id="weigh-range" type="range" data-choice="weight" '
        f'aria-describedby="weigh-ends"></div><div class="weighends" id="weigh-ends" '
        f'aria-hidden="true"><span>{markup.escaped(say(NOT_BAD))}'
        f'<span class="unseen">;</span></span> <span>{markup.escaped(worst)}</span></div>'
    )


def _break_even(say: Say, view: Findings) -> str:
    """The break-even in words, led by its tick where the slider has one."""
    point = view.weighing.balance_point
    tick = '<i class="tick"></i>' if point is not None and point.value <= 1 else ""
    said = markup.escaped(break_even_sentence(say, view))
    return f'<p class="weigheven note">{tick}{said}</p>'


def _axis(ends: Iterable[tuple[float, float]]) -> _Axis:
    """The narrowest axis that holds all of these on either side, whatever the preference."""
    furthest = HUNDRED * max(abs(end) for pair in ends for end in pair)
    # What lies on a step but for noise in the last place needs no further step.
    return _Axis(max(_NARROWEST, _STEP * math.ceil(round(furthest, 6) / _STEP)))


def _ends(estimate: Estimate) -> tuple[float, float]:
    """The range, or the value alone where there is none."""
    return estimate.limits if estimate.has_range else (estimate.value, estimate.value)


def _rows(
    say: Say, axis: _Axis, gain: Estimate, harm: Estimate, nets: Sequence[Estimate]
) -> Iterator[str]:
    """Three rows on one axis: gain, harm at the preference before its full length, and net."""
    yield _row(
        "gain",
        markup.escaped(say("gain")),
        _bar(axis, gain.value) + _whisker(axis, gain),
        _side([axis.place(end) for end in (*_ends(gain), 0)], "gain"),
    )
    way = "less" if harm.value < 0 else "more"
    yield _row(
        "harm",
        _FACTOR,
        f'{_bar(axis, -harm.value, "full")}<i class="bar part {way}"></i>'
        + _RANGE * harm.has_range,
        _side(
            [axis.place(-end) for end in (*_ends(harm), 0)],
            say("harm × {weight} %", weight=HUNDRED),
        ),
    )
    yield _row(
        "net",
        markup.escaped(say("net")),
        _RANGE * all(net.has_range for net in nets) + '<i class="point"></i>',
        _side([axis.place(end) for net in nets for end in _ends(net)], "net"),
    )


def _row(css: str, name: str, marks: str, side: str) -> str:
    return f'<div class="row {css} {side}"><b>{name}</b><div class="marks">{marks}</div></div>'


def _bar(axis: _Axis, value: float, css: str = "whole") -> str:
    return f'<i class="bar {css}" {_between(axis, 0, value)}></i>'


def _whisker(axis: _Axis, estimate: Estimate) -> str:
    if not estimate.has_range:
        return ""
    return f'<i class="range" {_between(axis, *estimate.limits)}></i>'


def _between(axis: _Axis, one: float, other: float) -> str:
    start, end = sorted((axis.place(one), axis.place(other)))
    return f'style="left:{start:g}%;right:{round(HUNDRED - end, 2):g}%"'


def _side(places: Sequence[float], name: str) -> str:
    """Where the row's name never meets a mark: to the left, to the right, else above."""
    room = _LETTER * len(name) + 2
    if min(places) > room:
        return "left"
    return "right" if max(places) < HUNDRED - room else "above"


def _scale(say: Say, axis: _Axis) -> str:
    """The axis: zero and a round number of people to each side."""
    tick = next(tick for reach, tick in _TICKS if axis.reach <= reach)
    zero = markup.escaped(say("0 per 100"))
    left, right = axis.place(-tick / HUNDRED), axis.place(tick / HUNDRED)
    return (
        f'<div class="scale"><span style="left:{left:g}%">{numbers.number(say, -tick)}</span>'
        f'<span style="left:50%">{zero}</span>'
        f'<span style="left:{right:g}%">+{tick}</span></div>'
    )
