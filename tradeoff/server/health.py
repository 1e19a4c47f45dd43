"""Whether the server is alive, and whether its pages can be shown and used."""

from __future__ import annotations

import logging
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tradeoff.screens import components, store
from tradeoff.server.gate import HEALTH

_LOG: Final = logging.getLogger("tradeoff.server")


def health_routes() -> list[BaseRoute]:
    """``/healthz``: the process answers. ``/readyz``: its pages can be shown and used.

    That is so where at least one trial can be opened and browsers get the ranges' scripts.
    """
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
    scripts = components.are_served()
    ready = bool(trials) and scripts
    return _answer(200 if ready else 503, {"ready": ready, "trials": trials, "scripts": scripts})


def _answer(status: int, fields: dict[str, object]) -> Response:
    return JSONResponse(fields, status, {"cache-control": "no-store"})
