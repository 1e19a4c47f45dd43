"""From findings to pictures: whole hundreds in one order, ranges in place, nothing invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.views import (
    PLACES,
    TYPED,
    at,
    e1910,
    harm,
    survival,
    view,
    with_counts,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    with_unconfirmed_harm,
    without_curves,
    without_harm_rate,
    without_landmarks,
)
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.forest import forest_view
from tradeoff.drawing.harms import bare_harms, harms_view
from tradeoff.drawing.icons import IconArray, Mark
from tradeoff.drawing.people import (
    benefit_arrays,
    benefit_difference,
    harm_arrays,
    harm_difference,
    legend_marks,
    retitled,
)
from tradeoff.drawing.probability import probability_view, with_set_preference
from tradeoff.drawing.survival import survival_chart
from tradeoff.findings.choices import Framing, HarmSource
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.view import Findings, harms_in_order
from tradeoff.papers import tables
from tradeoff.statistics import weighing as balance
from tradeoff.statistics.intervals import Count
from tradeoff.trial.records import Trial
from tradeoff.words.say import ENGLISH

PLACE = tuple[str, str, int]
BADGE = "Unconfirmed: check against the full paper"


def counted(array: IconArray) -> list[tuple[Mark, int]]:
    return [(group.mark, group.count) for group in array.groups]


def sum_of(array: IconArray, *marks: Mark) -> int:
    return sum(group.count for group in array.groups if group.mark in marks)


# Benefit -----------------------------------------------------------------------------------


def test_the_control_has_two_classes_and_the_other_arm_three() -> None:
    """Rule 2: alive as with chemotherapy alone, more alive with blinatumomab added, died."""
    experimental, control = benefit_arrays(
        ENGLISH, e1910(), survival(view(cut="fda-primary")), Framing.ALIVE
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
    experimental, control = benefit_arrays(ENGLISH, e1910(), found, framing)
    assert sum_of(experimental, Mark.ALIVE, Mark.GAIN) == found.people.experimental
    assert sum_of(control, Mark.ALIVE) == found.people.control
    assert sum_of(experimental, Mark.DIED) == 100 - found.people.experimental
    assert sum_of(control, Mark.DIED) == 100 - found.people.control


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_both_arms_fill_in_the_same_order(place: PLACE, framing: Framing) -> None:
    experimental, control = benefit_arrays(ENGLISH, e1910(), survival(at(place)), framing)
    order = [mark for mark, _ in counted(experimental)]
    assert [mark for mark, _ in counted(control)] == [m for m in order if m is not Mark.GAIN]
    assert order[0] is (Mark.ALIVE if framing is Framing.ALIVE else Mark.DIED)


@pytest.mark.parametrize("place", PLACES)
def test_the_died_frame_is_the_alive_frame_from_the_other_end(place: PLACE) -> None:
    found = survival(at(place))
    alive, died = (benefit_arrays(ENGLISH, e1910(), found, framing) for framing in Framing)
    for one, other in zip(alive, died, strict=True):
        assert counted(other) == counted(one)[::-1]
        if one.uncertain is None:
            assert other.uncertain is None
        else:
            low, high = one.uncertain
            assert other.uncertain == (100 - high, 100 - low)


def test_the_range_lies_on_the_people_between_its_limits_in_the_experimental_arm() -> None:
    found = survival(view(cut="fda-primary"))
    experimental, control = benefit_arrays(ENGLISH, e1910(), found, Framing.ALIVE)
    assert experimental.uncertain == (69 + 4, 69 + 28)
    assert control.uncertain is None


def test_a_range_that_was_not_published_is_not_drawn() -> None:
    found = survival(view(without_curves()))
    for framing in Framing:
        for array in benefit_arrays(ENGLISH, e1910(), found, framing):
            assert array.uncertain is None
    assert benefit_difference(ENGLISH, e1910(), found).uncertain is None


@pytest.mark.parametrize("framing", Framing)
def test_lower_survival_is_drawn_as_fewer_alive(framing: Framing) -> None:
    trial = with_lower_survival()
    found = survival(view(trial, cut="fda-primary"))
    experimental, control = benefit_arrays(ENGLISH, trial, found, framing)
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
    experimental, _ = benefit_arrays(ENGLISH, trial, found, framing)
    assert experimental.uncertain == ((57, 83) if framing is Framing.ALIVE else (17, 43))


# Harm --------------------------------------------------------------------------------------


def test_harm_is_drawn_among_a_hundred_with_those_affected_first() -> None:
    experimental, control = harm_arrays(ENGLISH, e1910(), harm(view()))
    assert counted(experimental) == [
        (Mark.EVENT, 5),
        (Mark.EXTRA_EVENT, 18),
        (Mark.NO_EVENT, 77),
    ]
    assert counted(control) == [(Mark.EVENT, 5), (Mark.NO_EVENT, 95)]
    assert experimental.uncertain == (5 + 8, 5 + 27)


def test_fewer_harms_are_drawn_as_fewer() -> None:
    experimental, control = harm_arrays(ENGLISH, e1910(), harm(view(with_fewer_harms())))
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
    benefit = {g.mark for a in benefit_arrays(ENGLISH, e1910(), survival(shown), Framing.ALIVE)
               for g in a.groups}  # fmt: skip
    harmed = {g.mark for a in harm_arrays(ENGLISH, e1910(), harm(shown)) for g in a.groups}
    assert not benefit & harmed


@pytest.mark.parametrize(
    "counts",
    [(Count(0, 111), Count(0, 112)), (Count(111, 111), Count(0, 112)), (Count(1, 1), Count(1, 1))],
)
def test_nobody_and_everybody_can_be_drawn(counts: tuple[Count, Count]) -> None:
    found = harm(view(with_counts(*counts)))
    arrays = (*harm_arrays(ENGLISH, e1910(), found), harm_difference(ENGLISH, e1910(), found))
    for array in arrays:
        assert sum(group.count for group in array.groups) == 100


@pytest.mark.parametrize("weight", [None, 50])
def test_every_picture_of_the_harm_says_that_it_is_unconfirmed(weight: int | None) -> None:
    for alt in pictured(view(with_unconfirmed_harm(), weight=weight)):
        assert BADGE in alt


@pytest.mark.parametrize("weight", [None, 50])
def test_no_picture_of_the_published_harm_says_that_it_is_unconfirmed(weight: int | None) -> None:
    for alt in pictured(view(weight=weight)):
        assert "nconfirmed" not in alt


def pictured(shown: Findings) -> list[str]:
    """What is said of every picture that shows the harm or what is computed from it."""
    drawn = probability_view(ENGLISH, shown)
    every = harms_view(ENGLISH, shown)
    assert drawn is not None
    assert every is not None
    arrays = (*harm_arrays(ENGLISH, shown.trial, harm(shown)),
              harm_difference(ENGLISH, shown.trial, harm(shown)))  # fmt: skip
    return [*(array.alt for array in arrays), drawn.alt, " ".join(every.notes)]


def test_counts_typed_in_take_the_badge_out_of_the_pictures() -> None:
    shown = view(with_unconfirmed_harm(), harm=HarmSource.PAPER, counts=TYPED)
    for alt in pictured(shown):
        assert "nconfirmed" not in alt
        assert "Counts typed in from the paper, 2026-05" in alt


# Differences -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_the_difference_is_the_increment_and_its_limits(place: PLACE) -> None:
    found = survival(at(place))
    array = benefit_difference(ENGLISH, e1910(), found)
    assert counted(array) == [
        (Mark.GAIN, found.people.increment),
        (Mark.NEUTRAL, 100 - found.people.increment),
    ]
    assert array.uncertain == found.whole_limits


def test_the_difference_in_harm() -> None:
    array = harm_difference(ENGLISH, e1910(), harm(view()))
    assert counted(array) == [(Mark.EXTRA_EVENT, 18), (Mark.NEUTRAL, 82)]
    assert array.uncertain == (8, 27)


def test_differences_the_other_way_are_drawn_in_their_own_direction() -> None:
    array = benefit_difference(
        ENGLISH, e1910(), survival(view(with_lower_survival(), cut="fda-primary"))
    )
    assert counted(array) == [(Mark.FEWER, 16), (Mark.NEUTRAL, 84)]
    assert array.uncertain == (4, 28)
    array = harm_difference(ENGLISH, e1910(), harm(view(with_fewer_harms())))
    assert counted(array) == [(Mark.FEWER_EVENT, 18), (Mark.NEUTRAL, 82)]
    assert array.uncertain == (9, 27)


def test_a_range_beyond_zero_starts_at_nobody() -> None:
    array = benefit_difference(
        ENGLISH, e1910(), survival(view(with_survival_spanning_zero(), cut="fda-primary"))
    )
    assert counted(array) == [(Mark.GAIN, 1), (Mark.NEUTRAL, 99)]
    assert array.uncertain == (0, 14)
    assert "from 12 fewer to 14 more" in array.alt


def test_a_legend_names_each_class_once_and_none_that_is_empty() -> None:
    found = harm(view(with_counts(Count(6, 112), Count(6, 112))))
    marks = legend_marks(*harm_arrays(ENGLISH, e1910(), found))
    assert [group.mark for group in marks] == [Mark.EVENT, Mark.NO_EVENT]
    both = benefit_arrays(ENGLISH, e1910(), survival(view()), Framing.ALIVE)
    assert [group.mark for group in legend_marks(*both)] == [
        Mark.ALIVE,
        Mark.GAIN,
        Mark.DIED,
    ]


def test_another_title_changes_nothing_else() -> None:
    array, _ = harm_arrays(ENGLISH, e1910(), harm(view()))
    other = retitled(array, "For a sheet")
    assert (other.title, other.alt) == ("For a sheet", array.alt)
    assert (other.groups, other.uncertain) == (array.groups, array.uncertain)


# Curves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_published_landmarks_are_points_with_the_range_of_the_table(
    place: PLACE, framing: Framing
) -> None:
    shown = at(place, framing=framing)
    drawn = survival_view(ENGLISH, shown, CurveOptions())
    assert drawn is not None
    found = survival(shown)
    for series, finding in (
        (drawn.arms.control, found.control),
        (drawn.arms.experimental, found.experimental),
    ):
        (point,) = series.published
        assert (point.months, point.survival) == (place[2], finding.estimate.value)
        assert (point.lower, point.upper) == finding.estimate.limits


def test_ranges_can_be_hidden_and_the_points_stay() -> None:
    drawn = survival_view(ENGLISH, view(), CurveOptions(ranges=False))
    assert drawn is not None
    (point,) = drawn.arms.control.published
    assert (point.survival, point.lower, point.upper) == (0.68, None, None)
    assert not drawn.show_band


@pytest.mark.parametrize("place", PLACES)
def test_where_a_line_may_run_is_drawn_on_request_alone(place: PLACE) -> None:
    """What is shaded from the start is the 95 % range of the true curve, and nothing narrower."""
    shown = at(place)
    plain = survival_view(ENGLISH, shown, CurveOptions())
    asked = survival_view(ENGLISH, shown, CurveOptions(room=True))
    assert plain is not None
    assert asked is not None
    assert (plain.show_band, plain.show_room) == (True, False)
    assert (asked.show_band, asked.show_room) == (True, True)
    curves = e1910().curve(place[1], place[0])
    assert curves is not None
    ranges = calibrated_ranges(e1910(), curves)
    for series, own, arm in (
        (plain.arms.control, ranges.control, curves.control),
        (plain.arms.experimental, ranges.experimental, curves.experimental),
    ):
        assert series.band is not None
        assert series.room is not None
        limits = zip(series.band.lower, series.band.upper, strict=True)
        assert list(limits) == [one.limits for one in own]
        assert series.room.lower == arm.reconstruction_lower
        assert series.room.upper == arm.reconstruction_upper


@pytest.mark.parametrize(
    ("framing", "labels"), [(Framing.ALIVE, ("62", "82")), (Framing.DIED, ("38", "18"))]
)
def test_the_figures_at_a_landmark_are_the_whole_people_that_add_up(
    framing: Framing, labels: tuple[str, str]
) -> None:
    drawn = survival_view(ENGLISH, view(cut="fda-later", framing=framing), CurveOptions())
    assert drawn is not None
    assert (drawn.arms.control.value_label, drawn.arms.experimental.value_label) == labels


@pytest.mark.parametrize("framing", Framing)
def test_the_figure_on_screen_is_the_same_whatever_month_is_read(framing: Framing) -> None:
    """The cross-hair lies over it, so a press of a key draws no figure anew."""
    at_36, at_24 = (
        survival_view(ENGLISH, view(months=months, framing=framing), CurveOptions())
        for months in (36, 24)
    )
    assert at_36 is not None
    assert at_24 is not None
    figures = [survival_chart(one, theme="light").figure for one in (at_36, at_24)]
    assert figures[0].to_json() == figures[1].to_json()
    assert (at_24.marked_months, at_24.dotted) == (36, False)


@pytest.mark.parametrize("framing", Framing)
def test_a_picture_to_keep_has_the_month_that_is_read_dotted_with_its_figures(
    framing: Framing,
) -> None:
    shown = view(months=24, framing=framing)
    drawn = survival_view(ENGLISH, shown, CurveOptions(dotted=True))
    assert drawn is not None
    assert (drawn.marked_months, drawn.dotted) == (24, True)
    assert shown.marked is not None
    people = shown.marked.people if framing is Framing.ALIVE else shown.marked.people.complement
    labels = (drawn.arms.control.value_label, drawn.arms.experimental.value_label)
    assert labels == (str(people.control), str(people.experimental))


@pytest.mark.parametrize(
    ("cut", "months"), [("nejm", None), ("fda-primary", None), ("fda-later", 54.0)]
)
def test_what_lies_beyond_the_median_follow_up_is_shaded_where_the_axis_goes_there(
    cut: str, months: float | None
) -> None:
    drawn = survival_view(ENGLISH, view(cut=cut), CurveOptions())
    assert drawn is not None
    assert drawn.beyond == months


@pytest.mark.parametrize("place", PLACES)
def test_no_curve_goes_beyond_the_last_published_landmark(place: PLACE) -> None:
    drawn = survival_view(ENGLISH, at(place), CurveOptions())
    assert drawn is not None
    assert max(drawn.arms.control.months) == max(drawn.arms.experimental.months) == place[2]


@pytest.mark.parametrize("trial", [without_curves, without_landmarks])
def test_without_a_curve_or_a_month_nothing_is_drawn(trial: Callable[[], Trial]) -> None:
    assert survival_view(ENGLISH, view(trial()), CurveOptions()) is None


# Subgroups and probability -----------------------------------------------------------------


def test_the_forest_starts_with_everybody_and_leaves_an_unknown_ratio_open() -> None:
    drawn = forest_view(ENGLISH, view())
    assert drawn is not None
    rows = [(row.label, row.ratio, row.n, row.overall) for row in drawn.rows]
    assert rows == [
        ("All patients (112 vs 112)", 0.41, 224, True),
        ("Under 55 years (66 vs 65)", 0.16, 131, False),
        ("55 years and over (46 vs 47)", 0.66, 93, False),
        ("Later reports: other analyses", None, None, False),
        ("Under 55 years (66 vs 66)", 0.20, 132, False),
        ("30 to 39 years (47 in all)", None, 47, False),
        ("55 years and over (46 vs 47)", 0.77, 93, False),
        ("Transplanted (number not given)", 0.59, None, False),
    ]
    assert [row.head for row in drawn.rows] == [place == 3 for place in range(8)]
    assert drawn.rows[5].value_label == "not available"
    assert drawn.rows[6].value_label.endswith("calculated from P")


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_subgroups_shows_later_reports_under_their_own_heading_alone(
    cut: str,
) -> None:
    drawn = forest_view(ENGLISH, view(cut=cut))
    assert drawn is not None
    assert drawn.rows[0].overall
    assert drawn.rows[1].head
    assert drawn.rows[1].label == "Later reports: other analyses"


def test_without_subgroups_there_is_no_forest() -> None:
    assert forest_view(ENGLISH, view(e1910().model_copy(update={"subgroups": ()}))) is None


def test_the_probability_curve_marks_nothing_until_a_preference_is_set() -> None:
    plain = probability_view(ENGLISH, view())
    marked = probability_view(ENGLISH, view(weight=60))
    assert plain is not None
    assert marked is not None
    assert (plain.set_preference, plain.set_label) == (None, "")
    assert "No preference is set." in plain.alt
    assert (marked.set_preference, marked.set_label) == (60, "set: 60")
    assert "At the set preference of 60:" in marked.alt
    assert marked.main == plain.main


def test_marking_is_undone_with_the_preference() -> None:
    marked = probability_view(ENGLISH, view(weight=60))
    assert marked is not None
    again = with_set_preference(ENGLISH, marked, view())
    assert (again.set_preference, again.set_label) == (None, "")


def test_the_probability_curve_agrees_with_the_panel_at_every_tenth() -> None:
    drawn = probability_view(ENGLISH, view())
    assert drawn is not None
    assert drawn.preferences == tuple(float(weight) for weight in range(101))
    for weight in range(0, 101, 10):
        shown = view(weight=weight).weighing.probability_gain_larger
        assert drawn.main.probability[weight] == shown


def test_correlations_of_both_signs_are_shown_and_move_the_curve_both_ways() -> None:
    drawn = probability_view(ENGLISH, view())
    assert drawn is not None
    assert [line.label for line in drawn.others] == ["correlation −0.3", "correlation +0.3"]
    low, high = (line.probability for line in drawn.others)
    middle = drawn.main.probability
    # Where the gain is likelier larger, a positive correlation makes it likelier still.
    assert low[50] < middle[50] < high[50]
    draws = view().base.draws
    assert draws is not None
    assert middle[50] == balance.probability_curve(draws, [0.5])[0]


# All harms ---------------------------------------------------------------------------------


def test_the_picture_of_all_harms_holds_the_numbers_and_the_order_of_the_table() -> None:
    shown = view()
    drawn = harms_view(ENGLISH, shown)
    assert drawn is not None
    assert [(row.label, row.change) for row in drawn.rows] == [
        (cells[0], cells[3]) for cells in tables.harms_table(ENGLISH, shown).rows
    ]
    assert [row.weighed for row in drawn.rows] == [True, *[False] * 19]
    assert (drawn.rows[0].arms, drawn.rows[-1].arms) == ("23 vs 5", "58 vs 87")
    for row, (_, found) in zip(drawn.rows, harms_in_order(shown), strict=True):
        assert found is not None
        numbers = (row.difference, row.lower, row.upper)
        estimate = found.excess.estimate
        assert numbers == pytest.approx([100 * x for x in (estimate.value, *estimate.limits)])
    assert drawn.alt.startswith("20 harms of E1910, per 100 treated in both arms")


def test_fewer_lie_left_of_zero_and_more_right_in_the_same_words() -> None:
    drawn = harms_view(ENGLISH, view())
    assert drawn is not None
    assert (drawn.fewer, drawn.more) == ("fewer", "more")
    for row in drawn.rows:
        assert row.difference is not None
        assert (round(row.difference, 6) < 0) == row.change.startswith("−")
        assert (round(row.difference, 6) > 0) == row.change.startswith("+")


def test_the_downloaded_picture_of_harms_says_what_is_counted_of_whom_and_from_where() -> None:
    shown = view()
    drawn = harms_view(ENGLISH, shown, visit=("A criterion is not met.",))
    assert drawn is not None
    notes = " ".join(drawn.notes)
    for said in (
        "Grade 3 or more, during consolidation; 111 vs 112 treated in E1910",
        "the widest of Newcombe's",
        "rows do not add up",
        "Table 2 (published)",
        "does not recommend",
        "Data version 2026-11c",
        "A criterion is not met.",
    ):
        assert said in notes
    assert drawn.title == "All harms that were counted, E1910"
    bare = bare_harms(drawn)
    assert (bare.title, bare.notes, bare.rows) == ("", (), drawn.rows)


def test_a_harm_without_a_rate_stands_in_the_picture_as_not_available() -> None:
    drawn = harms_view(ENGLISH, view(without_harm_rate()))
    assert drawn is not None
    weighed = drawn.rows[0]
    assert (weighed.weighed, weighed.arms, weighed.change) == (True, "", "not available")
    assert (weighed.difference, weighed.lower, weighed.upper) == (None, None, None)
    assert drawn.alt.startswith("19 harms")


def test_a_trial_without_any_rate_has_no_picture_of_harms() -> None:
    bare = e1910().model_copy(update={"adverse_events": ()})
    assert harms_view(ENGLISH, view(bare)) is None


@pytest.mark.parametrize("trial", [without_harm_rate, without_landmarks, without_curves])
def test_where_nothing_can_be_simulated_there_is_no_probability_curve(
    trial: Callable[[], Trial],
) -> None:
    assert probability_view(ENGLISH, view(trial())) is None
