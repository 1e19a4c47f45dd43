"""Whatever shows the unconfirmed rate, or a figure computed from it, says so in its own text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scripts.serving import OpenedPage, RunningApp
from tests.browser.driving import (
    BADGE,
    CENTRE,
    FROM_PAPER,
    PAGES,
    PAPER,
    text_of,
    texts,
    type_counts,
    walk_to,
)
from tests.browser.test_broken_data import look_again

STATES: Mapping[str, dict[str, str]] = {
    "default": {},
    "preference": {"weight": "40"},
    "rfs": {"endpoint": "rfs", "weight": "100", "framing": "died"},
    "fda-later": {"cut": "fda-later", "weight": "40", "months": "48"},
}

#: Blocks that show the harm's rate or what was computed from it, page by page; each has to hold
#: the badge itself. Alternative texts count as text.
PANEL = {
    "side panel, harm": "section.panel.harm",
    "side panel, balance point": "section.panel.balance",
    "line in the flow": ".flow",
}
NET_GAIN = {"side panel, net gain": ".st-key-panel_result"}
ARRAYS = {
    "harm arrays": ".st-key-harm_arrays",
    "alternative texts of the harm arrays": ".st-key-harm_arrays img.people",
}
ON_PAGE: Mapping[str, dict[str, str]] = {
    "/": ARRAYS | {"sentence": '.lead p:has-text("neuropsychiatric")'},
    "/survival_curves": {},
    "/icon_arrays": ARRAYS
    | {
        "sentence": '.lead p:has-text("neuropsychiatric")',
        "table": 'tr:has-text("neuropsychiatric")',
    },
    "/benefit_and_harm": {
        "effects table": '.st-key-card_effects tr:has-text("neuropsychiatric")',
        "probability": ".st-key-card_probability",
        "probability chart": ".st-key-probability .stPlotlyChart",
    },
    "/evidence": {
        "numbers": '#numbers ~ .evidence tr:has-text("neuropsychiatric")',
        "consistency": '#consistency ~ .evidence tr:has-text("neuropsychiatric")',
    },
}

#: Each smallest block of text that has a figure of the harm or of the weighing in it, whether or
#: not anybody thought of listing it above, with the text of the block that has to hold the badge.
STRAYS = r"""
(badge) => {
  const BLOCK = 'p, li, tr, dd, h2, h3, figcaption, caption, summary, img[alt], [role=figure]';
  const HOLDER = 'section.panel, .flow, tr, .st-key-harm_arrays, .st-key-card_harm,'
    + '.st-key-panel_result, .st-key-card_probability, .lead p, .st-key-card_effects, p, li';
  const plain = (e) => [e.getAttribute('alt') || '', e.getAttribute('aria-label') || '',
    e.textContent].join(' ').replace(/\s+/g, ' ');
  const harmless = new RegExp(['grade \\d( or more)?', 'out of 100', '[Oo]f 100( people)?',
    'per 100', '\\d+ (years?|months)', 'from 0 = .*', '0 = not bad.*', 'E1910',
    '20\\d\\d'].join('|'), 'g');
  const about = new RegExp(['neuropsychiatric', '[Bb]alance point', '[Nn]et gain',
    'would be equal', 'simulations? the gain'].join('|'));
  const found = [];
  for (const e of document.querySelectorAll(`[data-testid="stApp"] :is(${BLOCK})`)) {
    if (e.closest('.st-key-weight, .js-plotly-plot, nav') || e.querySelector('p, li, tr')) continue;
    const text = plain(e);
    if (!about.test(text) || !/\d/.test(text.replace(harmless, ''))) continue;
    const holder = e.matches('img, [role=figure]') ? e : e.closest(HOLDER) || e;
    if (!plain(holder).includes(badge)) found.push(text.slice(0, 300));
  }
  return found;
}
"""


def said_by(opened: OpenedPage, selector: str) -> list[str]:
    """Text and alternative text of every match."""
    return [
        str(text)
        for text in opened.page.locator(selector).evaluate_all(
            """(all) => all.map((e) => [e.getAttribute('alt') || '',
              e.getAttribute('aria-label') || '', e.textContent].join(' ').replace(/\\s+/g, ' '))"""
        )
    ]


def blocks(path: str, state: Mapping[str, str]) -> dict[str, str]:
    return PANEL | ON_PAGE[path] | (NET_GAIN if "weight" in state else {})


@pytest.mark.parametrize("state", STATES)
def test_the_badge_is_in_the_text_of_every_block_that_the_unconfirmed_rate_reaches(
    open_page: Callable[..., OpenedPage], state: str
) -> None:
    opened = open_page(query=STATES[state])
    missing = []
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
        for name, selector in blocks(path, STATES[state]).items():
            found = said_by(opened, selector)
            if not found:
                missing.append(f"{path}: {name} was not found ({selector})")
            missing += [f"{path}: {name}: {text[:200]}" for text in found if BADGE not in text]
        missing += [f"{path}: {text}" for text in opened.page.evaluate(STRAYS, BADGE)]
    assert not missing, "\n".join(["without the badge:", *missing])


@pytest.mark.parametrize(
    ("source", "stands"),
    [
        pytest.param(PAPER, "Counts typed in from the paper, 2026-05", id="paper"),
        pytest.param(CENTRE, "Own centre's counts, not randomised, 2026-05", id="centre"),
    ],
)
def test_typed_counts_take_the_badge_off_every_page_and_their_source_stands_there(
    open_page: Callable[..., OpenedPage], source: str, stands: str
) -> None:
    opened = open_page(query={"weight": "40"})
    type_counts(opened, source, FROM_PAPER)
    wrong = []
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
        # The Evidence page goes on to list the trial's own number, which is still unconfirmed.
        of_choices = PANEL | NET_GAIN | (ON_PAGE[path] if path != "/evidence" else {})
        for name, selector in of_choices.items():
            found = said_by(opened, selector)
            assert found, f"{path}: {name} was not found ({selector})"
            wrong += [f"{path}: {name}: {text[:200]}" for text in found if stands not in text]
        seen = opened.text() + " ".join(said_by(opened, "[alt], [aria-label]"))
        if path != "/evidence" and "nconfirmed" in seen:
            wrong.append(
                f"{path}: still called unconfirmed: {seen[seen.find('nconfirmed') - 90 :]}"[:300]
            )
        if path != "/evidence":
            wrong += [f"{path}: {text}" for text in opened.page.evaluate(STRAYS, stands)]
        assert BADGE not in text_of(opened.page.get_by_test_id("stSidebar"))
    assert not wrong, "\n".join(wrong)


# --- a centre's confirmation ---------------------------------------------------------------------

LOCAL_FILE = """\
centre = "North Hospital"

[[adverse_events]]
harm = "neuropsychiatric"
source = "nejm-2024"
place = "Table S9"
checked_by = "KL"
checked_on = 2026-11-22
experimental = { events = 26, total = 111 }
control = { events = 6, total = 112 }
"""
CONFIRMED = "Confirmed by North Hospital, 22 November 2026"
NOT_USED = "A centre's confirmation is not used"
BOARD, PATIENT = "/tumour_board", "/patient_view"


def test_a_centres_file_takes_the_badge_off_every_page_and_its_words_stand_there(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    local = project_copy / "data/local/e1910.toml"
    local.parent.mkdir(exist_ok=True)
    running = start_app(project=project_copy)
    opened = open_page(app=running, query=STATES["preference"])
    assert BADGE in opened.text()
    local.write_text(LOCAL_FILE, encoding="utf-8")
    look_again(opened)
    wrong = []
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
        for name, selector in blocks(path, STATES["preference"]).items():
            found = said_by(opened, selector)
            assert found, f"{path}: {name} was not found ({selector})"
            wrong += [f"{path}: {name}: {text[:200]}" for text in found if CONFIRMED not in text]
        seen = opened.text() + " ".join(said_by(opened, "[alt], [aria-label]"))
        # The Evidence page goes on to list other facts that nobody has confirmed.
        called = BADGE if path == "/evidence" else "nconfirmed"
        if called in seen:
            wrong.append(f"{path}: still unconfirmed: {seen[seen.find(called) - 90 :]}"[:300])
        wrong += [f"{path}: {text}" for text in opened.page.evaluate(STRAYS, CONFIRMED)]
    assert not wrong, "\n".join(wrong)
    opened.goto(BOARD)
    assert "Unconfirmed" not in opened.text()
    assert CONFIRMED in text_of(opened.page.locator(".board-weighing"))
    assert "Confirmed by North Hospital" in text_of(opened.page.locator(".board-row.harm"))
    opened.goto(PATIENT)
    for key in ("to_benefit", "look", "next"):
        opened.page.locator(f".st-key-patient_{key} button").click()
        opened.settle()
    assert "Checked in the report by North Hospital (2026-11-22)." in opened.text()
    assert "still has to be checked" not in opened.text()


def test_a_centres_file_with_a_fault_is_named_and_the_badge_stays(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    local = project_copy / "data/local/e1910.toml"
    local.parent.mkdir(exist_ok=True)
    local.write_text(LOCAL_FILE.replace("events = 26", "events = 62"), encoding="utf-8")
    opened = open_page(app=start_app(project=project_copy))
    for path in (*PAGES, BOARD):
        opened.goto(path)
        seen = opened.text()
        assert NOT_USED in seen
        assert "local/e1910.toml, adverse_events entry 1" in seen
        assert BADGE in seen
        assert "+18 per 100" in seen or path == BOARD
        opened.assert_no_errors()
    local.write_text(LOCAL_FILE, encoding="utf-8")
    look_again(opened)
    assert NOT_USED not in opened.text()
    assert CONFIRMED in opened.text()


# --- ranges, populations, windows ----------------------------------------------------------------

RANGE = re.compile(
    r"\([^()]*\d[^()]* to [^()]*\)|range not published|not available|as few as|anywhere from"
)

#: What is an effect estimate, in the words that show one.
ESTIMATES = re.compile(
    r"(?<![\w.])[+−]\d+(\.\d+)?(?! simulations)|\b(HR|[Hh]azard ratio[^0-9]{0,40}|[Bb]alance point)"
    r" \d\.\d+|\b\d+(\.\d+)? (more|fewer)\b|\bNNT\D{0,20}\d"
)

#: Key places: each text has to carry its range in the same sentence, cell or card.
PLACES: Mapping[str, tuple[str, ...]] = {
    "/": ("section.panel", ".lead p", ".st-key-benefit_arrays", ".st-key-harm_arrays"),
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


@pytest.mark.parametrize("state", ["preference", "rfs"])
def test_no_estimate_stands_without_its_range_or_the_words_that_none_was_published(
    open_page: Callable[..., OpenedPage], state: str
) -> None:
    opened = open_page(query=STATES[state])
    bare, seen = [], 0
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
        for place in (*PLACES[path], ".st-key-panel_result"):
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
    assert seen > 10, "the pattern of estimates still meets the pages' words"
    assert not bare, "\n".join(["without a range:", *bare])


def alternative_texts(opened: OpenedPage) -> list[str]:
    """What stands for each picture and chart."""
    return [
        str(text)
        for text in opened.page.locator("img[alt], [role=figure][aria-label]").evaluate_all(
            "(all) => all.map((e) => e.getAttribute('alt') || e.getAttribute('aria-label') || '')"
        )
    ]


def rows_without_range(opened: OpenedPage) -> list[str]:
    """Rows of the list of all numbers whose range is neither given nor spoken of."""
    rows: list[list[str]] = opened.page.locator("table.data").evaluate_all(
        """(all) => all
          .filter((table) => table.tHead.rows[0].cells[2]?.textContent === '95 % range')
          .flatMap((table) => [...table.tBodies[0].rows])
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


@pytest.mark.parametrize("state", ["default"])
def test_every_estimate_names_population_and_window(
    open_page: Callable[..., OpenedPage], state: str
) -> None:
    opened = open_page(query=STATES[state])
    lacking = []
    windows = r"(3 years|5 years|36 months|60 months|during treatment)"
    people = r"(\d+ vs \d+ (randomised|treated)|people like those in the trial|people treated)"
    places = {
        "/": ("section.panel.gain", "section.panel.harm", ".st-key-benefit_arrays",
              ".st-key-harm_arrays"),
        "/survival_curves": (".st-key-card_curve",),
        "/icon_arrays": (".st-key-card_benefit", ".st-key-card_harm"),
        "/benefit_and_harm": (".st-key-card_effects tbody tr",),
    }  # fmt: skip
    for path, selectors in places.items():
        if path != "/":
            walk_to(opened, path)
        subtitle = text_of(opened.page.locator(".subtitle").first)
        assert "Adults 30 to 70 in MRD-negative remission" in subtitle
        for selector in selectors:
            found = texts(opened.page.locator(selector))
            assert found, f"{path}: {selector}"
            for text in found:
                lacking += [
                    f"{path}: no {what} in {selector}: {text[:160]}"
                    for what, pattern in (("window", windows), ("population", people))
                    if not re.search(pattern, text)
                ]
    assert not lacking, "\n".join(lacking)
