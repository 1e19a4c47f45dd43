"""A conversation as a screen reader says it: what is written down is what is said now."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.tree import Node
from tests.serving import RunningApp
from tools.spoken import spoken
from tools.transcript import TRANSCRIPT, conversation


def test_the_transcript_is_what_the_command_makes(chromium: Browser, app: RunningApp) -> None:
    """Where it is not: ``make transcript``, and read it aloud."""
    assert TRANSCRIPT.read_text(encoding="utf-8") == conversation(chromium, app)


def said(*nodes: Node) -> list[str]:
    return list(spoken(Node("generic", children=list(nodes))))


def text(words: str) -> Node:
    return Node("StaticText", words)


def test_a_control_says_name_role_state_value_and_description() -> None:
    slider = Node("slider", "How bad is it?", "40 of 100", "not bad; as bad as dying")
    assert said(slider) == ["How bad is it? slider, 40 of 100, not bad; as bad as dying"]
    assert said(Node("radio", "Died", states={"checked": "true"})) == [
        "Died, radio button, checked"
    ]
    link = Node("link", "Evidence", attributes={"aria-current": "page"})
    assert said(link) == ["link, Evidence, current page"]


def test_texts_of_a_line_are_one_line_and_no_two_words_are_one() -> None:
    assert said(text("+17"), text("alive ("), text("5 to 29"), text(")")) == ["+17 alive (5 to 29)"]
    assert said(text(" · ")) == []


def test_a_table_is_said_row_by_row_with_its_columns() -> None:
    def row(*cells: str) -> Node:
        return Node("row", children=[Node("cell", cell) for cell in cells])

    table = Node("table", "Deaths", children=[row("", "A", "B"), row("All", "17", "40")])
    assert said(table) == ["Deaths, table with 2 rows and 3 columns", "All; A: 17; B: 40"]
