"""Copies of the shelf, so that no test writes beside the shipped data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views import DATA


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shelf, so that no test writes beside the shipped data."""
    folder = tmp_path_factory.mktemp("shelf") / "data"
    shutil.copytree(DATA / "e1910", folder / "e1910")
    return folder


@pytest.fixture(scope="session")
def recalled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a copy whose neuropsychiatric rate is not confirmed."""
    folder = tmp_path_factory.mktemp("recalled") / "data"
    shutil.copytree(DATA / "e1910", folder / "e1910")
    table = folder / "e1910" / "adverse_events.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    weighed = [line for line in lines if line.startswith("neuropsychiatric,")]
    assert len(weighed) == 2
    lines = [
        line.replace(",published", ",unconfirmed") if line in weighed else line for line in lines
    ]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def published(shipped: Path) -> Iterator[Path]:
    """The copy with no centre's file in it, before and after …"""
    yield shipped
    shutil.rmtree(shipped / "local", ignore_errors=True)


@pytest.fixture
def shelf(recalled: Path) -> Iterator[Path]:
    """… and the copy whose rate is unconfirmed."""
    yield recalled
    shutil.rmtree(recalled / "local", ignore_errors=True)
