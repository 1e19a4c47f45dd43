"""Date and ticks: the one place where the program looks at a clock."""

from __future__ import annotations

import datetime
import time

# The data folder is looked at anew this often: an edited trial shows within two seconds.
_SECONDS = 2


def today() -> datetime.date:
    """The server's date, in UTC, so that replicas agree."""
    return datetime.datetime.fromtimestamp(time.time(), tz=datetime.UTC).date()


def tick() -> int:
    """A number that changes every two seconds."""
    return int(time.monotonic() // _SECONDS)
