"""Does the trial apply? Each criterion, its limits, and what is kept of an answer."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.views import e1910
from tradeoff.findings.applicability import Answer, Assessment, assess, judge_age, judge_option
from tradeoff.trial.records import Criterion, CriterionKind, Outcome

MET, NOT_MET, CAUTION, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.CAUTION, Outcome.UNKNOWN


def criterion(name: str) -> Criterion:
    return next(one for one in e1910().criteria if one.id == name)


def aged(years: int) -> Answer:
    return judge_age(e1910(), criterion("age"), years)


def answered(name: str, option: str) -> Answer:
    return judge_option(e1910(), criterion(name), option)


def test_what_is_asked() -> None:
    assert [one.id for one in e1910().criteria] == [
        *("age", "lineage", "bcr-abl1", "remission", "mrd", "mrd-method", "cns-history"),
        "transplant",
    ]


@pytest.mark.parametrize(
    ("years", "outcome"),
    [(0, NOT_MET), (29, NOT_MET), (30, MET), (54, MET), (55, MET), (70, MET), (71, NOT_MET),
     (120, NOT_MET)],
)  # fmt: skip
def test_the_trials_ages_are_30_to_70_both_included(years: int, outcome: Outcome) -> None:
    assert aged(years).outcome is outcome


def test_too_young_and_too_old_have_words_of_their_own() -> None:
    below, above = aged(29).consequence, aged(71).consequence
    assert below is not None
    assert above is not None
    assert "from 30 years on" in below
    assert "ended at 70 years" in above
    assert aged(30).consequence is None


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


@pytest.mark.parametrize("years", [29, 30, 42, 56, 70, 71])
def test_the_age_itself_is_not_kept(years: int) -> None:
    """Two ages with the same consequence can't be told apart afterwards."""
    answer = aged(years)
    kept = [getattr(answer, field.name) for field in fields(answer)]
    assert years not in kept
    neighbour = {29: 28, 30: 31, 42: 43, 56: 57, 70: 69, 71: 72}[years]
    assert aged(neighbour) == answer


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("lineage", {"yes": MET, "no": NOT_MET, "unknown": UNKNOWN}),
        ("bcr-abl1", {"negative": MET, "positive": NOT_MET, "unknown": UNKNOWN}),
        ("remission", {"yes": MET, "no": NOT_MET, "unknown": UNKNOWN}),
        ("mrd", {"below": MET, "positive": NOT_MET, "unknown": UNKNOWN}),
        ("mrd-method", {"flow": MET, "other": CAUTION, "unknown": UNKNOWN}),
        ("cns-history", {"no": MET, "yes": CAUTION, "unknown": UNKNOWN}),
        ("transplant", {"no": MET, "yes": CAUTION, "unknown": UNKNOWN}),
    ],
)
def test_what_each_answer_means(name: str, outcomes: dict[str, Outcome]) -> None:
    assert set(criterion(name).options) == set(outcomes)
    for option, outcome in outcomes.items():
        answer = answered(name, option)
        assert (answer.criterion, answer.outcome) == (name, outcome)
        assert (answer.consequence is None) == (outcome is MET)


def test_mrd_positive_disease_gets_the_agreed_sentence() -> None:
    consequence = answered("mrd", "positive").consequence
    assert consequence is not None
    said = "E1910 does not answer this question; other evidence and labels exist."
    assert said in consequence


def test_a_history_of_cns_disease_raises_a_caution_and_not_a_number() -> None:
    consequence = answered("cns-history", "yes").consequence
    assert consequence is not None
    assert consequence.startswith("Caution")
    assert "check against the full paper" in consequence
    assert not any(character.isdigit() for character in consequence)


def test_an_option_that_is_not_there_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        answered("mrd", "zebra")


# All together ------------------------------------------------------------------------------


def all_met() -> list[Answer]:
    return [
        aged(45)
        if one.kind is CriterionKind.AGE
        else judge_option(e1910(), one, next(o for o, out in one.options.items() if out is MET))
        for one in e1910().criteria
    ]


def test_nothing_is_assumed_met_before_it_is_asked() -> None:
    assert assess(e1910(), []) == Assessment(0, 8, (), (), (), by_age=False)
    assert not assess(e1910(), []).complete


def test_all_criteria_met() -> None:
    assessment = assess(e1910(), all_met())
    assert assessment == Assessment(8, 8, (), (), (), by_age=True)
    assert assessment.complete


def test_seven_of_eight_are_not_all() -> None:
    assert not assess(e1910(), all_met()[:-1]).complete


def test_answers_are_sorted_by_what_they_mean_in_the_order_of_the_questions() -> None:
    given = [
        answered("transplant", "yes"),
        answered("mrd", "positive"),
        answered("remission", "unknown"),
        answered("cns-history", "yes"),
        aged(29),
    ]
    assessment = assess(e1910(), given)
    assert [answer.criterion for answer in assessment.not_met] == ["age", "mrd"]
    assert [answer.criterion for answer in assessment.cautions] == ["cns-history", "transplant"]
    assert [answer.criterion for answer in assessment.unknown] == ["remission"]
    assert assessment.answered == 5


def test_the_last_answer_to_a_question_counts() -> None:
    given = [answered("mrd", "positive"), answered("mrd", "below")]
    assessment = assess(e1910(), given)
    assert (assessment.answered, assessment.not_met) == (1, ())


def test_answers_to_another_trials_questions_count_for_nothing() -> None:
    assert assess(e1910(), [Answer("blast-count", NOT_MET, "x")]) == assess(e1910(), [])
