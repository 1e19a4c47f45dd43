"""What a trial with given hazards and staggered entry would be expected to publish.

Parameters, in this order: the control's log hazard on each piece, the log hazard ratio on each
piece, the logit of the half width of potential follow-up over its median, and that median. All
slopes are by these.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from tradeoff.statistics.calibration.published import (
    PIECE_MONTHS,
    ROUNDING,
    Assumptions,
    Published,
)
from tradeoff.statistics.read_only import Floats
from tradeoff.statistics.two_arms import Arms, Role

# --- Weak priors on the levels: wide enough to hold any trial that this program could meet. -------

# 1 % of patients a month, within a factor of about 50 either way.
_LOG_HAZARD_CENTRE, _LOG_HAZARD_SD = math.log(0.01), 2.0
# No effect, within a factor of about 7 either way.
_LOG_HAZARD_RATIO_SD = 1.0

_FOLLOW_UP_UNIT = 1.0  # follow-up is printed in whole months

_CELL_MONTHS = 0.5  # quadrature: integrals are good to about 1e-6
_LEAST_AT_RISK = 1e-6  # share still watched, kept off zero while searching
# 100 % a month: no trial's hazard, and low enough that no step of a search overflows.
_HIGHEST_LOG_HAZARD = 0.0


class Layout:
    """The grid and the prior of one fit: all that does not move with the parameters.

    Expected quantities have rows in this order: survival of the control then the experimental arm
    at each pinned month (of a landmark or of either arm's median), log Greenwood standard errors
    likewise, log hazard ratio, the log of its standard error, and each arm's events.
    """

    def __init__(self, published: Published, assumptions: Assumptions) -> None:
        self.published, self.assumptions = published, assumptions
        self.points = published.points
        self.horizon = published.horizon_months
        self.follow_up = assumptions.median_follow_up(published) or math.nan
        # Edges of the pieces up to the longest follow-up that the search could reach.
        piece = assumptions.piece_months
        self.piece_edges: Floats = np.arange(math.ceil(2 * self.follow_up / piece) + 1.0) * piece
        self.pieces = len(self.piece_edges) - 1
        self.size = 2 * self.pieces + 2
        # Of the curves: whole months, and a last landmark between two of them.
        self.months: Floats = np.union1d(np.arange(math.floor(self.horizon) + 1.0), self.horizon)
        self.pinned_months: Floats = np.unique([float(point.months) for point in self.points])
        # Pinned and whole months lie on cell edges, so that nothing is interpolated.
        whole = np.arange(0.0, self.piece_edges[-1], _CELL_MONTHS)
        self.edges: Floats = np.unique(
            np.concatenate([whole, self.piece_edges, self.pinned_months])
        )
        self.widths: Floats = np.diff(self.edges)
        self.middles: Floats = (self.edges[:-1] + self.edges[1:]) / 2
        self.piece_of_cell = np.searchsorted(self.piece_edges, self.middles) - 1
        self.in_piece: Floats = np.eye(self.pieces)[self.piece_of_cell]
        self.exposure_middles = self.exposure(self.middles)
        self.exposure_pinned = self.exposure(self.pinned_months)
        self.before_pinned = (self.middles < self.pinned_months[:, None]).astype(np.float64)
        self.ratio_row = 4 * len(self.pinned_months)

    def exposure(self, months: Floats) -> Floats:
        """Time spent in each piece before each month (last piece open-ended): months x pieces."""
        lengths = np.append(np.diff(self.piece_edges)[:-1], math.inf)
        return np.clip(months[:, None] - self.piece_edges[:-1], 0.0, lengths)

    def row(self, of: Literal["survival", "error"], arm: Role, months: float) -> int:
        """Row of an arm's expected survival, or its log standard error, at a pinned month."""
        before = 2 * (of == "error") + (arm is Role.EXPERIMENTAL)
        return before * len(self.pinned_months) + int(np.searchsorted(self.pinned_months, months))

    def events_row(self, arm: Role) -> int:
        """Row of an arm's expected events over all follow-up."""
        return self.ratio_row + 2 + (arm is Role.EXPERIMENTAL)

    def log_hazards(self, parameters: Floats) -> Arms[Floats]:
        """Both arms' log hazards on the pieces, for one or many rows of parameters."""
        control = parameters[..., : self.pieces]
        log_hazards = Arms(control, control + parameters[..., self.pieces : -2])
        return log_hazards.map(lambda one: np.minimum(one, _HIGHEST_LOG_HAZARD))

    def survival(self, log_hazard: Floats, months: Floats) -> Floats:
        """Survival at ``months`` (last axis) for one or many rows of log hazards."""
        return np.asarray(np.exp(-np.exp(log_hazard) @ self.exposure(months).T))

    @cached_property
    def prior(self) -> tuple[Floats, Floats]:
        """Prior residuals as ``matrix @ parameters - offset``, each standard normal."""
        assumed, steps = self.assumptions, self.pieces - 1
        held = assumed.beside_events() if self.published.events else assumed
        # Independent staggered censoring makes the reverse Kaplan-Meier median the median of
        # potential follow-up itself, so a stated one is a target on that parameter.
        stated = self.published.median_follow_up_months is not None
        # A step of one piece in units of six months' standard deviations.
        step = math.sqrt(assumed.piece_months / PIECE_MONTHS)
        sds = np.array(
            [
                *(_LOG_HAZARD_SD, *[assumed.control_walk_sd * step] * steps),
                *(_LOG_HAZARD_RATIO_SD, *[assumed.hazard_ratio_walk_sd * step] * steps),
                held.follow_up_half_width_logit_sd,
                ROUNDING * _FOLLOW_UP_UNIT if stated else assumed.follow_up_sd,
            ]
        )
        share = assumed.follow_up_half_width_months / self.follow_up
        centres = np.zeros(self.size)
        centres[[0, -2, -1]] = _LOG_HAZARD_CENTRE, math.log(share / (1 - share)), self.follow_up
        matrix = np.eye(self.size)
        matrix[:-2, :-2] -= np.eye(self.size - 2, k=-1)
        matrix[self.pieces, self.pieces - 1] = 0  # the ratio's first piece follows no other
        return matrix / sds[:, None], centres * (1 / sds)

    @property
    def start(self) -> Floats:
        """Where a search starts: constant hazards through each arm's last point."""
        start = np.asarray(np.linalg.solve(*self.prior), dtype=np.float64)
        in_time = sorted(self.points, key=lambda point: point.months)
        hazards = {at.arm: -math.log(at.survival.value) / at.months for at in in_time}
        start[: self.pieces] = math.log(hazards[Role.CONTROL])
        start[self.pieces : -2] = math.log(hazards[Role.EXPERIMENTAL]) - start[0]
        return start


@dataclass(frozen=True, slots=True)
class Moving:
    """Values with their slopes by one arm's log hazards and by the two parameters of follow-up."""

    values: Floats
    by_log_hazard: Floats
    by_follow_up: Floats


@dataclass(frozen=True, slots=True)
class ExpectedArm:
    """One arm cell by cell, and at the pinned months."""

    role: Role
    cumulative: Floats  # cumulative hazard at the cells' middles
    cumulative_slope: Floats  # by log hazards: follow-up does not move it
    pinned: Floats  # cumulative hazard at the pinned months
    pinned_slope: Floats
    events: Moving  # expected events in each cell
    variance: Moving  # each cell's part of Greenwood's sum

    def by_parameters(self, by_log_hazard: Floats, by_follow_up: Floats) -> Floats:
        """Slopes by this arm's log hazards and by follow-up as slopes by all parameters."""
        by_ratio = by_log_hazard * (self.role is Role.EXPERIMENTAL)
        return np.concatenate([by_log_hazard, by_ratio, by_follow_up], axis=-1)


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected quantities (rows as `Layout` says), their slopes, and the two arms."""

    quantities: Floats
    slopes: Floats
    arms: Arms[ExpectedArm]


def follow_up(parameters: Floats) -> tuple[float, float]:
    """Half width and median of potential follow-up, in months."""
    median = float(parameters[-1])
    return median / (1 + float(np.exp(-parameters[-2]))), median


def expect(layout: Layout, parameters: Floats) -> Expected:
    """All that the trial with these parameters would be expected to publish."""
    arms = expect_arms(layout, parameters)
    blocks = [
        *arms.map(_survival_at_pinned).in_order,
        *arms.map(lambda arm: _log_error_at_pinned(layout, arm)).in_order,
        _expect_cox(layout, arms),
        *arms.map(_all_events).in_order,
    ]
    values, slopes = zip(*blocks, strict=True)
    return Expected(np.concatenate(values), np.vstack(slopes), arms)


def expect_arms(layout: Layout, parameters: Floats) -> Arms[ExpectedArm]:
    """Both arms cell by cell: who has died, and who is still watched."""
    hazards = layout.log_hazards(parameters).map(np.exp)
    watched = _watched(layout, *follow_up(parameters))
    return Arms.each(lambda arm: _expect_arm(layout, arm, hazards.of(arm), watched))


def _watched(layout: Layout, half_width: float, median: float) -> tuple[Floats, Floats]:
    """Share whose potential follow-up exceeds each cell's middle; slopes by logit and median."""
    share = (median + half_width - layout.middles) / (2 * half_width)
    inside = (share > 0) & (share < 1)
    middles = layout.middles[inside]
    slopes = np.zeros((len(share), 2))
    # The half width moves with both: by (1 - width/median) of itself, and in step with the median.
    slopes[inside, 0] = (middles - median) / (2 * half_width) * (1 - half_width / median)
    slopes[inside, 1] = middles / (2 * half_width * median)
    return np.clip(share, _LEAST_AT_RISK, 1.0), slopes


def _expect_arm(
    layout: Layout, role: Role, hazard: Floats, watched: tuple[Floats, Floats]
) -> ExpectedArm:
    share, share_slope = watched
    cumulative_slope = layout.exposure_middles * hazard
    pinned_slope = layout.exposure_pinned * hazard
    cumulative = cumulative_slope.sum(axis=1)
    increment = hazard[layout.piece_of_cell] * layout.widths
    at_risk = layout.published.n_randomised.of(role) * np.exp(-cumulative) * share
    events, variance = increment * at_risk, increment / at_risk
    relative = share_slope / share[:, None]
    return ExpectedArm(
        role=role,
        cumulative=cumulative,
        cumulative_slope=cumulative_slope,
        pinned=pinned_slope.sum(axis=1),
        pinned_slope=pinned_slope,
        events=Moving(
            events,
            events[:, None] * (layout.in_piece - cumulative_slope),
            events[:, None] * relative,
        ),
        variance=Moving(
            variance,
            variance[:, None] * (layout.in_piece + cumulative_slope),
            -variance[:, None] * relative,
        ),
    )


def _survival_at_pinned(arm: ExpectedArm) -> tuple[Floats, Floats]:
    survival = np.exp(-arm.pinned)
    by_log_hazard, by_follow_up = (
        -survival[:, None] * arm.pinned_slope,
        np.zeros((survival.size, 2)),
    )
    return survival, arm.by_parameters(by_log_hazard, by_follow_up)


def _log_error_at_pinned(layout: Layout, arm: ExpectedArm) -> tuple[Floats, Floats]:
    """Log of Greenwood's standard error of survival at each pinned month, with slopes."""
    before, variance = layout.before_pinned, arm.variance
    total = before @ variance.values
    half = 1 / (2 * total[:, None])
    return np.log(total) / 2 - arm.pinned, arm.by_parameters(
        half * (before @ variance.by_log_hazard) - arm.pinned_slope,
        half * (before @ variance.by_follow_up),
    )


def _all_events(arm: ExpectedArm) -> tuple[Floats, Floats]:
    """Events over all follow-up, with slopes."""
    return arm.events.values.sum(keepdims=True), arm.by_parameters(
        arm.events.by_log_hazard.sum(axis=0), arm.events.by_follow_up.sum(axis=0)
    )


def _expect_cox(layout: Layout, arms: Arms[ExpectedArm]) -> tuple[Floats, Floats]:
    """Root of the population Cox score, and log of its expected standard error, with slopes."""
    control, experimental = arms.in_order
    n, moved = layout.published.n_randomised, arms.map(lambda arm: arm.events)
    offset = math.log(n.experimental / n.control) + control.cumulative - experimental.cumulative
    events = moved.control.values + moved.experimental.values
    log_ratio = _score_root(offset, events, float(moved.experimental.values.sum()))
    # Among those at risk, the share that is experimental, weighted by the ratio: censoring cancels.
    share, spread = _weighted_share(offset + log_ratio)
    information_by_cell = events * spread
    information = information_by_cell.sum()
    skew = information_by_cell * (1 - 2 * share)

    def slope(own: Floats, other: Floats, by_offset: Floats) -> Floats:
        """Slope of the weighted events' sum, where the weights move by the offset too."""
        by_control = own @ moved.control.by_log_hazard + by_offset @ control.cumulative_slope
        by_experimental = (
            other @ moved.experimental.by_log_hazard - by_offset @ experimental.cumulative_slope
        )
        by_follow_up = own @ moved.control.by_follow_up + other @ moved.experimental.by_follow_up
        return np.concatenate([by_control + by_experimental, by_experimental, by_follow_up])

    log_ratio_slope = slope(-share, 1 - share, -information_by_cell) / information
    information_slope = slope(spread, spread, skew) + skew.sum() * log_ratio_slope
    return (
        np.array([log_ratio, -math.log(information) / 2]),
        np.vstack([log_ratio_slope, -information_slope / (2 * information)]),
    )


def _weighted_share(log_odds: Floats) -> tuple[Floats, Floats]:
    """Probability of the odds, and its product with its complement, both above zero."""
    share, complement = 1 / (1 + np.exp(-log_odds)), 1 / (1 + np.exp(log_odds))
    return share, share * complement


def _score_root(offset: Floats, events: Floats, n_experimental: float) -> float:
    """Log hazard ratio at which the expected score is zero, by Newton from no effect."""
    log_ratio = 0.0
    for _ in range(50):
        share, spread = _weighted_share(offset + log_ratio)
        step = (n_experimental - float(events @ share)) / float(events @ spread)
        # A bounded step keeps Newton from overshooting where the arms hardly overlap.
        log_ratio += max(-2.0, min(2.0, step))
        if abs(step) < 1e-12:
            break
    return log_ratio
