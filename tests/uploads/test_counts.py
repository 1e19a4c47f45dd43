"""Event counts by harm and arm."""

from __future__ import annotations

import pytest

from tests.uploads.reading import (
    FILES,
    counts,
    words,
)
from tradeoff.uploads import (
    ArmCount,
    EventCounts,
    read_event_counts,
)


def test_event_counts_come_with_a_row_for_each_harm_and_arm() -> None:
    name = "event_counts.csv"
    upload = read_event_counts((FILES / name).read_bytes(), name)
    assert upload.arms == ("control", "experimental")
    assert upload.harms == (
        EventCounts(
            "Serious infection",
            {"control": ArmCount(14, 119, 2), "experimental": ArmCount(21, 117, 3)},
        ),
        EventCounts(
            "Seizure",
            {"control": ArmCount(1, 119, 4), "experimental": ArmCount(4, 117, 5)},
        ),
    )
    assert upload.lines[1].message == "Serious infection, control: 14 of 119"


NO_HARM = (EventCounts(None, {"control": ArmCount(5, 100, 2), "experimental": ArmCount(8, 99, 3)}),)


@pytest.mark.parametrize(
    "text",
    [
        "arm,events,total\ncontrol,5,100\nexperimental,8,99\n",
        "total;arm;events\n100;control;5\n99;experimental;8\n",
        "Group\tn with event\tN\ncontrol\t5\t100\nexperimental\t8\t99\n",
        "arm,events,percent (%),total\ncontrol,5,5.0,100\nexperimental,8,8.1,99\n",
    ],
)
def test_event_counts_may_name_no_harm(text: str) -> None:
    assert counts(text).harms == NO_HARM


def test_event_counts_are_read_without_a_header_where_texts_say_which_is_which() -> None:
    assert counts("control,5,100\nexperimental,8,99\n").arms == ("control", "experimental")
    assert counts("Rash,control,5,100\nRash,experimental,8,99\n").harms[0].harm == "Rash"


@pytest.mark.parametrize(
    ("header", "arms"),
    [
        (
            "harm,events_experimental,total_experimental,events_control,total_control",
            ("experimental", "control"),
        ),
        ("AE,Arm A (events),Arm A (N),Arm B (events),Arm B (N)", ("Arm A", "Arm B")),
        ("Term,n events X,total X,n events Y,total x", ("X", "Y")),
    ],
)
def test_event_counts_come_with_a_row_for_each_harm(header: str, arms: tuple[str, str]) -> None:
    if header.startswith("Term"):
        assert words(read_event_counts, f"{header}\nRash,1,2,3,4\n") == [
            ', row 1: column "total x" is not known here. Did you mean "total"? Known here: harm, '
            "arm, events, total; or events and total with the name of the arm, such as "
            "events_control."
        ]
        return
    upload = counts(f"{header}\nRash,5,100,8,99\n")
    assert upload.arms == arms
    assert list(upload.harms[0].arms.values()) == [ArmCount(5, 100, 2), ArmCount(8, 99, 2)]


WHICH = (
    ", row 1: nothing says which number belongs to which arm. Begin with a row such as "
    "arm,events,total or events_experimental,total_experimental,events_control,total_control."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5,100,8,99\n", WHICH),
        ("Rash,5,100,8,99\n", WHICH),
        (
            "arm,events,total\nA,12,10\nB,1,10\n",
            ", row 2: events is 12 and total is 10. There cannot be more patients with the harm "
            "than patients. Check the row.",
        ),
        (
            "arm,events,total\nA,5%,10\nB,1,10\n",
            ', row 2: events is "5%". Give the number of patients, not a percentage.',
        ),
        (
            "arm,events,total\nA,0,0\nB,1,10\n",
            ', row 2: total is "0". Give a whole number from 1 to 1,000,000.',
        ),
        (
            "arm,events,total\nA,1.5,10\nB,1,10\n",
            ', row 2: events is "1.5". Give a whole number.',
        ),
        ("arm,events,total\nA,,10\nB,1,10\n", ", row 2: events is missing. Give a whole number."),
        (
            "harm,arm,events,total\nR,A,1,9\nR,B,1,9\nR,a,2,9\n",
            ', row 4: "R", "a" stands in row 2 already. Keep one.',
        ),
        (
            "harm,arm,events,total\nR,A,1,9\nR,B,1,9\nS,A,2,9\n",
            ', row 4: "S" has no count for "B". Give every arm, or take the harm out.',
        ),
        (
            "harm,arm,events,total\n,A,1,9\nR,A,1,9\nR,B,1,9\n",
            ", row 2: the harm has no name. Give one.",
        ),
        (
            "arm,events,total\nA,1,9\n",
            ": the file has one arm only. Give the counts of both arms.",
        ),
        (
            "harm,arm,events\nR,A,5\nR,B,5,6\n",
            ', row 1: column "total" is missing. Begin with a row such as harm,arm,events,total.',
        ),
        (
            "arm,n,N\nA,1,9\nB,1,9\n",
            ', row 1: columns "n", "N" mean the same here. '
            "Keep one, or name them events and total.",
        ),
        (
            "events_A,total_A,events_B\n1,2,3\n",
            ', row 1: column "total_B" is missing. Add it.',
        ),
        (
            "arm,events,total\nA,1,9,7\nB,1,9\n",
            ", row 2: the row has 4 cells, 3 are expected. "
            "Put text that holds a separator in quotation marks.",
        ),
    ],
)
def test_a_fault_of_event_counts_says_where_what_and_what_to_do(text: str, said: str) -> None:
    assert words(read_event_counts, text) == [said]
