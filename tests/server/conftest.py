"""The log, for tests of the server."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from tests.server.layers import Logged
from tradeoff.server.access_log import set_up_logs

LOGGERS = ("tradeoff", "uvicorn", "uvicorn.error", "websockets")


@pytest.fixture
def logged() -> Iterator[Logged]:
    """The lines of the log so far."""
    stream = io.StringIO()
    before = {name: logging.getLogger(name) for name in LOGGERS}
    kept = {name: (one.handlers[:], one.propagate, one.level) for name, one in before.items()}
    set_up_logs("info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for name, (handlers, propagate, level) in kept.items():
        before[name].handlers, before[name].propagate = handlers, propagate
        before[name].setLevel(level)
