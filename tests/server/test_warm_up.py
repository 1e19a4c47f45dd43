"""What is done before the first page is asked for: every trial is read, and no fault stops it."""

from __future__ import annotations

import logging

import pytest

from tradeoff.screens import store
from tradeoff.server import warm_up as module
from tradeoff.server.warm_up import warm_up


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    with caplog.at_level(logging.INFO, logger="tradeoff.server"):
        warm_up()
    return [record.getMessage() for record in caplog.records if record.name == "tradeoff.server"]


def test_every_trial_is_drawn_and_one_hand_out_is_set(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, kept = [], module._drawn
    monkeypatch.setattr(module, "_drawn", lambda trial: drawn.append(trial.id) or kept(trial))
    set_, typeset = [], module._set_hand_out
    monkeypatch.setattr(module, "_set_hand_out", lambda view: set_.append(1) or typeset(view))
    (last,) = said(caplog)
    assert last.startswith("warm after ")
    assert drawn == list(store.trial_ids())
    assert len(set_) == 1


def test_a_trial_that_breaks_is_noted_and_the_others_are_drawn(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = store.trial_ids()
    drawn, opened = [], store.open_trial

    def breaking(name: str) -> store.Shelf:
        if name == first:
            raise RuntimeError("broken for the test")
        return opened(name)

    monkeypatch.setattr(store, "open_trial", breaking)
    monkeypatch.setattr(module, "_drawn", lambda trial: drawn.append(trial.id))
    monkeypatch.setattr(module, "_set_hand_out", lambda _: None)
    fault, last = said(caplog)
    assert fault == f"RuntimeError while warming up with {first}"
    assert last.startswith("warm after ")
    assert drawn == others


def test_no_more_than_the_first_few_of_a_long_shelf_are_drawn(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(store, "trial_ids", lambda: ("e1910",) * 12)
    monkeypatch.setattr(module, "_drawn", lambda trial: drawn.append(trial.id))
    monkeypatch.setattr(module, "_set_hand_out", lambda _: None)
    said(caplog)
    assert len(drawn) == 8
