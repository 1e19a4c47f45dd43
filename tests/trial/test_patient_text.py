"""A trial's plain words: all of them or none, and each fault with its place and the next step."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tradeoff.trial import records as trial
from tradeoff.trial.reading import SHELF, TrialDataError, load_trial, trial_ids

MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
MANUAL = (SHELF / "README.md").read_text(encoding="utf-8")

PLAIN = """
[patient]
decision = "Add it or not?"
people = "people like those in the trial"
condition = ["You are ill."]
questions = ["What would it be like?"]
[patient.arms.control]
name = "As usual"
having = "as usual"
describing = ["You have what is usual."]
good = ["One.", "Two."]
hard = ["One.", "Two."]
[patient.arms.experimental]
name = "The new one too"
having = "with the new one added"
describing = ["You have the new one too."]
good = ["One.", "Two."]
hard = ["One.", "Two."]
[patient.endpoints.os]
name = "Being alive"
alive = "alive"
died = "had died"
anchor = "dying within {time}"
[patient.harms.fever]
name = "Fever"
one = "a fever"
having = "had a fever"
not_having = "did not have a fever"
window = "during treatment"
meaning = "You feel hot."
recovery = "Not known here."
unconfirmed = "This number still has to be checked."
[patient.treatment]
dose = "You get {value} of it."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A valid trial with plain words, to be spoiled."""
    copy = Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))
    text = copy / "text.en.toml"
    text.write_text(text.read_text(encoding="utf-8") + PLAIN, encoding="utf-8")
    return copy


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(TrialDataError) as caught:
        load_trial(folder)
    return [str(problem).removeprefix("minimal/") for problem in caught.value.problems]


def test_a_trial_with_all_plain_words_is_read(folder: Path) -> None:
    patient = load_trial(folder).text.patient
    assert patient is not None
    assert patient.arms["control"].good == ("One.", "Two.")


def test_plain_words_may_be_left_out_altogether() -> None:
    assert load_trial(MINIMAL).text.patient is None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "[patient.arms.control]",
            "[patient.arms.contral]",
            'text.en.toml, patient.arms: the arm "control" has no words. Add patient.arms.control.',
        ),
        (
            "[patient.endpoints.os]",
            "[patient.endpoints.oss]",
            'text.en.toml, patient.endpoints: the end point "os" has no words. '
            "Add patient.endpoints.os.",
        ),
        (
            "[patient.harms.fever]",
            "[patient.harms.fewer]",
            'text.en.toml, patient.harms: the harm "fever" has no words. Add patient.harms.fever.',
        ),
        (
            "[patient.harms.fever]",
            "[patient.harms.fewer]",
            'text.en.toml, patient.harms.fewer: the trial has no harm "fewer". Did you mean '
            '"fever"? Correct the id or take the words out.',
        ),
        (
            'dose = "You get {value} of it."',
            'doze = "You get it."',
            'text.en.toml, patient.treatment.doze: "doze" is not a fact of this trial. Did you '
            'mean "dose"? Name a fact of facts.csv, which gives the line its status.',
        ),
        (
            '"dying within {time}"',
            '"dying within {months}"',
            "text.en.toml, patient.endpoints.os.anchor: the text has {months}. Only {time} is "
            "filled in here.",
        ),
        (
            "You get {value} of it.",
            "You get {much} of it.",
            "text.en.toml, patient.treatment.dose: the text has {much}. Only {value}, "
            "{experimental} and {control} are filled in here.",
        ),
        (
            "You are ill.",
            "You are {value} ill.",
            "text.en.toml, patient.condition: the text has {value}. Nothing is filled in here.",
        ),
    ],
)
def test_a_fault_is_said_with_its_place_the_fact_and_the_next_step(
    folder: Path, old: str, new: str, problem: str
) -> None:
    text = folder / "text.en.toml"
    whole = text.read_text(encoding="utf-8")
    assert old in whole
    text.write_text(whole.replace(old, new), encoding="utf-8")
    assert problem in problems_of(folder)


def test_a_line_with_a_number_needs_a_fact_with_one(folder: Path) -> None:
    facts = folder / "facts.csv"
    head, first, *rest = facts.read_text(encoding="utf-8").splitlines()
    columns = dict(zip(head.split(","), first.split(","), strict=True))
    columns["value"] = ""
    facts.write_text("\n".join([head, ",".join(columns.values()), *rest]), encoding="utf-8")
    said = "the line has {value}, but facts.csv gives no value. Give it there or take it out."
    assert f"text.en.toml, patient.treatment.dose: {said}" in problems_of(folder)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shipped_trial_loads_in_every_language_that_it_has(language: str) -> None:
    for name in trial_ids(SHELF):
        if (SHELF / name / f"text.{language}.toml").is_file():
            load_trial(SHELF / name, language=language)


def test_the_default_trial_has_plain_words() -> None:
    assert load_trial(SHELF / trial_ids(SHELF)[0]).text.patient is not None


def test_every_key_of_the_plain_words_is_in_the_manual() -> None:
    part = MANUAL[MANUAL.index("### [patient]") : MANUAL.index("## calibrated/")]
    models = (trial.PatientArmText, trial.PatientEndpointText, trial.PatientHarmText)
    keys = {key for model in models for key in model.model_fields}
    assert {key for key in keys if f"`{key}`" not in part} == set()
