"""Data with one row for each patient are not taken, however an estimate was joined to them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from tests.uploads.reading import Reader, curve, risk, words
from tradeoff.statistics.survival import kaplan_meier, number_at_risk, survival_at
from tradeoff.uploads import read_at_risk, read_curve


def joined(
    columns: str,
    *,
    n: int = 60,
    decimals: int = 6,
    whole: bool = False,
    code: Callable[[bool], object] = int,
) -> str:
    """Patients in order of time, each with what is estimated at its time."""
    chance = np.random.default_rng(3)
    time = np.sort(chance.exponential(20, n)).round(0 if whole else 2)
    event = chance.random(n) < 0.6
    found = kaplan_meier(time, event)
    last, rows = 1.0, [columns]
    for at, (when, died) in enumerate(zip(time, event, strict=True)):
        estimate = survival_at(found, float(when))
        last = last if estimate is None else estimate.value
        cells = {
            "time": f"{when:g}",
            "surv": f"{last:.{decimals}f}",
            "n_at_risk": str(number_at_risk(found, float(when))),
            "index": str(at + 1),
            "sex": "MF"[at * 7 % 5 % 2],
            "habit": "MF"[at * 7 % 5 % 2],
            "lower": f"{last * 0.9:.4f}",
        }
        rows.append(",".join(cells.get(name, str(code(bool(died)))) for name in columns.split(",")))
    return "\n".join(rows) + "\n"


def words_of(died: bool) -> str:
    return "dead" if died else "alive"


@pytest.mark.parametrize("name", ["status", "event", "dead", "death", "censored"])
@pytest.mark.parametrize("columns", ["time,{},surv", "index,time,{},surv"])
def test_an_estimate_joined_to_patients_does_not_let_them_in(name: str, columns: str) -> None:
    text = joined(columns.format(name))
    for given in (text, text.replace("index", "", 1)):
        (found,) = words(read_curve, given)
        assert found == (
            f', row 1: column "{name}" belongs to data with one row for each patient, which are '
            "not taken here. Give times and survival only."
        )


@pytest.mark.parametrize("code", [int, bool, words_of, lambda died: died + 1])
@pytest.mark.parametrize("whole", [False, True])
def test_whatever_the_codes_and_the_ties(code: Callable[[bool], object], whole: bool) -> None:
    text = joined("time,event,surv", n=150, decimals=3, whole=whole, code=code)
    (found,) = words(read_curve, text)
    assert "one row for each patient" in found


@pytest.mark.parametrize("whole", [False, True])
def test_numbers_at_risk_that_fall_by_one_a_row_are_of_patients(whole: bool) -> None:
    (found,) = words(read_at_risk, joined("time,status,n_at_risk", n=150, whole=whole))
    assert "one row for each patient" in found


@pytest.mark.parametrize(
    "text",
    [
        joined("time,status,surv,n_at_risk"),
        joined("time,status,surv,lower"),
        "time,event,surv\n0,0,1\n5,3,.8\n9,2,.6\n12,4,.3\n",
        "time,event,surv\n0,0,1\n5,1,.9\n7,0,.9\n9,2,.7\n12,1,.6\n",
    ],
)
def test_what_a_library_counts_beside_an_estimate_is_left_out(text: str) -> None:
    (points,) = curve(text).series.values()
    assert len(points.rows) == len(text.splitlines()) - 1


@pytest.mark.parametrize("name", ["sex", "Gender", "age group", "SITE", "Stage", "visit", "PS"])
@pytest.mark.parametrize(("read", "value"), [(read_curve, "surv"), (read_at_risk, "n_at_risk")])
def test_what_describes_a_patient_is_no_arm(read: Reader, value: str, name: str) -> None:
    (found,) = words(read, joined(f"time,sex,{value}").replace("sex", name))
    assert found == (
        f', row 1: column "{name}" describes patients and is not read as the arm. Take it out, or '
        'name it "arm" if it names the curves.'
    )


def test_texts_that_part_one_falling_curve_are_no_arms() -> None:
    (found,) = words(read_curve, joined("time,habit,surv"))
    assert 'column "habit" is not known beside "surv".' in found
    without_head = "".join(joined("time,habit,surv").splitlines(keepends=True)[1:])
    (found,) = words(read_curve, without_head)
    assert "3 columns and no header" in found


@pytest.mark.parametrize("name", ["drug", "sex"])
def test_a_column_that_is_called_the_arm_names_it_whatever_it_holds(name: str) -> None:
    rows = itertools.product(("0", "5", "9"), ("M", "F"))
    value = {"M": iter(("1", ".8", ".6")), "F": iter(("1", ".9", ".8"))}
    body = "".join(f"{time},{arm},{next(value[arm])}\n" for time, arm in rows)
    assert [*curve(f"time,arm,surv\n{body}").series] == ["M", "F"]
    if name == "drug":
        assert [*curve(f"time,drug,surv\n{body}").series] == ["M", "F"]


def test_numbers_at_risk_of_arms_in_blocks_keep_their_arms() -> None:
    text = "time,drug,n\n0,A,50\n12,A,40\n0,B,30\n12,B,20\n"
    assert [*risk(text).series] == ["A", "B"]
