"""The shipped trials: what the documents state, typed a second time, and what follows from it.

The numbers here were copied by hand from the list of published facts, not from ``data/``: the same
slip would have to be made twice.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

import pytest

from tradeoff.findings.agreement import CheckKind, Explanation, report
from tradeoff.statistics.intervals import (
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
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.curves import curves_wanted, inputs_checksum
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.trial.records import Fact, Outcome, RangeFrom, Status, Subgroup, Trial

DATA = Path(__file__).resolve().parents[2] / "data"
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


def test_e1910_curve_of_the_papers_overall_survival_meets_its_deaths_too(e1910: Trial) -> None:
    """17 and 40, within one each, over all follow-up; every other number is still met."""
    curve = e1910.curve("nejm", "os")
    assert curve is not None
    targets = {check.quantity: check.target for check in curve.checks}
    assert (targets["events, experimental"], targets["events, control"]) == (17, 40)
    for check in curve.checks:
        assert check.achieved == pytest.approx(check.target, abs=check.tolerance)
    for other in e1910.curves:
        told = any(check.quantity.startswith("events") for check in other.checks)
        assert told == ((other.data_cut, other.endpoint) == ("nejm", "os"))


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
    ("nejm", "os", None): (0.41, 0.23, 0.73, 0.002, PUBLISHED),
    ("nejm", "rfs", None): (0.53, 0.32, 0.87, None, PUBLISHED),
    ("nejm", "os", "adjusted"): (0.44, 0.23, 0.81, None, PUBLISHED),
    ("nejm", "rfs", "adjusted"): (0.57, 0.33, 0.98, None, PUBLISHED),
    ("nejm", "os", "transplant-adjusted"): (0.43, 0.24, 0.79, None, PUBLISHED),
    ("nejm", "rfs", "transplant-adjusted"): (0.53, 0.31, 0.91, None, PUBLISHED),
    ("fda-primary", "os", None): (0.42, 0.24, 0.75, 0.003, REPORTED),
    ("fda-later", "os", None): (0.44, 0.25, 0.76, None, REPORTED),
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
        (e.data_cut, e.endpoint, e.model): (e.value, e.lower, e.upper, e.p_value, e.status)
        for e in e1910.hazard_ratios
    }
    assert held == HAZARD_RATIOS
    for endpoint in ("os", "rfs"):  # other models stand beside the cut's own and never for it
        own = e1910.hazard_ratio("nejm", endpoint)
        assert own is not None
        assert own.model is None
    counted = {(e.data_cut, e.endpoint, e.model): (e.events_experimental, e.events_control)
               for e in e1910.hazard_ratios if e.events_control is not None}  # fmt: skip
    assert counted == {("nejm", "os", None): (17, 40)}
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

#: Patients in both arms (all, experimental, control), ratio, limits, P, month, survival in both.
SUBGROUPS = {
    ("under-55", "os", "nejm"): (131, 66, 65, 0.16, 0.05, 0.47, None, 36, 0.95, 0.70),
    ("under-55", "rfs", "nejm"): (131, 66, 65, 0.31, 0.14, 0.69, None, 36, 0.87, 0.70),
    ("55-and-over", "os", "nejm"): (93, 46, 47, 0.66, 0.33, 1.35, None, 36, 0.70, 0.65),
    ("55-and-over", "rfs", "nejm"): (93, 46, 47, 0.74, 0.39, 1.43, None, 36, 0.69, 0.57),
    ("under-55", "os", None): (132, 66, 66, 0.20, 0.08, 0.54, 0.002, 36, 0.92, 0.67),
    ("under-55", "rfs", None): (132, 66, 66, 0.37, 0.17, 0.81, 0.01, 36, 0.86, 0.66),
    ("30-to-39", "os", None): (47, None, None, None, None, None, 0.009, 36, 1.00, 0.73),
    ("30-to-39", "rfs", None): (47, None, None, None, None, None, 0.03, 36, 0.90, 0.69),
    ("55-and-over", "os", None): (93, 46, 47, 0.77, None, None, 0.47, None, None, None),
    ("55-and-over", "rfs", None): (93, 46, 47, None, None, None, None, None, None, None),
    ("transplanted", "os", None): (None, None, None, 0.59, 0.12, 2.11, None, 36, 0.82, 0.72),
    ("transplanted", "rfs", None): (None, None, None, 0.52, 0.15, 1.79, None, 36, 0.82, 0.67),
}


def subgroup(trial: Trial, subgroup_id: str, cut: str | None = None) -> Subgroup:
    """Overall survival of a data cut's own subgroup, or of a later report's."""
    (found,) = [
        e for e in trial.subgroups if (e.id, e.endpoint, e.data_cut) == (subgroup_id, "os", cut)
    ]
    return found


def test_e1910_holds_the_reported_subgroups_and_no_others(e1910: Trial) -> None:
    held = {
        (e.id, e.endpoint, e.data_cut): (
            *(e.n_total, e.n_experimental, e.n_control),
            *(e.hazard_ratio, e.lower, e.upper, e.p_value),
            *(e.months, e.survival_experimental, e.survival_control),
        )
        for e in e1910.subgroups
    }
    assert held == SUBGROUPS
    assert len(e1910.subgroups) == len(SUBGROUPS)
    for group in e1910.subgroups:
        of_the_paper = group.data_cut == "nejm"
        assert group.status is (PUBLISHED if of_the_paper else REPORTED)
        assert (group.source == "nejm-2024") == of_the_paper


def test_e1910_subgroups_have_their_own_patients_and_follow_up(e1910: Trial) -> None:
    assert subgroup(e1910, "55-and-over").median_follow_up_months == 54.6
    own = [subgroup(e1910, name, "nejm") for name in ("under-55", "55-and-over")]
    for arm in Role:
        people = [getattr(group, f"n_{arm.value}") for group in own]
        assert sum(people) == e1910.arm(arm).n_randomised == 112
    later = [subgroup(e1910, name) for name in ("under-55", "55-and-over")]
    assert sum(group.n_total or 0 for group in later) == e1910.n_randomised + 1
    assert "one more than were randomised" in (e1910.text.subgroups_note or "")
    assert "smaller effects in both age groups" in (e1910.text.subgroups_note or "")


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


@pytest.mark.parametrize(("endpoint", "z"), [("os", 2.1), ("rfs", 1.7)])
def test_e1910_age_groups_of_the_paper_differ_by_the_stated_factor_and_z(
    e1910: Trial, endpoint: str, z: float
) -> None:
    young, old = (
        next(
            e for e in e1910.subgroups if (e.id, e.endpoint, e.data_cut) == (name, endpoint, "nejm")
        )
        for name in ("under-55", "55-and-over")
    )
    assert young.hazard_ratio is not None
    assert old.hazard_ratio is not None
    ratio = ratio_of_ratios(old.estimate(old.hazard_ratio), young.estimate(young.hazard_ratio))
    error = log_standard_error(ratio)
    assert round(math.log(ratio.value) / error, 1) == z
    assert endpoint == "rfs" or round(ratio.value, 1) == 4.1


# E1910, section 1.4: harms -----------------------------------------------------------------


def test_e1910_denominators_of_the_safety_population(e1910: Trial) -> None:
    held = {
        arm.role: (arm.n_randomised, arm.status, arm.n_safety, arm.safety_source, arm.safety_status)
        for arm in e1910.arms
    }
    assert held == {
        EXPERIMENTAL: (112, PUBLISHED, 111, "nejm-2024", PUBLISHED),
        CONTROL: (112, PUBLISHED, 112, "nejm-2024", PUBLISHED),
    }


#: Table 2: percent of grade 3, 4 and 5, blinatumomab added and chemotherapy alone; their sums.
TABLE_2 = {
    "anaemia": ((20, 1, 0), (35, 2, 0), (21, 37)),
    "leukopenia": ((4, 27, 0), (2, 52, 0), (31, 54)),
    "neutropenia": ((3, 55, 0), (1, 86, 0), (58, 87)),
    "lymphopenia": ((3, 8, 0), (6, 17, 0), (11, 23)),
    "thrombocytopenia": ((9, 40, 0), (10, 59, 0), (49, 69)),
    "febrile-neutropenia": ((16, 1, 0), (21, 2, 0), (17, 23)),
    "sepsis": ((0, 4, 1), (0, 6, 1), (5, 7)),
    "other-infection": ((2, 1, 0), (2, 1, 0), (3, 3)),
    "catheter-infection": ((1, 0, 0), (3, 1, 0), (1, 4)),
    "upper-respiratory-infection": ((1, 0, 0), (3, 0, 0), (1, 3)),
    "hyperglycaemia": ((3, 1, 0), (6, 2, 0), (4, 8)),
    "fatigue": ((3, 0, 0), (4, 0, 0), (3, 4)),
    "alt-increased": ((3, 0, 0), (5, 1, 0), (3, 6)),
    "ast-increased": ((1, 0, 0), (1, 2, 0), (1, 3)),
    "hypertriglyceridaemia": ((0, 3, 0), (1, 3, 0), (3, 4)),
    "nausea": ((3, 0, 0), (1, 0, 0), (3, 1)),
    "vomiting": ((2, 0, 0), (3, 0, 0), (2, 3)),
    "headache": ((3, 0, 0), (5, 0, 0), (3, 5)),
    "syncope": ((3, 0, 0), (3, 0, 0), (3, 3)),
}


def test_e1910_weighed_harm_is_published_as_percentages_without_counts(e1910: Trial) -> None:
    weighed = e1910.weighed_harm
    assert weighed is not None
    rows = [e for e in e1910.adverse_events if e.harm == weighed.id]
    assert {e.arm: (e.events, e.total, e.percent, e.counts_inferred) for e in rows} == {
        EXPERIMENTAL: (None, 111, 23, False),
        CONTROL: (None, 112, 5, False),
    }
    assert {(e.source, e.also, e.status) for e in rows} == {
        ("nejm-2024", "targetedonc-2024", PUBLISHED)
    }
    assert (weighed.grade, weighed.ctcae_version) == ("3 or more", "4")
    assert (weighed.p_value, weighed.p_value_below) == (0.001, True)
    words = e1910.text.harms[weighed.id]
    assert words.counted == "treatment-related, grade 3 or more, during consolidation"
    assert "Headache and syncope" in (words.unknown or "")


def test_e1910_nothing_that_counts_harms_is_unconfirmed_or_a_count(e1910: Trial) -> None:
    assert {e.status for e in e1910.adverse_events} == {PUBLISHED}
    assert {e.events for e in e1910.adverse_events} == {None}
    assert {e.counts_inferred for e in e1910.adverse_events} == {False}


def test_e1910_holds_table_2_whole_and_its_sums_are_as_printed(e1910: Trial) -> None:
    rows = {(e.harm, e.arm): e for e in e1910.adverse_events if e.harm != "neuropsychiatric"}
    assert set(rows) == {(name, arm) for name in TABLE_2 for arm in Role}
    for name, (experimental, control, sums) in TABLE_2.items():
        for arm, grades, total in zip(
            (EXPERIMENTAL, CONTROL), (experimental, control), sums, strict=True
        ):
            row = rows[name, arm]
            assert row.grades == grades
            assert row.percentage == sum(grades) == total
            assert (row.percent, row.decimals) == (None, 0)
            assert row.source == "nejm-2024"
            assert "Table 2" in row.place
    heads = {(row.arm, row.total, row.total_in_head) for row in rows.values()}
    assert heads == {(EXPERIMENTAL, 111, 112), (CONTROL, 112, None)}
    order = [harm.id for harm in e1910.harms]
    assert order == ["neuropsychiatric", *TABLE_2]


@pytest.mark.parametrize(
    ("harm", "arm", "events"),
    [
        ("neuropsychiatric", EXPERIMENTAL, {(25, 111), (26, 111)}),
        ("neuropsychiatric", CONTROL, {(6, 112)}),
        # 16 % of either total are 18 people, and 1 % is one.
        ("febrile-neutropenia", EXPERIMENTAL, {(19, 111), (19, 112)}),
        # 21 % of 112 are 23 or 24, and 2 % are two.
        ("febrile-neutropenia", CONTROL, {(25, 112), (26, 112)}),
    ],
)
def test_e1910_possible_counts_behind_a_percentage(
    e1910: Trial, harm: str, arm: Role, events: set[tuple[int, int]]
) -> None:
    entry = e1910.adverse_event(harm, arm)
    assert entry is not None
    assert {(count.events, count.total) for count in entry.possible} == events


def test_e1910_excess_of_harm(e1910: Trial) -> None:
    """The widest over all counts that print so: 8.2 from 25 of 111, 27.2 from 26 of 111."""
    found = [risk_difference(Count(events, 111), Count(6, 112)).limits for events in (25, 26)]
    lower, upper = min(low for low, _ in found), max(up for _, up in found)
    assert [round(100 * x, 1) for x in (lower, upper)] == [8.2, 27.2]


# Section 4 and the label: events, total, percent, its upper end, comparator's events and total.
CONTEXT = {
    "label-neurological": (None, None, 65, None, None, None, REPORTED),
    "label-crs": (None, 165, 16, None, None, None, REPORTED),
    "blast-grade-3": (12, 116, 10, None, None, None, PUBLISHED),
    "blast-grade-4": (3, 116, 3, None, None, None, PUBLISHED),
    "blast-crs": (4, 116, 3, None, None, None, PUBLISHED),
    "blast-recovery": (59, 61, None, None, None, None, REPORTED),
    "blast-mrd-response": (None, 113, 78, None, None, None, PUBLISHED),
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

#: A figure, or those of blinatumomab added and of chemotherapy alone.
FACTS: dict[str, tuple[object, Status]] = {
    "screened": (766, PUBLISHED),
    "enrolled": (488, PUBLISHED),
    "induction-deaths": (19, PUBLISHED),
    "induction-deaths-percent": (4, PUBLISHED),
    "in-remission": (395, PUBLISHED),
    "in-remission-percent": (81, PUBLISHED),
    "complete-remission": (364, PUBLISHED),
    "incomplete-counts": (31, PUBLISHED),
    "intensification-reached": (333, PUBLISHED),
    "next-step-reached": (286, PUBLISHED),
    "randomised": (224, PUBLISHED),
    "randomised-percent": (46, DERIVED),
    "mrd-positive": (62, PUBLISHED),
    "mrd-positive-randomised": (44, PUBLISHED),
    "mrd-positive-assigned": (18, PUBLISHED),
    "mrd-positive-cohorts": ((40, 22), PUBLISHED),
    "median-age-experimental": (51.5, PUBLISHED),
    "median-age-control": (50, PUBLISHED),
    "median-age": (51, PUBLISHED),
    "age-55-and-over": ((46, 47), PUBLISHED),
    "women": ((57, 56), PUBLISHED),
    "performance-status": ((106, 101), PUBLISHED),
    "leukocytes": ((24, 28), PUBLISHED),
    "cd20-positive": ((45, 46), PUBLISHED),
    "rituximab": ((33, 36), PUBLISHED),
    "cd20-known": (143, PUBLISHED),
    "risk-favourable": ((19, 29), PUBLISHED),
    "risk-intermediate": ((22, 19), PUBLISHED),
    "risk-unfavourable": ((50, 44), PUBLISHED),
    "risk-none": ((21, 20), PUBLISHED),
    "bcr-abl1-like": ((14, 13), PUBLISHED),
    "interim-boundary": (0.007, PUBLISHED),
    "deaths-planned": (94, PUBLISHED),
    "deaths-happened": (57, PUBLISHED),
    "deaths-happened-percent": (61, DERIVED),
    "design-ratio": (0.55, PUBLISHED),
    "design-power": (80, PUBLISHED),
    "deaths": ((17, 40), PUBLISHED),
    "deaths-relapse": ((8, 31), PUBLISHED),
    "deaths-other": ((9, 7), PUBLISHED),
    "deaths-unknown": (2, PUBLISHED),
    "cycles": (4, PUBLISHED),
    "infusion-days": (112, DERIVED),
    "transplant-intended": ((36, 35), PUBLISHED),
    "transplant-intended-percent": ((32, 31), PUBLISHED),
    "transplants": ((22, 22), PUBLISHED),
    "transplants-all": ((28, 32), PUBLISHED),
    "first-cycles": (2, PUBLISHED),
    "dose": (28, PUBLISHED),
    "days-per-cycle": (28, PUBLISHED),
    "pegaspargase": (55, PUBLISHED),
    "maintenance": (2.5, PUBLISHED),
    "pump": (28, REPORTED),
    "non-haematological-3": ((43, 36), PUBLISHED),
    "non-haematological-4": ((14, 15), PUBLISHED),
    "fatal-side-effects": ((2, 1), PUBLISHED),
    "table-threshold": (3, PUBLISHED),
    "table-head": ((112, 112), PUBLISHED),
    "other-neurological": (3, PUBLISHED),
    "label-first-event": (2, REPORTED),
    "label-crs-onset": (2, REPORTED),
    "label-crs-resolution": (5, REPORTED),
    "label-us": (1, REPORTED),
    "age-ratio": (4.1, DERIVED),
    "age-z-os": (2.1, DERIVED),
    "age-z-rfs": (1.7, DERIVED),
    "rfs-events": ((25, 41), DERIVED),
}
#: What the list of facts marks as not yet checked: nothing of the paper's results is among it.
UNCONFIRMED_STATEMENTS = {"admission-consolidation", "steroid", "visits"}
#: What the main text and its tables do not give.
NOT_AVAILABLE = {
    *("harm-parts", "crs-by-arm", "harm-duration", "harm-by-age", "results-by-subgroup"),
    *("survival-details", "after-relapse", "cycles-received", "relapse-sites", "quality-of-life"),
}


def figures_of(fact: Fact) -> object:
    if fact.value is not None:
        return fact.value
    return None if fact.control is None else (fact.experimental, fact.control)


def test_e1910_figures_among_the_facts(e1910: Trial) -> None:
    held = {e.id: (figures_of(e), e.status) for e in e1910.facts if e.figures}
    assert held == FACTS


def test_e1910_statements_that_are_not_checked_say_so(e1910: Trial) -> None:
    held = {e.id for e in e1910.facts if e.status is UNCONFIRMED}
    assert held == UNCONFIRMED_STATEMENTS


def test_e1910_what_stays_unknown_is_said_to_be_not_available(e1910: Trial) -> None:
    held = {e.id: e1910.text.facts[e.id].text for e in e1910.facts if e.group == "not-available"}
    assert set(held) >= NOT_AVAILABLE
    for name in NOT_AVAILABLE:
        assert re.search(r": not (available|reported by group)\.$", held[name]), held[name]
        assert not re.search(r"\b0\b", held[name])


def test_e1910_says_nothing_that_became_known_is_still_to_be_checked(e1910: Trial) -> None:
    """A "check there" stays where nothing was read: the label, and the eligibility criteria."""
    to_check = [
        (row.id, row.source)
        for row in (*e1910.facts, *e1910.criteria)
        if "to be checked" in row.place or "check there" in row.place
    ]
    assert to_check == [
        *(("admission-consolidation", "uspi"), ("steroid", "uspi")),
        ("cns-history", "nejm-2024"),
    ]
    assert not any(
        "to be checked" in row.place or row.status is UNCONFIRMED
        for row in (*e1910.arms, *e1910.landmarks, *e1910.hazard_ratios, *e1910.adverse_events)
    )


def test_e1910_deaths_by_cause_add_up(e1910: Trial) -> None:
    facts = {e.id: e for e in e1910.facts}
    every, relapse, other = (facts[name] for name in ("deaths", "deaths-relapse", "deaths-other"))
    unknown = facts["deaths-unknown"].value
    assert unknown is not None
    assert (relapse.experimental or 0) + (other.experimental or 0) == every.experimental == 17
    assert (relapse.control or 0) + (other.control or 0) + unknown == every.control == 40
    assert facts["deaths-happened"].value == 17 + 40
    assert round(100 * 57 / 94) == facts["deaths-happened-percent"].value


def test_e1910_baseline_is_of_all_who_were_randomised(e1910: Trial) -> None:
    facts = {e.id: e for e in e1910.facts}
    risks = [
        facts[f"risk-{name}"] for name in ("favourable", "intermediate", "unfavourable", "none")
    ]
    for arm in Role:
        assert sum(getattr(fact, arm.value) for fact in risks) == e1910.arm(arm).n_randomised


def test_e1910_flow_adds_up(e1910: Trial) -> None:
    facts = {e.id: e.value for e in e1910.facts if e.value is not None}
    assert facts["randomised"] == e1910.n_randomised
    assert facts["complete-remission"] + facts["incomplete-counts"] == facts["in-remission"]
    assert facts["next-step-reached"] == facts["randomised"] + facts["mrd-positive"]
    assert (
        facts["mrd-positive-randomised"] + facts["mrd-positive-assigned"] == facts["mrd-positive"]
    )
    assert round(100 * facts["randomised"] / facts["enrolled"]) == facts["randomised-percent"]
    assert (
        round(100 * facts["induction-deaths"] / facts["enrolled"])
        == facts["induction-deaths-percent"]
    )
    assert round(100 * facts["in-remission"] / facts["enrolled"]) == facts["in-remission-percent"]
    assert facts["cycles"] * facts["days-per-cycle"] == facts["infusion-days"]


def test_e1910_eligibility_is_the_trials_not_the_labels(e1910: Trial) -> None:
    criteria = {entry.id: entry for entry in e1910.criteria}
    assert (criteria["age"].minimum, criteria["age"].maximum) == (30, 70)
    assert criteria["age"].subgroups == ("under-55", "55-and-over")
    assert criteria["age"].subgroup_from == 55
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


def test_e1910_deaths_agree_with_the_intervals_width() -> None:
    assert round(math.sqrt(1 / 17 + 1 / 40), 3) == 0.290


# E1910: consistency and curves -------------------------------------------------------------


def test_e1910_has_every_comparison_that_its_numbers_allow(e1910: Trial) -> None:
    counted = Counter(line.kind for line in report(e1910))
    assert counted[CheckKind.RATIO_CENTRE] == 4 + 4 + 4
    assert counted[CheckKind.P_VALUE] == 2 + 2
    assert counted[CheckKind.CUMULATIVE_HAZARD_RATIO] == 4 + 4 + 4
    assert counted[CheckKind.LANDMARK_CENTRE] == 4
    assert counted[CheckKind.PERCENT] == 0
    assert counted[CheckKind.TENSION] == 4
    assert counted[CheckKind.EVENTS_STANDARD_ERROR] == 1
    assert counted[CheckKind.SUBGROUPS_SURVIVAL] == 4
    assert counted[CheckKind.SUBGROUPS_RATIO] == 2


def test_e1910_is_green_but_for_the_reported_interval_of_the_transplanted(e1910: Trial) -> None:
    """0.59 (0.12 to 2.11): the interval as it was reported, of very few events."""
    (tense,) = [line for line in report(e1910) if not line.agrees]
    assert (tense.kind, tense.subgroup, tense.endpoint) == (
        *(CheckKind.RATIO_CENTRE, "transplanted", "os"),
    )
    assert tense.explanation is Explanation.FEW_EVENTS


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
