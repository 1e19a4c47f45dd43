"""What was set on one figure of a file is there again when its user comes back to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tradeoff.digitising import Axes
from tradeoff.screens.own_data.figure import bring, picture
from tradeoff.screens.own_data.figure.desk import Clicks, Desk, Document, Figure
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem
from tradeoff.words import own_data as words
from tradeoff.words.say import ENGLISH

AXES = Axes(x=((0.0, 0.0), (90.0, 60.0)), y=((90.0, 0.0), (0.0, 1.0)))
SET = (Clicks(((10.0, 10.0),), Role.CONTROL, "#c8102e"),)


def figure(mark: str) -> Figure:
    pixels = np.zeros((1, 1, 3), np.uint8)
    return Figure(mark, b"", pixels, b"", (100, 100), AXES, ())


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A paper of two pages, each a picture."""
    marks = iter("abcdefgh")
    monkeypatch.setattr(picture, "of_page", lambda *_: figure(next(marks)))
    monkeypatch.setattr(bring, "read_pdf", lambda *_, **__: ())
    monkeypatch.setattr(picture, "of_strokes", lambda *_: [])
    return Desk("file", "paper.pdf", document=Document(b"", 2, ()))


def test_each_page_keeps_its_clicks_and_axes(desk: Desk) -> None:
    first = bring._on_page(desk, 0)
    assert first.unread == {"x2", "y1", "y2"}
    worked = replace(first, curves=SET, unread=frozenset(), rising=True)
    second = bring._on_page(worked, 1)
    assert not second.curves
    assert second.unread
    back = bring._on_page(second, 0)
    assert back.curves == SET
    assert not back.unread
    assert back.rising
    assert back.figure is not None
    assert back.figure.mark == "a", "its fields are found by its mark"
    assert back.trace is None


def test_each_figure_of_a_page_keeps_its_own(desk: Desk) -> None:
    page = replace(desk, page=0, figures=(figure("x"), figure("y")), axes=AXES)
    worked = replace(page, curves=SET)
    other = bring._chosen(worked, 1)
    assert not other.curves
    assert bring._chosen(other, 0).curves == SET


def test_a_problem_names_the_arm_as_the_trial_does() -> None:
    arms = {Role.EXPERIMENTAL: "Dara", Role.CONTROL: "VRd"}
    said = words.with_arms(ENGLISH, Problem("curve", "row 2", "too steep. (control)"), arms)
    assert said.message == "too steep. (VRd)"
