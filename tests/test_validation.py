"""What is required, the tests that show it, and the record of the last full check."""

from __future__ import annotations

import ast
import datetime
import html
import re
from collections import Counter
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_architecture import ROOMS
from tools import validation
from tools.validation import Outcome, Report, Requirement
from tradeoff.papers.evidence.ipdas import IPDAS
from tradeoff.screens import evidence, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.trial import validated
from tradeoff.trial.reading import program
from tradeoff.trial.validated import EngineState, FullCheck, engine_checksum
from tradeoff.words.say import ENGLISH

ROOT = Path(__file__).resolve().parents[1]
DAY = datetime.date(2026, 11, 22)
NOW = program.engine_state()


DEFINED = {
    node.name
    for file in (ROOT / "tests").rglob("test_*.py")
    for node in ast.parse(file.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef)
}


def run(engine: str = NOW.checksum, **outcomes: Outcome) -> Report:
    asked = (test for one in validation.requirements() for test in one.tests)
    names = {f"tests/test_a.py::{test}": Outcome.PASSED for test in asked}
    changed = {f"tests/test_x.py::{name}": outcome for name, outcome in outcomes.items()}
    return Report(engine, names | changed, len(names), date=DAY)


def check(**changes: object) -> FullCheck:
    last = {"date": DAY, "engine": NOW.checksum, "tests": 4812, "python": "3.11.7"}
    return FullCheck.model_validate({**last, "packages": dict(NOW.packages), **changes})


# Requirements ------------------------------------------------------------------------------


@pytest.mark.parametrize("one", validation.requirements(), ids=lambda one: one.id)
def test_every_requirement_is_shown_by_tests_that_exist(one: Requirement) -> None:
    assert one.tests
    assert one.words
    assert set(one.tests) <= DEFINED


def test_no_requirement_stands_twice_and_none_is_left_out() -> None:
    ids = [one.id for one in validation.requirements()]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    for group, least in {"R": 14, "T": 10, "D": 1, "A": 1, "P": 1, "S": 1}.items():
        numbers = [int(one[1:]) for one in ids if one[0] == group and one[1:].isdigit()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= least
    assert [one for one in ids if one.startswith("IPDAS-")] == [f"IPDAS-{one.id}" for one in IPDAS]


def test_every_control_of_the_threat_model_is_a_requirement() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    controls = re.findall(r"^\| (S\d+) \|", text, re.MULTILINE)
    assert controls == [one.id for one in validation.requirements() if one.id[0] == "S"]


# The report --------------------------------------------------------------------------------


def test_pytests_report_is_read_with_the_worst_example_of_each_test(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(
        '<testsuites><testsuite timestamp="2026-11-22T23:59:00+00:00">'
        '<properties><property name="engine" value="abc"/></properties>'
        '<testcase classname="tests.browser.test_b" name="test_one[a]"/>'
        '<testcase classname="tests.browser.test_b" name="test_one[b]"><failure/></testcase>'
        '<testcase classname="tests.test_c" name="test_two"><skipped message="why"/></testcase>'
        '<testcase classname="tests.test_c" name="test_three"/></testsuite></testsuites>'
    )
    found = validation.report(path)
    assert found.engine == "abc"
    assert found.date == DAY
    assert found.tests == 4
    assert found.outcomes == {
        "tests/browser/test_b.py::test_one": Outcome.FAILED,
        "tests/test_c.py::test_two": Outcome.SKIPPED,
        "tests/test_c.py::test_three": Outcome.PASSED,
    }
    assert found.reasons == ("`tests/test_c.py::test_two`: why",)


def test_a_full_green_run_of_this_engine_is_a_full_check() -> None:
    green = run()
    assert validation.refusals(green, green.outcomes, NOW) == []


def test_a_failure_a_test_left_out_or_another_engine_is_no_full_check() -> None:
    names = [*run().outcomes, "tests/test_x.py::test_left_out"]
    assert validation.refusals(Report(), names, NOW) == ["The tests were not run for this file."]
    assert validation.refusals(run("other", test_bad=Outcome.FAILED), names, NOW) == [
        "`tests/test_x.py::test_bad` failed.",
        "1 tests were not run, `tests/test_x.py::test_left_out` among them.",
        "The engine was changed after the run.",
    ]


def test_the_file_names_every_requirement_with_its_tests_result_engine_day_and_versions() -> None:
    text = validation.written(run(), [], NOW)
    for one in validation.requirements():
        (line,) = [line for line in text.splitlines() if line.startswith(f"| {one.id} |")]
        assert line.endswith("| passed |")
        assert all(test in line for test in one.tests)
    assert NOW.checksum in text
    assert "2026-11-22" in text
    assert "| numpy | " in text
    assert "a full check of this engine, without a failure" in text


def test_a_requirement_goes_as_its_worst_test() -> None:
    one = validation.requirements()[0]
    outcomes = {**run().outcomes, f"tests/test_b.py::{one.tests[-1]}": Outcome.SKIPPED}
    text = validation.written(Report("", outcomes, 1), [], NOW)
    assert next(line for line in text.splitlines() if line.startswith("| R1 |")).endswith(
        "| skipped |"
    )


def test_the_shipped_file_and_the_record_are_of_one_run() -> None:
    text = validation.FILE.read_text(encoding="utf-8")
    last = program.engine_state().last
    if last is None:
        assert not program.FULL_CHECK.exists()
    elif "a full check of this engine" in text:
        assert last.engine in text
        assert last.date.isoformat() in text


# The engine --------------------------------------------------------------------------------


def test_the_engine_is_every_room_up_to_the_findings() -> None:
    assert ROOMS[: ROOMS.index("findings") + 1] == validated.ENGINE


def test_a_changed_line_of_the_engine_changes_its_checksum() -> None:
    texts = dict(program._engine_texts())
    assert {"statistics/intervals.py", "uploads/curve.py", "trial/reference/cases.json"} <= set(
        texts
    )
    assert not [name for name in texts if name.startswith("words/") or "validation.json" in name]
    assert engine_checksum(texts) == NOW.checksum
    for name, text in texts.items():
        assert engine_checksum({**texts, name: text + "\n"}) != NOW.checksum


def test_line_ends_and_the_order_of_files_do_not_change_the_checksum() -> None:
    texts = dict(program._engine_texts())
    windows = {name: texts[name].replace("\n", "\r\n") for name in reversed(texts)}
    assert engine_checksum(windows) == NOW.checksum


def test_text_moved_from_one_file_to_another_is_a_change() -> None:
    assert engine_checksum({"a": "xy", "b": ""}) != engine_checksum({"a": "x", "b": "y"})


# What the Evidence page says ---------------------------------------------------------------


def state(last: FullCheck | None) -> EngineState:
    return EngineState(NOW.checksum, NOW.packages, last)


def test_an_unchanged_engine_is_told_with_the_day_of_its_check() -> None:
    same = state(check())
    assert same.unchanged
    assert evidence.engine_state(ENGLISH, same) == (
        "Engine unchanged since its last full check, 22 November 2026 (4,812 tests; checksum "
        f"{NOW.checksum[:12]})."
    )


def test_a_changed_engine_is_told() -> None:
    other = state(check(engine="0" * 64))
    assert not other.unchanged
    assert (
        evidence.engine_state(ENGLISH, other)
        == "Engine changed since its last full check, 22 November 2026."
    )


def test_another_version_of_a_package_is_a_changed_engine() -> None:
    other = state(check(packages={**NOW.packages, "numpy": "1.0"}))
    assert not other.unchanged
    assert (
        f"22 November 2026 (numpy 1.0 then, {NOW.packages['numpy']} now)."
        in evidence.engine_state(ENGLISH, other)
    )


def test_without_a_record_the_page_claims_nothing() -> None:
    assert evidence.engine_state(ENGLISH, state(None)) == evidence.NO_FULL_CHECK


@pytest.mark.parametrize("content", [None, "", "{}", '{"date": "2026-11-22", "engine": "short"}'])
def test_a_record_that_cannot_be_read_is_none(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "validation.json"
    if content is not None:
        path.write_text(content)
    monkeypatch.setattr(program, "FULL_CHECK", path)
    assert program.engine_state().last is None


def test_a_record_is_read_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "validation.json"
    monkeypatch.setattr(program, "FULL_CHECK", path)
    # Not NOW: the record of the last full check, no longer left out, is a file like others here.
    path.write_text(validation._record(run(), program.engine_state()))
    found = program.engine_state()
    assert found.unchanged
    assert found.last is not None
    assert found.last.date == DAY


def test_the_evidence_page_says_whether_the_engine_is_the_one_that_was_checked() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page(PAGE_FILES["evidence"])
    app.query_params["tab"] = "agreement"
    app.run()
    shown = html.unescape(" ".join(element.proto.body for element in app.get("html")))
    assert evidence.engine_state(ENGLISH, store.ENGINE_STATE) in shown
