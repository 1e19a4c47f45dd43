"""Every command by hand: what it prints where, how it ends, and what it says when it cannot."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.views import DATA, e1910, newcomers_shelf, view
from tradeoff import __version__, uploads
from tradeoff.__main__ import main
from tradeoff.commands import folders
from tradeoff.commands import reconstruct as command
from tradeoff.papers import exchange
from tradeoff.papers.exchange import ExportedSummary, ExportedTrial
from tradeoff.statistics.reconstruction import (
    ReconstructionError,
    ReconstructionProblem,
    reconstruct,
)
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.reading import load_trial
from tradeoff.words.frame import INTENDED_USE, caveats
from tradeoff.words.harm import harm_origin
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import gain_heading, hazard_ratio_words
from tradeoff.words.weighing import balance_figures, balance_sentence

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
UPLOADS = Path(__file__).parents[1] / "upload_files"
COMMANDS = ("check", "calibrate", "summary", "export", "schema", "reconstruct")

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))


def ended(arguments: list[str]) -> int:
    """The exit code, whether argparse ends the process or the command returns."""
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def flat(text: str) -> str:
    return " ".join(text.split())


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
    assert f"{gain_heading(CLINICIAN, seen.trial, seen.survival)}: +17 (5 to 29) per 100" in shown
    assert (
        hazard_ratio_words(CLINICIAN, seen.trial, seen.choices, seen.base.hazard_ratio)[:22]
        in shown
    )
    assert f"Balance point: {balance_figures(CLINICIAN, seen)}" in shown
    assert balance_sentence(CLINICIAN, seen) in shown
    assert harm_origin(CLINICIAN, seen.trial, seen.harm) in shown
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
        due = lines[0].startswith(("Severe neuropathy", "Balance point"))
        assert (badge in lines) == due, part
        if due:
            # Why there is no balance point may take two lines.
            sentences = 2 if lines[0].startswith("Balance point: No balance point") else 1
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
    point = next(part for part in parts if part.startswith("Balance point"))
    assert point.startswith("Balance point: Cannot be weighed: time on treatment differed, and the")
    assert "25 of the 134 people randomised to chemotherapy were never treated" in point
    assert any("come together again between 15 and 18 months" in part for part in parts)


def test_what_is_not_available_is_said_plainly_and_has_no_status(
    folder: Path, capsys: Capture
) -> None:
    (folder / "adverse_events.csv").unlink()
    assert main(["summary", str(folder)]) == 0
    parts = {part.rstrip("\n") for part in capsys.readouterr().out.split("\n\n")}
    (harm,) = [part for part in parts if part.startswith("  Fever")]
    (point,) = [part for part in parts if part.startswith("  Balance point")]
    assert harm == "  Fever: not available. This does not mean that there were none."
    assert flat(point) == "Balance point: Cannot be weighed: the rate of fever is not available."


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


# --- reconstruct -------------------------------------------------------------------------------

ONE_CURVE = "time,survival\n0,1\n6,0.9\n12,0.8\n18,0.7\n"
ONE_ROW = "time,n\n0,100\n12,70\n18,50\n"


class Made:
    """Two files in a folder, and the command run on them."""

    def __init__(self, folder: Path, curve: str = ONE_CURVE, at_risk: str = ONE_ROW) -> None:
        self.curve, self.at_risk = folder / "curve.csv", folder / "at_risk.csv"
        self.curve.write_text(curve, encoding="utf-8")
        self.at_risk.write_text(at_risk, encoding="utf-8")

    def run(self, *options: str) -> int:
        return ended(["reconstruct", str(self.curve), str(self.at_risk), *options])


def several(folder: Path) -> Made:
    return Made(
        folder,
        (UPLOADS / "webplotdigitizer_several.csv").read_text(encoding="utf-8"),
        (UPLOADS / "at_risk_printed.csv").read_text(encoding="utf-8"),
    )


PAIRS = ("--pair", "Default Dataset=Control", "--pair", "Dataset 2=Experimental")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_one_curve_gives_the_pseudo_patients_of_the_engine(tmp_path: Path, capsys: Capture) -> None:
    assert Made(tmp_path).run() == 0
    shown = capsys.readouterr()
    rows = rows_of(shown.out)
    expected = reconstruct([0, 6, 12, 18], [1, 0.9, 0.8, 0.7], [0, 12, 18], [100, 70, 50])
    assert shown.out.splitlines()[0] == "time,event"
    assert [float(row["time"]) for row in rows] == pytest.approx(list(expected.time), abs=1e-6)
    assert [row["event"] == "1" for row in rows] == expected.event.tolist()
    assert {row["event"] for row in rows} == {"0", "1"}


def test_the_report_goes_to_the_standard_error_and_says_that_nobody_is_a_patient(
    tmp_path: Path, capsys: Capture
) -> None:
    assert Made(tmp_path).run() == 0
    said = capsys.readouterr().err
    assert "curve.csv: 4 rows read" in said
    assert "100 pseudo-patients, " in said
    assert "Numbers at risk are met." in said
    assert said.splitlines()[-1].startswith(
        "These are pseudo-patients that agree with the figure, not"
    )


def test_a_given_total_of_events_is_met(tmp_path: Path, capsys: Capture) -> None:
    assert Made(tmp_path).run("--events", "24") == 0
    assert sum(row["event"] == "1" for row in rows_of(capsys.readouterr().out)) == 24


def test_two_curves_give_both_arms_by_the_names_that_both_files_have(
    tmp_path: Path, capsys: Capture
) -> None:
    made = Made(
        tmp_path,
        (UPLOADS / "long.csv").read_text(encoding="utf-8"),
        (UPLOADS / "at_risk_printed.csv").read_text(encoding="utf-8"),
    )
    assert made.run() == 0
    rows = rows_of(capsys.readouterr().out)
    arms = [row["arm"] for row in rows]
    assert [(arm, arms.count(arm)) for arm in dict.fromkeys(arms)] == [
        *(("control", 120), ("experimental", 118)),
    ]


def test_curves_whose_names_do_not_tell_are_asked_for_with_a_command_that_works(
    tmp_path: Path, capsys: Capture
) -> None:
    made = several(tmp_path)
    assert made.run() == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    options = shlex.split(shown.err.split("for example ")[1])
    assert options == list(PAIRS)
    assert made.run(*options) == 0
    assert {row["arm"] for row in rows_of(capsys.readouterr().out)} == {"Control", "Experimental"}


@pytest.mark.parametrize(
    "events",
    [
        ("--events", "28", "--events", "12"),
        ("--events", "Experimental=12", "--events", "Control=28"),
        ("--events", "Dataset 2=12", "--events", "Default Dataset=28"),
    ],
)
def test_events_of_several_curves_are_given_in_order_or_by_label(
    events: tuple[str, ...], tmp_path: Path, capsys: Capture
) -> None:
    assert several(tmp_path).run(*PAIRS, *events) == 0
    rows = rows_of(capsys.readouterr().out)
    counted = {
        arm: sum(row["event"] == "1" for row in rows if row["arm"] == arm)
        for arm in ("Control", "Experimental")
    }
    assert counted == {"Control": 28, "Experimental": 12}


def test_a_curve_that_is_left_out_is_named(tmp_path: Path, capsys: Capture) -> None:
    assert several(tmp_path).run(*PAIRS[:2]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("time,event\n")
    assert 'curve.csv: "Dataset 2" not used.\n' in shown.err
    assert 'at_risk.csv: "Experimental" not used.\n' in shown.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--events", "many"), "many. Give a whole number, or LABEL=number."),
        (("--events", "-3"), "--events"),
        (("--pair", "Control"), "Control. Give the two labels as CURVE=ROW."),
        ((*PAIRS, "--events", "3"), '1 given, curves: 2 ("Control" and "Experimental")'),
        ((*PAIRS, "--events", "3", "--events", "Control=3"), "every number with its label"),
        ((*PAIRS, "--events", "Other=3"), 'there is no "Other"'),
        (("--pair", "Dataset 9=Control"), 'has no "Dataset 9". It holds "Default Dataset" and'),
        (("--pair", "Dataset 2=Other"), 'has no "Other". It holds "Control" and "Experimental"'),
        ((*PAIRS, *PAIRS), "a label is named twice"),
    ],
)
def test_options_that_do_not_go_with_the_files_end_with_two(
    options: tuple[str, ...], said: str, tmp_path: Path, capsys: Capture
) -> None:
    assert several(tmp_path).run(*options) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err


def test_problems_of_both_files_are_said_at_once_in_the_words_of_the_upload(
    tmp_path: Path, capsys: Capture
) -> None:
    made = Made(tmp_path, "time,survival\n0,1\n6,much\n", "time,n\n0,100\n12,120\n")
    assert made.run() == 1
    expected = []
    for read, path in ((uploads.read_curve, made.curve), (uploads.read_at_risk, made.at_risk)):
        with pytest.raises(uploads.UploadError) as caught:
            read(path.read_bytes(), path.name)
        expected += [str(problem) for problem in caught.value.problems]
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == expected


def test_what_the_engine_refuses_is_said_at_the_row_of_the_file(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ReconstructionError(
            [
                ReconstructionProblem("curve", 2, "it rises."),
                ReconstructionProblem("at_risk", None, "they are of another arm."),
            ]
        )

    monkeypatch.setattr(command, "reconstruct", refuse)
    assert Made(tmp_path).run() == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    # The header is row 1, so that the second point stands in row 3.
    assert shown.err.splitlines()[-2:] == [
        "curve.csv, row 3: it rises. (Series 1)",
        "at_risk.csv: they are of another arm. (Series 1)",
    ]


def test_files_that_do_not_belong_together_are_refused_by_the_engine(
    tmp_path: Path, capsys: Capture
) -> None:
    assert Made(tmp_path, at_risk="time,n\n0,100\n12,95\n18,90\n").run() == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Check that curve and table are of one arm and in one unit of time." in shown.err


def test_files_in_two_units_are_refused(tmp_path: Path, capsys: Capture) -> None:
    made = Made(
        tmp_path, ONE_CURVE.replace("time", "time (years)"), ONE_ROW.replace("time", "days")
    )
    assert made.run() == 1
    said = capsys.readouterr().err
    assert "times are in days, those of" in said
    assert "in years. Give both in one unit." in said


def test_what_was_read_otherwise_than_written_is_said(tmp_path: Path, capsys: Capture) -> None:
    made = Made(tmp_path, "time,percent\n0,100\n6,90\n12,80\n18,70\n")
    assert made.run() == 0
    shown = capsys.readouterr()
    assert "percent" in shown.err
    assert len(rows_of(shown.out)) == 100


def test_a_label_that_is_a_formula_is_defused_in_the_table(tmp_path: Path, capsys: Capture) -> None:
    made = Made(
        tmp_path,
        "time,=1+1,b\n0,1,1\n6,0.9,0.8\n12,0.8,0.6\n",
        "time,=1+1,b\n0,50,40\n12,30,20\n",
    )
    assert made.run() == 0
    shown = capsys.readouterr()
    assert {row["arm"] for row in rows_of(shown.out)} == {"'=1+1", "b"}
    assert "looks like a formula" in shown.err


def test_the_table_is_written_where_it_is_wanted_and_overwritten_only_when_told(
    tmp_path: Path, capsys: Capture
) -> None:
    made, out = Made(tmp_path), tmp_path / "patients.csv"
    assert made.run("-o", str(out)) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1] == f"Wrote {out}."
    first = out.read_bytes()
    assert first.startswith(b"time,event\n")
    assert b"\r" not in first
    assert made.run("-o", str(out), "--events", "24") == 1
    assert "there already, and not overwritten" in capsys.readouterr().err
    assert out.read_bytes() == first
    assert made.run("-o", str(out), "--events", "24", "--force") == 0
    assert out.read_bytes() != first


@pytest.mark.parametrize("name", ["curve.csv", "at_risk.csv"])
def test_a_file_that_is_read_is_never_overwritten(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    made = Made(tmp_path)
    before = (tmp_path / name).read_bytes()
    assert made.run("-o", str(tmp_path / name), "--force") == 2
    assert "is one of the files to read" in capsys.readouterr().err
    assert (tmp_path / name).read_bytes() == before


def test_files_that_cannot_be_read_or_written_end_with_one(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Made(tmp_path)
    assert made.run("-o", str(tmp_path / "nowhere" / "out.csv")) == 1
    said = capsys.readouterr().err
    assert "out.csv: can't be written (no such file or directory)." in said

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert made.run() == 1
    said = capsys.readouterr().err
    assert said == f"{made.curve}: can't be read (permission denied). Check its rights.\n"


def test_a_huge_file_is_refused_with_its_size(tmp_path: Path, capsys: Capture) -> None:
    made = Made(tmp_path)
    with made.curve.open("wb") as stream:
        stream.truncate(10 * uploads.MAX_FILE_BYTES)
    assert made.run() == 1
    assert capsys.readouterr().err == (
        f"{made.curve}: the file has 20,971,520 bytes, the limit is 2,097,152. "
        "Check that it is the right file, or give fewer points.\n"
    )


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
