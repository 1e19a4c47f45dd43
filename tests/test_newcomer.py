"""A folder that somebody wrote from ``data/README.md`` alone appears in the app with all its pages.

QUARTZ is fictional (``tests/newcomer/README.md``). It is run as it was written, a demonstration,
and as the trial that it would be without that word, with a patient view.
"""

from __future__ import annotations

import csv
import datetime
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.visits import Opened, forget
from tests.views import newcomers_shelf, view
from tradeoff.__main__ import main
from tradeoff.papers import handout
from tradeoff.screens import store
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial
from tradeoff.words.say import Say

DAY = datetime.date(2026, 11, 22)
NEWCOMER = Path(__file__).parent / "newcomer"
PAGES = (
    *("consultation", "survival_curves", "icon_arrays", "benefit_and_harm"),
    *("patient_view", "tumour_board", "evidence"),
)
PATIENT = "patient_view"
PLACES = [("os", "final"), ("os", "interim"), ("pfs", "final"), ("pfs", "interim")]
#: Buttons of the patient view that lead on.
AHEAD = {"look", "next"}

every_page = pytest.mark.parametrize("page", PAGES)
every_place = pytest.mark.parametrize("place", PLACES, ids="-".join)


@pytest.fixture(params=[True, False], ids=["as-written", "no-demonstration"])
def demonstration(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demonstration: bool) -> Iterator[Path]:
    """The newcomer's shelf as the program's own; nothing of it is remembered afterwards."""
    folder = Path(shutil.copytree(NEWCOMER, tmp_path / "data"))
    if not demonstration:
        trial = folder / "quartz" / "trial.toml"
        text = trial.read_text(encoding="utf-8")
        assert "demonstration = true\n" in text
        trial.write_text(text.replace("demonstration = true\n", ""), encoding="utf-8")
    monkeypatch.setattr(store, "DATA", folder)
    forget()
    yield folder
    forget()


def quartz() -> Trial:
    return load_trial(NEWCOMER / "quartz")


def opened(page: str, **query: str) -> Opened:
    return Opened(page, query)


# What is read ------------------------------------------------------------------------------


def test_the_folder_is_read_whole() -> None:
    trial = quartz()
    assert (trial.refused_curves, trial.refused_local) == ((), ())
    assert {(one.data_cut, one.endpoint) for one in trial.curves} == {
        *(("interim", "os"), ("interim", "pfs"), ("final", "pfs"))
    }
    assert [(one.data_cut, one.endpoint) for one in trial.digitised] == [("final", "os")]
    assert trial.text.patient is not None
    confirmed = [row for row in (*trial.adverse_events, *trial.facts) if row.confirmed]
    assert len(confirmed) == 3


def test_the_check_is_content_with_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(NEWCOMER / "quartz")]) == 0
    assert capsys.readouterr().out.startswith("quartz: fine")


# What is shown -----------------------------------------------------------------------------


@pytest.mark.usefixtures("shelf")
@every_page
def test_every_page_opens_on_the_newcomers_shelf(page: str, demonstration: bool) -> None:
    text = opened(page).text
    assert "uartzumab" in text or demonstration
    # What is said to clinicians never stands on the patient's page: it has a sentence of its own.
    said = "QUARTZ is a demonstration" if page == PATIENT else "A demonstration of the data format"
    assert (said in text) == demonstration
    for wrong in ("can&#x27;t be used", "{time}", "{value}", "E1910", "linatumomab"):
        assert wrong not in text
    assert "None" not in text.split()


@pytest.mark.usefixtures("shelf")
@every_page
@every_place
def test_every_page_runs_for_every_end_point_and_cut(
    page: str, place: tuple[str, str], demonstration: bool
) -> None:
    endpoint, cut = place
    months = "36" if cut == "final" else "24"
    chosen = {"endpoint": endpoint, "cut": cut, "months": months, "framing": "died"}
    shown = opened(page, **chosen, weight="50")
    assert shown.notice.count("<li>") == (demonstration and page != PATIENT)
    assert "None" not in shown.text.split()


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("demonstration", [False], indirect=True)
def test_every_screen_of_the_patient_view_opens() -> None:
    shown = opened("patient_view", weight="40")
    pressed, said = ["to_now"], ""
    while pressed:
        shown.test.button(f"patient_{pressed[-1]}").click()
        said += shown.run().text
        there = {str(one.key).removeprefix("patient_") for one in shown.test.button}
        pressed = [next(key for key in ("look", "next") if key in there)] if there & AHEAD else []
    for words in (
        "Lymphoma is a cancer of the white blood cells.",
        "Harm to the nerves is less common.",
        "Treatment is planned for 6 rounds.",
        "50 were alive after 3 years with chemo alone. With quartzumab added, 61 were alive. "
        "That is 11 more.",
        "6 had bad harm to the nerves during treatment with chemo alone.",
        "Are my nerves healthy enough for this drug?",
    ):
        assert words in said


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("demonstration", [True], indirect=True)
def test_a_demonstration_has_no_patient_view_whatever_its_words() -> None:
    text = opened("patient_view").text
    assert "demonstration" in text
    assert "Lymphoma is a cancer" not in text


# What is in the folder stands on the pages ---------------------------------------------------


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("demonstration", [False], indirect=True)
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("consultation", "+11.3 "),
        ("consultation", "150 vs 148 randomised in QUARTZ"),
        ("consultation", "Confirmed by Example Hospital, lymphoma unit"),
        ("consultation", "Treatment was not blinded."),
        ("survival_curves", "Aged 60 or older"),
        ("survival_curves", "pseudo-patients, not patient data"),
        ("icon_arrays", "61"),
        ("benefit_and_harm", "Severe mucositis 8.2 (4.7 to 13.7) 17.1 (11.9 to 24.1) −9.0 (−16.7"),
        ("evidence", "Oral mucositis of grade 3 or more"),
        ("benefit_and_harm", "The reasons for serious infections were not recorded"),
        ("tumour_board", "0.67 0.49 to 0.91 Hazard ratio , P = 0.009"),
        ("evidence", "Invented A, Fictional B, et al."),
        ("evidence", "31 patients given chemotherapy alone went on to a transplant."),
        ("evidence", "TOPAZ"),
        ("evidence", "171 days"),
        ("benefit_and_harm", "neuropathy of grade 3 or more 10 to 20 %"),
        ("evidence", "The maker of quartzumab paid for the trial."),
    ],
)
def test_what_the_folder_holds_stands_on_the_pages(page: str, said: str) -> None:
    assert said in opened(page).text


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("demonstration", [False], indirect=True)
def test_the_patients_paper_is_made(shelf: Path) -> None:
    trial = load_trial(shelf / "quartz")
    paper = handout.compose(view(trial), Say(), not_for=False, link="http://localhost/", date=DAY)
    assert handout.pdf(paper).startswith(b"%PDF")
    assert "Should quartzumab be added to your chemo?" in handout.html(paper)


# Its harm is unconfirmed until its centre's file says otherwise -------------------------------

BADGE = "Unconfirmed: Table S6 of the final report"
PLAIN = "This number has not been checked in the full report yet."


@pytest.fixture
def unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The newcomer's shelf without the centre's file."""
    folder = newcomers_shelf(tmp_path)
    monkeypatch.setattr(store, "DATA", folder)
    forget()
    yield folder
    forget()


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("page", [page for page in PAGES if page != PATIENT])
def test_every_page_for_clinicians_carries_the_badge_of_the_unconfirmed_harm(page: str) -> None:
    text = opened(page, weight="40").text
    assert (BADGE if page != "tumour_board" else "Unconfirmed") in text
    assert "Confirmed by" not in text


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("demonstration", [False], indirect=True)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_it_once_the_centre_has_read_the_number(page: str) -> None:
    text = opened(page, weight="40").text
    assert BADGE not in text
    assert PLAIN not in text
    # Beside the meaning of the word, which Evidence lists.
    assert "Unconfirmed" not in text or page == "evidence"


def test_the_patients_paper_and_pages_say_it_in_plain_words(unread: Path) -> None:
    trial = load_trial(unread / "quartz")
    paper = handout.compose(view(trial), Say(), not_for=False, link="http://localhost/", date=DAY)
    assert (paper.harm.badge, paper.harm.settled) == (PLAIN, False)
    assert PLAIN in handout.html(paper)
    shown = opened(PATIENT, weight="40")
    for key in ("to_benefit", "look", "next"):
        shown.test.button(f"patient_{key}").click()
        shown.run()
    assert PLAIN in shown.text


def test_what_leaves_the_program_carries_it_too(unread: Path, tmp_path: Path) -> None:
    assert main(["export", str(unread / "quartz"), "-o", str(tmp_path)]) == 0
    text = (tmp_path / "quartz.csv").read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    due = [row for row in rows if row["harm"] == "neuropathy"]
    assert {row["quantity"] for row in due} == {
        *("harm", "harm-difference", "people-of-100", "people-of-100-difference", "balance-point"),
    }
    assert {row["badge"] for row in due} == {BADGE}
    assert {row["events"] for row in due} == {""}


def test_everything_leaves_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(NEWCOMER / "quartz"), "-o", str(tmp_path)]) == 0
    assert (tmp_path / "quartz.csv").stat().st_size > 10_000
    assert main(["summary", str(NEWCOMER / "quartz")]) == 0
    assert "QUARTZ" in capsys.readouterr().out
