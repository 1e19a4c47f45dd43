"""``data/README.md`` against the format itself: nothing left out, nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tradeoff import loading, trial
from tradeoff.__main__ import main

DATA = Path(__file__).resolve().parents[1] / "data"
MANUAL = (DATA / "README.md").read_text(encoding="utf-8")
QUOTED = set(re.findall(r"`([^`\n]+)`", MANUAL))
PROVENANCE = set(trial.Provenance.model_fields)
WORDS = (
    *(trial.ArmText, trial.EndpointText, trial.HarmText, trial.CutText, trial.OptionText),
    *(trial.CriterionText, trial.SubgroupText, trial.ContextText, trial.FactText),
)


def section(title: str) -> str:
    """The manual from a bold table's name to the next."""
    found = re.search(rf"\*\*{re.escape(title)}\*\*(.*?)(?=\n\*\*|\n## )", MANUAL, re.DOTALL)
    assert found, f"the manual has no part {title}"
    return found[1]


def names_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", text))


@pytest.mark.parametrize("table", loading._CSV_TABLES)
def test_every_column_of_a_table_is_explained_in_its_part(table: str) -> None:
    columns = set(loading._columns(loading._CSV_TABLES[table])) - PROVENANCE
    assert columns <= names_in(section(f"{table}.csv"))


@pytest.mark.parametrize("table", loading._CSV_TABLES)
def test_the_first_column_of_a_manuals_table_names_only_what_is_there(table: str) -> None:
    rows = re.findall(r"^\| (`.*?) \|", section(f"{table}.csv"), re.MULTILINE)
    assert names_in(" ".join(rows)) <= set(loading._columns(loading._CSV_TABLES[table]))


@pytest.mark.parametrize("name", loading._LISTS)
def test_every_key_of_a_list_is_explained_in_its_part(name: str) -> None:
    keys = set(loading._LISTS[name].model_fields) - PROVENANCE
    assert keys <= names_in(section(f"`[[{name}]]`"))


@pytest.mark.parametrize("name", ["review", "defaults", "calibration", "local"])
def test_every_key_of_a_single_table_is_explained(name: str) -> None:
    model = {
        "review": trial.Review,
        "defaults": trial.Defaults,
        "calibration": trial.CalibrationAssumptions,
        "local": trial.LocalData,
    }[name]
    assert set(model.model_fields) <= names_in(section(f"`[{name}]`"))


def test_every_word_of_the_text_file_is_explained() -> None:
    words = MANUAL[MANUAL.index("## text.en.toml") : MANUAL.index("## calibrated/")]
    wanted = {name for model in WORDS for name in model.model_fields} - {"options"}
    single = {
        name
        for name, described in trial.TrialText.model_fields.items()
        if "dict" not in str(described.annotation)
    }
    assert wanted | single <= names_in(words)


@pytest.mark.parametrize("kind", [trial.Status, trial.Role, trial.Outcome, trial.CriterionKind])
def test_every_allowed_word_is_listed(kind: type[trial.Status]) -> None:
    assert {str(member) for member in kind} <= QUOTED


def test_every_file_that_is_shipped_is_explained() -> None:
    for folder in (DATA / trial_id for trial_id in loading.trial_ids(DATA)):
        for path in folder.glob("*.*"):
            assert path.name in MANUAL


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m tradeoff (\w+)", MANUAL))))
def test_every_command_of_the_manual_is_there(command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
