"""Numbers at risk, in columns and as printed under a figure."""

from __future__ import annotations

import pytest

from tests.uploads.reading import (
    FILES,
    risk,
    words,
)
from tradeoff.uploads import (
    RiskRows,
    read_at_risk,
)

AB = {
    "A": RiskRows((0.0, 6.0), (120, 98), (2, 3)),
    "B": RiskRows((0.0, 6.0), (118, 90), (4, 5)),
}


def test_numbers_at_risk_come_as_time_and_number() -> None:
    assert risk("time,n_at_risk\n0,120\n6,98\n").series == {
        "Series 1": RiskRows((0.0, 6.0), (120, 98), (2, 3))
    }
    assert risk("0;120\n6;98\n").series == {"Series 1": RiskRows((0.0, 6.0), (120, 98), (1, 2))}


@pytest.mark.parametrize("header", ["arm,time,n", "Group,Months,Number at risk", "arm,x,y"])
def test_numbers_at_risk_come_with_the_arm_in_a_column(header: str) -> None:
    assert risk(f"{header}\nA,0,120\nA,6,98\nB,0,118\nB,6,90\n").series == AB
    assert list(risk("A,0,120\nA,6,98\nB,0,118\nB,6,90\n").series) == ["A", "B"]


def test_numbers_at_risk_come_with_a_column_for_each_arm() -> None:
    upload = risk("Months\tControl\tExperimental\n0\t120\t118\n6\t98\t90\n12\t\t50\n")
    assert upload.series["Control"] == RiskRows((0.0, 6.0), (120, 98), (2, 3))
    assert upload.series["Experimental"].n_at_risk == (118, 90, 50)
    assert upload.time_unit == "months"


def test_numbers_at_risk_come_as_printed_under_a_figure() -> None:
    name = "at_risk_printed.csv"
    upload = read_at_risk((FILES / name).read_bytes(), name)
    assert upload.series == {
        "Control": RiskRows((0.0, 6.0, 12.0, 18.0), (120, 110, 90, 40), (3, 3, 3, 3)),
        "Experimental": RiskRows((0.0, 6.0, 12.0), (118, 112, 101), (4, 4, 4)),
    }
    assert [line.message for line in upload.lines[:2]] == ["names", "times"]


@pytest.mark.parametrize(
    "text",
    [
        "Months,0,6\nA,120,98\nB,118,90\n",
        ",0,6\nA,120,98\nB,118,90\n",
        "\t0\t6\nA\t120\t98\nB\t118\t90\n",
        "0;6\nA;120;98\nB;118;90\n",
        "Number at risk,0,6\nA,120,98\nB,118,90\n",
        "No. at risk\nMonths 0 6\nA 120 98\nB 118 90\n",
        "0 6\nA 120 98\nB 118 90\n",
        "Arm,0,6\nA,120,98\nB,118,90\n",
        "Number at risk,,\nArm,0,6\nA,120,98\nB,118,90\n",
    ],
)
def test_the_printed_table_is_known_by_its_row_of_times(text: str) -> None:
    series = risk(text).series
    assert {label: rows.n_at_risk for label, rows in series.items()} == {
        "A": (120, 98),
        "B": (118, 90),
    }
    assert all(rows.time == (0.0, 6.0) for rows in series.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "arm,time,n\nA,0,120\nA,6,98\nA,12,101\n",
            ", row 4: number at risk rises from 98 to 101 (A, time 12). "
            "Numbers at risk can only fall. Check the row against the figure.",
        ),
        (
            "Months,0,6,12\nA,120,98,101\n",
            ", row 2: number at risk rises from 98 to 101 (A, time 12). "
            "Numbers at risk can only fall. Check the row against the figure.",
        ),
        ("time,n\n0,120\n6,98.5\n", ', row 3: number at risk is "98.5". Give a whole number.'),
        (
            "time;n\n0;1.234\n6;98\n",
            ', row 2: number at risk is "1.234". Give a whole number without a mark between '
            "thousands.",
        ),
        (
            "time;n\n0;120\n6;98 (3)\n",
            ', row 3: number at risk is "98 (3)". Give only the whole number before the bracket.',
        ),
        (
            "time,n\n0,120\n6,-3\n",
            ', row 3: number at risk is "-3". Give a whole number of at least 0.',
        ),
        (
            "time,n\n0,9999999\n6,1\n",
            ', row 2: number at risk is "9999999". Give a whole number from 0 to 1,000,000.',
        ),
        (
            "time,n\n6,120\n0,98\n",
            ", row 3: time goes from 6 to 0 (Series 1). "
            "Put the rows in the order of time, each time once.",
        ),
        ("time,n\n-1,120\n6,98\n", ", row 2: time is -1. Give a time from 0 to 100,000."),
        (
            "A,120,98,60\nB,110,100,60\n",
            ", row 1: the row of times is missing. Begin with a row such as Months,0,12,24.",
        ),
        (
            "A,120,98\nB,110,100\n",
            ", row 1: the row of times is missing. Begin with a row such as Months,0,12,24.",
        ),
        (
            "Months,0,6\n120,98\n",
            ", row 2: the row begins with a number. Begin it with the arm.",
        ),
        (
            "Months,0,6\nA,120,98,90\n",
            ", row 2: the row has 3 numbers, the row of times has 2. "
            "Give one number for each time.",
        ),
        (
            "Months,0,6\nA,120,98.5\n",
            ', row 2: time 6: number at risk is "98.5". Give a whole number.',
        ),
        (
            "time,survival\n0,1\n6,0.9\n",
            ', row 1: column "survival" looks like a survival curve. '
            "Upload it in the place for that.",
        ),
    ],
)
def test_a_fault_of_numbers_at_risk_says_where_what_and_what_to_do(text: str, said: str) -> None:
    assert words(read_at_risk, text) == [said]
