"""E1910 as it is shipped: what its documents state, typed a second time, and what follows from it.

The numbers here were copied by hand from the list of published facts, not from ``data/``: the same
slip would have to be made twice.
"""

from __future__ import annotations

import math
import re
from collections import Counter

import pytest

from tests.trial.shipped import (
    CONTROL,
    DERIVED,
    EXPERIMENTAL,
    PUBLISHED,
    REPORTED,
    UNCONFIRMED,
    figures_of,
    gain,
    reported,
    shipped,
)
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
from tradeoff.trial.records import OLDEST_AGE, Outcome, Status, Subgroup, Trial


@pytest.fixture(scope="module")
def e1910() -> Trial:
    return shipped("e1910")


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
    assert (criteria["age"].near_minimum, criteria["age"].near_maximum) == (18, OLDEST_AGE)
    assert set(criteria["transplant"].options.values()) == {Outcome.MET}
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
