"""The hand-out and the note for the record: looked over by poppler and pypdf, not by ourselves."""

from __future__ import annotations

import datetime
import html as html_of_python
import io
import json
import os
import re
import subprocess
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pypdf
import pytest

from tests.installed import POPPLER
from tests.views import with_unconfirmed_harm
from tradeoff.findings import applicability
from tradeoff.findings.choices import Choices, Framing, parse, to_query
from tradeoff.findings.places import ValueCard
from tradeoff.findings.provenance import whole
from tradeoff.findings.view import Findings, all_harms, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import files, handout, record_note
from tradeoff.papers.handout import Chance, Handout
from tradeoff.papers.handout.rendering import written
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial.records import PatientText, Site, Trial
from tradeoff.words import harm as harm_words
from tradeoff.words import numbers
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient.treatment import treatment_lists
from tradeoff.words.say import ENGLISH

DATE = datetime.date(2026, 11, 22)
HOST = "http://127.0.0.1:8501"
PAPERS = ("a4", "us-letter")
#: Processor time. A shared machine's neighbours slow the processor itself: see interface_speed.
MILLISECONDS = 300 if os.environ.get("CI") else 150
PAPER_COUNTS = {"harm": "paper", "e1": 25, "n1": 111, "e0": 7, "n0": 112, "asof": "2024-07"}
CENTRE_COUNTS = {"harm": "centre", "e1": 3, "n1": 20, "e0": 1, "n0": 25}
TRIAL = loading.load_trial(loading.SHELF / "e1910")
#: Points of the body, of the body where the longest words in a language need it, of the foot.
BODY, LEAST_BODY, FOOT = 12.0, 11.0, 9.0
#: The longest that a centre may set.
SITE = Site(name="W" * 60, phone="+34 600 000 000, at night +34 600 000 001, ask for W")


def analyses(trial: Trial) -> list[tuple[str, str, int]]:
    return [
        (cut.id, endpoint.id, months)
        for endpoint in trial.endpoints
        for cut in trial.cuts_with(endpoint.id)
        for months in trial.landmark_months(cut.id, endpoint.id)
    ]


ANALYSES = analyses(TRIAL)
#: Every trial that has plain words, in each language that it has.
TOLD = [
    (trial_id, path.name.split(".")[1])
    for trial_id in loading.trial_ids(loading.SHELF)
    for path in sorted((loading.SHELF / trial_id).glob("text.*.toml"))
    if loading.load_trial(loading.SHELF / trial_id).text.patient is not None
]


def a_view(trial: Trial = TRIAL, **query: object) -> Findings:
    given = {name: [str(value)] for name, value in query.items()}
    choices = parse(given, trial, languages=languages()).choices
    rng = np.random.default_rng(SIMULATION_SEED)
    return with_preference(trial, choices, base_findings(trial, choices, rng=rng))


def link(choices: Choices) -> str:
    return f"{HOST}/?{urlencode(to_query(choices))}"


def made(view: Findings, *, not_for: bool = False, site: Site | None = None) -> Handout:
    say = voice(Voice.PATIENT, view.choices.language)
    site = site or Site()
    return handout.compose(
        view, say, not_for=not_for, link=link(view.choices), date=DATE, site=site
    )


def hand_out(*, not_for: bool = False, **query: object) -> Handout:
    return made(a_view(**query), not_for=not_for)


@pytest.fixture(scope="session")
def poppler() -> Path:
    """Poppler's tools; without them the tests fail and none is skipped."""
    return Path(POPPLER.find_or_install())


class Poppler:
    """One PDF as poppler reads it."""

    def __init__(self, tools: Path, folder: Path, document: bytes) -> None:
        self.tools, self.path = tools, folder / "hand-out.pdf"
        self.path.write_bytes(document)

    def run(self, tool: str, *options: str) -> str:
        command = [str(self.tools / tool), *options, str(self.path)]
        command += ["-"] if tool == "pdftotext" else []
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def info(self) -> dict[str, str]:
        lines = (line.split(":", 1) for line in self.run("pdfinfo").splitlines() if ":" in line)
        return {name: value.strip() for name, value in lines}

    def text(self) -> str:
        return flat(self.run("pdftotext", "-raw"))


def flat(text: str) -> str:
    """Words with single spaces: line ends and invisible break marks are the layout's."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


@pytest.fixture
def read(poppler: Path, tmp_path: Path) -> Any:
    return lambda document: Poppler(poppler, tmp_path, document)


# The document ------------------------------------------------------------------------------


def test_the_pdf_is_tagged_and_has_title_language_and_date(read: Any) -> None:
    made_once = hand_out()
    document = handout.pdf(made_once)
    info = read(document).info()
    assert info["Tagged"] == "yes"
    assert info["Title"] == made_once.title
    assert info["JavaScript"] == "no"
    catalogue = reader(document).trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_object().get_data()


def test_all_fonts_are_embedded_and_are_the_shipped_ones(read: Any) -> None:
    rows = read(handout.pdf(hand_out())).run("pdffonts").splitlines()[2:]
    assert rows
    for row in rows:
        assert "SourceSansPro" in row
        assert re.search(r"yes yes yes\s+\d+ +\d+$", row), row


def test_the_same_hand_out_gives_the_same_bytes_and_another_day_does_not() -> None:
    first = hand_out()
    assert handout.pdf(first) == handout.pdf(hand_out())
    other = replace(first, date=DATE + datetime.timedelta(days=1))
    assert handout.pdf(other) != handout.pdf(first)


#: What a visit may add, beside the check's banner, cards and a centre's settings; longest last.
PREFERENCES: tuple[dict[str, object], ...] = (
    {"weight": 100, "framing": "died"},
    {"weight": 30, **PAPER_COUNTS},
    {"weight": 0, **CENTRE_COUNTS},
)
CARDS = ",".join(card.value for card in ValueCard)


@cache
def combinations(trial_id: str, language: str) -> tuple[Handout, ...]:
    """Every analysis plain and with all that a visit may add, and with every preference for one.

    Each part takes room and none gives any, so that what holds all of it holds any of it.
    """
    trial = loading.load_trial(loading.SHELF / trial_id, language=language)
    return tuple(_combined(trial, language))


def _combined(trial: Trial, language: str) -> Iterator[Handout]:
    views = [
        {"cut": cut, "endpoint": endpoint, "months": months, "lang": language}
        for cut, endpoint, months in analyses(trial)
    ]
    for query in views:
        yield made(a_view(trial, **query))
        every = {**query, **PREFERENCES[-1], "cards": CARDS}
        yield made(a_view(trial, **every), not_for=True, site=SITE)
    for given in PREFERENCES[:-1]:
        every = {**views[-1], **given, "cards": CARDS}
        yield made(a_view(trial, **every), not_for=True, site=SITE)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("words_of", TOLD, ids="-".join)
def test_there_are_two_pages_for_every_view_and_the_body_has_12_points(
    paper: handout.Paper, words_of: tuple[str, str]
) -> None:
    """The longest words in Spanish may take it to 11; what stands at the foot has 9."""
    trial_id, language = words_of
    least = BODY if language == "en" else LEAST_BODY
    for one in combinations(trial_id, language):
        document = reader(handout.pdf(one, paper=paper))
        assert len(document.pages) == 2, one
        width = round(float(document.pages[0].mediabox.width))
        assert width == {"a4": 595, "us-letter": 612}[paper]
        for page in document.pages:
            sizes = letters(page)
            assert min(sizes) >= FOOT, sizes
            assert sizes.most_common(1)[0][0] >= least, sizes


#: A shape that is drawn and put away: nine tenths of a page, and none of its letters.
DRAWN = re.compile(rb"^q [^\n]*(?:\n[hBSf])+\nQ\n", re.MULTILINE)


def letters(page: pypdf.PageObject) -> Counter[float]:
    """How many letters of each size a page has, in points."""
    sizes: Counter[float] = Counter()

    def seen(text: str, within: list[float], matrix: list[float], _: Any, size: float) -> None:
        if text.strip():
            sizes[round(size * abs(matrix[3]) * abs(within[3]), 1)] += len(text.strip())

    content = page["/Contents"]
    content.set_data(DRAWN.sub(b"", content.get_data()))
    page.extract_text(visitor_text=seen)
    return sizes


def test_a_pdf_is_made_in_at_most_150_ms() -> None:
    """Of processors' time, which no neighbour adds to; on a quiet machine more than the wait."""
    fastest: dict[str, float] = {}
    for paper, weight in product(PAPERS, (None, 40)):
        query = {} if weight is None else {"weight": weight}
        one = hand_out(**query)
        handout.pdf(one)  # the import of typst and the fonts are paid for once
        for attempt in range(30):
            # Another text each time: typst remembers what it made.
            changed = replace(one, title=f"{one.title} {attempt}")
            start = time.process_time()
            handout.pdf(changed, paper=paper)  # type: ignore[arg-type]
            took = (time.process_time() - start) * 1000
            name = f"{paper}, preference {weight}"
            fastest[name] = min(took, fastest.get(name, took))
            if attempt >= 4 and fastest[name] <= MILLISECONDS:
                break
    print({name: f"{took:.0f} ms" for name, took in fastest.items()})  # noqa: T201
    assert max(fastest.values()) <= MILLISECONDS, fastest


# Its structure, where veraPDF can't be had ---------------------------------------------------


def reader(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def elements(node: Any) -> Iterator[Any]:
    """Structure elements in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from elements(node.get("/K", []))


def structure(document: bytes) -> list[Any]:
    return list(elements(reader(document).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def test_headings_come_in_order_and_none_is_left_out() -> None:
    levels = [int(str(e["/S"])[2:]) for e in structure(handout.pdf(hand_out()))
              if re.fullmatch(r"/H\d", str(e["/S"]))]  # fmt: skip
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_figure_has_its_sentence_and_the_arrays_come_benefit_first() -> None:
    one = hand_out()
    figures = [e for e in structure(handout.pdf(one)) if e["/S"] == "/Figure"]
    wanted = [a.alt for a in (*one.benefit.arrays, *one.harm.arrays)]
    wanted += [course.calendar.alt for course in one.treatment.courses if course.calendar]
    assert len(wanted) == 6
    assert [str(figure["/Alt"]) for figure in figures] == wanted


def test_benefit_and_harm_arrays_have_the_same_size() -> None:
    boxes = []
    for figure in structure(handout.pdf(hand_out())):
        if figure["/S"] != "/Figure":
            continue
        given = figure["/A"].get_object()
        parts = given if isinstance(given, list) else [given]
        left, bottom, right, top = next(
            [float(edge) for edge in part.get_object()["/BBox"]]
            for part in parts
            if "/BBox" in part.get_object()
        )
        boxes.append((round(right - left, 1), round(top - bottom, 1)))
    arrays = boxes[:4]
    assert len(set(arrays)) == 1
    assert arrays[0][0] == arrays[0][1] > 87  # points: 31 mm


def test_a_table_has_headers_and_the_lists_are_lists() -> None:
    tower = made(a_view(loading.load_trial(loading.SHELF / "tower")))
    for one, tables in ((hand_out(), 0), (tower, 1)):
        kinds = [str(element["/S"]) for element in structure(handout.pdf(one))]
        assert kinds.count("/Table") == tables
        assert kinds.count("/TH") == 4 * tables
        assert kinds.count("/L") >= 4 + 2 + 2


# What it says ------------------------------------------------------------------------------


def everything_said(one: Handout) -> list[str]:
    """All texts of the record, in reading order."""
    lines = [one.decision, one.people]
    lines += [] if one.banner is None else [one.banner]
    for option in one.options:
        lines += [option.name, option.good_title, *option.good, option.hard_title, *option.hard]
    for chance in (one.benefit, one.harm):
        lines += said_of(chance)
    lines += [one.stripes.words] if one.stripes else []
    lines += [chance.badge for chance in (one.benefit, one.harm) if chance.badge]
    lines += [*one.beside, *one.others, one.sources.heading, *one.sources.sentences]
    return [*lines, *second_page(one)]


def second_page(one: Handout) -> list[str]:
    key = [*(entry.words for entry in one.treatment.key), *one.treatment.lines]
    control, experimental = ([course.name, *course.describing] for course in one.treatment.courses)
    lines = [one.treatment.heading, *control, *key, *experimental]
    for points in one.treatment.points:
        lines += [*([points.badge] if points.badge else []), *points.lines]
    if one.calling:
        lines += [one.calling.heading, one.calling.lead, one.calling.number]
        for calls in one.calling.lists:
            lines += [calls.name, *calls.lines]
    lines += [one.matters.heading, *one.matters.sentences, *(one.matters.scale or ())]
    lines += [one.questions_title, *one.questions, one.notes_title]
    for section in filter(None, (one.treatment.sources, one.limits)):
        lines += [section.heading, *section.sentences]
    return [*lines, one.link_label]


def said_of(chance: Chance) -> list[str]:
    lines = [chance.heading]
    for array in chance.arrays:
        lines += [array.figure, f"({array.range})", array.caption]
    lines += [*(entry.words for entry in chance.legend), *chance.sentences]
    lines += [chance.table.caption, *chance.table.columns] if chance.table else []
    return lines + [cell for row in chance.table.rows for cell in row] if chance.table else lines


@pytest.mark.parametrize("query", [{}, {"weight": 40, "endpoint": "rfs"}, PAPER_COUNTS])
def test_every_text_of_the_record_is_there_in_its_order(read: Any, query: dict[str, Any]) -> None:
    one = hand_out(not_for=True, **query)
    text = read(handout.pdf(one)).text()
    at = 0
    for line in everything_said(one):
        found = text.find(flat(line), at)
        assert found >= 0, f"{line!r} is not there after {text[max(0, at - 60) : at]!r}"
        at = found + len(flat(line))
    assert flat(one.link) in text.replace(" ", "") or one.link in text


@pytest.mark.parametrize(("cut", "endpoint", "months"), ANALYSES)
def test_each_shown_number_is_that_of_the_record(cut: str, endpoint: str, months: int) -> None:
    view = a_view(cut=cut, endpoint=endpoint, months=months)
    survival, harm, one = view.survival, view.harm, made(view)
    assert survival is not None
    assert harm is not None
    for chance, found in ((one.benefit, survival), (one.harm, harm)):
        figures = [array.figure for array in chance.arrays]
        assert figures == [str(found.people.control), str(found.people.experimental)]
        for array, arm in zip(chance.arrays, (found.control, found.experimental), strict=True):
            low, high = (whole(limit) for limit in arm.estimate.limits)
            assert array.range == f"{low} to {high}"
            assert f"{100 - int(array.figure)} ({100 - high} to {100 - low})" in chance.sentences[1]
        low, high = sorted(map(abs, found.whole_limits or ()))
        assert re.search(rf"\b{low}\b.* {high}\b", chance.sentences[0])
    for array, people in zip(one.benefit.arrays, ("control", "experimental"), strict=True):
        groups = dict(re.findall(r'data-mark="([a-z-]+)" data-count="(\d+)"', array.svg))
        alive_there = sum(int(count) for mark, count in groups.items() if mark in ("alive", "gain"))
        assert alive_there == getattr(survival.people, people)


def test_both_frames_stand_there_whatever_frame_is_chosen() -> None:
    for framing in Framing:
        one = hand_out(framing=framing.value)
        text = TRIAL.text.patient
        assert text is not None
        told = " ".join(one.benefit.sentences)
        assert text.endpoints["os"].alive in told
        assert text.endpoints["os"].died in told
        assert text.harms["neuropsychiatric"].having in " ".join(one.harm.sentences)
        assert text.harms["neuropsychiatric"].not_having in " ".join(one.harm.sentences)


def test_both_options_take_about_as_many_words() -> None:
    one = hand_out()
    points = [[*option.good, *option.hard] for option in one.options]
    described = [list(course.describing) for course in one.treatment.courses]
    for told in (points, [p + d for p, d in zip(points, described, strict=True)]):
        counts = [sum(len(line.split()) for line in lines) for lines in told]
        assert max(counts) <= 1.15 * min(counts)


def told(view: Findings) -> PatientText:
    assert view.trial.text.patient is not None
    return view.trial.text.patient


def test_the_harm_stays_marked_while_unconfirmed_and_not_with_the_papers_counts(read: Any) -> None:
    unchecked = with_unconfirmed_harm()
    badge = told(a_view()).harms["neuropsychiatric"].unconfirmed
    assert badge not in read(handout.pdf(hand_out(weight=20))).text()
    open_rate = made(a_view(unchecked, weight=20))
    typed = made(a_view(unchecked, weight=20, **PAPER_COUNTS))
    assert read(handout.pdf(open_rate)).text().count(flat(badge)) >= 2  # number, net gain
    assert all(badge in array.alt for array in open_rate.harm.arrays)
    assert badge not in read(handout.pdf(typed)).text()
    assert "2024-07" in (typed.harm.badge or "")
    assert badge in handout.html(open_rate)
    assert badge not in handout.html(typed)


def test_the_banner_of_the_check_stands_above_everything_but_the_decision(read: Any) -> None:
    one = hand_out(not_for=True)
    assert one.banner == plain_words.not_for(voice(Voice.PATIENT, "en"))
    text = read(handout.pdf(one)).text()
    assert text.index(one.decision) < text.index(one.banner) < text.index(one.options[0].name)
    assert text.count(one.banner) == 1
    plain = hand_out()
    assert plain.banner is None
    assert one.banner not in read(handout.pdf(plain)).text()
    assert replace(one, banner=None) == plain


def test_a_stated_preference_is_said_and_an_unset_one_leaves_a_line_to_mark() -> None:
    assert hand_out().matters.scale is not None
    stated = hand_out(weight=35).matters
    assert stated.scale is None
    assert "35" in stated.sentences[0]


def test_beside_the_numbers_stands_what_they_cannot_say() -> None:
    """The age, which makes the gain less sure, and what the harm is."""
    view = a_view()
    one, text = made(view), told(view)
    harm = text.harms["neuropsychiatric"]
    assert benefit_words.age(view.trial, text) in one.beside
    assert any(harm.meaning in line and harm.recovery in line for line in one.beside)
    assert TRIAL.text.population in one.sources.sentences[0]


def test_the_paper_of_a_trial_whose_curves_meet_again_says_so() -> None:
    """Where the weighed harm has no rate, all that were counted stand in its place, with ranges."""
    view = a_view(loading.load_trial(loading.SHELF / "tower"))
    one, text = made(view), told(view)
    assert text.endpoints["os"].caution in one.benefit.sentences
    assert any(text.harms["neurologic"].note in line for line in one.harm.sentences if line)
    assert one.harm.table is not None
    found = [found for other, found in all_harms(view) if found and other.id in text.harms]
    for row, counted in zip(one.harm.table.rows, found, strict=True):
        shown = [int(re.match(r"\d+", cell)[0]) for cell in row[1:]]  # type: ignore[index]
        people = counted.people
        assert shown == [people.control, people.experimental, abs(people.increment)]
        assert all("(" in cell for cell in row[1:])


# The second page ---------------------------------------------------------------------------


def test_what_treatment_is_like_is_told_with_both_calendars_at_one_size() -> None:
    view = a_view()
    treatment, say = made(view).treatment, voice(Voice.PATIENT, "en")
    pictures = [course.calendar for course in treatment.courses]
    assert [course.describing for course in treatment.courses] == [
        told(view).arms[role.value].describing for role in Role
    ]
    assert len({round(picture.share * picture.ratio, 6) for picture in pictures if picture}) == 1
    assert pictures[1] is not None
    assert pictures[1].svg.count('data-day="pump"') == 4 * 28
    for points in treatment_lists(say, told(view), view.trial.facts):
        assert points in treatment.points


@pytest.mark.parametrize("phone", [None, "+34 600 000 000"])
def test_the_number_to_call_is_the_centres_or_a_line_to_write_it_on(
    read: Any, phone: str | None
) -> None:
    one = made(a_view(), site=Site(name="North Hospital", phone=phone))
    assert one.calling is not None
    assert one.calling.blank is (phone is None)
    assert len({len(calls.lines) for calls in one.calling.lists}) == 1
    text = read(handout.pdf(one)).text()
    assert text.count("North Hospital") == 2  # at the foot of both pages
    assert flat(one.calling.number) in text
    assert (phone or "fills this in") in one.calling.number
    assert ('class="blank"' in handout.html(one)) is (phone is None)
    assert "North Hospital" in handout.html(one)
    dialled = re.findall('href="tel:([^"]*)"', handout.html(one))
    assert dialled == ([] if phone is None else ["+34600000000"])
    assert made(a_view()).centre is None


def test_picked_cards_stand_in_their_order_before_the_preference() -> None:
    one = hand_out(cards="home,longer", weight=40)
    cards, stated, _ = one.matters.sentences
    assert cards.index("ime at home") < cards.index("iving as long as possible")
    assert "40" in stated
    assert hand_out(weight=40).matters.sentences == one.matters.sentences[1:]
    unset = hand_out(cards="home")
    assert unset.matters.scale is not None
    assert "ime at home" in unset.matters.sentences[0]


# Hostile words -----------------------------------------------------------------------------

HOSTILE = (
    '#panic() #import "@preview/x:1.0.0" $x^2$ *bold* _it_ `raw` \\ <label> @ref // = h',
    "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; </p>",
    "]] #sys.inputs ]) ) } {",
    "right\u202eto\u202c left\u200f mark\u2066 x\u2069",
    "שלום العربية 中文 😀 a\u0301 \x00\x07\ufffd",
    "word " * 2000,
    "W" * 10_000,
)


def with_words(hostile: str) -> Trial:
    """The trial with these words wherever somebody's label may come in."""
    text = TRIAL.text
    assert text.patient is not None
    arms = {
        name: arm.model_copy(update={"name": hostile[:40], "good": (hostile,)})
        for name, arm in text.patient.arms.items()
    }
    patient = text.patient.model_copy(
        update={"decision": hostile, "arms": arms, "questions": (hostile, "Next?")}
    )
    changed = text.model_copy(update={"patient": patient, "population": hostile, "name": hostile})
    return TRIAL.model_copy(update={"text": changed})


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_words_come_out_as_text(read: Any, hostile: str) -> None:
    one = replace(made(a_view(with_words(hostile))), banner=hostile)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = handout.pdf(one)
    text = read(document).text()
    readable = flat("".join(c for c in hostile if ord(c) < 0x80 and c.isprintable()))
    longest = max(re.split(r"\s+", readable), key=len)[:40]
    assert longest in text
    page = handout.html(one)
    assert "<script" not in page
    assert "onerror=alert(1)>" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", page)


def test_words_longer_than_a_line_stay_on_the_page(read: Any) -> None:
    one = replace(made(a_view()), banner="W" * 10_000)
    assert read(handout.pdf(one)).text().count("W" * 40) >= 200


def test_every_letter_that_is_let_through_can_be_written() -> None:
    kept = [chr(n) for n in range(0x20, 0x3000) if written(chr(n)) == chr(n)]
    assert len(kept) > 500
    assert "ñ" in kept
    assert "≥" in kept
    one = replace(hand_out(), banner=" ".join(kept), people=" ".join(kept))
    assert handout.pdf(one)  # PDF/UA stops at a letter that a font lacks, regular or bold


def test_no_text_is_formatted_into_the_template() -> None:
    source = (Path(files.__file__).with_name("templates") / "handout.typ").read_text()
    assert "eval(" not in source
    assert "mode:" not in source
    assert "@preview" not in source


def test_a_trial_without_plain_words_has_no_hand_out() -> None:
    bare = TRIAL.model_copy(update={"text": TRIAL.text.model_copy(update={"patient": None})})
    with pytest.raises(LookupError, match="plain words"):
        made(a_view(bare))


def test_the_record_holds_plain_data_only() -> None:
    record = asdict(hand_out())
    record["date"] = ""
    assert json.dumps(record)


# HTML --------------------------------------------------------------------------------------


def test_the_page_has_no_script_and_asks_for_nothing() -> None:
    page = handout.html(hand_out(not_for=True))
    assert '<html lang="en">' in page
    assert "<script" not in page
    outside = re.sub(r'src="data:[^"]*"', "", page)
    assert not re.search(r"src=|srcset=|url\(|@import|<link|<iframe|<object", outside)
    assert all(one.startswith(HOST) for one in re.findall(r'href="([^"]*)"', outside))


def test_the_page_says_what_the_pdf_says() -> None:
    one = hand_out(not_for=True, weight=40)
    page = flat(html_of_python.unescape(re.sub(r"<[^>]*>", " ", handout.html(one))))
    for line in everything_said(one):
        assert flat(line) in page, line


# The note for the record -------------------------------------------------------------------


def a_note(visit: tuple[str, ...] = (), *, view: Findings | None = None, **query: object) -> str:
    view = view or a_view(**query)
    return record_note.note(
        ENGLISH,
        view,
        applicability=applicability.assess(TRIAL, ()),
        visit=visit,
        link=link(view.choices),
        date=DATE,
    )


def test_the_note_has_about_a_dozen_lines_of_plain_text() -> None:
    for query in ({}, {"weight": 40}, PAPER_COUNTS, {"endpoint": "rfs"}):
        lines = a_note(**query).splitlines()
        assert 10 <= len(lines) <= 15
        assert all(line.strip() and not line.startswith(("#", "*", "|", "<")) for line in lines)


def test_the_notes_link_opens_the_same_view() -> None:
    for query in ({}, {"weight": 40, "framing": "died"}, {"weight": 7, **PAPER_COUNTS}):
        view = a_view(**query)
        address = a_note(**query).splitlines()[-1].split(": ", 1)[1]
        again = parse(parse_qs(urlsplit(address).query), TRIAL)
        assert again.choices == view.choices
        assert not again.refusals


def test_the_note_says_cut_figures_ranges_and_status() -> None:
    view, text = a_view(), a_note()
    assert view.survival is not None
    assert view.harm is not None
    assert TRIAL.text.cuts["nejm"].name in text
    for finding in (view.survival.control, view.survival.experimental, view.harm.experimental):
        assert numbers.with_range(ENGLISH, finding) in text
    assert numbers.with_range(ENGLISH, view.survival.gain, signed=True) in text
    assert harm_words.badge(ENGLISH, TRIAL, view.harm) is None
    assert "nconfirmed" not in text
    assert INTENDED_USE in text
    assert ENGLISH.day(DATE) in text


def test_the_badge_leaves_the_note_with_the_papers_counts() -> None:
    unchecked = a_view(with_unconfirmed_harm(), weight=40)
    badge = harm_words.badge(ENGLISH, unchecked.trial, unchecked.harm)
    assert badge is not None
    assert f"Status of the harm rate: {badge}." in a_note(view=unchecked)
    assert "nconfirmed" not in a_note(weight=40)
    typed = a_note(weight=40, **PAPER_COUNTS)
    assert "nconfirmed" not in typed
    assert "typed in from the paper" in typed


def test_the_note_says_whether_a_preference_was_stated() -> None:
    assert "Preference: not stated." in a_note()
    assert "Judged 40 %" in a_note(weight=40)


def test_the_note_holds_what_the_check_found_and_no_identifier() -> None:
    text = a_note(("MRD-positive disease.",), **PAPER_COUNTS)
    assert "MRD-positive disease." in text
    assert not re.search(r"(?i)\b(name|born|birth|patient id|record number|age)\s*[:=]", text)
    assert str(Count(25, 111).events) in text


def test_without_curve_survival_or_harm_the_hand_out_says_so(read: Any) -> None:
    bare = TRIAL.model_copy(update={"curves": (), "landmarks": (), "adverse_events": ()})
    one = made(a_view(bare))
    assert one.harm.table is None
    assert one.stripes is None
    document = read(handout.pdf(one))
    assert document.info()["Pages"] == "2"
    text = document.text()
    for line in (*one.beside, *one.benefit.sentences, *one.harm.sentences):
        assert flat(line) in text
    assert "None" not in handout.html(one)
