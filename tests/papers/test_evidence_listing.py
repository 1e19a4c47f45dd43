"""Rows of Evidence that are looked up: by words, figures, short names, and by status."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tradeoff.papers.evidence import listing, published, sources
from tradeoff.papers.evidence.listing import Listed
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Status, Trial
from tradeoff.words.say import ENGLISH

E1910 = Path(__file__).resolve().parents[2] / "data" / "e1910"


@cache
def trial() -> Trial:
    return load_trial(E1910)


@cache
def every() -> tuple[Listed, ...]:
    return (
        *published.numbers(ENGLISH, trial()),
        *sources.facts(ENGLISH, trial()),
        *sources.elsewhere(ENGLISH, trial()),
    )


def rows(tables: tuple[Listed, ...]) -> list[tuple[str, ...]]:
    return [row for table in tables for row in table.rows]


def found(words: str, status: Status | None = None) -> list[tuple[str, ...]]:
    return rows(listing.narrowed(ENGLISH, trial(), every(), words, status))


@pytest.mark.parametrize("words", ["", "   "])
def test_without_words_every_row_stays(words: str) -> None:
    assert listing.narrowed(ENGLISH, trial(), every(), words) == every()


@pytest.mark.parametrize(
    "words",
    ["0.41 death", "DEATH 0.41", "hr 0.41 nejm", "hazard ratio 0.41", "0.41, P = 0.002"],
)
def test_the_published_hazard_ratio_is_found_in_many_words(words: str) -> None:
    (row,) = [row for row in found(words) if row[1].startswith("0.41")]
    assert row[0] == "Hazard ratio for death"


@pytest.mark.parametrize(
    ("words", "like"),
    [
        ("os 85%", "85 %"),
        ("OS 85 %", "85 %"),
        ("rfs 64", "64 %"),
        ("relapse-free 64", "64 %"),
        ("fda 62.5", "62.5 %"),
    ],
)
def test_short_names_and_percentages_are_found_as_they_are_typed(words: str, like: str) -> None:
    assert like in {row[1] for row in found(words)}


def test_every_row_that_is_found_holds_every_word_or_stands_under_one_that_does() -> None:
    left = listing.narrowed(ENGLISH, trial(), every(), "harms neutropenia 58")
    assert left
    for table in left:
        assert table.caption == published.HARMS_CAPTION
        assert all("neutropenia" in row[0].lower() for row in table.rows)
        assert any("58 %" in row[1] for row in table.rows)


def test_a_figure_is_found_from_its_first_digit_on_and_never_within_another() -> None:
    assert found("17")
    assert all(re.search(r"(^|[^\d.])17", " ".join(row)) for row in found("17"))
    assert not [row for row in found("0.41") if "0.41" not in " ".join(row)]
    assert not found("5.1234")
    assert {row[1] for row in found("0.4 hr")} >= {"0.44", "0.42, P = 0.003"}


def test_a_word_of_up_to_three_letters_is_found_from_its_beginning_on() -> None:
    assert found("hr")
    assert all(re.search(r"[Hh]azard ratio|\bHR", " ".join(row)) for row in found("hr"))
    assert any("hr" in " ".join(row) for row in rows(every()) if row not in found("hr"))


@pytest.mark.parametrize("status", list(Status))
def test_a_status_leaves_the_rows_that_are_known_so_and_no_other(status: Status) -> None:
    left = listing.narrowed(ENGLISH, trial(), every(), "", status)
    assert listing.rows_in(left) == listing.counted(every())[status]
    for table in left:
        assert table.rows
        assert all(status in known for known in table.known)


def test_the_statuses_are_those_of_the_records() -> None:
    of_facts = Counter(entry.status for entry in (*trial().criteria, *trial().facts))
    assert listing.counted(sources.facts(ENGLISH, trial())) == of_facts
    unconfirmed = {row[0] for row in found("", Status.UNCONFIRMED)}
    assert len(unconfirmed) == 4
    assert all("(unconfirmed)" in row[-1] for row in found("", Status.UNCONFIRMED))
    assert all(re.search(r"\((as )?reported", row[-1]) for row in found("", Status.REPORTED))


def test_words_and_status_narrow_together() -> None:
    both = found("overall survival", Status.REPORTED)
    assert both == [row for row in found("overall survival") if row in found("", Status.REPORTED)]
    assert 0 < len(both) < len(found("overall survival"))


@pytest.mark.parametrize("words", ["(", "[a-z", "\\", "*", ".*", "<script>", "0.41 zebra"])
def test_what_nothing_holds_finds_nothing_and_signs_are_signs(words: str) -> None:
    assert all(words.rsplit(maxsplit=1)[-1] in " ".join(row) for row in found(words))


def test_documents_are_found_by_author_title_and_identifier() -> None:
    for words in ("litzow 2024 blinatumomab", "10.1056/NEJMoa2312948", "39047240"):
        left = rows(listing.narrowed(ENGLISH, trial(), sources.sources(ENGLISH, trial()), words))
        assert 0 < len(left) < len(trial().sources)
        assert any("NEJMoa2312948" in row[2] for row in left)
