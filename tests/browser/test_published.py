"""E1910's rate is published: nothing of it is called unconfirmed, and no estimate stands alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import product

import pytest

from tests.browser.driving import (
    BENEFIT,
    HARM,
    PAGES,
    PATIENT,
    all_taken,
    choose,
    everything_on,
    patient_screens,
    read_file,
    text_of,
    texts,
)
from tests.serving import OpenedPage

BOARD = "/tumour_board"
PUBLISHED: Mapping[str, dict[str, str]] = {
    "default": {},
    "preference": {"weight": "40"},
    "rfs": {"endpoint": "rfs", "weight": "100", "framing": "died"},
    "fda-later": {"cut": "fda-later", "weight": "40", "months": "48"},
}
#: What a rate that was recalled, or counts that were inferred, would be called by.
WRONG = re.compile(
    r"[Uu]nconfirmed|check against|still has to be checked against|26 of 111|6 of 112|26/111"
    r"|[Ss]in confirmar|tiene que comprobarse con el informe"
)
#: Facts of its practice that nobody has read in the document that would hold them: the first words
#: of their rows on Evidence. The other rows explain the word itself.
STILL_OPEN = (
    "A steroid is given before the first dose",
    "Bags are changed and visits happen in between",
    "No history of epilepsy, stroke, severe brain injury",
    "Whether the same days in hospital apply",
)
EXPLAINED = ("unconfirmed", "Unconfirmed", "Everything that is shown of this trial")
BLOCKS = """
() => [...document.querySelectorAll('[data-testid="stApp"] :is(tr, p, li, dd, h2, h3, summary)')]
  .filter((e) => !e.querySelector('tr, p, li, dd') && !e.closest('tr tr, tr > * *'))
  .map((e) => e.textContent.trim()).filter((text) => /nconfirmed|check against/.test(text))
"""


def wrong_in(what: str, text: str) -> list[str]:
    """Where the text calls the rate unconfirmed or gives counts that nobody printed."""
    return [
        f"{what}: {text[max(0, hit.start() - 90) : hit.end() + 60]}" for hit in WRONG.finditer(text)
    ]


def test_nothing_of_a_published_rate_is_called_unconfirmed_on_any_page_or_file(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    wrong = []
    for state, query in PUBLISHED.items():
        files = set()
        for path in ("/", "/survival_curves", "/icon_arrays", "/benefit_and_harm", BOARD):
            opened.come_to(path, query=query)
            wrong += wrong_in(f"{state}, {path}", everything_on(opened))
            for name, content in all_taken(opened) if path != BOARD else ():
                files.add(name)
                wrong += wrong_in(f"{state}, {name}", read_file(name, content))
        assert len(files) == 12, (state, files)
    assert not wrong, "\n".join(wrong)


def test_on_evidence_only_facts_of_practice_are_unconfirmed_and_so_in_its_files(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence", query={"tab": "about"})
    called: list[str] = []
    for name in ("Agreement", "Method", "Your data", "Numbers"):
        called += opened.page.evaluate(BLOCKS)
        choose(opened, "tab", name)
    called += opened.page.evaluate(BLOCKS)
    known = (*STILL_OPEN, *EXPLAINED)
    assert [text for text in called if not text.startswith(known)] == []
    for row in STILL_OPEN:
        assert len([text for text in called if text.startswith(row)]) == 1
    assert not re.search(r"26 of 111|6 of 112|26/111", everything_on(opened))
    taken = {name: content.decode("utf-8-sig") for name, content in all_taken(opened)}
    assert taken.keys() == {"e1910.json", "e1910.csv"}
    assert "nconfirmed" not in taken["e1910.csv"]
    made = json.loads(taken["e1910.json"])
    open_still = {
        part: {one["id"] for one in listed if "nconfirmed" in json.dumps(one)}
        for part, listed in made.items()
        if isinstance(listed, list) and "nconfirmed" in json.dumps(listed)
    }
    assert open_still == {
        "statuses": {"unconfirmed"},
        "criteria": {"cns-history"},
        "facts": {"admission-consolidation", "steroid", "visits"},
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_screen_for_patients_and_no_hand_out_calls_a_published_rate_unconfirmed(
    open_page: Callable[..., OpenedPage], language: str
) -> None:
    opened = open_page(PATIENT, query={"lang": language, "weight": "40"})
    wrong, seen, files = [], [], 0
    for heading in patient_screens(opened):
        seen.append(heading)
        wrong += wrong_in(heading, everything_on(opened))
        for name, content in all_taken(opened):
            files += 1
            wrong += wrong_in(name, read_file(name, content))
    assert not wrong, "\n".join(wrong)
    assert len(seen) == 10
    assert files == 3


# --- ranges, populations, windows ----------------------------------------------------------------

RANGE = re.compile(
    r"\([^()]*\d[^()]* to [^()]*\)|range not published|not available|as few as|anywhere from"
)

#: What is an effect estimate, in the words that show one.
ESTIMATES = re.compile(
    r"(?<![\w.])[+−]\d+(\.\d+)?(?! simulations)|\b(HR|[Hh]azard ratio[^0-9]{0,40}|[Bb]reak-even)"
    r" \d+|\b\d+(\.\d+)? (more|fewer)\b|\bNNT\D{0,20}\d"
)

#: Key places: each text has to carry its range in the same sentence, cell or card.
PLACES: Mapping[str, tuple[str, ...]] = {
    "/": ("section.panel", BENEFIT, HARM),
    "/survival_curves": ("section.panel", ".st-key-card_curve p:not(:has(p))"),
    "/icon_arrays": ("section.panel", ".st-key-card_benefit", ".st-key-card_harm"),
    "/benefit_and_harm": ("section.panel",),
    "/evidence": ("section.panel",),
}
#: Tables of effects: every cell of these rows or columns that starts with a figure has its range.
VALUE_ROWS = (
    "Blinatumomab + chemotherapy", "Chemotherapy alone", "Difference per 100",
    "NNT at the landmark", "Hazard ratio", "NNT from the hazard ratio", "RMST difference",
)  # fmt: skip


def test_no_estimate_stands_without_its_range_or_the_words_that_none_was_published(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(only_looks=True)
    bare, seen = [], 0
    for state, path in product(("preference", "rfs"), PAGES):
        opened.come_to(path, query=PUBLISHED[state])
        for place in (*PLACES[path], ".weighsaid", ".weigheven"):
            for text in texts(opened.page.locator(place)):
                figures = ESTIMATES.findall(text)
                seen += len(figures)
                if figures and not RANGE.search(text):
                    bare.append(f"{path} {place}: {text[:160]}")
        alts = [text for text in alternative_texts(opened) if ESTIMATES.search(text)]
        bare += [f"{path} alternative text: {t[:160]}" for t in alts if not RANGE.search(t)]
        if path == "/evidence":
            bare += [f"{path} table, {row}" for row in rows_without_range(opened)]
        else:
            bare += [f"{path} table, {cell}" for cell in bare_cells(opened)]
    assert seen > 20, "the pattern of estimates still meets the pages' words"
    assert not bare, "\n".join(["without a range:", *bare])


def alternative_texts(opened: OpenedPage) -> list[str]:
    """What stands for each picture and chart."""
    return [
        str(text)
        for text in opened.page.locator("img[alt], .stPlotlyChart[aria-label]").evaluate_all(
            "(all) => all.map((e) => e.getAttribute('alt') || e.getAttribute('aria-label') || '')"
        )
    ]


def rows_without_range(opened: OpenedPage) -> list[str]:
    """Rows of the list of all numbers whose range is neither given nor spoken of."""
    rows: list[list[str]] = opened.page.locator("table.data").evaluate_all(
        """(all) => all
          .filter((table) => table.tHead.rows[0].cells[2]?.textContent === '95 % range')
          .flatMap((table) => [...table.tBodies].flatMap((body) => [...body.rows]))
          .filter((row) => !row.matches('.group'))
          .map((row) => [...row.cells].map((cell) => cell.textContent.trim()))"""
    )
    assert len(rows) > 20
    said = re.compile(r"\d.* to .*\d|range not published|a count|not available")
    return [
        " | ".join(row[:4]) for row in rows if row[1] != "not stated" and not said.search(row[2])
    ]


def bare_cells(opened: OpenedPage) -> list[str]:
    """Cells of effects that hold a figure and neither a range nor a word in its place."""
    cells: list[list[str]] = opened.page.locator("table.data td").evaluate_all(
        """(all) => all.map((cell) => {
          const head = cell.closest('table').tHead.rows[0].cells[cell.cellIndex].textContent;
          return [cell.parentElement.cells[0].textContent, head, cell.textContent.trim()];
        })"""
    )
    return [
        f"{row} / {head}: {text}"
        for row, head, text in cells
        if (row in VALUE_ROWS or "per 100" in head or head.startswith(("HR", "Hazard")))
        and re.match(r"[+−]?\d", text)
        and not RANGE.search(text)
    ]


def test_every_estimate_names_population_and_window(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(only_looks=True)
    lacking = []
    windows = r"(3 years|5 years|36 months|60 months|during consolidation)"
    people = r"(\d+( vs \d+)? (randomised|treated)|people like those in the trial|people treated)"
    places = {
        "/": (".weigh", BENEFIT, HARM),
        "/survival_curves": (".st-key-card_curve",),
        "/icon_arrays": (".st-key-card_benefit", ".st-key-card_harm"),
        "/benefit_and_harm": (".st-key-card_effects tbody tr",),
    }  # fmt: skip
    for path, selectors in places.items():
        opened.come_to(path)
        subtitle = text_of(opened.page.locator(".subtitle").first)
        assert "Adults 30 to 70 in MRD-negative remission" in subtitle
        for selector in selectors:
            found = texts(opened.page.locator(selector))
            assert found, f"{path}: {selector}"
            for part in found:
                # The curve's read-out stands below the line that says whom all of it counts.
                text = f"{subtitle} {part}" if selector == ".st-key-card_curve" else part
                lacking += [
                    f"{path}: no {what} in {selector}: {text[:160]}"
                    for what, pattern in (("window", windows), ("population", people))
                    if not re.search(pattern, text)
                ]
    assert not lacking, "\n".join(lacking)
