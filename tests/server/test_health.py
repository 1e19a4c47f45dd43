"""Alive and ready, for whoever watches over the program."""

from __future__ import annotations

import json

import pytest

from tests.server.layers import (
    Answer,
    ask,
    stacked,
)
from tradeoff.screens import components


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

    monkeypatch.setattr(components, "are_served", lambda: True)
    monkeypatch.setattr(module, "trials_open", lambda: 1)
    assert json.loads(health("/readyz").text) == {"ready": True, "trials": 1, "scripts": True}
    monkeypatch.setattr(module, "trials_open", lambda: 0)
    answer = health("/readyz")
    said = {"ready": False, "trials": 0, "scripts": True}
    assert (answer.status, json.loads(answer.text)) == (503, said)


def test_pages_whose_ranges_get_no_scripts_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import health as module

    monkeypatch.setattr(module, "trials_open", lambda: 1)
    answer = health("/readyz")
    said = {"ready": False, "trials": 1, "scripts": False}
    assert (answer.status, json.loads(answer.text)) == (503, said)


def test_a_shelf_that_cannot_be_looked_at_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradeoff.server import health as module

    def broken() -> int:
        raise OSError("no such folder")

    monkeypatch.setattr(module, "trials_open", broken)
    answer = health("/readyz")
    assert answer.status == 503
    assert "folder" not in answer.text
