"""The program asks no other host for anything, and gives what it offers for download."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from tests.browser.driving import (
    FROM_PAPER,
    PAGES,
    PAPER,
    PATIENT,
    SLIDER,
    choose,
    type_counts,
    walk_to,
)
from tests.serving import OpenedPage

PNG = b"\x89PNG\r\n\x1a\n"
BOARD = "/tumour_board"


def downloaded(opened: OpenedPage, label: str) -> tuple[str, bytes]:
    """Press a download button; name and content of what comes."""
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name=label, exact=True).click()
    path = waiting.value.path()
    return waiting.value.suggested_filename, Path(path).read_bytes()


def text_in(picture: bytes) -> str:
    """All text of an SVG, which has to be well-formed."""
    root = ElementTree.fromstring(picture)
    assert root.tag.endswith("svg")
    return " ".join(" ".join(root.itertext()).split())


def test_a_walk_over_all_pages_with_choices_and_downloads_asks_no_other_host(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Nor does any part of it try what the policy forbids: ``open_page`` looks at its end."""
    opened = open_page(color_scheme="dark")
    choose(opened, "analysis", "3 years · FDA")
    choose(opened, "framing", "Died")
    opened.page.locator(SLIDER).focus()
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
    opened.page.locator(".st-key-check button").click()
    opened.settle()
    for path in [*PAGES][1:]:
        walk_to(opened, path)
        for button in ("Download SVG", "Download PNG", "Download CSV"):
            if opened.page.get_by_role("button", name=button, exact=True).count():
                assert downloaded(opened, button)[1]
    choose(opened, "tab", "Agreement")
    opened.page.get_by_role("button", name="Run the self-check").click()
    opened.settle()
    choose(opened, "tab", "Your data")
    field = opened.page.locator('input[type="file"]').first
    field.set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    opened.settle()
    for path in (BOARD, PATIENT):
        opened.come_to(path)
    assert len(opened.requests) > 20
    opened.assert_no_foreign_requests()
    opened.assert_no_errors()


def test_pictures_and_tables_are_downloaded_whole(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page()
    for path, what, shows in (
        ("/survival_curves", "curves", "Overall survival, E1910, NEJM 2024"),
        ("/icon_arrays", "icons", "Overall survival, E1910, NEJM 2024"),
        ("/benefit_and_harm", "harms", "All harms that were counted, E1910"),
    ):
        opened.come_to(path)
        assert_downloaded_whole(opened, what, shows)
    # and they follow the choices made before
    opened.come_to("/icon_arrays", query={"cut": "fda-later"})
    choose(opened, "framing", "Died")
    name, picture = downloaded(opened, "Download SVG")
    assert name == "e1910-fda-later-os-icons.svg"
    said = text_in(picture)
    assert "Died after 5 years" in said
    assert "FDA, later" in said


def assert_downloaded_whole(opened: OpenedPage, what: str, shows: str) -> None:
    name, picture = downloaded(opened, "Download SVG")
    assert name == f"e1910-nejm-os-{what}.svg"
    said = text_in(picture)
    assert shows in said
    assert "Litzow et al., N Engl J Med 2024" in said
    assert "does not recommend" in said
    assert b"http://" not in picture.replace(b"http://www.w3.org/", b"")
    name, picture = downloaded(opened, "Download PNG")
    assert name == f"e1910-nejm-os-{what}.png"
    assert picture.startswith(PNG)
    assert len(picture) > 10_000
    name, table = downloaded(opened, "Download CSV")
    assert name == f"e1910-nejm-os-{what}.csv"
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(rows) > 3
    opened.assert_no_errors()


def test_downloaded_pictures_and_tables_of_harm_name_the_counts_that_were_typed(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/icon_arrays")

    def named() -> list[bool]:
        said = "Counts typed in from the paper, 2026-05"
        files = (downloaded(opened, label)[1] for label in ("Download SVG", "Download CSV"))
        return [said in file.decode() for file in files]

    assert named() == [False, False]
    opened.come_to("/benefit_and_harm")
    assert named() == [False, False]
    type_counts(opened, PAPER, FROM_PAPER)
    assert named() == [True, True]
    walk_to(opened, "/icon_arrays")
    assert named() == [True, True]
