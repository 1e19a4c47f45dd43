"""Whatever shows an unconfirmed rate, or a figure computed from it, says so in its own text.

What is unconfirmed is the newcomer's trial (tests/newcomer), whose folder stands beside the others
here as it would without its demonstration. E1910's rate is published: test_published.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.browser.driving import (
    CENTRE,
    HARM,
    PAGES,
    PAPER,
    PATIENT,
    all_taken,
    everything_on,
    note_and_link,
    read_file,
    text_of,
    type_counts,
    walk_to,
)
from tests.browser.test_broken_data import TICK_SECONDS
from tests.serving import OpenedPage, RunningApp, copy_project
from tests.serving import start_app as start

NEWCOMER = Path(__file__).parents[1] / "newcomer"
#: What the newcomer's words ask to check.
BADGE = "Unconfirmed: Table S6 of the final report"
QUARTZ = {"trial": "quartz"}
BALANCED = QUARTZ | {"endpoint": "pfs"}
COUNTS = {"e1": "27", "n1": "147", "e0": "9", "n0": "146", "asof": "2026-05"}
BOARD = "/tumour_board"

STATES: Mapping[str, dict[str, str]] = {
    "default": QUARTZ,
    "preference": BALANCED | {"weight": "40"},
    "died": BALANCED | {"weight": "100", "framing": "died"},
    "interim": QUARTZ | {"cut": "interim", "weight": "40", "months": "24"},
}

#: Blocks that show the harm's rate or what was computed from it, page by page; each has to hold
#: the badge itself. Alternative texts count as text.
PANEL = {
    "side panel, harm": "section.panel.harm",
    "side panel, break-even": ".weighing",
    "line in the flow": ".flow",
}
NET_GAIN = {"side panel, net gain": ".weighing"}
ARRAYS = {
    "harm arrays": ".st-key-harm_arrays",
    "alternative texts of the harm arrays": ".st-key-harm_arrays img.people",
}
SENTENCE = {"sentence": '.lead p:has-text("severe neuropathy")'}
CARD = {
    "harm card": HARM,
    "alternative texts of the harm card": f"{HARM} img.people",
}
ON_PAGE: Mapping[str, dict[str, str]] = {
    "/": CARD,
    "/survival_curves": {},
    "/icon_arrays": ARRAYS | SENTENCE | {"table": 'tr:has-text("severe neuropathy")'},
    "/benefit_and_harm": {
        "all harms": ".st-key-card_harms",
        "effects table": '.st-key-card_effects tr:has-text("neuropathy")',
        "probability": ".st-key-card_probability",
        "probability chart": ".st-key-probability .stPlotlyChart",
    },
    "/evidence": {"numbers": '.st-key-card_numbers tr:has-text("Peripheral neuropathy")'},
}

#: Each smallest block of text that has a figure of the harm or of the weighing in it, whether or
#: not anybody thought of listing it above, with the text of the block that has to hold the badge.
STRAYS = r"""
(badge) => {
  const BLOCK = 'p, li, tr, dd, h2, h3, figcaption, caption, summary, img[alt], .stPlotlyChart';
  const HOLDER = 'section.panel, .weighing, .flow, [data-part], .st-key-harm_arrays,'
    + '.st-key-card_harm, .st-key-card_probability, .st-key-card_effects';
  const plain = (e) => [e.getAttribute('alt') || '', e.getAttribute('aria-label') || '',
    e.textContent].join(' ').replace(/\s+/g, ' ');
  const harmless = new RegExp(['grade \\d( or more)?', 'out of 100', '[Oo]f 100( people)?',
    'per 100', '\\d+ (years?|months)', 'from 0 = .*', '0 = not bad.*', 'Table S6',
    '20\\d\\d'].join('|'), 'g');
  const about = new RegExp(['[Ss]evere neuropathy', 'Peripheral neuropathy', '[Bb]reak-even',
    '[Nn]et [+−]', 'weigh the same', 'Gain larger in'].join('|'));
  const found = [];
  for (const e of document.querySelectorAll(`[data-testid="stApp"] :is(${BLOCK})`)) {
    if (e.closest('.st-key-weight, .js-plotly-plot, nav') || e.querySelector('p, li, tr')) continue;
    const text = plain(e);
    if (!about.test(text) || !/\d/.test(text.replace(harmless, ''))) continue;
    const alone = e.matches('img, .stPlotlyChart');
    const holder = alone ? e : e.closest('tr') || e.closest(HOLDER) || e;
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


def with_newcomer(project: Path) -> Path:
    """The newcomer's trial, nothing of it confirmed, in a copy of the program."""
    trial = Path(shutil.copytree(NEWCOMER / "quartz", project / "data/quartz")) / "trial.toml"
    text = trial.read_text(encoding="utf-8")
    assert "demonstration = true\n" in text
    trial.write_text(text.replace("demonstration = true\n", ""), encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def with_unconfirmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the newcomer's trial."""
    return with_newcomer(copy_project(tmp_path_factory.mktemp("unconfirmed")))


@pytest.fixture(scope="module")
def unconfirmed(
    tmp_path_factory: pytest.TempPathFactory, with_unconfirmed: Path
) -> Iterator[RunningApp]:
    """It running, for all tests of this file: one worker has them (tests/workers.py)."""
    running = start(tmp_path_factory.mktemp("running"), project=with_unconfirmed)
    yield running
    running.stop()


def through_the_pages(opened: OpenedPage) -> Iterator[str]:
    """One page after the other, by its name in the navigation, from the first."""
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
        yield path


def test_the_badge_is_in_the_text_of_every_block_that_the_unconfirmed_rate_reaches(
    open_page: Callable[..., OpenedPage], unconfirmed: RunningApp
) -> None:
    opened = open_page(app=unconfirmed, only_looks=True)
    missing = []
    for state, query in STATES.items():
        for path in PAGES:
            opened.come_to(path, query=query)
            for name, selector in blocks(path, query).items():
                at, found = f"{state}, {path}: {name}", said_by(opened, selector)
                if not found:
                    missing.append(f"{at} was not found ({selector})")
                missing += [f"{at}: {text[:200]}" for text in found if BADGE not in text]
            strays = opened.page.evaluate(STRAYS, BADGE)
            missing += [f"{state}, {path}: {text}" for text in strays]
    assert not missing, "\n".join(["without the badge:", *missing])


def test_typed_counts_take_the_badge_off_every_page_and_their_source_stands_there(
    open_page: Callable[..., OpenedPage], unconfirmed: RunningApp
) -> None:
    opened = open_page(app=unconfirmed, query=STATES["preference"])
    assert BADGE in opened.text()
    type_counts(opened, PAPER, COUNTS)
    wrong = without_source(opened, "Counts typed in from the paper, 2026-05")
    walk_to(opened, "/")
    type_counts(opened, CENTRE, COUNTS)
    wrong += without_source(opened, "Own centre's counts, not randomised, 2026-05")
    assert not wrong, "\n".join(wrong)


def without_source(opened: OpenedPage, stands: str) -> list[str]:
    """Where the source of typed counts is not said, or the badge still is, page by page."""
    wrong = []
    for path in through_the_pages(opened):
        # The Evidence page goes on to list the trial's own number, which is still unconfirmed.
        of_choices = PANEL | NET_GAIN | (ON_PAGE[path] if path != "/evidence" else {})
        for name, selector in of_choices.items():
            found = said_by(opened, selector)
            assert found, f"{path}: {name} was not found ({selector})"
            wrong += [f"{path}: {name}: {text[:200]}" for text in found if stands not in text]
        if path != "/evidence":
            seen = everything_on(opened)
            if "nconfirmed" in seen:
                at = seen.find("nconfirmed") - 90
                wrong.append(f"{path}: still called unconfirmed: {seen[at : at + 300]}")
            wrong += [f"{path}: {text}" for text in opened.page.evaluate(STRAYS, stands)]
        assert BADGE not in text_of(opened.page.get_by_test_id("stSidebar"))
    return wrong


def test_every_file_with_the_unconfirmed_rate_carries_the_badge_until_counts_are_typed(
    open_page: Callable[..., OpenedPage], unconfirmed: RunningApp
) -> None:
    opened = open_page(app=unconfirmed, query=STATES["preference"])
    files = {}
    for path in ("/", "/icon_arrays", "/benefit_and_harm"):
        if path != "/":
            walk_to(opened, path)
        files |= {name: read_file(name, content) for name, content in all_taken(opened)}
    said = {name: text for name, text in files.items() if text}
    assert {Path(name).suffix for name in said} == {".pdf", ".html", ".svg", ".csv"}
    assert len(said) == 7
    plain = "This number has not been checked in the full report yet."
    lacking = [
        name for name, text in said.items() if (plain if "hand-out" in name else BADGE) not in text
    ]
    assert not lacking
    type_counts(opened, PAPER, COUNTS)
    for name, content in all_taken(opened):
        if text := read_file(name, content):
            assert BADGE not in text, name
            assert "Counts typed in from the paper, 2026-05" in text, name
    walk_to(opened, "/")
    note, _ = note_and_link(opened)
    assert "nconfirmed" not in note
    assert "Counts typed in from the paper, 2026-05" in note


# --- a centre's confirmation ---------------------------------------------------------------------

LOCAL_FILE = """\
centre = "North Hospital"

[[adverse_events]]
harm = "neuropathy"
source = "quartz-2025"
place = "Table S6"
checked_by = "KL"
checked_on = 2026-11-22
experimental = { events = 27, total = 147 }
control = { events = 9, total = 146 }
"""
CONFIRMED = "Confirmed by North Hospital, 22 November 2026"
NOT_USED = "A centre's confirmation is not used"


def test_a_centres_file_with_a_fault_is_named_and_mended_it_takes_the_badge_off_every_page(
    open_page: Callable[..., OpenedPage], with_unconfirmed: Path, unconfirmed: RunningApp
) -> None:
    local = with_unconfirmed / "data/local/quartz.toml"
    local.parent.mkdir(exist_ok=True)
    local.write_text(LOCAL_FILE.replace("events = 27", "events = 72"), encoding="utf-8")
    time.sleep(TICK_SECONDS)
    opened = open_page(app=unconfirmed, query=STATES["preference"])
    for path in (*PAGES, BOARD):
        opened.come_to(path, query=QUARTZ)
        seen = opened.text()
        assert NOT_USED in seen
        assert "local/quartz.toml, adverse_events entry 1" in seen
        assert BADGE in seen
        assert re.search(r"\+12\s+(with one or more \()?4 to 20", seen), path
        opened.assert_no_errors()
    local.write_text(LOCAL_FILE, encoding="utf-8")
    time.sleep(TICK_SECONDS)
    opened.goto(query=STATES["preference"])
    wrong = []
    for path in through_the_pages(opened):
        wrong += [f"{path}: {text}" for text in without_confirmation(opened, path)]
    assert not wrong, "\n".join(wrong)
    opened.come_to(BOARD, query=STATES["preference"])
    assert "Unconfirmed" not in opened.text()
    assert CONFIRMED in text_of(opened.page.locator(".board-weighing"))
    assert "Confirmed by North Hospital" in text_of(opened.page.locator(".board-row.harm"))
    opened.come_to(PATIENT, query=STATES["preference"])
    for key in ("to_benefit", "look", "next"):
        opened.page.locator(f".st-key-patient_{key} button").click()
        opened.settle()
    assert "Checked in the report by North Hospital (22 November 2026)." in opened.text()
    assert "has not been checked" not in opened.text()


def without_confirmation(opened: OpenedPage, path: str) -> list[str]:
    """Where a page does not say who confirmed, or still has the badge."""
    wrong = []
    for name, selector in blocks(path, STATES["preference"]).items():
        found = said_by(opened, selector)
        assert found, f"{path}: {name} was not found ({selector})"
        wrong += [f"{name}: {text[:200]}" for text in found if CONFIRMED not in text]
    seen = everything_on(opened)
    assert NOT_USED not in seen
    # The Evidence page goes on to list another fact that nobody has confirmed.
    called = BADGE if path == "/evidence" else "nconfirmed"
    if called in seen:
        at = seen.find(called) - 90
        wrong.append(f"still unconfirmed: {seen[at : at + 300]}")
    return wrong + list(opened.page.evaluate(STRAYS, CONFIRMED))
