"""Figures read in the test's own process, each once, for tests that are not of the process apart.

Its start takes longer than most of what it does. Messages go out and come back as they always do;
the process, its limits and its faults are in test_apart.py.
"""

from __future__ import annotations

from functools import cache

import pytest

from tradeoff.digitising import apart


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here to the end of the test."""
    monkeypatch.setattr(apart, "_asked", _answered)


@cache
def _answered(message: bytes, seconds: int) -> tuple[bytes, int]:
    return apart.done(message, lambda _: None), 0
