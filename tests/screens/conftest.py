"""Shelves of trials that a test may spoil; nothing of them is remembered afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.visits import forget
from tests.views import DATA
from tradeoff.screens import store


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of trials; nothing of it is remembered afterwards."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(store, "DATA", folder)
    forget()
    yield folder
    forget()


@pytest.fixture
def data(shelf: Path) -> Path:
    """A copy of E1910 that a test may spoil."""
    shutil.copytree(DATA / "e1910", shelf / "e1910")
    return shelf


@pytest.fixture
def unconfirmed(data: Path) -> Path:
    """E1910 whose weighed harm is not confirmed, as the only trial."""
    for arm in ("experimental", "control"):
        path = data / "e1910" / "adverse_events.csv"
        rows = path.read_text(encoding="utf-8").splitlines()
        (place,) = (n for n, row in enumerate(rows) if row.startswith(f"neuropsychiatric,{arm},"))
        assert rows[place].endswith(",published")
        rows[place] = rows[place].removesuffix("published") + "unconfirmed"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return data
