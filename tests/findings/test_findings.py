"""The numbers of a view: those that the issue states, and what travels with each of them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.views import (
    DATA,
    PLACES,
    TYPED,
    at,
    chosen,
    e1910,
    newcomer,
    newcomers_shelf,
    view,
    with_counts,
    with_fewer_harms,
    with_lower_survival,
    with_survival,
    with_survival_spanning_zero,
    with_unconfirmed_harm,
    without_curves,
    without_harm_rate,
    without_harm_rows,
    without_landmarks,
)
from tradeoff.findings.choices import HarmSource, TypedCounts
from tradeoff.findings.provenance import Finding, Method, whole
from tradeoff.findings.reconstructed import restricted_means
from tradeoff.findings.subgroups import age_groups, subgroup_findings, subgroups_of_cut
from tradeoff.findings.survival import hazard_ratio_finding, survival_findings
from tradeoff.findings.view import (
    Findings,
    all_harms,
    base_findings,
    can_be_weighed,
    rounding_limits,
    with_preference,
)
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.statistics.intervals import Count, Estimate, risk_difference
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.statistics.weighing import Obstacle
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Status, Trial

PUBLISHED, REPORTED, DERIVED = Status.PUBLISHED, Status.REPORTED, Status.DERIVED
UNCONFIRMED, LOCAL, RECONSTRUCTED = Status.UNCONFIRMED, Status.LOCAL, Status.RECONSTRUCTED

PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


def points(estimate: Estimate) -> tuple[float, float, float]:
    """Value and limits in points of a hundred, to one decimal."""
    lower, upper = estimate.limits
    return round(100 * estimate.value, 1), round(100 * lower, 1), round(100 * upper, 1)


def gain(shown: Findings) -> Finding:
    assert shown.survival is not None
    return shown.survival.gain


def excess(shown: Findings) -> Finding:
    assert shown.harm is not None
    return shown.harm.excess


# The numbers of the issue ------------------------------------------------------------------


def test_gain_at_fda_primary_36_months() -> None:
    assert points(gain(view(cut="fda-primary")).estimate) == (15.8, 4.0, 27.5)


def test_gain_at_fda_later_60_months() -> None:
    assert points(gain(view(cut="fda-later")).estimate) == (19.9, 7.5, 32.0)


def test_gain_at_the_publication_is_calculated_where_no_interval_was_published() -> None:
    found = gain(view())
    lower, upper = found.estimate.limits
    assert found.estimate.value == pytest.approx(0.17)
    assert (round(100 * lower), round(100 * upper)) == (5, 29)
    assert found.calculated_range


@pytest.mark.parametrize("source", [PAPER, CENTRE], ids=["paper", "centre"])
def test_harm_of_26_of_111_against_6_of_112(source: dict[str, object]) -> None:
    assert points(excess(view(cut="fda-primary", **source)).estimate) == (18.1, 9.0, 27.2)


@pytest.mark.parametrize(
    ("cut", "values", "lower", "upper"),
    [
        ("nejm", (0.94, 0.94), (0.26, 0.30), (2.1, 2.4)),
        ("fda-primary", (0.88, 0.87), (0.21, 0.23), (2.0, 2.2)),
        ("fda-later", (1.11, 1.10), (0.39, 0.42), (2.4, 2.7)),
    ],
)
@pytest.mark.parametrize("source", [{}, PAPER], ids=["trial", "paper"])
def test_balance_point_of_each_cut(
    cut: str,
    values: tuple[float, float],
    lower: tuple[float, float],
    upper: tuple[float, float],
    source: dict[str, object],
) -> None:
    """With the printed 23 and 5 %, and with the counts 26 of 111 and 6 of 112."""
    value = values[bool(source)]
    point = view(cut=cut, **source).weighing.balance_point
    assert point is not None
    low, high = point.limits
    assert round(point.value, 2) == value
    assert lower[0] <= low <= lower[1]
    assert upper[0] <= high <= upper[1]


def test_rounding_of_the_printed_percentages_leaves_the_balance_point_between_0_89_and_1_05() -> (
    None
):
    """85 and 68 % within half a point each; 25 or 26 of 111 against 6 of 112."""
    limits = rounding_limits(view())
    assert limits is not None
    assert [round(limit, 2) for limit in limits] == [0.89, 1.05]
    assert limits == pytest.approx(
        (0.16 / (26 / 111 - 6 / 112), 0.18 / (25 / 111 - 6 / 112)), abs=1e-12
    )
    point = view().weighing.balance_point
    assert point is not None
    assert point.limits[0] < limits[0] < point.value < limits[1] < point.limits[1]


def test_rounding_leaves_nothing_open_where_survival_has_decimals_and_harm_its_counts() -> None:
    assert rounding_limits(view(cut="fda-primary", **PAPER)) is None
    assert rounding_limits(view(without_harm_rows())) is None
    by_survival_alone = rounding_limits(view(**PAPER))
    by_harm_alone = rounding_limits(view(cut="fda-primary"))
    assert by_survival_alone is not None
    assert by_harm_alone is not None
    assert by_survival_alone == pytest.approx([g / (26 / 111 - 6 / 112) for g in (0.16, 0.18)])
    assert [round(limit, 2) for limit in by_harm_alone] == [0.87, 0.92]


@pytest.mark.parametrize(
    ("cut", "value", "lower", "upper"),
    [("fda-primary", 6.3, 3.6, 25.1), ("fda-later", 5.0, 3.1, 13.3)],
)
def test_number_needed_to_treat(cut: str, value: float, lower: float, upper: float) -> None:
    survival = view(cut=cut).survival
    assert survival is not None
    needed = survival.number_needed
    assert (needed.value, needed.lower, needed.upper) == pytest.approx(
        (value, lower, upper), abs=0.05
    )
    assert not needed.through_infinity


#: Table 2 of the paper and the weighed harm, from the list of published facts: grade 3 or more,
#: blinatumomab added and chemotherapy alone; the difference with its range over all fitting counts.
HARMS = {
    "neuropsychiatric": (23, 5, 18, 8, 27),
    "anaemia": (21, 37, -16, -27, -4),
    "leukopenia": (31, 54, -23, -35, -9),
    "neutropenia": (58, 87, -29, -40, -17),
    "lymphopenia": (11, 23, -12, -22, -3),
    "thrombocytopenia": (49, 69, -20, -32, -7),
    "febrile-neutropenia": (17, 23, -6, -17, 5),
    "sepsis": (5, 7, -2, -9, 5),
    "other-infection": (3, 3, 0, -5, 5),
    "catheter-infection": (1, 4, -3, -8, 2),
    "upper-respiratory-infection": (1, 3, -2, -7, 3),
    "hyperglycaemia": (4, 8, -4, -11, 2),
    "fatigue": (3, 4, -1, -8, 5),
    "alt-increased": (3, 6, -3, -10, 2),
    "ast-increased": (1, 3, -2, -7, 3),
    "hypertriglyceridaemia": (3, 4, -1, -6, 5),
    "nausea": (3, 1, 2, -3, 7),
    "vomiting": (2, 3, -1, -6, 4),
    "headache": (3, 5, -2, -9, 3),
    "syncope": (3, 3, 0, -5, 5),
}


def test_every_harm_of_the_paper_has_the_printed_sums_and_the_widest_range_of_its_counts() -> None:
    found = {}
    for harm, one in all_harms(view()):
        assert one is not None
        assert one.counted is None
        assert one.excess.range_method is Method.NEWCOMBE_WIDEST
        assert one.whole_limits == tuple(whole(limit) for limit in one.excess.estimate.limits)
        arms = (one.experimental.estimate.value, one.control.estimate.value)
        shown = (*arms, one.excess.estimate.value, *one.excess.estimate.limits)
        found[harm.id] = tuple(whole(number) for number in shown)
    assert found == HARMS


def test_towers_survival_at_six_months_has_a_binomial_range_and_is_not_weighed() -> None:
    """54 against 39 %: 15 more, about 5 to 25; the trial's data say that it is not weighed."""
    shown = view(load_trial(DATA / "tower"), weight=50)
    found = shown.survival
    assert found is not None
    values = (found.experimental.estimate.value, found.control.estimate.value)
    assert (found.months, *values) == (6, 0.54, 0.39)
    assert [round(100 * x) for x in (found.gain.estimate.value, *found.gain.estimate.limits)] == [
        *(15, 5, 25)
    ]
    for arm in (found.experimental, found.control):
        assert arm.range_method is Method.BINOMIAL
        assert arm.statuses == (PUBLISHED, DERIVED)
    assert not found.weighed
    assert not can_be_weighed(shown)
    assert shown.weighing.obstacle is Obstacle.NOT_TO_BE_WEIGHED
    assert shown.weighing.balance_point is None
    assert shown.weighing.net_gain is None
    assert shown.base.draws is None


@pytest.mark.parametrize("arms", [tuple(Role), (Role.CONTROL,), (Role.EXPERIMENTAL,)], ids=len)
def test_a_landmark_marked_as_not_to_be_weighed_is_shown_and_weighed_with_nothing(
    arms: tuple[Role, ...],
) -> None:
    """A harm with a rate stands beside it, and a preference is set: still nothing is weighed."""
    marked = tuple(
        entry.model_copy(update={"weighed": False})
        if (entry.data_cut, entry.endpoint) == ("nejm", "os") and entry.arm in arms
        else entry
        for entry in e1910().landmarks
    )
    shown = view(e1910().model_copy(update={"landmarks": marked}), weight=50)
    assert gain(shown) == gain(view())
    assert shown.harm == view().harm
    weighing = shown.weighing
    assert weighing.obstacle is Obstacle.NOT_TO_BE_WEIGHED
    assert (weighing.balance_point, weighing.net_gain) == (None, None)
    assert weighing.probability_gain_larger is None
    assert shown.base.draws is None
    assert rounding_limits(shown) is None
    assert view(e1910(), weight=50).weighing.net_gain is not None


def test_net_gain_is_gain_less_weighed_harm_with_a_range_that_holds_it() -> None:
    net = view(cut="fda-primary", weight=50, **PAPER).weighing.net_gain
    assert net is not None
    assert net.value == pytest.approx(0.158 - 0.5 * (26 / 111 - 6 / 112), abs=1e-12)
    lower, upper = net.limits
    assert lower < net.value < upper
    # MOVER, by hand: distances of the gain and of half the harm, added in squares.
    assert lower == pytest.approx(net.value - math.hypot(0.118106, 0.5 * 0.091505), abs=1e-5)


def test_a_preference_of_zero_weighs_the_gain_alone_and_one_of_100_takes_all_harm_off() -> None:
    nothing, everything = (view(weight=weight).weighing for weight in (0, 100))
    assert nothing.net_gain is not None
    assert everything.net_gain is not None
    assert nothing.net_gain.value == pytest.approx(gain(view()).estimate.value)
    assert nothing.net_gain.limits == pytest.approx(gain(view()).estimate.limits)
    difference = gain(view()).estimate.value - excess(view()).estimate.value
    assert everything.net_gain.value == pytest.approx(difference)


def test_before_a_preference_is_set_nothing_is_weighed_with_one() -> None:
    weighing = view().weighing
    assert (weighing.preference, weighing.net_gain, weighing.probability_gain_larger) == (
        None,
        None,
        None,
    )
    assert weighing.balance_point is not None


def test_the_share_of_simulations_falls_with_the_preference_and_is_half_near_the_balance() -> None:
    shares = [view(weight=w).weighing.probability_gain_larger or 0 for w in range(0, 101, 5)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.99
    assert view(weight=94).weighing.probability_gain_larger == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("place", PLACES)
def test_the_same_numbers_on_every_run(place: tuple[str, str, int]) -> None:
    """One fixed seed: every page, replica and export shows the same."""
    endpoint, cut, months = place
    choices = chosen(endpoint=endpoint, cut=cut, months=months, weight=37)
    runs = [
        with_preference(
            e1910(),
            choices,
            base_findings(e1910(), choices, rng=np.random.default_rng(SIMULATION_SEED)),
        ).weighing
        for _ in range(2)
    ]
    assert runs[0] == runs[1] == at(place, weight=37).weighing


def test_the_seed_changes_nothing_that_is_shown() -> None:
    """Enough draws: the balance point's range is shown with two figures."""
    limits = []
    for seed in (1, 2, 3):
        base = base_findings(e1910(), chosen(cut="fda-primary"), rng=np.random.default_rng(seed))
        assert base.weighing.balance_point is not None
        limits.append(base.weighing.balance_point.limits)
    for side in zip(*limits, strict=True):
        assert max(side) - min(side) < 0.03


# What travels with each number -------------------------------------------------------------


def test_counts_of_one_person_each_side_are_of_the_treated_and_survival_of_the_randomised() -> None:
    shown = view()
    assert shown.survival is not None
    assert shown.harm is not None
    survived, harmed = shown.survival.gain.population, shown.harm.excess.population
    assert (survived.randomised, survived.experimental, survived.control) == (True, 112, 112)
    assert (harmed.randomised, harmed.experimental, harmed.control) == (False, 111, 112)
    assert (survived.total, harmed.total) == (224, 223)


@pytest.mark.parametrize("place", PLACES)
def test_every_number_has_source_place_population_and_window(place: tuple[str, str, int]) -> None:
    shown = at(place)
    assert shown.survival is not None
    assert shown.harm is not None
    for found in (shown.survival.control, shown.survival.experimental, shown.survival.gain):
        assert found.citations
        assert all(cited.place for cited in found.citations)
        assert (found.months, found.data_cut) == (place[2], place[1])
        assert found.estimate.has_range
        assert found.range_method is not None
    for found in (shown.harm.control, shown.harm.experimental, shown.harm.excess):
        assert found.citations
        assert all(cited.place for cited in found.citations)
        assert (found.months, found.data_cut) == (None, None)
        assert found.estimate.has_range
        assert found.range_method in (Method.WILSON_WIDEST, Method.NEWCOMBE_WIDEST)


def test_the_gain_inherits_the_statuses_of_both_arms_and_says_that_it_was_computed() -> None:
    assert set(gain(view()).statuses) == {PUBLISHED, DERIVED}
    assert set(gain(view(cut="fda-primary")).statuses) == {REPORTED, DERIVED}


def test_arm_rates_printed_without_an_interval_are_published_with_a_derived_range() -> None:
    shown = view().survival
    assert shown is not None
    assert shown.control.statuses == (PUBLISHED, DERIVED)
    assert shown.control.method is Method.PRINTED
    assert shown.control.range_method is Method.CALIBRATED_RANGE
    assert shown.control.calculated_range
    printed = view(cut="fda-primary").survival
    assert printed is not None
    assert printed.control.statuses == (REPORTED,)
    assert printed.control.range_method is Method.PRINTED
    assert not printed.control.calculated_range


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("weight", [None, 50])
def test_the_weighing_inherits_unconfirmed_and_every_other_status(
    place: tuple[str, str, int], weight: int | None
) -> None:
    endpoint, cut, months = place
    changes = {"endpoint": endpoint, "cut": cut, "months": months, "weight": weight}
    shown = view(with_unconfirmed_harm(), **changes)
    assert shown.unconfirmed
    inherited = {*gain(shown).statuses, *excess(shown).statuses}
    assert UNCONFIRMED in inherited
    assert set(shown.weighing.statuses) == inherited


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("weight", [None, 50])
def test_nothing_of_the_shipped_trial_that_is_weighed_is_unconfirmed(
    place: tuple[str, str, int], weight: int | None
) -> None:
    """Read in the paper on 2026-11-29: 23 % of 111 against 5 % of 112."""
    shown = at(place, weight=weight)
    assert not shown.unconfirmed
    assert set(excess(shown).statuses) == {PUBLISHED, DERIVED}
    assert UNCONFIRMED not in shown.weighing.statuses


def test_a_newcomers_unconfirmed_percentages_are_unconfirmed_and_a_centres_counts_are_not(
    tmp_path: Path,
) -> None:
    bare = load_trial(newcomers_shelf(tmp_path) / "quartz")
    assert view(bare, weight=50).unconfirmed
    assert UNCONFIRMED in view(bare, weight=50).weighing.statuses
    assert excess(view(bare)).range_method is Method.NEWCOMBE_WIDEST
    confirmed = view(newcomer(), weight=50)
    assert not confirmed.unconfirmed
    assert confirmed.harm is not None
    assert confirmed.harm.counted == Arms(Count(9, 146), Count(27, 147))


@pytest.mark.parametrize("source", [PAPER, CENTRE], ids=["paper", "centre"])
def test_typed_counts_take_unconfirmed_away_and_are_local(source: dict[str, object]) -> None:
    assert view(with_unconfirmed_harm(), weight=50).unconfirmed
    shown = view(with_unconfirmed_harm(), weight=50, **source)
    assert not shown.unconfirmed
    assert UNCONFIRMED not in shown.weighing.statuses
    assert {LOCAL, DERIVED} <= set(shown.weighing.statuses)
    found = shown.harm
    assert found is not None
    assert (found.source, found.as_of) == (source["harm"], "2026-05")
    assert found.excess.citations == ()
    assert found.experimental.method is Method.TYPED_COUNTS


def test_the_trials_own_harm_is_printed_as_percentages_and_has_no_count() -> None:
    found = view().harm
    assert found is not None
    assert found.counts == Arms((Count(6, 112),), (Count(25, 111), Count(26, 111)))
    assert found.counted is None
    assert found.experimental.method is Method.PRINTED
    assert found.excess.decimals == 0
    typed = view(**PAPER).harm
    assert typed is not None
    assert typed.excess.decimals == 1
    assert typed.counts == Arms((Count(6, 112),), (Count(26, 111),))
    assert typed.counted == Arms(Count(6, 112), Count(26, 111))


def test_printed_percentages_are_the_estimates_and_the_range_takes_in_every_count_behind_them() -> (
    None
):
    """18 more, 8 to 27: 8.2 from 25 of 111, 27.2 from 26 of 111."""
    found = view().harm
    assert found is not None
    values = (found.control, found.experimental, found.excess)
    assert [one.estimate.value for one in values] == pytest.approx([0.05, 0.23, 0.18])
    assert points(found.excess.estimate) == (18.0, 8.2, 27.2)
    assert found.whole_limits == (8, 27)
    fewest, most = (risk_difference(Count(n, 111), Count(6, 112)) for n in (25, 26))
    assert found.excess.estimate.limits == (fewest.limits[0], most.limits[1])


def test_a_count_beside_a_percentage_is_used_and_one_that_was_inferred_from_it_is_not() -> None:
    def shown(**change: object) -> Findings:
        events = tuple(
            event.model_copy(update={"events": 26 if event.arm is Role.EXPERIMENTAL else 6,
                                     **change})
            if event.harm == "neuropsychiatric" else event
            for event in e1910().adverse_events
        )  # fmt: skip
        return view(e1910().model_copy(update={"adverse_events": events}))

    counted, inferred = shown().harm, shown(counts_inferred=True).harm
    assert counted is not None
    assert inferred is not None
    assert counted.counted == Arms(Count(6, 112), Count(26, 111))
    assert points(counted.excess.estimate) == (18.1, 9.0, 27.2)
    assert inferred.counted is None
    assert points(inferred.excess.estimate) == (18.0, 8.2, 27.2)


def test_a_difference_has_no_more_digits_than_its_coarser_arm() -> None:
    assert gain(view()).decimals == 0
    assert gain(view(cut="fda-primary")).decimals == 1


def test_one_unconfirmed_arm_is_enough() -> None:
    events = tuple(
        event.model_copy(update={"status": PUBLISHED}) if event.arm is Role.CONTROL else event
        for event in with_unconfirmed_harm().adverse_events
    )
    shown = view(e1910().model_copy(update={"adverse_events": events}))
    assert shown.unconfirmed
    assert shown.harm is not None
    assert shown.harm.control.unconfirmed


@pytest.mark.parametrize("arm", Role)
def test_a_gain_is_unconfirmed_if_either_arms_survival_is(arm: Role) -> None:
    landmarks = tuple(
        entry.model_copy(update={"status": UNCONFIRMED}) if entry.arm is arm else entry
        for entry in e1910().landmarks
    )
    shown = view(e1910().model_copy(update={"landmarks": landmarks}))
    assert gain(shown).unconfirmed
    assert UNCONFIRMED in shown.weighing.statuses


def wilson(events: int, total: int) -> tuple[float, float]:
    """By the formula, not by the function under test."""
    z = 1.959964
    p = events / total
    middle = (p + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * math.sqrt(p * (1 - p) / total + z**2 / (4 * total**2))
    return middle - half, middle + half


@pytest.mark.parametrize(("role", "count"), [("control", (6, 112)), ("experimental", (26, 111))])
def test_each_arms_harm_has_wilsons_95_percent_interval(role: str, count: tuple[int, int]) -> None:
    found = getattr(view(**PAPER).harm, role)
    assert found.estimate.limits == pytest.approx(wilson(*count), abs=1e-6)
    assert found.range_method is Method.WILSON


def test_an_arm_with_a_percentage_alone_has_the_widest_of_wilsons_over_its_counts() -> None:
    found = view().harm
    assert found is not None
    assert found.control.estimate.limits == pytest.approx(wilson(6, 112), abs=1e-6)
    widest = (wilson(25, 111)[0], wilson(26, 111)[1])
    assert found.experimental.estimate.limits == pytest.approx(widest, abs=1e-6)
    assert found.experimental.range_method is Method.WILSON_WIDEST


def test_confirmed_counts_lose_the_badge() -> None:
    unconfirmed = with_unconfirmed_harm()
    assert view(unconfirmed).unconfirmed
    events = tuple(
        event.model_copy(update={"status": PUBLISHED}) for event in unconfirmed.adverse_events
    )
    assert not view(unconfirmed.model_copy(update={"adverse_events": events})).unconfirmed


def test_windows_of_gain_and_harm_are_both_named() -> None:
    weighing = view(cut="fda-later").weighing
    assert (weighing.gain_window, weighing.harm_window) == ("60 months", "during consolidation")


@pytest.mark.parametrize("place", PLACES)
def test_whole_people_add_up_and_the_gap_is_the_rounded_true_gap(
    place: tuple[str, str, int],
) -> None:
    shown = at(place)
    for found, difference in (
        (shown.survival, gain(shown)),
        (shown.harm, excess(shown)),
    ):
        assert found is not None
        people = found.people
        assert people.control + people.increment == people.experimental
        assert abs(people.increment - 100 * difference.estimate.value) <= 0.5
        assert abs(people.control - 100 * found.control.estimate.value) <= 1
        assert abs(people.experimental - 100 * found.experimental.estimate.value) <= 1


def test_the_worked_example_of_the_rounding_policy() -> None:
    """82.4 and 62.5, gap 19.9: 82 and 62, gap 20."""
    survival = view(cut="fda-later").survival
    assert survival is not None
    people = survival.people
    assert (people.experimental, people.control, people.increment) == (82, 62, 20)


@pytest.mark.parametrize(
    ("value", "people"),
    [(0.0, 0), (0.005, 1), (-0.005, -1), (0.0449, 4), (-0.0449, -4), (0.275239, 28), (-1.0, -100)],
)
def test_whole_people_round_halves_away_from_zero_on_both_sides(value: float, people: int) -> None:
    assert whole(value) == people


# The hazard ratio, restricted means, the marked month ----------------------------------------


@pytest.mark.parametrize(
    ("cut", "endpoint", "ratio"),
    [
        ("nejm", "os", (0.41, 0.23, 0.73)),
        ("nejm", "rfs", (0.53, 0.32, 0.87)),
        ("fda-primary", "os", (0.42, 0.24, 0.75)),
        ("fda-later", "os", (0.44, 0.25, 0.76)),
    ],
)
def test_the_hazard_ratio_is_the_published_one_of_its_own_cut(
    cut: str, endpoint: str, ratio: tuple[float, float, float]
) -> None:
    found = hazard_ratio_finding(e1910(), cut, endpoint)
    assert found is not None
    assert (found.estimate.value, *found.estimate.limits) == ratio
    assert (found.method, found.range_method) == (Method.PRINTED, Method.PRINTED)


def test_what_a_cut_did_not_publish_is_none() -> None:
    assert hazard_ratio_finding(e1910(), "fda-later", "rfs") is None
    assert survival_findings(e1910(), "nejm", "os", 60) is None
    assert restricted_means(e1910(), "fda-later", "rfs") is None


@pytest.mark.parametrize("place", PLACES)
def test_restricted_means_lie_within_the_horizon_and_their_own_bands(
    place: tuple[str, str, int],
) -> None:
    endpoint, cut, months = place
    means = restricted_means(e1910(), cut, endpoint)
    assert means is not None
    assert means.horizon_months == months
    for mean, band in (
        (means.control, means.control_reconstruction),
        (means.experimental, means.experimental_reconstruction),
    ):
        assert 0 < mean.value < months
        assert band.lower <= mean.value <= band.upper
    difference = means.experimental.value - means.control.value
    assert means.difference.value == pytest.approx(difference, abs=1e-3)


def test_a_month_between_landmarks_is_reconstructed_and_changes_nothing_that_is_weighed() -> None:
    between, landmark = view(months=30, weight=50), view(months=36, weight=50)
    assert landmark.marked is None
    assert between.marked is not None
    assert between.marked.months == 30
    control, experimental, difference = (
        between.marked.control, between.marked.experimental, between.marked.difference
    )  # fmt: skip
    for found in (control, experimental, difference):
        assert found.statuses == (RECONSTRUCTED,)
        assert found.method is Method.CALIBRATED_CURVE
        lower, upper = found.estimate.limits
        assert lower < found.estimate.value < upper
    read = experimental.estimate.value - control.estimate.value
    assert difference.estimate.value == pytest.approx(read, abs=1e-9)
    assert between.weighing == landmark.weighing
    assert between.survival == landmark.survival


def test_without_a_curve_no_month_is_read_off() -> None:
    assert view(without_curves(), cut="fda-primary", months=30).marked is None


# Subgroups ---------------------------------------------------------------------------------


def subgroup(
    endpoint: str, name: str, cut: str | None = None
) -> tuple[Estimate | None, Method | None]:
    """That of a data cut, or that of a later report."""
    (found,) = [
        one for one in subgroup_findings(e1910(), endpoint)
        if (one.subgroup.id, one.subgroup.data_cut) == (name, cut)
    ]  # fmt: skip
    return found.ratio, found.range_method


def test_the_later_reports_interval_from_55_years_on_is_derived_from_ratio_and_p() -> None:
    ratio, method = subgroup("os", "55-and-over")
    assert ratio is not None
    assert (ratio.value, *(round(limit, 2) for limit in ratio.limits)) == (0.77, 0.38, 1.56)
    assert method is Method.RATIO_FROM_P


def test_a_printed_interval_stays_as_printed_and_an_unknown_ratio_unknown() -> None:
    for cut, printed in ((None, (0.20, 0.08, 0.54)), ("nejm", (0.16, 0.05, 0.47))):
        ratio, method = subgroup("os", "under-55", cut)
        assert ratio is not None
        assert (ratio.value, *ratio.limits) == printed
        assert method is Method.PRINTED
    assert subgroup("os", "30-to-39") == (None, None)


def test_subgroups_of_one_end_point_never_show_the_others() -> None:
    for endpoint in ("os", "rfs"):
        found = subgroup_findings(e1910(), endpoint)
        assert {one.subgroup.endpoint for one in found} == {endpoint}
        assert [one.subgroup for one in found] == [
            group for group in e1910().subgroups if group.endpoint == endpoint
        ]


def test_subgroups_of_one_data_cut_are_never_mixed_with_those_of_later_reports() -> None:
    own, later = subgroups_of_cut(e1910(), "nejm", "os")
    assert [one.subgroup.id for one in own] == ["under-55", "55-and-over"]
    assert {one.subgroup.data_cut for one in own} == {"nejm"}
    assert [one.subgroup.id for one in later] == [
        *("under-55", "30-to-39", "55-and-over", "transplanted")
    ]
    assert {one.subgroup.data_cut for one in later} == {None}
    assert subgroups_of_cut(e1910(), "fda-primary", "os") == ((), later)


AGES = {
    "os": {"under-55": (0.70, 0.95, 0.16), "55-and-over": (0.65, 0.70, 0.66)},
    "rfs": {"under-55": (0.70, 0.87, 0.31), "55-and-over": (0.57, 0.69, 0.74)},
}


@pytest.mark.parametrize("endpoint", ["os", "rfs"])
def test_both_age_groups_of_the_chosen_cut_stand_together(endpoint: str) -> None:
    found = age_groups(view(endpoint=endpoint))
    assert {
        one.subgroup.id: (
            *(one.subgroup.survival_control, one.subgroup.survival_experimental),
            one.subgroup.hazard_ratio,
        )
        for one in found
    } == AGES[endpoint]
    for one in found:
        assert (one.subgroup.data_cut, one.range_method) == ("nejm", Method.PRINTED)
        assert one.gain is not None
        assert not one.gain.has_range  # none is published for a group's rates


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_borrows_none_from_another_or_from_a_later_report(
    cut: str,
) -> None:
    assert age_groups(view(cut=cut)) == ()


@pytest.mark.parametrize("absent", ["under-55", "55-and-over"])
@pytest.mark.parametrize("endpoint", ["os", "rfs"])
def test_one_age_group_is_never_given_without_the_other(endpoint: str, absent: str) -> None:
    kept = tuple(
        group for group in e1910().subgroups
        if (group.id, group.data_cut) != (absent, "nejm")
    )  # fmt: skip
    alone = e1910().model_copy(update={"subgroups": kept})
    own, _ = subgroups_of_cut(alone, "nejm", endpoint)
    assert len(own) == 1
    assert age_groups(view(alone, endpoint=endpoint)) == ()


def test_age_groups_are_never_weighed() -> None:
    bare = e1910().model_copy(update={"subgroups": ()})
    assert view(bare, weight=50).weighing == view(weight=50).weighing


@pytest.mark.parametrize(("ratio", "p_value"), [(1.0, 0.9), (0.77, 1.0), (0.77, 0.0)])
def test_a_ratio_or_p_that_implies_no_interval_leaves_the_range_open(
    ratio: float, p_value: float
) -> None:
    """The format takes them, so the page must."""
    changed = tuple(
        group.model_copy(update={"hazard_ratio": ratio, "p_value": p_value})
        if (group.id, group.data_cut) == ("55-and-over", None)
        else group
        for group in e1910().subgroups
    )
    trial = e1910().model_copy(update={"subgroups": changed})
    (found,) = [
        one for one in subgroup_findings(trial, "os")
        if (one.subgroup.id, one.subgroup.data_cut) == ("55-and-over", None)
    ]  # fmt: skip
    assert found.ratio is not None
    assert found.ratio.value == ratio
    assert not found.ratio.has_range


# What is missing, and what points the other way --------------------------------------------


def obstacle(trial: Trial, **changes: object) -> Obstacle | None:
    shown = view(trial, weight=50, **changes)
    assert shown.weighing.balance_point is None
    return shown.weighing.obstacle


@pytest.mark.parametrize("trial", [without_harm_rate, without_harm_rows])
def test_an_unknown_harm_is_not_available_and_never_zero(trial: object) -> None:
    assert callable(trial)
    shown = view(trial(), weight=50)
    assert shown.harm is None
    assert not shown.unconfirmed
    weighing = shown.weighing
    assert (weighing.harm, weighing.net_gain, weighing.balance_point) == (None, None, None)
    assert weighing.probability_gain_larger is None
    assert weighing.obstacle is Obstacle.HARM_NOT_AVAILABLE
    assert shown.survival is not None


def test_an_unknown_harm_can_be_typed_in() -> None:
    shown = view(without_harm_rows(), cut="fda-primary", **PAPER)
    assert points(excess(shown).estimate) == (18.1, 9.0, 27.2)


@pytest.mark.parametrize("missing", Role)
def test_a_harm_with_a_rate_in_one_arm_only_is_not_available(missing: Role) -> None:
    weighed = ("neuropsychiatric", missing)
    for kept in (
        tuple(e for e in e1910().adverse_events if (e.harm, e.arm) != weighed),
        tuple(
            e.model_copy(update={"percent": None}) if (e.harm, e.arm) == weighed else e
            for e in e1910().adverse_events
        ),
    ):
        assert view(e1910().model_copy(update={"adverse_events": kept})).harm is None


def test_a_trial_that_names_no_harm_to_weigh_weighs_none() -> None:
    trial = e1910().model_copy(update={"harms": ()})
    assert view(trial).harm is None
    assert obstacle(trial) is Obstacle.HARM_NOT_AVAILABLE


def test_zero_events_are_a_count_and_not_an_unknown() -> None:
    shown = view(with_counts(Count(26, 111), Count(0, 112)), weight=50)
    assert shown.harm is not None
    assert shown.harm.control.estimate.value == 0
    assert shown.weighing.balance_point is not None


def test_without_a_landmark_nothing_is_weighed_but_the_harm_is_shown() -> None:
    shown = view(without_landmarks(), weight=50)
    assert shown.survival is None
    assert shown.harm is not None
    assert shown.weighing.obstacle is Obstacle.GAIN_NOT_AVAILABLE
    assert shown.weighing.net_gain is None


def test_without_curve_and_interval_the_range_is_not_published_and_nothing_is_simulated() -> None:
    shown = view(without_curves(), weight=50)
    found = gain(shown)
    assert not found.estimate.has_range
    assert found.range_method is None
    assert not found.calculated_range
    assert shown.base.draws is None
    assert shown.weighing.obstacle is Obstacle.NO_RANGE
    assert shown.weighing.net_gain is not None
    assert not shown.weighing.net_gain.has_range


def test_a_gain_that_spans_zero_has_no_balance_point_but_a_net_gain() -> None:
    trial = with_survival_spanning_zero()
    assert obstacle(trial, cut="fda-primary") is Obstacle.GAIN_SPANS_ZERO
    shown = view(trial, cut="fda-primary", weight=50)
    assert shown.weighing.net_gain is not None
    assert shown.survival is not None
    assert shown.survival.number_needed.through_infinity


def test_a_harm_that_spans_zero_has_no_balance_point() -> None:
    trial = with_counts(Count(7, 111), Count(6, 112))
    assert obstacle(trial) is Obstacle.HARM_SPANS_ZERO


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        (with_lower_survival, Obstacle.GAIN_NEGATIVE),
        (with_fewer_harms, Obstacle.HARM_NEGATIVE),
    ],
)
def test_effects_that_point_the_other_way_make_no_ratio(trial: object, expected: Obstacle) -> None:
    assert callable(trial)
    assert obstacle(trial(), cut="fda-primary") is expected


def test_both_the_other_way() -> None:
    trial = with_lower_survival().model_copy(
        update={"adverse_events": with_fewer_harms().adverse_events}
    )
    assert obstacle(trial, cut="fda-primary") is Obstacle.BOTH_NEGATIVE


def test_fewer_harms_are_negative_people_and_a_net_gain_above_the_gain() -> None:
    shown = view(with_fewer_harms(), cut="fda-primary", weight=50)
    assert shown.harm is not None
    assert shown.harm.people.increment == -18
    assert shown.harm.whole_limits == (-27, -9)
    assert shown.weighing.net_gain is not None
    assert shown.weighing.net_gain.value > gain(shown).estimate.value


@pytest.mark.parametrize(
    "experimental", [(1.0, 1.0, 1.0), (0.98, 0.94, 1.0), (1.0, 0.95, 1.0)], ids=str
)
def test_everybody_alive_can_be_shown_though_not_simulated(
    experimental: tuple[float, float, float],
) -> None:
    """A limit at 1 has no log(-log): no balance point, and no exception."""
    shown = view(with_survival(experimental, (0.690, 0.587, 0.772)), cut="fda-primary", weight=50)
    assert gain(shown).estimate.value == pytest.approx(experimental[0] - 0.690)
    assert shown.base.draws is None
    assert shown.weighing.obstacle is Obstacle.NO_RANGE
    assert shown.weighing.net_gain is not None


def test_survival_of_1_without_an_interval_gets_none() -> None:
    changed = tuple(
        entry.model_copy(update={"survival": 1.0})
        if (entry.data_cut, entry.endpoint, entry.arm) == ("nejm", "os", Role.EXPERIMENTAL)
        else entry
        for entry in e1910().landmarks
    )
    shown = view(e1910().model_copy(update={"landmarks": changed}))
    assert shown.survival is not None
    found = shown.survival.experimental
    assert not found.estimate.has_range
    assert (found.range_method, found.statuses) == (None, (PUBLISHED,))


def test_counts_typed_without_their_month_have_none() -> None:
    counts = TypedCounts(experimental=Count(1, 10), control=Count(0, 10))
    shown = view(harm=HarmSource.CENTRE, counts=counts)
    assert shown.harm is not None
    assert shown.harm.as_of is None
    assert shown.harm.counts == Arms((Count(0, 10),), (Count(1, 10),))


def test_findings_do_not_depend_on_the_framing() -> None:
    died = replace(chosen(weight=50), framing="died")
    assert with_preference(e1910(), died, view().base).weighing == view(weight=50).weighing
