"""Every view that has plain words, and all that its screens say to a patient, for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests import views as made
from tests.reading_level import grade, syllables, syllables_counted_here  # noqa: F401
from tests.words.catalogues import message
from tradeoff.findings.choices import (
    ORIGINAL,
    Choices,
    Framing,
    HarmSource,
    TypedCounts,
    default_choices,
)
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.places import Screen, ValueCard
from tradeoff.findings.view import Findings, base_findings, can_be_weighed, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import patient_arrays
from tradeoff.papers.handout import harms as hand_out_harms
from tradeoff.screens import (
    patient_chances,
    patient_check,
    patient_matters,
    patient_screens,
    patient_view,
)
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import SHELF, load_trial, trial_ids
from tradeoff.trial.records import PatientText, Trial
from tradeoff.words import patient as plain_words
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import calling
from tradeoff.words.patient import cards as card_words
from tradeoff.words.patient import harm as patient_harm
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.patient import treatment as treatment_words
from tradeoff.words.say import Say

SAY = Say()


@cache
def trials() -> tuple[Trial, ...]:
    """Every shipped trial that has plain words."""
    loaded = (load_trial(SHELF / name) for name in trial_ids(SHELF))
    return tuple(trial for trial in loaded if trial.text.patient is not None)


def views() -> Iterator[Findings]:
    """Every landmark of every such trial, with a preference set; then medians in their place."""
    for trial in trials():
        places = {(e.data_cut, e.endpoint, e.months) for e in trial.landmarks}
        for cut, endpoint, months in sorted(places):
            place = {"cut": cut, "endpoint": endpoint, "months": months}
            yield found(trial, made.chosen(trial, **place, weight=40))
    for trial in (one.model_copy(update={"landmarks": ()}) for one in trials() if one.medians):
        told = default_choices(trial)
        entry = next(e for e in trial.medians if e.model is None)
        choices = replace(told, endpoint=entry.endpoint, cut=entry.analysis, weight=None)
        if entry.analysis in {cut.id for cut in trial.data_cuts}:
            yield found(trial, replace(choices, landmark=None, months=None))


def found(trial: Trial, choices: Choices) -> Findings:
    rng = np.random.default_rng(SIMULATION_SEED)
    return with_preference(trial, choices, base_findings(trial, choices, rng=rng))


def typed(view: Findings, source: HarmSource) -> Findings:
    counts = TypedCounts(experimental=Count(20, 90), control=Count(4, 100), as_of="2026-05")
    return found(view.trial, replace(view.choices, harm=source, counts=counts))


VIEWS = list(views())
(TOWERS_MEDIANS,) = (view for view in VIEWS if view.survival is None)
VIEWS_OF_E1910 = [view for view in VIEWS if view.trial.id == "e1910"]
#: Where gain and harm are both at hand; with typed counts where the trial's own are not.
WEIGHED = [
    view if view.harm is not None else typed(view, HarmSource.PAPER)
    for view in VIEWS
    if view.survival is not None and view.trial.weighed_harm is not None
]


def beside(view: Findings) -> tuple[list[HarmFindings], ...]:
    """The harms told after the weighed one: with arrays, in a sentence."""
    return patient_harm.harms_beside(plain_words.patient_text(view.trial), view)


def each(views: list[Findings]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "view",
        views,
        ids=lambda v: "-".join(
            [
                v.trial.id,
                v.choices.cut,
                v.choices.endpoint,
                *(["medians"] if not v.survival else []),
            ]
        ),
    )


every_view = each(VIEWS)
every_landmark = each([view for view in VIEWS if view.survival is not None])
every_weighed_view = each(WEIGHED)
#: No shipped rate is unconfirmed: the weighed harm as it was while it had yet to be checked.
every_unconfirmed_view = each(
    [
        found(made.with_unconfirmed_harm(view.trial), view.choices)
        for view in WEIGHED
        if view.choices.harm is HarmSource.TRIAL
    ]
)
every_view_with_other_harms = each(
    [view for view in VIEWS if view.survival and any(beside(view)) and view.harm]
)


# The screens, as they are read -------------------------------------------------------------


def screens(view: Findings, text: PatientText) -> dict[str, list[str]]:
    """The sentences of each screen; headings and labels are sentences of their own."""
    start = [plain_words.screen_title(SAY, one) for one in Screen]
    said = {
        "start": [text.decision, *start, message("The chances")],
        "now": [*text.condition, text.decision],
        "options": [
            message("Both are real choices."),
            *(line for role in Role for line in option(text, role)),
        ],
        "treatment": treatment(view, text),
        "gate": list(patient_view.chances_lead(SAY, text.endpoints[view.choices.endpoint])),
        "benefit": benefit(view, text),
        "harm": harm(view, text),
        "matters": matters(view, text),
        "questions": [message("You may want to ask"), *text.questions],
        "check": [message("This is not a test"), *teach_back(view, text)],
        "end": [
            *patient_screens.summary(SAY, text, view, looked=True),
            message("The sheet to take home shows"),
            message("Where do these numbers"),
            *patient_screens.where_from(SAY, text, view),
        ],
        "every": [
            plain_words.limits_of_use(SAY),
            patient_view.closing_line(SAY),
            message("It is for people like"),
            message("Care team: back"),
            plain_words.dates(SAY, view.trial),
            patient_screens.not_looked(SAY),
            plain_words.not_for(SAY),
            benefit_words.survival_not_available(SAY),
            patient_harm.harm_not_available(SAY),
            patient_view.no_patient_text(SAY, view.trial),
            plain_words.language_note(SAY, "es", shown="es") or "",
            plain_words.language_note(SAY, "es", shown=ORIGINAL) or "",
        ],
    }
    title = {name: [] if name in ("gate", "every", "benefit") else [name] for name in said}
    return {
        name: [*(plain_words.screen_title(SAY, Screen(one)) for one in title[name]), *lines]
        for name, lines in said.items()
    }


def benefit(view: Findings, text: PatientText) -> list[str]:
    survival, medians = view.survival, view.medians
    title = benefit_words.benefit_title(SAY, text, view.choices.endpoint)
    if survival is None:
        assert medians is not None
        return [
            title,
            benefit_words.medians_sentences(SAY, text, medians),
            benefit_words.medians_range(SAY, text, medians),
            *benefit_words.beside_benefit(view.trial, text, view.choices.endpoint),
        ]
    return [
        title,
        *(benefit_words.benefit_heading(SAY, text, survival, one) for one in Framing),
        *(benefit_words.benefit_sentences(SAY, text, survival, one) for one in Framing),
        *(benefit_words.benefit_range(SAY, survival, one) for one in Framing),
        *patient_arrays.benefit_labels(SAY, text, survival),
        message("The stripes show"),
        *benefit_words.beside_benefit(view.trial, text, view.choices.endpoint),
    ]


def harm(view: Findings, text: PatientText) -> list[str]:
    harm = view.harm
    if harm is None:
        table = hand_out_harms.harms_table(view, SAY, text)
        assert table is not None
        said = [patient_harm.harm_missing(SAY, text, view), text.harms_note or ""]
        rows = [row[0] for row in table.rows]
        notes = patient_harm.harm_notes(SAY, text, view)
        return [patient_harm.harms_lead(SAY), *said, table.caption, *table.columns, *rows, *notes]
    words = patient_harm.harm_text(text, harm)
    return [
        words.meaning,
        words.recovery,
        *drawn(harm, text),
        patient_harm.harm_range(SAY, harm),
        *other_harms(view, text),
    ]


def drawn(harm: HarmFindings, text: PatientText) -> list[str]:
    """What stands around one harm's arrays."""
    return [
        patient_harm.harm_heading(SAY, text, harm),
        patient_chances.harm_noted(SAY, text, harm),
        patient_harm.harm_sentences(SAY, text, harm, without=True),
        patient_harm.harm_status(SAY, text, harm) or "",
        *patient_arrays.harm_labels(SAY, text, harm),
    ]


def other_harms(view: Findings, text: PatientText) -> list[str]:
    shown, others = beside(view)
    said = []
    for one in shown:
        words = patient_harm.harm_text(text, one)
        said += [words.name, words.meaning, *drawn(one, text), patient_chances.harm_sure(SAY, one)]
    said += [message("Other problems")]
    said += [patient_chances.harm_told(SAY, text, one) for one in others]
    return [
        *said,
        patient_chances.ranges_worked_out(SAY, others),
        *plain_words.told_facts(text, view.trial),
    ]


def option(text: PatientText, role: Role) -> list[str]:
    words = text.arms[role.value]
    return [words.name, *words.describing, *words.good, *words.hard]


def treatment(view: Findings, text: PatientText) -> list[str]:
    lists = treatment_words.treatment_lists(SAY, text, view.trial.facts)
    said = [part for one in lists for part in (one.badge or "", *one.lines)]
    numbers = [calling.number_to_call(SAY, phone) for phone in (None, "555 0100")]
    head = [message("Each hospital"), calling.call_title(SAY), calling.call_lead(SAY), *numbers]
    calls = [line for one in calling.call_lists(text) for line in (one.name, *one.lines)]
    return [*said, *head, *calls]


def matters(view: Findings, text: PatientText) -> list[str]:
    every = tuple(ValueCard)
    cards = [
        *patient_matters.cards_lead(SAY),
        *(card_words.card_words(SAY, card) for card in every),
        *(patient_matters.move_up(SAY, 2, card).replace("*", "") for card in every),
        card_words.cards_title(SAY),
        card_words.picked(SAY, every[:3]) or "",
        patient_matters.other_is_said(SAY),
        message("Put all cards back"),
    ]
    if not can_be_weighed(view):
        return [*cards, preference_words.matters_open(SAY)]
    return [
        *cards,
        patient_matters.harder_question(SAY, text, view),
        preference_words.preference_lead(SAY),
        preference_words.preference_question(SAY, text, view),
        *preference_words.preference_ends(SAY, text, view),
        preference_words.preference_unset(SAY),
        preference_words.preference_stated(SAY, text, view),
        preference_words.net_result(SAY, text, view),
        message("Clear my answer"),
    ]


def teach_back(view: Findings, text: PatientText) -> list[str]:
    asked = patient_check.questions(SAY, text, view)
    replies = [patient_check.reply(SAY, one, n) for one in asked for n in one.options]
    return [*(one.text for one in asked), *replies]


def as_read(lines: list[str]) -> str:
    """One text; what ends without a stop is read as a sentence too."""
    return " ".join(line if line[-1] in ".?!" else f"{line}." for line in lines if line)
