"""The age groups as a small forest: all beside the whole trial, on a log axis, legible."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from tests.views import e1910, view
from tradeoff.drawing.age_forest import AgeForest, age_forest, age_forest_scene
from tradeoff.drawing.forest import ForestRow, ratio_mark
from tradeoff.drawing.scene import SMALL, At, Plane, Rectangle, Scene, Segment, Text
from tradeoff.drawing.scene import Ratio as RatioMark
from tradeoff.drawing.to_svg import px, to_svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.subgroups import age_groups
from tradeoff.words.say import ENGLISH

PLACES = list(itertools.product(("os", "rfs"), Framing, (True, False)))


def drawn(**choices: object) -> AgeForest:
    forest = age_forest(ENGLISH, view(**choices))
    assert forest is not None
    return forest


def of_kind(scene: Scene, kind: type) -> list[object]:
    return [mark for mark in scene.marks if isinstance(mark, kind)]


def test_the_whole_trial_stands_first_and_every_age_group_beside_it() -> None:
    rows = [(row.ratio.label, row.arms, row.ratio.value_label) for row in drawn().rows]
    assert rows == [
        ("All patients (112 vs 112)", "85 vs 68 of 100 alive after 3 years", "0.41 (0.23 to 0.73)"),
        ("Under 55 years (66 vs 65)", "95 vs 70 of 100 alive after 3 years", "0.16 (0.05 to 0.47)"),
        (
            "55 years and over (46 vs 47)",
            "70 vs 65 of 100 alive after 3 years",
            "0.66 (0.33 to 1.35)",
        ),
    ]
    assert [row.ratio.overall for row in drawn().rows] == [True, False, False]


def test_told_as_died_the_figures_are_those_who_had_the_event() -> None:
    told = [row.arms for row in drawn(endpoint="rfs", framing=Framing.DIED).rows]
    assert told == [
        "20 vs 36 of 100 had relapsed or died after 3 years",
        "13 vs 30 of 100 had relapsed or died after 3 years",
        "31 vs 43 of 100 had relapsed or died after 3 years",
    ]


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_has_no_forest(cut: str) -> None:
    assert age_forest(ENGLISH, view(cut=cut)) is None


def test_one_age_group_is_never_drawn_without_the_others() -> None:
    trial = e1910()
    one_less = tuple(one for one in trial.subgroups if one.id != "under-55")
    assert age_forest(ENGLISH, view(trial.model_copy(update={"subgroups": one_less}))) is None


def test_the_sentence_holds_every_figure_of_the_picture() -> None:
    forest = drawn()
    for row in forest.rows:
        assert f"{row.ratio.label}: {row.arms}; {row.ratio.value_label}" in forest.alt
    assert "on a log axis" in forest.alt
    assert age_forest_scene(forest, wide=True).alt == forest.alt


def test_survival_that_no_source_prints_leaves_its_words_out() -> None:
    trial = e1910()
    bare = tuple(
        one.model_copy(update={"survival_control": None, "survival_experimental": None})
        for one in trial.subgroups
    )
    forest = age_forest(ENGLISH, view(trial.model_copy(update={"subgroups": bare})))
    assert forest is not None
    assert [row.arms for row in forest.rows[1:]] == ["", ""]
    assert "Under 55 years (66 vs 65): 0.16 (0.05 to 0.47)" in forest.alt


@pytest.mark.parametrize("wide", [True, False])
def test_a_ratio_and_its_half_are_as_far_apart_anywhere_on_the_axis(*, wide: bool) -> None:
    plane = age_forest_scene(drawn(), wide=wide).plane
    steps = [plane.px(2 * ratio) - plane.px(ratio) for ratio in (0.1, 0.2, 0.5, 1.0)]
    assert max(steps) - min(steps) == pytest.approx(0, abs=1e-9)
    assert plane.x_at(plane.px(0.41)) == pytest.approx(0.41)


@pytest.mark.parametrize("wide", [True, False])
def test_each_mark_lies_at_its_ratio_with_its_range(*, wide: bool) -> None:
    forest = drawn()
    scene = age_forest_scene(forest, wide=wide)
    marks = [one for one in of_kind(scene, RatioMark) if isinstance(one, RatioMark)]
    assert [(m.at.x, m.lower, m.upper) for m in marks] == [
        (0.41, 0.23, 0.73),
        (0.16, 0.05, 0.47),
        (0.66, 0.33, 1.35),
    ]
    assert [m.symbol for m in marks] == ["diamond", "square", "square"]
    picture = to_svg(scene)
    for mark in marks:
        left, y = scene.plane.px(mark.lower or 0), scene.plane.pixels(mark.at)[1]
        assert f"M{px(left)} {px(y)}H{px(scene.plane.px(mark.upper or 0))}" in picture


def test_one_and_the_whole_trial_are_marked_and_told_apart_without_colour() -> None:
    scene = age_forest_scene(drawn(), wide=True)
    lines = [one for one in of_kind(scene, Segment) if isinstance(one, Segment) and one.stroke.dash]
    dashes = {(one.start.x, one.stroke.dash) for one in lines}
    assert {x for x, _ in dashes} == {1.0, 0.41}
    assert len({dash for _, dash in dashes}) == 2


@pytest.mark.parametrize(("endpoint", "framing", "wide"), PLACES)
def test_words_are_legible_and_touch_neither_each_other_nor_a_mark(
    endpoint: str, framing: Framing, *, wide: bool
) -> None:
    scene = age_forest_scene(drawn(endpoint=endpoint, framing=framing), wide=wide)
    texts = [one for one in of_kind(scene, Text) if isinstance(one, Text)]
    assert min(one.size for one in texts) >= SMALL
    words = [one.box(scene.plane) for one in texts]
    for left, top, right, bottom in words:
        assert left >= 0
        assert top >= 0
        assert right <= scene.width
        assert bottom <= scene.height
    for first, second in itertools.combinations([*words, *reaches(scene)], 2):
        assert not overlap(first, second)


def reaches(scene: Scene) -> list[Rectangle]:
    """Where each ratio's line is."""
    found = []
    for mark in of_kind(scene, RatioMark):
        assert isinstance(mark, RatioMark)
        y = scene.plane.pixels(mark.at)[1]
        ends = (mark.lower or mark.at.x, mark.upper or mark.at.x)
        left, right = map(scene.plane.px, ends)
        found.append((left, y - 4, right, y + 4))
    return found


def overlap(first: Rectangle, second: Rectangle) -> bool:
    wide = min(first[2], second[2]) - max(first[0], second[0])
    tall = min(first[3], second[3]) - max(first[1], second[1])
    return wide > 0 and tall > 1


def test_the_picture_keeps_black_and_white_apart_on_paper() -> None:
    """Diamond and squares differ in shape; the lines in their dashes; nothing in colour alone."""
    picture = to_svg(age_forest_scene(drawn(), wide=True), theme="print")
    colours = set(re.findall("#[0-9a-f]{6}", picture))
    assert all(len({one[1:3], one[3:5], one[5:7]}) == 1 for one in colours)


def test_a_range_beyond_the_axis_ends_in_an_arrowhead() -> None:
    plane = Plane(0, 0, 100, 20, (0.1, 10.0), (0, 1), logarithmic=True)
    row = ForestRow("x", 1.0, 0.01, 100.0, 10, "")
    scene = Scene(100, 20, (ratio_mark(row, At(1.0, 0.5), 10),), plane)
    assert 'd="M0 10H100M5 6L0 10L5 14M95 6L100 10L95 14"' in to_svg(scene)
    whole = replace(row, lower=0.1, upper=10.0)
    scene = Scene(100, 20, (ratio_mark(whole, At(1.0, 0.5), 10),), plane)
    assert 'd="M0 10H100M0 6L0 10L0 14M100 6L100 10L100 14"' in to_svg(scene)


def test_without_a_range_the_picture_holds_a_ring() -> None:
    plane = Plane(0, 0, 100, 20, (0.1, 10.0), (0, 1), logarithmic=True)
    mark = ratio_mark(ForestRow("x", 1.0, None, None, 10, ""), At(1.0, 0.5), 10)
    assert '<circle cx="50" cy="10"' in to_svg(Scene(100, 20, (mark,), plane))


def test_the_groups_are_those_that_the_age_criterion_names() -> None:
    names = [found.subgroup.id for found in age_groups(view())]
    assert len(names) == len(drawn().rows) - 1
