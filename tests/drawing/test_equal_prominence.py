"""Both options told at equal length; benefit and harm drawn at one size, wherever shown."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tradeoff.drawing.icons import IconArray, svg
from tradeoff.drawing.people import benefit_arrays, benefit_difference, harm_arrays, harm_difference
from tradeoff.findings.choices import Framing, default_choices
from tradeoff.findings.places import Screen
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.papers import handout
from tradeoff.screens.look import PAGE_FILES, style_sheet
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial.records import PatientArmText, PatientText
from tradeoff.trial.word_rules import MOST_UNEQUAL
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.say import ENGLISH, Say

ROOT = Path(__file__).resolve().parents[2]
E1910 = ROOT / "data" / "e1910"
WIDTH = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
PARTS = ("describing", "good", "hard")
LANGUAGES = ("en", "es")


@pytest.fixture(scope="module", params=LANGUAGES)
def patient(request: pytest.FixtureRequest) -> PatientText:
    if not (E1910 / f"text.{request.param}.toml").is_file():
        pytest.skip(f"no words in {request.param!r} yet")
    text = loading.load_trial(E1910, language=request.param).text.patient
    assert text is not None
    return text


@pytest.fixture(scope="module")
def view() -> Findings:
    trial = loading.load_trial(E1910)
    choices = default_choices(trial)
    base = base_findings(trial, choices, rng=np.random.default_rng(1))
    return with_preference(trial, choices, base)


@pytest.fixture(scope="module")
def taken_home(view: Findings) -> handout.Handout:
    date = datetime.date(2026, 11, 22)
    return handout.compose(view, Say(), not_for=False, link="http://localhost/", date=date)


def length(sentences: tuple[str, ...]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def told(arm: PatientArmText) -> tuple[str, ...]:
    return (*arm.describing, *arm.good, *arm.hard)


def about_equal(first: int, second: int) -> bool:
    return abs(first - second) <= MOST_UNEQUAL * max(first, second)


# --- the two options ---------------------------------------------------------------------------


def test_both_options_are_told_in_as_many_words(patient: PatientText) -> None:
    first, second = (length(told(patient.arms[role.value])) for role in Role)
    assert about_equal(first, second), (first, second)


@pytest.mark.parametrize("part", PARTS)
def test_both_options_have_as_many_sentences_of_each_kind(patient: PatientText, part: str) -> None:
    first, second = (len(getattr(patient.arms[role.value], part)) for role in Role)
    assert first == second


def test_each_option_has_as_many_good_as_hard_sides(patient: PatientText) -> None:
    for arm in patient.arms.values():
        assert len(arm.good) == len(arm.hard) >= 2


def test_the_hand_out_tells_both_options_alike(taken_home: handout.Handout) -> None:
    first, second = taken_home.options
    assert (first.good_title, first.hard_title) == (second.good_title, second.hard_title)
    described = [course.describing for course in taken_home.treatment.courses]
    points = [(*option.good, *option.hard) for option in taken_home.options]
    assert about_equal(*map(length, points))
    assert about_equal(*(length((*d, *p)) for d, p in zip(described, points, strict=True)))


# --- benefit and harm: the pictures ------------------------------------------------------------


def size(picture: str) -> tuple[str, ...]:
    found = WIDTH.search(picture)
    assert found, picture[:120]
    return found.groups()


def every_array(view: Findings) -> Iterator[IconArray]:
    assert view.survival is not None
    assert view.harm is not None
    for framing in Framing:
        yield from benefit_arrays(ENGLISH, view.trial, view.survival, framing)
    yield from harm_arrays(ENGLISH, view.trial, view.harm)
    yield benefit_difference(ENGLISH, view.trial, view.survival)
    yield harm_difference(ENGLISH, view.trial, view.harm)


def test_every_array_has_the_same_size_and_the_same_hundred(view: Findings) -> None:
    arrays = list(every_array(view))
    assert len({size(svg(array)) for array in arrays}) == 1
    assert {sum(group.count for group in array.groups) for array in arrays} == {100}


def test_the_hand_out_draws_benefit_and_harm_at_one_size(
    taken_home: handout.Handout, view: Findings
) -> None:
    benefit, harm = taken_home.benefit, taken_home.harm
    assert len(benefit.arrays) == len(harm.arrays) == len(Role)
    assert len({size(array.svg) for array in (*benefit.arrays, *harm.arrays)}) == 1
    assert len(benefit.sentences) == len(harm.sentences)
    # On age one sentence stands below both frames: it tells no chance.
    assert view.trial.text.patient is not None
    age = benefit_words.age(view.trial, view.trial.text.patient)
    assert taken_home.beside.count(age) == 1


def test_the_hand_outs_file_draws_every_array_alike(taken_home: handout.Handout) -> None:
    benefit, harm = rows_of(handout.html(taken_home), count=len(Role))
    assert benefit == harm


# --- benefit and harm: the pages ---------------------------------------------------------------


class People(HTMLParser):
    """Pictures of a hundred people in their order, as their frames name them.

    Classes that carry a colour only are left out: what remains decides the size.
    """

    COLOURS = frozenset({"gain", "harm", "benefit", "experimental", "control", ""})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, frozenset[str]]] = []
        self.found: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split()) - self.COLOURS
        if tag == "img":
            picture = unquote(given.get("src") or "")
            if 'data-mark="' in picture:
                drawn = (given.get("width"), given.get("style"), *size(picture))
                self.found.append((*self.open, classes, *drawn))
        elif tag not in ("br", "hr", "meta", "link", "input"):
            self.open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


def frames_of(markup: str) -> list[object]:
    """The pictures of a hundred people in their order."""
    reader = People()
    reader.feed(markup)
    return list(reader.found)


def rows_of(markup: str, *, count: int) -> tuple[list[object], list[object]]:
    """The pictures of benefit and then of harm, which has to be as many."""
    found = frames_of(markup)
    assert len(found) == 2 * count, found
    return found[:count], found[count:]


def page(path: str) -> str:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    if path:
        app.switch_page(path).run()
    assert not app.exception
    return "".join(f"<div>{element.proto.body}</div>" for element in app.get("html"))


@pytest.mark.parametrize(
    ("path", "count"),
    [("app.py", 2), (PAGE_FILES["icon_arrays"], 3), (PAGE_FILES["tumour_board"], 2)],
    ids=["consultation", "icon arrays", "tumour board"],
)
def test_a_page_frames_benefit_and_harm_alike(path: str, count: int) -> None:
    benefit, harm = rows_of(page(path), count=count)
    assert benefit == harm


def patient_screen(which: Screen) -> str:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["screen"] = which.value
    app.query_params["chances"] = "shown"
    app.run().switch_page(PAGE_FILES["patient_view"]).run()
    assert not app.exception
    return "".join(f"<div>{element.proto.body}</div>" for element in app.get("html"))


def test_the_patient_view_frames_benefit_and_harm_alike(view: Findings) -> None:
    """Every harm that is shown in arrays, the weighed one first, at the size of the benefit."""
    assert view.trial.text.patient is not None
    shown = view.trial.text.patient.shown_harms
    assert shown
    benefit = frames_of(patient_screen(Screen.BENEFIT))
    harms = frames_of(patient_screen(Screen.HARM))
    assert len(benefit) == len(Role)
    assert len(harms) == len(Role) * (1 + len(shown))
    for start in range(0, len(harms), len(Role)):
        assert harms[start : start + len(Role)] == benefit


def test_when_to_call_at_once_is_as_long_a_list_for_both_options(patient: PatientText) -> None:
    first, second = (patient.arms[role.value].call for role in Role)
    assert len(first) == len(second) > 0
    assert about_equal(length(first), length(second))


# --- the style sheet ---------------------------------------------------------------------------

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
OF_ONE_SIDE = re.compile(r"\.(harm|gain)\b|harm_arrays|benefit_arrays|card_harm|card_benefit")
SIZES = ("width", "height", "font-size", "font-weight", "--array", "flex", "scale", "zoom")


@pytest.mark.parametrize("page", PAGE_FILES)
def test_no_rule_of_the_style_sheet_gives_one_side_a_size_of_its_own(page: str) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", style_sheet(page), flags=re.DOTALL)
    for selector, body in RULE.findall(sheet):
        if OF_ONE_SIDE.search(selector):
            names = [line.partition(":")[0].strip() for line in body.split(";")]
            own = [name for name in names if name.endswith(SIZES)]
            both = ".harm" in selector and ".gain" in selector
            assert both or not own, f"{selector.strip()}: {own}"
