"""What a browser may tell of its ranges, what becomes of it, and where the scripts are found."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.bidi_component import serialization
from streamlit.testing.v1 import AppTest

import tradeoff
from tests.screens.choosing import choice_data, send, send_text, set_choice
from tradeoff.findings import choices
from tradeoff.findings.choices import Parsed
from tradeoff.screens import components, state
from tradeoff.server.patches import nonsense_is_refused
from tradeoff.trial.records import Trial

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tradeoff" / "screens" / "components" / "scripts"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def ranges() -> None:
    import streamlit as st

    from tradeoff.screens import components, state

    visit = state.read()
    choices = visit.choices
    assert choices is not None
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.session_state["refused"] = [one.parameter for one in visit.refusals]
    for name, value, numbers in (
        ("months", choices.months, range(12, 37)),
        ("weight", choices.weight, range(101)),
    ):
        answers = [{"said": str(one)} for one in numbers]
        markup = f'<input type="range" data-choice="{name}">'
        components.choice(
            markup, answers, choice=name, value=value, first=numbers[0], last=numbers[-1],
            key=f"range_{name}",
        )  # fmt: skip


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(ranges, default_timeout=30).run()


def query(page: AppTest) -> dict[str, Any]:
    assert not page.exception, [one.value for one in page.exception]
    said = dict(page.query_params.items())
    return {k: v if isinstance(v, str) else v[-1] for k, v in said.items()}


def chosen(page: AppTest, name: str, value: object, stamp: str) -> dict[str, object]:
    return {"value": value, "stamp": stamp, "place": choice_data(page, name)["place"]}


# What was chosen ---------------------------------------------------------------------------


def test_a_choice_on_a_range_is_written_to_the_address_and_its_stamp_is_echoed(
    page: AppTest,
) -> None:
    set_choice(page, "weight", 40)
    assert query(page)["weight"] == "40"
    given = choice_data(page, "weight")
    assert given["value"] == 40
    assert re.fullmatch(r"test-\d+", given["stamps"]["weight"])
    assert choice_data(page, "months")["stamps"] == given["stamps"]


def test_the_address_is_read_once_for_each_choice_and_as_it_was_written(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def parse(query: Mapping[str, Sequence[str]], trial: Trial, **spoken: Any) -> Parsed:
        read.append(query.get("weight"))
        return choices.parse(query, trial, **spoken)

    monkeypatch.setattr(state, "parse", parse)
    for value in (40, 41):
        set_choice(page, "weight", value)
        assert choice_data(page, "weight")["value"] == value
    assert read == [["40"], ["41"]]


def test_a_preference_is_cleared_from_the_range_and_a_month_never_is(page: AppTest) -> None:
    set_choice(page, "weight", 40)
    set_choice(page, "weight", None)
    assert "weight" not in query(page)
    set_choice(page, "months", None)
    assert query(page)["months"] == "36"
    assert "months" not in choice_data(page, "months")["stamps"]


def test_all_that_is_not_answered_yet_is_applied_in_one_write_and_then_all_is_drawn(
    page: AppTest,
) -> None:
    both = {"months": chosen(page, "months", 30, "a-1"), "weight": chosen(page, "weight", 7, "a-2")}
    before = page.session_state["runs"]
    send(page, "months", {**both["months"], "open": both})
    assert query(page) | {"months": "30", "weight": "7"} == query(page)
    assert choice_data(page, "weight")["stamps"] == {"months": "a-1", "weight": "a-2"}
    assert choice_data(page, "weight")["value"] == 7
    assert page.session_state["runs"] > before


def test_what_came_twice_changes_nothing_and_is_answered(page: AppTest) -> None:
    set_choice(page, "months", 30)
    again = chosen(page, "months", 30, "b-9")
    before = page.session_state["_written"]
    send(page, "months", {"open": {"months": again}})
    assert page.session_state["_written"] is before
    assert choice_data(page, "months")["stamps"]["months"] == "b-9"


def test_what_was_chosen_at_another_place_is_answered_and_not_applied(page: AppTest) -> None:
    stale = chosen(page, "weight", 40, "c-1") | {"place": "e1910/os/fda-later/60"}
    send(page, "weight", {"open": {"weight": stale}})
    assert "weight" not in query(page)
    assert choice_data(page, "weight")["stamps"] == {"weight": "c-1"}


@pytest.mark.parametrize("value", [True, 1.5, "30", [30], {"value": 30}, float("nan")], ids=repr)
def test_a_value_that_is_no_whole_number_is_passed_over(page: AppTest, value: object) -> None:
    before = query(page)
    send(page, "months", {"open": {"months": chosen(page, "months", value, "d-1")}})
    assert query(page) == before
    assert choice_data(page, "months")["stamps"] == {}


@pytest.mark.parametrize("value", [-1, 0, 37, 10**30])
def test_a_value_out_of_its_range_is_refused_as_in_a_link(page: AppTest, value: int) -> None:
    send(page, "months", {"open": {"months": chosen(page, "months", value, "d-1")}})
    assert query(page)["months"] == "36"
    assert page.session_state["refused"] == ["months"]
    assert choice_data(page, "months")["stamps"] == {"months": "d-1"}


@pytest.mark.parametrize(
    "message",
    [
        *(None, 7, "months", [], {}, {"open": None}, {"open": []}, {"open": {"months": 30}}),
        *({"open": {"trial": {"value": 1, "stamp": "a-1", "place": ""}}}, [[{}]]),
        {"open": {"months": {"value": 30}}},
        {"open": {"months": {"value": 30, "stamp": 7, "place": "e1910/os/nejm"}}},
        {"open": {"months": {"value": 30, "stamp": "<b>", "place": "e1910/os/nejm"}}},
        {"open": {"months": {"value": 30, "stamp": "a-1" * 50, "place": "e1910/os/nejm"}}},
        {"open": {"months": {"value": 30, "stamp": "a-1", "place": ["e1910"]}}},
    ],
    ids=str,
)
def test_nonsense_from_a_browser_changes_nothing(page: AppTest, message: object) -> None:
    before = query(page)
    send(page, "months", message)
    assert query(page) == before
    assert choice_data(page, "months")["stamps"] == {}


LONG = '[{"event":"choose","value":{"open":{"months":{"value":' + "1" * 5000 + "}}}}]"


@pytest.mark.parametrize(
    "text",
    [LONG, "[" * 100_000, "{", "7", "[1, 2]", '{"event": "choose"}'],
    ids=lambda one: one[:9],
)
def test_what_is_no_message_at_all_is_not_even_read(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(serialization, "json", serialization.json)
    nonsense_is_refused(serialization)
    before = query(page)
    send_text(page, "months", text)
    assert query(page) == before
    assert choice_data(page, "months")["stamps"] == {}


# Where the scripts are found ---------------------------------------------------------------


def test_the_distribution_beside_the_project_has_its_version_and_names_streamlit() -> None:
    (folder,) = ROOT.glob("tradeoff-*.dist-info")
    version = PROJECT["project"]["version"]
    assert folder.name == f"tradeoff-{version}.dist-info"
    assert version == tradeoff.__version__
    lines = (folder / "METADATA").read_text(encoding="utf-8").splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert (fields["Name"], fields["Version"]) == (PROJECT["project"]["name"], version)
    assert "Streamlit" in fields["Summary"]


def test_the_scripts_named_are_those_that_are_there_and_nothing_else_is() -> None:
    (entry,) = PROJECT["tool"]["streamlit"]["component"]["components"]
    assert ROOT / "tradeoff" / entry["asset_dir"] == FOLDER
    assert f"/{PROJECT['project']['name']}.{entry['name']}/" in components.ADDRESS
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(components.SCRIPTS)


@pytest.mark.parametrize("name", components.SCRIPTS)
def test_a_script_loads_its_neighbours_only_and_computes_no_number(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    loaded = re.findall(r'(?:from|import) "([^"]+)"', text)
    assert {one.removeprefix("./") for one in loaded} <= {*components.SCRIPTS}
    assert len(text.splitlines()) <= 200
    assert not re.search(r"\b(eval|Function|fetch|XMLHttpRequest|WebSocket|localStorage)\b", text)
    assert not re.search(r"https?:|parseFloat|toFixed|toLocaleString", text)
