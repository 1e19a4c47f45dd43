"""A rebuilt curve over what the page shows now: lines of both arms, and the clicks as points."""

from __future__ import annotations

from tests.views import DATA
from tradeoff.drawing.preview import comparison, preview_chart
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial
from tradeoff.words.say import ENGLISH

COLON = load_trial(DATA / "demo-colon")
REBUILT = COLON.digitised[0]


def kinds(trial: Trial) -> list[tuple[Role, str]]:
    return [(line.role, line.kind) for line in comparison(ENGLISH, trial, REBUILT)]


def test_each_arm_has_what_is_shown_now_its_clicks_and_the_curve_rebuilt_from_them() -> None:
    three = ("present", "clicks", "rebuilt")
    assert kinds(COLON) == [(role, kind) for role in reversed(Role) for kind in three]


def test_without_a_curve_on_the_page_there_are_clicks_and_rebuilt_curve_alone() -> None:
    bare = COLON.model_copy(update={"digitised": (), "curves": ()})
    assert [kind for _, kind in kinds(bare)] == ["clicks", "rebuilt"] * 2


def test_a_calibrated_curve_on_the_page_has_no_steps() -> None:
    e1910 = load_trial(DATA / "e1910")
    curve = e1910.curves[0]
    other = REBUILT.model_copy(update={"data_cut": curve.data_cut, "endpoint": curve.endpoint})
    shown = [line for line in comparison(ENGLISH, e1910, other) if line.kind == "present"]
    assert [line.steps for line in shown] == [False, False]
    assert [
        line.steps for line in comparison(ENGLISH, COLON, REBUILT) if line.kind == "present"
    ] == [True] * 2


def test_lines_are_drawn_out_of_100_and_clicks_as_points() -> None:
    chart = preview_chart(ENGLISH, COLON, REBUILT, theme="light")
    assert chart.alt
    drawn = {(one.meta["role"], one.meta["layer"]): one for one in chart.figure.data}
    assert len(drawn) == 6
    for (_, layer), one in drawn.items():
        assert one.mode == ("markers" if layer == "clicks" else "lines")
        assert 1 < max(one.y) <= 100
        assert (one.line.dash == "dash") is (layer == "present")


def test_the_two_themes_differ_in_colour_alone() -> None:
    light, dark = (
        preview_chart(ENGLISH, COLON, REBUILT, theme=theme) for theme in ("light", "dark")
    )
    assert light.alt == dark.alt
    assert light.figure.data[0].line.color != dark.figure.data[0].line.color
    assert [one.x for one in light.figure.data] == [one.x for one in dark.figure.data]
