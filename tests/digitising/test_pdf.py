"""Figures in vector graphics: read from a PDF as exactly as they were drawn."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from pypdf import PdfReader, PdfWriter, Transformation

from tests.digitising.known import Known, given, value_at
from tests.digitising.pdf_pages import (
    AT_RISK,
    CONTROL,
    TICKS,
    TREATED,
    Page,
    Panel,
    Steps,
    pdf,
    polyline,
    word,
)
from tradeoff.digitising import DigitisingError, PrintedFigure, page_count, read_pdf, render
from tradeoff.digitising.pdf.figures import figures
from tradeoff.statistics.reconstruction import reconstruct
from tradeoff.statistics.survival import cox_hazard_ratio

Points = list[tuple[float, float]]
#: The dashes of one curve in each of these are areas; what a gap hides can't be known exactly.
AREAS = ("p02", "p03")
GIVEN = [one for one in given() if one.pdf]
PANEL = Panel()


def the_figure(panel: Panel | str, **page: str) -> PrintedFigure:
    content = panel if isinstance(panel, str) else panel.written()
    (figure,) = figures(pdf(Page(content, **page)))
    return figure


def assert_read(
    figure: PrintedFigure,
    curves: Sequence[Steps] = (CONTROL, TREATED),
    table: Sequence[Sequence[int]] | None = AT_RISK,
) -> None:
    assert len(figure.curves) == len(curves)
    for curve, steps in zip(figure.curves, curves, strict=True):
        times, survival = zip(*steps, strict=True)
        assert curve.time == pytest.approx(times, abs=0.015)
        assert curve.survival == pytest.approx(survival, abs=0.0005)
    if table is None:
        assert figure.at_risk is None
    else:
        assert figure.at_risk is not None
        assert [one.n_at_risk for one in figure.at_risk] == [tuple(row) for row in table]
        assert [one.time for one in figure.at_risk] == [TICKS[: len(row)] for row in table]


# The given figures --------------------------------------------------------------------------


@pytest.fixture(params=GIVEN, ids=lambda known: known.name)
def known(request: pytest.FixtureRequest) -> Known:
    return request.param  # type: ignore[no-any-return]


def _log_hazard_ratio(known: Known, curves: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
    arms = [
        reconstruct(time, survival, known.risk_times, numbers)
        for (time, survival), numbers in zip(curves, known.n_at_risk, strict=True)
    ]
    treated = np.repeat([False, True], [arm.time.size for arm in arms])
    times, events = ([getattr(arm, name) for arm in arms] for name in ("time", "event"))
    ratio = cox_hazard_ratio(np.concatenate(times), np.concatenate(events), treated)
    return float(np.log(ratio.value))


def test_curves_tables_and_hazard_ratio_are_those_that_were_drawn(known: Known) -> None:
    assert known.pdf is not None
    (figure,) = figures(known.pdf)
    assert len(figure.curves) == len(known.curves)
    for curve, true in zip(figure.curves, known.curves, strict=True):
        at = np.linspace(0, true.end, 4001)[:-1]
        error = np.abs(value_at(curve.time, curve.survival, at) - true.at(at))
        assert error.mean() <= (0.0012 if known.name.startswith(AREAS) else 0.0005)
        assert curve.time[-1] == pytest.approx(true.end, rel=1e-2)
    if figure.at_risk is not None:
        assert [one.n_at_risk for one in figure.at_risk] == list(known.n_at_risk)
        assert {one.time for one in figure.at_risk} == {known.risk_times}
    assert (figure.at_risk is None) == known.name.startswith("p"), "no table is printed there"
    read = _log_hazard_ratio(known, [(one.time, one.survival) for one in figure.curves])
    drawn = [
        (np.append(c.time, c.end), np.append(c.survival, c.survival[-1])) for c in known.curves
    ]
    assert read == pytest.approx(_log_hazard_ratio(known, drawn), abs=0.01)


def test_colours_and_dashes_are_told() -> None:
    dashed = the_figure(replace(PANEL, draw=lambda p: f"[3 2] 0 d {polyline(p)}[] 0 d\n"))
    assert [one.colour for one in dashed.curves] == ["#0000ff", "#ff0000"]
    assert dashed.curves[0].dash == pytest.approx((3, 2))
    assert the_figure(PANEL).curves[0].dash == ()


# How curves are drawn -----------------------------------------------------------------------


def step_by_step(points: Points) -> str:
    return "".join(polyline(ends) for ends in pairwise(points))


def in_no_order(points: Points) -> str:
    strokes = [polyline(ends) for ends in pairwise(points)]
    random.Random(1).shuffle(strokes)
    return "".join(strokes)


def treads_then_risers(points: Points) -> str:
    strokes = [polyline(ends) for ends in pairwise(points)]
    return "".join(strokes[::2] + strokes[1::2])


def strokes_in_one_path(points: Points) -> str:
    return " ".join(polyline(ends, "") for ends in pairwise(points)) + " S\n"


def three_pieces(points: Points) -> str:
    return polyline(points[:5]) + polyline(points[4:9]) + polyline(points[8:])


def backwards(points: Points) -> str:
    return polyline(points[::-1])


def with_marks(points: Points) -> str:
    marked = [points[0]]
    for (x, y), after in pairwise(points):
        if after[1] == y:
            middle = (x + after[0]) / 2
            marked += [(middle, y), (middle, y + 3), (middle, y - 3), (middle, y)]
        marked.append(after)
    return polyline(marked)


def twice(points: Points) -> str:
    return f"1 1 1 RG 4 w {polyline(points)} 0 0 0 RG 1 w {polyline(points) * 2}"


def areas(points: Points) -> str:
    boxes = (
        f"{min(a, c) - 0.5} {min(b, d) - 0.5} {abs(c - a) + 1} {abs(d - b) + 1} re f\n"
        for (a, b), (c, d) in pairwise(points)
    )
    return "".join(boxes)


def dashes(points: Points) -> str:
    """Each 3 points long, one point apart."""
    found = ""
    for (a, b), (c, d) in pairwise(points):
        for step in np.arange(0, abs(c - a), 4.0):
            found += f"{a + step} {b - 0.5} {min(3.0, abs(c - a) - step)} 1 re "
        if d != b:
            found += f"{a - 0.5} {min(b, d)} 1 {abs(b - d)} re "
    return found + "f\n"


@pytest.mark.parametrize("way", [areas, dashes])
def test_lines_that_are_drawn_as_areas_are_lines(way: object) -> None:
    panel = replace(PANEL, draw=way, curves=(("0 0 1 rg 0 0 1", CONTROL), ("1 0 0 rg", TREATED)))
    figure = the_figure(panel)
    assert [one.colour for one in figure.curves] == ["#0000ff", "#ff0000"]
    assert figure.curves[0].dash == ((3, 1) if way is dashes else ())
    for curve, steps in zip(figure.curves, (CONTROL, TREATED), strict=True):
        times, survival = zip(*steps, strict=True)
        assert curve.time == pytest.approx(times, abs=0.3)
        assert curve.survival == pytest.approx(survival, abs=0.0005)


WAYS = (
    *(polyline, step_by_step, in_no_order, treads_then_risers, strokes_in_one_path),
    *(three_pieces, backwards, with_marks),
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("colours", [("0 0 1", "1 0 0"), ("0 0 0", "0 0 0")], ids=("two", "one"))
def test_curves_are_read_in_whatever_pieces_they_are_drawn(
    way: object, colours: tuple[str, str]
) -> None:
    curves = tuple(zip(colours, (CONTROL, TREATED), strict=True))
    assert_read(the_figure(replace(PANEL, draw=way, curves=curves)))


def test_a_curve_that_is_drawn_twice_and_rimmed_is_one() -> None:
    assert_read(the_figure(replace(PANEL, draw=twice, curves=(("0 0 1", CONTROL),))), [CONTROL],
                table=None)  # fmt: skip


def test_a_curve_goes_on_beyond_the_frame_that_cuts_it_off() -> None:
    clipped = replace(PANEL, draw=lambda p: f"q 80 190 250 220 re W n {polyline(p)}Q\n")
    assert_read(the_figure(clipped))


# Where a figure lies ------------------------------------------------------------------------


@pytest.mark.parametrize("page", [
    *({"extra": f"/Rotate {turn}"} for turn in (90, 180, 270)),
    {"box": "[-50 40 480 490]"}, {"extra": "/CropBox[10 20 470 480]"},
], ids=str)  # fmt: skip
def test_a_page_may_be_turned_and_cropped(page: dict[str, str]) -> None:
    assert_read(the_figure(PANEL, **page))


@pytest.mark.parametrize("matrix", ["0 1 -1 0 480 0", "0 -1 1 0 0 490", "-1 0 0 -1 490 490"])
def test_a_figure_that_lies_on_its_side_is_turned_upright(matrix: str) -> None:
    assert_read(the_figure(f"q {matrix} cm {PANEL.written()} Q"))


def test_figures_in_forms_stand_where_the_forms_are_placed() -> None:
    placed = "q .5 0 0 .5 0 200 cm /X0 Do Q q .5 0 0 .5 240 200 cm /X0 Do Q"
    left, right = figures(pdf(Page(placed, forms=[("/Matrix[1 0 0 1 5 -20]", PANEL.written())])))
    assert_read(left)
    assert_read(right)
    assert right.box[0] - left.box[0] == pytest.approx(240)
    assert left.axes.x[0][0] == pytest.approx((80 + 5) / 2)


def test_panels_of_a_page_are_figures_of_their_own() -> None:
    panels = [
        Panel(left=x, bottom=y, wide=180, high=120) for y in (360, 120) for x in (60, 310)
    ]  # fmt: skip
    found = figures(pdf(Page("".join(one.written() for one in panels))))
    assert [round(one.box[0]) for one in found] == [60, 310, 60, 310]
    for figure in found:
        assert_read(figure)


def test_panels_may_share_an_axis() -> None:
    left = Panel(left=60, wide=180, table=None)
    right = replace(left, left=270, label=lambda _: "")
    found = figures(pdf(Page(left.written() + right.written())))
    assert len(found) == 2
    for figure in found:
        assert_read(figure, table=None)


def test_box_and_axes_are_points_from_the_upper_left_corner() -> None:
    figure = the_figure(PANEL)
    assert figure.box == pytest.approx((80, 100, 380, 300), abs=0.01)
    assert figure.axes.column(np.array(60.0)) == pytest.approx(380, abs=0.01)
    assert figure.axes.row(np.array(0.5)) == pytest.approx(200, abs=0.01)


# Axes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "panel",
    [
        Panel(percent=True),
        Panel(label=lambda value: f"{100 * value:g}%"),
        Panel(label=lambda value: f"{value:.1f}".replace(".", ",")),
        Panel(label=lambda value: f"{value:.1f}".replace(".", "\N{MIDDLE DOT}")),
        Panel(label=lambda value: f"{value:.1f}".lstrip("0") or "0"),
        Panel(low=0.2),
        Panel(ticks=False),
    ],
    ids=("percent", "sign", "comma", "middle dot", "no zero", "from 20 %", "no ticks"),
)
def test_axes_are_read_as_they_are_labelled(panel: Panel) -> None:
    assert_read(the_figure(panel))


@pytest.mark.parametrize("percent", [False, True])
def test_events_that_rise_are_one_minus_what_is_printed(percent: bool) -> None:
    figure = the_figure(Panel(events=True, percent=percent))
    assert_read(figure)
    (low, none), (high, all_) = figure.axes.y
    assert (none, all_) == (1, 0)
    assert low > high


def beside(text: str, *, turned: bool = True) -> Callable[[Panel], str]:
    return lambda one: word(text, one.left - (30 if turned else 20), one.bottom + (
        one.high / 2 if turned else one.high + 16), turned=turned)  # fmt: skip


def percent_of_five(value: float) -> str:
    return f"{5 * value:g}"


@pytest.mark.parametrize("more", [
    *(beside(text) for text in ("Dead (%)", "Percent dead", "Tote, Prozent")),
    beside("%", turned=False),
])  # fmt: skip
def test_a_sign_beside_an_axis_says_that_it_counts_percent(more: Callable[[Panel], str]) -> None:
    figure = the_figure(Panel(events=True, label=percent_of_five, more=more))
    steps = [[(time, 1 - (1 - share) / 20) for time, share in one] for one in (CONTROL, TREATED)]
    assert_read(figure, steps)


def test_an_axis_that_a_frame_cuts_a_label_short_of_all_patients_counts_shares() -> None:
    assert_read(the_figure(Panel(label=lambda value: f"{value:g}" if value < 1 else "")))


def late(steps: Steps) -> Steps:
    return [(time, 0.8 * share) for time, share in steps]


@pytest.mark.parametrize(("panel", "said"), [
    (Panel(events=True, more=beside("Cumulative incidence (%)")), "sign of percent"),
    (Panel(label=lambda value: f"{60 * value:g}", events=True), "from 0 to 60"),
    (Panel(label=lambda value: f"{4 * value:g}", events=True), "from 0 to 4"),
    (Panel(label=percent_of_five), "from 0 to 5"),
    (Panel(label=lambda value: f"{80 * value:g}"), "from 0 to 80"),
    (Panel(events=True, more=beside("Cumulative hazard")), "one of hazard"),
    (Panel(curves=(("0 0 1", late(CONTROL)), ("1 0 0", late(TREATED)))), "with all patients"),
    (Panel(across=lambda time: f"{1000 * time / 12:,.0f}" if time else ""), "1,000 to 5,000"),
    (Panel(across=lambda time: f"{1 + time / 12:.3f}"), "1.000 to 6.000"),
], ids=range(9))  # fmt: skip
def test_axes_whose_numbers_cannot_be_told_are_refused_in_words(panel: Panel, said: str) -> None:
    with pytest.raises(DigitisingError, match=said):
        figures(pdf(Page(panel.written())))


@pytest.mark.parametrize("space", [",", ".", " ", "\N{NO-BREAK SPACE}", "'"])
def test_thousands_at_an_axis_are_thousands(space: str) -> None:
    panel = Panel(across=lambda time: f"{250 * time / 12:,.0f}".replace(",", space))
    figure = the_figure(panel)
    assert figure.axes.x[1][1] == 1250
    assert figure.curves[0].time[-1] == pytest.approx(50 * 250 / 12, abs=0.5)


@pytest.mark.parametrize("across", [
    lambda time: f"{time / 12:.3f}".replace(".", ","), lambda time: f"{time / 24:g}",
    lambda time: f"{time / 12 * 1.125:g}",
])  # fmt: skip
def test_decimals_at_an_axis_are_decimals(across: Callable[[float], str]) -> None:
    last = float(across(60).replace(",", "."))
    assert the_figure(Panel(across=across)).axes.x[1][1] == last


@pytest.mark.parametrize("space", [",", ".", " ", "\N{NO-BREAK SPACE}"])
def test_thousands_of_patients_at_risk_are_thousands(space: str) -> None:
    rows = [[f"{20 * n:,}".replace(",", space) for n in row] for row in AT_RISK]
    figure = the_figure(Panel(table=None, more=lambda one: _lines(one, 50, rows)))
    assert_read(figure, table=[[20 * n for n in row] for row in AT_RISK])


def grid(panel: Panel) -> str:
    upright = (polyline([panel.place(time, 0), panel.place(time, 1)]) for time in TICKS)
    level = (polyline([panel.place(0, v / 5), panel.place(60, v / 5)]) for v in range(6))
    return ".9 .9 .9 RG " + "".join((*upright, *level))


def frame(panel: Panel) -> str:
    return f"0 0 0 RG {panel.left} {panel.bottom} {panel.wide} {panel.high} re S\n"


def to_the_median(panel: Panel) -> str:
    return "0 0 0 RG " + polyline([panel.place(*at) for at in ((0, 0.5), (18, 0.5), (18, 0))])


def limits(panel: Panel) -> str:
    """The upper one rises at its end, as one may."""
    lower, upper = (
        polyline(panel.corners([(t, min(1, v + side * t / 500)) for t, v in CONTROL]))
        for side in (-1, 1)
    )
    return f"0 0 1 RG [1 1] 0 d .7 w {lower}{upper}[] 0 d "


def band(panel: Panel) -> str:
    above, below = (
        panel.corners([(t, min(1, v + side)) for t, v in CONTROL]) for side in (0.1, -0.1)
    )
    return ".8 .8 1 rg " + polyline(above + below[::-1], "f")


def text_around(panel: Panel) -> str:
    lines = (" ".join(str((7 * i + 13 * j) % 100) for j in range(12)) for i in range(8))
    words = [word(line, 250, 480 - 10 * i) for i, line in enumerate(lines)]
    return "".join(words + [word(f"{3.5 * i:.1f}", 450, 480 - 11 * i) for i in range(20)])


@pytest.mark.parametrize("more", [grid, frame, to_the_median, limits, band, text_around])
def test_what_else_is_drawn_is_no_curve(more: object) -> None:
    assert_read(the_figure(replace(PANEL, more=more)))


def test_lines_of_a_grid_do_for_ticks() -> None:
    figure = the_figure(Panel(ticks=False, more=grid))
    assert figure.axes.column(np.array(60.0)) == pytest.approx(380, abs=0.01)


# Numbers at risk ----------------------------------------------------------------------------


@pytest.mark.parametrize("table", [
    None,
    AT_RISK[:1],
    ((100, 71, 52, 30, 14, 15), AT_RISK[1]),
    (*AT_RISK, (50, 40, 30, 20, 10, 0)),
], ids=("none", "a row less", "a row that rises", "a row more"))  # fmt: skip
def test_a_table_that_does_not_fit_is_refused(table: Sequence[Sequence[int]] | None) -> None:
    assert_read(the_figure(Panel(table=table)), table=None)


def test_a_row_may_end_early() -> None:
    table = (AT_RISK[0][:4], AT_RISK[1])
    assert_read(the_figure(Panel(table=table)), table=table)


def _lines(panel: Panel, start: float, rows: Sequence[Sequence[str]]) -> str:
    return "".join(
        word(text, panel.place(time, 1)[0], panel.bottom - start - 12 * line)
        for line, row in enumerate(rows)
        for time, text in zip(TICKS, row, strict=True)
    )


def test_those_censored_in_brackets_are_no_patients_at_risk() -> None:
    rows = [[f"{n} ({i})" for i, n in enumerate(row)] for row in AT_RISK]
    title = word("Number at risk (number censored)", 150, 164)
    assert_read(the_figure(Panel(table=None, more=lambda one: title + _lines(one, 50, rows))))


@pytest.mark.parametrize("title", ["Number of events", "No. censored", "Cumulative events"])
def test_a_second_table_of_events_is_left_out(title: str) -> None:
    rows = [["0", "9", "12", "20", "24", "30"], ["20", "12", "7", "3", "1", "0"]]
    more = lambda one: word(title, 150, 124) + _lines(one, 88, rows)  # noqa: E731
    assert_read(the_figure(Panel(more=more)))


def test_a_papers_text_below_and_beside_a_table_is_no_part_of_it() -> None:
    text = "".join(
        word(" ".join(("survived 12 of 24 months", "0.8 (36 to 60)")[:2]), 250, 126 - 10 * line)
        for line in range(4)
    )
    beside = "".join(word("column of text", 5, 150 - 12 * line, size=6) for line in range(2))
    figure = the_figure(Panel(left=120, more=lambda _: text + beside))
    assert_read(figure)
    assert figure.at_risk is not None
    assert [one.label for one in figure.at_risk] == ["Arm 0", "Arm 1"]


def test_a_number_in_a_rows_name_is_none_of_the_table() -> None:
    names = word("20 mg twice", 28, 150) + word("Arm 2", 58, 138)
    rows = [[str(n) for n in row] for row in AT_RISK]
    figure = the_figure(Panel(table=None, more=lambda one: names + _lines(one, 50, rows)))
    assert_read(figure)
    assert figure.at_risk is not None
    assert [one.label for one in figure.at_risk] == ["20 mg twice", "Arm 2"]


def test_a_table_with_an_axis_of_its_own_is_read() -> None:
    """As some packages print it: a panel below the figure, the times written once more."""
    title = word("Number at risk", 110, 164)
    times = [[f"{time}" for time in TICKS]]
    assert_read(the_figure(Panel(more=lambda one: title + _lines(one, 76, times))))


def test_rows_are_called_as_they_are_printed() -> None:
    figure = the_figure(PANEL)
    assert figure.at_risk is not None
    assert [one.label for one in figure.at_risk] == ["Arm 0", "Arm 1"]


# Papers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", GIVEN[::6], ids=lambda known: known.name)
def test_two_figures_side_by_side_in_a_paper_are_read_from_left_to_right(known: Known) -> None:
    assert known.pdf is not None
    lines = [
        word("12 of 24 died; ratio 0.8 (0.6 to 1.0), n = 120", 140, y) for y in range(800, 420, -9)
    ]
    paper = PdfWriter(clone_from=io.BytesIO(pdf(Page("".join(lines), box="[0 0 595 842]"))))
    for left, low in ((20, 190), (310, 195)):
        drawn = PdfReader(io.BytesIO(known.pdf)).pages[0]
        placed = Transformation().scale(250 / float(drawn.mediabox.width)).translate(left, low)
        paper.pages[0].merge_transformed_page(drawn, placed)
    written = io.BytesIO()
    paper.write(written)
    left, right = figures(written.getvalue())
    assert left.box[0] < right.box[0]
    for figure in (left, right):
        for curve, true in zip(figure.curves, known.curves, strict=True):
            at = np.linspace(0, true.end, 999)[:-1]
            error = np.abs(value_at(curve.time, curve.survival, at) - true.at(at))
            assert error.mean() <= 0.0005
        assert figure.at_risk is None or (
            [one.n_at_risk for one in figure.at_risk] == list(known.n_at_risk)
        )


# The process apart --------------------------------------------------------------------------


def test_what_is_read_apart_is_what_is_read_here() -> None:
    data = pdf(Page(""), Page(PANEL.written()))
    (apart,), (here,) = read_pdf(data, page=1), figures(data, 1)
    assert (apart.at_risk, apart.box, apart.axes) == (here.at_risk, here.box, here.axes)
    for one, other in zip(apart.curves, here.curves, strict=True):
        assert (one.colour, one.dash) == (other.colour, other.dash)
        assert np.array_equal(one.time, other.time)
        assert np.array_equal(one.survival, other.survival)


def test_pages_are_counted_and_shown() -> None:
    data = pdf(Page(""), Page(PANEL.written(), box="[0 0 500 400]"))
    assert page_count(data) == 2
    picture = render(data, 1, 1000)
    assert picture.shape == (800, 1000, 3)
    assert picture.dtype == np.uint8
    figure = read_pdf(data, page=1)[0]
    curve = figure.curves[0]
    places = [2 * float(figure.axes.column(curve.time[2])) + 8, 2 * float(figure.axes.row(0.75))]
    red, green, blue = picture[round(places[1]), round(places[0])].astype(int)
    assert blue > red + 100
    assert blue > green + 100


def test_a_page_without_a_curve_is_refused_in_words() -> None:
    with pytest.raises(DigitisingError, match="Page 1 holds no curve as vector graphics"):
        read_pdf(pdf(Page(text_around(PANEL))))
