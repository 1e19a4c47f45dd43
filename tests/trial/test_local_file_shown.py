"""What a centre confirmed is named in every view, in every download and on every page."""

from __future__ import annotations

import contextlib
import datetime
import html as html_of_python
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from tests.trial.centre import (
    CONFIRMED,
    EVENT,
    GOOD,
    PLAIN,
    SHORT,
    SOURCE,
    counted,
    load,
    unconfirmed,
    write,
)
from tests.views import e1910
from tradeoff.drawing.icons import sheet_svg
from tradeoff.drawing.people import harm_alt, harm_arrays, harm_difference_alt
from tradeoff.drawing.probability import probability_alt
from tradeoff.findings.applicability import assess
from tradeoff.findings.choices import HarmSource, parse
from tradeoff.findings.provenance import Method
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import effects, handout, record_note, tables
from tradeoff.papers.evidence import checks, published, sources
from tradeoff.screens import cards, clock, icon_arrays, store, tumour_board
from tradeoff.screens.look import PAGE_FILES
from tradeoff.screens.side_panel import on_request
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.catalogues import Voice, voice
from tradeoff.words.frame import HARM_SOURCES
from tradeoff.words.harm import badge, harm_origin
from tradeoff.words.provenance import provenance, reference_class
from tradeoff.words.say import ENGLISH
from tradeoff.words.table import Table

ROOT = Path(__file__).resolve().parents[2]
LINK, DAY = "http://127.0.0.1/", datetime.date(2026, 11, 22)


# The words in every view -------------------------------------------------------------------


@pytest.fixture
def confirmed(shelf: Path) -> Trial:
    write(shelf)
    return load(shelf)


def a_view(trial: Trial, **query: object) -> Findings:
    choices = parse({name: [str(value)] for name, value in query.items()}, trial).choices
    rng = np.random.default_rng(SIMULATION_SEED)
    return with_preference(trial, choices, base_findings(trial, choices, rng=rng))


def test_the_badge_gives_way_to_who_confirmed_it_and_where(confirmed: Trial) -> None:
    assert badge(ENGLISH, confirmed, counted(confirmed)) == CONFIRMED


def test_a_confirmed_count_is_told_as_a_printed_one(confirmed: Trial) -> None:
    assert harm_origin(ENGLISH, confirmed, counted(confirmed)) == (
        "The trial's figure: 26 of 111 vs 6 of 112 treated; treatment-related, grade 3 or more, "
        "during consolidation; P < 0.001"
    )
    typed = {"harm": "paper", "e1": 26, "n1": 111, "e0": 6, "n0": 112}
    printed, by_hand = a_view(confirmed, weight=40), a_view(unconfirmed(), weight=40, **typed)
    assert printed.harm is not None
    assert by_hand.harm is not None
    assert printed.harm.excess.estimate == by_hand.harm.excess.estimate
    assert printed.harm.excess.decimals == by_hand.harm.excess.decimals == 1
    assert printed.weighing.net_gain == by_hand.weighing.net_gain
    assert printed.weighing.balance_point == by_hand.weighing.balance_point


def test_the_population_is_still_the_trials(confirmed: Trial) -> None:
    population = counted(confirmed).excess.population
    assert reference_class(ENGLISH, confirmed, population) == "111 vs 112 treated in E1910"
    assert effects.strength(ENGLISH, counted(confirmed).excess) == (
        "one randomised trial; range excludes zero; calculated"
    )


def test_the_provenance_names_document_place_centre_person_and_day(confirmed: Trial) -> None:
    lines = provenance(ENGLISH, confirmed, counted(confirmed).excess, window="during treatment")
    said = {line.term: line.description for line in lines}
    assert said["Source"] == (
        f"{SOURCE}, Table S9 (confirmed by North Hospital, KL, 22 November 2026)"
    )
    assert said["Status"] == "confirmed by North Hospital, calculated"
    assert said["Confirmed by"] == "North Hospital, 22 November 2026; checked by KL"
    assert said["Population"] == "111 vs 112 treated in E1910"


def test_the_selector_names_who_confirmed_the_trials_figure(confirmed: Trial) -> None:
    options = [on_request.harm_source(ENGLISH, one, counted(confirmed)) for one in HarmSource]
    assert options == [
        "Trial, confirmed by North Hospital",
        *(HARM_SOURCES[one] for one in list(HarmSource)[1:]),
    ]
    shipped = [on_request.harm_source(ENGLISH, one, counted(unconfirmed())) for one in HarmSource]
    assert shipped == [HARM_SOURCES[one] for one in HarmSource]


#: Their own columns, or the sentence before, name document and place.
SHORTENED = ("effects table", "evidence, numbers", "evidence, consistency")


def told(table: Table) -> str:
    return " | ".join(itertools.chain.from_iterable(table.rows))


def sheet(view: Findings) -> str:
    assert view.harm is not None
    titles = icon_arrays.sheet_titles(ENGLISH, view)
    arrays = harm_arrays(ENGLISH, view.trial, view.harm)
    notes = icon_arrays.array_notes(ENGLISH, view)
    drawn = sheet_svg(arrays, heading=titles[-1], notes=notes)
    return html_of_python.unescape(re.sub(r"<[^>]+>", " ", drawn)) + " ".join((*titles, *notes))


def note(view: Findings) -> str:
    answers = assess(view.trial, ())
    return record_note.note(ENGLISH, view, applicability=answers, visit=(), link="", date=DAY)


#: Every text that a clinician's view of the harm has, by its name.
TEXTS: dict[str, Callable[[Findings], str]] = {
    "cards": lambda v: html_of_python.unescape(re.sub(r"<[^>]+>", " ", cards.pair(ENGLISH, v))),
    "harm array": lambda v: harm_alt(ENGLISH, v.trial, counted(v.trial), Role.EXPERIMENTAL),
    "difference array": lambda v: harm_difference_alt(ENGLISH, v.trial, counted(v.trial)),
    "probability": partial(probability_alt, ENGLISH),
    "effects table": lambda v: told(effects.effects_table(ENGLISH, v)),
    "arrays table": lambda v: told(tables.arrays_table(ENGLISH, v)),
    "download, arrays": lambda v: told(
        tables.travelling(ENGLISH, tables.arrays_table(ENGLISH, v), v, ())
    ),
    "download, sheet": sheet,
    "note for the record": note,
    "evidence, numbers": lambda v: " ".join(
        told(one) for one in published.numbers(ENGLISH, v.trial) if "Harms" in one.caption
    ),
    "evidence, consistency": lambda v: " ".join(
        told(one) for one in checks.consistency_tables(ENGLISH, v.trial) if "Harms" in one.caption
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_words_of_the_confirmation_stand_where_the_badge_stood(
    confirmed: Trial, name: str
) -> None:
    said, shipped = (TEXTS[name](a_view(one, weight=40)) for one in (confirmed, unconfirmed()))
    # A percentage is compared with its count, and only the centre gives one.
    assert ("nconfirmed" in shipped) == (name != "evidence, consistency")
    assert "nconfirmed" not in said
    # Where document and place stand beside it, who and when is enough.
    whole = CONFIRMED if name not in SHORTENED else SHORT
    assert whole.lower() in " ".join(said.split()).lower()
    assert "inferred" not in said


@pytest.mark.parametrize("name", TEXTS)
def test_a_published_rate_that_a_centre_confirmed_is_named_too(published: Path, name: str) -> None:
    """Its counts take the place of what the percentages left open."""
    shipped = TEXTS[name](a_view(load(published), weight=40))
    write(published)
    said = TEXTS[name](a_view(load(published), weight=40))
    whole = (CONFIRMED if name not in SHORTENED else SHORT).lower()
    assert whole not in shipped.lower()
    assert whole in " ".join(said.split()).lower()
    assert "nconfirmed" not in shipped + said


def test_counts_that_a_centre_confirmed_replace_the_widest_range_by_their_own(
    published: Path,
) -> None:
    def range_and_method() -> tuple[str, Method | None]:
        excess = counted(load(published)).excess
        return numbers.with_range(ENGLISH, excess, signed=True), excess.range_method

    assert range_and_method() == ("+18 (8 to 27)", Method.NEWCOMBE_WIDEST)
    write(published)
    assert range_and_method() == ("+18.1 (9.0 to 27.2)", Method.NEWCOMBE)


def test_a_confirmed_fact_carries_who_checked_it(confirmed: Trial) -> None:
    rows = [row for one in sources.facts(ENGLISH, confirmed) for row in one.rows]
    (line,) = (row for row in rows if "North Hospital" in row[1])
    assert "17" in line[0]
    assert "40" in line[0]
    assert line[1] == f"{SOURCE}, Figure 1A (confirmed by North Hospital, KL, 22 November 2026)"


def test_the_hand_out_says_it_in_plain_words_and_without_a_warning(confirmed: Trial) -> None:
    say = voice(Voice.PATIENT, "en")
    made, shipped = (
        handout.compose(a_view(one, weight=40), say, not_for=False, link=LINK, date=DAY)
        for one in (confirmed, unconfirmed())
    )
    still = e1910().text.patient.harms["neuropsychiatric"].unconfirmed  # type: ignore[union-attr]
    assert (shipped.harm.badge, shipped.harm.settled) == (still, False)
    assert (made.harm.badge, made.harm.settled) == (PLAIN, True)
    whole = json.dumps(asdict(made), default=str)
    assert still not in whole
    # Beside the arrays, in both alternative texts, the table, and what the preference implies.
    assert whole.count(PLAIN) == json.dumps(asdict(shipped), default=str).count(still) >= 5
    document = handout.html(made)
    assert f'<span class="badge settled">{PLAIN}</span>' in document
    assert handout.pdf(made).startswith(b"%PDF")


LONGEST = f"University Hospital, Haematology, {'W' * 26}"


def test_the_longest_name_of_a_centre_leaves_the_hand_out_on_two_pages(shelf: Path) -> None:
    write(shelf, GOOD.replace("North Hospital", LONGEST).replace("Table S9", "S" * 120))
    trial = load(shelf)
    assert trial.refused_local == ()
    made = handout.compose(
        a_view(trial, weight=40), voice(Voice.PATIENT, "en"), not_for=False, link=LINK, date=DAY
    )
    assert len(pypdf.PdfReader(io.BytesIO(handout.pdf(made))).pages) == 2


def test_a_board_cuts_a_long_name_where_it_is_narrow_and_has_it_in_full_below(
    shelf: Path,
) -> None:
    write(shelf, GOOD.replace("North Hospital", LONGEST))
    trial = load(shelf)
    narrow = tumour_board.rows.short_badge(ENGLISH, trial, counted(trial), narrow=True) or ""
    assert narrow == "Confirmed by University Hospital, Haematology…"
    assert (
        tumour_board.rows.short_badge(ENGLISH, trial, counted(trial))
        == f"Confirmed by {LONGEST}, 22 November 2026"
    )
    assert "harm: Litzow et al., N Engl J Med 2024 (confirmed)" in tumour_board.foot.sources(
        ENGLISH, a_view(trial)
    )


# Pages -------------------------------------------------------------------------------------

PAGES = ("consultation", "icon_arrays", "benefit_and_harm", "tumour_board", "evidence")


@contextlib.contextmanager
def reading(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The program reads that shelf, and looks at it anew in each run."""
    ticks = itertools.count()
    monkeypatch.setattr(store, "DATA", shelf)
    monkeypatch.setattr(clock, "tick", lambda: -next(ticks))
    store._read.cache_clear()
    yield shelf
    store._read.cache_clear()
    store._ids.cache_clear()
    store._stamp.cache_clear()


@pytest.fixture
def served(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The program with the unconfirmed rate …"""
    with reading(shelf, monkeypatch):
        yield shelf


@pytest.fixture
def served_as_published(published: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """… and with the published one."""
    with reading(published, monkeypatch):
        yield published


def opened(page: str, **query: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.run()
    if page != "consultation":
        app.switch_page(PAGE_FILES[page]).run()
    return quiet(app)


def quiet(app: AppTest) -> AppTest:
    assert not app.exception, [one.message for one in app.exception]
    return app


def text_of(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    markup = " ".join(body for body in bodies if not body.startswith("<style>"))
    alts = " ".join(re.findall(r'alt="([^"]*)"', markup))
    return html_of_python.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()) + " " + alts)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_calls_the_confirmed_rate_unconfirmed(served: Path, page: str) -> None:
    write(served)
    said = text_of(opened(page, weight=40))
    assert (CONFIRMED if page != "tumour_board" else SHORT) in said
    assert "Unconfirmed: check against the full paper" not in said
    if page != "evidence":
        assert "nconfirmed" not in said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_who_confirmed_a_published_rate(
    served_as_published: Path, page: str
) -> None:
    due = CONFIRMED if page != "tumour_board" else SHORT
    assert due not in text_of(opened(page, weight=40))
    write(served_as_published)
    assert due in text_of(opened(page, weight=40))


def test_the_patient_view_says_it_in_plain_words(served: Path) -> None:
    write(served)
    app = opened("patient_view", weight=40)
    for key in ("to_benefit", "look", "next"):
        quiet(app.button(f"patient_{key}").click().run())
    assert PLAIN in text_of(app)
    assert "still has to be checked" not in text_of(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_broken_file_is_named_on_every_page_and_the_trial_works_on(
    served: Path, page: str
) -> None:
    write(served, GOOD.replace("events = 26", "events = 62"))
    said = text_of(opened(page))
    assert "A centre's confirmation is not used" in said
    assert f"{EVENT}: experimental 62 of 111 is 55.86 %" in said
    assert "Unconfirmed: check against the full paper" in said


def test_evidence_lists_what_is_wrong_with_a_broken_file(served: Path) -> None:
    write(served, GOOD.replace("events = 26", "events = 62"))
    trial = load(served)
    (table,) = published.refused_local(ENGLISH, trial)
    assert table.rows == tuple((reason,) for reason in trial.refused_local)
    assert published.LOCAL_REFUSED_CAPTION in text_of(opened("evidence"))


def test_an_edit_while_the_program_runs_shows_with_the_next_look(served: Path) -> None:
    app = opened("consultation")
    assert "Unconfirmed: check against the full paper" in text_of(app)
    path = write(served)
    assert CONFIRMED in text_of(quiet(app.run()))
    write(served, GOOD.replace("North Hospital", "South Clinic"))
    assert "Confirmed by South Clinic" in text_of(quiet(app.run()))
    write(served, GOOD.replace("centre", "center"))
    assert "A centre's confirmation is not used" in text_of(quiet(app.run()))
    path.unlink()
    said = text_of(quiet(app.run()))
    assert "Unconfirmed: check against the full paper" in said
    assert "confirmation is not used" not in said
