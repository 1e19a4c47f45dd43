"""One fault of a few letters, beside the words that it gives."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """In ``file`` the first ``old`` becomes ``new``; then all of ``problems`` are reported."""

    file: str
    old: str
    new: str
    problems: list[str]
