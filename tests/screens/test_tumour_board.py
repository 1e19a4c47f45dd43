"""The tumour board as the server writes it: every combination, every number from the findings."""

from __future__ import annotations

import html
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.choosing import choice_data, set_choice
from tests.screens.visits import forget
from tests.views import newcomers_shelf
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.survival import survival_scene
from tradeoff.drawing.to_svg import lettering, to_svg
from tradeoff.findings.choices import Analysis, Framing, parse
from tradeoff.findings.reconstructed import read_months
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.screens import controls, store, tumour_board
from tradeoff.screens.look import PAGE_FILES
from tradeoff.screens.tumour_board import foot, picture, rows
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.words import numbers
from tradeoff.words.curve import curve_axis
from tradeoff.words.frame import INTENDED_USE, caveats
from tradeoff.words.harm import harm_counted
from tradeoff.words.naming import footer, subtitle
from tradeoff.words.say import ENGLISH
from tradeoff.words.weighing import break_even_figures, break_even_reading, net_gain_sentence

ROOT = Path(__file__).resolve().parents[2]
TRIAL = loading.load_trial(ROOT / "data" / "e1910")
PLACES = [(end.id, cut.id) for end in TRIAL.endpoints for cut in TRIAL.cuts_with(end.id)]
TYPED = {"harm": "paper", "e1": "20", "n1": "111", "e0": "6", "n0": "112", "asof": "2026-05"}


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(PAGE_FILES["tumour_board"]).run()
    assert not app.exception, [one.message for one in app.exception]
    return app


def board(app: AppTest) -> str:
    """All pieces of the board; the curve's is what the range was given, where there is one."""
    pieces = (str(one.proto.body) for one in app.get("html"))
    found = [one for one in pieces if 'class="board board-part' in one]
    if app.get("bidi_component"):
        found.append(choice_data(app, "months")["markup"])
    assert len(found) == 4
    return "".join(found)


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup).replace("&#x27;", "'"))


def findings(**query: str) -> Findings:
    choices = parse({name: [value] for name, value in query.items()}, TRIAL).choices
    base = base_findings(TRIAL, choices, rng=np.random.default_rng(SIMULATION_SEED))
    return with_preference(TRIAL, choices, base)


@pytest.mark.parametrize(("endpoint", "cut"), PLACES)
@pytest.mark.parametrize("framing", list(Framing))
def test_every_figure_of_the_board_is_that_of_the_findings(
    endpoint: str, cut: str, framing: Framing
) -> None:
    query = {"endpoint": endpoint, "cut": cut, "framing": framing.value}
    shown, view = text_of(board(opened(**query))), findings(**query)
    survival, harm, ratio = view.survival, view.harm, view.base.hazard_ratio
    assert survival is not None
    assert harm is not None
    assert ratio is not None
    for role_people in (survival.people.experimental, survival.people.control):
        people = role_people if framing is Framing.ALIVE else 100 - role_people
        assert f" {people} with " in shown
    for people in (harm.people.experimental, harm.people.control):
        assert f" {people} with " in shown
    sign = 1 if framing is Framing.ALIVE else -1
    gain = rows.difference(ENGLISH, survival.gain, sign=sign)
    if framing is Framing.ALIVE:
        assert (
            numbers.with_range(ENGLISH, survival.gain, signed=True)
            == f"{gain.value} ({gain.range})"
        )
    for one in (gain, rows.difference(ENGLISH, harm.excess)):
        assert f" {one.value} {one.range} Difference , calculated " in shown
    value, _, room = numbers.ratio_with_range(ENGLISH, ratio.estimate, ratio.decimals).partition(
        " ("
    )
    assert f" {value} {room[:-1]} Hazard ratio , P" in shown
    value, _, room = numbers.number_needed(ENGLISH, survival.number_needed).partition(" (")
    named = f"NNT, {numbers.time(ENGLISH, survival.months)}"
    assert f" {value} {room[:-1]} {named} , calculated " in shown
    value, _, room = (break_even_figures(ENGLISH, view) or "").partition(" (")
    assert f"Break-even {value} {room[:-1]}" in shown
    assert break_even_reading(ENGLISH, view) in shown


@pytest.mark.parametrize(("endpoint", "cut"), PLACES)
def test_question_population_follow_up_caveats_sources_and_limits_are_there(
    endpoint: str, cut: str
) -> None:
    shown = text_of(board(opened(endpoint=endpoint, cut=cut)))
    view = findings(endpoint=endpoint, cut=cut)
    for said in (
        TRIAL.text.title,
        subtitle(ENGLISH, TRIAL, view.choices),
        f"{curve_axis(ENGLISH, TRIAL, view.choices)} · {TRIAL.text.cuts[cut].name}",
        *caveats(view),
        foot.sources(ENGLISH, view),
        footer(ENGLISH, TRIAL),
        INTENDED_USE,
    ):
        assert said in shown


def test_the_badge_stands_at_the_harm_and_at_what_is_computed_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newcomer's trial without its centre's file: a rate that nobody has confirmed."""
    shelf = newcomers_shelf(tmp_path)
    monkeypatch.setattr(store, "DATA", shelf)
    forget()
    try:
        body = board(opened())
    finally:
        forget()
    badge = "Unconfirmed: Table S6 of the final report"
    for css in ('class="board-row harm"', 'class="board-weighing"'):
        section = body.split(css, 1)[1].split("</section>", 1)[0]
        assert f'<span class="badge">{badge}</span>' in section
    gain = body.split('class="board-row gain"', 1)[1].split("</section>", 1)[0]
    assert "badge" not in gain


def test_a_published_harm_has_no_badge_and_says_what_it_counts_with_its_p() -> None:
    view = findings()
    assert view.harm is not None
    body = board(opened())
    assert 'class="badge"' not in body
    section = text_of(body.split('class="board-row harm"', 1)[1].split("</section>", 1)[0])
    assert html.unescape(harm_counted(ENGLISH, TRIAL, view.harm)) in html.unescape(section)
    assert "of 111 treated" in section
    assert "of 112 treated" in section
    assert not re.search(r"\b(25|26) of 111|\b6 of 112|inferred", section)


def test_typed_counts_carry_their_badge_and_a_set_preference_its_net_gain() -> None:
    query = {**TYPED, "weight": "60"}
    shown, view = text_of(board(opened(**query))), findings(**query)
    assert shown.count("Counts typed in from the paper, 2026-05") >= 2
    assert net_gain_sentence(ENGLISH, view) in shown
    assert "20 of 111 treated" in shown


def test_no_preference_is_weighed_before_one_is_set() -> None:
    assert "Judged" not in text_of(board(opened()))


def test_any_month_is_read_on_the_curve_and_weighs_nothing() -> None:
    """The browser has every month's words; the one in the address stands."""
    app = opened(months="24")
    given = choice_data(app, "months")
    assert given["value"] == 24
    assert (given["first"], given["last"], given["catches"]) == (12, 36, [36])
    view, answer = findings(months="24"), given["answers"][24 - 12]
    assert view.marked is not None
    for role, name in ((Role.EXPERIMENTAL, "experimental"), (Role.CONTROL, "control")):
        read = view.marked.of(role)
        shown = f"{answer[name]} ({answer[f'{name}_range']})"
        assert shown == numbers.with_range(ENGLISH, read)  # a read-out has its range here too
    assert answer["standing"] == "reconstructed"
    assert "Alive after 3 years" in text_of(board(app))


def test_another_month_changes_the_address_and_nothing_else_on_the_board() -> None:
    app = opened()
    before = board(app)
    set_choice(app, "months", 24)
    assert app.query_params["months"] in ("24", ["24"])
    assert choice_data(app, "months")["value"] == 24
    assert board(app) == before


@pytest.mark.parametrize(("endpoint", "cut"), PLACES)
@pytest.mark.parametrize("framing", list(Framing))
def test_marks_of_a_month_stand_at_their_values_in_every_height(
    endpoint: str, cut: str, framing: Framing
) -> None:
    """From the axis' lowest to its highest value: the same span in both frames."""
    view = findings(endpoint=endpoint, cut=cut, framing=framing.value)
    made = picture.board_curve(ENGLISH, view)
    assert made is not None
    assert made.laid_over is not None
    months = read_months(TRIAL, cut, endpoint)
    for height in (min(picture.HEIGHTS), max(picture.HEIGHTS)):
        scene, plane = picture.drawn_at(ENGLISH, view, height)
        assert plane.y_range == (0, 100)
        frame = picture.frame(scene, plane)
        assert f"--top-{height}:{frame.top};--bottom-{height}:{frame.bottom}" in made.pictures
        for month, answer in enumerate(made.laid_over.answers, made.laid_over.first):
            across = plane.left + float(answer["--x"]) / 100 * plane.width
            assert across == pytest.approx(scene.plane.px(month), abs=0.01)
            read = months[month]
            assert read is not None
            alive = 100 * read.control.estimate.value
            value = alive if framing is Framing.ALIVE else 100 - alive
            down = plane.top + float(answer["--control-down"]) / 100 * plane.height
            assert down == pytest.approx(scene.plane.py(value), abs=0.01)


def test_nothing_is_written_to_the_sidebar() -> None:
    app = opened()
    assert not app.sidebar.children


def test_choices_have_names_and_go_to_the_url() -> None:
    app = opened()
    chips = app.get("button_group")
    labels = [controls.ENDPOINT_LABEL, controls.ANALYSIS_LABEL, controls.FRAMING_LABEL]
    assert [one.label for one in chips] == labels
    (chips,) = (one for one in app.get("button_group") if one.key == "analysis")
    chips.set_value(Analysis("fda-later", 60)).run()
    assert app.query_params["cut"] in ("fda-later", ["fda-later"])
    assert app.query_params["months"] in ("60", ["60"])
    assert "Alive after 5 years" in text_of(board(app))


def test_pictures_have_words_and_their_tables_are_there() -> None:
    body = board(opened())
    pictures_shown = re.findall(r'<img class="(?:people)?" src="[^"]+" alt="([^"]*)"', body)
    assert len(pictures_shown) > 4  # marks of the legends have none
    assert all(len(alt) > 40 for alt in pictures_shown)
    assert body.count("<table") == 3


def test_a_long_list_of_findings_says_how_many_it_leaves_out() -> None:
    lines = tuple(f"Criterion {place} is not met: {'words ' * 15}" for place in range(6))
    shown = tumour_board.visit_lines(ENGLISH, lines)
    assert shown[0] == lines[0]
    assert len(shown) < len(lines)
    assert shown[-1].startswith(f"{len(lines) - len(shown) + 1} more")
    assert tumour_board.visit_lines(ENGLISH, lines[:1]) == lines[:1]


@pytest.mark.parametrize(("endpoint", "cut"), PLACES)
@pytest.mark.parametrize(("height", "theme"), list(product((167, 217, 317), ("light", "dark"))))
def test_lettering_takes_every_word_out_of_the_picture_and_keeps_its_place(
    endpoint: str, cut: str, height: int, theme: str
) -> None:
    drawn = survival_view(ENGLISH, findings(endpoint=endpoint, cut=cut), CurveOptions())
    assert drawn is not None
    scene = survival_scene(drawn, width=340, height=height, margin=4)
    whole = to_svg(scene, theme=theme)  # type: ignore[arg-type]
    picture, placed = lettering(scene, theme=theme)  # type: ignore[arg-type]
    assert "<text" not in picture
    assert len(placed) == whole.count("<text")
    assert {series.label for series in drawn.arms.shown} <= {one.words for one in placed}
    for one in placed:
        assert f'x="{one.x:g}"' in whole or f'x="{one.x:.2f}"' in whole
        assert one.size >= 12.5
