"""What the hand-out says beside both chances, its sources and its link: nothing is left out."""

from __future__ import annotations

import html as html_of_python
import re
from pathlib import Path

import pytest

from tests.installed import POPPLER
from tests.papers.test_handout import (
    CARDS,
    CENTRE_COUNTS,
    PAPERS,
    TOLD,
    Poppler,
    a_view,
    flat,
    hand_out,
    made,
    told,
)
from tradeoff.papers import handout
from tradeoff.papers.handout import harms as hand_out_harms
from tradeoff.statistics.weighing import per_hundred
from tradeoff.trial import reading as loading
from tradeoff.words import numbers
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import Voice, voice
from tradeoff.words.patient import harm as patient_harm


@pytest.mark.parametrize("words_of", TOLD, ids="-".join)
def test_the_sheet_says_of_harms_what_the_screen_says(words_of: tuple[str, str]) -> None:
    """Each note, each harm told in a sentence, each fact, and where nobody can tell."""
    trial = loading.load_trial(loading.SHELF / words_of[0], language=words_of[1])
    view = a_view(trial, lang=words_of[1])
    one, text, say = made(view), told(view), voice(Voice.PATIENT, words_of[1])
    said = flat(" ".join((*one.harm.sentences, *one.beside, *one.others)))
    page = flat(html_of_python.unescape(re.sub(r"<[^>]*>", " ", handout.html(one))))
    assert all(line in said for line in plain_words.told_facts(text, trial))
    documents = " ".join(one.sources.sentences)
    known = {fact.id: fact for fact in trial.facts}
    assert all(known[name].place in documents for name in text.told_facts)
    if view.harm is None:
        assert all(note in said for note in patient_harm.harm_notes(say, text, view))
        return
    shown, others = patient_harm.harms_beside(text, view)
    for harm in (view.harm, *shown, *others):
        note = patient_harm.harm_text(text, harm).note
        assert note is None or note in said
        assert note is None or note in page
    for harm in others:
        people, low_high = harm.people, harm.whole_limits
        assert low_high is not None
        change = numbers.more_or_fewer(say, people.increment)
        ranged = numbers.change_range(say, people.increment, low_high)
        assert f"{change} ({ranged})" in said
        what = patient_harm.harm_text(text, harm).one
        assert re.search(rf"{re.escape(what)}, {people.control} .* {people.experimental} ", said)
        cited = harm.excess.citations
        assert all(document.place in documents for document in cited)
        assert patient_harm.unsure(harm) <= (patient_harm.too_few(say) in said)


def test_the_one_harm_that_blinatumomab_lowers_is_told_with_the_rest_and_their_open_cause() -> None:
    one = hand_out()
    (low,) = (line for line in one.beside if line.startswith("Very low neutrophils"))
    assert low.endswith("29 fewer (17 to 40). The report does not say why.")
    both, fatal = one.others
    assert "a fever with very low neutrophils, 23 (16 to 32) and 17 (11 to 25), 6 fewer" in both
    assert both.endswith("Too few people took part to tell a difference.")
    assert "1 with chemo alone died of a treatment side effect" in fatal
    assert "With blinatumomab, it was 2." in fatal


@pytest.mark.parametrize(
    ("people", "limits", "said"),
    [
        ((5, 5), (0, 3), "no difference (no difference to 3 more)"),
        ((5, 5), (-3, 0), "no difference (3 fewer to no difference)"),
        ((5, 7), (0, 4), "2 more (0 to 4)"),
        ((7, 5), (-4, 1), "2 fewer (4 fewer to 1 more)"),
        ((7, 5), None, "2 fewer (range not in the report)"),
    ],
)
def test_a_range_keeps_its_direction(
    people: tuple[int, int], limits: tuple[int, int] | None, said: str
) -> None:
    say, (control, experimental) = voice(Voice.PATIENT, "en"), people
    counted = per_hundred(control / 100, experimental / 100)
    assert hand_out_harms.change_told(say, counted, limits) == said
    far = plain_words.how_far_off(say, counted.increment, limits, 224)
    if limits is not None and counted.increment == 0:
        assert "fewer" in far or "more" in far


def test_what_a_centre_counted_does_not_stand_in_the_words_of_the_report() -> None:
    typed = hand_out(**CENTRE_COUNTS)
    assert "people treated" not in " ".join(typed.sources.sentences)
    assert "your own centre's" in (typed.harm.badge or "")
    assert "45 people took part" in typed.harm.sentences[0]
    assert "223 people treated" in " ".join(hand_out().sources.sentences)


def test_the_second_page_names_the_documents_behind_course_and_points() -> None:
    view = a_view()
    one, trial = made(view), view.trial
    assert one.treatment.sources is not None
    named = " ".join(one.treatment.sources.sentences)
    facts = {fact.id: fact for fact in trial.facts}
    behind = [facts[name].source for name in told(view).treatment]
    behind += [step.source for step in trial.course]
    behind += [cycle.pump_source for cycle in trial.cycles if cycle.pump_source]
    assert {"nejm-2024", "congress-accounts", "uspi"} <= set(behind)
    for source in behind:
        assert trial.source(source).short in named


@pytest.mark.parametrize("paper", PAPERS)
def test_the_longest_address_stays_on_its_page(tmp_path: Path, paper: str) -> None:
    one = hand_out(cards=CARDS, weight=0, **CENTRE_COUNTS)
    poppler = Path(POPPLER.find_or_install())
    document = Poppler(poppler, tmp_path, handout.pdf(one, paper=paper))  # type: ignore[arg-type]
    edges = document.run("pdftotext", "-bbox")
    width = float(re.findall('page width="([0-9.]+)"', edges)[0])
    assert max(map(float, re.findall('xMax="([0-9.]+)"', edges))) < width - 28  # points: 1 cm
    assert one.link in flat(document.run("pdftotext", "-raw")).replace(" ", "")


def test_the_page_has_no_attribute_without_a_value() -> None:
    assert 'class=""' not in handout.html(hand_out(not_for=True))
