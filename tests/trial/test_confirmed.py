"""What a centre confirms of a trial's numbers, with every word about a fault of its file."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.views import e1910
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.confirmed import LocalFile, file_name, with_confirmed
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import Fact, Status, Trial

HARM = "neuropsychiatric"
CHECKED = {
    "source": "nejm-2024",
    "place": "Table S9",
    "checked_by": "KL",
    "checked_on": datetime.date(2026, 11, 22),
}
COUNTS = {
    "experimental": {"events": 26, "total": 111},
    "control": {"events": 6, "total": 112},
}


def harm_row(**changes: Any) -> dict[str, Any]:
    return {"harm": HARM, **CHECKED, **COUNTS, **changes}


def fact_row(**changes: Any) -> dict[str, Any]:
    return {"id": "deaths", "experimental": 17, "control": 40, **CHECKED, **changes}


def one_value(fact_id: str, value: float | None) -> dict[str, Any]:
    return {"id": fact_id, "value": value, **CHECKED}


def confirmation(
    *, harms: tuple[dict[str, Any], ...] = (), facts: tuple[dict[str, Any], ...] = ()
) -> LocalFile:
    return LocalFile.model_validate(
        {"centre": "North Hospital", "adverse_events": harms, "facts": facts}
    )


def confirmed() -> Trial:
    return with_confirmed(e1910(), confirmation(harms=(harm_row(),), facts=(fact_row(),)))


def fact(trial: Trial, fact_id: str) -> Fact:
    return next(one for one in trial.facts if one.id == fact_id)


def problems(facts: LocalFile, trial: Trial | None = None) -> list[str]:
    with pytest.raises(TrialDataError) as caught:
        with_confirmed(trial or e1910(), facts)
    return [str(one) for one in caught.value.problems]


# A centre's confirmation ---------------------------------------------------------------------


def test_a_confirmed_harm_names_document_place_centre_and_day() -> None:
    for role, events, total in ((Role.EXPERIMENTAL, 26, 111), (Role.CONTROL, 6, 112)):
        row = confirmed().adverse_event(HARM, role)
        assert row is not None
        assert (row.events, row.total) == (events, total)
        assert (row.source, row.place, row.status) == ("nejm-2024", "Table S9", Status.LOCAL)
        assert row.confirmed is not None
        assert row.confirmed.centre == "North Hospital"
        assert row.confirmed.checked_by == "KL"
        assert row.confirmed.checked_on == datetime.date(2026, 11, 22)


def test_confirmed_counts_are_no_longer_inferred_and_the_printed_percentage_stays() -> None:
    row = confirmed().adverse_event(HARM, Role.EXPERIMENTAL)
    assert row is not None
    assert (row.counts_inferred, row.percent, row.decimals) == (False, 23, 0)


def test_a_confirmed_count_takes_the_place_of_what_the_percentage_left_open() -> None:
    shipped = e1910().adverse_event(HARM, Role.EXPERIMENTAL)
    row = confirmed().adverse_event(HARM, Role.EXPERIMENTAL)
    assert shipped is not None
    assert row is not None
    assert (shipped.count, shipped.possible) == (None, (Count(25, 111), Count(26, 111)))
    assert (row.count, row.possible) == (Count(26, 111), (Count(26, 111),))
    control = e1910().adverse_event(HARM, Role.CONTROL)
    assert control is not None
    assert control.possible == (Count(6, 112),)


def test_printed_percentages_by_grade_stay_beside_the_confirmed_count() -> None:
    own = {
        "experimental": {"events": 6, "total": 111},
        "control": {"events": 7, "total": 112},
    }
    trial = with_confirmed(e1910(), confirmation(harms=(harm_row(harm="sepsis", **own),)))
    row = trial.adverse_event("sepsis", Role.EXPERIMENTAL)
    assert row is not None
    assert (row.grades, row.count, row.total_in_head) == ((0, 4, 1), Count(6, 111), None)


def test_a_confirmed_count_has_to_agree_with_the_sum_of_the_grades() -> None:
    # Each of the three grades may be half a percent off.
    own = {
        "experimental": {"events": 8, "total": 111},
        "control": {"events": 7, "total": 112},
    }
    assert problems(confirmation(harms=(harm_row(harm="sepsis", **own),))) == [
        "local/e1910.toml, adverse_events entry 1: experimental 8 of 111 is 7.21 %, but "
        "e1910/adverse_events.csv gives 5 % for sepsis. Check both against the document, and "
        "correct the one that is wrong."
    ]


def test_a_confirmed_fact_has_the_documents_numbers() -> None:
    own = fact(confirmed(), "deaths")
    assert own.figures == {"experimental": 17, "control": 40}
    assert (own.decimals, own.status) == (0, Status.LOCAL)
    assert own.confirmed is not None
    assert own.confirmed.centre == "North Hospital"


def test_a_fact_of_one_number_is_confirmed_with_one() -> None:
    trial = with_confirmed(e1910(), confirmation(facts=(one_value("enrolled", 487),)))
    assert fact(trial, "enrolled").figures == {"value": 487}


def test_a_fact_shows_the_decimals_that_the_document_gives() -> None:
    trial = with_confirmed(e1910(), confirmation(facts=(fact_row(control=40.25),)))
    assert fact(trial, "deaths").decimals == 2


def test_a_statement_without_a_number_can_be_confirmed_too() -> None:
    trial = with_confirmed(e1910(), confirmation(facts=(one_value("open-label", None),)))
    assert fact(trial, "open-label").status is Status.LOCAL


def test_all_else_of_the_trial_stays_as_it_is() -> None:
    changed = {"adverse_events", "facts", "fingerprint"}
    assert confirmed().model_dump(exclude=changed) == e1910().model_dump(exclude=changed)
    assert [one.id for one in confirmed().facts] == [one.id for one in e1910().facts]
    order = [(one.harm, one.arm) for one in e1910().adverse_events]
    assert [(one.harm, one.arm) for one in confirmed().adverse_events] == order


def test_a_confirmation_is_no_upload() -> None:
    assert confirmed().local is None


def test_the_trial_that_was_given_is_not_changed() -> None:
    before = e1910().model_dump_json()
    confirmed()
    assert e1910().model_dump_json() == before


def test_a_harm_without_rows_gets_both_arms() -> None:
    bare = e1910().model_copy(update={"adverse_events": ()})
    trial = with_confirmed(bare, confirmation(harms=(harm_row(),)))
    assert [(one.arm, one.percent) for one in trial.adverse_events] == [
        (Role.EXPERIMENTAL, None),
        (Role.CONTROL, None),
    ]


def test_each_problem_says_file_row_and_remedy() -> None:
    facts = confirmation(
        harms=(
            harm_row(harm="neuropsychiatrc"),
            harm_row(source="nejm-2042", experimental={"events": 27, "total": 112}),
        ),
        facts=(
            fact_row(id="deathss"),
            fact_row(control=None),
            one_value("open-label", 3),
            fact_row(),
            one_value("enrolled", None),
            fact_row(id="deaths-other", value=16),
        ),
    )
    start = file_name("e1910")
    assert start == "local/e1910.toml"
    assert [
        line.removeprefix(f"{start}, ").split(" The ids stand")[0] for line in problems(facts)
    ] == [
        'adverse_events entry 1: the trial has no harm "neuropsychiatrc". '
        'Did you mean "neuropsychiatric"?',
        'adverse_events entry 2: the trial has no source "nejm-2042". Did you mean "nejm-2024"?',
        "adverse_events entry 2: experimental total 112 exceeds n_safety 111 in "
        "e1910/trial.toml. Harms are counted among those treated: correct one of the two.",
        "adverse_events entry 2: experimental 27 of 112 is 24.11 %, but "
        "e1910/adverse_events.csv gives 23 % for neuropsychiatric. Check both against the "
        "document, and correct the one that is wrong.",
        'facts entry 1: the trial has no fact "deathss". Did you mean "deaths"?',
        "facts entry 2: control is missing, and deaths has a number in the trial. "
        "Write the value that the document gives.",
        "facts entry 3: value is 3, but open-label has no such number in e1910/facts.csv. "
        "Take it out.",
        "facts entry 4: id deaths stands in facts entry 2 already. Keep one.",
        "facts entry 5: value is missing, and enrolled has a number in the trial. "
        "Write the value that the document gives.",
        "facts entry 6: value is 16, but deaths-other has no such number in e1910/facts.csv. "
        "Take it out.",
    ]


@pytest.mark.parametrize(("events", "agrees"), [(24, False), (25, True), (26, True), (27, False)])
def test_a_confirmed_count_has_to_agree_with_the_printed_percentage(
    events: int, agrees: bool
) -> None:
    facts = confirmation(harms=(harm_row(experimental={"events": events, "total": 111}),))
    if agrees:
        with_confirmed(e1910(), facts)
    else:
        share = f"{100 * events / 111:.2f} %"
        assert [share in line and "23 %" in line for line in problems(facts)] == [True]
