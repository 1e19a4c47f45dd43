"""``reconstruct`` by hand: two files in, pseudo-patients out, or what is wrong with the files."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.commands.ran import (
    ONE_CURVE,
    ONE_ROW,
    PAIRS,
    UPLOADS,
    Capture,
    Made,
    rows_of,
    several,
)
from tradeoff import uploads
from tradeoff.commands import reconstruct as command
from tradeoff.statistics.reconstruction import (
    ReconstructionError,
    ReconstructionProblem,
    reconstruct,
    sentence,
)


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
                ReconstructionProblem("curve", 2, (sentence("it rises."),)),
                ReconstructionProblem("at_risk", None, (sentence("they are of another arm."),)),
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
    assert (
        "Check that curve and table are of one arm and in one unit of time, and what is printed "
        "on the vertical axis." in shown.err
    )


def test_files_in_two_units_are_refused(tmp_path: Path, capsys: Capture) -> None:
    made = Made(
        tmp_path, ONE_CURVE.replace("time", "time (years)"), ONE_ROW.replace("time", "days")
    )
    assert made.run() == 1
    said = capsys.readouterr().err
    assert "times are in days, those of" in said
    assert "in years. Give both in one unit." in said


LABELLED = "arm,time,survival\nrx=A,0,1\nrx=A,12,0.8\nrx=B,0,1\nrx=B,12,0.9\n"
TABLED = "time,{},{}\n0,50,40\n12,30,20\n"


def test_labels_of_a_library_are_told_without_their_variable(
    tmp_path: Path, capsys: Capture
) -> None:
    assert Made(tmp_path, LABELLED, TABLED.format("A", "B")).run() == 0
    assert {row["arm"] for row in rows_of(capsys.readouterr().out)} == {"A", "B"}


@pytest.mark.parametrize("rows", [("Old", "New"), ("x=Old", "x=New")])
def test_labels_that_hold_an_equals_sign_are_paired(
    rows: tuple[str, str], tmp_path: Path, capsys: Capture
) -> None:
    made = Made(tmp_path, LABELLED, TABLED.format(*rows))
    assert made.run() == 2
    options = shlex.split(capsys.readouterr().err.split("for example ")[1])
    assert options == ["--pair", f"rx=A={rows[0]}", "--pair", f"rx=B={rows[1]}"]
    assert made.run(*options) == 0
    assert {row["arm"] for row in rows_of(capsys.readouterr().out)} == {*rows}
    assert made.run("--pair", f"rx=A={rows[0]}", "--events", "rx=A=7") == 0
    assert sum(row["event"] == "1" for row in rows_of(capsys.readouterr().out)) == 7


def test_a_pair_that_can_be_parted_twice_is_asked_about(tmp_path: Path, capsys: Capture) -> None:
    curves = "arm,time,survival\na,0,1\na,12,0.8\na=b,0,1\na=b,12,0.9\n"
    assert Made(tmp_path, curves, TABLED.format("b=c", "c")).run("--pair", "a=b=c") == 2
    assert "several labels fit" in capsys.readouterr().err


def test_units_that_the_numbers_tell_are_named(tmp_path: Path, capsys: Capture) -> None:
    assert Made(tmp_path, ONE_CURVE, "time,n\n0,100\n1,70\n1.5,50\n").run() == 1
    said = capsys.readouterr().err
    assert "perhaps years here and months there. Give both in one unit." in said


def test_a_file_in_percent_is_said_in_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert Made(tmp_path, "time,percent\n0,100\n6,90\n12,80\n18,70\n").run() == 0
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "100" in line and "divided" in line] == [
        "curve.csv: Survival is in percent: every value was divided by 100."
    ]


def test_of_many_rows_that_were_mended_a_few_are_named(tmp_path: Path, capsys: Capture) -> None:
    rows = "".join(f"{month},5;0,9{9 - month // 2}\n" for month in range(18))
    assert Made(tmp_path, "time;survival\n" + rows).run() == 0
    said = capsys.readouterr().err
    assert said.count("decimal comma read") == 5
    assert "curve.csv: 13 more rows were read otherwise than written.\n" in said


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
