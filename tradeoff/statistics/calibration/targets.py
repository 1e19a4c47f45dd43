"""Each published number: how sharply a fit meets it, and what still counts as met."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tradeoff.statistics.calibration.expected import Layout
from tradeoff.statistics.calibration.published import ROUNDING, CalibrationError
from tradeoff.statistics.intervals import (
    Estimate,
    log_standard_error,
    loglog_standard_error,
    normal_quantile,
)
from tradeoff.statistics.read_only import Floats
from tradeoff.statistics.two_arms import Role

HAZARD_RATIO_UNIT = 0.01  # hazard ratios and their limits are printed to two decimals
# Expected events are no whole numbers, and who was watched for how long is known by a model only:
# within one event all are alike. Up to this many away a count hardly pulls, beyond it does with the
# fifth power; a plain sd bends the early hazards for nothing but the last half of an event.
_EVENTS_WIDTH, _EVENTS_POWER = 1 - 0.15, 5  # not quite one event
# With events given, the width of the ratio's interval is told twice: by its limits, and by the
# events. The limits are of a stratified model as a rule, and then need not agree to their rounding.
_WIDTH_BESIDE_EVENTS = 2.0
# Landmarks and medians are pinned where they were printed, not anywhere in their rounding: a curve
# drawn through 85.4 % beside the words "85 %", or past the dot of a median, would look like a
# mistake.
SURVIVAL_SD = 3e-4
# Limits printed to 0.1 % leave the standard error of survival uncertain by about 1 %.
_GREENWOOD_LOG_SD = 0.01

SURVIVAL_TOLERANCE = 0.001  # a tenth of a point: below what any source prints, at medians too
HAZARD_RATIO_TOLERANCE = 0.01  # one unit of the last printed digit
HAZARD_RATIO_LIMIT_TOLERANCE = 0.02  # two units: both the ratio and its width are rounded
FOLLOW_UP_TOLERANCE = 0.5  # half a month: what rounding to whole months leaves open
EVENTS_TOLERANCE = 1.0  # one event: see _EVENTS_WIDTH
STANDARD_ERROR_TOLERANCE = 0.001  # moves a limit by 0.2 points


@dataclass(frozen=True, slots=True)
class Check:
    """One published number, what the curve gives for it, and how far apart they may be."""

    quantity: str
    target: float
    achieved: float
    tolerance: float

    @property
    def met(self) -> bool:
        """Whether the two lie within the tolerance of each other."""
        return abs(self.achieved - self.target) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Target:
    """One published number, and the row of the expected quantities that should give it.

    ``sd`` is on the scale of that row, which is the number's logarithm where ``log`` is true.
    ``power`` is of the distance in ``sd``, and odd: above 1 the target hardly pulls within its
    ``sd``.
    """

    quantity: str
    published: float
    row: int
    sd: float
    tolerance: float
    log: bool = False
    power: int = 1

    @property
    def value(self) -> float:
        """The published number on the scale of its row."""
        return math.log(self.published) if self.log else self.published

    def check(self, quantities: Floats) -> Check:
        """The published number beside the expected one."""
        found = float(quantities[self.row])
        achieved = math.exp(found) if self.log else found
        return Check(self.quantity, self.published, achieved, self.tolerance)


def survival_targets(layout: Layout) -> Iterator[Target]:
    """Survival at each point, and its standard error where an interval is published."""
    for point in layout.points:
        place, estimate = (point.arm, point.months), point.survival
        where = f"{point.arm}, {point.months:g} months"
        name = "survival at the median" if point.at_median else "survival"
        yield Target(
            f"{name}, {where}",
            estimate.value,
            layout.row("survival", *place),
            SURVIVAL_SD,
            SURVIVAL_TOLERANCE,
        )
        if estimate.has_range:
            yield Target(
                f"standard error of survival, {where}",
                _greenwood_standard_error(estimate),
                layout.row("error", *place),
                _GREENWOOD_LOG_SD,
                STANDARD_ERROR_TOLERANCE,
                log=True,
            )


def _greenwood_standard_error(survival: Estimate) -> float:
    """Standard error of survival implied by its published log(-log) interval."""
    return loglog_standard_error(survival) * survival.value * abs(math.log(survival.value))


def all_targets(layout: Layout) -> tuple[Target, ...]:
    """Every published number that is met beside the follow-up."""
    return (*survival_targets(layout), *_ratio_targets(layout), *_events_targets(layout))


def _ratio_targets(layout: Layout) -> Iterator[Target]:
    ratio, row = layout.published.hazard_ratio, layout.ratio_row
    sd = ROUNDING * HAZARD_RATIO_UNIT / ratio.value
    yield Target("hazard ratio", ratio.value, row, sd, HAZARD_RATIO_TOLERANCE, log=True)
    if ratio.has_range:
        lower, upper = ratio.limits
        rounding = ROUNDING * HAZARD_RATIO_UNIT * math.hypot(1 / lower, 1 / upper)
        loosened = _WIDTH_BESIDE_EVENTS if layout.published.events else 1.0
        sd = rounding / math.log(upper / lower) * loosened
        # The error itself was not printed: its check is that of the two limits.
        error = log_standard_error(ratio)
        yield Target("", error, row + 1, sd, HAZARD_RATIO_LIMIT_TOLERANCE, log=True)


def _events_targets(layout: Layout) -> Iterator[Target]:
    if layout.published.events is not None:
        for arm in Role:
            yield Target(
                f"events, {arm}",
                float(layout.published.events.of(arm)),
                layout.events_row(arm),
                _EVENTS_WIDTH,
                EVENTS_TOLERANCE,
                power=_EVENTS_POWER,
            )


def checks(layout: Layout, quantities: Floats, parameters: Floats) -> Iterator[Check]:
    """All published numbers beside what a fit expects, in the order of the targets."""
    for target in all_targets(layout):
        if target.row == layout.ratio_row + 1:
            yield from _limit_checks(layout, quantities)
        else:
            yield target.check(quantities)
    stated = layout.published.median_follow_up_months
    if stated is not None:
        found = float(parameters[-1])
        yield Check("median follow-up, months", stated, found, FOLLOW_UP_TOLERANCE)


def _limit_checks(layout: Layout, quantities: Floats) -> Iterator[Check]:
    reported = layout.published.hazard_ratio
    log_ratio, log_error = quantities[layout.ratio_row : layout.ratio_row + 2]
    reach = normal_quantile(reported.level) * math.exp(log_error)
    for name, limit, sign in zip(("lower", "upper"), reported.limits, (-1, 1), strict=True):
        achieved = math.exp(log_ratio + sign * reach)
        yield Check(f"hazard ratio, {name} limit", limit, achieved, HAZARD_RATIO_LIMIT_TOLERANCE)


def refuse_unmet(checked: tuple[Check, ...]) -> None:
    """No curve where a published number is not met.

    Raises:
        CalibrationError: every number that is not met, with what was reached.
    """
    unmet = "; ".join(
        f"{check.quantity}: published {check.target:g}, reached {check.achieved:.4g}, "
        f"tolerance {check.tolerance:g}"
        for check in checked
        if not check.met
    )
    if unmet:
        raise CalibrationError(
            f"{unmet}. No curve meets all published numbers together: check them against the "
            "source, and that all are of one analysis and end point."
        )
