"""The applicability check on the pages: what it finds follows the visit, age stays nowhere."""

from __future__ import annotations

import html

import pytest

from tests.screens.visits import PAGES, opened


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_criterion_that_is_not_met_stands_on_every_other_page(page: str) -> None:
    shown = opened().choose("selectbox", "criterion_mrd", "positive").go(page)
    assert '<div class="banner stop" role="status">' in shown.html
    said = "E1910 does not answer this question; other evidence and labels exist."
    assert said in shown.html
    assert "The trial does not apply: a criterion is not met." in shown.html


#: Both age groups of the paper, and what must be known with them.
BY_AGE = (
    "Under 55 years (66 vs 65): 95 vs 70 (range not published) of 100 alive after 3 years; "
    "HR for death 0.16 (0.05 to 0.47).",
    "55 years and over (46 vs 47): 70 vs 65 (range not published) of 100 alive after 3 years; "
    "HR for death 0.66 (0.33 to 1.35)",
    "Not powered for subgroups. The gain that is weighed is the whole trial's.",
)


@pytest.mark.parametrize("age", [18, 30, 45, 54, 55, 63, 70, 84])
def test_whatever_age_was_given_both_age_groups_stand_beside_the_headline(age: int) -> None:
    before = opened()
    assert not any(line in html.unescape(before.text) for line in BY_AGE)
    shown = before.choose("number_input", "criterion_age", age)
    (block,) = (b for b in shown.blocks if 'class="byage"' in b)
    assert all(line in html.unescape(block) for line in BY_AGE)
    assert '<div class="lead">' in block  # the headline is in the same part of the page
    board = html.unescape("".join(shown.go("tumour_board").blocks))
    assert "Under 55 years (66 vs 65): 95 vs 70 of 100 alive after 3 years" in board
    assert "55 years and over (46 vs 47): 70 vs 65 of 100 alive after 3 years" in board
    assert "Not powered for subgroups." in board


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_says_that_they_are_not_available(cut: str) -> None:
    shown = opened(cut=cut).choose("number_input", "criterion_age", 63)
    name = {"fda-primary": "FDA, primary", "fda-later": "FDA, later"}[cut]
    (block,) = (b for b in shown.blocks if 'class="byage"' in b)
    said = html.unescape(block)
    assert f"By age: not available in {name}. Not powered for subgroups." in said
    assert not any(line in said for line in BY_AGE[:2])


def test_without_an_age_no_age_group_stands_at_the_headline() -> None:
    shown = opened().choose("selectbox", "criterion_mrd", "below")
    assert not [b for b in shown.blocks if 'class="byage"' in b]
    shown.choose("number_input", "criterion_age", 63).choose("number_input", "criterion_age", None)
    assert not [b for b in shown.blocks if 'class="byage"' in b]


@pytest.mark.parametrize("age", [29, 45, 63, 71])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_age_group_ever_stands_in_the_patient_view(age: int, language: str) -> None:
    """A clinician's sentence never stands on a patient's page, whatever age was given."""
    shown = opened(lang=language).choose("number_input", "criterion_age", age)
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
    shown = opened().choose("number_input", "criterion_age", 63)
    assert all(line in html.unescape(shown.html) for line in BY_AGE)
    assert "63" not in str(shown.test.session_state["_answers"])
    shown.go("icon_arrays").go("consultation")
    assert all(line in html.unescape(shown.html) for line in BY_AGE)
    assert "63" not in shown.query.values()
    assert "63" not in str(shown.test.session_state["_answers"])
    for link in shown.test.get("page_link"):
        assert "63" not in link.proto.query_string


@pytest.mark.parametrize(("age", "said"), [(29, "from 30 years on"), (71, "ended at 70 years")])
def test_an_age_outside_the_trial_is_said(age: int, said: str) -> None:
    shown = opened().choose("number_input", "criterion_age", age)
    assert said in shown.html
    assert '<div class="banner stop"' in shown.html


def test_an_answer_can_be_corrected() -> None:
    shown = opened().choose("selectbox", "criterion_mrd", "positive")
    shown.choose("selectbox", "criterion_mrd", "below")
    assert '<div class="banner stop"' not in shown.html
    assert "1 of 8 questions answered." in shown.html
