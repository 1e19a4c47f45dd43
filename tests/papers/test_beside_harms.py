"""What stands beside the harms: both arms as the facts count them, the course by its steps."""

from __future__ import annotations

from datetime import date

import pytest

from tests.views import DATA, e1910
from tradeoff.findings.provenance import cited
from tradeoff.papers.beside_harms import counted_table, course_table, under_counted
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Confirmation, Status
from tradeoff.words.say import ENGLISH
from tradeoff.words.sources import citation


def test_deaths_and_transplants_are_those_of_the_facts_experimental_first() -> None:
    table = counted_table(ENGLISH, e1910())
    assert table is not None
    assert table.caption == "Deaths by cause, transplants"
    assert table.columns == ("", "Blinatumomab, of 112", "Chemotherapy, of 112")
    assert table.rows == (
        ("Deaths, over the whole follow-up", "17", "40"),
        ("Deaths from relapse", "8", "31"),
        ("Deaths not from relapse, largely from infection", "9", "7"),
        ("Transplants intended at randomisation", "36", "35"),
        ("Transplants during the trial", "22", "22"),
        ("Transplants, with those after trial treatment", "28", "32"),
    )


def test_what_their_groups_say_besides_stands_in_sentences() -> None:
    unknown, allowed = under_counted(ENGLISH, e1910())
    assert unknown.startswith("Deaths of unknown cause")
    assert unknown.endswith(": 2.")
    assert allowed.startswith("In the blinatumomab group a transplant was allowed")


#: A status, with who confirmed the number, and what then stands behind it.
STATUSES = [
    (Status.PUBLISHED, None, ""),
    (Status.REPORTED, None, " (reported)"),
    (Status.DERIVED, None, " (calculated)"),
    (Status.LOCAL, None, " (local data)"),
    (Status.UNCONFIRMED, None, " (unconfirmed: check against the source)"),
    (
        Status.LOCAL,
        Confirmation(centre="North Hospital", checked_by="AB", checked_on=date(2026, 11, 3)),
        " (confirmed by North Hospital, 3 November 2026)",
    ),
]


@pytest.mark.parametrize(("status", "confirmed", "said"), STATUSES)
def test_how_a_count_is_known_stands_behind_it_in_the_table_and_in_sentences(
    status: Status, confirmed: Confirmation | None, said: str
) -> None:
    changes = {"status": status, "confirmed": confirmed}
    changed = tuple(
        fact.model_copy(update=changes) if fact.id in ("deaths", "deaths-unknown") else fact
        for fact in e1910().facts
    )
    trial = e1910().model_copy(update={"facts": changed})
    table = counted_table(ENGLISH, trial)
    assert table is not None
    assert table.rows[0] == (f"Deaths, over the whole follow-up{said}", "17", "40")
    assert table.rows[1] == ("Deaths from relapse", "8", "31")
    unknown, allowed = under_counted(ENGLISH, trial)
    assert unknown.endswith(f": 2{said}.")
    assert allowed == under_counted(ENGLISH, e1910())[1]


def test_the_course_is_a_row_a_step_with_the_sources_of_length_pump_and_order() -> None:
    trial = e1910()
    table = course_table(ENGLISH, trial)
    assert table is not None
    steps = [row[:6] for row in table.rows]
    pump = ("Blinatumomab", "Blinatumomab")
    missing = "not available"
    assert steps == [
        (*pump, "2", "4", "28", "2"),
        ("Blinatumomab", "Consolidation chemotherapy", "3", missing, "0", missing),
        (*pump, "1", "4", "28", "–"),
        ("Blinatumomab", "Consolidation chemotherapy", "1", missing, "0", "–"),
        (*pump, "1", "4", "28", "–"),
        ("Chemotherapy", "Consolidation chemotherapy", "4", missing, "0", missing),
    ]
    assert "as reported by" in table.rows[0][6], "the pump's days are the label's as relayed"
    own = [step for step in trial.course if step.arm.value == "experimental"]
    for step, row in zip(own, table.rows, strict=False):
        assert row[7] == citation(ENGLISH, cited(trial, step))


@pytest.mark.parametrize("trial_id", ["tower", "aall1731"])
def test_without_such_facts_or_a_course_there_is_no_table(trial_id: str) -> None:
    trial = load_trial(DATA / trial_id)
    assert (
        counted_table(ENGLISH, trial),
        course_table(ENGLISH, trial),
        under_counted(ENGLISH, trial),
    ) == (None, None, ())
