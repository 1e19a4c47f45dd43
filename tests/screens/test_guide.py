"""The guide: opened by nobody but the user, and kept to itself."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.choosing import choice_data
from tests.screens.visits import forget
from tests.views import newcomers_shelf
from tradeoff.drawing import markup, weighed
from tradeoff.findings.choices import Choices, Framing, default_choices
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.screens import controls, guide, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.harm import badge
from tradeoff.words.say import ENGLISH

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("The chips", "The curve", "The people", "The panel", "Try it")
#: Three words a second for 90 seconds: somewhat slower than adults read silently.
MOST_WORDS = 270


@pytest.fixture(scope="module")
def trial() -> Trial:
    return load_trial(ROOT / "data" / "e1910")


def view_of(trial: Trial, **changes: Any) -> Findings:
    choices: Choices = replace(default_choices(trial), **changes)
    base = base_findings(trial, choices, rng=np.random.default_rng(1))
    return with_preference(trial, choices, base)


def visit(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    return html.unescape(" ".join(element.proto.body for element in app.get("html")))


def is_open(app: AppTest) -> bool:
    return bool({"guide_next", "guide_done"} & keys(app))


# --- opened by its button alone ----------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, {"months": "24"}])
def test_no_visit_is_met_by_the_guide_nor_by_an_offer_of_it(query: dict[str, str]) -> None:
    app = visit(**query)
    assert not app.exception
    assert not is_open(app)
    assert [key for key in keys(app) if key.startswith("guide")] == ["guide_open"]


@pytest.mark.parametrize("page", ["survival_curves", "icon_arrays", "benefit_and_harm", "evidence"])
def test_every_page_for_clinicians_can_call_the_guide_back(page: str) -> None:
    app = visit()
    app.switch_page(PAGE_FILES[page]).run()
    assert "guide_open" in keys(app)
    assert is_open(press(app, "guide_open"))


@pytest.mark.parametrize("page", ["patient_view", "tumour_board"])
def test_patients_and_the_board_never_see_it(page: str) -> None:
    app = visit()
    app.switch_page(PAGE_FILES[page]).run()
    assert "guide_open" not in keys(app)


def test_an_open_guide_is_not_carried_to_another_page() -> None:
    app = press(visit(), "guide_open")
    app.switch_page(PAGE_FILES["evidence"]).run()
    assert not is_open(app)
    app.switch_page("app.py").run()
    assert not is_open(app)


# --- the steps ---------------------------------------------------------------------------------


def test_five_steps_forth_and_back() -> None:
    app = press(visit(), "guide_open")
    for place, step in enumerate(STEPS):
        assert f"{place + 1} of {len(STEPS)}: {step}" in text(app)
        if step != STEPS[-1]:
            press(app, "guide_next")
    for step in reversed(STEPS[:-1]):
        press(app, "guide_back")
        assert f": {step}" in text(app)


def test_it_takes_90_seconds_and_each_step_has_at_most_four_lines(trial: Trial) -> None:
    for view in every_view(trial):
        steps = (
            guide.guide_chips(ENGLISH, view),
            guide.guide_curve(ENGLISH, view),
            guide.guide_people(ENGLISH, view),
            guide.guide_panel(ENGLISH, view),
        )
        assert all(len(lines) <= 4 for lines in steps)
        right = guide.guide_answers(ENGLISH, view)[abs(view.survival.people.increment)]  # type: ignore[union-attr]
        said = " ".join((*STEPS, *sum(steps, ()), guide.guide_question(ENGLISH, view), right))
        assert len(said.split()) <= MOST_WORDS, said


def test_the_chips_are_those_of_the_page_with_the_chosen_ones_marked(trial: Trial) -> None:
    for view in every_view(trial):
        app_rows = controls.chip_names(ENGLISH, view)
        assert [sum(chosen for _, chosen in row) for row in app_rows] == [1, 1, 1]
    shown = text(press(visit(), "guide_open"))
    for row in controls.chip_names(ENGLISH, view_of(trial)):
        for name, chosen in row:
            assert f'<span class="{"chosen" if chosen else ""}">{name}</span>' in shown


def test_the_panels_picture_shows_gain_and_harm_and_no_net(trial: Trial) -> None:
    picture = weighed.still(ENGLISH, view_of(trial))
    assert picture.startswith('<div class="weighing unset"')
    assert "data-slot" not in picture
    assert "--harm-at" in picture
    assert "--net-at" not in picture


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_every_step_before_the_last_can_be_skipped(step: int) -> None:
    app = press(visit(), "guide_open")
    for _ in range(step):
        press(app, "guide_next")
    press(app, "guide_skip")
    assert not is_open(app)


def test_it_ends_and_can_be_called_back_from_its_beginning() -> None:
    app = press(visit(), "guide_open")
    for _ in STEPS[:-1]:
        press(app, "guide_next")
    press(app, "guide_done")
    assert not is_open(app)
    assert f"1 of {len(STEPS)}" in text(press(app, "guide_open"))


def test_nothing_of_it_is_written_to_the_address() -> None:
    app = press(press(visit(), "guide_open"), "guide_next")
    press(press(app, "guide_next"), "guide_skip")
    assert not app.query_params


@pytest.fixture
def unconfirmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    """A shelf with the newcomer's trial alone: its harm is not confirmed."""
    shelf = newcomers_shelf(tmp_path)
    monkeypatch.setattr(store, "DATA", shelf)
    forget()
    yield load_trial(shelf / "quartz")
    forget()


def test_the_panel_is_shown_with_its_badge_and_the_preference_is_not_set(
    unconfirmed: Trial,
) -> None:
    app = press(visit(), "guide_open")
    before = text(app)
    press(press(press(app, "guide_next"), "guide_next"), "guide_next")
    harm = view_of(unconfirmed).harm
    assert harm is not None
    note = badge(ENGLISH, unconfirmed, harm)
    assert note == "Unconfirmed: Table S6 of the final report"
    assert text(app).count(note) == before.count(note) + 1
    assert choice_data(app, "weight")["value"] is None


def test_the_panel_of_a_published_harm_is_shown_without_a_badge(trial: Trial) -> None:
    app = press(visit(), "guide_open")
    press(press(press(app, "guide_next"), "guide_next"), "guide_next")
    shown = text(app)
    assert "+18 (8 to 27) per 100" in shown
    assert "nconfirmed" not in shown
    assert choice_data(app, "weight")["value"] is None
    harm = view_of(trial).harm
    assert harm is not None
    assert markup.harm_standing(ENGLISH, trial, harm).split(". ")[0] in shown


def test_the_question_answers_kindly_whatever_is_chosen(trial: Trial) -> None:
    app = press(visit(), "guide_open")
    for _ in STEPS[:-1]:
        press(app, "guide_next")
    assert app.radio(key="guide_answer").value is None
    assert guide.GUIDE_CHOOSE in text(app)
    for people, feedback in guide.guide_answers(ENGLISH, view_of(trial)).items():
        app.radio(key="guide_answer").set_value(people).run()
        assert not app.exception
        assert feedback in text(app)


# --- the question's numbers --------------------------------------------------------------------


def every_view(trial: Trial) -> list[Findings]:
    return [
        view_of(trial, cut=cut.id, endpoint=end.id, landmark=month, months=month, framing=framing)
        for end in trial.endpoints
        for cut in trial.cuts_with(end.id)
        for month in trial.landmark_months(cut.id, end.id)
        for framing in Framing
    ]


def test_one_answer_is_right_and_it_is_the_shown_difference(trial: Trial) -> None:
    for view in every_view(trial):
        assert view.survival is not None
        answers = guide.guide_answers(ENGLISH, view).items()
        (right,) = [people for people, said in answers if said.startswith("That's it.")]
        assert right == abs(view.survival.people.increment)


def test_answers_rise_and_none_stands_twice(trial: Trial) -> None:
    for view in every_view(trial):
        people = list(guide.guide_answers(ENGLISH, view))
        assert people == sorted(set(people))
        assert len(people) > 2


def test_every_feedback_gives_the_right_difference_and_never_scolds(trial: Trial) -> None:
    for view in every_view(trial):
        assert view.survival is not None
        change = str(abs(view.survival.people.increment))
        for people, feedback in guide.guide_answers(ENGLISH, view).items():
            assert change in feedback
            assert str(people) in feedback
            assert not {"wrong", "incorrect", "no,"} & set(feedback.lower().split())


def test_the_question_names_people_time_and_both_options_in_the_chosen_frame(trial: Trial) -> None:
    asked = guide.guide_question(ENGLISH, view_of(trial))
    assert asked == (
        "Of 100 people like those in the trial, how many more were alive after 3 years "
        "with blinatumomab added than with chemotherapy alone?"
    )
    died = guide.guide_question(ENGLISH, view_of(trial, framing=Framing.DIED))
    assert "how many fewer had died" in died


def test_without_a_published_survival_there_is_no_question_and_the_steps_say_so(
    trial: Trial,
) -> None:
    bare = trial.model_copy(update={"landmarks": (), "curves": (), "adverse_events": ()})
    choices = replace(default_choices(trial), landmark=None, months=None)
    base = base_findings(bare, choices, rng=np.random.default_rng(1))
    view = with_preference(bare, choices, base)
    assert guide.guide_answers(ENGLISH, view) == {}
    assert guide.guide_question(ENGLISH, view) == ""
    for lines in (
        guide.guide_curve(ENGLISH, view),
        guide.guide_people(ENGLISH, view),
        guide.guide_panel(ENGLISH, view),
    ):
        assert numbers.NOT_AVAILABLE in " ".join(lines)
