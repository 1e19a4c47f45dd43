"""What a browser may tell of a printed figure, what becomes of it, and what it is given to draw."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest

from tradeoff.digitising import Axes
from tradeoff.screens import components
from tradeoff.screens.components import FigureCurve, Placed
from tradeoff.screens.components.mounting_figure import MOST_CURVES, MOST_POINTS
from tradeoff.screens.look import part_style
from tradeoff.words import figure_marks
from tradeoff.words.say import ENGLISH

AXES = Axes(x=((60.0, 0.0), (560.0, 50.0)), y=((340.0, 0.0), (40.0, 1.0)))
SENT = {"x": [[60, 0], [560, 50]], "y": [[340, 0], [40, 1]]}
POINT = {"points": [[285.5, 130.5]]}


def printed() -> None:
    import streamlit as st

    from tradeoff.screens import components
    from tradeoff.screens.components import FigureCurve, Placed
    from tradeoff.words import figure_marks
    from tradeoff.words.say import ENGLISH

    def keep(placed: Placed) -> None:
        st.session_state["placed"] = placed

    placed = st.session_state.get("placed", Placed(None, ()))
    components.figure(ENGLISH,
        follows="img", size=(600, 400), axes=placed.axes, labels=figure_marks.LABELS,
        curves=[FigureCurve(one, "#0b5cab", "", path=one) for one in placed.curves],
        proposed=(), percent=False, key="printed", on_place=keep,
    )  # fmt: skip


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(printed, default_timeout=30).run()


def given(page: AppTest) -> dict[str, Any]:
    assert not page.exception, [one.value for one in page.exception]
    (proto,) = (one.proto for one in page.get("bidi_component"))
    return dict(json.loads(proto.json)[0])


def send(page: AppTest, message: object) -> AppTest:
    (proto,) = (one.proto for one in page.get("bidi_component"))
    states = page._tree.get_widget_states()
    told = json.dumps([{"event": "place", "value": message}])
    id_ = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{proto.id}__events"
    states.widgets.append(WidgetState(id=id_, json_trigger_value=told))
    return page._run(states)


def placed(page: AppTest) -> Placed | None:
    if "placed" not in page.session_state:
        return None
    return Placed(page.session_state["placed"].axes, page.session_state["placed"].curves)


# What comes back ---------------------------------------------------------------------------


def test_what_the_hand_has_set_is_told_and_its_number_is_echoed(page: AppTest) -> None:
    assert given(page)["made"] == 0
    send(page, {"axes": SENT, "curves": [POINT, {"points": [[1, 2], [3, 4.5]]}], "made": 7})
    assert placed(page) == Placed(AXES, (((285.5, 130.5),), ((1.0, 2.0), (3.0, 4.5))))
    told = given(page)
    assert told["made"] == 7
    assert told["axes"] == SENT
    assert [one["points"] for one in told["curves"]] == [[[285.5, 130.5]], [[1.0, 2.0], [3.0, 4.5]]]


def test_streamlit_keeps_nothing_of_it_so_that_no_run_takes_it_up_twice(page: AppTest) -> None:
    send(page, {"axes": SENT, "curves": [POINT], "made": 1})
    page.session_state["placed"] = Placed(None, ())
    page.run()
    assert placed(page) == Placed(None, ())


@pytest.mark.parametrize(
    "axes",
    [
        None,
        {**SENT, "x": [[60, 0], [60, 50]]},
        {**SENT, "y": [[340, 1], [40, 1]]},
    ],
    ids=["not all values known", "at one place", "of one value"],
)
def test_axes_that_are_not_whole_yet_are_none_and_the_curves_are_kept(
    page: AppTest, axes: object
) -> None:
    send(page, {"axes": axes, "curves": [POINT], "made": 1})
    assert placed(page) == Placed(None, (((285.5, 130.5),),))


@pytest.mark.parametrize(
    "message",
    [
        *(None, 7, "place", [], {}, {"axes": None}, {"axes": SENT, "curves": None}),
        *({"axes": 5, "curves": []}, {"axes": {}, "curves": []}),
        {"axes": {**SENT, "x": [[60, 0]]}, "curves": []},
        {"axes": {**SENT, "x": [[60, 0], [70, 1], [80, 2]]}, "curves": []},
        {"axes": {**SENT, "x": [[-1, 0], [560, 50]]}, "curves": []},
        {"axes": {**SENT, "x": [[601, 0], [560, 50]]}, "curves": []},
        {"axes": {**SENT, "y": [[401, 0], [40, 1]]}, "curves": []},
        {"axes": {**SENT, "x": [["60", 0], [560, 50]]}, "curves": []},
        {"axes": {**SENT, "x": [[True, 0], [560, 50]]}, "curves": []},
        {"axes": {**SENT, "x": [[60, float("nan")], [560, 50]]}, "curves": []},
        {"axes": {**SENT, "x": [[60, 10**400], [560, 50]]}, "curves": []},
        {"axes": SENT, "curves": [{"points": []}]},
        {"axes": SENT, "curves": [{"points": [[1]]}]},
        {"axes": SENT, "curves": [{"points": [[1, 2, 3]]}]},
        {"axes": SENT, "curves": [{"points": [[1, None]]}]},
        {"axes": SENT, "curves": [{"points": [[1, float("inf")]]}]},
        {"axes": SENT, "curves": [{"points": [[600.5, 2]]}]},
        {"axes": SENT, "curves": [{"points": [[5, -0.5]]}]},
        {"axes": SENT, "curves": [[1, 2]]},
        {"axes": SENT, "curves": [POINT] * (MOST_CURVES + 1)},
        {"axes": SENT, "curves": [{"points": [[1, 1]] * (MOST_POINTS + 1)}]},
    ],
    ids=lambda one: str(one)[:70],
)
def test_nonsense_from_a_browser_changes_nothing(page: AppTest, message: object) -> None:
    send(page, message)
    assert placed(page) is None
    assert given(page)["made"] == 0


def test_what_is_refused_is_answered_too_or_it_would_be_sent_for_ever(page: AppTest) -> None:
    send(page, {"axes": 5, "curves": [], "made": 3})
    assert given(page)["made"] == 3


@pytest.mark.parametrize(
    ("sent", "unread", "y"),
    [
        ([[340, None], [40, None]], {"y1", "y2"}, ((340.0, 0.0), (40.0, 1.0))),
        ([[340, None], [40, 0.8]], {"y1"}, ((340.0, 0.0), (40.0, 0.8))),
        ([[340, 1], [40, None]], {"y2"}, ((340.0, 1.0), (40.0, 0.0))),
        ([[340, None], [40, 0]], {"y1"}, ((340.0, 1.0), (40.0, 0.0))),
    ],
)
def test_values_that_nobody_has_read_are_told_and_any_number_stands_for_them(
    page: AppTest, sent: object, unread: set[str], y: object
) -> None:
    send(page, {"axes": SENT, "curves": [], "made": 1})
    send(page, {"axes": {**SENT, "y": sent}, "curves": [], "made": 2})
    assert page.session_state["placed"].unread == unread
    assert placed(page) == Placed(Axes(x=AXES.x, y=y), ())  # type: ignore[arg-type]


def test_a_value_that_nobody_has_read_is_not_sent() -> None:
    from tradeoff.screens.components.mounting_figure import _sent_axes

    sent = _sent_axes(AXES, frozenset(("x2", "y1")))
    assert sent == {"x": [(60.0, 0.0), (560.0, None)], "y": [(340.0, None), (40.0, 1.0)]}


@pytest.mark.parametrize("made", [True, -1, 1.5, "2", 10**30, None])
def test_a_number_of_a_message_that_is_none_is_not_echoed(page: AppTest, made: object) -> None:
    send(page, {"axes": SENT, "curves": [POINT], "made": made})
    assert given(page)["made"] == 0
    assert placed(page) is not None


# What is drawn -----------------------------------------------------------------------------


def test_a_curve_is_drawn_as_its_staircase_over_the_picture() -> None:
    time, survival = np.array([0.0, 10.0, 30.0, 50.0]), np.array([1.0, 0.8, 0.5, 0.5])
    corners = components.staircase(AXES, time, survival)
    assert corners == (
        *((60.0, 40.0), (160.0, 40.0), (160.0, 100.0), (360.0, 100.0), (360.0, 190.0)),
        *((560.0, 190.0), (560.0, 190.0)),
    )


def sent_curve(page_of: FigureCurve) -> dict[str, Any]:
    from tradeoff.screens.components.mounting_figure import _sent

    return _sent(ENGLISH, page_of, (600, 400))


def test_no_mark_has_the_colour_in_which_a_curve_is_printed() -> None:
    from tradeoff.screens.components.mounting_figure import MARKS, _marks

    sheet = part_style("figure")
    assert all(f"--mark-{place}:{mark}" in sheet for place, mark in enumerate(MARKS))
    assert _marks([])[:2] == [0, 1]
    assert _marks(["#008837", "#7b3294"])[:2] == [0, 3]  # green and purple are taken


def test_a_doubtful_span_is_hatched_as_far_as_its_curve_goes_there() -> None:
    path = ((60.0, 40.0), (300.0, 40.0), (300.0, 140.0), (560.0, 140.0))
    drawn = sent_curve(FigureCurve((), "#000000", "", path, doubtful=((280.0, 320.0),)))
    assert drawn["doubtful"] == [(280.0, 32.0, 40.0, 116.0)]
    assert drawn["path"] == "60,40 300,40 300,140 560,140"


def test_every_word_that_the_scripts_ask_for_is_there_and_none_is_spare() -> None:
    from tests.screens.test_components import FOLDER

    texts = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js"))
    for name in figure_marks.LABELS:
        base = name.removesuffix("_rising")
        assert f'"{base}"' in texts or f"{base}:" in texts or f"labels.{base}" in texts, name


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        *(("#000000", "black"), ("#1f77b4", "blue"), ("#d62728", "red"), ("#7f7f7f", "grey")),
        *(("#ff7f0e", "orange"), ("#2ca02c", "green"), ("#0b2d6b", "dark blue")),
    ],
)
def test_an_ink_is_called_what_everybody_calls_it(colour: str, name: str) -> None:
    assert figure_marks.colour_name(ENGLISH, colour) == name
