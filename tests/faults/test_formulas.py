"""What a spreadsheet would run, in a file that a user brings, leaves the program as text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator

from tests.browser.driving import PAGES, choose, text_of, walk_to
from tests.browser.test_own_data import TAB, USE, answer, card, give, name_it, press
from tests.serving import OpenedPage

HARM = '=HYPERLINK("http://evil.example";"Neuro")'
ARMS = ("@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|' /C calc'!A1")
ROWS = (
    ("harm", "arm", "events", "total"),
    (HARM, ARMS[0], "30", "111"),
    (HARM, ARMS[1], "4", "112"),
)
#: A spreadsheet takes these for a number, which does nothing.
NUMBER = re.compile(r"[+−-]?[\d.,]+(?:e-?\d+)?%?")


def table() -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter="\t").writerows(ROWS)
    return made.getvalue().encode()


def tables(opened: OpenedPage) -> Iterator[tuple[str, str]]:
    """Every table that can be taken away, from every page."""
    for path in PAGES:
        walk_to(opened, path)
        yield from tables_here(opened)
        if path == "/evidence":
            choose(opened, "tab", "Numbers")
            yield from tables_here(opened)


def tables_here(opened: OpenedPage) -> Iterator[tuple[str, str]]:
    buttons = opened.page.locator('[data-testid="stDownloadButton"]').all()
    for button in buttons:
        if not (button.is_visible() and re.search("CSV|zip|table", button.inner_text())):
            continue
        with opened.page.expect_download() as waiting:
            button.locator("button").click()
        name, content = waiting.value.suggested_filename, waiting.value.path().read_bytes()
        if name.endswith(".zip"):
            archive = zipfile.ZipFile(io.BytesIO(content))
            for inner in archive.namelist():
                if inner.endswith(".csv"):
                    yield inner, archive.read(inner).decode()
        else:
            yield name, content.decode("utf-8-sig")


def runs(cell: str) -> bool:
    start = cell.strip(" ")[:1]
    return bool(start) and start in "=+-@\t\r\n|" and not NUMBER.fullmatch(cell.strip())


def test_no_table_that_is_taken_away_holds_a_cell_that_a_spreadsheet_would_run(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence", query=TAB)
    choose(opened, "own_kind", "Counts of adverse events")
    give(opened, "own_counts", "=cmd.tsv", table())
    assert "looks like a formula. It is kept as text." in text_of(card(opened))
    answer(opened, "own_harm", "Serious neuropsychiatric events (grade 3 or more)")
    answer(opened, "own_counts_experimental", ARMS[0])
    answer(opened, "own_counts_control", ARMS[1])
    name_it(opened, "=1+1")
    assert opened.page.get_by_role("button", name=USE, exact=True).is_disabled()
    name_it(opened, "Nord =1+1")
    press(opened, USE)
    seen = dict(tables(opened))
    assert len(seen) >= 6
    assert any("Nord =1+1" in text for text in seen.values())
    for name, text in seen.items():
        for row in csv.reader(io.StringIO(text, newline="")):
            assert [cell for cell in row if runs(cell)] == [], name
    opened.assert_no_errors()
