"""Icon arrays: whole hundreds, grouped, in one order, and safe with any words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pytest

from tradeoff.drawing.icons import (
    Group,
    IconArray,
    Mark,
    difference_array,
    legend_svg,
    sheet_svg,
    svg,
)
from tradeoff.drawing.palette import DARK, LIGHT
from tradeoff.drawing.to_svg import data_uri

#: On the chest of somebody who makes a difference.
DOT = 'r="1.9"'
NS = {"s": "http://www.w3.org/2000/svg"}
CONTROL = IconArray(
    (Group(Mark.ALIVE, 68, "alive"), Group(Mark.DIED, 32, "died")), "68 alive", "68 of 100"
)
ADDED = IconArray(
    (
        Group(Mark.ALIVE, 68, "alive as with chemotherapy alone"),
        Group(Mark.GAIN, 17, "more alive"),
        Group(Mark.DIED, 15, "died"),
    ),
    "85 alive",
    "85 of 100",
    (73, 97),
)
HARM = IconArray(
    (
        Group(Mark.EVENT, 5, "with an event"),
        Group(Mark.EXTRA_EVENT, 18, "more with an event"),
        Group(Mark.NO_EVENT, 77, "without"),
    ),
    "23 with an event",
    "23 of 100",
)
FEWER = IconArray(
    (Group(Mark.ALIVE, 64, "alive"), Group(Mark.FEWER, 4, "fewer"), Group(Mark.DIED, 32, "died")),
    "64 alive",
    "64 of 100",
)
HOSTILE = "</title><script>alert(1)</script> & \"quoted\" 'too' \x00\x1b"


def people(picture: str) -> dict[str, list[tuple[int, int]]]:
    """Corners of the people of each mark, as drawn."""
    root = ET.fromstring(picture)
    return {
        group.attrib["data-mark"]: [
            (int(use.attrib["x"]), int(use.attrib["y"])) for use in group.findall("s:use", NS)
        ]
        for group in root.iterfind(".//s:g[@data-mark]", NS)
    }


@pytest.mark.parametrize("array", [CONTROL, ADDED, HARM, FEWER], ids=lambda a: a.title)
def test_every_group_has_as_many_people_as_it_counts(array: IconArray) -> None:
    drawn = people(svg(array))
    assert {mark: len(at) for mark, at in drawn.items()} == {g.mark: g.count for g in array.groups}
    everybody = [corner for at in drawn.values() for corner in at]
    assert len(everybody) == len(set(everybody)) == 100


def test_people_fill_from_the_bottom_row_and_from_the_left() -> None:
    drawn = people(svg(ADDED))
    order = [corner for mark in ("alive", "gain", "died") for corner in drawn[mark]]
    assert order == [(20 * column, 180 - 20 * row) for row in range(10) for column in range(10)]


def test_both_arms_have_the_same_people_first() -> None:
    assert people(svg(CONTROL))["alive"] == people(svg(ADDED))["alive"]


def test_groups_that_are_empty_are_not_drawn() -> None:
    nobody = IconArray((Group(Mark.EVENT, 0, "with"), Group(Mark.NO_EVENT, 100, "without")), "", "")
    assert set(people(svg(nobody))) == {"no-event"}


@pytest.mark.parametrize("counts", [(68, 31), (68, 33), (0, 0), (100, 1)])
def test_groups_must_sum_to_exactly_100(counts: tuple[int, int]) -> None:
    groups = tuple(Group(Mark.ALIVE, count, "x") for count in counts)
    with pytest.raises(ValueError, match=rf"= {sum(counts)} people\. .*exactly 100"):
        IconArray(groups, "Alive after 3 years", "")


@pytest.mark.parametrize("count", [-1, 1.5, True, "3"])
def test_counts_are_whole_people(count: object) -> None:
    with pytest.raises(ValueError, match="whole number of 0 or more"):
        Group(Mark.ALIVE, count, "alive")


@pytest.mark.parametrize("limits", [(-1, 5), (5, 101), (9, 8)])
def test_limits_of_the_range_lie_within_the_hundred(limits: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        IconArray(CONTROL.groups, "t", "", limits)


def test_the_range_is_a_hatched_zone_with_one_outline() -> None:
    root = ET.fromstring(svg(ADDED))
    zone = root.find(".//s:g[@data-range]", NS)
    assert zone is not None
    assert zone.attrib["data-range"] == "73 97"
    assert len(zone.findall("s:use", NS)) == 24
    hatch, edge = zone.findall("s:path", NS)
    assert hatch.attrib["fill"] == "url(#hatch-outline)"
    assert root.find(".//s:pattern[@id='hatch-outline']", NS) is not None
    # Persons 74 to 97 stand in rows of 7, 10 and 7: each shared side takes two off 24 x 4.
    steps = len(re.findall("[hv]20", edge.attrib["d"]))
    shared = 6 + 9 + 6 + 7 + 7  # beside each other in three rows, and above one another
    assert steps == 24 * 4 - 2 * shared


def test_a_range_without_width_is_not_drawn() -> None:
    assert "data-range" not in svg(IconArray(CONTROL.groups, "t", "", (68, 68)))
    assert "data-range" not in svg(CONTROL)


def test_difference_array_shows_the_difference_and_its_range_only() -> None:
    array = difference_array(
        Group(Mark.GAIN, 17, "more alive"),
        Group(Mark.NEUTRAL, 83, "the same"),
        title="17 more",
        alt="",
        limits=(-4, 29),
    )
    assert {mark: len(at) for mark, at in people(svg(array)).items()} == {"gain": 17, "neutral": 83}
    assert array.uncertain == (0, 29)


def test_more_and_fewer_differ_by_shape_and_not_by_colour_only() -> None:
    assert DOT in legend_svg(Mark.GAIN)
    assert DOT in legend_svg(Mark.EXTRA_EVENT)
    assert "stroke-dasharray" in legend_svg(Mark.FEWER)
    assert "stroke-dasharray" in legend_svg(Mark.FEWER_EVENT)
    for mark in (Mark.ALIVE, Mark.EVENT, Mark.DIED, Mark.NO_EVENT, Mark.NEUTRAL):
        assert DOT not in legend_svg(mark)
        assert "stroke-dasharray" not in legend_svg(mark)


def test_auto_follows_the_readers_scheme_and_named_themes_do_not() -> None:
    assert "prefers-color-scheme:dark" in svg(ADDED)
    assert LIGHT.gain in svg(ADDED)
    assert DARK.gain in svg(ADDED)
    assert "prefers-color-scheme" not in svg(ADDED, theme="dark")
    assert LIGHT.gain not in svg(ADDED, theme="dark")


@pytest.mark.parametrize("array", [CONTROL, ADDED, HARM, FEWER], ids=lambda a: a.title)
def test_an_array_as_data_uri_stays_small(array: IconArray) -> None:
    widest = IconArray(array.groups, array.title, "a sentence " * 40, (0, 100))
    assert len(data_uri(svg(array))) < 12_000
    assert len(data_uri(svg(widest))) < 16_000


def test_data_uri_gives_the_picture_back_and_fits_an_attribute() -> None:
    uri = data_uri(svg(ADDED))
    assert uri.startswith("data:image/svg+xml,")
    assert unquote(uri.removeprefix("data:image/svg+xml,")) == svg(ADDED)
    assert not set(uri) & set("\"'<>#&\n")


def test_hostile_words_stay_words() -> None:
    array = IconArray(
        (Group(Mark.ALIVE, 60, HOSTILE), Group(Mark.DIED, 40, HOSTILE)), HOSTILE, HOSTILE
    )
    for picture in (svg(array), sheet_svg((array,), heading=HOSTILE, notes=(HOSTILE,))):
        root = ET.fromstring(picture)
        assert not root.findall(".//s:script", NS)
        title = root.find("s:title", NS)
        assert title is not None
        assert title.text is not None
        assert "<script>alert(1)</script>" in title.text


def test_title_and_description_come_from_the_array() -> None:
    root = ET.fromstring(svg(ADDED))
    assert root.findtext("s:title", namespaces=NS) == "85 alive"
    assert root.findtext("s:desc", namespaces=NS) == "85 of 100"


def test_sheet_draws_every_array_with_its_legend() -> None:
    root = ET.fromstring(sheet_svg((ADDED, CONTROL), heading="Alive", notes=("Source.",)))
    groups = root.findall(".//s:g[@data-mark]", NS)
    assert sum(int(group.attrib["data-count"]) for group in groups) == 200
    words = [text.text for text in root.iterfind(".//s:text", NS)]
    assert {"Alive", "85 alive", "68 alive", "17 more alive", "15 died", "Source."} <= set(words)
