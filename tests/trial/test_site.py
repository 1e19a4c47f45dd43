"""A centre's own settings: what is good of the file is used, and every fault is told at once."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bad_trials.fault import Fault
from tests.views import DATA
from tradeoff.__main__ import main
from tradeoff.trial.reading import SITE_FILE, SiteRead, read_site, stray_files, trial_ids
from tradeoff.trial.reading.site import MAX_SITE_BYTES, _Reading
from tradeoff.trial.records import Site
from tradeoff.words.catalogues import languages

LANGUAGES = ("en", "es")
WHOLE = """name = "North Hospital, haematology"
phone = "+34 910 000 000, ext. 12"
language = "es"
trials = ["tower", "e1910"]
"""
SET = Site(
    name="North Hospital, haematology",
    phone="+34 910 000 000, ext. 12",
    language="es",
    trials=("tower", "e1910"),
)
NAME, PHONE, LANGUAGE, TRIALS = WHOLE.splitlines()
KNOWN = "Known here: name, phone, language, trials."
HERE = "Those here are: aall1731, e1910, tower."
ONE_LINE = "Give text in one line, without tabs or other control characters."
NO_NUMBER = (
    'which holds no number to call. Give it with its digits, such as "+34 910 000 000, ext. 12".'
)
QUOTED = "Give text in quotation marks."


class Kept(NamedTuple):
    """A fault, and what stays in use beside the other settings."""

    fault: Fault
    instead: dict[str, object]


def kept(old: str, new: str, *problems: str, **instead: object) -> Kept:
    """The line ``old`` of the whole file becomes ``new``."""
    return Kept(Fault(SITE_FILE, old, new, list(problems)), instead)


ONE_SETTING = [
    kept(NAME, 'name = ""', "site.toml: name is empty. Give some text.", name=None),
    kept(NAME, 'name = " \\t "', "site.toml: name is empty. Give some text.", name=None),
    kept(NAME, "name = 7", f"site.toml: name is 7. {QUOTED}", name=None),
    kept(NAME, "name = nan", f"site.toml: name is nan. {QUOTED}", name=None),
    kept(NAME, "name = true", f"site.toml: name is true. {QUOTED}", name=None),
    kept(NAME, "name = 2026-11-29", f"site.toml: name is 2026-11-29. {QUOTED}", name=None),
    kept(NAME, 'name = ["North"]', f"site.toml: name is a list. {QUOTED}", name=None),
    kept(NAME, "name = { en = 1 }", f"site.toml: name is a table. {QUOTED}", name=None),
    kept(NAME, 'name = "a\\nb"', f'site.toml: name is "a�b". {ONE_LINE}', name=None),
    kept(NAME, 'name = "a\\u0007b"', f'site.toml: name is "a�b". {ONE_LINE}', name=None),
    kept(NAME, 'name = "a\\u202Eb"', f'site.toml: name is "a�b". {ONE_LINE}', name=None),
    kept(NAME, 'name = "a\\u2028b"', f'site.toml: name is "a�b". {ONE_LINE}', name=None),
    kept(
        NAME,
        f'name = "{"x" * 61}"',
        "site.toml: name has 61 characters. Give at most 60.",
        name=None,
    ),
    kept(
        NAME,
        'nmae = "North"',
        f'site.toml: "nmae" is not known here. Did you mean "name"? {KNOWN}',
        name=None,
    ),
    kept(NAME, NAME + "\nward = 7", f'site.toml: "ward" is not known here. {KNOWN}'),
    kept(
        NAME,
        f'{NAME}\n"a\\u202Eb" = 7',
        f'site.toml: "a�b" is not known here. {KNOWN}',
    ),
    kept(PHONE, "phone = 34910000000", f"site.toml: phone is 34910000000. {QUOTED}", phone=None),
    kept(
        PHONE,
        f"phone = 0x{'f' * 9000}",
        f"site.toml: phone is a number of more than 30 digits. {QUOTED}",
        phone=None,
    ),
    kept(
        PHONE,
        'phone = "ask the nurse"',
        f'site.toml: phone is "ask the nurse", {NO_NUMBER}',
        phone=None,
    ),
    kept(
        PHONE,
        'phone = "javascript:alert(1)"',
        f'site.toml: phone is "javascript:alert(1)", {NO_NUMBER}',
        phone=None,
    ),
    kept(
        LANGUAGE,
        'language = "de"',
        'site.toml: language is "de". Give one of: en, es.',
        language=None,
    ),
    kept(LANGUAGE, "language = 1", f"site.toml: language is 1. {QUOTED}", language=None),
    kept(
        TRIALS,
        "trials = []",
        "site.toml: trials is an empty list. Name a trial, or take the line out: then all are "
        "shown.",
        trials=None,
    ),
    kept(
        TRIALS,
        'trials = "e1910"',
        'site.toml: trials is "e1910". Give a list in square brackets.',
        trials=None,
    ),
    kept(
        TRIALS,
        'trials = ["E1910", "tower"]',
        f'site.toml, trials entry 1: there is no trial "E1910". Did you mean "e1910"? {HERE}',
        trials=("tower",),
    ),
    kept(
        TRIALS,
        'trials = ["../e1910"]',
        'site.toml, trials entry 1: there is no trial "../e1910". Did you mean "e1910"? ' + HERE,
        trials=None,
    ),
    kept(
        TRIALS,
        'trials = ["e1910", "tower", "e1910"]',
        "site.toml, trials entry 3: e1910 stands in entry 1 already. Keep one.",
        trials=("e1910", "tower"),
    ),
    kept(
        TRIALS,
        'trials = [1910, "tower", ["e1910"]]',
        "site.toml, trials entry 1: it is 1910. Give a trial's name in quotation marks.",
        "site.toml, trials entry 3: it is a list. Give a trial's name in quotation marks.",
        trials=("tower",),
    ),
]

NOTHING_LEFT = [
    ("", "the file is empty. Fill it, or delete it where it is optional."),
    ("name = North", "line 1, column 8: not valid TOML: Invalid value. Correct the line."),
    ("name: North\n", "line 1, column 5: not valid TOML: Expected '=' after a key in a key/value"),
    (f"{NAME}\n{NAME}\n", "not valid TOML: Cannot overwrite a value. Correct the line."),
    ("a = " + "[" * 3000 + "]" * 3000, "lists or tables stand too deep in one another."),
    ("phone = " + "9" * 5000, "not valid TOML: Exceeds the limit"),
    (f"# {'x' * MAX_SITE_BYTES}", f"the file has 10002 bytes, the limit is {MAX_SITE_BYTES}."),
    ("name = 'a\0b'", "line 1: the file holds zero bytes, which no text has. Save it anew."),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shelf of three trials, of which their names are enough."""
    for name in ("aall1731", "e1910", "tower"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "trial.toml").write_text(f'id = "{name}"\n', encoding="utf-8")
    return tmp_path


def settings(folder: Path) -> SiteRead:
    return read_site(folder, trials=trial_ids(folder), languages=LANGUAGES)


def read(folder: Path, text: str | bytes) -> tuple[Site, list[str]]:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / SITE_FILE).write_bytes(content)
    found = settings(folder)
    return found.site, list(map(str, found.problems))


def test_without_a_file_nothing_is_set_and_nothing_is_wrong(folder: Path) -> None:
    assert settings(folder) == settings(folder / "nowhere") == SiteRead(Site())
    assert not (DATA / SITE_FILE).exists()


def test_every_setting_is_read(folder: Path) -> None:
    assert read(folder, WHOLE) == (SET, [])
    assert read(folder, b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()) == (SET, [])
    assert read(folder, "# nothing yet\n") == (Site(), [])


@pytest.mark.parametrize("case", ONE_SETTING, ids=lambda case: case.fault.new[:40])
def test_a_fault_in_one_setting_is_named_and_takes_no_other_with_it(
    case: Kept, folder: Path
) -> None:
    assert case.fault.old in WHOLE
    site, problems = read(folder, WHOLE.replace(case.fault.old, case.fault.new))
    assert problems == case.fault.problems
    assert site == SET.model_copy(update=case.instead)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    site, problems = read(folder, 'nmae = 1\nphone = 2\nlanguage = "fr"\ntrials = ["x"]\n')
    assert site == Site()
    assert [line.partition(" is ")[0] for line in problems] == [
        'site.toml: "nmae"',
        "site.toml: phone",
        "site.toml: language",
        "site.toml, trials entry 1: there",
    ]


@pytest.mark.parametrize(("text", "said"), NOTHING_LEFT, ids=lambda text: text[:20])
def test_of_a_file_that_is_no_toml_nothing_is_used_and_its_place_is_said(
    text: str, said: str, folder: Path
) -> None:
    site, (problem,) = read(folder, text)
    assert site == Site()
    assert problem.startswith(SITE_FILE)
    assert said in problem


def test_a_file_that_is_no_text_is_named_for_what_it_is(folder: Path) -> None:
    assert "the file is UTF-16" in read(folder, WHOLE.encode("utf-16"))[1][0]
    assert "line 1: the file is not UTF-8" in read(folder, "name = 'León'".encode("latin-1"))[1][0]
    assert "the file is a picture" in read(folder, b"\x89PNG\r\n\xff")[1][0]


def test_a_folder_or_a_pipe_in_its_place_keeps_nobody_waiting(folder: Path) -> None:
    said = "site.toml: it is a folder or a device. Put a file of text in its place."
    path = folder / SITE_FILE
    path.mkdir()
    assert list(map(str, settings(folder).problems)) == [said]
    path.rmdir()
    os.mkfifo(path)
    assert list(map(str, settings(folder).problems)) == [said]


def test_a_link_to_nowhere_is_no_absent_file(folder: Path) -> None:
    (folder / SITE_FILE).symlink_to(folder / "gone.toml")
    (problem,) = settings(folder).problems
    assert str(problem).startswith("site.toml: the file is missing. Add it")


def test_a_file_that_may_not_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (folder / SITE_FILE).write_text(WHOLE, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refused)
    (problem,) = settings(folder).problems
    said = "site.toml: the file cannot be opened (Permission denied). Check its rights."
    assert str(problem) == said


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("+34 910 000 000", "+34910000000"),
        ("(01) 55-55.55", "01555555"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("(0)20 7946 0000", "02079460000"),
        ("112", "112"),
        ("+34 910 000 000, ext. 12", None),
        ("555 1234 / 5678", None),
        ("Ward 7B: 555 1234", None),
        ("112;phone-context=x", None),
        ('555 1234" onclick="x', None),
        ("javascript:alert(123)", None),
        ("+34+910", None),
        ("1234567890123456", None),
        ("٥٥٥ 123 4567", None),
        (None, None),
    ],
)
def test_a_number_is_dialled_where_the_text_is_one_and_nothing_else(
    phone: str | None, dialled: str | None
) -> None:
    assert Site(phone=phone).dialled == dialled


def test_markup_is_a_name_like_any_other_since_every_page_escapes_it(folder: Path) -> None:
    assert read(folder, 'name = "<b>North & South</b>"')[0].name == "<b>North & South</b>"


VALUES = st.one_of(
    st.text(max_size=70),
    st.integers() | st.floats() | st.booleans() | st.dates(),
    st.lists(st.sampled_from(["e1910", "tower", "E1910", 1, "", "\u202e"]), max_size=4),
)


@given(settings=st.dictionaries(st.sampled_from([*Site.model_fields, "nmae"]), VALUES))
def test_whatever_stands_in_a_setting_it_is_used_or_named(settings: dict[str, object]) -> None:
    reading = _Reading(LANGUAGES, ("e1910", "tower"))
    for name, value in settings.items():
        before = len(reading.problems)
        used = reading.setting(name, value).model_dump(exclude_none=True)
        assert set(used) <= {name}
        assert used or len(reading.problems) > before
    for problem in reading.problems:
        assert str(problem).endswith(".")
        assert "\n" not in str(problem)


@given(content=st.binary(max_size=200))
def test_random_bytes_stop_nothing(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    found = read(tmp_path_factory.getbasetemp(), content)
    assert found[1] or not content.strip() or found[0] == Site()


# check -------------------------------------------------------------------------------------

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    for name in ("e1910", "tower"):
        shutil.copytree(DATA / name, tmp_path / name)
    return tmp_path


def test_check_of_the_data_says_what_is_set_and_goes_through_every_trial(
    shelf: Path, capsys: Capture
) -> None:
    assert main(["check", str(shelf)]) == 0
    before = capsys.readouterr()
    assert "site.toml" not in before.out + before.err
    assert [line.partition(":")[0] for line in before.out.splitlines()] == ["e1910", "tower"]
    (shelf / SITE_FILE).write_text(WHOLE, encoding="utf-8")
    assert main(["check", str(shelf)]) == 0
    shown = capsys.readouterr()
    assert shown.err == before.err
    assert shown.out == (
        "site.toml: fine. Name: North Hospital, haematology. Number to call: +34 910 000 000, "
        "ext. 12 (text without a link). Language: es. Trials: tower, e1910.\n" + before.out
    )


def test_check_of_the_data_tells_every_fault_of_the_settings(shelf: Path, capsys: Capture) -> None:
    (shelf / SITE_FILE).write_text('nmae = 1\ntrials = ["e1910", "towre"]\n', encoding="utf-8")
    (shelf / "sites.toml").write_text(WHOLE, encoding="utf-8")
    assert main(["check", str(shelf)]) == 1
    shown = capsys.readouterr()
    assert [line for line in shown.err.splitlines() if line.startswith("site")] == [
        'sites.toml: "sites.toml" is not known here. Did you mean "site.toml"? '
        "Known here: site.toml, shelf.toml. Rename it or take it out.",
        f'site.toml: "nmae" is not known here. Did you mean "name"? {KNOWN}',
        'site.toml, trials entry 2: there is no trial "towre". Did you mean "tower"? '
        "Those here are: e1910, tower.",
    ]
    assert "site.toml: fine" not in shown.out
    assert "e1910: fine" in shown.out


def test_one_trials_check_does_not_ask_for_the_settings(shelf: Path, capsys: Capture) -> None:
    (shelf / SITE_FILE).write_text("nmae = 1\n", encoding="utf-8")
    assert main(["check", str(shelf / "e1910")]) == 0
    assert "site.toml" not in capsys.readouterr().err


def test_the_shipped_data_hold_no_stray_file() -> None:
    assert stray_files(DATA) == ()


# The manual --------------------------------------------------------------------------------


def manual() -> str:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    return text[text.index("## site.toml") : text.index("## Exchange format")]


def test_the_manual_explains_every_setting_and_its_limits() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", manual(), re.MULTILINE)) == set(Site.model_fields)
    assert manual().count("at most 60 characters") == 2
    assert f"larger than {MAX_SITE_BYTES // 1000} kB" in manual()
    assert all(f'`"{one}"`' in manual() for one in languages())


def test_the_manuals_example_is_without_fault(folder: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", manual(), re.DOTALL | re.MULTILINE)
    site, problems = read(folder, example)
    assert problems == []
    assert None not in site.model_dump().values()
    assert site.dialled is not None
