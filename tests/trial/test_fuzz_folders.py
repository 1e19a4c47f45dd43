"""Folders with any file spoilt in any way: a trial, or problems in this project's words.

Every kind of file is among them: tables, numbers at risk, clicks, calibrated curves, words, and
what a centre confirmed. Some seconds here; `FUZZ_SECONDS=60` gives each a minute,
`--log-cli-level=INFO` says how many.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.uploads.reading import mutations
from tradeoff.trial.reading import Problem, TrialDataError, load_trial
from tradeoff.trial.records import Trial
from tradeoff.words.check import judge

NEWCOMER = Path(__file__).parents[1] / "newcomer"
FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
#: A folder takes well under a second; a busy machine more.
SECONDS_A_FOLDER = 10
KINDS = {
    "tables": ("quartz/*.csv",),
    "clicks": ("quartz/curves/*.csv", "quartz/at_risk.csv"),
    "calibrated": ("quartz/calibrated/*",),
    "confirmed": ("local/quartz.toml",),
    "words": ("quartz/*.toml",),
}
#: What no cell and no key expects, beside what every one does.
NASTY = (
    *("", " ", "0", "-1", "1", "0.5", "1e400", "nan", "-inf", "9" * 30, "0,5", "50 %", "<0.01"),
    *("true", "false", "os", "final", "control", "experimental", "quartz-2025", "published"),
    *('"', "'", "{time}", "{value}", "{", "=", "\0", "٣", "½", "\u202e", "a" * 3000),
    *("600", "0.0001", "148", "2026-11-22", "[]", "{}", "[[1]]", "local", "unconfirmed"),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(NEWCOMER, tmp_path_factory.mktemp("fuzz") / "data"))


def by_bytes(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut, doubled, moved."""
    return next(mutations([content], chance))


def by_cells(content: bytes, chance: random.Random) -> bytes:
    """Cells, keys and rows replaced, exchanged, doubled, left out: still text, often readable."""
    lines = content.decode().splitlines()
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(lines))
        sign = "=" if "=" in lines[place] else ","
        cells = lines[place].split(sign)
        match chance.randrange(6):
            case 0:
                del lines[place]
            case 1:
                lines.insert(chance.randrange(len(lines) + 1), lines[place])
            case 2:
                other = chance.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
            case _:
                cells[chance.randrange(len(cells))] = chance.choice(NASTY)
                lines[place] = sign.join(cells)
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def by_digits(content: bytes, chance: random.Random) -> bytes:
    """Other digits: numbers that can be read, and mostly contradict others."""
    places = [place for place, byte in enumerate(content) if byte in b"0123456789"]
    changed = bytearray(content)
    for place in chance.sample(places, k=min(len(places), chance.randint(1, 3))):
        changed[place] = chance.choice(b"0123456789")
    return bytes(changed)


def spoilt(shelf: Path, patterns: tuple[str, ...], chance: random.Random) -> Iterator[Path]:
    """One file after another, spoilt while it is looked at and put back afterwards."""
    files = sorted(path for pattern in patterns for path in shelf.glob(pattern))
    ways: tuple[Callable[[bytes, random.Random], bytes], ...] = (by_bytes, by_cells, by_digits)
    while True:
        path = chance.choice(files)
        whole = path.read_bytes()
        path.write_bytes(chance.choice(ways)(whole, chance))
        try:
            yield path
        finally:
            path.write_bytes(whole)


def loaded(folder: Path) -> Trial | tuple[Problem, ...]:
    try:
        return load_trial(folder)
    except TrialDataError as error:
        return error.problems


def check_words(problems: tuple[Problem, ...]) -> None:
    assert problems
    for problem in problems:
        assert problem.file.startswith("quartz/")
        assert problem.message.endswith((".", ")")), problem
        assert "pydantic" not in problem.message
        assert len(problem.message) < 1000


def check_trial(trial: Trial) -> None:
    """Whatever could be read can be judged, in words."""
    said = judge(trial)
    assert all(line.startswith("quartz/") for line in (*said.tensions, *said.mends))
    for line in (*trial.refused_curves, *trial.refused_local):
        assert line.endswith((".", ")")), line


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_folder_is_a_trial_or_problems_in_words(shelf: Path, kind: str) -> None:
    chance, end = random.Random(20261122), time.process_time() + FUZZ_SECONDS
    tried, read = 0, 0
    for path in spoilt(shelf, KINDS[kind], chance):
        start = time.process_time()
        found = loaded(shelf / "quartz")
        if isinstance(found, Trial):
            check_trial(found)
            read += 1
        else:
            check_words(found)
        assert time.process_time() - start < SECONDS_A_FOLDER, path.name
        tried += 1
        if time.process_time() > end:
            break
    logging.getLogger(__name__).info("%s: %d folders, %d still a trial", kind, tried, read)
    assert tried > FUZZ_SECONDS
