"""What a centre adds to a trial: its confirmations, and its own numbers brought into a session."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views import e1910
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.confirmed import LocalFile, file_name, with_confirmed
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, Fact, LocalData, Status, Trial
from tradeoff.uploads.overlay import with_counts, with_digitised

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
OWN = LocalData(label="North Hospital", as_of=datetime.date(2026, 5, 3), session=True)


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


def curve(**changes: Any) -> DigitisedCurves:
    arm = DigitisedArm(
        curve_months=(0.0, 12.0),
        curve_survival=(1.0, 0.9),
        risk_months=(0.0,),
        n_at_risk=(10,),
        time=(12.0, 24.0),
        event=(True, False),
        root_mean_square_error=0.001,
        largest_error=0.002,
    )
    given = {
        "data_cut": "nejm",
        "endpoint": "os",
        "control": arm,
        "experimental": arm,
        "source": "nejm-2024",
        "place": "Figure 1A",
        "status": Status.RECONSTRUCTED,
    }
    return DigitisedCurves.model_validate({**given, **changes})


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


# Brought into a session ------------------------------------------------------------------------


def counts(trial: Trial | None = None, local: LocalData = OWN) -> Trial:
    return with_counts(
        trial or e1910(),
        local,
        harm=HARM,
        experimental=Count(9, 300),
        control=Count(1, 250),
    )


def test_an_upload_of_counts_replaces_the_harms_rows_and_names_its_user_and_day() -> None:
    trial = counts()
    row = trial.adverse_event(HARM, Role.EXPERIMENTAL)
    assert row is not None
    assert row.count == Count(9, 300)
    assert (row.status, row.confirmed, row.percent) == (Status.LOCAL, None, None)
    source = trial.source(row.source)
    assert source.id == "local"
    assert source.short == "North Hospital, 2026-05-03"
    assert source.citation == (
        "North Hospital, 2026-05-03: brought into this session by its user; not part of the "
        "trial's publication, and not randomised by the trial."
    )
    assert trial.local == OWN


def test_an_unknown_harm_of_an_upload_is_said() -> None:
    with pytest.raises(TrialDataError) as caught:
        with_counts(e1910(), OWN, harm="crs", experimental=Count(1, 2), control=Count(1, 2))
    known = ", ".join(sorted(harm.id for harm in e1910().harms))
    assert str(caught.value) == (f'North Hospital: the trial has no harm "crs". Known: {known}.')


def test_an_upload_of_a_curve_stands_beside_the_figure_that_was_clicked_on() -> None:
    trial = with_digitised(e1910(), OWN, curve())
    own = trial.digitised_curve("nejm", "os")
    assert own is not None
    assert (own.source, own.also, own.place) == ("local", "nejm-2024", "Figure 1A")
    assert own.status is Status.LOCAL
    assert trial.local == OWN


def test_a_second_upload_of_a_curve_replaces_the_first() -> None:
    trial = with_digitised(e1910(), OWN, curve())
    trial = with_digitised(trial, OWN, curve(place="Figure 2"))
    assert [one.place for one in trial.digitised] == ["Figure 2"]
    assert [one.id for one in trial.sources].count("local") == 1


def test_an_upload_for_a_cut_or_end_point_that_is_not_there_is_said() -> None:
    with pytest.raises(TrialDataError) as caught:
        with_digitised(e1910(), OWN, curve(data_cut="nejn", endpoint="pfs"))
    assert [str(one).split(" Known:")[0] for one in caught.value.problems] == [
        'North Hospital: the trial has no data cut "nejn". Did you mean "nejm"?',
        'North Hospital: the trial has no end point "pfs". Did you mean "rfs"?',
    ]


def test_counts_and_curve_of_one_upload_share_one_source() -> None:
    trial = with_digitised(counts(), OWN, curve())
    assert [one.id for one in trial.sources if one.id.startswith("local")] == ["local"]


def test_two_uploads_are_never_called_by_one_name() -> None:
    other = LocalData(label="South Hospital", as_of=OWN.as_of, session=True)
    trial = with_digitised(counts(), other, curve())
    row, own = trial.adverse_event(HARM, Role.CONTROL), trial.digitised_curve("nejm", "os")
    assert row is not None
    assert own is not None
    assert trial.source(row.source).short.startswith("North Hospital")
    assert trial.source(own.source).short.startswith("South Hospital")


def test_every_overlay_has_a_fingerprint_of_its_own() -> None:
    other = LocalData(label="South Hospital", as_of=OWN.as_of, session=True)
    trials = [
        *(e1910(), confirmed(), counts(), counts(confirmed()), counts(local=other)),
        with_confirmed(e1910(), confirmation(harms=(harm_row(checked_by="RT"),))),
        with_confirmed(e1910(), confirmation(harms=(harm_row(),))),
        with_digitised(e1910(), OWN, curve()),
        with_digitised(e1910(), OWN, curve(place="Figure 2")),
    ]
    assert len({trial.fingerprint for trial in trials}) == len(trials)


def test_the_same_overlay_has_the_same_fingerprint() -> None:
    assert counts().fingerprint == counts().fingerprint
    assert confirmed().fingerprint == confirmed().fingerprint


@given(
    events=st.tuples(st.integers(0, 500), st.integers(0, 500)),
    more=st.tuples(st.integers(1, 500), st.integers(1, 500)),
)
def test_whatever_counts_are_brought_stand_in_the_trial(
    events: tuple[int, int], more: tuple[int, int]
) -> None:
    experimental, control = (Count(e, e + m) for e, m in zip(events, more, strict=True))
    trial = with_counts(e1910(), OWN, harm=HARM, experimental=experimental, control=control)
    found = [trial.adverse_event(HARM, role) for role in (Role.EXPERIMENTAL, Role.CONTROL)]
    assert [row.count for row in found if row is not None] == [experimental, control]
