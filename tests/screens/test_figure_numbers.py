"""Numbers at risk as they are typed or pasted beside a figure, and arms that keep their curves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tradeoff.screens.own_data.figure import at_risk, curves
from tradeoff.screens.own_data.figure.desk import Clicks, Desk
from tradeoff.statistics.two_arms import Role
from tradeoff.uploads import read_at_risk

ROWS = {"Chemotherapy": (112, 100, 76, 56), "Blinatumomab": (112, 105, 89, 68)}


@pytest.mark.parametrize(
    "block",
    [
        "Months, 0, 12, 24, 36\nChemotherapy, 112, 100, 76, 56\nBlinatumomab, 112, 105, 89, 68",
        "Months, 0, 12, 24, 36\nChemotherapy, 112 100 76 56\nBlinatumomab, 112 105 89 68",
        "No. at risk\n0 12 24 36\nChemotherapy 112 100 76 56\nBlinatumomab 112 105 89 68",
        "Months, \n0, 12, 24, 36\nChemotherapy: 112 100 76 56\n\nBlinatumomab: 112 105 89 68\n",
        "time, Chemotherapy, Blinatumomab\n0,112,112\n12,100,105\n24,76,89\n36,56,68",
        "Months\t0\t12\t24\t36\nChemotherapy\t112\t100\t76\t56\nBlinatumomab\t112\t105\t89\t68",
        "0 12 24 36\nChemotherapy 112 100 76 56\nBlinatumomab 112 105 89 68",
    ],
)
def test_a_block_is_read_as_it_is_typed_or_copied_from_a_paper(block: str) -> None:
    assert at_risk._has_times(block)
    read = read_at_risk(at_risk._with_commas(block).encode(), "numbers at risk")
    assert {label: row.n_at_risk for label, row in read.series.items()} == ROWS
    assert {row.time for row in read.series.values()} == {(0.0, 12.0, 24.0, 36.0)}


@pytest.mark.parametrize(
    "block",
    [
        "Chemotherapy 112 100 76 56\nBlinatumomab 112 105 89 68",
        "Months, \nChemotherapy, 112, 100, 76\nBlinatumomab, 112, 105, 89",
        "No. at risk\nChemotherapy: 112 100 76 56\n\nBlinatumomab: 112 105 89 68\n",
    ],
)
def test_a_block_without_times_is_never_given_any(block: str) -> None:
    assert not at_risk._has_times(block)


def test_the_times_alone_are_no_numbers() -> None:
    untouched = "Months, 0, 12, 24\nBlinatumomab, \nChemotherapy, "
    assert not any(map(str.isdigit, at_risk._rows_below_times(untouched)))
    assert any(map(str.isdigit, at_risk._rows_below_times("Chemotherapy 112 100 76")))


EXPERIMENTAL = Clicks(((10.0, 10.0),), Role.EXPERIMENTAL, "#c8102e")
CONTROL = Clicks(((20.0, 50.0),), Role.CONTROL, "#1f4e9e")
DESK = Desk("file", "figure.png", curves=(EXPERIMENTAL, CONTROL))


def test_an_arm_keeps_its_curve_when_the_other_one_is_removed_or_gets_an_anchor() -> None:
    (kept,) = curves._with_arms([CONTROL.points], DESK)
    assert kept == CONTROL
    anchored = (*CONTROL.points, (40.0, 60.0))
    assert curves._with_arms([EXPERIMENTAL.points, anchored], DESK) == (
        EXPERIMENTAL,
        replace(CONTROL, points=anchored),
    )


def test_a_curve_that_is_clicked_anew_gets_the_arm_that_is_free_and_a_third_none() -> None:
    other, third = ((70.0, 30.0),), ((80.0, 40.0),)
    made = curves._with_arms([other, CONTROL.points, third], DESK)
    assert [one.role for one in made] == [Role.EXPERIMENTAL, Role.CONTROL, None]


def test_a_curve_that_comes_back_is_the_same_arms() -> None:
    """After the arms were exchanged and both taken away, as by Undo, and set again."""
    exchanged = (
        replace(EXPERIMENTAL, role=Role.CONTROL),
        replace(CONTROL, role=Role.EXPERIMENTAL),
    )
    empty = replace(DESK, curves=(), past=exchanged)
    made = curves._with_arms([EXPERIMENTAL.points, CONTROL.points], empty)
    assert [one.role for one in made] == [Role.CONTROL, Role.EXPERIMENTAL]
