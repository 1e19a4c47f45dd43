"""A read-out never gives the narrower range: the 95 % range of the true curve, at every month.

Over all trials that are at hand, their data cuts, end points and months. At month 35 it once said
"85 to 86" and one month later, at the landmark, "76 to 91".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views import DATA, e1910, newcomer, view
from tradeoff.findings.curve_ranges import CurveRanges, curve_ranges
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.survival import survival_findings
from tradeoff.statistics.intervals import Estimate, difference_from_reported
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.trial.records import CalibratedCurves, Landmark, RangeFrom, Trial

#: Months of the method's own pieces of constant hazard.
PIECE = 6.0
#: Points of a hundred: how far a derived limit may lie beside the landmark's own …
HALF_A_POINT = 0.005
#: … and how far a limit's distance from the curve may move from a month to the next.
MOST_A_MONTH = 0.02


@cache
def trials() -> tuple[Trial, ...]:
    return (*(load_trial(DATA / name) for name in trial_ids(DATA)), newcomer())


def calibrated() -> Iterator[tuple[Trial, CalibratedCurves]]:
    for trial in trials():
        for curves in trial.curves:
            yield trial, curves


CURVES = list(calibrated())
every_curve = pytest.mark.parametrize(
    ("trial", "curves"), CURVES, ids=[f"{t.id}-{c.data_cut}-{c.endpoint}" for t, c in CURVES]
)


def landmarks(trial: Trial, curves: CalibratedCurves) -> list[int]:
    return list(trial.landmark_months(curves.data_cut, curves.endpoint))


def of(ranges: CurveRanges, role: Role) -> tuple[Estimate, ...]:
    return ranges.control if role is Role.CONTROL else ranges.experimental


def test_every_trial_with_calibrated_curves_is_tried() -> None:
    assert {trial.id for trial, _ in CURVES} == {"e1910", "tower", "aall1731", "quartz"}
    assert len(CURVES) >= 10


# Every month -------------------------------------------------------------------------------


@every_curve
def test_the_shown_range_holds_both_single_bands_at_every_month(
    trial: Trial, curves: CalibratedCurves
) -> None:
    """Reconstruction alone, and chance alone: the true curve's range is the narrower of neither."""
    ranges = calibrated_ranges(trial, curves)
    for role in Role:
        arm, own = curves.arm(role), of(ranges, role)
        assert len(own) == curves.horizon_months + 1
        for month, shown in enumerate(own):
            lower, upper = shown.limits
            assert lower <= shown.value <= upper
            if month in landmarks(trial, curves):
                continue  # the landmark's own: see below
            assert lower <= min(arm.reconstruction_lower[month], arm.sampling_lower[month])
            assert upper >= max(arm.reconstruction_upper[month], arm.sampling_upper[month])
            assert shown.value == arm.survival[month]


@every_curve
def test_the_union_of_the_single_bands_would_be_too_narrow(
    trial: Trial, curves: CalibratedCurves
) -> None:
    """Halfway to the first landmark both uncertainties together reach further than either."""
    ranges = calibrated_ranges(trial, curves)
    month = (landmarks(trial, curves)[0]) // 2
    for role in Role:
        arm, (lower, upper) = curves.arm(role), of(ranges, role)[month].limits
        union = (
            min(arm.reconstruction_lower[month], arm.sampling_lower[month]),
            max(arm.reconstruction_upper[month], arm.sampling_upper[month]),
        )
        assert upper - lower > union[1] - union[0]


@every_curve
def test_everybody_is_alive_at_entry_and_nothing_is_unsure_there(
    trial: Trial, curves: CalibratedCurves
) -> None:
    ranges = calibrated_ranges(trial, curves)
    for first, value in ((ranges.control[0], 1), (ranges.experimental[0], 1),
                         (ranges.difference[0], 0)):  # fmt: skip
        assert (first.value, *first.limits) == (value, value, value)


@every_curve
def test_the_difference_has_a_range_at_every_month_that_holds_it(
    trial: Trial, curves: CalibratedCurves
) -> None:
    ranges = calibrated_ranges(trial, curves)
    arms = zip(ranges.control, ranges.experimental, ranges.difference, strict=True)
    for control, experimental, difference in arms:
        lower, upper = difference.limits
        assert lower <= difference.value <= upper
        assert difference.value == pytest.approx(experimental.value - control.value, abs=1e-9)


@every_curve
def test_the_differences_range_lies_between_chance_alone_and_both_arms_taken_apart(
    trial: Trial, curves: CalibratedCurves
) -> None:
    """Both arms' shapes go together, so that less is open of their difference than of each."""
    ranges = calibrated_ranges(trial, curves)

    def width(limits: tuple[float, float]) -> float:
        return limits[1] - limits[0]

    for month in range(1, curves.horizon_months + 1):
        by_chance = difference_from_reported(
            *(sampled(curves, role, month) for role in (Role.EXPERIMENTAL, Role.CONTROL))
        )
        apart = difference_from_reported(ranges.experimental[month], ranges.control[month])
        shown = width(ranges.difference[month].limits)
        assert 0.9 * width(by_chance.limits) <= shown <= 1.02 * width(apart.limits)


def sampled(curves: CalibratedCurves, role: Role, month: int) -> Estimate:
    """The curve with the range that chance alone leaves."""
    arm = curves.arm(role)
    limits = (arm.sampling_lower[month], arm.sampling_upper[month])
    return Estimate(arm.survival[month], *limits, 0.95)


# At a landmark -----------------------------------------------------------------------------


def printed_or_derived(trial: Trial, entry: Landmark) -> tuple[tuple[float, float], float]:
    """Limits by hand, and how exactly they have to be met."""
    if entry.lower is not None and entry.upper is not None:
        return (entry.lower, entry.upper), 0.0
    error = entry.standard_error
    if entry.range_from is RangeFrom.BINOMIAL:
        people = trial.arm(entry.arm).n_randomised
        error = math.sqrt(entry.survival * (1 - entry.survival) / people)
    if error is None:
        curves = trial.curve(entry.data_cut, entry.endpoint)
        assert curves is not None
        arm = curves.arm(entry.arm)
        return (arm.sampling_lower[entry.months], arm.sampling_upper[entry.months]), HALF_A_POINT
    shift = 1.959964 * error / (entry.survival * abs(math.log(entry.survival)))
    limits = (entry.survival ** math.exp(shift), entry.survival ** math.exp(-shift))
    return limits, HALF_A_POINT


@every_curve
def test_at_a_landmark_the_range_is_the_landmarks_own(
    trial: Trial, curves: CalibratedCurves
) -> None:
    """As published, exactly; where none was, as it is calculated for the headline."""
    ranges = calibrated_ranges(trial, curves)
    for month in landmarks(trial, curves):
        for role in Role:
            entry = trial.landmark(curves.data_cut, curves.endpoint, month, role)
            assert entry is not None
            limits, tolerance = printed_or_derived(trial, entry)
            assert of(ranges, role)[month].limits == pytest.approx(limits, abs=tolerance)
            assert of(ranges, role)[month].value == entry.survival


@every_curve
def test_at_a_landmark_hovering_and_headline_say_the_same(
    trial: Trial, curves: CalibratedCurves
) -> None:
    ranges = calibrated_ranges(trial, curves)
    for month in landmarks(trial, curves):
        headline = survival_findings(trial, curves.data_cut, curves.endpoint, month)
        assert headline is not None
        assert ranges.control[month] == headline.control.estimate
        assert ranges.experimental[month] == headline.experimental.estimate
        assert ranges.difference[month] == headline.gain.estimate


# Near a landmark ---------------------------------------------------------------------------


def distances(shown: Estimate) -> tuple[float, float]:
    lower, upper = shown.limits
    return shown.value - lower, upper - shown.value


@every_curve
@pytest.mark.parametrize("of_what", ["control", "experimental", "difference"])
def test_near_a_landmark_the_limits_stay_as_far_from_the_curve_as_they_are_at_it(
    trial: Trial, curves: CalibratedCurves, of_what: str
) -> None:
    """Two points a month, within the length of the curve's pieces of constant hazard.

    What a curve's pieces leave open may open within one of them: half a year in the method's own,
    one month in a trial that asks for pieces so short, and there in proportion.
    """
    assert trial.calibration is not None
    piece = trial.calibration.piece_months or PIECE
    most = MOST_A_MONTH * PIECE / piece
    shown: tuple[Estimate, ...] = getattr(calibrated_ranges(trial, curves), of_what)
    for landmark in landmarks(trial, curves):
        near = range(max(0, landmark - int(piece)), min(len(shown), landmark + int(piece) + 1))
        for month, after in pairwise(near):
            pairs = zip(distances(shown[month]), distances(shown[after]), strict=True)
            assert all(abs(one - other) <= most for one, other in pairs), month


@pytest.mark.parametrize("of_what", ["control", "experimental", "difference"])
def test_near_a_landmark_of_e1910_the_limits_themselves_move_by_two_points_a_month_at_most(
    of_what: str,
) -> None:
    """Its curves are flat there: neither the curve nor what is left open runs away."""
    for curves in e1910().curves:
        shown: tuple[Estimate, ...] = getattr(calibrated_ranges(e1910(), curves), of_what)
        for landmark in landmarks(e1910(), curves):
            near = shown[landmark - int(PIECE) : landmark + int(PIECE) + 1]
            for one, other in pairwise(near):
                assert one.limits == pytest.approx(other.limits, abs=MOST_A_MONTH)


def test_at_one_year_the_range_is_as_wide_as_both_uncertainties_together() -> None:
    """The issue: the union gives 76 to 96 and 88 to 98 where both give about 73 to 96, 84 to 99."""
    curves = e1910().curve("nejm", "os")
    assert curves is not None
    ranges = calibrated_ranges(e1910(), curves)
    control, experimental = (of(ranges, role)[12].limits for role in Role)
    assert control == pytest.approx((0.73, 0.96), abs=0.03)
    assert experimental == pytest.approx((0.84, 0.99), abs=0.03)


def test_a_marked_month_has_the_curves_ranges_and_one_for_the_difference() -> None:
    for trial, curves in CURVES:
        place = {"cut": curves.data_cut, "endpoint": curves.endpoint}
        ranges = calibrated_ranges(trial, curves)
        marks = landmarks(trial, curves)
        for month in {curves.horizon_months // 3, curves.horizon_months // 2} - set(marks):
            marked = view(trial, **place, months=month).marked
            assert marked is not None
            assert marked.control.estimate == ranges.control[month]
            assert marked.experimental.estimate == ranges.experimental[month]
            assert marked.difference.estimate == ranges.difference[month]


# The joining itself ------------------------------------------------------------------------


def drawn() -> CalibratedCurves:
    curves = e1910().curve("nejm", "os")
    assert curves is not None
    return curves


NONE: dict[int, Estimate] = {}


def test_without_a_landmark_the_drawn_range_stands_as_it_was_drawn() -> None:
    ranges = curve_ranges(drawn(), Arms(NONE, NONE), gain=NONE)
    for role in Role:
        arm = drawn().arm(role)
        for month in range(1, len(arm.months)):
            limits = of(ranges, role)[month].limits
            assert limits == pytest.approx((arm.lower[month], arm.upper[month]), abs=1e-9)
    for shown, *limits in zip(
        ranges.difference, drawn().difference_lower, drawn().difference_upper, strict=True
    ):
        assert shown.limits == pytest.approx(tuple(limits), abs=1e-12)


@given(st.floats(0.02, 0.2), st.floats(0.02, 0.2), st.integers(6, 36))
def test_whatever_the_landmarks_range_it_is_met_and_the_months_beside_it_follow(
    below: float, above: float, month: int
) -> None:
    value = drawn().control.survival[month]
    own = Estimate(value, value - below, min(value + above, 0.995), 0.95)
    ranges = curve_ranges(drawn(), Arms({month: own}, NONE), gain=NONE)
    assert ranges.control[month] == own
    for shown in ranges.control:
        assert 0 <= shown.limits[0] <= shown.value <= shown.limits[1] <= 1
    plain = curve_ranges(drawn(), Arms(NONE, NONE), gain=NONE)
    # Wider than drawn at the landmark is wider than drawn beside it, on both sides apart.
    for side in (0, 1):
        if distances(own)[side] > distances(plain.control[month])[side]:
            for beside in range(1, len(ranges.control)):
                here, there = (one.control[beside] for one in (ranges, plain))
                assert distances(here)[side] >= distances(there)[side] - 1e-9


def test_a_landmark_without_a_range_leaves_the_drawn_one() -> None:
    bare = {36: Estimate(0.68, None, None, 0.95)}
    ranges = curve_ranges(drawn(), Arms(bare, NONE), gain=NONE)
    arm = drawn().control
    assert ranges.control[36].limits == pytest.approx((arm.lower[36], arm.upper[36]), abs=1e-9)


def test_a_landmark_past_the_end_of_the_curves_changes_nothing() -> None:
    beyond = {60: Estimate(0.6, 0.5, 0.7, 0.95)}
    plain = curve_ranges(drawn(), Arms(NONE, NONE), gain=NONE)
    assert curve_ranges(drawn(), Arms(beyond, NONE), gain=NONE) == plain


def test_a_limit_that_is_kept_as_1_can_still_be_shown() -> None:
    """Nearly all are alive in the first months: rounded to six decimals a limit may be 1."""
    arm = drawn().experimental
    early = arm.model_copy(
        update={
            "survival": (1.0, 1.0, 0.999999, *arm.survival[3:]),
            "upper": (1.0, 1.0, 1.0, *arm.upper[3:]),
        }
    )
    curves = drawn().model_copy(update={"experimental": early})
    ranges = curve_ranges(curves, Arms(NONE, NONE), gain=NONE)
    for month in (1, 2):
        lower, upper = ranges.experimental[month].limits
        assert lower == pytest.approx(arm.lower[month], abs=1e-6)
        assert upper == pytest.approx(1)
