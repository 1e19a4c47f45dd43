"""The patient's calendar of treatment: both options alike, every pump day, nothing guessed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tradeoff.drawing.calendar import WIDTH
from tradeoff.drawing.palette import written_width
from tradeoff.findings.choices import Language
from tradeoff.papers.patient_course import CalendarTold, calendars
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.trial.records import DAYS_A_WEEK, PatientText, Trial
from tradeoff.words.catalogues import catalogue
from tradeoff.words.patient import patient_text
from tradeoff.words.say import CLINICIAN, Say

every_language = pytest.mark.parametrize("language", Language)
THEMES = ("light", "dark", "print", "auto")
PUMP, FREE, UNKNOWN = 'data-day="pump"', 'data-day="free"', 'data-cycle="unknown"'


def e1910(language: Language) -> Trial:
    return load_trial(SHELF / "e1910", language=language.value)


def told(language: Language = Language.ENGLISH) -> tuple[CalendarTold, ...]:
    trial = e1910(language)
    return calendars(Say(catalogue(language.value)), patient_text(trial), trial)


@every_language
def test_both_options_are_pictures_of_one_size_control_first(language: Language) -> None:
    control, experimental = told(language)
    assert (control.role, experimental.role) == (Role.CONTROL, Role.EXPERIMENTAL)
    assert control.scene.width == experimental.scene.width == WIDTH
    assert control.scene.height == experimental.scene.height


def test_every_planned_day_is_a_square_and_every_pump_day_is_filled() -> None:
    """Four cycles of 28 days and a break of two weeks; one square more of each in the key."""
    control, experimental = (calendar.picture("light") for calendar in told())
    assert experimental.count(PUMP) == 4 * 28 + 1
    assert experimental.count(FREE) == 2 * DAYS_A_WEEK + 1
    assert (control.count(PUMP), control.count(FREE)) == (0, 0)


def test_chemotherapy_is_a_block_of_one_size_in_both_and_never_of_days() -> None:
    """Four cycles in each option, and one block in the key."""
    sizes = {
        size
        for calendar in told()
        for size in re.findall(rf'{UNKNOWN}><path d="M\S+ \S+h(\S+?)h', calendar.picture("light"))
    }
    assert len(sizes) == 2  # a cycle's, and that of the key
    assert [calendar.picture("light").count(UNKNOWN) for calendar in told()] == [5, 5]


@pytest.mark.parametrize("theme", THEMES)
def test_the_picture_is_well_formed_and_names_itself(theme: str) -> None:
    for calendar in told():
        root = ElementTree.fromstring(calendar.picture(theme))  # type: ignore[arg-type]
        assert root.attrib["role"] == "img"
        assert calendar.name in calendar.picture(theme)  # type: ignore[arg-type]


@every_language
def test_words_are_of_16_pixels_at_least_and_stay_inside(language: Language) -> None:
    for calendar in told(language):
        texts = re.findall(
            r'<text x="(\S+)" y="(\S+)" font-size="(\S+)"[^>]*>([^<]*)<', calendar.picture("light")
        )
        assert min(float(size) for _, _, size, _ in texts) >= 16
        for x, y, size, words in texts:
            assert float(x) + written_width(words, size=float(size)) <= WIDTH, words
            assert float(y) <= calendar.scene.height


@every_language
def test_a_third_of_a_page_at_12_points(language: Language) -> None:
    """Side by side on A4 a picture is about 250 points wide: 16 pixels are 12 points there."""
    assert told(language)[0].scene.height * 250 / WIDTH <= 842 / 3


def test_the_sentence_tells_every_round_and_asks_for_what_is_not_known() -> None:
    control, experimental = (calendar.alt for calendar in told())
    assert control == (
        "Calendar: Chemo alone. Round 1: chemo. Round 2: chemo. Round 3: chemo. Round 4: chemo. "
        "How long is a round of chemo? Ask your care team."
    )
    assert experimental == (
        "Calendar: Chemo plus blinatumomab. "
        "Round 1: blinatumomab, 4 weeks, with the pump on 28 days. Then a break: 2 weeks. "
        "Round 2: blinatumomab, 4 weeks, with the pump on 28 days. "
        "Round 3: chemo. Round 4: chemo. Round 5: chemo. "
        "Round 6: blinatumomab, 4 weeks, with the pump on 28 days. Round 7: chemo. "
        "Round 8: blinatumomab, 4 weeks, with the pump on 28 days. "
        "How long is a round of chemo? Ask your care team."
    )


def test_an_order_that_others_reported_is_said_to_need_a_check() -> None:
    """From the third cycle on the order is reported: said once, for the one option."""
    control, experimental = (calendar.lines for calendar in told())
    breaks = "There can be breaks that are not shown here. Ask your care team."
    assert control == (breaks,)
    assert experimental == (
        "One square is one day. One row is one week.",
        breaks,
        "The order of the rounds still has to be checked with your care team.",
    )


@pytest.mark.parametrize("trial_id", ["tower", "aall1731"])
def test_a_trial_without_a_course_has_no_calendar(trial_id: str) -> None:
    trial = load_trial(SHELF / trial_id)
    text = trial.text.patient
    assert isinstance(text, PatientText)
    assert calendars(CLINICIAN, text, trial) == ()
