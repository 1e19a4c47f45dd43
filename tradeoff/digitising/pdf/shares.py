"""What is printed up an axis of survival: shares of 1, percent, or what can't be told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tradeoff.digitising.pdf.drawn import Word
from tradeoff.digitising.pdf.scales import Scale
from tradeoff.trial.told import told

# Numbers that go on beyond all patients do so by a label or two, for room.
_ROOM = 1.2
# Of the distance of two labels.
_SAME = 0.01
# A sign of percent stands over numbers that are more than this.
_LEAST_PERCENT = 1.5
# Of the letters' height: how far left of the numbers, above them, and right of them an axis' words
# stand; of the axis, how far they reach beyond its ends.
_LEFT, _ABOVE, _RIGHT = 15.0, 6.0, 25.0
_BEYOND = 0.25

# Behind a digit it is another number's.
_SIGN = re.compile(
    r"(?<![\d\s])%|^%|per-?cent|prozent|pourcent|porcent|procent|^\W*cent\W*$", re.IGNORECASE
)
_SHARE = re.compile("probab|proportion|fraction|wahrscheinl|anteil", re.IGNORECASE)
_HAZARD = re.compile("hazard", re.IGNORECASE)

Words = tuple[Word, ...]


class UnclearError(Exception):
    """What an axis counts can't be told; its words say why."""

    @property
    def said(self) -> str:
        """The sentence, as it can be said in other languages."""
        said: str = self.args[0]
        return said


def whole(scale: Scale, words: Iterable[Word]) -> float:
    """What all patients are on an axis: 1, or 100 where it counts percent.

    Percent needs a sign, at the numbers or in the words beside them, or the number 100; shares
    need the number 1, a step that leads to it, or a word that says so.

    Raises:
        UnclearError: none of it is there, or a sign of percent over numbers that end at about 1.
    """
    low, top = scale.values[0], scale.values[-1]
    beside = _beside(scale, tuple(words))
    if any(_HAZARD.search(one.text) for one in beside if one.turns):
        raise UnclearError(told("The axis beside the curves is one of hazard, not of survival."))
    if any(_SIGN.search(one.text) for one in beside) or _signed(scale):
        if top <= _LEAST_PERCENT:
            raise UnclearError(
                told(
                    "A sign of percent stands beside an axis that ends at {top:g}: whether {top:g} "
                    "is {top:g} % or all patients can't be told.",
                    top=top,
                )
            )
        return 100.0
    for total in (1.0, 100.0):
        if low < total <= top * (1 + _SAME) and top <= _ROOM * total and _has(scale, total):
            return total
    step = scale.values[-1] - scale.values[-2]
    leads = abs(top + step - 1) <= _SAME * step
    if top < 1 and (leads or any(_SHARE.search(one.text) for one in beside)):
        return 1.0
    raise UnclearError(
        told(
            "The numbers up the axis beside the curves go from {low:g} to {top:g}: whether they "
            "are shares, percent or something else can't be told.",
            low=low,
            top=top,
        )
    )


def _signed(scale: Scale) -> bool:
    return any(one.text.endswith("%") for one in scale.words)


def _has(scale: Scale, value: float) -> bool:
    return any(abs(one - value) <= _SAME * value for one in scale.values)


def _beside(scale: Scale, words: Words) -> Words:
    """Words left of an axis' numbers, turned or upright, and above the uppermost one."""
    left, top, right, bottom = scale.box
    size = max(one.height for one in scale.words)
    more = _BEYOND * (bottom - top)
    found = []
    for one in words:
        column, row = one.middle
        is_left = left - _LEFT * size <= column <= right and top - more <= row <= bottom + more
        above = top - _ABOVE * size <= row < top and column <= right + _RIGHT * size
        if is_left or (above and not one.turns and column >= left - _LEFT * size):
            found.append(one)
    return tuple(found)
