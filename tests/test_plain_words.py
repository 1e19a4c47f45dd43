"""What a patient reads: easy, without a forbidden word, and with the numbers of the findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import numpy as np
import pytest

from tests.reading_level import grade, syllables, syllables_counted_here  # noqa: F401
from tradeoff import handout, plain_words
from tradeoff.choices import Choices, Framing, HarmSource, Language, TypedCounts, default_choices
from tradeoff.effects import Count
from tradeoff.findings import (
    SIMULATION_SEED,
    Findings,
    base_findings,
    can_be_weighed,
    whole,
    with_preference,
)
from tradeoff.loading import SHELF, load_trial, trial_ids
from tradeoff.plain_words import Screen
from tradeoff.trial import PatientText, Role, Status, Trial

SAY = NullTranslations()
HARDEST_SCREEN, WHOLE = 8.0, 6.5


@cache
def trials() -> tuple[Trial, ...]:
    """Every shipped trial that has plain words."""
    loaded = (load_trial(SHELF / name) for name in trial_ids(SHELF))
    return tuple(trial for trial in loaded if trial.text.patient is not None)


def views() -> Iterator[Findings]:
    """Every landmark of every such trial and every median without one, with a preference set."""
    for trial in trials():
        places: set[tuple[str, str, int | None]] = {
            (e.data_cut, e.endpoint, e.months) for e in trial.landmarks
        }
        held = {place[:2] for place in places}
        cuts = {cut.id for cut in trial.data_cuts}
        places |= {
            (e.analysis, e.endpoint, None)
            for e in trial.medians
            if e.analysis in cuts and (e.analysis, e.endpoint) not in held
        }
        for cut, endpoint, months in sorted(places, key=str):
            choices = replace(
                default_choices(trial), cut=cut, endpoint=endpoint, months=months, weight=40
            )
            yield found(trial, choices)


def found(trial: Trial, choices: Choices) -> Findings:
    rng = np.random.default_rng(SIMULATION_SEED)
    return with_preference(trial, choices, base_findings(trial, choices, rng=rng))


def typed(view: Findings, source: HarmSource) -> Findings:
    counts = TypedCounts(Count(20, 90), Count(4, 100), "2026-05")
    return found(view.trial, replace(view.choices, harm=source, counts=counts))


VIEWS = list(views())
#: Where gain and harm are both at hand; with typed counts where the trial's own are not.
WEIGHED = [
    view if view.harm is not None else typed(view, HarmSource.PAPER)
    for view in VIEWS
    if view.survival is not None and view.trial.weighed_harm is not None
]


def each(views: list[Findings]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "view", views, ids=lambda v: f"{v.trial.id}-{v.choices.cut}-{v.choices.endpoint}"
    )


every_view = each(VIEWS)
every_landmark = each([view for view in VIEWS if view.survival is not None])
every_weighed_view = each(WEIGHED)
every_unconfirmed_view = each([v for v in WEIGHED if v.harm and v.harm.excess.unconfirmed])


# The screens, as they are read -------------------------------------------------------------


def screens(view: Findings, text: PatientText) -> dict[str, list[str]]:
    """The sentences of each screen; headings and labels are sentences of their own."""
    start = [plain_words.topic(SAY, one) for one in Screen]
    said = {
        "start": [text.decision, *start],
        "now": [*text.condition, text.decision],
        "options": [
            plain_words.option_lead(SAY),
            *(line for role in Role for line in option(text, role)),
        ],
        "treatment": [plain_words.treatment_lead(SAY), *treatment(view, text)],
        "gate": list(plain_words.chances_lead(SAY, text, view.choices.endpoint)),
        "benefit": benefit(view, text),
        "harm": harm(view, text),
        "matters": matters(view, text),
        "questions": [plain_words.questions_lead(SAY), *text.questions],
        "check": [plain_words.teach_back_lead(SAY), *teach_back(view, text)],
        "end": [
            *plain_words.summary(SAY, text, view, looked=True),
            plain_words.hand_out_note(SAY),
        ],
        "every": [
            plain_words.limits(SAY),
            plain_words.for_whom(SAY),
            plain_words.dates(SAY, view.trial),
            plain_words.not_looked(SAY),
            plain_words.survival_not_available(SAY),
            plain_words.harm_not_available(SAY),
            plain_words.no_patient_text(SAY, view.trial),
            plain_words.language_note(SAY, Language.SPANISH, shown=Language.SPANISH) or "",
            plain_words.language_note(SAY, Language.SPANISH, shown=Language.ENGLISH) or "",
        ],
    }
    title = {name: [] if name in ("gate", "every", "benefit") else [name] for name in said}
    return {
        name: [*(plain_words.screen_title(SAY, Screen(one)) for one in title[name]), *lines]
        for name, lines in said.items()
    }


def benefit(view: Findings, text: PatientText) -> list[str]:
    survival, medians = view.survival, view.medians
    title = plain_words.benefit_title(SAY, text, view.choices.endpoint)
    followed = plain_words.follow_up(SAY, view.trial, view.choices.cut)
    if survival is None:
        assert medians is not None
        return [
            title,
            plain_words.medians_sentences(SAY, text, medians),
            plain_words.medians_range(SAY),
            plain_words.medians_source(SAY, view.trial, medians),
            followed,
        ]
    return [
        title,
        *(plain_words.benefit_heading(SAY, text, survival, one) for one in Framing),
        *(plain_words.benefit_sentences(SAY, text, survival, one) for one in Framing),
        *(plain_words.benefit_range(SAY, survival, one) for one in Framing),
        *plain_words.benefit_labels(SAY, text, survival),
        plain_words.range_key(SAY),
        plain_words.benefit_source(SAY, view.trial, survival),
        followed,
    ]


def harm(view: Findings, text: PatientText) -> list[str]:
    harm = view.harm
    if harm is None:
        table = handout.harms_table(view, SAY, text)
        assert table is not None
        said = [plain_words.harm_missing(SAY, text, view), text.harms_note or ""]
        rows = [row[0] for row in table.rows]
        return [plain_words.harms_lead(SAY), *said, table.caption, *table.columns, *rows]
    words = plain_words.harm_text(text, harm)
    return [
        words.meaning,
        words.recovery,
        plain_words.harm_heading(SAY, text, harm),
        plain_words.harm_sentences(SAY, text, harm),
        plain_words.harm_sentences(SAY, text, harm, without=True),
        plain_words.harm_range(SAY, harm),
        plain_words.harm_status(SAY, text, harm) or "",
        *plain_words.harm_labels(SAY, text, harm),
        plain_words.harm_windows(SAY, text, view.survival, harm),
        plain_words.harm_source(SAY, view.trial, harm),
    ]


def option(text: PatientText, role: Role) -> list[str]:
    words = plain_words.arm_text(text, role)
    return [words.name, *words.describing, *words.good, *words.hard]


def treatment(view: Findings, text: PatientText) -> list[str]:
    lines = plain_words.treatment_lines(SAY, text, view.trial.facts)
    return [part for line in lines for part in (line.text, line.badge or "")]


def matters(view: Findings, text: PatientText) -> list[str]:
    if not can_be_weighed(view):
        return [plain_words.matters_open(SAY)]
    return [
        plain_words.preference_lead(SAY),
        plain_words.preference_question(SAY, text, view),
        *plain_words.preference_ends(SAY, text, view),
        plain_words.preference_unset(SAY),
        plain_words.preference_stated(SAY, text, view),
        plain_words.net_result(SAY, text, view),
        plain_words.clear_preference(SAY),
    ]


def teach_back(view: Findings, text: PatientText) -> list[str]:
    asked = plain_words.teach_back_questions(SAY, text, view.survival, view.harm)
    if view.survival is None and view.medians is not None:
        asked = (*asked, *plain_words.teach_back_median(SAY, text, view.medians))
    replies = [plain_words.teach_back_reply(SAY, one, n) for one in asked for n in one.options]
    return [*(one.question for one in asked), *replies]


def as_read(lines: list[str]) -> str:
    """One text; what ends without a stop is read as a sentence too."""
    return " ".join(line if line[-1] in ".?!" else f"{line}." for line in lines if line)


# How easily it reads -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("leukaemia", 4), ("blinatumomab", 5), ("maintenance", 3), ("chemo", 2), ("trial", 2)),
        *(("people", 2), ("treatment", 2), ("hospital", 3), ("infections", 3), ("easily", 3)),
        *(("serious", 3), ("alive", 2), ("died", 1), ("years", 1), ("guess", 1), ("worked", 1)),
        *(("rounds", 1), ("wanted", 2), ("problems", 2), ("chances", 2), ("people", 2)),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


@every_view
def test_every_screen_reads_at_grade_8_and_the_whole_at_6_5(view: Findings) -> None:
    said = screens(view, plain_words.patient_text(view.trial))
    grades = {name: grade(as_read(lines)) for name, lines in said.items()}
    assert {name: one for name, one in grades.items() if one > HARDEST_SCREEN} == {}
    everything = [line for lines in said.values() for line in lines]
    assert grade(as_read(everything)) <= WHOLE


@every_view
def test_no_single_sentence_is_long(view: Findings) -> None:
    said = screens(view, plain_words.patient_text(view.trial))
    sentences = re.split(r"(?<=[.?!:])\s+", as_read([w for lines in said.values() for w in lines]))
    assert {one for one in sentences if len(one.split()) > 32} == set()


# The words ---------------------------------------------------------------------------------

#: "lives" is said of people who live, never of lives saved; "MRD" stands beside its explanation.
FORBIDDEN = re.compile(
    r"hazard|ratio\b|efficacy|well[- ]tolerated|\bonly\b|\bjust\b|life-saving|\b1 in \d"
    r"|\bone in \w+|\bNNT\b|relative risk|\brare\b|\blikely\b|\bunlikely\b|\brecommend|\bshould\b"
    r"|\bfavou?rs?\b|closer to|because of|saved?\b|better\b|worse\b"
    r"|\bneuro\w*|\bgrade\b|\bendpoint|\bend point"
    r"|\bhematolog|\btoxicit|\bconsolidation|\badverse|\binfusion|\bneutropeni|BCR|CD19",
    re.IGNORECASE,
)


def all_text(view: Findings) -> list[str]:
    text = plain_words.patient_text(view.trial)
    said = [line for lines in screens(view, text).values() for line in lines]
    for role in Role:
        if view.survival is not None:
            said.append(plain_words.benefit_alt(SAY, text, view.survival, role))
        if view.harm is not None:
            said.append(plain_words.harm_alt(SAY, text, view.harm, role))
    for source in (HarmSource.PAPER, HarmSource.CENTRE):
        counted = typed(view, source).harm
        assert (counted is None) == (view.trial.weighed_harm is None)
        said.append("" if counted is None else plain_words.harm_status(SAY, text, counted) or "")
    return said + list(every_text(text))


def every_text(record: object) -> Iterator[str]:
    if isinstance(record, str):
        yield record
    elif isinstance(record, PatientText):
        yield from every_text(record.model_dump())
    elif isinstance(record, dict):
        for value in record.values():
            yield from every_text(value)
    elif isinstance(record, tuple | list):
        for value in record:
            yield from every_text(value)
    elif is_dataclass(record) and not isinstance(record, type):
        for one in fields(record):
            yield from every_text(getattr(record, one.name))


@every_view
def test_no_forbidden_word_is_said_to_a_patient(view: Findings) -> None:
    found_words = {
        f"{hit[0]!r} in {line!r}" for line in all_text(view) if (hit := FORBIDDEN.search(line))
    }
    assert found_words == set()


@every_view
def test_mrd_is_said_with_its_meaning(view: Findings) -> None:
    for line in all_text(view):
        assert "MRD" not in line or "MRD means" in line


@pytest.mark.parametrize("text", ["only 5", "1 in 10", "the hazard ratio", "well tolerated"])
def test_the_lint_sees_what_is_forbidden(text: str) -> None:
    assert FORBIDDEN.search(text)


def test_no_number_stands_in_the_trials_plain_words() -> None:
    for trial in trials():
        texts = every_text(plain_words.patient_text(trial))
        assert [text for text in texts if re.search(r"\d", text)] == []


def test_both_options_are_told_at_equal_length_and_with_good_and_hard_points() -> None:
    for trial in trials():
        text = plain_words.patient_text(trial)
        lengths = {}
        for role in Role:
            words = plain_words.arm_text(text, role)
            assert len(words.good) >= 2
            assert len(words.hard) >= 2
            told = (*words.describing, *words.good, *words.hard)
            lengths[role] = len(" ".join(told).split())
            assert len(words.good) == len(words.hard)
        assert abs(lengths[Role.CONTROL] - lengths[Role.EXPERIMENTAL]) <= 0.15 * min(
            lengths.values()
        )


# The numbers -------------------------------------------------------------------------------


def numbers_in(text: str) -> list[int]:
    return [int(n.replace("−", "-")) for n in re.findall(r"−?\d+", text)]


@every_landmark
def test_benefit_is_told_with_the_findings_whole_people_baseline_first(view: Findings) -> None:
    survival, text = view.survival, plain_words.patient_text(view.trial)
    assert survival is not None
    people = survival.people
    years = survival.months if survival.months % 12 else survival.months // 12
    alive = plain_words.benefit_sentences(SAY, text, survival, Framing.ALIVE)
    died = plain_words.benefit_sentences(SAY, text, survival, Framing.DIED)
    gain = abs(people.increment)
    assert numbers_in(alive) == [100, people.control, years, people.experimental, gain]
    expected = [100, 100 - people.control, years, 100 - people.experimental, gain]
    assert numbers_in(died) == expected
    assert "more." in alive
    assert "fewer." in died


@every_weighed_view
def test_the_ranges_are_those_of_the_findings(view: Findings) -> None:
    survival, harm = view.survival, view.harm
    assert survival is not None
    assert harm is not None
    for change, limits, total, sentence in (
        (
            survival.people.increment,
            survival.gain_limits,
            survival.gain.population.total,
            plain_words.benefit_range(SAY, survival),
        ),
        (
            harm.people.increment,
            harm.excess_limits,
            harm.excess.population.total,
            plain_words.harm_range(SAY, harm),
        ),
    ):
        assert limits is not None
        assert numbers_in(sentence) == [abs(change), total, *sorted(map(abs, limits))]


def test_the_range_sentence_is_worded_as_agreed() -> None:
    survival = VIEWS[0].survival
    assert survival is not None
    calculated = replace(survival.gain, range_method=None)
    plain = replace(
        survival,
        gain=calculated,
        gain_limits=(5, 29),
        people=replace(survival.people, control=68, experimental=85, increment=17),
    )
    assert plain_words.benefit_range(SAY, plain) == (
        "Our best guess is 17 more. Because 224 people took part, it could be as few as 5 or as "
        "many as 29."
    )
    crossing = replace(plain, gain_limits=(-3, 29))
    assert plain_words.benefit_range(SAY, crossing).endswith("from 3 fewer to 29 more.")
    unknown = plain_words.benefit_range(SAY, replace(plain, gain_limits=None))
    assert unknown.endswith("The report does not say how far off this could be.")


@every_weighed_view
def test_harm_is_told_with_the_findings_whole_people(view: Findings) -> None:
    harm, text = view.harm, plain_words.patient_text(view.trial)
    assert harm is not None
    people = harm.people
    told = numbers_in(plain_words.harm_sentences(SAY, text, harm))
    assert told == [100, people.control, people.experimental, people.increment]
    rest = numbers_in(plain_words.harm_sentences(SAY, text, harm, without=True))
    assert rest == [100, 100 - people.control, 100 - people.experimental, people.increment]


@every_weighed_view
def test_what_a_preference_implies_adds_up_and_gives_no_verdict(view: Findings) -> None:
    text, net = plain_words.patient_text(view.trial), view.weighing.net_gain
    assert net is not None
    assert view.survival is not None
    assert view.harm is not None
    status = plain_words.harm_status(SAY, text, view.harm) or ""
    said = numbers_in(plain_words.net_result(SAY, text, view).removesuffix(status))
    gain, _, excess, again, weighed, _, gain_again, _, left, low, high = said
    assert (gain, gain_again) == (view.survival.people.increment,) * 2
    assert (excess, again) == (view.harm.people.increment,) * 2
    assert gain - weighed == left == whole(net.value)
    assert (low, high) == tuple(map(whole, net.limits))


@every_weighed_view
def test_nothing_is_implied_before_a_preference_is_set(view: Findings) -> None:
    unset = found(view.trial, replace(view.choices, weight=None))
    text = plain_words.patient_text(view.trial)
    assert numbers_in(plain_words.net_result(SAY, text, unset)) == []
    assert plain_words.preference_stated(SAY, text, unset) == plain_words.preference_unset(SAY)


@every_weighed_view
def test_teach_back_answers_are_computed_from_the_shown_numbers(view: Findings) -> None:
    text = plain_words.patient_text(view.trial)
    assert view.survival is not None
    assert view.harm is not None
    gain, harm = plain_words.teach_back_questions(SAY, text, view.survival, view.harm)
    assert gain.answer == abs(view.survival.people.increment)
    assert harm.answer == view.harm.people.experimental
    for asked in (gain, harm):
        assert asked.answer in asked.options
        assert len(asked.options) == 3
        for chosen in asked.options:
            reply = plain_words.teach_back_reply(SAY, asked, chosen)
            assert f"it is {asked.answer}." in reply.lower()
            assert asked.explained in reply
            assert "wrong" not in reply


def test_a_median_is_told_as_the_time_when_half_had_the_event_baseline_first() -> None:
    (view,) = (view for view in VIEWS if view.survival is None)
    medians, text = view.medians, plain_words.patient_text(view.trial)
    assert medians is not None
    said = plain_words.medians_sentences(SAY, text, medians)
    assert re.findall(r"\d+(?:\.\d)?", said) == [
        f"{entry.months:g}" for entry in (medians.control, medians.experimental)
    ]
    assert said.count("half had died by about") == 2
    assert said.endswith("The other half were still alive then.")
    (asked,) = plain_words.teach_back_median(SAY, text, medians)
    assert (asked.options, asked.answer) == ((0, 50, 100), 50)


def test_a_median_that_was_not_reached_is_said_to_leave_more_than_half() -> None:
    (view,) = (view for view in VIEWS if view.survival is None)
    assert view.medians is not None
    text = plain_words.patient_text(view.trial)
    longer = view.medians.experimental.model_copy(update={"reached": False, "months": None})
    said = plain_words.medians_sentences(SAY, text, replace(view.medians, experimental=longer))
    assert "more than half were still alive when the report was made" in said
    assert "other half" not in said
    assert "None" not in said


def test_a_harm_without_a_rate_is_said_to_be_missing_and_not_to_be_none() -> None:
    (view,) = (v for v in VIEWS if v.trial.weighed_harm is not None and v.harm is None)
    said = plain_words.harm_missing(SAY, plain_words.patient_text(view.trial), view)
    assert "we do not have numbers" in said
    assert "does not mean that there were none" in said
    assert numbers_in(said) == []


# What must travel with the harm ------------------------------------------------------------


@every_unconfirmed_view
def test_an_unconfirmed_rate_is_always_said_to_need_checking(view: Findings) -> None:
    text, harm = plain_words.patient_text(view.trial), view.harm
    assert harm is not None
    assert harm.excess.unconfirmed
    note = plain_words.harm_text(text, harm).unconfirmed
    assert "checked" in note
    said = screens(view, text)
    for name in ("harm", "matters", "check", "end"):
        assert note in " ".join(said[name]), name
    for role in Role:
        assert note in plain_words.harm_alt(SAY, text, harm, role)


@every_unconfirmed_view
def test_a_confirmed_rate_says_nothing_of_checking(view: Findings) -> None:
    assert view.harm is not None
    excess = replace(view.harm.excess, statuses=(Status.PUBLISHED,))
    confirmed = replace(view.harm, excess=excess)
    text = plain_words.patient_text(view.trial)
    assert plain_words.harm_status(SAY, text, confirmed) is None
    assert "checked" not in plain_words.harm_alt(SAY, text, confirmed, Role.EXPERIMENTAL)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (HarmSource.PAPER, "Your care team typed in these numbers from the full report (2026-05)."),
        (HarmSource.CENTRE, "not a fair comparison"),
    ],
)
def test_typed_counts_are_told_with_their_source(source: HarmSource, words: str) -> None:
    view = typed(VIEWS[0], source)
    assert view.harm is not None
    text = plain_words.patient_text(view.trial)
    status = plain_words.harm_status(SAY, text, view.harm) or ""
    assert words in status
    assert plain_words.harm_text(text, view.harm).unconfirmed not in status
    assert "190" in plain_words.harm_source(SAY, view.trial, view.harm)


def test_a_line_of_treatment_carries_the_status_of_its_fact() -> None:
    for trial in trials():
        facts = {fact.id: fact for fact in trial.facts}
        text = plain_words.patient_text(trial)
        lines = plain_words.treatment_lines(SAY, text, trial.facts)
        for name, line in zip(text.treatment, lines, strict=True):
            assert (line.badge is None) == (facts[name].status is Status.PUBLISHED)
            assert "{" not in line.text


def test_the_summary_of_those_who_did_not_look_holds_no_figure() -> None:
    view = VIEWS[0]
    unset = found(view.trial, replace(view.choices, weight=None))
    text = plain_words.patient_text(view.trial)
    assert numbers_in(" ".join(plain_words.summary(SAY, text, unset, looked=False))) == []


def test_a_trial_without_plain_words_says_so() -> None:
    trial = load_trial(Path(__file__).parent / "bad_trials" / "minimal")
    assert trial.text.patient is None
    assert "not available for Minimal" in plain_words.no_patient_text(SAY, trial)
    with pytest.raises(LookupError, match="minimal has no plain words"):
        plain_words.patient_text(trial)


# The languages -----------------------------------------------------------------------------


def test_english_carries_no_note_and_spanish_awaits_its_review() -> None:
    english, spanish = Language.ENGLISH, Language.SPANISH
    assert plain_words.language_note(SAY, english, shown=english) is None
    reviewed = plain_words.language_note(SAY, spanish, shown=spanish) or ""
    assert "awaiting review by a clinical translator" in reviewed
    missing = plain_words.language_note(SAY, spanish, shown=english) or ""
    assert "English is shown" in missing
