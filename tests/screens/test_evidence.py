"""Evidence in its five tabs: the ledger against the page, what a search leaves, the address."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest

from tests.screens.visits import Opened, opened
from tradeoff.drawing import markup
from tradeoff.findings import ledger
from tradeoff.findings.ledger.entry import Entry, Quantity, Unit
from tradeoff.findings.places import Tab
from tradeoff.papers import exchange
from tradeoff.papers.evidence import (
    calibration,
    checks,
    glossary,
    ipdas,
    published,
    sources,
)
from tradeoff.screens import evidence, evidence_numbers
from tradeoff.screens.look import PAGE_FILES
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.trial.records import AdverseEvent, ContextRate, Fact, Trial
from tradeoff.words import numbers
from tradeoff.words.own_data import TITLE as OWN_TITLE
from tradeoff.words.say import ENGLISH
from tradeoff.words.table import Table

DATA = Path(__file__).resolve().parents[2] / "data"
every_trial = pytest.mark.parametrize("trial_id", trial_ids(DATA))
#: What is shown under the number that it belongs to, and stands in its row.
BESIDE_OTHERS = {Quantity.SUBGROUP_FOLLOW_UP}
CARDS = {
    Tab.NUMBERS: evidence_numbers.NUMBERS_TITLE,
    Tab.AGREEMENT: "Do the published numbers go together?",
    Tab.METHOD: "How the figures are computed",
    Tab.ABOUT: "What this program is",
    Tab.DATA: OWN_TITLE,
}


@cache
def trial(trial_id: str) -> Trial:
    return load_trial(DATA / trial_id)


@cache
def tab(trial_id: str, which: Tab) -> Opened:
    return opened("evidence", trial=trial_id, tab=which.value)


def cells(shown: Opened) -> set[str]:
    """Every row on the page as its markup, and every caption that is read above a group."""
    return set(re.findall(r"<tr>.*?</tr>|<tr class=\"group\">.*?</tr>", shown.html))


def rows(shown: Opened) -> list[str]:
    """Every row on the page in words."""
    return [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in cells(shown)]


def tables(one: Trial) -> dict[Tab, tuple[Table, ...]]:
    """Every table of Evidence by the tab that shows it."""
    return {
        Tab.NUMBERS: (
            *published.numbers(ENGLISH, one),
            *sources.facts(ENGLISH, one),
            *sources.elsewhere(ENGLISH, one),
            *sources.sources(ENGLISH, one),
            sources.statuses(ENGLISH),
        ),
        Tab.AGREEMENT: (
            *checks.consistency_tables(ENGLISH, one),
            *calibration.calibration(ENGLISH, one),
            *calibration.digitised_fit(ENGLISH, one),
        ),
        Tab.METHOD: (glossary.method(ENGLISH, one), glossary.glossary(ENGLISH, one)),
        Tab.ABOUT: (glossary.about(ENGLISH, one), ipdas.ipdas(ENGLISH, one, pages=PAGE_FILES)),
    }


@every_trial
@pytest.mark.parametrize("which", [one for one in Tab if one is not Tab.DATA])
def test_every_row_of_every_table_stands_on_its_tab_under_its_caption(
    trial_id: str, which: Tab
) -> None:
    shown = tab(trial_id, which)
    there = cells(shown)
    for table in tables(trial(trial_id))[which]:
        assert markup.escaped(table.caption) in shown.html
        assert all(markup._row(row) in there for row in table.rows)


@every_trial
@pytest.mark.parametrize("which", list(Tab))
def test_only_the_open_tab_is_drawn(trial_id: str, which: Tab) -> None:
    shown = tab(trial_id, which)
    heads = re.findall(r"<h2[^>]*>(.*?)</h2>", "".join(shown.blocks))
    titles = [html.unescape(one) for one in heads]
    assert [one for one, title in CARDS.items() if title in titles] == [which]


def printed(entry: Entry) -> str:
    """A ledger's value as it would stand on the page."""
    assert entry.value is not None
    record = entry.published
    if isinstance(record, AdverseEvent) and record.count is not None:
        return f"{record.count.events} of {record.count.total}"
    if entry.quantity is Quantity.CONTEXT_COMPARATOR_RATE and isinstance(record, ContextRate):
        return f"{record.comparator_events} of {record.comparator_total}"
    if isinstance(record, ContextRate) and record.percent is None:
        return f"{record.events} of {record.total}"
    if entry.quantity is Quantity.FACT:
        return f"{entry.value:g}"
    times = 100 if entry.unit is Unit.PROPORTION else 1
    return numbers.number(ENGLISH, times * entry.value, entry.decimals or 0)


@every_trial
def test_every_published_number_of_the_ledger_stands_in_a_row_with_its_source(
    trial_id: str,
) -> None:
    """Read from the records, not from the tables: what no table listed would be missed here."""
    one = trial(trial_id)
    shown, seen = rows(tab(trial_id, Tab.NUMBERS)), 0
    for entry in ledger.entries(one, exchange.views(one)):
        if entry.published is None or entry.value is None or entry.quantity in BESIDE_OTHERS:
            continue
        seen += 1
        value, cited = printed(entry), [said.source.short for said in entry.citations]
        assert any(
            re.search(rf"(?<![\d.]){re.escape(value)}(?!\d)", row)
            and all(short in row for short in cited)
            for row in shown
        ), (entry.quantity, value, cited)
    least = sum(
        len(listed)
        for listed in (one.landmarks, one.hazard_ratios, one.adverse_events, one.medians)
    )
    assert seen >= least


def test_the_ledgers_facts_and_rates_elsewhere_are_among_them() -> None:
    one = trial("e1910")
    held = {type(entry.published) for entry in ledger.entries(one, exchange.views(one))}
    assert {Fact, ContextRate} <= held


# The address -------------------------------------------------------------------------------


def test_the_tabs_stand_in_their_order_and_numbers_is_open_at_first() -> None:
    (control,) = (one for one in opened("evidence").test.get("button_group") if one.key == "tab")
    assert [option.content for option in control.proto.options] == [
        *("Numbers", "Agreement", "Method", "About", "Your data"),
    ]
    assert opened("evidence").test.session_state["tab"] == Tab.NUMBERS
    assert list(evidence.TABS) == list(Tab)


def test_a_press_writes_the_tab_to_the_address_and_every_link_carries_it() -> None:
    shown = opened("evidence", trial="e1910", weight="40")
    shown.choose("button_group", "tab", Tab.ABOUT)
    assert (shown.query["tab"], shown.query["weight"]) == ("about", "40")
    assert CARDS[Tab.ABOUT] in html.unescape(shown.text)
    shown.choose("button_group", "tab", Tab.NUMBERS)
    assert "tab" not in shown.query


@pytest.mark.parametrize("value", ["zebra", "", "NUMBERS", "<script>"])
def test_a_tab_that_is_none_opens_the_numbers_with_a_word(value: str) -> None:
    shown = opened("evidence", tab=value)
    assert CARDS[Tab.NUMBERS] in shown.text
    assert shown.notice


# Looking up --------------------------------------------------------------------------------


def search(shown: Opened, words: str) -> str:
    shown.choose("text_input", "evidence_words_e1910", words)
    return counts(shown)


def counts(shown: Opened) -> str:
    (said,) = re.findall(r'<p class="note" role="status">(.*?)</p>', shown.html)
    return html.unescape(said)


def test_a_search_leaves_the_rows_it_names_and_says_how_many_of_how_many() -> None:
    shown = opened("evidence", trial="e1910")
    whole = counts(shown)
    assert re.fullmatch(
        r"Shown: \d+ numbers, \d+ facts, \d+ rates elsewhere, \d+ documents\.", whole
    )
    said = search(shown, "hr 0.41")
    assert re.match(r"Shown: 1 of \d+ numbers, 0 of \d+ facts", said)
    (row,) = (row for row in rows(shown) if "0.41" in row)
    assert "Hazard ratio for death" in row
    assert "third efficacy interim analysis · 1 of " in shown.text
    assert evidence_numbers.FACTS_TITLE not in shown.text
    assert "Nothing here holds all of these words." in search(shown, "0.41 zebra")
    assert search(shown, "") == whole


def test_a_status_leaves_what_is_known_so_and_all_brings_the_rest_back() -> None:
    shown = opened("evidence", trial="e1910")
    whole = len(rows(shown))
    (filters,) = (
        one for one in shown.test.get("button_group") if one.key == "evidence_status_e1910"
    )
    offered = [option.content for option in filters.proto.options]
    assert [name.split()[0] for name in offered] == [
        *("All", "published", "reported", "calculated", "unconfirmed")
    ]
    shown.choose("button_group", "evidence_status_e1910", "unconfirmed")
    unconfirmed = [row for row in rows(shown) if "(unconfirmed)" in row]
    assert len(unconfirmed) == int(offered[-1].split()[-1])
    assert not [row for row in rows(shown) if "(published)" in row]
    assert evidence_numbers.NUMBERS_TITLE in shown.text, "the fields stay where they were"
    shown.choose("button_group", "evidence_status_e1910", "all")
    assert len(rows(shown)) == whole


def test_what_was_searched_stands_when_the_tab_is_left_and_opened_again() -> None:
    shown = opened("evidence", trial="e1910")
    said = search(shown, "hr 0.41")
    shown.choose("button_group", "tab", Tab.METHOD)
    shown.choose("button_group", "tab", Tab.NUMBERS)
    assert counts(shown) == said


def test_markup_that_is_searched_for_is_never_shown() -> None:
    shown = opened("evidence", trial="e1910")
    search(shown, "<b>zebra</b>")
    assert "zebra" not in shown.html
    assert "zebra" not in str(shown.query)
