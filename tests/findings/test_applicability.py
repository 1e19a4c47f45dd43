"""Does the trial apply? Each criterion, its limits, and what is kept of an answer."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.views import e1910
from tradeoff.findings.applicability import (
    Answer,
    Assessment,
    as_in_the_trial,
    assess,
    judge_age,
    judge_option,
)
from tradeoff.trial.records import OLDEST_AGE, AgeBand, Criterion, CriterionKind, Outcome

MET, NOT_MET, CAUTION, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.CAUTION, Outcome.UNKNOWN


def criterion(name: str) -> Criterion:
    return next(one for one in e1910().criteria if one.id == name)


def aged(years: int) -> Answer:
    return judge_age(criterion("age"), years)


def answered(name: str, option: str) -> Answer:
    return judge_option(criterion(name), option)


def open_points(assessment: Assessment) -> tuple[Answer, ...]:
    """What keeps the trial from applying, or might."""
    return (*assessment.not_met, *assessment.cautions, *assessment.unknown)


def test_what_is_asked() -> None:
    assert [one.id for one in e1910().criteria] == [
        *("age", "lineage", "bcr-abl1", "remission", "mrd", "mrd-method", "cns-history"),
        "transplant",
    ]


@pytest.mark.parametrize(
    ("years", "outcome", "band"),
    [
        (0, NOT_MET, AgeBand.BELOW),
        (17, NOT_MET, AgeBand.BELOW),
        (18, CAUTION, AgeBand.NEAR_BELOW),
        (29, CAUTION, AgeBand.NEAR_BELOW),
        (30, MET, AgeBand.WITHIN),
        (54, MET, AgeBand.WITHIN),
        (55, MET, AgeBand.WITHIN),
        (70, MET, AgeBand.WITHIN),
        (71, CAUTION, AgeBand.NEAR_ABOVE),
        (OLDEST_AGE, CAUTION, AgeBand.NEAR_ABOVE),
    ],
)
def test_the_trials_ages_are_30_to_70_and_adults_beyond_them_a_near_miss(
    years: int, outcome: Outcome, band: AgeBand
) -> None:
    assert aged(years) == Answer("age", outcome, band)


@pytest.mark.parametrize(
    ("years", "band"), [(29, AgeBand.BELOW), (30, AgeBand.WITHIN), (71, AgeBand.ABOVE)]
)
def test_without_limits_for_near_misses_every_other_age_is_not_met(
    years: int, band: AgeBand
) -> None:
    strict = criterion("age").model_copy(update={"near_minimum": None, "near_maximum": None})
    outcome = MET if band is AgeBand.WITHIN else NOT_MET
    assert judge_age(strict, years) == Answer("age", outcome, band)


def test_what_an_age_can_come_to_are_the_bands_that_some_age_lies_in() -> None:
    assert list(criterion("age").outcomes) == ["below", "near-below", "within", "near-above"]
    grown_up = criterion("age").model_copy(update={"near_minimum": 0, "near_maximum": 75})
    assert list(grown_up.outcomes) == ["near-below", "within", "near-above", "above"]


@pytest.mark.parametrize("years", [0, 29, 30, 54, 55, 70, 71, 120])
def test_any_age_at_all_brings_the_trials_age_groups(years: int) -> None:
    assert assess(e1910(), [aged(years)]).by_age


def test_no_other_answer_brings_the_age_groups() -> None:
    assert not assess(e1910(), []).by_age
    assert not assess(e1910(), [answer for answer in all_met() if answer.criterion != "age"]).by_age


def test_an_age_brings_no_groups_where_the_trial_names_none() -> None:
    named = tuple(
        one.model_copy(update={"subgroups": (), "subgroup_from": None}) for one in e1910().criteria
    )
    bare = e1910().model_copy(update={"criteria": named})
    assert not assess(bare, [aged(45)]).by_age


@pytest.mark.parametrize("years", [31, 45, 54])
@pytest.mark.parametrize("other", [55, 62, 69])
def test_an_answer_says_nothing_of_the_age_group_that_it_fell_into(years: int, other: int) -> None:
    """Both groups always stand together: which of them it is, nobody needs to know."""
    assert aged(years) == aged(other)


@pytest.mark.parametrize("years", [16, 29, 30, 42, 56, 70, 71])
def test_the_age_itself_is_not_kept(years: int) -> None:
    """Two ages with the same consequence can't be told apart afterwards."""
    answer = aged(years)
    kept = [getattr(answer, field.name) for field in fields(answer)]
    assert years not in kept
    neighbour = {16: 3, 29: 18, 30: 31, 42: 43, 56: 57, 70: 69, 71: 99}[years]
    assert aged(neighbour) == answer


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("lineage", {"yes": MET, "no": NOT_MET, "unknown": UNKNOWN}),
        ("bcr-abl1", {"negative": MET, "positive": NOT_MET, "unknown": UNKNOWN}),
        ("remission", {"yes": MET, "no": NOT_MET, "unknown": UNKNOWN}),
        (
            "mrd",
            {"below": MET, "positive": NOT_MET, "insensitive": CAUTION, "unknown": UNKNOWN},
        ),
        ("mrd-method", {"flow": MET, "other": CAUTION, "unknown": UNKNOWN}),
        ("cns-history", {"no": MET, "yes": CAUTION, "unknown": UNKNOWN}),
        ("transplant", {"no": MET, "yes": MET, "undecided": MET}),
    ],
)
def test_what_each_answer_means(name: str, outcomes: dict[str, Outcome]) -> None:
    assert criterion(name).outcomes == outcomes
    for option, outcome in outcomes.items():
        assert answered(name, option) == Answer(name, outcome, option)


def test_a_transplant_intended_or_undecided_is_no_doubt() -> None:
    """The trial took people with and without that intention: no caution, and nothing open."""
    for option in ("no", "yes", "undecided"):
        given = [one for one in all_met() if one.criterion != "transplant"]
        assessment = assess(e1910(), [*given, answered("transplant", option)])
        assert assessment.complete
        assert open_points(assessment) == ()


def test_an_option_that_is_not_there_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        answered("mrd", "zebra")


# All together ------------------------------------------------------------------------------


def all_met() -> list[Answer]:
    return [
        aged(45)
        if one.kind is CriterionKind.AGE
        else judge_option(one, next(o for o, out in one.options.items() if out is MET))
        for one in e1910().criteria
    ]


def test_nothing_is_assumed_met_before_it_is_asked() -> None:
    assessment = assess(e1910(), [])
    assert assessment == Assessment((), 8, by_age=False)
    assert open_points(assessment) == ()
    assert not assessment.complete


def test_all_criteria_met() -> None:
    assessment = assess(e1910(), all_met())
    assert (assessment.answered, assessment.asked, assessment.by_age) == (8, 8, True)
    assert assessment.complete
    assert open_points(assessment) == ()
    assert not assessment.attested


def test_seven_of_eight_are_not_all() -> None:
    assert not assess(e1910(), all_met()[:-1]).complete


def test_answers_are_sorted_by_what_they_mean_in_the_order_of_the_questions() -> None:
    given = [
        answered("mrd", "positive"),
        answered("remission", "unknown"),
        answered("cns-history", "yes"),
        aged(17),
        answered("mrd-method", "other"),
    ]
    assessment = assess(e1910(), given)
    assert [answer.criterion for answer in assessment.not_met] == ["age", "mrd"]
    assert [answer.criterion for answer in assessment.cautions] == ["mrd-method", "cns-history"]
    assert [answer.criterion for answer in assessment.unknown] == ["remission"]
    assert assessment.answered == 5
    assert assessment.outside


@pytest.mark.parametrize("given", [aged(25), aged(80), answered("mrd", "insensitive")])
def test_a_near_miss_is_a_caution_and_not_outside_the_trial(given: Answer) -> None:
    assessment = assess(e1910(), [given])
    assert assessment.cautions == (given,)
    assert not assessment.outside


def test_the_last_answer_to_a_question_counts() -> None:
    given = [answered("mrd", "positive"), answered("mrd", "below")]
    assessment = assess(e1910(), given)
    assert (assessment.answered, assessment.not_met) == (1, ())


def test_answers_to_another_trials_questions_count_for_nothing() -> None:
    assert assess(e1910(), [Answer("blast-count", NOT_MET)]) == assess(e1910(), [])


# All as in the trial -----------------------------------------------------------------------


def test_all_as_in_the_trial_attests_every_criterion_and_names_no_other_answer() -> None:
    attested = assess(e1910(), map(as_in_the_trial, e1910().criteria))
    assert attested.complete
    assert open_points(attested) == ()
    assert attested.attested == attested.given
    assert attested.by_age
    chosen = {answer.criterion: answer.choice for answer in attested.given}
    assert chosen["mrd"] == "below"
    assert chosen["age"] == AgeBand.WITHIN
    assert chosen["transplant"] is None, "both were in the trial: which it is was not said"


def test_what_was_answered_since_is_no_longer_attested_at_once() -> None:
    given = [*map(as_in_the_trial, e1910().criteria), answered("transplant", "yes"), aged(50)]
    attested = {answer.criterion for answer in assess(e1910(), given).attested}
    assert attested == {one.id for one in e1910().criteria} - {"transplant", "age"}
