"""Date and ticks: the one place where the program looks at a clock."""

from __future__ import annotations

import datetime
import time

# The data folder is looked at anew this often: an edited trial shows within two seconds.
_SECONDS = 2
# Long enough for what is drawn so far to leave for the browser, too short to be felt.
_PAUSE_SECONDS = 0.015


def today() -> datetime.date:
    """The server's date, in UTC, so that replicas agree."""
    return datetime.datetime.fromtimestamp(time.time(), tz=datetime.UTC).date()


def tick() -> int:
    """A number that changes every two seconds."""
    return int(time.monotonic() // _SECONDS)


def let_go() -> None:
    """Let what is drawn so far leave for the browser before the rest is worked out.

    Otherwise the browser gets, and draws, quick and slow parts of an answer together.
    """
    time.sleep(_PAUSE_SECONDS)
