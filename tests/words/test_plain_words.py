"""What a patient reads: easy, without a forbidden word, and with the numbers of the findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from tests.reading_level import grade, syllables, syllables_counted_here  # noqa: F401
from tests.words.catalogues import entries, forms
from tests.words.patients import (
    SAY,
    TOWERS_MEDIANS,
    VIEWS,
    VIEWS_OF_E1910,
    as_read,
    beside,
    every_landmark,
    every_unconfirmed_view,
    every_view,
    every_view_with_other_harms,
    every_weighed_view,
    found,
    screens,
    trials,
    typed,
)
from tradeoff.findings.choices import (
    ORIGINAL,
    Framing,
    HarmSource,
)
from tradeoff.findings.provenance import whole
from tradeoff.findings.view import Findings
from tradeoff.papers import patient_arrays
from tradeoff.papers.handout import chances
from tradeoff.screens import patient_chances, patient_check, patient_screens, patient_view
from tradeoff.statistics.intervals import Estimate
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.trial.records import PatientText, Status
from tradeoff.words import patient as plain_words
from tradeoff.words.catalogues import languages
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import calling
from tradeoff.words.patient import harm as patient_harm
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient import treatment as treatment_words

HARDEST_SCREEN, WHOLE = 8.0, 6.5


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
            said.append(patient_arrays.benefit_alt(SAY, text, view.survival, role))
        if view.harm is not None:
            said.append(patient_arrays.harm_alt(SAY, text, view.harm, role))
    if view.harm is not None:
        said += chances.beside(view, SAY, text)
    for source in (HarmSource.PAPER, HarmSource.CENTRE):
        counted = typed(view, source).harm
        assert (counted is None) == (view.trial.weighed_harm is None)
        said.append("" if counted is None else patient_harm.harm_status(SAY, text, counted) or "")
    return said + list(every_text(text))


def every_text(record: object) -> Iterator[str]:
    if isinstance(record, str):
        yield record
    elif isinstance(record, PatientText):
        # Lists of ids are no words.
        yield from every_text(record.model_dump(exclude={"shown_harms", "told_harms"}))
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


#: What a verb says that a treatment does to somebody, in English and in Spanish.
CHANGES = re.compile(
    r"\b(?:lower(?:s|ed|ing)|reduc\w+|protect\w*|prevent\w*|spare[sd]?|disminu\w+|proteg\w+"
    r"|previen\w+|evita\w*|baja)\b",
    re.IGNORECASE,
)
#: How somebody died. Patients learn of fatal side effects, and of no other cause.
CAUSES = re.compile(
    r"\bdied (?:of|from)\b|\bdeaths? (?:of|from|by|due)\b|\bcauses? of death"
    r"|\bmurieron (?:por|de)\b|\bmuertes? (?:por|de)\b|\bcausas? de (?:la )?muerte",
    re.IGNORECASE,
)


def told_in(language: str) -> list[str]:
    """The trials' plain words in a language, those of the program, and in English all sentences."""
    said: list[str] = []
    for trial in trials():
        if (SHELF / trial.id / f"text.{language}.toml").is_file():
            told = load_trial(SHELF / trial.id, language=language)
            said += every_text(plain_words.patient_text(told))
    if language is ORIGINAL:
        return said + [line for view in VIEWS for line in all_text(view)]
    return said + [form for one in entries(language) for form in forms(one.string)]


@pytest.mark.parametrize("language", languages())
def test_no_sentence_says_that_the_drug_lowers_or_protects(language: str) -> None:
    """Only what was compared is told, and as people of 100: fewer or more, never why."""
    sentences = {one for line in told_in(language) for one in re.split(r"(?<=[.?!])\s+", line)}
    found_words = [one for one in sentences if CHANGES.search(one)]
    assert found_words, "chemo lowers blood counts: the search must see that"
    for sentence in found_words:
        assert re.search(r"\b(?:chemo|quimioterapia)\b", sentence, re.IGNORECASE), sentence
        assert "blinatumomab" not in sentence.lower(), sentence


@pytest.mark.parametrize(
    "text",
    ["Blinatumomab lowers the risk.", "It protects you.", "Reduce el riesgo.", "Disminuye.",
     "Le protege."],
)  # fmt: skip
def test_the_search_sees_what_a_drug_would_do(text: str) -> None:
    assert CHANGES.search(text)


@pytest.mark.parametrize("language", languages())
def test_deaths_are_never_split_by_cause(language: str) -> None:
    told = load_trial(SHELF / "e1910", language=language)
    text = plain_words.patient_text(told)
    fatal = (text.told_facts["fatal-side-effects"], *plain_words.told_facts(text, told))
    assert all(CAUSES.search(line) for line in fatal)
    for line in told_in(language):
        rest = line
        for allowed in fatal:
            rest = rest.replace(allowed, "")
        assert not CAUSES.search(rest), line


def test_when_to_call_is_as_long_a_list_for_both_options() -> None:
    lists = [
        [text.arms[role.value].call for role in Role]
        for trial in trials()
        for text in [plain_words.patient_text(trial)]
    ]
    assert all(all(pair) for pair in lists)
    for first, second in lists:
        assert len(first) == len(second)
        lengths = [len(" ".join(one).split()) for one in (first, second)]
        assert max(lengths) <= 1.15 * min(lengths)


def test_when_to_call_names_what_the_medication_guide_names() -> None:
    (trial,) = (one for one in trials() if one.id == "e1910")
    text = plain_words.patient_text(trial)
    named = {role: " ".join(text.arms[role.value].call).lower() for role in Role}
    guide = "fever chills breathing swollen rash dizzy vomit fit speech confused balance faint"
    assert [word for word in guide.split() if word not in named[Role.EXPERIMENTAL]] == []
    usual = ("fever", "chills", "bleed", "breathing")
    for role in Role:  # chemo is part of both
        assert [word for word in usual if word not in named[role]] == []


def test_both_options_are_told_at_equal_length_and_with_good_and_hard_points() -> None:
    for trial in trials():
        text = plain_words.patient_text(trial)
        lengths = {}
        for role in Role:
            words = text.arms[role.value]
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
    alive = benefit_words.benefit_sentences(SAY, text, survival, Framing.ALIVE)
    died = benefit_words.benefit_sentences(SAY, text, survival, Framing.DIED)
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
            survival.whole_limits,
            survival.gain.population.total,
            benefit_words.benefit_range(SAY, survival),
        ),
        (
            harm.people.increment,
            harm.whole_limits,
            harm.excess.population.total,
            patient_harm.harm_range(SAY, harm),
        ),
    ):
        assert limits is not None
        assert numbers_in(sentence) == [abs(change), total, *sorted(map(abs, limits))]


def test_the_range_sentence_is_worded_as_agreed() -> None:
    survival = VIEWS[0].survival
    assert survival is not None

    def told(lower: float | None, upper: float | None) -> str:
        """Of 68 and 85 out of 100, and a range that was calculated."""
        difference = Estimate(0.17, lower, upper, 0.95)
        known = replace(
            survival,
            control=replace(survival.control, estimate=Estimate(0.68, None, None, 0.95)),
            experimental=replace(survival.experimental, estimate=Estimate(0.85, None, None, 0.95)),
            difference=replace(survival.gain, estimate=difference, range_method=None),
        )
        return benefit_words.benefit_range(SAY, known)

    assert told(0.05, 0.29) == (
        "Our best guess is 17 more. Because 224 people took part, it could be as few as 5 or as "
        "many as 29."
    )
    assert told(-0.03, 0.29).endswith("from 3 fewer to 29 more.")
    assert told(None, None).endswith("The report does not say how far off this could be.")


@every_weighed_view
def test_harm_is_told_with_the_findings_whole_people(view: Findings) -> None:
    harm, text = view.harm, plain_words.patient_text(view.trial)
    assert harm is not None
    people = harm.people
    told = numbers_in(patient_harm.harm_sentences(SAY, text, harm))
    assert told == [100, people.control, people.experimental, people.increment]
    rest = numbers_in(patient_harm.harm_sentences(SAY, text, harm, without=True))
    assert rest == [100, 100 - people.control, 100 - people.experimental, people.increment]


@every_weighed_view
def test_what_a_preference_implies_adds_up_and_gives_no_verdict(view: Findings) -> None:
    text, net = plain_words.patient_text(view.trial), view.weighing.net_gain
    assert net is not None
    assert view.survival is not None
    assert view.harm is not None
    status = patient_harm.harm_status(SAY, text, view.harm) or ""
    said = numbers_in(preference_words.net_result(SAY, text, view).removesuffix(status))
    gain, _, excess, weight, _, again, counted, gain_again, taken, left, low, high = said
    assert (gain, gain_again) == (view.survival.people.increment,) * 2
    assert (excess, again) == (view.harm.people.increment,) * 2
    assert weight == view.choices.weight
    assert counted == taken
    assert gain - counted == left == whole(net.value)
    assert (low, high) == tuple(map(whole, net.limits))


@every_weighed_view
def test_nothing_is_implied_before_a_preference_is_set(view: Findings) -> None:
    unset = found(view.trial, replace(view.choices, weight=None))
    text = plain_words.patient_text(view.trial)
    assert numbers_in(preference_words.net_result(SAY, text, unset)) == []
    assert preference_words.preference_stated(
        SAY, text, unset
    ) == preference_words.preference_unset(SAY)


@every_weighed_view
def test_teach_back_answers_are_computed_from_the_shown_numbers(view: Findings) -> None:
    text = plain_words.patient_text(view.trial)
    assert view.survival is not None
    assert view.harm is not None
    gain, harm = patient_check.questions(SAY, text, view)
    assert gain.answer == abs(view.survival.people.increment)
    assert harm.answer == view.harm.people.experimental
    for asked in (gain, harm):
        assert asked.answer in asked.options
        assert len(asked.options) == 3
        for chosen in asked.options:
            reply = patient_check.reply(SAY, asked, chosen)
            assert f"it is {asked.answer}." in reply.lower()
            assert asked.explained in reply
            assert "wrong" not in reply


def test_a_median_is_told_as_the_time_when_half_had_the_event_baseline_first() -> None:
    view = TOWERS_MEDIANS
    medians, text = view.medians, plain_words.patient_text(view.trial)
    assert medians is not None
    said = benefit_words.medians_sentences(SAY, text, medians)
    assert numbers_in(said) == [4, 8]  # 4.0 and 7.7 months: patients read no decimal
    assert said.count("half had died by about") == 2
    assert said.endswith("The other half were still alive then.")
    (asked,) = patient_check.questions(SAY, text, view)
    assert (asked.options, asked.answer) == ((0, 50, 100), 50)


def test_medians_are_told_with_their_ranges_where_there_are_any() -> None:
    medians, text = TOWERS_MEDIANS.medians, plain_words.patient_text(TOWERS_MEDIANS.trial)
    assert medians is not None
    said = benefit_words.medians_range(SAY, text, medians)
    assert numbers_in(said) == [3, 5, 6, 10]
    bare = {"lower": None, "upper": None, "level": None}
    control, experimental = (
        one.model_copy(update=bare) for one in (medians.control, medians.experimental)
    )
    unknown = replace(medians, control=control, experimental=experimental)
    assert "does not say" in benefit_words.medians_range(SAY, text, unknown)


def test_a_median_that_was_not_reached_is_said_to_leave_more_than_half() -> None:
    view = TOWERS_MEDIANS
    assert view.medians is not None
    text = plain_words.patient_text(view.trial)
    longer = view.medians.experimental.model_copy(update={"reached": False, "months": None})
    said = benefit_words.medians_sentences(SAY, text, replace(view.medians, experimental=longer))
    assert "more than half were still alive when the report was made" in said
    assert "other half" not in said
    assert "None" not in said


def test_a_harm_without_a_rate_is_said_to_be_missing_and_not_to_be_none() -> None:
    (view,) = (v for v in VIEWS if v.trial.weighed_harm is not None and v.harm is None)
    said = patient_harm.harm_missing(SAY, plain_words.patient_text(view.trial), view)
    assert "we do not have numbers" in said
    assert "does not mean that there were none" in said
    assert numbers_in(said) == []


# Beside gain and harm ----------------------------------------------------------------------


@every_view_with_other_harms
def test_other_harms_are_told_with_a_range_and_with_what_nobody_can_tell(view: Findings) -> None:
    text = plain_words.patient_text(view.trial)
    shown, others = beside(view)
    assert [one.harm.id for one in (*shown, *others)] == [*text.shown_harms, *text.told_harms]
    for one in (*shown, *others):
        sure, told = patient_chances.harm_sure(SAY, one), patient_chances.harm_told(SAY, text, one)
        assert one.whole_limits is not None
        limits = sorted(map(abs, one.whole_limits))
        total = one.excess.population.total
        assert sorted(numbers_in(sure)) == sorted([abs(one.people.increment), total, *limits])
        assert numbers_in(told)[:4] == [
            *(100, one.people.control, one.people.experimental, abs(one.people.increment))
        ]
        assert set(limits) <= set(numbers_in(told))
        for sentence in (sure, told):
            assert ("to tell a difference" in sentence) == one.excess.estimate.spans_zero
    assert patient_chances.ranges_worked_out(SAY, others)
    assert patient_chances.ranges_worked_out(SAY, ()) == ""


def test_low_neutrophils_are_told_as_agreed() -> None:
    view = VIEWS_OF_E1910[0]
    text = plain_words.patient_text(view.trial)
    (low,), others = beside(view)
    told = patient_chances.harm_noted(SAY, text, low)
    assert told == (
        "Of 100 people treated, 87 had very low neutrophils (white cells that fight germs) at some "
        "time during this phase of treatment with chemo alone. With blinatumomab, it was 58. That "
        "is 29 fewer. The report does not say why."
    )
    assert patient_chances.harm_sure(SAY, low).startswith("Our best guess is 29 fewer.")
    assert "as few as 17 or as many as 40" in patient_chances.harm_sure(SAY, low)
    assert "common in both groups" in patient_chances.harm_told(SAY, text, low)
    pairs = [(one.people.control, one.people.experimental) for one in others]
    assert pairs == [(23, 17), (7, 5)]
    (fatal,) = plain_words.told_facts(text, view.trial)
    assert numbers_in(fatal) == [1, 2]
    assert "counted in the deaths" in fatal


def test_an_unchecked_rate_beside_the_weighed_one_says_so_as_well() -> None:
    view = VIEWS_OF_E1910[0]
    rows = tuple(
        row.model_copy(update={"status": Status.UNCONFIRMED}) for row in view.trial.adverse_events
    )
    trial = view.trial.model_copy(update={"adverse_events": rows})
    text = plain_words.patient_text(trial)
    for one in (one for harms in beside(found(trial, view.choices)) for one in harms):
        note = patient_harm.harm_text(text, one).unconfirmed
        assert note in patient_chances.harm_told(SAY, text, one)


def test_every_note_on_a_harm_is_said_where_all_stand_in_a_table() -> None:
    (view,) = (
        v for v in VIEWS if v.trial.id == "tower" and v.choices.endpoint == "os" and v.survival
    )
    text = plain_words.patient_text(view.trial)
    noted = {name: one.note for name, one in text.harms.items() if one.note is not None}
    assert noted
    notes = patient_harm.harm_notes(SAY, text, view)
    assert notes == tuple(f"{text.harms[name].name}: {note}" for name, note in noted.items())


def test_everybody_reads_the_same_sentence_on_age() -> None:
    said = {
        benefit_words.age(view.trial, plain_words.patient_text(view.trial))
        for view in VIEWS_OF_E1910
    }
    assert said == {
        "The gain may differ with age. In this trial it looked larger in people under 55 than in "
        "people of 55 and over, but the trial was too small to be sure. Ask your team what this "
        "means for you."
    }


def test_that_curves_meet_again_is_said_wherever_the_difference_is() -> None:
    (view,) = (
        v for v in VIEWS if v.trial.id == "tower" and v.choices.endpoint == "os" and v.survival
    )
    text = plain_words.patient_text(view.trial)
    caution = text.endpoints["os"].caution or ""
    assert "did not last" in caution
    said = screens(view, text)
    for name in ("benefit", "check", "end"):
        assert caution in " ".join(said[name]), name


# What must travel with the harm ------------------------------------------------------------


@every_unconfirmed_view
def test_an_unconfirmed_rate_is_always_said_to_need_checking(view: Findings) -> None:
    text, harm = plain_words.patient_text(view.trial), view.harm
    assert harm is not None
    assert harm.excess.unconfirmed
    note = patient_harm.harm_text(text, harm).unconfirmed
    assert "checked" in note
    said = screens(view, text)
    for name in ("harm", "matters", "check", "end"):
        assert note in " ".join(said[name]), name
    for role in Role:
        assert note in patient_arrays.harm_alt(SAY, text, harm, role)


@every_unconfirmed_view
def test_a_confirmed_rate_says_nothing_of_checking(view: Findings) -> None:
    assert view.harm is not None
    excess = replace(view.harm.excess, statuses=(Status.PUBLISHED,))
    confirmed = replace(view.harm, difference=excess)
    text = plain_words.patient_text(view.trial)
    assert patient_harm.harm_status(SAY, text, confirmed) is None
    assert "checked" not in patient_arrays.harm_alt(SAY, text, confirmed, Role.EXPERIMENTAL)


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
    status = patient_harm.harm_status(SAY, text, view.harm) or ""
    assert words in status
    assert patient_harm.harm_text(text, view.harm).unconfirmed not in status
    assert "190" in patient_harm.harm_source(SAY, view.trial, view.harm)


def test_a_list_of_treatment_carries_the_status_of_its_facts_once() -> None:
    for trial in trials():
        facts = {fact.id: fact for fact in trial.facts}
        text = plain_words.patient_text(trial)
        lists = treatment_words.treatment_lists(SAY, text, trial.facts)
        assert len({one.badge for one in lists}) == len(lists)
        where = {line: one.badge for one in lists for line in one.lines}
        assert len(where) == len(text.treatment)
        for name, line in text.treatment.items():
            badge = where[plain_words.with_figures(line, facts[name])]
            assert (badge is None) == (facts[name].status is Status.PUBLISHED)
        assert not any("{" in line for line in where)


def test_e1910s_treatment_has_one_badge_for_all_that_the_report_does_not_say() -> None:
    text = plain_words.patient_text(VIEWS_OF_E1910[0].trial)
    lists = treatment_words.treatment_lists(SAY, text, VIEWS_OF_E1910[0].trial.facts)
    assert [(one.badge is None, one.settled) for one in lists] == [(True, False), (False, False)]
    assert "Low blood counts were common" in " ".join(lists[0].lines)


def test_whom_to_call_is_the_centres_number_or_a_line_for_the_care_team() -> None:
    assert calling.number_to_call(SAY, "555 0100").endswith("day or night: 555 0100")
    assert "your care team fills this in" in calling.number_to_call(SAY, None)


def test_the_summary_of_those_who_did_not_look_holds_no_figure() -> None:
    view = VIEWS[0]
    unset = found(view.trial, replace(view.choices, weight=None))
    text = plain_words.patient_text(view.trial)
    assert numbers_in(" ".join(patient_screens.summary(SAY, text, unset, looked=False))) == []


def test_a_trial_without_plain_words_says_so() -> None:
    trial = load_trial(Path(__file__).parents[1] / "bad_trials" / "minimal")
    assert trial.text.patient is None
    assert "not available for Minimal" in patient_view.no_patient_text(SAY, trial)
    with pytest.raises(LookupError, match="minimal has no plain words"):
        plain_words.patient_text(trial)


# The languages -----------------------------------------------------------------------------


def test_english_carries_no_note_and_spanish_awaits_its_review() -> None:
    english, spanish = ORIGINAL, "es"
    assert plain_words.language_note(SAY, english, shown=english) is None
    reviewed = plain_words.language_note(SAY, spanish, shown=spanish) or ""
    assert "awaiting review by a clinical translator" in reviewed
    missing = plain_words.language_note(SAY, spanish, shown=english) or ""
    assert "English is shown" in missing
