"""Arms over a printed figure are told by their names and by the colours in which they were set."""

from __future__ import annotations

import re

from tradeoff.drawing.over_figure import Detail, OverLine, detail, over_figure
from tradeoff.statistics.two_arms import Role

UPPER = OverLine(Role.EXPERIMENTAL, "A & B", "#c4007a", [(0, 10), (100, 10), (100, 20)], [(0, 10)])
LOWER = OverLine(Role.CONTROL, "Control", "#00713f", [(0, 10), (50, 60), (100, 80)], [(0, 10)])
SIZE = (100, 100)


def test_each_line_has_its_name_beside_it_in_its_own_colour() -> None:
    drawn = over_figure(SIZE, [LOWER, UPPER])
    named = dict(re.findall(r'fill="(#\w+)"[^>]*>([^<]+)</text>', drawn))
    assert named == {"#c4007a": "A &amp; B", "#00713f": "Control"}
    rows = [float(row) for row in re.findall(r'<text x="[\d.]+" y="([\d.-]+)"', drawn)]
    assert rows[0] < 10, "the upper line's name is above it"
    assert rows[1] > 60, "the lower line's name is below it"
    for line in (UPPER, LOWER):
        assert f'stroke="{line.colour}"' in drawn


def test_a_part_of_the_picture_shows_both_lines_in_the_same_colours() -> None:
    drawn = detail(Detail((0, 0, 50, 50), b""), [UPPER, LOWER])
    assert UPPER.colour in drawn
    assert LOWER.colour in drawn
