"""The cross-hair: every month has its answer, at the place where the figure has that month."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.views import DATA, e1910, view, without_curves
from tradeoff.drawing.cross_hair import CrossHair, cross_hair, in_shares, over_chart
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.series import AxisRange, SurvivalView
from tradeoff.drawing.survival import screen_plane, survival_chart, survival_scene
from tradeoff.findings.choices import Framing
from tradeoff.findings.reconstructed import MonthRead, read_months
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.trial.records import Trial
from tradeoff.words.read_out import PARTS, read_out_line
from tradeoff.words.say import ENGLISH


@cache
def shipped(trial_id: str) -> Trial:
    return load_trial(DATA / trial_id)


PLACES = [
    (trial_id, endpoint.id, cut.id)
    for trial_id in trial_ids(DATA)
    for endpoint in shipped(trial_id).endpoints
    for cut in shipped(trial_id).cuts_with(endpoint.id)
]
every_place = pytest.mark.parametrize("place", PLACES, ids="-".join)
every_framing = pytest.mark.parametrize("framing", list(Framing))


def found(place: tuple[str, str, str], **changes: object) -> Findings:
    trial_id, endpoint, cut = place
    trial = shipped(trial_id)
    months = max(trial.landmark_months(cut, endpoint), default=None)
    return view(trial, **{"endpoint": endpoint, "cut": cut, "months": months, **changes})


def months_of(shown: Findings) -> dict[int, MonthRead | None]:
    return read_months(shown.trial, shown.choices.cut, shown.choices.endpoint)


def drawn(shown: Findings, **options: object) -> SurvivalView:
    made = survival_view(ENGLISH, shown, CurveOptions(**options))  # type: ignore[arg-type]
    assert made is not None
    return made


def laid(shown: Findings, **options: object) -> CrossHair:
    made = over_chart(ENGLISH, shown, drawn(shown, **options), months_of(shown))
    assert made is not None
    return made


def said(answer: dict[str, str]) -> str:
    return read_out_line(ENGLISH, {name: answer[name] for name in PARTS})


def test_the_line_says_month_both_arms_the_difference_and_how_it_is_known() -> None:
    answers = dict(enumerate(laid(view()).answers, 12))
    assert said(answers[24]) == (
        "24 months: 87 (79 to 92) vs 75 (65 to 84): 12 more (1 to 23) · reconstructed"
    )
    assert said(answers[36]) == (
        "36 months: 85 (77 to 91) vs 68 (58 to 76): 17 more (5 to 29) · published, range calculated"
    )
    died = dict(enumerate(laid(view(framing=Framing.DIED)).answers, 12))
    assert said(died[36]) == (
        "36 months: 15 (9 to 23) vs 32 (24 to 42): 17 fewer (5 to 29) · published, range calculated"
    )
    assert died[36]["aria"] == (
        "36 months: of 100, 15 (9 to 23) had died with blinatumomab added, 32 (24 to 42) with "
        "chemotherapy alone: 17 fewer (5 to 29), published, range calculated"
    )


def test_the_month_before_a_landmark_looks_no_surer_than_the_landmark() -> None:
    """At month 35 it once said 85 to 86, and 76 to 91 one month later."""
    before, at = laid(view()).answers[-2:]
    assert before["experimental_range"] == at["experimental_range"] == "77 to 91"


@every_place
@every_framing
def test_every_month_of_the_axis_has_an_answer_or_there_is_no_cross_hair(
    place: tuple[str, str, str], framing: Framing
) -> None:
    shown = found(place, framing=framing)
    months = months_of(shown)
    made = over_chart(ENGLISH, shown, drawn(shown), months)
    if len(months) < 2:
        assert made is None
        return
    assert made is not None
    assert len(made.answers) == made.last - made.first + 1
    assert made.catches == shown.trial.landmark_months(place[2], place[1])
    for answer in made.answers:
        assert not re.search(r"None|nan|\{", "".join(answer.values()))
        assert answer["aria"].startswith(answer["time"])


@every_place
@every_framing
@pytest.mark.parametrize("axis", list(AxisRange))
def test_line_and_dots_stand_where_the_figure_has_that_month_and_that_number(
    place: tuple[str, str, str], framing: Framing, axis: AxisRange
) -> None:
    shown = found(place, framing=framing)
    pictured = drawn(shown, axis=axis)
    months = months_of(shown)
    made = over_chart(ENGLISH, shown, pictured, months)
    if made is None:
        return
    layout = survival_chart(pictured, theme="light").figure.layout
    (left, right), (floor, top) = layout.xaxis.range, layout.yaxis.range
    for month, answer in enumerate(made.answers, made.first):
        assert float(answer["--x"]) == pytest.approx(
            100 * (month - left) / (right - left), abs=1e-3
        )
        read = months[month]
        assert read is not None
        for role in Role:
            (height,) = pictured.drawn((read.of(role).estimate.value,))
            inside = pictured.heights[0] <= height <= pictured.heights[1]
            assert answer[f"--{role}-on"] == str(int(inside))
            if inside:
                expected = 100 * (top - height) / (top - floor)
                assert float(answer[f"--{role}-down"]) == pytest.approx(expected, abs=1e-3)


def test_the_frame_is_the_margins_of_the_figure_which_never_change() -> None:
    pictured = drawn(view())
    margin = survival_chart(pictured, theme="light").figure.layout.margin
    assert margin.autoexpand is False
    markup = laid(view()).markup
    for edge, pixels in (
        ("left", margin.l),
        ("top", margin.t),
        ("right", margin.r),
        ("bottom", margin.b),
    ):
        assert f"--edge-{edge}:{pixels:g}px" in markup
    assert 'data-follow=".main-svg"' in markup


def test_the_range_runs_from_the_first_month_to_the_last_at_their_places() -> None:
    made = laid(view())
    places = [float(made.answers[at]["--x"]) for at in (0, -1)]
    (first,) = re.findall(r"--first:([\d.]+)", made.markup)
    (span,) = re.findall(r"--span:([\d.]+)", made.markup)
    assert [float(first), float(first) + float(span)] == pytest.approx(places, abs=1e-3)
    assert made.markup.count('type="range"') == made.markup.count('data-choice="months"') == 1


@pytest.mark.parametrize(("month", "shown"), [(36, 24), (24, 24), (12, 12), (None, 24)])
def test_with_half_an_axis_the_mark_stays_on_it(month: int | None, shown: int) -> None:
    made = laid(view(), axis=AxisRange.FIRST_24_MONTHS)
    assert (made.first, made.last, made.catches) == (12, 24, ())
    assert made.shown(month) == shown


def test_the_longest_line_holds_the_place_of_all() -> None:
    made = laid(view())
    lines = [said(dict(answer)) for answer in made.answers]
    (longest,) = re.findall(r'class="longest">([^<]*)<', made.markup)
    assert longest in lines
    assert len(longest) == max(map(len, lines))


def test_over_a_picture_places_are_shares_of_it() -> None:
    """The board's is an SVG that grows as a whole."""
    pictured = drawn(view())
    scene = survival_scene(replace(pictured, title="", notes=()), width=340, height=300, margin=4)
    frame = in_shares(scene.plane, scene.width, scene.height)
    assert float(frame.left[:-1]) == pytest.approx(100 * scene.plane.left / 340, abs=1e-3)
    made = cross_hair(ENGLISH, view(), pictured, scene.plane, frame, months_of(view()))
    assert made is not None
    assert "data-follow" not in made.markup
    at_end = made.answers[-1]
    assert float(at_end["--x"]) == pytest.approx(
        100 * (scene.plane.px(36) - scene.plane.left) / scene.plane.width, abs=1e-3
    )


def test_without_a_curve_only_what_is_published_can_be_read() -> None:
    months = read_months(without_curves(), "nejm", "os")
    assert [month for month, read in months.items() if read is not None] == [36]


def test_words_of_a_trial_stay_words() -> None:
    hostile = "<script>alert(1)</script> & {x}"
    end = e1910().text.endpoints["os"].model_copy(update={"alive": hostile})
    ends = {**e1910().text.endpoints, "os": end}
    trial = e1910().model_copy(update={"text": e1910().text.model_copy(update={"endpoints": ends})})
    made = laid(view(trial))
    assert hostile in made.answers[0]["aria"]
    assert "<script" not in made.markup


def test_the_smallest_plot_is_where_labels_are_placed() -> None:
    plane = screen_plane(drawn(view()))
    layout = survival_chart(drawn(view()), theme="light").figure.layout
    assert layout.height - layout.margin.t - layout.margin.b == plane.height
