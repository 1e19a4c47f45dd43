"""Every command by hand: what it prints where, how it ends, and what it says when it cannot."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.commands.ran import (
    COMMANDS,
    ROOT,
    Capture,
    Made,
    ended,
    flat,
    rows_of,
)
from tests.views import DATA, e1910, newcomers_shelf, view
from tradeoff import __version__
from tradeoff.__main__ import main
from tradeoff.commands import folders
from tradeoff.papers import exchange
from tradeoff.papers.exchange import ExportedSummary, ExportedTrial
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.reading import load_trial
from tradeoff.words.frame import INTENDED_USE, caveats
from tradeoff.words.harm import harm_origin
from tradeoff.words.say import ENGLISH
from tradeoff.words.survival import gain_heading, hazard_ratio_words
from tradeoff.words.weighing import break_even_figures, break_even_reading

# --- help and what is not understood -----------------------------------------------------------


def test_help_names_every_command_and_the_exit_codes(capsys: Capture) -> None:
    assert ended(["--help"]) == 0
    shown = capsys.readouterr().out
    assert set(COMMANDS) <= set(shown.split())
    assert "0 when done, 1 when data or files have problems, 2 when" in flat(shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_says_what_it_does_and_how_it_ends(
    command: str, capsys: Capture
) -> None:
    assert ended([command, "--help"]) == 0
    shown = flat(capsys.readouterr().out)
    assert f"usage: python -m tradeoff {command}" in shown
    assert "1 when data or files have problems" in shown
    assert len(shown) > 250


def test_the_version_is_the_programs(capsys: Capture) -> None:
    assert ended(["--version"]) == 0
    assert capsys.readouterr().out == f"tradeoff {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "command"),
        (["fly"], "invalid choice: 'fly'"),
        (["summary"], "folder"),
        (["summary", "nowhere"], "nowhere is not a folder. Name the folder of a trial."),
        (["export", "nowhere"], "nowhere is not a folder."),
        (["schema", "nothing"], "invalid choice: 'nothing'"),
        (["reconstruct", "a.csv"], "at_risk.csv"),
        (["reconstruct", "a.csv", "b.csv"], "a.csv is not there. Check the name."),
        (["reconstruct", ".", "b.csv"], ". is a folder. Name a file in it."),
        (["check", ".", "--loud"], "--loud"),
    ],
)
def test_what_is_not_understood_ends_with_two_and_says_why(
    arguments: list[str], said: str, capsys: Capture
) -> None:
    assert ended(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "usage: python -m tradeoff" in shown.err
    assert said in shown.err


# --- a folder with problems --------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "calibrate", "summary", "export"])
def test_a_broken_folder_ends_every_command_with_one_in_the_apps_words(
    command: str, folder: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (folder / "landmarks.csv").write_text("months,arm\n12,control\n", encoding="utf-8")
    with pytest.raises(TrialDataError) as caught:
        load_trial(folder)
    assert main([command, str(folder)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [str(problem) for problem in caught.value.problems]
    assert [path.name for path in tmp_path.iterdir()] == ["minimal"]


@pytest.mark.parametrize("command", ["check", "summary"])
def test_a_folder_without_rights_is_said_and_not_raised(
    command: str, folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tradeoff.commands.terminal.load_trial", refuse)
    assert main([command, str(folder)]) == 1
    said = "minimal: the folder can't be read (permission denied). Check its rights.\n"
    assert capsys.readouterr().err == said


def test_a_curve_that_is_not_used_is_said_and_the_figures_are_given_without_it(
    folder: Path, capsys: Capture
) -> None:
    assert main(["summary", str(folder)]) == 0
    shown = capsys.readouterr()
    # The program names the folder as its shelf has it, a command as it was given.
    reason = load_trial(folder).refused_curves[0].replace("data/minimal", str(folder))
    assert shown.err == f"minimal: {reason}\n"
    assert shown.out.startswith("Minimal (none), 201 randomised")


# --- calibrate ---------------------------------------------------------------------------------


def test_calibrate_says_a_line_when_it_begins_a_curve_and_one_when_it_is_done(
    folder: Path, capsys: Capture
) -> None:
    assert main(["calibrate", str(folder), "--curves", "20"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "minimal, os-first: calibrating …"
    assert re.fullmatch(
        r"minimal, os-first: \d+ of 20 curves kept, tension .* \(limit .*\)\. "
        r"Wrote calibrated/os-first\.json\.",
        second,
    )


def test_calibrate_in_a_folder_without_rights_says_so(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folders, "write_curves", refuse)
    assert main(["calibrate", str(folder), "--curves", "20"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{folder / 'calibrated'}: can't be written (permission denied).")


# --- summary -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def summary() -> str:
    made = subprocess.run(
        [sys.executable, "-m", "tradeoff", "summary", str(DATA / "e1910")],
        capture_output=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert made.stderr == b""
    return made.stdout.decode("utf-8")


def test_the_summary_opens_with_the_trial_the_decision_and_the_limits(summary: str) -> None:
    head = flat(summary.split("\n\n", maxsplit=1)[0])
    trial = e1910()
    assert trial.text.decision in head
    assert INTENDED_USE in head
    assert trial.version in head
    first, second = (trial.text.arms[arm].name for arm in ("experimental", "control"))
    assert f"In pairs and differences: {first} vs {second}." in head


def test_the_summary_says_the_panels_words_for_what_the_program_opens_with(summary: str) -> None:
    seen = view()
    assert seen.survival is not None
    assert seen.harm is not None
    shown = flat(summary)
    assert f"{gain_heading(ENGLISH, seen.trial, seen.survival)}: +17 (5 to 29) per 100" in shown
    assert (
        hazard_ratio_words(ENGLISH, seen.trial, seen.choices, seen.base.hazard_ratio)[:22] in shown
    )
    assert f"Break-even: {break_even_figures(ENGLISH, seen)}" in shown
    assert break_even_reading(ENGLISH, seen) in shown
    assert harm_origin(ENGLISH, seen.trial, seen.harm) in shown
    assert all(caveat in shown for caveat in caveats(seen))


def test_every_analysis_and_landmark_has_its_part(summary: str) -> None:
    titles = [part.splitlines()[0] for part in summary.split("\n\n") if not part.startswith(" ")]
    assert titles[1:] == [
        "Overall survival at 3 years, NEJM 2024 (what the program opens with)",
        "Overall survival at 3 years, FDA, primary",
        "Overall survival at 5 years, FDA, later",
        "Relapse-free survival at 3 years, NEJM 2024",
    ]


def test_every_figure_has_range_status_source_population_and_window(summary: str) -> None:
    figures = [flat(part) for part in summary.split("\n\n") if re.match(r"  \S.*: .*\(", part)]
    assert len(figures) == 4 * 5
    for figure in figures:
        assert "Status: " in figure
        assert "Source: " in figure
        assert re.search(r"\d+ vs \d+ (randomised|treated) in E1910; ", figure)
        assert re.search(r"at \d+ months|over the whole follow-up|during consolidation", figure)


def test_an_unconfirmed_harm_and_its_balance_point_carry_the_badge_under_their_figure(
    tmp_path: Path, capsys: Capture
) -> None:
    shelf = newcomers_shelf(tmp_path)
    assert main(["summary", str(shelf / "quartz")]) == 0
    badge, carried = "Unconfirmed: Table S6 of the final report", 0
    for part in capsys.readouterr().out.split("\n\n"):
        lines = [line.strip() for line in part.splitlines()]
        due = lines[0].startswith(("Severe neuropathy", "Break-even"))
        assert (badge in lines) == due, part
        if due:
            # Why there is no break-even may take two lines.
            sentences = 2 if lines[0].startswith("Break-even: No break-even") else 1
            assert lines.index(badge) == sentences
            carried += 1
    assert carried == 2 * 7


def test_the_summary_of_the_first_trial_gives_its_four_gains_and_its_harm_without_a_badge(
    summary: str,
) -> None:
    shown = flat(summary)
    gains = re.findall(r"(?:Survival gain|Gain in [a-z -]+), by \d years: (\S+ \(.*?\)) per", shown)
    assert gains[:3] == ["+17 (5 to 29)", "+15.8 (4.0 to 27.5)", "+19.9 (7.5 to 32.0)"]
    assert len(gains) == 4
    harms = re.findall(r"Serious neuropsychiatric events, \S+ \S+: (\S+ \(.*?\)) per", shown)
    assert harms == ["+18 (8 to 27)"] * 4
    assert "nconfirmed" not in shown
    assert "23 % of 111 vs 5 % of 112 treated" in shown
    assert not re.search(r"\b2[56] of 111\b|\b6 of 112\b|inferred", shown)


def test_a_landmark_that_is_not_weighed_is_given_whole_with_the_reasons(capsys: Capture) -> None:
    assert main(["summary", str(DATA / "tower")]) == 0
    parts = [flat(part) for part in capsys.readouterr().out.split("\n\n")]
    (gain,) = (part for part in parts if part.startswith("Survival gain"))
    assert gain.startswith("Survival gain, by 6 months: +15 (5 to 25) per 100 More alive at 6")
    assert "More alive at 6 months: 54 (48 to 60) vs 39 (31 to 47) per 100." in gain
    point = next(part for part in parts if part.startswith("Break-even"))
    assert point.startswith("Break-even: Cannot be weighed: time on treatment differed, and the")
    assert "25 of the 134 people randomised to chemotherapy were never treated" in point
    assert any("come together again between 15 and 18 months" in part for part in parts)


def test_what_is_not_available_is_said_plainly_and_has_no_status(
    folder: Path, capsys: Capture
) -> None:
    (folder / "adverse_events.csv").unlink()
    assert main(["summary", str(folder)]) == 0
    parts = {part.rstrip("\n") for part in capsys.readouterr().out.split("\n\n")}
    (harm,) = [part for part in parts if part.startswith("  Fever")]
    (point,) = [part for part in parts if part.startswith("  Break-even")]
    assert harm == "  Fever: not available. This does not mean that there were none."
    assert flat(point) == "Break-even: Cannot be weighed: the rate of fever is not available."


def test_no_line_of_the_summary_is_wider_than_a_hundred(summary: str) -> None:
    assert max(map(len, summary.splitlines())) <= 100


def test_the_summary_as_json_keeps_to_its_schema_and_says_the_same(
    capsys: Capture, summary: str
) -> None:
    assert main(["summary", str(DATA / "e1910"), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "docs" / "summary.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(shown)
    for one in shown["views"]:
        for line in one["lines"]:
            assert f"{line['name']}: {line['said']}" in flat(summary)


# --- schema ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["schema"], "export.schema.json"),
        (["schema", "export"], "export.schema.json"),
        (["schema", "summary"], "summary.schema.json"),
    ],
)
def test_schema_prints_what_is_shipped(arguments: list[str], file: str, capsys: Capture) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / file).read_text(encoding="utf-8")


# --- export ------------------------------------------------------------------------------------


def test_export_writes_both_files_and_says_where(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "new" / "folder"
    assert main(["export", str(DATA / "e1910"), "-o", str(out)]) == 0
    written, table = out / "e1910.json", out / "e1910.csv"
    assert capsys.readouterr().out == f"Wrote {written}.\nWrote {table}.\n"
    made = ExportedTrial.model_validate_json(written.read_text(encoding="utf-8"))
    assert made.program.version == __version__
    rows = list(csv.reader(io.StringIO(table.read_bytes().decode("utf-8"), newline="")))
    assert tuple(rows[0]) == exchange.COLUMNS
    assert tuple(map(tuple, rows[1:])) == exchange.table(made)


def test_export_writes_here_where_no_place_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert main(["export", str(folder)]) == 0
    assert sorted(path.name for path in here.iterdir()) == ["minimal.csv", "minimal.json"]


def test_export_overwrites_only_when_told_and_writes_nothing_half(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "minimal.csv").write_text("mine", encoding="utf-8")
    assert main(["export", str(folder), "-o", str(tmp_path)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"{tmp_path / 'minimal.csv'}: there already, and not overwritten. "
        "Give another name with -o, or --force."
    )
    assert (tmp_path / "minimal.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "minimal.json").exists()
    assert main(["export", str(folder), "-o", str(tmp_path), "--force"]) == 0
    assert (tmp_path / "minimal.csv").read_text(encoding="utf-8").startswith("trial,")


def test_export_to_a_place_that_is_a_file_or_without_rights_says_so(
    folder: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    assert main(["export", str(folder), "-o", str(tmp_path / "file")]) == 1
    assert "can't be written (file exists)" in capsys.readouterr().err

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["export", str(folder), "-o", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'minimal.json'}: can't be written (permission denied)." in said


# --- as a process ------------------------------------------------------------------------------


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tradeoff", *arguments],
        capture_output=True, cwd=ROOT, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_table_can_be_piped_and_is_utf_8_whatever_the_system_speaks(tmp_path: Path) -> None:
    made = Made(
        tmp_path,
        "time,männlich,b\n0,1,1\n6,0.9,0.8\n12,0.8,0.6\n",
        "time,männlich,b\n0,50,40\n12,30,20\n",
    )
    done = run("reconstruct", str(made.curve), str(made.at_risk), PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert {row["arm"] for row in rows_of(done.stdout.decode("utf-8"))} == {"männlich", "b"}
    assert b"pseudo-patients" not in done.stdout
    assert done.stdout.endswith(b"\n")
    assert not done.stdout.endswith(b"\n\n")


def test_a_reader_that_has_read_enough_raises_nothing() -> None:
    command = [sys.executable, "-m", "tradeoff", "schema"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_a_full_disk_behind_the_output_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tradeoff", "schema"],
            stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == "The output can't be written (no space left on device).\n"


def lines_of(stream: io.BufferedReader) -> Iterator[str]:
    while line := stream.readline():
        yield line.decode("utf-8")


@pytest.mark.parametrize("after", [0.0, 0.1, 0.2, 0.3, 0.5])
def test_a_long_command_can_be_stopped_at_any_time(folder: Path, after: float) -> None:
    command = [sys.executable, "-m", "tradeoff", "calibrate", str(folder), "--curves", "100000"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert isinstance(process.stdout, io.BufferedReader)
        assert process.stderr is not None
        assert next(lines_of(process.stdout)) == "minimal, os-first: calibrating …\n"
        time.sleep(after)  # while libraries are loaded, or at work
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == b"Stopped.\n"


def test_the_schema_of_a_summary_is_no_schema_of_an_export() -> None:
    assert exchange.schema_text(ExportedSummary) != exchange.schema_text(ExportedTrial)
