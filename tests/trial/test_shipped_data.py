"""The shipped trials: what the documents state, typed a second time, and what follows from it.

The numbers here were copied by hand from the list of published facts, not from ``data/``: the same
slip would have to be made twice.
"""

from __future__ import annotations

import math

import pytest

from tests.trial.shipped import (
    CONTROL,
    DATA,
    EXPERIMENTAL,
    PUBLISHED,
    REPORTED,
    every_trial,
    figures_of,
    reported,
    shipped,
)
from tradeoff.findings.agreement import report
from tradeoff.statistics.intervals import (
    difference_from_reported,
    loglog_interval,
)
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.curves import curves_wanted, inputs_checksum
from tradeoff.trial.reading import trial_ids
from tradeoff.trial.records import RangeFrom, Trial

# Every shipped trial -----------------------------------------------------------------------


def test_the_first_trial_is_shipped() -> None:
    assert "e1910" in trial_ids(DATA)


@every_trial
def test_no_curve_of_a_shipped_trial_is_refused(trial_id: str) -> None:
    trial = shipped(trial_id)
    assert trial.refused_curves == ()
    assert {(curve.data_cut, curve.endpoint) for curve in trial.curves} == set(curves_wanted(trial))


@every_trial
def test_no_file_of_a_curve_lies_about(trial_id: str) -> None:
    trial, folder = shipped(trial_id), DATA / trial_id / "calibrated"
    wanted = {f"{endpoint}-{cut}" for cut, endpoint in curves_wanted(trial)}
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    assert found == sorted(f"{name}.json" for name in wanted)


@every_trial
def test_the_consistency_report_is_green_or_says_why(trial_id: str) -> None:
    silent = [line for line in report(shipped(trial_id)) if not (line.agrees or line.explanation)]
    assert silent == []


@every_trial
def test_every_curve_meets_its_published_numbers(trial_id: str) -> None:
    """Landmarks within 0.001, HR within 0.01, its limits within 0.02, follow-up within 0.5."""
    trial = shipped(trial_id)
    for curve in trial.curves:
        achieved = {check.quantity: check.achieved for check in curve.checks}
        for role in Role:
            median = trial.median(curve.data_cut, curve.endpoint, role)
            if median is not None and median.months is not None:
                quantity = f"survival at the median, {role}, {median.months:g} months"
                assert achieved[quantity] == pytest.approx(0.5, abs=0.001)
        for months in trial.landmark_months(curve.data_cut, curve.endpoint):
            for role in Role:
                target = reported(trial, curve.data_cut, curve.endpoint, months, role).value
                assert curve.arm(role).survival[months] == pytest.approx(target, abs=0.001)
                assert achieved[f"survival, {role}, {months} months"] == pytest.approx(
                    target, abs=0.001
                )
        ratio = trial.hazard_ratio(curve.data_cut, curve.endpoint)
        assert ratio is not None
        assert achieved["hazard ratio"] == pytest.approx(ratio.value, abs=0.01)
        assert trial.calibration is not None
        width = trial.calibration.fit_ratio_interval
        limits = (ratio.lower, ratio.upper) if width else (None, None)
        for name, limit in zip(("lower", "upper"), limits, strict=True):
            quantity = f"hazard ratio, {name} limit"
            assert (limit is None) == (quantity not in achieved)
            assert limit is None or achieved[quantity] == pytest.approx(limit, abs=0.02)
        follow_up = trial.data_cut(curve.data_cut).median_follow_up_months
        if follow_up is not None:
            assert achieved["median follow-up, months"] == pytest.approx(follow_up, abs=0.5)
        for role in Role:
            events = ratio.events(role)
            assert (events is None) == (f"events, {role}" not in achieved)
            assert events is None or achieved[f"events, {role}"] == pytest.approx(events, abs=1)


@every_trial
def test_every_curve_is_whole_falls_and_lies_inside_its_bands(trial_id: str) -> None:
    for curve in shipped(trial_id).curves:
        for role in Role:
            arm = curve.arm(role)
            assert arm.months == tuple(range(curve.horizon_months + 1))
            assert arm.survival[0] == 1
            assert list(arm.survival) == sorted(arm.survival, reverse=True)
            for band in ("reconstruction", "sampling"):
                lower, upper = getattr(arm, f"{band}_lower"), getattr(arm, f"{band}_upper")
                inside = zip(lower, arm.survival, upper, strict=True)
                assert all(low <= value <= high for low, value, high in inside)
                within = zip(arm.lower, lower, upper, arm.upper, strict=True)
                assert all(least <= low and high <= most for least, low, high, most in within)
        for limits in (curve.difference_lower, curve.difference_upper):
            assert len(limits) == curve.horizon_months + 1
        arms = (curve.experimental.survival, curve.control.survival)
        changes = zip(curve.difference_lower, *arms, curve.difference_upper, strict=True)
        assert all(low <= one - other <= high for low, one, other, high in changes)


@every_trial
def test_every_curve_was_made_with_the_tension_and_the_sample_of_its_method(trial_id: str) -> None:
    from tradeoff.statistics.calibration import CURVES, TENSION_LIMIT

    trial = shipped(trial_id)
    for curve in trial.curves:
        assert abs(curve.tension) <= curve.tension_limit == TENSION_LIMIT
        assert curve.curves_asked == CURVES
        assert curve.curves_kept >= 0.5 * curve.curves_asked
        assert curve.inputs_checksum == inputs_checksum(trial, curve.data_cut, curve.endpoint)


@every_trial
def test_every_source_is_used(trial_id: str) -> None:
    trial = shipped(trial_id)
    used = {
        getattr(entry, name, None)
        for table in type(trial).model_fields
        for entry in (getattr(trial, table) if isinstance(getattr(trial, table), tuple) else ())
        for name in ("source", "also", "safety_source")
    }
    assert {source.id for source in trial.sources} <= used


@every_trial
def test_what_is_reported_names_who_relayed_it_or_where(trial_id: str) -> None:
    trial = shipped(trial_id)
    for landmark in trial.landmarks:
        if landmark.status is REPORTED:
            assert trial.source(landmark.source).reported_by


# TOWER, section 2 --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tower() -> Trial:
    return shipped("tower")


#: Events of Table 3: blinatumomab (of 267), standard chemotherapy (of 109).
TOWER_EVENTS = {
    "any": (263, 108),
    "severe": (231, 100),
    "serious": (165, 49),
    "discontinuation": (33, 9),
    "fatal": (51, 19),
    "neutropenia": (101, 63),
    "infection": (91, 57),
    "liver-enzyme": (34, 16),
    "neurologic": (25, 9),
    "cytokine-release": (13, 0),
    "infusion-reaction": (9, 1),
}


def test_tower_holds_the_published_survival_and_weighs_none_of_it(tower: Trial) -> None:
    assert {
        (e.arm, e.model): (e.endpoint, e.months, e.lower, e.upper, e.status) for e in tower.medians
    } == {
        (EXPERIMENTAL, None): ("os", 7.7, 5.6, 9.6, PUBLISHED),
        (CONTROL, None): ("os", 4.0, 2.9, 5.3, PUBLISHED),
        (EXPERIMENTAL, "transplant-censored"): ("os", 6.9, 5.3, 8.8, PUBLISHED),
        (CONTROL, "transplant-censored"): ("os", 3.9, 2.8, 4.9, PUBLISHED),
    }
    assert {
        (e.endpoint, e.months, e.arm): (e.survival, e.lower, e.decimals) for e in tower.landmarks
    } == {
        ("os", 6, EXPERIMENTAL): (0.54, None, 0),
        ("os", 6, CONTROL): (0.39, None, 0),
        ("efs", 6, EXPERIMENTAL): (0.31, None, 0),
        ("efs", 6, CONTROL): (0.12, None, 0),
    }
    assert {(e.range_from, e.weighed, e.status) for e in tower.landmarks} == {
        (RangeFrom.BINOMIAL, False, PUBLISHED)
    }
    assert {
        (e.endpoint, e.model): (e.value, e.lower, e.upper, e.p_value, e.p_value_below)
        for e in tower.hazard_ratios
    } == {
        ("os", None): (0.71, 0.55, 0.93, 0.01, False),
        ("os", "transplant-censored"): (0.66, 0.50, 0.88, 0.004, False),
        ("efs", None): (0.55, 0.43, 0.71, 0.001, True),
    }
    assert (tower.defaults.endpoint, tower.defaults.months) == ("os", 6)


def test_tower_says_why_its_survival_is_not_weighed_and_that_the_curves_meet_again(
    tower: Trial,
) -> None:
    why = tower.text.not_weighed
    assert why is not None
    assert why.startswith("time on treatment differed, and the curves meet again.")
    for reason in ("largest separation", "25 of the 134", "per patient-year"):
        assert reason in why
    said = tower.text.endpoints["os"].caution
    assert said is not None
    assert "come together again between 15 and 18 months" in said
    assert "average over changing hazards" in said
    assert tower.text.patient is not None
    assert "did not last" in (tower.text.patient.endpoints["os"].caution or "")


def test_tower_gain_at_six_months_has_the_range_of_the_binomial(tower: Trial) -> None:
    """15 more, about 5 to 25, from 271 and 134: not from a curve of proportional hazards."""
    arms = []
    for role, people in ((EXPERIMENTAL, 271), (CONTROL, 134)):
        value = reported(tower, "nejm", "os", 6, role).value
        arms.append(loglog_interval(value, math.sqrt(value * (1 - value) / people)))
    difference = difference_from_reported(*arms)
    shown = [round(100 * x) for x in (difference.value, *difference.limits)]
    assert shown == [15, 5, 25]


def test_tower_holds_rates_per_patient_year_that_no_count_stands_for(tower: Trial) -> None:
    held = {
        e.harm: (e.experimental, e.control, e.p_value, e.p_value_below, e.status)
        for e in tower.exposure_rates
    }
    assert held == {
        "severe": (10.73, 45.27, None, False, PUBLISHED),
        "infection": (1.63, 6.49, None, False, PUBLISHED),
        "cytopenia": (3.64, 20.07, None, False, PUBLISHED),
        "neurologic": (0.38, 0.95, 0.008, False, PUBLISHED),
        "cytokine-release": (0.16, 0, 0.038, False, PUBLISHED),
    }
    assert {e.source for e in tower.exposure_rates} == {"stein-2018"}


def test_tower_counts_its_arms_and_their_follow_up(tower: Trial) -> None:
    assert {a.role: (a.n_randomised, a.n_safety) for a in tower.arms} == {
        EXPERIMENTAL: (271, 267),
        CONTROL: (134, 109),
    }
    assert tower.data_cuts[0].median_follow_up_months == 11.7
    held = {fact.id: figures_of(fact) for fact in tower.facts if fact.figures}
    assert held == {
        "randomised": 405,
        "follow-up": (11.7, 11.8),
        "never-treated": (4, 25),
        "deaths": 251,
        "cycles-experimental": 2,
        "cycles-control": 1,
        "interrupted": (32, 6),
        "stopped-neurologic": (4, 1),
        "transplanted": (24, 24),
        "quality-of-life": 0.67,
        "quality-of-life-lower": 0.52,
        "quality-of-life-upper": 0.87,
    }


def test_tower_holds_every_harm_of_its_table_and_weighs_none(tower: Trial) -> None:
    held = {(e.harm, e.arm): (e.events, e.total, e.status) for e in tower.adverse_events}
    assert held == {
        key: count
        for harm, (experimental, control) in TOWER_EVENTS.items()
        for key, count in (
            ((harm, EXPERIMENTAL), (experimental, 267, PUBLISHED)),
            ((harm, CONTROL), (control, 109, PUBLISHED)),
        )
    }
    assert tower.weighed_harm is None
    assert all(harm.exposure_differs for harm in tower.harms)
    assert tower.text.not_weighed is not None
    assert "2 cycles" in (tower.text.harms_note or "")


# AALL1731, section 3 -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def aall1731() -> Trial:
    return shipped("aall1731")


def test_aall1731_holds_the_published_survival_with_its_standard_errors(aall1731: Trial) -> None:
    held = {
        (e.endpoint, e.months, e.arm): (e.survival, e.standard_error, e.lower, e.decimals, e.status)
        for e in aall1731.landmarks
    }
    assert held == {
        ("dfs", 36, EXPERIMENTAL): (0.96, 0.012, None, 1, PUBLISHED),
        ("dfs", 36, CONTROL): (0.879, 0.021, None, 1, PUBLISHED),
    }
    (ratio,) = aall1731.hazard_ratios
    assert (ratio.value, ratio.lower, ratio.upper, ratio.status) == (0.39, 0.24, 0.64, REPORTED)
    (mean,) = aall1731.restricted_means
    assert (mean.difference_days, mean.lower, mean.upper, mean.status) == (72, 36, 108, PUBLISHED)
    assert (mean.p_value, mean.p_value_below, mean.horizon_months) == (0.001, True, None)


def test_aall1731_holds_its_two_strata_without_their_numbers_of_children(aall1731: Trial) -> None:
    held = {
        e.id: (
            *(e.survival_experimental, e.standard_error_experimental),
            *(e.survival_control, e.standard_error_control, e.n_total),
        )
        for e in aall1731.subgroups
    }
    assert held == {
        "average-risk": (0.975, 0.013, 0.902, 0.023, None),
        "higher-risk": (0.941, 0.025, 0.848, 0.038, None),
    }


def test_aall1731_counts_its_arms_and_says_that_three_years_lie_beyond_follow_up(
    aall1731: Trial,
) -> None:
    assert {a.role: (a.n_randomised, a.n_safety, a.safety_status) for a in aall1731.arms} == {
        EXPERIMENTAL: (718, 624, REPORTED),
        CONTROL: (722, 653, REPORTED),
    }
    assert aall1731.data_cuts[0].median_follow_up_months == 30
    assert "beyond" in (aall1731.text.cuts["nejm"].caveat or "")


def test_aall1731_holds_the_transcribed_harms_and_no_count_of_the_one_to_weigh(
    aall1731: Trial,
) -> None:
    held = {(e.harm, e.arm): (e.events, e.total, e.status) for e in aall1731.adverse_events}
    assert held == {
        ("cytokine-release", EXPERIMENTAL): (2, 624, REPORTED),
        ("cytokine-release", CONTROL): (0, 653, REPORTED),
        ("fever", EXPERIMENTAL): (321, 624, REPORTED),
        ("fever", CONTROL): (289, 653, REPORTED),
        ("sepsis", EXPERIMENTAL): (109, 624, REPORTED),
        ("sepsis", CONTROL): (66, 653, REPORTED),
    }
    assert aall1731.weighed_harm is not None
    assert aall1731.weighed_harm.id == "neuropsychiatric"
