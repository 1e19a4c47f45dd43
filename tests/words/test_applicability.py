"""What is said of whether the trial applies: the verdict, whom the numbers are of, what else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from tests.views import DATA, e1910, view
from tradeoff.findings.applicability import (
    Answer,
    Assessment,
    as_in_the_trial,
    assess,
    judge_age,
    judge_option,
)
from tradeoff.findings.view import Findings
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import OLDEST_AGE, Criterion, CriterionKind, Trial
from tradeoff.words.applicability import (
    applicability_summary,
    attested_sentence,
    caution_sentences,
    found_lines,
    outside_sentence,
    outside_sentences,
    verdict,
)
from tradeoff.words.say import ENGLISH

ATTESTED = {one.id: as_in_the_trial(one) for one in e1910().criteria}


def criterion(name: str, trial: Trial | None = None) -> Criterion:
    return next(one for one in (trial or e1910()).criteria if one.id == name)


def judged(name: str, given: str | int, trial: Trial | None = None) -> Answer:
    asked = criterion(name, trial)
    return judge_age(asked, given) if isinstance(given, int) else judge_option(asked, given)


def assessed(**given: str | int) -> Assessment:
    return assess(e1910(), [judged(name.replace("_", "-"), one) for name, one in given.items()])


def all_but(**given: str | int) -> Assessment:
    """As in the trial, but for these."""
    changed = {name.replace("_", "-"): one for name, one in given.items()}
    others = [answer for name, answer in ATTESTED.items() if name not in changed]
    return assess(e1910(), [*others, *(judged(name, one) for name, one in changed.items())])


# The verdict -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (assessed(), ""),
        (assessed(mrd="below", remission="yes", age=40), "3 of 8 asked"),
        (all_but(), "Trial applies: 8 of 8"),
        (all_but(transplant="undecided"), "Trial applies: 8 of 8"),
        (all_but(mrd="positive"), "Outside the trial: MRD"),
        (
            all_but(mrd="positive", remission="no", lineage="unknown"),
            "Outside the trial: remission, MRD",
        ),
        (all_but(age=17), "Outside the trial: age under 30"),
        (all_but(age=25), "Caution: age under 30"),
        (all_but(age=80, cns_history="yes"), "Caution: age over 70, CNS disease"),
        (all_but(mrd="unknown"), "MRD not known yet"),
        (
            all_but(remission="unknown", mrd="unknown", mrd_method="other"),
            "Caution: MRD method · Remission, MRD not known yet",
        ),
        (assessed(age=25, mrd="below"), "Caution: age under 30 · 2 of 8 asked"),
        (assessed(mrd="unknown"), "MRD not known yet · 1 of 8 asked"),
    ],
)
def test_the_verdict_says_what_it_is_about(found: Assessment, said: str) -> None:
    assert verdict(ENGLISH, view(), found) == said
    if said:
        assert applicability_summary(ENGLISH, view(), found) == f"{said}."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (assessed(mrd="below"), "1 of 8 asked"),
        (all_but(), "Trial applies: 8 of 8"),
        (all_but(mrd="positive"), "Outside the trial: MRD"),
        (all_but(age=3, remission="no"), "Outside the trial: age under 30 and 1 more"),
        (assessed(age=25, mrd="unknown"), "Caution: age under 30"),
        (all_but(remission="unknown", mrd="unknown"), "Remission and 1 more not known yet"),
    ],
)  # fmt: skip
def test_a_chip_names_the_first_point_alone(found: Assessment, said: str) -> None:
    assert verdict(ENGLISH, view(), found, short=True) == said


def test_before_anything_was_asked_the_summary_says_so() -> None:
    said = applicability_summary(ENGLISH, view(), assessed())
    assert said == "Whether the trial applies was not asked."


# Outside the trial -------------------------------------------------------------------------

OUTSIDE = {
    "mrd": "people with MRD of 0.01 % or above",
    "bcr-abl1": "people with BCR::ABL1-positive disease",
    "remission": "people who are not in remission",
    "lineage": "people without CD19-positive B-cell precursor ALL",
    "age": "people under 30 years",
}
NOT_IN = {"mrd": "positive", "bcr-abl1": "positive", "remission": "no", "lineage": "no", "age": 3}


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_the_trial_it_is_said_whom_its_numbers_do_not_describe(name: str) -> None:
    found = assess(e1910(), [judged(name, NOT_IN[name])])  # type: ignore[arg-type]
    assert outside_sentence(ENGLISH, view(), found) == (
        f"E1910's result does not include {OUTSIDE[name]}; its numbers do not describe them."
    )


def test_several_criteria_make_one_sentence() -> None:
    found = assessed(mrd="positive", remission="no", age=12)
    assert outside_sentence(ENGLISH, view(), found) == (
        "E1910's result does not include people under 30 years, people who are not in remission "
        "or people with MRD of 0.01 % or above; its numbers do not describe them."
    )


@pytest.mark.parametrize("found", [assessed(), all_but(), all_but(age=25), all_but(mrd="unknown")])
def test_nothing_of_it_is_said_inside(found: Assessment) -> None:
    assert outside_sentence(ENGLISH, view(), found) == ""
    assert outside_sentences(ENGLISH, view(), found) == ()


def test_mrd_positive_disease_gets_the_agreed_sentence_and_other_evidence_with_its_limits() -> None:
    assert found_lines(ENGLISH, view(), assessed(mrd="positive"))[1:] == (
        "E1910 does not answer this question; other evidence and labels exist.",
        "Other evidence: BLAST, MRD-positive adults (0.1 % or more), single arm, no comparison; "
        "it says nothing of 0.01 to 0.1 % (see Benefit and harm).",
    )


def test_what_is_named_as_other_evidence_stands_in_the_trials_folder() -> None:
    (named,) = criterion("remission").elsewhere["no"]
    said = found_lines(ENGLISH, view(), assessed(remission="no"))[-1]
    text = e1910().text.context[named]
    assert said == f"Other evidence: {text.study}, {text.population} (see Benefit and harm)."
    assert named in {rate.id for rate in e1910().context}


def test_an_answer_without_words_of_its_own_is_named_by_question_and_answer() -> None:
    options = dict(e1910().text.criteria["mrd"].options)
    options["positive"] = options["positive"].model_copy(update={"whom": None})
    asked = e1910().text.criteria["mrd"].model_copy(update={"options": options, "short": None})
    text = e1910().text.model_copy(update={"criteria": {**e1910().text.criteria, "mrd": asked}})
    bare = view(e1910().model_copy(update={"text": text}))
    found = assessed(mrd="positive")
    assert verdict(ENGLISH, bare, found) == "Outside the trial: MRD"
    assert outside_sentence(ENGLISH, bare, found) == (
        "E1910's result does not include people with the answer “0.01 % or above” to “MRD”; its "
        "numbers do not describe them."
    )


# Cautions, caveats, what was attested ------------------------------------------------------


def test_near_misses_are_cautions_with_their_reason() -> None:
    found = all_but(age=25, mrd="insensitive", mrd_method="other")
    assert caution_sentences(ENGLISH, view(), found) == (
        "Caution: The trial took people from 30 years on: its numbers come from older people.",
        "Caution: The trial's limit was 0.01 %: a test that does not reach it also counts people "
        "as negative who lie above it.",
        "Caution: Another method or material than the trial's (flow cytometry of bone marrow) may "
        "class people differently.",
    )


def test_a_history_of_cns_disease_raises_a_caution_and_not_a_number() -> None:
    (said,) = caution_sentences(ENGLISH, view(), assessed(cns_history="yes"))
    assert said.startswith("Caution: ")
    assert "check against the full paper" in said
    assert not re.search(r"\d", said)


@pytest.mark.parametrize("option", ["yes", "undecided"])
def test_a_transplant_intended_or_undecided_is_a_caveat_beside_a_trial_that_applies(
    option: str,
) -> None:
    found = all_but(transplant=option)
    assert verdict(ENGLISH, view(), found) == "Trial applies: 8 of 8"
    assert found_lines(ENGLISH, view(), found) == (
        "The trial's figures mix people with and without an intended transplant; results by that "
        "intention are not available here.",
    )


def test_what_was_attested_at_once_is_listed_with_what_is_unconfirmed_of_it() -> None:
    said = attested_sentence(ENGLISH, view(), all_but(transplant="yes"))
    assert said.startswith("Attested with “All as in the trial”: 30 to 70 years; ")
    for asked in e1910().criteria:
        told = e1910().text.criteria[asked.id].requirement in said
        assert told is (asked.id != "transplant")
    assert "at diagnosis was allowed (unconfirmed: check against the source)" in said
    assert attested_sentence(ENGLISH, view(), assessed(mrd="below")) == ""


# Every answer of every trial ---------------------------------------------------------------


def every_answer(trial: Trial) -> Iterator[Answer]:
    for one in trial.criteria:
        if one.kind is CriterionKind.AGE:
            yield from {judge_age(one, age): None for age in range(OLDEST_AGE + 1)}
        else:
            yield from (judge_option(one, option) for option in one.options)


def every_finding() -> Iterator[tuple[Findings, Assessment]]:
    for name in ("e1910", "tower", "aall1731"):
        trial = load_trial(DATA / name)
        shown, given = view(trial), list(every_answer(trial))
        for first, second in itertools.product(given, repeat=2):
            yield shown, assess(trial, [first, second])


def test_no_answer_makes_a_verdict_on_the_patient() -> None:
    """Labels are wider than a trial: what is said is of the numbers, never of the person."""
    verdicts = re.compile(r"not for|does not apply|this patient|not eligible|should", re.IGNORECASE)
    for shown, found in every_finding():
        told = (
            verdict(ENGLISH, shown, found),
            *found_lines(ENGLISH, shown, found),
            attested_sentence(ENGLISH, shown, found),
        )
        assert not [said for said in told if verdicts.search(said)]
        assert bool(outside_sentence(ENGLISH, shown, found)) is found.outside
