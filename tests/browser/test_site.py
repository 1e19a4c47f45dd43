"""A centre's own settings in a running program: taken up, at fault, and gone, without a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser.driving import DECISION, PATIENT, notices
from tests.browser.test_broken_data import look_again
from tests.serving import OpenedPage, RunningApp

NAME = "North Hospital & <b>Partners</b>"
SETTINGS = f'name = "{NAME}"\nphone = "+44 (0)20 7946 0000"\nlanguage = "es"\n'


def test_settings_are_taken_up_and_a_fault_in_them_stops_nothing(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    path = project_copy / "data/site.toml"
    opened = open_page(app=start_app(project=project_copy))
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
    opened.goto(PATIENT)
    assert "¿De qué le gustaría hablar primero?" in opened.text()
    assert "ward" not in opened.text()
    path.write_text("name = North\n", encoding="utf-8")
    opened.goto("/")
    look_again(opened)
    assert page.get_by_role("heading", level=1).all_inner_texts() == [DECISION]
    assert "site.toml, line 1, column 8: not valid TOML" in notices(opened)
    path.unlink()
    look_again(opened)
    assert notices(opened) == ""
    assert "North" not in opened.text()
    opened.assert_no_errors()
