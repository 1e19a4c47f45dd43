"""The patient view, walked: what is shown when, and that figures wait to be asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/patient_view.py")
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


SURVIVAL = re.compile(r"\b(68|85|32|15|17|29)\b")


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
    assert "5 had a serious problem with the brain or mind during treatment" in words
    assert "95 did not have such a problem" in words
    assert "This number still has to be checked against the full report." in words


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
    assert "still has to be checked" in words


def test_teach_back_asks_without_an_answer_set_and_explains_what_was_shown() -> None:
    app = press(opened(), "to_benefit", "look", "next", "next", "next", "next")
    asked = {radio.key: radio for radio in app.radio if "patient_answer" in radio.key}
    assert [radio.value for radio in asked.values()] == [None, None]
    assert "it is 17" not in said(app)
    quiet(asked["patient_answer_benefit"].set_value(68).run())
    assert "Thank you. These numbers are easy to mix up. It is 17." in said(app)
    quiet(app.radio("patient_answer_benefit").set_value(17).run())
    assert "Yes, it is 17." in said(app)


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


def test_progress_is_said_in_words_and_has_a_name() -> None:
    app = press(opened(), "to_treatment")
    html = " ".join(element.proto.body for element in app.get("html"))
    assert 'aria-label="Step 3 of 9"' in html
    assert "Step 3 of 9" in said(app)


def test_the_language_is_a_choice_in_the_link() -> None:
    app = opened(lang="es")
    words = said(app)
    assert "traductor" in words or "English is shown" in words
    assert "lang" in app.query_params


def test_an_overlong_or_foreign_link_still_opens() -> None:
    app = opened(lang="xx", weight="999", framing="<b>")
    assert title(app) == "What would you like to talk about first?"
