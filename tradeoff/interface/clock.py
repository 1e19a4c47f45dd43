"""Today's date: the one place where the program looks at a clock."""

from __future__ import annotations

import datetime

__all__ = ["today"]


def today() -> datetime.date:
    """The server's date, in UTC, so that replicas agree."""
    return datetime.datetime.now(tz=datetime.UTC).date()
