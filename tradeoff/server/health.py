"""Whether the server is alive, and whether it can show anything."""

from __future__ import annotations

import logging
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tradeoff.screens import store
from tradeoff.server.gate import HEALTH

_LOG: Final = logging.getLogger("tradeoff.server")


def health_routes() -> list[BaseRoute]:
    """``/healthz``: the process answers. ``/readyz``: at least one trial can be opened."""
    alive, ready = HEALTH
    return [Route(alive, _alive), Route(ready, _ready)]


def trials_open() -> int:
    """How many trials on the shelf can be opened."""
    return sum(store.open_trial(name).trial is not None for name in store.trial_ids())


async def _alive(_: Request) -> Response:
    return _answer(200, {"alive": True})


async def _ready(_: Request) -> Response:
    try:
        trials = await run_in_threadpool(trials_open)
    except Exception as fault:
        _LOG.exception("%s while looking at the shelf", type(fault).__name__)
        trials = 0
    return _answer(200 if trials else 503, {"ready": bool(trials), "trials": trials})


def _answer(status: int, fields: dict[str, object]) -> Response:
    return JSONResponse(fields, status, {"cache-control": "no-store"})
