"""The small file of what was clicked: read, written, and every fault of it said at once."""

from __future__ import annotations

import numpy as np
import pytest

from tradeoff.digitising import (
    Axes,
    Clicked,
    ClickedCurve,
    DigitisingError,
    PrintedCurve,
    PrintedFigure,
    ProposedCurve,
    clicked_from,
    clicked_of,
    proposed,
    strokes_clicked,
)

EXAMPLE = """
# what was clicked on a printed figure
unit = "months"
size = [1200, 864]
[axes]
x = [{ pixel = 156.0, value = 0.0 }, { pixel = 1152.0, value = 120.0 }]
y = [{ pixel = 604.8, value = 0.0 }, { pixel = 60.48, value = 1.0 }]
[[curves]]
label = "Control"
points = [[539.2, 292.6], [600.0, 320.0]]
[[curves]]
label = "New"
points = [[540, 250]]
"""


def test_the_file_says_the_axes_and_the_clicks() -> None:
    clicked = clicked_from(EXAMPLE)
    assert clicked == Clicked(
        size=(1200, 864),
        axes=Axes(x=((156.0, 0.0), (1152.0, 120.0)), y=((604.8, 0.0), (60.48, 1.0))),
        curves=(
            ClickedCurve("Control", ((539.2, 292.6), (600.0, 320.0))),
            ClickedCurve("New", ((540.0, 250.0),)),
        ),
        unit="months",
    )
    assert clicked.picks == (((539.2, 292.6), (600.0, 320.0)), ((540.0, 250.0),))


@pytest.mark.parametrize(
    "clicked",
    [
        clicked_from(EXAMPLE),
        Clicked(
            size=(10, 10),
            axes=Axes(x=((1, 0), (9, 5)), y=((9, 0.4), (1, 1))),
            curves=(ClickedCurve('Arm "B", 5 mg/m²\u00a0– O\\O', ((2.0, 2.0),)),),
            page=3,
            vector=True,
        ),
    ],
    ids=["a picture", "a page, with a hard label"],
)
def test_what_is_written_reads_back_the_same(clicked: Clicked) -> None:
    written = clicked.text(comment="Made here.\nIn two lines.")
    assert written.startswith("# Made here.\n# In two lines.\n")
    assert clicked_from(written) == clicked
    assert clicked_of(clicked.record()) == clicked


def test_clicks_fit_the_same_picture_at_another_size() -> None:
    half = clicked_from(EXAMPLE).scaled((600, 432))
    assert half.axes.x == ((78.0, 0.0), (576.0, 120.0))
    assert half.picks[1] == ((270.0, 125.0),)
    with pytest.raises(DigitisingError, match="another shape"):
        half.scaled((600, 600))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[1200, 864]", "[1200]", "size: entry 2 is missing"),
        ("[1200, 864]", "[0, 864]", "size: entry 1 is 0"),
        ("[1200, 864]", "[500, 864]", "outside the picture of 500 by 864"),
        ("120.0 }]", "0.0 }]", "axes: both ticks of x are at one place or have one value"),
        ("120.0 }]", "120.0 }, { pixel = 3, value = 1 }]", "axes: x has 3 ticks"),
        ("value = 1.0", "value = 100", "100 % is written 1"),
        ("value = 1.0", "value = nan", "a number is nan"),
        ("value = 1.0", 'value = "1"', 'y entry 2: value is "1". Give a number'),
        ('"months"', '"month"', 'unit is "month". Did you mean "months"?'),
        ("[[540, 250]]", "[]", "curves entry 2: points is empty"),
        ("[[540, 250]]", "[540, 250]", "points: entry 1 is 540. Give a list"),
        ('"New"', '"Control"', '2 curves are called "Control"'),
        ('"New"', '"CONTROL"', '2 curves are called "Control"'),
        ("label =", "name =", "name"),
        ("unit =", "vector = true\nunit =", "page is missing"),
        ("[axes]", "[axis]", '"axis" is not known here'),
        ("[axes]", "[axes", "not valid TOML"),
    ],
)
def test_a_fault_is_told_where_it_is(old: str, new: str, said: str) -> None:
    with pytest.raises(DigitisingError) as raised:
        clicked_from(EXAMPLE.replace(old, new, 1))
    assert said in str(raised.value)


def test_all_faults_are_told_at_once() -> None:
    text = EXAMPLE.replace("1.0 }", "100 }").replace('"months"', '"moons"').replace("[[540", "[[x")
    text = text.replace("[[x, 250]]", "[]")
    with pytest.raises(DigitisingError) as raised:
        clicked_from(text)
    assert len(str(raised.value).splitlines()) == 3


@pytest.mark.parametrize("text", ["", "\0", "size", "[" * 3000, "size = 1e999", "a = 1" * 9])
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(DigitisingError):
        clicked_from(text)


# What a picture proposes, and which of a page's lines are meant ----------------------------------


def test_a_proposal_leaves_every_value_to_type() -> None:
    axes = Axes(x=((50.0, 0.0), (650.0, 1.0)), y=((450.0, 0.0), (50.0, 1.0)))
    curves = (ProposedCurve("#1f4e9e", (300.0, 120.5)), ProposedCurve("#c8102e", (310.0, 99.0)))
    text = proposed((700, 500), axes, curves, page=2)
    with pytest.raises(DigitisingError) as raised:
        clicked_from(text)
    assert str(raised.value).count('value is "?". Give a number.') == 4
    assert len(str(raised.value).splitlines()) == 4
    completed = text
    for value in ("0", "60", "0", "1"):
        completed = completed.replace('value = "?"', f"value = {value}", 1)
    clicked = clicked_from(completed)
    assert (clicked.size, clicked.page) == ((700, 500), 2)
    assert clicked.axes == Axes(x=((50, 0), (650, 60)), y=((450, 0), (50, 1)))
    assert clicked.picks == (((300.0, 120.5),), ((310.0, 99.0),))


def test_where_nothing_is_found_every_place_is_asked_for_too() -> None:
    with pytest.raises(DigitisingError) as raised:
        clicked_from(proposed((700, 500), None, ()))
    said = str(raised.value)
    assert said.count('pixel is "?"') == said.count('value is "?"') == 4
    assert 'curves entry 1.points entry 1: entry 1 is "?"' in said


def drawn(survival: float) -> PrintedCurve:
    """A curve that falls once, at 10 of 60."""
    return PrintedCurve(
        np.array([0.0, 10.0, 60.0]), np.array([1.0, survival, survival]), "#000000", ()
    )


def printed(*levels: float) -> PrintedFigure:
    axes = Axes(x=((100.0, 0.0), (400.0, 60.0)), y=((300.0, 0.0), (100.0, 1.0)))
    return PrintedFigure(tuple(map(drawn, levels)), None, (0.0, 0.0, 500.0, 400.0), axes)


def at(*levels: float) -> Clicked:
    """One click at each level, at 30 of 60, on the page at another size than its points."""
    return Clicked(
        size=(1000, 800),
        axes=Axes(x=((200.0, 0.0), (800.0, 60.0)), y=((600.0, 0.0), (200.0, 1.0))),
        curves=tuple(
            ClickedCurve(f"at {level}", ((500.0, 600.0 - 400.0 * level),)) for level in levels
        ),
    )


def test_a_click_names_the_line_that_it_is_on() -> None:
    figure = printed(0.8, 0.6, 0.3)
    named = strokes_clicked([printed(0.9), figure], at(0.31, 0.8))
    assert named is not None
    assert named[0] is figure
    assert named[1] == (figure.curves[2], figure.curves[0])


@pytest.mark.parametrize("levels", [(0.5,), (0.8, 0.79), (0.8, 0.6, 0.3, 0.1)])
def test_clicks_beside_lines_or_twice_on_one_name_none(levels: tuple[float, ...]) -> None:
    assert strokes_clicked([printed(0.8, 0.6, 0.3)], at(*levels)) is None
    assert strokes_clicked([], at(*levels)) is None
