"""A broken trial folder says what is wrong and stops that trial only."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tests.browser.driving import DECISION, PAGES, choices, notices, text_of, weighed
from tests.serving import OpenedPage, RunningApp

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


def look_again(opened: OpenedPage) -> None:
    time.sleep(TICK_SECONDS)
    opened.page.reload()
    opened.settle()


def without_control(table: str) -> str:
    return "".join(line for line in table.splitlines(keepends=True) if not line.startswith(CONTROL))


def add_other(project: Path) -> Path:
    """The same trial under another name beside the first."""
    other = project / "data" / "other"
    shutil.copytree(project / "data" / "e1910", other)
    rewrite(other / "trial.toml", lambda text: text.replace('id = "e1910"', 'id = "other"', 1))
    rewrite(
        other / "text.en.toml", lambda text: text.replace('name = "E1910"', 'name = "OTHER"', 1)
    )
    return other


def test_a_broken_folder_says_file_row_and_value_and_works_again_once_repaired(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    landmarks = project_copy / "data/e1910/landmarks.csv"
    good = landmarks.read_text(encoding="utf-8")
    rewrite(landmarks, lambda text: text.replace(ROW, ROW.replace("0.85", "1.7")))
    running = start_app(project=project_copy)
    opened = open_page(app=running)
    for path in PAGES:
        opened.goto(path)
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
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    landmarks = project_copy / "data/e1910/landmarks.csv"
    rewrite(landmarks, without_control)
    running = start_app(project=project_copy)
    opened = open_page(app=running)
    missing = "is given for one arm only. Add the row of the control arm."
    assert missing in opened.text()
    ratios = project_copy / "data/e1910/hazard_ratios.csv"
    rewrite(ratios, lambda text: text.replace("0.53,0.32", "0.53,0.62"))
    look_again(opened)
    assert "e1910/hazard_ratios.csv, row 3" in opened.text()
    assert missing in opened.text(), "a fault in one file hides the fault in another"


def test_a_broken_trial_beside_a_good_one_leaves_the_good_one_usable(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    other = add_other(project_copy)
    rewrite(other / "landmarks.csv", lambda text: text.replace(ROW, ROW.replace("0.85", "1.7")))
    opened = open_page(app=start_app(project=project_copy))
    assert "+17 alive" in " ".join(weighed(opened))
    assert not notices(opened)
    opened.goto(query={"trial": "other"})
    assert BROKEN in opened.text()
    assert "other/landmarks.csv, row 2" in opened.text()
    opened.page.get_by_role("button", name="Open e1910").click()
    opened.settle()
    assert "+17 alive" in " ".join(weighed(opened))
    assert choices(opened)["trial"] == "e1910", "the address names the trial that is shown"
    # and the other way round: the default trial broken, the other one good
    shutil.rmtree(other)
    broken = project_copy / "data/e1910/landmarks.csv"
    add_other(project_copy)
    rewrite(broken, lambda text: text.replace(ROW, ROW.replace("0.85", "1.7")))
    time.sleep(TICK_SECONDS)
    opened.goto()
    assert BROKEN in opened.text()
    opened.page.get_by_role("button", name="Open other").click()
    opened.settle()
    assert "+17 alive" in " ".join(weighed(opened))
    opened.assert_no_errors()


def test_a_stale_curve_is_refused_with_a_word_and_the_rest_keeps_working(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    landmarks = project_copy / "data/e1910/landmarks.csv"
    rewrite(landmarks, lambda text: text.replace(CONTROL, CONTROL.replace("0.68", "0.67")))
    opened = open_page("/survival_curves", app=start_app(project=project_copy))
    said = notices(opened)
    assert "A curve is not shown." in said
    assert "os-nejm" in said
    assert "calibrate" in said, "what to do is said"
    assert "not available" in text_of(opened.page.locator(".st-key-card_curve"))
    assert opened.page.locator(".st-key-survival_curve").count() == 0
    assert "+18 with one or more" in " ".join(weighed(opened))
    opened.assert_no_errors()
    # the other cut's curve was calibrated on other numbers and stays
    opened.goto("/survival_curves", query={"cut": "fda-primary"})
    assert opened.page.locator(".st-key-survival_curve").count() == 1
    for path in [*PAGES]:
        opened.goto(path)
        assert not opened.exceptions()
        assert "+18 with one or more" in " ".join(weighed(opened))
    opened.assert_no_errors()
