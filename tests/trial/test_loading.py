"""Bad data: each fault beside the words that it gives, and a loader that never breaks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.bad_trials import faults_of_tables, faults_of_toml
from tests.bad_trials.fault import Fault
from tradeoff.__main__ import main
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import (
    MAX_FILE_BYTES,
    Problem,
    TrialDataError,
    folder_stamp,
    load_trial,
    trial_ids,
)
from tradeoff.trial.records import Status

MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
FAULTS = faults_of_toml.FAULTS + faults_of_tables.FAULTS
FILES = sorted(path.name for path in MINIMAL.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A valid trial, to be spoiled."""
    return Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))


def problems_of(folder: Path) -> list[str]:
    """What is wrong, without the folder's name."""
    with pytest.raises(TrialDataError) as caught:
        load_trial(folder)
    return [str(problem).removeprefix("minimal/") for problem in caught.value.problems]


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


# Each fault, and its words -----------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.new[:40]!r}")
def test_each_fault_is_said_with_its_place_the_fact_and_the_next_step(
    folder: Path, fault: Fault
) -> None:
    spoil(folder, fault.file, fault.old, fault.new)
    assert problems_of(folder) == fault.problems


def test_no_message_is_in_the_words_of_a_library() -> None:
    words = " ".join(problem for fault in FAULTS for problem in fault.problems).lower()
    jargon = ("pydantic", "http", "input should", "type=", "validation error", "is none", "extra")
    assert [word for word in jargon if word in words] == []


def test_a_problem_reads_as_the_house_style_says() -> None:
    problem = Problem("e-1/at_risk.csv", "row 7", "n_at_risk rises from 98 to 101.")
    assert str(problem) == "e-1/at_risk.csv, row 7: n_at_risk rises from 98 to 101."


def test_all_problems_of_a_folder_are_reported_at_once(folder: Path) -> None:
    spoil(folder, "trial.toml", 'version = "1"\n', "")
    spoil(folder, "landmarks.csv", "24,control,0.70", "24,control,0.7.0")
    spoil(folder, "at_risk.csv", "control,24,40", "control,24,90")
    spoil(folder, "text.en.toml", 'funding = "Nobody."\n', "")
    found = problems_of(folder)
    assert [line.split(",")[0].split(":")[0] for line in found] == [
        *("trial.toml", "landmarks.csv", "text.en.toml", "at_risk.csv")
    ]


def test_a_damaged_table_does_not_make_its_references_look_unknown(folder: Path) -> None:
    spoil(folder, "trial.toml", 'short = "An Author 2026"\n', "")
    assert problems_of(folder) == ["trial.toml, sources entry 1: short is missing. Add it."]


# Whole files -------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["trial.toml", "text.en.toml"])
def test_a_missing_file_is_said(folder: Path, file: str) -> None:
    (folder / file).unlink()
    expected = f"{file}: the file is missing. Add it: data/README.md says what it holds."
    assert expected in problems_of(folder)


@pytest.mark.parametrize("file", ["medians.csv", "subgroups.csv", "at_risk.csv", "context.csv"])
def test_a_table_that_the_sources_do_not_give_may_be_absent(folder: Path, file: str) -> None:
    words = {"subgroups.csv": "[subgroups.older]", "context.csv": "[context.label]"}
    (folder / file).unlink()
    if file not in words:
        load_trial(folder)
    else:
        assert all(line.startswith(("text.en.toml", "trial.toml")) for line in problems_of(folder))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    expected = f"{file}: the file is empty. Fill it, or delete it where it is optional."
    assert expected in problems_of(folder)


def test_a_table_of_nothing_but_commas_is_said(folder: Path) -> None:
    (folder / "medians.csv").write_text(",,,\n,,,\n", encoding="utf-8")
    assert problems_of(folder) == [
        "medians.csv: no row holds anything. Begin with the names of the columns."
    ]


@pytest.mark.parametrize("file", FILES)
def test_a_file_in_another_encoding_is_said_with_its_line(folder: Path, file: str) -> None:
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content + "é".encode("latin-1"))
    line = content.count(b"\n") + 1
    expected = f"{file}, line {line}: the file is not UTF-8. Save it as UTF-8."
    assert expected in problems_of(folder)


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_spreadsheets_own_separator_is_said(folder: Path, sign: str, name: str) -> None:
    text = (folder / "medians.csv").read_text(encoding="utf-8")
    (folder / "medians.csv").write_text(text.replace(",", sign), encoding="utf-8")
    assert problems_of(folder) == [
        f"medians.csv, row 1: cells are separated by {name}. Save the file with commas."
    ]


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    (folder / "facts.csv").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    assert problems_of(folder)[0] == (
        "facts.csv: the file has 1000001 bytes, the limit is 1000000. "
        "Check that it is the right file."
    )


@pytest.mark.parametrize("file", FILES)
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Path, file: str) -> None:
    expected = load_trial(folder).model_copy(update={"fingerprint": ""})
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert load_trial(folder).model_copy(update={"fingerprint": ""}) == expected


def test_a_file_with_a_name_that_is_slightly_wrong_is_not_passed_over(folder: Path) -> None:
    (folder / "at_risk.csv").rename(folder / "atrisk.csv")
    assert problems_of(folder) == [
        'atrisk.csv: the format has no file of this name. Did you mean "at_risk.csv"? '
        "Rename it or take it out."
    ]


def test_a_folder_in_place_of_a_file_is_said(folder: Path) -> None:
    (folder / "facts.csv").unlink()
    (folder / "facts.csv").mkdir()
    assert problems_of(folder)[0] == (
        "facts.csv: the file cannot be opened (Is a directory). Check its rights."
    )


@pytest.mark.parametrize("language", ["", "..", "../en", "en/../../x", "EN", "en.toml", "e\0n"])
def test_a_language_that_is_no_code_is_refused(folder: Path, language: str) -> None:
    with pytest.raises(TrialDataError, match="Give a code such as en or pt-BR"):
        load_trial(folder, language=language)


def test_a_language_that_is_not_there_is_a_missing_file(folder: Path) -> None:
    with pytest.raises(TrialDataError, match=r"minimal/text\.de\.toml: the file is missing"):
        load_trial(folder, language="de")


def test_a_trial_in_a_second_language_has_the_same_numbers(folder: Path) -> None:
    shutil.copy(folder / "text.en.toml", folder / "text.de.toml")
    spoil(folder, "text.de.toml", 'name = "Control"', 'name = "Kontrolle"')
    english, german = load_trial(folder), load_trial(folder, language="de")
    assert german.text.arms["control"].name == "Kontrolle"
    assert german.landmarks == english.landmarks


# A valid trial -----------------------------------------------------------------------------


def test_the_minimal_trial_is_read_as_it_stands(folder: Path) -> None:
    trial = load_trial(folder)
    landmark = trial.landmark("first", "os", 24, Role.CONTROL)
    assert landmark is not None
    assert (landmark.survival, landmark.lower, landmark.upper) == (0.70, 0.60, 0.78)
    assert (landmark.source, landmark.place) == ("paper", "Table 2")
    assert landmark.status is Status.PUBLISHED
    assert trial.landmark_months("first", "os") == (12, 24)
    assert [entry.n_at_risk for entry in trial.at_risk] == [100, 88, 40, 101, 92, 50]
    assert trial.weighed_harm is not None
    assert trial.n_randomised == 201


def test_blank_lines_and_spaces_in_a_table_do_no_harm(folder: Path) -> None:
    expected = load_trial(folder).landmarks
    spoil(folder, "landmarks.csv", "first,os,24,control,0.70,", "\n\n first , os,24,control, 0.70,")
    assert load_trial(folder).landmarks == expected


def test_rows_are_counted_with_blank_lines(folder: Path) -> None:
    spoil(folder, "hazard_ratios.csv", "first,os,0.62", "\n\nfirst,os,-0.62")
    assert problems_of(folder) == [
        'hazard_ratios.csv, row 4: value is "-0.62". Give a number above 0.'
    ]


# Listing, fingerprint, stamp ---------------------------------------------------------------


def test_trials_are_the_folders_that_hold_a_trial_file(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path / "another")
    (tmp_path / "empty").mkdir()
    (tmp_path / "README.md").write_text("not a trial", encoding="utf-8")
    assert trial_ids(tmp_path) == ("another", "minimal")
    assert trial_ids(tmp_path / "nowhere") == ()


def test_a_broken_folder_stops_that_trial_only(tmp_path: Path, folder: Path) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    (broken / "trial.toml").write_text("id = ", encoding="utf-8")
    assert trial_ids(tmp_path) == ("broken", "minimal")
    assert load_trial(folder).id == "minimal"
    with pytest.raises(TrialDataError) as caught:
        load_trial(broken)
    assert {problem.file.split("/")[0] for problem in caught.value.problems} == {"broken"}


def test_a_folder_whose_name_is_no_id_is_a_problem_not_a_crash(folder: Path) -> None:
    spoil(folder, "trial.toml", 'id = "minimal"', 'id = "A trial"')
    named = folder.rename(folder.with_name("A trial"))
    assert problems_of(named) == [
        'A trial/trial.toml: id is "A trial". Give small letters, digits and single hyphens, '
        'at most 40, such as "later-cut".'
    ]


def test_an_empty_version_is_a_problem_not_a_crash(folder: Path) -> None:
    spoil(folder, "trial.toml", 'version = "1"', 'version = ""')
    assert problems_of(folder) == ["trial.toml: version is empty. Give some text."]


def test_a_folder_that_is_not_there_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(TrialDataError, match=r"gone/trial\.toml: the file is missing"):
        load_trial(tmp_path / "gone")


@pytest.mark.parametrize("file", FILES)
def test_the_fingerprint_covers_every_file(folder: Path, file: str) -> None:
    before = load_trial(folder).fingerprint
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert load_trial(folder).fingerprint != before


def test_the_fingerprint_does_not_depend_on_where_the_folder_is(folder: Path) -> None:
    assert load_trial(folder).fingerprint == load_trial(MINIMAL).fingerprint


def test_the_stamp_changes_with_size_time_and_name(folder: Path) -> None:
    stamps = [folder_stamp(folder)]
    (folder / "note.txt").write_text("one", encoding="utf-8")
    stamps.append(folder_stamp(folder))
    os.utime(folder / "note.txt", (1, 1))
    stamps.append(folder_stamp(folder))
    (folder / "note.txt").rename(folder / "nota.txt")
    stamps.append(folder_stamp(folder))
    assert len(set(stamps)) == len(stamps)
    assert folder_stamp(folder) == stamps[-1]


def test_hidden_files_of_an_editor_do_not_count(folder: Path) -> None:
    before = folder_stamp(folder), load_trial(folder).fingerprint
    (folder / ".facts.csv.swp").write_text("x", encoding="utf-8")
    assert (folder_stamp(folder), load_trial(folder).fingerprint) == before


# Anything at all ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path_factory.mktemp("fuzz") / "minimal"))


def load_with(scratch: Path, file: str, content: bytes) -> None:
    """Load with one file replaced: a trial or ``TrialDataError``, nothing else."""
    problems: tuple[Problem, ...] | None = None
    try:
        (scratch / file).write_bytes(content)
        load_trial(scratch)
    except TrialDataError as error:
        problems = error.problems
    finally:
        shutil.copy(MINIMAL / file, scratch / file)
    if problems is not None:
        assert problems
        for problem in problems:
            assert problem.file.startswith("minimal/")
            assert problem.message.endswith(".")
            assert "pydantic" not in problem.message
            assert len(problem.message) < 1000


fuzz = settings(max_examples=150, suppress_health_check=list(HealthCheck))


@fuzz
@given(file=st.sampled_from(FILES), content=st.binary(max_size=400))
@example(file="trial.toml", content=b"a = " + b"[" * 5000)
@example(file="trial.toml", content=b"a = " + b"9" * 5000)
@example(file="trial.toml", content=b"seed = 0x" + b"f" * 6000)
@example(file="trial.toml", content=b".".join([b"a"] * 5000) + b" = 1")
@example(file="trial.toml", content=b"sources = [1, 2]\narms = [[]]\n[[defaults]]\na = 1979-13-45")
@example(file="text.en.toml", content=b"[arms]\ncontrol = 1\n[endpoints]\nOS = 1.5\n")
@example(file="landmarks.csv", content=b"a" * 200_000)
@example(file="landmarks.csv", content=b'"' + b"a," * 100_000)
@example(file="landmarks.csv", content=b"\0,\0\n\0")
def test_random_bytes_raise_nothing_but_trial_data_error(
    scratch: Path, file: str, content: bytes
) -> None:
    load_with(scratch, file, content)


CELLS = st.one_of(
    st.sampled_from(["", "nan", "inf", "-1", "0", "1", "1e400", "9" * 40, "0,5", "5 %", "true"]),
    st.sampled_from(["{", "{value}", "{0!r}", '"', "\0", "٣", "²", "1_0", "0x1", "os", "control"]),
    st.text(max_size=8),
)


@fuzz
@given(
    file=st.sampled_from([name for name in FILES if name.endswith(".csv")]),
    row=st.integers(0, 3),
    column=st.integers(0, 20),
    cell=CELLS,
)
def test_any_cell_may_hold_anything(
    scratch: Path, file: str, row: int, column: int, cell: str
) -> None:
    lines = [line.split(",") for line in (MINIMAL / file).read_text(encoding="utf-8").splitlines()]
    chosen = lines[row % len(lines)]
    chosen[column % len(chosen)] = cell
    text = "\n".join(",".join(line) for line in lines)
    load_with(scratch, file, text.encode("utf-8", "surrogatepass"))


@fuzz
@given(
    file=st.sampled_from([name for name in FILES if name.endswith(".toml")]),
    line=st.integers(0, 200),
    value=st.one_of(
        st.sampled_from(["nan", "-inf", "1e400", "[]", "{}", "true", '""', "1979-05-27T07:32:00Z"]),
        st.sampled_from(["07:32:00", "[[1]]", "{ a = 1 }", '"{"', '"{value}{time}"', "-1", "10"]),
        st.text(max_size=6),
    ),
)
def test_any_key_may_hold_anything(scratch: Path, file: str, line: int, value: str) -> None:
    lines = (MINIMAL / file).read_text(encoding="utf-8").splitlines()
    place = line % len(lines)
    lines[place] = f"{lines[place].split('=')[0]}= {value}"
    load_with(scratch, file, "\n".join(lines).encode("utf-8", "surrogatepass"))


@fuzz
@given(file=st.sampled_from(FILES), start=st.integers(0, 5000), length=st.integers(1, 200))
def test_any_stretch_may_be_missing(scratch: Path, file: str, start: int, length: int) -> None:
    content = (MINIMAL / file).read_bytes()
    start %= len(content)
    load_with(scratch, file, content[:start] + content[start + length :])


# The command -------------------------------------------------------------------------------


def test_check_says_fine_only_with_its_curves(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder)]) == 1
    assert "os-first: no curve has been calibrated yet." in capsys.readouterr().err
    spoil(folder, "trial.toml", "[calibration]\n", "[old]\n")
    assert main(["check", str(folder)]) == 1
    assert 'minimal/trial.toml: "old" is not known here.' in capsys.readouterr().err


def test_check_goes_on_after_a_broken_folder(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folder / "trial.toml").read_text(encoding="utf-8")
    start, end = text.index("[calibration]"), text.index("[[sources]]")
    (folder / "trial.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    assert main(["check", str(broken), str(folder)]) == 1
    shown = capsys.readouterr()
    assert shown.err == (
        'broken/trial.toml: id is "minimal", the folder is called "broken". '
        "Give both the same name.\n"
    )
    assert shown.out == "minimal: fine. Calibrated curves: 0.\n"
    assert main(["calibrate", str(folder)]) == 0
    assert capsys.readouterr().out == "minimal: no curve to calibrate.\n"


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["check"], ["check", "nowhere"], ["calibrate", ".", "--curves", "0"]]
)
def test_a_command_that_is_not_understood_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m tradeoff" in capsys.readouterr().err


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert {"check", "calibrate"} <= set(capsys.readouterr().out.split())
