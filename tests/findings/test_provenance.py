"""What travels with each number: range, status, source, population and window."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.views import (
    PLACES,
    TYPED,
    at,
    e1910,
    excess,
    gain,
    newcomer,
    newcomers_shelf,
    points,
    view,
    with_unconfirmed_harm,
)
from tradeoff.findings.choices import HarmSource
from tradeoff.findings.provenance import Method, whole
from tradeoff.findings.view import (
    Findings,
)
from tradeoff.statistics.intervals import Count, risk_difference
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Status

PUBLISHED, REPORTED, DERIVED = Status.PUBLISHED, Status.REPORTED, Status.DERIVED
UNCONFIRMED, LOCAL, RECONSTRUCTED = Status.UNCONFIRMED, Status.LOCAL, Status.RECONSTRUCTED

PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


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
