"""Consultation's cards: both arms by their names, benefit and harm alike, each number once."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import numpy as np
import pytest

from tests.screens.visits import Place, every_place, opened
from tests.views import DATA
from tradeoff.findings.choices import Choices, Framing, analyses
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.screens import cards
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.words.say import ENGLISH

FIGURE = re.compile(
    r'<b>(\d+)</b> of 100 <span>([^<]*)</span></figcaption><img[^>]*alt="([^"]*)"',
)
ROW = re.compile(r'<(?:h2|p|div) class="(part|pair|instead|told|fine)\b')
SECTION = re.compile(r'<section class="card" data-part="(\w+)".*?</section>', re.DOTALL)


def every_view() -> list[Findings]:
    found = []
    for name in trial_ids(DATA):
        trial = load_trial(DATA / name)
        for end in trial.endpoints:
            for one in analyses(trial, end.id):
                for framing in Framing:
                    place = (one.cut, end.id, one.landmark, one.landmark)
                    choices = Choices(trial.id, *place, framing)
                    base = base_findings(trial, choices, rng=np.random.default_rng(1))
                    found.append(with_preference(trial, choices, base))
    return found


VIEWS = every_view()
NAMES = [
    f"{v.trial.id}-{v.choices.cut}-{v.choices.endpoint}-{v.choices.landmark}-{v.choices.framing}"
    for v in VIEWS
]
every_shipped_view = pytest.mark.parametrize("view", VIEWS, ids=NAMES)


def card(view: Findings, part: str) -> str:
    (found,) = (m for m in SECTION.finditer(cards.pair(ENGLISH, view)) if m.group(1) == part)
    return found.group()


def said(element: Any) -> str:
    """What a piece of the page holds: HTML, what a component was given, or else its kind."""
    proto = getattr(element, "proto", None)
    return str(getattr(proto, "body", "") or getattr(proto, "json", "") or element.type)


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


@every_shipped_view
def test_each_figure_stands_with_the_arm_that_it_counts(view: Findings) -> None:
    assert view.survival is not None
    shown = [view.survival] + ([view.harm] if view.harm else [])
    for found, part in zip(shown, ("benefit", "harm"), strict=False):
        people = found.people
        if part == "benefit" and view.choices.framing is Framing.DIED:
            people = people.complement
        figures = FIGURE.findall(card(view, part))
        arms = view.trial.text.arms
        assert [(count, name) for count, name, _ in figures] == [
            (str(people.experimental), html.escape(arms[Role.EXPERIMENTAL].short)),
            (str(people.control), html.escape(arms[Role.CONTROL].short)),
        ]
        for (_, _, alt), role in zip(figures, (Role.EXPERIMENTAL, Role.CONTROL), strict=True):
            assert html.escape(arms[role].having) in alt


@every_shipped_view
def test_both_cards_have_the_same_parts_in_the_same_order(view: Findings) -> None:
    """A heading, a hundred twice or what stands in their place, the sentence, the small print."""
    for part in ("benefit", "harm"):
        shape = ROW.findall(card(view, part))
        assert shape in (["part", "pair", "told", "fine"], ["part", "instead", "fine"])


@every_shipped_view
def test_what_a_card_says_is_short_and_what_is_longer_is_closed(view: Findings) -> None:
    for part in ("benefit", "harm"):
        markup = card(view, part)
        assert "<details open" not in markup
        seen = words(re.sub(r"<details.*?</details>", "", markup, flags=re.DOTALL))
        assert len(seen) < 520, seen
        assert view.trial.source(view.trial.sources[0].id).short  # a source has a name …
        names = {one.short for one in view.trial.sources}
        assert part == "harm" or any(name in seen for name in names)  # … which stands at the gain


@every_shipped_view
def test_the_increment_with_its_range_is_said_once(view: Findings) -> None:
    assert view.survival is not None
    told = words(re.sub(r"<details.*?</details>", "", card(view, "benefit"), flags=re.DOTALL))
    limits = view.survival.whole_limits
    assert limits is not None
    low, high = sorted(map(abs, limits))
    assert told.count(f"({low} to {high})") == 1


@every_place
def test_the_document_says_panel_line_benefit_harm_curve_actions(place: Place) -> None:
    shown = opened(**dict(zip(("endpoint", "cut", "months"), place, strict=True)))
    drawn = [said(one) for one in shown.test.main]
    marks = ['class=\\"flow\\"', 'data-part="benefit"', "plotly_chart", 'class="footer ']
    if not shown.test.get("plotly_chart"):
        marks.remove("plotly_chart")
    places = [[i for i, one in enumerate(drawn) if mark in one] for mark in marks]
    assert [len(found) for found in places] == [1] * len(marks)
    assert places == sorted(places)
    assert re.search(r'data-part="benefit".*data-part="harm"', drawn[places[1][0]], re.DOTALL)


def test_alive_and_died_read_in_the_end_points_own_words() -> None:
    shown = opened(endpoint="rfs")
    chips = [one for one in shown.test.get("button_group") if one.key == "framing"]
    assert "Free of relapse after 3 years" in shown.text
    assert "Relapsed or died" in str(chips[0].proto)
    assert "Relapsed or died after 3 years" in opened(endpoint="rfs", framing="died").text


def test_the_hand_out_is_one_press_and_its_other_forms_are_behind_another() -> None:
    shown = opened()
    buttons = [one.key for one in shown.test.get("download_button")]
    assert buttons == ["hand_out_a4", "hand_out_us_letter", "hand_out_html"]
    (popover,) = (
        one for one in shown.test.get("popover") if one.proto.popover.label == "Other forms"
    )
    inside = [one.key for one in popover.get("download_button")]
    assert inside == ["hand_out_us_letter", "hand_out_html"]


def test_what_is_copied_at_one_press_is_what_can_be_read_before() -> None:
    shown = opened(weight="40")
    parts = [json.loads(one.proto.json)[0] for one in shown.test.get("bidi_component")]
    fields = {one["label"]: one["field"] for one in parts if one["part"] == "copy"}
    note, link = shown.to_copy
    for label, text in (("Copy note", note), ("Copy link", link)):
        found = re.findall(rf'<textarea class="[^"]*\b{fields[label]}"[^>]*>([^<]*)<', shown.html)
        assert [html.unescape(one) for one in found] == [text]
    assert note.startswith("Decision: ")
    assert "weight=40" in link
