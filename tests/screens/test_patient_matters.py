"""What matters to a patient: cards to pick and put in order, then the scale that may be skipped."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tradeoff.findings.places import ValueCard
from tradeoff.screens.look import PAGE_FILES
from tradeoff.trial.reading import SHELF, load_trial, trial_ids
from tradeoff.words.patient.cards import card_words
from tradeoff.words.say import ENGLISH

ROOT = Path(__file__).resolve().parents[2]
WORDS = {card_words(ENGLISH, card): card for card in ValueCard}
HOME = ValueCard.HOME
#: The shipped trials that are put into plain words.
TRIALS = [name for name in trial_ids(SHELF) if load_trial(SHELF / name).text.patient is not None]


def opened(**query: str) -> AppTest:
    """The screen of what matters, in a session of its own."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"screen": "matters", **query}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(PAGE_FILES["patient_view"]).run()
    if any(one.key == "patient_to_matters" for one in app.button):
        press(app, "patient_to_matters")
    assert not app.exception, app.exception
    return app


def press(app: AppTest, *keys: str) -> AppTest:
    for key in keys:
        app.button(key).click().run()
        assert not app.exception, app.exception
    return app


def turn(app: AppTest, *cards: ValueCard) -> AppTest:
    """Press one card after another, as the browser sends it: the pressed ones in their order."""
    for card in cards:
        pressed = list(app.pills("cards").value)
        rest = [one for one in pressed if one is not card]
        app.pills("cards").set_value(rest if card in pressed else [*pressed, card]).run()
        assert not app.exception, app.exception
    return app


def dealt(app: AppTest) -> list[ValueCard]:
    """The cards in their order on the screen."""
    return [WORDS[one] for one in app.pills("cards").options]


def text(app: AppTest) -> str:
    bodies = " ".join(element.proto.body for element in app.get("html"))
    return html.unescape(re.sub(r"<[^>]*>", " ", bodies))


def order(app: AppTest) -> list[str]:
    """What the buttons say that move a card up."""
    named = (one for one in app.button if str(one.key).startswith("patient_up_"))
    return [one.label.replace("*", "") for one in named]


def heard(app: AppTest) -> str:
    """What is read aloud as a card is picked."""
    bodies = " ".join(element.proto.body for element in app.get("html"))
    found = re.search(r'<p role="status" class="unseen">(.*?)</p>', bodies)
    assert found
    return found[1]


def in_address(app: AppTest) -> str | None:
    held = app.query_params.get("cards")
    return held[0] if isinstance(held, list) else held


@pytest.mark.parametrize("trial", TRIALS)
def test_every_card_lies_there_and_none_is_picked(trial: str) -> None:
    app = opened(trial=trial)
    assert sorted(dealt(app)) == sorted(ValueCard)
    assert app.pills("cards").value == []
    assert order(app) == []
    assert heard(app) == ""
    assert in_address(app) is None


def test_cards_are_shuffled_at_each_visit_and_stay_where_they_are_in_one() -> None:
    orders = []
    for _ in range(6):  # one chance in 40,320 ** 5 of six alike
        app = opened()
        lies = dealt(app)
        press(turn(app, HOME, ValueCard.CLEAR), "patient_up_2", "patient_next", "patient_back")
        assert dealt(app) == lies
        orders.append(tuple(lies))
    assert len(set(orders)) > 1
    assert {one[-1] for one in orders} == {ValueCard.OTHER}


def test_cards_are_picked_in_order_and_say_their_place() -> None:
    app = turn(opened(), HOME, ValueCard.CLEAR, ValueCard.LONGER)
    assert in_address(app) == "home,clear,longer"
    assert heard(app) == (
        "What matters most to you, in this order: time at home; thinking clearly; living as long "
        "as possible."
    )
    assert order(app) == [
        "2. Thinking clearly · move up",
        "3. Living as long as possible · move up",
    ]
    at = {card: place for place, card in enumerate(dealt(app), start=1)}
    bodies = " ".join(element.proto.body for element in app.get("html"))
    for place, card in enumerate((HOME, ValueCard.CLEAR, ValueCard.LONGER), start=1):
        assert f'button:nth-of-type({at[card]})::after{{content:"{place}"}}' in bodies


def test_a_card_is_moved_up_and_put_back() -> None:
    app = turn(opened(), HOME, ValueCard.CLEAR, ValueCard.LONGER)
    press(app, "patient_up_3", "patient_up_2")
    assert in_address(app) == "longer,home,clear"
    assert app.pills("cards").value == [ValueCard.LONGER, HOME, ValueCard.CLEAR]
    turn(app, HOME)
    assert in_address(app) == "longer,clear"
    turn(app, ValueCard.LONGER, ValueCard.CLEAR)
    assert in_address(app) is None
    assert heard(app) == ""


def test_all_cards_are_put_back_at_once_and_shuffled_for_whoever_comes_next() -> None:
    app, orders = opened(), set()
    for _ in range(6):
        press(turn(app, HOME, ValueCard.CLEAR), "patient_cards_back")
        assert app.pills("cards").value == []
        assert in_address(app) is None
        orders.add(tuple(dealt(app)))
    assert len(orders) > 1
    assert {one[-1] for one in orders} == {ValueCard.OTHER}


def test_a_link_opens_with_its_cards_picked() -> None:
    app = opened(cards="other,home")
    assert app.pills("cards").value == [ValueCard.OTHER, HOME]
    assert order(app) == ["2. Time at home · move up"]


def test_something_else_is_spoken_and_there_is_no_field_to_type_it_in() -> None:
    app = opened()
    assert "Nothing is typed here." not in text(app)
    turn(app, ValueCard.OTHER)
    assert "Something else: tell your care team what it is. Nothing is typed here." in text(app)
    assert not app.text_input
    assert not app.text_area


def test_the_scale_is_closed_at_first_and_open_where_it_is_set() -> None:
    for query, expanded in (({}, False), ({"weight": "40"}, True)):
        (fold,) = (one for one in opened(**query).get("expander") if "harder" in one.label)
        assert fold.label == "One harder question, about dying within 3 years. You can skip it."
        assert fold.proto.expanded is expanded


def test_where_nothing_is_weighed_the_cards_are_asked_and_no_scale() -> None:
    app = turn(opened(trial="tower"), ValueCard.GIVEN)
    assert heard(app) == "What matters most to you: how treatment is given."
    assert not app.select_slider
    assert not any("harder" in one.label for one in app.get("expander"))


def test_what_was_picked_is_said_again_at_the_end() -> None:
    app = turn(opened(), HOME, ValueCard.OTHER)
    press(app, *(["patient_next"] * 3))
    assert "What matters most to you, in this order: time at home; something else." in text(app)


def test_no_option_and_no_side_of_it_is_named_on_a_card() -> None:
    sides = re.compile(r"\b(?:with|without|chemo\w*|pump|more|less|fewer|added|alone)\b", re.I)
    assert [one for one in WORDS if sides.search(one)] == []
    assert all(2 <= len(one.split()) <= 6 for one in WORDS)
