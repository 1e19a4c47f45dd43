"""A broken trial folder says what is wrong and stops that trial only; the same of a centre's file.

One server for all: what is in its data folder changes while it runs, as it does for keepers of it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.driving import DECISION, PAGES, PATIENT, choices, notices, text_of, weighed
from tests.serving import ROOT, OpenedPage, RunningApp, copy_project
from tests.serving import start_app as start

BROKEN = "This trial's data can't be used"
ROW = "nejm,os,36,experimental,0.85,"
CONTROL = "nejm,os,36,control,0.68,"
#: The program looks at its data folder anew every two seconds.
TICK_SECONDS = 2.2


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def break_row(landmarks: Path) -> None:
    rewrite(landmarks, lambda text: text.replace(ROW, ROW.replace("0.85", "1.7")))


def look_again(opened: OpenedPage) -> None:
    time.sleep(TICK_SECONDS)
    opened.page.reload()
    opened.settle()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RunningApp]]:
    """A project and its server, which was started on a folder with a fault."""
    project = copy_project(tmp_path_factory.mktemp("broken"))
    break_row(project / "data/e1910/landmarks.csv")
    server = start(tmp_path_factory.mktemp("running"), project=project)
    yield project, server
    server.stop()


@pytest.fixture
def data(running: tuple[Path, RunningApp]) -> Path:
    """The server's data folder, as good as the program's own."""
    folder = running[0] / "data"
    shutil.rmtree(folder)
    shutil.copytree(ROOT / "data", folder)
    return folder


@pytest.fixture
def open_changed(
    running: tuple[Path, RunningApp], open_page: Callable[..., OpenedPage]
) -> Callable[..., OpenedPage]:
    """Open a page once the server has seen how its data stand now."""

    def open_one(path: str = "/") -> OpenedPage:
        time.sleep(TICK_SECONDS)
        return open_page(path, app=running[1])

    return open_one


def without_control(table: str) -> str:
    return "".join(line for line in table.splitlines(keepends=True) if not line.startswith(CONTROL))


def add_other(data: Path) -> Path:
    """The same trial under another name beside the first."""
    other = data / "other"
    shutil.copytree(data / "e1910", other)
    rewrite(other / "trial.toml", lambda text: text.replace('id = "e1910"', 'id = "other"', 1))
    rewrite(
        other / "text.en.toml", lambda text: text.replace('name = "E1910"', 'name = "OTHER"', 1)
    )
    return other


def test_a_broken_folder_says_file_row_and_value_and_works_again_once_repaired(
    running: tuple[Path, RunningApp], open_page: Callable[..., OpenedPage]
) -> None:
    landmarks = running[0] / "data/e1910/landmarks.csv"
    good = (ROOT / "data/e1910/landmarks.csv").read_text(encoding="utf-8")
    assert landmarks.read_text(encoding="utf-8") != good, "the first test that needs the server"
    opened = open_page(app=running[1])
    for path in PAGES:
        opened.come_to(path)
        seen = opened.text()
        assert BROKEN in seen
        assert "e1910/landmarks.csv, row 2" in seen
        assert "1.7" in seen
        assert "Traceback" not in seen
        assert "+17" not in seen, "no number of a broken trial is shown"
        opened.assert_no_errors()
    landmarks.write_text(good, encoding="utf-8")
    look_again(opened)
    assert opened.page.get_by_role("heading", level=1).all_inner_texts() == [DECISION]
    assert "+17 alive" in " ".join(weighed(opened))
    opened.assert_no_errors()


def test_all_problems_of_a_folder_are_said_at_once(
    data: Path, open_changed: Callable[..., OpenedPage]
) -> None:
    rewrite(data / "e1910/landmarks.csv", without_control)
    opened = open_changed()
    missing = "is given for one arm only. Add the row of the control arm."
    assert missing in opened.text()
    rewrite(data / "e1910/hazard_ratios.csv", lambda text: text.replace("0.53,0.32", "0.53,0.62"))
    look_again(opened)
    assert "e1910/hazard_ratios.csv, row 3" in opened.text()
    assert missing in opened.text(), "a fault in one file hides the fault in another"


def test_a_broken_trial_beside_a_good_one_leaves_the_good_one_usable(
    data: Path, open_changed: Callable[..., OpenedPage]
) -> None:
    other = add_other(data)
    break_row(other / "landmarks.csv")
    opened = open_changed()
    assert "+17 alive" in " ".join(weighed(opened))
    assert not notices(opened)
    opened.come_to(query={"trial": "other"})
    assert BROKEN in opened.text()
    assert "other/landmarks.csv, row 2" in opened.text()
    opened.page.get_by_role("button", name="Open e1910").click()
    opened.settle()
    assert "+17 alive" in " ".join(weighed(opened))
    assert choices(opened)["trial"] == "e1910", "the address names the trial that is shown"
    # and the other way round: the default trial broken, the other one good
    shutil.rmtree(other)
    add_other(data)
    break_row(data / "e1910/landmarks.csv")
    time.sleep(TICK_SECONDS)
    opened.goto()
    assert BROKEN in opened.text()
    opened.page.get_by_role("button", name="Open other").click()
    opened.settle()
    assert "+17 alive" in " ".join(weighed(opened))
    opened.assert_no_errors()


def test_a_stale_curve_is_refused_with_a_word_and_the_rest_keeps_working(
    data: Path, open_changed: Callable[..., OpenedPage]
) -> None:
    rewrite(
        data / "e1910/landmarks.csv",
        lambda text: text.replace(CONTROL, CONTROL.replace("0.68", "0.67")),
    )
    opened = open_changed("/survival_curves")
    said = notices(opened)
    assert "A curve is not shown." in said
    assert "os-nejm" in said
    assert "calibrate" in said, "what to do is said"
    assert "not available" in text_of(opened.page.locator(".st-key-card_curve"))
    assert opened.page.locator(".st-key-survival_curve").count() == 0
    assert "+18 with one or more" in " ".join(weighed(opened))
    opened.assert_no_errors()
    # the other cut's curve was calibrated on other numbers and stays
    opened.come_to("/survival_curves", query={"cut": "fda-primary"})
    assert opened.page.locator(".st-key-survival_curve").count() == 1
    for path in [*PAGES]:
        opened.come_to(path)
        assert not opened.exceptions()
        assert "+18 with one or more" in " ".join(weighed(opened))
    opened.assert_no_errors()


# A centre's own settings ------------------------------------------------------------------------

NAME = "North Hospital & <b>Partners</b>"
SETTINGS = f'name = "{NAME}"\nphone = "+44 (0)20 7946 0000"\nlanguage = "es"\n'


def test_settings_are_taken_up_and_a_fault_in_them_stops_nothing(
    data: Path, open_changed: Callable[..., OpenedPage]
) -> None:
    path = data / "site.toml"
    opened = open_changed()
    page = opened.page
    assert "North Hospital" not in opened.text()
    path.write_text(SETTINGS + "ward = 7\n", encoding="utf-8")
    look_again(opened)
    assert opened.text().count(NAME) == 1
    assert 'site.toml: "ward" is not known here.' in notices(opened)
    page.get_by_text("Límites de uso").click()  # the settings' language is what pages open in
    number = page.locator(".footer a")
    assert number.get_attribute("href") == "tel:+442079460000"
    assert number.inner_text() == "+44 (0)20 7946 0000"
    opened.assert_no_errors()
    opened.come_to(PATIENT)
    assert "¿De qué le gustaría hablar primero?" in opened.text()
    assert "ward" not in opened.text()
    path.write_text("name = North\n", encoding="utf-8")
    opened.come_to("/")
    look_again(opened)
    assert page.get_by_role("heading", level=1).all_inner_texts() == [DECISION]
    assert "site.toml, line 1, column 8: not valid TOML" in notices(opened)
    path.unlink()
    look_again(opened)
    assert notices(opened) == ""
    assert "North" not in opened.text()
    opened.assert_no_errors()
