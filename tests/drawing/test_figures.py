"""Figures: what is drawn is what the record says, at every width, in both framings."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from tradeoff.drawing import labels, survival
from tradeoff.drawing.forest import ForestRow, ForestView, forest_chart
from tradeoff.drawing.labels import Ground
from tradeoff.drawing.probability import ProbabilityLine, ProbabilityView, probability_chart
from tradeoff.drawing.scene import Plane, Text, read
from tradeoff.drawing.series import AxisRange, Band, PublishedPoint, RiskLine, Series, SurvivalView
from tradeoff.drawing.survival import FIGURE_HEIGHT, survival_chart, survival_svg
from tradeoff.drawing.to_plotly import FIGURE_CONFIG
from tradeoff.findings.choices import Framing
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.words.table import Table

NS = {"s": "http://www.w3.org/2000/svg"}
HOSTILE = "<a href='https://example.org'>x</a><script>alert(1)</script> & %{x}"


def series(at_36: float, label: str, value_label: str, *, end: int = 36) -> Series:
    months = tuple(float(month) for month in range(end + 1))
    rate = -math.log(at_36) / (1 - math.exp(-36 / 20))
    survival = tuple(math.exp(-rate * (1 - math.exp(-month / 20))) for month in months)
    bulge = tuple(0.05 * math.sin(math.pi * min(1.0, month / 36)) for month in months)
    spread = tuple(0.09 * math.sqrt(month / 36) for month in months)

    def band(half: tuple[float, ...]) -> Band:
        pairs = tuple(zip(survival, half, strict=True))
        return Band(
            tuple(max(0.0, s - h) for s, h in pairs), tuple(min(1.0, s + h) for s, h in pairs)
        )

    return Series(
        label,
        months,
        survival,
        value_label,
        band(spread),
        band(bulge),
        (PublishedPoint(36, at_36, at_36 - 0.09, at_36 + 0.07),),
    )


def view(
    *, control: float = 0.68, experimental: float = 0.85, end: int = 36, **choices: object
) -> SurvivalView:
    return SurvivalView(
        **{
            "arms": Arms(
                series(control, "Chemotherapy alone", "68", end=end),
                series(experimental, "Blinatumomab + chemotherapy", "85", end=end),
            ),
            "alt": "Survival in both arms.",
            "x_title": "Months since randomisation",
            "y_title": "Alive, out of 100",
            "marked_months": 36.0,
            "title": "Overall survival",
            "notes": ("Rings: published.",),
            **choices,
        }
    )


def with_control(control: Series) -> SurvivalView:
    return replace(view(), arms=replace(view().arms, control=control))


DIED = {"framing": Framing.DIED}
EVERY_VIEW = {
    "alive": view(),
    "room": view(show_room=True),
    "no ranges": view(show_band=False),
    "died": view(**DIED),
    "half": view(axis=AxisRange.HALF),
    "died half": view(axis=AxisRange.HALF, **DIED),
    "first 24": view(axis=AxisRange.FIRST_24_MONTHS),
    "60 months": view(
        end=60,
        marked_months=60.0,
        median_follow_up_months=54.0,
        beyond_label="beyond median follow-up",
    ),
    "36 of 60": view(end=60, median_follow_up_months=43.0, beyond_label="beyond median follow-up"),
    "36 of 60 died": view(end=60, **DIED),
    "month 17": view(marked_months=17.0),
    "month 17 died": view(marked_months=17.0, **DIED),
    "overlap": view(experimental=0.72, show_room=True),
    "equal": view(experimental=0.68),
    "worse": view(experimental=0.55),
    "low": view(control=0.06, experimental=0.09, show_room=True),
    "low died": view(control=0.06, experimental=0.09, **DIED),
    "high": view(control=0.97, experimental=0.99),
    "high died": view(control=0.97, experimental=0.99, **DIED),
    "unmarked": view(marked_months=None),
    "dotted 36": view(dotted=True),
    "dotted 17": view(dotted=True, marked_months=17.0),
    "dotted 17 died": view(dotted=True, marked_months=17.0, **DIED),
}


def traces(figure: go.Figure, layer: str) -> dict[str, go.Scatter]:
    return {t.meta["role"]: t for t in figure.data if t.meta["layer"] == layer}


def named(figure: go.Figure, start: str) -> list[go.layout.Shape]:
    return [shape for shape in figure.layout.shapes if (shape.name or "").startswith(start)]


# --- What is drawn


def test_lines_are_survival_out_of_100_with_a_point_for_each_month() -> None:
    lines = traces(survival_chart(view(), theme="light").figure, "line")
    assert list(lines["experimental"].x) == list(range(37))
    assert lines["experimental"].y[36] == pytest.approx(85)
    assert lines["control"].y[36] == pytest.approx(68)
    assert lines["control"].y[0] == 100


def test_died_is_100_minus_alive_for_lines_bands_and_published_points() -> None:
    alive = survival_chart(view(show_room=True), theme="light").figure
    died = survival_chart(view(show_room=True, **DIED), theme="light").figure
    for role in Role:
        lines = (traces(shown, "line")[role].y for shown in (alive, died))
        assert all(sum(pair) == pytest.approx(100) for pair in zip(*lines, strict=True))
        for layer in ("band", "room"):
            upper, lower = (sorted(traces(shown, layer)[role].y) for shown in (alive, died))
            mirrored = [100 - height for height in reversed(lower)]
            assert mirrored == pytest.approx(upper)
    ring = next(s for s in died.layout.shapes if s.name == "published experimental 36")
    assert ring.yanchor == pytest.approx(15)
    whisker = next(s for s in died.layout.shapes if s.name == "published control 36 interval")
    assert (whisker.y0, whisker.y1) == (pytest.approx(25), pytest.approx(41))


def test_arms_differ_by_dash_and_not_by_colour_only() -> None:
    lines = traces(survival_chart(view(), theme="light").figure, "line")
    assert lines["experimental"].line.dash == "solid"
    assert lines["control"].line.dash != "solid"


def test_the_range_is_a_shaded_surface_and_where_the_line_may_run_a_hatched_one() -> None:
    figure = survival_chart(view(show_room=True), theme="light").figure
    for role in Role:
        band, room = (traces(figure, layer)[role] for layer in ("band", "room"))
        assert band.fill == room.fill == "toself"
        assert band.line.width == room.line.width == 0
        assert band.fillpattern.shape is None
        assert room.fillpattern.shape == "/"
        assert room.fillpattern.fgcolor == traces(figure, "line")[role].line.color


def test_where_the_line_may_run_lies_over_the_range_and_under_the_line() -> None:
    figure = survival_chart(view(show_room=True), theme="light").figure
    for role in Role:
        layers = [t.meta["layer"] for t in figure.data if t.meta["role"] == role]
        assert layers.index("band") < layers.index("room") < layers.index("line")


@pytest.mark.parametrize(
    ("band", "room", "layers"),
    [
        (True, True, {"band", "room", "line"}),
        (True, False, {"band", "line"}),
        (False, True, {"room", "line"}),
        (False, False, {"line"}),
    ],
)
def test_toggles_leave_few_traces(*, band: bool, room: bool, layers: set[str]) -> None:
    figure = survival_chart(view(show_band=band, show_room=room), theme="light").figure
    assert [trace.meta["layer"] for trace in figure.data].count("line") == len(Role)
    assert {trace.meta["layer"] for trace in figure.data} == layers
    assert len(figure.data) == len(Role) * len(layers)
    drawn = ET.fromstring(survival_svg(view(show_band=band, show_room=room)))
    paths = [path.attrib["data-layer"] for path in drawn.findall(".//s:path[@data-layer]", NS)]
    assert set(paths) == layers
    assert len(drawn.findall(".//s:pattern", NS)) == (len(Role) if room else 0)


def test_by_default_the_range_is_shown_and_where_the_line_may_run_is_not() -> None:
    shown = view()
    assert (shown.show_band, shown.show_room) == (True, False)


def test_the_svg_hatches_each_arm_in_its_own_colour() -> None:
    root = ET.fromstring(survival_svg(view(show_room=True)))
    strokes = {}
    for pattern in root.findall(".//s:pattern", NS):
        (stroke,) = pattern.findall("s:path", NS)
        strokes[pattern.attrib["id"]] = stroke.attrib["stroke"]
    rooms = root.findall(".//s:path[@data-layer='room']", NS)
    assert {path.attrib["fill"] for path in rooms} == {f"url(#{name})" for name in strokes}
    for line in root.findall(".//s:path[@data-layer='line']", NS):
        assert strokes[f"hatch-{line.attrib['data-role']}"] == line.attrib["stroke"]


def test_published_points_are_rings_with_their_interval() -> None:
    figure = survival_chart(view(), theme="light").figure
    ring = named(figure, "published experimental 36")
    assert sorted(shape.name.removeprefix("published experimental 36") for shape in ring) == [
        "",
        " interval",
        " limit",
        " limit",
    ]


def test_overlapping_intervals_stand_side_by_side_and_others_on_their_month() -> None:
    def shift(shown: SurvivalView) -> list[float]:
        figure = survival_chart(shown, theme="light").figure
        ranges = [s for s in figure.layout.shapes if s.name.endswith("interval")]
        return [s.x0 if s.xsizemode == "pixel" else s.x0 - 36 for s in ranges]

    assert shift(view(experimental=0.72)) == [-3.5, 3.5]
    assert shift(view(control=0.4)) == [0, 0]


def test_a_ring_on_the_floor_is_drawn_whole() -> None:
    layout = survival_chart(EVERY_VIEW["high died"], theme="light").figure.layout
    assert layout.yaxis.range[0] < 0
    assert survival_chart(view(), theme="light").figure.layout.yaxis.range[0] == 0


def test_a_published_point_without_interval_is_a_ring_alone() -> None:
    bare = replace(view().arms.control, published=(PublishedPoint(36, 0.68),))
    figure = survival_chart(with_control(bare), theme="light").figure
    assert len(named(figure, "published control")) == 1


def test_staircases_keep_their_corners() -> None:
    steps = replace(view().arms.control, steps=True)
    figure = survival_chart(with_control(steps), theme="light").figure
    assert traces(figure, "line")["control"].line.shape == "hv"
    assert len(traces(figure, "band")["control"].x) == 2 * (2 * 37 - 1)


def test_the_figure_answers_no_pointer_by_itself() -> None:
    """What is read at a month is the cross-hair's, which lies over the figure."""
    figure = survival_chart(view(), theme="light").figure
    assert figure.layout.hovermode is False
    assert {trace.hoverinfo for trace in figure.data} == {"skip"}


# --- Axes, marks and words


@pytest.mark.parametrize(
    ("choices", "x_end", "y_ticks"),
    [
        ({}, 36, [0, 25, 50, 75, 100]),
        ({"axis": AxisRange.FIRST_24_MONTHS}, 24, [0, 25, 50, 75, 100]),
        ({"axis": AxisRange.HALF}, 36, [50, 60, 70, 80, 90, 100]),
        ({"axis": AxisRange.HALF, **DIED}, 36, [0, 10, 20, 30, 40, 50]),
    ],
)
def test_axis_choices(choices: dict[str, object], x_end: int, y_ticks: list[int]) -> None:
    layout = survival_chart(view(**choices), theme="light").figure.layout
    assert layout.xaxis.tickvals[-1] == x_end
    assert list(layout.yaxis.tickvals) == y_ticks
    assert layout.xaxis.range[1] == pytest.approx(x_end, rel=0.06)


def test_ticks_come_every_6_or_12_months_and_a_dotted_month_is_bold() -> None:
    short = survival_chart(view(), theme="light").figure.layout.xaxis
    assert list(short.tickvals) == [0, 6, 12, 18, 24, 30, 36]
    assert short.ticktext is None
    dotted = view(end=60, marked_months=30.0, dotted=True)
    long = survival_chart(dotted, theme="light").figure.layout.xaxis
    assert list(long.ticktext) == ["0", "12", "24", "<b>30</b>", "36", "48", "60"]


def test_values_stand_at_their_month_and_a_line_only_where_it_is_asked_for() -> None:
    plain, dotted = (
        survival_chart(view(dotted=dotted), theme="light").figure for dotted in (False, True)
    )
    assert not named(plain, "marked-month")
    (line,) = named(dotted, "marked-month")
    assert line.x0 == line.x1 == 36
    for figure in (plain, dotted):
        words = [annotation.text for annotation in figure.layout.annotations]
        assert {"<b>85</b>", "<b>68</b>"} <= set(words)


def test_values_beyond_the_axis_are_not_drawn() -> None:
    shown = view(axis=AxisRange.FIRST_24_MONTHS, dotted=True)
    figure = survival_chart(shown, theme="light").figure
    assert not named(figure, "marked-month")
    assert "<b>85</b>" not in [annotation.text for annotation in figure.layout.annotations]


def test_the_axis_beyond_median_follow_up_is_shaded_and_labelled() -> None:
    figure = survival_chart(EVERY_VIEW["36 of 60"], theme="light").figure
    (shade,) = named(figure, "beyond-follow-up")
    assert shade.x0 == 43
    assert "beyond median follow-up" in [a.text for a in figure.layout.annotations]
    assert not named(survival_chart(view(median_follow_up_months=43), theme="light").figure, "bey")


def test_numbers_at_risk_stand_under_their_months() -> None:
    line = RiskLine("at risk", ((0.0, "112"), (7.0, "101"), (12.0, "98")))
    rows = Arms(control=(line,), experimental=())
    plain = survival_chart(view(), theme="light").figure
    figure = survival_chart(view(at_risk=rows, at_risk_title="At risk"), theme="light").figure
    assert figure.layout.height > plain.layout.height
    cells = {a.text: a.x for a in figure.layout.annotations if a.text in {"112", "101", "98"}}
    assert cells == {"112": 0, "98": 12}  # month 7 is no tick


def placed(shown: SurvivalView) -> tuple[Plane, dict[str, Text]]:
    """The plot at 320 pixels and its smallest height, and the words that were placed in it."""
    plane = survival.screen_plane(shown)
    marks = survival._marks(shown, plane, survival._Around(6, 312, 8, 27, 54))
    texts = [mark for mark in marks if isinstance(mark, Text) and not mark.at.share]
    return plane, {text.lines[0]: text for text in texts}


#: Of the plot: at 320 pixels, on Consultation, on large screens; as low as it gets, and higher.
SIZES = ((254, 242), (254, 420), (264, 300), (310, 242), (684, 342), (1200, 600), (1516, 900))


def line_at(series: Series, month: float) -> float:
    return read(series.months, series.survival, month, steps=series.steps)


@pytest.mark.parametrize("name", EVERY_VIEW)
def test_no_words_collide_with_words_or_lines_at_any_size(name: str) -> None:
    shown = EVERY_VIEW[name]
    plane, texts = placed(shown)
    names = {s.label for s in shown.arms.shown}
    assert names <= texts.keys()
    smallest = plane
    for width, height in SIZES:
        plane = replace(smallest, width=width, height=height)
        boxes = {words: text.box(plane) for words, text in texts.items()}
        every = list(boxes.values())
        for place, first in enumerate(every):
            for second in every[place + 1 :]:
                assert not (
                    first[0] < second[2]
                    and second[0] < first[2]
                    and first[1] < second[3]
                    and second[1] < first[3]
                ), (width, boxes)
        for label in names:
            left, top, right, bottom = boxes[label]
            for line in shown.arms.shown:
                for step in range(21):
                    month = plane.x_at(left + (right - left) * step / 20)
                    if month <= shown.last_month:
                        (drawn,) = shown.drawn((line_at(line, month),))
                        assert not top < plane.py(drawn) < bottom, (width, label, month)


def test_the_svg_and_the_figure_place_words_by_the_same_layout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Ground] = []
    place = labels.placed
    monkeypatch.setattr(labels, "placed", lambda ground: calls.append(ground) or place(ground))
    survival_chart(view(), theme="light")
    survival_svg(view())
    assert len(calls) == 2


def test_hostile_words_stay_words() -> None:
    shown = view(x_title=HOSTILE, y_title=HOSTILE, title=HOSTILE, notes=(HOSTILE,), alt=HOSTILE)
    hostile = replace(shown.arms.control, label=HOSTILE, value_label=HOSTILE)
    shown = replace(shown, arms=replace(shown.arms, control=hostile))
    figure = survival_chart(shown, theme="light").figure
    words = [a.text for a in figure.layout.annotations]
    assert not any(re.search(r"<(a|script)", text) for text in words)
    root = ET.fromstring(survival_svg(shown))
    assert not root.findall(".//s:script", NS)
    assert not root.findall(".//s:a", NS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_left_to_plotlys_own_template(theme: str) -> None:
    layout = survival_chart(view(), theme=theme).figure.layout
    assert layout.template.layout.to_plotly_json() == {}
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert "sans-serif" in layout.font.family
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


def test_the_smallest_height_is_the_same_over_every_choice() -> None:
    heights = {survival_chart(v, theme="light").figure.layout.height for v in EVERY_VIEW.values()}
    assert heights == {FIGURE_HEIGHT}


def test_config_has_no_bar_and_no_zoom() -> None:
    assert FIGURE_CONFIG["displayModeBar"] is False
    assert FIGURE_CONFIG["scrollZoom"] is False
    assert FIGURE_CONFIG["doubleClick"] is False


def test_a_chart_carries_its_sentence() -> None:
    assert survival_chart(view(), theme="light").alt == "Survival in both arms."


# --- SVG


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("name", EVERY_VIEW)
def test_svg_is_well_formed_with_both_lines_and_the_sentence(name: str, theme: str) -> None:
    root = ET.fromstring(survival_svg(EVERY_VIEW[name], theme=theme))
    assert root.findtext("s:desc", namespaces=NS) == "Survival in both arms."
    lines = root.findall(".//s:path[@data-layer='line']", NS)
    assert {line.attrib["data-role"] for line in lines} == {"control", "experimental"}
    dashed = [line for line in lines if "stroke-dasharray" in line.attrib]
    assert [line.attrib["data-role"] for line in dashed] == ["control"]


def test_svg_carries_title_and_notes_and_rings() -> None:
    root = ET.fromstring(survival_svg(view()))
    words = [text.text for text in root.iterfind(".//s:text", NS)]
    assert {"Overall survival", "Rings: published.", "85", "68"} <= set(words)
    assert len(root.findall(".//s:circle[@data-name]", NS)) == 2


# --- Records


def test_records_refuse_what_does_not_fit() -> None:
    good = view().arms.control
    with pytest.raises(ValueError, match="36 entries of survival for 37 months"):
        replace(good, survival=good.survival[1:])
    with pytest.raises(ValueError, match=r"entries of band\.upper"):
        replace(good, band=Band(good.survival, good.survival[1:]))
    with pytest.raises(ValueError, match=r"entries of room\.lower"):
        replace(good, room=Band(good.survival[1:], good.survival))
    with pytest.raises(ValueError, match="each after the last"):
        replace(good, months=good.months[::-1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        replace(good, survival=tuple(100 * s for s in good.survival))
    with pytest.raises(ValueError, match="row 1: 1 cells under 2 columns"):
        Table("t", ("a", "b"), (("1",),))


# --- Subgroups


def forest() -> ForestView:
    return ForestView(
        (
            ForestRow("All", 0.41, 0.23, 0.73, 224, "0.41 (0.23 to 0.73)", overall=True),
            ForestRow("Under 55", 0.21, 0.08, 0.56, 129, "0.21 (0.08 to 0.56)"),
            ForestRow("55 and over", 0.66, 0.31, 1.41, 95, "0.66 (0.31 to 1.41)"),
            ForestRow("No interval", 0.8, None, None, 20, "0.80, no interval"),
            ForestRow("Nothing", None, None, None, 10, "not available"),
        ),
        "alt",
        "Hazard ratio",
        "fewer deaths",
        "more deaths",
    )


def test_forest_rows_run_from_the_top_on_a_log_axis_with_1_marked() -> None:
    figure = forest_chart(forest(), theme="light").figure
    assert figure.layout.xaxis.type == "log"
    heights = [trace.y[0] for trace in figure.data]
    assert heights == sorted(heights, reverse=True)
    (one,) = named(figure, "one")
    assert one.x0 == one.x1 == 1
    low, high = (10**end for end in figure.layout.xaxis.range)
    assert low < 0.08
    assert high > 1.41


def test_forest_intervals_reach_their_limits() -> None:
    under = forest_chart(forest(), theme="light").figure.data[1]
    assert under.x[0] - under.error_x.arrayminus[0] == pytest.approx(0.08)
    assert under.x[0] + under.error_x.array[0] == pytest.approx(0.56)


def test_forest_squares_grow_with_n_and_a_missing_interval_is_a_ring() -> None:
    figure = forest_chart(forest(), theme="light").figure
    everybody, under, over, bare = figure.data
    assert everybody.marker.symbol == "diamond"
    assert under.marker.size > over.marker.size
    assert bare.marker.symbol == "circle-open"
    assert not bare.error_x.visible
    words = [annotation.text for annotation in figure.layout.annotations]
    assert {"not available", "0.80, no interval", "← fewer deaths", "more deaths →"} <= set(words)


def test_a_heading_in_the_forest_is_bold_and_has_no_mark() -> None:
    rows = forest().rows
    headed = replace(
        forest(),
        rows=(
            *rows[:3],
            ForestRow("Later reports", None, None, None, None, "", head=True),
            *rows[3:],
        ),
    )
    plain, figure = (forest_chart(shown, theme="light").figure for shown in (forest(), headed))
    assert len(figure.data) == len(plain.data)
    words = [annotation.text for annotation in figure.layout.annotations]
    assert "<b>Later reports</b>" in words
    assert "<b>All</b>" in words
    assert "Under 55" in words
    heights = [trace.y[0] for trace in figure.data]
    assert heights[2] - heights[3] == pytest.approx(2)  # the heading takes a row of its own


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.inf, math.nan])
def test_forest_refuses_ratios_that_have_no_logarithm(ratio: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        ForestRow("x", ratio, None, None, 1, "")
    with pytest.raises(ValueError, match="both limits"):
        ForestRow("x", 1.0, 0.5, None, 1, "")


# --- Probability


def probability(**choices: object) -> ProbabilityView:
    preferences = (0.0, 50.0, 100.0)
    return ProbabilityView(
        **{
            "preferences": preferences,
            "main": ProbabilityLine("Independent", (1.0, 0.9, 0.4), ("a", "b", "c")),
            "alt": "alt",
            "x_title": "How bad",
            "y_title": "Gain larger, out of 100",
            "others": (ProbabilityLine("−0.3", (1, 0.8, 0.4)), ProbabilityLine("+0.3", (1, 1, 0))),
            **choices,
        }
    )


def test_probability_is_drawn_out_of_100_with_correlations_as_thin_lines() -> None:
    *others, main = probability_chart(probability(), theme="light").figure.data
    assert list(main.y) == [100, 90, 40]
    assert all(line.line.width < main.line.width for line in others)
    assert len({line.line.dash for line in (main, *others)}) == 3


def test_no_preference_is_marked_until_one_is_set() -> None:
    unset = probability_chart(probability(), theme="light").figure
    assert not named(unset, "set-")
    figure = probability_chart(probability(set_preference=50.0, set_label="90"), theme="light")
    (line,) = named(figure.figure, "set-preference")
    (point,) = named(figure.figure, "set-point")
    assert line.x0 == point.xanchor == 50
    assert point.yanchor == 90
    assert "<b>90</b>" in [annotation.text for annotation in figure.figure.layout.annotations]


def test_probability_refuses_lines_of_another_length() -> None:
    with pytest.raises(ValueError, match="1 entries for 3 preferences"):
        probability(main=ProbabilityLine("x", (1.0,)))
