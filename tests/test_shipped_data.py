"""The shipped trials: what the documents state, typed a second time, and what follows from it.

The numbers here were copied by hand from the list of published facts, not from ``data/``: the same
slip would have to be made twice.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest

from tradeoff.calibrated import curves_wanted, inputs_checksum
from tradeoff.consistency import CheckKind, Explanation, report
from tradeoff.effects import (
    Count,
    Estimate,
    cumulative_hazard_ratio,
    difference_from_reported,
    log_standard_error,
    loglog_interval,
    number_needed_to_treat,
    ratio_from_p_value,
    ratio_of_ratios,
    risk_difference,
)
from tradeoff.loading import load_trial, trial_ids
from tradeoff.trial import Outcome, Role, Status, Subgroup, Trial

DATA = Path(__file__).resolve().parents[1] / "data"
CONTROL, EXPERIMENTAL = Role.CONTROL, Role.EXPERIMENTAL
PUBLISHED, REPORTED = Status.PUBLISHED, Status.REPORTED
DERIVED, UNCONFIRMED = Status.DERIVED, Status.UNCONFIRMED

every_trial = pytest.mark.parametrize("trial_id", trial_ids(DATA))


def shipped(trial_id: str) -> Trial:
    return load_trial(DATA / trial_id)


@pytest.fixture(scope="module")
def e1910() -> Trial:
    return shipped("e1910")


def reported(trial: Trial, cut: str, endpoint: str, months: int, role: Role) -> Estimate:
    landmark = trial.landmark(cut, endpoint, months, role)
    assert landmark is not None
    return landmark.estimate(landmark.survival)


def gain(trial: Trial, cut: str, months: int) -> Estimate:
    """Survival gain in points of a hundred."""
    difference = difference_from_reported(
        reported(trial, cut, "os", months, EXPERIMENTAL),
        reported(trial, cut, "os", months, CONTROL),
    )
    lower, upper = difference.limits
    return Estimate(100 * difference.value, 100 * lower, 100 * upper, difference.level)


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
    found = Counter(path.stem for path in folder.iterdir()) if folder.is_dir() else Counter()
    assert found == Counter(dict.fromkeys(wanted, 2))


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


@every_trial
def test_every_curve_was_made_with_the_tension_and_the_sample_of_its_method(trial_id: str) -> None:
    from tradeoff.calibration import CURVES, TENSION_LIMIT

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


# E1910, section 1.2: three cuts ------------------------------------------------------------

LANDMARKS = {
    ("nejm", "os", 36, EXPERIMENTAL): (0.85, None, None, PUBLISHED),
    ("nejm", "os", 36, CONTROL): (0.68, None, None, PUBLISHED),
    ("nejm", "rfs", 36, EXPERIMENTAL): (0.80, None, None, PUBLISHED),
    ("nejm", "rfs", 36, CONTROL): (0.64, None, None, PUBLISHED),
    ("fda-primary", "os", 36, EXPERIMENTAL): (0.848, 0.763, 0.904, REPORTED),
    ("fda-primary", "os", 36, CONTROL): (0.690, 0.587, 0.772, REPORTED),
    ("fda-later", "os", 60, EXPERIMENTAL): (0.824, 0.737, 0.884, REPORTED),
    ("fda-later", "os", 60, CONTROL): (0.625, 0.520, 0.713, REPORTED),
}
HAZARD_RATIOS = {
    ("nejm", "os"): (0.41, 0.23, 0.73, 0.002, PUBLISHED),
    ("nejm", "rfs"): (0.53, 0.32, 0.87, None, PUBLISHED),
    ("fda-primary", "os"): (0.42, 0.24, 0.75, 0.003, REPORTED),
    ("fda-later", "os"): (0.44, 0.25, 0.76, None, REPORTED),
}


def test_e1910_holds_the_published_landmarks_and_no_others(e1910: Trial) -> None:
    held = {
        (e.data_cut, e.endpoint, e.months, e.arm): (e.survival, e.lower, e.upper, e.status)
        for e in e1910.landmarks
    }
    assert held == LANDMARKS


def test_e1910_shows_no_more_digits_than_its_sources(e1910: Trial) -> None:
    assert {(e.data_cut, e.decimals) for e in e1910.landmarks} == {
        *(("nejm", 0), ("fda-primary", 1), ("fda-later", 1))
    }


def test_e1910_holds_the_published_hazard_ratios_and_no_others(e1910: Trial) -> None:
    held = {
        (e.data_cut, e.endpoint): (e.value, e.lower, e.upper, e.p_value, e.status)
        for e in e1910.hazard_ratios
    }
    assert held == HAZARD_RATIOS
    assert {e.level for e in e1910.hazard_ratios} == {0.95}


def test_e1910_states_follow_up_where_its_sources_do(e1910: Trial) -> None:
    stated = {cut.id: cut.median_follow_up_months for cut in e1910.data_cuts}
    assert stated == {"nejm": 43, "fda-primary": None, "fda-later": 54}
    assert "beyond" in (e1910.text.cuts["fda-later"].caveat or "")


def test_e1910_opens_with_overall_survival_at_three_years_in_the_paper(e1910: Trial) -> None:
    defaults = e1910.defaults
    assert (defaults.data_cut, defaults.endpoint, defaults.months) == ("nejm", "os", 36)


def test_e1910_median_survival(e1910: Trial) -> None:
    held = {e.arm: (e.analysis, e.months, e.status) for e in e1910.medians}
    assert held == {
        EXPERIMENTAL: ("ash-2022", None, REPORTED),
        CONTROL: ("ash-2022", 71.4, REPORTED),
    }


# E1910, section 1.3: subgroups -------------------------------------------------------------

SUBGROUPS = {
    ("under-55", "os"): (132, 0.20, 0.08, 0.54, 0.002, 36, 0.67, 0.92),
    ("under-55", "rfs"): (132, 0.37, 0.17, 0.81, 0.01, 36, 0.66, 0.86),
    ("30-to-39", "os"): (47, None, None, None, 0.009, 36, 0.73, 1.00),
    ("30-to-39", "rfs"): (47, None, None, None, 0.03, 36, 0.69, 0.90),
    ("55-and-over", "os"): (93, 0.77, None, None, 0.47, None, None, None),
}


def subgroup(trial: Trial, subgroup_id: str) -> Subgroup:
    return next(e for e in trial.subgroups if (e.id, e.endpoint) == (subgroup_id, "os"))


def test_e1910_holds_the_reported_subgroups_and_no_others(e1910: Trial) -> None:
    held = {
        (e.id, e.endpoint): (
            *(e.n_total, e.hazard_ratio, e.lower, e.upper, e.p_value),
            *(e.months, e.survival_control, e.survival_experimental),
        )
        for e in e1910.subgroups
    }
    assert held == SUBGROUPS
    assert {e.status for e in e1910.subgroups} == {REPORTED}


def test_e1910_subgroups_have_their_own_patients_and_follow_up(e1910: Trial) -> None:
    young, old = subgroup(e1910, "under-55"), subgroup(e1910, "55-and-over")
    assert (young.n_experimental, young.n_control) == (66, 66)
    assert (old.n_experimental, old.n_control) == (46, 47)
    assert old.median_follow_up_months == 54.6


def test_e1910_interval_at_55_and_over_derived_from_its_p(e1910: Trial) -> None:
    old = subgroup(e1910, "55-and-over")
    assert old.hazard_ratio is not None
    assert old.p_value is not None
    ratio = ratio_from_p_value(old.hazard_ratio, old.p_value)
    assert [round(limit, 2) for limit in ratio.limits] == [0.38, 1.56]


def test_e1910_ratio_of_the_two_age_groups_hazard_ratios(e1910: Trial) -> None:
    young, old = subgroup(e1910, "under-55"), subgroup(e1910, "55-and-over")
    assert young.hazard_ratio is not None
    assert old.hazard_ratio is not None
    assert old.p_value is not None
    ratio = ratio_of_ratios(
        ratio_from_p_value(old.hazard_ratio, old.p_value), young.estimate(young.hazard_ratio)
    )
    assert [round(number, 1) for number in (ratio.value, *ratio.limits)] == [3.9, 1.2, 12.6]


# E1910, section 1.4: harms -----------------------------------------------------------------


def test_e1910_denominators_of_the_safety_population(e1910: Trial) -> None:
    held = {
        arm.role: (arm.n_randomised, arm.status, arm.n_safety, arm.safety_source, arm.safety_status)
        for arm in e1910.arms
    }
    assert held == {
        EXPERIMENTAL: (112, PUBLISHED, 111, "ash-2025-5120", PUBLISHED),
        CONTROL: (112, PUBLISHED, 112, "ash-2025-5120", PUBLISHED),
    }


def test_e1910_weighed_harm_is_unconfirmed_and_its_counts_are_inferred(e1910: Trial) -> None:
    held = {e.arm: (e.events, e.total, e.percent, e.counts_inferred) for e in e1910.adverse_events}
    assert held == {EXPERIMENTAL: (26, 111, 23, True), CONTROL: (6, 112, 5, True)}
    assert {e.status for e in e1910.adverse_events} == {UNCONFIRMED}
    assert e1910.weighed_harm is not None
    assert (e1910.weighed_harm.grade, e1910.weighed_harm.ctcae_version) == ("3 or more", "4")
    assert e1910.text.harms[e1910.weighed_harm.id].confirm == "check against the full paper"


def test_e1910_excess_of_harm(e1910: Trial) -> None:
    difference = risk_difference(Count(26, 111), Count(6, 112))
    lower, upper = difference.limits
    assert [round(100 * x, 1) for x in (difference.value, lower, upper)] == [18.1, 9.0, 27.2]


# Section 4 and the label: events, total, percent, its upper end, comparator's events and total.
CONTEXT = {
    "label-neurological": (None, None, 65, None, None, None, REPORTED),
    "label-crs": (None, None, 16, None, None, None, REPORTED),
    "blast-grade-3": (12, 116, 10, None, None, None, PUBLISHED),
    "blast-grade-4": (3, 116, 3, None, None, None, PUBLISHED),
    "blast-crs": (4, 116, 3, None, None, None, PUBLISHED),
    "blast-recovery": (59, 61, None, None, None, None, REPORTED),
    "mt103-211-any": (None, 189, 52, None, None, None, PUBLISHED),
    "mt103-211-severe": (None, 189, 13, 17, None, None, PUBLISHED),
    "mt103-211-65-and-over": (None, None, 72, None, None, None, PUBLISHED),
    "mt103-211-under-65": (None, None, 49, None, None, None, PUBLISHED),
    "tower-neurologic": (25, 267, None, None, 9, 109, PUBLISHED),
    "mdacc-any": (None, 265, 33, None, None, None, PUBLISHED),
    "mdacc-cycles": (114, 754, None, None, None, None, PUBLISHED),
    "gimema-discontinued": (8, 122, None, None, None, None, PUBLISHED),
}


def test_e1910_context_rates(e1910: Trial) -> None:
    held = {
        e.id: (
            *(e.events, e.total, e.percent, e.percent_upper),
            *(e.comparator_events, e.comparator_total, e.status),
        )
        for e in e1910.context
    }
    assert held == CONTEXT


# E1910, section 1.5 and the rest -----------------------------------------------------------

FACTS = {
    "enrolled": (488, PUBLISHED),
    "in-remission": (395, PUBLISHED),
    "in-remission-percent": (81, PUBLISHED),
    "randomised": (224, PUBLISHED),
    "mrd-positive-experimental": (40, PUBLISHED),
    "mrd-positive-control": (22, PUBLISHED),
    "median-age": (51, PUBLISHED),
    "transplanted-percent": (20, REPORTED),
    "cycles": (4, PUBLISHED),
    "dose": (28, PUBLISHED),
    "days-per-cycle": (28, PUBLISHED),
    "infusion-days": (112, DERIVED),
    "pump": (28, PUBLISHED),
    "label-first-event": (2, REPORTED),
    "label-crs-onset": (2, REPORTED),
    "label-crs-resolution": (5, REPORTED),
    "label-us": (1, REPORTED),
    "deaths-experimental": (17, UNCONFIRMED),
    "deaths-control-2022": (39, UNCONFIRMED),
    "deaths-control": (40, UNCONFIRMED),
    "rfs-events-experimental": (25, DERIVED),
    "rfs-events-control": (41, DERIVED),
}
# Statements without a figure that the list of facts marks as not yet checked, or as relayed.
UNCONFIRMED_STATEMENTS = {
    *("open-label", "admission-consolidation", "steroid", "funding-maker", "harm-duration"),
}


def test_e1910_figures_among_the_facts(e1910: Trial) -> None:
    held = {e.id: (e.value, e.status) for e in e1910.facts if e.value is not None}
    assert held == FACTS


def test_e1910_statements_that_are_not_checked_say_so(e1910: Trial) -> None:
    held = {e.id for e in e1910.facts if e.status is UNCONFIRMED and e.value is None}
    assert held >= UNCONFIRMED_STATEMENTS


def test_e1910_flow_adds_up(e1910: Trial) -> None:
    facts = {e.id: e.value for e in e1910.facts if e.value is not None}
    assert facts["randomised"] == e1910.n_randomised
    assert round(100 * facts["in-remission"] / facts["enrolled"]) == facts["in-remission-percent"]
    assert facts["cycles"] * facts["days-per-cycle"] == facts["infusion-days"]


def test_e1910_eligibility_is_the_trials_not_the_labels(e1910: Trial) -> None:
    criteria = {entry.id: entry for entry in e1910.criteria}
    assert (criteria["age"].minimum, criteria["age"].maximum) == (30, 70)
    assert (criteria["age"].subgroup, criteria["age"].subgroup_from) == ("55-and-over", 55)
    assert criteria["mrd"].options["positive"] is Outcome.NOT_MET
    assert criteria["bcr-abl1"].options["positive"] is Outcome.NOT_MET
    assert criteria["cns-history"].options["yes"] is Outcome.CAUTION
    assert criteria["cns-history"].status is UNCONFIRMED


def test_e1910_sources(e1910: Trial) -> None:
    paper = e1910.source("nejm-2024")
    assert (paper.doi, paper.pmid, paper.pmcid) == (
        *("10.1056/NEJMoa2312948", "39047240", "PMC11334054"),
    )
    summary = e1910.source("fda-summary-2025")
    assert (summary.doi, summary.pmcid) == ("10.1158/1078-0432.CCR-25-1034", "PMC12367060")
    assert e1910.registration == "NCT02003222"


# E1910: arithmetic -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "months", "points", "needed"),
    [
        ("fda-primary", 36, [15.8, 4.0, 27.5], [6.3, 3.6, 25]),
        ("fda-later", 60, [19.9, 7.5, 32.0], [5.0, 3.1, 13.3]),
    ],
)
def test_e1910_gain_and_number_needed_to_treat(
    e1910: Trial, cut: str, months: int, points: list[float], needed: list[float]
) -> None:
    difference = gain(e1910, cut, months)
    assert [round(x, 1) for x in (difference.value, *difference.limits)] == points
    lower, upper = difference.limits
    number = number_needed_to_treat(
        Estimate(difference.value / 100, lower / 100, upper / 100, difference.level)
    )
    assert not number.through_infinity
    for found, printed in zip((number.value, number.lower, number.upper), needed, strict=True):
        assert found == pytest.approx(printed, abs=0.5 if printed == 25 else 0.05)


@pytest.mark.parametrize(
    ("cut", "endpoint", "error"),
    [
        ("nejm", "os", 0.295),
        ("fda-primary", "os", 0.291),
        ("fda-later", "os", 0.284),
        ("nejm", "rfs", 0.255),
    ],
)
def test_e1910_standard_errors_of_the_log_hazard_ratios(
    e1910: Trial, cut: str, endpoint: str, error: float
) -> None:
    ratio = e1910.hazard_ratio(cut, endpoint)
    assert ratio is not None
    assert round(log_standard_error(ratio.estimate(ratio.value)), 3) == error


@pytest.mark.parametrize(
    ("cut", "endpoint", "months", "ratio"),
    [
        ("nejm", "os", 36, 0.42),
        ("fda-primary", "os", 36, 0.44),
        ("fda-later", "os", 60, 0.41),
        ("nejm", "rfs", 36, 0.50),
    ],
)
def test_e1910_ratios_of_cumulative_hazards(
    e1910: Trial, cut: str, endpoint: str, months: int, ratio: float
) -> None:
    found = cumulative_hazard_ratio(
        reported(e1910, cut, endpoint, months, EXPERIMENTAL).value,
        reported(e1910, cut, endpoint, months, CONTROL).value,
    )
    assert round(found, 2) == ratio


def test_e1910_recalled_deaths_agree_with_the_intervals_width() -> None:
    assert round(math.sqrt(1 / 17 + 1 / 39), 4) == 0.2906


# E1910: consistency and curves -------------------------------------------------------------


def test_e1910_has_every_comparison_that_its_numbers_allow(e1910: Trial) -> None:
    counted = Counter(line.kind for line in report(e1910))
    assert counted[CheckKind.RATIO_CENTRE] == 4 + 2
    assert counted[CheckKind.P_VALUE] == 2 + 2
    assert counted[CheckKind.CUMULATIVE_HAZARD_RATIO] == 4 + 2
    assert counted[CheckKind.LANDMARK_CENTRE] == 4
    assert counted[CheckKind.PERCENT] == 2
    assert counted[CheckKind.TENSION] == 4
    assert counted[CheckKind.EVENTS_STANDARD_ERROR] == 0


def test_e1910_is_green_throughout_and_its_inferred_counts_say_so(e1910: Trial) -> None:
    lines = report(e1910)
    assert all(line.agrees for line in lines)
    told = {line.kind for line in lines if line.explanation is Explanation.COUNT_INFERRED}
    assert told == {CheckKind.PERCENT}


def test_e1910_curves_end_at_the_last_landmark_of_their_own_cut(e1910: Trial) -> None:
    held = {(c.data_cut, c.endpoint): c.horizon_months for c in e1910.curves}
    assert held == {
        ("nejm", "os"): 36,
        ("nejm", "rfs"): 36,
        ("fda-primary", "os"): 36,
        ("fda-later", "os"): 60,
    }


def test_e1910_gain_of_the_paper_gets_a_calculated_range_of_about_5_to_29(e1910: Trial) -> None:
    curve = e1910.curve("nejm", "os")
    assert curve is not None
    arms = [
        loglog_interval(
            reported(e1910, "nejm", "os", 36, role).value,
            curve.arm(role).landmark_standard_errors[36],
        )
        for role in (EXPERIMENTAL, CONTROL)
    ]
    difference = difference_from_reported(*arms)
    lower, upper = difference.limits
    assert 100 * difference.value == pytest.approx(17)
    assert (100 * lower, 100 * upper) == (pytest.approx(5, abs=1), pytest.approx(29, abs=1))


def test_e1910_survival_at_one_year_is_left_wide_by_the_paper(e1910: Trial) -> None:
    """Statistics, section 4: about 0.80 to 0.93 and 0.88 to 0.955 before the pinned month."""
    curve = e1910.curve("nejm", "os")
    assert curve is not None
    spans = {
        role: (curve.arm(role).reconstruction_lower[12], curve.arm(role).reconstruction_upper[12])
        for role in Role
    }
    assert spans[CONTROL][0] < 0.82
    assert spans[CONTROL][1] > 0.91
    assert spans[EXPERIMENTAL][0] < 0.90
    assert spans[EXPERIMENTAL][1] > 0.94


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


def test_tower_holds_the_published_survival_and_no_landmark_of_overall_survival(
    tower: Trial,
) -> None:
    assert {e.arm: (e.endpoint, e.months, e.status) for e in tower.medians} == {
        EXPERIMENTAL: ("os", 7.7, PUBLISHED),
        CONTROL: ("os", 4.0, PUBLISHED),
    }
    assert {
        (e.endpoint, e.months, e.arm): (e.survival, e.lower, e.decimals) for e in tower.landmarks
    } == {
        ("efs", 6, EXPERIMENTAL): (0.31, None, 0),
        ("efs", 6, CONTROL): (0.12, None, 0),
    }
    assert {e.endpoint: (e.value, e.lower, e.upper, e.p_value) for e in tower.hazard_ratios} == {
        "os": (0.71, 0.55, 0.93, 0.01),
        "efs": (0.55, None, None, None),
    }
    assert (tower.defaults.endpoint, tower.defaults.months) == ("os", None)


def test_tower_counts_its_arms_and_their_follow_up(tower: Trial) -> None:
    assert {a.role: (a.n_randomised, a.n_safety) for a in tower.arms} == {
        EXPERIMENTAL: (271, 267),
        CONTROL: (134, 109),
    }
    assert tower.data_cuts[0].median_follow_up_months == 11.7
    facts = {fact.id: fact.value for fact in tower.facts}
    assert (facts["follow-up-control"], facts["cycles-experimental"], facts["cycles-control"]) == (
        11.8,
        2,
        1,
    )


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
