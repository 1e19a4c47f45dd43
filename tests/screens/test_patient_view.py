"""The patient view, walked: what is shown when, and that figures wait to be asked for."""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.words.test_plain_words import FORBIDDEN
from tradeoff.findings import applicability
from tradeoff.findings.applicability import Answer
from tradeoff.findings.choices import ORIGINAL
from tradeoff.findings.places import Screen
from tradeoff.screens import check, clock, handout_part, notices, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.trial.records import CriterionKind, LocalData, Outcome, Site, Trial
from tradeoff.words import own_data as own_words
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.say import ENGLISH

ROOT = Path(__file__).resolve().parents[2]


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(PAGE_FILES["patient_view"])
    return quiet(app.run())


def quiet(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def press(app: AppTest, *keys: str) -> AppTest:
    for key in keys:
        quiet(app.button(f"patient_{key}").click().run())
    return app


def said(app: AppTest) -> str:
    """All words of the page, pictures' texts among them; the language buttons left out."""
    html = " ".join(element.proto.body for element in app.get("html"))
    words = re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL)
    alts = " ".join(re.findall(r'alt="([^"]*)"', words))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", words)) + alts


def title(app: AppTest) -> str:
    html = " ".join(element.proto.body for element in app.get("html"))
    found = re.search(r'<h1 class="ask">(.*?)</h1>', html)
    assert found
    return found[1]


#: Figures of the chances, and no day of a date.
SURVIVAL = re.compile(r"\b(68|85|32|15|17|29)\b(?! (?:November|May) 20\d\d)")


def test_it_opens_with_what_to_talk_about_and_chooses_nothing() -> None:
    app = opened()
    assert title(app) == "What would you like to talk about first?"
    assert "patient_next" not in [button.key for button in app.button]
    assert not SURVIVAL.search(said(app))


def test_no_survival_figure_appears_before_it_was_asked_for() -> None:
    app = press(opened(), "to_now")
    seen = [title(app)]
    assert not SURVIVAL.search(said(app))
    while "patient_next" in [button.key for button in app.button]:
        press(app, "next")
        seen.append(title(app))
        assert not SURVIVAL.search(said(app)), title(app)
    assert seen == [
        "Where you are now",
        "Your two options",
        "What treatment is like",
        "The chances: being alive",
        "What matters to you",
        "Questions to ask",
        "Did we explain it well?",
        "To take with you",
    ]


def test_the_chances_open_when_asked_for_with_benefit_before_harm() -> None:
    app = press(opened(), "to_benefit")
    assert "68" not in said(app)
    press(app, "look")
    words = said(app)
    assert "68 were alive after 3 years with chemo alone" in words
    assert "32 had died after 3 years with chemo alone" in words
    assert "had a serious problem" not in words
    press(app, "next")
    assert title(app) == "The chances: serious harm"
    words = said(app)
    assert "5 had a serious problem with the brain or mind during this phase" in words
    assert "95 did not have such a problem" in words
    assert "still has to be checked" not in words
    assert "it could be as few as 8 or as many as 27" in words


def test_each_figure_stays_open_once_it_was_looked_at() -> None:
    app = press(opened(), "to_benefit", "look", "all", "to_benefit")
    assert "68 were alive" in said(app)


def test_not_now_leads_past_the_harm() -> None:
    app = press(opened(), "to_benefit", "skip")
    assert title(app) == "What matters to you"
    assert title(press(app, "back")) == "The chances: being alive"
    assert not SURVIVAL.search(said(app))


def test_the_frame_is_the_choice_of_the_whole_program() -> None:
    app = press(opened(framing="died"), "to_benefit", "look")
    assert "Out of 100 people: had died after 3 years" in said(app)


def test_the_preference_is_unset_at_first_and_can_be_cleared() -> None:
    app = press(opened(), "to_matters")
    slider = app.select_slider("weight")
    assert slider.value is None
    assert "patient_clear" not in [button.key for button in app.button]
    quiet(slider.set_value(40).run())
    assert app.query_params["weight"] in ("40", ["40"])
    assert "You chose 40" in said(app)
    assert not SURVIVAL.search(said(app))
    press(app, "clear")
    assert "weight" not in app.query_params
    assert app.select_slider("weight").value is None


def test_what_the_preference_implies_is_shown_to_those_who_looked() -> None:
    app = press(opened(weight="40"), "to_benefit", "look", "next", "next")
    words = said(app)
    assert "17 less 7 leaves 10." in words
    assert "So the numbers do not settle this." in words
    assert "still has to be checked" not in words


def test_teach_back_asks_without_an_answer_set_and_explains_what_was_shown() -> None:
    app = press(opened(), "to_benefit", "look", "next", "next", "next", "next")
    asked = {radio.key: radio for radio in app.radio if "patient_answer" in radio.key}
    assert [radio.value for radio in asked.values()] == [None, None]
    assert "it is 17" not in said(app)
    quiet(asked["patient_answer_benefit"].set_value(68).run())
    assert "Thank you. These numbers are easy to mix up. It is 17." in said(app)
    quiet(app.radio("patient_answer_benefit").set_value(17).run())
    assert "Yes, it is 17." in said(app)


def test_an_answer_stays_for_the_visit_as_long_as_the_question_is_the_same() -> None:
    at = {"screen": "check", "chances": "shown"}
    app = opened(**at)
    quiet(app.radio("patient_answer_benefit").set_value(68).run())
    press(app, "back", "next")
    assert app.radio("patient_answer_benefit").value == 68
    assert "Thank you. These numbers are easy to mix up. It is 17." in said(app)
    app.query_params["cut"] = "fda-primary"
    quiet(app.run())
    assert app.radio("patient_answer_benefit").value is None
    app.query_params["cut"] = "nejm"
    quiet(app.run())
    assert app.radio("patient_answer_benefit").value == 68
    assert not [one for one in app.query_params.values() if "68" in one]


def test_a_link_to_the_harm_asks_first_where_nobody_has_looked() -> None:
    app = opened(screen="harm")
    assert title(app) == "The chances: being alive"
    assert "patient_look" in [button.key for button in app.button]
    assert not SURVIVAL.search(said(app))
    assert title(opened(screen="harm", chances="shown")) == "The chances: serious harm"


def test_where_the_numbers_come_from_is_said_on_the_last_screen_alone() -> None:
    cited = {one.short for one in trial().sources}
    for screen in Screen:
        words = said(opened(screen=screen.value, chances="shown"))
        named = {one for one in cited if one in words}
        assert bool(named) is (screen is Screen.END), screen
        assert ("Where do these numbers come from?" in words) is (screen is Screen.END)


def test_the_patients_page_has_one_link_and_it_carries_the_choices() -> None:
    app = opened(screen="now", cards="home", weight="40")
    (link,) = app.get("page_link")
    assert link.proto.label == "Care team: back to the numbers"
    assert "cards=home" in link.proto.query_string
    assert "weight=40" in link.proto.query_string


def test_the_number_to_call_is_the_centres_or_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    words = said(opened(screen="treatment"))
    assert "Number to call, day or night (your care team fills this in):" in words
    own = Site(name="North Hospital", phone="+34 910 000 000")
    monkeypatch.setattr(store, "site", lambda: own)
    app = opened(screen="treatment")
    bodies = " ".join(element.proto.body for element in app.get("html"))
    assert 'day or night: <a href="tel:+34910000000">+34 910 000 000</a>' in bodies
    assert "fills this in" not in said(app)
    assert "North Hospital" in said(app)


@pytest.mark.parametrize(
    ("source", "words"),
    [("paper", "Your care team typed in these numbers"), ("centre", "not a fair comparison")],
)
def test_typed_counts_travel_with_their_source(source: str, words: str) -> None:
    typed = {"harm": source, "e1": "20", "n1": "90", "e0": "4", "n0": "100", "asof": "2026-05"}
    app = press(opened(**typed), "to_benefit", "look", "next")
    text = said(app)
    assert words in text
    assert "2026-05" in text
    assert "still has to be checked" not in text


def test_progress_is_said_in_words_once() -> None:
    app = press(opened(), "to_treatment")
    html = " ".join(element.proto.body for element in app.get("html"))
    assert html.count("Step 3 of 9") == 1, "the bar is for eyes"
    assert "Step 3 of 9" in said(app)


def test_the_language_is_a_choice_in_the_link() -> None:
    app = opened(lang="es")
    words = said(app)
    assert "traductor clínico" in words
    assert "lang" in app.query_params


def test_an_overlong_or_foreign_link_still_opens() -> None:
    app = opened(lang="xx", weight="999", framing="<b>")
    assert title(app) == "What would you like to talk about first?"


# What the check found, and what is said to clinicians ----------------------------------------

AGES = (15, 17, 18, 29, 30, 62, 70, 71)
#: Every screen with all that it shows, and the gate before the chances.
PLACES = [(screen, True) for screen in Screen] + [(Screen.BENEFIT, False)]
every_language = pytest.mark.parametrize("language", languages())


@cache
def trial() -> Trial:
    return load_trial(SHELF / "e1910")


def every_answer() -> Iterator[Answer]:
    """All that may be answered, as the Consultation page judges and keeps it."""
    for criterion in trial().criteria:
        if criterion.kind is CriterionKind.AGE:
            yield from (applicability.judge_age(criterion, age) for age in AGES)
        else:
            for option in criterion.options:
                yield applicability.judge_option(criterion, option)


class Reader:
    """The patient view in one language: each place with each visit's answers."""

    def __init__(self, language: str, **query: str) -> None:
        told = {} if language is ORIGINAL else {"lang": language}
        self.app = opened(**told, **query)

    def pieces(self, place: tuple[Screen, bool], *answers: Answer) -> Counter[str]:
        """All texts of a place, piece by piece, after these answers."""
        app, (screen, looked) = self.app, place
        app.query_params["screen"] = screen.value
        app.query_params["chances"] = "shown" if looked else ""
        app.session_state[check._ANSWERS] = {"e1910": {one.criterion: one for one in answers}}
        quiet(app.run())
        bodies = [element.proto.body for element in app.get("html")]
        plain = [re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL) for body in bodies]
        alts = [alt for body in plain for alt in re.findall(r'alt="([^"]*)"', body)]
        texts = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).strip() for body in plain]
        others = ("markdown", "caption", "warning", "error", "info", "success", "toast")
        labels = [
            one.label for kind in ("button", "radio", "select_slider") for one in app.get(kind)
        ]
        said_otherwise = [one.value for kind in others for one in app.get(kind)]
        return Counter(
            html.unescape(one) for one in (*texts, *alts, *labels, *said_otherwise) if one
        )


def not_for(language: str) -> str:
    return plain_words.not_for(voice(Voice.PATIENT, language))


@every_language
def test_what_the_check_adds_is_one_plain_sentence_where_a_criterion_is_not_met(
    language: str,
) -> None:
    reader, titles = Reader(language), set()
    for place in PLACES:
        before = reader.pieces(place)
        titles.add(title(reader.app))
        for answer in every_answer():
            wanted = [not_for(language)] if answer.outcome is Outcome.NOT_MET else []
            after = reader.pieces(place, answer)
            assert list((after - before).elements()) == wanted, (place, answer)
            assert not before - after, (place, answer)
    assert len(titles) == len(Screen)


@every_language
def test_several_criteria_that_are_not_met_add_no_second_sentence(language: str) -> None:
    reader = Reader(language)
    unmet = [answer for answer in every_answer() if answer.outcome is Outcome.NOT_MET]
    assert len({answer.criterion for answer in unmet}) > 1
    for place in PLACES:
        added = reader.pieces(place, *unmet) - reader.pieces(place)
        assert list(added.elements()) == [not_for(language)]


@every_language
def test_that_sentence_is_one_and_has_no_digit_no_source_and_no_hard_word(
    language: str,
) -> None:
    sentence = not_for(language)
    assert re.fullmatch(r"[^.?!:;]+\.", sentence)
    assert not re.search(r"\d", sentence)
    assert not FORBIDDEN.search(sentence)
    cited = {part for source in trial().sources for part in (source.short, source.citation)}
    assert not any(name in sentence for name in (*cited, trial().text.name))
    assert (sentence == not_for(ORIGINAL)) is (language is ORIGINAL)


def test_an_age_near_the_limits_adds_nothing_and_a_child_s_a_sentence() -> None:
    """The same through the question of the Consultation page, as it is answered there."""
    said_at = {}
    for age in (None, 62, 75, 15):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = "es"
        app.run()
        if age is not None:
            quiet(app.button("check").click().run())
            quiet(app.number_input("criterion_age").set_value(age).run())
        app.switch_page(PAGE_FILES["patient_view"])
        said_at[age] = said(quiet(app.run()))
    assert said_at[62] == said_at[75] == said_at[None]
    assert said_at[15].count(not_for("es")) == 1
    assert said_at[15].replace(f"{not_for('es')} ", "") == said_at[None]


@every_language
def test_the_paper_says_no_more_of_the_check_than_the_screen(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[Any] = []
    monkeypatch.setattr(handout_part, "_buttons", lambda order, _: orders.append(order))
    reader, plain = Reader(language), None
    unmet = tuple(one for one in every_answer() if one.outcome is Outcome.NOT_MET)
    for answers in ((), *((answer,) for answer in every_answer()), unmet):
        reader.pieces((Screen.END, True), *answers)
        made = asdict(orders[-1].composed())
        banner = made.pop("banner")
        outside = any(one.outcome is Outcome.NOT_MET for one in answers)
        assert banner == (not_for(language) if outside else None)
        plain = plain or made
        assert made == plain


def troubled(shelf: store.Shelf) -> store.Shelf:
    """A trial with all that a clinician is told of it."""
    if shelf.trial is None:
        return shelf
    own = LocalData(label="Centro Norte", as_of=datetime.date(2026, 11, 22), session=True)
    trouble = {
        "refused_curves": ("os-nejm.json does not fit the trial's numbers.",),
        "refused_local": ("e1910.toml, label: no label is given.",),
        "local": own,
    }
    return replace(shelf, trial=shelf.trial.model_copy(update=trouble))


@every_language
def test_what_is_said_to_clinicians_never_stands_on_the_patients_page(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data not reviewed, curves and files refused, a link's parameters refused, own data."""
    before = [Reader(language).pieces(place) for place in PLACES]
    opens = store.open_trial
    monkeypatch.setattr(store, "open_trial", lambda *which: troubled(opens(*which)))
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2031, 1, 1))
    reader = Reader(language, cut="nowhere", weight="999", months="7000")
    for place, pieces in zip(PLACES, before, strict=True):
        assert reader.pieces(place) == pieces, place
    reader.app.switch_page("app.py").run()
    clinician = html.unescape(said(reader.app))
    assert notices.TITLE in clinician
    assert notices.review_overdue(ENGLISH, trial()) in clinician
    assert "does not fit the trial's numbers" in clinician
    assert "no label is given" in clinician
    assert own_words.ONLY_THIS_SESSION in clinician
