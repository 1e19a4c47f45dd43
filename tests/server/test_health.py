"""Alive and ready, for whoever watches over the program."""

from __future__ import annotations

import json

import pytest

from tests.server.layers import (
    Answer,
    ask,
    stacked,
)


def health(path: str) -> Answer:
    from starlette.applications import Starlette

    from tradeoff.server.health import health_routes

    return ask(stacked(Starlette(routes=health_routes())), path)


def test_the_process_says_that_it_is_alive() -> None:
    answer = health("/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"alive": True})
    assert answer.headers["cache-control"] == "no-store"


def test_ready_means_that_a_trial_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import health as module

    monkeypatch.setattr(module, "trials_open", lambda: 1)
    assert json.loads(health("/readyz").text) == {"ready": True, "trials": 1}
    monkeypatch.setattr(module, "trials_open", lambda: 0)
    answer = health("/readyz")
    assert (answer.status, json.loads(answer.text)) == (503, {"ready": False, "trials": 0})


def test_a_shelf_that_cannot_be_looked_at_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import health as module

    def broken() -> int:
        raise OSError("no such folder")

    monkeypatch.setattr(module, "trials_open", broken)
    answer = health("/readyz")
    assert answer.status == 503
    assert "folder" not in answer.text
