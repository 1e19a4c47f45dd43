"""``data/README.md`` against the format itself: nothing left out, nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tradeoff.__main__ import main
from tradeoff.statistics.intervals import counts_printing_as
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial import records as trial
from tradeoff.trial.registry import LISTS, SHEETS, Table, columns_of

DATA = Path(__file__).resolve().parents[2] / "data"
MANUAL = (DATA / "README.md").read_text(encoding="utf-8")
QUOTED = set(re.findall(r"`([^`\n]+)`", MANUAL))
PROVENANCE = set(trial.Provenance.model_fields)
WORDS = (
    *(trial.ArmText, trial.EndpointText, trial.HarmText, trial.CutText, trial.OptionText),
    *(trial.CriterionText, trial.SubgroupText, trial.ContextText, trial.FactText),
    trial.CycleText,
)
PLAIN_WORDS = (
    *(trial.PatientText, trial.PatientArmText, trial.PatientEndpointText, trial.PatientHarmText),
    trial.PatientCycleText,
)


def section(title: str) -> str:
    """The manual from a bold table's name to the next."""
    found = re.search(rf"\*\*{re.escape(title)}\*\*(.*?)(?=\n\*\*|\n## )", MANUAL, re.DOTALL)
    assert found, f"the manual has no part {title}"
    return found[1]


def names_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", text))


@pytest.mark.parametrize("table", SHEETS, ids=lambda table: table.name)
def test_every_column_of_a_table_is_explained_in_its_part(table: Table) -> None:
    columns = set(columns_of(table.record)) - PROVENANCE
    assert columns <= names_in(section(table.file))


@pytest.mark.parametrize("table", SHEETS, ids=lambda table: table.name)
def test_the_first_column_of_a_manuals_table_names_only_what_is_there(table: Table) -> None:
    rows = re.findall(r"^\| (`.*?) \|", section(table.file), re.MULTILINE)
    assert names_in(" ".join(rows)) <= set(columns_of(table.record))


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.name)
def test_every_key_of_a_list_is_explained_in_its_part(table: Table) -> None:
    keys = set(columns_of(table.record)) - PROVENANCE
    assert keys <= names_in(section(f"`[[{table.name}]]`"))


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.name)
def test_the_first_column_of_a_lists_table_names_only_what_is_there(table: Table) -> None:
    rows = re.findall(r"^\| (`.*?) \|", section(f"`[[{table.name}]]`"), re.MULTILINE)
    assert names_in(" ".join(rows)) <= set(columns_of(table.record))


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
    assert tables_of(trial.TrialText) <= {
        name for found in re.findall(r"`\[([a-z_.<>]+)\]`", words) for name in found.split(".")
    }


def tables_of(model: type[trial.Record]) -> set[str]:
    """Fields that are a table of words by ids."""
    fields = model.model_fields.items()
    return {name for name, described in fields if "dict" in str(described.annotation)}


def test_every_plain_word_is_explained() -> None:
    part = MANUAL[MANUAL.index("### [patient]") : MANUAL.index("### text.es.toml")]
    tables = tables_of(trial.PatientText)
    wanted = {name for model in PLAIN_WORDS for name in model.model_fields}
    assert wanted - tables <= names_in(part)
    assert all(f"`[patient.{name}" in part for name in tables)


@pytest.mark.parametrize(
    "kind", [trial.Status, Role, trial.Outcome, trial.CriterionKind, trial.RangeFrom]
)
def test_every_allowed_word_is_listed(kind: type[trial.Status]) -> None:
    assert {str(member) for member in kind} <= QUOTED


def test_every_file_that_is_shipped_is_explained() -> None:
    for folder in (DATA / trial_id for trial_id in loading.trial_ids(DATA)):
        for path in folder.glob("*.*"):
            assert path.name in MANUAL


def test_the_counts_that_the_manual_names_are_those_that_print_so() -> None:
    """As the rule for percentages without counts says: of 111 people, 25 and 26 are 23 %."""
    part = section("Percentages without counts")
    total, *events, percent = map(
        int, re.findall(r"of (\d+) people, (\d+) and (\d+) are (\d+) %", part)[0]
    )
    found = counts_printing_as([percent], decimals=0, totals=[total])
    assert [(one.events, one.total) for one in found] == [(one, total) for one in events]
    assert (total, events, percent) == (111, [25, 26], 23)


# The example -------------------------------------------------------------------------------


def example() -> dict[str, str]:
    """The files of the small trial, by their names inside its folder."""
    found = re.findall(
        r"^`onyx/([a-z_.]+)`:\n\n```\w+\n(.*?)^```$", MANUAL, re.DOTALL | re.MULTILINE
    )
    return dict(found)


def plain_words() -> str:
    """The part for patients that the manual adds to the small trial."""
    found = re.search(r"^```toml\n(\[patient\]\n.*?)^```$", MANUAL, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture
def onyx(tmp_path: Path) -> Path:
    folder = tmp_path / "onyx"
    folder.mkdir()
    for name, text in example().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_small_trial_is_complete_and_fine(
    onyx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(onyx)]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("onyx: fine. Calibrated curves: 0.\n", "")


def test_the_small_trials_plain_words_are_complete_and_fine(
    onyx: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (onyx / "text.en.toml").open("a", encoding="utf-8") as text:
        text.write(plain_words())
    assert main(["check", str(onyx)]) == 0
    assert loading.load_trial(onyx).text.patient is not None
    assert capsys.readouterr().err == ""


def test_every_required_key_stands_in_the_small_trial() -> None:
    """It is the smallest one: a newcomer who copies it has everything that must be there."""
    given = names_at_line_starts(example()["text.en.toml"])
    for model in (trial.TrialText, *WORDS):
        wanted = {name for name, one in model.model_fields.items() if one.is_required()}
        assert wanted - {"arms", "endpoints", "cuts", "study", "population", "outcome"} <= given


def names_at_line_starts(text: str) -> set[str]:
    return set(re.findall(r"^(\w+) =", text, re.MULTILINE))


# Curves, check, commands -------------------------------------------------------------------


def test_the_columns_and_limits_of_a_digitised_curve_are_explained() -> None:
    part = MANUAL[MANUAL.index("## curves/") : MANUAL.index("## calibrated/")]
    assert set(trial.CurvePoint.model_fields) <= names_in(part)
    assert f"at most {loading.MAX_POINTS:,} points" in part
    assert "curves/<endpoint>-<arm>.csv" in part


def test_every_key_of_what_was_clicked_is_explained() -> None:
    part = MANUAL[MANUAL.index("**curves/") : MANUAL.index("## calibrated/")]
    kinds = (trial.ClickedFigure, trial.ClickedAxes, trial.ClickedLine, trial.TimeTick)
    assert {name for kind in kinds for name in kind.model_fields} <= names_in(part)
    assert all(f'"{unit}"' in part for unit in trial.TimeUnit)


def test_links_inside_the_manual_lead_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.*)$", MANUAL, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", MANUAL)) <= anchors


@pytest.mark.parametrize("command", sorted(set(re.findall(r"python -m tradeoff (\w+)", MANUAL))))
def test_every_command_of_the_manual_is_there(command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
