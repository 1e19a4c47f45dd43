"""``data/local/<trial>.toml``: read beside the folders, worded everywhere, never in the way.

E1910's harm is published; most here is tried on a copy of its folder that calls it unconfirmed, so
that there is a badge to give way.
"""

from __future__ import annotations

import contextlib
import datetime
import html as html_of_python
import io
import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from tests.views import DATA, e1910, with_unconfirmed_harm
from tradeoff.__main__ import main
from tradeoff.drawing import figures
from tradeoff.drawing.icons import sheet_svg
from tradeoff.findings.applicability import assess
from tradeoff.findings.choices import Framing, HarmSource, parse
from tradeoff.findings.harm import HarmFindings, counted_harm
from tradeoff.findings.provenance import Method
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import evidence_tables, handout, pictures, tables
from tradeoff.screens import clock, consultation, icon_arrays, side_panel, store, tumour_board
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial.reading import folder_stamp, load_trial, trial_ids
from tradeoff.trial.records import Status, Trial
from tradeoff.words import numbers
from tradeoff.words.frame import HARM_SOURCES
from tradeoff.words.harm import badge, harm_origin
from tradeoff.words.provenance import provenance, reference_class

ROOT = Path(__file__).resolve().parents[2]
GOOD = """\
centre = "North Hospital"

[[adverse_events]]
harm = "neuropsychiatric"
source = "nejm-2024"
place = "Table S9"
checked_by = "KL"
checked_on = 2026-11-22
experimental = { events = 26, total = 111 }
control = { events = 6, total = 112 }

[[facts]]
id = "deaths"
experimental = 17
control = 40
source = "nejm-2024"
place = "Figure 1A"
checked_by = "KL"
checked_on = 2026-11-22
"""
SOURCE = "Litzow et al., N Engl J Med 2024"
SHORT = "Confirmed by North Hospital, 22 November 2026"
CONFIRMED = f"Confirmed by North Hospital, 22 November 2026 ({SOURCE}, Table S9)"
PLAIN = "Checked in the report by North Hospital (2026-11-22)."
LINK, DAY = "http://127.0.0.1/", datetime.date(2026, 11, 22)
EVENT, FACT = "local/e1910.toml, adverse_events entry 1", "local/e1910.toml, facts entry 1"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shelf, so that no test writes beside the shipped data."""
    folder = tmp_path_factory.mktemp("shelf") / "data"
    shutil.copytree(DATA / "e1910", folder / "e1910")
    return folder


@pytest.fixture(scope="session")
def recalled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a copy whose neuropsychiatric rate is not confirmed."""
    folder = tmp_path_factory.mktemp("recalled") / "data"
    shutil.copytree(DATA / "e1910", folder / "e1910")
    table = folder / "e1910" / "adverse_events.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    weighed = [line for line in lines if line.startswith("neuropsychiatric,")]
    assert len(weighed) == 2
    lines = [
        line.replace(",published", ",unconfirmed") if line in weighed else line for line in lines
    ]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def published(shipped: Path) -> Iterator[Path]:
    """The copy with no centre's file in it, before and after …"""
    yield shipped
    shutil.rmtree(shipped / "local", ignore_errors=True)


@pytest.fixture
def shelf(recalled: Path) -> Iterator[Path]:
    """… and the copy whose rate is unconfirmed."""
    yield recalled
    shutil.rmtree(recalled / "local", ignore_errors=True)


def write(shelf: Path, text: str = GOOD) -> Path:
    path = shelf / "local" / "e1910.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(shelf: Path) -> Trial:
    return load_trial(shelf / "e1910")


def but_local(trial: Trial) -> dict[str, object]:
    return trial.model_dump(exclude={"fingerprint", "refused_local"})


def unconfirmed() -> Trial:
    """What the shelf's trial is without a centre's file."""
    return with_unconfirmed_harm()


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
        assert counted(trial).counted == (Count(6, 112), Count(26, 111))
        own = next(fact for fact in trial.facts if fact.id == "deaths")
        assert own.confirmed is not None


# The words in every view -------------------------------------------------------------------


def counted(trial: Trial) -> HarmFindings:
    harm = trial.weighed_harm
    assert harm is not None
    found = counted_harm(trial, harm)
    assert found is not None
    return found


@pytest.fixture
def confirmed(shelf: Path) -> Trial:
    write(shelf)
    return load(shelf)


def a_view(trial: Trial, **query: object) -> Findings:
    choices = parse({name: [str(value)] for name, value in query.items()}, trial).choices
    rng = np.random.default_rng(SIMULATION_SEED)
    return with_preference(trial, choices, base_findings(trial, choices, rng=rng))


def test_the_badge_gives_way_to_who_confirmed_it_and_where(confirmed: Trial) -> None:
    assert badge(confirmed, counted(confirmed)) == CONFIRMED


def test_a_confirmed_count_is_told_as_a_printed_one(confirmed: Trial) -> None:
    assert harm_origin(confirmed, counted(confirmed)) == (
        "The trial's figure: 26 of 111 vs 6 of 112 treated; treatment-related, grade 3 or more, "
        "during consolidation; P < 0.001"
    )
    typed = {"harm": "paper", "e1": 26, "n1": 111, "e0": 6, "n0": 112}
    printed, by_hand = a_view(confirmed, weight=40), a_view(unconfirmed(), weight=40, **typed)
    assert printed.harm is not None
    assert by_hand.harm is not None
    assert printed.harm.excess.estimate == by_hand.harm.excess.estimate
    assert printed.harm.excess.decimals == by_hand.harm.excess.decimals == 1
    assert printed.weighing.net_gain == by_hand.weighing.net_gain
    assert printed.weighing.balance_point == by_hand.weighing.balance_point


def test_the_population_is_still_the_trials(confirmed: Trial) -> None:
    population = counted(confirmed).excess.population
    assert reference_class(confirmed, population) == "111 vs 112 treated in E1910"
    assert tables.strength(counted(confirmed).excess) == (
        "one randomised trial; range excludes zero; calculated"
    )


def test_the_provenance_names_document_place_centre_person_and_day(confirmed: Trial) -> None:
    lines = provenance(confirmed, counted(confirmed).excess, window="during treatment")
    said = {line.term: line.description for line in lines}
    assert said["Source"] == (
        f"{SOURCE}, Table S9 (confirmed by North Hospital, KL, 22 November 2026)"
    )
    assert said["Status"] == "confirmed by North Hospital, calculated"
    assert said["Confirmed by"] == "North Hospital, 22 November 2026; checked by KL"
    assert said["Population"] == "111 vs 112 treated in E1910"


def test_the_selector_names_who_confirmed_the_trials_figure(confirmed: Trial) -> None:
    options = [side_panel.harm_source(one, counted(confirmed)) for one in HarmSource]
    assert options == [
        "Trial, confirmed by North Hospital",
        *(HARM_SOURCES[one] for one in list(HarmSource)[1:]),
    ]
    shipped = [side_panel.harm_source(one, counted(unconfirmed())) for one in HarmSource]
    assert shipped == [HARM_SOURCES[one] for one in HarmSource]


#: Their own columns, or the sentence before, name document and place.
SHORTENED = ("certainty", "effects table", "evidence, numbers", "evidence, consistency")


def told(table: figures.Table) -> str:
    return " | ".join(itertools.chain.from_iterable(table.rows))


def sheet(view: Findings) -> str:
    assert view.harm is not None
    titles = icon_arrays.sheet_titles(view, Framing.ALIVE)
    arrays = pictures.harm_arrays(view.trial, view.harm)
    notes = icon_arrays.array_notes(view)
    drawn = sheet_svg(arrays, heading=titles[-1], notes=notes)
    return html_of_python.unescape(re.sub(r"<[^>]+>", " ", drawn)) + " ".join((*titles, *notes))


def note(view: Findings) -> str:
    answers = assess(view.trial, ())
    return handout.record_note(view, applicability=answers, visit=(), link="", made="2026-11-22")


#: Every text that a clinician's view of the harm has, by its name.
TEXTS: dict[str, Callable[[Findings], str]] = {
    "certainty": consultation.certainty_sentence,
    "harm array": lambda v: pictures.harm_alt(v.trial, counted(v.trial), Role.EXPERIMENTAL),
    "difference array": lambda v: pictures.harm_difference_alt(v.trial, counted(v.trial)),
    "probability": pictures.probability_alt,
    "effects table": lambda v: told(tables.effects_table(v)),
    "arrays table": lambda v: told(tables.arrays_table(v)),
    "download, arrays": lambda v: told(tables.travelling(tables.arrays_table(v), v, ())),
    "download, sheet": sheet,
    "note for the record": note,
    "evidence, numbers": lambda v: " ".join(
        told(one) for one in evidence_tables.numbers(v.trial) if "Harms" in one.caption
    ),
    "evidence, consistency": lambda v: " ".join(
        told(one) for one in evidence_tables.consistency_tables(v.trial) if "Harms" in one.caption
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_words_of_the_confirmation_stand_where_the_badge_stood(
    confirmed: Trial, name: str
) -> None:
    said, shipped = (TEXTS[name](a_view(one, weight=40)) for one in (confirmed, unconfirmed()))
    # A percentage is compared with its count, and only the centre gives one.
    assert ("nconfirmed" in shipped) == (name != "evidence, consistency")
    assert "nconfirmed" not in said
    # Where document and place stand beside it, who and when is enough.
    whole = CONFIRMED if name not in SHORTENED else SHORT
    assert whole.lower() in " ".join(said.split()).lower()
    assert "inferred" not in said


@pytest.mark.parametrize("name", TEXTS)
def test_a_published_rate_that_a_centre_confirmed_is_named_too(published: Path, name: str) -> None:
    """Its counts take the place of what the percentages left open."""
    shipped = TEXTS[name](a_view(load(published), weight=40))
    write(published)
    said = TEXTS[name](a_view(load(published), weight=40))
    whole = (CONFIRMED if name not in SHORTENED else SHORT).lower()
    assert whole not in shipped.lower()
    assert whole in " ".join(said.split()).lower()
    assert "nconfirmed" not in shipped + said


def test_counts_that_a_centre_confirmed_replace_the_widest_range_by_their_own(
    published: Path,
) -> None:
    def range_and_method() -> tuple[str, Method | None]:
        excess = counted(load(published)).excess
        return numbers.with_range(excess, signed=True), excess.range_method

    assert range_and_method() == ("+18 (8 to 27)", Method.NEWCOMBE_WIDEST)
    write(published)
    assert range_and_method() == ("+18.1 (9.0 to 27.2)", Method.NEWCOMBE)


def test_a_confirmed_fact_carries_who_checked_it(confirmed: Trial) -> None:
    rows = [row for one in evidence_tables.facts(confirmed) for row in one.rows]
    (line,) = (row for row in rows if "North Hospital" in row[1])
    assert "17" in line[0]
    assert "40" in line[0]
    assert line[1] == f"{SOURCE}, Figure 1A (confirmed by North Hospital, KL, 22 November 2026)"


def test_the_hand_out_says_it_in_plain_words_and_without_a_warning(confirmed: Trial) -> None:
    say = loading.catalogue("en")
    made, shipped = (
        handout.compose(a_view(one, weight=40), say, not_for=False, link=LINK, date=DAY)
        for one in (confirmed, unconfirmed())
    )
    still = e1910().text.patient.harms["neuropsychiatric"].unconfirmed  # type: ignore[union-attr]
    assert (shipped.harm.badge, shipped.harm.settled) == (still, False)
    assert (made.harm.badge, made.harm.settled) == (PLAIN, True)
    whole = json.dumps(asdict(made), default=str)
    assert still not in whole
    # Beside the arrays, in both alternative texts, the table, and what the preference implies.
    assert whole.count(PLAIN) == json.dumps(asdict(shipped), default=str).count(still) >= 5
    document = handout.html(made)
    assert f'<span class="badge settled">{PLAIN}</span>' in document
    assert handout.pdf(made).startswith(b"%PDF")


LONGEST = f"University Hospital, Haematology, {'W' * 26}"


def test_the_longest_name_of_a_centre_leaves_the_hand_out_on_two_pages(shelf: Path) -> None:
    write(shelf, GOOD.replace("North Hospital", LONGEST).replace("Table S9", "S" * 120))
    trial = load(shelf)
    assert trial.refused_local == ()
    made = handout.compose(
        a_view(trial, weight=40), loading.catalogue("en"), not_for=False, link=LINK, date=DAY
    )
    assert len(pypdf.PdfReader(io.BytesIO(handout.pdf(made))).pages) == 2


def test_a_board_cuts_a_long_name_where_it_is_narrow_and_has_it_in_full_below(
    shelf: Path,
) -> None:
    write(shelf, GOOD.replace("North Hospital", LONGEST))
    trial = load(shelf)
    narrow = tumour_board.rows.short_badge(trial, counted(trial), narrow=True) or ""
    assert narrow == "Confirmed by University Hospital, Haematology…"
    assert (
        tumour_board.rows.short_badge(trial, counted(trial))
        == f"Confirmed by {LONGEST}, 22 November 2026"
    )
    assert "Harm: Litzow et al., N Engl J Med 2024 (confirmed)" in tumour_board.foot.sources(
        a_view(trial)
    )


# Pages -------------------------------------------------------------------------------------

PAGES = ("consultation", "icon_arrays", "benefit_and_harm", "tumour_board", "evidence")


@contextlib.contextmanager
def reading(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The program reads that shelf, and looks at it anew in each run."""
    ticks = itertools.count()
    monkeypatch.setattr(store, "DATA", shelf)
    monkeypatch.setattr(clock, "tick", lambda: -next(ticks))
    store._read.cache_clear()
    yield shelf
    store._read.cache_clear()
    store._ids.cache_clear()
    store._stamp.cache_clear()


@pytest.fixture
def served(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The program with the unconfirmed rate …"""
    with reading(shelf, monkeypatch):
        yield shelf


@pytest.fixture
def served_as_published(published: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """… and with the published one."""
    with reading(published, monkeypatch):
        yield published


def opened(page: str, **query: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.run()
    if page != "consultation":
        app.switch_page(f"pages/{page}.py").run()
    return quiet(app)


def quiet(app: AppTest) -> AppTest:
    assert not app.exception, [one.message for one in app.exception]
    return app


def text_of(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    markup = " ".join(body for body in bodies if not body.startswith("<style>"))
    alts = " ".join(re.findall(r'alt="([^"]*)"', markup))
    return html_of_python.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()) + " " + alts)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_calls_the_confirmed_rate_unconfirmed(served: Path, page: str) -> None:
    write(served)
    said = text_of(opened(page, weight=40))
    assert (CONFIRMED if page != "tumour_board" else SHORT) in said
    assert "Unconfirmed: check against the full paper" not in said
    if page != "evidence":
        assert "nconfirmed" not in said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_who_confirmed_a_published_rate(
    served_as_published: Path, page: str
) -> None:
    due = CONFIRMED if page != "tumour_board" else SHORT
    assert due not in text_of(opened(page, weight=40))
    write(served_as_published)
    assert due in text_of(opened(page, weight=40))


def test_the_patient_view_says_it_in_plain_words(served: Path) -> None:
    write(served)
    app = opened("patient_view", weight=40)
    for key in ("to_benefit", "look", "next"):
        quiet(app.button(f"patient_{key}").click().run())
    assert PLAIN in text_of(app)
    assert "still has to be checked" not in text_of(app).replace(
        "Still has to be checked: ask your care team", ""
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_broken_file_is_named_on_every_page_and_the_trial_works_on(
    served: Path, page: str
) -> None:
    write(served, GOOD.replace("events = 26", "events = 62"))
    said = text_of(opened(page))
    assert "A centre's confirmation is not used" in said
    assert f"{EVENT}: experimental 62 of 111 is 55.86 %" in said
    assert "Unconfirmed: check against the full paper" in said


def test_evidence_lists_what_is_wrong_with_a_broken_file(served: Path) -> None:
    write(served, GOOD.replace("events = 26", "events = 62"))
    trial = load(served)
    (table,) = evidence_tables.refused_local(trial)
    assert table.rows == tuple((reason,) for reason in trial.refused_local)
    assert evidence_tables.LOCAL_REFUSED_CAPTION in text_of(opened("evidence"))


def test_an_edit_while_the_program_runs_shows_with_the_next_look(served: Path) -> None:
    app = opened("consultation")
    assert "Unconfirmed: check against the full paper" in text_of(app)
    path = write(served)
    assert CONFIRMED in text_of(quiet(app.run()))
    write(served, GOOD.replace("North Hospital", "South Clinic"))
    assert "Confirmed by South Clinic" in text_of(quiet(app.run()))
    write(served, GOOD.replace("centre", "center"))
    assert "A centre's confirmation is not used" in text_of(quiet(app.run()))
    path.unlink()
    said = text_of(quiet(app.run()))
    assert "Unconfirmed: check against the full paper" in said
    assert "confirmation is not used" not in said
