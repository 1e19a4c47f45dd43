"""Reported against recomputed: tolerances that come from printed digits, and honest tension."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views import e1910
from tradeoff.findings.agreement import (
    GROUPS_CENSORING,
    CheckKind,
    ConsistencyLine,
    Explanation,
    ToleranceReason,
    report,
)
from tradeoff.statistics.intervals import (
    Estimate,
    hazard_ratio_p_value,
    loglog_interval,
    normal_quantile,
)
from tradeoff.statistics.survival import kaplan_meier, survival_at
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import (
    AdverseEvent,
    HazardRatio,
    Landmark,
    MedianSurvival,
    Record,
    RestrictedMeanDifference,
    Trial,
)

MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
CASES = Path(__file__).parents[1] / "reference" / "cases"
Z = normal_quantile(0.95)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return load_trial(MINIMAL)


def changed(record: Any, **values: object) -> Any:
    """The record with other values, checked as when it is read."""
    assert isinstance(record, Record)
    return type(record).model_validate({**record.model_dump(), **values})


def with_ratio(trial: Trial, **values: object) -> Trial:
    ratio: HazardRatio = changed(trial.hazard_ratios[0], **values)
    return trial.model_copy(update={"hazard_ratios": (ratio,)})


def with_landmark(trial: Trial, **values: object) -> Trial:
    """The control's landmark at 24 months with other values."""
    landmarks = [
        changed(entry, **values) if (entry.months, entry.arm) == (24, Role.CONTROL) else entry
        for entry in trial.landmarks
    ]
    return trial.model_copy(update={"landmarks": tuple(landmarks)})


def lines(trial: Trial, kind: CheckKind, **where: object) -> list[ConsistencyLine]:
    return [
        line
        for line in report(trial)
        if line.kind is kind and all(getattr(line, name) == v for name, v in where.items())
    ]


def line(trial: Trial, kind: CheckKind, **where: object) -> ConsistencyLine:
    (only,) = lines(trial, kind, **where)
    return only


def test_the_minimal_trial_agrees_with_itself(trial: Trial) -> None:
    assert [entry for entry in report(trial) if not entry.agrees] == []
    assert {entry.kind for entry in report(trial)} == {
        CheckKind.RATIO_CENTRE,
        CheckKind.P_VALUE,
        CheckKind.CUMULATIVE_HAZARD_RATIO,
        CheckKind.LANDMARK_CENTRE,
        CheckKind.PERCENT,
    }


def test_every_line_has_a_range_about_its_reported_number_and_a_reason(trial: Trial) -> None:
    for entry in report(trial):
        assert entry.lower <= entry.reported <= entry.upper
        assert entry.tolerance > 0
        assert entry.reason in ToleranceReason
        assert entry.endpoint is not None or entry.harm is not None


# The ratio and its interval ----------------------------------------------------------------


def test_the_centre_of_an_interval_is_its_geometric_mean(trial: Trial) -> None:
    entry = line(trial, CheckKind.RATIO_CENTRE, data_cut="first")
    assert entry.recomputed == pytest.approx(math.sqrt(0.36 * 1.07))
    # 0.62 may be 0.615 to 0.625; 0.36 and 1.07 move the centre by what both roundings allow.
    low, high = math.sqrt(0.355 * 1.065), math.sqrt(0.365 * 1.075)
    assert entry.upper == pytest.approx(0.625 + entry.recomputed - low)
    assert entry.lower == pytest.approx(0.615 - (high - entry.recomputed))
    assert entry.reason is ToleranceReason.ROUNDING


@pytest.mark.parametrize(("value", "agrees"), [(0.60, False), (0.61, True), (0.66, False)])
def test_a_ratio_off_the_centre_of_its_interval_is_in_tension(
    trial: Trial, value: float, agrees: bool
) -> None:
    assert line(
        with_ratio(trial, value=value), CheckKind.RATIO_CENTRE, data_cut="first"
    ).agrees is (agrees)


@given(log_ratio=st.floats(-2, 1), error=st.floats(0.1, 0.6), decimals=st.integers(1, 3))
def test_what_was_printed_from_one_fit_is_never_in_tension(
    log_ratio: float, error: float, decimals: int
) -> None:
    """Rounding alone, at whatever digits, is no tension."""
    value, factor = math.exp(log_ratio), math.exp(Z * error)
    p_value = math.erfc(abs(log_ratio) / error / math.sqrt(2))
    printed = [round(number, decimals) for number in (value, value / factor, value * factor)]
    if not 0 < printed[1] <= printed[0] <= printed[2]:
        return
    trial = with_ratio(
        load_trial(MINIMAL),
        value=printed[0],
        lower=printed[1],
        upper=printed[2],
        decimals=decimals,
        p_value=round(p_value, 3),
    )
    for kind in (CheckKind.RATIO_CENTRE, CheckKind.P_VALUE):
        assert all(entry.agrees for entry in lines(trial, kind, data_cut="first"))


@given(survival=st.floats(0.1, 0.95), error=st.floats(0.01, 0.05), decimals=st.integers(0, 1))
def test_a_landmark_printed_with_its_loglog_interval_is_never_in_tension(
    survival: float, error: float, decimals: int
) -> None:
    whole = loglog_interval(survival, error)
    value, lower, upper = (round(x, decimals + 2) for x in (survival, *whole.limits))
    if not 0 < lower <= value <= upper < 1:
        return
    trial = with_landmark(
        load_trial(MINIMAL), survival=value, lower=lower, upper=upper, decimals=decimals
    )
    for entry in lines(trial, CheckKind.LANDMARK_CENTRE, arm=Role.CONTROL):
        assert entry.agrees
        assert entry.explanation is None


# P -----------------------------------------------------------------------------------------


def test_p_is_recomputed_by_wald_from_the_interval(trial: Trial) -> None:
    entry = line(trial, CheckKind.P_VALUE, data_cut="first")
    assert entry.recomputed == pytest.approx(hazard_ratio_p_value(Estimate(0.62, 0.36, 1.07, 0.95)))


def test_another_p_on_the_same_side_points_to_another_test(trial: Trial) -> None:
    entry = line(with_ratio(trial, p_value=0.30), CheckKind.P_VALUE, data_cut="first")
    assert not entry.agrees
    assert entry.explanation is Explanation.OTHER_TEST


def test_a_p_that_contradicts_its_interval_is_not_explained_away(trial: Trial) -> None:
    entry = line(with_ratio(trial, p_value=0.001), CheckKind.P_VALUE, data_cut="first")
    assert not entry.agrees
    assert entry.explanation is None


@pytest.mark.parametrize(("p_value", "agrees"), [(0.1, True), (0.08, False), (0.001, False)])
def test_a_p_printed_as_below_a_number_is_held_against_that_number(
    trial: Trial, p_value: float, agrees: bool
) -> None:
    """The interval implies 0.085: "P < 0.1" agrees, "P < 0.08" does not."""
    below = with_ratio(trial, p_value=p_value, p_value_below=True)
    entry = line(below, CheckKind.P_VALUE, data_cut="first")
    assert (entry.lower, entry.upper) == (0, p_value)
    assert entry.agrees is agrees


def test_no_p_no_line(trial: Trial) -> None:
    assert lines(with_ratio(trial, p_value=None), CheckKind.P_VALUE, data_cut="first") == []


# Events ------------------------------------------------------------------------------------


def test_events_give_the_width_of_the_interval(trial: Trial) -> None:
    known = with_ratio(trial, events_control=31, events_experimental=22)
    entry = line(known, CheckKind.EVENTS_STANDARD_ERROR)
    assert entry.reported == pytest.approx(math.log(1.07 / 0.36) / (2 * Z))
    assert entry.recomputed == pytest.approx(math.sqrt(1 / 31 + 1 / 22))
    assert entry.reason is ToleranceReason.APPROXIMATION
    assert entry.agrees


def test_too_few_events_for_so_narrow_an_interval_are_in_tension(trial: Trial) -> None:
    known = with_ratio(trial, events_control=12, events_experimental=9)
    assert not line(known, CheckKind.EVENTS_STANDARD_ERROR).agrees


def of_e1910(**changes: object) -> Trial:
    """E1910 with another hazard ratio of the paper's overall survival."""
    ratio, *others = e1910().hazard_ratios
    assert (ratio.data_cut, ratio.endpoint, ratio.model) == ("nejm", "os", None)
    return e1910().model_copy(update={"hazard_ratios": (changed(ratio, **changes), *others)})


def test_e1910_deaths_of_the_paper_agree_with_its_ratios_interval() -> None:
    """17 and 40: sqrt(1/17 + 1/40) is 0.290, against 0.295 from 0.23 to 0.73."""
    entry = line(e1910(), CheckKind.EVENTS_STANDARD_ERROR)
    assert (entry.data_cut, entry.endpoint) == ("nejm", "os")
    assert round(entry.recomputed, 3) == 0.290
    assert round(entry.reported, 3) == 0.295
    assert entry.reason is ToleranceReason.APPROXIMATION
    assert entry.agrees


@pytest.mark.parametrize(
    "change",
    [
        {"events_experimental": 25},
        {"events_experimental": 12},
        {"events_control": 80},
        {"events_control": 20},
        {"lower": 0.28, "upper": 0.60},
        {"lower": 0.18, "upper": 0.93},
    ],
    ids=["deaths-up", "deaths-down", "controls-up", "controls-down", "narrower", "wider"],
)
def test_e1910_deaths_or_an_interval_moved_either_way_are_in_tension(
    change: dict[str, object],
) -> None:
    assert not line(of_e1910(**change), CheckKind.EVENTS_STANDARD_ERROR).agrees


def test_a_ratio_beside_the_middle_of_a_wide_interval_names_few_events_and_a_narrow_one_does_not(
    trial: Trial,
) -> None:
    """0.59 (0.12 to 2.11), as it was reported of E1910's transplanted: about seven events."""
    found = lines(e1910(), CheckKind.RATIO_CENTRE, subgroup="transplanted", endpoint="os")
    (wide,) = [one for one in found if one.reported == 0.59]
    assert not wide.agrees
    assert wide.explanation is Explanation.FEW_EVENTS
    narrow = line(with_ratio(trial, value=0.66), CheckKind.RATIO_CENTRE, data_cut="first")
    assert not narrow.agrees
    assert narrow.explanation is None
    assert line(trial, CheckKind.RATIO_CENTRE, data_cut="first").explanation is None


def test_events_of_one_arm_alone_are_not_compared(trial: Trial) -> None:
    assert lines(with_ratio(trial, events_control=31), CheckKind.EVENTS_STANDARD_ERROR) == []


# Landmarks ---------------------------------------------------------------------------------


def test_the_ratio_of_cumulative_hazards_is_held_against_the_ratios_own_interval(
    trial: Trial,
) -> None:
    entry = line(trial, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first", months=24)
    assert entry.recomputed == pytest.approx(math.log(0.80) / math.log(0.70))
    assert (entry.lower, entry.upper) == (0.36, 1.07)
    assert entry.reason is ToleranceReason.REPORTED_INTERVAL


def test_a_landmark_outside_the_ratios_interval_points_to_hazards_not_proportional(
    trial: Trial,
) -> None:
    crossed = with_landmark(trial, survival=0.85, lower=None, upper=None, level=None)
    entry = line(crossed, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first", months=24)
    assert not entry.agrees
    assert entry.explanation is Explanation.HAZARDS_NOT_PROPORTIONAL


@pytest.mark.parametrize("survival", [1.0, 0.0])
def test_nobody_or_everybody_dead_gives_no_line_and_no_error(trial: Trial, survival: float) -> None:
    ended = with_landmark(trial, survival=survival, lower=None, upper=None, level=None)
    assert lines(ended, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first", months=24) == []


@pytest.mark.parametrize(
    ("limits", "explanation"),
    [
        ((0.600, 0.800), Explanation.PLAIN_INTERVAL),
        ((0.606, 0.809), Explanation.LOG_INTERVAL),
        ((0.650, 0.900), None),
    ],
)
def test_another_kind_of_interval_is_recognised(
    trial: Trial, limits: tuple[float, float], explanation: Explanation | None
) -> None:
    other = with_landmark(trial, lower=limits[0], upper=limits[1], decimals=1)
    entry = line(other, CheckKind.LANDMARK_CENTRE, arm=Role.CONTROL)
    assert not entry.agrees
    assert entry.explanation is explanation


# Age groups that make up the whole ---------------------------------------------------------

GROUPS = (CheckKind.SUBGROUPS_SURVIVAL, CheckKind.SUBGROUPS_RATIO)


def with_group(name: str, endpoint: str, **values: object) -> Trial:
    """E1910 with one age group's numbers of the paper's cut changed."""
    groups = tuple(
        changed(group, **values)
        if (group.id, group.endpoint, group.data_cut) == (name, endpoint, "nejm")
        else group
        for group in e1910().subgroups
    )
    assert groups != e1910().subgroups
    return e1910().model_copy(update={"subgroups": groups})


def whole_in(kind: CheckKind, trial: Trial, endpoint: str, arm: Role | None = None) -> Any:
    return line(trial, kind, data_cut="nejm", endpoint=endpoint, arm=arm)


@pytest.mark.parametrize(
    ("endpoint", "arm", "whole", "weighted"),
    [
        ("os", Role.EXPERIMENTAL, 0.85, (66 * 0.95 + 46 * 0.70) / 112),
        ("os", Role.CONTROL, 0.68, (65 * 0.70 + 47 * 0.65) / 112),
        ("rfs", Role.EXPERIMENTAL, 0.80, (66 * 0.87 + 46 * 0.69) / 112),
        ("rfs", Role.CONTROL, 0.64, (65 * 0.70 + 47 * 0.57) / 112),
    ],
)
def test_e1910_age_groups_put_together_give_the_whole_back(
    endpoint: str, arm: Role, whole: float, weighted: float
) -> None:
    entry = whole_in(CheckKind.SUBGROUPS_SURVIVAL, e1910(), endpoint, arm)
    assert entry.reported == whole
    assert entry.recomputed == pytest.approx(weighted)
    assert entry.agrees
    assert entry.reason is ToleranceReason.GROUPS
    # Half a point that the whole was rounded by, half that the groups were, half for censoring.
    assert (entry.lower, entry.upper) == pytest.approx((whole - 0.015, whole + 0.015))
    assert entry.months == 36


@pytest.mark.parametrize("endpoint", ["os", "rfs"])
@pytest.mark.parametrize("arm", Role)
@pytest.mark.parametrize("name", ["under-55", "55-and-over"])
@pytest.mark.parametrize("points", [-0.05, 0.05], ids=["down", "up"])
def test_an_age_groups_survival_moved_either_way_is_in_tension(
    endpoint: str, arm: Role, name: str, points: float
) -> None:
    (group,) = [
        one
        for one in e1910().subgroups
        if (one.id, one.endpoint, one.data_cut) == (name, endpoint, "nejm")
    ]
    field = f"survival_{arm.value}"
    moved = with_group(name, endpoint, **{field: getattr(group, field) + points})
    assert not whole_in(CheckKind.SUBGROUPS_SURVIVAL, moved, endpoint, arm).agrees
    other = Role.CONTROL if arm is Role.EXPERIMENTAL else Role.EXPERIMENTAL
    assert whole_in(CheckKind.SUBGROUPS_SURVIVAL, moved, endpoint, other).agrees


@pytest.mark.parametrize("arm", Role)
@pytest.mark.parametrize("points", [-0.03, 0.03], ids=["down", "up"])
def test_the_wholes_survival_moved_either_way_is_in_tension_with_its_age_groups(
    arm: Role, points: float
) -> None:
    landmarks = tuple(
        changed(entry, survival=entry.survival + points)
        if (entry.data_cut, entry.endpoint, entry.arm) == ("nejm", "os", arm)
        else entry
        for entry in e1910().landmarks
    )
    moved = e1910().model_copy(update={"landmarks": landmarks})
    assert not whole_in(CheckKind.SUBGROUPS_SURVIVAL, moved, "os", arm).agrees


@pytest.mark.parametrize(
    ("endpoint", "whole", "pooled"), [("os", 0.41, 0.442), ("rfs", 0.53, 0.523)]
)
def test_e1910_age_groups_ratios_pooled_by_precision_lie_in_the_wholes_range(
    endpoint: str, whole: float, pooled: float
) -> None:
    entry = whole_in(CheckKind.SUBGROUPS_RATIO, e1910(), endpoint)
    assert (entry.reported, round(entry.recomputed, 3)) == (whole, pooled)
    assert entry.agrees
    assert entry.reason is ToleranceReason.POOLED


@pytest.mark.parametrize("factor", [0.25, 2.5], ids=["down", "up"])
def test_an_age_groups_ratio_moved_either_way_is_in_tension(factor: float) -> None:
    moved = with_group(
        "55-and-over", "os", hazard_ratio=0.66 * factor, lower=0.33 * factor, upper=1.35 * factor
    )
    assert not whole_in(CheckKind.SUBGROUPS_RATIO, moved, "os").agrees


@pytest.mark.parametrize("value", [(0.19, 0.11, 0.33), (0.85, 0.48, 1.51)], ids=["down", "up"])
def test_the_wholes_ratio_moved_either_way_is_in_tension_with_its_age_groups(
    value: tuple[float, float, float],
) -> None:
    ratio, lower, upper = value
    moved = of_e1910(value=ratio, lower=lower, upper=upper)
    assert not whole_in(CheckKind.SUBGROUPS_RATIO, moved, "os").agrees


def test_later_reports_are_never_held_against_the_whole_of_another_analysis() -> None:
    later = tuple(group for group in e1910().subgroups if group.data_cut is None)
    bare = e1910().model_copy(update={"subgroups": later})
    assert [one for kind in GROUPS for one in lines(bare, kind)] == []


@pytest.mark.parametrize("absent", ["under-55", "55-and-over"])
def test_one_age_group_alone_is_no_whole(absent: str) -> None:
    kept = tuple(group for group in e1910().subgroups if group.id != absent)
    bare = e1910().model_copy(update={"subgroups": kept})
    assert [one for kind in GROUPS for one in lines(bare, kind)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"n_experimental": 45, "n_total": 92},
        {"n_experimental": None},
        {"survival_experimental": None},
        {"months": 24},
    ],
    ids=["not-everybody", "unknown-numbers", "unknown-survival", "other-month"],
)
def test_groups_that_do_not_make_up_an_arm_at_its_landmark_are_not_put_together(
    change: dict[str, object],
) -> None:
    moved = with_group("55-and-over", "os", **change)
    found = lines(moved, CheckKind.SUBGROUPS_SURVIVAL, endpoint="os", arm=Role.EXPERIMENTAL)
    assert found == []


def test_a_group_without_a_range_of_its_ratio_is_not_pooled() -> None:
    moved = with_group("55-and-over", "os", lower=None, upper=None, level=None)
    assert lines(moved, CheckKind.SUBGROUPS_RATIO, endpoint="os") == []


LARGE = ("colon_os", "gbsg", "lung", "sim_plateau224")


@pytest.mark.parametrize("name", LARGE)
def test_uneven_censoring_moves_nine_in_ten_sums_of_groups_by_less_than_the_tolerance(
    name: str,
) -> None:
    """Cases of 200 people and more, each arm cut in two at random, at quarters of follow-up."""
    with (CASES / f"{name}_ipd.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rng, moved = np.random.default_rng(55), []
    for arm in ("0", "1"):
        own = [row for row in rows if row["arm"] == arm]
        time = np.array([float(row["time"]) for row in own])
        event = np.array([row["event"] == "1" for row in own])
        for month in np.quantile(time, [0.25, 0.5, 0.75]):
            whole = survival_at(kaplan_meier(time, event), month).value
            for _ in range(25):
                group = rng.random(len(time)) < 0.5
                if min(time[group].max(), time[~group].max()) < month:
                    continue
                parts = (
                    survival_at(kaplan_meier(time[one], event[one]), month).value * one.sum()
                    for one in (group, ~group)
                )
                moved.append(abs(sum(parts) / len(time) - whole))
    assert len(moved) > 100
    assert np.quantile(moved, 0.9) < GROUPS_CENSORING


# Harms -------------------------------------------------------------------------------------


def test_a_count_that_was_inferred_from_its_percentage_is_held_against_nothing(
    trial: Trial,
) -> None:
    """That it agrees would say nothing."""
    assert len(lines(trial, CheckKind.PERCENT)) == len(trial.adverse_events)
    inferred: tuple[AdverseEvent, ...] = tuple(
        changed(entry, counts_inferred=True) for entry in trial.adverse_events
    )
    told = trial.model_copy(update={"adverse_events": inferred})
    assert lines(told, CheckKind.PERCENT) == []
    assert lines(e1910(), CheckKind.PERCENT) == []


def test_a_count_beside_percentages_by_grade_is_held_against_their_sum(trial: Trial) -> None:
    first = trial.adverse_events[0]
    graded = first.model_copy(
        update={"events": 9, "total": 100, "percent": None, "percent_grade_3": 5.0,
                "percent_grade_4": 3.0, "percent_grade_5": 1.0, "decimals": 0}
    )  # fmt: skip
    told = trial.model_copy(update={"adverse_events": (graded,)})
    entry = line(told, CheckKind.PERCENT)
    assert (entry.reported, entry.recomputed) == (9, pytest.approx(9))
    assert (entry.lower, entry.upper) == (7.5, 10.5)  # three roundings


def test_a_trial_without_any_pair_of_numbers_has_no_line(trial: Trial) -> None:
    landmarks: tuple[Landmark, ...] = tuple(
        changed(entry, lower=None, upper=None, level=None) for entry in trial.landmarks
    )
    bare = trial.model_copy(
        update={
            "hazard_ratios": (),
            "subgroups": (),
            "adverse_events": (),
            "landmarks": landmarks,
        }
    )
    assert report(bare) == ()


# Medians, standard errors, restricted means ------------------------------------------------


def with_medians(trial: Trial, control: float, experimental: float) -> Trial:
    ratio = trial.hazard_ratios[0]
    months = {Role.CONTROL: control, Role.EXPERIMENTAL: experimental}
    provenance = {"source": ratio.source, "place": "text", "status": ratio.status}
    entries = [
        MedianSurvival(
            analysis=ratio.data_cut, endpoint=ratio.endpoint, arm=role, reached=True,
            months=months[role], **provenance,
        )
        for role in Role
    ]  # fmt: skip
    return trial.model_copy(update={"medians": tuple(entries)})


@pytest.mark.parametrize(("control", "agrees"), [(6.2, True), (3.0, False), (11.0, False)])
def test_medians_are_held_against_the_ratios_own_interval_and_tension_has_its_reason(
    trial: Trial, control: float, agrees: bool
) -> None:
    entry = line(with_medians(trial, control, 10.0), CheckKind.MEDIAN_RATIO)
    assert entry.recomputed == pytest.approx(control / 10)
    assert (entry.lower, entry.upper) == (0.36, 1.07)
    assert entry.agrees is agrees
    assert entry.explanation is (None if agrees else Explanation.HAZARDS_NOT_CONSTANT)


def test_a_ratio_without_interval_is_held_against_a_landmark_by_rounding_alone(
    trial: Trial,
) -> None:
    bare = with_ratio(trial, lower=None, upper=None, level=None)
    entries = lines(bare, CheckKind.CUMULATIVE_HAZARD_RATIO, data_cut="first")
    assert {entry.reason for entry in entries} == {ToleranceReason.ROUNDING}
    for entry in entries:
        assert entry.agrees or entry.explanation is Explanation.HAZARDS_NOT_PROPORTIONAL


@pytest.mark.parametrize(("error", "agrees"), [(0.08, True), (0.001, False)])
def test_a_printed_standard_error_is_not_below_that_of_a_plain_proportion(
    trial: Trial, error: float, agrees: bool
) -> None:
    printed = with_landmark(trial, lower=None, upper=None, level=None, standard_error=error)
    entry = line(printed, CheckKind.STANDARD_ERROR)
    people = printed.arm(Role.CONTROL).n_randomised
    survival = next(e.survival for e in printed.landmarks if e.standard_error is not None)
    assert entry.recomputed == pytest.approx(math.sqrt(survival * (1 - survival) / people))
    assert entry.agrees is agrees


def with_mean(trial: Trial, **values: object) -> Trial:
    ratio = trial.hazard_ratios[0]
    fields: dict[str, Any] = {
        **{"data_cut": ratio.data_cut, "endpoint": ratio.endpoint, "source": ratio.source},
        **{"place": "text", "status": ratio.status, "difference_days": 72.0},
        **{"lower": 36.0, "upper": 108.0, "level": 0.95, "p_value": 0.001},
        **{"p_value_below": True, **values},
    }
    mean = RestrictedMeanDifference.model_validate(fields)
    return trial.model_copy(update={"restricted_means": (mean,)})


def test_a_published_restricted_mean_is_held_against_its_own_interval_and_p(trial: Trial) -> None:
    agreeing = with_mean(trial)
    assert line(agreeing, CheckKind.RESTRICTED_MEAN_CENTRE).recomputed == pytest.approx(72)
    p_value = line(agreeing, CheckKind.RESTRICTED_MEAN_P_VALUE)
    assert p_value.recomputed == pytest.approx(math.erfc(72 * Z / 36 / math.sqrt(2)))
    assert p_value.agrees
    assert not line(with_mean(trial, lower=10.0), CheckKind.RESTRICTED_MEAN_CENTRE).agrees
    wide = with_mean(trial, lower=-6.0, upper=150.0)
    assert not line(wide, CheckKind.RESTRICTED_MEAN_P_VALUE).agrees
