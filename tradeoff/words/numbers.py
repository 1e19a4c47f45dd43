"""How numbers are written: out of 100, ranges, ratios, P, time; what stands where none is."""

from __future__ import annotations

from typing import Final, NamedTuple

from tradeoff.findings.provenance import Finding
from tradeoff.statistics.intervals import Estimate, NumberNeededToTreat
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import ExposureRate, HazardRatio
from tradeoff.words.say import Say, message

HUNDRED: Final = 100

MONTHS_A_YEAR: Final = 12


def number(say: Say, value: float, decimals: int = 0) -> str:
    """A number as clinicians read it, with a true minus sign; never "−0"."""
    return say.number(value, decimals=decimals)


def out_of_100(say: Say, proportion: float, decimals: int = 0) -> str:
    """A proportion as people of 100."""
    return number(say, HUNDRED * proportion, decimals)


def signed_out_of_100(say: Say, difference: float, decimals: int = 0) -> str:
    """A difference as people of 100 with its sign."""
    text = out_of_100(say, difference, decimals)
    return text if difference <= 0 or is_zero(text) else f"+{text}"


def is_zero(text: str) -> bool:
    """Whether nothing is left of a number as it is written, in any language."""
    return not any(digit in text for digit in "123456789")


def percent(say: Say, proportion: float, decimals: int = 0) -> str:
    """A proportion as a percentage."""
    return say("{number} %", number=out_of_100(say, proportion, decimals))


def percentage(say: Say, printed: float, decimals: int = 0) -> str:
    """A percentage that is at hand as one."""
    return say("{number} %", number=number(say, printed, decimals))


def span(say: Say, lower: str, upper: str) -> str:
    """A range in words."""
    return say("{lower} to {upper}", lower=lower, upper=upper)


def range_out_of_100(say: Say, estimate: Estimate, decimals: int = 0) -> str:
    """The range as people of 100, or that there is none."""
    if not estimate.has_range:
        return say(RANGE_NOT_PUBLISHED)
    lower, upper = estimate.limits
    return span(say, out_of_100(say, lower, decimals), out_of_100(say, upper, decimals))


def with_range(say: Say, finding: Finding, *, signed: bool = False) -> str:
    """Value and range as people of 100, with the source's decimals."""
    value = finding.estimate.value
    shown = (signed_out_of_100 if signed else out_of_100)(say, value, finding.decimals)
    return f"{shown} ({range_out_of_100(say, finding.estimate, finding.decimals)})"


class Ranged(NamedTuple):
    """A figure and its range, in words: beside each other, or apart where they differ in size."""

    value: str
    range: str

    def __str__(self) -> str:
        """The range in brackets; a figure that can have none stands alone."""
        return f"{self.value} ({self.range})" if self.range else self.value


def ratio(say: Say, estimate: Estimate, decimals: int = 2) -> Ranged:
    """A ratio and its range."""
    shown = number(say, estimate.value, decimals)
    if not estimate.has_range:
        return Ranged(shown, say(RANGE_NOT_PUBLISHED))
    return Ranged(shown, span(say, *(number(say, limit, decimals) for limit in estimate.limits)))


def ratio_with_range(say: Say, estimate: Estimate, decimals: int = 2) -> str:
    """A ratio with its range."""
    return str(ratio(say, estimate, decimals))


def p_value(say: Say, value: float | None, *, below: bool = False) -> str:
    """P as printed; ``below`` where the source says "P < …"."""
    if value is None:
        return say("P not published")
    return f"P {'<' if below else '='} {say.number(value)}"


def time(say: Say, months: int) -> str:
    """A span of time: whole years as years."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    if rest:
        return say.many("{count} month", "{count} months", months)
    return say.many("{count} year", "{count} years", years)


def number_needed(say: Say, found: NumberNeededToTreat) -> str:
    """NNT with its range."""
    return str(needed(say, found))


def needed(say: Say, found: NumberNeededToTreat) -> Ranged:
    """NNT with one decimal, limits of 10 and more whole; through infinity where that is so."""
    if found.value is None:
        return Ranged(say(NOT_ESTIMABLE), "")
    value = _to_benefit_or_harm(say, number(say, abs(found.value), 1), found.value)
    if found.lower is None and found.upper is None:
        return Ranged(value, say(RANGE_NOT_PUBLISHED))
    if found.through_infinity:
        lower, upper = _needed(say, found.lower), _needed(say, found.upper)
        if None in (found.lower, found.upper):
            return Ranged(value, span(say, lower, upper))
        through = say("{lower} to infinity to {upper}", lower=lower, upper=upper)
        return Ranged(value, through)
    low, high = sorted((abs(found.lower or 0), abs(found.upper or 0)))
    return Ranged(value, span(say, _needed(say, low), _needed(say, high)))


def _needed(say: Say, limit: float | None) -> str:
    if limit is None:
        return say("infinity")
    size = abs(limit)
    text = number(say, size, 0 if size >= 10 else 1)
    return _to_benefit_or_harm(say, text, limit)


def _to_benefit_or_harm(say: Say, text: str, needed: float) -> str:
    return text if needed > 0 else say("{number} to harm", number=text)


def capitalised(text: str) -> str:
    """The text with its first letter large, all else as it is."""
    return text[:1].upper() + text[1:]


RANGE_NOT_PUBLISHED: Final = message("range not published")

NOT_AVAILABLE: Final = message("not available")

NOT_ESTIMABLE: Final = message("not estimable")

CALCULATED: Final = message("calculated")

RANGE_CALCULATED: Final = message("range calculated")

RECONSTRUCTED: Final = message("reconstructed")


def more_or_fewer(say: Say, change: int) -> str:
    """A change in whole people: "17 more", "3 fewer", "no difference"."""
    if change == 0:
        return say("no difference")
    if change > 0:
        return say.many("{count} more", "{count} more", change)
    return say.many("{count} fewer", "{count} fewer", -change)


def change_range(say: Say, change: int, limits: tuple[int, int]) -> str:
    """The range of a change as people that it names; each limit with its word where they differ."""
    low, high = limits
    if change and (low >= 0 or high <= 0):
        lower, upper = map(str, sorted((abs(low), abs(high))))
    else:
        lower, upper = more_or_fewer(say, low), more_or_fewer(say, high)
    return say("{lower} to {upper}", lower=lower, upper=upper)


def whole_people(say: Say, people: WholePeople) -> tuple[str, str, str]:
    """Control, experimental and the change in whole people of 100."""
    change = more_or_fewer(say, people.increment)
    return str(people.control), str(people.experimental), change


def exact_change(say: Say, change: float, decimals: int) -> str:
    """The same for a change as a proportion, with decimals."""
    shown = out_of_100(say, abs(change), decimals)
    if is_zero(shown):
        return say("no difference")
    return say("{number} more", number=shown) if change > 0 else say("{number} fewer", number=shown)


def with_p(say: Say, published: HazardRatio | ExposureRate | None) -> str:
    """The printed P behind a number; empty where none was printed."""
    if published is None or published.p_value is None:
        return ""
    return f", {p_value(say, published.p_value, below=published.p_value_below)}"


def uncapitalised(text: str) -> str:
    """The text with its first letter small, all else as it is."""
    return text[:1].lower() + text[1:]


NO_VALUE: Final = "–"

NOT_STATED: Final = message("not stated")

NOT_REACHED: Final = message("not reached")


def months(say: Say, value: float, decimals: int = 0) -> str:
    """A length of time with no more digits than the source has; a half month is not hidden."""
    shown = decimals if value == round(value, decimals) else decimals + 1
    return say("{number} months", number=number(say, value, shown))


def versus(say: Say, experimental: str, control: str) -> str:
    """Two arms side by side, experimental first."""
    return say("{experimental} vs {control}", experimental=experimental, control=control)
