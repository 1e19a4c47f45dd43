"""The patient's calendar of treatment: both options alike, every pump day, nothing guessed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tradeoff.drawing.calendar import WIDTH
from tradeoff.drawing.palette import written_width
from tradeoff.findings.choices import ORIGINAL
from tradeoff.papers.patient_course import CalendarTold, calendars
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.trial.records import DAYS_A_WEEK, PatientText, Status, Trial
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.patient import patient_text
from tradeoff.words.say import ENGLISH

every_language = pytest.mark.parametrize("language", languages())
THEMES = ("light", "dark", "print", "auto")
BREAKS = "There can be breaks that are not shown here. Ask your care team."
ORDER = "The order of the rounds still has to be checked with your care team."
DAYS = "The days in the rounds still have to be checked with your care team."
ORDER_AND_DAYS = (
    "The order of the rounds and the days in them still have to be checked with your care team."
)
PUMP, FREE, UNKNOWN = 'data-day="pump"', 'data-day="free"', 'data-cycle="unknown"'


def e1910(language: str) -> Trial:
    return load_trial(SHELF / "e1910", language=language)


def told(language: str = ORIGINAL) -> tuple[CalendarTold, ...]:
    trial = e1910(language)
    return calendars(voice(Voice.PATIENT, language), patient_text(trial), trial)


@every_language
def test_both_options_are_pictures_of_one_size_control_first(language: str) -> None:
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
def test_words_are_of_16_pixels_at_least_and_stay_inside(language: str) -> None:
    for calendar in told(language):
        texts = re.findall(
            r'<text x="(\S+)" y="(\S+)" font-size="(\S+)"[^>]*>([^<]*)<', calendar.picture("light")
        )
        assert min(float(size) for _, _, size, _ in texts) >= 16
        for x, y, size, words in texts:
            assert float(x) + written_width(words, size=float(size)) <= WIDTH, words
            assert float(y) <= calendar.scene.height


@every_language
def test_a_third_of_a_page_at_12_points(language: str) -> None:
    """Side by side on A4 a picture is about 250 points wide: 16 pixels are 12 points there."""
    assert told(language)[0].scene.height * 250 / WIDTH <= 842 / 3


def test_the_sentence_tells_every_round_and_asks_for_what_is_not_known() -> None:
    control, experimental = (calendar.alt for calendar in told())
    assert control == (
        "Calendar: Chemo alone. Round 1: chemo. Round 2: chemo. Round 3: chemo. Round 4: chemo. "
        f"How long is a round of chemo? Ask your care team. {BREAKS}"
    )
    assert experimental == (
        "Calendar: Chemo plus blinatumomab. "
        "Round 1: blinatumomab, 4 weeks, with the pump on 28 days. Then a break: 2 weeks. "
        "Round 2: blinatumomab, 4 weeks, with the pump on 28 days. "
        "Round 3: chemo. Round 4: chemo. Round 5: chemo. "
        "Round 6: blinatumomab, 4 weeks, with the pump on 28 days. Round 7: chemo. "
        "Round 8: blinatumomab, 4 weeks, with the pump on 28 days. "
        f"How long is a round of chemo? Ask your care team. {BREAKS} {ORDER_AND_DAYS}"
    )


def test_what_others_reported_is_said_to_need_a_check_in_one_line() -> None:
    """The order from the third cycle on and the pump's days: one line, for the one option."""
    control, experimental = (calendar.lines for calendar in told())
    assert control == (BREAKS,)
    squares = "One square is one day. One row is one week."
    assert experimental == (squares, BREAKS, ORDER_AND_DAYS)


def known(*, order: Status, weeks: Status, pump: Status) -> Trial:
    """E1910 with these statuses of the steps, of the lengths and of the days on a pump."""
    trial = e1910(ORIGINAL)
    steps = tuple(step.model_copy(update={"status": order}) for step in trial.course)
    cycles = tuple(
        cycle.model_copy(update={"status": weeks, "pump_status": pump if cycle.pump_days else None})
        for cycle in trial.cycles
    )
    return trial.model_copy(update={"course": steps, "cycles": cycles})


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.PUBLISHED])
@pytest.mark.parametrize(
    ("inherited", "said"),
    [
        ((), None),
        (("order",), ORDER),
        (("weeks",), DAYS),
        (("pump",), DAYS),
        (("order", "weeks"), ORDER_AND_DAYS),
        (("order", "pump"), ORDER_AND_DAYS),
    ],
)
def test_each_status_of_order_length_and_pump_reaches_the_line_and_the_sentence(
    inherited: tuple[str, ...], said: str | None, status: Status
) -> None:
    statuses = dict.fromkeys(("order", "weeks", "pump"), Status.PUBLISHED)
    trial = known(**(statuses | dict.fromkeys(inherited, status)))
    _, experimental = calendars(ENGLISH, patient_text(trial), trial)
    assert [line for line in experimental.lines if "checked" in line] == ([said] if said else [])
    assert experimental.alt.endswith(said or BREAKS)
    assert experimental.alt.count("checked") == (said is not None)


def test_an_option_of_which_no_day_is_told_has_no_days_to_check() -> None:
    """Chemotherapy: the status of a cycle without a length or a pump says nothing of days."""
    statuses = {"order": Status.PUBLISHED, "pump": Status.PUBLISHED}
    trial = known(weeks=Status.REPORTED, **statuses)
    control, _ = calendars(ENGLISH, patient_text(trial), trial)
    assert control.lines == (BREAKS,)


@pytest.mark.parametrize("trial_id", ["tower", "aall1731"])
def test_a_trial_without_a_course_has_no_calendar(trial_id: str) -> None:
    trial = load_trial(SHELF / trial_id)
    text = trial.text.patient
    assert isinstance(text, PatientText)
    assert calendars(ENGLISH, text, trial) == ()
