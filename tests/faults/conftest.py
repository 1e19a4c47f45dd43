"""What takes minutes is run where it is asked for by name, as ``make test-faults`` does."""

from __future__ import annotations

from pathlib import Path

import pytest

MINUTES = ("test_replicas.py", "test_slow_clients.py", "test_soak.py")


def asked(config: pytest.Config) -> bool:
    """Whether this folder, or something in it, was named."""
    return any("faults" in Path(argument).parts for argument in config.args)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these out of a run of all tests."""
    return True if collection_path.name in MINUTES and not asked(config) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """And so single cases that are marked, beside a quicker one that stays."""
    if not asked(config):
        left_out = [item for item in items if item.get_closest_marker("minutes")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
