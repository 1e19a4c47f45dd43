"""The applicability check on the pages: what it finds follows the visit, age stays nowhere."""

from __future__ import annotations

import html

import pytest

from tests.screens.visits import PAGES, Opened, opened
from tradeoff.screens import check


def pressed(shown: Opened, key: str) -> Opened:
    shown.test.button(key).click()
    return shown.run()


def chip(shown: Opened) -> str:
    return str(shown.test.button("check").label)


def asked(shown: Opened, **answers: str | int | None) -> Opened:
    """The check opened where it is closed, and these questions answered."""
    if not shown.test.get("number_input"):
        pressed(shown, "check")
    for name, answer in answers.items():
        kind = "number_input" if name == "age" else "button_group"
        shown.choose(kind, f"criterion_{name.replace('_', '-')}", answer)
    return shown


def found(shown: Opened) -> str:
    """What stands first in the open check."""
    (block,) = (b for b in shown.blocks if b.startswith('<div class="checkfound" role="status">'))
    return html.unescape(block)


NOT_DESCRIBED = (
    "E1910's result does not include people with MRD of 0.01 % or above; its numbers do not "
    "describe them."
)


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_criterion_that_is_not_met_stands_on_every_other_page(page: str) -> None:
    shown = asked(opened(), mrd="positive").go(page)
    (line,) = (
        b for b in shown.blocks if b.startswith('<div class="banner stop applies" role="status">')
    )
    said = html.unescape(line)
    assert NOT_DESCRIBED in said
    assert "E1910 does not answer this question; other evidence and labels exist." in said
    assert "Other evidence: BLAST, MRD-positive adults (0.1 % or more), single arm" in said
    assert chip(shown) == "Outside the trial: MRD ▾"


def test_the_chip_says_what_was_found_and_opens_the_check_in_the_page() -> None:
    shown = opened()
    assert chip(shown) == "Does the trial apply? ▾"
    assert not [one for one in shown.test.get("button_group") if one.key.startswith("criterion")]
    asked(shown, mrd="below", remission="yes")
    assert chip(shown) == "2 of 8 asked ▴"
    asked(shown, age=25)
    assert chip(shown) == "Caution: age under 30 ▴"
    assert "Caution: age under 30 · 3 of 8 asked" in found(shown)
    assert "Caution: The trial took people from 30 years on" in found(shown)
    pressed(shown, "check")
    assert chip(shown) == "Caution: age under 30 ▾"
    assert not shown.test.get("number_input")


def test_the_check_is_closed_on_the_next_page_and_knows_all_answers_again() -> None:
    shown = asked(opened(), mrd="below", age=25).go("icon_arrays")
    assert chip(shown) == "Caution: age under 30 ▾"
    shown.go("consultation")
    assert not shown.test.get("number_input")
    pressed(shown, "check")
    (mrd,) = (one for one in shown.test.get("button_group") if one.key == "criterion_mrd")
    assert mrd.value == "below"
    age = shown.test.number_input("criterion_age")
    assert (age.value, age.placeholder) == (None, "Age under 30")


def test_another_tap_takes_an_answer_back() -> None:
    shown = asked(opened(), mrd="positive")
    assert chip(shown) == "Outside the trial: MRD ▴"
    asked(shown, mrd=None)
    assert chip(shown) == "Does the trial apply? ▴"
    assert NOT_DESCRIBED not in html.unescape(shown.html)


def test_all_as_in_the_trial_answers_every_question_and_lists_what_is_attested() -> None:
    shown = pressed(asked(opened(), mrd="positive", age=25), "check_all")
    assert chip(shown) == "✓ Trial applies: 8 of 8 ▴"
    said = html.unescape(shown.html)
    assert "Attested with “All as in the trial”: 30 to 70 years; B-cell precursor ALL" in said
    chosen = {str(one.key): one.value for one in shown.test.get("button_group")}
    assert chosen["criterion_mrd"] == "below"
    assert chosen["criterion_transplant"] is None
    assert shown.test.number_input("criterion_age").value is None
    asked(shown, transplant="undecided")
    assert chip(shown) == "✓ Trial applies: 8 of 8 ▴"
    assert "both were included" not in html.unescape(shown.html)
    assert "results by that intention are not available here" in found(shown)


def test_clear_answers_takes_all_of_them_back() -> None:
    shown = pressed(asked(opened(), mrd="positive", age=63), "check_clear")
    assert chip(shown) == "Does the trial apply? ▴"
    assert {one.value for one in shown.test.get("button_group") if "criterion" in one.key} == {None}
    assert shown.test.number_input("criterion_age").value is None
    assert shown.test.session_state["_answers"] == {"e1910": {}}


def test_what_is_not_known_yet_is_named() -> None:
    shown = pressed(asked(opened()), "check_all")
    asked(shown, mrd="unknown")
    assert chip(shown) == "MRD not known yet ▴"


def test_what_leaves_says_what_was_found_and_what_was_attested_and_nothing_of_the_age() -> None:
    shown = pressed(asked(opened()), "check_all")
    asked(shown, cns_history="yes", age=63)
    (note, *_) = shown.to_copy
    assert "Applicability: Caution: CNS disease. Caution: People with such a history" in note
    assert "Attested with “All as in the trial”: B-cell precursor ALL, CD19-positive;" in note
    assert "63" not in note


def test_without_an_answer_the_note_says_that_nothing_was_asked() -> None:
    (note, *_) = opened().to_copy
    assert "Applicability: Whether the trial applies was not asked." in note


def test_answers_to_one_trial_are_none_to_another() -> None:
    shown = asked(opened(), mrd="positive")
    shown.test.selectbox("trial").set_value("tower")
    shown.run()
    assert chip(shown).startswith("Does the trial apply?")


def test_no_answer_ever_comes_into_the_address() -> None:
    before = opened()
    query = before.query
    shown = pressed(asked(before, mrd="positive", age=25), "check_all")
    assert shown.query == query
    assert not [link for link in shown.to_copy[1:] if "criterion" in link or "mrd" in link]


#: Both age groups of the paper, and what must be known with them.
BY_AGE = (
    "Under 55 years (66 vs 65): 95 vs 70 of 100 alive after 3 years; 0.16 (0.05 to 0.47)",
    "55 years and over (46 vs 47): 70 vs 65 of 100 alive after 3 years; 0.66 (0.33 to 1.35)",
    "Not powered for subgroups. The gain that is weighed is the whole trial's.",
    "Survival by age: range not published.",
)


@pytest.mark.parametrize("age", [18, 30, 45, 54, 55, 63, 70, 84])
def test_whatever_age_was_given_both_age_groups_stand_beside_the_headline(age: int) -> None:
    before = opened()
    assert not any(line in html.unescape(before.html) for line in BY_AGE)
    shown = asked(before, age=age)
    (block,) = (b for b in shown.blocks if 'class="byage' in b)
    assert all(line in html.unescape(block) for line in BY_AGE)
    board = html.unescape("".join(shown.go("tumour_board").blocks))
    assert "Under 55 years (66 vs 65): 95 vs 70 of 100 alive after 3 years" in board
    assert "55 years and over (46 vs 47): 70 vs 65 of 100 alive after 3 years" in board
    assert "Not powered for subgroups." in board


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_says_that_they_are_not_available(cut: str) -> None:
    shown = asked(opened(cut=cut), age=63)
    name = {"fda-primary": "FDA, primary", "fda-later": "FDA, later"}[cut]
    (block,) = (b for b in shown.blocks if 'class="byage' in b)
    said = html.unescape(block)
    assert f"By age: not available in {name}. Not powered for subgroups." in said
    assert not any(line in said for line in BY_AGE[:2])


def test_without_an_age_no_age_group_stands_at_the_headline() -> None:
    shown = asked(opened(), mrd="below")
    assert not [b for b in shown.blocks if 'class="byage' in b]
    asked(asked(shown, age=63), age=None)
    assert not [b for b in shown.blocks if 'class="byage' in b]


@pytest.mark.parametrize("age", [29, 45, 63, 71])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_age_group_ever_stands_in_the_patient_view(age: int, language: str) -> None:
    """A clinician's sentence never stands on a patient's page, whatever age was given."""
    shown = asked(opened(lang=language), age=age)
    shown.go("patient_view")
    pressed, screens = ["to_now"], []
    while pressed:
        shown.test.button(f"patient_{pressed[-1]}").click()
        screens.append(html.unescape(shown.run().text))
        there = {str(one.key).removeprefix("patient_") for one in shown.test.button}
        pressed = [next(key for key in ("look", "next") if key in there)] if there & AHEAD else []
    assert len(screens) > 8
    for said in screens:
        for foreign in ("By age, as in the trial", "HR for", "66 vs 65", "46 vs 47", "0.66", "0.77",
                        "Podoltsev", "powered", "range not published"):  # fmt: skip
            assert foreign not in said


#: Buttons of the patient view that lead on.
AHEAD = {"look", "next"}


def test_the_age_is_judged_and_neither_kept_nor_put_in_the_link() -> None:
    shown = asked(opened(), age=63)
    assert all(line in html.unescape(shown.html) for line in BY_AGE)
    assert "63" not in str(shown.test.session_state["_answers"])
    shown.go("icon_arrays").go("consultation")
    assert all(line in html.unescape(shown.html) for line in BY_AGE)
    assert "63" not in shown.query.values()
    assert "63" not in str(shown.test.session_state["_answers"])
    for link in shown.test.get("page_link"):
        assert "63" not in link.proto.query_string


@pytest.mark.parametrize(
    ("age", "css", "said"),
    [
        (3, "banner stop", "does not include people under 30 years"),
        (17, "banner stop", "does not include people under 30 years"),
        (18, "banner caution", "The trial took people from 30 years on"),
        (29, "banner caution", "The trial took people from 30 years on"),
        (71, "banner caution", "The trial ended at 70 years"),
    ],
)
def test_an_age_outside_the_trial_is_said_and_a_near_miss_is_a_caution(
    age: int, css: str, said: str
) -> None:
    shown = pressed(asked(opened(), age=age), "check")
    (line,) = (
        b for b in shown.blocks if b.startswith(f'<div class="{css} applies" role="status">')
    )
    assert said in html.unescape(line)


def test_the_open_check_says_it_and_the_line_does_not_say_it_again() -> None:
    shown = asked(opened(), mrd="positive")
    assert NOT_DESCRIBED in found(shown)
    assert not [b for b in shown.blocks if 'class="banner stop' in b]


def test_a_trial_without_criteria_has_no_chip() -> None:
    shown = opened(trial="demo-colon")
    assert not [one for one in shown.test.button if one.key == "check"]
    assert check.TITLE not in shown.text


def test_outside_the_trial_the_panel_greys_and_says_whom_its_numbers_do_not_describe() -> None:
    shown = asked(opened(weight="40"), mrd="positive")
    (head,) = (b for b in shown.blocks if b.startswith('<div class="weigh outside">'))
    assert NOT_DESCRIBED in html.unescape(head)
    assert any('<div class="weighing outside">' in block for block in shown.blocks)
    within = asked(opened(weight="40"), mrd="below")
    assert not any("outside" in block for block in within.blocks if "weigh" in block[:40])
