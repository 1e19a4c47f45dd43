"""The self-assessment against IPDAS: no line is met by a place or a test that isn't there."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.choosing import choice_data
from tradeoff.findings.places import Screen, ValueCard
from tradeoff.papers.evidence import ipdas
from tradeoff.papers.evidence.ipdas import IPDAS, IpdasLine
from tradeoff.screens import evidence
from tradeoff.screens.look import PAGE_FILES
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words import numbers
from tradeoff.words.frame import page_title
from tradeoff.words.patient.cards import card_words
from tradeoff.words.say import ENGLISH

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
YES, NO = ipdas.IPDAS_MET[True], ipdas.IPDAS_MET[False]
MET = ipdas.IPDAS_COLUMNS.index("Met")

each_line = pytest.mark.parametrize("line", IPDAS, ids=lambda line: line.id)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return load_trial(ROOT / "data" / "e1910")


def answers(trial: Trial, pages: tuple[str, ...] = tuple(PAGE_FILES)) -> dict[str, str]:
    rows = ipdas.ipdas(ENGLISH, trial, pages=pages).rows
    return {line.id: row[MET] for line, row in zip(IPDAS, rows, strict=True)}


def with_text(trial: Trial, **changes: object) -> Trial:
    text = trial.text.model_copy(update=changes)
    return trial.model_copy(update={"text": text})


@each_line
def test_every_named_place_exists(line: IpdasLine) -> None:
    assert line.places
    for place in line.places:
        page = "patient_view" if isinstance(place, Screen) else place
        assert page in PAGE_FILES
        file = ROOT / PAGE_FILES[page]
        assert file.is_file(), file


def test_every_screen_named_is_drawn_by_the_patient_view() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tradeoff" / "screens").glob("patient_*.py")
    ]
    drawn = {
        node.attr
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("Screen")
    }
    named = {place.name for line in IPDAS for place in line.places if isinstance(place, Screen)}
    assert named <= drawn


def test_the_shipped_trial_meets_every_line(trial: Trial) -> None:
    assert {line for line, met in answers(trial).items() if met != YES} == set()


@pytest.mark.parametrize("missing", list(PAGE_FILES))
def test_a_missing_place_turns_its_lines_to_no(trial: Trial, missing: str) -> None:
    left = tuple(page for page in PAGE_FILES if page != missing)
    found = answers(trial, left)
    for line in IPDAS:
        pages = {"patient_view" if isinstance(p, Screen) else p for p in line.places}
        assert (found[line.id] == NO) is (missing in pages)


def test_a_missing_place_is_not_named_as_if_it_were_there(trial: Trial) -> None:
    table = ipdas.ipdas(ENGLISH, trial, pages=("consultation",))
    named = " ".join(row[MET + 1] for row in table.rows)
    assert ipdas.IPDAS_NO_PLACE in named
    assert page_title(ENGLISH, "patient_view") not in named


def test_without_plain_words_no_line_of_the_patient_view_is_met(trial: Trial) -> None:
    found = answers(with_text(trial, patient=None))
    of_patients = {"q1", "q3", "q4", "q5", "q6", "c1", "course", "values", "questions"}
    assert {line for line, met in found.items() if met == NO} >= of_patients


def test_what_the_data_lack_is_answered_with_no(trial: Trial) -> None:
    patient = trial.text.patient
    assert patient is not None
    arm = patient.arms["control"]
    one_sided = arm.model_copy(update={"hard": arm.hard[:1]})
    unequal = patient.model_copy(update={"arms": {**patient.arms, "control": one_sided}})
    found = answers(with_text(trial, patient=unequal))
    assert (found["q4"], found["q5"], found["c1"]) == (YES, NO, NO)
    assert answers(trial.model_copy(update={"landmarks": ()}))["frequencies"] == NO
    assert answers(trial.model_copy(update={"adverse_events": ()}))["denominator"] == NO
    assert answers(trial.model_copy(update={"curves": ()}))["views"] == NO


def test_every_line_has_its_words_and_no_word_is_left_over(trial: Trial) -> None:
    assert all(line.name and line.asks for line in IPDAS)
    assert sorted(line.id for line in IPDAS) == sorted(ipdas._held(ENGLISH, trial))


def test_the_version_assessed_is_named_and_so_is_the_one_that_replaces_it() -> None:
    assert "version 4" in evidence.IPDAS_NOTE
    assert "Version 5 (BMJ 2026;393:e088116)" in evidence.IPDAS_NOTE


def test_no_name_of_a_test_or_file_is_shown_to_clinicians(trial: Trial) -> None:
    table = ipdas.ipdas(ENGLISH, trial, pages=tuple(PAGE_FILES))
    assert table.columns == ("Line", "What is asked for", "Met", "Where")
    said = " ".join((*table.columns, *(cell for row in table.rows for cell in row)))
    assert not re.search(r"test|_|\.py", f"{said} {evidence.IPDAS_NOTE}")


# --- what the lines name is really told --------------------------------------------------------


@pytest.fixture(scope="module")
def patient(trial: Trial) -> PatientText:
    assert trial.text.patient is not None
    return trial.text.patient


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page != "consultation":
        app.switch_page(PAGE_FILES[page]).run()
    assert not app.exception
    return app


def screen(which: Screen, trial: Trial) -> AppTest:
    return opened("patient_view", trial=trial.id, screen=which.value, chances="shown")


def text(app: AppTest) -> str:
    return html.unescape(" ".join(element.proto.body for element in app.get("html")))


def all_told(sentences: tuple[str, ...], app: AppTest) -> bool:
    shown = text(app)
    return all(sentence in shown for sentence in sentences)


def test_the_condition_is_told(trial: Trial, patient: PatientText) -> None:
    assert all_told(patient.condition, screen(Screen.NOW, trial))


def test_the_decision_stands_first(trial: Trial, patient: PatientText) -> None:
    headings = [e.proto.body for e in opened("consultation").get("html") if "<h1" in e.proto.body]
    assert trial.text.title in html.unescape(headings[0])
    assert patient.decision in text(screen(Screen.START, trial))


def test_both_options_are_told_on_one_screen(trial: Trial, patient: PatientText) -> None:
    app = screen(Screen.OPTIONS, trial)
    for role in Role:
        arm = patient.arms[role.value]
        assert all_told((arm.name, *arm.describing), app)


def test_good_and_hard_sides_of_both_options_are_told(trial: Trial, patient: PatientText) -> None:
    app = screen(Screen.OPTIONS, trial)
    for role in Role:
        arm = patient.arms[role.value]
        assert all_told((*arm.good, *arm.hard), app)


def test_what_treatment_is_like_is_told(trial: Trial, patient: PatientText) -> None:
    shown = text(screen(Screen.TREATMENT, trial))
    for line in patient.treatment.values():
        assert all(part in shown for part in line.split("{value}"))


def test_the_questions_to_ask_are_told(trial: Trial, patient: PatientText) -> None:
    assert all_told(patient.questions, screen(Screen.QUESTIONS, trial))


def test_what_matters_is_asked_for_and_nothing_is_preset(trial: Trial) -> None:
    assert choice_data(opened("consultation"), "weight")["value"] is None
    asked = screen(Screen.MATTERS, trial)
    assert asked.select_slider(key="weight").value is None
    cards = asked.pills(key="cards")
    assert cards.value == []
    assert set(cards.options) == {card_words(ENGLISH, card) for card in ValueCard}


def test_chances_name_their_people_and_their_time(trial: Trial, patient: PatientText) -> None:
    harm = trial.weighed_harm
    assert harm is not None
    years = numbers.time(ENGLISH, trial.defaults.months)
    for page in ("consultation", "icon_arrays"):
        told = (f"Of 100 {trial.text.people}", years, "Of 100 people treated")
        assert all_told((*told, trial.text.harms[harm.id].window), opened(page))
    assert all_told((f"Of 100 {patient.people}", years), screen(Screen.BENEFIT, trial))
    window = patient.harms[harm.id].window
    assert all_told(("Of 100 people", window), screen(Screen.HARM, trial))


def test_the_same_chances_are_a_curve_and_people() -> None:
    assert len(opened("survival_curves").get("plotly_chart")) > 0
    assert 'class="people"' in text(opened("icon_arrays"))


def test_guidance_leads_through_every_screen_step_by_step(trial: Trial) -> None:
    app = screen(Screen.NOW, trial)
    seen = [Screen.NOW]
    while any(button.key == "patient_next" for button in app.button):
        app.button(key="patient_next").click().run()
        seen.append(Screen(app.query_params["screen"]))
    assert seen == list(Screen)[1:]
