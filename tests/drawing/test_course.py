"""The bars of cycles: known weeks to scale, unknown ones of one size, statuses in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.views import e1910, newcomer
from tradeoff.drawing.course import NARROW, WIDE, CourseView, course_scene, course_view
from tradeoff.drawing.palette import written_width
from tradeoff.drawing.scene import Path, Scene
from tradeoff.drawing.to_svg import lettering, to_svg
from tradeoff.findings.course import courses
from tradeoff.trial.records import Status, Trial
from tradeoff.words.say import ENGLISH

NS = {"s": "http://www.w3.org/2000/svg"}
every_width = pytest.mark.parametrize("width", [WIDE, NARROW])


def of(trial: Trial) -> CourseView:
    drawn = course_view(ENGLISH, trial)
    assert drawn is not None
    return drawn


def blocks(scene: Scene) -> list[tuple[str, float]]:
    """Colour and width of every cycle drawn, the samples of the key left out."""
    paths = [mark for mark in scene.marks if isinstance(mark, Path)]
    sized = [(one.colour, one.commands) for one in paths]
    wide = [(colour, re.search(r"h([\d.]+)v([\d.]+)", shape)) for colour, shape in sized]
    return [(colour, float(found[1])) for colour, found in wide if found and float(found[2]) > 20]


@every_width
def test_cycles_on_a_pump_are_of_one_width_and_those_of_unknown_length_of_another(
    width: int,
) -> None:
    drawn = blocks(course_scene(ENGLISH, of(e1910()), width=width))
    assert len(drawn) == 8 + 4
    pump = {round(wide, 1) for colour, wide in drawn if colour == "experimental"}
    unknown = {round(wide, 1) for colour, wide in drawn if colour == "shade"}
    assert len(pump) == len(unknown) == 1
    assert sum(colour == "experimental" for colour, _ in drawn) == 4


@every_width
def test_the_words_are_of_13_pixels_at_least_and_stay_inside(width: int) -> None:
    scene = course_scene(ENGLISH, of(e1910()), width=width)
    _, texts = lettering(scene)
    for text in texts:
        assert text.size >= 13
        long = written_width(text.words, size=text.size, bold=text.bold)
        left = text.x - {"start": 0, "middle": long / 2, "end": long}[text.anchor]
        assert left >= 0, text.words
        assert left + long <= width + 2, text.words
        assert text.y <= scene.height


def test_what_is_reported_calculated_or_not_available_says_so_in_words() -> None:
    _, texts = lettering(course_scene(ENGLISH, of(e1910())))
    said = [text.words for text in texts]
    every = " ".join(said)
    assert "8 cycles, 112 planned pump days (calculated from reported days)" in every
    assert "4 cycles, no pump" in said
    assert said.count("order reported") == 1, "under the cycles from the third on"
    assert "Blinatumomab: 4 weeks, pump on 28 days (reported)" in every
    assert "Consolidation chemotherapy: length not available, not to scale" in every
    assert "The gap is 2 weeks without treatment; other gaps: not available." in every


def test_an_order_that_was_read_in_the_paper_has_no_mark() -> None:
    trial = e1910()
    steps = tuple(step.model_copy(update={"status": Status.PUBLISHED}) for step in trial.course)
    read = trial.model_copy(update={"course": steps})
    _, texts = lettering(course_scene(ENGLISH, of(read)))
    assert not [text.words for text in texts if "order" in text.words]
    assert "order" not in of(read).alt


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_picture_is_well_formed_with_its_sentence(theme: str) -> None:
    root = ET.fromstring(to_svg(course_scene(ENGLISH, of(e1910())), theme=theme))  # type: ignore[arg-type]
    said = root.findtext("s:desc", namespaces=NS)
    assert said == (
        "Blinatumomab + chemotherapy, 8 cycles, 112 planned pump days "
        "(calculated from reported days): "
        "2 of blinatumomab, 2 weeks apart, then 3 of consolidation chemotherapy (order reported), "
        "then 1 of blinatumomab (order reported), then 1 of consolidation chemotherapy "
        "(order reported), then 1 of blinatumomab (order reported). "
        "Chemotherapy alone, 4 cycles, no pump: 4 of consolidation chemotherapy. "
        "Blinatumomab: 4 weeks, pump on 28 days (reported). "
        "Consolidation chemotherapy: length not available, not to scale. "
        "The gap is 2 weeks without treatment; other gaps: not available."
    )


def changed(*, cycles: dict[str, object], course: dict[str, object] | None = None) -> CourseView:
    """E1910's course with blinatumomab's cycles and its first two in the course changed."""
    trial = e1910()
    kinds = tuple(
        one.model_copy(update=cycles) if one.id == "blinatumomab" else one for one in trial.cycles
    )
    steps = tuple(
        one.model_copy(update=course or {}) if one.weeks_between is not None else one
        for one in trial.course
    )
    return of(trial.model_copy(update={"cycles": kinds, "course": steps}))


@pytest.mark.parametrize(
    ("status", "computed"),
    [
        (Status.PUBLISHED, "calculated"),
        (Status.REPORTED, "calculated from reported days"),
        (Status.UNCONFIRMED, "calculated from unconfirmed days"),
        (Status.LOCAL, "calculated from local days"),
    ],
)
def test_days_inherit_the_status_of_what_they_are_computed_from(
    status: Status, computed: str
) -> None:
    drawn = changed(cycles={"pump_status": status})
    assert drawn.bars[0].counted == f"8 cycles, 112 planned pump days ({computed})"
    assert drawn.bars[0].counted in drawn.alt


def test_the_status_of_a_length_and_of_a_gap_stands_behind_its_weeks() -> None:
    drawn = changed(
        cycles={"status": Status.UNCONFIRMED, "pump_status": Status.PUBLISHED},
        course={"status": Status.REPORTED},
    )
    (_, length), _ = drawn.keys
    assert length == "Blinatumomab: 4 weeks (unconfirmed), pump on 28 days"
    (gaps,) = drawn.notes
    assert gaps.startswith("The gap is 2 weeks (reported) without treatment;")
    assert length in drawn.alt
    assert gaps in drawn.alt


def test_one_week_and_one_day_are_said_so() -> None:
    drawn = changed(cycles={"weeks": 1, "pump_days": 1}, course={"weeks_between": 1})
    (_, length), _ = drawn.keys
    assert length == "Blinatumomab: 1 week, pump on 1 day (reported)"
    assert drawn.notes[0].startswith("The gap is 1 week without treatment;")
    assert "2 of blinatumomab, 1 week apart" in drawn.alt


def test_several_known_gaps_are_several() -> None:
    trial = e1910()
    steps = tuple(
        one.model_copy(update={"weeks_between": 3}) if one.step == 2 else one
        for one in trial.course
    )
    (gaps,) = of(trial.model_copy(update={"course": steps})).notes
    assert gaps == (
        "The gaps are 2 weeks and 3 weeks (reported) without treatment; other gaps: not available."
    )


def test_a_trial_without_a_course_has_no_bars() -> None:
    assert courses(newcomer()) is None
    assert course_view(ENGLISH, newcomer()) is None
