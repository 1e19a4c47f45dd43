"""On the path of Python, this lets a program's clock go wrong by what a file says, in seconds.

Every Python code of the program sees it: its own, Streamlit's, the web server's. What measures
spans of time (``time.monotonic``) is left alone, as a wrong clock leaves it alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRONG_BY = Path(os.environ["WRONG_CLOCK"])
RIGHT = time.time


def wrong() -> float:
    return RIGHT() + float(WRONG_BY.read_text(encoding="ascii"))


def of_now(function: Callable[[float], Any]) -> Callable[..., Any]:
    return lambda seconds=None: function(wrong() if seconds is None else seconds)


time.time = wrong
time.time_ns = lambda: int(wrong() * 1e9)
time.localtime, time.gmtime = of_now(time.localtime), of_now(time.gmtime)
