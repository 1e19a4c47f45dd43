"""What takes minutes is run where it is asked for by name, as ``make test-faults`` does."""

from __future__ import annotations

from pathlib import Path

import pytest

MINUTES = ("test_replicas.py",)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these out of a run of all tests."""
    asked = any("faults" in Path(argument).parts for argument in config.args)
    return True if collection_path.name in MINUTES and not asked else None
