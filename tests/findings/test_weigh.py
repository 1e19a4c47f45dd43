"""Gain and harm weighed: the numbers that the issue states, and what is missing or turned round."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.views import (
    DATA,
    PLACES,
    TYPED,
    at,
    chosen,
    e1910,
    excess,
    gain,
    points,
    view,
    with_counts,
    with_fewer_harms,
    with_lower_survival,
    with_survival,
    with_survival_spanning_zero,
    without_curves,
    without_harm_rate,
    without_harm_rows,
    without_landmarks,
)
from tradeoff.findings.choices import HarmSource, TypedCounts
from tradeoff.findings.provenance import Method, whole
from tradeoff.findings.view import (
    all_harms,
    base_findings,
    can_be_weighed,
    rounding_limits,
    with_preference,
)
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.statistics.weighing import Obstacle
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Status, Trial

PUBLISHED, REPORTED, DERIVED = Status.PUBLISHED, Status.REPORTED, Status.DERIVED
UNCONFIRMED, LOCAL, RECONSTRUCTED = Status.UNCONFIRMED, Status.LOCAL, Status.RECONSTRUCTED

PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


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
