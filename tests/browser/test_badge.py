"""Whatever shows an unconfirmed rate, or a figure computed from it, says so in its own text.

E1910's rate is published: nothing of it may carry the badge. What is unconfirmed is the newcomer's
trial (tests/newcomer), whose folder stands beside it here as it would without its demonstration.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.browser.driving import (
    BENEFIT,
    CENTRE,
    HARM,
    PAGES,
    PAPER,
    PATIENT,
    all_taken,
    choose,
    everything_on,
    note_and_link,
    patient_screens,
    read_file,
    text_of,
    texts,
    type_counts,
    walk_to,
)
from tests.browser.test_broken_data import look_again
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
def unconfirmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The program with the newcomer's trial."""
    folder = tmp_path_factory.mktemp("unconfirmed")
    running = start(folder, project=with_newcomer(copy_project(folder)))
    yield running
    running.stop()


def through_the_pages(opened: OpenedPage) -> Iterator[str]:
    """One page after the other, by its name in the navigation, from the first."""
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
        yield path


@pytest.mark.parametrize("state", STATES)
def test_the_badge_is_in_the_text_of_every_block_that_the_unconfirmed_rate_reaches(
    open_page: Callable[..., OpenedPage], unconfirmed: RunningApp, state: str
) -> None:
    opened = open_page(app=unconfirmed, query=STATES[state])
    missing = []
    for path in through_the_pages(opened):
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
    open_page: Callable[..., OpenedPage], unconfirmed: RunningApp, source: str, stands: str
) -> None:
    opened = open_page(app=unconfirmed, query=STATES["preference"])
    assert BADGE in opened.text()
    type_counts(opened, source, COUNTS)
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
    assert not wrong, "\n".join(wrong)


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


# --- E1910: published ----------------------------------------------------------------------------

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


@pytest.mark.parametrize("state", PUBLISHED)
def test_nothing_of_a_published_rate_is_called_unconfirmed_on_any_page_or_file(
    open_page: Callable[..., OpenedPage], state: str
) -> None:
    opened = open_page(query=PUBLISHED[state])
    wrong, files = [], set()
    for path in through_the_pages(opened):
        if path == "/evidence":
            continue
        wrong += wrong_in(path, everything_on(opened))
        for name, content in all_taken(opened):
            files.add(name)
            wrong += wrong_in(name, read_file(name, content))
    opened.goto(BOARD, query=PUBLISHED[state])
    wrong += wrong_in(BOARD, everything_on(opened))
    assert not wrong, "\n".join(wrong)
    assert len(files) == 12, files


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


def test_a_centres_file_takes_the_badge_off_every_page_and_its_words_stand_there(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    local = with_newcomer(project_copy) / "data/local/quartz.toml"
    local.parent.mkdir(exist_ok=True)
    running = start_app(project=project_copy)
    opened = open_page(app=running, query=STATES["preference"])
    assert BADGE in opened.text()
    local.write_text(LOCAL_FILE, encoding="utf-8")
    look_again(opened)
    wrong = []
    for path in through_the_pages(opened):
        for name, selector in blocks(path, STATES["preference"]).items():
            found = said_by(opened, selector)
            assert found, f"{path}: {name} was not found ({selector})"
            wrong += [f"{path}: {name}: {text[:200]}" for text in found if CONFIRMED not in text]
        seen = everything_on(opened)
        # The Evidence page goes on to list another fact that nobody has confirmed.
        called = BADGE if path == "/evidence" else "nconfirmed"
        if called in seen:
            at = seen.find(called) - 90
            wrong.append(f"{path}: still unconfirmed: {seen[at : at + 300]}")
        wrong += [f"{path}: {text}" for text in opened.page.evaluate(STRAYS, CONFIRMED)]
    assert not wrong, "\n".join(wrong)
    opened.goto(BOARD, query=STATES["preference"])
    assert "Unconfirmed" not in opened.text()
    assert CONFIRMED in text_of(opened.page.locator(".board-weighing"))
    assert "Confirmed by North Hospital" in text_of(opened.page.locator(".board-row.harm"))
    opened.goto(PATIENT, query=STATES["preference"])
    for key in ("to_benefit", "look", "next"):
        opened.page.locator(f".st-key-patient_{key} button").click()
        opened.settle()
    assert "Checked in the report by North Hospital (2026-11-22)." in opened.text()
    assert "has not been checked" not in opened.text()


def test_a_centres_file_with_a_fault_is_named_and_the_badge_stays(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
) -> None:
    local = with_newcomer(project_copy) / "data/local/quartz.toml"
    local.parent.mkdir(exist_ok=True)
    local.write_text(LOCAL_FILE.replace("events = 27", "events = 72"), encoding="utf-8")
    opened = open_page(app=start_app(project=project_copy), query=QUARTZ)
    for path in (*PAGES, BOARD):
        opened.goto(path, query=QUARTZ)
        seen = opened.text()
        assert NOT_USED in seen
        assert "local/quartz.toml, adverse_events entry 1" in seen
        assert BADGE in seen
        assert re.search(r"\+12\s+(with one or more \()?4 to 20", seen), path
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


@pytest.mark.parametrize("state", ["preference", "rfs"])
def test_no_estimate_stands_without_its_range_or_the_words_that_none_was_published(
    open_page: Callable[..., OpenedPage], state: str
) -> None:
    opened = open_page(query=PUBLISHED[state])
    bare, seen = [], 0
    for path in PAGES:
        if path != "/":
            walk_to(opened, path)
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
    assert seen > 10, "the pattern of estimates still meets the pages' words"
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


@pytest.mark.parametrize("state", ["default"])
def test_every_estimate_names_population_and_window(
    open_page: Callable[..., OpenedPage], state: str
) -> None:
    opened = open_page(query=PUBLISHED[state])
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
        if path != "/":
            walk_to(opened, path)
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
