"""The self-check: agrees in this program, and would say so if it did not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tradeoff.papers.evidence import checks
from tradeoff.screens import evidence
from tradeoff.trial import self_check
from tradeoff.trial.reading import reference_cases
from tradeoff.trial.self_check import Computation, ReferenceCases, SelfCheckLine, TwoArmData
from tradeoff.words.say import ENGLISH


@pytest.fixture(scope="module")
def cases() -> ReferenceCases:
    return reference_cases()[0]


@pytest.fixture(scope="module")
def data() -> TwoArmData:
    return reference_cases()[1]


@pytest.fixture(scope="module")
def lines(cases: ReferenceCases, data: TwoArmData) -> tuple[SelfCheckLine, ...]:
    return self_check.run(cases, data)


def changed(record: Any, **values: object) -> Any:
    return type(record).model_validate({**record.model_dump(), **values})


def test_every_case_agrees(lines: tuple[SelfCheckLine, ...]) -> None:
    assert [line for line in lines if not line.agrees] == []


def test_every_quantity_is_checked_and_every_line_names_its_authority(
    lines: tuple[SelfCheckLine, ...],
) -> None:
    assert {line.quantity for line in lines} == set(Computation)
    assert all(line.authority and line.expected for line in lines)


def test_newcombes_whole_printed_table_is_among_the_cases(cases: ReferenceCases) -> None:
    printed = [(case.lower, case.upper) for case in cases.newcombe.cases]
    assert len(printed) == 8
    assert (0.0524, 0.3339) in printed
    assert (-0.2775, 0.2775) in printed


def test_the_textbook_log_rank_of_gehans_data_is_expected(cases: ReferenceCases) -> None:
    assert round(cases.survival.log_rank[0], 2) == 16.79
    assert round(-math.log(cases.survival.hazard_ratio[0]), 3) == 1.572


def test_the_packaged_cases_say_where_they_come_from(cases: ReferenceCases) -> None:
    assert "never computed by it" in cases.provenance


@pytest.mark.parametrize("wrong", [0.0002, -0.0002])
def test_a_wrong_expected_limit_is_reported_as_not_agreeing(
    cases: ReferenceCases, data: TwoArmData, wrong: float
) -> None:
    first, *others = cases.newcombe.cases
    spoilt = changed(first, lower=first.lower + wrong)
    newcombe = changed(cases.newcombe, cases=(spoilt, *others))
    found = self_check.run(changed(cases, newcombe=newcombe), data)
    bad = [line for line in found if not line.agrees]
    assert [(line.quantity, line.expected[0]) for line in bad] == [
        (Computation.NEWCOMBE, spoilt.lower)
    ]
    tables = checks.self_check(ENGLISH, found)
    assert [row[-1] for table in tables for row in table.rows].count(checks.DOES_NOT_AGREE) == 1
    assert "Don't use" in evidence.self_check_summary(ENGLISH, found, "0")


def test_a_value_of_r_that_differs_in_the_fifth_digit_does_not_agree(
    cases: ReferenceCases, data: TwoArmData
) -> None:
    value, lower, upper = cases.survival.hazard_ratio
    survival = changed(cases.survival, hazard_ratio=(value * 1.00002, lower, upper))
    found = self_check.run(changed(cases, survival=survival), data)
    assert [line.quantity for line in found if not line.agrees] == [Computation.COX]


def test_a_changed_patient_is_noticed(cases: ReferenceCases, data: TwoArmData) -> None:
    other = TwoArmData((data.time[0] + 30, *data.time[1:]), data.event, data.experimental)
    assert not all(line.agrees for line in self_check.run(cases, other))


def test_what_cannot_be_computed_does_not_agree_and_stops_nothing(cases: ReferenceCases) -> None:
    nobody = TwoArmData((), (), ())
    found = self_check.run(cases, nobody)
    assert len(found) == len(self_check.run(*reference_cases()))
    survival = [line for line in found if not line.found]
    assert survival
    assert not any(line.agrees for line in survival)
    (table,) = checks.self_check(ENGLISH, survival)
    assert table.rows[0][2] == "nothing could be computed"


def test_not_estimable_is_not_agreement() -> None:
    line = SelfCheckLine(
        quantity=Computation.MEDIAN,
        subject="one arm",
        expected=(8.0,),
        found=(math.nan,),
        authority="R",
        relative_tolerance=1e-6,
    )
    assert not line.agrees
    assert checks.self_check_numbers(ENGLISH, line, line.found) == "not estimable"


def test_the_summary_counts_and_names_the_version(lines: tuple[SelfCheckLine, ...]) -> None:
    said = evidence.self_check_summary(ENGLISH, lines, "1.2.3")
    assert said == f"{len(lines)} of {len(lines)} cases agree (program version 1.2.3)."
