"""The two buttons of Evidence that hand out a whole trial."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema

from tests.serving import OpenedPage
from tradeoff.papers.exchange import COLUMNS

ROOT = Path(__file__).resolve().parents[2]


def downloaded(opened: OpenedPage, label: str) -> tuple[str, bytes]:
    with opened.page.expect_download() as waiting:
        opened.page.locator(".st-key-card_exchange").get_by_role("button", name=label).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_both_files_of_the_open_trial_are_made_when_they_are_asked_for(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence")
    assert_both_files_are_made(opened)
    opened.come_to("/evidence", query={"lang": "es", "harm": "paper", "e1": 1, "n1": 2})
    assert_both_files_are_made(opened)


def assert_both_files_are_made(opened: OpenedPage) -> None:
    name, written = downloaded(opened, "Download JSON")
    assert name == "e1910.json"
    made = json.loads(written)
    schema = json.loads((ROOT / "docs" / "export.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(made)
    name, written = downloaded(opened, "Download CSV")
    assert name == "e1910.csv"
    rows = list(csv.reader(io.StringIO(written.decode("utf-8"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) > len(made["numbers"])
