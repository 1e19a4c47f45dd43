"""Words that the program never uses, in any sentence of any view."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import tradeoff
from tests.views import (
    PLACES,
    at,
    view,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    with_unconfirmed_harm,
    without_curves,
    without_harm_rate,
    without_landmarks,
)
from tests.words.said import CENTRE, DIED, PAPER, said_of
from tradeoff.findings.view import Findings

# Words that are never used -----------------------------------------------------------------

VERDICTS = re.compile(
    r"\b(favou?rs?|should|closer to|recommend\w*|certainty|certainly|rare(ly)?|only \d|"
    r"because of|lives saved|1 in \d+)\b",
    re.IGNORECASE,
)


def verdicts(text: str) -> list[str]:
    allowed = re.sub(r"does not recommend", "", text)
    return [match.group() for match in VERDICTS.finditer(allowed)]


def constants() -> Iterator[str]:
    """Every text of the code that speaks, docstrings left out."""
    rooms = ("words", "drawing", "papers", "screens", "commands", "server")
    package = Path(tradeoff.__file__).parent
    for path in (path for room in rooms for path in (package / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if text and id(node) not in docstrings and re.search(r"\W", node.value):
                yield node.value


def every_view() -> Iterator[Findings]:
    for place, weight, source in itertools.product(PLACES, (None, 0, 50, 94, 100), ({}, CENTRE)):
        yield at(place, weight=weight, **source)
    yield view(months=30, weight=50, framing=DIED, **PAPER)
    for trial in (
        *(without_harm_rate(), without_landmarks(), without_curves(), with_fewer_harms()),
        with_unconfirmed_harm(),
    ):
        yield view(trial, weight=50)
    for trial in (with_lower_survival(), with_survival_spanning_zero()):
        yield view(trial, cut="fda-primary", weight=100)


def test_no_sentence_of_any_view_holds_a_verdict() -> None:
    heard = 0
    for shown in every_view():
        for said in said_of(shown):
            heard += 1
            assert verdicts(said) == [], said
            assert "None" not in said
            assert "nan" not in said.split()
            assert "-0" not in said.replace("2026-05", "").replace("−", "-").split()
    assert heard > 1000


def test_no_text_of_the_program_holds_a_verdict() -> None:
    texts = list(constants())
    assert len(texts) > 300
    assert [text for text in texts if verdicts(text)] == []


def test_the_search_for_verdicts_finds_one() -> None:
    assert verdicts("This favours treatment; you should take it. With certainty.")
    assert verdicts("We recommend it") == ["recommend"]
    assert verdicts("It does not recommend. Sampling uncertainty.") == []


def test_no_word_of_one_trial_stands_in_the_program() -> None:
    """Words that belong to a trial are in its text file: another trial is a folder, no code."""
    of_one_trial = re.compile(
        r"E1910|blinatumomab|chemotherap|neuropsych|neurolog|leuk|lymph|\bMRD\b|\bFDA\b|\bNEJM\b|"
        r"relapse|remission|seizure|\bdeaths?\b|dying|BCR|CD19|consolidation",
        re.IGNORECASE,
    )
    assert [text for text in constants() if of_one_trial.search(text)] == []
