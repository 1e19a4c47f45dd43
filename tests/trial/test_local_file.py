"""``data/local/<trial>.toml``: read beside the folders, and never in the way.

E1910's harm is published; most here is tried on a copy of its folder that calls it unconfirmed, so
that there is a badge to give way.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.trial.centre import (
    EVENT,
    FACT,
    GOOD,
    but_local,
    counted,
    load,
    unconfirmed,
    write,
)
from tests.views import DATA, e1910
from tradeoff.__main__ import main
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial import reading as loading
from tradeoff.trial.reading import folder_stamp, load_trial, trial_ids
from tradeoff.trial.records import Status

ROOT = Path(__file__).resolve().parents[2]
# Where it lies -----------------------------------------------------------------------------


def test_the_file_is_read_beside_the_folders_wherever_they_are(shelf: Path) -> None:
    write(shelf)
    row = load(shelf).adverse_event("neuropsychiatric", Role.EXPERIMENTAL)
    assert row is not None
    assert row.status is Status.LOCAL
    assert row.confirmed is not None
    assert row.confirmed.centre == "North Hospital"


def test_without_a_file_the_trial_is_the_shipped_one(published: Path, shelf: Path) -> None:
    assert load(published) == e1910()
    assert but_local(load(shelf)) == but_local(unconfirmed())


def test_the_folder_of_confirmations_is_no_trial(shelf: Path) -> None:
    write(shelf)
    assert trial_ids(shelf) == ("e1910",)
    assert (loading.SHELF / "local").is_dir()
    assert "local" not in trial_ids(loading.SHELF)


def test_a_file_of_another_trial_is_not_taken(published: Path) -> None:
    write(published).rename(published / "local" / "e1911.toml")
    assert load(published) == e1910()


def test_every_language_has_the_confirmed_numbers(shelf: Path) -> None:
    write(shelf)
    english, spanish = (load_trial(shelf / "e1910", language=code) for code in ("en", "es"))
    assert english.adverse_events == spanish.adverse_events
    assert english.fingerprint == spanish.fingerprint


def test_a_new_a_changed_and_a_removed_file_each_change_stamp_and_fingerprint(shelf: Path) -> None:
    def state() -> tuple[str, str]:
        return folder_stamp(shelf / "e1910"), load(shelf).fingerprint

    before = state()
    path = write(shelf)
    new = state()
    write(shelf, GOOD.replace('"KL"', '"RTM"', 1))
    changed = state()
    write(shelf, GOOD.replace("centre =", "centr ="))
    broken = state()
    path.unlink()
    for one, other in itertools.combinations((before, new, changed, broken), 2):
        assert one[0] != other[0]
        assert one[1] != other[1]
    assert state() == before


# Faults ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """One slip in the file, and all that is said of it."""

    old: str
    new: str
    said: list[str] = field(default_factory=list)


EXPERIMENTAL = "experimental = { events = 26, total = 111 }"
CONTROL = "control = { events = 6, total = 112 }\n"
SECOND_EVENT = GOOD[GOOD.index("[[adverse") : GOOD.index("[[facts")]
FAULTS = [
    Fault('centre = "North Hospital"\n', "", ["local/e1910.toml: centre is missing. Add it."]),
    Fault(
        "centre =",
        "center =",
        [
            "local/e1910.toml: centre is missing. Add it.",
            'local/e1910.toml: "center" is not known here. Did you mean "centre"? '
            "Known here: centre, adverse_events, facts.",
        ],
    ),
    Fault('"North Hospital"', '""', ["local/e1910.toml: centre is empty. Give some text."]),
    Fault(
        '"North Hospital"',
        f'"{"x" * 61}"',
        ["local/e1910.toml: centre has 61 characters. Give at most 60."],
    ),
    Fault(
        '"neuropsychiatric"',
        '"neuropsychiatrc"',
        [
            f'{EVENT}: the trial has no harm "neuropsychiatrc". '
            'Did you mean "neuropsychiatric"? The ids stand in e1910/trial.toml.'
        ],
    ),
    Fault(
        '"nejm-2024"',
        '"nejm-2042"',
        [
            f'{EVENT}: the trial has no source "nejm-2042". Did you mean "nejm-2024"? '
            "The ids stand in e1910/trial.toml."
        ],
    ),
    Fault(
        '"Table S9"',
        '"Table\\tS9"',
        [
            f'{EVENT}: place is "Table\ufffdS9". Give text in one line, without tabs or other '
            "control characters."
        ],
    ),
    Fault(
        '"Table S9"',
        f'"{"x" * 121}"',
        [f"{EVENT}: place has 121 characters. Give at most 120."],
    ),
    Fault('source = "nejm-2024"\n', "", [f"{EVENT}: source is missing. Add it."]),
    Fault('place = "Table S9"\n', "", [f"{EVENT}: place is missing. Add it."]),
    Fault('"KL"', '""', [f"{EVENT}: checked_by is empty. Give some text."]),
    Fault(
        "2026-11-22",
        '"22 November"',
        [f'{EVENT}: checked_on is "22 November". Give a date such as 2026-05-22.'],
    ),
    Fault(
        "2026-11-22",
        "2026-11-31",
        [
            "local/e1910.toml, line 8, column 14: not valid TOML: Invalid date or datetime. "
            "Correct the line."
        ],
    ),
    Fault(
        "events = 26",
        "events = 260",
        [
            f"{EVENT}.experimental: events 260 exceed total 111. "
            "A patient is counted once: correct one of the two."
        ],
    ),
    Fault(
        "events = 26",
        "events = -26",
        [f"{EVENT}.experimental: events is -26. Give a number of at least 0."],
    ),
    Fault(
        "events = 26",
        "events = 26.5",
        [f"{EVENT}.experimental: events is 26.5. Give a whole number."],
    ),
    Fault(
        "total = 111",
        "total = 0",
        [f"{EVENT}.experimental: total is 0. Give a number of at least 1."],
    ),
    Fault(CONTROL, "", [f"{EVENT}: control is missing. Add it."]),
    Fault(
        EXPERIMENTAL,
        "experimental = { events = 26, total = 112 }",
        [
            f"{EVENT}: experimental total 112 exceeds n_safety 111 in e1910/trial.toml. "
            "Harms are counted among those treated: correct one of the two."
        ],
    ),
    Fault(
        "events = 26",
        "events = 62",
        [
            f"{EVENT}: experimental 62 of 111 is 55.86 %, but e1910/adverse_events.csv gives "
            "23 % for neuropsychiatric. Check both against the document, and correct the one "
            "that is wrong."
        ],
    ),
    Fault(
        "[[facts]]",
        f"{SECOND_EVENT}[[facts]]",
        [
            "local/e1910.toml, adverse_events entry 2: harm neuropsychiatric stands in "
            "adverse_events entry 1 already. Keep one."
        ],
    ),
    Fault(
        '"deaths"',
        '"death"',
        [
            f'{FACT}: the trial has no fact "death". Did you mean "deaths"? '
            "The ids stand in e1910/facts.csv."
        ],
    ),
    Fault(
        "control = 40\n",
        "",
        [
            f"{FACT}: control is missing, and deaths has a number in the trial. "
            "Write the value that the document gives."
        ],
    ),
    Fault(
        "experimental = 17\ncontrol = 40\n",
        "value = 40\n",
        [
            f"{FACT}: experimental is missing, and deaths has a number in the trial. "
            "Write the value that the document gives.",
            f"{FACT}: control is missing, and deaths has a number in the trial. "
            "Write the value that the document gives.",
            f"{FACT}: value is 40, but deaths has no such number in e1910/facts.csv. Take it out.",
        ],
    ),
    Fault(
        '"deaths"\nexperimental = 17\n',
        '"open-label"\n',
        [
            f"{FACT}: control is 40, but open-label has no such number in e1910/facts.csv. "
            "Take it out."
        ],
    ),
    Fault("control = 40", 'control = "40"', [f'{FACT}: control is "40". Give a number.']),
    Fault(
        "[[facts]]",
        "[facts]",
        ["local/e1910.toml: facts is a table. Give a list in square brackets."],
    ),
    Fault(
        GOOD,
        "\n",
        ["local/e1910.toml: the file is empty. Fill it, or delete it where it is optional."],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: f"{one.old[:20]!r} {one.new[:20]!r}")
def test_each_fault_is_said_with_file_row_and_remedy_and_the_shipped_numbers_stay(
    shelf: Path, fault: Fault
) -> None:
    assert fault.old in GOOD
    write(shelf, GOOD.replace(fault.old, fault.new, 1))
    trial = load(shelf)
    assert list(trial.refused_local) == fault.said
    assert but_local(trial) == but_local(unconfirmed())


def test_all_faults_of_a_file_are_said_at_once(shelf: Path) -> None:
    text = GOOD.replace("events = 26", "events = 62").replace("control = 40\n", "")
    write(shelf, text)
    assert [one.split(":")[0] for one in load(shelf).refused_local] == [EVENT, FACT]


def test_a_file_that_is_no_text_is_said(shelf: Path) -> None:
    write(shelf).write_bytes(GOOD.encode("utf-16"))
    assert load(shelf).refused_local == (
        "local/e1910.toml: the file is UTF-16, which spreadsheets call Unicode text. Save it as "
        "UTF-8.",
    )


def test_a_file_that_cannot_be_opened_is_said_and_stops_nothing(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, reading = write(shelf), Path.read_bytes

    def guarded(one: Path) -> bytes:
        if one == path:
            raise PermissionError(13, "Permission denied")
        return reading(one)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    trial = load(shelf)
    assert trial.refused_local == (
        "local/e1910.toml: the file cannot be opened (Permission denied). Check its rights.",
    )
    assert but_local(trial) == but_local(unconfirmed())


def test_no_message_is_in_the_words_of_a_library() -> None:
    said = " ".join(line for fault in FAULTS for line in fault.said).lower()
    jargon = ("pydantic", "http", "input should", "type=", "validation error", "is none", "extra")
    assert [word for word in jargon if word in said] == []


def test_check_says_the_same_words_and_ends_with_1(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(shelf, GOOD.replace("events = 26", "events = 62"))
    assert main(["check", str(shelf / "e1910")]) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if ": tension. " not in line]
    assert said == list(load(shelf).refused_local)


def test_check_counts_what_a_centre_confirmed(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(shelf)
    assert main(["check", str(shelf / "e1910")]) == 0
    assert "Confirmed by a centre: 2 (numbers: 3)." in capsys.readouterr().out


def test_the_example_in_the_manual_is_a_file_that_works(published: Path, shelf: Path) -> None:
    manual = (DATA / "README.md").read_text(encoding="utf-8")
    part = manual[manual.index("## How a centre confirms a number") :]
    found = re.search(r"```toml\n(.*?)```", part, re.DOTALL)
    assert found
    for folder in (published, shelf):
        write(folder, found[1])
        trial = load(folder)
        assert trial.refused_local == ()
        assert not counted(trial).excess.unconfirmed
        assert counted(trial).counted == Arms(Count(6, 112), Count(26, 111))
        own = next(fact for fact in trial.facts if fact.id == "deaths")
        assert own.confirmed is not None
