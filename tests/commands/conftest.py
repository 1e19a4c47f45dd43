"""Every command runs in a wide terminal, on a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.ran import MINIMAL


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))
