"""Each folder of ``bad_trials`` is one fault; what ``check`` says of it stands in its expected.txt.

A folder holds only what differs from ``minimal/``; ``local/`` stands beside the trial, as it does
on the shelf. The words are compared whole: the fault's own, and no other.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tradeoff.__main__ import main
from tradeoff.trial.confirmed import LOCAL_FOLDER

BAD = Path(__file__).parents[1] / "bad_trials"
MINIMAL = BAD / "minimal"
EXPECTED = "expected.txt"
SLUGS = sorted(path.parent.name for path in BAD.glob(f"*/{EXPECTED}"))

each_fault = pytest.mark.parametrize("slug", SLUGS)


def expected(slug: str) -> str:
    return (BAD / slug / EXPECTED).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal trial with its curve: nothing is wrong with it."""
    folder = Path(shutil.copytree(MINIMAL, tmp_path_factory.mktemp("whole") / "minimal"))
    assert main(["calibrate", str(folder), "--curves", "10"]) == 0
    return folder


def overlaid(whole: Path, slug: str, shelf: Path) -> Path:
    """The whole trial with the files of one fault over it, on a shelf of its own."""
    folder = Path(shutil.copytree(whole, shelf / "minimal"))
    for path in (BAD / slug).rglob("*"):
        inside = path.relative_to(BAD / slug)
        if path.is_file() and path.name != EXPECTED:
            target = (shelf if inside.parts[0] == LOCAL_FOLDER else folder) / inside
            target.parent.mkdir(exist_ok=True)
            shutil.copy(path, target)
    return folder


def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["check", folder.name])
    shown = capsys.readouterr()
    return code, shown.err + shown.out


def test_without_a_fault_the_trial_is_fine(
    whole: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(whole.parent)
    assert check(whole, capsys) == (0, "minimal: fine. Calibrated curves: 1.\n")


@each_fault
def test_each_fault_is_said_in_these_words_and_no_others(
    slug: str,
    whole: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = overlaid(whole, slug, tmp_path)
    monkeypatch.chdir(tmp_path)
    code, said = check(folder, capsys)
    assert said == expected(slug)
    assert code == ("minimal: fine" not in said)


@each_fault
def test_a_faults_folder_holds_only_what_differs_from_the_minimal_trial(slug: str) -> None:
    for path in (BAD / slug).rglob("*"):
        twin = MINIMAL / path.relative_to(BAD / slug)
        if path.is_file() and twin.exists():
            assert path.read_bytes() != twin.read_bytes()


def test_there_are_many_faults_and_no_two_share_their_words() -> None:
    assert len(SLUGS) >= 25
    assert [words for words, times in Counter(map(expected, SLUGS)).items() if times > 1] == []


def test_each_fault_names_a_file_or_the_trial_and_what_to_do() -> None:
    for slug in SLUGS:
        for line in expected(slug).splitlines():
            starts = ("minimal/", "minimal:", "local/minimal.toml", "    curves/os-")
            assert line.startswith(starts), line
            assert line.endswith((".", ")")), line
    words = " ".join(map(expected, SLUGS)).lower()
    jargon = ("pydantic", "http", "input should", "type=", "validation error", "is none")
    assert [word for word in jargon if word in words] == []
