"""From findings to pictures: whole hundreds in one order, ranges in place, nothing invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.views import (
    PLACES,
    TYPED,
    at,
    e1910,
    view,
    with_counts,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    without_curves,
    without_harm_counts,
    without_landmarks,
)
from tradeoff import balance, pictures
from tradeoff.choices import Framing, HarmSource
from tradeoff.effects import Count, Estimate
from tradeoff.findings import Findings, HarmFindings, SurvivalFindings
from tradeoff.icons import IconArray, Mark
from tradeoff.pictures import CurveOptions
from tradeoff.trial import Trial

PLACE = tuple[str, str, int]
BADGE = "Unconfirmed: check against the full paper"


def survival(shown: Findings) -> SurvivalFindings:
    assert shown.survival is not None
    return shown.survival


def harm(shown: Findings) -> HarmFindings:
    assert shown.harm is not None
    return shown.harm


def counted(array: IconArray) -> list[tuple[Mark, int]]:
    return [(group.mark, group.count) for group in array.groups]


def sum_of(array: IconArray, *marks: Mark) -> int:
    return sum(group.count for group in array.groups if group.mark in marks)


# Benefit -----------------------------------------------------------------------------------


def test_the_control_has_two_classes_and_the_other_arm_three() -> None:
    """Rule 2: alive as with chemotherapy alone, more alive with blinatumomab added, died."""
    experimental, control = pictures.benefit_arrays(
        e1910(), survival(view(cut="fda-primary")), Framing.ALIVE
    )
    assert counted(experimental) == [(Mark.ALIVE, 69), (Mark.GAIN, 16), (Mark.DIED, 15)]
    assert counted(control) == [(Mark.ALIVE, 69), (Mark.DIED, 31)]
    assert [group.label for group in experimental.groups] == [
        "alive as with chemotherapy alone",
        "more alive with blinatumomab added",
        "had died",
    ]
    assert (experimental.title, control.title) == (
        "Blinatumomab + chemotherapy",
        "Chemotherapy alone",
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_the_arrays_hold_the_people_of_the_sentence(place: PLACE, framing: Framing) -> None:
    found = survival(at(place))
    experimental, control = pictures.benefit_arrays(e1910(), found, framing)
    assert sum_of(experimental, Mark.ALIVE, Mark.GAIN) == found.people.experimental
    assert sum_of(control, Mark.ALIVE) == found.people.control
    assert sum_of(experimental, Mark.DIED) == 100 - found.people.experimental
    assert sum_of(control, Mark.DIED) == 100 - found.people.control


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_both_arms_fill_in_the_same_order(place: PLACE, framing: Framing) -> None:
    experimental, control = pictures.benefit_arrays(e1910(), survival(at(place)), framing)
    order = [mark for mark, _ in counted(experimental)]
    assert [mark for mark, _ in counted(control)] == [m for m in order if m is not Mark.GAIN]
    assert order[0] is (Mark.ALIVE if framing is Framing.ALIVE else Mark.DIED)


@pytest.mark.parametrize("place", PLACES)
def test_the_died_frame_is_the_alive_frame_from_the_other_end(place: PLACE) -> None:
    found = survival(at(place))
    alive, died = (pictures.benefit_arrays(e1910(), found, framing) for framing in Framing)
    for one, other in zip(alive, died, strict=True):
        assert counted(other) == counted(one)[::-1]
        if one.uncertain is None:
            assert other.uncertain is None
        else:
            low, high = one.uncertain
            assert other.uncertain == (100 - high, 100 - low)


def test_the_range_lies_on_the_people_between_its_limits_in_the_experimental_arm() -> None:
    found = survival(view(cut="fda-primary"))
    experimental, control = pictures.benefit_arrays(e1910(), found, Framing.ALIVE)
    assert experimental.uncertain == (69 + 4, 69 + 28)
    assert control.uncertain is None


def test_a_range_that_was_not_published_is_not_drawn() -> None:
    found = survival(view(without_curves()))
    for framing in Framing:
        for array in pictures.benefit_arrays(e1910(), found, framing):
            assert array.uncertain is None
    assert pictures.benefit_difference(e1910(), found).uncertain is None


@pytest.mark.parametrize("framing", Framing)
def test_lower_survival_is_drawn_as_fewer_alive(framing: Framing) -> None:
    trial = with_lower_survival()
    found = survival(view(trial, cut="fda-primary"))
    experimental, control = pictures.benefit_arrays(trial, found, framing)
    drawn = [(Mark.ALIVE, 69), (Mark.FEWER, 16), (Mark.DIED, 15)]
    assert counted(experimental) == (drawn if framing is Framing.ALIVE else drawn[::-1])
    assert sum_of(control, Mark.ALIVE) == 85
    assert experimental.uncertain == ((57, 81) if framing is Framing.ALIVE else (19, 43))
    labels = {group.mark: group.label for group in experimental.groups}
    assert labels[Mark.FEWER] == "fewer alive with blinatumomab added"


@pytest.mark.parametrize("framing", Framing)
def test_a_range_to_both_sides_of_zero_covers_people_of_both(framing: Framing) -> None:
    trial = with_survival_spanning_zero()
    found = survival(view(trial, cut="fda-primary"))
    experimental, _ = pictures.benefit_arrays(trial, found, framing)
    assert experimental.uncertain == ((57, 83) if framing is Framing.ALIVE else (17, 43))


# Harm --------------------------------------------------------------------------------------


def test_harm_is_drawn_among_a_hundred_with_those_affected_first() -> None:
    experimental, control = pictures.harm_arrays(e1910(), harm(view()))
    assert counted(experimental) == [
        (Mark.EVENT, 5),
        (Mark.EXTRA_EVENT, 18),
        (Mark.NO_EVENT, 77),
    ]
    assert counted(control) == [(Mark.EVENT, 5), (Mark.NO_EVENT, 95)]
    assert experimental.uncertain == (5 + 9, 5 + 27)


def test_fewer_harms_are_drawn_as_fewer() -> None:
    experimental, control = pictures.harm_arrays(e1910(), harm(view(with_fewer_harms())))
    assert counted(experimental) == [
        (Mark.EVENT, 5),
        (Mark.FEWER_EVENT, 18),
        (Mark.NO_EVENT, 77),
    ]
    assert counted(control) == [(Mark.EVENT, 23), (Mark.NO_EVENT, 77)]
    assert experimental.uncertain == (0, 23 - 9)


def test_harm_and_benefit_never_share_a_mark() -> None:
    """Rule 6: harms have their own colours and frame."""
    shown = view()
    benefit = {g.mark for a in pictures.benefit_arrays(e1910(), survival(shown), Framing.ALIVE)
               for g in a.groups}  # fmt: skip
    harmed = {g.mark for a in pictures.harm_arrays(e1910(), harm(shown)) for g in a.groups}
    assert not benefit & harmed


@pytest.mark.parametrize(
    "counts",
    [(Count(0, 111), Count(0, 112)), (Count(111, 111), Count(0, 112)), (Count(1, 1), Count(1, 1))],
)
def test_nobody_and_everybody_can_be_drawn(counts: tuple[Count, Count]) -> None:
    found = harm(view(with_counts(*counts)))
    arrays = (*pictures.harm_arrays(e1910(), found), pictures.harm_difference(e1910(), found))
    for array in arrays:
        assert sum(group.count for group in array.groups) == 100


@pytest.mark.parametrize("weight", [None, 50])
def test_every_picture_of_the_harm_says_that_it_is_unconfirmed(weight: int | None) -> None:
    shown = view(weight=weight)
    drawn = pictures.probability_view(shown)
    assert drawn is not None
    arrays = (*pictures.harm_arrays(e1910(), harm(shown)),
              pictures.harm_difference(e1910(), harm(shown)))  # fmt: skip
    for alt in (*(array.alt for array in arrays), drawn.alt):
        assert BADGE in alt


def test_counts_typed_in_take_the_badge_out_of_the_pictures() -> None:
    shown = view(harm=HarmSource.PAPER, counts=TYPED)
    for array in pictures.harm_arrays(e1910(), harm(shown)):
        assert "nconfirmed" not in array.alt
        assert "Counts typed in from the paper, 2026-05" in array.alt


# Differences -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_the_difference_is_the_increment_and_its_limits(place: PLACE) -> None:
    found = survival(at(place))
    array = pictures.benefit_difference(e1910(), found)
    assert counted(array) == [
        (Mark.GAIN, found.people.increment),
        (Mark.NEUTRAL, 100 - found.people.increment),
    ]
    assert array.uncertain == found.gain_limits


def test_the_difference_in_harm() -> None:
    array = pictures.harm_difference(e1910(), harm(view()))
    assert counted(array) == [(Mark.EXTRA_EVENT, 18), (Mark.NEUTRAL, 82)]
    assert array.uncertain == (9, 27)


def test_differences_the_other_way_are_drawn_in_their_own_direction() -> None:
    array = pictures.benefit_difference(
        e1910(), survival(view(with_lower_survival(), cut="fda-primary"))
    )
    assert counted(array) == [(Mark.FEWER, 16), (Mark.NEUTRAL, 84)]
    assert array.uncertain == (4, 28)
    array = pictures.harm_difference(e1910(), harm(view(with_fewer_harms())))
    assert counted(array) == [(Mark.FEWER_EVENT, 18), (Mark.NEUTRAL, 82)]
    assert array.uncertain == (9, 27)


def test_a_range_beyond_zero_starts_at_nobody() -> None:
    array = pictures.benefit_difference(
        e1910(), survival(view(with_survival_spanning_zero(), cut="fda-primary"))
    )
    assert counted(array) == [(Mark.GAIN, 1), (Mark.NEUTRAL, 99)]
    assert array.uncertain == (0, 14)
    assert "from 12 fewer to 14 more" in array.alt


def test_a_legend_names_each_class_once_and_none_that_is_empty() -> None:
    found = harm(view(with_counts(Count(6, 112), Count(6, 112))))
    marks = pictures.legend_marks(*pictures.harm_arrays(e1910(), found))
    assert [group.mark for group in marks] == [Mark.EVENT, Mark.NO_EVENT]
    both = pictures.benefit_arrays(e1910(), survival(view()), Framing.ALIVE)
    assert [group.mark for group in pictures.legend_marks(*both)] == [
        Mark.ALIVE,
        Mark.GAIN,
        Mark.DIED,
    ]


def test_another_title_changes_nothing_else() -> None:
    array, _ = pictures.harm_arrays(e1910(), harm(view()))
    other = pictures.retitled(array, "For a sheet")
    assert (other.title, other.alt) == ("For a sheet", array.alt)
    assert (other.groups, other.uncertain) == (array.groups, array.uncertain)


# The panel's scale -------------------------------------------------------------------------


def test_gain_and_harm_share_one_scale_that_holds_every_limit() -> None:
    assert pictures.panel_scale(Estimate(0.16, 0.04, 0.28, 0.95)) == (0, 40)
    wide = pictures.panel_scale(
        Estimate(0.1, -0.25, 0.3, 0.95),
        Estimate(0.5, 0.4, 0.6, 0.95),
        Estimate(-0.3, None, None, 0.95),
    )
    assert wide == (-30, 60)
    assert pictures.panel_scale() == (0, 40)


# Curves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_published_landmarks_are_points_with_the_range_of_the_table(
    place: PLACE, framing: Framing
) -> None:
    shown = at(place, framing=framing)
    drawn = pictures.survival_view(shown, CurveOptions())
    assert drawn is not None
    found = survival(shown)
    for series, finding in (
        (drawn.control, found.control),
        (drawn.experimental, found.experimental),
    ):
        (point,) = series.published
        assert (point.months, point.survival) == (place[2], finding.estimate.value)
        assert (point.lower, point.upper) == finding.estimate.limits


def test_ranges_can_be_hidden_and_the_points_stay() -> None:
    drawn = pictures.survival_view(view(), CurveOptions(ranges=False))
    assert drawn is not None
    (point,) = drawn.control.published
    assert (point.survival, point.lower, point.upper) == (0.68, None, None)
    assert not drawn.show_sampling


@pytest.mark.parametrize(
    ("framing", "labels"), [(Framing.ALIVE, ("62", "82")), (Framing.DIED, ("38", "18"))]
)
def test_the_figures_at_a_landmark_are_the_whole_people_that_add_up(
    framing: Framing, labels: tuple[str, str]
) -> None:
    drawn = pictures.survival_view(view(cut="fda-later", framing=framing), CurveOptions())
    assert drawn is not None
    assert (drawn.control.value_label, drawn.experimental.value_label) == labels


@pytest.mark.parametrize("framing", Framing)
def test_between_landmarks_the_mark_moves_and_the_figure_is_read_off_the_curve(
    framing: Framing,
) -> None:
    shown = view(months=24, framing=framing)
    drawn = pictures.survival_view(shown, CurveOptions())
    assert drawn is not None
    assert drawn.marked_months == 24
    assert shown.marked is not None
    alive = 100 * shown.marked.control.estimate.value
    expected = alive if framing is Framing.ALIVE else 100 - alive
    assert float(drawn.control.value_label) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize(
    ("cut", "months"), [("nejm", None), ("fda-primary", None), ("fda-later", 54.0)]
)
def test_what_lies_beyond_the_median_follow_up_is_shaded_where_the_axis_goes_there(
    cut: str, months: float | None
) -> None:
    drawn = pictures.survival_view(view(cut=cut), CurveOptions())
    assert drawn is not None
    assert drawn.median_follow_up_months == months


@pytest.mark.parametrize("place", PLACES)
def test_no_curve_goes_beyond_the_last_published_landmark(place: PLACE) -> None:
    drawn = pictures.survival_view(at(place), CurveOptions())
    assert drawn is not None
    assert max(drawn.control.months) == max(drawn.experimental.months) == place[2]


@pytest.mark.parametrize("framing", Framing)
def test_what_stands_beside_the_pointer_says_reconstructed_with_its_band_in_order(
    framing: Framing,
) -> None:
    drawn = pictures.survival_view(view(framing=framing), CurveOptions())
    assert drawn is not None
    for series in (drawn.control, drawn.experimental):
        assert len(series.hover) == len(series.months) == len(series.survival)
        for text in series.hover:
            assert "reconstructed" in text
            low, high = map(int, text.rstrip(")").split("; ")[1].split(" to "))
            value = int(text.split(": ")[1].split(" of 100")[0])
            assert low <= value <= high


@pytest.mark.parametrize("trial", [without_curves, without_landmarks])
def test_without_a_curve_or_a_month_nothing_is_drawn(trial: Callable[[], Trial]) -> None:
    assert pictures.survival_view(view(trial()), CurveOptions()) is None


# Subgroups and probability -----------------------------------------------------------------


def test_the_forest_starts_with_everybody_and_leaves_an_unknown_ratio_open() -> None:
    drawn = pictures.forest_view(view())
    assert drawn is not None
    rows = [(row.label, row.ratio, row.n, row.overall) for row in drawn.rows]
    assert rows == [
        ("All patients (112 vs 112)", 0.41, 224, True),
        ("Under 55 years (66 vs 66)", 0.20, 132, False),
        ("30 to 39 years (47 in all)", None, 47, False),
        ("55 years and over (46 vs 47)", 0.77, 93, False),
    ]
    assert drawn.rows[3].value_label.endswith("calculated from P")


def test_without_subgroups_there_is_no_forest() -> None:
    assert pictures.forest_view(view(e1910().model_copy(update={"subgroups": ()}))) is None


def test_the_probability_curve_marks_nothing_until_a_preference_is_set() -> None:
    plain = pictures.probability_view(view())
    marked = pictures.probability_view(view(weight=60))
    assert plain is not None
    assert marked is not None
    assert (plain.set_preference, plain.set_label) == (None, "")
    assert "No preference is set." in plain.alt
    assert (marked.set_preference, marked.set_label) == (60, "set: 60")
    assert "At the set preference of 60:" in marked.alt
    assert marked.main == plain.main


def test_marking_is_undone_with_the_preference() -> None:
    marked = pictures.probability_view(view(weight=60))
    assert marked is not None
    again = pictures.with_set_preference(marked, view())
    assert (again.set_preference, again.set_label) == (None, "")


def test_the_probability_curve_agrees_with_the_panel_at_every_tenth() -> None:
    drawn = pictures.probability_view(view())
    assert drawn is not None
    assert drawn.preferences == tuple(float(weight) for weight in range(101))
    for weight in range(0, 101, 10):
        shown = view(weight=weight).weighing.probability_gain_larger
        assert drawn.main.probability[weight] == shown


def test_correlations_of_both_signs_are_shown_and_move_the_curve_both_ways() -> None:
    drawn = pictures.probability_view(view())
    assert drawn is not None
    assert [line.label for line in drawn.others] == ["correlation −0.3", "correlation +0.3"]
    low, high = (line.probability for line in drawn.others)
    middle = drawn.main.probability
    # Where the gain is likelier larger, a positive correlation makes it likelier still.
    assert low[50] < middle[50] < high[50]
    draws = view().base.draws
    assert draws is not None
    assert middle[50] == balance.probability_curve(draws, [0.5])[0]


@pytest.mark.parametrize("trial", [without_harm_counts, without_landmarks, without_curves])
def test_where_nothing_can_be_simulated_there_is_no_probability_curve(
    trial: Callable[[], Trial],
) -> None:
    assert pictures.probability_view(view(trial())) is None
