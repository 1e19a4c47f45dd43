"""The picture of all harms: what it shows is what the record says, and no words collide."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.views import DATA, e1910, newcomer, view, with_unconfirmed_harm
from tradeoff.drawing.harms import (
    MIDDLE,
    NARROW,
    WIDE,
    HarmRow,
    HarmsView,
    bare_harms,
    harms_scene,
    harms_svg,
    harms_view,
)
from tradeoff.drawing.palette import Theme, written_width
from tradeoff.drawing.to_svg import lettering
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial
from tradeoff.words.say import ENGLISH

NS = {"s": "http://www.w3.org/2000/svg"}
HOSTILE = "<a href='https://example.org'>x</a><script>alert(1)</script> & more"
WIDTHS = (WIDE, MIDDLE, NARROW)


def of(trial: Trial) -> HarmsView:
    drawn = harms_view(ENGLISH, view(trial))
    assert drawn is not None
    return drawn


def made(*rows: HarmRow, **words: object) -> HarmsView:
    given = {
        **{"alt": "Harms.", "arms": "New vs Old", "change": "Difference (range)"},
        **{"fewer": "fewer", "more": "more", "axis": "Difference per 100 treated"},
        **words,
    }
    return HarmsView(rows=rows, **given)  # type: ignore[arg-type]


def every_picture() -> Iterator[HarmsView]:
    for trial in (
        *(e1910(), with_unconfirmed_harm(), newcomer()),
        *(load_trial(DATA / name) for name in ("tower", "aall1731")),
    ):
        yield of(trial)
        yield bare_harms(of(trial))
    far = HarmRow("Harm on one side alone", "90.0 vs 2.0", "+88.0 (79.0 to 93.9)", 88, 79, 93.9)
    yield made(far)
    yield made(replace(far, difference=-88, lower=-93.9, upper=-79))
    yield made(HarmRow("No rate", "", "not available", weighed=True))


def test_each_row_has_its_mark_between_the_ends_of_its_range() -> None:
    drawn = of(e1910())
    for width in WIDTHS:
        root = ET.fromstring(harms_svg(drawn, width=width))
        marks = [float(dot.attrib["cx"]) for dot in root.findall(".//s:circle", NS)]
        heights = [float(dot.attrib["cy"]) for dot in root.findall(".//s:circle", NS)]
        assert len(marks) == len(drawn.rows) == 20
        assert heights == sorted(heights)
        whiskers = re.findall(
            r'<path d="M([\d.]+) ([\d.]+)L([\d.]+) \2" stroke="[^"]+" stroke-width="1.8"',
            harms_svg(drawn, width=width),
        )
        assert len(whiskers) == 20
        for (low, y, high, *_), mark, height in zip(whiskers, marks, heights, strict=True):
            assert float(low) < mark < float(high)
            assert float(y) == pytest.approx(height, abs=0.01)


@pytest.mark.parametrize("width", WIDTHS)
def test_fewer_lies_left_of_zero_and_more_right_on_one_scale(width: int) -> None:
    drawn = of(e1910())
    root = ET.fromstring(harms_svg(drawn, width=width))
    marks = [float(dot.attrib["cx"]) for dot in root.findall(".//s:circle", NS)]
    (zero,) = {
        round(mark, 1)
        for row, mark in zip(drawn.rows, marks, strict=True)
        if round(row.difference or 0, 6) == 0
    }
    slopes = []
    for row, mark in zip(drawn.rows, marks, strict=True):
        assert row.difference is not None
        if round(row.difference, 6):
            assert (mark > zero) == (row.difference > 0)
            slopes.append((mark - zero) / row.difference)
    assert max(slopes) == pytest.approx(min(slopes), rel=0.05)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_of_a_picture_collide_or_leave_it(width: int) -> None:
    for drawn in every_picture():
        _, texts = lettering(harms_scene(drawn, width=width))
        boxes = []
        for text in texts:
            long = written_width(text.words, size=text.size, bold=text.bold)
            left = text.x - {"start": 0, "middle": long / 2, "end": long}[text.anchor]
            assert left >= 0, text.words
            assert left + long <= width, text.words
            box = (left, text.y - 0.8 * text.size, left + long, text.y + 0.2 * text.size)
            boxes.append((box, text.words))
        for place, (first, words) in enumerate(boxes):
            for second, others in boxes[place + 1 :]:
                apart = (
                    first[2] <= second[0]
                    or second[2] <= first[0]
                    or first[3] <= second[1]
                    or second[3] <= first[1]
                )
                assert apart, (words, others)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_row_says_harm_both_arms_and_the_difference(width: int) -> None:
    for drawn in every_picture():
        _, texts = lettering(harms_scene(drawn, width=width))
        written = [text.words for text in texts]
        for row in drawn.rows:
            assert written.count(row.label) == 1
            assert row.change in written
            assert not row.arms or row.arms in written
        assert drawn.arms in " ".join(written), "in one line or in several"
        for said in (drawn.change, f"← {drawn.fewer}", f"{drawn.more} →"):
            assert said in written


def test_the_weighed_harm_is_set_apart_by_weight_and_ground_and_not_by_colour_only() -> None:
    drawn = of(e1910())
    picture = harms_svg(drawn)
    _, texts = lettering(harms_scene(drawn))
    bold = [text.words for text in texts if text.bold and text.words != drawn.title]
    assert bold == [drawn.rows[0].label, drawn.rows[0].change]
    root = ET.fromstring(picture)
    grounds = [r for r in root.findall("s:rect", NS) if r.attrib.get("rx")]
    assert len(grounds) == 1


def test_a_harm_without_a_rate_has_words_and_no_mark() -> None:
    picture = harms_svg(made(HarmRow("No rate", "", "not available"),
                             HarmRow("Nausea", "3 vs 1", "+2 (−3 to 7)", 2, -3, 7)))  # fmt: skip
    assert picture.count("<circle") == 1
    assert "not available" in picture


def test_a_harm_without_a_range_is_a_mark_without_ends() -> None:
    row = HarmRow("Nausea", "3 vs 1", "+2 (range not published)", 2)
    picture = harms_svg(made(row))
    assert picture.count("<circle") == 1
    assert 'stroke-width="1.8"' not in picture


def test_what_is_unconfirmed_says_so_in_its_own_row() -> None:
    labels = [row.label for row in of(with_unconfirmed_harm()).rows]
    assert labels[0] == "Serious neuropsychiatric events, unconfirmed"
    assert not any("nconfirmed" in label for label in labels[1:])
    assert not any("nconfirmed" in row.label for row in of(e1910()).rows)


def test_a_harm_beside_the_weighed_one_says_that_it_is_unconfirmed_too() -> None:
    events = tuple(
        event.model_copy(update={"status": "unconfirmed"}) if event.harm == "nausea" else event
        for event in e1910().adverse_events
    )
    drawn = of(e1910().model_copy(update={"adverse_events": events}))
    assert [row.label for row in drawn.rows if "unconfirmed" in row.label] == [
        "Nausea, grade 3+, unconfirmed"
    ]
    assert "Unconfirmed: check against the full paper." in drawn.notes


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_picture_is_well_formed_with_its_sentence(width: int, theme: Theme) -> None:
    root = ET.fromstring(harms_svg(of(e1910()), theme=theme, width=width))
    assert root.attrib["width"] == str(width)
    assert root.findtext("s:title", namespaces=NS) == "All harms that were counted, E1910"
    said = root.findtext("s:desc", namespaces=NS)
    assert said is not None
    assert said.startswith("20 harms of E1910")


def test_hostile_words_stay_words() -> None:
    row = HarmRow(HOSTILE, HOSTILE, HOSTILE, 2, -3, 7)
    picture = harms_svg(made(row, title=HOSTILE, notes=(HOSTILE,), alt=HOSTILE, axis=HOSTILE))
    root = ET.fromstring(picture)
    assert not root.findall(".//s:script", NS)
    assert not root.findall(".//s:a", NS)
